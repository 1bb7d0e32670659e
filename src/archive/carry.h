/* carry.h: an archive as text that another archive takes in: JSON Lines, one article a line with
 * all that was read in it, after one line with what people decided (corrections, feeds).
 *
 *   archive ─► export ─► lines ─► import into another archive, empty or not ─► join
 *
 * What is joined across articles is not in it: it is a function of the articles and is made anew.
 * Two archives with the same articles export the same bytes, in whatever order these came. Taking
 * in twice changes nothing. */
#ifndef DG_CARRY_H
#define DG_CARRY_H

#include "archive/store.h"
#include "base/buf.h"

/* Hands out line after line, each with its line break. DG_E_STORE, DG_E_NOMEM, or what put gave. */
int dg_carry_export(const dg_store *s, int (*put)(void *self, dg_str bytes, dg_err *err),
                    void *self, dg_err *err);

typedef struct dg_packer dg_packer; /* makes such lines of articles, without an archive */
/* Not for two threads at a time. DG_E_STORE, DG_E_NOMEM. */
int dg_packer_new(dg_packer **ret, dg_err *err);
/* Appends the line of an article that has been read, without its line break: what an archive that
 * nobody has corrected would export of it. DG_E_STORE, DG_E_NOMEM, DG_E_LIMIT. */
int dg_packer_pack(dg_packer *p, const dg_doc *doc, dg_str record, dg_buf *out, dg_err *err);
/* The words of the article that was packed last, as full text knows them (diacritics folded), each
 * once: calls put for each. Any code that put gives. DG_E_STORE. */
int dg_packer_words(dg_packer *p, int (*put)(void *self, dg_str word), void *self, dg_err *err);
void dg_packer_free(dg_packer *p); /* NULL is fine */

typedef struct dg_carry dg_carry; /* an import that goes on */
/* Begins an import into s, which is open to write and outlives it. DG_E_STORE, DG_E_NOMEM. */
int dg_carry_open(dg_store *s, dg_carry **ret, dg_err *err);
/* Takes in one line, whole or not at all. *ret_new: an article that was not there. Begins a
 * transaction when none is open and commits every few hundred lines; dg_store_commit ends it,
 * dg_join must follow. DG_E_STORE: no such line (the text says what is wrong); the next may be
 * tried. */
int dg_carry_line(dg_carry *c, dg_str line, bool *ret_new, dg_err *err);
void dg_carry_close(dg_carry *c); /* NULL is fine */

#endif
