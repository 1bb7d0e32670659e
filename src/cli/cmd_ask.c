/* cmd_ask.c: questions to the archive: brief, timeline, quotes, positions, disagreements, stories,
 * story, search, why. One table says what each takes; the options are the same for all. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>

#include "answers/answer.h"
#include "archive/actors.h"
#include "base/utf8.h"
#include "cli/cli.h"

enum {
    OPT_ARCHIVE = 256,
    OPT_SINCE,
    OPT_UNTIL,
    OPT_FORMAT,
    OPT_IN,
    OPT_LIMIT,
    OPT_TYPE,
    OPT_BY,
    OPT_ABOUT,
    OPT_LEXICON
};
static const struct option options[] = {{"archive", required_argument, NULL, OPT_ARCHIVE},
                                        {"since", required_argument, NULL, OPT_SINCE},
                                        {"until", required_argument, NULL, OPT_UNTIL},
                                        {"format", required_argument, NULL, OPT_FORMAT},
                                        {"in", required_argument, NULL, OPT_IN},
                                        {"limit", required_argument, NULL, OPT_LIMIT},
                                        {"type", required_argument, NULL, OPT_TYPE},
                                        {"by", required_argument, NULL, OPT_BY},
                                        {"about", required_argument, NULL, OPT_ABOUT},
                                        {"lexicon", required_argument, NULL, OPT_LEXICON},
                                        {NULL, 0, NULL, 0}};

typedef enum { TAKES_PARTIES, TAKES_WORDS, TAKES_ID } takes;

typedef struct question {
    const char *name;
    int (*answer)(const dg_ask *ask, dg_buf *out, dg_err *err);
    takes what;
    int least, most; /* arguments behind the options */
    const char *missing;
} question;

static const question questions[] = {
    {"brief", dg_answer_brief, TAKES_PARTIES, 1, 2,
     "name one or two parties: CHN RUS, China Russia"},
    {"timeline", dg_answer_timeline, TAKES_PARTIES, 0, 2, "at most two parties"},
    {"network", dg_answer_network, TAKES_PARTIES, 0, 2, "at most two parties"},
    {"quotes", dg_answer_quotes, TAKES_PARTIES, 0, 2, "at most two parties"},
    {"positions", dg_answer_positions, TAKES_PARTIES, 1, 2, "name one or two parties"},
    {"disagreements", dg_answer_disagreements, TAKES_PARTIES, 0, 2, "at most two parties"},
    {"stories", dg_answer_stories, TAKES_PARTIES, 0, 2, "at most two parties"},
    {"story", dg_answer_story, TAKES_ID, 1, 1, "name a story by its id (see: dragoman stories)"},
    {"search", dg_answer_search, TAKES_WORDS, 1, 1000, "name the words to look for"},
    {"watch", dg_answer_watch, TAKES_PARTIES, 0, 2, "at most two parties"},
    {"why", dg_answer_why, TAKES_ID, 1, 1, "name an entry by its id (see: brief --format json)"},
};

typedef struct call {
    const question *q;
    const char *archive, *lexicon, *in, *by, *about, *type;
    dg_days since, until;
    uint32_t limit;
    dg_as as;
} call;

static int complain(const call *c, const char *what, const char *value) {
    fprintf(stderr, "dragoman %s: %s%s%s\n", c->q->name, what, value ? ": " : "",
            value ? value : "");
    return DG_EXIT_USAGE;
}

static int set_format(call *c, const char *value) {
    static const char *const names[] = {"text", "md", "json", "csv", "svg", "atom"};
    for (size_t i = 0; i < DG_LEN(names); i++)
        if (strcmp(value, names[i]) == 0) {
            c->as = (dg_as)i;
            if (c->as == DG_AS_SVG && c->q->answer != dg_answer_timeline &&
                c->q->answer != dg_answer_network)
                return complain(c, "only timeline and network are pictures", NULL);
            if (c->as == DG_AS_ATOM && c->q->answer != dg_answer_timeline &&
                c->q->answer != dg_answer_watch)
                return complain(c, "only timeline and watch are feeds", NULL);
            return 0;
        }
    return complain(c, "--format is text, md, json, csv, svg or atom, not", value);
}

static int set_day(const call *c, dg_days *ret, const char *value) {
    return dg_days_parse(dg_str_of(value), ret) ? complain(c, "not a day, month or year", value)
                                                : 0;
}

static int set_limit(call *c, const char *value) {
    char *end;
    errno = 0;
    long n = strtol(value, &end, 10);
    if (errno || *end || end == value || n < 1 || n > 1000000)
        return complain(c, "--limit is a number from 1 to 1000000, not", value);
    c->limit = (uint32_t)n;
    return 0;
}

static int set_type(call *c, const char *value) {
    if (dg_plover_find(dg_str_of(value)) == DG_PLOVER_N)
        return complain(c, "no PLOVER type", value);
    c->type = value;
    return 0;
}

static int parse_call(int argc, char **argv, call *c) {
    int rc = 0, option;
    optind = 1;
    while (!rc && (option = getopt_long(argc, argv, "", options, NULL)) != -1) switch (option) {
        case OPT_ARCHIVE: c->archive = optarg; break;
        case OPT_LEXICON: c->lexicon = optarg; break;
        case OPT_IN: c->in = optarg; break;
        case OPT_BY: c->by = optarg; break;
        case OPT_ABOUT: c->about = optarg; break;
        case OPT_SINCE: rc = set_day(c, &c->since, optarg); break;
        case OPT_UNTIL: rc = set_day(c, &c->until, optarg); break;
        case OPT_FORMAT: rc = set_format(c, optarg); break;
        case OPT_LIMIT: rc = set_limit(c, optarg); break;
        case OPT_TYPE: rc = set_type(c, optarg); break;
        default: rc = DG_EXIT_USAGE;
        }
    int n = argc - optind;
    if (!rc && !c->archive) rc = complain(c, "name the archive: --archive NAME.db", NULL);
    if (!rc && (n < c->q->least || n > c->q->most)) rc = complain(c, c->q->missing, NULL);
    return rc;
}

