/* net.c: forward and backward passes by hand, and Adam.
 *
 * Per shard of T words (columns in brackets as in parse/net.h):
 *   e[T][272]  x0[T][320]  u_l[T][960]  c_l[T][320]  x_{l+1}[T][320]  m[T][672]  and one gradient
 * beside most of them The forward pass leaves what the backward pass needs where it is; dropout is
 * decided by a hash of seed and position, so its mask is computed again instead of kept. Embedding
 * tables have lazy Adam: only rows met in a batch move. cost: about 4.2 M fused multiply-adds a
 * word; 7,000 words/s on one core with AMX. */
#include "train/net.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "doc/doc.h"
#include "math/tiles.h"
#include "parse/decode.h"
#include "train/parallel.h"

#define D DG_NET_DIM
#define T_MAX DG_SHARD_WORDS
#define CLIP 4.0f
#define CHUNKS 16u
#define ROW_RATE 5.0f
#define NAMES_WEIGHT 2.0f /* names are few, and hard */

typedef struct work { /* one shard's activations and gradients */
    float *e, *x[DG_NET_LAYERS + 1], *u[DG_NET_LAYERS], *c[DG_NET_LAYERS], *m;
    float *de, *dx, *dy, *dm;
    float *logits, *p, *dp, *s, *z, *dz;
    float *reach, *dreach;
    float *at, *pack;       /* scratch: a transpose, a packed matrix */
    uint16_t *left, *right; /* the same for tiles */
    float *grad;            /* [n_params] */
    dg_net_loss loss;
} work;

typedef struct table {
    uint32_t rows, width;
    float *w, *g, *m, *v;
    uint32_t *stamp;  /* [rows] last step that met the row */
    uint32_t *met[2]; /* rows met by the tasks for even and odd rows */
    uint32_t n_met[2];
} table;

struct dg_net {
    const dg_kernels *k;
    dg_sizes sizes;
    uint32_t n_threads, step;
    uint64_t seed;
    size_t at[DG_PARAM_N + 1]; /* where each parameter starts */
    uint32_t rows[DG_PARAM_N], cols[DG_PARAM_N];
    size_t n_params;
    float *w, *m, *v;
    bool tiles; /* products in bfloat16 (math/tiles.h); else in float */
    bool amx;   /* these on AMX; else on vectors */
    float *packed[DG_PARAM_N], *packed_t[DG_PARAM_N]; /* NULL for what is no matrix */
    uint16_t *right[DG_PARAM_N], *right_t[DG_PARAM_N];
    table tables[DG_GROUP_N];
    work shards[DG_SHARDS];
    double norms[CHUNKS];
    /* the step under way */
    const dg_net_shard *batch;
    float dropout, inv_words;
    dg_adam adam;
};

/* ---- memory ---- */

