/* reads.c: see reads.h. FINAL: of each id the row with the highest version. Conditions are put
 * together of what a query asks for; what ClickHouse cannot say (who stands on which side) is left
 * to the read's own SQL, and then nothing is cut off before it. */
#include "cluster/reads.h"

#include <stdlib.h>

#include "archive/partial.h"
#include "archive/query.h"
#include "base/map.h"
#include "base/utf8.h"
#include "cluster/clickhouse.h"

enum { CHUNK = 200 };

typedef struct reads {
    dg_clickhouse *store;
    dg_partial *part;
    dg_arena *arena; /* names of what is here, as long as the archive */
    dg_map here;     /* ids of articles, and of happenings behind "h" */
    dg_buf sql, answer, placed;
    uint32_t n_articles;
} reads;

/* ---- conditions ---- */

static void with(reads *r, const char *before, dg_str value, const char *behind) {
    if (!value.p) return;
    dg_buf_addz(&r->sql, before);
    dg_clickhouse_quote(&r->sql, value);
    dg_buf_addz(&r->sql, behind);
}

static dg_str iso(int32_t day, char out[11]) {
    dg_day_format(day, out);
    return dg_str_of(out);
}

/* Days as the archive compares them: what has none is in no time. */
static void within(reads *r, const dg_query *q, const char *from, const char *to) {
    char day[11];
    if (!dg_days_known(q->between)) return;
    dg_buf_printf(&r->sql, " AND %s>=", to);
    dg_clickhouse_quote(&r->sql, iso(q->between.from, day));
    dg_buf_printf(&r->sql, " AND %s!='' AND %s<=", from, from);
    dg_clickhouse_quote(&r->sql, iso(q->between.to, day));
}

typedef struct typed {
    reads *r;
    bool beginning;
} typed;

static int put_word(void *self, dg_str word) {
    const typed *t = self;
    dg_buf_addz(&t->r->sql, t->beginning ? " AND arrayExists(w->startsWith(w," : " AND has(words,");
    dg_clickhouse_quote(&t->r->sql, word);
    dg_buf_addz(&t->r->sql, t->beginning ? "),words)" : ")");
    return 0;
}

/* "kyiv" "black sea" "grain"*: articles that have all of the words; that they stand together is for
 * full text to say. */
static int having_words(reads *r, dg_str words, dg_err *err) {
    int rc = 0;
    for (uint32_t at = 0; at < words.n && !rc;) {
        if (words.p[at++] != '"') continue;
        uint32_t from = at;
        while (at < words.n && words.p[at] != '"') at++;
        typed t = {r, at + 1 < words.n && words.p[at + 1] == '*'};
        rc = dg_partial_words(r->part, dg_str_cut(words, from, at), put_word, &t, err);
        at++;
    }
    return rc;
}

/* WHERE of articles. */
static int article_is(reads *r, const dg_query *q, dg_str words, dg_err *err) {
    dg_buf_addz(&r->sql, " WHERE 1");
    with(r, " AND lang=", q->lang, "");
    with(r, " AND outlet=", q->outlet, "");
    with(r, " AND id GLOBAL IN (SELECT id FROM placed FINAL WHERE gone=0 AND story=", q->story,
         ")");
    return words.p ? having_words(r, words, err) : 0;
}

/* ---- bringing ---- */

static void begin(reads *r, const char *sql) {
    dg_buf_clear(&r->sql);
    dg_buf_addz(&r->sql, sql);
}

typedef struct ids {
    dg_str *list;
    uint32_t n, cap;
} ids;

/* An id that is not here yet; kind "h" for happenings. */
static int want(reads *r, ids *w, const char *kind, dg_str id, dg_err *err) {
    uint32_t *ignored;
    bool is_new = false;
    dg_str key = dg_arena_join(r->arena, dg_str_of(kind), id, DG_STR(""));
    bool ok = key.p && dg_map_put_ref(&r->here, key, &ignored, &is_new);
    if (ok && is_new)
        ok = DG_PUSH(r->arena, w->list, w->n, w->cap,
                     dg_str_cut(key, (uint32_t)strlen(kind), key.n));
    return ok ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "store");
}

static void put_ids(reads *r, const dg_str *list, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        if (i) dg_buf_addc(&r->sql, ',');
        dg_clickhouse_quote(&r->sql, list[i]);
    }
}

/* Rows of id and line of one of the tables, in the order of their ids. */
static int lines_of(reads *r, const char *table, const dg_str *list, uint32_t n, dg_buf *out,
                    dg_err *err) {
    dg_buf_clear(&r->sql);
    dg_buf_printf(&r->sql, "SELECT id,line%s FROM %s WHERE id IN (",
                  strcmp(table, "placed") ? "" : ",gone", table);
    put_ids(r, list, n);
    dg_buf_addz(&r->sql, ") ORDER BY id,version DESC LIMIT 1 BY id FORMAT RowBinary");
    return dg_clickhouse_ask(r->store, &r->sql, out, err);
}

