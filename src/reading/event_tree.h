/* event_tree.h: what the files of the event reading share; no other file includes it.
 *
 *   event_mend.c     puts right what the parser gets wrong and the words' forms show
 *   events_find.c    walks the tokens: which words evoke which frame        -> cands
 *   event_tree.c     questions to the tree: subject, object, passive, carrier
 *   event_args.c     fills the two sides of a candidate
 *   event_near.c     the same by nearness, where the tree fails
 *   event_told.c     the same event told again: sides from the full telling
 *   event_answer.c   whom a denial, a protest, a demand answers
 *   event_context.c  what is it about?
 *   event_status.c   negated? future, alleged …? when and where?
 *   events.c         the order of these, the rules of PLOVER, what is kept */
#ifndef DG_READING_EVENT_TREE_H
#define DG_READING_EVENT_TREE_H

#include "doc/doc.h"
#include "lexicon/lexicon.h"
#include "reading/actors.h"

#define DG_MAX_SIDE 16u       /* entities on one side of an event */
#define DG_MAX_FRAME_WORDS 6u /* words of one alternative below its head */

typedef struct dg_side {
    uint32_t e[DG_MAX_SIDE];
    uint32_t n;
} dg_side;

/* What decided, for --explain: a few static words and the token that they are about (DG_NONE:
 * none). All zero: nothing did. */
typedef struct dg_cand_why {
    const char *rule;
    uint32_t token;
} dg_cand_why;

typedef struct dg_cand {
    uint32_t token;
    const dg_frame_alt *alt;
    const dg_frame *row;
    uint32_t words[DG_MAX_FRAME_WORDS]; /* [n_words] tokens that matched the alternative's words */
    uint32_t n_words;
    uint32_t absorbed; /* the candidate that stands in this one's clause, or DG_NONE */
    dg_side actor, recipient;
    dg_plover type;
    uint8_t effect; /* dg_effect: what was found on the way up the tree */
    bool negated, dead;
    bool in_words;   /* an attack by a politician: ACCUSE */
    bool purpose;    /* "in order to …": not said to have happened */
    bool reciprocal; /* "backed one another" */
    uint32_t event;  /* the event written for it, or DG_NONE */
    bool near;       /* a side was found by nearness only, not by the tree */
    dg_cand_why why_negated, why_status;
} dg_cand;

/* Contexts and the word that told each first. */
typedef struct dg_ev_evidence {
    uint64_t all;                      /* bit i: dg_plover_contexts[i] */
    uint32_t at[DG_PLOVER_N_CONTEXTS]; /* tokens, for bits of all */
} dg_ev_evidence;

/* What the sentence and the paragraph that were asked for last are about. */
typedef struct dg_ev_about {
    uint32_t from, to; /* the paragraph's sentences */
    uint32_t sentence;
    bool has_sentence;
    dg_ev_evidence told, paragraph;
} dg_ev_about;

typedef struct dg_evctx {
    const dg_frames *f;
    const dg_doc *doc;
    dg_arena *arena;
    uint32_t lang;
    dg_str *lemma, *lower;    /* [n_tokens] lower-cased lemma and form */
    dg_lemmas *verbs, *nouns; /* [n_tokens] what the form may be a form of, as either */
    uint32_t *particle;       /* [n_tokens] the verb's particle ("weist … zurück"), or DG_NONE */
    uint32_t *cand_at;        /* [n_tokens] candidate whose trigger this is, or DG_NONE */
    bool *used;               /* [n_tokens] is a trigger or a word of one */
    dg_cand *cands;
    uint32_t n_cands, cap_cands;
    uint32_t home;     /* the country that the article is about, as an entity, or DG_NONE */
    bool weak;         /* persons and groups without a country count as well */
    bool any_group;    /* … also groups of no known kind */
    dg_ev_about about; /* event_context.c */
} dg_evctx;

/* ---- event_tree.c ---- */
/* Walks children: for (uint32_t at = dg_ev_first(x, h), c; (c = dg_doc_child(x->doc, h, &at)) !=
 * DG_NONE;) */
uint32_t dg_ev_first(const dg_evctx *x, uint32_t token);
const dg_token *dg_ev_tok(const dg_evctx *x, uint32_t token);
/* The head within the sentence, or DG_NONE. */
uint32_t dg_ev_head(const dg_evctx *x, uint32_t token);
bool dg_ev_is_verbal(const dg_evctx *x, uint32_t token);
/* May the word be an inflected form at all (verb, noun, adjective)? */
bool dg_ev_has_forms(const dg_evctx *x, uint32_t token);
/* What it may be a form of: of a verb where it is one in the tree, else of a noun. */
const dg_lemmas *dg_ev_lemmas(const dg_evctx *x, uint32_t token);
/* Governs an infinitive whose subject is its own subject, whatever objects there are: refuse,
 * promise, threaten. */
