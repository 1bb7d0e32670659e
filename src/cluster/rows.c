/* rows.c: see rows.h. */
#include "cluster/rows.h"

void dg_row_number(dg_buf *row, uint64_t v, int bytes) {
    for (int i = 0; i < bytes; i++) dg_buf_addc(row, (char)(v >> 8 * i));
}

void dg_row_count(dg_buf *row, uint32_t n) { /* LEB128 */
    for (; n >= 0x80; n >>= 7) dg_buf_addc(row, (char)(n | 0x80));
    dg_buf_addc(row, (char)n);
}

void dg_row_str(dg_buf *row, dg_str s) {
    dg_row_count(row, s.p ? s.n : 0);
    if (s.p) dg_buf_adds(row, s);
}

const char *dg_rows_bytes(dg_rows *r, size_t n) {
    if (r->bad || n > r->left) {
        r->bad = true, r->left = 0;
        return NULL;
    }
    const char *p = r->p;
    r->p += n, r->left -= n;
    return p;
}

uint64_t dg_rows_number(dg_rows *r, int bytes) {
    uint64_t v = 0;
    const char *p = dg_rows_bytes(r, (size_t)bytes);
    for (int i = 0; p && i < bytes; i++) v |= (uint64_t)(uint8_t)p[i] << 8 * i;
    return v;
}

uint64_t dg_rows_count(dg_rows *r) {
    uint64_t n = 0;
    for (int shift = 0; shift < 35; shift += 7) {
        uint64_t b = dg_rows_number(r, 1);
        n |= (b & 0x7F) << shift;
        if (!(b & 0x80)) break;
    }
    return n;
}

dg_str dg_rows_str(dg_rows *r) {
    uint64_t n = dg_rows_count(r);
    const char *p = dg_rows_bytes(r, n);
    return p ? (dg_str){p, (uint32_t)n} : DG_STR("");
}

int dg_rows_damaged(dg_err *err) {
    return dg_err_set(err, DG_E_STORE, 0, "store: an answer that is not whole");
}
