/* join.c: the SQL around story.c and happening.c.
 *
 * Stories are made block by block of days, so that only a window of articles is in memory. A day's
 * stories hang on the articles of the DG_STORY_DAYS days before it and on theirs, on nothing else;
 * so once that many days have passed in which nothing is new and nothing has changed, all later
 * ones stand as they are, and the next block begins with the next new article.
 *
 * Happenings are made anew matter by matter, there only for the stretches of time that something
 * new, changed or gone lies in: a stretch ends where the next telling begins so late that every
 * happening before it is closed (happening.h).
 *
 * cost: one article more in an archive of any size: its window of articles, the stretches of its
 * matters, and one index entry for each telling of these matters. Articles without a day are all
 * one window. */
#include "archive/join.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "archive/complete.h"
#include "archive/happening.h"
#include "archive/story.h"
#include "archive/versions.h"
#include "doc/plover.h"

enum { BLOCK_ARTICLES = 4000 };
static const size_t CEILING = (size_t)4 << 30;

typedef struct joining {
    dg_store *store;
    sqlite3 *db;
    dg_arena *arena; /* released after each block, each matter */
    dg_err *err;
} joining;

/* ---- SQL in a line ---- */

static int failed(const joining *j) {
    return dg_store_error(j->store, "join", j->err);
}