bool dg_ev_keeps_subject(const dg_evctx *x, uint32_t verb);
/* A word that the parser took for a noun right behind an auxiliary of the passive ("blev
 * angrebet"): a participle. Not in languages whose auxiliary is the copula, too. */
bool dg_ev_after_passive(const dg_evctx *x, uint32_t token);
/* The same behind an auxiliary of the perfect, an adverb between: "har angrebet", "har angivelig
 * bombet". */
bool dg_ev_after_perfect(const dg_evctx *x, uint32_t token);
bool dg_ev_passive(const dg_evctx *x, uint32_t verb);
/* Who does it, also where the verb itself has no subject: control, coordination, relative clauses,
 * participles. */
uint32_t dg_ev_doer(const dg_evctx *x, uint32_t verb);
/* To whom or what it is done. */
uint32_t dg_ev_object(const dg_evctx *x, uint32_t verb);
/* A dative or object that the parser called oblique: no preposition, and it names somebody; DG_NONE
 * without one. */
uint32_t dg_ev_bare_oblique(const dg_evctx *x, uint32_t verb);
uint32_t dg_ev_own_subject(const dg_evctx *x, uint32_t verb);
/* Does a headline begin with the verb, so that nobody is named who does it? */
bool dg_ev_headline_verb(const dg_evctx *x, uint32_t verb);
/* Another child that the parser also took for a subject and that names somebody: an object in
 * truth. */
uint32_t dg_ev_extra_subject(const dg_evctx *x, uint32_t verb);
/* A child of h with that case (preposition), behind *after if it is not DG_NONE. */
uint32_t dg_ev_prep(const dg_evctx *x, uint32_t h, dg_str prep);
/* The light verb that carries the noun, with its bits; DG_NONE without one. */
uint32_t dg_ev_carrier(const dg_evctx *x, uint32_t noun, uint32_t *ret_bits);
/* The clause's verb above a token. */
uint32_t dg_ev_clause(const dg_evctx *x, uint32_t token);
/* A relative pronoun's noun, else the token itself. */
uint32_t dg_ev_antecedent(const dg_evctx *x, uint32_t token);
/* The effect of token's word (alone or with the next) in that kind, or DG_EFFECT_N. */
dg_effect dg_ev_modality(const dg_evctx *x, dg_modal_kind kind, uint32_t token);
/* Bytes of the longest ending of that kind that the word has, with something before it; 0: none. */
uint32_t dg_ev_ending(const dg_evctx *x, dg_modal_kind kind, dg_str word);
/* The case word's kind: is any case or mark child of token listed? */
dg_effect dg_ev_case_effect(const dg_evctx *x, dg_modal_kind kind, uint32_t token);
uint32_t dg_ev_distance(const dg_evctx *x, uint32_t a, uint32_t b);

/* ---- event_mend.c ---- */
/* Makes x->doc a copy (in *copy) with mended tags and trees, and changes x->lower … of the words
 * that it mends. 0 or DG_E_NOMEM. */
int dg_ev_mend(dg_evctx *x, dg_doc *copy, dg_err *err);

/* ---- events.c ---- */
/* Sets x->lower, lemma and irregular of one token. 0 or DG_E_NOMEM. */
int dg_ev_words(dg_evctx *x, uint32_t token, dg_err *err);

/* ---- events_find.c ---- */
/* Finds all candidates. 0 or DG_E_NOMEM. */
int dg_ev_find(dg_evctx *x, dg_err *err);

/* ---- event_args.c ---- */
/* Country, or somebody or something with a country; with x->weak also persons, groups and bodies
 * without one. */
bool dg_ev_political(const dg_evctx *x, uint32_t entity);
/* Somebody with a country whom the text says to be something, if only a student or a prisoner. */
bool dg_ev_civil(const dg_evctx *x, uint32_t entity);
bool dg_ev_has_country(const dg_evctx *x, uint32_t entity);
/* The country whose mentions are most of the article's, as an entity, or DG_NONE. */
uint32_t dg_ev_home(const dg_evctx *x);
/* Is the entity of the country of somebody on that side? */
bool dg_ev_same_country(const dg_evctx *x, uint32_t entity, const dg_side *side);
void dg_ev_sides(dg_evctx *x, dg_cand *c);
/* "refused to ratify Kyoto": towns are asked, promised and refused nothing. */
void dg_ev_drop_towns(const dg_evctx *x, dg_side *s);
/* Does a clause hang below the trigger or its words ("promised to …"); for words that do not
 * promise, an infinitive? */
