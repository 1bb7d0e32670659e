/* unit.h: what every unit test includes: cmocka with the headers it needs before it, and a few
 * helpers. */
#ifndef DG_UNIT_H
#define DG_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/base.h"

/* The string s holds exactly the bytes of the NUL-ended z. */
#define assert_str(s, z)                                                                           \
    do {                                                                                           \
        dg_str unit_s = (s);                                                                       \
        const char *unit_z = (z);                                                                  \
        assert_int_equal(unit_s.n, strlen(unit_z));                                                \
        if (unit_s.n) assert_memory_equal(unit_s.p, unit_z, unit_s.n);                             \
    } while (0)

/* Every test of a group gets a fresh arena of 64 MiB as *state. */
static inline int unit_arena_new(void **state) {
    *state = dg_arena_new((size_t)64 << 20);
    return *state ? 0 : -1;
}

static inline int unit_arena_free(void **state) {
    dg_arena_free(*state);
    return 0;
}

#define unit_with_arena(f) cmocka_unit_test_setup_teardown(f, unit_arena_new, unit_arena_free)

#endif
