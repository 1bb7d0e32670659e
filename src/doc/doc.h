/* doc.h: one article and its layers. Plain structs, flat arrays, one arena; no behaviour but small
 * look-ups.
 *
 *   source ─► page ─► language ─► parse ─────────► reading
 *   uri       title   lang        sentences         mentions ─ entities
 *   format    text    lang_p      tokens, trees     times, quotes, events
 *             published           names (BIO)
 *
 * Each stage takes a const dg_doc and writes one new layer. Positions are byte offsets into
 * doc->text; tokens, mentions, entities, times, quotes and events are known by their index; DG_NONE
 * is "none". All memory belongs to the document's arena and goes with it. `doc->text` is valid
 * UTF-8, NFC, at most DG_MAX_TEXT bytes. */
#ifndef DG_DOC_H
#define DG_DOC_H

#include "base/arena.h"
#include "base/base.h"
#include "base/date.h"
#include "doc/limits.h"
#include "doc/plover.h"
#include "doc/ud.h"

typedef enum {
    DG_FORMAT_AUTO,
    DG_FORMAT_TEXT,
    DG_FORMAT_HTML,
    DG_FORMAT_JSONL,
    DG_FORMAT_WARC,
    DG_FORMAT_FEED,
    DG_FORMAT_CSV,
    DG_FORMAT_OPML, /* a list of feeds: no articles */
    DG_FORMAT_N
} dg_format;
typedef enum {
    DG_BASIS_NONE,
    DG_BASIS_METADATA,
    DG_BASIS_HEADER,
    DG_BASIS_GIVEN,
    DG_BASIS_TEXT
} dg_basis;

/* What a page is (page/). Of an index, a cookie wall and an error page the record has text and
 * kind only: nothing in them is a report. */
typedef enum {
    DG_KIND_ARTICLE,
    DG_KIND_PAYWALL, /* the beginning of an article, the rest is for subscribers */
    DG_KIND_TEASER,  /* a feed's summary of an article */
    DG_KIND_LIVE,    /* entries with a time of day each */
    DG_KIND_VIDEO,
    DG_KIND_GALLERY,
    DG_KIND_INDEX, /* a front page, a section, a search: headlines of articles */
    DG_KIND_COOKIES,
    DG_KIND_ERROR,
    DG_KIND_N
} dg_page_kind;
static inline bool dg_kind_is_report(uint8_t kind) {
    return kind < DG_KIND_INDEX;
}

/* ---- tokens and trees (language/, parse/) ---- */

typedef struct dg_sentence {
    dg_range span;     /* from its first token's first byte to its last token's end */
    uint32_t from, to; /* tokens [from, to) */
} dg_sentence;

/* A syntactic word. The words of a multiword token ("zum" = zu + dem) share the span of the whole.
 */
typedef struct dg_token {
    dg_range span;
    dg_str form; /* the word; for a plain token the bytes of span */
    dg_str lemma;
    uint32_t head; /* absolute token index in doc->tokens; DG_NONE for the root */
    uint32_t sentence;
    dg_feats feats;
    uint8_t upos;     /* dg_upos */
    uint8_t rel, sub; /* dg_rel, dg_sub */
    uint8_t ner;      /* dg_ner: BIO label */
    uint8_t mwt_at,
        mwt_n;      /* word mwt_at (0-based) of mwt_n in a multiword token; mwt_n 0: plain token */
    dg_str rel_str; /* the full relation, "nsubj:pass" */
    dg_str feats_str; /* UD feature string or "_" */
} dg_token;

typedef enum {
    DG_NER_O,
    DG_NER_B_PER,
    DG_NER_I_PER,
    DG_NER_B_ORG,
    DG_NER_I_ORG,
    DG_NER_B_LOC,
    DG_NER_I_LOC,
    DG_NER_B_MISC,
    DG_NER_I_MISC,
    DG_NER_N
} dg_ner;
/* Is it the first token of a name? */
static inline bool dg_ner_begins(uint8_t ner) {
    return ner & 1;
}
/* 0 none, 1 PER, 2 ORG, 3 LOC, 4 MISC */
static inline uint8_t dg_ner_type(uint8_t ner) {
    return (uint8_t)((ner + 1) / 2);
}

/* ---- why (for `read --explain`; no other room reads it) ---- */

