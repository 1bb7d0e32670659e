/* dragoman.h: libdragoman, the reader of the world's press as a library. This file is its manual.
 *
 *   bytes ─► dragoman_read ─► record ─► structs, or one JSON object
 *   files ─► dragoman_input ─► records one by one ─┬─► yours
 *                                                  └─► dragoman_archive_add ─► archive (SQLite)
 *   archive ─► dragoman_archive_query("brief", …) ─► JSON, text, Markdown, CSV
 *           ─► dragoman_archive_records, dragoman_archive_export
 *
 * A first program (examples/read_memory.c is the whole of it):
 *
 *   dragoman *d;  dragoman_reader *r;  dragoman_record *rec;  dragoman_error e;
 *   if (dragoman_open(NULL, NULL, &d, &e) || dragoman_reader_new(d, &r, &e) ||
 *       dragoman_read(r, bytes, n, "a name", &rec, &e))
 *       fprintf(stderr, "%s: %s\n", dragoman_error_text(e.code), e.text);
 *   else
 *       puts(dragoman_record_json(rec, NULL));
 *
 * Build with: cc x.c $(pkg-config --cflags --libs libdragoman)
 *
 * ERRORS. A function that can fail returns int: 0, or a count where that is said, or a negative
 * DRAGOMAN_E_… code; it then fills *err, which may be NULL everywhere, and leaves its outputs as
 * they were. Nothing here prints, exits, or changes the locale, the signal handlers or the current
 * directory. A broken assertion inside (a fault of ours) aborts, as in any C library.
 *
 * OWNERSHIP. What comes through a parameter ret… or ret is yours and is given back by the function
 * that its comment names. What a function returns as a const pointer belongs to the object it was
 * asked of and lives as long. Every freeing function takes NULL. Strings are UTF-8 and end with a
 * NUL; NULL means that the value is not known.
 *
 * THREADS. A dragoman is const after dragoman_open: any number of threads may use it. A reader, an
 * input, an archive and its cursors belong to one thread at a time, each thread having its own. A
 * record never changes: threads may share it, and one of them frees it. The same input gives the
 * same bytes whatever the number of threads.
 *
 * VERSIONS. Semantic versioning (semver.org) of everything declared here: what works with 1.x works
 * with every later 1.y; the shared library is libdragoman.so.1 and its symbols carry the version
 * they came with (DRAGOMAN_1.0). Structs are made by the library only, handed out by pointer, and
 * may grow at their end; never take their sizeof, never keep them in arrays of your own.
 * dragoman_span and dragoman_days never grow, and neither does dragoman_error, which you make.
 *
 * MEMORY AND TIME (measured on the samples, December 2026). dragoman_open maps the model, about 15
 * MB that all processes share, and loads the lexicon, about 30 MB; some 50 ms. A reader has 1 MB,
 * and while it reads what its article takes (at most 1 GiB, then DRAGOMAN_E_NOMEM). A record takes
 * some ten times its JSON, at least 64 KiB; its structs cost 3 % of the time of reading it. */
#ifndef DRAGOMAN_H
#define DRAGOMAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DRAGOMAN_VERSION "1.0.0"
#define DRAGOMAN_VERSION_NUMBER 10000 /* major * 10000 + minor * 100 + patch */

#if defined(__GNUC__)
#define DRAGOMAN_API __attribute__((visibility("default")))
#else
#define DRAGOMAN_API
#endif

/* "No such one", of entity and quote numbers. */
#define DRAGOMAN_NONE UINT32_MAX

/* ---- errors ---- */

