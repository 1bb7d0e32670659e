/* names.h: every name, office and word for who is meant, as one index from phrases to rows of the
 * tables countries, regions, organisations, institutions, roles, people, outlets and pronouns
 * (docs/LEXICON.md).
 *
 *   "Russlands"  ─► strip a genitive ─► "russland" ─► row RUS name       (de da nb)
 *   "CHINA"      ─► fold the case    ─► "china"    ─► row CHN name
 *   "Vizeaußenminister" ─► no row    ─► compound: prefix + row foreign-minister
 *
 * Case: a capital of the listed form must be a capital in the text, a small letter may be either
 * ("Foreign Minister", "CHINA"); an acronym of four letters and more may also be written with one
 * capital ("Nato"). Built once by dg_names_load, then const and shared by all threads. cost: load
 * O(forms), about 47 million instructions and 34 of sounds beside them; a look-up is one hash of
 * the phrase, one more for each genitive ending. */
#ifndef DG_NAMES_H
#define DG_NAMES_H

#include "base/arena.h"
#include "base/err.h"
#include "lexicon/spelling.h"

typedef enum {
    DG_NAME_COUNTRY,   /* Russia */
    DG_NAME_ADJECTIVE, /* Russian, russische */
    DG_NAME_PEOPLE,    /* Russians, russerne */
    DG_NAME_CAPITAL,   /* Moscow: the town or the government */
    DG_NAME_SEAT,      /* Kremlin */
    DG_NAME_CITY,      /* Kazan */
    DG_NAME_REGION,    /* the West */
    DG_NAME_ORGANISATION,
    DG_NAME_INSTITUTION, /* foreign ministry: of the country that goes with it */
    DG_NAME_ROLE,        /* foreign minister */
    DG_NAME_PERSON,
    DG_NAME_OUTLET,
    DG_NAME_PRONOUN, /* he; also "the two countries": key is the kind of pronouns.tsv */
    DG_NAME_N
} dg_name_kind;

/* An office somebody held: role id, first and last year (0: from ever, 9999: to this day). */
typedef struct dg_office {
    dg_str role;
    uint16_t from, to;
} dg_office;

/* One row of a table. */
typedef struct dg_name {
    dg_str key;  /* country code, region key, organisation key, role id, person's key, kind of
                    pronoun */
    dg_str form; /* its first listed form, for keys and messages */
    dg_str sub; /* the row's `kind` (igo, capital, parliament …); p NULL when the table has none */
    char country[4]; /* alpha-3, IGO, NGO, MNC or "" */
    char sector[4];  /* PLOVER sector or "" */
    uint8_t kind;    /* dg_name_kind */
    char gender;     /* of a person: 'm', 'f', or 0: the given name tells, or nobody knows */
    uint32_t n_offices;
    const dg_office *offices;
    const char *why; /* "countries.tsv:17", for --explain */
} dg_name;

typedef struct dg_names dg_names;

enum { DG_NAME_HITS = 8 }; /* rows that one phrase can mean */
typedef struct dg_name_hits {
    uint32_t n;
    const dg_name *rows[DG_NAME_HITS]; /* in the order of the tables above */
    bool genitive;                     /* an ending was taken off */
    bool plural, singular;             /* what the ending of the stem tells; neither: nothing */
} dg_name_hits;

/* The parts of a compound: "Sicherheitsratssekretär", "US-Präsident", "NATO-talsmann". */
typedef struct dg_compound {
    dg_name_hits head; /* rows of the right part; n may be 0 ("Ukrainekonflikt") */
    dg_name_hits
        modifier;   /* rows of the left part; n may be 0 ("Wirtschaftsminister"); never both */
    uint32_t split; /* byte of the word where the right part begins */
} dg_compound;

/* Reads the tables below dir. A table that is not there is left out. DG_E_LEXICON names file and
 * line. */
int dg_names_load(const char *dir, dg_arena *arena, dg_names **ret, dg_err *err);
/* The same on two threads, each with an arena of its own; both must live as long as the names. */
int dg_names_load_both(const char *dir, dg_arena *arena, dg_arena *sounds, dg_names **ret,
                       dg_err *err);

/* The bits of a language's columns; all bits when there is no such language. */
uint32_t dg_names_lang(const dg_names *n, dg_str lang);
/* Most bytes of a phrase whose first word is the word at the beginning of s (genitive endings not
 * counted); 0: none. */
uint32_t dg_names_longest(const dg_names *n, dg_str s);
/* The rows of one whole phrase as it stands in the text; false when there is none. */
bool dg_names_find(const dg_names *n, dg_str phrase, uint32_t langs, dg_name_hits *ret);
/* Takes one word apart at its last hyphen, else (where the language writes compounds solid) before
 * the longest right part that is a role or an institution, else behind a country's name; false when
 * it is no such compound. */
bool dg_names_compound(const dg_names *n, dg_str word, uint32_t langs, dg_compound *ret);

/* Are compounds of this language written in one word? */
bool dg_names_solid(const dg_names *n, uint32_t langs);

/* The name behind a prefix and a hyphen ("Anti-Thatcher"), or all of it. */
dg_str dg_names_unprefix(const dg_names *n, dg_str name, uint32_t langs);

/* The row of a country by its code, or NULL. */
const dg_name *dg_names_country(const dg_names *n, dg_str code);
/* How names of persons are spelled: for keys of those whom people.tsv does not know. */
const dg_spelling *dg_names_spelling(const dg_names *n);
/* The person with this full name in any spelling (spelling.h), or NULL; two words or more.
 * scratch is given back as it was. */
const dg_name *dg_names_person(const dg_names *n, dg_arena *scratch, dg_str name);
/* Writes at most cap persons with this family name to out; returns how many. Nobody spelled so:
 * those whose name sounds so, unless exact is asked for. */
uint32_t dg_names_family(const dg_names *n, dg_arena *scratch, dg_str family, bool exact,
                         const dg_name *out[], uint32_t cap);
/* Does the row `kind` of pronouns.tsv list `what` in its column `ids`? ("family-first", "CHN"):
 * names begin with the family's; ("sent-role", "ambassador"): the place behind it is where it is
 * sent to. */
bool dg_names_listed(const dg_names *n, const char *kind, dg_str what);
/* The name of a country, or by its key of an organisation, in a language (bits of dg_names_lang):
 * its first listed form; p NULL when unknown. */
dg_str dg_names_label(const dg_names *n, dg_str code, uint32_t langs);
/* The same for other rows: an office by its id, a body that every country has by its id, a capital
 * by its country's code; p NULL for kinds that have no label. */
dg_str dg_names_label_of(const dg_names *n, dg_name_kind kind, dg_str row_key, uint32_t langs);
/* The sector of an office by its id in roles.tsv; "" when there is no such office. */
const char *dg_names_sector(const dg_names *n, dg_str role);
/* Did the person hold the office (any office when role.p is NULL) in that year? year 0: ever. */
bool dg_name_held(const dg_name *person, dg_str role, int year);

#endif
