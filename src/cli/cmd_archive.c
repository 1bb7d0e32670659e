/* cmd_archive.c: `export` in the formats of other tools, and `archive check|compact|forget|join`.
 */
#include <errno.h>
#include <getopt.h>

#include "archive/export.h"
#include "archive/join.h"
#include "archive/keep.h"
#include "cli/cli.h"

enum { OPT_ARCHIVE = 256, OPT_OUTLET, OPT_BEFORE };
static const struct option options[] = {{"archive", required_argument, NULL, OPT_ARCHIVE},
                                        {"outlet", required_argument, NULL, OPT_OUTLET},
                                        {"before", required_argument, NULL, OPT_BEFORE},
                                        {NULL, 0, NULL, 0}};

typedef struct call {
    const char *archive, *outlet, *before;
    int from; /* first argument that is no option */
} call;

static int complain(const char *command, const char *what) {
    fprintf(stderr, "dragoman %s: %s\n", command, what);
    return DG_EXIT_USAGE;
}

static int parse_call(int argc, char **argv, call *c) {
    int option;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) switch (option) {
        case OPT_ARCHIVE: c->archive = optarg; break;
        case OPT_OUTLET: c->outlet = optarg; break;
        case OPT_BEFORE: c->before = optarg; break;
        default: return DG_EXIT_USAGE;
        }
    c->from = optind;
    return c->archive ? 0 : complain(argv[0], "name the archive: --archive NAME.db");
}

/* ---- export ---- */

static int put_out(void *self, dg_str bytes, dg_err *err) {
    (void)self;
    if (fwrite(bytes.p, 1, bytes.n, stdout) == bytes.n && !fflush(stdout)) return 0;
    return dg_err_set(err, dg_err_from_errno(errno), 0, "standard output: %s", strerror(errno));
}

int cmd_export(int argc, char **argv) {
    call c = {0};
    int rc = parse_call(argc, argv, &c), kind = 0;
    if (rc) return rc;
    if (argc - c.from != 1) return complain(argv[0], "name one format (dragoman help lists them)");
    while (kind < DG_EXPORT_N && strcmp(argv[c.from], dg_export_names[kind]) != 0) kind++;
    if (kind == DG_EXPORT_N) return complain(argv[0], "no such format (dragoman help lists them)");
    dg_err err = {0};
    dg_store *store = NULL;
    rc = dg_store_open(c.archive, false, &store, &err);
    if (!rc) rc = dg_export(store, (dg_export_kind)kind, put_out, NULL, &err);
    dg_store_close(store);
    return rc ? dg_cli_failed(&err) : DG_EXIT_OK;
}

/* ---- archive ---- */

static void print_fault(void *self, const char *fault) {
    (void)self;
    printf("%s\n", fault);
}

static int check(dg_store *s, dg_err *err, int *ret_status) {
    uint32_t faults = 0;
    int rc = dg_keep_check(s, print_fault, NULL, &faults, err);
    if (!rc && !faults) puts("whole");
    if (faults) *ret_status = DG_EXIT_SOME;
    return rc;
}

static int forget(dg_store *s, const call *c, int argc, char **argv, dg_err *err) {
    uint64_t n = 0, sum = 0;
    int rc = 0;
    if (c->outlet)
        rc = dg_keep_forget(s, DG_FORGET_OUTLET, dg_str_of(c->outlet), &n, err), sum += n;
    if (c->before && !rc)
        n = 0, rc = dg_keep_forget(s, DG_FORGET_BEFORE, dg_str_of(c->before), &n, err), sum += n;
    for (int i = c->from + 1; i < argc && !rc; i++) {
        n = 0;
        rc = dg_keep_forget(s, DG_FORGET_ARTICLE, dg_str_of(argv[i]), &n, err);
        sum += n;
    }
    if (!rc) printf("%llu articles forgotten\n", (unsigned long long)sum);
    return rc;
}

int cmd_archive(int argc, char **argv) {
    call c = {0};
    int rc = parse_call(argc, argv, &c), status = DG_EXIT_OK;
    if (rc) return rc;
    const char *what = c.from < argc ? argv[c.from] : "";
    bool to_forget = strcmp(what, "forget") == 0;
    if (to_forget && c.from + 1 >= argc && !c.outlet && !c.before)
        return complain(argv[0],
                        "forget what? an article's id or address, --outlet NAME, --before DAY");
    dg_days day;
    if (c.before && (dg_days_parse(dg_str_of(c.before), &day) || strlen(c.before) != 10))
        return complain(argv[0], "--before is a day: 2020-01-31");
    if (!to_forget && argc - c.from != 1)
        return complain(argv[0], "check, compact, forget or join");
    dg_err err = {0};
    dg_store *store = NULL;
    rc = dg_store_open(c.archive, true, &store, &err);
    if (rc)
        ;
    else if (strcmp(what, "check") == 0)
        rc = check(store, &err, &status);
    else if (strcmp(what, "compact") == 0)
        rc = dg_keep_compact(store, &err);
    else if (strcmp(what, "join") == 0)
        rc = dg_join_again(store, &err);
    else if (to_forget)
        rc = forget(store, &c, argc, argv, &err);
    else
        status = complain(argv[0], "check, compact, forget or join");
    dg_store_close(store);
    return rc ? dg_cli_failed(&err) : status;
}
