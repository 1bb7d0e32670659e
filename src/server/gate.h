/* gate.h: who may ask. A page that a browser has open elsewhere must not reach a server on
 * loopback: Host and Origin are checked against the names it has (DNS rebinding, cross-site
 * requests), and where tokens are wanted, a bearer token (RFC 6750). */
#ifndef DG_GATE_H
#define DG_GATE_H

#include "server/server.h"
#include "base/arena.h"

typedef enum { DG_MAY_NOTHING, DG_MAY_READ, DG_MAY_WRITE } dg_right;

typedef struct dg_gate {
    dg_arena *arena;
    dg_str hosts[DG_SERVE_HOSTS + 4]; /* "127.0.0.1:8377", lower case */
    uint32_t n_hosts;
    dg_str tokens[DG_SERVE_TOKENS];
    dg_right rights[DG_SERVE_TOKENS];
    uint32_t n_tokens; /* 0: everybody may write */
} dg_gate;

/* host and port as they are listened on. Reads the file of tokens. DG_E_ARG, DG_E_IO … */
int dg_gate_open(dg_gate *g, const dg_serve_options *o, dg_str host, uint16_t port, dg_err *err);
void dg_gate_close(dg_gate *g);

/* host: the Host field, origin: the Origin field; NULL: absent. */
bool dg_gate_host(const dg_gate *g, const char *host, const char *origin);
/* authorization: the field, NULL: absent. Compares in constant time. */
dg_right dg_gate_right(const dg_gate *g, const char *authorization);

#endif
