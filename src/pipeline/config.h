/* config.h: where the model and the lexicon are, in this order: what the caller names;
 * $DRAGOMAN_HOME; the source tree that the program was built in (its own folder's parent);
 * PREFIX/share/dragoman when it stands in PREFIX/bin. */
#ifndef DG_CONFIG_H
#define DG_CONFIG_H

#include "base/err.h"

typedef struct dg_config {
    char model[4096];   /* path of the model file */
    char lexicon[4096]; /* directory of the tables */
} dg_config;

/* model and lexicon may be NULL (look for them); with_model false leaves the model out. Says where
 * it looked when nothing is found: DG_E_NOT_FOUND. */
int dg_config_find(const char *model, const char *lexicon, bool with_model, dg_config *ret,
                   dg_err *err);

#endif
