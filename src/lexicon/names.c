/* names.c: see names.h.
 *
 * How: a phrase is folded (small letters, one kind of apostrophe and space) and looked up in one
 * map; what hangs there is a chain of postings, one a row that has the phrase, with the languages
 * in which it is so written and the places of its capitals. Stems hang in a map of their own; a
 * phrase that is not listed whole is tried without each ending that its language has for the stem's
 * kind. Two more maps say whether any phrase begins with a word (and with the two letters behind
 * it), so that the running text costs few look-ups.
 *
 * Cost: load about 200 ns a form; find one hash of the phrase when it is listed whole, at most ten
 * more when not. (Writing all forms of a stem out at load took 16 ms for countries.tsv alone,
 * 2026-11-21.) Limits: phrases of 190 bytes, 32 languages, capitals of the first 64 characters. */
#include "lexicon/names.h"

#include "base/map.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "lexicon/spelling.h"
#include "lexicon/table.h"

enum { PHRASE = 192, MAX_LANGS = 32 };

typedef enum {
    STEM_ADJ,
    STEM_PEOPLE,
    STEM_ROLE,
    STEM_NOUN,
    STEM_GENITIVE,
    STEM_JOINT,
    STEM_PREFIX,
    STEM_WHOLE,
    STEM_N
} stem_kind;
static const char *const stem_names[STEM_N] = {"adj",      "people", "role",   "noun",
                                               "genitive", "joint",  "prefix", "whole"};

typedef struct ending {
    dg_str text; /* "" is the empty one */
    uint32_t langs;
    bool plural, singular; /* neither: the ending does not tell */
} ending;

typedef struct posting {
    uint32_t row, next; /* next: index + 1, 0 at the end */
    uint32_t langs;
    bool acronym;   /* four letters and more, all capitals */
    uint8_t stem;   /* stem_kind; STEM_N: a whole form */
    uint64_t upper; /* bit i: character i is a capital */
} posting;

struct dg_names {
    dg_arena *arena;
    dg_arena *sounds; /* of skeletons, families and chain: filled beside the other rows */
    dg_spelling *spelling;
    uint32_t n_langs;
    dg_str langs[MAX_LANGS];
    uint32_t n_endings[STEM_N], cap_endings[STEM_N];
    ending *endings[STEM_N];
    uint32_t n_rows, cap_rows, n_postings, cap_postings;
    dg_name *rows;
    posting *postings;
    dg_map phrases; /* folded phrase -> posting + 1 */
    dg_map stems;   /* folded stem -> posting + 1 */
    dg_map firsts;  /* first word of a phrase, or a stem that is one word -> most bytes */
    dg_map seconds; /* first word, what follows it and SECOND_BYTES: some phrase begins so */
    uint32_t longest_ending; /* bytes */
    uint64_t *heads;  /* [HEAD_BITS / 64] bits of the first four bytes (or fewer) of all phrases and
                         stems */
    dg_map countries; /* code -> row + 1 of kind COUNTRY */
    dg_map roles;     /* id -> row + 1 of kind ROLE */
    dg_map skeletons; /* skeleton of a full name -> person's row + 1, AMBIGUOUS */
    dg_map families;  /* skeleton of a family name -> chain + 1 */
    dg_str last_family; /* while loading: the forms of one person mostly share it */
    uint32_t last_row;
    dg_map listed; /* "kind/what" of column `ids` of pronouns.tsv */
    dg_map labels; /* "code/bit of the language" -> index + 1 into label */
    uint32_t n_label, cap_label;
    dg_str *label;
    uint32_t n_chain, cap_chain;
    struct chain {
        uint32_t row, next;
    } * chain;
};

enum { AMBIGUOUS = UINT32_MAX };

/* ---- folding ---- */

typedef struct folded {
    char p[PHRASE];
    uint32_t n, n_chars, n_letters;
    uint64_t upper;
} folded;

static bool fold_put(folded *f, uint32_t c) {
    char out[4];
    uint32_t n = c < 0x80 ? 1 : dg_utf8_put(c, out);
    if (f->n + n > PHRASE) return false;
    if (n == 1)
        f->p[f->n] = (char)c;
    else
        memcpy(f->p + f->n, out, n);
    f->n += n;
    f->n_chars++;
    return true;
}

static uint32_t plain_mark(uint32_t c) {
    if (c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0xB4 || c == '`') return '\'';
    if (c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0xAD) return '-';
    return c;
}

/* Small letters, plain marks, single spaces; false when it is too long. */
static bool fold(dg_str s, folded *ret) {
    folded *f = ret;
    f->n = f->n_chars = f->n_letters = 0, f->upper = 0;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = (uint8_t)s.p[at];
        if (c >= 'a' && c <= 'z')
            at++, f->n_letters++;
        else if (c < 0x80) {
            at++;
            if (c >= 'A' && c <= 'Z') {
                if (f->n_chars < 64) f->upper |= 1ull << f->n_chars;
                c += 32, f->n_letters++;
            } else if (c == '`')
                c = '\'';
        } else {
            c = plain_mark(dg_utf8_next(s, &at));
            f->n_letters += dg_is_letter(c);
            if (dg_is_upper(c)) {
                if (f->n_chars < 64) f->upper |= 1ull << f->n_chars;
                c = dg_lower(c);
            }
        }
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || (c > 0x7F && dg_is_space(c))) {
            c = ' ';
            if (!f->n || f->p[f->n - 1] == ' ') continue;
        }
        if (!fold_put(f, c)) return false;
    }
    while (f->n && f->p[f->n - 1] == ' ') f->n--, f->n_chars--;
    return f->n > 0;
}

static dg_str folded_str(const folded *f) {
    return (dg_str){f->p, f->n};
}

