/* pipeline.h: one article through the house. Read this room first.
 *
 *   dg_house    model, lexicon, tables: loaded once, const, shared by all threads
 *   dg_reader   buffers of one thread
 *   dg_doc      one article and its layers, in an arena of its own
 *
 * Errors of reading: DG_E_EMPTY, DG_E_BINARY, DG_E_ENCODING, DG_E_LIMIT, DG_E_NOMEM. */
#ifndef DG_PIPELINE_H
#define DG_PIPELINE_H

#include "doc/doc.h"
#include "intake/intake.h"
#include "language/language.h"
#include "lexicon/lexicon.h"
#include "page/page.h"
#include "parse/parse.h"
#include "pipeline/config.h"

typedef struct dg_house {
    dg_arena *arena;
    dg_modelfile *model;
    dg_langid *langid;
    dg_segmenter *segmenter;
    dg_parser *parser;
    dg_page_tables *page;
    dg_lexicon *lexicon; /* NULL when opened for parsing only */
} dg_house;

/* with_lexicon false: enough for dg_pipeline_parse. NOT_FOUND, MODEL, LEXICON, NOMEM. */
int dg_house_open(const dg_config *config, bool with_lexicon, dg_house **ret, dg_err *err);
void dg_house_close(dg_house *h); /* NULL is fine */

typedef struct dg_reader {
    const dg_house *house;
    dg_parse_work *work;
} dg_reader;
/* Buffers for one thread; the house outlives them. DG_E_NOMEM. */
int dg_reader_new(const dg_house *house, dg_reader **ret, dg_err *err);
void dg_reader_free(dg_reader *r); /* NULL is fine */

typedef struct dg_options {
    dg_days published;         /* --date, or DG_DAYS_NONE */
    char lang[4];              /* --lang, or "" */
    dg_page_template template; /* of this article's site; {NULL, 0}: nothing is known */
    dg_page_view *view;        /* the article's page in the same arena, not read yet; NULL: none */
} dg_options;

/* Reads one article into *doc. arena is the document's: reset by the caller when the document is no
 * longer needed. On failure doc holds what was known (uri, format) and nothing may be written of
 * it. */
int dg_pipeline_read(dg_reader *r, const dg_article *article, const dg_options *options,
                     dg_arena *arena, dg_doc *doc, dg_err *err);

/* Sentences, tokens and trees of plain text as it is: nothing is cleaned away, and where it is not
 * NFC the forms are, not the text. What `dragoman parse` writes. */
int dg_pipeline_parse(dg_reader *r, dg_str text, const dg_options *options, dg_arena *arena,
                      dg_doc *doc, dg_err *err);
/* The same for words that are known: doc has arena, lang ("" asks the text), text, sentences and
 * tokens (span, form, mwt_*). A sentence of more than DG_MAX_SENTENCE words is parsed in parts; the
 * root of the second and every later part hangs on the first one as parataxis. */
int dg_pipeline_parse_words(dg_reader *r, dg_doc *doc, dg_err *err);

#endif
