/* queue.c: see queue.h. Confirmations of what was put come to an inbox of our own and are read
 * here, not in a callback: the client's threads touch nothing of ours. A ring of messages under way
 * keeps their bytes until they are confirmed; each is known by its number in the subject of the
 * reply. */
#include "cluster/queue.h"

#include <nats/nats.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"

enum {
    UNDER_WAY = 128,     /* messages */
    RESEND_MS = 5000,    /* no answer */
    COUNT_TRIES = 100,   /* LOOK_MS apart */
    LOOK_MS = 100,       /* between two looks at a full stream */
    FULL_MS = 100,       /* the stream is full: asked again after it, then twice as long … */
    FULL_MOST_MS = 2000, /* … up to this */
    CONNECT_MS = 3000,
    RECONNECT_MS = 200,
    API_MS = 5000,
    SETTLED_MS = 1000, /* what was acked so long ago is removed, or never will be */
    STOP_MS = 10000,   /* what was sent is waited for at an end */
    NAME = 64,
};
static const size_t under_way_bytes = (size_t)64 << 20;
static const int64_t ns = 1000000000;

typedef struct sent {
    bool open;
    uint64_t number;
    dg_buf bytes;
    char id[80];
    int64_t next_ms; /* when it is sent again */
    uint32_t wait_ms;
} sent;

struct dg_queue {
    dg_queue_options o;
    natsOptions *options;
    natsConnection *nc;
    jsCtx *js;
    natsSubscription *acks, *pull;
    natsInbox *inbox;
    char articles[NAME + 16], dead[NAME + 16], dead_stream[NAME + 16];
    sent ring[UNDER_WAY];
    uint64_t next, confirmed; /* the number of the next message; all before `confirmed` are in */
    size_t bytes;             /* under way */
    int64_t progress_ms, looked_ms;
    uint64_t room, waiting;  /* messages that the stream may take, and had, when looked at last */
    uint64_t first;          /* its last number before anything was put */
    uint64_t floor, settled; /* the consumer's, when looked at last; SETTLED_MS before that */
    int64_t floor_ms;
    dg_put_counts counts;
};

static int failed(natsStatus s, const char *doing, dg_err *err) {
    if (s == NATS_NO_MEMORY) return dg_err_set(err, DG_E_NOMEM, 0, "%s", doing);
    return dg_err_set(err, DG_E_IO, 0, "%s: %s", doing, natsStatus_GetText(s));
}

/* ---- streams ---- */

static bool is_name(const char *s) {
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    return n && n < NAME && !s[n];
}

static natsStatus make_stream(dg_queue *q, const char *name, const char *subject, bool work,
                              uint32_t replicas, jsErrCode *code) {
    jsStreamConfig c;
    jsStreamConfig_Init(&c);
    c.Name = name, c.Subjects = &subject, c.SubjectsLen = 1;
    c.Retention = work ? js_WorkQueuePolicy : js_LimitsPolicy;
    c.Discard = js_DiscardNew;
    c.Replicas = replicas;
    c.Duplicates = (int64_t)q->o.window_s * ns;
    if (work && q->o.most_bytes) c.MaxBytes = (int64_t)q->o.most_bytes;
    if (work && q->o.most_messages) c.MaxMsgs = (int64_t)q->o.most_messages;
    return js_AddStream(NULL, q->js, &c, NULL, code);
}

/* Made where it is not there; what is there stays as its keeper has set it up. */
static int need_stream(dg_queue *q, const char *name, const char *subject, bool work, dg_err *err) {
    jsStreamInfo *info = NULL;
    jsErrCode code = 0;
    natsStatus s = js_GetStreamInfo(&info, q->js, name, NULL, &code);
    jsStreamInfo_Destroy(info);
    if (s != NATS_NOT_FOUND) return s == NATS_OK ? 0 : failed(s, "stream", err);
    uint32_t replicas = q->o.replicas ? q->o.replicas : 3;
    s = make_stream(q, name, subject, work, replicas, &code);
    if (s != NATS_OK && !q->o.replicas) s = make_stream(q, name, subject, work, 1, &code);
    if (s != NATS_OK) { /* another process may have been first */
        natsStatus there = js_GetStreamInfo(&info, q->js, name, NULL, &code);
        if (there == NATS_OK) s = there;
        jsStreamInfo_Destroy(info);
    }
    return s == NATS_OK ? 0 : failed(s, "making the stream", err);
}

