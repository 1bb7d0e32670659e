/* store.h: the archive, one SQLite file: articles with their records, and rows of entities, quotes,
 * times and events to ask.
 *
 *   article ─┬─ entity            side: actors and recipients of an event as rows
 *            ├─ quote ─ quote_via
 *            └─ event ─ side      article_text: full text (FTS5), diacritics folded
 *
 * The key of an entity or side is that of the actor, after corrections (correction.h).
 *
 * Adding is idempotent (an article is known by the hash of its text) and happens in transactions of
 * many articles: after a kill the archive holds whole articles only, and adding the same input
 * again adds what is missing. One writer, many readers (WAL). Errors: DG_E_STORE, DG_E_FULL,
 * DG_E_DENIED, DG_E_NOT_FOUND. */
#ifndef DG_STORE_H
#define DG_STORE_H

#include "base/err.h"
#include "doc/doc.h"

struct sqlite3;
typedef struct dg_store dg_store;

/* Opens path; to_write creates the file when it is not there. A file of a newer schema is refused.
 */
int dg_store_open(const char *path, bool to_write, dg_store **ret, dg_err *err);
/* Closes without committing what dg_store_commit has not. NULL is fine. */
void dg_store_close(dg_store *s);

/* Adds one article. *ret_new: false when it was there already (nothing is changed then). Begins a
 * transaction when none is open and commits every few hundred articles. */
int dg_store_add(dg_store *s, const dg_doc *doc, dg_str record, bool *ret_new, dg_err *err);
/* Begins a transaction when none is open, for what other files of this room write between articles;
 * dg_store_commit ends it. */
int dg_store_begin(dg_store *s, dg_err *err);
int dg_store_commit(dg_store *s, dg_err *err);
/* Undoes all that was not committed. */
int dg_store_rollback(dg_store *s, dg_err *err);
/* What is asked from here on sees the archive as it is now, until dg_store_look_away: one answer,
 * one state; and SQLite takes its locks once instead of for each of thousands of look-ups. May be
 * nested. On failure there is nothing to look away from. */
int dg_store_look(const dg_store *s, dg_err *err);
void dg_store_look_away(const dg_store *s);
/* Large sorts in memory, for a process that may write nowhere but beside the archive. */
int dg_store_sort_in_memory(dg_store *s, dg_err *err);

/* Questions asked of the store from now on that take longer fail (DG_E_STOPPED). 0: none do. */
void dg_store_deadline(dg_store *s, uint32_t ms);

/* For the queries of this room and of answers/. Never close it. */
struct sqlite3 *dg_store_db(const dg_store *s);
/* The error of a failed SQLite call as ours. */
int dg_store_error(const dg_store *s, const char *doing, dg_err *err);

#endif
