/* entry.c: whatever is compared stands in one list, which a map finds: entries of the same parties
 * (plans), of the same matter (denials), answers by those who give them. */
#include "archive/entry.h"

#include <stdlib.h>

#include "base/map.h"

/* ---- lists by key ---- */

typedef struct list {
    uint32_t n, cap, *items; /* ascending */
} list;

typedef struct lists {
    dg_map map;
    list *all;
    uint32_t n, cap;
} lists;

static bool lists_add(lists *l, dg_str key, uint32_t item) {
    uint32_t *at;
    bool is_new;
    dg_arena *arena = l->map.arena;
    if (!dg_map_put(&l->map, key, &at, &is_new)) return false;
    if (is_new) {
        *at = l->n;
        if (!DG_PUSH(arena, l->all, l->n, l->cap, ((list){0}))) return false;
    }
    list *to = &l->all[*at];
    if (to->n && to->items[to->n - 1] == item) return true;
    return DG_PUSH(arena, to->items, to->n, to->cap, item);
}

static list lists_get(const lists *l, dg_str key) {
    uint32_t at = dg_map_get(&l->map, key);
    return at == DG_NONE ? (list){0} : l->all[at];
}

/* ---- matters ---- */

/* "ACCUSE DNK>SWE": the part behind the type. */
static dg_str sides_of(dg_str matter) {
    uint32_t at = 0;
    while (at < matter.n && matter.p[at] != ' ') at++;
    return dg_str_cut(matter, at + 1, matter.n);
}

static dg_str side(dg_str sides, bool recipients) {
    const char *arrow = sides.n ? memchr(sides.p, '>', sides.n) : NULL;
    uint32_t at = arrow ? (uint32_t)(arrow - sides.p) : sides.n;
    if (!recipients) return dg_str_cut(sides, 0, at);
    return arrow ? dg_str_cut(sides, at + 1, sides.n) : DG_STR("");
}

static bool next_id(dg_str side_text, uint32_t *at, dg_str *ret) {
    if (*at >= side_text.n) return false;
    uint32_t to = *at;
    while (to < side_text.n && side_text.p[to] != '+') to++;
    *ret = dg_str_cut(side_text, *at, to);
    *at = to + 1;
    return true;
}

static bool has_id(dg_str side_text, dg_str id) {
    dg_str one;
    for (uint32_t at = 0; next_id(side_text, &at, &one);)
        if (dg_str_eq(one, id)) return true;
    return false;
}

static int by_text(const void *a, const void *b) {
    return dg_str_cmp(*(const dg_str *)a, *(const dg_str *)b);
}

/* The same parties, whichever side they are on, have the same key; p NULL: no memory. */
static dg_str parties_key(dg_str sides, dg_arena *arena) {
    dg_str ids[2 * DG_MAX_SIDE], one, key = {"", 0};
    uint32_t n = 0;
    for (int k = 0; k < 2; k++) {
        dg_str text = side(sides, k == 1);
        for (uint32_t at = 0; n < DG_LEN(ids) && next_id(text, &at, &one);) ids[n++] = one;
    }
    if (n) qsort(ids, n, sizeof ids[0], by_text);
    for (uint32_t i = 0; i < n && key.p; i++)
        if (!i || !dg_str_eq(ids[i], ids[i - 1]))
            key = dg_arena_join(arena, key, DG_STR("+"), ids[i]);
    return key;
}

static bool overlap(dg_str a, dg_str b) {
    dg_str one;
    for (uint32_t at = 0; next_id(a, &at, &one);)
        if (has_id(b, one)) return true;
    return false;
}

/* ---- what an entry says ---- */

static const dg_found_event *lead(const dg_entry *e) {
    return e->tellings[0];
}

static bool is_ahead(const dg_entry *e) {
    return dg_str_is(lead(e)->status, "future") || dg_str_is(lead(e)->status, "hypothetical");
}

static bool is_denied(const dg_entry *e) {
    return lead(e)->negated != dg_str_is(lead(e)->status, "denied");
}

