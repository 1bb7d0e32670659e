/* quote_phrase.c: noun phrases on the surface: where one begins or ends, and its head.
 *
 * A phrase is a mention, a pronoun, or a run of determiners, adjectives and nouns; it stops where
 * another begins ("der Minister | dem Blatt"). Trees give the head when they are there, but not the
 * extent: around quotation marks they are at their weakest. Cost: O(tokens of the sentence). */
#include "reading/quote_work.h"

enum { CHUNK_REACH = 14 };

static const dg_token *tok(const dg_quote_work *w, uint32_t t) {
    return &w->doc->tokens[t];
}

static const dg_sentence *sentence_of(const dg_quote_work *w, uint32_t t) {
    return &w->doc->sentences[tok(w, t)->sentence];
}

static bool is_nominal(const dg_quote_work *w, uint32_t t) {
    switch (tok(w, t)->upos) {
    case DG_UPOS_DET:
    case DG_UPOS_ADJ:
    case DG_UPOS_NUM:
    case DG_UPOS_NOUN:
    case DG_UPOS_PROPN: return true;
    case DG_UPOS_PRON: return tok(w, t)->feats.poss; /* "her supervisor" */
    default: return false;
    }
}

static bool is_adjective(const dg_quote_work *w, uint32_t t) {
    const dg_mention *m = dg_doc_mention(w->doc, t);
    return tok(w, t)->upos == DG_UPOS_ADJ || (m && m->kind == DG_MENTION_ADJECTIVE);
}

/* Part of a phrase: a nominal word, a word glued to a hyphen ("Pro-Kopf-…"), "og" between two
 * adjectives. */
bool dg_quote_in_chunk(const dg_quote_work *w, uint32_t t) {
    if (is_nominal(w, t)) return true;
    const dg_sentence *s = sentence_of(w, t);
    if (t + 1 >= s->to) return false;
    bool part = tok(w, t)->upos == DG_UPOS_VERB && tok(w, t)->feats.verbform == DG_VERBFORM_PART;
    if (part && t > s->from && tok(w, t + 1)->upos == DG_UPOS_NOUN &&
        (tok(w, t - 1)->upos == DG_UPOS_DET || tok(w, t - 1)->upos == DG_UPOS_ADJ))
        return true; /* "a retired general" */
    bool glued = tok(w, t)->span.to == tok(w, t + 1)->span.from, before = t > s->from;
    if (dg_quote_char(w, t, "-"))
        return before && glued && tok(w, t - 1)->span.to == tok(w, t)->span.from;
    if (t > s->from + 1 && dg_quote_char(w, t - 1, "-") && dg_quote_in_chunk(w, t + 1) &&
        tok(w, t - 1)->span.to == tok(w, t)->span.from &&
        tok(w, t - 2)->span.to == tok(w, t - 1)->span.from)
        return true; /* "the Lima-|based| Observatory" */
    if (glued && dg_quote_char(w, t + 1, "-") && t + 2 < s->to &&
        tok(w, t + 1)->span.to == tok(w, t + 2)->span.from)
        return true;
    return before && dg_quote_is(w, t, DG_KIND(AND)) && is_adjective(w, t - 1) &&
           is_nominal(w, t + 1) && t + 2 < s->to && is_nominal(w, t + 2);
}

/* The longest mention that begins (or, end: ends) at token t and can be a speaker; NULL when none.
 */
