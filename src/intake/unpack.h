/* unpack.h: gzip (RFC 1952), zlib and raw deflate (RFC 1950, 1951), zstd (RFC 8878) and brotli
 * (RFC 7932): the wall around zlib, libzstd and libbrotlidec.
 *
 *   step: bytes in ─► bytes out, as many as fit; a packing made of several members (gzip) or frames
 *   (zstd) ends after each, and begin() makes ready for the next. */
#ifndef DG_UNPACK_H
#define DG_UNPACK_H

#include "base/arena.h"
#include "base/err.h"

typedef enum {
    DG_CODEC_NONE,
    DG_CODEC_GZIP,
    DG_CODEC_DEFLATE, /* as HTTP means it: zlib's head, or none at all */
    DG_CODEC_ZSTD,
    DG_CODEC_BROTLI /* has no magic bytes: never sniffed */
} dg_codec;

/* GZIP or ZSTD by the magic bytes, else NONE. */
dg_codec dg_codec_sniff(dg_str head);

typedef struct dg_unpacker dg_unpacker;
/* Not yet begun. NOMEM, ARG (NONE). */
int dg_unpacker_new(dg_codec codec, dg_unpacker **ret, dg_err *err);
void dg_unpacker_free(dg_unpacker *u); /* NULL is fine */
/* Ready for a (next) member that begins at head's first byte; head only decides which deflate. */
int dg_unpacker_begin(dg_unpacker *u, dg_str head, dg_err *err);
/* Takes from *in (moves it) and writes at most cap bytes to out. 1: the member has ended, *in is
 * behind it; 0: wants more of either; SYNTAX: damaged; LIMIT: unpacks to more than DG_MAX_RATIO of
 * it, or wants too large a window; NOMEM. *ret_n is right in every case. */
int dg_unpacker_step(dg_unpacker *u, dg_str *in, char *out, size_t cap, size_t *ret_n, dg_err *err);

/* All members of `in` behind one another, at most limit bytes; *ret_cut is set when more were
 * there, or when the end is missing or damaged and something came out before. SYNTAX when nothing
 * did, LIMIT for a bomb, NOMEM. */
int dg_unpack(dg_codec codec, dg_str in, uint32_t limit, dg_arena *arena, dg_str *ret,
              bool *ret_cut, dg_err *err);

#endif
