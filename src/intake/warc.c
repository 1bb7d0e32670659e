/* warc.c: see warc.h.
 *
 *   WARC/1.0 CRLF fields CRLF | Content-Length bytes: HTTP head, body | CRLF CRLF | WARC/1.0 …
 *
 * A record is looked at as a whole in the stream's window (records over DG_MAX_ARTICLE only to that
 * size). When neither two line ends nor another record nor the end follow, its length is wrong:
 * then it ends where the next line is the first of a record. Cost: O(bytes). */
#include "intake/warc.h"

#include "doc/limits.h"
#include "intake/fields.h"
#include "intake/httpmsg.h"
#include "intake/sniff.h"

typedef struct record {
    dg_head head;
    dg_str type, uri, date, media, truncated;
    uint64_t length; /* of the block, as announced */
    uint32_t block;  /* bytes of it that are in the window */
    uint64_t all;    /* bytes from the record's first to behind its block */
    bool cut;        /* the block is not whole */
    dg_spot spot;
} record;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* "WARC/1.0", whatever follows. */
static bool is_version(dg_str s) {
    return s.n >= 8 && !memcmp(s.p, "WARC/", 5) && is_digit(s.p[5]) && s.p[6] == '.' &&
           is_digit(s.p[7]);
}

/* The first line in s, from byte `from` on, that opens a record; s.n when none does. */
static uint32_t find_version(dg_str s, uint32_t from) {
    while (from < s.n) {
        const char *w = memchr(s.p + from, 'W', s.n - from);
        if (!w) break;
        uint32_t at = (uint32_t)(w - s.p);
        if ((!at || s.p[at - 1] == '\n') && is_version(dg_str_cut(s, at, s.n))) return at;
        from = at + 1;
    }
    return s.n;
}

/* Line ends and blanks between records. 1: something follows; 0: the end. */
static int skip_blank_lines(dg_stream *s, dg_err *err) {
    for (;;) {
        dg_str view;
        int rc = dg_stream_peek(s, 16, &view, err);
        if (rc || !view.n) return rc;
        uint32_t n = 0;
        while (n < view.n && (view.p[n] == '\r' || view.p[n] == '\n' || view.p[n] == ' ')) n++;
        dg_stream_skip(s, n);
        if (n < view.n) return 1;
    }
}

/* To the next line that opens a record. 1: there is one; 0: the end. */
static int find_record(dg_stream *s, dg_err *err) {
    for (;;) {
        dg_str view;
        int rc = dg_stream_peek(s, 64 << 10, &view, err);
        if (rc || !view.n) return rc;
        uint32_t at = find_version(view, 1);
        if (at < view.n) {
            dg_stream_skip(s, at);
            return 1;
        }
        uint32_t keep = view.n > 16 ? 16 : 0; /* a line may begin at the window's end */
        dg_stream_skip(s, view.n - keep);
        if (!keep) return 0;
        rc = dg_stream_peek(s, 32, &view, err);
        if (rc) return rc;
        if (view.n <= 16) {
            dg_stream_skip(s, view.n);
            return 0;
        }
    }
}

/* The error, and the stream at the next record. */
static int lost(dg_container *c, int code, uint64_t at, const char *why, dg_err *err) {
    int rc = find_record(c->stream, err);
    return rc < 0 ? rc : dg_err_set(err, code, at, "%s", why);
}

/* ---- one record ---- */

/* The head of the record that begins here. DG_E_LIMIT, DG_E_SYNTAX: it has none, *ret_why why. */
static int peek_head(dg_stream *s, dg_str *ret, dg_head *ret_head, const char **ret_why,
                     dg_err *err) {
    for (uint32_t want = 4096;; want *= 2) {
        int rc = dg_stream_peek(s, want, ret, err);
        if (rc) return rc;
        *ret_head = dg_head_split(dg_str_cut(*ret, 0, want));
        if (ret_head->whole) return 0;
        bool end = ret->n < want;
        *ret_why = end ? "the head of a record breaks off" : "the head of a record has no end";
        if (end || want >= DG_MAX_HEAD) return end ? DG_E_SYNTAX : DG_E_LIMIT;
    }
}

static bool read_length(dg_str s, uint64_t *ret) {
    uint64_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (!is_digit(s.p[i]) || n > UINT64_MAX / 20) return false;
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    }
    *ret = n;
    return s.n > 0;
}

