/* packed.c: see packed.h. Level 4: two thirds of the way to the smallest, at a third of its time.
 */
#include "server/packed.h"

#include <zlib.h>

enum { LEVEL = 4, GZIP = 15 + 16, MEMORY = 8 };

bool dg_gzip(dg_str s, dg_buf *out) {
    z_stream z = {.next_in = (Bytef *)(uintptr_t)s.p, .avail_in = s.n};
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) return false;
    uLong bound = deflateBound(&z, s.n);
    bool ok = bound + out->n <= out->ceiling && dg_buf_reserve(out, bound);
    if (ok) {
        z.next_out = (Bytef *)out->p + out->n;
        z.avail_out = (uInt)bound;
        ok = deflate(&z, Z_FINISH) == Z_STREAM_END;
        if (ok) out->n += z.total_out;
    }
    deflateEnd(&z);
    return ok;
}
