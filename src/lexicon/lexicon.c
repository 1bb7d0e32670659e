/* lexicon.c: opens the tables: names on one thread, everything else on another, each into its own
 * arena, because names are more than half of the work. Both are waited for. When both fail, the
 * names' error is told. */
#include "lexicon/lexicon.h"

#include "base/pool.h"

enum { LEXICON_CEILING = 256 << 20 };

typedef struct opening {
    const char *dir;
    dg_lexicon *l;
    int rc[2];
    dg_err err[2];
} opening;

static void open_names(void *self) {
    opening *o = self;
    o->rc[0] =
        dg_names_load_both(o->dir, o->l->names_arena, o->l->sounds_arena, &o->l->names, &o->err[0]);
}

static void open_rest(void *self) {
    opening *o = self;
    dg_lexicon *l = o->l;
    dg_err *err = &o->err[1];
    int rc = dg_reporting_load(o->dir, l->arena, &l->reporting, err);
    if (!rc) rc = dg_timewords_load(o->dir, l->arena, &l->times, err);
    if (!rc) rc = dg_quantities_load(o->dir, l->arena, &l->quantities, err);
    if (!rc) rc = dg_frames_load(o->dir, l->arena, &l->frames, err);
    o->rc[1] = rc;
}

static dg_arena *new_arena(void) {
    dg_arena *a = dg_arena_new(LEXICON_CEILING);
    if (a) dg_arena_big_pages(a);
    return a;
}

int dg_lexicon_open(const char *dir, dg_lexicon **ret, dg_err *err) {
    dg_arena *arena = new_arena();
    dg_lexicon *l = arena ? dg_arena_zalloc(arena, 1, sizeof *l) : NULL;
    if (!l) {
        dg_arena_free(arena);
        return dg_err_set(err, DG_E_NOMEM, 0, "lexicon");
    }
    l->arena = arena;
    l->names_arena = new_arena();
    l->sounds_arena = new_arena();
    opening o = {.dir = dir, .l = l, .rc = {DG_E_NOMEM, 0}};
    if (l->names_arena && l->sounds_arena)
        dg_pool_both(open_names, open_rest, &o);
    else
        dg_err_set(&o.err[0], DG_E_NOMEM, 0, "lexicon");
    int failed = o.rc[0] ? 0 : 1;
    if (!o.rc[failed]) {
        *ret = l;
        return 0;
    }
    if (err) *err = o.err[failed];
    dg_lexicon_close(l);
    return o.rc[failed];
}

void dg_lexicon_close(dg_lexicon *l) {
    if (!l) return;
    dg_arena_free(l->names_arena);
    dg_arena_free(l->sounds_arena);
    dg_arena_free(l->arena);
}
