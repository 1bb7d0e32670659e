/* happening.c: first fit over tellings in order of time. A happening that ended before anything a
 * later telling could mean is closed, so long archives stay cheap. */
#include "archive/happening.h"

#include <stdlib.h>

#include "doc/plover.h"

/* ---- the matter ---- */

static int by_text(const void *a, const void *b) {
    return dg_str_cmp(*(const dg_str *)a, *(const dg_str *)b);
}

static uint32_t take(const dg_party *parties, uint32_t n, dg_str *ids, uint32_t n_ids) {
    for (uint32_t i = 0; i < n && n_ids < DG_MAX_SIDE; i++) ids[n_ids++] = dg_party_id(&parties[i]);
    return n_ids;
}

static void add_ids(dg_buf *out, dg_str *ids, uint32_t n) {
    if (n) qsort(ids, n, sizeof ids[0], by_text);
    bool first = true;
    for (uint32_t i = 0; i < n; i++) {
        if (i && dg_str_eq(ids[i], ids[i - 1])) continue;
        if (!first) dg_buf_addc(out, '+');
        dg_buf_adds(out, ids[i]);
        first = false;
    }
}

static bool is_mutual(dg_str type) {
    dg_plover t = dg_plover_find(type);
    return t < DG_PLOVER_N && dg_plover_table[t].mutual;
}

void dg_matter_write(dg_str type, const dg_party *actors, uint32_t n_actors,
                     const dg_party *recipients, uint32_t n_recipients, dg_buf *out) {
    dg_str ids[DG_MAX_SIDE];
    dg_buf_adds(out, type);
    dg_buf_addc(out, ' ');
    uint32_t n = take(actors, n_actors, ids, 0);
    bool mutual = is_mutual(type);
    if (mutual) n = take(recipients, n_recipients, ids, n);
    add_ids(out, ids, n);
    if (mutual) return;
    dg_buf_addc(out, '>');
    add_ids(out, ids, take(recipients, n_recipients, ids, 0));
}

/* ---- when ---- */

/* What a telling says of its time: told days, else the day of the report; background without a time
 * has none. */
static dg_days days_of(const dg_found_event *e, bool *ret_by_report) {
    *ret_by_report = !dg_days_known(e->when);
    if (!*ret_by_report) return e->when;
    return dg_str_is(e->status, "historical") ? DG_DAYS_NONE : e->source.published;
}

