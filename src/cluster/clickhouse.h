/* clickhouse.h: ClickHouse through its HTTP interface: the wall round libcurl for the store.
 *
 * Several addresses are replicas of one store: what fails at one is asked of the next. A statement
 * that was sent twice must therefore have no further effect; all of ours are such.
 *
 * Errors: DG_E_IO (no server, no answer), DG_E_STORE (it refuses the statement), DG_E_NOMEM,
 * DG_E_ARG (an address), DG_E_STOPPED (tick). */
#ifndef DG_CLICKHOUSE_H
#define DG_CLICKHOUSE_H

#include "base/buf.h"
#include "base/err.h"

typedef struct dg_clickhouse dg_clickhouse;

/* urls: http or https, several with a comma between them; name and password before the host,
 * settings of ClickHouse behind a "?":
 * http://reader:secret@db1:8123/?database=press&insert_quorum=2 */
int dg_clickhouse_open(const char *urls, dg_clickhouse **ret, dg_err *err);
void dg_clickhouse_close(dg_clickhouse *c); /* NULL is fine */
/* Called about once a second while an answer is waited for; other than 0 ends the waiting. */
void dg_clickhouse_tick(dg_clickhouse *c, int (*tick)(void *self), void *self);

/* Sends a statement with the rows behind it, where it is an INSERT (rows.n 0: none), and returns
 * when it is carried out whole. */
int dg_clickhouse_run(dg_clickhouse *c, dg_str sql, dg_str rows, dg_err *err);
/* The same, with the whole answer appended to out, which has a ceiling. */
int dg_clickhouse_ask(dg_clickhouse *c, dg_str sql, dg_buf *out, dg_err *err);

/* Appends 'text' as a literal of SQL, whatever bytes it has. */
void dg_clickhouse_quote(dg_buf *sql, dg_str text);

/* RowBinary: what rows are made of, and how they are read again. */
void dg_row_str(dg_buf *row, dg_str s);     /* absent is empty */
void dg_row_count(dg_buf *row, uint32_t n); /* of an array, before its values */
void dg_row_number(dg_buf *row, uint64_t v, int bytes);
typedef struct dg_rows { /* an answer that is read from its beginning */
    const char *p;
    size_t left;
    bool bad; /* shorter than its rows: the rest reads as empty */
} dg_rows;
dg_str dg_rows_str(dg_rows *r);
uint64_t dg_rows_count(dg_rows *r); /* of an array, before its values */
uint64_t dg_rows_number(dg_rows *r, int bytes);

#endif