static uint64_t mix(uint64_t *state) { /* splitmix64 */
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static float uniform(uint64_t *state, float range) {
    return ((float)(mix(state) >> 40) / 8388608.0f - 1.0f) * range;
}

static float *floats(size_t n, bool *ok) {
    size_t bytes = (n * sizeof(float) + 63) / 64 * 64;
    float *p = aligned_alloc(64, bytes ? bytes : 64);
    if (p)
        memset(p, 0, bytes);
    else
        *ok = false;
    return p;
}

static uint16_t *halves(size_t n, bool *ok) {
    return (uint16_t *)(void *)floats((n + 1) / 2, ok);
}

static bool is_matrix(dg_param p) {
    return p == DG_PARAM_WORD_W || p == DG_PARAM_ENC0_W || p == DG_PARAM_ENC1_W ||
           p == DG_PARAM_ENC2_W || p == DG_PARAM_MLP_W || p == DG_PARAM_UPOS_W ||
           p == DG_PARAM_FEATS_W || p == DG_PARAM_LEMMA_W || p == DG_PARAM_NER_W ||
           p == DG_PARAM_ARC_U || p == DG_PARAM_ARC_D || p == DG_PARAM_REL_W;
}

static bool new_params(dg_net *n) {
    bool ok = true;
    for (int p = 0; p < DG_PARAM_N; p++) {
        dg_param_shape((dg_param)p, &n->sizes, &n->rows[p], &n->cols[p]);
        n->at[p + 1] = n->at[p] + ((size_t)n->rows[p] * n->cols[p] + 15) / 16 * 16;
        if (!is_matrix((dg_param)p)) continue;
        n->packed[p] = floats(dg_packed_size(n->rows[p], n->cols[p]), &ok);
        n->packed_t[p] = floats(dg_packed_size(n->cols[p], n->rows[p]), &ok);
        n->right[p] = halves(dg_tiles_right_size(n->rows[p], n->cols[p]), &ok);
        n->right_t[p] = halves(dg_tiles_right_size(n->cols[p], n->rows[p]), &ok);
    }
    n->n_params = n->at[DG_PARAM_N];
    n->w = floats(n->n_params, &ok);
    n->m = floats(n->n_params, &ok);
    n->v = floats(n->n_params, &ok);
    return ok;
}

static bool new_table(table *t, uint32_t rows, uint32_t width) {
    bool ok = true;
    size_t n = (size_t)rows * width;
    t->rows = rows;
    t->width = width;
    t->w = floats(n, &ok);
    t->g = floats(n, &ok);
    t->m = floats(n, &ok);
    t->v = floats(n, &ok);
    t->stamp = calloc(rows, sizeof *t->stamp);
    t->met[0] = calloc(rows, sizeof *t->met[0]);
    t->met[1] = calloc(rows, sizeof *t->met[1]);
    return ok && t->stamp && t->met[0] && t->met[1];
}

static uint32_t most_classes(const dg_sizes *s) {
    uint32_t n = DG_NET_U;
    n = s->feats > n ? s->feats : n;
    n = s->lemma > n ? s->lemma : n;
    return s->rel > n ? s->rel : n;
}

static bool new_work(dg_net *n, work *w) {
    bool ok = true;
    uint32_t wide = most_classes(&n->sizes);
    w->e = floats(T_MAX * DG_WORD_WIDTH, &ok);
    w->de = floats(T_MAX * DG_WORD_WIDTH, &ok);
    for (int l = 0; l <= DG_NET_LAYERS; l++) w->x[l] = floats(T_MAX * D, &ok);
    for (int l = 0; l < DG_NET_LAYERS; l++) {
        w->u[l] = floats(T_MAX * DG_NET_U, &ok);
        w->c[l] = floats(T_MAX * D, &ok);
    }
    w->dx = floats(T_MAX * D, &ok);
    w->dy = floats(T_MAX * D, &ok);
    w->m = floats(T_MAX * DG_NET_MLP, &ok);
    w->dm = floats(T_MAX * DG_NET_MLP, &ok);
    w->logits = floats((size_t)T_MAX * wide, &ok);
    w->p = floats(T_MAX * DG_NET_ARC, &ok);
    w->dp = floats(T_MAX * DG_NET_ARC, &ok);
    w->s = floats((size_t)T_MAX * (T_MAX + 1), &ok);
    w->z = floats(T_MAX * DG_NET_REL, &ok);
    w->dz = floats(T_MAX * DG_NET_REL, &ok);
    w->reach = floats(T_MAX * DG_NET_REACH, &ok);
    w->dreach = floats(T_MAX * DG_NET_REACH, &ok);
    w->at = floats((size_t)T_MAX * (T_MAX + 1), &ok);
    w->pack = floats(dg_packed_size(T_MAX + 32, (wide > T_MAX ? wide : T_MAX) + 32), &ok);
    w->left = halves(dg_tiles_left_size(T_MAX, wide > T_MAX ? wide : T_MAX), &ok);
    w->right = halves(dg_tiles_right_size(T_MAX, wide), &ok);
    w->grad = floats(n->n_params, &ok);
    return ok;
}

static void init_params(dg_net *n) {
    uint64_t rng = n->seed;
    for (int p = 0; p < DG_PARAM_N; p++) {
        size_t size = (size_t)n->rows[p] * n->cols[p];
        float range = 0.0f;
        bool enc = p == DG_PARAM_ENC0_W || p == DG_PARAM_ENC1_W || p == DG_PARAM_ENC2_W;
        if (enc)
            range = sqrtf(3.0f / (float)n->rows[p]);
        else if (is_matrix((dg_param)p) && p != DG_PARAM_ARC_D)
            range = sqrtf(6.0f / (float)(n->rows[p] + n->cols[p]));
        if (p == DG_PARAM_WORD_W)
            range *= 4.0f; /* its input is small: sums of rows that start near zero */
        if (p == DG_PARAM_LANG || p == DG_PARAM_ARC_ROOT || p == DG_PARAM_REL_ROOT) range = 0.1f;
        for (size_t i = 0; i < size; i++)
            n->w[n->at[p] + i] = range > 0.0f ? uniform(&rng, range) : 0.0f;
    }
    for (int p = DG_PARAM_ENC0_B; p <= DG_PARAM_ENC2_B;
         p++) /* at first a layer mostly passes its input on */
        for (int i = 0; i < 4 * DG_NET_UNITS; i++)
            n->w[n->at[p] + i] = i / DG_NET_UNITS % 2 ? -1.0f : 0.0f;
    for (int g = 0; g < DG_GROUP_N; g++)
        for (size_t i = 0; i < (size_t)n->tables[g].rows * n->tables[g].width; i++)
            n->tables[g].w[i] = uniform(&rng, 0.1f);
}

int dg_net_new(const dg_sizes *sizes, const uint32_t rows[DG_GROUP_N], uint64_t seed,
               uint32_t n_threads, bool exact, dg_net **ret, dg_err *err) {
    dg_net *n = calloc(1, sizeof *n);
    if (!n) return dg_err_set(err, DG_E_NOMEM, 0, "network");
    n->k = dg_kernels_best();
    n->sizes = *sizes;
    n->seed = seed;
    n->n_threads = n_threads;
    n->tiles = !exact && dg_bf16_ready();
    n->amx = n->tiles && dg_tiles_ready();
    bool ok = new_params(n);
    for (int g = 0; ok && g < DG_GROUP_N; g++)
        ok = new_table(&n->tables[g], rows[g], dg_group_width[g]);
    for (uint32_t s = 0; ok && s < DG_SHARDS; s++) ok = new_work(n, &n->shards[s]);
    if (!ok) {
        dg_net_free(n);
        return dg_err_set(err, DG_E_NOMEM, 0, "network");
    }
    init_params(n);
    *ret = n;
    return 0;
}

static void free_work(work *w) {
    float *all[] = {w->e,
                    w->de,
                    w->dx,
                    w->dy,
                    w->m,
                    w->dm,
                    w->logits,
                    w->p,
                    w->dp,
                    w->s,
                    w->z,
                    w->dz,
                    w->at,
                    w->pack,
                    w->grad,
                    w->reach,
                    w->dreach,
                    (float *)(void *)w->left,
                    (float *)(void *)w->right};
    for (size_t i = 0; i < DG_LEN(all); i++) free(all[i]);
    for (int l = 0; l <= DG_NET_LAYERS; l++) free(w->x[l]);
    for (int l = 0; l < DG_NET_LAYERS; l++) {
        free(w->u[l]);
        free(w->c[l]);
    }
}

void dg_net_free(dg_net *n) {
    if (!n) return;
    for (int p = 0; p < DG_PARAM_N; p++) {
        free(n->packed[p]);
        free(n->packed_t[p]);
        free(n->right[p]);
        free(n->right_t[p]);
    }
    for (int g = 0; g < DG_GROUP_N; g++) {
        table *t = &n->tables[g];
        free(t->w), free(t->g), free(t->m), free(t->v);
        free(t->stamp), free(t->met[0]), free(t->met[1]);
    }
    for (uint32_t s = 0; s < DG_SHARDS; s++) free_work(&n->shards[s]);
    free(n->w), free(n->m), free(n->v);
    free(n);
}

float *dg_net_param(dg_net *n, dg_param p) {
    return n->w + n->at[p];
}
const float *dg_net_grad(const dg_net *n, dg_param p) {
    return n->shards[0].grad + n->at[p];
}
float *dg_net_table(dg_net *n, uint32_t group) {
    return n->tables[group].w;
}

/* ---- matrix products ---- */

/* y[t][ldy] (+)= x[t][ldx] · W */
static void times(const dg_net *n, work *w, dg_param p, size_t t, const float *x, size_t ldx,
                  float *y, size_t ldy, bool add) {
    size_t rows = n->rows[p], cols = n->cols[p];
    if (!n->tiles) {
        n->k->gemm(t, cols, rows, x, ldx, n->packed[p], y, ldy, add);
        return;
    }
    dg_tiles_left(t, rows, x, ldx, w->left);
    dg_tiles_product(n->amx, t, cols, rows, w->left, n->right[p], y, ldy, add);
}

/* dx[t][ldx] (+)= dy[t][ldy] · Wᵀ */
static void times_t(const dg_net *n, work *w, dg_param p, size_t t, const float *dy, size_t ldy,
                    float *dx, size_t ldx, bool add) {
    size_t rows = n->rows[p], cols = n->cols[p];
    if (!n->tiles) {
        n->k->gemm(t, rows, cols, dy, ldy, n->packed_t[p], dx, ldx, add);
        return;
    }
    dg_tiles_left(t, cols, dy, ldy, w->left);
    dg_tiles_product(n->amx, t, rows, cols, w->left, n->right_t[p], dx, ldx, add);
}

static void transpose(const float *a, size_t rows, size_t cols, size_t lda, float *ret) {
    for (size_t i0 = 0; i0 < rows; i0 += 16)
        for (size_t j = 0; j < cols; j++)
            for (size_t i = i0; i < rows && i < i0 + 16; i++) ret[j * rows + i] = a[i * lda + j];
}

/* c[k][ldc] += aᵀ · b for a[t][lda], b[t][ldb] */
static void outer(const dg_net *n, work *w, size_t t, size_t k, size_t cols, const float *a,
                  size_t lda, const float *b, size_t ldb, float *c, size_t ldc) {
    transpose(a, t, k, lda, w->at);
    dg_pack(t, cols, b, ldb, w->pack);
    n->k->gemm(k, cols, t, w->at, t, w->pack, c, ldc, true);
}

static void grad_matrix(const dg_net *n, work *w, dg_param p, size_t t, const float *x, size_t ldx,
                        const float *dy, size_t ldy) {
    size_t rows = n->rows[p], cols = n->cols[p];
    if (!n->tiles) {
        outer(n, w, t, rows, cols, x, ldx, dy, ldy, w->grad + n->at[p], cols);
        return;
    }
    dg_tiles_left_t(rows, t, x, ldx, w->left);
    dg_tiles_right(t, cols, dy, ldy, w->right);
    dg_tiles_product(n->amx, rows, cols, t, w->left, w->right, w->grad + n->at[p], cols, true);
}

static void grad_bias(const dg_net *n, work *w, dg_param p, size_t t, const float *dy, size_t ldy) {
    for (size_t i = 0; i < t; i++) n->k->axpy(w->grad + n->at[p], dy + i * ldy, 1.0f, n->cols[p]);
}

/* Gradient of ReLU (after which dropout may have put zeros of its own, scaled alike on the way
 * back). */
static void relu_back(float *dy, const float *y, size_t ld, size_t rows, size_t cols) {
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++)
            if (!(y[i * ld + j] > 0.0f)) dy[i * ld + j] = 0.0f;
}

