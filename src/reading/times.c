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
 * tell tense and are mapped at the end. Where the container knew no day of publication, the text is
 * asked for one first (time_published.c). Cost: O(bytes). Limits: DG_MAX_TIMES. */
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

/* A happening that is named, told by who cannot know it before its day. */
static bool note_known(dg_time_reader *r, uint32_t i) {
    int day;
    uint32_t end = dg_time_phrase(r, i, DG_TW_NAMED, &day);
    if (!end || r->n_known >= DG_MAX_TIMES) return true;
    dg_known_day k = {.span = {r->items[i].span.from, r->items[end - 1].span.to},
                      .day = dg_day_of(day / 10000, day / 100 % 100, day % 100)};
    if (dg_days_known(r->doc->published) && r->doc->published.to < k.day) return true;
    memcpy(k.actor, dg_timewords_actor(r->words, day), sizeof k.actor);
    return DG_PUSH(r->doc->arena, r->known, r->n_known, r->cap_known, k);
}

static bool read_line(dg_time_reader *r, uint32_t from, uint32_t to) {
    if (!dg_time_cut_line(r, from, to)) return false;
    for (uint32_t i = 0; i < r->n;) {
        dg_time_found f = {.days = DG_DAYS_NONE};
        if (!note_known(r, i)) return false;
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
        bool month = p->day > 100 || p->day < 0; /* a third of it */
        if (!dg_days_known(r->times[p->time].value))
            r->times[p->time].any_year = (uint16_t)(100 * p->month + (month ? 0 : p->day));
    }
}

typedef bool line_reader(dg_time_reader *r, uint32_t from, uint32_t to);

static bool each_line(dg_time_reader *r, line_reader *read) {
    const dg_str text = r->doc->text;
    for (uint32_t at = 0; at < text.n;) {
        const char *nl = memchr(text.p + at, '\n', text.n - at);
        uint32_t to = nl ? (uint32_t)(nl - text.p) : text.n;
        if (!read(r, at, to)) return false;
        at = to + 1;
    }
    return true;
}

/* A date of two slashes whose day is above twelve tells how this text writes the others; two that
 * disagree tell nothing. */
static bool find_slash_order(dg_time_reader *r, uint32_t from, uint32_t to) {
    if (r->day_first) return true;
    if (!memchr(r->doc->text.p + from, '/', to - from)) return true;
    if (!dg_time_cut_line(r, from, to)) return false;
    for (uint32_t i = 0; i + 4 < r->n; i++) {
        if (!dg_time_number_at(r, i) || !dg_time_mark_at(r, i + 1, '/') ||
            !dg_time_number_at(r, i + 2) || !dg_time_mark_at(r, i + 3, '/') ||
            !dg_time_number_at(r, i + 4) || r->items[i + 4].digits != 4)
            continue;
        int a = r->items[i].number, b = r->items[i + 2].number;
        if (a > 12 && a <= 31 && b <= 12) r->slash_seen |= DG_SLASH_DAY_FIRST;
        if (b > 12 && b <= 31 && a <= 12) r->slash_seen |= DG_SLASH_MONTH_FIRST;
    }
    return true;
}

/* ---- publication ---- */

enum { LONGEST_RANGE = 366 };

static bool find_evidence(dg_time_reader *r, uint32_t from, uint32_t to) {
    if (!dg_time_cut_line(r, from, to)) return false;
    r->pub = DG_DAY_NONE;
    for (uint32_t i = 0; i < r->n; i++) {
        uint32_t end = i + 1;
        dg_time_found f = {.days = DG_DAYS_NONE};
        dg_days d = dg_time_evidence(r, i, &end);
        if (dg_days_known(d)) {
            dg_days *e = &r->evidence;
            if (!r->n_evidence || d.from > e->from) e->from = d.from;
            if (!r->n_evidence || d.to < e->to) e->to = d.to;
            if (r->n_evidence < DG_MAX_EVIDENCE)
                r->words_of_evidence[r->n_evidence++] =
                    (dg_range){r->items[i].span.from, r->items[end - 1].span.to};
            i = end - 1;
        } else if (dg_time_match(r, i, &f)) {
            bool told = f.says_year && dg_days_known(f.days) &&
                        dg_time_tense(r, i, f.end) == DG_TENSE_OF_PAST;
            if (told && f.days.from > r->latest) r->latest = f.days.from;
            i = f.end - 1;
        }
    }
    return true;
}

/* The day of publication where the container knew none: all evidence of the text agrees, leaves a
 * year at most, and nothing is told that lies behind it. */
static bool find_published(dg_time_reader *r) {
    dg_doc *doc = r->doc;
    r->latest = DG_DAY_NONE;
    if (!each_line(r, find_evidence)) return false;
    dg_days e = r->evidence;
    if (!r->n_evidence || e.from > e.to || e.to - e.from > LONGEST_RANGE) return true;
    if (r->latest != DG_DAY_NONE && r->latest > e.to) return true;
    dg_range *words = dg_arena_alloc(doc->arena, r->n_evidence * sizeof *words);
    if (!words) return false;
    memcpy(words, r->words_of_evidence, r->n_evidence * sizeof *words);
    doc->published = e, doc->published_basis = DG_BASIS_TEXT;
    doc->published_words = words, doc->n_published_words = r->n_evidence;
    return true;
}

int dg_read_times(const dg_lexicon *lex, dg_doc *doc, dg_err *err) {
    doc->times = NULL, doc->known_days = NULL;
    doc->n_times = doc->n_known_days = 0;
    dg_time_reader r = {
        .words = lex->times, .doc = doc, .pub = DG_DAY_NONE, .anchor = DG_DAYS_NONE};
    r.lang = dg_timewords_language(lex->times, doc->lang);
    if (r.lang == DG_NONE) return 0;
    uint32_t slash = dg_timewords_word(r.words, r.lang, DG_STR("/"), false);
    int v;
    r.day_first =
        slash != DG_NONE && dg_timewords_phrase(r.words, r.lang, DG_TW_DAY_FIRST, &slash, 1, &v);
    bool ok = each_line(&r, find_slash_order);
    if (r.slash_seen != (DG_SLASH_DAY_FIRST | DG_SLASH_MONTH_FIRST)) r.slash_order = r.slash_seen;
    if (ok && !dg_days_known(doc->published)) ok = find_published(&r);
    if (!ok || !each_line(&r, read_line)) return dg_err_set(err, DG_E_NOMEM, 0, "times");
    if (!dg_days_known(doc->published)) settle(&r);
    doc->times = r.times, doc->n_times = r.n_times;
    doc->known_days = r.known, doc->n_known_days = r.n_known;
    return 0;
}
