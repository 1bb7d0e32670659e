/* reply.c: see reply.h. */
#include "server/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "server/packed.h"

const char *dg_reply_field(dg_connection *c, const char *name) {
    return MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
}

/* No script, style, picture or connection but our own; nobody may frame us or learn where a link
 * came from. */
static const struct {
    const char *name, *value;
} always[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
     "'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Vary", "Accept-Encoding"},
};

enum MHD_Result dg_reply(dg_keep *keep, dg_connection *c, unsigned status, const char *type,
                         dg_response *r) {
    if (!r) return MHD_NO;
    for (size_t i = 0; i < DG_LEN(always); i++)
        MHD_add_response_header(r, always[i].name, always[i].value);
    if (type) MHD_add_response_header(r, "Content-Type", type);
    if (status == MHD_HTTP_UNAUTHORIZED)
        MHD_add_response_header(r, "WWW-Authenticate", "Bearer realm=\"dragoman\"");
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
        MHD_add_response_header(r, "Allow", "GET, HEAD, POST");
    if (status == MHD_HTTP_SERVICE_UNAVAILABLE || status == MHD_HTTP_TOO_MANY_REQUESTS)
        MHD_add_response_header(r, "Retry-After", "2");
    if (status >= 400 && status < 500) dg_keep_count(keep, DG_COUNT_CLIENT_ERRORS, 1);
    if (status >= 500) dg_keep_count(keep, DG_COUNT_SERVER_ERRORS, 1);
    enum MHD_Result rc = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return rc;
}

/* {"error": …}: the form of every failure. */
enum MHD_Result dg_reply_complain(dg_keep *keep, dg_connection *c, unsigned status,
                                  const char *why) {
    dg_buf body;
    dg_json_out o;
    dg_buf_init(&body, 4096);
    dg_json_begin(&o, &body);
    dg_json_obj(&o);
    dg_json_key(&o, "error");
    dg_json_str(&o, dg_str_of(why));
    dg_json_obj_end(&o);
    dg_buf_addc(&body, '\n');
    dg_response *r = MHD_create_response_from_buffer(body.n, body.p, MHD_RESPMEM_MUST_COPY);
    dg_buf_free(&body);
    if (r) MHD_add_response_header(r, "Cache-Control", "no-store");
    return dg_reply(keep, c, status, "application/json; charset=utf-8", r);
}

static unsigned status_of(int rc) {
    switch (rc) {
    case DG_E_ARG: return MHD_HTTP_BAD_REQUEST;
    case DG_E_NOT_FOUND: return MHD_HTTP_NOT_FOUND;
    case DG_E_LIMIT: return MHD_HTTP_CONTENT_TOO_LARGE;
    case DG_E_STOPPED: return MHD_HTTP_GATEWAY_TIMEOUT;
    default: return MHD_HTTP_INTERNAL_SERVER_ERROR;
    }
}

enum MHD_Result dg_reply_failed(dg_keep *keep, dg_connection *c, int rc, const dg_err *err) {
    char why[320];
    snprintf(why, sizeof why, "%s%s%s", dg_err_text(rc), err->text[0] ? ": " : "", err->text);
    return dg_reply_complain(keep, c, status_of(rc), why);
}

bool dg_reply_takes_gzip(dg_connection *c) {
    const char *accepts = dg_reply_field(c, "Accept-Encoding");
    return accepts && strstr(accepts, "gzip") && !strstr(accepts, "gzip;q=0");
}

/* "W/\"…\"" in If-None-Match, among others or alone. */
bool dg_reply_holds(dg_connection *c, const char *etag) {
    const char *known = dg_reply_field(c, "If-None-Match");
    return known && (strstr(known, etag) || !strcmp(known, "*"));
}

void dg_reply_etag(dg_response *r, uint64_t hash, const char *cache) {
    char etag[32];
    snprintf(etag, sizeof etag, "W/\"%016llx\"", (unsigned long long)hash);
    MHD_add_response_header(r, "ETag", etag);
    MHD_add_response_header(r, "Cache-Control", cache);
}

enum MHD_Result dg_reply_unchanged(dg_keep *keep, dg_connection *c, uint64_t hash,
                                   const char *cache) {
    dg_response *r =
        MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    if (r) dg_reply_etag(r, hash, cache);
    return dg_reply(keep, c, MHD_HTTP_NOT_MODIFIED, NULL, r);
}

/* Sends bytes, which become the answer's, packed where the client takes that. */
enum MHD_Result dg_reply_deliver(dg_keep *keep, dg_connection *c, dg_kept a) {
    char etag[32];
    dg_response *r = NULL;
    snprintf(etag, sizeof etag, "\"%016llx\"", (unsigned long long)a.hash);
    if (dg_reply_holds(c, etag)) {
        free(a.bytes);
        return dg_reply_unchanged(keep, c, a.hash, "no-cache");
    }
    dg_buf packed;
    dg_buf_init(&packed, a.n + 1024);
    bool gzip =
        a.n > 1024 && dg_reply_takes_gzip(c) && dg_gzip((dg_str){a.bytes, (uint32_t)a.n}, &packed);
    if (gzip) {
        free(a.bytes);
        r = MHD_create_response_from_buffer(packed.n, packed.p, MHD_RESPMEM_MUST_FREE);
        if (r) MHD_add_response_header(r, "Content-Encoding", "gzip");
    } else {
        dg_buf_free(&packed);
        r = MHD_create_response_from_buffer(a.n, a.bytes, MHD_RESPMEM_MUST_FREE);
    }
    if (r) dg_reply_etag(r, a.hash, "no-cache");
    return dg_reply(keep, c, MHD_HTTP_OK, a.type, r);
}
