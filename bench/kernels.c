/* kernels.c: how near the integer products come to what the processor can do.
 *
 *   build/bench/kernels          one line a set of kernels and shape, then the peak of the same
 *                                instructions on registers alone; billions of multiply-adds a
 * second
 *
 * The best of many short runs counts, so that neighbours on the machine disturb little. The shapes
 * are those of the network (parse/net.h) for a block of 256 words. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "math/kernels.h"
#include "parse/net.h"

#define WORDS 256u
#define RUNS 400

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *aligned(size_t n) {
    void *p = aligned_alloc(64, (n + 63) / 64 * 64);
    if (!p) exit(2);
    memset(p, 0, n);
    return p;
}

static double best_qgemm(const dg_kernels *k, uint32_t depth, uint32_t n) {
    int8_t *w = aligned((size_t)depth * n);
    float *x = aligned(sizeof *x * WORDS * depth), *y = aligned(sizeof *y * WORDS * n);
    float *scale = aligned(sizeof *scale * n), row_scale[WORDS];
    int32_t *sum = aligned(sizeof *sum * n);
    void *packed = aligned(dg_qpacked_size(depth, n)), *q = aligned(dg_qrows_size(WORDS, depth));
    for (uint32_t i = 0; i < depth * n; i++) w[i] = (int8_t)(i * 37 % 251 - 125);
    for (uint32_t i = 0; i < WORDS * depth; i++) x[i] = (float)(i * 53 % 199) - 99.0f;
    for (uint32_t i = 0; i < n; i++) scale[i] = 1.0f;
    k->qpack(depth, n, w, n, packed);
    dg_qmatrix b = {depth, n, packed, scale, sum};
    double best = 1e9;
    k->qrows(WORDS, depth, x, depth, q, row_scale);
    for (int i = 0; i < RUNS; i++) {
        double start = seconds();
        k->qgemm(WORDS, &b, q, row_scale, y, n);
        double took = seconds() - start;
        best = took < best ? took : best;
    }
    free(w), free(x), free(y), free(scale), free(sum), free(packed), free(q);
    return (double)WORDS * depth * n / best * 1e-9;
}

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#include "math/tiles.h"

#define STEPS 4000

static double peak_vnni(void) {
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        double start = seconds();
        for (int t = 0; t < STEPS; t++)
            __asm__ volatile(
                "vpdpbusd %%zmm31, %%zmm31, %%zmm0\n\tvpdpbusd %%zmm31, %%zmm31, %%zmm1\n\t"
                "vpdpbusd %%zmm31, %%zmm31, %%zmm2\n\tvpdpbusd %%zmm31, %%zmm31, %%zmm3\n\t"
                "vpdpbusd %%zmm31, %%zmm31, %%zmm4\n\tvpdpbusd %%zmm31, %%zmm31, %%zmm5\n\t"
                "vpdpbusd %%zmm31, %%zmm31, %%zmm6\n\tvpdpbusd %%zmm31, %%zmm31, %%zmm7\n\t"
                "vpdpbusd %%zmm31, %%zmm31, %%zmm8\n\tvpdpbusd %%zmm31, %%zmm31, %%zmm9\n\t"
                "vpdpbusd %%zmm31, %%zmm31, %%zmm10\n\tvpdpbusd %%zmm31, %%zmm31, %%zmm11"
                :
                :
                : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                  "xmm10", "xmm11");
        double took = seconds() - start;
        best = took < best ? took : best;
    }
    return 12.0 * 64.0 * STEPS / best * 1e-9;
}

static double peak_amx(void) {
    const struct {
        uint8_t palette, start, reserved[14];
        uint16_t bytes_a_row[16];
        uint8_t rows[16];
    } config = {1, 0, {0}, {64, 64, 64, 64, 64, 64, 64, 64}, {16, 16, 16, 16, 16, 16, 16, 16}};
    __asm__ volatile("ldtilecfg %0" : : "m"(config));
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        double start = seconds();
        for (int t = 0; t < STEPS / 4; t++)
            __asm__ volatile("tdpbusd %tmm6, %tmm4, %tmm0\n\ttdpbusd %tmm7, %tmm4, %tmm1\n\t"
                             "tdpbusd %tmm6, %tmm5, %tmm2\n\ttdpbusd %tmm7, %tmm5, %tmm3");
        double took = seconds() - start;
        best = took < best ? took : best;
    }
    __asm__ volatile("tilerelease");
    return 16.0 * 16.0 * 64.0 * STEPS / best * 1e-9;
}

static void peaks(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512vnni")) printf("peak    vpdpbusd    %8.0f\n", peak_vnni());
    if (dg_tiles_ready()) printf("peak    tdpbusd     %8.0f\n", peak_amx());
}
#else
static void peaks(void) {
}
#endif

int main(void) {
    static const uint32_t shapes[][2] = {
        {DG_NET_DIM, DG_NET_U}, {DG_NET_DIM, DG_NET_MLP}, {DG_NET_TAG, 512}};
    const dg_kernels *k;
    for (uint32_t i = 1; (k = dg_kernels_at(i)); i++)
        for (size_t s = 0; s < DG_LEN(shapes); s++)
            printf("%-7s %4u x %-4u %8.0f\n", k->name, shapes[s][0], shapes[s][1],
                   best_qgemm(k, shapes[s][0], shapes[s][1]));
    peaks();
    return 0;
}
