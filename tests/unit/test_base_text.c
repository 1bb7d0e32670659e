/* utf8, hash, map and date: what the rooms take for granted. */
#include "unit.h"

#include "base/date.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"

#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

static void invalid_utf8_is_found_where_it_is(void **state) {
    (void)state;
    static const struct {
        const char *p;
        size_t n, at;
    } cases[] = {
        {"", 0, 0},
        {"plain ascii, longer than 8", 26, 26},
        {"12345678\xC3\xA6", 10, 10},
        {"\xC0\x80", 2, 0},           /* overlong NUL */
        {"\xE0\x80\xAF", 3, 0},       /* overlong slash */
        {"a\xED\xA0\x80", 4, 1},      /* surrogate */
        {"ab\xF4\x90\x80\x80", 6, 2}, /* over U+10FFFF */
        {"\xF4\x8F\xBF\xBF", 4, 4},   /* U+10FFFF */
        {"\xF0\x8F\xBF\xBF", 4, 0},   /* overlong */
        {"abc\xE2\x82", 5, 3},        /* cut off */
        {"abcdefgh\x80", 9, 8},       /* stray continuation */
        {"\xFF", 1, 0},
        {"\xF5\x80\x80\x80", 4, 0},
    };
    for (size_t i = 0; i < DG_LEN(cases); i++) {
        assert_int_equal(dg_utf8_check(cases[i].p, cases[i].n), cases[i].at);
    }
}

static void every_character_goes_there_and_back(void **state) {
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c < 0xE000) continue;
        char out[4];
        uint32_t n = dg_utf8_put(c, out), at = 0, back = n;
        assert_int_equal(dg_utf8_check(out, n), n);
        assert_int_equal(dg_utf8_next((dg_str){out, n}, &at), c);
        assert_int_equal(at, n);
        assert_int_equal(dg_utf8_prev((dg_str){out, n}, &back), c);
        assert_int_equal(back, 0);
    }
}

static void broken_bytes_move_by_one(void **state) {
    (void)state;
    dg_str s = DG_STR("a\xE2\x82x\x80\xC3");
    const uint32_t want[] = {'a', 0xFFFD, 0xFFFD, 'x', 0xFFFD, 0xFFFD};
    uint32_t at = 0;
    for (size_t i = 0; i < DG_LEN(want); i++) assert_int_equal(dg_utf8_next(s, &at), want[i]);
    assert_int_equal(at, s.n);
    for (size_t i = DG_LEN(want); i > 0; i--) assert_int_equal(dg_utf8_prev(s, &at), want[i - 1]);
    assert_int_equal(at, 0);
    assert_int_equal(dg_utf8_length(s), 6);
}

static void the_table_of_latin1_is_icus(void **state) {
    (void)state;
    for (uint32_t c = 0; c < 0x100; c++) {
        UChar32 u = (UChar32)c;
        assert_int_equal(dg_is_letter(c), u_isalpha(u));
        assert_int_equal(dg_is_upper(c), u_isupper(u));
        assert_int_equal(dg_is_lower(c), u_islower(u));
        assert_int_equal(dg_is_digit(c), u_isdigit(u));
        assert_int_equal(dg_is_space(c), u_isUWhiteSpace(u));
        assert_int_equal(dg_is_punct(c), (U_GET_GC_MASK(u) & (U_GC_P_MASK | U_GC_S_MASK)) != 0);
        assert_int_equal(dg_lower(c), u_tolower(u));
        assert_int_equal(dg_upper(c), u_toupper(u));
    }
    assert_true(dg_is_space(0x2009) && dg_is_space(0x202F) && dg_is_space(0xFEFF));
    assert_true(dg_is_punct(0x201E) && dg_is_punct(0x20AC) && dg_is_mark(0x301));
    assert_true(dg_is_letter(0x4E60) && dg_is_upper(0x416) && dg_is_lower(0x142));
}

static void lower_may_change_the_length(void **state) {
    dg_arena *a = *state;
    assert_str(dg_utf8_lower(a, DG_STR("ÆØÅ og ẞ")), "æøå og ß");
    assert_str(dg_utf8_lower(a, DG_STR("Ⱥ")), "ⱥ");
    assert_str(dg_utf8_lower(a, DG_STR("")), "");
    assert_str(dg_utf8_lower(a, DG_STR("a\xFF")), "a\xEF\xBF\xBD");
}

