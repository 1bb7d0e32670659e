/* quote_via.c: through whom a quotation reached us, and to whom it was said.
 *
 *   article ─ AFP ─ the ministry ─ "…"      via: [AFP], speaker: the ministry
 *
 * The links are the speakers of the cues whose clauses hold the quotation's own cue, the outermost
 * first, and behind them outlets named in the words around the cue ("told Reuters", "i en leder i
 * Lima Herald"). Cost: O(tokens of the sentence) a quotation. */
#include "reading/quote_work.h"

#include "base/utf8.h"

enum { MAX_LINKS = 8 };

typedef struct links {
    uint32_t items[MAX_LINKS], n;
} links;

static void add_link(links *l, uint32_t entity, uint32_t speaker) {
    if (entity == DG_NONE || entity == speaker || l->n >= MAX_LINKS) return;
    for (uint32_t i = 0; i < l->n; i++)
        if (l->items[i] == entity) return;
    l->items[l->n++] = entity;
}

/* The cues around cue i, outermost first. */
static int outer_links(dg_quote_work *w, uint32_t i, uint32_t speaker, links *ret, dg_err *err) {
    uint32_t chain[MAX_LINKS], n = 0;
    for (uint32_t o = w->cues[i].outer; o != DG_NONE && n < MAX_LINKS; o = w->cues[o].outer)
        chain[n++] = o;
    while (n-- > 0) {
        int rc = dg_quote_know(w, chain[n], DG_SPEAKER_NOUN, err);
        if (rc) return rc;
        add_link(ret, w->cues[chain[n]].speaker, speaker);
    }
    return 0;
}

/* Is the mention part of the cue's own words: in its sentence, outside the marks, the clause and
 * the speaker's phrase? */
static bool beside_cue(const dg_quote_work *w, const dg_cue *c, const dg_quote *q,
                       const dg_mention *m) {
    if (w->inside[m->head] || dg_range_overlaps(q->span, m->span)) return false;
    if (c->shared && c->np_head < m->from && m->head < c->token) return false;
    for (uint32_t i = w->first_cue[c->sentence]; i < w->first_cue[c->sentence + 1]; i++) {
        const dg_cue *o = &w->cues[i]; /* "said the BBC should stop, adding …" */
        bool within = o->content.from <= m->head && m->head < o->content.to;
        if (within && !(o->content.from <= c->token && c->token < o->content.to)) return false;
    }
    return c->np_head == DG_NONE || m->to <= c->np_from || m->from > c->np_head + 3 ||
           m->from >= c->np_to;
}

/* "told Quispe", "sagte er gegenüber der Ministerin": right behind the cue, or behind a preposition
 * of address. */
static bool is_addressed(const dg_quote_work *w, const dg_cue *c, const dg_mention *m) {
    if (m->from <= c->token || m->kind == DG_MENTION_ADJECTIVE || m->from > c->token + 12)
        return false;
    if (m->from == c->to && !c->inverted && !(c->np_head >= m->from && c->np_head < m->to))
        return true;
    for (uint32_t t = m->from; t > c->token && t + 3 > m->from; t--)
        if (dg_quote_is(w, t - 1, DG_KIND(TO))) return true;
    return false;
}

/* Is token t a piece that a paper prints: interview, op-ed? */
static bool is_piece(const dg_quote_work *w, uint32_t t) {
    if (!dg_quote_is(w, t, DG_KIND(NOUN)) || w->inside[t]) return false;
    const dg_report *e = dg_report_first(w->words, w->lang, w->low[t]);
    for (; e; e = dg_report_next(w->words, e))
        if (e->kind == DG_REPORT_NOUN && dg_str_is(e->id, "piece")) return true;
    return false;
}

static bool has_capital(const dg_quote_work *w, uint32_t t) {
    uint32_t at = 0;
    dg_str f = w->doc->tokens[t].form;
    return f.n && dg_is_upper(dg_utf8_next(f, &at));
}

/* The name behind "in", "with" … of a piece: tokens [*from, ret), or 0. A genitive ("Sunday's") is
 * passed over. */
static uint32_t name_behind_piece(const dg_quote_work *w, uint32_t piece, uint32_t *from) {
    uint32_t stop = w->doc->sentences[w->doc->tokens[piece].sentence].to, t = piece + 1, names = 0;
    if (t >= stop || w->doc->tokens[t].upos != DG_UPOS_ADP) return 0;
    if (dg_quote_is(w, t, DG_KIND(AGENT)))
        return 0; /* "leder av" heads a house, it is no editorial */
    for (uint32_t k = ++t; k < stop && k < t + 3; k++)
        if (w->doc->tokens[k].upos == DG_UPOS_PART && !dg_quote_sign(w, k)) t = k + 1; /* 's */
    while (t < stop && t < piece + 5 && !has_capital(w, t) && !dg_quote_sign(w, t)) t++;
    *from = t;
    for (; t < stop && has_capital(w, t) && !w->inside[t]; t++)
        names += w->doc->tokens[t].upos == DG_UPOS_PROPN || w->doc->tokens[t].ner;
    return names ? t : 0;
}

/* "in a guest column in the Oslo Herald", "im Gespräch mit der Lokalpost": a paper that no
 * table names. Nobody when the name is a person's or a country's. */
