/* explain.h: one article's layers in words, with what made each of them so: `read --explain`.
 *
 *   article 3f0c…  da  2022-04-20  seeds/x.html
 *   who
 *     person "Xi Jinping"  CHN GOV  præsident  key xi jinping
 *         from people.tsv:812
 *         "Kinas præsident"  role: a phrase of the tables (roles.tsv:9); the office of the name
 *             beside it: "Xi Jinping"
 *
 * Every layer is one function in the table at the end of explain.c, in the order of the reading:
 * who may add a layer (times, quotes, events) writes its function and a row there. A layer keeps
 * its reasons itself, as `dg_why` or as static text (doc.h); nothing is looked up or decided here.
 * The same document always gives the same bytes. */
#ifndef DG_EXPLAIN_H
#define DG_EXPLAIN_H

#include "base/buf.h"
#include "base/err.h"
#include "doc/doc.h"

/* Appends the explanation, ended by an empty line, to out. 0 or DG_E_NOMEM (also at out's ceiling).
 */
int dg_explain_write(const dg_doc *doc, dg_buf *out, dg_err *err);

/* For the functions of layers: the words of a span in quotation marks on one line; a reason in
 * words, with its rows and the words it rests on. */
void dg_explain_words(const dg_doc *doc, dg_range span, dg_buf *out);
void dg_explain_why(const dg_doc *doc, const dg_why *why, dg_buf *out);

#endif
