/* quote_work.h: what the files of the quotes share while one article is read. Private to them.
 *
 *   quote_marks.c    where marks and dashes stand
 *   quote_words.c    what each token is to the reporting of speech    ─► low, kinds
 *   quote_phrase.c   noun phrases on the surface
 *   quote_subject.c  the phrase of who speaks
 *   quote_cues.c     words that report                                ─► cues
 *   quote_speaker.c  which entity a phrase means, new ones            ─► cues[].speaker
 *   quote_direct.c   marks and cues                                   ─► direct, partial
 *   quote_indirect.c cues                                             ─► reported clauses
 *   quote_via.c      who stands between the speaker and us            ─► via, addressees
 *   quotes.c         calls them in order
 *
 * Errors of all here: DG_E_NOMEM. */
#ifndef DG_QUOTE_WORK_H
#define DG_QUOTE_WORK_H

#include "base/err.h"
#include "doc/doc.h"
#include "lexicon/reporting.h"
#include "reading/new_entities.h"
#include "reading/quote_marks.h"

#define DG_MAX_CUES (1u << 16)
#define DG_MAX_CUES_SENTENCE 24u

/* Sets of kinds of reporting words, as bits. */
#define DG_KIND(name) (1u << DG_REPORT_##name)
#define DG_KINDS_SAY (DG_KIND(VERB) | DG_KIND(WEAK) | DG_KIND(UTTER) | DG_KIND(RESUME))
#define DG_KINDS_VERB (DG_KINDS_SAY | DG_KIND(ACT) | DG_KIND(SHOW))
#define DG_KINDS_PREP (DG_KIND(PREP) | DG_KIND(POSTP) | DG_KIND(SO))

/* A word (or words) that report, with the phrase of who speaks. Tokens are indices into
 * doc->tokens. */
typedef struct dg_cue {
    const dg_report *word;
    uint32_t token;          /* the verb, or the first word of a preposition */
    uint32_t from, to;       /* the cue's own words */
    uint32_t particle;       /* "hinzu", or DG_NONE */
    uint32_t np_from, np_to; /* who speaks; valid when np_head != DG_NONE */
    uint32_t np_head;
    uint32_t speaker; /* entity or DG_NONE; valid when known */
    bool known;       /* dg_quote_know was here */
    uint32_t sentence;
    uint32_t outer;   /* the cue whose clause holds this one, or DG_NONE */
    dg_range content; /* tokens of the reported clause; from == to when there is none */
    bool inverted;    /* who speaks stands behind the verb */
    bool negated;
    bool infinitive; /* "to say": nobody in particular says it */
    bool personal;   /* the speaker is I, we, you: the writer or part of a quotation */
    bool shared;     /* the phrase was taken from an earlier cue: "said A and added B" */
    bool dead;       /* lies inside a quotation */
} dg_cue;

typedef struct dg_quote_work {
    dg_doc *doc;
    const dg_reporting *words;
    uint32_t lang;   /* column of words */
    bool v2;         /* the subject follows the verb when anything else comes first */
    bool tagged;     /* parts of speech are there */
    bool tree;       /* heads are there */
    dg_str *low;     /* [n_tokens] forms in lower case */
    uint32_t *kinds; /* [n_tokens] bits of dg_report_kind of the single word */
    uint8_t *inside; /* [n_tokens] 1: inside a quotation's marks */
    dg_marks marks;
    dg_cue *cues; /* [n_cues] by token */
    uint32_t n_cues, cap_cues;
    uint32_t *first_cue; /* [n_sentences + 1] first cue of each sentence */
    dg_quote *quotes;
    uint32_t *quote_cue; /* [n_quotes] index of its cue or DG_NONE, in step with quotes */
    uint32_t n_quotes, cap_quotes, cap_quote_cue;
    dg_new_entities added;
} dg_quote_work;

