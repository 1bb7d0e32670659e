/* times.c: when: every expression of time in the text, and the days it means.
 *
 *   line ─► items (words of times.tsv, numbers, marks) ─► rules at each item, longest wins ─► days
 *
 * One grammar for all languages; their words are in lexicon/times.tsv. What says its year stands
 * alone. What does not is resolved from the day of publication: a weekday to the nearest one behind
 * it, or before it when the clause is in the future; a month likewise. "Two days later" goes from
 * the time told before. Without a day of publication only what the text itself fixes has a value:
 * its year, the year of the same sentence or the one before, or the year that the text gives to the
 * same month elsewhere. Nothing is guessed: such a time stays with DG_DAYS_NONE. Where publication
 * is known only to the month, a weekday is that month.
 *
 * Works on the text, not on the tokens, so that no cutting of "24." or "90-tallet" matters; tokens
 * tell tense and are mapped at the end. Cost: O(bytes). Limits: DG_MAX_TIMES. Holidays that move
 * are not known. */
#include "reading/time_reader.h"

/* Both ends of the day of publication asked: the same answer, or what covers both. */
static bool match_published(dg_time_reader *r, uint32_t i, dg_time_found *f) {
    dg_days pub = r->doc->published;
    r->pub = dg_days_known(pub) ? pub.from : DG_DAY_NONE;
    if (!dg_time_match(r, i, f)) return false;
    if (!dg_days_known(pub) || pub.from == pub.to || f->says_year) return true;
    dg_time_found late = {.days = DG_DAYS_NONE};
    r->pub = pub.to;
    bool both = dg_time_match(r, i, &late);
    r->pub = pub.from;
    if (!both || late.end != f->end || !dg_days_known(f->days) || !dg_days_known(late.days))
        return true;
    if (f->fine && pub.to - pub.from > 6) {
        f->days = pub;
        return true;
    }
    if (late.days.from < f->days.from) f->days.from = late.days.from;
    if (late.days.to > f->days.to) f->days.to = late.days.to;
    if (f->days.to - f->days.from > 400 && pub.to - pub.from < 62 && f->month)
        f->days = DG_DAYS_NONE;
    return true;
}

static dg_days days_waiting(int y, int m, int d) {
    if (d > 100) return dg_time_third(dg_days_of_month(y, m), d - 100);
    return dg_time_days_of(y, m, d);
}

/* A month without a year, and no publication: the year of this sentence or the one before. */
static void use_context(dg_time_reader *r, uint32_t sentence, dg_time_found *f) {
    if (dg_days_known(f->days) && !(f->month && r->year && sentence == r->year_sentence)) return;
    if (!f->month || !r->year || sentence == DG_NONE) return;
    bool near = sentence == r->year_sentence ||
                (!dg_days_known(f->days) && sentence - r->year_sentence <= 1);
    if (!near || (dg_days_known(f->days) && dg_time_year_of(f->days.from) <= r->year)) return;
    dg_days days = days_waiting(r->year, f->month, f->day);
    if (dg_days_known(days)) f->days = days;
}

static void remember(dg_time_reader *r, uint32_t sentence, const dg_time_found *f) {
    if (!dg_days_known(f->days)) return;
    r->anchor = f->days;
    r->anchor_sentence = sentence;
    int y, m, d, z, n, last;
    dg_time_split(f->days.from, &y, &m, &d);
    dg_time_split(f->days.to, &z, &n, &last);
    if (!f->says_year || y != z) return;
    r->year = y;
    r->year_sentence = sentence;
    struct dg_time_month_year *my = &r->month_year[m];
    if (m != n) return;
    my->day = f->days.from == f->days.to ? d : 0;
    my->year = my->year && my->year != y ? -1 : y;
}

static bool emit(dg_time_reader *r, uint32_t i, dg_time_found *f) {
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
                 ((struct dg_time_pending){.time = r->n_times, .month = f->month, .day = f->day})))
        return false;
    return DG_PUSH(r->doc->arena, r->times, r->n_times, r->cap_times, t);
}

static bool read_line(dg_time_reader *r, uint32_t from, uint32_t to) {
    if (!dg_time_cut_line(r, from, to)) return false;
    for (uint32_t i = 0; i < r->n;) {
        dg_time_found f = {.days = DG_DAYS_NONE};
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

/* The year that the text gives to the month of p; 0 for none. The same day of it may be an
 * anniversary and is none. */
static int year_of_month(const dg_time_reader *r, const struct dg_time_pending *p) {
    const struct dg_time_month_year *my = &r->month_year[p->month];
    return my->year > 0 && (!my->day || my->day != p->day) ? my->year : 0;
}

/* A month next to one that was settled (at most three months away) belongs to the same run of
 * months. */
static int year_of_neighbour(const dg_time_reader *r, const struct dg_time_pending *p) {
    int best = 4, y = 0;
    for (uint32_t i = 0; i < r->n_pending && i < 256; i++) {
        const struct dg_time_pending *q = &r->pending[i];
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
static void settle(dg_time_reader *r) {
    for (uint32_t i = 0; i < r->n_pending; i++) {
        const struct dg_time_pending *p = &r->pending[i];
        int y = year_of_month(r, p);
        if (!y) y = year_of_neighbour(r, p);
        if (y) r->times[p->time].value = days_waiting(y, p->month, p->day);
    }
}

int dg_read_times(const dg_lexicon *lex, dg_doc *doc, dg_err *err) {
    doc->times = NULL;
    doc->n_times = 0;
    dg_time_reader r = {
        .words = lex->times, .doc = doc, .pub = DG_DAY_NONE, .anchor = DG_DAYS_NONE};
    r.lang = dg_timewords_language(lex->times, doc->lang);
    if (r.lang == DG_NONE) return 0;
    uint32_t slash = dg_timewords_word(r.words, r.lang, DG_STR("/"), false);
    int v;
    r.day_first =
        slash != DG_NONE && dg_timewords_phrase(r.words, r.lang, DG_TW_DAY_FIRST, &slash, 1, &v);
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
