/* dates.h: days and instants as containers, markup and addresses of pages write them. */
#ifndef DG_PAGE_DATES_H
#define DG_PAGE_DATES_H

#include "page/tables.h"

/* A day of publication as it was written. The day is the one of the writer's own clock ("2021-03-12
 * T23:30-05:00" is the 12th); the instant says whether it can have been known at the crawl. */
typedef struct dg_page_when {
    dg_days days;    /* DG_DAYS_NONE: none */
    bool exact;      /* instant is known: a time and its zone were written */
    int64_t instant; /* seconds since 1970-01-01T00:00Z */
} dg_page_when;

/* ISO 8601, RFC 822, "20220418", seconds or milliseconds since 1970, "18. april 2022 kl. 10.30". Of
 * "3/12/2021" the day comes first unless lang ("en-US") is one that writes the month first; without
 * lang it says nothing. Days before 1971 are none: what clocks that were never set write. */
dg_page_when dg_page_when_read(const dg_page_tables *t, dg_str s, dg_str lang, dg_arena *arena);
/* Can what was published then have been fetched at `crawled` (none: always)? */
bool dg_page_when_before(const dg_page_when *w, const dg_page_when *crawled);
/* The day or the month in an address: "/2022/04/18/", "/2022/apr/18/", "-2022-04-18", "/20220418/",
 * "/2022/04/". */
dg_days dg_page_when_url(const dg_page_tables *t, dg_str url, dg_arena *arena);

#endif
