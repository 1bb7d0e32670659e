/* The sandbox holds: each check runs in a child, which cannot come back out of it. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/pool.h"
#include "base/sandbox.h"
#include "tests/unit/unit.h"

enum { NOT_HELD = 77 };
static const char *const inside[] = {"tests/unit", "-", "no/such/path"};

/* What the child found wrong, as a line on standard error, and 1. */
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s (errno %d)\n", __FILE__, __LINE__, #condition, errno);      \
            return 1;                                                                              \
        }                                                                                          \
    } while (0)

static int run_child(int (*child)(void *self), void *self) {
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) _exit(child(self));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static bool opens(const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

static int enter(uint32_t want, const dg_sandbox_rules *r) {
    uint32_t held = 0;
    dg_err err;
    CHECK(dg_sandbox_enter(r, &held, &err) == 0);
    return (held & want) == want ? 0 : NOT_HELD;
}

static int files_child(void *self) {
    (void)self;
    const dg_sandbox_rules r = {.readable = inside, .n_readable = DG_LEN(inside)};
    dg_file f;
    dg_err err;
    CHECK(opens("meson.build", O_RDONLY));
    int rc = enter(DG_SANDBOX_FILES, &r);
    if (rc) return rc;
    CHECK(!opens("meson.build", O_RDONLY) && errno == EACCES);
    CHECK(!opens("/etc/passwd", O_RDONLY) && errno == EACCES);
    CHECK(!opens("tests/unit/../../meson.build", O_RDONLY));
    CHECK(!opens("tests/unit/new-file", O_WRONLY | O_CREAT));
    CHECK(!opens("tests/unit/unit.h", O_RDWR));
    CHECK(!opens("/tmp", O_RDONLY | O_DIRECTORY));
    CHECK(dg_file_open("tests/unit/unit.h", 1 << 20, &f, &err) == 0);
    dg_file_close(&f);
    CHECK(opens("tests/unit", O_RDONLY | O_DIRECTORY));
    return 0;
}

static int calls_child(void *self) {
    (void)self;
    const dg_sandbox_rules r = {.readable = inside, .n_readable = DG_LEN(inside)};
    char *const argv[] = {(char *)(uintptr_t) "true", NULL};
    int rc = enter(DG_SANDBOX_CALLS, &r);
    if (rc) return rc;
    CHECK(socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM);
    CHECK(socket(AF_UNIX, SOCK_STREAM, 0) < 0 && errno == EPERM);
    CHECK(execv("/bin/true", argv) < 0);
    CHECK(fork() < 0 && errno == EPERM);
    CHECK(kill(getppid(), 0) < 0);
    CHECK(chmod("tests/unit/unit.h", 0644) < 0);
    CHECK(rename("tests/unit/unit.h", "tests/unit/unit2.h") < 0);
    CHECK(!opens("tests/unit/unit.h", O_RDWR));
    CHECK(setuid(0) < 0);
    return 0;
}

/* ---- threads: those that were there before, and those that come later ---- */

typedef struct early {
    pthread_barrier_t ready;
    int rc;
} early;

static void *early_thread(void *self) {
    early *e = self;
    pthread_barrier_wait(&e->ready); /* started */
    pthread_barrier_wait(&e->ready); /* confined */
    e->rc = socket(AF_INET, SOCK_STREAM, 0) >= 0;
    return NULL;
}

static void late_work(void *shared, void *job, uint32_t thread) {
    (void)shared, (void)thread;
    void *memory = malloc(1 << 22);
    *(int *)job = memory && socket(AF_INET, SOCK_STREAM, 0) < 0 && !opens("meson.build", O_RDWR);
    free(memory);
}

static void late_done(void *shared, void *job) {
    *(int *)shared += *(int *)job;
}

static int threads_child(void *self) {
    (void)self;
    const dg_sandbox_rules r = {.readable = inside, .n_readable = DG_LEN(inside)};
    early e;
    pthread_t thread;
    pthread_barrier_init(&e.ready, NULL, 2);
    CHECK(pthread_create(&thread, NULL, early_thread, &e) == 0);
    pthread_barrier_wait(&e.ready);
    int rc = enter(DG_SANDBOX_CALLS, &r);
    pthread_barrier_wait(&e.ready);
    pthread_join(thread, NULL);
    if (rc) return rc;
    CHECK(e.rc == 0);
    dg_pool *pool = NULL;
    dg_err err;
    int jobs[8], sum = 0;
    CHECK(dg_pool_new(3, 8, late_work, late_done, &sum, &pool, &err) == 0);
    for (int i = 0; i < 8; i++) dg_pool_submit(pool, &jobs[i]);
    dg_pool_free(pool);
    CHECK(sum == 8);
    return 0;
}

/* ---- an archive's folder ---- */

static int folder_child(void *self) {
    const char *folder = self;
    const dg_sandbox_rules r = {.writable = &folder, .n_writable = 1};
    char path[256];
    int rc = enter(DG_SANDBOX_FILES, &r);
    if (rc) return rc;
    snprintf(path, sizeof path, "%s/a.db-wal", folder);
    CHECK(opens(path, O_RDWR | O_CREAT));
    CHECK(opens(path, O_RDWR | O_TRUNC));
    CHECK(unlink(path) == 0);
    CHECK(!opens("tests/unit/unit.h", O_RDONLY));
    CHECK(!opens("/tmp/dragoman-outside", O_RDWR | O_CREAT));
    return 0;
}

static void check(int (*child)(void *self), void *self) {
    int rc = run_child(child, self);
    if (rc == NOT_HELD) skip(); /* this kernel cannot */
    assert_int_equal(rc, 0);
}

static void files(void **state) {
    (void)state;
    check(files_child, NULL);
}

static void calls(void **state) {
    (void)state;
    check(calls_child, NULL);
}

static void threads(void **state) {
    (void)state;
    check(threads_child, NULL);
}

static void folder(void **state) {
    (void)state;
    char path[] = "/tmp/dragoman-sandbox-XXXXXX";
    assert_non_null(mkdtemp(path));
    int rc = run_child(folder_child, path);
    rmdir(path);
    if (rc == NOT_HELD) skip();
    assert_int_equal(rc, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(files), cmocka_unit_test(calls),
                                       cmocka_unit_test(threads), cmocka_unit_test(folder)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
