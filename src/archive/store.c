/* store.c: opens, migrates and fills the archive. Statements are prepared once and used for every
 * article. Cost: one transaction for COMMIT_EVERY articles; a few rows an entity, quote and event.
 */
#include "archive/store.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive/features.h"
#include "archive/reads.h"
#include "archive/correction.h"
#include "archive/schema.h"
#include "base/clock.h"
#include "base/buf.h"

enum { COMMIT_EVERY = 500, BUSY_MS = 10000 };
/* Pages kept in memory: adding and joining look up everywhere (bands, matters); with SQLite's own 2
 * MB they read each page many times. */
#define CACHE_TO_WRITE "PRAGMA cache_size=-49152"
#define CACHE_TO_READ "PRAGMA cache_size=-16384"

#define STATEMENTS(X)                                                                              \
    X(ARTICLE,                                                                                     \
      "INSERT INTO "                                                                               \
      "article(id,uri,outlet,format,lang,title,published_from,published_to,basis,text,record)"     \
      " VALUES(?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO NOTHING")                                 \
    X(TEXT, "INSERT INTO article_text(rowid,title,text) VALUES(?,?,?)")                            \
    X(ENTITY, "INSERT INTO entity VALUES(?,?,?,?,?,?,?,?,?)")                                      \
    X(QUOTE, "INSERT INTO quote VALUES(?,?,?,?,?,?,?,?)")                                          \
    X(VIA, "INSERT INTO quote_via VALUES(?,?,?,?)")                                                \
    X(EVENT,                                                                                       \
      "INSERT INTO event(article,n,type,mode,cameo,score,negated,status,when_from,when_to,"        \
      "where_country,where_place,quote,span_from,span_to,trigger_from,trigger_to,confidence,"      \
      "planned,any_year,began) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")                 \
    X(SIDE, "INSERT INTO side VALUES(?,?,?,?,?,?,?)")                                              \
    X(QUANTITY, "INSERT INTO quantity VALUES(?,?,?,?,?,?,?,?,?,?)")                                \
    X(FEATURES, "INSERT INTO features VALUES(?,?)")                                                \
    X(VERSION, "INSERT INTO version(article,url) VALUES(?,?)")                                     \
    X(UNJOINED, "INSERT INTO unjoined VALUES(?)")

enum {
#define X(name, sql) ST_##name,
    STATEMENTS(X)
#undef X
        N_STATEMENTS
};
static const char *const statement_sql[N_STATEMENTS] = {
#define X(name, sql) sql,
    STATEMENTS(X)
#undef X
};

struct dg_store {
    sqlite3 *db;
    sqlite3_stmt *st[N_STATEMENTS];
    bool in_transaction;
    bool corrected; /* there are corrections of actors to obey */
    uint32_t n_since_commit;
    int64_t deadline_ms;
    dg_supply supply; /* need NULL: all is here */
};

int dg_store_error(const dg_store *s, const char *doing, dg_err *err) {
    int code = DG_E_STORE;
    switch (sqlite3_errcode(s->db) & 0xff) {
    case SQLITE_FULL: code = DG_E_FULL; break;
    case SQLITE_NOMEM: code = DG_E_NOMEM; break;
    case SQLITE_READONLY:
    case SQLITE_PERM: code = DG_E_DENIED; break;
    case SQLITE_INTERRUPT: code = DG_E_STOPPED; break;
    case SQLITE_CANTOPEN: code = DG_E_NOT_FOUND; break;
    default: break;
    }
    return dg_err_set(err, code, 0, "%s: %s", doing, sqlite3_errmsg(s->db));
}

static int run_sql(dg_store *s, const char *sql, const char *doing, dg_err *err) {
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0
                                                                   : dg_store_error(s, doing, err);
}

