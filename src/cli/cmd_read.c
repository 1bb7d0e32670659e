/* cmd_read.c: articles in, records out: one JSON line an article on standard output, in input
 * order; with --explain the reasons in words instead. */
#include <errno.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "doc/explain.h"
#include "doc/record.h"

typedef struct reading {
    FILE *errors;
    dg_progress progress;
} reading;

static int encode(const void *self, const dg_doc *doc, dg_buf *out, dg_err *err) {
    (void)self;
    return dg_record_write(doc, out, err);
}

static int explain(const void *self, const dg_doc *doc, dg_buf *out, dg_err *err) {
    (void)self;
    return dg_explain_write(doc, out, err);
}

static int deliver(void *self, const dg_doc *doc, dg_str record, dg_err *err) {
    (void)self, (void)doc;
    if (fwrite(record.p, 1, record.n, stdout) == record.n) return 0;
    return dg_err_set(err, dg_err_from_errno(errno), 0, "standard output: %s", strerror(errno));
}

static void fail(void *self, dg_str uri, const dg_err *err) {
    dg_cli_report(((reading *)self)->errors, uri, err);
}

static void skipped(void *self, const char *path, const uint64_t *counts) {
    dg_cli_report_skipped(((reading *)self)->errors, path, counts);
}

static void tick(void *self, const dg_counts *counts) {
    dg_progress_tick(&((reading *)self)->progress, counts);
}

int cmd_read(int argc, char **argv) {
    dg_cli_input in;
    int rc = dg_cli_parse_input(argc, argv, false, &in);
    if (rc) return rc;
    dg_err err = {0};
    dg_config config;
    dg_house *house = NULL;
    dg_counts counts = {0};
    reading r = {.errors = in.errors};
    rc = dg_config_find(in.model, in.lexicon, true, &config, &err);
    if (!rc) rc = dg_house_open(&config, true, &house, &err);
    if (!rc) rc = dg_cli_confine(&in, &err);
    dg_progress_start(&r.progress, in.progress);
    const dg_sink sink = {.self = &r,
                          .encode = in.explain ? explain : encode,
                          .deliver = deliver,
                          .fail = fail,
                          .skipped = skipped,
                          .tick = tick};
    if (!rc) rc = dg_worker_run(house, &in.run, &sink, &counts, &err);
    if (!rc && fflush(stdout))
        rc = dg_err_set(&err, dg_err_from_errno(errno), 0, "standard output: %s", strerror(errno));
    dg_progress_end(&r.progress, &counts);
    dg_house_close(house);
    dg_cli_close_input(&in);
    if (rc) return dg_cli_failed(&err);
    return counts.errors ? DG_EXIT_SOME : DG_EXIT_OK;
}
