/* modelfile.c: reads and writes the file of named tensors that modelfile.h describes.
 *
 * Nothing in the file is believed: opening checks magic, version, sizes, the checksum of all that
 * follows the header, and every tensor's name, type, dimensions, alignment and range, so that later
 * readers may index without checks. Cost: one pass over the file for the checksum (some 5 ms for 15
 * MB); look-up O(n tensors). Limits: little-endian machines (the file is mapped, not decoded);
 * 4,096 tensors; names of at most 47 bytes. */
#include "math/modelfile.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/hash.h"

#define MAGIC "DGMODEL1"
#define VERSION 1u
#define MAX_TENSORS 4096u
#define MAX_FILE ((size_t)1 << 32)
#define ALIGN 64u

typedef struct head {
    char magic[8];
    uint32_t version, n_tensors;
    uint64_t file_bytes, checksum;
} head;

typedef struct entry {
    char name[48];
    uint32_t dtype, n_dims;
    uint64_t dims[4], offset, bytes;
} entry;

_Static_assert(sizeof(head) == 32 && sizeof(entry) == 104, "the file's layout");

struct dg_modelfile {
    dg_file file; /* p NULL when the bytes are the caller's */
    const uint8_t *p;
    const entry *entries;
    uint32_t n;
};

static const uint8_t dtype_size[DG_DTYPE_N] = {4, 1, 4, 1, 1, 2};

/* ---- reading ---- */

static uint64_t aligned(uint64_t n) {
    return (n + ALIGN - 1) / ALIGN * ALIGN;
}

/* Bytes that dims and dtype ask for; false when they overflow or are out of range. */
static bool wanted_bytes(const entry *e, uint64_t *ret) {
    if (e->dtype >= DG_DTYPE_N || e->n_dims < 1 || e->n_dims > 4) return false;
    uint64_t n = dtype_size[e->dtype];
    for (uint32_t i = 0; i < 4; i++) {
        if (i >= e->n_dims && e->dims[i] != 1) return false;
        if (e->dims[i] && n > (uint64_t)MAX_FILE / e->dims[i]) return false;
        n *= e->dims[i];
    }
    *ret = n;
    return true;
}

static int check_entry(const entry *e, uint64_t first, uint64_t size, uint64_t at, dg_err *err) {
    if (!e->name[0] || e->name[47])
        return dg_err_set(err, DG_E_MODEL, at, "a tensor without a proper name");
    uint64_t want;
    if (!wanted_bytes(e, &want) || want != e->bytes)
        return dg_err_set(err, DG_E_MODEL, at, "tensor %s: type, dimensions and size do not agree",
                          e->name);
    if (e->offset % ALIGN || e->offset < first || e->offset > size || e->bytes > size - e->offset)
        return dg_err_set(err, DG_E_MODEL, at, "tensor %s: lies outside the file", e->name);
    return 0;
}

static int check(const uint8_t *p, size_t n, dg_err *err) {
    if (n < sizeof(head)) return dg_err_set(err, DG_E_MODEL, n, "too short for a model");
    const head *h = (const head *)(const void *)p;
    if (memcmp(h->magic, MAGIC, 8) != 0) return dg_err_set(err, DG_E_MODEL, 0, "not a model file");
    if (h->version != VERSION)
        return dg_err_set(err, DG_E_MODEL, 8, "version %u, wanted %u", h->version, VERSION);
    if (h->file_bytes != n) return dg_err_set(err, DG_E_MODEL, 16, "cut off or padded");
    if (h->n_tensors > MAX_TENSORS || h->n_tensors > (n - sizeof(head)) / sizeof(entry))
        return dg_err_set(err, DG_E_MODEL, 12, "impossible number of tensors");
    if (dg_hash64(p + sizeof(head), n - sizeof(head), 0) != h->checksum)
        return dg_err_set(err, DG_E_MODEL, 24, "checksum differs");
    const entry *e = (const entry *)(const void *)(p + sizeof(head));
    uint64_t first = aligned(sizeof(head) + (uint64_t)h->n_tensors * sizeof(entry));
    /* The number of tensors is not under the checksum: the first one has to begin where the
     * directory ends. */
    if (h->n_tensors ? e[0].offset != first : n != first)
        return dg_err_set(err, DG_E_MODEL, 12, "number of tensors does not fit the directory");
    for (uint32_t i = 0; i < h->n_tensors; i++) {
        int r = check_entry(&e[i], first, n, sizeof(head) + i * sizeof(entry), err);
        if (r) return r;
    }
    return 0;
}

