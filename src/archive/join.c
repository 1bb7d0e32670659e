/* join.c: the SQL around story.c and happening.c. Stories are made block by block of days, so that
 * only a window of articles is in memory; happenings matter by matter. */
#include "archive/join.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "archive/happening.h"
#include "archive/story.h"
#include "archive/versions.h"

enum { BLOCK_ARTICLES = 20000 };
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
    if (!rc) rc = prepare(j, "UPDATE event SET matter=?1 WHERE article=?2 AND n=?3", &update);
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
        bind_str(update, 1, dg_buf_str(&matter));
        sqlite3_bind_int64(update, 2, article);
        sqlite3_bind_int64(update, 3, n);
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

/* Stores the stories of a block; articles whose story is another than before are noted in `moved`.
 */
static int save_block(const joining *j, const block *b) {
    sqlite3_stmt *update = NULL, *moved = NULL;
    int rc = prepare(j, "UPDATE article SET story=?1 WHERE n=?2", &update);
    if (!rc) rc = prepare(j, "INSERT OR IGNORE INTO moved VALUES(?1)", &moved);
    for (uint32_t i = 0; i < b->n && !rc; i++) {
        if (dg_str_eq(b->articles[i].story, b->before[i])) continue;
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
    "SELECT a.n,a.id,a.day,a.lang,a.story,f.packed FROM article a JOIN features f ON "             \
    "f.article=a.n"

static int join_block(joining *j, sqlite3_stmt *st, int32_t open_from) {
    block b;
    dg_arena_mark mark = dg_arena_mark_get(j->arena);
    int rc = load_block(j, st, open_from, &b);
    sqlite3_reset(st);
    if (!rc) rc = dg_stories_join(b.articles, b.n, j->err);
    if (!rc) rc = save_block(j, &b);
    dg_arena_release(j->arena, mark);
    return rc;
}

/* One value of a select, as a day or a number; DG_DAY_NONE and 0 where there is none. */
static int ask_day(const joining *j, const char *sql, int32_t from, int32_t *ret) {
    sqlite3_stmt *st = NULL;
    int rc = prepare(j, sql, &st);
    if (rc) return rc;
    bind_day(st, 1, from);
    *ret = sqlite3_step(st) == SQLITE_ROW ? day_of(st, 0) : DG_DAY_NONE;
    sqlite3_finalize(st);
    return 0;
}

static int join_dated(joining *j, int32_t from) {
    sqlite3_stmt *st = NULL;
    int rc = prepare(j, BLOCK_COLUMNS " WHERE a.day>=?1 AND a.day<=?2 ORDER BY a.day,a.id", &st);
    while (!rc && from != DG_DAY_NONE) {
        /* the block ends with the day of its last article, or is one long day */
        char sql[200];
        int32_t to;
        sqlite3_snprintf(sizeof sql, sql,
                         "SELECT max(day) FROM (SELECT day FROM article WHERE day>=?1 ORDER BY day "
                         "LIMIT %d)",
                         BLOCK_ARTICLES);
        rc = ask_day(j, sql, from, &to);
        if (rc || to == DG_DAY_NONE) break;
        bind_day(st, 1, from - DG_STORY_DAYS);
        bind_day(st, 2, to);
        rc = join_block(j, st, from);
        if (!rc) rc = ask_day(j, "SELECT min(day) FROM article WHERE day>?1", to, &from);
    }
    sqlite3_finalize(st);
    return rc;
}

static int join_undated(joining *j) {
    sqlite3_stmt *st = NULL;
    int rc = prepare(j, BLOCK_COLUMNS " WHERE a.day IS NULL ORDER BY a.id", &st);
    if (!rc) rc = join_block(j, st, DG_DAY_NONE);
    sqlite3_finalize(st);
    return rc;
}

static int join_stories(joining *j) {
    int32_t from, undated;
    /* a month is no day: such articles are compared with the undated ones */
    int rc =
        run(j, "CREATE TEMP TABLE IF NOT EXISTS moved(article INTEGER PRIMARY KEY);"
               "DELETE FROM moved;"
               "INSERT INTO moved SELECT article FROM unjoined;"
               "UPDATE article SET day=published_from WHERE n IN (SELECT article FROM unjoined)"
               " AND julianday(published_to)-julianday(published_from)<=7;");
    if (!rc)
        rc = ask_day(j,
                     "SELECT min(a.day) FROM unjoined u JOIN article a ON a.n=u.article WHERE "
                     "?1 IS NULL",
                     DG_DAY_NONE, &from);
    if (!rc && from != DG_DAY_NONE) rc = join_dated(j, from);
    if (!rc)
        rc = ask_day(j,
                     "SELECT '2000-01-01' FROM unjoined u JOIN article a ON a.n=u.article WHERE "
                     "a.day IS NULL AND ?1 IS NULL LIMIT 1",
                     DG_DAY_NONE, &undated);
    if (!rc && undated != DG_DAY_NONE) rc = join_undated(j);
    return rc;
}

/* ---- happenings ---- */

typedef struct writer {
    sqlite3_stmt *forget, *put, *point;
} writer;

static dg_str strongest(const dg_found_event *events, const dg_happening *h, bool status) {
    /* what happened beats what is alleged beats background; a mode beats none */
    static const char *const order[] = {"actual",  "future",     "denied",
                                        "alleged", "historical", "hypothetical"};
    if (!status) {
        for (uint32_t i = 0; i < h->n; i++)
            if (events[h->tellings[i]].mode.p) return events[h->tellings[i]].mode;
        return DG_STR_NULL;
    }
    for (size_t k = 0; k < DG_LEN(order); k++)
        for (uint32_t i = 0; i < h->n; i++)
            if (dg_str_is(events[h->tellings[i]].status, order[k]))
                return events[h->tellings[i]].status;
    return events[h->tellings[0]].status;
}

static uint32_t count_articles(const dg_found_event *events, const dg_happening *h) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < h->n; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = events[h->tellings[k]].source.article == events[h->tellings[i]].source.article;
        n += !seen;
    }
    return n;
}

