/* frames.h: what says that something happened: lexicon/frames/TYPE.tsv, defaults.tsv,
 * lightverbs.tsv, modality.tsv, contexts.tsv.
 *
 *   row (dg_frame): one meaning, its PLOVER type, mode, flags
 *    └─ alternative (dg_frame_alt): one way to say it in one language: head, words below it, places
 * of both sides
 *
 * docs/FRAMES.md is the format. Everything is const after loading and may be shared by threads.
 * cost: a look-up is one hash of a lower-cased lemma; about 200 bytes an alternative. */
#ifndef DG_FRAMES_H
#define DG_FRAMES_H

#include "lexicon/frames_alt.h"

#define DG_MAX_FRAME_LANGS 24u

/* Flags of a row, in the order of dg_frame_flag_names. */
enum {
    DG_FRAME_MUTUAL = 1 << 0,
    DG_FRAME_VISIT = 1 << 1,
    DG_FRAME_BOTH = 1 << 2,
    DG_FRAME_ACTOR = 1 << 3,
    DG_FRAME_RECIP = 1 << 4,
    DG_FRAME_ABSORB = 1 << 5,
    DG_FRAME_FUTURE = 1 << 6,
    DG_FRAME_ADV = 1 << 7,
    DG_FRAME_NEG = 1 << 8,
    DG_FRAME_HYP = 1 << 9,
    DG_FRAME_ALSO = 1 << 10,
    DG_FRAME_EVENT = 1 << 11,
    DG_FRAME_CARRIED = 1 << 12,
    DG_FRAME_BEGIN = 1 << 13
};

typedef struct dg_frame {
    dg_str id;   /* "CONSULT/meet" */
    dg_str type; /* "CONSULT": the file's name; dg_plover_find knows it */
    dg_str mode; /* n 0: none */
    dg_str cameo;
    const dg_str *contexts; /* [n_contexts] */
    uint32_t n_contexts;
    uint32_t line; /* in frames/TYPE.tsv */
    uint16_t flags;
} dg_frame;

typedef struct dg_frame_alt {
    uint32_t frame; /* row */
    uint32_t next;  /* another alternative under the same key, or DG_NONE */
    dg_frame_form head;
    const dg_frame_word *words; /* [n_words] */
    uint32_t n_words;
    dg_places actor, recipient;
    dg_str text;  /* as the linguist wrote it */
    char pos;     /* 'v' 'n' 'a' */
    uint8_t lang; /* number of the language */
} dg_frame_alt;

/* Effects and positions of modality.tsv. */
typedef enum {
    DG_EFFECT_NONE,
    DG_EFFECT_NEGATE,
    DG_EFFECT_FUTURE,
    DG_EFFECT_HYPOTHETICAL,
    DG_EFFECT_ALLEGED,
    DG_EFFECT_DENIED,
    DG_EFFECT_HISTORICAL,
    DG_EFFECT_IS,
    DG_EFFECT_N
} dg_effect;
typedef enum {
    DG_MODAL_ADV,
    DG_MODAL_AUX,
    DG_MODAL_AUX_SAID,
    DG_MODAL_AUX_PERFECT,
    DG_MODAL_VERB,
    DG_MODAL_VCLAUSE,
    DG_MODAL_VPASSIVE,
    DG_MODAL_VFINITE,
    DG_MODAL_NOUN,
    DG_MODAL_ADJ,
    DG_MODAL_PREP,
    DG_MODAL_PREP_NOUN,
    DG_MODAL_COMP_PREP,
    DG_MODAL_LOC_PREP,
    DG_MODAL_PURPOSE,
    DG_MODAL_OWN_PREP,
    DG_MODAL_RECIPROCAL,
    DG_MODAL_PASSIVE_AUX,
    DG_MODAL_PERFECT_AUX,
    DG_MODAL_LONG_TIME,
    DG_MODAL_ROLE_WORD,
    DG_MODAL_ONGOING,
    DG_MODAL_PAST_WEAK,
    DG_MODAL_PAST_STRONG,
    DG_MODAL_ATTRIBUTE,
    DG_MODAL_TRUTH,
    DG_MODAL_STATE_AUX,
    DG_MODAL_TO_PREP,
    DG_MODAL_SPORT,
    DG_MODAL_N
} dg_modal_kind;

/* Kinds of lightverbs.tsv, as bits. */
enum {
    DG_LIGHT_DO = 1,
    DG_LIGHT_UNDERGO = 2,
    DG_LIGHT_GET = 4,
    DG_LIGHT_OCCUR = 8,
    DG_LIGHT_HAVE = 16
};

typedef struct dg_frames dg_frames;

/* Loads all tables below dir. DG_E_LEXICON names file and line. */
int dg_frames_load(const char *dir, dg_arena *arena, dg_frames **ret, dg_err *err);

/* The number of a language ("da"; "nn" and "no" are read as "nb"), or DG_NONE when no table has a
 * column for it. */
uint32_t dg_frames_language(const dg_frames *f, const char *lang);
const dg_frame *dg_frames_row(const dg_frames *f, uint32_t row);
uint32_t dg_frames_count(const dg_frames *f);
uint32_t dg_frames_count_alts(const dg_frames *f);
uint32_t dg_frames_count_languages(const dg_frames *f);
const char *dg_frames_language_code(const dg_frames *f, uint32_t lang);
/* Names of the flags that are set, ","-separated, in the arena. */
dg_str dg_frames_flag_names(uint16_t flags, dg_arena *arena);
const dg_frame_alt *dg_frames_alt(const dg_frames *f, uint32_t alt);
/* First alternative whose head is `text` (lower case for LEMMA and TAIL; as written for EXACT), or
 * DG_NONE. Go on with alt->next. TAIL: text is the right part of a longer word. */
uint32_t dg_frames_find(const dg_frames *f, uint32_t lang, dg_form_kind kind, dg_str text);

/* What the word (lower case; two words with one space between them are looked up as one) does
 * there; DG_EFFECT_N when it is not listed. */
dg_effect dg_frames_modality(const dg_frames *f, uint32_t lang, dg_modal_kind kind, dg_str word);
/* DG_LIGHT_… bits of a verb, 0 for none. */
uint32_t dg_frames_light(const dg_frames *f, uint32_t lang, dg_str verb);
/* The lemmas that a form may belong to (wordforms.tsv). */
typedef struct dg_lemmas {
    dg_str irregular; /* of a verb's listed form, also behind a prefix; else empty */
    const dg_str *at; /* [n] by its endings, most specific rules as the table has them first */
    uint32_t n;
} dg_lemmas;

/* lower: the form in lower case; verb: as a verb's form or as a noun's. What is returned lies in
 * the arena or in f. DG_E_NOMEM. */
int dg_frames_lemmas(const dg_frames *f, uint32_t lang, bool verb, dg_str lower, dg_arena *arena,
                     dg_lemmas *ret);
/* What a word says an event is about: bit i is dg_plover_contexts[i]; 0 for most words. lower: a
 * lemma or form in lower case, two words with one blank between them, or with `tail` the right part
 * of a longer word. */
uint64_t dg_frames_contexts(const dg_frames *f, uint32_t lang, dg_str lower, bool tail);
/* Do the tables write particle and verb as one word (German "teilnehmen")? */
bool dg_frames_joins(const dg_frames *f, uint32_t lang);
/* May a subject stand right behind its finite verb (German, Danish, Norwegian main clauses)? */
bool dg_frames_inverts(const dg_frames *f, uint32_t lang);
/* Prepositions of the passive's agent. */
dg_places dg_frames_agent(const dg_frames *f, uint32_t lang);

#endif
