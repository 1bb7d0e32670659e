/* time_dates.c: times that a calendar names: days, months, years, decades, centuries, and ranges of
 * them. Each rule looks at one item and says how far it reaches; see times.c. */
#include "reading/time_reader.h"

/* ---- years that are said in other words: "i fjor", "last year", "dieses Jahres" ---- */

static uint32_t relative_year(const dg_time_reader *r, uint32_t i, int *ret) {
    int v, unit;
    uint32_t end = dg_time_phrase(r, i, DG_TW_YEAR, &v);
    if (!end) {
        uint32_t k = dg_time_phrase(r, dg_time_skip_the(r, i), DG_TW_RELATIVE, &v);
        end = k ? dg_time_unit_at(r, k, &unit, NULL) : 0;
        if (end && unit != DG_UNIT_YEAR) end = 0;
    }
    if (!end || !dg_time_has_pub(r)) return 0;
    *ret = dg_time_year_of(r->pub) + v;
    return end;
}

uint32_t dg_time_year_behind(const dg_time_reader *r, uint32_t i, int *ret, bool *ret_said) {
    uint32_t k = dg_time_mark_at(r, i, ',') ? i + 1 : i, end = dg_time_year(r, k, ret);
    *ret_said = true;
    if (end) return *ret >= 1500 && *ret <= 2150 ? end : 0;
    uint32_t of = dg_time_phrase(r, i, DG_TW_OF, NULL);
    if (of && (end = dg_time_year(r, of, ret))) return end;
    *ret_said = false;
    if ((end = relative_year(r, i, ret))) return end;
    return of ? relative_year(r, of, ret) : 0;
}

/* ---- rules ---- */

bool dg_time_numeric_date(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    if (!dg_time_number_at(r, i) || !dg_time_number_at(r, i + 2) || !dg_time_number_at(r, i + 4))
        return false;
    const dg_time_item *a = &r->items[i], *b = &r->items[i + 2], *c = &r->items[i + 4];
    uint32_t mark = r->items[i + 1].mark;
    bool danish = mark == '/' && dg_time_mark_at(r, i + 3, '-') && c->digits == 4; /* 18/4-2022 */
    if ((!dg_time_mark_at(r, i + 3, mark) && !danish) ||
        (mark != '-' && mark != '.' && mark != '/' && mark != 0x2011))
        return false;
    bool tight = r->items[i + 1].glued && b->glued && r->items[i + 3].glued && c->glued;
    if (!tight && mark != '.') return false;
    if ((dg_time_glued_at(r, i) && i &&
         (dg_time_mark_at(r, i - 1, mark) || dg_time_number_at(r, i - 1))) ||
        b->digits > 2)
        return false;
    int y, m = b->number, d;
    if (a->digits == 4 && c->digits <= 2)
        y = a->number, d = c->number;
    else if (a->digits <= 2 && (c->digits == 4 || (c->digits == 2 && mark == '.')))
        y = c->number, d = a->number;
    else
        return false;
    if (c->digits == 2 && a->digits <= 2) y += y < 70 ? 2000 : 1900;
    if (mark == '/' && a->digits <= 2 && !r->day_first) {
        if (m <= 12 && d <= 12 && m != d && !r->slash_order) return false; /* nobody can tell */
        if (m > 12 || (d <= 12 && r->slash_order == DG_SLASH_MONTH_FIRST))
            m = a->number, d = b->number;
    }
    f->days = dg_time_days_of(y, m, d);
    f->end = i + 5;
    f->says_year = true;
    return d > 0 && m >= 1 && m <= 12 && dg_days_known(f->days);
}

/* "4 February", "4. Feb.", "the 4th of February", "første mai"; no year yet. */
static uint32_t day_then_month(const dg_time_reader *r, uint32_t i, dg_time_date *ret) {
    uint32_t end = dg_time_ordinal(r, i, 31, &ret->d);
    if (!end) return 0;
    if (dg_time_dash_at(r, end) && dg_time_glued_at(r, end)) end++;
    uint32_t of = dg_time_phrase(r, end, DG_TW_OF, NULL);
    return dg_time_month(r, of ? of : end, &ret->m, &ret->abbr);
}

