/* complete.c: the SQL behind complete.h. A half of a matter is its type and one of its sides:
 * "ASSAULT RUS>" and "ASSAULT >UKR" of "ASSAULT RUS>UKR"; event_half finds the tellings that are
 * halves, event_by_actor and event_by_recipient those that have one (schema.h). */
#include "archive/complete.h"

#include <sqlite3.h>

static const char *const types[] = {"ASSAULT", "COERCE", "SANCTION"};

bool dg_complete_is_type(dg_str type) {
    for (size_t i = 0; i < DG_LEN(types); i++)
        if (dg_str_is(type, types[i])) return true;
    return false;
}

/* word for word as in the indexes, else SQLite does not use them */
#define HALF_OF_ACTOR "substr(matter,1,instr(matter,'>'))"
#define HALF_OF_RECIPIENT "type||' '||substr(matter,instr(matter,'>'))"
#define IS_WHOLE "half IS NULL AND type IN ('ASSAULT','COERCE','SANCTION')"

static const char sql_halves[] =
    "CREATE TEMP TABLE IF NOT EXISTS halves(half TEXT PRIMARY KEY) WITHOUT ROWID;"
    "DELETE FROM halves;"
    "INSERT OR IGNORE INTO halves SELECT substr(matter,1,instr(matter,'>')) FROM stirred;"
    "INSERT OR IGNORE INTO halves SELECT "
    "substr(matter,1,instr(matter,' '))||substr(matter,instr(matter,'>')) FROM stirred WHERE "
    "instr(matter,'>')>0;"
    /* the matter of each of their tellings as it would be now; whole: what it is completed by */
    "CREATE TEMP TABLE IF NOT EXISTS completed(article INTEGER, n INTEGER, matter TEXT, PRIMARY "
    "KEY(article, n)) WITHOUT ROWID;"
    "DELETE FROM completed";

/* ?1 half, ?2 and ?3 its days, ?4 polarity, ?5 story; two rows are one too many */
#define IS_REAL " AND status NOT IN ('future','hypothetical','denied')"
#define MONTH_AT_MOST " AND julianday(last_day)-julianday(first_day)<=31"
#define AT_THE_TIME(half_of)                                                                       \
    "SELECT DISTINCT matter FROM event WHERE " half_of "=?1 AND " IS_WHOLE " AND first_day<=?3 "   \
    "AND last_day>=?2 AND when_from IS NOT NULL AND negated=?4" IS_REAL MONTH_AT_MOST " LIMIT 2"
#define IN_THE_STORY(half_of)                                                                      \
    "SELECT DISTINCT matter FROM event WHERE article IN (SELECT n FROM article WHERE story=?5) "   \
    "AND " half_of "=?1 AND " IS_WHOLE " AND (?2 IS NULL OR when_from IS NULL OR (first_day<=?3 "  \
    "AND last_day>=?2)) AND negated=?4" IS_REAL " LIMIT 2"

enum { STORY_ACTOR, STORY_RECIPIENT, TIME_ACTOR, TIME_RECIPIENT, N_WAYS };
static const char *const sql_ways[N_WAYS] = {
    [STORY_ACTOR] = IN_THE_STORY(HALF_OF_ACTOR),
    [STORY_RECIPIENT] = IN_THE_STORY(HALF_OF_RECIPIENT),
    [TIME_ACTOR] = AT_THE_TIME(HALF_OF_ACTOR),
    [TIME_RECIPIENT] = AT_THE_TIME(HALF_OF_RECIPIENT),
};

/* article, n, half, its told days, polarity, story, whether its days are narrow enough */
static const char sql_tellings[] =
    "SELECT e.article,e.n,e.half,e.when_from,e.when_to,e.negated,a.story,"
    "e.when_from IS NOT NULL AND julianday(e.when_to)-julianday(e.when_from)<=31,e.status NOT IN "
    "('future','hypothetical','denied') FROM halves h CROSS JOIN event e ON e.half=h.half JOIN "
    "article a ON a.n=e.article";

typedef struct completing {
    dg_store *store;
    sqlite3 *db;
    sqlite3_stmt *tellings, *ways[N_WAYS], *put;
    dg_err *err;
} completing;

static int failed(const completing *c) {
    return dg_store_error(c->store, "complete", c->err);
}

