/* entities.h: character references that containers leave in plain text ("&quot;", "&#228;"). */
#ifndef DG_PAGE_ENTITIES_H
#define DG_PAGE_ENTITIES_H

#include "base/arena.h"

/* s with the usual references of HTML decoded, in the arena (s itself where there is none); never
 * longer than s. Unknown ones stay as they are. p NULL without memory. */
dg_str dg_page_entities(dg_str s, dg_arena *arena);

#endif
