/* cli.c: options, error lines and the progress line of the commands that read articles. */
#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"

enum { MAX_JOBS = 256 };
enum {
    OPT_FORMAT = 256,
    OPT_DATE,
    OPT_LANG,
    OPT_JOBS,
    OPT_ERRORS,
    OPT_ARCHIVE,
    OPT_MODEL,
    OPT_LEXICON,
    OPT_QUIET,
    OPT_EXPLAIN,
    OPT_SANDBOX
};

static const struct option input_options[] = {{"format", required_argument, NULL, OPT_FORMAT},
                                              {"date", required_argument, NULL, OPT_DATE},
                                              {"lang", required_argument, NULL, OPT_LANG},
                                              {"jobs", required_argument, NULL, OPT_JOBS},
                                              {"errors", required_argument, NULL, OPT_ERRORS},
                                              {"archive", required_argument, NULL, OPT_ARCHIVE},
                                              {"model", required_argument, NULL, OPT_MODEL},
                                              {"lexicon", required_argument, NULL, OPT_LEXICON},
                                              {"quiet", no_argument, NULL, OPT_QUIET},
                                              {"explain", no_argument, NULL, OPT_EXPLAIN},
                                              {"sandbox", no_argument, NULL, OPT_SANDBOX},
                                              {NULL, 0, NULL, 0}};

static int complain(const char *command, const char *what, const char *value) {
    fprintf(stderr, "dragoman %s: %s%s%s\n", command, what, value ? ": " : "", value ? value : "");
    return DG_EXIT_USAGE;
}

static int set_format(dg_cli_input *in, const char *command, const char *value) {
    for (int i = 0; i < DG_FORMAT_N; i++)
        if (strcmp(value, dg_format_names[i]) == 0) {
            in->run.format = (dg_format)i;
            return 0;
        }
    return complain(command, "--format is auto, text, html, jsonl, warc, feed, csv or opml, not",
                    value);
}

static int set_jobs(dg_cli_input *in, const char *command, const char *value) {
    char *end;
    long n = strtol(value, &end, 10);
    if (*end || end == value || n < 1 || n > MAX_JOBS)
        return complain(command, "--jobs is a number from 1 to 256, not", value);
    in->run.jobs = (uint32_t)n;
    return 0;
}

static int set_lang(dg_cli_input *in, const char *command, const char *value) {
    if (strlen(value) != 2) return complain(command, "--lang is an ISO 639-1 code, not", value);
    memcpy(in->run.options.lang, value, 3);
    return 0;
}

static int set_option(dg_cli_input *in, const char *command, int option, const char *value) {
    switch (option) {
    case OPT_FORMAT: return set_format(in, command, value);
    case OPT_JOBS: return set_jobs(in, command, value);
    case OPT_LANG: return set_lang(in, command, value);
    case OPT_DATE:
        if (dg_days_parse(dg_str_of(value), &in->run.options.published))
            return complain(command, "--date is a day as 2022-04-18, not", value);
        return 0;
    case OPT_ERRORS:
        in->errors = fopen(value, "w");
        in->close_errors = in->errors != NULL;
        return in->errors ? 0 : complain(command, strerror(errno), value);
    case OPT_ARCHIVE: in->archive = value; return 0;
    case OPT_MODEL: in->model = value; return 0;
    case OPT_LEXICON: in->lexicon = value; return 0;
    case OPT_QUIET: in->progress = false; return 0;
    case OPT_EXPLAIN: in->explain = true; return 0;
    case OPT_SANDBOX: in->sandbox = true; return 0;
    default: return DG_EXIT_USAGE; /* getopt has complained */
    }
}

int dg_cli_parse_input(int argc, char **argv, bool want_archive, dg_cli_input *ret) {
    dg_cli_input in = {.errors = stderr, .progress = isatty(STDERR_FILENO) != 0};
    in.run.jobs = 1;
    in.run.options.published = DG_DAYS_NONE;
    int rc = 0, option;
    optind = 1;
    while (!rc && (option = getopt_long(argc, argv, "", input_options, NULL)) != -1)
        rc = set_option(&in, argv[0], option, optarg);
    in.run.paths = (const char *const *)argv + optind;
    in.run.n_paths = (uint32_t)(argc - optind);
    if (!rc && !in.run.n_paths)
        rc = complain(argv[0], "name files or directories, or - for standard input", NULL);
    if (!rc && want_archive && in.explain)
        rc = complain(argv[0], "--explain belongs to read", NULL);
    if (!rc && want_archive && !in.archive)
        rc = complain(argv[0], "name the archive: --archive NAME.db", NULL);
    if (rc)
        dg_cli_close_input(&in);
    else
        *ret = in;
    return rc;
}

void dg_cli_close_input(dg_cli_input *in) {
    if (in->close_errors) fclose(in->errors);
    in->close_errors = false;
}

/* The one piece of file-scope state of the program: a signal handler can reach nothing else. */
static volatile sig_atomic_t stop_asked;

static void ask_to_stop(int signal_number) {
    (void)signal_number;
    stop_asked = 1;
}

