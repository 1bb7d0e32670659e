/* langid_train.c: stochastic gradient descent on the softmax of language/langid.c, in floats;
 * rounded at the end.
 *
 *   FLORES dev (59 languages) + sentences of the treebanks ─► examples ─► pieces ─► table, out
 *
 * Half of the time only a stretch of a sentence is shown, so that short texts are known too. A
 * language with a treebank gets at most TREEBANK_SENTENCES of it an epoch, so that no language
 * drowns the others. */
#include "train/langid_train.h"

#include <math.h>
#include <stdio.h>

#include "base/utf8.h"
#include "language/langfeat.h"
#include "train/random.h"

#define EPOCHS 20
#define RATE 0.2f
#define TREEBANK_SENTENCES 4300u
#define MAX_LANGS 128u
#define DIM DG_LANGID_DIM
#define SCRATCH ((size_t)256 << 20)

typedef struct example {
    dg_str text;
    uint32_t lang;
} example;

typedef struct trainer {
    const dg_corpus *corpus;
    dg_arena *arena;
    dg_chartab chars;
    uint32_t n_langs;
    char names[MAX_LANGS][4];
    example *flores, *held, *treebank;
    uint32_t n_flores, cap_flores, n_held, cap_held, n_treebank, cap_treebank;
    float *table;                  /* [BUCKETS][DIM] */
    float out[MAX_LANGS][DIM + 1]; /* last column: bias */
    uint64_t random;
} trainer;

/* The number of a language, added when it is new; DG_NONE when there are too many. */
static uint32_t lang_number(trainer *t, dg_str name) {
    for (uint32_t i = 0; i < t->n_langs; i++)
        if (dg_str_is(name, t->names[i])) return i;
    if (t->n_langs == MAX_LANGS || name.n == 0 || name.n > 3) return DG_NONE;
    memcpy(t->names[t->n_langs], name.p, name.n);
    return t->n_langs++;
}

/* ---- examples ---- */

static bool read_lines(trainer *t, dg_str lines, uint32_t lang, bool hold_out) {
    bool ok = true;
    for (uint32_t at = 0, number = 0; ok && at < lines.n; number++) {
        const char *nl = memchr(lines.p + at, '\n', lines.n - at);
        uint32_t end = nl ? (uint32_t)(nl - lines.p) : lines.n;
        example e = {dg_str_cut(lines, at, end), lang};
        at = end + 1;
        if (e.text.n == 0) continue;
        if (hold_out && number % 5 == 4)
            ok = DG_PUSH(t->arena, t->held, t->n_held, t->cap_held, e);
        else
            ok = DG_PUSH(t->arena, t->flores, t->n_flores, t->cap_flores, e);
    }
    return ok;
}

static uint64_t octal(const char *p, uint32_t n) {
    uint64_t v = 0;
    for (uint32_t i = 0; i < n && p[i] >= '0' && p[i] <= '7'; i++)
        v = v * 8 + (uint64_t)(p[i] - '0');
    return v;
}

/* Files of a tar archive (ustar: 512-byte headers) whose names end in ".LANG". */
static int read_tar(trainer *t, dg_str tar, bool hold_out, dg_err *err) {
    for (uint64_t at = 0; at + 512 <= tar.n && tar.p[at];) {
        const char *header = tar.p + at;
        uint64_t size = octal(header + 124, 12);
        dg_str name = {header, (uint32_t)strnlen(header, 100)};
        uint32_t dot = name.n;
        if (at + 512 + size > tar.n)
            return dg_err_set(err, DG_E_SYNTAX, at, "flores-dev.tar: cut short");
        while (dot > 0 && name.p[dot - 1] != '.') dot--;
        dg_str data = dg_str_cut(tar, (uint32_t)at + 512, (uint32_t)(at + 512 + size));
        if (dot && size && (header[156] == '0' || header[156] == 0)) {
            uint32_t lang = lang_number(t, dg_str_cut(name, dot, name.n));
            if (lang != DG_NONE && !read_lines(t, data, lang, hold_out))
                return dg_err_set(err, DG_E_NOMEM, 0, "reading FLORES");
        }
        at += 512 + (size + 511) / 512 * 512;
    }
    return 0;
}

static int read_treebanks(trainer *t, dg_err *err) {
    for (uint32_t i = 0; i < t->corpus->n_sentences; i++) {
        const dg_corpus_sentence *s = &t->corpus->sentences[i];
        uint32_t lang = s->text.n >= 4 ? lang_number(t, dg_str_of(s->lang)) : DG_NONE;
        if (lang == DG_NONE) continue;
        if (!DG_PUSH(t->arena, t->treebank, t->n_treebank, t->cap_treebank,
                     ((example){s->text, lang})))
            return dg_err_set(err, DG_E_NOMEM, 0, "reading treebanks");
    }
    return 0;
}

