/* robots.h: what a site lets a machine fetch (RFC 9309, Robots Exclusion Protocol).
 *
 * Of a robots.txt only the rules that hold for us are kept: those of all groups that name our
 * product token, or else those of "*". The rule with the longest pattern decides; of two of one
 * length Allow does. Patterns know '*' and a '$' at their end. Crawl-delay, which the RFC does not
 * have and many sites do, is read too. */
#ifndef DG_ROBOTS_H
#define DG_ROBOTS_H

#include "base/buf.h"

typedef struct dg_robots {
    dg_buf rules;      /* "A/path\n" and "D/path\n", normalised; empty: all is allowed */
    uint32_t delay_ms; /* Crawl-delay; 0: none */
    bool closed;       /* nothing may be fetched: the site could not say (RFC 9309, 2.3.1.4) */
} dg_robots;

/* text: a robots.txt in any bytes; what is over DG_MAX_ROBOTS is not looked at. token: our product
 * token in lower case ("dragoman"). r may hold older rules, which go. Without memory it is closed.
 */
void dg_robots_read(dg_robots *r, dg_str text, dg_str token);
void dg_robots_free(dg_robots *r); /* leaves one that allows all */

/* path: of the address, with its query, beginning with '/'. /robots.txt itself is always allowed.
 * Cost: O(bytes of the rules times bytes of the path) where patterns are hostile, else their sum.
 */
bool dg_robots_allow(const dg_robots *r, dg_str path);

#endif
