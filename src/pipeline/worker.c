/* worker.c: feeds a pool with articles. A job owns an arena and an output buffer and is used again
 * and again; its article lies in its arena, so that of a file only a window is in memory. */
#include "pipeline/worker.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/pool.h"
#include "page/sites.h"

enum { JOBS_A_THREAD = 4, WINDOW = 32 };
static const size_t job_ceiling = (size_t)1 << 30; /* bytes an article may take in all its layers */
static const uint32_t scan_most = 4u << 20;      /* bytes of a page that its site may learn from */
static const size_t big_arena = (size_t)2 << 20; /* an arena that grew beyond this is not kept */

typedef struct source { /* the name of an input and the number of jobs that point at it */
    uint32_t users;
    char name[]; /* articles name themselves by it: it outlives the path that the walk was at */
} source;

typedef struct job {
    dg_arena *arena;
    dg_buf out;
    dg_article article;
    dg_doc doc;
    dg_err err;
    int rc;
    dg_page_template template;
    dg_page_view *view; /* of its page, where it was taken apart already */
    source *from;
    uint64_t at; /* bytes of the input before it */
    struct job *next_free;
} job;

typedef struct crew {
    const dg_house *house;
    const dg_run *run;
    const dg_sink *sink;
    dg_reader **readers; /* [run->jobs] */
    job *jobs, *free;
    uint32_t n_jobs;
    job *window[WINDOW]; /* articles that wait for the other pages of their sites */
    dg_page_scan scans[WINDOW];
    uint32_t n_window;
    dg_page_sites *sites;
    dg_pool *pool;
    dg_counts counts;
    uint64_t before; /* bytes of the files that have been read */
    int rc;          /* what stopped the run */
    dg_err err;
} crew;

static void release_source(source *s) {
    if (s && !--s->users) free(s);
}

static void work(void *shared, void *item, uint32_t thread) {
    crew *c = shared;
    job *j = item;
    if (j->rc) return; /* intake has failed on it already */
    dg_options options = c->run->options;
    options.template = j->template;
    if (c->sink->take) {
        j->doc = (dg_doc){.arena = j->arena};
        j->rc = c->sink->take(c->sink->self, &j->article, &options, &j->out, &j->err);
        return;
    }
    options.view = j->view;
    j->rc = dg_pipeline_read(c->readers[thread], &j->article, &options, j->arena, &j->doc, &j->err);
    if (j->rc && j->article.place.at) j->err.at = j->article.place.at; /* a place in the file */
    if (!j->rc) j->rc = c->sink->encode(c->sink->self, &j->doc, &j->out, &j->err);
}

static void recycle(crew *c, job *j) {
    release_source(j->from);
    j->from = NULL;
    if (dg_arena_used(j->arena) > big_arena) {
        dg_arena *fresh = dg_arena_new(job_ceiling);
        if (fresh) {
            dg_arena_free(j->arena);
            j->arena = fresh;
        }
    }
    dg_arena_reset(j->arena);
    if (j->out.cap > big_arena) dg_buf_free(&j->out);
    dg_buf_clear(&j->out);
    j->next_free = c->free;
    c->free = j;
}

static void done(void *shared, void *item) {
    crew *c = shared;
    job *j = item;
    if (!c->rc && !j->rc) {
        c->counts.articles++;
        c->counts.words += j->doc.n_tokens;
        c->counts.bytes += j->doc.text.n;
        c->rc = c->sink->deliver(c->sink->self, &j->doc, dg_buf_str(&j->out), &c->err);
    } else if (!c->rc) {
        c->counts.errors++;
        c->sink->fail(c->sink->self, j->article.uri, &j->err);
    }
    c->counts.at = j->at;
    if (c->sink->tick) c->sink->tick(c->sink->self, &c->counts);
    recycle(c, j);
}

static bool stopped(const crew *c) {
    return c->rc || (c->run->stop && *c->run->stop);
}

/* ---- pages of one site, before they are read ---- */

