/* brief.h: the dossier of one party or of two: what happened in order of time, who said what, on
 * whose word.
 *
 *   query ─► events ─► entries (the same event told by several articles: one entry, several
 * witnesses) ─► text, md, json └► quotes
 */
#ifndef DG_BRIEF_H
#define DG_BRIEF_H

#include "answers/phrase.h"

typedef enum { DG_BRIEF_TEXT, DG_BRIEF_MD, DG_BRIEF_JSON } dg_brief_format;

/* Writes the dossier to out. names gives the countries their names. An archive that holds nothing
 * on the parties gives a dossier that says so. Errors: DG_E_STORE, DG_E_NOMEM. */
int dg_brief(const dg_store *s, const dg_query *q, const dg_phrases *phrases, const dg_names *names,
             dg_brief_format format, dg_buf *out, dg_err *err);

#endif
