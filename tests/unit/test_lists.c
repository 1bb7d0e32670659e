/* test_lists.c: which words of a sentence the lists of names mark. */
#include "unit.h"

#include <stdlib.h>

#include "parse/gazetteer.h"

#define BIT(class, part) (1u << (3 * DG_GAZ_##class + (part)))
enum { ALONE, FIRST, LATER };

static const struct {
    const char *phrase;
    uint16_t classes;
} listed[] = {
    {"Astrid", 1u << DG_GAZ_GIVEN},           {"Holm", 1u << DG_GAZ_SURNAME | 1u << DG_GAZ_COMMON},
    {"Great Slave Lake", 1u << DG_GAZ_PLACE}, {"Great", 1u << DG_GAZ_PLACE},
    {"Wadi al-Qarn", 1u << DG_GAZ_PLACE},     {"Zorland", 1u << DG_GAZ_COUNTRY},
    {"minister", 1u << DG_GAZ_TITLE},         {"holm", 1u << DG_GAZ_SURNAME},
};

static uint32_t print[DG_LEN(listed)];
static uint16_t classes[DG_LEN(listed)];

static int ascending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static dg_gazetteer lists(void) {
    for (size_t i = 0; i < DG_LEN(listed); i++)
        print[i] = dg_gaz_print(dg_str_of(listed[i].phrase));
    qsort(print, DG_LEN(listed), sizeof *print, ascending);
    for (size_t i = 0; i < DG_LEN(listed); i++)
        for (size_t k = 0; k < DG_LEN(listed); k++)
            if (print[k] == dg_gaz_print(dg_str_of(listed[i].phrase)))
                classes[k] = listed[i].classes;
    return (dg_gazetteer){DG_LEN(listed), print, classes};
}

static void check(const char *words, const uint32_t *want) {
    dg_gazetteer g = lists();
    dg_str forms[16];
    uint32_t n = 0, bits[16];
    for (const char *p = words; *p;) {
        uint32_t k = (uint32_t)strcspn(p, " ");
        forms[n++] = (dg_str){p, k};
        p += p[k] ? k + 1 : k;
    }
    dg_gaz_mark(&g, 1, forms, sizeof *forms, n, bits);
    for (uint32_t i = 0; i < n; i++)
        if (bits[i] != want[i]) fail_msg("%s: word %u: %x, not %x", words, i, bits[i], want[i]);
}

static void words_are_marked(void **state) {
    (void)state;
    check("Astrid Holm spoke",
          (uint32_t[]){BIT(GIVEN, ALONE), BIT(SURNAME, ALONE) | BIT(COMMON, ALONE), 0});
    check("the minister Holms",
          (uint32_t[]){0, BIT(TITLE, ALONE), BIT(SURNAME, ALONE) | BIT(COMMON, ALONE)});
    /* loud writing, genitives; a small letter begins no name */
    check("ASTRID Zorlands holm", (uint32_t[]){BIT(GIVEN, ALONE), BIT(COUNTRY, ALONE), 0});
    /* the longest phrase, and no other of its class within */
    check("Great Slave Lake Great",
          (uint32_t[]){BIT(PLACE, FIRST), BIT(PLACE, LATER), BIT(PLACE, LATER), BIT(PLACE, ALONE)});
    check("Great Slave", (uint32_t[]){BIT(PLACE, ALONE), 0});
    /* however the words are cut */
    check("Wadi al - Qarn",
          (uint32_t[]){BIT(PLACE, FIRST), BIT(PLACE, LATER), BIT(PLACE, LATER), BIT(PLACE, LATER)});
    check("Wadi al-Qarn", (uint32_t[]){BIT(PLACE, FIRST), BIT(PLACE, LATER)});
}

/* An auxiliary's form is one in its own language, in any case; the same letters are no name. */
static void auxiliaries_are_marked(void **state) {
    (void)state;
    uint32_t listed_print = dg_gaz_auxiliary_print(2, DG_STR("Wurde")), bits[5];
    uint16_t listed_class = 1u << DG_GAZ_AUXILIARY;
    dg_gazetteer g = {1, &listed_print, &listed_class};
    const dg_str forms[] = {DG_STR("wurde"), DG_STR("WURDE"), DG_STR("Wurde"), DG_STR("wurden"),
                            DG_STR("würde")};
    dg_gaz_mark(&g, 2, forms, sizeof *forms, 5, bits);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(bits[i], i < 3 ? 1u << 3 * DG_GAZ_AUXILIARY : 0);
    dg_gaz_mark(&g, 1, forms, sizeof *forms, 5, bits);
    for (uint32_t i = 0; i < 5; i++) assert_int_equal(bits[i], 0);
    assert_int_equal(dg_gaz_classes(&g, DG_STR("wurde")), 0);
}

static void nothing_is_marked_without_lists(void **state) {
    (void)state;
    dg_str forms[2] = {DG_STR("Astrid"), {NULL, 0}};
    uint32_t bits[2] = {1, 1};
    dg_gaz_mark(&(dg_gazetteer){0}, 1, forms, sizeof *forms, 2, bits);
    assert_int_equal(bits[0] | bits[1], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_are_marked),
                                       cmocka_unit_test(auxiliaries_are_marked),
                                       cmocka_unit_test(nothing_is_marked_without_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
