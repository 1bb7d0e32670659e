/* watch.h: which entries are new since the same question was last asked: for cron, alerts, feeds.
 *
 * An entry is new when none of its tellings has been handed out under that rule; a further telling
 * of an old one is not news. What was handed out is remembered in the archive, by article and
 * event. */
#ifndef DG_WATCH_H
#define DG_WATCH_H

#include "archive/entry.h"

/* rule: the question in any fixed spelling. Sets ret_new[n] and remembers all tellings, in one
 * transaction. The store is open to write. DG_E_STORE, DG_E_FULL, DG_E_DENIED. */
int dg_watch_take(const dg_store *s, dg_str rule, const dg_entry *entries, uint32_t n,
                  bool *ret_new, dg_err *err);

#endif
