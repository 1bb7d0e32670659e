/* story.c: single pass over articles in order of their days, with postings from features to the
 * articles of the window. Candidates are the articles that share rare features; only the best few
 * are compared in full. All sums run in one order, so the result is the same everywhere. */
#include "archive/story.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"

enum {
    MAX_POSTING = 400,   /* newest articles looked at for one feature */
    MAX_CANDIDATES = 32, /* compared in full */
    PRIOR_ARTICLES =
        40, /* an archive of three articles has no rare words: as if there were these */
};
static const size_t CEILING = (size_t)8 << 30;

/* Tuned on tests/stories/tuning, see docs/STORIES.md. */
static const double JOIN_AT = 0.21, JOIN_UNDATED_AT = 0.28, FADE_A_DAY = 0.03;
static const double SAME_SHARED = 0.55, SAME_WORDS = 0.45;   /* parts of the two cosines */
static const double OTHER_SHARED = 0.75, OTHER_WORDS = 0.25; /* between two languages */
static const double COGNATES = 2.2; /* a cosine of words across languages is that much smaller */

/* How much a feature of a kind says about the matter; words have a cosine of their own. */
static const double kind_weight[DG_FEATURE_N] = {
    [DG_FEATURE_ACTOR] = 1.2,   [DG_FEATURE_KNOWN] = 0.7, [DG_FEATURE_PLACE] = 1.0,
    [DG_FEATURE_COUNTRY] = 0.5, [DG_FEATURE_EVENT] = 0.8, [DG_FEATURE_TOPIC] = 0.6,
    [DG_FEATURE_FIGURE] = 0.8,  [DG_FEATURE_NAME] = 0.8,  [DG_FEATURE_WORD] = 1.0};

typedef struct posting {
    uint32_t n, cap, first; /* articles[first..n) are in the window */
    uint32_t n_all;         /* of the whole pool, for articles without a day */
    uint32_t seen_by;       /* the article for which first and rare were worked out, + 1 */
    double rare;
    uint32_t *articles;
} posting;

typedef struct candidate {
    uint32_t article;
    double score;
} candidate;

typedef struct span { /* of a story of articles without a day: what its members allow */
    int32_t latest_from, earliest_to;
} span;

typedef struct joiner {
    dg_arena *arena;
    dg_map map; /* kind and hash → posting */
    posting *postings;
    uint32_t n_postings, cap_postings;
    dg_story_article *articles;
    uint32_t **postings_of; /* [n][n_features] of each article met so far */
    uint32_t n_window;      /* articles now in the window */
    dg_map story_map;       /* id → span */
    span *spans;
    uint32_t n_spans, cap_spans;
    double *score; /* [n] of the article at hand; zero outside of it */
} joiner;

/* Looks up the postings of all features of an article, once. */
static int meet(joiner *j, uint32_t article) {
    const dg_story_article *a = &j->articles[article];
    uint32_t *all = dg_arena_alloc(j->arena, a->n_features * sizeof all[0]);
    for (uint32_t i = 0; i < a->n_features && all; i++) {
        const dg_feature *f = &a->features[i];
        const char key[5] = {(char)f->kind, (char)f->hash, (char)(f->hash >> 8),
                             (char)(f->hash >> 16), (char)(f->hash >> 24)};
        uint32_t *at;
        bool is_new;
        if (!dg_map_put(&j->map, (dg_str){key, sizeof key}, &at, &is_new)) return DG_E_NOMEM;
        if (is_new) {
            *at = j->n_postings;
            if (!DG_PUSH(j->arena, j->postings, j->n_postings, j->cap_postings, ((posting){0})))
                return DG_E_NOMEM;
        }
        all[i] = *at;
        j->postings[*at].n_all++;
    }
    j->postings_of[article] = all;
    return all ? 0 : DG_E_NOMEM;
}

static bool in_window(const dg_story_article *old, const dg_story_article *now) {
    return now->day == DG_DAY_NONE || old->day >= now->day - DG_STORY_DAYS;
}

/* The posting as article `now` sees it: what left the window is gone, and how rare the feature is
 * among the articles of the window is known. */
