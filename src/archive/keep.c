/* keep.c: maintenance in plain SQL. */
#include "archive/keep.h"

#include <sqlite3.h>

#include "archive/join.h"
#include "archive/query.h"

typedef struct checking {
    void (*report)(void *self, const char *fault);
    void *self;
    uint32_t faults;
    const char *what; /* of the check at hand; NULL: the row's own text */
} checking;

static int take_fault(void *self, int n, char **values, char **names) {
    checking *c = self;
    (void)names;
    const char *text = n && values[0] ? values[0] : "?";
    if (strcmp(text, "ok") == 0 && !c->what) return 0;
    char line[300];
    sqlite3_snprintf(sizeof line, line, c->what ? "%s: %s" : "%s%s", c->what ? c->what : "", text);
    c->report(c->self, line);
    c->faults++;
    return 0;
}

int dg_keep_check(dg_store *s, void (*report)(void *self, const char *fault), void *self,
                  uint32_t *ret_faults, dg_err *err) {
    static const struct {
        const char *what, *sql;
    } checks[] = {
        {NULL, "PRAGMA integrity_check(100)"},
        {"row without what it refers to",
         "SELECT \"table\" || ' ' || rowid FROM pragma_foreign_key_check LIMIT 100"},
        {"article not in the index of words",
         "SELECT id FROM article WHERE n NOT IN (SELECT rowid FROM article_text) LIMIT 100"},
        {"name that is counted wrongly",
         "SELECT key || ' ' || name FROM (SELECT key,name,kind,count(*) AS n FROM entity GROUP BY "
         "key,name,kind EXCEPT SELECT key,name,kind,n FROM form) UNION SELECT key || ' ' || name "
         "FROM (SELECT key,name,kind,n FROM form EXCEPT SELECT key,name,kind,count(*) FROM entity "
         "GROUP BY key,name,kind) LIMIT 100"},
        {"event without its happening",
         "SELECT a.id || '.' || e.n FROM event e JOIN article a ON a.n=e.article WHERE e.happening "
         "IS NULL AND "
         "e.article NOT IN (SELECT article FROM unjoined) LIMIT 100"},
        {"party of a happening that is listed wrongly",
         "SELECT h.id || ' ' || x.id FROM (SELECT * FROM (SELECT happening," DG_SQL_PARTY_ID
         " AS id FROM actor EXCEPT SELECT happening,id FROM acting) UNION SELECT * FROM (SELECT "
         "happening,id FROM acting EXCEPT SELECT happening," DG_SQL_PARTY_ID
         " FROM actor)) x JOIN happening h ON h.n=x.happening LIMIT 100"},
        {"happening that nobody tells", "SELECT id FROM happening WHERE n NOT IN (SELECT happening "
                                        "FROM event WHERE happening IS NOT NULL) LIMIT 100"},
    };
    checking c = {report, self, 0, NULL};
    for (size_t i = 0; i < DG_LEN(checks); i++) {
        c.what = checks[i].what;
        if (sqlite3_exec(dg_store_db(s), checks[i].sql, take_fault, &c, NULL) != SQLITE_OK)
            return dg_store_error(s, "check", err);
    }
    *ret_faults = c.faults;
    return 0;
}

static int run(dg_store *s, const char *sql, dg_err *err) {
    return sqlite3_exec(dg_store_db(s), sql, NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : dg_store_error(s, "archive", err);
}

int dg_keep_compact(dg_store *s, dg_err *err) {
    int rc = run(s, "INSERT INTO article_text(article_text) VALUES('optimize')", err);
    if (!rc)
        rc =
            run(s, "PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)", err);
    return rc;
}

static int choose(dg_store *s, dg_forget_what what, dg_str value, dg_err *err) {
    static const char *const sql[] = {
        "INSERT INTO gone SELECT n FROM article WHERE id=?1 OR uri=?1",
        "INSERT INTO gone SELECT n FROM article WHERE outlet=?1",
        "INSERT INTO gone SELECT n FROM article WHERE published_to<?1",
    };
    sqlite3_stmt *st = NULL;
    int rc = run(s, "CREATE TEMP TABLE IF NOT EXISTS gone(n INTEGER PRIMARY KEY); DELETE FROM gone",
                 err);
    if (rc) return rc;
    if (sqlite3_prepare_v2(dg_store_db(s), sql[what], -1, &st, NULL) != SQLITE_OK)
        return dg_store_error(s, "forget", err);
    sqlite3_bind_text(st, 1, value.p, (int)value.n, SQLITE_STATIC);
    rc = sqlite3_step(st) == SQLITE_DONE ? 0 : dg_store_error(s, "forget", err);
    sqlite3_finalize(st);
    return rc;
}

int dg_keep_forget(dg_store *s, dg_forget_what what, dg_str value, uint64_t *ret_n, dg_err *err) {
    /* What they told is made anew without them (join.c); so are the stories of the days on which
     * one is missing, which the first article behind it stands for. */
    static const char sql[] =
        "INSERT INTO touched SELECT matter,first_day,last_day FROM event WHERE article IN gone AND "
        "matter IS NOT NULL;"
        "DELETE FROM happening WHERE n IN (SELECT happening FROM event WHERE article IN gone);"
        "INSERT OR IGNORE INTO unjoined SELECT behind FROM (SELECT (SELECT n FROM article WHERE n "
        "NOT IN gone AND day>=d.day ORDER BY day,id LIMIT 1) AS behind FROM (SELECT DISTINCT day "
        "FROM article WHERE n IN gone AND day IS NOT NULL) d) WHERE behind IS NOT NULL;"
        "INSERT OR IGNORE INTO unjoined SELECT n FROM (SELECT n FROM article WHERE n NOT IN gone "
        "AND day IS NULL AND "
        "EXISTS(SELECT 1 FROM article WHERE n IN gone AND day IS NULL) ORDER BY id LIMIT 1);"
        "INSERT INTO article_text(article_text,rowid,title,text) SELECT 'delete',n,title,text FROM "
        "article WHERE n IN gone;"
        /* versions may have hung together by what goes: they are placed again (versions.h) */
        "INSERT OR IGNORE INTO unjoined SELECT article FROM version WHERE article NOT IN gone AND "
        "family IN (SELECT family FROM version WHERE article IN gone);"
        "UPDATE version SET family=NULL WHERE family IN (SELECT family FROM version WHERE article "
        "IN "
        "gone);"
        "DELETE FROM band WHERE article IN gone;"
        "DELETE FROM article WHERE n IN gone;";
    int rc = run(s, "BEGIN IMMEDIATE", err);
    if (rc) return rc;
    rc = choose(s, what, value, err);
    if (!rc) rc = run(s, sql, err);
    sqlite3_stmt *st = NULL;
    if (!rc &&
        sqlite3_prepare_v2(dg_store_db(s), "SELECT count(*) FROM gone", -1, &st, NULL) ==
            SQLITE_OK &&
        sqlite3_step(st) == SQLITE_ROW)
        *ret_n = (uint64_t)sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    if (!rc) rc = run(s, "COMMIT", err);
    if (rc) sqlite3_exec(dg_store_db(s), "ROLLBACK", NULL, NULL, NULL);
    return rc ? rc : dg_join(s, err);
}
