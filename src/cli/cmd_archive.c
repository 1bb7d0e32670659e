/* cmd_archive.c: `export` in the formats of other tools, and `archive
 * check|compact|export|forget|import|join`. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

#include "archive/carry.h"
#include "archive/export.h"
#include "archive/join.h"
#include "archive/keep.h"
#include "archive/records.h"
#include "base/json.h"
#include "cli/cli.h"
#include "doc/conllu.h"
#include "lexicon/table.h"

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

/* ---- export conllu: the archive keeps no trees, so its texts are parsed again ---- */

typedef struct treebank {
    dg_house *house;
    dg_reader *reader;
    dg_arena *arena; /* of one article */
    dg_buf out;
} treebank;

/* Sentences are numbered within their article: "0a73bcf2d880d4c5-1". */
static int put_sentences(treebank *t, const dg_doc *doc, const size_t *at, dg_str id, dg_err *err) {
    size_t from = 0;
    int rc = 0;
    for (uint32_t i = 0; i < doc->n_sentences && !rc; i++) {
        char line[80];
        int n = snprintf(line, sizeof line, "# sent_id = %.*s-%u\n", (int)id.n, id.p, i + 1);
        rc = put_out(NULL, (dg_str){t->out.p + from, (uint32_t)(at[i] - from)}, err);
        if (!rc) rc = put_out(NULL, (dg_str){line, (uint32_t)n}, err);
        from = at[i];
    }
    return rc ? rc : put_out(NULL, (dg_str){t->out.p + from, (uint32_t)(t->out.n - from)}, err);
}

static int put_trees(treebank *t, dg_str record, dg_err *err) {
    const dg_json *json;
    dg_doc doc = {0};
    dg_options how = {.published = DG_DAYS_NONE};
    int rc = dg_json_parse(record, t->arena, &json, err);
    if (rc) return rc;
    dg_str lang = dg_json_get_str(json, "lang");
    dg_conllu_style style = {
        .names = true, .newdoc = true, .doc_id = dg_json_get_str(json, "id"), .before = DG_STR("")};
    if (lang.n && lang.n < sizeof how.lang) memcpy(how.lang, lang.p, lang.n);
    rc = dg_pipeline_parse(t->reader, dg_json_get_str(json, "text"), &how, t->arena, &doc, err);
    size_t *at = rc ? NULL : dg_arena_alloc(t->arena, doc.n_sentences * sizeof *at);
    if (!rc && !at) rc = dg_err_set(err, DG_E_NOMEM, 0, "export");
    dg_buf_clear(&t->out);
    if (!rc) rc = dg_conllu_write(&doc, &style, &t->out, at, err);
    return rc ? rc : put_sentences(t, &doc, at, style.doc_id, err);
}

static int export_trees(const dg_store *store, dg_err *err) {
    treebank t = {.arena = dg_arena_new((size_t)1 << 30)};
    dg_config config;
    dg_records *records = NULL;
    dg_str record;
    dg_buf_init(&t.out, (size_t)1 << 30);
    int rc = t.arena ? dg_config_find(NULL, NULL, true, &config, err)
                     : dg_err_set(err, DG_E_NOMEM, 0, "export");
    if (!rc) rc = dg_house_open(&config, false, &t.house, err);
    if (!rc) rc = dg_reader_new(t.house, &t.reader, err);
    if (!rc) rc = dg_records_open(store, DG_DAYS_NONE, &records, err);
    while (!rc && (rc = dg_records_next(records, &record, err)) == 1) {
        rc = put_trees(&t, record, err);
        dg_arena_reset(t.arena);
    }
    dg_records_close(records);
    dg_reader_free(t.reader);
    dg_house_close(t.house);
    dg_buf_free(&t.out);
    dg_arena_free(t.arena);
    return rc;
}