/* Takes the page apart and shows it to the sites; what cannot be, is read without. */
static void scan(crew *c, job *j, dg_page_scan *ret) {
    const dg_article *a = &j->article;
    const dg_page_hints hints = {.url = a->url, .charset = a->charset, .given = DG_DAYS_NONE};
    dg_err err;
    *ret = (dg_page_scan){.n = 0};
    if (j->rc || !a->html || a->bytes.n > scan_most) return;
    if (dg_page_view_html(c->house->page, a->bytes, &hints, j->arena, &j->view, &err))
        return; /* reading it will say what is wrong */
    if (dg_page_scan_view(j->view, a->url, ret)) *ret = (dg_page_scan){.n = 0};
    dg_page_sites_learn(c->sites, ret);
}

/* Hands the articles of the window over, each with what is known of its site by now. */
static void flush_window(crew *c) {
    for (uint32_t i = 0; i < c->n_window; i++) {
        job *j = c->window[i];
        if (stopped(c)) {
            recycle(c, j);
            continue;
        }
        if (dg_page_sites_know(c->sites, &c->scans[i], j->arena, &j->template))
            j->template = (dg_page_template){NULL, 0};
        dg_pool_submit(c->pool, j);
    }
    c->n_window = 0;
}

/* Pages wait until WINDOW articles are there, so that the first page of a site is read as well as
 * the last; other articles wait for nothing but their turn. What is known is a function of the
 * input's order alone. */
static void submit(crew *c, job *j) {
    j->template = (dg_page_template){NULL, 0};
    j->view = NULL;
    if (!c->n_window && (j->rc || !j->article.html)) {
        dg_pool_submit(c->pool, j);
        return;
    }
    scan(c, j, &c->scans[c->n_window]);
    c->window[c->n_window++] = j;
    if (c->n_window == WINDOW) flush_window(c);
}

static void finish_all(crew *c) {
    flush_window(c);
    dg_pool_finish(c->pool);
}

static void fail_path(crew *c, const char *path, const dg_err *err) {
    finish_all(c); /* keeps errors in input order */
    c->counts.errors++;
    c->sink->fail(c->sink->self, dg_str_of(path), err);
}

/* What the input held besides articles is told once, behind them. */
static void note_skipped(crew *c, source *s, const dg_intake *in) {
    const uint64_t *skipped = dg_intake_skipped(in);
    uint64_t all = 0;
    for (int i = 0; i < DG_SKIP_N; i++) all += skipped[i];
    if (!all || !c->sink->skipped) return;
    finish_all(c); /* keeps the order of the input */
    c->counts.skipped += all;
    if (!stopped(c)) c->sink->skipped(c->sink->self, s->name, skipped);
}

/* Everything in one open input becomes jobs. */
static void feed(crew *c, source *s, int fd) {
    dg_intake *in = NULL;
    dg_err err = {0};
    int rc = dg_intake_open_fd(fd, s->name, c->run->format, &in, &err);
    if (rc) {
        fail_path(c, s->name, &err);
        return;
    }
    while (!stopped(c)) {
        job *j = c->free;
        assert(j); /* one job more than the pool's ring and the window hold */
        j->rc = 0;
        j->err = (dg_err){0};
        j->article = (dg_article){0};
        rc = dg_intake_next(in, j->arena, &j->article, &j->err);
        if (!rc) break;
        j->rc = rc < 0 ? rc : 0;
        if (!j->article.uri.p) j->article.uri = dg_str_of(s->name);
        c->free = j->next_free;
        j->from = s;
        j->at = c->before + j->article.place.at;
        s->users++;
        submit(c, j);
    }
    note_skipped(c, s, in);
    dg_intake_close(in);
}

/* 0: a pipe, or nothing. */
static uint64_t size_of(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
}

static int add_size(void *self, const char *path) {
    ((crew *)self)->counts.of += size_of(path);
    return 0;
}

static void no_size(void *self, const char *path, const dg_err *err) {
    (void)self, (void)path, (void)err; /* reading tells it */
}

