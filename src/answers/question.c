/* question.c: one table of questions, one of filters. Costs a hash look-up or two for each party
 * beside the answer itself. */
#include "answers/question.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "archive/actors.h"
#include "base/utf8.h"

const dg_question dg_questions[DG_N_QUESTIONS] = {
    {"brief", dg_answer_brief, DG_TAKES_PARTIES, 1, 2,
     "name one or two parties: CHN RUS, China Russia", false},
    {"timeline", dg_answer_timeline, DG_TAKES_PARTIES, 0, 2, "at most two parties", false},
    {"network", dg_answer_network, DG_TAKES_PARTIES, 0, 2, "at most two parties", false},
    {"quotes", dg_answer_quotes, DG_TAKES_PARTIES, 0, 2, "at most two parties", false},
    {"positions", dg_answer_positions, DG_TAKES_PARTIES, 1, 2, "name one or two parties", false},
    {"disagreements", dg_answer_disagreements, DG_TAKES_PARTIES, 0, 2, "at most two parties",
     false},
    {"stories", dg_answer_stories, DG_TAKES_PARTIES, 0, 2, "at most two parties", false},
    {"story", dg_answer_story, DG_TAKES_ID, 1, 1, "name a story by its id (see: dragoman stories)",
     false},
    {"search", dg_answer_search, DG_TAKES_WORDS, 1, 1000, "name the words to look for", false},
    {"watch", dg_answer_watch, DG_TAKES_PARTIES, 0, 2, "at most two parties", true},
    {"why", dg_answer_why, DG_TAKES_ID, 1, 1, "name an entry by its id (see: brief --format json)",
     false},
};

const dg_question *dg_question_find(const char *name) {
    for (size_t i = 0; i < DG_N_QUESTIONS; i++)
        if (strcmp(name, dg_questions[i].name) == 0) return &dg_questions[i];
    return NULL;
}

void dg_asked_begin(dg_asked *a, const dg_question *question) {
    *a = (dg_asked){.question = question, .since = DG_DAYS_NONE, .until = DG_DAYS_NONE};
}

static int refuse(dg_err *err, const char *what, const char *value) {
    return dg_err_set(err, DG_E_ARG, 0, "%s: %s", what, value);
}

static int set_format(dg_asked *a, const char *value, dg_err *err) {
    static const char *const names[] = {"text", "md", "json", "csv", "svg", "atom"};
    const dg_question *q = a->question;
    uint32_t as = dg_table_name(names, DG_LEN(names), dg_str_of(value));
    if (as == DG_NONE) return refuse(err, "format is text, md, json, csv, svg or atom, not", value);
    if (as == DG_AS_SVG && q->answer != dg_answer_timeline && q->answer != dg_answer_network)
        return dg_err_set(err, DG_E_ARG, 0, "only timeline and network are pictures");
    if (as == DG_AS_ATOM && q->answer != dg_answer_timeline && q->answer != dg_answer_watch)
        return dg_err_set(err, DG_E_ARG, 0, "only timeline and watch are feeds");
    a->as = (dg_as)as;
    return 0;
}

static int set_day(dg_days *ret, const char *value, dg_err *err) {
    return dg_days_parse(dg_str_of(value), ret) ? refuse(err, "not a day, month or year", value)
                                                : 0;
}

static int set_limit(dg_asked *a, const char *value, dg_err *err) {
    char *end;
    errno = 0;
    long n = strtol(value, &end, 10);
    if (errno || *end || end == value || n < 1 || n > 1000000)
        return refuse(err, "limit is a number from 1 to 1000000, not", value);
    a->limit = (uint32_t)n;
    return 0;
}

static int set_type(dg_asked *a, const char *value, dg_err *err) {
    if (dg_plover_find(dg_str_of(value)) == DG_PLOVER_N)
        return refuse(err, "no PLOVER type", value);
    a->type = value;
    return 0;
}

