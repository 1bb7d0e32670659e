/* time_items.c: a line of text as words of times.tsv, numbers and marks, the small steps of the
 * grammar over them, and the tense of a clause. */
#include "base/utf8.h"
#include "reading/time_reader.h"

/* ---- items ---- */

static bool add_item(dg_time_reader *r, dg_time_item it) {
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

static bool ends_sentence(const dg_time_reader *r) {
    if (!r->n) return true;
    const dg_time_item *last = &r->items[r->n - 1];
    return last->kind == DG_TIME_MARK &&
           (last->mark == '.' || last->mark == '!' || last->mark == '?' || last->mark == ':' ||
            last->mark == '"' || last->mark == 0x201C || last->mark == 0x201E ||
            last->mark == 0xAB || last->mark == 0x2013 || last->mark == '-' || last->mark == 0xBB);
}

/* "Women's", "Hamas-Überfall": behind the apostrophe or hyphen inside a word that ends at `at`. */
static uint32_t joined_end(dg_str s, uint32_t at) {
    uint32_t behind = at;
    if (at >= s.n) return at;
    uint32_t c = dg_utf8_next(s, &behind);
    if (c != '\'' && c != 0x2019 && c != '-') return at;
    uint32_t end = class_end(s, behind, dg_is_letter);
    return end > behind ? end : at;
}

bool dg_time_cut_line(dg_time_reader *r, uint32_t from, uint32_t to) {
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
        dg_time_item it = {.kind = DG_TIME_MARK,
                           .mark = c,
                           .word = DG_NONE,
                           .glued = glued,
                           .first = ends_sentence(r)};
        if (is_ascii_digit(c)) {
            it.kind = DG_TIME_NUMBER;
            next = class_end(s, at, is_ascii_digit);
            it.digits = (uint8_t)(next - at < 9 ? next - at : 9);
            for (uint32_t i = at; it.digits < 9 && i < next; i++)
                it.number = it.number * 10 + (s.p[i] - '0');
        } else if (dg_is_letter(c)) {
            it.kind = DG_TIME_WORD;
            next = class_end(s, at, dg_is_letter);
            uint32_t joined = joined_end(s, next),
                     whole = joined == next
                                 ? DG_NONE
                                 : dg_timewords_word(r->words, r->lang, dg_str_cut(s, at, joined),
                                                     it.first);
            it.word = dg_timewords_word(r->words, r->lang, dg_str_cut(s, at, next), it.first);
            if (whole != DG_NONE) it.word = whole, next = joined;
        }
        it.span = (dg_range){at, next};
        if (!add_item(r, it)) return false;
        at = next;
        glued = true;
    }
    return true;
}

/* ---- small steps of the grammar: each takes an item and returns the one behind what it read, or 0
 * ---- */

