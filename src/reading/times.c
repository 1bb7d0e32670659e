/* times.c: when: every expression of time in the text, and the days it means.
 *
 *   line ─► items (words of times.tsv, numbers, marks) ─► rules at each item, longest wins ─► days
 *
 * One grammar for all languages; their words are in lexicon/times.tsv. What says its year stands alone. What does not is
 * resolved from the day of publication: a weekday to the nearest one behind it, or before it when the clause is in the
 * future; a month likewise. "Two days later" goes from the time told before. Without a day of publication only what the
 * text itself fixes has a value: its year, the year of the same sentence or the one before, or the year that the text
 * gives to the same month elsewhere. Nothing is guessed: such a time stays with DG_DAYS_NONE.
 * Where publication is known only to the month, a weekday is that month.
 *
 * Works on the text, not on the tokens, so that no cutting of "24." or "90-tallet" matters; tokens tell tense and are
 * mapped at the end. Cost: O(bytes). Limits: DG_MAX_TIMES. Holidays that move are not known. */
#include "base/utf8.h"
#include "reading/reading.h"

typedef enum { ITEM_WORD, ITEM_NUMBER, ITEM_MARK } item_kind;

typedef struct item {
    dg_range span;
    uint32_t word;  /* of times.tsv, or DG_NONE */
    uint32_t mark;  /* the character of a mark */
    int number;
    uint8_t kind, digits;
    bool glued;     /* no blank before it */
    bool first;     /* begins a sentence */
} item;

typedef struct found {
    uint32_t end;     /* items [i, end) */
    dg_days days;
    bool fine;        /* less than a month, counted from publication */
    bool says_year;   /* the text gives the year */
    int month, day;   /* month (and day) that wait for a year, else 0 */
} found;

typedef struct reader {
    const dg_timewords *words;
    uint32_t lang;
    dg_doc *doc;
    item *items;
    uint32_t n, cap;
    bool day_first;
    int32_t pub;      /* the day counted from, or DG_DAY_NONE */
    /* what was told before */
    dg_days anchor;
    uint32_t anchor_sentence;
    int year;         /* the last year that the text gave, or 0 */
    uint32_t year_sentence;
    struct month_year {
        int year; /* given with this month somewhere; 0 none, -1 several */
        int day;  /* and with this day of it; 0 the month alone */
    } month_year[13];
    dg_time *times;
    uint32_t n_times, cap_times;
    struct pending {
        uint32_t time;
        int month, day;
    } *pending;
    uint32_t n_pending, cap_pending;
} reader;

/* ---- items ---- */

static bool add_item(reader *r, item it) {
    return DG_PUSH(r->doc->arena, r->items, r->n, r->cap, it);
}

static uint32_t class_end(dg_str s, uint32_t at, bool (*is)(uint32_t)) {
    while (at < s.n) {
        uint32_t next = at;
        uint32_t c = dg_utf8_next(s, &next);
        if (!is(c) && !dg_is_mark(c)) break;
        at = next;
    }
    return at;
}

static bool is_ascii_digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

static bool ends_sentence(const reader *r) {
    if (!r->n) return true;
    const item *last = &r->items[r->n - 1];
    return last->kind == ITEM_MARK && (last->mark == '.' || last->mark == '!' || last->mark == '?' || last->mark == ':' ||
                                       last->mark == '"' || last->mark == 0x201C || last->mark == 0x201E ||
                                       last->mark == 0xAB || last->mark == 0x2013 || last->mark == '-' || last->mark == 0xBB);
}

/* Cuts the line [from, to) of the text into items. */
static bool cut_line(reader *r, uint32_t from, uint32_t to) {
    dg_str s = dg_str_cut(r->doc->text, 0, to);
    bool glued = false;
    r->n = 0;
    for (uint32_t at = from; at < to;) {
        uint32_t next = at, c = dg_utf8_next(s, &next);
        if (dg_is_space(c)) {
            at = next;
            glued = false;
            continue;
        }
        item it = {.kind = ITEM_MARK, .mark = c, .word = DG_NONE, .glued = glued, .first = ends_sentence(r)};
        if (is_ascii_digit(c)) {
            it.kind = ITEM_NUMBER;
            next = class_end(s, at, is_ascii_digit);
            it.digits = (uint8_t)(next - at < 9 ? next - at : 9);
            for (uint32_t i = at; it.digits < 9 && i < next; i++) it.number = it.number * 10 + (s.p[i] - '0');
        } else if (dg_is_letter(c)) {
            it.kind = ITEM_WORD;
            next = class_end(s, at, dg_is_letter);
            it.word = dg_timewords_word(r->words, r->lang, dg_str_cut(s, at, next), it.first);
        }
        it.span = (dg_range){at, next};
        if (!add_item(r, it)) return false;
        at = next;
        glued = true;
    }
    return true;
}

/* ---- small steps of the grammar: each takes an item and returns the one behind what it read, or 0 ---- */

static uint32_t phrase(const reader *r, uint32_t i, dg_timeword_kind kind, int *ret) {
    uint32_t ids[DG_TIMEWORD_MOST], n = 0;
    int value = 0;
    while (n < DG_TIMEWORD_MOST && i + n < r->n && r->items[i + n].word != DG_NONE) {
        ids[n] = r->items[i + n].word;
        n++;
    }
    uint32_t used = n ? dg_timewords_phrase(r->words, r->lang, kind, ids, n, &value) : 0;
    if (!used) return 0;
    if (ret) *ret = value;
    return i + used;
}

/* Is there a phrase of the kind that ends right before item i? */
static bool before(const reader *r, uint32_t i, dg_timeword_kind kind) {
    for (uint32_t n = 1; n <= DG_TIMEWORD_MOST && n <= i; n++)
        if (phrase(r, i - n, kind, NULL) == i) return true;
    return false;
}

static bool mark_at(const reader *r, uint32_t i, uint32_t c) {
    return i < r->n && r->items[i].kind == ITEM_MARK && r->items[i].mark == c;
}

static bool glued_at(const reader *r, uint32_t i) {
    return i < r->n && r->items[i].glued;
}

static bool dash_at(const reader *r, uint32_t i) {
    return mark_at(r, i, '-') || mark_at(r, i, 0x2013) || mark_at(r, i, 0x2014) || mark_at(r, i, 0x2011);
}

static bool number_at(const reader *r, uint32_t i) {
    return i < r->n && r->items[i].kind == ITEM_NUMBER;
}

/* A unit of time; *ret_plural may be NULL. */
static uint32_t time_unit(const reader *r, uint32_t i, int *ret, bool *ret_plural) {
    int v = 0;
    uint32_t end = phrase(r, i, DG_TW_UNIT, &v);
    if (!end) return 0;
    if (ret_plural) *ret_plural = v > 100;
    *ret = v % 100;
    return end;
}

/* Any number of "the", "of the", "im". */
static uint32_t skip_the(const reader *r, uint32_t i) {
    uint32_t end;
    for (uint32_t n = 0; n < 2 && (end = phrase(r, i, DG_TW_THE, NULL)); n++) i = end;
    return i;
}

