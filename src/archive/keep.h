/* keep.h: looking after an archive: is it whole, make it small, take something out of it.
 *
 * Errors: DG_E_STORE, DG_E_FULL, DG_E_NOMEM. */
#ifndef DG_KEEP_H
#define DG_KEEP_H

#include "archive/store.h"

/* Calls report with a line for each fault: pages (SQLite's own check), references, articles without
 * their text in the index, events without a happening. *ret_faults counts them. DG_E_STORE when the
 * file can't be read at all. */
int dg_keep_check(dg_store *s, void (*report)(void *self, const char *fault), void *self,
                  uint32_t *ret_faults, dg_err *err);
/* Gives unused space back. Needs as much free disk as the archive has. */
int dg_keep_compact(dg_store *s, dg_err *err);

typedef enum { DG_FORGET_ARTICLE, DG_FORGET_OUTLET, DG_FORGET_BEFORE } dg_forget_what;

/* Forgets an article (its id or uri), all of an outlet, or all published before a day
 * ("2020-01-01"), and all that rests on them alone; what they shared with others is made anew.
 * *ret_n: articles forgotten. Joins afterwards. */
int dg_keep_forget(dg_store *s, dg_forget_what what, dg_str value, uint64_t *ret_n, dg_err *err);

#endif
