/* event_kept.c: what is an event of politics at all. A row's words have everyday senses (people
 * meet, teams attack, courts convict): each rule says what such a thing looks like, by its sides,
 * its row and the words beside it; what is left must name enough. cost: a walk of the sentence a
 * rule. */
#include "base/utf8.h"
#include "reading/event_tree.h"

static bool is_question(const dg_evctx *x, const dg_cand *c) {
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    return s->to > s->from && dg_str_is(dg_ev_tok(x, s->to - 1)->form, "?");
}

static bool is_political(const dg_evctx *x, const dg_side *s) {
    for (uint32_t i = 0; i < s->n; i++)
        if (dg_ev_political(x, s->e[i])) return true;
    return false;
}

/* Types in which anybody takes part: unrest, arrests, force, demands, blame; diplomacy is for
 * those who act for others. */
static bool is_for_anybody(dg_plover type) {
    return type == DG_PLOVER_PROTEST || type == DG_PLOVER_COERCE || type == DG_PLOVER_ASSAULT ||
           type == DG_PLOVER_REQUEST || type == DG_PLOVER_ACCUSE || type == DG_PLOVER_RETREAT;
}

static bool has_civil(const dg_evctx *x, const dg_side *s) {
    for (uint32_t i = 0; i < s->n; i++)
        if (dg_ev_civil(x, s->e[i])) return true;
    return false;
}

/* "the two met", but not "the two met the demands". */
static bool is_among_themselves(const dg_evctx *x, const dg_cand *c) {
    if (c->reciprocal || !dg_ev_is_mutual(c) || c->alt->pos != 'v' || c->n_words)
        return c->reciprocal || dg_ev_is_mutual(c);
    uint32_t o = dg_doc_child_rel(x->doc, c->token, DG_REL_OBJ);
    return o == DG_NONE || c->type != DG_PLOVER_CONSULT || dg_ev_tok(x, o)->feats.reflex ||
           o == dg_ev_doer(x, c->token) || c->row->flags & DG_FRAME_MUTUAL;
}

/* What is promised, threatened or refused can stand for the other side; a mere duty ("must")
 * cannot. */
static bool is_known(const dg_evctx *x, const dg_cand *c) {
    bool inner = c->absorbed != DG_NONE, verb = inner && x->cands[c->absorbed].alt->pos == 'v';
    if (!c->actor.n || (c->alt->actor.n && c->alt->actor.at[0].kind == DG_PLACE_SPEAKER))
        return false;
    switch (c->type) {
    case DG_PLOVER_AGREE:
        if (c->row->flags & DG_FRAME_FUTURE && dg_ev_has_clause(x, c) &&
            !dg_ev_has_future_clause(x, c))
            return false; /* "assured that nobody was harmed" */
        return verb;      /* politics itself is promised: not "will look for a partner" */
    case DG_PLOVER_THREATEN:
        return (verb || dg_ev_has_clause(x, c)) && (c->row->flags & DG_FRAME_ABSORB) &&
               !(c->row->flags & DG_FRAME_BOTH);
    case DG_PLOVER_REJECT: return inner;
    case DG_PLOVER_REQUEST: return verb;
    default: return false;
    }
}

/* Who speaks for a state or a body of states: "the chancellor dismissed the charge" is politics,
 * whoever made it. */
static bool is_official(const dg_evctx *x, const dg_side *side) {
    for (uint32_t i = 0; i < side->n; i++) {
        const dg_entity *e = &x->doc->entities[side->e[i]];
        if (dg_ev_has_country(x, side->e[i]) &&
            (e->kind == DG_ENTITY_COUNTRY || strcmp(e->country, "IGO") == 0 ||
             strcmp(e->country, "IMG") == 0 || strcmp(e->country, "ISM") == 0 ||
             dg_sector_in(e->sector, "GOV MIL LEG JUD COP SPY PTY OPP REB SEP UAF REL")))
            return true;
    }
    return false;
}

static bool is_state(const dg_evctx *x, const dg_side *s) {
    for (uint32_t i = 0; i < s->n; i++) {
        const dg_entity *e = &x->doc->entities[s->e[i]];
        if (e->kind == DG_ENTITY_COUNTRY || strcmp(e->country, "IGO") == 0 ||
            (dg_ev_has_country(x, s->e[i]) && dg_sector_in(e->sector, "GOV MIL")))
            return true;
    }
    return false;
}

/* A word of demand, refusal, blame or threat by an official tells enough without the other side
 * when it says what is demanded or refused. */
