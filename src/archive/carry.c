/* carry.c: the SQL is written from one table of tables (rows.h), SQLite's JSON functions do the
 * rest. cost: O(bytes), one article in memory at a time. */
#include "archive/carry.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "archive/rows.h"

enum { COMMIT_EVERY = 500, MAX_SQL = 1 << 16 };

static const dg_rows_part article = {
    "article", "id,uri,outlet,format,lang,title,published_from,published_to,basis,text,record",
    NULL};
static const dg_rows_part parts[] = {
    /* of an article */
    {"entity", "n,kind,name,key,country,sector,role,read_key", "n"},
    {"quote", "n,form,stance,speaker,span_from,span_to,=packed", "n"},
    {"quote_via", "quote,place,entity", "quote,place"},
    {"event",
     "n,type,mode,cameo,%score,negated,status,when_from,when_to,where_country,where_place,quote,"
     "span_from,span_to,trigger_from,trigger_to,%confidence,planned,any_year,began",
     "n"},
    {"side", "event,side,place,entity,country,key", "event,side,place"},
    {"quantity", "event,place,kind,unit,%low,%high,bound,span_from,span_to", "event,place"},
    {"features", "=packed", "article"},
    {"version", "url", "article"},
    {"watched", "rule,event", "rule,event"},
};
static const dg_rows_part decided[] = {
    {"correction", "key,form,country,actor", "key,form,country"},
    {"feed", "url,title,etag,modified,next_ms,polled_ms,failures,status,error", "url"},
    {"feed_item",
     "url,feed,title,byline,outlet,lang,date,state,next_ms,tries,fetched,seen_ms,error", "url"},
};
enum { N_PARTS = DG_LEN(parts), N_DECIDED = DG_LEN(decided) };

static int prepare(const dg_store *s, dg_buf *sql, sqlite3_stmt **ret, dg_err *err) {
    dg_buf_addc(sql, '\0');
    if (sql->bad) return dg_err_set(err, DG_E_NOMEM, 0, "archive");
    int rc = sqlite3_prepare_v2(dg_store_db(s), sql->p, -1, ret, NULL) == SQLITE_OK
                 ? 0
                 : dg_store_error(s, "archive", err);
    dg_buf_clear(sql);
    return rc;
}

/* ---- out ---- */

static int put_rows(const dg_store *s, dg_buf *sql,
                    int (*put)(void *self, dg_str bytes, dg_err *err), void *self, dg_err *err) {
    sqlite3_stmt *st = NULL;
    int rc = prepare(s, sql, &st, err), step = SQLITE_DONE;
    while (!rc && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dg_str line = {(const char *)sqlite3_column_text(st, 0),
                       (uint32_t)sqlite3_column_bytes(st, 0)};
        rc = line.p ? put(self, line, err) : dg_err_set(err, DG_E_NOMEM, 0, "archive");
    }
    if (!rc && step != SQLITE_DONE) rc = dg_store_error(s, "archive", err);
    sqlite3_finalize(st);
    return rc;
}

/* SELECT json_object('article',…,'entity',…): the line of the article a */
static void write_article(dg_buf *sql) {
    dg_buf_addz(sql, "SELECT json_object('article',json(");
    dg_rows_object(sql, &article);
    dg_buf_addc(sql, ')');
    for (size_t i = 0; i < N_PARTS; i++) dg_rows_list(sql, &parts[i], " WHERE article=a.n");
    dg_buf_addc(sql, ')');
}

int dg_carry_export(const dg_store *s, int (*put)(void *self, dg_str bytes, dg_err *err),
                    void *self, dg_err *err) {
    dg_buf sql;
    dg_buf_init(&sql, MAX_SQL);
    dg_buf_addz(&sql, "SELECT json_object('dragoman_archive',1");
    for (size_t i = 0; i < N_DECIDED; i++) dg_rows_list(&sql, &decided[i], "");
    dg_buf_addz(&sql, ")||char(10)");
    int rc = put_rows(s, &sql, put, self, err);
    write_article(&sql);
    dg_buf_addz(&sql, "||char(10) FROM (SELECT n AS x FROM article ORDER BY published_from IS "
                      "NULL,published_from,id LIMIT -1) CROSS JOIN article a ON a.n=x"); /* a limit:
                                                without one SQLite may leave the order out */
    if (!rc) rc = put_rows(s, &sql, put, self, err);
    dg_buf_free(&sql);
    return rc;
}

/* ---- one article ---- */

struct dg_packer {
    dg_store *scratch; /* in memory; holds the last article alone */
    sqlite3_stmt *line, *words;
};

static const char sql_terms[] =
    "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, article_text, row)";

