/* features.c: a word's rows in the tables. Hashes are part of the model format: a change here needs
 * new weights. */
#include "parse/features.h"

#include "base/hash.h"
#include "base/utf8.h"

const uint32_t dg_group_width[DG_GROUP_N] = {96, 48, 64, 64};
const uint32_t dg_group_at[DG_GROUP_N] = {0, 96, 144, 208};

typedef struct letters {
    uint32_t raw[DG_MAX_LETTERS], low[DG_MAX_LETTERS];
    uint32_t n;
} letters;

/* The first and the last 20 letters of a long word. */
static void read_letters(dg_str form, letters *l) {
    const uint32_t half = DG_MAX_LETTERS / 2;
    uint32_t at = 0, n = 0, ring[DG_MAX_LETTERS / 2];
    for (; at < form.n; n++) {
        uint32_t c = dg_utf8_next(form, &at);
        if (n < half)
            l->raw[n] = c;
        else
            ring[n % half] = c;
    }
    l->n = n < DG_MAX_LETTERS ? n : DG_MAX_LETTERS;
    for (uint32_t i = half; i < l->n; i++) l->raw[i] = ring[(n - l->n + i) % half];
    for (uint32_t i = 0; i < l->n; i++)
        l->low[i] = dg_is_digit(l->raw[i]) ? '0' : dg_lower(l->raw[i]);
}

static uint32_t hash(const uint32_t *p, uint32_t n, uint32_t seed) {
    uint8_t bytes[4 * (DG_MAX_LETTERS + 2)];
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t b = 0; b < 4; b++) bytes[4 * i + b] = (uint8_t)(p[i] >> (8 * b));
    return (uint32_t)(dg_hash64(bytes, 4 * (size_t)n, seed) >> 13);
}

uint32_t dg_word_print(dg_str form) {
    letters l;
    read_letters(form, &l);
    return hash(l.low, l.n, 1);
}

static uint32_t known_row(const dg_tables *t, uint32_t print) {
    uint32_t from = 0, to = t->rows[DG_GROUP_LOWER] - 1;
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        if (t->known[mid] < print)
            from = mid + 1;
        else
            to = mid;
    }
    bool hit = from < t->rows[DG_GROUP_LOWER] - 1 && t->known[from] == print;
    return hit ? from + 1 : 0;
}

static uint32_t shape_class(uint32_t c) {
    if (dg_is_digit(c)) return 'd';
    if (dg_is_upper(c)) return 'X';
    if (dg_is_letter(c)) return 'x';
    return c; /* punctuation stands for itself */
}

/* "Xx" for "Oslo", "Xxd" for "Mi24": runs are one letter of the shape. */
static uint32_t shape_hash(const letters *l) {
    uint32_t s[DG_MAX_LETTERS] = {0}, n = 0;
    for (uint32_t i = 0; i < l->n && n < 12; i++) {
        uint32_t c = shape_class(l->raw[i]);
        if (!n || s[n - 1] != c) s[n++] = c;
    }
    return hash(s, n, 2);
}

/* Capitals: none, first, all, inside; with the length up to 6. */
static uint32_t capitals_hash(const letters *l) {
    uint32_t upper = 0, letter = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        upper += dg_is_upper(l->raw[i]);
        letter += dg_is_letter(l->raw[i]);
    }
    bool first = l->n && dg_is_upper(l->raw[0]);
    uint32_t kind = upper == 0 ? 0 : upper == letter ? 1 : first && upper == 1 ? 2 : first ? 3 : 4;
    uint32_t key[2] = {kind, l->n < 6 ? l->n : 6};
    return hash(key, 2, 3);
}

static void put(dg_word_rows *w, uint32_t *at, uint32_t group, uint32_t row) {
    w->row[(*at)++] = row;
    w->n[group]++;
}

static void ngrams(const letters *l, uint32_t mask, dg_word_rows *w, uint32_t *at) {
    uint32_t s[DG_MAX_LETTERS + 2], n = 0;
    s[n++] = '<';
    for (uint32_t i = 0; i < l->n; i++) s[n++] = l->low[i];
    s[n++] = '>';
    for (uint32_t k = 3; k <= 5; k++)
        for (uint32_t i = 0; i + k <= n && *at < DG_MAX_ROWS; i++)
            put(w, at, DG_GROUP_NGRAM, hash(s + i, k, 16 + k) & mask);
    if (!w->n[DG_GROUP_NGRAM]) put(w, at, DG_GROUP_NGRAM, 0);
}

void dg_word_features(const dg_tables *t, dg_str form, dg_word_rows *ret) {
    letters l;
    read_letters(form, &l);
    uint32_t at = 0, mask = t->rows[DG_GROUP_PREFIX] - 1;
    memset(ret->n, 0, sizeof ret->n);
    uint32_t row = known_row(t, hash(l.low, l.n, 1));
    bool closed = row && t->closed && t->closed[row - 1];
    put(ret, &at, DG_GROUP_LOWER, row);
    for (uint32_t k = 1; !closed && k <= 3 && k <= l.n; k++)
        put(ret, &at, DG_GROUP_PREFIX, hash(l.low, k, 4 + k) & mask);
    put(ret, &at, DG_GROUP_PREFIX, shape_hash(&l) & mask);
    put(ret, &at, DG_GROUP_PREFIX, capitals_hash(&l) & mask);
    if (closed) return;
    mask = t->rows[DG_GROUP_SUFFIX] - 1;
    for (uint32_t k = 1; k <= 5 && k <= l.n; k++)
        put(ret, &at, DG_GROUP_SUFFIX, hash(l.low + l.n - k, k, 8 + k) & mask);
    if (!l.n) put(ret, &at, DG_GROUP_SUFFIX, 0);
    ngrams(&l, t->rows[DG_GROUP_NGRAM] - 1, ret, &at);
}
