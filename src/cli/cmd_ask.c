/* cmd_ask.c: questions to the archive: brief, timeline, quotes, positions, disagreements, stories,
 * story, search, watch, why. What each takes stands in answers/question.h; the options are the same
 * for all. */
#include <errno.h>
#include <getopt.h>

#include "answers/question.h"
#include "cli/cli.h"
#include "cluster/reads.h"

enum { OPT_FILTER = 256, OPT_ARCHIVE, OPT_STORE, OPT_SVG, OPT_LEXICON };
static const struct option options[] = {{"archive", required_argument, NULL, OPT_ARCHIVE},
                                        {"store", required_argument, NULL, OPT_STORE},
                                        {"since", required_argument, NULL, OPT_FILTER},
                                        {"until", required_argument, NULL, OPT_FILTER},
                                        {"format", required_argument, NULL, OPT_FILTER},
                                        {"svg", no_argument, NULL, OPT_SVG},
                                        {"in", required_argument, NULL, OPT_FILTER},
                                        {"limit", required_argument, NULL, OPT_FILTER},
                                        {"type", required_argument, NULL, OPT_FILTER},
                                        {"by", required_argument, NULL, OPT_FILTER},
                                        {"about", required_argument, NULL, OPT_FILTER},
                                        {"lexicon", required_argument, NULL, OPT_LEXICON},
                                        {NULL, 0, NULL, 0}};

typedef struct call {
    dg_asked asked;
    const char *archive, *store, *lexicon;
} call;

static int parse_call(int argc, char **argv, call *c, dg_err *err) {
    int rc = 0, option, which;
    optind = 1;
    while (!rc && (option = getopt_long(argc, argv, "", options, &which)) != -1) switch (option) {
        case OPT_ARCHIVE: c->archive = optarg; break;
        case OPT_STORE: c->store = optarg; break;
        case OPT_LEXICON: c->lexicon = optarg; break;
        case OPT_SVG: rc = dg_asked_set(&c->asked, "format", "svg", err); break;
        case OPT_FILTER: rc = dg_asked_set(&c->asked, options[which].name, optarg, err); break;
        default: return DG_E_ARG; /* getopt has complained */
        }
    c->asked.words = (const char *const *)argv + optind;
    c->asked.n_words = (uint32_t)(argc - optind);
    if (!rc && !c->archive == !c->store)
        rc = dg_err_set(err, DG_E_ARG, 0, "name the archive: --archive NAME.db (or --store URL)");
    if (!rc && c->store && c->asked.question->writes)
        rc = dg_err_set(err, DG_E_ARG, 0, "what is new is remembered in an archive: --archive");
    return rc ? rc : dg_asked_check(&c->asked, err);
}

/* sounds: an arena of the thread that reads how names sound. */
static int write_answer(const call *c, dg_arena *arena, dg_arena *sounds, dg_buf *out,
                        dg_err *err) {
    dg_store *store = NULL;
    dg_names *names = NULL;
    dg_phrases phrases;
    dg_config config;
    const char *in = c->asked.in ? c->asked.in : "en";
    int rc = c->store ? dg_reads_open(c->store, &store, err)
                      : dg_store_open(c->archive, c->asked.question->writes, &store, err);
    if (!rc) rc = dg_config_find(NULL, c->lexicon, false, &config, err);
    if (!rc) rc = dg_names_load_both(config.lexicon, arena, sounds, &names, err);
    if (!rc) rc = dg_phrases_load(config.lexicon, in, names, arena, &phrases, err);
    if (!rc) rc = dg_asked_answer(&c->asked, store, &phrases, arena, out, err);
    dg_store_close(store);
    return rc;
}

int cmd_ask(int argc, char **argv) {
    call c = {.archive = NULL};
    dg_err err = {0};
    dg_asked_begin(&c.asked, dg_question_find(argv[0]));
    if (parse_call(argc, argv, &c, &err)) {
        if (err.text[0]) fprintf(stderr, "dragoman %s: %s\n", argv[0], err.text);
        return DG_EXIT_USAGE;
    }
    dg_buf out;
    dg_buf_init(&out, (size_t)1 << 30);
    dg_arena *arena = dg_arena_new((size_t)256 << 20), *sounds = dg_arena_new((size_t)256 << 20);
    int rc = arena && sounds ? write_answer(&c, arena, sounds, &out, &err)
                             : dg_err_set(&err, DG_E_NOMEM, 0, "%s", argv[0]);
    if (!rc && out.n && (fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout)))
        rc = dg_err_set(&err, dg_err_from_errno(errno), 0, "standard output: %s", strerror(errno));
    dg_arena_free(arena);
    dg_arena_free(sounds);
    dg_buf_free(&out);
    return rc ? dg_cli_failed(&err) : DG_EXIT_OK;
}
