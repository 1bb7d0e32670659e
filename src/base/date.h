/* date.h: days of the proleptic Gregorian calendar as int32_t, 0 = 1970-01-01 (H. Hinnant,
 * "chrono-compatible low-level date algorithms"). Ranges are closed: both days included, as in
 * RECORD.md. */
#ifndef DG_DATE_H
#define DG_DATE_H

#include "base/base.h"

#define DG_DAY_NONE INT32_MIN

typedef struct dg_days { /* both included; from == DG_DAY_NONE: unknown */
    int32_t from, to;
} dg_days;
#define DG_DAYS_NONE ((dg_days){DG_DAY_NONE, DG_DAY_NONE})
/* Is anything known? */
static inline bool dg_days_known(dg_days d) {
    return d.from != DG_DAY_NONE;
}

/* DG_DAY_NONE when y-m-d is no date (month 1..12, day within the month, year 1..9999). */
int32_t dg_day_of(int year, int month, int day);
void dg_day_split(int32_t day, int *ret_year, int *ret_month, int *ret_day);
int dg_day_weekday(int32_t day); /* 1 Monday … 7 Sunday (ISO 8601) */
int dg_month_length(int year, int month);
dg_days dg_days_of_month(int year, int month);
dg_days dg_days_of_year(int year);
/* The same day of the month `months` later (or earlier), clipped to that month's last day. */
int32_t dg_day_add_months(int32_t day, int months);
void dg_day_format(int32_t day, char out[11]); /* "2022-04-18" and NUL */
/* ISO 8601 "2022-04-18" (also "2022-04", "2022", and a time behind the day, which is dropped): 0 or
 * DG_E_SYNTAX. */
int dg_days_parse(dg_str iso, dg_days *ret);

#endif
