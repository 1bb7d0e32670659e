/* html.c: HTML to an article.
 *
 *   bytes ─► UTF-8 ─► scripts off ─► libxml2 ─► blocks, elements ─► leftovers off ─► container ─►
 * judged blocks ─► text
 *
 * The tree is walked once, without recursion. Text between the borders of block elements becomes a
 * block; an element is the range of blocks below it, so that every sum over a subtree is the
 * difference of two prefix sums. Elements that tags or the words of class and id call something
 * else than the article (class-out in page.tsv) are left out, unless most of the page's prose is in
 * them. From the root we step down to the child that holds nearly all prose; the last one is the
 * article. What is left in it is judged as plain text is (blocks.c).
 * Cost: O(bytes). Limits: DG_MAX_HTML, DG_MAX_HTML_NODES; elements nested deeper than libxml2
 * allows end the page. */
#include "page/html.h"

#include <libxml/HTMLparser.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "page/charset.h"
#include "page/meta.h"
#include "page/sites.h"

typedef struct raw_block {
    dg_str text;
    uint32_t chars, link_chars; /* bytes that are no blanks; those inside links */
    uint8_t heading;            /* 1..6, 0 none */
    bool item, quote;           /* in a list item; in a blockquote */
    bool prose, out;
    bool nav;         /* inside navigation, a header or footer of the page */
    uint32_t element; /* the innermost one that holds it, or DG_NONE */
} raw_block;

typedef struct element {
    const xmlNode *node;
    uint32_t parent;   /* DG_NONE for the root */
    uint32_t end;      /* elements [self + 1, end) are below it */
    uint32_t from, to; /* blocks [from, to) are below it */
} element;

typedef struct page {
    const dg_page_tables *t;
    dg_arena *arena;
    raw_block *blocks;
    uint32_t n_blocks, cap_blocks;
    element *elements;
    uint32_t n_elements, cap_elements;
    uint32_t *prose; /* [n_blocks + 1] prefix sums of prose bytes */
    /* while walking */
    dg_buf run;
    uint32_t run_links, links_open, items_open, quotes_open;
    uint32_t open; /* the innermost open element, or DG_NONE */
    uint8_t heading;
    bool ok;
    dg_meta meta;
} page;

/* ---- tags and attributes ---- */

static bool in_list(const char *name, const char *const *list, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (name[0] == list[i][0] && !strcmp(name, list[i])) return true;
    return false;
}

static bool is_block_tag(const char *name) {
    static const char *const tags[] = {
        "html",    "body",       "div",      "p",       "article",    "section", "main",   "header",
        "footer",  "nav",        "aside",    "ul",      "ol",         "li",      "dl",     "dt",
        "dd",      "table",      "thead",    "tbody",   "tfoot",      "tr",      "td",     "th",
        "caption", "blockquote", "pre",      "figure",  "figcaption", "h1",      "h2",     "h3",
        "h4",      "h5",         "h6",       "form",    "fieldset",   "address", "center", "hr",
        "details", "summary",    "dialog",   "hgroup",  "legend",     "picture", "video",  "audio",
        "button",  "menu",       "template", "marquee", "frameset"};
    return in_list(name, tags, DG_LEN(tags));
}

static bool is_skipped_tag(const char *name) {
    static const char *const tags[] = {
        "head",   "script",   "style",    "noscript", "iframe", "button",   "input",  "select",
        "option", "textarea", "svg",      "canvas",   "object", "embed",    "applet", "map",
        "audio",  "video",    "template", "dialog",   "math",   "progress", "meter",  "label"};
    return in_list(name, tags, DG_LEN(tags));
}

static bool is_out_tag(const char *name) {
    static const char *const tags[] = {"nav",    "footer",     "aside", "form",
                                       "figure", "figcaption", "menu",  "address"};
    return in_list(name, tags, DG_LEN(tags));
}

