/* clock.h: time that only goes forward, for waits and for what something took. */
#ifndef DG_CLOCK_H
#define DG_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Microseconds since some moment before the program began (CLOCK_MONOTONIC). Thread-safe. */
static inline int64_t dg_clock_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The same in milliseconds. */
static inline int64_t dg_clock_ms(void) {
    return dg_clock_us() / 1000;
}

#endif
