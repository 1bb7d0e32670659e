/* train.h: `dragoman train`: from treebanks to the one model file. */
#ifndef DG_TRAIN_TRAIN_H
#define DG_TRAIN_TRAIN_H

#include "base/err.h"
#include "train/corpus.h"
#include "math/modelfile.h"

/* ALL: the three that learn. LISTS learns nothing and reads no corpus: the lists of names in the
 * model become those of the lexicon, the weights stay. */
enum {
    DG_TRAIN_PARSE = 1,
    DG_TRAIN_SEGMENT = 2,
    DG_TRAIN_LANGID = 4,
    DG_TRAIN_ALL = 7,
    DG_TRAIN_LISTS = 8
};

typedef struct dg_train_options {
    const char *data; /* folder with ud/ and ner/ */
    const char *out;  /* model file to write */
    const char *from; /* model file whose other tensors are kept, or NULL */
    const char
        *lexicon;     /* folder with abbreviations.tsv, contractions.tsv and the lists of names */
    const char *warm; /* model file whose parser's weights are gone on from, or NULL */
    const char *teacher; /* model file that fills in trees and names the corpora lack, or NULL */
    uint64_t seed;
    uint32_t rate; /* highest learning rate, in millionths */
    uint32_t threads, epochs;
    uint32_t
        minutes; /* 0: no limit; else the learning rate falls with the clock when that is faster */
    uint32_t parts; /* DG_TRAIN_… */
    bool exact;     /* float products also where bfloat16 tiles are there (AMX): slower, the same on
                       every machine */
    bool hold_out;  /* every fifth FLORES sentence is kept from the language identifier and measured
                       on: for figures, not for a model to ship */
    uint32_t limit; /* 0, or only so many training sentences (tests) */
    uint32_t
        share; /* 0, or only so many in a hundred of each corpus' sentences, by stretches of the
                  text; those of a smaller share are in a larger one too (learning curves) */
} dg_train_options;

/* Trains the parts asked for, one after another, saving after each (and after each pass of the
 * parser's, so that an interruption costs one pass). Progress goes to standard error. The same
 * data, seed and epochs give the same file, whatever the number of threads, as long as minutes is
 * 0. */
int dg_train(const dg_train_options *o, dg_err *err);

/* The parts. Each adds its tensors ("parse.*" …) to w. */
typedef int dg_train_save(void *self, dg_err *err); /* called when w is worth saving */
int dg_train_parse(const dg_train_options *o, const dg_corpus *train, const dg_corpus *dev,
                   dg_modelwriter *w, dg_train_save *save, void *self, dg_err *err);

/* Measures the parser in a model on the corpus' own tokens: one line a language on standard error.
 */
int dg_measure_parse(const dg_modelfile *m, const dg_corpus *dev, dg_err *err);

#endif
