/* cmd_serve.c: the page and the API of an archive. */
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive/store.h"
#include "cli/cli.h"
#include "server/server.h"

static void tell_ready(void *self, const char *address) {
    (void)self;
    printf("%s\n", address);
    fflush(stdout);
}

enum { OPT_ARCHIVE = 256, OPT_LISTEN, OPT_HOST, OPT_TOKENS, OPT_RATE, OPT_MODEL, OPT_LEXICON };
static const struct option options[] = {{"archive", required_argument, NULL, OPT_ARCHIVE},
                                        {"listen", required_argument, NULL, OPT_LISTEN},
                                        {"host", required_argument, NULL, OPT_HOST},
                                        {"tokens", required_argument, NULL, OPT_TOKENS},
                                        {"rate", required_argument, NULL, OPT_RATE},
                                        {"model", required_argument, NULL, OPT_MODEL},
                                        {"lexicon", required_argument, NULL, OPT_LEXICON},
                                        {NULL, 0, NULL, 0}};

static int complain(const char *what) {
    fprintf(stderr, "dragoman serve: %s\n", what);
    return DG_EXIT_USAGE;
}

static int set_option(dg_serve_options *o, int option, const char *value) {
    switch (option) {
    case OPT_ARCHIVE: o->archive = value; return 0;
    case OPT_LISTEN: o->listen = value; return 0;
    case OPT_TOKENS: o->tokens = value; return 0;
    case OPT_RATE:
        o->rate = (uint32_t)strtoul(value, NULL, 10);
        return o->rate >= 1 && o->rate <= 1000000 ? 0 : complain("--rate is a number from 1");
    case OPT_MODEL: o->model = value; return 0;
    case OPT_LEXICON: o->lexicon_given = value; return 0;
    case OPT_HOST:
        if (o->n_hosts == DG_SERVE_HOSTS) return complain("at most 16 hosts");
        o->hosts[o->n_hosts++] = value;
        return 0;
    default: return DG_EXIT_USAGE; /* getopt has complained */
    }
}

/* The archive is brought to today's schema (or made) before readers open it. */
static int prepare(const dg_serve_options *o, dg_err *err) {
    dg_store *store = NULL;
    int rc = dg_store_open(o->archive, true, &store, err);
    dg_store_close(store);
    return rc;
}

int cmd_serve(int argc, char **argv) {
    static char program[PATH_MAX];
    dg_serve_options o = {
        .listen = "127.0.0.1:8377", .rate = 500, .program = program, .ready = tell_ready};
    dg_config config;
    dg_err err = {0};
    int rc = 0, option;
    optind = 1;
    while (!rc && (option = getopt_long(argc, argv, "", options, NULL)) != -1)
        rc = set_option(&o, option, optarg);
    if (!rc && (!o.archive || optind < argc))
        rc = complain("name the archive, and nothing else: --archive NAME.db");
    if (rc) return rc;
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n <= 0) return complain("this system does not say where the program lies (/proc)");
    rc = dg_config_find(o.model, o.lexicon_given, true, &config, &err);
    if (!rc) rc = prepare(&o, &err);
    o.lexicon = config.lexicon;
    signal(SIGPIPE, SIG_IGN);
    o.stop = dg_cli_stop_on_signals();
    if (!rc) rc = dg_serve(&o, &err);
    return rc ? dg_cli_failed(&err) : DG_EXIT_OK;
}
