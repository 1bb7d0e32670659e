/* cmd_watch.c: `watch`. With feeds (addresses, lists of them, or the word "feeds") it follows them
 * into the archive; with actors or none it is a question (cmd_ask.c). */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "archive/join.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "doc/record.h"
#include "fetch/poll.h"
#include "intake/feed.h"

enum { COMMIT_MS = 1000, JOIN_SHARE = 20, RECORD_CEILING = 256 << 20 };
#define TOKEN "dragoman"

typedef struct watching {
    const char *archive, *model, *lexicon, *drop;
    dg_poll_options poll;
    FILE *errors;
    bool list, sandbox, quiet;
    dg_store *store;
    dg_house *house;
    dg_reader *reader;
    dg_arena *arena;
    dg_buf record;
    uint64_t n_new, n_other;
    bool unjoined;
    int64_t committed, joined, join_took; /* real ms, monotonic */
} watching;

/* ---- what the poller hands on ---- */

static int take_article(void *self, const dg_article *a, dg_err *err) {
    watching *w = self;
    const dg_options options = {.published = DG_DAYS_NONE};
    dg_doc doc;
    bool is_new = false;
    dg_arena_reset(w->arena);
    dg_buf_clear(&w->record);
    int rc = dg_pipeline_read(w->reader, a, &options, w->arena, &doc, err);
    if (rc) return rc;
    if (!dg_kind_is_report(doc.kind)) {
        w->n_other++;
        return 0;
    }
    rc = dg_record_write(&doc, &w->record, err);
    dg_str record = dg_buf_str(&w->record);
    if (record.n && record.p[record.n - 1] == '\n') record.n--;
    if (!rc) rc = dg_store_add(w->store, &doc, record, &is_new, err);
    w->n_new += is_new;
    w->unjoined |= is_new;
    return rc;
}

static void tell_failure(void *self, dg_str url, const dg_err *err) {
    dg_cli_report(((watching *)self)->errors, url, err);
}

static void show(const watching *w, const dg_poll_counts *n) {
    fprintf(stderr, "\r%llu polls, %llu items, %llu new articles, %llu failures  ",
            (unsigned long long)n->polls, (unsigned long long)n->items,
            (unsigned long long)w->n_new, (unsigned long long)n->failures);
}

/* Joining takes no more than a JOIN_SHARE-th of the time. */
static int join(watching *w, dg_err *err) {
    int64_t from = dg_clock_ms();
    int rc = dg_join(w->store, err);
    w->joined = dg_clock_ms();
    w->join_took = w->joined - from;
    w->unjoined = false;
    return rc;
}

/* Others may write to the archive between two commits, so these come often. */
static int between(void *self, bool idle, const dg_poll_counts *n, dg_err *err) {
    watching *w = self;
    int64_t now = dg_clock_ms();
    if (!idle && now - w->committed < COMMIT_MS) return 0;
    w->committed = now;
    if (!w->quiet) show(w, n);
    int rc = dg_store_commit(w->store, err);
    if (!rc && idle && w->unjoined && now - w->joined >= JOIN_SHARE * w->join_took)
        rc = join(w, err);
    return rc;
}

/* ---- feeds that are named ---- */

static bool is_address(const char *s) {
    return !strncmp(s, "http://", 7) || !strncmp(s, "https://", 8);
}

static bool is_file(const char *s) {
    struct stat st;
    return stat(s, &st) == 0 && S_ISREG(st.st_mode);
}

static int64_t wall_ms(void) {
    return (int64_t)time(NULL) * 1000;
}

static int follow_list(watching *w, const char *path, dg_err *err) {
    dg_feed_entry *list = NULL;
    uint32_t n = 0;
    int fd, rc = dg_file_open_fd(path, &fd, err);
    if (rc) return rc;
    dg_arena_reset(w->arena);
    rc = dg_opml_read_fd(fd, path, w->arena, &list, &n, err);
    close(fd);
    for (uint32_t i = 0; i < n && !rc; i++)
        rc = dg_subscription_add(w->store, list[i].feed, list[i].title, wall_ms(), err);
    if (!rc && !n) rc = dg_err_set(err, DG_E_SYNTAX, 0, "%s: names no feeds (OPML)", path);
    return rc;
}

static int follow(watching *w, char **named, int n, dg_err *err) {
    int rc = 0;
    for (int i = 0; i < n && !rc; i++) {
        if (is_address(named[i]))
            rc = dg_subscription_add(w->store, dg_str_of(named[i]), DG_STR_NULL, wall_ms(), err);
        else if (strcmp(named[i], "feeds") != 0)
            rc = follow_list(w, named[i], err);
    }
    return rc ? rc : dg_store_commit(w->store, err);
}

static void put_time(dg_json_out *json, const char *key, int64_t ms) {
    char iso[32];
    time_t seconds = (time_t)(ms / 1000);
    struct tm t;
    dg_json_key(json, key);
    if (!ms || ms == DG_NEVER_MS || !gmtime_r(&seconds, &t)) {
        dg_json_null(json);
        return;
    }
    strftime(iso, sizeof iso, "%Y-%m-%dT%H:%M:%SZ", &t);
    dg_json_str(json, dg_str_of(iso));
}