enum {
    DRAGOMAN_OK = 0,
    DRAGOMAN_E_NOMEM = -1,     /* out of memory */
    DRAGOMAN_E_LIMIT = -2,     /* over a ceiling */
    DRAGOMAN_E_IO = -3,        /* input or output error */
    DRAGOMAN_E_NOT_FOUND = -4, /* no such file, article, name */
    DRAGOMAN_E_DENIED = -5,    /* permission denied */
    DRAGOMAN_E_SYNTAX = -6,    /* the bytes are not of the form they should have */
    DRAGOMAN_E_ENCODING = -7,  /* text in no encoding */
    DRAGOMAN_E_EMPTY = -8,     /* there is no article text */
    DRAGOMAN_E_BINARY = -9,    /* not text */
    DRAGOMAN_E_MODEL = -10,    /* model damaged or of another version */
    DRAGOMAN_E_LEXICON = -11, /* a table of the lexicon has an error: err->text has file and line */
    DRAGOMAN_E_STORE = -12,   /* the archive */
    DRAGOMAN_E_FULL = -13,    /* no space left on the device */
    DRAGOMAN_E_ARG = -14,     /* an argument that makes no sense: err->text says which */
    DRAGOMAN_E_STOPPED = -15, /* interrupted */
    DRAGOMAN_E_DUPLICATE = -16, /* already there */
};

/* What went wrong. Yours: a plain variable, filled by the call that failed. */
typedef struct dragoman_error {
    int code;       /* DRAGOMAN_E_… */
    uint64_t at;    /* byte of the input where it went wrong, or 0 */
    char text[240]; /* one line of details, NUL-ended */
} dragoman_error;

/* The name of a code, "NOT_FOUND".
 *   code     any int; what is no code gives "UNKNOWN", 0 gives "OK"
 * Returns a static string, never NULL. Thread-safe. No errors. */
DRAGOMAN_API const char *dragoman_error_name(int code);

/* What a code means, "not found".
 *   code     any int; 0 gives "no error"
 * Returns a static string, never NULL. Thread-safe. No errors. */
DRAGOMAN_API const char *dragoman_error_text(int code);

/* The version of the library that runs, "1.0.0"; DRAGOMAN_VERSION is that of the header.
 * Returns a static string, never NULL. Thread-safe. No errors. */
DRAGOMAN_API const char *dragoman_version(void);

/* The same as a number, as DRAGOMAN_VERSION_NUMBER: major * 10000 + minor * 100 + patch.
 * Returns that number. Thread-safe. No errors. */
DRAGOMAN_API int dragoman_version_number(void);

/* Gives back a string that a function of this library said is freed by it.
 *   bytes    what was handed out, or NULL
 * Returns nothing. Thread-safe. No errors. */
DRAGOMAN_API void dragoman_free(void *bytes);

/* ---- the engine ---- */

/* Model, lexicon and tables, loaded once; const, for all threads. */
typedef struct dragoman dragoman;

/* Loads model and lexicon.
 *   model    path of the model file; NULL: $DRAGOMAN_MODEL, else dragoman.model in the folder
 *            models/ of $DRAGOMAN_HOME, of the source tree, or of share/dragoman under the prefix
 *            where program or library are installed
 *   lexicon  folder of the tables; NULL: $DRAGOMAN_LEXICON, else found in the same places. Several
 *            folders with ":" between them are read as one, an empty one is the own:
 * ":/home/me/lex" adds rows to what is there ret      the engine; yours: dragoman_close, after all
 * readers and archives made of it err      may be NULL Returns 0, DRAGOMAN_E_NOT_FOUND (err->text
 * says where it looked), _MODEL, _LEXICON, _NOMEM, _ARG (path too long). Thread-safe. */
DRAGOMAN_API int dragoman_open(const char *model, const char *lexicon, dragoman **ret,
                               dragoman_error *err);

/* Gives all of it back.
 *   d        or NULL; nothing made of it may be used afterwards
 * Returns nothing. No errors. */
DRAGOMAN_API void dragoman_close(dragoman *d);

/* Where the model was found.
 *   d        not NULL
 * Returns a path that lives as long as d. Thread-safe. No errors. */
DRAGOMAN_API const char *dragoman_model_path(const dragoman *d);

