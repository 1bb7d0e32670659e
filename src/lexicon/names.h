/* names.h: PLACEHOLDER interface; its owner replaces this file. */
#ifndef DG_NAMES_H
#define DG_NAMES_H

#include "base/arena.h"
#include "base/err.h"

typedef struct dg_names dg_names; /* const after load */
int dg_names_load(const char *dir, dg_arena *arena, dg_names **ret, dg_err *err);

#endif
