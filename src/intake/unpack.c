/* unpack.c: see unpack.h. One struct over the three libraries; each codec is a row of `codecs`.
 * Cost: the libraries'. A ratio is judged per member, once DG_RATIO_FROM bytes of it came out:
 * before that even 1000 to 1 is a harmless page of blanks. */
#include "intake/unpack.h"

#define ZLIB_CONST
#include <brotli/decode.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "doc/limits.h"

struct dg_unpacker {
    dg_codec codec;
    z_stream z;
    bool z_open;
    ZSTD_DCtx *zstd;
    BrotliDecoderState *brotli;
    uint64_t in, out; /* of this member */
};

dg_codec dg_codec_sniff(dg_str head) {
    if (head.n >= 3 && !memcmp(head.p, "\x1F\x8B\x08", 3)) return DG_CODEC_GZIP;
    if (head.n < 4) return DG_CODEC_NONE;
    if (!memcmp(head.p, "\x28\xB5\x2F\xFD", 4)) return DG_CODEC_ZSTD;
    /* a skippable frame may stand before the first one (RFC 8878, 3.1.2) */
    bool skippable =
        ((unsigned char)head.p[0] & 0xF0) == 0x50 && !memcmp(head.p + 1, "\x2A\x4D\x18", 3);
    return skippable ? DG_CODEC_ZSTD : DG_CODEC_NONE;
}

static int damaged(dg_err *err, const char *what) {
    return dg_err_set(err, DG_E_SYNTAX, 0, "packed bytes are damaged: %s", what);
}

/* ---- the three libraries ---- */

static int begin_zlib(dg_unpacker *u, dg_str head) {
    int bits = 15 + 16; /* gzip */
    if (u->codec == DG_CODEC_DEFLATE) {
        unsigned a = head.n > 0 ? (unsigned char)head.p[0] : 0;
        unsigned b = head.n > 1 ? (unsigned char)head.p[1] : 0;
        bits = (a & 15) == 8 && (a * 256 + b) % 31 == 0 ? 15 : -15;
    }
    if (u->z_open) return inflateReset2(&u->z, bits) == Z_OK ? 0 : DG_E_NOMEM;
    u->z_open = inflateInit2(&u->z, bits) == Z_OK;
    return u->z_open ? 0 : DG_E_NOMEM;
}

static int step_zlib(dg_unpacker *u, dg_str *in, char *out, size_t cap, size_t *ret_n,
                     dg_err *err) {
    u->z.next_in = (const Bytef *)in->p;
    u->z.avail_in = in->n;
    u->z.next_out = (Bytef *)out;
    u->z.avail_out = cap < UINT32_MAX ? (uInt)cap : UINT32_MAX;
    uInt room = u->z.avail_out;
    int rc = inflate(&u->z, Z_NO_FLUSH);
    *ret_n = room - u->z.avail_out;
    *in = dg_str_cut(*in, in->n - u->z.avail_in, in->n);
    if (rc == Z_STREAM_END) return 1;
    if (rc == Z_OK || rc == Z_BUF_ERROR) return 0;
    if (rc == Z_MEM_ERROR) return dg_err_set(err, DG_E_NOMEM, 0, "inflate");
    return damaged(err, u->z.msg ? u->z.msg : "deflate");
}

static int begin_zstd(dg_unpacker *u) {
    if (!u->zstd) u->zstd = ZSTD_createDCtx();
    if (!u->zstd) return DG_E_NOMEM;
    ZSTD_DCtx_reset(u->zstd, ZSTD_reset_session_only);
    ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, DG_MAX_ZSTD_WINDOW_LOG);
    return 0;
}

static int step_zstd(dg_unpacker *u, dg_str *in, char *out, size_t cap, size_t *ret_n,
                     dg_err *err) {
    ZSTD_inBuffer from = {in->p, in->n, 0};
    ZSTD_outBuffer to = {out, cap, 0};
    size_t rc = ZSTD_decompressStream(u->zstd, &to, &from);
    *ret_n = to.pos;
    *in = dg_str_cut(*in, (uint32_t)from.pos, in->n);
    if (!ZSTD_isError(rc)) return rc == 0;
    return damaged(err, ZSTD_getErrorName(rc));
}

static int begin_brotli(dg_unpacker *u) {
    BrotliDecoderDestroyInstance(u->brotli);
    u->brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    return u->brotli ? 0 : DG_E_NOMEM;
}

