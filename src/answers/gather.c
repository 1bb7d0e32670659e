/* gather.c: queries, then what is made of them. */
#include "answers/gather.h"

#include "base/map.h"

enum { MOST_EVENTS = 3000 };
static const size_t CEILING = (size_t)1 << 30;

static bool note(dg_gathered *g, dg_map *seen, const dg_source *s) {
    bool is_new;
    uint32_t *at;
    if (!dg_map_put_ref(seen, s->id, &at, &is_new)) return false;
    if (is_new) g->sources[g->n_sources++] = s;
    return true;
}

static int note_sources(dg_gathered *g, dg_err *err) {
    dg_map seen;
    dg_map_init(&seen, g->arena);
    g->sources =
        dg_arena_zalloc(g->arena, (size_t)g->n_events + g->n_quotes + 1, sizeof *g->sources);
    bool ok = g->sources != NULL;
    for (uint32_t i = 0; i < g->n_events && ok; i++) ok = note(g, &seen, &g->events[i].source);
    for (uint32_t i = 0; i < g->n_quotes && ok; i++) ok = note(g, &seen, &g->quotes[i].source);
    return ok ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "answer");
}

/* ---- statements that stand there twice ---- */

static bool same_speaker(const dg_found_quote *a, const dg_found_quote *b) {
    return dg_str_eq(a->speaker_key, b->speaker_key) && dg_str_eq(a->speaker, b->speaker);
}

/* Where its last word ends: a stop inside the marks may lie behind what is said around them. */
static uint32_t end_of_words(const dg_found_quote *q) {
    uint32_t n = q->words.n;
    while (n && strchr(".,;:!?", q->words.p[n - 1])) n--;
    return q->span.to - (q->words.n - n);
}

/* "extremely concerned" within what he is said to have said around it. */
static bool is_within(const dg_found_quote *a, const dg_found_quote *b) {
    bool inside = b->span.from <= a->span.from && end_of_words(a) <= b->span.to &&
                  b->span.to - b->span.from > a->span.to - a->span.from;
    return a->source.article == b->source.article && inside && same_speaker(a, b);
}

static bool is_superseded(const dg_found_quote *a, const dg_found_quote *b) {
    return dg_source_is_older_version(&a->source, &b->source) && same_speaker(a, b) &&
           dg_str_eq(a->words, b->words);
}

int dg_gather_repeated(dg_gathered *g, dg_err *err) {
    dg_map first; /* of a family or, where there is none, an article */
    dg_map_init(&first, g->arena);
    uint32_t *before = dg_arena_alloc(g->arena, g->n_quotes * sizeof before[0]), *at;
    bool is_new, ok = before != NULL;
    g->repeated = dg_arena_zalloc(g->arena, g->n_quotes, sizeof g->repeated[0]);
    ok = ok && g->repeated;
    for (uint32_t i = 0; i < g->n_quotes && ok; i++) {
        const dg_found_quote *q = &g->quotes[i];
        dg_str key = q->source.family.n ? q->source.family : q->source.id;
        if (!(ok = dg_map_put_ref(&first, key, &at, &is_new))) break;
        before[i] = is_new ? DG_NONE : *at;
        *at = i;
        for (uint32_t k = before[i]; k != DG_NONE; k = before[k]) {
            const dg_found_quote *other = &g->quotes[k];
            g->repeated[i] |= is_within(q, other) || is_superseded(q, other);
            g->repeated[k] |= is_within(other, q) || is_superseded(other, q);
        }
    }
    return ok ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "answer");
}

static int ask_archive(const dg_ask *ask, uint32_t with, dg_gathered *g, dg_err *err) {
    dg_query q = ask->query;
    if (!q.limit) q.limit = MOST_EVENTS;
    q.without_figures = !(with & DG_WITH_DISPUTES);
    q.lines_only = with & DG_LINES_ONLY;
    int rc = dg_store_look(ask->store, err);
    if (rc) return rc;
    rc = dg_query_events(ask->store, &q, g->arena, &g->n_events, &g->events, err);
    if (!rc && with & DG_WITH_QUOTES)
        rc = dg_query_quotes(ask->store, &q, g->arena, &g->n_quotes, &g->quotes, err);
    dg_store_look_away(ask->store);
    return rc;
}

int dg_gather(const dg_ask *ask, uint32_t with, dg_gathered *ret, dg_err *err) {
    *ret = (dg_gathered){.arena = dg_arena_new(CEILING)};
    dg_gathered *g = ret;
    if (!g->arena) return dg_err_set(err, DG_E_NOMEM, 0, "answer");
    int rc = ask_archive(ask, with, g, err);
    if (!rc)
        rc = dg_entries_make(g->events, g->n_events, g->arena, &g->n_entries, &g->entries, err);
    if (!rc && with & DG_WITH_POSITIONS)
        rc = dg_positions_find(g->quotes, g->n_quotes, g->entries, g->n_entries, g->arena,
                               &g->n_positions, &g->positions, err);
    if (!rc && with & DG_WITH_DISPUTES)
        rc =
            dg_disputes_find(g->entries, g->n_entries, g->arena, &g->n_disputes, &g->disputes, err);
    if (!rc) rc = dg_gather_repeated(g, err);
    if (!rc && !(with & DG_LINES_ONLY)) rc = note_sources(g, err);
    return rc;
}

void dg_gathered_free(dg_gathered *g) {
    dg_arena_free(g->arena);
    *g = (dg_gathered){0};
}