static uint32_t drop_seed(const dg_net *n, uint32_t shard, uint32_t place) {
    uint64_t s = n->seed * 1000003u + ((uint64_t)n->step * DG_SHARDS + shard) * 16 + place;
    return (uint32_t)mix(&s);
}

static void drop(const dg_net *n, uint32_t shard, uint32_t place, float *x, size_t count,
                 float share) {
    if (n->dropout > 0.0f) n->k->dropout(x, count, drop_seed(n, shard, place), n->dropout * share);
}

/* ---- forward ---- */

static void embed(const dg_net *n, const dg_net_shard *b, float *e) {
    memset(e, 0, (size_t)b->n_words * DG_WORD_WIDTH * sizeof *e);
    for (uint32_t i = 0; i < b->n_words; i++, e += DG_WORD_WIDTH) {
        const dg_word_rows *r = b->words[i].rows;
        for (uint32_t g = 0, at = 0; g < DG_GROUP_N; at += r->n[g++]) {
            const table *t = &n->tables[g];
            float scale = 1.0f / sqrtf((float)(r->n[g] ? r->n[g] : 1));
            for (uint32_t j = 0; j < r->n[g]; j++) {
                uint32_t row = g == DG_GROUP_LOWER && b->words[i].hidden ? 0 : r->row[at + j];
                n->k->axpy(e + dg_group_at[g], t->w + (size_t)row * t->width, scale, t->width);
            }
        }
    }
}

