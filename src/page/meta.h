/* meta.h: what the markup of a page says of its article: meta tags, JSON-LD, microdata, <time>,
 * links. Collected in the order of the page, weighed at the end: the form decides, not the place.
 */
#ifndef DG_PAGE_META_H
#define DG_PAGE_META_H

#include <libxml/tree.h>

#include "page/finish.h"

enum { DG_META_DATES = 16 };

typedef struct dg_meta {
    const dg_page_tables *t;
    dg_arena *arena;
    bool ok;
    dg_str titles[4], outlets[4], bylines[4], urls[3], langs[4]; /* best first; copies */
    dg_str dates[DG_META_DATES];                                 /* the first of each rank */
    dg_str h1, title_tag;
    dg_str body; /* the article as JSON-LD has it */
    dg_page_signs signs;
} dg_meta;

/* Nothing is known yet; t and arena outlive m. */
void dg_meta_begin(dg_meta *m, const dg_page_tables *t, dg_arena *arena);
/* To be called for every element of the page. before: the words of its block that stand in front of
 * it ("Updated:" before a <time>). */
void dg_meta_element(dg_meta *m, const xmlNode *n, dg_str before);
/* The scripts of JSON-LD; behind the elements. */
void dg_meta_json_ld(dg_meta *m, const dg_str *scripts, uint32_t n);
/* Title, byline, outlet, url, lang, dates and signs of *ret; fetched is the address the page came
 * from, or {NULL, 0}. m->ok says whether memory sufficed. */
void dg_meta_finish(dg_meta *m, dg_str fetched, dg_page_own *ret);

/* The value of an attribute: "" when it is there without one, {NULL, 0} when it is not there. */
dg_str dg_meta_attribute(const xmlNode *n, const char *name);
/* Runs of blanks become one; p NULL without memory. */
dg_str dg_meta_collapse(dg_str s, dg_arena *arena);

#endif
