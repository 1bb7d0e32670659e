/* httpmsg.h: heads of fields ("Name: value" lines: HTTP, RFC 9112; WARC, ISO 28500), and an HTTP
 * response as a crawler stored it. Read as browsers read them: bare line feeds, folded lines,
 * blanks before the colon, any case, doubled fields, a missing reason, lines that are no field. */
#ifndef DG_HTTPMSG_H
#define DG_HTTPMSG_H

#include "base/arena.h"
#include "base/err.h"

typedef struct dg_head {
    dg_str first;  /* the start line */
    dg_str fields; /* the lines below it */
    uint32_t end;  /* where the body begins */
    bool whole;    /* the blank line behind the head was there */
} dg_head;

/* The head at the beginning of bytes: up to the first blank line, else all of it (not whole). Of
 * the fields no more than DG_MAX_HEAD bytes are kept. */
dg_head dg_head_split(dg_str bytes);
/* The last field of that name (lower case) that is not empty, its lines joined by a blank; {NULL,
 * 0} when there is none, when it is longer than DG_MAX_FIELD, or without memory. */
dg_str dg_head_get(const dg_head *h, const char *name, dg_arena *arena);
/* All fields of that name joined by ", " (RFC 9110, 5.3). */
dg_str dg_head_list(const dg_head *h, const char *name, dg_arena *arena);

typedef struct dg_media { /* "text/html; charset=utf-8" */
    dg_str type;          /* in lower case */
    dg_str charset;       /* absent: {NULL, 0} */
} dg_media;
/* "text/html; charset=…" taken apart; strings in the arena. */
dg_media dg_media_read(dg_str value, dg_arena *arena);

typedef struct dg_http {
    int status; /* 0: none could be read */
    dg_media media;
    dg_str language;  /* Content-Language, when it names one */
    dg_str transfer;  /* Transfer-Encoding */
    dg_str encodings; /* Content-Encoding */
    dg_str raw;       /* the body as it was sent; of interim responses the last one's */
} dg_http;

bool dg_http_is(dg_str bytes); /* does it begin with a status line? */
/* Views into msg and the arena. Never fails: what cannot be read is absent. */
void dg_http_read(dg_str msg, dg_arena *arena, dg_http *ret);
/* The body without chunks and packings, at most limit bytes (else *ret_cut), in the arena. What
 * the fields announce and the bytes are not is left alone: crawlers store decoded bodies under the
 * old head. SYNTAX: damaged from the first byte on; LIMIT: a bomb, or packed more than
 * DG_MAX_NESTING times; NOMEM. */
int dg_http_body(const dg_http *h, uint32_t limit, dg_arena *arena, dg_str *ret, bool *ret_cut,
                 dg_err *err);

#endif
