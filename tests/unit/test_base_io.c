/* err, buf, file, json and pool: what touches the world outside. */
#include "unit.h"

#include "base/file.h"
#include "base/json.h"
#include "base/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- err ---- */

static void errors_have_names_and_one_line(void **state) {
    (void)state;
    dg_err err;
    assert_int_equal(dg_err_set(&err, DG_E_SYNTAX, 12, "a\nb %d", 3), DG_E_SYNTAX);
    assert_string_equal(err.text, "a b 3");
    assert_int_equal(err.at, 12);
    assert_int_equal(dg_err_set(NULL, DG_E_IO, 0, "x"), DG_E_IO);
    assert_int_equal(dg_err_set(&err, DG_E_IO, 0, "%01000d", 1), DG_E_IO);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_string_equal(dg_err_name(DG_E_NOMEM), "NOMEM");
    assert_string_equal(dg_err_name(0), "OK");
    assert_string_equal(dg_err_name(-999), "UNKNOWN");
    assert_string_equal(dg_err_text(DG_E_FULL), "no space left on device");
    assert_int_equal(dg_err_from_errno(ENOSPC), DG_E_FULL);
    assert_int_equal(dg_err_from_errno(EACCES), DG_E_DENIED);
    assert_int_equal(dg_err_from_errno(EIO), DG_E_IO);
}

/* ---- buf ---- */

static void a_buffer_stops_at_its_ceiling(void **state) {
    (void)state;
    dg_buf b;
    dg_buf_init(&b, 10);
    assert_str(dg_buf_str(&b), "");
    assert_true(dg_buf_addz(&b, "12345"));
    assert_true(dg_buf_printf(&b, "%d", 6789));
    assert_false(dg_buf_addz(&b, "ab"));
    assert_true(b.bad);
    assert_false(dg_buf_addc(&b, 'a')); /* bad stays bad */
    assert_str(dg_buf_str(&b), "123456789");
    dg_buf_clear(&b);
    assert_true(dg_buf_addz(&b, "0123456789"));
    assert_false(dg_buf_addc(&b, 'a'));
    assert_int_equal(b.p[b.n], 0);
    dg_buf_free(&b);
    assert_true(dg_buf_addz(&b, "again"));
    dg_buf_free(&b);
}

/* ---- file ---- */

typedef struct place {
    char dir[64];
    char list[4096]; /* what walk saw, each followed by a line feed */
    int stop_after;
} place;

static int place_new(void **state) {
    place *p = calloc(1, sizeof *p);
    if (!p) return -1;
    strcpy(p->dir, "/tmp/dg-unit-XXXXXX");
    *state = p;
    return mkdtemp(p->dir) ? 0 : -1;
}

static int place_free(void **state) {
    place *p = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", p->dir);
    int rc = system(command);
    free(p);
    return rc;
}

static const char *in(const place *p, const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", p->dir, name);
    return path;
}

static void a_file_comes_back_as_written(void **state) {
    place *p = *state;
    dg_err err;
    dg_file f;
    const size_t sizes[] = {0, 1, 65536, 5000000}; /* the last is mapped */
    for (size_t i = 0; i < DG_LEN(sizes); i++) {
        char *bytes = malloc(sizes[i] + 1);
        assert_non_null(bytes);
        for (size_t k = 0; k < sizes[i]; k++) bytes[k] = (char)(k * 31);
        assert_int_equal(dg_file_write(in(p, "a"), bytes, sizes[i], &err), 0);
        assert_int_equal(dg_file_open(in(p, "a"), 10, &f, &err), 0);
        assert_int_equal(f.n, sizes[i]);
        assert_non_null(f.p);
        assert_memory_equal(f.p, bytes, f.n);
        dg_file_close(&f);
        free(bytes);
    }
    assert_int_equal(access(in(p, "a.tmp"), F_OK), -1);
    dg_file_close(NULL);
    dg_file_close(&f);
}

static void what_is_no_file_says_so(void **state) {
    place *p = *state;
    dg_err err;
    dg_file f = {.n = 77};
    assert_int_equal(dg_file_open(in(p, "nothing"), 10, &f, &err), DG_E_NOT_FOUND);
    assert_int_equal(dg_file_open(p->dir, 10, &f, &err), DG_E_IO);
    assert_int_equal(dg_file_write(in(p, "no/where"), "x", 1, &err), DG_E_NOT_FOUND);
    assert_int_equal(f.n, 77); /* on failure untouched */
}