/* Four digits that may be a year and are no part of a longer number or word. */
static uint32_t year(const reader *r, uint32_t i, int *ret) {
    if (!number_at(r, i) || r->items[i].digits != 4 || r->items[i].number < 1000 || r->items[i].number > 2199) return 0;
    if (i && glued_at(r, i) && (mark_at(r, i - 1, '.') || mark_at(r, i - 1, ',')) && i > 1 && number_at(r, i - 2) &&
        glued_at(r, i - 1) && r->items[i - 2].digits > 2)
        return 0;
    if (glued_at(r, i + 1)) {
        if (r->items[i + 1].kind != ITEM_MARK) return 0;
        if ((mark_at(r, i + 1, '.') || mark_at(r, i + 1, ',')) && number_at(r, i + 2) && glued_at(r, i + 2)) return 0;
        if (mark_at(r, i + 1, '%')) return 0;
    }
    *ret = r->items[i].number;
    return i + 1;
}

/* A month's name or abbreviation. */
static uint32_t month(const reader *r, uint32_t i, int *ret, bool *ret_abbr) {
    uint32_t end = phrase(r, i, DG_TW_MONTH, ret);
    if (ret_abbr) *ret_abbr = !end;
    if (end) return end;
    end = phrase(r, i, DG_TW_MONTH_ABBR, ret);
    return end && mark_at(r, end, '.') && glued_at(r, end) ? end + 1 : end;
}

/* A numeral in digits or words; 0 stands for "a few". */
static uint32_t numeral(const reader *r, uint32_t i, int *ret) {
    if (number_at(r, i) && r->items[i].digits <= 3) {
        if (mark_at(r, i + 1, '.') || mark_at(r, i + 1, ',')) return 0;
        *ret = r->items[i].number;
        return i + 1;
    }
    return phrase(r, i, DG_TW_NUMBER, ret);
}

/* "3", "3.", "3rd", "third", "dritten" */
static uint32_t ordinal(const reader *r, uint32_t i, int most, int *ret) {
    uint32_t end = phrase(r, i, DG_TW_ORDINAL, ret);
    if (end) return *ret <= most ? end : 0;
    if (!number_at(r, i) || r->items[i].digits > 2 || r->items[i].number < 1 || r->items[i].number > most) return 0;
    *ret = r->items[i].number;
    i++;
    if (mark_at(r, i, '.') && glued_at(r, i) && r->day_first) return i + 1;
    end = glued_at(r, i) ? phrase(r, i, DG_TW_ORDINAL_MARK, NULL) : 0;
    return end ? end : i;
}

/* ---- days ---- */

static void split(int32_t day, int *y, int *m, int *d) {
    dg_day_split(day, y, m, d);
}

static int year_of(int32_t day) {
    int y, m, d;
    split(day, &y, &m, &d);
    return y;
}

static bool has_pub(const reader *r) {
    return r->pub != DG_DAY_NONE;
}

static dg_days one_day(int32_t day) {
    return (dg_days){day, day};
}

static dg_days years(int from, int to) {
    return (dg_days){dg_days_of_year(from).from, dg_days_of_year(to).to};
}

static dg_days week_of(int32_t day) {
    int32_t monday = day - dg_day_weekday(day) + 1;
    return (dg_days){monday, monday + 6};
}

static dg_days month_of(int32_t day) {
    int y, m, d;
    split(day, &y, &m, &d);
    return dg_days_of_month(y, m);
}

/* Days of month m, or of its day d when d is not 0, in year y. */
static dg_days days_of(int y, int m, int d) {
    if (!d) return dg_days_of_month(y, m);
    int32_t day = dg_day_of(y, m, d);
    return day == DG_DAY_NONE ? DG_DAYS_NONE : one_day(day);
}

enum { TENSE_NONE = 0, TENSE_PAST = -1, TENSE_FUTURE = 1, TENSE_PRESENT = 2 };

/* What the words of times.tsv say at item i. */
static int tense_by_words(const reader *r, uint32_t i) {
    if (phrase(r, i, DG_TW_FUTURE, NULL)) return TENSE_FUTURE;
    return phrase(r, i, DG_TW_PAST, NULL) ? TENSE_PAST : TENSE_NONE;
}

/* What the tagger says: a finite verb. */
static int tense_by_tags(const reader *r, uint32_t i) {
    const dg_doc *d = r->doc;
    uint32_t t = d->n_tokens && r->items[i].kind == ITEM_WORD ? dg_doc_token_at(d, r->items[i].span.from) : DG_NONE;
    if (t == DG_NONE || t >= d->n_tokens) return TENSE_NONE;
    const dg_token *k = &d->tokens[t];
    if ((k->upos != DG_UPOS_VERB && k->upos != DG_UPOS_AUX) || k->feats.verbform != DG_VERBFORM_FIN) return TENSE_NONE;
    return k->feats.tense == DG_TENSE_PAST ? TENSE_PAST : k->feats.tense == DG_TENSE_PRES ? TENSE_PRESENT : TENSE_NONE;
}

static bool clause_border(const reader *r, uint32_t i) {
    const item *it = &r->items[i];
    if (it->kind != ITEM_MARK) return phrase(r, i, DG_TW_CLAUSE, NULL) > 0;
    if (it->mark == '.') return i + 1 < r->n && r->items[i + 1].first && !glued_at(r, i + 1);
    return it->mark == ',' || it->mark == ';' || it->mark == ':' || it->mark == '!' || it->mark == '?' || it->mark == '"' ||
           it->mark == 0x2013 || it->mark == 0x2014 || it->mark == 0x201C || it->mark == 0x201D || it->mark == 0x201E ||
           it->mark == 0xAB || it->mark == 0xBB || it->mark == '(' || it->mark == ')';
}

/* The nearest item of the clause of items [from, to) that tells; at the same distance the future wins. */
static int nearest_tense(const reader *r, uint32_t from, uint32_t to, int (*tells)(const reader *, uint32_t)) {
    bool left = true, right = true;
    for (uint32_t step = 1; step <= 24 && (left || right); step++) {
        uint32_t l = from - step, k = to + step - 1;
        left = left && step <= from && !clause_border(r, l);
        right = right && k < r->n && !clause_border(r, k);
        int a = left ? tells(r, l) : 0, b = right ? tells(r, k) : 0;
        if (a == TENSE_FUTURE || b == TENSE_FUTURE) return TENSE_FUTURE;
        if (a || b) return a ? a : b;
    }
    return TENSE_NONE;
}

/* Words first: the tagger takes an infinitive for a past now and then. */
static int tense(const reader *r, uint32_t from, uint32_t to) {
    if (to < r->n && mark_at(r, to, ',')) to++; /* "on Monday, March 3, it will" */
    int told = nearest_tense(r, from, to, tense_by_words);
    return told ? told : nearest_tense(r, from, to, tense_by_tags);
}

/* The year for a month (and day) that says none. */
static dg_days without_year(const reader *r, uint32_t i, uint32_t end, int m, int d) {
    if (!has_pub(r)) return DG_DAYS_NONE;
    int y, pm, pd;
    split(r->pub, &y, &pm, &pd);
    bool reached = m < pm || (m == pm && (!d || d <= pd));
    dg_days past = days_of(reached ? y : y - 1, m, d);
    bool open = m > pm || (m == pm && (!d || d >= pd));
    dg_days future = days_of(open ? y : y + 1, m, d);
    if (!dg_days_known(past)) return future; /* 29 February */
    if (!dg_days_known(future)) return past;
    int when = tense(r, i, end);
    if (when == TENSE_FUTURE || when == TENSE_PAST) return when == TENSE_FUTURE ? future : past;
    if (when == TENSE_PRESENT) return future.from - r->pub < r->pub - past.to ? future : past;
    /* nothing tells: a day soon to come beats one of long ago ("the Nov. 6 elections" in September) */
    return future.from - r->pub <= 62 && r->pub - past.to > 150 ? future : past;
}

