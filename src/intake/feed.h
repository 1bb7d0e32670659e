/* feed.h: RSS 0.9 to 2.0, RDF (RSS 1.0), Atom 0.3 and 1.0, and OPML, the lists of feeds.
 *
 * An item is an article when the feed has its full content (content:encoded, atom:content), else a
 * teaser: its summary. Its day is pubDate, published, issued, dc:date; `updated` only where there
 * is nothing else. Links are resolved against xml:base and the feed's own address.
 *
 * Errors: DG_E_SYNTAX, DG_E_LIMIT, DG_E_EMPTY, DG_E_NOMEM, those of the stream. */
#ifndef DG_FEED_H
#define DG_FEED_H

#include "intake/article.h"

typedef struct dg_feed dg_feed;
/* *ret is set also on failure, for close. */
int dg_feed_open(dg_container *c, dg_feed **ret, dg_err *err);
void dg_feed_close(dg_feed *f); /* NULL is fine */
/* As dg_intake_next. EMPTY: an item without text; *ret has what else it says, its address say. */
int dg_feed_next(dg_feed *f, dg_arena *arena, dg_article *ret, dg_err *err);

typedef struct dg_feed_entry { /* one feed of a list; absent is {NULL, 0} */
    dg_str feed, site, title;
    dg_str folder; /* titles of the outlines around it, joined by "/" */
} dg_feed_entry;

/* The feeds that an OPML document (1.0, 2.0) names, in its order, at most DG_MAX_ITEMS. SYNTAX when
 * it is no XML at all, NOMEM. */
int dg_opml_read(dg_str bytes, dg_arena *arena, dg_feed_entry **ret, uint32_t *ret_n, dg_err *err);
/* The same of a file, packed or not. */
int dg_opml_read_fd(int fd, const char *name, dg_arena *arena, dg_feed_entry **ret, uint32_t *ret_n,
                    dg_err *err);

#endif
