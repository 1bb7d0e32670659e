/* event_near.c: the two sides of an event from the words next to its trigger, where the tree gave
 * none.
 *
 * Parsers err most on long sentences and on languages with little training text. Only a side that
 * the tree left empty is filled, and only across words of one noun phrase or verb group: never
 * across another verb, a clause's first word, a comma or stop; across a preposition only when the
 * frame names it.
 *
 *   verb   doer: nearest mention to the left; in languages that invert (defaults.tsv) else the
 * first to the right other side: first mention to the right, or behind a preposition that the frame
 * names; "by X" in the passive noun   doer: possessor or adjective right before it; other side:
 * behind a preposition that the frame names
 *
 * Such events get a lower confidence (events.c). cost: O(length of the sentence). */
#include "reading/event_tree.h"

enum { MAX_GAP = 8, NOUN_GAP = 5 };

static bool is_barrier(const dg_evctx *x, uint32_t t) {
    const dg_token *k = dg_ev_tok(x, t);
    switch (k->upos) {
    case DG_UPOS_VERB: return k->rel != DG_REL_AMOD;
    case DG_UPOS_SCONJ: return true;
    case DG_UPOS_PUNCT: return k->form.n == 1 && strchr(",.;:()", k->form.p[0]);
    default: return k->feats.prontype == DG_PRON_REL;
    }
}

/* The political mention whose head is t. */
static const dg_mention *mention_at(const dg_evctx *x, uint32_t t) {
    const dg_mention *m = dg_doc_mention(x->doc, t);
    return m && dg_ev_political(x, m->entity) ? m : NULL;
}

static bool after_preposition(const dg_evctx *x, const dg_mention *m) {
    for (uint32_t t = m->from, steps = 0; t > dg_ev_first(x, m->from) && steps < 2; steps++) {
        uint8_t upos = dg_ev_tok(x, --t)->upos;
        if (upos == DG_UPOS_ADP) return true;
        if (upos != DG_UPOS_DET) return false;
    }
    return false;
}

static bool has(const dg_side *s, uint32_t e) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->e[i] == e) return true;
    return false;
}

static void take(const dg_evctx *x, dg_cand *c, uint32_t token, dg_side *s, const dg_side *other) {
    uint32_t found[DG_MAX_SIDE], n = dg_actors_of(x->doc, token, found, DG_MAX_SIDE);
    for (uint32_t i = 0; i < n; i++)
        if (dg_ev_political(x, found[i]) && !has(other, found[i]) && !has(s, found[i]) &&
            s->n < DG_MAX_SIDE)
            s->e[s->n++] = found[i];
    c->near |= s->n > 0;
}

static bool names(dg_places p, uint8_t kind) {
    for (uint32_t i = 0; i < p.n; i++)
        if (p.at[i].kind == kind) return true;
    return false;
}

static bool is_named_prep(const dg_evctx *x, dg_places p, uint32_t t) {
    for (uint32_t i = 0; i < p.n; i++)
        if (p.at[i].kind == DG_PLACE_PREP &&
            (dg_str_eq(p.at[i].prep, x->lemma[t]) || dg_str_eq(p.at[i].prep, x->lower[t])))
            return true;
    return false;
}

static bool is_preposition(const dg_evctx *x, uint32_t t) {
    return dg_ev_tok(x, t)->upos == DG_UPOS_ADP && dg_ev_tok(x, t)->rel != DG_REL_COMPOUND;
}

static uint32_t sentence_end(const dg_evctx *x, uint32_t t) {
    return x->doc->sentences[dg_ev_tok(x, t)->sentence].to;
}

/* The first mention to the right of the trigger. open: also without a preposition; preps: which
 * ones open the way. */
