/* queue.h: the queue of articles, a NATS JetStream: the wall round the NATS client.
 *
 *   put ─► stream NAME, subject NAME.article ─► take ─► ack │ give_back │ bury ─► stream NAME_dead
 *
 * A message that was acked is gone (work-queue retention). What is published twice within the
 * stream's window, under one id, is stored once. A full stream refuses (DiscardNew): put waits
 * then. A message that is taken and neither acked nor held for the time of ack_wait_s is handed out
 * again, to whoever asks; so each is delivered at least once. The client finds another server of
 * the cluster by itself when one goes.
 *
 * One thread at a time. Errors: DG_E_IO (no server, no answer), DG_E_NOMEM; DG_E_LIMIT,
 * DG_E_STOPPED where named. */
#ifndef DG_QUEUE_H
#define DG_QUEUE_H

#include "base/err.h"

typedef struct dg_queue dg_queue;

typedef struct dg_queue_options {
    const char *servers;     /* nats://HOST:PORT, several with a comma between them */
    const char *credentials; /* a .creds file; NULL: none */
    const char *stream;      /* its name: letters, digits, _ and - */
    uint32_t replicas;       /* of the stream when it is made; 0: three where there are as many
                                servers, else one */
    uint64_t most_bytes, most_messages; /* what it holds at most when it is made; 0: no limit */
    uint32_t window_s;                  /* in which an id is known, when it is made */
    uint32_t ack_wait_s;                /* of the consumer, when it is made */
    uint32_t patience_s;                /* how long put waits without any progress */
    const volatile int *stop; /* put gives up when it is set, and flush soon; NULL: never */
} dg_queue_options;

/* Connects, and makes the streams and the consumer where there are none. The options' strings
 * outlive the queue. DG_E_ARG: a name that is none. */
int dg_queue_open(const dg_queue_options *o, dg_queue **ret, dg_err *err);
void dg_queue_close(dg_queue *q); /* NULL is fine */

/* ---- who publishes ---- */

typedef struct dg_put_counts {
    uint64_t stored, known; /* confirmed; of these, known by their id already */
    uint64_t again;         /* sent again: the stream was full, or no answer came */
} dg_put_counts;

/* Sends one message; many are under way at a time. DG_E_LIMIT: larger than the servers allow, the
 * next may be sent; DG_E_STOPPED: nothing was confirmed for patience_s, or *stop. */
int dg_queue_put(dg_queue *q, dg_str message, const char *id, dg_err *err);
/* Waits until all that was sent is confirmed. DG_E_STOPPED as above. */
int dg_queue_flush(dg_queue *q, dg_err *err);
/* Messages from the first on that are confirmed without a gap. */
uint64_t dg_queue_confirmed(const dg_queue *q);
dg_put_counts dg_queue_put_counts(const dg_queue *q);

/* ---- who works ---- */

typedef struct dg_delivery {
    void *message;   /* of the client; until ack, give_back or bury */
    dg_str bytes;    /* as long as it */
    uint64_t number; /* in the stream */
    uint32_t tries;  /* how often it was handed out, this one included; UINT32_MAX: passed over */
    bool passed_over;
} dg_delivery;

/* At most `most` messages; waits wait_ms for the first one. */
int dg_queue_take(dg_queue *q, uint32_t most, uint32_t wait_ms, dg_delivery *ret, uint32_t *ret_n,
                  dg_err *err);
/* It is done with and never handed out again. */
void dg_queue_ack(dg_queue *q, dg_delivery *d);
/* Handed out again, in delay_ms at the earliest. */
void dg_queue_give_back(dg_queue *q, dg_delivery *d, uint32_t delay_ms);
/* It is being worked on: ack_wait_s begins anew. */
void dg_queue_hold(dg_queue *q, const dg_delivery *d);
/* Puts it into the stream of the dead, with the reason in the field Dragoman-Error, and acks it. On
 * failure it is as before. */
int dg_queue_bury(dg_queue *q, dg_delivery *d, const char *why, dg_err *err);
/* Messages that the stream has and its consumer would never hand out: nats-server before 2.10, when
 * it is killed, may forget to remove what was acked, or lose the stream's count, so that new
 * messages get numbers that the consumer has behind it. Taken all the same: who was acked is read
 * twice, to no effect. Appended to ret[0..*ret_n), up to `most`. What is given back is found again.
 * Only what two calls at least a second apart have seen: others may be on their way out. */
void dg_queue_take_passed_over(dg_queue *q, uint32_t most, dg_delivery *ret, uint32_t *ret_n);
/* Messages that wait (one for all that are passed over) or are being worked on; both as of the
 * server. */
int dg_queue_pending(dg_queue *q, uint64_t *ret_waiting, uint64_t *ret_taken, dg_err *err);

#endif
