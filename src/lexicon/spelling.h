/* spelling.h: one form for all spellings of a person's name, in the languages and scripts that the
 * table spelling.tsv speaks of.
 *
 *   name       "Абдель-Фаттах аль-Сиси"  "Vladimir Vladimirovitj Putin"  "Orbán Viktor"  "习近平"
 *   letters    other scripts to Latin (`letter`; what is not there: ICU)
 *   words      small ASCII; titles and articles off, servants joined, other spellings of a given
 *              name replaced, patronymics and middle initials left out, family name last
 *   sounds     one letter for all spellings of a sound; but letter by letter, family name first,
 *              where the family name is a Chinese or Korean one
 *   key        "abdvatah sisi" "vladimir putin" "viktor orban" "xi jinping"
 *
 * Const after loading and shared by all threads. cost: about a microsecond a name in Latin letters.
 * Limits: translated names (Lev, Leo) and initials against full names (J. D., James David) are
 * other names here; the tables of people and the archive's corrections know them. Sources: after
 * Soundex and its followers (Odell & Russell 1918; Daitch & Mokotoff 1985), with the letters of
 * press transliterations in place of one language's. */
#ifndef DG_SPELLING_H
#define DG_SPELLING_H

#include "base/arena.h"
#include "base/err.h"

typedef struct dg_spelling dg_spelling;

enum { DG_SPELLED_WORDS = 10, DG_SPELLED_BYTES = 40 };
typedef struct dg_spelled_word {
    char p[DG_SPELLED_BYTES];
    uint32_t n;
} dg_spelled_word;

/* A name's words as sounds, in the order of the key; words behind the tenth, and what is longer
 * than a word's bytes, are cut off. */
typedef struct dg_spelled {
    uint32_t n;
    bool family_first; /* then words[0] is the family's, else the last one */
    dg_spelled_word words[DG_SPELLED_WORDS];
} dg_spelled;

/* Reads spelling.tsv below dir; a table that is not there is an empty one. DG_E_LEXICON names file
 * and line. */
int dg_spelling_load(const char *dir, dg_arena *arena, dg_spelling **ret, dg_err *err);

/* scratch is given back as it was. No letters, or no memory: ret->n is 0. */
void dg_spelling_words(const dg_spelling *s, dg_arena *scratch, dg_str name, dg_spelled *ret);
/* Writes the key to out and returns its length; 0 when there is none or it does not fit. */
uint32_t dg_spelling_key(const dg_spelling *s, dg_arena *scratch, dg_str name, char *out,
                         uint32_t cap);
/* The same without sounds, for names that every language spells alike; middle: with middle
 * initials. */
uint32_t dg_spelling_letters(const dg_spelling *s, dg_arena *scratch, dg_str name, bool middle,
                             char *out, uint32_t cap);
/* Are the names of this country's people (alpha-3) spelled otherwise in every language? */
bool dg_spelling_transliterated(const dg_spelling *s, dg_str country);

#endif