static posting *look(joiner *j, uint32_t at, uint32_t now) {
    posting *p = &j->postings[at];
    if (p->seen_by == now + 1) return p;
    while (p->first < p->n && !in_window(&j->articles[p->articles[p->first]], &j->articles[now]))
        p->first++;
    uint32_t n = j->articles[now].day == DG_DAY_NONE ? p->n_all : p->n - p->first + 1;
    p->rare = log((double)(j->n_window + PRIOR_ARTICLES) / (double)n);
    p->seen_by = now + 1;
    return p;
}

static double value(const dg_feature *f, double rare) {
    return kind_weight[f->kind] * rare * (1 + log((double)f->weight));
}

/* ---- two articles ---- */

typedef struct sums { /* of squares and of products, for what languages share and for words */
    double aa[2], bb[2], ab[2];
} sums;

static double cosine(const sums *s, int part) {
    double norm = s->aa[part] * s->bb[part];
    return norm > 0 ? s->ab[part] / sqrt(norm) : 0;
}

static double nearness_of(const sums *s, const dg_story_article *a, const dg_story_article *b) {
    double shared = cosine(s, 0), words = cosine(s, 1);
    if (strcmp(a->lang, b->lang) == 0) return SAME_SHARED * shared + SAME_WORDS * words;
    words *= COGNATES;
    return OTHER_SHARED * shared + OTHER_WORDS * (words < 1 ? words : 1);
}

/* Both feature lists are sorted by (kind, hash). */
static double nearness(joiner *j, const dg_story_article *a, const dg_story_article *b) {
    uint32_t now = (uint32_t)(a - j->articles), old = (uint32_t)(b - j->articles);
    sums s = {{0, 0}, {0, 0}, {0, 0}};
    uint32_t x = 0, y = 0;
    while (x < a->n_features || y < b->n_features) {
        const dg_feature *f = x < a->n_features ? &a->features[x] : NULL;
        const dg_feature *g = y < b->n_features ? &b->features[y] : NULL;
        int order = !f                   ? 1
                    : !g                 ? -1
                    : f->kind != g->kind ? f->kind - g->kind
                                         : (f->hash > g->hash) - (f->hash < g->hash);
        uint32_t at = order <= 0 ? j->postings_of[now][x] : j->postings_of[old][y];
        double rare = look(j, at, now)->rare;
        int part = (order <= 0 ? f : g)->kind == DG_FEATURE_WORD;
        double v = order <= 0 ? value(f, rare) : 0, w = order >= 0 ? value(g, rare) : 0;
        s.aa[part] += v * v, s.bb[part] += w * w, s.ab[part] += v * w;
        x += order <= 0, y += order >= 0;
    }
    return nearness_of(&s, a, b);
}

/* ---- one article among the others ---- */

static int by_score(const void *a, const void *b) {
    const candidate *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return (x->article > y->article) - (x->article < y->article);
}

/* The articles that share most with `now`, best first; NULL without memory. */
static candidate *candidates(joiner *j, uint32_t at, uint32_t *ret_n) {
    const dg_story_article *now = &j->articles[at];
    candidate *found = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < now->n_features; i++) {
        posting *p = look(j, j->postings_of[at][i], at);
        uint32_t from = p->n - p->first > MAX_POSTING ? p->n - MAX_POSTING : p->first;
        double gain = value(&now->features[i], p->rare) * p->rare;
        for (uint32_t k = from; k < p->n; k++) {
            uint32_t article = p->articles[k];
            if (j->score[article] == 0 &&
                !DG_PUSH(j->arena, found, n, cap, ((candidate){article, 0})))
                return NULL;
            j->score[article] += gain + 1e-9;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        found[i].score = j->score[found[i].article];
        j->score[found[i].article] = 0;
    }
    if (n) qsort(found, n, sizeof found[0], by_score);
    *ret_n = n < MAX_CANDIDATES ? n : MAX_CANDIDATES;
    return found ? found : dg_arena_alloc(j->arena, 0);
}

/* Is it known that both are of different times? */
static bool time_forbids(const joiner *j, const dg_story_article *now, dg_str story) {
    if (now->day != DG_DAY_NONE || !dg_days_known(now->published)) return false;
    uint32_t at = dg_map_get(&j->story_map, story);
    return at != DG_NONE && (now->published.from > j->spans[at].earliest_to + DG_STORY_DAYS ||
                             now->published.to < j->spans[at].latest_from - DG_STORY_DAYS);
}

