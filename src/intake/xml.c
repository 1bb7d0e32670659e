/* xml.c: see xml.h. Cost: O(bytes), and libxml2's tree (about ten times the bytes). */
#include "intake/xml.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/uri.h>
#include <stdio.h>

#include "base/utf8.h"
#include "doc/limits.h"
#include "intake/fields.h"

/* ---- mending ---- */

static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Does s go on with word (lower case) at `at`? */
static bool has_at(dg_str s, uint32_t at, const char *word) {
    for (; *word; word++, at++)
        if (at >= s.n || lower(s.p[at]) != *word) return false;
    return true;
}

static uint32_t find(dg_str s, uint32_t at, const char *word) {
    for (; at < s.n; at++) {
        const char *hit = memchr(s.p + at, word[0], s.n - at);
        if (!hit) break;
        at = (uint32_t)(hit - s.p);
        if (has_at(s, at, word)) return at;
    }
    return s.n;
}

/* The character of "&name;", "&#…;" at s.p[at]; *ret_end behind it. 0: none. */
static uint32_t entity_at(dg_str s, uint32_t at, uint32_t *ret_end) {
    char name[16];
    uint32_t n = 0, end = at + 1, value = 0;
    bool number = end < s.n && s.p[end] == '#';
    end += number;
    bool hex = number && end < s.n && lower(s.p[end]) == 'x';
    end += hex;
    while (end < s.n && is_name(s.p[end]) && n + 1 < sizeof name) name[n++] = s.p[end++];
    name[n] = 0;
    if (!n || end >= s.n || s.p[end] != ';') return 0;
    *ret_end = end + 1;
    if (!number) {
        if (!strcmp(name, "apos")) return '\'';
        const htmlEntityDesc *e = htmlEntityLookup((const xmlChar *)name);
        return e ? e->value : 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        char c = lower(name[i]);
        uint32_t digit = c >= '0' && c <= '9'          ? (uint32_t)(c - '0')
                         : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                                                       : 99;
        if (digit > 15 || value > 0x110000) return 0;
        value = value * (hex ? 16 : 10) + digit;
    }
    bool control = value < 32 && value != '\t' && value != '\n' && value != '\r';
    bool none =
        value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) || (value & 0xFFFE) == 0xFFFE;
    return control || none ? ' ' : value;
}

/* The end of the <!DOCTYPE …> at `at`, with what stands in its brackets. */
static uint32_t doctype_end(dg_str s, uint32_t at) {
    uint32_t depth = 0;
    for (char quote = 0; at < s.n; at++) {
        char c = s.p[at];
        if (quote) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[' || c == '<') {
            depth++;
        } else if (c == ']' || c == '>') {
            depth -= depth > 0;
            if (!depth && c == '>') return at + 1;
        }
    }
    return at;
}

static bool is_endless_tag(dg_str s, uint32_t at) {
    if (s.n - at <= DG_MAX_FIELD || (!is_name(s.p[at + 1]) && s.p[at + 1] != '_')) return false;
    return !memchr(s.p + at, '>', DG_MAX_FIELD);
}

typedef struct mender {
    dg_str s;
    char *p;
    uint32_t n, cap;
    dg_arena *arena;
    bool ok;
} mender;

static void put(mender *m, const char *bytes, uint32_t n) {
    if (m->n + n > m->cap) {
        uint32_t want = m->cap < UINT32_MAX / 4 ? m->cap * 2 + n : 0;
        char *p = want ? dg_arena_grow(m->arena, m->p, m->cap, want) : NULL;
        m->ok = m->ok && p;
        if (!p) return;
        m->p = p;
        m->cap = want;
    }
    memcpy(m->p + m->n, bytes, n);
    m->n += n;
}

/* Runs up to `to`, control characters made blanks. */
static void put_run(mender *m, uint32_t from, uint32_t to) {
    uint32_t begin = m->n;
    put(m, m->s.p + from, to - from);
    for (uint32_t i = begin; i < m->n; i++) {
        unsigned char c = (unsigned char)m->p[i];
        if ((c < 32 && c != '\t' && c != '\n' && c != '\r') || c == 127) m->p[i] = ' ';
    }
}

