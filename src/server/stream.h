/* stream.h: what is new in the archive, told to whoever listens (Server-Sent Events).
 *
 *   watcher (one thread) ─► ring of the last messages ─► any number of listeners, each at its place
 *
 * The watcher asks the archive a few times a second whether it has changed; listeners sleep. An
 * entry of more than 256 KB (some four hundred tellings) is not told. */
#ifndef DG_STREAM_H
#define DG_STREAM_H

#include "server/api.h"

typedef struct dg_live dg_live;

/* path: the archive. The watcher starts at once. NOMEM, STORE, NOT_FOUND. */
int dg_live_start(const char *path, const dg_api *api, dg_live **ret, dg_err *err);
/* Ends the watcher and wakes all listeners, which are told that it is over. Free it when they are
 * gone. */
void dg_live_stop(dg_live *l);
void dg_live_free(dg_live *l); /* NULL is fine */

/* Grows with every change of the archive; answers of one generation stay right. */
uint64_t dg_live_generation(dg_live *l);
/* The archive has just been changed by us: no need to wait for the watcher. */
void dg_live_changed(dg_live *l);

/* The number behind the newest message: where a new listener begins. */
uint64_t dg_live_now(dg_live *l);
typedef struct dg_live_place {
    uint64_t message;
    uint32_t offset; /* bytes of it that have been read */
} dg_live_place;

/* Copies messages from *at on into out, at most cap bytes, and moves *at, which may come to stand
 * within a message; sleeps up to wait_ms where there is none. The bytes copied; 0: none came; -1: it
 * is over, or the ring has gone on while a message was read in part. */
int64_t dg_live_read(dg_live *l, dg_live_place *at, char *out, uint32_t cap, uint32_t wait_ms);

#endif
