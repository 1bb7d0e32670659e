/* kernels_avx2.c: AVX2 with FMA (Intel since 2013, AMD since 2015). */
#include "math/kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif
#define SET avx2
#define ROWS 6
#define VW 8
#define VEC __m256
#define VLOAD(p) _mm256_loadu_ps(p)
#define VSTORE(p, x) _mm256_storeu_ps(p, x)
#define VSET1(x) _mm256_set1_ps(x)
#define VFMA(a, b, c) _mm256_fmadd_ps(a, b, c)
typedef int32_t veci __attribute__((vector_size(32)));
#define VMIN(a, b) _mm256_min_ps(a, b)
#define VMAX(a, b) _mm256_max_ps(a, b)
#define VZERO _mm256_setzero_ps()
/* rows × 32 outputs: pairs of int16 multiplied and added (vpmaddwd); the panel is [k / 2][32][2].
 */
#define QTYPE int16_t
#define QW int16_t
#define QOFFSET 0
#define QGROUP 2
#define QROWS 6
static inline __attribute__((always_inline)) void half_tile(int rows, uint32_t k, const int16_t *a,
                                                            const int16_t *b, int32_t *sum) {
    __m256i s[QROWS][2];
    for (int i = 0; i < rows; i++) s[i][0] = s[i][1] = _mm256_setzero_si256();
    for (uint32_t p = 0; p < k; p += 2, b += 2 * DG_PANEL) {
        __m256i b0 = _mm256_loadu_si256((const __m256i *)(const void *)b);
        __m256i b1 = _mm256_loadu_si256((const __m256i *)(const void *)(b + 16));
#pragma GCC unroll 8
        for (int i = 0; i < rows; i++) {
            int32_t pair;
            memcpy(&pair, a + (size_t)i * k + p, sizeof pair);
            __m256i x = _mm256_set1_epi32(pair);
            s[i][0] = _mm256_add_epi32(s[i][0], _mm256_madd_epi16(x, b0));
            s[i][1] = _mm256_add_epi32(s[i][1], _mm256_madd_epi16(x, b1));
        }
    }
    for (int i = 0; i < rows; i++) {
        _mm256_storeu_si256((__m256i *)(void *)(sum + i * 32), s[i][0]);
        _mm256_storeu_si256((__m256i *)(void *)(sum + i * 32 + 8), s[i][1]);
    }
}
static inline void qtile1_avx2(uint32_t k, const int16_t *a, const int16_t *b, int32_t *sum) {
    half_tile(1, k, a, b, sum);
    half_tile(1, k, a, b + 32, sum + 16);
}
static inline void qtile_avx2(uint32_t k, const int16_t *a, const int16_t *b, int32_t *sum) {
    half_tile(QROWS, k, a, b, sum);
    half_tile(QROWS, k, a, b + 32, sum + 16);
}

extern const dg_kernels dg_kernels_avx2;
#include "math/kernels_body.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#else
typedef int dg_no_avx2;
#endif
