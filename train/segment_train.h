/* segment_train.h: learns the segmenter's weights and tables from treebanks ("segment.*" in the
 * model file). */
#ifndef DG_SEGMENT_TRAIN_H
#define DG_SEGMENT_TRAIN_H

#include "math/modelfile.h"
#include "train/corpus.h"

/* Adds segment.token, .sentence, .bias, .known, .abbreviations, .multiwords to w.
 *   corpus       sentences with DG_HAS_TEXT are learned from, in the order of their files
 *   lexicon_dir  holds abbreviations.tsv and contractions.tsv
 * Deterministic; about a minute on one thread. Scratch memory is taken from a pool of its own.
 * Returns 0, DG_E_NOMEM, or what reading the tables says. */
int dg_train_segment(const dg_corpus *corpus, const char *lexicon_dir, dg_modelwriter *w,
                     dg_err *err);

#endif
