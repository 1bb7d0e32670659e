/* file.c: reading, writing and walking, with errno turned into our codes.
 *
 * Files under MAP_FROM are read, bigger ones mapped: a feed that somebody truncates under a mapping
 * would end the process with SIGBUS, and copying a small file costs less than mapping it. Models
 * and archives are mapped. Writing goes through path.tmp, fsync and rename, so that a reader never
 * sees half a file. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAP_FROM = 4 << 20, READ_STEP = 64 << 10, WALK_DEPTH = 64, PATH_CEILING = 64 << 10 };

static int fail(dg_err *err, const char *path) {
    int e = errno;
    return dg_err_set(err, dg_err_from_errno(e), 0, "%s: %s", path, strerror(e));
}

/* ---- in ---- */

/* Reads fd to its end into b, but not more than one byte over the ceiling. */
static int read_all(int fd, const char *name, size_t ceiling, dg_buf *b, dg_err *err) {
    while (b->n <= ceiling) {
        if (b->cap - b->n < 2 && !dg_buf_reserve(b, 1))
            return dg_err_set(err, DG_E_NOMEM, b->n, "%s", name);
        ssize_t n = read(fd, b->p + b->n, b->cap - b->n - 1);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(err, name);
        if (n == 0) return 0;
        b->n += (size_t)n;
    }
    return dg_err_set(err, DG_E_LIMIT, ceiling, "%s: more than %zu bytes", name, ceiling);
}

/* All of fd in memory of its own; want is a guess at the size. */
static int slurp(int fd, const char *name, size_t want, size_t ceiling, dg_file *ret, dg_err *err) {
    dg_buf b;
    if (ceiling > SIZE_MAX / 4) ceiling = SIZE_MAX / 4;
    dg_buf_init(&b, ceiling + 1);
    int rc = 0;
    if (!dg_buf_reserve(&b, want < ceiling ? want : ceiling))
        rc = dg_err_set(err, DG_E_NOMEM, 0, "%s", name);
    if (!rc) rc = read_all(fd, name, ceiling, &b, err);
    if (rc) {
        dg_buf_free(&b);
        return rc;
    }
    b.p[b.n] = 0;
    *ret = (dg_file){b.p, b.n, false};
    return 0;
}

int dg_file_read_fd(int fd, size_t ceiling, dg_file *ret, dg_err *err) {
    return slurp(fd, "input", READ_STEP, ceiling, ret, err);
}

static int open_fd(int fd, const char *path, size_t ceiling, dg_file *ret, dg_err *err) {
    struct stat st;
    if (fstat(fd, &st) != 0) return fail(err, path);
    if (S_ISDIR(st.st_mode)) return dg_err_set(err, DG_E_IO, 0, "%s: is a directory", path);
    if (!S_ISREG(st.st_mode)) return slurp(fd, path, READ_STEP, ceiling, ret, err);
    if (st.st_size < MAP_FROM) return slurp(fd, path, (size_t)st.st_size + 1, SIZE_MAX, ret, err);
    if ((uint64_t)st.st_size > SIZE_MAX / 2)
        return dg_err_set(err, DG_E_LIMIT, 0, "%s: too big", path);
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) return fail(err, path);
    *ret = (dg_file){p, (size_t)st.st_size, true};
    return 0;
}

int dg_file_open_fd(const char *path, int *ret_fd, dg_err *err) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), rc = 0;
    if (fd < 0) return fail(err, path);
    if (fstat(fd, &st) != 0)
        rc = fail(err, path);
    else if (S_ISDIR(st.st_mode))
        rc = dg_err_set(err, DG_E_IO, 0, "%s: is a directory", path);
    if (rc)
        close(fd);
    else
        *ret_fd = fd;
    return rc;
}

int dg_file_read_some(int fd, const char *name, void *bytes, size_t n, size_t *ret_n, dg_err *err) {
    for (;;) {
        ssize_t got = read(fd, bytes, n);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(err, name);
        *ret_n = (size_t)got;
        return 0;
    }
}

int dg_file_open(const char *path, size_t ceiling, dg_file *ret, dg_err *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return fail(err, path);
    int rc = open_fd(fd, path, ceiling, ret, err);
    close(fd);
    return rc;
}

/* The struct owns its bytes; const is a promise to its readers only. */
static void *own(const char *p) {
    return (void *)(uintptr_t)p;
}

void dg_file_close(dg_file *f) {
    if (!f) return;
    if (f->mapped) munmap(own(f->p), f->n);
    if (!f->mapped) free(own(f->p));
    *f = (dg_file){NULL, 0, false};
}

/* ---- out ---- */

static bool write_all(int fd, const char *p, size_t n) {
    while (n) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return false;
        p += done;
        n -= (size_t)done;
    }
    return fsync(fd) == 0 || errno == EINVAL || errno == EROFS; /* not every target can be synced */
}

