/* names_work.h: what the parts of names.c hand to one another; only they include it.
 *
 *   names_fold.c   a phrase in the form in which it is compared
 *   names_build.c  phrases, stems and endings ─► maps
 *   names_sound.c  names of persons by what they sound like
 *   names_load.c   the tables of lexicon/, row by row
 *   names.c        what is asked */
#ifndef DG_NAMES_WORK_H
#define DG_NAMES_WORK_H

#include "base/map.h"
#include "lexicon/names.h"
#include "lexicon/spelling.h"

enum {
    DG_NAMES_PHRASE = 192, /* bytes of the longest */
    DG_NAMES_LANGS = 32,
    DG_NAMES_SECOND = 4,
    DG_NAMES_HEADS = 1 << 18,
};
#define DG_NAMES_AMBIGUOUS UINT32_MAX /* more than one person has that name */

typedef enum {
    DG_STEM_ADJ,
    DG_STEM_PEOPLE,
    DG_STEM_ROLE,
    DG_STEM_NOUN,
    DG_STEM_GENITIVE,
    DG_STEM_JOINT,
    DG_STEM_PREFIX,
    DG_STEM_WHOLE,
    DG_STEM_N
} dg_stem_kind;
static const char *const stem_names[DG_STEM_N] = {"adj",      "people", "role",   "noun",
                                                  "genitive", "joint",  "prefix", "whole"};

typedef struct dg_name_ending {
    dg_str text; /* "" is the empty one */
    uint32_t langs;
    bool plural, singular; /* neither: the ending does not tell */
} dg_name_ending;

typedef struct dg_name_posting {
    uint32_t row, next; /* next: index + 1, 0 at the end */
    uint32_t langs;
    bool acronym;   /* four letters and more, all capitals */
    uint8_t stem;   /* dg_stem_kind; DG_STEM_N: a whole form */
    uint64_t upper; /* bit i: character i is a capital */
} dg_name_posting;

struct dg_names {
    dg_arena *arena;
    dg_arena *sounds; /* of skeletons, families and chain: filled beside the other rows */
    dg_spelling *spelling;
    uint32_t n_langs;
    dg_str langs[DG_NAMES_LANGS];
    uint32_t n_endings[DG_STEM_N], cap_endings[DG_STEM_N];
    dg_name_ending *endings[DG_STEM_N];
    uint32_t n_rows, cap_rows, n_postings, cap_postings;
    dg_name *rows;
    dg_name_posting *postings;
    dg_map phrases; /* folded phrase -> posting + 1 */
    dg_map stems;   /* dg_folded stem -> posting + 1 */
    dg_map firsts;  /* first word of a phrase, or a stem that is one word -> most bytes */
    dg_map seconds; /* first word, what follows it and DG_NAMES_SECOND: some phrase begins so */
    uint32_t longest_ending; /* bytes */
    uint64_t *heads; /* [DG_NAMES_HEADS / 64] bits of the first four bytes (or fewer) of all phrases
                        and stems */
    dg_map countries;   /* code -> row + 1 of kind COUNTRY */
    dg_map roles;       /* id -> row + 1 of kind ROLE */
    dg_map skeletons;   /* skeleton of a full name -> person's row + 1, DG_NAMES_AMBIGUOUS */
    dg_map families;    /* skeleton of a family name -> chain + 1 */
    dg_str last_family; /* while loading: the forms of one person mostly share it */
    uint32_t last_row;
    dg_map listed; /* "kind/what" of column `ids` of pronouns.tsv */
    dg_map labels; /* "code/bit of the language" -> index + 1 into label */
    uint32_t n_label, cap_label;
    dg_str *label;
    uint32_t n_chain, cap_chain;
    struct chain {
        uint32_t row, next;
    } * chain;
};

typedef struct dg_folded {
    char p[DG_NAMES_PHRASE];
    uint32_t n, n_chars, n_letters;
    uint64_t upper;
} dg_folded;

/* names_fold.c */
/* Small letters, plain marks, single spaces; false when it is too long. */
bool dg_fold(dg_str s, dg_folded *ret);
/* What was dg_folded; lies in f. */
dg_str dg_folded_str(const dg_folded *f);
/* The first run of letters and digits of a folded phrase, or its first character. */
dg_str dg_fold_first(dg_str s);

/* names_build.c */
/* DG_E_NOMEM, told. */
int dg_names_no_memory(dg_err *err);
/* The bytes of a phrase up to `more` behind its first word's separator, or fewer. */
dg_str dg_names_second_key(dg_str s, uint32_t first, uint32_t more);
/* Can any phrase or stem be a beginning of this word, or have it as its own? Four bytes tell most
 * words apart. */
bool dg_names_may_begin(const dg_names *n, dg_str word);
/* A listed form: whole, or a stem. */
int dg_names_add_listed(dg_names *n, dg_str form, uint32_t row, uint32_t langs, dg_stem_kind stem,
                        dg_err *err);
/* The bits of a column: one language, all for `all` and `names`, 0 for the others. */
uint32_t dg_names_column_langs(dg_names *n, dg_str name);
/* The endings of every kind of stem in every language: inflection.tsv. DG_E_LEXICON, DG_E_NOMEM. */
int dg_names_load_inflection(dg_names *n, const char *dir, dg_err *err);

/* names_sound.c */
/* Words between blanks. */
uint32_t dg_names_count_words(dg_str s);
/* The family name of a full name without "al-" and the like. */
dg_str dg_names_family_of(dg_str name, bool first);
/* "=" and the letters: asked before the sounds, so that "Bush" is not "Buz". */
dg_str dg_names_spelling_key(const dg_names *n, dg_arena *scratch, dg_str family,
                             char out[DG_NAMES_PHRASE]);
/* The family name of a person's form, for row; false without memory. */
bool dg_names_add_family(dg_names *n, dg_str name, const char *country, uint32_t row);
/* By sound where names are transliterated, else letter by letter. */
bool dg_names_add_skeleton(dg_names *n, dg_str name, const char *country, uint32_t row);

/* names_load.c */
/* "kind/what" in out; the empty string when it does not fit. */
dg_str dg_names_pair_key(char out[64], dg_str kind, dg_str what);
/* "RUS" and "nato" as they are; "role:ambassador", "body:parliament", "capital:RUS"; the empty
 * string for rows that have no label. */
dg_str dg_names_label_key(char out[64], uint8_t kind, dg_str key);

#endif