static bool is_hidden(const xmlNode *n) {
    dg_str style = dg_meta_attribute(n, "style");
    if (dg_meta_attribute(n, "hidden").p) return true;
    for (uint32_t i = 0; i + 12 <= style.n; i++)
        if (!memcmp(style.p + i, "display:none", 12) ||
            (i + 13 <= style.n && !memcmp(style.p + i, "display: none", 13)))
            return true;
    return false;
}

/* Is one of the words of an attribute ("post-meta", "relatedLinks") in the table's kind? */
static bool names_kind(const dg_page_tables *t, dg_phrase_kind kind, dg_str value) {
    char word[32];
    uint32_t n = 0;
    for (uint32_t i = 0; i <= value.n && i < 4096; i++) {
        char c = i < value.n ? value.p[i] : ' ';
        bool upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z');
        bool border = !letter || (upper && i && value.p[i - 1] >= 'a' && value.p[i - 1] <= 'z');
        if (border && n) {
            if (dg_phrase_is(t, kind, (dg_str){word, n})) return true;
            n = 0;
        }
        if (letter && n < sizeof word) word[n++] = upper ? (char)(c + 32) : c;
    }
    return false;
}

/* ---- blocks ---- */

static uint32_t count_ink(dg_str s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) n += (unsigned char)s.p[i] > ' ';
    return n;
}

/* Ends the block that is being collected. */
static void flush(page *g) {
    dg_str text = dg_meta_collapse(dg_buf_str(&g->run), g->arena);
    g->ok = g->ok && text.p && !g->run.bad;
    if (g->ok && text.n) {
        raw_block b = {.text = text,
                       .chars = count_ink(text),
                       .link_chars = g->run_links,
                       .heading = g->heading,
                       .item = g->items_open > 0,
                       .quote = g->quotes_open > 0,
                       .element = g->open};
        uint32_t words = dg_block_words(text);
        bool sentence = dg_block_is_prose(
            text); /* one that ends may be mostly links: names in the first paragraph */
        uint32_t percent = sentence && b.chars >= b.link_chars + 20 ? 80 : 50;
        b.prose = !b.heading && words >= 8 && b.link_chars * 100 < b.chars * percent &&
                  (words >= 25 || sentence);
        g->ok = DG_PUSH(g->arena, g->blocks, g->n_blocks, g->cap_blocks, b);
    }
    dg_buf_clear(&g->run);
    g->run_links = 0;
}

static void add_text(page *g, const char *text) {
    dg_str s = dg_str_of(text);
    dg_buf_adds(&g->run, s);
    if (g->links_open) g->run_links += count_ink(s);
}

/* ---- the walk ---- */

static void br(page *g, const xmlNode *n) {
    const xmlNode *next = n->next;
    while (next && next->type == XML_TEXT_NODE && xmlIsBlankNode(next)) next = next->next;
    dg_str so_far = dg_page_trim(dg_buf_str(&g->run));
    bool doubled = next && next->name && !strcmp((const char *)next->name, "br");
    if (doubled || dg_block_is_prose(so_far))
        flush(g);
    else
        dg_buf_addc(&g->run, ' ');
}

static bool is_heading(const char *name) {
    return name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2];
}