static dg_sru sru_of(const dg_net *n, work *w, const dg_net_shard *b, int layer, int dir,
                     uint32_t sentence) {
    size_t from = b->from[sentence];
    dg_sru s = {
        .n = b->from[sentence + 1] - (uint32_t)from, .h = DG_NET_UNITS, .reverse = dir == 1};
    size_t col = (size_t)dir * DG_NET_UNITS;
    s.u = w->u[layer] + from * DG_NET_U + 3 * col;
    s.ld_u = DG_NET_U;
    s.x = w->x[layer] + from * D + col;
    s.y = w->x[layer + 1] + from * D + col;
    s.c = w->c[layer] + from * D + col;
    s.ld_x = s.ld_y = s.ld_c = D;
    s.v = n->w + n->at[DG_PARAM_ENC0_V + layer] + 2 * col;
    s.b = n->w + n->at[DG_PARAM_ENC0_B + layer] + 2 * col;
    s.dv = w->grad + n->at[DG_PARAM_ENC0_V + layer] + 2 * col;
    s.db = w->grad + n->at[DG_PARAM_ENC0_B + layer] + 2 * col;
    s.dy = w->dy + from * D + col;
    s.dx = w->dx + from * D + col;
    return s;
}

/* GAZ's row of the lowest bit, in values or in gradients. */
static float *list_row(const dg_net *n, float *of, uint32_t bits) {
    return of + n->at[DG_PARAM_GAZ] + (size_t)__builtin_ctz(bits) * D;
}

/* LANG's row of a word's language (k 0) or manner (k 1), in values or in gradients. */
static float *lang_row(const dg_net *n, float *of, const dg_net_word *w, uint32_t k) {
    return of + n->at[DG_PARAM_LANG] + (size_t)(k ? w->manner : w->lang) * D;
}

static void encode(const dg_net *n, work *w, const dg_net_shard *b, uint32_t shard) {
    size_t t = b->n_words;
    embed(n, b, w->e);
    drop(n, shard, 0, w->e, t * DG_WORD_WIDTH, 0.5f);
    times(n, w, DG_PARAM_WORD_W, t, w->e, DG_WORD_WIDTH, w->x[0], D, false);
    for (size_t i = 0; i < t; i++)
        for (uint32_t k = 0; k < (b->words[i].manner ? 2 : 1); k++)
            n->k->axpy(w->x[0] + i * D, lang_row(n, n->w, &b->words[i], k), 1.0f, D);
    for (size_t i = 0; i < t; i++)
        for (uint32_t bits = b->words[i].lists; bits; bits &= bits - 1)
            n->k->axpy(w->x[0] + i * D, list_row(n, n->w, bits), 1.0f, D);
    n->k->bias(w->x[0], D, t, D, n->w + n->at[DG_PARAM_WORD_B], true);
    drop(n, shard, 1, w->x[0], t * D, 1.0f);
    for (int l = 0; l < DG_NET_LAYERS; l++) {
        times(n, w, (dg_param)(DG_PARAM_ENC0_W + l), t, w->x[l], D, w->u[l], DG_NET_U, false);
        for (uint32_t i = 0; i < b->n_sentences; i++)
            for (int dir = 0; dir < 2; dir++) {
                dg_sru s = sru_of(n, w, b, l, dir, i);
                n->k->sru(&s);
            }
        drop(n, shard, 2 + (uint32_t)l, w->x[l + 1], t * D, 1.0f);
    }
    times(n, w, DG_PARAM_MLP_W, t, w->x[DG_NET_LAYERS], D, w->m, DG_NET_MLP, false);
    n->k->bias(w->m, DG_NET_MLP, t, DG_MLP_RELU, n->w + n->at[DG_PARAM_MLP_B], true);
    n->k->bias(w->m + DG_MLP_RELU, DG_NET_MLP, t, DG_NET_MLP - DG_MLP_RELU,
               n->w + n->at[DG_PARAM_MLP_B] + DG_MLP_RELU, false);
    for (size_t i = 0; n->dropout > 0.0f && i < t; i++)
        n->k->dropout(w->m + i * DG_NET_MLP, DG_MLP_RELU,
                      drop_seed(n, shard, 8) + (uint32_t)i * 0x632BE5ABu, n->dropout);
}

/* ---- losses; each leaves its gradient in w->dm (columns of MLP) and in the parameters ---- */

/* Cross-entropy of one row of scores, which becomes the gradient. Returns the loss; right: the gold
 * has half the mass. */
static double cross_entropy(const dg_net *n, float *row, uint32_t cols, uint32_t gold, float weight,
                            bool *ret_right) {
    float score = row[gold], share = weight * n->inv_words;
    float log_sum = n->k->softmax(row, cols, share);
    *ret_right = row[gold] >= 0.5f * share;
    row[gold] -= share;
    return (double)log_sum - (double)score;
}

static uint32_t gold_of(const dg_net_word *w, dg_param p) {
    switch (p) {
    case DG_PARAM_UPOS_W: return w->upos;
    case DG_PARAM_FEATS_W: return w->feats;
    case DG_PARAM_LEMMA_W: return w->lemma;
    default: return DG_NO_CLASS;
    }
}

/* A plain classifier over columns [col, …) of the MLP; p is its matrix, p + 1 its bias. */
static double classify(const dg_net *n, work *w, const dg_net_shard *b, dg_param p, uint32_t col,
                       float weight, uint32_t *count, uint32_t *right) {
    uint32_t cols = n->cols[p];
    size_t t = b->n_words;
    double loss = 0.0;
    times(n, w, p, t, w->m + col, DG_NET_MLP, w->logits, cols, false);
    n->k->bias(w->logits, cols, t, cols, n->w + n->at[p + 1], false);
    for (size_t i = 0; i < t; i++) {
        uint32_t gold = gold_of(&b->words[i], p);
        float *row = w->logits + i * cols;
        bool ok = false;
        if (gold == DG_NO_CLASS)
            memset(row, 0, cols * sizeof *row);
        else
            loss += cross_entropy(n, row, cols, gold, weight, &ok);
        *count += gold != DG_NO_CLASS;
        *right += ok;
    }
    grad_matrix(n, w, p, t, w->m + col, DG_NET_MLP, w->logits, cols);
    grad_bias(n, w, (dg_param)(p + 1), t, w->logits, cols);
    times_t(n, w, p, t, w->logits, cols, w->dm + col, DG_NET_MLP, true);
    return loss;
}