/* quote_words.c */
int dg_quote_words(dg_quote_work *w, dg_err *err);
/* May the lemma speak for a form that is not listed (kinds 0)? */
bool dg_quote_trusts_lemma(uint32_t kinds, dg_str low, const dg_token *t);
bool dg_quote_finite(const dg_quote_work *w, uint32_t t);
/* Is there a finite verb in [from, to)? Without tags five words are taken for a clause. */
bool dg_quote_clause(const dg_quote_work *w, uint32_t from, uint32_t to);
/* A quotation mark or other sign without a word in it. */
bool dg_quote_sign(const dg_quote_work *w, uint32_t t);
/* The paragraph that holds this byte. */
uint32_t dg_quote_para(const dg_quote_work *w, uint32_t byte);
static inline bool dg_quote_is(const dg_quote_work *w, uint32_t t, uint32_t kinds) {
    return t < w->doc->n_tokens && (w->kinds[t] & kinds);
}
/* Is token t exactly this form? */
static inline bool dg_quote_char(const dg_quote_work *w, uint32_t t, const char *form) {
    return t < w->doc->n_tokens && dg_str_is(w->doc->tokens[t].form, form);
}
static inline bool dg_quote_verb_tag(uint8_t upos) {
    return upos == DG_UPOS_VERB || upos == DG_UPOS_AUX;
}

/* quote_phrase.c. A noun phrase that begins at token t of its sentence; false when none does. */
bool dg_quote_phrase(const dg_quote_work *w, uint32_t t, uint32_t *ret_to, uint32_t *ret_head);
/* May the token be part of a phrase? */
bool dg_quote_in_chunk(const dg_quote_work *w, uint32_t t);
bool dg_quote_pronoun(const dg_quote_work *w, uint32_t t);
/* Where the phrase begins that ends before token `to`, with what hangs on it by prepositions; not
 * before `from`. */
uint32_t dg_quote_phrase_start(const dg_quote_work *w, uint32_t to, uint32_t from);
/* The longest mention that begins (end: that ends) at token t; adjectives are none. NULL when there
 * is none. */
const dg_mention *dg_quote_mention_beside(const dg_quote_work *w, uint32_t t, bool end);

/* quote_subject.c: fills np_from, np_to, np_head, inverted, shared of a cue. */
void dg_quote_find_phrase(const dg_quote_work *w, dg_cue *c);
/* The phrase right behind the cue; false when there is none. */
bool dg_quote_phrase_behind(const dg_quote_work *w, dg_cue *c);
/* Does a quotation end right before token t (a comma may stand between)? */
bool dg_quote_behind_quotation(const dg_quote_work *w, uint32_t t);
/* "citing": a preposition before the source that a paper names. */
static inline bool dg_quote_cites(const dg_cue *c) {
    return c->word->kind == DG_REPORT_PREP && dg_str_is(c->word->id, "citing");
}
static inline bool dg_quote_take(dg_cue *c, uint32_t from, uint32_t to, uint32_t head,
                                 bool inverted) {
    c->np_from = from, c->np_to = to, c->np_head = head, c->inverted = inverted;
    return true;
}

/* quote_cues.c: all cues of the document with their phrases; speakers stay unknown. */
int dg_quote_cues(dg_quote_work *w, dg_err *err);

/* quote_speaker.c: the entity that the phrase with this head means; makes a group for unnamed
 * speakers. DG_NONE: nobody, or nobody that can speak. */
typedef enum {
    DG_SPEAKER_ANY,
    DG_SPEAKER_NOUN,
    DG_SPEAKER_HUMAN
} dg_speaker_want; /* which nouns may be a new group */
int dg_quote_speaker_of(dg_quote_work *w, uint32_t from, uint32_t to, uint32_t head,
                        dg_speaker_want want, uint32_t *ret, dg_err *err);
/* Could the phrase with this head speak: a person, an office, a country, a pronoun, a noun of the
 * table? */
bool dg_quote_can_speak(const dg_quote_work *w, uint32_t from, uint32_t to, uint32_t head);
/* Finds the speaker of a cue when a quotation needs it: phrases nobody asks for make no entities.
 * ANY where the place of the phrase leaves no doubt (“A”, said the cyclists), NOUN where only words
 * of the table may speak. */
int dg_quote_know(dg_quote_work *w, uint32_t cue, dg_speaker_want want, dg_err *err);
/* Kind of an entity, old or new. */
uint8_t dg_quote_entity_kind(const dg_quote_work *w, uint32_t entity);

/* quote_direct.c, quote_indirect.c, quote_via.c */
int dg_quote_direct(dg_quote_work *w, dg_err *err);
int dg_quote_indirect(dg_quote_work *w, dg_err *err);
void dg_quote_contents(dg_quote_work *w); /* fills cues[].content and outer */
int dg_quote_via(dg_quote_work *w, dg_err *err);
/* Appends a quote; over DG_MAX_QUOTES the document is marked cut and nothing is added. */
bool dg_quote_push(dg_quote_work *w, dg_quote q, uint32_t cue);

#endif