uint32_t dg_time_phrase(const dg_time_reader *r, uint32_t i, dg_timeword_kind kind, int *ret) {
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

bool dg_time_before(const dg_time_reader *r, uint32_t i, dg_timeword_kind kind) {
    for (uint32_t n = 1; n <= DG_TIMEWORD_MOST && n <= i; n++)
        if (dg_time_phrase(r, i - n, kind, NULL) == i) return true;
    return false;
}

bool dg_time_mark_at(const dg_time_reader *r, uint32_t i, uint32_t c) {
    return i < r->n && r->items[i].kind == DG_TIME_MARK && r->items[i].mark == c;
}

bool dg_time_glued_at(const dg_time_reader *r, uint32_t i) {
    return i < r->n && r->items[i].glued;
}

bool dg_time_dash_at(const dg_time_reader *r, uint32_t i) {
    return dg_time_mark_at(r, i, '-') || dg_time_mark_at(r, i, 0x2013) ||
           dg_time_mark_at(r, i, 0x2014) || dg_time_mark_at(r, i, 0x2011);
}

bool dg_time_number_at(const dg_time_reader *r, uint32_t i) {
    return i < r->n && r->items[i].kind == DG_TIME_NUMBER;
}

uint32_t dg_time_unit_at(const dg_time_reader *r, uint32_t i, int *ret, bool *ret_plural) {
    int v = 0;
    uint32_t end = dg_time_phrase(r, i, DG_TW_UNIT, &v);
    if (!end) return 0;
    if (ret_plural) *ret_plural = v > 100;
    *ret = v % 100;
    return end;
}

uint32_t dg_time_skip_the(const dg_time_reader *r, uint32_t i) {
    uint32_t end;
    for (uint32_t n = 0; n < 2 && (end = dg_time_phrase(r, i, DG_TW_THE, NULL)); n++) i = end;
    return i;
}

uint32_t dg_time_year(const dg_time_reader *r, uint32_t i, int *ret) {
    if (!dg_time_number_at(r, i) || r->items[i].digits != 4 || r->items[i].number < 1000 ||
        r->items[i].number > 2199)
        return 0;
    if (i && dg_time_glued_at(r, i) &&
        (dg_time_mark_at(r, i - 1, '.') || dg_time_mark_at(r, i - 1, ',')) && i > 1 &&
        dg_time_number_at(r, i - 2) && dg_time_glued_at(r, i - 1) && r->items[i - 2].digits > 2)
        return 0;
    if (dg_time_glued_at(r, i + 1)) {
        if (r->items[i + 1].kind != DG_TIME_MARK) return 0;
        if ((dg_time_mark_at(r, i + 1, '.') || dg_time_mark_at(r, i + 1, ',')) &&
            dg_time_number_at(r, i + 2) && dg_time_glued_at(r, i + 2))
            return 0;
        if (dg_time_mark_at(r, i + 1, '%')) return 0;
    }
    *ret = r->items[i].number;
    return i + 1;
}

uint32_t dg_time_month(const dg_time_reader *r, uint32_t i, int *ret, bool *ret_abbr) {
    uint32_t end = dg_time_phrase(r, i, DG_TW_MONTH, ret);
    if (ret_abbr) *ret_abbr = !end;
    if (end) return end;
    end = dg_time_phrase(r, i, DG_TW_MONTH_ABBR, ret);
    return end && dg_time_mark_at(r, end, '.') && dg_time_glued_at(r, end) ? end + 1 : end;
}

uint32_t dg_time_numeral(const dg_time_reader *r, uint32_t i, int *ret) {
    if (dg_time_number_at(r, i) && r->items[i].digits <= 3) {
        if (dg_time_mark_at(r, i + 1, '.') || dg_time_mark_at(r, i + 1, ',')) return 0;
        *ret = r->items[i].number;
        return i + 1;
    }
    return dg_time_phrase(r, i, DG_TW_NUMBER, ret);
}

uint32_t dg_time_ordinal(const dg_time_reader *r, uint32_t i, int most, int *ret) {
    uint32_t end = dg_time_phrase(r, i, DG_TW_ORDINAL, ret);
    if (end) return *ret <= most ? end : 0;
    if (!dg_time_number_at(r, i) || r->items[i].digits > 2 || r->items[i].number < 1 ||
        r->items[i].number > most)
        return 0;
    *ret = r->items[i].number;
    i++;
    if (dg_time_mark_at(r, i, '.') && dg_time_glued_at(r, i) && r->day_first) return i + 1;
    end = dg_time_glued_at(r, i) ? dg_time_phrase(r, i, DG_TW_ORDINAL_MARK, NULL) : 0;
    return end ? end : i;
}

/* ---- days ---- */

void dg_time_split(int32_t day, int *y, int *m, int *d) {
    dg_day_split(day, y, m, d);
}

int dg_time_year_of(int32_t day) {
    int y, m, d;
    dg_time_split(day, &y, &m, &d);
    return y;
}

bool dg_time_has_pub(const dg_time_reader *r) {
    return r->pub != DG_DAY_NONE;
}

dg_days dg_time_one_day(int32_t day) {
    return (dg_days){day, day};
}

dg_days dg_time_years(int from, int to) {
    return (dg_days){dg_days_of_year(from).from, dg_days_of_year(to).to};
}

dg_days dg_time_week_of(int32_t day) {
    int32_t monday = day - dg_day_weekday(day) + 1;
    return (dg_days){monday, monday + 6};
}

dg_days dg_time_month_of(int32_t day) {
    int y, m, d;
    dg_time_split(day, &y, &m, &d);
    return dg_days_of_month(y, m);
}

dg_days dg_time_days_of(int y, int m, int d) {
    if (!d) return dg_days_of_month(y, m);
    int32_t day = dg_day_of(y, m, d);
    return day == DG_DAY_NONE ? DG_DAYS_NONE : dg_time_one_day(day);
}

/* What the words of times.tsv say at item i. */
static int tense_by_words(const dg_time_reader *r, uint32_t i) {
    if (dg_time_phrase(r, i, DG_TW_FUTURE, NULL)) return DG_TENSE_OF_FUTURE;
    return dg_time_phrase(r, i, DG_TW_PAST, NULL) ? DG_TENSE_OF_PAST : DG_TENSE_OF_NONE;
}

/* What the tagger says: a finite verb. */
static int tense_by_tags(const dg_time_reader *r, uint32_t i) {
    const dg_doc *d = r->doc;
    uint32_t t = d->n_tokens && r->items[i].kind == DG_TIME_WORD
                     ? dg_doc_token_at(d, r->items[i].span.from)
                     : DG_NONE;
    if (t == DG_NONE || t >= d->n_tokens) return DG_TENSE_OF_NONE;
    const dg_token *k = &d->tokens[t];
    if ((k->upos != DG_UPOS_VERB && k->upos != DG_UPOS_AUX) || k->feats.verbform != DG_VERBFORM_FIN)
        return DG_TENSE_OF_NONE;
    return k->feats.tense == DG_TENSE_PAST   ? DG_TENSE_OF_PAST
           : k->feats.tense == DG_TENSE_PRES ? DG_TENSE_OF_PRESENT
                                             : DG_TENSE_OF_NONE;
}

static bool clause_border(const dg_time_reader *r, uint32_t i, bool past_and) {
    const dg_time_item *it = &r->items[i];
    int is_and = 0;
    if (it->kind != DG_TIME_MARK)
        return dg_time_phrase(r, i, DG_TW_CLAUSE, &is_and) && !(is_and && past_and);
    if (it->mark == '.')
        return i + 1 < r->n && r->items[i + 1].first && !dg_time_glued_at(r, i + 1);
    return it->mark == ',' || it->mark == ';' || it->mark == ':' || it->mark == '!' ||
           it->mark == '?' || it->mark == '"' || it->mark == 0x2013 || it->mark == 0x2014 ||
           it->mark == 0x201C || it->mark == 0x201D || it->mark == 0x201E || it->mark == 0xAB ||
           it->mark == 0xBB || it->mark == '(' || it->mark == ')';
}

/* The nearest item of the clause of items [from, to) that tells; at the same distance the future
 * wins. "and" may join two clauses or two names: what stands behind it is asked only with past_and.
 */
static int nearest_tense(const dg_time_reader *r, uint32_t from, uint32_t to, bool past_and,
                         int (*tells)(const dg_time_reader *, uint32_t)) {
    bool left = true, right = true;
    for (uint32_t step = 1; step <= 24 && (left || right); step++) {
        uint32_t l = from - step, k = to + step - 1;
        left = left && step <= from && !clause_border(r, l, past_and);
        right = right && k < r->n && !clause_border(r, k, past_and);
        int a = left ? tells(r, l) : 0, b = right ? tells(r, k) : 0;
        if (a == DG_TENSE_OF_FUTURE || b == DG_TENSE_OF_FUTURE) return DG_TENSE_OF_FUTURE;
        if (a || b) return a ? a : b;
    }
    return DG_TENSE_OF_NONE;
}

int dg_time_tense(const dg_time_reader *r, uint32_t from, uint32_t to) {
    if (to < r->n && dg_time_mark_at(r, to, ',')) to++; /* "on Monday, March 3, it will" */
    int told = nearest_tense(r, from, to, false, tense_by_words);
    if (!told) told = nearest_tense(r, from, to, false, tense_by_tags);
    if (!told) told = nearest_tense(r, from, to, true, tense_by_words);
    return told ? told : nearest_tense(r, from, to, true, tense_by_tags);
}

dg_days dg_time_without_year(const dg_time_reader *r, uint32_t i, uint32_t end, int m, int d) {
    if (!dg_time_has_pub(r)) return DG_DAYS_NONE;
    int y, pm, pd;
    dg_time_split(r->pub, &y, &pm, &pd);
    bool reached = m < pm || (m == pm && (!d || d <= pd));
    dg_days past = dg_time_days_of(reached ? y : y - 1, m, d);
    bool open = m > pm || (m == pm && (!d || d >= pd));
    dg_days future = dg_time_days_of(open ? y : y + 1, m, d);
    if (!dg_days_known(past)) return future; /* 29 February */
    if (!dg_days_known(future)) return past;
    int when = dg_time_tense(r, i, end);
    if (when == DG_TENSE_OF_FUTURE || when == DG_TENSE_OF_PAST)
        return when == DG_TENSE_OF_FUTURE ? future : past;
    if (when == DG_TENSE_OF_PRESENT) return future.from - r->pub < r->pub - past.to ? future : past;
    /* nothing tells: a day soon to come beats one of long ago ("the Nov. 6 elections" in September)
     */
    return future.from - r->pub <= 62 && r->pub - past.to > 150 ? future : past;
}
