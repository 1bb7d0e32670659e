/* langid_train.h: learns the language identifier ("langid.*" in the model file). */
#ifndef DG_LANGID_TRAIN_H
#define DG_LANGID_TRAIN_H

#include "math/modelfile.h"
#include "train/corpus.h"

/* Adds langid.table, .out, .names to w.
 *   corpus     sentences of the languages that have treebanks; those with DG_HAS_TEXT count
 *   data_dir   holds parallel/flores-dev.tar.xz, 59 languages
 *   hold_out   every fifth FLORES sentence is kept out and measured on; the figures go to standard
 * error Deterministic; about a minute on one thread. Returns 0, DG_E_NOMEM, or what reading says.
 */
int dg_train_langid(const dg_corpus *corpus, const char *data_dir, bool hold_out, dg_modelwriter *w,
                    dg_err *err);

#endif