static bool is_statement(const dg_evctx *x, const dg_cand *c) {
    if (c->alt->pos == 'n' || (c->alt->actor.n && c->alt->actor.at[0].kind == DG_PLACE_SPEAKER))
        return false;
    if (c->type != DG_PLOVER_REJECT && c->type != DG_PLOVER_REQUEST &&
        c->type != DG_PLOVER_ACCUSE && c->type != DG_PLOVER_THREATEN && c->type != DG_PLOVER_AGREE)
        return false;
    uint32_t o = c->alt->pos == 'v' ? dg_ev_object(x, c->token) : DG_NONE;
    if (o != DG_NONE && dg_ev_tok(x, o)->feats.reflex) return false;
    bool object = o != DG_NONE && o != c->token;
    if (c->type == DG_PLOVER_REQUEST && object && dg_ev_takes_object(c))
        object = false; /* "told the assembly": to whom, not what */
    if (object && (c->row->flags & DG_FRAME_BOTH) && dg_ev_is_own_word(c, o))
        object = false; /* "sought support": of whom? */
    if (c->type == DG_PLOVER_AGREE && object && dg_ev_is_own_word(c, o) &&
        dg_ev_tok(x, o)->upos != DG_UPOS_NOUN)
        object = false; /* "said yes": to what? */
    object |= c->type == DG_PLOVER_AGREE &&
              dg_doc_child_rel(x->doc, c->token, DG_REL_IOBJ) != DG_NONE; /* "dem Plan zustimmen" */
    if (c->type == DG_PLOVER_AGREE) /* "accepted the plan", "agreed to …", not "assured that" */
        return (dg_ev_has_infinitive(x, c) || (object && !(c->row->flags & DG_FRAME_FUTURE))) &&
               is_state(x, &c->actor);
    if (c->type == DG_PLOVER_THREATEN && dg_str_starts(c->row->id, DG_STR("THREATEN/warn")))
        return false; /* one warns of risks, too */
    return (object || dg_ev_has_clause(x, c) || dg_ev_says_what(x, c)) && is_official(x, &c->actor);
}

/* "cut its own emissions", "withholds its forces": what one does with one's own is done to nobody.
 */
static bool is_own_business(const dg_evctx *x, const dg_cand *c) {
    if (c->recipient.n || !c->actor.n || c->alt->pos != 'v') return false;
    if (c->type != DG_PLOVER_SANCTION && c->type != DG_PLOVER_COERCE) return false;
    uint32_t o = dg_ev_object(x, c->token);
    if (o == DG_NONE || o == c->token) return false;
    for (uint32_t at = dg_ev_first(x, o), k; (k = dg_doc_child(x->doc, o, &at)) != DG_NONE;)
        if (dg_ev_tok(x, k)->feats.poss) return true;
    return false;
}

/* A verb with a particle that takes an object and has none is another word: "an … festhalten". */
static bool lacks_object(const dg_evctx *x, const dg_cand *c) {
    uint32_t particle = dg_doc_child_rel(x->doc, c->token, DG_REL_COMPOUND);
    bool stops = c->type == DG_PLOVER_COERCE || c->type == DG_PLOVER_SANCTION; /* "stops in X" */
    if (stops && c->alt->pos == 'v' && !c->n_words && c->recipient.n && !c->near &&
        dg_ev_takes_object(c) && !dg_ev_passive(x, c->token) &&
        dg_ev_object(x, c->token) == DG_NONE && !dg_ev_has_clause(x, c) &&
        dg_ev_tok(x, c->token)->rel != DG_REL_AMOD)
        return true;
    bool joined = dg_frames_joins(x->f, x->lang) && stops; /* "dass er an … festhält" */
    if ((particle == DG_NONE && !joined) || c->alt->pos != 'v' || c->n_words || c->recipient.n ||
        !dg_ev_takes_object(c))
        return false;
    if (c->type != DG_PLOVER_COERCE && c->type != DG_PLOVER_ASSAULT &&
        c->type != DG_PLOVER_SANCTION && c->type != DG_PLOVER_ACCUSE)
        return false;
    uint32_t o = dg_ev_object(x, c->token);
    return !dg_ev_passive(x, c->token) && (o == DG_NONE || o == c->token) &&
           !dg_ev_has_clause(x, c);
}

/* "met at the summit": the noun says where the verb's meeting was. */
static bool is_occasion(const dg_evctx *x, const dg_cand *c) {
    const dg_token *t = dg_ev_tok(x, c->token);
    if (c->alt->pos != 'n' || t->rel != DG_REL_OBL || c->type != DG_PLOVER_CONSULT) return false;
    uint32_t h = dg_ev_head(x, c->token), k = h == DG_NONE ? DG_NONE : x->cand_at[h];
    return k != DG_NONE && x->cands[k].type == c->type && x->cands[k].alt->pos == 'v';
}

/* Rivers and towns demand and threaten nothing; a region does so of somebody. */
static bool is_place_alone(const dg_evctx *x, const dg_cand *c) {
    if (c->recipient.n || !c->actor.n || c->type == DG_PLOVER_PROTEST ||
        c->type == DG_PLOVER_ASSAULT || c->type == DG_PLOVER_COERCE)
        return false;
    for (uint32_t i = 0; i < c->actor.n; i++)
        if (x->doc->entities[c->actor.e[i]].kind != DG_ENTITY_PLACE) return false;
    return true;
}

/* "his fight against Rome", "battles corruption": a single person who leads no force fights with
 * words. */
static bool is_fight_in_words(const dg_evctx *x, const dg_cand *c) {
    if (!dg_str_is(c->row->id, "ASSAULT/fight-verb") && !dg_str_is(c->row->id, "ASSAULT/battle"))
        return false;
    for (uint32_t i = 0; i < c->actor.n; i++) {
        const dg_entity *e = &x->doc->entities[c->actor.e[i]];
        if (e->kind != DG_ENTITY_PERSON || dg_sector_in(e->sector, "MIL REB UAF SEP COP"))
            return false;
    }
    return c->actor.n > 0;
}