/* ---- names: a linear-chain conditional random field over one sentence (Lafferty et al. 2001) ----
 */

#define L DG_NER_N
#define IMPOSSIBLE -1e30

static double log_sum(const double *x, uint32_t n) {
    double top = x[0], sum = 0.0;
    for (uint32_t i = 1; i < n; i++) top = x[i] > top ? x[i] : top;
    if (top <= IMPOSSIBLE) return IMPOSSIBLE;
    for (uint32_t i = 0; i < n; i++) sum += exp(x[i] - top);
    return top + log(sum);
}

static double step_of(const float *steps, uint32_t from, uint32_t to) {
    bool legal = dg_ner_may_follow(from == L ? DG_NER_O : from, to);
    return legal ? (double)steps[from * L + to] : IMPOSSIBLE;
}

/* alpha[i][l]: all beginnings that end with l at word i; beta[i][l]: all ends after it. Returns the
 * sum over all paths. */
static double chain(const float *e, const float *steps, uint32_t n, double *alpha, double *beta) {
    double x[L];
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t l = 0; l < L; l++) {
            for (uint32_t p = 0; i && p < L; p++)
                x[p] = alpha[(i - 1) * L + p] + step_of(steps, p, l);
            double before = i ? log_sum(x, L) : step_of(steps, L, l);
            alpha[i * L + l] = before + (double)e[i * L + l];
        }
    for (uint32_t i = n; i-- > 0;)
        for (uint32_t l = 0; l < L; l++) {
            for (uint32_t k = 0; i + 1 < n && k < L; k++)
                x[k] = step_of(steps, l, k) + (double)e[(i + 1) * L + k] + beta[(i + 1) * L + k];
            beta[i * L + l] = i + 1 < n ? log_sum(x, L) : 0.0;
        }
    return log_sum(alpha + (n - 1) * L, L);
}

/* Loss of one sentence; e becomes its gradient, dsteps is added to. share: of the loss in the
 * whole. */
static double chain_loss(float *e, const float *steps, float *dsteps, const uint32_t *gold,
                         uint32_t n, double share, double *alpha, double *beta) {
    double all = chain(e, steps, n, alpha, beta), score = 0.0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t from = i ? gold[i - 1] : L;
        score += (double)steps[from * L + gold[i]] + (double)e[i * L + gold[i]];
        dsteps[from * L + gold[i]] -= (float)share;
        for (uint32_t l = 0; l < L; l++)
            for (uint32_t p = i ? 0 : L; p < (i ? L : L + 1); p++) {
                double before = i ? alpha[(i - 1) * L + p] : 0.0;
                double w =
                    before + step_of(steps, p, l) + (double)e[i * L + l] + beta[i * L + l] - all;
                if (w > -50.0) dsteps[p * L + l] += (float)(share * exp(w));
            }
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t l = 0; l < L; l++) {
            double w = exp(alpha[i * L + l] + beta[i * L + l] - all) - (gold[i] == l);
            e[i * L + l] = (float)(share * w);
        }
    return all - score;
}

static void names(const dg_net *n, work *w, const dg_net_shard *b) {
    size_t t = b->n_words;
    double share = (double)(NAMES_WEIGHT * n->inv_words), *alpha = (double *)(void *)w->s,
           *beta = alpha + T_MAX * L;
    float *e = w->logits;
    times(n, w, DG_PARAM_NER_W, t, w->m + DG_MLP_NER, DG_NET_MLP, e, L, false);
    n->k->bias(e, L, t, L, n->w + n->at[DG_PARAM_NER_B], false);
    for (uint32_t s = 0; s < b->n_sentences; s++) {
        uint32_t from = b->from[s], k = b->from[s + 1] - from, gold[T_MAX];
        if (!k || b->words[from].ner == DG_NO_CLASS) {
            memset(e + from * L, 0, k * L * sizeof *e);
            continue;
        }
        for (uint32_t i = 0; i < k;
             i++) { /* an I- that follows nothing of its type begins a name */
            gold[i] = b->words[from + i].ner;
            if (!dg_ner_may_follow(i ? gold[i - 1] : DG_NER_O, gold[i])) gold[i]--;
        }
        w->loss.ner += chain_loss(e + from * L, n->w + n->at[DG_PARAM_NER_T],
                                  w->grad + n->at[DG_PARAM_NER_T], gold, k, share, alpha, beta);
        w->loss.n_ner += k;
    }
    grad_matrix(n, w, DG_PARAM_NER_W, t, w->m + DG_MLP_NER, DG_NET_MLP, e, L);
    grad_bias(n, w, DG_PARAM_NER_B, t, e, L);
    times_t(n, w, DG_PARAM_NER_W, t, e, L, w->dm + DG_MLP_NER, DG_NET_MLP, true);
}

