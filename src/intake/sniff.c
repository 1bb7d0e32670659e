/* sniff.c: see sniff.h.
 *
 *   "WARC/"                          WARC
 *   "{" or "[" before a key          JSON Lines and documents
 *   an element of a feed, of OPML    feed, OPML
 *   a first row that names columns   CSV
 *   markup                           HTML
 *   else                             plain text: page/ decides whether it is text at all
 *
 * Byte order marks, NULs (UTF-16 shows its ASCII so) and leading blanks do not count. */
#include "intake/sniff.h"

#include "intake/csv.h"

static char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* The head in lower case. */
static void clean_head(dg_str bytes, char out[DG_SNIFF + 1]) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < bytes.n && n < DG_SNIFF; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        if (c == 0 || c == 0xEF || c == 0xBB || c == 0xBF || c == 0xFE || c == 0xFF) continue;
        if (!n && is_blank((char)c)) continue;
        out[n++] = ascii_lower((char)c);
    }
    out[n] = 0;
}

static bool is_html(const char *head) {
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

static bool is_json(const char *head) {
    bool array = *head == '[';
    if (array) head++;
    while (array && is_blank(*head)) head++;
    if (*head++ != '{') return false;
    while (is_blank(*head)) head++;
    return *head == '"' || *head == '}';
}

static bool names(const char *p, const char *word) {
    size_t n = strlen(word);
    return !strncmp(p, word, n) && (is_blank(p[n]) || p[n] == '>' || p[n] == '/');
}

/* FEED or OPML by the first element, behind declarations and comments; else TEXT. */
static dg_format xml_kind(const char *p) {
    while (*p == '<' && (p[1] == '?' || p[1] == '!')) {
        const char *end = !strncmp(p, "<!--", 4) ? "-->" : p[1] == '?' ? "?>" : ">";
        p = strstr(p, end);
        if (!p) return DG_FORMAT_TEXT;
        p += strlen(end);
        while (is_blank(*p) || *p == ']' || *p == '>') p++; /* of a DOCTYPE's declarations */
    }
    if (*p++ != '<') return DG_FORMAT_TEXT;
    if (names(p, "opml")) return DG_FORMAT_OPML;
    const char *colon = strchr(p, ':');
    if (colon && colon - p <= 8 && (names(colon + 1, "rdf") || names(colon + 1, "feed")))
        return DG_FORMAT_FEED;
    return names(p, "rss") || names(p, "feed") || names(p, "channel") ? DG_FORMAT_FEED
                                                                      : DG_FORMAT_TEXT;
}

dg_format dg_sniff(dg_str bytes) {
    char head[DG_SNIFF + 1];
    clean_head(bytes, head);
    if (!strncmp(head, "warc/", 5) && head[5] >= '0' && head[5] <= '9') return DG_FORMAT_WARC;
    if (is_json(head)) return DG_FORMAT_JSONL;
    dg_format xml = head[0] == '<' ? xml_kind(head) : DG_FORMAT_TEXT;
    if (xml != DG_FORMAT_TEXT) return xml;
    if (dg_csv_delimiter(dg_str_of(head))) return DG_FORMAT_CSV;
    return is_html(head) ? DG_FORMAT_HTML : DG_FORMAT_TEXT;
}