/* ---- years that are said in other words: "i fjor", "last year", "dieses Jahres" ---- */

static uint32_t relative_year(const reader *r, uint32_t i, int *ret) {
    int v, unit;
    uint32_t end = phrase(r, i, DG_TW_YEAR, &v);
    if (!end) {
        uint32_t k = phrase(r, skip_the(r, i), DG_TW_RELATIVE, &v);
        end = k ? time_unit(r, k, &unit, NULL) : 0;
        if (end && unit != DG_UNIT_YEAR) end = 0;
    }
    if (!end || !has_pub(r)) return 0;
    *ret = year_of(r->pub) + v;
    return end;
}

/* The year behind a month or a quarter: ", 2022", "2022", "of 2022", "last year". 0: none. */
static uint32_t year_behind(const reader *r, uint32_t i, int *ret, bool *ret_said) {
    uint32_t k = mark_at(r, i, ',') ? i + 1 : i, end = year(r, k, ret);
    *ret_said = true;
    if (end) return *ret >= 1500 && *ret <= 2150 ? end : 0;
    uint32_t of = phrase(r, i, DG_TW_OF, NULL);
    if (of && (end = year(r, of, ret))) return end;
    *ret_said = false;
    if ((end = relative_year(r, i, ret))) return end;
    return of ? relative_year(r, of, ret) : 0;
}

/* ---- rules ---- */

/* 2022-04-18, 18.04.2022, 18.4.22, 18/04/2022 */
static bool numeric_date(const reader *r, uint32_t i, found *f) {
    if (!number_at(r, i) || !number_at(r, i + 2) || !number_at(r, i + 4)) return false;
    const item *a = &r->items[i], *b = &r->items[i + 2], *c = &r->items[i + 4];
    uint32_t mark = r->items[i + 1].mark;
    bool danish = mark == '/' && mark_at(r, i + 3, '-') && c->digits == 4; /* 18/4-2022 */
    if ((!mark_at(r, i + 3, mark) && !danish) || (mark != '-' && mark != '.' && mark != '/' && mark != 0x2011)) return false;
    bool tight = r->items[i + 1].glued && b->glued && r->items[i + 3].glued && c->glued;
    if (!tight && mark != '.') return false;
    if ((glued_at(r, i) && i && (mark_at(r, i - 1, mark) || number_at(r, i - 1))) || b->digits > 2) return false;
    int y, m = b->number, d;
    if (a->digits == 4 && c->digits <= 2) y = a->number, d = c->number;
    else if (a->digits <= 2 && (c->digits == 4 || (c->digits == 2 && mark == '.'))) y = c->number, d = a->number;
    else return false;
    if (c->digits == 2 && a->digits <= 2) y += y < 70 ? 2000 : 1900;
    if (mark == '/' && a->digits <= 2 && !r->day_first) {
        if (m <= 12 && d <= 12 && m != d) return false; /* nobody can tell */
        if (m > 12) m = a->number, d = b->number;
    }
    f->days = days_of(y, m, d);
    f->end = i + 5;
    f->says_year = true;
    return d > 0 && m >= 1 && m <= 12 && dg_days_known(f->days);
}

typedef struct date {
    int y, m, d;
    bool said;      /* the text gives the year */
    bool abbr;
} date;

/* "4 February", "4. Feb.", "the 4th of February", "første mai"; no year yet. */
static uint32_t day_then_month(const reader *r, uint32_t i, date *ret) {
    uint32_t end = ordinal(r, i, 31, &ret->d);
    if (!end) return 0;
    if (dash_at(r, end) && glued_at(r, end)) end++;
    uint32_t of = phrase(r, end, DG_TW_OF, NULL);
    return month(r, of ? of : end, &ret->m, &ret->abbr);
}

/* "February 4", "Feb. 4th" */
static uint32_t month_then_day(const reader *r, uint32_t i, date *ret) {
    uint32_t end = month(r, i, &ret->m, &ret->abbr);
    if (!end || r->day_first) return 0;
    end = skip_the(r, end);
    if (!number_at(r, end) || (glued_at(r, end + 1) && (mark_at(r, end + 1, ':') || mark_at(r, end + 1, '%')))) return 0;
    if (glued_at(r, end + 1) && (mark_at(r, end + 1, '.') || mark_at(r, end + 1, ',')) && number_at(r, end + 2) &&
        glued_at(r, end + 2))
        return 0;
    uint32_t behind = ordinal(r, end, 31, &ret->d);
    return behind && !phrase(r, behind, DG_TW_QUANTITY, NULL) ? behind : 0;
}

static uint32_t day_month(const reader *r, uint32_t i, date *ret) {
    uint32_t end = day_then_month(r, i, ret);
    if (!end) end = month_then_day(r, i, ret);
    if (!end) return 0;
    ret->y = 0;
    uint32_t behind = year_behind(r, end, &ret->y, &ret->said);
    if (!behind) ret->y = 0, ret->said = false;
    return behind ? behind : end;
}

/* "Monday, ", "lørdag den": what may stand before a date. */
static uint32_t weekday_before(const reader *r, uint32_t i) {
    int v;
    uint32_t end = phrase(r, i, DG_TW_WEEKDAY, &v);
    if (!end) {
        end = phrase(r, i, DG_TW_WEEKDAY_ABBR, &v);
        if (end && mark_at(r, end, '.')) end++;
    }
    if (!end) return i;
    if (mark_at(r, end, ',')) end++;
    return phrase(r, end, DG_TW_PREP, NULL) ? end : skip_the(r, end);
}

static bool give_date(const reader *r, uint32_t i, const date *d, found *f) {
    f->says_year = d->said;
    if (d->y) {
        f->days = days_of(d->y, d->m, d->d);
    } else {
        f->days = without_year(r, i, f->end, d->m, d->d);
        f->month = d->m, f->day = d->d;
    }
    return d->d == 0 || d->d <= (d->m == 2 ? 29 : dg_month_length(2001, d->m));
}

/* "Saturday 29 September": the year, next to publication, in which that day is a Saturday; 0 for none. */
static int year_by_weekday(const reader *r, const date *d, int w) {
    static const int away[] = {0, -1, 1, -2, -3, -4, -5, -6};
    for (uint32_t k = 0; has_pub(r) && k < DG_LEN(away); k++) {
        int y = year_of(r->pub) + away[k];
        dg_days days = days_of(y, d->m, d->d);
        if (dg_days_known(days) && dg_day_weekday(days.from) == w) return y;
    }
    return 0;
}

static bool full_date(const reader *r, uint32_t i, found *f) {
    date d = {0};
    int w;
    uint32_t end = day_month(r, weekday_before(r, i), &d);
    if (!end) return false;
    f->end = end;
    if (!d.y && phrase(r, i, DG_TW_WEEKDAY, &w)) d.y = year_by_weekday(r, &d, w);
    return give_date(r, i, &d, f);
}

/* "to", "bis", a dash; with `open` ("between") also "and". */
static uint32_t range_mark(const reader *r, uint32_t i, bool open) {
    int is_and = 0;
    uint32_t end = phrase(r, i, DG_TW_RANGE, &is_and);
    if (end) return is_and && !open ? 0 : end;
    return dash_at(r, i) ? i + 1 : 0;
}