static int put_happening(const joining *j, const writer *w, dg_str matter,
                         const dg_found_event *events, const dg_happening *h) {
    const dg_found_event *first = &events[h->tellings[0]];
    dg_str id =
        dg_arena_printf(j->arena, "%.*s.%u", (int)first->source.id.n, first->source.id.p, first->n);
    if (!id.p) return no_memory(j);
    bind_str(w->put, 1, id);
    bind_str(w->put, 2, matter);
    bind_str(w->put, 3, first->type);
    bind_str(w->put, 4, strongest(events, h, false));
    sqlite3_bind_int(w->put, 5, first->negated);
    bind_str(w->put, 6, strongest(events, h, true));
    sqlite3_bind_double(w->put, 7, first->score);
    bind_day(w->put, 8, h->when.from);
    bind_day(w->put, 9, h->when.to);
    sqlite3_bind_int(w->put, 10, h->by_report);
    sqlite3_bind_int64(w->put, 11, h->n);
    sqlite3_bind_int64(w->put, 12, count_articles(events, h));
    sqlite3_bind_int64(w->put, 13, h->witnesses);
    bind_str(w->put, 14, first->planned);
    int rc = once(j, w->put);
    int64_t n = sqlite3_last_insert_rowid(j->db);
    for (uint32_t i = 0; i < h->n && !rc; i++) {
        const dg_found_event *e = &events[h->tellings[i]];
        sqlite3_bind_int64(w->point, 1, n);
        sqlite3_bind_int64(w->point, 2, e->source.article);
        sqlite3_bind_int64(w->point, 3, e->n);
        rc = once(j, w->point);
    }
    return rc;
}

