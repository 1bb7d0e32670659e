/* lexicon.c: opens the tables one after the other into one arena. */
#include "lexicon/lexicon.h"

enum { LEXICON_CEILING = 256 << 20 };

int dg_lexicon_open(const char *dir, dg_lexicon **ret, dg_err *err) {
    dg_arena *arena = dg_arena_new(LEXICON_CEILING);
    dg_lexicon *l = arena ? dg_arena_zalloc(arena, 1, sizeof *l) : NULL;
    int rc = l ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "lexicon");
    if (!rc) l->arena = arena;
    if (!rc) rc = dg_names_load(dir, arena, &l->names, err);
    if (!rc) rc = dg_reporting_load(dir, arena, &l->reporting, err);
    if (!rc) rc = dg_timewords_load(dir, arena, &l->times, err);
    if (!rc) rc = dg_frames_load(dir, arena, &l->frames, err);
    if (rc) {
        dg_arena_free(arena);
        return rc;
    }
    *ret = l;
    return 0;
}

void dg_lexicon_close(dg_lexicon *l) {
    if (l) dg_arena_free(l->arena);
}
