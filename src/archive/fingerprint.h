/* fingerprint.h: are two texts versions of one article: a wire story printed under another
 * headline, cut, or brought up to date?
 *
 *   text ─► runs of SHINGLE words ─► sketch: the least of DG_SKETCH hashes of them
 *                                     bands of it: texts that share one are compared word by word
 *
 * Two sketches agree in about the share of runs that the texts have in common (Broder 1997, "On the
 * resemblance and containment of documents"); one of DG_BANDS bands is equal for 96 of 100 pairs
 * that share half of their runs, for 2 of 1000 that share a twentieth.
 * cost: O(bytes * DG_SKETCH) for a sketch, O(n log n) for a comparison; nothing is random. */
#ifndef DG_FINGERPRINT_H
#define DG_FINGERPRINT_H

#include "base/arena.h"

enum { DG_BANDS = 24, DG_BAND_ROWS = 3, DG_SKETCH = DG_BANDS * DG_BAND_ROWS };

typedef struct dg_sketch {
    uint32_t n_runs; /* of the text, with repetitions; 0: fewer words than a run has */
    uint32_t minima[DG_SKETCH];
} dg_sketch;

/* The sketch of a text. Cannot fail. */
void dg_sketch_make(dg_str text, dg_sketch *ret);
/* The band's number, as SQLite keeps it. */
int64_t dg_sketch_band(const dg_sketch *s, uint32_t band);

typedef struct dg_likeness {
    float shared;    /* runs in both / runs in either */
    float contained; /* runs in both / runs of the shorter */
    float lead;      /* of the first words of one text, the share that the other has: the better of
                        both ways round */
    uint32_t least;  /* runs of the shorter */
} dg_likeness;

/* Compares word by word. Symmetric. DG_E_NOMEM. */
int dg_texts_compare(dg_str a, dg_str b, dg_arena *arena, dg_likeness *ret);
/* Versions of one article? What two stories share that are not is background: their beginnings
 * differ. Under one address less will do: it is the same page at another time. */
bool dg_likeness_is_version(const dg_likeness *l, bool same_address);

#endif
