/* tiles.h: products of bfloat16 matrices, for the trainer only: on AMX tiles (Intel servers since
 * 2023) or with AVX512_BF16 (AMD since Zen 4, Intel since Cooper Lake).
 *
 * Operands are rounded to bfloat16 when packed, sums are float32. Ten times (AMX) or twice as fast
 * as the float kernels where it is there; elsewhere the trainer uses kernels.h. The reader never
 * uses it: its results must not depend on the machine. */
#ifndef DG_TILES_H
#define DG_TILES_H

#include "base/base.h"

/* Can this processor round to bfloat16 and multiply it at all? Everything below but
 * dg_tiles_ready needs that. */
bool dg_bf16_ready(void);
/* Can this processor and kernel do it on tiles, and int8 on tiles too (kernels_avx512.c)? Asks the
 * kernel for the permission; cheap. */
bool dg_tiles_ready(void);

/* uint16_t that a packed m × k left or k × n right operand needs. */
size_t dg_tiles_left_size(size_t m, size_t k);
size_t dg_tiles_right_size(size_t k, size_t n);
/* Left operand from a[m][lda], or (_t) from the transpose a[k][lda]. ret is 64-byte aligned. */
void dg_tiles_left(size_t m, size_t k, const float *a, size_t lda, uint16_t *ret);
void dg_tiles_left_t(size_t m, size_t k, const float *a, size_t lda, uint16_t *ret);
/* Right operand from b[k][ldb], or (_t) from the transpose b[n][ldb]. */
void dg_tiles_right(size_t k, size_t n, const float *b, size_t ldb, uint16_t *ret);
void dg_tiles_right_t(size_t k, size_t n, const float *b, size_t ldb, uint16_t *ret);
/* c[m][ldc] (+)= left · right; amx: on tiles (dg_tiles_ready), else on vectors. The two add up in
 * another order, so their last bits differ. */
void dg_tiles_product(bool amx, size_t m, size_t n, size_t k, const uint16_t *left,
                      const uint16_t *right, float *c, size_t ldc, bool add);

#endif
