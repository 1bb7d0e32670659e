/* cmd_publish.c: articles into the queue. What the pages of one site tell of each other is learned
 * here, in the order of the input, as `add` learns it, and goes along with each article: so it
 * makes no difference which worker reads it. With --state a run that was interrupted goes on behind
 * what the queue has confirmed; without it, what is sent twice is known by its id or, later, by its
 * article's. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "cli/cluster_options.h"
#include "cluster/message.h"

enum { SAVE_MS = 1000, STATE_BYTES = 160 };

typedef struct publishing {
    dg_queue_options options;
    dg_queue *queue;
    const char *state;
    int fd;                  /* of the state */
    char inputs[17];         /* what the state is of */
    uint64_t order, done, n; /* of the first article; confirmed before this run; delivered in it */
    uint64_t n_errors;
    int64_t saved_ms;
    FILE *errors;
    dg_progress progress;
    dg_log log;
} publishing;

/* ---- the state ---- */

/* The inputs' names and what is said of them: another call has another state. */
static void name_inputs(publishing *p, const dg_cli_input *in) {
    dg_buf all;
    dg_buf_init(&all, 1 << 24);
    for (uint32_t i = 0; i < in->run.n_paths; i++) dg_buf_printf(&all, "%s\n", in->run.paths[i]);
    dg_buf_printf(&all, "%d %d %d %s %s", (int)in->run.format, in->run.options.published.from,
                  in->run.options.published.to, in->run.options.lang, p->options.stream);
    dg_str text = dg_buf_str(&all);
    dg_sha256_id(&text, 1, p->inputs);
    dg_buf_free(&all);
}

