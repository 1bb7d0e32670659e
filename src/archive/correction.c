/* correction.c: see correction.h. A chain of corrections ends after MAX_STEPS; merge and split
 * (actors.c) make no circles, so it is a guard only. */
#include "archive/correction.h"

#include <sqlite3.h>

enum { MAX_STEPS = 16 };

static const char sql_find[] =
    "SELECT actor FROM correction WHERE key=?1 AND (form='' OR form=?2) AND (country='' OR "
    "country=?3) ORDER BY form<>'' DESC,country<>'' DESC LIMIT 1";

static int failed(sqlite3 *db, dg_err *err) {
    return dg_err_set(err, DG_E_STORE, 0, "corrections: %s", sqlite3_errmsg(db));
}

bool dg_correction_any(sqlite3 *db) {
    sqlite3_stmt *st = NULL;
    bool any =
        sqlite3_prepare_v2(db, "SELECT 1 FROM correction LIMIT 1", -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW;
    sqlite3_finalize(st);
    return any;
}

/* One step: 1 a correction, 0 none. */
static int next(sqlite3_stmt *st, dg_str key, dg_str form, dg_str country, char out[DG_ACTOR_KEY],
                uint32_t *ret_n) {
    sqlite3_reset(st);
    sqlite3_bind_text(st, 1, key.p, (int)key.n, SQLITE_TRANSIENT);
    sqlite3_bind_text(st, 2, form.p ? form.p : "", (int)form.n, SQLITE_STATIC);
    sqlite3_bind_text(st, 3, country.p ? country.p : "", (int)country.n, SQLITE_STATIC);
    int step = sqlite3_step(st);
    if (step == SQLITE_DONE) return 0;
    if (step != SQLITE_ROW) return -1;
    uint32_t n = (uint32_t)sqlite3_column_bytes(st, 0);
    if (n > DG_ACTOR_KEY) n = DG_ACTOR_KEY;
    memcpy(out, sqlite3_column_text(st, 0), n);
    *ret_n = n;
    return 1;
}

int dg_correction_find(sqlite3 *db, dg_str key, dg_str form, dg_str country, char out[DG_ACTOR_KEY],
                       dg_str *ret, dg_err *err) {
    sqlite3_stmt *st = NULL;
    *ret = key;
    if (sqlite3_prepare_v2(db, sql_find, -1, &st, NULL) != SQLITE_OK) return failed(db, err);
    int found = 1;
    for (uint32_t steps = 0; found > 0 && steps < MAX_STEPS; steps++) {
        uint32_t n = 0;
        found = next(st, *ret, form, country, out, &n);
        if (found > 0) *ret = (dg_str){out, n};
    }
    sqlite3_finalize(st);
    return found < 0 ? failed(db, err) : 0;
}