/* What dg_utf8_nfc passes over without asking must be what ICU would leave alone, in any company.
 */
static void nfc_passes_over_the_inert_only(void **state) {
    dg_arena *a = *state;
    UErrorCode rc = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&rc);
    uint32_t n_passed = 0;
    for (uint32_t c = 0x80; c <= 0x10FFFF; c++) {
        char bytes[4];
        if (c >= 0xD800 && c < 0xE000) continue;
        dg_str s = {bytes, dg_utf8_put(c, bytes)};
        dg_arena_mark mark = dg_arena_mark_get(a);
        if (dg_utf8_nfc(a, s).p == bytes) {
            n_passed++;
            UChar32 pair = unorm2_composePair(nfc, 'a', (UChar32)c);
            assert_true(unorm2_hasBoundaryBefore(nfc, (UChar32)c) && pair < 0);
            UChar u[2];
            int32_t n = 0;
            U16_APPEND_UNSAFE(u, n, c);
            assert_int_equal(unorm2_quickCheck(nfc, u, n, &rc), UNORM_YES);
        }
        dg_arena_release(a, mark);
    }
    assert_true(n_passed > 20000);
}

static void plain_ends_at_the_first_other_byte(void **state) {
    (void)state;
    char bytes[40];
    for (uint32_t other = 0; other < 256; other++)
        for (uint32_t at = 0; at < 33; at++) {
            memset(bytes, 'x', sizeof bytes);
            bytes[at] = (char)other;
            bool plain = other >= 0x20 && other < 0x7F;
            dg_str s = {bytes, 33};
            assert_int_equal(dg_utf8_plain(s, 0, 33), plain ? 33 : at);
            assert_int_equal(dg_utf8_plain(s, 3, 30), plain || at < 3 || at >= 30 ? 27 : at - 3);
        }
}

static void nfc_composes(void **state) {
    dg_arena *a = *state;
    dg_str s = DG_STR("blåbær");
    assert_ptr_equal(dg_utf8_nfc(a, s).p, s.p);
    assert_str(dg_utf8_nfc(a, DG_STR("A\xCC\x8A e\xCC\x81")), "Å é");
    assert_str(dg_utf8_nfc(a, DG_STR("\xE2\x84\xAB")), "Å"); /* ANGSTROM SIGN */
    /* U+0958 is one that gets longer */
    assert_str(dg_utf8_nfc(a, DG_STR("\xE0\xA5\x98\xE0\xA5\x98")),
               "\xE0\xA4\x95\xE0\xA4\xBC\xE0\xA4\x95\xE0\xA4\xBC");
    assert_str(dg_utf8_nfc(a, DG_STR("\xED\x95\x9C \xF0\x9F\x98\x80")), "한 😀");
}

static void fold_makes_one_key_of_many_spellings(void **state) {
    dg_arena *a = *state;
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"Søren Ærø", "soren aero"},
        {"  Łódź — Straße\t", "lodz strasse"},
        {"İstanbul Diyarbakır", "istanbul diyarbakir"},
        {"U.S.", "us"},
        {"Sana’a O'Brien", "sanaa obrien"},
        {"Jean-Yves Le Drian", "jean yves le drian"},
        {"Phú Trọng", "phu trong"},
        {"Владимир", "vladimir"},
        {"Αθήνα", "athena"},
        {"東京", "dong jing"},
        {"Ｆｕｌｌ", "full"},
        {"Ko\xC2\xADsovo", "kosovo"}, /* soft hyphen */
        {"", ""},
        {"—", ""},
        {"٣", "3"},
    };
    for (size_t i = 0; i < DG_LEN(cases); i++) {
        dg_str got = dg_utf8_fold(a, dg_str_of(cases[i].from));
        assert_non_null(got.p);
        assert_str(got, cases[i].to);
    }
}

