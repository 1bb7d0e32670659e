/* case_rooms.h: what a room makes of a case, put into lines of text (tests/README.md lists them).
 *
 *   case ─► run (page only, intake, or the whole pipeline) ─► result ─► print one section ─► lines
 *
 * A new room: one row in `rooms` of case_rooms.c. A new section: one row in `sections`. */
#ifndef DG_CASE_ROOMS_H
#define DG_CASE_ROOMS_H

#include "base/buf.h"
#include "intake/intake.h"
#include "pipeline/pipeline.h"
#include "tests/case_file.h"

typedef struct dg_case_world { /* opened once; what could not be opened is NULL */
    const dg_page_tables *page;
    dg_reader *reader;
} dg_case_world;

typedef struct dg_case_result {
    int rc;     /* of the article that failed; 0 when all went well */
    dg_err err; /* when rc != 0 */
    dg_doc doc; /* of the (last) article */
    uint32_t n_articles, cap_articles;
    dg_article *articles; /* the intake's */
    uint64_t skipped[DG_SKIP_N];
    uint32_t n_new;  /* articles that the archive did not have */
    dg_str dossier;  /* of the parties that the case names */
    dg_str versions; /* of articles, a family a line */
} dg_case_result;

typedef struct dg_case_room {
    const char *name;              /* folder below tests/cases/ */
    bool needs_reader, needs_page; /* skipped when the world lacks it */
    void (*run)(const dg_case_world *world, const dg_testcase *c, dg_arena *arena,
                dg_case_result *ret);
} dg_case_room;

/* The room of that name; NULL when there is none. */
const dg_case_room *dg_case_room_of(dg_str name);

/* Prints what `section` asks for, one line each. false: no such section. *ret_verbatim: lines are
 * compared whole. */
bool dg_case_print(const dg_case_result *r, dg_str section, dg_buf *out, bool *ret_verbatim);

/* The names of all sections, for -p. NULL at the end. */
const char *dg_case_section_name(uint32_t i);

#endif
