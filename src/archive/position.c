/* position.c: leader clustering of statements, one pass in order of publication; rarity of features
 * is counted over the statements at hand. Postings from features to the statements that have them
 * find those that share enough to be compared; stances are found by their matter in a map.
 * cost: O(statements × features × MAX_POSTING) */
#include "archive/position.h"

#include <math.h>

#include "archive/features.h"
#include "base/map.h"

enum {
    PRIOR_STATEMENTS = 40,
    MIN_SHARED = 3,
    MAX_STATEMENTS = 20000,
    MAX_POSTING = 200 /* newest statements looked at for one feature */
};
static const double SAME_AT = 0.22;

typedef struct statement {
    uint32_t n;
    dg_feature *features;
    uint32_t *postings; /* [n] of the features */
    double norm;
    uint32_t position; /* of its group, or DG_NONE */
} statement;

typedef struct posting {
    uint32_t count;               /* statements that have the feature, of all */
    uint32_t n, cap, *statements; /* those met so far */
} posting;

typedef struct comparing {
    dg_arena *arena;
    dg_map map; /* feature → posting */
    posting *postings;
    uint32_t n_postings, cap_postings;
    uint32_t *shared; /* [n] features shared with the statement at hand; zero outside of it */
    const dg_found_quote *quotes;
    statement *all;
    uint32_t n;
} comparing;

static dg_str key_of(const dg_feature *f, char key[5]) {
    key[0] = (char)f->kind;
    for (int i = 0; i < 4; i++) key[i + 1] = (char)(f->hash >> (8 * i));
    return (dg_str){key, 5};
}

static double worth(const comparing *c, const statement *s, uint32_t i) {
    uint32_t n = c->postings[s->postings[i]].count;
    double rare = log((double)(c->n + PRIOR_STATEMENTS) / (double)n);
    return s->features[i].kind == DG_FEATURE_COUNTRY ? rare / 2 : rare;
}

static bool unpack(comparing *c, uint32_t i) {
    dg_feature all[DG_MAX_FEATURES];
    statement *s = &c->all[i];
    s->n = dg_features_read(c->quotes[i].packed, all);
    s->position = DG_NONE;
    s->features = dg_arena_alloc(c->arena, s->n * sizeof all[0]);
    s->postings = dg_arena_alloc(c->arena, s->n * sizeof s->postings[0]);
    if (!s->features || !s->postings) return false;
    if (s->n) memcpy(s->features, all, s->n * sizeof all[0]);
    for (uint32_t k = 0; k < s->n; k++) {
        char key[5];
        uint32_t *at;
        bool is_new;
        if (!dg_map_put(&c->map, key_of(&all[k], key), &at, &is_new)) return false;
        if (is_new) {
            *at = c->n_postings;
            if (!DG_PUSH(c->arena, c->postings, c->n_postings, c->cap_postings, ((posting){0})))
                return false;
        }
        s->postings[k] = *at;
        c->postings[*at].count++;
    }
    return true;
}

static double nearness(const comparing *c, const statement *a, const statement *b) {
    double both = 0;
    for (uint32_t x = 0, y = 0; x < a->n && y < b->n;) {
        const dg_feature *f = &a->features[x], *g = &b->features[y];
        int order =
            f->kind != g->kind ? f->kind - g->kind : (f->hash > g->hash) - (f->hash < g->hash);
        if (!order) {
            double w = worth(c, a, x);
            both += w * w;
        }
        x += order <= 0, y += order >= 0;
    }
    return a->norm > 0 && b->norm > 0 ? both / sqrt(a->norm * b->norm) : 0;
}

static bool same_speaker(const dg_found_quote *a, const dg_found_quote *b) {
    if (a->speaker_country.n || b->speaker_country.n)
        return dg_str_eq(a->speaker_country, b->speaker_country);
    return dg_str_eq(a->speaker, b->speaker);
}

/* The earlier statements of the same speaker, in other articles, that share MIN_SHARED features
 * other than countries, in no order; false: no memory. */
static bool candidates(comparing *c, uint32_t i, uint32_t *ret_n, uint32_t **ret) {
    const statement *s = &c->all[i];
    uint32_t *met = NULL, n = 0, cap = 0, kept = 0;
    for (uint32_t f = 0; f < s->n; f++) {
        const posting *p = &c->postings[s->postings[f]];
        if (s->features[f].kind == DG_FEATURE_COUNTRY) continue;
        for (uint32_t k = p->n > MAX_POSTING ? p->n - MAX_POSTING : 0; k < p->n; k++)
            if (!c->shared[p->statements[k]]++ && !DG_PUSH(c->arena, met, n, cap, p->statements[k]))
                return false;
    }
    for (uint32_t k = 0; k < n; k++) {
        const dg_found_quote *q = &c->quotes[met[k]];
        bool near = c->shared[met[k]] >= MIN_SHARED;
        c->shared[met[k]] = 0;
        if (near && q->source.article != c->quotes[i].source.article &&
            same_speaker(q, &c->quotes[i]))
            met[kept++] = met[k];
    }
    *ret_n = kept, *ret = met;
    return true;
}

