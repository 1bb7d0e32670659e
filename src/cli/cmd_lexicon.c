/* cmd_lexicon.c: questions to the tables: `lexicon check` and `frames WORD`; and tables made of
 * other tools' dictionaries: `lexicon import`. No model is needed. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "lexicon/check.h"
#include "lexicon/lexicon.h"
#include "lexicon/petrarch.h"

enum {
    OPT_LANG = 256,
    OPT_LEXICON,
    OPT_PETRARCH,
    OPT_OUT,
    MOST_FILES = 64,
    LONGEST = 128,
    MAX_WORDS = 8
};
static const struct option lexicon_options[] = {{"lang", required_argument, NULL, OPT_LANG},
                                                {"lexicon", required_argument, NULL, OPT_LEXICON},
                                                {"petrarch", required_argument, NULL, OPT_PETRARCH},
                                                {"out", required_argument, NULL, OPT_OUT},
                                                {NULL, 0, NULL, 0}};

typedef struct lexicon_call {
    const char *lang, *lexicon, *out;
    const char *files[MOST_FILES]; /* [n_files] of --petrarch */
    int n_files;
    char **words;
    int n_words;
} lexicon_call;

static int complain(const char *command, const char *what) {
    fprintf(stderr, "dragoman %s: %s\n", command, what);
    return DG_EXIT_USAGE;
}

static int parse_call(int argc, char **argv, lexicon_call *c) {
    int option;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", lexicon_options, NULL)) != -1) switch (option) {
        case OPT_LANG: c->lang = optarg; break;
        case OPT_LEXICON: c->lexicon = optarg; break;
        case OPT_OUT: c->out = optarg; break;
        case OPT_PETRARCH:
            if (c->n_files == MOST_FILES) return complain(argv[0], "too many files at once");
            c->files[c->n_files++] = optarg;
            break;
        default: return DG_EXIT_USAGE;
        }
    c->words = argv + optind, c->n_words = argc - optind;
    return 0;
}

/* ---- lexicon import ---- */

static int read_dictionary(const char *path, dg_petrarch *p, dg_arena *arena, dg_err *err) {
    dg_file file = {0};
    int rc = dg_file_open(path, 64u << 20, &file, err);
    if (!rc) rc = dg_petrarch_add(p, (dg_str){file.p, (uint32_t)file.n}, arena, err);
    if (rc && err->text[0] && !strstr(err->text, path)) {
        dg_err inner = *err;
        dg_err_set(err, rc, inner.at, "%.80s: %.120s", path, inner.text);
    }
    dg_file_close(&file);
    return rc;
}

static int make_folder(const char *path, dg_err *err) {
    return mkdir(path, 0777) && errno != EEXIST
               ? dg_err_set(err, dg_err_from_errno(errno), 0, "%s: %s", path, strerror(errno))
               : 0;
}

/* Writes one table below the folder; a file that is there may have been edited: it stays. */
static int write_table(const char *folder, const dg_petrarch *p, int table, dg_err *err) {
    char name[64], path[4096];
    const char *columns;
    dg_buf out;
    if (!p->n_rows[table]) return 0;
    dg_petrarch_file((dg_petrarch_table)table, name, &columns);
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return dg_err_set(err, DG_E_ARG, 0, "path too long");
    if (access(path, F_OK) == 0)
        return dg_err_set(err, DG_E_DUPLICATE, 0, "%s; name a new folder", path);
    dg_buf_init(&out, (size_t)128 << 20);
    dg_buf_printf(&out, "# Made by dragoman lexicon import. Yours to edit.\n%s\n", columns);
    dg_buf_adds(&out, dg_buf_str(&p->tables[table]));
    int rc = out.bad ? dg_err_set(err, DG_E_NOMEM, 0, "%s", path)
                     : dg_file_write(path, out.p, out.n, err);
    dg_buf_free(&out);
    if (!rc) printf("%s: %u rows\n", path, p->n_rows[table]);
    return rc;
}

static int write_tables(const char *folder, const dg_petrarch *p, dg_err *err) {
    char frames[4096];
    bool any = false;
    for (int i = DG_PETRARCH_FRAMES; i < DG_PETRARCH_TABLES; i++) any |= p->n_rows[i] > 0;
    int rc = make_folder(folder, err);
    if (!rc && snprintf(frames, sizeof frames, "%s/frames", folder) >= (int)sizeof frames)
        rc = dg_err_set(err, DG_E_ARG, 0, "path too long");
    if (!rc && any) rc = make_folder(frames, err);
    for (int i = 0; i < DG_PETRARCH_TABLES && !rc; i++) rc = write_table(folder, p, i, err);
    return rc;
}