static int join_matter(joining *j, const writer *w, dg_str matter) {
    dg_found_event *events = NULL;
    dg_happening *found = NULL;
    uint32_t n = 0, n_found = 0;
    bind_str(w->forget, 1, matter);
    int rc = once(j, w->forget);
    if (!rc) rc = dg_query_matter(j->store, matter, j->arena, &n, &events, j->err);
    if (!rc && n) qsort(events, n, sizeof events[0], dg_telling_cmp);
    if (!rc) rc = dg_happenings_group(events, n, j->arena, &n_found, &found, j->err);
    for (uint32_t i = 0; i < n_found && !rc; i++)
        rc = put_happening(j, w, matter, events, &found[i]);
    return rc;
}

static int join_happenings(joining *j) {
    sqlite3_stmt *st = NULL;
    writer w = {0};
    int rc = prepare(j,
                     "SELECT DISTINCT e.matter FROM moved m JOIN event e ON e.article=m.article "
                     "ORDER BY e.matter",
                     &st);
    if (!rc) rc = prepare(j, "DELETE FROM happening WHERE matter=?1", &w.forget);
    if (!rc)
        rc = prepare(j,
                     "INSERT INTO happening(id,matter,type,mode,negated,status,score,when_from,"
                     "when_to,by_report,tellings,articles,witnesses,planned)"
                     " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                     &w.put);
    if (!rc) rc = prepare(j, "UPDATE event SET happening=?1 WHERE article=?2 AND n=?3", &w.point);
    int step = SQLITE_DONE;
    while (!rc && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dg_arena_mark mark = dg_arena_mark_get(j->arena);
        rc = join_matter(j, &w, column(j, st, 0));
        dg_arena_release(j->arena, mark);
    }
    if (!rc && step != SQLITE_DONE) rc = failed(j);
    sqlite3_finalize(st);
    sqlite3_finalize(w.forget);
    sqlite3_finalize(w.put);
    sqlite3_finalize(w.point);
    return rc;
}

/* ---- all of it ---- */

static int anything_open(const joining *j, bool *ret) {
    sqlite3_stmt *st = NULL;
    int rc = prepare(j, "SELECT 1 FROM unjoined LIMIT 1", &st);
    *ret = !rc && sqlite3_step(st) == SQLITE_ROW;
    sqlite3_finalize(st);
    return rc;
}

/* One transaction, begun by what `clearing` says: after a kill the state before it stands. */
static int join_all(joining *j, const char *clearing) {
    j->arena = dg_arena_new(CEILING);
    if (!j->arena) return no_memory(j);
    int rc = run(j, "BEGIN IMMEDIATE");
    if (!rc) rc = run(j, clearing);
    if (!rc) rc = write_matters(j);
    if (!rc) rc = join_stories(j);
    if (!rc) rc = dg_versions_join(j->store, j->err);
    if (!rc) rc = join_happenings(j);
    if (!rc) rc = run(j, "DELETE FROM unjoined");
    if (!rc) rc = run(j, "COMMIT");
    if (rc) sqlite3_exec(j->db, "ROLLBACK", NULL, NULL, NULL);
    dg_arena_free(j->arena);
    return rc;
}

int dg_join(dg_store *s, dg_err *err) {
    joining j = {.store = s, .db = dg_store_db(s), .err = err};
    bool open = false;
    int rc = anything_open(&j, &open);
    return rc || !open ? rc : join_all(&j, "");
}

int dg_join_again(dg_store *s, dg_err *err) {
    joining j = {.store = s, .db = dg_store_db(s), .err = err};
    return join_all(&j, "DELETE FROM happening; UPDATE event SET happening=NULL;"
                        "UPDATE article SET story=NULL,day=NULL; DELETE FROM unjoined;"
                        "UPDATE version SET family=NULL; DELETE FROM band;"
                        "INSERT INTO unjoined SELECT n FROM article");
}
