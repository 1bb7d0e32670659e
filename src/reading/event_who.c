/* event_who.c: who may be a side of an event, and whom a token stands for: its entity, those joined
 * with it, the doers of an event that it names. See event_side.h. */
#include "reading/event_side.h"

bool dg_side_has(const dg_side *s, uint32_t e) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->e[i] == e) return true;
    return false;
}

void dg_side_add(dg_side *s, uint32_t e) {
    if (s->n < DG_MAX_SIDE && !dg_side_has(s, e)) s->e[s->n++] = e;
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
    return dg_sector_in(
               e->sector,
               "GOV MIL LEG JUD COP SPY PTY OPP REB UAF SEP IGO NGO REF CVL MED LAB REL") ||
           e->kind == DG_ENTITY_COUNTRY || e->kind == DG_ENTITY_PLACE;
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

bool dg_side_add_phrase(const dg_evctx *x, uint32_t token, dg_side *s) {
    uint32_t found[DG_MAX_SIDE], before = s->n;
    token = member(x, dg_ev_antecedent(x, token));
    uint32_t n = owners(x, token, found, 2);
    if (!n) n = dg_actors_of(x->doc, token, found, DG_MAX_SIDE);
    for (uint32_t i = 0; i < n; i++)
        if (dg_ev_political(x, found[i])) dg_side_add(s, found[i]);
    return s->n > before;
}

bool dg_side_add_event_noun(const dg_evctx *x, uint32_t token, dg_side *s) {
    uint32_t k = x->cand_at[token];
    uint32_t v = k == DG_NONE ? dg_doc_child_rel(x->doc, token, DG_REL_ACL) : DG_NONE;
    if (v != DG_NONE && x->cand_at[v] != DG_NONE &&
        dg_ev_is_own_word(&x->cands[x->cand_at[v]], token))
        k = x->cand_at[v];
    if (k == DG_NONE) return false;
    const dg_cand *c = &x->cands[k];
    for (uint32_t i = 0; i < c->actor.n; i++) dg_side_add(s, c->actor.e[i]);
    return c->actor.n > 0;
}

bool dg_ev_same_country(const dg_evctx *x, uint32_t e, const dg_side *s) {
    const char *code = x->doc->entities[e].country;
    for (uint32_t i = 0; code[0] && i < s->n; i++)
        if (strcmp(x->doc->entities[s->e[i]].country, code) == 0) return true;
    return false;
}

bool dg_side_add_inside(const dg_evctx *x, uint32_t token, dg_side *s, uint32_t depth) {
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
        if (dg_side_add_phrase(x, c, s)) return true;
        if (e != DG_NONE && x->doc->entities[e].kind == DG_ENTITY_PERSON)
            continue; /* "the removal of a reporter from X's office": the reporter's */
        if (depth < DG_SIDE_DEPTH && dg_side_add_inside(x, c, s, depth + 1)) return true;
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
        if (people && (dg_side_add_phrase(x, c, s) ||
                       (depth < DG_SIDE_DEPTH && add_people(x, c, s, depth + 1))))
            return true;
    }
    return false;
}

bool dg_side_add_token(const dg_evctx *x, uint32_t token, dg_side *s, bool inside) {
    if (token == DG_NONE) return false;
    if (dg_doc_entity(x->doc, token) == DG_NONE && dg_side_add_event_noun(x, token, s)) return true;
    if (dg_side_add_phrase(x, token, s) || add_people(x, token, s, 0)) return true;
    if (x->cand_at[token] != DG_NONE && x->cands[x->cand_at[token]].recipient.n)
        return false; /* "the invasion of X" */
    return inside && dg_doc_entity(x->doc, token) == DG_NONE && dg_side_add_inside(x, token, s, 0);
}
