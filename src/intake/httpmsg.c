/* httpmsg.c: see httpmsg.h. Cost: O(bytes) a field asked for. */
#include "intake/httpmsg.h"

#include "doc/limits.h"
#include "intake/unpack.h"

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static dg_str trim(dg_str s) {
    while (s.n && is_blank(s.p[0])) s.p++, s.n--;
    while (s.n && is_blank(s.p[s.n - 1])) s.n--;
    return s;
}

static bool same(dg_str s, const char *word) {
    uint32_t i = 0;
    for (; i < s.n && word[i]; i++)
        if (lower(s.p[i]) != word[i]) return false;
    return i == s.n && !word[i];
}

/* ---- heads ---- */

/* The next line, with its end; false at the end of rest. */
static bool take_line(dg_str *rest, dg_str *ret) {
    if (!rest->n) return false;
    const char *nl = memchr(rest->p, '\n', rest->n);
    uint32_t n = nl ? (uint32_t)(nl - rest->p) + 1 : rest->n;
    *ret = dg_str_cut(*rest, 0, n);
    *rest = dg_str_cut(*rest, n, rest->n);
    return true;
}

static bool is_empty_line(dg_str line) {
    return dg_str_is(line, "\n") || dg_str_is(line, "\r\n");
}

dg_head dg_head_split(dg_str bytes) {
    dg_head h = {.first = DG_STR(""), .fields = DG_STR("")};
    dg_str rest = bytes, line;
    if (take_line(&rest, &line) && !is_empty_line(line)) h.first = trim(line);
    uint32_t from = bytes.n - rest.n, to = from;
    h.whole = bytes.n > 0 && is_empty_line(line);
    while (!h.whole && take_line(&rest, &line)) {
        h.whole = is_empty_line(line);
        if (!h.whole) to = bytes.n - rest.n;
    }
    h.end = bytes.n - rest.n;
    h.fields = dg_str_cut(bytes, from, to - from > DG_MAX_HEAD ? from + DG_MAX_HEAD : to);
    return h;
}

/* The next field, its folded lines with it: *ret_value goes from behind the colon to its last
 * line's end. */
static bool next_field(dg_str *rest, dg_str *ret_name, dg_str *ret_value) {
    dg_str line;
    while (take_line(rest, &line)) {
        while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t')) {
            dg_str more;
            take_line(rest, &more);
            line.n += more.n;
        }
        const char *colon = memchr(line.p, ':', line.n);
        if (!colon) continue;
        uint32_t at = (uint32_t)(colon - line.p);
        *ret_name = trim(dg_str_cut(line, 0, at));
        *ret_value = trim(dg_str_cut(line, at + 1, line.n));
        return true;
    }
    return false;
}

