/* clickhouse.c: see clickhouse.h. One connection, kept open; the statement stands in the address,
 * the rows are the body. wait_end_of_query makes the server carry everything out before it answers,
 * so that an error is an HTTP status and not the end of a body. */
#include "cluster/clickhouse.h"

#include <curl/curl.h>
#include <stdlib.h>

enum { MOST_SERVERS = 16, CONNECT_S = 5, TIMEOUT_S = 300, ERROR_BYTES = 1 << 16 };

struct dg_clickhouse {
    CURL *curl;
    CURLU *servers[MOST_SERVERS];
    uint32_t n_servers, at; /* at: the one that answered last */
    struct curl_slist *fields;
    int (*tick)(void *self);
    void *tick_self;
    char why[CURL_ERROR_SIZE];
};

static int add_server(dg_clickhouse *c, const char *url, dg_err *err) {
    CURLU *u = c->n_servers < MOST_SERVERS ? curl_url() : NULL;
    if (!u) return dg_err_set(err, DG_E_NOMEM, 0, "store");
    c->servers[c->n_servers++] = u;
    bool http = !strncmp(url, "http://", 7) || !strncmp(url, "https://", 8);
    if (!http || curl_url_set(u, CURLUPART_URL, url, 0))
        return dg_err_set(err, DG_E_ARG, 0, "%s is no http or https address", url);
    return 0;
}

int dg_clickhouse_open(const char *urls, dg_clickhouse **ret, dg_err *err) {
    dg_clickhouse *c = calloc(1, sizeof *c);
    char *copy = strdup(urls), *rest = NULL;
    int rc = c && copy ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "store");
    for (char *at = rc ? NULL : strtok_r(copy, ",", &rest); at && !rc;
         at = strtok_r(NULL, ",", &rest))
        rc = add_server(c, at, err);
    if (!rc && !c->n_servers) rc = dg_err_set(err, DG_E_ARG, 0, "no address of the store");
    if (!rc) {
        c->curl = curl_easy_init();
        c->fields = curl_slist_append(NULL, "Expect:"); /* the body at once */
        if (!c->curl || !c->fields) rc = dg_err_set(err, DG_E_NOMEM, 0, "store");
    }
    free(copy);
    if (rc)
        dg_clickhouse_close(c);
    else
        *ret = c;
    return rc;
}

void dg_clickhouse_close(dg_clickhouse *c) {
    if (!c) return;
    for (uint32_t i = 0; i < c->n_servers; i++) curl_url_cleanup(c->servers[i]);
    curl_easy_cleanup(c->curl);
    curl_slist_free_all(c->fields);
    free(c);
}

void dg_clickhouse_tick(dg_clickhouse *c, int (*tick)(void *self), void *self) {
    c->tick = tick, c->tick_self = self;
}

static size_t take_answer(char *bytes, size_t size, size_t n, void *self) {
    return dg_buf_add(self, bytes, size * n) ? size * n : 0;
}

static int on_progress(void *self, curl_off_t a, curl_off_t b, curl_off_t x, curl_off_t d) {
    dg_clickhouse *c = self;
    (void)a, (void)b, (void)x, (void)d;
    return c->tick ? c->tick(c->tick_self) : 0;
}

/* The server's address with the statement, where rows are the body, and our settings. */
static CURLU *address(const dg_clickhouse *c, const char *sql) {
    CURLU *u = curl_url_dup(c->servers[c->at]);
    bool ok = u != NULL;
    const unsigned how = CURLU_APPENDQUERY | CURLU_URLENCODE;
    ok = ok && !curl_url_set(u, CURLUPART_QUERY, "wait_end_of_query=1", how);
    if (ok && sql) {
        dg_buf part;
        dg_buf_init(&part, 1 << 20);
        dg_buf_printf(&part, "query=%s", sql);
        ok = !part.bad && !curl_url_set(u, CURLUPART_QUERY, part.p, how);
        dg_buf_free(&part);
    }
    if (!ok) {
        curl_url_cleanup(u);
        return NULL;
    }
    return u;
}

