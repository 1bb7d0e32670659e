/* time_published.c: what the text itself says about the day it was published.
 *
 *   today, 3 March 2021              that day; "yesterday, …", "tomorrow (…)" one off
 *   this year (2021), last year …    that year
 *   the invasion of Ukraine          a happening that times.tsv dates: "over three years ago" is in
 *   began over three years ago       the year behind its third anniversary, "nearly" in the one
 * before
 *
 * Only words that stand together count, outside quotation marks, and nothing that leaves more than
 * a year; "three years ago" alone may be two and a half or nearly four. times.c asks all of the
 * text and takes the day only where all evidence agrees. */
#include "reading/time_reader.h"

/* Is item i inside quotation marks? By parity of the marks of its line: what somebody said may have
 * been said long ago. */
static bool is_quoted(const dg_time_reader *r, uint32_t i) {
    uint32_t n = 0;
    for (uint32_t k = 0; k < i; k++) {
        uint32_t c = r->items[k].kind == DG_TIME_MARK ? r->items[k].mark : 0;
        n += c == '"' || (c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB;
    }
    return n % 2 != 0;
}

/* Over commas, brackets and prepositions between "today" and the date. */
static uint32_t skip_joint(const dg_time_reader *r, uint32_t i) {
    for (uint32_t n = 0; n < 3; n++) {
        uint32_t prep = dg_time_phrase(r, i, DG_TW_PREP, NULL), the = dg_time_skip_the(r, i);
        if (dg_time_mark_at(r, i, ',') || dg_time_mark_at(r, i, '('))
            i++;
        else if (the > i)
            i = the;
        else if (prep)
            i = prep;
    }
    return i;
}

static dg_days today_is(const dg_time_reader *r, uint32_t i, uint32_t *ret_end) {
    int v;
    uint32_t k = dg_time_phrase(r, i, DG_TW_DAY, &v);
    dg_time_found f = {.days = DG_DAYS_NONE};
    if (!k) return DG_DAYS_NONE;
    k = skip_joint(r, k);
    if (k >= r->n || (!dg_time_full_date(r, k, &f) && !dg_time_numeric_date(r, k, &f)))
        return DG_DAYS_NONE;
    if (!f.says_year || !dg_days_known(f.days) || f.days.from != f.days.to) return DG_DAYS_NONE;
    *ret_end = f.end;
    return dg_time_one_day(f.days.from - v);
}

/* "this year, 2021,": the year must be set off on both sides, else it counts something. */
static dg_days year_is(const dg_time_reader *r, uint32_t i, uint32_t *ret_end) {
    int v, unit, y;
    uint32_t k = dg_time_phrase(r, i, DG_TW_RELATIVE, &v),
             u = k ? dg_time_unit_at(r, k, &unit, NULL) : 0;
    if (!u || unit != DG_UNIT_YEAR || !(dg_time_mark_at(r, u, ',') || dg_time_mark_at(r, u, '(')))
        return DG_DAYS_NONE;
    uint32_t end = dg_time_year(r, u + 1, &y);
    if (!end || y < 1900 || !(dg_time_mark_at(r, end, ',') || dg_time_mark_at(r, end, ')')))
        return DG_DAYS_NONE;
    *ret_end = end;
    return dg_time_years(y - v, y - v);
}

/* "vor über drei Jahren": the years and whether more or less than them; 0 when it is not that. */
static uint32_t loose_years_ago(const dg_time_reader *r, uint32_t i, int *ret_n, int *ret_more) {
    int needs = 0, unit, v;
    uint32_t start = dg_time_phrase(r, i, DG_TW_AGO_BEFORE, &needs),
             k = dg_time_phrase(r, start ? start : i, DG_TW_ABOUT, ret_more);
    if (!k || (*ret_more != 1 && *ret_more != 2)) return 0;
    k = dg_time_numeral(r, k, ret_n);
    k = k ? dg_time_unit_at(r, k, &unit, NULL) : 0;
    if (!k || unit != DG_UNIT_YEAR || *ret_n < 1) return 0;
    uint32_t behind = dg_time_phrase(r, k, DG_TW_AGO_AFTER, &v);
    return behind ? behind : start && !needs ? k : 0;
}

static dg_days happened_ago(const dg_time_reader *r, uint32_t i, uint32_t *ret_end) {
    int day, n = 0, more = 0;
    uint32_t k = dg_time_dated(r, i, &day), end;
    if (!k) return DG_DAYS_NONE;
    for (uint32_t gap = 0; gap < 3 && (end = dg_time_phrase(r, k, DG_TW_BEGIN, NULL)); gap++)
        k = end;
    if (!(end = loose_years_ago(r, k, &n, &more))) return DG_DAYS_NONE;
    int32_t told = dg_day_of(day / 10000, day / 100 % 100, day % 100);
    int from = 12 * (more == 1 ? n : n - 1);
    *ret_end = end;
    return (dg_days){dg_day_add_months(told, from), dg_day_add_months(told, from + 12) - 1};
}

dg_days dg_time_evidence(const dg_time_reader *r, uint32_t i, uint32_t *ret_end) {
    dg_days days = today_is(r, i, ret_end);
    if (!dg_days_known(days)) days = year_is(r, i, ret_end);
    if (!dg_days_known(days)) days = happened_ago(r, i, ret_end);
    return dg_days_known(days) && !is_quoted(r, i) ? days : DG_DAYS_NONE;
}
