/* tables.c: loads the tables of page/ and finds their phrases, and dates written with them.
 * A look-up walks the phrases that begin with its first byte: a few dozen at most. */
#include "page/tables.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "lexicon/table.h"

static const char *const kind_names[DG_PHRASE_N] = {
#define X(name, text) text,
    DG_PHRASE_MAP(X)
#undef X
};

/* ---- loading ---- */

static bool add_phrase(dg_phrases *p, dg_str phrase, dg_arena *arena) {
    dg_str low = dg_utf8_lower(arena, phrase);
    uint32_t *value;
    bool added;
    if (!low.p || !dg_map_put(&p->set, low, &value, &added)) return false;
    if (!added) return true;
    if (low.n > p->longest) p->longest = low.n;
    return DG_PUSH(arena, p->items, p->n, p->cap, low);
}

static int by_bytes(const void *a, const void *b) {
    return dg_str_cmp(*(const dg_str *)a, *(const dg_str *)b);
}

/* Sorts the phrases and notes where those of each first byte begin. */
static void index_phrases(dg_phrases *p) {
    if (p->n) qsort(p->items, p->n, sizeof *p->items, by_bytes);
    uint32_t at = 0;
    for (uint32_t b = 0; b < 257; b++) {
        while (at < p->n && (p->items[at].n ? (unsigned char)p->items[at].p[0] : 0) < b) at++;
        p->first[b] = at;
    }
}

static bool is_language_column(dg_str name) {
    if (name.n < 2 || name.n > 3 || dg_str_is(name, "all")) return dg_str_is(name, "all");
    for (uint32_t i = 0; i < name.n; i++)
        if (name.p[i] < 'a' || name.p[i] > 'z') return false;
    return true;
}

static int load_phrases(const char *dir, dg_arena *arena, dg_page_tables *t, dg_err *err) {
    dg_table table;
    int rc = dg_table_load(dir, "page.tsv", arena, &table, err);
    if (rc) return rc;
    uint32_t kind_column = dg_table_column(&table, "kind");
    for (uint32_t row = 0; row < table.n_rows; row++) {
        uint32_t kind = 0;
        while (kind < DG_PHRASE_N &&
               !dg_str_is(dg_table_cell(&table, row, kind_column), kind_names[kind]))
            kind++;
        if (kind == DG_PHRASE_N)
            return dg_err_set(err, DG_E_LEXICON, 0, "%s:%u: unknown kind", table.path,
                              table.lines[row]);
        for (uint32_t c = 0; c < table.n_columns; c++) {
            if (!is_language_column(table.names[c])) continue;
            dg_str cell = dg_table_cell(&table, row, c), alt;
            for (uint32_t at = 0; dg_table_alt(cell, &at, &alt);)
                if (!add_phrase(&t->phrases[kind], alt, arena))
                    return dg_err_set(err, DG_E_NOMEM, 0, "page.tsv");
        }
    }
    return 0;
}

static bool add_number(dg_map *m, dg_str word, uint32_t number, dg_arena *arena) {
    dg_str low = dg_utf8_lower(arena, word);
    uint32_t *value;
    if (low.p && low.n && low.p[low.n - 1] == '.') low.n--;
    if (!low.p || !dg_map_put(m, low, &value, NULL)) return false;
    if (!*value) *value = number;
    return true;
}

static int load_months(const char *dir, dg_arena *arena, dg_page_tables *t, dg_err *err) {
    dg_table table;
    int rc = dg_table_load(dir, "times.tsv", arena, &table, err);
    if (rc) return rc;
    uint32_t kind_column = dg_table_column(&table, "kind"),
             value_column = dg_table_column(&table, "value");
    for (uint32_t row = 0; row < table.n_rows; row++) {
        dg_str kind = dg_table_cell(&table, row, kind_column),
               value = dg_table_cell(&table, row, value_column);
        bool month = dg_str_is(kind, "month") || dg_str_is(kind, "month-abbr");
        bool weekday = dg_str_is(kind, "weekday") || dg_str_is(kind, "weekday-abbr");
        uint32_t number = 0;
        for (uint32_t i = 0; i < value.n && value.p[i] >= '0' && value.p[i] <= '9' && number < 100;
             i++)
            number = number * 10 + (uint32_t)(value.p[i] - '0');
        if (!month && !weekday) continue;
        for (uint32_t c = 0; c < table.n_columns; c++) {
            if (!is_language_column(table.names[c])) continue;
            dg_str cell = dg_table_cell(&table, row, c), alt;
            for (uint32_t at = 0; dg_table_alt(cell, &at, &alt);)
                if (!add_number(month ? &t->months : &t->weekdays, alt, number, arena))
                    return dg_err_set(err, DG_E_NOMEM, 0, "times.tsv");
        }
    }
    return 0;
}

