/* fuzz_robots.c: bytes as a path, a line end, and a robots.txt. */
#include "fetch/robots.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    if (n > UINT32_MAX) return 0;
    dg_str all = {(const char *)bytes, (uint32_t)n}, path = {all.p, 0};
    while (path.n < all.n && all.p[path.n] != '\n') path.n++;
    dg_robots r = {.closed = false};
    dg_robots_read(&r, dg_str_cut(all, path.n + 1, all.n), DG_STR("dragoman"));
    dg_robots_allow(&r, path);
    fuzz_must(dg_robots_allow(&r, DG_STR("/robots.txt")));
    fuzz_must(r.delay_ms <= 60000 && !r.closed);
    r.closed = true;
    fuzz_must(!dg_robots_allow(&r, DG_STR("/a")));
    dg_robots_free(&r);
    return 0;
}
