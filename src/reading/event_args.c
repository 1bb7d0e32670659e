/* event_args.c: who stands on the two sides of an event.
 *
 * A frame's alternative lists places, best first; a place gives tokens, a token gives entities
 * (actors.h), and what is no actor of politics is passed over. A noun that carries an event itself
 * ("condemned the strikes") hands over that event's doers. Nothing is invented: a side without a
 * place that yields somebody stays empty. cost: a few walks of the sentence a candidate. */
#include "reading/event_tree.h"

enum { MAX_PHRASE = 3 };

static bool has(const dg_side *s, uint32_t e) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->e[i] == e) return true;
    return false;
}

static void add(dg_side *s, uint32_t e) {
    if (s->n < DG_MAX_SIDE && !has(s, e)) s->e[s->n++] = e;
}

bool dg_ev_has_country(const dg_evctx *x, uint32_t entity) {
    if (entity >= x->doc->n_entities) return false;
    const dg_entity *e = &x->doc->entities[entity];
    if (e->kind == DG_ENTITY_OUTLET || strcmp(e->country, "MNC") == 0)
        return false; /* companies are no states */
    return e->kind == DG_ENTITY_COUNTRY || e->country[0];
}

/* Sectors of PLOVER whose people act in politics without more ado; athletes, patients, firms and
 * artists do not. */
static bool is_public(const dg_entity *e) {
    static const char sectors[][4] = {"GOV", "MIL", "LEG", "JUD", "COP", "SPY",
                                      "PTY", "OPP", "REB", "UAF", "SEP", "IGO",
                                      "NGO", "REF", "CVL", "MED", "LAB", "REL"};
    for (uint32_t i = 0; i < DG_LEN(sectors); i++)
        if (strcmp(e->sector, sectors[i]) == 0) return true;
    return e->kind == DG_ENTITY_COUNTRY || e->kind == DG_ENTITY_PLACE;
}

/* Anybody whom the text calls something and whose country is known: students, farmers, prisoners.
 * Firms and their people are no side of their state. */
bool dg_ev_civil(const dg_evctx *x, uint32_t entity) {
    if (!dg_ev_has_country(x, entity)) return false;
    const dg_entity *e = &x->doc->entities[entity];
    return e->sector[0] && strcmp(e->sector, "BUS") != 0;
}

bool dg_ev_political(const dg_evctx *x, uint32_t entity) {
    if (entity >= x->doc->n_entities) return false;
    const dg_entity *e = &x->doc->entities[entity];
    if (e->kind == DG_ENTITY_OUTLET) return false;
    bool body = strcmp(e->country, "IGO") == 0 || strcmp(e->country, "NGO") == 0;
    if (dg_ev_has_country(x, entity) && (is_public(e) || body)) return true;
    if (!x->weak) return false;
    return e->kind == DG_ENTITY_PERSON || e->kind == DG_ENTITY_ORGANISATION ||
           (e->kind == DG_ENTITY_GROUP && (e->sector[0] || x->any_group));
}

uint32_t dg_ev_home(const dg_evctx *x) {
    enum { LEAST = 4, PERCENT = 60 };
    uint32_t best = DG_NONE, best_n = 0, all = 0;
    for (uint32_t i = 0; i < x->doc->n_entities; i++) {
        const dg_entity *e = &x->doc->entities[i];
        if (e->kind != DG_ENTITY_COUNTRY && e->kind != DG_ENTITY_PLACE) continue;
        all += e->n_mentions;
        uint32_t n = 0;
        for (uint32_t k = 0; e->country[0] && k < x->doc->n_entities && x->doc->n_entities < 400;
             k++) {
            const dg_entity *o = &x->doc->entities[k];
            if ((o->kind == DG_ENTITY_COUNTRY || o->kind == DG_ENTITY_PLACE) &&
                strcmp(o->country, e->country) == 0)
                n += o->n_mentions;
        }
        if (n > best_n || (n == best_n && n && e->kind == DG_ENTITY_COUNTRY &&
                           x->doc->entities[best].kind != DG_ENTITY_COUNTRY))
            best = i, best_n = n;
    }
    return best_n >= LEAST && best_n * 100 >= all * PERCENT ? best : DG_NONE;
}

/* Whose a phrase is, where that says more than its own name: "the leaders of Turkey and Germany",
 * "China's Red Cross". */
