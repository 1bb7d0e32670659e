/* langid.c: which language: the mean of the vectors of the text's pieces, and a linear layer over
 * it (Joulin et al. 2016, "Bag of tricks for efficient text classification").
 *
 *   h[DIM] = mean over pieces of table[piece][DIM]        score[l] = h · out[l][DIM] + bias[l] p =
 * softmax
 *
 * Sums are integers, so every machine finds the same language. Cost: about 40 additions of DIM
 * bytes a word, over no more than the first LOOK bytes. Limits: the languages of the training data;
 * one language a text. */
#include "language/langfeat.h"

#include <math.h>

#define LOOK 3000u   /* bytes that are looked at */
#define UNSURE 0.25f /* below this nothing is claimed */
#define MAX_LANGS 256u

struct dg_langid {
    dg_chartab chars;
    const int8_t *table; /* [DG_LANGID_BUCKETS][DG_LANGID_DIM], 1/64 */
    const int32_t *out;  /* [n_langs][DG_LANGID_DIM + 1], 1/4096; the last column is the bias */
    uint32_t n_langs;
    const dg_str *names; /* [n_langs] */
};

int dg_langid_open(const dg_modelfile *m, dg_arena *arena, dg_langid **ret, dg_err *err) {
    dg_langid *l = dg_arena_zalloc(arena, 1, sizeof *l);
    dg_tensor t;
    uint64_t table_dims[2] = {DG_LANGID_BUCKETS, DG_LANGID_DIM},
             out_dims[2] = {0, DG_LANGID_DIM + 1}, any[1] = {0};
    if (!l) return dg_err_set(err, DG_E_NOMEM, 0, "opening the language identifier");
    int rc = dg_modelfile_get(m, "langid.table", DG_DTYPE_I8, 2, table_dims, &t, err);
    if (rc) return rc;
    l->table = t.data;
    rc = dg_modelfile_get(m, "langid.out", DG_DTYPE_I32, 2, out_dims, &t, err);
    if (rc) return rc;
    l->out = t.data;
    uint64_t n_langs = t.dims[0];
    rc = dg_modelfile_get(m, "langid.names", DG_DTYPE_BYTES, 1, any, &t, err);
    if (!rc) rc = dg_modelfile_strings(&t, arena, &l->n_langs, &l->names, err);
    if (rc) return rc;
    if (l->n_langs != n_langs || n_langs == 0 || n_langs > MAX_LANGS)
        return dg_err_set(err, DG_E_MODEL, 0, "langid.names: %u names for %u languages",
                          (unsigned)l->n_langs, (unsigned)n_langs);
    for (uint32_t i = 0; i < l->n_langs; i++)
        if (l->names[i].n == 0 || l->names[i].n > 3)
            return dg_err_set(err, DG_E_MODEL, 0, "langid.names: bad name");
    dg_chartab_fill(&l->chars);
    *ret = l;
    return 0;
}

/* h in 1/64 * 1/64: the sum over pieces, times 64, divided by their number. */
static void mean_vector(const dg_langid *l, const uint32_t *pieces, uint32_t n,
                        int32_t h[DG_LANGID_DIM]) {
    memset(h, 0, DG_LANGID_DIM * sizeof *h);
    for (uint32_t i = 0; i < n; i++) {
        const int8_t *row = l->table + (size_t)pieces[i] * DG_LANGID_DIM;
        for (uint32_t k = 0; k < DG_LANGID_DIM; k++) h[k] += row[k];
    }
    for (uint32_t k = 0; k < DG_LANGID_DIM; k++) h[k] = (int32_t)((int64_t)h[k] * 64 / (int64_t)n);
}

static int64_t score(const int32_t *out, const int32_t h[DG_LANGID_DIM]) {
    int64_t sum =
        (int64_t)out[DG_LANGID_DIM] * 4096; /* to the scale of the products: 1/4096 * 1/4096 */
    for (uint32_t k = 0; k < DG_LANGID_DIM; k++) sum += (int64_t)out[k] * h[k];
    return sum;
}

/* The part of text that is looked at, cut at a character. */
static dg_str looked_at(dg_str text) {
    uint32_t n = text.n > LOOK ? LOOK : text.n;
    while (n < text.n && n > 0 && ((uint8_t)text.p[n] & 0xC0) == 0x80) n--;
    return dg_str_cut(text, 0, n);
}

void dg_langid_find(const dg_langid *l, dg_str text, char ret_lang[4], float *ret_p) {
    uint32_t pieces[DG_LANGID_PIECES], best = 0;
    int32_t h[DG_LANGID_DIM];
    int64_t scores[MAX_LANGS];
    uint32_t n = dg_langid_pieces(&l->chars, looked_at(text), pieces, DG_LANGID_PIECES);
    double sum = 0;
    memset(ret_lang, 0, 4);
    *ret_p = 0;
    if (n == 0) return;
    mean_vector(l, pieces, n, h);
    for (uint32_t i = 0; i < l->n_langs; i++) {
        scores[i] = score(l->out + (size_t)i * (DG_LANGID_DIM + 1), h);
        if (scores[i] > scores[best]) best = i;
    }
    for (uint32_t i = 0; i < l->n_langs; i++)
        sum += exp((double)(scores[i] - scores[best]) / (4096.0 * 4096.0));
    *ret_p = (float)(1.0 / sum);
    if (*ret_p >= UNSURE) memcpy(ret_lang, l->names[best].p, l->names[best].n);
}