/* "February 4", "Feb. 4th" */
static uint32_t month_then_day(const dg_time_reader *r, uint32_t i, dg_time_date *ret) {
    uint32_t end = dg_time_month(r, i, &ret->m, &ret->abbr);
    if (!end || r->day_first) return 0;
    end = dg_time_skip_the(r, end);
    if (!dg_time_number_at(r, end) ||
        (dg_time_glued_at(r, end + 1) &&
         (dg_time_mark_at(r, end + 1, ':') || dg_time_mark_at(r, end + 1, '%'))))
        return 0;
    if (dg_time_glued_at(r, end + 1) &&
        (dg_time_mark_at(r, end + 1, '.') || dg_time_mark_at(r, end + 1, ',')) &&
        dg_time_number_at(r, end + 2) && dg_time_glued_at(r, end + 2))
        return 0;
    uint32_t behind = dg_time_ordinal(r, end, 31, &ret->d);
    return behind && !dg_time_phrase(r, behind, DG_TW_QUANTITY, NULL) ? behind : 0;
}

static uint32_t day_month(const dg_time_reader *r, uint32_t i, dg_time_date *ret) {
    uint32_t end = day_then_month(r, i, ret);
    if (!end) end = month_then_day(r, i, ret);
    if (!end) return 0;
    ret->y = 0;
    uint32_t behind = dg_time_year_behind(r, end, &ret->y, &ret->said);
    if (!behind) ret->y = 0, ret->said = false;
    return behind ? behind : end;
}

/* "Monday, ", "lørdag den": what may stand before a date. */
static uint32_t weekday_before(const dg_time_reader *r, uint32_t i) {
    int v;
    uint32_t end = dg_time_phrase(r, i, DG_TW_WEEKDAY, &v);
    if (!end) {
        end = dg_time_phrase(r, i, DG_TW_WEEKDAY_ABBR, &v);
        if (end && dg_time_mark_at(r, end, '.')) end++;
    }
    if (!end) return i;
    if (dg_time_mark_at(r, end, ',')) end++;
    return dg_time_phrase(r, end, DG_TW_PREP, NULL) ? end : dg_time_skip_the(r, end);
}

bool dg_time_give_date(const dg_time_reader *r, uint32_t i, const dg_time_date *d,
                       dg_time_found *f) {
    f->says_year = d->said;
    if (d->y) {
        f->days = dg_time_days_of(d->y, d->m, d->d);
    } else {
        f->days = dg_time_without_year(r, i, f->end, d->m, d->d);
        f->month = d->m, f->day = d->d;
    }
    return d->d == 0 || d->d <= (d->m == 2 ? 29 : dg_month_length(2001, d->m));
}

/* "Saturday 29 September": the year, next to publication, in which that day is a Saturday; 0 for
 * none. */
static int year_by_weekday(const dg_time_reader *r, const dg_time_date *d, int w) {
    static const int away[] = {0, -1, 1, -2, -3, -4, -5, -6};
    for (uint32_t k = 0; dg_time_has_pub(r) && k < DG_LEN(away); k++) {
        int y = dg_time_year_of(r->pub) + away[k];
        dg_days days = dg_time_days_of(y, d->m, d->d);
        if (dg_days_known(days) && dg_day_weekday(days.from) == w) return y;
    }
    return 0;
}

bool dg_time_full_date(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    dg_time_date d = {0};
    int w;
    uint32_t end = day_month(r, weekday_before(r, i), &d);
    if (!end) return false;
    f->end = end;
    if (!d.y && dg_time_phrase(r, i, DG_TW_WEEKDAY, &w)) d.y = year_by_weekday(r, &d, w);
    return dg_time_give_date(r, i, &d, f);
}

/* "to", "bis", a dash; with `open` ("between") also "and". */
static uint32_t range_mark(const dg_time_reader *r, uint32_t i, bool open) {
    int is_and = 0;
    uint32_t end = dg_time_phrase(r, i, DG_TW_RANGE, &is_and);
    if (end) return is_and && !open ? 0 : end;
    return dg_time_dash_at(r, i) ? i + 1 : 0;
}

static bool join_range(const dg_time_reader *r, uint32_t i, const dg_time_date *a,
                       const dg_time_date *b, dg_time_found *f) {
    dg_time_found one = {.end = f->end}, two = {.end = f->end};
    dg_time_date first = *a;
    if (!dg_time_give_date(r, i, b, &two)) return false;
    if (!first.y && b->y)
        first.y = b->y - (first.m > b->m), first.said = b->said;
    else if (!first.y && dg_days_known(two.days))
        first.y = dg_time_year_of(two.days.from) - (first.m > b->m);
    if (!dg_time_give_date(r, i, &first, &one)) return false;
    f->days = dg_days_known(one.days) && dg_days_known(two.days)
                  ? (dg_days){one.days.from, two.days.to}
                  : DG_DAYS_NONE;
    f->says_year = two.says_year;
    return !dg_days_known(f->days) || f->days.from <= f->days.to;
}