/* Where the lexicon was found: one folder, or several with ":" between them.
 *   d        not NULL
 * Returns paths that live as long as d. Thread-safe. No errors. */
DRAGOMAN_API const char *dragoman_lexicon_path(const dragoman *d);

/* ---- the record ---- */

/* One article and what it says. docs/RECORD.md is the contract: the structs below have its names,
 * and the same values as its JSON. Numbers of entities and quotes count from 0. */
typedef struct dragoman_record dragoman_record;

/* Bytes [from, to) of the article's text. */
typedef struct dragoman_span {
    uint32_t from, to;
} dragoman_span;

/* ISO days "2024-03-01", the first and the last that are meant, both included; NULL: unknown. */
typedef struct dragoman_days {
    const char *from, *to;
} dragoman_days;

/* The article itself. Strings may be NULL where nothing is known, but id, uri, format, kind, text
 * and published_basis. */
typedef struct dragoman_head {
    const char *id;      /* 16 hex digits of SHA-256 over title and text */
    const char *uri;     /* where it was read from */
    const char *outlet;  /* paper, agency, broadcaster */
    const char *url;     /* canonical address */
    const char *format;  /* text html jsonl warc feed csv */
    const char *kind;    /* article paywall teaser live video gallery index cookies error */
    const char *file;    /* the file it lies in */
    uint64_t at, within; /* bytes: place in the file; of a packed file see docs/RECORD.md */
    int packed;          /* 1: within means something */
    const char *lang;    /* ISO 639-1 */
    double lang_p;       /* probability, 0 to 1 */
    const char *title, *byline;
    dragoman_days published;
    const char *published_basis; /* metadata header given text none */
    const char *text;            /* [n_text] bytes and a NUL */
    size_t n_text;
    int cut; /* 1: a ceiling left something out */
    uint32_t n_sentences, n_entities, n_times, n_quotes, n_events;
} dragoman_head;

/* Somebody or something named in the article. */
typedef struct dragoman_entity {
    uint32_t id;
    const char *kind;    /* person country organisation place group outlet */
    const char *name;    /* the fullest form in the text */
    const char *key;     /* the same for the same one in every language and script */
    const char *country; /* ISO 3166-1 alpha-3, or IGO NGO MNC IMG; NULL: none */
    const char *sector;  /* PLOVER sector code; NULL: none */
    const char *role;    /* office as written; NULL: none */
    uint32_t n_mentions, n_members;
    const dragoman_span *mentions; /* [n_mentions] ascending */
    const uint32_t *members;       /* [n_members] entities that a group is made of */
} dragoman_entity;

/* A time that the text names. */
typedef struct dragoman_time {
    dragoman_span span;
    dragoman_days days;
} dragoman_time;

/* Words or thoughts given as somebody's. */
typedef struct dragoman_quote {
    uint32_t id;
    dragoman_span span; /* the quoted stretch, without its marks */
    const char *form;   /* direct partial indirect */
    const char *stance; /* assert deny doubt hope demand warn allege */
    uint32_t speaker;   /* entity, or DRAGOMAN_NONE */
    dragoman_span cue;  /* the words that report; {0, 0}: none */
    uint32_t n_addressees, n_via;
    const uint32_t *addressees; /* [n_addressees] entities */
    const uint32_t *via;        /* [n_via] entities through whom it reached us, nearest first */
} dragoman_quote;

/* An amount told with an event. */
typedef struct dragoman_quantity {
    const char *kind; /* killed wounded arrested displaced troops weapons people money percent … */
    double value;     /* in units of `unit` */
    double high;      /* upper end of a range, else equal to value */
    const char *unit;      /* "percent", "km"; else the noun as written; NULL: none */
    const char *currency;  /* ISO 4217; NULL: no money, or left open */
    const char *direction; /* up down, or NULL */
    const char *extent;    /* by to, or NULL */
    const char *bound;     /* min max about, or NULL: exact */
    dragoman_span span;
} dragoman_quantity;

