/* time_named.c: days that have a name. Feasts stand at a day of the year, at a distance from Easter
 * or on the nth weekday of a month; the table says which. Easter by the Gregorian computus (J.
 * Meeus, Astronomical Algorithms, 1991, ch. 8; after Butcher, 1876). An anniversary is the day of a
 * happening that the table dates, so many years on. Feasts of other calendars are not known. */
#include "reading/time_reader.h"

static int32_t easter_sunday(int y) {
    int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
    int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return dg_day_of(y, n / 31, n % 31 + 1);
}

static dg_days feast_of(int y, int v) {
    int32_t easter = easter_sunday(y);
    if (easter == DG_DAY_NONE) return DG_DAYS_NONE;
    if (v < 1000) return dg_time_one_day(easter + v);
    return (dg_days){easter + v / 1000 - 100, easter + v % 1000 - 100};
}

static dg_days holiday_of(int y, int v) {
    int from = v > 9999 ? v / 10000 : v, to = v > 9999 ? v % 10000 : v;
    dg_days days = {dg_day_of(y, from / 100, from % 100), dg_day_of(y, to / 100, to % 100)};
    return days.from == DG_DAY_NONE || days.to == DG_DAY_NONE ? DG_DAYS_NONE : days;
}

/* 1144: the fourth Thursday of November; 551: the last Monday of May. */
static dg_days nth_day_of(int y, int v) {
    dg_days month = dg_days_of_month(y, v / 100);
    int nth = v / 10 % 10, weekday = v % 10;
    if (!dg_days_known(month)) return month;
    int32_t day = month.from + (weekday - dg_day_weekday(month.from) + 7) % 7 + 7 * (nth - 1);
    while (day > month.to) day -= 7;
    return dg_time_one_day(day);
}

static dg_days named_in(int y, dg_timeword_kind kind, int v) {
    if (kind == DG_TW_FEAST) return feast_of(y, v);
    return kind == DG_TW_HOLIDAY ? holiday_of(y, v) : nth_day_of(y, v);
}

/* The nearest one behind publication, or before it (dir 1 and -1). */
static dg_days named_near(const dg_time_reader *r, dg_timeword_kind kind, int v, int dir) {
    int y = dg_time_year_of(r->pub);
    dg_days own = named_in(y, kind, v);
    if (!dg_days_known(own)) return own;
    if (dir > 0) return own.to >= r->pub ? own : named_in(y + 1, kind, v);
    return own.from <= r->pub ? own : named_in(y - 1, kind, v);
}

/* Part of a longer name or of a compound: "Easter Island", "a Christmas tree". */
static bool is_part_of_name(const dg_time_reader *r, uint32_t i, uint32_t end) {
    const dg_doc *d = r->doc;
    if (dg_time_dash_at(r, end) && dg_time_glued_at(r, end)) return true;
    if (!d->n_tokens) return false;
    uint32_t t = dg_doc_token_at(d, r->items[end - 1].span.from),
             s = dg_doc_token_at(d, r->items[i].span.from);
    if (t >= d->n_tokens || s >= d->n_tokens) return false;
    if (t + 1 < d->n_tokens && d->tokens[t].ner &&
        dg_ner_type(d->tokens[t].ner) == dg_ner_type(d->tokens[t + 1].ner) &&
        !dg_ner_begins(d->tokens[t + 1].ner))
        return true;
    return d->tokens[t].rel == DG_REL_COMPOUND && d->tokens[t].head == t + 1 &&
           (d->tokens[t + 1].upos == DG_UPOS_NOUN || d->tokens[t + 1].upos == DG_UPOS_PROPN);
}

static uint32_t name_at(const dg_time_reader *r, uint32_t i, dg_timeword_kind *ret_kind, int *ret) {
    static const dg_timeword_kind kinds[] = {DG_TW_HOLIDAY, DG_TW_FEAST, DG_TW_NTH_DAY};
    uint32_t best = 0;
    for (uint32_t k = 0; k < DG_LEN(kinds); k++) {
        int v;
        uint32_t end = dg_time_phrase(r, i, kinds[k], &v);
        if (end > best) best = end, *ret_kind = kinds[k], *ret = v;
    }
    return best;
}

bool dg_time_named_day(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    dg_timeword_kind kind = DG_TW_HOLIDAY;
    int v = 0, rel = 0, y;
    bool said;
    uint32_t start = dg_time_phrase(r, i, DG_TW_RELATIVE, &rel),
             end = name_at(r, start ? start : i, &kind, &v);
    if (!end || is_part_of_name(r, start ? start : i, end)) return false;
    uint32_t behind = dg_time_year_behind(r, end, &y, &said);
    f->end = behind ? behind : end, f->days = DG_DAYS_NONE;
    if (behind) {
        f->says_year = said;
        f->days = named_in(y, kind, v);
        return true;
    }
    if (kind == DG_TW_HOLIDAY && v <= 9999) f->month = v / 100, f->day = v % 100;
    if (!dg_time_has_pub(r)) return true;
    int when = rel ? rel : dg_time_tense(r, i, end) == DG_TENSE_OF_FUTURE ? 1 : -1;
    dg_days past = named_near(r, kind, v, -1), next = named_near(r, kind, v, 1);
    bool soon = dg_days_known(past) && dg_days_known(next) && !start &&
                dg_time_tense(r, i, end) == DG_TENSE_OF_PRESENT &&
                next.from - r->pub < r->pub - past.to;
    f->days = when > 0 || soon ? next : past;
    return true;
}

/* ---- anniversaries ---- */

enum { ANNIVERSARY_GAP = 5 };

uint32_t dg_time_dated(const dg_time_reader *r, uint32_t i, int *ret) {
    int day = 0;
    uint32_t a = dg_time_phrase(r, i, DG_TW_DATED, ret),
             b = dg_time_phrase(r, i, DG_TW_NAMED, &day);
    if (b > a) *ret = day;
    return b > a ? b : a;
}

bool dg_time_anniversary(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int n = 0, v = 0, day, y, m, d;
    uint32_t k = dg_time_ordinal(r, i, 99, &n),
             end = dg_time_phrase(r, k ? k : i, DG_TW_ANNIVERSARY, &v);
    if (!end || (!v && !k) || (v && k)) return false;
    if (v) n = v;
    for (uint32_t gap = 0; gap < ANNIVERSARY_GAP && end + gap < r->n; gap++) {
        if (r->items[end + gap].kind == DG_TIME_MARK) return false;
        uint32_t to = dg_time_dated(r, end + gap, &day);
        if (!to) continue;
        y = day / 10000 + n, m = day / 100 % 100, d = day % 100;
        f->end = to, f->says_year = true;
        f->days = dg_time_days_of(y, m, d);
        return true;
    }
    return false;
}