int dg_telling_cmp(const void *a, const void *b) {
    const dg_found_event *x = a, *y = b;
    bool ignored;
    dg_days p = days_of(x, &ignored), q = days_of(y, &ignored);
    bool known = dg_days_known(p);
    if (known != dg_days_known(q)) return known ? -1 : 1;
    if (p.from != q.from) return p.from < q.from ? -1 : 1;
    if (p.to != q.to) return p.to < q.to ? -1 : 1;
    int order = dg_str_cmp(x->source.id, y->source.id);
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* Could a report of that day, which tells no time, mean what happened then? */
static bool fits_report(dg_days event, dg_days report) {
    return event.from >= report.from - DG_NEWS_DAYS && event.to <= report.to;
}

/* ---- who ---- */

static bool is_person(const dg_party *p) {
    return dg_str_is(p->kind, "person");
}

/* One key, or a family name ("bekele") at the end or, as in China, at the beginning of the other.
 */
static bool same_person(dg_str a, dg_str b) {
    if (a.n < b.n) return same_person(b, a);
    if (dg_str_eq(a, b)) return true;
    if (!b.n || a.n < b.n + 2) return false;
    return (dg_str_ends(a, b) && a.p[a.n - b.n - 1] == ' ') ||
           (dg_str_starts(a, b) && a.p[b.n] == ' ');
}

/* Both tellings name people of one country, and nobody stands in both: two meetings, not one. */
static bool other_people(const dg_party *a, uint32_t n_a, const dg_party *b, uint32_t n_b) {
    for (uint32_t i = 0; i < n_a; i++) {
        bool named = false, shared = false;
        for (uint32_t k = 0; k < n_b && is_person(&a[i]); k++) {
            if (!is_person(&b[k]) || !dg_party_compatriots(&a[i], &b[k])) continue;
            named = true;
            shared |= same_person(a[i].key, b[k].key);
        }
        if (named && !shared) return true;
    }
    return false;
}

bool dg_happening_people_differ(const dg_found_event *a, const dg_found_event *b) {
    return other_people(a->actors, a->n_actors, b->actors, b->n_actors) ||
           other_people(a->recipients, a->n_recipients, b->recipients, b->n_recipients) ||
           other_people(a->actors, a->n_actors, b->recipients, b->n_recipients) ||
           other_people(a->recipients, a->n_recipients, b->actors, b->n_actors);
}

enum { MONTH = 31 }; /* days */

/* ---- what all tellings say ---- */

static bool is_country(const dg_party *p) {
    return dg_str_is(p->kind, "country") || dg_str_is(p->kind, "place");
}

static bool is_same_party(const dg_party *a, const dg_party *b) {
    if (dg_str_eq(a->key, b->key)) return true;
    /* "three diplomats" in as many languages: groups have no name that could say which */
    if (dg_str_is(a->kind, "group") && dg_str_is(b->kind, "group") && dg_party_compatriots(a, b))
        return true;
    return is_person(a) && is_person(b) && dg_party_compatriots(a, b) &&
           same_person(a->key, b->key);
}

static bool stands_in(const dg_party *parties, uint32_t n, const dg_party *p) {
    for (uint32_t i = 0; i < n; i++)
        if (dg_str_eq(dg_party_id(&parties[i]), dg_party_id(p))) return true;
    return false;
}

/* The place that a party takes in a list: its own, the longer name's; that of its country, named
 * without anybody; none, when it is itself but the country of one who stands there. */
static bool add_party(dg_arena *arena, dg_party **list, uint32_t *n, uint32_t *cap,
                      const dg_party *p) {
    for (uint32_t i = 0; i < *n; i++) {
        dg_party *old = &(*list)[i];
        bool one = dg_str_eq(dg_party_id(old), dg_party_id(p));
        if (is_same_party(old, p)) {
            if (is_person(p) && p->key.n > old->key.n) *old = *p;
            return true;
        }
        if (one && is_country(p)) return true;
        if (one && is_country(old)) {
            *old = *p;
            return true;
        }
    }
    return *n >= DG_MAX_SIDE || DG_PUSH(arena, *list, *n, *cap, *p);
}

int dg_sides_merge(const dg_found_event *const *tellings, uint32_t n, dg_arena *arena,
                   dg_sides *ret) {
    dg_sides s = {0};
    bool ok = true;
    for (uint32_t i = 0; i < n && ok; i++) {
        const dg_found_event *e = tellings[i];
        bool mutual = is_mutual(e->type); /* who met whom is told either way round */
        for (uint32_t k = 0; k < e->n_actors + e->n_recipients && ok; k++) {
            bool actor = k < e->n_actors;
            const dg_party *p = actor ? &e->actors[k] : &e->recipients[k - e->n_actors];
            if (mutual && i && stands_in(s.actors, s.n_actors, p)) actor = true;
            if (mutual && i && stands_in(s.recipients, s.n_recipients, p)) actor = false;
            ok = actor ? add_party(arena, &s.actors, &s.n_actors, &s.cap_actors, p)
                       : add_party(arena, &s.recipients, &s.n_recipients, &s.cap_recipients, p);
        }
    }
    if (ok) *ret = s;
    return ok ? 0 : DG_E_NOMEM;
}

dg_str dg_tellings_status(const dg_found_event *const *tellings, uint32_t n) {
    static const char *const order[] = {"actual",  "future",     "denied",
                                        "alleged", "historical", "hypothetical"};
    for (size_t k = 0; k < DG_LEN(order); k++)
        for (uint32_t i = 0; i < n; i++)
            if (dg_str_is(tellings[i]->status, order[k])) return tellings[i]->status;
    return tellings[0]->status;
}

dg_str dg_tellings_mode(const dg_found_event *const *tellings, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (tellings[i]->mode.p) return tellings[i]->mode;
    return DG_STR_NULL;
}

/* ---- the same? ---- */

/* What happened, what is planned, what may be, what is denied: each is another entry. */
static int reality(dg_str status) {
    if (dg_str_is(status, "future")) return 1;
    if (dg_str_is(status, "hypothetical")) return 2;
    if (dg_str_is(status, "denied")) return 3;
    return 0; /* actual, historical, alleged */
}

static bool told_by(const dg_happening *h, const dg_found_event *events, int64_t article) {
    for (uint32_t i = 0; i < h->n; i++)
        if (events[h->tellings[i]].source.article == article) return true;
    return false;
}

static bool times_agree(const dg_happening *h, const dg_found_event *events,
                        const dg_found_event *e) {
    const dg_found_event *first = &events[h->tellings[0]];
    bool by_report, told = told_by(h, events, e->source.article);
    dg_days when = days_of(e, &by_report);
    if (!dg_days_known(when) || !dg_days_known(h->when))
        return !dg_days_known(when) && !dg_days_known(h->when) && !told && e->source.story.n &&
               dg_str_eq(e->source.story, first->source.story);
    bool days = when.from == when.to && h->when.from == h->when.to;
    if (told && by_report == h->by_report && (by_report || !days)) return false;
    if (by_report != h->by_report)
        return fits_report(by_report ? h->when : when, by_report ? when : h->when);
    bool wide = when.to - when.from > MONTH || h->when.to - h->when.from > MONTH;
    if (!by_report && wide &&
        !(e->source.story.n && dg_str_eq(e->source.story, first->source.story)))
        return false;
    int32_t slack = by_report ? DG_NEWS_DAYS : 0;
    return when.from <= h->when.to + slack && h->when.from <= when.to + slack;
}

/* Do polarity, mode and people allow it? */
static bool agree(const dg_happening *h, const dg_found_event *events, const dg_found_event *e) {
    const dg_found_event *first = &events[h->tellings[0]];
    if (first->negated != e->negated || reality(first->status) != reality(e->status)) return false;
    for (uint32_t i = 0; i < h->n; i++) {
        const dg_found_event *w = &events[h->tellings[i]];
        if (w->mode.p && e->mode.p && !dg_str_eq(w->mode, e->mode)) return false;
        if (dg_happening_people_differ(w, e)) return false;
    }
    return true;
}

static bool same(const dg_happening *h, const dg_found_event *events, const dg_found_event *e) {
    return times_agree(h, events, e) && agree(h, events, e);
}

/* The happening's time after one more telling: told times narrow it, a told time replaces a
 * report's day, the first report counts. */
static void narrow(dg_happening *h, dg_days when, bool by_report) {
    if (!dg_days_known(when)) return;
    if (h->by_report && by_report) {
        if (when.from < h->when.from) h->when = when;
    } else if (h->by_report) {
        h->when = when;
        h->by_report = false;
    } else if (!by_report) {
        if (when.from > h->when.from) h->when.from = when.from;
        if (when.to < h->when.to) h->when.to = when.to;
    }
}

/* Do both tellings rest on one witness: the wire that they name, or one text in two versions? */
static bool one_witness(const dg_found_event *a, const dg_found_event *b) {
    return dg_str_eq(a->witness, b->witness) || dg_source_is_same(&a->source, &b->source);
}

/* Articles, those of one witness once; a reprint that names the wire brings its original under it.
 */
static bool count_witnesses(const dg_happening *h, const dg_found_event *events, dg_arena *arena,
                            uint32_t *ret) {
    dg_arena_mark mark = dg_arena_mark_get(arena);
    uint32_t *label = dg_arena_alloc(arena, (size_t)h->n * sizeof label[0]), n = 0;
    for (uint32_t i = 0; i < h->n && label; i++) {
        label[i] = i;
        for (uint32_t k = 0; k < i; k++) {
            uint32_t old = label[k];
            if (old == label[i] || !one_witness(&events[h->tellings[k]], &events[h->tellings[i]]))
                continue;
            for (uint32_t m = 0; m <= i; m++)
                if (label[m] == old) label[m] = label[i];
        }
    }
    for (uint32_t i = 0; i < h->n && label; i++) n += label[i] == i;
    dg_arena_release(arena, mark);
    *ret = n;
    return label != NULL;
}

/* ---- a month of any year ---- */

static bool names_together(const dg_party *a, uint32_t n_a, const dg_party *b, uint32_t n_b) {
    for (uint32_t i = 0; i < n_a; i++)
        for (uint32_t k = 0; k < n_b && is_person(&a[i]); k++)
            if (is_person(&b[k]) && same_person(a[i].key, b[k].key)) return true;
    return false;
}

/* Does one telling of it name a person who stands in e, too? */
static bool shares_person(const dg_happening *h, const dg_found_event *events,
                          const dg_found_event *e) {
    for (uint32_t i = 0; i < h->n; i++) {
        const dg_found_event *w = &events[h->tellings[i]];
        if (names_together(w->actors, w->n_actors, e->actors, e->n_actors) ||
            names_together(w->actors, w->n_actors, e->recipients, e->n_recipients) ||
            names_together(w->recipients, w->n_recipients, e->actors, e->n_actors) ||
            names_together(w->recipients, w->n_recipients, e->recipients, e->n_recipients))
            return true;
    }
    return false;
}

/* Does the happening lie within this month (200), on this day of it (204), of whatever year? */
static bool is_in_month(const dg_happening *h, uint32_t any_year) {
    char from[11], to[11];
    if (!dg_days_known(h->when) || h->by_report || h->when.to - h->when.from > MONTH) return false;
    dg_day_format(h->when.from, from);
    dg_day_format(h->when.to, to);
    uint32_t month = (uint32_t)(from[5] - '0') * 10 + (uint32_t)(from[6] - '0');
    uint32_t first = (uint32_t)(from[8] - '0') * 10 + (uint32_t)(from[9] - '0');
    uint32_t last = (uint32_t)(to[8] - '0') * 10 + (uint32_t)(to[9] - '0');
    uint32_t day = any_year % 100;
    return month == any_year / 100 && memcmp(from, to, 7) == 0 &&
           (!day || (first <= day && day <= last));
}

/* The happening that a telling without a year means: the only one of that month in which somebody
 * takes part whom it names. NULL: none, or more than one. */
static dg_happening *only_one(dg_happening *all, uint32_t n, const dg_found_event *events,
                              const dg_found_event *e) {
    dg_happening *found = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_in_month(&all[i], e->any_year) || !agree(&all[i], events, e) ||
            !shares_person(&all[i], events, e) || told_by(&all[i], events, e->source.article))
            continue;
        if (found) return NULL;
        found = &all[i];
    }
    return found;
}

