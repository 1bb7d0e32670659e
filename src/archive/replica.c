/* replica.c: see replica.h. Cost: one look-up an id that is offered, what carry.h costs for one
 * that is taken. */
#include "archive/replica.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "archive/carry.h"
#include "archive/keep.h"

struct dg_replica {
    dg_store *store;
    dg_carry *carry;
    sqlite3_stmt *known, *note, *count;
};

static const char sql_tables[] = "CREATE TABLE IF NOT EXISTS taken(id TEXT PRIMARY KEY, place "
                                 "INTEGER NOT NULL) WITHOUT ROWID";

static int prepare(dg_replica *r, const char *sql, sqlite3_stmt **ret, dg_err *err) {
    return sqlite3_prepare_v3(dg_store_db(r->store), sql, -1, SQLITE_PREPARE_PERSISTENT, ret,
                              NULL) == SQLITE_OK
               ? 0
               : dg_store_error(r->store, "replica", err);
}

int dg_replica_open(dg_store *s, dg_replica **ret, dg_err *err) {
    dg_replica *r = calloc(1, sizeof *r);
    if (!r) return dg_err_set(err, DG_E_NOMEM, 0, "replica");
    r->store = s;
    int rc = sqlite3_exec(dg_store_db(s), sql_tables, NULL, NULL, NULL) == SQLITE_OK
                 ? 0
                 : dg_store_error(s, "replica", err);
    if (!rc) rc = dg_carry_open(s, &r->carry, err);
    if (!rc) rc = prepare(r, "SELECT place FROM taken WHERE id=?1", &r->known, err);
    if (!rc) rc = prepare(r, "INSERT OR REPLACE INTO taken VALUES(?1,?2)", &r->note, err);
    if (!rc) rc = prepare(r, "SELECT count(*) FROM taken", &r->count, err);
    if (rc)
        dg_replica_close(r);
    else
        *ret = r;
    return rc;
}

void dg_replica_close(dg_replica *r) {
    if (!r) return;
    sqlite3_finalize(r->known);
    sqlite3_finalize(r->note);
    sqlite3_finalize(r->count);
    dg_carry_close(r->carry);
    free(r);
}

/* *ret: its order; UINT64_MAX: it is not there. */
static int order_of(dg_replica *r, dg_str id, uint64_t *ret, dg_err *err) {
    sqlite3_bind_text(r->known, 1, id.p, (int)id.n, SQLITE_STATIC);
    int step = sqlite3_step(r->known);
    *ret = step == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(r->known, 0) : UINT64_MAX;
    int rc =
        step == SQLITE_ROW || step == SQLITE_DONE ? 0 : dg_store_error(r->store, "replica", err);
    sqlite3_reset(r->known);
    return rc;
}

int dg_replica_wants(dg_replica *r, dg_str id, uint64_t order, bool *ret, dg_err *err) {
    uint64_t there;
    int rc = order_of(r, id, &there, err);
    *ret = !rc && order < there;
    return rc;
}

static int note(dg_replica *r, dg_str id, uint64_t order, dg_err *err) {
    sqlite3_bind_text(r->note, 1, id.p, (int)id.n, SQLITE_STATIC);
    sqlite3_bind_int64(r->note, 2, (int64_t)order);
    int rc = sqlite3_step(r->note) == SQLITE_DONE ? 0 : dg_store_error(r->store, "replica", err);
    sqlite3_reset(r->note);
    return rc;
}

int dg_replica_take(dg_replica *r, dg_str id, uint64_t order, dg_str line, bool *ret_new,
                    dg_err *err) {
    uint64_t there = UINT64_MAX, forgotten;
    bool added = false;
    int rc = order_of(r, id, &there, err);
    if (!rc && there != UINT64_MAX) {
        rc = dg_store_commit(r->store, err);
        if (!rc) rc = dg_keep_forget(r->store, DG_FORGET_ARTICLE, id, &forgotten, err);
    }
    if (!rc) rc = dg_store_begin(r->store, err);
    if (!rc) rc = note(r, id, order, err);
    if (!rc) rc = dg_carry_line(r->carry, line, &added, err);
    *ret_new = !rc && there == UINT64_MAX;
    return rc;
}

int dg_replica_count(dg_replica *r, uint64_t *ret, dg_err *err) {
    int rc = sqlite3_step(r->count) == SQLITE_ROW ? 0 : dg_store_error(r->store, "replica", err);
    *ret = rc ? 0 : (uint64_t)sqlite3_column_int64(r->count, 0);
    sqlite3_reset(r->count);
    return rc;
}