/* German "verurteilt werden", with nobody who does it: a court's sentence. */
static bool is_conviction(const dg_evctx *x, const dg_cand *c) {
    return dg_frames_joins(x->f, x->lang) && dg_str_is(c->row->id, "ACCUSE/condemn") &&
           c->alt->pos == 'v' && !c->actor.n && dg_ev_passive(x, c->token);
}

/* What firms fight, dismiss and stop is business. */
static bool is_by_firm(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_ASSAULT && c->type != DG_PLOVER_SANCTION) return false;
    for (uint32_t i = 0; i < c->actor.n; i++)
        if (strcmp(x->doc->entities[c->actor.e[i]].sector, "BUS") != 0) return false;
    return c->actor.n > 0;
}

/* "the wounded party": bodies and states are not wounded but in words. */
static bool is_wounded_body(const dg_evctx *x, const dg_cand *c) {
    if (!dg_str_is(c->row->id, "ASSAULT/wound") || dg_ev_tok(x, c->token)->rel != DG_REL_AMOD)
        return false;
    for (uint32_t i = 0; i < c->recipient.n; i++)
        if (x->doc->entities[c->recipient.e[i]].kind != DG_ENTITY_ORGANISATION) return false;
    return c->recipient.n > 0;
}

/* Refusals, promises and praise of somebody whose country nobody knows. */
static bool is_by_stranger(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_REJECT && c->type != DG_PLOVER_AGREE && c->type != DG_PLOVER_SUPPORT &&
        c->type != DG_PLOVER_CONCEDE && c->type != DG_PLOVER_COOPERATE)
        return false;
    for (uint32_t i = 0; i < c->actor.n; i++)
        if (dg_ev_has_country(x, c->actor.e[i]) ||
            x->doc->entities[c->actor.e[i]].kind != DG_ENTITY_PERSON)
            return false;
    return c->actor.n > 0;
}

/* A crime among private people: no side acts for a state, a force or a cause. */
static bool is_private_crime(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_ASSAULT || !c->actor.n || is_official(x, &c->recipient)) return false;
    for (uint32_t i = 0; i < c->actor.n; i++) {
        const dg_entity *e = &x->doc->entities[c->actor.e[i]];
        bool private = e->kind == DG_ENTITY_PERSON || e->kind == DG_ENTITY_GROUP;
        if (!private || (e->sector[0] && !dg_sector_in(e->sector, "CVL CRM BUS EDU"))) return false;
        if (e->kind == DG_ENTITY_GROUP && dg_ev_has_country(x, c->actor.e[i]) && !e->sector[0])
            return false;
    }
    return true;
}

/* What private people ask of, blame and promise one another is no politics; and what an unnamed
 * somebody might do to them is not, either. */
static bool is_private_talk(const dg_evctx *x, const dg_cand *c) {
    if (!c->actor.n || is_official(x, &c->actor) || is_official(x, &c->recipient)) return false;
    return c->type != DG_PLOVER_PROTEST && c->type != DG_PLOVER_ASSAULT &&
           c->type != DG_PLOVER_RETREAT &&
           (c->type != DG_PLOVER_COERCE || x->doc->entities[c->actor.e[0]].kind != DG_ENTITY_PLACE);
}

/* A sentence of sports, by its words: who meets, beats and attacks there are teams. */
static bool is_sports(const dg_evctx *x, const dg_cand *c) {
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    if (c->type == DG_PLOVER_PROTEST || c->type == DG_PLOVER_SANCTION ||
        c->type == DG_PLOVER_ACCUSE || c->type == DG_PLOVER_REJECT)
        return false; /* boycotts and bans of games are politics */
    for (uint32_t t = s->from; t < s->to; t++)
        if (dg_ev_modality(x, DG_MODAL_SPORT, t) == DG_EFFECT_IS) return true;
    return false;
}

/* "Sanctions against X were considered": nobody says by whom. */
static bool is_threat_to(const dg_evctx *x, const dg_cand *c) {
    return c->type == DG_PLOVER_THREATEN && c->n_words && c->alt->pos == 'v' && !c->negated &&
           dg_ev_passive(x, c->token) && is_state(x, &c->recipient);
}

/* What has not happened, with one side only: only a state's announced force, and what words of
 * promise and demand themselves say, are events. */
static bool is_idle(const dg_evctx *x, const dg_cand *c, bool both) {
    if (both || (c->actor.n && c->recipient.n)) return false;
    bool refusal = c->type == DG_PLOVER_AGREE && c->effect == DG_EFFECT_FUTURE;
    if (c->negated) return !refusal; /* "will not accept the plan" */
    bool considered = c->type == DG_PLOVER_THREATEN && (c->row->flags & DG_FRAME_HYP);
    if (c->effect == DG_EFFECT_HYPOTHETICAL)
        return !is_threat_to(x, c) && !(considered && is_state(x, &c->actor));
    bool native = c->type == DG_PLOVER_AGREE || c->type == DG_PLOVER_REQUEST ||
                  c->type == DG_PLOVER_REJECT || c->type == DG_PLOVER_THREATEN ||
                  c->type == DG_PLOVER_CONCEDE || c->type == DG_PLOVER_RETREAT;
    return c->effect == DG_EFFECT_FUTURE && !native && !is_state(x, &c->actor);
}

