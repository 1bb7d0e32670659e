/* manual.h: what `dragoman help COMMAND` and the manual pages say, and what a shell completes: made
 * of the program's own table of commands (main.c), one table of options, and one of explanations.
 * tests/docs runs every example and holds the table of options to what the commands take. */
#ifndef DG_MANUAL_H
#define DG_MANUAL_H

#include "cli/cli.h"

typedef struct dg_option_help {
    const char *name;  /* without the dashes */
    const char *value; /* NULL: a flag; "a|b|c": one of these; else what to put: FILE, DIR, DAY */
    const char *commands; /* those that take it, blanks between them */
    const char *about;
} dg_option_help;

typedef struct dg_manual {
    const char *command;
    const char *about; /* paragraphs, empty lines between them */
    const char
        *examples;    /* "$ command" and what it prints, or ""; "…" stands for what is left out */
    const char *also; /* commands that one wants to know, too; blanks between them */
} dg_manual;

/* NULL where nothing is written yet. */
const dg_manual *dg_manual_of(const char *command);
const dg_option_help *dg_options_all(size_t *ret_n);
/* Does the command take it? */
bool dg_option_taken(const dg_option_help *o, const char *command);

/* Row i of dg_commands, unless an earlier row has the same name; then NULL: a command that is
 * called in two ways has two rows. */
const dg_command *dg_command_first(size_t i);

/* A command's manual as plain text, as for a terminal. */
void dg_manual_print(FILE *to, const dg_command *c);
/* The same as a manual page in mdoc(7); c NULL: the page of the program itself. */
void dg_manual_page(FILE *to, const dg_command *c);
/* A completion script for "bash", "zsh" or "fish"; false for another shell. */
bool dg_completion(FILE *to, const char *shell);

#endif