const volatile int *dg_cli_stop_on_signals(void) {
    struct sigaction action = {.sa_handler = ask_to_stop, .sa_flags = SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return (const volatile int *)&stop_asked;
}

int dg_cli_enter(dg_sandbox_rules rules, const char *archive, dg_err *err) {
    char folder[4096] = "";
    const char *folders[] = {folder};
    uint32_t held = 0;
    if (archive) { /* SQLite keeps its journal beside the archive */
        const char *slash = strrchr(archive, '/');
        size_t n = slash ? (size_t)(slash - archive) + 1 : 1;
        if (n >= sizeof folder) return dg_err_set(err, DG_E_LIMIT, 0, "%s", archive);
        memcpy(folder, slash ? archive : ".", n);
        rules.writable = folders, rules.n_writable = 1;
    }
    int rc = dg_sandbox_enter(&rules, &held, err);
    if (!rc && held != DG_SANDBOX_ALL)
        fprintf(stderr, "dragoman: sandbox: this kernel has no %s%s%s\n",
                held & DG_SANDBOX_FILES ? "" : "Landlock (files)", held ? "" : " and no ",
                held & DG_SANDBOX_CALLS ? "" : "seccomp (system calls)");
    return rc;
}

int dg_cli_confine(const dg_cli_input *in, dg_err *err) {
    const dg_sandbox_rules rules = {.readable = in->run.paths, .n_readable = in->run.n_paths};
    return in->sandbox ? dg_cli_enter(rules, in->archive, err) : 0;
}

int dg_cli_failed(const dg_err *err) {
    fprintf(stderr, "dragoman: %s: %s\n", dg_err_text(err->code), err->text);
    return DG_EXIT_FAILED;
}

void dg_cli_report(FILE *to, dg_str uri, const dg_err *err) {
    char message[512];
    snprintf(message, sizeof message, "%s%s%s", dg_err_text(err->code), err->text[0] ? ": " : "",
             err->text);
    dg_buf line;
    dg_buf_init(&line, 1 << 20);
    dg_json_out json;
    dg_json_begin(&json, &line);
    dg_json_obj(&json);
    dg_json_key(&json, "source");
    dg_json_str(&json, uri);
    dg_json_key(&json, "error");
    dg_json_str(&json, dg_str_of(message));
    dg_json_key(&json, "at");
    dg_json_int(&json, (int64_t)err->at);
    dg_json_obj_end(&json);
    dg_buf_addc(&line, '\n');
    if (!line.bad) fwrite(line.p, 1, line.n, to);
    fflush(to);
    dg_buf_free(&line);
}

void dg_cli_report_skipped(FILE *to, const char *path, const uint64_t *counts) {
    dg_buf line;
    dg_buf_init(&line, 1 << 20);
    dg_json_out json;
    dg_json_begin(&json, &line);
    dg_json_obj(&json);
    dg_json_key(&json, "source");
    dg_json_str(&json, dg_str_of(path));
    dg_json_key(&json, "skipped");
    dg_json_obj(&json);
    for (int i = 0; i < DG_SKIP_N; i++) {
        if (!counts[i]) continue;
        dg_json_key(&json, dg_skip_names[i]);
        dg_json_int(&json, (int64_t)counts[i]);
    }
    dg_json_obj_end(&json);
    dg_json_obj_end(&json);
    dg_buf_addc(&line, '\n');
    if (!line.bad) fwrite(line.p, 1, line.n, to);
    fflush(to);
    dg_buf_free(&line);
}

static double now(void) {
    return (double)dg_clock_us() / 1e6;
}

/* "4 min left", guessed from the bytes so far; nothing while that is no more than a guess. */
static void put_left(const dg_counts *c, double seconds, char out[32]) {
    out[0] = 0;
    if (!c->of || c->at > c->of || seconds < 2 || (double)c->at < 0.005 * (double)c->of) return;
    double left = seconds * (double)(c->of - c->at) / (double)c->at;
    if (left < 90)
        snprintf(out, 32, ", %.0f s left", left);
    else if (left < 5400)
        snprintf(out, 32, ", %.0f min left", left / 60);
    else
        snprintf(out, 32, ", %.1f h left", left / 3600);
}

static void show(const dg_progress *p, const dg_counts *c, double at) {
    double seconds = at - p->started, rate = seconds > 0 ? 1 / seconds : 0;
    char left[32];
    put_left(c, seconds, left);
    fprintf(stderr, "\r%llu articles (%.0f/s, %.0f words/s), %llu errors%s   ",
            (unsigned long long)c->articles, (double)c->articles * rate, (double)c->words * rate,
            (unsigned long long)c->errors, left);
}

void dg_progress_start(dg_progress *p, bool on) {
    *p = (dg_progress){.on = on, .started = now()};
}

void dg_progress_tick(dg_progress *p, const dg_counts *counts) {
    if (!p->on) return;
    double at = now();
    if (at - p->shown < 0.1) return;
    p->shown = at;
    show(p, counts, at);
}

void dg_progress_end(dg_progress *p, const dg_counts *counts) {
    if (!p->on) return;
    show(p, counts, now());
    fputc('\n', stderr);
}
