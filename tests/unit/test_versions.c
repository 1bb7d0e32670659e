/* Versions of one article: a function of the set of articles, in whatever order they come. */
#include <stdio.h>
#include <stdlib.h>

#include "archive/fingerprint.h"
#include "archive/join.h"
#include "archive/keep.h"
#include "archive/versions.h"
#include "base/buf.h"
#include "tests/unit/unit.h"

enum { N = 5 };

/* Words that no other text has: "tale7 tale8 …". */
static dg_str words(dg_arena *a, const char *stem, int from, int to) {
    dg_buf b;
    dg_buf_init(&b, 1 << 20);
    for (int i = from; i < to; i++) dg_buf_printf(&b, "%s%d ", stem, i);
    dg_str s = dg_arena_str(a, dg_buf_str(&b));
    dg_buf_free(&b);
    return s;
}

static dg_str join2(dg_arena *a, dg_str x, dg_str y) {
    return dg_arena_join(a, x, y, DG_STR(""));
}

static dg_likeness compare(dg_arena *a, dg_str x, dg_str y) {
    dg_likeness l, back;
    assert_int_equal(dg_texts_compare(x, y, a, &l), 0);
    assert_int_equal(dg_texts_compare(y, x, a, &back), 0);
    assert_memory_equal(&l, &back, sizeof l); /* symmetric */
    return l;
}

static void likeness(void **state) {
    dg_arena *a = *state;
    dg_str tale = words(a, "tale", 0, 200), head = words(a, "head", 0, 60);
    dg_str other = words(a, "other", 0, 60), back = words(a, "back", 0, 60);
    dg_likeness l = compare(a, tale, join2(a, head, tale));
    assert_true(l.contained > 0.99f && dg_likeness_is_version(&l, false)); /* a new beginning */
    l = compare(a, tale, words(a, "tale", 0, 100));
    assert_true(dg_likeness_is_version(&l, false)); /* cut */
    l = compare(a, join2(a, head, back), join2(a, other, back));
    assert_true(l.shared > 0.2f && !dg_likeness_is_version(&l, false)); /* background */
    assert_true(dg_likeness_is_version(&l, true));                      /* one address */
    l = compare(a, head, other);
    assert_true(l.shared < 0.01f && !dg_likeness_is_version(&l, true));
    l = compare(a, DG_STR(""), DG_STR("one two"));
    assert_false(dg_likeness_is_version(&l, true));
    assert_true(dg_likeness_is_version(&(dg_likeness){.shared = 1, .least = 3}, false));
}

static void sketches(void **state) {
    dg_arena *a = *state;
    dg_sketch x, y;
    uint32_t equal = 0;
    dg_sketch_make(DG_STR("Three words only"), &x);
    assert_int_equal(x.n_runs, 0);
    dg_sketch_make(DG_STR("THE ministers met, in Quito!"), &x);
    dg_sketch_make(DG_STR("the Ministers met (in quito)"), &y);
    assert_int_equal(x.n_runs, 2);
    assert_memory_equal(&x, &y, sizeof x); /* neither case nor punctuation counts */
    dg_sketch_make(words(a, "w", 0, 300), &x);
    dg_sketch_make(words(a, "w", 100, 400), &y); /* half of what either has */
    for (uint32_t i = 0; i < DG_SKETCH; i++) equal += x.minima[i] == y.minima[i];
    assert_in_range(equal, DG_SKETCH * 35 / 100, DG_SKETCH * 65 / 100);
    for (uint32_t i = 0; i < DG_BANDS; i++) assert_true(dg_sketch_band(&x, i) >= 0);
}

