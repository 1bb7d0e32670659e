/* event_tree.c: questions that the event reading asks a dependency tree.
 *
 * Trees come from a parser and may be wrong: every walk upward is bounded by MAX_UP steps, downward
 * by the sentence. cost: O(length of the sentence) a question. */
#include "reading/event_tree.h"

enum { MAX_UP = 24, MAX_BETWEEN = 4 };

uint32_t dg_ev_first(const dg_evctx *x, uint32_t token) {
    return x->doc->sentences[x->doc->tokens[token].sentence].from;
}

const dg_token *dg_ev_tok(const dg_evctx *x, uint32_t token) {
    return &x->doc->tokens[token];
}

uint32_t dg_ev_head(const dg_evctx *x, uint32_t token) {
    uint32_t h = x->doc->tokens[token].head;
    return h < x->doc->n_tokens && x->doc->tokens[h].sentence == x->doc->tokens[token].sentence
               ? h
               : DG_NONE;
}

bool dg_ev_is_verbal(const dg_evctx *x, uint32_t token) {
    const dg_token *t = dg_ev_tok(x, token);
    return t->upos == DG_UPOS_VERB || t->upos == DG_UPOS_AUX ||
           (t->upos == DG_UPOS_ADJ && t->feats.verbform == DG_VERBFORM_PART);
}

bool dg_ev_has_forms(const dg_evctx *x, uint32_t token) {
    uint8_t upos = dg_ev_tok(x, token)->upos;
    return upos == DG_UPOS_VERB || upos == DG_UPOS_NOUN || upos == DG_UPOS_ADJ ||
           upos == DG_UPOS_AUX || upos == DG_UPOS_PROPN;
}

const dg_lemmas *dg_ev_lemmas(const dg_evctx *x, uint32_t token) {
    return dg_ev_is_verbal(x, token) ? &x->verbs[token] : &x->nouns[token];
}

static uint32_t child(const dg_evctx *x, uint32_t h, uint8_t rel) {
    return dg_doc_child_rel(x->doc, h, rel);
}

static bool is_past_participle(const dg_token *t) {
    return t->feats.verbform == DG_VERBFORM_PART && t->feats.tense != DG_TENSE_PRES;
}

/* A participle in front of or behind its noun: "imposed sanctions", "sanctions imposed by". */
static bool is_attribute(const dg_token *t) {
    return t->rel == DG_REL_AMOD || (t->rel == DG_REL_ACL && t->sub != DG_SUB_RELCL);
}

/* A participle or infinitive without the words that make a clause passive: only its place can tell.
 */
static bool bare_passive(const dg_evctx *x, uint32_t verb) {
    const dg_token *v = dg_ev_tok(x, verb);
    if (v->rel == DG_REL_AMOD && v->feats.verbform != DG_VERBFORM_PART)
        return true; /* "US-backed", taken for an adjective */
    if (!is_past_participle(v)) return false;
    if (is_attribute(v)) return child(x, verb, DG_REL_OBJ) == DG_NONE;
    if (v->rel == DG_REL_XCOMP) { /* "har sittet fengslet" */
        uint32_t h = dg_ev_head(x, verb);
        return h != DG_NONE && dg_ev_modality(x, DG_MODAL_PASSIVE_AUX, h) == DG_EFFECT_IS;
    }
    if (v->rel == DG_REL_CONJ) {
        uint32_t h = dg_ev_head(x, verb);
        return h != DG_NONE && h < verb && dg_ev_is_verbal(x, h) &&
               is_past_participle(dg_ev_tok(x, h)) && dg_ev_passive(x, h);
    }
    return v->rel == DG_REL_ADVCL && child(x, verb, DG_REL_OBJ) == DG_NONE;
}

bool dg_ev_after_passive(const dg_evctx *x, uint32_t token) {
    const dg_token *t = dg_ev_tok(x, token);
    if (token == dg_ev_first(x, token) || !dg_frames_inverts(x->f, x->lang)) return false;
    if (t->upos != DG_UPOS_NOUN && t->upos != DG_UPOS_ADJ) return false;
    return t->feats.number != DG_NUMBER_PLUR &&
           dg_ev_modality(x, DG_MODAL_PASSIVE_AUX, token - 1) == DG_EFFECT_IS;
}

bool dg_ev_after_perfect(const dg_evctx *x, uint32_t token) {
    const dg_token *t = dg_ev_tok(x, token);
    dg_str form = x->lower[token];
    if (!dg_frames_inverts(x->f, x->lang) || form.n < 3 || form.p[form.n - 1] != 't') return false;
    if ((t->upos != DG_UPOS_NOUN && t->upos != DG_UPOS_ADJ) || t->feats.number == DG_NUMBER_PLUR)
        return false;
    for (uint32_t k = token; k > dg_ev_first(x, token) && k + MAX_BETWEEN > token; k--) {
        if (dg_ev_modality(x, DG_MODAL_PERFECT_AUX, k - 1) == DG_EFFECT_IS) return true;
        uint8_t upos = dg_ev_tok(x, k - 1)->upos; /* "har angivelig bombet", "har Peru bombet" */
        if (upos != DG_UPOS_ADV && upos != DG_UPOS_PROPN) return false;
    }
    return false;
}

static uint32_t prep_below(const dg_evctx *x, uint32_t h, dg_str prep);

/* The same below h or a word coordinated with it. */
static uint32_t prep_deep(const dg_evctx *x, uint32_t h, dg_str prep) {
    uint32_t t = prep_below(x, h, prep);
    for (uint32_t at = dg_ev_first(x, h), c;
         t == DG_NONE && (c = dg_doc_child(x->doc, h, &at)) != DG_NONE;)
        if (dg_ev_tok(x, c)->rel == DG_REL_CONJ) t = prep_below(x, c, prep);
    return t;
}