static int run(const joining *j, const char *sql) {
    return sqlite3_exec(j->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : failed(j);
}

static int prepare(const joining *j, const char *sql, sqlite3_stmt **ret) {
    return sqlite3_prepare_v2(j->db, sql, -1, ret, NULL) == SQLITE_OK ? 0 : failed(j);
}

static void bind_str(sqlite3_stmt *st, int at, dg_str s) {
    if (s.p)
        sqlite3_bind_text(st, at, s.p, (int)s.n, SQLITE_STATIC);
    else
        sqlite3_bind_null(st, at);
}

static void bind_day(sqlite3_stmt *st, int at, int32_t day) {
    char iso[11];
    if (day == DG_DAY_NONE) {
        sqlite3_bind_null(st, at);
        return;
    }
    dg_day_format(day, iso);
    sqlite3_bind_text(st, at, iso, -1, SQLITE_TRANSIENT);
}

static dg_str column(const joining *j, sqlite3_stmt *st, int at) {
    const char *p = (const char *)sqlite3_column_text(st, at);
    if (!p) return DG_STR_NULL;
    return dg_arena_str(j->arena, (dg_str){p, (uint32_t)sqlite3_column_bytes(st, at)});
}

static int32_t day_of(sqlite3_stmt *st, int at) {
    dg_days d;
    const char *p = (const char *)sqlite3_column_text(st, at);
    return p && !dg_days_parse(dg_str_of(p), &d) ? d.from : DG_DAY_NONE;
}

/* Runs a statement that gives no rows, and readies it for the next. */
static int once(const joining *j, sqlite3_stmt *st) {
    int rc = sqlite3_step(st) == SQLITE_DONE ? 0 : failed(j);
    sqlite3_reset(st);
    return rc;
}

static int no_memory(const joining *j) {
    return dg_err_set(j->err, DG_E_NOMEM, 0, "join");
}

/* ---- the matter of each new event ---- */

static int write_matters(joining *j) {
    /* sides of an event stand together, actors first */
    static const char sql[] =
        "SELECT e.article,e.n,e.type,s.side,s.country,s.key FROM unjoined u JOIN event e ON "
        "e.article=u.article LEFT JOIN side s ON s.article=e.article AND s.event=e.n"
        " ORDER BY e.article,e.n,s.side,s.place";
    sqlite3_stmt *st = NULL, *update = NULL;
    dg_buf matter;
    dg_buf_init(&matter, 1 << 20);
    int rc = prepare(j, sql, &st), step = SQLITE_DONE;
    if (!rc)
        rc = prepare(j,
                     "UPDATE event SET matter=?1,half=?4,first_day=coalesce(when_from,CASE WHEN "
                     "status<>'historical' THEN (SELECT published_from FROM article WHERE n=?2) "
                     "END),last_day=coalesce(when_to,CASE WHEN status<>'historical' THEN (SELECT "
                     "published_to FROM article WHERE n=?2) END) WHERE article=?2 AND n=?3",
                     &update);
    if (!rc) step = sqlite3_step(st);
    while (!rc && step == SQLITE_ROW) {
        dg_arena_mark mark = dg_arena_mark_get(j->arena);
        int64_t article = sqlite3_column_int64(st, 0), n = sqlite3_column_int64(st, 1);
        dg_str type = column(j, st, 2);
        dg_party *sides[2] = {NULL, NULL};
        uint32_t count[2] = {0, 0}, cap[2] = {0, 0};
        bool ok = type.p != NULL;
        do {
            dg_str side = column(j, st, 3);
            if (!side.p) continue;
            dg_party p = {.country = column(j, st, 4), .key = column(j, st, 5)};
            int to = dg_str_is(side, "recipient");
            ok = ok && DG_PUSH(j->arena, sides[to], count[to], cap[to], p);
        } while ((step = sqlite3_step(st)) == SQLITE_ROW &&
                 sqlite3_column_int64(st, 0) == article && sqlite3_column_int64(st, 1) == n);
        dg_buf_clear(&matter);
        if (ok) dg_matter_write(type, sides[0], count[0], sides[1], count[1], &matter);
        if (!ok || matter.bad) {
            rc = no_memory(j);
            break;
        }
        bool half = (count[0] > 0) != (count[1] > 0) && dg_complete_is_type(type);
        bind_str(update, 1, dg_buf_str(&matter));
        sqlite3_bind_int64(update, 2, article);
        sqlite3_bind_int64(update, 3, n);
        bind_str(update, 4, half ? dg_buf_str(&matter) : DG_STR_NULL);
        rc = once(j, update);
        dg_arena_release(j->arena, mark);
    }
    if (!rc && step != SQLITE_DONE) rc = failed(j);
    sqlite3_finalize(st);
    sqlite3_finalize(update);
    dg_buf_free(&matter);
    return rc;
}

/* ---- stories ---- */

typedef struct block {
    dg_story_article *articles;
    int64_t *rows;  /* article.n */
    dg_str *before; /* the story each had, absent when it is new */
    uint32_t n, cap, cap_rows, cap_before;
} block;

/* Articles of the statement, those of `keep` and before with the story they have. */
static int load_block(const joining *j, sqlite3_stmt *st, int32_t open_from, block *b) {
    int step;
    *b = (block){0};
    while ((step = sqlite3_step(st)) == SQLITE_ROW) {
        dg_story_article a = {.id = column(j, st, 1), .day = day_of(st, 2)};
        a.published = (dg_days){day_of(st, 6), day_of(st, 7)};
        dg_str lang = column(j, st, 3), story = column(j, st, 4);
        memcpy(a.lang, lang.p ? lang.p : "", lang.n < sizeof a.lang ? lang.n : 0);
        dg_str packed = {sqlite3_column_blob(st, 5), (uint32_t)sqlite3_column_bytes(st, 5)};
        dg_feature *f = dg_arena_alloc(j->arena, DG_MAX_FEATURES * sizeof *f);
        if (!f) return no_memory(j);
        a.n_features = dg_features_read(packed, f);
        a.features = f;
        if (a.day != DG_DAY_NONE && a.day < open_from) a.story = story;
        if (!a.id.p || !DG_PUSH(j->arena, b->before, b->n, b->cap_before, story))
            return no_memory(j);
        uint32_t n = b->n - 1, m = n;
        if (!DG_PUSH(j->arena, b->articles, n, b->cap, a) ||
            !DG_PUSH(j->arena, b->rows, m, b->cap_rows, sqlite3_column_int64(st, 0)))
            return no_memory(j);
    }
    return step == SQLITE_DONE ? 0 : failed(j);
}

/* Stores the stories of a block; articles whose story is another than before are noted in `moved`,
 * and the last of their days in *last, where it is later. */
static int save_block(const joining *j, const block *b, int32_t *last) {
    sqlite3_stmt *update = NULL, *moved = NULL;
    int rc = prepare(j, "UPDATE article SET story=?1 WHERE n=?2", &update);
    if (!rc) rc = prepare(j, "INSERT OR IGNORE INTO moved VALUES(?1)", &moved);
    for (uint32_t i = 0; i < b->n && !rc; i++) {
        if (dg_str_eq(b->articles[i].story, b->before[i])) continue;
        if (b->articles[i].day > *last) *last = b->articles[i].day;
        bind_str(update, 1, b->articles[i].story);
        sqlite3_bind_int64(update, 2, b->rows[i]);
        rc = once(j, update);
        if (rc) break;
        sqlite3_bind_int64(moved, 1, b->rows[i]);
        rc = once(j, moved);
    }
    sqlite3_finalize(update);
    sqlite3_finalize(moved);
    return rc;
}

#define BLOCK_COLUMNS                                                                              \
    "SELECT a.n,a.id,a.day,a.lang,a.story,f.packed,a.published_from,a.published_to FROM article "  \
    "a "                                                                                           \
    "JOIN features f ON "                                                                          \
    "f.article=a.n"

static int join_block(joining *j, sqlite3_stmt *st, int32_t open_from, int32_t *last_changed) {
    block b;
    dg_arena_mark mark = dg_arena_mark_get(j->arena);
    int rc = load_block(j, st, open_from, &b);
    sqlite3_reset(st);
    if (!rc) rc = dg_stories_join(b.articles, b.n, j->err);
    if (!rc) rc = save_block(j, &b, last_changed);
    dg_arena_release(j->arena, mark);
    return rc;
}

/* The day that a select of one value gives for ?1 and ?2; DG_DAY_NONE where there is none. */
static int ask_day(const joining *j, const char *sql, int32_t from, int32_t to, int32_t *ret) {
    sqlite3_stmt *st = NULL;
    int rc = prepare(j, sql, &st);
    if (rc) return rc;
    bind_day(st, 1, from);
    bind_day(st, 2, to);
    *ret = sqlite3_step(st) == SQLITE_ROW ? day_of(st, 0) : DG_DAY_NONE;
    sqlite3_finalize(st);
    return 0;
}

static const char sql_next_open[] = "SELECT min(day) FROM open_day WHERE day>?1 AND ?2 IS NULL";
static const char sql_last_open[] = "SELECT max(day) FROM open_day WHERE day BETWEEN ?1 AND ?2";
static const char sql_next_day[] = "SELECT min(day) FROM article WHERE day>?1 AND ?2 IS NULL";

/* The last day of the block that begins with `from`: that of its last article, but no more days
 * than may change; one long day is one block. */
static int end_of_block(const joining *j, int32_t from, int32_t may_change, int32_t *ret) {
    char sql[200];
    int32_t to = from, last = DG_DAY_NONE;
    sqlite3_snprintf(sizeof sql, sql,
                     "SELECT max(day) FROM (SELECT day FROM article WHERE day>=?1 AND ?2 IS NULL "
                     "ORDER BY day LIMIT %d)",
                     BLOCK_ARTICLES);
    int rc = ask_day(j, sql, from, DG_DAY_NONE, &to);
    if (!rc) rc = ask_day(j, sql_last_open, from, to, &last);
    if (rc) return rc;
    if (last != DG_DAY_NONE && last + DG_STORY_DAYS > may_change) may_change = last + DG_STORY_DAYS;
    *ret = to < may_change ? to : may_change;
    return 0;
}

static int join_dated(joining *j) {
    sqlite3_stmt *st = NULL;
    int32_t from, to, last, may_change = DG_DAY_NONE; /* the last day that something may change */
    int rc = prepare(j, BLOCK_COLUMNS " WHERE a.day>=?1 AND a.day<=?2 ORDER BY a.day,a.id", &st);
    if (!rc)
        rc = ask_day(j, "SELECT min(day) FROM open_day WHERE ?1 IS NULL AND ?2 IS NULL",
                     DG_DAY_NONE, DG_DAY_NONE, &from);
    while (!rc && from != DG_DAY_NONE) {
        if (from > may_change) may_change = from;
        rc = end_of_block(j, from, may_change, &to);
        if (rc) break;
        bind_day(st, 1, from - DG_STORY_DAYS);
        bind_day(st, 2, to);
        last = DG_DAY_NONE;
        rc = join_block(j, st, from, &last);
        int32_t open = DG_DAY_NONE;
        if (!rc) rc = ask_day(j, sql_last_open, from, to, &open);
        if (open > last) last = open;
        if (last != DG_DAY_NONE && last + DG_STORY_DAYS > may_change)
            may_change = last + DG_STORY_DAYS;
        if (!rc)
            rc = ask_day(j, to < may_change ? sql_next_day : sql_next_open, to, DG_DAY_NONE, &from);
        if (!rc && from > may_change && to < may_change)
            rc = ask_day(j, sql_next_open, to, DG_DAY_NONE, &from);
    }
    sqlite3_finalize(st);
    return rc;
}

static int join_undated(joining *j) {
    sqlite3_stmt *st = NULL;
    int32_t ignored = DG_DAY_NONE;
    int rc = prepare(j, BLOCK_COLUMNS " WHERE a.day IS NULL ORDER BY a.id", &st);
    if (!rc) rc = join_block(j, st, DG_DAY_NONE, &ignored);
    sqlite3_finalize(st);
    return rc;
}

static int any(const joining *j, const char *sql, bool *ret) {
    sqlite3_stmt *st = NULL;
    int rc = prepare(j, sql, &st);
    *ret = !rc && sqlite3_step(st) == SQLITE_ROW;
    sqlite3_finalize(st);
    return rc;
}

static int join_stories(joining *j) {
    bool undated = false;
    /* a month is no day: such articles are compared with the undated ones */
    int rc =
        run(j, "CREATE TEMP TABLE IF NOT EXISTS moved(article INTEGER PRIMARY KEY);"
               "CREATE TEMP TABLE IF NOT EXISTS open_day(day TEXT PRIMARY KEY) WITHOUT ROWID;"
               "DELETE FROM moved; DELETE FROM open_day;"
               "INSERT INTO moved SELECT article FROM unjoined;"
               "UPDATE article SET day=published_from WHERE n IN (SELECT article FROM unjoined)"
               " AND day IS NULL AND julianday(published_to)-julianday(published_from)<=7;"
               "INSERT OR IGNORE INTO open_day SELECT a.day FROM unjoined u JOIN article a ON "
               "a.n=u.article WHERE a.day IS NOT NULL");
    if (!rc) rc = join_dated(j);
    if (!rc)
        rc = any(j,
                 "SELECT 1 FROM unjoined u JOIN article a ON a.n=u.article WHERE a.day IS NULL "
                 "LIMIT 1",
                 &undated);
    return rc || !undated ? rc : join_undated(j);
}

/* ---- happenings ---- */

typedef struct writer {
    sqlite3_stmt *put, *point, *party, *actor, *acting, *dyad;
} writer;

static uint32_t count_articles(const dg_found_event *const *tellings, uint32_t n) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = tellings[k]->source.article == tellings[i]->source.article;
        found += !seen;
    }
    return found;
}

