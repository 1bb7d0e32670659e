/* asked.h: the query of an address as a question: filters, page, language. What no question knows
 * is refused by its name, so that a mistyped filter never looks like an answer.
 *
 *   actor=CHN&since=2024&limit=30&cursor=2024-03-12~9f… ─► dg_api_asked */
#ifndef DG_ASKED_H
#define DG_ASKED_H

#include "answers/question.h"
#include "archive/lists.h"

enum { DG_API_LANGS = 4, DG_API_MOST = 200, DG_API_USUAL = 30 };
extern const char *const dg_api_langs[DG_API_LANGS];

typedef struct dg_api_asked {
    dg_filter filter;
    dg_slice slice;
    uint32_t lang; /* of phrases: index of dg_api_langs */
    dg_str step;   /* day, week, month; p NULL: not given */
    dg_str prefix; /* of names; p NULL: not given */
} dg_api_asked;

/* Sets one parameter, percent-decoded UTF-8. names and store tell who is meant. Strings lie in the
 * arena. DG_E_ARG with the complaint, DG_E_NOMEM, DG_E_STORE. */
int dg_api_set(dg_api_asked *a, const dg_store *store, const dg_names *names, const char *key,
               const char *value, dg_arena *arena, dg_err *err);
void dg_api_begin(dg_api_asked *a);

/* Words as a person types them for FTS5: each in quotation marks, "…" a phrase, * at an end a
 * beginning. p NULL without memory; n 0 where no word is left. */
dg_str dg_api_words(dg_str typed, dg_arena *arena);

#endif
