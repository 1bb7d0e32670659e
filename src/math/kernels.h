/* kernels.h: the inner loops of the network, in one form for every processor and chosen once.
 *
 * Every sum runs in one fixed order with fused multiply-adds, whatever the width of the vectors: a
 * vector holds several outputs, never several terms of one output. So all sets give the same bits,
 * and tests compare them with ==. The reader's large products are integers anyway. cost: gemm about
 * 110 GFLOP/s on one AVX-512 core, half of that with AVX2; qgemm about four and two times as fast.
 * The scalar set is for machines without FMA and for the tests (its float products call fmaf:
 * correct and slow). limits: x86-64 sets AVX2+FMA and AVX-512 with VNNI; elsewhere the scalar set,
 * which compilers vectorise. */
#ifndef DG_KERNELS_H
#define DG_KERNELS_H

#include "base/base.h"

#define DG_PANEL 32u /* columns of a panel of a packed matrix */

/* One direction of a layer of simple recurrent units over one sentence (Lei et al. 2018,
 * arXiv:1709.02755): f_t = σ(uf_t + vf ∘ c_{t-1} + bf)     c_t = f_t ∘ c_{t-1} + (1 - f_t) ∘ ux_t
 *   r_t = σ(ur_t + vr ∘ c_{t-1} + br)     h_t = r_t ∘ c_t + (1 - r_t) ∘ x_t
 * u is overwritten: uf by f, ur by r. reverse runs from the last word to the first. */
typedef struct dg_sru {
    uint32_t n, h; /* words, units */
    float *u;      /* [n][ld_u]: ux, uf, ur, h values each */
    size_t ld_u;
    const float *x; /* [n][ld_x]: the layer's input, as wide as its output */
    size_t ld_x;
    const float *v, *b; /* [2][h]: forget, reset */
    float *c;           /* [n][ld_c] */
    size_t ld_c;
    float *y; /* [n][ld_y] */
    size_t ld_y;
    bool reverse;
    /* backward only */
    const float *dy; /* [n][ld_y] */
    float *dx;       /* [n][ld_x], added to */
    float *dv, *db;  /* [2][h], added to; u is overwritten by its gradient */
} dg_sru;

typedef struct dg_adam {
    float lr, beta1, beta2, eps,
        scale; /* scale: of the gradient (clipping); lr holds the bias correction */
} dg_adam;

/* A matrix of int8 weights with one scale a column, packed by the set that is going to use it. */
typedef struct dg_qmatrix {
    uint32_t k, n;      /* in, out; k is a multiple of 4 */
    const void *packed; /* dg_qpacked_size bytes */
    const float *scale; /* [n] */
    const int32_t *sum; /* [n] sums of the columns */
} dg_qmatrix;

typedef struct dg_kernels {
    const char *name;
    /* c[m][ldc] (+)= a[m][lda] · b, b a packed k × n matrix (dg_pack); c's columns n.. are left
     * alone. */
    void (*gemm)(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, float *c,
                 size_t ldc, bool add);
    /* Products of int8 by int8, exact, so the same on every processor: the rows x[rows][ldx] are
     * rounded to 127 steps of their largest value each (q: dg_qrows_size bytes, scale[rows]); then
     * c = (q · b) · row scale · column scale. */
    void (*qpack)(uint32_t k, uint32_t n, const int8_t *w, size_t ldw, void *ret);
    void (*qrows)(size_t rows, uint32_t k, const float *x, size_t ldx, void *q, float *scale);
    void (*qgemm)(size_t m, const dg_qmatrix *b, const void *q, const float *row_scale, float *c,
                  size_t ldc);
    void (*sru)(const dg_sru *s);
    void (*sru_back)(const dg_sru *s);
    /* y[rows][ld] += b, then max(0, y) when relu. */
    void (*bias)(float *y, size_t ld, size_t rows, size_t cols, const float *b, bool relu);
    /* y += a * x */
    void (*axpy)(float *y, const float *x, float a, size_t n);
    void (*axpy_i8)(float *y, const int8_t *x, float a, size_t n);
    /* x becomes total · softmax(x); returns log Σ exp x. The sum runs in 16 fixed lanes. */
    float (*softmax)(float *x, size_t n, float total);
    /* Multiplies by 0 or 1/(1-p), decided by seed and position alone: the backward pass calls it
     * again. */
    void (*dropout)(float *x, size_t n, uint32_t seed, float p);
    void (*adam)(const dg_adam *a, float *w, float *g, float *m, float *v,
                 size_t n); /* g is cleared */
} dg_kernels;

/* The fastest set that this processor can run; chosen once. */
const dg_kernels *dg_kernels_best(void);
/* Set number i of those that this processor can run: 0 is the scalar one; NULL behind the last. */
const dg_kernels *dg_kernels_at(uint32_t i);

/* Floats that a packed k × n matrix needs. */
static inline size_t dg_packed_size(size_t k, size_t n) {
    return (n + DG_PANEL - 1) / DG_PANEL * DG_PANEL * k;
}
/* Bytes of a packed int8 matrix, and of rows made ready for it. */
static inline size_t dg_qpacked_size(size_t k, size_t n) {
    return dg_packed_size(k, n) * 2;
}
static inline size_t dg_qrows_size(size_t rows, size_t k) {
    return rows * k * 2;
}
/* b[k][ldb] into panels of 32 columns, [panel][k][32], the last one filled up with zeros. */
void dg_pack(size_t k, size_t n, const float *b, size_t ldb, float *ret);
/* The same for the transpose: b[n][ldb]. */
void dg_pack_t(size_t k, size_t n, const float *b, size_t ldb, float *ret);

#endif
