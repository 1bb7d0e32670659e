/* parallel.h: runs tasks 0..n-1 on a few threads; which thread takes which task must not matter to
 * the result. */
#ifndef DG_TRAIN_PARALLEL_H
#define DG_TRAIN_PARALLEL_H

#include "base/base.h"

typedef void dg_task(void *self, uint32_t task);
/* Returns when all tasks are done. When a thread cannot be started, fewer do the work. */
void dg_parallel(uint32_t n_threads, uint32_t n_tasks, dg_task *task, void *self);

#endif
