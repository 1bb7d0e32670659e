/* quantities.c: gives each amount to the event that it belongs to.
 *
 *   sent 300 tanks, 200 protesters marched   the trigger is above the amount, in its own clause
 *   $61 billion in aid, a 5-billion loan      the trigger hangs on the amount or on its noun
 *   20 people died when X shelled Y          the only event of the sentence that such an amount
 * fits
 *
 * Going up stops at the border of a clause: what somebody announced in a clause below is no amount
 * of the announcement. An amount that fits no event is left out. Cost: O(amounts *
 * (log events + events of the sentence)). */
#include "reading/quantity_work.h"
#include "reading/reading.h"

enum { STEPS_UP = 8, TAIL_REACH = 6 };

/* ---- by the tree ---- */

/* The first event whose trigger is token t or one behind it; events stand in the order of their
 * triggers. O(log events). */
static uint32_t first_event(const dg_doc *d, uint32_t t) {
    uint32_t lo = 0, hi = d->n_events;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->events[mid].trigger_token < t)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The first event whose trigger is token t, or DG_NONE. */
static uint32_t event_at(const dg_doc *d, uint32_t t) {
    uint32_t i = first_event(d, t);
    return i < d->n_events && d->events[i].trigger_token == t ? i : DG_NONE;
}

/* Does a clause of its own begin at token t? */
static bool is_clause(const dg_doc *d, uint32_t t) {
    const dg_token *k = &d->tokens[t];
    if (k->rel == DG_REL_CCOMP || k->rel == DG_REL_PARATAXIS || k->rel == DG_REL_CSUBJ) return true;
    if (k->rel == DG_REL_CONJ && k->upos == DG_UPOS_VERB &&
        dg_doc_child_rel(d, t, DG_REL_NSUBJ) != DG_NONE)
        return true; /* "six were held, 24 were hurt" */
    bool finite =
        k->feats.verbform == DG_VERBFORM_FIN || dg_doc_child_rel(d, t, DG_REL_AUX) != DG_NONE;
    return (k->rel == DG_REL_ADVCL || k->rel == DG_REL_ACL) && finite;
}

static uint32_t event_above(const dg_doc *d, uint32_t t) {
    for (uint32_t n = 0; n < STEPS_UP && t != DG_NONE; n++) {
        uint32_t e = event_at(d, t);
        if (e != DG_NONE) return e;
        if (is_clause(d, t)) return DG_NONE;
        uint32_t h = d->tokens[t].head;
        if (h == DG_NONE || d->tokens[h].sentence != d->tokens[t].sentence) return DG_NONE;
        t = h;
    }
    return DG_NONE;
}

/* "$61 billion in aid", "a $5 billion loan package": a trigger that hangs on the amount, or on the
 * noun that the amount hangs on, close behind. */
static uint32_t event_beside(const dg_doc *d, const dg_amount_found *a) {
    uint32_t above = d->tokens[a->top].head;
    for (uint32_t t = a->to; t < a->to + TAIL_REACH && t < d->sentences[a->sentence].to; t++) {
        uint32_t h = d->tokens[t].head;
        if (d->tokens[t].upos == DG_UPOS_VERB || d->tokens[t].upos == DG_UPOS_PUNCT) break;
        bool hangs = (h >= a->from && h < a->to) ||
                     (above != DG_NONE && above >= a->to && (h == above || t == above));
        uint32_t e = hangs ? event_at(d, t) : DG_NONE;
        if (e != DG_NONE) return e;
    }
    return DG_NONE;
}

/* "raised its aid by 30 percent": the verb above is no trigger, and one of its sides is. */
static uint32_t event_of_side(const dg_doc *d, const dg_amount_found *a) {
    uint32_t v = a->top, only = DG_NONE;
    for (uint32_t n = 0; n < STEPS_UP && d->tokens[v].upos != DG_UPOS_VERB; n++) {
        if (n && is_clause(d, v)) return DG_NONE;
        v = d->tokens[v].head;
        if (v == DG_NONE || d->tokens[v].sentence != a->sentence) return DG_NONE;
    }
    for (uint32_t at = d->sentences[a->sentence].from, c;
         (c = dg_doc_child(d, v, &at)) != DG_NONE;) {
        uint8_t rel = d->tokens[c].rel;
        bool side = rel == DG_REL_OBJ || rel == DG_REL_NSUBJ || rel == DG_REL_OBL;
        uint32_t e = side ? event_at(d, c) : DG_NONE;
        if (e != DG_NONE && only != DG_NONE) return DG_NONE;
        if (e != DG_NONE) only = e;
    }
    return only;
}

