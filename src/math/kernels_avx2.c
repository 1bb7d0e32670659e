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
extern const dg_kernels dg_kernels_avx2;
#include "math/kernels_body.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#else
typedef int dg_no_avx2;
#endif
