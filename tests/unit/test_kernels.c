/* test_kernels.c: every set of kernels that this processor runs gives the scalar set's very bits.
 */
#include "unit.h"

#include <math.h>
#include <stdlib.h>

#include "math/kernels.h"
#include "math/tiles.h"

static uint32_t seed = 1;

static float any(void) {
    seed = seed * 1664525u + 1013904223u;
    return (float)(seed >> 8) / 8388608.0f - 1.0f;
}

static float *fill(size_t n) {
    float *p = malloc((n + 1) * sizeof *p);
    assert_non_null(p);
    for (size_t i = 0; i < n; i++) p[i] = any();
    return p;
}

static float *copy_of(const float *p, size_t n) {
    float *c = malloc((n + 1) * sizeof *c);
    assert_non_null(c);
    memcpy(c, p, n * sizeof *c);
    return c;
}

static void check_gemm(const dg_kernels *k, size_t m, size_t n, size_t depth, bool add) {
    const dg_kernels *scalar = dg_kernels_at(0);
    float *a = fill(m * depth), *b = fill(depth * n), *c = fill(m * n), *want = copy_of(c, m * n);
    float *packed = malloc((dg_packed_size(depth, n) + 1) * sizeof *packed),
          *bt = malloc((depth * n + 1) * sizeof *bt);
    assert_non_null(packed);
    assert_non_null(bt);
    for (size_t i = 0; i < depth; i++)
        for (size_t j = 0; j < n; j++) bt[j * depth + i] = b[i * n + j];
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++) {
            float s = add ? want[i * n + j] : 0.0f;
            for (size_t p = 0; p < depth; p++) s = fmaf(a[i * depth + p], b[p * n + j], s);
            want[i * n + j] = s;
        }
    float *again = copy_of(c, m * n);
    dg_pack(depth, n, b, n, packed);
    scalar->gemm(m, n, depth, a, depth, packed, again, n, add);
    assert_memory_equal(again, want, m * n * sizeof *c);
    dg_pack_t(depth, n, bt, depth, packed);
    k->gemm(m, n, depth, a, depth, packed, c, n, add);
    assert_memory_equal(c, want, m * n * sizeof *c);
    free(a), free(b), free(c), free(want), free(packed), free(bt), free(again);
}

static void gemms_agree(void **state) {
    (void)state;
    static const size_t shapes[][3] = {{1, 1, 1},     {3, 9, 5},    {13, 33, 40},
                                       {12, 64, 300}, {25, 31, 96}, {7, 100, 513}};
    const dg_kernels *k;
    for (uint32_t i = 0; (k = dg_kernels_at(i)); i++)
        for (size_t s = 0; s < DG_LEN(shapes); s++) {
            check_gemm(k, shapes[s][0], shapes[s][1], shapes[s][2], false);
            check_gemm(k, shapes[s][0], shapes[s][1], shapes[s][2], true);
        }
}

static void check_qgemm(const dg_kernels *k, uint32_t m, uint32_t n, uint32_t depth, float *ret) {
    seed = 11;
    float *x = fill((size_t)m * depth), *scale = fill(n), *rows = fill(m);
    int8_t *w = malloc((size_t)depth * n);
    int32_t *sum = calloc(n, sizeof *sum);
    void *packed = malloc(dg_qpacked_size(depth, n)), *q = malloc(dg_qrows_size(m, depth));
    assert_true(w && sum && packed && q);
    for (uint32_t i = 0; i < depth * n; i++) w[i] = (int8_t)(i * 37 % 255 - 127);
    for (uint32_t i = 0; i < depth * n; i++) sum[i % n] += w[i];
    memset(x, 0, depth * sizeof *x); /* a row of nothing */
    dg_qmatrix b = {depth, n, packed, scale, sum};
    k->qpack(depth, n, w, n, packed);
    k->qrows(m, depth, x, depth, q, rows);
    k->qgemm(m, &b, q, rows, ret, n);
    for (uint32_t i = 0; i < m; i++) { /* against floats, roughly */
        double want = 0.0;
        for (uint32_t p = 0; p < depth; p++)
            want += (double)x[i * depth + p] * w[p * n] * (double)scale[0];
        assert_true(fabs(want - (double)ret[i * n]) < 3.0 * sqrt(depth));
    }
    free(x), free(scale), free(rows), free(w), free(sum), free(packed), free(q);
}

static void integer_products_agree(void **state) {
    (void)state;
    static const uint32_t shapes[][3] = {{1, 1, 4},    {13, 33, 96}, {25, 70, 256},
                                         {6, 32, 272}, {32, 32, 64}, {45, 70, 320}};
    const dg_kernels *k;
    float want[45 * 70], got[45 * 70];
    for (size_t s = 0; s < DG_LEN(shapes); s++) {
        const uint32_t *d = shapes[s];
        check_qgemm(dg_kernels_at(0), d[0], d[1], d[2], want);
        for (uint32_t i = 1; (k = dg_kernels_at(i)); i++) {
            check_qgemm(k, d[0], d[1], d[2], got);
            assert_memory_equal(got, want, d[0] * d[1] * sizeof *got);
        }
    }
}