int cmd_export(int argc, char **argv) {
    call c = {0};
    int rc = parse_call(argc, argv, &c), kind = 0;
    if (rc) return rc;
    if (argc - c.from != 1) return complain(argv[0], "name one format (dragoman help lists them)");
    bool trees = strcmp(argv[c.from], "conllu") == 0;
    while (kind < DG_EXPORT_N && strcmp(argv[c.from], dg_export_names[kind]) != 0) kind++;
    if (kind == DG_EXPORT_N && !trees)
        return complain(argv[0], "no such format (dragoman help lists them)");
    dg_err err = {0};
    dg_store *store = NULL;
    rc = dg_store_open(c.archive, false, &store, &err);
    if (!rc && trees) rc = export_trees(store, &err);
    if (!rc && !trees) rc = dg_export(store, (dg_export_kind)kind, put_out, NULL, &err);
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

/* ---- import ---- */

typedef struct importing {
    dg_carry *carry;
    uint64_t n_articles, n_new, n_errors;
} importing;

/* One line, whose complaint names its place; only what the next line would meet, too, ends it. */
static int import_line(importing *in, const char *path, uint64_t number, dg_str line, dg_err *err) {
    bool is_new = false;
    dg_err one = {0};
    int rc = line.n ? dg_carry_line(in->carry, line, &is_new, &one) : 0;
    in->n_new += is_new;
    in->n_articles += line.n && !rc;
    if (rc != DG_E_STORE) return *err = one, rc;
    char place[4200];
    snprintf(place, sizeof place, "%s:%llu", path, (unsigned long long)number);
    dg_cli_report(stderr, dg_str_of(place), &one);
    in->n_errors++;
    return 0;
}

static int import_file(importing *in, const char *path, dg_err *err) {
    FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *line = NULL;
    size_t cap = 0;
    ssize_t n = 0;
    int rc = f ? 0 : dg_err_set(err, dg_err_from_errno(errno), 0, "%s: %s", path, strerror(errno));
    for (uint64_t number = 1; !rc && (n = getline(&line, &cap, f)) >= 0; number++) {
        if (n && line[n - 1] == '\n') n--;
        rc = n > INT32_MAX ? dg_err_set(err, DG_E_LIMIT, 0, "%s: a line of over 2 GiB", path)
                           : import_line(in, path, number, (dg_str){line, (uint32_t)n}, err);
    }
    if (!rc && f && ferror(f))
        rc = dg_err_set(err, dg_err_from_errno(errno), 0, "%s: %s", path, strerror(errno));
    free(line);
    if (f && f != stdin) fclose(f);
    return rc;
}

static int import_all(dg_store *s, char **files, int n, dg_err *err, int *ret_status) {
    importing in = {0};
    int rc = dg_carry_open(s, &in.carry, err);
    for (int i = 0; i < n && !rc; i++) rc = import_file(&in, files[i], err);
    dg_carry_close(in.carry);
    if (!rc) rc = dg_store_commit(s, err);
    if (!rc) rc = dg_join(s, err);
    if (rc) return rc;
    printf("%llu lines read, %llu articles new, %llu errors\n", (unsigned long long)in.n_articles,
           (unsigned long long)in.n_new, (unsigned long long)in.n_errors);
    if (in.n_errors) *ret_status = DG_EXIT_SOME;
    return 0;
}

/* ---- which ---- */

static const char which[] = "check, compact, export, forget, import or join";

static int archive(dg_store *s, const char *what, const call *c, int argc, char **argv,
                   int *ret_status, dg_err *err) {
    if (strcmp(what, "check") == 0) return check(s, err, ret_status);
    if (strcmp(what, "compact") == 0) return dg_keep_compact(s, err);
    if (strcmp(what, "export") == 0) return dg_carry_export(s, put_out, NULL, err);
    if (strcmp(what, "forget") == 0) return forget(s, c, argc, argv, err);
    if (strcmp(what, "join") == 0) return dg_join_again(s, err);
    return import_all(s, argv + c->from + 1, argc - c->from - 1, err, ret_status);
}

int cmd_archive(int argc, char **argv) {
    static const char *const known[] = {"check", "compact", "export", "forget", "import", "join"};
    call c = {0};
    int rc = parse_call(argc, argv, &c), status = DG_EXIT_OK;
    if (rc) return rc;
    const char *what = c.from < argc ? argv[c.from] : "";
    bool to_forget = strcmp(what, "forget") == 0, to_import = strcmp(what, "import") == 0;
    if (dg_table_name(known, DG_LEN(known), dg_str_of(what)) == DG_NONE)
        return complain(argv[0], which);
    if (to_forget && c.from + 1 >= argc && !c.outlet && !c.before)
        return complain(argv[0],
                        "forget what? an article's id or address, --outlet NAME, --before DAY");
    if (to_import && c.from + 1 >= argc)
        return complain(argv[0], "import what? FILE… or -, as archive export wrote them");
    dg_days day;
    if (c.before && (dg_days_parse(dg_str_of(c.before), &day) || strlen(c.before) != 10))
        return complain(argv[0], "--before is a day: 2020-01-31");
    if (!to_forget && !to_import && argc - c.from != 1) return complain(argv[0], which);
    dg_err err = {0};
    dg_store *store = NULL;
    bool to_write = strcmp(what, "check") != 0 && strcmp(what, "export") != 0;
    rc = dg_store_open(c.archive, to_write, &store, &err);
    if (!rc) rc = archive(store, what, &c, argc, argv, &status, &err);
    dg_store_close(store);
    return rc ? dg_cli_failed(&err) : status;
}
