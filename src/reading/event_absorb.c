/* event_absorb.c: an event that stands in the clause of another ("refused to meet", "agreed to send
 * troops") is that one's matter and none of its own, unless it is said to have happened. */
#include "reading/event_side.h"

/* Does the candidate at t stand in the clause or object of c? */
static bool is_inside(const dg_evctx *x, const dg_cand *c, uint32_t t) {
    uint32_t last = DG_NONE;
    if (dg_ev_tok(x, c->token)->rel == DG_REL_AUX && dg_ev_head(x, c->token) == t) return true;
    for (uint32_t up = 0; t != DG_NONE && up < 24; up++, last = t, t = dg_ev_head(x, t)) {
        if (t != c->token && !dg_ev_is_own_word(c, t)) continue;
        if (last == DG_NONE) return false;
        const dg_token *k = dg_ev_tok(x, last);
        if (k->rel == DG_REL_CCOMP || k->rel == DG_REL_XCOMP || k->rel == DG_REL_CSUBJ) return true;
        if (k->rel == DG_REL_OBJ) return true;
        if (k->rel == DG_REL_NSUBJ && k->sub == DG_SUB_PASS) return true;
        if (k->rel == DG_REL_ACL || k->rel == DG_REL_ADVCL)
            return last > c->token && k->feats.verbform != DG_VERBFORM_FIN &&
                   dg_ev_case_effect(x, DG_MODAL_PURPOSE, last) == DG_EFFECT_N;
        return (k->rel == DG_REL_OBL || k->rel == DG_REL_NMOD) &&
               dg_ev_case_effect(x, DG_MODAL_COMP_PREP, last) == DG_EFFECT_IS;
    }
    return false;
}

void dg_ev_absorb(dg_evctx *x, dg_cand *c) {
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    uint32_t nearest = DG_NONE;
    for (uint32_t t = s->from; t < s->to; t++) {
        uint32_t i = x->cand_at[t];
        if (i == DG_NONE || x->cands[i].dead || &x->cands[i] == c || !is_inside(x, c, t)) continue;
        uint32_t d = dg_ev_distance(x, c->token, t);
        if (c->absorbed == DG_NONE || d < nearest) c->absorbed = i, nearest = d;
    }
}

bool dg_ev_is_cooperative(dg_plover type) {
    return type == DG_PLOVER_CONSULT || type == DG_PLOVER_SUPPORT || type == DG_PLOVER_COOPERATE ||
           type == DG_PLOVER_AID;
}

static bool is_hostile(dg_plover type) {
    return dg_plover_table[type].quad == 4 || type == DG_PLOVER_ACCUSE ||
           type == DG_PLOVER_THREATEN;
}

void dg_ev_add_missing(dg_side *to, const dg_side *from, const dg_side * not ) {
    for (uint32_t i = 0; i < from->n && to->n < DG_MAX_SIDE; i++) {
        bool is_there = false;
        for (uint32_t k = 0; k < not ->n; k++) is_there |= not ->e[k] == from->e[i];
        for (uint32_t k = 0; k < to->n; k++) is_there |= to->e[k] == from->e[i];
        if (!is_there) to->e[to->n++] = from->e[i];
    }
}

/* "promised never to attack": a negating word between the two. */
static bool is_denied_before(const dg_evctx *x, const dg_cand *outer, const dg_cand *inner) {
    for (uint32_t t = outer->token + 1; t < inner->token; t++)
        if (dg_ev_modality(x, DG_MODAL_ADV, t) == DG_EFFECT_NEGATE) return true;
    return false;
}

/* "refuse to condemn" is a negated ACCUSE, "agree to bomb" an ASSAULT to come: then the outer word
 * only colours. */
static bool yields_to(const dg_evctx *x, const dg_cand *outer, const dg_cand *inner) {
    if (inner->alt->pos == 'n' && dg_ev_head(x, inner->token) == outer->token) return false;
    if (outer->type == DG_PLOVER_REJECT) return is_hostile(inner->type);
    if (outer->type == DG_PLOVER_AGREE)
        return dg_plover_table[inner->type].quad == 4 && !is_denied_before(x, outer, inner);
    return false;
}

/* "mussten" is no Konjunktiv, whatever the parser says: that has the vowel of "müssen". */
static bool has_other_stem(const dg_evctx *x, uint32_t t) {
    enum { STEM = 3 };
    dg_str a = x->lemma[t], b = x->lower[t];
    return a.n < STEM || b.n < STEM || memcmp(a.p, b.p, STEM) != 0;
}

/* "musste zurücktreten": a duty of the past that nobody speaks of was done. */
static bool had_to(const dg_evctx *x, const dg_cand *c) {
    const dg_token *t = dg_ev_tok(x, c->token);
    return c->alt->actor.n && c->alt->actor.at[0].kind == DG_PLACE_SPEAKER &&
           (!c->actor.n || dg_frames_joins(x->f, x->lang)) && t->feats.tense == DG_TENSE_PAST &&
           (t->feats.mood != DG_MOOD_SUB || has_other_stem(x, c->token));
}

void dg_ev_absorb_into(dg_evctx *x, uint32_t i) {
    dg_cand *c = &x->cands[i];
    if (c->dead || !(c->row->flags & DG_FRAME_ABSORB)) return;
    dg_ev_absorb(x, c);
    if (c->absorbed == DG_NONE) return;
    dg_cand *k = &x->cands[c->absorbed];
    if (yields_to(x, c, k) || had_to(x, c)) {
        c->dead = true;
        return;
    }
    k->dead = true;
    dg_ev_polarity(x, k); /* what is denied was not asked for (event_type.c) */
    uint32_t o = c->alt->pos == 'v' && dg_ev_takes_object(c) ? dg_ev_object(x, c->token) : DG_NONE;
    bool asked = o != DG_NONE && dg_ev_tok(x, o)->upos == DG_UPOS_PROPN; /* "urged the BBC to" */
    if (!c->recipient.n && asked && c->type == DG_PLOVER_REQUEST) return;
    if (!c->recipient.n) dg_ev_add_missing(&c->recipient, &k->recipient, &c->actor);
    if (!c->recipient.n) dg_ev_add_missing(&c->recipient, &k->actor, &c->actor);
    if (c->type == DG_PLOVER_REJECT) dg_ev_drop_towns(x, &c->recipient); /* "to ratify Kyoto" */
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    for (uint32_t t = s->from; t < s->to;
         t++) { /* what stands deeper in the same clause goes too */
        uint32_t j = x->cand_at[t];
        if (j != DG_NONE && j != i && dg_doc_above(x->doc, k->token, t)) x->cands[j].dead = true;
    }
}
