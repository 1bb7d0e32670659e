/* lists.h: what a server asks of the archive: lists by filters, page by page, as JSON of one row
 * each, and what is counted over them.
 *
 * One filter for all of them; what a list has no such column for it does not look at. A page begins
 * behind a cursor, which names the last row of the page before (its day and id), so that what is
 * added meanwhile shifts nothing. Strings are copies in the caller's arena. Errors: DG_E_STORE,
 * DG_E_NOMEM; DG_E_ARG where the text to look for is none. */
#ifndef DG_LISTS_H
#define DG_LISTS_H

#include "archive/store.h"

typedef struct dg_filter { /* p NULL: any */
    dg_str a, b;           /* parties on whichever side: country code or key */
    dg_str actor, recipient;
    dg_str type, status, lang, outlet, story, place, since, until; /* days are ISO, both included */
    dg_str text;                                                   /* words as FTS5 takes them */
    dg_str speaker, about, form, stance;                           /* of quotes */
    uint32_t quad;                                                 /* 1 to 4; 0: any */
    uint32_t witnesses;                                            /* at least */
    int negated;                                                   /* 0, 1; -1: any */
} dg_filter;

typedef struct dg_slice {
    dg_str day, id; /* the cursor; id.p NULL: the first page. day "": the rows without a day */
    uint32_t limit; /* rows of the page */
} dg_slice;

typedef struct dg_listing {
    uint32_t n;
    dg_str *rows;   /* [n] JSON; of happenings their ids */
    uint64_t total; /* rows that match, on all pages */
    uint64_t of;    /* rows there are */
    dg_str day, id; /* cursor of the next page; id.p NULL: this is the last */
} dg_listing;

typedef enum {
    DG_LIST_HAPPENINGS, /* ids, newest first */
    DG_LIST_ARTICLES,   /* newest first */
    DG_LIST_QUOTES,
    DG_LIST_EVENTS, /* as their articles tell them */
    DG_LIST_STORIES
} dg_list_kind;

/* One page of a list, in the arena. DG_E_STORE, DG_E_NOMEM. */
int dg_list(const dg_store *s, dg_list_kind kind, const dg_filter *f, const dg_slice *slice,
            dg_arena *arena, dg_listing *ret, dg_err *err);

/* Counted over the happenings that match; negated, denied and hypothetical ones count, but not in
 * scores. Each row is one JSON object. */
typedef enum {
    DG_COUNT_DAYS, /* {from, to, events, score, quads}, oldest first; those without a day left out
                    */
    DG_COUNT_WEEKS,
    DG_COUNT_MONTHS,
    DG_COUNT_PARTIES, /* {key, country, events, quads}, most active first */
    DG_COUNT_PAIRS,   /* {a, b, events, score, quads}, whichever way they act */
    DG_COUNT_DYADS,   /* {source, target, events, score, quads}, who acted on whom */
    DG_COUNT_PLACES   /* {country, events, score, quads} by where it happened */
} dg_count_kind;

/* At most `most` rows; *ret_n how many came. */
int dg_count(const dg_store *s, dg_count_kind kind, const dg_filter *f, uint32_t most,
             dg_arena *arena, dg_str **ret, uint32_t *ret_n, dg_err *err);

/* What the articles that match are: {"lang": [{value, n}], "outlet": …, "month": …, "country": …}.
 */
int dg_list_facets(const dg_store *s, const dg_filter *f, dg_arena *arena, dg_str *ret,
                   dg_err *err);
/* How much there is of everything, and of what languages and outlets, as one object. */
int dg_list_stats(const dg_store *s, dg_arena *arena, dg_str *ret, dg_err *err);
/* The record of one article (RECORD.md) with its story and family, and with every event its
 * happening, n_witnesses, and phrase out of phrases ({"happening": "words"}). DG_E_NOT_FOUND. */
int dg_list_article(const dg_store *s, dg_str id, dg_str phrases, dg_arena *arena, dg_str *ret,
                    dg_err *err);
/* The happenings that an article tells. */
int dg_list_told(const dg_store *s, dg_str article, dg_arena *arena, dg_str **ret, uint32_t *ret_n,
                 dg_err *err);
/* Ids of the happenings that were made since row `*after` of their table; moves it on. */
int dg_list_made(const dg_store *s, int64_t *after, uint32_t most, dg_arena *arena, dg_str **ret,
                 uint32_t *ret_n, dg_err *err);
/* Another number whenever anybody has changed the archive. */
int dg_list_version(const dg_store *s, int64_t *ret, dg_err *err);

#endif
