/* message.h: one article on its way through the queue: its bytes as they came, and all that reading
 * them hangs on: what the container knew, what is known of its site, what the call said.
 *
 *   dg_article, dg_options ─► fields, lengths before them ─► zstd ─► message ─► the same again
 *
 * The same article gives the same message, so a message's hash is its id. The order in which
 * articles were published is no part of it: it travels before it (dg_message_order).
 *
 * Errors: DG_E_NOMEM, DG_E_LIMIT, DG_E_SYNTAX (no such message, or a damaged one). */
#ifndef DG_MESSAGE_H
#define DG_MESSAGE_H

#include "base/buf.h"
#include "pipeline/pipeline.h"

enum { DG_MESSAGE_ID = 33 };

/* Appends the message of an article: `order` goes before it and is no part of the id. ret_id: 32
 * hexadecimal digits of its SHA-256, NUL-ended. */
int dg_message_write(const dg_article *a, const dg_options *o, dg_buf *out,
                     char ret_id[DG_MESSAGE_ID], dg_err *err);
/* Writes the order into a message that dg_message_write has made at p. */
void dg_message_set_order(char *p, uint64_t order);
/* What dg_message_set_order wrote; UINT64_MAX: no message. */
uint64_t dg_message_order(dg_str message);
/* The article again; its strings are in the arena. */
int dg_message_read(dg_str message, dg_arena *arena, dg_article *ret, dg_options *ret_options,
                    dg_err *err);

#endif
