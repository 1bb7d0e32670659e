/* fields.c: see fields.h. The names are those of news-please, trafilatura, newspaper3k, Scrapy's
 * usual items, NewsAPI, GDELT's and webz.io's exports, the APIs of the Guardian, the New York Times
 * and WordPress, JSON Feed 1.1 and schema.org. */
#include "intake/fields.h"

#include <math.h>

#include "base/date.h"
#include "base/utf8.h"

const char *const dg_skip_names[DG_SKIP_N] = {
#define X(name, word) word,
    DG_SKIP_MAP(X)
#undef X
};

/* The best name first. */
static const char *const names[DG_FIELD_N][28] = {
    [DG_FIELD_TEXT] = {"maintext", "text", "articlebody", "articletext", "fulltext", "bodytext",
                       "contenttext", "textcontent", "maincontent", "cleanedtext", "body",
                       "content", "article", "articlecontent", "rawtext", "story", "plaintext"},
    [DG_FIELD_HTML] = {"contenthtml", "bodyhtml", "articlehtml", "html", "rawhtml", "htmlcontent",
                       "pagehtml", "contentencoded", "pagecontent"},
    [DG_FIELD_TEASER] = {"summary", "description", "excerpt", "abstract", "trailtext", "lead",
                         "leadparagraph", "snippet", "teaser", "metadescription"},
    [DG_FIELD_TITLE] = {"title", "headline", "articletitle", "webtitle", "name", "titlepage",
                        "titlerss", "heading"},
    [DG_FIELD_DATE] = {"datepublish",    "datepublished",
                       "publisheddate",  "publishdate",
                       "publishedat",    "publicationdate",
                       "published",      "published_at",
                       "pubdate",        "webpublicationdate",
                       "firstpublished", "firstpublicationdate",
                       "publishtime",    "publishedtime",
                       "date",           "datetime",
                       "time",           "timestamp",
                       "created",        "createdat",
                       "datecreated",    "day"},
    [DG_FIELD_CRAWLED] = {"datedownload", "crawled", "crawledat", "crawldate", "datecrawled",
                          "scrapedat", "scrapedate", "datescraped", "fetchedat", "fetched",
                          "downloaded", "downloaddate", "retrieved", "retrievedat", "seendate",
                          "warcdate", "accessed"},
    [DG_FIELD_URL] = {"url", "articleurl", "weburl", "link", "canonicalurl", "canonical",
                      "permalink", "uri", "externalurl", "href", "address", "documenturl",
                      "sourceurl", "requesturl"},
    [DG_FIELD_ID] = {"id", "articleid", "docid", "documentid", "uuid", "guid", "uid", "filename"},
    [DG_FIELD_OUTLET] = {"outlet", "sitename", "publisher", "publication", "source", "newspaper",
                         "medium", "media", "sourcename", "outletname", "site", "feed",
                         "sourcedomain", "hostname", "domain"},
    [DG_FIELD_BYLINE] = {"byline", "author", "authors", "authorname", "creator", "dccreator",
                         "writer", "journalist", "reporter", "contributor"},
    [DG_FIELD_LANG] = {"lang", "language", "languagecode", "inlanguage", "langcode", "locale"},
};

/* Lower case, letters and digits only; 0 when it is too long to be a name. */
static uint32_t bare(dg_str name, char out[32]) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            if ((unsigned char)c >= 0x80) return 0;
            continue;
        }
        if (n == 31) return 0;
        out[n++] = c;
    }
    out[n] = 0;
    return n;
}

dg_field dg_field_of(dg_str name, uint32_t *ret_rank) {
    char key[32];
    if (!bare(name, key)) return DG_FIELD_N;
    for (int f = 0; f < DG_FIELD_N; f++)
        for (uint32_t i = 0; i < DG_LEN(names[f]) && names[f][i]; i++)
            if (!strcmp(key, names[f][i])) {
                *ret_rank = i;
                return (dg_field)f;
            }
    return DG_FIELD_N;
}

/* ---- values ---- */

/* What Windows-1252 has at 0x80 to 0x9F (encoding.spec.whatwg.org, index windows-1252). */
static const uint16_t cp1252[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

dg_str dg_field_utf8(dg_str s, dg_arena *arena) {
    if (!s.p || dg_utf8_check(s.p, s.n) == s.n) return s;
    if (s.n > UINT32_MAX / 3) return DG_STR_NULL;
    char *p = dg_arena_alloc(arena, (size_t)s.n * 3);
    uint32_t n = 0;
    if (!p) return DG_STR_NULL;
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        n += dg_utf8_put(c >= 0x80 && c < 0xA0 ? cp1252[c - 0x80] : c, p + n);
    }
    return (dg_str){p, n};
}

dg_str dg_field_epoch(double number, dg_arena *arena) {
    static const double from = 631152000, to = 4102444800; /* 1990, 2100 */
    if (number >= from * 1000 && number < to * 1000) number /= 1000;
    if (!(number >= from && number < to)) return DG_STR_NULL;
    char day[11];
    dg_day_format((int32_t)floor(number / 86400), day);
    return dg_arena_str(arena, dg_str_of(day));
}

static bool is_address(dg_str s) {
    return dg_str_starts(s, DG_STR("http://")) || dg_str_starts(s, DG_STR("https://"));
}

static bool has_ink(dg_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] > ' ') return true;
    return false;
}

/* ---- an article of them ---- */

int dg_fields_article(const dg_container *c, dg_format format, const dg_str values[DG_FIELD_N],
                      uint64_t number, dg_arena *arena, dg_article *ret, dg_err *err) {
    dg_str url = values[DG_FIELD_URL], id = values[DG_FIELD_ID], outlet = values[DG_FIELD_OUTLET];
    dg_article a = {.format = format,
                    .bytes = values[DG_FIELD_TEXT],
                    .title = values[DG_FIELD_TITLE],
                    .byline = values[DG_FIELD_BYLINE],
                    .lang = values[DG_FIELD_LANG],
                    .date = values[DG_FIELD_DATE],
                    .crawled = values[DG_FIELD_CRAWLED],
                    .file = dg_str_of(c->name)};
    if (!has_ink(a.bytes) && has_ink(values[DG_FIELD_HTML])) {
        a.bytes = values[DG_FIELD_HTML];
        a.html = true;
    }
    if (!has_ink(a.bytes) && has_ink(values[DG_FIELD_TEASER])) {
        a.bytes = values[DG_FIELD_TEASER];
        a.teaser = true;
    }
    if (!has_ink(a.bytes)) return dg_err_set(err, DG_E_EMPTY, 0, "no text");
    if (is_address(outlet)) { /* trafilatura calls the address "source" */
        if (!url.n) url = outlet;
        outlet = DG_STR_NULL;
    }
    a.outlet = outlet;
    a.url = is_address(url) ? url : DG_STR_NULL;
    a.uri = url.n  ? url
            : id.n ? dg_arena_printf(arena, "%s#%.*s", c->name, (int)id.n, id.p)
                   : dg_arena_printf(arena, "%s#%llu", c->name, (unsigned long long)number);
    if (!a.uri.p) return dg_err_set(err, DG_E_NOMEM, 0, "%s", c->name);
    *ret = a;
    return 0;
}
