/* buf.c: a byte buffer that doubles up to its ceiling.
 * Cost: amortised O(1) a byte. One byte more than `n` is always allocated, for the NUL. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void dg_buf_init(dg_buf *b, size_t ceiling) {
    *b = (dg_buf){.ceiling = ceiling};
}

void dg_buf_free(dg_buf *b) {
    if (!b) return;
    free(b->p);
    dg_buf_init(b, b->ceiling);
}

void dg_buf_clear(dg_buf *b) {
    b->n = 0;
    b->bad = false;
    if (b->p) b->p[0] = 0;
}

bool dg_buf_reserve(dg_buf *b, size_t more) {
    if (b->bad) return false;
    if (b->p && b->cap - b->n > more) return true;
    if (b->n > b->ceiling || more > b->ceiling - b->n || more > SIZE_MAX / 4) {
        b->bad = true;
        return false;
    }
    size_t cap = b->cap < 128 ? 128 : b->cap * 2;
    if (cap < b->n + more + 1) cap = b->n + more + 1;
    if (cap > b->ceiling + 1 && b->ceiling < SIZE_MAX) cap = b->ceiling + 1;
    char *p = realloc(b->p, cap);
    if (!p) {
        b->bad = true;
        return false;
    }
    b->p = p;
    b->cap = cap;
    b->p[b->n] = 0;
    return true;
}

bool dg_buf_add(dg_buf *b, const void *bytes, size_t n) {
    if (!dg_buf_reserve(b, n)) return false;
    if (n) memcpy(b->p + b->n, bytes, n);
    b->n += n;
    b->p[b->n] = 0;
    return true;
}

bool dg_buf_adds(dg_buf *b, dg_str s) {
    return dg_buf_add(b, s.p, s.n);
}

bool dg_buf_addz(dg_buf *b, const char *z) {
    return dg_buf_add(b, z, strlen(z));
}

bool dg_buf_addc(dg_buf *b, char c) {
    return dg_buf_add(b, &c, 1);
}

bool dg_buf_printf(dg_buf *b, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0) b->bad = true;
    if (n < 0 || !dg_buf_reserve(b, (size_t)n)) return false;
    va_start(args, fmt);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, args);
    va_end(args);
    b->n += (size_t)n;
    return true;
}

bool dg_buf_add_csv(dg_buf *b, dg_str s) {
    bool quote = false;
    for (uint32_t i = 0; i < s.n && !quote; i++) quote = strchr(",\"\r\n", s.p[i]) != NULL;
    if (quote) dg_buf_addc(b, '"');
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') dg_buf_addc(b, '"');
        dg_buf_addc(b, s.p[i]);
    }
    if (quote) dg_buf_addc(b, '"');
    return !b->bad;
}

bool dg_buf_add_xml(dg_buf *b, dg_str s) {
    for (uint32_t i = 0; i < s.n; i++) switch (s.p[i]) {
        case '&': dg_buf_addz(b, "&amp;"); break;
        case '<': dg_buf_addz(b, "&lt;"); break;
        case '>': dg_buf_addz(b, "&gt;"); break;
        case '"': dg_buf_addz(b, "&quot;"); break;
        default: dg_buf_addc(b, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
        }
    return !b->bad;
}
