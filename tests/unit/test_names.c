/* test_names.c: phrases to rows: case, genitives, stems, compounds; one person in many spellings.
 */
#include "unit.h"

#include "lexicon/names.h"

static const dg_names *load(void **state) {
    dg_names *n = NULL;
    dg_err err = {0};
    assert_int_equal(dg_names_load("lexicon", *state, &n, &err), 0);
    return n;
}

/* Does the phrase mean a row of this kind with this key (or country)? */
static bool means(const dg_names *n, const char *lang, const char *phrase, uint8_t kind,
                  const char *key) {
    dg_name_hits h;
    if (!dg_names_find(n, dg_str_of(phrase), dg_names_lang(n, dg_str_of(lang)), &h)) return false;
    for (uint32_t i = 0; i < h.n; i++)
        if (h.rows[i]->kind == kind &&
            (dg_str_is(h.rows[i]->key, key) || !strcmp(h.rows[i]->country, key)))
            return true;
    return false;
}

static void test_case_and_genitives(void **state) {
    const dg_names *n = load(state);
    assert_true(means(n, "de", "Norwegens", DG_NAME_COUNTRY, "NOR"));
    assert_true(means(n, "da", "Finlands", DG_NAME_COUNTRY, "FIN"));
    assert_true(means(n, "en", "Kenya's", DG_NAME_COUNTRY, "KEN"));
    assert_true(means(n, "en", "Kenya’s", DG_NAME_COUNTRY, "KEN"));
    assert_true(means(n, "en", "KENYA", DG_NAME_COUNTRY, "KEN"));
    assert_true(means(n, "nb", "USAs", DG_NAME_COUNTRY, "USA"));
    assert_true(means(n, "en", "Nato", DG_NAME_ORGANISATION, "nato"));
    assert_false(means(n, "en", "turkey", DG_NAME_COUNTRY, "TUR"));
    assert_false(means(n, "en", "us", DG_NAME_COUNTRY, "USA"));
    assert_true(means(n, "en", "Foreign Minister", DG_NAME_ROLE, "foreign-minister"));
    assert_false(means(n, "da", "Dänemark", DG_NAME_COUNTRY, "DNK")); /* another language's word */
}

static void test_stems(void **state) {
    const dg_names *n = load(state);
    static const char *const german[] = {"finnisch",   "finnische",  "finnischer",
                                         "finnischen", "finnisches", "finnischem"};
    for (size_t i = 0; i < DG_LEN(german); i++)
        assert_true(means(n, "de", german[i], DG_NAME_ADJECTIVE, "FIN"));
    assert_true(means(n, "da", "polske", DG_NAME_ADJECTIVE, "POL"));
    assert_true(means(n, "nb", "polakkene", DG_NAME_PEOPLE, "POL") ||
                means(n, "nb", "polakker", DG_NAME_PEOPLE, "POL"));
    assert_true(means(n, "de", "Präsidentinnen", DG_NAME_ROLE, "president"));
    assert_true(means(n, "de", "Botschafter", DG_NAME_ROLE, "ambassador"));
    assert_false(means(n, "de", "Botschafter", DG_NAME_INSTITUTION, "embassy"));
}

static void test_number_of_stems(void **state) {
    const dg_names *n = load(state);
    dg_name_hits h;
    assert_true(dg_names_find(n, DG_STR("presidents"), dg_names_lang(n, DG_STR("en")), &h));
    assert_true(h.plural && !h.singular);
    assert_true(dg_names_find(n, DG_STR("president"), dg_names_lang(n, DG_STR("en")), &h));
    assert_true(h.singular && !h.plural);
}

static void check_compound(const dg_names *n, const char *lang, const char *word, const char *head,
                           const char *modifier) {
    dg_compound c;
    assert_true(dg_names_compound(n, dg_str_of(word), dg_names_lang(n, dg_str_of(lang)), &c));
    if (head)
        assert_true(c.head.n && dg_str_is(c.head.rows[0]->key, head));
    else
        assert_int_equal(c.head.n, 0);
    if (modifier) assert_true(c.modifier.n && dg_str_is(c.modifier.rows[0]->key, modifier));
}

static void test_compounds(void **state) {
    const dg_names *n = load(state);
    check_compound(n, "de", "US-Verteidigungsminister", "defence-minister", "USA");
    check_compound(n, "de", "Fischereiminister", "minister", NULL);
    check_compound(n, "de", "Irankonflikt", NULL, "IRN");
    check_compound(n, "da", "NATO-talsmand", "spokesperson", "nato");
    check_compound(n, "nb", "USA-ambassadør", "ambassador", "USA");
    dg_compound c;
    assert_false(dg_names_compound(n, DG_STR("billeder"), dg_names_lang(n, DG_STR("da")), &c));
    assert_false(dg_names_compound(n, DG_STR("sykdommer"), dg_names_lang(n, DG_STR("nb")), &c));
}

