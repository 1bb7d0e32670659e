/* net.h: the network of parse/net.h with its gradients, for training.
 *
 * A batch is DG_SHARDS shards of whole sentences. Each shard computes its own gradient; they are
 * added up in a fixed order, and embedding rows in the order of the words, so the weights after a
 * step depend on the batch and the seed only, never on the number of threads. */
#ifndef DG_TRAIN_NET_H
#define DG_TRAIN_NET_H

#include "base/err.h"
#include "math/kernels.h"
#include "parse/features.h"
#include "parse/net.h"

#define DG_SHARDS 4u
#define DG_SHARD_WORDS 1024u /* most words of a shard */
#define DG_NO_CLASS UINT32_MAX

/* One word of a batch with what it should become; DG_NO_CLASS: not known, no loss. */
typedef struct dg_net_word {
    const dg_word_rows *rows;
    bool hidden; /* its LOWER row is replaced by row 0 */
    uint32_t lang;
    uint32_t manner; /* another row of LANG, added too; 0: none */
    uint32_t lists;  /* bits of parse/gazetteer.h */
    uint32_t upos, feats, lemma, ner, rel;
    uint32_t head; /* index in the sentence, DG_NONE: root; used when rel is known */
} dg_net_word;

typedef struct dg_net_shard {
    uint32_t n_words, n_sentences;
    dg_net_word words[DG_SHARD_WORDS];
    uint32_t from[DG_SHARD_WORDS + 1]; /* sentence i is words[from[i] .. from[i + 1]) */
} dg_net_shard;

typedef struct dg_net_loss {
    double upos, feats, lemma, ner, arc, rel;        /* sums */
    uint32_t n_upos, n_feats, n_lemma, n_ner, n_arc; /* words */
    uint32_t ok_upos, ok_arc, ok_rel;                /* right ones, as a gauge of progress */
} dg_net_loss;

typedef struct dg_net dg_net;
/* rows: of the four tables. exact: float products even where bfloat16 tiles would be faster (same
 * on every machine). */
int dg_net_new(const dg_sizes *sizes, const uint32_t rows[DG_GROUP_N], uint64_t seed,
               uint32_t n_threads, bool exact, dg_net **ret, dg_err *err);
void dg_net_free(dg_net *n);
/* One step of Adam on a batch; losses are added to *loss. dropout 0 switches it off. */
void dg_net_step(dg_net *n, const dg_net_shard shards[DG_SHARDS], float lr, float dropout,
                 dg_net_loss *loss);
/* Loss and gradient without a step, for the gradient check. */
double dg_net_gradient(dg_net *n, const dg_net_shard *shard);
/* A parameter's values ([rows][cols]) and its gradient in the last dg_net_gradient. */
float *dg_net_param(dg_net *n, dg_param p);
const float *dg_net_grad(const dg_net *n, dg_param p);
float *dg_net_table(dg_net *n, uint32_t group);

#endif