static uint32_t owners(const dg_evctx *x, uint32_t token, uint32_t found[DG_MAX_SIDE],
                       uint32_t depth) {
    uint32_t id = dg_doc_entity(x->doc, token), n = 0;
    if (id == DG_NONE || dg_doc_mention(x->doc, token)->kind == DG_MENTION_PRONOUN) return 0;
    const dg_entity *e = &x->doc->entities[id];
    bool body =
        (e->kind == DG_ENTITY_ORGANISATION && (!e->country[0] || strcmp(e->country, "NGO") == 0)) ||
        (e->kind == DG_ENTITY_PERSON && !e->country[0] && /* "the president of X" */
         dg_doc_mention(x->doc, token)->kind == DG_MENTION_ROLE);
    bool plural = dg_ev_tok(x, token)->feats.number == DG_NUMBER_PLUR &&
                  (e->kind == DG_ENTITY_ORGANISATION || e->kind == DG_ENTITY_PERSON);
    if (!body && !plural && e->kind != DG_ENTITY_GROUP) return 0;
    for (uint32_t at = dg_ev_first(x, token), c;
         (c = dg_doc_child(x->doc, token, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, c);
        bool own = !e->country[0] && !e->n_members && e->kind == DG_ENTITY_GROUP &&
                   (t->rel == DG_REL_AMOD || t->rel == DG_REL_COMPOUND);
        if (own && dg_doc_entity(x->doc, c) != DG_NONE &&
            dg_ev_has_country(x, dg_doc_entity(x->doc, c))) {
            found[0] = dg_doc_entity(x->doc, c); /* "Iraqi Kurds" */
            return 1;
        }
        bool named = t->rel == DG_REL_APPOS && t->feats.gcase == DG_CASE_GEN;
        bool of = named ||
                  (t->rel == DG_REL_NMOD &&
                   (dg_doc_child_rel(x->doc, c, DG_REL_CASE) == DG_NONE || t->sub == DG_SUB_POSS ||
                    dg_ev_case_effect(x, DG_MODAL_OWN_PREP, c) == DG_EFFECT_IS));
        if (!of) continue;
        n = depth ? owners(x, c, found, depth - 1)
                  : 0; /* "leaders of the governments of A and B" */
        if (n < 2) n = dg_actors_of(x->doc, c, found, DG_MAX_SIDE);
        if (n > (body ? 0 : 1)) return n;
    }
    return 0;
}

/* "NATO member Turkey": the member, where the phrase names its body. */
static uint32_t member(const dg_evctx *x, uint32_t token) {
    uint32_t e = dg_doc_entity(x->doc, token);
    if (e == DG_NONE || strcmp(x->doc->entities[e].country, "IGO") != 0) return token;
    for (uint32_t at = dg_ev_first(x, token), c;
         (c = dg_doc_child(x->doc, token, &at)) != DG_NONE;) {
        uint8_t rel = dg_ev_tok(x, c)->rel;
        uint32_t k = dg_doc_entity(x->doc, c);
        bool beside = rel == DG_REL_APPOS || rel == DG_REL_FLAT || rel == DG_REL_NMOD;
        if (beside && c == token + 1 && k != DG_NONE &&
            x->doc->entities[k].kind == DG_ENTITY_COUNTRY)
            return c;
    }
    return token;
}

/* All political entities of the phrase at token, added to s; true when there is one. */
static bool add_phrase(const dg_evctx *x, uint32_t token, dg_side *s) {
    uint32_t found[DG_MAX_SIDE], before = s->n;
    token = member(x, dg_ev_antecedent(x, token));
    uint32_t n = owners(x, token, found, 2);
    if (!n) n = dg_actors_of(x->doc, token, found, DG_MAX_SIDE);
    for (uint32_t i = 0; i < n; i++)
        if (dg_ev_political(x, found[i])) add(s, found[i]);
    return s->n > before;
}

static bool is_own_word(const dg_cand *c, uint32_t t) {
    for (uint32_t i = 0; i < c->n_words; i++)
        if (c->words[i] == t) return true;
    return false;
}

/* The sides of an event noun that stands where an actor should: its doers; also of one that a verb
 * behind it tells ("the demonstration staged by students"). */
static bool add_event_noun(const dg_evctx *x, uint32_t token, dg_side *s) {
    uint32_t k = x->cand_at[token];
    uint32_t v = k == DG_NONE ? dg_doc_child_rel(x->doc, token, DG_REL_ACL) : DG_NONE;
    if (v != DG_NONE && x->cand_at[v] != DG_NONE && is_own_word(&x->cands[x->cand_at[v]], token))
        k = x->cand_at[v];
    if (k == DG_NONE) return false;
    const dg_cand *c = &x->cands[k];
    for (uint32_t i = 0; i < c->actor.n; i++) add(s, c->actor.e[i]);
    return c->actor.n > 0;
}

bool dg_ev_same_country(const dg_evctx *x, uint32_t e, const dg_side *s) {
    const char *code = x->doc->entities[e].country;
    for (uint32_t i = 0; code[0] && i < s->n; i++)
        if (strcmp(x->doc->entities[s->e[i]].country, code) == 0) return true;
    return false;
}

/* The first political entity inside the noun phrase, its clauses left out. */
static bool add_inside(const dg_evctx *x, uint32_t token, dg_side *s, uint32_t depth) {
    for (uint32_t at = dg_ev_first(x, token), c;
         (c = dg_doc_child(x->doc, token, &at)) != DG_NONE;) {
        uint8_t rel = dg_ev_tok(x, c)->rel;
        if (rel != DG_REL_NMOD && rel != DG_REL_AMOD && rel != DG_REL_COMPOUND &&
            rel != DG_REL_APPOS && rel != DG_REL_FLAT && rel != DG_REL_CONJ && rel != DG_REL_DET &&
            rel != DG_REL_OBL)
            continue;
        uint32_t e = dg_doc_entity(x->doc, c);
        if (e != DG_NONE && x->doc->entities[e].kind == DG_ENTITY_PLACE &&
            dg_ev_case_effect(x, DG_MODAL_LOC_PREP, c) == DG_EFFECT_IS)
            continue; /* "four people on the island": where, not who */
        if (rel == DG_REL_AMOD && depth &&
            dg_ev_case_effect(x, DG_MODAL_LOC_PREP, token) == DG_EFFECT_IS &&
            dg_doc_entity(x->doc, token) == DG_NONE)
            continue; /* "on the Thai border" */
        if (add_phrase(x, c, s)) return true;
        if (e != DG_NONE && x->doc->entities[e].kind == DG_ENTITY_PERSON)
            continue; /* "the removal of a reporter from X's office": the reporter's */
        if (depth < MAX_PHRASE && add_inside(x, c, s, depth + 1)) return true;
    }
    return false;
}

/* "rebels in X", "tens of thousands of students from Y": people without a country of their own. A
 * head that is no mention
 * ("thousands") must lead to people: "rivers in X" are nobody. */
static bool add_people(const dg_evctx *x, uint32_t token, dg_side *s, uint32_t depth) {
    uint32_t id = dg_doc_entity(x->doc, token);
    if (id != DG_NONE && x->doc->entities[id].kind != DG_ENTITY_GROUP &&
        x->doc->entities[id].kind != DG_ENTITY_PERSON)
        return false;
    if (id != DG_NONE && x->doc->entities[id].kind == DG_ENTITY_PERSON &&
        dg_doc_mention(x->doc, token)->kind == DG_MENTION_NAME)
        return false; /* "met Smith in Moscow" */
    for (uint32_t at = dg_ev_first(x, token), c;
         (c = dg_doc_child(x->doc, token, &at)) != DG_NONE;) {
        if (dg_ev_tok(x, c)->rel != DG_REL_NMOD ||
            dg_ev_case_effect(x, DG_MODAL_OWN_PREP, c) != DG_EFFECT_IS)
            continue;
        uint32_t in = dg_doc_entity(x->doc, c);
        bool people = id != DG_NONE ||
                      (in != DG_NONE && x->doc->entities[in].kind == DG_ENTITY_GROUP) ||
                      dg_ev_tok(x, c)->feats.number == DG_NUMBER_PLUR;
        if (people && in != DG_NONE && id == DG_NONE &&
            x->doc->entities[in].kind == DG_ENTITY_PLACE)
            people = false;
        if (people &&
            (add_phrase(x, c, s) || (depth < MAX_PHRASE && add_people(x, c, s, depth + 1))))
            return true;
    }
    return false;
}

static bool add_token(const dg_evctx *x, uint32_t token, dg_side *s, bool inside) {
    if (token == DG_NONE) return false;
    if (dg_doc_entity(x->doc, token) == DG_NONE && add_event_noun(x, token, s)) return true;
    if (add_phrase(x, token, s) || add_people(x, token, s, 0)) return true;
    if (x->cand_at[token] != DG_NONE && x->cands[x->cand_at[token]].recipient.n)
        return false; /* "the invasion of X" */
    return inside && dg_doc_entity(x->doc, token) == DG_NONE && add_inside(x, token, s, 0);
}

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
        if (test(x, noun, c)) any |= add_token(x, c, s, false);
    return any;
}

