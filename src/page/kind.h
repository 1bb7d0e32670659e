/* kind.h: what a page is: an article, or a stub before a paywall, a live ticker, a list of
 * articles, a video or gallery, a question about cookies, an error. By what its markup declares, by
 * its shape and by words of page.tsv (page-error, page-cookies, page-paywall, page-live,
 * page-video, page-gallery). */
#ifndef DG_PAGE_KIND_H
#define DG_PAGE_KIND_H

#include "page/blocks.h"

/* What stands against or for the article; collected by html.c, and from plain lines by
 * dg_kind_of_lines. All zero: nothing is known. */
typedef struct dg_page_signs {
    bool article; /* the markup declares an article */
    bool live;    /* … a live blog */
    bool listing; /* … a list, a section, a search */
    bool video, gallery;
    bool locked;                  /* … that it is not free to read */
    bool front;                   /* the address has no path: a front page */
    bool cookies, paywall, error; /* words of these stand on the page */
    uint32_t links;               /* headlines that are links, outside of navigation */
    uint32_t clocks;              /* blocks that are, or begin with, a time of day */
    uint32_t asking;              /* bytes of prose that speak of cookies and consent */
    uint32_t prose;               /* bytes of other prose */
} dg_page_signs;

/* Adds what one paragraph says to the signs: words of cookies, paywalls and errors, times of day.
 */
bool dg_kind_note(const dg_page_tables *t, dg_str text, bool heading, dg_arena *arena,
                  dg_page_signs *signs);
/* The kind of a page with this title and this many bytes of text of its own. dg_page_kind. */
uint8_t dg_kind_judge(const dg_page_tables *t, const dg_page_signs *signs, dg_str title,
                      uint32_t n_text, dg_arena *arena);

#endif
