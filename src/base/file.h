/* file.h: whole files in, whole files out. */
#ifndef DG_FILE_H
#define DG_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

typedef struct dg_file { /* a file mapped or read into memory */
    const char *p;       /* never NULL after success, also for an empty file */
    size_t n;
    bool mapped;
} dg_file;

/* Maps a regular file read-only; pipes and the like are read into memory up to ceiling. A directory
 * is DG_E_IO. */
int dg_file_open(const char *path, size_t ceiling, dg_file *ret, dg_err *err);
/* All of an open descriptor (standard input), at most ceiling bytes, else DG_E_LIMIT. */
int dg_file_read_fd(int fd, size_t ceiling, dg_file *ret, dg_err *err);
/* An open descriptor of a file that is no directory, for dg_file_read_some. */
int dg_file_open_fd(const char *path, int *ret_fd, dg_err *err);
/* At most n bytes of fd, 0 at its end. name is for the error's text. */
int dg_file_read_some(int fd, const char *name, void *bytes, size_t n, size_t *ret_n, dg_err *err);
void dg_file_close(dg_file *f); /* NULL and zeroed structs are fine */

/* Writes path.tmp, syncs, renames: the old file or the new one, never half of one.
 * DG_E_IO, DG_E_FULL, DG_E_DENIED, DG_E_NOT_FOUND (no such folder). */
int dg_file_write(const char *path, const void *bytes, size_t n, dg_err *err);

/* Regular files below path, sorted by name (bytes), depth first, hidden ones left out; path itself
 * when it is no directory. Links to directories are followed at the root only. What cannot be
 * looked into is told through on_error (may be NULL) and left out. Returns 0, what visit returned
 * to stop the walk, or DG_E_NOMEM. */
typedef int dg_visit(void *self, const char *path);
typedef void dg_visit_error(void *self, const char *path, const dg_err *err);
int dg_file_walk(const char *path, dg_visit *visit, dg_visit_error *on_error, void *self);

#endif
