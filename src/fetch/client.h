/* client.h: many HTTP requests at a time on one thread (libcurl's multi interface).
 *
 * What it keeps to whatever a server does: http and https only; no redirect is followed (the caller
 * decides, who knows the other site's rules); a ceiling on head, body (after unpacking: a bomb ends
 * there) and time; addresses that are not of the public network are refused when the socket is
 * made, so a name that resolves to one is no way in. No cookies, no credentials, no netrc. */
#ifndef DG_CLIENT_H
#define DG_CLIENT_H

#include "base/err.h"

typedef struct dg_client dg_client;

typedef struct dg_client_options {
    const char *agent;  /* the User-Agent field */
    const char *proxy;  /* NULL: none, also when the environment names one */
    bool private_too;   /* loopback, private and link-local addresses may be asked */
    uint32_t timeout_s; /* for one request in all */
} dg_client_options;

/* The strings of options must live as long as the client. NOMEM. */
int dg_client_new(const dg_client_options *options, dg_client **ret, dg_err *err);
void dg_client_free(dg_client *c); /* ends what is under way; NULL is fine */

typedef struct dg_request {
    const char *url;             /* copied */
    const char *etag, *modified; /* of what is there already; "" or NULL: none. Copied */
    uint32_t limit;              /* bytes of the body, unpacked */
    void *tag;                   /* comes back with the response */
} dg_request;

/* Begins a request. NOMEM, ARG (no http or https address). */
int dg_client_start(dg_client *c, const dg_request *request, dg_err *err);
uint32_t dg_client_under_way(const dg_client *c);

typedef struct dg_response {
    void *tag;
    int status;      /* 0: no answer could be had; why says it */
    char why[256];   /* of a failure, "" otherwise */
    bool refused;    /* by us: not worth another try (address, ceiling) */
    const char *url; /* that was asked */
    dg_str body;     /* unpacked */
    dg_str type;     /* Content-Type; absent {NULL, 0}, as the next two */
    dg_str etag, modified;
    const char *location;  /* of a redirect, made absolute; NULL: none */
    int64_t retry_after_s; /* Retry-After, a date worked out; 0: none */
} dg_response;

/* Waits at most wait_ms for something to happen. 1: *ret is a response, valid until the next call;
 * 0: none yet. */
int dg_client_wait(dg_client *c, uint32_t wait_ms, dg_response *ret);

#endif
