/* hash.c: the two hashes of the house.
 *
 * dg_hash64 multiplies 64 × 64 → 128 bits and folds the halves (the "mum" of Wang Yi's wyhash), 16
 * bytes a round, read as little-endian so that every machine gets the same value. About 5 bytes a
 * nanosecond. Its values are part of the model format: tests/unit/test_base_hash.c pins some of
 * them. */
#include "base/hash.h"

#include <nettle/sha2.h>

__extension__ typedef unsigned __int128 u128;

static const uint64_t K0 = 0x9e3779b97f4a7c15u, K1 = 0xd1b54a32d192ed03u, K2 = 0x8cb92ba72f3d8dd7u;

/* n is at most 8. */
static uint64_t read_le(const uint8_t *p, size_t n) {
    uint64_t v = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint32_t low, high;
    if (n == 8) {
        memcpy(&v, p, 8);
        return v;
    }
    if (n >= 4) { /* two loads that overlap: the bytes in both are the same */
        memcpy(&low, p, 4);
        memcpy(&high, p + n - 4, 4);
        return low | (uint64_t)high << (8 * (n - 4));
    }
#endif
    for (size_t i = 0; i < n; i++) v |= (uint64_t)p[i] << (8 * i);
    return v;
}

static uint64_t mum(uint64_t a, uint64_t b) {
    u128 m = (u128)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

uint64_t dg_hash64(const void *bytes, size_t n, uint64_t seed) {
    const uint8_t *p = bytes;
    uint64_t h = seed ^ mum(seed ^ K0, (uint64_t)n ^ K1);
    size_t left = n;
    for (; left > 16; left -= 16, p += 16) h = mum(read_le(p, 8) ^ K1, read_le(p + 8, 8) ^ h);
    uint64_t a = 0, b = 0;
    if (left > 8) {
        a = read_le(p, 8);
        b = read_le(p + 8, left - 8);
    } else {
        a = read_le(p, left);
    }
    return mum(mum(a ^ K1, b ^ h) ^ K2, h ^ K0 ^ (uint64_t)n);
}

static void hex_of(const uint8_t *bytes, size_t n, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * n] = 0;
}

void dg_sha256_id(const dg_str *parts, uint32_t n_parts, char out[17]) {
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&ctx);
    for (uint32_t i = 0; i < n_parts; i++) {
        if (i) sha256_update(&ctx, 1, (const uint8_t *)"\n");
        if (parts[i].n) sha256_update(&ctx, parts[i].n, (const uint8_t *)parts[i].p);
    }
    sha256_digest(&ctx, sizeof digest, digest);
    hex_of(digest, 8, out);
}

void dg_sha256(const void *bytes, size_t n, uint8_t out[32]) {
    struct sha256_ctx ctx;
    sha256_init(&ctx);
    if (n) sha256_update(&ctx, n, bytes);
    sha256_digest(&ctx, SHA256_DIGEST_SIZE, out);
}
