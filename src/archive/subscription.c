/* subscription.c: see subscription.h. Two tables; statements are prepared when they are asked:
 * fetching takes a thousand times as long. */
#include "archive/subscription.h"

#include <sqlite3.h>

#include "doc/limits.h"

/* ---- statements ---- */

static int failed(const dg_store *s, dg_err *err) {
    return dg_store_error(s, "feeds", err);
}

static int prepare(const dg_store *s, const char *sql, sqlite3_stmt **ret, dg_err *err) {
    return sqlite3_prepare_v2(dg_store_db(s), sql, -1, ret, NULL) == SQLITE_OK ? 0 : failed(s, err);
}

static void bind_str(sqlite3_stmt *st, int at, dg_str v) {
    if (v.p) sqlite3_bind_text(st, at, v.p, (int)v.n, SQLITE_STATIC);
}

/* Runs to the end and finalizes; *ret_changed (may be NULL): rows that it changed. */
static int finish(const dg_store *s, sqlite3_stmt *st, int *ret_changed, dg_err *err) {
    int step = sqlite3_step(st), rc = 0;
    while (step == SQLITE_ROW) step = sqlite3_step(st);
    if (step != SQLITE_DONE) rc = failed(s, err);
    if (ret_changed) *ret_changed = sqlite3_changes(dg_store_db(s));
    sqlite3_finalize(st);
    return rc;
}

/* The next row: 1, 0 at the end, or a code. */
static int next_row(const dg_store *s, sqlite3_stmt *st, dg_err *err) {
    int step = sqlite3_step(st);
    return step == SQLITE_ROW ? 1 : step == SQLITE_DONE ? 0 : failed(s, err);
}

static dg_str column(sqlite3_stmt *st, int at, dg_arena *arena, bool *ok) {
    const char *p = (const char *)sqlite3_column_text(st, at);
    if (!p) return DG_STR_NULL;
    dg_str copy = dg_arena_str(arena, (dg_str){p, (uint32_t)sqlite3_column_bytes(st, at)});
    *ok &= copy.p != NULL;
    return copy;
}

/* ---- feeds ---- */

int dg_subscription_add(dg_store *s, dg_str url, dg_str title, int64_t now_ms, dg_err *err) {
    sqlite3_stmt *st = NULL;
    int rc = dg_store_begin(s, err);
    if (!rc)
        rc = prepare(s,
                     "INSERT INTO feed(url,title,next_ms) VALUES(?1,?2,?3) ON CONFLICT(url) DO "
                     "NOTHING",
                     &st, err);
    if (rc) return rc;
    bind_str(st, 1, url);
    bind_str(st, 2, title);
    sqlite3_bind_int64(st, 3, now_ms);
    return finish(s, st, NULL, err);
}

int dg_subscription_drop(dg_store *s, dg_str url, dg_err *err) {
    sqlite3_stmt *st = NULL;
    int changed = 0, rc = dg_store_begin(s, err);
    if (!rc) rc = prepare(s, "DELETE FROM feed WHERE url=?1", &st, err);
    if (rc) return rc;
    bind_str(st, 1, url);
    rc = finish(s, st, &changed, err);
    if (!rc && !changed)
        rc = dg_err_set(err, DG_E_NOT_FOUND, 0, "not followed: %.*s", (int)url.n, url.p);
    return rc;
}

#define FEED_COLUMNS "url,title,etag,modified,next_ms,polled_ms,failures,status,error"

static bool read_feed(sqlite3_stmt *st, dg_arena *arena, dg_subscription *f) {
    bool ok = true;
    f->url = column(st, 0, arena, &ok);
    f->title = column(st, 1, arena, &ok);
    f->etag = column(st, 2, arena, &ok);
    f->modified = column(st, 3, arena, &ok);
    f->next_ms = sqlite3_column_int64(st, 4);
    f->polled_ms = sqlite3_column_int64(st, 5);
    f->failures = (uint32_t)sqlite3_column_int64(st, 6);
    f->status = sqlite3_column_int(st, 7);
    f->error = column(st, 8, arena, &ok);
    return ok;
}

static int read_feeds(const dg_store *s, sqlite3_stmt *st, dg_arena *arena, dg_subscription **ret,
                      uint32_t *ret_n, dg_err *err) {
    dg_subscription *list = NULL, f = {.failures = 0};
    uint32_t n = 0, cap = 0;
    int rc;
    while ((rc = next_row(s, st, err)) > 0) {
        bool ok = read_feed(st, arena, &f);
        if (sqlite3_column_count(st) > 9) {
            f.n_items = (uint64_t)sqlite3_column_int64(st, 9);
            f.n_done = (uint64_t)sqlite3_column_int64(st, 10);
        }
        if (!ok || !DG_PUSH(arena, list, n, cap, f)) {
            rc = dg_err_set(err, DG_E_NOMEM, 0, "feeds");
            break;
        }
    }
    sqlite3_finalize(st);
    if (!rc) *ret = list, *ret_n = n;
    return rc;
}

