/* reporting.c: loads reporting.tsv into one array of entries and one map per table (keys "lang TAB
 * first word").
 *
 * Every alternative of every cell is an entry of its own; entries with the same first word form a
 * list in the order of the table. Cost: one map look-up a word. Limit: a form has a first word and
 * a rest; a gap is filled by one word. */
#include "lexicon/reporting.h"

#include "base/map.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "lexicon/table.h"

enum { MAX_LANGS = 32, MAX_WORD = 128 };

_Static_assert(DG_REPORT_DASH == 32, "kinds of words are bits of a uint32_t");

struct dg_reporting {
    dg_map first; /* "de\tnach" -> entry + 1 */
    dg_report *entries;
    uint32_t n, cap;
    uint32_t n_langs;
    dg_str langs[MAX_LANGS];
    bool dash[MAX_LANGS], v2[MAX_LANGS];
};

static const char *const kind_names[DG_REPORT_N] = {
#define X(name, text) text,
    DG_REPORT_MAP(X)
#undef X
};
static const char *const stance_names[] = {"assert", "deny", "doubt", "hope",
                                           "demand", "warn", "allege"};

/* Cuts "fügte+hinzu" or "nach Angaben" at its first separator. */
static dg_report split_form(dg_str form) {
    dg_report e = {.first = form, .next = DG_NONE};
    for (uint32_t i = 0; i < form.n; i++)
        if (form.p[i] == '+' || form.p[i] == ' ') {
            e.first.n = i;
            e.rest = dg_str_cut(form, i + 1, form.n);
            e.gap = form.p[i] == '+';
            break;
        }
    return e;
}

/* Hangs entry number `at` at the end of the list of its first word. */
static bool link_entry(dg_reporting *r, dg_str lang, uint32_t at) {
    char key[MAX_WORD];
    uint32_t n = dg_table_key(lang, r->entries[at].first, key, sizeof key), *slot;
    bool fresh;
    if (!n) return true; /* longer than any word looked up: never found, no harm */
    if (!dg_map_put(&r->first, (dg_str){key, n}, &slot, &fresh)) return false;
    if (fresh) {
        *slot = at + 1;
        return true;
    }
    dg_report *e = &r->entries[*slot - 1];
    while (e->next != DG_NONE) e = &r->entries[e->next];
    e->next = at;
    return true;
}

static int add_cell(dg_reporting *r, dg_arena *arena, uint32_t lang, dg_str cell,
                    const dg_report *model, dg_err *err) {
    dg_str form;
    for (uint32_t at = 0; dg_table_alt(cell, &at, &form);) {
        if (model->kind == DG_REPORT_DASH || model->kind == DG_REPORT_V2) {
            (model->kind == DG_REPORT_DASH ? r->dash : r->v2)[lang] = true;
            continue;
        }
        dg_str low = dg_utf8_lower(arena, form);
        if (!low.p) return dg_err_set(err, DG_E_NOMEM, 0, "reporting words");
        dg_report e = split_form(low);
        e.id = model->id, e.kind = model->kind, e.stance = model->stance;
        if (!DG_PUSH(arena, r->entries, r->n, r->cap, e) ||
            !link_entry(r, r->langs[lang], r->n - 1))
            return dg_err_set(err, DG_E_NOMEM, 0, "reporting words");
    }
    return 0;
}

/* A language column is named by two or three small letters. */
static bool is_lang(dg_str name) {
    if (name.n < 2 || name.n > 3 || dg_str_is(name, "id")) return false;
    for (uint32_t i = 0; i < name.n; i++)
        if (name.p[i] < 'a' || name.p[i] > 'z') return false;
    return true;
}

static int add_row(dg_reporting *r, dg_arena *arena, const dg_table *t, uint32_t row, dg_err *err) {
    dg_report model = {.id = dg_table_cell(t, row, dg_table_column(t, "id"))};
    uint32_t kind =
        dg_table_name(kind_names, DG_REPORT_N, dg_table_cell(t, row, dg_table_column(t, "kind")));
    uint32_t stance = dg_table_name(stance_names, DG_LEN(stance_names),
                                    dg_table_cell(t, row, dg_table_column(t, "stance")));
    if (kind == DG_NONE || stance == DG_NONE)
        return dg_err_set(err, DG_E_LEXICON, 0, "%s:%u: unknown %s", t->path, t->lines[row],
                          kind == DG_NONE ? "kind" : "stance");
    model.kind = (uint8_t)kind, model.stance = (uint8_t)stance;
    uint32_t lang = 0;
    for (uint32_t c = 0; c < t->n_columns && lang < r->n_langs; c++) {
        if (!is_lang(t->names[c])) continue;
        int rc = add_cell(r, arena, lang++, dg_table_cell(t, row, c), &model, err);
        if (rc) return rc;
    }
    return 0;
}

int dg_reporting_load(const char *dir, dg_arena *arena, dg_reporting **ret, dg_err *err) {
    dg_table t;
    int rc = dg_table_load(dir, "reporting.tsv", arena, &t, err);
    if (rc) return rc;
    dg_reporting *r = dg_arena_zalloc(arena, 1, sizeof *r);
    if (!r) return dg_err_set(err, DG_E_NOMEM, 0, "reporting words");
    dg_map_init(&r->first, arena);
    for (uint32_t c = 0; c < t.n_columns && r->n_langs < MAX_LANGS; c++)
        if (is_lang(t.names[c])) r->langs[r->n_langs++] = t.names[c];
    for (uint32_t row = 0; row < t.n_rows; row++)
        if ((rc = add_row(r, arena, &t, row, err))) return rc;
    *ret = r;
    return 0;
}

uint32_t dg_reporting_lang(const dg_reporting *r, const char *lang) {
    const char *want = strcmp(lang, "nn") == 0 || strcmp(lang, "no") == 0 ? "nb" : lang;
    for (uint32_t i = 0; i < r->n_langs; i++)
        if (dg_str_is(r->langs[i], want)) return i;
    return DG_NONE;
}

const dg_report *dg_report_first(const dg_reporting *r, uint32_t lang, dg_str word) {
    char key[MAX_WORD];
    uint32_t n = lang < r->n_langs ? dg_table_key(r->langs[lang], word, key, sizeof key) : 0;
    uint32_t at = n ? dg_map_get(&r->first, (dg_str){key, n}) : DG_NONE;
    return at == DG_NONE ? NULL : &r->entries[at - 1];
}

const dg_report *dg_report_next(const dg_reporting *r, const dg_report *e) {
    return e->next == DG_NONE ? NULL : &r->entries[e->next];
}

uint32_t dg_report_kinds(const dg_reporting *r, uint32_t lang, dg_str word) {
    uint32_t kinds = 0;
    for (const dg_report *e = dg_report_first(r, lang, word); e; e = dg_report_next(r, e))
        if (!e->rest.n) kinds |= 1u << e->kind;
    return kinds;
}

bool dg_reporting_habit(const dg_reporting *r, uint32_t lang, dg_report_kind habit) {
    return lang < r->n_langs && (habit == DG_REPORT_DASH ? r->dash : r->v2)[lang];
}
