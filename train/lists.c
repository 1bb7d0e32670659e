/* lists.c: phrases of the lexicon by class. Stems ("russisch~") take all endings of inflection.tsv
 * of their kind, whatever the language; a fingerprint too many does no harm. */
#include "train/lists.h"

#include <stdlib.h>

#include "base/map.h"
#include "lexicon/table.h"
#include "train/corpus.h"

typedef struct lists {
    dg_arena *arena;
    dg_map by_print; /* fingerprint (four bytes) → classes */
    dg_table inflection;
    dg_phrases *phrases; /* [DG_GAZ_CLASSES] */
} lists;

static bool add(lists *l, dg_str phrase, dg_gaz_class class) {
    uint32_t print = dg_gaz_print(phrase), *v;
    if (phrase.n < 2) return true;
    if (!dg_map_put(&l->by_print, (dg_str){(const char *)&print, sizeof print}, &v, NULL))
        return false;
    dg_phrases *p = &l->phrases[class];
    bool is_new = !(*v >> class & 1);
    *v |= 1u << class;
    return !is_new || DG_PUSH(l->arena, p->at, p->n, p->cap, phrase);
}

/* stem + each ending of the kind in the language of the column name. */
static bool add_stem(lists *l, dg_str stem, const char *kind, dg_str lang, dg_gaz_class class) {
    uint32_t column = DG_NONE;
    for (uint32_t i = 1; i < l->inflection.n_columns; i++)
        if (dg_str_eq(l->inflection.names[i], lang)) column = i;
    for (uint32_t r = 0; r < l->inflection.n_rows; r++) {
        if (!dg_str_is(dg_table_cell(&l->inflection, r, 0), kind)) continue;
        dg_str ending;
        for (uint32_t at = 0;
             dg_table_alt(dg_table_cell(&l->inflection, r, column), &at, &ending);) {
            while (ending.n && (ending.p[ending.n - 1] == '+' || ending.p[ending.n - 1] == '='))
                ending.n--;
            if (dg_str_is(ending, "0")) ending.n = 0;
            dg_str form =
                dg_arena_printf(l->arena, "%.*s%.*s", (int)stem.n, stem.p, (int)ending.n, ending.p);
            if (!form.p || !add(l, form, class)) return false;
        }
    }
    return true;
}

/* Every part of a person's name: the last one is a family name, the others are given names. */
static bool add_person(lists *l, dg_str name) {
    for (uint32_t from = 0, to; from < name.n; from = to + 1) {
        for (to = from; to < name.n && name.p[to] != ' ';) to++;
        dg_str part = dg_str_cut(name, from, to);
        bool initial = part.n && part.p[part.n - 1] == '.';
        if (!initial && !add(l, part, to == name.n ? DG_GAZ_SURNAME : DG_GAZ_GIVEN)) return false;
    }
    return true;
}

/* The alternatives of the cells of one row from column first on. */
static bool add_row(lists *l, const dg_table *t, uint32_t row, uint32_t first, const char *kind,
                    dg_gaz_class class) {
    for (uint32_t c = first; c < t->n_columns; c++) {
        dg_str phrase;
        for (uint32_t at = 0; dg_table_alt(dg_table_cell(t, row, c), &at, &phrase);) {
            bool stem = phrase.n && phrase.p[phrase.n - 1] == '~';
            if (stem) phrase.n--;
            if (stem ? !add_stem(l, phrase, kind, t->names[c], class) : !add(l, phrase, class))
                return false;
        }
    }
    return true;
}

/* What the rows of a table are: by the value in column kind, or all when kind is NULL. The phrases
 * are in the column called first and those behind it. */
typedef struct source {
    const char *file, *kind, *first;
    dg_gaz_class class;
} source;