/* XML's own five and numbers stay, HTML's names become numbers, a bare "&" becomes "&amp;". */
static uint32_t put_entity(mender *m, uint32_t at) {
    static const char *const own[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    uint32_t end = at + 1, c = entity_at(m->s, at, &end);
    for (uint32_t i = 0; i < DG_LEN(own); i++)
        if (dg_str_is(dg_str_cut(m->s, at, end), own[i])) {
            put(m, own[i], (uint32_t)strlen(own[i]));
            return end;
        }
    if (!c) {
        put(m, "&amp;", 5);
        return at + 1;
    }
    char text[16];
    put(m, text, (uint32_t)snprintf(text, sizeof text, "&#%u;", c));
    return end;
}

static bool mend(dg_str s, dg_arena *arena, dg_str *ret) {
    mender m = {.s = s, .cap = s.n + 1024, .arena = arena};
    m.p = dg_arena_alloc(arena, m.cap);
    m.ok = m.p != NULL;
    for (uint32_t at = 0, from = 0; m.ok && from < s.n; from = at) {
        while (at < s.n && s.p[at] != '&' && s.p[at] != '<') at++;
        put_run(&m, from, at);
        from = at;
        if (at == s.n) break;
        if (s.p[at] == '&') {
            at = put_entity(&m, at);
        } else if (has_at(s, at, "<![cdata[")) {
            at = find(s, at, "]]>");
            put_run(&m, from, at);
        } else if (has_at(s, at, "<!--")) {
            at = find(s, at, "-->") + 3; /* comments go: a "--" inside is fatal */
        } else if (has_at(s, at, "<!doctype")) {
            at = doctype_end(s, at);
        } else if (is_endless_tag(s, at)) {
            at = find(s, at, ">") + 1; /* libxml2 takes the square of the attributes */
        } else {
            put(&m, "<", 1);
            at++;
        }
        if (at > s.n) at = s.n;
    }
    *ret = (dg_str){m.p, m.n};
    return m.ok;
}

/* ---- reading ---- */

/* The encoding that the XML declaration names, when it is another than UTF-8 and known. */
static bool declared_encoding(dg_str s, char name[32]) {
    dg_str head = dg_str_cut(s, 0, 300);
    uint32_t end = find(head, 0, "?>"), at = find(head, 0, "encoding"), n = 0;
    if (end == head.n || at > end) return false;
    for (at += 8; at < end && n < 31 && !(n && strchr("\"' ", head.p[at])); at++)
        if (!strchr("\"'= \t\r\n", head.p[at])) name[n++] = head.p[at];
    name[n] = 0;
    dg_str low = {name, n};
    if (has_at(low, 0, "utf-8") || has_at(low, 0, "utf-16")) return false;
    xmlCharEncodingHandlerPtr handler = n ? xmlFindCharEncodingHandler(name) : NULL;
    if (handler) xmlCharEncCloseFunc(handler);
    return handler != NULL;
}

static xmlDocPtr parse(dg_str s, const char *encoding) {
    const int options = XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                        XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT;
    xmlDocPtr d = xmlReadMemory(s.p, (int)s.n, NULL, encoding, options);
    if (d && xmlDocGetRootElement(d)) return d;
    xmlFreeDoc(d);
    return NULL;
}

int dg_xml_read(dg_str bytes, dg_arena *arena, xmlDocPtr *ret, dg_err *err) {
    bool utf8 = dg_utf8_check(bytes.p, bytes.n) == bytes.n;
    char name[32];
    const char *encoding = utf8 ? "UTF-8" : declared_encoding(bytes, name) ? name : "windows-1252";
    dg_str mended;
    if (dg_str_starts(bytes, DG_STR("\xEF\xBB\xBF"))) bytes = dg_str_cut(bytes, 3, bytes.n);
    while (bytes.n && (unsigned char)bytes.p[0] <= ' ') bytes = dg_str_cut(bytes, 1, bytes.n);
    if (!mend(bytes, arena, &mended)) return dg_err_set(err, DG_E_NOMEM, 0, "XML");
    if (mended.n > INT32_MAX) return dg_err_set(err, DG_E_LIMIT, 0, "XML");
    xmlDocPtr d = parse(mended, encoding);
    if (!d && !utf8) d = parse(mended, "windows-1252"); /* it was not what is declared */
    if (!d) return dg_err_set(err, DG_E_SYNTAX, 0, "no XML");
    *ret = d;
    return 0;
}

const xmlNode *dg_xml_next(const xmlNode *n, const xmlNode *root, bool below) {
    if (below && n->type == XML_ELEMENT_NODE && n->children) return n->children;
    while (n != root && !n->next) n = n->parent;
    return n == root ? NULL : n->next;
}

const char *dg_xml_name(const xmlNode *n) {
    if (n->type != XML_ELEMENT_NODE) return "";
    const char *name = (const char *)n->name, *colon = strchr(name, ':');
    return colon ? colon + 1 : name; /* a prefix that nothing declares stays in the name */
}

const char *dg_xml_prefix(const xmlNode *n) {
    static const char *const undeclared[] = {"media", "itunes", "dc", "content", "atom", "slash"};
    if (n->ns && n->ns->prefix) return (const char *)n->ns->prefix;
    const char *name = (const char *)n->name, *colon = strchr(name, ':');
    for (uint32_t i = 0; colon && i < DG_LEN(undeclared); i++)
        if (!strncmp(name, undeclared[i], (size_t)(colon - name)) &&
            strlen(undeclared[i]) == (size_t)(colon - name))
            return undeclared[i];
    return colon ? "?" : "";
}

static dg_str trim(dg_str s) {
    while (s.n && (unsigned char)s.p[0] <= ' ') s.p++, s.n--;
    while (s.n && (unsigned char)s.p[s.n - 1] <= ' ') s.n--;
    return s;
}

dg_str dg_xml_attribute(const xmlNode *n, const char *name) {
    if (n->type != XML_ELEMENT_NODE) return DG_STR_NULL;
    for (const xmlAttr *a = n->properties; a; a = a->next) {
        const char *own = (const char *)a->name, *colon = strchr(own, ':');
        if (strcmp(colon ? colon + 1 : own, name) != 0) continue;
        const xmlNode *text = a->children;
        dg_str s = text && text->content ? dg_str_of((const char *)text->content) : DG_STR("");
        return dg_utf8_check(s.p, s.n) == s.n ? trim(s) : DG_STR("");
    }
    return DG_STR_NULL;
}

static dg_str own_copy(const xmlChar *s, size_t n, dg_arena *arena) {
    if (!s) return DG_STR("");
    if (n >= UINT32_MAX) return DG_STR_NULL;
    dg_str text = dg_arena_str(arena, trim((dg_str){(const char *)s, (uint32_t)n}));
    return dg_field_utf8(text, arena);
}

dg_str dg_xml_text(const xmlNode *n, dg_arena *arena, bool *ret_markup) {
    bool markup = false;
    for (const xmlNode *c = n->children; c; c = c->next) markup |= c->type == XML_ELEMENT_NODE;
    *ret_markup = markup;
    if (!markup) {
        xmlChar *text = xmlNodeGetContent(n);
        dg_str s = own_copy(text, text ? strlen((char *)text) : 0, arena);
        xmlFree(text);
        return s;
    }
    xmlBufferPtr b = xmlBufferCreate();
    if (!b) return DG_STR_NULL;
    for (xmlNode *c = n->children; c; c = c->next) xmlNodeDump(b, n->doc, c, 0, 0);
    dg_str s = own_copy(xmlBufferContent(b), (size_t)xmlBufferLength(b), arena);
    xmlBufferFree(b);
    return s;
}

dg_str dg_xml_resolve(dg_str base, dg_str ref, dg_arena *arena) {
    if (!ref.n || !base.n || find(ref, 0, "://") < ref.n) return ref;
    dg_str z = dg_arena_str(arena, ref), from = dg_arena_str(arena, base);
    if (!z.p || !from.p) return DG_STR_NULL;
    xmlChar *whole = xmlBuildURI((const xmlChar *)z.p, (const xmlChar *)from.p);
    if (!whole) return ref;
    dg_str s = own_copy(whole, strlen((char *)whole), arena);
    xmlFree(whole);
    return s;
}

/* ---- titles ---- */

static bool is_tag(dg_str s, uint32_t at) {
    char c = at + 1 < s.n ? lower(s.p[at + 1]) : 0;
    return c == '/' || c == '!' || (c >= 'a' && c <= 'z');
}

dg_str dg_plain_text(dg_str s, dg_arena *arena) {
    char *p = s.p ? dg_arena_alloc(arena, (size_t)s.n + 4) : NULL;
    uint32_t n = 0;
    if (!p) return DG_STR_NULL;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = (unsigned char)s.p[at], end = at + 1;
        const char *close = c == '<' && is_tag(s, at) ? memchr(s.p + at, '>', s.n - at) : NULL;
        if (close) {
            at = (uint32_t)(close - s.p) + 1;
            continue;
        }
        uint32_t decoded = c == '&' ? entity_at(s, at, &end) : 0;
        if (decoded == 0xA0) decoded = ' ';
        bool blank = decoded ? decoded <= ' ' : c <= ' ';
        if (blank) {
            if (n && p[n - 1] != ' ') p[n++] = ' ';
        } else if (decoded) {
            n += dg_utf8_put(decoded, p + n); /* never longer than its name */
        } else {
            p[n++] = s.p[at];
            end = at + 1;
        }
        at = end;
    }
    return trim((dg_str){p, n});
}
