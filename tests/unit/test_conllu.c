/* conllu: the format's corners, out and in; that the text can be put together again; and the
 * measures of evaluate.h on cases counted by hand. */
#include "unit.h"

#include "base/file.h"
#include "doc/conllu.h"
#include "doc/evaluate.h"

#define SPAN(a, b) .span = {(a), (b)}, .form = {text + (a), (b) - (a)}

static const char text[] = "\t Er ging zum\nTor.\n\nJa";
static dg_token tokens[] = {
    {SPAN(2, 4), .head = 1, .rel = DG_REL_NSUBJ, .upos = DG_UPOS_PRON, .ner = DG_NER_B_PER},
    {SPAN(5, 9), .head = DG_NONE, .rel = DG_REL_ROOT, .upos = DG_UPOS_VERB,
     .lemma = DG_STR("gehen")},
    {.span = {10, 13}, .form = DG_STR("zu"), .head = 4, .rel = DG_REL_CASE, .mwt_n = 2},
    {.span = {10, 13},
     .form = DG_STR("dem"),
     .head = 4,
     .rel = DG_REL_DET,
     .mwt_n = 2,
     .mwt_at = 1},
    {SPAN(14, 17), .head = 1, .rel = DG_REL_OBL, .rel_str = DG_STR("obl:x")},
    {SPAN(17, 18), .head = 1, .rel = DG_REL_PUNCT, .feats_str = DG_STR("_")},
    {SPAN(20, 22), .head = DG_NONE}, /* no tree */
};
static const dg_sentence sentences[] = {{{2, 18}, 0, 6}, {{20, 22}, 6, 7}};
static dg_doc doc = {.text = DG_STR(text),
                     .n_sentences = 2,
                     .n_tokens = 7,
                     .sentences = sentences,
                     .tokens = tokens};

static void writes_words_multiwords_and_white_space(void **state) {
    const dg_conllu_style style = {.names = true, .newdoc = true, .before = DG_STR("\xEF\xBB\xBF")};
    size_t at[2];
    dg_buf out;
    (void)state;
    dg_buf_init(&out, 1 << 16);
    assert_int_equal(dg_conllu_write(&doc, &style, &out, at, NULL), 0);
    assert_string_equal(out.p,
                        "# newdoc\n# newpar\n# text = Er ging zum Tor.\n"
                        "1\tEr\t_\tPRON\t_\t_\t2\tnsubj\t_\tNER=B-PER|SpacesBefore=\xEF\xBB\xBF"
                        "\\t\\s\n"
                        "2\tging\tgehen\tVERB\t_\t_\t0\troot\t_\t_\n"
                        "3-4\tzum\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\n\n"
                        "3\tzu\t_\tX\t_\t_\t5\tcase\t_\t_\n"
                        "4\tdem\t_\tX\t_\t_\t5\tdet\t_\t_\n"
                        "5\tTor\t_\tX\t_\t_\t2\tobl:x\t_\tSpaceAfter=No\n"
                        "6\t.\t_\tX\t_\t_\t2\tpunct\t_\tSpacesAfter=\\n\\n\n\n"
                        "# newpar\n# text = Ja\n1\tJa\t_\tX\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n");
    assert_int_equal(strncmp(out.p + at[0], "# text = Er", 11), 0);
    assert_int_equal(strncmp(out.p + at[1], "# text = Ja", 11), 0);
    dg_buf_free(&out);
}

static void writes_json(void **state) {
    const dg_conllu_style style = {.names = true, .before = DG_STR(""), .base = 100};
    size_t at[2];
    dg_buf out;
    (void)state;
    dg_buf_init(&out, 1 << 16);
    assert_int_equal(dg_conllu_json(&doc, &style, &out, at, NULL), 0);
    const char *second = strchr(out.p, '\n') + 1;
    assert_string_equal(second,
                        "{\"newpar\":true,\"text\":\"Ja\",\"tokens\":[{\"id\":1,\"form\":\"Ja\","
                        "\"lemma\":null,\"upos\":\"X\",\"feats\":{},\"head\":null,\"deprel\":null,"
                        "\"from\":120,\"to\":122}]}\n");
    assert_int_equal(out.p + at[1] - second, 1);
    assert_non_null(strstr(out.p, "{\"id\":3,\"token\":\"zum\",\"form\":\"zu\""));
    assert_non_null(strstr(out.p, "\"ner\":\"B-PER\",\"from\":102,\"to\":104}"));
    dg_buf_free(&out);
}

