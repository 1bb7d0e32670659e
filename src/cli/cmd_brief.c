/* cmd_brief.c: the dossier of one party or two, from the archive. */
#include <errno.h>
#include <getopt.h>

#include "answers/brief.h"
#include "base/utf8.h"
#include "cli/cli.h"

enum { OPT_ARCHIVE = 256, OPT_SINCE, OPT_UNTIL, OPT_FORMAT, OPT_LEXICON };
static const struct option brief_options[] = {{"archive", required_argument, NULL, OPT_ARCHIVE},
                                              {"since", required_argument, NULL, OPT_SINCE},
                                              {"until", required_argument, NULL, OPT_UNTIL},
                                              {"format", required_argument, NULL, OPT_FORMAT},
                                              {"lexicon", required_argument, NULL, OPT_LEXICON},
                                              {NULL, 0, NULL, 0}};

typedef struct brief_call {
    const char *archive, *lexicon;
    dg_days since, until;
    dg_brief_format format;
} brief_call;

static int complain(const char *what, const char *value) {
    fprintf(stderr, "dragoman brief: %s%s%s\n", what, value ? ": " : "", value ? value : "");
    return DG_EXIT_USAGE;
}

static int set_format(brief_call *c, const char *value) {
    static const char *const names[] = {"text", "md", "json"};
    for (int i = 0; i < 3; i++)
        if (strcmp(value, names[i]) == 0) {
            c->format = (dg_brief_format)i;
            return 0;
        }
    return complain("--format is text, md or json, not", value);
}

static int set_day(dg_days *ret, const char *value) {
    return dg_days_parse(dg_str_of(value), ret) ? complain("not a day, month or year", value) : 0;
}

static int parse_call(int argc, char **argv, brief_call *c) {
    int rc = 0, option;
    optind = 1;
    while (!rc && (option = getopt_long(argc, argv, "", brief_options, NULL)) != -1)
        switch (option) {
        case OPT_ARCHIVE: c->archive = optarg; break;
        case OPT_LEXICON: c->lexicon = optarg; break;
        case OPT_SINCE: rc = set_day(&c->since, optarg); break;
        case OPT_UNTIL: rc = set_day(&c->until, optarg); break;
        case OPT_FORMAT: rc = set_format(c, optarg); break;
        default: rc = DG_EXIT_USAGE;
        }
    if (!rc && !c->archive) rc = complain("name the archive: --archive NAME.db", NULL);
    if (!rc && (argc - optind < 1 || argc - optind > 2))
        rc = complain("name one or two parties: CHN RUS, China Russia", NULL);
    return rc;
}

/* "China", "Kina", "Kreml", "CHN" → CHN; anything else is taken for an entity's key ("un", "xi
 * jinping"). */
static dg_str party_of(const dg_names *names, const char *word, dg_arena *arena) {
    dg_str s = dg_str_of(word);
    const dg_name *by_code = dg_names_country(names, s);
    if (by_code) return by_code->key;
    dg_name_hits hits;
    if (dg_names_find(names, s, ~0u, &hits) && hits.n) {
        const dg_name *row = hits.rows[0];
        return row->kind <= DG_NAME_SEAT ? dg_str_of(row->country) : row->key;
    }
    return dg_utf8_lower(arena, s);
}

static dg_days range_of(const brief_call *c) {
    if (!dg_days_known(c->since) && !dg_days_known(c->until)) return DG_DAYS_NONE;
    return (dg_days){dg_days_known(c->since) ? c->since.from : dg_day_of(1, 1, 1),
                     dg_days_known(c->until) ? c->until.to : dg_day_of(9999, 12, 31)};
}

static int write_brief(const brief_call *c, char **parties, int n_parties, dg_arena *arena,
                       dg_buf *out, dg_err *err) {
    dg_store *store = NULL;
    dg_names *names = NULL;
    dg_phrases phrases;
    dg_config config;
    int rc = dg_store_open(c->archive, false, &store, err);
    if (!rc) rc = dg_config_find(NULL, c->lexicon, false, &config, err);
    if (!rc) rc = dg_names_load(config.lexicon, arena, &names, err);
    if (!rc) rc = dg_phrases_load(config.lexicon, "en", arena, &phrases, err);
    if (!rc) {
        dg_query q = {.between = range_of(c)};
        q.a = party_of(names, parties[0], arena);
        q.b = n_parties > 1 ? party_of(names, parties[1], arena) : DG_STR_NULL;
        rc = dg_brief(store, &q, &phrases, names, c->format, out, err);
    }
    dg_store_close(store);
    return rc;
}

int cmd_brief(int argc, char **argv) {
    brief_call c = {.since = DG_DAYS_NONE, .until = DG_DAYS_NONE};
    int rc = parse_call(argc, argv, &c);
    if (rc) return rc;
    dg_err err = {0};
    dg_buf out;
    dg_buf_init(&out, (size_t)1 << 30);
    dg_arena *arena = dg_arena_new((size_t)256 << 20);
    rc = arena ? write_brief(&c, argv + optind, argc - optind, arena, &out, &err)
               : dg_err_set(&err, DG_E_NOMEM, 0, "brief");
    if (!rc && out.n && (fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout)))
        rc = dg_err_set(&err, dg_err_from_errno(errno), 0, "standard output: %s", strerror(errno));
    dg_arena_free(arena);
    dg_buf_free(&out);
    return rc ? dg_cli_failed(&err) : DG_EXIT_OK;
}
