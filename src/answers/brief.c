/* brief.c: the answers that are made of entries and statements: dossier, timeline, quotes,
 * positions, disagreements, a story, an entry's every telling. */
#include "answers/data.h"
#include "answers/page.h"
#include "answers/plot.h"
#include "archive/watch.h"

static int done(dg_gathered *g, const dg_buf *out, int rc, dg_err *err) {
    dg_gathered_free(g);
    return rc ? rc : out->bad ? dg_err_set(err, DG_E_NOMEM, 0, "answer") : 0;
}

static bool is_page(const dg_ask *ask) {
    return ask->as == DG_AS_TEXT || ask->as == DG_AS_MD;
}

/* ---- parts ---- */

enum { ENTRIES = 1, LINES = 2, QUOTES = 4, POSITIONS = 8, DISPUTES = 16, SOURCES = 32 };

/* Those with a day first; the others, which stand last, under a heading of their own. */
static void put_entries(dg_page *p, const dg_gathered *g, uint32_t parts) {
    bool lines = parts & LINES, dated = false, undated = false;
    if (!(parts & (ENTRIES | LINES))) return;
    for (uint32_t i = 0; i < g->n_entries; i++) {
        const dg_entry *e = &g->entries[i];
        bool known = dg_days_known(e->when);
        if (known && !dated && !lines) dg_page_heading(p, "happened");
        if (!known && !undated) dg_page_heading(p, "without-day");
        dated |= known, undated |= !known;
        if (lines)
            dg_page_entry_line(p, e);
        else
            dg_page_entry(p, g, e);
    }
}

/* titled: the title says already what the one part is. */
static void put_parts(dg_page *p, const dg_gathered *g, uint32_t parts, bool titled) {
    put_entries(p, g, parts);
    if (parts & POSITIONS && g->n_positions && !titled) dg_page_heading(p, "positions");
    for (uint32_t i = 0; i < g->n_positions && parts & POSITIONS; i++)
        dg_page_position(p, g, &g->positions[i]);
    if (parts & DISPUTES && g->n_disputes && !titled) dg_page_heading(p, "disputes");
    for (uint32_t i = 0; i < g->n_disputes && parts & DISPUTES; i++)
        dg_page_dispute(p, g, &g->disputes[i]);
    if (parts & QUOTES && g->n_quotes) dg_page_heading(p, "said");
    for (uint32_t i = 0; i < g->n_quotes && parts & QUOTES; i++)
        if (!g->repeated[i]) dg_page_quote(p, g, i);
    if (parts & SOURCES && g->n_sources) dg_page_heading(p, "sources");
    for (uint32_t i = 0; i < g->n_sources && parts & SOURCES; i++) dg_page_source(p, g->sources[i]);
}

#define PUT_LIST(o, key, count, call)                                                              \
    do {                                                                                           \
        dg_json_key(o, key);                                                                       \
        dg_json_arr(o);                                                                            \
        for (uint32_t i = 0; i < (count); i++) call;                                               \
        dg_json_arr_end(o);                                                                        \
    } while (0)

static void put_json(const dg_ask *ask, const dg_gathered *g, uint32_t parts, dg_buf *out) {
    dg_json_out json, *o = &json;
    dg_json_begin(o, out);
    dg_json_obj(o);
    dg_data_str(o, "a", ask->query.a);
    dg_data_str(o, "b", ask->query.b);
    if (parts & (ENTRIES | LINES))
        PUT_LIST(o, "events", g->n_entries, dg_data_entry(o, g, &g->entries[i]));
    if (parts & QUOTES) PUT_LIST(o, "quotes", g->n_quotes, dg_data_quote(o, &g->quotes[i]));
    if (parts & POSITIONS)
        PUT_LIST(o, "positions", g->n_positions, dg_data_position(o, g, &g->positions[i]));
    if (parts & DISPUTES)
        PUT_LIST(o, "disagreements", g->n_disputes, dg_data_dispute(o, g, &g->disputes[i]));
    dg_json_obj_end(o);
    dg_buf_addc(out, '\n');
}

/* CSV has one kind of row: quotes where they are all that is asked for, else entries. */
static void put_csv(const dg_gathered *g, uint32_t parts, dg_buf *out) {
    if (parts & (ENTRIES | LINES)) {
        dg_csv_entries_head(out);
        for (uint32_t i = 0; i < g->n_entries; i++) dg_csv_entry(out, &g->entries[i]);
    } else if (parts & DISPUTES) {
        dg_csv_entries_head(out);
        for (uint32_t i = 0; i < g->n_disputes; i++) {
            const dg_dispute *d = &g->disputes[i];
            for (uint32_t k = 0; k < d->n_asserted; k++)
                dg_csv_entry(out, &g->entries[d->asserted[k]]);
            for (uint32_t k = 0; k < d->n_against; k++)
                dg_csv_entry(out, &g->entries[d->against[k]]);
        }
    } else {
        dg_csv_quotes_head(out);
        for (uint32_t i = 0; i < g->n_quotes; i++) dg_csv_quote(out, &g->quotes[i]);
    }
}

