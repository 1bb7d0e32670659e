/* meta.c: see meta.h.
 *
 * Days of publication come from many places, and each has its rank: what the JSON-LD of the article
 * itself says, what sites and newsreaders agreed on (article:published_time), the names that
 * content systems use, <time>, what is said of the page rather than of the article. The day of a
 * change is nowhere taken for it. Of several articles in JSON-LD (the page lists others, too) the
 * one counts whose headline is the page's, else the first. Cost: O(bytes of the head and of the
 * scripts). */
#include "page/meta.h"

#include "base/json.h"
#include "base/utf8.h"
#include "page/dates.h"
#include "page/entities.h"

enum { LD_DEPTH = 6, LD_ITEMS = 64, BYLINE_LENGTH = 160 };

/* Ranks of days, best first. */
typedef enum {
    RANK_LD_ARTICLE,
    RANK_OPEN_GRAPH,
    RANK_MICRODATA,
    RANK_CMS,
    RANK_TIME_MARKED, /* <time pubdate>, class "published" */
    RANK_LD_OTHER,    /* JSON-LD of an article whose headline is not the page's */
    RANK_DUBLIN,
    RANK_LD_CREATED,
    RANK_TIME,
    RANK_LD_PAGE,
    RANK_PLAIN, /* <meta name="date">: also the day of a change, on some sites */
    N_RANKS
} date_rank;

typedef struct meta_name {
    const char *name;
    uint8_t rank;
} meta_name;

/* What the usual content systems call the day of publication (documentation of each). */
static const meta_name date_names[] = {{"article:published_time", RANK_OPEN_GRAPH},
                                       {"og:article:published_time", RANK_OPEN_GRAPH},
                                       {"article:published", RANK_OPEN_GRAPH},
                                       {"og:published_time", RANK_OPEN_GRAPH},
                                       {"og:pubdate", RANK_OPEN_GRAPH},
                                       {"video:release_date", RANK_LD_CREATED},
                                       {"datepublished", RANK_MICRODATA},
                                       {"article.published", RANK_CMS},
                                       {"article_date_original", RANK_CMS},
                                       {"article:post_date", RANK_CMS},
                                       {"originalpublicationdate", RANK_CMS},
                                       {"firstpublished", RANK_CMS},
                                       {"first-published", RANK_CMS},
                                       {"parsely-pub-date", RANK_CMS},
                                       {"sailthru.date", RANK_CMS},
                                       {"cxenseparse:recs:publishtime", RANK_CMS},
                                       {"cxenseparse:publishtime", RANK_CMS},
                                       {"bt:pubdate", RANK_CMS},
                                       {"mrf:published_time", RANK_CMS},
                                       {"cre-publication-date", RANK_CMS},
                                       {"publication_date", RANK_CMS},
                                       {"publication-date", RANK_CMS},
                                       {"publicationdate", RANK_CMS},
                                       {"publish_date", RANK_CMS},
                                       {"publish-date", RANK_CMS},
                                       {"publishdate", RANK_CMS},
                                       {"published_time", RANK_CMS},
                                       {"published_at", RANK_CMS},
                                       {"published-date", RANK_CMS},
                                       {"published", RANK_CMS},
                                       {"pubdate", RANK_CMS},
                                       {"pub_date", RANK_CMS},
                                       {"pub-date", RANK_CMS},
                                       {"release_date", RANK_CMS},
                                       {"rnews:datepublished", RANK_CMS},
                                       {"citation_publication_date", RANK_CMS},
                                       {"citation_online_date", RANK_CMS},
                                       {"citation_date", RANK_CMS},
                                       {"dc.date.issued", RANK_DUBLIN},
                                       {"dcterms.issued", RANK_DUBLIN},
                                       {"dcterms.created", RANK_DUBLIN},
                                       {"dc.date.created", RANK_DUBLIN},
                                       {"dcterms.date", RANK_DUBLIN},
                                       {"dc.date", RANK_DUBLIN},
                                       {"dcterms.available", RANK_DUBLIN},
                                       {"prism.publicationdate", RANK_DUBLIN},
                                       {"datecreated", RANK_LD_CREATED},
                                       {"created", RANK_LD_CREATED},
                                       {"date", RANK_PLAIN},
                                       {"article_date", RANK_CMS},
                                       {"article-date", RANK_CMS},
                                       {"displaydate", RANK_CMS}};

