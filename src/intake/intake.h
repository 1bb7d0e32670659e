/* intake.h: files to articles: sniffs the kind, one iterator over all.
 *
 *   file ─► stream (unpacked) ─► kind ─► text, html │ jsonread │ csv │ feed │ warc ─► articles
 *
 * An article as it comes out here is raw bytes plus what the container knew; page/ makes text of
 * it. One article is in memory at a time, whatever the size of the file. */
#ifndef DG_INTAKE_H
#define DG_INTAKE_H

#include "intake/article.h"

typedef struct dg_intake dg_intake;

/* bytes stay the caller's and must live until close. format AUTO sniffs (bytes, not the name). name
 * is the path, and must live as long as the articles. NOMEM, IO, LIMIT (packed too often). */
int dg_intake_open(dg_str bytes, const char *name, dg_format format, dg_intake **ret, dg_err *err);
/* The same of an open descriptor, which stays the caller's: files of any size, pipes. */
int dg_intake_open_fd(int fd, const char *name, dg_format format, dg_intake **ret, dg_err *err);
/* 1: an article in *ret (its strings live in arena, uri and file may be name); 0: no more;
 * negative: this one could not be read (err->at says where), the next call goes on behind it. */
int dg_intake_next(dg_intake *in, dg_arena *arena, dg_article *ret, dg_err *err);
void dg_intake_close(dg_intake *in); /* NULL is fine */

/* What kind it was taken for. */
dg_format dg_intake_format(const dg_intake *in);
/* [DG_SKIP_N] what was left out so far, by dg_skip. */
const uint64_t *dg_intake_skipped(const dg_intake *in);

#endif
