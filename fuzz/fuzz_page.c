/* fuzz_page.c: a byte that picks HTML or plain text and what the container knew, then one page
 * through page/, twice when it is HTML: the second time with what it told of its site. */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "page/page.h"
#include "page/sites.h"

/* The page, and the page with a byte less, as two of one site. */
static void learn(const dg_page_tables *tables, dg_str in, dg_page_hints *hints, dg_arena *arena) {
    dg_page_sites *sites = dg_page_sites_new();
    dg_page_view *one, *other;
    dg_page_scan a, b;
    if (sites && !dg_page_view_html(tables, in, hints, arena, &one, NULL) &&
        !dg_page_view_html(tables, dg_str_cut(in, 1, in.n), hints, arena, &other, NULL) &&
        !dg_page_scan_view(one, hints->url, &a) && !dg_page_scan_view(other, hints->url, &b)) {
        dg_page_sites_learn(sites, &a);
        dg_page_sites_learn(sites, &b);
        if (dg_page_sites_know(sites, &a, arena, &hints->template)) hints->template.n = 0;
        for (uint32_t i = 1; i < hints->template.n; i++)
            fuzz_must(hints->template.blocks[i - 1] <= hints->template.blocks[i]);
    }
    dg_page_sites_free(sites);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    static dg_arena *process, *document;
    static dg_page_tables *tables;
    if (!process) {
        process = dg_arena_new((size_t)64 << 20);
        document = dg_arena_new((size_t)512 << 20);
        if (!process || dg_page_tables_load("lexicon", process, &tables, NULL)) tables = NULL;
    }
    if (!tables || !document || n < 1 || n > 1 << 19) return 0;
    dg_str in = {(const char *)bytes + 1, (uint32_t)(n - 1)};
    dg_arena_reset(document);
    dg_doc doc = {.arena = document, .uri = DG_STR("f"), .published = DG_DAYS_NONE};
    dg_page_hints hints = {.given = DG_DAYS_NONE};
    dg_err err;
    if (bytes[0] & 2) hints.url = DG_STR("https://example.org/2021/03/12/a");
    if (bytes[0] & 4) hints.crawled = DG_STR("2021-03-13T10:00:00Z");
    if (bytes[0] & 8) hints.lang = DG_STR("da");
    if (bytes[0] & 16) hints.date = (dg_str){in.p, in.n < 40 ? in.n : 40};
    if (bytes[0] & 1 && bytes[0] & 32) learn(tables, in, &hints, document);
    int rc = bytes[0] & 1 ? dg_page_html(tables, in, &hints, &doc, &err)
                          : dg_page_text(tables, in, &hints, &doc, &err);
    if (rc) {
        fuzz_must(rc == DG_E_EMPTY || rc == DG_E_BINARY || rc == DG_E_ENCODING);
        return 0;
    }
    const dg_str texts[] = {doc.text, doc.title, doc.byline, doc.outlet, doc.url, doc.lang_hint};
    fuzz_must(doc.kind < DG_KIND_N && doc.published.from <= doc.published.to);
    fuzz_must(doc.text.n > 0 && doc.text.n <= DG_MAX_TEXT && doc.id[0]);
    for (size_t i = 0; i < DG_LEN(texts); i++)
        fuzz_must(!texts[i].p || dg_utf8_check(texts[i].p, texts[i].n) == texts[i].n);
    return 0;
}