static void a_pipe_is_read_up_to_its_ceiling(void **state) {
    (void)state;
    for (size_t ceiling = 8; ceiling < 12; ceiling++) {
        int ends[2];
        dg_err err;
        dg_file f;
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], "0123456789", 10), 10);
        close(ends[1]);
        int rc = dg_file_read_fd(ends[0], ceiling, &f, &err);
        assert_int_equal(rc, ceiling < 10 ? DG_E_LIMIT : 0);
        close(ends[0]);
        if (rc) continue;
        assert_int_equal(f.n, 10);
        dg_file_close(&f);
    }
}

static int saw(void *self, const char *path) {
    place *p = self;
    strcat(strcat(p->list, path + strlen(p->dir)), "\n");
    return p->stop_after && --p->stop_after == 0 ? 5 : 0;
}

static void saw_error(void *self, const char *path, const dg_err *err) {
    place *p = self;
    (void)path;
    strcat(strcat(p->list, dg_err_name(err->code)), "\n");
}

static void walk_goes_in_order_of_bytes(void **state) {
    place *p = *state;
    const char *const files[] = {"b", "a/z", "a/y", "B", ".hidden", "a.txt"};
    assert_int_equal(mkdir(in(p, "a"), 0777), 0);
    for (size_t i = 0; i < DG_LEN(files); i++)
        assert_int_equal(dg_file_write(in(p, files[i]), "", 0, NULL), 0);
    assert_int_equal(symlink(p->dir, in(p, "a/round")), 0); /* a circle */
    assert_int_equal(symlink("nothing", in(p, "gone")), 0);
    assert_int_equal(dg_file_walk(p->dir, saw, saw_error, p), 0);
    assert_string_equal(p->list, "/B\n/a/y\n/a/z\n/a.txt\n/b\nNOT_FOUND\n");
    p->list[0] = 0;
    p->stop_after = 2;
    assert_int_equal(dg_file_walk(p->dir, saw, saw_error, p), 5);
    assert_string_equal(p->list, "/B\n/a/y\n");
    p->list[0] = 0;
    assert_int_equal(dg_file_walk(in(p, "b"), saw, saw_error, p), 0);
    assert_int_equal(dg_file_walk(in(p, "none"), saw, saw_error, p), 0);
    assert_string_equal(p->list, "/b\nNOT_FOUND\n");
}

/* ---- json ---- */

static void the_writer_puts_commas_and_escapes(void **state) {
    (void)state;
    dg_buf b;
    dg_json_out o;
    dg_buf_init(&b, 1000);
    dg_json_begin(&o, &b);
    dg_json_obj(&o);
    dg_json_key(&o, "a");
    dg_json_arr(&o);
    dg_json_int(&o, -3);
    dg_json_int(&o, 0);
    dg_json_int(&o, INT64_MIN);
    dg_json_int(&o, INT64_MAX);
    dg_json_num(&o, 0.8330, 3);
    dg_json_num(&o, 4, 2);
    dg_json_num(&o, 100, 0);
    dg_json_num(&o, -0.0001, 2);
    dg_json_num(&o, 0.0 / 0.0 * 1e308, 2);
    dg_json_str(&o, DG_STR("æ\"\\\n\x01\xFF/"));
    dg_json_str(&o, DG_STR_NULL);
    dg_json_arr_end(&o);
    dg_json_key(&o, "b");
    dg_json_obj(&o);
    dg_json_obj_end(&o);
    dg_json_key(&o, "c");
    dg_json_bool(&o, true);
    dg_json_obj_end(&o);
    assert_str(dg_buf_str(&b), "{\"a\":[-3,0,-9223372036854775808,9223372036854775807,0.833,4,100,"
                               "0,null,\"æ\\\"\\\\\\n\\u0001\xEF\xBF\xBD/\",null],"
                               "\"b\":{},\"c\":true}");
    dg_buf_free(&b);
}

static void the_reader_keeps_order_and_nuls(void **state) {
    dg_arena *a = *state;
    const dg_json *j;
    dg_err err;
    dg_str text =
        DG_STR(" {\"z\": [1, 2.5, -3e2, true, null], \"a\": \"x\\u0000y\", \"a\": \"last\", "
               "\"big\": 12345678901234567890} ");
    assert_int_equal(dg_json_parse(text, a, &j, &err), 0);
    assert_int_equal(j->n, 3);
    assert_str(j->keys[0], "z");
    const dg_json *z = dg_json_get(j, "z");
    assert_int_equal(z->n, 5);
    assert_true(z->items[1].num == 2.5 && z->items[2].num == -300);
    assert_true(z->items[3].kind == DG_JSON_BOOL && z->items[3].boolean);
    assert_str(dg_json_get_str(j, "a"), "last");
    assert_null(dg_json_get_str(j, "z").p);
    assert_null(dg_json_get(j, "none"));
    assert_null(dg_json_get(NULL, "none"));
    assert_int_equal(dg_json_parse(DG_STR("\"x\\u0000y\""), a, &j, &err), 0);
    assert_int_equal(j->str.n, 3);
}

