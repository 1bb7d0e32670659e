/* table.h: reads one file of lexicon/: tab-separated text, UTF-8, edited by linguists.
 *
 *   # a comment
 *   code  kind   en                 de              da          nb          <- the first other line
 * names the columns RUS   adj    Russian            russisch~       russisk~    russisk~
 *
 * A column named by two or three small letters is a language column, but id, ids, key, pos and all
 * (Indonesian is "ind"); every other column is fixed. A
 * cell holds alternatives separated by ";" (white space around them is dropped); an empty cell or
 * "-" holds none. Rows with fewer cells than columns are filled with empty ones; more cells are an
 * error. */
#ifndef DG_TABLE_H
#define DG_TABLE_H

#include "base/arena.h"
#include "base/err.h"

typedef struct dg_table {
    const char *path; /* for error messages */
    uint32_t n_rows, n_columns;
    const dg_str *names;   /* [n_columns] */
    const dg_str *cells;   /* [n_rows][n_columns], trimmed, in the arena */
    const uint32_t *lines; /* [n_rows] line numbers, from 1 */
    uint32_t n_lines;
} dg_table;

enum { DG_MAX_FOLDERS = 8 };

/* dir/name (name may hold "/"). dir may be several folders with ":" between them: the rows of all
 * that have such a file, in this order, so that an earlier folder wins where the first row does;
 * columns are matched by name, and line numbers count through. DG_E_LEXICON with the line in
 * err->text and its byte in err->at on a malformed file; DG_E_NOT_FOUND where no folder has it;
 * DG_E_LIMIT over DG_MAX_FOLDERS. */
int dg_table_load(const char *dir, const char *name, dg_arena *arena, dg_table *ret, dg_err *err);
bool dg_table_is_language(dg_str name);                        /* of a column */
uint32_t dg_table_column(const dg_table *t, const char *name); /* DG_NONE when absent */
static inline dg_str dg_table_cell(const dg_table *t, uint32_t row, uint32_t column) {
    return column < t->n_columns ? t->cells[(size_t)row * t->n_columns + column] : DG_STR_NULL;
}
/* The place of s among names[n]; DG_NONE: it is none of them. */
uint32_t dg_table_name(const char *const names[], uint32_t n, dg_str s);
/* Writes "lang TAB form", the key of a form in a language, to out[cap]; 0 when it does not fit. */
uint32_t dg_table_key(dg_str lang, dg_str form, char out[], uint32_t cap);
/* Walks the alternatives of a cell: *at starts at 0; false at the end. */
bool dg_table_alt(dg_str cell, uint32_t *at, dg_str *ret);

#endif
