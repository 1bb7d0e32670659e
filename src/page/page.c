/* page.c: plain text to an article. Lines become blocks: a line is a paragraph, unless the text is
 * wrapped at a column; scraped text that carries " | " where the page had blocks is cut there.
 * Cost: O(bytes). */
#include "page/page.h"

#include "base/utf8.h"
#include "page/charset.h"
#include "page/entities.h"
#include "page/finish.h"

typedef struct line {
    dg_str text;
    bool gap; /* a blank line stands before it */
} line;

typedef struct lines {
    line *items;
    uint32_t n, cap;
} lines;

static bool split_lines(dg_str s, dg_arena *arena, lines *ret) {
    bool gap = false;
    for (uint32_t at = 0; at < s.n;) {
        const char *nl = memchr(s.p + at, '\n', s.n - at);
        uint32_t to = nl ? (uint32_t)(nl - s.p) : s.n;
        dg_str text = dg_page_trim(dg_str_cut(s, at, to));
        at = to + 1;
        if (text.n && !DG_PUSH(arena, ret->items, ret->n, ret->cap, ((line){text, gap})))
            return false;
        gap = !text.n;
    }
    return true;
}

/* Runs that go on: no end of a sentence, about as long as a column. */
static bool runs_on(dg_str s) {
    uint32_t at = s.n, c = s.n ? dg_utf8_prev(s, &at) : '.';
    return s.n >= 45 && s.n <= 140 && (dg_is_letter(c) || dg_is_digit(c) || c == ',' || c == '-');
}

static bool starts_small(dg_str s) {
    uint32_t at = 0;
    return s.n && dg_is_lower(dg_utf8_next(s, &at));
}

/* Wrapped at a column: most lines that another follows at once run on, and some of those go on with
 * a small letter. */
static bool is_wrapped(const lines *l) {
    uint32_t followed = 0, running = 0, small = 0;
    for (uint32_t i = 0; i + 1 < l->n; i++) {
        if (l->items[i + 1].gap) continue;
        followed++;
        running += runs_on(l->items[i].text);
        small += runs_on(l->items[i].text) && starts_small(l->items[i + 1].text);
    }
    return running >= 3 && running * 2 > followed && small * 3 > running;
}

static bool goes_on(const line *a, const line *b, bool wrapped) {
    if (b->gap) return false;
    return wrapped ||
           (a->text.n >= 20 && b->text.n >= 20 && runs_on(a->text) && starts_small(b->text));
}

static bool add_block(dg_blocks *b, dg_str text, dg_arena *arena) {
    text = dg_page_trim(text);
    return !text.n || DG_PUSH(arena, b->items, b->n, b->cap, ((dg_block){.text = text}));
}

/* A paragraph of lines [from, to) as one string. */
static dg_str unwrap(const lines *l, uint32_t from, uint32_t to, dg_arena *arena) {
    if (to - from == 1) return l->items[from].text;
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) n += l->items[i].text.n + 1u;
    char *p = dg_arena_alloc(arena, n), *out = p;
    if (!p) return DG_STR_NULL;
    for (uint32_t i = from; i < to; i++) {
        if (out != p) *out++ = ' ';
        memcpy(out, l->items[i].text.p, l->items[i].text.n);
        out += l->items[i].text.n;
    }
    return (dg_str){p, (uint32_t)(out - p)};
}

static uint32_t find_bar(dg_str s, uint32_t from) {
    for (uint32_t i = from; i + 2 < s.n; i++)
        if (s.p[i] == ' ' && s.p[i + 1] == '|' && s.p[i + 2] == ' ') return i;
    return s.n;
}

static uint32_t count_bars(dg_str s) {
    uint32_t n = 0;
    for (uint32_t i = find_bar(s, 0); i < s.n; i = find_bar(s, i + 2)) n++;
    return n;
}

/* One paragraph: whole, or cut at its bars. */
static bool add_paragraph(dg_blocks *b, dg_str text, bool bars, dg_arena *arena) {
    for (uint32_t at = 0; bars && at < text.n;) {
        uint32_t to = find_bar(text, at);
        if (!add_block(b, dg_str_cut(text, at, to), arena)) return false;
        at = to < text.n ? to + 3 : text.n;
    }
    return bars || add_block(b, text, arena);
}

static bool make_blocks(dg_str text, dg_arena *arena, dg_blocks *ret) {
    lines l = {0};
    if (!split_lines(text, arena, &l)) return false;
    bool wrapped = is_wrapped(&l), bars = count_bars(text) >= 2;
    for (uint32_t i = 0; i < l.n;) {
        uint32_t to = i + 1;
        while (to < l.n && goes_on(&l.items[to - 1], &l.items[to], wrapped)) to++;
        dg_str paragraph = unwrap(&l, i, to, arena);
        if (!paragraph.p || !add_paragraph(ret, paragraph, bars, arena)) return false;
        i = to;
    }
    return true;
}

/* ---- text that is none quite ---- */

static uint32_t count_of(dg_str s, dg_str needle) {
    uint32_t n = 0;
    for (uint32_t at = 0; at + needle.n <= s.n;) {
        const char *hit = memchr(s.p + at, needle.p[0], s.n - at);
        if (!hit) break;
        at = (uint32_t)(hit - s.p);
        n += dg_str_starts(dg_str_cut(s, at, s.n), needle);
        at++;
    }
    return n;
}

/* Feeds put pieces of HTML into their text fields. */
static bool is_markup(dg_str s) {
    return count_of(s, DG_STR("</p>")) >= 2 || count_of(s, DG_STR("<br")) >= 2 ||
           count_of(s, DG_STR("</div>")) >= 2;
}

int dg_page_text(const dg_page_tables *t, dg_str bytes, const dg_page_hints *hints, dg_doc *doc,
                 dg_err *err) {
    dg_str text;
    dg_blocks blocks = {0};
    if (is_markup(bytes)) return dg_page_html(t, bytes, hints, doc, err);
    int rc = dg_charset_decode(bytes, hints ? hints->charset : DG_STR_NULL, DG_MAX_TEXT, doc->arena,
                               &text, &doc->cut, err);
    if (rc) return rc;
    text = dg_page_entities(text, doc->arena);
    if (!text.p || !make_blocks(text, doc->arena, &blocks))
        return dg_err_set(err, DG_E_NOMEM, 0, "text");
    dg_page_own own = {.shown = DG_DAYS_NONE};
    return dg_page_finish(t, &blocks, &own, hints, doc, err);
}
