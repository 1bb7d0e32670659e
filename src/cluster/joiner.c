/* joiner.c: see joiner.h. Ids are listed page by page in their order, so that a page is a range of
 * the table's key; lines are fetched a few hundred at a time. cost: a listing reads id, version and
 * stored of what it looks at; each line is read once. */
#include "cluster/joiner.h"

#include <stdlib.h>
#include <time.h>

#include "archive/join.h"
#include "base/arena.h"
#include "base/clock.h"

enum {
    PAGE = 50000,     /* ids */
    LINES = 200,      /* fetched at once */
    OVERLAP_S = 3600, /* looked at again */
    ALL_MS = 24 * 3600 * 1000,
    PAUSE_MS = 250,
    PAUSE_MOST_MS = 8000,
    JOIN_EVERY = 20000 /* articles, at a great catching up */
};
static const size_t answer_most = (size_t)2 << 30;

typedef struct wanted {
    dg_str id;
    uint64_t order;
} wanted;

enum { SEND = 1000 }; /* rows written back at once */

typedef struct joiner {
    const dg_joiner *j;
    dg_replica *replica;
    dg_arena *arena; /* of a page */
    dg_buf sql, answer;
    uint32_t newest; /* stored: the newest that was seen, as seconds since 1970 */
    int64_t all_ms;  /* when all ids were looked at; 0: never */
    uint64_t n_new, n_unjoined, n_articles;
    uint64_t version; /* of what was written back last; 0: the store has not been asked yet */
    dg_buf placed, happenings;
} joiner;

void dg_join_metrics(dg_metric ret[DG_JOIN_N_METRICS]) {
    static const char *const words[][2] = {
#define X(name, metric, help) {metric, help},
        DG_JOIN_METRICS(X)
#undef X
    };
    dg_metrics_begin(words, DG_JOIN_N_METRICS, ret);
}

static bool stopping(const joiner *k) {
    return k->j->stop && *k->j->stop;
}

/* ---- lines ---- */

static int take_lines(joiner *k, uint32_t n, dg_err *err) {
    dg_rows r = {k->answer.p, k->answer.n, false};
    int rc = 0;
    for (uint32_t i = 0; i < n && r.left && !rc; i++) {
        dg_str id = dg_rows_str(&r);
        uint64_t version = dg_rows_number(&r, 8);
        dg_str line = dg_rows_str(&r);
        bool is_new = false;
        if (r.bad) return dg_rows_damaged(err);
        rc = dg_replica_take(k->replica, id, UINT64_MAX - version, line, &is_new, err);
        if (!rc) {
            k->n_new++, k->n_unjoined++, k->n_articles += is_new;
            dg_metric_add(&k->j->metrics[DG_JOIN_TAKEN], 1);
        } else if (rc == DG_E_STORE) { /* a line that is none: told, and not taken */
            dg_metric_add(&k->j->metrics[DG_JOIN_BAD], 1);
            dg_log_error(k->j->log, "bad line", err);
            rc = 0;
        }
    }
    return rc;
}

static int join(joiner *k, dg_err *err) {
    int64_t from = dg_clock_us();
    int rc = dg_store_commit(k->j->archive, err);
    if (!rc) rc = dg_join(k->j->archive, err);
    int64_t took = dg_clock_us() - from;
    dg_metric_add(&k->j->metrics[DG_JOIN_JOIN_US], (uint64_t)took);
    if (!rc && k->n_unjoined)
        dg_log_event(k->j->log, "joined", "=articles", (int64_t)k->n_unjoined, ".seconds",
                     (double)took / 1e6, NULL);
    k->n_unjoined = 0;
    return rc;
}

