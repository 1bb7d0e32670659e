/* query.c: the SQL behind query.h. ?1 and ?2 are the parties (country or key, NULL: anybody), ?3
 * and ?4 the first and last day (NULL: any), ?5 the type, ?6 the story, ?7 the most rows, ?8 and ?9
 * the sides, ?10 the status, ?11 words, ?12 the language, ?13 the outlet. An inner
 * select chooses happenings (or statements) by an index and stops at the most, an outer one reads
 * these alone: an answer costs what it holds, not what the archive holds. */
#include "archive/query.h"

#include <sqlite3.h>
#include <stdio.h>

#include "archive/reads.h"

#define PARTY(alias, parameter) "(" alias ".country=" parameter " OR " alias ".key=" parameter ")"

/* The outlet that an event was told through, else its article: who it rests on. */
#define WITNESS                                                                                    \
    "coalesce((SELECT t.key FROM quote_via v JOIN entity t ON t.article=v.article AND "            \
    "t.n=v.entity WHERE v.article=e.article AND v.quote=e.quote AND t.kind='outlet' ORDER BY "     \
    "v.place LIMIT 1),a.id)"
#define SOURCE_COLUMNS                                                                             \
    "a.n,a.id,a.uri,a.outlet,a.lang,a.title,a.published_from,a.published_to,a.story,"              \
    "(SELECT family FROM version WHERE article=a.n),"
#define EVENT_COLUMNS                                                                              \
    SOURCE_COLUMNS "e.n,e.type,e.mode,e.status,e.where_place,e.where_country,e.negated,e.score,"   \
                   "e.confidence,e.when_from,e.when_to," WITNESS                                   \
                   ",h.id,h.when_from,h.when_to,h.by_report,h.witnesses,e.planned,coalesce(h."     \
                   "matter,e.matter),e.half,"                                                      \
                   "e.any_year,e.began,e.span_from,e.span_to,"
/* the bytes of a span of a.text */
#define WORDS(of)                                                                                  \
    "CAST(substr(CAST(a.text AS BLOB)," of ".span_from+1," of ".span_to-" of ".span_from) AS "     \
    "TEXT)"
#define EVENT_TABLES                                                                               \
    " FROM event e JOIN article a ON a.n=e.article LEFT JOIN happening h ON h.n=e.happening"

#define ON_SIDE(parameter, name)                                                                   \
    " AND (" parameter " IS NULL OR EXISTS(SELECT 1 FROM actor s WHERE s.happening=k.n AND "       \
    "(s.side='" name "' OR instr(k.matter,'>')=0) AND " PARTY("s", parameter) "))"
#define TOLD_IN(parameter, column)                                                                 \
    " AND (" parameter " IS NULL OR EXISTS(SELECT 1 FROM event o JOIN article t ON t.n=o.article " \
    "WHERE o.happening=k.n AND t." column "=" parameter "))"
#define CHOSEN                                                                                     \
    " (?3 IS NULL OR k.when_to>=?3) AND (?4 IS NULL OR k.when_from<=?4) AND (?5 IS NULL OR "       \
    "k.type=?5) AND (?10 IS NULL OR k.status=?10)" ON_SIDE("?8", "actor")                          \
        ON_SIDE("?9", "recipient") TOLD_IN("?12", "lang")                                          \
            TOLD_IN("?13", "outlet") " AND (?11 IS NULL OR k.n IN (SELECT o.happening FROM "       \
                                     "article_text f JOIN event o ON "                             \
                                     "o.article=f.rowid WHERE article_text MATCH ?11))"
#define CHOSEN_NEWEST CHOSEN " ORDER BY k.when_from DESC,k.id DESC LIMIT ?7"
#define EVENTS_CHOSEN(choice)                                                                      \
    "SELECT " EVENT_COLUMNS WORDS(                                                                 \
        "e") " FROM (" choice ") x CROSS JOIN happening h ON h.n=x.n "                             \
             "CROSS JOIN event e ON e.happening=h.n CROSS JOIN article a ON a.n=e.article"
#define EVENT_ORDER                                                                                \
    " ORDER BY h.when_from IS NULL,h.when_from,h.when_to,h.id,coalesce(a.published_from,'9999'),"  \
    "a.id,e.n"
#define PARTIES                                                                                    \
    "(?1 IS NULL OR EXISTS(SELECT 1 FROM party WHERE happening=k.n AND party=?1)) AND (?2 IS "     \
    "NULL OR "                                                                                     \
    "EXISTS(SELECT 1 FROM party WHERE happening=k.n AND party=?2)) AND "

