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

/* A dateline opens the text: place, day, perhaps an agency, and a dash or a bracket: "BERLIN, 3 May
 * 2019 (dpa) - ". */
static dg_days dateline(const dg_page_tables *t, dg_str text, dg_arena *arena) {
    dg_str head = dg_utf8_lower(arena, dg_str_cut(text, 0, text.n < 120 ? text.n : 120));
    dg_page_date date;
    if (!head.p || !dg_page_date_find(t, head, &date) || date.span.from > 60) return DG_DAYS_NONE;
    if (date.days.from != date.days.to || date.span.from < 3) return DG_DAYS_NONE;
    dg_str before = dg_page_trim(dg_str_cut(text, 0, date.span.from));
    if (!before.n || !strchr(",(/)", before.p[before.n - 1]) ||
        dg_phrase_at(t, DG_PHRASE_META, head))
        return DG_DAYS_NONE;
    bool fresh = true;
    for (uint32_t at = 0; at < before.n;) {
        uint32_t c = dg_utf8_next(before, &at);
        if (fresh && dg_is_lower(c)) return DG_DAYS_NONE;
        fresh = c == ' ';
    }
    uint32_t at = date.span.to, end = at + 30 < text.n ? at + 30 : text.n;
    for (; at < end; at++) {
        dg_str rest = dg_str_cut(text, at, text.n);
        if (dg_str_starts(rest, DG_STR(" - ")) || dg_str_starts(rest, DG_STR("\xE2\x80\x93")) ||
            dg_str_starts(rest, DG_STR("\xE2\x80\x94")) || dg_str_starts(rest, DG_STR("--")) ||
            rest.p[0] == ')')
            return date.days;
    }
    return DG_DAYS_NONE;
}

/* Below the headline and a kicker or subheading the dateline still opens the text. */
static dg_days dateline_near_top(const dg_page_tables *t, dg_str text, dg_arena *arena) {
    enum { LINES = 3 };
    dg_days days = dateline(t, text, arena);
    for (int line = 1; line < LINES && !dg_days_known(days); line++) {
        const char *end = text.n ? memchr(text.p, '\n', text.n) : NULL;
        if (!end) break;
        text = dg_str_cut(text, (uint32_t)(end - text.p) + 1, text.n);
        days = dateline(t, text, arena);
    }
    return days;
}

static void set_published(const dg_page_tables *t, const dg_page_own *own,
                          const dg_page_hints *hints, const dg_block_facts *facts, dg_doc *doc) {
    struct {
        dg_days days;
        uint8_t basis;
    } witnesses[] = {
        {hints ? hints->given : DG_DAYS_NONE, DG_BASIS_GIVEN},
        {hints ? dg_page_date_read(t, hints->date, doc->arena) : DG_DAYS_NONE, DG_BASIS_METADATA},
        {own->published, DG_BASIS_METADATA},
        {own->shown, DG_BASIS_HEADER},
        {facts->published, DG_BASIS_HEADER},
        {DG_DAYS_NONE, DG_BASIS_HEADER}};
    uint32_t i = 0, last = DG_LEN(witnesses) - 1;
    while (i < last && !dg_days_known(witnesses[i].days)) i++;
    if (i == last) witnesses[last].days = dateline_near_top(t, doc->text, doc->arena);
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
    doc->text = text;
    doc->title = title.n ? title : DG_STR_NULL;
    doc->byline =
        first_of(hints ? hints->byline : DG_STR_NULL, first_of(own->byline, facts.byline));
    doc->outlet = first_of(hints ? hints->outlet : DG_STR_NULL, own->outlet);
    set_published(t, own, hints, &facts, doc);
    dg_sha256_id((dg_str[]){title.n ? title : DG_STR(""), text}, 2, doc->id);
    return 0;
}
