/* pool.c: threads over a ring of jobs.
 *
 *     head            next           tail        head ≤ next ≤ tail ≤ head + depth, counted since
 * the start; │ done, or at   │ waiting      │          job k lies in ring[k % depth] ▼ work ▼ ▼
 *   ───[x][x][x][x][x][ ][ ][ ][ ][ ]───
 *
 * One lock. `wake` tells threads of new jobs (or the end), `ready` tells the submitter that a job
 * is done. Only the submitter moves head and tail; done() is called without the lock. Cost: two
 * lock operations a job and thread: jobs are articles (milliseconds), so this does not show. */
#include "base/pool.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct slot {
    void *job;
    bool finished;
} slot;

typedef struct worker {
    struct dg_pool *pool;
    pthread_t thread;
    uint32_t number;
} worker;

struct dg_pool {
    dg_pool_work *work;
    dg_pool_done *done;
    void *shared;
    uint32_t n_threads, n_started, depth;
    worker *workers; /* [n_threads]; NULL with one thread */
    slot *ring;      /* [depth] */
    uint64_t head, next, tail;
    bool closing;
    pthread_mutex_t lock;
    pthread_cond_t wake, ready;
};

static void *worker_main(void *self) {
    worker *w = self;
    dg_pool *p = w->pool;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->next == p->tail && !p->closing) pthread_cond_wait(&p->wake, &p->lock);
        if (p->next == p->tail) break;
        slot *s = &p->ring[p->next++ % p->depth];
        pthread_mutex_unlock(&p->lock);
        p->work(p->shared, s->job, w->number);
        pthread_mutex_lock(&p->lock);
        s->finished = true;
        pthread_cond_signal(&p->ready);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static int start_threads(dg_pool *p, dg_err *err) {
    for (; p->n_started < p->n_threads; p->n_started++) {
        worker *w = &p->workers[p->n_started];
        *w = (worker){.pool = p, .number = p->n_started};
        int e = pthread_create(&w->thread, NULL, worker_main, w);
        if (e) return dg_err_set(err, DG_E_NOMEM, 0, "thread %u: %s", p->n_started, strerror(e));
    }
    return 0;
}

int dg_pool_new(uint32_t n_threads, uint32_t depth, dg_pool_work *work, dg_pool_done *done,
                void *shared, dg_pool **ret, dg_err *err) {
    if (!n_threads || !depth)
        return dg_err_set(err, DG_E_ARG, 0, "a pool needs a thread and a place");
    dg_pool *p = calloc(1, sizeof *p);
    if (!p) return dg_err_set(err, DG_E_NOMEM, 0, "pool");
    *p = (dg_pool){
        .work = work, .done = done, .shared = shared, .n_threads = n_threads, .depth = depth};
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    pthread_cond_init(&p->ready, NULL);
    int rc = 0;
    if (n_threads > 1) {
        p->workers = calloc(n_threads, sizeof *p->workers);
        p->ring = calloc(depth, sizeof *p->ring);
        rc = p->workers && p->ring ? start_threads(p, err) : dg_err_set(err, DG_E_NOMEM, 0, "pool");
    }
    if (rc) {
        dg_pool_free(p);
        return rc;
    }
    *ret = p;
    return 0;
}

/* Hands over finished jobs from the head on. Called and left with the lock held. At least until
 * fewer than `most` jobs are in the ring; what is finished beyond that goes too, so that results do
 * not wait for a full ring. */
static void hand_over(dg_pool *p, uint64_t most) {
    while (p->head < p->tail) {
        slot *s = &p->ring[p->head % p->depth];
        while (!s->finished && p->tail - p->head >= most) pthread_cond_wait(&p->ready, &p->lock);
        if (!s->finished) return;
        void *job = s->job;
        pthread_mutex_unlock(&p->lock);
        p->done(p->shared, job);
        pthread_mutex_lock(&p->lock);
        p->head++;
    }
}

void dg_pool_submit(dg_pool *p, void *job) {
    if (!p->workers) {
        p->work(p->shared, job, 0);
        p->done(p->shared, job);
        return;
    }
    pthread_mutex_lock(&p->lock);
    hand_over(p, p->depth);
    p->ring[p->tail++ % p->depth] = (slot){job, false};
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
}

void dg_pool_finish(dg_pool *p) {
    if (!p->workers) return;
    pthread_mutex_lock(&p->lock);
    hand_over(p, 1);
    pthread_mutex_unlock(&p->lock);
}

void dg_pool_free(dg_pool *p) {
    if (!p) return;
    if (p->n_started) dg_pool_finish(p);
    pthread_mutex_lock(&p->lock);
    p->closing = true;
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    for (uint32_t i = 0; i < p->n_started; i++) pthread_join(p->workers[i].thread, NULL);
    pthread_cond_destroy(&p->ready);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p->workers);
    free(p->ring);
    free(p);
}

typedef struct half {
    dg_pool_half *run;
    void *self;
} half;

static void *half_main(void *self) {
    const half *h = self;
    h->run(h->self);
    return NULL;
}

void dg_pool_both(dg_pool_half *there, dg_pool_half *here, void *self) {
    half h = {there, self};
    pthread_t thread;
    bool apart = pthread_create(&thread, NULL, half_main, &h) == 0;
    if (!apart) there(self);
    here(self);
    if (apart) pthread_join(thread, NULL);
}