static bool same_story(const dg_entry *a, const dg_entry *b) {
    for (uint32_t i = 0; i < a->n; i++)
        for (uint32_t k = 0; k < b->n; k++)
            if (a->tellings[i]->source.story.n &&
                dg_str_eq(a->tellings[i]->source.story, b->tellings[k]->source.story))
                return true;
    return false;
}

static int32_t days_between(dg_days a, dg_days b) {
    return a.to < b.from ? b.from - a.to : b.to < a.from ? a.from - b.to : 0;
}

/* ---- entries ---- */

/* Is it done on a day, so that a plan for it can come true? Help and cooperation go on for years.
 */
static bool is_deed(dg_str type) {
    return !dg_str_is(type, "COOPERATE") && !dg_str_is(type, "SUPPORT") &&
           !dg_str_is(type, "AGREE");
}

static bool told_elsewhere(const dg_entry *plan, const dg_entry *deed) {
    for (uint32_t i = 0; i < deed->n; i++)
        if (deed->tellings[i]->source.article != lead(plan)->source.article) return true;
    return false;
}

static bool fulfils(const dg_entry *plan, const dg_entry *deed) {
    const dg_found_event *p = lead(plan), *d = lead(deed);
    if (!is_deed(d->type) || !told_elsewhere(plan, deed)) return false;
    if (!dg_str_is(p->status, "future") || p->negated || d->negated || is_ahead(deed) ||
        is_denied(deed) || !p->planned.n || !dg_str_eq(p->planned, d->type))
        return false;
    if (dg_happening_people_differ(p, d)) return false;
    if (!dg_days_known(plan->when) || !dg_days_known(deed->when)) return same_story(plan, deed);
    if (plan->by_report) /* the plan was reported before or on the day of the deed */
        return deed->when.to >= plan->when.from && deed->when.from <= plan->when.to + DG_PLAN_DAYS;
    return days_between(plan->when, deed->when) <= (deed->by_report ? DG_NEWS_DAYS : 0);
}

static bool link_plans(dg_entry *entries, uint32_t n, dg_arena *arena) {
    lists deeds = {0};
    dg_map_init(&deeds.map, arena);
    for (uint32_t i = 0; i < n; i++) {
        if (is_ahead(&entries[i]) || !lead(&entries[i])->matter.p) continue;
        dg_str key = parties_key(sides_of(lead(&entries[i])->matter), arena);
        if (!key.p || !lists_add(&deeds, key, i)) return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!lead(&entries[i])->planned.n || !lead(&entries[i])->matter.p) continue;
        dg_str key = parties_key(sides_of(lead(&entries[i])->matter), arena);
        if (!key.p) return false;
        list same = lists_get(&deeds, key);
        for (uint32_t k = 0; k < same.n && entries[i].fulfilled_by == DG_NONE; k++) {
            dg_entry *deed = &entries[same.items[k]];
            if (deed->plan != DG_NONE || !fulfils(&entries[i], deed)) continue;
            entries[i].fulfilled_by = same.items[k];
            deed->plan = i;
        }
    }
    return true;
}

/* What the tellings say together. */
static bool sum_up(dg_entry *e, dg_arena *arena) {
    dg_sides s;
    if (dg_sides_merge(e->tellings, e->n, arena, &s)) return false;
    e->told = *e->tellings[0];
    e->told.n_actors = s.n_actors, e->told.actors = s.actors;
    e->told.n_recipients = s.n_recipients, e->told.recipients = s.recipients;
    e->told.status = dg_tellings_status(e->tellings, e->n);
    e->told.mode = dg_tellings_mode(e->tellings, e->n);
    for (uint32_t i = 0; i < e->n; i++) e->told.began |= e->tellings[i]->began;
    for (uint32_t i = 0; i < e->n && !e->told.place.p; i++)
        e->told.place = e->tellings[i]->place,
        e->told.place_country = e->tellings[i]->place_country;
    return true;
}

