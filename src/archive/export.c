/* export.c: walks the articles in order of day and id, reads each one's record and the happenings
 * of its events, and writes what the format has room for. */
#include "archive/export.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/map.h"
#include "doc/fips.h"
#include "doc/plover.h"

enum { FLUSH_AT = 1 << 20, PAIRS = 32 };
static const size_t CEILING = (size_t)1 << 30;

const char *const dg_export_names[DG_EXPORT_N] = {
    "plover", "gdelt-events", "gdelt-mentions", "dyads", "keds", "months", "jsonld", "records"};

typedef struct told { /* of one event: what the record does not know */
    dg_str happening;
    int64_t number, tellings, witnesses, articles;
    int64_t rows; /* pairs of the telling that names the happening: rows of gdelt-events */
    bool first;   /* the telling that names the happening */
    dg_days when;
} told;

typedef struct exporting {
    const dg_store *store;
    dg_export_kind kind;
    dg_arena *arena; /* of one article */
    dg_arena *kept;  /* of all: months */
    dg_buf out;
    int (*put)(void *self, dg_str bytes, dg_err *err);
    void *self;
    sqlite3_stmt *events;
    dg_map months; /* "2022-02,CHN,RUS" → sum */
    struct sum *sums;
    uint32_t n_sums, cap_sums;
    dg_err *err;
    /* the article at hand */
    dg_str id, uri, outlet, lang, title, day, raw;
    const dg_json *record;
    uint32_t n_told;
    told *told;
} exporting;

typedef struct sum {
    uint32_t quad[4];
    double score;
} sum;

/* ---- reading the record ---- */

static dg_str str(const dg_json *o, const char *key) {
    return dg_json_get_str(o, key);
}

static double number(const dg_json *o, const char *key) {
    const dg_json *v = dg_json_get(o, key);
    return v && v->kind == DG_JSON_NUM ? v->num : 0;
}

static bool truth(const dg_json *o, const char *key) {
    const dg_json *v = dg_json_get(o, key);
    return v && v->kind == DG_JSON_BOOL && v->boolean;
}

static uint32_t count(const dg_json *o, const char *key) {
    const dg_json *v = dg_json_get(o, key);
    return v && v->kind == DG_JSON_ARR ? v->n : 0;
}

/* The entity that item i of a list of ids means; NULL when the record is damaged. */
static const dg_json *entity(const exporting *x, const dg_json *o, const char *key, uint32_t i) {
    const dg_json *ids = dg_json_get(o, key), *all = dg_json_get(x->record, "entities");
    if (!ids || i >= ids->n || ids->items[i].kind != DG_JSON_NUM || !all) return NULL;
    double id = ids->items[i].num;
    return id >= 0 && id < all->n ? &all->items[(uint32_t)id] : NULL;
}

static dg_str range(const exporting *x, const dg_json *o, const char *key) {
    const dg_json *span = dg_json_get(o, key);
    if (!span || span->n != 2 || span->items[0].num < 0 || span->items[1].num < 0)
        return DG_STR_NULL;
    return dg_str_cut(str(x->record, "text"), (uint32_t)span->items[0].num,
                      (uint32_t)span->items[1].num);
}

static uint32_t offset(const dg_json *o, const char *key) {
    const dg_json *span = dg_json_get(o, key);
    return span && span->n == 2 && span->items[0].num > 0 ? (uint32_t)span->items[0].num : 0;
}

/* A country's code or, where there is none, the key: one code a party. */
static dg_str code(const dg_json *e) {
    dg_str country = str(e, "country");
    return dg_is_state(country) ? country : str(e, "key");
}

static const dg_plover_row *type_row(const dg_json *event) {
    dg_plover t = dg_plover_find(str(event, "type"));
    return t < DG_PLOVER_N ? &dg_plover_table[t] : NULL;
}