static int step_brotli(dg_unpacker *u, dg_str *in, char *out, size_t cap, size_t *ret_n,
                       dg_err *err) {
    size_t left = in->n, room = cap;
    const uint8_t *from = (const uint8_t *)in->p;
    uint8_t *to = (uint8_t *)out;
    BrotliDecoderResult rc =
        BrotliDecoderDecompressStream(u->brotli, &left, &from, &room, &to, NULL);
    *ret_n = cap - room;
    *in = dg_str_cut(*in, (uint32_t)(in->n - left), in->n);
    if (rc == BROTLI_DECODER_RESULT_SUCCESS) return 1;
    if (rc != BROTLI_DECODER_RESULT_ERROR) return 0;
    return damaged(err, BrotliDecoderErrorString(BrotliDecoderGetErrorCode(u->brotli)));
}

/* ---- one face over them ---- */

int dg_unpacker_new(dg_codec codec, dg_unpacker **ret, dg_err *err) {
    if (codec == DG_CODEC_NONE) return dg_err_set(err, DG_E_ARG, 0, "no packing");
    dg_unpacker *u = calloc(1, sizeof *u);
    if (!u) return dg_err_set(err, DG_E_NOMEM, 0, "unpacker");
    u->codec = codec;
    *ret = u;
    return 0;
}

void dg_unpacker_free(dg_unpacker *u) {
    if (!u) return;
    if (u->z_open) inflateEnd(&u->z);
    ZSTD_freeDCtx(u->zstd);
    BrotliDecoderDestroyInstance(u->brotli);
    free(u);
}

int dg_unpacker_begin(dg_unpacker *u, dg_str head, dg_err *err) {
    u->in = u->out = 0;
    int rc = u->codec == DG_CODEC_ZSTD     ? begin_zstd(u)
             : u->codec == DG_CODEC_BROTLI ? begin_brotli(u)
                                           : begin_zlib(u, head);
    return rc ? dg_err_set(err, rc, 0, "unpacker") : 0;
}

int dg_unpacker_step(dg_unpacker *u, dg_str *in, char *out, size_t cap, size_t *ret_n,
                     dg_err *err) {
    uint32_t before = in->n;
    *ret_n = 0;
    int rc = u->codec == DG_CODEC_ZSTD     ? step_zstd(u, in, out, cap, ret_n, err)
             : u->codec == DG_CODEC_BROTLI ? step_brotli(u, in, out, cap, ret_n, err)
                                           : step_zlib(u, in, out, cap, ret_n, err);
    u->in += before - in->n;
    u->out += *ret_n;
    if (rc >= 0 && u->out > DG_RATIO_FROM && u->out / DG_MAX_RATIO > u->in)
        return dg_err_set(err, DG_E_LIMIT, 0, "unpacks to more than %u times its size",
                          DG_MAX_RATIO);
    return rc;
}

/* What of a whole packing could be had: rc < 0 only when nothing of it can be used. */
static int unpack_all(dg_unpacker *u, dg_str in, uint32_t limit, dg_arena *arena, dg_str *ret,
                      bool *ret_cut, dg_err *err) {
    enum { FIRST = 64 << 10 };
    size_t cap = FIRST < limit ? FIRST : limit, n = 0, got;
    char *p = dg_arena_alloc(arena, cap + 1); /* one byte more tells a full one from one over it */
    int rc = p ? dg_unpacker_begin(u, in, err) : dg_err_set(err, DG_E_NOMEM, 0, "body");
    while (!rc) {
        if (n > cap) {
            if (cap == limit) break;
            size_t want = cap * 2 < limit ? cap * 2 : limit;
            char *q = dg_arena_grow(arena, p, cap + 1, want + 1);
            if (!q) return dg_err_set(err, DG_E_NOMEM, 0, "body");
            p = q, cap = want;
        }
        uint32_t before = in.n;
        rc = dg_unpacker_step(u, &in, p + n, cap + 1 - n, &got, err);
        n += got;
        if (rc == 1 && in.n && (u->codec == DG_CODEC_GZIP || u->codec == DG_CODEC_ZSTD) &&
            dg_codec_sniff(in) == u->codec)
            rc = dg_unpacker_begin(u, in, err);
        else if (!rc && !got && in.n == before && n <= cap)
            rc = damaged(err, "the end is missing");
    }
    if (rc == DG_E_NOMEM || rc == DG_E_LIMIT || (rc < 0 && !n)) return rc;
    *ret_cut |= rc < 0 || n > limit;
    *ret = (dg_str){p, (uint32_t)(n < limit ? n : limit)};
    return 0;
}

int dg_unpack(dg_codec codec, dg_str in, uint32_t limit, dg_arena *arena, dg_str *ret,
              bool *ret_cut, dg_err *err) {
    dg_unpacker *u = NULL;
    int rc = dg_unpacker_new(codec, &u, err);
    if (!rc) rc = unpack_all(u, in, limit, arena, ret, ret_cut, err);
    dg_unpacker_free(u);
    return rc;
}