/* Who did what to whom: PLOVER, 2024 manual. */
typedef struct dragoman_event {
    const char *type;    /* CONSULT, SANCTION, … one of 16 */
    const char *mode;    /* "visit"; NULL: none */
    const char *planned; /* type of what is agreed, asked for or threatened; NULL: unknown */
    const char *cameo;   /* "042"; NULL: none */
    double score;        /* -10 conflict to +10 cooperation (Goldstein's scale) */
    uint32_t n_actors, n_recipients, n_contexts, n_via, n_quantities, n_again;
    const uint32_t *actors, *recipients; /* entities; a mutual event lists all as actors */
    int negated;                         /* 1: it is said not to be */
    const char *status;                  /* actual future hypothetical historical alleged denied */
    const char *const *contexts;         /* [n_contexts] PLOVER contexts */
    dragoman_days when;
    const char *where_country;                  /* alpha-3; NULL: unknown */
    const char *where_place;                    /* NULL: unknown */
    uint32_t quote;                             /* the quote that reports it, or DRAGOMAN_NONE */
    const uint32_t *via;                        /* [n_via] entities */
    const dragoman_quantity *const *quantities; /* [n_quantities] */
    dragoman_span span;                         /* the sentence that proves it */
    dragoman_span trigger;                      /* the word that says it */
    const dragoman_span *again;                 /* [n_again] other words that mean it */
    double confidence;                          /* 0 to 1 */
} dragoman_event;

/* The record as JSON, one object of one line, without a line break, as `dragoman read` writes it.
 *   r        not NULL
 *   ret_n    its length in bytes without the NUL; may be NULL
 * Returns bytes that live as long as r. Thread-safe. No errors. */
DRAGOMAN_API const char *dragoman_record_json(const dragoman_record *r, size_t *ret_n);

/* The article itself, and how many of everything there are.
 *   r        not NULL
 * Returns a struct that lives as long as r. Thread-safe. No errors. */
DRAGOMAN_API const dragoman_head *dragoman_record_head(const dragoman_record *r);

/* The i-th sentence.
 *   r        not NULL
 *   i        from 0 to n_sentences - 1
 * Returns a span that lives as long as r; NULL when there is no such sentence. Thread-safe. No
 * errors. */
DRAGOMAN_API const dragoman_span *dragoman_record_sentence(const dragoman_record *r, size_t i);

/* The i-th entity; its number in the record is i.
 *   r        not NULL
 *   i        from 0 to n_entities - 1; DRAGOMAN_NONE gives NULL
 * Returns a struct that lives as long as r; NULL when there is no such entity. Thread-safe. No
 * errors. */
DRAGOMAN_API const dragoman_entity *dragoman_record_entity(const dragoman_record *r, size_t i);

/* The i-th time that the text names.
 *   r        not NULL
 *   i        from 0 to n_times - 1
 * Returns a struct that lives as long as r; NULL when there is no such time. Thread-safe. No
 * errors. */
DRAGOMAN_API const dragoman_time *dragoman_record_time(const dragoman_record *r, size_t i);

/* The i-th quotation.
 *   r        not NULL
 *   i        from 0 to n_quotes - 1; DRAGOMAN_NONE gives NULL
 * Returns a struct that lives as long as r; NULL when there is no such quotation. Thread-safe. No
 * errors. */
DRAGOMAN_API const dragoman_quote *dragoman_record_quote(const dragoman_record *r, size_t i);

/* The i-th event.
 *   r        not NULL
 *   i        from 0 to n_events - 1
 * Returns a struct that lives as long as r; NULL when there is no such event. Thread-safe. No
 * errors. */
DRAGOMAN_API const dragoman_event *dragoman_record_event(const dragoman_record *r, size_t i);

