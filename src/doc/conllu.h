/* conllu.h: sentences as CoNLL-U (universaldependencies.org/format.html), out and in, and out as
 * JSON Lines.
 *
 *   dg_doc ─► dg_conllu_write, dg_conllu_json          a parsed text
 *   bytes ─► dg_conllu_next ─► dg_conllu_put            a file, sentence by sentence
 *
 * White space is told in MISC as UDPipe does: SpaceAfter=No; SpacesAfter= (and, before the first
 * token of a text, SpacesBefore=) when it is not one plain space, with \s \t \n \r, \p for "|", \\,
 * and \xHH for the other control characters. So the bytes of the text can be put together again. */
#ifndef DG_CONLLU_H
#define DG_CONLLU_H

#include "base/buf.h"
#include "base/err.h"
#include "doc/doc.h"

/* ---- out ---- */

typedef struct dg_conllu_style {
    bool names;    /* NER=B-PER … of every word that has a name label */
    bool newdoc;   /* the first sentence begins a document, and a paragraph */
    dg_str doc_id; /* of "# newdoc id = "; p NULL: without one */
    dg_str before; /* bytes that stood before doc->text and belong to no token; may be empty */
    uint64_t base; /* JSON: added to the offsets of the tokens */
} dg_conllu_style;

/* Appends all sentences of doc; the line or member with the number of a sentence is left out and
 * ret_at[i] says where in out it belongs, so that threads can write what another numbers:
 * "# sent_id = 7\n" in CoNLL-U, "\"sent_id\":7," in JSON. A plain token's FORM is what stands in
 * the text. Tokens without a tree have "_" (null) for HEAD and DEPREL. "# newpar" where a blank
 * line was. Returns 0, or DG_E_NOMEM when out is bad. */
int dg_conllu_write(const dg_doc *doc, const dg_conllu_style *style, dg_buf *out, size_t *ret_at,
                    dg_err *err);
/* One object a sentence and line: "newdoc", "newpar" (where true), "text", "tokens": [{"id",
 * "token" (of a multiword token: its form, on its first word), "form", "lemma", "upos", "feats"
 * (object), "head", "deprel", "ner" (with names, where there is one), "from", "to" (bytes)}]. */
int dg_conllu_json(const dg_doc *doc, const dg_conllu_style *style, dg_buf *out, size_t *ret_at,
                   dg_err *err);

/* ---- in ---- */

/* The columns as they are written, "_" and all. */
typedef struct dg_conllu_word {
    dg_str form, lemma, upos, xpos, feats, rel, deps, misc;
    uint32_t head; /* 1-based, 0 the root, DG_NONE "_" */
    uint32_t token;
} dg_conllu_word;

typedef struct dg_conllu_token { /* a surface token: one word, or a range of words */
    dg_str form, misc;
    uint32_t from, to; /* words */
    bool multiword;
} dg_conllu_token;

typedef struct dg_conllu_sentence {
    dg_str comments; /* whole lines, as they stand */
    uint32_t n_words, n_tokens;
    dg_conllu_word *words;
    dg_conllu_token *tokens;
} dg_conllu_sentence;

/* The next sentence of *rest, which moves behind it, whatever comes back. Strings are views into
 * *rest; the arrays belong to arena. Empty nodes (8.1) and enhanced graphs that need them are left
 * out; comments without words too. 1: a sentence; 0: none is left; DG_E_SYNTAX: not CoNLL-U
 * (err->at is the byte in *rest as it was); DG_E_NOMEM. */
int dg_conllu_next(dg_str *rest, dg_arena *arena, dg_conllu_sentence *ret, dg_err *err);
/* Appends the sentence, a blank line behind it. */
void dg_conllu_put(const dg_conllu_sentence *s, dg_buf *out);
/* The value of a key in MISC or FEATS ("a=1|b=2"); p NULL when absent. */
dg_str dg_conllu_value(dg_str column, const char *key);
/* Appends what white space the column says stands before, or behind, its token. */
void dg_conllu_space_before(dg_str misc, dg_buf *out);
void dg_conllu_space_after(dg_str misc, dg_buf *out);

#endif