/* What made a layer say what it says. All zero: nothing was noted. */
typedef struct dg_why {
    const char *rule; /* a few static words: "pronoun: he", "the holder of the office" */
    const char *row;  /* "countries.tsv:17", the lexicon's; NULL: no row decided */
    const char *also; /* a second row: the left part of a compound */
    dg_range words;   /* the other words it rests on: an antecedent, an office's holder; {0, 0} */
} dg_why;

/* ---- who (reading/) ---- */

typedef enum {
    DG_ENTITY_PERSON,
    DG_ENTITY_COUNTRY,
    DG_ENTITY_ORGANISATION,
    DG_ENTITY_PLACE,
    DG_ENTITY_GROUP,
    DG_ENTITY_OUTLET,
    DG_ENTITY_N
} dg_entity_kind;
typedef enum {
    DG_MENTION_NAME,
    DG_MENTION_ADJECTIVE,
    DG_MENTION_ROLE,
    DG_MENTION_PRONOUN
} dg_mention_kind;

/* One place in the text that means an entity. Mentions are sorted by (span.from, longest first) and
 * may nest: "Kinas viceudenrigsminister" holds "Kinas". */
typedef struct dg_mention {
    dg_range span;
    uint32_t from, to; /* tokens [from, to) */
    uint32_t head;     /* its syntactic head token, in [from, to) */
    uint32_t entity;
    uint8_t kind;      /* dg_mention_kind */
    const char *found; /* how the stretch was found; static; NULL: not noted */
    dg_why why;        /* why it means this entity */
} dg_mention;

typedef struct dg_entity {
    uint8_t kind;    /* dg_entity_kind */
    dg_str name;     /* fullest form in the text */
    dg_str key;      /* same key for the same one in every language and script */
    dg_str role;     /* as written, lower case where the language has it so; p NULL when unknown */
    char country[4]; /* ISO 3166-1 alpha-3, or IGO NGO MNC; "" when unknown */
    char sector[4];  /* PLOVER sector; "" when unknown */
    uint32_t n_mentions;
    const uint32_t *mentions; /* [n_mentions] indices into doc->mentions, ascending */
    const uint32_t *members;  /* [n_members] entities that a group is made of ("the pair", "both
                                 countries"), else NULL */
    uint32_t n_members;
    const char *why; /* for --explain: the rule or lexicon row that made it; may be NULL */
    dg_str office;   /* roles.tsv id that the tables have for the article's year; p NULL: none */
    const char *why_country; /* where its country is from; static; NULL: with the row of `why` */
} dg_entity;

/* Is the sector one of these ("GOV MIL LEG")? "" is none. */
static inline bool dg_sector_in(const char sector[4], const char *codes) {
    for (const char *p = codes; *p; p += p[3] ? 4 : 3)
        if (strncmp(p, sector, 3) == 0) return true;
    return false;
}

/* ---- when ---- */

typedef struct dg_time {
    dg_range span;
    uint32_t from, to; /* tokens [from, to) */
    dg_days value;     /* DG_DAYS_NONE when it stays unresolved (relative, and no day of publication
                          known) */
    uint16_t any_year; /* value unknown, but the month (200) or its day (204) is told; else 0 */
} dg_time;

typedef struct dg_evoked { /* a word that evokes a frame, whether or not an event came of it */
    uint32_t token;
    dg_str frame;
} dg_evoked;

typedef struct dg_known_day { /* words that name a happening whose day times.tsv has */
    dg_range span;
    int32_t day;
    char actor[4]; /* the country that acted; "": none, or not known */
} dg_known_day;

/* ---- who said what ---- */

typedef enum { DG_QUOTE_DIRECT, DG_QUOTE_PARTIAL, DG_QUOTE_INDIRECT } dg_quote_form;
typedef enum {
    DG_STANCE_ASSERT,
    DG_STANCE_DENY,
    DG_STANCE_DOUBT,
    DG_STANCE_HOPE,
    DG_STANCE_DEMAND,
    DG_STANCE_WARN,
    DG_STANCE_ALLEGE
} dg_stance;

typedef struct dg_quote {
    dg_range span;      /* the quoted stretch, without its marks */
    dg_range cue;       /* the words that report; {0, 0} when there are none */
    uint32_t cue_token; /* head token of the cue, or DG_NONE */
    uint32_t speaker;   /* entity or DG_NONE */
    uint32_t n_addressees, n_via;
    const uint32_t *addressees; /* entities */
    const uint32_t *via;        /* entities, from the article outward */
    uint8_t form;               /* dg_quote_form */
    uint8_t stance;             /* dg_stance */
    bool hearsay;               /* somebody in the chain has no name: "a source", "insiders" */
} dg_quote;

