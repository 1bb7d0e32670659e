/* arena.c: chunks of memory in a list, newest first.
 *
 * Each chunk is twice as big as the one before it (64 KiB … 4 MiB) or as big as the one block that
 * did not fit; of an arena with big pages each is 2 MiB. One emptied chunk is kept aside, so that a
 * mark and release on the edge of a chunk does not go to malloc each time. The ceiling counts what
 * the blocks take; the chunks may hold up to twice that. Under AddressSanitizer everything that is
 * not a live block is poisoned and blocks are 16 bytes apart, so that a read beyond a block or
 * after a release is found as with malloc. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
enum { GAP = 16 };
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum { ALIGN = 16, CHUNK_MIN = 64 << 10, CHUNK_MAX = 4 << 20, BIG_PAGE = 2 << 20 };

typedef struct chunk {
    struct chunk *prev;
    size_t cap, used; /* bytes of data */
    size_t before;    /* bytes used in all older chunks */
    _Alignas(ALIGN) char data[];
} chunk;

struct dg_arena {
    chunk *top;   /* newest; NULL before the first allocation */
    chunk *spare; /* one empty chunk, or NULL */
    size_t ceiling;
    uint64_t fail_at; /* 0: never */
    bool big_pages;
};

dg_arena *dg_arena_new(size_t ceiling) {
    dg_arena *a = calloc(1, sizeof *a);
    if (a) a->ceiling = ceiling;
    return a;
}

void dg_arena_big_pages(dg_arena *a) {
    a->big_pages = true;
}

static void chunk_drop(dg_arena *a) {
    chunk *c = a->top;
    a->top = c->prev;
    if (a->spare && a->spare->cap >= c->cap) {
        free(c);
        return;
    }
    free(a->spare);
    a->spare = c;
    c->used = 0;
    POISON(c->data, c->cap);
}

void dg_arena_free(dg_arena *a) {
    if (!a) return;
    while (a->top) {
        chunk *c = a->top;
        a->top = c->prev;
        free(c);
    }
    free(a->spare);
    free(a);
}

void dg_arena_reset(dg_arena *a) {
    dg_arena_release(a, (dg_arena_mark){NULL, 0});
}

size_t dg_arena_used(const dg_arena *a) {
    return a->top ? a->top->before + a->top->used : 0;
}

/* Room for at least cap bytes, in big pages where the arena wants them. Only asked: where the
 * system has none to give, the chunk is as any other. */
static chunk *chunk_new(const dg_arena *a, size_t cap) {
    size_t size = sizeof(chunk) + cap;
    if (a->big_pages) size = (size + BIG_PAGE - 1) & ~((size_t)BIG_PAGE - 1);
    chunk *c = a->big_pages ? aligned_alloc(BIG_PAGE, size) : malloc(size);
    if (!c) return NULL;
#ifdef MADV_HUGEPAGE
    if (a->big_pages) (void)madvise(c, size, MADV_HUGEPAGE);
#endif
    c->cap = size - sizeof *c;
    return c;
}

/* A chunk with room for at least `need` bytes becomes the newest. */
static bool chunk_add(dg_arena *a, size_t need) {
    size_t before = dg_arena_used(a), cap = a->top ? a->top->cap * 2 : CHUNK_MIN;
    if (cap < CHUNK_MIN) cap = CHUNK_MIN;
    if (cap > CHUNK_MAX) cap = CHUNK_MAX;
    if (a->big_pages) cap = BIG_PAGE - sizeof(chunk);
    if (cap < need) cap = need;
    chunk *c = a->spare;
    if (c && c->cap >= need) {
        a->spare = NULL;
    } else {
        c = chunk_new(a, cap);
        if (!c) return false;
        POISON(c->data, c->cap);
    }
    c->prev = a->top;
    c->used = 0;
    c->before = before;
    a->top = c;
    return true;
}

/* The room that a block of n bytes takes, or 0 when n is too big for any arena. */
static size_t block_size(size_t n) {
    if (n > SIZE_MAX / 2) return 0;
    size_t size = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    return (size ? size : ALIGN) + GAP;
}

