/* sites.h: what pages of one site have in common: boxes, teasers, lines that stand on each of them.
 *
 * Pages are shown one after the other, before they are read (page.h reads each by itself, as a
 * function of its bytes and of the hashes that come from here). A block that stands on two pages is
 * the site's, unless it is a paragraph among the article's own: background is printed again and
 * again, word for word, and stays. Two pages that share most of their prose are one article in two
 * versions and say nothing about the site.
 *
 * cost: a hash and a look-up a block; the page is taken apart once, for this and for its reading
 *
 * limits: DG_MAX_SITES sites, MOST_PAGES pages of each, 128 MiB in all; what is over them is not
 * learned */
#ifndef DG_PAGE_SITES_H
#define DG_PAGE_SITES_H

#include "page/page.h"

#define DG_MAX_SITES 65536u

typedef struct dg_page_sites dg_page_sites;

dg_page_sites *dg_page_sites_new(void);    /* NULL: no memory */
void dg_page_sites_free(dg_page_sites *s); /* NULL is fine */

/* What one page shows; its memory belongs to the arena of its view. */
typedef struct dg_scan_block {
    uint64_t hash;
    uint32_t bytes;
    bool prose,
        own; /* a paragraph; beside the paragraphs of the article, in one element with them */
} dg_scan_block;

typedef struct dg_page_scan {
    dg_str site; /* host of the page's address, else its outlet; {NULL, 0}: unknown */
    uint32_t n, cap;
    dg_scan_block *blocks; /* of its article, in order */
} dg_page_scan;

/* Scans a page that has not been read yet; url: where it was fetched from, or empty. 0 also when
 * there is nothing to learn from it (site.p NULL then). DG_E_NOMEM. */
int dg_page_scan_view(const dg_page_view *view, dg_str url, dg_page_scan *ret);

/* Learns a page. Not thread-safe. */
void dg_page_sites_learn(dg_page_sites *s, const dg_page_scan *scan);
/* The blocks of a page, learned before, that are the site's; in the arena. DG_E_NOMEM. */
int dg_page_sites_know(const dg_page_sites *s, const dg_page_scan *scan, dg_arena *arena,
                       dg_page_template *ret);

#endif