/* "US-Sanktionen": a mention inside the word itself. */
static bool add_left_part(const dg_evctx *x, uint32_t noun, dg_side *s) {
    const dg_range span = dg_ev_tok(x, noun)->span;
    uint32_t whole =
        dg_doc_entity(x->doc, noun); /* "Russlandkrieg", all of it a mention of the country */
    if (whole != DG_NONE && x->doc->entities[whole].kind == DG_ENTITY_COUNTRY) {
        add(s, whole);
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
            add(s, m->entity);
            return true;
        }
    }
    return false;
}

static bool add_prep(const dg_evctx *x, uint32_t h, dg_str prep, dg_side *s) {
    uint32_t t = h == DG_NONE ? DG_NONE : dg_ev_prep(x, h, prep);
    return t != DG_NONE && add_token(x, t, s, true);
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

/* The clause below the trigger or below one of its words. */
static uint32_t clause_below(const dg_evctx *x, const dg_cand *c) {
    uint32_t t = clause_child(x, c->token);
    for (uint32_t i = 0; t == DG_NONE && i < c->n_words; i++) t = clause_child(x, c->words[i]);
    return t;
}

bool dg_ev_has_infinitive(const dg_evctx *x, const dg_cand *c) {
    uint32_t v = clause_below(x, c);
    return v != DG_NONE && (dg_ev_tok(x, v)->feats.verbform == DG_VERBFORM_INF ||
                            (dg_ev_tok(x, v)->rel == DG_REL_XCOMP &&
                             dg_doc_child_rel(x->doc, v, DG_REL_NSUBJ) == DG_NONE));
}

/* "promised that they would …", "sagte zu, … zu": the clause below is one to come. */
bool dg_ev_has_future_clause(const dg_evctx *x, const dg_cand *c) {
    uint32_t v = clause_below(x, c);
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
    uint32_t v = clause_below(x, c), s = v == DG_NONE ? DG_NONE : dg_ev_own_subject(x, v);
    if (s == DG_NONE || dg_ev_passive(x, v)) return false;
    uint32_t e = dg_doc_entity(x->doc, s);
    if (dg_ev_tok(x, s)->upos == DG_UPOS_PRON || e == DG_NONE) return false;
    return !has(&c->actor, e) && !dg_ev_same_country(x, e, &c->actor);
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
    uint32_t v = clause_below(x, c);
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
    uint32_t v = clause_below(x, c);
    if (v == DG_NONE) return false;
    uint32_t subject = dg_ev_own_subject(x, v);
    return subject != DG_NONE && !dg_ev_passive(x, v) && add_token(x, subject, s, true);
}

/* The noun whose phrase begins with t: "an Israeli movement and …". */
static uint32_t phrase_head(const dg_evctx *x, uint32_t t) {
    for (uint32_t up = 0; up < MAX_PHRASE && dg_ev_head(x, t) != DG_NONE; up++) {
        uint8_t rel = dg_ev_tok(x, t)->rel;
        if (rel != DG_REL_AMOD && rel != DG_REL_COMPOUND && rel != DG_REL_FLAT) break;
        t = dg_ev_head(x, t);
    }
    return t;
}

/* The first political entities anywhere in the clause or the object below. */
static bool add_xobj(const dg_evctx *x, const dg_cand *c, dg_side *s) {
    uint32_t v = clause_below(x, c);
    if (v == DG_NONE) v = dg_ev_object(x, c->token);
    if (v == DG_NONE || v == c->token) return false;
    dg_range r = dg_doc_subtree(x->doc, v);
    for (uint32_t t = r.from; t < r.to && t < x->doc->n_tokens; t++) {
        const dg_mention *m = dg_doc_mention(x->doc, t);
        if (!m || !dg_doc_above(x->doc, v, t) || !dg_ev_political(x, m->entity) ||
            has(&c->actor, m->entity) ||
            (c->type == DG_PLOVER_REQUEST && dg_ev_tok(x, t)->rel == DG_REL_OBL &&
             dg_ev_case_effect(x, DG_MODAL_TO_PREP, t) == DG_EFFECT_IS)) /* "that he go to X" */
            continue;
        uint32_t n = phrase_head(x, t);
        if (dg_doc_child_rel(x->doc, n, DG_REL_CONJ) != DG_NONE) add_phrase(x, n, s);
        if (!s->n) add_phrase(x, t, s);
        if (s->n) return true;
    }
    return false;
}

/* Does the carrier's subject do what the noun says? "have" only with what one has with somebody:
 * talks, a meeting. */
bool dg_ev_carries(const dg_cand *c, uint32_t bits) {
    return (bits & DG_LIGHT_DO) || ((bits & DG_LIGHT_HAVE) && (c->row->flags & DG_FRAME_ADV));
}

static bool noun_place(const dg_evctx *x, const dg_cand *c, const dg_place *p, uint32_t carrier,
                       uint32_t bits, dg_side *s) {
    uint32_t n = c->token;
    switch (p->kind) {
    case DG_PLACE_SUBJ:
        return carrier != DG_NONE && dg_ev_carries(c, bits) &&
               add_token(x, dg_ev_doer(x, carrier), s, false);
    case DG_PLACE_IOBJ:
        if (carrier == DG_NONE) return false;
        return add_token(x, dg_doc_child_rel(x->doc, carrier, DG_REL_IOBJ), s, true) ||
               add_token(x, dg_ev_bare_oblique(x, carrier), s, false) ||
               add_token(x, dg_ev_extra_subject(x, carrier), s, false) ||
               (dg_ev_object(x, carrier) != n && add_token(x, dg_ev_object(x, carrier), s, false));
    case DG_PLACE_OBJ: return false;
    case DG_PLACE_GEN: return add_children(x, n, is_possessor, s);
    case DG_PLACE_POST: return add_children(x, n, is_post_genitive, s);
    case DG_PLACE_COMP: {
        dg_side found = {.n = 0};
        if (!add_left_part(x, n, &found)) add_children(x, n, is_compound_part, &found);
        for (uint32_t i = 0; i < found.n; i++)
            if (dg_plover_table[c->type].quad != 4 ||
                x->doc->entities[found.e[i]].kind != DG_ENTITY_PLACE)
                add(s, found.e[i]);
        return s->n > 0; /* a city says where it was ("the X shooting"), not who */
    }
    case DG_PLACE_MOD: return add_token(x, dg_ev_head(x, n), s, false);
    case DG_PLACE_CSUBJ: {
        uint32_t v = dg_ev_clause(x, n);
        return v != DG_NONE && add_token(x, dg_ev_doer(x, v), s, false);
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
        add(s, x->doc->quotes[best].speaker);
    for (uint32_t t = token, up = 0; best == DG_NONE && t != DG_NONE && up < 8;
         up++, t = dg_ev_head(x, t)) {
        uint32_t h = dg_ev_head(x, t);
        uint8_t rel = dg_ev_tok(x, t)->rel;
        if (h == DG_NONE) break;
        if (rel == DG_REL_CCOMP || rel == DG_REL_ACL)
            return dg_ev_is_verbal(x, h) && add_token(x, dg_ev_doer(x, h), s, false);
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
            return add_token(x, dg_ev_head(x, v), s, false);
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
        return add_token(x, dg_ev_doer(x, dg_ev_head(x, c->token)), s, true);
    uint32_t o = dg_ev_object(x, c->token);
    if (o == DG_NONE) return false;
    if (is_own_word(c, o) &&
        dg_doc_entity(x->doc, o) == DG_NONE) { /* "gave the country a million" */
        for (uint32_t at = dg_ev_first(x, c->token), t;
             (t = dg_doc_child(x->doc, c->token, &at)) != DG_NONE;)
            if (dg_ev_tok(x, t)->rel == DG_REL_OBJ && t != o && add_token(x, t, s, false))
                return true;
        if (add_event_noun(x, o, s)) return true; /* "prevented a demonstration staged by X" */
        return add_inside(x, o, s, MAX_PHRASE);
    }
    return add_token(x, o, s, true);
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
    return n > 1 && add_token(x, first, s, false);
}

/* "weigerte sich, Russland die Schuld zu geben": the dative may hang at the governing verb. */
static bool add_upper_object(const dg_evctx *x, uint32_t verb, dg_side *s) {
    uint32_t h = dg_ev_tok(x, verb)->rel == DG_REL_XCOMP ? dg_ev_head(x, verb) : DG_NONE;
    if (h == DG_NONE || !dg_ev_keeps_subject(x, h)) return false;
    for (uint32_t at = dg_ev_first(x, h), t; (t = dg_doc_child(x->doc, h, &at)) != DG_NONE;)
        if ((dg_ev_tok(x, t)->rel == DG_REL_OBJ || dg_ev_tok(x, t)->rel == DG_REL_IOBJ) &&
            !dg_ev_tok(x, t)->feats.reflex && add_token(x, t, s, false))
            return true;
    return false;
}

static bool verb_place(const dg_evctx *x, const dg_cand *c, const dg_place *p, dg_side *s) {
    switch (p->kind) {
    case DG_PLACE_SUBJ: {
        uint32_t subject = subject_of(x, c);
        if (add_token(x, subject, s, false)) return true;
        if (subject != DG_NONE && dg_ev_tok(x, subject)->feats.person == 1 &&
            add_speaker(x, c->token, s))
            return true;                            /* "We …" */
        const dg_token *t = dg_ev_tok(x, c->token); /* "the US-backed rebels" */
        return t->rel == DG_REL_AMOD &&
               (add_left_part(x, c->token, s) || add_children(x, c->token, is_compound_part, s));
    }
    case DG_PLACE_OBJ: return add_object(x, c, s);
    case DG_PLACE_IOBJ:
        return add_token(x, dg_doc_child_rel(x->doc, c->token, DG_REL_IOBJ), s, true) ||
               add_token(x, dg_ev_bare_oblique(x, c->token), s, false) ||
               add_token(x, dg_ev_extra_subject(x, c->token), s, false) ||
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
               add_token(x, dg_ev_head(x, c->token), s, false);
    }
    case DG_PLACE_PREP: return verb_prep(x, c, p->prep, s);
    case DG_PLACE_XSUBJ: return add_xsubj(x, c, s);
    case DG_PLACE_XOBJ: return add_xobj(x, c, s);
    case DG_PLACE_SPEAKER: return add_speaker(x, c->token, s);
    default: return false;
    }
}

/* ---- both sides ---- */

static void fill(const dg_evctx *x, const dg_cand *c, dg_places places, uint32_t carrier,
                 uint32_t bits, dg_side *s) {
    bool found = false;
    for (uint32_t i = 0; i < places.n; i++) {
        if (found && !places.at[i].join) continue;
        found |= c->alt->pos == 'n' ? noun_place(x, c, &places.at[i], carrier, bits, s)
                                    : verb_place(x, c, &places.at[i], s);
    }
}

static void drop_common(dg_side *s, const dg_side *other) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (!has(other, s->e[i])) s->e[n++] = s->e[i];
    s->n = n;
}

/* "faces sanctions", "received support from": the carrier's subject is the one to whom it is done.
 */
static void fill_suffered(const dg_evctx *x, dg_cand *c, uint32_t carrier) {
    dg_side subject = {.n = 0};
    add_token(x, dg_ev_doer(x, carrier), &subject, false);
    if (!subject.n) return;
    if (!c->recipient.n) c->recipient = subject;
    drop_common(&c->actor, &subject);
}

/* A noun as adverbial ("during a visit to China"): the clause's subject was there. */
static void fill_from_clause(const dg_evctx *x, dg_cand *c) {
    const dg_token *t = dg_ev_tok(x, c->token);
    if (t->rel != DG_REL_OBL && t->rel != DG_REL_NMOD && t->rel != DG_REL_ADVMOD) return;
    uint32_t v = dg_ev_clause(x, c->token);
    if (v == DG_NONE) return;
    dg_side s = {.n = 0};
    if (!add_token(x, dg_ev_doer(x, v), &s, false)) add_token(x, dg_ev_near_doer(x, v), &s, false);
    drop_common(&s, &c->recipient);
    drop_common(&s, &c->actor);
    if (!s.n) return;
    if (!c->actor.n)
        c->actor = s;
    else if (!c->recipient.n && c->actor.n == 1 && !(c->row->flags & DG_FRAME_VISIT))
        c->recipient = c->actor, c->actor = s;
}

/* "between X and Y" below h: a child with a case of which there are at least two entities below.
 * Both sides are actors. */
static bool add_between(const dg_evctx *x, dg_cand *c, uint32_t h) {
    for (uint32_t at = dg_ev_first(x, h), k; (k = dg_doc_child(x->doc, h, &at)) != DG_NONE;) {
        if (dg_ev_case_effect(x, DG_MODAL_PREP_NOUN, k) != DG_EFFECT_IS) continue;
        dg_side s = {.n = 0};
        add_phrase(x, k, &s);
        uint32_t other = dg_doc_child_rel(x->doc, h, DG_REL_CONJ);
        if (s.n == 1 && other != DG_NONE && other > k &&
            dg_doc_child_rel(x->doc, other, DG_REL_CC) != DG_NONE)
            add_phrase(x, other, &s); /* "between X and Y", with Y hung at the noun */
        if (s.n < 2) continue;
        dg_side third = c->actor;
        drop_common(&third, &s);
        c->actor = s, c->recipient.n = 0;
        if (third.n && dg_str_is(c->row->mode, "third-party")) /* who mediates, and between whom */
            c->actor = third, c->recipient = s;
        if (c->type != DG_PLOVER_ASSAULT) return true;
        for (uint32_t i = 1; i < s.n; i++) add(&c->recipient, s.e[i]);
        c->actor.n = 1; /* "clashes between X and Y": each does it to the other */
        return true;
    }
    return false;
}

/* Also below a word of the row: "an agreement between X and Y was signed". */
static void fill_between(const dg_evctx *x, dg_cand *c) {
    bool done = add_between(x, c, c->token);
    for (uint32_t i = 0; !done && i < c->n_words; i++)
        if (!c->actor.n || !dg_ev_is_verbal(x, c->words[i])) done = add_between(x, c, c->words[i]);
}

static bool is_of_state(const dg_evctx *x, uint32_t entity) {
    static const char sectors[][4] = {"GOV", "MIL", "LEG", "JUD", "COP"};
    const dg_entity *e = &x->doc->entities[entity];
    if (!dg_ev_has_country(x, entity)) return false;
    for (uint32_t i = 0; i < DG_LEN(sectors); i++)
        if (strcmp(e->sector, sectors[i]) == 0) return true;
    return e->kind == DG_ENTITY_COUNTRY;
}

static bool is_country(const dg_evctx *x, uint32_t entity) {
    return x->doc->entities[entity].kind == DG_ENTITY_COUNTRY;
}

/* Whoever is of the actor's own country goes from the recipients when others are there ("their
 * relationship", "its allies"), and always where two countries meet. IGO and NGO are no countries.
 */
static void drop_own(const dg_evctx *x, dg_cand *c) {
    bool between = c->type == DG_PLOVER_CONSULT || c->type == DG_PLOVER_COOPERATE ||
                   c->type == DG_PLOVER_AGREE;
    if (c->type == DG_PLOVER_SUPPORT && c->recipient.n == 1)
        between = x->doc->entities[c->recipient.e[0]].kind == DG_ENTITY_COUNTRY; /* one's own */
    bool state = c->type != DG_PLOVER_ASSAULT; /* "the government denied that the country had …" */
    for (uint32_t i = 0; i < c->actor.n; i++) state &= is_of_state(x, c->actor.e[i]);
    for (uint32_t i = 0; i < c->recipient.n; i++) state &= is_country(x, c->recipient.e[i]);
    dg_side kept = {.n = 0};
    for (uint32_t i = 0; i < c->recipient.n; i++) {
        const char *code = x->doc->entities[c->recipient.e[i]].country;
        bool body =
            strcmp(code, "IGO") == 0 || strcmp(code, "NGO") == 0 || strcmp(code, "MNC") == 0;
        if (body || !dg_ev_same_country(x, c->recipient.e[i], &c->actor))
            add(&kept, c->recipient.e[i]);
    }
    if (kept.n || state || (between && c->actor.n == 1)) c->recipient = kept;
}

/* "one another", "hverandre": below the verb or right behind it. */
static bool is_reciprocal(const dg_evctx *x, const dg_cand *c) {
    uint32_t last = x->doc->sentences[dg_ev_tok(x, c->token)->sentence].to;
    for (uint32_t t = c->token + 1; t < last && t < c->token + 4; t++)
        if (dg_ev_modality(x, DG_MODAL_RECIPROCAL, t) == DG_EFFECT_IS) return true;
    for (uint32_t at = dg_ev_first(x, c->token), k;
         (k = dg_doc_child(x->doc, c->token, &at)) != DG_NONE;)
        if (dg_ev_modality(x, DG_MODAL_RECIPROCAL, k) == DG_EFFECT_IS) return true;
    return false;
}

/* Types in which somebody without a country may be the other side: force, aid, blame; not diplomacy
 * and praise. */
static bool allows_weak(dg_plover type) {
    return type != DG_PLOVER_AGREE && type != DG_PLOVER_CONSULT && type != DG_PLOVER_SUPPORT &&
           type != DG_PLOVER_COOPERATE;
}

/* "Six people were arrested in X": nobody is named, and the place says whose police it was. */
static void add_home(const dg_evctx *x, const dg_cand *c, dg_side *s) {
    uint32_t place = dg_ev_place(x, c);
    if (place == DG_NONE || !dg_ev_has_country(x, place)) place = x->home;
    if (place != DG_NONE) add(s, place);
}

static void add_where(const dg_evctx *x, const dg_cand *c, dg_side *s) {
    uint32_t place = dg_ev_place(x, c);
    if (place != DG_NONE && dg_ev_has_country(x, place)) add(s, place);
}

/* The only country that stands as a place in the sentence, as an entity, or DG_NONE. */
static uint32_t sentence_place(const dg_evctx *x, uint32_t token) {
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, token)->sentence];
    uint32_t found = DG_NONE;
    for (uint32_t t = s->from; t < s->to; t++) {
        const dg_mention *m = dg_doc_mention(x->doc, t);
        if (!m || !dg_ev_has_country(x, m->entity)) continue;
        uint8_t kind = x->doc->entities[m->entity].kind;
        if ((kind != DG_ENTITY_COUNTRY && kind != DG_ENTITY_PLACE) ||
            dg_ev_case_effect(x, DG_MODAL_LOC_PREP, t) != DG_EFFECT_IS)
            continue;
        if (found != DG_NONE &&
            strcmp(x->doc->entities[found].country, x->doc->entities[m->entity].country) != 0)
            return DG_NONE;
        if (found == DG_NONE) found = m->entity;
    }
    return found;
}

