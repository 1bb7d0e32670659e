/* crew.h: processes that read articles for this one: what is foreign is parsed where there is no
 * network, no file and no other program, and what kills a reader is known to be the article.
 *
 *   worker ─► nursery (model and lexicon, loaded once) ─► reader, reader, … (forked of it)
 *         └──── message ───► reader ───► row of the store │ no report │ error ────┘
 *
 * The nursery is forked before this process has any thread; it makes a new reader whenever one has
 * died. All of them go when this process goes, however it goes. Memory: what the model takes, once,
 * and an article's layers a reader.
 *
 * One thread at a time. Errors: DG_E_IO, DG_E_NOMEM, and those of dg_house_open. */
#ifndef DG_CREW_H
#define DG_CREW_H

#include "pipeline/pipeline.h"

typedef struct dg_crew dg_crew;

/* readers: how many; limit_s: one that takes longer for an article is ended. sandbox: confine them.
 */
int dg_crew_open(const dg_config *config, uint32_t readers, uint32_t limit_s, bool sandbox,
                 dg_crew **ret, dg_err *err);
void dg_crew_close(dg_crew *c); /* NULL is fine */

typedef enum {
    DG_CREW_ROW,   /* row: of the table `article`, as RowBinary (dg_crew_columns) */
    DG_CREW_OTHER, /* a list, a cookie wall, an error page: not stored */
    DG_CREW_ERROR, /* it cannot be read: why, at */
    DG_CREW_DIED   /* the reader died of it, or was ended: why */
} dg_crew_result;

typedef struct dg_crew_reading {
    dg_crew_result kind;
    uint32_t place;  /* of the reader */
    dg_str row, uri; /* until the next call */
    char why[320];
    uint64_t at, words, took_us;
} dg_crew_reading;

extern const char dg_crew_columns[]; /* "id,version,…" */

/* A reader that has nothing to do; DG_NONE: all are busy. */
uint32_t dg_crew_idle(const dg_crew *c);
uint32_t dg_crew_busy(const dg_crew *c); /* how many are */
/* Gives an idle reader a message. */
void dg_crew_give(dg_crew *c, uint32_t place, dg_str message);
/* Waits at most wait_ms for one of them. 1: *ret; 0: none yet. */
int dg_crew_wait(dg_crew *c, uint32_t wait_ms, dg_crew_reading *ret, dg_err *err);

#endif
