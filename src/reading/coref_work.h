/* coref_work.h: what the parts of coref.c hand to one another; only they include it.
 *
 *   coref_named.c    names of their own ─► entities
 *   coref_weigh.c    the entities before a reference, weighed
 *   coref_pronoun.c  pronouns and pairs ─► the entity they mean
 *   coref_office.c   offices and bodies ─► the entity they mean
 *   coref.c          the order of these, and countries that nobody told */
#ifndef DG_COREF_WORK_H
#define DG_COREF_WORK_H

#include "reading/who.h"

#define DG_REF_BACK 64u
#define DG_REF_SENTENCES_BACK 4u

typedef struct dg_ref_scale {
    uint32_t n, ids[DG_REF_BACK];
    int sums[DG_REF_BACK];
    dg_range words[DG_REF_BACK]; /* the mention that weighs most; for --explain */
} dg_ref_scale;

typedef enum {
    DG_WANT_HE,
    DG_WANT_SHE,
    DG_WANT_PERSON,
    DG_WANT_THING,
    DG_WANT_MANY,
    DG_WANT_COUNTRY,
    DG_WANT_PERSONS
} dg_ref_want;

/* What the whole article is about weighs more than what stands near. */
enum { DG_THEME_OF_ONE = 12, DG_THEME_OF_TWO = 24 };

/* coref_named.c */
/* Key of a thing of a country: the country's and the rest, small letters. */
dg_str dg_ref_lower_key(dg_who *w, const char *country, dg_str rest);
/* The country's entity; its name is what the language calls it until the text gives a name of its
 * own. */
uint32_t dg_ref_country(dg_who *w, const char *code, const char *why);
/* Several beings as one, whatever their order; one alone is itself, none is DG_NONE. */
uint32_t dg_ref_group(dg_who *w, const uint32_t *members, uint32_t n, dg_str name, const char *why);
/* The name without its genitive. */
dg_str dg_ref_bare_text(const dg_who *w, const dg_hit *h);
/* The entity of a hit that has a name of its own, or DG_NONE. */
uint32_t dg_ref_own_name(dg_who *w, const dg_hit *h);

/* coref_weigh.c */
/* Number of the sentence that a hit stands in. */
uint32_t dg_ref_sentence_of(const dg_who *w, const dg_hit *h);
/* The relation of the phrase: through a title's name or a flat name up to the word that carries it.
 */
uint8_t dg_ref_relation(const dg_who *w, const dg_hit *h);
/* Are both arguments of one verb? Then a plain pronoun cannot mean the other. */
bool dg_ref_same_clause(const dg_who *w, const dg_hit *a, const dg_hit *pronoun);
/* Is a, a country, (one of) the subject of the verb of which h is the object? */
bool dg_ref_does_it(const dg_who *w, const dg_hit *a, const dg_hit *h);
/* The heaviest; the earlier in the list (the nearer) on a tie. Takes it out, so that it can be
 * asked again. */
uint32_t dg_ref_heaviest(dg_who *w, dg_ref_scale *s);
/* What is added to the weight when a being answers such a reference; -100 when it cannot. */
int dg_ref_fit(const dg_being *b, dg_ref_want what);
/* What stands at most `back` sentences before hit id and fits. */
void dg_ref_weigh(const dg_who *w, uint32_t id, dg_ref_want what, uint32_t back, dg_ref_scale *s);
/* Counts what every being is named, and so what the article is about. */
void dg_ref_count_uses(dg_who *w);
/* The countries that were spoken of before, persons and bodies counting for theirs. */
void dg_ref_weigh_countries(dg_who *w, uint32_t id, uint32_t most, dg_ref_scale *s);
/* The heaviest of those, or DG_NONE. */
uint32_t dg_ref_best_of(dg_who *w, uint32_t id, dg_ref_want what, uint32_t back);

/* coref_pronoun.c */
/* The entity that the pronoun of hit id means, or DG_NONE. */
uint32_t dg_ref_pronoun(dg_who *w, uint32_t id);

/* coref_office.c */
/* The country that the owners tell, pronouns and persons included. */
const char *dg_ref_told_country(const dg_who *w, const dg_hit *h);
/* The country that is spoken of where hit id stands, "" for none. */
const char *dg_ref_spoken_country(dg_who *w, uint32_t id);
/* Who holds the office of hit id, or the office itself; DG_NONE. */
uint32_t dg_ref_office(dg_who *w, uint32_t id);
/* The body that hit id names, of its country; DG_NONE. */
uint32_t dg_ref_institution(dg_who *w, uint32_t id);
/* "his Ukrainian counterpart": somebody of that country, whoever else he is. */
uint32_t dg_ref_counterpart(dg_who *w, uint32_t id);

#endif
