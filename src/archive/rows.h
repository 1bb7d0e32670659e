/* rows.h: rows of the archive as JSON and back, by SQLite's own JSON functions: what writes the SQL
 * for it, from a table of columns. A column that begins with '=' holds bytes (as hexadecimal
 * digits), one with '%' a real number, which keeps all its digits. What fails leaves the buffer
 * bad.
 */
#ifndef DG_ROWS_H
#define DG_ROWS_H

#include "archive/store.h"
#include "base/buf.h"

typedef struct dg_rows_part {
    const char *table, *columns, *order; /* order: what rows of a list are sorted by */
} dg_rows_part;

/* json_object('n',n,'packed',hex(packed),…) */
void dg_rows_object(dg_buf *sql, const dg_rows_part *p);
/* ,'entity',json((SELECT json_group_array(…) FROM (SELECT * FROM entity WHERE … ORDER BY …))) */
void dg_rows_list(dg_buf *sql, const dg_rows_part *p, const char *where);
/* n,kind,… */
void dg_rows_names(dg_buf *sql, const dg_rows_part *p);
/* json_extract(value,'$.n'),dg_unhex(json_extract(value,'$.packed')),… : of `from`, below `path` */
void dg_rows_values(dg_buf *sql, const dg_rows_part *p, const char *from, const char *path);
/* dg_unhex, which that SQL needs. DG_E_STORE. */
int dg_rows_functions(dg_store *s, dg_err *err);

/* A happening with all its rows: what the joiner writes and a part of a store reads. */
extern const dg_rows_part dg_rows_happening, dg_rows_of_happening[4];
enum { DG_ROWS_OF_HAPPENING = 4 };

#endif
