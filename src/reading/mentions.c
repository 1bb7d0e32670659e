/* mentions.c: finds the stretches of an article that name somebody.
 *
 * How: every word is asked in the tables (the longest phrase first); what the tables do not know is
 * taken from the parser's names. Where both speak, the tables say what a name is and the parser how
 * far it reaches:
 *
 *   tables    [Washington]            [Foreign Minister] [Wang Yi]     [Jordan]
 *   parser    [Washington Post  ORG]  -                  [Wang Yi PER] [Michael Jordan PER]
 *   taken     [Washington Post  ORG]  [Foreign Minister] [Wang Yi]     [Michael Jordan PER]
 *
 * Cost: O(tokens × look-ups); a word that begins no phrase costs one look-up.
 * Limits: names that neither the tables nor the parser know are not found, but for the name behind
 * a title. */
#include "base/utf8.h"
#include "reading/mentions_work.h"

dg_str dg_who_text(const dg_who *w, uint32_t from, uint32_t to) {
    if (from >= to) return DG_STR("");
    return dg_doc_text(w->doc,
                       (dg_range){w->doc->tokens[from].span.from, w->doc->tokens[to - 1].span.to});
}

bool dg_who_capital(const dg_who *w, uint32_t t) {
    dg_str s = dg_doc_text(w->doc, w->doc->tokens[t].span);
    uint32_t at = 0;
    return s.n && dg_is_upper(dg_utf8_next(s, &at));
}

bool dg_who_is_state(const dg_hit *h) {
    return h->kind == DG_NAME_COUNTRY || h->kind == DG_NAME_ADJECTIVE ||
           h->kind == DG_NAME_PEOPLE || h->kind == DG_NAME_CAPITAL || h->kind == DG_NAME_SEAT;
}

bool dg_who_is_name(const dg_hit *h) {
    return h->kind == DG_HIT_PER || h->kind == DG_NAME_PERSON;
}

uint32_t dg_who_head(const dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++) {
        uint32_t h = w->doc->tokens[t].head;
        if (w->tagged && (h == DG_NONE || h < from || h >= to)) return t;
    }
    return to - 1;
}

/* ---- which country an ambiguous name means ---- */

/* How often the article names each country by words that mean nothing else. */
static void note_evidence(dg_who *w, dg_map *counts) {
    for (uint32_t i = 0; i < w->n_hits; i++) {
        const dg_hit *h = &w->hits[i];
        uint32_t *n;
        if (h->gone || h->rows.n != 1) continue;
        if (dg_map_put_ref(counts, dg_str_of(h->row->country), &n, NULL))
            ++*n;
        else
            w->no_memory = true;
    }
}

static uint32_t evidence(const dg_map *counts, const char *country) {
    uint32_t n = dg_map_get(counts, dg_str_of(country));
    return n == DG_NONE ? 0 : n;
}

static bool is_geographic(uint8_t kind) {
    return kind <= DG_NAME_CITY;
}

static void choose_countries(dg_who *w) {
    dg_map counts;
    dg_map_init(&counts, w->arena);
    note_evidence(w, &counts);
    for (uint32_t i = 0; i < w->n_hits; i++) {
        dg_hit *h = &w->hits[i];
        if (h->gone || h->rows.n < 2 || !is_geographic(h->kind)) continue;
        uint32_t best = evidence(&counts, h->row->country);
        for (uint32_t k = 1; k < h->rows.n; k++) {
            const dg_name *row = h->rows.rows[k];
            if (!is_geographic(row->kind) || memcmp(row->country, h->row->country, 4) == 0)
                continue;
            uint32_t n = evidence(&counts, row->country);
            if (n <= best) continue;
            best = n, h->row = row, h->kind = row->kind;
            h->found = "a phrase of several rows: the country that the article names most";
        }
    }
}

/* Sorted by place, the taken-out ones gone: hit_at knows where each begins. */
static void order(dg_who *w) {
    dg_hit *sorted = dg_arena_alloc(w->arena, (w->n_hits + 1) * sizeof *sorted);
    uint32_t k = 0;
    if (!sorted) {
        w->no_memory = true;
        return;
    }
    for (uint32_t t = 0; t < w->doc->n_tokens; t++) {
        uint32_t h = w->hit_at[t];
        if (h != DG_NONE && w->hits[h].from == t && !w->hits[h].gone) sorted[k++] = w->hits[h];
    }
    w->hits = sorted;
    w->cap_hits = w->n_hits + 1;
    w->n_hits = k;
    dg_find_hit_at(w);
}

int dg_who_find(dg_who *w) {
    uint32_t n = w->doc->n_tokens;
    w->classes = dg_arena_zalloc(w->arena, n + 1, sizeof *w->classes);
    w->hit_at = dg_arena_zalloc(w->arena, n + 1, sizeof *w->hit_at);
    w->quoted = dg_arena_zalloc(w->arena, n + 1, sizeof *w->quoted);
    if (!w->classes || !w->hit_at || !w->quoted) return DG_E_NOMEM;
    for (uint32_t t = 0; t < n && !w->tagged; t++) w->tagged = w->doc->tokens[t].upos != DG_UPOS_X;
    dg_find_fill_quoted(w);
    dg_map_init(&w->families, w->arena);
    dg_map_init(&w->acronyms, w->arena);
    dg_find_note_families(w);
    dg_find_scan_tables(w);
    dg_find_hit_at(w);
    dg_find_merge_parser(w);
    order(w);
    dg_find_merge_titled(w);
    dg_find_merge_apposed(w);
    dg_find_split_names(w);
    order(w);
    dg_find_merge_again(w);
    order(w);
    dg_find_merge_acronyms(w);
    order(w);
    choose_countries(w);
    return w->no_memory ? DG_E_NOMEM : 0;
}
