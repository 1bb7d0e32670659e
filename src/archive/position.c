/* position.c: leader clustering of statements, one pass in order of publication; rarity of features
 * is counted over the statements at hand. */
#include "archive/position.h"

#include <math.h>

#include "archive/features.h"
#include "base/map.h"

enum { PRIOR_STATEMENTS = 40, MIN_SHARED = 3, MAX_STATEMENTS = 20000 };
static const double SAME_AT = 0.22;

typedef struct statement {
    uint32_t n;
    dg_feature *features;
    double norm;
    uint32_t position; /* of its group, or DG_NONE */
} statement;

typedef struct comparing {
    dg_arena *arena;
    dg_map counts; /* feature → statements that have it */
    const dg_found_quote *quotes;
    statement *all;
    uint32_t n;
} comparing;

static dg_str key_of(const dg_feature *f, char key[5]) {
    key[0] = (char)f->kind;
    for (int i = 0; i < 4; i++) key[i + 1] = (char)(f->hash >> (8 * i));
    return (dg_str){key, 5};
}

static double worth(const comparing *c, const dg_feature *f) {
    char key[5];
    uint32_t n = dg_map_get(&c->counts, key_of(f, key));
    double rare = log((double)(c->n + PRIOR_STATEMENTS) / (double)(n == DG_NONE ? 1 : n));
    return f->kind == DG_FEATURE_COUNTRY ? rare / 2 : rare;
}

static bool unpack(comparing *c, uint32_t i) {
    dg_feature all[DG_MAX_FEATURES];
    statement *s = &c->all[i];
    s->n = dg_features_read(c->quotes[i].packed, all);
    s->position = DG_NONE;
    s->features = dg_arena_alloc(c->arena, s->n * sizeof all[0]);
    if (!s->features) return false;
    if (s->n) memcpy(s->features, all, s->n * sizeof all[0]);
    for (uint32_t k = 0; k < s->n; k++) {
        char key[5];
        uint32_t *count;
        if (!dg_map_put(&c->counts, key_of(&all[k], key), &count, NULL)) return false;
        ++*count;
    }
    return true;
}

static double nearness(const comparing *c, const statement *a, const statement *b) {
    double both = 0;
    uint32_t shared = 0;
    for (uint32_t x = 0, y = 0; x < a->n && y < b->n;) {
        const dg_feature *f = &a->features[x], *g = &b->features[y];
        int order =
            f->kind != g->kind ? f->kind - g->kind : (f->hash > g->hash) - (f->hash < g->hash);
        if (!order) {
            double w = worth(c, f);
            both += w * w;
            shared += f->kind != DG_FEATURE_COUNTRY;
        }
        x += order <= 0, y += order >= 0;
    }
    return shared >= MIN_SHARED && a->norm > 0 && b->norm > 0 ? both / sqrt(a->norm * b->norm) : 0;
}

static bool same_speaker(const dg_found_quote *a, const dg_found_quote *b) {
    if (a->speaker_country.n || b->speaker_country.n)
        return dg_str_eq(a->speaker_country, b->speaker_country);
    return dg_str_eq(a->speaker, b->speaker);
}

/* The earlier statement it is nearest to, or DG_NONE. */
static uint32_t nearest(const comparing *c, uint32_t i) {
    uint32_t best = DG_NONE;
    double score = SAME_AT;
    for (uint32_t k = 0; k < i; k++) {
        if (c->quotes[k].source.article == c->quotes[i].source.article ||
            !same_speaker(&c->quotes[k], &c->quotes[i]))
            continue;
        double near = nearness(c, &c->all[k], &c->all[i]);
        if (near > score) score = near, best = k;
    }
    return best;
}

static bool join_statement(comparing *c, uint32_t i, dg_position **all, uint32_t *n,
                           uint32_t *cap) {
    uint32_t k = nearest(c, i);
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

static bool join_stances(comparing *c, const dg_entry *entries, uint32_t n_entries,
                         dg_position **all, uint32_t *n, uint32_t *cap) {
    bool *taken = dg_arena_zalloc(c->arena, n_entries, sizeof taken[0]);
    if (!taken) return false;
    for (uint32_t i = 0; i < n_entries; i++) {
        dg_position p = {0};
        const dg_found_event *first = entries[i].tellings[0];
        for (uint32_t k = i; k < n_entries && is_stance(&entries[i]) && !taken[i]; k++) {
            const dg_found_event *other = entries[k].tellings[0];
            if (taken[k] || !dg_str_eq(first->matter, other->matter) ||
                first->negated != other->negated)
                continue;
            if (!DG_PUSH(c->arena, p.entries, p.n_entries, p.cap_entries, k)) return false;
        }
        if (p.n_entries < 2 || count_articles(&p, entries) < 2) continue;
        for (uint32_t k = 0; k < p.n_entries; k++) taken[p.entries[k]] = true;
        if (!DG_PUSH(c->arena, *all, *n, *cap, p)) return false;
    }
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
    dg_map_init(&c.counts, arena);
    c.all = dg_arena_zalloc(arena, c.n, sizeof c.all[0]);
    bool ok = c.all != NULL;
    for (uint32_t i = 0; i < c.n && ok; i++) ok = unpack(&c, i);
    for (uint32_t i = 0; i < c.n && ok; i++)
        for (uint32_t k = 0; k < c.all[i].n; k++) {
            double w = worth(&c, &c.all[i].features[k]);
            c.all[i].norm += w * w;
        }
    for (uint32_t i = 0; i < c.n && ok; i++) ok = join_statement(&c, i, &all, &n, &cap);
    ok = ok && join_stances(&c, entries, n_entries, &all, &n, &cap);
    if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "positions");
    *ret_n = n, *ret = all;
    return 0;
}
