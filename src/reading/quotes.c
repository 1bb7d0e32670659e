/* quotes.c: who says what in one article, through whom, and in what words.
 * reads: text, lang, sentences, tokens, trees, mentions, entities
 * writes: quotes; entities and mentions for speakers without a name
 *
 *   marks ─► cues ─► direct and partial ─► clauses ─► indirect ─► via ─► sorted quotes
 *
 * Each step is a file of its own; quote_work.h says which. A language without a column in
 * lexicon/reporting.tsv gets no quotes: marks alone do not tell speech from irony. Works without
 * tags and trees, less well.
 *
 * Cost: O(text + tokens + cues * tokens of their sentence). Limits: DG_MAX_QUOTES, DG_MAX_MARKS,
 * DG_MAX_CUES; beyond them doc->cut. */
#include <stdlib.h>

#include "reading/quote_work.h"
#include "reading/reading.h"

bool dg_quote_push(dg_quote_work *w, dg_quote q, uint32_t cue) {
    if (w->n_quotes >= DG_MAX_QUOTES) {
        w->doc->cut = true;
        return true;
    }
    uint32_t n = w->n_quotes;
    return DG_PUSH(w->doc->arena, w->quotes, w->n_quotes, w->cap_quotes, q) &&
           DG_PUSH(w->doc->arena, w->quote_cue, n, w->cap_quote_cue, cue);
}

/* Tokens between the marks of a closed pair speak with another voice than the sentence around them.
 */
static int mark_tokens(dg_quote_work *w, dg_err *err) {
    w->inside = dg_arena_zalloc(w->doc->arena, w->doc->n_tokens + 1, 1);
    if (!w->inside) return dg_err_set(err, DG_E_NOMEM, 0, "quotes");
    uint32_t t = 0;
    for (uint32_t i = 0; i < w->marks.n; i++) {
        const dg_marked *m = &w->marks.items[i];
        if (m->style == DG_MARK_DASH || !m->closed) continue;
        while (t < w->doc->n_tokens && w->doc->tokens[t].span.from < m->inner.from) t++;
        for (; t < w->doc->n_tokens && w->doc->tokens[t].span.to <= m->inner.to; t++)
            w->inside[t] = 1;
    }
    return 0;
}

static int by_place(const void *a, const void *b) {
    const dg_quote *x = a, *y = b;
    if (x->span.from != y->span.from) return x->span.from < y->span.from ? -1 : 1;
    if (x->span.to != y->span.to) return x->span.to > y->span.to ? -1 : 1;
    if (x->form != y->form) return x->form < y->form ? -1 : 1;
    return (x->cue.from > y->cue.from) - (x->cue.from < y->cue.from);
}

/* The same clause reported by the same words twice is one quotation. */
static uint32_t drop_doubles(dg_quote *q, uint32_t n) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const dg_quote *last = kept ? &q[kept - 1] : NULL;
        if (last && last->span.from == q[i].span.from && last->span.to == q[i].span.to) continue;
        q[kept++] = q[i];
    }
    return kept;
}

static int read_layers(dg_quote_work *w, dg_err *err) {
    int rc = dg_quote_marks(w->doc, dg_reporting_habit(w->words, w->lang, DG_REPORT_DASH),
                            &w->marks, err);
    if (!rc) rc = mark_tokens(w, err);
    if (!rc) rc = dg_quote_words(w, err);
    if (!rc) rc = dg_quote_cues(w, err);
    if (!rc) rc = dg_quote_direct(w, err);
    if (rc) return rc;
    dg_quote_contents(w);
    rc = dg_quote_indirect(w, err);
    if (!rc) rc = dg_quote_via(w, err);
    return rc;
}

/* A person of the text who is never named and only called "a source" or the like. */
static bool is_unnamed_source(const dg_quote_work *w, uint32_t e) {
    const dg_entity *x = &w->doc->entities[e];
    bool source = false;
    for (uint32_t i = 0; i < x->n_mentions; i++) {
        const dg_mention *m = &w->doc->mentions[x->mentions[i]];
        if (m->kind == DG_MENTION_NAME) return false;
        source |= m->kind == DG_MENTION_ROLE && dg_quote_is(w, m->head, DG_KIND(ANON));
    }
    return source && x->kind == DG_ENTITY_PERSON;
}

/* Sources without a name may be one or many: they are groups. */
static int group_sources(const dg_quote_work *w, dg_doc *doc, dg_err *err) {
    dg_entity *own = NULL;
    for (uint32_t i = 0; i < w->n_quotes; i++) {
        uint32_t e = w->quotes[i].speaker;
        if (e >= doc->n_entities || !is_unnamed_source(w, e)) continue;
        if (!own) {
            own = dg_arena_alloc(doc->arena, doc->n_entities * sizeof *own);
            if (!own) return dg_err_set(err, DG_E_NOMEM, 0, "quotes");
            memcpy(own, doc->entities, doc->n_entities * sizeof *own);
            doc->entities = own;
        }
        own[e].kind = DG_ENTITY_GROUP;
    }
    return 0;
}

int dg_read_quotes(const dg_lexicon *lex, dg_doc *doc, dg_err *err) {
    doc->quotes = NULL, doc->n_quotes = 0;
    uint32_t lang = lex->reporting ? dg_reporting_lang(lex->reporting, doc->lang) : DG_NONE;
    if (lang == DG_NONE || !doc->n_tokens) return 0;
    dg_quote_work w = {.doc = doc, .words = lex->reporting, .lang = lang};
    w.v2 = dg_reporting_habit(w.words, lang, DG_REPORT_V2);
    dg_new_entities_init(&w.added, doc);
    int rc = read_layers(&w, err);
    if (!rc) rc = dg_new_entities_land(&w.added, doc, err);
    if (!rc) rc = group_sources(&w, doc, err);
    if (rc) return rc;
    if (w.n_quotes) qsort(w.quotes, w.n_quotes, sizeof w.quotes[0], by_place);
    doc->quotes = w.quotes, doc->n_quotes = drop_doubles(w.quotes, w.n_quotes);
    doc->cut |= w.marks.cut;
    return 0;
}
