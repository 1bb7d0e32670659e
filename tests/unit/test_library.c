/* test_library.c: include/dragoman.h as a C program uses it, on good and on bad arguments. */
#include <dragoman.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

static const char article[] =
    "Peru's foreign minister, Elena Quispe, visited Iceland on Monday. “We want to fish "
    "together,” she said.\n";

static dragoman *engine;

static int open_engine(void **state) {
    (void)state;
    dragoman_error e;
    return dragoman_open("models/dragoman.model", "lexicon", &engine, &e);
}

static int close_engine(void **state) {
    (void)state;
    dragoman_close(engine);
    return 0;
}

static dragoman_reader *new_reader(void) {
    dragoman_reader *r = NULL;
    assert_int_equal(dragoman_reader_new(engine, &r, NULL), 0);
    return r;
}

static void test_read(void **state) {
    (void)state;
    dragoman_reader *r = new_reader();
    dragoman_record *rec = NULL, *again = NULL;
    dragoman_error e;
    assert_int_equal(dragoman_reader_set(r, DRAGOMAN_DATE, "2024-03-13", &e), 0);
    assert_int_equal(dragoman_read(r, article, sizeof article - 1, NULL, &rec, &e), 0);
    const dragoman_head *h = dragoman_record_head(rec);
    assert_string_equal(h->lang, "en");
    assert_string_equal(h->uri, "memory");
    assert_string_equal(h->published.from, "2024-03-13");
    assert_true(h->n_events > 0 && h->n_quotes > 0 && h->n_entities > 1);
    const dragoman_event *event = dragoman_record_event(rec, 0);
    assert_string_equal(event->type, "CONSULT");
    assert_string_equal(dragoman_record_entity(rec, event->actors[0])->country, "PER");
    assert_true(event->span.to <= h->n_text && event->trigger.from < event->trigger.to);
    const dragoman_quote *q = dragoman_record_quote(rec, 0);
    assert_int_equal(strncmp(h->text + q->span.from, "We want", 7), 0);
    assert_non_null(dragoman_record_entity(rec, q->speaker));
    assert_null(dragoman_record_event(rec, h->n_events));
    assert_null(dragoman_record_entity(rec, DRAGOMAN_NONE));
    size_t n;
    const char *json = dragoman_record_json(rec, &n);
    assert_int_equal(dragoman_record_parse(json, n, &again, &e), 0);
    assert_string_equal(dragoman_record_json(again, NULL), json);
    dragoman_record_free(rec);
    dragoman_record_free(again);
    dragoman_reader_free(r);
}

static void test_bad_arguments(void **state) {
    (void)state;
    dragoman_error e = {0};
    dragoman *none = NULL;
    dragoman_input *in = NULL;
    dragoman_archive *a = NULL;
    dragoman_record *rec = NULL;
    dragoman_reader *r = new_reader();
    assert_int_equal(dragoman_open("/no/such/model", NULL, &none, &e), DRAGOMAN_E_NOT_FOUND);
    assert_int_equal(e.code, DRAGOMAN_E_NOT_FOUND);
    assert_non_null(strstr(e.text, "/no/such/model"));
    assert_int_equal(dragoman_open("models/dragoman.model", "lexicon:/no/such", &none, NULL),
                     DRAGOMAN_E_NOT_FOUND);
    assert_null(none);
    assert_int_equal(dragoman_reader_set(r, DRAGOMAN_LANG, "english", &e), DRAGOMAN_E_ARG);
    assert_int_equal(dragoman_reader_set(r, DRAGOMAN_DATE, "yesterday", &e), DRAGOMAN_E_ARG);
    assert_int_equal(dragoman_reader_set(r, DRAGOMAN_FORMAT, "docx", &e), DRAGOMAN_E_ARG);
    assert_int_equal(dragoman_reader_set(r, (dragoman_option)99, "", &e), DRAGOMAN_E_ARG);
    assert_int_equal(dragoman_read(r, "", 0, NULL, &rec, &e), DRAGOMAN_E_EMPTY);
    assert_int_equal(dragoman_read(r,
                                   "\x7f"
                                   "ELF\0\1\2\3\0\0\0\0\0\0",
                                   14, NULL, &rec, NULL),
                     DRAGOMAN_E_BINARY);
    assert_null(rec);
    assert_int_equal(dragoman_input_file("/no/such/file", NULL, &in, &e), DRAGOMAN_E_NOT_FOUND);
    assert_int_equal(dragoman_input_memory("x", 1, NULL, "docx", &in, &e), DRAGOMAN_E_ARG);
    assert_int_equal(dragoman_archive_open(engine, "/no/such/a.db", 0, &a, &e),
                     DRAGOMAN_E_NOT_FOUND);
    dragoman_reader_free(r);
    dragoman_record_free(NULL), dragoman_reader_free(NULL), dragoman_close(NULL);
    dragoman_input_close(NULL), dragoman_archive_close(NULL), dragoman_cursor_close(NULL);
    dragoman_free(NULL);
}

