/* fuzz_tokenizer.c: any text through the language identifier and the segmenter of the shipped
 * model ($DRAGOMAN_MODEL, else models/dragoman.model; without one nothing is tried). */
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "language/language.h"

static const char *const langs[] = {"en", "de", "da", "nb", "nn", "sv", "", "xx"};
static dg_modelfile *model;
static dg_arena *process, *document;
static dg_langid *langid;
static dg_segmenter *segmenter;

static bool open_once(void) {
    const char *path = getenv("DRAGOMAN_MODEL");
    if (segmenter) return true;
    if (dg_modelfile_open(path ? path : "models/dragoman.model", &model, NULL)) return false;
    process = dg_arena_new((size_t)64 << 20);
    document = dg_arena_new((size_t)512 << 20);
    return process && document && !dg_langid_open(model, process, &langid, NULL) &&
           !dg_segmenter_open(model, process, &segmenter, NULL);
}

/* The separators of ASCII are white space to the segmenter too (segwalk.c). */
static bool blank(dg_str text, uint32_t from, uint32_t to) {
    while (from < to) {
        uint32_t c = dg_utf8_next(text, &from);
        if (!dg_is_space(c) && !(c >= 0x1C && c <= 0x1F)) return false;
    }
    return true;
}

static void check(dg_str text, const dg_segments *s) {
    uint32_t at = 0, t = 0;
    for (uint32_t i = 0; i < s->n_sentences; i++) {
        const dg_sentence *one = &s->sentences[i];
        fuzz_must(one->from == t && one->to > one->from && one->to <= s->n_tokens);
        fuzz_must(one->to - one->from <= DG_MAX_SENTENCE);
        for (; t < one->to; t++) {
            const dg_token *w = &s->tokens[t];
            fuzz_must(w->form.n > 0 && w->span.to <= text.n && w->span.from < w->span.to);
            if (w->mwt_n && w->mwt_at) {
                fuzz_must(w->span.to == at);
                continue;
            }
            fuzz_must(w->span.from >= at && blank(text, at, w->span.from));
            at = w->span.to;
        }
        fuzz_must(one->span.to == at);
    }
    fuzz_must(t == s->n_tokens && (s->cut || blank(text, at, text.n)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    dg_segments s = {0};
    char lang[4];
    float p;
    if (n < 1 || n > 1 << 20 || !open_once()) return 0;
    dg_str text = {(const char *)bytes + 1, (uint32_t)(n - 1)};
    if (dg_utf8_check(text.p, text.n) < text.n) return 0;
    dg_arena_reset(document);
    dg_langid_find(langid, text, lang, &p);
    fuzz_must(p >= 0 && p <= 1);
    if (!dg_segment(segmenter, langs[bytes[0] % 8], text, document, &s, NULL)) check(text, &s);
    return 0;
}
