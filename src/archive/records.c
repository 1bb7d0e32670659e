/* records.c: two statements: numbers in order, and the record of a number, so that what SQLite
 * sorts are numbers and not records. O(articles) to begin with, then a look-up each. */
#include "archive/records.h"

#include <sqlite3.h>
#include <stdlib.h>

struct dg_records {
    const dg_store *store;
    sqlite3_stmt *order, *record;
};

static const char sql_order[] =
    "SELECT n FROM article WHERE (?1 IS NULL OR published_to>=?1) AND (?2 IS NULL OR "
    "published_from<=?2) ORDER BY published_from IS NULL,published_from,id";
static const char sql_record[] = "SELECT record FROM article WHERE n=?1";
static const char sql_by_id[] = "SELECT record FROM article WHERE id=?1";

int dg_records_open(const dg_store *s, dg_days published, dg_records **ret, dg_err *err) {
    dg_records *r = calloc(1, sizeof *r);
    if (!r) return dg_err_set(err, DG_E_NOMEM, 0, "records");
    r->store = s;
    sqlite3 *db = dg_store_db(s);
    if (sqlite3_prepare_v2(db, sql_order, -1, &r->order, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, sql_record, -1, &r->record, NULL) != SQLITE_OK) {
        int rc = dg_store_error(s, "records", err);
        dg_records_close(r);
        return rc;
    }
    if (dg_days_known(published)) {
        char day[11];
        dg_day_format(published.from, day);
        sqlite3_bind_text(r->order, 1, day, -1, SQLITE_TRANSIENT);
        dg_day_format(published.to, day);
        sqlite3_bind_text(r->order, 2, day, -1, SQLITE_TRANSIENT);
    }
    *ret = r;
    return 0;
}

static dg_str text_of(sqlite3_stmt *st) {
    const char *p = (const char *)sqlite3_column_text(st, 0);
    return (dg_str){p ? p : "", (uint32_t)sqlite3_column_bytes(st, 0)};
}

/* An article forgotten since the walk began is passed over. */
int dg_records_next(dg_records *r, dg_str *ret, dg_err *err) {
    int step, found = SQLITE_DONE;
    while (found == SQLITE_DONE && (step = sqlite3_step(r->order)) == SQLITE_ROW) {
        sqlite3_reset(r->record);
        sqlite3_bind_int64(r->record, 1, sqlite3_column_int64(r->order, 0));
        found = sqlite3_step(r->record);
    }
    if (found == SQLITE_DONE && step == SQLITE_DONE) return 0;
    if (found != SQLITE_ROW) return dg_store_error(r->store, "records", err);
    *ret = text_of(r->record);
    return 1;
}

void dg_records_close(dg_records *r) {
    if (!r) return;
    sqlite3_finalize(r->order);
    sqlite3_finalize(r->record);
    free(r);
}

int dg_record_of(const dg_store *s, dg_str id, dg_arena *arena, dg_str *ret, dg_err *err) {
    sqlite3_stmt *st = NULL;
    if (sqlite3_prepare_v2(dg_store_db(s), sql_by_id, -1, &st, NULL) != SQLITE_OK)
        return dg_store_error(s, "record", err);
    sqlite3_bind_text(st, 1, id.p, (int)id.n, SQLITE_STATIC);
    int step = sqlite3_step(st), rc = 0;
    dg_str kept = step == SQLITE_ROW ? dg_arena_str(arena, text_of(st)) : DG_STR_NULL;
    if (step == SQLITE_DONE)
        rc = dg_err_set(err, DG_E_NOT_FOUND, 0, "no article %.*s", (int)id.n, id.p);
    else if (step != SQLITE_ROW)
        rc = dg_store_error(s, "record", err);
    else if (!kept.p)
        rc = dg_err_set(err, DG_E_NOMEM, 0, "record");
    sqlite3_finalize(st);
    if (!rc) *ret = kept;
    return rc;
}
