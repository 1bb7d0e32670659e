/* kernels_avx512.c: AVX-512 F/BW/DQ/VL (Intel servers since 2017, AMD since Zen 4). */
#include "math/kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,prefer-vector-width=512")
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
extern const dg_kernels dg_kernels_avx512;
#include "math/kernels_body.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#else
typedef int dg_no_avx512;
#endif
