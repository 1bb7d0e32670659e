/* data.h: answers as JSON and CSV (RFC 4180, UTF-8, a head line), for programs. The keys are those
 * of RECORD.md where there is such a key. */
#ifndef DG_DATA_H
#define DG_DATA_H

#include "answers/gather.h"
#include "base/json.h"

/* Each writes one object: its values are those of the answer, p NULL is null. */
void dg_data_entry(dg_json_out *o, const dg_gathered *g, const dg_entry *e);
void dg_data_quote(dg_json_out *o, const dg_found_quote *q);
void dg_data_position(dg_json_out *o, const dg_gathered *g, const dg_position *p);
void dg_data_dispute(dg_json_out *o, const dg_gathered *g, const dg_dispute *d);
void dg_data_story(dg_json_out *o, const dg_found_story *s);
void dg_data_article(dg_json_out *o, const dg_found_article *a);
/* A key and a string, or null where s.p is NULL. */
void dg_data_str(dg_json_out *o, const char *key, dg_str s);

/* The entries as a feed (RFC 4287), newest first; an entry's id is its happening's. */
void dg_data_atom(dg_buf *out, const dg_ask *ask, const dg_gathered *g);

/* A cell (the last of its row ends the line), head lines and rows. */
void dg_csv_cell(dg_buf *out, dg_str s, bool last);
void dg_csv_entries_head(dg_buf *out);
void dg_csv_entry(dg_buf *out, const dg_entry *e);
void dg_csv_quotes_head(dg_buf *out);
void dg_csv_quote(dg_buf *out, const dg_found_quote *q);
void dg_csv_stories_head(dg_buf *out);
void dg_csv_story(dg_buf *out, const dg_found_story *s);
void dg_csv_articles_head(dg_buf *out);
void dg_csv_article(dg_buf *out, const dg_found_article *a);

#endif
