/* replica.h: an archive that follows a store of lines (carry.h) elsewhere: what it has of it.
 *
 * Each article stands in the store under its id with a number, its order; where two have one id
 * (the same words at two addresses), the lower order is the one that counts, as the first one that
 * is added counts in an archive. What was taken is noted in the same transaction as the article, so
 * that a kill between the two is none.
 *
 * Errors: DG_E_STORE, DG_E_FULL, DG_E_NOMEM. */
#ifndef DG_REPLICA_H
#define DG_REPLICA_H

#include "archive/store.h"
#include "base/arena.h"

typedef struct dg_replica dg_replica;

/* s is open to write and outlives it. Adds the tables that it needs where they are not there. */
int dg_replica_open(dg_store *s, dg_replica **ret, dg_err *err);
void dg_replica_close(dg_replica *r); /* NULL is fine */

/* Is this one wanted: not there, or there with a higher order? */
int dg_replica_wants(dg_replica *r, dg_str id, uint64_t order, bool *ret, dg_err *err);
/* Takes in an article that is wanted. One that takes the place of another is made anew, with what
 * hung on it. *ret_new: it was not there. dg_store_commit and dg_join must follow. DG_E_STORE also:
 * no such line; nothing is changed then. */
int dg_replica_take(dg_replica *r, dg_str id, uint64_t order, dg_str line, bool *ret_new,
                    dg_err *err);
/* What has changed across articles since it was written back to the store: where an article is
 * placed (its story, family and happenings), a happening with its rows. */
typedef struct dg_unsent {
    bool happening; /* else an article */
    bool gone;      /* there is no such one any more; only id is set */
    dg_str id, line;
    dg_str day, until, type, status, story;
    uint32_t n_parties, n_others;
    dg_str *parties,
        *others; /* others: of a happening its articles, of an article its happenings */
} dg_unsent;

/* At most `most` of them, in the arena; they are unsent until dg_replica_sent. Begins a
 * transaction, so that nothing changes between the two. */
int dg_replica_unsent(dg_replica *r, uint32_t most, dg_arena *arena, uint32_t *ret_n,
                      dg_unsent **ret, dg_err *err);
/* What dg_replica_unsent gave is in the store now (or, sent false, is not). */
int dg_replica_sent(dg_replica *r, bool sent, dg_err *err);
/* The store has this one: when the archive has not, it is unsent (gone). */
int dg_replica_is_there(dg_replica *r, bool happening, dg_str id, dg_err *err);

/* How many articles of the store there are. */
int dg_replica_count(dg_replica *r, uint64_t *ret, dg_err *err);

#endif
