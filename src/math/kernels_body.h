/* kernels_body.h: the kernels themselves, included once by each kernels_SET.c, which defines
 * before: VEC, VW            vector type and its floats          ROWS          rows of the gemm's
 * tile VLOAD VSTORE VSET1 VFMA(a,b,c)=a*b+c VZERO VMIN VMAX   SET           name of the set veci
 * vector of as many int32_t VEC is a vector type of GCC and clang, so + - * / work on it. Loops
 * other than gemm's are plain C that the compiler vectorises; the build forbids it to contract
 * a*b+c by itself
 * (-ffp-contract=off), so that a fused operation stands exactly where VFMA or __builtin_fmaf is
 * written. */
#include <stdlib.h>

#include "math/kernels.h"

#define CAT_(a, b) a##b
#define CAT(a, b) CAT_(a, b)
#define K(name) CAT(CAT(name, _), SET)
#define INLINE static inline __attribute__((always_inline))
#define BLOCK                                                                                      \
    256u /* depth of a block of k: a panel's block and the rows' stay in the first-level cache */

/* rows × (2 VW) outputs, from column col of a panel. */
#define TILE(R)                                                                                    \
    INLINE void CAT(tile, R)(size_t k, const float *a, size_t lda, const float *b, float *c,       \
                             size_t ldc, bool add) {                                               \
        VEC s[R][2];                                                                               \
        for (int i = 0; i < R; i++) {                                                              \
            s[i][0] = add ? VLOAD(c + i * ldc) : VZERO;                                            \
            s[i][1] = add ? VLOAD(c + i * ldc + VW) : VZERO;                                       \
        }                                                                                          \
        for (size_t p = 0; p < k; p++, b += DG_PANEL) {                                            \
            VEC b0 = VLOAD(b), b1 = VLOAD(b + VW);                                                 \
            _Pragma("GCC unroll 16") for (int i = 0; i < R; i++) {                                 \
                VEC x = VSET1(a[i * lda + p]);                                                     \
                s[i][0] = VFMA(x, b0, s[i][0]);                                                    \
                s[i][1] = VFMA(x, b1, s[i][1]);                                                    \
            }                                                                                      \
        }                                                                                          \
        for (int i = 0; i < R; i++) {                                                              \
            VSTORE(c + i * ldc, s[i][0]);                                                          \
            VSTORE(c + i * ldc + VW, s[i][1]);                                                     \
        }                                                                                          \
    }
TILE(1)
TILE(ROWS)

/* All rows of one pair of vectors; a partial width goes through a small buffer. */
INLINE void strip(size_t m, size_t width, size_t k, const float *a, size_t lda, const float *b,
                  float *c, size_t ldc, bool add) {
    float edge[ROWS * 2 * VW];
    for (size_t i = 0; i < m;) {
        size_t rows = m - i >= ROWS ? ROWS : 1;
        bool whole = width >= 2 * VW;
        float *out = whole ? c + i * ldc : edge;
        size_t ld = whole ? ldc : 2 * VW;
        for (size_t r = 0; !whole && add && r < rows; r++)
            for (size_t j = 0; j < 2 * VW; j++)
                edge[r * 2 * VW + j] = j < width ? c[(i + r) * ldc + j] : 0.0f;
        if (rows == 1)
            CAT(tile, 1)(k, a + i * lda, lda, b, out, ld, add);
        else
            CAT(tile, ROWS)(k, a + i * lda, lda, b, out, ld, add);
        for (size_t r = 0; !whole && r < rows; r++)
            for (size_t j = 0; j < width; j++) c[(i + r) * ldc + j] = edge[r * 2 * VW + j];
        i += rows;
    }
}

static void K(gemm)(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b,
                    float *c, size_t ldc, bool add) {
    for (size_t k0 = 0; k0 < k || k0 == 0; k0 += BLOCK) {
        size_t depth = k - k0 < BLOCK ? k - k0 : BLOCK;
        for (size_t j = 0; j < n; j += 2 * VW) {
            const float *panel = b + j / DG_PANEL * DG_PANEL * k + k0 * DG_PANEL + j % DG_PANEL;
            strip(m, n - j, depth, a + k0, lda, panel, c + j, ldc, add || k0 > 0);
        }
    }
}