/* What the JSON of a record may not be: each of these is refused, none is believed. */
static void test_damaged_records(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "{",
        "[]",
        "{}",
        "7",
        "{\"id\":\"x\",\"source\":{},\"text\":\"\"}",
        "{\"id\":\"x\",\"source\":{\"uri\":\"u\",\"format\":\"text\"},\"text\":7}",
#define HEAD "{\"id\":\"x\",\"source\":{\"uri\":\"u\",\"format\":\"text\"},\"text\":\"abc\","
        HEAD "\"sentences\":[[0,4]]}",
        HEAD "\"sentences\":[[2,1]]}",
        HEAD "\"sentences\":[[0]]}",
        HEAD "\"sentences\":[[0,1.5]]}",
        HEAD "\"sentences\":7}",
        HEAD "\"times\":[{\"span\":[-1,2],\"from\":null,\"to\":null}]}",
        HEAD "\"quotes\":[{\"span\":[0,1],\"form\":\"direct\",\"speaker\":0}]}",
        HEAD "\"quotes\":[7]}",
        HEAD "\"events\":[{\"type\":\"AID\",\"status\":\"actual\",\"actors\":[0]}]}",
        HEAD "\"events\":[{\"status\":\"actual\"}]}",
        HEAD "\"entities\":[{\"kind\":\"person\",\"name\":\"a\",\"key\":7}]}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        dragoman_record *rec = NULL;
        dragoman_error e;
        assert_int_equal(dragoman_record_parse(bad[i], strlen(bad[i]), &rec, &e),
                         DRAGOMAN_E_SYNTAX);
        assert_null(rec);
    }
    dragoman_record *rec = NULL;
    const char good[] = HEAD "\"unknown\":[1,2]}\n";
    assert_int_equal(dragoman_record_parse(good, sizeof good - 1, &rec, NULL), 0);
    assert_int_equal(dragoman_record_head(rec)->n_text, 3);
    dragoman_record_free(rec);
}

static int count(void *self, const char *bytes, size_t n) {
    (void)bytes;
    *(size_t *)self += n;
    return 0;
}

static int refuse(void *self, const char *bytes, size_t n) {
    (void)self, (void)bytes, (void)n;
    return 1;
}

static void add(dragoman_archive *a, dragoman_counts *counts) {
    dragoman_reader *r = new_reader();
    dragoman_input *in = NULL;
    static const char two[] =
        "{\"id\":\"1\",\"text\":\"Peru and Iceland signed a treaty on fish in "
        "Lima on 4 March 2024.\"}\n{broken\n{\"id\":\"2\",\"text\":\"Iceland "
        "condemned Peru on 9 March 2024 for fishing near its coast.\"}\n";
    assert_int_equal(dragoman_input_memory(two, sizeof two - 1, "two", "jsonl", &in, NULL), 0);
    assert_int_equal(dragoman_archive_add(a, r, in, NULL, NULL, counts, NULL), 0);
    dragoman_input_close(in);
    dragoman_reader_free(r);
}

static void ask(dragoman_archive *a) {
    char *answer = NULL;
    size_t n = 0;
    dragoman_error e;
    const char *const filters[] = {"party", "Island", "party", "PER", "format", "json", NULL};
    const char *const wrong[] = {"party", "Island", "colour", "blue", NULL};
    const char *const odd[] = {"party", NULL};
    assert_int_equal(dragoman_archive_query(a, "brief", filters, &answer, &n, &e), 0);
    assert_int_equal(strlen(answer), n);
    assert_non_null(strstr(answer, "\"ISL\""));
    dragoman_free(answer);
    assert_int_equal(dragoman_archive_query(a, "brief", wrong, &answer, &n, &e), DRAGOMAN_E_ARG);
    assert_non_null(strstr(e.text, "colour"));
    assert_int_equal(dragoman_archive_query(a, "brief", odd, &answer, &n, &e), DRAGOMAN_E_ARG);
    assert_int_equal(dragoman_archive_query(a, "brief", NULL, &answer, &n, &e), DRAGOMAN_E_ARG);
    assert_int_equal(dragoman_archive_query(a, "weather", NULL, &answer, &n, &e),
                     DRAGOMAN_E_NOT_FOUND);
}

