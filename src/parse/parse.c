/* parse.c: runs the network of net.h over sentences and writes what it says into the tokens.
 *
 *   tokens ─► features ─► word vectors (cached by form) + lists ─► encoder ─► classes,
 * names, tree, relations
 *
 * Sentences are taken in blocks of about BLOCK words, so that a block's values stay in the
 * second-level cache. Every word's values depend on its sentence alone (the kernels add up each
 * output in one fixed order), so neither the block nor the cache changes the result. Classes of
 * features and lemmas are asked for only as far as the language has them. cost: 1.2 M
 * multiply-adds a word, 0.09 M more for a form that is not in the cache. */
#include "parse/parse.h"

#include <math.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "math/kernels.h"
#include "parse/decode.h"
#include "parse/features.h"
#include "parse/net.h"
#include "parse/script.h"

#define D DG_NET_DIM
#define BLOCK 256u
#define MAX_BLOCK (BLOCK + DG_MAX_SENTENCE)
#define MAX_LANGS 32u
#define CACHE 8192u  /* word vectors; a power of two */
#define MAX_FORM 40u /* bytes of a form that is cached */
#define LEMMA_TRIES 8u
/* In the treebanks of the four languages nine subjects in ten come before their object: ln 9. */
#define OBJECT_FIRST 2.2f
#define LEMMA_MARGIN 4.0f /* logits that a lemma which nobody has seen must be ahead */

/* A class head cut down to the classes of one language. */
typedef struct head {
    const uint16_t *class_of; /* [w.n] */
    const float *b;           /* [w.n] */
    dg_qmatrix w;             /* [TAG][w.n] */
} head;

struct dg_parser {
    const dg_kernels *k;
    dg_sizes sizes;
    const float
        *p[DG_PARAM_N]; /* small matrices packed as floats, vectors as they are, else NULL */
    dg_qmatrix enc[DG_NET_LAYERS], mlp;
    dg_tables tables;
    const int8_t *table[DG_GROUP_N]; /* [rows][width] */
    const float *scale[DG_GROUP_N];  /* [rows] */
    uint32_t n_langs;
    const dg_str *langs; /* language i is row i + 1 of LANG */
    const dg_str *feats, *lemmas, *rels;
    const uint8_t *known_lemmas; /* [DG_LEMMA_BITS / 8] */
    dg_gazetteer lists;
    dg_feats *feats_bits;   /* [n feats] */
    uint8_t *rel, *rel_sub; /* [n rel] */
    uint32_t rel_root;
    head feats_head[MAX_LANGS + 1], lemma_head[MAX_LANGS + 1];
};

typedef struct slot {
    uint8_t n; /* bytes of form; 0: empty */
    char form[MAX_FORM];
} slot;

struct dg_parse_work {
    dg_arena *arena;    /* buffers below */
    dg_arena *scratch;  /* released after each sentence */
    slot *slots;        /* [CACHE] */
    float *cached;      /* [CACHE][D] */
    float *e, *fresh;   /* [MAX_BLOCK][272], [MAX_BLOCK][D]: words that were not in the cache */
    uint32_t *fresh_at; /* [MAX_BLOCK] their place in the block */
    float *x, *y, *c, *u, *m;
    float *logits, *p, *s, *heads, *z, *pack;
    float *reach;    /* [MAX_BLOCK][REACH] */
    uint32_t *lists; /* [MAX_BLOCK] bits of each word */
    void *q;         /* rows made ready for an integer product, and their scales */
    float *q_scale;
    uint32_t *head; /* [MAX_SENTENCE] */
    uint8_t *ner;
};

/* ---- opening ---- */

static float *aligned_floats(dg_arena *a, size_t n) {
    char *p = dg_arena_alloc(a, (n + 16) * sizeof(float));
    return p ? (float *)(void *)(p + (64 - (uintptr_t)p % 64) % 64) : NULL;
}

/* The int8 matrix name and its scales, one a column, as they lie in the file. */
static int find_matrix(const dg_modelfile *m, const char *name, uint32_t rows, uint32_t cols,
                       const int8_t **ret, const float **ret_scale, dg_err *err) {
    char scales[64];
    dg_tensor w, s;
    strcpy(scales, name);
    strcat(scales, ".scale");
    int r = dg_modelfile_get(m, name, DG_DTYPE_I8, 2, (const uint64_t[]){rows, cols}, &w, err);
    if (!r) r = dg_modelfile_get(m, scales, DG_DTYPE_F32, 1, (const uint64_t[]){cols}, &s, err);
    if (r) return r;
    *ret = w.data;
    *ret_scale = s.data;
    return 0;
}

/* The same as floats. */
static int load_matrix(const dg_modelfile *m, const char *name, uint32_t rows, uint32_t cols,
                       dg_arena *a, float **ret, dg_err *err) {
    const int8_t *q;
    const float *scale;
    int r = find_matrix(m, name, rows, cols, &q, &scale, err);
    if (r) return r;
    float *out = aligned_floats(a, (size_t)rows * cols);
    if (!out) return dg_err_set(err, DG_E_NOMEM, 0, "model");
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t j = 0; j < cols; j++)
            out[(size_t)i * cols + j] = (float)q[(size_t)i * cols + j] * scale[j];
    *ret = out;
    return 0;
}

