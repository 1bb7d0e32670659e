/* petrarch.c: one pass over the lines of a dictionary; what belongs together (a name with its
 * synonyms and codes, a block of verbs with its patterns) is gathered and then written as rows.
 * O(bytes). */
#include "lexicon/petrarch.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "doc/plover.h"
#include "lexicon/table.h"

enum { CEILING = 64 << 20, MOST_FORMS = 400, ACRONYM = 4 };

void dg_petrarch_init(dg_petrarch *p, const dg_names *names) {
    *p = (dg_petrarch){.names = names};
    for (int i = 0; i < DG_PETRARCH_TABLES; i++) dg_buf_init(&p->tables[i], CEILING);
}

void dg_petrarch_free(dg_petrarch *p) {
    for (int i = 0; i < DG_PETRARCH_TABLES; i++) dg_buf_free(&p->tables[i]);
}

void dg_petrarch_file(dg_petrarch_table table, char out[64], const char **ret_columns) {
    static const struct {
        const char *file, *columns;
    } plain[] = {{"countries.tsv", "code\tkind\ten"},
                 {"organisations.tsv", "key\tkind\tcountry\tsector\tall\ten"},
                 {"people.tsv", "key\tcountry\tsector\tnames\toffices"},
                 {"roles.tsv", "id\tsector\ten"}};
    if (table < DG_PETRARCH_FRAMES) {
        snprintf(out, 64, "%s", plain[table].file);
        *ret_columns = plain[table].columns;
    } else {
        snprintf(out, 64, "frames/%s.tsv", dg_plover_table[table - DG_PETRARCH_FRAMES].name);
        *ret_columns = "id\tmode\tcameo\tcontexts\tflags\ten";
    }
}

/* ---- lines ---- */

static bool is_blank(char c) {
    return (uint8_t)c <= ' ';
}

static dg_str trim(dg_str s) {
    while (s.n && is_blank(s.p[0])) s.p++, s.n--;
    while (s.n && is_blank(s.p[s.n - 1])) s.n--;
    return s;
}

static uint32_t find(dg_str s, const char *what) {
    size_t n = strlen(what);
    for (uint32_t i = 0; i + n <= s.n; i++)
        if (memcmp(s.p + i, what, n) == 0) return i;
    return s.n;
}

typedef struct lines {
    dg_str rest;
    bool comment; /* inside of <!-- --> */
    bool tab;     /* the line begins with a blank */
} lines;

/* Without #, ; and <!-- --> comments; false at the end. Empty lines come out empty. */
static bool next_line(lines *l, dg_str *ret) {
    if (!l->rest.n) return false;
    const char *end = memchr(l->rest.p, '\n', l->rest.n);
    uint32_t n = end ? (uint32_t)(end - l->rest.p) : l->rest.n;
    dg_str line = {l->rest.p, n};
    l->rest = dg_str_cut(l->rest, end ? n + 1 : n, l->rest.n);
    if (l->comment) {
        uint32_t at = find(line, "-->");
        l->comment = at == line.n;
        line = dg_str_cut(line, l->comment ? line.n : at + 3, line.n);
    }
    uint32_t open = find(line, "<!--");
    if (open < line.n) {
        l->comment = find(dg_str_cut(line, open, line.n), "-->") == line.n - open;
        line.n = open;
    }
    for (uint32_t i = 0; i < line.n; i++)
        if (line.p[i] == '#' || line.p[i] == ';') line.n = i;
    l->tab = line.n && is_blank(line.p[0]);
    *ret = trim(line);
    return true;
}

/* What stands between the first `open` and the next `close`; p NULL: nothing. *rest: the line
 * behind it. */
static dg_str between(dg_str line, char open, char close, dg_str *rest) {
    const char *a = line.n ? memchr(line.p, open, line.n) : NULL;
    if (!a) return DG_STR_NULL;
    uint32_t from = (uint32_t)(a - line.p) + 1;
    const char *b = memchr(line.p + from, close, line.n - from);
    uint32_t to = b ? (uint32_t)(b - line.p) : line.n;
    if (rest) *rest = dg_str_cut(line, b ? to + 1 : to, line.n);
    return trim(dg_str_cut(line, from, to));
}

