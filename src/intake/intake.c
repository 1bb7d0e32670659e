/* intake.c: see intake.h.
 *
 * The kind is guessed from the first bytes: "{" opens JSON Lines, markup opens HTML, everything
 * else is plain text (page/ decides whether it is text at all). Text and HTML are one article a
 * file and are not copied. Of JSON Lines one line at a time is parsed into the caller's arena, so
 * memory is bounded by the longest line; a JSON document over several lines (an article or an array
 * of them) is read whole. Cost: O(bytes). Limits: MOST_WHOLE for such a document. */
#include "intake/intake.h"

#include <math.h>

#include "base/json.h"
#include "base/utf8.h"

enum { SNIFF = 4096, MOST_WHOLE = 64 << 20 };

struct dg_intake {
    dg_arena *own; /* holds this struct */
    dg_str bytes;
    const char *name;
    dg_format format;
    uint32_t at;   /* the next line, or for text and HTML 0 or 1: given out */
    uint32_t line; /* number of the next line, from 1 */
    bool done;
    const dg_json *whole; /* a JSON document over several lines: an article or an array of them */
    uint32_t item;
};

/* ---- the kind ---- */

static char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* The first bytes in lower case, without NULs (UTF-16 shows its ASCII so), byte order marks and
 * leading blanks. */
static uint32_t sniff_head(dg_str bytes, char out[SNIFF + 1]) {
    uint32_t n = 0, limit = bytes.n < 2 * SNIFF ? bytes.n : 2 * SNIFF;
    for (uint32_t i = 0; i < limit && n < SNIFF; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        if (c == 0 || c == 0xEF || c == 0xBB || c == 0xBF || c == 0xFE || c == 0xFF) continue;
        if (!n && is_blank((char)c)) continue;
        out[n++] = ascii_lower((char)c);
    }
    out[n] = 0;
    return n;
}

static bool sniff_html(const char *head) {
    static const char *const first[] = {
        "<!doctype html", "<html", "<head", "<body", "<title", "<meta",  "<article", "<div",
        "<section",       "<main", "<p>",   "<p ",   "<h1",    "<table", "<script"};
    if (head[0] != '<') return false;
    for (uint32_t i = 0; i < DG_LEN(first); i++)
        if (!strncmp(head, first[i], strlen(first[i]))) return true;
    /* behind a comment, an XML declaration or a tag we do not know */
    return strstr(head, "<html") || strstr(head, "<!doctype html") || strstr(head, "<body") ||
           strstr(head, "<div");
}

static bool sniff_jsonl(const char *head) {
    bool array = *head == '[';
    if (array) head++;
    while (array && is_blank(*head)) head++;
    if (*head++ != '{') return false;
    while (is_blank(*head)) head++;
    return *head == '"' || *head == '}';
}

static dg_format sniff(dg_str bytes) {
    char head[SNIFF + 1];
    sniff_head(bytes, head);
    if (sniff_jsonl(head)) return DG_FORMAT_JSONL;
    return sniff_html(head) ? DG_FORMAT_HTML : DG_FORMAT_TEXT;
}

/* Is this JSON over several lines rather than a line an article? Then in->whole is all of it. */
static void try_whole(dg_intake *in) {
    dg_str rest = dg_str_cut(in->bytes, in->at, in->bytes.n);
    const dg_json *v;
    while (rest.n && is_blank(rest.p[0])) rest.p++, rest.n--;
    const char *nl = rest.n ? memchr(rest.p, '\n', rest.n) : NULL;
    if (!rest.n || rest.n > MOST_WHOLE || (rest.p[0] != '[' && !nl)) return;
    dg_arena_mark mark = dg_arena_mark_get(in->own);
    bool first = rest.p[0] != '[' &&
                 !dg_json_parse(dg_str_cut(rest, 0, (uint32_t)(nl - rest.p)), in->own, &v, NULL);
    dg_arena_release(in->own, mark);
    if (!first && !dg_json_parse(rest, in->own, &v, NULL))
        in->whole = v;
    else
        dg_arena_release(in->own, mark);
}