/* "Thousands marched in X": those who have no name are of the place. */
static void add_place(const dg_evctx *x, dg_cand *c) {
    uint32_t place = dg_ev_place(x, c);
    if (place == DG_NONE) place = sentence_place(x, c->token);
    if (place != DG_NONE && dg_ev_has_country(x, place)) add(&c->actor, place);
}

/* Is another word of force in the sentence, so that the dead are no accident's? */
static bool is_beside_force(const dg_evctx *x, const dg_cand *c) {
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    for (uint32_t t = s->from; t < s->to; t++)
        if (t != c->token && x->cand_at[t] != DG_NONE &&
            x->cands[x->cand_at[t]].type == DG_PLOVER_ASSAULT)
            return true;
    return false;
}

/* "The bombing killed 12 people in X", "a shooting in X": the victims have no name and are of the
 * place. Nouns only where the row says with what (its mode), verbs only beside another word of
 * force: people are killed in accidents, too, and a war is no news. */
static void add_victims(const dg_evctx *x, dg_cand *c) {
    bool noun = c->alt->pos == 'n';
    if (noun ? !c->row->mode.n || dg_str_is(c->row->mode, "conventional") : !is_beside_force(x, c))
        return;
    uint32_t o = noun ? DG_NONE : dg_ev_object(x, c->token), place = dg_ev_place(x, c);
    if (!noun && (o == DG_NONE || dg_doc_entity(x->doc, o) != DG_NONE ||
                  dg_ev_tok(x, o)->feats.number == DG_NUMBER_SING))
        return;
    if (place == DG_NONE && !noun) place = sentence_place(x, c->token);
    if (place == DG_NONE || !dg_ev_has_country(x, place)) place = DG_NONE;
    if (place != DG_NONE) add(&c->recipient, place);
}

