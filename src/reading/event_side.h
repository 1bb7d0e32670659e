/* event_side.h: what event_who.c, event_places.c, event_args.c and event_absorb.c hand to one
 * another; only they include it.
 *
 *   event_who.c     a token ─► the entities that it stands for, where they are actors of politics
 *   event_places.c  a place of a frame ─► tokens of the tree
 *   event_args.c    both sides of a candidate
 */
#ifndef DG_EVENT_SIDE_H
#define DG_EVENT_SIDE_H

#include "reading/event_tree.h"

#define DG_SIDE_DEPTH 3u /* steps below a token in which a phrase's names are looked for */

/* event_who.c */
/* Is entity e on the side? */
bool dg_side_has(const dg_side *s, uint32_t e);
/* Puts it there, once; a side that is full stays as it is. */
void dg_side_add(dg_side *s, uint32_t e);
/* All political entities of the phrase at token, added to s; true when there is one. */
bool dg_side_add_phrase(const dg_evctx *x, uint32_t token, dg_side *s);
/* The sides of an event noun that stands where an actor should: its doers; also of one that a verb
 * behind it tells ("the demonstration staged by students"). */
bool dg_side_add_event_noun(const dg_evctx *x, uint32_t token, dg_side *s);
/* The first political entity inside the noun phrase, its clauses left out. */
bool dg_side_add_inside(const dg_evctx *x, uint32_t token, dg_side *s, uint32_t depth);
/* Whom the token stands for: its phrase, the doers of an event that it names, or, with `inside`,
 * somebody within its phrase; true when there is one. */
bool dg_side_add_token(const dg_evctx *x, uint32_t token, dg_side *s, bool inside);

/* event_places.c */
/* Adds who stands in a place of c, which is a noun; carrier: the verb that it hangs on, or DG_NONE,
 * with its DG_LIGHT_ bits. True when there is one. */
bool dg_side_noun_place(const dg_evctx *x, const dg_cand *c, const dg_place *p, uint32_t carrier,
                        uint32_t bits, dg_side *s);
/* The same for a verb or adjective. */
bool dg_side_verb_place(const dg_evctx *x, const dg_cand *c, const dg_place *p, dg_side *s);

#endif
