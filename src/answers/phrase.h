/* phrase.h: the record has no language; here it gets one. Events by the patterns of
 * lexicon/phrases.tsv, everything else by the words of lexicon/dossier.tsv, countries by the names
 * of lexicon/countries.tsv, in any language that has columns there. */
#ifndef DG_PHRASE_H
#define DG_PHRASE_H

#include "archive/query.h"
#include "base/buf.h"
#include "lexicon/names.h"
#include "lexicon/table.h"

typedef struct dg_phrases {
    dg_table events, words;
    uint32_t type, form, pattern, id, word; /* columns */
    const dg_names *names;
    uint32_t langs; /* bits of dg_names_lang */
} dg_phrases;

/* lang: a language column of both tables ("en"). names outlives ret. DG_E_LEXICON when a table or
 * the column is not there. */
int dg_phrases_load(const char *dir, const char *lang, const dg_names *names, dg_arena *arena,
                    dg_phrases *ret, dg_err *err);

/* The word or sentence with this id; the id itself when the table has none. */
dg_str dg_phrase_word(const dg_phrases *p, const char *id);
/* Appends "1 entry" or "7 entries". */
void dg_phrase_count(const dg_phrases *p, const char *id, uint32_t n, dg_buf *out);
/* Appends the name of a country, or the party's own key. */
void dg_phrase_country(const dg_phrases *p, dg_str code, dg_buf *out);
/* Appends "China (Wang Yi) met or spoke with Russia". */
void dg_phrase_event(const dg_phrases *p, const dg_found_event *e, dg_buf *out);
/* Appends an office in the language of the phrases, where roles.tsv has it; else as it is. */
void dg_phrase_role(const dg_phrases *p, dg_str role, dg_buf *out);
/* The name of the state with this key ("chn") in the language of the phrases; p NULL: it is none.
 */
dg_str dg_phrase_state(const dg_phrases *p, dg_str key);
/* What the key of a body or office of a country says ("chn foreign-ministry") in the language of
 * the phrases; p NULL: it is no such key. */
dg_str dg_phrase_body(const dg_phrases *p, dg_str key, dg_str country);
/* The same for one person whom no name is known of ("a spokesman"), by the office as it is printed;
 * p NULL: somebody with a name (the keys of the nameless end with a number), or several. */
dg_str dg_phrase_nameless(const dg_phrases *p, dg_str key, dg_str role, dg_str country);
/* Appends a place; a capital as it is called in that language. */
void dg_phrase_place(const dg_phrases *p, dg_str place, dg_buf *out);
/* Appends a list of parties: "Russia and China (Xi Jinping)". */
void dg_phrase_parties(const dg_phrases *p, const dg_party *parties, uint32_t n, dg_buf *out);
/* Appends "2022-02-04", "2022-02", "2022", "2022-02-04 to 2022-02-06" or "undated". */
void dg_phrase_days(const dg_phrases *p, dg_days d, dg_buf *out);

#endif
