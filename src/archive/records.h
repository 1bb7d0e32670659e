/* records.h: the records of an archive, one by one or by the article's id, as they were read. In
 * the order of exports: day of publication, id; those without a day last. */
#ifndef DG_RECORDS_H
#define DG_RECORDS_H

#include "archive/store.h"

typedef struct dg_records dg_records;

/* published: only articles that may have been published in this time; DG_DAYS_NONE: all. The walk
 * sees what was there when it began, and holds a read transaction until it is closed. The store
 * outlives it. DG_E_STORE, DG_E_NOMEM. */
int dg_records_open(const dg_store *s, dg_days published, dg_records **ret, dg_err *err);
/* 1: *ret is the JSON of the next record, valid until the next call; 0: no more; else DG_E_STORE.
 */
int dg_records_next(dg_records *r, dg_str *ret, dg_err *err);
void dg_records_close(dg_records *r); /* NULL is fine */

/* The record of one article, copied to the arena. DG_E_NOT_FOUND, DG_E_STORE, DG_E_NOMEM. */
int dg_record_of(const dg_store *s, dg_str id, dg_arena *arena, dg_str *ret, dg_err *err);

#endif
