/* corpus.h: treebanks and name corpora as flat arrays, for the trainers.
 *
 * Reads CoNLL-U and IOB2 compressed with xz (or plain). Name labels are joined onto the treebank
 * sentences that have the same words in the same order; what finds no treebank sentence stays as a
 * sentence with words and names only. All strings are views into the corpus' arena. */
#ifndef DG_TRAIN_CORPUS_H
#define DG_TRAIN_CORPUS_H

#include "base/arena.h"
#include "base/err.h"
#include "doc/doc.h"

/* What a sentence has labels for; a loss without its bit is masked. */
enum {
    DG_HAS_UPOS = 1,
    DG_HAS_FEATS = 2,
    DG_HAS_LEMMA = 4,
    DG_HAS_TREE = 8,
    DG_HAS_NER = 16,
    DG_HAS_TEXT = 32,
    DG_HAS_TAUGHT = 64 /* its tree is another model's (teacher.h) */
};

typedef struct dg_corpus_word {
    dg_str form, lemma, feats; /* feats "_" when there are none */
    dg_str rel;                /* full relation; p NULL when the tree is unknown */
    uint32_t
        head; /* index within the sentence; DG_NONE for the root (and when the tree is unknown) */
    uint8_t upos;     /* dg_upos */
    uint8_t ner;      /* dg_ner */
    bool space_after; /* of a word in a multiword token: as the whole token has it on its last word
                       */
} dg_corpus_word;

/* A multiword token: the words [from, to) of the sentence are written as form. */
typedef struct dg_corpus_mwt {
    dg_str form;
    uint32_t from, to;
} dg_corpus_mwt;

typedef struct dg_corpus_sentence {
    dg_str text;              /* "# text"; p NULL without DG_HAS_TEXT */
    dg_str source;            /* "# source" or the file's name */
    uint32_t from, n;         /* words[from, from + n) */
    uint32_t mwt_from, n_mwt; /* mwts[mwt_from, mwt_from + n_mwt), ascending */
    uint32_t file; /* number of the file it was read from: order within a file is the order of the
                      text */
    uint16_t has;  /* DG_HAS_… */
    char lang[4];
    bool newpar, newdoc;
} dg_corpus_sentence;

typedef struct dg_corpus {
    dg_arena *arena;
    uint32_t n_sentences, cap_sentences, n_words, cap_words, n_mwts, cap_mwts, n_files;
    dg_corpus_sentence *sentences;
    dg_corpus_word *words;
    dg_corpus_mwt *mwts;
} dg_corpus;

typedef enum { DG_SPLIT_TRAIN, DG_SPLIT_DEV } dg_split;

/* An empty corpus whose memory belongs to arena. */
void dg_corpus_init(dg_corpus *c, dg_arena *arena);
/* Adds all files of the split that may train (or choose) shipped weights: the list is in corpus.c,
 * with the reason for each file left out. dir holds ud/ and ner/. DG_E_NOT_FOUND, DG_E_IO,
 * DG_E_SYNTAX (err->at: the line), DG_E_NOMEM. */
int dg_corpus_read(dg_corpus *c, const char *dir, dg_split split, dg_err *err);
/* One file; mask is taken off what the file seems to have (automatic tags, say). */
int dg_corpus_read_conllu(dg_corpus *c, const char *path, const char *lang, uint16_t mask,
                          dg_err *err);
int dg_corpus_read_iob2(dg_corpus *c, const char *path, const char *lang, dg_err *err);
/* The bytes of a file, unpacked when its name ends with ".xz", in the arena. */
int dg_corpus_slurp(dg_arena *arena, const char *path, dg_str *ret, dg_err *err);

#endif
