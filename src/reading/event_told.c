/* event_told.c: one event told more than once in an article.
 *
 * A noun with one side or none ("the minister's visit", "the invasion") means the event of the
 * same kind that the article tells in full (its type and mode, or the noun that it was told with),
 * where that has the same one on the same side: it is
 * written with that event (dg_event.again) and is none of its own. The nearest telling before it
 * wins, else the first behind it. An indefinite noun ("a visit", "new sanctions") is news.
 * source: within-document event coreference by type and shared arguments (Bejan & Harabagiu 2010,
 * cut down to rules). cost: O(candidates) for each such noun. */
#include "reading/event_tree.h"

static bool has(const dg_side *s, uint32_t e) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->e[i] == e) return true;
    return false;
}

/* The same one, or another of the same country ("the minister" for his country): PLOVER's sides
 * are countries. */
static bool shares(const dg_evctx *x, const dg_side *a, const dg_side *b) {
    for (uint32_t i = 0; i < a->n; i++) {
        if (has(b, a->e[i])) return true;
        const char *code = x->doc->entities[a->e[i]].country;
        for (uint32_t k = 0; k < b->n && dg_ev_has_country(x, a->e[i]); k++)
            if (strcmp(code, x->doc->entities[b->e[k]].country) == 0 && strcmp(code, "IGO") &&
                strcmp(code, "NGO"))
                return true;
    }
    return false;
}

/* "aftale" in "handelsaftale". */
static bool is_tail(dg_str tail, dg_str word) {
    enum { MIN_TAIL = 4 };
    return tail.n >= MIN_TAIL && tail.n <= word.n &&
           memcmp(word.p + word.n - tail.n, tail.p, tail.n) == 0;
}

/* The noun is the trigger's own word, or a word of its row: "signed a trade agreement … the
 * agreement". */
static bool is_named(const dg_evctx *x, const dg_cand *c, const dg_cand *told) {
    dg_str noun = x->lemma[c->token];
    if (is_tail(noun, x->lemma[told->token])) return true;
    for (uint32_t i = 0; i < told->n_words; i++)
        if (dg_ev_tok(x, told->words[i])->upos == DG_UPOS_NOUN &&
            is_tail(noun, x->lemma[told->words[i]]))
            return true;
    return false;
}

/* Of one type and mode, or one named by the other. */
static bool is_kind(const dg_evctx *x, const dg_cand *c, const dg_cand *told) {
    if (is_named(x, c, told)) return true;
    return c->type == told->type &&
           (c->row == told->row || dg_str_eq(c->row->mode, told->row->mode));
}

static bool is_indefinite(const dg_evctx *x, uint32_t noun) {
    if (dg_ev_tok(x, noun)->feats.definite == DG_DEF_IND && !dg_ev_tok(x, noun)->feats.poss) {
        bool owned = false;
        for (uint32_t at = dg_ev_first(x, noun), c;
             (c = dg_doc_child(x->doc, noun, &at)) != DG_NONE;)
            owned |= dg_ev_tok(x, c)->sub == DG_SUB_POSS || dg_ev_tok(x, c)->feats.poss ||
                     dg_ev_tok(x, c)->feats.gcase == DG_CASE_GEN;
        return !owned;
    }
    for (uint32_t at = dg_ev_first(x, noun), c; (c = dg_doc_child(x->doc, noun, &at)) != DG_NONE;)
        if (dg_ev_tok(x, c)->rel == DG_REL_DET && dg_ev_tok(x, c)->feats.definite == DG_DEF_IND)
            return true;
    return false;
}

bool dg_ev_is_definite(const dg_evctx *x, uint32_t noun) {
    if (dg_ev_tok(x, noun)->feats.definite == DG_DEF_DEF) return true;
    for (uint32_t at = dg_ev_first(x, noun), c; (c = dg_doc_child(x->doc, noun, &at)) != DG_NONE;)
        if (dg_ev_tok(x, c)->rel == DG_REL_DET && dg_ev_tok(x, c)->feats.definite == DG_DEF_DEF)
            return true;
    return false;
}

/* The side that c lacks, as told has it; empty when the two do not fit. */
static dg_side missing(const dg_evctx *x, const dg_cand *c, const dg_cand *told) {
    dg_side none = {.n = 0};
    bool mutual = told->reciprocal || (told->actor.n > 1 && !told->recipient.n);
    const dg_side *have = c->actor.n ? &c->actor : &c->recipient;
    if (mutual) {
        if (!shares(x, have, &told->actor)) return none;
        dg_side rest = {.n = 0};
        for (uint32_t i = 0; i < told->actor.n; i++) {
            dg_side one = {.e = {told->actor.e[i]}, .n = 1};
            if (!shares(x, &one, have)) rest.e[rest.n++] = told->actor.e[i];
        }
        return rest;
    }
    if (!told->actor.n || !told->recipient.n) return none;
    if (c->actor.n) return shares(x, have, &told->actor) ? told->recipient : none;
    return shares(x, have, &told->recipient) ? told->actor : none;
}

/* A noun without sides fits only where it is definite ("the invasion"). */
static bool fits(const dg_evctx *x, const dg_cand *c, const dg_cand *told) {
    if (c->actor.n || c->recipient.n) return missing(x, c, told).n > 0;
    return dg_ev_is_definite(x, c->token);
}

uint32_t dg_ev_told(const dg_evctx *x, const dg_cand *c, const bool *kept) {
    if (c->alt->pos != 'n' || c->dead || c->negated || c->purpose) return DG_NONE;
    bool bare = !c->actor.n && !c->recipient.n; /* "the visit had been planned" is the same one */
    if (!bare && c->effect != DG_EFFECT_NONE && c->effect != DG_EFFECT_HISTORICAL) return DG_NONE;
    if ((c->actor.n && c->recipient.n) || c->actor.n > 1 || is_indefinite(x, c->token))
        return DG_NONE;
    uint32_t best = DG_NONE, at = DG_NONE;
    for (uint32_t i = 0; i < x->n_cands; i++) {
        const dg_cand *told = &x->cands[i];
        if (told == c || !kept[i] || told->negated || !is_kind(x, c, told)) continue;
        if (told->effect != DG_EFFECT_NONE && told->effect != DG_EFFECT_HISTORICAL) continue;
        bool before = told->token < c->token, best_before = at != DG_NONE && at < c->token;
        bool nearer = at == DG_NONE || (before && (!best_before || told->token > at)) ||
                      (!before && !best_before && told->token < at);
        if (nearer && fits(x, c, told)) best = i, at = told->token;
    }
    return best;
}
