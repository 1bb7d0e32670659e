/* plot.h: answers as pictures (SVG 1.1, no script, no outside reference; follows the reader's light
 * or dark). Only what happened or was said counts: no negated, denied or hypothetical entries, no
 * plans. Coordinates are printed with one decimal, sums run in one order: the same bytes
 * everywhere.
 *
 * Errors: DG_E_STORE, DG_E_NOMEM. */
#ifndef DG_PLOT_H
#define DG_PLOT_H

#include "answers/gather.h"

/* Cooperation above the line and conflict below it, by PLOVER score, in bins of a day, week, month,
 * quarter or year, whichever gives at most MOST_BINS. Entries without a day are left out. */
void dg_plot_timeline(const dg_phrases *phrases, const dg_gathered *g, dg_str title, dg_buf *out);

/* Countries and organisations as circles (area: entries), what they did to one another as lines
 * (width: entries; colour: mean score, conflict to cooperation). The MOST_NODES most active. */
int dg_plot_network(const dg_phrases *phrases, const dg_gathered *g, dg_str title, dg_buf *out,
                    dg_err *err);

#endif
