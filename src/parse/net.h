/* net.h: the shape of the network, shared by the reader (parse.c) and the trainer (train/net.c).
 *
 * word  rows of the tables [272] · WORD + LANG + GAZ of its lists, ReLU ─► x0 [320]
 * encoder  x0 ─ ENC0 ─ SRU ⇄ ─► x1 ─ ENC1 ─ SRU ⇄ ─► x2 ─ ENC2 ─ SRU ⇄ ─► x3 [320]
 * heads  x3 ─ MLP ─► tag 128, names 96, dependent 96, head 96, relation: dependent 128, head 128
 *   tag: UPOS, FEATS, LEMMA ─► classes      names: NER ─► BIO scores ─► best legal path
 *   dependent · ARC_U · heads of the sentence + ARC_D by distance ─► arc scores ─► tree
 *   relation of (d, h): REL · ReLU(dependent[d] + head[h])
 *
 * Matrices are [in][out]: y = x · W + b. */
#ifndef DG_PARSE_NET_H
#define DG_PARSE_NET_H

#include "base/base.h"
#include "parse/gazetteer.h"

enum {
    DG_NET_LAYERS = 3,
    DG_NET_UNITS = 160,            /* of one direction of a layer */
    DG_NET_DIM = 2 * DG_NET_UNITS, /* width of x */
    DG_NET_U = 6 * DG_NET_UNITS,   /* width of a layer's gates, both directions */
    DG_NET_TAG = 128,
    DG_NET_NER = 96,
    DG_NET_ARC = 96,
    DG_NET_REL = 128,
    DG_NET_REACH = 32, /* classes of ways from a word to its head (dg_net_reach) */
    /* columns of MLP */
    DG_MLP_TAG = 0,
    DG_MLP_NER = DG_MLP_TAG + DG_NET_TAG,
    DG_MLP_DEP = DG_MLP_NER + DG_NET_NER,
    DG_MLP_HEAD = DG_MLP_DEP + DG_NET_ARC,
    DG_MLP_RELU = DG_MLP_HEAD + DG_NET_ARC, /* columns before this one are cut at zero */
    DG_MLP_RDEP = DG_MLP_RELU,
    DG_MLP_RHEAD = DG_MLP_RDEP + DG_NET_REL,
    DG_NET_MLP = DG_MLP_RHEAD + DG_NET_REL,
};

/* Number of classes and languages; row 0 of LANG is "no such language". */
typedef struct dg_sizes {
    uint32_t lang, upos, feats, lemma, rel;
} dg_sizes;

/* name, rows, columns; s is a const dg_sizes *. A bias has one row. */
#define DG_PARAM_MAP(X)                                                                            \
    X(LANG, "parse.lang", s->lang, DG_NET_DIM)                                                     \
    X(GAZ, "parse.gaz", DG_GAZ_BITS, DG_NET_DIM) /* what lists of names know of a word */          \
    X(WORD_W, "parse.word.w", 272, DG_NET_DIM)                                                     \
    X(WORD_B, "parse.word.b", 1, DG_NET_DIM)                                                       \
    X(ENC0_W, "parse.enc0.w", DG_NET_DIM, DG_NET_U)                                                \
    X(ENC1_W, "parse.enc1.w", DG_NET_DIM, DG_NET_U)                                                \
    X(ENC2_W, "parse.enc2.w", DG_NET_DIM, DG_NET_U)                                                \
    X(ENC0_V, "parse.enc0.v", 4, DG_NET_UNITS) /* [direction][forget, reset] */                    \
    X(ENC1_V, "parse.enc1.v", 4, DG_NET_UNITS)                                                     \
    X(ENC2_V, "parse.enc2.v", 4, DG_NET_UNITS)                                                     \
    X(ENC0_B, "parse.enc0.b", 4, DG_NET_UNITS)                                                     \
    X(ENC1_B, "parse.enc1.b", 4, DG_NET_UNITS)                                                     \
    X(ENC2_B, "parse.enc2.b", 4, DG_NET_UNITS)                                                     \
    X(MLP_W, "parse.mlp.w", DG_NET_DIM, DG_NET_MLP)                                                \
    X(MLP_B, "parse.mlp.b", 1, DG_NET_MLP)                                                         \
    X(UPOS_W, "parse.upos.w", DG_NET_TAG, s->upos)                                                 \
    X(UPOS_B, "parse.upos.b", 1, s->upos)                                                          \
    X(FEATS_W, "parse.feats.w", DG_NET_TAG, s->feats)                                              \
    X(FEATS_B, "parse.feats.b", 1, s->feats)                                                       \
    X(LEMMA_W, "parse.lemma.w", DG_NET_TAG, s->lemma)                                              \
    X(LEMMA_B, "parse.lemma.b", 1, s->lemma)                                                       \
    X(NER_W, "parse.ner.w", DG_NET_NER, 9)                                                         \
    X(NER_B, "parse.ner.b", 1, 9)                                                                  \
    X(NER_T, "parse.ner.t", 10, 9) /* from label (9: the beginning) to label */                    \
    X(ARC_U, "parse.arc.u", DG_NET_ARC, DG_NET_ARC)                                                \
    X(ARC_B, "parse.arc.b", 1, DG_NET_ARC)                                                         \
    X(ARC_D, "parse.arc.d", DG_NET_ARC, DG_NET_REACH) /* what the way to the head is worth */      \
    X(ARC_ROOT, "parse.arc.root", 1, DG_NET_ARC)                                                   \
    X(REL_ROOT, "parse.rel.root", 1, DG_NET_REL)                                                   \
    X(REL_W, "parse.rel.w", DG_NET_REL, s->rel)                                                    \
    X(REL_B, "parse.rel.b", 1, s->rel)

typedef enum {
#define X(name, text, rows, cols) DG_PARAM_##name,
    DG_PARAM_MAP(X)
#undef X
        DG_PARAM_N
} dg_param;

/* The class of the way from word i of a sentence to head j: 0 the root (j 0; word k is j = k + 1),
 * 1–12 to the left, 13–24 to the right: 1 … 6 words each by themselves, then 7–8, 9–11, 12–15,
 * 16–22, 23–31, farther. */
static inline uint32_t dg_net_reach(uint32_t i, uint32_t j) {
    static const uint8_t bucket[32] = {0,  1,  2,  3,  4,  5,  6,  7,  7,  8,  8,
                                       8,  9,  9,  9,  9,  10, 10, 10, 10, 10, 10,
                                       10, 11, 11, 11, 11, 11, 11, 11, 11, 11};
    if (j == 0) return 0;
    bool left = j - 1 < i;
    uint32_t way = left ? i - (j - 1) : j - 1 - i;
    return (way < 32 ? bucket[way] : 12u) + (left ? 0 : 12);
}

/* Rows and columns of a matrix of weights. */
static inline void dg_param_shape(dg_param p, const dg_sizes *s, uint32_t *ret_rows,
                                  uint32_t *ret_cols) {
    const uint32_t shape[DG_PARAM_N][2] = {
#define X(name, text, rows, cols) {(uint32_t)(rows), (uint32_t)(cols)},
        DG_PARAM_MAP(X)
#undef X
    };
    *ret_rows = shape[p][0];
    *ret_cols = shape[p][1];
}

/* Its name in the model file. */
static inline const char *dg_param_name(dg_param p) {
    static const char *const names[DG_PARAM_N] = {
#define X(name, text, rows, cols) text,
        DG_PARAM_MAP(X)
#undef X
    };
    return names[p];
}

#endif
