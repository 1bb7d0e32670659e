/* quantities.c: loads quantities.tsv: one array of entries and one map ("lang TAB form" to the
 * first entry of the form; the others hang on `next` in the order of the table). */
#include "lexicon/quantities.h"

#include "base/map.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "lexicon/table.h"

enum { MAX_LANGS = 32, MAX_FORM = 128, FIXED_COLUMNS = 3 };

struct dg_quantities {
    dg_map forms; /* "de\tmehr als" -> entry + 1 */
    dg_amount *entries;
    uint32_t n, cap, n_langs;
    dg_str langs[MAX_LANGS];
    char decimal[MAX_LANGS];
};

static const char *const sort_names[DG_AMOUNT_N] = {
#define X(name, text) text,
    DG_AMOUNT_MAP(X)
#undef X
};

/* "12", "0.333"; false when it is no number. */
static bool read_number(dg_str s, double *ret) {
    double value = 0, place = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && !place) {
            place = 1;
        } else if (s.p[i] >= '0' && s.p[i] <= '9') {
            value = value * 10 + (s.p[i] - '0');
            place *= 10;
        } else {
            return false;
        }
    }
    *ret = place > 1 ? value / place : value;
    return s.n > 0;
}

static bool add_form(dg_quantities *q, dg_arena *arena, uint32_t lang, dg_str form,
                     const dg_amount *model) {
    char key[MAX_FORM];
    dg_str low = dg_utf8_lower(arena, form);
    uint32_t n = low.p ? dg_table_key(q->langs[lang], low, key, sizeof key) : 0, *slot;
    bool fresh;
    if (!low.p) return false;
    if (!n) return true; /* longer than what is ever looked up */
    if (!DG_PUSH(arena, q->entries, q->n, q->cap, *model)) return false;
    if (!dg_map_put(&q->forms, (dg_str){key, n}, &slot, &fresh)) return false;
    if (fresh) {
        *slot = q->n;
        return true;
    }
    dg_amount *e = &q->entries[*slot - 1];
    while (e->next != DG_NONE) e = &q->entries[e->next];
    e->next = q->n - 1;
    return true;
}

static int add_row(dg_quantities *q, dg_arena *arena, const dg_table *t, uint32_t row,
                   dg_err *err) {
    dg_str kind = dg_table_cell(t, row, 1), value = dg_table_cell(t, row, 2), form;
    uint32_t sort = dg_table_name(sort_names, DG_AMOUNT_N, dg_table_cell(t, row, 0));
    uint32_t k =
        kind.n ? dg_table_name(dg_quantity_kind_names, DG_QUANTITY_N, kind) : DG_QUANTITY_COUNT;
    dg_amount model = {.sort = (uint8_t)sort, .kind = (uint8_t)k, .name = value, .next = DG_NONE};
    bool number = sort == DG_AMOUNT_NUMBER || sort == DG_AMOUNT_SCALE || sort == DG_AMOUNT_FRACTION;
    if (sort == DG_NONE || k == DG_NONE || (number && !read_number(value, &model.number)))
        return dg_err_set(err, DG_E_LEXICON, 0, "%s:%u: unknown %s", t->path, t->lines[row],
                          sort == DG_NONE ? "sort"
                          : k == DG_NONE  ? "kind"
                                          : "value");
    for (uint32_t lang = 0; lang < q->n_langs; lang++) {
        dg_str cell = dg_table_cell(t, row, lang + FIXED_COLUMNS);
        if (sort == DG_AMOUNT_DECIMAL) {
            if (cell.n) q->decimal[lang] = cell.p[0];
            continue;
        }
        for (uint32_t at = 0; dg_table_alt(cell, &at, &form);)
            if (!add_form(q, arena, lang, form, &model))
                return dg_err_set(err, DG_E_NOMEM, 0, "quantities");
    }
    return 0;
}

int dg_quantities_load(const char *dir, dg_arena *arena, dg_quantities **ret, dg_err *err) {
    dg_table t;
    int rc = dg_table_load(dir, "quantities.tsv", arena, &t, err);
    if (rc) return rc;
    if (t.n_columns <= FIXED_COLUMNS || t.n_columns > MAX_LANGS + FIXED_COLUMNS ||
        dg_table_column(&t, "sort") != 0 || dg_table_column(&t, "kind") != 1 ||
        dg_table_column(&t, "value") != 2)
        return dg_err_set(err, DG_E_LEXICON, 0,
                          "%s: the columns are sort, kind, value and languages", t.path);
    dg_quantities *q = dg_arena_zalloc(arena, 1, sizeof *q);
    if (!q) return dg_err_set(err, DG_E_NOMEM, 0, "quantities");
    dg_map_init(&q->forms, arena);
    q->n_langs = t.n_columns - FIXED_COLUMNS;
    for (uint32_t i = 0; i < q->n_langs; i++)
        q->langs[i] = t.names[i + FIXED_COLUMNS], q->decimal[i] = '.';
    for (uint32_t row = 0; row < t.n_rows; row++)
        if ((rc = add_row(q, arena, &t, row, err))) return rc;
    *ret = q;
    return 0;
}

uint32_t dg_quantities_lang(const dg_quantities *q, const char *lang) {
    const char *want = strcmp(lang, "nn") == 0 || strcmp(lang, "no") == 0 ? "nb" : lang;
    for (uint32_t i = 0; i < q->n_langs; i++)
        if (dg_str_is(q->langs[i], want)) return i;
    return DG_NONE;
}

const dg_amount *dg_amount_find(const dg_quantities *q, uint32_t lang, dg_str form,
                                dg_amount_sort sort) {
    char key[MAX_FORM];
    uint32_t n = lang < q->n_langs ? dg_table_key(q->langs[lang], form, key, sizeof key) : 0;
    uint32_t at = n ? dg_map_get(&q->forms, (dg_str){key, n}) : DG_NONE;
    if (at == DG_NONE) return NULL;
    for (const dg_amount *e = &q->entries[at - 1]; e;
         e = e->next == DG_NONE ? NULL : &q->entries[e->next])
        if (e->sort == sort) return e;
    return NULL;
}

char dg_quantities_decimal(const dg_quantities *q, uint32_t lang) {
    return lang < q->n_langs ? q->decimal[lang] : '.';
}