int dg_entries_make(const dg_found_event *events, uint32_t n, dg_arena *arena, uint32_t *ret_n,
                    dg_entry **ret, dg_err *err) {
    dg_entry *all = NULL;
    uint32_t n_all = 0, cap = 0;
    dg_map by_id;
    dg_map_init(&by_id, arena);
    bool ok = true;
    for (uint32_t i = 0; i < n && ok; i++) {
        const dg_found_event *e = &events[i];
        uint32_t at = n_all, *known;
        bool is_new = true;
        if (e->happening.p) {
            ok = dg_map_put_ref(&by_id, e->happening, &known, &is_new);
            if (ok && is_new) *known = n_all;
            if (ok) at = *known;
        }
        if (ok && is_new)
            ok = DG_PUSH(arena, all, n_all, cap,
                         ((dg_entry){.when = e->happening.p ? e->happened : e->when,
                                     .by_report = e->happening.p && e->by_report,
                                     .witnesses = e->happening.p ? e->witnesses : 1,
                                     .fulfilled_by = DG_NONE,
                                     .plan = DG_NONE}));
        ok = ok && DG_PUSH(arena, all[at].tellings, all[at].n, all[at].cap, e);
    }
    for (uint32_t i = 0; i < n_all && ok; i++) ok = sum_up(&all[i], arena);
    if (!ok || !link_plans(all, n_all, arena)) return dg_err_set(err, DG_E_NOMEM, 0, "entries");
    *ret_n = n_all, *ret = all;
    return 0;
}

/* ---- disputes ---- */

static bool near_in_time(const dg_entry *a, const dg_entry *b, bool undated) {
    if (!dg_days_known(a->when) || !dg_days_known(b->when)) return undated || same_story(a, b);
    return days_between(a->when, b->when) <= DG_DISPUTE_DAYS;
}

/* A asserted, B says that it is not so. */
static bool denies(const dg_entry *a, const dg_entry *b) {
    return !is_ahead(a) && !is_ahead(b) && !is_denied(a) && is_denied(b) &&
           dg_str_eq(lead(a)->matter, lead(b)->matter) && near_in_time(a, b, true);
}

/* Is b's day, or the day by which it was reported, before that on which a is said to have happened?
 */
static bool is_earlier(const dg_entry *b, const dg_entry *a) {
    return dg_days_known(a->when) && dg_days_known(b->when) && !a->by_report &&
           b->when.to < a->when.from;
}

/* The accused rejects, and rejects the accuser's word or nobody's in particular; not before it was
 * said. */
static bool answers(const dg_entry *a, const dg_entry *b) {
    if (!dg_str_is(lead(a)->type, "ACCUSE") || !dg_str_is(lead(b)->type, "REJECT") ||
        lead(a)->negated || lead(b)->negated || is_ahead(a) || is_ahead(b) || is_earlier(b, a))
        return false;
    dg_str accuse = sides_of(lead(a)->matter), reject = sides_of(lead(b)->matter);
    dg_str to = side(reject, true);
    return overlap(side(accuse, true), side(reject, false)) &&
           (!to.n || overlap(to, side(accuse, false)) || dg_str_eq(to, side(reject, false))) &&
           (same_story(a, b) || (near_in_time(a, b, false) && to.n)) &&
           !overlap(side(accuse, false), side(accuse, true));
}

/* ---- who began it ---- */

static bool says_who_began(const dg_entry *e) {
    return e->told.began && lead(e)->matter.p && !is_ahead(e) && !is_denied(e);
}

/* Who is said to have begun it: whoever is accused of it, or did it. */
static dg_str beginner(const dg_entry *e) {
    return side(sides_of(lead(e)->matter), dg_str_is(lead(e)->type, "ACCUSE"));
}

static dg_str begun_upon(const dg_entry *e) {
    return side(sides_of(lead(e)->matter), !dg_str_is(lead(e)->type, "ACCUSE"));
}

/* Is b said to have begun it upon who began it in a? */
static bool is_turned(const dg_entry *a, const dg_entry *b) {
    dg_str upon = begun_upon(b);
    return upon.n ? overlap(beginner(a), upon) : same_story(a, b);
}

static bool blame_each_other(const dg_entry *a, const dg_entry *b) {
    dg_str one = beginner(a), other = beginner(b);
    return one.n && other.n && !overlap(one, other) && is_turned(a, b) && is_turned(b, a) &&
           near_in_time(a, b, false);
}

/* ---- figures ---- */