/* ---- who took part ---- */

typedef struct row { /* the happening that is being written */
    int64_t n;
    char day[11]; /* empty: unknown */
    int quad;
    double score;
} row;

static int put_party(const joining *j, const writer *w, const row *h, dg_str party) {
    if (!party.n) return 0;
    bind_str(w->party, 1, party);
    sqlite3_bind_text(w->party, 2, h->day, -1, SQLITE_STATIC);
    sqlite3_bind_int64(w->party, 3, h->n);
    return once(j, w->party);
}

/* All that a happening can be asked for by: the states and the keys that any telling names. */
static int put_asked(const joining *j, const writer *w, const row *h,
                     const dg_found_event *const *tellings, uint32_t n) {
    int rc = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < tellings[i]->n_actors + tellings[i]->n_recipients && !rc; k++) {
            const dg_found_event *e = tellings[i];
            const dg_party *p = k < e->n_actors ? &e->actors[k] : &e->recipients[k - e->n_actors];
            rc = put_party(j, w, h, p->key);
            if (!rc) rc = put_party(j, w, h, p->country);
        }
    return rc;
}

static int put_actors(const joining *j, const writer *w, const row *h, const char *side,
                      const dg_party *parties, uint32_t n) {
    int rc = 0;
    for (uint32_t i = 0; i < n && !rc; i++) {
        sqlite3_bind_int64(w->actor, 1, h->n);
        sqlite3_bind_text(w->actor, 2, side, -1, SQLITE_STATIC);
        sqlite3_bind_int(w->actor, 3, (int)i);
        bind_str(w->actor, 4, parties[i].name);
        bind_str(w->actor, 5, parties[i].key);
        bind_str(w->actor, 6, parties[i].country);
        bind_str(w->actor, 7, parties[i].kind);
        bind_str(w->actor, 8, parties[i].role);
        rc = once(j, w->actor);
    }
    return rc;
}