#define OF_ALL "SELECT k.n FROM happening k WHERE" CHOSEN_NEWEST
#define OF_ONE                                                                                     \
    "SELECT k.n FROM party p CROSS JOIN happening k ON k.n=p.happening WHERE p.party=?1 "          \
    "AND" CHOSEN " ORDER BY p.day DESC,k.id DESC LIMIT ?7"
#define OF_TWO                                                                                     \
    "SELECT k.n FROM party p CROSS JOIN party q ON q.party=?2 AND q.day=p.day AND "                \
    "q.happening=p.happening CROSS JOIN happening k ON k.n=p.happening WHERE p.party=?1 "          \
    "AND" CHOSEN " ORDER BY p.day DESC,k.id DESC LIMIT ?7"
static const char sql_events[] = EVENTS_CHOSEN(OF_ALL) EVENT_ORDER;
static const char sql_events_of[] = EVENTS_CHOSEN(OF_ONE) EVENT_ORDER;
static const char sql_events_between[] = EVENTS_CHOSEN(OF_TWO) EVENT_ORDER;

/* One row a happening. Its place is that of the first telling that has one; the day of publication
 * that of the first; articles are read from the index article_head (schema.h), twenty to a page. */
#define FIRST_TOLD(column)                                                                         \
    "(SELECT e." column " FROM event e CROSS JOIN article a INDEXED BY article_head ON "           \
    "a.n=e.article WHERE e.happening=h.n AND e.where_place IS NOT NULL ORDER BY "                  \
    "coalesce(a.published_from,'9999'),a.id,e.n LIMIT 1)"
#define FIRST_PUBLISHED(column)                                                                    \
    "(SELECT min(a." column ") FROM event e CROSS JOIN article a INDEXED BY article_head ON "      \
    "a.n=e.article WHERE e.happening=h.n)"
#define LINES_CHOSEN(choice)                                                                       \
    "SELECT h.n,h.id,h.type,h.mode,h.status," FIRST_TOLD("where_place") "," FIRST_TOLD(            \
        "where_country") ",h.negated,h.score,h.when_from,h.when_to,h.by_report,h.witnesses,"       \
                         "h.planned,h.matter," FIRST_PUBLISHED(                                    \
                             "published_from") "," FIRST_PUBLISHED("published_to") " FROM "        \
                                                                                   "(" choice      \
                                                                                   ") x CROSS "    \
                                                                                   "JOIN "         \
                                                                                   "happening h "  \
                                                                                   "ON h.n=x.n "   \
                                                                                   "ORDER BY "     \
                                                                                   "h.when_from "  \
                                                                                   "IS "           \
                                                                                   "NULL,h.when_"  \
                                                                                   "from,h.when_"  \
                                                                                   "to,h.id"
static const char sql_lines[] = LINES_CHOSEN(OF_ALL);
static const char sql_lines_of[] = LINES_CHOSEN(OF_ONE);
static const char sql_lines_between[] = LINES_CHOSEN(OF_TWO);
static const char sql_line_sides[] =
    "SELECT side,name,key,country,kind,role FROM actor WHERE happening=?1 ORDER BY side,place";
/* as the articles of a story tell them */
static const char sql_events_in_story[] =
    EVENTS_CHOSEN("SELECT DISTINCT k.n FROM article t CROSS JOIN event o ON o.article=t.n CROSS "
                  "JOIN happening k ON k.n=o.happening WHERE t.story=?6 AND " PARTIES
                      CHOSEN_NEWEST) " WHERE a.story=?6" EVENT_ORDER;
static const char sql_happening[] =
    "SELECT " EVENT_COLUMNS WORDS("e") EVENT_TABLES " WHERE h.id=?1 ORDER BY "
                                                    "coalesce(a.published_from,'9999'),a.id,e.n";

static const char sql_matter[] = "SELECT " EVENT_COLUMNS "NULL" EVENT_TABLES " WHERE e.matter=?1 "
                                 "AND e.first_day BETWEEN ?2 AND ?3";
static const char sql_matter_whole[] =
    "SELECT " EVENT_COLUMNS "NULL" EVENT_TABLES " WHERE e.matter=?1";
static const char sql_matter_undated[] =
    "SELECT " EVENT_COLUMNS "NULL" EVENT_TABLES " WHERE e.matter=?1 AND e.first_day IS NULL";

static const char sql_sides[] =
    "SELECT s.side,t.name,t.key,t.country,t.kind,t.role FROM side s JOIN "
    "entity t ON t.article=s.article AND t.n=s.entity"
    " WHERE s.article=?1 AND s.event=?2 ORDER BY s.side,s.place";

