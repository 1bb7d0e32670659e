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
    MIN_SHARED = 3,    /* features that two statements have in common, countries apart */
    MIN_WITHOUT = 4,   /* across languages, where none of them is a name */
    MIN_WITH_NAME = 2, /* across languages, where one of them is a name */
    NAME = 1 << 16,    /* in the count of what is shared: a name, besides being a feature */
    MAX_STATEMENTS = 20000,
    MAX_POSTING = 200 /* newest statements looked at for one feature */
};
static const double SAME_AT = 0.22;
/* In one story and one language a short statement is the same when most of what it is about stands
 * in the other, be it one word. */
static const double MOST_OF_IT = 0.5;
static const double COGNATES = 2.2; /* a cosine across languages is that much smaller (story.c) */

typedef struct statement {
    uint32_t n;
    dg_feature *features;
    uint32_t *postings;   /* [n] of the features */
    double norm, content; /* sums of squares: of all features, of what is said */
    uint32_t position;    /* of its group, or DG_NONE */
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
    uint32_t *shared; /* [n] features shared with the statement at hand, + NAME for each that is a
                         name; zero outside of it */
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
    if (s->features[i].kind == DG_FEATURE_COUNTRY) rare /= 2;
    return rare * (1 + log((double)s->features[i].weight));
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

static bool is_name(const dg_feature *f) {
    return f->kind == DG_FEATURE_NAME || f->kind == DG_FEATURE_KNOWN ||
           f->kind == DG_FEATURE_ACTOR || f->kind == DG_FEATURE_PLACE;
}

/* What is said, and not of what: words, frames, figures. */
static bool is_content(const dg_feature *f) {
    return !is_name(f) && f->kind != DG_FEATURE_COUNTRY;
}

/* How near two statements are: their cosine, larger between languages (cognates alone can agree);
 * within a story and a language also what the shorter one has of the other's words. 0: another
 * matter. */
static double nearness(const comparing *c, uint32_t i, uint32_t k) {
    const statement *a = &c->all[i], *b = &c->all[k];
    const dg_source *s = &c->quotes[i].source, *t = &c->quotes[k].source;
    double both = 0, of_a = 0, of_b = 0;
    uint32_t shared = 0; /* countries apart */
    for (uint32_t x = 0, y = 0; x < a->n && y < b->n;) {
        const dg_feature *f = &a->features[x], *g = &b->features[y];
        int order =
            f->kind != g->kind ? f->kind - g->kind : (f->hash > g->hash) - (f->hash < g->hash);
        if (!order) {
            double v = worth(c, a, x), w = worth(c, b, y);
            both += v * w;
            shared += f->kind != DG_FEATURE_COUNTRY;
            if (is_content(f)) of_a += v * v, of_b += w * w;
        }
        x += order <= 0, y += order >= 0;
    }
    if (!(a->norm > 0 && b->norm > 0)) return 0;
    double cosine = both / sqrt(a->norm * b->norm);
    if (!dg_str_eq(s->lang, t->lang)) return cosine * COGNATES;
    bool story = s->story.n && dg_str_eq(s->story, t->story);
    bool shorter = a->content < b->content;
    double whole = shorter ? a->content : b->content;
    double most = whole > 0 ? (shorter ? of_a : of_b) / whole : 0;
    if (shared < MIN_SHARED)
        cosine = 0; /* one word is enough only where it is most of what is said */
    return story && most >= MOST_OF_IT && most > cosine ? most : cosine;
}

static bool same_speaker(const dg_found_quote *a, const dg_found_quote *b) {
    if (a->speaker_country.n || b->speaker_country.n)
        return dg_str_eq(a->speaker_country, b->speaker_country);
    return dg_str_eq(a->speaker, b->speaker);
}

/* Is enough shared for two statements to be compared? Cognates are few: across languages a name and
 * one thing more must do; within a story and a language, one word that is no name. */
static bool is_enough(const dg_found_quote *a, const dg_found_quote *b, uint32_t shared) {
    bool lang = dg_str_eq(a->source.lang, b->source.lang);
    bool story = a->source.story.n && dg_str_eq(a->source.story, b->source.story);
    uint32_t n = shared % NAME, names = shared / NAME;
    if (lang) return n >= MIN_SHARED || (story && n > names);
    return n >= (names ? MIN_WITH_NAME : MIN_WITHOUT);
}

/* The earlier statements of the same speaker, in other articles, that share enough, in no order;
 * false: no memory. */
static bool candidates(comparing *c, uint32_t i, uint32_t *ret_n, uint32_t **ret) {
    const statement *s = &c->all[i];
    const dg_found_quote *now = &c->quotes[i];
    uint32_t *met = NULL, n = 0, cap = 0, kept = 0;
    for (uint32_t f = 0; f < s->n; f++) {
        const posting *p = &c->postings[s->postings[f]];
        if (s->features[f].kind == DG_FEATURE_COUNTRY) continue;
        for (uint32_t k = p->n > MAX_POSTING ? p->n - MAX_POSTING : 0; k < p->n; k++) {
            if (!c->shared[p->statements[k]] && !DG_PUSH(c->arena, met, n, cap, p->statements[k]))
                return false;
            c->shared[p->statements[k]] += is_name(&s->features[f]) ? NAME + 1 : 1;
        }
    }
    for (uint32_t k = 0; k < n; k++) {
        const dg_found_quote *q = &c->quotes[met[k]];
        bool near = is_enough(q, now, c->shared[met[k]]);
        c->shared[met[k]] = 0;
        if (near && q->source.article != now->source.article && same_speaker(q, now))
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
        double near = nearness(c, met[k], i);
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

static dg_str stance_key(comparing *c, const dg_found_event *e, bool opposite) {
    return dg_arena_join(c->arena, DG_STR(""), e->negated != opposite ? DG_STR("-") : DG_STR("+"),
                         e->matter);
}

/* Is b, told later, the opposite of a, and too late to be another report of the same? */
static bool is_turn(const dg_entry *a, const dg_entry *b) {
    return a->tellings[0]->negated != b->tellings[0]->negated && dg_days_known(a->when) &&
           dg_days_known(b->when) && b->when.from > a->when.to + DG_DISPUTE_DAYS;
}

/* A position and its opposite, in order (entries are in that of time); whether one followed the
 * other stands in ret->turns. */
static bool put_together(comparing *c, const dg_entry *entries, const dg_position *a,
                         const dg_position *b, dg_position *ret) {
    *ret = (dg_position){0};
    for (uint32_t i = 0, k = 0; i < a->n_entries || k < b->n_entries;) {
        bool first = k >= b->n_entries || (i < a->n_entries && a->entries[i] < b->entries[k]);
        uint32_t next = first ? a->entries[i++] : b->entries[k++], n = ret->n_entries;
        if (n && is_turn(&entries[ret->entries[n - 1]], &entries[next]) &&
            !DG_PUSH(c->arena, ret->turns, ret->n_turns, ret->cap_turns, n))
            return false;
        if (!DG_PUSH(c->arena, ret->entries, ret->n_entries, ret->cap_entries, next)) return false;
    }
    return true;
}

/* Entries of one matter and polarity, in the order of their first. */
static bool group_stances(comparing *c, const dg_entry *entries, uint32_t n_entries, dg_map *at,
                          uint32_t *n, dg_position **ret) {
    uint32_t cap = 0;
    for (uint32_t i = 0; i < n_entries; i++) {
        uint32_t *place;
        bool is_new;
        if (!is_stance(&entries[i])) continue;
        dg_str key = stance_key(c, entries[i].tellings[0], false);
        if (!key.p || !dg_map_put_ref(at, key, &place, &is_new)) return false;
        if (is_new) {
            *place = *n;
            if (!DG_PUSH(c->arena, *ret, *n, cap, ((dg_position){0}))) return false;
        }
        dg_position *p = &(*ret)[*place];
        if (!DG_PUSH(c->arena, p->entries, p->n_entries, p->cap_entries, i)) return false;
    }
    return true;
}

static bool join_stances(comparing *c, const dg_entry *entries, uint32_t n_entries,
                         dg_position **all, uint32_t *n, uint32_t *cap) {
    dg_map at;
    dg_position *found = NULL;
    uint32_t n_found = 0;
    dg_map_init(&at, c->arena);
    if (!group_stances(c, entries, n_entries, &at, &n_found, &found)) return false;
    for (uint32_t i = 0; i < n_found; i++) {
        dg_position both, p = found[i];
        dg_str key = stance_key(c, entries[p.entries[0]].tellings[0], true);
        uint32_t opposite = key.p ? dg_map_get(&at, key) : DG_NONE;
        if (!key.p) return false;
        if (opposite != DG_NONE) {
            if (!put_together(c, entries, &p, &found[opposite], &both)) return false;
            if (both.n_turns && opposite < i) continue; /* told with its opposite */
            if (both.n_turns) p = both;
        }
        if (p.n_entries > 1 && count_articles(&p, entries) > 1 &&
            !DG_PUSH(c->arena, *all, *n, *cap, p))
            return false;
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
    dg_map_init(&c.map, arena);
    c.all = dg_arena_zalloc(arena, c.n, sizeof c.all[0]);
    c.shared = dg_arena_zalloc(arena, c.n, sizeof c.shared[0]);
    bool ok = c.all && c.shared;
    for (uint32_t i = 0; i < c.n && ok; i++) ok = unpack(&c, i);
    for (uint32_t i = 0; i < c.n && ok; i++)
        for (uint32_t k = 0; k < c.all[i].n; k++) {
            double w = worth(&c, &c.all[i], k);
            c.all[i].norm += w * w;
            if (is_content(&c.all[i].features[k])) c.all[i].content += w * w;
        }
    for (uint32_t i = 0; i < c.n && ok; i++) ok = join_statement(&c, i, &all, &n, &cap);
    ok = ok && join_stances(&c, entries, n_entries, &all, &n, &cap);
    if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "positions");
    *ret_n = n, *ret = all;
    return 0;
}
