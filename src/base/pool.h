/* pool.h: N threads, one bounded queue, results handed over in the order in which the jobs came.
 *
 *   submit ─► [ring of at most `depth` jobs] ─► threads: work(job, thread) ─► in order: done(job)
 *
 * work runs on a pool thread and may run beside others; done runs on the thread that calls submit
 * or finish, one at a time, in order of submission. submit blocks while the ring is full
 * (back-pressure), so memory is bounded.
 *
 * Errors: DG_E_NOMEM. */
#ifndef DG_POOL_H
#define DG_POOL_H

#include "base/err.h"

typedef struct dg_pool dg_pool;
typedef void dg_pool_work(void *shared, void *job, uint32_t thread); /* thread: 0..n_threads-1 */
typedef void dg_pool_done(void *shared, void *job);

/* n_threads >= 1; with 1 no thread is started and submit does everything. */
int dg_pool_new(uint32_t n_threads, uint32_t depth, dg_pool_work *work, dg_pool_done *done,
                void *shared, dg_pool **ret, dg_err *err);
void dg_pool_submit(dg_pool *p, void *job);
void dg_pool_finish(dg_pool *p); /* waits for all jobs and hands them over */
void dg_pool_free(dg_pool *p);   /* finishes first; NULL is fine */

/* Calls there(self) on a thread of its own and here(self) on this one, and returns when both are
 * done; one after the other where no thread can be had. What both write must lie apart. */
typedef void dg_pool_half(void *self);
void dg_pool_both(dg_pool_half *there, dg_pool_half *here, void *self);

#endif