static int piece_outlet(dg_quote_work *w, uint32_t piece, uint32_t *ret, dg_err *err) {
    const dg_doc *d = w->doc;
    uint32_t from, to = name_behind_piece(w, piece, &from);
    *ret = DG_NONE;
    if (!to) return 0;
    for (uint32_t k = dg_doc_mention_from(d, d->tokens[from].span.from);
         k < d->n_mentions && d->mentions[k].from < to; k++) {
        const dg_mention *m = &d->mentions[k];
        uint8_t kind = d->entities[m->entity].kind;
        if (kind == DG_ENTITY_OUTLET) return *ret = m->entity, 0;
        if (kind == DG_ENTITY_PERSON || kind == DG_ENTITY_COUNTRY || kind == DG_ENTITY_GROUP)
            return 0;
        if (m->from == from && m->to == to)
            return *ret = kind == DG_ENTITY_PLACE && to < from + 2 ? DG_NONE : m->entity, 0;
    }
    return dg_new_entity(&w->added, d, DG_ENTITY_OUTLET, from, to, to - 1, "", "",
                         "quotes: a paper in whose piece it stands", ret, err);
}

/* Outlets of the pieces beside the cue. */
static int piece_links(dg_quote_work *w, const dg_cue *c, const dg_quote *q, links *via,
                       dg_err *err) {
    const dg_sentence *s = &w->doc->sentences[c->sentence];
    for (uint32_t t = s->from; t < s->to; t++) {
        if (!is_piece(w, t) || (c->content.from <= t && t < c->content.to)) continue;
        uint32_t outlet;
        int rc = piece_outlet(w, t, &outlet, err);
        if (rc) return rc;
        add_link(via, outlet, q->speaker);
    }
    return 0;
}

/* "The BBC, citing two officials, reported that …": the words are the officials', and the paper is
 * the first link. */
static int cited_source(dg_quote_work *w, uint32_t i, dg_quote *q, links *via, dg_err *err) {
    const dg_cue *c = &w->cues[i];
    if (q->speaker == DG_NONE || dg_quote_entity_kind(w, q->speaker) != DG_ENTITY_OUTLET) return 0;
    for (uint32_t k = w->first_cue[c->sentence]; k < w->first_cue[c->sentence + 1]; k++) {
        const dg_cue *s = &w->cues[k];
        if (k == i || s->dead || !dg_quote_cites(s) || s->np_head == DG_NONE) continue;
        if (c->content.from <= s->token && s->token < c->content.to) continue;
        int rc = dg_quote_know(w, k, DG_SPEAKER_NOUN, err);
        if (rc) return rc;
        if (s->speaker == DG_NONE || s->speaker == q->speaker) continue;
        add_link(via, q->speaker, s->speaker);
        q->speaker = s->speaker;
        q->hearsay = dg_quote_is(w, s->np_head, DG_KIND(ANON));
        return 0;
    }
    return 0;
}

static bool is_unnamed(const dg_quote_work *w, uint32_t cue) {
    const dg_cue *c = &w->cues[cue];
    return c->np_head != DG_NONE && dg_quote_is(w, c->np_head, DG_KIND(ANON));
}

/* Does anybody in the chain have no name? */
static bool is_hearsay(const dg_quote_work *w, uint32_t i) {
    for (uint32_t n = 0; i != DG_NONE && n < MAX_LINKS; n++, i = w->cues[i].outer)
        if (is_unnamed(w, i)) return true;
    return false;
}

static bool store(const dg_quote_work *w, const links *l, const uint32_t **ret, uint32_t *ret_n) {
    if (!l->n) return true;
    uint32_t *p = dg_arena_alloc(w->doc->arena, l->n * sizeof *p);
    if (!p) return false;
    memcpy(p, l->items, l->n * sizeof *p);
    *ret = p, *ret_n = l->n;
    return true;
}

static int read_links(dg_quote_work *w, uint32_t at, dg_err *err) {
    dg_quote *q = &w->quotes[at];
    uint32_t i = w->quote_cue[at];
    if (i == DG_NONE || q->cue_token == DG_NONE) return 0;
    links via = {.n = 0}, to = {.n = 0};
    q->hearsay = is_hearsay(w, i);
    int rc = cited_source(w, i, q, &via, err);
    if (!rc) rc = outer_links(w, i, q->speaker, &via, err);
    if (rc) return rc;
    const dg_cue *c = &w->cues[i];
    const dg_sentence *s = &w->doc->sentences[c->sentence];
    for (uint32_t k = dg_doc_mention_from(w->doc, s->span.from);
         k < w->doc->n_mentions && w->doc->mentions[k].from < s->to; k++) {
        const dg_mention *m = &w->doc->mentions[k];
        if (!beside_cue(w, c, q, m)) continue;
        if (w->doc->entities[m->entity].kind == DG_ENTITY_OUTLET)
            add_link(&via, m->entity, q->speaker);
        else if (is_addressed(w, c, m))
            add_link(&to, m->entity, q->speaker);
    }
    rc = piece_links(w, c, q, &via, err);
    if (rc) return rc;
    if (!store(w, &via, &q->via, &q->n_via) || !store(w, &to, &q->addressees, &q->n_addressees))
        return dg_err_set(err, DG_E_NOMEM, 0, "quotes");
    return 0;
}

int dg_quote_via(dg_quote_work *w, dg_err *err) {
    for (uint32_t i = 0; i < w->n_quotes; i++) {
        int rc = read_links(w, i, err);
        if (rc) return rc;
    }
    return 0;
}
