/* fuzz_warc.c: bytes as a crawl archive, packed or not. */
#include "fuzz/fuzz_intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    return fuzz_intake(bytes, n, DG_FORMAT_WARC);
}
