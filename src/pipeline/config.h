/* config.h: where the model and the lexicon are, in this order: what the caller names;
 * $DRAGOMAN_MODEL and $DRAGOMAN_LEXICON; models/dragoman.model and lexicon/ in $DRAGOMAN_HOME, in
 * the source tree that the program was built in (its own folder's parent), in PREFIX/share/dragoman
 * when it stands in PREFIX/bin or PREFIX/lib, and of the prefix it was configured for.
 *
 * A lexicon may be several folders with ":" between them, read as one (lexicon/table.h); an empty
 * one stands for the own: ":/home/me/lexicon" adds to it. */
#ifndef DG_CONFIG_H
#define DG_CONFIG_H

#include "base/err.h"

typedef struct dg_config {
    char model[4096];   /* path of the model file; "" when none was asked for */
    char lexicon[4096]; /* folders of the tables, ":" between them, none empty */
} dg_config;

/* model and lexicon may be NULL (look for them); with_model false leaves the model out. Says where
 * it looked when nothing is found: DG_E_NOT_FOUND; DG_E_ARG: a path is too long. */
int dg_config_find(const char *model, const char *lexicon, bool with_model, dg_config *ret,
                   dg_err *err);
/* The same for a library: binary is the path of the file that holds it; NULL: the program's. */
int dg_config_find_from(const char *binary, const char *model, const char *lexicon, bool with_model,
                        dg_config *ret, dg_err *err);

#endif
