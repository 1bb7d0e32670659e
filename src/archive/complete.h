/* complete.h: tellings that name one side only ("since the invasion of X", "X was attacked").
 *
 *   one-sided tellings ─► the one matter that others tell with the same side at that time ─► theirs
 *
 * A telling of force, coercion or sanctions that names the actor or the recipient alone takes the
 * matter of the tellings that name both, where the archive has just one such matter in the same
 * story, or, failing that, one whose told days overlap with its own (each within a month). With two
 * that fit, or none, it stays what it says. Only tellings of both sides complete others, so the
 * result is a function of the set of articles. Its own matter stays in event.half.
 *
 * cost: two index look-ups for each one-sided telling that shares its side with what was stirred.
 */
#ifndef DG_COMPLETE_H
#define DG_COMPLETE_H

#include "archive/query.h"

/* Is this a type whose tellings are completed? One actor does such a thing to one recipient at a
 * time, as a rule; many accuse and ask at once. */
bool dg_complete_is_type(dg_str type);

/* Inside a transaction of the join: reads temp.stirred (matter, first_day, last_day), gives the
 * one-sided tellings concerned their matters, and notes in stirred what moved. Stories are joined
 * before. DG_E_STORE. */
int dg_complete_matters(dg_store *s, dg_err *err);

#endif