static const char sql_figures[] =
    "SELECT q.kind,q.unit,q.bound,q.low,q.high,q.span_from,q.span_to," WORDS(
        "q") " FROM quantity q JOIN "
             "article a ON a.n=q.article WHERE q.article=?1 AND q.event=?2 ORDER BY q.place";

#define NAMED(parameter)                                                                           \
    "EXISTS(SELECT 1 FROM entity x WHERE x.article=a.n AND " PARTY("x", parameter) ")"
#define ARTICLE_TIME                                                                               \
    " AND (?3 IS NULL OR a.published_to>=?3) AND (?4 IS NULL OR a.published_from<=?4) AND (?6 IS " \
    "NULL OR a.story=?6) AND (?12 IS NULL OR a.lang=?12) AND (?13 IS NULL OR a.outlet=?13)"
#define QUOTES_CHOSEN(choice)                                                                      \
    "SELECT " SOURCE_COLUMNS "q.n,q.form,q.stance,t.name,t.key,t.country,t.role,q.packed,"         \
    "q.span_from,q.span_to," WORDS(                                                                \
        "q") " FROM (" choice QUOTES_NEWEST ") x CROSS JOIN article a ON a.n=x.article CROSS "     \
             "JOIN quote q ON q.article=x.article AND "                                            \
             "q.n=x.n CROSS JOIN entity t ON t.article=q.article AND t.n=q.speaker ORDER BY "      \
             "coalesce(a.published_from,'9999'),a.id,q.span_from,q.span_to DESC"
#define QUOTES_NEWEST                                                                              \
    " ORDER BY coalesce(a.published_from,'9999') DESC,a.id DESC,q.span_from DESC,q.span_to LIMIT " \
    "?7"
static const char sql_quotes[] = QUOTES_CHOSEN(
    "SELECT q.article,q.n FROM entity t JOIN quote q ON q.article=t.article AND q.speaker=t.n JOIN "
    "article a INDEXED BY article_head ON a.n=q.article WHERE " PARTY("t", "?1") ARTICLE_TIME);
/* the articles that name both are few beside all that either said */
#define NAMING(parameter)                                                                          \
    "SELECT article FROM entity WHERE country=" parameter                                          \
    " UNION SELECT article FROM entity WHERE key=" parameter
static const char sql_quotes_between[] = QUOTES_CHOSEN(
    "SELECT q.article,q.n FROM (SELECT * FROM (" NAMING("?1") ") INTERSECT SELECT * FROM (" NAMING(
        "?2") ")) x CROSS JOIN article a INDEXED BY article_head ON a.n=x.article CROSS JOIN quote "
              "q ON q.article=a.n "
              "CROSS JOIN entity t ON t.article=q.article AND t.n=q.speaker WHERE (" PARTY(
                  "t", "?1") " OR " PARTY("t", "?2") ")" ARTICLE_TIME);
/* of anybody, within a time */
static const char sql_all_quotes[] = QUOTES_CHOSEN(
    "SELECT q.article,q.n FROM article a JOIN quote q ON q.article=a.n WHERE q.speaker IS NOT "
    "NULL" ARTICLE_TIME);
static const char sql_quotes_in_story[] = QUOTES_CHOSEN(
    "SELECT q.article,q.n FROM article a JOIN quote q ON q.article=a.n JOIN entity t ON "
    "t.article=q.article AND t.n=q.speaker WHERE a.story=?6 AND (?1 IS NULL OR " PARTY(
        "t", "?1") " OR (?2 IS NOT NULL AND " PARTY("t", "?2") "))" ARTICLE_TIME);

static const char sql_via[] =
    "SELECT t.name FROM quote_via v JOIN entity t ON t.article=v.article AND t.n=v.entity"
    " WHERE v.article=?1 AND v.quote=?2 ORDER BY v.place";

typedef struct cursor { /* columns are read in order */
    sqlite3_stmt *st;
    int at;
    dg_arena *arena;
    bool failed;
} cursor;

static dg_str next_str(cursor *c) {
    int column = c->at++;
    const char *p = (const char *)sqlite3_column_text(c->st, column);
    if (!p) return DG_STR_NULL;
    dg_str kept =
        dg_arena_str(c->arena, (dg_str){p, (uint32_t)sqlite3_column_bytes(c->st, column)});
    c->failed |= !kept.p;
    return kept;
}