/* Returns true when the walk shall go below n. */
static bool enter(page *g, const xmlNode *n) {
    const char *name = (const char *)n->name;
    if (n->type == XML_TEXT_NODE && n->content) add_text(g, (const char *)n->content);
    if (n->type != XML_ELEMENT_NODE) return false;
    dg_meta_element(&g->meta, n, dg_buf_str(&g->run));
    if (!strcmp(name, "br")) br(g, n);
    if (!strcmp(name, "head")) return true;
    if (is_skipped_tag(name) || !strcmp(name, "title")) return false;
    bool block = is_block_tag(name);
    if (!block && strcmp(name, "a") &&
        names_kind(g->t, DG_PHRASE_CLASS_SKIP, dg_meta_attribute(n, "class")))
        return false;
    if (!strcmp(name, "a")) g->links_open++;
    if (!block) return true;
    flush(g);
    if (is_heading(name)) g->heading = (uint8_t)(name[1] - '0');
    g->items_open += !strcmp(name, "li");
    g->quotes_open += !strcmp(name, "blockquote");
    if (g->n_elements >= DG_MAX_HTML_NODES) return true;
    g->ok = g->ok && DG_PUSH(g->arena, g->elements, g->n_elements, g->cap_elements,
                             ((element){.node = n, .parent = g->open, .from = g->n_blocks}));
    if (!g->ok) return true;
    ((xmlNode *)(uintptr_t)n)->_private = (void *)(uintptr_t)g->n_elements;
    g->open = g->n_elements - 1;
    return true;
}

static void leave(page *g, const xmlNode *n) {
    const char *name = (const char *)n->name;
    if (n->type != XML_ELEMENT_NODE) return;
    if (!strcmp(name, "a") && g->links_open) g->links_open--;
    if (is_skipped_tag(name) || !is_block_tag(name)) return;
    flush(g);
    if (is_heading(name)) g->heading = 0;
    g->items_open -= !strcmp(name, "li");
    g->quotes_open -= !strcmp(name, "blockquote");
    if (!n->_private) return;
    element *e = &g->elements[(uintptr_t)n->_private - 1];
    e->end = g->n_elements;
    e->to = g->n_blocks;
    g->open = e->parent;
}

static void walk(page *g, xmlNode *root) {
    for (xmlNode *n = root; n && g->ok;) {
        if (enter(g, n) && n->children) {
            n = n->children;
            continue;
        }
        leave(g, n);
        while (n != root && !n->next) {
            n = n->parent;
            leave(g, n);
        }
        n = n == root ? NULL : n->next;
    }
    flush(g);
}

/* ---- which part is the article ---- */

static bool sum_prose(page *g) {
    if (!g->prose)
        g->prose = dg_arena_alloc(g->arena, ((size_t)g->n_blocks + 1) * sizeof *g->prose);
    if (!g->prose) return false;
    g->prose[0] = 0;
    for (uint32_t i = 0; i < g->n_blocks; i++) {
        const raw_block *b = &g->blocks[i];
        g->prose[i + 1] = g->prose[i] + (b->prose && !b->out ? b->chars : 0);
    }
    return true;
}

static uint32_t prose_in(const page *g, const element *e) {
    return g->prose[e->to] - g->prose[e->from];
}

static bool is_marked_body(const xmlNode *n) {
    return dg_str_is(dg_meta_attribute(n, "itemprop"), "articleBody");
}

/* Something else than the article, by its tag, role, class or id? */
static bool is_out(const page *g, const element *e) {
    const xmlNode *n = e->node;
    const char *name = (const char *)n->name;
    if (!strcmp(name, "html") || !strcmp(name, "body") || !strcmp(name, "main") ||
        is_marked_body(n))
        return false;
    uint32_t all = g->prose[g->n_blocks], inside = prose_in(g, e);
    dg_str class = dg_meta_attribute(n, "class"), id = dg_meta_attribute(n, "id"),
           role = dg_meta_attribute(n, "role");
    bool out = is_out_tag(name) || is_hidden(n) || dg_str_is(role, "navigation") ||
               dg_str_is(role, "complementary") || dg_str_is(role, "contentinfo") ||
               dg_str_is(role, "dialog") || dg_str_is(role, "menu");
    out = out || names_kind(g->t, DG_PHRASE_CLASS_OUT, class) ||
          names_kind(g->t, DG_PHRASE_CLASS_OUT, id);
    if (!out) return false;
    bool in = names_kind(g->t, DG_PHRASE_CLASS_IN, class) ||
              names_kind(g->t, DG_PHRASE_CLASS_IN, id) || !strcmp(name, "article");
    return (uint64_t)inside * 10 < (uint64_t)all * (in ? 4 : 7);
}