static int bring_some(reads *r, const dg_str *list, uint32_t n, dg_err *err) {
    int rc = lines_of(r, "placed", list, n, &r->placed, err);
    if (!rc) rc = lines_of(r, "article", list, n, &r->answer, err);
    dg_rows p = {r->placed.p, r->placed.n, false}, a = {r->answer.p, r->answer.n, false};
    dg_str at = DG_STR_NULL, line = DG_STR_NULL;
    bool gone = false;
    while (!rc && a.left) {
        dg_str id = dg_rows_str(&a), of = dg_rows_str(&a);
        while (p.left && (!at.p || dg_str_cmp(at, id) < 0)) {
            at = dg_rows_str(&p), line = dg_rows_str(&p);
            gone = dg_rows_number(&p, 1);
        }
        if (a.bad || p.bad) return dg_rows_damaged(err);
        bool placed = at.p && dg_str_eq(at, id) && !gone;
        rc = dg_partial_article(r->part, of, placed ? line : DG_STR_NULL, err);
    }
    return rc;
}

static int bring_articles(reads *r, const ids *w, dg_err *err) {
    int rc = 0;
    r->n_articles += w->n;
    if (r->n_articles > DG_READS_MOST)
        return dg_err_set(
            err, DG_E_LIMIT, 0,
            "this takes more than %d articles of the store: ask for a time or a party, "
            "or ask the joiner's archive",
            DG_READS_MOST);
    for (uint32_t from = 0; from < w->n && !rc; from += CHUNK)
        rc = bring_some(r, w->list + from, w->n - from < CHUNK ? w->n - from : CHUNK, err);
    return rc ? rc : dg_partial_ready(r->part, err);
}

/* The statement gives ids of articles. */
static int bring_asked(reads *r, dg_err *err) {
    ids w = {NULL, 0, 0};
    dg_buf_addz(&r->sql, " FORMAT RowBinary");
    int rc = dg_clickhouse_ask(r->store, &r->sql, &r->answer, err);
    dg_rows a = {r->answer.p, r->answer.n, false};
    while (!rc && a.left) rc = want(r, &w, "", dg_rows_str(&a), err);
    if (!rc && a.bad) rc = dg_rows_damaged(err);
    return rc ? rc : bring_articles(r, &w, err);
}

/* The statement gives id, articles and line of happenings: they and all who tell them. */
static int bring_happenings(reads *r, dg_err *err) {
    ids w = {NULL, 0, 0}, made = {NULL, 0, 0};
    dg_buf_addz(&r->sql, " FORMAT RowBinary");
    int rc = dg_clickhouse_ask(r->store, &r->sql, &r->answer, err);
    dg_rows a = {r->answer.p, r->answer.n, false};
    while (!rc && a.left) {
        uint32_t before = made.n;
        rc = want(r, &made, "h", dg_rows_str(&a), err);
        uint64_t n = dg_rows_count(&a);
        for (uint64_t i = 0; i < n && !rc && !a.bad; i++)
            rc = want(r, &w, "", dg_rows_str(&a), err);
        dg_str line = dg_rows_str(&a);
        if (!rc && a.bad) rc = dg_rows_damaged(err);
        if (!rc && made.n > before) rc = dg_partial_happening(r->part, line, err);
    }
    return rc ? rc : bring_articles(r, &w, err);
}

/* ---- the reads ---- */

static void at_most(reads *r, const dg_query *q) {
    if (q->limit) dg_buf_printf(&r->sql, " LIMIT %u", q->limit);
}

static const char of_happenings[] = "SELECT id,articles,line FROM happening FINAL WHERE gone=0";

static int need_events(reads *r, const dg_query *q, dg_err *err) {
    bool by_article = q->words.p || q->lang.p || q->outlet.p || q->story.p;
    begin(r, of_happenings);
    with(r, " AND has(parties,", q->a, ")");
    with(r, " AND has(parties,", q->b, ")");
    with(r, " AND type=", q->type, "");
    with(r, " AND status=", q->status, "");
    within(r, q, "day", "until");
    int rc = 0;
    if (by_article) {
        dg_buf_addz(&r->sql, " AND id GLOBAL IN (SELECT arrayJoin(happenings) FROM placed FINAL "
                             "WHERE gone=0 AND id GLOBAL IN (SELECT id FROM article FINAL");
        rc = article_is(r, q, q->words, err);
        dg_buf_addz(&r->sql, "))");
    }
    dg_buf_addz(&r->sql, " ORDER BY day DESC,id DESC");
    if (!by_article && !q->actor.p && !q->recipient.p) at_most(r, q);
    return rc ? rc : bring_happenings(r, err);
}

static int need_happening(reads *r, dg_str id, dg_err *err) {
    begin(r, of_happenings);
    with(r, " AND id=", id, "");
    return bring_happenings(r, err);
}

static const char of_articles[] = "SELECT id FROM article FINAL";

