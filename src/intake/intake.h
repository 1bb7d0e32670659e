/* intake.h: files to articles: sniffs the kind, one iterator over all.
 * An article as it comes out here is raw bytes plus what the container knew; page/ makes text of
 * it. */
#ifndef DG_INTAKE_H
#define DG_INTAKE_H

#include "base/arena.h"
#include "base/err.h"
#include "doc/doc.h"

/* One raw article. Its strings lie in the arena given to dg_intake_next; absent is {NULL, 0}. */
typedef struct dg_article {
    dg_format format; /* of the container: what the record calls source.format */
    bool html;        /* bytes is a page or a piece of one; else plain text */
    bool cut;         /* a ceiling or damage left out some of its bytes */
    bool teaser;      /* a feed's summary, not the article */
    dg_str uri;       /* its URL where the container knows it, else path, FILE#id, FILE#number */
    dg_str url;       /* its URL, else {NULL, 0} */
    dg_str bytes;
    dg_str title, byline, outlet, lang, date; /* what the container knew */
    dg_str charset;                           /* as the HTTP head has it */
    dg_str crawled;                           /* instant of the fetch, ISO 8601 */
    uint64_t at;     /* byte in the file; in a packed one where its member (frame) begins */
    uint64_t within; /* of a packed file: bytes unpacked from there on to the article */
    bool packed;
} dg_article;

typedef struct dg_intake dg_intake;

/* bytes stay the caller's and must live until close. format AUTO sniffs (bytes, not the name). name
 * is the path. */
int dg_intake_open(dg_str bytes, const char *name, dg_format format, dg_intake **ret, dg_err *err);
/* 1: an article in *ret (its strings live in arena or in the intake's bytes); 0: no more; negative:
 * this one could not be read (err->at says where), the next call goes on behind it. */
int dg_intake_next(dg_intake *in, dg_arena *arena, dg_article *ret, dg_err *err);
void dg_intake_close(dg_intake *in);

#endif
