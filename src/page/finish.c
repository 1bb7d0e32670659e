/* finish.c: see finish.h.
 * The day of publication, best witness first: given by the user, the container's or the page's
 * metadata, a line at the head of the text, a dateline. Nothing else dates an article: days in its
 * sentences are days of what it tells. */
#include "page/finish.h"

#include "base/hash.h"
#include "base/utf8.h"

/* ---- dates ---- */

static bool digits(dg_str s, uint32_t from, uint32_t n) {
    for (uint32_t i = from; i < from + n; i++)
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9') return false;
    return true;
}

dg_days dg_page_date_read(const dg_page_tables *t, dg_str s, dg_arena *arena) {
    dg_days days = DG_DAYS_NONE;
    s = dg_page_trim(s);
    if (!s.n || s.n > 200) return days;
    if (digits(s, 0, 8) && !digits(s, 8, 1)) { /* 20220418, 20220418T1200 */
        char iso[10] = {s.p[0], s.p[1], s.p[2], s.p[3], '-', s.p[4], s.p[5], '-', s.p[6], s.p[7]};
        if (!dg_days_parse((dg_str){iso, 10}, &days)) return days;
    }
    dg_str low = dg_utf8_lower(arena, s);
    dg_page_date date;
    return low.p && dg_page_date_find(t, low, &date) ? date.days : DG_DAYS_NONE;
}

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

static void set_published(const dg_page_tables *t, const dg_page_own *own,
                          const dg_page_hints *hints, const dg_block_facts *facts,
                          dg_days dateline_day, dg_doc *doc) {
    struct {
        dg_days days;
        uint8_t basis;
    } witnesses[] = {
        {hints ? hints->given : DG_DAYS_NONE, DG_BASIS_GIVEN},
        {hints ? dg_page_date_read(t, hints->date, doc->arena) : DG_DAYS_NONE, DG_BASIS_METADATA},
        {own->published, DG_BASIS_METADATA},
        {own->shown, DG_BASIS_HEADER},
        {facts->published, DG_BASIS_HEADER},
        {dateline_day, DG_BASIS_HEADER}};
    uint32_t i = 0, last = DG_LEN(witnesses) - 1;
    while (i < last && !dg_days_known(witnesses[i].days)) i++;
    doc->published = witnesses[i].days;
    doc->published_basis = dg_days_known(doc->published) ? witnesses[i].basis : DG_BASIS_NONE;
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

int dg_page_finish(const dg_page_tables *t, dg_blocks *b, const dg_page_own *own,
                   const dg_page_hints *hints, dg_doc *doc, dg_err *err) {
    dg_block_facts facts = {.published = DG_DAYS_NONE};
    dg_str text, title = first_of(hints ? hints->title : DG_STR_NULL, own->title);
    int rc = dg_blocks_judge(t, b, doc->arena, &facts, err);
    if (rc) return rc;
    if ((rc = join(b, doc->arena, &text)))
        return dg_err_set(err, rc, 0, "no paragraph is the article's own");
    if (!title.n) {
        uint32_t i = dg_blocks_title(b);
        if (i != DG_NONE) title = b->items[i].text;
    }
    line_of_place line = dateline_near_top(t, text, doc->arena);
    doc->text = text = without(text, line.span, doc->arena);
    doc->title = title.n ? title : DG_STR_NULL;
    doc->byline =
        first_of(hints ? hints->byline : DG_STR_NULL, first_of(own->byline, facts.byline));
    doc->outlet = first_of(hints ? hints->outlet : DG_STR_NULL, own->outlet);
    set_published(t, own, hints, &facts, line.days, doc);
    dg_sha256_id((dg_str[]){title.n ? title : DG_STR(""), text}, 2, doc->id);
    return 0;
}