/* Heads of one sentence of k words: heads[0] is the root, heads[i + 1] word i; scores[k][k + 1]. */
static void arc_sentence(const dg_net *n, work *w, const dg_net_shard *b, uint32_t from, uint32_t k,
                         float *heads, float *dheads) {
    const uint32_t a = DG_NET_ARC;
    memcpy(heads, n->w + n->at[DG_PARAM_ARC_ROOT], a * sizeof *heads);
    for (uint32_t i = 0; i < k; i++)
        memcpy(heads + (i + 1) * a, w->m + (from + i) * (size_t)DG_NET_MLP + DG_MLP_HEAD,
               a * sizeof *heads);
    dg_pack_t(a, k + 1, heads, a, w->pack);
    n->k->gemm(k, k + 1, a, w->p + (size_t)from * a, a, w->pack, w->s, k + 1, false);
    for (uint32_t i = 0; i < k; i++) {
        const dg_net_word *word = &b->words[from + i];
        float *row = w->s + (size_t)i * (k + 1);
        float *reach = w->reach + (size_t)(from + i) * DG_NET_REACH,
              *dreach = w->dreach + (size_t)(from + i) * DG_NET_REACH;
        bool ok;
        for (uint32_t j = 0; j <= k; j++) row[j] += reach[dg_net_reach(i, j)];
        row[i + 1] = -1e4f; /* no word is its own head */
        w->loss.arc +=
            cross_entropy(n, row, k + 1, word->head == DG_NONE ? 0 : word->head + 1, 1.0f, &ok);
        for (uint32_t j = 0; j <= k; j++) dreach[dg_net_reach(i, j)] += row[j];
        w->loss.n_arc++;
        w->loss.ok_arc += ok;
    }
    dg_pack(k + 1, a, heads, a, w->pack);
    n->k->gemm(k, a, k + 1, w->s, k + 1, w->pack, w->dp + (size_t)from * a, a, false);
    memset(dheads, 0, (size_t)(k + 1) * a * sizeof *dheads);
    outer(n, w, k, k + 1, a, w->s, k + 1, w->p + (size_t)from * a, a, dheads, a);
    n->k->axpy(w->grad + n->at[DG_PARAM_ARC_ROOT], dheads, 1.0f, a);
    for (uint32_t i = 0; i < k; i++)
        n->k->axpy(w->dm + (from + i) * (size_t)DG_NET_MLP + DG_MLP_HEAD, dheads + (i + 1) * a,
                   1.0f, a);
}

static void arcs(const dg_net *n, work *w, const dg_net_shard *b) {
    size_t t = b->n_words;
    float *heads = w->logits,
          *dheads = w->logits + (T_MAX + 1) * DG_NET_ARC; /* logits are free here */
    times(n, w, DG_PARAM_ARC_U, t, w->m + DG_MLP_DEP, DG_NET_MLP, w->p, DG_NET_ARC, false);
    n->k->bias(w->p, DG_NET_ARC, t, DG_NET_ARC, n->w + n->at[DG_PARAM_ARC_B], false);
    memset(w->dp, 0, t * DG_NET_ARC * sizeof *w->dp);
    times(n, w, DG_PARAM_ARC_D, t, w->m + DG_MLP_DEP, DG_NET_MLP, w->reach, DG_NET_REACH, false);
    memset(w->dreach, 0, t * DG_NET_REACH * sizeof *w->dreach);
    for (uint32_t s = 0; s < b->n_sentences; s++) {
        uint32_t from = b->from[s];
        if (b->words[from].rel == DG_NO_CLASS) continue; /* no tree */
        arc_sentence(n, w, b, from, b->from[s + 1] - from, heads, dheads);
    }
    grad_matrix(n, w, DG_PARAM_ARC_U, t, w->m + DG_MLP_DEP, DG_NET_MLP, w->dp, DG_NET_ARC);
    grad_bias(n, w, DG_PARAM_ARC_B, t, w->dp, DG_NET_ARC);
    grad_matrix(n, w, DG_PARAM_ARC_D, t, w->m + DG_MLP_DEP, DG_NET_MLP, w->dreach, DG_NET_REACH);
    times_t(n, w, DG_PARAM_ARC_D, t, w->dreach, DG_NET_REACH, w->dm + DG_MLP_DEP, DG_NET_MLP, true);
    times_t(n, w, DG_PARAM_ARC_U, t, w->dp, DG_NET_ARC, w->dm + DG_MLP_DEP, DG_NET_MLP, true);
}

/* The word that is i's head, as an index of the shard; DG_NONE for the root. */
static uint32_t head_of(const dg_net_shard *b, uint32_t sentence, uint32_t i) {
    return b->words[i].head == DG_NONE ? DG_NONE : b->from[sentence] + b->words[i].head;
}

static const float *rel_head(const dg_net *n, const work *w, uint32_t head) {
    return head == DG_NONE ? n->w + n->at[DG_PARAM_REL_ROOT]
                           : w->m + (size_t)head * DG_NET_MLP + DG_MLP_RHEAD;
}

static void relations_back(const dg_net *n, work *w, const dg_net_shard *b) {
    for (uint32_t s = 0; s < b->n_sentences; s++)
        for (uint32_t i = b->from[s]; i < b->from[s + 1]; i++) {
            if (b->words[i].rel == DG_NO_CLASS) continue;
            uint32_t head = head_of(b, s, i);
            const float *dz = w->dz + (size_t)i * DG_NET_REL;
            float *dh = head == DG_NONE ? w->grad + n->at[DG_PARAM_REL_ROOT]
                                        : w->dm + (size_t)head * DG_NET_MLP + DG_MLP_RHEAD;
            n->k->axpy(w->dm + (size_t)i * DG_NET_MLP + DG_MLP_RDEP, dz, 1.0f, DG_NET_REL);
            n->k->axpy(dh, dz, 1.0f, DG_NET_REL);
        }
}

static void relations(const dg_net *n, work *w, const dg_net_shard *b, uint32_t shard) {
    const uint32_t r = DG_NET_REL, cols = n->sizes.rel;
    size_t t = b->n_words;
    for (uint32_t s = 0; s < b->n_sentences; s++)
        for (uint32_t i = b->from[s]; i < b->from[s + 1]; i++) {
            bool known = b->words[i].rel != DG_NO_CLASS;
            memcpy(w->z + (size_t)i * r, w->m + (size_t)i * DG_NET_MLP + DG_MLP_RDEP,
                   r * sizeof *w->z);
            n->k->bias(w->z + (size_t)i * r, r, 1, r,
                       rel_head(n, w, known ? head_of(b, s, i) : DG_NONE), true);
        }
    drop(n, shard, 9, w->z, t * r, 1.0f);
    times(n, w, DG_PARAM_REL_W, t, w->z, r, w->logits, cols, false);
    n->k->bias(w->logits, cols, t, cols, n->w + n->at[DG_PARAM_REL_B], false);
    for (size_t i = 0; i < t; i++) {
        float *row = w->logits + i * cols;
        bool ok = false;
        if (b->words[i].rel == DG_NO_CLASS)
            memset(row, 0, cols * sizeof *row);
        else
            w->loss.rel += cross_entropy(n, row, cols, b->words[i].rel, 1.0f, &ok);
        w->loss.ok_rel += ok;
    }
    grad_matrix(n, w, DG_PARAM_REL_W, t, w->z, r, w->logits, cols);
    grad_bias(n, w, DG_PARAM_REL_B, t, w->logits, cols);
    times_t(n, w, DG_PARAM_REL_W, t, w->logits, cols, w->dz, r, false);
    drop(n, shard, 9, w->dz, t * r, 1.0f);
    relu_back(w->dz, w->z, r, t, r);
    relations_back(n, w, b);
}

