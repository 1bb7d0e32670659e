/* keep.h: what the connections' threads share: stores to borrow, answers that still hold, counts.
 */
#ifndef DG_SERVER_KEEP_H
#define DG_SERVER_KEEP_H

#include "archive/store.h"
#include "base/buf.h"

typedef struct dg_keep dg_keep;

enum { DG_KEEP_STORES = 8 };

/* Opens the stores. Errors: those of dg_store_open; NOMEM. */
int dg_keep_new(const char *archive, dg_keep **ret, dg_err *err);
void dg_keep_free(dg_keep *k); /* NULL is fine; nothing may be borrowed any more */

typedef struct dg_borrowed {
    dg_store *store;
    dg_arena *arena; /* empty */
    uint32_t number;
} dg_borrowed;
/* Waits until one is free. */
dg_borrowed dg_keep_borrow(dg_keep *k);
void dg_keep_give_back(dg_keep *k, dg_borrowed b);

typedef struct dg_kept { /* an answer; bytes are malloc'ed and handed over */
    char *bytes;
    size_t n;
    const char *type;
    uint64_t hash;
} dg_kept;
/* A copy of the answer to this question of this generation; false: there is none. */
bool dg_keep_find(dg_keep *k, dg_str question, uint64_t generation, dg_kept *ret);
/* Remembers a copy, if it is not large; older ones give way. */
void dg_keep_put(dg_keep *k, dg_str question, uint64_t generation, const dg_kept *answer);

/* May this address ask once more? A bucket that fills with `rate` requests a second and holds two
 * seconds' worth. Addresses are told apart by a hash: two in one of its places share a bucket. */
bool dg_keep_may_ask(dg_keep *k, const void *address, size_t n, uint32_t rate, int64_t now_us);

typedef enum {
    DG_COUNT_REQUESTS,
    DG_COUNT_CLIENT_ERRORS,
    DG_COUNT_SERVER_ERRORS,
    DG_COUNT_KEPT, /* answered by what was kept */
    DG_COUNT_READ, /* texts posted to be read */
    DG_COUNT_ADDED,
    DG_COUNT_LISTENERS, /* of the stream, now */
    DG_COUNT_CHILDREN,  /* readers at work, now */
    DG_COUNT_POSTS,     /* bodies coming in or at work, now */
    DG_COUNT_MICROSECONDS,
    DG_COUNT_N
} dg_server_count;
/* Adds and gives the new value. */
int64_t dg_keep_count(dg_keep *k, dg_server_count what, int64_t more);

#endif
