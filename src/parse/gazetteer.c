/* gazetteer.c: phrases by fingerprint. A fingerprint is FNV-1a over the letters as they come, so it
 * grows with every further word. O(words · SPAN · log n); cost: about 0.2 µs a word. */
#include "parse/gazetteer.h"

#include "base/utf8.h"

#define FNV_BASIS 0xCBF29CE484222325u
#define FNV_PRIME 0x100000001B3u

static uint64_t mix(uint64_t state, uint32_t c) {
    for (; c; c >>= 8) state = (state ^ (c & 0xFF)) * FNV_PRIME;
    return state;
}

static uint32_t fold(uint64_t state) {
    return (uint32_t)(state >> 32) ^ (uint32_t)state;
}

/* Adds a run of letters; *ret_before: the state before its last one. */
static uint64_t mix_run(uint64_t state, const uint32_t *c, uint32_t n, uint64_t *ret_before) {
    uint32_t upper = 0;
    for (uint32_t i = 0; i < n; i++) upper += dg_is_upper(c[i]);
    bool loud = n > 3 && upper == n;
    for (uint32_t i = 0; i < n; i++) {
        *ret_before = state;
        state = mix(state, loud && i ? dg_lower(c[i]) : c[i]);
    }
    return state;
}

/* Adds a word. *ret_stem: the state without a genitive's ending, or the whole one. */
static uint64_t mix_word(uint64_t state, dg_str form, uint64_t *ret_stem) {
    uint32_t run[32] = {0}, n = 0, last = 0;
    uint64_t before = state;
    for (uint32_t at = 0; at < form.n;) {
        uint32_t c = dg_utf8_next(form, &at);
        last = c;
        if (dg_is_letter(c) && n < DG_LEN(run)) {
            run[n++] = c;
            continue;
        }
        state = mix_run(state, run, n, &before);
        n = 0;
        before = state;
        if (c != ' ') state = mix(state, c);
    }
    state = mix_run(state, run, n, &before);
    bool genitive = form.n > 3 && (last == 's' || last == 'S' || last == '\'' || last == 0x2019);
    *ret_stem = genitive ? before : state;
    return state;
}

uint32_t dg_gaz_print(dg_str phrase) {
    uint64_t stem;
    return fold(mix_word(FNV_BASIS, phrase, &stem));
}

/* Begins with what no phrase begins with. */
uint32_t dg_gaz_auxiliary_print(uint32_t lang, dg_str form) {
    uint64_t state = mix(FNV_BASIS, (lang + 1) << 8 | 0xFF);
    for (uint32_t at = 0; at < form.n;) state = mix(state, dg_lower(dg_utf8_next(form, &at)));
    return fold(state);
}

static uint32_t classes_of_print(const dg_gazetteer *g, uint32_t print) {
    uint32_t from = 0, to = g->n;
    while (from < to) {
        uint32_t mid = from + (to - from) / 2;
        if (g->print[mid] < print)
            from = mid + 1;
        else
            to = mid;
    }
    return from < g->n && g->print[from] == print ? g->classes[from] : 0;
}

static uint32_t classes_of(const dg_gazetteer *g, uint64_t state) {
    return classes_of_print(g, fold(state)) & ~(1u << DG_GAZ_AUXILIARY);
}

uint32_t dg_gaz_classes(const dg_gazetteer *g, dg_str phrase) {
    uint64_t stem, state = mix_word(FNV_BASIS, phrase, &stem);
    uint32_t found = classes_of(g, state);
    return found || stem == state ? found : classes_of(g, stem);
}

void dg_gaz_mark(const dg_gazetteer *g, uint32_t lang, const dg_str *forms, size_t stride,
                 uint32_t n, uint32_t *bits) {
    uint32_t until[DG_GAZ_CLASSES] = {0}; /* the class is taken up to there */
    memset(bits, 0, n * sizeof *bits);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t found[DG_GAZ_SPAN] = {0}, at = 0;
        const char *p = (const char *)forms + i * stride;
        dg_str form = *(const dg_str *)(const void *)p;
        if (!form.n) continue;
        if (classes_of_print(g, dg_gaz_auxiliary_print(lang, form)) >> DG_GAZ_AUXILIARY & 1)
            bits[i] |= 1u << 3 * DG_GAZ_AUXILIARY;
        uint32_t letter = dg_utf8_next(form, &at),
                 may = dg_is_upper(letter) ? ~0u : 1u << DG_GAZ_TITLE;
        if (!dg_is_letter(letter)) continue;
        uint64_t state = FNV_BASIS, stem;
        for (uint32_t k = 0; k < (may == ~0u ? DG_GAZ_SPAN : 1u) && i + k < n; k++, p += stride) {
            state = mix_word(state, *(const dg_str *)(const void *)p, &stem);
            found[k] = classes_of(g, state);
            if (!found[k] && stem != state) found[k] = classes_of(g, stem);
            found[k] &= may;
        }
        for (uint32_t k = DG_GAZ_SPAN; k-- > 0;)
            for (uint32_t c = 0; c < DG_GAZ_CLASSES; c++) {
                if (!(found[k] >> c & 1) || until[c] > i) continue;
                until[c] = i + k + 1;
                bits[i] |= 1u << (3 * c + (k ? 1 : 0));
                for (uint32_t j = 1; j <= k; j++) bits[i + j] |= 1u << (3 * c + 2);
            }
    }
}
