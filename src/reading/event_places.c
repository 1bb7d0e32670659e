/* event_places.c: a frame's places (subject, object, a preposition, a genitive, a compound's part)
 * on the tree, below a noun and below a verb. See event_side.h. */
#include "reading/event_side.h"

/* ---- places below a noun ---- */

static bool is_possessor(const dg_evctx *x, uint32_t noun, uint32_t c) {
    const dg_token *t = dg_ev_tok(x, c);
    if (t->sub == DG_SUB_POSS || (t->feats.poss && (t->rel == DG_REL_DET || t->rel == DG_REL_NMOD)))
        return true;
    return t->rel == DG_REL_NMOD && c < noun &&
           dg_doc_child_rel(x->doc, c, DG_REL_CASE) == DG_NONE &&
           (t->feats.gcase == DG_CASE_GEN || t->feats.gcase == 0);
}

static bool is_post_genitive(const dg_evctx *x, uint32_t noun, uint32_t c) {
    const dg_token *t = dg_ev_tok(x, c);
    return t->rel == DG_REL_NMOD && t->sub != DG_SUB_POSS && c > noun &&
           dg_doc_child_rel(x->doc, c, DG_REL_CASE) == DG_NONE;
}

static bool is_compound_part(const dg_evctx *x, uint32_t noun, uint32_t c) {
    const dg_token *t = dg_ev_tok(x, c);
    if (t->rel == DG_REL_AMOD || t->rel == DG_REL_COMPOUND || t->rel == DG_REL_FLAT) return true;
    return t->rel == DG_REL_NMOD && c < noun && t->upos == DG_UPOS_PROPN &&
           !is_possessor(x, noun, c);
}

typedef bool child_test(const dg_evctx *x, uint32_t noun, uint32_t c);

static bool add_children(const dg_evctx *x, uint32_t noun, child_test *test, dg_side *s) {
    bool any = false;
    for (uint32_t at = dg_ev_first(x, noun), c; (c = dg_doc_child(x->doc, noun, &at)) != DG_NONE;)
        if (test(x, noun, c)) any |= dg_side_add_token(x, c, s, false);
    return any;
}

/* "US-Sanktionen": a mention inside the word itself. */
static bool add_left_part(const dg_evctx *x, uint32_t noun, dg_side *s) {
    const dg_range span = dg_ev_tok(x, noun)->span;
    uint32_t whole =
        dg_doc_entity(x->doc, noun); /* "Russlandkrieg", all of it a mention of the country */
    if (whole != DG_NONE && x->doc->entities[whole].kind == DG_ENTITY_COUNTRY) {
        dg_side_add(s, whole);
        return true;
    }
    uint32_t lo = 0, hi = x->doc->n_mentions;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (x->doc->mentions[mid].span.from < span.from)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (uint32_t i = lo; i < x->doc->n_mentions && x->doc->mentions[i].span.from == span.from;
         i++) {
        const dg_mention *m = &x->doc->mentions[i];
        if (m->span.to < span.to && dg_ev_political(x, m->entity)) {
            dg_side_add(s, m->entity);
            return true;
        }
    }
    return false;
}

static bool add_prep(const dg_evctx *x, uint32_t h, dg_str prep, dg_side *s) {
    uint32_t t = h == DG_NONE ? DG_NONE : dg_ev_prep(x, h, prep);
    return t != DG_NONE && dg_side_add_token(x, t, s, true);
}

static uint32_t clause_child(const dg_evctx *x, uint32_t h) {
    static const uint8_t rels[] = {DG_REL_CCOMP, DG_REL_XCOMP, DG_REL_OBJ, DG_REL_ACL,
                                   DG_REL_ADVCL};
    for (uint32_t i = 0; i < DG_LEN(rels); i++) {
        uint32_t c = dg_doc_child_rel(x->doc, h, rels[i]);
        if (c == DG_NONE || dg_ev_case_effect(x, DG_MODAL_PURPOSE, c) != DG_EFFECT_N) continue;
        if (rels[i] == DG_REL_ADVCL && dg_ev_tok(x, c)->feats.verbform == DG_VERBFORM_FIN &&
            dg_ev_own_subject(x, c) != DG_NONE)
            continue; /* "even though X …" */
        if (rels[i] != DG_REL_OBJ || dg_ev_tok(x, c)->upos == DG_UPOS_VERB)
            return c; /* an object: an infinitive that the parser called one */
    }
    uint32_t s = dg_doc_child_rel(x->doc, h, DG_REL_CSUBJ); /* "is willing to" */
    if (s != DG_NONE && s > h && dg_ev_tok(x, h)->upos == DG_UPOS_ADJ) return s;
    return DG_NONE;
}