/* Force that is announced is a threat of somebody who can, to somebody: not "wants to take voters
 * from", not "the benefits will be restricted". Martial law is for one's own people. */
static bool is_idle_threat(const dg_evctx *x, const dg_cand *c) {
    if (c->effect != DG_EFFECT_FUTURE || dg_plover_table[c->type].quad != 4 || c->negated)
        return false;
    if (c->type == DG_PLOVER_PROTEST) return false;
    if (!is_official(x, &c->actor) && !has_civil(x, &c->actor)) return true;
    if (dg_str_is(c->row->mode, "martial-law") || dg_str_is(c->row->mode, "curfew")) return false;
    for (uint32_t i = 0; i < c->recipient.n; i++)
        if (dg_ev_has_country(x, c->recipient.e[i]) &&
            (x->doc->entities[c->recipient.e[i]].kind != DG_ENTITY_COUNTRY ||
             !is_state(x, &c->actor) || !dg_ev_same_country(x, c->recipient.e[i], &c->actor)))
            return false;
    return true;
}

/* "We must reach an agreement": what one asks of oneself. */
static bool is_own_duty(const dg_evctx *x, const dg_cand *c) {
    uint32_t h = dg_ev_tok(x, c->token)->rel == DG_REL_AUX ? dg_ev_head(x, c->token) : DG_NONE;
    uint32_t s = h == DG_NONE ? DG_NONE : dg_ev_own_subject(x, h);
    if (s != DG_NONE && dg_ev_tok(x, s)->feats.person == 1) return true;
    for (uint32_t i = 0; i < c->recipient.n; i++) /* "the US must work harder", says its minister */
        if (x->doc->entities[c->recipient.e[i]].kind == DG_ENTITY_COUNTRY &&
            dg_ev_same_country(x, c->recipient.e[i], &c->actor))
            return true;
    return false;
}

/* What a speaker says of his own side's wrongs, or of what might do harm, blames nobody. */
static bool is_own_blame(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_ACCUSE || !c->alt->actor.n ||
        c->alt->actor.at[0].kind != DG_PLACE_SPEAKER)
        return false;
    if (c->effect == DG_EFFECT_HYPOTHETICAL || c->effect == DG_EFFECT_FUTURE) return true;
    for (uint32_t i = 0; i < c->recipient.n; i++)
        if (!dg_ev_same_country(x, c->recipient.e[i], &c->actor)) return false;
    return true;
}

/* What is promised, offered or proposed must be politics, or be a state's that says what it will
 * do: not "offered their daughter a journey", not "proposed to elect". */
static bool is_small_promise(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_AGREE || !(c->row->flags & DG_FRAME_FUTURE)) return false;
    if (c->n_words && is_official(x, &c->actor) && is_official(x, &c->recipient))
        return false; /* "invited X to talks" */
    return c->absorbed == DG_NONE &&
           (!is_state(x, &c->actor) || !dg_ev_has_infinitive(x, c) || c->alt->pos == 'a');
}

/* "Their son was murdered": one person, of no office, and nobody is said to have done it. */
static bool is_private_death(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_ASSAULT || c->actor.n || c->recipient.n != 1 || c->alt->pos != 'v')
        return false;
    uint32_t o = dg_ev_object(x, c->token);
    uint8_t kind = x->doc->entities[c->recipient.e[0]].kind;
    bool one = o != DG_NONE && dg_ev_tok(x, o)->feats.number == DG_NUMBER_SING &&
               kind == DG_ENTITY_GROUP && dg_doc_entity(x->doc, o) == c->recipient.e[0];
    return (kind == DG_ENTITY_PERSON || one) && !is_official(x, &c->recipient);
}

/* Organisations of states or for a cause. */
static bool is_body(const dg_evctx *x, const dg_side *side) {
    for (uint32_t i = 0; i < side->n; i++) {
        const dg_entity *e = &x->doc->entities[side->e[i]];
        if (strcmp(e->country, "IGO") == 0 || strcmp(e->country, "NGO") == 0) return true;
    }
    return false;
}

/* Police and courts, and nobody else. */
static bool is_force_of_law(const dg_evctx *x, const dg_side *side) {
    for (uint32_t i = 0; i < side->n; i++) {
        const dg_entity *e = &x->doc->entities[side->e[i]];
        if (!dg_sector_in(e->sector, "COP JUD")) return false;
    }
    return side->n > 0;
}

/* "The president thanked his deputy": thanks and praise among those of one country. */
static bool is_praise_at_home(const dg_evctx *x, const dg_cand *c) {
    if (!dg_str_is(c->row->id, "SUPPORT/thank") && !dg_str_is(c->row->id, "SUPPORT/hail"))
        return false;
    for (uint32_t i = 0; i < c->recipient.n; i++)
        if (!dg_ev_same_country(x, c->recipient.e[i], &c->actor)) return false;
    return c->actor.n && c->recipient.n;
}

/* "warned that the country is on its way to war": a warning of what may come, of nobody's doing
 * that the clause tells; who is named there is not threatened. */
