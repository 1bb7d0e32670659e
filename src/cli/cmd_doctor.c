/* cmd_doctor.c: what this installation has, uses and lacks, a line each; an archive's state where
 * one is named. Only looks: nothing is written but, where an archive is named, by SQLite's own
 * readers beside it. */
#include <brotli/decode.h>
#include <getopt.h>
#include <jansson.h>
#include <libxml/xmlversion.h>
#include <nettle/version.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unicode/uversion.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "archive/keep.h"
#include "archive/query.h"
#include "base/sandbox.h"
#include "cli/cli.h"
#include "math/kernels.h"
#include "math/tiles.h"

enum { OPT_ARCHIVE = 256, OPT_MODEL, OPT_LEXICON };
static const struct option options[] = {{"archive", required_argument, NULL, OPT_ARCHIVE},
                                        {"model", required_argument, NULL, OPT_MODEL},
                                        {"lexicon", required_argument, NULL, OPT_LEXICON},
                                        {NULL, 0, NULL, 0}};

typedef struct doctor {
    const char *archive, *model, *lexicon;
    uint32_t missing, warned;
} doctor;

DG_PRINTF(2, 3) static void say(const char *how, const char *format, ...) {
    va_list values;
    va_start(values, format);
    printf("%-8s ", how);
    vprintf(format, values);
    putchar('\n');
    va_end(values);
}

static void fail(doctor *d, const dg_err *err, const char *advice) {
    d->missing++;
    say("MISSING", "%s: %s", dg_err_text(err->code), err->text);
    if (advice) printf("         %s\n", advice);
}

static void look_at_program(void) {
    unsigned brotli = BrotliDecoderVersion();
    say("ok", "dragoman " DG_VERSION ", compiler " __VERSION__);
    say("ok", "SQLite %s, ICU " U_ICU_VERSION ", libxml2 " LIBXML_DOTTED_VERSION ", zlib %s",
        sqlite3_libversion(), zlibVersion());
    say("ok", "zstd %s, brotli %u.%u.%u, jansson " JANSSON_VERSION ", nettle %d.%d",
        ZSTD_versionString(), brotli >> 24, brotli >> 12 & 0xfff, brotli & 0xfff,
        nettle_version_major(), nettle_version_minor());
}

static void look_at_machine(doctor *d) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    say("ok", "processor: %ld threads at once (--jobs), kernels for %s, matrix tiles %s", n,
        dg_kernels_best()->name, dg_tiles_ready() ? "yes" : "no");
    if (sqlite3_compileoption_used("ENABLE_FTS5")) return;
    d->missing++;
    say("MISSING", "SQLite has no FTS5: archives cannot be searched");
}

/* The sandbox cannot be left again: another process tries it. */
static void look_at_sandbox(doctor *d) {
    const dg_sandbox_rules rules = {.n_readable = 0};
    uint32_t held = 0;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) _exit(dg_sandbox_enter(&rules, &held, NULL) ? 4 : (int)held);
    int status = 0;
    bool known = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
                 WEXITSTATUS(status) <= DG_SANDBOX_ALL;
    held = known ? (uint32_t)WEXITSTATUS(status) : 0;
    bool all = held == DG_SANDBOX_ALL;
    d->warned += !all;
    say(all ? "ok" : "warning", "sandbox: Landlock (files) %s, seccomp (system calls) %s",
        held & DG_SANDBOX_FILES ? "yes" : "no", held & DG_SANDBOX_CALLS ? "yes" : "no");
}

static void look_at_model(doctor *d) {
    dg_err err = {0};
    dg_config config;
    dg_house *house = NULL;
    int rc = dg_config_find(d->model, d->lexicon, true, &config, &err);
    if (rc) {
        fail(d, &err,
             "install the package's data, or set DRAGOMAN_HOME to a folder with models/ and "
             "lexicon/");
        return;
    }
    rc = dg_house_open(&config, true, &house, &err);
    if (rc)
        fail(d, &err, "model and lexicon must be those that came with this version");
    else
        say("ok", "model %s", config.model);
    dg_house_close(house);
    if (!rc) say("ok", "lexicon %s", config.lexicon);
}

static void print_fault(void *self, const char *fault) {
    (void)self;
    printf("         %s\n", fault);
}

static void look_at_archive(doctor *d) {
    dg_err err = {0};
    dg_store *store = NULL;
    uint32_t faults = 0, n = 0;
    dg_found_article *found = NULL;
    dg_query all = {.between = DG_DAYS_NONE};
    dg_arena *arena = dg_arena_new((size_t)4 << 30);
    int rc = arena ? dg_store_open(d->archive, false, &store, &err)
                   : dg_err_set(&err, DG_E_NOMEM, 0, "%s", d->archive);
    if (!rc) rc = dg_keep_check(store, print_fault, NULL, &faults, &err);
    if (!rc) rc = dg_query_articles(store, &all, DG_STR_NULL, arena, &n, &found, &err);
    if (rc) {
        fail(d, &err, NULL);
    } else if (faults) {
        d->missing++;
        say("BROKEN", "archive %s: %u faults; dragoman archive join mends what is not pages",
            d->archive, faults);
    } else {
        say("ok", "archive %s: whole, %u articles", d->archive, n);
    }
    dg_store_close(store);
    dg_arena_free(arena);
}

int cmd_doctor(int argc, char **argv) {
    doctor d = {.archive = NULL};
    int option;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) switch (option) {
        case OPT_ARCHIVE: d.archive = optarg; break;
        case OPT_MODEL: d.model = optarg; break;
        case OPT_LEXICON: d.lexicon = optarg; break;
        default: return DG_EXIT_USAGE;
        }
    if (optind < argc) {
        fprintf(stderr, "dragoman doctor: takes options only: --archive NAME.db\n");
        return DG_EXIT_USAGE;
    }
    look_at_program();
    look_at_machine(&d);
    look_at_sandbox(&d);
    look_at_model(&d);
    if (d.archive) look_at_archive(&d);
    if (d.missing)
        printf("%u things are missing or broken\n", d.missing);
    else
        puts("all is there");
    return d.missing ? DG_EXIT_FAILED : DG_EXIT_OK;
}