static void print_feed(const dg_subscription *f, dg_buf *line) {
    dg_json_out json;
    dg_buf_clear(line);
    dg_json_begin(&json, line);
    dg_json_obj(&json);
    dg_json_key(&json, "feed"), dg_json_str(&json, f->url);
    dg_json_key(&json, "title"), dg_json_str(&json, f->title);
    put_time(&json, "polled", f->polled_ms);
    put_time(&json, "next", f->next_ms);
    dg_json_key(&json, "status");
    f->status ? dg_json_int(&json, f->status) : dg_json_null(&json);
    dg_json_key(&json, "failures"), dg_json_int(&json, f->failures);
    dg_json_key(&json, "error"), dg_json_str(&json, f->error);
    dg_json_key(&json, "items"), dg_json_int(&json, (int64_t)f->n_items);
    dg_json_key(&json, "stored"), dg_json_int(&json, (int64_t)f->n_done);
    dg_json_obj_end(&json);
    dg_buf_addc(line, '\n');
    if (!line->bad) fwrite(line->p, 1, line->n, stdout);
}

static int list_feeds(watching *w, dg_err *err) {
    dg_subscription *list = NULL;
    uint32_t n = 0;
    int rc = dg_subscription_list(w->store, w->arena, &list, &n, err);
    for (uint32_t i = 0; i < n && !rc; i++) print_feed(&list[i], &w->record);
    if (!rc && fflush(stdout)) rc = dg_err_set(err, DG_E_IO, 0, "standard output");
    return rc;
}

/* ---- the run ---- */

static int poll_feeds(watching *w, dg_poll_counts *n, dg_err *err) {
    const dg_poll_sink sink = {w, take_article, tell_failure, between};
    dg_config config;
    int rc = dg_config_find(w->model, w->lexicon, true, &config, err);
    if (!rc) rc = dg_house_open(&config, true, &w->house, err);
    if (!rc) rc = dg_reader_new(w->house, &w->reader, err);
    if (!rc && w->sandbox) rc = dg_store_sort_in_memory(w->store, err);
    if (!rc && w->sandbox) rc = dg_cli_enter((dg_sandbox_rules){.connects = true}, w->archive, err);
    if (rc) return rc;
    w->poll.stop = dg_cli_stop_on_signals();
    rc = dg_poll_run(w->store, &w->poll, &sink, n, err);
    dg_err late = {.code = 0}; /* what was fetched before an end of any kind is kept if it can be */
    int kept = dg_store_commit(w->store, &late);
    if (!kept && w->unjoined) kept = join(w, &late);
    if (kept && (!rc || rc == DG_E_STOPPED)) rc = kept, *err = late;
    return rc;
}

static int watch(watching *w, char **named, int n_named, dg_poll_counts *n, dg_err *err) {
    w->arena = dg_arena_new((size_t)1 << 30);
    dg_buf_init(&w->record, RECORD_CEILING);
    int rc = w->arena ? dg_store_open(w->archive, true, &w->store, err)
                      : dg_err_set(err, DG_E_NOMEM, 0, "watch");
    if (!rc && w->drop) {
        rc = dg_subscription_drop(w->store, dg_str_of(w->drop), err);
        if (!rc) rc = dg_store_commit(w->store, err);
    }
    if (!rc) rc = follow(w, named, n_named, err);
    if (!rc && w->list) rc = list_feeds(w, err);
    if (!rc && !w->list && !w->drop) rc = poll_feeds(w, n, err);
    dg_reader_free(w->reader);
    dg_house_close(w->house);
    dg_store_close(w->store);
    dg_buf_free(&w->record);
    dg_arena_free(w->arena);
    return rc;
}

/* ---- the call ---- */

enum {
    OPT_ARCHIVE = 256,
    OPT_MODEL,
    OPT_LEXICON,
    OPT_ONCE,
    OPT_LIST,
    OPT_DROP,
    OPT_INTERVAL,
    OPT_PAUSE,
    OPT_TIMEOUT,
    OPT_PRIVATE,
    OPT_PROXY,
    OPT_AGENT,
    OPT_ERRORS,
    OPT_QUIET,
    OPT_NO_SANDBOX,
    OPT_RATE
};
static const struct option options[] = {{"archive", required_argument, NULL, OPT_ARCHIVE},
                                        {"model", required_argument, NULL, OPT_MODEL},
                                        {"lexicon", required_argument, NULL, OPT_LEXICON},
                                        {"once", no_argument, NULL, OPT_ONCE},
                                        {"list", no_argument, NULL, OPT_LIST},
                                        {"drop", required_argument, NULL, OPT_DROP},
                                        {"interval", required_argument, NULL, OPT_INTERVAL},
                                        {"pause", required_argument, NULL, OPT_PAUSE},
                                        {"timeout", required_argument, NULL, OPT_TIMEOUT},
                                        {"allow-private", no_argument, NULL, OPT_PRIVATE},
                                        {"proxy", required_argument, NULL, OPT_PROXY},
                                        {"agent", required_argument, NULL, OPT_AGENT},
                                        {"errors", required_argument, NULL, OPT_ERRORS},
                                        {"quiet", no_argument, NULL, OPT_QUIET},
                                        {"no-sandbox", no_argument, NULL, OPT_NO_SANDBOX},
                                        {"rate", required_argument, NULL, OPT_RATE},
                                        {NULL, 0, NULL, 0}};