/* ---- words ---- */

/* "NORTH_FISH_COUNCIL_" as "north fish council". */
static dg_str words_of(dg_str phrase, dg_arena *arena) {
    char *to = dg_arena_alloc(arena, phrase.n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; to && i < phrase.n; i++) {
        char c = phrase.p[i] == '_' || is_blank(phrase.p[i]) ? ' ' : phrase.p[i];
        if (c != ' ' || (n && to[n - 1] != ' ')) to[n++] = c;
    }
    while (n && to[n - 1] == ' ') n--;
    return to ? dg_utf8_lower(arena, (dg_str){to, n}) : DG_STR_NULL;
}

static bool is_small(dg_str word) {
    static const char *const small[] = {"of", "the", "and", "for", "in",  "on",  "to",  "de", "la",
                                        "du", "von", "van", "der", "bin", "ibn", "del", "al"};
    return dg_table_name(small, DG_LEN(small), word) != DG_NONE;
}

/* Capitals at the beginnings of words; all of them where one short word is an acronym. */
static dg_str named(dg_str words, bool acronym, dg_arena *arena) {
    char *to = dg_arena_alloc(arena, words.n + 1);
    bool all = acronym && words.n <= ACRONYM && !memchr(words.p, ' ', words.n);
    if (!to) return DG_STR_NULL;
    for (uint32_t i = 0; i < words.n; i++) {
        bool begins = i == 0 || strchr(" -.'", words.p[i - 1]);
        uint32_t end = i;
        while (end < words.n && words.p[end] != ' ') end++;
        if (i && begins && words.p[i - 1] == ' ' && is_small(dg_str_cut(words, i, end)))
            begins = false;
        char c = words.p[i];
        to[i] = (begins || all) && c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    to[words.n] = 0;
    return (dg_str){to, words.n};
}

/* A semicolon parts forms in a cell, a tab cells. */
static bool fits_cell(dg_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] == ';' || s.p[i] == '\t' || s.p[i] == '|' || s.p[i] == '~') return false;
    return s.n > 0;
}

static void put_row(dg_petrarch *p, dg_petrarch_table table, const dg_str *cells, uint32_t n) {
    dg_buf *out = &p->tables[table];
    for (uint32_t i = 0; i < n; i++) {
        dg_buf_adds(out, cells[i].n ? cells[i] : DG_STR("-"));
        dg_buf_addc(out, i + 1 < n ? '\t' : '\n');
    }
    p->n_rows[table]++;
}

static dg_str joined(const dg_str *forms, uint32_t n, dg_arena *arena) {
    dg_str all = DG_STR("");
    for (uint32_t i = 0; i < n && all.p; i++)
        all = dg_arena_join(arena, all, i ? DG_STR("; ") : DG_STR(""), forms[i]);
    return all;
}

/* ---- codes of actors ---- */

typedef struct actor_code {
    dg_str country; /* alpha-3, IGO, NGO, MNC, IMG; empty: none of them */
    dg_str sector;  /* PLOVER's; empty: none */
    bool alone;     /* a country and nothing else */
} actor_code;

static bool is_sector(dg_str s) {
    static const char *const known[] = {"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP",
                                        "REB", "UAF", "CVL", "EDU", "MED", "BUS", "LAB", "REL",
                                        "HLH", "AGR", "NGO", "IGO", "REF", "CRM", "ELI"};
    return dg_table_name(known, DG_LEN(known), s) != DG_NONE;
}

static actor_code read_code(const dg_petrarch *p, dg_str s) {
    static const char *const kinds[][2] = {{"IGO", "IGO"}, {"NGO", "NGO"}, {"NGM", "NGO"},
                                           {"MNC", "MNC"}, {"IMG", "IMG"}, {"UNO", "IGO"}};
    dg_str head = dg_str_cut(s, 0, 3);
    actor_code c = {{"", 0}, {"", 0}, false};
    const dg_name *country = head.n == 3 ? dg_names_country(p->names, head) : NULL;
    if (country) c.country = head, c.alone = s.n == 3;
    for (size_t i = 0; i < DG_LEN(kinds) && !country; i++)
        if (dg_str_is(head, kinds[i][0])) c.country = dg_str_of(kinds[i][1]);
    for (uint32_t at = c.country.n ? 3 : 0; at + 3 <= s.n && !c.sector.n; at += 3)
        if (is_sector(dg_str_cut(s, at, at + 3))) c.sector = dg_str_cut(s, at, at + 3);
    return c;
}