static bool join_range(const reader *r, uint32_t i, const date *a, const date *b, found *f) {
    found one = {.end = f->end}, two = {.end = f->end};
    date first = *a;
    if (!give_date(r, i, b, &two)) return false;
    if (!first.y && b->y) first.y = b->y - (first.m > b->m), first.said = b->said;
    else if (!first.y && dg_days_known(two.days)) first.y = year_of(two.days.from) - (first.m > b->m);
    if (!give_date(r, i, &first, &one)) return false;
    f->days = dg_days_known(one.days) && dg_days_known(two.days) ? (dg_days){one.days.from, two.days.to} : DG_DAYS_NONE;
    f->says_year = two.says_year;
    return !dg_days_known(f->days) || f->days.from <= f->days.to;
}

/* "3 to 5 May 2022", "from 3.–5. mai", "May 3-5", "May 3 to June 5" */
static bool date_range(const reader *r, uint32_t i, found *f) {
    date a = {0}, b = {0};
    uint32_t start = phrase(r, i, DG_TW_RANGE_OPEN, NULL);
    bool open = start > 0;
    start = skip_the(r, open ? start : i);
    uint32_t k = ordinal(r, start, 31, &a.d), mid = k ? range_mark(r, k, open) : 0, end = mid ? day_month(r, skip_the(r, mid), &b) : 0;
    if (end && number_at(r, start)) { /* day, range, full date */
        a.m = b.m, a.y = b.y, a.said = b.said;
    } else {
        k = day_month(r, weekday_before(r, start), &a);
        mid = k ? range_mark(r, k, open) : 0;
        if (!mid) return false;
        end = day_month(r, weekday_before(r, skip_the(r, mid)), &b);
        if (!end && number_at(r, mid) && !r->day_first && (end = ordinal(r, mid, 31, &b.d))) {
            b.m = a.m, b.y = a.y, b.said = a.said;
            uint32_t behind = year_behind(r, end, &b.y, &b.said);
            if (behind) end = behind;
            if (phrase(r, end, DG_TW_QUANTITY, NULL)) return false;
        }
        if (!end) return false;
    }
    if (a.d > 31 || b.d < 1) return false;
    f->end = end;
    return join_range(r, i, &a, &b, f);
}

/* "April 2019", "in April", "Februar" */
static bool month_alone(const reader *r, uint32_t i, found *f) {
    date d = {0};
    uint32_t end = month(r, i, &d.m, &d.abbr), behind;
    if (!end) return false;
    behind = year_behind(r, end, &d.y, &d.said);
    bool weak = d.abbr || phrase(r, i, DG_TW_WEAK, NULL);
    bool led = i && (before(r, i, DG_TW_PREP) || before(r, i, DG_TW_THE) || before(r, i, DG_TW_PART) ||
                     before(r, i, DG_TW_SOFAR) || before(r, i, DG_TW_RELATIVE) || before(r, i, DG_TW_RANGE) ||
                     (dash_at(r, i - 1) && i > 1 && phrase(r, i - 2, DG_TW_PART, NULL)));
    if (!behind) d.y = 0;
    if (!behind && (d.abbr || (weak && !led))) return false;
    f->end = behind ? behind : end;
    return give_date(r, i, &d, f);
}

/* "between April and June 2020": months on both sides. */
static bool month_range(const reader *r, uint32_t i, found *f) {
    date a = {0}, b = {0};
    uint32_t open = phrase(r, i, DG_TW_RANGE_OPEN, NULL), k = month(r, open ? open : i, &a.m, &a.abbr), behind;
    if (!k || a.abbr) return false;
    behind = year_behind(r, k, &a.y, &a.said);
    if (!behind) a.y = 0;
    uint32_t mid = range_mark(r, behind ? behind : k, open > 0);
    if (!mid) return false;
    uint32_t end = month(r, mid, &b.m, &b.abbr);
    if (!end || b.abbr) return false;
    behind = year_behind(r, end, &b.y, &b.said);
    if (!behind) b.y = 0;
    f->end = behind ? behind : end;
    return join_range(r, i, &a, &b, f);
}

/* Is the number at i counted things rather than a year? */
static bool counts_things(const reader *r, uint32_t i, bool led) {
    if (before(r, i, DG_TW_SUM) || phrase(r, i + 1, DG_TW_QUANTITY, NULL)) return true;
    if (i && r->items[i - 1].kind == ITEM_MARK &&
        (r->items[i - 1].mark == '$' || r->items[i - 1].mark == 0x20AC || r->items[i - 1].mark == 0xA3 ||
         r->items[i - 1].mark == '#'))
        return true;
    if (mark_at(r, i + 1, '$') || mark_at(r, i + 1, 0x20AC) || mark_at(r, i + 1, '%')) return true;
    if (number_at(r, i + 1) || (i && number_at(r, i - 1))) return true; /* "2 000", "2022 100" */
    const dg_doc *d = r->doc;
    if (!d->n_tokens || led) return false;
    uint32_t t = dg_doc_token_at(d, r->items[i].span.from);
    if (t + 1 >= d->n_tokens || d->tokens[t].rel != DG_REL_NUMMOD) return false;
    return d->tokens[t + 1].upos == DG_UPOS_NOUN && d->tokens[t + 1].feats.number == DG_NUMBER_PLUR;
}

/* "2011", "siden 2011", "2014–2016", "2014/15" */
static bool year_alone(const reader *r, uint32_t i, found *f) {
    int y, z;
    uint32_t end = year(r, i, &y);
    if (!end || y < 1500 || y > 2100) return false;
    if (i && glued_at(r, i) && (r->items[i - 1].kind != ITEM_MARK || (i > 1 && mark_at(r, i - 1, '/') && number_at(r, i - 2))))
        return false;
    bool led = i && (before(r, i, DG_TW_PREP) || before(r, i, DG_TW_THE) || before(r, i, DG_TW_PART));
    bool bracket = mark_at(r, i - 1, '(') && mark_at(r, end, ')');
    if (counts_things(r, i, led)) return false;
    if ((y % 100 == 0 || y < 1900 || y > 2060) && !led && !bracket) return false;
    f->end = end;
    f->days = years(y, y);
    f->says_year = true;
    bool open = before(r, i, DG_TW_RANGE_OPEN);
    uint32_t mid = mark_at(r, end, '/') ? end + 1 : range_mark(r, end, open);
    if (!mid) return true;
    uint32_t behind = year(r, mid, &z);
    if (!behind && number_at(r, mid) && r->items[mid].digits == 2 && glued_at(r, mid)) {
        z = y - y % 100 + r->items[mid].number;
        behind = mid + 1;
    }
    if (behind && z > y && z < y + 200) f->end = behind, f->days = years(y, z);
    return true;
}

