/* kernels_avx512.c: AVX-512 F/BW/DQ/VL/VNNI (Intel servers since 2019, AMD since Zen 4); the same
 * with AMX tiles for the integer products (Intel servers since 2023). */
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
#if defined(__linux__) && !defined(__clang__)
/* 32 × 32 sums at a time in four tiles; the panel is read as it is packed for VNNI: 16 columns are
 * a tile of k / 4 rows, the next 16 stand 64 bytes behind. depth is a multiple of 64. */
__attribute__((target("amx-tile,amx-int8"))) static inline void
tile_amx(uint32_t k, const uint8_t *a, const int8_t *b, int32_t *sum) {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (uint32_t p = 0; p < k; p += 64, b += 64 * DG_PANEL) {
        _tile_loadd(4, a + p, k);
        _tile_loadd(5, a + (size_t)16 * k + p, k);
        _tile_loadd(6, b, 4 * DG_PANEL);
        _tile_loadd(7, b + 64, 4 * DG_PANEL);
        _tile_dpbusd(0, 4, 6);
        _tile_dpbusd(1, 4, 7);
        _tile_dpbusd(2, 5, 6);
        _tile_dpbusd(3, 5, 7);
    }
    const size_t ld = DG_PANEL * sizeof *sum;
    _tile_stored(0, sum, ld);
    _tile_stored(1, sum + 16, ld);
    _tile_stored(2, sum + 16 * DG_PANEL, ld);
    _tile_stored(3, sum + 16 * DG_PANEL + 16, ld);
}

/* The last rows are done with some of those before them: a sum done twice is the same sum. */
__attribute__((target("amx-tile,amx-int8"))) static void qgemm_amx(size_t m, const dg_qmatrix *b,
                                                                   const void *q,
                                                                   const float *row_scale, float *c,
                                                                   size_t ldc) {
    enum { TILE_ROWS = 32 };
    if (m < TILE_ROWS || b->k % 64) {
        qgemm_avx512(m, b, q, row_scale, c, ldc);
        return;
    }
    struct {
        uint8_t palette, start, reserved[14];
        uint16_t bytes_a_row[16];
        uint8_t rows[16];
    } config = {.palette = 1};
    for (int t = 0; t < 8; t++) config.bytes_a_row[t] = 64, config.rows[t] = 16;
    _tile_loadconfig(&config);
    _Alignas(64) int32_t sum[TILE_ROWS * DG_PANEL];
    for (uint32_t j = 0; j < b->n; j += DG_PANEL) {
        const int8_t *panel = (const int8_t *)b->packed + (size_t)j * b->k;
        uint32_t width = b->n - j < DG_PANEL ? b->n - j : DG_PANEL;
        float scale[DG_PANEL] = {0};
        int32_t offset[DG_PANEL] = {0};
        for (uint32_t i = 0; i < width; i++)
            scale[i] = b->scale[j + i], offset[i] = QOFFSET * b->sum[j + i];
        for (size_t done = 0; done < m; done += TILE_ROWS) {
            size_t i = done + TILE_ROWS <= m ? done : m - TILE_ROWS;
            tile_amx(b->k, (const uint8_t *)q + i * b->k, panel, sum);
            for (size_t r = 0; r < TILE_ROWS; r++) {
                float edge[DG_PANEL], *to = c + (i + r) * ldc + j;
                float *out = width == DG_PANEL ? to : edge;
                scaled(sum + r * DG_PANEL, offset, scale, row_scale[i + r], out);
                if (out == edge) memcpy(to, edge, width * sizeof *edge);
            }
        }
    }
    _tile_release();
}

extern const dg_kernels dg_kernels_amx;
const dg_kernels dg_kernels_amx = {
    "amx",          gemm_avx512,     qpack_avx512, qrows_avx512, qgemm_amx,
    sru_avx512,     sru_back_avx512, bias_avx512,  axpy_avx512,  axpy_i8_avx512,
    softmax_avx512, dropout_avx512,  adam_avx512,
};
#endif
#if defined(__clang__)
#pragma clang attribute pop
#endif
#else
typedef int dg_no_avx512;
#endif