static const char *organisation_kind(const actor_code *c) {
    static const char *const kinds[][2] = {
        {"MIL", "army"},  {"REB", "armed"},   {"UAF", "armed"},
        {"PTY", "party"}, {"OPP", "party"},   {"JUD", "court"},
        {"MED", "media"}, {"BUS", "company"}, {"LEG", "parliament"}};
    if (dg_str_is(c->country, "IGO")) return "igo";
    if (dg_str_is(c->country, "NGO")) return "ngo";
    if (dg_str_is(c->country, "MNC")) return "company";
    if (dg_str_is(c->country, "IMG")) return "armed";
    for (size_t i = 0; i < DG_LEN(kinds); i++)
        if (dg_str_is(c->sector, kinds[i][0])) return kinds[i][1];
    return "agency";
}

/* ---- actors ---- */

typedef struct actor {
    dg_str forms[MOST_FORMS]; /* lower case */
    uint32_t n_forms;
    dg_str last; /* the code that holds today, or the last one */
    bool dated;
} actor;

/* "PERGOV 010101-050101", "PERGOV >050101", "PERGOV": the first word is the code. */
static void take_codes(actor *a, dg_str line) {
    dg_str rest = line, inside;
    while ((inside = between(rest, '[', ']', &rest)).p) {
        uint32_t n = 0;
        while (n < inside.n && !is_blank(inside.p[n])) n++;
        dg_str when = trim(dg_str_cut(inside, n, inside.n));
        a->dated |= when.n > 0;
        if (find(inside, "---") < inside.n || !n) continue;
        if (!a->last.n || when.n) a->last = dg_str_cut(inside, 0, n);
        if (!rest.n) break;
    }
}

static void take_form(actor *a, dg_str line, dg_arena *arena) {
    dg_str s = {line.p, 0};
    while (s.n < line.n && line.p[s.n] != '[' && line.p[s.n] != '{') s.n++;
    dg_str words = words_of(trim(s), arena);
    if (words.n > 1 && fits_cell(words) && a->n_forms < MOST_FORMS) a->forms[a->n_forms++] = words;
}

/* The key that the own lexicon has for one of the names, else the first one's. */
static dg_str key_of(const dg_petrarch *p, const actor *a, bool person, dg_arena *arena) {
    for (uint32_t i = 0; i < a->n_forms; i++) {
        dg_name_hits hits;
        dg_str form = named(a->forms[i], true, arena);
        const dg_name *known = person ? dg_names_person(p->names, arena, form) : NULL;
        if (known) return known->key;
        if (!person && dg_names_find(p->names, form, ~0u, &hits) && hits.n &&
            hits.rows[0]->kind == DG_NAME_ORGANISATION)
            return hits.rows[0]->key;
    }
    return dg_utf8_fold(arena, a->forms[0]);
}

static void end_actor(dg_petrarch *p, actor *a, dg_arena *arena) {
    actor_code c = read_code(p, a->last);
    bool country = c.alone && !a->dated;
    bool person = a->dated && !dg_str_is(c.country, "MNC");
    uint32_t n = 0;
    if (!a->n_forms) return;
    if (!c.country.n && !c.sector.n) {
        p->n_left_out++;
        *a = (actor){.n_forms = 0};
        return;
    }
    dg_str key = country ? c.country : key_of(p, a, person, arena);
    for (uint32_t i = 0; i < a->n_forms; i++)
        if (!person || memchr(a->forms[i].p, ' ', a->forms[i].n)) /* full names only */
            a->forms[n++] = named(a->forms[i], !country, arena);
    dg_str forms = joined(a->forms, n, arena);
    if (country)
        put_row(p, DG_PETRARCH_COUNTRIES, (dg_str[]){key, DG_STR("name"), forms}, 3);
    else if (person && n)
        put_row(p, DG_PETRARCH_PEOPLE, (dg_str[]){key, c.country, c.sector, forms, DG_STR("")}, 5);
    else if (n)
        put_row(p, DG_PETRARCH_ORGANISATIONS,
                (dg_str[]){key, dg_str_of(organisation_kind(&c)), c.country, c.sector, DG_STR(""),
                           forms},
                6);
    else
        p->n_left_out++;
    *a = (actor){.n_forms = 0};
}