static bool note_time(joiner *j, const dg_story_article *now) {
    uint32_t *at;
    bool is_new;
    if (now->day != DG_DAY_NONE || !dg_days_known(now->published)) return true;
    if (!dg_map_put_ref(&j->story_map, now->story, &at, &is_new)) return false;
    if (is_new) {
        *at = j->n_spans;
        span s = {now->published.from, now->published.to};
        return DG_PUSH(j->arena, j->spans, j->n_spans, j->cap_spans, s);
    }
    span *s = &j->spans[*at];
    if (now->published.from > s->latest_from) s->latest_from = now->published.from;
    if (now->published.to < s->earliest_to) s->earliest_to = now->published.to;
    return true;
}

/* The story whose two nearest members are nearest on average (one member: that one). */
static dg_str nearest_story(joiner *j, const dg_story_article *now, candidate *c, uint32_t n,
                            double *ret_score) {
    dg_str best = DG_STR_NULL;
    *ret_score = 0;
    for (uint32_t i = 0; i < n; i++) {
        const dg_story_article *old = &j->articles[c[i].article];
        c[i].score = nearness(j, now, old);
        if (now->day != DG_DAY_NONE) c[i].score *= 1 - FADE_A_DAY * (double)(now->day - old->day);
    }
    for (uint32_t i = 0; i < n; i++) {
        dg_str story = j->articles[c[i].article].story;
        double first = 0, second = -1;
        if (time_forbids(j, now, story)) continue;
        for (uint32_t k = 0; k < n; k++) {
            if (!dg_str_eq(j->articles[c[k].article].story, story)) continue;
            if (c[k].score > first)
                second = first, first = c[k].score;
            else if (c[k].score > second)
                second = c[k].score;
        }
        double score = second > 0 ? (first + second) / 2 : first;
        if (score > *ret_score) *ret_score = score, best = story;
    }
    return best;
}

static int add(joiner *j, uint32_t at) {
    for (uint32_t i = 0; i < j->articles[at].n_features; i++) {
        posting *p = &j->postings[j->postings_of[at][i]];
        if (!DG_PUSH(j->arena, p->articles, p->n, p->cap, at)) return DG_E_NOMEM;
    }
    return 0;
}

static int join_one(joiner *j, uint32_t at) {
    dg_story_article *now = &j->articles[at];
    dg_arena_mark mark = dg_arena_mark_get(j->arena);
    uint32_t n;
    candidate *c = candidates(j, at, &n);
    if (!c) return DG_E_NOMEM;
    double score;
    dg_str story = nearest_story(j, now, c, n, &score);
    now->story = score >= (now->day == DG_DAY_NONE ? JOIN_UNDATED_AT : JOIN_AT) ? story : now->id;
    dg_arena_release(j->arena, mark);
    return note_time(j, now) ? 0 : DG_E_NOMEM;
}

int dg_stories_join(dg_story_article *articles, uint32_t n, dg_err *err) {
    joiner j = {.arena = dg_arena_new(CEILING), .articles = articles};
    int rc = j.arena ? 0 : DG_E_NOMEM;
    if (!rc) {
        dg_map_init(&j.map, j.arena);
        dg_map_init(&j.story_map, j.arena);
        j.score = dg_arena_zalloc(j.arena, n, sizeof j.score[0]);
        j.postings_of = dg_arena_zalloc(j.arena, n, sizeof j.postings_of[0]);
        if (!j.score || !j.postings_of) rc = DG_E_NOMEM;
    }
    bool dated = n && articles[0].day != DG_DAY_NONE;
    for (uint32_t i = 0; i < n && !rc && !dated; i++) rc = meet(&j, i);
    uint32_t oldest = 0;
    for (uint32_t i = 0; i < n && !rc; i++) {
        while (oldest < i && !in_window(&articles[oldest], &articles[i])) oldest++;
        j.n_window = dated ? i - oldest : n;
        if (dated) rc = meet(&j, i);
        if (!rc && !articles[i].story.p) rc = join_one(&j, i);
        if (!rc) rc = add(&j, i);
    }
    dg_arena_free(j.arena);
    return rc ? dg_err_set(err, rc, 0, "stories") : 0;
}
