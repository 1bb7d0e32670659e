/* actors.c: see actors.h. Listing costs a few look-ups by entity_key an actor; a correction costs
 * the entities of the keys that it names. */
#include "archive/actors.h"

#include <sqlite3.h>

#include "archive/reads.h"

#include "archive/correction.h"
#include "archive/join.h"

static int failed(const dg_store *s, dg_err *err) {
    return dg_store_error(s, "actors", err);
}

static int prepare(const dg_store *s, const char *sql, sqlite3_stmt **ret, dg_err *err) {
    *ret = NULL;
    return sqlite3_prepare_v2(dg_store_db(s), sql, -1, ret, NULL) == SQLITE_OK ? 0 : failed(s, err);
}

static void bind(sqlite3_stmt *st, int at, dg_str v) {
    if (v.p)
        sqlite3_bind_text(st, at, v.p, (int)v.n, SQLITE_STATIC);
    else
        sqlite3_bind_null(st, at);
}

static dg_str column(sqlite3_stmt *st, int at, dg_arena *arena) {
    const char *p = (const char *)sqlite3_column_text(st, at);
    return p ? dg_arena_str(arena, (dg_str){p, (uint32_t)sqlite3_column_bytes(st, at)})
             : DG_STR_NULL;
}

static int end(const dg_store *s, sqlite3_stmt *st, int step, dg_err *err) {
    int rc = step == SQLITE_DONE || step == SQLITE_ROW ? 0 : failed(s, err);
    sqlite3_finalize(st);
    return rc;
}

/* ---- listing ---- */

static int count(const dg_store *s, const char *sql, dg_str key, uint32_t *ret, dg_err *err) {
    sqlite3_stmt *st;
    int rc = prepare(s, sql, &st, err);
    if (rc) return rc;
    bind(st, 1, key);
    int step = sqlite3_step(st);
    *ret = step == SQLITE_ROW ? (uint32_t)sqlite3_column_int64(st, 0) : 0;
    return end(s, st, step, err);
}

/* Values of one column of the entities of a key, with the number of articles. */
static int tally(const dg_store *s, const char *what, dg_str key, dg_arena *arena, uint32_t *ret_n,
                 dg_counted **ret, dg_err *err) {
    sqlite3_stmt *st;
    char sql[192];
    sqlite3_snprintf(sizeof sql, sql,
                     "SELECT %s,count(DISTINCT article) FROM entity WHERE key=?1 AND %s IS NOT "
                     "NULL GROUP BY 1 ORDER BY 2 DESC,1",
                     what, what);
    int rc = prepare(s, sql, &st, err), step;
    if (rc) return rc;
    uint32_t cap = 0;
    bind(st, 1, key);
    while (!rc && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dg_counted one = {column(st, 0, arena), (uint32_t)sqlite3_column_int64(st, 1)};
        if (!one.text.p || !DG_PUSH(arena, *ret, *ret_n, cap, one))
            rc = dg_err_set(err, DG_E_NOMEM, 0, "actors");
    }
    int ended = end(s, st, rc ? SQLITE_ROW : step, err);
    return rc ? rc : ended;
}

static int fill(const dg_store *s, dg_actor *a, dg_arena *arena, dg_err *err) {
    int rc = tally(s, "name", a->key, arena, &a->n_forms, &a->forms, err);
    if (!rc) rc = tally(s, "role", a->key, arena, &a->n_offices, &a->offices, err);
    if (!rc) rc = tally(s, "country", a->key, arena, &a->n_countries, &a->countries, err);
    if (!rc) rc = tally(s, "coalesce(read_key,key)", a->key, arena, &a->n_read, &a->read, err);
    if (!rc)
        rc = count(s, "SELECT count(*) FROM (SELECT DISTINCT article,event FROM side WHERE key=?1)",
                   a->key, &a->n_events, err);
    if (!rc)
        rc = count(s,
                   "SELECT count(*) FROM entity t JOIN quote q ON q.article=t.article AND "
                   "q.speaker=t.n WHERE t.key=?1",
                   a->key, &a->n_quotes, err);
    if (!rc && a->n_forms) a->name = a->forms[0].text;
    return rc;
}