static int put_dyad(const joining *j, const writer *w, const row *h, dg_str source, dg_str target) {
    if (!source.n || !target.n || dg_str_eq(source, target)) return 0;
    bind_str(w->dyad, 1, source);
    bind_str(w->dyad, 2, target);
    sqlite3_bind_text(w->dyad, 3, h->day, -1, SQLITE_STATIC);
    sqlite3_bind_int64(w->dyad, 4, h->n);
    sqlite3_bind_int(w->dyad, 5, h->quad);
    sqlite3_bind_double(w->dyad, 6, h->score);
    return once(j, w->dyad);
}

/* Actors × recipients; where there are no recipients, the actors among themselves, either way. */
static int put_dyads(const joining *j, const writer *w, const row *h, const dg_sides *s) {
    uint32_t m = s->n_recipients ? s->n_recipients : s->n_actors;
    const dg_party *others = s->n_recipients ? s->recipients : s->actors;
    int rc = 0;
    for (uint32_t i = 0; i < s->n_actors; i++)
        for (uint32_t k = 0; k < m && !rc; k++)
            rc = put_dyad(j, w, h, dg_party_id(&s->actors[i]), dg_party_id(&others[k]));
    return rc;
}

static int put_sides(const joining *j, const writer *w, const row *h,
                     const dg_found_event *const *tellings, uint32_t n, dg_str status) {
    dg_sides s = {0};
    int rc = put_asked(j, w, h, tellings, n);
    if (!rc && dg_sides_merge(tellings, n, j->arena, &s)) rc = no_memory(j);
    if (!rc) rc = put_actors(j, w, h, "actor", s.actors, s.n_actors);
    if (!rc) rc = put_actors(j, w, h, "recipient", s.recipients, s.n_recipients);
    sqlite3_bind_int64(w->acting, 1, h->n);
    if (!rc) rc = once(j, w->acting);
    bool told = !tellings[0]->negated && !dg_str_is(status, "denied") &&
                !dg_str_is(status, "hypothetical") && !dg_str_is(status, "future");
    return rc || !told ? rc : put_dyads(j, w, h, &s);
}

