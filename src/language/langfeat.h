/* langfeat.h: the hashed pieces of words that tell languages apart; shared by the identifier and
 * its trainer. Private to language/ and train/. */
#ifndef DG_LANGFEAT_H
#define DG_LANGFEAT_H

#include "language/segwalk.h"

#define DG_LANGID_BUCKETS (1u << 16) /* rows of the table of vectors */
#define DG_LANGID_DIM 16u
#define DG_LANGID_PIECES 8192u /* at most, from one text */

/* Bucket numbers of text's pieces: of each word, with its borders, all runs of 1 to 5 characters,
 * the word itself and the word with the one before it. Case, digits and punctuation do not count.
 * Returns how many, <= cap. */
uint32_t dg_langid_pieces(const dg_chartab *t, dg_str text, uint32_t *pieces, uint32_t cap);

#endif
