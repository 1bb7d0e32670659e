/* event_write.c: candidates as the events of the document: each once, with its status, confidence,
 * quotation and reasons; doubles are spans of one event. */
#include "reading/event_tree.h"

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

/* "X accuses Y of it. Y denies that": what the sentence behind denies is what is blamed on him, not
 * that he was blamed. */
static bool denies_blame_before(const dg_event *e, const dg_quote *q, const dg_cand *c) {
    return q->stance == DG_STANCE_DENY && c->type == DG_PLOVER_ACCUSE && q->cue.from >= e->span.to;
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
    if (denies_blame_before(e, q, c)) return;
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

static bool says_who_began(const dg_evctx *x, const dg_cand *c) {
    const dg_frame *inner = c->absorbed == DG_NONE ? NULL : x->cands[c->absorbed].row;
    return (c->row->flags & DG_FRAME_BEGIN) || (inner && inner->flags & DG_FRAME_BEGIN);
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
    dg_ev_convert(c);
    e->type = (uint8_t)c->type;
    e->planned = (uint8_t)(was != c->type           ? was
                           : c->absorbed != DG_NONE ? x->cands[c->absorbed].type
                                                    : DG_PLOVER_N);
    e->negated = c->negated;
    e->began = says_who_began(x, c);
    e->when = dg_ev_when(x, c, &e->any_year);
    e->status = status_of(x->doc, c, e->when);
    dg_ev_where(x, c, e);
    const char *mode = dg_ev_derived_mode(x, c, was);
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
    if (dg_ev_is_mutual(c)) {
        dg_ev_add_missing(&c->actor, &c->recipient, &c->actor);
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

int dg_ev_write_layer(dg_evctx *x, dg_doc *doc, dg_err *err) {
    dg_event *events = NULL;
    uint32_t n = 0, cap = 0;
    int rc = 0;
    bool *kept = dg_arena_zalloc(x->arena, x->n_cands + 1, sizeof *kept);
    uint32_t *told = dg_arena_alloc(x->arena, (doc->n_tokens + 1) * sizeof *told);
    if (!kept || !told) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    for (uint32_t t = 0; t < doc->n_tokens; t++) told[t] = DG_NONE;
    for (uint32_t i = 0; i < x->n_cands; i++) kept[i] = dg_ev_is_kept(x, &x->cands[i], false);
    for (uint32_t i = 0; i < x->n_cands; i++)
        if (!kept[i]) told[x->cands[i].token] = dg_ev_told(x, &x->cands[i], kept);
    for (uint32_t i = 0; i < x->n_cands; i++)
        if (!kept[i] && told[x->cands[i].token] == DG_NONE)
            kept[i] = dg_ev_is_kept(x, &x->cands[i], true);
    for (uint32_t i = 0; i < x->n_cands; i++)
        if (kept[i]) dg_ev_answer(x, &x->cands[i], kept, told);
    for (uint32_t t = 0; !rc && t < doc->n_tokens; t++)
        for (uint32_t i = x->cand_at[t]; !rc && i < x->n_cands && x->cands[i].token == t; i++)
            if (kept[i]) rc = write_one(x, &x->cands[i], &events, &n, &cap, err);
    for (uint32_t t = 0; t < doc->n_tokens; t++) /* from candidates to events */
        if (told[t] != DG_NONE) told[t] = x->cands[told[t]].event;
    if (!rc) rc = write_again(x, events, n, told, err);
    if (!rc) doc->events = events, doc->n_events = n;
    return rc;
}