/* "the 1990s", "90-tallet", "1990'erne", "in den neunziger Jahren", "1800-tallet" */
static bool decade(const reader *r, uint32_t i, found *f) {
    int v, y;
    uint32_t end = phrase(r, i, DG_TW_DECADE, &v);
    if (end && v) {
        f->end = end;
        f->days = years(v, v + 9);
        f->says_year = true;
        return true;
    }
    if (!number_at(r, i) || (r->items[i].digits != 4 && r->items[i].digits != 2)) return false;
    y = r->items[i].number;
    uint32_t k = i + 1;
    while (k < i + 3 && glued_at(r, k) && (dash_at(r, k) || mark_at(r, k, '\'') || mark_at(r, k, 0x2019))) k++;
    if (!glued_at(r, k) || !(end = phrase(r, k, DG_TW_DECADE, &v)) || y % 10) return false;
    bool two = r->items[i].digits == 2;
    bool apostrophe = i && (mark_at(r, i - 1, '\'') || mark_at(r, i - 1, 0x2019) || mark_at(r, i - 1, 0x2018));
    if (two && k == i + 1 && !apostrophe && !before(r, i, DG_TW_THE)) return false; /* "in his 90s" */
    if (two) y += 1900;
    if (y < 1000 || y > 2090) return false;
    f->end = end;
    f->days = y % 100 == 0 && y < 2000 ? years(y, y + 99) : years(y, y + 9);
    f->says_year = true;
    return true;
}

/* "the 19th century", "im 19. Jahrhundert" */
static bool century(const reader *r, uint32_t i, found *f) {
    int n, unit;
    uint32_t k = ordinal(r, i, 21, &n), end = k ? time_unit(r, k, &unit, NULL) : 0;
    if (!end || unit != DG_UNIT_CENTURY || n < 10) return false;
    f->end = end;
    f->days = years(n * 100 - 99, n * 100);
    f->says_year = true;
    return true;
}

/* ---- counted from publication ---- */

static void give_fine(found *f, uint32_t end, dg_days days) {
    f->end = end;
    f->days = days;
    f->fine = true;
}

static uint32_t skip_daypart(const reader *r, uint32_t i) {
    uint32_t end = phrase(r, i, DG_TW_DAYPART, NULL);
    return end ? end : i;
}

static bool day_word(const reader *r, uint32_t i, found *f) {
    int v;
    uint32_t end = phrase(r, i, DG_TW_DAY, &v);
    if (!end) return false;
    give_fine(f, skip_daypart(r, end), has_pub(r) ? one_day(r->pub + v) : DG_DAYS_NONE);
    return true;
}

/* The nearest weekday w: dir -1 before the day (`strict`: not on it), 1 behind it. */
static int32_t weekday_near(int32_t day, int w, int dir, bool strict) {
    int off = dir < 0 ? (dg_day_weekday(day) - w + 7) % 7 : (w - dg_day_weekday(day) + 7) % 7;
    if (strict && !off) off = 7;
    return day + dir * off;
}

static uint32_t relative_unit_behind(const reader *r, uint32_t i, int *ret_rel, int *ret_unit) {
    uint32_t k = phrase(r, skip_the(r, i), DG_TW_RELATIVE, ret_rel);
    return k ? time_unit(r, k, ret_unit, NULL) : 0;
}

/* "Monday", "last Monday", "mandag aften", "tirsdag i forrige uge", "på fredag" */
static bool weekday(const reader *r, uint32_t i, found *f) {
    int w, v = 2, rel, unit;
    uint32_t start = phrase(r, i, DG_TW_RELATIVE, &v), end = phrase(r, start ? start : i, DG_TW_WEEKDAY, &w);
    if (!end) return false;
    end = skip_daypart(r, end);
    f->end = end, f->fine = true, f->days = DG_DAYS_NONE;
    uint32_t behind = relative_unit_behind(r, end, &rel, &unit);
    if (!start && behind && unit == DG_UNIT_WEEK) {
        f->end = behind;
        if (has_pub(r)) f->days = one_day(week_of(r->pub).from + 7 * rel + w - 1);
        return true;
    }
    if (!has_pub(r)) return true;
    int when = v != 2 ? v : before(r, i, DG_TW_WEEKDAY_NEXT) ? 1 : before(r, i, DG_TW_WEEKDAY_LAST) ? -1 : 2;
    bool strict = when == 1 || when == -1;
    if (when == 2 || when == 0) when = tense(r, i, f->end) == TENSE_FUTURE ? 1 : -1;
    f->days = one_day(weekday_near(r->pub, w, when, strict));
    return true;
}

static dg_days quarter_of(int y, int q) {
    return (dg_days){dg_days_of_month(y, 3 * q - 2).from, dg_days_of_month(y, 3 * q).to};
}

/* The calendar unit that lies `v` units from the day. */
static dg_days calendar(int32_t day, int unit, int v) {
    int y, m, d;
    split(day, &y, &m, &d);
    if (unit == DG_UNIT_WEEK) return week_of(day + 7 * v);
    if (unit == DG_UNIT_MONTH) return month_of(dg_day_add_months(dg_day_of(y, m, 1), v));
    if (unit == DG_UNIT_YEAR) return years(y + v, y + v);
    if (unit == DG_UNIT_DECADE && v) return v < 0 ? (dg_days){dg_day_add_months(day, -120), day} : (dg_days){day, dg_day_add_months(day, 120)};
    if (unit == DG_UNIT_DECADE) return years(y - y % 10, y - y % 10 + 9);
    if (unit == DG_UNIT_CENTURY) return years(y - y % 100 + 100 * v + 1, y - y % 100 + 100 * v + 100);
    if (unit == DG_UNIT_QUARTER) {
        int q = y * 4 + (m - 1) / 3 + v;
        return quarter_of(q / 4, q % 4 + 1);
    }
    if (unit == DG_UNIT_HALF) {
        int h = y * 2 + (m - 1) / 6 + v;
        return (dg_days){quarter_of(h / 2, h % 2 * 2 + 1).from, quarter_of(h / 2, h % 2 * 2 + 2).to};
    }
    if (unit == DG_UNIT_WEEKEND) {
        int32_t saturday = week_of(day).from + 5;
        if (v < 0 && day < saturday + 2) saturday -= 7;
        if (v > 0) saturday += day >= saturday ? 7 : 0;
        return (dg_days){saturday, saturday + 1};
    }
    return DG_DAYS_NONE;
}

/* n units from the day, as coarse as the unit is; dir -1 back, 1 ahead; n 0: a few. */
static dg_days counted(int32_t day, int n, int unit, int dir) {
    if (unit == DG_UNIT_HOUR) return one_day(day + dir * (n / 24));
    int days_per = unit == DG_UNIT_DAY ? 1 : unit == DG_UNIT_WEEK ? 7 : 0;
    int months_per = unit == DG_UNIT_MONTH ? 1 : unit == DG_UNIT_YEAR ? 12 : unit == DG_UNIT_DECADE ? 120 : 0;
    if (n > 2000 || (!days_per && !months_per)) return DG_DAYS_NONE;
    if (!n) { /* two to nine of them */
        int32_t near = days_per ? day + dir * 2 * days_per : dg_day_add_months(day, dir * 2 * months_per);
        int32_t far = days_per ? day + dir * 9 * days_per : dg_day_add_months(day, dir * 9 * months_per);
        return dir < 0 ? (dg_days){far, near} : (dg_days){near, far};
    }
    if (unit == DG_UNIT_DAY) return one_day(day + dir * n);
    if (unit == DG_UNIT_WEEK) return week_of(day + dir * 7 * n);
    if (unit == DG_UNIT_MONTH) return calendar(day, DG_UNIT_MONTH, dir * n);
    int y = year_of(day);
    if (unit == DG_UNIT_YEAR) return y + dir * n > 0 ? years(y + dir * n, y + dir * n) : DG_DAYS_NONE;
    return y + dir * 10 * n > 20 ? years(y + dir * 10 * n - 5, y + dir * 10 * n + 5) : DG_DAYS_NONE;
}

