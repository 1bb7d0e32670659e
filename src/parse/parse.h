/* parse.h: parts of speech, features, lemmas, names and dependency trees from one shared encoder.
 * reads: lang, sentences, tokens          writes: upos, feats, lemma, ner, head, rel of every token
 * The model's tensors are "parse.*" in the one model file.
 *
 * Errors: DG_E_MODEL (opening: a part is missing or of another shape), DG_E_NOMEM. */
#ifndef DG_PARSE_H
#define DG_PARSE_H

#include "doc/doc.h"
#include "math/kernels.h"
#include "math/modelfile.h"
#include "parse/gazetteer.h"

typedef struct dg_parser dg_parser; /* const after open; shared by all threads */
int dg_parser_open(const dg_modelfile *m, dg_arena *arena, dg_parser **ret, dg_err *err);
/* The same on one set of kernels instead of the best (dg_kernels_at): all give the same bytes. */
int dg_parser_open_on(const dg_kernels *k, const dg_modelfile *m, dg_arena *arena, dg_parser **ret,
                      dg_err *err);
/* The model's lists of names; lives as long as the model. */
const dg_gazetteer *dg_parser_lists(const dg_parser *p);

typedef struct dg_parse_work dg_parse_work; /* buffers and word cache of one thread; never shared */
int dg_parse_work_new(const dg_parser *p, dg_parse_work **ret, dg_err *err);
void dg_parse_work_free(dg_parse_work *w);

/* Fills the tokens' own fields in place (n_tokens of doc, as segmented). Strings point into the
 * model or the arena. Thread-safe with one work per thread. The result depends on the sentence, the
 * language and the model only. */
int dg_parse(const dg_parser *p, dg_parse_work *w, const char *lang, const dg_sentence *sentences,
             uint32_t n_sentences, dg_token *tokens, dg_arena *arena, dg_err *err);

#endif