/* The first run of letters and digits of a folded phrase, or its first character. */
static dg_str first_word(dg_str s) {
    uint32_t at = 0, end = 0;
    while (at < s.n) {
        uint8_t low = (uint8_t)s.p[at] | 0x20;
        if (low >= 'a' && low <= 'z') {
            end = ++at;
            continue;
        }
        uint32_t c = dg_utf8_next(s, &at);
        if (!dg_is_letter(c) && !dg_is_digit(c) && !dg_is_mark(c)) break;
        end = at;
    }
    return dg_str_cut(s, 0, end ? end : at);
}

/* ---- building ---- */

static int no_memory(dg_err *err) {
    return dg_err_set(err, DG_E_NOMEM, 0, "names");
}

static uint32_t count_bits(uint64_t x) {
    uint32_t n = 0;
    for (; x; x &= x - 1) n++;
    return n;
}

/* The same row with the same capitals from another language's column only adds its languages. */
static bool widen(dg_names *n, uint32_t head, uint32_t row, uint64_t upper, uint32_t langs) {
    for (uint32_t i = head; i; i = n->postings[i - 1].next) {
        posting *p = &n->postings[i - 1];
        if (p->row != row || p->upper != upper) continue;
        p->langs |= langs;
        return true;
    }
    return false;
}

enum { SECOND_BYTES = 4 };

/* The bytes of a phrase up to `more` behind its first word's separator, or fewer. */
static dg_str second_key(dg_str s, uint32_t first, uint32_t more) {
    return dg_str_cut(s, 0, first + 1 + more);
}

enum { HEAD_BITS = 1 << 18 };

static uint32_t head_bit(dg_str s, uint32_t bytes) {
    uint32_t x = bytes * 0x9E3779B1u;
    for (uint32_t i = 0; i < bytes; i++) x = (x ^ (uint8_t)s.p[i]) * 0x01000193u;
    return (x ^ x >> 15) & (HEAD_BITS - 1);
}

/* Can any phrase or stem be a beginning of this word, or have it as its own? Four bytes tell most
 * words apart. */
static bool may_begin(const dg_names *n, dg_str word) {
    for (uint32_t bytes = word.n < 4 ? word.n : 4; bytes >= 2; bytes--) {
        uint32_t bit = head_bit(word, bytes);
        if (n->heads[bit / 64] >> bit % 64 & 1) return true;
    }
    return word.n < 2;
}

/* s: the folded phrase as a map keeps it, so that its beginnings need no copies. */
static bool note_first(dg_names *n, dg_str s) {
    uint32_t *longest, *slot;
    dg_str word = first_word(s);
    uint32_t bit = head_bit(word, word.n < 4 ? word.n : 4);
    n->heads[bit / 64] |= 1ull << bit % 64;
    if (!dg_map_put_ref(&n->firsts, word, &longest, NULL)) return false;
    if (*longest < s.n) *longest = s.n;
    return word.n == s.n ||
           dg_map_put_ref(&n->seconds, second_key(s, word.n, SECOND_BYTES), &slot, NULL);
}

static int add_form(dg_names *n, dg_str form, uint32_t row, uint32_t langs, uint8_t stem,
                    dg_err *err) {
    folded f;
    if (!fold(form, &f)) return 0;
    uint32_t *head;
    bool is_new;
    dg_map *map = stem == STEM_N ? &n->phrases : &n->stems;
    if (!dg_map_put(map, folded_str(&f), &head, &is_new)) return no_memory(err);
    if (!is_new && widen(n, *head, row, f.upper, langs)) return 0;
    /* rows of earlier tables first: walk to the chain's end */
    uint32_t last = *head;
    while (last && n->postings[last - 1].next) last = n->postings[last - 1].next;
    posting p = {row,  0,      langs, f.n_letters >= 4 && count_bits(f.upper) == f.n_letters,
                 stem, f.upper};
    if (!DG_PUSH(n->arena, n->postings, n->n_postings, n->cap_postings, p)) return no_memory(err);
    if (last)
        n->postings[last - 1].next = n->n_postings;
    else
        *head = n->n_postings;
    return is_new && !note_first(n, map->entries[map->n - 1].key) ? no_memory(err) : 0;
}

/* A listed form: whole, or a stem. */
static int add_listed(dg_names *n, dg_str form, uint32_t row, uint32_t langs, stem_kind stem,
                      dg_err *err) {
    if (!form.n || form.p[form.n - 1] != '~') return add_form(n, form, row, langs, STEM_N, err);
    return add_form(n, dg_str_cut(form, 0, form.n - 1), row, langs, (uint8_t)stem, err);
}

static bool is_fixed_column(dg_str name) {
    static const char *const fixed[] = {"all", "key", "id", "ids"};
    for (size_t i = 0; i < DG_LEN(fixed); i++)
        if (dg_str_is(name, fixed[i])) return true;
    return false;
}

/* The bits of a column: one language, all for `all` and `names`, 0 for the others. */
static uint32_t column_langs(dg_names *n, dg_str name) {
    if (dg_str_is(name, "all") || dg_str_is(name, "names")) return UINT32_MAX;
    if (name.n < 2 || name.n > 3 || is_fixed_column(name)) return 0;
    for (uint32_t i = 0; i < n->n_langs; i++)
        if (dg_str_eq(n->langs[i], name)) return 1u << i;
    if (n->n_langs == MAX_LANGS) return 0;
    n->langs[n->n_langs] = name;
    return 1u << n->n_langs++;
}

static int load_inflection(dg_names *n, const char *dir, dg_err *err) {
    dg_table t;
    int rc = dg_table_load(dir, "inflection.tsv", n->arena, &t, err);
    if (rc) return rc == DG_E_NOT_FOUND ? 0 : rc;
    uint32_t kind = dg_table_column(&t, "kind");
    for (uint32_t r = 0; r < t.n_rows; r++) {
        uint32_t k = 0, c, at;
        while (k < STEM_N && !dg_str_is(dg_table_cell(&t, r, kind), stem_names[k])) k++;
        if (k == STEM_N)
            return dg_err_set(err, DG_E_LEXICON, 0, "%s:%u: unknown kind", t.path, t.lines[r]);
        for (c = 0; c < t.n_columns; c++) {
            uint32_t langs = column_langs(n, t.names[c]);
            dg_str e;
            for (at = 0; langs && dg_table_alt(dg_table_cell(&t, r, c), &at, &e);) {
                bool plural = e.p[e.n - 1] == '+', singular = e.p[e.n - 1] == '=';
                if (plural || singular) e.n--;
                if (dg_str_is(e, "0")) e = DG_STR("");
                if (!DG_PUSH(n->arena, n->endings[k], n->n_endings[k], n->cap_endings[k],
                             ((ending){e, langs, plural, singular})))
                    return dg_err_set(err, DG_E_NOMEM, 0, "%s", t.path);
                if (k < STEM_GENITIVE && e.n > n->longest_ending) n->longest_ending = e.n;
            }
        }
    }
    return 0;
}

