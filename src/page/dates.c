/* dates.c: see dates.h. The grammar of written-out dates is that of tables.c; here are the forms
 * that only machines write. Cost: O(bytes). */
#include "page/dates.h"

#include "base/utf8.h"

enum { LONGEST = 200, DAY_SECONDS = 86400 };

static bool is_digit(dg_str s, uint32_t at) {
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static uint32_t count_digits(dg_str s, uint32_t at) {
    uint32_t n = 0;
    while (is_digit(s, at + n)) n++;
    return n;
}

static int number(dg_str s, uint32_t at, uint32_t n) {
    int v = 0;
    for (uint32_t i = at; i < at + n; i++) v = v * 10 + (s.p[i] - '0');
    return v;
}

static dg_days one_day(int y, int m, int d) {
    int32_t day = y >= 1900 && y <= 2100 ? dg_day_of(y, m, d) : DG_DAY_NONE;
    return (dg_days){day, day};
}

/* ---- the time of day and its zone ---- */

/* "+01:00", "-0500", "+02": seconds east of Greenwich. */
static bool read_offset(dg_str s, uint32_t at, int64_t *ret) {
    uint32_t n = count_digits(s, at + 1);
    int hours, minutes = 0;
    if (n == 4) {
        hours = number(s, at + 1, 2), minutes = number(s, at + 3, 2);
    } else if (n == 2) {
        hours = number(s, at + 1, 2);
        if (at + 3 < s.n && s.p[at + 3] == ':' && count_digits(s, at + 4) == 2)
            minutes = number(s, at + 4, 2);
    } else {
        return false;
    }
    if (hours > 14 || minutes > 59) return false;
    *ret = (s.p[at] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

/* Names that mean one offset everywhere; "CST" and the like mean several and are none. */
static bool read_zone(dg_str s, uint32_t at, int64_t *ret) {
    static const struct {
        dg_str name;
        int hours;
    } zones[] = {{{"z", 1}, 0},    {{"utc", 3}, 0},  {{"gmt", 3}, 0},  {{"cet", 3}, 1},
                 {{"mez", 3}, 1},  {{"cest", 4}, 2}, {{"mesz", 4}, 2}, {{"edt", 3}, -4},
                 {{"est", 3}, -5}, {{"pst", 3}, -8}, {{"pdt", 3}, -7}, {{"eet", 3}, 2},
                 {{"eest", 4}, 3}};
    while (at < s.n && s.p[at] == ' ') at++;
    if (at >= s.n) return false;
    if (s.p[at] == '+' || s.p[at] == '-') return read_offset(s, at, ret);
    dg_str rest = dg_str_cut(s, at, s.n);
    for (uint32_t i = 0; i < DG_LEN(zones); i++) {
        if (!dg_str_starts(rest, zones[i].name)) continue;
        char behind = rest.n > zones[i].name.n ? rest.p[zones[i].name.n] : ' ';
        if (behind >= 'a' && behind <= 'z') continue;
        *ret = zones[i].hours * 3600;
        return true;
    }
    return false;
}

/* "T10:30:05.123+01:00" anywhere behind the day. */
static void read_clock(dg_str s, uint32_t at, dg_page_when *w) {
    for (; at < s.n; at++) {
        uint32_t n = count_digits(s, at), m = at + n + 1;
        if (!n) continue;
        if (n > 2 || m >= s.n || (s.p[at + n] != ':' && s.p[at + n] != '.') ||
            count_digits(s, m) != 2) {
            at += n;
            continue;
        }
        int64_t seconds = number(s, at, n) * 3600 + number(s, m, 2) * 60, offset;
        uint32_t end = m + 2;
        if (end < s.n && s.p[end] == ':' && count_digits(s, end + 1) == 2) {
            seconds += number(s, end + 1, 2);
            end += 3;
        }
        if (end < s.n && s.p[end] == '.') end += 1 + count_digits(s, end + 1);
        if (end < s.n && seconds < DAY_SECONDS && read_zone(s, end, &offset)) {
            w->exact = true;
            w->instant = (int64_t)w->days.from * DAY_SECONDS + seconds - offset;
        }
        return;
    }
}

/* ---- days ---- */

static dg_page_when from_seconds(int64_t seconds) {
    int32_t day = (int32_t)(seconds / DAY_SECONDS);
    return (dg_page_when){.days = {day, day}, .exact = true, .instant = seconds};
}

/* Seconds or milliseconds since 1970, nothing else. */
static bool read_epoch(dg_str s, dg_page_when *ret) {
    uint32_t n = count_digits(s, 0);
    if (n != s.n || (n != 10 && n != 13)) return false;
    int64_t seconds = 0;
    for (uint32_t i = 0; i < 10; i++) seconds = seconds * 10 + (s.p[i] - '0');
    *ret = from_seconds(seconds);
    return seconds < (int64_t)4102444800; /* 2100-01-01 */
}

/* Only the markup of the United States and its like puts the month first. */
static bool month_comes_first(dg_str lang) {
    return lang.n >= 5 && (lang.p[3] | 32) == 'u' && (lang.p[4] | 32) == 's';
}

/* "3/12/2021", which dg_page_date_at leaves alone, in the order of the page's language. */
static bool read_slashes(dg_str s, dg_str lang, dg_page_when *ret) {
    uint32_t a = count_digits(s, 0), b = a ? count_digits(s, a + 1) : 0, y = a + b + 2;
    if (!a || a > 2 || !b || b > 2 || y >= s.n || s.p[a] != '/' || s.p[y - 1] != '/' ||
        count_digits(s, y) != 4 || lang.n < 2)
        return false;
    bool plain_english = lang.n == 2 && (lang.p[0] | 32) == 'e' && (lang.p[1] | 32) == 'n';
    int first = number(s, 0, a), second = number(s, a + 1, b);
    if (plain_english && first != second) return false;
    bool swap = month_comes_first(lang);
    ret->days = one_day(number(s, y, 4), swap ? first : second, swap ? second : first);
    return dg_days_known(ret->days);
}

/* "fri mar 12 10:30:00 cet 2021": the year stands behind the time, as date(1) writes it. */
static bool read_year_last(const dg_page_tables *t, dg_str s, dg_page_when *ret) {
    if (s.n < 20 || count_digits(s, s.n - 4) != 4 || s.p[s.n - 5] != ' ') return false;
    for (uint32_t at = 0; at + 5 < s.n; at++) {
        if (at && s.p[at - 1] != ' ') continue;
        uint32_t end = at;
        while (end < s.n && s.p[end] >= 'a' && s.p[end] <= 'z') end++;
        uint32_t month = end > at ? dg_map_get(&t->months, dg_str_cut(s, at, end)) : DG_NONE;
        uint32_t n = end + 1 < s.n && s.p[end] == ' ' ? count_digits(s, end + 1) : 0;
        if (month == DG_NONE || !n || n > 2 || s.p[end + 1 + n] != ' ') continue;
        ret->days = one_day(number(s, s.n - 4, 4), (int)month, number(s, end + 1, n));
        read_clock(s, end + 1 + n, ret);
        return dg_days_known(ret->days);
    }
    return false;
}

dg_page_when dg_page_when_read(const dg_page_tables *t, dg_str s, dg_str lang, dg_arena *arena) {
    const dg_page_when none = {.days = DG_DAYS_NONE};
    dg_page_when w = none;
    while (s.n && (unsigned char)s.p[0] <= ' ') s.p++, s.n--;
    while (s.n && (unsigned char)s.p[s.n - 1] <= ' ') s.n--;
    if (!s.n || s.n > LONGEST) return none;
    dg_str low = dg_utf8_lower(arena, s);
    dg_page_date date;
    if (!low.p) return none;
    if (read_epoch(low, &w) || read_slashes(low, lang, &w)) {
        /* done */
    } else if (count_digits(low, 0) == 8 || count_digits(low, 0) == 14) { /* 20220418T1200 */
        w.days = one_day(number(low, 0, 4), number(low, 4, 2), number(low, 6, 2));
        read_clock(low, 8, &w);
    } else if (dg_page_date_find(t, low, &date)) {
        w.days = date.days;
        if (w.days.from == w.days.to) read_clock(low, date.span.to, &w);
    } else if (!read_year_last(t, low, &w)) {
        return none;
    }
    return dg_days_known(w.days) && w.days.from >= 365 ? w : none;
}

bool dg_page_when_before(const dg_page_when *w, const dg_page_when *crawled) {
    if (!dg_days_known(crawled->days)) return true;
    if (w->exact && crawled->exact) return w->instant <= crawled->instant;
    return w->days.from <= crawled->days.to;
}

/* ---- addresses ---- */

/* Behind a year: "04/18", "apr/18", "04-18", "0418", "04/". */
static bool url_month(const dg_page_tables *t, dg_str s, uint32_t at, int year, dg_days *ret) {
    uint32_t n = count_digits(s, at);
    if (n == 4) {
        *ret = one_day(year, number(s, at, 2), number(s, at + 2, 2));
        return dg_days_known(*ret);
    }
    char sep = at < s.n ? s.p[at] : 0;
    if (sep != '/' && sep != '-' && sep != '_') return false;
    uint32_t m = at + 1, end = m;
    n = count_digits(s, m);
    int month = 0;
    if (n == 1 || n == 2) {
        month = number(s, m, n), end = m + n;
    } else if (!n) {
        while (end < s.n && s.p[end] >= 'a' && s.p[end] <= 'z') end++;
        uint32_t named =
            end > m && sep == '/' ? dg_map_get(&t->months, dg_str_cut(s, m, end)) : DG_NONE;
        month = named == DG_NONE ? 0 : (int)named;
    }
    if (month < 1 || month > 12) return false;
    n = end < s.n && s.p[end] == sep ? count_digits(s, end + 1) : 0;
    if (n == 1 || n == 2) {
        char behind = end + 1 + n < s.n ? s.p[end + 1 + n] : '/';
        *ret = one_day(year, month, number(s, end + 1, n));
        if (dg_days_known(*ret) && (behind < 'a' || behind > 'z')) return true;
    }
    if (sep != '/' || end >= s.n || s.p[end] != '/') return false;
    *ret = dg_days_of_month(year, month);
    return true;
}

dg_days dg_page_when_url(const dg_page_tables *t, dg_str url, dg_arena *arena) {
    dg_days month = DG_DAYS_NONE, found;
    dg_str s = url.n && url.n < 4096 ? dg_utf8_lower(arena, url) : DG_STR_NULL;
    for (uint32_t at = 1; s.p && at + 6 < s.n; at++) {
        uint32_t n = count_digits(s, at);
        if (!n) continue;
        bool bordered = strchr("/-_", s.p[at - 1]) != NULL;
        bool year = (n == 4 || n == 8) && bordered && number(s, at, 4) >= 1995;
        if (year && url_month(t, s, at + 4, number(s, at, 4), &found)) {
            if (found.from == found.to) return found;
            if (!dg_days_known(month)) month = found;
        }
        at += n - 1;
    }
    return month;
}
