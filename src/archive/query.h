/* query.h: questions to the archive. Answers are arrays in the caller's arena; strings are copies.
 * A party is asked for by country code ("CHN") or by entity key ("un"). Days compare as ISO text.
 *
 * Errors of all: DG_E_STORE, DG_E_NOMEM. */
#ifndef DG_QUERY_H
#define DG_QUERY_H

#include "archive/store.h"

typedef struct dg_query {
    dg_str a, b;             /* country code or key; p NULL: anybody */
    dg_days between;         /* of happenings, and of the publication of statements and articles;
                                DG_DAYS_NONE: any, undated ones too */
    dg_str type;             /* of events; p NULL: any */
    dg_str story;            /* id; p NULL: any */
    dg_str actor, recipient; /* country code or key, of events, on that side (of mutual types on
                                either); p NULL: anybody */
    dg_str status;           /* of events; p NULL: any */
    dg_str words;            /* of events: FTS5, in an article that tells it; p NULL: any */
    dg_str lang, outlet;     /* of articles, for an event of one that tells it; p NULL: any */
    bool without_figures;    /* events: leave n_figures 0 */
    bool lines_only; /* events: one for each happening, with what all its tellings say and the
                        sides as join.h merged them, and no article, words, figures; not
                        within a story */
    uint32_t limit;  /* at most so many happenings or quotes, the newest; 0: all */
} dg_query;

typedef struct dg_source { /* the article that something stands in */
    int64_t article;
    dg_str id, uri, outlet, lang, title; /* outlet, lang, title may be absent */
    dg_days published;
    dg_str story; /* id of its story; p NULL: not joined yet */
    dg_str
        family; /* of its versions (versions.h), newest and oldest alike; p NULL: not joined yet */
} dg_source;

typedef struct dg_party {
    dg_str name, key, country, kind, role; /* country, role may be absent */
} dg_party;

/* Versions of one article, or the very same? */
static inline bool dg_source_is_same(const dg_source *a, const dg_source *b) {
    return a->article == b->article || (a->family.n && dg_str_eq(a->family, b->family));
}

/* Is a a version of the same article as b, and b the newer one? */
static inline bool dg_source_is_older_version(const dg_source *a, const dg_source *b) {
    if (a->article == b->article || !dg_source_is_same(a, b)) return false;
    int32_t x = b->published.from, y = a->published.from; /* an unknown day is the least */
    return x != y ? x > y : dg_str_cmp(b->id, a->id) < 0;
}

/* A country's code? PLOVER's IGO, NGO, MNC and IMG say what kind of thing it is, not which one. */
static inline bool dg_is_state(dg_str country) {
    return country.n == 3 && !dg_str_is(country, "IGO") && !dg_str_is(country, "NGO") &&
           !dg_str_is(country, "MNC") && !dg_str_is(country, "IMG");
}

/* The same in SQL, and the id of a row with `country` and `key`. */
#define DG_SQL_IS_STATE "length(country)=3 AND country NOT IN ('IGO','NGO','MNC','IMG')"
#define DG_SQL_PARTY_ID "iif(" DG_SQL_IS_STATE ",country,key)"

/* The country of a party or, where it has none, its key: one id a side of a matter. */
static inline dg_str dg_party_id(const dg_party *p) {
    return dg_is_state(p->country) ? p->country : p->key;
}

/* Are both of the same country, as far as it is known? */
static inline bool dg_party_compatriots(const dg_party *a, const dg_party *b) {
    return a->country.n && dg_str_eq(a->country, b->country);
}

typedef struct dg_figure { /* an amount told with an event */
    dg_str kind, unit,
        bound; /* as in RECORD.md; unit: the currency of money; bound.p NULL: exact */
    double low, high;
    dg_str words;
} dg_figure;