/* e^x for |x| <= 80, error about 2 ulp: x = n ln 2 + r, then a polynomial of degree 6 (Cephes'
 * coefficients). */
INLINE VEC expv(VEC x) {
    x = VMIN(VMAX(x, VSET1(-80.0f)), VSET1(80.0f));
    VEC n = VFMA(x, VSET1(1.44269504f), VSET1(12582912.0f)) - VSET1(12582912.0f);
    VEC r = VFMA(n, VSET1(-0.693359375f), x);
    r = VFMA(n, VSET1(2.12194440e-4f), r);
    VEC p = VSET1(1.9875691500e-4f);
    p = VFMA(p, r, VSET1(1.3981999507e-3f));
    p = VFMA(p, r, VSET1(8.3334519073e-3f));
    p = VFMA(p, r, VSET1(4.1665795894e-2f));
    p = VFMA(p, r, VSET1(1.6666665459e-1f));
    p = VFMA(p, r, VSET1(5.0000001201e-1f));
    p = VFMA(p, r * r, r) + VSET1(1.0f);
    veci two = (__builtin_convertvector(n, veci) + 127) << 23;
    return p * (VEC)two;
}

INLINE VEC sigmoidv(VEC x) {
    return VSET1(1.0f) / (VSET1(1.0f) + expv(VZERO - x));
}

#define MAX_H 512u
static const float zeros[MAX_H];

static void K(sru)(const dg_sru *s) {
    const uint32_t h = s->h;
    const float *vf = s->v, *vr = s->v + h, *bf = s->b, *br = s->b + h;
    for (uint32_t i = 0; i < s->n; i++) {
        uint32_t t = s->reverse ? s->n - 1 - i : i;
        float *ux = s->u + t * s->ld_u, *uf = ux + h, *ur = ux + 2 * h;
        float *c = s->c + t * s->ld_c, *y = s->y + t * s->ld_y;
        const float *x = s->x + t * s->ld_x;
        const float *prev = i == 0 ? zeros : s->reverse ? c + s->ld_c : c - s->ld_c;
        for (uint32_t j = 0; j < h; j += VW) {
            VEC cp = VLOAD(prev + j), in = VLOAD(ux + j), skip = VLOAD(x + j);
            VEC f = sigmoidv(VFMA(VLOAD(vf + j), cp, VLOAD(uf + j) + VLOAD(bf + j)));
            VEC r = sigmoidv(VFMA(VLOAD(vr + j), cp, VLOAD(ur + j) + VLOAD(br + j)));
            VEC now = VFMA(f, cp - in, in);
            VSTORE(c + j, now);
            VSTORE(y + j, VFMA(r, now - skip, skip));
            VSTORE(uf + j, f);
            VSTORE(ur + j, r);
        }
    }
}

#define ADD_TO(p, x) VSTORE(p, VLOAD(p) + (x))

static void K(sru_back)(const dg_sru *s) {
    const uint32_t h = s->h;
    const float *vf = s->v, *vr = s->v + h;
    const VEC one = VSET1(1.0f);
    float carry[MAX_H];
    for (uint32_t j = 0; j < h; j++) carry[j] = 0.0f;
    for (uint32_t i = s->n; i-- > 0;) {
        uint32_t t = s->reverse ? s->n - 1 - i : i;
        float *ux = s->u + t * s->ld_u, *uf = ux + h, *ur = ux + 2 * h;
        const float *c = s->c + t * s->ld_c, *x = s->x + t * s->ld_x, *dy = s->dy + t * s->ld_y;
        float *dx = s->dx + t * s->ld_x;
        const float *prev = i == 0 ? zeros : s->reverse ? c + s->ld_c : c - s->ld_c;
        for (uint32_t j = 0; j < h; j += VW) {
            VEC cp = VLOAD(prev + j), f = VLOAD(uf + j), r = VLOAD(ur + j), d = VLOAD(dy + j);
            VEC dc = VLOAD(carry + j) + d * r;
            VEC ar = d * (VLOAD(c + j) - VLOAD(x + j)) * r * (one - r);
            VEC af = dc * (cp - VLOAD(ux + j)) * f * (one - f);
            ADD_TO(dx + j, d * (one - r));
            VSTORE(ux + j, dc * (one - f));
            VSTORE(uf + j, af);
            VSTORE(ur + j, ar);
            VSTORE(carry + j, dc * f + af * VLOAD(vf + j) + ar * VLOAD(vr + j));
            ADD_TO(s->dv + j, af * cp);
            ADD_TO(s->dv + h + j, ar * cp);
            ADD_TO(s->db + j, af);
            ADD_TO(s->db + h + j, ar);
        }
    }
}

