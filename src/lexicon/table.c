/* table.c: the reader of table.h. One pass over the file's bytes; cells are views into one copy in
 * the arena. */
#include "lexicon/table.h"

#include <stdio.h>

#include "base/file.h"
#include "base/utf8.h"

static dg_str trim(dg_str s) {
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\r')) s.p++, s.n--;
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\r')) s.n--;
    return s;
}

/* Cuts the next piece off *rest at `sep`; false when nothing is left. */
static bool piece(dg_str *rest, char sep, dg_str *ret) {
    if (!rest->p) return false;
    const char *end = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    uint32_t n = end ? (uint32_t)(end - rest->p) : rest->n;
    *ret = (dg_str){rest->p, n};
    *rest = end ? (dg_str){end + 1, rest->n - n - 1} : DG_STR_NULL;
    return true;
}

static bool is_data(dg_str line) {
    return line.n && line.p[0] != '#' && trim(line).n;
}

static uint32_t count_pieces(dg_str s, char sep) {
    uint32_t n = 1;
    for (uint32_t i = 0; i < s.n; i++) n += s.p[i] == sep;
    return n;
}

/* Fills the arrays; cells has room for every data line. */
static int fill(dg_table *t, dg_str bytes, dg_str *names, dg_str *cells, uint32_t *lines,
                dg_err *err) {
    dg_str rest = bytes, line, cell;
    bool header = true;
    for (uint32_t number = 1; piece(&rest, '\n', &line); number++) {
        if (!is_data(line)) continue;
        uint32_t column = 0;
        for (dg_str left = line; piece(&left, '\t', &cell); column++) {
            cell = trim(cell);
            if (dg_str_is(cell, "-")) cell.n = 0;
            if (column >= t->n_columns) {
                if (!cell.n) continue;
                return dg_err_set(err, DG_E_LEXICON, (uint64_t)(line.p - bytes.p),
                                  "%s:%u: more cells than columns", t->path, number);
            }
            if (header)
                names[column] = cell;
            else
                cells[(size_t)t->n_rows * t->n_columns + column] = cell;
        }
        if (!header) lines[t->n_rows++] = number;
        header = false;
    }
    t->n_lines = count_pieces(bytes, '\n');
    return 0;
}

static int load_file(const char *path, dg_arena *arena, dg_table *ret, dg_err *err) {
    dg_file file;
    int rc = dg_file_open(path, 64u << 20, &file, err);
    if (rc) return rc;
    size_t bad = dg_utf8_check(file.p, file.n);
    dg_str bytes = {0};
    if (bad < file.n)
        rc = dg_err_set(err, DG_E_LEXICON, bad, "%s: not UTF-8", path);
    else
        bytes = dg_arena_str(arena, (dg_str){file.p, (uint32_t)file.n});
    dg_file_close(&file);
    if (rc) return rc;
    dg_str kept_path = dg_arena_printf(arena, "%s", path);
    if (!bytes.p || !kept_path.p) return dg_err_set(err, DG_E_NOMEM, 0, "%s", path);

    dg_table t = {.path = kept_path.p};
    uint32_t n_lines = 0;
    dg_str rest = bytes, line;
    while (piece(&rest, '\n', &line)) {
        if (!is_data(line)) continue;
        if (!n_lines++) t.n_columns = count_pieces(line, '\t');
    }
    if (!n_lines) return dg_err_set(err, DG_E_LEXICON, 0, "%s: no column names", path);
    dg_str *names = dg_arena_zalloc(arena, t.n_columns, sizeof *names);
    dg_str *cells = dg_arena_zalloc(arena, (size_t)n_lines * t.n_columns, sizeof *cells);
    uint32_t *lines = dg_arena_zalloc(arena, n_lines, sizeof *lines);
    if (!names || !cells || !lines) return dg_err_set(err, DG_E_NOMEM, 0, "%s", path);
    t.names = names, t.cells = cells, t.lines = lines;
    if ((rc = fill(&t, bytes, names, cells, lines, err))) return rc;
    *ret = t;
    return 0;
}

/* ---- several folders ---- */

/* The column of `name` in t, which gets it where it has none; names has room for it. */
static uint32_t column_of(dg_table *t, dg_str *names, dg_str name) {
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (dg_str_eq(names[i], name)) return i;
    names[t->n_columns] = name;
    return t->n_columns++;
}