/* One layer, one direction, forward and back, into out. */
static void run_sru(const dg_kernels *k, bool reverse, float *out) {
    enum { N = 9, H = 32 };
    seed = 7;
    float *u = fill(N * 3 * H), *x = fill(N * H), *v = fill(2 * H), *b = fill(2 * H),
          *dy = fill(N * H);
    float *c = out, *y = c + N * H, *dx = y + N * H, *dv = dx + N * H;
    memset(out, 0, (3 * N * H + 4 * H) * sizeof *out);
    dg_sru s = {.n = N,
                .h = H,
                .u = u,
                .ld_u = 3 * H,
                .x = x,
                .ld_x = H,
                .v = v,
                .b = b,
                .c = c,
                .ld_c = H,
                .y = y,
                .ld_y = H,
                .reverse = reverse,
                .dy = dy,
                .dx = dx,
                .dv = dv,
                .db = dv + 2 * H};
    k->sru(&s);
    k->sru_back(&s);
    memcpy(out + 3 * N * H + 4 * H, u, N * 3 * H * sizeof *u);
    free(u), free(x), free(v), free(b), free(dy);
}

static void recurrences_agree(void **state) {
    (void)state;
    enum { SIZE = 3 * 9 * 32 + 4 * 32 + 9 * 3 * 32 };
    float want[SIZE], got[SIZE];
    const dg_kernels *k;
    for (int reverse = 0; reverse < 2; reverse++) {
        run_sru(dg_kernels_at(0), reverse, want);
        for (uint32_t i = 1; (k = dg_kernels_at(i)); i++) {
            run_sru(k, reverse, got);
            assert_memory_equal(got, want, sizeof want);
        }
    }
}

static void small_loops_agree(void **state) {
    (void)state;
    enum { N = 77 };
    const dg_kernels *k, *s = dg_kernels_at(0);
    for (uint32_t i = 0; (k = dg_kernels_at(i)); i++) {
        float *x = fill(N), *y = copy_of(x, N), *b = fill(N);
        int8_t q[N];
        for (int j = 0; j < N; j++) q[j] = (int8_t)(j * 5 - 100);
        s->axpy(x, b, 0.3f, N), k->axpy(y, b, 0.3f, N);
        s->axpy_i8(x, q, 0.01f, N), k->axpy_i8(y, q, 0.01f, N);
        s->bias(x, N, 1, N, b, true), k->bias(y, N, 1, N, b, true);
        s->dropout(x, N, 5, 0.3f), k->dropout(y, N, 5, 0.3f);
        float p = s->softmax(x, N, 1.0f), r = k->softmax(y, N, 1.0f), sum = 0.0f;
        assert_memory_equal(x, y, N * sizeof *x);
        assert_memory_equal(&p, &r, sizeof p);
        for (int j = 0; j < N; j++) sum += x[j];
        assert_true(fabsf(sum - 1.0f) < 1e-5f);
        free(x), free(y), free(b);
    }
}

static void tiles_are_near(bool amx) {
    if (!(amx ? dg_tiles_ready() : dg_bf16_ready())) skip();
    enum { M = 45, N = 61, DEPTH = 70 };
    float *a = fill(M * DEPTH), *b = fill(DEPTH * N), *c = fill(M * N), *before = copy_of(c, M * N);
    uint16_t *left = aligned_alloc(64, dg_tiles_left_size(M, DEPTH) * 2),
             *right = aligned_alloc(64, dg_tiles_right_size(DEPTH, N) * 2);
    dg_tiles_left(M, DEPTH, a, DEPTH, left);
    dg_tiles_right(DEPTH, N, b, N, right);
    dg_tiles_product(amx, M, N, DEPTH, left, right, c, N, true);
    for (size_t i = 0; i < M; i++)
        for (size_t j = 0; j < N; j++) {
            float s = before[i * N + j];
            for (size_t p = 0; p < DEPTH; p++) s += a[i * DEPTH + p] * b[p * N + j];
            assert_true(fabsf(s - c[i * N + j]) < 0.05f);
        }
    free(a), free(b), free(c), free(before), free(left), free(right);
}

static void amx_products_are_near(void **state) {
    (void)state;
    tiles_are_near(true);
}

static void bf16_products_are_near(void **state) {
    (void)state;
    tiles_are_near(false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gemms_agree),           cmocka_unit_test(integer_products_agree),
        cmocka_unit_test(recurrences_agree),     cmocka_unit_test(small_loops_agree),
        cmocka_unit_test(amx_products_are_near), cmocka_unit_test(bf16_products_are_near)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