/* Does no telling name both sides? Then nobody knows them. */
static bool only_halves(const dg_found_event *const *tellings, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (!tellings[i]->half.p) return false;
    return true;
}

static int put_happening(const joining *j, const writer *w, dg_str matter,
                         const dg_found_event *events, const dg_happening *h) {
    const dg_found_event **tellings = dg_arena_alloc(j->arena, h->n * sizeof tellings[0]);
    if (!tellings) return no_memory(j);
    for (uint32_t i = 0; i < h->n; i++) tellings[i] = &events[h->tellings[i]];
    const dg_found_event *first = tellings[0];
    dg_plover type = dg_plover_find(first->type);
    dg_str status = dg_tellings_status(tellings, h->n);
    if (first->half.p && only_halves(tellings, h->n)) matter = first->half;
    row r = {.quad = type < DG_PLOVER_N ? dg_plover_table[type].quad : 0, .score = first->score};
    if (dg_days_known(h->when)) dg_day_format(h->when.from, r.day);
    dg_str id =
        dg_arena_printf(j->arena, "%.*s.%u", (int)first->source.id.n, first->source.id.p, first->n);
    if (!id.p) return no_memory(j);
    bind_str(w->put, 1, id);
    bind_str(w->put, 2, matter);
    bind_str(w->put, 3, first->type);
    bind_str(w->put, 4, dg_tellings_mode(tellings, h->n));
    sqlite3_bind_int(w->put, 5, first->negated);
    bind_str(w->put, 6, status);
    sqlite3_bind_double(w->put, 7, first->score);
    bind_day(w->put, 8, h->when.from);
    bind_day(w->put, 9, h->when.to);
    sqlite3_bind_int(w->put, 10, h->by_report);
    sqlite3_bind_int64(w->put, 11, h->n);
    sqlite3_bind_int64(w->put, 12, count_articles(tellings, h->n));
    sqlite3_bind_int64(w->put, 13, h->witnesses);
    bind_str(w->put, 14, first->planned);
    sqlite3_bind_int(w->put, 15, r.quad);
    int rc = once(j, w->put);
    r.n = sqlite3_last_insert_rowid(j->db);
    for (uint32_t i = 0; i < h->n && !rc; i++) {
        sqlite3_bind_int64(w->point, 1, r.n);
        sqlite3_bind_int64(w->point, 2, tellings[i]->source.article);
        sqlite3_bind_int64(w->point, 3, tellings[i]->n);
        rc = once(j, w->point);
    }
    return rc ? rc : put_sides(j, w, &r, tellings, h->n, status);
}