/* "China", "Kina", "Kreml", "CHN" → CHN; "Lavrov" → the one person of that name; anything else is
 * taken for an entity's key ("un", "xi jinping"). */
static dg_str party_of(const dg_names *names, const char *word, dg_arena *arena) {
    if (!word) return DG_STR_NULL;
    dg_str s = dg_str_of(word);
    const dg_name *by_code = dg_names_country(names, s);
    if (by_code) return by_code->key;
    dg_name_hits hits;
    if (dg_names_find(names, s, ~0u, &hits) && hits.n) {
        const dg_name *row = hits.rows[0];
        return row->kind <= DG_NAME_SEAT ? dg_str_of(row->country) : row->key;
    }
    const dg_name *person = dg_names_person(names, arena, s), *family[2];
    if (person) return person->key;
    if (!memchr(s.p, ' ', s.n) && dg_names_family(names, arena, s, true, family, 2) == 1)
        return family[0]->key;
    return dg_utf8_lower(arena, s);
}

static dg_days range_of(const call *c) {
    if (!dg_days_known(c->since) && !dg_days_known(c->until)) return DG_DAYS_NONE;
    return (dg_days){dg_days_known(c->since) ? c->since.from : dg_day_of(1, 1, 1),
                     dg_days_known(c->until) ? c->until.to : dg_day_of(9999, 12, 31)};
}

static dg_str joined(char **words, int n, dg_arena *arena) {
    dg_str all = {"", 0};
    for (int i = 0; i < n && all.p; i++)
        all = dg_arena_join(arena, all, i ? DG_STR(" ") : DG_STR(""), dg_str_of(words[i]));
    return all;
}

/* "CHN+RUS SANCTION": the question without its form, so that text today and Atom tomorrow are one
 * watch. */
static dg_str rule_of(const dg_query *q, dg_arena *arena) {
    dg_str a = q->a.p ? q->a : DG_STR("*"), b = q->b.p ? q->b : DG_STR("*"),
           t = q->type.p ? q->type : DG_STR("*");
    return dg_arena_printf(arena, "%.*s+%.*s %.*s", (int)a.n, a.p, (int)b.n, b.p, (int)t.n, t.p);
}

static int write_answer(const call *c, char **words, int n, dg_arena *arena, dg_buf *out,
                        dg_err *err) {
    dg_store *store = NULL;
    dg_names *names = NULL;
    dg_phrases phrases;
    dg_config config;
    bool watch = c->q->answer == dg_answer_watch; /* remembers in the archive what it has told */
    int rc = dg_store_open(c->archive, watch, &store, err);
    if (!rc) rc = dg_config_find(NULL, c->lexicon, false, &config, err);
    if (!rc) rc = dg_names_load(config.lexicon, arena, &names, err);
    if (!rc)
        rc = dg_phrases_load(config.lexicon, c->in ? c->in : "en", names, arena, &phrases, err);
    if (!rc) {
        dg_ask ask = {.store = store, .phrases = &phrases, .as = c->as, .by_only = c->by != NULL};
        ask.query =
            (dg_query){.between = range_of(c), .limit = c->limit, .type = dg_str_of(c->type)};
        bool parties = c->q->what == TAKES_PARTIES;
        ask.query.a = party_of(names, c->by ? c->by : parties && n ? words[0] : NULL, arena);
        ask.query.b = party_of(names,
                               c->about           ? c->about
                               : parties && n > 1 ? words[1]
                                                  : NULL,
                               arena);
        if (ask.query.a.p) rc = dg_actors_resolve(store, ask.query.a, arena, &ask.query.a, err);
        if (!rc && ask.query.b.p)
            rc = dg_actors_resolve(store, ask.query.b, arena, &ask.query.b, err);
        if (ask.query.b.p && !ask.query.a.p) ask.query.a = ask.query.b, ask.query.b = DG_STR_NULL;
        ask.words = parties ? DG_STR_NULL : joined(words, n, arena);
        if (watch) ask.words = rule_of(&ask.query, arena);
        if (!rc) rc = c->q->answer(&ask, out, err);
    }
    dg_store_close(store);
    return rc;
}

int cmd_ask(int argc, char **argv) {
    call c = {.since = DG_DAYS_NONE, .until = DG_DAYS_NONE};
    for (size_t i = 0; i < DG_LEN(questions); i++)
        if (strcmp(argv[0], questions[i].name) == 0) c.q = &questions[i];
    int rc = parse_call(argc, argv, &c);
    if (rc) return rc;
    dg_err err = {0};
    dg_buf out;
    dg_buf_init(&out, (size_t)1 << 30);
    dg_arena *arena = dg_arena_new((size_t)256 << 20);
    rc = arena ? write_answer(&c, argv + optind, argc - optind, arena, &out, &err)
               : dg_err_set(&err, DG_E_NOMEM, 0, "%s", c.q->name);
    if (!rc && out.n && (fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout)))
        rc = dg_err_set(&err, dg_err_from_errno(errno), 0, "standard output: %s", strerror(errno));
    dg_arena_free(arena);
    dg_buf_free(&out);
    return rc ? dg_cli_failed(&err) : DG_EXIT_OK;
}
