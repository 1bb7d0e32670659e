/* watch.c: a table of what each rule has seen. */
#include "archive/watch.h"

#include <sqlite3.h>

static int once(const dg_store *s, sqlite3_stmt *st, bool *ret_row, dg_err *err) {
    int step = sqlite3_step(st);
    *ret_row = step == SQLITE_ROW;
    int rc = step == SQLITE_ROW || step == SQLITE_DONE ? 0 : dg_store_error(s, "watch", err);
    sqlite3_reset(st);
    return rc;
}

static void bind(sqlite3_stmt *st, dg_str rule, const dg_found_event *e) {
    sqlite3_bind_text(st, 1, rule.p, (int)rule.n, SQLITE_STATIC);
    sqlite3_bind_int64(st, 2, e->source.article);
    sqlite3_bind_int64(st, 3, e->n);
}

static int take_one(const dg_store *s, sqlite3_stmt *ask, sqlite3_stmt *note, dg_str rule,
                    const dg_entry *e, bool *ret_new, dg_err *err) {
    bool seen = false, row;
    int rc = 0;
    for (uint32_t i = 0; i < e->n && !rc; i++) {
        bind(ask, rule, e->tellings[i]);
        rc = once(s, ask, &row, err);
        seen |= row;
    }
    for (uint32_t i = 0; i < e->n && !rc; i++) {
        bind(note, rule, e->tellings[i]);
        rc = once(s, note, &row, err);
    }
    *ret_new = !seen;
    return rc;
}

int dg_watch_take(const dg_store *s, dg_str rule, const dg_entry *entries, uint32_t n,
                  bool *ret_new, dg_err *err) {
    sqlite3 *db = dg_store_db(s);
    sqlite3_stmt *ask = NULL, *note = NULL;
    bool ok = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK;
    ok = ok &&
         sqlite3_prepare_v2(db, "SELECT 1 FROM watched WHERE rule=?1 AND article=?2 AND event=?3",
                            -1, &ask, NULL) == SQLITE_OK;
    ok = ok && sqlite3_prepare_v2(db, "INSERT OR IGNORE INTO watched VALUES(?1,?2,?3)", -1, &note,
                                  NULL) == SQLITE_OK;
    int rc = ok ? 0 : dg_store_error(s, "watch", err);
    for (uint32_t i = 0; i < n && !rc; i++)
        rc = take_one(s, ask, note, rule, &entries[i], &ret_new[i], err);
    sqlite3_finalize(ask);
    sqlite3_finalize(note);
    if (!rc && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        rc = dg_store_error(s, "watch", err);
    if (rc) sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}
