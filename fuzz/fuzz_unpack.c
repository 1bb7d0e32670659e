/* fuzz_unpack.c: a byte that picks the packing, then packed bytes, as the body of a message and as
 * a file. */
#include "fuzz/fuzz.h"
#include "intake/stream.h"
#include "intake/unpack.h"

enum { LIMIT = 1 << 20 };

/* Through the window, in steps of other sizes: places never go back. */
static void read_as_file(dg_str bytes) {
    dg_stream *s = NULL;
    dg_err err;
    dg_spot last = {0, 0, false};
    if (dg_stream_open_bytes(bytes, "f", &s, &err)) return;
    for (uint64_t all = 0; all < 4 * LIMIT;) {
        dg_str view;
        fuzz_must(dg_stream_peek(s, 1 + (size_t)(all % 70000), &view, &err) == 0);
        dg_spot spot = dg_stream_place(s);
        fuzz_must(spot.at >= last.at && (spot.at > last.at || spot.within >= last.within));
        last = spot;
        size_t step = view.n > 300 ? 100 + view.n / 3 : view.n;
        if (!view.n && !dg_stream_recover(s)) break;
        dg_stream_skip(s, step);
        all += step + 1;
    }
    dg_stream_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    static dg_arena *arena;
    if (!arena) arena = dg_arena_new((size_t)256 << 20);
    if (!arena || n < 1 || n > 1 << 20) return 0;
    dg_str in = {(const char *)bytes + 1, (uint32_t)(n - 1)}, out = {NULL, 0};
    bool cut = false;
    dg_arena_reset(arena);
    dg_codec codec = (dg_codec)(DG_CODEC_GZIP + bytes[0] % 4);
    int rc = dg_unpack(codec, in, LIMIT, arena, &out, &cut, NULL);
    fuzz_must(rc ? !out.p && !cut : out.p && out.n <= LIMIT);
    read_as_file(in);
    return 0;
}
