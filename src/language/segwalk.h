/* segwalk.h: the way through a text that the segmenter and its trainer share: where a cut is
 * possible, and what is seen there. The reader lets the weights decide, the trainer lets the
 * treebank decide and learns; both see the same. Private to language/ and train/. */
#ifndef DG_SEGWALK_H
#define DG_SEGWALK_H

#include "base/err.h"
#include "base/map.h"
#include "language/language.h"

/* Kinds of characters. What matters to a cut has a kind of its own. */
typedef enum {
    DG_CK_SPACE,
    DG_CK_LINE, /* white space; line ends */
    DG_CK_UPPER,
    DG_CK_LOWER,
    DG_CK_LETTER /* without case, and marks */,
    DG_CK_DIGIT,
    DG_CK_STOP,
    DG_CK_COMMA,
    DG_CK_COLON,
    DG_CK_SEMICOLON,
    DG_CK_END /* ! ? */,
    DG_CK_ELLIPSIS,
    DG_CK_QUOTE /* any double quote */,
    DG_CK_APOSTROPHE /* any single one */,
    DG_CK_DASH,
    DG_CK_HYPHEN,
    DG_CK_SLASH,
    DG_CK_OPEN,
    DG_CK_CLOSE /* brackets */,
    DG_CK_BAR,
    DG_CK_SYMBOL,
    DG_CK_N
} dg_charkind;

#define DG_CHARTAB 0x600u
typedef struct dg_chartab { /* kinds and lower case of the characters that news is made of; the rest
                               goes through ICU */
    uint8_t kind[DG_CHARTAB];
    uint16_t lower[DG_CHARTAB];
} dg_chartab;
/* Fills the table of kinds, which dg_charkind_of reads. */
void dg_chartab_fill(dg_chartab *t);
uint8_t dg_charkind_of(const dg_chartab *t, uint32_t c);

/* Kinds of listed forms (lexicon/abbreviations.tsv); in the model file they stand behind the form:
 * "de:max.=2". */
typedef enum {
    DG_LISTED_NOT,
    DG_LISTED_ORDINAL /* "maj": follows an ordinal number */,
    DG_LISTED_NEVER,
    DG_LISTED_TEXT,
    DG_LISTED_UNIT,
    DG_LISTED_PLACE,
    DG_LISTED_FIRM,
    DG_LISTED_DATE,
    DG_LISTED_TRAIT,
    DG_LISTED_LAST /* "etc.": a word known small that has a capital behind it begins a sentence */,
    DG_LISTED_N
} dg_seg_listed;
/* Traits of a language, counted by the trainer and listed like forms ("en:*lower"). */
#define DG_TRAIT_LOWER "*lower" /* sentences often begin with a small letter */
#define DG_TRAIT_NOUNS "*nouns" /* nouns are written with a capital */

/* Two linear models over hashed features, and the tables beside them. */
typedef struct dg_segtables {
    dg_chartab chars;
    dg_map abbreviations; /* "da:f.eks.", ":etc." (any language), lower case → dg_seg_listed */
    const uint8_t *known; /* a Bloom filter of words written small, by hash with language, two bits
                             a word; NULL while it is being counted */
    uint32_t known_mask;  /* of the bit number */
} dg_segtables;

#define DG_KNOWN_BITS (1u << 20)
/* The first or the second bit of a word, to be masked. */
uint32_t dg_seg_known_bit(uint32_t lang_hash, uint32_t word_hash, bool second);
uint32_t dg_seg_lang_hash(const char *lang);                 /* 0 for "" */
uint32_t dg_seg_word_hash(const dg_chartab *t, dg_str word); /* of its lower-cased characters */

/* A surface token while it is on its way: what the sentence decisions look at. */
typedef struct dg_segword {
    uint32_t from, to;
    uint32_t hash;  /* of the lower-cased characters; 1 to 4: a quotation mark, by what it does */
    uint32_t shape; /* hash of its kinds of characters, runs shortened */
    uint8_t first, last;  /* dg_charkind of its first and last character */
    uint8_t n_chars;      /* at most 255 */
    uint8_t space;        /* white space before it */
    uint8_t hard;         /* a paragraph begins with it */
    uint8_t abbreviation; /* dg_seg_listed */
    uint8_t known;        /* seen in lower case in training */
    uint8_t ordinal;      /* "9." before a month or the like: never the end of a sentence */
    uint8_t ends;         /* a sentence ends behind it */
} dg_segword;

typedef enum {
    DG_CUT_TOKEN,
    DG_CUT_SENTENCE,
    DG_CUT_BARE, /* a sentence end behind a word, without punctuation: the same weights, but surer
                  */
    DG_CUT_N
} dg_cutkind;
#define DG_SEG_FEATURES 64u
/* Is there a cut at byte `at` (the first byte behind it for a token cut; the end of the token for a
 * sentence)? features: n hashes, to be masked to the size of the weights. */
typedef bool dg_seg_decide(void *self, dg_cutkind kind, const uint32_t *features, uint32_t n,
                           uint32_t at);

/* Walks text: *ret_words [*ret_n] in the arena, sentence ends marked. cut: not all of the text
 * fitted the ceilings. Returns 0 or DG_E_NOMEM. */
int dg_seg_walk(const dg_segtables *t, const char *lang, dg_str text, dg_seg_decide *decide,
                void *self, dg_arena *arena, dg_segword **ret_words, uint32_t *ret_n, bool *ret_cut,
                dg_err *err);

#endif
