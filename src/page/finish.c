/* finish.c: see finish.h.
 * The day of publication, best witness first: given by the user, the container's or the page's
 * metadata, a line at the head of the text, a dateline. Nothing else dates an article: days in its
 * sentences are days of what it tells. */
#include "page/finish.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "page/dates.h"

/* ---- datelines ---- */

typedef struct line_of_place { /* a dateline: its day, and its bytes in the text with the dash
                                  behind */
    dg_days days;
    dg_range span;
} line_of_place;

/* Only names in front of the day: "NEW DELHI,". */
static bool names_only(dg_str before) {
    bool fresh = true;
    for (uint32_t at = 0; at < before.n;) {
        uint32_t c = dg_utf8_next(before, &at);
        if (fresh && dg_is_lower(c)) return false;
        fresh = c == ' ';
    }
    return true;
}

/* Behind the day: an agency perhaps, then a dash, or a bracket that closes. Where what follows
 * begins, or 0. */
static uint32_t behind_day(dg_str text, uint32_t at) {
    static const char *const dashes[] = {" - ", "\xE2\x80\x93", "\xE2\x80\x94", "--"};
    uint32_t end = at + 30 < text.n ? at + 30 : text.n, found = 0;
    for (; at < end && text.p[at] != '\n'; at++) {
        if (text.p[at] == ')') found = at + 1;
        for (size_t i = 0; i < DG_LEN(dashes); i++)
            if (dg_str_starts(dg_str_cut(text, at, text.n), dg_str_of(dashes[i])))
                return at + (uint32_t)strlen(dashes[i]);
    }
    return found;
}

/* A dateline opens the line: place, day, perhaps an agency, and a dash or a bracket: "BERLIN, 3 May
 * 2019 (dpa) - ". */
static line_of_place dateline(const dg_page_tables *t, dg_str text, dg_arena *arena) {
    const line_of_place none = {DG_DAYS_NONE, {0, 0}};
    dg_str head = dg_utf8_lower(arena, dg_str_cut(text, 0, text.n < 120 ? text.n : 120));
    dg_page_date date;
    if (!head.p || !dg_page_date_find(t, head, &date) || date.span.from > 60) return none;
    if (date.days.from != date.days.to || date.span.from < 3) return none;
    dg_str before = dg_page_trim(dg_str_cut(text, 0, date.span.from));
    if (!before.n || !strchr(",(/)", before.p[before.n - 1]) ||
        dg_phrase_at(t, DG_PHRASE_META, head) || !names_only(before))
        return none;
    uint32_t end = behind_day(text, date.span.to);
    if (!end) return none;
    while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\n')) end++;
    return (line_of_place){date.days, {0, end}};
}

/* Below the headline and a kicker or subheading the dateline still opens the text. */
static line_of_place dateline_near_top(const dg_page_tables *t, dg_str text, dg_arena *arena) {
    enum { LINES = 3 };
    uint32_t from = 0;
    for (int line = 0; line < LINES && from < text.n; line++) {
        line_of_place found = dateline(t, dg_str_cut(text, from, text.n), arena);
        found.span = (dg_range){found.span.from + from, found.span.to + from};
        if (dg_days_known(found.days)) return found;
        const char *end = memchr(text.p + from, '\n', text.n - from);
        if (!end) break;
        from = (uint32_t)(end - text.p) + 1;
    }
    return (line_of_place){DG_DAYS_NONE, {0, 0}};
}

/* The text without its dateline, which is no sentence of it; the text itself when nothing else is
 * left. */
static dg_str without(dg_str text, dg_range r, dg_arena *arena) {
    if (r.to <= r.from || r.to - r.from >= text.n) return text;
    char *p = dg_arena_alloc(arena, text.n - (r.to - r.from));
    if (!p) return text;
    memcpy(p, text.p, r.from);
    memcpy(p + r.from, text.p + r.to, text.n - r.to);
    return (dg_str){p, text.n - (r.to - r.from)};
}

/* ---- the day of publication ---- */

typedef struct witness {
    dg_page_when when;
    uint8_t basis;
} witness;

typedef struct witnesses { /* best first */
    witness items[DG_PAGE_DATES + 8];
    uint32_t n;
} witnesses;

static void add_days(witnesses *w, dg_days days, dg_basis basis) {
    if (dg_days_known(days))
        w->items[w->n++] = (witness){.when = {.days = days}, .basis = (uint8_t)basis};
}

static void add_written(witnesses *w, const dg_page_tables *t, dg_str s, dg_str lang,
                        dg_arena *arena) {
    dg_page_when when = dg_page_when_read(t, s, lang, arena);
    if (dg_days_known(when.days)) w->items[w->n++] = (witness){when, DG_BASIS_METADATA};
}

