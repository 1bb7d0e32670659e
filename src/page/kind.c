/* kind.c: see kind.h. The rules are few and want two witnesses: words alone make no kind as long as
 * the page carries the text of an article. Cost: O(bytes * phrases of the first bytes). */
#include "page/kind.h"

#include "base/utf8.h"

enum {
    STUB = 1200,    /* bytes: an article that is shorter may be the part before a paywall */
    SCRAP = 500,    /* bytes: less than this beside a video or a list is its description */
    BRIEF = 200,    /* bytes: no report is shorter */
    MANY_LINKS = 6, /* headlines of a list */
    MANY_CLOCKS = 5
};

/* "10:42", "10.42 Uhr", "kl. 10:42", "10:42 AM": at the beginning of a short line or a paragraph.
 */
static bool begins_with_clock(const dg_page_tables *t, dg_str low) {
    uint32_t at = dg_phrase_at(t, DG_PHRASE_META, low), digits = 0, n = 0;
    while (at < low.n && (low.p[at] == ' ' || low.p[at] == '.')) at++;
    while (at + digits < low.n && low.p[at + digits] >= '0' && low.p[at + digits] <= '9') digits++;
    uint32_t m = at + digits + 1;
    if (!digits || digits > 2 || m + 1 >= low.n || (low.p[m - 1] != ':' && low.p[m - 1] != '.'))
        return false;
    while (m + n < low.n && low.p[m + n] >= '0' && low.p[m + n] <= '9') n++;
    return n == 2 && (low.p[m - 1] == ':' || low.n < 16) && (m + 2 == low.n || low.p[m + 2] != '.');
}

bool dg_kind_note(const dg_page_tables *t, dg_str text, bool heading, dg_arena *arena,
                  dg_page_signs *signs) {
    dg_arena_mark mark = dg_arena_mark_get(arena);
    uint32_t words = dg_block_words(text);
    dg_str low = dg_utf8_lower(arena, dg_str_cut(text, 0, 2000));
    if (!low.p) return false;
    bool prose = !heading && words >= 8 && dg_block_is_prose(text);
    bool asks = words <= 120 && dg_phrase_in(t, DG_PHRASE_PAGE_COOKIES, low);
    signs->cookies |= asks;
    signs->paywall |= words <= 60 && dg_phrase_in(t, DG_PHRASE_PAGE_PAYWALL, low);
    signs->error |= words <= 20 && dg_phrase_at(t, DG_PHRASE_PAGE_ERROR, low) > 0;
    signs->clocks += begins_with_clock(t, low);
    if (prose) *(asks ? &signs->asking : &signs->prose) += text.n;
    dg_arena_release(arena, mark);
    return true;
}

static bool is_list(const dg_page_signs *s, uint32_t n_text) {
    if (s->article || s->links < MANY_LINKS) return false;
    if (s->listing || s->front) return n_text < 3 * SCRAP;
    return n_text < BRIEF && s->links >= 2 * MANY_LINKS;
}

uint8_t dg_kind_judge(const dg_page_tables *t, const dg_page_signs *s, dg_str title,
                      uint32_t n_text, dg_arena *arena) {
    dg_str low = title.n ? dg_utf8_lower(arena, title) : DG_STR_NULL;
    if (!low.p) low = DG_STR("");
    bool declared = s->article || s->live;
    bool titled_error = dg_phrase_at(t, DG_PHRASE_PAGE_ERROR, low) > 0;
    if (!declared && (titled_error || s->error) && s->prose < (titled_error ? 2 * SCRAP : SCRAP))
        return DG_KIND_ERROR;
    if (s->cookies && s->asking > s->prose && s->prose < SCRAP) return DG_KIND_COOKIES;
    if (is_list(s, n_text)) return DG_KIND_INDEX;
    bool titled_live = dg_phrase_at(t, DG_PHRASE_PAGE_LIVE, low) > 0;
    if (s->live || (s->clocks >= MANY_CLOCKS && (titled_live || s->clocks >= 3 * MANY_CLOCKS)))
        return DG_KIND_LIVE;
    bool gallery = s->gallery || dg_phrase_at(t, DG_PHRASE_PAGE_GALLERY, low);
    bool video = s->video || dg_phrase_at(t, DG_PHRASE_PAGE_VIDEO, low);
    if (n_text < SCRAP && (gallery || video)) return gallery ? DG_KIND_GALLERY : DG_KIND_VIDEO;
    if (n_text < STUB && (s->paywall || s->locked)) return DG_KIND_PAYWALL;
    return DG_KIND_ARTICLE;
}