/* Whatever fails, the answer is "no string" and the arena stays usable. */
static void without_memory_there_is_no_string(void **state) {
    dg_arena *a = *state;
    static dg_str (*const f[])(dg_arena *, dg_str) = {dg_utf8_lower, dg_utf8_nfc, dg_utf8_fold};
    for (size_t i = 0; i < DG_LEN(f); i++) {
        bool went_through = false;
        for (uint64_t k = 1; k < 30 && !went_through; k++) {
            dg_arena_reset(a);
            dg_arena_fail_at(a, k);
            dg_str s = f[i](a, DG_STR("Дe\xCC\x81"));
            dg_arena_fail_at(a, 0);
            went_through = s.p != NULL;
            assert_non_null(dg_arena_alloc(a, 1));
        }
        assert_true(went_through);
    }
}

/* Part of the model format: these values must never change. */
static void the_fast_hash_is_pinned(void **state) {
    (void)state;
    static const struct {
        const char *z;
        uint64_t seed, hash;
    } cases[] = {
        {"", 0, 0x4535af1048b5d652u},
        {"hello", 0, 0xa2fdd5a83fe49fcu},
        {"hello", 1, 0x89d49d957ee16761u},
        {"12345678", 7, 0x435d83fc7dde5d39u},
        {"123456789", 7, 0x930b39ab0adefecau},
        {"1234567890123456", 7, 0xacef9ef90f2a3a2au},
        {"12345678901234567", 7, 0x20b91e0f4c4f7022u},
        {"a text of more than thirty-two bytes, that is", 7, 0x19e3ed5bb92a220fu},
    };
    for (size_t i = 0; i < DG_LEN(cases); i++) {
        uint64_t got = dg_hash64(cases[i].z, strlen(cases[i].z), cases[i].seed);
        if (got != cases[i].hash) print_error("0x%llx\n", (unsigned long long)got);
        assert_true(got == cases[i].hash);
    }
}

static void ids_are_sha256_of_the_parts(void **state) {
    (void)state;
    char id[17];
    dg_sha256_id((dg_str[]){DG_STR("a"), DG_STR("b")}, 2, id);
    assert_string_equal(id, "7e18f737311b2dc3"); /* printf 'a\nb' | sha256sum */
    dg_sha256_id(NULL, 0, id);
    assert_string_equal(id, "e3b0c44298fc1c14"); /* of nothing */
}

static void a_map_keeps_keys_in_order(void **state) {
    dg_arena *a = *state;
    dg_map m;
    dg_map_init(&m, a);
    assert_int_equal(dg_map_get(&m, DG_STR("x")), DG_NONE);
    char key[20];
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t *value;
        bool added;
        int n = snprintf(key, sizeof key, "key %u", i);
        assert_true(dg_map_put(&m, (dg_str){key, (uint32_t)n}, &value, &added));
        assert_true(added && *value == 0);
        *value = i;
        if (i == 100) assert_true(dg_map_reserve(&m, 2000) && dg_map_reserve(&m, 10));
        assert_true(dg_map_put(&m, (dg_str){key, (uint32_t)n}, &value, &added));
        assert_true(!added && *value == i);
    }
    assert_int_equal(m.n, 5000);
    for (uint32_t i = 0; i < 5000; i++) {
        int n = snprintf(key, sizeof key, "key %u", i);
        assert_int_equal(dg_map_get(&m, (dg_str){key, (uint32_t)n}), i);
        assert_str(m.entries[i].key, key);
    }
    assert_false(dg_map_has(&m, DG_STR("key 5000")));
    uint32_t *value;
    assert_true(dg_map_put_ref(&m, DG_STR(""), &value, NULL));
    assert_true(dg_map_has(&m, DG_STR("")));
}

static void a_map_without_memory_stays_whole(void **state) {
    dg_arena *a = *state;
    for (uint64_t k = 1; k < 60; k++) {
        dg_arena_reset(a);
        dg_map m;
        dg_map_init(&m, a);
        uint32_t failed = 0;
        dg_arena_fail_at(a, k);
        for (uint32_t i = 0; i < 50; i++) {
            char key = (char)('0' + i);
            uint32_t *value;
            if (dg_map_put(&m, (dg_str){&key, 1}, &value, NULL))
                *value = i;
            else
                failed++;
        }
        dg_arena_fail_at(a, 0);
        assert_true(failed <= 1 && m.n == 50 - failed);
        for (uint32_t i = 0; i < 50; i++) {
            char key = (char)('0' + i);
            uint32_t got = dg_map_get(&m, (dg_str){&key, 1});
            assert_true(got == i || (failed && got == DG_NONE));
        }
    }
}