bool dg_time_date_range(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    dg_time_date a = {0}, b = {0};
    uint32_t start = dg_time_phrase(r, i, DG_TW_RANGE_OPEN, NULL);
    bool open = start > 0;
    start = dg_time_skip_the(r, open ? start : i);
    uint32_t k = dg_time_ordinal(r, start, 31, &a.d), mid = k ? range_mark(r, k, open) : 0,
             end = mid ? day_month(r, dg_time_skip_the(r, mid), &b) : 0;
    if (end && dg_time_number_at(r, start)) { /* day, range, full dg_time_date */
        a.m = b.m, a.y = b.y, a.said = b.said;
    } else {
        k = day_month(r, weekday_before(r, start), &a);
        mid = k ? range_mark(r, k, open) : 0;
        if (!mid) return false;
        end = day_month(r, weekday_before(r, dg_time_skip_the(r, mid)), &b);
        if (!end && dg_time_number_at(r, mid) && !r->day_first &&
            (end = dg_time_ordinal(r, mid, 31, &b.d))) {
            b.m = a.m, b.y = a.y, b.said = a.said;
            uint32_t behind = dg_time_year_behind(r, end, &b.y, &b.said);
            if (behind) end = behind;
            if (dg_time_phrase(r, end, DG_TW_QUANTITY, NULL)) return false;
        }
        if (!end) return false;
    }
    if (a.d > 31 || b.d < 1) return false;
    f->end = end;
    return join_range(r, i, &a, &b, f);
}

bool dg_time_month_alone(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    dg_time_date d = {0};
    uint32_t end = dg_time_month(r, i, &d.m, &d.abbr), behind;
    if (!end) return false;
    behind = dg_time_year_behind(r, end, &d.y, &d.said);
    bool weak = d.abbr || dg_time_phrase(r, i, DG_TW_WEAK, NULL);
    bool led =
        i && (dg_time_before(r, i, DG_TW_PREP) || dg_time_before(r, i, DG_TW_THE) ||
              dg_time_before(r, i, DG_TW_PART) || dg_time_before(r, i, DG_TW_SOFAR) ||
              dg_time_before(r, i, DG_TW_RELATIVE) || dg_time_before(r, i, DG_TW_RANGE) ||
              (dg_time_dash_at(r, i - 1) && i > 1 && dg_time_phrase(r, i - 2, DG_TW_PART, NULL)));
    if (!behind) d.y = 0;
    if (!behind && (d.abbr || (weak && !led))) return false;
    f->end = behind ? behind : end;
    return dg_time_give_date(r, i, &d, f);
}

bool dg_time_month_range(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    dg_time_date a = {0}, b = {0};
    uint32_t open = dg_time_phrase(r, i, DG_TW_RANGE_OPEN, NULL),
             k = dg_time_month(r, open ? open : i, &a.m, &a.abbr), behind;
    if (!k || a.abbr) return false;
    behind = dg_time_year_behind(r, k, &a.y, &a.said);
    if (!behind) a.y = 0;
    uint32_t mid = range_mark(r, behind ? behind : k, open > 0);
    if (!mid) return false;
    uint32_t end = dg_time_month(r, mid, &b.m, &b.abbr);
    if (!end || b.abbr) return false;
    behind = dg_time_year_behind(r, end, &b.y, &b.said);
    if (!behind) b.y = 0;
    f->end = behind ? behind : end;
    return join_range(r, i, &a, &b, f);
}

