/* train.c: reads the corpora, trains the parts that were asked for, and writes the model file. */
#include "train/train.h"

#include <stdio.h>

#include "train/langid_train.h"
#include "train/lists.h"
#include "train/segment_train.h"
#include "train/teacher.h"

typedef struct job {
    const dg_train_options *o;
    const dg_corpus *dev;
    dg_modelwriter *w;
} job;

/* Tensors of an older model stay unless a part is trained anew. */
static int copy_model(const char *from, dg_modelwriter *w, dg_err *err) {
    dg_modelfile *m;
    int r = dg_modelfile_open(from, &m, err);
    if (r) return r;
    const char *name;
    dg_tensor t;
    for (uint32_t i = 0; !r && dg_modelfile_at(m, i, &name, &t); i++)
        r = dg_modelwriter_add(w, name, (dg_dtype)t.dtype, t.n_dims, t.dims, t.data, err);
    dg_modelfile_close(m);
    return r;
}

static int save(void *self, dg_err *err) {
    job *j = self;
    return dg_modelwriter_save(j->w, j->o->out, err);
}

static int save_and_measure(void *self, dg_err *err) {
    job *j = self;
    dg_modelfile *m;
    int r = save(self, err);
    if (!r) r = dg_modelfile_open(j->o->out, &m, err);
    if (r) return r;
    r = dg_measure_parse(m, j->dev, err);
    dg_modelfile_close(m);
    return r;
}

static int parts(job *j, const dg_corpus *train, dg_err *err) {
    const dg_train_options *o = j->o;
    int r = o->from ? copy_model(o->from, j->w, err) : 0;
    if (!r && (o->parts & DG_TRAIN_SEGMENT)) r = dg_train_segment(train, o->lexicon, j->w, err);
    if (!r && (o->parts & DG_TRAIN_LANGID))
        r = dg_train_langid(train, o->data, o->hold_out, j->w, err);
    if (!r && (o->parts & DG_TRAIN_PARSE))
        r = dg_train_parse(o, train, j->dev, j->w, save_and_measure, j, err);
    return r ? r : save(j, err);
}

/* The lexicon's lists with the auxiliaries of the older model, which come from the treebanks. */
static int renew_lists(const dg_train_options *o, dg_arena *a, dg_err *err) {
    dg_modelfile *m = NULL;
    dg_modelwriter *w = NULL;
    dg_gazetteer lists = {0};
    dg_phrases phrases[DG_GAZ_CLASSES] = {{0}};
    int r = dg_modelwriter_new(&w, err);
    if (!r) r = copy_model(o->from, w, err);
    if (!r) r = dg_lists_read(o->lexicon, a, &lists, phrases, err);
    if (!r) r = dg_modelfile_open(o->from, &m, err);
    if (!r) r = dg_lists_keep(&lists, m, DG_GAZ_AUXILIARY, a, err);
    if (!r) r = dg_lists_write(&lists, w, err);
    if (!r) r = dg_modelwriter_save(w, o->out, err);
    if (!r) fprintf(stderr, "lists: %u phrases\n", lists.n);
    dg_modelfile_close(m);
    dg_modelwriter_free(w);
    return r;
}

#define STRETCH 16u /* sentences: about a text, so that what is left out is really not seen */

/* Sentences left out go with their words, which would count as known forms. */
static void keep_share(dg_corpus *c, uint32_t percent) {
    uint32_t n = 0, words = 0;
    for (uint32_t i = 0; i < c->n_sentences; i++) {
        dg_corpus_sentence s = c->sentences[i];
        if ((i / STRETCH * 0x9E3779B1u) / 42949673u >= percent) continue;
        memmove(c->words + words, c->words + s.from, s.n * sizeof *c->words);
        s.from = words;
        words += s.n;
        c->sentences[n++] = s;
    }
    c->n_sentences = n;
    c->n_words = words;
}

int dg_train(const dg_train_options *o, dg_err *err) {
    dg_corpus train, dev;
    dg_modelfile *teacher = NULL;
    dg_arena *a = dg_arena_new((size_t)4 << 30);
    job j = {.o = o, .dev = &dev};
    int r = a ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "training");
    if (!r && o->parts == DG_TRAIN_LISTS) {
        r = renew_lists(o, a, err);
        dg_arena_free(a);
        return r;
    }
    if (!r) {
        dg_corpus_init(&train, a);
        dg_corpus_init(&dev, a);
        r = dg_corpus_read(&train, o->data, DG_SPLIT_TRAIN, err);
    }
    if (!r) r = dg_corpus_read(&dev, o->data, DG_SPLIT_DEV, err);
    if (!r && o->teacher) r = dg_modelfile_open(o->teacher, &teacher, err);
    if (!r && o->teacher) r = dg_teach(teacher, &train, err);
    if (!r && o->share) keep_share(&train, o->share);
    if (!r && o->limit && o->limit < train.n_sentences) train.n_sentences = o->limit;
    if (!r) r = dg_modelwriter_new(&j.w, err);
    if (!r) r = parts(&j, &train, err);
    dg_modelwriter_free(j.w);
    dg_modelfile_close(teacher);
    dg_arena_free(a);
    return r;
}
