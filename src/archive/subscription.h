/* subscription.h: the feeds that an archive follows, and the articles that they announced.
 *
 *   feed ─► items as they stand in it ─► waiting ─► done | gone
 *
 * Kept beside the articles and in the same transactions (store.h): an article is stored and its
 * item done, or neither is, so a watch that is killed goes on where it was. Times are milliseconds
 * since 1970. Errors: DG_E_STORE, DG_E_FULL, DG_E_DENIED, DG_E_NOMEM. */
#ifndef DG_SUBSCRIPTION_H
#define DG_SUBSCRIPTION_H

#include "archive/store.h"

#define DG_NEVER_MS INT64_MAX

typedef struct dg_subscription {
    dg_str url, title;
    dg_str etag, modified;    /* what the server said of the last body; absent {NULL, 0} */
    int64_t next_ms;          /* when it is asked again; DG_NEVER_MS: it is gone for good */
    int64_t polled_ms;        /* when it was asked last; 0: never */
    uint32_t failures;        /* in a row */
    int status;               /* of the last answer; 0: none */
    dg_str error;             /* of the last failure; absent when the last poll went well */
    uint64_t n_items, n_done; /* announced in all, and stored; only dg_subscription_list fills it */
} dg_subscription;

/* Follows a feed from now on; one that is followed already stays as it is. */
int dg_subscription_add(dg_store *s, dg_str url, dg_str title, int64_t now_ms, dg_err *err);
/* Follows it no longer: the feed and its items go, articles stay. NOT_FOUND. */
int dg_subscription_drop(dg_store *s, dg_str url, dg_err *err);
/* All of them by address, in the arena. */
int dg_subscription_list(const dg_store *s, dg_arena *arena, dg_subscription **ret, uint32_t *ret_n,
                         dg_err *err);
/* At most `most` that are due, longest due first. */
int dg_subscription_due(const dg_store *s, int64_t now_ms, uint32_t most, dg_arena *arena,
                        dg_subscription **ret, uint32_t *ret_n, dg_err *err);
/* What a poll has found: all but url and title. */
int dg_subscription_note(dg_store *s, const dg_subscription *f, dg_err *err);
/* Asked again then, whatever else is known of it. */
int dg_subscription_postpone(dg_store *s, dg_str url, int64_t next_ms, dg_err *err);

typedef enum { DG_ITEM_WAITING, DG_ITEM_DONE, DG_ITEM_GONE } dg_item_state;

typedef struct dg_feed_item {
    dg_str url, feed;
    dg_str title, byline, outlet, lang, date; /* as the feed has them; absent {NULL, 0} */
    int64_t next_ms;
    uint32_t tries; /* that failed, in a row */
} dg_feed_item;

/* An item as it stands in its feed now. A new one waits to be fetched at once; one whose date has
 * changed since it was fetched waits again, DG_MAX_REFETCHES times; *ret_new says whether it waits
 * anew. */
int dg_feed_item_see(dg_store *s, const dg_feed_item *item, int64_t now_ms, bool *ret_new,
                     dg_err *err);
int dg_feed_item_due(const dg_store *s, int64_t now_ms, uint32_t most, dg_arena *arena,
                     dg_feed_item **ret, uint32_t *ret_n, dg_err *err);
/* One of them by its address, in the arena; NOT_FOUND. */
int dg_feed_item_get(const dg_store *s, dg_str url, dg_arena *arena, dg_feed_item *ret,
                     dg_err *err);
/* What became of it: WAITING until next_ms with so many tries, DONE, or GONE with the reason. */
int dg_feed_item_note(dg_store *s, dg_str url, dg_item_state state, int64_t next_ms, uint32_t tries,
                      dg_str error, dg_err *err);
/* Forgets items that were done or gone and that no feed has shown since before_ms. */
int dg_feed_item_prune(dg_store *s, int64_t before_ms, dg_err *err);

/* When the next feed or item is due; DG_NEVER_MS: nothing is. */
int dg_subscription_next(const dg_store *s, int64_t *ret_ms, dg_err *err);

#endif
