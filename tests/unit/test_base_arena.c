/* Arenas: alignment, ceiling, marks, growing, and the kth allocation made to fail. */
#include "unit.h"

static void blocks_are_aligned_and_apart(void **state) {
    dg_arena *a = *state;
    char *last = NULL;
    for (size_t n = 0; n < 300; n++) {
        char *p = dg_arena_alloc(a, n);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % 16, 0);
        assert_true(p != last);
        memset(p, (int)n, n);
        last = p;
    }
}

static void join_puts_three_behind_one_another(void **state) {
    dg_str s = dg_arena_join(*state, DG_STR("a"), DG_STR_NULL, DG_STR("bc"));
    assert_int_equal(s.n, 3);
    assert_string_equal(s.p, "abc");
    dg_arena_fail_at(*state, 1);
    assert_null(dg_arena_join(*state, DG_STR("a"), DG_STR("b"), DG_STR("c")).p);
}

static void zalloc_clears_and_checks_the_product(void **state) {
    dg_arena *a = *state;
    char *dirty = dg_arena_alloc(a, 100);
    assert_non_null(dirty);
    memset(dirty, 7, 100);
    dg_arena_reset(a);
    const char *p = dg_arena_zalloc(a, 10, 10);
    assert_non_null(p);
    for (int i = 0; i < 100; i++) assert_int_equal(p[i], 0);
    assert_null(dg_arena_zalloc(a, SIZE_MAX / 2, 3));
    assert_null(dg_arena_alloc(a, SIZE_MAX));
}

static void the_ceiling_holds(void **state) {
    (void)state;
    dg_arena *a = dg_arena_new(1000);
    assert_non_null(a);
    size_t n = 0;
    while (n < 200 && dg_arena_alloc(a, 16)) n++;
    assert_in_range(n, 20, 62); /* fewer under ASan, where blocks lie apart */
    assert_true(dg_arena_used(a) <= 1000);
    dg_arena_reset(a);
    assert_int_equal(dg_arena_used(a), 0);
    assert_non_null(dg_arena_alloc(a, 900));
    assert_null(dg_arena_alloc(a, 900));
    dg_arena_free(a);
    dg_arena_free(NULL);
}

static void release_goes_back_over_chunks(void **state) {
    dg_arena *a = *state;
    char *keep = dg_arena_alloc(a, 10);
    assert_non_null(keep);
    memcpy(keep, "keep this", 10);
    size_t used = dg_arena_used(a);
    for (int round = 0; round < 5; round++) {
        dg_arena_mark mark = dg_arena_mark_get(a);
        for (int i = 0; i < 100; i++) assert_non_null(dg_arena_alloc(a, 50000));
        assert_true(dg_arena_used(a) >= 5000000);
        dg_arena_release(a, mark);
        assert_int_equal(dg_arena_used(a), used);
        assert_string_equal(keep, "keep this");
    }
}

static void a_mark_of_an_empty_arena_releases_all(void **state) {
    dg_arena *a = *state;
    dg_arena_mark mark = dg_arena_mark_get(a);
    assert_non_null(dg_arena_alloc(a, 100));
    dg_arena_release(a, mark);
    assert_int_equal(dg_arena_used(a), 0);
    assert_non_null(dg_arena_alloc(a, 100));
}

static void the_last_block_grows_in_place(void **state) {
    dg_arena *a = *state;
    char *p = dg_arena_alloc(a, 10);
    assert_non_null(p);
    memcpy(p, "123456789", 10);
    char *q = dg_arena_grow(a, p, 10, 1000);
    assert_ptr_equal(p, q);
    assert_string_equal(q, "123456789");
    assert_non_null(dg_arena_alloc(a, 1));
    char *r = dg_arena_grow(a, q, 1000, 2000);
    assert_non_null(r);
    assert_ptr_not_equal(q, r);
    assert_string_equal(r, "123456789");
    size_t used = dg_arena_used(a);
    assert_ptr_equal(dg_arena_grow(a, r, 2000, 10), r); /* smaller: gives the rest back */
    assert_true(dg_arena_used(a) < used);
}

static void push_keeps_what_was_pushed(void **state) {
    dg_arena *a = *state;
    uint32_t *items = NULL, n = 0, cap = 0;
    for (uint32_t i = 0; i < 10000; i++) {
        assert_true(DG_PUSH(a, items, n, cap, (i * 3)));
        if (i % 100 == 0) assert_non_null(dg_arena_alloc(a, 3)); /* so that it must move */
    }
    assert_int_equal(n, 10000);
    for (uint32_t i = 0; i < n; i++) assert_int_equal(items[i], i * 3);
}

static void strings_end_with_nul(void **state) {
    dg_arena *a = *state;
    dg_str s = dg_arena_str(a, dg_str_cut(DG_STR("abcdef"), 1, 4));
    assert_str(s, "bcd");
    assert_int_equal(s.p[3], 0);
    assert_str(dg_arena_str(a, DG_STR_NULL), "");
    assert_str(dg_arena_printf(a, "%d-%s", 42, "x"), "42-x");
}

static void the_kth_allocation_fails_and_only_it(void **state) {
    dg_arena *a = *state;
    for (uint64_t k = 1; k < 20; k++) {
        dg_arena_reset(a);
        dg_arena_fail_at(a, k);
        for (uint64_t i = 1; i < 20; i++) {
            void *p = i % 2 ? dg_arena_alloc(a, 8) : dg_arena_grow(a, NULL, 0, 8);
            assert_true((p == NULL) == (i == k));
        }
    }
    uint32_t *items = NULL, n = 0, cap = 0;
    for (uint32_t i = 0; i < 8; i++) assert_true(DG_PUSH(a, items, n, cap, (i)));
    dg_arena_fail_at(a, 1);
    assert_false(DG_PUSH(a, items, n, cap, (99)));
    assert_int_equal(n, 8); /* nothing lost */
    assert_int_equal(items[7], 7);
    assert_true(DG_PUSH(a, items, n, cap, (99)));
    dg_arena_fail_at(a, 1);
    assert_null(dg_arena_printf(a, "%d", 1).p);
    dg_arena_fail_at(a, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        unit_with_arena(blocks_are_aligned_and_apart),
        unit_with_arena(join_puts_three_behind_one_another),
        unit_with_arena(zalloc_clears_and_checks_the_product),
        unit_with_arena(the_ceiling_holds),
        unit_with_arena(release_goes_back_over_chunks),
        unit_with_arena(a_mark_of_an_empty_arena_releases_all),
        unit_with_arena(the_last_block_grows_in_place),
        unit_with_arena(push_keeps_what_was_pushed),
        unit_with_arena(strings_end_with_nul),
        unit_with_arena(the_kth_allocation_fails_and_only_it),
    };
    return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
