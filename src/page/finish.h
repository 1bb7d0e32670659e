/* finish.h: from judged blocks to the document: title, text, day, byline, outlet, id. Shared by
 * text and HTML. */
#ifndef DG_PAGE_FINISH_H
#define DG_PAGE_FINISH_H

#include "page/blocks.h"

/* What the page's own markup said; hints of the container go before it. */
typedef struct dg_page_own {
    dg_str title, byline, outlet;
    dg_days published; /* metadata of the page */
    dg_days shown;     /* what stands at its head for readers */
} dg_page_own;

/* Judges the blocks and writes title, byline, outlet, text, published, id of doc. DG_E_EMPTY when
 * nothing is kept. */
int dg_page_finish(const dg_page_tables *t, dg_blocks *b, const dg_page_own *own,
                   const dg_page_hints *hints, dg_doc *doc, dg_err *err);
/* A date as containers and pages write it (ISO, RFC 822, "20220418", "18. april 2022"):
 * DG_DAYS_NONE when it is none. */
dg_days dg_page_date_read(const dg_page_tables *t, dg_str s, dg_arena *arena);

#endif