/* "struck targets in X": who is hit abroad is of that country. */
static void add_foreign_place(const dg_evctx *x, dg_cand *c) {
    uint32_t o = dg_ev_object(x, c->token), place = dg_ev_place(x, c);
    if (o == DG_NONE || place == DG_NONE || !dg_ev_has_country(x, place)) return;
    if (!dg_ev_same_country(x, place, &c->actor)) add(&c->recipient, place);
}

/* Not where it is or whither something goes ("troops to X"), and not of what country others are. */
static bool may_be_addressed(const dg_evctx *x, uint32_t token, const dg_mention *m) {
    const dg_token *t = dg_ev_tok(x, token);
    if (!is_of_state(x, m->entity)) return false;
    uint32_t h = dg_ev_head(x, token);
    if (m->kind == DG_MENTION_ADJECTIVE && h != DG_NONE) {
        uint32_t e = dg_doc_entity(x->doc, h);
        return e == DG_NONE || is_of_state(x, e);
    }
    if (t->rel != DG_REL_OBL && t->rel != DG_REL_NMOD) return true;
    return dg_doc_child_rel(x->doc, token, DG_REL_CASE) == DG_NONE ||
           (dg_ev_case_effect(x, DG_MODAL_LOC_PREP, token) != DG_EFFECT_IS &&
            dg_ev_case_effect(x, DG_MODAL_TO_PREP, token) != DG_EFFECT_IS);
}

