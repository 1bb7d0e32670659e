/* events.c: from trees and actors to coded events.
 *
 *   find the words (events_find.c) ─► both sides (event_args.c) ─► what stands in another's clause
 * is absorbed ─► negation, status (event_status.c) ─► rules of PLOVER ─► what is too thin is
 * dropped, doubles are merged ─► doc->events
 *
 * reads: tokens, trees, mentions, entities, times, quotes     writes: events
 * source: PLOVER codebook, Open Event Data Alliance; docs/FRAMES.md
 * cost: O(tokens) look-ups plus a few walks of the sentence for each candidate.
 * limits: DG_MAX_EVENTS; an event stands in one sentence. */
#include "reading/event_tree.h"

#include "base/utf8.h"
#include "reading/reading.h"

/* Confidence: how often a reader found events of that type right in news, of 833 read by hand
 * (docs/ACCURACY.md, "Read by hand"; each share drawn towards the mean of 0.65 as by 20 more
 * events), less where the event has not simply happened and where nearness gave a side. Whether one
 * side or both were named made no difference. */
static const float CONF_OF_TYPE[DG_PLOVER_N] = {
    [DG_PLOVER_AGREE] = 0.50f,    [DG_PLOVER_CONSULT] = 0.64f,   [DG_PLOVER_SUPPORT] = 0.56f,
    [DG_PLOVER_CONCEDE] = 0.56f,  [DG_PLOVER_COOPERATE] = 0.61f, [DG_PLOVER_AID] = 0.55f,
    [DG_PLOVER_RETREAT] = 0.69f,  [DG_PLOVER_REQUEST] = 0.64f,   [DG_PLOVER_ACCUSE] = 0.64f,
    [DG_PLOVER_REJECT] = 0.64f,   [DG_PLOVER_THREATEN] = 0.59f,  [DG_PLOVER_PROTEST] = 0.82f,
    [DG_PLOVER_SANCTION] = 0.59f, [DG_PLOVER_MOBILIZE] = 0.61f,  [DG_PLOVER_COERCE] = 0.67f,
    [DG_PLOVER_ASSAULT] = 0.71f};
static const float CONF_NOT_PLAIN = 0.15f, CONF_NEAR = 0.06f;

/* Articles come from the web: one whose day nobody knows does not report of older days as of today.
 */
enum { WEB_NEWS_FROM = 1995 };

int dg_ev_words(dg_evctx *x, uint32_t t, dg_err *err) {
    const dg_token *k = &x->doc->tokens[t];
    x->lower[t] = dg_utf8_lower(x->arena, k->form);
    x->lemma[t] =
        k->lemma.n && !dg_str_is(k->lemma, "_") ? dg_utf8_lower(x->arena, k->lemma) : x->lower[t];
    if (!x->lower[t].p || !x->lemma[t].p) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    int rc = dg_frames_lemmas(x->f, x->lang, true, x->lower[t], x->arena, &x->verbs[t]);
    if (!rc) rc = dg_frames_lemmas(x->f, x->lang, false, x->lower[t], x->arena, &x->nouns[t]);
    if (rc) return dg_err_set(err, rc, 0, "events");
    return 0;
}

static int prepare(dg_evctx *x, dg_err *err) {
    uint32_t n = x->doc->n_tokens;
    x->lemma = dg_arena_zalloc(x->arena, n, sizeof *x->lemma);
    x->lower = dg_arena_zalloc(x->arena, n, sizeof *x->lower);
    x->verbs = dg_arena_zalloc(x->arena, n, sizeof *x->verbs);
    x->nouns = dg_arena_zalloc(x->arena, n, sizeof *x->nouns);
    x->cand_at = dg_arena_alloc(x->arena, n * sizeof *x->cand_at);
    x->used = dg_arena_zalloc(x->arena, n, sizeof *x->used);
    if (!x->lemma || !x->lower || !x->verbs || !x->nouns || !x->cand_at || !x->used)
        return dg_err_set(err, DG_E_NOMEM, 0, "events");
    int rc = 0;
    for (uint32_t t = 0; t < n && !rc; t++) {
        x->cand_at[t] = DG_NONE;
        rc = dg_ev_words(x, t, err);
    }
    return rc;
}

/* ---- rules ---- */

static bool is_cooperative(dg_plover type) {
    return type == DG_PLOVER_CONSULT || type == DG_PLOVER_SUPPORT || type == DG_PLOVER_COOPERATE ||
           type == DG_PLOVER_AID;
}

static bool is_hostile(dg_plover type) {
    return dg_plover_table[type].quad == 4 || type == DG_PLOVER_ACCUSE ||
           type == DG_PLOVER_THREATEN;
}

