/* manual_text.c: the words of the manual: options, and what each command does at length. */
#include "cli/manual.h"

#define ASKING                                                                                     \
    "brief timeline network quotes positions disagreements stories story search watch why"

static const dg_option_help options[] = {
    {"about", "ACTOR", ASKING, "only what is said in articles that name this actor as well"},
    {"ack-wait", "SECONDS", "work",
     "the queue hands out again what is held no longer; else 30. When the queue's consumer is "
     "made"},
    {"archive", "FILE", "add actors archive doctor export join serve " ASKING,
     "the archive: one SQLite file"},
    {"batch", "N", "work", "articles of one insert into the store at most; else 500"},
    {"before", "DAY", "archive", "forget all articles published before this day"},
    {"credentials", "FILE", "publish work", "a file of credentials for the queue (.creds)"},
    {"by", "ACTOR", ASKING, "only what this actor said"},
    {"data", "DIR", "train", "folder with ud/, ner/ and parallel/"},
    {"date", "DAY", "read add publish",
     "day, month or year of publication of all that is read, as 2024-03-14; else it is found in "
     "the "
     "page, its container or its own words"},
    {"epochs", "N", "train", "passes over the treebanks"},
    {"errors", "FILE", "read add publish watch",
     "where to write what could not be read, one JSON object a line; else standard error"},
    {"exact", "N", "train",
     "1: the same sums on every machine, also where the processor has matrix tiles; slower"},
    {"explain", NULL, "read",
     "why, in words, instead of the record: rule, row of the lexicon, bytes"},
    {"fold", NULL, "eval", "compare relations without their subtypes"},
    {"format", "auto|text|html|jsonl|warc|feed|csv", "read add publish",
     "what the files are; else their bytes say it, not their names"},
    {"format", "text|md|json|csv|svg|atom", ASKING,
     "form of the answer; svg: timeline and network only; atom: timeline and watch only"},
    {"format", "text|json", "actors", "form of the list"},
    {"from", "FILE", "train", "model whose other parts are kept"},
    {"hold-out", "N", "train",
     "1: every fifth sentence is kept from the language identifier, to measure with"},
    {"host", "NAME", "serve",
     "a further name under which the server is asked, with a proxy in front of it; may be given "
     "several times"},
    {"in", "en|de|da|nb", ASKING, "language of text and Markdown answers"},
    {"input", "auto|text|tokenized|conllu", "parse", "what the files are"},
    {"interval", "SECONDS", "join", "between two looks at a store that has nothing new; else 5"},
    {"jobs", "N", "work", "readers: processes, 1 to 256"},
    {"jobs", "N", "read add parse publish",
     "threads, 1 to 256; the output is the same bytes whatever their number"},
    {"kind", "person|country|organisation|place|group|outlet", "actors",
     "only actors of this kind"},
    {"lang", "L", "read add parse eval frames publish",
     "ISO 639-1 code of the language; else it is found in the text"},
    {"lexicon", "DIR", "read add publish work actors doctor lexicon frames serve train " ASKING,
     "folder of the tables; several with a colon between them are read as one, an empty one is the "
     "own: --lexicon :mine adds to it"},
    {"limit", "N", "actors " ASKING, "at most so many, the newest (of actors: the most named)"},
    {"limit", "SECONDS", "work", "a reader that takes longer for an article is ended; else 120"},
    {"limit", "N", "train", "only so many training sentences"},
    {"minutes", "N", "train", "an end to the training, whatever the number of passes"},
    {"man", NULL, "help", "as a manual page in mdoc(7)"},
    {"linger", "MS", "work",
     "what was read waits no longer for others to be stored with; else 1000"},
    {"max-bytes", "N", "publish",
     "when the stream is made: what it holds at most; publish waits while it is full"},
    {"max-messages", "N", "publish", "the same in articles"},
    {"model", "FILE", "read add publish work parse eval doctor serve watch",
     "the model; else the one that is found"},
    {"nats", "URL", "publish work",
     "the queue: nats://HOST:4222, several servers of one cluster with a comma between them"},
    {"names", NULL, "eval", "measure names instead of trees"},
    {"no-names", NULL, "parse", "no NER= in the last column"},
    {"only", "parse|segment|langid|lists", "train",
     "this part alone; the others are those of --from; lists: the lexicon's lists of names into "
     "the model, without any training or --data"},
    {"out", "DIR", "lexicon", "the new folder of tables"},
    {"out", "FILE", "train", "the model to write"},
    {"outlet", "NAME", "archive", "forget all articles of this outlet"},
    {"output", "conllu|json", "parse", "form of the trees"},
    {"output", "text|json", "eval", "form of the figures"},
    {"quiet", NULL, "read add publish watch", "no line of progress on a terminal"},
    {"rate", "N", "train", "highest learning rate, in millionths"},
    {"replicas", "N", "publish",
     "servers that keep each message, when the stream is made; else 3 where there are as many, or "
     "1"},
    {"state", "FILE", "publish",
     "what the queue has confirmed is noted there, and the same command goes on behind it"},
    {"store", "URL",
     "brief timeline network quotes positions disagreements stories story search why",
     "ask the store of a cluster itself, in place of an archive"},
    {"store", "URL", "work join",
     "the store: http://NAME:PASSWORD@HOST:8123/?database=D, several replicas with a comma between "
     "them"},
    {"stream", "NAME", "publish work", "the stream of the queue; else dragoman"},
    {"until-empty", NULL, "work", "end when the queue has nothing left"},
    {"window", "SECONDS", "publish",
     "when the stream is made: how long the same article is known by its id; else 3600"},
    {"sandbox", NULL, "publish",
     "no other program, no file but the inputs; connections, to the queue"},
    {"sandbox", NULL, "read add",
     "from the first article on: no network, no other program, no file but the inputs and the "
     "archive's folder"},
    {"seed", "N", "train", "the same seed, data and passes give the same file"},
    {"share", "N", "train",
     "only so many in a hundred of the training sentences (for learning curves)"},
    {"since", "DAY", ASKING, "first day, month or year"},
    {"svg", NULL, "timeline network", "as --format svg"},
    {"teacher", "FILE", "train", "a model that fills in the trees and names that the corpora lack"},
    {"threads", "N", "train", "threads; the file is the same whatever their number"},
    {"tokenized", NULL, "parse", "the same as --input tokenized"},
    {"type", "TYPE", ASKING, "only events of this PLOVER type: CONSULT, SANCTION, …"},
    {"until", "DAY", ASKING, "last day, month or year"},
    {"warm", "FILE", "train", "model whose weights are gone on from"},
    {"agent", "TEXT", "watch",
     "who asks, for the servers: \"Example Institute (mail@example.org)\""},
    {"allow-private", NULL, "watch", "also addresses that are not of the public network"},
    {"drop", "FEED", "watch", "follow this feed no longer; its articles stay"},
    {"interval", "MINUTES", "watch", "how often a feed is asked; else 15"},
    {"listen", "ADDRESS:PORT", "work join",
     "serve /metrics (for Prometheus) and /healthz there; else they are not served"},
    {"listen", "ADDRESS:PORT", "serve", "where to listen; else 127.0.0.1:8377"},
    {"tokens", "FILE", "serve",
     "whoever asks needs one of these bearer tokens: lines \"read TOKEN\" and \"write TOKEN\""},
    {"list", NULL, "watch",
     "the feeds that the archive follows and their state, one JSON object a line"},
    {"no-sandbox", NULL, "watch", "do not confine the process while it follows feeds"},
    {"no-sandbox", NULL, "work", "do not confine the readers"},
    {"once", NULL, "join", "one look at all that the store has, then the end"},
    {"once", NULL, "watch", "one round of all feeds, then the end: for cron"},
    {"patience", "SECONDS", "publish",
     "how long a queue that takes nothing is waited for; else 600"},
    {"pause", "SECONDS", "watch", "between two requests to one host; else 2"},
    {"petrarch", "FILE", "lexicon", "a dictionary to import; may be given several times"},
    {"proxy", "URL", "watch", "ask through this proxy"},
    {"rate", "N", "serve", "requests a second that one address may ask; else 500"},
    {"rate", "N", "watch", "clock of the tests: so many times as fast"},
    {"timeout", "SECONDS", "watch", "for one request; else 60"},
};

