/* hash.h: SHA-256 for ids (FIPS 180-4, through nettle) and a fast 64-bit hash for tables and
 * feature hashing. dg_hash64 is part of the model format: its values must never change. */
#ifndef DG_HASH_H
#define DG_HASH_H

#include "base/base.h"

/* wyhash-like mixing of 8 bytes at a time, little-endian on every machine; not for hostile keys
 * without a seed. */
uint64_t dg_hash64(const void *bytes, size_t n, uint64_t seed);
static inline uint64_t dg_hash_str(dg_str s, uint64_t seed) {
    return dg_hash64(s.p, s.n, seed);
}

/* The first 16 hex digits of SHA-256 over the parts joined by a line feed, NUL-ended in out. */
void dg_sha256_id(const dg_str *parts, uint32_t n_parts, char out[17]);
void dg_sha256(const void *bytes, size_t n, uint8_t out[32]);

#endif
