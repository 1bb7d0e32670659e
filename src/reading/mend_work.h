/* mend_work.h: what the files of event_mend.c share; only they include it.
 *
 *   event_mend.c          all languages, and those whose verb stands second
 *   event_mend_joined.c   German: case and number show, particles and verbs are one word */
#ifndef DG_READING_MEND_WORK_H
#define DG_READING_MEND_WORK_H

#include "reading/event_tree.h"

/* One sentence being mended. Rules are functions of (mend, token); none undoes another. */
typedef struct dg_mend {
    dg_evctx *x;
    const dg_doc *doc; /* its tokens are `at` */
    dg_token *at;
    dg_sentence s;
    dg_err *err;
    int *rc; /* of dg_ev_words */
} dg_mend;

/* A noun or a name? */
static inline bool dg_mend_is_noun(const dg_token *t) {
    return t->upos == DG_UPOS_NOUN || t->upos == DG_UPOS_PROPN;
}

/* A sign that parts phrases, so no hyphen? */
static inline bool dg_mend_is_stop(const dg_token *t) {
    return t->upos == DG_UPOS_PUNCT && !dg_str_is(t->form, "-");
}

/* A verb or auxiliary in a finite form? */
static inline bool dg_mend_is_finite(const dg_token *t) {
    return (t->upos == DG_UPOS_VERB || t->upos == DG_UPOS_AUX) &&
           t->feats.verbform == DG_VERBFORM_FIN;
}

/* The first child of h with that relation, or DG_NONE. */
static inline uint32_t dg_mend_child(const dg_mend *m, uint32_t h, uint8_t rel) {
    return dg_doc_child_rel(m->doc, h, rel);
}

/* Hangs t below h, unless h stands below t. */
static inline bool dg_mend_hang(const dg_mend *m, uint32_t t, uint32_t h, uint8_t rel) {
    if (t == h || dg_doc_above(m->doc, t, h)) return false;
    m->at[t].head = h, m->at[t].rel = rel, m->at[t].sub = 0;
    return true;
}

/* All rules of event_mend_joined.c, in their order. */
void dg_mend_joined(const dg_mend *m);

#endif