static int pack_ints(const dg_parser *p, uint32_t rows, uint32_t cols, const int8_t *w,
                     const float *scale, dg_arena *a, dg_qmatrix *ret, dg_err *err) {
    void *packed = aligned_floats(a, dg_qpacked_size(rows, cols) / sizeof(float) + 1);
    int32_t *sum = dg_arena_zalloc(a, cols, sizeof *sum);
    if (!packed || !sum) return dg_err_set(err, DG_E_NOMEM, 0, "model");
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t j = 0; j < cols; j++) sum[j] += w[(size_t)i * cols + j];
    p->k->qpack(rows, cols, w, cols, packed);
    *ret = (dg_qmatrix){rows, cols, packed, scale, sum};
    return 0;
}

static int load_ints(const dg_parser *p, const dg_modelfile *m, dg_param which, dg_arena *a,
                     dg_qmatrix *ret, dg_err *err) {
    uint32_t rows, cols;
    const int8_t *w;
    const float *scale;
    dg_param_shape(which, &p->sizes, &rows, &cols);
    int r = find_matrix(m, dg_param_name(which), rows, cols, &w, &scale, err);
    return r ? r : pack_ints(p, rows, cols, w, scale, a, ret, err);
}

static int pack_matrix(uint32_t rows, uint32_t cols, const float *w, dg_arena *a, const float **ret,
                       dg_err *err) {
    float *p = aligned_floats(a, dg_packed_size(rows, cols));
    if (!p) return dg_err_set(err, DG_E_NOMEM, 0, "model");
    dg_pack(rows, cols, w, cols, p);
    *ret = p;
    return 0;
}

/* Vectors (biases, SRU weights, roots, languages) are plain floats. */
static bool is_vector(dg_param p) {
    return p == DG_PARAM_LANG || p == DG_PARAM_GAZ ||
           (p >= DG_PARAM_ENC0_V && p <= DG_PARAM_ENC2_B) || p == DG_PARAM_WORD_B ||
           p == DG_PARAM_MLP_B || p == DG_PARAM_UPOS_B || p == DG_PARAM_FEATS_B ||
           p == DG_PARAM_LEMMA_B || p == DG_PARAM_NER_B || p == DG_PARAM_NER_T ||
           p == DG_PARAM_ARC_B || p == DG_PARAM_ARC_ROOT || p == DG_PARAM_REL_ROOT ||
           p == DG_PARAM_REL_B;
}

static int load_params(dg_parser *p, const dg_modelfile *m, dg_arena *a, dg_arena *temp,
                       dg_err *err) {
    int r = 0;
    for (int i = 0; !r && i < DG_PARAM_N; i++) {
        uint32_t rows, cols;
        dg_param_shape((dg_param)i, &p->sizes, &rows, &cols);
        const char *name = dg_param_name((dg_param)i);
        if (i == DG_PARAM_FEATS_W || i == DG_PARAM_LEMMA_W) continue; /* load_head */
        if (i >= DG_PARAM_ENC0_W && i <= DG_PARAM_ENC2_W) {
            r = load_ints(p, m, (dg_param)i, a, &p->enc[i - DG_PARAM_ENC0_W], err);
            continue;
        }
        if (i == DG_PARAM_MLP_W) {
            r = load_ints(p, m, DG_PARAM_MLP_W, a, &p->mlp, err);
            continue;
        }
        if (is_vector((dg_param)i)) {
            dg_tensor t;
            r = dg_modelfile_get(m, name, DG_DTYPE_F32, 2, (const uint64_t[]){rows, cols}, &t, err);
            if (!r) p->p[i] = t.data;
            continue;
        }
        float *w = NULL;
        dg_arena_mark mark = dg_arena_mark_get(temp);
        r = load_matrix(m, name, rows, cols, temp, &w, err);
        if (!r) r = pack_matrix(rows, cols, w, a, &p->p[i], err);
        dg_arena_release(temp, mark);
    }
    return r;
}

/* The columns of w for the classes that has[] marks. */
static int cut_head(const dg_parser *p, uint32_t n, const uint8_t *has, const int8_t *w,
                    const float *scale, const float *bias, head *h, dg_arena *a, dg_arena *temp,
                    dg_err *err) {
    uint16_t *class_of = dg_arena_alloc(a, n * sizeof *class_of);
    float *b = dg_arena_alloc(a, n * sizeof *b), *own = dg_arena_alloc(a, n * sizeof *own);
    int8_t *cut = dg_arena_alloc(temp, (size_t)DG_NET_TAG * n);
    uint32_t k = 0;
    if (!class_of || !b || !own || !cut) return dg_err_set(err, DG_E_NOMEM, 0, "model");
    for (uint32_t c = 0; c < n; c++)
        if (has[c]) class_of[k++] = (uint16_t)c;
    if (!k) return dg_err_set(err, DG_E_MODEL, 0, "a language without classes");
    for (uint32_t j = 0; j < k; j++) b[j] = bias[class_of[j]], own[j] = scale[class_of[j]];
    for (uint32_t i = 0; i < DG_NET_TAG; i++)
        for (uint32_t j = 0; j < k; j++) cut[(size_t)i * k + j] = w[(size_t)i * n + class_of[j]];
    h->class_of = class_of;
    h->b = b;
    return pack_ints(p, DG_NET_TAG, k, cut, own, a, &h->w, err);
}

