/* assets.h: the page, built by web/ and put into the program by tools/embed. */
#ifndef DG_ASSETS_H
#define DG_ASSETS_H

#include "base/base.h"

typedef struct dg_asset {
    const char *path, *type;       /* "/assets/index-….js" */
    const uint8_t *bytes, *packed; /* packed: gzip; NULL where that is no smaller */
    uint32_t n, n_packed;
    uint64_t hash; /* of bytes: its ETag */
    bool hashed;   /* its name says what is in it: may be kept for ever */
} dg_asset;

extern const dg_asset dg_assets[]; /* sorted by path */
extern const uint32_t dg_n_assets; /* 0: built without the page */

#endif