static dg_str next_blob(cursor *c) {
    int column = c->at++;
    const char *p = sqlite3_column_blob(c->st, column);
    if (!p) return DG_STR_NULL;
    dg_str kept =
        dg_arena_str(c->arena, (dg_str){p, (uint32_t)sqlite3_column_bytes(c->st, column)});
    c->failed |= !kept.p;
    return kept;
}

static int64_t next_int(cursor *c) {
    return sqlite3_column_int64(c->st, c->at++);
}

static double next_num(cursor *c) {
    return sqlite3_column_double(c->st, c->at++);
}

static dg_days next_days(cursor *c) {
    dg_days from = DG_DAYS_NONE, to = DG_DAYS_NONE;
    dg_str a = next_str(c), b = next_str(c);
    if (!a.p || !b.p || dg_days_parse(a, &from) || dg_days_parse(b, &to)) return DG_DAYS_NONE;
    return (dg_days){from.from, to.to};
}

static dg_source next_source(cursor *c) {
    dg_source s = {.article = next_int(c)};
    s.id = next_str(c);
    s.uri = next_str(c);
    s.outlet = next_str(c);
    s.lang = next_str(c);
    s.title = next_str(c);
    s.published = next_days(c);
    s.story = next_str(c);
    s.family = next_str(c);
    return s;
}

/* A span and its words stand last in the selects. */
static dg_str next_words(cursor *c, dg_range *ret) {
    ret->from = (uint32_t)next_int(c);
    ret->to = (uint32_t)next_int(c);
    return next_str(c);
}

static void bind_text(sqlite3_stmt *st, int at, dg_str s) {
    if (s.p) sqlite3_bind_text(st, at, s.p, (int)s.n, SQLITE_STATIC);
}

static void bind_query(sqlite3_stmt *st, const dg_query *q) {
    char day[11];
    bind_text(st, 1, q->a);
    bind_text(st, 2, q->b);
    bind_text(st, 5, q->type);
    bind_text(st, 6, q->story);
    const dg_str more[] = {q->actor, q->recipient, q->status, q->words, q->lang, q->outlet};
    for (size_t i = 0; i < DG_LEN(more); i++) bind_text(st, 8 + (int)i, more[i]);
    sqlite3_bind_int64(st, 7, q->limit ? (int64_t)q->limit : -1);
    if (!dg_days_known(q->between)) return;
    dg_day_format(q->between.from, day);
    sqlite3_bind_text(st, 3, day, -1, SQLITE_TRANSIENT);
    dg_day_format(q->between.to, day);
    sqlite3_bind_text(st, 4, day, -1, SQLITE_TRANSIENT);
}

static int finish(const dg_store *s, cursor *c, int step, dg_err *err) {
    int rc = step == SQLITE_DONE || step == SQLITE_ROW ? 0 : dg_store_error(s, "query", err);
    if (!rc && c->failed) rc = dg_err_set(err, DG_E_NOMEM, 0, "query");
    sqlite3_finalize(c->st);
    return rc;
}

static int prepare(const dg_store *s, const char *sql, dg_arena *arena, cursor *ret, dg_err *err) {
    *ret = (cursor){.arena = arena};
    return sqlite3_prepare_v2(dg_store_db(s), sql, -1, &ret->st, NULL) == SQLITE_OK
               ? 0
               : dg_store_error(s, "query", err);
}

/* One row of sides, into those of e. */
static void take_side(cursor *c, dg_found_event *e, uint32_t cap[2]) {
    c->at = 0;
    bool actor = dg_str_is(next_str(c), "actor");
    dg_party p = {.name = next_str(c)};
    p.key = next_str(c), p.country = next_str(c), p.kind = next_str(c);
    p.role = next_str(c);
    c->failed |= actor ? !DG_PUSH(c->arena, e->actors, e->n_actors, cap[0], p)
                       : !DG_PUSH(c->arena, e->recipients, e->n_recipients, cap[1], p);
}

/* The sides of all events, through one statement. */
static int load_sides(const dg_store *s, dg_found_event *events, uint32_t n, dg_arena *arena,
                      dg_err *err) {
    cursor c;
    int rc = prepare(s, sql_sides, arena, &c, err), step = SQLITE_DONE;
    if (rc) return rc;
    for (uint32_t i = 0; i < n && !c.failed && step == SQLITE_DONE; i++) {
        dg_found_event *e = &events[i];
        uint32_t cap[2] = {0, 0};
        sqlite3_reset(c.st);
        sqlite3_bind_int64(c.st, 1, e->source.article);
        sqlite3_bind_int64(c.st, 2, e->n);
        while (!c.failed && (step = sqlite3_step(c.st)) == SQLITE_ROW) take_side(&c, e, cap);
    }
    return finish(s, &c, step, err);
}