uint32_t dg_ev_clause_below(const dg_evctx *x, const dg_cand *c) {
    uint32_t t = clause_child(x, c->token);
    for (uint32_t i = 0; t == DG_NONE && i < c->n_words; i++) t = clause_child(x, c->words[i]);
    return t;
}

bool dg_ev_has_infinitive(const dg_evctx *x, const dg_cand *c) {
    uint32_t v = dg_ev_clause_below(x, c);
    return v != DG_NONE && (dg_ev_tok(x, v)->feats.verbform == DG_VERBFORM_INF ||
                            (dg_ev_tok(x, v)->rel == DG_REL_XCOMP &&
                             dg_doc_child_rel(x->doc, v, DG_REL_NSUBJ) == DG_NONE));
}

/* "promised that they would …", "sagte zu, … zu": the clause below is one to come. */
bool dg_ev_has_future_clause(const dg_evctx *x, const dg_cand *c) {
    uint32_t v = dg_ev_clause_below(x, c);
    if (v == DG_NONE) return false;
    if (dg_ev_has_infinitive(x, c) || dg_ev_modality(x, DG_MODAL_VERB, v) == DG_EFFECT_FUTURE)
        return true;
    for (uint32_t at = dg_ev_first(x, v), k; (k = dg_doc_child(x->doc, v, &at)) != DG_NONE;)
        if (dg_ev_tok(x, k)->rel == DG_REL_AUX && dg_ev_tok(x, k)->sub != DG_SUB_PASS &&
            (dg_ev_modality(x, DG_MODAL_AUX, k) == DG_EFFECT_FUTURE ||
             dg_ev_modality(x, DG_MODAL_AUX_SAID, k) == DG_EFFECT_FUTURE ||
             dg_ev_modality(x, DG_MODAL_AUX, k) == DG_EFFECT_HYPOTHETICAL))
            return true;
    return false;
}

bool dg_ev_promises_other(const dg_evctx *x, const dg_cand *c) {
    uint32_t v = dg_ev_clause_below(x, c), s = v == DG_NONE ? DG_NONE : dg_ev_own_subject(x, v);
    if (s == DG_NONE || dg_ev_passive(x, v)) return false;
    uint32_t e = dg_doc_entity(x->doc, s);
    if (dg_ev_tok(x, s)->upos == DG_UPOS_PRON || e == DG_NONE) return false;
    return !dg_side_has(&c->actor, e) && !dg_ev_same_country(x, e, &c->actor);
}

/* Does a preposition of the row stand below the verb or its words, whoever is behind it; or is one
 * of the words itself a noun ("voiced concern")? */
bool dg_ev_says_what(const dg_evctx *x, const dg_cand *c) {
    for (uint32_t i = 0; i < c->n_words && !(c->row->flags & DG_FRAME_BOTH); i++)
        if (dg_ev_tok(x, c->words[i])->upos == DG_UPOS_NOUN) return true;
    for (uint32_t i = 0; i < c->alt->recipient.n; i++) {
        if (c->alt->recipient.at[i].kind != DG_PLACE_PREP) continue;
        if (dg_ev_prep(x, c->token, c->alt->recipient.at[i].prep) != DG_NONE) return true;
        for (uint32_t k = 0; k < c->n_words; k++)
            if (dg_ev_prep(x, c->words[k], c->alt->recipient.at[i].prep) != DG_NONE) return true;
    }
    return false;
}

bool dg_ev_has_clause(const dg_evctx *x, const dg_cand *c) {
    uint32_t v = dg_ev_clause_below(x, c);
    if (v == DG_NONE) return false;
    return (c->row->flags & DG_FRAME_FUTURE) ||
           dg_ev_tok(x, v)->feats.verbform == DG_VERBFORM_INF ||
           dg_ev_tok(x, v)->rel == DG_REL_XCOMP;
}

bool dg_ev_takes_object(const dg_cand *c) {
    for (uint32_t i = 0; i < c->alt->recipient.n; i++)
        if (c->alt->recipient.at[i].kind == DG_PLACE_OBJ) return true;
    return false;
}

static bool add_xsubj(const dg_evctx *x, const dg_cand *c, dg_side *s) {
    uint32_t v = dg_ev_clause_below(x, c);
    if (v == DG_NONE) return false;
    uint32_t subject = dg_ev_own_subject(x, v);
    return subject != DG_NONE && !dg_ev_passive(x, v) && dg_side_add_token(x, subject, s, true);
}