static int need_consumer(dg_queue *q, dg_err *err) {
    jsSubOptions o;
    jsErrCode code = 0;
    jsConsumerConfig c;
    jsConsumerInfo *info = NULL;
    natsStatus s = js_GetConsumerInfo(&info, q->js, q->o.stream, "work", NULL, &code);
    jsConsumerInfo_Destroy(info);
    if (s == NATS_NOT_FOUND) {
        jsConsumerConfig_Init(&c);
        c.Durable = "work", c.AckPolicy = js_AckExplicit, c.MaxDeliver = -1;
        c.AckWait = (int64_t)q->o.ack_wait_s * ns, c.MaxAckPending = 65536;
        c.FilterSubject = q->articles;
        s = js_AddConsumer(NULL, q->js, q->o.stream, &c, NULL, &code);
    }
    if (s == NATS_OK) {
        jsSubOptions_Init(&o);
        o.Stream = q->o.stream, o.Consumer = "work";
        s = js_PullSubscribe(&q->pull, q->js, q->articles, "work", NULL, &o, &code);
    }
    return s == NATS_OK ? 0 : failed(s, "consumer", err);
}

static natsStatus set_servers(dg_queue *q) {
    enum { MOST = 16 };
    const char *list[MOST];
    int n = 0;
    char *copy = strdup(q->o.servers), *rest = NULL;
    if (!copy) return NATS_NO_MEMORY;
    for (char *at = strtok_r(copy, ",", &rest); at && n < MOST; at = strtok_r(NULL, ",", &rest))
        list[n++] = at;
    natsStatus s = n ? natsOptions_SetServers(q->options, list, n) : NATS_INVALID_ARG;
    free(copy);
    return s;
}

static int connect_to(dg_queue *q, dg_err *err) {
    jsOptions o;
    natsStatus s = natsOptions_Create(&q->options);
    if (s == NATS_OK) s = set_servers(q);
    if (s == NATS_OK) s = natsOptions_SetName(q->options, "dragoman");
    if (s == NATS_OK) s = natsOptions_SetTimeout(q->options, CONNECT_MS);
    if (s == NATS_OK) s = natsOptions_SetMaxReconnect(q->options, -1);
    if (s == NATS_OK) s = natsOptions_SetReconnectWait(q->options, RECONNECT_MS);
    if (s == NATS_OK) s = natsOptions_SetPingInterval(q->options, 5000);
    if (s == NATS_OK && q->o.credentials)
        s = natsOptions_SetUserCredentialsFromFiles(q->options, q->o.credentials, NULL);
    if (s == NATS_OK) s = natsConnection_Connect(&q->nc, q->options);
    jsOptions_Init(&o);
    o.Wait = API_MS;
    if (s == NATS_OK) s = natsConnection_JetStream(&q->js, q->nc, &o);
    return s == NATS_OK ? 0 : failed(s, q->o.servers, err);
}

int dg_queue_open(const dg_queue_options *o, dg_queue **ret, dg_err *err) {
    if (!is_name(o->stream))
        return dg_err_set(err, DG_E_ARG, 0, "%s is no name of a stream", o->stream);
    dg_queue *q = calloc(1, sizeof *q);
    if (!q) return dg_err_set(err, DG_E_NOMEM, 0, "queue");
    q->o = *o;
    snprintf(q->articles, sizeof q->articles, "%s.article", o->stream);
    snprintf(q->dead, sizeof q->dead, "%s.dead", o->stream);
    snprintf(q->dead_stream, sizeof q->dead_stream, "%s_dead", o->stream);
    for (int i = 0; i < UNDER_WAY; i++) dg_buf_init(&q->ring[i].bytes, SIZE_MAX / 2);
    int rc = connect_to(q, err);
    if (!rc) rc = need_stream(q, o->stream, q->articles, true, err);
    if (!rc) rc = need_stream(q, q->dead_stream, q->dead, false, err);
    if (rc)
        dg_queue_close(q);
    else
        *ret = q;
    return rc;
}