/* What a figure leaves open: "at least 40" is 40 and more, "about 40" within a fifth. */
static void allow(const dg_figure *f, double *ret_low, double *ret_high) {
    *ret_low = f->low, *ret_high = f->high;
    if (dg_str_is(f->bound, "min")) *ret_high = 1e300;
    if (dg_str_is(f->bound, "max")) *ret_low = -1e300;
    if (dg_str_is(f->bound, "about")) *ret_low -= 0.2 * f->low, *ret_high += 0.2 * f->high;
}

/* The same kind counted in the same unit; people are people in every language. */
static bool same_kind(const dg_figure *a, const dg_figure *b) {
    static const char *const people[] = {"killed", "wounded", "arrested", "displaced", "troops"};
    if (!dg_str_eq(a->kind, b->kind)) return false;
    for (size_t i = 0; i < DG_LEN(people); i++)
        if (dg_str_is(a->kind, people[i])) return true;
    return !dg_str_is(a->kind, "count") && dg_str_eq(a->unit, b->unit);
}

bool dg_figures_exclude(const dg_figure *a, const dg_figure *b) {
    double low_a, high_a, low_b, high_b;
    if (!same_kind(a, b)) return false;
    allow(a, &low_a, &high_a);
    allow(b, &low_b, &high_b);
    return high_a < low_b || high_b < low_a;
}

/* The kind of figure in which two articles differ; p NULL: none. An article that gives two figures
 * of a kind means two things. */
static dg_str differing_figure(const dg_entry *e) {
    for (uint32_t i = 0; i < e->n; i++)
        for (uint32_t k = i + 1; k < e->n; k++) {
            const dg_found_event *a = e->tellings[i], *b = e->tellings[k];
            if (dg_source_is_same(&a->source, &b->source)) continue;
            for (uint32_t x = 0; x < a->n_figures; x++) {
                uint32_t excluded = 0, of_kind = 0;
                for (uint32_t y = 0; y < b->n_figures; y++) {
                    of_kind += same_kind(&a->figures[x], &b->figures[y]);
                    excluded += dg_figures_exclude(&a->figures[x], &b->figures[y]);
                }
                if (of_kind && excluded == of_kind) return a->figures[x].kind;
            }
        }
    return DG_STR_NULL;
}

static bool add_once(dg_arena *arena, uint32_t **items, uint32_t *n, uint32_t *cap, uint32_t item) {
    uint32_t *all = *items, at = 0;
    while (at < *n && all[at] < item) at++;
    if (at < *n && all[at] == item) return true;
    if (!DG_PUSH(arena, all, *n, *cap, item)) return false;
    memmove(all + at + 1, all + at, (*n - 1 - at) * sizeof all[0]);
    all[at] = item;
    *items = all;
    return true;
}

typedef struct disputing {
    const dg_entry *entries;
    uint32_t n;
    dg_arena *arena;
    lists of_matter;  /* entries that deny */
    lists answers_of; /* rejections, by each of those who reject */
    dg_map at;        /* kind and matter → dispute */
    dg_dispute *found;
    uint32_t n_found, cap;
} disputing;

static bool sort_in(disputing *w) {
    dg_str one;
    dg_map_init(&w->of_matter.map, w->arena);
    dg_map_init(&w->answers_of.map, w->arena);
    dg_map_init(&w->at, w->arena);
    for (uint32_t i = 0; i < w->n; i++) {
        const dg_entry *e = &w->entries[i];
        if (!lead(e)->matter.p) continue;
        if (is_denied(e) && !lists_add(&w->of_matter, lead(e)->matter, i)) return false;
        if (!dg_str_is(lead(e)->type, "REJECT")) continue;
        dg_str who = side(sides_of(lead(e)->matter), false);
        for (uint32_t at = 0; next_id(who, &at, &one);)
            if (!lists_add(&w->answers_of, one, i)) return false;
    }
    return true;
}

static dg_str dispute_key(const disputing *w, dg_dispute_kind kind, dg_str matter) {
    static const char *const marks[] = {"-", "!", "#", "?"}; /* a kind each */
    return dg_arena_join(w->arena, DG_STR(""), dg_str_of(marks[kind]), matter);
}