/* Links in these are the site's, not a list of articles. */
static bool is_nav(const xmlNode *n) {
    static const char *const tags[] = {"nav", "footer", "menu", "aside", "form"};
    return in_list((const char *)n->name, tags, DG_LEN(tags)) ||
           dg_str_is(dg_meta_attribute(n, "role"), "navigation");
}

static void leave_out(page *g) {
    for (uint32_t i = 0; i < g->n_elements; i++) {
        const element *e = &g->elements[i];
        if (e->from == e->to) continue;
        if (is_nav(e->node))
            for (uint32_t k = e->from; k < e->to; k++) g->blocks[k].nav = true;
        if (!is_out(g, e)) continue;
        bool embed = names_kind(g->t, DG_PHRASE_CLASS_EMBED, dg_meta_attribute(e->node, "class"));
        for (uint32_t k = e->from; k < e->to; k++)
            g->blocks[k].out = !(embed && g->blocks[k].quote);
        i = e->end > i ? e->end - 1 : i;
    }
}

/* A heading that is all link tells of another article: it goes with what little prose stands in the
 * same box. */
static void leave_out_teasers(page *g) {
    for (uint32_t i = 0; i < g->n_blocks; i++) {
        const raw_block *h = &g->blocks[i];
        if (h->heading < 2 || h->out || h->link_chars * 10 < h->chars * 9 || h->element == DG_NONE)
            continue;
        uint32_t at = h->element, box = at;
        while ((at = g->elements[at].parent) != DG_NONE && prose_in(g, &g->elements[at]) <= 500 &&
               g->elements[at].to - g->elements[at].from <= 6)
            box = at;
        const element *e = &g->elements[box];
        for (uint32_t k = e->from; k < e->to; k++) g->blocks[k].out = true;
    }
}

/* Steps down while one child holds nearly all prose. */
static uint32_t find_container(const page *g) {
    uint32_t at = 0;
    for (;;) {
        const element *e = &g->elements[at];
        uint32_t all = prose_in(g, e), best = DG_NONE;
        for (uint32_t i = at + 1; i < e->end; i = g->elements[i].end) {
            uint32_t inside = prose_in(g, &g->elements[i]);
            uint32_t percent = is_marked_body(g->elements[i].node) ? 40 : 80;
            if (inside && (uint64_t)inside * 100 >= (uint64_t)all * percent) best = i;
        }
        static const char *const parts[] = {"p", "blockquote", "ul", "ol", "li", "dl", "pre"};
        const char *name = best == DG_NONE ? "p" : (const char *)g->elements[best].node->name;
        if (in_list(name, parts, DG_LEN(parts))) return at;
        at = best;
    }
}

static bool is_kept(const raw_block *b, dg_str title) {
    if (b->out || b->heading == 1 || (title.n && dg_str_eq(b->text, title))) return false;
    return b->link_chars * 10 <= b->chars * (b->quote ? 9u : b->prose ? 8u : 5u);
}

/* A paragraph behind the last sentence that ends: its own stop may be lost. */
static bool goes_on(const raw_block *b, dg_str title) {
    return is_kept(b, title) && !b->heading && b->link_chars * 4 < b->chars &&
           dg_block_words(b->text) >= 8;
}

/* Blocks of the container: from its first prose (a heading may stand before it) to the last. */
static bool take_blocks(const page *g, const element *e, dg_str title, dg_blocks *ret) {
    uint32_t first = e->from, last = e->to;
    while (first < last && !(g->blocks[first].prose && is_kept(&g->blocks[first], title))) first++;
    while (last > first && !(g->blocks[last - 1].prose && is_kept(&g->blocks[last - 1], title)))
        last--;
    if (first == last) first = e->from, last = e->to;
    while (last < e->to && goes_on(&g->blocks[last], title)) last++;
    for (uint32_t i = first; i < last; i++) {
        const raw_block *b = &g->blocks[i];
        if (!is_kept(b, title)) continue;
        if (!DG_PUSH(g->arena, ret->items, ret->n, ret->cap,
                     ((dg_block){.text = b->text, .heading = b->heading > 0})))
            return false;
    }
    return true;
}

