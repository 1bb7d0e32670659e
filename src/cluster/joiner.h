/* joiner.h: the one process of a cluster that sees all articles: it takes what the workers stored
 * into an archive of its own, and makes there what stands across articles, by the very code that
 * `dragoman add` runs (archive/join.h). The archive is a function of the store's articles: one that
 * is lost is made again.
 *
 *   store: article ─► what is new ─► archive ─► join ─► stories, happenings ─┐
 *   store: placed, happening ◄── what has changed of them ───────────────────┘
 *
 * What is new: the joiner looks at what was stored since the newest that it has seen, less an hour
 * for clocks that differ and inserts that took long; at its start, and once a day, at all ids. */
#ifndef DG_JOINER_H
#define DG_JOINER_H

#include "archive/replica.h"
#include "cluster/clickhouse.h"
#include "cluster/log.h"
#include "cluster/metrics.h"

#define DG_JOIN_METRICS(X)                                                                         \
    X(TAKEN, "join_taken_total", "Articles taken from the store")                                  \
    X(BAD, "join_bad_lines_total", "Lines of the store that were none")                            \
    X(ROUNDS, "join_rounds_total", "Rounds")                                                       \
    X(FAILURES, "join_store_failures_total", "Rounds that the store ended")                        \
    X(ARTICLES, "join_articles", "Articles in the archive")                                        \
    X(SENT, "join_sent_total", "Rows of stories and happenings written back to the store")         \
    X(JOIN_US, "join_microseconds_total", "Time that joining took")
enum {
#define X(name, metric, help) DG_JOIN_##name,
    DG_JOIN_METRICS(X)
#undef X
        DG_JOIN_N_METRICS
};
/* Fills in names, with counts of 0. */
void dg_join_metrics(dg_metric ret[DG_JOIN_N_METRICS]);

typedef struct dg_joiner {
    dg_store *archive;
    dg_clickhouse *store;
    uint32_t interval_s; /* between two rounds that found nothing */
    bool once;           /* one round over all ids, then the end */
    const dg_log *log;
    dg_metric *metrics;
    const volatile int *stop;
} dg_joiner;

/* Until *stop, or one round. A store that does not answer is asked again without end, but for
 * `once`. Errors: those of the archive; DG_E_IO, DG_E_STORE of the store (once). */
int dg_joiner_run(const dg_joiner *j, dg_err *err);

#endif
