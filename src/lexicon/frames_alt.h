/* frames_alt.h: the syntax of one alternative in a frame's cell (docs/FRAMES.md, "An alternative").
 */
#ifndef DG_FRAMES_ALT_H
#define DG_FRAMES_ALT_H

#include "base/arena.h"
#include "base/err.h"

typedef enum {
    DG_PLACE_SUBJ,
    DG_PLACE_OBJ,
    DG_PLACE_IOBJ,
    DG_PLACE_GEN,
    DG_PLACE_POST,
    DG_PLACE_COMP,
    DG_PLACE_XSUBJ,
    DG_PLACE_XOBJ,
    DG_PLACE_MOD,
    DG_PLACE_CSUBJ,
    DG_PLACE_SPEAKER,
    DG_PLACE_PREP
} dg_place_kind;

typedef struct dg_place {
    uint8_t kind; /* dg_place_kind */
    bool join;    /* "+": taken together with the place before it */
    dg_str prep;  /* lemma, for DG_PLACE_PREP */
} dg_place;

typedef struct dg_places {
    const dg_place *at; /* [n] best first */
    uint32_t n;
} dg_places;

typedef enum { DG_FORM_LEMMA, DG_FORM_EXACT, DG_FORM_TAIL } dg_form_kind;

typedef struct dg_frame_form {
    dg_str text;  /* lower case, but DG_FORM_EXACT as written */
    uint8_t kind; /* dg_form_kind */
} dg_frame_form;

typedef struct dg_frame_word {  /* one word that must (or, with `not`, must not) hang below the head
                                 */
    const dg_frame_form *forms; /* [n_forms] any of them */
    uint32_t n_forms;
    bool not ;
} dg_frame_word;

typedef struct dg_frame_parsed {
    const dg_frame_form *heads; /* [n_heads] "back|support" */
    const dg_frame_word *words; /* [n_words] */
    uint32_t n_heads, n_words;
    dg_places actor, recipient;
    bool has_actor, has_recipient; /* said here; otherwise defaults.tsv says */
    char pos;
} dg_frame_parsed;

/* All strings of *ret are in the arena. DG_E_LEXICON on a malformed alternative. */
int dg_frame_alt_parse(dg_arena *arena, dg_str text, dg_frame_parsed *ret, dg_err *err);
/* "obj,with+to" or "-" (none). */
int dg_frame_places_parse(dg_arena *arena, dg_str text, dg_places *ret, dg_err *err);
/* all without those that are also in `taken`. */
int dg_frame_places_without(dg_arena *arena, dg_places all, dg_places taken, dg_places *ret,
                            dg_err *err);

/* Does a word with this lemma and form (both lower-cased, and the form as written) fit? */
bool dg_frame_form_fits(const dg_frame_form *form, dg_str lemma, dg_str lower, dg_str written);

#endif
