/* time_reader.h: what the files that read times share: the items of a line, steps of the grammar,
 * the rules. Inside reading/ only; times.c says how it all works. */
#ifndef DG_TIME_READER_H
#define DG_TIME_READER_H

#include "reading/reading.h"

enum { DG_SLASH_DAY_FIRST = 1, DG_SLASH_MONTH_FIRST = 2 };

typedef enum { DG_TIME_WORD, DG_TIME_NUMBER, DG_TIME_MARK } dg_time_item_kind;

#define DG_MAX_EVIDENCE 4u

typedef struct dg_time_item {
    dg_range span;
    uint32_t word; /* of times.tsv, or DG_NONE */
    uint32_t mark; /* the character of a mark */
    int number;
    uint8_t kind, digits;
    bool glued; /* no blank before it */
    bool first; /* begins a sentence */
} dg_time_item;

typedef struct dg_time_found {
    uint32_t end; /* items [i, end) */
    dg_days days;
    bool fine;      /* less than a month, counted from publication */
    bool says_year; /* the text gives the year */
    int month, day; /* month (and day) that wait for a year, else 0 */
} dg_time_found;

typedef struct dg_time_reader {
    const dg_timewords *words;
    uint32_t lang;
    dg_doc *doc;
    dg_time_item *items;
    uint32_t n, cap;
    bool day_first;
    uint8_t
        slash_order; /* how this text writes 3/4/2021 where the language has two ways: 0 unknown */
    int32_t pub;     /* the day counted from, or DG_DAY_NONE */
    /* what was told before */
    dg_days anchor;
    uint32_t anchor_sentence;
    int year; /* the last year that the text gave, or 0 */
    uint32_t year_sentence;
    struct dg_time_month_year {
        int year; /* given with this month somewhere; 0 none, -1 several */
        int day;  /* and with this day of it; 0 the month alone */
    } month_year[13];
    dg_time *times;
    dg_known_day *known;
    uint32_t n_times, cap_times, n_known, cap_known;
    uint8_t slash_seen;
    /* what the text says about publication */
    dg_days evidence;
    dg_range words_of_evidence[DG_MAX_EVIDENCE];
    uint32_t n_evidence;
    int32_t latest; /* first day of the last time that is told with its year as past */
    struct dg_time_pending {
        uint32_t time;
        int month, day;
    } * pending;
    uint32_t n_pending, cap_pending;
} dg_time_reader;

typedef struct dg_time_date {
    int y, m, d;
    bool said; /* the text gives the year */
    bool abbr;
} dg_time_date;

/* Does an expression of time begin at this item? Then what it is goes to the last parameter. */
typedef bool dg_time_rule(const dg_time_reader *, uint32_t, dg_time_found *);

enum {
    DG_TENSE_OF_NONE = 0,
    DG_TENSE_OF_PAST = -1,
    DG_TENSE_OF_FUTURE = 1,
    DG_TENSE_OF_PRESENT = 2
};

/* ---- time_items.c ----
 * The steps of the grammar take the number of an item and return that of the item behind what they
 * read, or 0 when it does not stand there. */

/* Cuts the line [from, to) of the text into items. */
bool dg_time_cut_line(dg_time_reader *r, uint32_t from, uint32_t to);
/* The longest phrase of the kind that begins at item i; *ret (may be NULL) is its value. */
uint32_t dg_time_phrase(const dg_time_reader *r, uint32_t i, dg_timeword_kind kind, int *ret);
/* Is there a phrase of the kind that ends right before item i? */
bool dg_time_before(const dg_time_reader *r, uint32_t i, dg_timeword_kind kind);
/* What stands at item i: that mark, something without a blank before it, a dash, a number in
 * digits. */
bool dg_time_mark_at(const dg_time_reader *r, uint32_t i, uint32_t c);
bool dg_time_glued_at(const dg_time_reader *r, uint32_t i);
bool dg_time_dash_at(const dg_time_reader *r, uint32_t i);
bool dg_time_number_at(const dg_time_reader *r, uint32_t i);
/* A unit of time; *ret_plural may be NULL. */
uint32_t dg_time_unit_at(const dg_time_reader *r, uint32_t i, int *ret, bool *ret_plural);
/* Any number of "the", "of the", "im". */
uint32_t dg_time_skip_the(const dg_time_reader *r, uint32_t i);
/* Four digits that may be a year and are no part of a longer number or word. */
uint32_t dg_time_year(const dg_time_reader *r, uint32_t i, int *ret);
/* A month's name or abbreviation. */
uint32_t dg_time_month(const dg_time_reader *r, uint32_t i, int *ret, bool *ret_abbr);
/* A numeral in digits or words; 0 stands for "a few". */
uint32_t dg_time_numeral(const dg_time_reader *r, uint32_t i, int *ret);
/* "3", "3.", "3rd", "third", "dritten" */
uint32_t dg_time_ordinal(const dg_time_reader *r, uint32_t i, int most, int *ret);

