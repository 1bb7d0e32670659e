/* cli.h: what the subcommands share. Exit status: 0 all went well, 1 something could not be read, 2
 * wrong call, 3 nothing could be done (no model, archive broken, disk full). */
#ifndef DG_CLI_H
#define DG_CLI_H

#include <stdio.h>

#include "base/sandbox.h"
#include "pipeline/worker.h"

#ifndef DG_VERSION
#define DG_VERSION "0"
#endif

enum { DG_EXIT_OK = 0, DG_EXIT_SOME = 1, DG_EXIT_USAGE = 2, DG_EXIT_FAILED = 3 };

/* One row a subcommand; argv[0] is its name. */
typedef struct dg_command {
    const char *name, *usage, *help;
    int (*run)(int argc, char **argv);
} dg_command;

/* The table of them (main.c), for help, manual pages and completion. */
const dg_command *dg_commands(size_t *ret_n);
/* Says on standard error that there is no such command (NULL: none was named), and the list.
 * Returns DG_EXIT_USAGE. */
int dg_cli_usage(const char *command);

/* The commands. Each gets its own name and what stands behind it, prints, and returns the exit
 * status. */
int cmd_publish(int argc, char **argv);
int cmd_work(int argc, char **argv);
int cmd_join(int argc, char **argv);
int cmd_read(int argc, char **argv);
int cmd_completion(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_help(int argc, char **argv);
int cmd_urls(int argc, char **argv);
int cmd_version(int argc, char **argv);
int cmd_actors(int argc, char **argv);
int cmd_add(int argc, char **argv);
int cmd_archive(int argc, char **argv);
int cmd_ask(int argc, char **argv);
int cmd_eval(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_feeds(int argc, char **argv);
int cmd_parse(int argc, char **argv);
int cmd_frames(int argc, char **argv);
int cmd_lexicon(int argc, char **argv);
int cmd_serve(int argc, char **argv);
int cmd_train(int argc, char **argv);
int cmd_watch(int argc, char **argv);

/* Options that `read` and `add` share, and where their errors go. */
typedef struct dg_cli_input {
    dg_run run;
    const char *model, *lexicon;
    const char *archive; /* --archive, NULL when not given */
    FILE *errors;        /* --errors FILE, else stderr */
    bool close_errors, progress;
    bool sandbox; /* --sandbox */
    bool explain; /* --explain: reasons in words in place of the record (read only) */
} dg_cli_input;

/* Parses argv; 0 or DG_EXIT_USAGE (the complaint is printed). want_archive: --archive is known and
 * needed. */
int dg_cli_parse_input(int argc, char **argv, bool want_archive, dg_cli_input *ret);
void dg_cli_close_input(dg_cli_input *in);
/* Behind --sandbox, when all but the inputs is open and before the first of them is: no network, no
 * other program, no file but the inputs and what stands in the archive's folder. Says once on
 * standard error what the kernel lacks. DG_E_IO, DG_E_LIMIT (a path is too long). */
int dg_cli_confine(const dg_cli_input *in, dg_err *err);
/* The same by the caller's rules, for all threads; the folder of the archive (NULL: none) may be
 * written, too. */
int dg_cli_enter(dg_sandbox_rules rules, const char *archive, dg_err *err);

/* SIGINT and SIGTERM set what it returns; the second one ends the process. */
const volatile int *dg_cli_stop_on_signals(void);

/* Prints "dragoman: …" for an error that ends the command, and returns DG_EXIT_FAILED. */
int dg_cli_failed(const dg_err *err);
/* One JSON object a line: {"source": …, "error": …, "at": …}. */
void dg_cli_report(FILE *to, dg_str uri, const dg_err *err);

/* The same for what a file held besides articles: {"source": …, "skipped": {"request": 2, …}}. */
void dg_cli_report_skipped(FILE *to, const char *path, const uint64_t *counts);

/* The line on a terminal: articles, rates, errors, time left. At most ten a second. */
typedef struct dg_progress {
    bool on;
    double started, shown;
} dg_progress;
void dg_progress_start(dg_progress *p, bool on);
void dg_progress_tick(dg_progress *p, const dg_counts *counts);
void dg_progress_end(dg_progress *p, const dg_counts *counts);

#endif
