/* gather.h: what the archive holds on a question, joined up: the matter of every answer. */
#ifndef DG_GATHER_H
#define DG_GATHER_H

#include "answers/answer.h"

typedef struct dg_gathered {
    dg_arena *arena; /* owns all below */
    uint32_t n_events, n_quotes, n_entries, n_positions, n_disputes, n_sources;
    dg_found_event *events;
    dg_found_quote *quotes;
    bool *repeated; /* [n_quotes] the same words of the same speaker stand in a newer version of the
                       article, or around these in the same one */
    dg_entry *entries;
    dg_position *positions;
    dg_dispute *disputes;
    const dg_source **sources; /* each article once, events' first */
    const dg_phrases *phrases; /* data.h writes entries with their phrase and quad class; NULL:
                                  without (dg_gather leaves it so) */
} dg_gathered;

/* DG_LINES_ONLY: each entry has one telling, which says what all say together and has no article
 * and no words (dg_query.lines_only): for a line an entry, or a picture. */
enum { DG_WITH_QUOTES = 1, DG_WITH_POSITIONS = 2, DG_WITH_DISPUTES = 4, DG_LINES_ONLY = 8 };

/* with: what is wanted beside the entries; the rest stays empty. At
 * most query.limit events and quotes (0: MOST_EVENTS), the newest. DG_E_STORE, DG_E_NOMEM. On
 * failure ret is empty; free it all the same. */
int dg_gather(const dg_ask *ask, uint32_t with, dg_gathered *ret, dg_err *err);
/* Fills repeated for the quotes that stand in g. DG_E_NOMEM. */
int dg_gather_repeated(dg_gathered *g, dg_err *err);
void dg_gathered_free(dg_gathered *g);

#endif
