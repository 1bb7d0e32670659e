/* replica.c: see replica.h. Cost: one look-up an id that is offered, what carry.h costs for one
 * that is taken. */
#include "archive/replica.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "archive/carry.h"
#include "archive/keep.h"
#include "archive/rows.h"

struct dg_replica {
    dg_store *store;
    dg_carry *carry;
    sqlite3_stmt *known, *note, *count;
    /* of what is unsent */
    sqlite3_stmt *list, *placed, *placed_others, *made, *parties, *tellers, *unsent, *sent;
};

/* What the join changes is noted by triggers, in its own transaction. */
/* clang-format off */
static const char sql_tables[] =
    "CREATE TABLE IF NOT EXISTS taken(id TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS unsent(happening INTEGER NOT NULL, id TEXT NOT NULL, "
    "PRIMARY KEY(happening, id)) WITHOUT ROWID;"
    "CREATE TRIGGER IF NOT EXISTS unsent_made AFTER INSERT ON happening "
    "BEGIN INSERT OR IGNORE INTO unsent VALUES(1,new.id);END;"
    "CREATE TRIGGER IF NOT EXISTS unsent_gone AFTER DELETE ON happening "
    "BEGIN INSERT OR IGNORE INTO unsent VALUES(1,old.id);END;"
    "CREATE TRIGGER IF NOT EXISTS unsent_placed AFTER UPDATE OF day,story ON article "
    "BEGIN INSERT OR IGNORE INTO unsent VALUES(0,new.id);END;"
    "CREATE TRIGGER IF NOT EXISTS unsent_forgotten AFTER DELETE ON article "
    "BEGIN INSERT OR IGNORE INTO unsent VALUES(0,old.id);END;"
    "CREATE TRIGGER IF NOT EXISTS unsent_told AFTER UPDATE OF matter,half,happening ON event "
    "BEGIN INSERT OR IGNORE INTO unsent SELECT 0,id FROM article WHERE n=new.article;END;"
    "CREATE TRIGGER IF NOT EXISTS unsent_family AFTER UPDATE OF family ON version "
    "BEGIN INSERT OR IGNORE INTO unsent SELECT 0,id FROM article WHERE n=new.article;END;";
/* clang-format on */

static const char sql_placed[] =
    "SELECT json_object('id',a.id,'day',a.day,'story',a.story,'family',(SELECT family FROM version "
    "WHERE article=a.n),'events',json((SELECT json_group_array(json_array(e.n,e.matter,"
    "e.first_day,e.last_day,e.half,h.id)) FROM event e LEFT JOIN happening h ON h.n=e.happening "
    "WHERE e.article=a.n))),coalesce(a.day,''),'','','',coalesce(a.story,'') FROM article a WHERE "
    "a.id=?1";
static const char sql_placed_others[] =
    "SELECT DISTINCT h.id FROM article a JOIN event e ON e.article=a.n JOIN happening h ON "
    "h.n=e.happening WHERE a.id=?1 ORDER BY 1";
static const char sql_parties[] = "SELECT DISTINCT p.party FROM happening h JOIN party p ON "
                                  "p.happening=h.n WHERE h.id=?1 ORDER BY 1";
static const char sql_tellers[] =
    "SELECT DISTINCT a.id FROM happening h JOIN event e ON e.happening=h.n JOIN article a ON "
    "a.n=e.article WHERE h.id=?1 ORDER BY 1";

static int broken(dg_replica *r, dg_err *err) {
    return dg_store_error(r->store, "replica", err);
}

static int prepare(dg_replica *r, const char *sql, sqlite3_stmt **ret, dg_err *err) {
    return sqlite3_prepare_v3(dg_store_db(r->store), sql, -1, SQLITE_PREPARE_PERSISTENT, ret,
                              NULL) == SQLITE_OK
               ? 0
               : broken(r, err);
}

