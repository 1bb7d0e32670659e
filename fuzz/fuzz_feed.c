/* fuzz_feed.c: bytes as a feed. */
#include "fuzz/fuzz_intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    return fuzz_intake(bytes, n, DG_FORMAT_FEED);
}