bool dg_ev_has_future_clause(const dg_evctx *x, const dg_cand *c);
/* Is what is promised another's doing: "assured that the police knew"? */
bool dg_ev_promises_other(const dg_evctx *x, const dg_cand *c);
bool dg_ev_says_what(const dg_evctx *x, const dg_cand *c);
bool dg_ev_has_infinitive(const dg_evctx *x, const dg_cand *c);
/* The clause below the trigger or below one of its words, or DG_NONE. */
uint32_t dg_ev_clause_below(const dg_evctx *x, const dg_cand *c);
/* Is the token a word of the row (the trigger is none)? */
bool dg_ev_is_own_word(const dg_cand *c, uint32_t t);
bool dg_ev_has_clause(const dg_evctx *x, const dg_cand *c);
/* Is the object of the row's verb the other side? */
bool dg_ev_takes_object(const dg_cand *c);
bool dg_ev_carries(const dg_cand *c, uint32_t bits);
/* For absorbing frames: kills the candidates in the clause below and takes the missing recipient
 * from there. */
void dg_ev_absorb(dg_evctx *x, dg_cand *c);

/* ---- event_near.c ---- */
/* Fills a side that the tree left empty from the words next to a verb; sets c->near. */
void dg_ev_near(const dg_evctx *x, dg_cand *c);
/* The nearest political mention to the left of a verb, or DG_NONE. */
uint32_t dg_ev_near_doer(const dg_evctx *x, uint32_t verb);

/* ---- event_told.c ---- */
/* The candidate that tells in full the event that the noun c means, or DG_NONE.
 * kept: [n_cands] which candidates tell enough to be events. */
uint32_t dg_ev_told(const dg_evctx *x, const dg_cand *c, const bool *kept);

/* ---- event_answer.c ---- */
/* Gives an event that lacks the other side him whom it answers; sets c->near.
 * told: [n_tokens] the candidate that a noun tells again, or DG_NONE. */
void dg_ev_answer(const dg_evctx *x, dg_cand *c, const bool *kept, const uint32_t *told);

/* ---- event_context.c ---- */
/* Writes e->contexts and the words that told them. 0 or DG_E_NOMEM. */
int dg_ev_contexts(dg_evctx *x, const dg_cand *c, dg_event *e, dg_err *err);

/* ---- event_status.c ---- */
void dg_ev_polarity(const dg_evctx *x, dg_cand *c);
/* *ret_any_year: the month that is all that is told (dg_time), else 0. */
dg_days dg_ev_when(const dg_evctx *x, const dg_cand *c, uint16_t *ret_any_year);
/* The country that acted in the happening that the words name, where times.tsv knows it; else "".
 */
const char *dg_ev_known_actor(const dg_evctx *x, const dg_cand *c);
/* Is the noun definite, by its ending or its article? */
bool dg_ev_is_definite(const dg_evctx *x, uint32_t noun);
/* The entity (place or country) where it was, or DG_NONE. */
uint32_t dg_ev_place(const dg_evctx *x, const dg_cand *c);
void dg_ev_where(const dg_evctx *x, const dg_cand *c, dg_event *e);

/* ---- event_absorb.c ---- */
bool dg_ev_is_cooperative(dg_plover type);
/* Puts onto a side whom another has and neither it nor `not` has. */
void dg_ev_add_missing(dg_side *to, const dg_side *from, const dg_side * not );
/* What candidate i has in its clause is absorbed by it. */
void dg_ev_absorb_into(dg_evctx *x, uint32_t i);

/* ---- event_type.c ---- */
/* Who fights with words: politicians and parties, not armies. */
bool dg_ev_is_politician(const dg_evctx *x, const dg_side *s);
/* "The senator attacked the governor": whom politicians attack at home they attack in words. The
 * row is the plain one, that tells no weapon. */
void dg_ev_take_as_words(const dg_evctx *x, dg_cand *c);
/* The mode where the row has none, or says another type (was): by what is asked for, refused or
 * threatened with; a meeting of three countries is multilateral. */
const char *dg_ev_derived_mode(const dg_evctx *x, const dg_cand *c, dg_plover was);
/* Announced cooperation is AGREE, announced retreat CONCEDE, announced force a threat; "will not
 * help", "will not accept the plan" is a refusal. */
void dg_ev_convert(dg_cand *c);
/* Do both sides do it to each other? */
bool dg_ev_is_mutual(const dg_cand *c);

/* ---- event_kept.c ---- */
/* Is it politics, and enough known of who and whom? known_force: where one side is enough for that.
 */
bool dg_ev_is_kept(const dg_evctx *x, const dg_cand *c, bool known_force);

/* ---- event_write.c ---- */
/* Writes the events, in the order of the text; a second reading of a word (flag `also`) stands
 * behind the first in cands. 0 or DG_E_NOMEM. */
int dg_ev_write_layer(dg_evctx *x, dg_doc *doc, dg_err *err);

#endif