static void a_full_buffer_is_an_error(void **state) {
    const dg_conllu_style style = {.before = DG_STR("")};
    size_t at[2];
    dg_buf out;
    (void)state;
    dg_buf_init(&out, 8);
    assert_int_equal(dg_conllu_write(&doc, &style, &out, at, NULL), DG_E_NOMEM);
    assert_int_equal(dg_conllu_json(&doc, &style, &out, at, NULL), DG_E_NOMEM);
    dg_buf_free(&out);
}

/* ---- in ---- */

static void what_is_read_is_written_again(void **state) {
    static const char in[] = "# a\n# b\r\n1-2\tzum\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\s\\t\n"
                             "1\tzu\tzu\tADP\tX1\t_\t0\troot\t_\t_\r\n"
                             "2\tdem\tder\tDET\t_\tA=1|B=2\t1\tdet:x\t_\tQ=1\n"
                             "2.1\tleer\t_\t_\t_\t_\t_\t_\t1:dep\t_\n\n\n# nobody's\n\n"
                             "1\tso\t_\t_\t_\t_\t_\t_\t_\t_";
    static const char out_wanted[] =
        "# a\n# b\r\n1-2\tzum\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\s\\t\n"
        "1\tzu\tzu\tADP\tX1\t_\t0\troot\t_\t_\n"
        "2\tdem\tder\tDET\t_\tA=1|B=2\t1\tdet:x\t_\tQ=1\n\n"
        "1\tso\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    dg_str rest = DG_STR(in);
    dg_conllu_sentence s;
    dg_buf out;
    dg_buf_init(&out, 1 << 16);
    assert_int_equal(dg_conllu_next(&rest, *state, &s, NULL), 1);
    assert_int_equal(s.n_words, 2);
    assert_int_equal(s.n_tokens, 1);
    assert_str(dg_conllu_value(s.words[1].feats, "B"), "2");
    assert_null(dg_conllu_value(s.words[1].feats, "C").p);
    dg_conllu_put(&s, &out);
    assert_int_equal(dg_conllu_next(&rest, *state, &s, NULL), 1);
    assert_int_equal(s.words[0].head, DG_NONE);
    dg_conllu_put(&s, &out);
    assert_int_equal(dg_conllu_next(&rest, *state, &s, NULL), 0);
    assert_string_equal(out.p, out_wanted);
    dg_buf_free(&out);
}

static void white_space_comes_back(void **state) {
    static const struct {
        const char *misc, *before, *after;
    } cases[] = {{"_", "", " "},
                 {"SpaceAfter=No", "", ""},
                 {"A=b|SpacesAfter=\\s\\t\\r\\n\\p\\\\\\x0B", "", " \t\r\n|\\\x0B"},
                 {"SpacesBefore=\\s|SpaceAfter=No", " ", ""},
                 {"SpacesAfter=\\", "", "\\"},
                 {"SpacesAfter=\\x0", "", "x0"}};
    (void)state;
    for (size_t i = 0; i < DG_LEN(cases); i++) {
        dg_buf out;
        dg_buf_init(&out, 100);
        dg_conllu_space_before(dg_str_of(cases[i].misc), &out);
        assert_str(dg_buf_str(&out), cases[i].before);
        dg_buf_clear(&out);
        dg_conllu_space_after(dg_str_of(cases[i].misc), &out);
        assert_str(dg_buf_str(&out), cases[i].after);
        dg_buf_free(&out);
    }
}

#define REST "\ta\t_\t_\t_\t_\t0\troot\t_\t_\n"

