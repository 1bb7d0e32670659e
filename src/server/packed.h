/* packed.h: answers packed for the way (gzip, RFC 1952). */
#ifndef DG_PACKED_H
#define DG_PACKED_H

#include "base/buf.h"

/* Appends gzip of s to out; false when that would not fit or memory is short. */
bool dg_gzip(dg_str s, dg_buf *out);

#endif