/* Line ends inside a value, with the blanks around them, become one blank. */
static dg_str unfold(dg_str value, dg_arena *arena) {
    if (value.n > DG_MAX_FIELD) return DG_STR_NULL;
    if (!memchr(value.p, '\n', value.n)) return value;
    char *p = dg_arena_alloc(arena, value.n);
    uint32_t n = 0;
    if (!p) return DG_STR_NULL;
    for (uint32_t i = 0; i < value.n; i++) {
        bool blank = is_blank(value.p[i]);
        if (!blank)
            p[n++] = value.p[i];
        else if (n && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    return (dg_str){p, n};
}

dg_str dg_head_get(const dg_head *h, const char *name, dg_arena *arena) {
    dg_str rest = h->fields, key, value, last = DG_STR_NULL;
    while (next_field(&rest, &key, &value))
        if (value.n && same(key, name)) last = value;
    return last.p ? unfold(last, arena) : last;
}

dg_str dg_head_list(const dg_head *h, const char *name, dg_arena *arena) {
    dg_str rest = h->fields, key, value, all = DG_STR_NULL;
    while (next_field(&rest, &key, &value)) {
        if (!value.n || !same(key, name)) continue;
        value = unfold(value, arena);
        if (all.p && value.p && all.n + value.n < DG_MAX_FIELD)
            all = dg_arena_join(arena, all, DG_STR(", "), value);
        else if (!all.p)
            all = value;
    }
    return all;
}

/* ---- media types ---- */

static dg_str lowered(dg_str s, dg_arena *arena) {
    char *p = dg_arena_alloc(arena, s.n);
    if (!p) return DG_STR_NULL;
    for (uint32_t i = 0; i < s.n; i++) p[i] = lower(s.p[i]);
    return (dg_str){p, s.n};
}

static dg_str up_to(dg_str s, char c) {
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? dg_str_cut(s, 0, (uint32_t)(at - s.p)) : s;
}

dg_media dg_media_read(dg_str value, dg_arena *arena) {
    dg_media m = {DG_STR_NULL, DG_STR_NULL};
    if (!value.p) return m;
    dg_str type = trim(up_to(up_to(value, ';'), ','));
    m.type = lowered(type, arena);
    for (uint32_t at = up_to(value, ';').n + 1; at < value.n;) {
        dg_str part = up_to(dg_str_cut(value, at, value.n), ';');
        at += part.n + 1;
        dg_str key = up_to(part, '=');
        if (key.n == part.n || !same(trim(key), "charset") || m.charset.n) continue;
        dg_str name = trim(up_to(dg_str_cut(part, key.n + 1, part.n), ','));
        while (name.n && (name.p[0] == '"' || name.p[0] == '\'')) name.p++, name.n--;
        while (name.n && (name.p[name.n - 1] == '"' || name.p[name.n - 1] == '\'')) name.n--;
        if (name.n) m.charset = name;
    }
    return m;
}

/* ---- responses ---- */

bool dg_http_is(dg_str bytes) {
    return bytes.n >= 5 && same(dg_str_cut(bytes, 0, 5), "http/");
}

/* "HTTP/1.1 200 OK", "HTTP/2 200": the first three digits behind a blank. */
static int status_of(dg_str line) {
    dg_str rest = dg_str_cut(line, up_to(line, ' ').n, line.n);
    rest = trim(rest);
    if (rest.n < 3) return 0;
    int status = 0;
    for (uint32_t i = 0; i < 3; i++) {
        if (rest.p[i] < '0' || rest.p[i] > '9') return 0;
        status = status * 10 + rest.p[i] - '0';
    }
    return status;
}

void dg_http_read(dg_str msg, dg_arena *arena, dg_http *ret) {
    dg_http h = {0};
    for (int hops = 0; hops < 4; hops++) { /* 100 Continue, a proxy's 200 before the answer's */
        dg_head head = dg_head_split(msg);
        dg_str media = dg_head_get(&head, "content-type", arena);
        h.status = status_of(head.first);
        h.media = dg_media_read(media, arena);
        h.language = dg_head_get(&head, "content-language", arena);
        h.transfer = dg_head_list(&head, "transfer-encoding", arena);
        h.encodings = dg_head_list(&head, "content-encoding", arena);
        h.raw = dg_str_cut(msg, head.end, msg.n);
        bool interim = (h.status >= 100 && h.status < 200) || !media.p;
        if (!interim || !dg_http_is(h.raw)) break;
        msg = h.raw;
    }
    *ret = h;
}

static int hex(char c) {
    c = lower(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The size line of a chunk: its size, *at moved behind it; -1 when it is none. */
static int64_t chunk_size(dg_str s, uint32_t *at) {
    uint32_t i = *at, digits = 0;
    int64_t size = 0;
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t')) i++;
    for (; i < s.n && hex(s.p[i]) >= 0; i++, digits++) {
        size = size * 16 + hex(s.p[i]);
        if (size > UINT32_MAX) return -1;
    }
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r')) i++;
    if (!digits || i >= s.n) return -1;
    if (s.p[i] == ';') { /* an extension */
        const char *nl = memchr(s.p + i, '\n', s.n - i);
        if (!nl) return -1;
        i = (uint32_t)(nl - s.p);
    }
    if (s.p[i] != '\n') return -1;
    *at = i + 1;
    return size;
}

/* RFC 9112, 7.1. What is not chunked at all stays as it is; what breaks off is cut. */
static int unchunk(dg_str s, dg_arena *arena, dg_str *ret, bool *ret_cut, dg_err *err) {
    uint32_t at = 0, n = 0;
    *ret = s;
    int64_t size = chunk_size(s, &at);
    if (size < 0) return 0;
    char *p = dg_arena_alloc(arena, s.n);
    if (!p) return dg_err_set(err, DG_E_NOMEM, 0, "body");
    while (size > 0) {
        uint32_t now = size < s.n - at ? (uint32_t)size : s.n - at;
        memcpy(p + n, s.p + at, now);
        n += now;
        at += now;
        while (at < s.n && (s.p[at] == '\r' || s.p[at] == '\n')) at++;
        size = chunk_size(s, &at);
    }
    if (size < 0) *ret_cut = true;
    *ret = (dg_str){p, n};
    return 0;
}

static dg_codec codec_of(dg_str name) {
    return same(name, "gzip") || same(name, "x-gzip") ? DG_CODEC_GZIP
           : same(name, "deflate")                    ? DG_CODEC_DEFLATE
           : same(name, "br")                         ? DG_CODEC_BROTLI
           : same(name, "zstd")                       ? DG_CODEC_ZSTD
                                                      : DG_CODEC_NONE;
}

/* Could these be the bytes of a page? A control character among the first ones says no. */
static bool looks_like_text(dg_str s) {
    for (uint32_t i = 0; i < s.n && i < 256; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f') return false;
    }
    return true;
}

static int unpack(dg_codec codec, dg_str s, uint32_t limit, dg_arena *arena, dg_str *ret,
                  bool *ret_cut, dg_err *err) {
    bool magic = codec == DG_CODEC_GZIP || codec == DG_CODEC_ZSTD;
    *ret = s;
    if (codec == DG_CODEC_NONE || !s.n || (magic && dg_codec_sniff(s) != codec)) return 0;
    int rc = dg_unpack(codec, s, limit, arena, ret, ret_cut, err);
    if (rc == DG_E_SYNTAX && !magic && looks_like_text(s)) {
        *ret = s; /* decoded already, whatever the head says */
        return 0;
    }
    return rc;
}

int dg_http_body(const dg_http *h, uint32_t limit, dg_arena *arena, dg_str *ret, bool *ret_cut,
                 dg_err *err) {
    dg_str s = h->raw, list = h->encodings;
    bool cut = false;
    int rc = 0;
    uint32_t layers = 0;
    if (h->transfer.n >= 7 &&
        same(trim(dg_str_cut(h->transfer, h->transfer.n - 7, h->transfer.n)), "chunked"))
        rc = unchunk(s, arena, &s, &cut, err);
    while (!rc && list.n) { /* the last one was applied last */
        uint32_t from = list.n;
        while (from && list.p[from - 1] != ',') from--;
        dg_str name = trim(dg_str_cut(list, from, list.n));
        list.n = from ? from - 1 : 0;
        if (++layers > DG_MAX_NESTING)
            return dg_err_set(err, DG_E_LIMIT, 0, "packed more than %u times", DG_MAX_NESTING);
        rc = unpack(codec_of(name), s, limit, arena, &s, &cut, err);
    }
    while (!rc && dg_codec_sniff(s) != DG_CODEC_NONE) { /* packed without a word of it */
        if (++layers > DG_MAX_NESTING)
            return dg_err_set(err, DG_E_LIMIT, 0, "packed more than %u times", DG_MAX_NESTING);
        rc = dg_unpack(dg_codec_sniff(s), s, limit, arena, &s, &cut, err);
    }
    if (rc) return rc;
    *ret_cut |= cut || s.n > limit;
    s = dg_str_cut(s, 0, limit);
    bool own = s.p != h->raw.p;
    *ret = own ? s : dg_arena_str(arena, s);
    return ret->p ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "body");
}