void dg_queue_close(dg_queue *q) {
    if (!q) return;
    if (q->nc) natsConnection_FlushTimeout(q->nc, API_MS); /* the last acks */
    natsSubscription_Destroy(q->acks);
    natsSubscription_Destroy(q->pull);
    natsInbox_Destroy(q->inbox);
    jsCtx_Destroy(q->js);
    natsConnection_Destroy(q->nc);
    natsOptions_Destroy(q->options);
    for (int i = 0; i < UNDER_WAY; i++) dg_buf_free(&q->ring[i].bytes);
    free(q);
    nats_Close();
}

/* ---- putting ---- */

static int need_inbox(dg_queue *q, dg_err *err) {
    if (q->acks) return 0;
    char subject[128];
    natsStatus s = natsInbox_Create(&q->inbox);
    if (s == NATS_OK) {
        snprintf(subject, sizeof subject, "%s.*", q->inbox);
        s = natsConnection_SubscribeSync(&q->acks, q->nc, subject);
    }
    return s == NATS_OK ? 0 : failed(s, "inbox", err);
}

/* What cannot be sent now is sent when its time comes again. */
static void send_it(dg_queue *q, sent *m, int64_t now) {
    char reply[128];
    natsMsg *msg = NULL;
    snprintf(reply, sizeof reply, "%s.%llu", q->inbox, (unsigned long long)m->number);
    natsStatus s = natsMsg_Create(&msg, q->articles, reply, m->bytes.p, (int)m->bytes.n);
    if (s == NATS_OK) s = natsMsgHeader_Set(msg, "Nats-Msg-Id", m->id);
    if (s == NATS_OK) natsConnection_PublishMsg(q->nc, msg);
    natsMsg_Destroy(msg);
    m->next_ms = now + RESEND_MS;
}

static void close_one(dg_queue *q, sent *m, bool known) {
    q->counts.stored++;
    q->counts.known += known;
    q->bytes -= m->bytes.n;
    if (m->bytes.cap > 1 << 20)
        dg_buf_free(&m->bytes);
    else
        dg_buf_clear(&m->bytes);
    m->open = false;
    while (q->confirmed < q->next && !q->ring[q->confirmed % UNDER_WAY].open) q->confirmed++;
    q->progress_ms = dg_clock_ms();
}

/* A confirmation: {"stream":…,"seq":…,"duplicate":true}; or {"error":…}: the stream is full, it has
 * no leader just now: all of it passes, and is tried again. */
static void take_answer(dg_queue *q, natsMsg *msg) {
    const char *subject = natsMsg_GetSubject(msg), *dot = strrchr(subject, '.');
    uint64_t number = dot ? strtoull(dot + 1, NULL, 10) : UINT64_MAX;
    sent *m = &q->ring[number % UNDER_WAY];
    if (!m->open || m->number != number) return; /* the second answer to one */
    dg_arena *arena = dg_arena_new(1 << 20);
    const dg_json *answer = NULL;
    dg_str text = {natsMsg_GetData(msg), (uint32_t)natsMsg_GetDataLength(msg)};
    bool good = arena && text.p && !dg_json_parse(text, arena, &answer, NULL) &&
                dg_json_get(answer, "seq") && !dg_json_get(answer, "error");
    const dg_json *known = good ? dg_json_get(answer, "duplicate") : NULL;
    if (good) {
        close_one(q, m, known && known->boolean);
    } else {
        m->wait_ms = m->wait_ms ? m->wait_ms * 2 : FULL_MS;
        if (m->wait_ms > FULL_MOST_MS) m->wait_ms = FULL_MOST_MS;
        m->next_ms = dg_clock_ms() + m->wait_ms;
    }
    dg_arena_free(arena);
}