static int load_figures(const dg_store *s, dg_found_event *events, uint32_t n, dg_arena *arena,
                        dg_err *err) {
    cursor c;
    int rc = prepare(s, sql_figures, arena, &c, err), step = SQLITE_DONE;
    if (rc) return rc;
    for (uint32_t i = 0; i < n && !c.failed && step == SQLITE_DONE; i++) {
        dg_found_event *e = &events[i];
        uint32_t cap = 0;
        sqlite3_reset(c.st);
        sqlite3_bind_int64(c.st, 1, e->source.article);
        sqlite3_bind_int64(c.st, 2, e->n);
        while (!c.failed && (step = sqlite3_step(c.st)) == SQLITE_ROW) {
            dg_range span;
            c.at = 0;
            dg_figure f = {.kind = next_str(&c)};
            f.unit = next_str(&c), f.bound = next_str(&c);
            f.low = next_num(&c), f.high = next_num(&c);
            f.words = next_words(&c, &span);
            c.failed |= !DG_PUSH(arena, e->figures, e->n_figures, cap, f);
        }
    }
    return finish(s, &c, step, err);
}

static void read_event(cursor *c, dg_found_event *e) {
    c->at = 0;
    *e = (dg_found_event){.source = next_source(c)};
    e->n = (uint32_t)next_int(c);
    e->type = next_str(c), e->mode = next_str(c), e->status = next_str(c);
    e->place = next_str(c), e->place_country = next_str(c);
    e->negated = next_int(c) != 0;
    e->score = next_num(c), e->confidence = next_num(c);
    e->when = next_days(c);
    e->witness = next_str(c);
    e->happening = next_str(c);
    e->happened = next_days(c);
    e->by_report = next_int(c) != 0;
    e->witnesses = (uint32_t)next_int(c);
    e->planned = next_str(c);
    e->matter = next_str(c), e->half = next_str(c);
    e->any_year = (uint32_t)next_int(c);
    e->began = next_int(c) != 0;
    e->sentence = next_words(c, &e->span);
}

/* All rows of a prepared select of EVENT_COLUMNS, with their sides. */
static int take_events(const dg_store *s, cursor *c, bool figures, uint32_t *ret_n,
                       dg_found_event **ret, dg_err *err) {
    dg_found_event *found = NULL;
    uint32_t n = 0, cap = 0;
    int step = SQLITE_DONE;
    while (!c->failed && (step = sqlite3_step(c->st)) == SQLITE_ROW) {
        dg_found_event e;
        read_event(c, &e);
        c->failed |= !DG_PUSH(c->arena, found, n, cap, e);
    }
    dg_arena *arena = c->arena;
    int rc = finish(s, c, step, err);
    if (!rc) rc = load_sides(s, found, n, arena, err);
    if (!rc && figures) rc = load_figures(s, found, n, arena, err);
    if (rc) return rc;
    *ret_n = n, *ret = found;
    return 0;
}

static void read_line(cursor *c, dg_found_event *e, int64_t *ret_n) {
    c->at = 0;
    *ret_n = next_int(c);
    *e = (dg_found_event){.happening = next_str(c)};
    e->type = next_str(c), e->mode = next_str(c), e->status = next_str(c);
    e->place = next_str(c), e->place_country = next_str(c);
    e->negated = next_int(c) != 0;
    e->score = next_num(c);
    e->happened = e->when = next_days(c);
    e->by_report = next_int(c) != 0;
    e->witnesses = (uint32_t)next_int(c);
    e->planned = next_str(c);
    e->matter = next_str(c);
    e->source.published = next_days(c);
}

/* All rows of a prepared LINES_CHOSEN, each with the merged sides of its happening. */
static int take_lines(const dg_store *s, cursor *c, uint32_t *ret_n, dg_found_event **ret,
                      dg_err *err) {
    dg_found_event *found = NULL;
    uint32_t n = 0, cap = 0;
    int step = SQLITE_DONE, side = SQLITE_DONE;
    cursor sides;
    int rc = prepare(s, sql_line_sides, c->arena, &sides, err);
    while (!rc && !c->failed && !sides.failed && side == SQLITE_DONE &&
           (step = sqlite3_step(c->st)) == SQLITE_ROW) {
        dg_found_event e;
        uint32_t caps[2] = {0, 0};
        int64_t happening;
        read_line(c, &e, &happening);
        sqlite3_reset(sides.st);
        sqlite3_bind_int64(sides.st, 1, happening);
        while (!sides.failed && (side = sqlite3_step(sides.st)) == SQLITE_ROW)
            take_side(&sides, &e, caps);
        c->failed |= !DG_PUSH(c->arena, found, n, cap, e);
    }
    int ended = finish(s, c, step, err);
    if (!rc) rc = finish(s, &sides, side, err);
    if (!rc) rc = ended;
    if (rc) return rc;
    *ret_n = n, *ret = found;
    return 0;
}

