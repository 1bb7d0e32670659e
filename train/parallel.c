/* parallel.c: threads are started anew for each call (about 20 µs each, against steps of 100 ms). */
#include "train/parallel.h"

#include <pthread.h>
#include <stdatomic.h>

#define MAX_THREADS 64u

typedef struct crew {
    atomic_uint next;
    uint32_t n_tasks;
    dg_task *task;
    void *self;
} crew;

static void *run(void *p) {
    crew *c = p;
    for (uint32_t i; (i = atomic_fetch_add(&c->next, 1)) < c->n_tasks;) c->task(c->self, i);
    return NULL;
}

void dg_parallel(uint32_t n_threads, uint32_t n_tasks, dg_task *task, void *self) {
    crew c = {.n_tasks = n_tasks, .task = task, .self = self};
    pthread_t threads[MAX_THREADS];
    uint32_t started = 0;
    if (n_threads > n_tasks) n_threads = n_tasks;
    if (n_threads > MAX_THREADS) n_threads = MAX_THREADS;
    while (started + 1 < n_threads && pthread_create(&threads[started], NULL, run, &c) == 0) started++;
    run(&c);
    for (uint32_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
}
