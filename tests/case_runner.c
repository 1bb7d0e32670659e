/* case_runner.c: runs tests/cases/ROOM/NAME.case.
 *
 *     case_runner [-v] [-p] [--hard] [--strict] [ROOM | ROOM/FILE.case | PATH]…
 *
 *   -v        names every case       -p   prints what the room says instead of comparing: to write
 * a case from
 *   --hard    runs every input again so that it ends at a guard page, and with the kth allocation
 * of the document's arena failing, for every k that is reached (in growing steps): nothing may
 * crash, and whatever fails says so
 *   --strict  a case whose model or tables are missing fails instead of being skipped
 *
 * The model and the lexicon are opened once; each case gets a fresh document. Prints "N passed, N
 * failed" at the end and exits with 1 when something failed. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/case_rooms.h"

enum { DOC_CEILING = 1 << 30, OUT_CEILING = 64 << 20, CASE_CEILING = 64 << 20, HARD_STEPS = 60 };

typedef struct runner {
    bool verbose, print, hard, strict;
    uint32_t passed, failed, skipped, pending;
    bool quiet; /* while a pending case runs */
    dg_case_world world;
    dg_house *house;
    dg_arena *case_arena, *doc_arena, *tables;
    const char *path; /* of the file being run */
    char why[300];
} runner;

/* ---- the world ---- */

/* A missing model or table is not an error here: cases that need it are skipped (or fail, under
 * --strict). */
static void open_world(runner *r) {
    dg_config config;
    dg_err err = {0};
    dg_page_tables *page = NULL;
    int rc = dg_page_tables_load("lexicon", r->tables, &page, &err);
    if (rc) snprintf(r->why, sizeof r->why, "page tables: %s", err.text);
    r->world.page = rc ? NULL : page;
    const char *model = getenv("DRAGOMAN_MODEL") ? NULL : "models/dragoman.model";
    rc = dg_config_find(model, "lexicon", true, &config, &err);
    if (!rc) rc = dg_house_open(&config, true, &r->house, &err);
    if (!rc) rc = dg_reader_new(r->house, &r->world.reader, &err);
    if (rc) snprintf(r->why, sizeof r->why, "%s: %.250s", dg_err_name(rc), err.text);
}

static bool world_has(const runner *r, const dg_case_room *room) {
    return (!room->needs_reader || r->world.reader) && (!room->needs_page || r->world.page);
}

/* ---- one case ---- */

static void complain(const runner *r, uint32_t line, const char *what, dg_str text) {
    if (r->quiet) return;
    printf("%s:%u: %s %.*s\n", r->path, line, what, (int)text.n, text.p ? text.p : "");
}

static bool line_fits(bool verbatim, dg_str want, dg_str got) {
    return verbatim ? dg_str_eq(want, got) : dg_case_words_match(want, got);
}

/* Does one of the printed lines from *at on fit? Then *at moves behind it. */
static bool find_line(bool verbatim, dg_str want, dg_str *rest) {
    dg_str got;
    for (dg_str r = *rest; dg_case_line_of(&r, &got);) {
        if (!line_fits(verbatim, want, got)) continue;
        *rest = r;
        return true;
    }
    return false;
}

static bool check_exact(const runner *r, const dg_case_section *s, bool verbatim, dg_str printed) {
    dg_str got = DG_STR_NULL;
    uint32_t i = 0;
    for (; dg_case_line_of(&printed, &got); i++) {
        if (i < s->n && line_fits(verbatim, s->lines[i].text, got)) continue;
        if (i < s->n)
            complain(r, s->lines[i].line, "expected", s->lines[i].text);
        else
            complain(r, s->line, "expected no more lines, but there is", got);
        return false;
    }
    if (i < s->n) complain(r, s->lines[i].line, "missing", s->lines[i].text);
    return i == s->n;
}

/* Every wanted line fits a printed line of its own where that is possible in order, else any; no
 * forbidden line fits. */
static bool check_some(const runner *r, const dg_case_section *s, bool verbatim, dg_str printed) {
    bool fine = true;
    dg_str after = printed;
    for (uint32_t i = 0; i < s->n; i++) {
        dg_str all = printed;
        bool found = (!s->lines[i].forbidden && find_line(verbatim, s->lines[i].text, &after)) ||
                     find_line(verbatim, s->lines[i].text, &all);
        if (found == !s->lines[i].forbidden) continue;
        complain(r, s->lines[i].line, found ? "must not be there:" : "missing", s->lines[i].text);
        fine = false;
    }
    return fine;
}