/* Two line ends, the next record, or nothing. */
static bool is_end_of_record(dg_str behind) {
    uint32_t ends = 0;
    for (; behind.n && (behind.p[0] == '\r' || behind.p[0] == '\n'); behind.p++, behind.n--)
        ends += behind.p[0] == '\n';
    return ends >= 2 || !behind.n || is_version(behind) ||
           (behind.n < 8 && !memcmp(behind.p, "WARC/1.0", behind.n < 5 ? behind.n : 5));
}

/* Gets the block into the window and finds its end. *ret views the record from its first byte. */
static int peek_block(dg_stream *s, record *r, dg_str *ret, dg_err *err) {
    const uint32_t head = r->head.end, slack = 16;
    bool large = r->length > DG_MAX_ARTICLE;
    uint32_t want = large ? DG_MAX_ARTICLE : (uint32_t)r->length;
    int rc = dg_stream_peek(s, (size_t)head + want + slack, ret, err);
    if (rc) return rc;
    bool all_there = ret->n >= head + want;
    r->block = all_there ? want : ret->n - head;
    r->all = head + r->length;
    r->cut = large || !all_there;
    dg_str behind = dg_str_cut(*ret, head + want, head + want + slack);
    if (all_there && (large || is_end_of_record(behind))) return 0;
    /* the length is wrong, or the file breaks off */
    rc = dg_stream_peek(s, (size_t)head + DG_MAX_ARTICLE, ret, err);
    if (rc) return rc;
    uint32_t next = find_version(*ret, head), end = next;
    r->all = next;
    if (next == ret->n) { /* no other follows: the length may be right all the same */
        r->cut = true;
        if (all_there) end = head + want;
    } else {
        r->cut = false;
    }
    while (end > head && next < ret->n && (ret->p[end - 1] == '\n' || ret->p[end - 1] == '\r'))
        end--;
    r->block = end - head;
    return 0;
}

/* ---- what it holds ---- */

static bool is_html_type(dg_str type) {
    return dg_str_is(type, "text/html") || dg_str_is(type, "application/xhtml+xml");
}

/* HTML, plain text, or bytes without a type that look like HTML. */
static bool is_readable(dg_media media, dg_str body, bool *ret_html) {
    *ret_html = dg_sniff(dg_str_cut(body, 0, DG_SNIFF)) == DG_FORMAT_HTML;
    if (is_html_type(media.type)) return *ret_html = true;
    return dg_str_is(media.type, "text/plain") || (!media.type.n && *ret_html);
}

static int skip_as(dg_container *c, dg_skip why) {
    c->skipped[why]++;
    return 0;
}

/* "<https://…>" as some crawlers wrote it under WARC/1.0. */
static dg_str without_brackets(dg_str s) {
    if (s.n >= 2 && s.p[0] == '<' && s.p[s.n - 1] == '>') return dg_str_cut(s, 1, s.n - 1);
    return s;
}

/* The body of the block, its type and what the HTTP head says. 1: readable; 0: counted as skipped.
 */
static int read_block(dg_container *c, const record *r, dg_str block, dg_arena *arena,
                      dg_article *a, dg_err *err) {
    dg_http http = {.status = 200, .media = dg_media_read(r->media, arena), .raw = block};
    bool sent = dg_str_is(r->type, "response") || dg_str_is(http.media.type, "application/http");
    if (sent && dg_http_is(block))
        dg_http_read(block, arena, &http);
    else if (sent) /* no HTTP: the block is what there is */
        http.media = (dg_media){DG_STR_NULL, DG_STR_NULL};
    if (http.status < 200 || http.status > 299) return skip_as(c, DG_SKIP_STATUS);
    dg_str type = http.media.type;
    if (type.n && !is_html_type(type) && !dg_str_is(type, "text/plain"))
        return skip_as(c, DG_SKIP_MEDIA);
    if (!http.raw.n) return skip_as(c, DG_SKIP_BODYLESS);
    int rc = dg_http_body(&http, DG_MAX_ARTICLE, arena, &a->bytes, &a->cut, err);
    if (rc) return rc;
    if (!a->bytes.n) return skip_as(c, DG_SKIP_BODYLESS);
    if (!is_readable(http.media, a->bytes, &a->html)) return skip_as(c, DG_SKIP_MEDIA);
    a->charset = http.media.charset;
    a->lang = http.language;
    return 1;
}

/* Strings of the window become the article's own. */
static bool keep(dg_str *s, dg_arena *arena) {
    if (!s->p) return true;
    *s = dg_arena_str(arena, dg_field_utf8(*s, arena));
    return s->p != NULL;
}