int dg_asked_set(dg_asked *a, const char *key, const char *value, dg_err *err) {
    const struct {
        const char *key, **to;
    } plain[] = {{"by", &a->by}, {"about", &a->about}, {"in", &a->in}};
    for (size_t i = 0; i < DG_LEN(plain); i++)
        if (strcmp(key, plain[i].key) == 0) return *plain[i].to = value, 0;
    if (strcmp(key, "since") == 0) return set_day(&a->since, value, err);
    if (strcmp(key, "until") == 0) return set_day(&a->until, value, err);
    if (strcmp(key, "type") == 0) return set_type(a, value, err);
    if (strcmp(key, "limit") == 0) return set_limit(a, value, err);
    if (strcmp(key, "format") == 0) return set_format(a, value, err);
    return dg_err_set(err, DG_E_NOT_FOUND, 0, "no filter %s", key);
}

int dg_asked_check(const dg_asked *a, dg_err *err) {
    if (a->n_words >= a->question->least && a->n_words <= a->question->most) return 0;
    return dg_err_set(err, DG_E_ARG, 0, "%s", a->question->missing);
}

dg_str dg_party_meant(const dg_names *names, const char *word, dg_arena *arena) {
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
    char code[3]; /* "egy", as the key of a country's own entity is written */
    for (uint32_t i = 0; i < 3 && s.n == 3; i++)
        code[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] & ~0x20 : s.p[i]);
    if (s.n == 3 && (by_code = dg_names_country(names, (dg_str){code, 3})) != NULL)
        return by_code->key;
    /* a family name that one person of the tables has: as it is written, else as it sounds */
    for (int exact = 1; exact >= 0 && !memchr(s.p, ' ', s.n); exact--)
        if (dg_names_family(names, arena, s, exact, family, 2) == 1) return family[0]->key;
    return dg_utf8_lower(arena, s);
}

static dg_days range_of(const dg_asked *a) {
    if (!dg_days_known(a->since) && !dg_days_known(a->until)) return DG_DAYS_NONE;
    return (dg_days){dg_days_known(a->since) ? a->since.from : dg_day_of(1, 1, 1),
                     dg_days_known(a->until) ? a->until.to : dg_day_of(9999, 12, 31)};
}

static dg_str joined(const dg_asked *a, dg_arena *arena) {
    dg_str all = {"", 0};
    for (uint32_t i = 0; i < a->n_words && all.p; i++)
        all = dg_arena_join(arena, all, i ? DG_STR(" ") : DG_STR(""), dg_str_of(a->words[i]));
    return all;
}

/* "CHN+RUS SANCTION": the question without its form, so that text today and Atom tomorrow are one
 * watch. */
static dg_str rule_of(const dg_query *q, dg_arena *arena) {
    dg_str a = q->a.p ? q->a : DG_STR("*"), b = q->b.p ? q->b : DG_STR("*"),
           t = q->type.p ? q->type : DG_STR("*");
    return dg_arena_printf(arena, "%.*s+%.*s %.*s", (int)a.n, a.p, (int)b.n, b.p, (int)t.n, t.p);
}

/* The actor that a party's name means in this archive. */
int dg_party_resolve(const dg_store *store, const dg_names *names, const char *word,
                     dg_arena *arena, dg_str *ret, dg_err *err) {
    *ret = dg_party_meant(names, word, arena);
    if (word && !ret->p) return dg_err_set(err, DG_E_NOMEM, 0, "question");
    return ret->p ? dg_actors_resolve(store, *ret, arena, ret, err) : 0;
}

/* ---- search: key:value among the words ---- */

typedef struct search {
    const dg_store *store;
    const dg_names *names;
    dg_arena *arena;
    dg_query *query;
    dg_asked days; /* since and until, checked as the filters of that name are */
} search;

