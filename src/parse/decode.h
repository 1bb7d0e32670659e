/* decode.h: from scores to a tree, and from scores to names. */
#ifndef DG_PARSE_DECODE_H
#define DG_PARSE_DECODE_H

#include "base/arena.h"
#include "base/err.h"
#include "doc/doc.h"

/* The best tree with exactly one word under the root (Chu & Liu 1965, Edmonds 1967).
 *   scores  [n][n + 1]: of word i having the root (column 0) or word j - 1 (column j) as head; the
 * diagonal is ignored head    [n]: index of the head or DG_NONE for the root Memory from arena
 * (released by the caller), about 24 n² bytes. O(n²) when the best heads are a tree already, O(n²)
 * more for each cycle. DG_E_NOMEM. */
int dg_decode_tree(const float *scores, uint32_t n, dg_arena *arena, uint32_t *head, dg_err *err);

/* May label come after before (DG_NER_O at the beginning)? Every I- follows a B- or I- of its type.
 */
bool dg_ner_may_follow(uint32_t before, uint32_t label);
/* The best legal path of BIO labels. scores [n][ld]; steps [DG_NER_N + 1][DG_NER_N]: what going
 * from one label to another is worth, the last row from the beginning; labels [n]. */
int dg_decode_names(const float *scores, size_t ld, const float *steps, uint32_t n, dg_arena *arena,
                    uint8_t *labels, dg_err *err);

#endif
