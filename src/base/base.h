/* base.h: what every file needs: integer types, byte strings, ranges, attribute macros.
 * No function here allocates. Everything is plain data. */
#ifndef DG_BASE_H
#define DG_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__)
#define DG_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define DG_MUST_USE __attribute__((warn_unused_result))
#define DG_UNUSED __attribute__((unused))
#else
#define DG_PRINTF(fmt, args)
#define DG_MUST_USE
#define DG_UNUSED
#endif

#define DG_LEN(array) (sizeof(array) / sizeof((array)[0]))

/* "No such index": tokens, entities, quotes are numbered from 0, and this is none of them. */
#define DG_NONE UINT32_MAX

/* A view of bytes, usually UTF-8, owned by somebody else and not ended by a NUL. {NULL, 0} is
 * "absent"; an empty string that is present has p != NULL. */
typedef struct dg_str {
    const char *p;
    uint32_t n;
} dg_str;

/* Half-open byte range [from, to) in doc->text (or whatever the field's comment says). */
typedef struct dg_range {
    uint32_t from, to;
} dg_range;

#define DG_STR(literal) ((dg_str){(literal), (uint32_t)(sizeof(literal) - 1)})
#define DG_STR_NULL ((dg_str){NULL, 0})

/* A view of a NUL-ended string; NULL is absent. */
static inline dg_str dg_str_of(const char *z) {
    return z ? (dg_str){z, (uint32_t)strlen(z)} : DG_STR_NULL;
}

/* The same bytes? Absent and empty are the same. */
static inline bool dg_str_eq(dg_str a, dg_str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Same bytes as the NUL-ended z? */
static inline bool dg_str_is(dg_str a, const char *z) {
    return strlen(z) == a.n && (a.n == 0 || memcmp(a.p, z, a.n) == 0);
}

/* Does a begin with head? */
static inline bool dg_str_starts(dg_str a, dg_str head) {
    return a.n >= head.n && (head.n == 0 || memcmp(a.p, head.p, head.n) == 0);
}

/* Does a end with tail? */
static inline bool dg_str_ends(dg_str a, dg_str tail) {
    return a.n >= tail.n && (tail.n == 0 || memcmp(a.p + a.n - tail.n, tail.p, tail.n) == 0);
}

/* a[from, to) clipped to a. */
static inline dg_str dg_str_cut(dg_str a, uint32_t from, uint32_t to) {
    if (to > a.n) to = a.n;
    if (from > to) from = to;
    return (dg_str){a.p ? a.p + from : NULL, to - from};
}

/* Byte order, shorter first on a common beginning; for qsort and for stable output. */
static inline int dg_str_cmp(dg_str a, dg_str b) {
    uint32_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

/* Have they a byte in common? */
static inline bool dg_range_overlaps(dg_range a, dg_range b) {
    return a.from < b.to && b.from < a.to;
}

#endif