/* A happening with its rows. */
static int prepare_made(dg_replica *r, dg_err *err) {
    dg_buf sql;
    dg_buf_init(&sql, 1 << 16);
    dg_buf_addz(&sql, "SELECT json_patch(");
    dg_rows_object(&sql, &dg_rows_happening);
    dg_buf_addz(&sql, ",json_object('v',1");
    for (int i = 0; i < DG_ROWS_OF_HAPPENING; i++)
        dg_rows_list(&sql, &dg_rows_of_happening[i], " WHERE happening=h.n");
    dg_buf_addz(&sql,
                ")),coalesce(when_from,''),coalesce(when_to,''),type,status,'' FROM happening "
                "h WHERE id=?1");
    dg_buf_addc(&sql, '\0');
    int rc = sql.bad ? dg_err_set(err, DG_E_NOMEM, 0, "replica") : prepare(r, sql.p, &r->made, err);
    dg_buf_free(&sql);
    return rc;
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
    if (!rc) rc = prepare(r, "SELECT happening,id FROM unsent LIMIT ?1", &r->list, err);
    if (!rc) rc = prepare(r, sql_placed, &r->placed, err);
    if (!rc) rc = prepare(r, sql_placed_others, &r->placed_others, err);
    if (!rc) rc = prepare(r, sql_parties, &r->parties, err);
    if (!rc) rc = prepare(r, sql_tellers, &r->tellers, err);
    if (!rc) rc = prepare(r, "DELETE FROM unsent WHERE happening=?2 AND id=?1", &r->sent, err);
    if (!rc) rc = prepare(r, "INSERT OR IGNORE INTO unsent VALUES(?2,?1)", &r->unsent, err);
    if (!rc) rc = prepare_made(r, err);
    if (rc)
        dg_replica_close(r);
    else
        *ret = r;
    return rc;
}

void dg_replica_close(dg_replica *r) {
    if (!r) return;
    sqlite3_stmt *const all[] = {r->known,   r->note,          r->count, r->list,
                                 r->placed,  r->placed_others, r->made,  r->parties,
                                 r->tellers, r->unsent,        r->sent};
    for (size_t i = 0; i < DG_LEN(all); i++) sqlite3_finalize(all[i]);
    dg_carry_close(r->carry);
    free(r);
}

/* *ret: its order; UINT64_MAX: it is not there. */
static int order_of(dg_replica *r, dg_str id, uint64_t *ret, dg_err *err) {
    sqlite3_bind_text(r->known, 1, id.p, (int)id.n, SQLITE_STATIC);
    int step = sqlite3_step(r->known);
    *ret = step == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(r->known, 0) : UINT64_MAX;
    int rc = step == SQLITE_ROW || step == SQLITE_DONE ? 0 : broken(r, err);
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
    int rc = sqlite3_step(r->note) == SQLITE_DONE ? 0 : broken(r, err);
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
    int rc = sqlite3_step(r->count) == SQLITE_ROW ? 0 : broken(r, err);
    *ret = rc ? 0 : (uint64_t)sqlite3_column_int64(r->count, 0);
    sqlite3_reset(r->count);
    return rc;
}

/* ---- what is to be written back ---- */

static dg_str column(sqlite3_stmt *st, int at, dg_arena *arena, bool *ok) {
    const char *p = (const char *)sqlite3_column_text(st, at);
    dg_str s = dg_arena_str(arena, (dg_str){p ? p : "", (uint32_t)sqlite3_column_bytes(st, at)});
    *ok &= s.p != NULL;
    return s;
}

static int list_of(dg_replica *r, sqlite3_stmt *st, dg_str id, dg_arena *arena, uint32_t *ret_n,
                   dg_str **ret, dg_err *err) {
    uint32_t cap = 0;
    bool ok = true;
    int step = SQLITE_DONE;
    sqlite3_bind_text(st, 1, id.p, (int)id.n, SQLITE_STATIC);
    while (ok && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dg_str one = column(st, 0, arena, &ok);
        ok = ok && DG_PUSH(arena, *ret, *ret_n, cap, one);
    }
    int rc = !ok                   ? dg_err_set(err, DG_E_NOMEM, 0, "replica")
             : step == SQLITE_DONE ? 0
                                   : broken(r, err);
    sqlite3_reset(st);
    return rc;
}

