/* reads.h: the named reads: all that answers/ asks an archive for. Where the archive is a file, the
 * rows are there. Where it is a slice of a store elsewhere (slice.h), whoever supplies it is told
 * before each read, and brings the rows that this read looks at; the read itself, its SQL and its
 * order, is the same for both, and so are its results.
 *
 *   answers ─► query.h, actors.h ─► dg_store_need ─► supply (cluster/reads.h) ─► rows ─► SQL
 *
 * What a read looks at is its contract with the supplier: more rows than that do no harm. */
#ifndef DG_READS_H
#define DG_READS_H

#include "archive/store.h"

struct dg_query; /* query.h */

typedef enum {
    DG_READ_EVENTS,    /* dg_query_events: the newest happenings of the query, whole: all their
                          tellings, with their articles */
    DG_READ_HAPPENING, /* dg_query_happening: the one with the id in words, whole */
    DG_READ_QUOTES,    /* dg_query_quotes: articles with the newest statements of the query */
    DG_READ_ARTICLES,  /* dg_query_articles: the articles of the query, with the words (FTS5) */
    DG_READ_STORIES, /* dg_query_stories: all articles of the stories of the query; words: how many
                        a story has at least, as a number */
    DG_READ_ACTOR,   /* dg_actors_resolve: an article that names whom words mean, as a key or a
                        country; where there is none, all that have words as a name */
    DG_READ_KNOWN_AS /* dg_query_known_as: all articles that name the key in words */
} dg_read;

typedef struct dg_supply {
    void *self;
    /* Brings what `what` looks at; q NULL where it asks for words alone. 0, or any code, which the
     * read gives. */
    int (*need)(void *self, dg_read what, const struct dg_query *q, dg_str words, dg_err *err);
    void (*close)(void *self); /* with the store */
} dg_supply;

/* From now on each read of s asks first. */
void dg_store_supply(dg_store *s, dg_supply supply);
/* What the reads call: 0 where nobody supplies, else what need gave: a code of the store that
 * supplies, DG_E_IO, DG_E_LIMIT, DG_E_STORE, DG_E_NOMEM. */
int dg_store_need(const dg_store *s, dg_read what, const struct dg_query *q, dg_str words,
                  dg_err *err);

#endif
