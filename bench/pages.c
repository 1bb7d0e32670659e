/* pages.c: how fast is a page made an article? Megabytes of HTML a second, one core, nothing but
 * page/: charset, tree, metadata, blocks, text.
 *
 *   build/bench/pages [--seconds N] FILE-OR-FOLDER…        (pages as they were fetched)
 *
 * All pages are in memory before the clock starts and are gone through until N seconds (3) are
 * over. Prints pages, bytes, articles found and MB a second of processor time of the fastest round.
 * With --once each page is read once and nothing is printed but the sum of the text bytes: for
 * callgrind. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "page/page.h"

typedef struct pages {
    dg_file *items;
    uint32_t n, cap;
    dg_arena *arena;
    uint64_t bytes;
} pages;

static int visit(void *self, const char *path) {
    pages *p = self;
    dg_file f;
    dg_err err;
    if (dg_file_open(path, (size_t)64 << 20, &f, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.text);
        return 0;
    }
    p->bytes += f.n;
    return DG_PUSH(p->arena, p->items, p->n, p->cap, f) ? 0 : DG_E_NOMEM;
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Reads every page once: articles found, and the bytes of their text. */
static uint64_t round_of(const pages *p, const dg_page_tables *t, dg_arena *arena,
                         uint32_t *ret_articles) {
    uint64_t text = 0;
    *ret_articles = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        dg_doc doc = {.arena = arena, .published = DG_DAYS_NONE, .format = DG_FORMAT_HTML};
        dg_err err;
        dg_str bytes = {p->items[i].p, (uint32_t)p->items[i].n};
        if (!dg_page_html(t, bytes, NULL, &doc, &err)) {
            ++*ret_articles;
            text += doc.text.n;
        }
        dg_arena_reset(arena);
    }
    return text;
}

int main(int argc, char **argv) {
    double seconds = 3, best = 1e9;
    bool once = false;
    pages p = {.arena = dg_arena_new((size_t)1 << 30)};
    dg_arena *arena = dg_arena_new((size_t)1 << 30), *house = dg_arena_new((size_t)1 << 30);
    dg_page_tables *t = NULL;
    dg_err err = {0};
    if (!p.arena || !arena || !house || dg_page_tables_load("lexicon", house, &t, &err)) {
        fprintf(stderr, "pages: %s (run it in the root of the sources)\n", err.text);
        return 3;
    }
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--once"))
            once = true;
        else if (!strcmp(argv[i], "--seconds") && i + 1 < argc)
            seconds = atof(argv[++i]);
        else
            dg_file_walk(argv[i], visit, NULL, &p);
    }
    if (!p.n) return fprintf(stderr, "pages: name pages or folders of pages\n"), 2;
    uint32_t articles = 0;
    uint64_t text = 0;
    for (double begin = now(); best > 1e8 || (!once && now() - begin < seconds);) {
        double at = now();
        text = round_of(&p, t, arena, &articles);
        double took = now() - at;
        if (took < best) best = took;
    }
    if (once)
        printf("%llu bytes of text\n", (unsigned long long)text);
    else
        printf("%u pages, %.1f MB, %u articles, %.1f MB/s\n", p.n, (double)p.bytes / 1e6, articles,
               (double)p.bytes / 1e6 / best);
    for (uint32_t i = 0; i < p.n; i++) dg_file_close(&p.items[i]);
    dg_arena_free(arena), dg_arena_free(house), dg_arena_free(p.arena);
    return 0;
}