static bool made_to_fail(dg_arena *a) {
    return a->fail_at && --a->fail_at == 0;
}

void *dg_arena_alloc(dg_arena *a, size_t n) {
    size_t size = block_size(n), used = dg_arena_used(a);
    if (made_to_fail(a) || !size || size > a->ceiling || used > a->ceiling - size) return NULL;
    if ((!a->top || a->top->cap - a->top->used < size) && !chunk_add(a, size)) return NULL;
    char *p = a->top->data + a->top->used;
    a->top->used += size;
    UNPOISON(p, n);
    return p;
}

void *dg_arena_zalloc(dg_arena *a, size_t count, size_t size) {
    if (size && count > SIZE_MAX / size) return NULL;
    void *p = dg_arena_alloc(a, count * size);
    if (p) memset(p, 0, count * size);
    return p;
}

/* Can the newest block, of old_n bytes, become one of want bytes where it stands? */
static bool grow_in_place(dg_arena *a, char *old, size_t old_n, size_t want) {
    chunk *c = a->top;
    size_t was = block_size(old_n), size = block_size(want);
    if (!c || !was || !size || c->used < was || old != c->data + c->used - was) return false;
    size_t start = c->used - was;
    if (c->cap - start < size || c->before + start + size > a->ceiling) return false;
    c->used = start + size;
    POISON(old, was);
    UNPOISON(old, want);
    return true;
}

void *dg_arena_grow(dg_arena *a, void *old, size_t old_n, size_t want) {
    if (!old) return dg_arena_alloc(a, want);
    if (a->fail_at == 1) {
        a->fail_at = 0;
        return NULL;
    }
    if (grow_in_place(a, old, old_n, want)) {
        if (a->fail_at) a->fail_at--;
        return old;
    }
    void *p = dg_arena_alloc(a, want);
    if (p) memcpy(p, old, old_n < want ? old_n : want);
    return p;
}

dg_str dg_arena_str(dg_arena *a, dg_str s) {
    char *p = dg_arena_alloc(a, (size_t)s.n + 1);
    if (!p) return DG_STR_NULL;
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return (dg_str){p, s.n};
}

dg_str dg_arena_join(dg_arena *arena, dg_str a, dg_str b, dg_str c) {
    uint64_t n = (uint64_t)a.n + b.n + c.n;
    char *p = n < UINT32_MAX ? dg_arena_alloc(arena, n + 1) : NULL;
    if (!p) return DG_STR_NULL;
    if (a.n) memcpy(p, a.p, a.n);
    if (b.n) memcpy(p + a.n, b.p, b.n);
    if (c.n) memcpy(p + a.n + b.n, c.p, c.n);
    p[n] = 0;
    return (dg_str){p, (uint32_t)n};
}

dg_str dg_arena_printf(dg_arena *a, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *p = n < 0 ? NULL : dg_arena_alloc(a, (size_t)n + 1);
    if (!p) return DG_STR_NULL;
    va_start(args, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, args);
    va_end(args);
    return (dg_str){p, (uint32_t)n};
}

dg_arena_mark dg_arena_mark_get(const dg_arena *a) {
    return (dg_arena_mark){a->top, a->top ? a->top->used : 0};
}

void dg_arena_release(dg_arena *a, dg_arena_mark mark) {
    while (a->top && a->top != mark.chunk) chunk_drop(a);
    if (!a->top) return;
    assert(mark.used <= a->top->used);
    POISON(a->top->data + mark.used, a->top->used - mark.used);
    a->top->used = mark.used;
}

bool dg_arena_grow_array(dg_arena *a, void **items, uint32_t *cap, uint32_t n, size_t size) {
    if (*cap > UINT32_MAX / 2) return false;
    uint32_t want = *cap ? *cap * 2 : 8;
    if (want <= n) want = n + 1;
    if (size > SIZE_MAX / want) return false;
    void *p = dg_arena_grow(a, *items, *cap * size, want * size);
    if (!p) return false;
    *items = p;
    *cap = want;
    return true;
}

void dg_arena_fail_at(dg_arena *a, uint64_t k) {
    a->fail_at = k;
}
