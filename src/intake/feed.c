/* feed.c: see feed.h.
 *
 * The whole feed is in memory, one tree; items are handed out one by one, in the order of the
 * document, wherever in the tree they stand (a broken feed has items inside items). Where each
 * begins in the file is found by looking for the tags in the bytes: when there are as many as
 * items, the kth is the kth's. Cost: O(bytes). Limits: DG_MAX_WHOLE, DG_MAX_ITEMS. */
#include "intake/feed.h"

#include "doc/limits.h"
#include "intake/xml.h"

enum {
    FULL = 1200, /* bytes of plain text from which on a description is the article itself */
    SHORT = 1000 /* and up to which one that ends in dots is not */
};

struct dg_feed {
    dg_container *c;
    xmlDocPtr doc;
    const xmlNode *root, *next; /* next: where the search for the next item goes on */
    dg_spot spot;
    uint32_t *begins; /* [n_begins] bytes where items begin */
    uint32_t n_begins, cap_begins, n_items, number;
    bool cut;
    dg_str title, link, lang; /* of the feed */
};

static bool is(const xmlNode *n, const char *prefix, const char *name) {
    return !strcmp(dg_xml_name(n), name) && (!prefix || !strcmp(dg_xml_prefix(n), prefix));
}

/* Of RSS or Atom itself and not of an extension, under whatever prefix. */
static bool is_own(const xmlNode *n, const char *name) {
    static const char *const own[] = {"", "atom", "atom10", "a10", "a", "rss", "rss1"};
    if (strcmp(dg_xml_name(n), name) != 0) return false;
    for (uint32_t i = 0; i < DG_LEN(own); i++)
        if (!strcmp(dg_xml_prefix(n), own[i])) return true;
    return false;
}

static bool is_item(const xmlNode *n) {
    return is_own(n, "item") || is_own(n, "entry");
}

/* ---- opening ---- */

/* Of the next `end` (three bytes) its last byte; s.n when there is none. */
static uint32_t behind(dg_str s, uint32_t at, const char *end) {
    for (at += 2; at < s.n; at++) {
        const char *hit = memchr(s.p + at, end[2], s.n - at);
        if (!hit) break;
        at = (uint32_t)(hit - s.p);
        if (!memcmp(hit - 2, end, 2)) return at;
    }
    return s.n;
}

/* Where the items' tags stand in the bytes: "<item", "<entry", with or without a prefix. */
static bool find_begins(dg_feed *f, dg_str s) {
    for (uint32_t at = 0; at < s.n; at++) {
        const char *lt = memchr(s.p + at, '<', s.n - at);
        if (!lt) break;
        at = (uint32_t)(lt - s.p);
        dg_str rest = dg_str_cut(s, at + 1, at + 32);
        bool data = dg_str_starts(rest, DG_STR("![CDATA["));
        if (data || dg_str_starts(rest, DG_STR("!--"))) {
            at = behind(s, at, data ? "]]>" : "-->");
            continue;
        }
        uint32_t n = 0;
        while (n < rest.n && !strchr(" >/\t\r\n", rest.p[n])) n++;
        dg_str name = dg_str_cut(rest, 0, n);
        const char *colon = n ? memchr(name.p, ':', n) : NULL;
        if (colon) name = dg_str_cut(name, (uint32_t)(colon - name.p) + 1, n);
        if (!dg_str_is(name, "item") && !dg_str_is(name, "entry")) continue;
        if (!DG_PUSH(f->c->own, f->begins, f->n_begins, f->cap_begins, at)) return false;
    }
    return true;
}

/* The address of a link element: RSS's text, Atom's href (rel alternate or none). */
static dg_str link_of(const xmlNode *n, dg_arena *arena, bool *ret_other) {
    bool markup;
    dg_str href = dg_xml_attribute(n, "href"), rel = dg_xml_attribute(n, "rel");
    *ret_other = rel.n && !dg_str_is(rel, "alternate");
    return href.n ? href : dg_xml_text(n, arena, &markup);
}

/* What the feed says of itself: title, link, language. They stand in <channel> or below the root,
 * before the items or behind them. */