static bool is_mere_warning(const dg_evctx *x, const dg_cand *c) {
    if (!dg_str_is(c->row->id, "THREATEN/warn") || c->n_words || c->alt->pos != 'v') return false;
    uint32_t below = dg_ev_clause_below(x, c);
    if (below == DG_NONE) below = dg_doc_child_rel(x->doc, c->token, DG_REL_ADVCL);
    if (c->absorbed != DG_NONE || below == DG_NONE || dg_ev_passive(x, c->token)) return false;
    for (uint32_t at = dg_ev_first(x, c->token), k;
         (k = dg_doc_child(x->doc, c->token, &at)) != DG_NONE;) {
        uint8_t rel = dg_ev_tok(x, k)->rel;
        uint32_t e = dg_doc_entity(x->doc, k); /* who is warned */
        if (e != DG_NONE && (rel == DG_REL_OBJ || rel == DG_REL_IOBJ)) return false;
        for (uint32_t i = 0; rel == DG_REL_OBL && i < c->recipient.n; i++)
            if (e == c->recipient.e[i]) return false;
    }
    return true;
}

/* "Police ask for witnesses": what police and courts ask of, grant and refuse private people. */
static bool is_service(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_REQUEST && c->type != DG_PLOVER_REJECT && c->type != DG_PLOVER_AGREE)
        return false;
    return is_force_of_law(x, &c->actor) && !is_official(x, &c->recipient) &&
           !has_civil(x, &c->recipient);
}

/* "Police investigate the accident": what police and courts look into, with nobody of politics on
 * the other side. */
static bool is_inquiry(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_ACCUSE || !dg_str_is(c->row->mode, "investigate") || !c->actor.n)
        return false;
    for (uint32_t i = 0; i < c->actor.n; i++)
        if (x->doc->entities[c->actor.e[i]].kind == DG_ENTITY_GROUP) return false; /* lawyers */
    return is_force_of_law(x, &c->actor) && !is_official(x, &c->recipient) &&
           !has_civil(x, &c->recipient);
}

/* "an invading fleet", "de stridende parter": what somebody is like, not what happened. */
static bool is_ongoing(const dg_evctx *x, const dg_cand *c) {
    const dg_token *t = dg_ev_tok(x, c->token);
    return c->alt->pos == 'v' && (t->rel == DG_REL_AMOD || t->upos == DG_UPOS_ADJ) &&
           dg_ev_ending(x, DG_MODAL_ONGOING, x->lower[c->token]) > 0;
}

/* "demonstrated that", "demonstrerte styrke": what is shown is no rally. */
static bool is_proof(const dg_evctx *x, const dg_cand *c) {
    if (!dg_str_is(c->row->id, "PROTEST/demonstrate") || c->alt->pos != 'v' || c->n_words)
        return false;
    uint32_t o = dg_doc_child_rel(x->doc, c->token, DG_REL_OBJ);
    return dg_doc_child_rel(x->doc, c->token, DG_REL_CCOMP) != DG_NONE ||
           (o != DG_NONE && !dg_ev_is_own_word(c, o));
}

static bool is_countries(const dg_evctx *x, const dg_side *s) {
    for (uint32_t i = 0; i < s->n; i++)
        if (x->doc->entities[s->e[i]].kind != DG_ENTITY_COUNTRY) return false;
    return s->n > 0;
}

/* "Norge møter Sverige": whole countries that meet one another, and nothing else of politics is
 * said, are teams. */
static bool is_match(const dg_evctx *x, const dg_cand *c) {
    if (!dg_str_is(c->row->id, "CONSULT/meet") || c->alt->pos != 'v' || c->n_words ||
        dg_doc_child_rel(x->doc, c->token, DG_REL_AUX) != DG_NONE ||
        (dg_ev_object(x, c->token) == DG_NONE && !c->near) || !is_countries(x, &c->actor) ||
        !is_countries(x, &c->recipient))
        return false;
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    for (uint32_t t = s->from; t < s->to; t++)
        if (x->cand_at[t] != DG_NONE && t != c->token) return false;
    return dg_frames_inverts(x->f, x->lang);
}

/* "Audi has withdrawn from the race": a company's retreat is business. */
static bool is_business(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_RETREAT || !c->actor.n) return false;
    for (uint32_t i = 0; i < c->actor.n; i++)
        if (strcmp(x->doc->entities[c->actor.e[i]].sector, "BUS") &&
            strcmp(x->doc->entities[c->actor.e[i]].country, "MNC"))
            return false;
    return true;
}

/* "The product has killed 34 children": a thing that no other word of force stands beside. */
static bool is_killing_thing(const dg_evctx *x, const dg_cand *c) {
    if (!dg_str_is(c->row->id, "ASSAULT/kill") || c->alt->pos != 'v' || c->actor.n ||
        dg_ev_passive(x, c->token))
        return false;
    uint32_t t = dg_ev_doer(x, c->token);
    if (t == DG_NONE || dg_ev_tok(x, t)->upos != DG_UPOS_NOUN ||
        dg_doc_entity(x->doc, t) != DG_NONE || x->cand_at[t] != DG_NONE)
        return false;
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    for (uint32_t k = s->from; k < s->to; k++)
        if (k != c->token && x->cand_at[k] != DG_NONE &&
            x->cands[x->cand_at[k]].type == DG_PLOVER_ASSAULT)
            return false;
    return true;
}

/* "He protests that …": one person, who speaks for nobody. */
static bool is_lone_protest(const dg_evctx *x, const dg_cand *c) {
    return c->type == DG_PLOVER_PROTEST && c->alt->pos == 'v' && c->actor.n == 1 &&
           dg_str_is(c->row->mode, "demo") &&
           x->doc->entities[c->actor.e[0]].kind == DG_ENTITY_PERSON && !c->recipient.n;
}