static bool is_own_prep(const dg_evctx *x, const dg_cand *c, uint32_t h, uint32_t k) {
    for (uint32_t i = 0; i < c->alt->recipient.n; i++)
        if (c->alt->recipient.at[i].kind == DG_PLACE_PREP &&
            dg_ev_prep(x, h, c->alt->recipient.at[i].prep) == k)
            return true;
    uint32_t other = x->cand_at[k]; /* "threw stones during demonstrations against …" */
    return other != DG_NONE && x->cands[other].type == DG_PLOVER_PROTEST;
}

/* The first state or office of a state in what a protest is about: a clause, or the phrase behind
 * "against". It may be the protesters' own. */
static bool add_aim_of(const dg_evctx *x, dg_cand *c, uint32_t h) {
    for (uint32_t at = dg_ev_first(x, h), k; (k = dg_doc_child(x->doc, h, &at)) != DG_NONE;) {
        uint8_t rel = dg_ev_tok(x, k)->rel;
        bool clause = rel == DG_REL_ADVCL || rel == DG_REL_XCOMP || rel == DG_REL_ACL;
        bool phrase = (rel == DG_REL_OBL || rel == DG_REL_NMOD) && is_own_prep(x, c, h, k);
        if (k < c->token || (!clause && !phrase) || (clause && dg_ev_own_subject(x, k) != DG_NONE))
            continue;
        dg_range r = dg_doc_subtree(x->doc, k);
        for (uint32_t i = r.from; i < r.to && i < x->doc->n_tokens; i++) {
            const dg_mention *m = dg_doc_mention(x->doc, i);
            if (!m || !dg_doc_above(x->doc, k, i) || !may_be_addressed(x, i, m)) continue;
            add(&c->recipient, m->entity);
            return true;
        }
    }
    return false;
}

