/* question.h: the named questions, and how what a person writes becomes one of them. The command
 * line, the library and the server ask through it, so that "China", "Kina" and CHN are the same
 * party to all three, and a wrong day is refused in the same words.
 *
 *   name, words, filters (strings) ─► dg_asked ─► party look-up, corrections ─► dg_ask ─► answer */
#ifndef DG_QUESTION_H
#define DG_QUESTION_H

#include "answers/answer.h"

typedef enum { DG_TAKES_PARTIES, DG_TAKES_WORDS, DG_TAKES_ID } dg_takes;

typedef struct dg_question {
    const char *name;
    int (*answer)(const dg_ask *ask, dg_buf *out, dg_err *err);
    dg_takes takes;
    uint32_t least, most; /* words that it takes: parties, words to look for, an id */
    const char *missing;  /* what to say when there are fewer or more */
    bool writes;          /* remembers something in the archive, which must be open to write */
} dg_question;

enum { DG_N_QUESTIONS = 11 };
extern const dg_question dg_questions[DG_N_QUESTIONS];
/* NULL when there is no such question. */
const dg_question *dg_question_find(const char *name);

/* A question as it was written. Begin with dg_asked_begin; strings stay the caller's. */
typedef struct dg_asked {
    const dg_question *question;
    const char *const *words; /* [n_words] */
    uint32_t n_words;
    const char *by, *about, *type, *in; /* NULL: not given; in: the language of text answers */
    dg_days since, until;
    uint32_t limit; /* 0: all */
    dg_as as;
} dg_asked;

/* A question with nothing given yet. */
void dg_asked_begin(dg_asked *a, const dg_question *question);
/* key: since, until (a day, month or year), type (a PLOVER type), limit (1 to 1000000), format
 * (text, md, json, csv, svg, atom), by, about (parties), in (a language). DG_E_ARG with the
 * complaint in err->text; DG_E_NOT_FOUND when there is no such key. */
int dg_asked_set(dg_asked *a, const char *key, const char *value, dg_err *err);
/* Are there as many words as the question takes? DG_E_ARG with the complaint. */
int dg_asked_check(const dg_asked *a, dg_err *err);

/* "China", "Kina", "Kreml", "CHN" ─► CHN; "Lavrov" ─► the one person of that name; anything else is
 * taken for an actor's key ("un"). NULL gives p NULL. In the arena, which holds the names or lives
 * as long. */
dg_str dg_party_meant(const dg_names *names, const char *word, dg_arena *arena);

/* The actor of this archive that is meant: dg_party_meant, and what corrections made of it. Errors:
 * DG_E_STORE, DG_E_NOMEM. */
int dg_party_resolve(const dg_store *store, const dg_names *names, const char *word,
                     dg_arena *arena, dg_str *ret, dg_err *err);

/* Answers: appends the whole answer to out. phrases holds the names too. Errors: those of the
 * answers (answer.h), and DG_E_ARG of dg_asked_check. */
int dg_asked_answer(const dg_asked *a, const dg_store *store, const dg_phrases *phrases,
                    dg_arena *arena, dg_buf *out, dg_err *err);

#endif
