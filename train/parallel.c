/* parallel.c: tasks through base's pool, which is started anew for each call (some 20 µs a thread,
 * against steps of 100 ms). A pool that cannot be had is no failure: the caller's thread does the
 * work. */
#include "train/parallel.h"

#include "base/pool.h"

typedef struct crew {
    dg_task *task;
    void *self;
} crew;

static void work(void *shared, void *job, uint32_t thread) {
    const crew *c = shared;
    (void)thread;
    c->task(c->self, (uint32_t)(uintptr_t)job);
}

static void done(void *shared, void *job) {
    (void)shared, (void)job;
}

void dg_parallel(uint32_t n_threads, uint32_t n_tasks, dg_task *task, void *self) {
    crew c = {task, self};
    dg_pool *pool = NULL;
    if (n_threads > n_tasks) n_threads = n_tasks;
    if (n_threads > 1 && dg_pool_new(n_threads, n_tasks, work, done, &c, &pool, NULL) != 0)
        pool = NULL;
    for (uint32_t i = 0; i < n_tasks; i++) {
        if (pool)
            dg_pool_submit(pool, (void *)(uintptr_t)i);
        else
            task(self, i);
    }
    if (pool) dg_pool_free(pool);
}