static int load_head(const dg_modelfile *m, const char *name, dg_param which, const dg_parser *p,
                     uint32_t n, head *heads, dg_arena *a, dg_arena *temp, dg_err *err) {
    dg_tensor t;
    const int8_t *w;
    const float *scale;
    int r =
        dg_modelfile_get(m, name, DG_DTYPE_U8, 2, (const uint64_t[]){p->sizes.lang, n}, &t, err);
    if (!r) r = find_matrix(m, dg_param_name(which), DG_NET_TAG, n, &w, &scale, err);
    for (uint32_t l = 0; !r && l < p->sizes.lang; l++) {
        dg_arena_mark mark = dg_arena_mark_get(temp);
        r = cut_head(p, n, (const uint8_t *)t.data + (size_t)l * n, w, scale, p->p[which + 1],
                     &heads[l], a, temp, err);
        dg_arena_release(temp, mark);
    }
    return r;
}

static int load_strings(const dg_modelfile *m, const char *name, dg_arena *a, uint32_t *ret_n,
                        const dg_str **ret, dg_err *err) {
    dg_tensor t;
    int r = dg_modelfile_get(m, name, DG_DTYPE_BYTES, 1, (const uint64_t[]){0}, &t, err);
    if (!r) r = dg_modelfile_strings(&t, a, ret_n, ret, err);
    if (!r && (*ret_n == 0 || *ret_n > 65535))
        r = dg_err_set(err, DG_E_MODEL, 0, "%s: number of strings", name);
    return r;
}

static int load_tables(dg_parser *p, const dg_modelfile *m, dg_err *err) {
    static const char *const names[DG_GROUP_N] = {"parse.lower", "parse.prefix", "parse.suffix",
                                                  "parse.ngram"};
    static const char *const scales[DG_GROUP_N] = {"parse.lower.scale", "parse.prefix.scale",
                                                   "parse.suffix.scale", "parse.ngram.scale"};
    dg_tensor t;
    int r = 0;
    for (int g = 0; !r && g < DG_GROUP_N; g++) {
        r = dg_modelfile_get(m, names[g], DG_DTYPE_I8, 2, (const uint64_t[]){0, dg_group_width[g]},
                             &t, err);
        if (r) return r;
        uint64_t rows = t.dims[0];
        if (!rows || rows > (1u << 28) || (g != DG_GROUP_LOWER && (rows & (rows - 1))))
            return dg_err_set(err, DG_E_MODEL, 0, "%s: number of rows", names[g]);
        p->table[g] = t.data;
        p->tables.rows[g] = (uint32_t)rows;
        r = dg_modelfile_get(m, scales[g], DG_DTYPE_F32, 1, (const uint64_t[]){rows}, &t, err);
        if (!r) p->scale[g] = t.data;
    }
    if (!r)
        r = dg_modelfile_get(m, "parse.known", DG_DTYPE_I32, 1,
                             (const uint64_t[]){p->tables.rows[0] - 1}, &t, err);
    if (!r) p->tables.known = t.data;
    if (!r)
        r = dg_modelfile_get(m, "parse.closed", DG_DTYPE_U8, 1,
                             (const uint64_t[]){p->tables.rows[0] - 1}, &t, err);
    if (!r) p->tables.closed = t.data;
    return r;
}

static int load_lists(dg_parser *p, const dg_modelfile *m, dg_err *err) {
    dg_tensor t, c;
    int r =
        dg_modelfile_get(m, "parse.lists.print", DG_DTYPE_I32, 1, (const uint64_t[]){0}, &t, err);
    if (!r)
        r = dg_modelfile_get(m, "parse.lists.classes", DG_DTYPE_U16, 1,
                             (const uint64_t[]){t.dims[0]}, &c, err);
    if (!r && t.dims[0] > (1u << 28))
        r = dg_err_set(err, DG_E_MODEL, 0, "parse.lists: number of phrases");
    if (!r) p->lists = (dg_gazetteer){(uint32_t)t.dims[0], t.data, c.data};
    if (!r)
        r = dg_modelfile_get(m, "parse.lemmas.known", DG_DTYPE_U8, 1,
                             (const uint64_t[]){DG_LEMMA_BITS / 8}, &t, err);
    if (!r) p->known_lemmas = t.data;
    return r;
}

