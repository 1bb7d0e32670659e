/* kernels.c: packs matrices and chooses the set of kernels for this processor. */
#include "math/kernels.h"

#include "math/tiles.h"

extern const dg_kernels dg_kernels_scalar;
#if defined(__x86_64__)
extern const dg_kernels dg_kernels_avx2, dg_kernels_avx512;
#if defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
extern const dg_kernels dg_kernels_amx;
static const dg_kernels *with_tiles(void) {
    return dg_tiles_ready() ? &dg_kernels_amx : NULL;
}
#else
static const dg_kernels *with_tiles(void) {
    return NULL;
}
#endif

const dg_kernels *dg_kernels_at(uint32_t i) {
    __builtin_cpu_init();
    if (i == 0) return &dg_kernels_scalar;
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return NULL;
    if (i == 1) return &dg_kernels_avx2;
    bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                __builtin_cpu_supports("avx512vnni");
    if (i == 2 && wide) return &dg_kernels_avx512;
    return i == 3 && wide ? with_tiles() : NULL;
}
#else
const dg_kernels *dg_kernels_at(uint32_t i) {
    return i == 0 ? &dg_kernels_scalar : NULL;
}
#endif

const dg_kernels *dg_kernels_best(void) {
    const dg_kernels *best = NULL, *k;
    for (uint32_t i = 0; (k = dg_kernels_at(i)); i++) best = k;
    return best;
}

void dg_pack(size_t k, size_t n, const float *b, size_t ldb, float *ret) {
    for (size_t j = 0; j < n; j += DG_PANEL) {
        size_t width = n - j < DG_PANEL ? n - j : DG_PANEL;
        for (size_t p = 0; p < k; p++, ret += DG_PANEL) {
            memcpy(ret, b + p * ldb + j, width * sizeof *ret);
            for (size_t i = width; i < DG_PANEL; i++) ret[i] = 0.0f;
        }
    }
}

void dg_pack_t(size_t k, size_t n, const float *b, size_t ldb, float *ret) {
    for (size_t j = 0; j < n; j += DG_PANEL, ret += DG_PANEL * k) {
        size_t width = n - j < DG_PANEL ? n - j : DG_PANEL;
        for (size_t i = 0; i < DG_PANEL; i++) {
            const float *row = b + (j + i) * ldb;
            for (size_t p = 0; p < k; p++) ret[p * DG_PANEL + i] = i < width ? row[p] : 0.0f;
        }
    }
}
