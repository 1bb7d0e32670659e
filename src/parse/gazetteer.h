/* gazetteer.h: which words of a sentence stand in lists of names. Shared by the reader and the
 * trainer; the lists lie in the model file ("parse.lists.print", "parse.lists.classes"), put there
 * by the trainer, so that the parser needs nothing else.
 *
 *   Angela   Merkel   besuchte   New     York
 *   given-S  sur-S    -          place-B place-I
 *
 * For each class alone the longest listed phrase from left to right, of up to DG_GAZ_SPAN words; a
 * word gets one bit of (class × single, begin, inside). A small letter begins only a title. Blanks
 * do not count ("Al-Jazeera" is found however it is cut into words), runs of more than three
 * capitals are read as Title Case ("MERKEL", but "EU" stays), and a genitive's s or ' may follow.
 * A phrase is known by a 32-bit fingerprint: with 30,000 phrases one look-up in 140,000 is wrong.
 *
 * Auxiliaries are a closed class, and their forms in each language lie among the lists, learned
 * from the treebanks: a form without that bit is none, however much its letters look like one
 * ("warf", "war").
 */
#ifndef DG_PARSE_GAZETTEER_H
#define DG_PARSE_GAZETTEER_H

#include "base/base.h"

typedef enum {
    DG_GAZ_GIVEN,
    DG_GAZ_SURNAME,
    DG_GAZ_COUNTRY,
    DG_GAZ_PLACE,
    DG_GAZ_ORGANISATION,
    DG_GAZ_NATION, /* adjectives and inhabitants */
    DG_GAZ_OUTLET,
    DG_GAZ_TITLE,
    DG_GAZ_COMMON,    /* listed, but mostly an ordinary word */
    DG_GAZ_AUXILIARY, /* a form of an auxiliary of the language */
    DG_GAZ_CLASSES
} dg_gaz_class;

#define DG_GAZ_SPAN 6u
#define DG_GAZ_BITS                                                                                \
    (3u * DG_GAZ_CLASSES) /* bit 3 · class: alone; + 1: first of several; + 2: later */

typedef struct dg_gazetteer {
    uint32_t n;
    const uint32_t *print;   /* [n] ascending */
    const uint16_t *classes; /* [n] 1 << dg_gaz_class, or'ed */
} dg_gazetteer;

/* The number under which a phrase is listed. */
uint32_t dg_gaz_print(dg_str phrase);
/* The classes of a phrase (1 << dg_gaz_class), with or without a genitive's ending; 0: not listed.
 */
uint32_t dg_gaz_classes(const dg_gazetteer *g, dg_str phrase);
/* The fingerprint of an auxiliary's form in language lang (row of "parse.lang"), whatever its case.
 */
uint32_t dg_gaz_auxiliary_print(uint32_t lang, dg_str form);
/* bits[n]: what is known of each word; form i is *(const dg_str *)((const char *)forms + i *
 * stride). */
void dg_gaz_mark(const dg_gazetteer *g, uint32_t lang, const dg_str *forms, size_t stride,
                 uint32_t n, uint32_t *bits);

#endif