static int load_classes(dg_parser *p, const dg_modelfile *m, dg_arena *a, dg_err *err) {
    int r = load_strings(m, "parse.langs", a, &p->n_langs, &p->langs, err);
    if (!r && p->n_langs > MAX_LANGS) r = dg_err_set(err, DG_E_MODEL, 0, "parse.langs: too many");
    if (!r) r = load_strings(m, "parse.feats", a, &p->sizes.feats, &p->feats, err);
    if (!r) r = load_strings(m, "parse.lemmas", a, &p->sizes.lemma, &p->lemmas, err);
    if (!r) r = load_strings(m, "parse.rels", a, &p->sizes.rel, &p->rels, err);
    if (r) return r;
    p->sizes.lang = p->n_langs + 1;
    p->sizes.upos = DG_UPOS_N;
    p->feats_bits = dg_arena_alloc(a, p->sizes.feats * sizeof *p->feats_bits);
    p->rel = dg_arena_alloc(a, p->sizes.rel);
    p->rel_sub = dg_arena_alloc(a, p->sizes.rel);
    if (!p->feats_bits || !p->rel || !p->rel_sub) return dg_err_set(err, DG_E_NOMEM, 0, "model");
    for (uint32_t i = 0; i < p->sizes.feats; i++) p->feats_bits[i] = dg_feats_parse(p->feats[i]);
    p->rel_root = DG_NONE;
    for (uint32_t i = 0; i < p->sizes.rel; i++) {
        dg_rel_find(p->rels[i], &p->rel[i], &p->rel_sub[i]);
        if (p->rel[i] == DG_REL_ROOT) p->rel_root = i;
    }
    return p->rel_root == DG_NONE || p->sizes.rel < 2
               ? dg_err_set(err, DG_E_MODEL, 0, "parse.rels: no root")
               : 0;
}

int dg_parser_open_on(const dg_kernels *k, const dg_modelfile *m, dg_arena *arena, dg_parser **ret,
                      dg_err *err) {
    dg_parser *p = dg_arena_zalloc(arena, 1, sizeof *p);
    dg_arena *temp = dg_arena_new((size_t)64 << 20);
    int r = p && temp ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "parser");
    if (!r) {
        p->k = k;
        r = load_classes(p, m, arena, err);
    }
    if (!r) r = load_tables(p, m, err);
    if (!r) r = load_lists(p, m, err);
    if (!r) r = load_params(p, m, arena, temp, err);
    if (!r)
        r = load_head(m, "parse.feats.has", DG_PARAM_FEATS_W, p, p->sizes.feats, p->feats_head,
                      arena, temp, err);
    if (!r)
        r = load_head(m, "parse.lemmas.has", DG_PARAM_LEMMA_W, p, p->sizes.lemma, p->lemma_head,
                      arena, temp, err);
    dg_arena_free(temp);
    if (!r) *ret = p;
    return r;
}

int dg_parser_open(const dg_modelfile *m, dg_arena *arena, dg_parser **ret, dg_err *err) {
    return dg_parser_open_on(dg_kernels_best(), m, arena, ret, err);
}

const dg_gazetteer *dg_parser_lists(const dg_parser *p) {
    return &p->lists;
}

/* ---- one thread's buffers ---- */

static uint32_t widest(const dg_parser *p) {
    uint32_t n = p->sizes.rel > DG_UPOS_N ? p->sizes.rel : DG_UPOS_N;
    for (uint32_t l = 0; l < p->sizes.lang; l++) {
        n = p->feats_head[l].w.n > n ? p->feats_head[l].w.n : n;
        n = p->lemma_head[l].w.n > n ? p->lemma_head[l].w.n : n;
    }
    return n;
}

static bool work_buffers(dg_parse_work *w, const dg_parser *p) {
    dg_arena *a = w->arena;
    w->slots = dg_arena_zalloc(a, CACHE, sizeof *w->slots);
    w->fresh_at = dg_arena_zalloc(a, MAX_BLOCK, sizeof *w->fresh_at);
    w->head = dg_arena_zalloc(a, DG_MAX_SENTENCE, sizeof *w->head);
    w->ner = dg_arena_zalloc(a, DG_MAX_SENTENCE, 1);
    w->lists = dg_arena_zalloc(a, MAX_BLOCK, sizeof *w->lists);
    struct {
        float **at;
        size_t n;
    } all[] = {
        {&w->cached, (size_t)CACHE * D},
        {&w->e, MAX_BLOCK * DG_WORD_WIDTH},
        {&w->fresh, MAX_BLOCK * D},
        {&w->x, MAX_BLOCK * D},
        {&w->y, MAX_BLOCK * D},
        {&w->c, MAX_BLOCK * D},
        {&w->u, MAX_BLOCK * DG_NET_U},
        {&w->m, MAX_BLOCK * DG_NET_MLP},
        {&w->p, MAX_BLOCK * DG_NET_ARC},
        {&w->logits, MAX_BLOCK * widest(p)},
        {&w->s, (size_t)DG_MAX_SENTENCE * (DG_MAX_SENTENCE + 1)},
        {&w->heads, (DG_MAX_SENTENCE + 1) * DG_NET_ARC},
        {&w->z, MAX_BLOCK * DG_NET_REL},
        {&w->pack, dg_packed_size(DG_NET_ARC, DG_MAX_SENTENCE + 1)},
        {&w->q_scale, MAX_BLOCK},
        {&w->reach, MAX_BLOCK * DG_NET_REACH},
    };
    for (size_t i = 0; i < DG_LEN(all); i++)
        if (!(*all[i].at = aligned_floats(a, all[i].n))) return false;
    w->q = dg_arena_zalloc(a, dg_qrows_size(MAX_BLOCK, D), 1);
    return w->slots && w->fresh_at && w->head && w->ner && w->lists && w->q;
}

