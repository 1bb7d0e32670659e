/* names_build.c: phrases and stems into the maps, with the endings that a stem may have. See
 * names_work.h. */
#include "lexicon/names_work.h"
#include "lexicon/table.h"

int dg_names_no_memory(dg_err *err) {
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
        dg_name_posting *p = &n->postings[i - 1];
        if (p->row != row || p->upper != upper) continue;
        p->langs |= langs;
        return true;
    }
    return false;
}

dg_str dg_names_second_key(dg_str s, uint32_t first, uint32_t more) {
    return dg_str_cut(s, 0, first + 1 + more);
}

static uint32_t head_bit(dg_str s, uint32_t bytes) {
    uint32_t x = bytes * 0x9E3779B1u;
    for (uint32_t i = 0; i < bytes; i++) x = (x ^ (uint8_t)s.p[i]) * 0x01000193u;
    return (x ^ x >> 15) & (DG_NAMES_HEADS - 1);
}

bool dg_names_may_begin(const dg_names *n, dg_str word) {
    for (uint32_t bytes = word.n < 4 ? word.n : 4; bytes >= 2; bytes--) {
        uint32_t bit = head_bit(word, bytes);
        if (n->heads[bit / 64] >> bit % 64 & 1) return true;
    }
    return word.n < 2;
}

/* s: the folded phrase as a map keeps it, so that its beginnings need no copies. */
static bool note_first(dg_names *n, dg_str s) {
    uint32_t *longest, *slot;
    dg_str word = dg_fold_first(s);
    uint32_t bit = head_bit(word, word.n < 4 ? word.n : 4);
    n->heads[bit / 64] |= 1ull << bit % 64;
    if (!dg_map_put_ref(&n->firsts, word, &longest, NULL)) return false;
    if (*longest < s.n) *longest = s.n;
    return word.n == s.n ||
           dg_map_put_ref(&n->seconds, dg_names_second_key(s, word.n, DG_NAMES_SECOND), &slot,
                          NULL);
}

static int add_form(dg_names *n, dg_str form, uint32_t row, uint32_t langs, uint8_t stem,
                    dg_err *err) {
    dg_folded f;
    if (!dg_fold(form, &f)) return 0;
    uint32_t *head;
    bool is_new;
    dg_map *map = stem == DG_STEM_N ? &n->phrases : &n->stems;
    if (!dg_map_put(map, dg_folded_str(&f), &head, &is_new)) return dg_names_no_memory(err);
    if (!is_new && widen(n, *head, row, f.upper, langs)) return 0;
    /* rows of earlier tables first: walk to the chain's end */
    uint32_t last = *head;
    while (last && n->postings[last - 1].next) last = n->postings[last - 1].next;
    dg_name_posting p = {
        row, 0, langs, f.n_letters >= 4 && count_bits(f.upper) == f.n_letters, stem, f.upper};
    if (!DG_PUSH(n->arena, n->postings, n->n_postings, n->cap_postings, p))
        return dg_names_no_memory(err);
    if (last)
        n->postings[last - 1].next = n->n_postings;
    else
        *head = n->n_postings;
    return is_new && !note_first(n, map->entries[map->n - 1].key) ? dg_names_no_memory(err) : 0;
}

int dg_names_add_listed(dg_names *n, dg_str form, uint32_t row, uint32_t langs, dg_stem_kind stem,
                        dg_err *err) {
    if (!form.n || form.p[form.n - 1] != '~') return add_form(n, form, row, langs, DG_STEM_N, err);
    return add_form(n, dg_str_cut(form, 0, form.n - 1), row, langs, (uint8_t)stem, err);
}

static bool is_fixed_column(dg_str name) {
    static const char *const fixed[] = {"all", "key", "id", "ids"};
    for (size_t i = 0; i < DG_LEN(fixed); i++)
        if (dg_str_is(name, fixed[i])) return true;
    return false;
}

uint32_t dg_names_column_langs(dg_names *n, dg_str name) {
    if (dg_str_is(name, "all") || dg_str_is(name, "names")) return UINT32_MAX;
    if (name.n < 2 || name.n > 3 || is_fixed_column(name)) return 0;
    for (uint32_t i = 0; i < n->n_langs; i++)
        if (dg_str_eq(n->langs[i], name)) return 1u << i;
    if (n->n_langs == DG_NAMES_LANGS) return 0;
    n->langs[n->n_langs] = name;
    return 1u << n->n_langs++;
}

int dg_names_load_inflection(dg_names *n, const char *dir, dg_err *err) {
    dg_table t;
    int rc = dg_table_load(dir, "inflection.tsv", n->arena, &t, err);
    if (rc) return rc == DG_E_NOT_FOUND ? 0 : rc;
    uint32_t kind = dg_table_column(&t, "kind");
    for (uint32_t r = 0; r < t.n_rows; r++) {
        uint32_t k = 0, c, at;
        while (k < DG_STEM_N && !dg_str_is(dg_table_cell(&t, r, kind), stem_names[k])) k++;
        if (k == DG_STEM_N)
            return dg_err_set(err, DG_E_LEXICON, 0, "%s:%u: unknown kind", t.path, t.lines[r]);
        for (c = 0; c < t.n_columns; c++) {
            uint32_t langs = dg_names_column_langs(n, t.names[c]);
            dg_str e;
            for (at = 0; langs && dg_table_alt(dg_table_cell(&t, r, c), &at, &e);) {
                bool plural = e.p[e.n - 1] == '+', singular = e.p[e.n - 1] == '=';
                if (plural || singular) e.n--;
                if (dg_str_is(e, "0")) e = DG_STR("");
                if (!DG_PUSH(n->arena, n->endings[k], n->n_endings[k], n->cap_endings[k],
                             ((dg_name_ending){e, langs, plural, singular})))
                    return dg_err_set(err, DG_E_NOMEM, 0, "%s", t.path);
                if (k < DG_STEM_GENITIVE && e.n > n->longest_ending) n->longest_ending = e.n;
            }
        }
    }
    return 0;
}
