/* random.h: the xorshift generator of the linear trainers (Marsaglia 2003): the same numbers for the
 * same seed on every machine. */
#ifndef DG_TRAIN_RANDOM_H
#define DG_TRAIN_RANDOM_H

#include "base/base.h"

/* The next 32 bits; *state must not be 0. */
static inline uint32_t dg_random_next(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32);
}

#endif
