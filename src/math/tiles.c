/* tiles.c: bfloat16 products on AMX, or on AVX512_BF16 where there is no AMX.
 *
 *   left   [m up to 16s][k up to 32s]           rows as they are
 *   right  [n / 16][k / 2][16][2]               panels of 16 columns, two k side by side, as the
 * tile wants it
 *
 * AMX: 32 × 32 outputs at a time: four tiles of sums, two of each operand, four products of 16 × 16
 * × 32 per step of k. The tile registers are configured at the start of a product and given back at
 * its end, on the calling thread. AVX512_BF16: 8 × 32 outputs in sixteen registers, a pair of each
 * row broadcast against two vectors of a panel; twice the multiply-adds of the float kernels. */
#include "math/tiles.h"

static size_t up(size_t n, size_t to) {
    return (n + to - 1) / to * to;
}

size_t dg_tiles_left_size(size_t m, size_t k) {
    return up(m, 32) * up(k, 32);
}
size_t dg_tiles_right_size(size_t k, size_t n) {
    return up(n, 32) * up(k, 32);
}

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TARGET __attribute__((target("amx-tile,amx-bf16,avx512f,avx512bw,avx512vl,avx512bf16")))

/* CPUID leaf 7: AVX512_BF16 is bit 5 of EAX of subleaf 1. The compiler asks whether the system
 * keeps the wide registers. */
bool dg_bf16_ready(void) {
    uint32_t a = 7, b, c = 1, d;
    if (!__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl")) return false;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return a >> 5 & 1;
}

/* CPUID leaf 7: AMX-BF16 is bit 22, AMX-TILE bit 24, AMX-INT8 bit 25 of EDX. */
bool dg_tiles_ready(void) {
    uint32_t a = 7, b, c = 0, d;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    if (!(d >> 22 & 1) || !(d >> 24 & 1) || !(d >> 25 & 1) || !dg_bf16_ready()) return false;
    const long request_permission = 0x1023,
               tile_data = 18; /* ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA */
    return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

TARGET static inline void round16(const float *x, size_t n, uint16_t *ret) {
    __mmask16 m = (__mmask16)(n >= 16 ? 0xFFFF : (1u << n) - 1);
    __m512 v = _mm512_maskz_loadu_ps(m, x);
    _mm256_storeu_si256((__m256i *)(void *)ret, (__m256i)_mm512_cvtneps_pbh(v));
}

TARGET void dg_tiles_left(size_t m, size_t k, const float *a, size_t lda, uint16_t *ret) {
    size_t ld = up(k, 32);
    for (size_t i = 0; i < m; i++)
        for (size_t p = 0; p < ld; p += 16)
            round16(a + i * lda + p, p < k ? k - p : 0, ret + i * ld + p);
    memset(ret + m * ld, 0, (up(m, 32) - m) * ld * sizeof *ret);
}

TARGET void dg_tiles_left_t(size_t m, size_t k, const float *a, size_t lda, uint16_t *ret) {
    size_t ld = up(k, 32);
    memset(ret, 0, up(m, 32) * ld * sizeof *ret);
    for (size_t i = 0; i < m; i += 16)
        for (size_t p = 0; p < k; p++) {
            uint16_t row[16];
            size_t n = m - i < 16 ? m - i : 16;
            round16(a + p * lda + i, n, row);
            for (size_t j = 0; j < n; j++) ret[(i + j) * ld + p] = row[j];
        }
}

TARGET void dg_tiles_right(size_t k, size_t n, const float *b, size_t ldb, uint16_t *ret) {
    size_t pairs = up(k, 32) / 2;
    for (size_t j = 0; j < up(n, 32); j += 16)
        for (size_t p = 0; p < pairs; p++, ret += 32) {
            uint32_t left = j < n ? (uint32_t)(n - j < 16 ? n - j : 16) : 0;
            __mmask16 m = (__mmask16)((1u << left) - 1);
            __m512 lo =
                2 * p < k ? _mm512_maskz_loadu_ps(m, b + 2 * p * ldb + j) : _mm512_setzero_ps();
            __m512 hi = 2 * p + 1 < k ? _mm512_maskz_loadu_ps(m, b + (2 * p + 1) * ldb + j)
                                      : _mm512_setzero_ps();
            __m512i x = _mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh(lo));
            __m512i y = _mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh(hi));
            _mm512_storeu_si512(ret, _mm512_or_si512(x, _mm512_slli_epi32(y, 16)));
        }
}

