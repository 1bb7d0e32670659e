/* entities.c: see entities.h. Cost: O(bytes). */
#include "page/entities.h"

#include "base/utf8.h"

/* The character of "&name;" or "&#…;" at s.p[at]; *ret_end behind it. 0: none. */
static uint32_t entity(dg_str s, uint32_t at, uint32_t *ret_end) {
    static const struct {
        dg_str name;
        uint32_t c;
    } names[] = {{{"amp", 3}, '&'},       {{"quot", 4}, '"'},     {{"lt", 2}, '<'},
                 {{"gt", 2}, '>'},        {{"apos", 4}, '\''},    {{"nbsp", 4}, ' '},
                 {{"laquo", 5}, 0xAB},    {{"raquo", 5}, 0xBB},   {{"ndash", 5}, 0x2013},
                 {{"mdash", 5}, 0x2014},  {{"lsquo", 5}, 0x2018}, {{"rsquo", 5}, 0x2019},
                 {{"ldquo", 5}, 0x201C},  {{"rdquo", 5}, 0x201D}, {{"bdquo", 5}, 0x201E},
                 {{"hellip", 6}, 0x2026}, {{"auml", 4}, 0xE4},    {{"ouml", 4}, 0xF6},
                 {{"uuml", 4}, 0xFC},     {{"szlig", 5}, 0xDF},   {{"aring", 5}, 0xE5},
                 {{"aelig", 5}, 0xE6},    {{"oslash", 6}, 0xF8},  {{"eacute", 6}, 0xE9}};
    uint32_t end = at + 1, value = 0;
    while (end < s.n && end - at < 10 && s.p[end] != ';') end++;
    if (end >= s.n || s.p[end] != ';') return 0;
    dg_str name = dg_str_cut(s, at + 1, end);
    *ret_end = end + 1;
    for (uint32_t i = 0; i < DG_LEN(names); i++)
        if (dg_str_eq(name, names[i].name)) return names[i].c;
    if (name.n < 2 || name.p[0] != '#') return 0;
    bool hex = name.p[1] == 'x';
    for (uint32_t i = 1 + hex; i < name.n; i++) {
        char c = name.p[i];
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0')
                         : hex && (c | 32) >= 'a' && (c | 32) <= 'f'
                             ? (uint32_t)((c | 32) - 'a' + 10)
                             : 99;
        if (digit > 15) return 0;
        value = value * (hex ? 16 : 10) + digit;
    }
    return value >= 32 && value < 0x3000 && !(value >= 127 && value < 160) ? value : 0;
}

dg_str dg_page_entities(dg_str s, dg_arena *arena) {
    if (!memchr(s.p, '&', s.n)) return s;
    char *p = dg_arena_alloc(arena, (size_t)s.n + 4);
    uint32_t n = 0;
    if (!p) return DG_STR_NULL;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t end = at, c = s.p[at] == '&' ? entity(s, at, &end) : 0;
        if (c)
            n += dg_utf8_put(c == 0xA0 ? ' ' : c, p + n);
        else
            p[n++] = s.p[at], end = at + 1;
        at = end;
    }
    return (dg_str){p, n};
}
