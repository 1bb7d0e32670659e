/* jsonread.c: see jsonread.h.
 *
 *   first byte "["      LIST: elements one by one, so that a list may be of any size
 *   first line whole    LINES: a broken line costs that line
 *   else                DOCUMENTS: values behind one another, each cut out by its brackets
 *
 * An object that has no text but a list of objects is that list: it is kept in an arena of its own
 * while its members are handed out. Cost: O(bytes); memory: one line, element or document. */
#include "intake/jsonread.h"

#include <math.h>

#include "doc/limits.h"
#include "intake/fields.h"

typedef enum { LINES, LIST, DOCUMENTS } mode;

struct dg_jsonread {
    dg_container *c;
    mode mode;
    uint64_t number; /* of the next line or value, from 1 */
    dg_arena *kept;  /* holds list */
    const dg_json *list;
    uint32_t item;
    dg_spot place; /* of the line or value that the list stood in */
    dg_str outlet; /* of all articles of the list */
};

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* ---- cutting the stream ---- */

/* Blanks and the given byte (0: none) are skipped. 1: something stands there; 0: the end. */
static int skip_blanks(dg_stream *s, char other, uint64_t *lines, dg_err *err) {
    for (;;) {
        dg_str view;
        int rc = dg_stream_peek(s, 1, &view, err);
        if (rc || !view.n) return rc;
        uint32_t n = 0;
        for (; n < view.n && (is_blank(view.p[n]) || (other && view.p[n] == other)); n++)
            *lines += view.p[n] == '\n';
        dg_stream_skip(s, n);
        if (n < view.n) return 1;
    }
}

/* The line that begins here, without its end. DG_E_LIMIT: longer than limit, *ret is its begin. */
static int peek_line(dg_stream *s, uint32_t limit, dg_str *ret, dg_err *err) {
    uint32_t seen = 0;
    for (;;) {
        int rc = dg_stream_peek(s, (size_t)seen + 1, ret, err);
        if (rc) return rc;
        const char *nl = ret->n > seen ? memchr(ret->p + seen, '\n', ret->n - seen) : NULL;
        bool end = nl || ret->n == seen;
        seen = nl ? (uint32_t)(nl - ret->p) : ret->n;
        ret->n = seen;
        if (seen > limit) return DG_E_LIMIT;
        if (end) return 0;
    }
}

static int skip_line(dg_stream *s, dg_err *err) {
    for (;;) {
        dg_str view;
        int rc = dg_stream_peek(s, 1, &view, err);
        if (rc || !view.n) return rc;
        const char *nl = memchr(view.p, '\n', view.n);
        dg_stream_skip(s, nl ? (size_t)(nl - view.p) + 1 : view.n);
        if (nl) return 0;
    }
}

typedef struct scan { /* where a value ends, by its brackets and quotes alone */
    uint32_t depth;
    bool inside, escaped, begun;
} scan;

/* true when c is the first byte behind the value; *ret_last: c is its last byte. */
static bool scan_byte(scan *k, char c, bool *ret_last) {
    *ret_last = false;
    if (k->inside) {
        if (k->escaped)
            k->escaped = false;
        else if (c == '\\')
            k->escaped = true;
        else if (c == '"')
            k->inside = false, *ret_last = !k->depth;
        return false;
    }
    bool opens = c == '{' || c == '[', closes = c == '}' || c == ']';
    if (!k->depth && (c == ',' || closes || (k->begun && is_blank(c)))) return true;
    k->begun = true;
    k->inside = c == '"';
    k->depth += opens;
    k->depth -= closes;
    *ret_last = closes && !k->depth;
    return false;
}

/* The value that begins here. DG_E_LIMIT: it is longer than limit, and skipped when `pass`.
 * DG_E_SYNTAX: it does not end. */
static int peek_value(dg_stream *s, uint32_t limit, bool pass, dg_str *ret, dg_err *err) {
    scan k = {0};
    uint32_t seen = 0;
    bool over = false, last = false;
    for (;;) {
        dg_str view;
        int rc = dg_stream_peek(s, (size_t)seen + 1, &view, err);
        if (rc) return rc;
        if (view.n == seen) break;
        for (; seen < view.n && !last; seen++)
            if (scan_byte(&k, view.p[seen], &last)) break;
        if (seen < view.n || last) {
            *ret = dg_str_cut(view, 0, seen);
            if (over) dg_stream_skip(s, seen);
            return over ? dg_err_set(err, DG_E_LIMIT, 0, "more than %u bytes", limit) : 0;
        }
        if (seen <= limit) continue;
        over = true;
        if (!pass) break;
        dg_stream_skip(s, seen);
        seen = 0;
    }
    if (over) return dg_err_set(err, DG_E_LIMIT, 0, "more than %u bytes", limit);
    return dg_err_set(err, DG_E_SYNTAX, 0, "the last value does not end");
}