static int prepare(const completing *c, const char *sql, sqlite3_stmt **ret) {
    return sqlite3_prepare_v2(c->db, sql, -1, ret, NULL) == SQLITE_OK ? 0 : failed(c);
}

/* Notes the matter that the telling at hand is completed by, asked for in this way; *ret_n: how
 * many there are, 2 for more than one. */
static int ask(const completing *c, int way, int *ret_n) {
    sqlite3_stmt *st = c->ways[way];
    int step;
    *ret_n = 0;
    for (int i = 1; i <= 5 && i <= sqlite3_bind_parameter_count(st); i++)
        sqlite3_bind_value(st, i, sqlite3_column_value(c->tellings, i + 1));
    while ((step = sqlite3_step(st)) == SQLITE_ROW)
        if (++*ret_n == 1) sqlite3_bind_value(c->put, 3, sqlite3_column_value(st, 0));
    sqlite3_reset(st);
    return step == SQLITE_DONE ? 0 : failed(c);
}

static int complete_one(const completing *c) {
    const char *half = (const char *)sqlite3_column_text(c->tellings, 2);
    size_t n_half = half ? strlen(half) : 0;
    bool actor = n_half && half[n_half - 1] == '>', narrow = sqlite3_column_int(c->tellings, 7);
    int n = 0, rc = 0;
    if (sqlite3_column_int(c->tellings, 8)) {
        rc = ask(c, actor ? STORY_ACTOR : STORY_RECIPIENT, &n);
        if (!rc && !n && narrow) rc = ask(c, actor ? TIME_ACTOR : TIME_RECIPIENT, &n);
    }
    if (rc) return rc;
    sqlite3_bind_int64(c->put, 1, sqlite3_column_int64(c->tellings, 0));
    sqlite3_bind_int64(c->put, 2, sqlite3_column_int64(c->tellings, 1));
    if (n != 1) sqlite3_bind_value(c->put, 3, sqlite3_column_value(c->tellings, 2));
    rc = sqlite3_step(c->put) == SQLITE_DONE ? 0 : failed(c);
    sqlite3_reset(c->put);
    return rc;
}

int dg_complete_matters(dg_store *s, dg_err *err) {
    static const char sql_move[] =
        "DELETE FROM completed WHERE matter=(SELECT matter FROM event e WHERE "
        "e.article=completed.article AND e.n=completed.n);"
        "INSERT INTO stirred SELECT e.matter,e.first_day,e.last_day FROM completed c JOIN event e "
        "ON e.article=c.article AND e.n=c.n;"
        "DELETE FROM happening WHERE n IN (SELECT e.happening FROM completed c JOIN event e ON "
        "e.article=c.article AND e.n=c.n);"
        "UPDATE event SET matter=(SELECT matter FROM completed c WHERE c.article=event.article AND "
        "c.n=event.n) WHERE (article,n) IN (SELECT article,n FROM completed);"
        "INSERT INTO stirred SELECT e.matter,e.first_day,e.last_day FROM completed c JOIN event e "
        "ON e.article=c.article AND e.n=c.n;";
    completing c = {.store = s, .db = dg_store_db(s), .err = err};
    int rc = sqlite3_exec(c.db, sql_halves, NULL, NULL, NULL) == SQLITE_OK ? 0 : failed(&c);
    if (!rc) rc = prepare(&c, sql_tellings, &c.tellings);
    if (!rc) rc = prepare(&c, "INSERT INTO completed VALUES(?,?,?)", &c.put);
    for (int i = 0; i < N_WAYS && !rc; i++) rc = prepare(&c, sql_ways[i], &c.ways[i]);
    int step = SQLITE_DONE;
    while (!rc && (step = sqlite3_step(c.tellings)) == SQLITE_ROW) rc = complete_one(&c);
    if (!rc && step != SQLITE_DONE) rc = failed(&c);
    sqlite3_finalize(c.tellings);
    sqlite3_finalize(c.put);
    for (int i = 0; i < N_WAYS; i++) sqlite3_finalize(c.ways[i]);
    if (!rc && sqlite3_exec(c.db, sql_move, NULL, NULL, NULL) != SQLITE_OK) rc = failed(&c);
    return rc;
}
