/* who.h: what the steps of dg_read_mentions hand to one another. Only mentions*.c, phrases.c,
 * coref*.c, people.c and entities.c include it.
 *
 *   mentions.c  tables + names of the parser ─► hits: stretches of tokens that name somebody
 *   phrases.c   which hits belong together:     role ─ its country, role ─ the person who has it
 *   people.c    names of persons ─► entities    (spellings, family names, the lexicon's people)
 *   coref.c     roles, pronouns, "the pair" ─► the entity they mean
 *   entities.c  the order of these, and the layer written into the document */
#ifndef DG_WHO_H
#define DG_WHO_H

#include "base/map.h"
#include "doc/doc.h"
#include "lexicon/names.h"

/* Kinds of hits: dg_name_kind, and names that only the parser knows. */
enum { DG_HIT_PER = DG_NAME_N, DG_HIT_ORG, DG_HIT_LOC };

/* Classes of small words (pronouns.tsv), bits of dg_who.classes. */
enum {
    DG_WORD_OF = 1,
    DG_WORD_AT = 2,
    DG_WORD_TO = 4,
    DG_WORD_LOCATIVE = 8,
    DG_WORD_INDEFINITE = 16,
    DG_WORD_DEFINITE = 32,
    DG_WORD_AND = 64,
    DG_WORD_MR = 128,
    DG_WORD_MS = 256,
    DG_WORD_EX = 512,
    DG_WORD_NOT_NAME = 1024,
    DG_WORD_GIVEN_HE = 2048,
    DG_WORD_GIVEN_SHE = 4096,
    DG_WORD_ALSO_NAME = 8192,
    DG_WORD_SINGULAR = 16384,
    DG_WORD_HOUSE = 32768,
    DG_WORD_IMPERSONAL = 65536,
    DG_WORD_LEAVE = 131072,
    DG_WORD_GIVEN_PLACE = 262144,
    DG_WORD_NOT_FAMILY = 524288,
    DG_WORD_SETTING = 1048576,
    DG_WORD_POLITE = 2097152,
};

enum { DG_HIT_OWNERS = 4 };

typedef struct dg_hit {
    uint32_t from, to;   /* tokens of the name or noun itself */
    uint32_t start, end; /* tokens of the phrase: with article, owner, what stands behind */
    uint32_t head;       /* syntactic head in [from, to) */
    uint8_t kind;
    bool genitive, plural, indefinite, definite, past;
    bool leaning;            /* "pro-Russian", "iranskstøttet": not the country's own */
    bool in_quote;           /* inside quotation marks */
    bool gone;               /* taken out: part of another name, or no name at all */
    const dg_name *row;      /* NULL for the parser's names */
    const dg_name *modifier; /* left part of a compound: "US" in "US-Präsident" */
    dg_name_hits rows;       /* all that the phrase can mean */
    char country[4];         /* of an organisation, from the words of its name */
    uint32_t n_owners;
    uint32_t owners[DG_HIT_OWNERS]; /* hits that it belongs to: "russische" of "Präsident" */
    uint32_t person;   /* role: the hit of the person who has it; person: the hit of the role; or
                          DG_NONE */
    uint32_t entity;   /* or DG_NONE */
    const char *found; /* for --explain: how the stretch was found, and why it means its entity */
    dg_why why;
} dg_hit;

enum { DG_NAME_WORDS = 8, DG_BEING_MEMBERS = 8 };

/* An entity while it is being built. */
typedef struct dg_being {
    dg_entity e;
    uint8_t gender;   /* dg_gender MASC, FEM or 0 */
    bool sure_gender; /* said by a title, not by the grammar of an office */
    bool plural;
    uint32_t uses;      /* names and adjectives of it in the whole article */
    const dg_name *row; /* people.tsv or NULL */
    dg_str role_id;     /* roles.tsv, or institutions.tsv */
    uint32_t n_words;   /* person: the skeletons of the words of the fullest name */
    dg_str words[DG_NAME_WORDS];
    uint32_t n_members, members[DG_BEING_MEMBERS];
    dg_range fullest; /* where its fullest name stands; for --explain */
} dg_being;