static void what_is_wrong_is_told_with_its_place(void **state) {
    static const struct {
        const char *in;
        uint32_t at;
    } cases[] = {{"1\ta\t_\n", 0},
                 {"1" REST "3" REST, 23},
                 {"1" REST "x" REST, 23},
                 {"1" REST "# late\n", 23},
                 {"1\ta\t_\t_\t_\t_\tx\troot\t_\t_\n", 0},
                 {"1\ta\t_\t_\t_\t_\t2\troot\t_\t_\n", 0},
                 {"1\ta\t\t_\t_\t_\t0\troot\t_\t_\n", 0},
                 {"2-3\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", 0},
                 {"1-2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n1" REST, 22},
                 {"99999999999\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", 0}};
    for (size_t i = 0; i < DG_LEN(cases); i++) {
        dg_str rest = dg_str_of(cases[i].in);
        dg_conllu_sentence s;
        dg_err err = {0};
        assert_int_equal(dg_conllu_next(&rest, *state, &s, &err), DG_E_SYNTAX);
        assert_int_equal(err.at, cases[i].at);
        assert_int_equal(rest.n, 0);
    }
    /* the next sentence is read behind a bad one */
    dg_str rest = DG_STR("9" REST "1" REST "\n1" REST);
    dg_conllu_sentence s;
    assert_int_equal(dg_conllu_next(&rest, *state, &s, NULL), DG_E_SYNTAX);
    assert_int_equal(dg_conllu_next(&rest, *state, &s, NULL), 1);
    assert_int_equal(s.n_words, 1);
}

/* ---- measures ---- */

static dg_str slurp(dg_arena *arena, const char *path) {
    dg_file f;
    assert_int_equal(dg_file_open(path, 1 << 20, &f, NULL), 0);
    dg_str s = dg_arena_str(arena, (dg_str){f.p, (uint32_t)f.n});
    dg_file_close(&f);
    return s;
}

static void check(const dg_score *s, uint64_t gold, uint64_t system, uint64_t correct,
                  uint64_t aligned) {
    if (s->gold != gold || s->system != system || s->correct != correct || s->aligned != aligned)
        fail_msg("%s: gold %d system %d correct %d aligned %d", s->name, (int)s->gold,
                 (int)s->system, (int)s->correct, (int)s->aligned);
}

/* tests/conllu: gold has 8 surface tokens and 9 words in 2 sentences, the system 8 words in one.
 * "zum" stays whole there: zu and dem find no partner, the other 7 words do. */
static void measures_are_those_of_conll_2018(void **state) {
    dg_str gold = slurp(*state, "tests/conllu/gold.conllu"),
           system = slurp(*state, "tests/conllu/system.conllu");
    dg_score s[DG_MEASURE_N];
    assert_int_equal(dg_evaluate(gold, system, false, *state, s, NULL), 0);
    check(&s[DG_MEASURE_Tokens], 8, 8, 8, DG_UNALIGNED);
    check(&s[DG_MEASURE_Sentences], 2, 1, 0, DG_UNALIGNED);
    check(&s[DG_MEASURE_Words], 9, 8, 7, DG_UNALIGNED);
    check(&s[DG_MEASURE_UPOS], 9, 8, 7, 7);
    check(&s[DG_MEASURE_UFeats], 9, 8, 6, 7); /* Tense; Style is no universal feature */
    check(&s[DG_MEASURE_Lemmas], 9, 8, 6, 7); /* Sie */
    check(&s[DG_MEASURE_UAS], 9, 8, 5, 7);    /* Gut and "!" hang elsewhere */
    check(&s[DG_MEASURE_LAS], 9, 8, 4, 7);    /* obj for obl; nsubj:pass is nsubj */
    check(&s[DG_MEASURE_CLAS], 5, 5, 3, 5);   /* Sie, ging, so of Sie ging Tor Gut so */
    assert_int_equal(dg_evaluate(gold, system, true, *state, s, NULL), 0);
    check(&s[DG_MEASURE_Lemmas], 9, 8, 7, 7);
    assert_int_equal(dg_evaluate(gold, gold, false, *state, s, NULL), 0);
    for (uint32_t i = 0; i < DG_MEASURE_N; i++) {
        assert_int_equal(s[i].correct, s[i].gold);
        assert_true(dg_score_f1(&s[i]) == 100);
    }
}