static void broken_json_says_where(void **state) {
    dg_arena *a = *state;
    const dg_json *j = NULL;
    dg_err err;
    assert_int_equal(dg_json_parse(DG_STR("{\"a\": [1,2,}"), a, &j, &err), DG_E_SYNTAX);
    assert_int_equal(err.at, 12);
    assert_int_equal(dg_json_parse(DG_STR(""), a, &j, &err), DG_E_SYNTAX);
    assert_int_equal(dg_json_parse(DG_STR("{} {}"), a, &j, &err), DG_E_SYNTAX);
    assert_int_equal(dg_json_parse(DG_STR("\"\xFF\""), a, &j, &err), DG_E_SYNTAX);
    char deep[20000];
    memset(deep, '[', sizeof deep);
    assert_int_equal(dg_json_parse((dg_str){deep, sizeof deep}, a, &j, &err), DG_E_LIMIT);
    memset(deep + 100, ']', 100);
    assert_int_equal(dg_json_parse((dg_str){deep, 200}, a, &j, &err), DG_E_LIMIT);
    memset(deep + 50, ']', 50);
    assert_int_equal(dg_json_parse((dg_str){deep, 100}, a, &j, &err), 0);
    j = NULL;
    for (uint64_t k = 1; !j; k++) {
        dg_arena_fail_at(a, k);
        int rc = dg_json_parse(DG_STR("{\"a\": [1, \"x\"], \"b\": {\"c\": \"\"}}"), a, &j, &err);
        assert_int_equal(rc, j ? 0 : DG_E_NOMEM);
    }
    dg_arena_fail_at(a, 0);
}

/* ---- pool ---- */

typedef struct order {
    int next;
    bool wrong;
} order;

static void work(void *shared, void *job, uint32_t thread) {
    (void)shared;
    assert(thread < 8);
    int *i = job;
    if (*i % 50 == 0) usleep(200); /* some jobs take longer, and results must wait for them */
    *i += 1000000;
}

static void done(void *shared, void *job) {
    order *o = shared;
    int *i = job;
    if (*i != 1000000 + o->next++) o->wrong = true;
    free(i);
}

static void jobs_come_back_in_order(void **state) {
    (void)state;
    for (uint32_t threads = 1; threads <= 8; threads *= 2) {
        order o = {0, false};
        dg_pool *p;
        assert_int_equal(dg_pool_new(threads, threads + 1, work, done, &o, &p, NULL), 0);
        for (int i = 0; i < 3000; i++) {
            int *job = malloc(sizeof *job);
            assert_non_null(job);
            *job = i;
            dg_pool_submit(p, job);
            if (i == 1500) {
                dg_pool_finish(p);
                assert_int_equal(o.next, 1501);
            }
        }
        dg_pool_free(p); /* finishes first */
        assert_int_equal(o.next, 3000);
        assert_false(o.wrong);
    }
    dg_pool_free(NULL);
    dg_pool *none = NULL;
    assert_int_equal(dg_pool_new(0, 1, work, done, NULL, &none, NULL), DG_E_ARG);
    assert_null(none);
}

static void there_side(void *self) {
    ((int *)self)[0] = 1;
}

static void here_side(void *self) {
    ((int *)self)[1] = 2;
}

static void both_halves_are_done(void **state) {
    (void)state;
    int sides[2] = {0, 0};
    dg_pool_both(there_side, here_side, sides);
    assert_int_equal(sides[0], 1);
    assert_int_equal(sides[1], 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_have_names_and_one_line),
        cmocka_unit_test(a_buffer_stops_at_its_ceiling),
        cmocka_unit_test_setup_teardown(a_file_comes_back_as_written, place_new, place_free),
        cmocka_unit_test_setup_teardown(what_is_no_file_says_so, place_new, place_free),
        cmocka_unit_test(a_pipe_is_read_up_to_its_ceiling),
        cmocka_unit_test_setup_teardown(walk_goes_in_order_of_bytes, place_new, place_free),
        cmocka_unit_test(the_writer_puts_commas_and_escapes),
        unit_with_arena(the_reader_keeps_order_and_nuls),
        unit_with_arena(broken_json_says_where),
        cmocka_unit_test(jobs_come_back_in_order),
        cmocka_unit_test(both_halves_are_done),
    };
    return cmocka_run_group_tests_name("base/io", tests, NULL, NULL);
}