/* Happened, or is planned, threatened, said: what tables without a status column can hold. */
static bool is_plain(const dg_json *event) {
    dg_str status = str(event, "status");
    return !truth(event, "negated") && !dg_str_is(status, "denied") &&
           !dg_str_is(status, "hypothetical");
}

/* Pairs of source and target: actors × recipients; a mutual event's actors among themselves. */
typedef struct pairs {
    const exporting *x;
    const dg_json *event;
    uint32_t i, k;
    const dg_json *source, *target;
} pairs;

static bool next_pair(pairs *p) {
    uint32_t n = count(p->event, "actors"), m = count(p->event, "recipients");
    for (; p->i < (n ? n : 1); p->i++, p->k = 0) {
        uint32_t limit = m ? m : n > 1 ? n : 1;
        while (p->k < limit) {
            uint32_t k = p->k++;
            if (!m && n > 1 && k == p->i) continue;
            p->source = n ? entity(p->x, p->event, "actors", p->i) : NULL;
            p->target = m       ? entity(p->x, p->event, "recipients", k)
                        : n > 1 ? entity(p->x, p->event, "actors", k)
                                : NULL;
            if (p->source || p->target) return true;
        }
    }
    return false;
}

/* ---- writing ---- */

static void cell(dg_buf *out, dg_str s) { /* tab-separated: no tab, no line break */
    for (uint32_t i = 0; i < s.n; i++) dg_buf_addc(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
    dg_buf_addc(out, '\t');
}

static void empty_cells(dg_buf *out, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) dg_buf_addc(out, '\t');
}

static void end_row(dg_buf *out) { /* the last cell's tab becomes the end of the line */
    if (out->n && !out->bad) out->p[out->n - 1] = '\n';
}

static void csv(dg_buf *out, dg_str s, char end) {
    dg_buf_add_csv(out, s);
    dg_buf_addz(out, end == '\n' ? "\r\n" : ",");
}

static dg_days days_of(const told *t, dg_str day) {
    dg_days d;
    if (dg_days_known(t->when)) return t->when;
    return day.p && !dg_days_parse(day, &d) ? d : DG_DAYS_NONE;
}

/* "20220204" */
static void digits(int32_t day, char out[9]) {
    char iso[11] = "";
    if (day != DG_DAY_NONE) dg_day_format(day, iso);
    memcpy(out, iso, 4);
    memcpy(out + 4, iso + 5, 2);
    memcpy(out + 6, iso + 8, 3);
}

/* ---- PLOVER ---- */

static void put_str(dg_json_out *o, const char *key, dg_str s) {
    dg_json_key(o, key);
    dg_json_str(o, s);
}

static void put_list(const exporting *x, dg_json_out *o, const char *key, const dg_json *event,
                     const char *list, const char *what) {
    dg_json_key(o, key);
    dg_json_arr(o);
    for (uint32_t i = 0; i < count(event, list); i++) {
        const dg_json *e = entity(x, event, list, i);
        dg_str s = e ? str(e, what) : DG_STR_NULL;
        if (s.p)
            dg_json_str(o, s);
        else
            dg_json_null(o);
    }
    dg_json_arr_end(o);
}

static void put_day(dg_json_out *o, const char *key, int32_t day) {
    char iso[11];
    if (day != DG_DAY_NONE) dg_day_format(day, iso);
    put_str(o, key, day == DG_DAY_NONE ? DG_STR_NULL : dg_str_of(iso));
}

