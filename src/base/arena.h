/* arena.h: memory that is given back all at once.
 *
 *   chunk ─► chunk ─► chunk        alloc moves `used` forward in the newest chunk
 *                      ▲ used      mark remembers (chunk, used); release goes back to it
 *
 * Three lifetimes, three arenas: process (model, lexicon), document (reset per article), scratch
 * (mark, release). Not thread-safe: one arena, one thread. Cost: alloc O(1) amortised; reset keeps
 * one chunk. */
#ifndef DG_ARENA_H
#define DG_ARENA_H

#include "base/base.h"

typedef struct dg_arena dg_arena;
typedef struct dg_arena_mark {
    void *chunk;
    size_t used;
} dg_arena_mark;

/* ceiling: most bytes the arena may hold in all; beyond it alloc returns NULL. NULL when there is
 * no memory. */
dg_arena *dg_arena_new(size_t ceiling);
/* For an arena that is filled once and kept: its chunks ask for pages of 2 MiB, which saves a page
 * fault every 4 KiB. Before the first allocation; takes up to 2 MiB more than is used. */
void dg_arena_big_pages(dg_arena *a);
void dg_arena_free(dg_arena *a); /* NULL is fine */
void dg_arena_reset(dg_arena *a);

/* n bytes aligned to 16, not cleared; n == 0 gives a valid pointer. NULL over the ceiling or
 * without memory. */
void *dg_arena_alloc(dg_arena *a, size_t n) DG_MUST_USE;
/* count * size bytes set to zero; NULL also when the product overflows. */
void *dg_arena_zalloc(dg_arena *a, size_t count, size_t size) DG_MUST_USE;
/* old bytes moved to a block of want bytes (in place when old was the last block); old == NULL is
 * alloc. */
void *dg_arena_grow(dg_arena *a, void *old, size_t old_n, size_t want) DG_MUST_USE;
/* A copy of s that ends with a NUL (not counted in n); p == NULL on failure. */
dg_str dg_arena_str(dg_arena *a, dg_str s) DG_MUST_USE;
/* a, b and c behind one another, as dg_arena_str: for tables of thousands, where printf costs ten
 * times as much. */
dg_str dg_arena_join(dg_arena *arena, dg_str a, dg_str b, dg_str c) DG_MUST_USE;
dg_str dg_arena_printf(dg_arena *a, const char *fmt, ...) DG_PRINTF(2, 3) DG_MUST_USE;

/* Where the arena stands now. */
dg_arena_mark dg_arena_mark_get(const dg_arena *a);
/* Everything allocated after the mark is gone. */
void dg_arena_release(dg_arena *a, dg_arena_mark mark);
size_t dg_arena_used(const dg_arena *a);

/* DG_PUSH(arena, items, n, cap, ((item){…})): appends to a typed array that grows by doubling.
 * n and cap are uint32_t lvalues. True on success; without memory nothing is changed. */
#define DG_PUSH(arena, items, n, cap, ...)                                                         \
    (((n) < (cap) ||                                                                               \
      dg_arena_grow_array((arena), (void **)&(items), &(cap), (n), sizeof((items)[0])))            \
         ? ((items)[(n)++] = (__VA_ARGS__), true)                                                  \
         : false)
/* What DG_PUSH calls: room for one more of `size` bytes; false without memory. */
bool dg_arena_grow_array(dg_arena *a, void **items, uint32_t *cap, uint32_t n, size_t size);

/* For tests: the kth allocation from now fails (1 is the next); 0 switches this off. Per arena. */
void dg_arena_fail_at(dg_arena *a, uint64_t k);

#endif
