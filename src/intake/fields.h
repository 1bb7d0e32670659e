/* fields.h: what scrapers, crawlers and exports call the parts of an article: one table of names
 * for JSON and CSV alike. */
#ifndef DG_INTAKE_FIELDS_H
#define DG_INTAKE_FIELDS_H

#include "intake/article.h"

typedef enum {
    DG_FIELD_TEXT,
    DG_FIELD_HTML,
    DG_FIELD_TEASER,
    DG_FIELD_TITLE,
    DG_FIELD_DATE,
    DG_FIELD_CRAWLED,
    DG_FIELD_URL,
    DG_FIELD_ID,
    DG_FIELD_OUTLET,
    DG_FIELD_BYLINE,
    DG_FIELD_LANG,
    DG_FIELD_N
} dg_field;

/* Which field a key or heading means, DG_FIELD_N when none, and how good a name it is for it: of
 * two keys for one field the lower *ret_rank is believed. Case and everything but letters and
 * digits do not count: "datePublish" is "date_publish". */
dg_field dg_field_of(dg_str name, uint32_t *ret_rank);

/* The article that the values make: where there is no text its summary is the text and a teaser.
 * Values are UTF-8, but for TEXT and HTML; {NULL, 0} where there is none. uri is set from URL, else
 * FILE#id, else FILE#number. DG_E_EMPTY without text, NOMEM. */
int dg_fields_article(const dg_container *c, dg_format format, const dg_str values[DG_FIELD_N],
                      uint64_t number, dg_arena *arena, dg_article *ret, dg_err *err);

/* s itself when it is valid UTF-8, else s read as Windows-1252; p NULL without memory (and where s
 * was absent). */
dg_str dg_field_utf8(dg_str s, dg_arena *arena);

/* A number where a date is wanted: seconds or milliseconds since 1970 as an ISO day. {NULL, 0}
 * when it is neither of the years 1990 to 2100. */
dg_str dg_field_epoch(double number, dg_arena *arena);

#endif
