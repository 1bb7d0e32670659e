/* worker.h: many files, many threads, results in the order of the input.
 *
 *   paths ─► intake ─► [jobs: one arena each] ─► threads: pipeline + encode ─► in order: deliver /
 * fail
 *
 * Memory is bounded by the number of jobs, whatever the input's size. */
#ifndef DG_WORKER_H
#define DG_WORKER_H

#include "base/buf.h"
#include "pipeline/pipeline.h"

typedef struct dg_counts {
    uint64_t articles, words, errors, bytes, skipped;
    uint64_t at, of; /* bytes of the input files before the last article, and of all; of is 0 where
                        that is not known (standard input) or nobody asks (no tick) */
} dg_counts;

/* encode runs on a worker thread, beside others (self is shared: const there); deliver and fail run
 * on the calling thread, one at a time, in input order. deliver may return a code to stop the run
 * (a full disk). */
typedef struct dg_sink {
    void *self;
    /* in place of reading, when set: the article as it came, with all that reading it hangs on, on
     * a worker thread; encode is not called then, and deliver gets a doc of nothing */
    int (*take)(const void *self, const dg_article *article, const dg_options *options, dg_buf *out,
                dg_err *err);
    int (*encode)(const void *self, const dg_doc *doc, dg_buf *out, dg_err *err);
    int (*deliver)(void *self, const dg_doc *doc, dg_str encoded, dg_err *err);
    void (*fail)(void *self, dg_str uri, const dg_err *err);
    /* [DG_SKIP_N] what a file held besides articles, behind its last one; may be NULL */
    void (*skipped)(void *self, const char *path, const uint64_t *counts);
    void (*tick)(void *self, const dg_counts *counts); /* after every article; may be NULL */
} dg_sink;

typedef struct dg_run {
    dg_options options;
    dg_format format;
    uint32_t jobs;            /* threads, >= 1 */
    const char *const *paths; /* "-" is standard input; directories are walked */
    uint32_t n_paths;
    const volatile int
        *stop; /* set to non-zero from a signal handler: finish what is begun; NULL: never */
} dg_run;

/* 0 also when single articles failed (counts.errors says how many); a code when deliver stopped the
 * run, nothing could be set up, or DG_E_STOPPED after *stop. */
int dg_worker_run(const dg_house *house, const dg_run *run, const dg_sink *sink, dg_counts *ret,
                  dg_err *err);

#endif
