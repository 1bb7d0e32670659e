/* fuzz_conllu.c: any bytes as CoNLL-U: what was read and is written reads as the same, and a file
 * is equal to itself by every measure. */
#include "doc/conllu.h"
#include "doc/evaluate.h"
#include "fuzz/fuzz.h"

/* All sentences of bytes that can be read, written again; how many. */
static uint32_t rewrite(dg_str bytes, dg_arena *arena, dg_buf *out) {
    dg_conllu_sentence s;
    uint32_t n = 0;
    int rc;
    while ((rc = dg_conllu_next(&bytes, arena, &s, NULL)) != 0) {
        if (rc == DG_E_NOMEM) return 0;
        if (rc < 0) continue;
        n++;
        dg_conllu_put(&s, out);
        for (uint32_t i = 0; i < s.n_words; i++) {
            dg_buf space;
            dg_buf_init(&space, 1 << 20);
            dg_conllu_space_before(s.words[i].misc, &space);
            dg_conllu_space_after(s.words[i].misc, &space);
            dg_buf_free(&space);
        }
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    dg_arena *a = dg_arena_new((size_t)256 << 20);
    dg_buf once, twice;
    dg_score scores[DG_MEASURE_N + DG_NAME_SCORES];
    if (!a || n > 1 << 20) {
        dg_arena_free(a);
        return 0;
    }
    dg_buf_init(&once, 64 << 20);
    dg_buf_init(&twice, 64 << 20);
    dg_str in = {(const char *)bytes, (uint32_t)n};
    uint32_t sentences = rewrite(in, a, &once);
    fuzz_must(rewrite(dg_buf_str(&once), a, &twice) == sentences);
    fuzz_must(once.n == twice.n && (!once.n || memcmp(once.p, twice.p, once.n) == 0));
    dg_str file = dg_buf_str(&once);
    if (n < 4096 && !dg_evaluate(file, file, false, a, scores, NULL))
        for (uint32_t i = 0; i < DG_MEASURE_N; i++) fuzz_must(scores[i].correct == scores[i].gold);
    if (!dg_evaluate_names(file, file, a, scores, NULL))
        for (uint32_t i = 0; i < DG_NAME_SCORES; i++)
            fuzz_must(scores[i].correct == scores[i].gold);
    dg_buf_free(&once);
    dg_buf_free(&twice);
    dg_arena_free(a);
    return 0;
}
