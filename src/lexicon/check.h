/* check.h: what a linguist should know about the tables before anybody reads with them:
 * `dragoman lexicon check`.
 *
 *   every file          valid UTF-8, no carriage return, no more cells than columns
 *   every language      how many cells are filled, left out on purpose ("-"), missing
 *   frames/TYPE.tsv     type, modes, contexts, flags and places are known; no id twice; no
 *                       alternative that another row says already, so that it could never win
 *   everything          loads as the program loads it
 *
 * cost: one pass over all tables, well below a second. */
#ifndef DG_LEXICON_CHECK_H
#define DG_LEXICON_CHECK_H

#include "base/buf.h"
#include "base/err.h"

/* Writes one line a finding ("file:line: what") and the counts a language to out.
 * *ret_errors: findings that are errors; missing cells are none. Returns 0, or a code when the
 * directory could not be looked at. */
int dg_lexicon_check(const char *dir, dg_buf *out, uint32_t *ret_errors, dg_err *err);

#endif