int dg_subscription_list(const dg_store *s, dg_arena *arena, dg_subscription **ret, uint32_t *ret_n,
                         dg_err *err) {
    sqlite3_stmt *st = NULL;
    int rc =
        prepare(s,
                "SELECT " FEED_COLUMNS ",(SELECT count(*) FROM feed_item i WHERE i.feed=feed.url),"
                "(SELECT count(*) FROM feed_item i WHERE i.feed=feed.url AND state='done')"
                " FROM feed ORDER BY url",
                &st, err);
    return rc ? rc : read_feeds(s, st, arena, ret, ret_n, err);
}

int dg_subscription_due(const dg_store *s, int64_t now_ms, uint32_t most, dg_arena *arena,
                        dg_subscription **ret, uint32_t *ret_n, dg_err *err) {
    sqlite3_stmt *st = NULL;
    int rc = prepare(
        s, "SELECT " FEED_COLUMNS " FROM feed WHERE next_ms<=?1 ORDER BY next_ms,url LIMIT ?2", &st,
        err);
    if (rc) return rc;
    sqlite3_bind_int64(st, 1, now_ms);
    sqlite3_bind_int64(st, 2, most);
    return read_feeds(s, st, arena, ret, ret_n, err);
}

int dg_subscription_note(dg_store *s, const dg_subscription *f, dg_err *err) {
    sqlite3_stmt *st = NULL;
    int rc = dg_store_begin(s, err);
    if (!rc)
        rc = prepare(s,
                     "UPDATE feed SET etag=?2,modified=?3,next_ms=?4,polled_ms=?5,failures=?6,"
                     "status=?7,error=?8 WHERE url=?1",
                     &st, err);
    if (rc) return rc;
    bind_str(st, 1, f->url);
    bind_str(st, 2, f->etag);
    bind_str(st, 3, f->modified);
    sqlite3_bind_int64(st, 4, f->next_ms);
    sqlite3_bind_int64(st, 5, f->polled_ms);
    sqlite3_bind_int64(st, 6, f->failures);
    sqlite3_bind_int(st, 7, f->status);
    bind_str(st, 8, f->error);
    return finish(s, st, NULL, err);
}

int dg_subscription_postpone(dg_store *s, dg_str url, int64_t next_ms, dg_err *err) {
    sqlite3_stmt *st = NULL;
    int rc = dg_store_begin(s, err);
    if (!rc) rc = prepare(s, "UPDATE feed SET next_ms=?2 WHERE url=?1", &st, err);
    if (rc) return rc;
    bind_str(st, 1, url);
    sqlite3_bind_int64(st, 2, next_ms);
    return finish(s, st, NULL, err);
}

/* ---- items ---- */

int dg_feed_item_see(dg_store *s, const dg_feed_item *item, int64_t now_ms, bool *ret_new,
                     dg_err *err) {
    sqlite3_stmt *st = NULL;
    int changed = 0, rc = dg_store_begin(s, err);
    if (!rc)
        rc = prepare(s,
                     "INSERT INTO feed_item(url,feed,title,byline,outlet,lang,date,state,next_ms,"
                     "tries,fetched,seen_ms) VALUES(?1,?2,?3,?4,?5,?6,?7,'waiting',?8,0,0,?8) "
                     "ON CONFLICT(url) DO UPDATE SET state='waiting',next_ms=?8,tries=0,"
                     "title=?3,date=?7,fetched=fetched+1 "
                     "WHERE state='done' AND date IS NOT ?7 AND ?7 IS NOT NULL AND fetched<?9",
                     &st, err);
    if (rc) return rc;
    const dg_str parts[] = {item->url,    item->feed, item->title, item->byline,
                            item->outlet, item->lang, item->date};
    for (int i = 0; i < (int)DG_LEN(parts); i++) bind_str(st, i + 1, parts[i]);
    sqlite3_bind_int64(st, 8, now_ms);
    sqlite3_bind_int64(st, 9, DG_MAX_REFETCHES);
    rc = finish(s, st, &changed, err);
    if (!rc) rc = prepare(s, "UPDATE feed_item SET seen_ms=?2 WHERE url=?1", &st, err);
    if (rc) return rc;
    *ret_new = changed > 0;
    bind_str(st, 1, item->url);
    sqlite3_bind_int64(st, 2, now_ms);
    return finish(s, st, NULL, err);
}

