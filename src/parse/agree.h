/* agree.h: names that a text settles by itself. The parser sees one sentence at a time; but who is
 * "Karl Holm" in one sentence is no town as "Holm" in the next. */
#ifndef DG_PARSE_AGREE_H
#define DG_PARSE_AGREE_H

#include "base/err.h"
#include "doc/doc.h"
#include "parse/gazetteer.h"

/* A place and a person side by side that the tree takes for one name (flat) are a person. Then: a
 * name of one word (a genitive's s aside) that was called a place, a body or something else
 * becomes a person, when it is the last word of a person's longer name nearby and at most half of
 * what is called so there is something else: single words count one, longer names two. A country
 * of the lists stays a place. "Nearby" is the same DG_AGREE_WORDS words, counted from the first
 * sentence in whole sentences. reads: ner, form          writes: ner. O(words). DG_E_NOMEM. */
#define DG_AGREE_WORDS 1500u
/* Writes ner of tokens; scratch is given back as it was. 0 or DG_E_NOMEM. */
int dg_names_agree(const dg_sentence *sentences, uint32_t n_sentences, dg_token *tokens,
                   const dg_gazetteer *lists, dg_arena *scratch, dg_err *err);

#endif