static void add_aim(const dg_evctx *x, dg_cand *c) {
    uint32_t bits, carrier = c->alt->pos == 'n' ? dg_ev_carrier(x, c->token, &bits) : DG_NONE;
    if (add_aim_of(x, c, c->token)) return;
    for (uint32_t i = 0; i < c->n_words; i++)
        if (add_aim_of(x, c, c->words[i])) return;
    if (carrier != DG_NONE) add_aim_of(x, c, carrier);
}

/* Is t within the phrase that names that side? */
static bool has_at(const dg_evctx *x, const dg_side *s, uint32_t t) {
    for (uint32_t up = 0; t != DG_NONE && up < MAX_PHRASE; up++, t = dg_ev_head(x, t))
        if (dg_doc_entity(x->doc, t) != DG_NONE && has(s, dg_doc_entity(x->doc, t))) return true;
    return false;
}

/* "backs an industry in Australia", said of an Australian: the other side is only where it is. */
static bool is_only_where(const dg_evctx *x, const dg_cand *c) {
    if (c->recipient.n != 1 || c->type == DG_PLOVER_ASSAULT || c->type == DG_PLOVER_COERCE ||
        x->doc->entities[c->recipient.e[0]].kind != DG_ENTITY_COUNTRY ||
        !dg_ev_same_country(x, c->recipient.e[0], &c->actor))
        return false;
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    for (uint32_t t = s->from; t < s->to; t++)
        if (dg_doc_entity(x->doc, t) == c->recipient.e[0] && !has_at(x, &c->actor, t))
            return dg_ev_case_effect(x, DG_MODAL_LOC_PREP, t) == DG_EFFECT_IS;
    return false;
}

/* "The police said that 600 had been arrested": a force that arrests people was not arrested. */
static void take_police(const dg_evctx *x, dg_cand *c) {
    if (c->recipient.n != 1) return;
    const dg_entity *e = &x->doc->entities[c->recipient.e[0]];
    if (e->kind != DG_ENTITY_ORGANISATION ||
        (strcmp(e->sector, "COP") != 0 && strcmp(e->sector, "JUD") != 0))
        return;
    c->actor = c->recipient;
    c->recipient.n = 0;
}

/* "X's arrest", "the murder of X", "Xs Freilassung": who has no other side and is a person suffers
 * it. */
static void take_victim(const dg_evctx *x, dg_cand *c) {
    static const char *const modes[] = {"arrest", "release", "assassinate", "abduct", "execute",
                                        "deport", "convict", "torture",     "expel"};
    if (c->alt->pos != 'n' || c->recipient.n || c->actor.n != 1) return;
    if (x->doc->entities[c->actor.e[0]].kind != DG_ENTITY_PERSON) return;
    bool victim = dg_str_is(c->row->id, "ASSAULT/kill") || dg_str_is(c->row->id, "ASSAULT/murder");
    for (uint32_t i = 0; i < DG_LEN(modes); i++) victim |= dg_str_is(c->row->mode, modes[i]);
    uint32_t bits;
    if (!victim || (dg_ev_carrier(x, c->token, &bits) != DG_NONE && dg_ev_carries(c, bits))) return;
    c->recipient = c->actor;
    c->actor.n = 0;
}

/* What a quotation tells us of the two sides: the word that reports it is said by its speaker
 * ("…", klagte X); and who says "China refuses" is not whom China refuses. */
static void take_speaker(const dg_evctx *x, dg_cand *c) {
    dg_range at = dg_ev_tok(x, c->token)->span;
    for (uint32_t i = 0; i < x->doc->n_quotes; i++) {
        const dg_quote *q = &x->doc->quotes[i];
        if (q->speaker == DG_NONE) continue;
        dg_side speaker = {.e = {q->speaker}, .n = 1};
        bool cue = q->cue.from <= at.from && at.to <= q->cue.to && c->alt->pos == 'v' &&
                   !dg_ev_passive(x, c->token);
        bool known = dg_ev_political(x, q->speaker);
        if (cue && c->actor.n && !has(&c->actor, q->speaker) &&
            (known || q->form == DG_QUOTE_DIRECT)) {
            drop_common(&c->recipient, &speaker);
            c->actor = speaker;
            if (!known) c->actor.n = 0;
        } else if (q->form == DG_QUOTE_INDIRECT && q->span.from <= at.from && at.to <= q->span.to &&
                   c->actor.n && !has(&c->actor, q->speaker) &&
                   dg_ev_same_country(x, q->speaker, &c->actor)) {
            drop_common(&c->recipient, &speaker);
        }
    }
}