/* How much there is to read, for those who wait. */
static void measure(crew *c) {
    for (uint32_t i = 0; i < c->run->n_paths && c->sink->tick; i++) {
        const char *path = c->run->paths[i];
        if (strcmp(path, "-") == 0) {
            c->counts.of = 0;
            return;
        }
        dg_file_walk(path, add_size, no_size, c);
    }
}

static int visit_file(void *self, const char *path) {
    crew *c = self;
    bool from_stdin = strcmp(path, "-") == 0;
    const char *name = from_stdin ? "stdin" : path;
    source *s = calloc(1, sizeof *s + strlen(name) + 1);
    int fd = STDIN_FILENO;
    dg_err err = {0};
    int rc = s ? 0 : dg_err_set(&err, DG_E_NOMEM, 0, "%s", path);
    if (!rc && !from_stdin) rc = dg_file_open_fd(path, &fd, &err);
    if (rc) {
        free(s);
        fail_path(c, path, &err);
    } else {
        s->users = 1;
        strcpy(s->name, name);
        feed(c, s, fd);
        release_source(s);
        if (!from_stdin) close(fd);
    }
    if (!from_stdin) c->before += size_of(path);
    return stopped(c) ? DG_E_STOPPED : 0;
}

static void visit_error(void *self, const char *path, const dg_err *err) {
    fail_path(self, path, err);
}

static int set_up(crew *c, const dg_house *house, dg_err *err) {
    const uint32_t n = c->run->jobs, depth = n * JOBS_A_THREAD;
    c->readers = calloc(n, sizeof *c->readers);
    c->jobs = calloc(depth + 1 + WINDOW, sizeof *c->jobs);
    c->sites = dg_page_sites_new();
    if (!c->readers || !c->jobs || !c->sites) return dg_err_set(err, DG_E_NOMEM, 0, "workers");
    int rc = 0;
    for (uint32_t i = 0; i < n && !rc; i++) rc = dg_reader_new(house, &c->readers[i], err);
    for (uint32_t i = 0; i <= depth + WINDOW && !rc; i++) {
        job *j = &c->jobs[c->n_jobs++];
        j->arena = dg_arena_new(job_ceiling);
        if (!j->arena) rc = dg_err_set(err, DG_E_NOMEM, 0, "workers");
        dg_buf_init(&j->out, job_ceiling);
        j->next_free = c->free;
        c->free = j;
    }
    return rc ? rc : dg_pool_new(n, depth, work, done, c, &c->pool, err);
}

static void tear_down(crew *c) {
    dg_pool_free(c->pool);
    for (uint32_t i = 0; c->readers && i < c->run->jobs; i++) dg_reader_free(c->readers[i]);
    for (uint32_t i = 0; i < c->n_jobs; i++) {
        dg_arena_free(c->jobs[i].arena);
        dg_buf_free(&c->jobs[i].out);
    }
    dg_page_sites_free(c->sites);
    free(c->readers);
    free(c->jobs);
}

int dg_worker_run(const dg_house *house, const dg_run *run, const dg_sink *sink, dg_counts *ret,
                  dg_err *err) {
    crew c = {.house = house, .run = run, .sink = sink};
    int rc = set_up(&c, house, err);
    if (!rc) measure(&c);
    for (uint32_t i = 0; i < run->n_paths && !rc && !stopped(&c); i++) {
        const char *path = run->paths[i];
        if (strcmp(path, "-") == 0)
            visit_file(&c, path);
        else
            dg_file_walk(path, visit_file, visit_error, &c);
    }
    if (!rc) finish_all(&c);
    if (!rc && c.rc) {
        rc = c.rc;
        if (err) *err = c.err;
    } else if (!rc && run->stop && *run->stop) {
        rc = dg_err_set(err, DG_E_STOPPED, 0, "stopped after %llu articles",
                        (unsigned long long)c.counts.articles);
    }
    *ret = c.counts;
    tear_down(&c);
    return rc;
}