/* ---- what happened ---- */

typedef enum {
    DG_STATUS_ACTUAL,
    DG_STATUS_FUTURE,
    DG_STATUS_HYPOTHETICAL,
    DG_STATUS_HISTORICAL,
    DG_STATUS_ALLEGED,
    DG_STATUS_DENIED,
    DG_STATUS_N
} dg_status;

typedef enum {
    DG_QUANTITY_COUNT,
    DG_QUANTITY_KILLED,
    DG_QUANTITY_WOUNDED,
    DG_QUANTITY_ARRESTED,
    DG_QUANTITY_DISPLACED,
    DG_QUANTITY_TROOPS,
    DG_QUANTITY_WEAPONS,
    DG_QUANTITY_PEOPLE,
    DG_QUANTITY_MONEY,
    DG_QUANTITY_PERCENT,
    DG_QUANTITY_DISTANCE,
    DG_QUANTITY_WEIGHT,
    DG_QUANTITY_VOLUME,
    DG_QUANTITY_POWER,
    DG_QUANTITY_AREA,
    DG_QUANTITY_TIME,
    DG_QUANTITY_N
} dg_quantity_kind;

typedef enum { DG_DIRECTION_NONE, DG_DIRECTION_UP, DG_DIRECTION_DOWN } dg_direction;
typedef enum { DG_EXTENT_NONE, DG_EXTENT_BY, DG_EXTENT_TO } dg_extent;
typedef enum { DG_BOUND_NONE, DG_BOUND_MIN, DG_BOUND_MAX, DG_BOUND_ABOUT } dg_bound;

/* An amount that the text gives with an event: "61 milliarder dollar", "at least 200 killed". */
typedef struct dg_quantity {
    dg_range span;
    double value, high; /* high: the upper end of a range, else equal to value */
    dg_str unit;        /* "percent", "km", "day"; the noun of other counted things, lower case */
    char currency[4];   /* ISO 4217 of money, else "" */
    uint8_t kind, direction, extent,
        bound; /* dg_quantity_kind, dg_direction, dg_extent, dg_bound */
} dg_quantity;

typedef struct dg_event {
    uint8_t type;    /* dg_plover */
    uint8_t planned; /* dg_plover: what an AGREE, CONCEDE, REQUEST or THREATEN is about ("will
                        meet": CONSULT); DG_PLOVER_N: nothing that the frames know */
    uint8_t status;  /* dg_status */
    bool negated;
    bool began;   /* its actors are said to have begun the violence, or to have broken the truce; of
                     an ACCUSE its recipients */
    dg_str mode;  /* "visit"; p NULL when the type has none or it is unknown */
    dg_str cameo; /* "042" */
    float score, confidence;
    uint32_t n_actors, n_recipients, n_via, n_contexts, n_quantities;
    const dg_quantity *quantities;             /* [n_quantities] in the order of the text */
    const uint32_t *actors, *recipients, *via; /* entities */
    const dg_str *contexts;
    const dg_range *context_words; /* [n_contexts] what told it; {0, 0}: the frame */
    dg_days when;
    uint16_t any_year; /* as dg_time: when is unknown but for the month; else 0 */
    char where_country[4];
    dg_str where_place;
    uint32_t quote;   /* or DG_NONE */
    dg_range span;    /* the sentence that proves it */
    dg_range trigger; /* the word that says it */
    uint32_t trigger_token;
    dg_str frame; /* id of the frame's row, for --explain as all that follows up to `again` */
    uint32_t frame_line; /* where that row stands in frames/TYPE.tsv */
    uint32_t n_frame_words;
    const dg_range *frame_words; /* [n_frame_words] the row's other words, in its order */
    bool near;                   /* a side was found by nearness, not by the tree */
    const char *why_type;        /* why the type is not the row's; NULL: it is */
    dg_why why_negated, why_status;
    uint32_t n_again;
    const dg_range *again; /* [n_again] other words of the article that mean this event ("the
                              visit"), ascending; they are no events of their own */
    uint32_t same_as;      /* an earlier event of the article that this sentence tells again, or
                              DG_NONE */
} dg_event;

/* ---- the article ---- */

