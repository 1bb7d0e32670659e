/* script.c: makes and applies edit scripts. The stem is the longest run of letters that form and
 * lemma share (the first of several); what stands before and behind it is cut off and put on. Where
 * only the end of what stands before goes ("aufge|fordert" → "auf|fordern"), the script says what
 * goes ("ge"), not after what. O(letters²) to make, O(letters) to apply. */
#include "parse/script.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"

#define MAX_CHARS 128u
#define INSIDE 2u /* letters in front of what may go from inside a word */

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

/* The script of one stem; c: the form's letters as the script sees them. */
static dg_str write_script(dg_arena *arena, char how, const uint32_t *c, uint32_t n,
                           const uint32_t *w, uint32_t m, stem s) {
    uint32_t same = 0;
    while (same < s.a && same < s.b && c[same] == w[same]) same++;
    bool inside = same >= INSIDE && same == s.b && same < s.a;
    dg_buf b;
    dg_buf_init(&b, 4096);
    dg_buf_addc(&b, inside ? (char)(how - 'a' + 'A') : how);
    dg_buf_addc(&b, '\t');
    put_chars(&b, c, inside ? same : 0, s.a);
    dg_buf_addc(&b, '\t');
    put_chars(&b, w, 0, inside ? 0 : s.b);
    dg_buf_addc(&b, '\t');
    put_chars(&b, c, s.a + s.n, n);
    dg_buf_addc(&b, '\t');
    put_chars(&b, w, s.b + s.n, m);
    dg_str ret = b.bad ? DG_STR_NULL : dg_arena_str(arena, dg_buf_str(&b));
    dg_buf_free(&b);
    return ret;
}

static dg_str whole(dg_arena *arena, dg_str form, dg_str lemma) {
    dg_str low = dg_utf8_lower(arena, form);
    return low.p ? dg_arena_printf(arena, "=\t%.*s\t%.*s", (int)low.n, low.p, (int)lemma.n, lemma.p)
                 : low;
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
    if (!s.n || (how == 'u' && !tall)) return whole(arena, form, lemma);
    dg_str ret = how == 'k' ? write_script(arena, how, raw, n, want, m, s)
                            : write_script(arena, how, low, n, want_low, m, s),
           got;
    if (!ret.p || (dg_script_apply(arena, ret, form, &got) && dg_str_eq(got, lemma))) return ret;
    return whole(arena, form, lemma); /* "ge" stood earlier in the word, or it was too long */
}

static bool fields(dg_str script, dg_str *ret, uint32_t n) {
    uint32_t k = 0, from = 0;
    for (uint32_t i = 0; i <= script.n; i++) {
        if (i < script.n && script.p[i] != '\t') continue;
        if (k == n) return false;
        ret[k++] = dg_str_cut(script, from, i);
        from = i + 1;
    }
    return k == n;
}

/* The place of part in s behind the first INSIDE letters, or DG_NONE. */
static uint32_t find_inside(dg_str s, dg_str part) {
    uint32_t at = 0;
    for (uint32_t k = 0; k < INSIDE && at < s.n; k++) dg_utf8_next(s, &at);
    for (; part.n && at + part.n <= s.n; at++)
        if (memcmp(s.p + at, part.p, part.n) == 0) return at;
    return DG_NONE;
}

static bool apply_whole(dg_arena *arena, dg_str script, dg_str form, dg_str *ret) {
    dg_str f[3], low = dg_utf8_lower(arena, form);
    *ret = low;
    if (!low.p) return true;
    if (!fields(script, f, 3) || !dg_str_eq(low, f[1])) return false;
    *ret = f[2];
    return true;
}

bool dg_script_apply(dg_arena *arena, dg_str script, dg_str form, dg_str *ret) {
    enum { HOW, CUT_FRONT, PUT_FRONT, CUT_BACK, PUT_BACK, N };
    if (script.n && script.p[0] == '=') return apply_whole(arena, script, form, ret);
    dg_str f[N];
    if (!fields(script, f, N) || f[HOW].n != 1) return false;
    bool inside = f[HOW].p[0] < 'a';
    char how = inside ? (char)(f[HOW].p[0] - 'A' + 'a') : f[HOW].p[0];
    dg_str s = *ret = how == 'k' ? form : dg_utf8_lower(arena, form);
    if (!s.p) return true;
    if (!dg_str_ends(s, f[CUT_BACK])) return false;
    s = dg_str_cut(s, 0, s.n - f[CUT_BACK].n);
    uint32_t at = inside ? find_inside(s, f[CUT_FRONT]) : 0;
    if (at == DG_NONE || (!inside && !dg_str_starts(s, f[CUT_FRONT]))) return false;
    dg_str front = dg_str_cut(s, 0, at), mid = dg_str_cut(s, at + f[CUT_FRONT].n, s.n);
    if (mid.n == form.n && !f[PUT_FRONT].n && !f[PUT_BACK].n && memcmp(mid.p, form.p, mid.n) == 0) {
        *ret = form;
        return true;
    }
    *ret = dg_arena_printf(arena, "%.*s%.*s%.*s%.*s", (int)front.n, front.p, (int)f[PUT_FRONT].n,
                           f[PUT_FRONT].p, (int)mid.n, mid.p, (int)f[PUT_BACK].n, f[PUT_BACK].p);
    if (!ret->p || how != 'u' || !ret->n) return ret->n || !ret->p;
    uint32_t first = 0;
    uint32_t c = dg_utf8_next(*ret, &first);
    char utf8[4];
    uint32_t n = dg_utf8_put(dg_upper(c), utf8);
    *ret = dg_arena_printf(arena, "%.*s%.*s", (int)n, utf8, (int)(ret->n - first), ret->p + first);
    return true;
}

void dg_lemma_bits(uint32_t lang, uint32_t upos, dg_str lemma, uint32_t ret[DG_LEMMA_HASHES]) {
    uint64_t h = dg_hash_str(lemma, ((uint64_t)lang << 8) + upos + 1);
    uint32_t a = (uint32_t)h, b = (uint32_t)(h >> 32) | 1;
    for (uint32_t i = 0; i < DG_LEMMA_HASHES; i++) ret[i] = (a + i * b) >> 11;
}