/* "resigned themselves to", "hurt herself": what one does to oneself. */
static bool is_to_oneself(const dg_evctx *x, const dg_cand *c) {
    if (c->alt->pos != 'v' || dg_frames_inverts(x->f, x->lang)) return false;
    uint32_t o = dg_doc_child_rel(x->doc, c->token, DG_REL_OBJ);
    return o != DG_NONE && dg_ev_tok(x, o)->feats.reflex && !c->reciprocal &&
           !dg_ev_is_own_word(c, o);
}

/* A woman from somewhere was convicted: no court is named and nobody of politics. */
static bool is_private_trial(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_SANCTION || !dg_str_is(c->row->mode, "convict") || c->actor.n)
        return false;
    for (uint32_t i = 0; i < c->recipient.n; i++) {
        uint8_t kind = x->doc->entities[c->recipient.e[i]].kind;
        if (kind != DG_ENTITY_PLACE && kind != DG_ENTITY_COUNTRY) return false;
    }
    return true;
}

/* Believers, not who speaks for them. */
static bool is_of_pilgrims(const dg_evctx *x, const dg_side *side) {
    for (uint32_t i = 0; i < side->n; i++) {
        const dg_entity *e = &x->doc->entities[side->e[i]];
        if (e->kind != DG_ENTITY_GROUP || strcmp(e->sector, "REL") != 0) return false;
    }
    return side->n > 0;
}

/* "A German flew to Moscow", "800,000 Czechs visit Croatia": people, not their state. */
static bool is_travel(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_CONSULT || c->alt->pos != 'v') return false;
    if (c->actor.n && !is_official(x, &c->actor) && !is_body(x, &c->actor)) return true;
    if (is_of_pilgrims(x, &c->actor)) return true;
    uint32_t t = dg_ev_doer(x, c->token), e = t == DG_NONE ? DG_NONE : dg_doc_entity(x->doc, t);
    if (e == DG_NONE) {
        if (t != DG_NONE && dg_str_is(c->row->id, "CONSULT/arrive") &&
            dg_ev_tok(x, t)->upos == DG_UPOS_NOUN &&
            dg_ev_tok(x, t)->feats.number == DG_NUMBER_SING)
            return true; /* "a helicopter landed" */
        const dg_mention *m = t == DG_NONE || t == 0 ? NULL : dg_doc_mention(x->doc, t - 1);
        return m && m->kind == DG_MENTION_ADJECTIVE && dg_ev_head(x, t - 1) == t &&
               dg_ev_tok(x, t)->feats.number == DG_NUMBER_PLUR; /* "Chinese tourists" */
    }
    if (x->doc->entities[e].kind != DG_ENTITY_COUNTRY) return false;
    for (uint32_t at = dg_ev_first(x, t), k; (k = dg_doc_child(x->doc, t, &at)) != DG_NONE;) {
        const dg_token *d = dg_ev_tok(x, k);
        if (d->rel == DG_REL_NUMMOD) return true;
        if (d->rel == DG_REL_DET && d->feats.definite == DG_DEF_IND && k + 1 == t) return true;
    }
    return false;
}

/* "since the invasion of X", by whomever: force against a state that dates something else, or a
 * happening that is known by name. */
static bool is_known_force(const dg_evctx *x, const dg_cand *c) {
    if (c->alt->pos != 'n' || c->type != DG_PLOVER_ASSAULT || c->negated || c->actor.n)
        return false;
    if (c->effect != DG_EFFECT_NONE && c->effect != DG_EFFECT_HISTORICAL) return false;
    bool state = false;
    for (uint32_t i = 0; i < c->recipient.n; i++)
        state |= x->doc->entities[c->recipient.e[i]].kind == DG_ENTITY_COUNTRY;
    bool dates = c->effect == DG_EFFECT_HISTORICAL && dg_ev_is_definite(x, c->token);
    return dg_ev_known_actor(x, c)[0] || (state && dates);
}

/* Types of which anybody may be the doer, whoever he acts for. */
static bool is_for_people(dg_plover type) {
    return type == DG_PLOVER_PROTEST || type == DG_PLOVER_COERCE || type == DG_PLOVER_ASSAULT ||
           type == DG_PLOVER_RETREAT || type == DG_PLOVER_MOBILIZE;
}

/* Names t a country by its inhabitants? */
static bool is_inhabitants(const dg_evctx *x, uint32_t t) {
    const dg_mention *m = dg_doc_mention(x->doc, t);
    return m && m->kind == DG_MENTION_ADJECTIVE && m->head == t &&
           x->doc->entities[m->entity].kind == DG_ENTITY_COUNTRY &&
           (dg_ev_tok(x, t)->upos == DG_UPOS_NOUN || dg_ev_tok(x, t)->upos == DG_UPOS_PROPN);
}

/* "tschechische Anbieter", "Chinese tourists": a noun that no table knows and that only an
 * adjective gives a country. */