int dg_parse_work_new(const dg_parser *p, dg_parse_work **ret, dg_err *err) {
    dg_arena *a = dg_arena_new((size_t)128 << 20);
    dg_parse_work *w = a ? dg_arena_zalloc(a, 1, sizeof *w) : NULL;
    if (w) {
        w->arena = a;
        w->scratch = dg_arena_new((size_t)128 << 20);
    }
    if (!w || !w->scratch || !work_buffers(w, p)) {
        if (w) dg_arena_free(w->scratch);
        dg_arena_free(a);
        return dg_err_set(err, DG_E_NOMEM, 0, "parser buffers");
    }
    *ret = w;
    return 0;
}

void dg_parse_work_free(dg_parse_work *w) {
    if (!w) return;
    dg_arena_free(w->scratch);
    dg_arena_free(w->arena);
}

/* ---- words ---- */

static void embed(const dg_parser *p, dg_str form, float *e) {
    dg_word_rows r;
    dg_word_features(&p->tables, form, &r);
    memset(e, 0, DG_WORD_WIDTH * sizeof *e);
    for (uint32_t g = 0, at = 0; g < DG_GROUP_N; at += r.n[g++]) {
        float scale = 1.0f / sqrtf((float)(r.n[g] ? r.n[g] : 1));
        for (uint32_t j = 0; j < r.n[g]; j++) {
            size_t row = r.row[at + j];
            p->k->axpy_i8(e + dg_group_at[g], p->table[g] + row * dg_group_width[g],
                          p->scale[g][row] * scale, dg_group_width[g]);
        }
    }
}

static uint32_t slot_of(dg_str form) {
    return (uint32_t)dg_hash_str(form, 0) & (CACHE - 1);
}

/* x[i] = the word's vector before its language is added. */
static void words(const dg_parser *p, dg_parse_work *w, const dg_token *t, uint32_t n) {
    uint32_t fresh = 0;
    for (uint32_t i = 0; i < n; i++) {
        const slot *s = &w->slots[slot_of(t[i].form)];
        if (t[i].form.n && s->n == t[i].form.n && memcmp(s->form, t[i].form.p, s->n) == 0) {
            memcpy(w->x + (size_t)i * D, w->cached + (size_t)(s - w->slots) * D, D * sizeof *w->x);
            continue;
        }
        embed(p, t[i].form, w->e + (size_t)fresh * DG_WORD_WIDTH);
        w->fresh_at[fresh++] = i;
    }
    p->k->gemm(fresh, D, DG_WORD_WIDTH, w->e, DG_WORD_WIDTH, p->p[DG_PARAM_WORD_W], w->fresh, D,
               false);
    for (uint32_t k = 0; k < fresh; k++) {
        uint32_t i = w->fresh_at[k];
        float *v = w->fresh + (size_t)k * D;
        p->k->bias(v, D, 1, D, p->p[DG_PARAM_WORD_B], false);
        memcpy(w->x + (size_t)i * D, v, D * sizeof *v);
        if (!t[i].form.n || t[i].form.n > MAX_FORM) continue;
        slot *s = &w->slots[slot_of(t[i].form)];
        s->n = (uint8_t)t[i].form.n;
        memcpy(s->form, t[i].form.p, s->n);
        memcpy(w->cached + (size_t)(s - w->slots) * D, v, D * sizeof *v);
    }
}

/* ---- encoder ---- */

/* y[n][ldy] = x[n][ldx] · b, in integers */
static void times(const dg_parser *p, dg_parse_work *w, uint32_t n, const float *x, size_t ldx,
                  const dg_qmatrix *b, float *y, size_t ldy) {
    p->k->qrows(n, b->k, x, ldx, w->q, w->q_scale);
    p->k->qgemm(n, b, w->q, w->q_scale, y, ldy);
}

static void layer(const dg_parser *p, dg_parse_work *w, const dg_sentence *sentences,
                  uint32_t n_sentences, int l) {
    uint32_t first = sentences[0].from, n = sentences[n_sentences - 1].to - first;
    times(p, w, n, w->x, D, &p->enc[l], w->u, DG_NET_U);
    for (uint32_t i = 0; i < n_sentences; i++)
        for (size_t dir = 0; dir < 2; dir++) {
            size_t from = sentences[i].from - first, col = dir * DG_NET_UNITS;
            dg_sru s = {
                .n = sentences[i].to - sentences[i].from, .h = DG_NET_UNITS, .reverse = dir == 1};
            s.u = w->u + from * DG_NET_U + 3 * col;
            s.ld_u = DG_NET_U;
            s.x = w->x + from * D + col;
            s.y = w->y + from * D + col;
            s.c = w->c + from * D + col;
            s.ld_x = s.ld_y = s.ld_c = D;
            s.v = p->p[DG_PARAM_ENC0_V + l] + 2 * col;
            s.b = p->p[DG_PARAM_ENC0_B + l] + 2 * col;
            p->k->sru(&s);
        }
    float *swap = w->x;
    w->x = w->y;
    w->y = swap;
}

