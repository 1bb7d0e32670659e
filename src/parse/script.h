/* script.h: lemmas as edits of the form, so that a word never seen gets the lemma that its ending
 * asks for.
 *
 *   script = how, "\t"-separated:  case  cut_front  put_front  cut_back  put_back
 *   case 'l': edit the lower-cased form; 'k': the form as written; 'u': lower-cased, then a capital
 * first letter script "=lemma": the lemma itself (forms that share nothing with it) "Seminare" →
 * "Seminar" is "k 0 '' 1 ''"; counts are in characters. */
#ifndef DG_PARSE_SCRIPT_H
#define DG_PARSE_SCRIPT_H

#include "base/arena.h"

/* The script that turns form into lemma; p NULL without memory. */
dg_str dg_script_make(dg_arena *arena, dg_str form, dg_str lemma);
/* The lemma; a script that does not fit the form gives the form itself. p NULL without memory. */
dg_str dg_script_apply(dg_arena *arena, dg_str script, dg_str form);

#endif