/* Is the number at i counted things rather than a year? */
static bool counts_things(const dg_time_reader *r, uint32_t i, bool led) {
    if (dg_time_before(r, i, DG_TW_SUM) || dg_time_phrase(r, i + 1, DG_TW_QUANTITY, NULL))
        return true;
    if (i && r->items[i - 1].kind == DG_TIME_MARK &&
        (r->items[i - 1].mark == '$' || r->items[i - 1].mark == 0x20AC ||
         r->items[i - 1].mark == 0xA3 || r->items[i - 1].mark == '#'))
        return true;
    if (dg_time_mark_at(r, i + 1, '$') || dg_time_mark_at(r, i + 1, 0x20AC) ||
        dg_time_mark_at(r, i + 1, '%'))
        return true;
    if (dg_time_number_at(r, i + 1) || (i && dg_time_number_at(r, i - 1)))
        return true; /* "2 000", "2022 100" */
    const dg_doc *d = r->doc;
    if (!d->n_tokens || led) return false;
    uint32_t t = dg_doc_token_at(d, r->items[i].span.from);
    if (t + 1 >= d->n_tokens || d->tokens[t].rel != DG_REL_NUMMOD) return false;
    return d->tokens[t + 1].upos == DG_UPOS_NOUN && d->tokens[t + 1].feats.number == DG_NUMBER_PLUR;
}

bool dg_time_year_alone(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int y, z;
    uint32_t end = dg_time_year(r, i, &y);
    if (!end || y < 1500 || y > 2100) return false;
    if (i && dg_time_glued_at(r, i) &&
        (r->items[i - 1].kind != DG_TIME_MARK ||
         (i > 1 && dg_time_mark_at(r, i - 1, '/') && dg_time_number_at(r, i - 2))))
        return false;
    bool led = i && (dg_time_before(r, i, DG_TW_PREP) || dg_time_before(r, i, DG_TW_THE) ||
                     dg_time_before(r, i, DG_TW_PART));
    bool bracket = dg_time_mark_at(r, i - 1, '(') && dg_time_mark_at(r, end, ')');
    if (counts_things(r, i, led)) return false;
    if ((y % 100 == 0 || y < 1900 || y > 2060) && !led && !bracket) return false;
    f->end = end;
    f->says_year = true;
    f->days = DG_DAYS_NONE;
    bool fiscal = dg_time_before(r, i, DG_TW_FISCAL); /* its months are each house's own */
    if (!fiscal) f->days = dg_time_years(y, y);
    bool open = dg_time_before(r, i, DG_TW_RANGE_OPEN);
    uint32_t mid = dg_time_mark_at(r, end, '/') ? end + 1 : range_mark(r, end, open);
    if (!mid) return true;
    uint32_t behind = dg_time_year(r, mid, &z);
    if (!behind && dg_time_number_at(r, mid) && r->items[mid].digits == 2 &&
        dg_time_glued_at(r, mid)) {
        z = y - y % 100 + r->items[mid].number;
        behind = mid + 1;
    }
    if (behind && z > y && z < y + 200) f->end = behind, f->days = dg_time_years(y, z);
    return true;
}

bool dg_time_decade(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int v, y;
    uint32_t end = dg_time_phrase(r, i, DG_TW_DECADE, &v);
    if (end && v) {
        f->end = end;
        f->days = dg_time_years(v, v + 9);
        f->says_year = true;
        return true;
    }
    if (!dg_time_number_at(r, i) || (r->items[i].digits != 4 && r->items[i].digits != 2))
        return false;
    y = r->items[i].number;
    uint32_t k = i + 1;
    while (k < i + 3 && dg_time_glued_at(r, k) &&
           (dg_time_dash_at(r, k) || dg_time_mark_at(r, k, '\'') || dg_time_mark_at(r, k, 0x2019)))
        k++;
    if (!dg_time_glued_at(r, k) || !(end = dg_time_phrase(r, k, DG_TW_DECADE, &v)) || y % 10)
        return false;
    bool two = r->items[i].digits == 2;
    bool apostrophe = i && (dg_time_mark_at(r, i - 1, '\'') || dg_time_mark_at(r, i - 1, 0x2019) ||
                            dg_time_mark_at(r, i - 1, 0x2018));
    if (two && k == i + 1 && !apostrophe && !dg_time_before(r, i, DG_TW_THE))
        return false; /* "in his 90s" */
    if (two) y += 1900;
    if (y < 1000 || y > 2090) return false;
    f->end = end;
    f->days = y % 100 == 0 && y < 2000 ? dg_time_years(y, y + 99) : dg_time_years(y, y + 9);
    f->says_year = true;
    return true;
}

bool dg_time_century(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int n, unit;
    uint32_t k = dg_time_ordinal(r, i, 21, &n), end = k ? dg_time_unit_at(r, k, &unit, NULL) : 0;
    if (!end || unit != DG_UNIT_CENTURY || n < 10) return false;
    f->end = end;
    f->days = dg_time_years(n * 100 - 99, n * 100);
    f->says_year = true;
    return true;
}
