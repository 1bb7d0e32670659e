/* keep.c: see keep.h. One lock; nothing slow happens under it. */
#include "server/keep.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/hash.h"

enum { BUCKETS = 4096, QUESTION_MS = 20000 };
enum {
    SETS = 256,
    WAYS = 4, /* of kept answers: a question may stand in any way of its set */
    ANSWERS = SETS * WAYS,
    KEPT_CEILING = 64 << 20,
    LARGE = 1 << 20,
    ARENA_CEILING = 512 << 20,
    BIG_ARENA = 16 << 20
};

typedef struct answer {
    char *question; /* malloc'ed, as kept.bytes */
    uint32_t n_question;
    uint64_t generation, used; /* used: when last, by the keep's count of uses */
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
    answer answers[ANSWERS]; /* a set at the question's hash % SETS */
    uint64_t uses;
    size_t n_kept; /* bytes of them */
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
    for (int i = 0; i < ANSWERS; i++) free(k->answers[i].kept.bytes), free(k->answers[i].question);
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

static answer *set_of(dg_keep *k, dg_str question) {
    return &k->answers[dg_hash_str(question, 1) % SETS * WAYS];
}

static bool is_of(const answer *a, dg_str question) {
    return a->question && dg_str_eq((dg_str){a->question, a->n_question}, question);
}

bool dg_keep_find(dg_keep *k, dg_str question, uint64_t generation, dg_kept *ret) {
    bool found = false;
    pthread_mutex_lock(&k->lock);
    answer *set = set_of(k, question);
    for (int i = 0; i < WAYS && !found; i++) {
        if (set[i].generation != generation || !is_of(&set[i], question)) continue;
        found = copy(&set[i].kept, ret);
        set[i].used = ++k->uses;
    }
    if (found) k->counts[DG_COUNT_KEPT]++;
    pthread_mutex_unlock(&k->lock);
    return found;
}

/* The place of this question, else an empty one, else the one that was used longest ago. */
static answer *place_of(dg_keep *k, dg_str question) {
    answer *set = set_of(k, question), *best = set;
    for (int i = 0; i < WAYS; i++) {
        if (is_of(&set[i], question)) return &set[i];
        if (set[i].used < best->used) best = &set[i];
    }
    return best;
}

void dg_keep_put(dg_keep *k, dg_str question, uint64_t generation, const dg_kept *kept) {
    answer fresh = {.n_question = question.n, .generation = generation}, old;
    if (kept->n > LARGE || !copy(kept, &fresh.kept)) return;
    fresh.question = malloc((size_t)question.n + 1);
    if (fresh.question) memcpy(fresh.question, question.p, question.n);
    pthread_mutex_lock(&k->lock);
    answer *a = place_of(k, question);
    size_t left = k->n_kept - (a->kept.bytes ? a->kept.n : 0);
    old = fresh;
    if (fresh.question && left + kept->n <= KEPT_CEILING) {
        fresh.used = ++k->uses;
        k->n_kept = left + kept->n;
        old = *a, *a = fresh;
    }
    pthread_mutex_unlock(&k->lock);
    free(old.kept.bytes);
    free(old.question);
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
