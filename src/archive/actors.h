/* actors.h: who stands in the archive: every actor with its forms, offices, countries and counts;
 * and the corrections a person makes when two actors are one, or one is two.
 *
 * A correction is written down (correction.h), applied to what is there, and obeyed by whatever is
 * added later; stories and happenings that it touches are joined anew.
 *
 * Errors besides those named: DG_E_STORE, DG_E_NOMEM. */
#ifndef DG_ACTORS_ARCHIVE_H
#define DG_ACTORS_ARCHIVE_H

#include "archive/store.h"

typedef struct dg_counted {
    dg_str text;
    uint32_t n; /* articles */
} dg_counted;

typedef struct dg_actor {
    dg_str key, kind, name; /* name: the commonest form */
    uint32_t n_articles, n_events, n_quotes;
    uint32_t n_forms, n_offices, n_countries, n_read; /* commonest first */
    dg_counted *forms, *offices, *countries;
    dg_counted *read; /* what the reading called it; more than one after a merge */
} dg_actor;

typedef struct dg_actors_query {
    dg_str words;   /* a key, or part of a form (ASCII letters in any case); p NULL: all */
    dg_str key;     /* the key that the words have by their spelling; p NULL: none */
    dg_str kind;    /* p NULL: any */
    uint32_t limit; /* 0: all */
} dg_actors_query;

/* The most often named first. Strings are copies in the arena. */
int dg_actors_find(const dg_store *s, const dg_actors_query *q, dg_arena *arena, uint32_t *ret_n,
                   dg_actor **ret, dg_err *err);

/* The actor that is meant by a key, also one merged into another, or by the whole form of a name;
 * `asked` itself when there is none. */
int dg_actors_resolve(const dg_store *s, dg_str asked, dg_arena *arena, dg_str *ret, dg_err *err);

/* Makes `other` the same actor as `key`. *ret_n: entities that changed. DG_E_ARG: they are one
 * already, or the archive does not know one of them. The store is open to write, no transaction is
 * open. */
int dg_actors_merge(dg_store *s, dg_str key, dg_str other, uint32_t *ret_n, dg_err *err);

/* Takes apart what is one: `what` is a key merged into `key` before (that is undone), a country
 * ("USA": whoever of the name is of that country), or a form of the name. *ret: the new actor's
 * key, in the arena. DG_E_ARG: `what` is none of these. */
int dg_actors_split(dg_store *s, dg_str key, dg_str what, dg_arena *arena, dg_str *ret,
                    uint32_t *ret_n, dg_err *err);

#endif