/* ---- text and signs ---- */

/* Pages that are put together in the reader's browser carry their text in JSON-LD only. */
static bool take_ld_body(const page *g, dg_blocks *b) {
    uint64_t found = 0;
    for (uint32_t i = 0; i < b->n; i++) found += b->items[i].text.n;
    if (g->meta.body.n < 400 || found * 2 > g->meta.body.n) return true;
    b->n = 0;
    for (uint32_t at = 0; at < g->meta.body.n;) {
        const char *nl = memchr(g->meta.body.p + at, '\n', g->meta.body.n - at);
        uint32_t to = nl ? (uint32_t)(nl - g->meta.body.p) : g->meta.body.n;
        dg_str text = dg_meta_collapse(dg_str_cut(g->meta.body, at, to), g->arena);
        at = to + 1;
        if (!text.p ||
            (text.n && !DG_PUSH(g->arena, b->items, b->n, b->cap, ((dg_block){.text = text}))))
            return false;
    }
    return true;
}

/* Is the line nothing but a label ("Updated:"), so that it speaks of the date in the next? */
static bool is_label(const page *g, dg_str text, dg_phrase_kind kind) {
    dg_str low = text.n <= 60 ? dg_utf8_lower(g->arena, text) : DG_STR_NULL;
    uint32_t n = low.n ? dg_phrase_at(g->t, kind, low) : 0;
    return n && dg_block_words(dg_str_cut(low, n, low.n)) == 0;
}

/* The first line of metadata with a day between a little above the headline and the first
 * paragraphs. */
static dg_days shown_date(const page *g, const element *e) {
    uint32_t from = e->from, to = e->from;
    for (uint32_t i = 0; i < e->to; i++)
        if (g->blocks[i].heading == 1) {
            from = i < e->from ? i : e->from;
            break;
        }
    from -= from < 6 ? from : 6;
    for (uint32_t prose = 0; to < e->to && prose < 2; to++) prose += g->blocks[to].prose;
    bool changed = false; /* the line before said that what follows is the day of a change */
    for (uint32_t i = from; i < to; i++) {
        if (g->blocks[i].chars > 120 || g->blocks[i].item) continue;
        dg_str text = g->blocks[i].text;
        dg_days days = changed ? DG_DAYS_NONE : dg_block_published(g->t, text, g->arena);
        if (dg_days_known(days)) return days;
        changed = is_label(g, text, DG_PHRASE_UPDATED);
    }
    return DG_DAYS_NONE;
}

/* "By Jane Doe" in a box of that name, where nothing else tells who wrote it. */
static dg_str shown_byline(const page *g) {
    for (uint32_t i = 0; i < g->n_elements; i++) {
        const element *e = &g->elements[i];
        if (e->to - e->from < 1 || e->to - e->from > 3) continue;
        if (!names_kind(g->t, DG_PHRASE_CLASS_BY, dg_meta_attribute(e->node, "class"))) continue;
        for (uint32_t k = e->from; k < e->to; k++) {
            dg_str name = dg_block_byline(g->t, g->blocks[k].text, g->arena);
            if (name.n) return name;
        }
    }
    return DG_STR_NULL;
}

/* Everything on the page that is no navigation says something of its kind. */
static bool note_signs(const page *g, dg_page_signs *s) {
    for (uint32_t i = 0; i < g->n_blocks; i++) {
        const raw_block *b = &g->blocks[i];
        bool link = b->link_chars * 10 >= b->chars * 9;
        if (!b->nav && link && (b->heading >= 2 || (dg_block_words(b->text) >= 5))) s->links++;
        if (link) continue;
        if (!dg_kind_note(g->t, b->text, b->heading > 0, g->arena, s)) return false;
    }
    return true;
}

