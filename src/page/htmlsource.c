/* htmlsource.c: what is done to a page before libxml2 sees it: script, style and the like go out by
 * their own rules (their content is no markup, and libxml2's reader of HTML 4 takes pieces of it
 * for tags), JSON-LD is kept. Cost: O(bytes). */
#include "page/html.h"

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Does s hold word (lower case) at `at`, whatever its case? */
static bool has_at(dg_str s, uint32_t at, const char *word) {
    for (; *word; word++, at++)
        if (at >= s.n || lower(s.p[at]) != *word) return false;
    return true;
}

static bool ends_name(dg_str s, uint32_t at) {
    return at >= s.n || s.p[at] == '>' || s.p[at] == '/' || s.p[at] == ' ' || s.p[at] == '\n';
}

/* The byte behind the '>' that ends the tag opened at `at`; quoted values may hold '>'. */
static uint32_t tag_end(dg_str s, uint32_t at) {
    char quote = 0;
    for (uint32_t i = at; i < s.n && i - at < 4096; i++) {
        char c = s.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '>')
            return i + 1;
        else if ((c == '"' || c == '\'') && i && s.p[i - 1] == '=')
            quote = c;
    }
    const char *close =
        memchr(s.p + at, '>', s.n - at); /* a quote was left open: the next bracket ends it */
    return close ? (uint32_t)(close - s.p) + 1 : s.n;
}

/* Where "</name" begins at or behind `at`; s.n when it never does. */
static uint32_t find_close(dg_str s, uint32_t at, const char *name) {
    while (at < s.n) {
        const char *lt = memchr(s.p + at, '<', s.n - at);
        if (!lt) break;
        at = (uint32_t)(lt - s.p);
        if (at + 1 < s.n && s.p[at + 1] == '/' && has_at(s, at + 2, name)) return at;
        at++;
    }
    return s.n;
}

static uint32_t find_text(dg_str s, uint32_t at, const char *text) {
    size_t n = strlen(text);
    for (; at + n <= s.n; at++) {
        const char *hit = memchr(s.p + at, text[0], s.n - at);
        if (!hit) break;
        at = (uint32_t)(hit - s.p);
        if (at + n <= s.n && !memcmp(hit, text, n)) return at;
    }
    return s.n;
}

static bool tag_holds(dg_str s, uint32_t from, uint32_t to, const char *word) {
    for (uint32_t i = from; i < to; i++)
        if (has_at(s, i, word)) return true;
    return false;
}

static const char *const raw[] = {"script", "style",    "noscript", "template", "svg",
                                  "iframe", "textarea", "select",   "object"};

/* What is known not to come any more: keeps a page of unclosed tags from being searched to its end
 * for each. */
typedef struct gone {
    bool comment, close[DG_LEN(raw)];
} gone;

static uint32_t skip_comment(dg_str s, uint32_t at, gone *g) {
    uint32_t end = g->comment ? s.n : find_text(s, at + 4 < s.n ? at + 4 : s.n, "-->");
    g->comment |= end == s.n;
    return end < s.n ? end + 3 : tag_end(s, at);
}

/* Handles the construct at s.p[at] == '<': returns the byte behind it when it is to be left out,
 * else `at`. */
static uint32_t skip_raw(dg_str s, uint32_t at, dg_arena *arena, dg_html_source *ret, gone *g,
                         bool *ok) {
    if (has_at(s, at + 1, "!--")) return skip_comment(s, at, g);
    for (uint32_t i = 0; i < DG_LEN(raw); i++) {
        uint32_t name_end = at + 1 + (uint32_t)strlen(raw[i]);
        if (!has_at(s, at + 1, raw[i]) || !ends_name(s, name_end)) continue;
        uint32_t open = tag_end(s, at), close = g->close[i] ? s.n : find_close(s, open, raw[i]);
        g->close[i] |= close == s.n;
        if (i == 0 && tag_holds(s, at, open, "ld+json") && ret->n_json_ld < 64)
            *ok = DG_PUSH(arena, ret->json_ld, ret->n_json_ld, ret->cap_json_ld,
                          dg_str_cut(s, open, close));
        if (close == s.n && i > 1) return open; /* never closed: only the tag goes */
        return close < s.n ? tag_end(s, close) : s.n;
    }
    return at;
}

/* Containers that no other tag closes: what pages nest without end. */
static bool is_nesting(dg_str s, uint32_t name) {
    static const char *const tags[] = {"div",     "span",   "font",       "center", "section",
                                       "article", "table",  "blockquote", "b",      "i",
                                       "em",      "strong", "ul",         "ol",     "dl",
                                       "small",   "big",    "fieldset",   "main",   "aside"};
    for (uint32_t i = 0; i < DG_LEN(tags); i++)
        if (has_at(s, name, tags[i]) && ends_name(s, name + (uint32_t)strlen(tags[i]))) return true;
    return false;
}

/* libxml2 gives up a page nested deeper than 256: tags below NESTED are left out, their content
 * stays. Returns the byte behind the tag at `at` when it is to be left out, else `at`. */
static uint32_t skip_deep(dg_str s, uint32_t at, uint32_t *depth) {
    enum { NESTED = 150 };
    bool closing = at + 1 < s.n && s.p[at + 1] == '/';
    if (!is_nesting(s, at + 1 + closing)) return at;
    bool deep = closing ? *depth > NESTED : *depth >= NESTED;
    if (closing)
        *depth -= *depth > 0;
    else
        *depth += *depth < UINT32_MAX;
    return deep ? tag_end(s, at) : at;
}

/* ---- attributes ---- */

static bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':';
}

