/* event_answer.c: whom an answer answers.
 *
 * "X accuses Y. Y denies it", "X arrested two of Y's. Y protested", "the UN condemned the attack":
 * who answers names the other side no more, since the sentence before has. Of an event with a doer
 * and nobody to whom, the other side is the doer of
 *   1. what the noun that it blames tells again ("the attack", event_told.c),
 *   2. what was said or done to the one who answers, nearest before it, in the same sentence or
 *      the three before.
 * Only words that do answer: refusals and denials answer demands, blame and threats; blame and
 * demands answer force and pressure (who asks for help asks others). cost: O(candidates of three
 * sentences) for each. */
#include "reading/event_tree.h"

enum { ANSWERS_BACK = 3 }; /* sentences; the time of a ticker is one */

static bool is_of(const dg_evctx *x, const dg_side *a, const dg_side *b) {
    for (uint32_t i = 0; i < a->n; i++) {
        if (dg_ev_same_country(x, a->e[i], b)) return true;
        for (uint32_t k = 0; k < b->n; k++)
            if (a->e[i] == b->e[k]) return true;
    }
    return false;
}

/* Words answer words, and blame and demands answer what was done. */
static bool is_answer_to(const dg_cand *c, const dg_cand *told) {
    uint8_t quad = dg_plover_table[told->type].quad;
    bool said = told->type == DG_PLOVER_ACCUSE || told->type == DG_PLOVER_REQUEST ||
                told->type == DG_PLOVER_THREATEN;
    if (c->type == DG_PLOVER_REJECT) return said;
    bool help = c->type == DG_PLOVER_REQUEST && dg_str_is(c->row->mode, "assist");
    return (c->type == DG_PLOVER_ACCUSE || (c->type == DG_PLOVER_REQUEST && !help)) && quad == 4;
}

/* Is what it is about left to what stands before: "denies it", "the charge", "that he …"; not a
 * thing of its own ("rejects a new tax", "refuses to sign")? */
static bool points_back(const dg_evctx *x, const dg_cand *c) {
    if (c->type == DG_PLOVER_REQUEST) /* "demands that …" */
        return c->absorbed != DG_NONE || dg_ev_clause_below(x, c) != DG_NONE;
    if (c->absorbed != DG_NONE) return false;
    uint32_t o = dg_ev_object(x, c->token);
    if (o == DG_NONE || o == c->token) return !dg_ev_has_infinitive(x, c);
    uint8_t upos = dg_ev_tok(x, o)->upos;
    return upos == DG_UPOS_PRON || upos == DG_UPOS_DET || dg_ev_is_definite(x, o);
}

/* In the sentence of the token, or the three before? */
static bool is_near(const dg_evctx *x, const dg_cand *told, uint32_t token) {
    return dg_ev_tok(x, told->token)->sentence + ANSWERS_BACK >= dg_ev_tok(x, token)->sentence;
}

/* What was said or done to him who answers. */
static uint32_t answered(const dg_evctx *x, const dg_cand *c, const bool *kept) {
    uint32_t best = DG_NONE;
    for (uint32_t i = 0; i < x->n_cands; i++) {
        const dg_cand *t = &x->cands[i];
        if (!kept[i] || t->token >= c->token || t->negated || !t->actor.n || !t->recipient.n)
            continue;
        if (!is_near(x, t, c->token)) continue;
        if (!is_answer_to(c, t) || !is_of(x, &c->actor, &t->recipient) ||
            is_of(x, &t->actor, &c->actor))
            continue;
        if (best == DG_NONE || t->token > x->cands[best].token) best = i;
    }
    return best;
}

/* The nearest telling before it of what the bare noun at o means by its type only: "bombed … the
 * attack". */
static uint32_t told_before(const dg_evctx *x, uint32_t o, const bool *kept) {
    uint32_t n = x->cand_at[o], best = DG_NONE;
    if (n == DG_NONE || !dg_ev_is_definite(x, o)) return DG_NONE;
    const dg_cand *noun = &x->cands[n];
    if (noun->actor.n || noun->recipient.n) return DG_NONE;
    for (uint32_t i = 0; i < x->n_cands; i++) {
        const dg_cand *t = &x->cands[i];
        if (!kept[i] || t->token >= o || t->negated || t->type != noun->type || !is_near(x, t, o))
            continue;
        if (best == DG_NONE || t->token > x->cands[best].token) best = i;
    }
    return best;
}

/* What the object of blame tells again. */
static uint32_t blamed(const dg_evctx *x, const dg_cand *c, const bool *kept,
                       const uint32_t *told) {
    uint32_t o = c->type == DG_PLOVER_ACCUSE ? dg_ev_object(x, c->token) : DG_NONE;
    if (o == DG_NONE || o == c->token) return DG_NONE;
    uint32_t of = told[o] != DG_NONE ? told[o] : told_before(x, o, kept);
    if (of == DG_NONE) return DG_NONE;
    const dg_cand *t = &x->cands[of];
    bool force = dg_plover_table[t->type].quad == 4;
    return force && t->actor.n && !is_of(x, &t->actor, &c->actor) ? of : DG_NONE;
}

void dg_ev_answer(const dg_evctx *x, dg_cand *c, const bool *kept, const uint32_t *told) {
    if (c->alt->pos != 'v' || !c->actor.n || c->recipient.n || c->negated) return;
    uint32_t of = blamed(x, c, kept, told);
    if (of == DG_NONE && points_back(x, c)) of = answered(x, c, kept);
    if (of == DG_NONE) return;
    c->recipient = x->cands[of].actor;
    c->near = true;
}
