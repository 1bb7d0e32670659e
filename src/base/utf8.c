/* utf8.c: decoding by hand, properties of characters by table below U+0100 and by ICU above.
 *
 * check runs over ASCII eight bytes at a time. Nothing here keeps state but the one transliterator
 * for other scripts, which is opened on first use (about 20 ms), never changes afterwards, and is
 * used under a lock, because ICU does not promise that one transliterator serves two threads. */
#include "base/utf8.h"

#include <pthread.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { REPLACEMENT = 0xFFFD };

/* ---- bytes to characters ---- */

/* Length of the valid sequence that starts at p (n bytes left), 0 when it is invalid (RFC 3629
 * section 4). */
static uint32_t sequence(const uint8_t *p, size_t n) {
    uint8_t c = p[0];
    if (c < 0x80) return 1;
    uint32_t len = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || n < len) return 0;
    uint8_t low = 0x80, high = 0xBF;
    if (c == 0xE0) low = 0xA0;
    if (c == 0xED) high = 0x9F;
    if (c == 0xF0) low = 0x90;
    if (c == 0xF4) high = 0x8F;
    if (p[1] < low || p[1] > high) return 0;
    for (uint32_t i = 2; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
    }
    return len;
}

size_t dg_utf8_check(const char *p, size_t n) {
    const uint8_t *b = (const uint8_t *)p;
    size_t i = 0;
    while (i < n) {
        uint64_t eight;
        while (n - i >= 8 && (memcpy(&eight, b + i, 8), (eight & 0x8080808080808080u) == 0)) i += 8;
        if (i == n) break;
        uint32_t len = sequence(b + i, n - i);
        if (!len) return i;
        i += len;
    }
    return n;
}

/* Eight bytes at a time: none is below 0x20, none is 0x7F or above (Mycroft's test, 1987). */
uint32_t dg_utf8_plain(dg_str s, uint32_t from, uint32_t to) {
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
    uint32_t at = from;
    if (to > s.n) to = s.n;
    for (; to - at >= 8 && at <= to; at += 8) {
        uint64_t w;
        memcpy(&w, s.p + at, 8);
        uint64_t below = w - ones * 0x20, del = w ^ (ones * 0x7F);
        if ((w | below | ((del - ones) & ~del)) & high) break;
    }
    while (at < to && (unsigned char)s.p[at] >= 0x20 && (unsigned char)s.p[at] < 0x7F) at++;
    return at - from;
}

