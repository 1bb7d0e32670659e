/* timewords.h: lexicon/times.tsv: months, weekdays, units, "yesterday", "last", "early", numerals
 * of each language. The words of all phrases are numbered, so that the reader of times looks every
 * word of a text up once and then compares small numbers. Const after loading, shared by all
 * threads. */
#ifndef DG_TIMEWORDS_H
#define DG_TIMEWORDS_H

#include "base/arena.h"
#include "base/err.h"

/* C name, name in the table; what `value` is */
#define DG_TIMEWORD_MAP(X)                                                                         \
    X(MONTH, "month")           /* 1..12 */                                                        \
    X(MONTH_ABBR, "month-abbr") /* 1..12; only beside a number */                                  \
    X(WEAK, "weak") /* month names that are other words, too: need a preposition or a number */    \
    X(WEEKDAY, "weekday") /* 1 Monday … 7 */                                                     \
    X(WEEKDAY_ABBR, "weekday-abbr")                                                                \
    X(DAY, "day")                     /* days from publication: yesterday -1 */                    \
    X(YEAR, "year")                   /* years from publication: "i fjor" -1 */                    \
    X(UNIT, "unit")                   /* dg_time_unit; + 100 for a plural */                       \
    X(RELATIVE, "relative")           /* last -1, this 0, next 1 */                                \
    X(RELATIVE_TOLD, "relative-told") /* the same, from the time told before: "the previous" -1 */ \
    X(THE, "the")                     /* "the", "årets": may stand before or between */           \
    X(PART, "part")                   /* 1 early, 2 middle, 3 late */                              \
    X(SOFAR, "sofar")                 /* "earlier" this month, "later" this year: adds nothing */  \
    X(SEASON, "season")               /* 1 spring … 4 winter */                                  \
    X(SEASON_NOW, "season-now")       /* "i sommer" 2, "til sommer" (the next one) 12 */           \
    X(NUMBER, "number")               /* numerals; 0: a few */                                     \
    X(ORDINAL, "ordinal")                                                                          \
    X(AGO_AFTER, "ago-after")                                                                      \
    X(AGO_BEFORE, "ago-before") /* value 1: needs the word behind, too */                          \
    X(AHEAD, "ahead-before")    /* 1: only in a clause of the future */                            \
    X(LATER, "later")           /* 1 later, -1 earlier: from the time told before */               \
    X(NEXT_DAY, "next-day")     /* 1 the day after, -1 the day before; + 10: only where nothing    \
                                   follows it */                                                   \
    X(PREP, "prep")             /* words behind which a month or a year stands alone */            \
    X(RANGE, "range")                                                                              \
    X(RANGE_OPEN, "range-open") /* range 1: "and", only behind range-open */                       \
    X(CLAUSE, "clause")         /* words that begin another clause */                              \
    X(ABOUT, "about") /* before a number; 1 more than it, 2 less, 3 exactly, 0 about it */         \
    X(DAYPART, "daypart")                                                                          \
    X(ORDINAL_MARK, "ordinal-mark") /* "th" behind a number */                                     \
        X(OF, "of")                 /* between day and month, quarter and year */                  \
        X(DECADE, "decade")         /* what follows 1990: "s", "erne", "tallet", "er Jahre" */     \
        X(FUTURE, "future")         /* words that put a clause into the future */                  \
        X(PAST, "past")             /* … into the past */                                        \
        X(WEEKDAY_NEXT, "weekday-next")                                                            \
            X(WEEKDAY_LAST, "weekday-last") /* prepositions: "på mandag", "i mandags" */          \
        X(QUANTITY, "quantity")             /* behind a number: it is no year */                   \
        X(SUM, "sum")                       /* before a number: it is no year */                   \
        X(HOLIDAY, "holiday")               /* MMDD, or MMDDMMDD from and to */                    \
        X(FEAST,                                                                                   \
          "feast") /* days from Easter Sunday; (from + 100) * 1000 + to + 100 for several */       \
        X(NTH_DAY, "nth-day")         /* month, which (5: the last), weekday: 1144 */              \
        X(QUARTER, "quarter")         /* before a glued number: Q3 */                              \
        X(FISCAL, "fiscal")           /* years and quarters that no calendar fixes */              \
        X(SINCE, "since")             /* before a number of units that lasts till publication */   \
        X(DATED, "dated")             /* YYYYMMDD: a happening whose day everybody knows */        \
        X(NAMED, "named")             /* the same, of words that name no other happening; may have \
                                         the country that acted behind it: "20220224 RUS" */       \
        X(BEGIN, "begin")             /* may stand between it and "three years ago" */             \
        X(ANNIVERSARY, "anniversary") /* which one; 0: an ordinal says it */                       \
        X(DAY_FIRST, "day-first")     /* the form "/": the day stands before the month */          \
        X(ENDING, "ending")           /* may hang on a weekday, month or unit without changing it */
typedef enum {
#define X(name, text) DG_TW_##name,
    DG_TIMEWORD_MAP(X)
#undef X
        DG_TW_N
} dg_timeword_kind;

typedef enum {
    DG_UNIT_DAY = 1,
    DG_UNIT_WEEK,
    DG_UNIT_MONTH,
    DG_UNIT_YEAR,
    DG_UNIT_DECADE,
    DG_UNIT_HOUR,
    DG_UNIT_WEEKEND,
    DG_UNIT_QUARTER,
    DG_UNIT_HALF,
    DG_UNIT_CENTURY,
    DG_UNIT_PART_HALF
} dg_time_unit;

#define DG_TIMEWORD_MOST 4u /* words of a phrase */

typedef struct dg_timewords dg_timewords;
/* Loads times.tsv below dir (table.h) into the arena. DG_E_LEXICON, DG_E_NOT_FOUND, DG_E_NOMEM. */
int dg_timewords_load(const char *dir, dg_arena *arena, dg_timewords **ret, dg_err *err);

/* The column of a language (or of one that it may be read as), DG_NONE when the table has none. */
uint32_t dg_timewords_language(const dg_timewords *t, const char *lang);
/* The number of a word in that language, DG_NONE when it is in no phrase. Case counts: a form with
 * a capital asks for one; a small one allows one only at the beginning of a sentence (`first`) or
 * in a word of capitals. */
uint32_t dg_timewords_word(const dg_timewords *t, uint32_t lang, dg_str word, bool first);
/* The phrase of kind that words[0, n) begin with: how many words it has (longest first), 0 for
 * none. */
uint32_t dg_timewords_phrase(const dg_timewords *t, uint32_t lang, dg_timeword_kind kind,
                             const uint32_t *words, uint32_t n, int *ret_value);

/* The country that acted in the named happening of that day (YYYYMMDD); "": not known. */
const char *dg_timewords_actor(const dg_timewords *t, int day);

#endif