static uint32_t right_of(const dg_evctx *x, const dg_cand *c, bool open, dg_places preps,
                         uint32_t max_gap) {
    uint32_t last = sentence_end(x, c->token);
    for (uint32_t t = c->token + 1, gap = 0; t < last && gap < max_gap && !is_barrier(x, t);
         t++, gap++) {
        uint8_t upos = dg_ev_tok(x, t)->upos;
        if (c->alt->pos == 'n' &&
            (upos == DG_UPOS_ADV || upos == DG_UPOS_PART || upos == DG_UPOS_AUX))
            return DG_NONE;
        if (is_preposition(x, t)) open = is_named_prep(x, preps, t);
        uint32_t h = dg_ev_head(x, t);
        if (dg_ev_tok(x, t)->rel == DG_REL_NSUBJ && h != DG_NONE && h != c->token &&
            dg_ev_is_verbal(x, h) && h > t)
            return DG_NONE; /* the next clause's subject */
        const dg_mention *m = open ? mention_at(x, t) : NULL;
        if (m && !has(&c->actor, m->entity) && !has(&c->recipient, m->entity)) return t;
    }
    return DG_NONE;
}

uint32_t dg_ev_near_doer(const dg_evctx *x, uint32_t verb) {
    uint32_t first = dg_ev_first(x, verb);
    for (uint32_t t = verb, gap = 0;
         t-- > first && gap < MAX_GAP && (!is_barrier(x, t) || dg_ev_head(x, verb) == t); gap++) {
        const dg_mention *m = mention_at(x, t);
        if (m && !after_preposition(x, m) && m->kind != DG_MENTION_ADJECTIVE) return t;
    }
    return DG_NONE;
}

/* Where the verb stands last (German subordinate clauses): a preposition that the frame names, to
 * its left. */
static uint32_t left_prep(const dg_evctx *x, const dg_cand *c) {
    uint32_t first = dg_ev_first(x, c->token);
    for (uint32_t t = c->token, gap = 0; t-- > first && gap < 2 * MAX_GAP && !is_barrier(x, t);
         gap++) {
        if (!is_preposition(x, t) || !is_named_prep(x, c->alt->recipient, t)) continue;
        if (t > first && x->cand_at[t - 1] != DG_NONE) return DG_NONE; /* "talks with X": theirs */
        for (uint32_t k = t + 1; k < c->token && k < t + NOUN_GAP && !is_preposition(x, k); k++) {
            const dg_mention *m = mention_at(x, k);
            uint32_t h = dg_ev_head(x, k);
            if (h != DG_NONE && h != c->token && dg_ev_tok(x, h)->rel == DG_REL_AMOD)
                return DG_NONE; /* "der von X angegriffene": the attribute's */
            if (m && !has(&c->actor, m->entity)) return k;
        }
    }
    return DG_NONE;
}

/* The tree has a subject, a noun that is nobody of politics: then nobody else did it. */
static bool has_other_subject(const dg_evctx *x, uint32_t verb, uint32_t near) {
    uint32_t s = dg_ev_doer(x, verb);
    bool below = s != DG_NONE && dg_doc_above(x->doc, s, near);
    if (below && after_preposition(x, dg_doc_mention(x->doc, near)))
        below = false; /* "the ceremony under President X promises" */
    return s != DG_NONE && s < verb && s != near && !below &&
           (dg_ev_tok(x, s)->upos == DG_UPOS_NOUN || dg_ev_tok(x, s)->upos == DG_UPOS_PROPN);
}

/* The subject is a name or a clause, if nobody's of politics: "oppfordret senteret politiet". */
static bool has_named_doer(const dg_evctx *x, uint32_t verb) {
    if (dg_doc_child_rel(x->doc, verb, DG_REL_CSUBJ) != DG_NONE) return true;
    uint32_t s = dg_ev_doer(x, verb);
    return s != DG_NONE && dg_ev_tok(x, s)->rel == DG_REL_NSUBJ &&
           (dg_ev_tok(x, s)->upos == DG_UPOS_PROPN || dg_ev_tok(x, s)->upos == DG_UPOS_NOUN);
}

