/* answer.h: questions to the archive, answered for people (text, Markdown) and for programs (JSON,
 * CSV).
 *
 *   ask ─► gather (events, quotes ─► entries, positions, disputes) ─► page.h or data.h ─► out
 *
 * Every line names its article and the bytes that prove it. Nothing is judged: where sources
 * differ, both sides stand with their words. */
#ifndef DG_ANSWER_H
#define DG_ANSWER_H

#include "answers/phrase.h"
#include "archive/position.h"

/* DG_AS_SVG: timeline and network only; DG_AS_ATOM: timeline and watch only (RFC 4287). */
typedef enum { DG_AS_TEXT, DG_AS_MD, DG_AS_JSON, DG_AS_CSV, DG_AS_SVG, DG_AS_ATOM } dg_as;

typedef struct dg_ask {
    const dg_store *store;
    const dg_phrases *phrases;
    dg_query query;
    dg_str words; /* dg_answer_search: what to look for; dg_answer_why, dg_answer_story: an id */
    bool by_only; /* dg_answer_quotes: only what query.a said, about query.b where there is one */
    dg_as as;
} dg_ask;

/* Each appends the whole answer to out. An archive that holds nothing on the question gives an
 * answer that says so. Errors: DG_E_STORE, DG_E_NOMEM; DG_E_ARG: the words make no question, or no
 * such form of this answer; DG_E_NOT_FOUND: no entry has that id. */
int dg_answer_brief(const dg_ask *ask, dg_buf *out, dg_err *err);
int dg_answer_timeline(const dg_ask *ask, dg_buf *out, dg_err *err);
/* Always a picture: who acted on whom. */
int dg_answer_network(const dg_ask *ask, dg_buf *out, dg_err *err);
int dg_answer_quotes(const dg_ask *ask, dg_buf *out, dg_err *err);
int dg_answer_positions(const dg_ask *ask, dg_buf *out, dg_err *err);
int dg_answer_disagreements(const dg_ask *ask, dg_buf *out, dg_err *err);
int dg_answer_stories(const dg_ask *ask, dg_buf *out, dg_err *err);
int dg_answer_story(const dg_ask *ask, dg_buf *out, dg_err *err);
/* Words as a person types them, as FTS5 takes them: appended to out; nothing where no word is left.
 */
void dg_search_words(dg_str typed, dg_buf *out);
/* The entries of the query, each with its tellings. */
int dg_answer_entries(const dg_ask *ask, dg_buf *out, dg_err *err);
/* Articles that have the words; where the query asks for what events have (a type, a side, a
 * status), the entries that have it, told in an article with the words. */
int dg_answer_search(const dg_ask *ask, dg_buf *out, dg_err *err);
/* The entries that are new since the same was last asked under ask->words (watch.h); nothing at all
 * where there is nothing new, but for JSON and Atom, which are always whole. */
int dg_answer_watch(const dg_ask *ask, dg_buf *out, dg_err *err);
int dg_answer_why(const dg_ask *ask, dg_buf *out, dg_err *err);

#endif
