/* csv.c: see csv.h.
 *
 * A row ends at a line end outside quotes. A cell is quoted when it begins with a quote; inside,
 * two quotes are one; what follows the closing quote belongs to the cell. A quote that never closes
 * costs its line, not the rest of the file. Cost: O(bytes); memory: one row. */
#include "intake/csv.h"

#include "doc/limits.h"
#include "intake/fields.h"

struct dg_csv {
    dg_container *c;
    char delimiter;
    uint8_t fields[DG_MAX_COLUMNS]; /* dg_field of each column */
    uint32_t ranks[DG_MAX_COLUMNS];
    uint32_t n_columns;
    uint64_t row; /* number of the last row given out, the first below the header is 1 */
};

/* ---- rows ---- */

typedef struct row_scan { /* where a row ends */
    char delimiter;
    bool quoted, at_start; /* inside quotes; at a cell's first byte */
} row_scan;

/* true when c ends the row. */
static bool scan_byte(row_scan *k, char c) {
    if (k->quoted) {
        k->quoted = c != '"';
        k->at_start = !k->quoted; /* a second quote opens it again: the two are one */
        return false;
    }
    if (c == '\n' || c == '\r') return true;
    if (c == '"' && k->at_start) k->quoted = true;
    k->at_start = c == k->delimiter;
    return false;
}

/* The row that begins here, without its end. DG_E_LIMIT: too long; DG_E_SYNTAX: a quote does not
 * close; then *ret is its first line. */
static int peek_row(dg_stream *s, char delimiter, dg_str *ret, dg_err *err) {
    row_scan k = {.delimiter = delimiter, .at_start = true};
    uint32_t seen = 0, line = 0;
    dg_str view;
    for (;;) {
        int rc = dg_stream_peek(s, (size_t)seen + 1, &view, err);
        if (rc) return rc;
        bool end = view.n == seen;
        for (; seen < view.n; seen++) {
            if (!line && view.p[seen] == '\n') line = seen;
            if (scan_byte(&k, view.p[seen])) break;
        }
        if (seen < view.n || (end && !k.quoted)) {
            *ret = dg_str_cut(view, 0, seen);
            return 0;
        }
        if (end || seen > DG_MAX_ARTICLE) break;
    }
    *ret = dg_str_cut(view, 0, line ? line : seen);
    return seen > DG_MAX_ARTICLE ? DG_E_LIMIT : DG_E_SYNTAX;
}

/* The next cell of a row, decoded into the arena where it was quoted; false at the row's end. */
static bool next_cell(dg_str row, char delimiter, uint32_t *at, dg_arena *arena, dg_str *ret,
                      bool *ret_ok) {
    if (*at > row.n) return false;
    uint32_t i = *at;
    if (i < row.n && row.p[i] == '"') {
        char *p = dg_arena_alloc(arena, row.n - i);
        uint32_t n = 0;
        *ret_ok = p != NULL;
        if (!p) return false;
        bool quoted = true;
        for (i++; i < row.n && (quoted || row.p[i] != delimiter); i++) {
            bool quote = row.p[i] == '"', twice = quote && i + 1 < row.n && row.p[i + 1] == '"';
            if (quoted && twice)
                p[n++] = row.p[i++];
            else if (quoted && quote)
                quoted = false;
            else
                p[n++] = row.p[i];
        }
        *ret = (dg_str){p, n};
    } else {
        while (i < row.n && row.p[i] != delimiter) i++;
        *ret = dg_str_cut(row, *at, i);
    }
    *at = i + 1;
    return true;
}

/* ---- the header ---- */

static dg_str trim(dg_str s) {
    while (s.n && ((unsigned char)s.p[0] <= ' ' || s.p[0] == '"')) s.p++, s.n--;
    while (s.n && ((unsigned char)s.p[s.n - 1] <= ' ' || s.p[s.n - 1] == '"')) s.n--;
    return s;
}

static dg_str first_line(dg_str s) {
    uint32_t n = 0;
    while (n < s.n && s.p[n] != '\n' && s.p[n] != '\r') n++;
    return dg_str_cut(s, 0, n);
}

/* "sep=;": what Excel is told by the first line of some exports. */
static bool is_sep(dg_str line) {
    return line.n == 5 &&
           (dg_str_starts(line, DG_STR("sep=")) || dg_str_starts(line, DG_STR("SEP=")));
}

/* How many columns of the header are known when c stands between them; 0 without a text. */
static uint32_t known_columns(dg_str line, char c) {
    uint32_t known = 0, rank;
    bool text = false;
    for (uint32_t at = 0; at <= line.n;) {
        uint32_t to = at;
        while (to < line.n && line.p[to] != c) to++;
        dg_field f = dg_field_of(trim(dg_str_cut(line, at, to)), &rank);
        known += f != DG_FIELD_N;
        text |= f == DG_FIELD_TEXT || f == DG_FIELD_HTML;
        at = to + 1;
    }
    return text ? known : 0;
}