static void read_head(dg_feed *f) {
    const xmlNode *head = f->root;
    bool markup, other;
    for (const xmlNode *n = f->root->children; n; n = n->next)
        if (is_own(n, "channel")) head = n;
    dg_arena *a = f->c->own;
    f->lang = dg_xml_attribute(f->root, "lang");
    for (const xmlNode *n = head->children; n; n = n->next) {
        if (is_own(n, "title") && !f->title.n)
            f->title = dg_plain_text(dg_xml_text(n, a, &markup), a);
        else if (is(n, NULL, "language") && !f->lang.n)
            f->lang = dg_xml_text(n, a, &markup);
        else if (is_own(n, "link") && !f->link.n) {
            dg_str link = link_of(n, a, &other);
            if (!other) f->link = link;
        }
    }
    dg_str base = dg_xml_attribute(f->root, "base");
    if (base.n) f->link = base;
}

static uint32_t count_items(const dg_feed *f) {
    uint32_t n = 0;
    for (const xmlNode *i = f->root; i; i = dg_xml_next(i, f->root, true)) n += is_item(i);
    return n;
}

int dg_feed_open(dg_container *c, dg_feed **ret, dg_err *err) {
    dg_feed *f = dg_arena_zalloc(c->own, 1, sizeof *f);
    if (!f) return dg_err_set(err, DG_E_NOMEM, 0, "%s", c->name);
    *ret = f;
    f->c = c;
    f->spot = dg_stream_place(c->stream);
    dg_str bytes;
    int rc = dg_stream_rest(c->stream, DG_MAX_WHOLE, c->own, &bytes, &f->cut, err);
    if (rc) return rc;
    rc = dg_xml_read(bytes, c->own, &f->doc, err);
    if (rc) return rc;
    f->root = xmlDocGetRootElement(f->doc);
    if (!find_begins(f, bytes)) return dg_err_set(err, DG_E_NOMEM, 0, "%s", c->name);
    read_head(f);
    f->n_items = count_items(f);
    f->next = f->root;
    return 0;
}

void dg_feed_close(dg_feed *f) {
    if (f) xmlFreeDoc(f->doc);
}

/* ---- items ---- */

typedef struct item {
    dg_str title, link, guid, date, updated, author, outlet, lang, base;
    dg_str content, summary;
    bool content_plain, summary_plain;
    bool bad; /* without memory */
} item;

static void keep_first(item *it, dg_str *slot, dg_str value) {
    if (!value.p) it->bad = true;
    if (!slot->n && value.n) *slot = value;
}

/* The text of the first child of that name. */
static dg_str text_in(const xmlNode *n, const char *name, dg_arena *arena) {
    bool markup;
    for (const xmlNode *c = n->children; c; c = c->next)
        if (is(c, NULL, name)) return dg_plain_text(dg_xml_text(c, arena, &markup), arena);
    return DG_STR_NULL;
}

/* "ann@example.org (Ann Example)" of RSS: the name. */
static dg_str rss_author(dg_str s) {
    const char *open = s.n ? memchr(s.p, '(', s.n) : NULL;
    bool address = open && memchr(s.p, '@', (size_t)(open - s.p));
    if (!address || s.p[s.n - 1] != ')') return s;
    return dg_str_cut(s, (uint32_t)(open - s.p) + 1, s.n - 1);
}

/* Atom's type: "text" is no markup, "html" and none are; content of other types is none. */
static void take_content(const xmlNode *n, bool atom, dg_arena *arena, item *it, dg_str *slot,
                         bool *ret_plain) {
    bool markup;
    dg_str type = dg_xml_attribute(n, "type");
    bool text = dg_str_is(type, "text") || dg_str_is(type, "text/plain");
    bool html = !type.n || dg_str_is(type, "html") || dg_str_is(type, "xhtml") ||
                dg_str_is(type, "text/html") || dg_str_is(type, "application/xhtml+xml");
    if (slot->n || (!text && !html) || dg_str_is(dg_xml_attribute(n, "mode"), "base64")) return;
    keep_first(it, slot, dg_xml_text(n, arena, &markup));
    *ret_plain = !markup && (text || (atom && !type.n));
}

