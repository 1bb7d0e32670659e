/* finish.h: from judged blocks to the document: title, text, day, byline, outlet, id. Shared by
 * text and HTML. */
#ifndef DG_PAGE_FINISH_H
#define DG_PAGE_FINISH_H

#include "page/kind.h"

enum { DG_PAGE_DATES = 12 };

/* What the page's own markup said; hints of the container go before it. Absent: {NULL, 0}. */
typedef struct dg_page_own {
    dg_str title, byline, outlet, url, lang;
    dg_str dates[DG_PAGE_DATES]; /* days of publication as written, best witness first */
    uint32_t n_dates;
    dg_days shown; /* what stands at its head for readers, or DG_DAYS_NONE */
    dg_page_signs signs;
    bool signs_noted; /* of the whole page, of which the blocks are a part */
} dg_page_own;

/* Judges the blocks and writes kind, title, byline, outlet, url, hint of the language, text,
 * published and id of doc. DG_E_EMPTY when nothing is kept. */
int dg_page_finish(const dg_page_tables *t, dg_blocks *b, const dg_page_own *own,
                   const dg_page_hints *hints, dg_doc *doc, dg_err *err);

#endif