/* ---- stretches of a matter ---- */

typedef struct stretch { /* first days of its tellings, and the last day that one of them allows */
    int32_t from, last_from, to;
    bool dirty;
} stretch;

/* The stretches of a matter, by one walk over its index. */
static int read_stretches(const joining *j, sqlite3_stmt *st, dg_str matter, uint32_t *ret_n,
                          stretch **ret) {
    uint32_t cap = 0;
    int step;
    *ret_n = 0, *ret = NULL;
    bind_str(st, 1, matter);
    while ((step = sqlite3_step(st)) == SQLITE_ROW) {
        int32_t from = day_of(st, 0), to = day_of(st, 1);
        stretch *last = *ret_n ? &(*ret)[*ret_n - 1] : NULL;
        if (last && from <= last->to + DG_NEWS_DAYS) {
            last->last_from = from;
            if (to > last->to) last->to = to;
        } else if (!DG_PUSH(j->arena, *ret, *ret_n, cap, ((stretch){from, from, to, false})))
            return no_memory(j);
    }
    sqlite3_reset(st);
    return step == SQLITE_DONE ? 0 : failed(j);
}

/* Marks those that something touched lies in; *undated: tellings without a day are touched. */
static int mark_stretches(const joining *j, sqlite3_stmt *st, dg_str matter, stretch *all,
                          uint32_t n, bool *undated) {
    int step;
    bind_str(st, 1, matter);
    for (uint32_t at = 0; (step = sqlite3_step(st)) == SQLITE_ROW;) {
        int32_t from = day_of(st, 0), to = day_of(st, 1);
        if (from == DG_DAY_NONE) {
            *undated = true;
            continue;
        }
        while (at < n && all[at].to < from - DG_NEWS_DAYS) at++; /* they come in order */
        for (uint32_t i = at; i < n && all[i].from <= to + DG_NEWS_DAYS; i++) all[i].dirty = true;
    }
    sqlite3_reset(st);
    return step == SQLITE_DONE ? 0 : failed(j);
}

/* first: the days that the tellings begin on; none: those without a day. */
static int join_stretch(joining *j, const writer *w, dg_str matter, const dg_days *first) {
    dg_arena_mark mark = dg_arena_mark_get(j->arena);
    dg_found_event *events = NULL;
    dg_happening *found = NULL;
    uint32_t n = 0, n_found = 0;
    int rc = dg_query_matter(j->store, matter, first, j->arena, &n, &events, j->err);
    if (!rc && n) qsort(events, n, sizeof events[0], dg_telling_cmp);
    if (!rc) rc = dg_happenings_group(events, n, j->arena, &n_found, &found, j->err);
    for (uint32_t i = 0; i < n_found && !rc; i++)
        rc = put_happening(j, w, matter, events, &found[i]);
    dg_arena_release(j->arena, mark);
    return rc;
}

