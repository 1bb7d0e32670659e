/* err.h: error codes, one list for codes, names and texts.
 *
 * A function that can fail returns 0 or one of these negative codes (counts are >= 0 or a code) and
 * fills *err when err is not NULL. On failure no output of the function is changed. Nothing below
 * pipeline/ prints, logs or exits. */
#ifndef DG_ERR_H
#define DG_ERR_H

#include "base/base.h"

#define DG_ERR_MAP(X)                                                                              \
    X(NOMEM, -1, "out of memory")                                                                  \
    X(LIMIT, -2, "over a ceiling")                                                                 \
    X(IO, -3, "input or output error")                                                             \
    X(NOT_FOUND, -4, "not found")                                                                  \
    X(DENIED, -5, "permission denied")                                                             \
    X(SYNTAX, -6, "syntax error")                                                                  \
    X(ENCODING, -7, "text encoding error")                                                         \
    X(EMPTY, -8, "no article text")                                                                \
    X(BINARY, -9, "not text")                                                                      \
    X(MODEL, -10, "model file damaged or of another version")                                      \
    X(LEXICON, -11, "lexicon table error")                                                         \
    X(STORE, -12, "archive error")                                                                 \
    X(FULL, -13, "no space left on device")                                                        \
    X(ARG, -14, "bad argument")                                                                    \
    X(STOPPED, -15, "interrupted")                                                                 \
    X(DUPLICATE, -16, "already there")

enum {
#define X(name, code, text) DG_E_##name = code,
    DG_ERR_MAP(X)
#undef X
};

typedef struct dg_err {
    int code;       /* 0 or DG_E_… */
    uint64_t at;    /* byte position in the input, or 0 */
    char text[240]; /* one line, NUL-ended, without the code's own text */
} dg_err;

/* Fills *err (NULL is allowed) and returns code, so that callers can write: return dg_err_set(err,
 * DG_E_IO, at, …). */
int dg_err_set(dg_err *err, int code, uint64_t at, const char *fmt, ...) DG_PRINTF(4, 5);

/* The code for an errno value: ENOMEM NOMEM, ENOENT NOT_FOUND, EACCES/EPERM DENIED, ENOSPC/EDQUOT
 * FULL, else IO. */
int dg_err_from_errno(int errno_value);

/* "NOMEM" … and the general text of a code; "OK"/"no error" for 0, "UNKNOWN" for anything else.
 * Never NULL. */
const char *dg_err_name(int code);
const char *dg_err_text(int code);

#endif