static int add_actors(dg_petrarch *p, dg_str bytes, dg_arena *arena, dg_err *err) {
    lines l = {.rest = bytes};
    dg_str line;
    actor *a = dg_arena_zalloc(arena, 1, sizeof *a);
    if (!a) return dg_err_set(err, DG_E_NOMEM, 0, "dictionary");
    while (next_line(&l, &line)) {
        if (!line.n) continue;
        bool more = line.p[0] == '+' || line.p[0] == '[' || l.tab;
        if (!more) end_actor(p, a, arena);
        if (line.p[0] == '+') line = dg_str_cut(line, 1, line.n);
        if (line.n && line.p[0] != '[') take_form(a, line, arena);
        take_codes(a, line);
    }
    end_actor(p, a, arena);
    return 0;
}

/* ---- agents ---- */

typedef struct set { /* !PERSON! = MAN, MEN */
    dg_str name, words;
} set;

/* Replaces the first !NAME! of a phrase by item i of its set; false behind the last. */
static bool substitute(dg_str phrase, const set *sets, uint32_t n, uint32_t i, dg_arena *arena,
                       dg_str *ret) {
    dg_str name = between(phrase, '!', '!', NULL);
    if (!name.p) return *ret = phrase, i == 0;
    for (uint32_t k = 0; k < n; k++) {
        if (!dg_str_eq(sets[k].name, name)) continue;
        dg_str rest = sets[k].words, item = DG_STR_NULL;
        for (uint32_t at = 0; at <= i; at++) {
            if (!rest.n) return false;
            const char *comma = memchr(rest.p, ',', rest.n);
            uint32_t end = comma ? (uint32_t)(comma - rest.p) : rest.n;
            item = trim(dg_str_cut(rest, 0, end));
            rest = dg_str_cut(rest, comma ? end + 1 : end, rest.n);
        }
        dg_str head = {phrase.p, (uint32_t)(name.p - phrase.p) - 1};
        dg_str tail = dg_str_cut(phrase, head.n + name.n + 2, phrase.n);
        *ret = dg_arena_join(arena, head, item, tail);
        return ret->p != NULL;
    }
    return false;
}

/* The forms of a role: with its plural, as the line gives it or as English makes it. */
static dg_str role_forms(dg_str words, bool given, dg_str plural, dg_arena *arena) {
    dg_str more = words_of(plural, arena);
    if (given) return more.n ? dg_arena_join(arena, words, DG_STR("; "), more) : words;
    if (dg_str_ends(words, DG_STR("y")))
        return dg_arena_printf(arena, "%.*s; %.*sies", (int)words.n, words.p, (int)words.n - 1,
                               words.p);
    if (dg_str_ends(words, DG_STR("s"))) return words;
    return dg_arena_join(arena, words, DG_STR("~"), DG_STR(""));
}