static bool is_of_unknown(const dg_evctx *x, uint32_t t) {
    if (dg_ev_tok(x, t)->upos != DG_UPOS_NOUN || dg_doc_entity(x->doc, t) != DG_NONE ||
        x->cand_at[t] != DG_NONE || dg_ev_tok(x, t)->feats.number != DG_NUMBER_PLUR)
        return false;
    for (uint32_t at = dg_ev_first(x, t), k; (k = dg_doc_child(x->doc, t, &at)) != DG_NONE;) {
        const dg_mention *m = dg_doc_mention(x->doc, k);
        if (dg_ev_tok(x, k)->rel == DG_REL_AMOD && m && m->kind == DG_MENTION_ADJECTIVE)
            return true;
    }
    return false;
}

/* "A German asked", "seven of ten Germans criticise", "most of the Germans": people, not their
 * state, which "the Germans" may be. */
static bool is_by_people(const dg_evctx *x, const dg_cand *c) {
    if (c->alt->pos != 'v' || is_for_people(c->type)) return false;
    uint32_t t = dg_ev_doer(x, c->token);
    if (t == DG_NONE) return false;
    bool people = is_inhabitants(x, t);
    if (people && dg_ev_tok(x, t)->feats.number == DG_NUMBER_SING) return true;
    if (is_of_unknown(x, t)) return true;
    for (uint32_t at = dg_ev_first(x, t), k; (k = dg_doc_child(x->doc, t, &at)) != DG_NONE;) {
        uint8_t rel = dg_ev_tok(x, k)->rel;
        bool some = (rel == DG_REL_AMOD || rel == DG_REL_DET) &&
                    dg_ev_tok(x, k)->feats.prontype == DG_PRON_IND;
        if (people && (rel == DG_REL_NUMMOD || some)) return true; /* "few Russians" */
        if (rel == DG_REL_NMOD && dg_doc_entity(x->doc, t) == DG_NONE && is_inhabitants(x, k))
            return true;
    }
    return false;
}

/* "X's policies have helped the farmers": what somebody owns gives no help. */
static bool is_by_thing(const dg_evctx *x, const dg_cand *c) {
    bool ahead =
        c->type == DG_PLOVER_COERCE && c->effect == DG_EFFECT_FUTURE; /* will be a threat */
    if (c->alt->pos != 'v' || (c->type != DG_PLOVER_AID && c->type != DG_PLOVER_SUPPORT &&
                               c->type != DG_PLOVER_THREATEN && c->type != DG_PLOVER_AGREE &&
                               c->type != DG_PLOVER_SANCTION && !ahead))
        return false;
    uint32_t t = dg_ev_doer(x, c->token);
    return t != DG_NONE && dg_ev_tok(x, t)->upos == DG_UPOS_NOUN && x->cand_at[t] == DG_NONE &&
           dg_doc_entity(x->doc, t) == DG_NONE &&
           dg_doc_child_rel(x->doc, t, DG_REL_APPOS) == DG_NONE;
}

/* "helped a neighbour", "the judge allowed him": words of daily life tell of aid and concession
 * where somebody gives them for a state or a body, to somebody of a country or a cause. */
static bool is_small_favour(const dg_evctx *x, const dg_cand *c) {
    if ((c->type != DG_PLOVER_AID && c->type != DG_PLOVER_CONCEDE) ||
        !(c->row->flags & DG_FRAME_BOTH))
        return false;
    bool known = false;
    for (uint32_t i = 0; i < c->recipient.n; i++)
        known |= dg_ev_has_country(x, c->recipient.e[i]) ||
                 (x->doc->entities[c->recipient.e[i]].kind == DG_ENTITY_GROUP &&
                  x->doc->entities[c->recipient.e[i]].sector[0]);
    if (!known || !c->actor.n) return !known;
    return !(is_official(x, &c->actor) || is_body(x, &c->actor)) || is_force_of_law(x, &c->actor);
}

static bool is_of_killing(const dg_cand *c) {
    return dg_str_is(c->row->id, "ASSAULT/kill") || dg_str_is(c->row->id, "ASSAULT/gun-down") ||
           dg_str_is(c->row->mode, "execute") || dg_str_is(c->row->mode, "firearms") ||
           dg_str_is(c->row->mode, "torture") || dg_str_is(c->row->mode, "beat");
}

/* "Soldiers killed a hundred villagers": force of those who act for a state, or bear arms, against
 * people whom no table knows. */
static bool is_force_on_people(const dg_evctx *x, const dg_cand *c) {
    if (c->type != DG_PLOVER_ASSAULT || c->alt->pos != 'v' || c->recipient.n || c->negated ||
        (c->effect != DG_EFFECT_NONE && c->effect != DG_EFFECT_HISTORICAL) ||
        !is_official(x, &c->actor) || dg_ev_is_politician(x, &c->actor) || !is_of_killing(c))
        return false;
    uint32_t o = dg_ev_object(x, c->token);
    if (o == DG_NONE || o == c->token || dg_ev_is_own_word(c, o)) return false;
    const dg_token *t = dg_ev_tok(x, o);
    return t->feats.number == DG_NUMBER_PLUR &&
           (t->upos == DG_UPOS_NOUN || t->upos == DG_UPOS_PROPN || t->upos == DG_UPOS_NUM);
}

/* ---- all together ---- */

typedef bool rule(const dg_evctx *x, const dg_cand *c);