static void K(bias)(float *y, size_t ld, size_t rows, size_t cols, const float *b, bool relu) {
    for (size_t i = 0; i < rows; i++) {
        float *restrict row = y + i * ld;
        for (size_t j = 0; j < cols; j++) {
            float v = row[j] + b[j];
            row[j] = relu && v < 0.0f ? 0.0f : v;
        }
    }
}

static void K(axpy)(float *restrict y, const float *restrict x, float a, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = __builtin_fmaf(a, x[i], y[i]);
}

static void K(axpy_i8)(float *restrict y, const int8_t *restrict x, float a, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = __builtin_fmaf(a, (float)x[i], y[i]);
}

static float K(softmax)(float *x, size_t n, float total) {
    float max = x[0], lane[16] = {0}, tail[16], top[VW];
    size_t whole = n / 16 * 16;
    VEC most = VSET1(max);
    for (size_t i = 0; i < whole; i += VW) most = VMAX(most, VLOAD(x + i));
    VSTORE(top, most);
    for (size_t i = 0; i < VW; i++) max = top[i] > max ? top[i] : max;
    for (size_t i = whole; i < n; i++) max = x[i] > max ? x[i] : max;
    for (size_t i = 0; i < 16; i++) tail[i] = whole + i < n ? x[whole + i] : max - 200.0f;
    for (size_t i = 0; i < whole + 16; i += VW) {
        float *p = i < whole ? x + i : tail + (i - whole);
        VEC e = expv(VLOAD(p) - VSET1(max));
        VSTORE(p, e);
        if (i < whole) ADD_TO(lane + i % 16, e);
    }
    for (size_t i = whole; i < n; i++) lane[i - whole] += x[i] = tail[i - whole];
    float sum = 0.0f;
    for (size_t j = 0; j < 16; j++) sum += lane[j];
    float scale = total / sum;
    for (size_t i = 0; i < n; i++) x[i] *= scale;
    return max + __builtin_logf(sum);
}

static void K(dropout)(float *restrict x, size_t n, uint32_t seed, float p) {
    const uint32_t limit = (uint32_t)(p * 4294967040.0f);
    const float keep = 1.0f / (1.0f - p);
    for (size_t i = 0; i < n; i++) {
        uint32_t z = (uint32_t)i * 0x9E3779B1u + seed;
        z = (z ^ (z >> 15)) * 0x85EBCA77u;
        z = (z ^ (z >> 13)) * 0xC2B2AE3Du;
        z ^= z >> 16;
        x[i] *= z < limit ? 0.0f : keep;
    }
}

static void K(adam)(const dg_adam *a, float *restrict w, float *restrict g, float *restrict m,
                    float *restrict v, size_t n) {
    const float b1 = a->beta1, b2 = a->beta2, lr = a->lr, eps = a->eps, scale = a->scale;
    for (size_t i = 0; i < n; i++) {
        float d = g[i] * scale;
        m[i] = b1 * m[i] + (1.0f - b1) * d;
        v[i] = b2 * v[i] + (1.0f - b2) * d * d;
        w[i] -= lr * m[i] / (__builtin_sqrtf(v[i]) + eps);
        g[i] = 0.0f;
    }
}

/* ---- int8 ----
 * The set defines before: QTYPE (uint8_t with QOFFSET 128, or int16_t with 0), QGROUP (k side by
 * side in a packed panel: 4, 2 or 1), QW (type of a packed weight), QROWS, and qtile(rows, …),
 * which adds up rows × 32 outputs in int32. */

