/* fuzz_container.c: bytes as a file of unknown kind, packed or not. */
#include "fuzz/fuzz_intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    return fuzz_intake(bytes, n, DG_FORMAT_AUTO);
}
