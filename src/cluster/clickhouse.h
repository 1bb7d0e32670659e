/* clickhouse.h: ClickHouse through its HTTP interface: the wall round libcurl for the store.
 *
 * Several addresses are replicas of one store: what fails at one is asked of the next. A statement
 * that was sent twice must therefore have no further effect; all of ours are such.
 *
 * Errors: DG_E_IO (no server, no answer), DG_E_STORE (it refuses the statement), DG_E_NOMEM,
 * DG_E_ARG (an address), DG_E_STOPPED (tick). */
#ifndef DG_CLICKHOUSE_H
#define DG_CLICKHOUSE_H

#include "cluster/rows.h"

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
/* The same, with the whole answer in place of what `answer` held; it has a ceiling. */
int dg_clickhouse_ask(dg_clickhouse *c, const dg_buf *sql, dg_buf *answer, dg_err *err);

/* Appends 'text' as a literal of SQL, whatever bytes it has. */
void dg_clickhouse_quote(dg_buf *sql, dg_str text);

#endif