/* Those who stand there most, by the table of names; their articles are counted afterwards. */
static const char sql_actors[] =
    "SELECT key,min(kind),(SELECT count(DISTINCT article) FROM entity WHERE key=f.key AND (?3 IS "
    "NULL OR kind=?3)) FROM form f WHERE (?1 IS NULL OR key IN (SELECT key FROM form WHERE key=?1 "
    "OR "
    "key=?2 OR instr(lower(name),lower(?1)) UNION SELECT key FROM entity WHERE read_key=?1 OR "
    "read_key=?2)) AND (?3 IS NULL OR kind=?3) GROUP BY key ORDER BY sum(n) DESC,key LIMIT ?4";

int dg_actors_find(const dg_store *s, const dg_actors_query *q, dg_arena *arena, uint32_t *ret_n,
                   dg_actor **ret, dg_err *err) {
    sqlite3_stmt *st;
    uint32_t n = 0, cap = 0;
    dg_actor *found = NULL;
    int rc = prepare(s, sql_actors, &st, err), step = SQLITE_DONE;
    if (rc) return rc;
    bind(st, 1, q->words);
    bind(st, 2, q->key);
    bind(st, 3, q->kind);
    sqlite3_bind_int64(st, 4, q->limit ? (int64_t)q->limit : -1);
    while (!rc && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dg_actor a = {.key = column(st, 0, arena), .kind = column(st, 1, arena)};
        a.n_articles = (uint32_t)sqlite3_column_int64(st, 2);
        if (!a.key.p || !a.kind.p || !DG_PUSH(arena, found, n, cap, a))
            rc = dg_err_set(err, DG_E_NOMEM, 0, "actors");
    }
    int ended = end(s, st, rc ? SQLITE_ROW : step, err);
    if (!rc) rc = ended;
    for (uint32_t i = 0; i < n && !rc; i++) rc = fill(s, &found[i], arena, err);
    *ret_n = n, *ret = found;
    return rc;
}

static int one_key(const dg_store *s, const char *sql, dg_str value, dg_arena *arena, dg_str *ret,
                   dg_err *err) {
    sqlite3_stmt *st;
    int rc = prepare(s, sql, &st, err);
    if (rc) return rc;
    bind(st, 1, value);
    int step = sqlite3_step(st);
    *ret = step == SQLITE_ROW ? column(st, 0, arena) : DG_STR_NULL;
    return end(s, st, step, err);
}

int dg_actors_resolve(const dg_store *s, dg_str asked, dg_arena *arena, dg_str *ret, dg_err *err) {
    char out[DG_ACTOR_KEY];
    dg_str key;
    int rc = dg_correction_find(dg_store_db(s), asked, DG_STR(""), DG_STR(""), out, &key, err);
    if (rc) return rc;
    key = dg_arena_str(arena, key);
    if (!key.p) return dg_err_set(err, DG_E_NOMEM, 0, "actors");
    *ret = key;
    if ((rc = dg_store_need(s, DG_READ_ACTOR, NULL, key, err))) return rc;
    dg_str found;
    rc = one_key(s,
                 "SELECT ?1 WHERE EXISTS(SELECT 1 FROM entity WHERE key=?1) OR EXISTS(SELECT 1 "
                 "FROM entity WHERE country=?1)",
                 key, arena, &found, err);
    if (rc || found.p) return rc;
    rc = one_key(s,
                 "SELECT key FROM form WHERE name=?1 COLLATE NOCASE GROUP BY key ORDER BY sum(n) "
                 "DESC,key LIMIT 1",
                 asked, arena, &found, err);
    if (!rc && found.p) *ret = found;
    return rc;
}

/* ---- correcting ---- */

