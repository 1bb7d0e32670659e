/* timewords.h: PLACEHOLDER interface; its owner replaces this file. */
#ifndef DG_TIMEWORDS_H
#define DG_TIMEWORDS_H

#include "base/arena.h"
#include "base/err.h"

typedef struct dg_timewords dg_timewords; /* const after load */
int dg_timewords_load(const char *dir, dg_arena *arena, dg_timewords **ret, dg_err *err);

#endif