/* The best version of each, in the order of their ids. */
static int fetch_lines(joiner *k, const wanted *list, uint32_t n, dg_err *err) {
    int rc = 0;
    for (uint32_t from = 0; from < n && !rc && !stopping(k); from += LINES) {
        uint32_t to = from + LINES < n ? from + LINES : n;
        dg_buf_clear(&k->sql);
        dg_buf_addz(&k->sql, "SELECT id,version,line FROM article WHERE id IN (");
        for (uint32_t i = from; i < to; i++) {
            if (i > from) dg_buf_addc(&k->sql, ',');
            dg_clickhouse_quote(&k->sql, list[i].id);
        }
        dg_buf_addz(&k->sql, ") ORDER BY id,version DESC LIMIT 1 BY id FORMAT RowBinary");
        rc = dg_clickhouse_ask(k->j->store, &k->sql, &k->answer, err);
        if (!rc) rc = take_lines(k, to - from, err);
        if (!rc && k->n_unjoined >= JOIN_EVERY) rc = join(k, err);
    }
    return rc;
}

/* ---- what is new ---- */

/* Ids behind `after`, stored at `since` or later, each with its best version. */
static int list_page(joiner *k, dg_str after, uint32_t since, dg_err *err) {
    dg_buf_clear(&k->sql);
    dg_buf_addz(&k->sql, "SELECT id,max(version),toUInt32(max(stored)) FROM article WHERE id>");
    dg_clickhouse_quote(&k->sql, after);
    if (since) dg_buf_printf(&k->sql, " AND toUInt32(stored)>=%u", since);
    dg_buf_printf(&k->sql, " GROUP BY id ORDER BY id LIMIT %d FORMAT RowBinary", PAGE);
    return dg_clickhouse_ask(k->j->store, &k->sql, &k->answer, err);
}

static int read_page(joiner *k, wanted **ret, uint32_t *ret_n, dg_str *ret_last, uint32_t *ret_rows,
                     uint32_t *newest, dg_err *err) {
    dg_rows r = {k->answer.p, k->answer.n, false};
    wanted *list = NULL;
    uint32_t n = 0, cap = 0, rows = 0;
    bool ok = true;
    int rc = 0;
    for (; r.left && ok && !rc; rows++) {
        dg_str id = dg_rows_str(&r);
        uint64_t order = UINT64_MAX - dg_rows_number(&r, 8);
        uint32_t stored = (uint32_t)dg_rows_number(&r, 4);
        bool want = false;
        if (r.bad) return dg_rows_damaged(err);
        if (stored > *newest) *newest = stored;
        rc = dg_replica_wants(k->replica, id, order, &want, err);
        id = dg_arena_str(k->arena, id);
        ok = id.p && (!want || DG_PUSH(k->arena, list, n, cap, ((wanted){id, order})));
        *ret_last = id;
    }
    if (!rc && !ok) rc = dg_err_set(err, DG_E_NOMEM, 0, "ids");
    *ret = list, *ret_n = n, *ret_rows = rows;
    return rc;
}

static int round_of(joiner *k, uint32_t since, dg_err *err) {
    char last[64] = "";
    uint32_t rows = PAGE, newest = k->newest;
    int rc = 0;
    while (!rc && rows == PAGE && !stopping(k)) {
        wanted *list = NULL;
        uint32_t n = 0;
        dg_str at = dg_str_of(last);
        dg_arena_reset(k->arena);
        rc = list_page(k, at, since, err);
        if (!rc) rc = read_page(k, &list, &n, &at, &rows, &newest, err);
        if (!rc && at.n >= sizeof last) rc = dg_rows_damaged(err);
        if (!rc && rows) memcpy(last, at.p, at.n), last[at.n] = 0;
        if (!rc && n) rc = fetch_lines(k, list, n, err);
    }
    if (!rc && !stopping(k)) k->newest = newest;
    return rc;
}

/* ---- what is written back ---- */

static int one_number(joiner *k, const char *sql, uint64_t *ret, dg_err *err) {
    dg_buf_clear(&k->sql);
    dg_buf_addz(&k->sql, sql);
    int rc = dg_clickhouse_ask(k->j->store, &k->sql, &k->answer, err);
    dg_rows r = {k->answer.p, k->answer.n, false};
    if (!rc) *ret = dg_rows_number(&r, 8);
    return !rc && r.bad ? dg_rows_damaged(err) : rc;
}