static int fill(dg_replica *r, dg_unsent *u, dg_arena *arena, dg_err *err) {
    sqlite3_stmt *st = u->happening ? r->made : r->placed;
    bool ok = true;
    sqlite3_bind_text(st, 1, u->id.p, (int)u->id.n, SQLITE_STATIC);
    int step = sqlite3_step(st);
    u->gone = step == SQLITE_DONE;
    if (step == SQLITE_ROW) {
        u->line = column(st, 0, arena, &ok);
        u->day = column(st, 1, arena, &ok), u->until = column(st, 2, arena, &ok);
        u->type = column(st, 3, arena, &ok), u->status = column(st, 4, arena, &ok);
        u->story = column(st, 5, arena, &ok);
    }
    int rc = !ok                                         ? dg_err_set(err, DG_E_NOMEM, 0, "replica")
             : step == SQLITE_ROW || step == SQLITE_DONE ? 0
                                                         : broken(r, err);
    sqlite3_reset(st);
    if (!rc)
        rc = list_of(r, u->happening ? r->tellers : r->placed_others, u->id, arena, &u->n_others,
                     &u->others, err);
    if (!rc && u->happening)
        rc = list_of(r, r->parties, u->id, arena, &u->n_parties, &u->parties, err);
    return rc;
}

static int mark(dg_replica *r, sqlite3_stmt *st, bool happening, dg_str id, dg_err *err) {
    sqlite3_bind_text(st, 1, id.p, (int)id.n, SQLITE_STATIC);
    sqlite3_bind_int(st, 2, happening);
    int rc = sqlite3_step(st) == SQLITE_DONE ? 0 : broken(r, err);
    sqlite3_reset(st);
    return rc;
}

int dg_replica_unsent(dg_replica *r, uint32_t most, dg_arena *arena, uint32_t *ret_n,
                      dg_unsent **ret, dg_err *err) {
    uint32_t n = 0, cap = 0;
    dg_unsent *list = NULL;
    bool ok = true;
    int rc = dg_store_begin(r->store, err), step = SQLITE_DONE;
    sqlite3_bind_int64(r->list, 1, most);
    while (!rc && ok && (step = sqlite3_step(r->list)) == SQLITE_ROW) {
        dg_unsent u = {.happening = sqlite3_column_int(r->list, 0)};
        u.id = column(r->list, 1, arena, &ok);
        ok = ok && DG_PUSH(arena, list, n, cap, u);
    }
    if (!rc && !ok) rc = dg_err_set(err, DG_E_NOMEM, 0, "replica");
    if (!rc && step != SQLITE_DONE) rc = broken(r, err);
    sqlite3_reset(r->list);
    for (uint32_t i = 0; i < n && !rc; i++) rc = fill(r, &list[i], arena, err);
    for (uint32_t i = 0; i < n && !rc; i++)
        rc = mark(r, r->sent, list[i].happening, list[i].id, err);
    *ret_n = rc ? 0 : n, *ret = list;
    return rc;
}

int dg_replica_sent(dg_replica *r, bool sent, dg_err *err) {
    return sent ? dg_store_commit(r->store, err) : dg_store_rollback(r->store, err);
}

int dg_replica_is_there(dg_replica *r, bool happening, dg_str id, dg_err *err) {
    sqlite3_stmt *st = happening ? r->made : r->placed;
    sqlite3_bind_text(st, 1, id.p, (int)id.n, SQLITE_STATIC);
    int step = sqlite3_step(st);
    sqlite3_reset(st);
    if (step == SQLITE_ROW) return 0;
    return step == SQLITE_DONE ? mark(r, r->unsent, happening, id, err) : broken(r, err);
}