static uint32_t agent(const dg_evctx *x, uint32_t verb) {
    dg_places by = dg_frames_agent(x->f, x->lang);
    for (uint32_t i = 0; i < by.n; i++) {
        uint32_t t = dg_ev_prep(x, verb, by.at[i].prep);
        if (t != DG_NONE) return t;
    }
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;) {
        /* "occupied in the war by X", hung at the war; not where the same word says whose it is */
        if (dg_ev_tok(x, c)->rel != DG_REL_OBL || c < verb) continue;
        for (uint32_t i = 0; i < by.n; i++) {
            uint32_t t = prep_deep(x, c, by.at[i].prep);
            if (t != DG_NONE && dg_ev_case_effect(x, DG_MODAL_OWN_PREP, t) != DG_EFFECT_IS &&
                dg_actor_of(x->doc, t) != DG_NONE)
                return t;
        }
    }
    /* "wurde X von Y begrüßt", where the parser hung Y at X: a person is nobody's */
    uint32_t s = dg_ev_own_subject(x, verb), e = s == DG_NONE ? DG_NONE : dg_doc_entity(x->doc, s);
    if (e == DG_NONE || s > verb || x->doc->entities[e].kind != DG_ENTITY_PERSON ||
        dg_ev_tok(x, s)->upos != DG_UPOS_PROPN)
        return DG_NONE;
    for (uint32_t i = 0; i < by.n; i++) {
        uint32_t t = dg_ev_prep(x, s, by.at[i].prep);
        if (t != DG_NONE && dg_doc_entity(x->doc, t) != e && dg_actor_of(x->doc, t) != DG_NONE)
            return t;
    }
    return DG_NONE;
}

/* "… gefoltert und vergewaltigt wurden": the auxiliary hangs at the last of several participles. */
static bool shares_passive(const dg_evctx *x, uint32_t verb) {
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, c);
        if (t->rel != DG_REL_CONJ || c < verb || !is_past_participle(t)) continue;
        uint32_t aux = child(x, c, DG_REL_AUX);
        if (aux != DG_NONE && aux > c && dg_frames_joins(x->f, x->lang) && dg_ev_passive(x, c))
            return true;
    }
    return false;
}

/* A row's verb that takes an object and has none. */
static bool lacks_object(const dg_evctx *x, uint32_t verb) {
    uint32_t i = x->cand_at[verb];
    return i != DG_NONE && dg_ev_takes_object(&x->cands[i]) &&
           child(x, verb, DG_REL_OBJ) == DG_NONE;
}

/* "er anholdt", "var truet": what is done to somebody, when the row's verb takes an object and has
 * none; "er rejst" is a perfect. */
static bool is_state_passive(const dg_evctx *x, uint32_t verb, uint32_t aux) {
    return lacks_object(x, verb) && x->cands[x->cand_at[verb]].alt->pos == 'v' &&
           is_past_participle(dg_ev_tok(x, verb)) &&
           dg_ev_modality(x, DG_MODAL_STATE_AUX, aux) == DG_EFFECT_IS;
}

/* "Tysk par arrestert", "Dansk journalist anholdt i Iran": a headline's participle, or what could
 * be one, with neither auxiliary nor object. Headlines tell what somebody does in the present. */
static bool is_headline_passive(const dg_evctx *x, uint32_t verb) {
    const dg_token *v = dg_ev_tok(x, verb);
    const dg_sentence *s = &x->doc->sentences[v->sentence];
    bool past = v->feats.verbform == DG_VERBFORM_FIN && v->feats.tense == DG_TENSE_PAST &&
                dg_ev_tok(x, s->to - 1)->upos != DG_UPOS_PUNCT;
    return lacks_object(x, verb) && x->cands[x->cand_at[verb]].alt->pos == 'v' &&
           (past || is_past_participle(v)) && v->rel == DG_REL_ROOT &&
           dg_frames_inverts(x->f, x->lang);
}

/* A passive auxiliary decides; any other auxiliary ("hat", "ist") makes the clause active, whatever
 * the parser calls its subject; without one, an -s passive or the subject's own label. */
bool dg_ev_passive(const dg_evctx *x, uint32_t verb) {
    const dg_token *v = dg_ev_tok(x, verb);
    bool aux = false, subject = false, passive_subject = false;
    if (dg_ev_after_passive(x, verb)) return true;
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, c);
        if (t->rel == DG_REL_AUX && t->sub == DG_SUB_PASS) return true;
        if (t->rel == DG_REL_XCOMP && c == verb + 1 && v->feats.verbform != DG_VERBFORM_FIN &&
            child(x, c, DG_REL_AUX) != DG_NONE && dg_ev_passive(x, c))
            return true; /* "gefangen genommen worden" */
        if ((t->rel == DG_REL_AUX || t->rel == DG_REL_COP) && is_past_participle(v) &&
            v->upos == DG_UPOS_VERB && dg_ev_modality(x, DG_MODAL_PASSIVE_AUX, c) == DG_EFFECT_IS)
            return true;
        if ((t->rel == DG_REL_AUX || t->rel == DG_REL_COP) && is_state_passive(x, verb, c))
            return true;
        aux |= t->rel == DG_REL_AUX || (t->rel == DG_REL_COP && v->upos == DG_UPOS_VERB);
        subject |= t->rel == DG_REL_NSUBJ;
        passive_subject |=
            (t->rel == DG_REL_NSUBJ || t->rel == DG_REL_CSUBJ) && t->sub == DG_SUB_PASS;
    }
    if (v->feats.voice == DG_VOICE_PASS && v->feats.verbform != DG_VERBFORM_PART) return true;
    if (aux) return false;
    if (is_headline_passive(x, verb)) return true;
    if (v->feats.voice == DG_VOICE_PASS && v->rel != DG_REL_CONJ && lacks_object(x, verb))
        return true; /* a headline: "Policemen arrested over …" */
    if (is_past_participle(v) && shares_passive(x, verb)) return true;
    if (is_past_participle(v) && v->rel != DG_REL_ACL && child(x, verb, DG_REL_OBJ) == DG_NONE &&
        agent(x, verb) != DG_NONE)
        return true; /* a headline: "Kritiker von Polizei festgenommen" */
    return (passive_subject && is_past_participle(v)) || (!subject && bare_passive(x, verb));
}

