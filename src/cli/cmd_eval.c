/* cmd_eval.c: the CoNLL 2018 measures of a parse against a treebank, or names by kind. Without a
 * parse the gold's raw text is parsed here, exactly as `dragoman parse` would: forms and their
 * white space as MISC tells it, an empty line before "# newpar" and "# newdoc"; of IOB2 the "#
 * text" comments, else the tokens with blanks between them, one paragraph a sentence. */
#include <stdlib.h>

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "doc/conllu.h"
#include "doc/evaluate.h"
#include "pipeline/pieces.h"

static const size_t file_ceiling = (size_t)1 << 30, arena_ceiling = (size_t)4 << 30,
                    piece_ceiling = (size_t)1 << 30;

typedef struct eval_options {
    bool names, fold, json;
    const char *model, *paths[2];
    dg_options options;
    int n_paths;
} eval_options;

static int usage(const char *what, const char *value) {
    fprintf(stderr, "dragoman eval: %s%s\n", what, value ? value : "");
    return DG_EXIT_USAGE;
}

static int read_value(const char *name, const char *value, eval_options *o) {
    if (strcmp(name, "--model") == 0) {
        o->model = value;
        return 0;
    }
    if (strcmp(name, "--output") == 0) {
        o->json = strcmp(value, "json") == 0;
        return o->json || strcmp(value, "text") == 0
                   ? 0
                   : usage("--output is text or json, not ", value);
    }
    if (strlen(value) != 2) return usage("--lang is an ISO 639-1 code, not ", value);
    memcpy(o->options.lang, value, 3);
    return 0;
}

static int read_options(int argc, char **argv, eval_options *ret) {
    eval_options o = {.options.published = DG_DAYS_NONE};
    int rc = 0;
    for (int i = 1; i < argc && !rc; i++) {
        const char *a = argv[i];
        bool value =
            strcmp(a, "--lang") == 0 || strcmp(a, "--model") == 0 || strcmp(a, "--output") == 0;
        if (a[0] != '-') {
            if (o.n_paths == 2) return usage("two files at most, not ", a);
            o.paths[o.n_paths++] = a;
        } else if (strcmp(a, "--names") == 0) {
            o.names = true;
        } else if (strcmp(a, "--fold") == 0) {
            o.fold = true;
        } else if (!value) {
            rc = usage("no option ", a);
        } else if (i + 1 >= argc) {
            rc = usage("a value is missing behind ", a);
        } else {
            rc = read_value(a, argv[++i], &o);
        }
    }
    if (!rc && !o.n_paths) rc = usage("name the gold file", NULL);
    if (!rc) *ret = o;
    return rc;
}

/* ---- the gold's raw text ---- */

static bool begins(dg_str line, const char *head) {
    return dg_str_starts(line, dg_str_of(head));
}

static dg_str line_at(dg_str bytes, uint32_t at) {
    const char *nl = memchr(bytes.p + at, '\n', bytes.n - at);
    return dg_str_cut(bytes, at, nl ? (uint32_t)(nl - bytes.p) : bytes.n);
}

static bool begins_paragraph(dg_str comments) {
    for (uint32_t at = 0; at < comments.n;) {
        dg_str line = line_at(comments, at);
        if (begins(line, "# newpar") || begins(line, "# newdoc")) return true;
        at += line.n + 1;
    }
    return false;
}

static int conllu_text(dg_str bytes, dg_arena *arena, dg_buf *out, dg_err *err) {
    dg_str rest = bytes;
    dg_conllu_sentence s;
    for (;;) {
        uint64_t at = bytes.n - rest.n;
        int rc = dg_conllu_next(&rest, arena, &s, err);
        if (rc < 0) err->at += at;
        if (rc <= 0) return rc;
        size_t lines = 0;
        for (size_t i = out->n; i > 0 && (uint8_t)out->p[i - 1] <= 0x20; i--)
            lines += out->p[i - 1] == '\n';
        if (out->n && lines < 2 && begins_paragraph(s.comments)) dg_buf_addz(out, "\n\n");
        for (uint32_t i = 0; i < s.n_tokens; i++) {
            dg_conllu_space_before(s.tokens[i].misc, out);
            dg_buf_adds(out, s.tokens[i].form);
            dg_conllu_space_after(s.tokens[i].misc, out);
        }
    }
}