static void write_plover(exporting *x, const dg_json *event, const told *t) {
    dg_json_out json, *o = &json;
    const dg_plover_row *row = type_row(event);
    const dg_json *contexts = dg_json_get(event, "contexts"), *where = dg_json_get(event, "where");
    dg_days when = days_of(t, x->day);
    dg_json_begin(o, &x->out);
    dg_json_obj(o);
    put_str(o, "Event ID", t->happening);
    put_day(o, "Event Date", when.from);
    put_day(o, "Event Date End", when.to);
    put_str(o, "Event Type", str(event, "type"));
    put_str(o, "Event Mode", str(event, "mode"));
    dg_json_key(o, "Intensity");
    dg_json_num(o, number(event, "score"), 1);
    dg_json_key(o, "Quad Code");
    dg_json_int(o, row ? row->quad : 0);
    dg_json_key(o, "Contexts");
    dg_json_arr(o);
    for (uint32_t i = 0; contexts && i < contexts->n; i++) dg_json_str(o, contexts->items[i].str);
    dg_json_arr_end(o);
    static const char *const sides[][2] = {{"Actor", "actors"}, {"Recipient", "recipients"}};
    static const char *const what[][2] = {
        {"Name", "name"}, {"Country", "country"}, {"Sector", "sector"}, {"Key", "key"}};
    for (size_t s = 0; s < 2; s++)
        for (size_t w = 0; w < DG_LEN(what); w++) {
            char key[32];
            sqlite3_snprintf(sizeof key, key, "%s %s", sides[s][0], what[w][0]);
            put_list(x, o, key, event, sides[s][1], what[w][1]);
        }
    put_str(o, "Country", where ? str(where, "country") : DG_STR_NULL);
    put_str(o, "Placename", where ? str(where, "place") : DG_STR_NULL);
    put_str(o, "Status", str(event, "status"));
    dg_json_key(o, "Negated");
    dg_json_bool(o, truth(event, "negated"));
    put_str(o, "CAMEO", str(event, "cameo"));
    dg_json_key(o, "Witnesses");
    dg_json_int(o, t->witnesses);
    put_str(o, "Text", range(x, event, "span"));
    put_str(o, "Story ID", x->id);
    put_str(o, "Headline", x->title);
    put_str(o, "Source", x->outlet);
    put_str(o, "URI", x->uri);
    put_str(o, "Publication Date", x->day);
    put_str(o, "Language", x->lang);
    dg_json_obj_end(o);
    dg_buf_addc(&x->out, '\n');
}

/* ---- GDELT ---- */

/* code, name, country, known group, ethnic, religion 1, religion 2, type 1, 2, 3 */
static void put_actor(dg_buf *out, const dg_json *e) {
    if (!e) {
        empty_cells(out, 10);
        return;
    }
    dg_str country = str(e, "country"), sector = str(e, "sector");
    bool state = dg_is_state(country);
    if (state) dg_buf_adds(out, country);
    if (sector.p) dg_buf_adds(out, sector);
    dg_buf_addc(out, '\t');
    cell(out, str(e, "name"));
    cell(out, state ? country : DG_STR_NULL);
    cell(out, state ? DG_STR_NULL : str(e, "key"));
    empty_cells(out, 3);
    cell(out, sector);
    empty_cells(out, 2);
}

/* type, name, country, adm1, adm2, latitude, longitude, feature. The type as GDELT has it: 0
 * nothing, 1 a country, 3 a town in the United States, 4 one elsewhere; its types 2 and 5, parts of
 * a country, the record does not tell from towns. Countries by FIPS 10-4; adm1 is the country
 * alone, which is what GDELT writes where it knows no province. */
static void put_place(dg_buf *out, dg_str place, dg_str country) {
    dg_str fips = dg_fips_of(country);
    bool town = place.p && fips.p;
    cell(out, !fips.p                     ? DG_STR("0")
              : !town                     ? DG_STR("1")
              : dg_str_is(country, "USA") ? DG_STR("3")
                                          : DG_STR("4"));
    cell(out, town ? place : DG_STR_NULL);
    cell(out, fips);
    cell(out, fips);
    empty_cells(out, 4);
}

/* CAMEO has no event of two digits: a root alone is its first, "05" is 050. */
static dg_str cameo_of(const exporting *x, const dg_json *event) {
    dg_str cameo = str(event, "cameo");
    return cameo.n == 2 ? dg_arena_join(x->arena, cameo, DG_STR("0"), DG_STR("")) : cameo;
}

