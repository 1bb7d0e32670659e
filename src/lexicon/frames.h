/* frames.h: PLACEHOLDER interface; its owner replaces this file. */
#ifndef DG_FRAMES_H
#define DG_FRAMES_H

#include "base/arena.h"
#include "base/err.h"

typedef struct dg_frames dg_frames; /* const after load */
int dg_frames_load(const char *dir, dg_arena *arena, dg_frames **ret, dg_err *err);

#endif