static int write(const dg_ask *ask, const dg_gathered *g, uint32_t parts, const char *title,
                 dg_buf *out, dg_err *err) {
    int rc = 0;
    dg_page p = {ask->phrases, out, ask->as == DG_AS_MD};
    if (ask->as == DG_AS_JSON)
        put_json(ask, g, parts, out);
    else if (ask->as == DG_AS_CSV)
        put_csv(g, parts, out);
    else {
        dg_page_title_parties(&p, ask, title);
        bool lead = parts & (ENTRIES | QUOTES);
        if (lead) rc = dg_page_who(&p, ask, err);
        if (lead) dg_page_lead(&p, g, ask->query.limit);
        if (!lead && !(parts & LINES && g->n_entries) && !(parts & POSITIONS && g->n_positions) &&
            !(parts & DISPUTES && g->n_disputes))
            dg_page_nothing(&p);
        put_parts(&p, g, parts, !lead && !ask->query.a.p);
    }
    return rc;
}

static int answer(const dg_ask *ask, uint32_t with, uint32_t parts, const char *title, dg_buf *out,
                  dg_err *err) {
    dg_gathered g;
    int rc = dg_gather(ask, with, &g, err);
    if (!rc) rc = write(ask, &g, parts, title, out, err);
    return done(&g, out, rc, err);
}

/* A dossier is read: the newest, unless more is asked for; programs get all. */
enum { MOST_READ = 200 };

int dg_answer_brief(const dg_ask *ask, dg_buf *out, dg_err *err) {
    dg_ask inner = *ask;
    if (!inner.query.limit && is_page(ask)) inner.query.limit = MOST_READ;
    return answer(&inner, DG_WITH_QUOTES | DG_WITH_POSITIONS | DG_WITH_DISPUTES,
                  ENTRIES | POSITIONS | DISPUTES | QUOTES | SOURCES, "happened", out, err);
}

int dg_answer_entries(const dg_ask *ask, dg_buf *out, dg_err *err) {
    return answer(ask, 0, ENTRIES, "happened", out, err);
}

static int picture(const dg_ask *ask, bool network, dg_buf *out, dg_err *err) {
    dg_gathered g;
    dg_buf title;
    dg_buf_init(&title, 1 << 16);
    dg_page_parties(ask, network ? "network" : "happened", &title);
    int rc = dg_gather(ask, DG_LINES_ONLY, &g, err);
    if (!rc && network) rc = dg_plot_network(ask->phrases, &g, dg_buf_str(&title), out, err);
    if (!rc && !network) dg_plot_timeline(ask->phrases, &g, dg_buf_str(&title), out);
    dg_buf_free(&title);
    return done(&g, out, rc, err);
}

static int feed(const dg_ask *ask, dg_buf *out, dg_err *err) {
    dg_gathered g;
    int rc = dg_gather(ask, 0, &g, err);
    if (!rc) dg_data_atom(out, ask, &g);
    return done(&g, out, rc, err);
}

int dg_answer_watch(const dg_ask *ask, dg_buf *out, dg_err *err) {
    dg_gathered g;
    int rc = dg_gather(ask, 0, &g, err);
    bool *is_new = rc ? NULL : dg_arena_zalloc(g.arena, g.n_entries, sizeof is_new[0]);
    if (!rc && !is_new) rc = dg_err_set(err, DG_E_NOMEM, 0, "watch");
    if (!rc) rc = dg_watch_take(ask->store, ask->words, g.entries, g.n_entries, is_new, err);
    uint32_t n = 0;
    for (uint32_t i = 0; i < g.n_entries && !rc; i++)
        if (is_new[i]) { /* the others are left out, so links to them are, too */
            g.entries[n] = g.entries[i];
            g.entries[n].plan = g.entries[n].fulfilled_by = DG_NONE;
            n++;
        }
    g.n_entries = n;
    dg_page p = {ask->phrases, out, ask->as == DG_AS_MD};
    if (!rc && ask->as == DG_AS_ATOM)
        dg_data_atom(out, ask, &g);
    else if (!rc && !is_page(ask))
        rc = write(ask, &g, ENTRIES, "happened", out, err);
    else
        for (uint32_t i = 0; i < n && !rc; i++) dg_page_entry(&p, &g, &g.entries[i]);
    return done(&g, out, rc, err);
}

int dg_answer_timeline(const dg_ask *ask, dg_buf *out, dg_err *err) {
    if (ask->as == DG_AS_SVG) return picture(ask, false, out, err);
    if (ask->as == DG_AS_ATOM) return feed(ask, out, err);
    return answer(ask, is_page(ask) ? DG_LINES_ONLY : 0, LINES, "happened", out, err);
}

