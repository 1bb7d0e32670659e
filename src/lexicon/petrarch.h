/* petrarch.h: dictionaries of PETRARCH and TABARI (CAMEO) as tables of this lexicon.
 *
 *   actors  PERUVIA_ [PER]            ─► countries.tsv      a code that is a country's alone
 *           NORTH_FISH_COUNCIL [IGO]  ─► organisations.tsv  any other code without dates
 *           JANE_DOE                  ─► people.tsv         codes with dates: those who held
 * offices +J._DOE [PERGOV 010101-050101] agents  HERDER {HERDERS} [~AGR]   ─► roles.tsv verbs   ---
 * GIVE [070] ---        ─► frames/TYPE.tsv    CAMEO's code as PLOVER's type
 *           - * &CURRENCY TO + [071]
 *
 * Names are in capitals there: they get capitals at the beginnings of words, short ones of one word
 * (acronyms) stay. What is said only with a year is lost (the last code is taken), and so are
 * patterns that ask for words before the verb, [---] (no event), discards and issues: counted, not
 * guessed at. source: the format's documentation in petrarch2 (docs/source/dictionaries.rst). */
#ifndef DG_PETRARCH_H
#define DG_PETRARCH_H

#include "base/buf.h"
#include "lexicon/names.h"

typedef enum {
    DG_PETRARCH_COUNTRIES,
    DG_PETRARCH_ORGANISATIONS,
    DG_PETRARCH_PEOPLE,
    DG_PETRARCH_ROLES,
    DG_PETRARCH_FRAMES, /* one a type of PLOVER */
    DG_PETRARCH_TABLES = DG_PETRARCH_FRAMES + 16
} dg_petrarch_table;

typedef struct dg_petrarch {
    const dg_names *names; /* the own lexicon: who is known already, which codes are countries */
    dg_buf tables[DG_PETRARCH_TABLES]; /* rows, without the head line */
    uint32_t n_rows[DG_PETRARCH_TABLES];
    uint32_t n_left_out; /* records and patterns that no table can say */
} dg_petrarch;

/* names outlive it. Free it in the end. */
void dg_petrarch_init(dg_petrarch *p, const dg_names *names);
void dg_petrarch_free(dg_petrarch *p);
/* Adds one dictionary; which of the three it is, its lines say. arena is for the work only.
 * DG_E_SYNTAX: it is none of them; DG_E_ENCODING (err->at: the byte), DG_E_NOMEM. */
int dg_petrarch_add(dg_petrarch *p, dg_str bytes, dg_arena *arena, dg_err *err);

/* "countries.tsv", "frames/AID.tsv", in out; and the line of its columns. */
void dg_petrarch_file(dg_petrarch_table table, char out[64], const char **ret_columns);

#endif
