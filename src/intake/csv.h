/* csv.h: tables of articles: comma, semicolon, tab or bar between cells (RFC 4180 and its kin). The
 * first row names the columns (intake/fields.h); one of them must be a text. */
#ifndef DG_CSV_H
#define DG_CSV_H

#include "intake/article.h"

/* What stands between the cells of a first row that names a text and one thing more; 0: it is the
 * first row of no such table. head: the first bytes of the file. */
char dg_csv_delimiter(dg_str head);

typedef struct dg_csv dg_csv;
/* SYNTAX: no column is a text. */
int dg_csv_open(dg_container *c, dg_csv **ret, dg_err *err);
/* As dg_intake_next. */
int dg_csv_next(dg_csv *t, dg_arena *arena, dg_article *ret, dg_err *err);

#endif