/* ---- by what fits ---- */

static bool fits(const dg_quantity *q, const dg_event *e) {
    switch (q->kind) {
    case DG_QUANTITY_KILLED:
    case DG_QUANTITY_WOUNDED: return e->type == DG_PLOVER_ASSAULT;
    case DG_QUANTITY_ARRESTED: return e->type == DG_PLOVER_COERCE;
    case DG_QUANTITY_TROOPS: return e->type == DG_PLOVER_MOBILIZE || e->type == DG_PLOVER_RETREAT;
    case DG_QUANTITY_MONEY: return e->type == DG_PLOVER_AID;
    default: return false;
    }
}

/* The only event of the sentence that the amount fits; DG_NONE when there is none, or another. */
static uint32_t event_fitting(const dg_doc *d, const dg_amount_found *a) {
    uint32_t only = DG_NONE;
    for (uint32_t i = first_event(d, d->sentences[a->sentence].from); i < d->n_events; i++) {
        if (d->tokens[d->events[i].trigger_token].sentence != a->sentence) break;
        if (!fits(&a->q, &d->events[i])) continue;
        if (only != DG_NONE) return DG_NONE;
        only = i;
    }
    return only;
}

static uint32_t event_of(const dg_doc *d, const dg_amount_found *a) {
    uint32_t e = event_above(d, a->top);
    if (e == DG_NONE) e = event_beside(d, a);
    if (e == DG_NONE && a->q.direction) e = event_of_side(d, a);
    return e != DG_NONE ? e : event_fitting(d, a);
}

/* ---- the layer ---- */

/* Copies the events with their amounts; events with the same trigger share them. */
static int write_layer(const dg_amount_work *w, dg_doc *doc, dg_err *err) {
    uint32_t n = doc->n_events, *of = dg_arena_alloc(doc->arena, (w->n_found + 1) * sizeof *of);
    dg_event *events = dg_arena_alloc(doc->arena, n * sizeof *events);
    if (!of || !events) return dg_err_set(err, DG_E_NOMEM, 0, "quantities");
    memcpy(events, doc->events, n * sizeof *events);
    for (uint32_t i = 0; i < w->n_found; i++) of[i] = event_of(doc, &w->found[i]);
    for (uint32_t e = 0, first = 0; e < n; e++) {
        dg_quantity *list = NULL;
        uint32_t count = 0, cap = 0;
        uint32_t sentence = doc->tokens[events[e].trigger_token].sentence;
        while (first < w->n_found && w->found[first].sentence < sentence) first++;
        for (uint32_t i = first; i < w->n_found && w->found[i].sentence == sentence; i++) {
            if (of[i] == DG_NONE || doc->events[of[i]].trigger_token != events[e].trigger_token)
                continue;
            if (!DG_PUSH(doc->arena, list, count, cap, w->found[i].q))
                return dg_err_set(err, DG_E_NOMEM, 0, "quantities");
        }
        events[e].quantities = list, events[e].n_quantities = count;
    }
    doc->events = events;
    return 0;
}

int dg_read_quantities(const dg_lexicon *lex, dg_doc *doc, dg_err *err) {
    dg_amount_work w = {.words = lex->quantities, .doc = doc};
    w.lang = w.words ? dg_quantities_lang(w.words, doc->lang) : DG_NONE;
    if (w.lang == DG_NONE || !doc->n_events || !doc->n_tokens) return 0;
    uint32_t last = DG_NONE;
    for (uint32_t e = 0; e < doc->n_events; e++) { /* events stand in the order of the text */
        uint32_t s = doc->tokens[doc->events[e].trigger_token].sentence;
        if (s == last || (last != DG_NONE && s < last)) continue;
        last = s;
        if (!dg_amounts_of_sentence(&w, s)) return dg_err_set(err, DG_E_NOMEM, 0, "quantities");
    }
    doc->cut |= w.cut;
    return write_layer(&w, doc, err);
}