/* The noun whose phrase begins with t: "an Israeli movement and …". */
static uint32_t phrase_head(const dg_evctx *x, uint32_t t) {
    for (uint32_t up = 0; up < DG_SIDE_DEPTH && dg_ev_head(x, t) != DG_NONE; up++) {
        uint8_t rel = dg_ev_tok(x, t)->rel;
        if (rel != DG_REL_AMOD && rel != DG_REL_COMPOUND && rel != DG_REL_FLAT) break;
        t = dg_ev_head(x, t);
    }
    return t;
}

/* The first political entities anywhere in the clause or the object below. */
static bool add_xobj(const dg_evctx *x, const dg_cand *c, dg_side *s) {
    uint32_t v = dg_ev_clause_below(x, c);
    if (v == DG_NONE) v = dg_ev_object(x, c->token);
    if (v == DG_NONE || v == c->token) return false;
    dg_range r = dg_doc_subtree(x->doc, v);
    for (uint32_t t = r.from; t < r.to && t < x->doc->n_tokens; t++) {
        const dg_mention *m = dg_doc_mention(x->doc, t);
        if (!m || !dg_doc_above(x->doc, v, t) || !dg_ev_political(x, m->entity) ||
            dg_side_has(&c->actor, m->entity) ||
            (c->type == DG_PLOVER_REQUEST && dg_ev_tok(x, t)->rel == DG_REL_OBL &&
             dg_ev_case_effect(x, DG_MODAL_TO_PREP, t) == DG_EFFECT_IS)) /* "that he go to X" */
            continue;
        uint32_t n = phrase_head(x, t);
        if (dg_doc_child_rel(x->doc, n, DG_REL_CONJ) != DG_NONE) dg_side_add_phrase(x, n, s);
        if (!s->n) dg_side_add_phrase(x, t, s);
        if (s->n) return true;
    }
    return false;
}

/* Does the carrier's subject do what the noun says? "have" only with what one has with somebody:
 * talks, a meeting. */
bool dg_ev_carries(const dg_cand *c, uint32_t bits) {
    return (bits & DG_LIGHT_DO) || ((bits & DG_LIGHT_HAVE) && (c->row->flags & DG_FRAME_ADV));
}

bool dg_side_noun_place(const dg_evctx *x, const dg_cand *c, const dg_place *p, uint32_t carrier,
                        uint32_t bits, dg_side *s) {
    uint32_t n = c->token;
    switch (p->kind) {
    case DG_PLACE_SUBJ:
        return carrier != DG_NONE && dg_ev_carries(c, bits) &&
               dg_side_add_token(x, dg_ev_doer(x, carrier), s, false);
    case DG_PLACE_IOBJ:
        if (carrier == DG_NONE) return false;
        return dg_side_add_token(x, dg_doc_child_rel(x->doc, carrier, DG_REL_IOBJ), s, true) ||
               dg_side_add_token(x, dg_ev_bare_oblique(x, carrier), s, false) ||
               dg_side_add_token(x, dg_ev_extra_subject(x, carrier), s, false) ||
               (dg_ev_object(x, carrier) != n &&
                dg_side_add_token(x, dg_ev_object(x, carrier), s, false));
    case DG_PLACE_OBJ: return false;
    case DG_PLACE_GEN: return add_children(x, n, is_possessor, s);
    case DG_PLACE_POST: return add_children(x, n, is_post_genitive, s);
    case DG_PLACE_COMP: {
        dg_side found = {.n = 0};
        if (!add_left_part(x, n, &found)) add_children(x, n, is_compound_part, &found);
        for (uint32_t i = 0; i < found.n; i++)
            if (dg_plover_table[c->type].quad != 4 ||
                x->doc->entities[found.e[i]].kind != DG_ENTITY_PLACE)
                dg_side_add(s, found.e[i]);
        return s->n > 0; /* a city says where it was ("the X shooting"), not who */
    }
    case DG_PLACE_MOD: return dg_side_add_token(x, dg_ev_head(x, n), s, false);
    case DG_PLACE_CSUBJ: {
        uint32_t v = dg_ev_clause(x, n);
        return v != DG_NONE && dg_side_add_token(x, dg_ev_doer(x, v), s, false);
    }
    case DG_PLACE_PREP:
        if (add_prep(x, n, p->prep, s)) return true;
        for (uint32_t i = 0; i < c->n_words; i++)
            if (add_prep(x, c->words[i], p->prep, s)) return true;
        return add_prep(x, carrier, p->prep, s);
    case DG_PLACE_XSUBJ: return add_xsubj(x, c, s);
    case DG_PLACE_XOBJ: return add_xobj(x, c, s);
    default: return false;
    }
}

