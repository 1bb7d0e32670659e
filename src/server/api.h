/* api.h: what GET /api/v1/… answers: one table of resources, each a function of the archive and the
 * question. web/openapi.json is the contract; tests/api holds every resource to it. */
#ifndef DG_API_H
#define DG_API_H

#include "server/asked.h"

typedef struct dg_api {
    const dg_names *names;
    dg_phrases phrases[DG_API_LANGS]; /* in each language, over the same names */
} dg_api;

/* Loads the words of all languages from the lexicon's folder. The arena outlives ret. Errors: those
 * of dg_names_load and dg_phrases_load. */
int dg_api_load(const char *lexicon, dg_arena *arena, dg_api *ret, dg_err *err);

typedef struct dg_api_request {
    const dg_api *api;
    const dg_store *store; /* one thread's */
    dg_arena *arena;       /* the request's */
    dg_str id;             /* behind the resource's name: "stories/ID"; p NULL: none */
    dg_api_asked asked;
} dg_api_request;

/* Is there such a resource (with an id, or without)? Where there is, its number, else DG_NONE. */
uint32_t dg_api_find(dg_str name, bool with_id);
/* Appends the answer to out; *ret_type its media type. DG_E_NOT_FOUND: no such id; DG_E_ARG: the
 * question is none; else DG_E_STORE, DG_E_NOMEM. */
int dg_api_answer(uint32_t resource, const dg_api_request *r, dg_buf *out, const char **ret_type,
                  dg_err *err);

/* One happening as the lists have it, for the stream of new ones; nothing when it is gone.
 * DG_E_STORE, DG_E_NOMEM. */
int dg_api_happening(const dg_api_request *r, dg_str id, dg_buf *out, dg_err *err);

#endif
