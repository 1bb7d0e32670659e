/* date.c: civil days by arithmetic alone (H. Hinnant, "chrono-compatible low-level date
 * algorithms", 2014): the year begins in March, so that the leap day is its last. No time zones: a
 * day is what the article's place calls it. */
#include "base/date.h"

#include "base/err.h"

int dg_month_length(int year, int month) {
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) return 0;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

int32_t dg_day_of(int year, int month, int day) {
    if (year < 1 || year > 9999 || day < 1 || day > dg_month_length(year, month))
        return DG_DAY_NONE;
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400, yoe = y % 400;
    int doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void dg_day_split(int32_t day, int *ret_year, int *ret_month, int *ret_day) {
    int64_t z = (int64_t)day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *ret_day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *ret_month = month;
    *ret_year = (int)(yoe + era * 400) + (month <= 2);
}

int dg_day_weekday(int32_t day) {
    int64_t since_monday = ((int64_t)day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

dg_days dg_days_of_month(int year, int month) {
    int32_t from = dg_day_of(year, month, 1);
    if (from == DG_DAY_NONE) return DG_DAYS_NONE;
    return (dg_days){from, from + dg_month_length(year, month) - 1};
}

dg_days dg_days_of_year(int year) {
    int32_t from = dg_day_of(year, 1, 1);
    if (from == DG_DAY_NONE) return DG_DAYS_NONE;
    return (dg_days){from, dg_day_of(year, 12, 31)};
}

int32_t dg_day_add_months(int32_t day, int months) {
    if (day == DG_DAY_NONE || months < -120000 || months > 120000) return DG_DAY_NONE;
    int y, m, d;
    dg_day_split(day, &y, &m, &d);
    int count = y * 12 + (m - 1) + months;
    if (count < 12) return DG_DAY_NONE;
    y = count / 12;
    m = count % 12 + 1;
    int length = dg_month_length(y, m);
    return dg_day_of(y, m, d < length ? d : length);
}

static void put_digits(char *out, int value, int n) {
    for (int i = n - 1; i >= 0; i--, value /= 10) out[i] = (char)('0' + value % 10);
}

void dg_day_format(int32_t day, char out[11]) {
    int y = 0, m = 0, d = 0;
    if (day >= dg_day_of(1, 1, 1) && day <= dg_day_of(9999, 12, 31)) dg_day_split(day, &y, &m, &d);
    memcpy(out, "0000-00-00", 11);
    put_digits(out, y, 4);
    put_digits(out + 5, m, 2);
    put_digits(out + 8, d, 2);
}

/* Exactly n digits at s[at], or -1. */
static int digits(dg_str s, uint32_t at, uint32_t n) {
    if (s.n < at + n) return -1;
    int v = 0;
    for (uint32_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

int dg_days_parse(dg_str iso, dg_days *ret) {
    int y = digits(iso, 0, 4), m = 0, d = 0;
    dg_days v = DG_DAYS_NONE;
    if (y >= 1 && iso.n == 4) {
        v = dg_days_of_year(y);
    } else if (y >= 1 && iso.n >= 7 && iso.p[4] == '-' && (m = digits(iso, 5, 2)) >= 1) {
        if (iso.n == 7) {
            v = dg_days_of_month(y, m);
        } else if (iso.p[7] == '-' && (d = digits(iso, 8, 2)) >= 1 &&
                   (iso.n == 10 || memchr("Tt Z+", iso.p[10], 5))) {
            v.from = v.to = dg_day_of(y, m, d);
        }
    }
    if (!dg_days_known(v)) return DG_E_SYNTAX;
    *ret = v;
    return 0;
}
