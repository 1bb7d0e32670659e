/* plover.h: the ontology as one table (PLOVER codebook, Open Event Data Alliance, 2024 manual):
 * types with quad class, score and CAMEO root; sectors; contexts. Modes stand in lexicon/frames
 * beside the frame that has them. Scores are on the Goldstein-like scale -10 conflict … +10
 * cooperation; ACCUSE is -3 (the manual's +3 is a misprint). */
#ifndef DG_PLOVER_H
#define DG_PLOVER_H

#include "base/base.h"

/* name, quad class (1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material
 * conflict), score, CAMEO root, mutual (both sides do it: the record lists all as actors where
 * there is no clear host or initiator) */
#define DG_PLOVER_MAP(X)                                                                           \
    X(AGREE, 1, 4.0, "05", true)                                                                   \
    X(CONSULT, 1, 3.0, "04", true)                                                                 \
    X(SUPPORT, 1, 5.0, "05", false)                                                                \
    X(CONCEDE, 1, 4.0, "08", false)                                                                \
    X(COOPERATE, 2, 6.0, "06", true)                                                               \
    X(AID, 2, 7.0, "07", false)                                                                    \
    X(RETREAT, 2, 6.0, "08", false)                                                                \
    X(REQUEST, 3, -1.0, "10", false)                                                               \
    X(ACCUSE, 3, -3.0, "11", false)                                                                \
    X(REJECT, 3, -4.0, "12", false)                                                                \
    X(THREATEN, 3, -5.0, "13", false)                                                              \
    X(PROTEST, 4, -6.0, "14", false)                                                               \
    X(SANCTION, 4, -6.0, "16", false)                                                              \
    X(MOBILIZE, 4, -6.5, "15", false)                                                              \
    X(COERCE, 4, -7.5, "17", false)                                                                \
    X(ASSAULT, 4, -9.5, "18", false)

typedef enum {
#define X(name, quad, score, cameo, mutual) DG_PLOVER_##name,
    DG_PLOVER_MAP(X)
#undef X
        DG_PLOVER_N
} dg_plover;

typedef struct dg_plover_row {
    const char *name, *cameo;
    uint8_t quad;
    float score;
    bool mutual;
} dg_plover_row;

extern const dg_plover_row dg_plover_table[DG_PLOVER_N];
/* DG_PLOVER_N when there is no such type. */
dg_plover dg_plover_find(dg_str name);

#endif