/* ---- backward ---- */

static void encode_back(const dg_net *n, work *w, const dg_net_shard *b, uint32_t shard) {
    size_t t = b->n_words;
    for (size_t i = 0; n->dropout > 0.0f && i < t; i++)
        n->k->dropout(w->dm + i * DG_NET_MLP, DG_MLP_RELU,
                      drop_seed(n, shard, 8) + (uint32_t)i * 0x632BE5ABu, n->dropout);
    relu_back(w->dm, w->m, DG_NET_MLP, t, DG_MLP_RELU);
    grad_matrix(n, w, DG_PARAM_MLP_W, t, w->x[DG_NET_LAYERS], D, w->dm, DG_NET_MLP);
    grad_bias(n, w, DG_PARAM_MLP_B, t, w->dm, DG_NET_MLP);
    times_t(n, w, DG_PARAM_MLP_W, t, w->dm, DG_NET_MLP, w->dy, D, false);
    for (int l = DG_NET_LAYERS - 1; l >= 0; l--) {
        drop(n, shard, 2 + (uint32_t)l, w->dy, t * D, 1.0f);
        memset(w->dx, 0, t * D * sizeof *w->dx);
        for (uint32_t i = 0; i < b->n_sentences; i++)
            for (int dir = 0; dir < 2; dir++) {
                dg_sru s = sru_of(n, w, b, l, dir, i);
                n->k->sru_back(&s);
            }
        grad_matrix(n, w, (dg_param)(DG_PARAM_ENC0_W + l), t, w->x[l], D, w->u[l], DG_NET_U);
        times_t(n, w, (dg_param)(DG_PARAM_ENC0_W + l), t, w->u[l], DG_NET_U, w->dx, D, true);
        float *swap = w->dx;
        w->dx = w->dy;
        w->dy = swap;
    }
    drop(n, shard, 1, w->dy, t * D, 1.0f);
    relu_back(w->dy, w->x[0], D, t, D);
    grad_bias(n, w, DG_PARAM_WORD_B, t, w->dy, D);
    for (size_t i = 0; i < t; i++)
        for (uint32_t k = 0; k < (b->words[i].manner ? 2 : 1); k++)
            n->k->axpy(lang_row(n, w->grad, &b->words[i], k), w->dy + i * D, 1.0f, D);
    for (size_t i = 0; i < t; i++)
        for (uint32_t bits = b->words[i].lists; bits; bits &= bits - 1)
            n->k->axpy(list_row(n, w->grad, bits), w->dy + i * D, 1.0f, D);
    grad_matrix(n, w, DG_PARAM_WORD_W, t, w->e, DG_WORD_WIDTH, w->dy, D);
    times_t(n, w, DG_PARAM_WORD_W, t, w->dy, D, w->de, DG_WORD_WIDTH, false);
    drop(n, shard, 0, w->de, t * DG_WORD_WIDTH, 0.5f);
}

static void shard_task(void *self, uint32_t shard) {
    dg_net *n = self;
    work *w = &n->shards[shard];
    const dg_net_shard *b = &n->batch[shard];
    dg_net_loss *l = &w->loss;
    uint32_t ignored = 0;
    memset(l, 0, sizeof *l);
    if (!b->n_words) return;
    encode(n, w, b, shard);
    memset(w->dm, 0, (size_t)b->n_words * DG_NET_MLP * sizeof *w->dm);
    l->upos = classify(n, w, b, DG_PARAM_UPOS_W, DG_MLP_TAG, 1.0f, &l->n_upos, &l->ok_upos);
    l->feats = classify(n, w, b, DG_PARAM_FEATS_W, DG_MLP_TAG, 0.5f, &l->n_feats, &ignored);
    l->lemma = classify(n, w, b, DG_PARAM_LEMMA_W, DG_MLP_TAG, 0.5f, &l->n_lemma, &ignored);
    names(n, w, b);
    arcs(n, w, b);
    relations(n, w, b, shard);
    encode_back(n, w, b, shard);
}

/* ---- the step ---- */

static void pack_task(void *self, uint32_t p) {
    dg_net *n = self;
    if (!n->packed[p]) return;
    if (n->tiles) {
        dg_tiles_right(n->rows[p], n->cols[p], n->w + n->at[p], n->cols[p], n->right[p]);
        dg_tiles_right_t(n->cols[p], n->rows[p], n->w + n->at[p], n->cols[p], n->right_t[p]);
        return;
    }
    dg_pack(n->rows[p], n->cols[p], n->w + n->at[p], n->cols[p], n->packed[p]);
    dg_pack_t(n->cols[p], n->rows[p], n->w + n->at[p], n->cols[p], n->packed_t[p]);
}

static void chunk_of(const dg_net *n, uint32_t chunk, size_t *ret_from, size_t *ret_to) {
    size_t step = (n->n_params / CHUNKS + 16) / 16 * 16;
    *ret_from = chunk * step < n->n_params ? chunk * step : n->n_params;
    *ret_to = *ret_from + step < n->n_params ? *ret_from + step : n->n_params;
}

