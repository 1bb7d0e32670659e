/* buf.h: a growing byte buffer with a ceiling, for output and for decoded input.
 * After any failure the buffer is `bad` and stays as it was; later appends do nothing, so one check
 * at the end is enough. */
#ifndef DG_BUF_H
#define DG_BUF_H

#include "base/base.h"

typedef struct dg_buf {
    char *p; /* NUL after the last byte whenever p != NULL */
    size_t n, cap, ceiling;
    bool bad;
} dg_buf;

void dg_buf_init(dg_buf *b, size_t ceiling); /* no allocation yet */
void dg_buf_free(dg_buf *b);                 /* frees and leaves an empty, usable buffer */
void dg_buf_clear(dg_buf *b);                /* keeps the memory */
bool dg_buf_add(dg_buf *b, const void *bytes, size_t n);
bool dg_buf_adds(dg_buf *b, dg_str s);
bool dg_buf_addz(dg_buf *b, const char *z);
bool dg_buf_addc(dg_buf *b, char c);
bool dg_buf_printf(dg_buf *b, const char *fmt, ...) DG_PRINTF(2, 3);
/* A cell of CSV (RFC 4180): in quotation marks where it has to be. */
bool dg_buf_add_csv(dg_buf *b, dg_str s);
/* Text of XML: & < > " as entities, control characters as spaces. */
bool dg_buf_add_xml(dg_buf *b, dg_str s);
bool dg_buf_reserve(dg_buf *b, size_t more);
static inline dg_str dg_buf_str(const dg_buf *b) {
    return (dg_str){b->p ? b->p : "", (uint32_t)b->n};
}

#endif