static void send_again(dg_queue *q) {
    int64_t now = dg_clock_ms();
    for (uint64_t i = q->confirmed; i < q->next; i++) {
        sent *m = &q->ring[i % UNDER_WAY];
        if (!m->open || m->next_ms > now) continue;
        q->counts.again++;
        send_it(q, m, now);
    }
}

/* Reads what answers there are, waits wait_ms for the first one. */
static void pump(dg_queue *q, int64_t wait_ms) {
    natsMsg *msg = NULL;
    while (natsSubscription_NextMsg(&msg, q->acks, wait_ms) == NATS_OK) {
        take_answer(q, msg);
        natsMsg_Destroy(msg);
        wait_ms = 0;
    }
    send_again(q);
}

static int out_of_patience(dg_queue *q, bool ending, dg_err *err) {
    bool stop = q->o.stop && *q->o.stop;
    if (stop && !ending) return dg_err_set(err, DG_E_STOPPED, 0, "interrupted");
    int64_t patience = stop ? STOP_MS : (int64_t)q->o.patience_s * 1000;
    if (dg_clock_ms() - q->progress_ms < patience) return 0;
    return dg_err_set(err, DG_E_STOPPED, 0, "the queue took nothing for %u s", q->o.patience_s);
}

/* How much more the stream holds before it refuses. */
static void look_for_room(dg_queue *q) {
    jsStreamInfo *info = NULL;
    jsErrCode code = 0;
    int64_t now = dg_clock_ms();
    if (now - q->looked_ms < LOOK_MS) return;
    q->looked_ms = now;
    if (js_GetStreamInfo(&info, q->js, q->o.stream, NULL, &code) != NATS_OK) return;
    uint64_t most = (uint64_t)info->Config->MaxMsgs, there = info->State.Msgs;
    uint64_t open = q->next - q->confirmed, bytes = (uint64_t)info->Config->MaxBytes;
    q->room = UINT64_MAX;
    if (info->Config->MaxMsgs > 0) q->room = most > there + open ? most - there - open : 0;
    if (info->Config->MaxBytes > 0 && info->State.Bytes + 2 * q->bytes >= bytes) q->room = 0;
    if (!q->first) q->first = info->State.LastSeq + 1;
    if (there < q->waiting) q->progress_ms = now; /* somebody works */
    q->waiting = there;
    jsStreamInfo_Destroy(info);
}

/* Waits for room, so that the stream need not refuse: it does so only where several publish. */
static int wait_for_room(dg_queue *q, dg_err *err) {
    int rc = 0;
    if (q->room && q->next % UNDER_WAY && q->looked_ms) {
        q->room -= q->room != UINT64_MAX;
        return 0;
    }
    q->looked_ms = 0;
    for (look_for_room(q); !rc && !q->room; look_for_room(q)) {
        pump(q, 50);
        rc = out_of_patience(q, false, err);
    }
    if (!rc && q->room != UINT64_MAX) q->room--;
    return rc;
}

int dg_queue_put(dg_queue *q, dg_str message, const char *id, dg_err *err) {
    int rc = need_inbox(q, err);
    if (rc) return rc;
    int64_t most = natsConnection_GetMaxPayload(q->nc);
    if (most > 0 && message.n + 512 > most)
        return dg_err_set(err, DG_E_LIMIT, 0, "%u bytes packed, the queue's servers allow %lld",
                          message.n, (long long)most);
    sent *m = &q->ring[q->next % UNDER_WAY];
    if (q->confirmed == q->next) q->progress_ms = dg_clock_ms();
    rc = wait_for_room(q, err);
    if (rc) return rc;
    while (m->open || (q->bytes > under_way_bytes)) {
        pump(q, 50);
        if ((rc = out_of_patience(q, false, err))) return rc;
    }
    dg_buf_clear(&m->bytes);
    if (!dg_buf_adds(&m->bytes, message)) return dg_err_set(err, DG_E_NOMEM, 0, "queue");
    snprintf(m->id, sizeof m->id, "%s", id);
    m->open = true, m->number = q->next++, m->wait_ms = 0;
    q->bytes += m->bytes.n;
    send_it(q, m, dg_clock_ms());
    if (m->number % 16 == 0) pump(q, 0);
    return 0;
}

