/* cmd_parse.c: plain text in, CoNLL-U out: language, sentences, words, trees and names, and nothing
 * of the record.
 *
 * The text is taken as it is: nothing is cleaned away, and every character that is not white space
 * comes out again, in order. A file is read whole and parsed in pieces of at most PIECE bytes, cut
 * at a blank line or at least a line end, so that memory stays bounded by the file's own size. The
 * language is found once a file. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "doc/conllu.h"

enum { PIECE = 1 << 20, FILE_CEILING = 1 << 30, ARENA_CEILING = 1 << 30, OUT_CEILING = 1 << 30 };

typedef struct parsing {
    dg_reader *reader;
    dg_arena *arena; /* of one piece */
    dg_buf out;
    dg_options options;
    bool names;
    uint32_t next_id; /* sent_id */
    uint64_t errors;
} parsing;

typedef struct parse_options {
    dg_options options;
    const char *model;
    bool names;
    char **paths;
    int n_paths;
} parse_options;

static int usage(const char *what, const char *value) {
    fprintf(stderr, "dragoman parse: %s%s\n", what, value ? value : "");
    return DG_EXIT_USAGE;
}

/* Options stand anywhere; "--" ends them. Paths are gathered at the front of argv. */
static int read_options(int argc, char **argv, parse_options *ret) {
    parse_options o = {.names = true, .paths = argv, .options.published = DG_DAYS_NONE};
    bool open = true;
    for (int i = 1; i < argc; i++) {
        bool value = strcmp(argv[i], "--lang") == 0 || strcmp(argv[i], "--model") == 0;
        if (!open || argv[i][0] != '-' || !argv[i][1])
            o.paths[o.n_paths++] = argv[i];
        else if (strcmp(argv[i], "--") == 0)
            open = false;
        else if (strcmp(argv[i], "--no-names") == 0)
            o.names = false;
        else if (!value)
            return usage("no option ", argv[i]);
        else if (i + 1 >= argc)
            return usage("a value is missing behind ", argv[i]);
        else if (argv[i][2] == 'm')
            o.model = argv[++i];
        else if (strlen(argv[++i]) != 2)
            return usage("--lang is an ISO 639-1 code, not ", argv[i]);
        else
            memcpy(o.options.lang, argv[i], 3);
    }
    if (!o.n_paths) return usage("name files, or - for standard input", NULL);
    *ret = o;
    return 0;
}

/* The end of the piece that begins at `from`: behind the last blank line, else line end, else
 * character that fits. */
static size_t piece_end(const dg_file *f, size_t from) {
    size_t end = from + PIECE, line = 0;
    if (end >= f->n) return f->n;
    for (size_t i = end; i > from + PIECE / 2; i--) {
        if (f->p[i - 1] != '\n') continue;
        if (f->p[i - 2] == '\n') return i;
        if (!line) line = i;
    }
    if (line) return line;
    while (end > from && ((uint8_t)f->p[end] & 0xC0) == 0x80) end--;
    return end > from ? end : from + PIECE;
}

static int write_out(dg_buf *out, dg_err *err) {
    size_t n = fwrite(out->p, 1, out->n, stdout);
    if (n == out->n) return 0;
    return dg_err_set(err, dg_err_from_errno(errno), 0, "standard output: %s", strerror(errno));
}

static int parse_piece(parsing *p, dg_str text, dg_options *options, dg_err *err) {
    dg_doc doc;
    dg_arena_reset(p->arena);
    dg_buf_clear(&p->out);
    text = dg_utf8_nfc(p->arena, text);
    if (!text.p) return dg_err_set(err, DG_E_NOMEM, 0, "parsing");
    int rc = dg_pipeline_parse(p->reader, text, options, p->arena, &doc, err);
    if (rc) return rc;
    if (!options->lang[0]) memcpy(options->lang, doc.lang, 3);
    return dg_conllu_write(&doc, p->names, &p->next_id, &p->out, err);
}

/* *ret_stop: standard output is gone, nothing more makes sense. */
static int parse_file(parsing *p, const dg_file *f, bool *ret_stop, dg_err *err) {
    dg_options options = p->options;
    size_t bad = dg_utf8_check(f->p, f->n);
    if (bad < f->n) return dg_err_set(err, DG_E_ENCODING, bad, "not UTF-8");
    for (size_t from = 0; from < f->n;) {
        size_t to = piece_end(f, from);
        int rc = parse_piece(p, (dg_str){f->p + from, (uint32_t)(to - from)}, &options, err);
        if (rc) return rc;
        rc = write_out(&p->out, err);
        *ret_stop = rc != 0;
        if (rc) return rc;
        from = to;
    }
    return 0;
}

static int parse_path(parsing *p, const char *path, bool *ret_stop, dg_err *err) {
    dg_file f = {0};
    int rc = strcmp(path, "-") == 0 ? dg_file_read_fd(STDIN_FILENO, FILE_CEILING, &f, err)
                                    : dg_file_open(path, FILE_CEILING, &f, err);
    if (!rc) rc = parse_file(p, &f, ret_stop, err);
    dg_file_close(&f);
    return rc;
}

/* Errors of single files are told and counted; 0 unless nothing can go on. */
static int parse_all(parsing *p, const parse_options *o, dg_err *err) {
    for (int i = 0; i < o->n_paths; i++) {
        bool stop = false;
        if (parse_path(p, o->paths[i], &stop, err) == 0) continue;
        if (stop) return err->code;
        dg_cli_report(stderr, dg_str_of(o->paths[i]), err);
        p->errors++;
    }
    if (fflush(stdout) == 0) return 0;
    return dg_err_set(err, dg_err_from_errno(errno), 0, "standard output: %s", strerror(errno));
}

static int run(const parse_options *o, const dg_house *house, uint64_t *ret_errors, dg_err *err) {
    parsing p = {.options = o->options,
                 .names = o->names,
                 .next_id = 1,
                 .arena = dg_arena_new(ARENA_CEILING)};
    dg_buf_init(&p.out, OUT_CEILING);
    int rc =
        p.arena ? dg_reader_new(house, &p.reader, err) : dg_err_set(err, DG_E_NOMEM, 0, "parsing");
    if (!rc) rc = parse_all(&p, o, err);
    *ret_errors = p.errors;
    dg_reader_free(p.reader);
    dg_arena_free(p.arena);
    dg_buf_free(&p.out);
    return rc;
}

int cmd_parse(int argc, char **argv) {
    parse_options o;
    dg_config config;
    dg_house *house = NULL;
    dg_err err = {0};
    uint64_t errors = 0;
    int rc = read_options(argc, argv, &o);
    if (rc) return rc;
    rc = dg_config_find(o.model, NULL, true, &config, &err);
    if (!rc) rc = dg_house_open(&config, false, &house, &err);
    if (!rc) rc = run(&o, house, &errors, &err);
    dg_house_close(house);
    if (rc) return dg_cli_failed(&err);
    return errors ? DG_EXIT_SOME : DG_EXIT_OK;
}
