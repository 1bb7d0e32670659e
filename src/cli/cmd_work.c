/* cmd_work.c: one worker of a cluster (cluster/work.h). */
#include <signal.h>
#include <stdlib.h>

#include "cli/cluster_options.h"
#include "cluster/work.h"

typedef struct call {
    dg_queue_options queue;
    const char *store, *listen, *model, *lexicon;
    uint64_t jobs, batch, linger_ms, limit_s;
    bool until_empty, sandbox;
} call;

static int complain(const char *what, const char *value) {
    fprintf(stderr, "dragoman work: %s%s%s\n", what, value ? ": " : "", value ? value : "");
    return DG_EXIT_USAGE;
}

static int read_call(int argc, char **argv, call *c) {
    *c = (call){.jobs = 1, .batch = 500, .linger_ms = 1000, .limit_s = 120};
    int rc = dg_cli_take_queue(&argc, argv, &c->queue);
    dg_cli_take(&argc, argv, "store", &c->store);
    dg_cli_take(&argc, argv, "listen", &c->listen);
    dg_cli_take(&argc, argv, "model", &c->model);
    dg_cli_take(&argc, argv, "lexicon", &c->lexicon);
    if (!rc) rc = dg_cli_take_number(&argc, argv, "jobs", 1, 256, &c->jobs);
    if (!rc) rc = dg_cli_take_number(&argc, argv, "batch", 1, 100000, &c->batch);
    if (!rc) rc = dg_cli_take_number(&argc, argv, "linger", 0, 60000, &c->linger_ms);
    if (!rc) rc = dg_cli_take_number(&argc, argv, "limit", 1, 3600, &c->limit_s);
    c->until_empty = dg_cli_take_flag(&argc, argv, "until-empty");
    c->sandbox = !dg_cli_take_flag(&argc, argv, "no-sandbox");
    if (!rc && !c->store) rc = complain("name the store: --store http://HOST:8123", NULL);
    if (!rc && argc > 1) rc = complain("not known here", argv[1]);
    return rc;
}

static int work(const call *c, dg_metric *counts, const dg_log *log, dg_err *err) {
    dg_work w = {.readers = (uint32_t)c->jobs,
                 .batch = (uint32_t)c->batch,
                 .linger_ms = (uint32_t)c->linger_ms,
                 .ack_wait_s = c->queue.ack_wait_s,
                 .until_empty = c->until_empty,
                 .log = log,
                 .metrics = counts};
    dg_metrics *served = NULL;
    dg_config config;
    int rc = dg_config_find(c->model, c->lexicon, true, &config, err);
    /* the readers first: they are forked, and what comes next has threads */
    if (!rc) rc = dg_crew_open(&config, w.readers, (uint32_t)c->limit_s, c->sandbox, &w.crew, err);
    w.stop = dg_cli_stop_on_signals();
    signal(SIGPIPE, SIG_IGN);
    if (!rc) rc = dg_clickhouse_open(c->store, &w.store, err);
    if (!rc) rc = dg_queue_open(&c->queue, &w.queue, err);
    if (!rc && c->listen) rc = dg_metrics_open(c->listen, counts, DG_WORK_N_METRICS, &served, err);
    if (!rc) {
        dg_log_event(log, "started", "'stream", c->queue.stream, "=readers", (int64_t)c->jobs,
                     NULL);
        rc = dg_work_run(&w, err);
    }
    dg_metrics_close(served);
    dg_queue_close(w.queue);
    dg_clickhouse_close(w.store);
    dg_crew_close(w.crew);
    return rc;
}

int cmd_work(int argc, char **argv) {
    static const dg_log log_form = {.process = "work"};
    dg_metric counts[DG_WORK_N_METRICS];
    dg_log log = log_form;
    dg_err err = {0};
    call c;
    log.to = stderr;
    int rc = read_call(argc, argv, &c);
    if (rc) return rc;
    dg_work_metrics(counts);
    rc = work(&c, counts, &log, &err);
    dg_log_event(&log, rc ? "failed" : "finished", "=stored",
                 (int64_t)dg_metric_get(&counts[DG_WORK_STORED]), "=other",
                 (int64_t)dg_metric_get(&counts[DG_WORK_OTHER]), "=errors",
                 (int64_t)dg_metric_get(&counts[DG_WORK_ERRORS]), "=buried",
                 (int64_t)dg_metric_get(&counts[DG_WORK_BURIED]), NULL);
    return rc == DG_E_STOPPED ? DG_EXIT_SOME : rc ? dg_cli_failed(&err) : DG_EXIT_OK;
}