/* ---- learning ---- */

static void forward(const trainer *t, const uint32_t *pieces, uint32_t n, float h[DIM],
                    float p[MAX_LANGS]) {
    float most = -1e30f, sum = 0;
    memset(h, 0, DIM * sizeof *h);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < DIM; k++) h[k] += t->table[(size_t)pieces[i] * DIM + k];
    for (uint32_t k = 0; k < DIM; k++) h[k] /= (float)n;
    for (uint32_t l = 0; l < t->n_langs; l++) {
        p[l] = t->out[l][DIM];
        for (uint32_t k = 0; k < DIM; k++) p[l] += t->out[l][k] * h[k];
        if (p[l] > most) most = p[l];
    }
    for (uint32_t l = 0; l < t->n_langs; l++) sum += p[l] = expf(p[l] - most);
    for (uint32_t l = 0; l < t->n_langs; l++) p[l] /= sum;
}

static float clip(float x, float limit) {
    return x > limit ? limit : x < -limit ? -limit : x;
}

/* The mean's gradient is given to every piece in full rather than divided by their number: long and
 * short texts then learn at the same pace (as fastText does it). */
static void learn(trainer *t, const uint32_t *pieces, uint32_t n, uint32_t lang, float rate) {
    float h[DIM], p[MAX_LANGS], back[DIM] = {0};
    forward(t, pieces, n, h, p);
    for (uint32_t l = 0; l < t->n_langs; l++) {
        float g = rate * ((l == lang ? 1.0f : 0.0f) - p[l]);
        for (uint32_t k = 0; k < DIM; k++) {
            back[k] += g * t->out[l][k];
            t->out[l][k] += g * h[k];
        }
        t->out[l][DIM] += 0.1f * g;
    }
    for (uint32_t i = 0; i < n; i++) {
        float *row = t->table + (size_t)pieces[i] * DIM;
        for (uint32_t k = 0; k < DIM; k++) row[k] = clip(row[k] + back[k], 1.97f); /* int8, 1/64 */
    }
}

/* The sentence, or half of the time a stretch of it from a space to a space. */
static dg_str stretch(trainer *t, dg_str s) {
    uint32_t r = dg_random_next(&t->random), from, to;
    if (r & 1 || s.n < 40) return s;
    from = (r >> 8) % (s.n / 2);
    to = from + 20 + dg_random_next(&t->random) % s.n;
    if (to > s.n) to = s.n;
    while (from > 0 && s.p[from - 1] != ' ') from--;
    while (to < s.n && s.p[to] != ' ') to++;
    return dg_str_cut(s, from, to);
}

static void learn_example(trainer *t, const example *e, float rate) {
    uint32_t pieces[DG_LANGID_PIECES];
    uint32_t n = dg_langid_pieces(&t->chars, stretch(t, e->text), pieces, DG_LANGID_PIECES);
    if (n) learn(t, pieces, n, e->lang, rate);
}

static void shuffle(trainer *t, example *e, uint32_t n) {
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = dg_random_next(&t->random) % i;
        example x = e[i - 1];
        e[i - 1] = e[k];
        e[k] = x;
    }
}

/* FLORES, and of each treebank language the first TREEBANK_SENTENCES of a fresh shuffle. */
static uint32_t choose(trainer *t, example *chosen) {
    uint32_t taken[MAX_LANGS] = {0}, n = t->n_flores;
    memcpy(chosen, t->flores, n * sizeof *chosen);
    shuffle(t, t->treebank, t->n_treebank);
    for (uint32_t i = 0; i < t->n_treebank; i++)
        if (taken[t->treebank[i].lang]++ < TREEBANK_SENTENCES) chosen[n++] = t->treebank[i];
    shuffle(t, chosen, n);
    return n;
}

static int learn_all(trainer *t, dg_err *err) {
    example *chosen =
        dg_arena_alloc(t->arena, (size_t)(t->n_flores + t->n_treebank) * sizeof *chosen);
    t->table = dg_arena_alloc(t->arena, (size_t)DG_LANGID_BUCKETS * DIM * sizeof *t->table);
    if (!chosen || !t->table)
        return dg_err_set(err, DG_E_NOMEM, 0, "training the language identifier");
    for (uint32_t i = 0; i < DG_LANGID_BUCKETS * DIM; i++)
        t->table[i] = ((float)(dg_random_next(&t->random) & 0xFFFF) / 65536.0f - 0.5f) / (float)DIM;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        uint32_t n = choose(t, chosen);
        for (uint32_t i = 0; i < n; i++) {
            float done = ((float)epoch + (float)i / (float)n) / EPOCHS;
            learn_example(t, &chosen[i], RATE * (1.0f - done));
        }
    }
    return 0;
}