static void write_gdelt(exporting *x, const dg_json *event, const told *t) {
    const dg_plover_row *row = type_row(event);
    const dg_json *where = dg_json_get(event, "where");
    dg_days when = days_of(t, x->day);
    if (!t->first || !is_plain(event) || !row || !dg_days_known(when)) return;
    char day[9], added[9];
    dg_days published;
    digits(when.from, day);
    digits(x->day.p && !dg_days_parse(x->day, &published) ? published.from : when.from, added);
    pairs p = {.x = x, .event = event};
    for (uint32_t n = 0; n < PAIRS && next_pair(&p); n++) {
        dg_buf *out = &x->out;
        int year, month, of_month;
        dg_day_split(when.from, &year, &month, &of_month);
        dg_buf_printf(out, "%lld\t%s\t%.6s\t%.4s\t%d.%04d\t", (long long)(t->number + n), day, day,
                      day, year, ((month - 1) * 30 + of_month) * 10000 / 365);
        put_actor(out, p.source);
        put_actor(out, p.target);
        dg_str cameo = cameo_of(x, event);
        dg_buf_addz(out, "1\t");
        cell(out, cameo);
        cell(out, dg_str_cut(cameo, 0, 3));
        cell(out, dg_str_cut(cameo, 0, 2));
        dg_buf_printf(out, "%d\t%.1f\t%lld\t%lld\t%lld\t0\t", row->quad, number(event, "score"),
                      (long long)t->tellings, (long long)t->witnesses, (long long)t->articles);
        put_place(out, DG_STR_NULL, p.source ? str(p.source, "country") : DG_STR_NULL);
        put_place(out, DG_STR_NULL, p.target ? str(p.target, "country") : DG_STR_NULL);
        put_place(out, where ? str(where, "place") : DG_STR_NULL,
                  where ? str(where, "country") : DG_STR_NULL);
        dg_buf_printf(out, "%s000000\t", added);
        cell(out, x->uri);
        end_row(out);
    }
}

static uint32_t sentence_of(const exporting *x, uint32_t at) {
    const dg_json *all = dg_json_get(x->record, "sentences");
    for (uint32_t i = 0; all && i < all->n; i++)
        if (all->items[i].n == 2 && all->items[i].items[1].num > at) return i + 1;
    return 1;
}

static int64_t first_mention(const exporting *x, const dg_json *event, const char *side) {
    const dg_json *e = count(event, side) ? entity(x, event, side, 0) : NULL;
    const dg_json *all = e ? dg_json_get(e, "mentions") : NULL;
    return all && all->n && all->items[0].n == 2 ? (int64_t)all->items[0].items[0].num : -1;
}

static void put_mention(exporting *x, const dg_json *event, const told *t, int64_t row) {
    dg_days when = days_of(t, x->day), published;
    if (!is_plain(event) || !type_row(event) || !dg_days_known(when)) return;
    char day[9], added[9];
    digits(when.from, day);
    digits(x->day.p && !dg_days_parse(x->day, &published) ? published.from : when.from, added);
    dg_buf *out = &x->out;
    dg_buf_printf(out, "%lld\t%s000000\t%s000000\t1\t", (long long)(t->number + row), day, added);
    cell(out, x->outlet);
    cell(out, x->uri);
    uint32_t trigger = offset(event, "trigger");
    dg_buf_printf(out, "%u\t%lld\t%lld\t%u\t1\t%d\t%u\t0\t", sentence_of(x, trigger),
                  (long long)first_mention(x, event, "actors"),
                  (long long)first_mention(x, event, "recipients"), trigger,
                  (int)(number(event, "confidence") * 100 + 0.5), str(x->record, "text").n);
    /* nothing is translated: the language is that of the original */
    dg_buf_addz(out, "srclc:");
    cell(out, x->lang);
    dg_buf_addc(out, '\t');
    end_row(out);
}

/* One for each row that the happening has among the events, so that each has its mentions. */
static void write_mention(exporting *x, const dg_json *event, const told *t) {
    for (int64_t row = 0; row < t->rows && row < PAIRS; row++) put_mention(x, event, t, row);
}