static void add_agent(dg_petrarch *p, dg_str line, const set *sets, uint32_t n_sets,
                      dg_arena *arena) {
    dg_str tag = between(line, '[', ']', NULL), plural = between(line, '{', '}', NULL), phrase;
    dg_str s = {line.p, 0}, sector = DG_STR("");
    while (s.n < line.n && line.p[s.n] != '[' && line.p[s.n] != '{') s.n++;
    for (uint32_t i = 0; i + 3 <= tag.n && !sector.n; i++)
        if (is_sector(dg_str_cut(tag, i, i + 3))) sector = dg_str_cut(tag, i, i + 3);
    if (!sector.n || !trim(s).n) {
        p->n_left_out++;
        return;
    }
    bool marked = between(s, '!', '!', NULL).p != NULL;
    for (uint32_t i = 0; substitute(trim(s), sets, n_sets, i, arena, &phrase); i++) {
        dg_str words = words_of(phrase, arena), id = dg_utf8_fold(arena, words);
        if (!words.n || !id.n || !fits_cell(words)) continue;
        for (uint32_t k = 0; k < id.n; k++)
            if (id.p[k] == ' ') ((char *)id.p)[k] = '-';
        dg_str forms = role_forms(words, marked || plural.p, plural, arena);
        put_row(p, DG_PETRARCH_ROLES, (dg_str[]){id, sector, forms}, 3);
    }
}

static int add_agents(dg_petrarch *p, dg_str bytes, dg_arena *arena, dg_err *err) {
    lines l = {.rest = bytes};
    dg_str line;
    set *sets = NULL;
    uint32_t n = 0, cap = 0;
    while (next_line(&l, &line)) {
        uint32_t equals = find(line, "=");
        if (!line.n) continue;
        if (line.p[0] != '!' || equals == line.n) {
            add_agent(p, line, sets, n, arena);
            continue;
        }
        set s = {between(line, '!', '!', NULL), trim(dg_str_cut(line, equals + 1, line.n))};
        if (!DG_PUSH(arena, sets, n, cap, s)) return dg_err_set(err, DG_E_NOMEM, 0, "dictionary");
    }
    return 0;
}

/* ---- verbs ---- */

/* PLOVER's type of a CAMEO code (PLOVER manual, appendix on CAMEO); DG_PLOVER_N: no event there. */
static dg_plover type_of(dg_str cameo) {
    static const struct {
        const char *head;
        dg_plover type;
    } types[] = {
        {"057", DG_PLOVER_AGREE},    {"084", DG_PLOVER_RETREAT}, {"085", DG_PLOVER_RETREAT},
        {"086", DG_PLOVER_RETREAT},  {"087", DG_PLOVER_RETREAT}, {"02", DG_PLOVER_REQUEST},
        {"03", DG_PLOVER_AGREE},     {"04", DG_PLOVER_CONSULT},  {"05", DG_PLOVER_SUPPORT},
        {"06", DG_PLOVER_COOPERATE}, {"07", DG_PLOVER_AID},      {"08", DG_PLOVER_CONCEDE},
        {"09", DG_PLOVER_ACCUSE},    {"10", DG_PLOVER_REQUEST},  {"11", DG_PLOVER_ACCUSE},
        {"12", DG_PLOVER_REJECT},    {"13", DG_PLOVER_THREATEN}, {"14", DG_PLOVER_PROTEST},
        {"15", DG_PLOVER_MOBILIZE},  {"16", DG_PLOVER_SANCTION}, {"17", DG_PLOVER_COERCE},
        {"18", DG_PLOVER_ASSAULT},   {"19", DG_PLOVER_ASSAULT},  {"20", DG_PLOVER_ASSAULT}};
    for (size_t i = 0; i < DG_LEN(types); i++)
        if (dg_str_starts(cameo, dg_str_of(types[i].head))) return types[i].type;
    return DG_PLOVER_N;
}

typedef struct verbs {
    dg_petrarch *p;
    dg_arena *arena;
    dg_str heads[MOST_FORMS]; /* of the block */
    uint32_t n_heads, n_blocks;
    dg_str block; /* its code */
    set *synsets; /* "&NAME", "word|word" */
    uint32_t n_synsets, cap_synsets;
    bool in_synset;
} verbs;