/* ---- places below a verb or adjective ---- */

/* Whose words these are: the speaker of the innermost quote, else the subject of the verb that
 * governs the clause. */
static bool add_speaker(const dg_evctx *x, uint32_t token, dg_side *s) {
    uint32_t at = dg_ev_tok(x, token)->span.from, best = DG_NONE;
    for (uint32_t i = 0; i < x->doc->n_quotes; i++) {
        dg_range r = x->doc->quotes[i].span;
        if (r.from <= at && at < r.to &&
            (best == DG_NONE ||
             r.to - r.from <= x->doc->quotes[best].span.to - x->doc->quotes[best].span.from))
            best = i;
    }
    if (best != DG_NONE && dg_ev_political(x, x->doc->quotes[best].speaker))
        dg_side_add(s, x->doc->quotes[best].speaker);
    for (uint32_t t = token, up = 0; best == DG_NONE && t != DG_NONE && up < 8;
         up++, t = dg_ev_head(x, t)) {
        uint32_t h = dg_ev_head(x, t);
        uint8_t rel = dg_ev_tok(x, t)->rel;
        if (h == DG_NONE) break;
        if (rel == DG_REL_CCOMP || rel == DG_REL_ACL)
            return dg_ev_is_verbal(x, h) && dg_side_add_token(x, dg_ev_doer(x, h), s, false);
    }
    return s->n > 0;
}

/* "Taiwan, which it is ready to go to war over": a preposition without its noun in a relative
 * clause. */
static bool add_stranded(const dg_evctx *x, uint32_t verb, dg_str prep, dg_side *s) {
    uint32_t v = verb;
    bool there = false;
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;)
        there |= dg_ev_tok(x, c)->upos == DG_UPOS_ADP && c > verb && dg_str_eq(x->lower[c], prep);
    for (uint32_t up = 0; there && v != DG_NONE && up < 4; up++, v = dg_ev_head(x, v)) {
        const dg_token *t = dg_ev_tok(x, v);
        if (t->rel == DG_REL_ACL && t->sub == DG_SUB_RELCL && dg_ev_head(x, v) != DG_NONE)
            return dg_side_add_token(x, dg_ev_head(x, v), s, false);
    }
    return false;
}

static bool verb_prep(const dg_evctx *x, const dg_cand *c, dg_str prep, dg_side *s) {
    for (uint32_t i = 0; i < c->n_words; i++) /* "an ultimatum to X" before "issued … to" */
        if (dg_ev_tok(x, c->words[i])->upos == DG_UPOS_NOUN && c->words[i] > c->token &&
            add_prep(x, c->words[i], prep, s))
            return true;
    if (add_prep(x, c->token, prep, s) || add_stranded(x, c->token, prep, s)) return true;
    for (uint32_t i = 0; i < c->n_words; i++)
        if (add_prep(x, c->words[i], prep, s)) return true;
    uint32_t o = dg_ev_object(x, c->token);
    return o != DG_NONE && o != c->token && add_prep(x, o, prep, s);
}

/* The object; when that is one of the row's own words ("impose sanctions"), whose it is. */
static bool add_object(const dg_evctx *x, const dg_cand *c, dg_side *s) {
    const dg_token *k = dg_ev_tok(x, c->token);
    if (k->rel == DG_REL_AUX &&
        dg_ev_head(x, c->token) != DG_NONE) /* "must": on whom the duty lies */
        return dg_side_add_token(x, dg_ev_doer(x, dg_ev_head(x, c->token)), s, true);
    uint32_t o = dg_ev_object(x, c->token);
    if (o == DG_NONE) return false;
    if (dg_ev_is_own_word(c, o) &&
        dg_doc_entity(x->doc, o) == DG_NONE) { /* "gave the country a million" */
        for (uint32_t at = dg_ev_first(x, c->token), t;
             (t = dg_doc_child(x->doc, c->token, &at)) != DG_NONE;)
            if (dg_ev_tok(x, t)->rel == DG_REL_OBJ && t != o && dg_side_add_token(x, t, s, false))
                return true;
        if (dg_side_add_event_noun(x, o, s))
            return true; /* "prevented a demonstration staged by X" */
        return dg_side_add_inside(x, o, s, DG_SIDE_DEPTH);
    }
    return dg_side_add_token(x, o, s, true);
}