#define ITEM_COLUMNS "url,feed,title,byline,outlet,lang,date,next_ms,tries"

static bool read_item(sqlite3_stmt *st, dg_arena *arena, dg_feed_item *i) {
    bool ok = true;
    dg_str *const parts[] = {&i->url,    &i->feed, &i->title, &i->byline,
                             &i->outlet, &i->lang, &i->date};
    for (int k = 0; k < (int)DG_LEN(parts); k++) *parts[k] = column(st, k, arena, &ok);
    i->next_ms = sqlite3_column_int64(st, 7);
    i->tries = (uint32_t)sqlite3_column_int64(st, 8);
    return ok;
}

int dg_feed_item_due(const dg_store *s, int64_t now_ms, uint32_t most, dg_arena *arena,
                     dg_feed_item **ret, uint32_t *ret_n, dg_err *err) {
    sqlite3_stmt *st = NULL;
    dg_feed_item *list = NULL, item = {.tries = 0};
    uint32_t n = 0, cap = 0;
    int rc = prepare(s,
                     "SELECT " ITEM_COLUMNS " FROM feed_item WHERE state='waiting' AND next_ms<=?1 "
                     "ORDER BY next_ms,url LIMIT ?2",
                     &st, err);
    if (rc) return rc;
    sqlite3_bind_int64(st, 1, now_ms);
    sqlite3_bind_int64(st, 2, most);
    while ((rc = next_row(s, st, err)) > 0)
        if (!read_item(st, arena, &item) || !DG_PUSH(arena, list, n, cap, item)) {
            rc = dg_err_set(err, DG_E_NOMEM, 0, "feeds");
            break;
        }
    sqlite3_finalize(st);
    if (!rc) *ret = list, *ret_n = n;
    return rc;
}

int dg_feed_item_get(const dg_store *s, dg_str url, dg_arena *arena, dg_feed_item *ret,
                     dg_err *err) {
    sqlite3_stmt *st = NULL;
    int rc = prepare(s, "SELECT " ITEM_COLUMNS " FROM feed_item WHERE url=?1", &st, err);
    if (rc) return rc;
    bind_str(st, 1, url);
    int row = next_row(s, st, err);
    if (row == 0) rc = dg_err_set(err, DG_E_NOT_FOUND, 0, "item %.*s", (int)url.n, url.p);
    if (row < 0) rc = row;
    if (row > 0 && !read_item(st, arena, ret)) rc = dg_err_set(err, DG_E_NOMEM, 0, "feeds");
    sqlite3_finalize(st);
    return rc;
}

int dg_feed_item_note(dg_store *s, dg_str url, dg_item_state state, int64_t next_ms, uint32_t tries,
                      dg_str error, dg_err *err) {
    static const char *const names[] = {"waiting", "done", "gone"};
    sqlite3_stmt *st = NULL;
    int rc = dg_store_begin(s, err);
    if (!rc)
        rc = prepare(s, "UPDATE feed_item SET state=?2,next_ms=?3,tries=?4,error=?5 WHERE url=?1",
                     &st, err);
    if (rc) return rc;
    bind_str(st, 1, url);
    sqlite3_bind_text(st, 2, names[state], -1, SQLITE_STATIC);
    sqlite3_bind_int64(st, 3, next_ms);
    sqlite3_bind_int64(st, 4, tries);
    bind_str(st, 5, error);
    return finish(s, st, NULL, err);
}

int dg_feed_item_prune(dg_store *s, int64_t before_ms, dg_err *err) {
    sqlite3_stmt *st = NULL;
    int rc = dg_store_begin(s, err);
    if (!rc)
        rc = prepare(s, "DELETE FROM feed_item WHERE state<>'waiting' AND seen_ms<?1", &st, err);
    if (rc) return rc;
    sqlite3_bind_int64(st, 1, before_ms);
    return finish(s, st, NULL, err);
}

int dg_subscription_next(const dg_store *s, int64_t *ret_ms, dg_err *err) {
    sqlite3_stmt *st = NULL;
    int rc = prepare(s,
                     "SELECT min(next_ms) FROM (SELECT min(next_ms) AS next_ms FROM feed UNION ALL "
                     "SELECT min(next_ms) FROM feed_item WHERE state='waiting')",
                     &st, err);
    if (rc) return rc;
    int row = next_row(s, st, err);
    if (row > 0)
        *ret_ms =
            sqlite3_column_type(st, 0) == SQLITE_NULL ? DG_NEVER_MS : sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return row < 0 ? row : 0;
}
