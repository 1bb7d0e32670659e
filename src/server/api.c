/* api.c: see api.h. Lists come from archive/lists.h row by row as JSON; happenings get their words
 * from answers/, so that page, command line and library tell the same thing the same way. */
#include "server/api.h"

#include "answers/data.h"
#include "archive/actors.h"
#include "base/map.h"

enum { MOST_PARTIES = 60, MOST_PAIRS = 400, MOST_PERIODS = 4000, GATHERED = 1500 };

int dg_api_load(const char *lexicon, dg_arena *arena, dg_api *ret, dg_err *err) {
    dg_names *names = NULL;
    int rc = dg_names_load(lexicon, arena, &names, err);
    ret->names = names;
    for (uint32_t i = 0; i < DG_API_LANGS && !rc; i++)
        rc = dg_phrases_load(lexicon, dg_api_langs[i], names, arena, &ret->phrases[i], err);
    return rc;
}

static const dg_phrases *phrases_of(const dg_api_request *r) {
    return &r->api->phrases[r->asked.lang];
}

/* ---- pieces ---- */

static void put_number(dg_buf *out, const char *key, uint64_t n) {
    dg_buf_printf(out, ",\"%s\":%llu", key, (unsigned long long)n);
}

static void put_next(dg_buf *out, const dg_listing *l) {
    if (!l->id.p) {
        dg_buf_addz(out, ",\"next\":null}\n");
        return;
    }
    dg_buf_printf(out, ",\"next\":\"%.*s~%.*s\"}\n", (int)l->day.n, l->day.p, (int)l->id.n,
                  l->id.p);
}

static void put_rows(dg_buf *out, const dg_str *rows, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        if (i) dg_buf_addc(out, ',');
        dg_buf_adds(out, rows[i]);
    }
}

/* {"items": […], "total": …, "of": …, "next": …}: the form of every list. */
static void put_list(dg_buf *out, const dg_listing *l) {
    dg_buf_addz(out, "{\"items\":[");
    put_rows(out, l->rows, l->n);
    dg_buf_addc(out, ']');
    put_number(out, "total", l->total);
    put_number(out, "of", l->of);
    put_next(out, l);
}

static int checked(const dg_buf *out, dg_err *err) {
    return out->bad ? dg_err_set(err, DG_E_NOMEM, 0, "answer") : 0;
}

/* The happening alone, as one gathered answer. */
static int gather_one(const dg_api_request *r, dg_str id, dg_gathered *g, dg_err *err) {
    *g = (dg_gathered){.arena = r->arena, .phrases = phrases_of(r)};
    int rc = dg_query_happening(r->store, id, r->arena, &g->n_events, &g->events, err);
    if (!rc)
        rc = dg_entries_make(g->events, g->n_events, r->arena, &g->n_entries, &g->entries, err);
    return rc;
}

/* As `dragoman timeline --format json` has it, with its quad class and its phrase. */
int dg_api_happening(const dg_api_request *r, dg_str id, dg_buf *out, dg_err *err) {
    dg_gathered g;
    dg_json_out o;
    int rc = gather_one(r, id, &g, err);
    dg_json_begin(&o, out);
    if (!rc && g.n_entries) dg_data_entry(&o, &g, &g.entries[0]);
    return rc ? rc : checked(out, err);
}

/* ---- happenings ---- */

static int put_happenings(const dg_api_request *r, const dg_filter *f, dg_buf *out, dg_err *err) {
    dg_listing l;
    int rc = dg_list(r->store, DG_LIST_HAPPENINGS, f, &r->asked.slice, r->arena, &l, err);
    if (rc) return rc;
    dg_buf_addz(out, "{\"items\":[");
    for (uint32_t i = 0, n = 0; i < l.n && !rc; i++) {
        size_t before = out->n;
        if (n) dg_buf_addc(out, ',');
        rc = dg_api_happening(r, l.rows[i], out, err);
        if (out->n == before + (n > 0))
            out->n = before; /* gone between the two questions */
        else
            n++;
    }
    dg_buf_addc(out, ']');
    put_number(out, "total", l.total);
    put_number(out, "of", l.of);
    put_next(out, &l);
    return rc;
}

