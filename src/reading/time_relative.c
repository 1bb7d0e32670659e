/* time_relative.c: times that are counted from the day of publication or from the time told before,
 * parts of times, and the choice among all rules. */
#include "reading/time_reader.h"

/* ---- counted from publication ---- */

static void give_fine(dg_time_found *f, uint32_t end, dg_days days) {
    f->end = end;
    f->days = days;
    f->fine = true;
}

static uint32_t skip_daypart(const dg_time_reader *r, uint32_t i) {
    uint32_t end = dg_time_phrase(r, i, DG_TW_DAYPART, NULL);
    return end ? end : i;
}

static bool day_word(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int v;
    uint32_t end = dg_time_phrase(r, i, DG_TW_DAY, &v);
    if (!end) return false;
    give_fine(f, skip_daypart(r, end),
              dg_time_has_pub(r) ? dg_time_one_day(r->pub + v) : DG_DAYS_NONE);
    return true;
}

/* The nearest weekday w: dir -1 before the day (`strict`: not on it), 1 behind it. */
static int32_t weekday_near(int32_t day, int w, int dir, bool strict) {
    int off = dir < 0 ? (dg_day_weekday(day) - w + 7) % 7 : (w - dg_day_weekday(day) + 7) % 7;
    if (strict && !off) off = 7;
    return day + dir * off;
}

static uint32_t relative_unit_behind(const dg_time_reader *r, uint32_t i, int *ret_rel,
                                     int *ret_unit) {
    uint32_t k = dg_time_phrase(r, dg_time_skip_the(r, i), DG_TW_RELATIVE, ret_rel);
    return k ? dg_time_unit_at(r, k, ret_unit, NULL) : 0;
}

/* "Monday", "last Monday", "mandag aften", "tirsdag i forrige uge", "på fredag" */
static bool weekday(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int w, v = 2, rel, unit;
    uint32_t start = dg_time_phrase(r, i, DG_TW_RELATIVE, &v),
             end = dg_time_phrase(r, start ? start : i, DG_TW_WEEKDAY, &w);
    if (!end) return false;
    end = skip_daypart(r, end);
    f->end = end, f->fine = true, f->days = DG_DAYS_NONE;
    uint32_t behind = relative_unit_behind(r, end, &rel, &unit);
    if (!start && behind && unit == DG_UNIT_WEEK) {
        f->end = behind;
        if (dg_time_has_pub(r))
            f->days = dg_time_one_day(dg_time_week_of(r->pub).from + 7 * rel + w - 1);
        return true;
    }
    if (!dg_time_has_pub(r)) return true;
    int when = v != 2                                     ? v
               : dg_time_before(r, i, DG_TW_WEEKDAY_NEXT) ? 1
               : dg_time_before(r, i, DG_TW_WEEKDAY_LAST) ? -1
                                                          : 2;
    bool strict = when == 1 || when == -1;
    if (when == 2 || when == 0) {
        int told = dg_time_tense(r, i, f->end);
        bool soon = told == DG_TENSE_OF_PRESENT &&
                    weekday_near(r->pub, w, 1, false) - r->pub <= 2; /* "they meet on Friday" */
        when = told == DG_TENSE_OF_FUTURE || soon ? 1 : -1;
    }
    f->days = dg_time_one_day(weekday_near(r->pub, w, when, strict));
    return true;
}

static dg_days quarter_of(int y, int q) {
    return (dg_days){dg_days_of_month(y, 3 * q - 2).from, dg_days_of_month(y, 3 * q).to};
}

