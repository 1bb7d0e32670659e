/* stream.h: a file as one stream of bytes with a window on it, whatever it is packed in.
 *
 *   file (descriptor or memory) ─► [gzip | zstd]* ─► UTF-16 to UTF-8 ─► window: peek, skip
 *
 * Memory: the window (as large as the largest peek) and 64 KiB a layer, whatever the file's size.
 *
 * Damage in packed bytes ends the stream before it; dg_stream_recover goes on with the next member
 * behind it.
 *
 * Errors: DG_E_IO, DG_E_SYNTAX (packed bytes are damaged), DG_E_LIMIT, DG_E_NOMEM. */
#ifndef DG_STREAM_H
#define DG_STREAM_H

#include "base/arena.h"
#include "base/err.h"

typedef struct dg_stream dg_stream;

/* Where something stands: a byte of the file, or of a packed file the byte where its member (gzip)
 * or frame (zstd) begins and how many bytes of what is unpacked from there stand before it. Of a
 * file packed twice the member is the whole file. */
typedef struct dg_spot {
    uint64_t at, within;
    bool packed;
} dg_spot;

/* bytes stay the caller's and must live as long as the stream. Nothing is read yet but what tells
 * the packings. NOMEM, IO, LIMIT (packed more than DG_MAX_NESTING times). */
int dg_stream_open_bytes(dg_str bytes, const char *name, dg_stream **ret, dg_err *err);
/* fd stays the caller's, is read from where it stands, never sought. */
int dg_stream_open_fd(int fd, const char *name, dg_stream **ret, dg_err *err);
void dg_stream_close(dg_stream *s); /* NULL is fine */

/* A view of the next bytes: `want` or more of them, fewer only where the stream ends (or at damage,
 * see dg_stream_broken). Valid until the next peek. NOMEM. */
int dg_stream_peek(dg_stream *s, size_t want, dg_str *ret, dg_err *err);
/* Moves behind n bytes of what the last peek showed. */
void dg_stream_skip(dg_stream *s, size_t n);
/* Moves n bytes on, which need not have been peeked; *ret_n is how many there were. */
int dg_stream_skip_far(dg_stream *s, uint64_t n, uint64_t *ret_n, dg_err *err);
/* The rest of the stream, at most limit bytes (what is over it is *ret_cut, and not read). */
int dg_stream_rest(dg_stream *s, uint32_t limit, dg_arena *arena, dg_str *ret, bool *ret_cut,
                   dg_err *err);
/* Of the next byte. O(log members in the window). */
dg_spot dg_stream_place(const dg_stream *s);

/* 0, or the code of the damage at which the stream ended; *err says where. Known once a peek came
 * back short. */
int dg_stream_broken(const dg_stream *s, dg_err *err);
/* Goes on with the first member behind the damage: true when there is one. What is left in the
 * window is dropped. */
bool dg_stream_recover(dg_stream *s);

#endif
