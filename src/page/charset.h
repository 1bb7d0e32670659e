/* charset.h: bytes of any encoding to clean UTF-8. */
#ifndef DG_PAGE_CHARSET_H
#define DG_PAGE_CHARSET_H

#include "base/arena.h"
#include "base/err.h"

/* Decodes bytes into the arena: valid UTF-8 with \n as the only control character, every kind of
 * blank but the line feed made a space, invisible format characters off, NFC. declared  what the
 * page says of its encoding, or {NULL, 0}; believed only when the bytes are no UTF-8 limit     most
 * bytes of output; what is over it is left off and *ret_cut set DG_E_EMPTY, DG_E_BINARY (no text at
 * all), DG_E_NOMEM. */
int dg_charset_decode(dg_str bytes, dg_str declared, uint32_t limit, dg_arena *arena, dg_str *ret,
                      bool *ret_cut, dg_err *err);

#endif