/* ---- values ---- */

static dg_str inner(const dg_json *v) {
    static const char *const keys[] = {"name", "rendered", "original", "value",
                                       "text", "#text",    "_",        "title"};
    dg_str s = DG_STR_NULL;
    for (uint32_t i = 0; i < DG_LEN(keys) && !s.n; i++) s = dg_json_get_str(v, keys[i]);
    return s;
}

/* Paragraphs as a list: joined, a line each. */
static dg_str join(const dg_json *v, dg_arena *arena) {
    size_t n = 1;
    for (uint32_t i = 0; i < v->n; i++) n += v->items[i].str.n + 1u;
    char *p = dg_arena_alloc(arena, n), *out = p;
    if (!p || n > UINT32_MAX) return DG_STR_NULL;
    for (uint32_t i = 0; i < v->n; i++) {
        dg_str s = v->items[i].str;
        if (!s.n) continue;
        if (out != p) *out++ = '\n';
        memcpy(out, s.p, s.n);
        out += s.n;
    }
    return (dg_str){p, (uint32_t)(out - p)};
}

static dg_str value_of(const dg_json *v, dg_field f, dg_arena *arena) {
    if (v->kind == DG_JSON_ARR && f == DG_FIELD_TEXT) return join(v, arena);
    if (v->kind == DG_JSON_ARR) {
        if (!v->n) return DG_STR_NULL;
        v = &v->items[0];
    }
    if (v->kind == DG_JSON_STR) return v->str;
    if (v->kind == DG_JSON_OBJ) return inner(v);
    if (v->kind != DG_JSON_NUM) return DG_STR_NULL;
    if (f == DG_FIELD_DATE || f == DG_FIELD_CRAWLED) return dg_field_epoch(v->num, arena);
    if (f != DG_FIELD_ID || !(fabs(v->num) < 9e15)) return DG_STR_NULL;
    return dg_arena_printf(arena, "%.0f", v->num);
}

typedef struct found {
    dg_str values[DG_FIELD_N];
    uint32_t ranks[DG_FIELD_N];
} found;

static void look_at(const dg_json *obj, uint32_t depth, dg_arena *arena, found *ret) {
    for (uint32_t i = 0; i < obj->n; i++) {
        const dg_json *v = &obj->items[i];
        uint32_t rank = 0;
        dg_field f = dg_field_of(obj->keys[i], &rank);
        if (f == DG_FIELD_N) continue;
        if (f == DG_FIELD_TEXT && dg_json_get_str(v, "rendered").n) f = DG_FIELD_HTML;
        rank += depth * 1000; /* what stands further out is the article's own */
        if (ret->values[f].n && ret->ranks[f] <= rank) continue;
        dg_str s = value_of(v, f, arena);
        if (!s.n) continue;
        ret->values[f] = s;
        ret->ranks[f] = rank;
    }
}

/* Objects in which exports wrap an article. */
static bool is_wrapper(dg_str key) {
    static const char *const keys[] = {"_source",  "article", "data",    "fields",     "doc",
                                       "document", "news",    "post",    "attributes", "item",
                                       "payload",  "meta",    "metadata"};
    for (uint32_t i = 0; i < DG_LEN(keys); i++)
        if (dg_str_is(key, keys[i])) return true;
    return false;
}

/* obj and the objects wrapped in it, breadth first. */
static void look_into(const dg_json *obj, dg_arena *arena, found *ret) {
    const dg_json *all[DG_MAX_WRAPPERS] = {obj};
    uint32_t depth[DG_MAX_WRAPPERS] = {0}, n = 1;
    for (uint32_t at = 0; at < n; at++) {
        look_at(all[at], depth[at], arena, ret);
        for (uint32_t i = 0; i < all[at]->n && n < DG_MAX_WRAPPERS; i++) {
            const dg_json *v = &all[at]->items[i];
            if (v->kind != DG_JSON_OBJ || !is_wrapper(all[at]->keys[i])) continue;
            depth[n] = depth[at] + 1;
            all[n++] = v;
        }
    }
}