/* The calendar unit that lies `v` units from the day. */
static dg_days calendar(int32_t day, int unit, int v) {
    int y, m, d;
    dg_time_split(day, &y, &m, &d);
    if (unit == DG_UNIT_WEEK) return dg_time_week_of(day + 7 * v);
    if (unit == DG_UNIT_MONTH) return dg_time_month_of(dg_day_add_months(dg_day_of(y, m, 1), v));
    if (unit == DG_UNIT_YEAR) return dg_time_years(y + v, y + v);
    if (unit == DG_UNIT_DECADE && v)
        return v < 0 ? (dg_days){dg_day_add_months(day, -120), day}
                     : (dg_days){day, dg_day_add_months(day, 120)};
    if (unit == DG_UNIT_DECADE) return dg_time_years(y - y % 10, y - y % 10 + 9);
    if (unit == DG_UNIT_CENTURY)
        return dg_time_years(y - y % 100 + 100 * v + 1, y - y % 100 + 100 * v + 100);
    if (unit == DG_UNIT_QUARTER) {
        int q = y * 4 + (m - 1) / 3 + v;
        return quarter_of(q / 4, q % 4 + 1);
    }
    if (unit == DG_UNIT_HALF) {
        int h = y * 2 + (m - 1) / 6 + v;
        return (dg_days){quarter_of(h / 2, h % 2 * 2 + 1).from,
                         quarter_of(h / 2, h % 2 * 2 + 2).to};
    }
    if (unit == DG_UNIT_WEEKEND) {
        int32_t saturday = dg_time_week_of(day).from + 5;
        if (v < 0 && day < saturday + 2) saturday -= 7;
        if (v > 0) saturday += day >= saturday ? 7 : 0;
        return (dg_days){saturday, saturday + 1};
    }
    return DG_DAYS_NONE;
}

/* n units from the day, as coarse as the unit is; dir -1 back, 1 ahead; n 0: a few. */
static dg_days counted(int32_t day, int n, int unit, int dir) {
    if (unit == DG_UNIT_HOUR) return dg_time_one_day(day + dir * (n / 24));
    int days_per = unit == DG_UNIT_DAY ? 1 : unit == DG_UNIT_WEEK ? 7 : 0;
    int months_per = unit == DG_UNIT_MONTH    ? 1
                     : unit == DG_UNIT_YEAR   ? 12
                     : unit == DG_UNIT_DECADE ? 120
                                              : 0;
    if (n > 2000 || (!days_per && !months_per)) return DG_DAYS_NONE;
    if (!n) { /* two to nine of them */
        int32_t near =
            days_per ? day + dir * 2 * days_per : dg_day_add_months(day, dir * 2 * months_per);
        int32_t far =
            days_per ? day + dir * 9 * days_per : dg_day_add_months(day, dir * 9 * months_per);
        return dir < 0 ? (dg_days){far, near} : (dg_days){near, far};
    }
    if (unit == DG_UNIT_DAY) return dg_time_one_day(day + dir * n);
    if (unit == DG_UNIT_WEEK) return dg_time_week_of(day + dir * 7 * n);
    if (unit == DG_UNIT_MONTH) return calendar(day, DG_UNIT_MONTH, dir * n);
    int y = dg_time_year_of(day);
    if (unit == DG_UNIT_YEAR)
        return y + dir * n > 0 ? dg_time_years(y + dir * n, y + dir * n) : DG_DAYS_NONE;
    return y + dir * 10 * n > 20 ? dg_time_years(y + dir * 10 * n - 5, y + dir * 10 * n + 5)
                                 : DG_DAYS_NONE;
}

static bool is_fine_unit(int unit) {
    return unit == DG_UNIT_DAY || unit == DG_UNIT_WEEK || unit == DG_UNIT_HOUR ||
           unit == DG_UNIT_WEEKEND;
}

/* The stretch of n units up to the day, or from it. */
static dg_days stretch(int32_t day, int n, int unit, int dir) {
    int32_t other = day;
    if (unit == DG_UNIT_DAY)
        other = day + dir * n;
    else if (unit == DG_UNIT_WEEK)
        other = day + dir * 7 * n;
    else if (unit == DG_UNIT_MONTH)
        other = dg_day_add_months(day, dir * n);
    else if (unit == DG_UNIT_YEAR)
        other = dg_day_add_months(day, dir * 12 * n);
    else if (unit == DG_UNIT_DECADE)
        other = dg_day_add_months(day, dir * 120 * n);
    else if (unit != DG_UNIT_HOUR)
        return DG_DAYS_NONE;
    return dir < 0 ? (dg_days){other, day} : (dg_days){day, other};
}