static int happenings(const dg_api_request *r, dg_buf *out, dg_err *err) {
    return put_happenings(r, &r->asked.filter, out, err);
}

static int happening(const dg_api_request *r, dg_buf *out, dg_err *err) {
    size_t before = out->n;
    int rc = dg_api_happening(r, r->id, out, err);
    if (!rc && out->n == before) rc = dg_err_set(err, DG_E_NOT_FOUND, 0, "no such happening");
    return rc;
}

/* ---- lists of rows ---- */

static int list(const dg_api_request *r, dg_list_kind kind, dg_buf *out, dg_err *err) {
    dg_listing l;
    int rc = dg_list(r->store, kind, &r->asked.filter, &r->asked.slice, r->arena, &l, err);
    if (!rc) put_list(out, &l);
    return rc;
}

static int articles(const dg_api_request *r, dg_buf *out, dg_err *err) {
    return list(r, DG_LIST_ARTICLES, out, err);
}

static int quotes(const dg_api_request *r, dg_buf *out, dg_err *err) {
    return list(r, DG_LIST_QUOTES, out, err);
}

static int events(const dg_api_request *r, dg_buf *out, dg_err *err) {
    return list(r, DG_LIST_EVENTS, out, err);
}

static int stories(const dg_api_request *r, dg_buf *out, dg_err *err) {
    return list(r, DG_LIST_STORIES, out, err);
}

/* The story with all its articles, and the happenings that they tell, page by page. */
static int story(const dg_api_request *r, dg_buf *out, dg_err *err) {
    dg_filter f = {.negated = -1, .story = r->id};
    const dg_slice one = {.limit = 1}, many = {.limit = DG_API_MOST};
    dg_listing head, told;
    int rc = dg_list(r->store, DG_LIST_ARTICLES, &f, &many, r->arena, &told, err);
    if (!rc) rc = dg_list(r->store, DG_LIST_STORIES, &f, &one, r->arena, &head, err);
    if (!rc && !told.n) rc = dg_err_set(err, DG_E_NOT_FOUND, 0, "no such story");
    if (rc) return rc;
    if (head.n) {
        dg_buf_adds(out, head.rows[0]);
        out->n--; /* its closing brace */
    } else {      /* a story of one article is no story in the list */
        dg_buf_printf(out, "{\"id\":\"%.*s\",\"articles\":1", (int)r->id.n, r->id.p);
    }
    dg_buf_addz(out, ",\"told_by\":[");
    put_rows(out, told.rows, told.n);
    dg_buf_addz(out, "],\"happenings\":");
    rc = put_happenings(r, &f, out, err);
    dg_buf_addc(out, '}');
    return rc;
}

static int search(const dg_api_request *r, dg_buf *out, dg_err *err) {
    dg_str facets;
    int rc = articles(r, out, err);
    if (!rc) rc = dg_list_facets(r->store, &r->asked.filter, r->arena, &facets, err);
    if (rc) return rc;
    out->n -= 2; /* "}\n" */
    dg_buf_addz(out, ",\"facets\":");
    dg_buf_adds(out, facets);
    dg_buf_addz(out, "}\n");
    return 0;
}

/* ---- one article ---- */

static int put_phrases(const dg_api_request *r, dg_str *ret, dg_err *err) {
    dg_buf all, words;
    dg_json_out o;
    dg_str *told = NULL;
    uint32_t n = 0;
    int rc = dg_list_told(r->store, r->id, r->arena, &told, &n, err);
    dg_buf_init(&all, 1 << 24), dg_buf_init(&words, 1 << 16);
    dg_json_begin(&o, &all);
    dg_json_obj(&o);
    for (uint32_t i = 0; i < n && !rc; i++) {
        dg_gathered g;
        rc = gather_one(r, told[i], &g, err);
        if (rc || !g.n_entries) continue;
        dg_buf_clear(&words);
        dg_phrase_event(phrases_of(r), &g.entries[0].told, &words);
        dg_json_key(&o, told[i].p);
        dg_json_str(&o, dg_buf_str(&words));
    }
    dg_json_obj_end(&o);
    *ret = dg_arena_str(r->arena, dg_buf_str(&all));
    if (!rc && (all.bad || words.bad || !ret->p)) rc = dg_err_set(err, DG_E_NOMEM, 0, "article");
    dg_buf_free(&all), dg_buf_free(&words);
    return rc;
}

