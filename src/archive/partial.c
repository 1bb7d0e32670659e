/* partial.c: see partial.h. Articles and happenings come in any order: `told` remembers which event
 * tells which happening until that is there. */
#include "archive/partial.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "archive/carry.h"
#include "archive/rows.h"

enum {
    DAY,
    FAMILY,
    TOLD,
    EVENTS,
    PUT,
    POINT,
    CLEAR,
    TEXT,
    WORDS,
    ROWS,
    N = ROWS + DG_ROWS_OF_HAPPENING
};

struct dg_partial {
    dg_store *store;
    dg_carry *carry;
    sqlite3_stmt *st[N];
};

static const char sql_tables[] =
    "CREATE TEMP TABLE told(article INTEGER, n INTEGER, happening TEXT);"
    "CREATE INDEX temp.told_happening ON told(happening);"
    "CREATE VIRTUAL TABLE temp.typed USING fts5(text, tokenize='unicode61 remove_diacritics 2');"
    "CREATE VIRTUAL TABLE temp.typed_words USING fts5vocab(temp, typed, row)";

/* ?1: the line of where an article is placed */
#define ARTICLE "(SELECT n FROM article WHERE id=json_extract(?1,'$.id'))"
static const char *const sql[] = {
    [DAY] = "UPDATE article SET day=json_extract(?1,'$.day'),story=json_extract(?1,'$.story') "
            "WHERE id=json_extract(?1,'$.id')",
    [FAMILY] = "UPDATE version SET family=json_extract(?1,'$.family') WHERE article=" ARTICLE,
    [TOLD] = "INSERT INTO told SELECT " ARTICLE ",json_extract(value,'$[0]'),"
             "json_extract(value,'$[5]') FROM json_each(?1,'$.events')",
    [EVENTS] = "UPDATE event SET (matter,first_day,last_day,half,happening)=(SELECT "
               "json_extract(value,'$[1]'),json_extract(value,'$[2]'),json_extract(value,'$[3]'),"
               "json_extract(value,'$[4]'),(SELECT n FROM happening WHERE "
               "id=json_extract(value,'$[5]')) FROM json_each(?1,'$.events') WHERE "
               "json_extract(value,'$[0]')=event.n) WHERE article=" ARTICLE,
    [POINT] =
        "UPDATE event SET happening=(SELECT n FROM happening WHERE id=json_extract(?1,'$.id')) "
        "WHERE (article,n) IN (SELECT article,n FROM told WHERE "
        "happening=json_extract(?1,'$.id'))",
    [CLEAR] = "DELETE FROM typed",
    [TEXT] = "INSERT INTO typed VALUES(?1)",
    [WORDS] = "SELECT term FROM typed_words",
};

static int prepare(dg_partial *p, const char *text, sqlite3_stmt **ret, dg_err *err) {
    return sqlite3_prepare_v2(dg_store_db(p->store), text, -1, ret, NULL) == SQLITE_OK
               ? 0
               : dg_store_error(p->store, "part of a store", err);
}

static int prepare_rows(dg_partial *p, const dg_rows_part *part, bool of_happening,
                        sqlite3_stmt **ret, dg_err *err) {
    dg_buf text;
    dg_buf_init(&text, 1 << 16);
    dg_buf_printf(&text, "INSERT OR IGNORE INTO %s(%s", part->table,
                  of_happening ? "happening," : "");
    dg_rows_names(&text, part);
    dg_buf_printf(&text, ") SELECT %s",
                  of_happening ? "(SELECT n FROM happening WHERE id=json_extract(?1,'$.id')),"
                               : "");
    dg_rows_values(&text, part, of_happening ? "value" : "?1", "$.");
    if (of_happening) dg_buf_printf(&text, " FROM json_each(?1,'$.%s')", part->table);
    dg_buf_addc(&text, '\0');
    int rc =
        text.bad ? dg_err_set(err, DG_E_NOMEM, 0, "part of a store") : prepare(p, text.p, ret, err);
    dg_buf_free(&text);
    return rc;
}