/* The rows of parts[n], one behind the other; columns are matched by their names. */
static int join_tables(const dg_table *parts, uint32_t n, dg_arena *arena, dg_table *ret,
                       dg_err *err) {
    uint32_t most = 0, rows = 0, lines_before = 0;
    for (uint32_t i = 0; i < n; i++) most += parts[i].n_columns, rows += parts[i].n_rows;
    dg_table t = {.path = parts[0].path};
    dg_str *names = dg_arena_zalloc(arena, most, sizeof *names);
    uint32_t *lines = dg_arena_zalloc(arena, rows + 1, sizeof *lines);
    uint32_t *to = dg_arena_zalloc(arena, most, sizeof *to); /* where a part's columns go */
    bool ok = names && lines && to;
    for (uint32_t i = 0; i < n && ok; i++)
        for (uint32_t c = 0; c < parts[i].n_columns; c++) column_of(&t, names, parts[i].names[c]);
    dg_str *cells =
        ok ? dg_arena_zalloc(arena, (size_t)rows * t.n_columns + 1, sizeof *cells) : NULL;
    if (!cells) return dg_err_set(err, DG_E_NOMEM, 0, "%s", t.path);
    for (uint32_t i = 0; i < n; i++) {
        const dg_table *p = &parts[i];
        for (uint32_t c = 0; c < p->n_columns; c++) to[c] = column_of(&t, names, p->names[c]);
        for (uint32_t r = 0; r < p->n_rows; r++, t.n_rows++) {
            for (uint32_t c = 0; c < p->n_columns; c++)
                cells[(size_t)t.n_rows * t.n_columns + to[c]] = dg_table_cell(p, r, c);
            lines[t.n_rows] = lines_before + p->lines[r];
        }
        lines_before += p->n_lines;
    }
    t.n_lines = lines_before;
    t.names = names, t.cells = cells, t.lines = lines;
    *ret = t;
    return 0;
}

int dg_table_load(const char *dir, const char *name, dg_arena *arena, dg_table *ret, dg_err *err) {
    dg_table parts[DG_MAX_FOLDERS];
    uint32_t n = 0;
    dg_err first = {0};
    for (const char *at = dir, *end; at; at = *end ? end + 1 : NULL) {
        char path[4096];
        end = at + strcspn(at, ":");
        if (n == DG_MAX_FOLDERS) return dg_err_set(err, DG_E_LIMIT, 0, "too many folders: %s", dir);
        if (snprintf(path, sizeof path, "%.*s/%s", (int)(end - at), at, name) >= (int)sizeof path)
            return dg_err_set(err, DG_E_ARG, 0, "path too long: %s/%s", dir, name);
        dg_err e = {0};
        int rc = load_file(path, arena, &parts[n], &e);
        if (!rc) {
            n++;
        } else if (rc != DG_E_NOT_FOUND) {
            if (err) *err = e;
            return rc;
        } else if (!first.code) {
            first = e;
        }
    }
    if (!n) {
        if (err) *err = first;
        return first.code;
    }
    if (n > 1) return join_tables(parts, n, arena, ret, err);
    *ret = parts[0];
    return 0;
}

bool dg_table_is_language(dg_str name) {
    static const char *const fixed[] = {"id", "ids", "key", "pos", "all"};
    if (name.n < 2 || name.n > 3) return false;
    for (uint32_t i = 0; i < DG_LEN(fixed); i++)
        if (dg_str_is(name, fixed[i])) return false;
    for (uint32_t i = 0; i < name.n; i++)
        if (name.p[i] < 'a' || name.p[i] > 'z') return false;
    return true;
}

uint32_t dg_table_column(const dg_table *t, const char *name) {
    for (uint32_t i = 0; i < t->n_columns; i++)
        if (dg_str_is(t->names[i], name)) return i;
    return DG_NONE;
}

bool dg_table_alt(dg_str cell, uint32_t *at, dg_str *ret) {
    while (*at < cell.n) {
        const char *mark = memchr(cell.p + *at, ';', cell.n - *at);
        uint32_t end = mark ? (uint32_t)(mark - cell.p) : cell.n;
        *ret = trim(dg_str_cut(cell, *at, end));
        *at = end + 1;
        if (ret->n) return true;
    }
    return false;
}

uint32_t dg_table_name(const char *const names[], uint32_t n, dg_str s) {
    for (uint32_t i = 0; i < n; i++)
        if (dg_str_is(s, names[i])) return i;
    return DG_NONE;
}

uint32_t dg_table_key(dg_str lang, dg_str form, char out[], uint32_t cap) {
    if (lang.n + 1 + form.n > cap) return 0;
    memcpy(out, lang.p, lang.n);
    out[lang.n] = '\t';
    if (form.n) memcpy(out + lang.n + 1, form.p, form.n);
    return lang.n + 1 + form.n;
}
