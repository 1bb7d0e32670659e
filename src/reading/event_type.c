/* event_type.c: which type and mode an event has in the end, by PLOVER's rules: cooperation to come
 * is AGREE, force that is threatened is THREATEN, an attack in words by politicians is ACCUSE.
 * source: PLOVER codebook, "Coding rules". */
#include "reading/event_tree.h"

/* How many countries and organisations of states both sides name together. */
static uint32_t n_countries(const dg_evctx *x, const dg_cand *c) {
    dg_str seen[2 * DG_MAX_SIDE];
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->actor.n + c->recipient.n; i++) {
        uint32_t id = i < c->actor.n ? c->actor.e[i] : c->recipient.e[i - c->actor.n];
        const dg_entity *e = &x->doc->entities[id];
        dg_str name = strcmp(e->country, "IGO") ? dg_str_of(e->country) : e->key;
        bool known = !name.n;
        for (uint32_t j = 0; j < n && !known; j++) known = dg_str_eq(seen[j], name);
        if (!known) seen[n++] = name;
    }
    return n;
}

bool dg_ev_is_politician(const dg_evctx *x, const dg_side *s) {
    for (uint32_t i = 0; i < s->n; i++) {
        const dg_entity *e = &x->doc->entities[s->e[i]];
        bool party = strcmp(e->sector, "PTY") == 0 || strcmp(e->sector, "LEG") == 0;
        bool person = e->kind == DG_ENTITY_PERSON && strcmp(e->sector, "MIL") &&
                      strcmp(e->sector, "REB") && strcmp(e->sector, "UAF");
        if (!party && !person) return false;
    }
    return s->n > 0;
}

/* "The ministry protested against …": a government, a party or a country as a whole protests in
 * words. Whoever stands for the place only did not do it by name. */
static bool is_official_protest(const dg_evctx *x, const dg_cand *c) {
    if (!dg_str_is(c->row->id, "PROTEST/protest") || c->alt->pos != 'v' || c->n_words) return false;
    uint32_t t = dg_ev_doer(x, c->token), e = t == DG_NONE ? DG_NONE : dg_doc_entity(x->doc, t);
    if (e == DG_NONE || c->actor.n != 1 || c->actor.e[0] != e) return false;
    const dg_entity *who = &x->doc->entities[e];
    bool body = who->kind == DG_ENTITY_ORGANISATION || who->kind == DG_ENTITY_PERSON;
    return who->kind == DG_ENTITY_COUNTRY ||
           (body && (dg_sector_in(who->sector, "GOV PTY LEG") || strcmp(who->country, "IGO") == 0));
}

void dg_ev_take_as_words(const dg_evctx *x, dg_cand *c) {
    if (is_official_protest(x, c)) c->type = DG_PLOVER_ACCUSE, c->in_words = true;
    if (c->type != DG_PLOVER_ASSAULT || !dg_str_is(c->row->id, "ASSAULT/attack") || c->n_words ||
        !dg_ev_is_politician(x, &c->actor) || !c->recipient.n)
        return;
    for (uint32_t i = 0; i < c->recipient.n; i++) {
        const dg_entity *e = &x->doc->entities[c->recipient.e[i]];
        if (e->kind == DG_ENTITY_COUNTRY || e->kind == DG_ENTITY_PLACE ||
            strcmp(e->sector, "REB") == 0 || strcmp(e->sector, "UAF") == 0)
            return;
    }
    c->type = DG_PLOVER_ACCUSE, c->in_words = true;
}

static const char *asked_mode(dg_plover inner) {
    switch (inner) {
    case DG_PLOVER_CONSULT: return "meet";
    case DG_PLOVER_AID:
    case DG_PLOVER_SUPPORT:
    case DG_PLOVER_COOPERATE: return "assist";
    case DG_PLOVER_RETREAT:
    case DG_PLOVER_CONCEDE: return "yield";
    default: return "change";
    }
}

/* What is threatened with, by what it would be if it were done. CAMEO 163 are sanctions on trade
 * and money; what else is broken off are relations. */