uint32_t dg_utf8_next_long(dg_str s, uint32_t *at) {
    const uint8_t *p = (const uint8_t *)s.p + *at;
    if (p[0] < 0x80) {
        *at += 1;
        return p[0];
    }
    uint32_t len = sequence(p, s.n - *at);
    *at += len ? len : 1;
    switch (len) {
    case 2: return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    case 3: return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    case 4:
        return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
               (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    default: return REPLACEMENT;
    }
}

uint32_t dg_utf8_prev(dg_str s, uint32_t *at) {
    uint32_t end = *at, from = end - 1;
    while (from > 0 && end - from < 4 && ((uint8_t)s.p[from] & 0xC0) == 0x80) from--;
    uint32_t to = from, c = dg_utf8_next(s, &to);
    if (to != end) { /* a stray byte: it is a character of its own */
        *at = end - 1;
        return REPLACEMENT;
    }
    *at = from;
    return c;
}

uint32_t dg_utf8_put(uint32_t c, char out[4]) {
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    uint32_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const uint8_t heads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (uint32_t i = len - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(heads[len] | c);
    return len;
}

uint32_t dg_utf8_length(dg_str s) {
    uint32_t n = 0;
    for (uint32_t at = 0; at < s.n; n++) dg_utf8_next(s, &at);
    return n;
}

/* ---- properties ---- */

enum { LETTER = 1, UPPER = 2, LOWER = 4, DIGIT = 8, SPACE = 16, PUNCT = 32 };

/* Unicode 15 general categories of U+0000 … U+00FF, 16 a row; the unit test holds them against ICU.
 */
static const uint8_t latin1[256] = {
    0,  0,  0,  0,  0,  0,  0,  0,  0,  16, 16, 16, 16, 16, 0,  0,  /* 00 */
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  /* 10 */
    16, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, /* 20 */
    8,  8,  8,  8,  8,  8,  8,  8,  8,  8,  32, 32, 32, 32, 32, 32, /* 30 */
    32, 3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  /* 40 */
    3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  32, 32, 32, 32, 32, /* 50 */
    32, 5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  /* 60 */
    5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  32, 32, 32, 32, 0,  /* 70 */
    0,  0,  0,  0,  0,  16, 0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  /* 80 */
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  /* 90 */
    16, 32, 32, 32, 32, 32, 32, 32, 32, 32, 1,  32, 32, 0,  32, 32, /* A0 */
    32, 32, 0,  0,  32, 5,  32, 32, 32, 0,  1,  32, 0,  0,  0,  32, /* B0 */
    3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  3,  /* C0 */
    3,  3,  3,  3,  3,  3,  3,  32, 3,  3,  3,  3,  3,  3,  3,  5,  /* D0 */
    5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  5,  /* E0 */
    5,  5,  5,  5,  5,  5,  5,  32, 5,  5,  5,  5,  5,  5,  5,  5,  /* F0 */
};

bool dg_is_letter(uint32_t c) {
    return c < 0x100 ? (latin1[c] & LETTER) != 0 : u_isalpha((UChar32)c);
}

bool dg_is_upper(uint32_t c) {
    return c < 0x100 ? (latin1[c] & UPPER) != 0 : u_isupper((UChar32)c);
}

bool dg_is_lower(uint32_t c) {
    return c < 0x100 ? (latin1[c] & LOWER) != 0 : u_islower((UChar32)c);
}

bool dg_is_digit(uint32_t c) {
    return c < 0x100 ? (latin1[c] & DIGIT) != 0 : u_isdigit((UChar32)c);
}

bool dg_is_space(uint32_t c) {
    if (c < 0x100) return (latin1[c] & SPACE) != 0;
    return u_isUWhiteSpace((UChar32)c) || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

bool dg_is_mark(uint32_t c) {
    return c >= 0x300 && (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

bool dg_is_punct(uint32_t c) {
    if (c < 0x100) return (latin1[c] & PUNCT) != 0;
    return (U_GET_GC_MASK((UChar32)c) & (U_GC_P_MASK | U_GC_S_MASK)) != 0;
}

uint32_t dg_lower(uint32_t c) {
    if (c < 0x100) return latin1[c] & UPPER ? c + 32 : c;
    return (uint32_t)u_tolower((UChar32)c);
}

uint32_t dg_upper(uint32_t c) {
    if (c < 0x80) return latin1[c] & LOWER ? c - 32 : c;
    return (uint32_t)u_toupper((UChar32)c);
}

/* ---- whole strings ---- */

static void lower_ascii(char *restrict out, dg_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        out[i] = (char)(s.p[i] + (s.p[i] >= 'A' && s.p[i] <= 'Z' ? 32 : 0));
    out[s.n] = 0;
}

dg_str dg_utf8_lower(dg_arena *a, dg_str s) {
    size_t high = 0, n = 0; /* a stray byte becomes U+FFFD, three bytes: nothing grows by more */
    for (uint32_t i = 0; i < s.n; i++) high += (uint8_t)s.p[i] >> 7;
    size_t cap = s.n + 2 * high + 1;
    char *out = cap < UINT32_MAX ? dg_arena_alloc(a, cap) : NULL;
    if (!out) return DG_STR_NULL;
    if (!high) { /* a loop that compilers turn into vectors: most words are plain */
        lower_ascii(out, s);
        return (dg_str){out, s.n};
    }
    for (uint32_t at = 0; at < s.n;) {
        uint8_t byte = (uint8_t)s.p[at];
        if (byte >= 0x80) {
            n += dg_utf8_put(dg_lower(dg_utf8_next(s, &at)), out + n);
            continue;
        }
        out[n++] = (char)(latin1[byte] & UPPER ? byte + 32 : byte);
        at++;
    }
    out[n] = 0;
    out = dg_arena_grow(a, out, cap, n + 1); /* gives back what was too much */
    return out ? (dg_str){out, (uint32_t)n} : DG_STR_NULL;
}

dg_str dg_ascii_lower(dg_arena *a, dg_str s) {
    char *p = dg_arena_alloc(a, s.n);
    for (uint32_t i = 0; p && i < s.n; i++)
        p[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] | 0x20 : s.p[i]);
    return (dg_str){p, p ? s.n : 0};
}

/* UTF-8 → UTF-16 in the arena; NULL without memory. UTF-16 never has more units than UTF-8 has
 * bytes. */
static UChar *to_utf16(dg_arena *a, dg_str s, int32_t *ret_n) {
    UErrorCode rc = U_ZERO_ERROR;
    if (s.n > INT32_MAX / 8) return NULL;
    UChar *u = dg_arena_alloc(a, ((size_t)s.n + 1) * sizeof *u);
    if (u)
        u_strFromUTF8WithSub(u, (int32_t)s.n + 1, ret_n, s.p, (int32_t)s.n, REPLACEMENT, NULL, &rc);
    return u && U_SUCCESS(rc) ? u : NULL;
}

/* Bytes of the character at p (n left) when it neither changes under NFC nor composes with one
 * before it; 0: ask ICU. Below U+0300 that is all; then the blocks that texts are made of and that
 * hold nothing but such characters (the unit test holds them against ICU). */
static uint32_t inert(const uint8_t *p, uint32_t n) {
    uint8_t c = p[0], d = n > 1 ? p[1] : 0, e = n > 2 ? p[2] : 0;
    if (c < 0xCC) return 1; /* also the bytes behind the first one */
    if (c >= 0xCE && c <= 0xD1) return c == 0xCE && d == 0x87 ? 0 : 2; /* Greek, Cyrillic */
    if (c >= 0xE4 && c <= 0xE9) return 3;                              /* CJK */
    if (c == 0xE2) {
        if (d == 0x80) return e >= 0x82 ? 3 : 0; /* punctuation */
        bool signs = d == 0x81 || d == 0x82 || (d >= 0x85 && d <= 0x87) || (d >= 0x8D && d <= 0xA9);
        return signs || (d == 0x84 && e < 0xA6) ? 3 : 0;
    }
    if (c == 0xE3) { /* kana, but the marks that join them */
        bool marks =
            (d == 0x80 && e >= 0xAA && e <= 0xAF) || (d == 0x82 && (e == 0x99 || e == 0x9A));
        return marks ? 0 : 3;
    }
    if (c >= 0xEB && c <= 0xEC) return 3;             /* Hangul */
    if (c == 0xEF && d == 0xB8 && e < 0x90) return 3; /* variation selectors */
    return c == 0xF0 && d == 0x9F ? 4 : 0;            /* signs and pictures */
}

static bool surely_nfc(dg_str s) {
    for (uint32_t i = 0; i < s.n;) {
        uint64_t eight;
        while (s.n - i >= 8 && (memcpy(&eight, s.p + i, 8), !(eight & 0x8080808080808080u))) i += 8;
        if (i >= s.n) break;
        uint32_t n = inert((const uint8_t *)s.p + i, s.n - i);
        if (!n) return false;
        i += n;
    }
    return true;
}

/* Normalises u into UTF-8 at out (cap bytes); the UTF-16 in between lies in the arena. */
static bool compose(dg_arena *a, const UChar *u, int32_t n, char *out, int32_t cap,
                    int32_t *ret_n) {
    UErrorCode rc = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&rc);
    int32_t room =
        n +
        1; /* no text gets longer in UTF-16 under NFC but a few rare signs: asked again for those */
    UChar *v = dg_arena_alloc(a, (size_t)room * sizeof *v);
    if (!v || U_FAILURE(rc)) return false;
    int32_t m = unorm2_normalize(nfc, u, n, v, room, &rc);
    if (rc == U_BUFFER_OVERFLOW_ERROR) {
        rc = U_ZERO_ERROR;
        room = m + 1;
        v = dg_arena_alloc(a, (size_t)room * sizeof *v);
        if (!v) return false;
        m = unorm2_normalize(nfc, u, n, v, room, &rc);
    }
    if (U_FAILURE(rc)) return false;
    u_strToUTF8WithSub(out, cap, ret_n, v, m, REPLACEMENT, NULL, &rc);
    return U_SUCCESS(rc);
}

dg_str dg_utf8_nfc(dg_arena *a, dg_str s) {
    if (surely_nfc(s)) return s;
    size_t cap = (size_t)s.n * 3 + 1; /* UAX 15: NFC expands UTF-8 by a factor of at most 3 */
    char *out = cap < INT32_MAX ? dg_arena_alloc(a, cap) : NULL;
    if (!out) return DG_STR_NULL;
    dg_arena_mark mark = dg_arena_mark_get(a);
    int32_t n = 0, n_out = 0;
    const UChar *u = to_utf16(a, s, &n);
    bool fine = u && compose(a, u, n, out, (int32_t)cap, &n_out);
    dg_arena_release(a, mark);
    if (!fine) return DG_STR_NULL;
    out = dg_arena_grow(a, out, cap, (size_t)n_out + 1); /* gives back what was too much */
    return out ? (dg_str){out, (uint32_t)n_out} : DG_STR_NULL;
}

/* ---- fold ---- */

/* Letters that are no letter with a mark. ə is written a in English names (Aliyev), þ th, ð d. */
static const struct {
    uint16_t c;
    char latin[3];
} plain_letters[] = {
    {0xDF, "ss"}, {0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"},  {0x111, "d"},
    {0x127, "h"}, {0x131, "i"}, {0x138, "k"}, {0x142, "l"}, {0x14B, "ng"}, {0x153, "oe"},
    {0x167, "t"}, {0x180, "b"}, {0x188, "c"}, {0x18D, "d"}, {0x192, "f"},  {0x199, "k"},
    {0x19A, "l"}, {0x19E, "n"}, {0x1A5, "p"}, {0x1AD, "t"}, {0x1B4, "y"},  {0x1B6, "z"},
    {0x1DD, "a"}, {0x1E5, "g"}, {0x225, "z"}, {0x23C, "c"}, {0x247, "e"},  {0x249, "j"},
    {0x253, "b"}, {0x254, "o"}, {0x256, "d"}, {0x257, "d"}, {0x259, "a"},  {0x25B, "e"},
    {0x260, "g"}, {0x268, "i"}, {0x269, "i"}, {0x26B, "l"}, {0x272, "n"},  {0x275, "o"},
    {0x280, "r"}, {0x289, "u"}, {0x28B, "v"}, {0x292, "z"}, {0x2C66, "t"}, {0x1E9E, "ss"},
};

typedef struct folder {
    char *out;
    uint32_t n;
    bool gap; /* a space is due before the next letter */
} folder;

static void put_ascii(folder *f, char c) {
    if (f->gap && f->n) f->out[f->n++] = ' ';
    f->gap = false;
    f->out[f->n++] = c;
}

/* Apostrophes and full stops stand inside words (Sana'a, U.S.) and vanish, as do invisible format
 * characters. */
static bool vanishes(uint32_t c) {
    switch (c) {
    case '\'':
    case '.':
    case '`':
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x2032: return true;
    case 0x200B:
    case 0xFEFF: return false;
    default:
        return (c >= 0x2B0 && c <= 0x2FF) || (c >= 0x80 && u_charType((UChar32)c) == U_FORMAT_CHAR);
    }
}

/* One character, already decomposed, as ASCII. False: it is a letter that only the transliterator
 * knows. */
static bool fold_plain(folder *f, uint32_t c) {
    c = dg_lower(c);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        put_ascii(f, (char)c);
        return true;
    }
    if (dg_is_mark(c) || vanishes(c)) return true;
    for (size_t i = 0; c >= 0x80 && i < DG_LEN(plain_letters); i++) {
        if (plain_letters[i].c != c) continue;
        for (const char *z = plain_letters[i].latin; *z; z++) put_ascii(f, *z);
        return true;
    }
    if (dg_is_digit(c)) {
        put_ascii(f, (char)('0' + u_charDigitValue((UChar32)c)));
        return true;
    }
    if (dg_is_letter(c)) return false;
    f->gap = true;
    return true;
}

/* NFKD of one character; itself when it has none. Returns the number of UTF-16 units. */
static int32_t decompose(const UNormalizer2 *nfkd, uint32_t c, UChar out[32]) {
    UErrorCode rc = U_ZERO_ERROR;
    int32_t n = c < 0xA0 ? -1 : unorm2_getDecomposition(nfkd, (UChar32)c, out, 32, &rc);
    if (n >= 0 && U_SUCCESS(rc)) return n;
    n = 0;
    U16_APPEND_UNSAFE(out, n, c);
    return n;
}

/* Most ASCII letters that one character gives: U+FDFA decomposes to 18 characters. */
enum { FOLD_MOST = 40 };

/* Folds s. Letters that have no place in the Latin tables are left out, and *ret_other says that
 * there were some. */
static dg_str fold_latin(dg_arena *a, dg_str s, bool *ret_other) {
    uint32_t plain = 0;
    while (plain < s.n && (uint8_t)s.p[plain] < 0x80 && (latin1[(uint8_t)s.p[plain]] & LETTER))
        plain++;
    if (plain == s.n) { /* most words */
        char *out = dg_arena_alloc(a, (size_t)s.n + 1);
        if (!out) return DG_STR_NULL;
        lower_ascii(out, s);
        return (dg_str){out, s.n};
    }
    UErrorCode rc = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&rc);
    size_t cap = (size_t)s.n * 2 + FOLD_MOST;
    folder f = {.out = U_SUCCESS(rc) ? dg_arena_alloc(a, cap) : NULL};
    if (!f.out) return DG_STR_NULL;
    for (uint32_t at = 0; at < s.n;) {
        UChar parts[32];
        if (cap - f.n < FOLD_MOST + 1) { /* only signs like U+FDFA come here */
            f.out = dg_arena_grow(a, f.out, cap, cap * 2);
            if (!f.out) return DG_STR_NULL;
            cap *= 2;
        }
        uint8_t byte = (uint8_t)s.p[at];
        if (byte < 0x80 && (latin1[byte] & LETTER)) { /* most names have no others */
            put_ascii(&f, (char)(byte | 0x20));
            at++;
            continue;
        }
        int32_t n = decompose(nfkd, dg_utf8_next(s, &at), parts);
        for (int32_t i = 0; i < n;) {
            UChar32 c;
            U16_NEXT(parts, i, n, c);
            if (!fold_plain(&f, (uint32_t)c)) *ret_other = true;
        }
    }
    f.out[f.n] = 0;
    f.out = dg_arena_grow(a, f.out, cap, (size_t)f.n + 1);
    return f.out ? (dg_str){f.out, f.n} : DG_STR_NULL;
}

/* Opened once, const afterwards. */
static pthread_once_t translit_once = PTHREAD_ONCE_INIT;
static pthread_mutex_t translit_lock = PTHREAD_MUTEX_INITIALIZER;
static UTransliterator *translit;

static void translit_open(void) {
    static const UChar id[] = u"Any-Latin; Latin-ASCII";
    UErrorCode rc = U_ZERO_ERROR;
    translit = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &rc);
    if (U_FAILURE(rc)) translit = NULL;
}

/* s in Latin letters, as UTF-8 in the arena. p == NULL without memory or without ICU's data. */
static dg_str to_latin(dg_arena *a, dg_str s) {
    UErrorCode rc = U_ZERO_ERROR;
    int32_t n = 0, n_out = 0;
    if (s.n > INT32_MAX / 64) return DG_STR_NULL;
    int32_t room = (int32_t)s.n * 8 + 64; /* no script takes more than a few letters a sign */
    const UChar *u = to_utf16(a, s, &n);
    UChar *v = dg_arena_alloc(a, (size_t)room * sizeof *v);
    char *out = dg_arena_alloc(a, (size_t)room * 3 + 1);
    pthread_once(&translit_once, translit_open);
    if (!u || !v || !out || !translit) return DG_STR_NULL;
    memcpy(v, u, (size_t)n * sizeof *v);
    int32_t limit = n;
    pthread_mutex_lock(&translit_lock);
    utrans_transUChars(translit, v, &n, room, 0, &limit, &rc);
    pthread_mutex_unlock(&translit_lock);
    if (U_FAILURE(rc)) return DG_STR_NULL;
    u_strToUTF8WithSub(out, room * 3 + 1, &n_out, v, n, REPLACEMENT, NULL, &rc);
    return U_SUCCESS(rc) ? (dg_str){out, (uint32_t)n_out} : DG_STR_NULL;
}

dg_str dg_utf8_fold(dg_arena *a, dg_str s) {
    bool other = false;
    dg_arena_mark before = dg_arena_mark_get(a);
    dg_str out = fold_latin(a, s, &other);
    if (!other || !out.p) return out;
    dg_arena_release(a, before);
    size_t cap = (size_t)s.n * 16 + FOLD_MOST;
    char *kept = dg_arena_alloc(a, cap);
    dg_arena_mark mark = dg_arena_mark_get(a);
    dg_str latin = kept ? to_latin(a, s) : DG_STR_NULL;
    out = latin.p ? fold_latin(a, latin, &other) : DG_STR_NULL;
    if (out.n >= cap) out = DG_STR_NULL;
    if (out.p) memcpy(kept, out.p, (size_t)out.n + 1);
    dg_arena_release(a, mark);
    if (!out.p) return DG_STR_NULL;
    kept = dg_arena_grow(a, kept, cap, (size_t)out.n + 1);
    return kept ? (dg_str){kept, out.n} : DG_STR_NULL;
}