TARGET void dg_tiles_right_t(size_t k, size_t n, const float *b, size_t ldb, uint16_t *ret) {
    size_t depth = up(k, 32);
    memset(ret, 0, depth * up(n, 32) * sizeof *ret);
    for (size_t j = 0; j < n; j++)
        for (size_t p = 0; p < k; p += 16) {
            uint16_t row[16];
            size_t count = k - p < 16 ? k - p : 16;
            round16(b + j * ldb + p, count, row);
            uint16_t *panel = ret + j / 16 * 16 * depth + j % 16 * 2;
            for (size_t i = 0; i < count; i += 2) memcpy(panel + (p + i) / 2 * 32, row + i, 4);
        }
}

struct tile_config {
    uint8_t palette, start, reserved[14];
    uint16_t bytes_a_row[16];
    uint8_t rows[16];
};

/* A 32 × 32 block of c, ld in floats. */
TARGET static inline void block(size_t k, const uint16_t *left, const uint16_t *right, float *c,
                                size_t ldc, bool add) {
    size_t ld = ldc * sizeof *c, depth = up(k, 32);
    if (add) {
        _tile_loadd(0, c, ld);
        _tile_loadd(1, c + 16, ld);
        _tile_loadd(2, c + 16 * ldc, ld);
        _tile_loadd(3, c + 16 * ldc + 16, ld);
    } else {
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
    }
    for (size_t p = 0; p < depth; p += 32) {
        _tile_loadd(4, left + p, depth * 2);
        _tile_loadd(5, left + 16 * depth + p, depth * 2);
        _tile_loadd(6, right + p * 16, 64);
        _tile_loadd(7, right + (depth + p) * 16, 64);
        _tile_dpbf16ps(0, 4, 6);
        _tile_dpbf16ps(1, 4, 7);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
    }
    _tile_stored(0, c, ld);
    _tile_stored(1, c + 16, ld);
    _tile_stored(2, c + 16 * ldc, ld);
    _tile_stored(3, c + 16 * ldc + 16, ld);
}

/* The same at an edge of c: through a buffer. */
TARGET static void edge(size_t rows, size_t cols, size_t k, const uint16_t *left,
                        const uint16_t *right, float *c, size_t ldc, bool add) {
    float b[32 * 32] __attribute__((aligned(64)));
    block(k, left, right, b, 32, false);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++)
            c[i * ldc + j] = b[i * 32 + j] + (add ? c[i * ldc + j] : 0.0f);
}

TARGET static void product_amx(size_t m, size_t n, size_t k, const uint16_t *left,
                               const uint16_t *right, float *c, size_t ldc, bool add) {
    struct tile_config config = {.palette = 1};
    size_t depth = up(k, 32);
    for (int i = 0; i < 8; i++) config.bytes_a_row[i] = 64, config.rows[i] = 16;
    _tile_loadconfig(&config);
    for (size_t j = 0; j < n; j += 32)
        for (size_t i = 0; i < m; i += 32) {
            size_t rows = m - i < 32 ? m - i : 32, cols = n - j < 32 ? n - j : 32;
            const uint16_t *l = left + i * depth, *r = right + j * depth;
            if (rows == 32 && cols == 32)
                block(k, l, r, c + i * ldc + j, ldc, add);
            else
                edge(rows, cols, k, l, r, c + i * ldc + j, ldc, add);
        }
    _tile_release();
}

