/* reading.c: the order of the layers of the reading. */
#include "reading/reading.h"

int dg_read(const dg_lexicon *lex, dg_doc *doc, dg_err *err) {
    int rc = dg_read_mentions(lex, doc, err);
    if (!rc) rc = dg_read_times(lex, doc, err);
    if (!rc) rc = dg_read_quotes(lex, doc, err);
    if (!rc) rc = dg_read_events(lex, doc, err);
    if (!rc) rc = dg_read_quantities(lex, doc, err);
    return rc;
}