static int article(const dg_api_request *r, dg_buf *out, dg_err *err) {
    dg_str phrases, record;
    int rc = put_phrases(r, &phrases, err);
    if (!rc) rc = dg_list_article(r->store, r->id, phrases, r->arena, &record, err);
    if (!rc) dg_buf_adds(out, record);
    return rc;
}

/* ---- counted ---- */

static int counted(const dg_api_request *r, dg_count_kind kind, uint32_t most, dg_buf *out,
                   dg_err *err) {
    dg_str *rows = NULL;
    uint32_t n = 0;
    int rc = dg_count(r->store, kind, &r->asked.filter, most, r->arena, &rows, &n, err);
    if (rc) return rc;
    dg_buf_addc(out, '[');
    put_rows(out, rows, n);
    dg_buf_addc(out, ']');
    return 0;
}

/* {"items": […], "total": happenings that match, "of": happenings} */
static int counted_list(const dg_api_request *r, dg_count_kind kind, uint32_t most, dg_buf *out,
                        dg_err *err) {
    const dg_slice none = {.limit = 1};
    dg_listing all;
    dg_buf_addz(out, "{\"items\":");
    int rc = counted(r, kind, most, out, err);
    if (!rc)
        rc = dg_list(r->store, DG_LIST_HAPPENINGS, &r->asked.filter, &none, r->arena, &all, err);
    if (rc) return rc;
    put_number(out, "total", all.total);
    put_number(out, "of", all.of);
    dg_buf_addz(out, ",\"next\":null}\n");
    return 0;
}

static int timeline(const dg_api_request *r, dg_buf *out, dg_err *err) {
    dg_str step = r->asked.step;
    return counted_list(r,
                        step.p && dg_str_is(step, "day")     ? DG_COUNT_DAYS
                        : step.p && dg_str_is(step, "month") ? DG_COUNT_MONTHS
                                                             : DG_COUNT_WEEKS,
                        MOST_PERIODS, out, err);
}

static int dyads(const dg_api_request *r, dg_buf *out, dg_err *err) {
    return counted_list(r, DG_COUNT_DYADS, r->asked.slice.limit, out, err);
}

static int places(const dg_api_request *r, dg_buf *out, dg_err *err) {
    return counted_list(r, DG_COUNT_PLACES, MOST_PAIRS, out, err);
}

static int network(const dg_api_request *r, dg_buf *out, dg_err *err) {
    uint32_t most = r->asked.slice.limit < MOST_PARTIES ? r->asked.slice.limit : MOST_PARTIES;
    dg_buf_addz(out, "{\"nodes\":");
    int rc = counted(r, DG_COUNT_PARTIES, most, out, err);
    dg_buf_addz(out, ",\"edges\":");
    if (!rc) rc = counted(r, DG_COUNT_PAIRS, MOST_PAIRS, out, err);
    dg_buf_addz(out, "}\n");
    return rc;
}

static int stats(const dg_api_request *r, dg_buf *out, dg_err *err) {
    dg_str all;
    int rc = dg_list_stats(r->store, r->arena, &all, err);
    if (!rc) dg_buf_adds(out, all);
    return rc;
}

/* ---- actors ---- */

static void put_counted(dg_json_out *o, const char *key, const dg_counted *c, uint32_t n) {
    dg_json_key(o, key);
    dg_json_arr(o);
    for (uint32_t i = 0; i < n && i < 20; i++) {
        dg_json_obj(o);
        dg_data_str(o, "value", c[i].text);
        dg_json_key(o, "n");
        dg_json_int(o, c[i].n);
        dg_json_obj_end(o);
    }
    dg_json_arr_end(o);
}