/* Does it load behind the own lexicon? */
static int try_tables(const char *own, const char *folder, dg_err *err) {
    char both[8300];
    dg_lexicon *l = NULL;
    snprintf(both, sizeof both, "%s:%s", own, folder);
    int rc = dg_lexicon_open(both, &l, err);
    dg_lexicon_close(l);
    return rc;
}

static int import(const lexicon_call *call, dg_err *err) {
    dg_config config;
    dg_names *names = NULL;
    dg_petrarch p;
    dg_arena *arena = dg_arena_new((size_t)1 << 30), *work = dg_arena_new((size_t)1 << 30);
    dg_petrarch_init(&p, NULL);
    int rc = arena && work ? dg_config_find(NULL, call->lexicon, false, &config, err)
                           : dg_err_set(err, DG_E_NOMEM, 0, "lexicon import");
    if (!rc) rc = dg_names_load(config.lexicon, arena, &names, err);
    p.names = names;
    for (int i = 0; i < call->n_files && !rc; i++) {
        rc = read_dictionary(call->files[i], &p, work, err);
        dg_arena_reset(work);
    }
    if (!rc) rc = write_tables(call->out, &p, err);
    if (!rc) rc = try_tables(config.lexicon, call->out, err);
    if (!rc) printf("%u left out; use it with: --lexicon :%s\n", p.n_left_out, call->out);
    dg_petrarch_free(&p);
    dg_arena_free(work);
    dg_arena_free(arena);
    return rc;
}

/* ---- lexicon check, and which of the two ---- */

/* The first folder table by table; those that add to it by loading all of them. */
static int check(const lexicon_call *call, uint32_t *ret_errors, dg_err *err) {
    dg_config config;
    dg_buf out;
    dg_lexicon *all = NULL;
    dg_buf_init(&out, 64 << 20);
    const char *folder = call->n_words == 2 ? call->words[1] : call->lexicon;
    int rc = dg_config_find(NULL, folder, false, &config, err);
    char *more = rc ? NULL : strchr(config.lexicon, ':');
    if (more) rc = dg_lexicon_open(config.lexicon, &all, err);
    dg_lexicon_close(all);
    if (more) *more = 0;
    if (!rc) rc = dg_lexicon_check(config.lexicon, &out, ret_errors, err);
    if (!rc && out.n) fwrite(out.p, 1, out.n, stdout);
    dg_buf_free(&out);
    return rc;
}

int cmd_lexicon(int argc, char **argv) {
    lexicon_call call = {0};
    dg_err err = {0};
    uint32_t errors = 0;
    int rc = parse_call(argc, argv, &call);
    if (rc) return rc;
    const char *what = call.n_words ? call.words[0] : "";
    if (strcmp(what, "import") == 0) {
        if (!call.n_files || !call.out || call.n_words > 1)
            return complain("lexicon", "say: lexicon import --petrarch FILE --out DIR");
        return import(&call, &err) ? dg_cli_failed(&err) : DG_EXIT_OK;
    }
    if (strcmp(what, "check") != 0 || call.n_words > 2)
        return complain("lexicon", "say: lexicon check [DIR], or lexicon import");
    if (check(&call, &errors, &err)) return dg_cli_failed(&err);
    printf("%u errors\n", errors);
    return errors ? DG_EXIT_SOME : DG_EXIT_OK;
}

/* ---- frames WORD… ---- */

typedef struct asked {
    const dg_frames *f;
    dg_arena *arena;
    dg_str word[MAX_WORDS], lower[MAX_WORDS];           /* [n] */
    dg_lemmas may_be[MAX_WORDS][DG_MAX_FRAME_LANGS][2]; /* [n] as a noun, as a verb */
    uint32_t n;
} asked;

/* May the i-th word be a form of this one (as written, or one of the lemmas of wordforms.tsv)? */
static bool fits(const asked *a, const dg_frame_alt *alt, const dg_frame_form *form, uint32_t i) {
    if (dg_frame_form_fits(form, a->lower[i], a->lower[i], a->word[i])) return true;
    if (form->kind == DG_FORM_EXACT) return false;
    for (int verb = 0; verb < 2; verb++) {
        const dg_lemmas *l = &a->may_be[i][alt->lang][verb];
        if (l->irregular.n && dg_frame_form_fits(form, l->irregular, l->irregular, l->irregular))
            return true;
        for (uint32_t k = 0; k < l->n; k++)
            if (dg_frame_form_fits(form, l->at[k], l->at[k], l->at[k])) return true;
    }
    return false;
}

static bool fits_words(const asked *a, const dg_frame_alt *alt, uint32_t i) {
    for (uint32_t w = 0; w < alt->n_words; w++)
        for (uint32_t k = 0; !alt->words[w].not &&k < alt->words[w].n_forms; k++)
            if (fits(a, alt, &alt->words[w].forms[k], i)) return true;
    return false;
}