/* One request of one server. ret_status 0: no answer. */
static int request(dg_clickhouse *c, const char *sql, dg_str body, dg_buf *answer, long *ret_status,
                   dg_err *err) {
    CURLU *u = address(c, sql);
    *ret_status = 0;
    if (!u) return dg_err_set(err, DG_E_NOMEM, 0, "store");
    CURL *e = c->curl;
    curl_easy_reset(e);
    c->why[0] = 0;
    curl_easy_setopt(e, CURLOPT_CURLU, u);
    curl_easy_setopt(e, CURLOPT_POST, 1L);
    curl_easy_setopt(e, CURLOPT_POSTFIELDS, body.p ? body.p : "");
    curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
    curl_easy_setopt(e, CURLOPT_HTTPHEADER, c->fields);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, answer);
    curl_easy_setopt(e, CURLOPT_ERRORBUFFER, c->why);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_PROXY, "");
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(e, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
    curl_easy_setopt(e, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(e, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(e, CURLOPT_XFERINFODATA, c);
    CURLcode code = curl_easy_perform(e);
    curl_url_cleanup(u);
    if (code == CURLE_ABORTED_BY_CALLBACK) return dg_err_set(err, DG_E_STOPPED, 0, "store");
    if (answer->bad) return dg_err_set(err, DG_E_LIMIT, 0, "the store's answer");
    if (code) return dg_err_set(err, DG_E_IO, 0, "store: %s", c->why[0] ? c->why : "no answer");
    curl_easy_getinfo(e, CURLINFO_RESPONSE_CODE, ret_status);
    return 0;
}

/* ClickHouse's answer to what it refuses is one long line: its beginning says it. */
static int refused(long status, dg_str answer, dg_err *err) {
    dg_str text = dg_str_cut(answer, 0, answer.n < 180 ? answer.n : 180);
    return dg_err_set(err, DG_E_STORE, 0, "store, HTTP %ld: %.*s", status, (int)text.n, text.p);
}

/* Asks one server after the other, from the one that answered last on. */
static int perform(dg_clickhouse *c, const char *sql, dg_str body, dg_buf *out, dg_err *err) {
    int rc = 0;
    for (uint32_t i = 0; i < c->n_servers; i++) {
        long status = 0;
        rc = request(c, sql, body, out, &status, err);
        if (!rc && status == 200) return 0;
        if (!rc) rc = refused(status, dg_buf_str(out), err);
        dg_buf_clear(out);
        out->bad = false;
        if (rc == DG_E_STOPPED || rc == DG_E_NOMEM || rc == DG_E_LIMIT) return rc;
        c->at = (c->at + 1) % c->n_servers;
    }
    return rc;
}

int dg_clickhouse_run(dg_clickhouse *c, dg_str sql, dg_str rows, dg_err *err) {
    dg_buf answer, statement;
    dg_buf_init(&answer, ERROR_BYTES);
    dg_buf_init(&statement, 1 << 20);
    dg_buf_adds(&statement, sql);
    int rc = statement.bad ? dg_err_set(err, DG_E_NOMEM, 0, "store")
             : rows.n      ? perform(c, statement.p, rows, &answer, err)
                           : perform(c, NULL, sql, &answer, err);
    dg_buf_free(&answer);
    dg_buf_free(&statement);
    return rc;
}

int dg_clickhouse_ask(dg_clickhouse *c, const dg_buf *sql, dg_buf *answer, dg_err *err) {
    dg_buf_clear(answer);
    answer->bad = false;
    if (sql->bad) return dg_err_set(err, DG_E_NOMEM, 0, "statement");
    return perform(c, NULL, dg_buf_str(sql), answer, err);
}

void dg_clickhouse_quote(dg_buf *sql, dg_str text) {
    dg_buf_addc(sql, '\'');
    for (uint32_t i = 0; i < text.n; i++) {
        char ch = text.p[i];
        if (ch == '\'' || ch == '\\')
            dg_buf_addc(sql, '\\'), dg_buf_addc(sql, ch);
        else if ((uint8_t)ch < 0x20 || ch == 0x7F)
            dg_buf_printf(sql, "\\x%02X", (unsigned)(uint8_t)ch);
        else
            dg_buf_addc(sql, ch);
    }
    dg_buf_addc(sql, '\'');
}
