/* versions.c: the SQL around fingerprint.c. */
#include "archive/versions.h"

#include <sqlite3.h>

#include "archive/fingerprint.h"
#include "base/hash.h"

static const size_t CEILING = (size_t)1 << 30;

typedef struct placing {
    sqlite3 *db;
    dg_store *store;
    dg_arena *arena; /* released after each article */
    dg_err *err;
    sqlite3_stmt *open, *put_band, *near, *address, *fetch, *rename, *moved, *set;
} placing;

typedef struct article {
    int64_t n;
    dg_str id, family, lang, url, text;
    int32_t day;
} article;

#define ARTICLE(id)                                                                                \
    "a.n,a.id," id ",a.lang,v.url,a.text,julianday(a.published_from)-2440587.5"                    \
    " FROM version v JOIN article a ON a.n=v.article"
#define BANDS_8(first)                                                                             \
    "?" #first "1,?" #first "2,?" #first "3,?" #first "4,?" #first "5,?" #first "6,?" #first       \
    "7,?" #first "8"

#define ALL_BANDS BANDS_8(1) "," BANDS_8(2) "," BANDS_8(3)

static const struct {
    size_t at;
    const char *sql;
} statements[] = {
    {offsetof(placing, open),
     "SELECT " ARTICLE("a.id") " WHERE v.family IS NULL ORDER BY v.article LIMIT 1"},
    {offsetof(placing, put_band), "INSERT OR IGNORE INTO band VALUES(?1,?2,?3)"},
    /* who they are and where they stand; the texts, which lie far out in their rows, only on demand
     */
    {offsetof(placing, near),
     "SELECT article,family FROM version WHERE family IS NOT NULL AND article<>?1 AND article IN "
     "(SELECT article FROM band WHERE hash IN (" ALL_BANDS ") AND day BETWEEN ?2 AND ?3 UNION "
     "SELECT article FROM band WHERE hash IN (" ALL_BANDS ") AND day=?4) ORDER BY article"},
    {offsetof(placing, address),
     "SELECT article,family FROM version WHERE family IS NOT NULL AND url=?2 AND article<>?1 ORDER "
     "BY article"},
    {offsetof(placing, fetch), "SELECT " ARTICLE("v.family") " WHERE v.article=?1"},
    {offsetof(placing, moved),
     "INSERT OR IGNORE INTO moved SELECT article FROM version WHERE family=?1 OR family=?2"},
    {offsetof(placing, rename), "UPDATE version SET family=?1 WHERE family=?2"},
    {offsetof(placing, set), "UPDATE version SET family=?1 WHERE article=?2"},
};
_Static_assert(DG_BANDS == 24, "as many parameters as bands");

static sqlite3_stmt **slot(placing *p, uint32_t i) {
    return (sqlite3_stmt **)(void *)((char *)p + statements[i].at);
}

static int failed(const placing *p) {
    return dg_store_error(p->store, "versions", p->err);
}

static int no_memory(const placing *p) {
    return dg_err_set(p->err, DG_E_NOMEM, 0, "versions");
}

static void bind_str(sqlite3_stmt *st, int at, dg_str s) {
    if (s.p)
        sqlite3_bind_text(st, at, s.p, (int)s.n, SQLITE_STATIC);
    else
        sqlite3_bind_null(st, at);
}

static int once(const placing *p, sqlite3_stmt *st) {
    int rc = sqlite3_step(st) == SQLITE_DONE ? 0 : failed(p);
    sqlite3_reset(st);
    return rc;
}

static dg_str column(sqlite3_stmt *st, int at, dg_arena *arena, bool *ok) {
    const char *p = (const char *)sqlite3_column_text(st, at);
    if (!p) return DG_STR_NULL;
    dg_str s = dg_arena_str(arena, (dg_str){p, (uint32_t)sqlite3_column_bytes(st, at)});
    *ok = *ok && s.p;
    return s;
}

static bool read_article(sqlite3_stmt *st, dg_arena *arena, article *ret) {
    bool ok = true;
    *ret = (article){.n = sqlite3_column_int64(st, 0)};
    ret->id = column(st, 1, arena, &ok), ret->family = column(st, 2, arena, &ok);
    ret->lang = column(st, 3, arena, &ok), ret->url = column(st, 4, arena, &ok);
    ret->text = column(st, 5, arena, &ok);
    ret->day = sqlite3_column_type(st, 6) == SQLITE_NULL ? DG_DAY_NONE
                                                         : (int32_t)sqlite3_column_double(st, 6);
    return ok;
}