/* A list of objects in an object that is no article itself: "hits": {"hits": […]} too. */
static const dg_json *list_in(const dg_json *obj, uint32_t depth) {
    static const char *const keys[] = {"articles", "items",     "results", "docs",    "hits",
                                       "posts",    "data",      "value",   "entries", "records",
                                       "response", "documents", "news",    "rows"};
    for (uint32_t i = 0; obj->kind == DG_JSON_OBJ && i < DG_LEN(keys); i++) {
        const dg_json *v = dg_json_get(obj, keys[i]);
        if (v && v->kind == DG_JSON_ARR && v->n && v->items[0].kind == DG_JSON_OBJ) return v;
        if (v && v->kind == DG_JSON_OBJ && depth < 3 && (v = list_in(v, depth + 1))) return v;
    }
    return NULL;
}

static int article_of(const dg_jsonread *r, const dg_json *obj, uint64_t number, dg_arena *arena,
                      dg_article *ret, dg_err *err) {
    found f = {0};
    if (obj->kind != DG_JSON_OBJ) return dg_err_set(err, DG_E_SYNTAX, 0, "not an object");
    look_into(obj, arena, &f);
    return dg_fields_article(r->c, DG_FORMAT_JSONL, f.values, number, arena, ret, err);
}

/* Copies what is in the memory of the list: articles outlive it. */
static bool keep_strings(dg_article *a, dg_arena *arena) {
    dg_str *all[] = {&a->uri,    &a->url,  &a->bytes, &a->title,  &a->byline,
                     &a->outlet, &a->lang, &a->date,  &a->crawled};
    for (uint32_t i = 0; i < DG_LEN(all); i++) {
        if (!all[i]->p) continue;
        *all[i] = dg_arena_str(arena, *all[i]);
        if (!all[i]->p) return false;
    }
    return true;
}

/* ---- one after another ---- */

/* Tells the error's place and which one it is. */
static int failed(const dg_jsonread *r, int rc, uint64_t number, const dg_err *why, dg_err *err) {
    return dg_err_set(err, rc, r->place.at + (r->place.packed ? 0 : why->at), "%s %llu: %s",
                      r->mode == LINES ? "line" : "article", (unsigned long long)number, why->text);
}

static int next_of_list(dg_jsonread *r, dg_arena *arena, dg_article *ret, dg_err *err) {
    uint32_t i = r->item++;
    dg_err why = {0};
    dg_article a;
    int rc = article_of(r, &r->list->items[i], i + 1, arena, &a, &why);
    if (!rc && !keep_strings(&a, arena)) rc = dg_err_set(&why, DG_E_NOMEM, 0, "article");
    bool at_end = r->item == r->list->n;
    if (!rc && !a.outlet.n && r->outlet.n) a.outlet = dg_arena_str(arena, r->outlet);
    if (at_end) r->list = NULL;
    if (rc) return dg_err_set(err, rc, r->place.at, "article %u: %s", i + 1, why.text);
    a.place = r->place;
    *ret = a;
    return 1;
}

/* Takes obj for a list of articles when it is one: true. Its bytes are parsed again, into memory
 * that stays. */
static bool begin_list(dg_jsonread *r, dg_str bytes) {
    const dg_json *v;
    dg_arena_reset(r->kept);
    if (dg_json_parse(bytes, r->kept, &v, NULL)) return false;
    r->outlet = DG_STR_NULL;
    if (dg_json_get_str(v, "version").n && dg_json_get(v, "items")) /* JSON Feed */
        r->outlet = dg_json_get_str(v, "title");
    r->list = v->kind == DG_JSON_ARR ? v : list_in(v, 0);
    r->item = 0;
    return r->list && r->list->n;
}

/* One line or value. 1, or a code; 2: it was a list, whose members come now. */
static int read_value(dg_jsonread *r, dg_str bytes, uint64_t number, dg_arena *arena,
                      dg_article *ret, dg_err *err) {
    const dg_json *v;
    dg_err why = {0};
    dg_str utf8 = dg_field_utf8(bytes, arena);
    int rc = utf8.p ? dg_json_parse(utf8, arena, &v, &why)
                    : dg_err_set(&why, DG_E_NOMEM, 0, "%s", r->c->name);
    if (!rc && (rc = article_of(r, v, number, arena, ret, &why))) {
        bool list = rc == DG_E_EMPTY ? list_in(v, 0) != NULL : v->kind == DG_JSON_ARR && v->n;
        if (list && rc != DG_E_NOMEM && begin_list(r, utf8)) return 2;
    }
    if (rc) return failed(r, rc, number, &why, err);
    ret->place = r->place;
    return 1;
}