/* ---- one table ---- */

typedef struct source {
    const char *file, *key;
    uint8_t kind; /* dg_name_kind; countries.tsv: by its column */
    uint8_t stem;
} source;

static const source sources[] = {
    {"countries.tsv", "code", DG_NAME_COUNTRY, STEM_NOUN},
    {"regions.tsv", "key", DG_NAME_REGION, STEM_NOUN},
    {"organisations.tsv", "key", DG_NAME_ORGANISATION, STEM_NOUN},
    {"institutions.tsv", "id", DG_NAME_INSTITUTION, STEM_NOUN},
    {"roles.tsv", "id", DG_NAME_ROLE, STEM_ROLE},
    {"people.tsv", "key", DG_NAME_PERSON, STEM_NOUN},
    {"outlets.tsv", "key", DG_NAME_OUTLET, STEM_NOUN},
    {"pronouns.tsv", "kind", DG_NAME_PRONOUN, STEM_NOUN},
};

static const struct {
    const char *kind;
    uint8_t name, stem;
} country_kinds[] = {
    {"name", DG_NAME_COUNTRY, STEM_NOUN},    {"adj", DG_NAME_ADJECTIVE, STEM_ADJ},
    {"people", DG_NAME_PEOPLE, STEM_PEOPLE}, {"capital", DG_NAME_CAPITAL, STEM_NOUN},
    {"seat", DG_NAME_SEAT, STEM_NOUN},       {"city", DG_NAME_CITY, STEM_NOUN},
};

static void copy_code(char out[4], dg_str code) {
    memset(out, 0, 4);
    if (code.n && code.n <= 3) memcpy(out, code.p, code.n);
}