static const source tables[] = {
    {"countries.tsv", "name", "en", DG_GAZ_COUNTRY},
    {"countries.tsv", "capital", "en", DG_GAZ_PLACE},
    {"countries.tsv", "city", "en", DG_GAZ_PLACE},
    {"countries.tsv", "adj", "en", DG_GAZ_NATION},
    {"countries.tsv", "people", "en", DG_GAZ_NATION},
    {"regions.tsv", NULL, "en", DG_GAZ_PLACE},
    {"organisations.tsv", NULL, "all", DG_GAZ_ORGANISATION},
    {"outlets.tsv", NULL, "all", DG_GAZ_OUTLET},
};

static int read_table(lists *l, const char *dir, const source *s, dg_err *err) {
    dg_table t;
    int r = dg_table_load(dir, s->file, l->arena, &t, err);
    if (r) return r;
    uint32_t kind = dg_table_column(&t, "kind"), first = dg_table_column(&t, s->first);
    for (uint32_t i = 0; i < t.n_rows; i++) {
        if (s->kind && !dg_str_is(dg_table_cell(&t, i, kind), s->kind)) continue;
        if (!add_row(l, &t, i, first, s->kind ? s->kind : "", s->class))
            return dg_err_set(err, DG_E_NOMEM, 0, "lists of names");
    }
    return 0;
}

/* lexicon/gazetteers: a name a line, "common" behind a tab, "#" comments. */
static const struct {
    const char *file;
    dg_gaz_class class;
} gazetteers[] = {
    {"given", DG_GAZ_GIVEN},  {"surnames", DG_GAZ_SURNAME},
    {"places", DG_GAZ_PLACE}, {"organisations", DG_GAZ_ORGANISATION},
    {"titles", DG_GAZ_TITLE},
};

static int read_gazetteer(lists *l, const char *dir, const char *file, dg_gaz_class class,
                          dg_err *err) {
    dg_str path = dg_arena_printf(l->arena, "%s/gazetteers/%s.tsv", dir, file), all;
    if (!path.p) return dg_err_set(err, DG_E_NOMEM, 0, "lists of names");
    int r = dg_corpus_slurp(l->arena, path.p, &all, err);
    if (r) return r;
    for (uint32_t from = 0, to, end; from < all.n; from = end + 1) {
        for (end = from; end < all.n && all.p[end] != '\n';) end++;
        for (to = from; to < end && all.p[to] != '\t';) to++;
        dg_str name = dg_str_cut(all, from, to), mark = dg_str_cut(all, to, end);
        if (!name.n || name.p[0] == '#') continue;
        if (!add(l, name, class) || (dg_str_is(mark, "\tcommon") && !add(l, name, DG_GAZ_COMMON)))
            return dg_err_set(err, DG_E_NOMEM, 0, "lists of names");
    }
    return 0;
}

static int read_people(lists *l, const char *dir, dg_err *err) {
    dg_table t;
    int r = dg_table_load(dir, "people.tsv", l->arena, &t, err);
    if (r) return r;
    uint32_t names = dg_table_column(&t, "names");
    for (uint32_t i = 0; i < t.n_rows; i++) {
        dg_str name;
        for (uint32_t at = 0; dg_table_alt(dg_table_cell(&t, i, names), &at, &name);)
            if (!add_person(l, name)) return dg_err_set(err, DG_E_NOMEM, 0, "lists of names");
    }
    return 0;
}

typedef struct entry {
    uint32_t print;
    uint16_t classes;
} entry;

static int by_print(const void *a, const void *b) {
    uint32_t x = ((const entry *)a)->print, y = ((const entry *)b)->print;
    return (x > y) - (x < y);
}

/* Sorts all[n] and makes one of equal prints. */
static bool sorted(dg_arena *arena, entry *all, uint32_t n, dg_gazetteer *ret) {
    uint32_t *print = dg_arena_alloc(arena, (n + 1u) * sizeof *print), k = 0;
    uint16_t *classes = dg_arena_zalloc(arena, n + 1u, sizeof *classes);
    if (!print || !classes) return false;
    qsort(all, n, sizeof *all, by_print);
    for (uint32_t i = 0; i < n; i++) {
        if (!k || print[k - 1] != all[i].print) print[k++] = all[i].print;
        classes[k - 1] |= all[i].classes;
    }
    *ret = (dg_gazetteer){k, print, classes};
    return true;
}