static void encode(const dg_parser *p, dg_parse_work *w, const dg_sentence *s, uint32_t n_sentences,
                   const dg_token *t, uint32_t lang) {
    uint32_t n = s[n_sentences - 1].to - s[0].from;
    words(p, w, t, n);
    for (uint32_t i = 0; i < n_sentences; i++)
        dg_gaz_mark(&p->lists, lang, &t[s[i].from - s[0].from].form, sizeof *t, s[i].to - s[i].from,
                    w->lists + (s[i].from - s[0].from));
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t bits = w->lists[i]; bits; bits &= bits - 1)
            p->k->axpy(w->x + (size_t)i * D, p->p[DG_PARAM_GAZ] + (size_t)__builtin_ctz(bits) * D,
                       1.0f, D);
    p->k->bias(w->x, D, n, D, p->p[DG_PARAM_LANG] + (size_t)lang * D, true);
    for (int l = 0; l < DG_NET_LAYERS; l++) layer(p, w, s, n_sentences, l);
    const float *b = p->p[DG_PARAM_MLP_B];
    times(p, w, n, w->x, D, &p->mlp, w->m, DG_NET_MLP);
    p->k->bias(w->m, DG_NET_MLP, n, DG_MLP_RELU, b, true);
    p->k->bias(w->m + DG_MLP_RELU, DG_NET_MLP, n, DG_NET_MLP - DG_MLP_RELU, b + DG_MLP_RELU, false);
    p->k->gemm(n, DG_NET_ARC, DG_NET_ARC, w->m + DG_MLP_DEP, DG_NET_MLP, p->p[DG_PARAM_ARC_U], w->p,
               DG_NET_ARC, false);
    p->k->bias(w->p, DG_NET_ARC, n, DG_NET_ARC, p->p[DG_PARAM_ARC_B], false);
    p->k->gemm(n, DG_NET_REACH, DG_NET_ARC, w->m + DG_MLP_DEP, DG_NET_MLP, p->p[DG_PARAM_ARC_D],
               w->reach, DG_NET_REACH, false);
}

/* ---- classes ---- */

static uint32_t argmax(const float *x, uint32_t n) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
        if (x[i] > x[best]) best = i;
    return best;
}

/* logits[n][classes] of one head. */
static void scores(const dg_parser *p, dg_parse_work *w, const head *h, uint32_t n) {
    times(p, w, n, w->m + DG_MLP_TAG, DG_NET_MLP, &h->w, w->logits, h->w.n);
    p->k->bias(w->logits, h->w.n, n, h->w.n, h->b, false);
}

/* The best of the head's classes for each word, into ret[n]. */
static void classify(const dg_parser *p, dg_parse_work *w, const head *h, uint32_t n,
                     uint16_t *ret) {
    scores(p, w, h, n);
    for (uint32_t i = 0; i < n; i++)
        ret[i] = h->class_of[argmax(w->logits + (size_t)i * h->w.n, h->w.n)];
}

static bool is_known_lemma(const dg_parser *p, uint32_t lang, uint32_t upos, dg_str lemma) {
    uint32_t at[DG_LEMMA_HASHES];
    bool known = true;
    dg_lemma_bits(lang, upos, lemma, at);
    for (uint32_t i = 0; i < DG_LEMMA_HASHES; i++)
        known &= p->known_lemmas[at[i] / 8] >> at[i] % 8 & 1;
    return known;
}

/* The lemma of the best script that fits the form; rather one that training has seen as a lemma,
 * when its script is nearly as good. row is used up. false: no memory. */
static bool lemma_of(const dg_parser *p, const head *h, float *row, uint32_t lang, dg_token *t,
                     dg_arena *arena) {
    dg_str first = DG_STR_NULL;
    float least = -INFINITY;
    for (uint32_t k = 0; k < LEMMA_TRIES; k++) {
        uint32_t best = argmax(row, h->w.n);
        dg_str lemma;
        if (!(row[best] > least)) break;
        if (!dg_script_apply(arena, p->lemmas[h->class_of[best]], t->form, &lemma)) {
            row[best] = -INFINITY;
            continue;
        }
        if (!lemma.p) return false;
        if (is_known_lemma(p, lang, t->upos, lemma)) {
            t->lemma = lemma;
            return true;
        }
        if (!first.p) {
            first = lemma;
            least = row[best] - LEMMA_MARGIN;
        }
        row[best] = -INFINITY;
    }
    t->lemma = first.n ? first : t->form;
    return true;
}

static int tag(const dg_parser *p, dg_parse_work *w, uint32_t lang, dg_token *t, uint32_t n,
               dg_arena *arena, dg_err *err) {
    uint16_t best[MAX_BLOCK];
    p->k->gemm(n, DG_UPOS_N, DG_NET_TAG, w->m + DG_MLP_TAG, DG_NET_MLP, p->p[DG_PARAM_UPOS_W],
               w->logits, DG_UPOS_N, false);
    p->k->bias(w->logits, DG_UPOS_N, n, DG_UPOS_N, p->p[DG_PARAM_UPOS_B], false);
    for (uint32_t i = 0; i < n; i++)
        t[i].upos = (uint8_t)argmax(w->logits + (size_t)i * DG_UPOS_N, DG_UPOS_N);
    classify(p, w, &p->feats_head[lang], n, best);
    for (uint32_t i = 0; i < n; i++) {
        t[i].feats = p->feats_bits[best[i]];
        t[i].feats_str = p->feats[best[i]];
    }
    const head *h = &p->lemma_head[lang];
    scores(p, w, h, n);
    for (uint32_t i = 0; i < n; i++)
        if (!lemma_of(p, h, w->logits + (size_t)i * h->w.n, lang, &t[i], arena))
            return dg_err_set(err, DG_E_NOMEM, 0, "lemma");
    return 0;
}