typedef struct dg_found_event {
    dg_source source;
    uint32_t n; /* number of the event in its article's record */
    dg_str type, mode, status, place, place_country;
    dg_str planned; /* type of what is promised or threatened; p NULL: nothing known */
    bool negated,
        began; /* began: its actors (of an ACCUSE its recipients) are said to have begun it */
    double score, confidence;
    dg_days when;
    uint32_t n_actors, n_recipients;
    dg_party *actors, *recipients;
    uint32_t n_figures;
    dg_figure *figures;
    dg_range span;
    dg_str sentence; /* the bytes of span */
    dg_str witness;  /* who it rests on: the wire that told it, else the article */
    /* the happening it tells (happening.h) */
    dg_str happening;  /* id; p NULL: not joined yet */
    dg_str matter;     /* "CONSULT CHN+RUS" */
    dg_str half;       /* "ASSAULT >UKR": the matter that the telling has of its own, where it names
                          one side only and another completed it (join.h); p NULL: none */
    uint32_t any_year; /* when is unknown but for the month (200), its day (204); 0: nothing told */
    dg_days happened;  /* what all its tellings allow */
    bool by_report;    /* none of them names a time */
    uint32_t witnesses; /* of the happening, also outside of the answer */
} dg_found_event;

typedef struct dg_found_quote {
    dg_source source;
    uint32_t n;
    dg_str form, stance, speaker, speaker_key, speaker_country, speaker_role;
    dg_range span;
    dg_str words;  /* the bytes of span */
    dg_str packed; /* what it is about (features.h) */
    uint32_t n_via;
    dg_str *via;
} dg_found_quote;

/* The tellings of happenings in which a and b take part, on whichever sides; whole happenings, by
 * their time, undated ones last; the tellings of one stand together, in order of publication. What
 * has not been joined yet (join.h) is not among them. Within a story: as its articles tell them. */
int dg_query_events(const dg_store *s, const dg_query *q, dg_arena *arena, uint32_t *ret_n,
                    dg_found_event **ret, dg_err *err);
/* The tellings of a matter (happening.h) that begin in this time, or those without a day
 * (DG_DAYS_NONE), or all of them (NULL), in no order, without their sentences. */
int dg_query_matter(const dg_store *s, dg_str matter, const dg_days *first, dg_arena *arena,
                    uint32_t *ret_n, dg_found_event **ret, dg_err *err);
/* The tellings of the happening with this id, in order of publication; none: *ret_n is 0. */
int dg_query_happening(const dg_store *s, dg_str id, dg_arena *arena, uint32_t *ret_n,
                       dg_found_event **ret, dg_err *err);
/* What a (or b, where asked for) said, in articles that name both; in order of publication. */
int dg_query_quotes(const dg_store *s, const dg_query *q, dg_arena *arena, uint32_t *ret_n,
                    dg_found_quote **ret, dg_err *err);

typedef struct dg_known_as { /* of one key, as its articles have it, the most frequent first */
    uint32_t n_names, n_roles;
    dg_str *names, *roles;
    dg_str country; /* p NULL: none told */
} dg_known_as;

/* How an actor is printed, and the offices that it is given. */
int dg_query_known_as(const dg_store *s, dg_str key, dg_arena *arena, dg_known_as *ret,
                      dg_err *err);

typedef struct dg_found_article {
    dg_source source;
    dg_str excerpt; /* the words that were looked for, in their surroundings; p NULL: none */
} dg_found_article;

/* Articles that have all these words (FTS5, diacritics folded, best first; a phrase in "…"), within
 * the query's time and story; words.p NULL: all, newest first. */
int dg_query_articles(const dg_store *s, const dg_query *q, dg_str words, dg_arena *arena,
                      uint32_t *ret_n, dg_found_article **ret, dg_err *err);

/* How many articles have all these words. */
int dg_query_count(const dg_store *s, dg_str words, uint32_t *ret, dg_err *err);

typedef struct dg_found_story {
    dg_str id, title; /* title of its first article that has one */
    dg_days days;     /* of its articles; DG_DAYS_NONE: unknown */
    uint32_t n_articles, n_langs, n_outlets;
} dg_found_story;

/* Stories of at least min_articles whose articles name a (and b), newest first. */
int dg_query_stories(const dg_store *s, const dg_query *q, uint32_t min_articles, dg_arena *arena,
                     uint32_t *ret_n, dg_found_story **ret, dg_err *err);

#endif