static void add_missing(dg_side *to, const dg_side *from, const dg_side * not ) {
    for (uint32_t i = 0; i < from->n && to->n < DG_MAX_SIDE; i++) {
        bool is_there = false;
        for (uint32_t k = 0; k < not ->n; k++) is_there |= not ->e[k] == from->e[i];
        for (uint32_t k = 0; k < to->n; k++) is_there |= to->e[k] == from->e[i];
        if (!is_there) to->e[to->n++] = from->e[i];
    }
}

/* "promised never to attack": a negating word between the two. */
static bool is_denied_before(const dg_evctx *x, const dg_cand *outer, const dg_cand *inner) {
    for (uint32_t t = outer->token + 1; t < inner->token; t++)
        if (dg_ev_modality(x, DG_MODAL_ADV, t) == DG_EFFECT_NEGATE) return true;
    return false;
}

/* "refuse to condemn" is a negated ACCUSE, "agree to bomb" an ASSAULT to come: then the outer word
 * only colours. */
static bool yields_to(const dg_evctx *x, const dg_cand *outer, const dg_cand *inner) {
    if (inner->alt->pos == 'n' && dg_ev_head(x, inner->token) == outer->token) return false;
    if (outer->type == DG_PLOVER_REJECT) return is_hostile(inner->type);
    if (outer->type == DG_PLOVER_AGREE)
        return dg_plover_table[inner->type].quad == 4 && !is_denied_before(x, outer, inner);
    return false;
}

/* "mussten" is no Konjunktiv, whatever the parser says: that has the vowel of "müssen". */
static bool has_other_stem(const dg_evctx *x, uint32_t t) {
    enum { STEM = 3 };
    dg_str a = x->lemma[t], b = x->lower[t];
    return a.n < STEM || b.n < STEM || memcmp(a.p, b.p, STEM) != 0;
}

/* "musste zurücktreten": a duty of the past that nobody speaks of was done. */
static bool had_to(const dg_evctx *x, const dg_cand *c) {
    const dg_token *t = dg_ev_tok(x, c->token);
    return c->alt->actor.n && c->alt->actor.at[0].kind == DG_PLACE_SPEAKER &&
           (!c->actor.n || dg_frames_joins(x->f, x->lang)) && t->feats.tense == DG_TENSE_PAST &&
           (t->feats.mood != DG_MOOD_SUB || has_other_stem(x, c->token));
}

static void absorb(dg_evctx *x, uint32_t i) {
    dg_cand *c = &x->cands[i];
    if (c->dead || !(c->row->flags & DG_FRAME_ABSORB)) return;
    dg_ev_absorb(x, c);
    if (c->absorbed == DG_NONE) return;
    dg_cand *k = &x->cands[c->absorbed];
    if (yields_to(x, c, k) || had_to(x, c)) {
        c->dead = true;
        return;
    }
    k->dead = true;
    uint32_t o = c->alt->pos == 'v' && dg_ev_takes_object(c) ? dg_ev_object(x, c->token) : DG_NONE;
    bool asked = o != DG_NONE && dg_ev_tok(x, o)->upos == DG_UPOS_PROPN; /* "urged the BBC to" */
    if (!c->recipient.n && asked && c->type == DG_PLOVER_REQUEST) return;
    if (!c->recipient.n) add_missing(&c->recipient, &k->recipient, &c->actor);
    if (!c->recipient.n) add_missing(&c->recipient, &k->actor, &c->actor);
    if (c->type == DG_PLOVER_REJECT) dg_ev_drop_towns(x, &c->recipient); /* "to ratify Kyoto" */
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    for (uint32_t t = s->from; t < s->to;
         t++) { /* what stands deeper in the same clause goes too */
        uint32_t j = x->cand_at[t];
        if (j != DG_NONE && j != i && dg_doc_above(x->doc, k->token, t)) x->cands[j].dead = true;
    }
}

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

/* Who fights with words: politicians and parties, not armies. */
static bool is_politician(const dg_evctx *x, const dg_side *s) {
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
           (body && (strcmp(who->sector, "GOV") == 0 || strcmp(who->sector, "PTY") == 0 ||
                     strcmp(who->sector, "LEG") == 0 || strcmp(who->country, "IGO") == 0));
}

/* "The senator attacked the governor": whom politicians attack at home they attack in words. The
 * row is the plain one, that tells no weapon. */