/* Inside a stretch of multiword tokens forms are aligned, not places. */
static void words_of_multiword_tokens_are_aligned_by_form(void **state) {
#define W(id, form, head) id "\t" form "\t_\t_\t_\t_\t" head "\tdep\t_\t_\n"
    static const char gold[] = "1-3\tabc\t_\t_\t_\t_\t_\t_\t_\t_\n" W("1", "a", "0")
        W("2", "b", "1") W("3", "c", "1") W("4", "d", "1");
    static const char system[] =
        "1-2\tabc\t_\t_\t_\t_\t_\t_\t_\t_\n" W("1", "B", "0") W("2", "c", "1") W("3", "d", "1");
    dg_score s[DG_MEASURE_N];
    assert_int_equal(dg_evaluate(DG_STR(gold), DG_STR(system), false, *state, s, NULL), 0);
    check(&s[DG_MEASURE_Words], 4, 3, 3, DG_UNALIGNED);
    check(&s[DG_MEASURE_Tokens], 2, 2, 2, DG_UNALIGNED);
    check(&s[DG_MEASURE_UAS], 4, 3, 0, 3);
}

static void other_texts_cannot_be_compared(void **state) {
    dg_score s[DG_MEASURE_N];
    dg_err err = {0};
    assert_int_equal(
        dg_evaluate(DG_STR(W("1", "abc", "0")), DG_STR(W("1", "abd", "0")), false, *state, s, &err),
        DG_E_ARG);
    assert_int_equal(err.at, 2);
    assert_int_equal(dg_evaluate(DG_STR("1\tx\n"), DG_STR(""), false, *state, s, &err),
                     DG_E_SYNTAX);
    assert_int_equal(strncmp(err.text, "gold: ", 6), 0);
}

static void names_count_as_whole_spans(void **state) {
    dg_str gold = slurp(*state, "tests/conllu/gold.conllu"),
           system = slurp(*state, "tests/conllu/system.conllu");
    dg_score s[DG_NAME_SCORES];
    assert_int_equal(dg_evaluate_names(gold, system, *state, s, NULL), 0);
    check(&s[3], 1, 1, 0, DG_UNALIGNED); /* "Gut" and "Gut so" */
    static const char iob2[] =
        "# text = Anna Li, Oslo\nAnna\tB-PER\nLi\tI-PER\n,\tO\nOslo\tB-LOC\n";
    static const char found[] =
        "1\tAnna\t_\t_\t_\t_\t0\troot\t_\tNER=B-PER\n2\tLi,\t_\t_\t_\t_\t1\tdep\t_\tNER=I-PER\n"
        "3\tOs\t_\t_\t_\t_\t1\tdep\t_\tNER=I-LOC\n4\tlo\t_\t_\t_\t_\t1\tdep\t_\tNER=I-LOC\n";
    assert_int_equal(dg_evaluate_names(DG_STR(iob2), DG_STR(found), *state, s, NULL), 0);
    check(&s[0], 1, 1, 0, DG_UNALIGNED); /* "Li," is more than the name */
    check(&s[2], 1, 1, 1, DG_UNALIGNED);
    check(&s[4], 2, 2, 1, DG_UNALIGNED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_words_multiwords_and_white_space),
        cmocka_unit_test(writes_json),
        cmocka_unit_test(a_full_buffer_is_an_error),
        unit_with_arena(what_is_read_is_written_again),
        unit_with_arena(white_space_comes_back),
        unit_with_arena(what_is_wrong_is_told_with_its_place),
        unit_with_arena(measures_are_those_of_conll_2018),
        unit_with_arena(words_of_multiword_tokens_are_aligned_by_form),
        unit_with_arena(other_texts_cannot_be_compared),
        unit_with_arena(names_count_as_whole_spans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
