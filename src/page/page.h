/* page.h: an article's own words out of what was fetched: text, title, date, outlet.
 * reads: bytes of one article and what its container knew of it       writes: title, byline, text,
 * published, outlet */
#ifndef DG_PAGE_H
#define DG_PAGE_H

#include "doc/doc.h"
#include "base/err.h"

/* Blocks of a page that are its site's, by dg_page_sites_know (sites.h): hashes, ascending. */
typedef struct dg_page_template {
    const uint64_t *blocks; /* [n] */
    uint32_t n;
} dg_page_template;

/* What the container (a JSON line, a feed, an HTTP head) said about the article; absent fields are
 * {NULL, 0}. */
typedef struct dg_page_hints {
    dg_str title, byline, outlet, lang;
    dg_str date;    /* as written there, any usual form */
    dg_str url;     /* where the page was fetched from */
    dg_str charset; /* as the HTTP head has it */
    dg_str crawled; /* day or instant of the fetch, ISO 8601: nothing was published behind it */
    bool teaser;    /* a feed's summary, not the article */
    dg_days given;  /* --date: DG_DAYS_NONE when not given */
    dg_page_template template; /* what other pages of the site have, too */
} dg_page_hints;

typedef struct dg_page_tables
    dg_page_tables; /* leftovers of pages, words of captions and datelines: lexicon/page.tsv */
/* DG_E_LEXICON (file and line), DG_E_NOT_FOUND, DG_E_NOMEM. */
int dg_page_tables_load(const char *dir, dg_arena *arena, dg_page_tables **ret, dg_err *err);

/* Reads plain text (bytes in any encoding) into doc: charset, NFC, boilerplate off, title, date.
 * DG_E_EMPTY when nothing is left, DG_E_BINARY when it is no text, DG_E_ENCODING when it cannot be
 * decoded. */
int dg_page_text(const dg_page_tables *t, dg_str bytes, const dg_page_hints *hints, dg_doc *doc,
                 dg_err *err);
/* The same for one HTML page. */
int dg_page_html(const dg_page_tables *t, dg_str bytes, const dg_page_hints *hints, dg_doc *doc,
                 dg_err *err);

/* An HTML page taken apart into its blocks, before it is known which of them are its site's: the
 * first half of dg_page_html, of which sites.h learns. Lies in the arena; of hints, only charset
 * and url are looked at. DG_E_EMPTY, DG_E_BINARY, DG_E_ENCODING, DG_E_NOMEM. */
typedef struct dg_page_view dg_page_view;
int dg_page_view_html(const dg_page_tables *t, dg_str bytes, const dg_page_hints *hints,
                      dg_arena *arena, dg_page_view **ret, dg_err *err);
/* The second half, once for a view: into a doc of the same arena. */
int dg_page_view_read(dg_page_view *view, const dg_page_hints *hints, dg_doc *doc, dg_err *err);

#endif
