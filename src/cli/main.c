/* main.c: the table of commands. */
#include <stdlib.h>

#include "cli/cli.h"

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
    {"brief",
     "A [B] --archive NAME.db|--store URL [--since DAY] [--until DAY] [--type T] [--limit N]\n"
     "                [--in en|de|da|nb] [--format text|md|json|csv]",
     "what happened between A and B, who said what, and where it stands: brief China RUS", cmd_ask},
    {"timeline", "[A [B]] [the options of brief]",
     "the entries alone, a line each; --format svg: as a picture; atom: as a feed", cmd_ask},
    {"network", "[A [B]] [the options of brief]", "who acted on whom, as a picture (SVG)", cmd_ask},
    {"quotes", "[A [B]] [--by A] [--about B] [the options of brief]",
     "what A and B said in articles that name both; --by: what A said", cmd_ask},
    {"positions", "A [B] [the options of brief]", "what is held again and again, in any language",
     cmd_ask},
    {"disagreements", "[A [B]] [the options of brief]",
     "told as a fact here, denied there; accusations and their answers", cmd_ask},
    {"stories", "[A [B]] [the options of brief]", "articles on the same thing, in any language",
     cmd_ask},
    {"story", "ID [the options of brief]", "everything that one story's articles tell", cmd_ask},
    {"search", "WORD… [the options of brief]",
     "articles that have all the words; \"a phrase\", begin*", cmd_ask},
    {"serve",
     "--archive NAME.db [--listen 127.0.0.1:8377] [--host NAME] [--tokens FILE] [--rate N]",
     "the page and the API of an archive, for browsers and programs", cmd_serve},
    {"watch",
     "FEED…|LIST.opml…|feeds --archive NAME.db [--once] [--interval MINUTES] [--pause SECONDS]\n"
     "                [--list] [--drop FEED] [--allow-private] [--proxy URL] [--agent TEXT]",
     "follows feeds into the archive, the articles behind them too; feeds: all that it follows",
     cmd_watch},
    {"watch", "[A [B]] [--type T] [the options of brief; --format atom]",
     "the entries that are new since the last watch of A and B: for cron and alerts", cmd_watch},
    {"publish",
     "--nats URL [--stream NAME] [--state FILE] [--replicas N] [--max-bytes N] [--max-messages N]\n"
     "                [--window SECONDS] [--patience SECONDS] [--credentials FILE]\n"
     "                [--format F] [--date DAY] [--lang L] [--jobs N] [--errors FILE] [--sandbox]\n"
     "                FILE…|-",
     "articles into the queue of a cluster, to be read by its workers", cmd_publish},
    {"work",
     "--nats URL --store URL [--stream NAME] [--jobs N] [--batch N] [--ack-wait SECONDS]\n"
     "                [--limit SECONDS] [--linger MS] [--until-empty] [--listen ADDRESS:PORT]\n"
     "                [--credentials FILE] [--no-sandbox]",
     "reads what is in the queue and stores it: one of any number of workers", cmd_work},
    {"join", "--store URL --archive NAME.db [--once] [--interval SECONDS] [--listen ADDRESS:PORT]",
     "stories and happenings of what the workers of a cluster stored", cmd_join},
    {"why", "ID [the options of brief]", "an entry's every telling, with the bytes that prove it",
     cmd_ask},
    {"actors",
     "[WORD… | merge KEY KEY | split KEY WHAT] --archive NAME.db [--kind K] [--limit N]\n"
     "                [--format text|json]",
     "who stands in the archive: forms, offices, counts; merge, split: two are one, one is two",
     cmd_actors},
    {"feeds", "FILE…|-", "the feeds that OPML lists name, one JSON object a line", cmd_feeds},
    {"urls", "FILE…|-", "the addresses of articles in GDELT's tables or a plain list, each once",
     cmd_urls},
    {"export",
     "plover|gdelt-events|gdelt-mentions|dyads|keds|months|jsonld|conllu|records\n"
     "                --archive NAME.db",
     "the archive in the forms that the field's tools read", cmd_export},
    {"archive",
     "check|compact|join|export|import FILE…|forget [ID… --outlet NAME --before DAY]\n"
     "                --archive NAME.db",
     "is it whole; give space back; join anew; write out as text; take in; take something out",
     cmd_archive},
    {"parse",
     "[--lang L] [--input auto|text|tokenized|conllu] [--tokenized] [--output conllu|json]\n"
     "                 [--jobs N] [--no-names] [--model FILE] FILE…|-",
     "text, or words that are given, in; sentences, trees and names out", cmd_parse},
    {"eval", "[--names] [--fold] [--output text|json] [--lang L] [--model FILE] GOLD [SYSTEM]",
     "the CoNLL 2018 measures, or names by kind, of SYSTEM, or of what is parsed from GOLD's text",
     cmd_eval},
    {"frames", "WORD… [--lang L]",
     "the events that a word can tell of, and in which row that stands", cmd_frames},
    {"lexicon", "check [DIR]", "errors, doubles and gaps in the tables that a linguist edits",
     cmd_lexicon},
    {"lexicon", "import --petrarch FILE… --out DIR",
     "dictionaries of PETRARCH and TABARI as tables that --lexicon :DIR adds", cmd_lexicon},
    {"train",
     "--data DIR --out FILE [--epochs N] [--seed N] [--threads N] [--minutes N] [--lexicon DIR]\n"
     "                 [--only parse|segment|langid --from MODEL]",
     "the language engine from treebanks and name corpora (DIR/ud, DIR/ner, DIR/parallel)",
     cmd_train},
    {"doctor", "[--archive NAME.db] [--model FILE] [--lexicon DIR]",
     "what is installed, found, used and missing; is an archive whole", cmd_doctor},
    {"help", "[--man] [COMMAND]", "this list, or all of one command", cmd_help},
    {"completion", "bash|zsh|fish", "a script by which the shell completes commands and options",
     cmd_completion},
    {"version", "", "the version", cmd_version},
};

const dg_command *dg_commands(size_t *ret_n) {
    *ret_n = DG_LEN(commands);
    return commands;
}

int main(int argc, char **argv) {
    if (argc < 2) return dg_cli_usage(NULL);
    if (strcmp(argv[1], "--version") == 0) argv[1] = "version";
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) argv[1] = "help";
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0) /* of any command */
            return cmd_help(2, (char *[]){"help", argv[1], NULL});
    for (size_t i = 0; i < DG_LEN(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0) return commands[i].run(argc - 1, argv + 1);
    return dg_cli_usage(argv[1]);
}