int dg_intake_open(dg_str bytes, const char *name, dg_format format, dg_intake **ret, dg_err *err) {
    dg_arena *own = dg_arena_new((size_t)1 << 30);
    dg_intake *in = own ? dg_arena_zalloc(own, 1, sizeof *in) : NULL;
    if (!in) {
        dg_arena_free(own);
        return dg_err_set(err, DG_E_NOMEM, 0, "%s", name);
    }
    in->own = own;
    in->bytes = bytes.p ? bytes : (dg_str){"", 0};
    in->name = name;
    in->format = format == DG_FORMAT_AUTO ? sniff(in->bytes) : format;
    in->line = 1;
    if (in->format == DG_FORMAT_JSONL && dg_str_starts(in->bytes, DG_STR("\xEF\xBB\xBF")))
        in->at = 3;
    if (in->format == DG_FORMAT_JSONL) try_whole(in);
    *ret = in;
    return 0;
}

void dg_intake_close(dg_intake *in) {
    if (in) dg_arena_free(in->own);
}

/* ---- JSON Lines ---- */

/* The next line that is not blank: false at the end. *ret_at is where it starts. */
static bool next_line(dg_intake *in, dg_str *ret, uint32_t *ret_at, uint32_t *ret_number) {
    while (in->at < in->bytes.n) {
        uint32_t from = in->at;
        const char *nl = memchr(in->bytes.p + from, '\n', in->bytes.n - from);
        uint32_t to = nl ? (uint32_t)(nl - in->bytes.p) : in->bytes.n;
        in->at = nl ? to + 1 : to;
        *ret_number = in->line++;
        while (from < to && is_blank(in->bytes.p[from])) from++;
        while (to > from && is_blank(in->bytes.p[to - 1])) to--;
        if (from == to) continue;
        *ret = (dg_str){in->bytes.p + from, to - from};
        *ret_at = from;
        return true;
    }
    return false;
}

/* The first of the keys (NULL ends them) that holds a string that is not empty. */
static dg_str first_str(const dg_json *obj, const char *const *keys) {
    for (; *keys; keys++) {
        dg_str s = dg_json_get_str(obj, *keys);
        if (s.p && s.n) return s;
    }
    return DG_STR_NULL;
}

/* A name that feeds write as "x", {"name": "x"} or a list of these. */
static dg_str name_str(const dg_json *obj, const char *key) {
    const dg_json *v = dg_json_get(obj, key);
    if (v && v->kind == DG_JSON_ARR) v = v->n ? &v->items[0] : NULL;
    if (!v) return DG_STR_NULL;
    if (v->kind == DG_JSON_STR && v->str.n) return v->str;
    return dg_json_get_str(v, "name");
}

static dg_str first_name(const dg_json *obj, const char *const *keys) {
    for (; *keys; keys++) {
        dg_str s = name_str(obj, *keys);
        if (s.p && s.n) return s;
    }
    return DG_STR_NULL;
}

static dg_str article_uri(const dg_intake *in, const dg_json *obj, uint32_t number,
                          dg_arena *arena) {
    static const char *const url_keys[] = {"url", "uri", "link", NULL};
    dg_str url = first_str(obj, url_keys);
    if (url.p) return url;
    const dg_json *id = dg_json_get(obj, "id");
    if (id && id->kind == DG_JSON_STR && id->str.n)
        return dg_arena_printf(arena, "%s#%.*s", in->name, (int)id->str.n, id->str.p);
    if (id && id->kind == DG_JSON_NUM && fabs(id->num) < 9e15)
        return dg_arena_printf(arena, "%s#%.0f", in->name, id->num);
    return dg_arena_printf(arena, "%s#%u", in->name, number);
}

