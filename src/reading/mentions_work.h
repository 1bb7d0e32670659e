/* mentions_work.h: what the parts of mentions.c hand to one another; only they include it.
 *
 *   mentions_tables.c  words of the tables ─► hits
 *   mentions_parser.c  names of the parser ─► hits, longer hits, other kinds of hits
 *   mentions_missed.c  names that neither has ─► hits
 *   mentions.c         the order of these, and the country that an ambiguous name means */
#ifndef DG_MENTIONS_WORK_H
#define DG_MENTIONS_WORK_H

#include "reading/who.h"

/* mentions_tables.c */
/* Does a sentence begin with the token? */
bool dg_find_is_first(const dg_who *w, uint32_t t);
/* Adds a hit, its head found and its links empty; false without memory (w->no_memory). */
bool dg_find_push(dg_who *w, dg_hit h);
/* Letters or digits: no punctuation. */
bool dg_find_is_word(const dg_who *w, uint32_t t);
/* Every phrase of the tables becomes a hit, the longest first; fills w->classes, too. */
void dg_find_scan_tables(dg_who *w);
/* Writes w->hit_at anew, from the hits. */
void dg_find_hit_at(dg_who *w);
/* Marks open and close; a paragraph ends all. The dash of Scandinavian dialogue is left to
 * quotes.c. */
void dg_find_fill_quoted(dg_who *w);

/* mentions_parser.c */
/* Is the token a comma? */
bool dg_find_is_comma(const dg_who *w, uint32_t t);
/* The hits inside [from, to): their number, the first and the last. */
uint32_t dg_find_inner_hits(const dg_who *w, uint32_t from, uint32_t to, uint32_t *ret_first,
                            uint32_t *ret_last);
/* A name must have a capital letter (articles of Arabic names apart) and be no day or month. */
bool dg_find_plausible(const dg_who *w, uint32_t from, uint32_t to);
/* Tokens [from, to) become one hit, whatever hits lie in them go. country: alpha-3, or NULL; found:
 * how it was found, for --explain. */
void dg_find_take_name(dg_who *w, uint32_t from, uint32_t to, uint8_t kind, const char *country,
                       const char *found);
/* Notes the last words of the parser's longer names of persons. */
void dg_find_note_families(dg_who *w);
/* Does an article or adjective stand before the token? */
bool dg_find_after_article(const dg_who *w, uint32_t t);
/* The country that a hit in [from, to) names, or NULL. */
const char *dg_find_country_inside(const dg_who *w, uint32_t from, uint32_t to);
/* "van", "al", "bin": small words within a person's name. */
bool dg_find_is_particle(const dg_who *w, uint32_t t);
/* A word with a capital that nothing has taken and no table excludes. */
bool dg_find_may_be_name(const dg_who *w, uint32_t t);
/* The end of the run of name words that starts at t. */
uint32_t dg_find_name_run(const dg_who *w, uint32_t t);
/* Merges all names of the parser. */
void dg_find_merge_parser(dg_who *w);

/* mentions_missed.c */
/* "Mr Smith", "President Kim Smith", "Anna Smith". */
void dg_find_merge_titled(dg_who *w);
/* "Na Yanwei, the secretary of …": two or three unknown words with capitals, between marks or at
 * the sentence's start, before a comma and somebody's office. */
void dg_find_merge_apposed(dg_who *w);
/* "Lindh" in an article that has named "Anna Lindh", though the parser sees nothing in it, or a
 * place. */
void dg_find_merge_again(dg_who *w);
/* "[Putin] [Selenskyjs] Glaubwürdigkeit": a name that begins with the last word of another full
 * name is two. */
void dg_find_split_names(dg_who *w);
/* "Zambezi River Authority (ZRA)": from here on the acronym is that body, also where nothing else
 * knows it. */
void dg_find_merge_acronyms(dg_who *w);

#endif