/* ---- pairs ---- */

static void write_dyads(exporting *x, const dg_json *event, const told *t) {
    const dg_plover_row *row = type_row(event);
    dg_days when = days_of(t, x->day);
    if (!t->first || !is_plain(event) || !row || !dg_days_known(when)) return;
    pairs p = {.x = x, .event = event};
    while (next_pair(&p)) {
        if (!p.source || !p.target) continue;
        char iso[11];
        dg_day_format(when.from, iso);
        dg_buf_printf(&x->out, "%s,", iso);
        csv(&x->out, code(p.source), ',');
        csv(&x->out, code(p.target), ',');
        csv(&x->out, cameo_of(x, event), ',');
        dg_buf_printf(&x->out, "%d,%.1f,", row->quad, number(event, "score"));
        csv(&x->out, t->happening, '\n');
    }
}

/* "CHNGOV", as CAMEO writes who acts for whom. */
static void put_code(dg_buf *out, const dg_json *e) {
    dg_buf_adds(out, code(e));
    if (dg_is_state(str(e, "country"))) dg_buf_adds(out, str(e, "sector"));
    dg_buf_addc(out, '\t');
}

static void write_keds(exporting *x, const dg_json *event, const told *t) {
    dg_days when = days_of(t, x->day);
    if (!t->first || !is_plain(event) || !type_row(event) || !dg_days_known(when)) return;
    pairs p = {.x = x, .event = event};
    while (next_pair(&p)) {
        if (!p.source || !p.target) continue;
        char day[9];
        digits(when.from, day);
        dg_buf_printf(&x->out, "%s\t", day + 2); /* yymmdd */
        put_code(&x->out, p.source);
        put_code(&x->out, p.target);
        cell(&x->out, cameo_of(x, event));
        cell(&x->out, str(event, "type"));
        end_row(&x->out);
    }
}

static bool add_month(exporting *x, const dg_json *event, const told *t) {
    const dg_plover_row *row = type_row(event);
    dg_days when = days_of(t, x->day);
    if (!t->first || !is_plain(event) || !row || !dg_days_known(when)) return true;
    pairs p = {.x = x, .event = event};
    bool ok = true;
    while (ok && next_pair(&p)) {
        if (!p.source || !p.target) continue;
        char iso[11];
        uint32_t *at;
        bool is_new;
        dg_buf key;
        dg_buf_init(&key, 1 << 16);
        dg_day_format(when.from, iso);
        dg_buf_printf(&key, "%.7s,", iso);
        csv(&key, code(p.source), ',');
        csv(&key, code(p.target), ',');
        ok = !key.bad && dg_map_put(&x->months, dg_buf_str(&key), &at, &is_new);
        if (ok && is_new) {
            *at = x->n_sums;
            ok = DG_PUSH(x->kept, x->sums, x->n_sums, x->cap_sums, ((sum){{0}, 0}));
        }
        if (ok) {
            x->sums[*at].quad[(row->quad - 1) & 3]++;
            x->sums[*at].score += number(event, "score");
        }
        dg_buf_free(&key);
    }
    return ok;
}

static int by_key(const void *a, const void *b) {
    return dg_str_cmp(((const dg_map_entry *)a)->key, ((const dg_map_entry *)b)->key);
}

static void write_months(exporting *x) {
    if (x->months.n) qsort(x->months.entries, x->months.n, sizeof x->months.entries[0], by_key);
    for (uint32_t i = 0; i < x->months.n; i++) {
        const sum *s = &x->sums[x->months.entries[i].value];
        uint32_t n = s->quad[0] + s->quad[1] + s->quad[2] + s->quad[3];
        dg_buf_adds(&x->out, x->months.entries[i].key);
        dg_buf_printf(&x->out, "%u,%u,%u,%u,%.2f\r\n", s->quad[0], s->quad[1], s->quad[2],
                      s->quad[3], s->score / n);
    }
}

