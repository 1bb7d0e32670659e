/* language.h: which language an article is in, and where its sentences and words are.
 * reads: text            writes: lang, lang_p; sentences, tokens (span, form, mwt_*, sentence;
 * nothing of the tree) Both models are trained by train/ and live in the one model file (tensors
 * "langid.*" and "segment.*").
 *
 * Errors: DG_E_MODEL (opening: a part is missing or of another shape), DG_E_NOMEM. */
#ifndef DG_LANGUAGE_H
#define DG_LANGUAGE_H

#include "doc/doc.h"
#include "math/modelfile.h"

typedef struct dg_langid dg_langid; /* const after open */
int dg_langid_open(const dg_modelfile *m, dg_arena *arena, dg_langid **ret, dg_err *err);
/* The most likely language of text as ISO 639-1 ("nb" and "nn" told apart) and its probability.
 * Unknown: "" and a low probability. Looks at no more than the first few thousand bytes.
 * Thread-safe. */
void dg_langid_find(const dg_langid *l, dg_str text, char ret_lang[4], float *ret_p);

typedef struct dg_segmenter dg_segmenter; /* const after open */
int dg_segmenter_open(const dg_modelfile *m, dg_arena *arena, dg_segmenter **ret, dg_err *err);

typedef struct dg_segments {
    uint32_t n_sentences, n_tokens;
    dg_sentence *sentences;
    dg_token *tokens;
    bool cut;
} dg_segments;

/* Sentences and tokens of text in language lang (an unknown one is cut by the rules all share). A
 * blank line or a line end between paragraphs always ends a sentence; single line breaks inside a
 * paragraph only where the model says so. Every byte that is not white space belongs to exactly one
 * token (the words of a multiword token share it). */
int dg_segment(const dg_segmenter *s, const char *lang, dg_str text, dg_arena *arena,
               dg_segments *ret, dg_err *err);

#endif