static void K(qpack)(uint32_t k, uint32_t n, const int8_t *w, size_t ldw, void *ret) {
    QW *out = ret;
    for (uint32_t j = 0; j < n; j += DG_PANEL)
        for (uint32_t p = 0; p < k; p += QGROUP)
            for (uint32_t i = j; i < j + DG_PANEL; i++)
                for (uint32_t g = 0; g < QGROUP; g++) *out++ = i < n ? w[(p + g) * ldw + i] : 0;
}

/* Rounds to nearest by adding 1.5 · 2^23, which leaves the integer in the lowest bits. */
static void K(qrows)(size_t rows, uint32_t k, const float *x, size_t ldx, void *q, float *scale) {
    QTYPE *out = q;
    for (size_t i = 0; i < rows; i++, x += ldx, out += k) {
        float lane[VW], top = 1e-20f;
        VEC most = VSET1(top);
        uint32_t whole = k / VW * VW;
        for (uint32_t p = 0; p < whole; p += VW)
            most = VMAX(most, VMAX(VLOAD(x + p), VZERO - VLOAD(x + p)));
        VSTORE(lane, most);
        for (uint32_t p = 0; p < VW; p++) top = lane[p] > top ? lane[p] : top;
        for (uint32_t p = whole; p < k; p++)
            top = __builtin_fabsf(x[p]) > top ? __builtin_fabsf(x[p]) : top;
        float inverse = 127.0f / top;
        scale[i] = top / 127.0f;
        for (uint32_t p = 0; p < k; p++) {
            union {
                float f;
                int32_t i;
            } r = {x[p] * inverse + 12582912.0f};
            out[p] = (QTYPE)(r.i - 0x4B400000 + QOFFSET);
        }
    }
}

/* Sums of one row of a panel to floats at out, which has room for a whole panel. */
INLINE void scaled(const int32_t *sum, const int32_t *offset, const float *scale, float row_scale,
                   float *out) {
    for (uint32_t t = 0; t < DG_PANEL; t += VW) {
        veci s, o;
        memcpy(&s, sum + t, sizeof s);
        memcpy(&o, offset + t, sizeof o);
        VSTORE(out + t,
               __builtin_convertvector(s - o, VEC) * (VSET1(row_scale) * VLOAD(scale + t)));
    }
}

static void K(qgemm)(size_t m, const dg_qmatrix *b, const void *q, const float *row_scale, float *c,
                     size_t ldc) {
    const QTYPE *a = q;
    int32_t sum[QROWS * DG_PANEL];
    for (uint32_t j = 0; j < b->n; j += DG_PANEL) {
        const QW *panel = (const QW *)b->packed + (size_t)j * b->k;
        uint32_t width = b->n - j < DG_PANEL ? b->n - j : DG_PANEL;
        float scale[DG_PANEL] = {0}, edge[DG_PANEL];
        int32_t offset[DG_PANEL] = {0};
        for (uint32_t i = 0; i < width; i++)
            scale[i] = b->scale[j + i], offset[i] = QOFFSET * b->sum[j + i];
        for (size_t i = 0, rows; i < m; i += rows) {
            rows = m - i >= QROWS ? QROWS : 1;
            if (rows == 1)
                K(qtile1)(b->k, a + i * b->k, panel, sum);
            else
                K(qtile)(b->k, a + i * b->k, panel, sum);
            for (size_t r = 0; r < rows; r++) {
                float *out = width == DG_PANEL ? c + (i + r) * ldc + j : edge;
                scaled(sum + r * DG_PANEL, offset, scale, row_scale[i + r], out);
                for (uint32_t t = 0; t < width && out == edge; t++)
                    c[(i + r) * ldc + j + t] = edge[t];
            }
        }
    }
}

const dg_kernels K(dg_kernels) = {
#define STR_(x) #x
#define STR(x) STR_(x)
    STR(SET), K(gemm), K(qpack),   K(qrows),   K(qgemm),   K(sru),  K(sru_back),
    K(bias),  K(axpy), K(axpy_i8), K(softmax), K(dropout), K(adam),
};
