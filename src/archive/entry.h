/* entry.h: what the archive answers about events, as entries a person reads: a happening with its
 * tellings, linked to the plan it fulfils and to what contradicts it.
 *
 *   found events ─► entries (one happening each) ─► plan ↔ fulfilment, disputes
 *
 * cost: O(events); a plan meets the entries of its parties, an assertion those of its matter
 *
 * Links are looked for among the entries at hand; nothing is judged: a dispute has two sides, each
 * with its own sources.
 *
 * Errors: DG_E_NOMEM. */
#ifndef DG_ENTRY_H
#define DG_ENTRY_H

#include "archive/happening.h"

typedef struct dg_entry {
    uint32_t n, cap;
    const dg_found_event **tellings; /* [n], n > 0; in the order of the found events */
    dg_found_event told;   /* what they say together: as the first one, with the strongest status, a
                              mode and a place if any tells one, the most specific actors, and
                              `began` if any says so */
    dg_days when;          /* what all tellings allow; DG_DAYS_NONE: unknown */
    bool by_report;        /* no time is told: when is the day of the first report */
    uint32_t witnesses;    /* independent ones, also outside of the answer */
    uint32_t fulfilled_by; /* the entry that did what this one plans; DG_NONE */
    uint32_t plan;         /* the entry that planned this one; DG_NONE */
} dg_entry;

/* The entries of events[n], in the order of their first events. Keeps pointers into events. */
int dg_entries_make(const dg_found_event *events, uint32_t n, dg_arena *arena, uint32_t *ret_n,
                    dg_entry **ret, dg_err *err);

typedef enum {
    DG_DISPUTE_DENIED,   /* told as a fact here, negated or denied there */
    DG_DISPUTE_ANSWERED, /* an accusation and the rejection that answers it */
    DG_DISPUTE_FIGURES,  /* one entry, whose tellings give figures that exclude each other */
    DG_DISPUTE_BEGUN     /* one is said to have begun it here (or to have broken the truce), the
                            other there; who is named first in time stands on the first side */
} dg_dispute_kind;

typedef struct dg_dispute {
    uint8_t kind;
    uint32_t n_asserted, cap_asserted, n_against, cap_against;
    uint32_t *asserted, *against; /* entries, ascending; both sides have at least one, but for
                                     figures, where one entry is asserted */
    dg_str figure;                /* of figures: the kind that differs, "killed" */
} dg_dispute;

/* Can both figures not be true of one thing? "at least", "up to" and "about" leave room. */
bool dg_figures_exclude(const dg_figure *a, const dg_figure *b);

/* The disputes among entries[n], one a matter, in the order of their first assertions. Two tellings
 * more than DG_DISPUTE_DAYS apart are taken for two matters; where a day is unknown, an answer must
 * stand in the story of the accusation. Who began it is in dispute where both sides are said to
 * have, each against the other; where the other side is not named, in one story. That each attacked
 * the other is none: both may be true. */
int dg_disputes_find(const dg_entry *entries, uint32_t n, dg_arena *arena, uint32_t *ret_n,
                     dg_dispute **ret, dg_err *err);

enum { DG_DISPUTE_DAYS = 30, DG_PLAN_DAYS = 14 };

#endif