/* "last week", "dieses Jahres", "de seneste to årtier", "the next three days" */
static bool relative_unit(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int v, unit, n = -1;
    uint32_t start = dg_time_numeral(r, i, &n),
             k = dg_time_phrase(r, start ? start : i, DG_TW_RELATIVE, &v);
    if (!k) return false;
    uint32_t about = dg_time_phrase(r, k, DG_TW_ABOUT, NULL);
    uint32_t behind = start ? 0 : dg_time_numeral(r, about ? about : k, &n);
    bool plural = false;
    uint32_t end = dg_time_unit_at(r, behind ? behind : k, &unit, &plural);
    if (n < 0 && plural && v) n = 0; /* "the last years": a few */
    if (!end || (n < 0 && plural) || (n < 0 && (unit == DG_UNIT_DAY || unit == DG_UNIT_HOUR)) ||
        (n >= 0 && (!v || n > 500)))
        return false;
    f->end = end;
    f->fine = is_fine_unit(unit);
    f->days = DG_DAYS_NONE;
    if (dg_time_has_pub(r))
        f->days = n < 0 ? calendar(r->pub, unit, v) : stretch(r->pub, n ? n : 5, unit, v);
    return true;
}

/* "last April", "next summer" */
static bool relative_month(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int v, m, y, pm, pd;
    uint32_t k = dg_time_phrase(r, i, DG_TW_RELATIVE, &v),
             end = k ? dg_time_phrase(r, k, DG_TW_MONTH, &m) : 0;
    if (!end) return false;
    f->end = end, f->days = DG_DAYS_NONE;
    if (!dg_time_has_pub(r)) return true;
    dg_time_split(r->pub, &y, &pm, &pd);
    if (v < 0) y -= m >= pm;
    if (v > 0) y += m <= pm;
    f->days = dg_days_of_month(y, m);
    return true;
}

static dg_days season_of(int y, int s) {
    if (s == 4) return (dg_days){dg_days_of_month(y - 1, 12).from, dg_days_of_month(y, 2).to};
    return (dg_days){dg_days_of_month(y, 3 * s).from, dg_days_of_month(y, 3 * s + 2).to};
}

/* The season nearest to publication: the one going on, else the last, or the next in the future. */
static dg_days season_near(int32_t day, int s, int dir) {
    int y = dg_time_year_of(day);
    for (int k = dir > 0 ? y : y + 1; dir > 0 ? k <= y + 2 : k >= y - 1; k += dir > 0 ? 1 : -1) {
        dg_days days = season_of(k, s);
        if (dir > 0 ? days.to >= day : days.from <= day) return days;
    }
    return DG_DAYS_NONE;
}

/* "i vår tid" is "in our time". */
static bool is_possessive(const dg_time_reader *r, uint32_t i) {
    const dg_doc *d = r->doc;
    uint32_t t = d->n_tokens ? dg_doc_token_at(d, r->items[i].span.from) : 0;
    if (t >= d->n_tokens) return false;
    return d->tokens[t].upos == DG_UPOS_DET || d->tokens[t].upos == DG_UPOS_PRON ||
           d->tokens[t].feats.poss;
}

/* "spring 2019", "sommeren 2015", "last winter", "i sommer", "im Herbst" */
static bool season(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int s, v = 0, y;
    bool said;
    uint32_t end = dg_time_phrase(r, i, DG_TW_SEASON_NOW, &s);
    if (end && s > 10) s -= 10, v = 1;
    uint32_t rel = end ? 0 : dg_time_phrase(r, i, DG_TW_RELATIVE, &v);
    if (!end)
        end = dg_time_phrase(r, rel ? rel : i, DG_TW_SEASON, &s);
    else
        rel = end;
    if (!end || s < 1 || s > 4) return false;
    uint32_t behind = dg_time_year_behind(r, end, &y, &said);
    if (behind) {
        f->end = behind, f->days = season_of(y, s), f->says_year = said;
        return true;
    }
    if (!rel && (!dg_time_before(r, i, DG_TW_THE) || dg_time_phrase(r, end, DG_TW_OF, NULL)))
        return false; /* "the fall of the wall" */
    if (rel == end && is_possessive(r, end - 1)) return false;
    f->end = end, f->days = DG_DAYS_NONE;
    if (!dg_time_has_pub(r)) return true;
    int dir = v ? v : dg_time_tense(r, i, end) == DG_TENSE_OF_FUTURE ? 1 : -1;
    dg_days near = season_near(r->pub, s, dir);
    if (v < 0 && near.to >= r->pub) near = season_near(near.from - 1, s, -1);
    f->days = near;
    return true;
}

