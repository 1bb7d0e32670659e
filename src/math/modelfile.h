/* modelfile.h: one file of named tensors, mapped into memory and believed only after every offset
 * was checked.
 *
 *   "DGMODEL1" | u32 version | u32 n_tensors | u64 file_bytes | u64 checksum of all that follows
 *   n_tensors × { char name[48]; u32 dtype; u32 n_dims; u64 dims[4]; u64 offset; u64 bytes }
 *   … data, each tensor aligned to 64 bytes …
 *
 * Little-endian. Used by parse/ (network), language/ (segmenter, language identifier); a tensor of
 * dtype BYTES with one dimension holds text tables (labels, edit scripts: strings ended by NUL). */
#ifndef DG_MODELFILE_H
#define DG_MODELFILE_H

#include "base/arena.h"
#include "base/err.h"

typedef enum {
    DG_DTYPE_F32,
    DG_DTYPE_I8,
    DG_DTYPE_I32,
    DG_DTYPE_U8,
    DG_DTYPE_BYTES,
    DG_DTYPE_U16,
    DG_DTYPE_N
} dg_dtype;

typedef struct dg_tensor {
    const void *data; /* 64-byte aligned, read-only, lives as long as the file is open */
    uint64_t dims[4]; /* unused ones are 1 */
    uint32_t n_dims;
    uint32_t dtype;
    uint64_t bytes;
} dg_tensor;

typedef struct dg_modelfile dg_modelfile; /* const after open: share it between threads */

/* DG_E_NOT_FOUND, DG_E_MODEL (err->at: the byte that is wrong), DG_E_NOMEM. */
int dg_modelfile_open(const char *path, dg_modelfile **ret, dg_err *err);
/* The same over bytes that the caller keeps alive and 64-byte aligned (for fuzzing and tests). */
int dg_modelfile_open_bytes(const void *bytes, size_t n, dg_modelfile **ret, dg_err *err);
void dg_modelfile_close(dg_modelfile *m);

/* The tensor of that name if it has this dtype and these dimensions; a dimension given as 0 takes
 * any size. DG_E_MODEL when it is missing or of another shape. */
int dg_modelfile_get(const dg_modelfile *m, const char *name, dg_dtype dtype, uint32_t n_dims,
                     const uint64_t dims[], dg_tensor *ret, dg_err *err);
/* The tensor number i in file order, for copying a model; false behind the last. */
bool dg_modelfile_at(const dg_modelfile *m, uint32_t i, const char **ret_name, dg_tensor *ret);
/* Splits a BYTES tensor into its n NUL-ended strings, views into the file. DG_E_MODEL when the last
 * NUL is missing. */
int dg_modelfile_strings(const dg_tensor *t, dg_arena *arena, uint32_t *ret_n, const dg_str **ret,
                         dg_err *err);

typedef struct dg_modelwriter dg_modelwriter;
/* An empty model to add tensors to. DG_E_NOMEM. */
int dg_modelwriter_new(dg_modelwriter **ret, dg_err *err);
/* Copies name and data. Adding a name again replaces the earlier tensor. */
int dg_modelwriter_add(dg_modelwriter *w, const char *name, dg_dtype dtype, uint32_t n_dims,
                       const uint64_t dims[], const void *data, dg_err *err);
int dg_modelwriter_save(const dg_modelwriter *w, const char *path, dg_err *err);
void dg_modelwriter_free(dg_modelwriter *w);

#endif
