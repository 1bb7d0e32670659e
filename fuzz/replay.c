/* replay.c: gives every file below the arguments to the target, without clang: the regression mode.
 *
 *   replay_TARGET PATH…
 *
 * Each file is put into a block of exactly its size, so that reading behind it is seen by a
 * sanitizer. Prints how many; a target that finds a fault aborts, behind the file's name. */
#include <string.h>

#include "base/file.h"
#include "fuzz/fuzz.h"

static int replay(void *self, const char *path) {
    dg_file f;
    dg_err err = {0};
    unsigned *n = self;
    if (dg_file_open(path, (size_t)64 << 20, &f, &err)) {
        fprintf(stderr, "%s: %s\n", path, err.text);
        return err.code;
    }
    fprintf(stderr, "%s\n", path);
    uint8_t *block = malloc(f.n ? f.n : 1);
    if (block) {
        if (f.n) memcpy(block, f.p, f.n);
        LLVMFuzzerTestOneInput(block, f.n);
        (*n)++;
    }
    free(block);
    dg_file_close(&f);
    return block ? 0 : DG_E_NOMEM;
}

static void report(void *self, const char *path, const dg_err *err) {
    (void)self;
    fprintf(stderr, "%s: %s\n", path, err->text);
}

int main(int argc, char **argv) {
    unsigned n = 0;
    int rc = 0;
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc && !rc; i++) rc = dg_file_walk(argv[i], replay, report, &n);
    printf("%u files\n", n);
    return rc || !n;
}
