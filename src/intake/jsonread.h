/* jsonread.h: JSON Lines, JSON documents, lists of articles.
 *
 * What it reads: a line an article; or one or several documents over several lines, each an
 * article, a list of articles, or an object with such a list in it ("articles", "items", "hits" …).
 * An article's fields may lie in objects inside its own ("_source", "fields", "data" …).
 *
 * Errors: DG_E_SYNTAX, DG_E_LIMIT, DG_E_EMPTY, DG_E_NOMEM, those of the stream. */
#ifndef DG_JSONREAD_H
#define DG_JSONREAD_H

#include "base/json.h"
#include "intake/article.h"

typedef struct dg_jsonread dg_jsonread;
/* Begins to read c, which outlives it. */
int dg_jsonread_open(dg_container *c, dg_jsonread **ret, dg_err *err);
/* What open gave, also when it failed; NULL is fine. */
void dg_jsonread_close(dg_jsonread *r);
/* As dg_intake_next. */
int dg_jsonread_next(dg_jsonread *r, dg_arena *arena, dg_article *ret, dg_err *err);

#endif