/* "Pakistan, a key ally, has refused": right behind a comma behind the other. */
static bool is_apposed(const dg_evctx *x, uint32_t first, uint32_t c) {
    uint32_t end = dg_doc_subtree(x->doc, first).to, e = dg_doc_entity(x->doc, c);
    if (c > first + 2 && e != DG_NONE && dg_str_is(dg_ev_tok(x, c - 1)->form, ",")) {
        uint32_t town = dg_doc_entity(x->doc, c - 2); /* "the embassy in Lagos, Nigeria has" */
        if (town != DG_NONE && x->doc->entities[town].kind == DG_ENTITY_PLACE &&
            strcmp(x->doc->entities[town].country, x->doc->entities[e].country) == 0)
            return true;
    }
    return end <= c && dg_str_is(dg_ev_tok(x, end)->form, ",") &&
           dg_doc_subtree(x->doc, c).from <= end + 1 && dg_ev_tok(x, first)->upos == DG_UPOS_PROPN;
}

/* "X kritisiert … und wirft Y … vor": a verb right behind "and" has the subject of the verb before;
 * what follows it is none. */
static bool has_shared_subject(const dg_evctx *x, uint32_t verb) {
    const dg_token *v = dg_ev_tok(x, verb);
    uint32_t h = dg_ev_head(x, verb);
    return v->rel == DG_REL_CONJ && verb > dg_ev_first(x, verb) && h != DG_NONE &&
           dg_ev_tok(x, verb - 1)->upos == DG_UPOS_CCONJ && dg_frames_inverts(x->f, x->lang) &&
           child(x, h, DG_REL_NSUBJ) != DG_NONE && child(x, h, DG_REL_NSUBJ) < h &&
           v->feats.verbform == DG_VERBFORM_FIN;
}

/* A subject, or what stands bare before a verb that was taken for a noun: "Sudan angreb Tchad",
 * with Sudan as the noun's owner. No noun has an object. */
static bool is_subject(const dg_evctx *x, uint32_t verb, uint32_t c) {
    const dg_token *t = dg_ev_tok(x, c);
    if (t->rel == DG_REL_NSUBJ) return t->upos != DG_UPOS_PUNCT;
    return t->rel == DG_REL_NMOD && c < verb && dg_ev_tok(x, verb)->upos == DG_UPOS_NOUN &&
           t->feats.gcase != DG_CASE_GEN && child(x, c, DG_REL_CASE) == DG_NONE &&
           child(x, verb, DG_REL_OBJ) != DG_NONE && child(x, verb, DG_REL_OBJ) > verb;
}

/* "Y angegriffen zu haben", "at have angrebet Y": where the verb stands second an infinitive with
 * its mark has no subject; what the parser called one is its object. */
static bool is_marked_infinitive(const dg_evctx *x, uint32_t verb) {
    if (!dg_frames_inverts(x->f, x->lang)) return false;
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;)
        if (dg_ev_tok(x, c)->rel == DG_REL_MARK && dg_ev_tok(x, c)->upos == DG_UPOS_PART)
            return true;
    return false;
}

static bool is_demonstrative(const dg_token *t) {
    bool pronoun = t->upos == DG_UPOS_PRON || (t->upos == DG_UPOS_DET && t->rel == DG_REL_NSUBJ);
    return pronoun && !t->feats.person && t->feats.prontype != DG_PRON_REL &&
           t->feats.prontype != DG_PRON_INT && t->feats.gender == DG_GENDER_NEUT &&
           t->feats.number != DG_NUMBER_PLUR;
}

/* A body of states, and right behind it a state. */
static bool is_member_of(const dg_evctx *x, uint32_t body, uint32_t state) {
    uint32_t a = dg_doc_entity(x->doc, body), b = dg_doc_entity(x->doc, state);
    return a != DG_NONE && b != DG_NONE && strcmp(x->doc->entities[a].country, "IGO") == 0 &&
           x->doc->entities[b].kind == DG_ENTITY_COUNTRY;
}

/* "Som medlem er Albania beredt", "Als Nachbar hilft Polen": the noun says what one is, and the
 * subject c stands behind the finite verb. */
static bool is_role_phrase(const dg_evctx *x, uint32_t noun, uint32_t verb, uint32_t c) {
    uint32_t t = dg_doc_subtree(x->doc, noun).from, finite = verb;
    if (t == noun && t > dg_ev_first(x, noun)) t--;
    if (t == noun || dg_ev_modality(x, DG_MODAL_ROLE_WORD, t) != DG_EFFECT_IS) return false;
    for (uint32_t at = dg_ev_first(x, verb), k; (k = dg_doc_child(x->doc, verb, &at)) != DG_NONE;)
        if (dg_ev_tok(x, k)->rel == DG_REL_COP || dg_ev_tok(x, k)->rel == DG_REL_AUX) {
            finite = k;
            break;
        }
    return noun < finite && finite < c;
}

