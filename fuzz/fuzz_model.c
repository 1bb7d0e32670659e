/* fuzz_model.c: any bytes as a model file, deep into what is opened from it.
 *
 * So that mutations are not all stopped at the door, the size and the checksum are put right, and
 * a file may be shorter than its header says: the rest is zero. So a seed of some kilobytes
 * stands for a whole model (model_seed.c). */
#include <string.h>

#include "base/hash.h"
#include "fuzz/fuzz.h"
#include "language/language.h"
#include "parse/parse.h"

enum { HEAD = 32, SIZE_AT = 16, CHECKSUM_AT = 24, MOST = 24 << 20, ALIGN = 64 };
static const char text[] = "Die Ministerin sagte am 9. Mai, sie reise zum Gipfel. He didn't go.\n\n"
                           "STATSMINISTEREN TIL OSLO\n\nDet er f.eks. 3,5 pct. i USA – ikke?";

static void parse_text(const dg_segmenter *s, const dg_parser *p, const char *lang, dg_arena *a) {
    dg_segments segments = {0};
    dg_parse_work *work = NULL;
    if (dg_segment(s, lang, DG_STR(text), a, &segments, NULL)) return;
    if (dg_parse_work_new(p, &work, NULL)) return;
    if (!dg_parse(p, work, lang, segments.sentences, segments.n_sentences, segments.tokens, a,
                  NULL)) {
        for (uint32_t i = 0; i < segments.n_sentences; i++) {
            const dg_sentence *one = &segments.sentences[i];
            uint32_t roots = 0;
            for (uint32_t t = one->from; t < one->to; t++) {
                uint32_t h = segments.tokens[t].head;
                roots += h == DG_NONE;
                fuzz_must(h == DG_NONE || (h >= one->from && h < one->to && h != t));
            }
            fuzz_must(roots == 1);
        }
    }
    dg_parse_work_free(work);
}

static void open_all(const dg_modelfile *m) {
    dg_arena *a = dg_arena_new((size_t)256 << 20);
    dg_langid *langid = NULL;
    dg_segmenter *segmenter = NULL;
    dg_parser *parser = NULL;
    char lang[4] = "de";
    float p;
    if (!a) return;
    if (!dg_langid_open(m, a, &langid, NULL)) dg_langid_find(langid, DG_STR(text), lang, &p);
    int rc = dg_segmenter_open(m, a, &segmenter, NULL);
    if (!dg_parser_open(m, a, &parser, NULL) && !rc) parse_text(segmenter, parser, lang, a);
    dg_arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    uint64_t total = n, checksum;
    dg_modelfile *m;
    if (n >= HEAD) memcpy(&total, bytes + SIZE_AT, sizeof total);
    if (total < n || total > MOST) total = n;
    uint8_t *file = aligned_alloc(ALIGN, (total + ALIGN) / ALIGN * ALIGN);
    if (!file) return 0;
    if (n) memcpy(file, bytes, n);
    memset(file + n, 0, total - n);
    if (total >= HEAD) {
        checksum = dg_hash64(file + HEAD, total - HEAD, 0);
        memcpy(file + SIZE_AT, &total, sizeof total);
        memcpy(file + CHECKSUM_AT, &checksum, sizeof checksum);
    }
    if (!dg_modelfile_open_bytes(file, total, &m, NULL)) {
        open_all(m);
        dg_modelfile_close(m);
    }
    free(file);
    return 0;
}
