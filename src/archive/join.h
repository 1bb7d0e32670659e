/* join.h: brings what stands across articles up to date with the articles: stories (story.h) and
 * happenings (happening.h).
 *
 *   unjoined ─► stories of their days and later ─► matters they touch ─► happenings of these anew
 *
 * A pure function of the articles in the archive: not of the order in which they came nor of how
 * many runs brought them. One transaction: after a kill the old state stands and the next run does
 * it all. */
#ifndef DG_JOIN_H
#define DG_JOIN_H

#include "archive/store.h"

/* Does nothing when every article is joined. The store is open to write, and no transaction is open
 * (dg_store_commit). Errors: DG_E_STORE, DG_E_FULL, DG_E_NOMEM. */
int dg_join(dg_store *s, dg_err *err);
/* Forgets all stories and happenings and makes them anew: for archives of an older dragoman. */
int dg_join_again(dg_store *s, dg_err *err);

#endif
