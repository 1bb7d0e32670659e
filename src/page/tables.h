/* tables.h: lexicon/page.tsv and the month names of lexicon/times.tsv, as page/ asks for them.
 * Everything is lower case; callers pass lower-case text. Const after loading, shared by all
 * threads. */
#ifndef DG_PAGE_TABLES_H
#define DG_PAGE_TABLES_H

#include "base/map.h"
#include "page/page.h"

#define DG_PHRASE_MAP(X)                                                                           \
    X(LINE, "line")                                                                                \
    X(START, "start")                                                                              \
    X(CONTAINS, "contains")                                                                        \
    X(TAIL, "tail")                                                                                \
    X(SHARE, "share")                                                                              \
    X(AD, "ad")                                                                                    \
    X(CREDIT, "credit")                                                                            \
    X(SOURCE, "source")                                                                            \
    X(AGENCY, "agency")                                                                            \
    X(PUBLISHED, "published")                                                                      \
    X(UPDATED, "updated")                                                                          \
    X(META, "meta")                                                                                \
    X(BYLINE, "byline")                                                                            \
    X(CLASS_OUT, "class-out")                                                                      \
    X(CLASS_IN, "class-in")                                                                        \
    X(CLASS_EMBED, "class-embed")                                                                  \
    X(CLASS_SKIP, "class-skip")                                                                    \
    X(CLASS_BY, "class-by")                                                                        \
    X(CAPTION, "caption")                                                                          \
    X(NEXT, "next")                                                                                \
    X(SHORT, "contains-short")                                                                     \
    X(PAGE_ERROR, "page-error")                                                                    \
    X(PAGE_COOKIES, "page-cookies")                                                                \
    X(PAGE_PAYWALL, "page-paywall")                                                                \
    X(PAGE_LIVE, "page-live")                                                                      \
    X(PAGE_VIDEO, "page-video")                                                                    \
    X(PAGE_GALLERY, "page-gallery")
typedef enum {
#define X(name, text) DG_PHRASE_##name,
    DG_PHRASE_MAP(X)
#undef X
        DG_PHRASE_N
} dg_phrase_kind;

typedef struct dg_phrases {
    dg_str *items;       /* [n] lower case, sorted by bytes */
    uint32_t first[257]; /* items that begin with byte b are [first[b], first[b + 1]) */
    uint32_t n, cap;
    uint32_t longest; /* bytes */
    dg_map set;
} dg_phrases;

struct dg_page_tables {
    dg_phrases phrases[DG_PHRASE_N];
    dg_map months;   /* "januar", "jan" to 1..12 */
    dg_map weekdays; /* "mandag" to 1..7 */
    dg_map outlets;  /* a form of outlets.tsv, letters and digits only ("newyorktimes"), to names */
    dg_str *outlet_names;
    uint32_t n_outlets, cap_outlets;
};

/* Is s one of the phrases? */
bool dg_phrase_is(const dg_page_tables *t, dg_phrase_kind kind, dg_str s);
/* Bytes of the longest phrase that s begins with, ending at a word's end; 0 when there is none. */
uint32_t dg_phrase_at(const dg_page_tables *t, dg_phrase_kind kind, dg_str s);
/* Does a phrase stand anywhere in s? */
bool dg_phrase_in(const dg_page_tables *t, dg_phrase_kind kind, dg_str s);

/* The name of the outlet that outlets.tsv knows by this form, whatever its case and blanks; or
 * {NULL, 0}. */
dg_str dg_page_outlet(const dg_page_tables *t, dg_str form, dg_arena *arena);

/* A day, or a month, written out in s. */
typedef struct dg_page_date {
    dg_range span;
    dg_days days;
} dg_page_date;
/* The date that begins at s.p[at], with a year and at least a month; "05/04/2020" says nothing and
 * is none. */
bool dg_page_date_at(const dg_page_tables *t, dg_str s, uint32_t at, dg_page_date *ret);
/* The first date in s. */
bool dg_page_date_find(const dg_page_tables *t, dg_str s, dg_page_date *ret);

#endif