/* The first witness that can be true: nothing was published behind the day it was fetched. */
static void set_published(const dg_page_tables *t, const dg_page_own *own, const dg_page_hints *h,
                          const dg_block_facts *facts, dg_days dateline_day, dg_doc *doc) {
    witnesses w = {.n = 0};
    dg_days address = dg_page_when_url(t, h->url.n ? h->url : own->url, doc->arena);
    bool whole_day = address.from == address.to;
    dg_page_when crawled = dg_page_when_read(t, h->crawled, DG_STR_NULL, doc->arena);
    add_written(&w, t, h->date, doc->lang_hint, doc->arena);
    for (uint32_t i = 0; i < own->n_dates; i++)
        add_written(&w, t, own->dates[i], doc->lang_hint, doc->arena);
    if (whole_day) add_days(&w, address, DG_BASIS_METADATA);
    add_days(&w, own->shown, DG_BASIS_HEADER);
    add_days(&w, facts->published, DG_BASIS_HEADER);
    add_days(&w, dateline_day, DG_BASIS_HEADER);
    if (!whole_day) add_days(&w, address, DG_BASIS_METADATA);
    doc->published = DG_DAYS_NONE;
    doc->published_basis = DG_BASIS_NONE;
    if (dg_days_known(h->given)) {
        doc->published = h->given;
        doc->published_basis = DG_BASIS_GIVEN;
        return;
    }
    for (uint32_t i = 0; i < w.n; i++) {
        if (!dg_page_when_before(&w.items[i].when, &crawled)) continue;
        doc->published = w.items[i].when.days;
        doc->published_basis = w.items[i].basis;
        return;
    }
}

/* ---- text ---- */

static int join(const dg_blocks *b, dg_arena *arena, dg_str *ret) {
    size_t n = 0;
    for (uint32_t i = 0; i < b->n; i++)
        if (!b->items[i].fate) n += b->items[i].text.n + 1u;
    if (!n) return DG_E_EMPTY;
    char *p = dg_arena_alloc(arena, n), *out = p;
    if (!p) return DG_E_NOMEM;
    for (uint32_t i = 0; i < b->n; i++) {
        dg_str s = b->items[i].text;
        if (b->items[i].fate) continue;
        if (out != p) *out++ = '\n';
        memcpy(out, s.p, s.n);
        out += s.n;
    }
    *ret = (dg_str){p, (uint32_t)(out - p)};
    return 0;
}

static dg_str first_of(dg_str a, dg_str b) {
    return a.p && a.n ? a : b.n ? b : DG_STR_NULL;
}

/* Notes what all paragraphs say of the kind, before any is left out. */
static bool note_all(const dg_page_tables *t, const dg_blocks *b, dg_arena *arena,
                     dg_page_signs *signs) {
    for (uint32_t i = 0; i < b->n; i++)
        if (!dg_kind_note(t, b->items[i].text, b->items[i].heading, arena, signs)) return false;
    return true;
}

int dg_page_finish(const dg_page_tables *t, dg_blocks *b, const dg_page_own *own,
                   const dg_page_hints *hints, dg_doc *doc, dg_err *err) {
    static const dg_page_hints none = {.given = {DG_DAY_NONE, DG_DAY_NONE}};
    const dg_page_hints *h = hints ? hints : &none;
    dg_block_facts facts = {.published = DG_DAYS_NONE};
    dg_page_signs signs = own->signs;
    dg_str text, title = first_of(h->title, own->title);
    if (!own->signs_noted && !note_all(t, b, doc->arena, &signs))
        return dg_err_set(err, DG_E_NOMEM, 0, "blocks");
    int rc = dg_blocks_judge(t, b, doc->arena, &facts, err);
    if (rc) return rc;
    rc = join(b, doc->arena, &text);
    if (rc == DG_E_EMPTY) {
        uint8_t kind = dg_kind_judge(t, &signs, title, 0, doc->arena);
        return dg_err_set(err, rc, 0, "no paragraph is the article's own (%s)",
                          dg_page_kind_names[kind]);
    }
    if (rc) return dg_err_set(err, rc, 0, "text");
    if (!title.n) {
        uint32_t i = dg_blocks_title(b);
        if (i != DG_NONE) title = b->items[i].text;
    }
    line_of_place line = dateline_near_top(t, text, doc->arena);
    doc->text = text = without(text, line.span, doc->arena);
    doc->title = title.n ? title : DG_STR_NULL;
    doc->byline = first_of(h->byline, first_of(own->byline, facts.byline));
    doc->outlet = first_of(h->outlet, own->outlet);
    doc->url = first_of(own->url, h->url);
    doc->lang_hint = first_of(h->lang, own->lang);
    doc->kind = h->teaser ? DG_KIND_TEASER : dg_kind_judge(t, &signs, title, text.n, doc->arena);
    set_published(t, own, h, &facts, line.days, doc);
    dg_sha256_id((dg_str[]){title.n ? title : DG_STR(""), text}, 2, doc->id);
    return 0;
}
