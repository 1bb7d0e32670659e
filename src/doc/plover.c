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

const dg_plover_mode dg_plover_modes[DG_PLOVER_N_MODES] = {
#define X(type, name) {DG_PLOVER_##type, name},
    DG_PLOVER_MODE_MAP(X)
#undef X
};

const dg_plover_context dg_plover_contexts[DG_PLOVER_N_CONTEXTS] = {
#define X(name, about) {name, about},
    DG_PLOVER_CONTEXT_MAP(X)
#undef X
};

bool dg_plover_has_mode(dg_plover type, dg_str mode) {
    for (uint32_t i = 0; i < DG_PLOVER_N_MODES; i++)
        if (dg_plover_modes[i].type == type && dg_str_is(mode, dg_plover_modes[i].name))
            return true;
    return false;
}

uint32_t dg_plover_find_context(dg_str name) {
    for (uint32_t i = 0; i < DG_PLOVER_N_CONTEXTS; i++)
        if (dg_str_is(name, dg_plover_contexts[i].name)) return i;
    return DG_NONE;
}