/* ---- schema.org ---- */

static void put_named(dg_json_out *o, const char *key, const char *type, dg_str name) {
    dg_json_key(o, key);
    if (!name.p) {
        dg_json_null(o);
        return;
    }
    dg_json_obj(o);
    put_str(o, "@type", dg_str_of(type));
    put_str(o, "name", name);
    dg_json_obj_end(o);
}

/* key NULL: the next of a list. */
static void put_thing(dg_json_out *o, const char *key, const dg_json *e) {
    static const char *const types[][2] = {
        {"person", "Person"}, {"country", "Country"}, {"place", "Place"}};
    const char *type = "Organization";
    if (key) dg_json_key(o, key);
    if (!e) {
        dg_json_null(o);
        return;
    }
    for (size_t i = 0; i < DG_LEN(types); i++)
        if (dg_str_is(str(e, "kind"), types[i][0])) type = types[i][1];
    dg_json_obj(o);
    put_str(o, "@type", dg_str_of(type));
    put_str(o, "name", str(e, "name"));
    put_str(o, "identifier", str(e, "key"));
    dg_json_obj_end(o);
}

static const dg_json *speaker(const exporting *x, const dg_json *quote) {
    const dg_json *id = dg_json_get(quote, "speaker"), *all = dg_json_get(x->record, "entities");
    return id && id->kind == DG_JSON_NUM && all && id->num >= 0 && id->num < all->n
               ? &all->items[(uint32_t)id->num]
               : NULL;
}

static void write_jsonld(exporting *x) {
    dg_json_out json, *o = &json;
    const dg_json *quotes = dg_json_get(x->record, "quotes"),
                  *events = dg_json_get(x->record, "events");
    dg_json_begin(o, &x->out);
    dg_json_obj(o);
    put_str(o, "@context", DG_STR("https://schema.org"));
    put_str(o, "@type", DG_STR("NewsArticle"));
    put_str(o, "identifier", x->id);
    put_str(o, "url", x->uri);
    put_str(o, "headline", x->title);
    put_str(o, "inLanguage", x->lang);
    put_str(o, "datePublished", x->day);
    put_named(o, "publisher", "Organization", x->outlet);
    dg_json_key(o, "hasPart");
    dg_json_arr(o);
    for (uint32_t i = 0; quotes && i < quotes->n; i++) {
        dg_json_obj(o);
        put_str(o, "@type", DG_STR("Claim"));
        put_str(o, "text", range(x, &quotes->items[i], "span"));
        put_thing(o, "author", speaker(x, &quotes->items[i]));
        dg_json_obj_end(o);
    }
    dg_json_arr_end(o);
    dg_json_key(o, "about");
    dg_json_arr(o);
    for (uint32_t i = 0; events && i < events->n && i < x->n_told; i++) {
        const dg_json *event = &events->items[i], *where = dg_json_get(event, "where");
        dg_json_obj(o);
        put_str(o, "@type", DG_STR("Event"));
        put_str(o, "identifier", x->told[i].happening);
        put_str(o, "additionalType", str(event, "type"));
        put_str(o, "description", range(x, event, "span"));
        put_day(o, "startDate", x->told[i].when.from);
        put_day(o, "endDate", x->told[i].when.to);
        put_named(o, "location", "Place",
                  where ? (str(where, "place").p ? str(where, "place") : str(where, "country"))
                        : DG_STR_NULL);
        dg_json_key(o, "organizer");
        dg_json_arr(o);
        for (uint32_t k = 0; k < count(event, "actors"); k++) {
            const dg_json *e = entity(x, event, "actors", k);
            if (e) put_thing(o, NULL, e);
        }
        dg_json_arr_end(o);
        dg_json_obj_end(o);
    }
    dg_json_arr_end(o);
    dg_json_obj_end(o);
    dg_buf_addc(&x->out, '\n');
}

/* ---- one article ---- */

