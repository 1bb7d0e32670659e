/* cmd_join.c: the joiner of a cluster (cluster/joiner.h). */
#include <signal.h>

#include "cli/cluster_options.h"
#include "cluster/joiner.h"

typedef struct call {
    const char *store, *archive, *listen;
    uint64_t interval_s;
    bool once;
} call;

static int complain(const char *what, const char *value) {
    fprintf(stderr, "dragoman join: %s%s%s\n", what, value ? ": " : "", value ? value : "");
    return DG_EXIT_USAGE;
}

static int read_call(int argc, char **argv, call *c) {
    *c = (call){.interval_s = 5};
    dg_cli_take(&argc, argv, "store", &c->store);
    dg_cli_take(&argc, argv, "archive", &c->archive);
    dg_cli_take(&argc, argv, "listen", &c->listen);
    int rc = dg_cli_take_number(&argc, argv, "interval", 1, 86400, &c->interval_s);
    c->once = dg_cli_take_flag(&argc, argv, "once");
    if (!rc && !c->store) rc = complain("name the store: --store http://HOST:8123", NULL);
    if (!rc && !c->archive) rc = complain("name the archive: --archive NAME.db", NULL);
    if (!rc && argc > 1) rc = complain("not known here", argv[1]);
    return rc;
}

static int join(const call *c, dg_metric *counts, const dg_log *log, dg_err *err) {
    dg_joiner j = {.interval_s = (uint32_t)c->interval_s,
                   .once = c->once,
                   .log = log,
                   .metrics = counts,
                   .stop = dg_cli_stop_on_signals()};
    dg_metrics *served = NULL;
    signal(SIGPIPE, SIG_IGN);
    int rc = dg_clickhouse_open(c->store, &j.store, err);
    if (!rc) rc = dg_store_open(c->archive, true, &j.archive, err);
    if (!rc && c->listen) rc = dg_metrics_open(c->listen, counts, DG_JOIN_N_METRICS, &served, err);
    if (!rc) {
        dg_log_event(log, "started", "'archive", c->archive, NULL);
        rc = dg_joiner_run(&j, err);
    }
    dg_metrics_close(served);
    dg_store_close(j.archive);
    dg_clickhouse_close(j.store);
    return rc;
}

int cmd_join(int argc, char **argv) {
    dg_metric counts[DG_JOIN_N_METRICS];
    const dg_log log = {stderr, "join"};
    dg_err err = {0};
    call c;
    int rc = read_call(argc, argv, &c);
    if (rc) return rc;
    dg_join_metrics(counts);
    rc = join(&c, counts, &log, &err);
    dg_log_event(&log, rc ? "failed" : "finished", "=taken",
                 (int64_t)dg_metric_get(&counts[DG_JOIN_TAKEN]), "=articles",
                 (int64_t)dg_metric_get(&counts[DG_JOIN_ARTICLES]), NULL);
    return rc ? dg_cli_failed(&err) : DG_EXIT_OK;
}
