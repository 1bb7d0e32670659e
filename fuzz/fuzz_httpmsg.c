/* fuzz_httpmsg.c: bytes as an HTTP response: head, chunks, packings. */
#include "fuzz/fuzz.h"
#include "intake/httpmsg.h"

enum { LIMIT = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    static dg_arena *arena;
    if (!arena) arena = dg_arena_new((size_t)256 << 20);
    if (!arena || n > 1 << 20) return 0;
    dg_http h;
    dg_str msg = {(const char *)bytes, (uint32_t)n}, body = {NULL, 0};
    bool cut = false;
    dg_arena_reset(arena);
    dg_http_read(msg, arena, &h);
    fuzz_must(h.status >= 0 && h.status <= 999 && h.raw.n <= n);
    int rc = dg_http_body(&h, LIMIT, arena, &body, &cut, NULL);
    fuzz_must(rc ? !body.p && !cut : body.p && body.n <= LIMIT);
    return 0;
}
