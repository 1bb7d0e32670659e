/* quote_marks.h: where quotations begin and end by their marks alone, before anybody asks who says
 * them. reads: text, sentences     writes: nothing in doc cost: O(bytes of the text) limits:
 * DG_MAX_MARKS spans; nested ones belong to the outer one and are not returned
 *
 * Errors: DG_E_NOMEM. */
#ifndef DG_QUOTE_MARKS_H
#define DG_QUOTE_MARKS_H

#include "base/err.h"
#include "doc/doc.h"

#define DG_MAX_MARKS (4 * DG_MAX_QUOTES)

typedef enum { DG_MARK_DOUBLE, DG_MARK_SINGLE, DG_MARK_DASH } dg_mark_style;

typedef struct dg_marked {
    dg_range outer; /* with its marks; a dash span has no closing one */
    dg_range inner; /* without them, trimmed of white space */
    uint32_t para;  /* number of the paragraph it begins in */
    uint8_t style;  /* dg_mark_style */
    bool closed; /* false: the closing mark is missing, the span runs to the end of the paragraph */
    bool goes_on; /* not closed, and the next paragraph opens with a mark again: the same speaker
                     goes on */
} dg_marked;

typedef struct dg_marks {
    dg_marked
        *items; /* [n] sorted by outer.from; none overlaps another but those inside a dash span */
    uint32_t n, cap;
    dg_range *paras; /* [n_paras] byte ranges of the paragraphs, in order */
    uint32_t n_paras, cap_paras;
    bool cut; /* DG_MAX_MARKS reached */
} dg_marks;

/* dash: a dash at the start of a paragraph (or of a sentence behind a full stop) opens a quotation
 * in this language; its span runs to the end of the paragraph or the next dash, and whoever reads
 * it cuts off the words that report it. */
int dg_quote_marks(const dg_doc *doc, bool dash, dg_marks *ret, dg_err *err);

#endif