/* 2: a word asked for is its head; 1: it is among the words below the head; 0: neither. Every word
 * must be there. */
static int evoked(const asked *a, const dg_frame_alt *alt) {
    int best = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        bool head = fits(a, alt, &alt->head, i), below = fits_words(a, alt, i);
        if (!head && !below) return 0;
        if (head) best = 2;
    }
    return best ? best : 1;
}

static void print_row(const asked *a, const dg_frame *row) {
    dg_str flags = dg_frames_flag_names(row->flags, a->arena);
    printf("%.*s", (int)row->id.n, row->id.p);
    if (row->mode.n) printf("  mode %.*s", (int)row->mode.n, row->mode.p);
    if (row->cameo.n) printf("  CAMEO %.*s", (int)row->cameo.n, row->cameo.p);
    for (uint32_t i = 0; i < row->n_contexts; i++)
        printf("%s%.*s", i ? "; " : "  contexts ", (int)row->contexts[i].n, row->contexts[i].p);
    if (flags.n) printf("  flags %.*s", (int)flags.n, flags.p);
    printf("  (frames/%.*s.tsv:%u)\n", (int)row->type.n, row->type.p, row->line);
}

/* Prints the rows that say the words in the language (DG_NONE: in any), those whose head they are
 * first. Returns how many. */
static uint32_t print_rows(const asked *a, uint32_t lang, int how) {
    uint32_t n = 0, last = DG_NONE;
    const char *text = NULL;
    for (uint32_t i = 0; i < dg_frames_count_alts(a->f); i++) {
        const dg_frame_alt *alt = dg_frames_alt(a->f, i);
        if ((lang != DG_NONE && alt->lang != lang) || alt->text.p == text) continue;
        if (evoked(a, alt) != how) continue;
        text = alt->text.p;
        if (alt->frame != last) print_row(a, dg_frames_row(a->f, alt->frame)), n++;
        last = alt->frame;
        printf("    %s  %.*s\n", dg_frames_language_code(a->f, alt->lang), (int)alt->text.n,
               alt->text.p);
    }
    return n;
}

static bool find_lemmas(asked *a, uint32_t i) {
    for (uint32_t lang = 0; lang < DG_MAX_FRAME_LANGS; lang++)
        for (int verb = 0; verb < 2; verb++)
            if (dg_frames_lemmas(a->f, lang, verb, a->lower[i], a->arena,
                                 &a->may_be[i][lang][verb]))
                return false;
    return true;
}

static int print_answer(const lexicon_call *call, asked *a) {
    uint32_t lang = call->lang ? dg_frames_language(a->f, call->lang) : DG_NONE;
    if (call->lang && lang == DG_NONE)
        return complain("frames", "no table has a column of that language");
    for (int i = 0; i < call->n_words; i++) {
        a->word[i] = dg_str_of(call->words[i]);
        a->lower[i] = dg_utf8_lower(a->arena, a->word[i]);
        if (!a->lower[i].p || !find_lemmas(a, (uint32_t)i)) return DG_EXIT_FAILED;
        a->n++;
    }
    uint32_t heads = print_rows(a, lang, 2);
    if (heads) putchar('\n');
    uint32_t below = print_rows(a, lang, 1);
    printf("%s%u rows have %s as their head, %u ask for %s below another word\n", below ? "\n" : "",
           heads, a->n > 1 ? "one of them" : "it", below, a->n > 1 ? "them" : "it");
    return heads + below ? DG_EXIT_OK : DG_EXIT_SOME;
}

int cmd_frames(int argc, char **argv) {
    lexicon_call call = {0};
    int rc = parse_call(argc, argv, &call);
    if (rc) return rc;
    if (call.n_words < 1 || call.n_words > MAX_WORDS)
        return complain("frames", "name the word, or the words that stand together");
    for (int i = 0; i < call.n_words; i++)
        if (strlen(call.words[i]) >= LONGEST ||
            dg_utf8_check(call.words[i], strlen(call.words[i])) < strlen(call.words[i]))
            return complain("frames", "no word");
    dg_err err = {0};
    dg_config config;
    asked a = {.arena = dg_arena_new(256 << 20)};
    dg_frames *f = NULL;
    rc = a.arena ? dg_config_find(NULL, call.lexicon, false, &config, &err)
                 : dg_err_set(&err, DG_E_NOMEM, 0, "frames");
    if (!rc) rc = dg_frames_load(config.lexicon, a.arena, &f, &err);
    a.f = f;
    rc = rc ? dg_cli_failed(&err) : print_answer(&call, &a);
    dg_arena_free(a.arena);
    return rc;
}