/* Adds the shards' gradients into the first one's; tasks behind the chunks add up the embedding
 * rows. */
static void reduce_dense(dg_net *n, uint32_t chunk) {
    size_t from, to;
    chunk_of(n, chunk, &from, &to);
    float *sum = n->shards[0].grad;
    double norm = 0.0;
    for (uint32_t s = 1; s < DG_SHARDS; s++) {
        n->k->axpy(sum + from, n->shards[s].grad + from, 1.0f, to - from);
        memset(n->shards[s].grad + from, 0, (to - from) * sizeof *sum);
    }
    for (size_t i = from; i < to; i++) norm += (double)sum[i] * sum[i];
    n->norms[chunk] = norm;
}

static void reduce_rows(dg_net *n, uint32_t group, uint32_t parity) {
    table *t = &n->tables[group];
    t->n_met[parity] = 0;
    for (uint32_t s = 0; s < DG_SHARDS; s++) {
        const dg_net_shard *b = &n->batch[s];
        for (uint32_t i = 0; i < b->n_words; i++) {
            const dg_word_rows *r = b->words[i].rows;
            const float *de = n->shards[s].de + (size_t)i * DG_WORD_WIDTH + dg_group_at[group];
            uint32_t at = 0;
            for (uint32_t g = 0; g < group; g++) at += r->n[g];
            float scale = 1.0f / sqrtf((float)(r->n[group] ? r->n[group] : 1));
            for (uint32_t j = 0; j < r->n[group]; j++) {
                uint32_t row = group == DG_GROUP_LOWER && b->words[i].hidden ? 0 : r->row[at + j];
                if (row % 2 != parity) continue;
                if (t->stamp[row] != n->step) t->met[parity][t->n_met[parity]++] = row;
                t->stamp[row] = n->step;
                n->k->axpy(t->g + (size_t)row * t->width, de, scale, t->width);
            }
        }
    }
}

static void reduce_task(void *self, uint32_t task) {
    dg_net *n = self;
    if (task < 2 * DG_GROUP_N)
        reduce_rows(n, DG_GROUP_N - 1 - task / 2, task % 2); /* the longest first */
    else
        reduce_dense(n, task - 2 * DG_GROUP_N);
}

static void adam_task(void *self, uint32_t task) {
    dg_net *n = self;
    if (task >= 2 * DG_GROUP_N) {
        size_t from, to;
        chunk_of(n, task - 2 * DG_GROUP_N, &from, &to);
        n->k->adam(&n->adam, n->w + from, n->shards[0].grad + from, n->m + from, n->v + from,
                   to - from);
        return;
    }
    /* A rare row is met a few times in all: it has to get somewhere in as few steps. */
    table *t = &n->tables[task / 2];
    dg_adam faster = n->adam;
    faster.lr *= ROW_RATE;
    for (uint32_t i = 0; i < t->n_met[task % 2]; i++) {
        size_t at = (size_t)t->met[task % 2][i] * t->width;
        n->k->adam(&faster, t->w + at, t->g + at, t->m + at, t->v + at, t->width);
    }
}

static void add_loss(dg_net_loss *sum, const dg_net_loss *l) {
    sum->upos += l->upos, sum->feats += l->feats, sum->lemma += l->lemma;
    sum->ner += l->ner, sum->arc += l->arc, sum->rel += l->rel;
    sum->n_upos += l->n_upos, sum->n_feats += l->n_feats, sum->n_lemma += l->n_lemma;
    sum->n_ner += l->n_ner, sum->n_arc += l->n_arc;
    sum->ok_upos += l->ok_upos, sum->ok_arc += l->ok_arc, sum->ok_rel += l->ok_rel;
}

void dg_net_step(dg_net *n, const dg_net_shard shards[DG_SHARDS], float lr, float dropout,
                 dg_net_loss *loss) {
    uint32_t words = 0;
    n->step++;
    n->batch = shards;
    n->dropout = dropout;
    for (uint32_t s = 0; s < DG_SHARDS; s++) words += shards[s].n_words;
    n->inv_words = 1.0f / (float)(words ? words : 1);
    dg_parallel(n->n_threads, DG_PARAM_N, pack_task, n);
    dg_parallel(n->n_threads, DG_SHARDS, shard_task, n);
    dg_parallel(n->n_threads, 2 * DG_GROUP_N + CHUNKS, reduce_task, n);
    double norm = 0.0;
    for (uint32_t i = 0; i < CHUNKS; i++) norm += n->norms[i];
    float length = (float)sqrt(norm);
    n->adam = (dg_adam){.lr = lr,
                        .beta1 = 0.9f,
                        .beta2 = 0.98f,
                        .eps = 1e-8f,
                        .scale = length > CLIP ? CLIP / length : 1.0f};
    double b1 = 1.0 - pow(0.9, n->step), b2 = 1.0 - pow(0.98, n->step);
    n->adam.lr = (float)(lr * sqrt(b2) / b1);
    dg_parallel(n->n_threads, 2 * DG_GROUP_N + CHUNKS, adam_task, n);
    for (uint32_t s = 0; s < DG_SHARDS; s++) add_loss(loss, &n->shards[s].loss);
}

double dg_net_gradient(dg_net *n, const dg_net_shard *shard) {
    n->batch = shard;
    n->dropout = 0.0f;
    n->inv_words = 1.0f;
    memset(n->shards[0].grad, 0, n->n_params * sizeof(float));
    for (uint32_t p = 0; p < DG_PARAM_N; p++) pack_task(n, p);
    shard_task(n, 0);
    const dg_net_loss *l = &n->shards[0].loss;
    return l->upos + 0.5 * l->feats + 0.5 * l->lemma + (double)NAMES_WEIGHT * l->ner + l->arc +
           l->rel;
}