static int next_line(dg_jsonread *r, dg_arena *arena, dg_article *ret, dg_err *err) {
    uint64_t skipped = 0;
    dg_str line;
    int rc = skip_blanks(r->c->stream, 0, &skipped, err);
    r->number += skipped;
    if (rc <= 0) return rc;
    r->place = dg_stream_place(r->c->stream);
    rc = peek_line(r->c->stream, DG_MAX_WHOLE, &line, err);
    if (rc == DG_E_LIMIT) {
        dg_err why = {.text = "longer than an article may be"};
        rc = skip_line(r->c->stream, err);
        return rc ? rc : failed(r, DG_E_LIMIT, r->number++, &why, err);
    }
    if (rc) return rc;
    uint32_t n = line.n;
    while (line.n && is_blank(line.p[line.n - 1])) line.n--;
    rc = read_value(r, line, r->number, arena, ret, err);
    dg_stream_skip(r->c->stream, n);
    return rc;
}

/* To the next value, behind commas and the ends of lists. As skip_blanks. */
static int find_document(dg_stream *s, dg_err *err) {
    uint64_t lines = 0;
    for (;;) {
        dg_str view;
        int rc = skip_blanks(s, ',', &lines, err);
        if (rc > 0) rc = dg_stream_peek(s, 1, &view, err) ? DG_E_NOMEM : 1;
        if (rc <= 0 || (view.p[0] != ']' && view.p[0] != '}')) return rc;
        dg_stream_skip(s, 1);
    }
}

static int next_document(dg_jsonread *r, dg_arena *arena, dg_article *ret, dg_err *err) {
    dg_stream *s = r->c->stream;
    dg_str value;
    int rc = find_document(s, err);
    if (rc <= 0) return rc;
    uint64_t number = r->number++;
    dg_err why = {0};
    r->place = dg_stream_place(s);
    rc = peek_value(s, DG_MAX_WHOLE, true, &value, &why);
    if (rc == DG_E_SYNTAX) { /* nothing can be told from what follows */
        uint64_t n;
        int far = dg_stream_skip_far(s, UINT64_MAX, &n, err);
        return far ? far : failed(r, rc, number, &why, err);
    }
    if (rc) return failed(r, rc, number, &why, err);
    rc = read_value(r, value, number, arena, ret, err);
    dg_stream_skip(s, value.n);
    return rc;
}

int dg_jsonread_next(dg_jsonread *r, dg_arena *arena, dg_article *ret, dg_err *err) {
    int rc = 2;
    while (rc == 2) {
        if (r->list) return next_of_list(r, arena, ret, err);
        rc = r->mode == LINES ? next_line(r, arena, ret, err) : next_document(r, arena, ret, err);
    }
    return rc;
}

/* Is the first line a value of its own, or the first value one that goes over several lines? */
static int find_mode(dg_jsonread *r, dg_err *err) {
    dg_stream *s = r->c->stream;
    const dg_json *v;
    dg_str view;
    uint64_t lines = 0;
    int rc = dg_stream_peek(s, 3, &view, err);
    if (rc) return rc;
    if (dg_str_starts(view, DG_STR("\xEF\xBB\xBF"))) dg_stream_skip(s, 3);
    rc = skip_blanks(s, 0, &lines, err);
    r->number += lines;
    if (rc <= 0) return rc;
    rc = dg_stream_peek(s, 1, &view, err);
    if (rc) return rc;
    if (view.p[0] == '[') {
        r->mode = LIST;
        r->number = 1;
        dg_stream_skip(s, 1);
        return 0;
    }
    rc = peek_line(s, DG_MAX_WHOLE, &view, err);
    bool whole = !rc && !dg_json_parse(view, r->kept, &v, NULL);
    dg_arena_reset(r->kept);
    if (whole || rc == DG_E_LIMIT) return 0;
    if (rc) return rc;
    rc = peek_value(s, DG_MAX_WHOLE, false, &view, err);
    if (rc == DG_E_NOMEM || rc == DG_E_IO) return rc;
    if (rc == DG_E_LIMIT || (!rc && !dg_json_parse(view, r->kept, &v, NULL))) r->mode = DOCUMENTS;
    dg_arena_reset(r->kept);
    return 0;
}

int dg_jsonread_open(dg_container *c, dg_jsonread **ret, dg_err *err) {
    dg_jsonread *r = dg_arena_zalloc(c->own, 1, sizeof *r);
    if (!r) return dg_err_set(err, DG_E_NOMEM, 0, "%s", c->name);
    r->c = c;
    r->number = 1;
    *ret = r; /* kept is freed with it, also when find_mode fails */
    r->kept = dg_arena_new((size_t)2 << 30);
    return r->kept ? find_mode(r, err) : dg_err_set(err, DG_E_NOMEM, 0, "%s", c->name);
}

void dg_jsonread_close(dg_jsonread *r) {
    if (r) dg_arena_free(r->kept);
}