/* Higher than all that was written before, by whatever clock. */
static int next_version(joiner *k, uint64_t *ret, dg_err *err) {
    struct timespec now;
    uint64_t placed = 0, made = 0;
    int rc = 0;
    if (!k->version) {
        rc = one_number(k, "SELECT max(version) FROM placed FORMAT RowBinary", &placed, err);
        if (!rc)
            rc = one_number(k, "SELECT max(version) FROM happening FORMAT RowBinary", &made, err);
        if (!rc) k->version = placed > made ? placed : made;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t us = (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
    if (!rc) *ret = k->version = us > k->version ? us : k->version + 1;
    return rc;
}

static void put_list(dg_buf *row, const dg_str *list, uint32_t n) {
    dg_row_count(row, n);
    for (uint32_t i = 0; i < n; i++) dg_row_str(row, list[i]);
}

static void put_unsent(joiner *k, const dg_unsent *u, uint64_t version) {
    dg_buf *row = u->happening ? &k->happenings : &k->placed;
    dg_row_str(row, u->id);
    dg_row_number(row, version, 8);
    dg_row_number(row, u->gone, 1);
    dg_row_str(row, u->day);
    if (u->happening) {
        dg_row_str(row, u->until), dg_row_str(row, u->type), dg_row_str(row, u->status);
        put_list(row, u->parties, u->n_parties);
    } else {
        dg_row_str(row, u->story);
    }
    put_list(row, u->others, u->n_others);
    dg_row_str(row, u->line);
}

static int insert(joiner *k, const char *sql, dg_buf *rows, dg_err *err) {
    if (rows->bad) return dg_err_set(err, DG_E_LIMIT, 0, "rows");
    if (!rows->n) return 0;
    return dg_clickhouse_run(k->j->store, dg_str_of(sql), dg_buf_str(rows), err);
}

static int send_some(joiner *k, uint32_t *ret_n, dg_err *err) {
    dg_unsent *list = NULL;
    uint64_t version = 0;
    dg_err ignored;
    dg_arena_reset(k->arena);
    dg_buf_clear(&k->placed), dg_buf_clear(&k->happenings);
    *ret_n = 0;
    int rc = next_version(k, &version, err);
    if (!rc) rc = dg_replica_unsent(k->replica, SEND, k->arena, ret_n, &list, err);
    for (uint32_t i = 0; i < *ret_n && !rc; i++) put_unsent(k, &list[i], version);
    if (!rc)
        rc = insert(k,
                    "INSERT INTO happening(id,version,gone,day,until,type,status,parties,"
                    "articles,line) FORMAT RowBinary",
                    &k->happenings, err);
    if (!rc)
        rc = insert(k,
                    "INSERT INTO placed(id,version,gone,day,story,happenings,line) FORMAT "
                    "RowBinary",
                    &k->placed, err);
    int noted = dg_replica_sent(k->replica, !rc, rc ? &ignored : err);
    if (!rc && !noted) dg_metric_add(&k->j->metrics[DG_JOIN_SENT], *ret_n);
    return rc ? rc : noted;
}

/* An archive that was made again may lack what an older one has written: it is taken back. */
static int look_for_gone(joiner *k, bool happening, dg_err *err) {
    char last[96] = "";
    uint32_t rows = PAGE;
    int rc = 0;
    while (!rc && rows == PAGE && !stopping(k)) {
        dg_buf_clear(&k->sql);
        dg_buf_printf(&k->sql, "SELECT id,argMax(gone,version) AS g FROM %s WHERE id>",
                      happening ? "happening" : "placed");
        dg_clickhouse_quote(&k->sql, dg_str_of(last));
        dg_buf_printf(&k->sql, " GROUP BY id HAVING g=0 ORDER BY id LIMIT %d FORMAT RowBinary",
                      PAGE);
        rc = dg_clickhouse_ask(k->j->store, &k->sql, &k->answer, err);
        if (!rc) rc = dg_store_begin(k->j->archive, err);
        dg_rows r = {k->answer.p, k->answer.n, false};
        for (rows = 0; !rc && r.left; rows++) {
            dg_str id = dg_rows_str(&r);
            dg_rows_number(&r, 1);
            if (r.bad || id.n >= sizeof last) return dg_rows_damaged(err);
            rc = dg_replica_is_there(k->replica, happening, id, err);
            memcpy(last, id.p, id.n), last[id.n] = 0;
        }
        if (!rc) rc = dg_store_commit(k->j->archive, err);
    }
    return rc;
}

static int write_back(joiner *k, bool all, dg_err *err) {
    uint32_t n = SEND;
    int rc = all ? look_for_gone(k, true, err) : 0;
    if (!rc && all) rc = look_for_gone(k, false, err);
    while (!rc && n && !stopping(k)) rc = send_some(k, &n, err);
    return rc;
}

/* ---- the run ---- */

static int one_round(joiner *k, dg_err *err) {
    int64_t now = dg_clock_ms();
    bool all = !k->all_ms || now - k->all_ms >= ALL_MS;
    uint32_t since = all || k->newest < OVERLAP_S ? 0 : k->newest - OVERLAP_S;
    k->n_new = 0;
    int rc = round_of(k, since, err);
    dg_err late = {0}; /* what was taken is joined, however the round ended */
    int joined = k->n_unjoined || !rc ? join(k, &late) : 0;
    if (!rc && joined) rc = joined, *err = late;
    if (!rc && !stopping(k)) rc = write_back(k, all, err);
    if (!rc && all && !stopping(k)) k->all_ms = now;
    dg_metric_add(&k->j->metrics[DG_JOIN_ROUNDS], 1);
    dg_metric_set(&k->j->metrics[DG_JOIN_ARTICLES], k->n_articles);
    return rc;
}

static void pause_for(const joiner *k, int64_t ms) {
    int64_t until = dg_clock_ms() + ms;
    while (!stopping(k) && dg_clock_ms() < until) {
        struct timespec some = {0, 50000000};
        nanosleep(&some, NULL);
    }
}

static bool of_the_store(int rc) {
    return rc == DG_E_IO || rc == DG_E_STORE;
}

static int run(joiner *k, dg_err *err) {
    int64_t pause = PAUSE_MS;
    int rc = 0;
    do {
        rc = one_round(k, err);
        if (rc && of_the_store(rc) && !k->j->once) {
            dg_metric_add(&k->j->metrics[DG_JOIN_FAILURES], 1);
            dg_log_error(k->j->log, "store failed", err);
            pause_for(k, pause);
            pause = pause * 2 > PAUSE_MOST_MS ? PAUSE_MOST_MS : pause * 2;
            rc = 0;
        } else if (!rc) {
            pause = PAUSE_MS;
            if (!k->j->once && !k->n_new) pause_for(k, (int64_t)k->j->interval_s * 1000);
        }
    } while (!rc && !k->j->once && !stopping(k));
    return rc;
}

int dg_joiner_run(const dg_joiner *j, dg_err *err) {
    joiner k = {.j = j, .arena = dg_arena_new((size_t)1 << 30)};
    dg_buf_init(&k.sql, 1 << 20);
    dg_buf_init(&k.answer, answer_most);
    dg_buf_init(&k.placed, answer_most);
    dg_buf_init(&k.happenings, answer_most);
    int rc = k.arena ? dg_replica_open(j->archive, &k.replica, err)
                     : dg_err_set(err, DG_E_NOMEM, 0, "joiner");
    if (!rc) rc = dg_replica_count(k.replica, &k.n_articles, err);
    if (!rc) rc = run(&k, err);
    dg_replica_close(k.replica);
    dg_buf_free(&k.sql);
    dg_buf_free(&k.answer);
    dg_buf_free(&k.placed);
    dg_buf_free(&k.happenings);
    dg_arena_free(k.arena);
    return rc;
}
