/* lists.c: see lists.h. Rows are made by SQLite's own JSON functions, so that a list is one
 * statement: FROM, a WHERE that is put together of the filters that are given (values are always
 * bound), the order, the page. Cost: happenings of a party, type or time by their index; text by
 * FTS5; others walk what is left. */
#include "archive/lists.h"

#include <sqlite3.h>

#include "base/buf.h"

enum { MAX_VALUES = 48, MAX_SQL = 16384 };

/* ---- statements put together ---- */

typedef struct statement {
    dg_buf sql;
    dg_str values[MAX_VALUES];
    int n;
} statement;

static void begin(statement *st, const char *sql) {
    dg_buf_init(&st->sql, MAX_SQL);
    st->n = 0;
    dg_buf_addz(&st->sql, sql);
}

/* Adds SQL in which each "?" is bound to v. */
static void add(statement *st, const char *sql, dg_str v) {
    for (; *sql; sql++) {
        if (*sql != '?') {
            dg_buf_addc(&st->sql, *sql);
            continue;
        }
        if (st->n == MAX_VALUES) {
            st->sql.bad = true;
            return;
        }
        st->values[st->n++] = v;
        dg_buf_printf(&st->sql, "?%d", st->n);
    }
}

/* The same where v is given. */
static void where(statement *st, const char *sql, dg_str v) {
    if (v.p) add(st, sql, v);
}

static void add_number(statement *st, const char *sql, int64_t n) {
    dg_buf_printf(&st->sql, "%s%lld", sql, (long long)n);
}

static int prepare(const dg_store *s, statement *st, sqlite3_stmt **ret, dg_err *err) {
    int rc = 0;
    if (st->sql.bad)
        rc = dg_err_set(err, DG_E_NOMEM, 0, "list");
    else if (sqlite3_prepare_v2(dg_store_db(s), st->sql.p, (int)st->sql.n, ret, NULL) != SQLITE_OK)
        rc = dg_store_error(s, "list", err);
    for (int i = 0; i < st->n && !rc; i++)
        sqlite3_bind_text(*ret, i + 1, st->values[i].p, (int)st->values[i].n, SQLITE_STATIC);
    dg_buf_free(&st->sql);
    return rc;
}

/* What a person typed where FTS5 wants words is the asker's fault, not the archive's. */
static int failed(const dg_store *s, dg_err *err) {
    int code = sqlite3_errcode(dg_store_db(s));
    if (code == SQLITE_ERROR && strstr(sqlite3_errmsg(dg_store_db(s)), "fts5"))
        return dg_err_set(err, DG_E_ARG, 0, "these words cannot be looked for");
    return dg_store_error(s, "list", err);
}

static dg_str column(sqlite3_stmt *q, int at, dg_arena *arena, bool *ok) {
    const char *p = (const char *)sqlite3_column_text(q, at);
    if (!p) return DG_STR_NULL;
    dg_str kept = dg_arena_str(arena, (dg_str){p, (uint32_t)sqlite3_column_bytes(q, at)});
    *ok &= kept.p != NULL;
    return kept;
}

/* All rows' first columns; of the row number `cut` (from 0) the next two are its cursor, and it and
 * what is behind it are left out. */
static int collect(const dg_store *s, statement *st, uint32_t cut, dg_arena *arena, dg_listing *ret,
                   dg_err *err) {
    sqlite3_stmt *q = NULL;
    dg_listing l = {.n = 0};
    uint32_t cap = 0;
    bool ok = true;
    int rc = prepare(s, st, &q, err), step = SQLITE_DONE;
    while (!rc && ok && (step = sqlite3_step(q)) == SQLITE_ROW) {
        if (l.n == cut) break;
        dg_str row = column(q, 0, arena, &ok);
        ok = ok && DG_PUSH(arena, l.rows, l.n, cap, row);
        if (ok && l.n == cut) { /* its last row: the cursor, if there is one more */
            l.day = column(q, 1, arena, &ok);
            l.id = column(q, 2, arena, &ok);
        }
    }
    if (!rc && ok && step != SQLITE_ROW) l.day = l.id = DG_STR_NULL;
    if (!rc && !ok) rc = dg_err_set(err, DG_E_NOMEM, 0, "list");
    if (!rc && step != SQLITE_ROW && step != SQLITE_DONE) rc = failed(s, err);
    sqlite3_finalize(q);
    if (!rc) *ret = l;
    return rc;
}