/* Lower-case letters and digits of s, nothing else. */
static dg_str squeezed(dg_str s, dg_arena *arena) {
    dg_str low = dg_utf8_lower(arena, s);
    char *p = low.p ? dg_arena_alloc(arena, (size_t)low.n + 1) : NULL;
    uint32_t n = 0;
    for (uint32_t at = 0; p && at < low.n;) {
        uint32_t from = at, c = dg_utf8_next(low, &at);
        if (!dg_is_letter(c) && !dg_is_digit(c)) continue;
        memcpy(p + n, low.p + from, at - from);
        n += at - from;
    }
    return (dg_str){p, n};
}

static bool add_outlet(dg_page_tables *t, dg_str form, uint32_t name, dg_arena *arena) {
    dg_str key = squeezed(form, arena);
    uint32_t *value;
    bool added;
    if (!key.p || !dg_map_put(&t->outlets, key, &value, &added)) return false;
    if (added) *value = name;
    return true;
}

static int load_outlets(const char *dir, dg_arena *arena, dg_page_tables *t, dg_err *err) {
    dg_table table;
    int rc = dg_table_load(dir, "outlets.tsv", arena, &table, err);
    for (uint32_t row = 0; !rc && row < table.n_rows; row++) {
        dg_str name = DG_STR_NULL, alt;
        for (uint32_t c = 0; c < table.n_columns; c++) {
            if (!is_language_column(table.names[c]) || dg_str_is(table.names[c], "key")) continue;
            dg_str cell = dg_table_cell(&table, row, c);
            for (uint32_t at = 0; dg_table_alt(cell, &at, &alt);) {
                if (!name.p && !DG_PUSH(arena, t->outlet_names, t->n_outlets, t->cap_outlets, alt))
                    return dg_err_set(err, DG_E_NOMEM, 0, "outlets.tsv");
                if (!name.p) name = alt;
                if (!add_outlet(t, alt, t->n_outlets - 1, arena))
                    return dg_err_set(err, DG_E_NOMEM, 0, "outlets.tsv");
            }
        }
    }
    return rc;
}

dg_str dg_page_outlet(const dg_page_tables *t, dg_str form, dg_arena *arena) {
    dg_str key = form.n && form.n < 80 ? squeezed(form, arena) : DG_STR_NULL;
    uint32_t i = key.n ? dg_map_get(&t->outlets, key) : DG_NONE;
    return i == DG_NONE ? DG_STR_NULL : t->outlet_names[i];
}

int dg_page_tables_load(const char *dir, dg_arena *arena, dg_page_tables **ret, dg_err *err) {
    dg_page_tables *t = dg_arena_zalloc(arena, 1, sizeof *t);
    if (!t) return dg_err_set(err, DG_E_NOMEM, 0, "page tables");
    for (uint32_t i = 0; i < DG_PHRASE_N; i++) dg_map_init(&t->phrases[i].set, arena);
    dg_map_init(&t->months, arena);
    dg_map_init(&t->weekdays, arena);
    dg_map_init(&t->outlets, arena);
    int rc = load_phrases(dir, arena, t, err);
    for (uint32_t i = 0; i < DG_PHRASE_N; i++) index_phrases(&t->phrases[i]);
    if (!rc) rc = load_months(dir, arena, t, err);
    if (!rc) rc = load_outlets(dir, arena, t, err);
    if (!rc) *ret = t;
    return rc;
}

/* ---- phrases ---- */

