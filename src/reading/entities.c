/* entities.c: the first layer of the reading: runs the steps of who.h and writes mentions and
 * entities.
 *
 * Entities are numbered in the order of their first mention; mentions are sorted by place, the
 * longer first. What was made and is nowhere mentioned (the country of "the government" before it
 * is named) stays out, unless a group needs it. Cost: O(tokens + hits log hits). */
#include <stdlib.h>

#include "reading/reading.h"
#include "reading/who.h"

static dg_mention mention_of(const dg_who *w, const dg_hit *h) {
    dg_mention m = {.from = h->start, .to = h->to, .head = h->head, .entity = h->entity};
    m.span = (dg_range){w->doc->tokens[m.from].span.from, w->doc->tokens[m.to - 1].span.to};
    m.found = h->found;
    m.why = h->why;
    if (!m.why.row && h->row) m.why.row = h->row->why;
    if (h->modifier) m.why.also = h->modifier->why;
    switch (h->kind) {
    case DG_NAME_ADJECTIVE:
    case DG_NAME_PEOPLE: m.kind = DG_MENTION_ADJECTIVE; break;
    case DG_NAME_ROLE:
    case DG_NAME_INSTITUTION: m.kind = DG_MENTION_ROLE; break;
    case DG_NAME_PRONOUN:
        m.kind = dg_str_is(h->row->key, "counterpart") ? DG_MENTION_ROLE : DG_MENTION_PRONOUN;
        break;
    default: m.kind = DG_MENTION_NAME;
    }
    return m;
}

static int by_place(const void *a, const void *b) {
    const dg_mention *x = a, *y = b;
    if (x->span.from != y->span.from) return x->span.from < y->span.from ? -1 : 1;
    if (x->span.to != y->span.to) return x->span.to > y->span.to ? -1 : 1;
    return (x->head > y->head) - (x->head < y->head);
}

static uint32_t write_mentions(dg_who *w, dg_mention *out) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->n_hits; i++) {
        if (w->hits[i].entity == DG_NONE) continue;
        if (n == DG_MAX_MENTIONS) {
            w->full = true;
            break;
        }
        out[n++] = mention_of(w, &w->hits[i]);
    }
    qsort(out, n, sizeof *out, by_place);
    return n;
}

/* new_id[being]: its place in the order of first mention, members of groups behind the group. */
static uint32_t number(const dg_who *w, const dg_mention *m, uint32_t n, uint32_t *new_id) {
    uint32_t next = 0;
    for (uint32_t b = 0; b < w->n_beings; b++) new_id[b] = DG_NONE;
    for (uint32_t i = 0; i < n; i++)
        if (new_id[m[i].entity] == DG_NONE) new_id[m[i].entity] = next++;
    for (uint32_t b = w->n_beings; b-- > 0;) /* a group is made after its members */
        for (uint32_t k = 0; new_id[b] != DG_NONE && k < w->beings[b].n_members; k++)
            if (new_id[w->beings[b].members[k]] == DG_NONE)
                new_id[w->beings[b].members[k]] = next++;
    return next;
}

static bool write_members(const dg_who *w, const dg_being *b, const uint32_t *new_id,
                          dg_entity *e) {
    if (!b->n_members) return true;
    uint32_t *list = dg_arena_alloc(w->arena, b->n_members * sizeof *list);
    if (!list) return false;
    for (uint32_t k = 0; k < b->n_members; k++) list[k] = new_id[b->members[k]];
    e->members = list;
    e->n_members = b->n_members;
    return true;
}

/* "0+3" of a group under way becomes the keys of its members. */
static bool write_group_key(const dg_who *w, const dg_being *b, dg_entity *e) {
    dg_str key = DG_STR("");
    for (uint32_t k = 0; k < b->n_members; k++) {
        dg_str one = w->beings[b->members[k]].e.key;
        key = dg_arena_printf(w->arena, "%.*s%s%.*s", (int)key.n, key.p, k ? "+" : "", (int)one.n,
                              one.p);
        if (!key.p) return false;
    }
    if (b->n_members) e->key = key;
    return true;
}

