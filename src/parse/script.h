/* script.h: lemmas as edits of the form, so that a word never seen gets the lemma that its ending
 * asks for.
 *
 *   script = how, then "\t"-separated: cut_front  put_front  cut_back  put_back
 *     how 'l': edit the lower-cased form; 'k': the form as written; 'u': lower-cased, then a
 * capital first letter. "Seminare" → "Seminar" is "k '' '' e ''" 'L' 'K' 'U': cut_front is cut out
 * behind the second letter or later, where it first stands: "aufgefordert" → "auffordern" is "L ge
 * '' t n" script = "=\tform\tlemma": that lemma for that form (they share nothing)
 *
 * A script fits only forms that have what it cuts. */
#ifndef DG_PARSE_SCRIPT_H
#define DG_PARSE_SCRIPT_H

#include "base/arena.h"

/* The script that turns form into lemma; p NULL without memory. */
dg_str dg_script_make(dg_arena *arena, dg_str form, dg_str lemma);
/* false: the script does not fit the form. Else the lemma in *ret (in the arena, or a view of form
 * or script); p NULL without memory. */
bool dg_script_apply(dg_arena *arena, dg_str script, dg_str form, dg_str *ret);
/* The bits of a lemma in the filter of lemmas that are known ("parse.lemmas.known", a Bloom filter:
 * with 100,000 lemmas one unknown one in 900 passes for known). */
#define DG_LEMMA_BITS (1u << 21)
#define DG_LEMMA_HASHES 4u
/* The bits of a Bloom filter of DG_LEMMA_BITS that a lemma sets. */
void dg_lemma_bits(uint32_t lang, uint32_t upos, dg_str lemma, uint32_t ret[DG_LEMMA_HASHES]);

#endif
