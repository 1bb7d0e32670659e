/* cmd_parse.c: text in, CoNLL-U or JSON out: language, sentences, words, trees and names, and
 * nothing of the record.
 *
 *   input ─► pieces ─► threads: words, trees, output without numbers ─► numbers, in order of input
 *
 * The text is taken as it is; white space is told by the tokens, so that every byte can be put
 * together again. Pieces (pipeline/pieces.h) hang on the bytes alone, and so does the output: not
 * on how the bytes come in, nor on the number of threads. Memory is bounded by pieces, not by the
 * input. The language is found once a file, from its first piece. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "doc/conllu.h"
#include "pipeline/pieces.h"

enum { READ = 64 << 10, DEPTH = 4 /* pieces a thread */ };
static const size_t arena_ceiling = (size_t)1 << 30, out_ceiling = (size_t)1 << 30,
                    big_arena = (size_t)64 << 20; /* not kept when it grew beyond this */

static const char *const input_names[] = {"auto", "text", "tokenized", "conllu"};

typedef struct parse_options {
    dg_options options;
    const char *model;
    dg_piece_kind input;
    bool names, json;
    uint32_t jobs;
    char **paths;
    int n_paths;
} parse_options;

typedef struct piece {
    dg_arena *arena;
    dg_buf in, out;
    dg_piece_kind input;
    const char *path;
    uint64_t base; /* of its first byte in the input */
    bool first;
    char lang[4];
    uint32_t n_sentences;
    size_t *at; /* [n_sentences] where in out the number belongs; NULL: it has its own */
    int rc;
    dg_err err;
    struct piece *next_free;
} piece;

typedef struct parsing {
    const parse_options *o;
    const dg_house *house;
    dg_reader **readers; /* [jobs] */
    dg_pool *pool;
    piece *pieces, *free;
    uint32_t n_pieces;
    uint64_t next_id, errors;
    int rc; /* standard output is gone, nothing more makes sense */
    dg_err err;
} parsing;

/* ---- options ---- */

static int usage(const char *what, const char *value) {
    fprintf(stderr, "dragoman parse: %s%s\n", what, value ? value : "");
    return DG_EXIT_USAGE;
}

static int read_jobs(const char *value, parse_options *o) {
    char *end;
    long n = strtol(value, &end, 10);
    if (*end || end == value || n < 1 || n > 1024)
        return usage("--jobs is a number from 1 to 1024, not ", value);
    o->jobs = (uint32_t)n;
    return 0;
}

static int read_input(const char *value, parse_options *o) {
    for (uint32_t i = 0; i < DG_LEN(input_names); i++)
        if (strcmp(value, input_names[i]) == 0) {
            o->input = (dg_piece_kind)i;
            return 0;
        }
    return usage("--input is auto, text, tokenized or conllu, not ", value);
}

static int read_output(const char *value, parse_options *o) {
    o->json = strcmp(value, "json") == 0;
    return o->json || strcmp(value, "conllu") == 0
               ? 0
               : usage("--output is conllu or json, not ", value);
}

/* An option with a value; DG_EXIT_USAGE when it is none. */
static int read_value(const char *name, const char *value, parse_options *o) {
    if (strcmp(name, "--jobs") == 0) return read_jobs(value, o);
    if (strcmp(name, "--input") == 0) return read_input(value, o);
    if (strcmp(name, "--output") == 0) return read_output(value, o);
    if (strcmp(name, "--model") == 0) {
        o->model = value;
        return 0;
    }
    if (strlen(value) != 2) return usage("--lang is an ISO 639-1 code, not ", value);
    memcpy(o->options.lang, value, 3);
    return 0;
}