static void take_as_words(const dg_evctx *x, dg_cand *c) {
    if (is_official_protest(x, c)) c->type = DG_PLOVER_ACCUSE, c->in_words = true;
    if (c->type != DG_PLOVER_ASSAULT || !dg_str_is(c->row->id, "ASSAULT/attack") || c->n_words ||
        !is_politician(x, &c->actor) || !c->recipient.n)
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

/* The mode where the row has none, or says another type (was): by what is asked for, refused or
 * threatened with; a meeting of three countries is multilateral. */
static const char *derived_mode(const dg_evctx *x, const dg_cand *c, dg_plover was) {
    bool itself = was != c->type && was != DG_PLOVER_AGREE; /* what is not accepted stands below */
    const dg_cand *inner = itself ? c : c->absorbed != DG_NONE ? &x->cands[c->absorbed] : NULL;
    dg_plover type = itself ? was : inner ? inner->type : DG_PLOVER_N;
    if (c->type == DG_PLOVER_THREATEN) return inner ? threatened_mode(type, inner->row) : NULL;
    if (c->type == DG_PLOVER_REQUEST || c->type == DG_PLOVER_REJECT)
        return inner ? asked_mode(type) : NULL;
    return c->type == DG_PLOVER_CONSULT && n_countries(x, c) > 2 ? "multilateral" : NULL;
}

/* Announced cooperation is AGREE, announced retreat CONCEDE, announced force a threat; "will not
 * help", "will not accept the plan" is a refusal. */
static void convert(dg_cand *c) {
    bool ahead = c->effect == DG_EFFECT_FUTURE || c->effect == DG_EFFECT_HYPOTHETICAL;
    if (!ahead) return;
    bool refusable = is_cooperative(c->type) || c->type == DG_PLOVER_AGREE;
    if (c->negated && c->effect == DG_EFFECT_FUTURE && refusable && c->alt->pos == 'v') {
        c->type = DG_PLOVER_REJECT, c->negated = false, c->effect = DG_EFFECT_NONE;
    } else if (is_cooperative(c->type)) {
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

static bool is_mutual(const dg_cand *c) {
    if (c->row->flags & DG_FRAME_VISIT) return false;
    if (c->reciprocal || (c->type == DG_PLOVER_AGREE && c->actor.n > 1 && !c->recipient.n))
        return true;
    if (c->negated && c->effect == DG_EFFECT_FUTURE) return false; /* a refusal is one side's */
    return c->type == DG_PLOVER_CONSULT || (c->row->flags & DG_FRAME_MUTUAL);
}

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
    if (c->reciprocal || !is_mutual(c) || c->alt->pos != 'v' || c->n_words)
        return c->reciprocal || is_mutual(c);
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
    static const char sectors[][4] = {"GOV", "MIL", "LEG", "JUD", "COP", "SPY",
                                      "PTY", "OPP", "REB", "SEP", "UAF", "REL"};
    for (uint32_t i = 0; i < side->n; i++) {
        const dg_entity *e = &x->doc->entities[side->e[i]];
        if (!dg_ev_has_country(x, side->e[i])) continue;
        if (e->kind == DG_ENTITY_COUNTRY || strcmp(e->country, "IGO") == 0 ||
            strcmp(e->country, "IMG") == 0 || strcmp(e->country, "ISM") == 0)
            return true;
        for (uint32_t k = 0; k < DG_LEN(sectors); k++)
            if (strcmp(e->sector, sectors[k]) == 0) return true;
    }
    return false;
}

static bool is_state(const dg_evctx *x, const dg_side *s) {
    for (uint32_t i = 0; i < s->n; i++) {
        const dg_entity *e = &x->doc->entities[s->e[i]];
        if (e->kind == DG_ENTITY_COUNTRY || strcmp(e->country, "IGO") == 0 ||
            (dg_ev_has_country(x, s->e[i]) &&
             (strcmp(e->sector, "GOV") == 0 || strcmp(e->sector, "MIL") == 0)))
            return true;
    }
    return false;
}

static bool is_own_word(const dg_cand *c, uint32_t t) {
    for (uint32_t i = 0; i < c->n_words; i++)
        if (c->words[i] == t) return true;
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
    if (object && (c->row->flags & DG_FRAME_BOTH) && is_own_word(c, o))
        object = false; /* "sought support": of whom? */
    if (c->type == DG_PLOVER_AGREE && object && is_own_word(c, o) &&
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
    static const char armed[][4] = {"MIL", "REB", "UAF", "SEP", "COP"};
    if (!dg_str_is(c->row->id, "ASSAULT/fight-verb") && !dg_str_is(c->row->id, "ASSAULT/battle"))
        return false;
    for (uint32_t i = 0; i < c->actor.n; i++) {
        const dg_entity *e = &x->doc->entities[c->actor.e[i]];
        if (e->kind != DG_ENTITY_PERSON) return false;
        for (uint32_t k = 0; k < DG_LEN(armed); k++)
            if (strcmp(e->sector, armed[k]) == 0) return false;
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
        if (!private || (e->sector[0] && strcmp(e->sector, "CVL") && strcmp(e->sector, "CRM") &&
                         strcmp(e->sector, "BUS") && strcmp(e->sector, "EDU")))
            return false;
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
        if (strcmp(e->sector, "COP") && strcmp(e->sector, "JUD")) return false;
    }
    return side->n > 0;
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
    enum { SHORTEST = 3, LONGEST = 5 };
    dg_str form = x->lower[c->token];
    const dg_token *t = dg_ev_tok(x, c->token);
    if (c->alt->pos != 'v' || (t->rel != DG_REL_AMOD && t->upos != DG_UPOS_ADJ)) return false;
    for (uint32_t n = SHORTEST; n <= LONGEST && n < form.n; n++)
        if (dg_frames_modality(x->f, x->lang, DG_MODAL_ONGOING,
                               dg_str_cut(form, form.n - n, form.n)) == DG_EFFECT_IS)
            return true;
    return false;
}

/* "demonstrated that", "demonstrerte styrke": what is shown is no rally. */
static bool is_proof(const dg_evctx *x, const dg_cand *c) {
    if (!dg_str_is(c->row->id, "PROTEST/demonstrate") || c->alt->pos != 'v' || c->n_words)
        return false;
    uint32_t o = dg_doc_child_rel(x->doc, c->token, DG_REL_OBJ);
    return dg_doc_child_rel(x->doc, c->token, DG_REL_CCOMP) != DG_NONE ||
           (o != DG_NONE && !is_own_word(c, o));
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
    return o != DG_NONE && dg_ev_tok(x, o)->feats.reflex && !c->reciprocal && !is_own_word(c, o);
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
        !is_official(x, &c->actor) || is_politician(x, &c->actor) || !is_of_killing(c))
        return false;
    uint32_t o = dg_ev_object(x, c->token);
    if (o == DG_NONE || o == c->token || is_own_word(c, o)) return false;
    const dg_token *t = dg_ev_tok(x, o);
    return t->feats.number == DG_NUMBER_PLUR &&
           (t->upos == DG_UPOS_NOUN || t->upos == DG_UPOS_PROPN || t->upos == DG_UPOS_NUM);
}

/* Is enough known of who and whom? known_force: where one side is enough for that. */
static bool is_kept(const dg_evctx *x, const dg_cand *c, bool known_force) {
    uint16_t flags = c->row->flags;
    bool both = (c->actor.n && c->recipient.n) || (c->actor.n > 1 && is_among_themselves(x, c));
    bool ahead = c->effect == DG_EFFECT_FUTURE || c->effect == DG_EFFECT_HYPOTHETICAL;
    bool civil =
        is_for_anybody(c->type) && (has_civil(x, &c->actor) || has_civil(x, &c->recipient));
    if (!civil && !is_political(x, &c->actor) && !is_political(x, &c->recipient)) return false;
    bool duty = c->alt->actor.n && c->alt->actor.at[0].kind == DG_PLACE_SPEAKER &&
                c->type == DG_PLOVER_REQUEST;
    dg_plover inner = c->absorbed == DG_NONE ? DG_PLOVER_N : x->cands[c->absorbed].type;
    bool political_duty =
        inner == DG_PLOVER_RETREAT || inner == DG_PLOVER_CONCEDE || inner == DG_PLOVER_ASSAULT;
    if (duty && (!is_official(x, &c->actor) || (!political_duty && !is_official(x, &c->recipient))))
        return false; /* "the pilot must fly low" */
    if (c->effect == DG_EFFECT_HYPOTHETICAL &&
        (c->type == DG_PLOVER_REQUEST || c->type == DG_PLOVER_REJECT ||
         c->type == DG_PLOVER_CONCEDE || c->type == DG_PLOVER_AGREE ||
         c->type == DG_PLOVER_RETREAT))
        return false;
    if (c->effect == DG_EFFECT_HYPOTHETICAL && dg_ev_tok(x, c->token)->rel == DG_REL_ACL &&
        (is_cooperative(c->type) || c->type == DG_PLOVER_REQUEST))
        return false; /* "a bid to join X", "questions to ask" */
    if (c->effect == DG_EFFECT_HYPOTHETICAL && is_cooperative(c->type) &&
        !is_official(x, &c->actor))
        return false; /* "travellers should visit a consulate" */
    if (ahead && c->type == DG_PLOVER_ACCUSE) return false; /* "will have to accuse" */
    if (c->effect == DG_EFFECT_HYPOTHETICAL && is_cooperative(c->type))
        return false; /* "might help", "could meet" */
    if (is_private_talk(x, c) || is_sports(x, c) || is_idle(x, c, both)) return false;
    if (is_idle_threat(x, c) || is_to_oneself(x, c) || is_private_trial(x, c)) return false;
    if (duty && is_own_duty(x, c)) return false;
    if (is_small_promise(x, c) || is_private_death(x, c)) return false;
    if (is_own_blame(x, c) || is_service(x, c) || is_travel(x, c) || is_inquiry(x, c)) return false;
    if (is_by_people(x, c) || is_by_thing(x, c) || is_small_favour(x, c)) return false;
    if (is_proof(x, c) || is_match(x, c) || is_ongoing(x, c) || is_lone_protest(x, c) ||
        is_business(x, c) || is_killing_thing(x, c))
        return false;
    if (is_conviction(x, c) || is_by_firm(x, c) || is_wounded_body(x, c) || is_by_stranger(x, c))
        return false;
    if (is_private_crime(x, c) || is_fight_in_words(x, c) || lacks_object(x, c) ||
        is_occasion(x, c) || is_place_alone(x, c))
        return false;
    if (c->negated && c->type == DG_PLOVER_THREATEN &&
        dg_str_starts(c->row->id, DG_STR("THREATEN/warn")))
        return false; /* "without warning" */
    if (c->negated && ahead && !is_cooperative(c->type) && c->type != DG_PLOVER_AGREE)
        return false; /* "will not oppose": nothing happens */
    if (c->dead || c->purpose || is_question(x, c) || is_own_business(x, c) ||
        (!c->actor.n && !c->recipient.n))
        return false;
    bool said = c->type == DG_PLOVER_AGREE || c->type == DG_PLOVER_REQUEST ||
                c->type == DG_PLOVER_REJECT || c->type == DG_PLOVER_CONCEDE ||
                c->type == DG_PLOVER_THREATEN;
    if (((flags & DG_FRAME_ACTOR) || said) && !c->actor.n && !is_threat_to(x, c)) return false;
    bool known = is_known(x, c) || is_statement(x, c) || is_force_on_people(x, c);
    if (((flags & DG_FRAME_BOTH) || c->type == DG_PLOVER_AGREE) && !both && !known) return false;
    if ((flags & DG_FRAME_RECIP) && !c->recipient.n && !both && !known) return false;
    uint32_t bits;
    bool carried =
        c->alt->pos != 'n' || (dg_ev_carrier(x, c->token, &bits) != DG_NONE &&
                               (dg_ev_carries(c, bits) || (bits & ~(uint32_t)DG_LIGHT_HAVE)));
    bool owned = c->alt->pos == 'n' && !carried && dg_ev_carrier(x, c->token, &bits) != DG_NONE &&
                 (bits & DG_LIGHT_HAVE);
    if (owned && c->type != DG_PLOVER_CONSULT)
        return false; /* "have an agreement" tells of no new one */
    if (flags & DG_FRAME_CARRIED) return carried && both;
    return carried || both || (flags & DG_FRAME_EVENT) || (known_force && is_known_force(x, c));
}

/* ---- the layer ---- */

static bool same_ids(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb) {
    return na == nb && (na == 0 || memcmp(a, b, na * sizeof *a) == 0);
}

/* The same thing said twice in one sentence ("held a meeting … at the meeting"). */
static bool is_told(const dg_event *events, uint32_t n, const dg_event *e) {
    for (uint32_t i = n; i-- > 0 && events[i].span.from == e->span.from;)
        if (events[i].type == e->type && events[i].negated == e->negated &&
            same_ids(events[i].actors, events[i].n_actors, e->actors, e->n_actors) &&
            same_ids(events[i].recipients, events[i].n_recipients, e->recipients, e->n_recipients))
            return true;
    return false;
}

/* The same ones, or others of the same countries. */
static bool same_side(const dg_doc *d, const uint32_t *a, uint32_t na, const uint32_t *b,
                      uint32_t nb) {
    for (uint32_t i = 0; i < na; i++) {
        bool found = false;
        const char *code = d->entities[a[i]].country;
        bool state = code[0] && strcmp(code, "IGO") && strcmp(code, "NGO") && strcmp(code, "IMG");
        for (uint32_t k = 0; k < nb && !found; k++)
            found = a[i] == b[k] || (state && strcmp(code, d->entities[b[k]].country) == 0);
        if (!found) return false;
    }
    return na > 0 || nb == 0;
}

static bool same_sides(const dg_doc *d, const dg_event *a, const dg_event *b) {
    return same_side(d, a->actors, a->n_actors, b->actors, b->n_actors) &&
           same_side(d, b->actors, b->n_actors, a->actors, a->n_actors) &&
           same_side(d, a->recipients, a->n_recipients, b->recipients, b->n_recipients) &&
           same_side(d, b->recipients, b->n_recipients, a->recipients, a->n_recipients);
}

/* The first event that e tells again: headline and lead, lead and story. Both sides must be known,
 * and nothing that tells the two apart: kind, polarity, status, day. */
static uint32_t first_telling(const dg_doc *d, const dg_event *events, uint32_t n,
                              const dg_event *e) {
    if (!e->n_actors || (!e->n_recipients && e->n_actors < 2)) return DG_NONE;
    for (uint32_t i = 0; i < n; i++) {
        const dg_event *f = &events[i];
        bool days = !dg_days_known(f->when) || !dg_days_known(e->when) ||
                    (f->when.from <= e->when.to && e->when.from <= f->when.to);
        if (f->same_as == DG_NONE && f->type == e->type && f->planned == e->planned &&
            f->negated == e->negated && f->status == e->status && dg_str_eq(f->mode, e->mode) &&
            days && same_sides(d, f, e))
            return i;
    }
    return DG_NONE;
}

static uint32_t quote_of(const dg_doc *d, uint32_t at) {
    uint32_t best = DG_NONE;
    for (uint32_t i = 0; i < d->n_quotes; i++) {
        dg_range r = d->quotes[i].span;
        if (r.from > at || at >= r.to) continue;
        if (best == DG_NONE || r.to - r.from < d->quotes[best].span.to - d->quotes[best].span.from)
            best = i;
    }
    return best;
}

/* German Konjunktiv: the verb itself or its auxiliary says that somebody else says so. */
static bool is_reported_mood(const dg_evctx *x, const dg_cand *c) {
    if (dg_ev_tok(x, c->token)->feats.mood == DG_MOOD_SUB) return true;
    for (uint32_t at = dg_ev_first(x, c->token), k;
         (k = dg_doc_child(x->doc, c->token, &at)) != DG_NONE;)
        if (dg_ev_tok(x, k)->rel == DG_REL_AUX && dg_ev_tok(x, k)->feats.mood == DG_MOOD_SUB)
            return true;
    return false;
}

/* Does he speak of himself or of his own country? */
static bool speaks_of_own(const dg_doc *d, const dg_quote *q, const dg_cand *c) {
    if (q->speaker == DG_NONE) return false;
    const char *country = d->entities[q->speaker].country;
    for (uint32_t i = 0; i < c->actor.n; i++)
        if (c->actor.e[i] == q->speaker ||
            (country[0] && strcmp(d->entities[c->actor.e[i]].country, country) == 0))
            return true;
    return false;
}

/* What the speaker's position makes of an event that he tells: of a clause that he denies, doubts,
 * hopes for or demands. A quotation word by word is his own assertion, whatever its verb. */
static void colour_by_quote(const dg_evctx *x, dg_event *e, dg_cand *c) {
    static const uint8_t effects[] = {
        [DG_STANCE_ASSERT] = DG_EFFECT_NONE,         [DG_STANCE_DENY] = DG_EFFECT_DENIED,
        [DG_STANCE_DOUBT] = DG_EFFECT_ALLEGED,       [DG_STANCE_HOPE] = DG_EFFECT_HYPOTHETICAL,
        [DG_STANCE_DEMAND] = DG_EFFECT_HYPOTHETICAL, [DG_STANCE_WARN] = DG_EFFECT_NONE,
        [DG_STANCE_ALLEGE] = DG_EFFECT_ALLEGED};
    const dg_doc *d = x->doc;
    e->quote = quote_of(d, e->trigger.from);
    if (e->quote == DG_NONE) return;
    const dg_quote *q = &d->quotes[e->quote];
    bool clause = q->form != DG_QUOTE_DIRECT;
    e->via = q->via, e->n_via = q->n_via;
    if (q->stance == DG_STANCE_DENY && clause) c->effect = DG_EFFECT_DENIED;
    if (c->effect != DG_EFFECT_NONE) return;
    if (clause || q->stance == DG_STANCE_ALLEGE) c->effect = effects[q->stance];
    if (c->effect != DG_EFFECT_NONE) return;
    bool mood = q->form == DG_QUOTE_INDIRECT && is_reported_mood(x, c) && !speaks_of_own(d, q, c);
    if (q->hearsay || mood) c->effect = DG_EFFECT_ALLEGED;
}

static uint8_t status_of(const dg_doc *d, const dg_cand *c, dg_days when) {
    static const uint8_t map[DG_EFFECT_N] = {
        DG_STATUS_ACTUAL,  DG_STATUS_ACTUAL, DG_STATUS_FUTURE,     DG_STATUS_HYPOTHETICAL,
        DG_STATUS_ALLEGED, DG_STATUS_DENIED, DG_STATUS_HISTORICAL, DG_STATUS_ACTUAL};
    uint8_t status = map[c->effect];
    int32_t news =
        dg_days_known(d->published) ? d->published.from - 365 : dg_day_of(WEB_NEWS_FROM, 1, 1);
    bool long_ago = dg_days_known(when) && when.to < news;
    return status == DG_STATUS_ACTUAL && long_ago ? DG_STATUS_HISTORICAL : status;
}

static float confidence_of(const dg_cand *c) {
    float conf = CONF_OF_TYPE[c->type];
    if (c->effect != DG_EFFECT_NONE || c->negated) conf -= CONF_NOT_PLAIN;
    return c->near ? conf - CONF_NEAR : conf;
}

static int copy_ids(dg_arena *arena, const dg_side *s, const uint32_t **ret, uint32_t *ret_n,
                    dg_err *err) {
    uint32_t *ids = dg_arena_alloc(arena, s->n * sizeof *ids);
    if (!ids) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    if (s->n) memcpy(ids, s->e, s->n * sizeof *ids);
    *ret = ids, *ret_n = s->n;
    return 0;
}

static dg_why why_of(const dg_evctx *x, dg_cand_why w) {
    dg_why why = {.rule = w.rule};
    if (!w.rule || w.token == DG_NONE) return why;
    why.words = dg_ev_tok(x, w.token)->span;
    return why;
}

/* For --explain. was: the type of the frame. */
static int note_why(const dg_evctx *x, const dg_cand *c, dg_plover was, dg_event *e, dg_err *err) {
    dg_range *words = dg_arena_alloc(x->arena, c->n_words * sizeof *words);
    if (!words) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    for (uint32_t i = 0; i < c->n_words; i++) words[i] = dg_ev_tok(x, c->words[i])->span;
    e->frame_line = c->row->line;
    e->frame_words = words, e->n_frame_words = c->n_words;
    e->near = c->near;
    if (c->in_words) e->why_type = "politicians and offices attack and protest in words";
    if (was != c->type)
        e->why_type = c->type == DG_PLOVER_REJECT     ? "what one will not do is refused"
                      : c->type == DG_PLOVER_THREATEN ? "force that is announced is a threat"
                      : c->type == DG_PLOVER_CONCEDE ? "a retreat that is announced is a concession"
                                                     : "what one is going to do together is agreed";
    e->why_negated = why_of(x, c->why_negated);
    e->why_status = why_of(x, c->why_status);
    if (e->status == DG_STATUS_HISTORICAL && c->effect != DG_EFFECT_HISTORICAL)
        e->why_status = (dg_why){.rule = dg_days_known(x->doc->published)
                                             ? "more than a year before the article"
                                             : "older than news on the web"};
    return 0;
}

static int make(dg_evctx *x, dg_cand *c, dg_event *e, dg_err *err) {
    const dg_token *t = dg_ev_tok(x, c->token);
    dg_plover was = c->type;
    *e = (dg_event){.quote = DG_NONE,
                    .trigger = t->span,
                    .trigger_token = c->token,
                    .frame = c->row->id,
                    .span = x->doc->sentences[t->sentence].span};
    uint8_t effect = c->effect;
    colour_by_quote(x, e, c);
    if (c->effect != effect) c->why_status = (dg_cand_why){"the quotation that tells it", DG_NONE};
    convert(c);
    e->type = (uint8_t)c->type;
    e->planned = (uint8_t)(was != c->type           ? was
                           : c->absorbed != DG_NONE ? x->cands[c->absorbed].type
                                                    : DG_PLOVER_N);
    e->negated = c->negated;
    e->when = dg_ev_when(x, c, &e->any_year);
    e->status = status_of(x->doc, c, e->when);
    dg_ev_where(x, c, e);
    const char *mode = derived_mode(x, c, was);
    if (c->in_words) mode = "disapprove";
    if (was == c->type && c->row->mode.n && !c->in_words)
        e->mode = c->row->mode;
    else if (mode)
        e->mode = dg_str_of(mode);
    e->cameo = was == c->type && !c->in_words && c->row->cameo.n
                   ? c->row->cameo
                   : dg_str_of(dg_plover_table[c->type].cameo);
    e->score = dg_plover_table[c->type].score;
    e->confidence = confidence_of(c);
    int rc = dg_ev_contexts(x, c, e, err);
    if (!rc) rc = note_why(x, c, was, e, err);
    if (!rc) rc = copy_ids(x->arena, &c->actor, &e->actors, &e->n_actors, err);
    return rc ? rc : copy_ids(x->arena, &c->recipient, &e->recipients, &e->n_recipients, err);
}

static int write_one(dg_evctx *x, dg_cand *c, dg_event **events, uint32_t *n, uint32_t *cap,
                     dg_err *err) {
    if (is_mutual(c)) {
        add_missing(&c->actor, &c->recipient, &c->actor);
        c->recipient.n = 0;
    }
    dg_event e;
    int rc = make(x, c, &e, err);
    if (rc || is_told(*events, *n, &e)) return rc;
    c->event = *n;
    e.same_as = first_telling(x->doc, *events, *n, &e);
    return DG_PUSH(x->arena, *events, *n, *cap, e) ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "events");
}

/* told[t]: the event that the candidate at token t means, or DG_NONE. Writes the lists of words
 * that tell an event again. */
static int write_again(dg_evctx *x, dg_event *events, uint32_t n, const uint32_t *told,
                       dg_err *err) {
    uint32_t all = 0;
    for (uint32_t t = 0; t < x->doc->n_tokens; t++) all += told[t] != DG_NONE;
    dg_range *spans = dg_arena_alloc(x->arena, (all + 1) * sizeof *spans);
    uint32_t *at = dg_arena_zalloc(x->arena, n + 1, sizeof *at);
    if (!spans || !at) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    for (uint32_t t = 0; t < x->doc->n_tokens; t++)
        if (told[t] != DG_NONE) events[told[t]].n_again++;
    for (uint32_t i = 0, from = 0; i < n; from += events[i++].n_again) {
        at[i] = from;
        events[i].again = events[i].n_again ? spans + from : NULL;
    }
    for (uint32_t t = 0; t < x->doc->n_tokens; t++)
        if (told[t] != DG_NONE) spans[at[told[t]]++] = dg_ev_tok(x, t)->span;
    return 0;
}

/* In the order of the text; a second reading of a word (flag `also`) stands behind the first in
 * cands. */
static int write_layer(dg_evctx *x, dg_doc *doc, dg_err *err) {
    dg_event *events = NULL;
    uint32_t n = 0, cap = 0;
    int rc = 0;
    bool *kept = dg_arena_zalloc(x->arena, x->n_cands + 1, sizeof *kept);
    uint32_t *told = dg_arena_alloc(x->arena, (doc->n_tokens + 1) * sizeof *told);
    if (!kept || !told) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    for (uint32_t t = 0; t < doc->n_tokens; t++) told[t] = DG_NONE;
    for (uint32_t i = 0; i < x->n_cands; i++) kept[i] = is_kept(x, &x->cands[i], false);
    for (uint32_t i = 0; i < x->n_cands; i++)
        if (!kept[i]) told[x->cands[i].token] = dg_ev_told(x, &x->cands[i], kept);
    for (uint32_t i = 0; i < x->n_cands; i++)
        if (!kept[i] && told[x->cands[i].token] == DG_NONE)
            kept[i] = is_kept(x, &x->cands[i], true);
    for (uint32_t t = 0; !rc && t < doc->n_tokens; t++)
        for (uint32_t i = x->cand_at[t]; !rc && i < x->n_cands && x->cands[i].token == t; i++)
            if (kept[i]) rc = write_one(x, &x->cands[i], &events, &n, &cap, err);
    for (uint32_t t = 0; t < doc->n_tokens; t++) /* from candidates to events */
        if (told[t] != DG_NONE) told[t] = x->cands[told[t]].event;
    if (!rc) rc = write_again(x, events, n, told, err);
    if (!rc) doc->events = events, doc->n_events = n;
    return rc;
}

/* A happening that is known by name has an actor, too: named where the article names that country
 * ("the invasion of X", of which the table knows whose it was). */
static void give_known_actor(const dg_evctx *x, dg_cand *c) {
    const char *code = dg_ev_known_actor(x, c);
    if (c->alt->pos != 'n' || c->type != DG_PLOVER_ASSAULT || c->actor.n || !code[0]) return;
    for (uint32_t i = 0; i < x->doc->n_entities; i++)
        if (x->doc->entities[i].kind == DG_ENTITY_COUNTRY &&
            strcmp(x->doc->entities[i].country, code) == 0) {
            c->actor = (dg_side){.e = {i}, .n = 1};
            return;
        }
}

/* The frames of all candidates, for those who compare texts by what they speak of. */
static int write_evoked(const dg_evctx *x, dg_doc *doc, dg_err *err) {
    dg_evoked *all = dg_arena_alloc(x->arena, (x->n_cands + 1) * sizeof *all);
    if (!all) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    uint32_t n = 0;
    for (uint32_t t = 0; t < doc->n_tokens; t++)
        for (uint32_t i = x->cand_at[t]; i < x->n_cands && x->cands[i].token == t; i++)
            all[n++] = (dg_evoked){t, x->cands[i].row->id};
    doc->evoked = all, doc->n_evoked = n;
    return 0;
}

int dg_read_events(const dg_lexicon *lex, dg_doc *doc, dg_err *err) {
    doc->events = NULL, doc->n_events = 0;
    doc->evoked = NULL, doc->n_evoked = 0;
    dg_evctx x = {.f = lex->frames, .doc = doc, .arena = doc->arena};
    x.lang = x.f ? dg_frames_language(x.f, doc->lang) : DG_NONE;
    if (x.lang == DG_NONE || !doc->n_tokens || !doc->n_sentences) return 0;
    dg_doc mended;
    int rc = prepare(&x, err);
    if (!rc) rc = dg_ev_mend(&x, &mended, err);
    if (!rc) rc = dg_ev_find(&x, err);
    if (rc) return rc;
    x.home = dg_ev_home(&x);
    for (uint32_t i = 0; i < x.n_cands; i++)
        if (x.cands[i].alt->pos == 'n') dg_ev_sides(&x, &x.cands[i]);
    for (uint32_t i = x.n_cands; i-- > 0;) /* what stands further down is read before */
        if (x.cands[i].alt->pos != 'n') dg_ev_sides(&x, &x.cands[i]);
    for (uint32_t i = 0; i < x.n_cands; i++) give_known_actor(&x, &x.cands[i]);
    for (uint32_t i = 0; i < x.n_cands; i++) absorb(&x, i);
    for (uint32_t i = 0; i < x.n_cands; i++)
        if (!x.cands[i].dead) take_as_words(&x, &x.cands[i]), dg_ev_polarity(&x, &x.cands[i]);
    if (x.n_cands >= DG_MAX_EVENTS) doc->cut = true;
    rc = write_evoked(&x, doc, err);
    return rc ? rc : write_layer(&x, doc, err);
}