/* ---- links ---- */

enum { VERSION_DAYS = 14 };

static bool may_link(const article *a, const article *b) {
    if (!dg_str_eq(a->lang, b->lang)) return false;
    if (a->day == DG_DAY_NONE || b->day == DG_DAY_NONE) return true;
    int32_t apart = a->day - b->day;
    return apart <= VERSION_DAYS && apart >= -VERSION_DAYS;
}

/* Two families become one under the lesser name. */
static int merge(placing *p, article *a, dg_str family) {
    bool less = dg_str_cmp(family, a->family) < 0;
    dg_str name = less ? family : a->family, other = less ? a->family : family;
    bind_str(p->moved, 1, name), bind_str(p->moved, 2, other);
    int rc = once(p, p->moved);
    bind_str(p->rename, 1, name), bind_str(p->rename, 2, other);
    if (!rc) rc = once(p, p->rename);
    a->family = name;
    return rc;
}

static int fetch(placing *p, int64_t n, article *ret) {
    sqlite3_bind_int64(p->fetch, 1, n);
    int step = sqlite3_step(p->fetch), rc = 0;
    if (step != SQLITE_ROW)
        rc = failed(p);
    else if (!read_article(p->fetch, p->arena, ret))
        rc = no_memory(p);
    sqlite3_reset(p->fetch);
    return rc;
}

/* Compares a with the article n, and makes one family of theirs if they are versions. */
static int link_one(placing *p, article *a, int64_t n) {
    article b;
    dg_likeness l;
    int rc = fetch(p, n, &b);
    if (rc || dg_str_eq(a->family, b.family) || !may_link(a, &b)) return rc;
    if (dg_texts_compare(a->text, b.text, p->arena, &l)) return no_memory(p);
    bool same_address = a->url.n && dg_str_eq(a->url, b.url);
    return dg_likeness_is_version(&l, same_address) ? merge(p, a, b.family) : 0;
}

/* Links a with every article that st finds; one that stands in its family by then tells nothing
 * new. */
static int link_all(placing *p, article *a, sqlite3_stmt *st) {
    int rc = 0, step = SQLITE_DONE;
    int64_t *found = NULL;
    uint32_t n = 0, cap = 0;
    sqlite3_bind_int64(st, 1, a->n);
    while (!rc && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dg_str family = {(const char *)sqlite3_column_text(st, 1),
                         (uint32_t)sqlite3_column_bytes(st, 1)};
        if (dg_str_eq(family, a->family)) continue;
        if (!DG_PUSH(p->arena, found, n, cap, sqlite3_column_int64(st, 0))) rc = no_memory(p);
    }
    if (!rc && step != SQLITE_DONE) rc = failed(p);
    sqlite3_reset(st);
    for (uint32_t i = 0; i < n && !rc; i++) rc = link_one(p, a, found[i]);
    return rc;
}

/* The band as the table has it: texts of two languages share none. */
static int64_t band_of(const dg_sketch *sketch, uint32_t i, dg_str lang) {
    uint64_t h = (uint64_t)dg_sketch_band(sketch, i) ^ dg_hash64(lang.p, lang.n, 0);
    return (int64_t)(h >> 1);
}

enum { NO_DAY = -10000000, ALWAYS = 9000000 }; /* days of bands: unknown; before and after all */

static void bind_days(placing *p, const article *a) {
    bool known = a->day != DG_DAY_NONE;
    sqlite3_bind_int(p->near, 2, known ? a->day - VERSION_DAYS : -ALWAYS);
    sqlite3_bind_int(p->near, 3, known ? a->day + VERSION_DAYS : ALWAYS);
    sqlite3_bind_int(p->near, 4, NO_DAY);
}

