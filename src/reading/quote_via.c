/* quote_via.c: through whom a quotation reached us, and to whom it was said.
 *
 *   article ─ CNN ─ the ministry ─ "…"      via: [CNN], speaker: the ministry
 *
 * The links are the speakers of the cues whose clauses hold the quotation's own cue, the outermost first, and behind them
 * outlets named in the words around the cue ("told Reuters", "i en leder i Des Moines Register").
 * Cost: O(tokens of the sentence) a quotation. */
#include "reading/quote_work.h"

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
    for (uint32_t o = w->cues[i].outer; o != DG_NONE && n < MAX_LINKS; o = w->cues[o].outer) chain[n++] = o;
    while (n-- > 0) {
        int rc = dg_quote_know(w, chain[n], DG_SPEAKER_NOUN, err);
        if (rc) return rc;
        add_link(ret, w->cues[chain[n]].speaker, speaker);
    }
    return 0;
}

/* Is the mention part of the cue's own words: in its sentence, outside the marks, the clause and the speaker's phrase? */
static bool beside_cue(const dg_quote_work *w, const dg_cue *c, const dg_quote *q, const dg_mention *m) {
    if (w->inside[m->head] || dg_range_overlaps(q->span, m->span)) return false;
    if (c->content.from <= m->head && m->head < c->content.to) return false;
    return c->np_head == DG_NONE || m->to <= c->np_from || m->from > c->np_head + 3 || m->from >= c->np_to;
}

static uint32_t first_mention(const dg_doc *d, uint32_t at) {
    uint32_t lo = 0, hi = d->n_mentions;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->mentions[mid].span.from < at) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* "told Kuleba", "sagte er gegenüber der Ministerin": right behind the cue, or behind a preposition of address. */
static bool is_addressed(const dg_quote_work *w, const dg_cue *c, const dg_mention *m) {
    if (m->from <= c->token || m->kind == DG_MENTION_ADJECTIVE || m->from > c->token + 12) return false;
    if (m->from == c->to && !c->inverted && !(c->np_head >= m->from && c->np_head < m->to)) return true;
    for (uint32_t t = m->from; t > c->token && t + 3 > m->from; t--)
        if (dg_quote_is(w, t - 1, DG_KIND(TO))) return true;
    return false;
}

/* "in an opinion piece in Sunday's Oslo Herald", "im Gespräch mit der Lokalpost": a paper that no table names. */
static bool carries_piece(const dg_quote_work *w, const dg_cue *c, const dg_mention *m) {
    uint8_t kind = w->doc->entities[m->entity].kind;
    bool house = kind == DG_ENTITY_ORGANISATION || (kind == DG_ENTITY_PLACE && m->to >= m->from + 2);
    if (!house || m->kind != DG_MENTION_NAME) return false;
    uint32_t from = w->doc->sentences[c->sentence].from;
    for (uint32_t t = m->from; t > from && t + 6 > m->from; t--) {
        const dg_report *e = dg_report_first(w->words, w->lang, w->low[t - 1]);
        for (; e; e = dg_report_next(w->words, e))
            if (e->kind == DG_REPORT_NOUN && dg_str_is(e->id, "piece")) return t < m->from;
    }
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
    int rc = outer_links(w, i, q->speaker, &via, err);
    if (rc) return rc;
    const dg_cue *c = &w->cues[i];
    const dg_sentence *s = &w->doc->sentences[c->sentence];
    for (uint32_t k = first_mention(w->doc, s->span.from); k < w->doc->n_mentions && w->doc->mentions[k].from < s->to; k++) {
        const dg_mention *m = &w->doc->mentions[k];
        if (!beside_cue(w, c, q, m)) continue;
        if (w->doc->entities[m->entity].kind == DG_ENTITY_OUTLET || carries_piece(w, c, m)) add_link(&via, m->entity, q->speaker);
        else if (is_addressed(w, c, m)) add_link(&to, m->entity, q->speaker);
    }
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