/* How many the stream has taken since; false: nobody answers. */
static bool taken(dg_queue *q, uint64_t *ret) {
    jsStreamInfo *info = NULL;
    jsErrCode code = 0;
    if (js_GetStreamInfo(&info, q->js, q->o.stream, NULL, &code) != NATS_OK) return false;
    *ret = info->State.LastSeq + 1 - q->first;
    jsStreamInfo_Destroy(info);
    return true;
}

/* The stream has counted at least as many as it has confirmed: a check of the server, since a
 * message that it confirms and has not is lost. A leader that is new may still be counting. */
static int count_again(dg_queue *q, dg_err *err) {
    uint64_t took = 0, put = q->counts.stored - q->counts.known;
    if (!q->first) return 0;
    for (int i = 0; i < COUNT_TRIES; i++) {
        if (taken(q, &took) && took >= put) return 0;
        nats_Sleep(LOOK_MS);
    }
    return dg_err_set(err, DG_E_IO, 0,
                      "the queue confirmed %llu messages and took %llu: publish them again, to a "
                      "stream of another name",
                      (unsigned long long)put, (unsigned long long)took);
}

int dg_queue_flush(dg_queue *q, dg_err *err) {
    int rc = 0;
    q->progress_ms = dg_clock_ms();
    while (!rc && q->confirmed < q->next) {
        pump(q, 50);
        if (q->confirmed < q->next) rc = out_of_patience(q, true, err);
    }
    return rc ? rc : count_again(q, err);
}

uint64_t dg_queue_confirmed(const dg_queue *q) {
    return q->confirmed;
}

dg_put_counts dg_queue_put_counts(const dg_queue *q) {
    return q->counts;
}

/* ---- working ---- */

int dg_queue_take(dg_queue *q, uint32_t most, uint32_t wait_ms, dg_delivery *ret, uint32_t *ret_n,
                  dg_err *err) {
    *ret_n = 0;
    int rc = q->pull ? 0 : need_consumer(q, err);
    if (rc) return rc;
    natsMsgList list = {NULL, 0};
    jsErrCode code = 0;
    natsStatus s = natsSubscription_Fetch(&list, q->pull, (int)most, wait_ms, &code);
    if (s != NATS_OK && s != NATS_TIMEOUT) return failed(s, "taking from the queue", err);
    for (int i = 0; i < list.Count; i++) {
        natsMsg *msg = list.Msgs[i];
        jsMsgMetaData *meta = NULL;
        list.Msgs[i] = NULL; /* ours now */
        if (natsMsg_GetMetaData(&meta, msg) != NATS_OK) {
            natsMsg_Destroy(msg);
            continue;
        }
        ret[(*ret_n)++] =
            (dg_delivery){msg,
                          {natsMsg_GetData(msg), (uint32_t)natsMsg_GetDataLength(msg)},
                          meta->Sequence.Stream,
                          (uint32_t)meta->NumDelivered,
                          false};
        jsMsgMetaData_Destroy(meta);
    }
    natsMsgList_Destroy(&list);
    return 0;
}

static void let_go(dg_delivery *d) {
    natsMsg_Destroy(d->message);
    *d = (dg_delivery){.message = NULL};
}

void dg_queue_ack(dg_queue *q, dg_delivery *d) {
    jsErrCode code = 0;
    if (d->passed_over)
        js_DeleteMsg(q->js, q->o.stream, d->number, NULL, &code);
    else
        natsMsg_Ack(d->message,
                    NULL); /* one that gets lost is an article read twice, to no effect */
    let_go(d);
}

void dg_queue_give_back(dg_queue *q, dg_delivery *d, uint32_t delay_ms) {
    (void)q;
    if (!d->passed_over && delay_ms)
        natsMsg_NakWithDelay(d->message, delay_ms, NULL);
    else if (!d->passed_over)
        natsMsg_Nak(d->message, NULL);
    let_go(d);
}

void dg_queue_hold(dg_queue *q, const dg_delivery *d) {
    (void)q;
    if (!d->passed_over) natsMsg_InProgress(d->message, NULL);
}