static int open_common(dg_file *file, const void *bytes, size_t n, dg_modelfile **ret,
                       dg_err *err) {
    int r = (uintptr_t)bytes % ALIGN ? dg_err_set(err, DG_E_ARG, 0, "model bytes are not aligned")
                                     : check(bytes, n, err);
    if (r) return r;
    dg_modelfile *m = calloc(1, sizeof *m);
    if (!m) return dg_err_set(err, DG_E_NOMEM, 0, "model");
    if (file) m->file = *file;
    m->p = bytes;
    m->n = ((const head *)bytes)->n_tensors;
    m->entries = (const entry *)(const void *)(m->p + sizeof(head));
    *ret = m;
    return 0;
}

/* A small file was read, not mapped, and may lie anywhere: its bytes move to an aligned block. */
static int align_bytes(dg_file *f, dg_err *err) {
    if (f->mapped || (uintptr_t)f->p % ALIGN == 0) return 0;
    void *p = NULL;
    if (posix_memalign(&p, ALIGN, f->n + 1)) return dg_err_set(err, DG_E_NOMEM, 0, "model");
    memcpy(p, f->p, f->n);
    size_t n = f->n;
    dg_file_close(f);
    *f = (dg_file){p, n, false};
    return 0;
}

int dg_modelfile_open(const char *path, dg_modelfile **ret, dg_err *err) {
    dg_file f = {0};
    int r = dg_file_open(path, MAX_FILE, &f, err);
    if (r) return r;
    r = align_bytes(&f, err);
    if (!r) r = open_common(&f, f.p, f.n, ret, err);
    if (r) dg_file_close(&f);
    return r;
}

int dg_modelfile_open_bytes(const void *bytes, size_t n, dg_modelfile **ret, dg_err *err) {
    return open_common(NULL, bytes, n, ret, err);
}

void dg_modelfile_close(dg_modelfile *m) {
    if (!m) return;
    if (m->file.p) dg_file_close(&m->file);
    free(m);
}

static dg_tensor view(const dg_modelfile *m, const entry *e) {
    dg_tensor t = {
        .data = m->p + e->offset, .n_dims = e->n_dims, .dtype = e->dtype, .bytes = e->bytes};
    memcpy(t.dims, e->dims, sizeof t.dims);
    return t;
}

bool dg_modelfile_at(const dg_modelfile *m, uint32_t i, const char **ret_name, dg_tensor *ret) {
    if (i >= m->n) return false;
    *ret_name = m->entries[i].name;
    *ret = view(m, &m->entries[i]);
    return true;
}

int dg_modelfile_get(const dg_modelfile *m, const char *name, dg_dtype dtype, uint32_t n_dims,
                     const uint64_t dims[], dg_tensor *ret, dg_err *err) {
    for (uint32_t i = 0; i < m->n; i++) {
        const entry *e = &m->entries[i];
        if (strcmp(e->name, name) != 0) continue;
        bool fits = e->dtype == (uint32_t)dtype && e->n_dims == n_dims;
        for (uint32_t d = 0; fits && d < n_dims; d++) fits = dims[d] == 0 || dims[d] == e->dims[d];
        if (!fits)
            return dg_err_set(err, DG_E_MODEL, sizeof(head) + i * sizeof(entry),
                              "tensor %s: another shape", name);
        *ret = view(m, e);
        return 0;
    }
    return dg_err_set(err, DG_E_MODEL, sizeof(head), "tensor %s is missing", name);
}