int dg_query_events(const dg_store *s, const dg_query *q, dg_arena *arena, uint32_t *ret_n,
                    dg_found_event **ret, dg_err *err) {
    cursor c;
    dg_query found = *q; /* a side is a party, too, by which the index finds it */
    dg_str side = q->actor.p ? q->actor : q->recipient;
    if (!found.a.p)
        found.a = side;
    else if (!found.b.p && side.p && !dg_str_eq(side, found.a))
        found.b = side;
    bool lines = q->lines_only && !found.story.p;
    const char *sql = found.story.p ? sql_events_in_story
                      : found.b.p   ? (lines ? sql_lines_between : sql_events_between)
                      : found.a.p   ? (lines ? sql_lines_of : sql_events_of)
                                    : (lines ? sql_lines : sql_events);
    int rc = dg_store_need(s, DG_READ_EVENTS, &found, DG_STR_NULL, err);
    if (!rc) rc = prepare(s, sql, arena, &c, err);
    if (rc) return rc;
    bind_query(c.st, &found);
    return lines ? take_lines(s, &c, ret_n, ret, err)
                 : take_events(s, &c, !q->without_figures, ret_n, ret, err);
}

/* One value at ?1. */
static int events_by(const dg_store *s, const char *sql, dg_str value, dg_arena *arena,
                     uint32_t *ret_n, dg_found_event **ret, dg_err *err) {
    cursor c;
    int rc = prepare(s, sql, arena, &c, err);
    if (rc) return rc;
    bind_text(c.st, 1, value);
    return take_events(s, &c, true, ret_n, ret, err);
}

int dg_query_matter(const dg_store *s, dg_str matter, const dg_days *first, dg_arena *arena,
                    uint32_t *ret_n, dg_found_event **ret, dg_err *err) {
    char day[11];
    cursor c;
    if (!first) return events_by(s, sql_matter_whole, matter, arena, ret_n, ret, err);
    if (!dg_days_known(*first))
        return events_by(s, sql_matter_undated, matter, arena, ret_n, ret, err);
    int rc = prepare(s, sql_matter, arena, &c, err);
    if (rc) return rc;
    bind_text(c.st, 1, matter);
    dg_day_format(first->from, day);
    sqlite3_bind_text(c.st, 2, day, -1, SQLITE_TRANSIENT);
    dg_day_format(first->to, day);
    sqlite3_bind_text(c.st, 3, day, -1, SQLITE_TRANSIENT);
    return take_events(s, &c, false, ret_n, ret, err);
}

int dg_query_happening(const dg_store *s, dg_str id, dg_arena *arena, uint32_t *ret_n,
                       dg_found_event **ret, dg_err *err) {
    int rc = dg_store_need(s, DG_READ_HAPPENING, NULL, id, err);
    return rc ? rc : events_by(s, sql_happening, id, arena, ret_n, ret, err);
}

/* The chains of all quotes, through one statement. */
static int load_via(const dg_store *s, dg_found_quote *quotes, uint32_t n, dg_arena *arena,
                    dg_err *err) {
    cursor c;
    int rc = prepare(s, sql_via, arena, &c, err), step = SQLITE_DONE;
    if (rc) return rc;
    for (uint32_t i = 0; i < n && !c.failed && step == SQLITE_DONE; i++) {
        dg_found_quote *q = &quotes[i];
        uint32_t cap = 0;
        sqlite3_reset(c.st);
        sqlite3_bind_int64(c.st, 1, q->source.article);
        sqlite3_bind_int64(c.st, 2, q->n);
        while (!c.failed && (step = sqlite3_step(c.st)) == SQLITE_ROW) {
            c.at = 0;
            dg_str name = next_str(&c);
            c.failed |= !DG_PUSH(arena, q->via, q->n_via, cap, name);
        }
    }
    return finish(s, &c, step, err);
}