static void days_go_there_and_back(void **state) {
    (void)state;
    for (int32_t d = dg_day_of(1, 1, 1); d <= dg_day_of(9999, 12, 31); d += 13) {
        int y, m, day;
        dg_day_split(d, &y, &m, &day);
        assert_int_equal(dg_day_of(y, m, day), d);
    }
    assert_int_equal(dg_day_of(1970, 1, 1), 0);
    assert_int_equal(dg_day_of(2000, 2, 29), 11016);
    assert_int_equal(dg_day_of(1900, 2, 29), DG_DAY_NONE);
    assert_int_equal(dg_day_of(2022, 4, 31), DG_DAY_NONE);
    assert_int_equal(dg_day_of(0, 4, 1), DG_DAY_NONE);
    assert_int_equal(dg_day_weekday(dg_day_of(2022, 4, 18)), 1);
    assert_int_equal(dg_day_weekday(dg_day_of(1969, 12, 28)), 7);
}

static void months_are_clipped(void **state) {
    (void)state;
    char z[11];
    dg_day_format(dg_day_add_months(dg_day_of(2024, 1, 31), 1), z);
    assert_string_equal(z, "2024-02-29");
    dg_day_format(dg_day_add_months(dg_day_of(2022, 3, 31), -13), z);
    assert_string_equal(z, "2021-02-28");
    assert_int_equal(dg_day_add_months(DG_DAY_NONE, 1), DG_DAY_NONE);
    assert_int_equal(dg_day_add_months(dg_day_of(1, 1, 1), -1), DG_DAY_NONE);
    assert_int_equal(dg_day_add_months(dg_day_of(9999, 12, 1), 1), DG_DAY_NONE);
}

static void iso_dates_are_read_strictly(void **state) {
    (void)state;
    static const struct {
        const char *iso, *from, *to;
    } cases[] = {
        {"2022-04-18", "2022-04-18", "2022-04-18"},
        {"2022-04", "2022-04-01", "2022-04-30"},
        {"2022", "2022-01-01", "2022-12-31"},
        {"2022-04-18T23:59:00+02:00", "2022-04-18", "2022-04-18"},
        {"2022-04-18 10:00", "2022-04-18", "2022-04-18"},
        {"2022-4-18", NULL, NULL},
        {"2022-13-01", NULL, NULL},
        {"2022-02-30", NULL, NULL},
        {"2022-02-", NULL, NULL},
        {"2022-02-11x", NULL, NULL},
        {"22-02-11", NULL, NULL},
        {"", NULL, NULL},
        {"0000", NULL, NULL},
    };
    for (size_t i = 0; i < DG_LEN(cases); i++) {
        dg_days got = {1, 2};
        char z[11];
        int rc = dg_days_parse(dg_str_of(cases[i].iso), &got);
        assert_int_equal(rc, cases[i].from ? 0 : DG_E_SYNTAX);
        if (rc) {
            assert_true(got.from == 1 && got.to == 2);
            continue;
        }
        dg_day_format(got.from, z);
        assert_string_equal(z, cases[i].from);
        dg_day_format(got.to, z);
        assert_string_equal(z, cases[i].to);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invalid_utf8_is_found_where_it_is),
        cmocka_unit_test(every_character_goes_there_and_back),
        cmocka_unit_test(broken_bytes_move_by_one),
        cmocka_unit_test(the_table_of_latin1_is_icus),
        unit_with_arena(lower_may_change_the_length),
        unit_with_arena(nfc_composes),
        unit_with_arena(nfc_passes_over_the_inert_only),
        cmocka_unit_test(plain_ends_at_the_first_other_byte),
        unit_with_arena(fold_makes_one_key_of_many_spellings),
        unit_with_arena(without_memory_there_is_no_string),
        cmocka_unit_test(the_fast_hash_is_pinned),
        cmocka_unit_test(ids_are_sha256_of_the_parts),
        unit_with_arena(a_map_keeps_keys_in_order),
        unit_with_arena(a_map_without_memory_stays_whole),
        cmocka_unit_test(days_go_there_and_back),
        cmocka_unit_test(months_are_clipped),
        cmocka_unit_test(iso_dates_are_read_strictly),
    };
    return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
