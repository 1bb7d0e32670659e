/* plover.c: the table of plover.h as data. */
#include "doc/plover.h"

const dg_plover_row dg_plover_table[DG_PLOVER_N] = {
#define X(name, quad, score, cameo, mutual) {#name, cameo, quad, (float)(score), mutual},
    DG_PLOVER_MAP(X)
#undef X
};

dg_plover dg_plover_find(dg_str name) {
    for (uint32_t i = 0; i < DG_PLOVER_N; i++)
        if (dg_str_is(name, dg_plover_table[i].name)) return (dg_plover)i;
    return DG_PLOVER_N;
}