static dg_str column(const exporting *x, sqlite3_stmt *st, int at, bool *ok) {
    const char *p = (const char *)sqlite3_column_text(st, at);
    if (!p) return DG_STR_NULL;
    dg_str s = dg_arena_str(x->arena, (dg_str){p, (uint32_t)sqlite3_column_bytes(st, at)});
    *ok &= s.p != NULL;
    return s;
}

/* A happening's id as a number with room for PAIRS pairs: 48 bits of its hash, so that it is the
 * same in every export and whole in a double, which R and JavaScript read it into. */
static int64_t number_of(dg_str id) {
    return (int64_t)(dg_hash64(id.p, id.n, 0) & ((UINT64_C(1) << 48) - 1)) * PAIRS;
}
_Static_assert(PAIRS == 32, "48 bits and 5 are the 53 that a double keeps");

static int load_told(exporting *x, int64_t article) {
    uint32_t cap = 0;
    int step;
    bool ok = true;
    x->told = NULL, x->n_told = 0;
    sqlite3_bind_int64(x->events, 1, article);
    while ((step = sqlite3_step(x->events)) == SQLITE_ROW && ok) {
        told t = {.happening = column(x, x->events, 0, &ok), .when = DG_DAYS_NONE};
        t.tellings = sqlite3_column_int64(x->events, 1);
        t.witnesses = sqlite3_column_int64(x->events, 2);
        t.articles = sqlite3_column_int64(x->events, 3);
        t.rows = sqlite3_column_int64(x->events, 6);
        dg_str from = column(x, x->events, 4, &ok), to = column(x, x->events, 5, &ok), own;
        dg_days a, b;
        if (from.p && to.p && !dg_days_parse(from, &a) && !dg_days_parse(to, &b))
            t.when = (dg_days){a.from, b.to};
        own = dg_arena_printf(x->arena, "%.*s.%u", (int)x->id.n, x->id.p, x->n_told);
        t.first = !t.happening.p || dg_str_eq(own, t.happening);
        if (!t.happening.p) t.happening = own;
        t.number = number_of(t.happening);
        ok = ok && own.p && DG_PUSH(x->arena, x->told, x->n_told, cap, t);
    }
    sqlite3_reset(x->events);
    if (!ok) return dg_err_set(x->err, DG_E_NOMEM, 0, "export");
    return step == SQLITE_DONE ? 0 : dg_store_error(x->store, "export", x->err);
}

static int write_events(exporting *x) {
    const dg_json *events = dg_json_get(x->record, "events");
    bool ok = true;
    for (uint32_t i = 0; events && i < events->n && i < x->n_told && ok; i++) {
        const dg_json *event = &events->items[i];
        const told *t = &x->told[i];
        switch (x->kind) {
        case DG_EXPORT_PLOVER: write_plover(x, event, t); break;
        case DG_EXPORT_GDELT_EVENTS: write_gdelt(x, event, t); break;
        case DG_EXPORT_GDELT_MENTIONS: write_mention(x, event, t); break;
        case DG_EXPORT_DYADS: write_dyads(x, event, t); break;
        case DG_EXPORT_KEDS: write_keds(x, event, t); break;
        case DG_EXPORT_MONTHS: ok = add_month(x, event, t); break;
        default: break;
        }
    }
    return ok ? 0 : dg_err_set(x->err, DG_E_NOMEM, 0, "export");
}

static int write_article(exporting *x, sqlite3_stmt *st) {
    bool ok = true;
    x->id = column(x, st, 1, &ok), x->uri = column(x, st, 2, &ok),
    x->outlet = column(x, st, 3, &ok);
    x->lang = column(x, st, 4, &ok), x->title = column(x, st, 5, &ok),
    x->day = column(x, st, 6, &ok);
    x->raw = column(x, st, 7, &ok);
    if (!ok) return dg_err_set(x->err, DG_E_NOMEM, 0, "export");
    if (x->kind == DG_EXPORT_RECORDS) {
        dg_buf_adds(&x->out, x->raw);
        dg_buf_addc(&x->out, '\n');
        return 0;
    }
    int rc = dg_json_parse(x->raw, x->arena, &x->record, x->err);
    if (!rc) rc = load_told(x, sqlite3_column_int64(st, 0));
    if (rc) return rc;
    if (x->kind == DG_EXPORT_JSONLD)
        write_jsonld(x);
    else
        rc = write_events(x);
    return rc;
}

