/* reading.h: from trees to the record: who, when, who said what, what happened.
 * reads: text, published, lang, sentences, tokens     writes: mentions, entities, times, quotes,
 * events
 *
 * Order: mentions and entities, times, quotes, events, quantities; each sees the layers before it.
 *
 * Errors: DG_E_NOMEM. */
#ifndef DG_READING_H
#define DG_READING_H

#include "doc/doc.h"
#include "lexicon/lexicon.h"

/* Each writes only its own layer of doc; arrays belong to doc->arena; 0 or a code, then the layer
 * is empty. */
int dg_read_mentions(const dg_lexicon *lex, dg_doc *doc,
                     dg_err *err); /* mentions, mention_at, entities */
int dg_read_times(const dg_lexicon *lex, dg_doc *doc, dg_err *err); /* times */
int dg_read_quotes(const dg_lexicon *lex, dg_doc *doc,
                   dg_err *err); /* quotes; may add entities for unnamed sources */
int dg_read_events(const dg_lexicon *lex, dg_doc *doc, dg_err *err); /* events */
int dg_read_quantities(const dg_lexicon *lex, dg_doc *doc,
                       dg_err *err); /* events[].quantities, after the events */

/* All of them in order. */
int dg_read(const dg_lexicon *lex, dg_doc *doc, dg_err *err);

#endif