/* Spellings of English, German, Danish, Norwegian and French papers, and the own script: one key
 * each. */
static const char *const spellings[][6] = {
    {"Sergei Lavrov", "Sergej Lawrow", "Sergej Lavrov", "Sergey Lavrov", "Сергей Лавров"},
    {"Volodymyr Zelensky", "Wolodymyr Selenskyj", "Volodymyr Zelenskyy", "Volodymyr Zelenskyj"},
    {"Boris Yeltsin", "Boris Jelzin", "Boris Jeltsin"},
    {"Mikhail Gorbachev", "Michail Gorbatschow", "Mikhail Gorbatjov", "Mikhail Gorbatsjov"},
    {"Dmitry Medvedev", "Dmitri Medwedew", "Dmitrij Medvedev", "Dmitrij Medvedjev"},
    {"Sergei Shoigu", "Sergej Schoigu", "Sergej Sjojgu"},
    {"Recep Tayyip Erdogan", "Recep Tayyip Erdoğan"},
    {"Viktor Yanukovych", "Viktor Janukowitsch", "Viktor Janukovitj", "Viktor Janukovytsj"},
    {"Petro Poroshenko", "Petro Poroschenko", "Petro Porosjenko"},
    {"Slobodan Milosevic", "Slobodan Milošević", "Slobodan Milosevich"},
    {"Kim Jong-un", "Kim Jong Un"},
    {"Alexander Lukashenko", "Alexander Lukaschenko", "Aleksandr Lukasjenko",
     "Aleksandr Lukashenko"},
    {"Mahmoud Abbas", "Mahmud Abbas"},
    {"Angela Merkel", "Ангела Меркель"},
};

static const dg_name *person(const dg_names *n, dg_arena *a, const char *name) {
    dg_name_hits h;
    if (dg_names_find(n, dg_str_of(name), UINT32_MAX, &h))
        for (uint32_t i = 0; i < h.n; i++)
            if (h.rows[i]->kind == DG_NAME_PERSON) return h.rows[i];
    return dg_names_person(n, a, dg_str_of(name));
}

static void test_spellings(void **state) {
    const dg_names *n = load(state);
    uint32_t all = 0, same = 0;
    for (size_t i = 0; i < DG_LEN(spellings); i++) {
        const dg_name *first = person(n, *state, spellings[i][0]);
        for (size_t k = 0; k < DG_LEN(spellings[i]) && spellings[i][k]; k++) {
            const dg_name *p = person(n, *state, spellings[i][k]);
            bool ok = first && p == first;
            if (!ok) print_message("  another key: %s\n", spellings[i][k]);
            all++;
            same += ok;
        }
    }
    assert_true(same * 100 >= all * 95);
}

static void test_namesakes(void **state) {
    const dg_names *n = load(state);
    assert_null(dg_names_person(n, *state, DG_STR("Sergei Lavrenov")));
    assert_null(dg_names_person(n, *state, DG_STR("Wang Wu")));
    assert_null(dg_names_person(n, *state, DG_STR("Putin"))); /* one word is no full name */
    const dg_name *bush[8];
    assert_true(dg_names_family(n, *state, DG_STR("Bush"), true, bush, 8) >= 2);
    for (uint32_t i = 0; i < dg_names_family(n, *state, DG_STR("Bush"), true, bush, 8); i++)
        assert_string_equal(bush[i]->country, "USA");
}

static void test_offices(void **state) {
    const dg_names *n = load(state);
    const dg_name *p = person(n, *state, "Jacques Chirac");
    assert_non_null(p);
    assert_true(dg_name_held(p, DG_STR("president"), 2000));
    assert_false(dg_name_held(p, DG_STR("president"), 2010));
}

static void test_lists_and_labels(void **state) {
    const dg_names *n = load(state);
    assert_true(dg_names_listed(n, "family-first", DG_STR("KOR")));
    assert_false(dg_names_listed(n, "family-first", DG_STR("FRA")));
    assert_true(
        dg_str_is(dg_names_label(n, DG_STR("DEU"), dg_names_lang(n, DG_STR("da"))), "Tyskland"));
    assert_true(dg_str_is(
        dg_names_unprefix(n, DG_STR("Anti-Thatcher"), dg_names_lang(n, DG_STR("en"))), "Thatcher"));
    assert_int_equal(dg_names_longest(n, DG_STR("qwertz")), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        unit_with_arena(test_case_and_genitives),
        unit_with_arena(test_stems),
        unit_with_arena(test_number_of_stems),
        unit_with_arena(test_compounds),
        unit_with_arena(test_spellings),
        unit_with_arena(test_namesakes),
        unit_with_arena(test_offices),
        unit_with_arena(test_lists_and_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
