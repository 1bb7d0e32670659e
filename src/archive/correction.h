/* correction.h: what a person has said about who is who, kept in the archive and obeyed by whatever
 * is added later.
 *
 *   key            form     country   actor
 *   wei yi         -        -         wei yi                (nothing said)
 *   yi wei         -        -         wei yi                merged
 *   wei yi         -        USA       wei yi/usa            split by country
 *   lisa berg      Lisa B.  -         lisa berg/lisa b.     split by the form of the name
 *
 * `entity.key` is the actor after corrections, `entity.read_key` what the reading gave. The closer
 * row wins (form, then country), and rows are followed from one to the next. */
#ifndef DG_CORRECTION_H
#define DG_CORRECTION_H

#include "base/arena.h"
#include "base/err.h"

struct sqlite3;

enum { DG_ACTOR_KEY = 256 };

/* The actor that a key, the form of a name and a country (either may be empty) mean. *ret points
 * into out, or is `key` itself where nothing was said. DG_E_STORE. */
int dg_correction_find(struct sqlite3 *db, dg_str key, dg_str form, dg_str country,
                       char out[DG_ACTOR_KEY], dg_str *ret, dg_err *err);
/* Is there any? */
bool dg_correction_any(struct sqlite3 *db);

#endif