/* A record from its JSON: a line that `dragoman read` or `dragoman export records` has written.
 *   json     one JSON object as docs/RECORD.md has it, white space around it allowed
 *   n        its length in bytes
 *   ret      the record; yours: dragoman_record_free. Keeps nothing of json
 *   err      may be NULL; err->at is the byte of json that is wrong
 * Returns 0, DRAGOMAN_E_SYNTAX (no JSON, no record, or spans that do not fit its text), _LIMIT
 * (2 GiB), _NOMEM.
 * Thread-safe. */
DRAGOMAN_API int dragoman_record_parse(const char *json, size_t n, dragoman_record **ret,
                                       dragoman_error *err);

/* Gives a record back.
 *   r        or NULL
 * Returns nothing. No errors. */
DRAGOMAN_API void dragoman_record_free(dragoman_record *r);

/* ---- reading ---- */

/* The buffers of one thread that reads. */
typedef struct dragoman_reader dragoman_reader;

/* Makes a reader.
 *   d        must outlive it
 *   ret      the reader; yours: dragoman_reader_free
 *   err      may be NULL
 * Returns 0 or DRAGOMAN_E_NOMEM. Thread-safe. */
DRAGOMAN_API int dragoman_reader_new(const dragoman *d, dragoman_reader **ret, dragoman_error *err);

/* Gives a reader back.
 *   r        or NULL
 * Returns nothing. No errors. */
DRAGOMAN_API void dragoman_reader_free(dragoman_reader *r);

typedef enum dragoman_option {
    DRAGOMAN_LANG = 1,   /* ISO 639-1 code of all that is read; "" or NULL: find it */
    DRAGOMAN_DATE = 2,   /* day, month or year of publication, "2024-03-14"; "" or NULL: find it */
    DRAGOMAN_FORMAT = 3, /* auto text html jsonl warc feed csv; "" or NULL: auto */
} dragoman_option;

/* Sets what is known of what comes next, until it is set otherwise.
 *   r        not NULL
 *   option   one of dragoman_option
 *   value    as its comment says; copied
 *   err      may be NULL
 * Returns 0 or DRAGOMAN_E_ARG, and then nothing is changed. */
DRAGOMAN_API int dragoman_reader_set(dragoman_reader *r, dragoman_option option, const char *value,
                                     dragoman_error *err);

/* Reads one article from memory: the first of what the bytes hold (see dragoman_input for all).
 *   r        not NULL
 *   bytes    plain text or a page in any encoding, a feed, a WARC file …; may be packed (gzip,
 *            zstd); stay yours and may go when the call is back
 *   n        how many
 *   name     what to call the source in the record; NULL: "memory"
 *   ret      the record; yours: dragoman_record_free
 *   err      may be NULL; err->at is the byte
 * Returns 0, DRAGOMAN_E_EMPTY (no article in it), _BINARY, _ENCODING, _SYNTAX, _LIMIT, _NOMEM. */
DRAGOMAN_API int dragoman_read(dragoman_reader *r, const void *bytes, size_t n, const char *name,
                               dragoman_record **ret, dragoman_error *err);

/* ---- many articles ---- */

/* A file, or bytes, that hold any number of articles; one of them is in memory at a time. */
typedef struct dragoman_input dragoman_input;

/* Opens a file of articles; a folder is not walked.
 *   path     the file
 *   format   as DRAGOMAN_FORMAT has it; NULL: by its bytes
 *   ret      the input; yours: dragoman_input_close
 *   err      may be NULL
 * Returns 0, DRAGOMAN_E_NOT_FOUND, _DENIED, _IO, _LIMIT (packed too often), _ARG (no such format),
 * _NOMEM. Thread-safe. */
DRAGOMAN_API int dragoman_input_file(const char *path, const char *format, dragoman_input **ret,
                                     dragoman_error *err);

/* The same of bytes in memory.
 *   bytes    must live until dragoman_input_close, and stay yours
 *   n        how many, at most 4 GiB - 1
 *   name     what to call the source; NULL: "memory"
 *   format   as DRAGOMAN_FORMAT has it; NULL: by the bytes
 *   ret      the input; yours: dragoman_input_close
 *   err      may be NULL
 * Returns 0, DRAGOMAN_E_LIMIT, _ARG (no such format), _NOMEM. Thread-safe. */
