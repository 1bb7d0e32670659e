/* fuzz_message.c: bytes as a message of the queue: behind its head as they are, and packed. */
#include <stdlib.h>
#include <zstd.h>

#include "cluster/message.h"
#include "fuzz/fuzz.h"

static void read_it(const char *p, size_t n) {
    dg_arena *arena = dg_arena_new((size_t)256 << 20);
    dg_article a;
    dg_options o;
    dg_err err;
    if (!arena) return;
    if (!dg_message_read((dg_str){p, (uint32_t)n}, arena, &a, &o, &err)) {
        fuzz_must(a.uri.p && a.bytes.p && a.format < DG_FORMAT_N);
        fuzz_must(!o.template.n || o.template.blocks);
    }
    dg_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    size_t bound = ZSTD_compressBound(n) + 16;
    char *packed = calloc(1, bound);
    read_it((const char *)bytes, n);
    if (!packed) return 0;
    memcpy(packed, "DGM1", 4);
    for (int i = 0; i < 4; i++) packed[12 + i] = (char)(n >> 8 * i);
    size_t got = ZSTD_compress(packed + 16, bound - 16, bytes, n, 1);
    if (!ZSTD_isError(got)) read_it(packed, got + 16);
    free(packed);
    return 0;
}
