/* html.h: one HTML page as blocks with what is needed to tell the article from the rest, and its
 * metadata. */
#ifndef DG_PAGE_HTML_H
#define DG_PAGE_HTML_H

#include "page/finish.h"

/* Scripts, styles and comments blanked out of html, JSON-LD collected. Both in the arena. */
typedef struct dg_html_source {
    dg_str markup;
    dg_str *json_ld; /* [n_json_ld] */
    uint32_t n_json_ld, cap_json_ld;
} dg_html_source;
bool dg_html_strip(dg_str html, dg_arena *arena, dg_html_source *ret);
/* The encoding that the page's head declares, or {NULL, 0}. */
dg_str dg_html_charset(dg_str bytes);

#endif