/* ---- tree and names of one sentence ---- */

static int tree(const dg_parser *p, dg_parse_work *w, uint32_t from, uint32_t k, dg_err *err) {
    const uint32_t a = DG_NET_ARC;
    memcpy(w->heads, p->p[DG_PARAM_ARC_ROOT], a * sizeof(float));
    for (uint32_t i = 0; i < k; i++)
        memcpy(w->heads + (size_t)(i + 1) * a, w->m + (size_t)(from + i) * DG_NET_MLP + DG_MLP_HEAD,
               a * sizeof(float));
    dg_pack_t(a, k + 1, w->heads, a, w->pack);
    p->k->gemm(k, k + 1, a, w->p + (size_t)from * a, a, w->pack, w->s, k + 1, false);
    for (uint32_t i = 0; i < k; i++) {
        const float *reach = w->reach + (size_t)(from + i) * DG_NET_REACH;
        for (uint32_t j = 0; j <= k; j++)
            w->s[(size_t)i * (k + 1) + j] += reach[dg_net_reach(i, j)];
    }
    return dg_decode_tree(w->s, k, w->scratch, w->head, err);
}

/* The outer subject of a predicate that is a clause stands beside another. */
static bool is_subject(const dg_parser *p, uint32_t class) {
    return p->rel[class] == DG_REL_NSUBJ && p->rel_sub[class] != DG_SUB_OUTER;
}

static bool is_object(const dg_parser *p, uint32_t class) {
    return p->rel[class] == DG_REL_OBJ;
}

/* The first word from there on that is so to the head; k: none. */
static uint32_t next_one(const dg_parser *p, const dg_parse_work *w, uint32_t k,
                         const uint16_t *class, uint32_t from, uint32_t parent,
                         bool (*is)(const dg_parser *p, uint32_t class)) {
    while (from < k && (w->head[from] != parent || !is(p, class[from]))) from++;
    return from;
}

/* The best relation for object i that makes no second object or subject; what it costs, with the
 * fine for a subject. */
static float way_out(const dg_parser *p, const dg_parse_work *w, uint32_t k, const uint16_t *class,
                     uint32_t i, float fine, uint16_t *ret) {
    const float *row = w->logits + (size_t)i * p->sizes.rel;
    bool free = next_one(p, w, k, class, 0, w->head[i], is_subject) == k;
    float least = INFINITY;
    for (uint32_t c = 0; c < p->sizes.rel; c++) {
        bool subject = is_subject(p, c);
        if (c == p->rel_root || is_object(p, c) || (subject && !free)) continue;
        float costs = row[class[i]] - row[c] + (subject ? fine : 0.0f);
        if (costs < least) {
            least = costs;
            *ret = (uint16_t)c;
        }
    }
    return least;
}

/* Relations are chosen word by word; where a head has got two objects, the one to which another
 * relation is nearest takes that: most often the subject of a sentence that could be read both ways
 * ("Uganda soll Ruanda bombardiert haben"). Each change leaves an object less. Two subjects stay:
 * the second is mostly a name at the wrong head, and an object no better. */
static void settle_objects(const dg_parser *p, const dg_parse_work *w, uint32_t k,
                           uint16_t *class) {
    for (uint32_t i = 0; i < k; i++)
        while (is_object(p, class[i])) {
            uint16_t out_i = class[i], out_j = class[i];
            uint32_t j = next_one(p, w, k, class, i + 1, w->head[i], is_object);
            if (j == k) break;
            float cost_i = way_out(p, w, k, class, i, 0.0f, &out_i),
                  cost_j = way_out(p, w, k, class, j, OBJECT_FIRST, &out_j);
            if (isinf(cost_i) && isinf(cost_j)) break; /* a model with nothing else */
            if (cost_i < cost_j)
                class[i] = out_i;
            else
                class[j] = out_j;
        }
}

