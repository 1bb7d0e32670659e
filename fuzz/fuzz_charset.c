/* fuzz_charset.c: a byte that picks what is declared, then text in any encoding. */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "page/charset.h"

static const char *const declared[] = {NULL,        "utf-8",   "windows-1251", "iso-8859-1",
                                       "shift_jis", "gb18030", "utf-16",       "no such charset"};
enum { LIMIT = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    static dg_arena *arena;
    if (!arena) arena = dg_arena_new((size_t)256 << 20);
    if (!arena || n < 1 || n > 1 << 20) return 0;
    dg_str text = {NULL, 0}, in = {(const char *)bytes + 1, (uint32_t)(n - 1)};
    bool cut = false;
    dg_arena_reset(arena);
    if (dg_charset_decode(in, dg_str_of(declared[bytes[0] % 8]), LIMIT, arena, &text, &cut, NULL))
        return 0;
    fuzz_must(text.n > 0 && text.n <= LIMIT && dg_utf8_check(text.p, text.n) == text.n);
    for (uint32_t i = 0; i < text.n; i++)
        fuzz_must((unsigned char)text.p[i] >= 32 || text.p[i] == '\n');
    dg_str again = dg_utf8_nfc(arena, text);
    fuzz_must(dg_str_eq(again, text) || cut); /* a cut may part what composes */
    return 0;
}