static bool takes_value(const char *name) {
    static const char *const names[] = {"--lang", "--model", "--jobs", "--input", "--output"};
    for (uint32_t i = 0; i < DG_LEN(names); i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

/* Options stand anywhere; "--" ends them. Paths are gathered at the front of argv. */
static int read_options(int argc, char **argv, parse_options *ret) {
    parse_options o = {.names = true, .jobs = 1, .paths = argv, .options.published = DG_DAYS_NONE};
    bool open = true;
    int rc = 0;
    for (int i = 1; i < argc && !rc; i++) {
        if (!open || argv[i][0] != '-' || !argv[i][1])
            o.paths[o.n_paths++] = argv[i];
        else if (strcmp(argv[i], "--") == 0)
            open = false;
        else if (strcmp(argv[i], "--no-names") == 0)
            o.names = false;
        else if (strcmp(argv[i], "--tokenized") == 0)
            o.input = DG_PIECE_TOKENIZED;
        else if (!takes_value(argv[i]))
            rc = usage("no option ", argv[i]);
        else if (i + 1 >= argc)
            rc = usage("a value is missing behind ", argv[i]);
        else
            rc = read_value(argv[i], argv[i + 1], &o), i++;
    }
    if (!rc && !o.n_paths) rc = usage("name files, or - for standard input", NULL);
    if (!rc) *ret = o;
    return rc;
}

/* ---- words that are given ---- */

static bool is_blank(char c) {
    return (uint8_t)c <= 0x20;
}

typedef struct given { /* what becomes a dg_doc */
    dg_arena *arena;
    dg_buf *text;
    dg_token *tokens;
    dg_sentence *sentences;
    uint32_t n_tokens, n_sentences, cap_tokens, cap_sentences;
} given;

static bool end_given(given *g) {
    uint32_t from = g->n_sentences ? g->sentences[g->n_sentences - 1].to : 0;
    if (from == g->n_tokens) return true;
    dg_sentence s = {.span = {g->tokens[from].span.from, g->tokens[g->n_tokens - 1].span.to},
                     .from = from,
                     .to = g->n_tokens};
    return DG_PUSH(g->arena, g->sentences, g->n_sentences, g->cap_sentences, s);
}

static bool add_given(given *g, dg_token t) {
    t.head = DG_NONE;
    t.sentence = g->n_sentences;
    return DG_PUSH(g->arena, g->tokens, g->n_tokens, g->cap_tokens, t);
}

static int parse_given(dg_reader *r, piece *p, const given *g, dg_str text, dg_doc *doc) {
    *doc = (dg_doc){.arena = p->arena,
                    .published = DG_DAYS_NONE,
                    .text = text,
                    .tokens = g->tokens,
                    .n_tokens = g->n_tokens,
                    .sentences = g->sentences,
                    .n_sentences = g->n_sentences};
    memcpy(doc->lang, p->lang, sizeof doc->lang);
    return dg_pipeline_parse_words(r, doc, &p->err);
}

/* One sentence a line, blanks and tabs between tokens. */
static int parse_lines(dg_reader *r, piece *p, dg_str text, dg_doc *doc) {
    given g = {.arena = p->arena};
    bool ok = true;
    for (uint32_t at = 0; ok && at < text.n;) {
        if (is_blank(text.p[at])) {
            ok = text.p[at++] != '\n' || end_given(&g);
            continue;
        }
        uint32_t from = at;
        while (at < text.n && !is_blank(text.p[at])) at++;
        ok = add_given(&g, (dg_token){.span = {from, at}, .form = dg_str_cut(text, from, at)});
    }
    if (!ok || !end_given(&g)) return dg_err_set(&p->err, DG_E_NOMEM, 0, "parsing");
    return parse_given(r, p, &g, text, doc);
}

/* ---- CoNLL-U in ---- */

static bool add_conllu(given *g, const dg_conllu_sentence *s) {
    bool ok = true;
    for (uint32_t i = 0; ok && i < s->n_tokens; i++) {
        const dg_conllu_token *t = &s->tokens[i];
        uint32_t from = (uint32_t)g->text->n, n = t->to - t->from;
        dg_conllu_space_before(t->misc, g->text);
        from = (uint32_t)g->text->n;
        dg_buf_adds(g->text, t->form);
        dg_range span = {from, (uint32_t)g->text->n};
        dg_conllu_space_after(t->misc, g->text);
        for (uint32_t k = 0; ok && k < n; k++)
            ok = add_given(g, (dg_token){.span = span,
                                         .form = s->words[t->from + k].form,
                                         .mwt_n = t->multiword ? (uint8_t)(n > 255 ? 255 : n) : 0,
                                         .mwt_at = (uint8_t)(k > 255 ? 255 : k)});
    }
    return ok && end_given(g) && !g->text->bad;
}

/* The column without the item "NER=…", and with the new one in front. */
static dg_str new_misc(dg_arena *arena, dg_str misc, uint8_t ner) {
    dg_str old = dg_conllu_value(misc, "NER"), head = {misc.p, 0}, tail = {misc.p, 0};
    if (old.p) {
        uint32_t from = (uint32_t)(old.p - misc.p) - 4, to = from + 4 + old.n;
        head = dg_str_cut(misc, 0, from ? from - 1 : 0);
        tail = dg_str_cut(misc, to + (from == 0 && to < misc.n), misc.n);
    } else if (!dg_str_is(misc, "_")) {
        tail = misc;
    }
    const char *name = ner != DG_NER_O && ner < DG_NER_N ? dg_ner_names[ner] : NULL;
    dg_str rest = dg_arena_join(arena, head, tail, DG_STR(""));
    if (!name) return rest.n ? rest : DG_STR("_");
    return dg_arena_printf(arena, "NER=%s%s%.*s", name, rest.n && rest.p[0] != '|' ? "|" : "",
                           (int)rest.n, rest.p);
}

/* Tags and trees of tokens [from, …) into the sentence's columns. XPOS, which is nothing of ours,
 * stays; an enhanced graph would no longer fit. */
static bool fill(const dg_doc *d, uint32_t from, bool names, dg_conllu_sentence *s) {
    for (uint32_t i = 0; i < s->n_words; i++) {
        const dg_token *w = &d->tokens[from + i];
        dg_conllu_word *c = &s->words[i];
        c->lemma = w->lemma;
        c->upos = dg_str_of(w->upos < DG_UPOS_N ? dg_upos_names[w->upos] : "X");
        c->feats = w->feats_str;
        c->head = w->head == DG_NONE ? 0 : w->head - from + 1;
        c->rel = w->rel_str.n ? w->rel_str : dg_str_of(dg_rel_names[w->rel]);
        c->deps = DG_STR("_");
        if (names) c->misc = new_misc(d->arena, c->misc, w->ner);
        if (!c->misc.p) return false;
    }
    return true;
}

/* A sentence that cannot be read is left out; the first such is in p->err. */
static int read_sentences(piece *p, dg_str all, dg_conllu_sentence **ret, uint32_t *ret_n,
                          given *g) {
    dg_str rest = all;
    dg_conllu_sentence s;
    dg_err first = {0};
    uint32_t cap = 0;
    int rc;
    for (;;) {
        uint32_t at = all.n - rest.n;
        rc = dg_conllu_next(&rest, p->arena, &s, &p->err);
        if (rc == DG_E_SYNTAX) {
            if (!first.code) first = p->err, first.at += at;
            continue;
        }
        p->err = first;
        if (rc <= 0) return rc;
        if (!add_conllu(g, &s) || !DG_PUSH(p->arena, *ret, *ret_n, cap, s))
            return dg_err_set(&p->err, DG_E_NOMEM, 0, "parsing");
    }
}

static int parse_conllu(dg_reader *r, piece *p, const parse_options *o, dg_str in, dg_buf *text,
                        dg_doc *doc) {
    given g = {.arena = p->arena, .text = text};
    dg_conllu_sentence *s = NULL;
    uint32_t n = 0;
    int rc = read_sentences(p, in, &s, &n, &g);
    if (!rc) rc = parse_given(r, p, &g, dg_buf_str(text), doc);
    if (rc || o->json) return rc;
    for (uint32_t i = 0; i < n; i++) {
        if (!fill(doc, doc->sentences[i].from, o->names, &s[i]))
            return dg_err_set(&p->err, DG_E_NOMEM, 0, "parsing");
        dg_conllu_put(&s[i], &p->out);
    }
    return p->out.bad ? dg_err_set(&p->err, DG_E_NOMEM, 0, "writing CoNLL-U") : 0;
}

/* ---- one piece ---- */

static int write_doc(piece *p, const parse_options *o, const dg_conllu_style *style, dg_doc *doc) {
    p->n_sentences = doc->n_sentences;
    p->at = dg_arena_alloc(p->arena, doc->n_sentences * sizeof *p->at);
    if (!p->at) return dg_err_set(&p->err, DG_E_NOMEM, 0, "parsing");
    return (o->json ? dg_conllu_json : dg_conllu_write)(doc, style, &p->out, p->at, &p->err);
}

static int parse_piece(dg_reader *r, piece *p, const parse_options *o) {
    dg_conllu_style style = {
        .names = o->names, .newdoc = p->first, .before = DG_STR(""), .base = p->base};
    dg_str text = dg_buf_str(&p->in);
    dg_options options = o->options;
    dg_doc doc = {0};
    int rc;
    if (p->first && strcmp(p->path, "-") != 0) style.doc_id = dg_str_of(p->path);
    if (p->first && dg_str_starts(text, DG_STR("\xEF\xBB\xBF"))) {
        style.before = dg_str_cut(text, 0, 3);
        style.base += 3;
        text = dg_str_cut(text, 3, text.n);
    }
    memcpy(options.lang, p->lang, sizeof options.lang);
    if (p->input == DG_PIECE_CONLLU) {
        dg_buf rebuilt;
        dg_buf_init(&rebuilt, out_ceiling);
        style.newdoc = false;
        rc = parse_conllu(r, p, o, text, &rebuilt, &doc);
        if (!rc && o->json) rc = write_doc(p, o, &style, &doc);
        dg_buf_free(&rebuilt);
        return rc;
    }
    rc = p->input == DG_PIECE_TOKENIZED
             ? parse_lines(r, p, text, &doc)
             : dg_pipeline_parse(r, text, &options, p->arena, &doc, &p->err);
    return rc ? rc : write_doc(p, o, &style, &doc);
}

static void work(void *shared, void *item, uint32_t thread) {
    parsing *g = shared;
    piece *p = item;
    p->rc = parse_piece(g->readers[thread], p, g->o);
}

static dg_str name_of(const char *path) {
    return dg_str_of(strcmp(path, "-") == 0 ? "stdin" : path);
}

static int write_numbered(parsing *g, const piece *p) {
    const char *form = g->o->json ? "\"sent_id\":%llu," : "# sent_id = %llu\n";
    size_t from = 0;
    bool ok = true;
    for (uint32_t i = 0; ok && p->at && i < p->n_sentences; i++) {
        ok = fwrite(p->out.p + from, 1, p->at[i] - from, stdout) == p->at[i] - from &&
             fprintf(stdout, form, (unsigned long long)g->next_id++) > 0;
        from = p->at[i];
    }
    if (ok && p->out.n > from)
        ok = fwrite(p->out.p + from, 1, p->out.n - from, stdout) == p->out.n - from;
    if (ok && fflush(stdout) == 0) return 0;
    return dg_err_set(&g->err, dg_err_from_errno(errno), 0, "standard output: %s", strerror(errno));
}

static void recycle(parsing *g, piece *p) {
    if (dg_arena_used(p->arena) > big_arena) {
        dg_arena *fresh = dg_arena_new(arena_ceiling);
        if (fresh) {
            dg_arena_free(p->arena);
            p->arena = fresh;
        }
    }
    dg_arena_reset(p->arena);
    if (p->out.cap > big_arena) dg_buf_free(&p->out);
    dg_buf_clear(&p->in);
    dg_buf_clear(&p->out);
    p->at = NULL;
    p->n_sentences = 0;
    p->err = (dg_err){0};
    p->next_free = g->free;
    g->free = p;
}

static void done(void *shared, void *item) {
    parsing *g = shared;
    piece *p = item;
    if (!p->rc && !g->rc) g->rc = write_numbered(g, p);
    if (p->err.code && !g->rc) {
        p->err.at += p->base;
        dg_cli_report(stderr, name_of(p->path), &p->err);
        g->errors++;
    }
    recycle(g, p);
}

/* ---- one input ---- */

typedef struct source {
    const char *path;
    int fd;
    dg_buf in; /* what was read and not yet handed over */
    uint64_t base;
    bool all, first;
    dg_piece_kind kind;
    char lang[4];
} source;

static int read_more(source *s, dg_err *err) {
    if (!dg_buf_reserve(&s->in, READ)) return dg_err_set(err, DG_E_NOMEM, s->base, "reading");
    ssize_t got;
    do got = read(s->fd, s->in.p + s->in.n, READ);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return dg_err_set(err, dg_err_from_errno(errno), s->base + s->in.n, "%s", strerror(errno));
    s->in.n += (size_t)got;
    s->all = got == 0;
    return 0;
}

/* The words of CoNLL-U, the text of anything else. */
static void find_language(const parsing *g, source *s, dg_str text) {
    float p;
    dg_buf words;
    memcpy(s->lang, g->o->options.lang, sizeof s->lang);
    if (s->lang[0]) {
        if (strcmp(s->lang, "no") == 0) memcpy(s->lang, "nb", 3);
        return;
    }
    dg_buf_init(&words, DG_PIECE_MOST);
    for (uint32_t i = 0; s->kind == DG_PIECE_CONLLU && i < text.n && words.n < DG_PIECE_LEAST;) {
        const char *nl = memchr(text.p + i, '\n', text.n - i);
        dg_str line = dg_str_cut(text, i, nl ? (uint32_t)(nl - text.p) : text.n);
        const char *tab = line.n && line.p[0] != '#' ? memchr(line.p, '\t', line.n) : NULL;
        const char *end = tab ? memchr(tab + 1, '\t', (size_t)(line.p + line.n - tab - 1)) : NULL;
        if (end) {
            dg_buf_addc(&words, ' ');
            dg_buf_add(&words, tab + 1, (size_t)(end - tab - 1));
        }
        i += line.n + 1;
    }
    dg_langid_find(g->house->langid, s->kind == DG_PIECE_CONLLU ? dg_buf_str(&words) : text,
                   s->lang, &p);
    dg_buf_free(&words);
}

static void hand_piece(parsing *g, source *s, size_t n) {
    piece *p = g->free;
    assert(p); /* one more than the ring of the pool holds */
    g->free = p->next_free;
    if (s->first) find_language(g, s, (dg_str){s->in.p, (uint32_t)n});
    dg_buf_add(&p->in, s->in.p, n);
    p->input = s->kind, p->path = s->path, p->base = s->base, p->first = s->first;
    memcpy(p->lang, s->lang, sizeof p->lang);
    memmove(s->in.p, s->in.p + n, s->in.n - n);
    s->in.n -= n;
    s->base += n;
    s->first = false;
    dg_pool_submit(g->pool, p);
}

static int feed(parsing *g, source *s, dg_err *err) {
    while (!g->rc && (!s->all || s->in.n)) {
        size_t n = s->first && !s->all && s->in.n < DG_PIECE_LEAST
                       ? 0
                       : dg_piece_length(s->kind, s->in.p, s->in.n, s->all);
        if (!n) {
            int rc = read_more(s, err);
            if (rc) return rc;
            if (s->all && !s->in.n) return 0;
            if (s->first && s->kind == DG_PIECE_AUTO && (s->all || s->in.n >= DG_PIECE_LEAST))
                s->kind = dg_piece_sniff(s->in.p, s->in.n);
            continue;
        }
        size_t bad = dg_utf8_check(s->in.p, n);
        if (bad < n) return dg_err_set(err, DG_E_ENCODING, s->base + bad, "not UTF-8");
        hand_piece(g, s, n);
    }
    return 0;
}

/* Errors of single files are told and counted. */
static void parse_path(parsing *g, const char *path) {
    source s = {.path = path, .fd = STDIN_FILENO, .first = true, .kind = g->o->input};
    dg_err err = {0};
    dg_buf_init(&s.in, DG_PIECE_LONGEST * 4);
    int rc = strcmp(path, "-") == 0 ? 0 : dg_file_open_fd(path, &s.fd, &err);
    if (!rc) {
        rc = feed(g, &s, &err);
        if (s.fd != STDIN_FILENO) close(s.fd);
    }
    dg_buf_free(&s.in);
    dg_pool_finish(g->pool); /* keeps the order of the input */
    if (!rc || g->rc) return;
    dg_cli_report(stderr, name_of(path), &err);
    g->errors++;
}

static int set_up(parsing *g, dg_err *err) {
    const uint32_t n = g->o->jobs;
    g->readers = calloc(n, sizeof *g->readers);
    g->pieces = calloc(n * DEPTH + 1, sizeof *g->pieces);
    if (!g->readers || !g->pieces) return dg_err_set(err, DG_E_NOMEM, 0, "parsing");
    int rc = 0;
    for (uint32_t i = 0; i < n && !rc; i++) rc = dg_reader_new(g->house, &g->readers[i], err);
    for (uint32_t i = 0; i <= n * DEPTH && !rc; i++) {
        piece *p = &g->pieces[g->n_pieces++];
        p->arena = dg_arena_new(arena_ceiling);
        if (!p->arena) rc = dg_err_set(err, DG_E_NOMEM, 0, "parsing");
        dg_buf_init(&p->in, out_ceiling);
        dg_buf_init(&p->out, out_ceiling);
        p->next_free = g->free;
        g->free = p;
    }
    return rc ? rc : dg_pool_new(n, n * DEPTH, work, done, g, &g->pool, err);
}

static void tear_down(parsing *g) {
    dg_pool_free(g->pool);
    for (uint32_t i = 0; g->readers && i < g->o->jobs; i++) dg_reader_free(g->readers[i]);
    for (uint32_t i = 0; i < g->n_pieces; i++) {
        dg_arena_free(g->pieces[i].arena);
        dg_buf_free(&g->pieces[i].in);
        dg_buf_free(&g->pieces[i].out);
    }
    free(g->readers);
    free(g->pieces);
}

static int run(const parse_options *o, const dg_house *house, uint64_t *ret_errors, dg_err *err) {
    parsing g = {.o = o, .house = house, .next_id = 1};
    int rc = set_up(&g, err);
    for (int i = 0; i < o->n_paths && !rc && !g.rc; i++) parse_path(&g, o->paths[i]);
    if (!rc && g.rc) {
        rc = g.rc;
        *err = g.err;
    }
    *ret_errors = g.errors;
    tear_down(&g);
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
