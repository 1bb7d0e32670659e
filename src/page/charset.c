/* charset.c: which encoding, then one clean form.
 *
 *   byte order mark ─► zeros in every other byte (UTF-16) ─► valid UTF-8 ─► declared ─► ICU's guess
 * ─► Windows-1252
 *
 * UTF-8 is believed before anything that is declared: text that is valid UTF-8 by chance is hardly
 * ever anything else, and pages that declare the wrong thing are common. A little damage (a cut
 * last character, one bad byte among many good ones) does not make it another encoding: bad bytes
 * are dropped. Windows-1252 stands for Latin-1, as in HTML's encoding standard. Cost: O(bytes).
 * Limits: what ICU converts. */
#include "page/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "base/utf8.h"

typedef struct scan {
    uint32_t controls, nuls_even, nuls_odd, good, bad, high;
} scan;

static bool is_control(unsigned char c) {
    return (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 27) ||
           c == 127;
}

/* Counts what tells encodings apart, over the first bytes. */
static scan look(dg_str s) {
    scan r = {0};
    for (uint32_t i = 0; i < s.n;) {
        i += dg_utf8_plain(s, i, s.n);
        if (i == s.n) break;
        unsigned char c = (unsigned char)s.p[i];
        if (c < 128) {
            r.controls += is_control(c);
            if (!c) *(i & 1 ? &r.nuls_odd : &r.nuls_even) += 1;
            i++;
            continue;
        }
        uint32_t at = i;
        bool bad = dg_utf8_next(s, &at) == 0xFFFD && at == i + 1;
        r.high += at - i;
        *(bad ? &r.bad : &r.good) += 1;
        i = at;
    }
    return r;
}

static bool known_binary(dg_str s) {
    static const dg_str magic[] = {{"\x7f"
                                    "ELF",
                                    4},
                                   {"%PDF-", 5},
                                   {"PK\3\4", 4},
                                   {"\x89PNG", 4},
                                   {"GIF8", 4},
                                   {"\xFF\xD8\xFF", 3},
                                   {"\x1F\x8B", 2},
                                   {"BZh", 3},
                                   {"\xFD"
                                    "7zXZ",
                                    5},
                                   {"\x28\xB5\x2F\xFD", 4},
                                   {"\xD0\xCF\x11\xE0", 4},
                                   {"RIFF", 4},
                                   {"OggS", 4},
                                   {"SQLite format", 13},
                                   {"\0asm", 4}};
    for (uint32_t i = 0; i < DG_LEN(magic); i++)
        if (dg_str_starts(s, magic[i])) return true;
    return false;
}