static bool is_fine_unit(int unit) {
    return unit == DG_UNIT_DAY || unit == DG_UNIT_WEEK || unit == DG_UNIT_HOUR || unit == DG_UNIT_WEEKEND;
}

/* The stretch of n units up to the day, or from it. */
static dg_days stretch(int32_t day, int n, int unit, int dir) {
    int32_t other = day;
    if (unit == DG_UNIT_DAY) other = day + dir * n;
    else if (unit == DG_UNIT_WEEK) other = day + dir * 7 * n;
    else if (unit == DG_UNIT_MONTH) other = dg_day_add_months(day, dir * n);
    else if (unit == DG_UNIT_YEAR) other = dg_day_add_months(day, dir * 12 * n);
    else if (unit == DG_UNIT_DECADE) other = dg_day_add_months(day, dir * 120 * n);
    else if (unit != DG_UNIT_HOUR) return DG_DAYS_NONE;
    return dir < 0 ? (dg_days){other, day} : (dg_days){day, other};
}

/* "last week", "dieses Jahres", "de seneste to årtier", "the next three days" */
static bool relative_unit(const reader *r, uint32_t i, found *f) {
    int v, unit, n = -1;
    uint32_t start = numeral(r, i, &n), k = phrase(r, start ? start : i, DG_TW_RELATIVE, &v);
    if (!k) return false;
    uint32_t about = phrase(r, k, DG_TW_ABOUT, NULL);
    uint32_t behind = start ? 0 : numeral(r, about ? about : k, &n);
    bool plural = false;
    uint32_t end = time_unit(r, behind ? behind : k, &unit, &plural);
    if (n < 0 && plural && v) n = 0; /* "the last years": a few */
    if (!end || (n < 0 && plural) || (n < 0 && (unit == DG_UNIT_DAY || unit == DG_UNIT_HOUR)) || (n >= 0 && (!v || n > 500))) return false;
    f->end = end;
    f->fine = is_fine_unit(unit);
    f->days = DG_DAYS_NONE;
    if (has_pub(r)) f->days = n < 0 ? calendar(r->pub, unit, v) : stretch(r->pub, n ? n : 5, unit, v);
    return true;
}

/* "last April", "next summer" */
static bool relative_month(const reader *r, uint32_t i, found *f) {
    int v, m, y, pm, pd;
    uint32_t k = phrase(r, i, DG_TW_RELATIVE, &v), end = k ? phrase(r, k, DG_TW_MONTH, &m) : 0;
    if (!end) return false;
    f->end = end, f->days = DG_DAYS_NONE;
    if (!has_pub(r)) return true;
    split(r->pub, &y, &pm, &pd);
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
    int y = year_of(day);
    for (int k = dir > 0 ? y : y + 1; dir > 0 ? k <= y + 2 : k >= y - 1; k += dir > 0 ? 1 : -1) {
        dg_days days = season_of(k, s);
        if (dir > 0 ? days.to >= day : days.from <= day) return days;
    }
    return DG_DAYS_NONE;
}

/* "i vår tid" is "in our time". */
static bool is_possessive(const reader *r, uint32_t i) {
    const dg_doc *d = r->doc;
    uint32_t t = d->n_tokens ? dg_doc_token_at(d, r->items[i].span.from) : 0;
    if (t >= d->n_tokens) return false;
    return d->tokens[t].upos == DG_UPOS_DET || d->tokens[t].upos == DG_UPOS_PRON || d->tokens[t].feats.poss;
}

/* "spring 2019", "sommeren 2015", "last winter", "i sommer", "im Herbst" */
static bool season(const reader *r, uint32_t i, found *f) {
    int s, v = 0, y;
    bool said;
    uint32_t end = phrase(r, i, DG_TW_SEASON_NOW, &s);
    if (end && s > 10) s -= 10, v = 1;
    uint32_t rel = end ? 0 : phrase(r, i, DG_TW_RELATIVE, &v);
    if (!end) end = phrase(r, rel ? rel : i, DG_TW_SEASON, &s);
    else rel = end;
    if (!end || s < 1 || s > 4) return false;
    uint32_t behind = year_behind(r, end, &y, &said);
    if (behind) {
        f->end = behind, f->days = season_of(y, s), f->says_year = said;
        return true;
    }
    if (!rel && (!before(r, i, DG_TW_THE) || phrase(r, end, DG_TW_OF, NULL))) return false; /* "the fall of the wall" */
    if (rel == end && is_possessive(r, end - 1)) return false;
    f->end = end, f->days = DG_DAYS_NONE;
    if (!has_pub(r)) return true;
    int dir = v ? v : tense(r, i, end) == TENSE_FUTURE ? 1 : -1;
    dg_days near = season_near(r->pub, s, dir);
    if (v < 0 && near.to >= r->pub) near = season_near(near.from - 1, s, -1);
    f->days = near;
    return true;
}

/* "over the weekend", "i helgen", "am Wochenende" */
static bool weekend(const reader *r, uint32_t i, found *f) {
    int unit;
    uint32_t end = time_unit(r, i, &unit, NULL);
    if (!end || unit != DG_UNIT_WEEKEND || !before(r, i, DG_TW_THE)) return false;
    dg_days days = DG_DAYS_NONE;
    if (has_pub(r)) {
        bool now = dg_day_weekday(r->pub) >= 6;
        days = calendar(r->pub, DG_UNIT_WEEKEND, now ? 0 : tense(r, i, end) == TENSE_FUTURE ? 1 : -1);
    }
    give_fine(f, end, days);
    return true;
}

/* "vor drei Jahren", "for to år siden", "two weeks ago" */
static bool ago(const reader *r, uint32_t i, found *f) {
    int needs = 0, n, unit, v;
    uint32_t start = phrase(r, i, DG_TW_AGO_BEFORE, &needs), k = start ? start : i;
    uint32_t about = phrase(r, k, DG_TW_ABOUT, NULL);
    k = numeral(r, about ? about : k, &n);
    k = k ? time_unit(r, k, &unit, NULL) : 0;
    if (!k) return false;
    uint32_t behind = phrase(r, k, DG_TW_AGO_AFTER, &v);
    if (!behind && (!start || needs)) return false;
    f->end = behind ? behind : k;
    f->fine = is_fine_unit(unit);
    f->days = has_pub(r) ? counted(r->pub, n, unit, -1) : DG_DAYS_NONE;
    if (about && n && has_pub(r) && (unit == DG_UNIT_YEAR || unit == DG_UNIT_DECADE)) {
        int per = unit == DG_UNIT_YEAR ? 12 : 120;
        f->days = (dg_days){dg_day_add_months(r->pub, -per * n - 12), dg_day_add_months(r->pub, -per * n)};
    }
    return true;
}

/* "om to uger", "in drei Tagen" */
static bool ahead(const reader *r, uint32_t i, found *f) {
    int needs, n, unit;
    uint32_t k = phrase(r, i, DG_TW_AHEAD, &needs);
    if (!k) return false;
    uint32_t about = phrase(r, k, DG_TW_ABOUT, NULL);
    k = numeral(r, about ? about : k, &n);
    k = k ? time_unit(r, k, &unit, NULL) : 0;
    if (!k || (needs && tense(r, i, k) != TENSE_FUTURE)) return false;
    f->end = k;
    f->fine = is_fine_unit(unit);
    f->days = has_pub(r) ? counted(r->pub, n, unit, 1) : DG_DAYS_NONE;
    return true;
}

