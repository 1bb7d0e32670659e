/* rows.h: ClickHouse's RowBinary: what rows are made of, and how they are read again. Numbers are
 * little-endian on every machine; what goes between our own processes (message.c, crew.c) is
 * written the same way. */
#ifndef DG_CLUSTER_ROWS_H
#define DG_CLUSTER_ROWS_H

#include "base/buf.h"
#include "base/err.h"

void dg_row_str(dg_buf *row, dg_str s);     /* absent is empty */
void dg_row_count(dg_buf *row, uint32_t n); /* of an array, before its values */
void dg_row_number(dg_buf *row, uint64_t v, int bytes);

typedef struct dg_rows { /* what is read from its beginning */
    const char *p;
    size_t left;
    bool bad; /* shorter than what was asked of it: the rest reads as empty */
} dg_rows;
/* The next n bytes, which lie in it; NULL: it has not so many. */
const char *dg_rows_bytes(dg_rows *r, size_t n);
dg_str dg_rows_str(dg_rows *r);
uint64_t dg_rows_count(dg_rows *r); /* of an array, before its values */
uint64_t dg_rows_number(dg_rows *r, int bytes);
/* DG_E_STORE: the answer is not whole. */
int dg_rows_damaged(dg_err *err);

#endif