/* What says that a candidate is no event of politics. */
static rule *const everyday[] = {
    is_private_talk,   is_sports,        is_idle_threat,   is_to_oneself,   is_private_trial,
    is_small_promise,  is_private_death, is_own_blame,     is_service,      is_travel,
    is_inquiry,        is_by_people,     is_by_thing,      is_small_favour, is_proof,
    is_match,          is_ongoing,       is_lone_protest,  is_business,     is_killing_thing,
    is_conviction,     is_by_firm,       is_wounded_body,  is_by_stranger,  is_private_crime,
    is_fight_in_words, lacks_object,     is_occasion,      is_place_alone,  is_question,
    is_own_business,   is_mere_warning,  is_praise_at_home};

/* Something that is owed ("the pilot must fly low"): only what one official owes another, or what
 * weighs. */
static bool is_mere_duty(const dg_evctx *x, const dg_cand *c) {
    if (!c->alt->actor.n || c->alt->actor.at[0].kind != DG_PLACE_SPEAKER ||
        c->type != DG_PLOVER_REQUEST)
        return false;
    dg_plover inner = c->absorbed == DG_NONE ? DG_PLOVER_N : x->cands[c->absorbed].type;
    bool weighs =
        inner == DG_PLOVER_RETREAT || inner == DG_PLOVER_CONCEDE || inner == DG_PLOVER_ASSAULT;
    return !is_official(x, &c->actor) || (!weighs && !is_official(x, &c->recipient)) ||
           is_own_duty(x, c);
}

/* Words that might be said, cooperation that might come: "a bid to join X", "questions to ask",
 * "travellers should visit a consulate". */
static bool is_mere_thought(const dg_cand *c) {
    bool words = c->type == DG_PLOVER_REQUEST || c->type == DG_PLOVER_REJECT ||
                 c->type == DG_PLOVER_CONCEDE || c->type == DG_PLOVER_AGREE ||
                 c->type == DG_PLOVER_RETREAT;
    bool thought = c->effect == DG_EFFECT_HYPOTHETICAL;
    if (c->type == DG_PLOVER_ACCUSE) /* "will have to accuse" */
        return thought || c->effect == DG_EFFECT_FUTURE;
    return thought && (words || dg_ev_is_cooperative(c->type));
}

/* "without warning"; "will not oppose". */
static bool is_not_done(const dg_cand *c) {
    bool ahead = c->effect == DG_EFFECT_FUTURE || c->effect == DG_EFFECT_HYPOTHETICAL;
    if (!c->negated) return false;
    return (c->type == DG_PLOVER_THREATEN && dg_str_starts(c->row->id, DG_STR("THREATEN/warn"))) ||
           (ahead && !dg_ev_is_cooperative(c->type) && c->type != DG_PLOVER_AGREE);
}

/* Are there as many sides as its row and type ask for? */
static bool has_sides(const dg_evctx *x, const dg_cand *c, bool both) {
    uint16_t flags = c->row->flags;
    bool said = c->type == DG_PLOVER_AGREE || c->type == DG_PLOVER_REQUEST ||
                c->type == DG_PLOVER_REJECT || c->type == DG_PLOVER_CONCEDE ||
                c->type == DG_PLOVER_THREATEN;
    if (((flags & DG_FRAME_ACTOR) || said) && !c->actor.n && !is_threat_to(x, c)) return false;
    bool known = both || is_known(x, c) || is_statement(x, c) || is_force_on_people(x, c);
    if (((flags & DG_FRAME_BOTH) || c->type == DG_PLOVER_AGREE) && !known) return false;
    return !(flags & DG_FRAME_RECIP) || c->recipient.n || known;
}

/* A noun tells of an event where a verb carries it ("held talks") or both sides are named; "have an
 * agreement" tells of no new one. */
static bool happens(const dg_evctx *x, const dg_cand *c, bool both, bool known_force) {
    uint32_t bits = 0;
    bool hangs = c->alt->pos == 'n' && dg_ev_carrier(x, c->token, &bits) != DG_NONE;
    bool carried = c->alt->pos != 'n' ||
                   (hangs && (dg_ev_carries(c, bits) || (bits & ~(uint32_t)DG_LIGHT_HAVE)));
    if (hangs && !carried && (bits & DG_LIGHT_HAVE) && c->type != DG_PLOVER_CONSULT) return false;
    if (c->row->flags & DG_FRAME_CARRIED) return carried && both;
    return carried || both || (c->row->flags & DG_FRAME_EVENT) ||
           (known_force && is_known_force(x, c));
}

bool dg_ev_is_kept(const dg_evctx *x, const dg_cand *c, bool known_force) {
    bool both = (c->actor.n && c->recipient.n) || (c->actor.n > 1 && is_among_themselves(x, c));
    bool civil =
        is_for_anybody(c->type) && (has_civil(x, &c->actor) || has_civil(x, &c->recipient));
    if (c->dead || c->purpose || (!c->actor.n && !c->recipient.n)) return false;
    if (!civil && !is_political(x, &c->actor) && !is_political(x, &c->recipient)) return false;
    if (is_mere_duty(x, c) || is_mere_thought(c) || is_not_done(c) || is_idle(x, c, both))
        return false;
    for (size_t i = 0; i < DG_LEN(everyday); i++)
        if (everyday[i](x, c)) return false;
    return has_sides(x, c, both) && happens(x, c, both, known_force);
}