enum { FORGET, ALL_DAYS, TOUCHED_DAYS, FORGET_UNDATED, ANY_YEAR, FORGET_WHOLE, N_PER_MATTER };
static const char *const per_matter[N_PER_MATTER] = {
    [FORGET] = "DELETE FROM happening WHERE n IN (SELECT happening FROM event WHERE matter=?1 AND "
               "first_day BETWEEN ?2 AND ?3)",
    [ALL_DAYS] = "SELECT first_day,last_day FROM event WHERE matter=?1 AND first_day IS NOT NULL "
                 "ORDER BY first_day,last_day",
    [TOUCHED_DAYS] = "SELECT DISTINCT first_day,last_day FROM stirred WHERE matter=?1 ORDER BY "
                     "first_day,last_day",
    [FORGET_UNDATED] = "DELETE FROM happening WHERE n IN (SELECT happening FROM event WHERE "
                       "matter=?1 AND first_day IS NULL)",
    [ANY_YEAR] = "SELECT 1 FROM event WHERE matter=?1 AND first_day IS NULL AND any_year IS NOT "
                 "NULL LIMIT 1",
    [FORGET_WHOLE] =
        "DELETE FROM happening WHERE n IN (SELECT happening FROM event WHERE matter=?1)",
};

static int forget(const joining *j, sqlite3_stmt *st, dg_str matter, dg_days first) {
    bind_str(st, 1, matter);
    if (dg_days_known(first)) {
        bind_day(st, 2, first.from);
        bind_day(st, 3, first.to);
    }
    return once(j, st);
}

static int join_stretches(joining *j, const writer *w, sqlite3_stmt **st, dg_str matter) {
    stretch *all = NULL;
    uint32_t n = 0;
    bool undated = false;
    int rc = read_stretches(j, st[ALL_DAYS], matter, &n, &all);
    if (!rc) rc = mark_stretches(j, st[TOUCHED_DAYS], matter, all, n, &undated);
    for (uint32_t i = 0; i < n && !rc; i++) {
        dg_days first = {all[i].from, all[i].last_from};
        if (!all[i].dirty) continue;
        rc = forget(j, st[FORGET], matter, first);
        if (!rc) rc = join_stretch(j, w, matter, &first);
    }
    if (!rc && undated) rc = forget(j, st[FORGET_UNDATED], matter, DG_DAYS_NONE);
    return rc || !undated ? rc : join_stretch(j, w, matter, &(dg_days){DG_DAY_NONE, DG_DAY_NONE});
}

/* A telling that knows the month only may mean a happening of any time: then the matter is one. */
static int is_one(const joining *j, sqlite3_stmt *st, dg_str matter, bool *ret) {
    bind_str(st, 1, matter);
    int step = sqlite3_step(st);
    *ret = step == SQLITE_ROW;
    sqlite3_reset(st);
    return step == SQLITE_ROW || step == SQLITE_DONE ? 0 : failed(j);
}

static int join_matter(joining *j, const writer *w, sqlite3_stmt **st, dg_str matter) {
    bool one;
    int rc = is_one(j, st[ANY_YEAR], matter, &one);
    if (rc || !one) return rc ? rc : join_stretches(j, w, st, matter);
    rc = forget(j, st[FORGET_WHOLE], matter, DG_DAYS_NONE);
    return rc ? rc : join_stretch(j, w, matter, NULL);
}

/* What lies in the tellings of articles in a table: before their matters are written, where they
 * were; afterwards, where they are. Happenings they told are made anew. */
#define STIR(table)                                                                                \
    "INSERT INTO stirred SELECT e.matter,e.first_day,e.last_day FROM " table " x JOIN event e ON " \
    "e.article=x.article WHERE e.matter IS NOT NULL;"
static const char sql_stir_old[] =
    "CREATE TEMP TABLE IF NOT EXISTS stirred(matter TEXT, first_day TEXT, last_day TEXT);"
    "CREATE INDEX IF NOT EXISTS temp.stirred_matter ON stirred(matter,first_day,last_day);"
    "DELETE FROM stirred;"
    "INSERT INTO stirred SELECT matter,first_day,last_day FROM touched;" STIR(
        "unjoined") "DELETE FROM happening WHERE n IN (SELECT e.happening FROM unjoined x JOIN "
                    "event e ON "
                    "e.article=x.article WHERE e.happening IS NOT NULL);";
static const char sql_stir_new[] = STIR("moved");

