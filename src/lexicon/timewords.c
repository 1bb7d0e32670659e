/* timewords.c: see timewords.h.
 * A language's words are numbered in a map; a phrase is the bytes of its kind and its words'
 * numbers in a second map. Look-up of a phrase: at most DG_TIMEWORD_MOST probes. */
#include "lexicon/timewords.h"

#include "base/map.h"
#include "base/utf8.h"
#include "lexicon/table.h"

enum { WORD_BYTES = 64, CAPITAL = 1 };

typedef struct language {
    dg_str name;
    dg_map words; /* lower case, and CAPITAL behind one that begins with a capital, to its number */
    uint64_t *begins; /* [words.n] bit k: phrases of kind k begin with this word */
    uint32_t n_begins, cap_begins;
    dg_map phrases;  /* kind and numbers of words, to value + OFFSET */
    dg_str *endings; /* [n_endings] */
    uint32_t n_endings, cap_endings;
    dg_str *aliases; /* languages that may be read as this one */
    uint32_t n_aliases, cap_aliases;
} language;

typedef struct known_actor {
    int day; /* YYYYMMDD */
    char code[4];
} known_actor;

struct dg_timewords {
    language *languages; /* [n] */
    known_actor *actors; /* [n_actors], of named happenings */
    uint32_t n, n_actors, cap_actors;
    dg_arena *arena;
};

enum { OFFSET = 100000 };
_Static_assert(DG_TW_N <= 64, "begins has one bit a kind");

static const char *const kind_names[DG_TW_N] = {
#define X(name, text) text,
    DG_TIMEWORD_MAP(X)
#undef X
};

typedef struct key {
    uint32_t n;
    uint32_t part[1 + DG_TIMEWORD_MOST];
} key;

static dg_str key_str(const key *k) {
    return (dg_str){(const char *)k->part, k->n * (uint32_t)sizeof k->part[0]};
}

/* Lower case into out; 0 when it is too long for any word of time. */
static uint32_t lower_into(dg_str word, char out[WORD_BYTES]) {
    uint32_t n = 0;
    for (uint32_t at = 0; at < word.n;) {
        if (n + 4 > WORD_BYTES) return 0;
        n += dg_utf8_put(dg_lower(dg_utf8_next(word, &at)), out + n);
    }
    return n;
}

static bool begins_capital(dg_str word) {
    uint32_t at = 0;
    return word.n && dg_is_upper(dg_utf8_next(word, &at));
}

/* ---- loading ---- */

static bool add_word(language *l, dg_str word, uint32_t *ret) {
    char low[WORD_BYTES + 1];
    uint32_t n = lower_into(word, low), *value;
    bool added;
    if (!n) return false;
    if (begins_capital(word)) low[n++] = CAPITAL;
    if (!dg_map_put(&l->words, (dg_str){low, n}, &value, &added)) return false;
    if (added) *value = l->words.n - 1;
    *ret = *value;
    return true;
}

static bool add_phrase(dg_timewords *t, language *l, uint32_t kind, int value, dg_str phrase) {
    key k = {.n = 1, .part = {kind}};
    for (uint32_t at = 0; at < phrase.n;) {
        uint32_t end = at;
        while (end < phrase.n && phrase.p[end] != ' ') end++;
        if (end > at) {
            if (k.n > DG_TIMEWORD_MOST || !add_word(l, dg_str_cut(phrase, at, end), &k.part[k.n]))
                return false;
            k.n++;
        }
        at = end + 1;
    }
    while (l->n_begins < l->words.n)
        if (!DG_PUSH(t->arena, l->begins, l->n_begins, l->cap_begins, 0)) return false;
    if (k.n < 2) return true;
    l->begins[k.part[1]] |= UINT64_C(1) << kind;
    uint32_t *slot;
    bool added;
    if (!dg_map_put(&l->phrases, key_str(&k), &slot, &added)) return false;
    if (added) *slot = (uint32_t)(value + OFFSET);
    return true;
}

static bool add_form(dg_timewords *t, language *l, dg_str kind_name, uint32_t kind, int value,
                     dg_str form) {
    if (dg_str_is(kind_name, "alias"))
        return DG_PUSH(t->arena, l->aliases, l->n_aliases, l->cap_aliases, form);
    if (kind == DG_TW_ENDING)
        return DG_PUSH(t->arena, l->endings, l->n_endings, l->cap_endings, form);
    if (form.n > 1 && form.p[form.n - 1] == '.')
        form.n--; /* the reader takes the stop of an abbreviation itself */
    return add_phrase(t, l, kind, value, form);
}

static int cell_number(dg_str s) {
    int v = 0, sign = 1;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '-') sign = -1;
        if (s.p[i] >= '0' && s.p[i] <= '9' && v <= 9999999) v = v * 10 + (s.p[i] - '0');
    }
    return sign * v;
}

/* "20220224 RUS": who acted in a named happening; "" where the cell says nothing. */
static bool add_actor(dg_timewords *t, int day, dg_str cell) {
    known_actor a = {.day = day};
    if (cell.n > 4 && cell.p[cell.n - 4] == ' ') memcpy(a.code, cell.p + cell.n - 3, 3);
    return !a.code[0] || DG_PUSH(t->arena, t->actors, t->n_actors, t->cap_actors, a);
}

const char *dg_timewords_actor(const dg_timewords *t, int day) {
    for (uint32_t i = 0; i < t->n_actors; i++)
        if (t->actors[i].day == day) return t->actors[i].code;
    return "";
}