/* 1: it was a filter; 0: a word to look for; else an error. */
static int take_filter(search *s, dg_str key, dg_str value, dg_err *err) {
    char text[64];
    const struct {
        const char *key;
        dg_str *to;
    } plain[] = {{"status", &s->query->status},
                 {"lang", &s->query->lang},
                 {"outlet", &s->query->outlet},
                 {"story", &s->query->story}},
      parties[] = {{"actor", &s->query->actor},
                   {"recipient", &s->query->recipient},
                   {"party", &s->query->a}};
    for (size_t i = 0; i < DG_LEN(plain); i++)
        if (dg_str_is(key, plain[i].key)) return *plain[i].to = value, 1;
    const char *word = dg_arena_printf(s->arena, "%.*s", (int)value.n, value.p).p;
    if (!word) return dg_err_set(err, DG_E_NOMEM, 0, "search");
    for (size_t i = 0; i < DG_LEN(parties); i++) {
        if (!dg_str_is(key, parties[i].key)) continue;
        int rc = dg_party_resolve(s->store, s->names, word, s->arena, parties[i].to, err);
        return rc ? rc : 1;
    }
    bool known = dg_str_is(key, "type") || dg_str_is(key, "since") || dg_str_is(key, "until");
    if (!known) return 0;
    snprintf(text, sizeof text, "%.*s", (int)key.n, key.p);
    int rc = dg_asked_set(&s->days, text, word, err);
    if (s->days.type) s->query->type = dg_str_of(s->days.type);
    return rc ? rc : 1;
}

/* Takes type:SANCTION actor:USA since:2022 out of the words; a phrase in "…" is none. */
static int take_filters(search *s, dg_str words, dg_str *ret, dg_err *err) {
    dg_str rest = {"", 0};
    for (uint32_t at = 0; at < words.n && rest.p;) {
        uint32_t from = at, colon = 0;
        bool quoted = false;
        for (; at < words.n && (quoted || (unsigned char)words.p[at] > ' '); at++) {
            if (words.p[at] == '"') quoted = !quoted;
            if (words.p[at] == ':' && !quoted && !colon) colon = at;
        }
        dg_str word = dg_str_cut(words, from, at), value = dg_str_cut(words, colon + 1, at);
        while (at < words.n && (unsigned char)words.p[at] <= ' ') at++;
        if (value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"')
            value = dg_str_cut(value, 1, value.n - 1);
        int filter = colon > from && value.n
                         ? take_filter(s, dg_str_cut(words, from, colon), value, err)
                         : 0;
        if (filter < 0) return filter;
        if (!filter) rest = dg_arena_join(s->arena, rest, rest.n ? DG_STR(" ") : DG_STR(""), word);
    }
    if (!rest.p) return dg_err_set(err, DG_E_NOMEM, 0, "search");
    *ret = rest;
    return 0;
}

int dg_asked_answer(const dg_asked *a, const dg_store *store, const dg_phrases *phrases,
                    dg_arena *arena, dg_buf *out, dg_err *err) {
    const dg_question *q = a->question;
    bool parties = q->takes == DG_TAKES_PARTIES;
    const char *first = a->by ? a->by : parties && a->n_words ? a->words[0] : NULL;
    const char *second = a->about ? a->about : parties && a->n_words > 1 ? a->words[1] : NULL;
    dg_ask ask = {.store = store, .phrases = phrases, .as = a->as, .by_only = a->by != NULL};
    ask.query = (dg_query){.between = range_of(a), .limit = a->limit, .type = dg_str_of(a->type)};
    int rc = dg_asked_check(a, err);
    if (!rc) rc = dg_party_resolve(store, phrases->names, first, arena, &ask.query.a, err);
    if (!rc) rc = dg_party_resolve(store, phrases->names, second, arena, &ask.query.b, err);
    if (rc) return rc;
    if (ask.query.b.p && !ask.query.a.p) ask.query.a = ask.query.b, ask.query.b = DG_STR_NULL;
    if (!parties) ask.words = joined(a, arena);
    if (q->answer == dg_answer_watch) ask.words = rule_of(&ask.query, arena);
    if ((!parties || q->answer == dg_answer_watch) && !ask.words.p)
        return dg_err_set(err, DG_E_NOMEM, 0, "question");
    if (q->takes == DG_TAKES_WORDS) {
        search s = {store, phrases->names, arena, &ask.query, *a};
        rc = take_filters(&s, ask.words, &ask.words, err);
        ask.query.between = range_of(&s.days);
        if (rc) return rc;
    }
    return q->answer(&ask, out, err);
}