/* Notes the bands of a and binds them for `near`. */
static int put_bands(placing *p, const article *a) {
    dg_sketch sketch;
    int rc = 0;
    dg_sketch_make(a->text, &sketch);
    bind_days(p, a);
    for (uint32_t i = 0; i < DG_BANDS && !rc; i++) {
        int64_t hash = sketch.n_runs ? band_of(&sketch, i, a->lang) : -a->n; /* shared by nobody */
        sqlite3_bind_int64(p->near, (int)(10 * (i / 8 + 1) + i % 8 + 1), hash);
        if (!sketch.n_runs) continue;
        sqlite3_bind_int64(p->put_band, 1, hash);
        sqlite3_bind_int(p->put_band, 2, a->day == DG_DAY_NONE ? NO_DAY : a->day);
        sqlite3_bind_int64(p->put_band, 3, a->n);
        rc = once(p, p->put_band);
    }
    return rc;
}

/* Places the next article; *ret_more is false when there was none. */
static int place_one(placing *p, bool *ret_more) {
    int step = sqlite3_step(p->open), rc = 0;
    article a;
    *ret_more = step == SQLITE_ROW;
    if (*ret_more && !read_article(p->open, p->arena, &a)) rc = no_memory(p);
    if (!*ret_more && step != SQLITE_DONE) rc = failed(p);
    sqlite3_reset(p->open);
    if (rc || !*ret_more) return rc;
    bind_str(p->set, 1, a.family);
    sqlite3_bind_int64(p->set, 2, a.n);
    rc = once(p, p->set);
    if (!rc) rc = put_bands(p, &a);
    if (!rc) rc = link_all(p, &a, p->near);
    bind_str(p->address, 2, a.url);
    if (!rc && a.url.n) rc = link_all(p, &a, p->address);
    return rc;
}

int dg_versions_join(dg_store *s, dg_err *err) {
    placing p = {.db = dg_store_db(s), .store = s, .err = err};
    p.arena = dg_arena_new(CEILING);
    int rc = p.arena ? 0 : no_memory(&p);
    for (uint32_t i = 0; i < DG_LEN(statements) && !rc; i++)
        if (sqlite3_prepare_v2(p.db, statements[i].sql, -1, slot(&p, i), NULL) != SQLITE_OK)
            rc = failed(&p);
    for (bool more = true; more && !rc;) {
        rc = place_one(&p, &more);
        dg_arena_reset(p.arena);
    }
    for (uint32_t i = 0; i < DG_LEN(statements); i++) sqlite3_finalize(*slot(&p, i));
    dg_arena_free(p.arena);
    return rc;
}

int dg_versions_list(const dg_store *s, dg_arena *arena, uint32_t *ret_n, dg_source **ret,
                     dg_err *err) {
    static const char sql[] =
        "SELECT a.n,a.id,a.uri,a.outlet,a.lang,a.title,a.published_from,a.published_to,v.family"
        " FROM version v JOIN article a ON a.n=v.article WHERE v.family IN (SELECT family FROM "
        "version GROUP BY family HAVING count(*)>1) ORDER BY v.family,a.published_from IS NULL,"
        "a.published_from DESC,a.id";
    sqlite3_stmt *st = NULL;
    dg_source *found = NULL;
    uint32_t n = 0, cap = 0;
    bool ok = true;
    int step = SQLITE_DONE;
    if (sqlite3_prepare_v2(dg_store_db(s), sql, -1, &st, NULL) != SQLITE_OK)
        return dg_store_error(s, "versions", err);
    while (ok && (step = sqlite3_step(st)) == SQLITE_ROW) {
        dg_source one = {.article = sqlite3_column_int64(st, 0), .published = DG_DAYS_NONE};
        dg_days from, to;
        one.id = column(st, 1, arena, &ok), one.uri = column(st, 2, arena, &ok);
        one.outlet = column(st, 3, arena, &ok), one.lang = column(st, 4, arena, &ok);
        one.title = column(st, 5, arena, &ok);
        dg_str a = column(st, 6, arena, &ok), b = column(st, 7, arena, &ok);
        if (a.p && b.p && !dg_days_parse(a, &from) && !dg_days_parse(b, &to))
            one.published = (dg_days){from.from, to.to};
        one.family = column(st, 8, arena, &ok);
        ok = ok && DG_PUSH(arena, found, n, cap, one);
    }
    int rc = !ok                   ? dg_err_set(err, DG_E_NOMEM, 0, "versions")
             : step != SQLITE_DONE ? dg_store_error(s, "versions", err)
                                   : 0;
    sqlite3_finalize(st);
    if (!rc) *ret_n = n, *ret = found;
    return rc;
}
