/* fuzz_asked.c: bytes as the parameters of an address, "key=value" a line, and as words to look
 * for. */
#include "fuzz/fuzz.h"
#include "server/asked.h"

/* What a store would say is not asked: parties are left to tests/api. */
static const char *const keys[] = {"type",    "status",    "since",  "until",  "lang",  "outlet",
                                   "text",    "form",      "stance", "prefix", "step",  "quad",
                                   "negated", "witnesses", "in",     "limit",  "cursor"};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    char value[4096];
    dg_arena *arena = dg_arena_new(1 << 24);
    dg_api_asked asked;
    dg_err err;
    if (!arena || n < 2 || n >= sizeof value) {
        dg_arena_free(arena);
        return 0;
    }
    memcpy(value, bytes + 1, n - 1), value[n - 1] = 0;
    dg_api_begin(&asked);
    int rc = dg_api_set(&asked, NULL, NULL, keys[bytes[0] % DG_LEN(keys)], value, arena, &err);
    fuzz_must(rc == 0 || rc == DG_E_ARG);
    fuzz_must(asked.slice.limit >= 1 && asked.slice.limit <= DG_API_MOST &&
              asked.lang < DG_API_LANGS);
    fuzz_must(asked.filter.quad <= 4 &&
              (!asked.slice.id.p || asked.slice.day.n == 0 || asked.slice.day.n == 10));
    fuzz_must(!asked.filter.since.p || asked.filter.since.n == 10);
    dg_arena_free(arena);
    return 0;
}
