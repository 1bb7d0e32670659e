/* names_load.c: the tables, row by row, into what names.c asks. Two threads: names by sound are
 * filled beside the other rows. See names_work.h. */
#include "base/pool.h"
#include "lexicon/names_work.h"
#include "lexicon/table.h"

typedef struct source {
    const char *file, *key;
    uint8_t kind; /* dg_name_kind; countries.tsv: by its column */
    uint8_t stem;
} source;

static const source sources[] = {
    {"countries.tsv", "code", DG_NAME_COUNTRY, DG_STEM_NOUN},
    {"regions.tsv", "key", DG_NAME_REGION, DG_STEM_NOUN},
    {"organisations.tsv", "key", DG_NAME_ORGANISATION, DG_STEM_NOUN},
    {"institutions.tsv", "id", DG_NAME_INSTITUTION, DG_STEM_NOUN},
    {"roles.tsv", "id", DG_NAME_ROLE, DG_STEM_ROLE},
    {"people.tsv", "key", DG_NAME_PERSON, DG_STEM_NOUN},
    {"outlets.tsv", "key", DG_NAME_OUTLET, DG_STEM_NOUN},
    {"pronouns.tsv", "kind", DG_NAME_PRONOUN, DG_STEM_NOUN},
};

static const struct {
    const char *kind;
    uint8_t name, stem;
} country_kinds[] = {
    {"name", DG_NAME_COUNTRY, DG_STEM_NOUN},    {"adj", DG_NAME_ADJECTIVE, DG_STEM_ADJ},
    {"people", DG_NAME_PEOPLE, DG_STEM_PEOPLE}, {"capital", DG_NAME_CAPITAL, DG_STEM_NOUN},
    {"seat", DG_NAME_SEAT, DG_STEM_NOUN},       {"city", DG_NAME_CITY, DG_STEM_NOUN},
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
        if (!DG_PUSH(n->arena, list, row->n_offices, cap, o)) return dg_names_no_memory(err);
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

dg_str dg_names_pair_key(char out[64], dg_str kind, dg_str what) {
    if (kind.n + what.n + 1 > 64) return DG_STR("");
    memcpy(out, kind.p, kind.n);
    out[kind.n] = '/';
    memcpy(out + kind.n + 1, what.p, what.n);
    return (dg_str){out, kind.n + 1 + what.n};
}

dg_str dg_names_label_key(char out[64], uint8_t kind, dg_str key) {
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
    dg_str code = dg_names_label_key(label, kind, row_key);
    if (!code.n) return true;
    if (form.n && form.p[form.n - 1] == '~') form.n--;
    if (!dg_map_put(&n->labels, dg_names_pair_key(key, code, lang), &slot, NULL)) return false;
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
    for (uint32_t c = 0; c < t->n_columns; c++)
        ret->langs[c] = dg_names_column_langs(n, t->names[c]);
    return 0;
}

/* One form of a row: into the phrases; the first of its language is its label. */
static int load_form(dg_names *n, const dg_name *row, dg_str column, dg_str form, bool first,
                     uint32_t langs, uint8_t stem, dg_err *err) {
    bool ok = !first || note_label(n, row->kind, row->key, column, form);
    return ok ? dg_names_add_listed(n, form, n->n_rows, langs, (dg_stem_kind)stem, err)
              : dg_names_no_memory(err);
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
    if (!(row.why = place_of(n->arena, src->file, t->lines[r]))) return dg_names_no_memory(err);
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
    return DG_PUSH(n->arena, n->rows, n->n_rows, n->cap_rows, row) ? 0 : dg_names_no_memory(err);
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
                ok = dg_names_add_skeleton(n, form, code, base + r) &&
                     dg_names_add_family(n, form, code, base + r);
    }
    return ok ? 0 : dg_names_no_memory(err);
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
    if (!make_room(n, tables)) return dg_names_no_memory(err);
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

/* After all tables: what is asked by code. */
static int index_countries(dg_names *n, dg_err *err) {
    for (uint32_t i = 0; i < n->n_rows; i++) {
        const dg_name *row = &n->rows[i];
        uint32_t *slot;
        if (row->kind != DG_NAME_COUNTRY && row->kind != DG_NAME_ROLE) continue;
        dg_map *map = row->kind == DG_NAME_ROLE ? &n->roles : &n->countries;
        if (!dg_map_put_ref(map, row->key, &slot, NULL)) return dg_names_no_memory(err);
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
            if (!dg_map_put(&n->listed, dg_names_pair_key(key, dg_table_cell(&t, r, kind), what),
                            &slot, NULL))
                return dg_names_no_memory(err);
    }
    return 0;
}

int dg_names_load(const char *dir, dg_arena *arena, dg_names **ret, dg_err *err) {
    return dg_names_load_both(dir, arena, arena, ret, err);
}

int dg_names_load_both(const char *dir, dg_arena *arena, dg_arena *sounds, dg_names **ret,
                       dg_err *err) {
    dg_names *n = dg_arena_zalloc(arena, 1, sizeof *n);
    if (!n || !(n->heads = dg_arena_zalloc(arena, DG_NAMES_HEADS / 64, sizeof *n->heads)))
        return dg_names_no_memory(err);
    n->arena = arena;
    n->sounds = sounds;
    dg_map *maps[] = {&n->phrases, &n->stems,     &n->firsts,   &n->seconds, &n->countries,
                      &n->roles,   &n->skeletons, &n->families, &n->listed,  &n->labels};
    for (size_t i = 0; i < DG_LEN(maps); i++) dg_map_init(maps[i], arena);
    dg_map_init(&n->skeletons, sounds);
    dg_map_init(&n->families, sounds);
    int rc = dg_names_load_inflection(n, dir, err);
    if (!rc) rc = dg_spelling_load(dir, arena, &n->spelling, err);
    if (!rc) rc = index_listed(n, dir, err);
    if (!rc) rc = load_tables(n, dir, err);
    if (!rc) rc = index_countries(n, err);
    if (rc) return rc;
    *ret = n;
    return 0;
}