static bool sort_lists(lists *l, dg_gazetteer *ret) {
    uint32_t n = l->by_print.n;
    entry *all = dg_arena_alloc(l->arena, (n + 1u) * sizeof *all);
    for (uint32_t i = 0; all && i < n; i++) {
        memcpy(&all[i].print, l->by_print.entries[i].key.p, sizeof all[i].print);
        all[i].classes = (uint16_t)l->by_print.entries[i].value;
    }
    return all && sorted(l->arena, all, n, ret);
}

int dg_lists_add(dg_gazetteer *g, const uint32_t *print, uint32_t n, dg_gaz_class class,
                 dg_arena *arena, dg_err *err) {
    entry *all = dg_arena_alloc(arena, (g->n + n + 1u) * sizeof *all);
    for (uint32_t i = 0; all && i < g->n; i++) all[i] = (entry){g->print[i], g->classes[i]};
    for (uint32_t i = 0; all && i < n; i++)
        all[g->n + i] = (entry){print[i], (uint16_t)(1u << class)};
    return all && sorted(arena, all, g->n + n, g)
               ? 0
               : dg_err_set(err, DG_E_NOMEM, 0, "lists of names");
}

int dg_lists_keep(dg_gazetteer *g, const dg_modelfile *m, dg_gaz_class class, dg_arena *arena,
                  dg_err *err) {
    dg_tensor print, classes;
    uint32_t n = 0;
    int r = dg_modelfile_get(m, "parse.lists.print", DG_DTYPE_I32, 1, (const uint64_t[]){0}, &print,
                             err);
    if (!r)
        r = dg_modelfile_get(m, "parse.lists.classes", DG_DTYPE_U16, 1,
                             (const uint64_t[]){print.dims[0]}, &classes, err);
    if (r) return r;
    uint32_t *kept = dg_arena_alloc(arena, (print.dims[0] + 1u) * sizeof *kept);
    if (!kept) return dg_err_set(err, DG_E_NOMEM, 0, "lists of names");
    for (uint64_t i = 0; i < print.dims[0]; i++)
        if (((const uint16_t *)classes.data)[i] >> class & 1)
            kept[n++] = ((const uint32_t *)print.data)[i];
    return dg_lists_add(g, kept, n, class, arena, err);
}

int dg_lists_write(const dg_gazetteer *g, dg_modelwriter *w, dg_err *err) {
    const uint64_t n[] = {g->n};
    int r = dg_modelwriter_add(w, "parse.lists.print", DG_DTYPE_I32, 1, n, g->print, err);
    return r ? r
             : dg_modelwriter_add(w, "parse.lists.classes", DG_DTYPE_U16, 1, n, g->classes, err);
}

int dg_lists_read(const char *dir, dg_arena *arena, dg_gazetteer *ret,
                  dg_phrases phrases[DG_GAZ_CLASSES], dg_err *err) {
    lists l = {.arena = arena, .phrases = phrases};
    dg_map_init(&l.by_print, arena);
    int r = dg_table_load(dir, "inflection.tsv", arena, &l.inflection, err);
    for (uint32_t i = 0; !r && i < DG_LEN(tables); i++) r = read_table(&l, dir, &tables[i], err);
    for (uint32_t i = 0; !r && i < DG_LEN(gazetteers); i++)
        r = read_gazetteer(&l, dir, gazetteers[i].file, gazetteers[i].class, err);
    if (!r) r = read_people(&l, dir, err);
    if (!r && !sort_lists(&l, ret)) r = dg_err_set(err, DG_E_NOMEM, 0, "lists of names");
    return r;
}