static int prepare_all(dg_partial *p, dg_err *err) {
    int rc = sqlite3_exec(dg_store_db(p->store), sql_tables, NULL, NULL, NULL) == SQLITE_OK
                 ? 0
                 : dg_store_error(p->store, "part of a store", err);
    for (size_t i = 0; i < DG_LEN(sql) && !rc; i++)
        if (sql[i]) rc = prepare(p, sql[i], &p->st[i], err);
    if (!rc) rc = prepare_rows(p, &dg_rows_happening, false, &p->st[PUT], err);
    for (int i = 0; i < DG_ROWS_OF_HAPPENING && !rc; i++)
        rc = prepare_rows(p, &dg_rows_of_happening[i], true, &p->st[ROWS + i], err);
    return rc;
}

int dg_partial_open(dg_partial **ret, dg_err *err) {
    dg_partial *p = calloc(1, sizeof *p);
    if (!p) return dg_err_set(err, DG_E_NOMEM, 0, "part of a store");
    int rc = dg_store_open(":memory:", true, &p->store, err);
    if (!rc) rc = dg_store_sort_in_memory(p->store, err);
    if (!rc) rc = dg_carry_open(p->store, &p->carry, err);
    if (!rc) rc = prepare_all(p, err);
    if (rc) {
        dg_store *s = p->store;
        dg_partial_close(p);
        dg_store_close(s);
    } else {
        *ret = p;
    }
    return rc;
}

void dg_partial_close(dg_partial *p) {
    if (!p) return;
    for (int i = 0; i < N; i++) sqlite3_finalize(p->st[i]);
    dg_carry_close(p->carry);
    free(p);
}

dg_store *dg_partial_store(const dg_partial *p) {
    return p->store;
}

static int once(dg_partial *p, int statement, dg_str line, dg_err *err) {
    sqlite3_stmt *st = p->st[statement];
    if (line.p) sqlite3_bind_text(st, 1, line.p, (int)line.n, SQLITE_STATIC);
    int rc = sqlite3_step(st) == SQLITE_DONE ? 0 : dg_store_error(p->store, "part of a store", err);
    sqlite3_reset(st);
    return rc;
}

int dg_partial_article(dg_partial *p, dg_str line, dg_str placed, dg_err *err) {
    bool is_new = false;
    int rc = dg_carry_line(p->carry, line, &is_new, err);
    if (rc || !is_new || !placed.p) return rc;
    for (int i = DAY; i <= EVENTS && !rc; i++) rc = once(p, i, placed, err);
    return rc;
}

int dg_partial_happening(dg_partial *p, dg_str line, dg_err *err) {
    int rc = dg_store_begin(p->store, err);
    if (!rc) rc = once(p, PUT, line, err);
    if (rc || !sqlite3_changes(dg_store_db(p->store))) return rc;
    for (int i = 0; i < DG_ROWS_OF_HAPPENING && !rc; i++) rc = once(p, ROWS + i, line, err);
    return rc ? rc : once(p, POINT, line, err);
}

int dg_partial_ready(dg_partial *p, dg_err *err) {
    return dg_store_commit(p->store, err);
}

int dg_partial_words(dg_partial *p, dg_str text, int (*put)(void *self, dg_str word), void *self,
                     dg_err *err) {
    sqlite3_stmt *words = p->st[WORDS];
    int rc = once(p, CLEAR, DG_STR_NULL, err), step = SQLITE_DONE;
    if (!rc) rc = once(p, TEXT, text, err);
    while (!rc && (step = sqlite3_step(words)) == SQLITE_ROW)
        rc = put(self, (dg_str){(const char *)sqlite3_column_text(words, 0),
                                (uint32_t)sqlite3_column_bytes(words, 0)});
    if (!rc && step != SQLITE_DONE) rc = dg_store_error(p->store, "words", err);
    sqlite3_reset(words);
    return rc;
}
