/* conllu: the format's corners; and that the text can be put together again. */
#include "unit.h"

#include "base/err.h"
#include "doc/conllu.h"

#define SPAN(a, b) .span = {(a), (b)}, .form = {text + (a), (b) - (a)}

static void writes_words_multiwords_and_white_space(void **state) {
    static const char text[] = "Er ging zum\nTor.\n";
    dg_token tokens[] = {
        {SPAN(0, 2), .head = 1, .rel = DG_REL_NSUBJ, .upos = DG_UPOS_PRON, .ner = DG_NER_B_PER},
        {SPAN(3, 7), .head = DG_NONE, .rel = DG_REL_ROOT, .upos = DG_UPOS_VERB,
         .lemma = DG_STR("gehen")},
        {.span = {8, 11}, .form = DG_STR("zu"), .head = 4, .rel = DG_REL_CASE, .mwt_n = 2},
        {.span = {8, 11},
         .form = DG_STR("dem"),
         .head = 4,
         .rel = DG_REL_DET,
         .mwt_n = 2,
         .mwt_at = 1},
        {SPAN(12, 15), .head = 1, .rel = DG_REL_OBL, .rel_str = DG_STR("obl:x")},
        {SPAN(15, 16), .head = 1, .rel = DG_REL_PUNCT, .feats_str = DG_STR("_")},
    };
    dg_sentence sentence = {{0, 16}, 0, 6};
    dg_doc doc = {.text = DG_STR(text),
                  .n_sentences = 1,
                  .n_tokens = 6,
                  .sentences = &sentence,
                  .tokens = tokens};
    uint32_t first = 7;
    dg_buf out;
    (void)state;
    dg_buf_init(&out, 1 << 16);
    assert_int_equal(dg_conllu_write(&doc, true, &first, &out, NULL), 0);
    assert_int_equal(first, 8);
    assert_string_equal(out.p, "# sent_id = 7\n# text = Er ging zum Tor.\n"
                               "1\tEr\t_\tPRON\t_\t_\t2\tnsubj\t_\tNER=B-PER\n"
                               "2\tging\tgehen\tVERB\t_\t_\t0\troot\t_\t_\n"
                               "3-4\tzum\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\n\n"
                               "3\tzu\t_\tX\t_\t_\t5\tcase\t_\t_\n"
                               "4\tdem\t_\tX\t_\t_\t5\tdet\t_\t_\n"
                               "5\tTor\t_\tX\t_\t_\t2\tobl:x\t_\tSpaceAfter=No\n"
                               "6\t.\t_\tX\t_\t_\t2\tpunct\t_\tSpacesAfter=\\n\n\n");
    dg_buf_free(&out);
}

static void tokens_without_a_tree_have_no_head(void **state) {
    static const char text[] = "Ja";
    dg_token token = {SPAN(0, 2), .head = DG_NONE};
    dg_sentence sentence = {{0, 2}, 0, 1};
    dg_doc doc = {.text = DG_STR(text),
                  .n_sentences = 1,
                  .n_tokens = 1,
                  .sentences = &sentence,
                  .tokens = &token};
    uint32_t first = 1;
    dg_buf out;
    (void)state;
    dg_buf_init(&out, 1 << 16);
    assert_int_equal(dg_conllu_write(&doc, false, &first, &out, NULL), 0);
    assert_string_equal(
        out.p, "# sent_id = 1\n# text = Ja\n1\tJa\t_\tX\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n");
    dg_buf_free(&out);
}

static void a_full_buffer_is_an_error(void **state) {
    static const char text[] = "Ja";
    dg_token token = {SPAN(0, 2), .head = DG_NONE};
    dg_sentence sentence = {{0, 2}, 0, 1};
    dg_doc doc = {.text = DG_STR(text),
                  .n_sentences = 1,
                  .n_tokens = 1,
                  .sentences = &sentence,
                  .tokens = &token};
    uint32_t first = 1;
    dg_buf out;
    (void)state;
    dg_buf_init(&out, 8);
    assert_int_equal(dg_conllu_write(&doc, false, &first, &out, NULL), DG_E_NOMEM);
    assert_int_equal(first, 1);
    dg_buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_words_multiwords_and_white_space),
        cmocka_unit_test(tokens_without_a_tree_have_no_head),
        cmocka_unit_test(a_full_buffer_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
