/* features.h: what an article is about, as a bag of hashed features that mean the same in every
 * language: who (keys of actors, places, countries), what (type and sides of events, frames),
 * figures and days, names, and content words by their skeleton of consonants, so that "sanctions",
 * "Sanktionen" and "sanksjoner" are one feature. Stories compare articles by them, so no text is
 * read again.
 *
 *   layers of dg_doc ─► features, sorted by (kind, hash) ─► 6 bytes each in the archive
 *
 * cost: O(tokens) */
#ifndef DG_FEATURES_H
#define DG_FEATURES_H

#include "base/buf.h"
#include "base/err.h"
#include "doc/doc.h"

typedef enum {
    DG_FEATURE_ACTOR,   /* key of a person, organisation or group that the lexicon does not know */
    DG_FEATURE_KNOWN,   /* of one that it knows: often in the news, so it says less */
    DG_FEATURE_PLACE,   /* key of a place that is no country */
    DG_FEATURE_COUNTRY, /* code */
    DG_FEATURE_EVENT,   /* type and the countries (or keys) of both sides */
    DG_FEATURE_TOPIC,   /* frame of an event; context */
    DG_FEATURE_FIGURE,  /* a number of two digits or more, or a day that the text names */
    DG_FEATURE_NAME,    /* skeleton of one word of a name */
    DG_FEATURE_WORD,    /* skeleton of a noun, adjective or verb */
    DG_FEATURE_N
} dg_feature_kind;

typedef struct dg_feature {
    uint32_t hash;
    uint8_t kind;   /* dg_feature_kind */
    uint8_t weight; /* how often, twice in title and lead; at most 255 */
} dg_feature;

enum { DG_MAX_FEATURES = 160, DG_FEATURE_BYTES = 6 };

/* Writes the features of an article that has been read to out, packed. DG_E_NOMEM. */
int dg_features_write(const dg_doc *doc, dg_buf *out, dg_err *err);
/* The same for the words in span alone: what a statement is about. */
int dg_features_write_span(const dg_doc *doc, dg_range span, dg_buf *out, dg_err *err);
/* Unpacks n bytes to ret[at most DG_MAX_FEATURES]; returns how many. Damaged bytes give fewer. */
uint32_t dg_features_read(dg_str packed, dg_feature *ret);

/* Writes the consonant skeleton of a word (any case, Latin script) to out and returns its length;
 * 0: nothing is left, or a script that is not Latin. Cognates of the Germanic languages and of
 * their Latin and French words agree: voiced is unvoiced, c k q ch are one, z s are one, -tion
 * -sjon -sion are one, vowels count only at the beginning. */
uint32_t dg_word_skeleton(dg_str word, char *out, uint32_t cap);

#endif