DRAGOMAN_API int dragoman_input_memory(const void *bytes, size_t n, const char *name,
                                       const char *format, dragoman_input **ret,
                                       dragoman_error *err);

/* Reads the next article.
 *   in, r    not NULL
 *   ret      the record; yours: dragoman_record_free. Filled only when 1 is returned
 *   err      may be NULL; err->at is the byte of the file
 * Returns 1, 0 when there are no more, or a code when this one could not be read: the next call
 * goes on behind it. What pages of one site have in common is used by `dragoman read`, which sees
 * them all, and not here. */
DRAGOMAN_API int dragoman_input_next(dragoman_input *in, dragoman_reader *r, dragoman_record **ret,
                                     dragoman_error *err);

/* Closes an input.
 *   in       or NULL
 * Returns nothing. No errors. */
DRAGOMAN_API void dragoman_input_close(dragoman_input *in);

/* ---- the archive ---- */

/* An archive: one SQLite file, one connection to it. One process at a time writes, any number
 * read. */
typedef struct dragoman_archive dragoman_archive;

/* Opens an archive.
 *   d        gives the lexicon, by which parties are understood ("Kina" is CHN); must outlive it
 *   path     the file
 *   write    0: to ask only; 1: to add too, and the file is made where there is none
 *   ret      the archive; yours: dragoman_archive_close
 *   err      may be NULL
 * Returns 0, DRAGOMAN_E_NOT_FOUND, _DENIED, _STORE (no archive, or of another version), _FULL,
 * _NOMEM. Thread-safe. */
DRAGOMAN_API int dragoman_archive_open(const dragoman *d, const char *path, int write,
                                       dragoman_archive **ret, dragoman_error *err);

/* Closes an archive; its cursors first.
 *   a        or NULL
 * Returns nothing. No errors. */
DRAGOMAN_API void dragoman_archive_close(dragoman_archive *a);

typedef struct dragoman_counts {
    uint64_t read;     /* articles read */
    uint64_t added;    /* of these: new to the archive */
    uint64_t left_out; /* of these: lists, cookie walls, error pages, which are no reports */
    uint64_t errors;   /* could not be read */
} dragoman_counts;

/* Called for each article that could not be read.
 *   self     as it was given
 *   source   the file's or the bytes' name
 *   err      what and where; both live for the time of the call */
typedef void dragoman_on_error(void *self, const char *source, const dragoman_error *err);

/* Reads all of an input into the archive, and brings stories and happenings up to date. What is
 * there already stays as it is. Killed in between, the archive holds whole articles, and the same
 * call adds the rest.
 *   a        opened to write
 *   r, in    not NULL; in is at its end afterwards
 *   on_error may be NULL; self is handed to it
 *   ret      counts, filled also when a code is returned; may be NULL; a variable of yours
 *   err      may be NULL
 * Returns 0 also when single articles failed (ret->errors), DRAGOMAN_E_STORE, _FULL, _NOMEM, _ARG
 * (not opened to write). */
DRAGOMAN_API int dragoman_archive_add(dragoman_archive *a, dragoman_reader *r, dragoman_input *in,
                                      dragoman_on_error *on_error, void *self, dragoman_counts *ret,
                                      dragoman_error *err);

/* Asks a named question: what `dragoman NAME …` answers.
 *   a        not NULL; for "watch" opened to write
 *   name     brief timeline network quotes positions disagreements stories story search watch why
 *            (dragoman_query_name lists them)
 *   filters  [2 k + 1] keys and values in turn, a NULL behind the last: {"party", "China",
 *            "party", "Russia", "since", "2024", NULL}; NULL: none. Keys: party (at most two),
 *            id (of a story, of an entry), words (of search), and as options of the program since
 *            until type limit by about in; format is json (default) text md csv svg atom
 *   ret      the answer; yours: dragoman_free
 *   ret_n    its length in bytes without the NUL; may be NULL
 *   err      may be NULL
 * Returns 0, DRAGOMAN_E_ARG (err->text says which filter), _NOT_FOUND (no such question, story or
 * entry), _LEXICON (in: no such language), _STORE, _NOMEM. */
