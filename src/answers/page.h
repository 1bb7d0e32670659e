/* page.h: lays answers out for a reader, as plain text or Markdown, in the language of the phrases.
 * Each function appends one piece; pieces end with a line break. */
#ifndef DG_ANSWERS_PAGE_H
#define DG_ANSWERS_PAGE_H

#include "answers/gather.h"

typedef struct dg_page {
    const dg_phrases *phrases;
    dg_buf *out;
    bool md;
} dg_page;

/* The title of the answer, underlined in plain text. */
void dg_page_title(dg_page *p, dg_str title);
/* Appends "China and Russia", or the word. */
void dg_page_parties(const dg_ask *ask, const char *else_word, dg_buf *out);
/* The same as a title: "China and Russia", or what is asked for where nobody is. */
void dg_page_title_parties(dg_page *p, const dg_ask *ask, const char *else_word);
/* Of a person or body: offices, country and other names, as the sources have them; nothing for
 * states and for two. DG_E_STORE, DG_E_NOMEM. */
int dg_page_who(dg_page *p, const dg_ask *ask, dg_err *err);
void dg_page_heading(dg_page *p, const char *word); /* a word of dossier.tsv */
void dg_page_nothing(dg_page *p);
/* "43 entries and 41 statements from 5 articles in 4 languages; 1 entry told by more than one of
 * them.", then what a reader in a hurry wants: the time, cooperation and conflict, what most tell,
 * the latest, where the sources differ; and that there is more where as many entries as `limit`
 * came (0: no limit). */
void dg_page_lead(dg_page *p, const dg_gathered *g, uint32_t limit);
/* One line: when (unless it is unknown), what, status, place, type, witnesses. */
void dg_page_entry_line(dg_page *p, const dg_entry *e);
/* The line and every telling with its source. */
void dg_page_entry(dg_page *p, const dg_gathered *g, const dg_entry *e);
void dg_page_quote(dg_page *p, const dg_gathered *g, uint32_t quote);
void dg_page_position(dg_page *p, const dg_gathered *g, const dg_position *position);
void dg_page_dispute(dg_page *p, const dg_gathered *g, const dg_dispute *dispute);
void dg_page_source(dg_page *p, const dg_source *s);
void dg_page_story(dg_page *p, const dg_found_story *s);
/* "only the best 200 articles of 8,012" */
void dg_page_best(dg_page *p, uint32_t n, uint32_t all);
void dg_page_article(dg_page *p, const dg_found_article *a);

#endif
