/* work.h: one worker of the cluster: takes articles from the queue, has them read, stores them.
 *
 *   queue ─► waiting ─► readers (crew.h) ─► rows ─► one INSERT ─► ack of all in it
 *
 * A message is acked when the store has its row, and not before: whatever dies, it is handed out
 * again. What that doubles is one row in the end (the table's key is the article's id). An article
 * that cannot be read is given back and, when that fails at its TRIES-th delivery or later, put
 * into the stream of the dead with the reason. Deliveries that end because the worker is killed
 * bury nothing: that takes a reading that fails, or a reader that dies.
 *
 * Errors of the queue and of the store are told and tried again without end; only a stop ends it.
 */
#ifndef DG_WORK_H
#define DG_WORK_H

#include "cluster/clickhouse.h"
#include "cluster/crew.h"
#include "cluster/log.h"
#include "cluster/metrics.h"
#include "cluster/queue.h"

enum { DG_WORK_TRIES = 3 };

/* One list: names, kinds and help of the counts. */
#define DG_WORK_METRICS(X)                                                                         \
    X(TAKEN, "work_taken_total", "Messages taken from the queue")                                  \
    X(AGAIN, "work_redelivered_total", "Of these, handed out before")                              \
    X(STORED, "work_stored_total", "Articles that the store has")                                  \
    X(OTHER, "work_other_total", "Lists, cookie walls and error pages, which are not stored")      \
    X(ERRORS, "work_errors_total", "Readings that failed")                                         \
    X(DIED, "work_readers_died_total", "Of these, readers that died or took too long")             \
    X(BURIED, "work_buried_total", "Articles put into the stream of the dead")                     \
    X(WORDS, "work_words_total", "Words read")                                                     \
    X(READ_US, "work_read_microseconds_total", "Time that readers took")                           \
    X(BATCHES, "work_batches_total", "Inserts into the store")                                     \
    X(STORE_US, "work_store_microseconds_total", "Time that inserts took")                         \
    X(STORE_FAILURES, "work_store_failures_total", "Inserts that failed and were tried again")     \
    X(QUEUE_FAILURES, "work_queue_failures_total", "Calls of the queue that failed")               \
    X(HELD, "work_held", "Messages that are held: waiting, read, not stored yet")                  \
    X(BUSY, "work_readers_busy", "Readers that have an article")
enum {
#define X(name, metric, help) DG_WORK_##name,
    DG_WORK_METRICS(X)
#undef X
        DG_WORK_N_METRICS
};
/* Fills in names, with counts of 0. */
void dg_work_metrics(dg_metric ret[DG_WORK_N_METRICS]);

typedef struct dg_work {
    dg_queue *queue;
    dg_clickhouse *store;
    dg_crew *crew;
    uint32_t readers, ack_wait_s;
    uint32_t batch;     /* articles of an INSERT at most */
    uint32_t linger_ms; /* a row waits no longer for others */
    bool until_empty;   /* ends when the queue has nothing left */
    const dg_log *log;
    dg_metric *metrics;
    const volatile int *stop;
} dg_work;

/* Works until *stop (what is begun is finished, the rest given back) or, where asked, until the
 * queue is empty. 0; DG_E_NOMEM; DG_E_STOPPED: stopped, and some could not be stored. */
int dg_work_run(const dg_work *w, dg_err *err);

#endif