char dg_csv_delimiter(dg_str head) {
    static const char all[] = {',', ';', '\t', '|'};
    char best = 0;
    uint32_t most = 1;
    dg_str line = first_line(head);
    if (is_sep(line)) {
        dg_str rest = dg_str_cut(head, line.n, head.n);
        while (rest.n && (rest.p[0] == '\r' || rest.p[0] == '\n')) rest.p++, rest.n--;
        return known_columns(first_line(rest), line.p[4]) ? line.p[4] : 0;
    }
    for (uint32_t i = 0; i < sizeof all; i++) {
        uint32_t n = known_columns(line, all[i]);
        if (n > most) most = n, best = all[i];
    }
    return best;
}

static int skip_line_ends(dg_stream *s, dg_str *ret, dg_err *err) {
    for (;;) {
        int rc = dg_stream_peek(s, 2, ret, err);
        if (rc || !ret->n || (ret->p[0] != '\r' && ret->p[0] != '\n')) return rc;
        dg_stream_skip(s, 1);
    }
}

static int read_header(dg_csv *t, dg_err *err) {
    dg_stream *s = t->c->stream;
    dg_str view, row, cell;
    int rc = dg_stream_peek(s, 8192, &view, err);
    if (rc) return rc;
    if (dg_str_starts(view, DG_STR("\xEF\xBB\xBF"))) dg_stream_skip(s, 3);
    rc = skip_line_ends(s, &view, err);
    if (!rc) rc = dg_stream_peek(s, 8192, &view, err);
    if (rc) return rc;
    t->delimiter = dg_csv_delimiter(view);
    if (!t->delimiter) t->delimiter = ','; /* a single column */
    dg_str line = first_line(view);
    if (is_sep(line)) {
        dg_stream_skip(s, line.n);
        rc = skip_line_ends(s, &view, err);
        if (rc) return rc;
    }
    rc = peek_row(s, t->delimiter, &row, err);
    if (rc == DG_E_NOMEM || rc == DG_E_IO) return rc;
    bool ok = true, text = false;
    for (uint32_t at = 0; t->n_columns < DG_MAX_COLUMNS &&
                          next_cell(row, t->delimiter, &at, t->c->own, &cell, &ok);) {
        uint32_t i = t->n_columns++;
        dg_field f = dg_field_of(trim(cell), &t->ranks[i]);
        t->fields[i] = (uint8_t)f;
        text |= f == DG_FIELD_TEXT || f == DG_FIELD_HTML || f == DG_FIELD_TEASER;
    }
    if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "%s", t->c->name);
    if (!text)
        return dg_err_set(err, DG_E_SYNTAX, 0, "no column is a text: %.*s",
                          (int)(row.n < 120 ? row.n : 120), row.p);
    dg_stream_skip(s, row.n);
    return 0;
}

int dg_csv_open(dg_container *c, dg_csv **ret, dg_err *err) {
    dg_csv *t = dg_arena_zalloc(c->own, 1, sizeof *t);
    if (!t) return dg_err_set(err, DG_E_NOMEM, 0, "%s", c->name);
    t->c = c;
    *ret = t;
    return read_header(t, err);
}

/* ---- articles ---- */

/* The values of a row; of two columns for one field the better name that holds something. */
static bool read_row(const dg_csv *t, dg_str row, dg_arena *arena, dg_str values[DG_FIELD_N]) {
    uint32_t ranks[DG_FIELD_N] = {0};
    bool ok = true;
    dg_str cell;
    uint32_t at = 0;
    for (uint32_t i = 0; i < t->n_columns && next_cell(row, t->delimiter, &at, arena, &cell, &ok);
         i++) {
        uint8_t f = t->fields[i];
        if (f == DG_FIELD_N || !cell.n || (values[f].n && ranks[f] <= t->ranks[i])) continue;
        values[f] = cell;
        ranks[f] = t->ranks[i];
    }
    for (uint32_t f = 0; f < DG_FIELD_N && ok; f++) {
        if (!values[f].p) continue;
        bool raw = f == DG_FIELD_TEXT || f == DG_FIELD_HTML;
        dg_str s = dg_arena_str(arena, raw ? values[f] : dg_field_utf8(values[f], arena));
        ok = s.p != NULL;
        values[f] = s;
    }
    return ok;
}

int dg_csv_next(dg_csv *t, dg_arena *arena, dg_article *ret, dg_err *err) {
    dg_stream *s = t->c->stream;
    dg_str row;
    int rc = skip_line_ends(s, &row, err);
    if (rc || !row.n) return rc;
    dg_spot spot = dg_stream_place(s);
    unsigned long long number = ++t->row;
    rc = peek_row(s, t->delimiter, &row, err);
    if (rc == DG_E_SYNTAX || rc == DG_E_LIMIT) {
        dg_stream_skip(s, row.n);
        return dg_err_set(err, rc, spot.at, "row %llu: %s", number,
                          rc == DG_E_LIMIT ? "longer than an article may be"
                                           : "a quote does not close");
    }
    if (rc) return rc;
    dg_str values[DG_FIELD_N] = {{NULL, 0}};
    dg_err why = {0};
    rc = read_row(t, row, arena, values) ? 0 : dg_err_set(&why, DG_E_NOMEM, 0, "row");
    dg_stream_skip(s, row.n);
    if (!rc) rc = dg_fields_article(t->c, DG_FORMAT_CSV, values, number, arena, ret, &why);
    if (rc) return dg_err_set(err, rc, spot.at, "row %llu: %s", number, why.text);
    ret->place = spot;
    return 1;
}
