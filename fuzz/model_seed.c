/* model_seed.c: a seed for fuzz_model: the given model's header and its small tensors; the large
 * ones share one stretch of zeros behind the end, which the target makes.
 *
 *   model_seed MODEL OUT */
#include <string.h>

#include "base/file.h"
#include "fuzz/fuzz.h"

/* as in math/modelfile.c */
typedef struct head {
    char magic[8];
    uint32_t version, n_tensors;
    uint64_t file_bytes, checksum;
} head;
typedef struct entry {
    char name[48];
    uint32_t dtype, n_dims;
    uint64_t dims[4], offset, bytes;
} entry;

enum { SMALL = 2048, U8 = 3, STRINGS = 4 };

/* Labels, on which lengths hang, and masks of what a language has are kept whole. */
static bool kept(const entry *e) {
    return e->bytes <= SMALL || e->dtype == STRINGS || e->dtype == U8;
}

static size_t aligned(size_t n) {
    return (n + 63) / 64 * 64;
}

int main(int argc, char **argv) {
    dg_file f;
    dg_err err = {0};
    if (argc != 3) return 2;
    if (dg_file_open(argv[1], (size_t)1 << 30, &f, &err)) return 1;
    head h;
    memcpy(&h, f.p, sizeof h);
    size_t directory = sizeof h + h.n_tensors * sizeof(entry), n = aligned(directory), most = 0;
    uint8_t *out = calloc(1, aligned(f.n));
    entry *entries = calloc(h.n_tensors, sizeof *entries);
    if (!out || !entries) return 1;
    memcpy(entries, f.p + sizeof h, h.n_tensors * sizeof *entries);
    for (uint32_t i = 0; i < h.n_tensors; i++) {
        entry *e = &entries[i];
        /* the first one has to begin where the directory ends, whatever its size */
        if (i && !kept(e)) continue;
        memcpy(out + n, f.p + e->offset, e->bytes);
        e->offset = n;
        n = aligned(n + e->bytes);
    }
    for (uint32_t i = 0; i < h.n_tensors; i++)
        if (i && !kept(&entries[i])) {
            entries[i].offset = n;
            if (entries[i].bytes > most) most = entries[i].bytes;
        }
    h.file_bytes = n + aligned(most);
    memcpy(out, &h, sizeof h);
    memcpy(out + sizeof h, entries, h.n_tensors * sizeof *entries);
    int rc = dg_file_write(argv[2], out, n, &err);
    free(entries);
    free(out);
    dg_file_close(&f);
    return rc != 0;
}
