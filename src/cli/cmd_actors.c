/* cmd_actors.c: who stands in an archive, and the corrections: two are one, one is two. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

#include "archive/actors.h"
#include "base/json.h"
#include "cli/cli.h"

enum { OPT_ARCHIVE = 256, OPT_KIND, OPT_LIMIT, OPT_FORMAT, OPT_LEXICON };

typedef struct call {
    const char *archive, *lexicon, *kind;
    uint32_t limit;
    bool json;
    char **words;
    int n_words;
} call;

static int complain(const char *what, const char *value) {
    fprintf(stderr, "dragoman actors: %s%s%s\n", what, value ? ": " : "", value ? value : "");
    return DG_EXIT_USAGE;
}

static int set_limit(call *c, const char *value) {
    char *rest;
    errno = 0;
    long n = strtol(value, &rest, 10);
    if (errno || *rest || rest == value || n < 1 || n > 1000000)
        return complain("--limit is a number from 1 to 1000000, not", value);
    c->limit = (uint32_t)n;
    return 0;
}

static int parse_call(int argc, char **argv, call *c) {
    static const struct option options[] = {{"archive", required_argument, NULL, OPT_ARCHIVE},
                                            {"kind", required_argument, NULL, OPT_KIND},
                                            {"limit", required_argument, NULL, OPT_LIMIT},
                                            {"format", required_argument, NULL, OPT_FORMAT},
                                            {"lexicon", required_argument, NULL, OPT_LEXICON},
                                            {NULL, 0, NULL, 0}};
    int rc = 0, option;
    optind = 1;
    while (!rc && (option = getopt_long(argc, argv, "", options, NULL)) != -1) switch (option) {
        case OPT_ARCHIVE: c->archive = optarg; break;
        case OPT_LEXICON: c->lexicon = optarg; break;
        case OPT_KIND: c->kind = optarg; break;
        case OPT_LIMIT: rc = set_limit(c, optarg); break;
        case OPT_FORMAT:
            c->json = strcmp(optarg, "json") == 0;
            if (!c->json && strcmp(optarg, "text") != 0)
                rc = complain("--format is text or json, not", optarg);
            break;
        default: rc = DG_EXIT_USAGE;
        }
    c->words = argv + optind, c->n_words = argc - optind;
    if (!rc && !c->archive) rc = complain("name the archive: --archive NAME.db", NULL);
    return rc;
}

/* ---- printing ---- */

static void put_counted(dg_buf *out, const char *label, const dg_counted *list, uint32_t n) {
    if (!n) return;
    dg_buf_printf(out, "    %-10s", label);
    for (uint32_t i = 0; i < n; i++)
        dg_buf_printf(out, "%s%.*s %u", i ? "; " : "", (int)list[i].text.n, list[i].text.p,
                      list[i].n);
    dg_buf_addc(out, '\n');
}

static void put_text(const dg_actor *a, dg_buf *out) {
    dg_buf_printf(out, "%.*s  %.*s  %.*s: %u articles, %u events, %u quotes\n", (int)a->key.n,
                  a->key.p, (int)a->kind.n, a->kind.p, (int)a->name.n, a->name.p, a->n_articles,
                  a->n_events, a->n_quotes);
    put_counted(out, "forms", a->forms, a->n_forms);
    put_counted(out, "offices", a->offices, a->n_offices);
    put_counted(out, "countries", a->countries, a->n_countries);
    if (a->n_read > 1 || (a->n_read && !dg_str_eq(a->read[0].text, a->key)))
        put_counted(out, "read as", a->read, a->n_read);
}

static void put_list(dg_json_out *o, const char *key, const dg_counted *list, uint32_t n) {
    dg_json_key(o, key);
    dg_json_arr(o);
    for (uint32_t i = 0; i < n; i++) {
        dg_json_obj(o);
        dg_json_key(o, "text");
        dg_json_str(o, list[i].text);
        dg_json_key(o, "articles");
        dg_json_int(o, list[i].n);
        dg_json_obj_end(o);
    }
    dg_json_arr_end(o);
}

static void put_json(const dg_actor *a, dg_buf *out) {
    dg_json_out o;
    const struct {
        const char *key;
        uint32_t n;
    } counts[] = {{"articles", a->n_articles}, {"events", a->n_events}, {"quotes", a->n_quotes}};
    dg_json_begin(&o, out);
    dg_json_obj(&o);
    dg_json_key(&o, "key");
    dg_json_str(&o, a->key);
    dg_json_key(&o, "kind");
    dg_json_str(&o, a->kind);
    dg_json_key(&o, "name");
    dg_json_str(&o, a->name);
    for (size_t i = 0; i < DG_LEN(counts); i++) {
        dg_json_key(&o, counts[i].key);
        dg_json_int(&o, counts[i].n);
    }
    put_list(&o, "forms", a->forms, a->n_forms);
    put_list(&o, "offices", a->offices, a->n_offices);
    put_list(&o, "countries", a->countries, a->n_countries);
    put_list(&o, "read_as", a->read, a->n_read);
    dg_json_obj_end(&o);
    dg_buf_addc(out, '\n');
}