/* "over the weekend", "i helgen", "am Wochenende" */
static bool weekend(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int unit;
    uint32_t end = dg_time_unit_at(r, i, &unit, NULL);
    if (!end || unit != DG_UNIT_WEEKEND || !dg_time_before(r, i, DG_TW_THE)) return false;
    dg_days days = DG_DAYS_NONE;
    if (dg_time_has_pub(r)) {
        bool now = dg_day_weekday(r->pub) >= 6;
        days = calendar(r->pub, DG_UNIT_WEEKEND,
                        now                                              ? 0
                        : dg_time_tense(r, i, end) == DG_TENSE_OF_FUTURE ? 1
                                                                         : -1);
    }
    give_fine(f, end, days);
    return true;
}

/* "over three years ago" is in the year before that day, "nearly three" in the year behind it,
 * "about three" half a year around it. */
static dg_days loosely_ago(int32_t day, int months, int more) {
    int back = more == 1 ? 12 : more == 2 ? 0 : 6, ahead = more == 1 ? 0 : more == 2 ? 12 : 6;
    return (dg_days){dg_day_add_months(day, -months - back),
                     dg_day_add_months(day, ahead - months)};
}

/* "vor drei Jahren", "for to år siden", "two weeks ago" */
static bool ago(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int needs = 0, n, unit, v;
    uint32_t start = dg_time_phrase(r, i, DG_TW_AGO_BEFORE, &needs), k = start ? start : i;
    int more = 3;
    uint32_t about = dg_time_phrase(r, k, DG_TW_ABOUT, &more);
    k = dg_time_numeral(r, about ? about : k, &n);
    k = k ? dg_time_unit_at(r, k, &unit, NULL) : 0;
    if (!k) return false;
    uint32_t behind = dg_time_phrase(r, k, DG_TW_AGO_AFTER, &v);
    if (!behind && (!start || needs)) return false;
    f->end = behind ? behind : k;
    f->fine = is_fine_unit(unit);
    f->days = dg_time_has_pub(r) ? counted(r->pub, n, unit, -1) : DG_DAYS_NONE;
    if (more != 3 && n && dg_time_has_pub(r) && (unit == DG_UNIT_YEAR || unit == DG_UNIT_DECADE))
        f->days = loosely_ago(r->pub, unit == DG_UNIT_YEAR ? 12 * n : 120 * n, more);
    return true;
}

/* "om to uger", "in drei Tagen" */
static bool ahead(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int needs, n, unit;
    uint32_t k = dg_time_phrase(r, i, DG_TW_AHEAD, &needs);
    if (!k) return false;
    uint32_t about = dg_time_phrase(r, k, DG_TW_ABOUT, NULL);
    k = dg_time_numeral(r, about ? about : k, &n);
    k = k ? dg_time_unit_at(r, k, &unit, NULL) : 0;
    if (!k || (needs && dg_time_tense(r, i, k) != DG_TENSE_OF_FUTURE)) return false;
    f->end = k;
    f->fine = is_fine_unit(unit);
    f->days = dg_time_has_pub(r) ? counted(r->pub, n, unit, 1) : DG_DAYS_NONE;
    return true;
}

/* ---- counted from the time told before ---- */

static bool has_anchor(const dg_time_reader *r, uint32_t i) {
    uint32_t s = dg_doc_sentence_at(r->doc, r->items[i].span.from);
    return dg_days_known(r->anchor) && (s == DG_NONE || s - r->anchor_sentence <= 2);
}