static void read_quote(cursor *c, dg_found_quote *q) {
    c->at = 0;
    *q = (dg_found_quote){.source = next_source(c)};
    q->n = (uint32_t)next_int(c);
    q->form = next_str(c), q->stance = next_str(c);
    q->speaker = next_str(c), q->speaker_key = next_str(c);
    q->speaker_country = next_str(c), q->speaker_role = next_str(c);
    q->packed = next_blob(c);
    q->words = next_words(c, &q->span);
}

int dg_query_quotes(const dg_store *s, const dg_query *q, dg_arena *arena, uint32_t *ret_n,
                    dg_found_quote **ret, dg_err *err) {
    cursor c;
    dg_found_quote *found = NULL;
    uint32_t n = 0, cap = 0;
    const char *sql = q->story.p         ? sql_quotes_in_story
                      : q->a.p && q->b.p ? sql_quotes_between
                      : q->a.p           ? sql_quotes
                                         : sql_all_quotes;
    int rc = dg_store_need(s, DG_READ_QUOTES, q, DG_STR_NULL, err), step = SQLITE_DONE;
    if (!rc) rc = prepare(s, sql, arena, &c, err);
    if (rc) return rc;
    bind_query(c.st, q);
    while (!c.failed && (step = sqlite3_step(c.st)) == SQLITE_ROW) {
        dg_found_quote one;
        read_quote(&c, &one);
        c.failed |= !DG_PUSH(arena, found, n, cap, one);
    }
    rc = finish(s, &c, step, err);
    if (!rc) rc = load_via(s, found, n, arena, err);
    if (rc) return rc;
    *ret_n = n, *ret = found;
    return 0;
}

/* ---- who ---- */

enum { MOST_FORMS = 8 };

static int load_forms(const dg_store *s, const char *sql, dg_str key, dg_arena *arena,
                      uint32_t *ret_n, dg_str **ret, dg_err *err) {
    cursor c;
    uint32_t cap = 0;
    int rc = prepare(s, sql, arena, &c, err), step = SQLITE_DONE;
    if (rc) return rc;
    bind_text(c.st, 1, key);
    sqlite3_bind_int(c.st, 2, MOST_FORMS);
    while (!c.failed && (step = sqlite3_step(c.st)) == SQLITE_ROW) {
        c.at = 0;
        dg_str form = next_str(&c);
        c.failed |= !DG_PUSH(arena, *ret, *ret_n, cap, form);
    }
    return finish(s, &c, step, err);
}

#define FORMS_OF(column)                                                                           \
    "SELECT " column " FROM entity WHERE key=?1 AND " column " IS NOT NULL GROUP BY " column       \
    " ORDER BY count(*) DESC," column " LIMIT ?2"

int dg_query_known_as(const dg_store *s, dg_str key, dg_arena *arena, dg_known_as *ret,
                      dg_err *err) {
    dg_known_as known = {0};
    dg_str *countries = NULL;
    uint32_t n_countries = 0;
    int rc = dg_store_need(s, DG_READ_KNOWN_AS, NULL, key, err);
    if (!rc)
        rc = load_forms(
            s,
            "SELECT name FROM form WHERE key=?1 GROUP BY name ORDER BY sum(n) DESC,name LIMIT ?2",
            key, arena, &known.n_names, &known.names, err);
    if (!rc) rc = load_forms(s, FORMS_OF("role"), key, arena, &known.n_roles, &known.roles, err);
    if (!rc) rc = load_forms(s, FORMS_OF("country"), key, arena, &n_countries, &countries, err);
    if (rc) return rc;
    if (n_countries) known.country = countries[0];
    *ret = known;
    return 0;
}

/* ---- articles and stories ---- */

int dg_query_count(const dg_store *s, dg_str words, uint32_t *ret, dg_err *err) {
    cursor c;
    int rc =
        prepare(s, "SELECT count(*) FROM article_text WHERE article_text MATCH ?11", NULL, &c, err);
    if (rc) return rc;
    bind_text(c.st, 11, words);
    int step = sqlite3_step(c.st);
    uint32_t n = step == SQLITE_ROW ? (uint32_t)next_int(&c) : 0;
    rc = finish(s, &c, step, err);
    if (!rc) *ret = n;
    return rc;
}

static const char sql_articles[] =
    "SELECT " SOURCE_COLUMNS "NULL FROM article a WHERE 1" ARTICLE_TIME
    " AND (?1 IS NULL OR " NAMED("?1") ") AND (?2 IS NULL OR " NAMED(
        "?2") ")"
              " ORDER BY coalesce(a.published_from,'0') DESC,a.id LIMIT ?7";
