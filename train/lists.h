/* lists.h: the lists of names that the parser's features come from (parse/gazetteer.h), gathered
 * from lexicon/ and lexicon/gazetteers/. */
#ifndef DG_TRAIN_LISTS_H
#define DG_TRAIN_LISTS_H

#include "base/arena.h"
#include "base/err.h"
#include "math/modelfile.h"
#include "parse/gazetteer.h"

/* The phrases of a class as they are written, for changing names in training sentences. */
typedef struct dg_phrases {
    uint32_t n, cap;
    dg_str *at;
} dg_phrases;

/* All lists of the lexicon room in dir. DG_E_NOT_FOUND, DG_E_LEXICON (a malformed table),
 * DG_E_NOMEM. */
int dg_lists_read(const char *dir, dg_arena *arena, dg_gazetteer *ret,
                  dg_phrases phrases[DG_GAZ_CLASSES], dg_err *err);
/* Adds print[n] (any order, equal ones too) to the lists with the class. DG_E_NOMEM. */
int dg_lists_add(dg_gazetteer *g, const uint32_t *print, uint32_t n, dg_gaz_class class,
                 dg_arena *arena, dg_err *err);

/* Adds those of an older model's lists that are of the class. DG_E_MODEL, DG_E_NOMEM. */
int dg_lists_keep(dg_gazetteer *g, const dg_modelfile *m, dg_gaz_class class, dg_arena *arena,
                  dg_err *err);
/* "parse.lists.print" and "parse.lists.classes". */
int dg_lists_write(const dg_gazetteer *g, dg_modelwriter *w, dg_err *err);

#endif
