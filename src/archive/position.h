/* position.h: what an actor holds on a matter, said again and again, in any language.
 *
 *   statements of one side ─► near in what they are about ─► position, with its occasions in time
 *   stances (ACCUSE, SUPPORT …, negated or not) towards the same other side ─► position
 *
 * Statements are compared by their features (features.h): names, figures and cognates are all that
 * two languages share, so a position found is nearly always one, and many are missed. */
#ifndef DG_POSITION_H
#define DG_POSITION_H

#include "archive/entry.h"

typedef struct dg_position {
    uint32_t n_quotes, cap_quotes, n_entries, cap_entries;
    uint32_t *quotes;  /* indices of the statements, in order of publication */
    uint32_t *entries; /* indices of the entries that are the same stance; either this or quotes */
    uint32_t n_turns, cap_turns;
    uint32_t
        *turns; /* places in entries that hold the opposite of the one before: it has changed */
} dg_position;

/* Positions with at least two occasions in two articles. A stance and its opposite (refused to
 * condemn, condemned) are one position that changed when more than DG_DISPUTE_DAYS lie between
 * them; within that time they are reports that differ (entry.h). quotes[n] in the order of
 * publication; speakers of different countries (or, without a country, of different names) are
 * never put together. */
int dg_positions_find(const dg_found_quote *quotes, uint32_t n_quotes, const dg_entry *entries,
                      uint32_t n_entries, dg_arena *arena, uint32_t *ret_n, dg_position **ret,
                      dg_err *err);

#endif