static uint16_t year_of(dg_str s, uint16_t otherwise) {
    uint32_t y = 0;
    for (uint32_t i = 0; i < s.n && i < 4; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9') y = y * 10 + (uint32_t)(s.p[i] - '0');
    return s.n ? (uint16_t)y : otherwise;
}

/* "president 2000-2008; prime-minister 2008-; spy": years may be missing. */
static int load_offices(dg_names *n, dg_str cell, dg_name *row, dg_err *err) {
    uint32_t at = 0, cap = 0;
    dg_office *list = NULL;
    dg_str one;
    while (dg_table_alt(cell, &at, &one)) {
        uint32_t space = one.n;
        while (space && one.p[space - 1] != ' ') space--;
        dg_str role = space ? dg_str_cut(one, 0, space - 1) : one;
        dg_str years = space ? dg_str_cut(one, space, one.n) : DG_STR("");
        uint32_t dash = 0;
        while (dash < years.n && years.p[dash] != '-') dash++;
        dg_office o = {role, year_of(dg_str_cut(years, 0, dash), 0), 9999};
        if (years.n)
            o.to = dash < years.n ? year_of(dg_str_cut(years, dash + 1, years.n), 9999) : o.from;
        if (!DG_PUSH(n->arena, list, row->n_offices, cap, o)) return no_memory(err);
    }
    row->offices = list;
    return 0;
}

static int set_kind(const source *src, const dg_table *t, uint32_t r, dg_name *row,
                    uint8_t *ret_stem, dg_err *err) {
    row->kind = src->kind;
    *ret_stem = src->stem;
    if (src->kind != DG_NAME_COUNTRY) return 0;
    copy_code(row->country, row->key);
    for (size_t i = 0; i < DG_LEN(country_kinds); i++)
        if (dg_str_is(row->sub, country_kinds[i].kind)) {
            row->kind = country_kinds[i].name;
            *ret_stem = country_kinds[i].stem;
            return 0;
        }
    return dg_err_set(err, DG_E_LEXICON, 0, "%s:%u: unknown kind", t->path, t->lines[r]);
}

/* "kind/what" in out; the empty string when it does not fit. */
static dg_str pair_key(char out[64], dg_str kind, dg_str what) {
    if (kind.n + what.n + 1 > 64) return DG_STR("");
    memcpy(out, kind.p, kind.n);
    out[kind.n] = '/';
    memcpy(out + kind.n + 1, what.p, what.n);
    return (dg_str){out, kind.n + 1 + what.n};
}

/* "RUS" and "nato" as they are; "role:ambassador", "body:parliament", "capital:RUS"; the empty
 * string for rows that have no label. */
static dg_str label_key(char out[64], uint8_t kind, dg_str key) {
    const char *prefix = kind == DG_NAME_COUNTRY || kind == DG_NAME_ORGANISATION ? ""
                         : kind == DG_NAME_ROLE                                  ? "role:"
                         : kind == DG_NAME_INSTITUTION                           ? "body:"
                         : kind == DG_NAME_CAPITAL                               ? "capital:"
                                                                                 : NULL;
    uint32_t n = prefix ? (uint32_t)strlen(prefix) : 64;
    if (n + key.n > 64) return DG_STR("");
    memcpy(out, prefix, n);
    memcpy(out + n, key.p, key.n);
    return (dg_str){out, n + key.n};
}

/* The first form of a row in each language; a stem as it stands. */
static bool note_label(dg_names *n, uint8_t kind, dg_str row_key, dg_str lang, dg_str form) {
    char key[64], label[64];
    uint32_t *slot;
    dg_str code = label_key(label, kind, row_key);
    if (!code.n) return true;
    if (form.n && form.p[form.n - 1] == '~') form.n--;
    if (!dg_map_put(&n->labels, pair_key(key, code, lang), &slot, NULL)) return false;
    if (*slot) return true;
    if (!DG_PUSH(n->arena, n->label, n->n_label, n->cap_label, form)) return false;
    *slot = n->n_label;
    return true;
}

enum { MAX_COLUMNS = 48 };

/* Where the fixed columns of a table stand, and the languages of the others. */
typedef struct columns {
    uint32_t key, kind, country, sector, offices, gender, n;
    uint32_t langs[MAX_COLUMNS];
} columns;

static int find_columns(dg_names *n, const source *src, const dg_table *t, columns *ret,
                        dg_err *err) {
    *ret = (columns){dg_table_column(t, src->key),
                     dg_table_column(t, "kind"),
                     dg_table_column(t, "country"),
                     dg_table_column(t, "sector"),
                     dg_table_column(t, "offices"),
                     dg_table_column(t, "gender"),
                     t->n_columns,
                     {0}};
    if (ret->key == DG_NONE || t->n_columns > MAX_COLUMNS)
        return dg_err_set(err, DG_E_LEXICON, 0, "%s: no column \"%s\", or too many columns",
                          t->path, src->key);
    for (uint32_t c = 0; c < t->n_columns; c++) ret->langs[c] = column_langs(n, t->names[c]);
    return 0;
}

static bool add_skeleton(dg_names *n, dg_str name, const char *country, uint32_t row);
static bool add_family(dg_names *n, dg_str name, const char *country, uint32_t row);

/* One form of a row: into the phrases; the first of its language is its label. */
static int load_form(dg_names *n, const dg_name *row, dg_str column, dg_str form, bool first,
                     uint32_t langs, uint8_t stem, dg_err *err) {
    bool ok = !first || note_label(n, row->kind, row->key, column, form);
    return ok ? add_listed(n, form, n->n_rows, langs, (stem_kind)stem, err) : no_memory(err);
}

/* "countries.tsv:17"; NULL without memory. */
static const char *place_of(dg_arena *arena, const char *file, uint32_t line) {
    char digits[10];
    uint32_t at = sizeof digits;
    do digits[--at] = (char)('0' + line % 10);
    while (line /= 10);
    return dg_arena_join(arena, dg_str_of(file), DG_STR(":"),
                         (dg_str){digits + at, (uint32_t)sizeof digits - at})
        .p;
}

static int load_row(dg_names *n, const source *src, const dg_table *t, const columns *cols,
                    uint32_t r, dg_err *err) {
    dg_name row = {.key = dg_table_cell(t, r, cols->key), .sub = dg_table_cell(t, r, cols->kind)};
    copy_code(row.country, dg_table_cell(t, r, cols->country));
    copy_code(row.sector, dg_table_cell(t, r, cols->sector));
    dg_str gender = dg_table_cell(t, r, cols->gender);
    row.gender = gender.n ? gender.p[0] : 0;
    uint8_t stem;
    int rc = set_kind(src, t, r, &row, &stem, err);
    if (rc || (rc = load_offices(n, dg_table_cell(t, r, cols->offices), &row, err))) return rc;
    if (!(row.why = place_of(n->arena, src->file, t->lines[r]))) return no_memory(err);
    for (uint32_t c = 0; c < t->n_columns; c++) {
        uint32_t at = 0;
        dg_str form;
        bool first = true;
        while (cols->langs[c] && dg_table_alt(dg_table_cell(t, r, c), &at, &form)) {
            if (!row.form.p) row.form = form;
            rc = load_form(n, &row, t->names[c], form, first, cols->langs[c], stem, err);
            if (rc) return rc;
            first = false;
        }
    }
    return DG_PUSH(n->arena, n->rows, n->n_rows, n->cap_rows, row) ? 0 : no_memory(err);
}

static int load_table(dg_names *n, const source *src, const dg_table *t, dg_err *err) {
    columns cols;
    int rc = t->n_rows ? find_columns(n, src, t, &cols, err) : 0;
    for (uint32_t r = 0; !rc && r < t->n_rows; r++) rc = load_row(n, src, t, &cols, r, err);
    return rc;
}

/* Room for all rows, and for about as many phrases as there will be (five or six a row,
 * 2026-11-21). */
static bool make_room(dg_names *n, const dg_table tables[DG_LEN(sources)]) {
    uint32_t rows = 0;
    for (size_t i = 0; i < DG_LEN(sources); i++) rows += tables[i].n_rows;
    n->rows = dg_arena_alloc(n->arena, rows * sizeof *n->rows);
    n->postings = dg_arena_alloc(n->arena, rows * 6 * sizeof *n->postings);
    n->cap_rows = rows, n->cap_postings = rows * 6;
    return n->rows && n->postings && dg_map_reserve(&n->phrases, rows * 4) &&
           dg_map_reserve(&n->firsts, rows * 3) && dg_map_reserve(&n->seconds, rows * 2);
}

/* Full names of persons, by sound; base: the row of the table's first line. Touches nothing that
 * the other rows are put into, so that both can be done at once. */
static int load_sounds(dg_names *n, const dg_table *t, uint32_t base, dg_err *err) {
    uint32_t names = dg_table_column(t, "names"), country = dg_table_column(t, "country");
    bool ok =
        dg_map_reserve(&n->skeletons, t->n_rows * 2) && dg_map_reserve(&n->families, t->n_rows * 3);
    for (uint32_t r = 0; r < t->n_rows && ok; r++) {
        char code[4];
        dg_str form;
        copy_code(code, dg_table_cell(t, r, country));
        for (uint32_t at = 0; ok && dg_table_alt(dg_table_cell(t, r, names), &at, &form);)
            if (memchr(form.p, ' ', form.n))
                ok = add_skeleton(n, form, code, base + r) && add_family(n, form, code, base + r);
    }
    return ok ? 0 : no_memory(err);
}

typedef struct filling {
    dg_names *n;
    const dg_table *tables;
    int rc[2];
    dg_err err[2];
} filling;

static void fill_rows(void *self) {
    filling *f = self;
    for (size_t i = 0; !f->rc[0] && i < DG_LEN(sources); i++)
        f->rc[0] = load_table(f->n, &sources[i], &f->tables[i], &f->err[0]);
}

static void fill_sounds(void *self) {
    filling *f = self;
    uint32_t base = 0;
    for (size_t i = 0; i < DG_LEN(sources); base += f->tables[i++].n_rows)
        if (sources[i].kind == DG_NAME_PERSON)
            f->rc[1] = load_sounds(f->n, &f->tables[i], base, &f->err[1]);
}

/* All tables of names; one that is not there has no rows. */
static int load_tables(dg_names *n, const char *dir, dg_err *err) {
    dg_table tables[DG_LEN(sources)] = {{0}};
    for (size_t i = 0; i < DG_LEN(sources); i++) {
        int rc = dg_table_load(dir, sources[i].file, n->arena, &tables[i], err);
        if (rc && rc != DG_E_NOT_FOUND) return rc;
    }
    if (!make_room(n, tables)) return no_memory(err);
    filling f = {.n = n, .tables = tables};
    if (n->sounds != n->arena)
        dg_pool_both(fill_rows, fill_sounds, &f);
    else {
        fill_rows(&f);
        fill_sounds(&f);
    }
    int failed = f.rc[0] ? 0 : 1;
    if (f.rc[failed] && err) *err = f.err[failed];
    return f.rc[failed];
}

/* ---- names of persons by sound ---- */

static uint32_t count_words(dg_str s) {
    uint32_t n = s.n > 0;
    for (uint32_t i = 0; i + 1 < s.n; i++) n += s.p[i] == ' ' && s.p[i + 1] != ' ';
    return n;
}

/* The family name of a full name without "al-" and the like. */
static dg_str family_of(dg_str name, bool first) {
    uint32_t i = first ? 0 : name.n;
    if (first) {
        while (i < name.n && name.p[i] != ' ') i++;
        return dg_str_cut(name, 0, i);
    }
    while (i && name.p[i - 1] != ' ') i--;
    dg_str f = dg_str_cut(name, i, name.n);
    if (f.n > 4 && f.p[2] == '-' && (f.p[1] == 'l' || f.p[0] == 'a' || f.p[0] == 'e'))
        f = dg_str_cut(f, 3, f.n);
    return f;
}

static bool chain_family(dg_names *n, dg_str key, uint32_t row) {
    uint32_t *head;
    if (!dg_map_put(&n->families, key, &head, NULL)) return false;
    for (uint32_t i = *head; i; i = n->chain[i - 1].next)
        if (n->chain[i - 1].row == row) return true;
    if (!DG_PUSH(n->sounds, n->chain, n->n_chain, n->cap_chain, ((struct chain){row, *head})))
        return false;
    *head = n->n_chain;
    return true;
}

/* "=" and the letters: asked before the sounds, so that "Bush" is not "Buz". */
static dg_str spelling_key(const dg_names *n, dg_arena *scratch, dg_str family, char out[PHRASE]) {
    out[0] = '=';
    uint32_t len = dg_spelling_letters(n->spelling, scratch, family, true, out + 1, PHRASE - 1);
    return (dg_str){out, len ? len + 1 : 0};
}

/* Does the family name stand first? Not in "Carrie Lam". */
static bool is_family_first(dg_names *n, dg_str name, const char *country) {
    dg_spelled words;
    if (!dg_names_listed(n, "family-first", dg_str_of(country))) return false;
    dg_spelling_words(n->spelling, n->sounds, name, &words);
    return words.family_first;
}

static bool add_family(dg_names *n, dg_str name, const char *country, uint32_t row) {
    char out[PHRASE];
    dg_str family = family_of(name, is_family_first(n, name, country));
    if (n->last_row == row + 1 && dg_str_eq(family, n->last_family)) return true;
    n->last_row = row + 1, n->last_family = family;
    dg_str exact = spelling_key(n, n->sounds, family, out);
    if (exact.n && !chain_family(n, exact, row)) return false;
    if (!dg_spelling_transliterated(n->spelling, dg_str_of(country))) return true;
    uint32_t len = dg_spelling_key(n->spelling, n->sounds, family, out, sizeof out);
    return !len || chain_family(n, (dg_str){out, len}, row);
}

/* By sound where names are transliterated, else letter by letter. */
static bool add_skeleton(dg_names *n, dg_str name, const char *country, uint32_t row) {
    char out[PHRASE];
    uint32_t len = dg_spelling_transliterated(n->spelling, dg_str_of(country))
                       ? dg_spelling_key(n->spelling, n->sounds, name, out, sizeof out)
                       : dg_spelling_letters(n->spelling, n->sounds, name, true, out + 1,
                                             sizeof out - 1),
             *slot;
    if (!len) return true;
    if (!dg_spelling_transliterated(n->spelling, dg_str_of(country))) out[0] = '=', len++;
    if (!dg_map_put(&n->skeletons, (dg_str){out, len}, &slot, NULL)) return false;
    *slot = *slot && *slot != row + 1 ? AMBIGUOUS : row + 1;
    return true;
}

/* After all tables: what is asked by code. */
static int index_countries(dg_names *n, dg_err *err) {
    for (uint32_t i = 0; i < n->n_rows; i++) {
        const dg_name *row = &n->rows[i];
        uint32_t *slot;
        if (row->kind != DG_NAME_COUNTRY && row->kind != DG_NAME_ROLE) continue;
        dg_map *map = row->kind == DG_NAME_ROLE ? &n->roles : &n->countries;
        if (!dg_map_put_ref(map, row->key, &slot, NULL)) return no_memory(err);
        if (!*slot) *slot = i + 1;
    }
    return 0;
}

static int index_listed(dg_names *n, const char *dir, dg_err *err) {
    dg_table t;
    int rc = dg_table_load(dir, "pronouns.tsv", n->arena, &t, err);
    if (rc) return rc == DG_E_NOT_FOUND ? 0 : rc;
    uint32_t kind = dg_table_column(&t, "kind"), ids = dg_table_column(&t, "ids"), *slot;
    for (uint32_t r = 0; r < t.n_rows; r++) {
        uint32_t at = 0;
        dg_str what;
        char key[64];
        while (dg_table_alt(dg_table_cell(&t, r, ids), &at, &what))
            if (!dg_map_put(&n->listed, pair_key(key, dg_table_cell(&t, r, kind), what), &slot,
                            NULL))
                return no_memory(err);
    }
    return 0;
}

int dg_names_load(const char *dir, dg_arena *arena, dg_names **ret, dg_err *err) {
    return dg_names_load_both(dir, arena, arena, ret, err);
}

int dg_names_load_both(const char *dir, dg_arena *arena, dg_arena *sounds, dg_names **ret,
                       dg_err *err) {
    dg_names *n = dg_arena_zalloc(arena, 1, sizeof *n);
    if (!n || !(n->heads = dg_arena_zalloc(arena, HEAD_BITS / 64, sizeof *n->heads)))
        return no_memory(err);
    n->arena = arena;
    n->sounds = sounds;
    dg_map *maps[] = {&n->phrases, &n->stems,     &n->firsts,   &n->seconds, &n->countries,
                      &n->roles,   &n->skeletons, &n->families, &n->listed,  &n->labels};
    for (size_t i = 0; i < DG_LEN(maps); i++) dg_map_init(maps[i], arena);
    dg_map_init(&n->skeletons, sounds);
    dg_map_init(&n->families, sounds);
    int rc = load_inflection(n, dir, err);
    if (!rc) rc = dg_spelling_load(dir, arena, &n->spelling, err);
    if (!rc) rc = index_listed(n, dir, err);
    if (!rc) rc = load_tables(n, dir, err);
    if (!rc) rc = index_countries(n, err);
    if (rc) return rc;
    *ret = n;
    return 0;
}

/* ---- asking ---- */

uint32_t dg_names_lang(const dg_names *n, dg_str lang) {
    if (dg_str_is(lang, "no") || dg_str_is(lang, "nn"))
        lang = DG_STR("nb"); /* one table for both written Norwegians */
    for (uint32_t i = 0; i < n->n_langs; i++)
        if (dg_str_eq(n->langs[i], lang)) return 1u << i;
    return UINT32_MAX;
}

/* Most bytes of a phrase that begins with the folded word; 0: none. Its genitive and its stem count
 * too. */
static uint32_t longest_from(const dg_names *n, dg_str word) {
    if (!may_begin(n, word)) return 0;
    uint32_t most = dg_map_get(&n->firsts, word);
    for (uint32_t cut = 1; most == DG_NONE && cut <= n->longest_ending + 2 && word.n > cut + 1;
         cut++) /* "Kinas" */
        most = dg_map_get(&n->firsts, dg_str_cut(word, 0, word.n - cut));
    return most == DG_NONE ? 0 : most;
}

uint32_t dg_names_longest(const dg_names *n, dg_str s) {
    folded f;
    dg_str word = first_word(s);
    if (!word.n || word.n > PHRASE / 2 || !fold(word, &f)) return 0;
    uint32_t first = f.n, most = longest_from(n, folded_str(&f));
    if (most <= first) return most;
    /* is there a phrase that goes on like this? */
    if (!fold(dg_str_cut(s, 0, word.n + 12), &f)) return first;
    for (uint32_t more = SECOND_BYTES; more; more--)
        if (dg_map_has(&n->seconds, second_key(folded_str(&f), first, more))) return most;
    return first;
}

static bool case_fits(const posting *p, uint64_t upper, bool any_case) {
    return any_case || !(p->upper & ~upper) || (p->acronym && (upper & 1));
}

static const ending *find_ending(const dg_names *n, const posting *p, dg_str tail, uint32_t langs) {
    for (uint32_t i = 0; i < n->n_endings[p->stem]; i++) {
        const ending *e = &n->endings[p->stem][i];
        if ((e->langs & langs & p->langs) && dg_str_eq(e->text, tail)) return e;
    }
    return NULL;
}

static void take_row(const dg_names *n, uint32_t row, dg_name_hits *ret) {
    for (uint32_t k = 0; k < ret->n; k++)
        if (ret->rows[k] == &n->rows[row]) return;
    if (ret->n < DG_NAME_HITS) ret->rows[ret->n++] = &n->rows[row];
}

static void gather_stems(const dg_names *n, dg_str key, uint64_t upper, uint32_t langs,
                         bool any_case, dg_name_hits *ret) {
    for (uint32_t cut = 0; cut <= n->longest_ending && key.n > cut + 1 && !ret->n;
         cut++) { /* the shortest ending */
        uint32_t head = dg_map_get(&n->stems, dg_str_cut(key, 0, key.n - cut));
        if (head == DG_NONE) continue;
        dg_str tail = dg_str_cut(key, key.n - cut, key.n);
        for (uint32_t i = head; i; i = n->postings[i - 1].next) {
            const posting *p = &n->postings[i - 1];
            const ending *e = (p->langs & langs) && case_fits(p, upper, any_case)
                                  ? find_ending(n, p, tail, langs)
                                  : NULL;
            if (!e) continue;
            take_row(n, p->row, ret);
            ret->plural |= e->plural;
            ret->singular |= e->singular;
        }
    }
}

/* Kinds of names in the order of the tables, whatever form they were found by. */
static void sort_rows(dg_name_hits *h) {
    for (uint32_t i = 1; i < h->n; i++)
        for (uint32_t k = i; k && h->rows[k - 1] > h->rows[k]; k--) {
            const dg_name *t = h->rows[k];
            h->rows[k] = h->rows[k - 1], h->rows[k - 1] = t;
        }
}

static bool gather(const dg_names *n, dg_str key, uint64_t upper, uint32_t langs, bool any_case,
                   dg_name_hits *ret) {
    uint32_t head = dg_map_get(&n->phrases, key);
    ret->n = 0;
    for (uint32_t i = head == DG_NONE ? 0 : head; i; i = n->postings[i - 1].next) {
        const posting *p = &n->postings[i - 1];
        if ((p->langs & langs) && case_fits(p, upper, any_case)) take_row(n, p->row, ret);
    }
    if (!ret->n) gather_stems(n, key, upper, langs, any_case, ret);
    sort_rows(ret);
    return ret->n > 0;
}

static bool find(const dg_names *n, dg_str phrase, uint32_t langs, bool any_case,
                 dg_name_hits *ret) {
    folded f;
    ret->n = 0, ret->genitive = ret->plural = ret->singular = false;
    if (!fold(phrase, &f)) return false;
    if (gather(n, folded_str(&f), f.upper, langs, any_case, ret)) return true;
    for (uint32_t i = 0; i < n->n_endings[STEM_GENITIVE]; i++) {
        const ending *e = &n->endings[STEM_GENITIVE][i];
        if (!(e->langs & langs) || f.n < e->text.n + 2 || !dg_str_ends(folded_str(&f), e->text))
            continue;
        if (!gather(n, (dg_str){f.p, f.n - e->text.n}, f.upper, langs, any_case, ret)) continue;
        if (ret->rows[0]->kind == DG_NAME_PRONOUN && f.n < 6)
            continue; /* "des" is not the genitive of "de" */
        ret->genitive = true;
        return true;
    }
    ret->n = 0;
    return false;
}

bool dg_names_find(const dg_names *n, dg_str phrase, uint32_t langs, dg_name_hits *ret) {
    return find(n, phrase, langs, false, ret);
}

/* Keeps the rows whose kind is in the set of bits. */
static bool keep_kinds(dg_name_hits *h, uint32_t kinds) {
    uint32_t k = 0;
    for (uint32_t i = 0; i < h->n; i++)
        if (kinds >> h->rows[i]->kind & 1) h->rows[k++] = h->rows[i];
    h->n = k;
    return k > 0;
}

enum {
    OF_STATE = 1u << DG_NAME_COUNTRY | 1u << DG_NAME_CAPITAL | 1u << DG_NAME_SEAT |
               1u << DG_NAME_ADJECTIVE,
    HEADS = 1u << DG_NAME_ROLE | 1u << DG_NAME_INSTITUTION,
    MODIFIERS = OF_STATE | 1u << DG_NAME_REGION | 1u << DG_NAME_ORGANISATION |
                1u << DG_NAME_INSTITUTION | 1u << DG_NAME_CITY | 1u << DG_NAME_PERSON |
                1u << DG_NAME_OUTLET | 1u << DG_NAME_PEOPLE,
    LEADS = 1u << DG_NAME_COUNTRY | 1u << DG_NAME_SEAT | 1u << DG_NAME_ADJECTIVE,
};

/* The left part of a compound, with its joint ("Sicherheitsrat-s-sekretär"). */
static bool find_modifier(const dg_names *n, dg_str left, uint32_t langs, dg_name_hits *ret) {
    folded f;
    ret->n = 0;
    if (!fold(dg_str_cut(left, 0, left.n < 8 ? left.n : 8), &f) ||
        !may_begin(n, first_word(folded_str(&f))))
        return false;
    if (find(n, left, langs, false, ret) && keep_kinds(ret, MODIFIERS)) return true;
    for (uint32_t i = 0; i < n->n_endings[STEM_JOINT]; i++) {
        const ending *e = &n->endings[STEM_JOINT][i];
        if (!(e->langs & langs) || !e->text.n || left.n < e->text.n + 3 ||
            !dg_str_ends(left, e->text))
            continue;
        if (find(n, dg_str_cut(left, 0, left.n - e->text.n), langs, false, ret) &&
            keep_kinds(ret, MODIFIERS))
            return true;
    }
    ret->n = 0;
    return false;
}

bool dg_names_solid(const dg_names *n, uint32_t langs) {
    for (uint32_t i = 0; i < n->n_endings[STEM_JOINT]; i++)
        if (n->endings[STEM_JOINT][i].langs & langs) return true;
    return false;
}

static bool starts_char(dg_str s, uint32_t at) {
    return ((uint8_t)s.p[at] & 0xC0) != 0x80;
}

/* Does the listed head want a capital that the whole word has not? German nouns are written large.
 */
static bool head_in_place(const dg_names *n, dg_str word, dg_str right, uint32_t langs,
                          dg_name_hits *ret) {
    char raised[PHRASE];
    uint32_t at = 0, first = 0;
    if (right.n + 4 > sizeof raised || !may_begin(n, right)) return false;
    uint32_t c = dg_utf8_next(right, &at), w = dg_utf8_next(word, &first);
    if (dg_is_upper(w)) c = dg_upper(c);
    uint32_t k = dg_utf8_put(c, raised);
    memcpy(raised + k, right.p + at, right.n - at);
    return find(n, (dg_str){raised, k + right.n - at}, langs, false, ret) && keep_kinds(ret, HEADS);
}

/* Words that only look like compounds: "billeder" has no leader, "Flugzeuge" no witness. */
static bool is_whole(const dg_names *n, dg_str word, uint32_t langs) {
    folded f;
    if (!n->n_endings[STEM_WHOLE] || !fold(word, &f)) return false;
    for (uint32_t i = 0; i < n->n_endings[STEM_WHOLE]; i++) {
        const ending *e = &n->endings[STEM_WHOLE][i];
        if ((e->langs & langs) && dg_str_ends(folded_str(&f), e->text)) return true;
    }
    return false;
}

static bool split_solid(const dg_names *n, dg_str word, uint32_t langs, dg_compound *ret) {
    if (is_whole(n, word, langs)) return false;
    for (uint32_t at = 3; at + 5 <= word.n; at++) {
        if (!starts_char(word, at)) continue;
        if (!head_in_place(n, word, dg_str_cut(word, at, word.n), langs, &ret->head)) continue;
        find_modifier(n, dg_str_cut(word, 0, at), langs, &ret->modifier);
        ret->split = at;
        return true;
    }
    ret->head.n = 0;
    for (uint32_t at = word.n > 4 ? word.n - 4 : 0; at >= 4; at--) {
        if (!starts_char(word, at)) continue;
        if (!find_modifier(n, dg_str_cut(word, 0, at), langs, &ret->modifier)) continue;
        if (!keep_kinds(&ret->modifier, LEADS)) continue;
        ret->split = at;
        return true;
    }
    return false;
}

bool dg_names_compound(const dg_names *n, dg_str word, uint32_t langs, dg_compound *ret) {
    memset(ret, 0, sizeof *ret);
    if (word.n > PHRASE / 2) return false;
    uint32_t hyphen = word.n;
    while (hyphen && word.p[hyphen - 1] != '-') hyphen--;
    if (!hyphen) return word.n >= 8 && dg_names_solid(n, langs) && split_solid(n, word, langs, ret);
    dg_str left = dg_str_cut(word, 0, hyphen - 1), right = dg_str_cut(word, hyphen, word.n);
    ret->split = hyphen;
    if (right.n > 1 && find(n, right, langs, false, &ret->head))
        keep_kinds(&ret->head, HEADS | OF_STATE);
    if (!ret->head.n && right.n >= 8 && dg_names_solid(n, langs)) {
        dg_compound inner;
        memset(&inner, 0, sizeof inner);
        if (split_solid(n, right, langs, &inner)) ret->head = inner.head;
    }
    if (left.n > 1) find_modifier(n, left, langs, &ret->modifier);
    return ret->head.n || ret->modifier.n;
}

dg_str dg_names_unprefix(const dg_names *n, dg_str name, uint32_t langs) {
    folded f;
    if (name.n < 5 || !fold(dg_str_cut(name, 0, name.n < 8 ? name.n : 8), &f)) return name;
    for (uint32_t i = 0; i < n->n_endings[STEM_PREFIX]; i++) {
        const ending *e = &n->endings[STEM_PREFIX][i];
        if (!(e->langs & langs) || name.n < e->text.n + 3 || name.p[e->text.n] != '-') continue;
        if (dg_str_starts(folded_str(&f), e->text)) return dg_str_cut(name, e->text.n + 1, name.n);
    }
    return name;
}

const dg_name *dg_names_country(const dg_names *n, dg_str code) {
    uint32_t row = dg_map_get(&n->countries, code);
    return row == DG_NONE || !row ? NULL : &n->rows[row - 1];
}

static const dg_name *person_of_key(const dg_names *n, dg_str key) {
    uint32_t row = key.n ? dg_map_get(&n->skeletons, key) : DG_NONE;
    return row == DG_NONE || row == AMBIGUOUS || !row ? NULL : &n->rows[row - 1];
}

/* One word, but for names in scripts that set no spaces. */
static bool is_full_name(dg_str name) {
    return count_words(name) > 1 || (name.n && (uint8_t)name.p[0] >= 0xE3);
}

const dg_name *dg_names_person(const dg_names *n, dg_arena *scratch, dg_str name) {
    char out[PHRASE];
    if (!is_full_name(name)) return NULL;
    uint32_t len = dg_spelling_key(n->spelling, scratch, name, out, sizeof out);
    const dg_name *row = person_of_key(n, (dg_str){out, len});
    out[0] = '=';
    for (int middle = 1; !row && middle >= 0; middle--) {
        len = dg_spelling_letters(n->spelling, scratch, name, middle, out + 1, sizeof out - 1);
        if (len) row = person_of_key(n, (dg_str){out, len + 1});
    }
    return row;
}

uint32_t dg_names_family(const dg_names *n, dg_arena *scratch, dg_str family, bool exact,
                         const dg_name *out[], uint32_t cap) {
    char key[PHRASE];
    family = family_of(family, false);
    uint32_t k = 0, head = dg_map_get(&n->families, spelling_key(n, scratch, family, key));
    if (head == DG_NONE && !exact) {
        uint32_t len = dg_spelling_key(n->spelling, scratch, family, key, sizeof key);
        head = len ? dg_map_get(&n->families, (dg_str){key, len}) : DG_NONE;
    }
    for (uint32_t i = head == DG_NONE ? 0 : head; i && k < cap; i = n->chain[i - 1].next)
        out[k++] = &n->rows[n->chain[i - 1].row];
    return k;
}

const dg_spelling *dg_names_spelling(const dg_names *n) {
    return n->spelling;
}

bool dg_names_listed(const dg_names *n, const char *kind, dg_str what) {
    char key[64];
    return dg_map_has(&n->listed, pair_key(key, dg_str_of(kind), what));
}

dg_str dg_names_label(const dg_names *n, dg_str code, uint32_t langs) {
    return dg_names_label_of(n, DG_NAME_COUNTRY, code, langs);
}

dg_str dg_names_label_of(const dg_names *n, dg_name_kind kind, dg_str row_key, uint32_t langs) {
    char label[64];
    dg_str code = label_key(label, (uint8_t)kind, row_key);
    for (uint32_t i = 0; i < n->n_langs; i++) {
        if (!(langs >> i & 1)) continue;
        char key[64];
        uint32_t at = dg_map_get(&n->labels, pair_key(key, code, n->langs[i]));
        if (at != DG_NONE && at) return n->label[at - 1];
    }
    return DG_STR_NULL;
}

const char *dg_names_sector(const dg_names *n, dg_str role) {
    uint32_t row = dg_map_get(&n->roles, role);
    return row == DG_NONE || !row ? "" : n->rows[row - 1].sector;
}

bool dg_name_held(const dg_name *person, dg_str role, int year) {
    for (uint32_t i = 0; i < person->n_offices; i++) {
        const dg_office *o = &person->offices[i];
        if (role.p && !dg_str_eq(o->role, role)) continue;
        if (!year || (o->from <= year && year <= o->to)) return true;
    }
    return false;
}
