/* poll.h: follows feeds: asks them, fetches the articles that they announce, hands these on.
 *
 *   archive: feeds and items that are due ─► hosts, politely ─► client ─► feed: items into the
 * archive ▲                                                             ─► page: an article handed
 * on └───────────── when again, how often it failed ◄──────────────┘
 *
 * One thread; all that must outlive it stands in the archive (archive/subscription.h). Feeds are
 * asked conditionally (ETag, Last-Modified); what fails is asked again after ever longer pauses;
 * robots.txt is obeyed. An item with its full text in the feed is taken from there. */
#ifndef DG_POLL_H
#define DG_POLL_H

#include "archive/subscription.h"
#include "fetch/client.h"
#include "intake/article.h"

typedef struct dg_poll_options {
    dg_client_options client;
    const char *token;        /* ours in robots.txt, lower case */
    uint32_t interval_s;      /* between two polls of a feed that answers */
    uint32_t pause_ms;        /* between two requests of one host */
    uint32_t most;            /* requests at a time */
    bool once;                /* ends when nothing more is due */
    double rate;              /* virtual seconds a second: 1, and more in simulations */
    const volatile int *stop; /* set from a signal handler: end now; NULL: never */
} dg_poll_options;

typedef struct dg_poll_counts {
    uint64_t polls, unchanged, failed_polls, items, pages, articles, failures;
} dg_poll_counts;

typedef struct dg_poll_sink {
    void *self;
    /* One article. A code of the archive (STORE, FULL, DENIED) ends the run; any other is the
     * article's own error: it goes to fail. */
    int (*article)(void *self, const dg_article *article, dg_err *err);
    /* A feed or item that could not be had, or not now; url is what the feed calls it. */
    void (*fail)(void *self, dg_str url, const dg_err *err);
    /* Between two requests; idle: nothing is under way or due at once. The place to commit. */
    int (*between)(void *self, bool idle, const dg_poll_counts *counts, dg_err *err);
} dg_poll_sink;

/* Until stop (DG_E_STOPPED), or with once until nothing is due (0), or a code. */
int dg_poll_run(dg_store *store, const dg_poll_options *options, const dg_poll_sink *sink,
                dg_poll_counts *ret, dg_err *err);

#endif