/* Puts b against a in the dispute of that kind on `matter`, made when there is none. */
static bool put_against(disputing *w, uint32_t a, uint32_t b, dg_dispute_kind kind, dg_str matter) {
    uint32_t *at;
    bool is_new;
    dg_str key = dispute_key(w, kind, matter);
    if (!key.p || !dg_map_put_ref(&w->at, key, &at, &is_new)) return false;
    if (is_new) {
        *at = w->n_found;
        if (!DG_PUSH(w->arena, w->found, w->n_found, w->cap, ((dg_dispute){.kind = (uint8_t)kind})))
            return false;
    }
    dg_dispute *d = &w->found[*at];
    return add_once(w->arena, &d->asserted, &d->n_asserted, &d->cap_asserted, a) &&
           add_once(w->arena, &d->against, &d->n_against, &d->cap_against, b);
}

/* Who began it, between the parties of a and b: on the first side who is named first. */
static bool put_begun(disputing *w, uint32_t a, uint32_t b) {
    dg_str one = beginner(&w->entries[a]), other = beginner(&w->entries[b]);
    bool in_order = dg_str_cmp(one, other) < 0;
    dg_str parties =
        dg_arena_join(w->arena, in_order ? one : other, DG_STR("/"), in_order ? other : one);
    dg_str key = dispute_key(w, DG_DISPUTE_BEGUN, parties);
    if (!parties.p || !key.p) return false;
    uint32_t at = dg_map_get(&w->at, key);
    const dg_entry *first = at == DG_NONE ? NULL : &w->entries[w->found[at].asserted[0]];
    return first && !overlap(beginner(first), one)
               ? put_against(w, b, a, DG_DISPUTE_BEGUN, parties)
               : put_against(w, a, b, DG_DISPUTE_BEGUN, parties);
}

static bool find_begun(disputing *w) {
    for (uint32_t a = 0; a < w->n; a++)
        for (uint32_t b = a + 1; says_who_began(&w->entries[a]) && b < w->n; b++)
            if (says_who_began(&w->entries[b]) &&
                blame_each_other(&w->entries[a], &w->entries[b]) && !put_begun(w, a, b))
                return false;
    return true;
}

static bool find_against(disputing *w, uint32_t a) {
    const dg_entry *e = &w->entries[a];
    dg_str matter = lead(e)->matter, one;
    bool ok = true;
    if (!matter.p) return true;
    list denials = lists_get(&w->of_matter, matter);
    for (uint32_t k = 0; k < denials.n && ok; k++)
        if (denies(e, &w->entries[denials.items[k]]))
            ok = put_against(w, a, denials.items[k], DG_DISPUTE_DENIED, matter);
    if (!dg_str_is(lead(e)->type, "ACCUSE")) return ok;
    dg_str accused = side(sides_of(matter), true);
    for (uint32_t at = 0; ok && next_id(accused, &at, &one);) {
        list answering = lists_get(&w->answers_of, one);
        for (uint32_t k = 0; k < answering.n && ok; k++)
            if (answers(e, &w->entries[answering.items[k]]))
                ok = put_against(w, a, answering.items[k], DG_DISPUTE_ANSWERED, matter);
    }
    return ok;
}

int dg_disputes_find(const dg_entry *entries, uint32_t n, dg_arena *arena, uint32_t *ret_n,
                     dg_dispute **ret, dg_err *err) {
    disputing w = {.entries = entries, .n = n, .arena = arena};
    bool ok = sort_in(&w);
    for (uint32_t a = 0; a < n && ok; a++) ok = find_against(&w, a);
    ok = ok && find_begun(&w);
    for (uint32_t a = 0; a < n && ok; a++) {
        dg_dispute d = {.kind = DG_DISPUTE_FIGURES, .figure = differing_figure(&entries[a])};
        if (!d.figure.p) continue;
        ok = DG_PUSH(arena, d.asserted, d.n_asserted, d.cap_asserted, a) &&
             DG_PUSH(arena, w.found, w.n_found, w.cap, d);
    }
    if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "disputes");
    *ret_n = w.n_found, *ret = w.found;
    return 0;
}