static uint32_t subject_of(const dg_evctx *x, const dg_cand *c) {
    uint32_t t = dg_ev_doer(x, c->token);
    if (t != DG_NONE || dg_ev_is_verbal(x, c->token)) return t;
    const dg_token *k =
        dg_ev_tok(x, c->token); /* adjectives: copula subject, or the noun they stand at */
    if (k->upos == DG_UPOS_ADV || k->rel == DG_REL_ADVMOD) {
        uint32_t v = dg_ev_head(x, c->token); /* adverbs: the clause's */
        return v == DG_NONE                         ? DG_NONE
               : dg_ev_own_subject(x, v) != DG_NONE ? dg_ev_own_subject(x, v)
                                                    : dg_ev_doer(x, v);
    }
    return k->rel == DG_REL_AMOD ? dg_ev_head(x, c->token) : DG_NONE;
}

/* "gave the country a million": the first of two objects. */
static bool add_first_object(const dg_evctx *x, uint32_t verb, dg_side *s) {
    uint32_t first = DG_NONE, n = 0;
    for (uint32_t at = dg_ev_first(x, verb), t; (t = dg_doc_child(x->doc, verb, &at)) != DG_NONE;) {
        if (dg_ev_tok(x, t)->rel != DG_REL_OBJ || dg_ev_tok(x, t)->feats.reflex) continue;
        if (!n++) first = t;
    }
    return n > 1 && dg_side_add_token(x, first, s, false);
}

/* "weigerte sich, Russland die Schuld zu geben": the dative may hang at the governing verb. */
static bool add_upper_object(const dg_evctx *x, uint32_t verb, dg_side *s) {
    uint32_t h = dg_ev_tok(x, verb)->rel == DG_REL_XCOMP ? dg_ev_head(x, verb) : DG_NONE;
    if (h == DG_NONE || !dg_ev_keeps_subject(x, h)) return false;
    for (uint32_t at = dg_ev_first(x, h), t; (t = dg_doc_child(x->doc, h, &at)) != DG_NONE;)
        if ((dg_ev_tok(x, t)->rel == DG_REL_OBJ || dg_ev_tok(x, t)->rel == DG_REL_IOBJ) &&
            !dg_ev_tok(x, t)->feats.reflex && dg_side_add_token(x, t, s, false))
            return true;
    return false;
}

bool dg_side_verb_place(const dg_evctx *x, const dg_cand *c, const dg_place *p, dg_side *s) {
    switch (p->kind) {
    case DG_PLACE_SUBJ: {
        uint32_t subject = subject_of(x, c);
        if (dg_side_add_token(x, subject, s, false)) return true;
        if (subject != DG_NONE && dg_ev_tok(x, subject)->feats.person == 1 &&
            add_speaker(x, c->token, s))
            return true;                            /* "We …" */
        const dg_token *t = dg_ev_tok(x, c->token); /* "the US-backed rebels" */
        return t->rel == DG_REL_AMOD &&
               (add_left_part(x, c->token, s) || add_children(x, c->token, is_compound_part, s));
    }
    case DG_PLACE_OBJ: return add_object(x, c, s);
    case DG_PLACE_IOBJ:
        return dg_side_add_token(x, dg_doc_child_rel(x->doc, c->token, DG_REL_IOBJ), s, true) ||
               dg_side_add_token(x, dg_ev_bare_oblique(x, c->token), s, false) ||
               dg_side_add_token(x, dg_ev_extra_subject(x, c->token), s, false) ||
               add_first_object(x, c->token, s) || add_upper_object(x, c->token, s);
    case DG_PLACE_GEN:
    case DG_PLACE_POST:
        for (uint32_t i = 0; i < c->n_words; i++)
            if (add_children(x, c->words[i],
                             p->kind == DG_PLACE_GEN ? is_possessor : is_post_genitive, s))
                return true;
        return false;
    case DG_PLACE_COMP:
        if (add_left_part(x, c->token, s) || add_children(x, c->token, is_compound_part, s))
            return true;
        for (uint32_t i = 0; i < c->n_words; i++)
            if (add_left_part(x, c->words[i], s) ||
                add_children(x, c->words[i], is_compound_part, s))
                return true;
        return false;
    case DG_PLACE_MOD: {
        const dg_token *t = dg_ev_tok(x, c->token);
        return (t->rel == DG_REL_AMOD || t->rel == DG_REL_ACL) &&
               dg_side_add_token(x, dg_ev_head(x, c->token), s, false);
    }
    case DG_PLACE_PREP: return verb_prep(x, c, p->prep, s);
    case DG_PLACE_XSUBJ: return add_xsubj(x, c, s);
    case DG_PLACE_XOBJ: return add_xobj(x, c, s);
    case DG_PLACE_SPEAKER: return add_speaker(x, c->token, s);
    default: return false;
    }
}