/* Everything that is the site's rather than the article's is out; ret: the article's element. */
static bool clear(page *g, const element **ret) {
    if (!sum_prose(g)) return false;
    leave_out(g);
    sum_prose(g);
    leave_out_teasers(g);
    sum_prose(g);
    *ret = &g->elements[find_container(g)];
    return true;
}

static uint64_t block_hash(dg_str text) {
    return dg_hash64(text.p, text.n, 0);
}

static void leave_out_template(page *g, const dg_page_template *t) {
    for (uint32_t i = 0; i < g->n_blocks && t->n; i++) {
        uint64_t hash = block_hash(g->blocks[i].text);
        uint32_t low = 0, high = t->n;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (t->blocks[middle] < hash)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < t->n && t->blocks[low] == hash) g->blocks[i].out = true;
    }
}

/* ---- the page as a tree, for as long as it is needed ---- */

struct dg_page_view {
    page g; /* without its nodes */
    dg_page_own own;
    const element *article;
    bool cut;
};

/* Bytes that are UTF-8 are read so whatever is declared: of other bytes this name says nothing, and
 * the page's own word counts. */
static bool is_utf8_name(dg_str s) {
    return (s.n == 5 || s.n == 4) && (s.p[0] | 32) == 'u' && (s.p[1] | 32) == 't' &&
           (s.p[2] | 32) == 'f' && s.p[s.n - 1] == '8';
}

/* Walks the tree of the markup, which is gone afterwards; what needs its nodes is done here. */
static int take_apart(dg_page_view *v, const dg_html_source *source, dg_str url, dg_err *err) {
    page *g = &v->g;
    int options = HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_RECOVER |
                  HTML_PARSE_NONET | HTML_PARSE_COMPACT;
    htmlDocPtr doc =
        htmlReadMemory(source->markup.p, (int)source->markup.n, NULL, "UTF-8", options);
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    dg_buf_init(&g->run, DG_MAX_HTML);
    if (root && g->ok) walk(g, root);
    dg_buf_free(&g->run);
    dg_meta_json_ld(&g->meta, source->json_ld, source->n_json_ld);
    dg_meta_finish(&g->meta, url, &v->own);
    bool empty = !g->n_elements && g->ok, ok = g->ok && g->meta.ok;
    if (!empty && ok) ok = clear(g, &v->article);
    if (!empty && ok && !v->own.byline.n) v->own.byline = shown_byline(g);
    for (uint32_t i = 0; i < g->n_elements; i++) g->elements[i].node = NULL;
    xmlFreeDoc(doc);
    if (empty) return dg_err_set(err, DG_E_EMPTY, 0, "no elements");
    return ok ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "HTML");
}

int dg_page_view_html(const dg_page_tables *t, dg_str bytes, const dg_page_hints *hints,
                      dg_arena *arena, dg_page_view **ret, dg_err *err) {
    dg_str text, charset = hints ? hints->charset : DG_STR_NULL;
    dg_html_source source = {0};
    dg_page_view *v = dg_arena_zalloc(arena, 1, sizeof *v);
    if (!v) return dg_err_set(err, DG_E_NOMEM, 0, "HTML");
    if (!charset.n || is_utf8_name(charset)) charset = dg_html_charset(bytes);
    int rc = dg_charset_decode(bytes, charset, DG_MAX_HTML, arena, &text, &v->cut, err);
    if (rc) return rc;
    if (!dg_html_strip(text, arena, &source)) return dg_err_set(err, DG_E_NOMEM, 0, "HTML");
    v->g = (page){.t = t, .arena = arena, .open = DG_NONE, .ok = true};
    v->own = (dg_page_own){.shown = DG_DAYS_NONE, .signs_noted = true};
    dg_meta_begin(&v->g.meta, t, arena);
    rc = take_apart(v, &source, hints ? hints->url : DG_STR_NULL, err);
    if (!rc) *ret = v;
    return rc;
}