int dg_answer_network(const dg_ask *ask, dg_buf *out, dg_err *err) {
    return picture(ask, true, out, err);
}

int dg_answer_positions(const dg_ask *ask, dg_buf *out, dg_err *err) {
    return answer(ask, DG_WITH_QUOTES | DG_WITH_POSITIONS, POSITIONS, "positions", out, err);
}

int dg_answer_disagreements(const dg_ask *ask, dg_buf *out, dg_err *err) {
    return answer(ask, DG_WITH_DISPUTES, DISPUTES, "disputes", out, err);
}

/* ---- statements alone ---- */

static bool is_by(const dg_found_quote *q, dg_str party) {
    return dg_str_eq(q->speaker_country, party) || dg_str_eq(q->speaker_key, party);
}

int dg_answer_quotes(const dg_ask *ask, dg_buf *out, dg_err *err) {
    dg_gathered g = {.arena = dg_arena_new((size_t)1 << 30)};
    if (!g.arena) return dg_err_set(err, DG_E_NOMEM, 0, "answer");
    int rc = dg_query_quotes(ask->store, &ask->query, g.arena, &g.n_quotes, &g.quotes, err);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < g.n_quotes && !rc; i++)
        if (!ask->by_only || !ask->query.a.p || is_by(&g.quotes[i], ask->query.a))
            g.quotes[kept++] = g.quotes[i];
    g.n_quotes = kept;
    if (!rc) rc = dg_gather_repeated(&g, err);
    if (!rc && is_page(ask)) {
        dg_page p = {ask->phrases, out, ask->as == DG_AS_MD};
        dg_page_title_parties(&p, ask, "said");
        if (!kept) dg_page_nothing(&p);
        for (uint32_t i = 0; i < kept; i++) {
            if (!g.repeated[i]) dg_page_quote(&p, &g, i);
        }
    } else if (!rc)
        rc = write(ask, &g, QUOTES, "said", out, err);
    return done(&g, out, rc, err);
}

/* ---- one story, one entry ---- */

int dg_answer_story(const dg_ask *ask, dg_buf *out, dg_err *err) {
    dg_ask inner = *ask;
    dg_gathered g;
    inner.query.story = ask->words;
    int rc = dg_gather(&inner, DG_WITH_QUOTES | DG_WITH_POSITIONS | DG_WITH_DISPUTES, &g, err);
    uint32_t n = 0;
    dg_found_article *articles = NULL;
    if (!rc)
        rc = dg_query_articles(ask->store, &inner.query, DG_STR_NULL, g.arena, &n, &articles, err);
    if (!rc && !n)
        rc = dg_err_set(err, DG_E_NOT_FOUND, 0, "no story %.*s", (int)ask->words.n, ask->words.p);
    if (!rc && is_page(ask)) {
        dg_page p = {ask->phrases, out, ask->as == DG_AS_MD};
        dg_str title = ask->words;
        for (uint32_t i = 0; i < n; i++)
            if (articles[i].source.title.p) title = articles[i].source.title; /* the oldest */
        dg_page_title(&p, title);
        dg_page_lead(&p, &g, inner.query.limit);
        put_parts(&p, &g, ENTRIES | POSITIONS | DISPUTES | QUOTES, false);
        dg_page_heading(&p, "articles");
        for (uint32_t i = 0; i < n; i++) dg_page_article(&p, &articles[i]);
    } else if (!rc)
        rc = write(&inner, &g, ENTRIES | POSITIONS | DISPUTES | QUOTES, "happened", out, err);
    return done(&g, out, rc, err);
}

int dg_answer_why(const dg_ask *ask, dg_buf *out, dg_err *err) {
    dg_gathered g = {.arena = dg_arena_new((size_t)1 << 30)};
    if (!g.arena) return dg_err_set(err, DG_E_NOMEM, 0, "answer");
    int rc = dg_query_happening(ask->store, ask->words, g.arena, &g.n_events, &g.events, err);
    if (!rc && !g.n_events)
        rc = dg_err_set(err, DG_E_NOT_FOUND, 0, "no entry %.*s", (int)ask->words.n, ask->words.p);
    if (!rc) rc = dg_entries_make(g.events, g.n_events, g.arena, &g.n_entries, &g.entries, err);
    if (!rc && is_page(ask)) {
        dg_page p = {ask->phrases, out, ask->as == DG_AS_MD};
        dg_page_title(&p, ask->words);
        for (uint32_t i = 0; i < g.n_entries; i++) dg_page_entry(&p, &g, &g.entries[i]);
    } else if (!rc)
        rc = write(ask, &g, ENTRIES, "happened", out, err);
    return done(&g, out, rc, err);
}