DRAGOMAN_API int dragoman_archive_query(dragoman_archive *a, const char *name,
                                        const char *const *filters, char **ret, size_t *ret_n,
                                        dragoman_error *err);

/* The names of the questions.
 *   i        from 0
 * Returns a static string; NULL behind the last. Thread-safe. No errors. */
DRAGOMAN_API const char *dragoman_query_name(size_t i);

/* Receives an export piece by piece.
 *   self     as it was given
 *   bytes    [n] bytes, not ended by a NUL; live for the time of the call
 *   n        how many
 * Returns 0 to go on; anything else ends the export. */
typedef int dragoman_put(void *self, const char *bytes, size_t n);

/* The names of the forms of exports.
 *   i        from 0
 * Returns a static string; NULL behind the last. Thread-safe. No errors. */
DRAGOMAN_API const char *dragoman_export_name(size_t i);

/* Hands out the archive in a form that other tools read (docs/EXPORT.md).
 *   a        not NULL
 *   format   plover gdelt-events gdelt-mentions dyads months jsonld records …
 *            (dragoman_export_name lists them)
 *   put      called with each piece, in order; self is handed to it
 *   err      may be NULL
 * Returns 0, DRAGOMAN_E_NOT_FOUND (no such format), _STOPPED (put wanted no more), _STORE, _SYNTAX
 * (a damaged record), _NOMEM. */
DRAGOMAN_API int dragoman_archive_export(dragoman_archive *a, const char *format, dragoman_put *put,
                                         void *self, dragoman_error *err);

/* One article of the archive by its id.
 *   a        not NULL
 *   id       16 hex digits
 *   ret      its record, as it was read; yours: dragoman_record_free
 *   err      may be NULL
 * Returns 0, DRAGOMAN_E_NOT_FOUND, _STORE, _SYNTAX (damaged), _NOMEM. */
DRAGOMAN_API int dragoman_archive_record(dragoman_archive *a, const char *id, dragoman_record **ret,
                                         dragoman_error *err);

/* A walk through the articles of an archive, the oldest publication first, then by id; those
 * without a day last. Sees what was there when it began. */
typedef struct dragoman_cursor dragoman_cursor;

/* Begins a walk.
 *   a        not NULL; must outlive the cursor
 *   since    a day, month or year; only what may have been published then or later; NULL: all
 *   until    the same, then or earlier; NULL: all
 *   ret      the cursor; yours: dragoman_cursor_close
 *   err      may be NULL
 * Returns 0, DRAGOMAN_E_ARG (no day), _STORE, _NOMEM. */
DRAGOMAN_API int dragoman_archive_records(dragoman_archive *a, const char *since, const char *until,
                                          dragoman_cursor **ret, dragoman_error *err);

/* The next article.
 *   c        not NULL
 *   ret      its record, as it was read (corrections of actors are in answers, not in records);
 *            yours: dragoman_record_free. Filled only when 1 is returned
 *   err      may be NULL
 * Returns 1, 0 when there are no more, DRAGOMAN_E_STORE, _SYNTAX (a damaged record: the next call
 * goes on behind it), _NOMEM. */
DRAGOMAN_API int dragoman_cursor_next(dragoman_cursor *c, dragoman_record **ret,
                                      dragoman_error *err);

/* Ends a walk.
 *   c        or NULL
 * Returns nothing. No errors. */
DRAGOMAN_API void dragoman_cursor_close(dragoman_cursor *c);

#ifdef __cplusplus
}
#endif

#endif
