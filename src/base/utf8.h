/* utf8.h: UTF-8 as RFC 3629 has it, and the few properties of characters that the rooms ask for
 * (through ICU). Text is validated once, at intake; after that decode may be called on any
 * character boundary without checks. */
#ifndef DG_UTF8_H
#define DG_UTF8_H

#include "base/arena.h"
#include "base/base.h"

/* Byte position of the first invalid sequence (overlong, surrogate, over U+10FFFF, cut off), or n
 * when all is valid. */
size_t dg_utf8_check(const char *p, size_t n);

/* Decodes the character at s.p[at] (at < s.n) and moves *at behind it. Invalid bytes give U+FFFD
 * and move by one. */
uint32_t dg_utf8_next_long(dg_str s, uint32_t *at); /* of any length */
static inline uint32_t dg_utf8_next(dg_str s, uint32_t *at) {
    unsigned char c = (unsigned char)s.p[*at];
    if (c >= 0x80) return dg_utf8_next_long(s, at);
    ++*at;
    return c;
}
/* Bytes from `from` on, up to `to`, before the first that is no printable ASCII character. */
uint32_t dg_utf8_plain(dg_str s, uint32_t from, uint32_t to);
/* The character before *at (*at > 0), and moves *at to its start. */
uint32_t dg_utf8_prev(dg_str s, uint32_t *at);
/* Writes 1..4 bytes to out and returns how many. */
uint32_t dg_utf8_put(uint32_t c, char out[4]);
uint32_t dg_utf8_length(dg_str s); /* characters */

/* Properties of a character, as Unicode has them. */
bool dg_is_letter(uint32_t c);
bool dg_is_upper(uint32_t c);
bool dg_is_lower(uint32_t c);
bool dg_is_digit(uint32_t c);  /* any decimal digit */
bool dg_is_space(uint32_t c);  /* white space incl. NBSP, thin and zero-width spaces, BOM */
bool dg_is_mark(uint32_t c);   /* combining */
bool dg_is_punct(uint32_t c);  /* punctuation and symbols */
uint32_t dg_lower(uint32_t c); /* simple one-to-one mapping */
uint32_t dg_upper(uint32_t c);

/* Lower-cased copy in the arena, simple mappings only; p == NULL without memory. */
dg_str dg_utf8_lower(dg_arena *a, dg_str s);
/* A copy with A-Z alone made small, as SQLite's NOCASE compares; p NULL without memory. */
dg_str dg_ascii_lower(dg_arena *a, dg_str s);
/* NFC copy in the arena (s itself when it is NFC already); p == NULL without memory. */
dg_str dg_utf8_nfc(dg_arena *a, dg_str s);
/* For keys across languages and scripts: transliterated to Latin, diacritics off, lower case, one
 * space between words, only [a-z0-9 ]. Apostrophes and full stops vanish ("Sana'a" sanaa, "U.S."
 * us), whatever else is no letter or digit parts words; ø o, æ ae, ß ss, ł l, ə a, þ th. Slow on
 * scripts other than Latin (ICU's transliterator under a lock): for names, not for running text.
 * p == NULL without memory. */
dg_str dg_utf8_fold(dg_arena *a, dg_str s);

#endif
