/* crew.c: see crew.h. Frames over pairs of sockets: length (4 bytes), bytes. The worker asks the
 * nursery for a reader by sending the process id of the one that died (0: none), and gets the new
 * one's id, the old one's end as wait() tells it, and the socket itself (SCM_RIGHTS). */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "cluster/crew.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/carry.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/sandbox.h"
#include "base/utf8.h"
#include "cluster/message.h"
#include "cluster/rows.h"
#include "doc/record.h"

enum { MAX_FRAME = 512 << 20, BIG = 4 << 20 };
static const size_t arena_ceiling = (size_t)1 << 30;

const char dg_crew_columns[] =
    "id,version,published,until,lang,outlet,uri,title,parties,speakers,names,words,line";

/* ---- frames ---- */

static bool read_all(int fd, void *bytes, size_t n) {
    for (char *at = bytes; n;) {
        ssize_t got = recv(fd, at, n, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        at += got, n -= (size_t)got;
    }
    return true;
}

static bool write_all(int fd, const void *bytes, size_t n) {
    for (const char *at = bytes; n;) {
        ssize_t put = send(fd, at, n, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        at += put, n -= (size_t)put;
    }
    return true;
}

static bool write_frame(int fd, dg_str bytes) {
    return write_all(fd, &bytes.n, sizeof bytes.n) && write_all(fd, bytes.p, bytes.n);
}

static bool read_frame(int fd, dg_buf *into) {
    uint32_t n;
    dg_buf_clear(into);
    if (!read_all(fd, &n, sizeof n) || n > MAX_FRAME || !dg_buf_reserve(into, (size_t)n + 1))
        return false;
    into->n = n;
    return read_all(fd, into->p, n);
}

/* ---- a reader ---- */

typedef struct reader {
    dg_reader *reader;
    dg_packer *packer;
    dg_arena *arena;
    dg_buf in, out, record, line, row;
} reader;

/* An array: how many, then each. */
static void put_list(const dg_map *m, dg_buf *row) {
    dg_row_count(row, m->n);
    for (uint32_t i = 0; i < m->n; i++) dg_row_str(row, m->entries[i].key);
}

static void note(dg_map *m, dg_str s) {
    uint32_t *ignored;
    if (s.n) (void)dg_map_put(m, s, &ignored, NULL);
}

static void note_party(dg_map *m, const dg_entity *e) {
    note(m, dg_str_of(e->country));
    note(m, e->key);
}

/* Whom it names, who speaks in it, and by what names: by which it is looked for in the store. Of
 * names A-Z alone are made small, as SQLite compares them. */
static void put_people(const dg_doc *d, dg_buf *row) {
    dg_map parties, speakers, names;
    dg_map_init(&parties, d->arena), dg_map_init(&speakers, d->arena);
    dg_map_init(&names, d->arena);
    for (uint32_t i = 0; i < d->n_entities; i++) {
        dg_str name = dg_ascii_lower(d->arena, d->entities[i].name);
        note_party(&parties, &d->entities[i]);
        if (name.p) note(&names, name);
    }
    for (uint32_t i = 0; i < d->n_quotes; i++)
        if (d->quotes[i].speaker != DG_NONE)
            note_party(&speakers, &d->entities[d->quotes[i].speaker]);
    put_list(&parties, row), put_list(&speakers, row), put_list(&names, row);
}

static int take_word(void *self, dg_str word) {
    note(self, word);
    return 0;
}

static void put_day(dg_buf *row, int32_t day) {
    char iso[11] = "";
    if (day != DG_DAY_NONE) dg_day_format(day, iso);
    dg_row_str(row, dg_str_of(iso));
}

static void put_row(const dg_doc *d, uint64_t order, const dg_map *words, dg_str line,
                    dg_buf *row) {
    dg_row_str(row, dg_str_of(d->id));
    dg_row_number(row, UINT64_MAX - order, 8); /* the first one published is the last version */
    put_day(row, d->published.from);
    put_day(row, d->published.to);
    dg_row_str(row, dg_str_of(d->lang));
    dg_row_str(row, d->outlet);
    dg_row_str(row, d->uri);
    dg_row_str(row, d->title);
    put_people(d, row);
    put_list(words, row);
    dg_row_str(row, line);
}

static int make_row(reader *r, const dg_doc *d, uint64_t order, dg_err *err) {
    dg_map words;
    int rc = dg_record_write(d, &r->record, err);
    dg_str record = dg_buf_str(&r->record);
    if (record.n && record.p[record.n - 1] == '\n') record.n--;
    if (!rc) rc = dg_packer_pack(r->packer, d, record, &r->line, err);
    dg_map_init(&words, d->arena);
    if (!rc) rc = dg_packer_words(r->packer, take_word, &words, err);
    if (!rc) put_row(d, order, &words, dg_buf_str(&r->line), &r->row);
    return !rc && r->row.bad ? dg_err_set(err, DG_E_LIMIT, 0, "row") : rc;
}

/* The answer: kind, place of the error, words, time, address, then the row or what is wrong. */
static void answer(reader *r, int kind, const dg_doc *d, dg_str uri, int64_t took, dg_str rest,
                   uint64_t at) {
    dg_buf_clear(&r->out);
    dg_row_number(&r->out, (uint64_t)kind, 1);
    dg_row_number(&r->out, at, 8);
    dg_row_number(&r->out, d ? d->n_tokens : 0, 8);
    dg_row_number(&r->out, (uint64_t)took, 8);
    dg_row_str(&r->out, uri);
    dg_row_str(&r->out, rest);
}

static void read_message(reader *r) {
    int64_t from = dg_clock_us();
    dg_article a = {.uri = DG_STR("?")};
    dg_options o = {.published = DG_DAYS_NONE};
    dg_doc d = {.arena = r->arena};
    dg_err err = {0};
    int rc = dg_message_read(dg_buf_str(&r->in), r->arena, &a, &o, &err);
    if (!rc) {
        rc = dg_pipeline_read(r->reader, &a, &o, r->arena, &d, &err);
        if (rc && a.place.at) err.at = a.place.at;
    }
    bool report = !rc && dg_kind_is_report(d.kind);
    if (report) rc = make_row(r, &d, dg_message_order(dg_buf_str(&r->in)), &err);
    int64_t took = dg_clock_us() - from;
    char why[320];
    snprintf(why, sizeof why, "%s%s%s", dg_err_text(err.code), err.text[0] ? ": " : "", err.text);
    if (rc)
        answer(r, DG_CREW_ERROR, NULL, a.uri, took, dg_str_of(why), err.at);
    else if (report)
        answer(r, DG_CREW_ROW, &d, a.uri, took, dg_buf_str(&r->row), 0);
    else
        answer(r, DG_CREW_OTHER, NULL, a.uri, took, DG_STR(""), 0);
}

/* What grew large is given back: one large article must not cost memory for good. */
static void tidy(reader *r) {
    dg_buf *const all[] = {&r->in, &r->out, &r->record, &r->line, &r->row};
    for (size_t i = 0; i < DG_LEN(all); i++) {
        if (all[i]->cap > BIG) dg_buf_free(all[i]);
        dg_buf_clear(all[i]);
        all[i]->bad = false;
    }
    if (dg_arena_used(r->arena) > BIG) {
        dg_arena *fresh = dg_arena_new(arena_ceiling);
        if (fresh) dg_arena_free(r->arena), r->arena = fresh;
    }
    dg_arena_reset(r->arena);
}

/* Ends with the socket: the worker is gone, or has no more. */
static void be_reader(const dg_house *house, bool sandbox, int fd) {
    reader r = {.arena = dg_arena_new(arena_ceiling)};
    dg_buf *const all[] = {&r.in, &r.out, &r.record, &r.line, &r.row};
    dg_err err = {0};
    uint32_t held;
    const dg_sandbox_rules none = {.serves = true}; /* the calls of sockets that are there */
    for (size_t i = 0; i < DG_LEN(all); i++) dg_buf_init(all[i], MAX_FRAME);
    int rc = r.arena ? dg_reader_new(house, &r.reader, &err) : DG_E_NOMEM;
    if (!rc) rc = dg_packer_new(&r.packer, &err);
    if (!rc && sandbox) rc = dg_sandbox_enter(&none, &held, &err);
    while (!rc && read_frame(fd, &r.in)) {
        read_message(&r);
        if (!write_frame(fd, dg_buf_str(&r.out))) break;
        tidy(&r);
    }
    _exit(rc ? 70 : 0);
}

/* ---- the nursery ---- */

typedef struct birth {
    int32_t pid, status; /* of the new one; how the old one ended */
} birth;

static bool hand_over(int control, birth b, int fd) {
    char space[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec bytes = {&b, sizeof b};
    struct msghdr msg = {
        .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
    c->cmsg_level = SOL_SOCKET, c->cmsg_type = SCM_RIGHTS, c->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
    return sendmsg(control, &msg, MSG_NOSIGNAL) == (ssize_t)sizeof b;
}

static void be_nursery(const dg_config *config, bool sandbox, int control) {
    dg_house *house = NULL;
    dg_err err = {0};
    int32_t old;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_IGN); /* of the terminal: the worker ends the readers when they are done */
    signal(SIGTERM, SIG_IGN);
    int rc = dg_house_open(config, true, &house, &err);
    err.code = rc;
    if (!write_all(control, &err, sizeof err) || rc) _exit(1);
    while (read_all(control, &old, sizeof old)) {
        birth b = {0, 0};
        int ends[2];
        if (old) waitpid(old, &b.status, 0);
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) _exit(1);
        b.pid = fork();
        if (b.pid == 0) {
            close(control), close(ends[0]);
            be_reader(house, sandbox, ends[1]);
        }
        if (b.pid < 0 || !hand_over(control, b, ends[0])) _exit(1);
        close(ends[0]), close(ends[1]);
    }
    while (wait(NULL) > 0) {
    } /* the worker has closed their sockets, too */
    _exit(0);
}

/* ---- the worker's side ---- */

typedef struct place {
    int fd; /* -1: none */
    int32_t pid;
    bool busy, late;
    int64_t since_ms;
} place;

struct dg_crew {
    int control;
    pid_t nursery;
    uint32_t n, limit_s;
    place *places;
    struct pollfd *polled;
    dg_buf answer;
};

static int receive_reader(dg_crew *c, place *p, int *ret_status, dg_err *err) {
    char space[CMSG_SPACE(sizeof(int))];
    birth b;
    struct iovec bytes = {&b, sizeof b};
    struct msghdr msg = {
        .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    ssize_t got;
    do got = recvmsg(c->control, &msg, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    struct cmsghdr *h = got == (ssize_t)sizeof b ? CMSG_FIRSTHDR(&msg) : NULL;
    if (!h || h->cmsg_type != SCM_RIGHTS)
        return dg_err_set(err, DG_E_IO, 0, "the readers' nursery is gone");
    memcpy(&p->fd, CMSG_DATA(h), sizeof p->fd);
    p->pid = b.pid, p->busy = p->late = false;
    *ret_status = b.status;
    return 0;
}

static int new_reader(dg_crew *c, place *p, int *ret_status, dg_err *err) {
    int32_t old = p->pid;
    if (p->fd >= 0) close(p->fd);
    p->fd = -1;
    if (!write_all(c->control, &old, sizeof old))
        return dg_err_set(err, DG_E_IO, 0, "the readers' nursery is gone");
    return receive_reader(c, p, ret_status, err);
}

static int start_nursery(dg_crew *c, const dg_config *config, bool sandbox, dg_err *err) {
    int ends[2];
    dg_err told;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return dg_err_set(err, dg_err_from_errno(errno), 0, "readers");
    c->nursery = fork();
    if (c->nursery == 0) {
        close(ends[0]);
        be_nursery(config, sandbox, ends[1]);
    }
    close(ends[1]);
    c->control = ends[0];
    if (c->nursery < 0 || !read_all(c->control, &told, sizeof told))
        return dg_err_set(err, DG_E_IO, 0, "the readers did not start");
    if (told.code) *err = told;
    return told.code;
}

int dg_crew_open(const dg_config *config, uint32_t readers, uint32_t limit_s, bool sandbox,
                 dg_crew **ret, dg_err *err) {
    dg_crew *c = calloc(1, sizeof *c);
    if (!c) return dg_err_set(err, DG_E_NOMEM, 0, "readers");
    int status, rc;
    c->control = -1, c->n = readers, c->limit_s = limit_s;
    dg_buf_init(&c->answer, MAX_FRAME);
    c->places = calloc(readers, sizeof *c->places);
    c->polled = calloc(readers, sizeof *c->polled);
    rc = c->places && c->polled ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "readers");
    for (uint32_t i = 0; i < readers && !rc; i++) c->places[i].fd = -1;
    if (!rc) rc = start_nursery(c, config, sandbox, err);
    for (uint32_t i = 0; i < readers && !rc; i++) rc = new_reader(c, &c->places[i], &status, err);
    if (rc)
        dg_crew_close(c);
    else
        *ret = c;
    return rc;
}

void dg_crew_close(dg_crew *c) {
    if (!c) return;
    for (uint32_t i = 0; c->places && i < c->n; i++) {
        if (c->places[i].fd < 0) continue;
        close(c->places[i].fd);
        kill(c->places[i].pid, SIGKILL); /* one that hangs would be waited for */
    }
    if (c->control >= 0) close(c->control);
    if (c->nursery > 0) waitpid(c->nursery, NULL, 0);
    dg_buf_free(&c->answer);
    free(c->places);
    free(c->polled);
    free(c);
}

uint32_t dg_crew_idle(const dg_crew *c) {
    for (uint32_t i = 0; i < c->n; i++)
        if (!c->places[i].busy) return i;
    return DG_NONE;
}

uint32_t dg_crew_busy(const dg_crew *c) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n; i++) n += c->places[i].busy;
    return n;
}

void dg_crew_give(dg_crew *c, uint32_t at, dg_str message) {
    place *p = &c->places[at];
    p->busy = true, p->since_ms = dg_clock_ms();
    (void)write_frame(p->fd, message); /* one that is dead shows when its answer is read */
}

/* One that died, or was ended for taking too long. */
static int replace(dg_crew *c, place *p, dg_crew_reading *ret, dg_err *err) {
    int status = 0;
    bool late = p->late;
    int rc = new_reader(c, p, &status, err);
    if (rc) return rc;
    ret->kind = DG_CREW_DIED;
    if (late)
        snprintf(ret->why, sizeof ret->why, "not read within %u s", c->limit_s);
    else if (WIFSIGNALED(status))
        snprintf(ret->why, sizeof ret->why, "the reader died of it (signal %d)", WTERMSIG(status));
    else
        snprintf(ret->why, sizeof ret->why, "the reader ended (status %d)", WEXITSTATUS(status));
    return 1;
}

static int take(dg_crew *c, uint32_t at, dg_crew_reading *ret, dg_err *err) {
    place *p = &c->places[at];
    *ret = (dg_crew_reading){.place = at};
    c->answer.bad = false;
    if (!read_frame(p->fd, &c->answer)) return replace(c, p, ret, err);
    p->busy = p->late = false;
    dg_rows r = {c->answer.p, c->answer.n, false};
    ret->kind = (dg_crew_result)dg_rows_number(&r, 1);
    ret->at = dg_rows_number(&r, 8);
    ret->words = dg_rows_number(&r, 8);
    ret->took_us = dg_rows_number(&r, 8);
    ret->uri = dg_rows_str(&r);
    ret->row = dg_rows_str(&r);
    if (ret->kind == DG_CREW_ERROR)
        snprintf(ret->why, sizeof ret->why, "%.*s", (int)ret->row.n, ret->row.p);
    return 1;
}

static void end_late_ones(dg_crew *c) {
    int64_t now = dg_clock_ms();
    for (uint32_t i = 0; i < c->n; i++) {
        place *p = &c->places[i];
        if (!p->busy || p->late || now - p->since_ms < (int64_t)c->limit_s * 1000) continue;
        p->late = true;
        kill(p->pid, SIGKILL);
    }
}

int dg_crew_wait(dg_crew *c, uint32_t wait_ms, dg_crew_reading *ret, dg_err *err) {
    end_late_ones(c);
    for (uint32_t i = 0; i < c->n; i++)
        c->polled[i] = (struct pollfd){c->places[i].busy ? c->places[i].fd : -1, POLLIN, 0};
    if (poll(c->polled, c->n, (int)wait_ms) <= 0) return 0;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->polled[i].revents) return take(c, i, ret, err);
    return 0;
}
