/* cmd_help.c: help, completion, version. */
#include "cli/manual.h"

static const dg_command *command_named(const char *name) {
    size_t n;
    const dg_command *c = dg_commands(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(c[i].name, name) == 0) return &c[i];
    return NULL;
}

static void print_list(FILE *to) {
    size_t n;
    const dg_command *c = dg_commands(&n);
    fputs("dragoman reads the world's press and writes the diplomatic record.\n\n", to);
    for (size_t i = 0; i < n; i++)
        fprintf(to, "  dragoman %s %s\n      %s\n", c[i].name, c[i].usage, c[i].help);
    fputs(
        "\ndragoman help COMMAND says all of one. --model FILE and --lexicon DIR replace what the "
        "program finds by itself.\n",
        to);
}

int dg_cli_usage(const char *command) {
    if (command) fprintf(stderr, "dragoman: no command '%s'\n\n", command);
    print_list(stderr);
    return DG_EXIT_USAGE;
}

int cmd_help(int argc, char **argv) {
    bool page = argc > 1 && strcmp(argv[1], "--man") == 0;
    const char *name = argc > 1 + page ? argv[1 + page] : NULL;
    const dg_command *c = name ? command_named(name) : NULL;
    if (name && !c && !(page && strcmp(name, "dragoman") == 0)) return dg_cli_usage(name);
    if (page)
        dg_manual_page(stdout, c);
    else if (c)
        dg_manual_print(stdout, c);
    else
        print_list(stdout);
    return DG_EXIT_OK;
}

int cmd_completion(int argc, char **argv) {
    if (argc == 2 && dg_completion(stdout, argv[1])) return DG_EXIT_OK;
    fputs("dragoman completion: name the shell: bash, zsh or fish\n", stderr);
    return DG_EXIT_USAGE;
}

int cmd_version(int argc, char **argv) {
    (void)argc, (void)argv;
    puts("dragoman " DG_VERSION);
    return DG_EXIT_OK;
}
