/* pieces.c: cuts by looking for line ends; O(bytes looked at). A stretch of blanks is never cut, so
 * that the white space at a cut belongs to the token before it. */
#include "pipeline/pieces.h"

static bool is_blank(char c) {
    return (uint8_t)c <= 0x20;
}

/* Behind the blanks from `at` on; 0 when they may go on behind what was read. */
static size_t skip_blanks(const char *p, size_t n, size_t at, bool all) {
    while (at < n && is_blank(p[at])) at++;
    return at < n || all || n > DG_PIECE_LONGEST ? at : 0;
}

/* The first blank line that begins behind `from`, or n. */
static size_t find_blank_line(const char *p, size_t from, size_t n) {
    while (from < n) {
        const char *nl = memchr(p + from, '\n', n - from);
        if (!nl) return n;
        from = (size_t)(nl - p) + 1;
        while (from < n && (p[from] == ' ' || p[from] == '\t' || p[from] == '\r')) from++;
        if (from < n && p[from] == '\n') return from + 1;
    }
    return n;
}

/* Where a text without blank lines is cut: before `n`, behind a line end, else a blank, else a
 * character. */
static size_t find_break(const char *p, size_t n) {
    size_t blank = 0;
    for (size_t i = n; i > n / 2; i--) {
        if (p[i - 1] == '\n') return i;
        if (!blank && is_blank(p[i - 1])) blank = i;
    }
    if (blank) return blank;
    while (n > 1 && ((uint8_t)p[n] & 0xC0) == 0x80) n--;
    return n;
}

/* The length of the piece at the start of p, 0 when more must be read to know. */
static size_t text_piece(const char *p, size_t n, bool all) {
    size_t lead = 0, end;
    while (lead < n && is_blank(p[lead])) lead++;
    size_t least = lead + DG_PIECE_LEAST, most = lead + DG_PIECE_MOST;
    end = least < n ? find_blank_line(p, least, n < most ? n : most) : n;
    if (end < n && end < most) return skip_blanks(p, n, end, all);
    if (n > most) return skip_blanks(p, n, find_break(p, most), all);
    return all || n > DG_PIECE_LONGEST ? n : 0;
}

static size_t line_piece(const char *p, size_t n, bool all) {
    const char *nl =
        n > DG_PIECE_LEAST ? memchr(p + DG_PIECE_LEAST, '\n', n - DG_PIECE_LEAST) : NULL;
    if (nl) return skip_blanks(p, n, (size_t)(nl - p) + 1, all);
    return all || n > DG_PIECE_LONGEST ? n : 0;
}

static size_t conllu_piece(const char *p, size_t n, bool all) {
    size_t end = n > DG_PIECE_LEAST ? find_blank_line(p, DG_PIECE_LEAST, n) : n;
    return end < n || all || n > DG_PIECE_LONGEST ? end : 0;
}

size_t dg_piece_length(dg_piece_kind kind, const char *p, size_t n, bool all) {
    if (kind == DG_PIECE_CONLLU) return conllu_piece(p, n, all);
    return kind == DG_PIECE_TOKENIZED ? line_piece(p, n, all) : text_piece(p, n, all);
}

/* CoNLL-U begins with a word's or a range's ten columns, comments before it. */
dg_piece_kind dg_piece_sniff(const char *p, size_t n) {
    size_t at = n > 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < n && (p[at] == '#' || p[at] == '\n' || p[at] == '\r')) {
        const char *nl = memchr(p + at, '\n', n - at);
        at = nl ? (size_t)(nl - p) + 1 : n;
    }
    uint32_t tabs = 0;
    if (at >= n || p[at] != '1') return DG_PIECE_TEXT;
    for (; at < n && p[at] != '\n'; at++) tabs += p[at] == '\t';
    return tabs == 9 ? DG_PIECE_CONLLU : DG_PIECE_TEXT;
}
