/* spawn.c: see spawn.h. Three pipes and one loop of poll. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* pipe2 */
#endif
#include "server/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

extern char **environ;

typedef struct running {
    pid_t pid;
    int in, out, err; /* our ends; -1: closed */
    dg_str input;     /* what is still to be written */
} running;

static void shut(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static int start(const char *const argv[], running *r, dg_err *err) {
    int fds[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
    posix_spawn_file_actions_t actions;
    bool ok = true;
    for (int i = 0; i < 3 && ok; i++) ok = pipe2(fds[i], O_CLOEXEC) == 0;
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 3 && ok; i++)
        ok = posix_spawn_file_actions_adddup2(&actions, fds[i][i == 0 ? 0 : 1], i) == 0;
    ok = ok && posix_spawn(&r->pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv,
                           environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    for (int i = 0; i < 3; i++) shut(&fds[i][i == 0 ? 0 : 1]);
    r->in = fds[0][1], r->out = fds[1][0], r->err = fds[2][0];
    if (ok) {
        fcntl(r->in, F_SETFL, O_NONBLOCK);
        return 0;
    }
    shut(&r->in), shut(&r->out), shut(&r->err);
    return dg_err_set(err, DG_E_IO, 0, "could not start a reader");
}

/* A write to a child that is gone must not end the server: SIGPIPE is ignored there. */
static void feed(running *r) {
    ssize_t n = write(r->in, r->input.p, r->input.n);
    if (n > 0) r->input = dg_str_cut(r->input, (uint32_t)n, r->input.n);
    if (!r->input.n || (n < 0 && errno != EAGAIN && errno != EINTR)) shut(&r->in);
}

static void drain(int *fd, dg_buf *into) {
    char piece[65536];
    ssize_t n = read(*fd, piece, sizeof piece);
    if (n > 0)
        dg_buf_add(into, piece, (size_t)n);
    else if (n == 0 || errno != EINTR)
        shut(fd);
}

static int follow(running *r, int64_t until, dg_child *child, dg_err *err) {
    while (r->out >= 0 || r->err >= 0) {
        int64_t left = until - dg_clock_ms();
        struct pollfd fds[3] = {{r->in, POLLOUT, 0}, {r->out, POLLIN, 0}, {r->err, POLLIN, 0}};
        if (left <= 0) return dg_err_set(err, DG_E_STOPPED, 0, "reading took too long");
        if (poll(fds, 3, (int)left) < 0 && errno != EINTR)
            return dg_err_set(err, DG_E_IO, 0, "reader");
        if (fds[0].revents) feed(r);
        if (fds[1].revents) drain(&r->out, &child->out);
        if (fds[2].revents) drain(&r->err, &child->err);
        if (child->out.bad) return dg_err_set(err, DG_E_LIMIT, 0, "the record is too large");
    }
    return 0;
}

int dg_spawn(const char *const argv[], dg_str input, int deadline_ms, dg_child *child,
             dg_err *err) {
    running r = {.input = input, .in = -1, .out = -1, .err = -1};
    int rc = start(argv, &r, err), status = 0;
    if (rc) return rc;
    rc = follow(&r, dg_clock_ms() + deadline_ms, child, err);
    if (rc) kill(r.pid, SIGKILL);
    shut(&r.in), shut(&r.out), shut(&r.err);
    while (waitpid(r.pid, &status, 0) < 0 && errno == EINTR) {
    }
    child->status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return rc;
}
