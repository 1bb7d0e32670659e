/* case_file.h: the text format of tests/cases/ROOM/NAME.case (tests/README.md is its manual) and
 * how an expected line is held against a printed one. */
#ifndef DG_CASE_FILE_H
#define DG_CASE_FILE_H

#include "base/arena.h"
#include "base/err.h"

typedef struct dg_case_setting { /* "%lang da" */
    dg_str key, value;
} dg_case_setting;

typedef struct dg_case_input { /* "%text" and what follows it */
    dg_str kind;               /* "text", "html", "jsonl" or "file" */
    dg_str bytes;
    uint32_t n_settings; /* of the case when it began: those that hold for it */
} dg_case_input;

typedef struct dg_case_line {
    dg_str text;
    uint32_t line;  /* in the file, from 1 */
    bool forbidden; /* began with "!" */
} dg_case_line;

typedef struct dg_case_section { /* "%quotes" and what follows it */
    dg_str name;
    bool exact; /* these lines, in this order, and no others */
    uint32_t line, n, cap;
    dg_case_line *lines;
} dg_case_section;

typedef struct dg_testcase {
    dg_str title; /* the last comment above it */
    uint32_t line;
    dg_case_setting *settings;
    dg_case_input *inputs;
    dg_case_section *sections;
    uint32_t n_settings, n_inputs, n_sections, cap_settings, cap_inputs, cap_sections;
} dg_testcase;

typedef struct dg_case_file {
    dg_str bytes;
    uint32_t at, line;
    dg_arena *arena;
} dg_case_file;

/* bytes must outlive the cases. */
void dg_case_open(dg_case_file *f, dg_str bytes, dg_arena *arena);
/* 1: a case; 0: no more; DG_E_SYNTAX (err->at is the line), DG_E_NOMEM. */
int dg_case_next(dg_case_file *f, dg_testcase *ret, dg_err *err);

/* The value of a setting, {NULL, 0} when it is not there; _for: as it was when the input began. */
dg_str dg_case_get(const dg_testcase *c, const char *key);
dg_str dg_case_get_for(const dg_testcase *c, const dg_case_input *in, const char *key);

/* The next line of *rest without its line feed; moves *rest behind it. false at the end. */
bool dg_case_line_of(dg_str *rest, dg_str *ret);

/* Do the words of want occur in got in this order? "Quoted stretches" and key="values" are one
 * word; the word * stands for any one word. */
bool dg_case_words_match(dg_str want, dg_str got);

#endif
