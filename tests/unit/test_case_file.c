/* The format of the text cases: what a case says must be what is tested. */
#include "unit.h"

#include "tests/case_file.h"

static dg_testcase only(dg_arena *a, const char *z) {
    dg_case_file f;
    dg_testcase c = {0}, more;
    dg_err err;
    dg_case_open(&f, dg_str_of(z), a);
    assert_int_equal(dg_case_next(&f, &c, &err), 1);
    assert_int_equal(dg_case_next(&f, &more, &err), 0);
    return c;
}

static void a_case_has_settings_inputs_and_sections(void **state) {
    dg_testcase c =
        only(*state, "# old\n\n# the title\n%lang da\n%text\nOne.\n\n# not a comment\n"
                     "%quotes exact\n  direct \"x y\"  \n# comment\n!not\n\\!this\n%title\n%end\n");
    assert_str(c.title, "the title");
    assert_int_equal(c.line, 4);
    assert_str(dg_case_get(&c, "lang"), "da");
    assert_null(dg_case_get(&c, "date").p);
    assert_int_equal(c.n_inputs, 1);
    assert_str(c.inputs[0].bytes, "One.\n\n# not a comment\n");
    assert_int_equal(c.n_sections, 2);
    const dg_case_section *s = &c.sections[0];
    assert_true(s->exact && s->n == 3);
    assert_str(s->lines[0].text, "direct \"x y\"");
    assert_true(s->lines[1].forbidden && !s->lines[2].forbidden);
    assert_str(s->lines[1].text, "not");
    assert_str(s->lines[2].text, "!this");
    assert_int_equal(s->lines[2].line, 13);
    assert_int_equal(c.sections[1].n, 0);
}

static void escapes_make_any_byte(void **state) {
    dg_testcase c = only(*state, "%text escaped\n\\x25a\\xFf\\0\\n\\\\\\q\\\nb\n%end\n");
    assert_int_equal(c.inputs[0].bytes.n, 10);
    assert_memory_equal(c.inputs[0].bytes.p, "%a\xFF\0\n\\\\qb\n", 10);
}

static void broken_cases_say_where(void **state) {
    static const struct {
        const char *text;
        uint64_t line;
    } cases[] = {
        {"%text\nx\n", 2},       /* no %end */
        {"%lang da\n%end\n", 2}, /* no input */
        {"stray\n", 1},
        {"%text\nx\n%quotes some\n%end\n", 3},
        {"%date\n%langs de\n%text\n%end\n", 2},
    };
    for (size_t i = 0; i < DG_LEN(cases); i++) {
        dg_case_file f;
        dg_testcase c;
        dg_err err = {0};
        dg_case_open(&f, dg_str_of(cases[i].text), *state);
        assert_int_equal(dg_case_next(&f, &c, &err), DG_E_SYNTAX);
        assert_int_equal(err.at, cases[i].line);
    }
}

static void words_match_in_order(void **state) {
    (void)state;
    dg_str got =
        DG_STR("event CONSULT visit CHN -> RUS actual when=2022-04-18 trigger=\"went to see\"");
    assert_true(dg_case_words_match(DG_STR("event CONSULT CHN -> RUS"), got));
    assert_true(dg_case_words_match(DG_STR("CONSULT * CHN trigger=\"went to see\""), got));
    assert_true(dg_case_words_match(DG_STR(""), got));
    assert_false(dg_case_words_match(DG_STR("RUS -> CHN"), got));
    assert_false(dg_case_words_match(DG_STR("trigger=\"went"), got));
    assert_false(dg_case_words_match(DG_STR("CONSUL"), got));
    assert_false(dg_case_words_match(DG_STR("trigger=\"went to see\" *"), got));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        unit_with_arena(a_case_has_settings_inputs_and_sections),
        unit_with_arena(escapes_make_any_byte),
        unit_with_arena(broken_cases_say_where),
        cmocka_unit_test(words_match_in_order),
    };
    return cmocka_run_group_tests_name("case_file", tests, NULL, NULL);
}