/* The one value of the one row. */
static int one(const dg_store *s, statement *st, dg_arena *arena, dg_str *ret, dg_err *err) {
    dg_listing l = {.n = 0};
    int rc = collect(s, st, DG_NONE, arena, &l, err);
    if (!rc) *ret = l.n ? l.rows[0] : DG_STR_NULL;
    return rc;
}

static int number(const dg_store *s, statement *st, dg_arena *arena, uint64_t *ret, dg_err *err) {
    dg_str text;
    int rc = one(s, st, arena, &text, err);
    *ret = 0;
    for (uint32_t i = 0; !rc && i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
        *ret = *ret * 10 + (uint64_t)(text.p[i] - '0');
    return rc;
}

/* ---- filters ---- */

#define IS_PARTY(alias) "(" alias ".country=? OR " alias ".key=?)"
#define IN_ARTICLE                                                                                 \
    "a.n IN (SELECT article FROM entity WHERE country=? UNION ALL SELECT article FROM entity "     \
    "WHERE key=?)"

static void by_article(statement *st, const dg_filter *f) {
    where(st, " AND a.lang=?", f->lang);
    where(st, " AND a.outlet=?", f->outlet);
    where(st, " AND a.story=?", f->story);
    where(st, " AND a.n IN (SELECT rowid FROM article_text WHERE article_text MATCH ?)", f->text);
}

static void by_publication(statement *st, const dg_filter *f) {
    where(st, " AND coalesce(a.published_to,a.day)>=?", f->since);
    where(st, " AND coalesce(a.published_from,a.day)<=?", f->until);
}

static void by_happening(statement *st, const dg_filter *f) {
    where(st, " AND h.n IN (SELECT happening FROM party WHERE party=?)", f->a);
    where(st, " AND h.n IN (SELECT happening FROM party WHERE party=?)", f->b);
    where(
        st,
        " AND EXISTS(SELECT 1 FROM actor c WHERE c.happening=h.n AND c.side='actor' AND " IS_PARTY(
            "c") ")",
        f->actor);
    where(st,
          " AND EXISTS(SELECT 1 FROM actor c WHERE c.happening=h.n AND c.side='recipient' "
          "AND " IS_PARTY("c") ")",
          f->recipient);
    where(st, " AND h.type=?", f->type);
    where(st, " AND h.status=?", f->status);
    where(st, " AND h.when_to>=?", f->since);
    where(st, " AND h.when_from<=?", f->until);
    if (f->quad) add_number(st, " AND h.quad=", f->quad);
    if (f->witnesses > 1) add_number(st, " AND h.witnesses>=", f->witnesses);
    if (f->negated >= 0) add_number(st, " AND h.negated=", f->negated);
    where(st, " AND EXISTS(SELECT 1 FROM event e WHERE e.happening=h.n AND e.where_country=?)",
          f->place);
    if (!f->lang.p && !f->outlet.p && !f->story.p && !f->text.p) return;
    dg_buf_addz(&st->sql, " AND h.n IN (SELECT e.happening FROM event e JOIN article a ON "
                          "a.n=e.article WHERE 1");
    by_article(st, f);
    dg_buf_addz(&st->sql, ")");
}

static void of_articles(statement *st, const dg_filter *f) {
    by_article(st, f);
    by_publication(st, f);
    where(st, " AND " IN_ARTICLE, f->a);
    where(st, " AND " IN_ARTICLE, f->b);
    if (f->type.p || f->status.p || f->quad || f->actor.p || f->recipient.p || f->place.p) {
        dg_filter h = *f;
        h.a = h.b = h.since = h.until = h.lang = h.outlet = h.story = h.text = DG_STR_NULL;
        dg_buf_addz(&st->sql,
                    " AND EXISTS(SELECT 1 FROM event v JOIN happening h ON h.n=v.happening "
                    "WHERE v.article=a.n");
        by_happening(st, &h);
        dg_buf_addz(&st->sql, ")");
    }
}

static void of_quotes(statement *st, const dg_filter *f) {
    by_article(st, f);
    by_publication(st, f);
    if (f->a.p && f->b.p) { /* said by one of them, in articles that name both */
        where(st, " AND (" IS_PARTY("s"), f->a);
        where(st, " OR " IS_PARTY("s") ")", f->b);
        where(st, " AND " IN_ARTICLE, f->a);
        where(st, " AND " IN_ARTICLE, f->b);
    } else {
        where(st, " AND " IS_PARTY("s"), f->a.p ? f->a : f->b);
    }
    where(st, " AND " IS_PARTY("s"), f->actor);
    where(st, " AND (s.country=? OR s.key=? OR s.name=?)", f->speaker);
    where(st, " AND " IN_ARTICLE, f->about);
    where(st, " AND " IN_ARTICLE, f->recipient);
    where(st, " AND q.form=?", f->form);
    where(st, " AND q.stance=?", f->stance);
}

static void of_events(statement *st, const dg_filter *f) {
    by_article(st, f);
    by_happening(st, f);
}

static void of_stories(statement *st, const dg_filter *f) {
    of_articles(st, f);
}

/* ---- lists ---- */

/* One id a side, as of dyads: the state of whoever acts for it, else its key. */
#define STATE "length(c.country)=3 AND c.country NOT IN ('IGO','NGO','MNC','IMG')"
#define DAYS(from, to)                                                                             \
    "json(CASE WHEN " from " IS NULL THEN NULL ELSE json_object('from'," from ",'to'," to ") END)"
#define SOURCE                                                                                     \
    "'article',a.id,'family',(SELECT family FROM version WHERE article=a.n),'uri',a.uri,'outlet'," \
    "a.outlet,'lang',a.lang,'title',a.title,'story',a.story,'published'," DAYS("a.published_from", \
                                                                               "a.published_to")
#define WORDS(of)                                                                                  \
    "CAST(substr(CAST(a.text AS BLOB)," of ".span_from+1," of ".span_to-" of ".span_from) AS "     \
    "TEXT)"

/* A page is made in two steps: the keys of its rows, found and ordered without anything large, then
 * the rows of these keys alone. */
typedef struct list {
    const char *keys, *from, *group; /* "… AS one, … AS two", of what, GROUP BY or "" */
    const char *day, *id;            /* what orders the rows */
    void (*filter)(statement *st, const dg_filter *f);
    const char *row, *of; /* what a row is, and the tables it is made of by p.one and p.two */
    const char *all;      /* counts the rows there are */
} list;

/* clang-format off: SQL, a clause a line */
/* what a story's newest articles tell: enough to say whom it is about, however long it is */
#define HAPPENINGS_OF                                                                              \
    "(SELECT n FROM article WHERE story=a.story ORDER BY day DESC LIMIT 100) x "                   \
    "JOIN event e ON e.article=x.n JOIN happening h ON h.n=e.happening"
#define ROW_ARTICLE(excerpt) "json_object(" SOURCE ",'excerpt'," excerpt ")"
#define ROW_QUOTE                                                                                  \
    "json_object('form',q.form,'stance',q.stance,'speaker',s.name,'key',s.key,"                    \
    "'country',s.country,'role',s.role,'via',json((SELECT json_group_array(t.name) "               \
    "FROM quote_via v JOIN entity t ON t.article=v.article AND t.n=v.entity "                      \
    "WHERE v.article=q.article AND v.quote=q.n))," SOURCE                                          \
    ",'span',json_array(q.span_from,q.span_to),'words'," WORDS("q") ")"
#define ROW_EVENT                                                                                  \
    "json_object('type',e.type,'mode',e.mode,'cameo',e.cameo,'score',round(e.score,1),"            \
    "'quad',h.quad,'negated',json(iif(e.negated,'true','false')),'status',e.status,"               \
    "'when'," DAYS(                                                                                \
        "e.when_from",                                                                             \
        "e.when_to") ",'where',json_object('country',e.where_country,'place',e.where_place),"      \
                     "'happening',h.id,'confidence',round(e.confidence,2)," SOURCE                 \
                     ",'span',json_array(e.span_from,e.span_to),'words'," WORDS("e") ")"
#define ROW_STORY                                                                                  \
    "json_object('id',a.story,'title',(SELECT title FROM article t WHERE t.story=a.story "         \
    "AND title IS NOT NULL ORDER BY t.day,t.id LIMIT 1),"                                          \
    "'days'," DAYS(                                                                                \
        "min(a.day)",                                                                              \
        "max(a.day)") ",'articles',count(*),'languages',count(DISTINCT a.lang),"                   \
                      "'outlets',count(DISTINCT a.outlet),'langs',json_group_array(DISTINCT "      \
                      "a.lang),"                                                                   \
                      "'parties',json((SELECT json_group_array(id) FROM (SELECT iif(" STATE        \
                      ",c.country,c.key) "                                                         \
                      "AS id,count(DISTINCT h.n) AS times FROM " HAPPENINGS_OF                     \
                      " JOIN actor c ON c.happening=h.n "                                          \
                      "GROUP BY 1 ORDER BY times DESC,1 LIMIT 4))),"                               \
                      "'quads',json((SELECT "                                                      \
                      "json_array(coalesce(sum(quad=1),0),coalesce(sum(quad=2),0),"                \
                      "coalesce(sum(quad=3),0),coalesce(sum(quad=4),0)) FROM (SELECT DISTINCT "    \
                      "h.n,h.quad "                                                                \
                      "FROM " HAPPENINGS_OF "))))"

static const list lists[] = {
    [DG_LIST_HAPPENINGS] = {"h.n AS one", " FROM happening h WHERE 1", "", "h.when_from", "h.id",
                            by_happening, "h.id", "happening h ON h.n=p.one",
                            "SELECT count(*) FROM happening"},
    [DG_LIST_ARTICLES] = {"a.n AS one", " FROM article a WHERE 1", "", "a.day", "a.id", of_articles,
                          ROW_ARTICLE("substr(a.text,1,240)"), "article a ON a.n=p.one",
                          "SELECT count(*) FROM article"},
    [DG_LIST_QUOTES] = {"q.article AS one,q.n AS two",
                        " FROM quote q JOIN article a ON a.n=q.article LEFT JOIN entity s "
                        "ON s.article=q.article AND s.n=q.speaker WHERE 1",
                        "", "a.day", "(a.id||printf('.%06d',q.n))", of_quotes, ROW_QUOTE,
                        "quote q ON q.article=p.one AND q.n=p.two JOIN article a ON a.n=q.article "
                        "LEFT JOIN entity s ON s.article=q.article AND s.n=q.speaker",
                        "SELECT count(*) FROM quote"},
    [DG_LIST_EVENTS] = {"e.article AS one,e.n AS two",
                        " FROM event e JOIN article a ON a.n=e.article JOIN happening h "
                        "ON h.n=e.happening WHERE 1",
                        "", "h.when_from", "(a.id||printf('.%06d',e.n))", of_events, ROW_EVENT,
                        "event e ON e.article=p.one AND e.n=p.two JOIN article a ON a.n=e.article "
                        "JOIN happening h ON h.n=e.happening",
                        "SELECT count(*) FROM event"},
    [DG_LIST_STORIES] = {"a.story AS one", " FROM article a WHERE a.story IS NOT NULL",
                         " GROUP BY a.story HAVING count(*)>1", "max(a.day)", "a.story", of_stories,
                         ROW_STORY, "article a ON a.story=p.one GROUP BY p.day,p.id",
                         "SELECT count(*) FROM (SELECT 1 FROM article WHERE story IS NOT NULL "
                         "GROUP BY story HAVING count(*)>1)"},
};
/* clang-format on */

/* Rows behind the cursor, in the order: newest day first, those without a day last. */
static void behind(statement *st, const list *l, const dg_slice *at) {
    if (!at->id.p) return;
    dg_buf_addz(&st->sql, " AND ");
    if (!at->day.n) {
        dg_buf_printf(&st->sql, "(%s IS NULL AND %s", l->day, l->id);
        add(st, "<?)", at->id);
        return;
    }
    dg_buf_printf(&st->sql, "(%s", l->day);
    add(st, "<?", at->day);
    dg_buf_printf(&st->sql, " OR %s IS NULL OR (%s", l->day, l->day);
    add(st, "=?", at->day);
    dg_buf_printf(&st->sql, " AND %s", l->id);
    add(st, "<?))", at->id);
}

static int count_all(const dg_store *s, const list *l, const dg_filter *f, dg_arena *arena,
                     dg_listing *ret, dg_err *err) {
    statement st;
    begin(&st, l->all);
    int rc = number(s, &st, arena, &ret->of, err);
    if (rc) return rc;
    begin(&st, l->group[0] ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)");
    dg_buf_addz(&st.sql, l->from);
    l->filter(&st, f);
    dg_buf_addz(&st.sql, l->group);
    if (l->group[0]) dg_buf_addz(&st.sql, ")");
    return number(s, &st, arena, &ret->total, err);
}

int dg_list(const dg_store *s, dg_list_kind kind, const dg_filter *f, const dg_slice *slice,
            dg_arena *arena, dg_listing *ret, dg_err *err) {
    const list *l = &lists[kind];
    dg_listing counted = {.n = 0};
    statement st;
    begin(&st, "SELECT ");
    if (kind == DG_LIST_ARTICLES && f->text.p) /* the words that were looked for, in brackets */
        add(&st,
            ROW_ARTICLE("(SELECT snippet(article_text,-1,'[',']','…',28) FROM article_text WHERE "
                        "article_text MATCH ? AND rowid=a.n)"),
            f->text);
    else
        dg_buf_addz(&st.sql, l->row);
    dg_buf_printf(&st.sql, ",p.day,p.id FROM (SELECT %s,coalesce(%s,'') AS day,%s AS id%s", l->keys,
                  l->day, l->id, l->from);
    l->filter(&st, f);
    if (!l->group[0]) behind(&st, l, slice);
    dg_buf_addz(&st.sql, l->group);
    if (l->group[0]) behind(&st, l, slice);
    dg_buf_printf(&st.sql, " ORDER BY %s DESC,%s DESC LIMIT %u) p CROSS JOIN %s", l->day, l->id,
                  slice->limit + 1, l->of);
    dg_buf_addz(&st.sql, " ORDER BY p.day DESC,p.id DESC");
    int rc = collect(s, &st, slice->limit, arena, ret, err);
    if (!rc) rc = count_all(s, l, f, arena, &counted, err);
    ret->total = counted.total, ret->of = counted.of;
    return rc;
}

/* ---- counts ---- */

#define SCORED "iif(h.negated OR h.status IN ('denied','hypothetical'),NULL,h.score)"
#define MEASURES                                                                                   \
    "'events',count(*),'score',round(avg(" SCORED                                                  \
    "),2),'quads',json_array(sum(h.quad=1),sum(h.quad=2),sum(h.quad=3),sum(h.quad=4))"
#define WEEK "date(h.when_from,'-6 days','weekday 1')"
#define MONTH "date(h.when_from,'start of month')"
#define DATED " FROM happening h WHERE h.when_from IS NOT NULL"

/* clang-format off: SQL, a clause a line */
static const struct {
    const char *row, *from, *behind;
} counts[] = {
    [DG_COUNT_DAYS] = {"json_object('from',h.when_from,'to',h.when_from," MEASURES ")", DATED,
                       " GROUP BY h.when_from ORDER BY h.when_from"},
    [DG_COUNT_WEEKS] = {"json_object('from'," WEEK ",'to',date(" WEEK ",'+6 days')," MEASURES ")",
                        DATED, " GROUP BY " WEEK " ORDER BY " WEEK},
    [DG_COUNT_MONTHS] = {"json_object('from'," MONTH ",'to',date(" MONTH
                         ",'+1 month','-1 day')," MEASURES ")",
                         DATED, " GROUP BY " MONTH " ORDER BY " MONTH},
    [DG_COUNT_PARTIES] =
        {"json_object('key',p.id,'name',min(p.name),'country',min(p.country)," MEASURES ")",
         " FROM acting p JOIN happening h ON h.n=p.happening WHERE 1",
         " GROUP BY p.id ORDER BY count(*) DESC,p.id"},
    [DG_COUNT_PAIRS] = {"json_object('a',p.id,'b',r.id," MEASURES ")",
                        " FROM acting p JOIN acting r ON r.happening=p.happening "
                        "AND p.id<r.id JOIN happening h ON h.n=p.happening WHERE 1",
                        " GROUP BY p.id,r.id ORDER BY count(*) DESC,p.id,r.id"},
    [DG_COUNT_DYADS] = {"json_object('source',d.source,'target',d.target," MEASURES ")",
                        " FROM dyad d JOIN happening h ON h.n=d.happening WHERE 1",
                        " GROUP BY d.source,d.target ORDER BY count(*) DESC,d.source,d.target"},
    [DG_COUNT_PLACES] = {"json_object('country',w.country," MEASURES ")",
                         " FROM (SELECT DISTINCT happening,where_country AS country FROM event "
                         "WHERE where_country IS NOT NULL) w JOIN happening h ON h.n=w.happening "
                         "WHERE 1",
                         " GROUP BY w.country ORDER BY count(*) DESC,w.country"},
};
/* clang-format on */

int dg_count(const dg_store *s, dg_count_kind kind, const dg_filter *f, uint32_t most,
             dg_arena *arena, dg_str **ret, uint32_t *ret_n, dg_err *err) {
    dg_listing l = {.n = 0};
    statement st;
    begin(&st, "SELECT ");
    dg_buf_addz(&st.sql, counts[kind].row);
    dg_buf_addz(&st.sql, counts[kind].from);
    by_happening(&st, f);
    dg_buf_addz(&st.sql, counts[kind].behind);
    add_number(&st, " LIMIT ", most);
    int rc = collect(s, &st, DG_NONE, arena, &l, err);
    if (!rc) *ret = l.rows, *ret_n = l.n;
    return rc;
}

/* ---- single objects ---- */

/* 'name', [{value, n}] of the articles that match. */
static void facet(statement *st, const char *name, const char *value, const dg_filter *f) {
    dg_buf_printf(
        &st->sql,
        "'%s',json((SELECT json_group_array(json_object('value',v,'n',c)) FROM (SELECT %s "
        "AS v,count(*) AS c FROM article a WHERE %s IS NOT NULL",
        name, value, value);
    of_articles(st, f);
    dg_buf_addz(&st->sql, " GROUP BY v ORDER BY c DESC,v LIMIT 40)))");
}

int dg_list_facets(const dg_store *s, const dg_filter *f, dg_arena *arena, dg_str *ret,
                   dg_err *err) {
    statement st;
    begin(&st, "SELECT json_object(");
    facet(&st, "lang", "a.lang", f);
    dg_buf_addc(&st.sql, ',');
    facet(&st, "outlet", "a.outlet", f);
    dg_buf_addc(&st.sql, ',');
    facet(&st, "month", "substr(a.day,1,7)", f);
    dg_buf_addz(&st.sql,
                ",'country',json((SELECT json_group_array(json_object('value',v,'n',c)) FROM "
                "(SELECT t.country AS v,count(DISTINCT a.n) AS c FROM article a JOIN entity "
                "t ON t.article=a.n WHERE length(t.country)=3 AND t.country NOT IN "
                "('IGO','NGO','MNC','IMG')");
    of_articles(&st, f);
    dg_buf_addz(&st.sql, " GROUP BY v ORDER BY c DESC,v LIMIT 40))))");
    return one(s, &st, arena, ret, err);
}

#define COUNTED(column)                                                                            \
    "json((SELECT json_group_array(json_object('value',v,'n',c)) FROM (SELECT " column             \
    " AS v,count(*) AS c FROM article WHERE " column                                               \
    " IS NOT NULL GROUP BY v ORDER BY c DESC,v LIMIT 50)))"

int dg_list_stats(const dg_store *s, dg_arena *arena, dg_str *ret, dg_err *err) {
    statement st;
    begin(&st,
          "SELECT json_object('articles',(SELECT count(*) FROM article),'stories',(SELECT "
          "count(DISTINCT story) FROM article),'happenings',(SELECT count(*) FROM happening),"
          "'events',(SELECT count(*) FROM event),'quotes',(SELECT count(*) FROM quote),'entities',"
          "(SELECT count(DISTINCT key) FROM entity),'from',(SELECT min(day) FROM article),'to',"
          "(SELECT max(day) FROM article),'langs'," COUNTED("lang") ",'outlets'," COUNTED(
              "outlet") ")");
    return one(s, &st, arena, ret, err);
}

int dg_list_article(const dg_store *s, dg_str id, dg_str phrases, dg_arena *arena, dg_str *ret,
                    dg_err *err) {
    statement st;
    begin(&st, "SELECT json_set(a.record,'$.story',a.story,'$.family',(SELECT family FROM version "
               "WHERE article=a.n),'$.events',json((SELECT json_group_array(json_set(j.value,"
               "'$.happening',h.id,'$.n_witnesses',h.witnesses,");
    add(&st, "'$.phrase',json_extract(?,'$.\"'||h.id||'\"')", phrases);
    dg_buf_addz(&st.sql, ")) FROM json_each(a.record,'$.events') j LEFT JOIN event e ON "
                         "e.article=a.n AND e.n=j.key LEFT JOIN happening h ON h.n=e.happening)))");
    add(&st, " FROM article a WHERE a.id=?", id);
    int rc = one(s, &st, arena, ret, err);
    if (!rc && !ret->p) rc = dg_err_set(err, DG_E_NOT_FOUND, 0, "no such article");
    return rc;
}

static int ids(const dg_store *s, statement *st, dg_arena *arena, dg_str **ret, uint32_t *ret_n,
               dg_err *err) {
    dg_listing l = {.n = 0};
    int rc = collect(s, st, DG_NONE, arena, &l, err);
    if (!rc) *ret = l.rows, *ret_n = l.n;
    return rc;
}

int dg_list_told(const dg_store *s, dg_str article, dg_arena *arena, dg_str **ret, uint32_t *ret_n,
                 dg_err *err) {
    statement st;
    begin(&st,
          "SELECT DISTINCT h.id FROM article a JOIN event e ON e.article=a.n JOIN happening h ON "
          "h.n=e.happening");
    add(&st, " WHERE a.id=? ORDER BY e.n", article);
    return ids(s, &st, arena, ret, ret_n, err);
}

int dg_list_made(const dg_store *s, int64_t *after, uint32_t most, dg_arena *arena, dg_str **ret,
                 uint32_t *ret_n, dg_err *err) {
    statement st;
    uint64_t newest;
    begin(&st, "SELECT id FROM happening");
    add_number(&st, " WHERE n>", *after);
    add_number(&st, " ORDER BY n DESC LIMIT ", most);
    int rc = ids(s, &st, arena, ret, ret_n, err);
    if (rc) return rc;
    begin(&st, "SELECT coalesce(max(n),0) FROM happening");
    rc = number(s, &st, arena, &newest, err);
    if (!rc) *after = (int64_t)newest;
    return rc;
}

int dg_list_version(const dg_store *s, int64_t *ret, dg_err *err) {
    sqlite3_stmt *q = NULL;
    if (sqlite3_prepare_v2(dg_store_db(s), "PRAGMA data_version", -1, &q, NULL) != SQLITE_OK ||
        sqlite3_step(q) != SQLITE_ROW) {
        sqlite3_finalize(q);
        return dg_store_error(s, "list", err);
    }
    *ret = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return 0;
}
