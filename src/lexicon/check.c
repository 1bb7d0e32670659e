/* check.c: see check.h. Walks the tables as text first, then asks the loaded frames. What one row
 * says of a word is a key "language|part of speech|head|words in order of the alphabet"; an
 * alternative all of whose keys belong to earlier ones is dead (events_find.c: of two that fit the
 * same words the earlier row wins). */
#include "lexicon/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "doc/plover.h"
#include "lexicon/lexicon.h"
#include "lexicon/table.h"

enum { MAX_LANGS = 64, MAX_KEYS = 1024, MAX_WORDS = 8, KEY_BYTES = 512, CEILING = 256 << 20 };

typedef struct cells {
    dg_str code;
    uint32_t filled, left_out, missing;
} cells;

typedef struct check {
    dg_arena *arena;
    dg_buf *out;
    const char *dir;
    size_t dir_n;
    dg_table *tables;
    uint32_t n_tables, cap_tables;
    cells langs[MAX_LANGS]; /* [n_langs] over all files */
    uint32_t n_langs, n_rows, errors;
    dg_err *err;
} check;

static const char *short_path(const check *c, const char *path) {
    return strlen(path) > c->dir_n ? path + c->dir_n + 1 : path;
}

static void wrong(check *c, const char *path, uint32_t line, const char *what, dg_str s) {
    c->errors++;
    dg_buf_printf(c->out, "%s:%u: %s", short_path(c, path), line, what);
    if (s.n) dg_buf_printf(c->out, ": %.*s", (int)s.n, s.p);
    dg_buf_addc(c->out, '\n');
}

/* ---- files ---- */

static uint32_t line_of(const char *p, size_t at) {
    uint32_t line = 1;
    for (size_t i = 0; i < at; i++) line += p[i] == '\n';
    return line;
}

static bool bytes_are_good(check *c, const char *path) {
    dg_file file;
    dg_err err = {0};
    if (dg_file_open(path, 64u << 20, &file, &err)) {
        wrong(c, path, 0, "cannot be read", dg_str_of(err.text));
        return false;
    }
    size_t bad = dg_utf8_check(file.p, file.n);
    const char *cr = file.n ? memchr(file.p, '\r', file.n) : NULL;
    if (bad < file.n) wrong(c, path, line_of(file.p, bad), "not UTF-8", DG_STR(""));
    if (cr) wrong(c, path, line_of(file.p, (size_t)(cr - file.p)), "a carriage return", DG_STR(""));
    dg_file_close(&file);
    return bad >= file.n;
}

static int visit(void *self, const char *path) {
    check *c = self;
    dg_table t;
    dg_err err = {0};
    const char *name = short_path(c, path);
    if (!dg_str_ends(dg_str_of(path), DG_STR(".tsv")) || !bytes_are_good(c, path)) return 0;
    if (strchr(name, '/') && strncmp(name, "frames/", 7) != 0) return 0; /* lists, no tables */
    int rc = dg_table_load(c->dir, name, c->arena, &t, &err);
    if (rc == DG_E_NOMEM) return rc;
    if (rc)
        wrong(c, path, 0, "malformed", dg_str_of(err.text));
    else if (!DG_PUSH(c->arena, c->tables, c->n_tables, c->cap_tables, t))
        return dg_err_set(c->err, DG_E_NOMEM, 0, "lexicon check");
    return 0;
}

static void visit_error(void *self, const char *path, const dg_err *e) {
    wrong(self, path, 0, "cannot be read", dg_str_of(e->text));
}

/* ---- cells ---- */

static void find_languages(check *c) {
    for (uint32_t i = 0; i < c->n_tables; i++)
        for (uint32_t col = 0; col < c->tables[i].n_columns; col++) {
            dg_str name = c->tables[i].names[col];
            uint32_t k = 0;
            if (!dg_table_is_language(name)) continue;
            while (k < c->n_langs && !dg_str_eq(c->langs[k].code, name)) k++;
            if (k == c->n_langs && k < MAX_LANGS) c->langs[c->n_langs++].code = name;
        }
}

static bool has_languages(const dg_table *t) {
    for (uint32_t col = 0; col < t->n_columns; col++)
        if (dg_table_is_language(t->names[col])) return true;
    return false;
}

static void count_cells(check *c, const dg_table *t) {
    c->n_rows += t->n_rows;
    if (!has_languages(t)) return;
    for (uint32_t k = 0; k < c->n_langs; k++) {
        cells *l = &c->langs[k], here = {0};
        uint32_t col = 0;
        while (col < t->n_columns && !dg_str_eq(t->names[col], l->code)) col++;
        for (uint32_t r = 0; r < t->n_rows; r++) {
            dg_str cell = dg_table_cell(t, r, col);
            here.filled += cell.n > 0;
            here.left_out += !cell.n && cell.p && *cell.p == '-';
        }
        here.missing = t->n_rows - here.filled - here.left_out;
        l->filled += here.filled, l->left_out += here.left_out, l->missing += here.missing;
        if (here.missing && col < t->n_columns)
            dg_buf_printf(c->out, "%s: %.*s: %u of %u cells missing\n", short_path(c, t->path),
                          (int)l->code.n, l->code.p, here.missing, t->n_rows);
    }
}

