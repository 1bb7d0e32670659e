/* kernels.c: how near the products of the network come to what the processor can do.
 *
 *   build/bench/kernels          one line a set of kernels, kind (int8, float) and shape, then the
 *                                peak of the same instructions on registers alone; billions of
 *                                multiply-adds a second; last, the multiply-adds of a word and how
 *                                many words a second the kernels alone would allow
 *
 * The best of many short runs counts, so that neighbours on the machine disturb little. The shapes
 * are those of the network (parse/net.h) for a block of 256 words; the integer ones with the
 * rounding of their rows. */
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
    for (int i = 0; i < RUNS; i++) {
        double start = seconds();
        k->qrows(WORDS, depth, x, depth, q, row_scale);
        k->qgemm(WORDS, &b, q, row_scale, y, n);
        double took = seconds() - start;
        best = took < best ? took : best;
    }
    free(w), free(x), free(y), free(scale), free(sum), free(packed), free(q);
    return (double)WORDS * depth * n / best * 1e-9;
}

static double best_gemm(const dg_kernels *k, uint32_t depth, uint32_t n) {
    float *w = aligned(sizeof *w * depth * n), *x = aligned(sizeof *x * WORDS * depth),
          *y = aligned(sizeof *y * WORDS * n);
    float *packed = aligned(sizeof *packed * dg_packed_size(depth, n));
    for (uint32_t i = 0; i < depth * n; i++) w[i] = (float)(i * 37 % 251) - 125.0f;
    for (uint32_t i = 0; i < WORDS * depth; i++) x[i] = (float)(i * 53 % 199) - 99.0f;
    dg_pack(depth, n, w, n, packed);
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        double start = seconds();
        k->gemm(WORDS, n, depth, x, depth, packed, y, n, false);
        double took = seconds() - start;
        best = took < best ? took : best;
    }
    free(w), free(x), free(y), free(packed);
    return (double)WORDS * depth * n / best * 1e-9;
}

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#include "math/tiles.h"

#define STEPS 4000

/* Twelve accumulators, so that no instruction waits for the one before. */
#define TWELVE(op)                                                                                 \
    op " %%zmm31, %%zmm31, %%zmm0\n\t" op " %%zmm31, %%zmm31, %%zmm1\n\t" op                       \
       " %%zmm31, %%zmm31, %%zmm2\n\t" op " %%zmm31, %%zmm31, %%zmm3\n\t" op                       \
       " %%zmm31, %%zmm31, %%zmm4\n\t" op " %%zmm31, %%zmm31, %%zmm5\n\t" op                       \
       " %%zmm31, %%zmm31, %%zmm6\n\t" op " %%zmm31, %%zmm31, %%zmm7\n\t" op                       \
       " %%zmm31, %%zmm31, %%zmm8\n\t" op " %%zmm31, %%zmm31, %%zmm9\n\t" op                       \
       " %%zmm31, %%zmm31, %%zmm10\n\t" op " %%zmm31, %%zmm31, %%zmm11"
#define PEAK(name, op)                                                                             \
    static double name(double products) {                                                          \
        double best = 1e9;                                                                         \
        for (int i = 0; i < RUNS; i++) {                                                           \
            double start = seconds();                                                              \
            for (int t = 0; t < STEPS; t++)                                                        \
                __asm__ volatile(TWELVE(op)                                                        \
                                 :                                                                 \
                                 :                                                                 \
                                 : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", \
                                   "xmm8", "xmm9", "xmm10", "xmm11");                              \
            double took = seconds() - start;                                                       \
            best = took < best ? took : best;                                                      \
        }                                                                                          \
        return 12.0 * products * STEPS / best * 1e-9;                                              \
    }
PEAK(peak_vnni, "vpdpbusd")
PEAK(peak_fma, "vfmadd231ps")

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
    if (__builtin_cpu_supports("avx512f"))
        printf("peak    float vfmadd231ps %8.0f\n", peak_fma(16.0));
    if (__builtin_cpu_supports("avx512vnni"))
        printf("peak    int8  vpdpbusd    %8.0f\n", peak_vnni(64.0));
    if (dg_tiles_ready()) printf("peak    int8  tdpbusd     %8.0f\n", peak_amx());
}
#else
static void peaks(void) {
}
#endif

typedef struct product {
    uint32_t depth, n, times; /* times: how often a word needs it */
    bool floats;
} product;

/* What every word needs; scores of heads and the sum over the way to the head depend on the
 * sentence, here of 20 words. A form's own 272 × 320 is left out: forms are remembered. */
static const product word[] = {
    {DG_NET_DIM, DG_NET_U, DG_NET_LAYERS, false},
    {DG_NET_DIM, DG_NET_MLP, 1, false},
    {DG_NET_TAG, 640, 1, false}, /* features and lemma scripts that a language has, about */
    {DG_NET_ARC, DG_NET_ARC, 1, true},
    {DG_NET_ARC, DG_NET_REACH, 1, true},
    {DG_NET_ARC, 20, 1, true},
    {DG_NET_REL, 60, 1, true},
    {DG_NET_NER, 9, 1, true},
    {DG_NET_TAG, 17, 1, true},
};

int main(void) {
    const dg_kernels *k;
    for (uint32_t i = 1; (k = dg_kernels_at(i)); i++) {
        double ints = 0.0, floats = 0.0, seconds_a_word = 0.0;
        for (size_t p = 0; p < DG_LEN(word); p++) {
            double speed = (word[p].floats ? best_gemm : best_qgemm)(k, word[p].depth, word[p].n);
            double all = (double)word[p].depth * word[p].n * word[p].times;
            *(word[p].floats ? &floats : &ints) += all;
            seconds_a_word += all / speed * 1e-9;
            printf("%-7s %-5s %4u x %-4u %8.0f\n", k->name, word[p].floats ? "float" : "int8",
                   word[p].depth, word[p].n, speed);
        }
        printf("%-7s %.0f int8 and %.0f float multiply-adds a word: %.0f words/s by these alone\n",
               k->name, ints, floats, 1.0 / seconds_a_word);
    }
    peaks();
    return 0;
}
