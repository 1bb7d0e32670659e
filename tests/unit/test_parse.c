/* test_parse.c: a damaged model is refused; what a sentence gets does not depend on its neighbours
 * or on the cache. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "math/modelfile.h"
#include "parse/parse.h"

static const char *const model_path = "models/dragoman.model";
static char spare_path[64]; /* of this process: tests of several trees run at once */

static void open_or_skip(dg_modelfile **m) {
    if (access(model_path, R_OK) != 0) skip();
    assert_int_equal(dg_modelfile_open(model_path, m, NULL), 0);
}

/* The model without its kth tensor, and with that tensor one row short. */
static int open_changed(const dg_modelfile *m, uint32_t k, bool shorter) {
    dg_modelwriter *w;
    dg_modelfile *n;
    dg_parser *p;
    const char *name;
    dg_tensor t;
    assert_int_equal(dg_modelwriter_new(&w, NULL), 0);
    for (uint32_t i = 0; dg_modelfile_at(m, i, &name, &t); i++) {
        if (strncmp(name, "parse.", 6) != 0 || (i == k && !shorter)) continue;
        if (i == k) t.dims[0]--;
        assert_int_equal(
            dg_modelwriter_add(w, name, (dg_dtype)t.dtype, t.n_dims, t.dims, t.data, NULL), 0);
    }
    assert_int_equal(dg_modelwriter_save(w, spare_path, NULL), 0);
    dg_modelwriter_free(w);
    assert_int_equal(dg_modelfile_open(spare_path, &n, NULL), 0);
    dg_arena *a = dg_arena_new((size_t)128 << 20);
    int r = dg_parser_open(n, a, &p, NULL);
    dg_arena_free(a);
    dg_modelfile_close(n);
    return r;
}

static void a_damaged_model_is_refused(void **state) {
    (void)state;
    dg_modelfile *m;
    const char *name;
    dg_tensor t;
    open_or_skip(&m);
    for (uint32_t i = 0; dg_modelfile_at(m, i, &name, &t); i++) {
        if (strncmp(name, "parse.", 6) != 0) continue;
        assert_int_equal(open_changed(m, i, false), DG_E_MODEL);
        if (t.dims[0] > 1) assert_int_equal(open_changed(m, i, true), DG_E_MODEL);
    }
    unlink(spare_path);
    dg_modelfile_close(m);
}

#define N_WORDS 700u

static void fill(dg_token *t) {
    static const char *const words[] = {
        "Ministeren", "sagde", "at",   "aftalen", "med",          "Ghana",    "er",   "god", ".",
        "He",         "left",  "1999", "–",       "Überraschung", "\xC3\xA5", "ALLE", "x"};
    memset(t, 0, N_WORDS * sizeof *t);
    for (uint32_t i = 0; i < N_WORDS; i++)
        t[i].form = dg_str_of(words[(i * i + i / 7) % DG_LEN(words)]);
}

static void same(const dg_token *a, const dg_token *b, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(a[i].upos, b[i].upos);
        assert_int_equal(a[i].head, b[i].head);
        assert_int_equal(a[i].ner, b[i].ner);
        assert_true(dg_str_eq(a[i].rel_str, b[i].rel_str));
        assert_true(dg_str_eq(a[i].feats_str, b[i].feats_str));
        assert_true(dg_str_eq(a[i].lemma, b[i].lemma));
    }
}

static void neighbours_do_not_matter(void **state) {
    static dg_token together[N_WORDS], alone[N_WORDS];
    dg_sentence s[80];
    uint32_t n = 0;
    dg_modelfile *m;
    dg_parser *p;
    dg_parse_work *w, *fresh;
    open_or_skip(&m);
    assert_int_equal(dg_parser_open(m, *state, &p, NULL), 0);
    assert_int_equal(dg_parse_work_new(p, &w, NULL), 0);
    for (uint32_t at = 0; at < N_WORDS; n++) {
        uint32_t len = n == 3 ? 300 : n == 5 ? 0 : 1 + n % 23;
        s[n] = (dg_sentence){.from = at, .to = at + len < N_WORDS ? at + len : N_WORDS};
        at = s[n].to;
    }
    fill(together);
    fill(alone);
    assert_int_equal(dg_parse(p, w, "da", s, n, together, *state, NULL), 0);
    for (uint32_t i = 0; i < n; i++) {
        assert_int_equal(dg_parse_work_new(p, &fresh, NULL), 0);
        assert_int_equal(dg_parse(p, i % 2 ? w : fresh, "da", &s[i], 1, alone, *state, NULL), 0);
        dg_parse_work_free(fresh);
    }
    same(together, alone, N_WORDS);
    assert_int_equal(dg_parse(p, w, "??", s, n, together, *state, NULL), 0); /* no such language */
    dg_parse_work_free(w);
    dg_modelfile_close(m);
}

/* Each set of kernels that this processor has reads as the scalar one, the first, does. */
static void kernels_agree(void **state) {
    (void)state;
    static dg_token scalar[N_WORDS], vectors[N_WORDS];
    static const char *const langs[] = {"en", "de", "da", "nb"};
    dg_modelfile *m;
    dg_arena *arenas[8] = {NULL};
    open_or_skip(&m);
    for (uint32_t i = 0; i < DG_LEN(arenas) && dg_kernels_at(i); i++) {
        dg_parser *p;
        dg_parse_work *w;
        arenas[i] = dg_arena_new((size_t)128 << 20);
        assert_int_equal(dg_parser_open_on(dg_kernels_at(i), m, arenas[i], &p, NULL), 0);
        assert_int_equal(dg_parse_work_new(p, &w, NULL), 0);
        dg_token *t = i ? vectors : scalar;
        fill(t);
        for (uint32_t k = 0; k < DG_LEN(langs); k++) {
            dg_sentence s[2] = {{.from = 40 * k, .to = 40 * k + 11},
                                {.from = 40 * k + 11, .to = 40 * k + 40}};
            assert_int_equal(dg_parse(p, w, langs[k], s, 2, t + s[0].from, arenas[i], NULL), 0);
        }
        same(scalar, t, 40 * DG_LEN(langs));
        dg_parse_work_free(w);
    }
    for (uint32_t i = 0; i < DG_LEN(arenas); i++) dg_arena_free(arenas[i]);
    dg_modelfile_close(m);
}

int main(void) {
    snprintf(spare_path, sizeof spare_path, "/tmp/dragoman-test-parse-%ld.model", (long)getpid());
    const struct CMUnitTest tests[] = {unit_with_arena(neighbours_do_not_matter),
                                       cmocka_unit_test(kernels_agree),
                                       cmocka_unit_test(a_damaged_model_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
