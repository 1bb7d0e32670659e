/* keep.c: see keep.h. One lock; nothing slow happens under it. */
#include "server/keep.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/hash.h"

enum { BUCKETS = 4096, QUESTION_MS = 20000 };
enum { ANSWERS = 512, LARGE = 1 << 20, ARENA_CEILING = 512 << 20, BIG_ARENA = 16 << 20 };

typedef struct answer {
    uint64_t question, generation;
    dg_kept kept;
} answer;

typedef struct bucket { /* of one address */
    int64_t at_us;
    double left;
} bucket;

struct dg_keep {
    pthread_mutex_t lock;
    pthread_cond_t free;
    dg_borrowed stores[DG_KEEP_STORES];
    bool lent[DG_KEEP_STORES];
    answer answers[ANSWERS]; /* at the question's hash % ANSWERS */
    int64_t counts[DG_COUNT_N];
    bucket buckets[BUCKETS];
};

int dg_keep_new(const char *archive, dg_keep **ret, dg_err *err) {
    dg_keep *k = calloc(1, sizeof *k);
    if (!k) return dg_err_set(err, DG_E_NOMEM, 0, "server");
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->free, NULL);
    int rc = 0;
    for (uint32_t i = 0; i < DG_KEEP_STORES && !rc; i++) {
        k->stores[i].number = i;
        k->stores[i].arena = dg_arena_new(ARENA_CEILING);
        rc = k->stores[i].arena ? dg_store_open(archive, false, &k->stores[i].store, err)
                                : dg_err_set(err, DG_E_NOMEM, 0, "server");
    }
    if (rc)
        dg_keep_free(k);
    else
        *ret = k;
    return rc;
}

void dg_keep_free(dg_keep *k) {
    if (!k) return;
    for (int i = 0; i < DG_KEEP_STORES; i++) {
        dg_store_close(k->stores[i].store);
        dg_arena_free(k->stores[i].arena);
    }
    for (int i = 0; i < ANSWERS; i++) free(k->answers[i].kept.bytes);
    pthread_cond_destroy(&k->free);
    pthread_mutex_destroy(&k->lock);
    free(k);
}

dg_borrowed dg_keep_borrow(dg_keep *k) {
    uint32_t i = 0;
    pthread_mutex_lock(&k->lock);
    for (;; pthread_cond_wait(&k->free, &k->lock)) {
        for (i = 0; i < DG_KEEP_STORES && k->lent[i];) i++;
        if (i < DG_KEEP_STORES) break;
    }
    k->lent[i] = true;
    pthread_mutex_unlock(&k->lock);
    dg_store_deadline(k->stores[i].store, QUESTION_MS);
    return k->stores[i];
}

void dg_keep_give_back(dg_keep *k, dg_borrowed b) {
    dg_arena *arena = b.arena;
    if (dg_arena_used(arena) > BIG_ARENA) {
        dg_arena *fresh = dg_arena_new(ARENA_CEILING);
        if (fresh) dg_arena_free(arena), arena = fresh;
    }
    dg_arena_reset(arena);
    pthread_mutex_lock(&k->lock);
    k->stores[b.number].arena = arena;
    k->lent[b.number] = false;
    pthread_cond_signal(&k->free);
    pthread_mutex_unlock(&k->lock);
}

static bool copy(const dg_kept *from, dg_kept *to) {
    *to = *from;
    to->bytes = malloc(from->n + 1);
    if (to->bytes) memcpy(to->bytes, from->bytes, from->n);
    return to->bytes != NULL;
}

bool dg_keep_find(dg_keep *k, dg_str question, uint64_t generation, dg_kept *ret) {
    uint64_t hash = dg_hash_str(question, 1);
    pthread_mutex_lock(&k->lock);
    const answer *a = &k->answers[hash % ANSWERS];
    bool found =
        a->kept.bytes && a->question == hash && a->generation == generation && copy(&a->kept, ret);
    if (found) k->counts[DG_COUNT_KEPT]++;
    pthread_mutex_unlock(&k->lock);
    return found;
}

void dg_keep_put(dg_keep *k, dg_str question, uint64_t generation, const dg_kept *kept) {
    uint64_t hash = dg_hash_str(question, 1);
    dg_kept own;
    if (kept->n > LARGE || !copy(kept, &own)) return;
    pthread_mutex_lock(&k->lock);
    answer *a = &k->answers[hash % ANSWERS];
    char *old = a->kept.bytes;
    *a = (answer){hash, generation, own};
    pthread_mutex_unlock(&k->lock);
    free(old);
}

bool dg_keep_may_ask(dg_keep *k, const void *address, size_t n, uint32_t rate, int64_t now_us) {
    pthread_mutex_lock(&k->lock);
    bucket *b = &k->buckets[dg_hash64(address, n, 2) % BUCKETS];
    double most = 2.0 * rate, more = (double)(now_us - b->at_us) / 1e6 * rate;
    b->left = b->at_us && b->left + more < most ? b->left + more : most;
    b->at_us = now_us;
    bool may = b->left >= 1;
    if (may) b->left -= 1;
    pthread_mutex_unlock(&k->lock);
    return may;
}

int64_t dg_keep_count(dg_keep *k, dg_server_count what, int64_t more) {
    pthread_mutex_lock(&k->lock);
    int64_t now = k->counts[what] += more;
    pthread_mutex_unlock(&k->lock);
    return now;
}
