/* event_args.c: who stands on the two sides of an event.
 *
 * A frame's alternative lists places, best first; a place gives tokens, a token gives entities
 * (actors.h), and what is no actor of politics is passed over. A noun that carries an event itself
 * ("condemned the strikes") hands over that event's doers. Nothing is invented: a side without a
 * place that yields somebody stays empty. cost: a few walks of the sentence a candidate. */
#include "reading/event_side.h"
static void fill(const dg_evctx *x, const dg_cand *c, dg_places places, uint32_t carrier,
                 uint32_t bits, dg_side *s) {
    bool found = false;
    for (uint32_t i = 0; i < places.n; i++) {
        if (found && !places.at[i].join) continue;
        found |= c->alt->pos == 'n' ? dg_side_noun_place(x, c, &places.at[i], carrier, bits, s)
                                    : dg_side_verb_place(x, c, &places.at[i], s);
    }
}

static void drop_common(dg_side *s, const dg_side *other) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (!dg_side_has(other, s->e[i])) s->e[n++] = s->e[i];
    s->n = n;
}

/* "faces sanctions", "received support from": the carrier's subject is the one to whom it is done.
 */
static void fill_suffered(const dg_evctx *x, dg_cand *c, uint32_t carrier) {
    dg_side subject = {.n = 0};
    dg_side_add_token(x, dg_ev_doer(x, carrier), &subject, false);
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
    if (!dg_side_add_token(x, dg_ev_doer(x, v), &s, false))
        dg_side_add_token(x, dg_ev_near_doer(x, v), &s, false);
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
        dg_side_add_phrase(x, k, &s);
        uint32_t other = dg_doc_child_rel(x->doc, h, DG_REL_CONJ);
        if (s.n == 1 && other != DG_NONE && other > k &&
            dg_doc_child_rel(x->doc, other, DG_REL_CC) != DG_NONE)
            dg_side_add_phrase(x, other, &s); /* "between X and Y", with Y hung at the noun */
        if (s.n < 2) continue;
        dg_side third = c->actor;
        drop_common(&third, &s);
        c->actor = s, c->recipient.n = 0;
        if (third.n && dg_str_is(c->row->mode, "third-party")) /* who mediates, and between whom */
            c->actor = third, c->recipient = s;
        if (c->type != DG_PLOVER_ASSAULT) return true;
        for (uint32_t i = 1; i < s.n; i++) dg_side_add(&c->recipient, s.e[i]);
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
    const dg_entity *e = &x->doc->entities[entity];
    return dg_ev_has_country(x, entity) &&
           (e->kind == DG_ENTITY_COUNTRY || dg_sector_in(e->sector, "GOV MIL LEG JUD COP"));
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
            dg_side_add(&kept, c->recipient.e[i]);
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

/* Types in which somebody without a country may be the other side: force, aid, blame; not
 * diplomacy, refusal and praise. */
static bool allows_weak(dg_plover type) {
    return type != DG_PLOVER_REJECT && type != DG_PLOVER_AGREE && type != DG_PLOVER_CONSULT &&
           type != DG_PLOVER_SUPPORT && type != DG_PLOVER_COOPERATE;
}

/* "Six people were arrested in X": nobody is named, and the place says whose police it was. */
static void add_home(const dg_evctx *x, const dg_cand *c, dg_side *s) {
    uint32_t place = dg_ev_place(x, c);
    if (place == DG_NONE || !dg_ev_has_country(x, place)) place = x->home;
    if (place != DG_NONE) dg_side_add(s, place);
}

static void add_where(const dg_evctx *x, const dg_cand *c, dg_side *s) {
    uint32_t place = dg_ev_place(x, c);
    if (place != DG_NONE && dg_ev_has_country(x, place)) dg_side_add(s, place);
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
    if (place != DG_NONE && dg_ev_has_country(x, place)) dg_side_add(&c->actor, place);
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
    if (place != DG_NONE) dg_side_add(&c->recipient, place);
}

/* "struck targets in X": who is hit abroad is of that country. */
static void add_foreign_place(const dg_evctx *x, dg_cand *c) {
    uint32_t o = dg_ev_object(x, c->token), place = dg_ev_place(x, c);
    if (o == DG_NONE || place == DG_NONE || !dg_ev_has_country(x, place)) return;
    if (!dg_ev_same_country(x, place, &c->actor)) dg_side_add(&c->recipient, place);
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

/* "took to the streets to support X": no protest against X. */
static bool is_in_favour(const dg_evctx *x, uint32_t verb) {
    uint32_t i = x->cand_at[verb];
    return i != DG_NONE && dg_ev_is_cooperative(x->cands[i].type) &&
           dg_ev_case_effect(x, DG_MODAL_PURPOSE, verb) == DG_EFFECT_IS;
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
        if (clause && is_in_favour(x, k)) continue;
        dg_range r = dg_doc_subtree(x->doc, k);
        for (uint32_t i = r.from; i < r.to && i < x->doc->n_tokens; i++) {
            const dg_mention *m = dg_doc_mention(x->doc, i);
            if (!m || !dg_doc_above(x->doc, k, i) || !may_be_addressed(x, i, m)) continue;
            dg_side_add(&c->recipient, m->entity);
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
    for (uint32_t up = 0; t != DG_NONE && up < DG_SIDE_DEPTH; up++, t = dg_ev_head(x, t))
        if (dg_doc_entity(x->doc, t) != DG_NONE && dg_side_has(s, dg_doc_entity(x->doc, t)))
            return true;
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
        if (cue && c->actor.n && !dg_side_has(&c->actor, q->speaker) &&
            (known || q->form == DG_QUOTE_DIRECT)) {
            drop_common(&c->recipient, &speaker);
            c->actor = speaker;
            if (!known) c->actor.n = 0;
        } else if (q->form == DG_QUOTE_INDIRECT && q->span.from <= at.from && at.to <= q->span.to &&
                   c->actor.n && !dg_side_has(&c->actor, q->speaker) &&
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
    uint32_t inner = dg_ev_clause_below(x, c);
    for (uint32_t pass = 0; pass < 2 && !c->recipient.n; pass++) {
        uint32_t h = pass ? inner : c->token;
        for (uint32_t at = h == DG_NONE ? 0 : dg_ev_first(x, h), k;
             h != DG_NONE && (k = dg_doc_child(x->doc, h, &at)) != DG_NONE;)
            if (dg_ev_tok(x, k)->rel == DG_REL_ADVCL && k > c->token &&
                dg_ev_case_effect(x, DG_MODAL_PREP, k) == DG_EFFECT_HYPOTHETICAL)
                dg_side_add_token(x, dg_ev_own_subject(x, k), &c->recipient, false);
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
            dg_side_add_token(x, dg_ev_object(x, c->words[i]), &c->recipient, true);
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
            dg_side_add_inside(x, c->words[i], &c->recipient,
                               DG_SIDE_DEPTH); /* "shot down an Indian drone" */
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

bool dg_ev_is_own_word(const dg_cand *c, uint32_t t) {
    for (uint32_t i = 0; i < c->n_words; i++)
        if (c->words[i] == t) return true;
    return false;
}
