/* spawn.h: this program once more, as a child that reads posted bytes: what is foreign is parsed in
 * a process that has no rights (--sandbox), a ceiling on its time, and nothing to do with the
 * server's memory. */
#ifndef DG_SPAWN_H
#define DG_SPAWN_H

#include "base/buf.h"
#include "base/err.h"

typedef struct dg_child {
    dg_buf out, err; /* what it wrote; owned by the caller (dg_buf_free), each with its ceiling */
    int status;      /* its exit status; negative: the signal that ended it */
} dg_child;

/* Runs argv (NULL-ended; argv[0] a path) with input on its standard input. Blocks until it has
 * ended or deadline_ms are over, then it is killed. 0, also when it failed (status); DG_E_STOPPED:
 * killed by the deadline; DG_E_LIMIT: it wrote more than out may hold; DG_E_IO, DG_E_NOMEM. */
int dg_spawn(const char *const argv[], dg_str input, int deadline_ms, dg_child *child, dg_err *err);

#endif