#define STRIP 8u /* rows of a block without AMX */

/* STRIP × 32 outputs, or as many of them as rows and cols say; left and right are filled up with
 * zeros. */
TARGET static inline void strip(size_t rows, size_t cols, size_t depth, const uint16_t *left,
                                const uint16_t *right, float *c, size_t ldc, bool add) {
    const __mmask16 lo = (__mmask16)(cols >= 16 ? 0xFFFF : (1u << cols) - 1),
                    hi = (__mmask16)(cols <= 16 ? 0 : (1u << (cols - 16)) - 1);
    const uint16_t *next = right + 16 * depth;
    __m512 s[STRIP][2];
    for (size_t i = 0; i < STRIP; i++) {
        bool old = add && i < rows;
        s[i][0] = old ? _mm512_maskz_loadu_ps(lo, c + i * ldc) : _mm512_setzero_ps();
        s[i][1] = old ? _mm512_maskz_loadu_ps(hi, c + i * ldc + 16) : _mm512_setzero_ps();
    }
    for (size_t p = 0; p < depth; p += 2) {
        __m512bh b0 = (__m512bh)_mm512_loadu_si512(right + p * 16),
                 b1 = (__m512bh)_mm512_loadu_si512(next + p * 16);
#pragma GCC unroll 8
        for (size_t i = 0; i < STRIP; i++) {
            int32_t pair;
            memcpy(&pair, left + i * depth + p, sizeof pair);
            __m512bh a = (__m512bh)_mm512_set1_epi32(pair);
            s[i][0] = _mm512_dpbf16_ps(s[i][0], a, b0);
            s[i][1] = _mm512_dpbf16_ps(s[i][1], a, b1);
        }
    }
    for (size_t i = 0; i < STRIP && i < rows; i++) {
        _mm512_mask_storeu_ps(c + i * ldc, lo, s[i][0]);
        _mm512_mask_storeu_ps(c + i * ldc + 16, hi, s[i][1]);
    }
}

TARGET static void product_vectors(size_t m, size_t n, size_t k, const uint16_t *left,
                                   const uint16_t *right, float *c, size_t ldc, bool add) {
    size_t depth = up(k, 32);
    for (size_t j = 0; j < n; j += 32)
        for (size_t i = 0; i < m; i += STRIP)
            strip(m - i, n - j < 32 ? n - j : 32, depth, left + i * depth, right + j * depth,
                  c + i * ldc + j, ldc, add);
}

void dg_tiles_product(bool amx, size_t m, size_t n, size_t k, const uint16_t *left,
                      const uint16_t *right, float *c, size_t ldc, bool add) {
    (amx ? product_amx : product_vectors)(m, n, k, left, right, c, ldc, add);
}

#else

bool dg_bf16_ready(void) {
    return false;
}

bool dg_tiles_ready(void) {
    return false;
}
void dg_tiles_left(size_t m, size_t k, const float *a, size_t lda, uint16_t *ret) {
    (void)m, (void)k, (void)a, (void)lda, (void)ret;
}
void dg_tiles_left_t(size_t m, size_t k, const float *a, size_t lda, uint16_t *ret) {
    (void)m, (void)k, (void)a, (void)lda, (void)ret;
}
void dg_tiles_right(size_t k, size_t n, const float *b, size_t ldb, uint16_t *ret) {
    (void)k, (void)n, (void)b, (void)ldb, (void)ret;
}
void dg_tiles_right_t(size_t k, size_t n, const float *b, size_t ldb, uint16_t *ret) {
    (void)k, (void)n, (void)b, (void)ldb, (void)ret;
}
void dg_tiles_product(bool amx, size_t m, size_t n, size_t k, const uint16_t *left,
                      const uint16_t *right, float *c, size_t ldc, bool add) {
    (void)amx, (void)m, (void)n, (void)k, (void)left, (void)right, (void)c, (void)ldc, (void)add;
}
#endif
