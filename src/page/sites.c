/* sites.c: see sites.h. Per site a map from blocks to the number of articles that had them, and the
 * blocks of the last pages, to tell a version from another article. */
#include "page/sites.h"

#include <stdlib.h>

#include "base/map.h"

enum { LAST_PAGES = 32, MOST_PAGES = 256, TWICE = 2 };
static const size_t CEILING = (size_t)128 << 20;

typedef struct seen_page {
    uint64_t *hashes; /* [n] ascending */
    uint32_t n;
} seen_page;

typedef struct site {
    dg_map counts; /* hash, as eight bytes, to articles */
    seen_page last[LAST_PAGES];
    uint32_t n_pages;
} site;

struct dg_page_sites {
    dg_arena *arena;
    dg_map names;
    site **sites;
    uint32_t n, cap;
};

dg_page_sites *dg_page_sites_new(void) {
    dg_arena *arena = dg_arena_new(CEILING);
    dg_page_sites *s = arena ? dg_arena_zalloc(arena, 1, sizeof *s) : NULL;
    if (!s) {
        dg_arena_free(arena);
        return NULL;
    }
    s->arena = arena;
    dg_map_init(&s->names, arena);
    return s;
}

void dg_page_sites_free(dg_page_sites *s) {
    if (s) dg_arena_free(s->arena);
}

static dg_str key_of(const uint64_t *hash) {
    return (dg_str){(const char *)hash, sizeof *hash};
}

static site *find_site(const dg_page_sites *s, dg_str name) {
    uint32_t i = name.n ? dg_map_get(&s->names, name) : DG_NONE;
    return i == DG_NONE ? NULL : s->sites[i];
}

/* The site of that name, made where there was none; NULL at a ceiling. */
static site *make_site(dg_page_sites *s, dg_str name) {
    uint32_t *value;
    bool added;
    site *one = find_site(s, name);
    if (one || s->n >= DG_MAX_SITES) return one;
    one = dg_arena_zalloc(s->arena, 1, sizeof *one);
    if (!one || !DG_PUSH(s->arena, s->sites, s->n, s->cap, one)) return NULL;
    dg_map_init(&one->counts, s->arena);
    if (!dg_map_put(&s->names, name, &value, &added)) return NULL;
    *value = s->n - 1;
    return one;
}

static int by_hash(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool holds(const seen_page *p, uint64_t hash) {
    return p->n && bsearch(&hash, p->hashes, p->n, sizeof hash, by_hash);
}

/* Most of the article's own prose stood on that page. */
static bool is_version(const dg_page_scan *scan, const seen_page *p) {
    uint64_t all = 0, shared = 0;
    for (uint32_t i = 0; i < scan->n; i++) {
        if (!scan->blocks[i].prose || !scan->blocks[i].own) continue;
        all += scan->blocks[i].bytes;
        if (holds(p, scan->blocks[i].hash)) shared += scan->blocks[i].bytes;
    }
    return shared * 2 > all || !all;
}

static bool is_first(const dg_page_scan *scan, uint32_t i) {
    for (uint32_t k = 0; k < i; k++)
        if (scan->blocks[k].hash == scan->blocks[i].hash) return false;
    return true;
}

void dg_page_sites_learn(dg_page_sites *s, const dg_page_scan *scan) {
    site *one = scan->site.n && scan->n && scan->n < 4096 ? make_site(s, scan->site) : NULL;
    if (!one || one->n_pages >= MOST_PAGES) return;
    uint32_t kept = one->n_pages < LAST_PAGES ? one->n_pages : LAST_PAGES;
    for (uint32_t i = 0; i < kept; i++)
        if (is_version(scan, &one->last[i])) return;
    seen_page page = {.hashes = dg_arena_alloc(s->arena, scan->n * sizeof page.hashes[0])};
    if (!page.hashes) return;
    for (uint32_t i = 0; i < scan->n; i++) {
        if (!is_first(scan, i)) continue;
        uint32_t *count;
        page.hashes[page.n++] = scan->blocks[i].hash;
        if (dg_map_put(&one->counts, key_of(&scan->blocks[i].hash), &count, NULL)) ++*count;
    }
    qsort(page.hashes, page.n, sizeof page.hashes[0], by_hash);
    one->last[one->n_pages++ % LAST_PAGES] = page;
}

int dg_page_sites_know(const dg_page_sites *s, const dg_page_scan *scan, dg_arena *arena,
                       dg_page_template *ret) {
    const site *one = find_site(s, scan->site);
    *ret = (dg_page_template){NULL, 0};
    if (!one || !scan->n) return 0;
    uint64_t *found = dg_arena_alloc(arena, scan->n * sizeof found[0]);
    uint32_t n = 0;
    if (!found) return DG_E_NOMEM;
    for (uint32_t i = 0; i < scan->n; i++) {
        const dg_scan_block *b = &scan->blocks[i];
        uint32_t count = b->own ? DG_NONE : dg_map_get(&one->counts, key_of(&b->hash));
        if (count != DG_NONE && count >= TWICE) found[n++] = b->hash;
    }
    qsort(found, n, sizeof found[0], by_hash);
    *ret = (dg_page_template){found, n};
    return 0;
}