static bool later(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int n, unit, dir;
    uint32_t k = dg_time_numeral(r, i, &n), end;
    k = k ? dg_time_unit_at(r, k, &unit, NULL) : 0;
    end = k ? dg_time_phrase(r, k, DG_TW_LATER, &dir) : 0;
    if (!end) return false;
    f->end = end;
    f->days = DG_DAYS_NONE;
    if (!has_anchor(r, i)) return true;
    dg_days a = r->anchor;
    bool fine = is_fine_unit(unit);
    if (!n || n > 500 || (fine && a.to - a.from > 6)) return true;
    if (fine && unit != DG_UNIT_WEEKEND) {
        int32_t off = dir * (unit == DG_UNIT_DAY ? n : unit == DG_UNIT_WEEK ? 7 * n : n / 24);
        f->days = (dg_days){a.from + off, a.to + off};
        return true;
    }
    dg_days from = counted(a.from, n, unit, dir), to = counted(a.to, n, unit, dir);
    if (dg_days_known(from) && dg_days_known(to)) f->days = (dg_days){from.from, to.to};
    return true;
}

static bool next_day(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int v;
    uint32_t end = dg_time_phrase(r, i, DG_TW_NEXT_DAY, &v);
    if (!end) return false;
    if (v > 5) { /* "the day before" the vote is another day */
        if (end < r->n && r->items[end].kind != DG_TIME_MARK) return false;
        v -= 10;
    }
    f->end = end;
    f->days = DG_DAYS_NONE;
    if (has_anchor(r, i) && r->anchor.from == r->anchor.to)
        f->days = dg_time_one_day(r->anchor.from + v);
    return true;
}

/* "the previous year", "folgende Woche": from the time told before. */
static bool told_unit(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int v, unit;
    bool plural;
    uint32_t k = dg_time_phrase(r, i, DG_TW_RELATIVE_TOLD, &v),
             end = k ? dg_time_unit_at(r, k, &unit, &plural) : 0;
    if (!end || plural || unit == DG_UNIT_HOUR || unit == DG_UNIT_DAY) return false;
    f->end = end;
    f->days = DG_DAYS_NONE;
    if (!has_anchor(r, i)) return true;
    dg_days own = calendar(r->anchor.from, unit, 0);
    if (dg_days_known(own) && r->anchor.to <= own.to) f->days = calendar(r->anchor.from, unit, v);
    return true;
}

/* ---- quarters and halves ---- */

/* "årets": a unit of the year before the ordinal. */
static uint32_t year_before(const dg_time_reader *r, uint32_t i) {
    int unit;
    uint32_t end = dg_time_unit_at(r, i, &unit, NULL);
    return end && unit == DG_UNIT_YEAR ? end : i;
}

/* "the first quarter of 2022", "årets første kvartal", "im ersten Halbjahr", "1. kvartal 2021" */
static bool quarter(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int q, unit, y, u;
    bool said = false;
    uint32_t start = year_before(r, i), k = dg_time_ordinal(r, start, 4, &q),
             fiscal = k ? dg_time_phrase(r, k, DG_TW_FISCAL, NULL) : 0,
             end = k ? dg_time_unit_at(r, fiscal ? fiscal : k, &unit, NULL) : 0;
    if (end && fiscal) { /* which months those are the text does not say */
        uint32_t own = dg_time_year_behind(r, end, &y, &said);
        f->end = own ? own : end, f->days = DG_DAYS_NONE;
        return unit == DG_UNIT_QUARTER || unit == DG_UNIT_HALF || unit == DG_UNIT_PART_HALF;
    }
    if (!end ||
        (unit != DG_UNIT_QUARTER && ((unit != DG_UNIT_HALF && unit != DG_UNIT_PART_HALF) || q > 2)))
        return false;
    bool loose = unit == DG_UNIT_PART_HALF; /* "the first half": of the year only when it says so */
    if (loose) unit = DG_UNIT_HALF;
    int first = unit == DG_UNIT_QUARTER ? q : q * 2 - 1, last = unit == DG_UNIT_QUARTER ? q : q * 2;
    uint32_t behind = dg_time_year_behind(r, end, &y, &said);
    f->end = behind ? behind : end;
    f->says_year = said && behind;
    f->days = DG_DAYS_NONE;
    if (!behind) {
        uint32_t of = dg_time_phrase(r, end, DG_TW_OF, NULL),
                 the = of ? dg_time_skip_the(r, of) : 0;
        uint32_t unit_end = the ? dg_time_unit_at(r, the, &u, NULL) : 0;
        if (unit_end && u == DG_UNIT_YEAR)
            f->end = unit_end; /* "of the year" */
        else if (unit_end || (loose && start == i))
            return false; /* the first half of the month, of the match */
        if (!dg_time_has_pub(r)) return true;
        y = dg_time_year_of(r->pub);
        bool future = dg_time_tense(r, i, f->end) == DG_TENSE_OF_FUTURE;
        if (!future && quarter_of(y, first).from > r->pub) y--;
        if (future && quarter_of(y, last).to < r->pub) y++;
    }
    f->days = (dg_days){quarter_of(y, first).from, quarter_of(y, last).to};
    return true;
}

