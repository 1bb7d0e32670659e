/* test_train.c: the backward passes of train/net.c against differences of the loss, parameter by
 * parameter. */
#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include "train/net.h"

static const char *const forms[] = {"The", "talks", "in", "Oslo", "ended", ".", "No", "deal"};

static dg_net_shard *small_shard(dg_word_rows *rows, const dg_tables *tables,
                                 const dg_sizes *sizes) {
    dg_net_shard *b = calloc(DG_SHARDS, sizeof *b);
    assert_non_null(b);
    b->n_words = 8;
    b->n_sentences = 2;
    b->from[1] = 6;
    b->from[2] = 8;
    static const uint32_t heads[8] = {1, 4, 3, 1, DG_NONE, 4, 1, DG_NONE};
    for (uint32_t i = 0; i < 8; i++) {
        dg_word_features(tables, dg_str_of(forms[i]), &rows[i]);
        b->words[i] = (dg_net_word){.rows = &rows[i],
                                    .lang = i / 6,
                                    .manner = i % 3 == 1 ? 2 : 0,
                                    .lists = i * 5 % 8,
                                    .upos = i % sizes->upos,
                                    .feats = i % sizes->feats,
                                    .lemma = i == 3 ? DG_NO_CLASS : i % sizes->lemma,
                                    .ner = i % 9,
                                    .rel = i % sizes->rel,
                                    .head = heads[i]};
    }
    return b;
}

/* Some entries of one parameter: (loss(w + h) - loss(w - h)) / 2h against the gradient. */
static void check_param(dg_net *n, const dg_net_shard *b, dg_param p, uint32_t size) {
    const float h = 1e-3f;
    for (uint32_t k = 0; k < 2; k++) {
        uint32_t i = (k * 7919u + 13u) % size;
        float *w = dg_net_param(n, p) + i, keep = *w;
        dg_net_gradient(n, b);
        double g = (double)dg_net_grad(n, p)[i];
        *w = keep + h;
        double up = dg_net_gradient(n, b);
        *w = keep - h;
        double down = dg_net_gradient(n, b);
        *w = keep;
        double want = (up - down) / (2.0 * (double)h);
        if (fabs(g - want) > 0.02 * fabs(want) + 0.02)
            fail_msg("%s[%u]: %g, by differences %g", dg_param_name(p), i, g, want);
    }
}

static void gradients(void **state) {
    (void)state;
    static const uint32_t known[2] = {5, 9};
    const dg_tables tables = {.rows = {3, 64, 64, 64}, .known = known};
    const dg_sizes sizes = {.lang = 3, .upos = 5, .feats = 7, .lemma = 6, .rel = 5};
    dg_word_rows rows[8];
    dg_net_shard *b = small_shard(rows, &tables, &sizes);
    dg_net *n = NULL;
    assert_int_equal(dg_net_new(&sizes, tables.rows, 3, 1, true, &n, NULL), 0);
    dg_net_loss loss = {0};
    for (int i = 0; i < 3; i++)
        dg_net_step(n, b, 1e-4f, 0.0f, &loss); /* away from the start, where much is zero */
    for (int p = 0; p < DG_PARAM_N; p++) {
        uint32_t r, c;
        dg_param_shape((dg_param)p, &sizes, &r, &c);
        check_param(n, b, (dg_param)p, r * c);
    }
    dg_net_free(n);
    free(b);
}

/* The same batch on one thread and on three gives the same weights, and the loss falls. */
static void threads(void **state) {
    (void)state;
    static const uint32_t known[2] = {5, 9};
    const dg_tables tables = {.rows = {3, 64, 64, 64}, .known = known};
    const dg_sizes sizes = {.lang = 3, .upos = 5, .feats = 7, .lemma = 6, .rel = 5};
    dg_word_rows rows[8];
    dg_net_shard *b = small_shard(rows, &tables, &sizes);
    b[2] = b[0];
    dg_net *n[2];
    double first = 0.0, last = 0.0;
    for (uint32_t i = 0; i < 2; i++)
        assert_int_equal(dg_net_new(&sizes, tables.rows, 3, 1 + 2 * i, false, &n[i], NULL), 0);
    for (int step = 0; step < 10; step++)
        for (uint32_t i = 0; i < 2; i++) {
            dg_net_loss l = {0};
            dg_net_step(n[i], b, 4e-4f, 0.0f, &l);
            last = l.arc + l.upos;
            if (step == 0) first = last;
        }
    assert_true(last < first);
    for (int p = 0; p < DG_PARAM_N; p++) {
        uint32_t r, c;
        dg_param_shape((dg_param)p, &sizes, &r, &c);
        assert_memory_equal(dg_net_param(n[0], (dg_param)p), dg_net_param(n[1], (dg_param)p),
                            (size_t)r * c * sizeof(float));
    }
    assert_memory_equal(dg_net_table(n[0], 3), dg_net_table(n[1], 3), 64 * 64 * sizeof(float));
    dg_net_free(n[0]);
    dg_net_free(n[1]);
    free(b);
}

/* A form of a closed class has its row, shape and capitals; another with its letters has pieces. */
static void closed_forms_have_no_pieces(void **state) {
    (void)state;
    const uint32_t known[1] = {dg_word_print(DG_STR("war"))};
    const uint8_t closed[1] = {1};
    const dg_tables tables = {.rows = {2, 64, 64, 64}, .known = known, .closed = closed};
    dg_word_rows r;
    dg_word_features(&tables, DG_STR("War"), &r);
    assert_int_equal(r.row[0], 1);
    assert_int_equal(r.n[DG_GROUP_PREFIX], 2);
    assert_int_equal(r.n[DG_GROUP_SUFFIX] + r.n[DG_GROUP_NGRAM], 0);
    dg_word_features(&tables, DG_STR("warf"), &r);
    assert_int_equal(r.row[0], 0);
    assert_int_equal(r.n[DG_GROUP_PREFIX], 5);
    assert_true(r.n[DG_GROUP_SUFFIX] == 4 && r.n[DG_GROUP_NGRAM] > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(closed_forms_have_no_pieces),
                                       cmocka_unit_test(gradients), cmocka_unit_test(threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