/* Adds texts[order[i]] and returns the families as one string; `often` joins after each. */
static char *families(dg_arena *a, const dg_str *texts, const int *order, bool often) {
    dg_store *store = NULL;
    dg_source *found = NULL;
    dg_err err;
    uint32_t n = 0;
    bool is_new;
    assert_int_equal(dg_store_open(":memory:", true, &store, &err), 0);
    for (int i = 0; i < N; i++) {
        dg_doc d = {.arena = a, .text = texts[order[i]], .format = DG_FORMAT_TEXT};
        d.published = DG_DAYS_NONE;
        strcpy(d.lang, "en");
        snprintf(d.id, sizeof d.id, "id%d", order[i]);
        d.uri = dg_arena_printf(a, "t%d", order[i]);
        assert_int_equal(dg_store_add(store, &d, DG_STR("{}"), &is_new, &err), 0);
        if (!often && i + 1 < N) continue;
        assert_int_equal(dg_store_commit(store, &err), 0);
        assert_int_equal(dg_join(store, &err), 0);
    }
    assert_int_equal(dg_versions_list(store, a, &n, &found, &err), 0);
    dg_buf out;
    dg_buf_init(&out, 1 << 16);
    for (uint32_t i = 0; i < n; i++)
        dg_buf_printf(&out, "%.*s:%.*s ", (int)found[i].family.n, found[i].family.p,
                      (int)found[i].uri.n, found[i].uri.p);
    dg_str kept = dg_arena_str(a, dg_buf_str(&out));
    dg_buf_free(&out);
    dg_store_close(store);
    return (char *)(uintptr_t)kept.p;
}

/* 0 – 1 – 2 is a chain of which the ends alone are no versions; 3 – 4 another; all orders of five.
 */
static void any_order(void **state) {
    dg_arena *a = *state;
    const dg_str texts[N] = {words(a, "tale", 0, 200), words(a, "tale", 60, 260),
                             words(a, "tale", 120, 320), words(a, "song", 0, 200),
                             words(a, "song", 0, 150)};
    dg_likeness ends = compare(a, texts[0], texts[2]);
    assert_false(dg_likeness_is_version(&ends, false));
    int order[N] = {0, 1, 2, 3, 4}, c[N] = {0};
    const char *want = "id0:t0 id0:t1 id0:t2 id3:t3 id3:t4 ";
    for (int i = 0;;) { /* Heap's algorithm: every permutation once */
        assert_string_equal(families(a, texts, order, false), want);
        assert_string_equal(families(a, texts, order, true), want);
        while (i < N && c[i] >= i) c[i++] = 0;
        if (i == N) break;
        int k = i % 2 ? c[i] : 0, swap = order[k];
        order[k] = order[i], order[i] = swap;
        c[i]++;
        i = 0;
    }
}

/* What hung together by an article that is forgotten falls apart. */
static void forgotten(void **state) {
    dg_arena *a = *state;
    dg_store *store = NULL;
    dg_source *found = NULL;
    dg_err err;
    uint32_t n = 0;
    uint64_t n_gone = 0;
    bool is_new;
    assert_int_equal(dg_store_open(":memory:", true, &store, &err), 0);
    for (int i = 0; i < 3; i++) {
        dg_doc d = {.arena = a, .format = DG_FORMAT_TEXT, .published = DG_DAYS_NONE};
        d.text = words(a, "tale", i * 60, i * 60 + 200);
        snprintf(d.id, sizeof d.id, "id%d", i);
        d.uri = dg_arena_printf(a, "t%d", i);
        assert_int_equal(dg_store_add(store, &d, DG_STR("{}"), &is_new, &err), 0);
    }
    assert_int_equal(dg_store_commit(store, &err), 0);
    assert_int_equal(dg_join(store, &err), 0);
    assert_int_equal(dg_versions_list(store, a, &n, &found, &err), 0);
    assert_int_equal(n, 3);
    assert_int_equal(dg_keep_forget(store, DG_FORGET_ARTICLE, DG_STR("id1"), &n_gone, &err), 0);
    assert_int_equal(n_gone, 1);
    assert_int_equal(dg_versions_list(store, a, &n, &found, &err), 0);
    assert_int_equal(n, 0);
    dg_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {unit_with_arena(likeness), unit_with_arena(sketches),
                                       unit_with_arena(any_order), unit_with_arena(forgotten)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