bool dg_phrase_is(const dg_page_tables *t, dg_phrase_kind kind, dg_str s) {
    return s.n <= t->phrases[kind].longest && dg_map_has(&t->phrases[kind].set, s);
}

static bool letter_at(dg_str s, uint32_t at) {
    if (at >= s.n) return false;
    uint32_t c = dg_utf8_next(s, &at);
    return dg_is_letter(c) || dg_is_digit(c);
}

static bool ends_word(dg_str s, uint32_t at, dg_str phrase) {
    uint32_t last = phrase.n;
    uint32_t c = dg_utf8_prev(phrase, &last);
    return !(dg_is_letter(c) || dg_is_digit(c)) || !letter_at(s, at);
}

uint32_t dg_phrase_at(const dg_page_tables *t, dg_phrase_kind kind, dg_str s) {
    const dg_phrases *p = &t->phrases[kind];
    uint32_t best = 0, byte = s.n ? (unsigned char)s.p[0] : 0;
    if (!s.n) return 0;
    for (uint32_t i = p->first[byte]; i < p->first[byte + 1]; i++)
        if (p->items[i].n > best && dg_str_starts(s, p->items[i]) &&
            ends_word(s, p->items[i].n, p->items[i]))
            best = p->items[i].n;
    return best;
}

bool dg_phrase_in(const dg_page_tables *t, dg_phrase_kind kind, dg_str s) {
    bool fresh = true;
    for (uint32_t at = 0; at < s.n;) {
        if (fresh && dg_phrase_at(t, kind, dg_str_cut(s, at, s.n))) return true;
        uint32_t c = dg_utf8_next(s, &at);
        fresh = !(dg_is_letter(c) || dg_is_digit(c));
    }
    return false;
}

/* ---- dates ---- */

typedef struct cursor {
    const dg_page_tables *t;
    dg_str s;
    uint32_t at;
} cursor;

static bool eat(cursor *c, char ch) {
    if (c->at >= c->s.n || c->s.p[c->at] != ch) return false;
    c->at++;
    return true;
}

static void eat_blanks(cursor *c) {
    while (eat(c, ' ') || eat(c, ',')) {
    }
}

/* A number of least..most digits that ends there. */
static bool eat_number(cursor *c, uint32_t least, uint32_t most, int *ret) {
    uint32_t at = c->at;
    int v = 0;
    while (at < c->s.n && at - c->at < 9 && c->s.p[at] >= '0' && c->s.p[at] <= '9')
        v = v * 10 + (c->s.p[at++] - '0');
    uint32_t n = at - c->at;
    if (n < least || n > most || (at < c->s.n && c->s.p[at] >= '0' && c->s.p[at] <= '9'))
        return false;
    c->at = at;
    *ret = v;
    return true;
}

static bool eat_year(cursor *c, int *ret) {
    cursor d = *c;
    if (!eat_number(&d, 4, 4, ret) || *ret < 1900 || *ret > 2100 || letter_at(d.s, d.at)) {
        /* "2022-04-18T10:00" has a letter behind the day, not behind the year */
        return false;
    }
    *c = d;
    return true;
}

static bool eat_month_name(cursor *c, int *ret) {
    uint32_t end = c->at;
    while (end < c->s.n) {
        uint32_t next = end, ch = dg_utf8_next(c->s, &next);
        if (!dg_is_letter(ch)) break;
        end = next;
    }
    uint32_t month =
        end > c->at ? dg_map_get(&c->t->months, dg_str_cut(c->s, c->at, end)) : DG_NONE;
    if (month == DG_NONE) return false;
    c->at = end;
    eat(c, '.');
    *ret = (int)month;
    return true;
}

static void eat_ordinal(cursor *c) {
    static const dg_str endings[] = {{"st", 2}, {"nd", 2}, {"rd", 2}, {"th", 2}, {".", 1}};
    for (uint32_t i = 0; i < DG_LEN(endings); i++)
        if (dg_str_starts(dg_str_cut(c->s, c->at, c->s.n), endings[i])) {
            c->at += endings[i].n;
            break;
        }
    eat_blanks(c);
    if (dg_str_starts(dg_str_cut(c->s, c->at, c->s.n), DG_STR("of "))) c->at += 3;
}