static int flush(exporting *x, bool all) {
    if (x->out.bad) return dg_err_set(x->err, DG_E_NOMEM, 0, "export");
    if (!x->out.n || (!all && x->out.n < FLUSH_AT)) return 0;
    int rc = x->put(x->self, dg_buf_str(&x->out), x->err);
    dg_buf_clear(&x->out);
    return rc;
}

static int write_all(exporting *x) {
    sqlite3_stmt *st = NULL;
    sqlite3 *db = dg_store_db(x->store);
    static const char sql[] =
        "SELECT n,id,uri,outlet,lang,title,published_from,record FROM article ORDER BY "
        "published_from IS NULL,published_from,id";
    static const char sql_events[] =
        "SELECT h.id,coalesce(h.tellings,1),coalesce(h.witnesses,1),coalesce(h.articles,1),"
        "coalesce(e.when_from,h.when_from),coalesce(e.when_to,h.when_to),"
        /* as next_pair counts those of the telling that names the happening, "article.event" */
        "(SELECT CASE WHEN r>0 THEN max(a,1)*r WHEN a>1 THEN a*(a-1) ELSE 1 END FROM (SELECT "
        "count(CASE s.side WHEN 'actor' THEN 1 END) AS a,count(CASE s.side WHEN 'recipient' THEN 1 "
        "END) AS r FROM article z JOIN side s ON s.article=z.n AND s.event=CAST(substr(h.id,"
        "instr(h.id,'.')+1) AS INTEGER) WHERE z.id=substr(h.id,1,instr(h.id,'.')-1))) FROM event e "
        "LEFT JOIN happening h ON h.n=e.happening WHERE e.article=?1 ORDER BY e.n";
    int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK &&
                     sqlite3_prepare_v2(db, sql_events, -1, &x->events, NULL) == SQLITE_OK
                 ? 0
                 : dg_store_error(x->store, "export", x->err);
    if (!rc && x->kind == DG_EXPORT_DYADS)
        dg_buf_addz(&x->out, "date,source,target,cameo,quad,score,happening\r\n");
    if (!rc && x->kind == DG_EXPORT_MONTHS)
        dg_buf_addz(&x->out,
                    "month,source,target,verbal_cooperation,material_cooperation,verbal_conflict,"
                    "material_conflict,mean_score\r\n");
    int step = SQLITE_DONE;
    while (!rc && (step = sqlite3_step(st)) == SQLITE_ROW) {
        rc = write_article(x, st);
        if (!rc) rc = flush(x, false);
        dg_arena_reset(x->arena);
    }
    if (!rc && step != SQLITE_DONE) rc = dg_store_error(x->store, "export", x->err);
    if (!rc && x->kind == DG_EXPORT_MONTHS) write_months(x);
    if (!rc) rc = flush(x, true);
    sqlite3_finalize(st);
    sqlite3_finalize(x->events);
    return rc;
}

int dg_export(const dg_store *s, dg_export_kind kind,
              int (*put)(void *self, dg_str bytes, dg_err *err), void *self, dg_err *err) {
    exporting x = {.store = s, .kind = kind, .put = put, .self = self, .err = err};
    x.arena = dg_arena_new(CEILING);
    x.kept = dg_arena_new(CEILING);
    dg_buf_init(&x.out, (size_t)512 << 20);
    int rc = x.arena && x.kept ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "export");
    if (!rc) {
        dg_map_init(&x.months, x.kept);
        rc = write_all(&x);
    }
    dg_buf_free(&x.out);
    dg_arena_free(x.arena);
    dg_arena_free(x.kept);
    return rc;
}
