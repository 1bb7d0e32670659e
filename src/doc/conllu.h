/* conllu.h: a document's sentences as CoNLL-U (universaldependencies.org/format.html).
 * reads: text, sentences, tokens, trees, names */
#ifndef DG_CONLLU_H
#define DG_CONLLU_H

#include "base/buf.h"
#include "base/err.h"
#include "doc/doc.h"

/* Appends all sentences of doc. Tokens without a tree have "_" for HEAD and DEPREL.
 *   first   number of the first sentence's sent_id; the last one written plus one comes back
 * through it names   NER=B-PER … in MISC of every word that has a name label MISC also says what
 * white space follows: SpaceAfter=No, or SpacesAfter= with \s \t \n \r \p as in UDPipe when it is
 * not one plain space; so the text can be put together again. Returns 0, or DG_E_NOMEM when out is
 * bad. */
int dg_conllu_write(const dg_doc *doc, bool names, uint32_t *first, dg_buf *out, dg_err *err);

#endif
