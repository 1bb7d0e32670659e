/* cmd_add.c: articles into an archive. What was reported as stored has been committed; a second run
 * adds only what is new. */

#include "archive/join.h"
#include "cli/cli.h"
#include "doc/record.h"

typedef struct adding {
    dg_store *store;
    FILE *errors;
    dg_progress progress;
    uint64_t n_new, n_other; /* stored; lists, cookie walls and error pages, which are not */
} adding;

static int encode(const void *self, const dg_doc *doc, dg_buf *out, dg_err *err) {
    (void)self;
    return dg_record_write(doc, out, err);
}

static int deliver(void *self, const dg_doc *doc, dg_str record, dg_err *err) {
    adding *a = self;
    bool is_new = false;
    if (!dg_kind_is_report(doc->kind)) {
        a->n_other++;
        return 0;
    }
    if (record.n && record.p[record.n - 1] == '\n') record.n--;
    int rc = dg_store_add(a->store, doc, record, &is_new, err);
    a->n_new += !rc && is_new;
    return rc;
}

static void fail(void *self, dg_str uri, const dg_err *err) {
    dg_cli_report(((adding *)self)->errors, uri, err);
}

static void skipped(void *self, const char *path, const uint64_t *counts) {
    dg_cli_report_skipped(((adding *)self)->errors, path, counts);
}

static void tick(void *self, const dg_counts *counts) {
    dg_progress_tick(&((adding *)self)->progress, counts);
}

static int add_all(adding *a, dg_cli_input *in, dg_counts *counts, dg_err *err) {
    dg_config config;
    dg_house *house = NULL;
    int rc = dg_store_open(in->archive, true, &a->store, err);
    if (!rc) rc = dg_config_find(in->model, in->lexicon, true, &config, err);
    if (!rc) rc = dg_house_open(&config, true, &house, err);
    if (!rc && in->sandbox) rc = dg_store_sort_in_memory(a->store, err);
    if (!rc) rc = dg_cli_confine(in, err);
    const dg_sink sink = {.self = a,
                          .encode = encode,
                          .deliver = deliver,
                          .fail = fail,
                          .skipped = skipped,
                          .tick = tick};
    if (!rc) {
        in->run.stop = dg_cli_stop_on_signals();
        dg_progress_start(&a->progress, in->progress);
        rc = dg_worker_run(house, &in->run, &sink, counts, err);
        dg_progress_end(&a->progress, counts);
        dg_err commit_err = {
            0}; /* what was read before an interruption or a full disk is kept where it can be */
        int commit = dg_store_commit(a->store, &commit_err);
        if (!rc && commit) rc = commit, *err = commit_err;
        if (!rc) rc = dg_join(a->store, err);
    }
    dg_house_close(house);
    dg_store_close(a->store);
    return rc;
}

int cmd_add(int argc, char **argv) {
    dg_cli_input in;
    int rc = dg_cli_parse_input(argc, argv, true, &in);
    if (rc) return rc;
    dg_err err = {0};
    dg_counts counts = {0};
    adding a = {.errors = in.errors};
    rc = add_all(&a, &in, &counts, &err);
    dg_cli_close_input(&in);
    if (rc && rc != DG_E_STOPPED) return dg_cli_failed(&err);
    printf("%llu articles read, %llu new, %llu errors", (unsigned long long)counts.articles,
           (unsigned long long)a.n_new, (unsigned long long)counts.errors);
    if (a.n_other)
        printf(", %llu lists, cookie walls and error pages left out",
               (unsigned long long)a.n_other);
    putchar('\n');
    if (rc) fprintf(stderr, "dragoman: stopped; the same command goes on from here\n");
    return rc || counts.errors ? DG_EXIT_SOME : DG_EXIT_OK;
}