static bool check_section(const runner *r, const dg_case_section *s, const dg_case_result *result) {
    dg_buf out;
    bool verbatim = false, fine;
    dg_buf_init(&out, OUT_CEILING);
    if (!dg_case_print(result, s->name, &out, &verbatim)) {
        complain(r, s->line, "no such section:", s->name);
        fine = false;
    } else {
        dg_str printed = dg_buf_str(&out);
        fine =
            s->exact ? check_exact(r, s, verbatim, printed) : check_some(r, s, verbatim, printed);
        bool tell = !fine && !r->quiet;
        if (tell) printf("    printed:\n");
        for (dg_str line; tell && dg_case_line_of(&printed, &line);)
            printf("    | %.*s\n", (int)line.n, line.p);
    }
    dg_buf_free(&out);
    return fine;
}

static bool expects_error(const dg_testcase *c) {
    for (uint32_t i = 0; i < c->n_sections; i++) {
        if (dg_str_is(c->sections[i].name, "error")) return true;
    }
    return false;
}

static bool check(const runner *r, const dg_testcase *c, const dg_case_result *result) {
    bool fine = true;
    if (result->rc && !expects_error(c)) {
        complain(r, c->line, "failed with", dg_str_of(dg_err_name(result->rc)));
        complain(r, c->line, "  because", dg_str_of(result->err.text));
        fine = false;
    }
    for (uint32_t i = 0; i < c->n_sections; i++) fine &= check_section(r, &c->sections[i], result);
    return fine;
}

static void print_all(const runner *r, const dg_testcase *c, const dg_case_result *result) {
    printf("# %s:%u %.*s\n", r->path, c->line, (int)c->title.n, c->title.p ? c->title.p : "");
    const char *name;
    for (uint32_t i = 0; (name = dg_case_section_name(i)); i++) {
        dg_buf out;
        bool verbatim;
        dg_buf_init(&out, OUT_CEILING);
        dg_case_print(result, dg_str_of(name), &out, &verbatim);
        if (out.n) printf("%%%s\n%s", name, out.p);
        dg_buf_free(&out);
    }
}

/* ---- the hard way ---- */

/* The input ends where the readable memory ends. NULL without memory. */
static char *at_guard_page(dg_str bytes, void **ret_map, size_t *ret_size) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE), body = (bytes.n + page - 1) / page * page;
    char *map = mmap(NULL, body + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED) return NULL;
    *ret_map = map;
    *ret_size = body + page;
    char *p = map + body - bytes.n;
    if (bytes.n) memcpy(p, bytes.p, bytes.n);
    mprotect(map + body, page, PROT_NONE);
    return p;
}

/* With the kth allocation failing the room fails with a code, or did not need it. Every k up to 20,
 * then in steps. */
static bool survives_no_memory(runner *r, const dg_case_room *room, const dg_testcase *c) {
    dg_case_result result;
    uint64_t k = 1;
    for (int step = 0; step < HARD_STEPS; step++, k += 1 + k / 20) {
        result = (dg_case_result){0};
        dg_arena_reset(r->doc_arena);
        dg_arena_fail_at(r->doc_arena, k);
        room->run(&r->world, c, r->doc_arena, &result);
        dg_arena_fail_at(r->doc_arena, 0);
        if (result.rc >= 0 || result.rc == DG_E_NOMEM || expects_error(c)) continue;
        printf("%s:%u: allocation %llu failed, and the room said %s: %s\n", r->path, c->line,
               (unsigned long long)k, dg_err_name(result.rc), result.err.text);
        return false;
    }
    return true;
}

static bool survives(runner *r, const dg_case_room *room, const dg_testcase *c) {
    dg_testcase hard = *c;
    void *map = NULL;
    size_t size = 0, n = c->n_inputs * sizeof *hard.inputs;
    hard.inputs = dg_arena_alloc(r->case_arena, n);
    if (!hard.inputs) return false;
    memcpy(hard.inputs, c->inputs, n);
    hard.inputs[0].bytes.p = at_guard_page(c->inputs[0].bytes, &map, &size);
    if (!hard.inputs[0].bytes.p) return false;
    bool fine = survives_no_memory(r, room, &hard);
    dg_case_result result = {0};
    dg_arena_reset(r->doc_arena);
    room->run(&r->world, &hard, r->doc_arena, &result);
    fine = fine && check(r, &hard, &result);
    dg_arena_reset(r->doc_arena);
    munmap(map, size);
    return fine;
}

/* ---- files ---- */

