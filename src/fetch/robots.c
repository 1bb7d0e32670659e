/* robots.c: see robots.h. Lines are read as they come: consecutive User-agent lines open a group,
 * the rules behind them belong to all of them. Two lists are filled, for our name and for "*"; one
 * is kept. What is no line of these kinds (Sitemap, a page of HTML) is passed over. */
#include "fetch/robots.h"

#include "doc/limits.h"

enum { MAX_PATTERN = 512, MAX_PATH = 2048, MAX_DELAY_MS = 60000 };

/* ---- octets ---- */

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool unreserved(unsigned char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/* One form for what means the same (RFC 3986, 6.2.2): unreserved octets plain, others of the
 * upper half and what was written as %xx in capitals. Cut at cap. */
static uint32_t normalise(dg_str s, char *out, uint32_t cap) {
    static const char digits[] = "0123456789ABCDEF";
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n && n + 3 < cap; i++) {
        unsigned char c = (unsigned char)s.p[i];
        int high = c == '%' && i + 2 < s.n ? hex(s.p[i + 1]) : -1,
            low = high >= 0 ? hex(s.p[i + 2]) : -1;
        bool escaped = low >= 0;
        if (escaped) c = (unsigned char)(high * 16 + low), i += 2;
        if (unreserved(c) || (!escaped && c < 0x80)) {
            out[n++] = (char)c;
            continue;
        }
        out[n++] = '%', out[n++] = digits[c >> 4], out[n++] = digits[c & 15];
    }
    return n;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static dg_str trim(dg_str s) {
    while (s.n && is_blank(s.p[0])) s = dg_str_cut(s, 1, s.n);
    while (s.n && is_blank(s.p[s.n - 1])) s.n--;
    return s;
}

/* ASCII, whatever the case; low is in lower case. */
static bool same(dg_str s, dg_str low) {
    if (s.n != low.n) return false;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c | 0x20);
        if (c != low.p[i]) return false;
    }
    return true;
}

/* ---- reading ---- */

typedef struct reading {
    dg_buf list[2];       /* for "*", for our name */
    uint32_t delay_ms[2]; /* the same */
    bool holds[2];        /* the group that is being read is for … */
    bool named, in_rules; /* a group names us; the last line was a rule */
} reading;

static void add_rule(reading *r, char verb, dg_str value) {
    char pattern[MAX_PATTERN];
    if (!value.n || (value.p[0] != '/' && value.p[0] != '*') || value.n >= MAX_PATTERN / 3) return;
    uint32_t n = normalise(value, pattern, sizeof pattern);
    for (int i = 0; i < 2; i++) {
        if (!r->holds[i]) continue;
        dg_buf_addc(&r->list[i], verb);
        dg_buf_add(&r->list[i], pattern, n);
        dg_buf_addc(&r->list[i], '\n');
    }
}

static void take_delay(reading *r, dg_str value) {
    double seconds = 0, place = 1;
    bool point = false;
    for (uint32_t i = 0; i < value.n && i < 12; i++) {
        char c = value.p[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') return;
        if (point) place /= 10;
        seconds = point ? seconds + (c - '0') * place : seconds * 10 + (c - '0');
    }
    double ms = seconds * 1000;
    for (int i = 0; i < 2; i++)
        if (r->holds[i]) r->delay_ms[i] = ms > MAX_DELAY_MS ? MAX_DELAY_MS : (uint32_t)ms;
}

/* "ExampleBot/1.0" names the product ExampleBot. */
static dg_str product(dg_str agent) {
    uint32_t n = 0;
    while (n < agent.n && agent.p[n] != '/' && !is_blank(agent.p[n])) n++;
    return dg_str_cut(agent, 0, n);
}

static void take_line(reading *r, dg_str line, dg_str token) {
    const char *hash = line.n ? memchr(line.p, '#', line.n) : NULL;
    if (hash) line.n = (uint32_t)(hash - line.p);
    const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
    if (!colon) return;
    uint32_t at = (uint32_t)(colon - line.p);
    dg_str key = trim(dg_str_cut(line, 0, at)), value = trim(dg_str_cut(line, at + 1, line.n));
    if (same(key, DG_STR("user-agent"))) {
        if (r->in_rules) r->holds[0] = r->holds[1] = false;
        r->in_rules = false;
        r->holds[0] |= dg_str_is(value, "*");
        r->holds[1] |= same(product(value), token);
        r->named |= r->holds[1];
        return;
    }
    bool allow = same(key, DG_STR("allow")), deny = same(key, DG_STR("disallow"));
    if (allow || deny) add_rule(r, allow ? 'A' : 'D', value);
    bool delay = same(key, DG_STR("crawl-delay"));
    if (delay) take_delay(r, value);
    r->in_rules |= allow || deny || delay;
}

void dg_robots_read(dg_robots *r, dg_str text, dg_str token) {
    reading read = {.named = false};
    for (int i = 0; i < 2; i++) dg_buf_init(&read.list[i], 2 * DG_MAX_ROBOTS);
    if (dg_str_starts(text, DG_STR("\xEF\xBB\xBF"))) text = dg_str_cut(text, 3, text.n);
    text = dg_str_cut(text, 0, DG_MAX_ROBOTS);
    for (uint32_t at = 0; at < text.n;) {
        uint32_t end = at;
        while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r') end++;
        take_line(&read, dg_str_cut(text, at, end), token);
        at = end + 1;
    }
    int ours = read.named;
    dg_robots_free(r);
    dg_buf_free(&read.list[!ours]);
    *r = (dg_robots){
        .rules = read.list[ours], .delay_ms = read.delay_ms[ours], .closed = read.list[ours].bad};
}

void dg_robots_free(dg_robots *r) {
    dg_buf_free(&r->rules);
    *r = (dg_robots){.closed = false};
}

/* ---- asking ---- */

/* Does the pattern match a beginning of the path (or, with '$' at its end, all of it)? Goes back to
 * the last star only. */
static bool matches(dg_str pattern, dg_str path) {
    bool whole = pattern.n && pattern.p[pattern.n - 1] == '$';
    if (whole) pattern.n--;
    uint32_t p = 0, s = 0, star = DG_NONE, from = 0;
    for (;;) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = ++p, from = s;
            continue;
        }
        if (p == pattern.n && (!whole || s == path.n)) return true;
        if (p < pattern.n && s < path.n && pattern.p[p] == path.p[s]) {
            p++, s++;
            continue;
        }
        if (star == DG_NONE || from >= path.n) return false;
        p = star, s = ++from;
    }
}

bool dg_robots_allow(const dg_robots *r, dg_str path) {
    char buffer[MAX_PATH];
    dg_str rules = dg_buf_str(&r->rules);
    dg_str asked = {buffer, normalise(path.n ? path : DG_STR("/"), buffer, sizeof buffer)};
    uint32_t best = 0;
    bool allowed = true;
    if (dg_str_is(asked, "/robots.txt")) return true;
    if (r->closed) return false;
    for (uint32_t at = 0; at < rules.n;) {
        uint32_t end = at;
        while (rules.p[end] != '\n') end++;
        dg_str pattern = dg_str_cut(rules, at + 1, end);
        bool allow = rules.p[at] == 'A';
        at = end + 1;
        if (pattern.n < best || (pattern.n == best && !allow) || !matches(pattern, asked)) continue;
        best = pattern.n, allowed = allow;
    }
    return allowed;
}