/* "Ber Israel stanse angrepene": no stop at the end. */
bool dg_ev_headline_verb(const dg_evctx *x, uint32_t verb) {
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, verb)->sentence];
    const dg_token *v = dg_ev_tok(x, verb);
    uint32_t t = s->from;
    while (t < verb && dg_ev_tok(x, t)->upos == DG_UPOS_PUNCT) t++;
    return t == verb && dg_frames_inverts(x->f, x->lang) && v->feats.verbform == DG_VERBFORM_FIN &&
           v->feats.mood != DG_MOOD_IMP && dg_ev_tok(x, s->to - 1)->upos != DG_UPOS_PUNCT;
}

/* Of several (parsers err): where the subject stands before its verb the nearest, where it may
 * follow it the first. */
uint32_t dg_ev_own_subject(const dg_evctx *x, uint32_t verb) {
    uint32_t best = DG_NONE;
    const dg_token *v = dg_ev_tok(x, verb);
    if ((v->rel == DG_REL_XCOMP && v->feats.verbform == DG_VERBFORM_INF) ||
        is_marked_infinitive(x, verb))
        return DG_NONE; /* by definition it has none */
    bool first = dg_frames_inverts(x->f, x->lang), shared = has_shared_subject(x, verb);
    bool headline = dg_ev_headline_verb(x, verb);
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;) {
        if (!is_subject(x, verb, c) || (shared && c > verb)) continue;
        if (headline && c > verb && dg_ev_tok(x, c)->upos != DG_UPOS_PRON) continue;
        uint32_t prep = child(x, c, DG_REL_CASE);
        bool named = dg_doc_entity(x->doc, c) != DG_NONE &&
                     (prep == DG_NONE || dg_ev_tok(x, prep)->upos != DG_UPOS_ADP);
        bool it = best != DG_NONE && best < verb && c > verb && /* "Das wies X zurück" */
                  is_demonstrative(dg_ev_tok(x, best)) && x->cand_at[verb] != DG_NONE;
        if (best != DG_NONE && first && named && (it || is_role_phrase(x, best, verb, c)))
            best = c;
        else if (best == DG_NONE || (!first && c < verb && named && !is_apposed(x, best, c)))
            best = c;
        else if (named && c == best + 1 &&
                 (dg_doc_entity(x->doc, best) == DG_NONE || is_member_of(x, best, c)))
            best = c; /* "Tausende Georgier", "NATO-medlemmet Tyrkia" */
    }
    return best;
}

uint32_t dg_ev_extra_subject(const dg_evctx *x, uint32_t verb) {
    uint32_t own = dg_ev_own_subject(x, verb);
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;)
        if (dg_ev_tok(x, c)->rel == DG_REL_NSUBJ && c != own &&
            (c > verb || dg_frames_inverts(x->f, x->lang)) && dg_doc_entity(x->doc, c) != DG_NONE &&
            dg_doc_entity(x->doc, c) != dg_doc_entity(x->doc, own))
            return c;
    return DG_NONE;
}

/* An object, or a bare noun that names somebody and that the parser called oblique. */
static bool is_bare_object(const dg_evctx *x, uint32_t c) {
    const dg_token *t = dg_ev_tok(x, c);
    if (t->rel == DG_REL_OBJ) return t->upos != DG_UPOS_PUNCT;
    return (t->rel == DG_REL_OBL || t->rel == DG_REL_IOBJ) && dg_doc_entity(x->doc, c) != DG_NONE &&
           dg_doc_child_rel(x->doc, c, DG_REL_CASE) == DG_NONE;
}

/* The n-th object behind the verb. */
static uint32_t object_behind(const dg_evctx *x, uint32_t verb, uint32_t n) {
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;)
        if (c > verb && is_bare_object(x, c) && n-- == 0) return c;
    return DG_NONE;
}

/* "als sich die Führer trafen", where the parser took the subject for a second object beside the
 * reflexive. */
static uint32_t beside_reflexive(const dg_evctx *x, uint32_t verb) {
    uint32_t other = DG_NONE;
    bool reflexive = false;
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;) {
        if (dg_ev_tok(x, c)->rel != DG_REL_OBJ) continue;
        if (dg_ev_tok(x, c)->feats.reflex)
            reflexive = true;
        else if (other == DG_NONE)
            other = c;
    }
    return reflexive ? other : DG_NONE;
}

/* "Heute beschuldigt China die USA", where the parser took the subject for an object: the clause
 * begins with something else, and what should be the subject is missing or nobody. Then the first
 * object is the subject. */
