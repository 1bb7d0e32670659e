/* record.h: one article's layers as one JSON object, the contract of RECORD.md.
 * The same document always gives the same bytes; nothing is looked up, nothing decided here. */
#ifndef DG_RECORD_H
#define DG_RECORD_H

#include "base/buf.h"
#include "base/err.h"
#include "doc/doc.h"

/* Appends the record and a line feed to out. 0 or DG_E_NOMEM / DG_E_LIMIT (out's ceiling). */
int dg_record_write(const dg_doc *doc, dg_buf *out, dg_err *err);

#endif