static void print_totals(check *c) {
    dg_buf_printf(c->out, "%u files, %u rows\n", c->n_tables, c->n_rows);
    for (uint32_t k = 0; k < c->n_langs; k++)
        dg_buf_printf(c->out, "%.*s: %u cells filled, %u left out (-), %u missing\n",
                      (int)c->langs[k].code.n, c->langs[k].code.p, c->langs[k].filled,
                      c->langs[k].left_out, c->langs[k].missing);
}

/* ---- frames ---- */

typedef struct prepositions {
    dg_places lang[DG_MAX_FRAME_LANGS];
} prepositions;

static const char *frame_path(check *c, const dg_frame *f) {
    dg_str p = dg_arena_printf(c->arena, "%s/frames/%.*s.tsv", c->dir, (int)f->type.n, f->type.p);
    return p.p ? p.p : "frames";
}

static void check_row(check *c, const dg_frame *f, dg_map *ids) {
    dg_plover type = dg_plover_find(f->type);
    uint32_t *slot;
    bool fresh;
    const char *path = frame_path(c, f);
    if (type == DG_PLOVER_N) wrong(c, path, f->line, "no PLOVER type", f->type);
    if (f->mode.n && type != DG_PLOVER_N && !dg_plover_has_mode(type, f->mode))
        wrong(c, path, f->line, "no mode of this type", f->mode);
    for (uint32_t i = 0; i < f->n_contexts; i++)
        if (dg_plover_find_context(f->contexts[i]) == DG_NONE)
            wrong(c, path, f->line, "no context", f->contexts[i]);
    if (dg_map_put(ids, f->id, &slot, &fresh) && !fresh)
        wrong(c, path, f->line, "this id stands twice", f->id);
}

static bool is_known(dg_places known, dg_str prep) {
    for (uint32_t i = 0; i < known.n; i++)
        if (known.at[i].kind == DG_PLACE_PREP && dg_str_eq(known.at[i].prep, prep)) return true;
    return known.n == 0; /* a language that lists none is not checked */
}

static void check_places(check *c, const dg_frame *row, const dg_frame_alt *alt, dg_places places,
                         dg_places known) {
    for (uint32_t i = 0; i < places.n; i++)
        if (places.at[i].kind == DG_PLACE_PREP && !is_known(known, places.at[i].prep)) {
            wrong(c, frame_path(c, row), row->line, "neither a relation nor a preposition",
                  places.at[i].prep);
            dg_buf_printf(c->out, "    in: %.*s\n", (int)alt->text.n, alt->text.p);
        }
}

