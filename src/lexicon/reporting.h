/* reporting.h: PLACEHOLDER interface; its owner replaces this file. */
#ifndef DG_REPORTING_H
#define DG_REPORTING_H

#include "base/arena.h"
#include "base/err.h"

typedef struct dg_reporting dg_reporting; /* const after load */
int dg_reporting_load(const char *dir, dg_arena *arena, dg_reporting **ret, dg_err *err);

#endif
