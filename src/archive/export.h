/* export.h: the archive in the forms that the field's tools read.
 *
 *   plover          JSON Lines, one event a line, with the fields of POLECAT's tables
 *   gdelt-events    61 tab-separated columns of the GDELT 2.0 event table, no head line
 *   gdelt-mentions  16 columns of its mentions table
 *   dyads           CSV: date, source, target, CAMEO code, quad class, score, happening: a line an
 *                   event and pair
 *   keds            the same as TABARI wrote it and the R package events reads it: yymmdd, source,
 *                   target (CHNGOV), code, label, tab-separated, no head line
 *   months          CSV: month, source, target, counts of the four quad classes, mean score
 *   jsonld          JSON Lines of schema.org: NewsArticle with its Claims (quotations) and Events
 *   records         the records as `dragoman read` wrote them
 *
 * Tables of pairs know one source and one target a line: there, and only there, lists are
 * multiplied out. Negated, denied and hypothetical events are left out of gdelt, dyads and months,
 * which have no column to say so; plans are what they are in PLOVER, an agreement. A happening told
 * by several articles is one event (dyads, months, gdelt-events) with as many mentions.
 *
 * Streams article by article: memory does not grow with the archive, but for `months`. */
#ifndef DG_EXPORT_H
#define DG_EXPORT_H

#include "archive/query.h"
#include "base/buf.h"

typedef enum {
    DG_EXPORT_PLOVER,
    DG_EXPORT_GDELT_EVENTS,
    DG_EXPORT_GDELT_MENTIONS,
    DG_EXPORT_DYADS,
    DG_EXPORT_KEDS, /* yymmdd, source, target, CAMEO code, label, tab-separated */
    DG_EXPORT_MONTHS,
    DG_EXPORT_JSONLD,
    DG_EXPORT_RECORDS,
    DG_EXPORT_N
} dg_export_kind;

extern const char *const dg_export_names[DG_EXPORT_N];

/* Hands out the export in pieces; what put returns other than 0 ends it. Articles in order of day
 * and id. Errors: DG_E_STORE, DG_E_NOMEM, DG_E_SYNTAX (a damaged record), those of put. */
int dg_export(const dg_store *s, dg_export_kind kind,
              int (*put)(void *self, dg_str bytes, dg_err *err), void *self, dg_err *err);

#endif
