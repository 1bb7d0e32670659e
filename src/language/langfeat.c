/* langfeat.c: words into hashed pieces. Whole words and pairs of words are what tells Danish from
 * Bokmål (af/av, "det er" in both, "ikke/ikkje"); pieces of words carry to words never seen. Cost:
 * about 30 hashes a word. */
#include "language/langfeat.h"

#include "base/utf8.h"

#define WORD_MAX 24u /* characters of a word that are looked at */
#define BORDER 1u

typedef struct collector {
    uint32_t *pieces;
    uint32_t n, cap;
} collector;

static inline void add(collector *c, uint32_t kind, uint32_t hash) {
    uint64_t x = ((uint64_t)kind << 32 | hash) * UINT64_C(0x9E3779B97F4A7C15);
    x ^= x >> 31;
    x *= UINT64_C(0x94D049BB133111EB);
    if (c->n < c->cap) c->pieces[c->n++] = (uint32_t)(x >> 40) & (DG_LANGID_BUCKETS - 1);
}

/* w[0] and w[n - 1] are borders. Returns the hash of the word. */
static uint32_t add_word(collector *c, const uint32_t *w, uint32_t n, uint32_t before) {
    uint32_t word = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t h = 0x811C9DC5u;
        for (uint32_t k = 1; k <= 5 && i + k <= n; k++) {
            h = (h ^ w[i + k - 1]) * 0x01000193u;
            if (k > 1 || w[i] != BORDER) add(c, k, h);
        }
        word = (word ^ w[i]) * 0x01000193u + i;
    }
    add(c, 6, word);
    add(c, 7, word * 31u ^ before);
    return word;
}

uint32_t dg_langid_pieces(const dg_chartab *t, dg_str text, uint32_t *pieces, uint32_t cap) {
    collector c = {.pieces = pieces, .cap = cap};
    uint32_t w[WORD_MAX + 2] = {BORDER}, n = 1, before = 0, at = 0;
    while (at <= text.n && c.n < cap) {
        uint32_t ch = at < text.n ? dg_utf8_next(text, &at) : (at++, ' ');
        uint8_t kind = dg_charkind_of(t, ch);
        bool letter = kind >= DG_CK_UPPER && kind <= DG_CK_LETTER;
        if (letter && n <= WORD_MAX) {
            w[n++] = ch < DG_CHARTAB ? t->lower[ch] : dg_lower(ch);
        } else if (n > 1) { /* the word ends; a longer one goes on as another */
            w[n] = BORDER;
            before = add_word(&c, w, n + 1, before);
            n = 1;
            if (letter) w[n++] = ch < DG_CHARTAB ? t->lower[ch] : dg_lower(ch);
        }
    }
    return c.n;
}
