/* stream.c: see stream.h. Happenings are made anew when articles join them, so a row that is new in
 * its table may be an old happening: ids that have been seen are remembered (8 bytes each). */
#include "server/stream.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/hash.h"

enum { RING = 256, LOOK_MS = 250, MOST_AT_ONCE = 100, MESSAGE_CEILING = 1 << 18 };

typedef struct seen { /* a set of hashes, open addressing; 0 is empty */
    uint64_t *slots;
    uint32_t n, cap;
} seen;

struct dg_live {
    pthread_mutex_t lock;
    pthread_cond_t news;
    pthread_t thread;
    bool running, over;
    uint64_t generation, next; /* next: number of the next message */
    dg_str ring[RING];         /* message n at n % RING; malloc'ed */
    dg_store *store;           /* the watcher's */
    const dg_api *api;
    dg_arena *arena;
    seen seen;
    int64_t version, row;
};

/* True when it was not there; without memory it is taken for old. */
static bool note(seen *s, dg_str id) {
    uint64_t hash = dg_hash_str(id, 0) | 1;
    if (2 * (s->n + 1) > s->cap) {
        uint32_t cap = s->cap ? 2 * s->cap : 4096;
        uint64_t *slots = calloc(cap, sizeof *slots);
        if (!slots) return false;
        for (uint32_t i = 0; i < s->cap; i++) {
            uint32_t at = (uint32_t)(s->slots[i] >> 1) & (cap - 1);
            while (s->slots[i] && slots[at]) at = (at + 1) & (cap - 1);
            if (s->slots[i]) slots[at] = s->slots[i];
        }
        free(s->slots);
        s->slots = slots, s->cap = cap;
    }
    uint32_t at = (uint32_t)(hash >> 1) & (s->cap - 1);
    for (; s->slots[at]; at = (at + 1) & (s->cap - 1))
        if (s->slots[at] == hash) return false;
    s->slots[at] = hash;
    s->n++;
    return true;
}

/* ---- the watcher ---- */

static void tell(dg_live *l, dg_str json) {
    dg_buf m;
    dg_buf_init(&m, MESSAGE_CEILING);
    pthread_mutex_lock(&l->lock);
    dg_buf_printf(&m, "id: %llu\nevent: happening\ndata: ", (unsigned long long)l->next);
    dg_buf_adds(&m, json);
    dg_buf_addz(&m, "\n\n");
    if (!m.bad) {
        dg_str *slot = &l->ring[l->next % RING];
        free((void *)(uintptr_t)slot->p);
        *slot = dg_buf_str(&m); /* the buffer's memory is the ring's now */
        l->next++;
    } else {
        dg_buf_free(&m);
    }
    pthread_mutex_unlock(&l->lock);
}

/* Ids that are new: all of them are noted, the newest are told unless `silent`. */
static void look(dg_live *l, bool silent) {
    dg_err err;
    dg_str *ids = NULL;
    uint32_t n = 0, told = 0;
    dg_buf json;
    dg_arena_reset(l->arena);
    dg_buf_init(&json, MESSAGE_CEILING);
    if (dg_list_made(l->store, &l->row, UINT32_MAX / 2, l->arena, &ids, &n, &err)) n = 0;
    for (uint32_t i = n; i-- > 0;) {
        if (!note(&l->seen, ids[i]) || silent || told++ >= MOST_AT_ONCE) continue;
        dg_api_request r = {.api = l->api, .store = l->store, .arena = l->arena};
        dg_buf_clear(&json);
        dg_api_begin(&r.asked);
        if (!dg_api_happening(&r, ids[i], &json, &err) && json.n) tell(l, dg_buf_str(&json));
    }
    dg_buf_free(&json);
}

static bool has_changed(dg_live *l) {
    int64_t version = l->version;
    dg_err err;
    if (dg_list_version(l->store, &version, &err) || version == l->version) return false;
    l->version = version;
    return true;
}