static bool is_inverted(const dg_evctx *x, uint32_t verb) {
    const dg_token *v = dg_ev_tok(x, verb);
    if (!dg_frames_inverts(x->f, x->lang) || v->feats.verbform == DG_VERBFORM_INF ||
        v->feats.verbform == DG_VERBFORM_PART)
        return false;
    if (v->rel != DG_REL_ROOT && v->rel != DG_REL_CCOMP && v->rel != DG_REL_PARATAXIS) return false;
    uint32_t s = dg_ev_own_subject(x, verb), o = object_behind(x, verb, 0);
    if (o == DG_NONE || dg_actor_of(x->doc, o) == DG_NONE) return false;
    if (s != DG_NONE && s > o && dg_ev_tok(x, o)->upos == DG_UPOS_PROPN &&
        dg_ev_tok(x, s)->upos == DG_UPOS_PROPN)
        return true; /* two names behind the verb: the first is the subject */
    if (s != DG_NONE && s < verb && is_demonstrative(dg_ev_tok(x, s)) &&
        x->cand_at[verb] != DG_NONE)
        return true; /* "Das wies X zurück": only X can do it */
    if (s != DG_NONE)
        return dg_actor_of(x->doc, s) == DG_NONE && s < verb &&
               object_behind(x, verb, 1) != DG_NONE;
    for (uint32_t at = dg_ev_first(x, verb), c;
         (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE && c < verb;)
        switch (dg_ev_tok(x, c)->rel) {
        case DG_REL_CC:
        case DG_REL_MARK:
        case DG_REL_PUNCT:
        case DG_REL_AUX:
        case DG_REL_OBJ: break;
        default: return true;
        }
    return false;
}

bool dg_ev_keeps_subject(const dg_evctx *x, uint32_t verb) {
    if (x->cand_at[verb] == DG_NONE) return false;
    dg_plover type = x->cands[x->cand_at[verb]].type;
    return type == DG_PLOVER_REJECT || type == DG_PLOVER_AGREE || type == DG_PLOVER_THREATEN;
}

static bool is_relative(const dg_token *t) {
    return t->feats.prontype == DG_PRON_REL || t->feats.prontype == DG_PRON_INT;
}

/* The parser's noun, unless its gender or number is another than the relative pronoun's: then the
 * nearest noun before the pronoun that agrees. */
static uint32_t agreeing(const dg_evctx *x, uint32_t noun, uint32_t pronoun) {
    const dg_token *p = dg_ev_tok(x, pronoun), *n = dg_ev_tok(x, noun);
    bool plural = p->feats.number == DG_NUMBER_PLUR;
    bool fits = !p->feats.number || !n->feats.number || p->feats.number == n->feats.number;
    if (!plural && p->feats.gender && n->feats.gender) fits &= p->feats.gender == n->feats.gender;
    if (fits || !p->feats.number || (!plural && !p->feats.gender)) return noun;
    for (uint32_t t = pronoun, steps = 0; t-- > dg_ev_first(x, pronoun) && steps < 8; steps++) {
        const dg_token *k = dg_ev_tok(x, t);
        if (dg_ev_is_verbal(x, t)) break;
        if ((k->upos == DG_UPOS_NOUN || k->upos == DG_UPOS_PROPN) &&
            k->feats.number == p->feats.number && (plural || k->feats.gender == p->feats.gender))
            return t;
    }
    return noun;
}

/* The relative clause's verb above token, when token is its relative pronoun. */
uint32_t dg_ev_antecedent(const dg_evctx *x, uint32_t token) {
    const dg_token *t = dg_ev_tok(x, token);
    bool taken_for_prep = t->upos == DG_UPOS_ADP && t->rel == DG_REL_NSUBJ; /* "som" */
    if (t->upos != DG_UPOS_PRON && t->upos != DG_UPOS_DET && t->upos != DG_UPOS_SCONJ &&
        !taken_for_prep && !is_relative(t))
        return token;
    uint32_t v = dg_ev_head(x, token);
    for (uint32_t up = 0; v != DG_NONE && up < 3; up++, v = dg_ev_head(x, v)) {
        const dg_token *h = dg_ev_tok(x, v);
        if (h->rel != DG_REL_ACL) continue;
        uint32_t noun = dg_ev_head(x, v);
        bool pronoun = is_relative(t) || (h->sub == DG_SUB_RELCL &&
                                          dg_doc_entity(x->doc, token) == DG_NONE && token < v);
        return noun != DG_NONE && pronoun ? agreeing(x, noun, token) : token;
    }
    return token;
}

/* "Luxembourg er neutralt, men det blev besat": a neuter pronoun that stands for nobody yet means
 * the country that is the subject of the clause before. */
static uint32_t country_before(const dg_evctx *x, uint32_t verb, uint32_t s) {
    const dg_token *t = dg_ev_tok(x, s);
    uint32_t h = dg_ev_tok(x, verb)->rel == DG_REL_CONJ ? dg_ev_head(x, verb) : DG_NONE;
    if (h == DG_NONE || t->upos != DG_UPOS_PRON || t->feats.gender != DG_GENDER_NEUT ||
        t->rel == DG_REL_EXPL || dg_doc_entity(x->doc, s) != DG_NONE || h > verb)
        return s;
    uint32_t before = dg_ev_own_subject(x, h);
    uint32_t e = before == DG_NONE ? DG_NONE : dg_doc_entity(x->doc, before);
    return e != DG_NONE && x->doc->entities[e].kind == DG_ENTITY_COUNTRY ? before : s;
}

/* The subject on the surface, inherited where the verb has none. *ret_from: the verb whose subject
 * it is. */
static uint32_t surface_subject(const dg_evctx *x, uint32_t verb) {
    uint32_t v = verb;
    for (uint32_t up = 0; up < 8 && v != DG_NONE; up++) {
        uint32_t s = dg_ev_own_subject(x, v), h = dg_ev_head(x, v);
        if (s != DG_NONE) return country_before(x, v, dg_ev_antecedent(x, s));
        if (h == DG_NONE) return DG_NONE;
        const dg_token *t = dg_ev_tok(x, v), *above = dg_ev_tok(x, h);
        bool attribute =
            above->rel == DG_REL_AMOD || (above->rel == DG_REL_ACL && above->sub != DG_SUB_RELCL);
        if (t->rel == DG_REL_ADVCL && attribute && child(x, v, DG_REL_MARK) != DG_NONE) {
            v = dg_ev_clause(x, h); /* "the best-selling paper, after accusing …": the clause's */
            continue;
        }
        if (t->rel == DG_REL_ACL && dg_ev_is_verbal(x, h) && t->feats.verbform == DG_VERBFORM_INF) {
            v = h; /* "plans to send": the parser's noun, tagged as a verb */
            continue;
        }
        if (t->rel == DG_REL_ACL) {
            if (t->sub == DG_SUB_RELCL || t->feats.verbform != DG_VERBFORM_INF) return h;
            /* "its plan to attack": whose plan it is; else who has it */
            uint32_t bits, carrier = dg_ev_carrier(x, h, &bits);
            if (dg_actor_of(x->doc, h) != DG_NONE) return h;
            if (carrier == DG_NONE) return DG_NONE;
            v = carrier;
            continue;
        }
        if (t->rel == DG_REL_AMOD) return h;
        if (t->rel == DG_REL_XCOMP || t->rel == DG_REL_CCOMP) {
            /* object control: "urged China to …"; not with "promise" */
            uint32_t o = child(x, h, DG_REL_IOBJ);
            if (o == DG_NONE) o = child(x, h, DG_REL_OBJ);
            if (o != DG_NONE && o < v && !dg_ev_keeps_subject(x, h) && dg_ev_is_verbal(x, h) &&
                dg_actor_of(x->doc, o) != DG_NONE)
                return o;
        } else if (t->rel != DG_REL_CONJ && t->rel != DG_REL_ADVCL && t->rel != DG_REL_PARATAXIS &&
                   t->rel != DG_REL_AUX && t->rel != DG_REL_COP && t->rel != DG_REL_OBL &&
                   t->rel != DG_REL_OBJ && t->rel != DG_REL_DEP) {
            return DG_NONE;
        }
        v = h;
    }
    return DG_NONE;
}

uint32_t dg_ev_doer(const dg_evctx *x, uint32_t verb) {
    if (dg_ev_passive(x, verb)) return agent(x, verb);
    if (is_inverted(x, verb)) return object_behind(x, verb, 0);
    if (dg_ev_own_subject(x, verb) == DG_NONE && beside_reflexive(x, verb) != DG_NONE)
        return beside_reflexive(x, verb);
    uint32_t s = surface_subject(x, verb);
    /* A subject taken over from a passive verb is still its surface subject: "was accused of
     * attacking". */
    return s;
}

/* A dative or an object that the parser called oblique: no preposition, and it names somebody. */
uint32_t dg_ev_bare_oblique(const dg_evctx *x, uint32_t verb) {
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, c);
        if (t->rel == DG_REL_OBL && t->sub != DG_SUB_AGENT && t->sub != DG_SUB_TMOD &&
            dg_doc_entity(x->doc, c) != DG_NONE &&
            dg_doc_child_rel(x->doc, c, DG_REL_CASE) == DG_NONE)
            return c;
    }
    return DG_NONE;
}