static bool give(int y, int m, int d, dg_days *ret) {
    if (m < 1 || m > 12) return false;
    if (!d) {
        *ret = dg_days_of_month(y, m);
        return true;
    }
    int32_t day = dg_day_of(y, m, d);
    if (day == DG_DAY_NONE) return false;
    *ret = (dg_days){day, day};
    return true;
}

/* 2022-04-18, 2022/04/18, 2022-04 */
static bool year_first(cursor *c, dg_days *ret) {
    int y, m, d;
    if (!eat_number(c, 4, 4, &y) || y < 1900 || y > 2100 || c->at >= c->s.n) return false;
    char sep = c->s.p[c->at];
    if ((sep != '-' && sep != '/' && sep != '.') || !eat(c, sep) || !eat_number(c, 2, 2, &m))
        return false;
    cursor longer = *c;
    if (eat(&longer, sep) && eat_number(&longer, 1, 2, &d)) {
        *c = longer;
        return give(y, m, d, ret);
    }
    return sep == '-' && !letter_at(c->s, c->at) && give(y, m, 0, ret);
}

/* 18.04.2022, 18/4-2022, 18/4/2022, 4/18/2022; one that could be read both ways is none. */
static bool numbers(cursor *c, dg_days *ret) {
    int a, b, y;
    if (!eat_number(c, 1, 2, &a) || c->at >= c->s.n) return false;
    char sep = c->s.p[c->at];
    if ((sep != '.' && sep != '/' && sep != '-') || !eat(c, sep)) return false;
    if (sep == '.') eat_blanks(c);
    if (!eat_number(c, 1, 2, &b)) return false;
    bool danish = sep == '/' && eat(c, '-'); /* 18/4-2022 */
    if (!danish && !eat(c, sep)) return false;
    if (sep == '.') eat_blanks(c);
    if (!eat_year(c, &y)) {
        if (sep != '.' || !eat_number(c, 2, 2, &y) || y > 60 || letter_at(c->s, c->at))
            return false;
        y += 2000; /* 12.03.23 */
    }
    if (!danish && sep == '/' && a <= 12 && b <= 12 && a != b) return false;
    return !danish && sep == '/' && b > 12 ? give(y, a, b, ret) : give(y, b, a, ret);
}

/* 18 April 2022, 18. april 2022, 18th of April, 2022 */
static bool day_first(cursor *c, dg_days *ret) {
    int d, m, y;
    if (!eat_number(c, 1, 2, &d)) return false;
    eat_ordinal(c);
    eat(c, '-');
    if (!eat_month_name(c, &m)) return false;
    eat(c, '-');
    eat_blanks(c);
    return eat_year(c, &y) && give(y, m, d, ret);
}

/* April 18, 2022; April 2022 */
static bool month_first(cursor *c, dg_days *ret) {
    int d, m, y;
    if (!eat_month_name(c, &m)) return false;
    eat_blanks(c);
    cursor whole = *c;
    if (eat_year(c, &y)) return give(y, m, 0, ret);
    *c = whole;
    if (!eat_number(c, 1, 2, &d)) return false;
    eat_ordinal(c);
    eat_blanks(c);
    return eat_year(c, &y) && give(y, m, d, ret);
}

bool dg_page_date_at(const dg_page_tables *t, dg_str s, uint32_t at, dg_page_date *ret) {
    typedef bool form(cursor *, dg_days *);
    static form *const forms[] = {year_first, numbers, day_first, month_first};
    for (uint32_t i = 0; i < DG_LEN(forms); i++) {
        cursor c = {.t = t, .s = s, .at = at};
        dg_days days;
        if (!forms[i](&c, &days)) continue;
        *ret = (dg_page_date){.span = {at, c.at}, .days = days};
        return true;
    }
    return false;
}

bool dg_page_date_find(const dg_page_tables *t, dg_str s, dg_page_date *ret) {
    bool fresh = true;
    for (uint32_t at = 0; at < s.n;) {
        if (fresh && dg_page_date_at(t, s, at, ret)) return true;
        uint32_t c = dg_utf8_next(s, &at);
        fresh = !(dg_is_letter(c) || dg_is_digit(c));
    }
    return false;
}
