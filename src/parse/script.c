/* script.c: makes and applies edit scripts. The stem is the longest run of letters that form and
 * lemma share (the first of several); what stands before and behind it is cut off and put on.
 * O(letters²) to make, O(letters) to apply. */
#include "parse/script.h"

#include "base/buf.h"
#include "base/utf8.h"

#define MAX_CHARS 128u

static uint32_t decode(dg_str s, uint32_t *ret) {
    uint32_t n = 0;
    for (uint32_t at = 0; at < s.n && n < MAX_CHARS;) ret[n++] = dg_utf8_next(s, &at);
    return n;
}

typedef struct stem {
    uint32_t a, b, n; /* start in form and lemma, length */
} stem;

static stem longest(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m) {
    stem best = {0, 0, 0};
    uint32_t row[MAX_CHARS + 1] = {0};
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = m; j-- > 0;) {
            row[j + 1] = a[i] == b[j] ? row[j] + 1 : 0;
            if (row[j + 1] > best.n)
                best = (stem){i + 1 - row[j + 1], j + 1 - row[j + 1], row[j + 1]};
        }
    return best;
}

static void put_chars(dg_buf *b, const uint32_t *c, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        char utf8[4];
        dg_buf_add(b, utf8, dg_utf8_put(c[i], utf8));
    }
}

dg_str dg_script_make(dg_arena *arena, dg_str form, dg_str lemma) {
    uint32_t raw[MAX_CHARS], low[MAX_CHARS], want[MAX_CHARS], want_low[MAX_CHARS] = {0};
    uint32_t n = decode(form, raw), m = decode(lemma, want);
    bool plain = true; /* the lemma is all lower case */
    for (uint32_t i = 0; i < n; i++) low[i] = dg_lower(raw[i]);
    for (uint32_t i = 0; i < m; i++) plain &= (want_low[i] = dg_lower(want[i])) == want[i];
    stem k = longest(raw, n, want, m), l = longest(low, n, want_low, m);
    char how = plain ? 'l' : k.n >= l.n ? 'k' : 'u';
    stem s = how == 'k' ? k : l;
    bool tall = how == 'u'; /* only the first letter of the lemma is a capital? */
    for (uint32_t i = 0; tall && i < m; i++) tall = (want[i] != want_low[i]) == (i == 0);
    if (!s.n || (how == 'u' && !tall))
        return dg_arena_printf(arena, "=%.*s", (int)lemma.n, lemma.p);
    const uint32_t *w = how == 'k' ? want : want_low;
    dg_buf b;
    dg_buf_init(&b, 4096);
    dg_buf_printf(&b, "%c\t%u\t", how, s.a);
    put_chars(&b, w, 0, s.b);
    dg_buf_printf(&b, "\t%u\t", n - s.a - s.n);
    put_chars(&b, w, s.b + s.n, m);
    dg_str ret = b.bad ? DG_STR_NULL : dg_arena_str(arena, dg_buf_str(&b));
    dg_buf_free(&b);
    return ret;
}

/* Reads the number before the next tab and the text behind it up to the tab after. */
static bool edit(dg_str script, uint32_t *at, uint32_t *ret_cut, dg_str *ret_put) {
    uint32_t v = 0;
    for (; *at < script.n && script.p[*at] >= '0' && script.p[*at] <= '9' && v < 1000; (*at)++)
        v = v * 10 + (uint32_t)(script.p[*at] - '0');
    if (*at >= script.n || script.p[*at] != '\t') return false;
    uint32_t from = ++*at;
    while (*at < script.n && script.p[*at] != '\t') (*at)++;
    *ret_put = dg_str_cut(script, from, *at);
    *ret_cut = v;
    if (*at < script.n) (*at)++;
    return true;
}

/* Byte position of character k from the front, or from the back. */
static bool skip(dg_str s, uint32_t k, bool back, uint32_t *at) {
    for (; k; k--) {
        if (back ? *at == 0 : *at >= s.n) return false;
        if (back)
            dg_utf8_prev(s, at);
        else
            dg_utf8_next(s, at);
    }
    return true;
}

dg_str dg_script_apply(dg_arena *arena, dg_str script, dg_str form) {
    if (script.n && script.p[0] == '=') return dg_arena_str(arena, dg_str_cut(script, 1, script.n));
    uint32_t at = 2, cut_front, cut_back, from = 0;
    dg_str put_front, put_back;
    if (script.n < 2 || !edit(script, &at, &cut_front, &put_front) ||
        !edit(script, &at, &cut_back, &put_back))
        return form;
    dg_str s = script.p[0] == 'k' ? form : dg_utf8_lower(arena, form);
    if (!s.p) return s;
    uint32_t to = s.n;
    if (!skip(s, cut_front, false, &from) || !skip(s, cut_back, true, &to) || from > to)
        return form;
    dg_str mid = dg_str_cut(s, from, to);
    if (mid.n == form.n && !put_front.n && !put_back.n && memcmp(mid.p, form.p, mid.n) == 0)
        return form;
    dg_str ret = dg_arena_printf(arena, "%.*s%.*s%.*s", (int)put_front.n, put_front.p, (int)mid.n,
                                 mid.p, (int)put_back.n, put_back.p);
    if (!ret.p || script.p[0] != 'u' || !ret.n) return ret;
    uint32_t first = 0;
    uint32_t c = dg_utf8_next(ret, &first);
    char utf8[4];
    uint32_t n = dg_utf8_put(dg_upper(c), utf8);
    return dg_arena_printf(arena, "%.*s%.*s", (int)n, utf8, (int)(ret.n - first), ret.p + first);
}