static void put_actor(dg_json_out *o, const dg_actor *a) {
    dg_json_obj(o);
    dg_data_str(o, "key", a->key);
    dg_data_str(o, "name", a->name);
    dg_data_str(o, "kind", a->kind);
    dg_data_str(o, "country", a->n_countries ? a->countries[0].text : DG_STR_NULL);
    dg_data_str(o, "role", a->n_offices ? a->offices[0].text : DG_STR_NULL);
    dg_json_key(o, "articles"), dg_json_int(o, a->n_articles);
    dg_json_key(o, "events"), dg_json_int(o, a->n_events);
    dg_json_key(o, "quotes"), dg_json_int(o, a->n_quotes);
    put_counted(o, "forms", a->forms, a->n_forms);
    put_counted(o, "offices", a->offices, a->n_offices);
    put_counted(o, "countries", a->countries, a->n_countries);
    dg_json_obj_end(o);
}

/* A state by any of its names ("Kina"), which its key in the archive may not look like. */
static bool put_state(const dg_api_request *r, dg_json_out *o, dg_str code) {
    dg_buf name;
    if (!dg_names_country(r->api->names, code)) return false;
    dg_buf_init(&name, 1 << 12);
    dg_phrase_country(phrases_of(r), code, &name);
    dg_json_obj(o);
    dg_data_str(o, "key", code);
    dg_data_str(o, "name", dg_buf_str(&name));
    dg_data_str(o, "kind", DG_STR("country"));
    dg_data_str(o, "country", code);
    dg_data_str(o, "role", DG_STR_NULL);
    dg_json_obj_end(o);
    dg_buf_free(&name);
    return true;
}

static int find_actors(const dg_api_request *r, dg_str words, uint32_t limit, dg_actor **ret,
                       uint32_t *ret_n, dg_err *err) {
    const dg_actors_query q = {.words = words, .limit = limit};
    return dg_actors_find(r->store, &q, r->arena, ret_n, ret, err);
}

static int entities(const dg_api_request *r, dg_buf *out, dg_err *err) {
    dg_actor *found = NULL;
    uint32_t n = 0;
    dg_json_out o;
    dg_str prefix = r->asked.prefix;
    dg_str state = prefix.p ? dg_party_meant(r->api->names, prefix.p, r->arena) : DG_STR_NULL;
    int rc = find_actors(r, prefix, r->asked.slice.limit, &found, &n, err);
    if (rc) return rc;
    dg_json_begin(&o, out);
    dg_json_obj(&o);
    dg_json_key(&o, "items");
    dg_json_arr(&o);
    if (state.p) put_state(r, &o, state);
    for (uint32_t i = 0; i < n; i++) put_actor(&o, &found[i]);
    dg_json_arr_end(&o);
    dg_json_key(&o, "next"), dg_json_null(&o);
    dg_json_obj_end(&o);
    return 0;
}

static int entity(const dg_api_request *r, dg_buf *out, dg_err *err) {
    dg_actor *found = NULL;
    uint32_t n = 0;
    dg_json_out o;
    dg_str key;
    dg_json_begin(&o, out);
    if (put_state(r, &o, r->id)) return 0;
    int rc = dg_party_resolve(r->store, r->api->names, r->id.p, r->arena, &key, err);
    if (!rc) rc = find_actors(r, key, 0, &found, &n, err);
    for (uint32_t i = 0; i < n && !rc; i++)
        if (dg_str_eq(found[i].key, key)) {
            put_actor(&o, &found[i]);
            return 0;
        }
    if (!rc && key.p && put_state(r, &o, key)) return 0;
    return rc ? rc : dg_err_set(err, DG_E_NOT_FOUND, 0, "no such actor");
}

/* ---- across articles ---- */

/* Where a cursor of these lists stands: "~30" is behind thirty. */
static uint32_t offset_of(const dg_api_request *r) {
    uint32_t n = 0;
    dg_str id = r->asked.slice.id;
    for (uint32_t i = 0; i < id.n && i < 9 && id.p[i] >= '0' && id.p[i] <= '9'; i++)
        n = n * 10 + (uint32_t)(id.p[i] - '0');
    return n;
}

