/* log.h: what a process of the cluster tells its keeper: events, one JSON object a line, on a file
 * (standard error): {"time":"2026-01-31T12:00:00.000Z","process":"work","event":"stored",…}. */
#ifndef DG_LOG_H
#define DG_LOG_H

#include <stdio.h>

#include "base/err.h"

typedef struct dg_log {
    FILE *to;            /* NULL: nobody listens */
    const char *process; /* "publish", "work", "join" */
} dg_log;

/* One event with its fields: pairs of a key and a value, a NULL behind the last. The key's first
 * character is the value's kind and is not written: "=articles", (int64_t)3; "'store", "http://…";
 * ".seconds", 0.5. */
void dg_log_event(const dg_log *log, const char *event, ...);
/* The same for a failure: its code's text, its own, and where. */
void dg_log_error(const dg_log *log, const char *event, const dg_err *err);

#endif