typedef struct dg_doc {
    dg_arena *arena;
    /* source */
    dg_str uri;      /* as RECORD.md has it */
    dg_str outlet;   /* p NULL: unknown */
    uint8_t format;  /* dg_format, never AUTO */
    uint8_t kind;    /* dg_page_kind */
    dg_str url;      /* its canonical address; p NULL: unknown */
    dg_str file;     /* the path it came from; p NULL: none */
    uint64_t at;     /* byte in the file; in a packed one where its member (frame) begins */
    uint64_t within; /* of a packed file: bytes unpacked from there on to the article */
    bool packed;
    /* page */
    char id[17];
    dg_str title, byline; /* p NULL: none */
    dg_str lang_hint;     /* what container or markup say of the language; p NULL: nothing */
    dg_str text;
    dg_days published;
    uint8_t published_basis;
    uint32_t n_published_words;
    const dg_range
        *published_words; /* [n_published_words] the words that say it, basis text only */
    /* language */
    char lang[4]; /* "da"; "" when unknown */
    float lang_p;
    /* parse */
    uint32_t n_sentences, n_tokens;
    const dg_sentence *sentences;
    dg_token *tokens;
    /* reading */
    uint32_t n_mentions, n_entities, n_times, n_quotes, n_events;
    const dg_mention *mentions;
    const uint32_t
        *mention_at; /* [n_tokens] innermost mention whose head is this token, or DG_NONE */
    const dg_entity *entities;
    const dg_time *times;
    uint32_t n_evoked;
    const dg_evoked *evoked; /* by token */
    uint32_t n_known_days;
    const dg_known_day *known_days; /* in the order of the text */
    const dg_quote *quotes;
    const dg_event *events;
    /* something was left out because of a ceiling */
    bool cut;
} dg_doc;

/* Are those that the quantity counts people? */
static inline bool dg_quantity_counts_people(uint8_t kind) {
    return kind >= DG_QUANTITY_KILLED && kind <= DG_QUANTITY_PEOPLE && kind != DG_QUANTITY_WEAPONS;
}

/* The bytes of a range of the text. */
static inline dg_str dg_doc_text(const dg_doc *d, dg_range r) {
    return dg_str_cut(d->text, r.from, r.to);
}
/* The sentence that holds byte `at`, or DG_NONE. O(log n). */
uint32_t dg_doc_sentence_at(const dg_doc *d, uint32_t at);
/* The first token that ends behind byte `at`, or n_tokens. O(log n). */
uint32_t dg_doc_token_at(const dg_doc *d, uint32_t at);
/* The first mention that begins at or behind byte `at`, or n_mentions. O(log n). */
uint32_t dg_doc_mention_from(const dg_doc *d, uint32_t at);
/* The mention of token t (its head), or NULL; the entity of it, or DG_NONE. */
const dg_mention *dg_doc_mention(const dg_doc *d, uint32_t t);
uint32_t dg_doc_entity(const dg_doc *d, uint32_t t);
/* Walks the children of token h in order: first call with *at = the sentence's first token; DG_NONE
 * at the end. */
uint32_t dg_doc_child(const dg_doc *d, uint32_t h, uint32_t *at);
/* The first child of h with relation rel (any subtype), or DG_NONE. */
uint32_t dg_doc_child_rel(const dg_doc *d, uint32_t h, uint8_t rel);
/* Is a an ancestor of t, or t itself? */
bool dg_doc_above(const dg_doc *d, uint32_t a, uint32_t t);
/* The tokens of the subtree of h as one range of tokens [ret->from, ret->to) (its hull). */
dg_range dg_doc_subtree(const dg_doc *d, uint32_t h);

extern const char *const dg_entity_kind_names[DG_ENTITY_N];
extern const char *const dg_status_names[DG_STATUS_N];
extern const char *const dg_ner_names[DG_NER_N];
extern const char *const dg_format_names[DG_FORMAT_N];
extern const char *const dg_basis_names[5];
extern const char *const dg_page_kind_names[DG_KIND_N];
extern const char *const dg_quote_form_names[3];
extern const char *const dg_stance_names[7];
extern const char *const dg_quantity_kind_names[DG_QUANTITY_N];
extern const char *const dg_direction_names[3]; /* the first of these three is NULL: null */
extern const char *const dg_extent_names[3];
extern const char *const dg_bound_names[4];

#endif