static int load_row(dg_timewords *t, const dg_table *table, uint32_t row, dg_err *err) {
    dg_str kind_name = dg_table_cell(table, row, 0), form;
    int value = cell_number(dg_table_cell(table, row, 1));
    uint32_t kind = 0;
    while (kind < DG_TW_N && !dg_str_is(kind_name, kind_names[kind])) kind++;
    if (kind == DG_TW_N && !dg_str_is(kind_name, "alias"))
        return dg_err_set(err, DG_E_LEXICON, 0, "%s:%u: unknown kind", table->path,
                          table->lines[row]);
    if (kind == DG_TW_NAMED && !add_actor(t, value, dg_table_cell(table, row, 1)))
        return dg_err_set(err, DG_E_NOMEM, 0, "times.tsv");
    for (uint32_t c = 0; c < t->n; c++) {
        dg_str cell = dg_table_cell(table, row, c + 2);
        for (uint32_t at = 0; dg_table_alt(cell, &at, &form);)
            if (!add_form(t, &t->languages[c], kind_name, kind, value, form))
                return dg_err_set(err, DG_E_LEXICON, 0, "%s:%u: too long, or no memory",
                                  table->path, table->lines[row]);
    }
    return 0;
}

int dg_timewords_load(const char *dir, dg_arena *arena, dg_timewords **ret, dg_err *err) {
    dg_table table;
    int rc = dg_table_load(dir, "times.tsv", arena, &table, err);
    if (rc) return rc;
    if (table.n_columns < 3 || dg_table_column(&table, "kind") != 0 ||
        dg_table_column(&table, "value") != 1)
        return dg_err_set(err, DG_E_LEXICON, 0, "%s: the columns are kind, value and languages",
                          table.path);
    dg_timewords *t = dg_arena_zalloc(arena, 1, sizeof *t);
    if (!t) return dg_err_set(err, DG_E_NOMEM, 0, "times.tsv");
    t->arena = arena;
    t->n = table.n_columns - 2;
    t->languages = dg_arena_zalloc(arena, t->n, sizeof *t->languages);
    if (!t->languages) return dg_err_set(err, DG_E_NOMEM, 0, "times.tsv");
    for (uint32_t c = 0; c < t->n; c++) {
        t->languages[c].name = table.names[c + 2];
        dg_map_init(&t->languages[c].words, arena);
        dg_map_init(&t->languages[c].phrases, arena);
    }
    for (uint32_t row = 0; row < table.n_rows && !rc; row++) rc = load_row(t, &table, row, err);
    if (!rc) *ret = t;
    return rc;
}

/* ---- looking up ---- */

uint32_t dg_timewords_language(const dg_timewords *t, const char *lang) {
    for (uint32_t c = 0; c < t->n; c++)
        if (dg_str_is(t->languages[c].name, lang)) return c;
    for (uint32_t c = 0; c < t->n; c++)
        for (uint32_t i = 0; i < t->languages[c].n_aliases; i++)
            if (dg_str_is(t->languages[c].aliases[i], lang)) return c;
    return DG_NONE;
}

/* A small letter somewhere? Words in capitals only may stand for any case. */
static bool has_small(dg_str word) {
    for (uint32_t at = 0; at < word.n;)
        if (dg_is_lower(dg_utf8_next(word, &at))) return true;
    return false;
}

/* The number of low[0, n), which the text writes with or without a capital; low has room for one
 * byte more. */
static uint32_t find_word(const language *l, char *low, uint32_t n, bool capital, bool small_too) {
    uint32_t id = DG_NONE;
    if (!capital || small_too) id = dg_map_get(&l->words, (dg_str){low, n});
    if (id != DG_NONE || !capital) return id;
    char kept = low[n];
    low[n] = CAPITAL;
    id = dg_map_get(&l->words, (dg_str){low, n + 1});
    low[n] = kept;
    return id;
}

uint32_t dg_timewords_word(const dg_timewords *t, uint32_t lang, dg_str word, bool first) {
    const language *l = &t->languages[lang];
    char low[WORD_BYTES + 1];
    uint32_t n = lower_into(word, low);
    if (!n) return DG_NONE;
    bool capital = begins_capital(word), small_too = first || (word.n > 2 && !has_small(word));
    uint32_t id = find_word(l, low, n, capital, small_too);
    for (uint32_t i = 0; id == DG_NONE && i < l->n_endings; i++) {
        dg_str ending = l->endings[i];
        int value;
        if (n < ending.n + 3 || !dg_str_ends((dg_str){low, n}, ending)) continue;
        uint32_t stem = find_word(l, low, n - ending.n, capital, small_too);
        if (stem != DG_NONE && (dg_timewords_phrase(t, lang, DG_TW_WEEKDAY, &stem, 1, &value) ||
                                dg_timewords_phrase(t, lang, DG_TW_MONTH, &stem, 1, &value)))
            id = stem;
    }
    return id;
}

uint32_t dg_timewords_phrase(const dg_timewords *t, uint32_t lang, dg_timeword_kind kind,
                             const uint32_t *words, uint32_t n, int *ret_value) {
    const language *l = &t->languages[lang];
    if (!n || words[0] >= l->n_begins || !(l->begins[words[0]] >> kind & 1)) return 0;
    key k = {.n = 1, .part = {kind}};
    uint32_t best = 0;
    for (uint32_t i = 0; i < n && i < DG_TIMEWORD_MOST && words[i] != DG_NONE; i++) {
        k.part[k.n++] = words[i];
        uint32_t slot = dg_map_get(&l->phrases, key_str(&k));
        if (slot == DG_NONE) continue;
        best = i + 1;
        *ret_value = (int)slot - OFFSET;
    }
    return best;
}