/* The earlier statement it is nearest to, or DG_NONE; false: no memory. */
static bool nearest(comparing *c, uint32_t i, uint32_t *ret) {
    dg_arena_mark mark = dg_arena_mark_get(c->arena);
    uint32_t n, *met;
    double score = SAME_AT;
    *ret = DG_NONE;
    if (!candidates(c, i, &n, &met)) return false;
    for (uint32_t k = 0; k < n; k++) {
        double near = nearness(c, &c->all[met[k]], &c->all[i]);
        if (near < score || (near == score && met[k] > *ret)) continue;
        score = near, *ret = met[k];
    }
    dg_arena_release(c->arena, mark);
    return true;
}

static bool note(comparing *c, uint32_t i) {
    for (uint32_t f = 0; f < c->all[i].n; f++) {
        posting *p = &c->postings[c->all[i].postings[f]];
        if (!DG_PUSH(c->arena, p->statements, p->n, p->cap, i)) return false;
    }
    return true;
}

static bool join_statement(comparing *c, uint32_t i, dg_position **all, uint32_t *n,
                           uint32_t *cap) {
    uint32_t k;
    if (!nearest(c, i, &k) || !note(c, i)) return false;
    if (k == DG_NONE) return true;
    if (c->all[k].position == DG_NONE) {
        if (!DG_PUSH(c->arena, *all, *n, *cap, ((dg_position){0}))) return false;
        dg_position *p = &(*all)[*n - 1];
        c->all[k].position = *n - 1;
        if (!DG_PUSH(c->arena, p->quotes, p->n_quotes, p->cap_quotes, k)) return false;
    }
    c->all[i].position = c->all[k].position;
    dg_position *p = &(*all)[c->all[i].position];
    return DG_PUSH(c->arena, p->quotes, p->n_quotes, p->cap_quotes, i);
}

/* A stance is something said of the other side that can be held for years; a meeting is not. */
static bool is_stance(const dg_entry *e) {
    static const char *const types[] = {"ACCUSE", "SUPPORT", "REJECT", "REQUEST", "THREATEN"};
    const dg_found_event *first = e->tellings[0];
    if (!first->matter.p || !first->n_actors) return false;
    for (size_t i = 0; i < DG_LEN(types); i++)
        if (dg_str_is(first->type, types[i])) return first->n_recipients > 0;
    return false;
}

static uint32_t count_articles(const dg_position *p, const dg_entry *entries) {
    int64_t first = entries[p->entries[0]].tellings[0]->source.article;
    for (uint32_t i = 0; i < p->n_entries; i++)
        for (uint32_t k = 0; k < entries[p->entries[i]].n; k++)
            if (entries[p->entries[i]].tellings[k]->source.article != first) return 2;
    return 1;
}

/* Entries of one matter and polarity, in the order of their first. */
static bool join_stances(comparing *c, const dg_entry *entries, uint32_t n_entries,
                         dg_position **all, uint32_t *n, uint32_t *cap) {
    dg_map at;
    dg_position *found = NULL;
    uint32_t n_found = 0, cap_found = 0;
    dg_map_init(&at, c->arena);
    for (uint32_t i = 0; i < n_entries; i++) {
        const dg_found_event *first = entries[i].tellings[0];
        uint32_t *place;
        bool is_new;
        if (!is_stance(&entries[i])) continue;
        dg_str key = dg_arena_join(c->arena, DG_STR(""), first->negated ? DG_STR("-") : DG_STR("+"),
                                   first->matter);
        if (!key.p || !dg_map_put_ref(&at, key, &place, &is_new)) return false;
        if (is_new) {
            *place = n_found;
            if (!DG_PUSH(c->arena, found, n_found, cap_found, ((dg_position){0}))) return false;
        }
        dg_position *p = &found[*place];
        if (!DG_PUSH(c->arena, p->entries, p->n_entries, p->cap_entries, i)) return false;
    }
    for (uint32_t i = 0; i < n_found; i++)
        if (found[i].n_entries > 1 && count_articles(&found[i], entries) > 1 &&
            !DG_PUSH(c->arena, *all, *n, *cap, found[i]))
            return false;
    return true;
}

int dg_positions_find(const dg_found_quote *quotes, uint32_t n_quotes, const dg_entry *entries,
                      uint32_t n_entries, dg_arena *arena, uint32_t *ret_n, dg_position **ret,
                      dg_err *err) {
    comparing c = {.arena = arena,
                   .quotes = quotes,
                   .n = n_quotes < MAX_STATEMENTS ? n_quotes : MAX_STATEMENTS};
    dg_position *all = NULL;
    uint32_t n = 0, cap = 0;
    dg_map_init(&c.map, arena);
    c.all = dg_arena_zalloc(arena, c.n, sizeof c.all[0]);
    c.shared = dg_arena_zalloc(arena, c.n, sizeof c.shared[0]);
    bool ok = c.all && c.shared;
    for (uint32_t i = 0; i < c.n && ok; i++) ok = unpack(&c, i);
    for (uint32_t i = 0; i < c.n && ok; i++)
        for (uint32_t k = 0; k < c.all[i].n; k++) {
            double w = worth(&c, &c.all[i], k);
            c.all[i].norm += w * w;
        }
    for (uint32_t i = 0; i < c.n && ok; i++) ok = join_statement(&c, i, &all, &n, &cap);
    ok = ok && join_stances(&c, entries, n_entries, &all, &n, &cap);
    if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "positions");
    *ret_n = n, *ret = all;
    return 0;
}
