/* quote_marks.c: pairs quotation marks of every style.
 *
 *   characters ─► marks (kind, may open, may close) ─► pairs inside a paragraph ─► spans over
 * paragraphs
 *
 * Which way a mark looks is told by its neighbours, not by its shape: “ closes in German and opens
 * in English, » opens in Danish and closes in Norwegian, and a typist takes what the keyboard has.
 * A mark with text behind it and none before opens; the other way round it closes; where both would
 * do, it closes what is open. Only „ ‚ always open. A closing mark of another style closes as well.
 * Single marks count in pairs inside one paragraph, since an apostrophe looks the same; unpaired
 * only where they lead speech in. What stays open at the end of its paragraph goes on where the
 * next paragraphs close it before they open another, ends there when the next one opens with a mark
 * again, and is otherwise `closed = false`.
 *
 * Cost: one pass; the look-ahead over paragraphs stops at the first mark. Limits: depth 8, nesting
 * is kept only to find the outer pair. */
#include "reading/quote_marks.h"

#include <stdlib.h>

#include "base/utf8.h"

enum { MAX_DEPTH = 8, MAX_HELD = 4, AHEAD = 4000 };

/* One mark in the text. */
typedef struct mark {
    uint32_t at, end; /* bytes */
    bool single, opener, can_open, can_close;
} mark;

typedef struct scan {
    const dg_doc *doc;
    dg_str text;
    dg_marks *out;
    dg_arena *arena;
    mark stack[MAX_DEPTH];
    uint32_t depth;
    uint32_t para, para_from;
    uint32_t held;      /* paragraphs that the open mark has gone over */
    uint32_t no_single; /* no single mark closes before this byte: keeps the look-ahead linear */
} scan;

static uint32_t char_before(dg_str s, uint32_t at) {
    return at ? dg_utf8_prev(s, &at) : ' ';
}

static uint32_t char_at(dg_str s, uint32_t at) {
    return at < s.n ? dg_utf8_next(s, &at) : ' ';
}