int dg_modelfile_strings(const dg_tensor *t, dg_arena *arena, uint32_t *ret_n, const dg_str **ret,
                         dg_err *err) {
    const char *p = t->data;
    if (t->dtype != DG_DTYPE_BYTES || (t->bytes && p[t->bytes - 1]))
        return dg_err_set(err, DG_E_MODEL, t->bytes, "a table of strings without its last NUL");
    uint32_t n = 0, k = 0;
    for (uint64_t i = 0; i < t->bytes; i++) n += p[i] == 0;
    dg_str *s = dg_arena_alloc(arena, (size_t)n * sizeof *s);
    if (!s) return dg_err_set(err, DG_E_NOMEM, 0, "model strings");
    for (const char *at = p; k < n; at += s[k++].n + 1) s[k] = dg_str_of(at);
    *ret_n = n;
    *ret = s;
    return 0;
}

/* ---- writing ---- */

struct dg_modelwriter {
    entry *entries;
    void **data;
    uint32_t n, cap;
};

int dg_modelwriter_new(dg_modelwriter **ret, dg_err *err) {
    dg_modelwriter *w = calloc(1, sizeof *w);
    if (!w) return dg_err_set(err, DG_E_NOMEM, 0, "model writer");
    *ret = w;
    return 0;
}

void dg_modelwriter_free(dg_modelwriter *w) {
    if (!w) return;
    for (uint32_t i = 0; i < w->n; i++) free(w->data[i]);
    free(w->data);
    free(w->entries);
    free(w);
}

static bool writer_grow(dg_modelwriter *w) {
    if (w->n < w->cap) return true;
    uint32_t cap = w->cap ? w->cap * 2 : 64;
    entry *e = realloc(w->entries, cap * sizeof *e);
    if (e) w->entries = e;
    void **d = e ? realloc(w->data, cap * sizeof *d) : NULL;
    if (!d) return false;
    w->data = d;
    w->cap = cap;
    return true;
}

int dg_modelwriter_add(dg_modelwriter *w, const char *name, dg_dtype dtype, uint32_t n_dims,
                       const uint64_t dims[], const void *data, dg_err *err) {
    entry e = {.dtype = (uint32_t)dtype, .n_dims = n_dims, .dims = {1, 1, 1, 1}};
    if (strlen(name) > 47 || !name[0] || n_dims < 1 || n_dims > 4)
        return dg_err_set(err, DG_E_ARG, 0, "tensor %s", name);
    memcpy(e.name, name, strlen(name));
    memcpy(e.dims, dims, n_dims * sizeof dims[0]);
    if (!wanted_bytes(&e, &e.bytes))
        return dg_err_set(err, DG_E_ARG, 0, "tensor %s: dimensions", name);
    uint32_t at = 0;
    while (at < w->n && strcmp(w->entries[at].name, name) != 0) at++;
    if ((at == w->n && at == MAX_TENSORS) || !writer_grow(w))
        return dg_err_set(err, DG_E_NOMEM, 0, "tensor %s", name);
    void *copy = malloc(e.bytes ? e.bytes : 1);
    if (!copy) return dg_err_set(err, DG_E_NOMEM, 0, "tensor %s", name);
    if (e.bytes) memcpy(copy, data, e.bytes);
    if (at < w->n)
        free(w->data[at]);
    else
        w->n++;
    w->entries[at] = e;
    w->data[at] = copy;
    return 0;
}

int dg_modelwriter_save(const dg_modelwriter *w, const char *path, dg_err *err) {
    uint64_t size = aligned(sizeof(head) + w->n * sizeof(entry));
    for (uint32_t i = 0; i < w->n; i++) size += aligned(w->entries[i].bytes);
    uint8_t *p = calloc(1, size);
    if (!p) return dg_err_set(err, DG_E_NOMEM, 0, "model");
    uint64_t at = aligned(sizeof(head) + w->n * sizeof(entry));
    for (uint32_t i = 0; i < w->n; i++) {
        entry e = w->entries[i];
        e.offset = at;
        memcpy(p + sizeof(head) + i * sizeof(entry), &e, sizeof e);
        if (e.bytes) memcpy(p + at, w->data[i], e.bytes);
        at += aligned(e.bytes);
    }
    head h = {.magic = {'D', 'G', 'M', 'O', 'D', 'E', 'L', '1'},
              .version = VERSION,
              .n_tensors = w->n,
              .file_bytes = size};
    h.checksum = dg_hash64(p + sizeof(head), size - sizeof(head), 0);
    memcpy(p, &h, sizeof h);
    int r = dg_file_write(path, p, size, err);
    free(p);
    return r;
}