static int gather(const dg_api_request *r, uint32_t with, dg_gathered *g, dg_err *err) {
    const dg_filter *f = &r->asked.filter;
    dg_ask ask = {.store = r->store, .phrases = phrases_of(r)};
    ask.query = (dg_query){.a = f->a.p ? f->a : f->actor,
                           .b = f->b.p ? f->b : f->recipient,
                           .between = DG_DAYS_NONE,
                           .type = f->type,
                           .story = f->story,
                           .limit = GATHERED};
    if (ask.query.b.p && !ask.query.a.p) ask.query.a = ask.query.b, ask.query.b = DG_STR_NULL;
    dg_days since, until;
    if (f->since.p || f->until.p) {
        ask.query.between = (dg_days){dg_day_of(1, 1, 1), dg_day_of(9999, 12, 31)};
        if (f->since.p && !dg_days_parse(f->since, &since)) ask.query.between.from = since.from;
        if (f->until.p && !dg_days_parse(f->until, &until)) ask.query.between.to = until.to;
    }
    int rc = dg_gather(&ask, with, g, err);
    g->phrases = ask.phrases;
    return rc;
}

/* ---- filters that gathering does not know ---- */

static bool any_kept(const dg_map *kept, const dg_gathered *g, const uint32_t *at, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (dg_map_has(kept, g->entries[at[i]].tellings[0]->happening)) return true;
    return false;
}

/* A statement has an article, but nothing of an event. */
static bool is_statement_of(const dg_filter *f, const dg_gathered *g, const dg_position *p) {
    if (f->quad || f->status.p || f->negated >= 0 || f->witnesses || f->text.p || f->place.p)
        return false;
    for (uint32_t i = 0; i < p->n_quotes; i++) {
        const dg_source *s = &g->quotes[p->quotes[i]].source;
        if ((!f->lang.p || dg_str_eq(f->lang, s->lang)) &&
            (!f->outlet.p || dg_str_eq(f->outlet, s->outlet)))
            return true;
    }
    return false;
}

/* Leaves the positions and disputes of which at least one entry (or statement) matches. */
static int narrow(const dg_api_request *r, dg_gathered *g, dg_err *err) {
    const dg_filter *f = &r->asked.filter;
    const dg_slice all = {.limit = UINT32_MAX / 2};
    dg_listing l;
    dg_map kept;
    uint32_t n = 0, *at;
    if (!f->quad && !f->status.p && f->negated < 0 && !f->witnesses && !f->text.p && !f->place.p &&
        !f->lang.p && !f->outlet.p)
        return 0;
    int rc = dg_list(r->store, DG_LIST_HAPPENINGS, f, &all, r->arena, &l, err);
    dg_map_init(&kept, r->arena);
    for (uint32_t i = 0; !rc && i < l.n; i++)
        if (!dg_map_put_ref(&kept, l.rows[i], &at, NULL))
            rc = dg_err_set(err, DG_E_NOMEM, 0, "list");
    if (rc) return rc;
    for (uint32_t i = 0; i < g->n_positions; i++) {
        const dg_position *p = &g->positions[i];
        if (any_kept(&kept, g, p->entries, p->n_entries) || is_statement_of(f, g, p))
            g->positions[n++] = *p;
    }
    g->n_positions = n, n = 0;
    for (uint32_t i = 0; i < g->n_disputes; i++) {
        const dg_dispute *d = &g->disputes[i];
        if (any_kept(&kept, g, d->asserted, d->n_asserted) ||
            any_kept(&kept, g, d->against, d->n_against))
            g->disputes[n++] = *d;
    }
    g->n_disputes = n;
    return 0;
}