/* The best are found first, by heads of articles alone; only they get a snippet, in a second walk
 * over what matches (a look-up of each would begin the match anew). */
static const char sql_search[] =
    "WITH best AS MATERIALIZED (SELECT a.n,a.id,bm25(article_text) AS rank FROM article_text f "
    "CROSS JOIN article a INDEXED BY article_head ON a.n=f.rowid WHERE article_text MATCH "
    "?11" ARTICLE_TIME " AND (?1 IS NULL OR " NAMED("?1") ") AND (?2 IS NULL OR " NAMED(
        "?2") ") ORDER BY rank,a.id LIMIT ?7) "
              "SELECT " SOURCE_COLUMNS "snippet(article_text,1,'[',']',' … ',24) FROM article_text "
              "f CROSS JOIN best b ON b.n=+f.rowid CROSS JOIN article a ON a.n=b.n WHERE "
              "article_text MATCH ?11 ORDER BY b.rank,b.id";

int dg_query_articles(const dg_store *s, const dg_query *q, dg_str words, dg_arena *arena,
                      uint32_t *ret_n, dg_found_article **ret, dg_err *err) {
    cursor c;
    dg_found_article *found = NULL;
    uint32_t n = 0, cap = 0;
    int rc = dg_store_need(s, DG_READ_ARTICLES, q, words, err), step = SQLITE_DONE;
    if (!rc) rc = prepare(s, words.p ? sql_search : sql_articles, arena, &c, err);
    if (rc) return rc;
    bind_query(c.st, q);
    bind_text(c.st, 11, words);
    while (!c.failed && (step = sqlite3_step(c.st)) == SQLITE_ROW) {
        c.at = 0;
        dg_found_article a = {.source = next_source(&c)};
        a.excerpt = next_str(&c);
        c.failed |= !DG_PUSH(arena, found, n, cap, a);
    }
    rc = finish(s, &c, step, err);
    if (rc) return rc;
    *ret_n = n, *ret = found;
    return 0;
}

/* Titles are looked up for those alone that are listed. */
static const char sql_stories[] =
    "SELECT x.story,(SELECT t.title FROM article t WHERE t.story=x.story AND t.title IS NOT NULL "
    "ORDER BY t.day,t.id LIMIT 1),x.first,x.last,x.articles,x.langs,x.outlets FROM (SELECT "
    "a.story,min(a.day) AS first,max(a.day) AS last,count(*) AS articles,count(DISTINCT a.lang) AS "
    "langs,count(DISTINCT a.outlet) AS outlets FROM article a INDEXED BY article_head WHERE "
    "a.story "
    "IS NOT NULL AND (?6 IS NULL OR a.story=?6) AND (?1 IS NULL OR a.n IN (" NAMING(
        "?1") ")) AND "
              "(?2 IS NULL OR a.n IN (" NAMING(
                  "?2") ")) GROUP BY a.story HAVING count(*)>=?14 AND (?3 IS "
                        "NULL OR max(a.day)>=?3) AND (?4 IS NULL OR min(a.day)<=?4) ORDER BY "
                        "max(a.day) DESC,count(*) "
                        "DESC,a.story LIMIT ?7) x ORDER BY x.last DESC,x.articles DESC,x.story";

int dg_query_stories(const dg_store *s, const dg_query *q, uint32_t min_articles, dg_arena *arena,
                     uint32_t *ret_n, dg_found_story **ret, dg_err *err) {
    cursor c;
    dg_found_story *found = NULL;
    uint32_t n = 0, cap = 0;
    char least[16];
    snprintf(least, sizeof least, "%u", min_articles);
    int rc = dg_store_need(s, DG_READ_STORIES, q, dg_str_of(least), err), step = SQLITE_DONE;
    if (!rc) rc = prepare(s, sql_stories, arena, &c, err);
    if (rc) return rc;
    bind_query(c.st, q);
    sqlite3_bind_int64(c.st, 14, min_articles);
    while (!c.failed && (step = sqlite3_step(c.st)) == SQLITE_ROW) {
        c.at = 0;
        dg_found_story one = {.id = next_str(&c)};
        one.title = next_str(&c);
        one.days = next_days(&c);
        one.n_articles = (uint32_t)next_int(&c);
        one.n_langs = (uint32_t)next_int(&c);
        one.n_outlets = (uint32_t)next_int(&c);
        c.failed |= !DG_PUSH(arena, found, n, cap, one);
    }
    rc = finish(s, &c, step, err);
    if (rc) return rc;
    *ret_n = n, *ret = found;
    return 0;
}