/* user_version, or -1. */
static int schema_version(dg_store *s) {
    sqlite3_stmt *st = NULL;
    int version = -1;
    if (sqlite3_prepare_v2(s->db, "PRAGMA user_version", -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW)
        version = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return version;
}

static int migrate(dg_store *s, bool to_write, dg_err *err) {
    int version = schema_version(s), newest = (int)DG_LEN(dg_schema_steps), rc = 0;
    if (version < 0) return dg_store_error(s, "not an archive", err);
    if (version > newest)
        return dg_err_set(err, DG_E_STORE, 0, "the archive was written by a newer dragoman");
    if (version < newest && !to_write)
        return dg_err_set(err, DG_E_STORE, 0,
                          "not an archive, or one of an older dragoman (dragoman archive join "
                          "brings it up to date)");
    for (; version < newest && !rc; version++) {
        char bump[64];
        sqlite3_snprintf(sizeof bump, bump, "PRAGMA user_version=%d;COMMIT", version + 1);
        rc = run_sql(s, "BEGIN IMMEDIATE", "schema", err);
        if (!rc) rc = run_sql(s, dg_schema_steps[version], "schema", err);
        if (!rc) rc = run_sql(s, bump, "schema", err);
    }
    return rc;
}

static int open_file(dg_store *s, const char *path, bool to_write, dg_err *err) {
    /* a store belongs to one thread at a time: no mutex */
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (to_write ? SQLITE_OPEN_CREATE : 0);
    int rc =
        sqlite3_open_v2(path, &s->db, flags, NULL) == SQLITE_OK ? 0 : dg_store_error(s, path, err);
    if (!rc) sqlite3_busy_timeout(s->db, BUSY_MS);
    if (!rc && to_write) rc = run_sql(s, "PRAGMA journal_mode=WAL", path, err);
    if (!rc) rc = run_sql(s, "PRAGMA foreign_keys=ON; PRAGMA synchronous=NORMAL", path, err);
    if (!rc) rc = run_sql(s, to_write ? CACHE_TO_WRITE : CACHE_TO_READ, path, err);
    return rc ? rc : migrate(s, to_write, err);
}

/* An archive on a disk that cannot be written, or that belongs to somebody else, is read as it
 * lies there, without the files beside it that SQLite wants: only when nobody has left any. */
static int open_as_it_lies(dg_store *s, const char *path, dg_err *err) {
    dg_buf uri;
    dg_buf_init(&uri, 1 << 16);
    dg_buf_printf(&uri, "%s-wal", path);
    dg_buf_addc(&uri, '\0');
    bool whole = !uri.bad && access(uri.p, F_OK) != 0;
    dg_buf_clear(&uri);
    dg_buf_addz(&uri, "file:");
    for (const char *p = path; *p; p++)
        if (strchr("%?#", *p))
            dg_buf_printf(&uri, "%%%02X", (unsigned)*p);
        else
            dg_buf_addc(&uri, *p);
    dg_buf_addz(&uri, "?immutable=1");
    dg_buf_addc(&uri, '\0');
    int rc = DG_E_DENIED;
    if (whole && !uri.bad) {
        sqlite3_close(s->db);
        s->db = NULL;
        rc = sqlite3_open_v2(uri.p, &s->db,
                             SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                             NULL) == SQLITE_OK
                 ? run_sql(s, CACHE_TO_READ, path, err)
                 : dg_store_error(s, path, err);
        if (!rc) rc = migrate(s, false, err);
    }
    dg_buf_free(&uri);
    return rc;
}

int dg_store_open(const char *path, bool to_write, dg_store **ret, dg_err *err) {
    dg_store *s = calloc(1, sizeof *s);
    if (!s) return dg_err_set(err, DG_E_NOMEM, 0, "archive");
    int rc = open_file(s, path, to_write, err);
    bool shut = rc == DG_E_DENIED || rc == DG_E_NOT_FOUND;
    if (!to_write && shut && access(path, R_OK) == 0) rc = open_as_it_lies(s, path, err);
    s->corrected = !rc && dg_correction_any(s->db);
    for (int i = 0; i < N_STATEMENTS && !rc && to_write; i++)
        if (sqlite3_prepare_v3(s->db, statement_sql[i], -1, SQLITE_PREPARE_PERSISTENT, &s->st[i],
                               NULL) != SQLITE_OK)
            rc = dg_store_error(s, "schema", err);
    if (rc)
        dg_store_close(s);
    else
        *ret = s;
    return rc;
}

void dg_store_close(dg_store *s) {
    if (!s) return;
    if (s->supply.close) s->supply.close(s->supply.self);
    for (int i = 0; i < N_STATEMENTS; i++) sqlite3_finalize(s->st[i]);
    sqlite3_close(s->db);
    free(s);
}

/* Where rows are supplied they come between the reads, in transactions of their own. */
int dg_store_look(const dg_store *s, dg_err *err) {
    return s->supply.need ? 0 : run_sql((dg_store *)s, "SAVEPOINT look", "archive", err);
}

void dg_store_look_away(const dg_store *s) {
    if (!s->supply.need) sqlite3_exec(s->db, "RELEASE look", NULL, NULL, NULL);
}

static int is_late(void *self) {
    return dg_clock_ms() > ((const dg_store *)self)->deadline_ms;
}

void dg_store_deadline(dg_store *s, uint32_t ms) {
    enum { STEPS = 10000 }; /* of SQLite's machine between two looks at the clock */
    s->deadline_ms = dg_clock_ms() + ms;
    sqlite3_progress_handler(s->db, STEPS, ms ? is_late : NULL, s);
}

sqlite3 *dg_store_db(const dg_store *s) {
    return s->db;
}

int dg_store_sort_in_memory(dg_store *s, dg_err *err) {
    return run_sql(s, "PRAGMA temp_store=MEMORY", "archive", err);
}

/* Binding in order: each bind_… takes the next parameter of row->st. */
typedef struct row {
    sqlite3_stmt *st;
    int at;
} row;

static row row_begin(dg_store *s, int statement) {
    sqlite3_reset(s->st[statement]);
    sqlite3_clear_bindings(s->st[statement]);
    return (row){s->st[statement], 0};
}

static void bind_str(row *r, dg_str v) {
    r->at++;
    if (v.p) sqlite3_bind_text(r->st, r->at, v.p, (int)v.n, SQLITE_STATIC);
}

static void bind_code(row *r, const char *v) {
    bind_str(r, v[0] ? dg_str_of(v) : DG_STR_NULL);
}

static void bind_int(row *r, int64_t v) {
    sqlite3_bind_int64(r->st, ++r->at, v);
}

static void bind_id(row *r, uint32_t v) {
    r->at++;
    if (v != DG_NONE) sqlite3_bind_int64(r->st, r->at, v);
}

static void bind_num(row *r, double v) {
    sqlite3_bind_double(r->st, ++r->at, v);
}

static void bind_day(row *r, int32_t day) {
    char iso[11];
    r->at++;
    if (day == DG_DAY_NONE) return;
    dg_day_format(day, iso);
    sqlite3_bind_text(r->st, r->at, iso, -1, SQLITE_TRANSIENT);
}

static int row_end(dg_store *s, row *r, dg_err *err) {
    int rc = sqlite3_step(r->st) == SQLITE_DONE ? 0 : dg_store_error(s, "add", err);
    sqlite3_reset(r->st);
    return rc;
}

static int add_article(dg_store *s, const dg_doc *d, dg_str record, dg_err *err) {
    row r = row_begin(s, ST_ARTICLE);
    bind_code(&r, d->id);
    bind_str(&r, d->uri);
    bind_str(&r, d->outlet);
    bind_code(&r, dg_format_names[d->format]);
    bind_code(&r, d->lang);
    bind_str(&r, d->title);
    bind_day(&r, d->published.from);
    bind_day(&r, d->published.to);
    bind_code(&r, dg_basis_names[d->published_basis]);
    bind_str(&r, d->text);
    bind_str(&r, record);
    return row_end(s, &r, err);
}

static int add_text(dg_store *s, const dg_doc *d, int64_t article, dg_err *err) {
    row r = row_begin(s, ST_TEXT);
    bind_int(&r, article);
    bind_str(&r, d->title);
    bind_str(&r, d->text);
    return row_end(s, &r, err);
}

/* The actor that an entity is, after what a person has corrected. */
static int actor_of(dg_store *s, const dg_entity *e, char out[DG_ACTOR_KEY], dg_str *ret,
                    dg_err *err) {
    *ret = e->key;
    if (!s->corrected) return 0;
    return dg_correction_find(s->db, e->key, e->name, dg_str_of(e->country), out, ret, err);
}

static int add_entity(dg_store *s, const dg_entity *e, uint32_t n, int64_t article, dg_err *err) {
    char out[DG_ACTOR_KEY];
    dg_str actor;
    int rc = actor_of(s, e, out, &actor, err);
    if (rc) return rc;
    row r = row_begin(s, ST_ENTITY);
    bind_int(&r, article);
    bind_int(&r, n);
    bind_code(&r, dg_entity_kind_names[e->kind]);
    bind_str(&r, e->name);
    bind_str(&r, actor);
    bind_code(&r, e->country);
    bind_code(&r, e->sector);
    bind_str(&r, e->role);
    bind_str(&r, actor.p == e->key.p ? DG_STR_NULL : e->key);
    return row_end(s, &r, err);
}

static void bind_blob(row *r, const dg_buf *b) {
    sqlite3_bind_blob(r->st, ++r->at, b->p ? b->p : "", (int)b->n, SQLITE_STATIC);
}

static int add_quote(dg_store *s, const dg_doc *d, uint32_t n, int64_t article, dg_err *err) {
    const dg_quote *q = &d->quotes[n];
    dg_buf packed;
    dg_buf_init(&packed, DG_MAX_FEATURES * DG_FEATURE_BYTES);
    int rc = dg_features_write_span(d, q->span, &packed, err);
    if (rc) {
        dg_buf_free(&packed);
        return rc;
    }
    row r = row_begin(s, ST_QUOTE);
    bind_int(&r, article);
    bind_int(&r, n);
    bind_code(&r, dg_quote_form_names[q->form]);
    bind_code(&r, dg_stance_names[q->stance]);
    bind_id(&r, q->speaker);
    bind_int(&r, q->span.from);
    bind_int(&r, q->span.to);
    bind_blob(&r, &packed);
    rc = row_end(s, &r, err);
    dg_buf_free(&packed);
    for (uint32_t i = 0; i < q->n_via && !rc; i++) {
        r = row_begin(s, ST_VIA);
        bind_int(&r, article);
        bind_int(&r, n);
        bind_int(&r, i);
        bind_int(&r, q->via[i]);
        rc = row_end(s, &r, err);
    }
    return rc;
}

static int add_side(dg_store *s, const dg_doc *d, const char *side, const uint32_t *ids,
                    uint32_t n_ids, uint32_t event, int64_t article, dg_err *err) {
    int rc = 0;
    for (uint32_t i = 0; i < n_ids && !rc; i++) {
        char out[DG_ACTOR_KEY];
        dg_str actor;
        if ((rc = actor_of(s, &d->entities[ids[i]], out, &actor, err))) break;
        row r = row_begin(s, ST_SIDE);
        bind_int(&r, article);
        bind_int(&r, event);
        bind_code(&r, side);
        bind_int(&r, i);
        bind_int(&r, ids[i]);
        bind_code(&r, d->entities[ids[i]].country);
        bind_str(&r, actor);
        rc = row_end(s, &r, err);
    }
    return rc;
}

static int add_quantities(dg_store *s, const dg_event *e, uint32_t n, int64_t article,
                          dg_err *err) {
    int rc = 0;
    for (uint32_t i = 0; i < e->n_quantities && !rc; i++) {
        const dg_quantity *q = &e->quantities[i];
        row r = row_begin(s, ST_QUANTITY);
        bind_int(&r, article);
        bind_int(&r, n);
        bind_int(&r, i);
        bind_code(&r, dg_quantity_kind_names[q->kind]);
        bind_str(&r, q->currency[0] ? dg_str_of(q->currency) : q->unit);
        bind_num(&r, q->value);
        bind_num(&r, q->high);
        bind_code(&r, q->bound ? dg_bound_names[q->bound] : "");
        bind_int(&r, q->span.from);
        bind_int(&r, q->span.to);
        rc = row_end(s, &r, err);
    }
    return rc;
}

static int add_event(dg_store *s, const dg_doc *d, uint32_t n, int64_t article, dg_err *err) {
    const dg_event *e = &d->events[n];
    row r = row_begin(s, ST_EVENT);
    bind_int(&r, article);
    bind_int(&r, n);
    bind_code(&r, dg_plover_table[e->type].name);
    bind_str(&r, e->mode);
    bind_str(&r, e->cameo);
    bind_num(&r, (double)e->score);
    bind_int(&r, e->negated);
    bind_code(&r, dg_status_names[e->status]);
    bind_day(&r, e->when.from);
    bind_day(&r, e->when.to);
    bind_code(&r, e->where_country);
    bind_str(&r, e->where_place);
    bind_id(&r, e->quote);
    bind_int(&r, e->span.from);
    bind_int(&r, e->span.to);
    bind_int(&r, e->trigger.from);
    bind_int(&r, e->trigger.to);
    bind_num(&r, (double)e->confidence);
    bind_code(&r, e->planned < DG_PLOVER_N ? dg_plover_table[e->planned].name : "");
    bind_id(&r, e->any_year ? e->any_year : DG_NONE);
    bind_int(&r, e->began);
    int rc = row_end(s, &r, err);
    if (!rc) rc = add_side(s, d, "actor", e->actors, e->n_actors, n, article, err);
    if (!rc) rc = add_side(s, d, "recipient", e->recipients, e->n_recipients, n, article, err);
    return rc ? rc : add_quantities(s, e, n, article, err);
}

/* What stories are made from, and the note that this article has not been joined to the others. */
static int add_features(dg_store *s, const dg_doc *d, int64_t article, dg_err *err) {
    dg_buf packed;
    dg_buf_init(&packed, DG_MAX_FEATURES * DG_FEATURE_BYTES);
    int rc = dg_features_write(d, &packed, err);
    if (!rc) {
        row r = row_begin(s, ST_FEATURES);
        bind_int(&r, article);
        bind_blob(&r, &packed);
        rc = row_end(s, &r, err);
    }
    dg_buf_free(&packed);
    if (rc) return rc;
    row r = row_begin(s, ST_VERSION);
    bind_int(&r, article);
    bind_str(&r, d->url);
    rc = row_end(s, &r, err);
    if (rc) return rc;
    r = row_begin(s, ST_UNJOINED);
    bind_int(&r, article);
    return row_end(s, &r, err);
}

static int add_layers(dg_store *s, const dg_doc *d, int64_t article, dg_err *err) {
    int rc = add_text(s, d, article, err);
    for (uint32_t i = 0; i < d->n_entities && !rc; i++)
        rc = add_entity(s, &d->entities[i], i, article, err);
    for (uint32_t i = 0; i < d->n_quotes && !rc; i++) rc = add_quote(s, d, i, article, err);
    for (uint32_t i = 0; i < d->n_events && !rc; i++) rc = add_event(s, d, i, article, err);
    if (!rc) rc = add_features(s, d, article, err);
    return rc;
}

int dg_store_begin(dg_store *s, dg_err *err) {
    int rc = s->in_transaction ? 0 : run_sql(s, "BEGIN IMMEDIATE", "archive", err);
    if (!rc) s->in_transaction = true;
    return rc;
}

int dg_store_add(dg_store *s, const dg_doc *doc, dg_str record, bool *ret_new, dg_err *err) {
    int rc = dg_store_begin(s, err);
    if (rc) return rc;
    rc = run_sql(s, "SAVEPOINT article", "add", err); /* an article is stored whole or not at all */
    if (!rc) rc = add_article(s, doc, record, err);
    bool is_new = !rc && sqlite3_changes(s->db) > 0;
    if (is_new) rc = add_layers(s, doc, sqlite3_last_insert_rowid(s->db), err);
    if (rc) {
        dg_err ignored;
        run_sql(s, "ROLLBACK TO article; RELEASE article", "add", &ignored);
        return rc;
    }
    rc = run_sql(s, "RELEASE article", "add", err);
    if (!rc && ++s->n_since_commit >= COMMIT_EVERY) rc = dg_store_commit(s, err);
    if (!rc) *ret_new = is_new;
    return rc;
}

int dg_store_commit(dg_store *s, dg_err *err) {
    if (!s->in_transaction) return 0;
    int rc = run_sql(s, "COMMIT", "commit", err);
    if (rc) return rc;
    s->in_transaction = false;
    s->n_since_commit = 0;
    return 0;
}

int dg_store_rollback(dg_store *s, dg_err *err) {
    if (!s->in_transaction) return 0;
    int rc = run_sql(s, "ROLLBACK", "archive", err);
    if (rc) return rc;
    s->in_transaction = false;
    s->n_since_commit = 0;
    return 0;
}

void dg_store_supply(dg_store *s, dg_supply supply) {
    s->supply = supply;
}

int dg_store_need(const dg_store *s, dg_read what, const struct dg_query *q, dg_str words,
                  dg_err *err) {
    return s->supply.need ? s->supply.need(s->supply.self, what, q, words, err) : 0;
}