static int read_record(dg_container *c, record *r, dg_str view, dg_arena *arena, dg_article *ret,
                       dg_err *err) {
    dg_article a = {.format = DG_FORMAT_WARC,
                    .cut = r->cut || r->truncated.n,
                    .file = dg_str_of(c->name),
                    .crawled = r->date,
                    .place = r->spot};
    dg_err why = {0};
    dg_str block = dg_str_cut(view, r->head.end, r->head.end + r->block);
    dg_str url = without_brackets(r->uri);
    int rc = read_block(c, r, block, arena, &a, &why);
    if (rc < 0)
        return dg_err_set(err, rc, r->spot.at, "%.*s: %s", (int)(url.n < 150 ? url.n : 150),
                          url.n ? url.p : "", why.text);
    if (!rc) return 0;
    a.url = url;
    bool kept = keep(&a.url, arena) && keep(&a.crawled, arena) && keep(&a.charset, arena) &&
                keep(&a.lang, arena);
    a.uri = a.url.n ? a.url
                    : dg_arena_printf(arena, "%s#%llu", c->name, (unsigned long long)r->spot.at);
    if (!kept || !a.uri.p) return dg_err_set(err, DG_E_NOMEM, r->spot.at, "%s", c->name);
    *ret = a;
    return 1;
}

static bool is_web(dg_str uri) {
    uri = without_brackets(uri);
    return dg_str_starts(uri, DG_STR("http:")) || dg_str_starts(uri, DG_STR("https:"));
}

/* Which kind of record is none of ours; DG_SKIP_N: it is one of ours. */
static dg_skip kind_of(dg_str type) {
    static const struct {
        const char *name;
        dg_skip skip;
    } kinds[] = {{"response", DG_SKIP_N},        {"conversion", DG_SKIP_N},
                 {"resource", DG_SKIP_N},        {"request", DG_SKIP_REQUEST},
                 {"metadata", DG_SKIP_METADATA}, {"warcinfo", DG_SKIP_WARCINFO},
                 {"revisit", DG_SKIP_REVISIT}};
    for (uint32_t i = 0; i < DG_LEN(kinds); i++)
        if (dg_str_is(type, kinds[i].name)) return kinds[i].skip;
    return DG_SKIP_RECORD;
}

/* The record at the stream's place. 1: an article; 0: skipped, and the stream is behind it. */
static int next_record(dg_container *c, dg_arena *arena, dg_article *ret, dg_err *err) {
    dg_stream *s = c->stream;
    record r = {.spot = dg_stream_place(s)};
    dg_str view;
    const char *why = "";
    int rc = dg_stream_peek(s, 8, &view, err);
    if (rc) return rc;
    if (!is_version(view)) return lost(c, DG_E_SYNTAX, r.spot.at, "no record begins here", err);
    rc = peek_head(s, &view, &r.head, &why, err);
    if (rc == DG_E_LIMIT || rc == DG_E_SYNTAX) return lost(c, rc, r.spot.at, why, err);
    if (rc) return rc;
    dg_str length = dg_head_get(&r.head, "content-length", arena);
    if (!read_length(length, &r.length))
        return lost(c, DG_E_SYNTAX, r.spot.at, "a record without its length", err);
    rc = peek_block(s, &r, &view, err);
    if (rc) return rc;
    r.head = dg_head_split(view); /* the window may have moved */
    r.type = dg_head_get(&r.head, "warc-type", arena);
    r.uri = dg_head_get(&r.head, "warc-target-uri", arena);
    r.date = dg_head_get(&r.head, "warc-date", arena);
    r.media = dg_head_get(&r.head, "content-type", arena);
    r.truncated = dg_head_get(&r.head, "warc-truncated", arena);
    dg_skip kind = kind_of(r.type);
    if (dg_str_is(r.type, "resource") && !is_web(r.uri))
        kind = DG_SKIP_RECORD; /* a crawler's log */
    rc = kind == DG_SKIP_N ? read_record(c, &r, view, arena, ret, err) : skip_as(c, kind);
    uint64_t n;
    int moved = dg_stream_skip_far(s, r.all, &n, rc < 0 ? NULL : err);
    return moved && rc >= 0 ? moved : rc;
}

int dg_warc_next(dg_container *c, dg_arena *arena, dg_article *ret, dg_err *err) {
    for (;;) {
        dg_arena_mark mark = dg_arena_mark_get(arena);
        int rc = skip_blank_lines(c->stream, err);
        if (rc <= 0) return rc;
        rc = next_record(c, arena, ret, err);
        if (rc) return rc;
        dg_arena_release(arena, mark);
    }
}
