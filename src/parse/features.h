/* features.h: what the network sees of a word: rows of hashed tables. Shared by the reader and the
 * trainer.
 *
 *   group    rows of one word                                             width
 *   LOWER    1: the lower-case form, when the model knows it, else row 0    96
 *   PREFIX   up to 5: prefixes of 1, 2, 3 letters, shape, capitals          48
 *   SUFFIX   up to 5: suffixes of 1 … 5 letters                             64
 *   NGRAM    up to 48: runs of 3, 4, 5 letters of "<form>"                  64
 *
 * A form of a closed class (an auxiliary) has no pieces, only LOWER, shape and capitals: what looks
 * like one ("warf", "war") is another word, and learns nothing from it.
 *
 * Letters are lower-cased and digits are all "0" everywhere but in the shape. A group's value is
 * the sum of its rows times 1/√rows. cost: about 1 µs a word; callers cache it. */
#ifndef DG_PARSE_FEATURES_H
#define DG_PARSE_FEATURES_H

#include "base/base.h"

enum { DG_GROUP_LOWER, DG_GROUP_PREFIX, DG_GROUP_SUFFIX, DG_GROUP_NGRAM, DG_GROUP_N };
#define DG_MAX_ROWS 60u    /* of one word, all groups */
#define DG_MAX_LETTERS 40u /* of a longer word the first 20 and the last 20 are seen */
#define DG_WORD_WIDTH 272u /* sum of the widths */

extern const uint32_t dg_group_width[DG_GROUP_N];
extern const uint32_t dg_group_at[DG_GROUP_N]; /* first column of the group in the word's vector */

/* Sizes of the tables (powers of two but for LOWER, which is the number of known forms + 1). */
typedef struct dg_tables {
    uint32_t rows[DG_GROUP_N];
    const uint32_t
        *known; /* [rows[LOWER] - 1] fingerprints of known forms, ascending; form i has row i + 1 */
    const uint8_t *closed; /* [rows[LOWER] - 1] 1: of a closed class; NULL: none is */
} dg_tables;

typedef struct dg_word_rows {
    uint32_t n[DG_GROUP_N]; /* rows of each group, one group behind the other */
    uint32_t row[DG_MAX_ROWS];
} dg_word_rows;

/* The fingerprint of a form as LOWER knows it: lower-cased, digits as "0". */
uint32_t dg_word_print(dg_str form);
void dg_word_features(const dg_tables *t, dg_str form, dg_word_rows *ret);

#endif