static const char *by_mark(dg_str s, uint32_t *ret_skip) {
    static const struct {
        dg_str mark;
        const char *name;
    } marks[] = {{{"\xEF\xBB\xBF", 3}, "UTF-8"},
                 {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                 {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                 {{"\xFF\xFE", 2}, "UTF-16LE"},
                 {{"\xFE\xFF", 2}, "UTF-16BE"}};
    for (uint32_t i = 0; i < DG_LEN(marks); i++)
        if (dg_str_starts(s, marks[i].mark)) {
            *ret_skip = marks[i].mark.n;
            return marks[i].name;
        }
    return NULL;
}

/* UTF-16 without a mark: Latin text has zeros in nearly every other byte, and only there. */
static const char *by_zeros(const scan *r, uint32_t n) {
    if (n < 4) return NULL;
    if (r->nuls_odd > n / 4 && r->nuls_even < n / 40) return "UTF-16LE";
    if (r->nuls_even > n / 4 && r->nuls_odd < n / 40) return "UTF-16BE";
    return NULL;
}

static bool mostly_utf8(const scan *r) {
    return r->bad == 0 || (r->good >= 2 && r->good > 2 * r->bad);
}

/* ICU's guess for what is neither UTF-8 nor clearly western; its western guesses are all read as
 * Windows-1252. */
static const char *by_icu(dg_str s) {
    UErrorCode e = U_ZERO_ERROR;
    UCharsetDetector *d = ucsdet_open(&e);
    const char *name = NULL;
    if (U_SUCCESS(e)) {
        ucsdet_setText(d, s.p, (int32_t)(s.n < 65536 ? s.n : 65536), &e);
        const UCharsetMatch *m = U_SUCCESS(e) ? ucsdet_detect(d, &e) : NULL;
        int32_t confidence = m && U_SUCCESS(e) ? ucsdet_getConfidence(m, &e) : 0;
        const char *guess = confidence >= 60 ? ucsdet_getName(m, &e) : NULL;
        static const char *const other[] = {"Shift_JIS",    "GB18030",      "Big5",
                                            "EUC-JP",       "EUC-KR",       "KOI8-R",
                                            "windows-1251", "ISO-8859-5",   "ISO-8859-7",
                                            "windows-1253", "windows-1255", "windows-1256"};
        for (uint32_t i = 0; guess && U_SUCCESS(e) && i < DG_LEN(other); i++)
            if (!strcmp(guess, other[i])) name = other[i];
    }
    ucsdet_close(d);
    return name;
}

/* Converts with ICU into arena memory as UTF-8. Unknown names give DG_E_ENCODING. */
static int convert(dg_str s, const char *from, dg_arena *arena, dg_str *ret, dg_err *err) {
    UErrorCode e = U_ZERO_ERROR;
    UConverter *in = ucnv_open(from, &e), *out = U_SUCCESS(e) ? ucnv_open("UTF-8", &e) : NULL;
    int rc = U_SUCCESS(e) ? 0 : dg_err_set(err, DG_E_ENCODING, 0, "%s", from);
    size_t cap = (size_t)s.n * 3 + 16;
    char *p = rc ? NULL : dg_arena_alloc(arena, cap);
    if (!rc && (!p || cap > UINT32_MAX)) rc = dg_err_set(err, DG_E_NOMEM, 0, "text");
    if (!rc) {
        char *target = p;
        const char *source = s.p;
        ucnv_convertEx(out, in, &target, p + cap, &source, s.p + s.n, NULL, NULL, NULL, NULL, true,
                       true, &e);
        if (U_FAILURE(e) && e != U_TRUNCATED_CHAR_FOUND)
            rc = dg_err_set(err, DG_E_ENCODING, 0, "%s", from);
        else
            *ret = (dg_str){p, (uint32_t)(target - p)};
    }
    ucnv_close(in);
    ucnv_close(out);
    return rc;
}

/* ---- cleaning ---- */

static bool invisible(uint32_t c) {
    return c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xFFFD ||
           (c >= 0xFFF9 && c <= 0xFFFC) || (c & 0xFFFE) == 0xFFFE || c == 0x034F ||
           (c >= 0xE000 && c <= 0xF8FF) || c >= 0xE0000;
}

/* What one character becomes: 0 for nothing. A carriage return is a line end; the line feed behind
 * it is told by `last`. */
static uint32_t cleaned(uint32_t c, uint32_t last) {
    if (c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029) return '\n';
    if (c == '\n') return last == '\r' ? 0 : '\n';
    if (c == '\t') return ' ';
    if (c < 32 || (c >= 0x7F && c < 0xA0) || invisible(c)) return 0;
    return c > 127 && dg_is_space(c) ? ' ' : c;
}

/* Bad bytes fall out with U+FFFD. The output is never longer than the input. */
static dg_str clean(dg_str s, uint32_t limit, dg_arena *arena, bool *ret_cut) {
    uint32_t cap = s.n < limit ? s.n : limit, n = 0, last = 0;
    char *p = dg_arena_alloc(arena, (size_t)cap + 4);
    if (!p) return DG_STR_NULL;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t plain = dg_utf8_plain(s, at, s.n < at + (cap - n) ? s.n : at + (cap - n));
        if (plain) {
            memcpy(p + n, s.p + at, plain);
            n += plain, at += plain, last = ' ';
            continue;
        }
        uint32_t c = dg_utf8_next(s, &at), to = cleaned(c, last);
        last = c;
        if (!to) continue;
        char bytes[4];
        uint32_t width = dg_utf8_put(to, bytes);
        if (n + width > cap) {
            *ret_cut = true;
            break;
        }
        memcpy(p + n, bytes, width);
        n += width;
    }
    return (dg_str){p, n};
}

static bool all_blank(dg_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ' && s.p[i] != '\n') return false;
    return true;
}

/* The encoding's name, NULL for UTF-8 or nearly so. */
static const char *find_encoding(dg_str s, const scan *r, dg_str declared, char name[64]) {
    const char *zeros = by_zeros(r, s.n);
    if (zeros || mostly_utf8(r)) return zeros;
    if (declared.p && declared.n && declared.n < 63) {
        memcpy(name, declared.p, declared.n);
        name[declared.n] = 0;
        UErrorCode e = U_ZERO_ERROR;
        const char *standard = ucnv_getStandardName(name, "IANA", &e);
        if (standard && U_SUCCESS(e) && strcmp(standard, "ISO-8859-1") &&
            strcmp(standard, "US-ASCII") && strcmp(standard, "UTF-8") &&
            strncmp(standard, "UTF-16", 6))
            return name;
    }
    const char *guess = by_icu(s);
    return guess ? guess : "windows-1252";
}

int dg_charset_decode(dg_str bytes, dg_str declared, uint32_t limit, dg_arena *arena, dg_str *ret,
                      bool *ret_cut, dg_err *err) {
    if (!bytes.n) return dg_err_set(err, DG_E_EMPTY, 0, "no bytes");
    if (known_binary(bytes)) return dg_err_set(err, DG_E_BINARY, 0, "a binary file");
    uint32_t skip = 0;
    char name[64];
    const char *encoding = by_mark(bytes, &skip);
    bytes.p += skip, bytes.n -= skip;
    scan r = look(bytes);
    bool wide = encoding && strcmp(encoding, "UTF-8");
    if (!wide) {
        encoding = find_encoding(bytes, &r, declared, name);
        wide = encoding && !strncmp(encoding, "UTF-16", 6);
    }
    uint32_t nuls = r.nuls_even + r.nuls_odd;
    if (!wide && ((r.controls - nuls) > bytes.n / 20 || nuls > bytes.n / 2))
        return dg_err_set(err, DG_E_BINARY, 0, "control characters");
    dg_str utf8 = bytes, out;
    int rc = encoding ? convert(bytes, encoding, arena, &utf8, err) : 0;
    if (rc) return rc;
    bool cut = false;
    out = clean(utf8, limit, arena, &cut);
    if (out.p) out = dg_utf8_nfc(arena, out);
    if (!out.p) return dg_err_set(err, DG_E_NOMEM, 0, "text");
    if (all_blank(out)) return dg_err_set(err, DG_E_EMPTY, 0, "only white space");
    if (out.n > limit) { /* NFC of a few characters is longer */
        while (limit && ((unsigned char)out.p[limit] & 0xC0) == 0x80) limit--;
        out.n = limit, cut = true;
    }
    if (cut) *ret_cut = true;
    *ret = out;
    return 0;
}