#define PARTIES                                                                                    \
    "A party is a country or somebody who acts for it, an organisation or a person: a name in "    \
    "any "                                                                                         \
    "of the languages, a code, or a key (\"China\", \"Kina\", CHN; \"Kreml\"; un). What a person " \
    "corrected by dragoman actors is obeyed."

static const dg_manual manuals[] = {
    {"serve",
     "Serves the page and the API of an archive over HTTP: http://127.0.0.1:8377/ in a browser, "
     "/api/v1/ for programs (docs/API.md; /api/v1/openapi.json), /api/v1/stream for what is new as "
     "it comes, /metrics, /healthz. Others may add to the archive meanwhile.\n\n"
     "It listens on this machine alone unless --listen says otherwise, and then wants --tokens. "
     "Requests under another name than its own (Host, Origin) are refused, so that no page of "
     "another site can ask it. What is posted is read by a confined process. SIGTERM and SIGINT "
     "finish what is begun.",
     "", "add brief watch"},
    {"read",
     "Reads articles and writes one record an article, a JSON object a line, to standard output, "
     "in "
     "the order of the input: the text, who is in it, when, who said what, and what happened, each "
     "with the bytes of the text that prove it. dragoman-record(5) is the form of it.\n\n"
     "Folders are walked; - is standard input. Texts, web pages in any encoding, feeds, crawl "
     "archives (WARC), JSON Lines and JSON of scrapers, and CSV are told apart by their bytes, "
     "also "
     "packed with gzip or zstd. One article is in memory at a time, whatever the size of a "
     "file.\n\n"
     "An article that cannot be read is told on standard error as one JSON object with its place, "
     "and the rest goes on.",
     "$ dragoman read samples/02-oslo.en.txt | cut -c 1-44\n"
     "{\"v\":1,\"id\":\"…\",\"source\":{\"…\n"
     "$ dragoman read --explain samples/02-oslo.en.txt | head -n 2\n…\n",
     "add parse record"},
    {"add",
     "Reads articles as dragoman read does and stores them in an archive, which is made where "
     "there "
     "is none; then brings up to date what stands across articles: stories, happenings.\n\n"
     "An article is known by its words: the same one twice is stored once. The same command after "
     "an interruption (Ctrl-C, a full disk, a power cut) adds what is missing; whatever happens, "
     "the archive holds whole articles.",
     "$ dragoman add --archive new.db samples\n"
     "10 articles read, 10 new, 0 errors\n"
     "$ dragoman add --archive new.db samples\n"
     "10 articles read, 0 new, 0 errors\n",
     "read brief archive"},
    {"publish",
     "Puts articles into the queue of a cluster (a NATS JetStream) for any number of dragoman work "
     "to "
     "read: whatever dragoman add reads. The stream is made where there is none. One that is full "
     "refuses; publish waits then.\n\n"
     "A message is known by the hash of all that it holds: the same one again within the stream's "
     "window is not taken, later it has no effect. After an interruption the same command goes on: "
     "behind what was confirmed, where --state names a file, else from the beginning, to no harm. "
     "Events are told on standard error, one JSON object a line. docs/OPERATIONS.md.",
     "", "work join add"},
    {"work",
     "One worker of a cluster: takes articles from the queue, reads them as dragoman add does, and "
     "stores them in ClickHouse (cluster/schema.sql). A message is acknowledged when the store has "
     "its article: whatever dies meanwhile, nothing is lost, and what is read twice is stored "
     "once. "
     "What cannot be read goes to the stream NAME_dead at the third try, with the reason.\n\n"
     "Articles are parsed in processes of their own, which have no network, no file and no other "
     "program. SIGTERM and SIGINT finish what is begun. Events are told on standard error, one "
     "JSON "
     "object a line; --listen serves /metrics. docs/OPERATIONS.md.",
     "", "publish join"},
    {"join",
     "The one process of a cluster that sees all articles: takes what the workers stored into an "
     "archive and makes stories and happenings of it, by the code of dragoman add: every question, "
     "the server and the exports work over this archive, with the bytes that one machine would "
     "have "
     "made. An archive that is lost is made again of the store. SIGTERM and SIGINT end it between "
     "two steps. docs/OPERATIONS.md.",
     "", "publish work serve"},
    {"brief",
     "The dossier of one or two parties: what happened between them, by time; what is held again "
     "and again; where sources contradict one another; who said what; and the sources. Each line "
     "names its article and the bytes that prove it. Where sources differ, both stand; nothing is "
     "judged.\n\n" PARTIES,
     "$ dragoman brief Egypt ETH --archive press.db | head -n 3\n"
     "Egypt and Ethiopia\n"
     "==================\n"
     "… entries and … statements from 4 articles in 4 languages; …\n",
     "timeline quotes positions disagreements why"},
    {"timeline",
     "The entries of a dossier alone, a line each. As svg it is a picture, as atom a "
     "feed.\n\n" PARTIES,
     "$ dragoman timeline Egypt ETH --archive press.db --type THREATEN\n"
     "…\n"
     "reported 2024-03-14  Egypt (Hisham Farouk) threatened or warned Ethiopia  [THREATEN, 2 "
     "witnesses]\n",
     "brief network watch"},
    {"network",
     "Who acted on whom, as a picture: nodes are parties, a line between two is thicker the more "
     "entries they share, blue for cooperation and red for conflict.\n\n" PARTIES,
     "$ dragoman network --archive press.db | cut -c 1-39 | head -n 1\n"
     "<svg xmlns=\"http://www.w3.org/2000/svg\"\n",
     "timeline brief"},
    {"quotes",
     "What the parties said in articles that name both, in order of publication, in the words of "
     "the "
     "paper, with the chain through which it reached us.\n\n" PARTIES,
     "$ dragoman quotes --by Egypt --archive press.db --format csv | head -n 1\n…\n",
     "positions brief"},
    {"positions",
     "What a party holds again and again, in any language: the same statement, or the same stance "
     "towards the same other side, on at least two occasions in two articles.\n\n" PARTIES,
     "$ dragoman positions Greece --archive press.db | head -n 1\nGreece\n",
     "quotes disagreements"},
    {"disagreements",
     "Where the sources contradict one another: told as a fact here and denied there; an "
     "accusation "
     "and the answer to it; figures that exclude each other. Both sides stand with their "
     "words.\n\n" PARTIES,
     "$ dragoman disagreements Greece Turkey --archive press.db | head -n 1\nGreece and Turkey\n",
     "positions brief why"},
    {"stories",
     "Articles on the same thing, in any language, the newest first, with their ids.\n\n" PARTIES,
     "$ dragoman stories --archive press.db --format csv | wc -l\n4\n", "story search"},
    {"story", "Everything that one story's articles tell, as a dossier. The id is from stories.",
     "$ dragoman story $(dragoman stories EGY --archive press.db --format csv | tail -n 1 | cut -d "
     ", -f 1) "
     "--archive press.db | head -n 1\n…\n",
     "stories brief"},
    {"search",
     "Articles that have all the words, in any form of their accents, best first. \"A phrase\" in "
     "marks; begin* by its beginning. Among the words may stand what their record must hold: "
     "type:SANCTION actor:USA recipient:RUS party:China status:denied lang:da outlet:NAME story:ID "
     "since:2024 until:2024-06.",
     "$ dragoman search Oslo Nil* --archive press.db --format csv | cut -d , -f 3\n…\n"
     "$ dragoman search type:SANCTION actor:Kenya --archive press.db --format csv | wc -l\n…\n",
     "stories brief"},
    {"watch",
     "With feeds (addresses, OPML lists, or the word feeds: all that the archive follows) it "
     "follows "
     "them: asks each every 15 minutes, fetches the articles behind its items, and adds them, "
     "until "
     "it is stopped. docs/FEEDS.md says how it behaves towards servers.\n\n"
     "With parties, or with nothing, it tells the entries that are new since the same question was "
     "last asked, and nothing at all where there is nothing new: for cron and alerts. What was "
     "told "
     "is remembered in the archive.\n\n" PARTIES,
     "$ dragoman watch Kenya Somalia --archive press.db | head -n 1\n…\n"
     "$ dragoman watch Kenya Somalia --archive press.db\n",
     "timeline brief"},
    {"why",
     "Every telling of one entry, with the sentence, the article and the bytes that prove it. The "
     "id "
     "is from the json or csv of another answer.",
     "$ dragoman why $(dragoman timeline EGY ETH --archive press.db --format csv | sed -n 2p | cut "
     "-d , -f 1) "
     "--archive press.db | head -n 1\n…\n",
     "brief disagreements"},
    {"actors",
     "Who stands in the archive, the most named first: every form of the name, offices, countries, "
     "counts. WORD is a key, or part of a name.\n\n"
     "Where the reading took two for one or one for two, a person corrects it: merge makes the "
     "second the same as the first; split takes a key that was merged, a country or a form of the "
     "name out again. Corrections hold for what is added later, too.",
     "$ dragoman actors farouk --archive press.db | head -n 1\n"
     "hisam varuk  person  Hisham Farouk: …\n",
     "brief"},
    {"feeds", "The feeds that OPML lists name, one JSON object a line. Nothing is fetched.",
     "$ echo '<opml><body><outline text=\"A\" xmlUrl=\"https://a.example/feed\"/></body></opml>' | "
     "dragoman feeds -\n"
     "{\"feed\":\"https://a.example/feed\",…}\n",
     "read"},
    {"urls",
     "The addresses of articles in GDELT's tables (events of 1.0 and 2.0, mentions, GKG 2.1; which "
     "a "
     "line is of, its number of columns says) or in a plain list, one a line, each once: for a "
     "fetcher. Nothing is fetched. What wget makes of them with --warc-file, dragoman add reads "
     "(docs/howto/gdelt.md).",
     "$ printf 'https://a.example/1\\nhttps://a.example/1\\nhttps://b.example/2\\n' | dragoman "
     "urls -\n"
     "https://a.example/1\n"
     "https://b.example/2\n",
     "add feeds export"},
    {"export",
     "The archive in the forms that the field's tools read, to standard output, the same bytes "
     "each "
     "time: plover (JSON Lines with POLECAT's fields), gdelt-events and gdelt-mentions (the "
     "columns of "
     "GDELT 2.0), dyads and months (CSV), keds (as TABARI wrote them), jsonld (schema.org), conllu "
     "(the texts, parsed again), records (as dragoman read wrote "
     "them). "
     "docs/EXPORT.md says what each holds and leaves out.",
     "$ dragoman export dyads --archive press.db | head -n 2\n"
     "date,source,target,cameo,quad,score,happening\n…\n",
     "archive"},
    {"archive",
     "Looks after an archive. check: is it whole (pages, references, index, happenings); prints "
     "a line for each fault and exits with 1 when there is one. compact: gives unused space back. "
     "join: makes stories and happenings anew, for archives of an older dragoman. export: writes "
     "all of it as JSON Lines, the same bytes for the same articles; import: takes such lines into "
     "an archive, empty or not, and leaves what is there already. forget: takes "
     "articles out by id or address, by outlet, or before a day, with all that rests on them "
     "alone.",
     "$ dragoman archive check --archive press.db\nwhole\n", "add export doctor"},
    {"parse",
     "Text to trees: language, sentences, words, parts of speech, lemmas, names and dependencies, "
     "as "
     "CoNLL-U or JSON, and nothing of the record. Words that are given (one sentence a line, or "
     "CoNLL-U) are kept as they are.",
     "$ echo 'Ministrene møttes i Lima.' | dragoman parse - | grep ^2\n"
     "2\tmøttes\t…\n",
     "read eval"},
    {"eval",
     "The measures of the CoNLL 2018 shared task of SYSTEM against GOLD, both CoNLL-U; without "
     "SYSTEM "
     "GOLD's raw text is parsed. With --names: names by kind, GOLD may be IOB2.",
     "$ dragoman eval gold.conllu gold.conllu | grep LAS\n"
     "LAS       |    100.00 |    100.00 |    100.00 |    100.00 |\n…\n",
     "parse train"},
    {"frames",
     "The events that a word can tell of, or words that stand together, and the row of the lexicon "
     "where that stands. Exit status 1: none.",
     "$ dragoman frames ceasefire --lang en | tail -n 1\n… rows have it as their head, … ask for "
     "it below another word\n",
     "lexicon"},
    {"lexicon",
     "check: errors, doubles and gaps in the tables that a linguist edits, each with file and "
     "line, and "
     "how complete each language is.\n\n"
     "import: makes tables of dictionaries of PETRARCH and TABARI (actors, agents, verbs; which a "
     "file "
     "is, its lines say) in a new folder: names with a country's code alone as forms of the "
     "country, "
     "those with dates as persons, others as organisations, agents as offices, verbs and simple "
     "patterns as frames of the PLOVER type that their CAMEO code has. What a table cannot say is "
     "counted. docs/howto/petrarch.md.",
     "$ dragoman lexicon check | tail -n 1\n0 errors\n"
     "$ printf 'HERRING_COUNCIL_ [IGO]\\n' > fish.actors.txt\n"
     "$ dragoman lexicon import --petrarch fish.actors.txt --out mine\n"
     "mine/organisations.tsv: 1 rows\n"
     "0 left out; use it with: --lexicon :mine\n",
     "frames read"},
    {"train",
     "Trains the language engine from treebanks in CoNLL-U (DIR/ud), corpora of names in IOB2 "
     "(DIR/ner) and parallel sentences (DIR/parallel), and writes one model file. No example: it "
     "takes "
     "hours. models/CARD.md says what the model that comes with the program was trained on.",
     "", "eval"},
    {"doctor",
     "Looks at the installation, and at an archive where one is named, and says what it finds, one "
     "line each: versions of the program and of the libraries it uses, what of the processor is "
     "used, model and lexicon and where they were found, the sandbox, the archive's state. Exit "
     "status 3 when something is missing or broken, with what to do about it.",
     "$ dragoman doctor --archive press.db\n"
     "ok       dragoman …\n…\n"
     "ok       archive press.db: whole, 10 articles\nall is there\n",
     "archive"},
    {"help",
     "Without COMMAND the list of commands; with it all that is to be known of one. --man writes "
     "the "
     "same as a manual page in mdoc.",
     "$ dragoman help doctor | head -n 1\n"
     "dragoman doctor: …\n",
     "completion"},
    {"completion",
     "A script that makes a shell complete commands, options and their values, made of the "
     "program's "
     "own tables. bash: source <(dragoman completion bash). zsh: put it in a file _dragoman in "
     "$fpath. fish: "
     "dragoman completion fish | source.",
     "$ dragoman completion bash | grep -c dragoman\n…\n", "help"},
    {"version", "The version of the program, as --version does.",
     "$ dragoman version\ndragoman 1…\n", "doctor"},
};

const dg_manual *dg_manual_of(const char *command) {
    for (size_t i = 0; i < DG_LEN(manuals); i++)
        if (strcmp(manuals[i].command, command) == 0) return &manuals[i];
    return NULL;
}

const dg_option_help *dg_options_all(size_t *ret_n) {
    *ret_n = DG_LEN(options);
    return options;
}

bool dg_option_taken(const dg_option_help *o, const char *command) {
    size_t n = strlen(command);
    for (const char *at = o->commands; *at;) {
        size_t length = strcspn(at, " ");
        if (length == n && memcmp(at, command, n) == 0) return true;
        at += length + (at[length] == ' ');
    }
    return false;
}