static int by_bytes(const void *a, const void *b) {
    const dg_str *x = a, *y = b;
    int order = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* The i-th choice of one form for every word that must be there; false behind the last. */
static bool choose(const dg_frame_alt *alt, uint32_t i, dg_str words[MAX_WORDS], uint32_t *ret_n) {
    uint32_t n = 0;
    for (uint32_t w = 0; w < alt->n_words; w++) {
        const dg_frame_word *word = &alt->words[w];
        if (word->not ) continue;
        if (n == MAX_WORDS) return false;
        words[n++] = word->forms[i % word->n_forms].text;
        i /= word->n_forms;
    }
    *ret_n = n;
    qsort(words, n, sizeof *words, by_bytes);
    return i == 0;
}

static dg_str key_of(const dg_frame *row, const dg_frame_alt *alt, const dg_str *words, uint32_t n,
                     char buf[KEY_BYTES]) {
    int at = snprintf(buf, KEY_BYTES, "%u|%d|%c|%c%.*s", alt->lang, row->flags & DG_FRAME_ALSO,
                      alt->pos, alt->head.kind == DG_FORM_EXACT ? '=' : ' ', (int)alt->head.text.n,
                      alt->head.text.p);
    for (uint32_t i = 0; i < n && at < KEY_BYTES; i++)
        at += snprintf(buf + at, (size_t)(KEY_BYTES - at), "|%.*s", (int)words[i].n, words[i].p);
    return (dg_str){buf, (uint32_t)(at < KEY_BYTES ? at : KEY_BYTES - 1)};
}

/* Is everything that this alternative says said by an earlier one? Then that one's number. */
static uint32_t said_before(const dg_frames *f, uint32_t i, dg_map *said) {
    const dg_frame_alt *alt = dg_frames_alt(f, i);
    const dg_frame *row = dg_frames_row(f, alt->frame);
    uint32_t by = DG_NONE;
    bool dead = true;
    dg_str words[MAX_WORDS];
    for (uint32_t k = 0, n; k < MAX_KEYS && choose(alt, k, words, &n); k++) {
        char buf[KEY_BYTES];
        uint32_t *slot;
        bool fresh;
        if (!dg_map_put(said, key_of(row, alt, words, n, buf), &slot, &fresh)) return DG_NONE;
        if (fresh)
            *slot = i, dead = false;
        else
            by = *slot;
    }
    return dead ? by : DG_NONE;
}

static void check_alternative(check *c, const dg_frames *f, uint32_t i, const prepositions *known,
                              dg_map *said) {
    const dg_frame_alt *alt = dg_frames_alt(f, i), *before = i ? dg_frames_alt(f, i - 1) : NULL;
    const dg_frame *row = dg_frames_row(f, alt->frame);
    bool same = before && before->text.p == alt->text.p;
    if (same && dg_str_eq(before->head.text, alt->head.text))
        return; /* a tail stands under two keys */
    if (!same) {
        check_places(c, row, alt, alt->recipient, known->lang[alt->lang]);
        check_places(c, row, alt, alt->actor, known->lang[alt->lang]);
    }
    if (alt->pos != 'a' && known->lang[alt->lang].n &&
        is_known(known->lang[alt->lang], alt->head.text))
        wrong(c, frame_path(c, row), row->line, "a preposition for a head", alt->text);
    uint32_t by = said_before(f, i, said);
    if (by == DG_NONE) return;
    const dg_frame *other = dg_frames_row(f, dg_frames_alt(f, by)->frame);
    wrong(c, frame_path(c, row), row->line, "never wins", alt->text);
    dg_buf_printf(c->out, "    %s: %.*s (frames/%.*s.tsv:%u) says it already\n",
                  dg_frames_language_code(f, alt->lang), (int)other->id.n, other->id.p,
                  (int)other->type.n, other->type.p, other->line);
}

/* defaults.tsv, row "p known": the prepositions that may be written as places. */
static int load_prepositions(check *c, const dg_frames *f, prepositions *ret, dg_err *err) {
    dg_table t;
    int rc = dg_table_load(c->dir, "frames/defaults.tsv", c->arena, &t, err);
    for (uint32_t r = 0; !rc && r < t.n_rows; r++) {
        if (!dg_str_is(dg_table_cell(&t, r, dg_table_column(&t, "pos")), "p")) continue;
        for (uint32_t l = 0; !rc && l < dg_frames_count_languages(f); l++) {
            uint32_t col = dg_table_column(&t, dg_frames_language_code(f, l));
            dg_str cell = dg_table_cell(&t, r, col);
            if (cell.n) rc = dg_frame_places_parse(c->arena, cell, &ret->lang[l], err);
        }
    }
    return rc;
}

static int check_frames(check *c, dg_err *err) {
    dg_frames *f;
    dg_err wrong_table = {0};
    prepositions known = {0};
    int rc = dg_frames_load(c->dir, c->arena, &f, &wrong_table);
    if (rc == DG_E_LEXICON || rc == DG_E_NOT_FOUND) {
        wrong(c, c->dir, 0, "frames do not load", dg_str_of(wrong_table.text));
        return 0;
    }
    if (rc) return dg_err_set(err, rc, 0, "%s", wrong_table.text);
    if ((rc = load_prepositions(c, f, &known, err))) return rc;
    dg_map ids, said;
    dg_map_init(&ids, c->arena), dg_map_init(&said, c->arena);
    for (uint32_t i = 0; i < dg_frames_count(f); i++) check_row(c, dg_frames_row(f, i), &ids);
    for (uint32_t i = 0; i < dg_frames_count_alts(f); i++)
        check_alternative(c, f, i, &known, &said);
    dg_buf_printf(c->out, "%u frames, %u alternatives\n", dg_frames_count(f),
                  dg_frames_count_alts(f));
    return 0;
}

static void check_loading(check *c) {
    dg_lexicon *l = NULL;
    dg_err err = {0};
    if (dg_lexicon_open(c->dir, &l, &err))
        wrong(c, c->dir, 0, "does not load", dg_str_of(err.text));
    dg_lexicon_close(l);
}

int dg_lexicon_check(const char *dir, dg_buf *out, uint32_t *ret_errors, dg_err *err) {
    check c = {.arena = dg_arena_new(CEILING), .out = out, .dir = dir, .dir_n = strlen(dir)};
    c.err = err;
    if (!c.arena) return dg_err_set(err, DG_E_NOMEM, 0, "lexicon check");
    int rc = dg_file_walk(dir, visit, visit_error, &c);
    if (!rc) {
        find_languages(&c);
        for (uint32_t i = 0; i < c.n_tables; i++) count_cells(&c, &c.tables[i]);
        rc = check_frames(&c, err);
    }
    if (!rc) {
        check_loading(&c);
        print_totals(&c);
        if (c.n_tables == 0) wrong(&c, dir, 0, "no table here", DG_STR(""));
        *ret_errors = c.errors;
    }
    dg_arena_free(c.arena);
    if (!rc && out->bad) rc = dg_err_set(err, DG_E_NOMEM, 0, "lexicon check");
    return rc;
}
