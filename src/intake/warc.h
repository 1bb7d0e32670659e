/* warc.h: crawl archives: WARC 1.0 and 1.1 (ISO 28500:2009, :2017), whole or packed, a member a
 * record or not.
 *
 * Read as articles: `response`, `conversion` and `resource` records that hold HTML or plain text
 * (a response also needs status 2xx). All others are counted in c->skipped.
 *
 * Errors: DG_E_SYNTAX, DG_E_LIMIT, DG_E_NOMEM, those of the stream. */
#ifndef DG_WARC_H
#define DG_WARC_H

#include "intake/article.h"

/* As dg_intake_next. A wrong Content-Length costs nothing where the next record can be found. */
int dg_warc_next(dg_container *c, dg_arena *arena, dg_article *ret, dg_err *err);

#endif