static dg_str iob2_form(dg_str line) {
    const char *tab = memchr(line.p, '\t', line.n);
    dg_str form = dg_str_cut(line, 0, tab ? (uint32_t)(tab - line.p) : 0);
    dg_str rest = dg_str_cut(line, form.n + 1, line.n);
    bool digits = form.n > 0;
    for (uint32_t i = 0; i < form.n; i++) digits = digits && form.p[i] >= '0' && form.p[i] <= '9';
    tab = digits && rest.n ? memchr(rest.p, '\t', rest.n) : NULL;
    return tab ? dg_str_cut(rest, 0, (uint32_t)(tab - rest.p)) : form;
}

static void iob2_text(dg_str bytes, dg_buf *out) {
    bool told = false; /* the sentence's text was in a comment */
    for (uint32_t at = 0; at < bytes.n;) {
        dg_str line = line_at(bytes, at);
        at += line.n + 1;
        bool comment = line.n && line.p[0] == '#' && !memchr(line.p, '\t', line.n);
        if (!line.n) {
            dg_buf_addz(out, "\n\n");
            told = false;
        } else if (comment && begins(line, "# text = ")) {
            dg_buf_adds(out, dg_str_cut(line, 9, line.n));
            told = true;
        } else if (!comment && !told) {
            dg_buf_adds(out, iob2_form(line));
            dg_buf_addc(out, ' ');
        }
    }
}

/* ---- parsing it ---- */

static int parse_piece(dg_reader *r, dg_str text, const dg_options *options, dg_arena *arena,
                       dg_buf *out, dg_err *err) {
    const dg_conllu_style style = {.names = true, .before = DG_STR("")};
    dg_doc doc;
    int rc = dg_pipeline_parse(r, text, options, arena, &doc, err);
    if (rc) return rc;
    size_t *at = dg_arena_alloc(arena, doc.n_sentences * sizeof *at);
    if (!at) return dg_err_set(err, DG_E_NOMEM, 0, "parsing");
    return dg_conllu_write(&doc, &style, out, at, err);
}

static int parse_text(const dg_house *house, const dg_buf *text, dg_options options, dg_buf *out,
                      dg_err *err) {
    dg_reader *reader = NULL;
    dg_arena *arena = dg_arena_new(piece_ceiling);
    float p;
    int rc = arena ? dg_reader_new(house, &reader, err) : dg_err_set(err, DG_E_NOMEM, 0, "parsing");
    for (size_t at = 0; !rc && at < text->n;) {
        size_t n = dg_piece_length(DG_PIECE_TEXT, text->p + at, text->n - at, true);
        dg_str piece = {text->p + at, (uint32_t)n};
        if (!options.lang[0]) dg_langid_find(house->langid, piece, options.lang, &p);
        rc = parse_piece(reader, piece, &options, arena, out, err);
        dg_arena_reset(arena);
        at += n;
    }
    dg_reader_free(reader);
    dg_arena_free(arena);
    return rc;
}

static int parse_gold(const eval_options *o, dg_str gold, dg_arena *arena, dg_buf *out,
                      dg_err *err) {
    dg_config config;
    dg_house *house = NULL;
    dg_buf text;
    dg_buf_init(&text, file_ceiling);
    int rc = dg_config_find(o->model, NULL, true, &config, err);
    if (!rc) rc = dg_house_open(&config, false, &house, err);
    if (!rc && dg_piece_sniff(gold.p, gold.n) == DG_PIECE_CONLLU)
        rc = conllu_text(gold, arena, &text, err);
    else if (!rc)
        iob2_text(gold, &text);
    if (!rc && text.bad) rc = dg_err_set(err, DG_E_LIMIT, 0, "the gold's text");
    if (!rc) rc = parse_text(house, &text, o->options, out, err);
    dg_buf_free(&text);
    dg_house_close(house);
    return rc;
}

/* ---- output ---- */