static uint64_t number_of(const dg_json *state, const char *key) {
    dg_str text = dg_json_get_str(state, key);
    uint64_t n = 0;
    for (uint32_t i = 0; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
        n = n * 10 + (uint64_t)(text.p[i] - '0');
    return n;
}

static int read_state(publishing *p, dg_err *err) {
    char text[STATE_BYTES];
    const dg_json *state = NULL;
    ssize_t n = pread(p->fd, text, sizeof text, 0);
    if (n < 0) return dg_err_set(err, dg_err_from_errno(errno), 0, "%s", p->state);
    if (n == 0) return 0; /* new */
    dg_arena *arena = dg_arena_new(1 << 20);
    int rc = arena ? dg_json_parse((dg_str){text, (uint32_t)n}, arena, &state, err) : DG_E_NOMEM;
    if (!rc && !dg_str_is(dg_json_get_str(state, "inputs"), p->inputs))
        rc = dg_err_set(err, DG_E_ARG, 0, "%s is the state of other inputs", p->state);
    if (!rc) p->order = number_of(state, "order"), p->done = number_of(state, "done");
    dg_arena_free(arena);
    return rc;
}

static int load_state(publishing *p, dg_err *err) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    p->order = (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
    if (!p->state) return 0;
    p->fd = open(p->state, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (p->fd < 0) return dg_err_set(err, dg_err_from_errno(errno), 0, "%s", p->state);
    return read_state(p, err);
}

/* Always of one length, in one write: there is never half of one. The file is open from the start:
 * a confined process opens none. */
static int save_state(publishing *p, dg_err *err) {
    char text[STATE_BYTES];
    if (!p->state) return 0;
    p->saved_ms = dg_clock_ms();
    memset(text, ' ', sizeof text);
    int n = snprintf(text, sizeof text, "{\"inputs\":\"%s\",\"order\":\"%llu\",\"done\":\"%llu\"}",
                     p->inputs, (unsigned long long)p->order,
                     (unsigned long long)(p->done + dg_queue_confirmed(p->queue)));
    text[n] = ' ', text[sizeof text - 1] = '\n';
    if (pwrite(p->fd, text, sizeof text, 0) == (ssize_t)sizeof text && !fdatasync(p->fd)) return 0;
    return dg_err_set(err, dg_err_from_errno(errno), 0, "%s", p->state);
}

/* ---- articles ---- */

static int take(const void *self, const dg_article *a, const dg_options *o, dg_buf *out,
                dg_err *err) {
    char id[DG_MESSAGE_ID];
    (void)self;
    int rc = dg_message_write(a, o, out, id, err);
    if (!rc && !dg_buf_add(out, id, sizeof id)) rc = dg_err_set(err, DG_E_NOMEM, 0, "message");
    return rc;
}

static int deliver(void *self, const dg_doc *doc, dg_str made, dg_err *err) {
    publishing *p = self;
    (void)doc;
    uint64_t at = p->n++;
    if (at < p->done) return 0;
    dg_str message = dg_str_cut(made, 0, made.n - DG_MESSAGE_ID);
    dg_message_set_order((char *)(uintptr_t)message.p, p->order + at);
    int rc = dg_queue_put(p->queue, message, made.p + message.n, err);
    if (!rc && dg_clock_ms() - p->saved_ms >= SAVE_MS) rc = save_state(p, err);
    return rc;
}

static void fail(void *self, dg_str uri, const dg_err *err) {
    dg_cli_report(((publishing *)self)->errors, uri, err);
}

static void skipped(void *self, const char *path, const uint64_t *counts) {
    dg_cli_report_skipped(((publishing *)self)->errors, path, counts);
}

static void tick(void *self, const dg_counts *counts) {
    dg_progress_tick(&((publishing *)self)->progress, counts);
}

static int publish(publishing *p, dg_cli_input *in, dg_counts *counts, dg_err *err) {
    dg_config config;
    dg_house *house = NULL;
    const dg_sink sink = {.self = p,
                          .take = take,
                          .deliver = deliver,
                          .fail = fail,
                          .skipped = skipped,
                          .tick = tick};
    int rc = dg_config_find(in->model, in->lexicon, true, &config, err);
    if (!rc) rc = dg_house_open(&config, true, &house, err);
    if (!rc) rc = load_state(p, err);
    /* before the queue is opened, whose client has threads */
    const dg_sandbox_rules rules = {
        .readable = in->run.paths, .n_readable = in->run.n_paths, .connects = true};
    if (!rc && in->sandbox) rc = dg_cli_enter(rules, NULL, err);
    if (!rc) rc = dg_queue_open(&p->options, &p->queue, err);
    if (!rc) {
        dg_log_event(&p->log, "started", "'stream", p->options.stream, "=done", (int64_t)p->done,
                     NULL);
        dg_progress_start(&p->progress, in->progress);
        rc = dg_worker_run(house, &in->run, &sink, counts, err);
        dg_progress_end(&p->progress, counts);
        dg_err late = {0};
        int ended = dg_queue_flush(p->queue, &late);
        if (!rc && ended) rc = ended, *err = late;
        ended = save_state(p, &late);
        if (!rc && ended) rc = ended, *err = late;
    }
    dg_house_close(house);
    return rc;
}

int cmd_publish(int argc, char **argv) {
    publishing p = {.fd = -1, .log = {stderr, "publish"}};
    dg_cli_input in;
    dg_err err = {0};
    dg_counts counts = {0};
    int rc = dg_cli_take_queue(&argc, argv, &p.options);
    dg_cli_take(&argc, argv, "state", &p.state);
    if (!rc) rc = dg_cli_parse_input(argc, argv, false, &in);
    if (!rc && (in.archive || in.explain)) {
        fprintf(stderr, "dragoman publish: --archive and --explain are not known here\n");
        dg_cli_close_input(&in);
        rc = DG_EXIT_USAGE;
    }
    if (rc) return rc;
    p.errors = in.errors;
    name_inputs(&p, &in);
    in.run.stop = p.options.stop = dg_cli_stop_on_signals();
    signal(SIGPIPE, SIG_IGN);
    rc = publish(&p, &in, &counts, &err);
    dg_cli_close_input(&in);
    if (p.fd >= 0) close(p.fd);
    if (p.queue) {
        dg_put_counts n = dg_queue_put_counts(p.queue);
        printf("%llu articles, %llu in the queue, %llu known, %llu errors\n",
               (unsigned long long)p.n, (unsigned long long)n.stored, (unsigned long long)n.known,
               (unsigned long long)counts.errors);
        dg_log_event(&p.log, rc ? "stopped" : "finished", "=articles", (int64_t)p.n, "=stored",
                     (int64_t)n.stored, "=known", (int64_t)n.known, "=sent_again", (int64_t)n.again,
                     "=errors", (int64_t)counts.errors, NULL);
        dg_queue_close(p.queue);
    }
    if (rc == DG_E_STOPPED)
        fprintf(stderr, "dragoman: stopped (%s); the same command goes on from here\n", err.text);
    else if (rc)
        return dg_cli_failed(&err);
    return rc || counts.errors ? DG_EXIT_SOME : DG_EXIT_OK;
}
