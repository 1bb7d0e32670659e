/* versions.h: which articles of an archive are versions of one another (fingerprint.h): families.
 *
 * Two articles of one language are linked when their texts are versions and, as far as both days
 * are known, they were published within VERSION_DAYS of one another; a family is what links hold
 * together. It is a function of the set of articles: the order in which they came, and how often
 * this ran in between, make no difference. A family is named by the least id in it; an article
 * without another version is a family of its own.
 * cost: a look-up for each band of a new article, a comparison for each new pair that shares one
 *
 * Errors: DG_E_STORE, DG_E_NOMEM. */
#ifndef DG_VERSIONS_H
#define DG_VERSIONS_H

#include "archive/query.h"

/* Places every article that has no family yet. Articles that were there before and whose family
 * has another name now are written into the temporary table `moved` (join.h). Within the caller's
 * transaction. DG_E_STORE, DG_E_NOMEM. */
int dg_versions_join(dg_store *s, dg_err *err);

/* All articles of families that have more than one, family by family (by name), the newest first.
 * Dated ones go before others, then the id decides. */
int dg_versions_list(const dg_store *s, dg_arena *arena, uint32_t *ret_n, dg_source **ret,
                     dg_err *err);

#endif