static int run(const dg_store *s, const char *sql, const dg_str *values, int n, dg_err *err) {
    sqlite3_stmt *st;
    int rc = prepare(s, sql, &st, err);
    if (rc) return rc;
    for (int i = 0; i < n; i++) bind(st, i + 1, values[i]);
    return end(s, st, sqlite3_step(st), err);
}

static int correct(const dg_store *s, dg_str key, dg_str form, dg_str country, dg_str actor,
                   dg_err *err) {
    const dg_str values[] = {key, form, country, actor};
    return run(s, "INSERT OR REPLACE INTO correction VALUES(?1,?2,?3,?4)", values, 4, err);
}

/* One entity to its actor; its sides follow, and its article is joined anew. */
static int move(const dg_store *s, int64_t article, int64_t n, dg_str actor, dg_err *err) {
    static const char *const sql[] = {
        "UPDATE entity SET read_key=coalesce(read_key,key),key=?1 WHERE article=?2 AND n=?3",
        "UPDATE side SET key=?1 WHERE article=?2 AND entity=?3",
        "INSERT OR IGNORE INTO unjoined SELECT ?2 WHERE ?1<>'' AND ?3>=0"};
    for (size_t i = 0; i < DG_LEN(sql); i++) {
        sqlite3_stmt *st;
        int rc = prepare(s, sql[i], &st, err);
        if (rc) return rc;
        bind(st, 1, actor);
        sqlite3_bind_int64(st, 2, article);
        sqlite3_bind_int64(st, 3, n);
        if ((rc = end(s, st, sqlite3_step(st), err))) return rc;
    }
    return 0;
}

/* Applies all corrections to the entities that have one of two keys, or had it when they were
 * read. */
static int apply(const dg_store *s, dg_str a, dg_str b, dg_arena *arena, uint32_t *ret_n,
                 dg_err *err) {
    typedef struct entity {
        int64_t article, n;
        dg_str now, read, name, country;
    } entity;
    entity *list = NULL;
    uint32_t n = 0, cap = 0;
    sqlite3_stmt *st;
    int rc = prepare(s,
                     "SELECT article,n,key,coalesce(read_key,key),name,coalesce(country,'') FROM "
                     "entity WHERE key IN (?1,?2) OR read_key IN (?1,?2) ORDER BY 1,2",
                     &st, err),
        step = SQLITE_DONE;
    if (rc) return rc;
    bind(st, 1, a);
    bind(st, 2, b);
    while (!rc && (step = sqlite3_step(st)) == SQLITE_ROW) {
        entity e = {sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1), column(st, 2, arena),
                    column(st, 3, arena),        column(st, 4, arena),        column(st, 5, arena)};
        if (!e.country.p || !DG_PUSH(arena, list, n, cap, e))
            rc = dg_err_set(err, DG_E_NOMEM, 0, "actors");
    }
    int ended = end(s, st, rc ? SQLITE_ROW : step, err);
    if (!rc) rc = ended;
    *ret_n = 0;
    for (uint32_t i = 0; i < n && !rc; i++) {
        char out[DG_ACTOR_KEY];
        dg_str actor;
        rc = dg_correction_find(dg_store_db(s), list[i].read, list[i].name, list[i].country, out,
                                &actor, err);
        if (rc || dg_str_eq(actor, list[i].now)) continue;
        rc = move(s, list[i].article, list[i].n, actor, err);
        ++*ret_n;
    }
    return rc;
}

static int begin(dg_store *s, dg_err *err) {
    return run(s, "BEGIN IMMEDIATE", NULL, 0, err);
}

static int finish(dg_store *s, int rc, dg_err *err) {
    dg_err ignored;
    if (rc) {
        run(s, "ROLLBACK", NULL, 0, &ignored);
        return rc;
    }
    if ((rc = run(s, "COMMIT", NULL, 0, err))) return rc;
    return dg_join(s, err);
}