static void put_frame(verbs *v, dg_str cameo, dg_str alternative) {
    dg_plover type = type_of(cameo);
    bool digits = cameo.n >= 2 && cameo.n <= 4;
    for (uint32_t i = 0; i < cameo.n; i++) digits &= cameo.p[i] >= '0' && cameo.p[i] <= '9';
    if (!digits || type == DG_PLOVER_N || !alternative.p) {
        v->p->n_left_out++;
        return;
    }
    dg_petrarch_table table = (dg_petrarch_table)(DG_PETRARCH_FRAMES + (int)type);
    dg_str id = dg_arena_printf(v->arena, "petrarch-%u", v->p->n_rows[table] + 1);
    dg_str code = cameo.n == 2 ? dg_arena_join(v->arena, cameo, DG_STR("0"), DG_STR("")) : cameo;
    put_row(v->p, table, (dg_str[]){id, DG_STR(""), code, DG_STR(""), DG_STR("both"), alternative},
            6);
}

/* "give|grant" of the block's verbs; particles would not fit: those verbs get rows of their own. */
static dg_str heads_of(const verbs *v) {
    dg_str all = DG_STR("");
    for (uint32_t i = 0; i < v->n_heads && all.p; i++)
        if (!memchr(v->heads[i].p, ' ', v->heads[i].n))
            all = dg_arena_join(v->arena, all, all.n ? DG_STR("|") : DG_STR(""), v->heads[i]);
    return all;
}

static void add_verb(verbs *v, dg_str line) {
    dg_str code = between(line, '[', ']', NULL), s = {line.p, 0};
    while (s.n < line.n && line.p[s.n] != '[' && line.p[s.n] != '{') s.n++;
    dg_str words = words_of(trim(s), v->arena);
    if (!words.n || !fits_cell(words) || v->n_heads == MOST_FORMS) return;
    v->heads[v->n_heads++] = words;
    code = code.p ? code : v->block;
    if (code.n && find(code, "---") == code.n)
        put_frame(v, code, dg_arena_join(v->arena, DG_STR("v:"), words, DG_STR(" >obj")));
}

static bool is_preposition(dg_str word) {
    static const char *const known[] = {"to",   "with", "for",  "against", "on",
                                        "from", "in",   "into", "of",      "at",
                                        "over", "by",   "upon", "towards", "toward"};
    return dg_table_name(known, DG_LEN(known), word) != DG_NONE;
}

/* One word of a pattern as a frame asks for it; p NULL: it can't be said. */
static dg_str pattern_word(const verbs *v, dg_str token) {
    if (token.p[0] == '&') {
        for (uint32_t i = 0; i < v->n_synsets; i++)
            if (dg_str_eq(v->synsets[i].name, token)) return v->synsets[i].words;
        return DG_STR_NULL;
    }
    for (uint32_t i = 0; i < token.n; i++)
        if (strchr("$%^{}()&*|", token.p[i])) return DG_STR_NULL;
    dg_str words = words_of(token, v->arena);
    return fits_cell(words) ? words : DG_STR_NULL;
}

/* "- * WORDS [PREPOSITION] + [code]" as "v:heads words >preposition"; p NULL: more than that. */
static dg_str frame_of(verbs *v, dg_str pattern) {
    dg_str heads = heads_of(v), out, place = DG_STR("obj"), before = DG_STR_NULL;
    bool target = false;
    if (!pattern.n || pattern.p[0] != '*' || !heads.n) return DG_STR_NULL;
    out = dg_arena_join(v->arena, DG_STR("v:"), heads, DG_STR(""));
    for (uint32_t at = 1; at < pattern.n && out.p;) {
        while (at < pattern.n && (is_blank(pattern.p[at]) || pattern.p[at] == '*')) at++;
        uint32_t from = at;
        while (at < pattern.n && !is_blank(pattern.p[at])) at++;
        dg_str token = dg_str_cut(pattern, from, at);
        if (!token.n) break;
        if (target) return DG_STR_NULL; /* words behind the target */
        if (dg_str_is(token, "+")) {
            target = true;
            if (before.p) place = before;
            continue;
        }
        if (before.p) out = dg_arena_join(v->arena, out, DG_STR(" "), before);
        before = DG_STR_NULL;
        dg_str word = pattern_word(v, token);
        if (!word.n) return DG_STR_NULL;
        if (is_preposition(word))
            before = word;
        else
            out = dg_arena_join(v->arena, out, DG_STR(" "), word);
    }
    return out.p ? dg_arena_join(v->arena, out, DG_STR(" >"), place) : out;
}

