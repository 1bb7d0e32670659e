/* kernels_avx512.c: AVX-512 F/BW/DQ/VL/VNNI (Intel servers since 2019, AMD since Zen 4). */
#include "math/kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>
#if defined(__clang__)
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"))),             \
    apply_to = function)
#else
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma,prefer-vector-width=512")
#endif
#define SET avx512
#define ROWS 12
#define VW 16
#define VEC __m512
#define VLOAD(p) _mm512_loadu_ps(p)
#define VSTORE(p, x) _mm512_storeu_ps(p, x)
#define VSET1(x) _mm512_set1_ps(x)
#define VFMA(a, b, c) _mm512_fmadd_ps(a, b, c)
typedef int32_t veci __attribute__((vector_size(64)));
#define VMIN(a, b) _mm512_min_ps(a, b)
#define VMAX(a, b) _mm512_max_ps(a, b)
#define VZERO _mm512_setzero_ps()
/* rows × 32 outputs, four k at a time (vpdpbusd: unsigned by signed, hence the offset); the panel
 * is [k / 4][32][4]. */
#define QTYPE uint8_t
#define QW int8_t
#define QOFFSET 128
#define QGROUP 4
#define QROWS 12
static inline __attribute__((always_inline)) void whole_tile(int rows, uint32_t k, const uint8_t *a,
                                                             const int8_t *b, int32_t *sum) {
    __m512i s[QROWS][2];
    for (int i = 0; i < rows; i++) s[i][0] = s[i][1] = _mm512_setzero_si512();
    for (uint32_t p = 0; p < k; p += 4, b += 4 * DG_PANEL) {
        __m512i b0 = _mm512_loadu_si512(b), b1 = _mm512_loadu_si512(b + 64);
#pragma GCC unroll 16
        for (int i = 0; i < rows; i++) {
            int32_t four;
            memcpy(&four, a + (size_t)i * k + p, sizeof four);
            __m512i x = _mm512_set1_epi32(four);
            s[i][0] = _mm512_dpbusd_epi32(s[i][0], x, b0);
            s[i][1] = _mm512_dpbusd_epi32(s[i][1], x, b1);
        }
    }
    for (int i = 0; i < rows; i++) {
        _mm512_storeu_si512(sum + i * 32, s[i][0]);
        _mm512_storeu_si512(sum + i * 32 + 16, s[i][1]);
    }
}
static inline void qtile1_avx512(uint32_t k, const uint8_t *a, const int8_t *b, int32_t *sum) {
    whole_tile(1, k, a, b, sum);
}
static inline void qtile_avx512(uint32_t k, const uint8_t *a, const int8_t *b, int32_t *sum) {
    whole_tile(QROWS, k, a, b, sum);
}

extern const dg_kernels dg_kernels_avx512;
#include "math/kernels_body.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#else
typedef int dg_no_avx512;
#endif