/* What html.c and meta.c ask for; of everything else the tree need not be made. */
static bool is_asked(dg_str s, uint32_t at, uint32_t n) {
    static const char *const names[] = {"class",   "id",       "role", "style",   "itemprop",
                                        "hidden",  "property", "name", "content", "datetime",
                                        "href",    "rel",      "lang", "pubdate", "http-equiv",
                                        "charset", "itemtype"};
    char first = n ? lower(s.p[at]) : 0;
    for (uint32_t i = 0; i < DG_LEN(names); i++)
        if (names[i][0] == first && strlen(names[i]) == n && has_at(s, at, names[i])) return true;
    return false;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\n';
}

/* Copies the opening tag at `at` with the attributes that are asked for to out; returns the byte
 * behind it, or `at` when it is no plain tag and better left to libxml2. *n is moved. */
static uint32_t copy_tag(dg_str s, uint32_t at, char *out, uint32_t *n) {
    enum { LONGEST = 16384 };
    uint32_t i = at + 1, limit = s.n - at > LONGEST ? at + LONGEST : s.n, m = *n;
    while (i < limit && is_name_char(s.p[i])) i++;
    bool anchor = i - at == 2 && lower(s.p[at + 1]) == 'a';
    if (i == at + 1) return at;
    memcpy(out + m, s.p + at, i - at);
    m += i - at;
    while (i < limit) {
        uint32_t blank = i;
        while (i < limit && (is_blank(s.p[i]) || s.p[i] == '/')) i++;
        if (i < limit && s.p[i] == '>') {
            memcpy(out + m, s.p + blank, i + 1 - blank);
            *n = m + (i + 1 - blank);
            return i + 1;
        }
        uint32_t name = i, end;
        while (i < limit && is_name_char(s.p[i])) i++;
        uint32_t n_name = i - name;
        if (!n_name || blank == name) return at; /* something else than a name, or no blank */
        if (i < limit && s.p[i] == '=') {
            char quote = i + 1 < limit ? s.p[i + 1] : 0;
            if (quote != '"' && quote != '\'') return at;
            const char *close = memchr(s.p + i + 2, quote, limit - (i + 2));
            if (!close) return at;
            i = (uint32_t)(close - s.p) + 1;
        }
        end = i;
        if (!is_asked(s, name, n_name) || (anchor && lower(s.p[name]) == 'h')) continue;
        out[m++] = ' ';
        memcpy(out + m, s.p + name, end - name);
        m += end - name;
    }
    return at;
}

/* libxml2 holds each attribute of a tag against all before it: a tag with more of them than any
 * page has is left out, to its first bracket. Returns the byte behind it, else `at`. */
static uint32_t skip_endless(dg_str s, uint32_t at) {
    enum { LONGEST = 65536, MOST = 512 };
    uint32_t n = 0, limit = s.n - at > LONGEST ? at + LONGEST : s.n;
    char quote = 0;
    if (at + 1 >= s.n || !is_name_char(s.p[at + 1])) return at;
    for (uint32_t i = at + 1; i < limit && n <= MOST; i++) {
        char c = s.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '>')
            return at;
        else if ((c == '"' || c == '\'') && s.p[i - 1] == '=')
            quote = c;
        else
            n += is_blank(s.p[i - 1]) && !is_blank(c);
    }
    if (n <= MOST) return at;
    const char *close = memchr(s.p + at, '>', s.n - at);
    return close ? (uint32_t)(close - s.p) + 1 : s.n;
}

/* Elements that hold neither text nor facts. */
static bool is_empty_tag(dg_str s, uint32_t at) {
    static const char *const tags[] = {"img", "source", "input"};
    for (uint32_t i = 0; i < DG_LEN(tags); i++)
        if (has_at(s, at + 1, tags[i]) && ends_name(s, at + 1 + (uint32_t)strlen(tags[i])))
            return true;
    return false;
}

bool dg_html_strip(dg_str html, dg_arena *arena, dg_html_source *ret) {
    char *p = dg_arena_alloc(arena, (size_t)html.n + 1);
    uint32_t n = 0;
    bool ok = p != NULL;
    gone g = {0};
    uint32_t depth = 0;
    for (uint32_t at = 0; ok && at < html.n;) {
        const char *lt = memchr(html.p + at, '<', html.n - at);
        uint32_t tag = lt ? (uint32_t)(lt - html.p) : html.n;
        memcpy(p + n, html.p + at, tag - at);
        n += tag - at;
        at = tag;
        if (at == html.n) break;
        uint32_t behind = skip_raw(html, at, arena, ret, &g, &ok);
        if (behind == at) behind = skip_deep(html, at, &depth);
        if (behind > at)
            p[n++] = ' ';
        else if (is_empty_tag(html, at))
            behind = tag_end(html, at);
        else if ((behind = copy_tag(html, at, p, &n)) == at &&
                 (behind = skip_endless(html, at)) == at)
            p[n++] = '<', behind++;
        at = behind;
    }
    ret->markup = (dg_str){p, n};
    return ok;
}

dg_str dg_html_charset(dg_str bytes) {
    dg_str head = dg_str_cut(bytes, 0, 8192);
    for (uint32_t at = 0; at + 8 < head.n; at++) {
        if (!has_at(head, at, "charset")) continue;
        uint32_t i = at + 7;
        while (i < head.n &&
               (head.p[i] == ' ' || head.p[i] == '=' || head.p[i] == '"' || head.p[i] == '\''))
            i++;
        uint32_t from = i;
        while (i < head.n && i - from < 40 && (head.p[i] > ' ' && !strchr("\"'>;/", head.p[i])))
            i++;
        if (i > from) return dg_str_cut(head, from, i);
    }
    return DG_STR_NULL;
}
