/* evaluate.h: how well a parse agrees with a treebank, from raw text: the measures of the CoNLL
 * 2018 shared task (Zeman et al. 2018, section 5;
 * universaldependencies.org/conll18/evaluation.html), and names by whole spans with their type.
 *
 * Both sides are files of the same text, white space left out; tokens and sentences need not be the
 * same. Words are aligned by their stretch of the text; where one side has a multiword token, by
 * the longest common subsequence of lower-cased forms inside it. Relations count without their
 * subtypes, of the features only the universal ones; a gold lemma "_" is always right.
 *
 * Errors: DG_E_SYNTAX, DG_E_NOMEM. */
#ifndef DG_EVALUATE_H
#define DG_EVALUATE_H

#include "base/arena.h"
#include "base/err.h"

#define DG_MEASURE_MAP(X)                                                                          \
    X(Tokens) X(Sentences) X(Words) X(UPOS) X(UFeats) X(Lemmas) X(UAS) X(LAS) X(CLAS)
typedef enum {
#define X(name) DG_MEASURE_##name,
    DG_MEASURE_MAP(X)
#undef X
        DG_MEASURE_N
} dg_measure;

typedef struct dg_score {
    const char *name;
    uint64_t gold, system, correct;
    uint64_t aligned; /* words on both sides, of those that count; DG_UNALIGNED: no such figure */
} dg_score;
#define DG_UNALIGNED UINT64_MAX

/* gold and system: CoNLL-U. fold: lemmas are compared without regard to case (the shared task
 * regards it). DG_E_SYNTAX (err->at in the file that the text names), DG_E_ARG: the texts differ
 * (err->at: byte of the text without white space), DG_E_NOMEM. */
int dg_evaluate(dg_str gold, dg_str system, bool fold, dg_arena *arena, dg_score ret[DG_MEASURE_N],
                dg_err *err);

#define DG_NAME_SCORES 5u /* PER ORG LOC MISC all */
/* gold: IOB2 (token, tab, label; a number and a tab may stand before) or CoNLL-U with NER= in MISC,
 * as system is. A kind that the gold never uses is not counted. A multiword token has the label of
 * its first word. */
int dg_evaluate_names(dg_str gold, dg_str system, dg_arena *arena, dg_score ret[DG_NAME_SCORES],
                      dg_err *err);

/* In per cent; 0 of nothing. */
double dg_score_precision(const dg_score *s);
double dg_score_recall(const dg_score *s);
double dg_score_f1(const dg_score *s);

#endif