/* The rename is on disk once its directory is. Best effort: the data are safe already. */
static void sync_directory(const char *path) {
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) + 1 : 0;
    char *dir = malloc(n + 2);
    if (!dir) return;
    memcpy(dir, n ? path : ".", n ? n : 1);
    dir[n ? n : 1] = 0;
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(dir);
    if (fd < 0) return;
    (void)fsync(fd);
    close(fd);
}

int dg_file_write(const char *path, const void *bytes, size_t n, dg_err *err) {
    dg_buf tmp;
    dg_buf_init(&tmp, PATH_CEILING);
    if (!dg_buf_printf(&tmp, "%s.tmp", path)) {
        dg_buf_free(&tmp);
        return dg_err_set(err, DG_E_NOMEM, 0, "%.200s", path);
    }
    int fd = open(tmp.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    int rc = fd < 0 ? fail(err, tmp.p) : 0;
    if (!rc && !write_all(fd, bytes, n)) rc = fail(err, tmp.p);
    if (fd >= 0 && close(fd) != 0 && !rc) rc = fail(err, tmp.p);
    if (!rc && rename(tmp.p, path) != 0) rc = fail(err, path);
    if (!rc) sync_directory(path);
    if (rc && fd >= 0) unlink(tmp.p);
    dg_buf_free(&tmp);
    return rc;
}

/* ---- walk ---- */

typedef struct walker {
    dg_visit *visit;
    dg_visit_error *on_error;
    void *self;
    dg_buf path; /* where we are; names are put on and taken off at its end */
} walker;

static void tell(walker *w, int code, const char *why) {
    dg_err err;
    dg_err_set(&err, code, 0, "%.160s: %s", w->path.p, why);
    if (w->on_error) w->on_error(w->self, w->path.p, &err);
}

static void tell_errno(walker *w) {
    int e = errno;
    tell(w, dg_err_from_errno(e), strerror(e));
}

typedef struct names {
    char **items;
    size_t n, cap;
} names;

static void names_free(names *l) {
    for (size_t i = 0; i < l->n; i++) free(l->items[i]);
    free(l->items);
}

static bool names_add(names *l, const char *name) {
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 64;
        char **items = realloc(l->items, cap * sizeof *items);
        if (!items) return false;
        l->items = items;
        l->cap = cap;
    }
    l->items[l->n] = strdup(name);
    if (!l->items[l->n]) return false;
    l->n++;
    return true;
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in one directory that are not hidden, sorted. */
static int names_read(walker *w, names *l) {
    DIR *d = opendir(w->path.p);
    if (!d) {
        tell_errno(w);
        return 0;
    }
    int rc = 0;
    for (struct dirent *e; !rc && (errno = 0, e = readdir(d));) {
        if (e->d_name[0] != '.' && !names_add(l, e->d_name)) rc = DG_E_NOMEM;
    }
    if (!rc && errno) tell_errno(w);
    closedir(d);
    if (l->n) qsort(l->items, l->n, sizeof *l->items, by_bytes);
    return rc;
}

static int walk_directory(walker *w, uint32_t depth);

/* What w->path names. Below the root a link to a directory is not followed: it may lead round in a
 * circle. */
static int walk_path(walker *w, uint32_t depth) {
    struct stat st, link;
    if (stat(w->path.p, &st) != 0) {
        tell_errno(w);
        return 0;
    }
    if (!S_ISDIR(st.st_mode))
        return depth == 0 || S_ISREG(st.st_mode) ? w->visit(w->self, w->path.p) : 0;
    if (depth && lstat(w->path.p, &link) == 0 && S_ISLNK(link.st_mode)) return 0;
    if (depth < WALK_DEPTH) return walk_directory(w, depth);
    tell(w, DG_E_LIMIT, "directories nested too deep");
    return 0;
}

static int walk_directory(walker *w, uint32_t depth) {
    names l = {0};
    size_t n = w->path.n;
    int rc = names_read(w, &l);
    for (size_t i = 0; i < l.n && !rc; i++) {
        if (n && w->path.p[n - 1] != '/') dg_buf_addc(&w->path, '/');
        if (!dg_buf_addz(&w->path, l.items[i])) rc = DG_E_NOMEM;
        if (!rc) rc = walk_path(w, depth + 1);
        w->path.n = n;
        w->path.p[n] = 0;
    }
    names_free(&l);
    return rc;
}

int dg_file_walk(const char *path, dg_visit *visit, dg_visit_error *on_error, void *self) {
    walker w = {visit, on_error, self, {0}};
    dg_buf_init(&w.path, PATH_CEILING);
    int rc = dg_buf_addz(&w.path, path) ? walk_path(&w, 0) : DG_E_NOMEM;
    dg_buf_free(&w.path);
    return rc;
}