static void run_case(runner *r, const dg_case_room *room, const dg_testcase *c) {
    if (!world_has(r, room)) {
        if (r->strict) printf("%s:%u: cannot be run: %s\n", r->path, c->line, r->why);
        if (r->strict)
            r->failed++;
        else
            r->skipped++;
        return;
    }
    dg_case_result result = {0};
    dg_arena_reset(r->doc_arena);
    room->run(&r->world, c, r->doc_arena, &result);
    if (r->print) {
        print_all(r, c, &result);
        return;
    }
    dg_str pending = dg_case_get(c, "pending"); /* what should come out, and does not yet */
    r->quiet = pending.p && !r->verbose;
    bool fine = check(r, c, &result);
    r->quiet = false;
    if (fine && r->hard) fine = survives(r, room, c);
    if (fine)
        r->passed++;
    else if (pending.p)
        r->pending++;
    else
        r->failed++;
    const char *word = fine        ? pending.p ? "passes, no longer pending:" : "passed:"
                       : pending.p ? "pending:"
                                   : "FAILED:";
    if ((!fine && !pending.p) || (fine && pending.p) || r->verbose)
        complain(r, c->line, word, c->title);
}

/* The folder that the file lies in. */
static dg_str room_name(const char *path) {
    dg_str s = dg_str_of(path);
    uint32_t end = s.n, from;
    while (end && s.p[end - 1] != '/') end--;
    if (end) end--;
    for (from = end; from && s.p[from - 1] != '/';) from--;
    return dg_str_cut(s, from, end);
}

static void run_bytes(runner *r, dg_str bytes) {
    const dg_case_room *room = dg_case_room_of(room_name(r->path));
    dg_case_file file;
    dg_testcase c;
    dg_err err = {0};
    int rc = room ? 0 : dg_err_set(&err, DG_E_ARG, 0, "its folder is no room that runs cases");
    dg_arena_reset(r->case_arena);
    dg_case_open(&file, bytes, r->case_arena);
    while (room && (rc = dg_case_next(&file, &c, &err)) > 0) run_case(r, room, &c);
    if (rc == 0) return;
    printf("%s:%llu: %s\n", r->path, (unsigned long long)err.at, err.text);
    r->failed++;
}

static int run_file(void *self, const char *path) {
    runner *r = self;
    dg_file f;
    dg_err err;
    if (!dg_str_ends(dg_str_of(path), DG_STR(".case"))) return 0;
    r->path = path;
    if (dg_file_open(path, CASE_CEILING, &f, &err) != 0) {
        printf("%s\n", err.text);
        r->failed++;
        return 0;
    }
    run_bytes(r, (dg_str){f.p, (uint32_t)f.n});
    dg_file_close(&f);
    return 0;
}

static void cannot_walk(void *self, const char *path, const dg_err *err) {
    runner *r = self;
    (void)path;
    printf("%s\n", err->text);
    r->failed++;
}

static void run_argument(runner *r, const char *arg) {
    char path[4096];
    bool is_path = access(arg, F_OK) == 0;
    snprintf(path, sizeof path, "%s%s", is_path ? "" : "tests/cases/", arg);
    dg_file_walk(path, run_file, cannot_walk, r);
}

static bool flag(runner *r, const char *arg) {
    if (strcmp(arg, "-v") == 0)
        r->verbose = true;
    else if (strcmp(arg, "-p") == 0)
        r->print = true;
    else if (strcmp(arg, "--hard") == 0)
        r->hard = true;
    else if (strcmp(arg, "--strict") == 0)
        r->strict = true;
    else
        return false;
    return true;
}

int main(int argc, char **argv) {
    runner r = {.case_arena = dg_arena_new(CASE_CEILING),
                .doc_arena = dg_arena_new(DOC_CEILING),
                .tables = dg_arena_new(CASE_CEILING)};
    if (!r.case_arena || !r.doc_arena || !r.tables) return 3;
    open_world(&r);
    bool named = false;
    for (int i = 1; i < argc; i++) {
        if (flag(&r, argv[i])) continue;
        named = true;
        run_argument(&r, argv[i]);
    }
    if (!named) run_argument(&r, "tests/cases");
    dg_reader_free(r.world.reader);
    dg_house_close(r.house);
    dg_arena_free(r.tables);
    dg_arena_free(r.doc_arena);
    dg_arena_free(r.case_arena);
    if (r.print) return r.failed != 0;
    if (r.skipped) printf("%u skipped (%s)\n", r.skipped, r.why);
    if (r.pending) printf("%u pending (tests/run-cases -v names them)\n", r.pending);
    printf("%u passed, %u failed\n", r.passed, r.failed);
    return r.failed != 0;
}