static bool year_word(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int v;
    uint32_t end = dg_time_phrase(r, i, DG_TW_YEAR, &v);
    if (!end) return false;
    f->end = end;
    f->days = dg_time_has_pub(r)
                  ? dg_time_years(dg_time_year_of(r->pub) + v, dg_time_year_of(r->pub) + v)
                  : DG_DAYS_NONE;
    uint32_t k = dg_time_phrase(r, end, DG_TW_SEASON, &v); /* "i fjor sommer" */
    if (k && dg_time_has_pub(r)) f->end = k, f->days = season_of(dg_time_year_of(f->days.from), v);
    return true;
}

/* "Q3 2022", "Q1/2021", "Q2": only with the number glued to it. */
static bool short_quarter(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    uint32_t k = dg_time_phrase(r, i, DG_TW_QUARTER, NULL), end;
    if (!k || !dg_time_number_at(r, k) || !dg_time_glued_at(r, k) || r->items[k].digits != 1)
        return false;
    int q = r->items[k].number, y = 0;
    if (q < 1 || q > 4 || (dg_time_glued_at(r, k + 1) && r->items[k + 1].kind == DG_TIME_WORD))
        return false;
    f->end = k + 1, f->days = DG_DAYS_NONE;
    bool joined = dg_time_mark_at(r, k + 1, '/') || dg_time_dash_at(r, k + 1);
    bool said = true;
    end = joined ? dg_time_year(r, k + 2, &y) : dg_time_year_behind(r, k + 1, &y, &said);
    if (end) {
        f->end = end, f->says_year = said;
    } else if (dg_time_has_pub(r)) {
        y = dg_time_year_of(r->pub);
        if (dg_time_tense(r, i, f->end) != DG_TENSE_OF_FUTURE && quarter_of(y, q).from > r->pub)
            y--;
    }
    if (y) f->days = quarter_of(y, q);
    return true;
}

/* "seit drei Jahren": the stretch up to publication. */
static bool since(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int n, unit;
    uint32_t k = dg_time_phrase(r, i, DG_TW_SINCE, NULL);
    if (!k) return false;
    uint32_t about = dg_time_phrase(r, k, DG_TW_ABOUT, NULL);
    k = dg_time_numeral(r, about ? about : k, &n);
    k = k ? dg_time_unit_at(r, k, &unit, NULL) : 0;
    if (!k || n > 500) return false;
    f->end = k, f->fine = is_fine_unit(unit);
    f->days = dg_time_has_pub(r) && n ? stretch(r->pub, n, unit, -1) : DG_DAYS_NONE;
    return true;
}

/* "from Monday to Wednesday", "zwischen Freitag und Sonntag": the second is the next one behind the
 * first. */
static bool weekday_range(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int w, is_and = 0;
    uint32_t open = dg_time_phrase(r, i, DG_TW_RANGE_OPEN, NULL);
    dg_time_found a = {.days = DG_DAYS_NONE};
    if (!open || !weekday(r, open, &a)) return false;
    uint32_t mid = dg_time_phrase(r, a.end, DG_TW_RANGE, &is_and);
    if (!mid && dg_time_dash_at(r, a.end)) mid = a.end + 1;
    uint32_t end = mid ? dg_time_phrase(r, mid, DG_TW_WEEKDAY, &w) : 0;
    if (!end) return false;
    f->end = skip_daypart(r, end), f->fine = true, f->days = DG_DAYS_NONE;
    if (dg_days_known(a.days))
        f->days = (dg_days){a.days.from, weekday_near(a.days.from, w, 1, true)};
    return true;
}

/* ---- early, middle, late ---- */

