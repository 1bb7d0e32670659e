/* reporting.h: the words that report what somebody said: lexicon/reporting.tsv as a look-up by
 * language and first word.
 *
 *   "fügte"  ─►  entry {add, verb, rest "hinzu", gap}  ─next─►  entry {add, verb, rest "an", gap}
 *   "nach"   ─►  entry {according, prep, rest "angaben"} ─next─► …
 *
 * Const after loading, shared by all threads. Source of the table: written by hand (see its head
 * for the kinds). */
#ifndef DG_REPORTING_H
#define DG_REPORTING_H

#include "base/arena.h"
#include "base/err.h"

/* C name, name in the table; the table's head says what each means */
#define DG_REPORT_MAP(X)                                                                           \
    X(VERB, "verb")                                                                                \
    X(WEAK, "weak")                                                                                \
    X(UTTER, "utter") X(RESUME, "resume") X(ACT, "act") X(SHOW, "show") X(NOUN, "noun")            \
        X(OFFICE, "office") X(HUMAN, "human") X(ANON, "anon") X(PREP, "prep") X(POSTP, "postp")    \
            X(SO, "so") X(IMPERSONAL, "none") X(THAT, "that") X(WHETHER, "whether")                \
                X(DEMO, "demo") X(HOW, "how") X(TO, "to") X(FROM, "from") X(AGENT, "agent")        \
                    X(NAME, "name") X(SCARE, "scare") X(NEG, "neg") X(AUX, "aux")                  \
                        X(MODAL, "modal") X(PASSIVE, "passive") X(MOOD, "mood") X(FIRST, "first")  \
                            X(HE, "he") X(RELATIVE, "relative") X(AND, "and") X(DASH, "dash")      \
                                X(V2, "v2")
typedef enum {
#define X(name, text) DG_REPORT_##name,
    DG_REPORT_MAP(X)
#undef X
        DG_REPORT_N
} dg_report_kind; /* DASH and V2 are habits of the language, not words; the others fit in 32 bits */

typedef struct dg_report {
    dg_str id;
    dg_str first;   /* lower case */
    dg_str rest;    /* lower case, words joined by one space; n 0 for a single word */
    uint32_t next;  /* another entry that begins with the same word, or DG_NONE */
    uint8_t kind;   /* dg_report_kind */
    uint8_t stance; /* dg_stance of doc.h */
    bool gap;       /* rest (one word) stands later in the clause: "fügte … hinzu" */
} dg_report;

typedef struct dg_reporting dg_reporting;

/* Reads dir/reporting.tsv. DG_E_LEXICON names file and line: unknown kind or stance, missing
 * column. */
int dg_reporting_load(const char *dir, dg_arena *arena, dg_reporting **ret, dg_err *err);

/* The number of the language's column, for dg_report_first; DG_NONE when the table has none. "nn"
 * reads as "nb". */
uint32_t dg_reporting_lang(const dg_reporting *r, const char *lang);
/* First entry whose first word is `word` (lower case), or NULL; the others hang on `next`. O(1). */
const dg_report *dg_report_first(const dg_reporting *r, uint32_t lang, dg_str word);
/* The entry behind e, or NULL. */
const dg_report *dg_report_next(const dg_reporting *r, const dg_report *e);
/* Bit k is set when `word` alone (no rest) is of kind k. O(entries of the word). */
uint32_t dg_report_kinds(const dg_reporting *r, uint32_t lang, dg_str word);
/* Has the language this habit: DG_REPORT_DASH or DG_REPORT_V2, "yes" in its column? */
bool dg_reporting_habit(const dg_reporting *r, uint32_t lang, dg_report_kind habit);

#endif
