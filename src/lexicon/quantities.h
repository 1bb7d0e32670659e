/* quantities.h: lexicon/quantities.tsv: numerals, scales, currencies, units and counted things of
 * each language. Const after loading, shared by all threads. */
#ifndef DG_LEX_QUANTITIES_H
#define DG_LEX_QUANTITIES_H

#include "base/arena.h"
#include "base/err.h"

/* C name, name in the table; the table's head says what each means */
#define DG_AMOUNT_MAP(X)                                                                           \
    X(NUMBER, "number")                                                                            \
    X(SCALE, "scale")                                                                              \
    X(FRACTION, "fraction")                                                                        \
    X(DECIMAL, "decimal")                                                                          \
    X(CURRENCY, "currency") X(UNIT, "unit") X(NOUN, "noun") X(VERB, "verb") X(UP, "up")            \
        X(DOWN, "down") X(BY, "by") X(TO, "to") X(RANGE, "range") X(MIN, "min") X(MAX, "max")      \
            X(ABOUT, "about") X(AGE, "age") X(FOR, "for")
typedef enum {
#define X(name, text) DG_AMOUNT_##name,
    DG_AMOUNT_MAP(X)
#undef X
        DG_AMOUNT_N
} dg_amount_sort;

#define DG_AMOUNT_WORDS 4u /* most words of a form */

typedef struct dg_amount {
    uint8_t sort;  /* dg_amount_sort */
    uint8_t kind;  /* dg_quantity_kind of doc.h, of units, nouns and verbs */
    double number; /* of numerals, scales, fractions */
    dg_str name;   /* ISO 4217 code of a currency, name of a unit */
    uint32_t next; /* another entry of the same form, or DG_NONE */
} dg_amount;

typedef struct dg_quantities dg_quantities;

/* Reads dir/quantities.tsv. DG_E_LEXICON names file and line: unknown sort or kind, a value that is
 * no number. */
int dg_quantities_load(const char *dir, dg_arena *arena, dg_quantities **ret, dg_err *err);
/* The number of the language's column; DG_NONE when the table has none. "nn" reads as "nb". */
uint32_t dg_quantities_lang(const dg_quantities *q, const char *lang);
/* The entry of this sort for a form (lower case, single blanks), or NULL. O(entries of the form).
 */
const dg_amount *dg_amount_find(const dg_quantities *q, uint32_t lang, dg_str form,
                                dg_amount_sort sort);
/* The decimal mark: '.' or ','. */
char dg_quantities_decimal(const dg_quantities *q, uint32_t lang);

#endif