const dg_mention *dg_quote_mention_beside(const dg_quote_work *w, uint32_t t, bool end) {
    const dg_doc *d = w->doc;
    uint32_t lo = 0, hi = d->n_mentions, from = sentence_of(w, t)->span.from;
    while (lo < hi) { /* first mention of the sentence */
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->mentions[mid].span.from < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    const dg_mention *best = NULL;
    for (; lo < d->n_mentions && d->mentions[lo].from <= t; lo++) {
        const dg_mention *m = &d->mentions[lo];
        if (m->kind == DG_MENTION_ADJECTIVE || (end ? m->to != t + 1 : m->from != t)) continue;
        if (!best || m->to - m->from > best->to - best->from) best = m;
    }
    return best;
}

/* The head of a chunk: the last noun whose own head lies outside (genitives come first), else the
 * last noun. */
static uint32_t chunk_head(const dg_quote_work *w, uint32_t from, uint32_t to) {
    uint32_t last = DG_NONE, out = DG_NONE;
    for (uint32_t t = from; t < to; t++) {
        uint8_t pos = tok(w, t)->upos;
        bool noun = pos == DG_UPOS_NOUN || pos == DG_UPOS_PROPN || pos == DG_UPOS_PRON;
        uint32_t h = tok(w, t)->head;
        if (w->tree && noun && (h == DG_NONE || h < from || h >= to)) out = t;
        if (noun) last = t;
    }
    return out != DG_NONE ? out : last != DG_NONE ? last : to - 1;
}

bool dg_quote_pronoun(const dg_quote_work *w, uint32_t t) {
    return dg_quote_is(w, t, DG_KIND(HE) | DG_KIND(FIRST)) || tok(w, t)->upos == DG_UPOS_PRON;
}

static bool begins_outlet(const dg_quote_work *w, uint32_t t) {
    const dg_mention *m = dg_quote_mention_beside(w, t, false);
    return m && m->kind == DG_MENTION_NAME && w->doc->entities[m->entity].kind == DG_ENTITY_OUTLET;
}

static bool is_possessive(const dg_quote_work *w, uint32_t t) {
    return tok(w, t)->feats.poss || tok(w, t)->sub == DG_SUB_POSS;
}

/* "the agency | 's | chief": a genitive's mark between two parts of one phrase. */
static bool is_genitive_mark(const dg_quote_work *w, uint32_t t) {
    return tok(w, t)->upos == DG_UPOS_PART && tok(w, t)->rel == DG_REL_CASE &&
           t + 1 < sentence_of(w, t)->to && dg_quote_in_chunk(w, t + 1);
}

/* "one of the spokesmen", "en af regeringens talspersoner": the phrase behind the link is who it
 * is one of. */
static bool one_of(const dg_quote_work *w, uint32_t t, uint32_t *ret_to, uint32_t *ret_head) {
    uint8_t pos = tok(w, t)->upos;
    if (pos != DG_UPOS_NUM && pos != DG_UPOS_PRON && pos != DG_UPOS_DET) return false;
    if (dg_quote_is(w, t, DG_KIND(HE) | DG_KIND(FIRST) | DG_KIND(RELATIVE) | DG_KIND(THAT)))
        return false;
    if (t + 2 >= sentence_of(w, t)->to || w->inside[t + 1] || tok(w, t + 1)->upos != DG_UPOS_ADP ||
        !dg_quote_is(w, t + 1, DG_KIND(FROM)))
        return false;
    return dg_quote_phrase(w, t + 2, ret_to, ret_head) &&
           tok(w, *ret_head)->feats.number == DG_NUMBER_PLUR;
}

bool dg_quote_phrase(const dg_quote_work *w, uint32_t t, uint32_t *ret_to, uint32_t *ret_head) {
    const dg_sentence *s = sentence_of(w, t);
    if (t >= s->to || dg_quote_sign(w, t)) return false;
    if (one_of(w, t, ret_to, ret_head)) return true;
    const dg_mention *m = dg_quote_mention_beside(w, t, false);
    uint32_t to = t;
    if (m && m->kind == DG_MENTION_PRONOUN && is_possessive(w, t) && t + 1 < s->to &&
        dg_quote_in_chunk(w, t + 1))
        m = NULL; /* "ihre Familie" */
    if (m && m->kind == DG_MENTION_PRONOUN)
        to = m->to;
    else if (!m && dg_quote_is(w, t, DG_KIND(HE) | DG_KIND(FIRST)))
        to = t + 1;
    else {
        bool noun = false;
        while (to < s->to && to - t < CHUNK_REACH && !w->inside[to] &&
               (dg_quote_in_chunk(w, to) || (noun && is_genitive_mark(w, to)))) {
            if (noun && tok(w, to)->upos == DG_UPOS_DET)
                break; /* the next phrase: "der Minister | dem Blatt" */
            if (noun && to > t && begins_outlet(w, to) && tok(w, to - 1)->upos == DG_UPOS_PROPN)
                break; /* "erzählte Paz | CBS News" */
            noun |= tok(w, to)->upos == DG_UPOS_NOUN || tok(w, to)->upos == DG_UPOS_PROPN;
            to++;
        }
        if (m && m->to > to) to = m->to;
    }
    if (to == t && dg_quote_pronoun(w, t)) to = t + 1;
    if (to == t) return false;
    *ret_to = to;
    *ret_head = m && m->to == to ? m->head : chunk_head(w, t, to);
    if (m && w->doc->entities[m->entity].kind == DG_ENTITY_PERSON && m->kind == DG_MENTION_NAME)
        *ret_head = m->head;
    const dg_mention *last = to > t + 1 ? dg_quote_mention_beside(w, to - 1, true) : NULL;
    if (last && last->from > t && last->kind == DG_MENTION_NAME &&
        w->doc->entities[last->entity].kind == DG_ENTITY_PERSON)
        *ret_head = last->head; /* "AWI researcher Daniela Jansen" */
    return dg_quote_in_chunk(w, *ret_head) || dg_quote_pronoun(w, *ret_head) || m;
}

/* Walks left over "[the minister] of X": the start of the phrase whose last chunk ends before `to`.
 */
uint32_t dg_quote_phrase_start(const dg_quote_work *w, uint32_t to, uint32_t from) {
    uint32_t t = to, start = DG_NONE;
    while (t > from && to - t < 2 * CHUNK_REACH && !w->inside[t - 1]) {
        uint32_t k = t - 1;
        if (dg_quote_in_chunk(w, k))
            start = k;
        else if (tok(w, k)->upos == DG_UPOS_ADP && start == t && k > from &&
                 dg_quote_in_chunk(w, k - 1))
            start = DG_NONE;
        else if (tok(w, k)->upos == DG_UPOS_PART && start == t)
            start = k; /* 's */
        else
            break;
        t--;
    }
    return start;
}