static void wait_a_little(pthread_cond_t *cond, pthread_mutex_t *lock, uint32_t ms) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) t.tv_sec++, t.tv_nsec -= 1000000000;
    pthread_cond_timedwait(cond, lock, &t);
}

static void *watch(void *self) {
    dg_live *l = self;
    for (bool over = false; !over;) {
        bool changed = has_changed(l);
        if (changed) look(l, false);
        pthread_mutex_lock(&l->lock);
        if (changed) l->generation++;
        if (changed) pthread_cond_broadcast(&l->news);
        if (!l->over) wait_a_little(&l->news, &l->lock, LOOK_MS);
        over = l->over;
        pthread_mutex_unlock(&l->lock);
    }
    return NULL;
}

int dg_live_start(const char *path, const dg_api *api, dg_live **ret, dg_err *err) {
    dg_live *l = calloc(1, sizeof *l);
    if (!l) return dg_err_set(err, DG_E_NOMEM, 0, "stream");
    l->api = api, l->generation = 1, l->next = 1;
    pthread_mutex_init(&l->lock, NULL);
    pthread_cond_init(&l->news, NULL);
    l->arena = dg_arena_new((size_t)1 << 30);
    int rc = l->arena ? dg_store_open(path, false, &l->store, err)
                      : dg_err_set(err, DG_E_NOMEM, 0, "stream");
    if (!rc) rc = dg_list_version(l->store, &l->version, err);
    if (!rc) look(l, true);
    if (!rc && pthread_create(&l->thread, NULL, watch, l))
        rc = dg_err_set(err, DG_E_NOMEM, 0, "stream: no thread");
    l->running = !rc;
    if (rc)
        dg_live_free(l);
    else
        *ret = l;
    return rc;
}

void dg_live_stop(dg_live *l) {
    if (!l->running) return;
    pthread_mutex_lock(&l->lock);
    l->over = true;
    pthread_cond_broadcast(&l->news);
    pthread_mutex_unlock(&l->lock);
    pthread_join(l->thread, NULL);
    l->running = false;
}

void dg_live_free(dg_live *l) {
    if (!l) return;
    dg_live_stop(l);
    for (int i = 0; i < RING; i++) free((void *)(uintptr_t)l->ring[i].p);
    free(l->seen.slots);
    dg_store_close(l->store);
    dg_arena_free(l->arena);
    pthread_cond_destroy(&l->news);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

/* ---- the listeners ---- */

uint64_t dg_live_generation(dg_live *l) {
    pthread_mutex_lock(&l->lock);
    uint64_t n = l->generation;
    pthread_mutex_unlock(&l->lock);
    return n;
}

void dg_live_changed(dg_live *l) {
    pthread_mutex_lock(&l->lock);
    l->generation++;
    pthread_mutex_unlock(&l->lock);
}

uint64_t dg_live_now(dg_live *l) {
    pthread_mutex_lock(&l->lock);
    uint64_t n = l->next;
    pthread_mutex_unlock(&l->lock);
    return n;
}

int64_t dg_live_read(dg_live *l, dg_live_place *at, char *out, uint32_t cap, uint32_t wait_ms) {
    uint32_t n = 0;
    pthread_mutex_lock(&l->lock);
    if (at->message >= l->next && !l->over) wait_a_little(&l->news, &l->lock, wait_ms);
    bool lost = at->message + RING < l->next; /* the ring has gone on without it */
    bool over = l->over || (lost && at->offset);
    if (lost) *at = (dg_live_place){l->next - RING, 0};
    while (at->message < l->next && n < cap && !over) {
        dg_str m = l->ring[at->message % RING];
        uint32_t piece = m.n - at->offset < cap - n ? m.n - at->offset : cap - n;
        memcpy(out + n, m.p + at->offset, piece);
        n += piece, at->offset += piece;
        if (at->offset == m.n) *at = (dg_live_place){at->message + 1, 0};
    }
    pthread_mutex_unlock(&l->lock);
    return !n && over ? -1 : (int64_t)n;
}
