/* reply.h: what every answer of the server has: its headers, its tag, its packing, and the form of
 * a failure, {"error": "one sentence"}. A response belongs to libmicrohttpd once it is queued. */
#ifndef DG_REPLY_H
#define DG_REPLY_H

#include <microhttpd.h>

#include "server/keep.h"

typedef struct MHD_Connection dg_connection;
typedef struct MHD_Response dg_response;

/* A field of the request's head, borrowed from it; NULL: absent. */
const char *dg_reply_field(dg_connection *c, const char *name);

/* Queues r, which is given away, with the headers that keep a browser's page apart from others,
 * and counts failures. type NULL: none; r NULL: MHD_NO. */
enum MHD_Result dg_reply(dg_keep *keep, dg_connection *c, unsigned status, const char *type,
                         dg_response *r);
/* {"error": why}. */
enum MHD_Result dg_reply_complain(dg_keep *keep, dg_connection *c, unsigned status,
                                  const char *why);
/* The same for an error of ours: 400, 404, 413, 504 or 500 by its code. */
enum MHD_Result dg_reply_failed(dg_keep *keep, dg_connection *c, int rc, const dg_err *err);
/* 200 with bytes, which are taken (malloc); 304 where the client has them; packed where it may be.
 */
enum MHD_Result dg_reply_deliver(dg_keep *keep, dg_connection *c, dg_kept answer);

/* For answers that last: whether gzip is taken, whether the tag is held, 304, the tag's headers. */
bool dg_reply_takes_gzip(dg_connection *c);
bool dg_reply_holds(dg_connection *c, const char *etag);
enum MHD_Result dg_reply_unchanged(dg_keep *keep, dg_connection *c, uint64_t hash,
                                   const char *cache);
void dg_reply_etag(dg_response *r, uint64_t hash, const char *cache);

#endif