/* Pages of what was gathered, by number: it is made anew for each, from the same newest entries. */
static int put_gathered(const dg_api_request *r, bool disputes, dg_buf *out, dg_err *err) {
    dg_gathered g;
    dg_json_out o;
    int rc = gather(r, disputes ? DG_WITH_DISPUTES : DG_WITH_QUOTES | DG_WITH_POSITIONS, &g, err);
    uint32_t of = disputes ? g.n_disputes : g.n_positions;
    if (!rc) rc = narrow(r, &g, err);
    uint32_t n = disputes ? g.n_disputes : g.n_positions, from = offset_of(r), to;
    if (from > n) from = n;
    to = n - from < r->asked.slice.limit ? n : from + r->asked.slice.limit;
    dg_buf_addz(out, "{\"items\":[");
    for (uint32_t i = from; i < to && !rc; i++) {
        if (i > from) dg_buf_addc(out, ',');
        dg_json_begin(&o, out);
        if (disputes)
            dg_data_dispute(&o, &g, &g.disputes[n - 1 - i]); /* newest first */
        else
            dg_data_position(&o, &g, &g.positions[n - 1 - i]);
    }
    dg_buf_addc(out, ']');
    put_number(out, "total", n);
    put_number(out, "of", of);
    if (to < n)
        dg_buf_printf(out, ",\"next\":\"~%u\"}\n", to);
    else
        dg_buf_addz(out, ",\"next\":null}\n");
    dg_gathered_free(&g);
    return rc;
}

static int positions(const dg_api_request *r, dg_buf *out, dg_err *err) {
    return put_gathered(r, false, out, err);
}

static int disagreements(const dg_api_request *r, dg_buf *out, dg_err *err) {
    return put_gathered(r, true, out, err);
}

static int feed(const dg_api_request *r, dg_buf *out, dg_err *err) {
    dg_listing l;
    dg_gathered g = {.arena = r->arena};
    dg_ask ask = {.store = r->store, .phrases = phrases_of(r)};
    ask.query.a = r->asked.filter.a, ask.query.b = r->asked.filter.b;
    int rc =
        dg_list(r->store, DG_LIST_HAPPENINGS, &r->asked.filter, &r->asked.slice, r->arena, &l, err);
    g.entries = rc ? NULL : dg_arena_zalloc(r->arena, l.n + 1, sizeof *g.entries);
    if (!rc && !g.entries) rc = dg_err_set(err, DG_E_NOMEM, 0, "feed");
    for (uint32_t i = l.n; !rc && i-- > 0;) { /* the feed turns them round again */
        dg_gathered one;
        rc = gather_one(r, l.rows[i], &one, err);
        if (!rc && one.n_entries) g.entries[g.n_entries++] = one.entries[0];
    }
    if (!rc) dg_data_atom(out, &ask, &g);
    return rc;
}

/* ---- the table ---- */

static const struct {
    const char *name;
    bool with_id;
    int (*answer)(const dg_api_request *r, dg_buf *out, dg_err *err);
    const char *type;
} resources[] = {
#define JSON "application/json; charset=utf-8"
    {"articles", false, articles, JSON},
    {"articles", true, article, JSON},
    {"entities", false, entities, JSON},
    {"entities", true, entity, JSON},
    {"quotes", false, quotes, JSON},
    {"events", false, events, JSON},
    {"happenings", false, happenings, JSON},
    {"happenings", true, happening, JSON},
    {"stories", false, stories, JSON},
    {"stories", true, story, JSON},
    {"positions", false, positions, JSON},
    {"disagreements", false, disagreements, JSON},
    {"search", false, search, JSON},
    {"timeline", false, timeline, JSON},
    {"dyads", false, dyads, JSON},
    {"network", false, network, JSON},
    {"places", false, places, JSON},
    {"stats", false, stats, JSON},
    {"feed.atom", false, feed, "application/atom+xml; charset=utf-8"},
};

uint32_t dg_api_find(dg_str name, bool with_id) {
    for (uint32_t i = 0; i < DG_LEN(resources); i++)
        if (dg_str_is(name, resources[i].name) && resources[i].with_id == with_id) return i;
    return DG_NONE;
}

int dg_api_answer(uint32_t resource, const dg_api_request *r, dg_buf *out, const char **ret_type,
                  dg_err *err) {
    *ret_type = resources[resource].type;
    int rc = dg_store_look(r->store, err);
    if (rc) return rc;
    rc = resources[resource].answer(r, out, err);
    dg_store_look_away(r->store);
    return rc ? rc : checked(out, err);
}