int dg_packer_new(dg_packer **ret, dg_err *err) {
    dg_packer *p = calloc(1, sizeof *p);
    if (!p) return dg_err_set(err, DG_E_NOMEM, 0, "archive");
    dg_buf sql;
    dg_buf_init(&sql, MAX_SQL);
    write_article(&sql);
    dg_buf_addz(&sql, " FROM article a");
    int rc = dg_store_open(":memory:", true, &p->scratch, err);
    if (!rc) rc = dg_store_sort_in_memory(p->scratch, err);
    if (!rc) rc = prepare(p->scratch, &sql, &p->line, err);
    if (!rc && sqlite3_exec(dg_store_db(p->scratch), sql_terms, NULL, NULL, NULL) != SQLITE_OK)
        rc = dg_store_error(p->scratch, "words", err);
    dg_buf_addz(&sql, "SELECT term FROM temp.terms");
    if (!rc) rc = prepare(p->scratch, &sql, &p->words, err);
    dg_buf_free(&sql);
    if (rc)
        dg_packer_free(p);
    else
        *ret = p;
    return rc;
}

void dg_packer_free(dg_packer *p) {
    if (!p) return;
    sqlite3_finalize(p->line);
    sqlite3_finalize(p->words);
    dg_store_close(p->scratch);
    free(p);
}

int dg_packer_pack(dg_packer *p, const dg_doc *doc, dg_str record, dg_buf *out, dg_err *err) {
    bool is_new;
    int rc = dg_store_rollback(p->scratch, err);
    if (!rc) rc = dg_store_add(p->scratch, doc, record, &is_new, err);
    if (!rc && sqlite3_step(p->line) != SQLITE_ROW) rc = dg_store_error(p->scratch, "line", err);
    if (!rc)
        dg_buf_add(out, sqlite3_column_text(p->line, 0), (size_t)sqlite3_column_bytes(p->line, 0));
    sqlite3_reset(p->line);
    return !rc && out->bad ? dg_err_set(err, DG_E_LIMIT, 0, "the line of an article") : rc;
}

int dg_packer_words(dg_packer *p, int (*put)(void *self, dg_str word), void *self, dg_err *err) {
    int rc = 0, step = SQLITE_DONE;
    while (!rc && (step = sqlite3_step(p->words)) == SQLITE_ROW)
        rc = put(self, (dg_str){(const char *)sqlite3_column_text(p->words, 0),
                                (uint32_t)sqlite3_column_bytes(p->words, 0)});
    if (!rc && step != SQLITE_DONE) rc = dg_store_error(p->scratch, "words", err);
    sqlite3_reset(p->words);
    return rc;
}

/* ---- in ---- */

struct dg_carry {
    dg_store *store;
    sqlite3_stmt *is_head, *article, *text, *parts[N_PARTS], *decided[N_DECIDED], *unjoined;
    uint32_t n_since_commit;
};

static int prepare_part(dg_carry *c, dg_buf *sql, const dg_rows_part *p, bool of_article,
                        sqlite3_stmt **ret, dg_err *err) {
    dg_buf_printf(sql, "INSERT OR %s INTO %s(%s", of_article ? "ABORT" : "IGNORE", p->table,
                  of_article ? "article," : "");
    dg_rows_names(sql, p);
    dg_buf_printf(sql, ") SELECT %s", of_article ? "?2," : "");
    dg_rows_values(sql, p, "value", "$.");
    dg_buf_printf(sql, " FROM json_each(?1,'$.%s')", p->table);
    return prepare(c->store, sql, ret, err);
}

static int prepare_all(dg_carry *c, dg_err *err) {
    dg_buf sql;
    dg_buf_init(&sql, MAX_SQL);
    dg_buf_addz(&sql,
                "SELECT json_extract(?1,'$.dragoman_archive'),json_extract(?1,'$.article.id')");
    int rc = prepare(c->store, &sql, &c->is_head, err);
    dg_buf_addz(&sql, "INSERT INTO article(");
    dg_rows_names(&sql, &article);
    dg_buf_addz(&sql, ") SELECT ");
    dg_rows_values(&sql, &article, "?1", "$.article.");
    dg_buf_addz(&sql, " WHERE 1 ON CONFLICT(id) DO NOTHING");
    if (!rc) rc = prepare(c->store, &sql, &c->article, err);
    dg_buf_addz(&sql, "INSERT INTO article_text(rowid,title,text) SELECT n,title,text FROM article "
                      "WHERE n=?2 AND ?1 IS NOT NULL");
    if (!rc) rc = prepare(c->store, &sql, &c->text, err);
    dg_buf_addz(&sql, "INSERT INTO unjoined SELECT ?2 WHERE ?1 IS NOT NULL");
    if (!rc) rc = prepare(c->store, &sql, &c->unjoined, err);
    for (size_t i = 0; i < N_PARTS && !rc; i++)
        rc = prepare_part(c, &sql, &parts[i], true, &c->parts[i], err);
    for (size_t i = 0; i < N_DECIDED && !rc; i++)
        rc = prepare_part(c, &sql, &decided[i], false, &c->decided[i], err);
    dg_buf_free(&sql);
    return rc;
}