dg_days dg_time_third(dg_days d, int part) {
    int32_t n = d.to - d.from + 1;
    if (n < 3) return d;
    if (n >= 28 && n <= 31) { /* tens of a month */
        if (part == 1) return (dg_days){d.from, d.from + 9};
        return part == 2 ? (dg_days){d.from + 10, d.from + 19} : (dg_days){d.from + 20, d.to};
    }
    if (n == 365 || n == 366) { /* "the end of 2019" is its last quarter */
        int y = dg_time_year_of(d.from);
        if (part == 2) return (dg_days){dg_days_of_month(y, 5).from, dg_days_of_month(y, 8).to};
        return quarter_of(y, part == 1 ? 1 : 4);
    }
    int32_t a = n / 3, edge = n / 3;
    if (part == 1) return (dg_days){d.from, d.from + edge - 1};
    return part == 2 ? (dg_days){d.from + a, d.to - a} : (dg_days){d.to - edge + 1, d.to};
}

/* The longest of some rules at item i. */
static bool longest(const dg_time_reader *r, uint32_t i, dg_time_rule *const *rules, uint32_t n,
                    dg_time_found *ret) {
    bool any = false;
    for (uint32_t k = 0; k < n; k++) {
        dg_time_found f = {.days = DG_DAYS_NONE};
        if (i >= r->n || !rules[k](r, i, &f) || f.end <= i || f.end > r->n ||
            (any && f.end <= ret->end))
            continue;
        *ret = f;
        any = true;
    }
    return any;
}

/* "the year", "uken" behind "the end of": the one of publication. */
static bool this_unit(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    int unit;
    uint32_t end = dg_time_unit_at(r, i, &unit, NULL);
    if (!end || dg_time_number_at(r, end) || unit == DG_UNIT_DAY || unit == DG_UNIT_HOUR ||
        unit == DG_UNIT_HALF)
        return false;
    f->end = end;
    f->fine = is_fine_unit(unit);
    f->days = dg_time_has_pub(r) ? calendar(r->pub, unit, 0) : DG_DAYS_NONE;
    return unit != DG_UNIT_PART_HALF;
}

/* "early February", "i slutten av forrige uke", "Ende 2019", "mid-May", "earlier this month" */
static bool part_of(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    static dg_time_rule *const inner[] = {dg_time_month_alone,
                                          dg_time_year_alone,
                                          dg_time_decade,
                                          dg_time_century,
                                          relative_unit,
                                          relative_month,
                                          season,
                                          year_word,
                                          weekend,
                                          this_unit};
    int part = 0;
    uint32_t k = dg_time_phrase(r, i, DG_TW_PART, &part);
    if (!k) k = dg_time_phrase(r, i, DG_TW_SOFAR, NULL);
    if (!k) return false;
    if (dg_time_dash_at(r, k) && dg_time_glued_at(r, k)) k++;
    dg_time_found in = {.days = DG_DAYS_NONE};
    if (!longest(r, k, inner, DG_LEN(inner), &in)) {
        uint32_t the = dg_time_skip_the(r, k);
        if (the == k || !longest(r, the, inner, DG_LEN(inner), &in)) return false;
    }
    *f = in;
    f->day = part ? 100 + part : in.day; /* for a month that waits for its year */
    if (part && dg_days_known(in.days)) f->days = dg_time_third(in.days, part);
    return true;
}

/* ---- the whole ---- */

bool dg_time_match(const dg_time_reader *r, uint32_t i, dg_time_found *f) {
    static dg_time_rule *const rules[] = {dg_time_numeric_date,
                                          dg_time_date_range,
                                          dg_time_full_date,
                                          dg_time_month_range,
                                          part_of,
                                          quarter,
                                          dg_time_century,
                                          dg_time_decade,
                                          season,
                                          relative_month,
                                          relative_unit,
                                          ago,
                                          ahead,
                                          later,
                                          next_day,
                                          told_unit,
                                          weekend,
                                          weekday,
                                          day_word,
                                          year_word,
                                          dg_time_named_day,
                                          dg_time_anniversary,
                                          weekday_range,
                                          short_quarter,
                                          since,
                                          dg_time_month_alone,
                                          dg_time_year_alone};
    return longest(r, i, rules, DG_LEN(rules), f);
}
