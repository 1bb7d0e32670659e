/* fuzz_petrarch.c: bytes as a dictionary of PETRARCH; what comes out are tables of whole rows. */
#include "fuzz/fuzz.h"
#include "lexicon/petrarch.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    static dg_names *names; /* the own lexicon, loaded once */
    static dg_arena *kept;
    dg_arena *arena = dg_arena_new((size_t)256 << 20);
    if (n > UINT32_MAX || !arena) return dg_arena_free(arena), 0;
    if (!kept && (kept = dg_arena_new((size_t)256 << 20)) != NULL)
        fuzz_must(!dg_names_load("fuzz/corpus/lexicon", kept, &names, NULL));
    dg_petrarch p;
    dg_err err = {0};
    dg_petrarch_init(&p, names);
    int rc = dg_petrarch_add(&p, (dg_str){(const char *)bytes, (uint32_t)n}, arena, &err);
    fuzz_must(rc <= 0 && err.at <= n);
    for (int i = 0; i < DG_PETRARCH_TABLES && !rc; i++) {
        char file[64];
        const char *columns;
        uint32_t lines = 0, tabs = 0, want = 0;
        dg_petrarch_file((dg_petrarch_table)i, file, &columns);
        for (const char *c = columns; *c; c++) want += *c == '\t';
        for (size_t k = 0; k < p.tables[i].n; k++) {
            lines += p.tables[i].p[k] == '\n';
            tabs += p.tables[i].p[k] == '\t';
        }
        fuzz_must(lines == p.n_rows[i] && tabs == lines * want);
    }
    dg_petrarch_free(&p);
    dg_arena_free(arena);
    return 0;
}
