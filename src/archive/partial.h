/* partial.h: an archive in memory that has part of a store elsewhere: the articles, with what the
 * joiner made of them, that a question looks at (reads.h).
 *
 * Errors: DG_E_STORE (also: a line that is none), DG_E_NOMEM. */
#ifndef DG_PARTIAL_H
#define DG_PARTIAL_H

#include "archive/reads.h"

typedef struct dg_partial dg_partial;

/* An empty one. DG_E_STORE, DG_E_NOMEM. */
int dg_partial_open(dg_partial **ret, dg_err *err);
/* To be called before the store is closed, or by its supply's close. NULL is fine. */
void dg_partial_close(dg_partial *p);
/* The archive; the caller closes it. */
dg_store *dg_partial_store(const dg_partial *p);

/* An article by its line (carry.h) and, where it has been joined, the line of dg_replica_unsent; p
 * NULL: not yet. One that is there already stays as it is. */
int dg_partial_article(dg_partial *p, dg_str line, dg_str placed, dg_err *err);
/* A happening by its line (dg_replica_unsent). One that is there already stays as it is. */
int dg_partial_happening(dg_partial *p, dg_str line, dg_err *err);
/* What was given so far can be read. */
int dg_partial_ready(dg_partial *p, dg_err *err);

/* The words of a text as full text knows them (diacritics folded), each once. Any code of put. */
int dg_partial_words(dg_partial *p, dg_str text, int (*put)(void *self, dg_str word), void *self,
                     dg_err *err);

#endif
