/* quantity_work.h: what the two files of the quantities share. Private to them.
 *
 *   quantity_find.c   numbers, units, what is counted  ─► found amounts, in the order of the text
 *   quantities.c      which event each belongs to      ─► events[].quantities */
#ifndef DG_QUANTITY_WORK_H
#define DG_QUANTITY_WORK_H

#include "base/err.h"
#include "doc/doc.h"
#include "lexicon/quantities.h"

#define DG_MAX_QUANTITIES 8192u

typedef struct dg_amount_item {
    dg_range span;
    dg_str low;               /* words in lower case; a mark's own character */
    double number;            /* of digits */
    bool digits, word, glued; /* glued: no blank before it */
    uint32_t token;
} dg_amount_item;

typedef struct dg_amount_found {
    dg_quantity q;
    uint32_t from, to; /* tokens [from, to) */
    uint32_t top;      /* the token of it whose head lies outside */
    uint32_t sentence;
} dg_amount_found;

typedef struct dg_amount_work {
    const dg_quantities *words;
    uint32_t lang;
    const dg_doc *doc;
    dg_amount_item *items; /* [n] of the sentence that is read */
    uint32_t n, cap;
    dg_amount_found *found; /* [n_found] */
    uint32_t n_found, cap_found;
    bool cut;
} dg_amount_work;

/* Finds the amounts of one sentence and appends them. false: no memory. */
bool dg_amounts_of_sentence(dg_amount_work *w, uint32_t sentence);
/* The entry of this sort for token t by its form, else by its lemma; NULL when there is none. */
const dg_amount *dg_amount_of_token(const dg_amount_work *w, uint32_t t, dg_amount_sort sort);

#endif