static int need_quotes(reads *r, const dg_query *q, dg_err *err) {
    begin(r, of_articles);
    int rc = article_is(r, q, DG_STR_NULL, err);
    within(r, q, "published", "until");
    if (q->a.p && q->b.p) {
        with(r, " AND (has(speakers,", q->a, ")");
        with(r, " OR has(speakers,", q->b, "))");
        if (!q->story.p) {
            with(r, " AND has(parties,", q->a, ")");
            with(r, " AND has(parties,", q->b, ")");
        }
    } else if (q->a.p) {
        with(r, " AND has(speakers,", q->a, ")");
    } else {
        dg_buf_addz(&r->sql, " AND notEmpty(speakers)");
    }
    dg_buf_addz(&r->sql, " ORDER BY if(published='','9999',published) DESC,id DESC");
    at_most(r, q);
    return rc ? rc : bring_asked(r, err);
}

static int need_articles(reads *r, const dg_query *q, dg_str words, dg_err *err) {
    begin(r, of_articles);
    int rc = article_is(r, q, words, err);
    within(r, q, "published", "until");
    with(r, " AND has(parties,", q->a, ")");
    with(r, " AND has(parties,", q->b, ")");
    dg_buf_addz(&r->sql, " ORDER BY if(published='','0',published) DESC,id");
    if (!words.p) at_most(r, q);
    return rc ? rc : bring_asked(r, err);
}

/* words: how many articles a story has at least, as a number. */
static int need_stories(reads *r, const dg_query *q, dg_str words, dg_err *err) {
    char day[11];
    begin(r,
          "SELECT id FROM placed FINAL WHERE gone=0 AND story GLOBAL IN (SELECT story FROM placed "
          "FINAL WHERE gone=0 AND story!=''");
    with(r, " AND story=", q->story, "");
    with(r, " AND id GLOBAL IN (SELECT id FROM article WHERE has(parties,", q->a, "))");
    with(r, " AND id GLOBAL IN (SELECT id FROM article WHERE has(parties,", q->b, "))");
    dg_buf_printf(&r->sql, " GROUP BY story HAVING count()>=%.*s", (int)words.n, words.p);
    if (dg_days_known(q->between)) {
        with(r, " AND max(day)>=", iso(q->between.from, day), "");
        dg_buf_addz(&r->sql, " AND max(day)!=''"); /* of days that are known: '' is the least */
        with(r, " AND minIf(day,day!='')<=", iso(q->between.to, day), "");
    }
    dg_buf_addz(&r->sql, " ORDER BY max(day) DESC,count() DESC,story");
    at_most(r, q);
    dg_buf_addz(&r->sql, ")");
    return bring_asked(r, err);
}

static int need_actor(reads *r, dg_str asked, dg_err *err) {
    uint32_t before = r->here.n;
    begin(r, of_articles);
    with(r, " WHERE has(parties,", asked, ") ORDER BY id LIMIT 1");
    int rc = bring_asked(r, err);
    if (rc || r->here.n > before) return rc;
    dg_str name = dg_ascii_lower(r->arena, asked);
    begin(r, of_articles);
    with(r, " WHERE has(names,", name, ")");
    return bring_asked(r, err);
}

static int need_known_as(reads *r, dg_str key, dg_err *err) {
    begin(r, of_articles);
    with(r, " WHERE has(parties,", key, ")");
    return bring_asked(r, err);
}

static int need(void *self, dg_read what, const dg_query *q, dg_str words, dg_err *err) {
    reads *r = self;
    switch (what) {
    case DG_READ_EVENTS: return need_events(r, q, err);
    case DG_READ_HAPPENING: return need_happening(r, words, err);
    case DG_READ_QUOTES: return need_quotes(r, q, err);
    case DG_READ_ARTICLES: return need_articles(r, q, words, err);
    case DG_READ_STORIES: return need_stories(r, q, words, err);
    case DG_READ_ACTOR: return need_actor(r, words, err);
    case DG_READ_KNOWN_AS: return need_known_as(r, words, err);
    }
    return 0;
}

static void close_reads(void *self) {
    reads *r = self;
    dg_partial_close(r->part);
    dg_clickhouse_close(r->store);
    dg_arena_free(r->arena);
    dg_buf_free(&r->sql);
    dg_buf_free(&r->answer);
    dg_buf_free(&r->placed);
    free(r);
}

int dg_reads_open(const char *urls, dg_store **ret, dg_err *err) {
    reads *r = calloc(1, sizeof *r);
    if (!r) return dg_err_set(err, DG_E_NOMEM, 0, "store");
    dg_buf_init(&r->sql, 4 << 20);
    dg_buf_init(&r->answer, (size_t)2 << 30);
    dg_buf_init(&r->placed, (size_t)1 << 30);
    r->arena = dg_arena_new((size_t)1 << 30);
    int rc = r->arena ? dg_clickhouse_open(urls, &r->store, err)
                      : dg_err_set(err, DG_E_NOMEM, 0, "store");
    if (!rc) rc = dg_partial_open(&r->part, err);
    if (rc) {
        close_reads(r);
        return rc;
    }
    dg_map_init(&r->here, r->arena);
    *ret = dg_partial_store(r->part);
    dg_store_supply(*ret, (dg_supply){r, need, close_reads});
    return 0;
}
