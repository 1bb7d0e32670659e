/* teacher.h: what an older model says where the corpora say nothing (self-training). */
#ifndef DG_TRAIN_TEACHER_H
#define DG_TRAIN_TEACHER_H

#include "math/modelfile.h"
#include "train/corpus.h"

/* Fills in trees (DG_HAS_TREE and DG_HAS_TAUGHT) and names (DG_HAS_NER) of the sentences that lack
 * them, each where the language has any by hand. Part of speech, features and lemmas stay open. One
 * line of figures on standard error. Relations are views into m, which must stay open as long as
 * the corpus is used. DG_E_MODEL, DG_E_NOMEM. */
int dg_teach(const dg_modelfile *m, dg_corpus *c, dg_err *err);

#endif