static void print_text(const dg_score *s, uint32_t n, bool names) {
    printf("%-10s| %9s | %9s | %9s |%s\n", "Metric", "Precision", "Recall", "F1 Score",
           names ? "      Gold |" : " AligndAcc |");
    printf("----------+-----------+-----------+-----------+-----------+\n");
    for (uint32_t i = 0; i < n; i++) {
        printf("%-10s| %9.2f | %9.2f | %9.2f | ", s[i].name, dg_score_precision(&s[i]),
               dg_score_recall(&s[i]), dg_score_f1(&s[i]));
        if (names)
            printf("%9llu |\n", (unsigned long long)s[i].gold);
        else if (s[i].aligned == DG_UNALIGNED)
            printf("%9s |\n", "");
        else
            printf("%9.2f |\n",
                   s[i].aligned ? 100.0 * (double)s[i].correct / (double)s[i].aligned : 0);
    }
}

static void json_num(dg_json_out *o, const char *key, double v) {
    dg_json_key(o, key);
    dg_json_num(o, v, 4);
}

static void json_int(dg_json_out *o, const char *key, uint64_t v) {
    dg_json_key(o, key);
    dg_json_int(o, (int64_t)v);
}

static void print_json(const dg_score *s, uint32_t n) {
    dg_json_out o;
    dg_buf out;
    dg_buf_init(&out, 1 << 20);
    dg_json_begin(&o, &out);
    dg_json_obj(&o);
    for (uint32_t i = 0; i < n; i++) {
        dg_json_key(&o, s[i].name);
        dg_json_obj(&o);
        json_num(&o, "precision", dg_score_precision(&s[i]));
        json_num(&o, "recall", dg_score_recall(&s[i]));
        json_num(&o, "f1", dg_score_f1(&s[i]));
        if (s[i].aligned != DG_UNALIGNED)
            json_num(&o, "aligned_accuracy",
                     s[i].aligned ? 100.0 * (double)s[i].correct / (double)s[i].aligned : 0);
        json_int(&o, "gold", s[i].gold);
        json_int(&o, "system", s[i].system);
        json_int(&o, "correct", s[i].correct);
        dg_json_obj_end(&o);
    }
    dg_json_obj_end(&o);
    printf("%s\n", out.p ? out.p : "");
    dg_buf_free(&out);
}

/* ---- the command ---- */

static int open_file(const char *path, dg_file *f, dg_err *err) {
    int rc = dg_file_open(path, file_ceiling, f, err);
    size_t bad = rc ? 0 : dg_utf8_check(f->p, f->n);
    if (!rc && bad < f->n) rc = dg_err_set(err, DG_E_ENCODING, bad, "%s: not UTF-8", path);
    return rc;
}

static int evaluate(const eval_options *o, dg_str gold, dg_str system, dg_arena *arena,
                    dg_err *err) {
    dg_score scores[DG_MEASURE_N + DG_NAME_SCORES];
    int rc = o->names ? dg_evaluate_names(gold, system, arena, scores, err)
                      : dg_evaluate(gold, system, o->fold, arena, scores, err);
    uint32_t n = o->names ? DG_NAME_SCORES : DG_MEASURE_N;
    if (rc) return rc;
    if (o->json)
        print_json(scores, n);
    else
        print_text(scores, n, o->names);
    return 0;
}

static int run(const eval_options *o, dg_arena *arena, dg_err *err) {
    dg_file gold = {0}, system = {0};
    dg_buf parsed;
    dg_buf_init(&parsed, file_ceiling);
    int rc = open_file(o->paths[0], &gold, err);
    dg_str g = {gold.p, (uint32_t)gold.n};
    if (!rc && o->n_paths == 2) rc = open_file(o->paths[1], &system, err);
    if (!rc && o->n_paths == 1) rc = parse_gold(o, g, arena, &parsed, err);
    dg_str s = o->n_paths == 2 ? (dg_str){system.p, (uint32_t)system.n} : dg_buf_str(&parsed);
    if (!rc) rc = evaluate(o, g, s, arena, err);
    dg_buf_free(&parsed);
    dg_file_close(&gold);
    dg_file_close(&system);
    return rc;
}

int cmd_eval(int argc, char **argv) {
    eval_options o;
    dg_err err = {0};
    int rc = read_options(argc, argv, &o);
    if (rc) return rc;
    dg_arena *arena = dg_arena_new(arena_ceiling);
    rc = arena ? run(&o, arena, &err) : dg_err_set(&err, DG_E_NOMEM, 0, "evaluating");
    dg_arena_free(arena);
    return rc ? dg_cli_failed(&err) : DG_EXIT_OK;
}
