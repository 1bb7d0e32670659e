/* fuzz_page.c: a byte that picks HTML or plain text, then one page through page/. */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "page/page.h"

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
    int rc = bytes[0] & 1 ? dg_page_html(tables, in, &hints, &doc, &err)
                          : dg_page_text(tables, in, &hints, &doc, &err);
    if (rc) {
        fuzz_must(rc == DG_E_EMPTY || rc == DG_E_BINARY || rc == DG_E_ENCODING);
        return 0;
    }
    const dg_str texts[] = {doc.text, doc.title, doc.byline, doc.outlet};
    fuzz_must(doc.text.n > 0 && doc.text.n <= DG_MAX_TEXT && doc.id[0]);
    for (size_t i = 0; i < DG_LEN(texts); i++)
        fuzz_must(!texts[i].p || dg_utf8_check(texts[i].p, texts[i].n) == texts[i].n);
    return 0;
}