/* ---- the three things it does ---- */

static dg_str joined(const call *c, int from, dg_arena *arena) {
    dg_str all = DG_STR("");
    for (int i = from; i < c->n_words && all.p; i++)
        all =
            dg_arena_join(arena, all, i > from ? DG_STR(" ") : DG_STR(""), dg_str_of(c->words[i]));
    return all;
}

static int list(const call *c, dg_arena *arena, dg_buf *out, dg_err *err) {
    dg_store *store = NULL;
    dg_config config;
    dg_names *names = NULL;
    dg_actor *found = NULL;
    uint32_t n = 0;
    char key[128];
    dg_actors_query q = {.kind = dg_str_of(c->kind), .limit = c->limit ? c->limit : 50};
    int rc = dg_store_open(c->archive, false, &store, err);
    if (!rc && c->n_words) {
        q.words = joined(c, 0, arena);
        rc = dg_config_find(NULL, c->lexicon, false, &config, err);
        if (!rc) rc = dg_names_load(config.lexicon, arena, &names, err);
        const dg_name *person = rc ? NULL : dg_names_person(names, arena, q.words);
        if (person)
            q.key = person->key;
        else if (!rc)
            q.key = (dg_str){
                key, dg_spelling_key(dg_names_spelling(names), arena, q.words, key, sizeof key)};
    }
    if (!rc) rc = dg_actors_find(store, &q, arena, &n, &found, err);
    for (uint32_t i = 0; i < n && !rc; i++)
        if (c->json)
            put_json(&found[i], out);
        else
            put_text(&found[i], out);
    dg_store_close(store);
    return rc;
}

static int merge(const call *c, dg_arena *arena, dg_buf *out, dg_err *err) {
    dg_store *store = NULL;
    uint32_t n = 0;
    dg_str a = dg_str_of(c->words[1]), b = dg_str_of(c->words[2]);
    int rc = dg_store_open(c->archive, true, &store, err);
    if (!rc) rc = dg_actors_resolve(store, a, arena, &a, err);
    if (!rc) rc = dg_actors_resolve(store, b, arena, &b, err);
    if (!rc) rc = dg_actors_merge(store, a, b, &n, err);
    if (!rc)
        dg_buf_printf(out, "%.*s is %.*s: %u mentions in articles changed\n", (int)b.n, b.p,
                      (int)a.n, a.p, n);
    dg_store_close(store);
    return rc;
}

static int split(const call *c, dg_arena *arena, dg_buf *out, dg_err *err) {
    dg_store *store = NULL;
    uint32_t n = 0;
    dg_str a = dg_str_of(c->words[1]), made = DG_STR_NULL;
    int rc = dg_store_open(c->archive, true, &store, err);
    if (!rc) rc = dg_actors_resolve(store, a, arena, &a, err);
    if (!rc) rc = dg_actors_split(store, a, dg_str_of(c->words[2]), arena, &made, &n, err);
    if (!rc)
        dg_buf_printf(out, "%.*s is no longer %.*s: %u mentions in articles changed\n", (int)made.n,
                      made.p, (int)a.n, a.p, n);
    dg_store_close(store);
    return rc;
}

int cmd_actors(int argc, char **argv) {
    call c = {0};
    int rc = parse_call(argc, argv, &c);
    if (rc) return rc;
    bool merges = c.n_words && strcmp(c.words[0], "merge") == 0,
         splits = c.n_words && strcmp(c.words[0], "split") == 0;
    if (merges && c.n_words != 3) return complain("merge takes two actors: merge KEY KEY", NULL);
    if (splits && c.n_words != 3)
        return complain("split takes an actor and a key, country or form: split KEY WHAT", NULL);
    dg_err err = {0};
    dg_buf out;
    dg_buf_init(&out, (size_t)1 << 30);
    dg_arena *arena = dg_arena_new((size_t)1 << 30);
    rc = !arena   ? dg_err_set(&err, DG_E_NOMEM, 0, "actors")
         : merges ? merge(&c, arena, &out, &err)
         : splits ? split(&c, arena, &out, &err)
                  : list(&c, arena, &out, &err);
    if (!rc && out.n && (fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout)))
        rc = dg_err_set(&err, dg_err_from_errno(errno), 0, "standard output: %s", strerror(errno));
    dg_arena_free(arena);
    dg_buf_free(&out);
    return rc ? dg_cli_failed(&err) : DG_EXIT_OK;
}
