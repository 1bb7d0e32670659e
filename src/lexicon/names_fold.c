/* names_fold.c: phrases in the one form in which they are compared: see names_work.h. */
#include "base/utf8.h"
#include "lexicon/names_work.h"

static bool fold_put(dg_folded *f, uint32_t c) {
    char out[4];
    uint32_t n = c < 0x80 ? 1 : dg_utf8_put(c, out);
    if (f->n + n > DG_NAMES_PHRASE) return false;
    if (n == 1)
        f->p[f->n] = (char)c;
    else
        memcpy(f->p + f->n, out, n);
    f->n += n;
    f->n_chars++;
    return true;
}

static uint32_t plain_mark(uint32_t c) {
    if (c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0xB4 || c == '`') return '\'';
    if (c == 0x2010 || c == 0x2011 || c == 0x2013 || c == 0xAD) return '-';
    return c;
}

bool dg_fold(dg_str s, dg_folded *ret) {
    dg_folded *f = ret;
    f->n = f->n_chars = f->n_letters = 0, f->upper = 0;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = (uint8_t)s.p[at];
        if (c >= 'a' && c <= 'z')
            at++, f->n_letters++;
        else if (c < 0x80) {
            at++;
            if (c >= 'A' && c <= 'Z') {
                if (f->n_chars < 64) f->upper |= 1ull << f->n_chars;
                c += 32, f->n_letters++;
            } else if (c == '`')
                c = '\'';
        } else {
            c = plain_mark(dg_utf8_next(s, &at));
            f->n_letters += dg_is_letter(c);
            if (dg_is_upper(c)) {
                if (f->n_chars < 64) f->upper |= 1ull << f->n_chars;
                c = dg_lower(c);
            }
        }
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || (c > 0x7F && dg_is_space(c))) {
            c = ' ';
            if (!f->n || f->p[f->n - 1] == ' ') continue;
        }
        if (!fold_put(f, c)) return false;
    }
    while (f->n && f->p[f->n - 1] == ' ') f->n--, f->n_chars--;
    return f->n > 0;
}

dg_str dg_folded_str(const dg_folded *f) {
    return (dg_str){f->p, f->n};
}

dg_str dg_fold_first(dg_str s) {
    uint32_t at = 0, end = 0;
    while (at < s.n) {
        uint8_t low = (uint8_t)s.p[at] | 0x20;
        if (low >= 'a' && low <= 'z') {
            end = ++at;
            continue;
        }
        uint32_t c = dg_utf8_next(s, &at);
        if (!dg_is_letter(c) && !dg_is_digit(c) && !dg_is_mark(c)) break;
        end = at;
    }
    return dg_str_cut(s, 0, end ? end : at);
}
