/* main.c: the table of commands. */
#include <stdlib.h>

#include "cli/cli.h"

#ifndef DG_VERSION
#define DG_VERSION "0"
#endif

static const dg_command commands[] = {
    {"read",
     "[--format auto|text|html|jsonl|warc|feed|csv] [--date DAY] [--lang L] [--jobs N] [--errors "
     "FILE]\n"
     "                [--explain] [--sandbox] FILE…|-",
     "articles in, the record out: one JSON line an article; --explain: why, in words;\n"
     "      --sandbox: no network, no other program, no other file from here on",
     cmd_read},
    {"add", "--archive NAME.db [the options of read] FILE…|-",
     "articles into an archive; the same article twice is one", cmd_add},
    {"brief", "A [B] --archive NAME.db [--since DAY] [--until DAY] [--format text|md|json]",
     "what happened between A and B, who said what, and where it stands: brief China RUS",
     cmd_brief},
    {"feeds", "FILE…|-", "the feeds that OPML lists name, one JSON object a line", cmd_feeds},
    {"parse", "[--lang L] [--no-names] [--model FILE] FILE…|-",
     "plain text in, trees and names out as CoNLL-U", cmd_parse},
    {"train",
     "--data DIR --out FILE [--epochs N] [--seed N] [--threads N] [--minutes N] [--lexicon DIR]\n"
     "                 [--only parse|segment|langid --from MODEL]",
     "the language engine from treebanks and name corpora (DIR/ud, DIR/ner, DIR/parallel)",
     cmd_train},
};

static void print_usage(FILE *to) {
    fputs("dragoman reads the world's press and writes the diplomatic record.\n\n", to);
    for (size_t i = 0; i < DG_LEN(commands); i++)
        fprintf(to, "  dragoman %s %s\n      %s\n", commands[i].name, commands[i].usage,
                commands[i].help);
    fputs("  dragoman version\n\n--model FILE and --lexicon DIR replace what the program finds by "
          "itself.\n",
          to);
}

int main(int argc, char **argv) {
    if (argc < 2) {
        print_usage(stderr);
        return DG_EXIT_USAGE;
    }
    for (size_t i = 0; i < DG_LEN(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0) return commands[i].run(argc - 1, argv + 1);
    if (strcmp(argv[1], "version") == 0 || strcmp(argv[1], "--version") == 0) {
        puts("dragoman " DG_VERSION);
        return DG_EXIT_OK;
    }
    bool help = strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0;
    if (!help) fprintf(stderr, "dragoman: no command '%s'\n\n", argv[1]);
    print_usage(help ? stdout : stderr);
    return help ? DG_EXIT_OK : DG_EXIT_USAGE;
}
