/* kernels_scalar.c: the set that runs everywhere and that the others are tested against. */
#include "math/kernels.h"

#define SET scalar
#define ROWS 4
#define VW 4
typedef float vec __attribute__((vector_size(16)));
typedef int32_t veci __attribute__((vector_size(16)));
#define VEC vec
#define VLOAD(p) load(p)
#define VSTORE(p, x) store(p, x)
#define VSET1(x) ((vec){(x), (x), (x), (x)})
#define VFMA(a, b, c) fma4(a, b, c)
#define VMIN(a, b) smallest(a, b)
#define VMAX(a, b) largest(a, b)
#define VZERO ((vec){0})

static inline vec load(const float *p) {
    vec x;
    memcpy(&x, p, sizeof x);
    return x;
}
static inline void store(float *p, vec x) {
    memcpy(p, &x, sizeof x);
}
static inline vec fma4(vec a, vec b, vec c) {
    return (vec){__builtin_fmaf(a[0], b[0], c[0]), __builtin_fmaf(a[1], b[1], c[1]),
                 __builtin_fmaf(a[2], b[2], c[2]), __builtin_fmaf(a[3], b[3], c[3])};
}
static inline vec smallest(vec a, vec b) {
    for (int i = 0; i < VW; i++) a[i] = a[i] < b[i] ? a[i] : b[i];
    return a;
}
static inline vec largest(vec a, vec b) {
    for (int i = 0; i < VW; i++) a[i] = a[i] > b[i] ? a[i] : b[i];
    return a;
}

/* One row against a panel [k][32]. */
#define QTYPE int16_t
#define QW int8_t
#define QOFFSET 0
#define QGROUP 1
#define QROWS 2
static inline void qtile1_scalar(uint32_t k, const int16_t *a, const int8_t *b, int32_t *sum) {
    for (uint32_t j = 0; j < DG_PANEL; j++) sum[j] = 0;
    for (uint32_t p = 0; p < k; p++)
        for (uint32_t j = 0; j < DG_PANEL; j++)
            sum[j] += (int32_t)a[p] * (int16_t)b[p * DG_PANEL + j];
}
static inline void qtile_scalar(uint32_t k, const int16_t *a, const int8_t *b, int32_t *sum) {
    qtile1_scalar(k, a, b, sum);
    qtile1_scalar(k, a + k, b, sum + DG_PANEL);
}

extern const dg_kernels dg_kernels_scalar;
#include "math/kernels_body.h"