/* ---- counted from the time told before ---- */

static bool has_anchor(const reader *r, uint32_t i) {
    uint32_t s = dg_doc_sentence_at(r->doc, r->items[i].span.from);
    return dg_days_known(r->anchor) && (s == DG_NONE || s - r->anchor_sentence <= 2);
}

static bool later(const reader *r, uint32_t i, found *f) {
    int n, unit, dir;
    uint32_t k = numeral(r, i, &n), end;
    k = k ? time_unit(r, k, &unit, NULL) : 0;
    end = k ? phrase(r, k, DG_TW_LATER, &dir) : 0;
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

static bool next_day(const reader *r, uint32_t i, found *f) {
    int v;
    uint32_t end = phrase(r, i, DG_TW_NEXT_DAY, &v);
    if (!end) return false;
    if (v > 5) { /* "the day before" the vote is another day */
        if (end < r->n && r->items[end].kind != ITEM_MARK) return false;
        v -= 10;
    }
    f->end = end;
    f->days = DG_DAYS_NONE;
    if (has_anchor(r, i) && r->anchor.from == r->anchor.to) f->days = one_day(r->anchor.from + v);
    return true;
}

/* "the previous year", "folgende Woche": from the time told before. */
static bool told_unit(const reader *r, uint32_t i, found *f) {
    int v, unit;
    bool plural;
    uint32_t k = phrase(r, i, DG_TW_RELATIVE_TOLD, &v), end = k ? time_unit(r, k, &unit, &plural) : 0;
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
static uint32_t year_before(const reader *r, uint32_t i) {
    int unit;
    uint32_t end = time_unit(r, i, &unit, NULL);
    return end && unit == DG_UNIT_YEAR ? end : i;
}

/* "the first quarter of 2022", "årets første kvartal", "im ersten Halbjahr", "1. kvartal 2021" */
static bool quarter(const reader *r, uint32_t i, found *f) {
    int q, unit, y, u;
    bool said = false;
    uint32_t start = year_before(r, i), k = ordinal(r, start, 4, &q), end = k ? time_unit(r, k, &unit, NULL) : 0;
    if (!end || (unit != DG_UNIT_QUARTER && ((unit != DG_UNIT_HALF && unit != DG_UNIT_PART_HALF) || q > 2))) return false;
    bool loose = unit == DG_UNIT_PART_HALF; /* "the first half": of the year only when it says so */
    if (loose) unit = DG_UNIT_HALF;
    int first = unit == DG_UNIT_QUARTER ? q : q * 2 - 1, last = unit == DG_UNIT_QUARTER ? q : q * 2;
    uint32_t behind = year_behind(r, end, &y, &said);
    f->end = behind ? behind : end;
    f->says_year = said && behind;
    f->days = DG_DAYS_NONE;
    if (!behind) {
        uint32_t of = phrase(r, end, DG_TW_OF, NULL), the = of ? skip_the(r, of) : 0;
        uint32_t unit_end = the ? time_unit(r, the, &u, NULL) : 0;
        if (unit_end && u == DG_UNIT_YEAR) f->end = unit_end; /* "of the year" */
        else if (unit_end || (loose && start == i)) return false; /* the first half of the month, of the match */
        if (!has_pub(r)) return true;
        y = year_of(r->pub);
        bool future = tense(r, i, f->end) == TENSE_FUTURE;
        if (!future && quarter_of(y, first).from > r->pub) y--;
        if (future && quarter_of(y, last).to < r->pub) y++;
    }
    f->days = (dg_days){quarter_of(y, first).from, quarter_of(y, last).to};
    return true;
}

static bool holiday(const reader *r, uint32_t i, found *f) {
    int v;
    date d = {0};
    uint32_t end = phrase(r, i, DG_TW_HOLIDAY, &v), behind;
    if (!end) return false;
    d.m = v / 100, d.d = v % 100;
    behind = year_behind(r, end, &d.y, &d.said);
    if (!behind) d.y = 0;
    f->end = behind ? behind : end;
    return give_date(r, i, &d, f);
}

static bool year_word(const reader *r, uint32_t i, found *f) {
    int v;
    uint32_t end = phrase(r, i, DG_TW_YEAR, &v);
    if (!end) return false;
    f->end = end;
    f->days = has_pub(r) ? years(year_of(r->pub) + v, year_of(r->pub) + v) : DG_DAYS_NONE;
    uint32_t k = phrase(r, end, DG_TW_SEASON, &v); /* "i fjor sommer" */
    if (k && has_pub(r)) f->end = k, f->days = season_of(year_of(f->days.from), v);
    return true;
}

/* ---- early, middle, late ---- */

/* The first, middle or last third of the days. */
static dg_days third(dg_days d, int part) {
    int32_t n = d.to - d.from + 1;
    if (n < 3) return d;
    if (n >= 28 && n <= 31) { /* tens of a month */
        if (part == 1) return (dg_days){d.from, d.from + 9};
        return part == 2 ? (dg_days){d.from + 10, d.from + 19} : (dg_days){d.from + 20, d.to};
    }
    if (n == 365 || n == 366) { /* "the end of 2019" is its last quarter */
        int y = year_of(d.from);
        if (part == 2) return (dg_days){dg_days_of_month(y, 5).from, dg_days_of_month(y, 8).to};
        return quarter_of(y, part == 1 ? 1 : 4);
    }
    int32_t a = n / 3, edge = n / 3;
    if (part == 1) return (dg_days){d.from, d.from + edge - 1};
    return part == 2 ? (dg_days){d.from + a, d.to - a} : (dg_days){d.to - edge + 1, d.to};
}

typedef bool rule(const reader *, uint32_t, found *);

/* The longest of some rules at item i. */
static bool longest(const reader *r, uint32_t i, rule *const *rules, uint32_t n, found *ret) {
    bool any = false;
    for (uint32_t k = 0; k < n; k++) {
        found f = {.days = DG_DAYS_NONE};
        if (i >= r->n || !rules[k](r, i, &f) || f.end <= i || f.end > r->n || (any && f.end <= ret->end)) continue;
        *ret = f;
        any = true;
    }
    return any;
}

/* "the year", "uken" behind "the end of": the one of publication. */
static bool this_unit(const reader *r, uint32_t i, found *f) {
    int unit;
    uint32_t end = time_unit(r, i, &unit, NULL);
    if (!end || number_at(r, end) || unit == DG_UNIT_DAY || unit == DG_UNIT_HOUR || unit == DG_UNIT_HALF) return false;
    f->end = end;
    f->fine = is_fine_unit(unit);
    f->days = has_pub(r) ? calendar(r->pub, unit, 0) : DG_DAYS_NONE;
    return unit != DG_UNIT_PART_HALF;
}

/* "early February", "i slutten av forrige uke", "Ende 2019", "mid-May", "earlier this month" */
static bool part_of(const reader *r, uint32_t i, found *f) {
    static rule *const inner[] = {month_alone, year_alone, decade, century, relative_unit, relative_month, season, year_word,
                                  weekend, this_unit};
    int part = 0;
    uint32_t k = phrase(r, i, DG_TW_PART, &part);
    if (!k) k = phrase(r, i, DG_TW_SOFAR, NULL);
    if (!k) return false;
    if (dash_at(r, k) && glued_at(r, k)) k++;
    found in = {.days = DG_DAYS_NONE};
    if (!longest(r, k, inner, DG_LEN(inner), &in)) {
        uint32_t the = skip_the(r, k);
        if (the == k || !longest(r, the, inner, DG_LEN(inner), &in)) return false;
    }
    *f = in;
    f->day = part ? 100 + part : in.day; /* for a month that waits for its year */
    if (part && dg_days_known(in.days)) f->days = third(in.days, part);
    return true;
}

/* ---- the whole ---- */

static bool match(const reader *r, uint32_t i, found *f) {
    static rule *const rules[] = {numeric_date, date_range, full_date, month_range, part_of, quarter, century, decade,
                                  season, relative_month, relative_unit, ago, ahead, later, next_day, told_unit, weekend, weekday,
                                  day_word, year_word, holiday, month_alone, year_alone};
    return longest(r, i, rules, DG_LEN(rules), f);
}

/* Both ends of the day of publication asked: the same answer, or what covers both. */
static bool match_published(reader *r, uint32_t i, found *f) {
    dg_days pub = r->doc->published;
    r->pub = dg_days_known(pub) ? pub.from : DG_DAY_NONE;
    if (!match(r, i, f)) return false;
    if (!dg_days_known(pub) || pub.from == pub.to || f->says_year) return true;
    found late = {.days = DG_DAYS_NONE};
    r->pub = pub.to;
    bool both = match(r, i, &late);
    r->pub = pub.from;
    if (!both || late.end != f->end || !dg_days_known(f->days) || !dg_days_known(late.days)) return true;
    if (f->fine && pub.to - pub.from > 6) {
        f->days = pub;
        return true;
    }
    if (late.days.from < f->days.from) f->days.from = late.days.from;
    if (late.days.to > f->days.to) f->days.to = late.days.to;
    if (f->days.to - f->days.from > 400 && pub.to - pub.from < 62 && f->month) f->days = DG_DAYS_NONE;
    return true;
}

static dg_days days_waiting(int y, int m, int d) {
    if (d > 100) return third(dg_days_of_month(y, m), d - 100);
    return days_of(y, m, d);
}

/* A month without a year, and no publication: the year of this sentence or the one before. */
static void use_context(reader *r, uint32_t sentence, found *f) {
    if (dg_days_known(f->days) && !(f->month && r->year && sentence == r->year_sentence)) return;
    if (!f->month || !r->year || sentence == DG_NONE) return;
    bool near = sentence == r->year_sentence || (!dg_days_known(f->days) && sentence - r->year_sentence <= 1);
    if (!near || (dg_days_known(f->days) && year_of(f->days.from) <= r->year)) return;
    dg_days days = days_waiting(r->year, f->month, f->day);
    if (dg_days_known(days)) f->days = days;
}

static void remember(reader *r, uint32_t sentence, const found *f) {
    if (!dg_days_known(f->days)) return;
    r->anchor = f->days;
    r->anchor_sentence = sentence;
    int y, m, d, z, n, last;
    split(f->days.from, &y, &m, &d);
    split(f->days.to, &z, &n, &last);
    if (!f->says_year || y != z) return;
    r->year = y;
    r->year_sentence = sentence;
    struct month_year *my = &r->month_year[m];
    if (m != n) return;
    my->day = f->days.from == f->days.to ? d : 0;
    my->year = my->year && my->year != y ? -1 : y;
}

static bool emit(reader *r, uint32_t i, found *f) {
    dg_range span = {r->items[i].span.from, r->items[f->end - 1].span.to};
    uint32_t sentence = r->doc->n_sentences ? dg_doc_sentence_at(r->doc, span.from) : DG_NONE;
    use_context(r, sentence, f);
    remember(r, sentence, f);
    dg_time t = {.span = span, .value = f->days};
    if (r->doc->n_tokens) {
        t.from = t.to = dg_doc_token_at(r->doc, span.from);
        while (t.to < r->doc->n_tokens && r->doc->tokens[t.to].span.from < span.to) t.to++;
    }
    if (f->month && !dg_days_known(f->days) &&
        !DG_PUSH(r->doc->arena, r->pending, r->n_pending, r->cap_pending,
                 ((struct pending){.time = r->n_times, .month = f->month, .day = f->day})))
        return false;
    return DG_PUSH(r->doc->arena, r->times, r->n_times, r->cap_times, t);
}

static bool read_line(reader *r, uint32_t from, uint32_t to) {
    if (!cut_line(r, from, to)) return false;
    for (uint32_t i = 0; i < r->n;) {
        found f = {.days = DG_DAYS_NONE};
        if (!match_published(r, i, &f)) {
            i++;
            continue;
        }
        if (r->n_times >= DG_MAX_TIMES) {
            r->doc->cut = true;
            return true;
        }
        if (!emit(r, i, &f)) return false;
        i = f.end;
    }
    return true;
}

/* The year that the text gives to the month of p; 0 for none. The same day of it may be an anniversary and is none. */
static int year_of_month(const reader *r, const struct pending *p) {
    const struct month_year *my = &r->month_year[p->month];
    return my->year > 0 && (!my->day || my->day != p->day) ? my->year : 0;
}

/* A month next to one that was settled (at most three months away) belongs to the same run of months. */
static int year_of_neighbour(const reader *r, const struct pending *p) {
    int best = 4, y = 0;
    for (uint32_t i = 0; i < r->n_pending && i < 256; i++) {
        const struct pending *q = &r->pending[i];
        int settled = year_of_month(r, q);
        for (int off = -1; settled && off <= 1; off++) {
            int away = (off * 12 + p->month) - q->month;
            if (away < 0) away = -away;
            if (away < best) best = away, y = settled + off;
        }
    }
    return y;
}

/* Months that waited for a year, where publication is not known. */
static void settle(reader *r) {
    for (uint32_t i = 0; i < r->n_pending; i++) {
        const struct pending *p = &r->pending[i];
        int y = year_of_month(r, p);
        if (!y) y = year_of_neighbour(r, p);
        if (y) r->times[p->time].value = days_waiting(y, p->month, p->day);
    }
}

int dg_read_times(const dg_lexicon *lex, dg_doc *doc, dg_err *err) {
    doc->times = NULL;
    doc->n_times = 0;
    reader r = {.words = lex->times, .doc = doc, .pub = DG_DAY_NONE, .anchor = DG_DAYS_NONE};
    r.lang = dg_timewords_language(lex->times, doc->lang);
    if (r.lang == DG_NONE) return 0;
    uint32_t slash = dg_timewords_word(r.words, r.lang, DG_STR("/"), false);
    int v;
    r.day_first = slash != DG_NONE && dg_timewords_phrase(r.words, r.lang, DG_TW_DAY_FIRST, &slash, 1, &v);
    for (uint32_t at = 0; at < doc->text.n;) {
        const char *nl = memchr(doc->text.p + at, '\n', doc->text.n - at);
        uint32_t to = nl ? (uint32_t)(nl - doc->text.p) : doc->text.n;
        if (!read_line(&r, at, to)) return dg_err_set(err, DG_E_NOMEM, 0, "times");
        at = to + 1;
    }
    if (!dg_days_known(doc->published)) settle(&r);
    doc->times = r.times;
    doc->n_times = r.n_times;
    return 0;
}