static void read_child(const xmlNode *n, dg_arena *arena, item *it) {
    bool markup, other, atom = is_own(n->parent, "entry");
    const char *name = dg_xml_name(n);
    if (n->type != XML_ELEMENT_NODE) return;
    if (is_own(n, "title") || is(n, "dc", "title")) {
        bool plain = dg_str_is(dg_xml_attribute(n, "type"), "text");
        dg_str title = dg_xml_text(n, arena, &markup);
        keep_first(it, &it->title, plain && !markup ? title : dg_plain_text(title, arena));
    } else if (is_own(n, "link")) {
        dg_str link = link_of(n, arena, &other);
        if (!other) keep_first(it, &it->link, link);
    } else if (!strcmp(name, "origLink")) { /* the address before the counter's */
        it->link = DG_STR_NULL;
        keep_first(it, &it->link, dg_xml_text(n, arena, &markup));
    } else if (is_own(n, "guid") || is_own(n, "id")) {
        if (!dg_str_is(dg_xml_attribute(n, "isPermaLink"), "false"))
            keep_first(it, &it->guid, dg_xml_text(n, arena, &markup));
    } else if (!strcmp(name, "pubDate") || !strcmp(name, "published") || !strcmp(name, "issued") ||
               is(n, "dc", "date") || is_own(n, "date")) {
        keep_first(it, &it->date, dg_xml_text(n, arena, &markup));
    } else if (is_own(n, "updated") || is_own(n, "modified") || !strcmp(name, "created")) {
        keep_first(it, &it->updated, dg_xml_text(n, arena, &markup));
    } else if (is_own(n, "author") || is(n, "dc", "creator")) {
        dg_str who = text_in(n, "name", arena);
        if (!who.n) who = rss_author(dg_plain_text(dg_xml_text(n, arena, &markup), arena));
        keep_first(it, &it->author, who);
    } else if (is_own(n, "source")) {
        dg_str who = text_in(n, "title", arena);
        keep_first(it, &it->outlet,
                   who.n ? who : dg_plain_text(dg_xml_text(n, arena, &markup), arena));
    } else if (is(n, "dc", "language")) {
        keep_first(it, &it->lang, dg_xml_text(n, arena, &markup));
    } else if (!strcmp(name, "encoded") || is_own(n, "content")) {
        take_content(n, atom, arena, it, &it->content, &it->content_plain);
    } else if (is(n, "xhtml", "body") || (!strcmp(name, "body") && !dg_xml_prefix(n)[0])) {
        it->content_plain = false;
        keep_first(it, &it->content, dg_xml_text(n, arena, &markup));
    } else if (is_own(n, "description") || is_own(n, "summary") || is(n, "dc", "description")) {
        take_content(n, atom, arena, it, &it->summary, &it->summary_plain);
    }
}

static bool ends_in_dots(dg_str s) {
    static const char *const ends[] = {"...", "[...]", "\xE2\x80\xA6", "[\xE2\x80\xA6]"};
    for (uint32_t i = 0; i < DG_LEN(ends); i++)
        if (dg_str_ends(s, dg_str_of(ends[i]))) return true;
    return false;
}

static dg_str plain_of(item *it, dg_str s, bool plain, dg_arena *arena) {
    dg_str text = plain || !s.p ? s : dg_plain_text(s, arena);
    it->bad |= s.p && !text.p;
    return text;
}

/* The full content, or the summary for want of it. */
static void choose_text(item *it, dg_arena *arena, dg_article *a) {
    dg_str content = plain_of(it, it->content, it->content_plain, arena);
    dg_str summary = plain_of(it, it->summary, it->summary_plain, arena);
    bool full = content.n && !(content.n < SHORT && ends_in_dots(content));
    bool long_summary = summary.n >= FULL && !ends_in_dots(summary);
    bool content_first = full || content.n >= summary.n;
    a->bytes = content_first ? it->content : it->summary;
    a->html = content_first ? !it->content_plain : !it->summary_plain;
    a->teaser = !full && !long_summary;
}

static bool is_address(dg_str s) {
    return dg_str_starts(s, DG_STR("http://")) || dg_str_starts(s, DG_STR("https://"));
}

/* Where item `number` (from 1) begins. */
static dg_spot spot_of(const dg_feed *f, uint32_t number) {
    dg_spot at = f->spot;
    if (f->n_begins != f->n_items || number > f->n_begins) return at;
    *(at.packed ? &at.within : &at.at) += f->begins[number - 1];
    return at;
}

