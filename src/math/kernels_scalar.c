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
    return (vec){__builtin_fmaf(a[0], b[0], c[0]), __builtin_fmaf(a[1], b[1], c[1]), __builtin_fmaf(a[2], b[2], c[2]),
                 __builtin_fmaf(a[3], b[3], c[3])};
}
static inline vec smallest(vec a, vec b) {
    for (int i = 0; i < VW; i++) a[i] = a[i] < b[i] ? a[i] : b[i];
    return a;
}
static inline vec largest(vec a, vec b) {
    for (int i = 0; i < VW; i++) a[i] = a[i] > b[i] ? a[i] : b[i];
    return a;
}

extern const dg_kernels dg_kernels_scalar;
#include "math/kernels_body.h"
