/* intake.h: files to articles: sniffs the kind, one iterator over all.
 * An article as it comes out here is raw bytes plus what the container knew; page/ makes text of
 * it. */
#ifndef DG_INTAKE_H
#define DG_INTAKE_H

#include "base/arena.h"
#include "base/err.h"
#include "doc/doc.h"

typedef struct dg_article { /* one raw article; views into the intake's bytes or the given arena */
    dg_format format;       /* TEXT, HTML or JSONL (then bytes is plain text from its text field) */
    dg_str uri;             /* path; a JSONL line: its url, else FILE#id, else FILE#line-number */
    dg_str bytes;
    uint64_t at;                              /* byte position in the file */
    dg_str title, byline, outlet, lang, date; /* from the container, absent: {NULL, 0} */
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