static int complain(const char *what, const char *value) {
    fprintf(stderr, "dragoman watch: %s%s%s\n", what, value ? ": " : "", value ? value : "");
    return DG_EXIT_USAGE;
}

static int set_number(const char *value, double least, double most, double *ret) {
    char *end;
    double n = strtod(value, &end);
    if (*end || end == value || !(n >= least && n <= most))
        return complain("not a number in its bounds", value);
    *ret = n;
    return 0;
}

static int set_option(watching *w, int option, const char *value) {
    double n = 0;
    int rc = 0;
    switch (option) {
    case OPT_ARCHIVE: w->archive = value; return 0;
    case OPT_MODEL: w->model = value; return 0;
    case OPT_LEXICON: w->lexicon = value; return 0;
    case OPT_ONCE: w->poll.once = true; return 0;
    case OPT_LIST: w->list = true; return 0;
    case OPT_DROP: w->drop = value; return 0;
    case OPT_PRIVATE: w->poll.client.private_too = true; return 0;
    case OPT_PROXY: w->poll.client.proxy = value; return 0;
    case OPT_AGENT: w->poll.client.agent = value; return 0;
    case OPT_QUIET: w->quiet = true; return 0;
    case OPT_NO_SANDBOX: w->sandbox = false; return 0;
    case OPT_INTERVAL: /* minutes */
        rc = set_number(value, 1, 7 * 24 * 60, &n);
        if (!rc) w->poll.interval_s = (uint32_t)(n * 60);
        return rc;
    case OPT_PAUSE: /* seconds */
        rc = set_number(value, 0, 3600, &n);
        if (!rc) w->poll.pause_ms = (uint32_t)(n * 1000);
        return rc;
    case OPT_TIMEOUT: /* seconds */
        rc = set_number(value, 1, 3600, &n);
        if (!rc) w->poll.client.timeout_s = (uint32_t)n;
        return rc;
    case OPT_RATE: return set_number(value, 1, 1e6, &w->poll.rate);
    case OPT_ERRORS:
        w->errors = fopen(value, "w");
        return w->errors ? 0 : complain(strerror(errno), value);
    default: return DG_EXIT_USAGE; /* getopt has complained */
    }
}

/* Feeds rather than a question? */
static bool names_feeds(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--list") || !strcmp(argv[i], "--drop") ||
            !strcmp(argv[i], "--once") || !strcmp(argv[i], "feeds") || is_address(argv[i]))
            return true;
        bool value = argv[i - 1][0] == '-'; /* of an option: the archive, say */
        if (argv[i][0] != '-' && !value && is_file(argv[i])) return true;
    }
    return false;
}

int cmd_watch(int argc, char **argv) {
    if (!names_feeds(argc, argv)) return cmd_ask(argc, argv);
    watching w = {.errors = stderr, .sandbox = true, .quiet = !isatty(STDERR_FILENO)};
    w.poll = (dg_poll_options){.client = {.agent = TOKEN "/" DG_VERSION, .timeout_s = 60},
                               .token = TOKEN,
                               .interval_s = 15 * 60,
                               .pause_ms = 2000,
                               .most = 32,
                               .rate = 1};
    int rc = 0, option;
    optind = 1;
    while (!rc && (option = getopt_long(argc, argv, "", options, NULL)) != -1)
        rc = set_option(&w, option, optarg);
    if (!rc && !w.archive) rc = complain("name the archive: --archive NAME.db", NULL);
    dg_poll_counts n = {0};
    dg_err err = {0};
    if (!rc) {
        rc = watch(&w, argv + optind, argc - optind, &n, &err);
        if (!w.quiet && !w.list) fputc('\n', stderr);
        if (!w.list && !w.drop && (!rc || rc == DG_E_STOPPED))
            printf("%llu polls (%llu unchanged, %llu failed), %llu items, %llu pages fetched, %llu "
                   "articles read, %llu new\n",
                   (unsigned long long)n.polls, (unsigned long long)n.unchanged,
                   (unsigned long long)n.failed_polls, (unsigned long long)n.items,
                   (unsigned long long)n.pages, (unsigned long long)n.articles,
                   (unsigned long long)w.n_new);
        rc = rc == DG_E_STOPPED ? DG_EXIT_OK : rc ? dg_cli_failed(&err) : DG_EXIT_OK;
    }
    if (w.errors != stderr && w.errors) fclose(w.errors);
    return rc;
}