static void walk(dragoman_archive *a) {
    dragoman_cursor *c = NULL;
    dragoman_record *rec = NULL, *same = NULL;
    assert_int_equal(dragoman_archive_records(a, "march", NULL, &c, NULL), DRAGOMAN_E_ARG);
    assert_int_equal(dragoman_archive_records(a, NULL, NULL, &c, NULL), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(dragoman_cursor_next(c, &rec, NULL), 1);
        assert_int_equal(dragoman_archive_record(a, dragoman_record_head(rec)->id, &same, NULL), 0);
        assert_string_equal(dragoman_record_json(rec, NULL), dragoman_record_json(same, NULL));
        dragoman_record_free(rec);
        dragoman_record_free(same);
    }
    assert_int_equal(dragoman_cursor_next(c, &rec, NULL), 0);
    dragoman_cursor_close(c);
    assert_int_equal(dragoman_archive_record(a, "0000", &rec, NULL), DRAGOMAN_E_NOT_FOUND);
}

static void test_archive(void **state) {
    (void)state;
    char folder[] = "/tmp/dragoman-test-XXXXXX", path[64], rest[80];
    dragoman_archive *a = NULL;
    dragoman_counts counts;
    dragoman_error e;
    size_t n = 0;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.db", folder);
    assert_int_equal(dragoman_archive_open(engine, path, 1, &a, &e), 0);
    add(a, &counts);
    assert_true(counts.read == 2 && counts.added == 2 && counts.errors == 1);
    add(a, &counts);
    assert_true(counts.read == 2 && counts.added == 0);
    ask(a);
    walk(a);
    assert_int_equal(dragoman_archive_export(a, "records", count, &n, &e), 0);
    assert_true(n > 100);
    assert_int_equal(dragoman_archive_export(a, "records", refuse, NULL, &e), DRAGOMAN_E_STOPPED);
    assert_int_equal(dragoman_archive_export(a, "pdf", count, &n, &e), DRAGOMAN_E_NOT_FOUND);
    dragoman_archive_close(a);
    for (int i = 0; i < 3; i++) {
        static const char *const ends[] = {"", "-wal", "-shm"};
        snprintf(rest, sizeof rest, "%s%s", path, ends[i]);
        unlink(rest);
    }
    rmdir(folder);
}

enum { N_THREADS = 4 };

static void *read_it(void *ret) {
    dragoman_reader *r = NULL;
    dragoman_record *rec = NULL;
    if (!dragoman_reader_new(engine, &r, NULL))
        dragoman_read(r, article, sizeof article - 1, NULL, &rec, NULL);
    dragoman_reader_free(r);
    *(dragoman_record **)ret = rec;
    return NULL;
}

static void test_threads(void **state) {
    (void)state;
    pthread_t threads[N_THREADS];
    dragoman_record *records[N_THREADS];
    for (int i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_it, &records[i]), 0);
    for (int i = 0; i < N_THREADS; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < N_THREADS; i++) {
        assert_non_null(records[i]);
        assert_string_equal(dragoman_record_json(records[i], NULL),
                            dragoman_record_json(records[0], NULL));
    }
    for (int i = 0; i < N_THREADS; i++) dragoman_record_free(records[i]);
}

static void test_names(void **state) {
    (void)state;
    size_t n = 0;
    while (dragoman_query_name(n)) n++;
    assert_true(n > 5);
    for (n = 0; dragoman_export_name(n);) n++;
    assert_true(n > 5);
    assert_string_equal(dragoman_error_name(DRAGOMAN_E_LEXICON), "LEXICON");
    assert_string_equal(dragoman_error_name(0), "OK");
    assert_string_equal(dragoman_error_name(12345), "UNKNOWN");
    assert_string_equal(dragoman_version(), DRAGOMAN_VERSION);
    assert_string_equal(dragoman_version(), DG_VERSION);
    assert_int_equal(dragoman_version_number(), DRAGOMAN_VERSION_NUMBER);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),    cmocka_unit_test(test_bad_arguments),
        cmocka_unit_test(test_archive), cmocka_unit_test(test_damaged_records),
        cmocka_unit_test(test_threads), cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