static void add_pattern(verbs *v, dg_str line) {
    dg_str code = between(line, '[', ']', NULL), s = {line.p, 0};
    while (s.n < line.n && line.p[s.n] != '[') s.n++;
    const char *colon = code.n ? memchr(code.p, ':', code.n) : NULL;
    if (colon) code.n = (uint32_t)(colon - code.p);
    put_frame(v, code, frame_of(v, trim(dg_str_cut(s, 1, s.n))));
}

static void add_to_synset(verbs *v, dg_str line) {
    set *s = &v->synsets[v->n_synsets - 1];
    dg_str word = words_of(dg_str_cut(line, 1, line.n), v->arena);
    if (!fits_cell(word) || memchr(word.p, ' ', word.n))
        return; /* one word, or it cannot be said */
    dg_str more = dg_arena_join(v->arena, s->words, s->words.n ? DG_STR("|") : DG_STR(""), word);
    if (more.p) s->words = more;
}

static int verb_line(verbs *v, dg_str line, dg_err *err) {
    if (dg_str_starts(line, DG_STR("---"))) {
        dg_str code = between(line, '[', ']', NULL);
        v->block = code.p ? code : DG_STR("");
        v->n_heads = 0, v->in_synset = false, v->n_blocks++;
    } else if (line.p[0] == '&') {
        v->in_synset = true;
        set s = {line, {"", 0}};
        if (!DG_PUSH(v->arena, v->synsets, v->n_synsets, v->cap_synsets, s))
            return dg_err_set(err, DG_E_NOMEM, 0, "dictionary");
    } else if (line.p[0] == '+') {
        if (v->in_synset) add_to_synset(v, line);
    } else if (line.p[0] == '-') {
        add_pattern(v, line);
    } else if (v->n_blocks) {
        v->in_synset = false;
        add_verb(v, line);
    }
    return 0;
}

static int add_verbs(dg_petrarch *p, dg_str bytes, dg_arena *arena, dg_err *err) {
    lines l = {.rest = bytes};
    dg_str line;
    int rc = 0;
    verbs *v = dg_arena_zalloc(arena, 1, sizeof *v);
    if (!v) return dg_err_set(err, DG_E_NOMEM, 0, "dictionary");
    v->p = p, v->arena = arena;
    v->block = DG_STR("");
    while (!rc && next_line(&l, &line)) {
        if (line.n) rc = verb_line(v, line, err);
    }
    return rc;
}

/* ---- which of them ---- */

typedef struct signs {
    uint32_t blocks, agents, actors;
} signs;

static signs look(dg_str bytes) {
    lines l = {.rest = bytes};
    dg_str line;
    signs s = {0, 0, 0};
    while (next_line(&l, &line)) {
        dg_str tag = between(line, '[', ']', NULL);
        if (dg_str_starts(line, DG_STR("--- ")) || dg_str_starts(line, DG_STR("- ")))
            s.blocks++;
        else if (tag.n && memchr(tag.p, '~', tag.n))
            s.agents++;
        else if (tag.n >= 3 && tag.p[0] >= 'A' && tag.p[0] <= 'Z')
            s.actors++;
    }
    return s;
}

int dg_petrarch_add(dg_petrarch *p, dg_str bytes, dg_arena *arena, dg_err *err) {
    size_t bad = dg_utf8_check(bytes.p, bytes.n);
    if (bad < bytes.n) return dg_err_set(err, DG_E_ENCODING, bad, "not UTF-8");
    signs s = look(bytes);
    if (!s.blocks && !s.agents && !s.actors)
        return dg_err_set(err, DG_E_SYNTAX, 0, "no dictionary of actors, agents or verbs");
    int rc = s.blocks > s.agents + s.actors ? add_verbs(p, bytes, arena, err)
             : s.agents > s.actors          ? add_agents(p, bytes, arena, err)
                                            : add_actors(p, bytes, arena, err);
    for (int i = 0; i < DG_PETRARCH_TABLES && !rc; i++)
        if (p->tables[i].bad) rc = dg_err_set(err, DG_E_NOMEM, 0, "dictionary");
    return rc;
}