typedef struct slot_name {
    const char *name;
    uint8_t place;
} slot_name;
static const slot_name title_names[] = {{"og:title", 0},       {"twitter:title", 1},
                                        {"dc.title", 2},       {"parsely-title", 2},
                                        {"sailthru.title", 2}, {"citation_title", 2}};
static const slot_name byline_names[] = {{"author", 0},
                                         {"article:author_name", 0},
                                         {"parsely-author", 1},
                                         {"sailthru.author", 1},
                                         {"dc.creator", 1},
                                         {"dcterms.creator", 1},
                                         {"byl", 1},
                                         {"byline", 1},
                                         {"article:author", 2},
                                         {"citation_author", 1},
                                         {"cxenseparse:author", 1},
                                         {"twitter:data1", 3}};
static const slot_name outlet_names[] = {{"og:site_name", 0},
                                         {"publisher", 2},
                                         {"dc.publisher", 2},
                                         {"dcterms.publisher", 2},
                                         {"application-name", 3},
                                         {"al:ios:app_name", 3},
                                         {"cre", 2},
                                         {"article:publisher_name", 2}};
static const slot_name lang_names[] = {{"og:locale", 1},   {"content-language", 2},
                                       {"dc.language", 2}, {"dcterms.language", 2},
                                       {"inlanguage", 2},  {"language", 3}};

_Static_assert((int)N_RANKS <= (int)DG_META_DATES, "a place for every rank");

void dg_meta_begin(dg_meta *m, const dg_page_tables *t, dg_arena *arena) {
    *m = (dg_meta){.t = t, .arena = arena, .ok = true};
}

/* ---- strings ---- */

dg_str dg_meta_attribute(const xmlNode *n, const char *name) {
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (!strcmp((const char *)a->name, name))
            return a->children && a->children->content
                       ? dg_str_of((const char *)a->children->content)
                       : DG_STR("");
    return DG_STR_NULL;
}