static int read_item(dg_feed *f, const xmlNode *n, dg_arena *arena, dg_article *ret, dg_err *err) {
    uint32_t number = ++f->number;
    item it = {.base = dg_xml_attribute(n, "base"), .lang = dg_xml_attribute(n, "lang")};
    dg_article a = {.format = DG_FORMAT_FEED, .cut = f->cut, .file = dg_str_of(f->c->name)};
    a.place = spot_of(f, number);
    for (const xmlNode *c = n->children; c; c = c->next)
        if (!is_item(c)) read_child(c, arena, &it);
    choose_text(&it, arena, &a);
    if (it.bad) return dg_err_set(err, DG_E_NOMEM, a.place.at, "item %u", number);
    dg_str link = it.link.n ? it.link : is_address(it.guid) ? it.guid : DG_STR_NULL;
    dg_str base = dg_xml_resolve(f->link, it.base, arena);
    link = dg_xml_resolve(base.n ? base : f->link, link, arena);
    a.url = is_address(link) ? dg_arena_str(arena, link) : DG_STR_NULL;
    a.uri = a.url.n ? a.url : dg_arena_printf(arena, "%s#%u", f->c->name, number);
    a.title = it.title;
    a.date = it.date.n ? it.date : it.updated;
    a.byline = it.author;
    a.outlet = it.outlet.n ? it.outlet : dg_arena_str(arena, f->title);
    a.lang = dg_arena_str(arena, it.lang.n ? it.lang : f->lang);
    a.charset = DG_STR("UTF-8"); /* libxml2 has decoded it, whatever its markup says */
    if (!a.uri.p) return dg_err_set(err, DG_E_NOMEM, a.place.at, "%s", f->c->name);
    *ret = a;
    if (!a.bytes.n) return dg_err_set(err, DG_E_EMPTY, a.place.at, "item %u: no text", number);
    return 1;
}

int dg_feed_next(dg_feed *f, dg_arena *arena, dg_article *ret, dg_err *err) {
    for (const xmlNode *n = f->next; n && f->number < DG_MAX_ITEMS; n = f->next) {
        f->next = dg_xml_next(n, f->root, true);
        if (is_item(n)) return read_item(f, n, arena, ret, err);
    }
    return 0;
}

/* ---- lists of feeds ---- */

/* Titles of the outlines around n, outermost first. */
static dg_str folder_of(const xmlNode *n, dg_arena *arena) {
    dg_str path = DG_STR_NULL;
    for (const xmlNode *p = n->parent; p && is(p, NULL, "outline"); p = p->parent) {
        dg_str title = dg_xml_attribute(p, "title");
        if (!title.n) title = dg_xml_attribute(p, "text");
        path = path.n ? dg_arena_join(arena, title, DG_STR("/"), path) : title;
    }
    return path.n ? dg_arena_str(arena, path) : DG_STR_NULL;
}

int dg_opml_read(dg_str bytes, dg_arena *arena, dg_feed_entry **ret, uint32_t *ret_n, dg_err *err) {
    xmlDocPtr doc = NULL;
    int rc = dg_xml_read(bytes, arena, &doc, err);
    if (rc) return rc;
    const xmlNode *root = xmlDocGetRootElement(doc);
    dg_feed_entry *list = NULL;
    uint32_t n = 0, cap = 0;
    bool ok = true;
    for (const xmlNode *i = root; ok && i && n < DG_MAX_ITEMS; i = dg_xml_next(i, root, true)) {
        dg_str feed = is(i, NULL, "outline") ? dg_xml_attribute(i, "xmlUrl") : DG_STR_NULL;
        if (!feed.n) continue;
        dg_str title = dg_xml_attribute(i, "title"), site = dg_xml_attribute(i, "htmlUrl");
        if (!title.n) title = dg_xml_attribute(i, "text");
        dg_feed_entry e = {.feed = dg_arena_str(arena, feed), .folder = folder_of(i, arena)};
        if (title.n) e.title = dg_plain_text(title, arena);
        if (site.n) e.site = dg_arena_str(arena, site);
        ok = e.feed.p && DG_PUSH(arena, list, n, cap, e);
    }
    xmlFreeDoc(doc);
    if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "OPML");
    *ret = list;
    *ret_n = n;
    return 0;
}

int dg_opml_read_fd(int fd, const char *name, dg_arena *arena, dg_feed_entry **ret, uint32_t *ret_n,
                    dg_err *err) {
    dg_stream *s = NULL;
    dg_str bytes;
    bool cut = false;
    int rc = dg_stream_open_fd(fd, name, &s, err);
    if (!rc) rc = dg_stream_rest(s, DG_MAX_WHOLE, arena, &bytes, &cut, err);
    if (!rc) rc = dg_opml_read(bytes, arena, ret, ret_n, err);
    dg_stream_close(s);
    return rc;
}