/* Each state once, by its code; anybody else by the key. */
static const char sql_acting[] =
    "INSERT OR IGNORE INTO acting SELECT happening," DG_SQL_PARTY_ID ","
    "iif(" DG_SQL_IS_STATE ",country,min(name)),country FROM actor WHERE happening=?1 GROUP BY 2";

static int prepare_writer(const joining *j, writer *w) {
    int rc = prepare(j,
                     "INSERT INTO happening(id,matter,type,mode,negated,status,score,when_from,"
                     "when_to,by_report,tellings,articles,witnesses,planned,quad)"
                     " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                     &w->put);
    if (!rc) rc = prepare(j, "UPDATE event SET happening=?1 WHERE article=?2 AND n=?3", &w->point);
    if (!rc) rc = prepare(j, "INSERT OR IGNORE INTO party VALUES(?,?,?)", &w->party);
    if (!rc) rc = prepare(j, "INSERT INTO actor VALUES(?,?,?,?,?,?,?,?)", &w->actor);
    if (!rc) rc = prepare(j, sql_acting, &w->acting);
    if (!rc) rc = prepare(j, "INSERT OR IGNORE INTO dyad VALUES(?,?,?,?,?,?)", &w->dyad);
    return rc;
}

static int join_happenings(joining *j) {
    sqlite3_stmt *matters = NULL, *st[N_PER_MATTER] = {NULL};
    writer w = {0};
    int rc = run(j, sql_stir_new);
    if (!rc) rc = dg_complete_matters(j->store, j->err);
    if (!rc) rc = prepare(j, "SELECT DISTINCT matter FROM stirred ORDER BY matter", &matters);
    if (!rc) rc = prepare_writer(j, &w);
    for (int i = 0; i < N_PER_MATTER && !rc; i++) rc = prepare(j, per_matter[i], &st[i]);
    int step = SQLITE_DONE;
    while (!rc && (step = sqlite3_step(matters)) == SQLITE_ROW) {
        dg_arena_mark mark = dg_arena_mark_get(j->arena);
        rc = join_matter(j, &w, st, column(j, matters, 0));
        dg_arena_release(j->arena, mark);
    }
    if (!rc && step != SQLITE_DONE) rc = failed(j);
    for (int i = 0; i < N_PER_MATTER; i++) sqlite3_finalize(st[i]);
    sqlite3_stmt *const all[] = {matters, w.put, w.point, w.party, w.actor, w.acting, w.dyad};
    for (size_t i = 0; i < DG_LEN(all); i++) sqlite3_finalize(all[i]);
    return rc;
}

/* ---- all of it ---- */

/* One transaction, begun by what `clearing` says: after a kill the state before it stands. */
static int join_all(joining *j, const char *clearing) {
    j->arena = dg_arena_new(CEILING);
    if (!j->arena) return no_memory(j);
    int rc = run(j, "BEGIN IMMEDIATE");
    if (!rc) rc = run(j, clearing);
    if (!rc) rc = run(j, sql_stir_old);
    if (!rc) rc = write_matters(j);
    if (!rc) rc = join_stories(j);
    if (!rc) rc = dg_versions_join(j->store, j->err);
    if (!rc) rc = join_happenings(j);
    if (!rc) rc = run(j, "DELETE FROM unjoined; DELETE FROM touched");
    if (!rc) rc = run(j, "COMMIT");
    if (rc) sqlite3_exec(j->db, "ROLLBACK", NULL, NULL, NULL);
    dg_arena_free(j->arena);
    return rc;
}

int dg_join(dg_store *s, dg_err *err) {
    joining j = {.store = s, .db = dg_store_db(s), .err = err};
    bool open = false;
    int rc = any(&j, "SELECT 1 FROM unjoined UNION ALL SELECT 1 FROM touched LIMIT 1", &open);
    return rc || !open ? rc : join_all(&j, "");
}

int dg_join_again(dg_store *s, dg_err *err) {
    joining j = {.store = s, .db = dg_store_db(s), .err = err};
    return join_all(&j, "UPDATE event SET happening=NULL; DELETE FROM happening;"
                        "UPDATE article SET story=NULL,day=NULL; DELETE FROM unjoined; DELETE "
                        "FROM touched;"
                        "UPDATE version SET family=NULL; DELETE FROM band;"
                        "INSERT INTO unjoined SELECT n FROM article");
}