int dg_page_view_read(dg_page_view *v, const dg_page_hints *hints, dg_doc *doc, dg_err *err) {
    page *g = &v->g;
    dg_blocks blocks = {0};
    doc->cut |= v->cut;
    if (hints) leave_out_template(g, &hints->template);
    v->own.shown = shown_date(g, v->article);
    if (!note_signs(g, &v->own.signs) || !take_blocks(g, v->article, g->meta.h1, &blocks) ||
        !take_ld_body(g, &blocks))
        return dg_err_set(err, DG_E_NOMEM, 0, "HTML");
    return dg_page_finish(g->t, &blocks, &v->own, hints, doc, err);
}

int dg_page_html(const dg_page_tables *t, dg_str bytes, const dg_page_hints *hints, dg_doc *doc,
                 dg_err *err) {
    dg_page_view *view;
    int rc = dg_page_view_html(t, bytes, hints, doc->arena, &view, err);
    return rc ? rc : dg_page_view_read(view, hints, doc, err);
}

/* ---- what a page shows of its site ---- */

/* "https://www.example.org:80/a" to "www.example.org". */
static dg_str host_of(dg_str url) {
    for (uint32_t at = 0; at + 3 < url.n; at++) {
        if (memcmp(url.p + at, "://", 3) != 0) continue;
        uint32_t end = at + 3;
        while (end < url.n && !strchr("/:?#", url.p[end])) end++;
        return dg_str_cut(url, at + 3, end);
    }
    return DG_STR_NULL;
}

static uint32_t parent_of(const page *g, const raw_block *b) {
    return b->element == DG_NONE ? DG_NONE : g->elements[b->element].parent;
}

/* The element that holds most of the article's paragraphs. */
static uint32_t home_of_prose(const page *g, const element *e) {
    uint32_t best = DG_NONE, best_bytes = 0;
    for (uint32_t i = e->from; i < e->to; i++) {
        const raw_block *b = &g->blocks[i];
        uint32_t parent = parent_of(g, b), bytes = 0;
        if (!b->prose || b->out || parent == best || parent == DG_NONE) continue;
        const element *box = &g->elements[parent];
        for (uint32_t k = box->from; k < box->to; k++)
            if (g->blocks[k].prose && !g->blocks[k].out && parent_of(g, &g->blocks[k]) == parent)
                bytes += g->blocks[k].chars;
        if (bytes > best_bytes) best = parent, best_bytes = bytes;
    }
    return best;
}

/* Lines beside the article's own paragraphs are its own when they are paragraphs or headings. */
static bool add_scanned(const page *g, const raw_block *b, uint32_t home, dg_arena *arena,
                        dg_page_scan *ret) {
    bool beside = home != DG_NONE && (parent_of(g, b) == home || b->element == home);
    bool line = !b->prose && !b->heading && dg_block_words(b->text) >= 3;
    dg_scan_block one = {
        .hash = block_hash(b->text), .bytes = b->text.n, .prose = b->prose, .own = beside && !line};
    return DG_PUSH(arena, ret->blocks, ret->n, ret->cap, one);
}

int dg_page_scan_view(const dg_page_view *v, dg_str url, dg_page_scan *ret) {
    const page *g = &v->g;
    const element *e = v->article;
    uint32_t home = home_of_prose(g, e);
    *ret = (dg_page_scan){.site = {NULL, 0}};
    for (uint32_t i = e->from; i < e->to; i++)
        if (is_kept(&g->blocks[i], g->meta.h1) &&
            !add_scanned(g, &g->blocks[i], home, g->arena, ret))
            return DG_E_NOMEM;
    dg_str site = host_of(url.n ? url : v->own.url);
    ret->site = site.n ? site : v->own.outlet;
    return 0;
}