/* ---- measuring, writing ---- */

/* Of the held-out sentences of least to most characters. */
static void measure(const trainer *t, uint32_t least, uint32_t most) {
    uint32_t right[MAX_LANGS] = {0}, all[MAX_LANGS] = {0}, pieces[DG_LANGID_PIECES], sum = 0,
             n_all = 0;
    for (uint32_t i = 0; i < t->n_held; i++) {
        float h[DIM], p[MAX_LANGS];
        uint32_t length = dg_utf8_length(t->held[i].text), best = 0;
        if (length < least || length > most) continue;
        uint32_t n = dg_langid_pieces(&t->chars, t->held[i].text, pieces, DG_LANGID_PIECES);
        if (!n) continue;
        forward(t, pieces, n, h, p);
        for (uint32_t l = 1; l < t->n_langs; l++)
            if (p[l] > p[best]) best = l;
        n_all++;
        all[t->held[i].lang]++;
        right[t->held[i].lang] += best == t->held[i].lang;
        sum += best == t->held[i].lang;
    }
    if (!n_all) return;
    fprintf(stderr, "langid: %u held-out sentences of FLORES, %u to %u characters: %.2f %%:", n_all,
            least, most, 100.0 * sum / n_all);
    for (uint32_t l = 0; l < t->n_langs; l++)
        if (all[l]) fprintf(stderr, " %s %.1f", t->names[l], 100.0 * right[l] / all[l]);
    fprintf(stderr, "\n");
}

static int write_model(trainer *t, dg_modelwriter *w, dg_err *err) {
    uint64_t table_dims[2] = {DG_LANGID_BUCKETS, DIM}, out_dims[2] = {t->n_langs, DIM + 1},
             names_dims[1] = {0};
    int8_t *table = dg_arena_alloc(t->arena, (size_t)DG_LANGID_BUCKETS * DIM);
    int32_t out[MAX_LANGS][DIM + 1];
    char names[MAX_LANGS * 4];
    if (!table) return dg_err_set(err, DG_E_NOMEM, 0, "writing the language identifier");
    for (uint32_t i = 0; i < DG_LANGID_BUCKETS * DIM; i++)
        table[i] = (int8_t)lrintf(t->table[i] * 64.0f);
    for (uint32_t l = 0; l < t->n_langs; l++) {
        for (uint32_t k = 0; k <= DIM; k++) out[l][k] = (int32_t)lrintf(t->out[l][k] * 4096.0f);
        memcpy(names + names_dims[0], t->names[l], strlen(t->names[l]) + 1);
        names_dims[0] += strlen(t->names[l]) + 1;
    }
    int rc = dg_modelwriter_add(w, "langid.table", DG_DTYPE_I8, 2, table_dims, table, err);
    if (!rc) rc = dg_modelwriter_add(w, "langid.out", DG_DTYPE_I32, 2, out_dims, out, err);
    if (!rc) rc = dg_modelwriter_add(w, "langid.names", DG_DTYPE_BYTES, 1, names_dims, names, err);
    return rc;
}

static int train(trainer *t, const char *data_dir, bool hold_out, dg_modelwriter *w, dg_err *err) {
    dg_str path = dg_arena_printf(t->arena, "%s/parallel/flores-dev.tar.xz", data_dir), tar;
    if (!path.p) return dg_err_set(err, DG_E_NOMEM, 0, "training the language identifier");
    int rc = dg_corpus_slurp(t->arena, path.p, &tar, err);
    dg_chartab_fill(&t->chars);
    if (!rc) rc = read_tar(t, tar, hold_out, err);
    if (!rc) rc = read_treebanks(t, err);
    if (!rc) rc = learn_all(t, err);
    if (!rc) measure(t, 1, 100000);
    if (!rc) measure(t, 40, 120);
    if (!rc) rc = write_model(t, w, err);
    return rc;
}

int dg_train_langid(const dg_corpus *corpus, const char *data_dir, bool hold_out, dg_modelwriter *w,
                    dg_err *err) {
    dg_arena *arena = dg_arena_new(SCRATCH);
    trainer *t = arena ? dg_arena_zalloc(arena, 1, sizeof *t) : NULL;
    int rc;
    if (!t) {
        dg_arena_free(arena);
        return dg_err_set(err, DG_E_NOMEM, 0, "training the language identifier");
    }
    t->corpus = corpus;
    t->arena = arena;
    t->random = UINT64_C(0x9E3779B97F4A7C15);
    rc = train(t, data_dir, hold_out, w, err);
    dg_arena_free(arena);
    return rc;
}