static int read_object(const dg_intake *in, const dg_json *obj, uint32_t at, uint32_t number,
                       dg_arena *arena, dg_article *ret, dg_err *err) {
    static const char *const text_keys[] = {"text",    "maintext",    "body",
                                            "content", "articleBody", NULL};
    static const char *const date_keys[] = {
        "date",          "date_publish", "published", "date_published",
        "datePublished", "published_at", NULL};
    static const char *const lang_keys[] = {"lang", "language", NULL};
    static const char *const title_keys[] = {"title", "headline", NULL};
    static const char *const outlet_keys[] = {"outlet", "source", "publisher", NULL};
    static const char *const byline_keys[] = {"byline", "author", "authors", NULL};
    if (obj->kind != DG_JSON_OBJ)
        return dg_err_set(err, DG_E_SYNTAX, at, "line %u: not an object", number);
    dg_str text = first_str(obj, text_keys);
    if (!text.p) return dg_err_set(err, DG_E_EMPTY, at, "line %u: no text", number);
    dg_article a = {.format = DG_FORMAT_JSONL, .bytes = text, .at = at};
    a.uri = article_uri(in, obj, number, arena);
    if (!a.uri.p) return dg_err_set(err, DG_E_NOMEM, at, "line %u", number);
    a.title = first_str(obj, title_keys);
    a.date = first_str(obj, date_keys);
    a.lang = first_str(obj, lang_keys);
    a.outlet = first_name(obj, outlet_keys);
    a.byline = first_name(obj, byline_keys);
    *ret = a;
    return 1;
}

static int read_line(const dg_intake *in, dg_str line, uint32_t at, uint32_t number,
                     dg_arena *arena, dg_article *ret, dg_err *err) {
    const dg_json *obj;
    dg_err inner = {0};
    int rc = dg_json_parse(line, arena, &obj, &inner);
    if (rc) return dg_err_set(err, rc, at + inner.at, "line %u: %s", number, inner.text);
    return read_object(in, obj, at, number, arena, ret, err);
}

/* Copies what is in the intake's own memory: articles outlive it. */
static bool keep_strings(dg_article *a, dg_arena *arena) {
    dg_str *all[] = {&a->uri, &a->bytes, &a->title, &a->byline, &a->outlet, &a->lang, &a->date};
    for (uint32_t i = 0; i < DG_LEN(all); i++) {
        if (!all[i]->p) continue;
        *all[i] = dg_arena_str(arena, *all[i]);
        if (!all[i]->p) return false;
    }
    return true;
}

/* The next article of a document over several lines; its number stands where the line's would. */
static int next_of_whole(dg_intake *in, dg_arena *arena, dg_article *ret, dg_err *err) {
    bool array = in->whole->kind == DG_JSON_ARR;
    uint32_t i = in->item, n = array ? in->whole->n : 1;
    if (i >= n) return 0;
    in->item++;
    dg_article a;
    int rc = read_object(in, array ? &in->whole->items[i] : in->whole, 0, i + 1, arena, &a, err);
    if (rc < 0) return rc;
    if (!keep_strings(&a, arena)) return dg_err_set(err, DG_E_NOMEM, 0, "article %u", i + 1);
    *ret = a;
    return rc;
}

int dg_intake_next(dg_intake *in, dg_arena *arena, dg_article *ret, dg_err *err) {
    if (in->format == DG_FORMAT_JSONL) {
        dg_str line;
        uint32_t at, number;
        if (in->whole) return next_of_whole(in, arena, ret, err);
        return next_line(in, &line, &at, &number) ? read_line(in, line, at, number, arena, ret, err)
                                                  : 0;
    }
    if (in->done) return 0;
    in->done = true;
    *ret = (dg_article){.format = in->format,
                        .html = in->format == DG_FORMAT_HTML,
                        .uri = dg_str_of(in->name),
                        .bytes = in->bytes};
    return 1;
}
