/* err.c: the one list of error codes, as look-ups.
 * Everything here is a pure function of its arguments; vsnprintf into a fixed buffer is all the
 * work there is. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

int dg_err_set(dg_err *err, int code, uint64_t at, const char *fmt, ...) {
    if (!err) return code;
    err->code = code;
    err->at = at;
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    if (n < 0) err->text[0] = 0;
    for (char *c = err->text; *c; c++) { /* "one line" is a promise to whoever prints it */
        if (*c == '\n' || *c == '\r') *c = ' ';
    }
    return code;
}

int dg_err_from_errno(int errno_value) {
    switch (errno_value) {
    case 0: return 0;
    case ENOMEM: return DG_E_NOMEM;
    case ENOENT:
    case ENOTDIR: return DG_E_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS: return DG_E_DENIED;
    case ENOSPC:
    case EDQUOT: return DG_E_FULL;
    default: return DG_E_IO;
    }
}

const char *dg_err_name(int code) {
    switch (code) {
    case 0: return "OK";
#define X(name, value, text)                                                                       \
    case value: return #name;
        DG_ERR_MAP(X)
#undef X
    default: return "UNKNOWN";
    }
}

const char *dg_err_text(int code) {
    switch (code) {
    case 0: return "no error";
#define X(name, value, text)                                                                       \
    case value: return text;
        DG_ERR_MAP(X)
#undef X
    default: return "unknown error";
    }
}