/* "refused to ratify Kyoto", "called for talks in Geneva": towns are asked and promised nothing; a
 * capital that means its state is no place here. */
void dg_ev_drop_towns(const dg_evctx *x, dg_side *s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (x->doc->entities[s->e[i]].kind != DG_ENTITY_PLACE) s->e[n++] = s->e[i];
    s->n = n;
}

/* "threatened to stop the talks if X goes ahead": whom the condition is for. */
static void add_condition(const dg_evctx *x, dg_cand *c) {
    uint32_t inner = clause_below(x, c);
    for (uint32_t pass = 0; pass < 2 && !c->recipient.n; pass++) {
        uint32_t h = pass ? inner : c->token;
        for (uint32_t at = h == DG_NONE ? 0 : dg_ev_first(x, h), k;
             h != DG_NONE && (k = dg_doc_child(x->doc, h, &at)) != DG_NONE;)
            if (dg_ev_tok(x, k)->rel == DG_REL_ADVCL && k > c->token &&
                dg_ev_case_effect(x, DG_MODAL_PREP, k) == DG_EFFECT_HYPOTHETICAL)
                add_token(x, dg_ev_own_subject(x, k), &c->recipient, false);
    }
}

void dg_ev_sides(dg_evctx *x, dg_cand *c) {
    uint32_t bits = 0, carrier = c->alt->pos == 'n' ? dg_ev_carrier(x, c->token, &bits) : DG_NONE;
    fill(x, c, c->alt->recipient, carrier, bits, &c->recipient);
    fill(x, c, c->alt->actor, carrier, bits, &c->actor);
    if (c->actor.n && is_only_where(x, c)) c->recipient.n = 0;
    if (c->alt->pos == 'n') drop_common(&c->actor, &c->recipient);
    if (carrier != DG_NONE && !dg_ev_carries(c, bits) && (bits & (DG_LIGHT_UNDERGO | DG_LIGHT_GET)))
        fill_suffered(x, c, carrier);
    bool mutual = dg_plover_table[c->type].mutual || (c->row->flags & DG_FRAME_MUTUAL);
    if (mutual || (c->type == DG_PLOVER_ASSAULT && c->alt->pos == 'n')) fill_between(x, c);
    if (c->alt->pos == 'n' && (c->row->flags & DG_FRAME_ADV)) fill_from_clause(x, c);
    for (uint32_t i = 0; !c->recipient.n && i < c->n_words;
         i++) /* "threatened to attack X" as one row */
        if (dg_ev_is_verbal(x, c->words[i]))
            add_token(x, dg_ev_object(x, c->words[i]), &c->recipient, true);
    dg_ev_near(x, c);
    if (allows_weak(c->type)) {
        x->weak = true;
        x->any_group = c->type == DG_PLOVER_ACCUSE || c->type == DG_PLOVER_REQUEST;
        if (!c->recipient.n) fill(x, c, c->alt->recipient, carrier, bits, &c->recipient);
        x->any_group = false;
        if (!c->actor.n && c->type != DG_PLOVER_AID)
            fill(x, c, c->alt->actor, carrier, bits, &c->actor);
        x->weak = false;
        if ((c->row->flags & DG_FRAME_EVENT) && !c->actor.n && !c->recipient.n)
            add_home(x, c, c->type == DG_PLOVER_ASSAULT ? &c->recipient : &c->actor);
    }
    for (uint32_t i = 0;
         c->type == DG_PLOVER_ASSAULT && c->alt->pos == 'v' && !c->recipient.n && i < c->n_words;
         i++)
        if (dg_ev_tok(x, c->words[i])->rel == DG_REL_OBL) /* "killed in an American raid on X" */
            add_where(x, c, &c->recipient);
        else
            add_inside(x, c->words[i], &c->recipient, MAX_PHRASE); /* "shot down an Indian drone" */
    if (c->type == DG_PLOVER_ASSAULT && c->alt->pos == 'v' && c->actor.n && !c->recipient.n)
        add_foreign_place(x, c);
    if (c->type == DG_PLOVER_ASSAULT && !c->actor.n && !c->recipient.n) add_victims(x, c);
    take_speaker(x, c);
    take_victim(x, c);
    if (c->type == DG_PLOVER_COERCE && dg_str_is(c->row->mode, "arrest") && !c->actor.n)
        take_police(x, c);
    if (c->type == DG_PLOVER_REJECT || c->type == DG_PLOVER_AGREE || c->type == DG_PLOVER_REQUEST ||
        dg_str_is(c->row->id, "SUPPORT/ratify"))
        dg_ev_drop_towns(x, &c->recipient);
    if (c->type == DG_PLOVER_THREATEN && c->actor.n && !c->recipient.n) add_condition(x, c);
    if (c->actor.n) drop_common(&c->recipient, &c->actor);
    if (c->actor.n) drop_own(x, c);
    if (c->type == DG_PLOVER_PROTEST && !c->actor.n && c->alt->pos == 'v') add_place(x, c);
    if (c->type == DG_PLOVER_PROTEST && c->actor.n && !c->recipient.n) add_aim(x, c);
    if (mutual && !c->actor.n && c->recipient.n > 1) c->actor = c->recipient, c->recipient.n = 0;
    c->reciprocal = c->actor.n > 1 && is_reciprocal(x, c);
    if (c->reciprocal) c->recipient.n = 0;
}

/* ---- what is promised, demanded, refused ---- */

/* Does the candidate at t stand in the clause or object of c? */
static bool is_inside(const dg_evctx *x, const dg_cand *c, uint32_t t) {
    uint32_t last = DG_NONE;
    if (dg_ev_tok(x, c->token)->rel == DG_REL_AUX && dg_ev_head(x, c->token) == t) return true;
    for (uint32_t up = 0; t != DG_NONE && up < 24; up++, last = t, t = dg_ev_head(x, t)) {
        if (t != c->token && !is_own_word(c, t)) continue;
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