static const char *threatened_mode(dg_plover inner, const dg_frame *row) {
    static const struct {
        dg_plover inner;
        const char *mode, *threat;
    } map[] = {{DG_PLOVER_ASSAULT, NULL, "violence"},
               {DG_PLOVER_MOBILIZE, NULL, "violence"},
               {DG_PLOVER_COERCE, "arrest", "arrest"},
               {DG_PLOVER_COERCE, "deport", "expel"},
               {DG_PLOVER_COERCE, "ban", "ban"},
               {DG_PLOVER_COERCE, "censor", "ban"},
               {DG_PLOVER_COERCE, "restrict", "restrict"},
               {DG_PLOVER_COERCE, "curfew", "restrict"},
               {DG_PLOVER_COERCE, "withhold", "restrict"},
               {DG_PLOVER_SANCTION, "expel", "expel"},
               {DG_PLOVER_SANCTION, "convict", "arrest"},
               {DG_PLOVER_SANCTION, "withdraw", "relations"},
               {DG_PLOVER_SANCTION, "discontinue", "relations"}};
    if (inner == DG_PLOVER_SANCTION && dg_str_is(row->cameo, "163")) return "restrict";
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (map[i].inner == inner && (!map[i].mode || dg_str_is(row->mode, map[i].mode)))
            return map[i].threat;
    return NULL;
}

const char *dg_ev_derived_mode(const dg_evctx *x, const dg_cand *c, dg_plover was) {
    bool itself = was != c->type && was != DG_PLOVER_AGREE; /* what is not accepted stands below */
    const dg_cand *inner = itself ? c : c->absorbed != DG_NONE ? &x->cands[c->absorbed] : NULL;
    dg_plover type = itself ? was : inner ? inner->type : DG_PLOVER_N;
    if (c->type == DG_PLOVER_THREATEN) return inner ? threatened_mode(type, inner->row) : NULL;
    if (c->type == DG_PLOVER_REQUEST || c->type == DG_PLOVER_REJECT) {
        bool denied = inner && inner != c && inner->effect == DG_EFFECT_DENIED;
        return inner && !denied ? asked_mode(type) : NULL; /* who denies was asked for nothing */
    }
    return c->type == DG_PLOVER_CONSULT && n_countries(x, c) > 2 ? "multilateral" : NULL;
}

void dg_ev_convert(dg_cand *c) {
    bool ahead = c->effect == DG_EFFECT_FUTURE || c->effect == DG_EFFECT_HYPOTHETICAL;
    if (!ahead) return;
    bool refusable = dg_ev_is_cooperative(c->type) || c->type == DG_PLOVER_AGREE;
    if (c->negated && c->effect == DG_EFFECT_FUTURE && refusable && c->alt->pos == 'v') {
        c->type = DG_PLOVER_REJECT, c->negated = false, c->effect = DG_EFFECT_NONE;
    } else if (dg_ev_is_cooperative(c->type)) {
        c->type = DG_PLOVER_AGREE;
    } else if (c->type == DG_PLOVER_CONCEDE && c->effect == DG_EFFECT_FUTURE) {
        c->type = DG_PLOVER_AGREE;
    } else if (c->type == DG_PLOVER_RETREAT && c->effect == DG_EFFECT_FUTURE) {
        c->type = DG_PLOVER_CONCEDE;
    } else if (c->effect == DG_EFFECT_FUTURE && dg_plover_table[c->type].quad == 4 && !c->negated &&
               c->actor.n && (c->type != DG_PLOVER_PROTEST || !dg_str_is(c->row->mode, "demo"))) {
        c->type = DG_PLOVER_THREATEN;
    }
}

bool dg_ev_is_mutual(const dg_cand *c) {
    if (c->row->flags & DG_FRAME_VISIT) return false;
    if (c->reciprocal || (c->type == DG_PLOVER_AGREE && c->actor.n > 1 && !c->recipient.n))
        return true;
    if (c->negated && c->effect == DG_EFFECT_FUTURE) return false; /* a refusal is one side's */
    return c->type == DG_PLOVER_CONSULT || (c->row->flags & DG_FRAME_MUTUAL);
}
