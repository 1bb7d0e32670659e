/* phrase.h: an event of the record put into words by the patterns of lexicon/phrases.tsv. */
#ifndef DG_PHRASE_H
#define DG_PHRASE_H

#include "archive/query.h"
#include "base/buf.h"
#include "lexicon/names.h"
#include "lexicon/table.h"

typedef struct dg_phrases {
    dg_table table;
    uint32_t type, form, words; /* columns */
} dg_phrases;

/* lang: a language column of phrases.tsv. DG_E_LEXICON when the table or the column is not there.
 */
int dg_phrases_load(const char *dir, const char *lang, dg_arena *arena, dg_phrases *ret,
                    dg_err *err);

/* Appends "China (Wang Yi) met or spoke with Russia". Countries by the name that names gives them.
 */
void dg_phrase_event(const dg_phrases *p, const dg_names *names, const dg_found_event *e,
                     dg_buf *out);
/* Appends a list of parties: "Russia and China (Xi Jinping)". */
void dg_phrase_parties(const dg_names *names, const dg_party *parties, uint32_t n, dg_buf *out);
/* Appends "2022-02-04", "2022-02", "2022", "2022-02-04 to 2022-02-06" or "undated". */
void dg_phrase_days(dg_days d, dg_buf *out);

#endif
