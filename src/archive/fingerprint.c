/* fingerprint.c: see fingerprint.h. */
#include "archive/fingerprint.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/utf8.h"

enum { SHINGLE = 4, LEAD_WORDS = 60, FEW_RUNS = 15 };

/* Walks the runs of a text: false at its end. */
typedef struct walker {
    dg_str text;
    uint32_t at, n_words;
    uint64_t last[SHINGLE]; /* hashes of the last words, a ring */
} walker;

/* The next word, lower case, letters and digits only: its hash. */
static bool next_word(walker *w, uint64_t *ret) {
    char word[64];
    uint32_t n = 0;
    bool inside = false;
    while (w->at < w->text.n) {
        uint32_t next = w->at, c = dg_utf8_next(w->text, &next);
        bool part = dg_is_letter(c) || dg_is_digit(c);
        if (!part && inside) break;
        w->at = next;
        if (!part) continue;
        inside = true;
        if (n + 4 <= sizeof word) n += dg_utf8_put(dg_lower(c), word + n);
    }
    *ret = dg_hash64(word, n, 0);
    return inside;
}

static bool next_run(walker *w, uint64_t *ret) {
    do {
        if (!next_word(w, &w->last[w->n_words % SHINGLE])) return false;
    } while (++w->n_words < SHINGLE);
    uint64_t words[SHINGLE];
    for (uint32_t i = 0; i < SHINGLE; i++) words[i] = w->last[(w->n_words + i) % SHINGLE];
    *ret = dg_hash64(words, sizeof words, 1);
    return true;
}

/* The ith of a family of hash functions (SplitMix64's constants; Steele, Lea, Flood 2014). */
static uint32_t hash_of(uint64_t run, uint32_t i) {
    uint64_t z = run + (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    return (uint32_t)(z >> 32);
}

void dg_sketch_make(dg_str text, dg_sketch *ret) {
    walker w = {.text = text};
    uint64_t run;
    ret->n_runs = 0;
    memset(ret->minima, 0xFF, sizeof ret->minima);
    while (next_run(&w, &run)) {
        ret->n_runs++;
        for (uint32_t i = 0; i < DG_SKETCH; i++) {
            uint32_t h = hash_of(run, i);
            if (h < ret->minima[i]) ret->minima[i] = h;
        }
    }
}

int64_t dg_sketch_band(const dg_sketch *s, uint32_t band) {
    uint64_t h =
        dg_hash64(s->minima + band * DG_BAND_ROWS, DG_BAND_ROWS * sizeof s->minima[0], band + 1);
    return (int64_t)(h >> 1); /* positive: the same number to whoever looks into the file */
}

/* ---- word by word ---- */

typedef struct runs { /* of one text: in its order, and as a set */
    uint64_t *order, *set;
    uint32_t n, n_set;
} runs;

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool take_runs(dg_str text, dg_arena *arena, runs *ret) {
    walker w = {.text = text};
    uint64_t run;
    uint32_t cap = 0;
    *ret = (runs){0};
    while (next_run(&w, &run))
        if (!DG_PUSH(arena, ret->order, ret->n, cap, run)) return false;
    ret->set = dg_arena_alloc(arena, ((size_t)ret->n + 1) * sizeof run);
    if (!ret->set) return false;
    if (ret->n) memcpy(ret->set, ret->order, ret->n * sizeof run);
    if (ret->n) qsort(ret->set, ret->n, sizeof run, by_value);
    for (uint32_t i = 0; i < ret->n; i++)
        if (!ret->n_set || ret->set[ret->n_set - 1] != ret->set[i])
            ret->set[ret->n_set++] = ret->set[i];
    return true;
}

static uint32_t count_common(const runs *a, const runs *b) {
    uint32_t n = 0;
    for (uint32_t i = 0, k = 0; i < a->n_set && k < b->n_set;) {
        n += a->set[i] == b->set[k];
        uint64_t x = a->set[i], y = b->set[k];
        i += x <= y;
        k += y <= x;
    }
    return n;
}

/* Of the runs among a's first words the share that b has. */
static float lead_in(const runs *a, const runs *b) {
    uint32_t n = a->n < LEAD_WORDS ? a->n : LEAD_WORDS, found = 0;
    for (uint32_t i = 0; i < n; i++)
        found += bsearch(&a->order[i], b->set, b->n_set, sizeof b->set[0], by_value) != NULL;
    return n ? (float)found / (float)n : 0;
}

int dg_texts_compare(dg_str a, dg_str b, dg_arena *arena, dg_likeness *ret) {
    dg_arena_mark mark = dg_arena_mark_get(arena);
    runs x, y;
    if (!take_runs(a, arena, &x) || !take_runs(b, arena, &y)) return DG_E_NOMEM;
    uint32_t common = count_common(&x, &y), either = x.n_set + y.n_set - common;
    uint32_t least = x.n_set < y.n_set ? x.n_set : y.n_set;
    float there = lead_in(&x, &y), back = lead_in(&y, &x);
    *ret = (dg_likeness){.shared = either ? (float)common / (float)either : 0,
                         .contained = least ? (float)common / (float)least : 0,
                         .lead = there > back ? there : back,
                         .least = least};
    dg_arena_release(arena, mark);
    return 0;
}

bool dg_likeness_is_version(const dg_likeness *l, bool same_address) {
    const float nearly_all = 0.8f, most = 0.4f, some = 0.2f, half = 0.5f;
    if (l->shared >= nearly_all) return true;
    if (l->least < FEW_RUNS) return false;
    if (same_address) return l->shared >= some;
    if (l->lead < half) return false;
    return l->shared >= most || (l->shared >= some && l->contained >= nearly_all);
}