typedef struct dg_who {
    const dg_names *names;
    dg_doc *doc;
    dg_arena *arena;
    uint32_t langs;
    int year;          /* of publication, 0 unknown */
    uint32_t *classes; /* [n_tokens] DG_WORD_… */
    uint32_t *hit_at;  /* [n_tokens] the hit that covers the token, or DG_NONE */
    uint8_t *quoted;   /* [n_tokens] inside quotation marks */
    uint32_t n_hits, cap_hits;
    dg_hit *hits; /* ascending, not overlapping */
    uint32_t n_beings, cap_beings;
    dg_being *beings;
    uint32_t most_uses, all_uses; /* of the country named most; of all countries */
    char only[4];                 /* the only country of the article, or "" */
    char theme[4];                /* the country that most is about, when it clearly is; else "" */
    dg_map by_key;                /* kind and key -> being + 1 */
    dg_map by_word;  /* skeleton of a word of a name -> being + 1, the last that had it */
    dg_map families; /* last words of the parser's longer names of persons */
    dg_map acronyms; /* "ZRA" of "Zambezi River Authority (ZRA)" -> first token of the long name */
    bool tagged;     /* the parser said something */
    dg_why note;     /* of the reference being resolved; dg_who_note */
    bool full;       /* a ceiling was reached */
    bool no_memory;
} dg_who;

/* A code of three letters at most into out[4]; `from` ends with a NUL. */
static inline void dg_who_code(char out[4], const char *from) {
    char code[4] = {0};
    for (uint32_t n = 0; n < 3 && from[n]; n++) code[n] = from[n];
    memcpy(out, code, 4);
}

/* Notes why, for --explain: the rule, and the other words that it rests on ({0, 0}: none). */
static inline void dg_who_note(dg_who *w, const char *rule, dg_range words) {
    w->note = (dg_why){.rule = rule, .words = words};
}
static inline dg_range dg_who_span(const dg_who *w, const dg_hit *h) {
    return (dg_range){w->doc->tokens[h->from].span.from, w->doc->tokens[h->to - 1].span.to};
}

/* Is token t, in the phrase that covers it, a word of one of these classes? */
static inline bool dg_who_in_class(const dg_who *w, uint32_t t, uint32_t bits) {
    return w->classes[t] & bits;
}

/* Is the sector one of a state's own? */
static inline bool dg_who_of_state(const char *sector) {
    return dg_sector_in(sector, "GOV MIL LEG JUD COP SPY");
}

/* mentions.c */
int dg_who_find(dg_who *w);
dg_str dg_who_text(const dg_who *w, uint32_t from,
                   uint32_t to);                  /* the bytes of tokens [from, to) */
bool dg_who_capital(const dg_who *w, uint32_t t); /* does token t begin with a capital? */
bool dg_who_is_state(const dg_hit *h);            /* country, adjective, people, capital, seat */
bool dg_who_is_many(const dg_who *w,
                    const dg_name *row); /* an office of many in any form ("troops") */
bool dg_who_is_name(const dg_hit *h);    /* a person's name */
uint32_t dg_who_head(const dg_who *w, uint32_t from, uint32_t to);
/* The classes of token t asked for itself, whatever phrase covers it. */
uint32_t dg_who_class(const dg_who *w, uint32_t t);
/* "based", "ejede" behind a country's name: at home there, and no mere friend ("backed"). */
bool dg_who_is_rooted(const dg_who *w, dg_str word);

/* phrases.c */
void dg_who_join(dg_who *w);

/* The country that the owners of a hit tell: alpha-3, IGO …; "" when none does. */
const char *dg_who_owner_country(const dg_who *w, const dg_hit *h);
/* The sector of an office; where its row has none (a spokesman), that of whom it serves. */
const char *dg_who_owner_sector(const dg_who *w, const dg_hit *h);

/* people.c */
/* The key of a person whom no table knows; p NULL without memory. */
dg_str dg_who_person_key(dg_who *w, dg_str name);
void dg_who_people(dg_who *w);

/* coref.c */
void dg_who_refer(dg_who *w);
/* local.c: the country of police, rebels, courts that the text names only so. */
void dg_who_locate(dg_who *w);
/* The country of the only place in which the sentence is set ("in Lima"), the hit i itself aside;
 * "" when there is none, or several. */
const char *dg_who_set_in(const dg_who *w, uint32_t i, uint32_t sentence);
/* coref_named.c: the entity of a kind and key, made when it is new; DG_NONE when there are too
 * many. */
uint32_t dg_who_being(dg_who *w, uint8_t kind, dg_str key, dg_str name, const char *why);

#endif