int dg_carry_open(dg_store *s, dg_carry **ret, dg_err *err) {
    dg_carry *c = calloc(1, sizeof *c);
    if (!c) return dg_err_set(err, DG_E_NOMEM, 0, "import");
    c->store = s;
    int rc = dg_rows_functions(s, err);
    if (!rc) rc = prepare_all(c, err);
    if (rc)
        dg_carry_close(c);
    else
        *ret = c;
    return rc;
}

void dg_carry_close(dg_carry *c) {
    if (!c) return;
    for (size_t i = 0; i < N_PARTS; i++) sqlite3_finalize(c->parts[i]);
    for (size_t i = 0; i < N_DECIDED; i++) sqlite3_finalize(c->decided[i]);
    sqlite3_stmt *const rest[] = {c->is_head, c->article, c->text, c->unjoined};
    for (size_t i = 0; i < DG_LEN(rest); i++) sqlite3_finalize(rest[i]);
    free(c);
}

static int once(dg_carry *c, sqlite3_stmt *st, dg_str line, int64_t n, dg_err *err) {
    sqlite3_bind_text(st, 1, line.p, (int)line.n, SQLITE_STATIC);
    if (n >= 0) sqlite3_bind_int64(st, 2, n);
    int rc = sqlite3_step(st) == SQLITE_DONE ? 0 : dg_store_error(c->store, "import", err);
    sqlite3_reset(st);
    return rc;
}

static int take_article(dg_carry *c, dg_str line, bool *ret_new, dg_err *err) {
    sqlite3 *db = dg_store_db(c->store);
    int rc = once(c, c->article, line, -1, err);
    *ret_new = !rc && sqlite3_changes(db) > 0;
    if (!*ret_new) return rc;
    int64_t n = sqlite3_last_insert_rowid(db);
    rc = once(c, c->text, line, n, err);
    for (size_t i = 0; i < N_PARTS && !rc; i++) rc = once(c, c->parts[i], line, n, err);
    return rc ? rc : once(c, c->unjoined, line, n, err);
}

/* 1: what people decided; 0: an article; else an error. */
static int kind_of(dg_carry *c, dg_str line, dg_err *err) {
    sqlite3_bind_text(c->is_head, 1, line.p, (int)line.n, SQLITE_STATIC);
    int step = sqlite3_step(c->is_head), kind = 0;
    if (step != SQLITE_ROW)
        kind = dg_store_error(c->store, "import", err);
    else if (sqlite3_column_type(c->is_head, 0) != SQLITE_NULL) {
        kind = sqlite3_column_int(c->is_head, 0);
        if (kind != 1) kind = dg_err_set(err, DG_E_STORE, 0, "import: written by a newer dragoman");
    } else if (sqlite3_column_type(c->is_head, 1) != SQLITE_TEXT)
        kind = dg_err_set(err, DG_E_STORE, 0, "import: no line of an exported archive");
    sqlite3_reset(c->is_head);
    return kind;
}

static int run(dg_carry *c, const char *sql, dg_err *err) {
    return sqlite3_exec(dg_store_db(c->store), sql, NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : dg_store_error(c->store, "import", err);
}

int dg_carry_line(dg_carry *c, dg_str line, bool *ret_new, dg_err *err) {
    *ret_new = false;
    int kind = kind_of(c, line, err), rc = kind < 0 ? kind : dg_store_begin(c->store, err);
    if (!rc) rc = run(c, "SAVEPOINT line", err);
    if (rc) return rc;
    for (size_t i = 0; i < N_DECIDED && kind == 1 && !rc; i++)
        rc = once(c, c->decided[i], line, -1, err);
    if (kind == 0) rc = take_article(c, line, ret_new, err);
    dg_err ignored;
    if (rc) {
        run(c, "ROLLBACK TO line; RELEASE line", &ignored);
        *ret_new = false;
        return rc;
    }
    rc = run(c, "RELEASE line", err);
    if (rc || ++c->n_since_commit < COMMIT_EVERY) return rc;
    c->n_since_commit = 0;
    return dg_store_commit(c->store, err);
}
