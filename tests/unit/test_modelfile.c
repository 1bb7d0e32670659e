/* test_modelfile.c: what is written is read back; a file cut off or changed anywhere is refused,
 * never believed. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "math/modelfile.h"

static const char *const path = "/tmp/dragoman-test.model";

static void write_model(void) {
    dg_modelwriter *w;
    const float f[6] = {1, 2, 3, 4, 5, 6};
    const int8_t q[4] = {-1, 0, 1, 2};
    assert_int_equal(dg_modelwriter_new(&w, NULL), 0);
    assert_int_equal(
        dg_modelwriter_add(w, "a.w", DG_DTYPE_F32, 2, (const uint64_t[]){2, 3}, f, NULL), 0);
    assert_int_equal(dg_modelwriter_add(w, "a.q", DG_DTYPE_I8, 1, (const uint64_t[]){4}, f, NULL),
                     0);
    assert_int_equal(dg_modelwriter_add(w, "a.q", DG_DTYPE_I8, 1, (const uint64_t[]){4}, q, NULL),
                     0);
    assert_int_equal(
        dg_modelwriter_add(w, "names", DG_DTYPE_BYTES, 1, (const uint64_t[]){8}, "one\0two", NULL),
        0);
    assert_int_equal(
        dg_modelwriter_add(w, "bad", DG_DTYPE_F32, 5, (const uint64_t[]){1, 1, 1, 1}, f, NULL),
        DG_E_ARG);
    assert_int_equal(dg_modelwriter_save(w, path, NULL), 0);
    dg_modelwriter_free(w);
}

static void reads_what_was_written(void **state) {
    dg_modelfile *m;
    dg_tensor t;
    dg_err err;
    uint32_t n = 0;
    const dg_str *s;
    write_model();
    assert_int_equal(dg_modelfile_open(path, &m, &err), 0);
    assert_int_equal(
        dg_modelfile_get(m, "a.w", DG_DTYPE_F32, 2, (const uint64_t[]){0, 3}, &t, &err), 0);
    assert_int_equal(t.dims[0], 2);
    assert_int_equal((uintptr_t)t.data % 64, 0);
    assert_true(((const float *)t.data)[5] > 5.9f);
    assert_int_equal(dg_modelfile_get(m, "a.q", DG_DTYPE_I8, 1, (const uint64_t[]){4}, &t, &err),
                     0);
    assert_int_equal(((const int8_t *)t.data)[3], 2);
    assert_int_equal(
        dg_modelfile_get(m, "a.w", DG_DTYPE_F32, 2, (const uint64_t[]){3, 3}, &t, &err),
        DG_E_MODEL);
    assert_int_equal(dg_modelfile_get(m, "a.w", DG_DTYPE_I8, 2, (const uint64_t[]){0, 0}, &t, &err),
                     DG_E_MODEL);
    assert_int_equal(dg_modelfile_get(m, "none", DG_DTYPE_I8, 1, (const uint64_t[]){0}, &t, &err),
                     DG_E_MODEL);
    assert_int_equal(
        dg_modelfile_get(m, "names", DG_DTYPE_BYTES, 1, (const uint64_t[]){0}, &t, &err), 0);
    assert_int_equal(dg_modelfile_strings(&t, *state, &n, &s, &err), 0);
    assert_int_equal(n, 2);
    assert_str(s[1], "two");
    dg_modelfile_close(m);
    unlink(path);
}

/* Opens n bytes in a block of just that size (rounded up for alignment), so that tools see a read
 * behind the end. */
static int open_copy(const char *p, size_t n) {
    char *copy = aligned_alloc(64, (n + 64) / 64 * 64);
    dg_modelfile *m = NULL;
    assert_non_null(copy);
    memcpy(copy, p, n);
    int r = dg_modelfile_open_bytes(copy, n, &m, NULL);
    dg_modelfile_close(m);
    free(copy);
    return r;
}

static void refuses_what_is_cut_or_changed(void **state) {
    (void)state;
    dg_file f;
    write_model();
    assert_int_equal(dg_file_open(path, 1 << 20, &f, NULL), 0);
    assert_int_equal(open_copy(f.p, f.n), 0);
    for (size_t n = 0; n < f.n; n++) assert_int_equal(open_copy(f.p, n), DG_E_MODEL);
    char *copy = malloc(f.n);
    assert_non_null(copy);
    for (size_t i = 0; i < f.n * 8; i++) {
        memcpy(copy, f.p, f.n);
        copy[i / 8] = (char)(copy[i / 8] ^ (1 << i % 8));
        assert_int_equal(open_copy(copy, f.n), DG_E_MODEL);
    }
    free(copy);
    dg_file_close(&f);
    unlink(path);
}

/* A changed directory with the right checksum: offsets and sizes are checked by themselves. */
static void believes_no_offset(void **state) {
    (void)state;
    dg_file f;
    write_model();
    assert_int_equal(dg_file_open(path, 1 << 20, &f, NULL), 0);
    char *copy = malloc(f.n);
    assert_non_null(copy);
    for (size_t at = 32; at < 32 + 3 * 104; at += 4) {
        memcpy(copy, f.p, f.n);
        for (int k = 0; k < 4; k++) copy[at + (size_t)k] = (char)0xF7;
        uint64_t sum = dg_hash64(copy + 32, f.n - 32, 0);
        memcpy(copy + 24, &sum, sizeof sum);
        char *aligned = aligned_alloc(64, (f.n + 63) / 64 * 64);
        assert_non_null(aligned);
        memcpy(aligned, copy, f.n);
        dg_modelfile *m = NULL;
        const char *name;
        dg_tensor t;
        if (dg_modelfile_open_bytes(aligned, f.n, &m, NULL) == 0)
            for (uint32_t i = 0; dg_modelfile_at(m, i, &name, &t); i++) {
                assert_true((const char *)t.data >= aligned &&
                            (const char *)t.data + t.bytes <= aligned + f.n);
                assert_true(strlen(name) < 48);
            }
        dg_modelfile_close(m);
        free(aligned);
    }
    free(copy);
    dg_file_close(&f);
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        unit_with_arena(reads_what_was_written),
        cmocka_unit_test(refuses_what_is_cut_or_changed),
        cmocka_unit_test(believes_no_offset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
