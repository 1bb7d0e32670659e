/* event_near.c: the sides of a verb from the words next to it, where the tree gave none.
 *
 * Parsers err most on long sentences. A verb in the active without any subject or object in the tree takes the nearest
 * political mention to its left as the doer and the first one to its right as the other side, but only across words that
 * belong to a noun phrase or the verb's own group: never across another verb, a clause's first word, a stop or a comma, and
 * across a preposition only when the frame names it. Such events get a lower confidence (events.c).
 * cost: O(length of the sentence). limits: verbs only; nothing for infinitives to the left of which a verb stands. */
#include "reading/event_tree.h"

enum { MAX_GAP = 8 };

static bool is_barrier(const dg_evctx *x, uint32_t t) {
    switch (dg_ev_tok(x, t)->upos) {
    case DG_UPOS_VERB:
    case DG_UPOS_SCONJ:
    case DG_UPOS_PUNCT: return true;
    default: return dg_ev_tok(x, t)->feats.prontype == DG_PRON_REL;
    }
}

/* The political mention that ends or begins at t, by its head or any token of it. */
static const dg_mention *mention_at(const dg_evctx *x, uint32_t t) {
    const dg_mention *m = dg_doc_mention(x->doc, t);
    return m && dg_ev_political(x, m->entity) ? m : NULL;
}

static bool after_preposition(const dg_evctx *x, const dg_mention *m) {
    return m->from > dg_ev_first(x, m->from) && dg_ev_tok(x, m->from - 1)->upos == DG_UPOS_ADP;
}

static bool has(const dg_side *s, uint32_t e) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->e[i] == e) return true;
    return false;
}

static void take(const dg_evctx *x, dg_cand *c, uint32_t token, dg_side *s, const dg_side *other) {
    uint32_t found[DG_MAX_SIDE], n = dg_actors_of(x->doc, token, found, DG_MAX_SIDE);
    for (uint32_t i = 0; i < n; i++)
        if (dg_ev_political(x, found[i]) && !has(other, found[i]) && !has(s, found[i]) && s->n < DG_MAX_SIDE) s->e[s->n++] = found[i];
    c->near |= s->n > 0;
}

static bool names(dg_places p, uint8_t kind) {
    for (uint32_t i = 0; i < p.n; i++)
        if (p.at[i].kind == kind) return true;
    return false;
}

static bool is_named_prep(const dg_evctx *x, dg_places p, uint32_t t) {
    for (uint32_t i = 0; i < p.n; i++)
        if (p.at[i].kind == DG_PLACE_PREP && (dg_str_eq(p.at[i].prep, x->lemma[t]) || dg_str_eq(p.at[i].prep, x->lower[t]))) return true;
    return false;
}

static void doer_left(const dg_evctx *x, dg_cand *c) {
    uint32_t first = dg_ev_first(x, c->token);
    for (uint32_t t = c->token, gap = 0; t-- > first && gap < MAX_GAP && !is_barrier(x, t); gap++) {
        const dg_mention *m = mention_at(x, t);
        if (!m || after_preposition(x, m) || m->kind == DG_MENTION_ADJECTIVE) continue;
        take(x, c, t, &c->actor, &c->recipient);
        return;
    }
}

static void other_right(const dg_evctx *x, dg_cand *c) {
    bool object = names(c->alt->recipient, DG_PLACE_OBJ), open = object;
    uint32_t last = x->doc->sentences[dg_ev_tok(x, c->token)->sentence].to;
    for (uint32_t t = c->token + 1, gap = 0; t < last && gap < MAX_GAP && !is_barrier(x, t); t++, gap++) {
        if (dg_ev_tok(x, t)->upos == DG_UPOS_ADP && dg_ev_tok(x, t)->rel != DG_REL_COMPOUND) open = is_named_prep(x, c->alt->recipient, t);
        const dg_mention *m = open ? mention_at(x, t) : NULL;
        if (!m || has(&c->actor, m->entity)) continue;
        take(x, c, t, &c->recipient, &c->actor);
        return;
    }
}

void dg_ev_near(const dg_evctx *x, dg_cand *c) {
    if (c->alt->pos != 'v' || dg_ev_passive(x, c->token) || dg_ev_tok(x, c->token)->rel == DG_REL_AUX) return;
    if (!c->actor.n && names(c->alt->actor, DG_PLACE_SUBJ)) doer_left(x, c);
    if (!c->recipient.n && c->actor.n) other_right(x, c);
}