int dg_queue_bury(dg_queue *q, dg_delivery *d, const char *why, dg_err *err) {
    natsMsg *msg = NULL;
    jsErrCode code = 0;
    char id[64]; /* a number alone is given anew by a server that lost its count */
    snprintf(id, sizeof id, "dead-%llu-%016llx", (unsigned long long)d->number,
             (unsigned long long)dg_hash64(d->bytes.p, d->bytes.n, 0));
    natsStatus s = natsMsg_Create(&msg, q->dead, NULL, d->bytes.p, (int)d->bytes.n);
    if (s == NATS_OK) s = natsMsgHeader_Set(msg, "Dragoman-Error", why);
    if (s == NATS_OK) s = natsMsgHeader_Set(msg, "Nats-Msg-Id", id);
    if (s == NATS_OK) s = js_PublishMsg(NULL, q->js, msg, NULL, &code);
    natsMsg_Destroy(msg);
    if (s != NATS_OK) return failed(s, "the stream of the dead", err);
    dg_queue_ack(q, d);
    return 0;
}

/* The first and last number that the consumer will not hand out any more though the stream has
 * messages there; false: none. */
static bool passed_over(dg_queue *q, uint64_t *ret_from, uint64_t *ret_to) {
    jsConsumerInfo *consumer = NULL;
    jsStreamInfo *stream = NULL;
    jsErrCode code = 0;
    bool any = js_GetConsumerInfo(&consumer, q->js, q->o.stream, "work", NULL, &code) == NATS_OK &&
               js_GetStreamInfo(&stream, q->js, q->o.stream, NULL, &code) == NATS_OK &&
               stream->State.Msgs && stream->State.FirstSeq <= consumer->AckFloor.Stream;
    if (any) {
        *ret_from = stream->State.FirstSeq, *ret_to = consumer->AckFloor.Stream;
        if (*ret_to > stream->State.LastSeq) *ret_to = stream->State.LastSeq;
    }
    jsConsumerInfo_Destroy(consumer);
    jsStreamInfo_Destroy(stream);
    return any;
}

/* How far down the consumer's floor was at least SETTLED_MS ago: a message that was acked just now
 * is on its way out. */
static uint64_t settled_floor(dg_queue *q, uint64_t floor) {
    int64_t now = dg_clock_ms();
    if (now - q->floor_ms >= SETTLED_MS) {
        q->settled = q->floor;
        q->floor = floor, q->floor_ms = now;
    }
    return q->settled < floor ? q->settled : floor;
}

void dg_queue_take_passed_over(dg_queue *q, uint32_t most, dg_delivery *ret, uint32_t *ret_n) {
    enum { MOST_NUMBERS = 1000 }; /* of messages that may be gone: each is a question */
    uint64_t from = 1, to = 0;
    jsErrCode code = 0;
    bool any = passed_over(q, &from, &to);
    to = settled_floor(q, any ? to : 0);
    for (uint64_t n = from; any && n <= to && n - from < MOST_NUMBERS && *ret_n < most; n++) {
        natsMsg *msg = NULL;
        if (js_GetMsg(&msg, q->js, q->o.stream, n, NULL, &code) != NATS_OK) continue;
        ret[(*ret_n)++] = (dg_delivery){
            msg, {natsMsg_GetData(msg), (uint32_t)natsMsg_GetDataLength(msg)}, n, UINT32_MAX, true};
    }
}

int dg_queue_pending(dg_queue *q, uint64_t *ret_waiting, uint64_t *ret_taken, dg_err *err) {
    jsConsumerInfo *info = NULL;
    jsErrCode code = 0;
    natsStatus s = js_GetConsumerInfo(&info, q->js, q->o.stream, "work", NULL, &code);
    if (s != NATS_OK) return failed(s, "consumer", err);
    uint64_t from, to;
    *ret_waiting = info->NumPending + passed_over(q, &from, &to);
    *ret_taken = (uint64_t)info->NumAckPending;
    jsConsumerInfo_Destroy(info);
    return 0;
}
