/* server.h: `dragoman serve`: the page and the API of one archive over HTTP.
 *
 *   connection ─► who asks (Host, Origin, token) ─► asset │ /api/v1/… ─► kept answer or api.h
 *                                                  │ POST ─► a confined child reads ─► record
 *                                                  │ stream of new entries, /metrics, /healthz
 *
 * A thread a connection (libmicrohttpd), stores in a pool that they borrow from; readers never
 * block the writer (WAL). Nothing of an article is ever sent as HTML. */
#ifndef DG_SERVER_H
#define DG_SERVER_H

#include "base/err.h"

enum { DG_SERVE_HOSTS = 16, DG_SERVE_TOKENS = 32 };

typedef struct dg_serve_options {
    const char *archive, *lexicon;
    const char *listen;  /* "127.0.0.1:8377", "[::1]:0"; port 0: any, told through ready */
    const char *program; /* path of this program: it reads what is posted */
    const char *model, *lexicon_given; /* handed on to it; NULL: as it finds them */
    const char *hosts[DG_SERVE_HOSTS]; /* further names that a Host field may have */
    uint32_t n_hosts;
    const char *tokens; /* a file of lines "read TOKEN", "write TOKEN"; NULL: none asked for */
    uint32_t rate;      /* requests a second that one address may ask */
    const volatile int *stop;                       /* set from a signal handler: drain and end */
    void (*ready)(void *self, const char *address); /* listening now; may be NULL */
    void *self;
} dg_serve_options;

/* Until stop. DG_E_ARG: an address that is none, or one that others can reach without tokens;
 * DG_E_IO: it cannot be listened on; those of opening the archive and the lexicon. */
int dg_serve(const dg_serve_options *options, dg_err *err);

#endif