static void near_verb(const dg_evctx *x, dg_cand *c) {
    dg_places none = {NULL, 0}, agent = dg_frames_agent(x->f, x->lang);
    uint32_t t;
    if (dg_ev_passive(x, c->token)) {
        if (!c->recipient.n && dg_ev_after_passive(x, c->token) &&
            names(c->alt->recipient, DG_PLACE_OBJ) && (t = dg_ev_near_doer(x, c->token)) != DG_NONE)
            take(x, c, t, &c->recipient, &c->actor);
        if (!c->actor.n && c->recipient.n && (t = right_of(x, c, false, agent, MAX_GAP)) != DG_NONE)
            take(x, c, t, &c->actor, &c->recipient);
        return;
    }
    bool finite = dg_ev_tok(x, c->token)->feats.verbform != DG_VERBFORM_INF;
    if (!c->actor.n && names(c->alt->actor, DG_PLACE_SUBJ)) {
        t = dg_ev_near_doer(x, c->token);
        if (t != DG_NONE && has_other_subject(x, c->token, t)) t = DG_NONE;
        if (t == DG_NONE && finite && !c->recipient.n && dg_frames_inverts(x->f, x->lang) &&
            !dg_ev_headline_verb(x, c->token) && !has_named_doer(x, c->token))
            t = right_of(x, c, true, none, MAX_GAP);
        if (t != DG_NONE) take(x, c, t, &c->actor, &c->recipient);
    }
    if (!c->recipient.n && names(c->alt->recipient, DG_PLACE_SUBJ) &&
        (t = dg_ev_near_doer(x, c->token)) != DG_NONE)
        take(x, c, t, &c->recipient, &c->actor);
    if (!c->recipient.n && c->actor.n &&
        (t = right_of(x, c, names(c->alt->recipient, DG_PLACE_OBJ), c->alt->recipient, MAX_GAP)) !=
            DG_NONE)
        take(x, c, t, &c->recipient, &c->actor);
    if (!c->recipient.n && c->actor.n && (t = left_prep(x, c)) != DG_NONE)
        take(x, c, t, &c->recipient, &c->actor);
}

/* "Russia's full-scale invasion", "den russiske invasion": what stands in the phrase before the
 * noun. */
static uint32_t owner_left(const dg_evctx *x, const dg_cand *c) {
    uint32_t first = dg_ev_first(x, c->token);
    for (uint32_t t = c->token, gap = 0; t-- > first && gap < NOUN_GAP; gap++) {
        const dg_mention *m = mention_at(x, t);
        uint8_t upos = dg_ev_tok(x, t)->upos;
        if (m) {
            bool genitive = t + 1 < c->token && dg_ev_tok(x, t + 1)->upos == DG_UPOS_PART;
            dg_str form = dg_ev_tok(x, m->to - 1)->form;
            bool names_it =
                m->kind == DG_MENTION_NAME && form.n > 2 &&
                (form.p[form.n - 1] == 's' || form.p[form.n - 1] == '\'') &&
                dg_frames_inverts(
                    x->f, x->lang); /* "Erdogans besøk": German and Scandinavian genitives */
            bool owns = genitive || names_it || m->kind == DG_MENTION_ADJECTIVE ||
                        dg_ev_tok(x, t)->feats.gcase == DG_CASE_GEN ||
                        (dg_ev_tok(x, t)->feats.poss && m->kind == DG_MENTION_PRONOUN);
            return owns ? t : DG_NONE;
        }
        if (upos != DG_UPOS_ADJ && upos != DG_UPOS_PART && upos != DG_UPOS_NOUN &&
            upos != DG_UPOS_NUM && upos != DG_UPOS_PROPN)
            break;
    }
    return DG_NONE;
}

static void near_noun(const dg_evctx *x, dg_cand *c) {
    uint32_t t;
    if (!c->actor.n &&
        (names(c->alt->actor, DG_PLACE_GEN) || names(c->alt->actor, DG_PLACE_COMP)) &&
        (t = owner_left(x, c)) != DG_NONE)
        take(x, c, t, &c->actor, &c->recipient);
    if (!c->recipient.n && (t = right_of(x, c, false, c->alt->recipient, NOUN_GAP)) != DG_NONE)
        take(x, c, t, &c->recipient, &c->actor);
}

void dg_ev_near(const dg_evctx *x, dg_cand *c) {
    if (dg_ev_tok(x, c->token)->rel == DG_REL_AUX || dg_ev_tok(x, c->token)->rel == DG_REL_AMOD)
        return;
    if (dg_ev_tok(x, c->token)->rel == DG_REL_ACL &&
        dg_ev_tok(x, c->token)->feats.verbform == DG_VERBFORM_INF)
        return;
    if (c->alt->pos == 'v')
        near_verb(x, c);
    else if (c->alt->pos == 'n')
        near_noun(x, c);
}