int dg_happenings_group(const dg_found_event *events, uint32_t n, dg_arena *arena, uint32_t *ret_n,
                        dg_happening **ret, dg_err *err) {
    dg_happening *all = NULL;
    uint32_t n_all = 0, cap = 0, n_open = 0;
    uint32_t *open = dg_arena_alloc(arena, (size_t)n * sizeof open[0]);
    bool ok = open != NULL;
    for (uint32_t i = 0; i < n && ok; i++) {
        bool by_report;
        dg_days when = days_of(&events[i], &by_report);
        dg_happening *h = !dg_days_known(when) && events[i].any_year
                              ? only_one(all, n_all, events, &events[i])
                              : NULL;
        uint32_t kept = 0;
        for (uint32_t k = 0; k < n_open; k++) {
            dg_happening *one = &all[open[k]];
            bool over = dg_days_known(when) && one->when.to < when.from - DG_NEWS_DAYS;
            if (!h && !over && same(one, events, &events[i])) h = one;
            if (!over) open[kept++] = open[k];
        }
        n_open = kept;
        if (!h) {
            ok = DG_PUSH(arena, all, n_all, cap, ((dg_happening){when, by_report, 0, 0, NULL, 0}));
            if (!ok) break;
            open[n_open++] = n_all - 1;
            h = &all[n_all - 1];
        } else
            narrow(h, when, by_report);
        ok = DG_PUSH(arena, h->tellings, h->n, h->cap, i);
    }
    if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "happenings");
    for (uint32_t i = 0; i < n_all && ok; i++)
        ok = count_witnesses(&all[i], events, arena, &all[i].witnesses);
    if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "happenings");
    *ret_n = n_all, *ret = all;
    return 0;
}