static bool is_double(uint32_t c) {
    return c == '"' || (c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0xFF02 ||
           c == 0x300C || c == 0x300D;
}

static bool is_single(uint32_t c) {
    return c == '\'' || c == '`' || (c >= 0x2018 && c <= 0x201B) || c == 0x2039 || c == 0x203A;
}

static bool is_any_mark(uint32_t c) {
    return is_double(c) || is_single(c);
}

static bool is_word(uint32_t c) {
    return dg_is_letter(c) || dg_is_digit(c) || dg_is_mark(c);
}

/* What may stand before a mark that opens, besides white space. */
static bool lets_open(uint32_t c) {
    return dg_is_space(c) || c == '(' || c == '[' || c == '{' || c == '-' || c == '/' || c == ':' ||
           c == '|' || (c >= 0x2010 && c <= 0x2015) || is_any_mark(c);
}

/* Two apostrophes, two backticks, two commas, << and >> are typed for one mark. Returns its length
 * in bytes, or 0. */
static uint32_t typed_double(dg_str s, uint32_t at) {
    if (at + 1 >= s.n || s.p[at] != s.p[at + 1]) return 0;
    char c = s.p[at];
    if (c == '\'' || c == '`') return 2;
    bool open_space = dg_is_space(char_before(s, at));
    if (c == ',' && open_space && dg_is_letter(char_at(s, at + 2))) return 2;
    if ((c == '<' && open_space) || (c == '>' && !open_space)) return 2;
    return 0;
}

/* Is there a quotation mark at s[at]? Fills *m. */
static bool mark_here(dg_str s, uint32_t at, mark *m) {
    uint32_t end = at, c = dg_utf8_next(s, &end), two = typed_double(s, at);
    if (!two && !is_any_mark(c)) return false;
    if (two) end = at + two;
    uint32_t before = char_before(s, at), behind = char_at(s, end);
    *m = (mark){.at = at, .end = end, .single = !two && is_single(c)};
    m->opener = c == 0x201E || c == 0x201A || (two && (c == ',' || c == '<'));
    bool gap_before = dg_is_space(before), gap_behind = dg_is_space(behind);
    m->can_open = !gap_behind && (lets_open(before) || (!is_word(before) && !dg_is_punct(before)));
    m->can_close =
        !gap_before && (gap_behind || !is_word(behind) || is_any_mark(behind)) && before != '(';
    if (m->opener) m->can_open = true, m->can_close = false;
    if (m->single && is_word(before) && is_word(behind)) return false; /* don't, l'État */
    if (!m->single && gap_before && gap_behind)
        m->can_open = m->can_close = true; /* typed apart: what is open decides */
    else if (!m->single && !m->can_open && !m->can_close)
        m->can_close = true;
    return true;
}

static dg_range trim_range(dg_str s, dg_range r) {
    while (r.from < r.to) {
        uint32_t at = r.from, c = dg_utf8_next(s, &at);
        if (!dg_is_space(c)) break;
        r.from = at;
    }
    while (r.to > r.from) {
        uint32_t at = r.to, c = dg_utf8_prev(s, &at);
        if (!dg_is_space(c)) break;
        r.to = at;
    }
    return r;
}

/* Adds a span; spans inside it that were added before belong to it and go. */
static bool add_span(scan *s, dg_marked m) {
    m.inner = trim_range(s->text, m.inner);
    if (m.inner.from >= m.inner.to) return true;
    while (s->out->n && s->out->items[s->out->n - 1].style != DG_MARK_DASH &&
           s->out->items[s->out->n - 1].outer.from >= m.outer.from)
        s->out->n--;
    if (s->out->n >= DG_MAX_MARKS) {
        s->out->cut = true;
        return true;
    }
    return DG_PUSH(s->arena, s->out->items, s->out->n, s->out->cap, m);
}

static bool close_at(scan *s, uint32_t level, const mark *end) {
    const mark *open = &s->stack[level];
    dg_marked m = {.outer = {open->at, end->end},
                   .inner = {open->end, end->at},
                   .para = s->para,
                   .closed = true};
    m.style = open->single ? DG_MARK_SINGLE : DG_MARK_DOUBLE;
    s->depth = level, s->held = 0;
    return add_span(s, m);
}

/* The innermost open mark that `m` may close, or MAX_DEPTH. */
static uint32_t open_level(const scan *s, const mark *m) {
    for (uint32_t i = s->depth; i-- > 0;)
        if (s->stack[i].single == m->single) return i;
    return MAX_DEPTH;
}

/* An opening single mark counts only when a closing one follows in the paragraph. */
static bool single_closes(scan *s, const mark *m, uint32_t para_end) {
    if (m->end < s->no_single) return false;
    uint32_t stop = para_end < m->end + AHEAD / 4 ? para_end : m->end + AHEAD / 4;
    for (uint32_t at = m->end; at < stop;) {
        mark k;
        if (mark_here(s->text, at, &k)) {
            if (k.single && k.can_close && k.at > m->end) return true;
            at = k.end;
        } else
            dg_utf8_next(s->text, &at);
    }
    s->no_single = stop;
    return false;
}

/* "the workers' flag": a mark behind a plural s with small letters behind it may be a genitive; it
 * is one when another closing mark follows before the next opening one. */
static bool is_genitive(const scan *s, const mark *m, uint32_t para_end) {
    uint32_t c = char_at(s->text, m->end + 1);
    if (!m->single || char_before(s->text, m->at) != 's' || !dg_is_lower(c)) return false;
    uint32_t stop = para_end < m->end + 300 ? para_end : m->end + 300;
    for (uint32_t at = m->end; at < stop;) {
        mark k;
        if (!mark_here(s->text, at, &k))
            dg_utf8_next(s->text, &at);
        else if (k.single)
            return k.can_close && !k.can_open;
        else
            at = k.end;
    }
    return false;
}

/* A single mark that never closes in its paragraph opens speech only where nothing else is likely:
 * first in the paragraph or behind a colon or comma, with a capital behind it ("'Tis" and "'90s"
 * have none). */
static bool leads_in(const scan *s, const mark *m) {
    uint32_t first = char_at(s->text, m->end), second = m->end + 1;
    if (!dg_is_upper(first) || s->depth || m->opener) return false;
    if (first == 'T' && second < s->text.n && s->text.p[second] == 'i') return false;
    if (m->at == s->para_from) return true;
    uint32_t k = m->at, before = ' ';
    while (k > s->para_from && dg_is_space(before)) before = dg_utf8_prev(s->text, &k);
    return before == ':' || before == ',';
}

static bool take_mark(scan *s, const mark *m, uint32_t para_end) {
    uint32_t level = open_level(s, m);
    if (level < MAX_DEPTH && m->can_close && !is_genitive(s, m, para_end))
        return close_at(s, level, m);
    if (!m->can_open || s->depth >= MAX_DEPTH) return true;
    if (m->single && !single_closes(s, m, para_end) && !leads_in(s, m)) return true;
    s->stack[s->depth++] = *m;
    return true;
}

/* Does the text behind a paragraph close what is open before it opens anything else? The first
 * double mark decides. */
static bool closes_later(const scan *s, uint32_t from) {
    uint32_t stop = s->text.n < from + AHEAD ? s->text.n : from + AHEAD;
    for (uint32_t at = from; at < stop;) {
        mark m;
        if (!mark_here(s->text, at, &m))
            dg_utf8_next(s->text, &at);
        else if (m.single)
            at = m.end;
        else
            return m.can_close && !m.can_open;
    }
    return false;
}

static bool opens_with_mark(const scan *s, uint32_t at, bool single) {
    while (at < s->text.n && dg_is_space(char_at(s->text, at))) dg_utf8_next(s->text, &at);
    mark m;
    return at < s->text.n && mark_here(s->text, at, &m) && m.single == single && m.can_open;
}

/* What is open at the end of the paragraph and may still be a quotation: the outermost double mark,
 * else a single one that leads speech in. */
static bool keep_open(scan *s) {
    uint32_t level = 0;
    while (level < s->depth && s->stack[level].single) level++;
    if (level == s->depth) level = 0;
    if (!s->depth) return false;
    s->stack[0] = s->stack[level];
    s->depth = 1;
    return true;
}

/* At the end of a paragraph: an open mark goes on or is given up. */
static bool end_para(scan *s, uint32_t para_end) {
    if (!keep_open(s)) return true;
    const mark open = s->stack[0];
    bool goes_on = opens_with_mark(s, para_end, open.single);
    if (!open.single && !goes_on && s->held++ < MAX_HELD && closes_later(s, para_end)) return true;
    dg_marked m = {.outer = {open.at, para_end}, .inner = {open.end, para_end}, .para = s->para};
    m.style = open.single ? DG_MARK_SINGLE : DG_MARK_DOUBLE;
    m.goes_on = goes_on;
    s->depth = 0, s->held = 0;
    const dg_marked *last = s->out->n ? &s->out->items[s->out->n - 1] : NULL;
    if (last && last->style != DG_MARK_DASH && last->outer.from > m.outer.from)
        return true; /* a later mark of the paragraph is well paired: rather that one than
                        everything to the end */
    return add_span(s, m);
}

static bool is_dash(uint32_t c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* A dash that opens speech: at the start of the paragraph or behind the end of a sentence, a gap
 * and text behind it. */
static bool dash_opens(dg_str s, uint32_t at, uint32_t para_from) {
    uint32_t end = at, c = dg_utf8_next(s, &end);
    if (!is_dash(c) || end >= s.n) return false;
    uint32_t behind = char_at(s, end);
    if (at == para_from) return dg_is_space(behind) || dg_is_upper(behind);
    if (!dg_is_space(behind) || !dg_is_space(char_before(s, at))) return false;
    uint32_t k = at, before = ' ';
    while (k > para_from && dg_is_space(before)) before = dg_utf8_prev(s, &k);
    if (before != '.' && before != '?' && before != '!' && before != '|' && before != ':')
        return false;
    k = end;
    while (k < s.n && dg_is_space(char_at(s, k))) dg_utf8_next(s, &k);
    return dg_is_upper(char_at(s, k));
}

static bool add_dash(scan *s, uint32_t at, uint32_t to) {
    uint32_t end = at;
    dg_utf8_next(s->text, &end);
    dg_marked m = {.outer = {at, to},
                   .inner = {end, to},
                   .para = s->para,
                   .style = DG_MARK_DASH,
                   .closed = true};
    return add_span(s, m);
}

/* Dash spans of one paragraph: each runs to the next dash or bar, or to the paragraph's end. */
static bool dash_para(scan *s, dg_range para) {
    uint32_t open = DG_NONE;
    for (uint32_t at = para.from; at < para.to;) {
        bool bar = s->text.p[at] == '|', opens = dash_opens(s->text, at, para.from);
        if ((bar || opens) && open != DG_NONE) {
            if (!add_dash(s, open, at)) return false;
            open = DG_NONE;
        }
        if (opens) open = at;
        dg_utf8_next(s->text, &at);
    }
    return open == DG_NONE || add_dash(s, open, para.to);
}

static bool mark_para(scan *s, dg_range para) {
    for (uint32_t at = para.from; at < para.to;) {
        mark m;
        if (mark_here(s->text, at, &m)) {
            if (!take_mark(s, &m, para.to)) return false;
            at = m.end;
        } else
            dg_utf8_next(s->text, &at);
    }
    return end_para(s, para.to);
}

static int by_start(const void *a, const void *b) {
    const dg_marked *x = a, *y = b;
    return (x->outer.from > y->outer.from) - (x->outer.from < y->outer.from);
}

static bool read_para(scan *s, dg_range para, bool dash) {
    para = trim_range(s->text, para);
    if (para.from >= para.to) return true;
    s->para = s->out->n_paras, s->para_from = para.from;
    if (!DG_PUSH(s->arena, s->out->paras, s->out->n_paras, s->out->cap_paras, para)) return false;
    uint32_t first = s->out->n;
    if (dash && !s->depth && !dash_para(s, para)) return false;
    uint32_t n_dashes = s->out->n - first;
    if (!mark_para(s, para)) return false;
    if (n_dashes && s->out->n > first + n_dashes)
        qsort(s->out->items + first, s->out->n - first, sizeof s->out->items[0], by_start);
    return true;
}

/* A line end is the end of a paragraph unless a sentence runs over it (text wrapped at a column).
 */
static bool ends_para(const scan *s, uint32_t at, uint32_t *sentence) {
    if (at + 1 < s->text.n && (s->text.p[at + 1] == '\n' || s->text.p[at + 1] == '\r')) return true;
    const dg_doc *d = s->doc;
    while (*sentence < d->n_sentences && d->sentences[*sentence].span.to <= at) (*sentence)++;
    return *sentence >= d->n_sentences || d->sentences[*sentence].span.from > at;
}

int dg_quote_marks(const dg_doc *doc, bool dash, dg_marks *ret, dg_err *err) {
    dg_marks marks = {0};
    scan s = {.doc = doc, .text = doc->text, .out = &marks, .arena = doc->arena};
    uint32_t from = 0, sentence = 0;
    bool ok = true;
    for (uint32_t at = 0; ok && at < doc->text.n; at++) {
        if (doc->text.p[at] != '\n' || !ends_para(&s, at, &sentence)) continue;
        ok = read_para(&s, (dg_range){from, at}, dash);
        from = at + 1;
    }
    ok = ok && read_para(&s, (dg_range){from, doc->text.n}, dash);
    if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "quotation marks");
    *ret = marks;
    return 0;
}