static bool write_entities(dg_who *w, dg_mention *m, uint32_t n, const uint32_t *new_id,
                           uint32_t n_entities, dg_entity *out) {
    for (uint32_t b = 0; b < w->n_beings; b++) {
        if (new_id[b] == DG_NONE) continue;
        dg_entity *e = &out[new_id[b]];
        *e = w->beings[b].e;
        if (!write_members(w, &w->beings[b], new_id, e) || !write_group_key(w, &w->beings[b], e))
            return false;
    }
    uint32_t *lists = dg_arena_alloc(w->arena, (n + 1) * sizeof *lists), at = 0;
    if (!lists) return false;
    for (uint32_t i = 0; i < n; i++) {
        m[i].entity = new_id[m[i].entity];
        out[m[i].entity].n_mentions++;
    }
    for (uint32_t e = 0; e < n_entities; e++) {
        out[e].mentions = lists + at;
        at += out[e].n_mentions;
        out[e].n_mentions = 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        dg_entity *e = &out[m[i].entity];
        lists[(size_t)(e->mentions - lists) + e->n_mentions++] = i;
    }
    return true;
}

static void fill_mention_at(const dg_doc *d, const dg_mention *m, uint32_t n, uint32_t *at) {
    for (uint32_t t = 0; t < d->n_tokens; t++) at[t] = DG_NONE;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t old = at[m[i].head];
        if (old == DG_NONE || m[i].to - m[i].from < m[old].to - m[old].from) at[m[i].head] = i;
    }
}

/* Where the tree hangs an office below its own genitive ("Jordans [utenriksminister]" as a flat
 * name of "Jordans"), the genitive's token stands for the office: who asks the verb for its subject
 * means the minister. */
static void lift_offices(const dg_doc *d, const dg_mention *m, uint32_t n, uint32_t *at) {
    for (uint32_t i = 0; i < n; i++) {
        if (m[i].kind != DG_MENTION_ROLE) continue;
        uint32_t top = d->tokens[m[i].head].head;
        if (top != DG_NONE && top >= m[i].from && top < m[i].head && at[top] != DG_NONE &&
            m[at[top]].kind != DG_MENTION_ROLE)
            at[top] = i;
    }
}

static int write_layer(dg_who *w, dg_doc *doc) {
    dg_mention *m = dg_arena_alloc(w->arena, (w->n_hits + 1) * sizeof *m);
    uint32_t *new_id = dg_arena_alloc(w->arena, (w->n_beings + 1) * sizeof *new_id);
    uint32_t *at = dg_arena_alloc(w->arena, (doc->n_tokens + 1) * sizeof *at);
    if (!m || !new_id || !at) return DG_E_NOMEM;
    uint32_t n = write_mentions(w, m), n_entities = number(w, m, n, new_id);
    dg_entity *e = dg_arena_zalloc(w->arena, n_entities + 1, sizeof *e);
    if (!e || !write_entities(w, m, n, new_id, n_entities, e)) return DG_E_NOMEM;
    fill_mention_at(doc, m, n, at);
    lift_offices(doc, m, n, at);
    doc->mentions = m, doc->n_mentions = n, doc->mention_at = at;
    doc->entities = e, doc->n_entities = n_entities;
    doc->cut |= w->full;
    return 0;
}

static int year_of(const dg_doc *doc) {
    int y = 0, m, d;
    if (dg_days_known(doc->published)) dg_day_split(doc->published.from, &y, &m, &d);
    return y;
}

int dg_read_mentions(const dg_lexicon *lex, dg_doc *doc, dg_err *err) {
    dg_who w = {.names = lex->names, .doc = doc, .arena = doc->arena, .year = year_of(doc)};
    w.langs = dg_names_lang(w.names, dg_str_of(doc->lang));
    dg_map_init(&w.by_key, w.arena);
    int rc = dg_who_find(&w);
    if (!rc) {
        dg_who_join(&w);
        dg_who_people(&w);
        dg_who_refer(&w);
        rc = w.no_memory ? DG_E_NOMEM : write_layer(&w, doc);
    }
    return rc ? dg_err_set(err, rc, 0, "mentions") : 0;
}
