/* fuzz_jsonl.c: bytes as JSON Lines, documents, lists. */
#include "fuzz/fuzz_intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    return fuzz_intake(bytes, n, DG_FORMAT_JSONL);
}