dg_str dg_meta_collapse(dg_str s, dg_arena *arena) {
    char *p = dg_arena_alloc(arena, (size_t)s.n + 1);
    uint32_t n = 0;
    if (!p) return DG_STR_NULL;
    for (uint32_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == '\r';
        if (!blank)
            p[n++] = s.p[i];
        else if (n && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    while (n && p[n - 1] == ' ') n--;
    return (dg_str){p, n};
}

static bool is_web_address(dg_str s) {
    return dg_str_starts(s, DG_STR("http://")) || dg_str_starts(s, DG_STR("https://"));
}

/* The first value of a slot counts; it is copied, the tree goes. */
static void keep_first(dg_meta *m, dg_str *slot, dg_str value) {
    if (slot->n || !value.n || !m->ok) return;
    *slot = dg_meta_collapse(value, m->arena);
    m->ok = slot->p != NULL;
}

/* All text below n, collapsed. */
static dg_str inner_text(dg_meta *m, const xmlNode *n) {
    xmlChar *content = xmlNodeGetContent(n);
    dg_str s = content ? dg_meta_collapse(dg_str_of((const char *)content), m->arena) : DG_STR("");
    xmlFree(content);
    m->ok = m->ok && s.p;
    return s;
}

static bool has_word(dg_str value, const char *word) {
    uint32_t n = (uint32_t)strlen(word);
    for (uint32_t at = 0; at + n <= value.n; at++)
        if (!memcmp(value.p + at, word, n)) return true;
    return false;
}

/* ---- meta tags ---- */

static void keep_named(dg_meta *m, dg_str *slots, const slot_name *names, uint32_t n, dg_str low,
                       dg_str content) {
    for (uint32_t i = 0; i < n; i++)
        if (dg_str_is(low, names[i].name)) keep_first(m, &slots[names[i].place], content);
}

static void note_type(dg_meta *m, dg_str value) {
    if (dg_str_is(value, "article") || dg_str_is(value, "news")) m->signs.article = true;
    if (dg_str_starts(value, DG_STR("video"))) m->signs.video = true;
}

static void read_meta_tag(dg_meta *m, const xmlNode *n) {
    dg_str name = dg_meta_attribute(n, "property"), content = dg_meta_attribute(n, "content");
    if (!name.n) name = dg_meta_attribute(n, "name");
    if (!name.n) name = dg_meta_attribute(n, "itemprop");
    if (!name.n) name = dg_meta_attribute(n, "http-equiv");
    if (!name.n || name.n > 60 || !content.n) return;
    dg_str low = dg_utf8_lower(m->arena, name);
    if (!low.p) {
        m->ok = false;
        return;
    }
    for (uint32_t i = 0; i < DG_LEN(date_names); i++)
        if (dg_str_is(low, date_names[i].name))
            keep_first(m, &m->dates[date_names[i].rank], content);
    keep_named(m, m->titles, title_names, DG_LEN(title_names), low, content);
    keep_named(m, m->outlets, outlet_names, DG_LEN(outlet_names), low, content);
    keep_named(m, m->langs, lang_names, DG_LEN(lang_names), low, content);
    if (!is_web_address(content))
        keep_named(m, m->bylines, byline_names, DG_LEN(byline_names), low, content);
    if (dg_str_is(low, "og:url")) keep_first(m, &m->urls[1], content);
    if (dg_str_is(low, "og:type")) note_type(m, content);
    if (dg_str_is(low, "article:content_tier") && !dg_str_is(content, "free"))
        m->signs.locked = true;
}

/* ---- elements ---- */

/* Does the label before a date, or the element itself, say that it is the day of a change? */
static bool says_updated(dg_meta *m, const xmlNode *n, dg_str before, dg_str inside) {
    dg_str itemprop = dg_meta_attribute(n, "itemprop");
    if (dg_str_is(itemprop, "dateModified")) return true;
    dg_str marks[] = {dg_meta_attribute(n, "class"), dg_meta_attribute(n, "id")};
    bool both = has_word(marks[0], "publi"); /* "entry-date published updated": never changed */
    for (uint32_t i = 0; i < DG_LEN(marks) && !both; i++)
        if (has_word(marks[i], "updat") || has_word(marks[i], "modif") ||
            has_word(marks[i], "chang"))
            return true;
    uint32_t from = before.n > 60 ? before.n - 60 : 0;
    while (from < before.n && ((unsigned char)before.p[from] & 0xC0) == 0x80) from++;
    dg_str label = dg_arena_printf(m->arena, "%.*s %.*s", (int)(before.n - from), before.p + from,
                                   (int)(inside.n < 60 ? inside.n : 0), inside.p ? inside.p : "");
    dg_str low = label.p ? dg_utf8_lower(m->arena, label) : label;
    bool updated = false;
    m->ok = m->ok && low.p;
    for (uint32_t at = 0; at < low.n; at++) { /* the last label counts */
        if (at && low.p[at - 1] != ' ') continue;
        dg_str rest = dg_str_cut(low, at, low.n);
        if (dg_phrase_at(m->t, DG_PHRASE_UPDATED, rest))
            updated = true;
        else if (dg_phrase_at(m->t, DG_PHRASE_PUBLISHED, rest))
            updated = false;
    }
    return updated;
}

static void read_time(dg_meta *m, const xmlNode *n, dg_str before) {
    dg_str when = dg_meta_attribute(n, "datetime"), inside = inner_text(m, n);
    dg_str class = dg_meta_attribute(n, "class");
    if (!when.n) when = dg_meta_attribute(n, "content");
    if (!when.n) when = inside;
    if (!when.n || when.n > 100 || says_updated(m, n, before, inside)) return;
    if (dg_str_is(dg_meta_attribute(n, "itemprop"), "datePublished"))
        keep_first(m, &m->dates[RANK_MICRODATA], when);
    else if (dg_meta_attribute(n, "pubdate").p || has_word(class, "publi") ||
             has_word(class, "entry-date"))
        keep_first(m, &m->dates[RANK_TIME_MARKED], when);
    else if (m->h1.p)
        keep_first(m, &m->dates[RANK_TIME], when);
}

/* Microdata and relations of elements that are no meta tags. */
static void read_marked(dg_meta *m, const xmlNode *n, dg_str itemprop) {
    if (dg_str_is(itemprop, "datePublished")) {
        dg_str when = dg_meta_attribute(n, "content");
        if (!when.n) when = dg_meta_attribute(n, "datetime");
        keep_first(m, &m->dates[RANK_MICRODATA], when.n ? when : inner_text(m, n));
    } else if (dg_str_is(itemprop, "author")) {
        keep_first(m, &m->bylines[2], inner_text(m, n));
    }
}

static void read_link(dg_meta *m, const xmlNode *n) {
    dg_str rel = dg_meta_attribute(n, "rel"), href = dg_meta_attribute(n, "href");
    if (dg_str_is(rel, "canonical") && is_web_address(href)) keep_first(m, &m->urls[0], href);
}

void dg_meta_element(dg_meta *m, const xmlNode *n, dg_str before) {
    const char *name = (const char *)n->name;
    if (!m->ok) return;
    if (!strcmp(name, "meta")) {
        read_meta_tag(m, n);
        return;
    }
    if (!strcmp(name, "link")) read_link(m, n);
    if (!strcmp(name, "html")) keep_first(m, &m->langs[0], dg_meta_attribute(n, "lang"));
    if (!strcmp(name, "title")) keep_first(m, &m->title_tag, inner_text(m, n));
    if (!strcmp(name, "h1")) keep_first(m, &m->h1, inner_text(m, n));
    if (!strcmp(name, "time")) {
        read_time(m, n, before);
        return;
    }
    for (const xmlAttr *a = n->properties; a; a = a->next) {
        const char *attribute = (const char *)a->name;
        if (!strcmp(attribute, "itemprop"))
            read_marked(m, n, dg_meta_attribute(n, "itemprop"));
        else if (!strcmp(attribute, "rel") && name[0] == 'a' && !name[1] &&
                 has_word(dg_meta_attribute(n, "rel"), "author"))
            keep_first(m, &m->bylines[3], inner_text(m, n));
    }
}

/* ---- JSON-LD ---- */

static bool type_holds(const dg_json *v, const char *word) {
    const dg_json *type = dg_json_get(v, "@type");
    if (type && type->kind == DG_JSON_STR) return has_word(type->str, word);
    for (uint32_t i = 0; type && type->kind == DG_JSON_ARR && i < type->n && i < 8; i++)
        if (type->items[i].kind == DG_JSON_STR && has_word(type->items[i].str, word)) return true;
    return false;
}

static bool is_article(const dg_json *v) {
    return type_holds(v, "Article") || type_holds(v, "BlogPosting") || type_holds(v, "Report");
}

/* "x", {"name": "x"} or a list of these: the names, joined. */
static dg_str names_of(dg_meta *m, const dg_json *v) {
    if (!v) return DG_STR_NULL;
    if (v->kind == DG_JSON_STR) return v->str;
    if (v->kind == DG_JSON_OBJ) {
        const dg_json *name = dg_json_get(v, "name");
        return name && name->kind != DG_JSON_OBJ ? names_of(m, name) : DG_STR_NULL;
    }
    dg_str all = DG_STR_NULL;
    for (uint32_t i = 0; v->kind == DG_JSON_ARR && i < v->n && i < 6; i++) {
        dg_str one = v->items[i].kind == DG_JSON_ARR ? DG_STR_NULL : names_of(m, &v->items[i]);
        if (!one.n || is_web_address(one)) continue;
        all = all.n ? dg_arena_printf(m->arena, "%.*s, %.*s", (int)all.n, all.p, (int)one.n, one.p)
                    : one;
        if (!all.p) m->ok = false;
    }
    return all;
}

/* JSON-LD carries character references of HTML, against its definition, on many sites. */
static void keep_decoded(dg_meta *m, dg_str *slot, dg_str value) {
    if (slot->n || !value.n || !m->ok) return;
    dg_str plain = dg_page_entities(value, m->arena);
    m->ok = plain.p != NULL;
    keep_first(m, slot, plain);
}

static bool is_false(const dg_json *v) {
    return v &&
           ((v->kind == DG_JSON_BOOL && !v->boolean) ||
            (v->kind == DG_JSON_STR && (dg_str_is(v->str, "false") || dg_str_is(v->str, "False"))));
}

static void read_article(dg_meta *m, const dg_json *v, date_rank rank) {
    m->signs.article = true;
    m->signs.live |= type_holds(v, "LiveBlog");
    m->signs.locked |= is_false(dg_json_get(v, "isAccessibleForFree"));
    keep_first(m, &m->dates[rank], dg_json_get_str(v, "datePublished"));
    keep_first(m, &m->dates[RANK_LD_CREATED], dg_json_get_str(v, "dateCreated"));
    dg_str body = dg_json_get_str(v, "articleBody");
    if (!m->body.n && body.n) m->body = body;
    keep_decoded(m, &m->titles[3], dg_json_get_str(v, "headline"));
    dg_str author = names_of(m, dg_json_get(v, "author"));
    if (!author.n) author = names_of(m, dg_json_get(v, "creator"));
    if (author.n && !is_web_address(author)) {
        m->bylines[0] = DG_STR_NULL; /* goes before what the head's tags say */
        keep_decoded(m, &m->bylines[0], author);
    }
    keep_decoded(m, &m->outlets[1], names_of(m, dg_json_get(v, "publisher")));
    keep_first(m, &m->langs[3], dg_json_get_str(v, "inLanguage"));
    dg_str url = dg_json_get_str(v, "url");
    if (is_web_address(url)) keep_first(m, &m->urls[2], url);
}

/* The headline of the page, as far as the tags before tell it. */
static bool is_of_page(const dg_meta *m, const dg_json *v) {
    dg_str headline = dg_json_get_str(v, "headline"), h1 = m->h1;
    if (headline.n < 8) return false;
    uint32_t n = headline.n < 16 ? headline.n : 16;
    return dg_str_starts(h1, dg_str_cut(headline, 0, n)) ||
           dg_str_starts(m->titles[0], dg_str_cut(headline, 0, n));
}

typedef struct ld_found {
    const dg_json *first, *own; /* articles: the first one, the one with the page's headline */
} ld_found;

static void search_ld(dg_meta *m, const dg_json *v, uint32_t depth, ld_found *f) {
    static const char *const inner[] = {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"};
    if (!v || depth > LD_DEPTH) return;
    if (v->kind == DG_JSON_ARR)
        for (uint32_t i = 0; i < v->n && i < LD_ITEMS; i++)
            search_ld(m, &v->items[i], depth + 1, f);
    if (v->kind != DG_JSON_OBJ) return;
    if (is_article(v)) {
        if (!f->first) f->first = v;
        if (!f->own && is_of_page(m, v)) f->own = v;
    } else {
        m->signs.video |= type_holds(v, "VideoObject") && depth <= 1;
        m->signs.gallery |= type_holds(v, "ImageGallery");
        m->signs.listing |= type_holds(v, "CollectionPage") || type_holds(v, "SearchResultsPage");
        if (type_holds(v, "Page"))
            keep_first(m, &m->dates[RANK_LD_PAGE], dg_json_get_str(v, "datePublished"));
        if (type_holds(v, "VideoObject"))
            keep_first(m, &m->dates[RANK_LD_CREATED], dg_json_get_str(v, "uploadDate"));
        if (type_holds(v, "Organization") && type_holds(v, "News"))
            keep_decoded(m, &m->outlets[2], dg_json_get_str(v, "name"));
        if (!dg_json_get(v, "@type")) {
            keep_first(m, &m->dates[RANK_LD_PAGE], dg_json_get_str(v, "datePublished"));
            dg_str body = dg_json_get_str(v, "articleBody");
            if (!m->body.n && body.n) m->body = body;
        }
    }
    for (uint32_t i = 0; i < DG_LEN(inner); i++)
        search_ld(m, dg_json_get(v, inner[i]), depth + 1, f);
}

/* Line feeds inside strings are no JSON, but are written. */
static dg_str without_controls(dg_str s, dg_arena *arena) {
    char *p = dg_arena_alloc(arena, (size_t)s.n + 1);
    for (uint32_t i = 0; p && i < s.n; i++) p[i] = (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i];
    return (dg_str){p, s.n};
}

/* The object or array in a script, without the comments and the CDATA mark around it. */
static dg_str json_in(dg_str s) {
    static const dg_str mark = {"<![CDATA[", 9};
    for (uint32_t at = 0; at < 64 && at + mark.n <= s.n; at++)
        if (dg_str_starts(dg_str_cut(s, at, s.n), mark)) {
            s = dg_str_cut(s, at + mark.n, s.n);
            for (uint32_t end = s.n; end-- > 0;)
                if (s.p[end] == '}') return dg_str_cut(s, 0, end + 1);
        }
    while (s.n && s.p[0] != '{' && s.p[0] != '[') s.p++, s.n--;
    while (s.n && s.p[s.n - 1] != '}' && s.p[s.n - 1] != ']') s.n--;
    return s;
}

void dg_meta_json_ld(dg_meta *m, const dg_str *scripts, uint32_t n) {
    ld_found found = {0};
    for (uint32_t i = 0; i < n && m->ok; i++) {
        dg_str s = json_in(scripts[i]);
        const dg_json *v;
        if (!s.n) continue;
        int rc = dg_json_parse(s, m->arena, &v, NULL);
        if (rc) {
            s = without_controls(s, m->arena);
            rc = s.p ? dg_json_parse(s, m->arena, &v, NULL) : DG_E_NOMEM;
        }
        if (!rc) search_ld(m, v, 0, &found);
    }
    if (found.own)
        read_article(m, found.own, RANK_LD_ARTICLE);
    else if (found.first)
        read_article(m, found.first, RANK_LD_OTHER);
}

/* ---- weighing ---- */

static dg_str first_of(const dg_str *slots, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (slots[i].n) return slots[i];
    return DG_STR_NULL;
}

/* "Headline | Site" and "Headline - Site": without the site; *ret_tail is what went. */
static dg_str without_site(dg_str title, dg_str site, dg_str *ret_tail) {
    static const dg_str bars[] = {
        {" | ", 3}, {" - ", 3},       {" \xE2\x80\x93 ", 5}, {" \xE2\x80\x94 ", 5},
        {" : ", 3}, {" \xC2\xBB ", 4}};
    for (uint32_t i = 0; i < DG_LEN(bars); i++)
        for (uint32_t at = title.n; at-- > 0;) {
            if (!dg_str_starts(dg_str_cut(title, at, title.n), bars[i])) continue;
            dg_str tail = dg_str_cut(title, at + bars[i].n, title.n);
            dg_str head = dg_str_cut(title, 0, at);
            bool is_site = site.n ? dg_str_eq(tail, site)
                                  : dg_block_words(tail) <= 3 && dg_block_words(head) >= 4;
            if (is_site || (i == 0 && dg_block_words(head) >= 3)) {
                *ret_tail = tail;
                return head;
            }
            break;
        }
    return title;
}

/* Do both begin alike? */
static bool begin_alike(dg_str a, dg_str b) {
    enum { HEAD = 12 };
    return a.n && b.n &&
           (dg_str_starts(a, dg_str_cut(b, 0, HEAD)) || dg_str_starts(b, dg_str_cut(a, 0, HEAD)));
}

/* The first h1, unless it is the site's name: then the headline is what the metadata say. */
static dg_str choose_title(const dg_meta *m, dg_str site, dg_str *ret_tail) {
    dg_str declared = first_of(m->titles, DG_LEN(m->titles)), h1 = m->h1;
    dg_str meta = without_site(dg_page_trim(declared.n ? declared : m->title_tag), site, ret_tail);
    if (!ret_tail->n) without_site(dg_page_trim(m->title_tag), site, ret_tail);
    if (!h1.n || (meta.n && (dg_block_words(h1) < 3 || h1.n >= 300))) return meta;
    bool shared = begin_alike(meta, h1);
    for (uint32_t i = 0; i < DG_LEN(m->titles); i++) shared |= begin_alike(m->titles[i], h1);
    return !meta.n || shared || !declared.n ? h1 : meta;
}

/* "www.example.co.uk" and "https://news.example.com/…": the labels that may be an outlet's name. */
static dg_str outlet_of_host(const dg_meta *m, dg_str url) {
    uint32_t at = 0, end;
    for (uint32_t i = 0; i + 3 < url.n && !at; i++)
        if (!memcmp(url.p + i, "://", 3)) at = i + 3;
    for (; at && at < url.n && url.p[at] != '/'; at = end + 1) {
        end = at;
        while (end < url.n && url.p[end] != '.' && url.p[end] != '/' && url.p[end] != ':') end++;
        if (end >= url.n || url.p[end] != '.') break; /* the last label is the top domain */
        dg_str name =
            end - at >= 3 ? dg_page_outlet(m->t, dg_str_cut(url, at, end), m->arena) : DG_STR_NULL;
        if (name.n) return name;
    }
    return DG_STR_NULL;
}

/* Does a hold b, whatever the case and the blanks of both? ASCII letters count. */
static bool holds_letters(dg_str a, dg_str b) {
    for (uint32_t from = 0; from < a.n; from++) {
        uint32_t i = from, k = 0;
        for (; i < a.n && k < b.n; i++, k++) {
            while (k < b.n && b.p[k] == ' ') k++;
            while (i < a.n && a.p[i] == ' ') i++;
            if (i >= a.n || k >= b.n || (a.p[i] | 32) != (b.p[k] | 32)) break;
        }
        if (k >= b.n) return true;
    }
    return false;
}

/* What the page calls itself, in the spelling of outlets.tsv where that knows it. A name that has
 * nothing of the known owner of the address is a section's ("World"). */
static dg_str choose_outlet(const dg_meta *m, dg_str title_tail, dg_str url) {
    dg_str named = first_of(m->outlets, DG_LEN(m->outlets)), host = outlet_of_host(m, url);
    if (named.n > 80 || is_web_address(named)) named = DG_STR_NULL;
    dg_str known = dg_page_outlet(m->t, named.n ? named : title_tail, m->arena);
    if (known.n) return known;
    if (named.n && (!host.n || holds_letters(named, host))) return named;
    return host;
}

/* Without "By"; a name, not an address or a sentence. */
static dg_str clean_byline(dg_meta *m, dg_str s) {
    dg_str low = s.n && s.n <= BYLINE_LENGTH ? dg_utf8_lower(m->arena, s) : DG_STR_NULL;
    if (!low.p || low.n != s.n || memchr(s.p, '@', s.n) || is_web_address(s)) return DG_STR_NULL;
    uint32_t n = dg_phrase_at(m->t, DG_PHRASE_BYLINE, low);
    while (n < s.n && (s.p[n] == ' ' || s.p[n] == ':')) n++;
    return n < s.n ? dg_str_cut(s, n, s.n) : DG_STR_NULL;
}

static dg_str choose_byline(dg_meta *m) {
    for (uint32_t i = 0; i < DG_LEN(m->bylines); i++) {
        dg_str name = clean_byline(m, m->bylines[i]);
        if (name.n) return name;
    }
    return DG_STR_NULL;
}

/* An address without a path. */
static bool is_front(dg_str url) {
    uint32_t slashes = 0;
    for (uint32_t i = 0; i < url.n; i++) slashes += url.p[i] == '/' && i + 1 < url.n;
    return url.n > 0 && slashes <= 2;
}

void dg_meta_finish(dg_meta *m, dg_str fetched, dg_page_own *ret) {
    dg_str tail = DG_STR_NULL;
    ret->url = first_of(m->urls, DG_LEN(m->urls));
    ret->title = dg_page_trim(choose_title(m, m->outlets[0], &tail));
    ret->outlet = choose_outlet(m, tail, fetched.n ? fetched : ret->url);
    ret->byline = choose_byline(m);
    ret->lang = first_of(m->langs, DG_LEN(m->langs));
    for (uint32_t i = 0; i < N_RANKS && ret->n_dates < DG_PAGE_DATES; i++)
        if (m->dates[i].n) ret->dates[ret->n_dates++] = m->dates[i];
    ret->signs = m->signs;
    ret->signs.front = is_front(fetched.n ? fetched : ret->url);
}