/* Days: parts of one, ranges around one. has_pub: is there a day to count from? */
void dg_time_split(int32_t day, int *y, int *m, int *d);
int dg_time_year_of(int32_t day);
bool dg_time_has_pub(const dg_time_reader *r);
dg_days dg_time_one_day(int32_t day);
dg_days dg_time_years(int from, int to);
dg_days dg_time_week_of(int32_t day);
dg_days dg_time_month_of(int32_t day);
/* Days of month m, or of its day d when d is not 0, in year y. */
dg_days dg_time_days_of(int y, int m, int d);

/* The tense of the clause around items [from, to), DG_TENSE_OF_…. Words first: the tagger takes an
 * infinitive for a past now and then. */
int dg_time_tense(const dg_time_reader *r, uint32_t from, uint32_t to);
/* The day, or the month when d is 0, for a month that says no year; items [i, end) say it. */
dg_days dg_time_without_year(const dg_time_reader *r, uint32_t i, uint32_t end, int m, int d);

/* ---- time_dates.c ---- */

/* The year behind a month or a quarter: ", 2022", "2022", "of 2022", "last year". 0: none. */
uint32_t dg_time_year_behind(const dg_time_reader *r, uint32_t i, int *ret, bool *ret_said);
/* 2022-04-18, 18.04.2022, 18.4.22, 18/04/2022 */
bool dg_time_numeric_date(const dg_time_reader *r, uint32_t i, dg_time_found *f);
/* Fills f from a date: its own year, or the one that publication and tense give. false: no such
 * day. */
bool dg_time_give_date(const dg_time_reader *r, uint32_t i, const dg_time_date *d,
                       dg_time_found *f);
/* "Monday, 4 February 2019", "den 9. maj" */
bool dg_time_full_date(const dg_time_reader *r, uint32_t i, dg_time_found *f);
/* "3 to 5 May 2022", "from 3.–5. mai", "May 3-5", "May 3 to June 5" */
bool dg_time_date_range(const dg_time_reader *r, uint32_t i, dg_time_found *f);
/* "April 2019", "in April", "Februar" */
bool dg_time_month_alone(const dg_time_reader *r, uint32_t i, dg_time_found *f);
/* "between April and June 2020": months on both sides. */
bool dg_time_month_range(const dg_time_reader *r, uint32_t i, dg_time_found *f);
/* "2011", "siden 2011", "2014–2016", "2014/15" */
bool dg_time_year_alone(const dg_time_reader *r, uint32_t i, dg_time_found *f);
/* "the 1990s", "90-tallet", "1990'erne", "in den neunziger Jahren", "1800-tallet" */
bool dg_time_decade(const dg_time_reader *r, uint32_t i, dg_time_found *f);
/* "the 19th century", "im 19. Jahrhundert" */
bool dg_time_century(const dg_time_reader *r, uint32_t i, dg_time_found *f);

/* ---- time_named.c ---- */

/* A happening whose day everybody knows (dated, named): that day as YYYYMMDD. */
uint32_t dg_time_dated(const dg_time_reader *r, uint32_t i, int *ret);

/* "Christmas Eve", "Karfreitag 2019", "last Easter", "på grundlovsdag" */
bool dg_time_named_day(const dg_time_reader *r, uint32_t i, dg_time_found *f);
/* "the third anniversary of the invasion of Ukraine": the day itself, by the happening's own. */
bool dg_time_anniversary(const dg_time_reader *r, uint32_t i, dg_time_found *f);

/* ---- time_published.c ---- */

/* What the words at item i say about the day of publication: "today, 3 March 2021"; "the invasion
 * of Ukraine over three years ago". DG_DAYS_NONE: nothing. *ret_end: the item behind them. */
dg_days dg_time_evidence(const dg_time_reader *r, uint32_t i, uint32_t *ret_end);

/* ---- time_relative.c ---- */

/* The first, middle or last third of the days. */
dg_days dg_time_third(dg_days d, int part);
/* The longest time that begins at item i, by all rules. */
bool dg_time_match(const dg_time_reader *r, uint32_t i, dg_time_found *f);

#endif
