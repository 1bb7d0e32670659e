/* article.h: what every container hands out, and how it stands towards the file that it reads. */
#ifndef DG_INTAKE_ARTICLE_H
#define DG_INTAKE_ARTICLE_H

#include "doc/doc.h"
#include "intake/stream.h"

/* One raw article. Its strings lie in the arena given to the reader; absent is {NULL, 0}. */
typedef struct dg_article {
    dg_format format; /* of the container: what the record calls source.format */
    bool html;        /* bytes is a page or a piece of one; else plain text */
    bool cut;         /* a ceiling or damage left out some of its bytes */
    bool teaser;      /* a feed's summary, not the article */
    dg_str uri;       /* its URL where the container knows it, else path, FILE#id, FILE#number */
    dg_str url;       /* its URL, else {NULL, 0} */
    dg_str bytes;     /* in any encoding; the other strings are UTF-8 */
    dg_str title, byline, outlet, lang, date; /* what the container knew */
    dg_str charset;                           /* as the HTTP head has it */
    dg_str crawled;                           /* instant of the fetch, ISO 8601 */
    dg_str file;                              /* the path */
    dg_spot place;                            /* where it begins in the file */
} dg_article;

/* What a container holds besides articles: left out, and counted. One list: enum and word. */
#define DG_SKIP_MAP(X)                                                                             \
    X(WARCINFO, "warcinfo")                                                                        \
    X(REQUEST, "request")                                                                          \
    X(METADATA, "metadata")                                                                        \
    X(REVISIT, "revisit")                                                                          \
    X(RECORD, "other records")                                                                     \
    X(STATUS, "status not 2xx")                                                                    \
    X(MEDIA, "neither HTML nor text")                                                              \
    X(BODYLESS, "no body")                                                                         \
    X(FEED, "feeds of a list")
typedef enum {
#define X(name, word) DG_SKIP_##name,
    DG_SKIP_MAP(X)
#undef X
        DG_SKIP_N
} dg_skip;
extern const char *const dg_skip_names[DG_SKIP_N];

/* A container open for reading: shared by the readers, filled in by intake.c. */
typedef struct dg_container {
    dg_stream *stream;
    const char *name; /* the path */
    dg_arena *own;    /* lives as long as the container */
    uint64_t skipped[DG_SKIP_N];
} dg_container;

#endif