uint32_t dg_ev_object(const dg_evctx *x, uint32_t verb) {
    const dg_token *v = dg_ev_tok(x, verb);
    uint32_t o = child(x, verb, DG_REL_OBJ);
    if (dg_ev_passive(x, verb)) {
        uint32_t s = dg_ev_own_subject(x, verb);
        if (s != DG_NONE) return country_before(x, verb, dg_ev_antecedent(x, s));
        if (is_attribute(v)) return dg_ev_head(x, verb);
        return o != DG_NONE ? o : surface_subject(x, verb);
    }
    if (is_inverted(x, verb)) {
        uint32_t s = dg_ev_own_subject(x, verb);
        bool object = s != DG_NONE && (s > verb || is_demonstrative(dg_ev_tok(x, s)));
        return object ? s : object_behind(x, verb, 1);
    }
    uint32_t who = dg_ev_own_subject(x, verb);
    for (uint32_t at = dg_ev_first(x, verb), c; o != DG_NONE && who != DG_NONE &&
                                                dg_doc_entity(x->doc, who) != DG_NONE &&
                                                (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;)
        if (c > o && dg_ev_tok(x, c)->rel == DG_REL_OBJ &&
            dg_doc_entity(x->doc, o) == dg_doc_entity(x->doc, who))
            o = c; /* "Minister X hat Y aufgefordert": the name of the subject */
    if (o == DG_NONE)
        o = v->rel == DG_REL_XCOMP || is_marked_infinitive(x, verb) ? child(x, verb, DG_REL_NSUBJ)
                                                                    : dg_ev_extra_subject(x, verb);
    for (uint32_t at = dg_ev_first(x, verb), c; /* "Das wies X zurück" */
         o == DG_NONE && who != DG_NONE && (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE &&
         c < verb;)
        if (dg_ev_tok(x, c)->rel == DG_REL_NSUBJ && c != who && is_demonstrative(dg_ev_tok(x, c)))
            return c;
    if (o != DG_NONE) return dg_ev_antecedent(x, o);
    /* a relative clause with its own subject and no object: the noun is the object */
    if (v->rel == DG_REL_ACL && v->sub == DG_SUB_RELCL && dg_ev_own_subject(x, verb) != DG_NONE &&
        dg_ev_antecedent(x, dg_ev_own_subject(x, verb)) != dg_ev_head(x, verb))
        return dg_ev_head(x, verb);
    /* an object behind an infinitive is the infinitive's, also where the parser gave it to the
     * governing verb */
    uint32_t h = v->rel == DG_REL_XCOMP ? dg_ev_head(x, verb) : DG_NONE;
    o = h == DG_NONE ? DG_NONE : child(x, h, DG_REL_OBJ);
    if (o != DG_NONE && (o > verb || dg_ev_keeps_subject(x, h))) return o;
    return dg_ev_bare_oblique(x, verb);
}

/* Is one of the words before the noun (case, mark, or a particle that the parser took for one) this
 * preposition? */
static bool has_case(const dg_evctx *x, uint32_t noun, dg_str prep) {
    for (uint32_t at = dg_ev_first(x, noun), c; (c = dg_doc_child(x->doc, noun, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, c);
        if (t->rel != DG_REL_CASE && t->rel != DG_REL_MARK && t->upos != DG_UPOS_ADP) continue;
        if (t->rel == DG_REL_MARK && t->upos == DG_UPOS_PART) continue; /* "to halt" */
        bool of_other = c > dg_ev_first(x, c) && x->cand_at[c - 1] != DG_NONE &&
                        dg_ev_tok(x, c - 1)->upos == DG_UPOS_NOUN &&
                        dg_ev_head(x, noun) != c - 1; /* "after talks with X agreed": the talks' */
        if (!of_other && (dg_str_eq(x->lemma[c], prep) || dg_str_eq(x->lower[c], prep)))
            return true;
    }
    return false;
}

/* A child of h with that preposition. */
static uint32_t prep_below(const dg_evctx *x, uint32_t h, dg_str prep) {
    for (uint32_t at = dg_ev_first(x, h), c; (c = dg_doc_child(x->doc, h, &at)) != DG_NONE;) {
        uint8_t rel = dg_ev_tok(x, c)->rel;
        if ((rel == DG_REL_OBL || rel == DG_REL_NMOD || rel == DG_REL_OBJ || rel == DG_REL_IOBJ ||
             rel == DG_REL_ADVCL || rel == DG_REL_DEP || rel == DG_REL_XCOMP) &&
            has_case(x, c, prep))
            return c;
    }
    return DG_NONE;
}

/* A day or a place: nobody is with it. */
static bool is_setting(const dg_evctx *x, uint32_t t) {
    uint32_t e = dg_doc_entity(x->doc, t);
    if (e != DG_NONE)
        return x->doc->entities[e].kind == DG_ENTITY_PLACE &&
               dg_ev_case_effect(x, DG_MODAL_LOC_PREP, t) == DG_EFFECT_IS;
    for (uint32_t i = 0; i < x->doc->n_times; i++)
        if (x->doc->times[i].from <= t && t < x->doc->times[i].to) return true;
    return false;
}

uint32_t dg_ev_prep(const dg_evctx *x, uint32_t h, dg_str prep) {
    uint32_t found = prep_below(x, h, prep);
    if (found != DG_NONE || !dg_ev_is_verbal(x, h)) return found;
    for (uint32_t at = dg_ev_first(x, h), c; (c = dg_doc_child(x->doc, h, &at)) != DG_NONE;) {
        if (dg_ev_tok(x, c)->rel != DG_REL_OBL || !is_setting(x, c)) continue;
        uint32_t t = prep_below(x, c, prep); /* "met on Monday with X" */
        if (t != DG_NONE && t > c && dg_ev_tok(x, t)->rel == DG_REL_NMOD &&
            dg_actor_of(x->doc, t) != DG_NONE)
            return t;
    }
    return DG_NONE;
}

/* The verb's lemma with its particle, looked up as light verb; the plain lemma only without one. */
static uint32_t light_bits(const dg_evctx *x, uint32_t verb) {
    char word[96];
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, c);
        bool particle = t->rel == DG_REL_COMPOUND && t->sub == DG_SUB_PRT;
        if (!particle && t->rel != DG_REL_ADVMOD && t->rel != DG_REL_OBJ) continue;
        dg_str a = x->lemma[verb], b = x->lemma[c];
        if (a.n + b.n + 1 > sizeof word) continue;
        memcpy(word, a.p, a.n), word[a.n] = ' ', memcpy(word + a.n + 1, b.p, b.n);
        uint32_t bits = dg_frames_light(x->f, x->lang, (dg_str){word, a.n + b.n + 1});
        if (!bits && particle) {
            memcpy(word, b.p, b.n), memcpy(word + b.n, a.p, a.n);
            bits = dg_frames_light(x->f, x->lang, (dg_str){word, a.n + b.n});
        }
        if (bits || particle) return bits;
    }
    uint32_t bits = dg_frames_light(x->f, x->lang, x->lemma[verb]);
    const dg_lemmas *may_be = &x->verbs[verb];
    if (!bits && may_be->irregular.n) bits = dg_frames_light(x->f, x->lang, may_be->irregular);
    for (uint32_t i = 0; !bits && i < may_be->n; i++)
        bits = dg_frames_light(x->f, x->lang, may_be->at[i]);
    return bits;
}

/* "engage in talks", not "after the talks". */
static bool is_complement(const dg_evctx *x, uint32_t n) {
    return dg_ev_case_effect(x, DG_MODAL_COMP_PREP, n) == DG_EFFECT_IS ||
           dg_ev_case_effect(x, DG_MODAL_LOC_PREP, n) == DG_EFFECT_IS;
}

/* The verb that the noun depends on, through coordination and "a round of talks". */
uint32_t dg_ev_carrier(const dg_evctx *x, uint32_t noun, uint32_t *ret_bits) {
    *ret_bits = 0;
    for (uint32_t at = dg_ev_first(x, noun), c; (c = dg_doc_child(x->doc, noun, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, c); /* "the talks that X held", "talks held by X" */
        if (t->rel == DG_REL_ACL && dg_ev_is_verbal(x, c) && dg_ev_object(x, c) == noun &&
            (*ret_bits = light_bits(x, c)))
            return c;
    }
    uint32_t n = noun;
    for (uint32_t up = 0; up < 3; up++) {
        uint32_t h = dg_ev_head(x, n);
        if (h == DG_NONE) return DG_NONE;
        uint8_t rel = dg_ev_tok(x, n)->rel;
        if (rel == DG_REL_CONJ ||
            (rel == DG_REL_NMOD && !x->used[h] && dg_doc_entity(x->doc, h) == DG_NONE)) {
            n = h;
            continue;
        }
        bool slot = rel == DG_REL_OBJ || rel == DG_REL_OBL || rel == DG_REL_NSUBJ ||
                    rel == DG_REL_IOBJ || rel == DG_REL_XCOMP;
        if (!slot || !dg_ev_is_verbal(x, h)) return DG_NONE;
        *ret_bits = light_bits(x, h);
        bool there = dg_doc_child_rel(x->doc, h, DG_REL_EXPL) != DG_NONE &&
                     dg_ev_own_subject(x, h) == (rel == DG_REL_NSUBJ ? n : DG_NONE) &&
                     child(x, n, DG_REL_CASE) == DG_NONE;
        if (there) *ret_bits |= DG_LIGHT_OCCUR; /* "there is", "es gab" */
        bool subject = rel == DG_REL_NSUBJ && !dg_ev_passive(x, h);
        if (subject || there)
            *ret_bits &= DG_LIGHT_OCCUR;
        else
            *ret_bits &= ~(uint32_t)DG_LIGHT_OCCUR;
        if (rel == DG_REL_OBL &&
            (dg_doc_child_rel(x->doc, h, DG_REL_OBJ) != DG_NONE || !is_complement(x, n)))
            *ret_bits &= is_complement(x, n) ? DG_LIGHT_GET : 0;
        return *ret_bits ? h : DG_NONE;
    }
    return DG_NONE;
}

uint32_t dg_ev_clause(const dg_evctx *x, uint32_t token) {
    uint32_t t = dg_ev_head(x, token);
    for (uint32_t up = 0; t != DG_NONE && up < MAX_UP; up++, t = dg_ev_head(x, t))
        if (dg_ev_is_verbal(x, t) || dg_ev_own_subject(x, t) != DG_NONE) return t;
    return DG_NONE;
}

/* "weist zurück", "lehnt … ab": the verb with its particle, as one word. */
static dg_effect parted_modality(const dg_evctx *x, dg_modal_kind kind, uint32_t verb) {
    char word[96];
    if (x->particle[verb] == DG_NONE) return DG_EFFECT_N;
    dg_str a = x->lower[x->particle[verb]], b = x->lemma[verb];
    if (a.n + b.n > sizeof word) return DG_EFFECT_N;
    memcpy(word, a.p, a.n), memcpy(word + a.n, b.p, b.n);
    return dg_frames_modality(x->f, x->lang, kind, (dg_str){word, a.n + b.n});
}

dg_effect dg_ev_modality(const dg_evctx *x, dg_modal_kind kind, uint32_t token) {
    char word[96];
    dg_str a = x->lower[token];
    dg_effect e = parted_modality(x, kind, token);
    if (e != DG_EFFECT_N) return e;
    if (token + 1 < x->doc->n_tokens && a.n + x->lower[token + 1].n + 1 <= sizeof word) {
        dg_str b = x->lower[token + 1];
        memcpy(word, a.p, a.n), word[a.n] = ' ', memcpy(word + a.n + 1, b.p, b.n);
        e = dg_frames_modality(x->f, x->lang, kind, (dg_str){word, a.n + b.n + 1});
        if (e != DG_EFFECT_N) return e;
    }
    e = dg_frames_modality(x->f, x->lang, kind, a); /* "würde" before "werden" */
    if (e == DG_EFFECT_N) e = dg_frames_modality(x->f, x->lang, kind, x->lemma[token]);
    if (!dg_ev_has_forms(x, token)) return e;
    const dg_lemmas *may_be = dg_ev_lemmas(x, token);
    if (e == DG_EFFECT_N && may_be->irregular.n)
        e = dg_frames_modality(x->f, x->lang, kind, may_be->irregular);
    for (uint32_t i = 0; e == DG_EFFECT_N && i < may_be->n; i++)
        e = dg_frames_modality(x->f, x->lang, kind, may_be->at[i]);
    return e;
}

uint32_t dg_ev_ending(const dg_evctx *x, dg_modal_kind kind, dg_str word) {
    enum { LONGEST = 5 };
    uint32_t n = word.n > LONGEST ? LONGEST : word.n ? word.n - 1 : 0;
    while (n && dg_frames_modality(x->f, x->lang, kind, dg_str_cut(word, word.n - n, word.n)) !=
                    DG_EFFECT_IS)
        n--;
    return n;
}

dg_effect dg_ev_case_effect(const dg_evctx *x, dg_modal_kind kind, uint32_t token) {
    for (uint32_t at = dg_ev_first(x, token), c;
         (c = dg_doc_child(x->doc, token, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, c);
        if (t->rel != DG_REL_CASE && t->rel != DG_REL_MARK && t->rel != DG_REL_CC) continue;
        dg_effect e = dg_ev_modality(x, kind, c);
        if (e != DG_EFFECT_N) return e;
    }
    return DG_EFFECT_N;
}

uint32_t dg_ev_distance(const dg_evctx *x, uint32_t a, uint32_t b) {
    uint32_t up_a = 0;
    for (uint32_t t = a; t != DG_NONE && up_a < MAX_UP; up_a++, t = dg_ev_head(x, t)) {
        uint32_t up_b = 0;
        for (uint32_t s = b; s != DG_NONE && up_b < MAX_UP; up_b++, s = dg_ev_head(x, s))
            if (s == t) return up_a + up_b;
    }
    return DG_NONE;
}
