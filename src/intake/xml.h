/* xml.h: XML as feeds have it, read whatever its state: the wall around libxml2 for this room.
 *
 * Declarations of entities are never believed (nothing can expand without end), the names of HTML's
 * are known without any; a bare "&", control characters and bytes of another encoding than the
 * declared one are mended before libxml2 sees them; what it then still finds broken, it recovers:
 * elements before a fatal error are kept. */
#ifndef DG_XML_H
#define DG_XML_H

#include <libxml/tree.h>

#include "base/arena.h"
#include "base/err.h"

/* The tree of bytes, which has a root; xmlFreeDoc is the caller's. arena holds the mended bytes.
 * SYNTAX when nothing of it is XML, NOMEM. */
int dg_xml_read(dg_str bytes, dg_arena *arena, xmlDocPtr *ret, dg_err *err);

/* The node behind n in the order of the document, inside root; NULL at the end. below: n's children
 * come next. */
const xmlNode *dg_xml_next(const xmlNode *n, const xmlNode *root, bool below);
/* "title" of <dc:title>; "" for what is no element. */
const char *dg_xml_name(const xmlNode *n);
/* "dc", or "" without a prefix. */
const char *dg_xml_prefix(const xmlNode *n);
/* An attribute by its name without prefix; {NULL, 0} when absent. */
dg_str dg_xml_attribute(const xmlNode *n, const char *name);
/* All text below n, trimmed; of an element with elements in it the markup of these. *ret_markup
 * says which. p NULL without memory. */
dg_str dg_xml_text(const xmlNode *n, dg_arena *arena, bool *ret_markup);
/* The address ref as seen from base (either may be {NULL, 0}). */
dg_str dg_xml_resolve(dg_str base, dg_str ref, dg_arena *arena);

/* "Smith &amp; <b>Sons</b>" as one line of plain text: tags off, entities read, blanks single. */
dg_str dg_plain_text(dg_str markup, dg_arena *arena);

#endif