static bool exists(const dg_store *s, dg_str key) {
    sqlite3_stmt *st;
    dg_err ignored;
    if (prepare(s, "SELECT 1 FROM entity WHERE key=?1 OR read_key=?1 LIMIT 1", &st, &ignored))
        return false;
    bind(st, 1, key);
    bool found = sqlite3_step(st) == SQLITE_ROW;
    sqlite3_finalize(st);
    return found;
}

int dg_actors_merge(dg_store *s, dg_str key, dg_str other, uint32_t *ret_n, dg_err *err) {
    char to[DG_ACTOR_KEY], from[DG_ACTOR_KEY];
    dg_str keep, gone;
    dg_arena *arena = dg_arena_new((size_t)1 << 30);
    if (!arena) return dg_err_set(err, DG_E_NOMEM, 0, "actors");
    int rc = dg_correction_find(dg_store_db(s), key, DG_STR(""), DG_STR(""), to, &keep, err);
    if (!rc)
        rc = dg_correction_find(dg_store_db(s), other, DG_STR(""), DG_STR(""), from, &gone, err);
    if (!rc && dg_str_eq(keep, gone))
        rc = dg_err_set(err, DG_E_ARG, 0, "they are one already: %.*s", (int)keep.n, keep.p);
    for (int i = 0; i < 2 && !rc; i++) {
        dg_str one = i ? gone : keep;
        if (!exists(s, one))
            rc = dg_err_set(err, DG_E_ARG, 0, "no such actor: %.*s", (int)one.n, one.p);
    }
    if (!rc && !(rc = begin(s, err))) {
        rc = correct(s, gone, DG_STR(""), DG_STR(""), keep, err);
        if (!rc) rc = apply(s, keep, gone, arena, ret_n, err);
        rc = finish(s, rc, err);
    }
    dg_arena_free(arena);
    return rc;
}

static bool is_country(dg_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z') return false;
    return s.n == 3;
}

/* Is `what` a key that was merged into `key`? */
static bool is_merged(const dg_store *s, dg_str key, dg_str what) {
    sqlite3_stmt *st;
    dg_err ignored;
    if (prepare(s, "SELECT 1 FROM correction WHERE key=?1 AND actor=?2 AND form='' AND country=''",
                &st, &ignored))
        return false;
    bind(st, 1, what);
    bind(st, 2, key);
    bool found = sqlite3_step(st) == SQLITE_ROW;
    sqlite3_finalize(st);
    return found;
}

static int split(dg_store *s, dg_str key, dg_str what, dg_str actor, dg_arena *arena,
                 uint32_t *ret_n, dg_err *err) {
    int rc;
    if (is_merged(s, key, what)) {
        const dg_str values[] = {what, key};
        rc = run(s, "DELETE FROM correction WHERE key=?1 AND actor=?2 AND form='' AND country=''",
                 values, 2, err);
    } else if (is_country(what))
        rc = correct(s, key, DG_STR(""), what, actor, err);
    else
        rc = correct(s, key, what, DG_STR(""), actor, err);
    if (!rc) rc = apply(s, key, what, arena, ret_n, err);
    if (!rc && !*ret_n)
        rc = dg_err_set(err, DG_E_ARG, 0, "\"%.*s\" is no country, form or merged key of \"%.*s\"",
                        (int)what.n, what.p, (int)key.n, key.p);
    return rc;
}

int dg_actors_split(dg_store *s, dg_str key, dg_str what, dg_arena *arena, dg_str *ret,
                    uint32_t *ret_n, dg_err *err) {
    *ret = is_merged(s, key, what) ? what : dg_arena_join(arena, key, DG_STR("/"), what);
    if (!ret->p || ret->n > DG_ACTOR_KEY)
        return dg_err_set(err, DG_E_ARG, 0, "the key is too long");
    int rc = begin(s, err);
    if (rc) return rc;
    return finish(s, split(s, key, what, *ret, arena, ret_n, err), err);
}