static void relations(const dg_parser *p, dg_parse_work *w, const dg_sentence *s, uint32_t from,
                      dg_token *t) {
    const uint32_t r = DG_NET_REL, cols = p->sizes.rel, k = s->to - s->from;
    for (uint32_t i = 0; i < k; i++) {
        const float *h = w->head[i] == DG_NONE
                             ? p->p[DG_PARAM_REL_ROOT]
                             : w->m + (size_t)(from + w->head[i]) * DG_NET_MLP + DG_MLP_RHEAD;
        memcpy(w->z + (size_t)i * r, w->m + (size_t)(from + i) * DG_NET_MLP + DG_MLP_RDEP,
               r * sizeof(float));
        p->k->bias(w->z + (size_t)i * r, r, 1, r, h, true);
    }
    p->k->gemm(k, cols, r, w->z, r, p->p[DG_PARAM_REL_W], w->logits, cols, false);
    p->k->bias(w->logits, cols, k, cols, p->p[DG_PARAM_REL_B], false);
    uint16_t class[DG_MAX_SENTENCE];
    for (uint32_t i = 0; i < k; i++) {
        float *row = w->logits + (size_t)i * cols;
        row[p->rel_root] = -INFINITY;
        class[i] = (uint16_t)(w->head[i] == DG_NONE ? p->rel_root : argmax(row, cols));
    }
    settle_objects(p, w, k, class);
    for (uint32_t i = 0; i < k; i++) {
        t[i].head = w->head[i] == DG_NONE ? DG_NONE : s->from + w->head[i];
        t[i].rel = p->rel[class[i]];
        t[i].sub = p->rel_sub[class[i]];
        t[i].rel_str = p->rels[class[i]];
    }
}

static int sentence(const dg_parser *p, dg_parse_work *w, const dg_sentence *s, uint32_t from,
                    const float *names, dg_token *t, dg_err *err) {
    uint32_t k = s->to - s->from;
    dg_arena_mark mark = dg_arena_mark_get(w->scratch);
    int r = dg_decode_names(names + (size_t)from * DG_NER_N, DG_NER_N, p->p[DG_PARAM_NER_T], k,
                            w->scratch, w->ner, err);
    for (uint32_t i = 0; !r && i < k; i++) t[i].ner = w->ner[i];
    if (!r) r = tree(p, w, from, k, err);
    dg_arena_release(w->scratch, mark);
    return r;
}

/* What a word with a small letter may not be, by its part of speech: a common word (no particle of
 * a name: "von", "al-") begins no name; but for adjectives ("den store") none is in a person's. */
static void bar_names(const dg_token *t, float *scores) {
    static const uint32_t common = 1u << DG_UPOS_VERB | 1u << DG_UPOS_AUX | 1u << DG_UPOS_NOUN |
                                   1u << DG_UPOS_ADV | 1u << DG_UPOS_PRON | 1u << DG_UPOS_SCONJ |
                                   1u << DG_UPOS_INTJ | 1u << DG_UPOS_ADJ;
    uint32_t at = 0;
    if (!t->form.n || !(common >> t->upos & 1) || !dg_is_lower(dg_utf8_next(t->form, &at))) return;
    for (uint32_t l = 0; l < DG_NER_N; l++)
        if (dg_ner_begins((uint8_t)l)) scores[l] = -1e4f;
    if (t->upos != DG_UPOS_ADJ) scores[DG_NER_I_PER] = -1e4f;
}

/* One block of sentences; first is the block's first token. */
static int block(const dg_parser *p, dg_parse_work *w, uint32_t lang, const dg_sentence *s,
                 uint32_t n_sentences, dg_token *tokens, dg_arena *arena, dg_err *err) {
    uint32_t first = s[0].from, n = s[n_sentences - 1].to - first;
    dg_token *t = tokens + first;
    encode(p, w, s, n_sentences, t, lang);
    int r = tag(p, w, lang, t, n, arena, err);
    /* names first, for all: relations below use the same buffer for their scores */
    if (r) return r;
    float *names = w->u; /* the gates are not needed any more */
    p->k->gemm(n, DG_NER_N, DG_NET_NER, w->m + DG_MLP_NER, DG_NET_MLP, p->p[DG_PARAM_NER_W], names,
               DG_NER_N, false);
    p->k->bias(names, DG_NER_N, n, DG_NER_N, p->p[DG_PARAM_NER_B], false);
    for (uint32_t i = 0; i < n; i++) bar_names(&t[i], names + (size_t)i * DG_NER_N);
    for (uint32_t i = 0; !r && i < n_sentences; i++) {
        uint32_t from = s[i].from - first;
        r = sentence(p, w, &s[i], from, names, t + from, err);
        if (!r) relations(p, w, &s[i], from, t + from);
    }
    return r;
}

static uint32_t lang_row(const dg_parser *p, const char *lang) {
    for (uint32_t i = 0; i < p->n_langs; i++)
        if (dg_str_is(p->langs[i], lang)) return i + 1;
    return 0;
}

int dg_parse(const dg_parser *p, dg_parse_work *w, const char *lang, const dg_sentence *sentences,
             uint32_t n_sentences, dg_token *tokens, dg_arena *arena, dg_err *err) {
    uint32_t row = lang_row(p, lang);
    for (uint32_t i = 0; i < n_sentences;) {
        uint32_t n = 0, words_in = 0;
        while (i + n < n_sentences && words_in < BLOCK) {
            uint32_t k = sentences[i + n].to - sentences[i + n].from;
            if (k > DG_MAX_SENTENCE)
                return dg_err_set(err, DG_E_ARG, sentences[i + n].span.from, "sentence too long");
            if (n && sentences[i + n].from != sentences[i + n - 1].to)
                break; /* a gap: another block */
            words_in += k;
            n++;
        }
        int r = words_in ? block(p, w, row, sentences + i, n, tokens, arena, err) : 0;
        if (r) return r;
        i += n;
    }
    return 0;
}
