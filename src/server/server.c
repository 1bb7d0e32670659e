/* server.c: see server.h. libmicrohttpd calls on_request for every request, first with its head,
 * then with pieces of its body, then to be answered; the state between is a `visit`. What can be
 * refused by the head is refused there. */
#include "server/server.h"

#include <netinet/in.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/utf8.h"
#include "server/api.h"
#include "server/assets.h"
#include "server/gate.h"
#include "base/listen.h"
#include "server/reply.h"
#include "server/spawn.h"
#include "server/stream.h"

enum {
    MOST_CONNECTIONS = 1200,
    MOST_A_HOST = 1000, /* connections of one address */
    MOST_LISTENERS = 1000,
    MOST_CHILDREN = 4,
    MOST_POSTS = 32, /* bodies held at once: 256 MB at the worst */
    IDLE_S = 30,     /* a connection on which nothing moves for so long is closed */
    STACK = 512 << 10,
    MEMORY = 24 << 10,      /* of a connection: its head must fit */
    BODY_CEILING = 8 << 20, /* of a post */
    ANSWER_CEILING = 64 << 20,
    READ_MS = 30000, /* a child's time */
    HEARTBEAT_MS = 15000,
    DRAIN_MS = 10000
};

typedef struct server {
    const dg_serve_options *o;
    dg_arena *arena;
    dg_api api;
    dg_gate gate;
    dg_keep *keep;
    dg_live *live;
} server;

typedef struct visit {             /* one request */
    bool post, counted, too_large; /* counted: among the posts */
    dg_buf body;
    int64_t began_us;
} visit;

/* ---- the page ---- */

static const dg_asset *find_asset(const char *path) {
    for (uint32_t i = 0; i < dg_n_assets; i++)
        if (strcmp(path, dg_assets[i].path) == 0) return &dg_assets[i];
    return NULL;
}

/* Addresses of views ("/dossier/EGY") are the page's own: it reads them itself. */
static enum MHD_Result page(server *s, dg_connection *c, const char *path) {
    const dg_asset *a = find_asset(path);
    char etag[32];
    if (!a && !strncmp(path, "/assets/", 8))
        return dg_reply_complain(s->keep, c, MHD_HTTP_NOT_FOUND, "no such file");
    if (!a) a = find_asset("/index.html");
    if (!a)
        return dg_reply_complain(s->keep, c, MHD_HTTP_NOT_FOUND,
                                 "built without the page; the API is at /api/v1/");
    const char *cache = a->hashed ? "public, max-age=31536000, immutable" : "no-cache";
    snprintf(etag, sizeof etag, "\"%016llx\"", (unsigned long long)a->hash);
    if (dg_reply_holds(c, etag)) return dg_reply_unchanged(s->keep, c, a->hash, cache);
    bool gzip = a->packed && dg_reply_takes_gzip(c);
    dg_response *r = MHD_create_response_from_buffer(
        gzip ? a->n_packed : a->n, (void *)(uintptr_t)(gzip ? a->packed : a->bytes),
        MHD_RESPMEM_PERSISTENT);
    if (r && gzip) MHD_add_response_header(r, "Content-Encoding", "gzip");
    if (r) dg_reply_etag(r, a->hash, cache);
    return dg_reply(s->keep, c, MHD_HTTP_OK, a->type, r);
}

/* ---- GET /api/v1 ---- */

typedef struct setting { /* the query's parameters, one by one */
    server *s;
    const dg_borrowed *b;
    dg_api_asked *asked;
    dg_err *err;
    int rc;
} setting;

static enum MHD_Result set_parameter(void *self, enum MHD_ValueKind kind, const char *key,
                                     const char *value) {
    setting *t = self;
    (void)kind;
    t->rc = dg_api_set(t->asked, t->b->store, t->s->api.names, key, value, t->b->arena, t->err);
    return t->rc ? MHD_NO : MHD_YES;
}

static int ask(server *s, dg_connection *c, const dg_borrowed *b, uint32_t resource, dg_str id,
               dg_buf *out, const char **ret_type, dg_err *err) {
    dg_api_request r = {.api = &s->api, .store = b->store, .arena = b->arena, .id = id};
    setting t = {s, b, &r.asked, err, 0};
    dg_api_begin(&r.asked);
    MHD_get_connection_values(c, MHD_GET_ARGUMENT_KIND, set_parameter, &t);
    return t.rc ? t.rc : dg_api_answer(resource, &r, out, ret_type, err);
}

static enum MHD_Result add_to_question(void *self, enum MHD_ValueKind kind, const char *key,
                                       const char *value) {
    (void)kind;
    dg_buf_add(self, key, strlen(key) + 1); /* with its NUL, which no key or value can hold */
    dg_buf_addz(self, value ? value : "");
    dg_buf_addc(self, '\0');
    return MHD_YES;
}

static enum MHD_Result resource(server *s, dg_connection *c, uint32_t number, dg_str path,
                                dg_str id) {
    dg_buf question, out;
    dg_kept a;
    dg_err err = {0};
    uint64_t generation = dg_live_generation(s->live);
    dg_buf_init(&question, 64 << 10), dg_buf_init(&out, ANSWER_CEILING);
    dg_buf_adds(&question, path);
    dg_buf_addc(&question, '\0');
    MHD_get_connection_values(c, MHD_GET_ARGUMENT_KIND, add_to_question, &question);
    if (!question.bad && dg_keep_find(s->keep, dg_buf_str(&question), generation, &a)) {
        dg_buf_free(&question);
        return dg_reply_deliver(s->keep, c, a);
    }
    a = (dg_kept){.type = ""};
    dg_borrowed b = dg_keep_borrow(s->keep);
    int rc = ask(s, c, &b, number, id, &out, &a.type, &err);
    dg_keep_give_back(s->keep, b);
    if (!rc) {
        a.bytes = out.p, a.n = out.n; /* malloc'ed by the buffer, freed by the response */
        a.hash = dg_hash64(out.p, out.n, 0);
        if (!question.bad) dg_keep_put(s->keep, dg_buf_str(&question), generation, &a);
    } else {
        dg_buf_free(&out);
    }
    dg_buf_free(&question);
    return rc ? dg_reply_failed(s->keep, c, rc, &err) : dg_reply_deliver(s->keep, c, a);
}

/* ---- the stream ---- */

typedef struct listener {
    server *s;
    dg_live_place at;
    bool greeted;
} listener;

static ssize_t stream_more(void *self, uint64_t pos, char *out, size_t cap) {
    static const char hello[] = "retry: 3000\n: listening\n\n", alive[] = ": alive\n\n";
    listener *l = self;
    (void)pos;
    if (!l->greeted && cap >= sizeof hello) {
        l->greeted = true;
        memcpy(out, hello, sizeof hello - 1);
        return sizeof hello - 1;
    }
    int64_t n = dg_live_read(l->s->live, &l->at, out, (uint32_t)cap, HEARTBEAT_MS);
    if (n < 0) return MHD_CONTENT_READER_END_OF_STREAM;
    if (n == 0) memcpy(out, alive, sizeof alive - 1), n = sizeof alive - 1;
    return (ssize_t)n;
}

static void stream_end(void *self) {
    listener *l = self;
    dg_keep_count(l->s->keep, DG_COUNT_LISTENERS, -1);
    free(l);
}

static enum MHD_Result stream(server *s, dg_connection *c) {
    const char *last = dg_reply_field(c, "Last-Event-ID");
    if (dg_keep_count(s->keep, DG_COUNT_LISTENERS, 1) > MOST_LISTENERS) {
        dg_keep_count(s->keep, DG_COUNT_LISTENERS, -1);
        return dg_reply_complain(s->keep, c, MHD_HTTP_SERVICE_UNAVAILABLE,
                                 "too many listen already");
    }
    listener *l = calloc(1, sizeof *l);
    dg_response *r = l ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16 << 10, stream_more,
                                                           l, stream_end)
                       : NULL;
    if (!r) {
        dg_keep_count(s->keep, DG_COUNT_LISTENERS, -1);
        free(l);
        return MHD_NO;
    }
    l->s = s, l->at.message = dg_live_now(s->live);
    if (last) {
        uint64_t after = strtoull(last, NULL, 10);
        if (after && after + 1 < l->at.message) l->at.message = after + 1;
    }
    MHD_add_response_header(r, "Cache-Control", "no-store");
    return dg_reply(s->keep, c, MHD_HTTP_OK, "text/event-stream; charset=utf-8", r);
}

/* ---- metrics ---- */

static enum MHD_Result metrics(server *s, dg_connection *c) {
    static const struct {
        const char *name, *type, *help;
        dg_server_count count;
    } rows[] = {
        {"dragoman_requests_total", "counter", "Requests", DG_COUNT_REQUESTS},
        {"dragoman_client_errors_total", "counter", "Answers 400 to 499", DG_COUNT_CLIENT_ERRORS},
        {"dragoman_server_errors_total", "counter", "Answers 500 to 599", DG_COUNT_SERVER_ERRORS},
        {"dragoman_kept_answers_total", "counter", "Answered by what was kept", DG_COUNT_KEPT},
        {"dragoman_texts_read_total", "counter", "Texts posted to be read", DG_COUNT_READ},
        {"dragoman_texts_added_total", "counter", "Texts posted to be stored", DG_COUNT_ADDED},
        {"dragoman_listeners", "gauge", "Listeners of the stream", DG_COUNT_LISTENERS},
        {"dragoman_readers", "gauge", "Confined readers at work", DG_COUNT_CHILDREN},
    };
    dg_buf out;
    dg_buf_init(&out, 64 << 10);
    for (size_t i = 0; i < DG_LEN(rows); i++)
        dg_buf_printf(&out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", rows[i].name, rows[i].help,
                      rows[i].name, rows[i].type, rows[i].name,
                      (long long)dg_keep_count(s->keep, rows[i].count, 0));
    dg_buf_printf(&out,
                  "# HELP dragoman_request_seconds_total Time spent on requests\n# TYPE "
                  "dragoman_request_seconds_total counter\ndragoman_request_seconds_total %.6f\n",
                  (double)dg_keep_count(s->keep, DG_COUNT_MICROSECONDS, 0) / 1e6);
    dg_response *r = MHD_create_response_from_buffer(out.n, out.p, MHD_RESPMEM_MUST_FREE);
    if (r) MHD_add_response_header(r, "Cache-Control", "no-store");
    return dg_reply(s->keep, c, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", r);
}

/* ---- POST ---- */

/* JSON lines as the members of an array. */
static void put_lines(dg_buf *out, const dg_buf *lines) {
    dg_str all = dg_buf_str(lines);
    bool any = false;
    for (uint32_t at = 0; at < all.n;) {
        const char *end = memchr(all.p + at, '\n', all.n - at);
        uint32_t to = end ? (uint32_t)(end - all.p) : all.n;
        if (to > at && all.p[at] == '{') {
            if (any) dg_buf_addc(out, ',');
            dg_buf_adds(out, dg_str_cut(all, at, to));
            any = true;
        }
        at = to + 1;
    }
}

/* {"items": records, "errors": […]} of read, {"added": "…", "errors": […]} of add. */
static enum MHD_Result tell_child(server *s, dg_connection *c, bool add, dg_child *child) {
    dg_buf out;
    dg_json_out o;
    dg_buf_init(&out, 2 * (size_t)ANSWER_CEILING);
    if (add) {
        while (child->out.n && child->out.p[child->out.n - 1] == '\n') child->out.n--;
        dg_buf_addz(&out, "{\"added\":");
        dg_json_begin(&o, &out);
        dg_json_str(&o, dg_buf_str(&child->out));
    } else {
        dg_buf_addz(&out, "{\"items\":[");
        put_lines(&out, &child->out);
        dg_buf_addc(&out, ']');
    }
    dg_buf_addz(&out, ",\"errors\":[");
    put_lines(&out, &child->err);
    dg_buf_addz(&out, "]}\n");
    if (out.bad) {
        dg_buf_free(&out);
        return dg_reply_complain(s->keep, c, MHD_HTTP_INTERNAL_SERVER_ERROR, "out of memory");
    }
    return dg_reply_deliver(s->keep, c,
                            (dg_kept){.bytes = out.p,
                                      .n = out.n,
                                      .type = "application/json; charset=utf-8",
                                      .hash = dg_hash64(out.p, out.n, 0)});
}

static enum MHD_Result read_posted(server *s, dg_connection *c, const visit *v, bool add) {
    const dg_serve_options *o = s->o;
    const char *argv[16];
    int n = 0;
    argv[n++] = o->program, argv[n++] = add ? "add" : "read";
    argv[n++] = "--sandbox", argv[n++] = "--quiet";
    if (o->model) argv[n++] = "--model", argv[n++] = o->model;
    if (o->lexicon_given) argv[n++] = "--lexicon", argv[n++] = o->lexicon_given;
    if (add) argv[n++] = "--archive", argv[n++] = o->archive;
    argv[n++] = "-", argv[n] = NULL;
    if (dg_keep_count(s->keep, DG_COUNT_CHILDREN, 1) > MOST_CHILDREN) {
        dg_keep_count(s->keep, DG_COUNT_CHILDREN, -1);
        return dg_reply_complain(s->keep, c, MHD_HTTP_SERVICE_UNAVAILABLE,
                                 "too many are reading already");
    }
    dg_child child;
    dg_err err = {0};
    dg_buf_init(&child.out, ANSWER_CEILING), dg_buf_init(&child.err, 1 << 20);
    int rc = dg_spawn(argv, dg_buf_str(&v->body), READ_MS, &child, &err);
    dg_keep_count(s->keep, DG_COUNT_CHILDREN, -1);
    dg_keep_count(s->keep, add ? DG_COUNT_ADDED : DG_COUNT_READ, 1);
    if (add && !rc) dg_live_changed(s->live);
    if (!rc && (child.status < 0 || child.status > 1))
        rc = dg_err_set(&err, DG_E_IO, 0, "the reader failed");
    enum MHD_Result sent =
        rc ? dg_reply_failed(s->keep, c, rc, &err) : tell_child(s, c, add, &child);
    dg_buf_free(&child.out), dg_buf_free(&child.err);
    return sent;
}

/* ---- one request ---- */

#define API "/api/v1/"

static enum MHD_Result answer_api(server *s, dg_connection *c, const char *path, const visit *v) {
    dg_str name = dg_str_of(path + sizeof API - 1), id = DG_STR_NULL;
    const char *slash = name.n ? memchr(name.p, '/', name.n) : NULL;
    if (slash) {
        id = dg_str_of(slash + 1); /* NUL-ended, as what asks for it needs */
        name.n = (uint32_t)(slash - name.p);
    }
    if (v->post) {
        bool add = dg_str_is(name, "articles"), read = dg_str_is(name, "read");
        if (id.p || (!add && !read))
            return dg_reply_complain(s->keep, c, MHD_HTTP_NOT_FOUND, "nothing is posted there");
        if (v->too_large)
            return dg_reply_complain(s->keep, c, MHD_HTTP_CONTENT_TOO_LARGE, "at most 8 MB");
        if (!v->body.n)
            return dg_reply_complain(s->keep, c, MHD_HTTP_BAD_REQUEST, "there is nothing in it");
        return read_posted(s, c, v, add);
    }
    if (dg_str_is(name, "stream") && !id.p) return stream(s, c);
    uint32_t number = dg_api_find(name, id.p != NULL);
    if (number == DG_NONE || (id.p && (!id.n || id.n > 200)))
        return dg_reply_complain(s->keep, c, MHD_HTTP_NOT_FOUND,
                                 "no such resource; see /api/v1/openapi.json");
    return resource(s, c, number, dg_str_of(path), id);
}

/* Each address has its own share; of IPv6 it is the network's, which one client may have all of. */
static bool may_ask(const server *s, const struct sockaddr *from) {
    const void *bytes = "";
    size_t n = 0;
    if (from && from->sa_family == AF_INET)
        bytes = &((const struct sockaddr_in *)(const void *)from)->sin_addr, n = 4;
    if (from && from->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr, n = 8;
    return dg_keep_may_ask(s->keep, bytes, n, s->o->rate, dg_clock_us());
}

/* 0, or the status with which the head is refused. */
static unsigned refused(const server *s, dg_connection *c, const char *path, const char *method,
                        const char **why) {
    bool get = !strcmp(method, "GET") || !strcmp(method, "HEAD"), post = !strcmp(method, "POST");
    bool open = !strcmp(path, "/healthz") || strncmp(path, API, sizeof API - 1) != 0;
    const char *length = dg_reply_field(c, "Content-Length");
    const union MHD_ConnectionInfo *from =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    *why = "too many requests";
    if (!may_ask(s, from ? from->client_addr : NULL)) return MHD_HTTP_TOO_MANY_REQUESTS;
    *why = "this server has another name (Host, Origin)";
    if (!dg_gate_host(&s->gate, dg_reply_field(c, "Host"), dg_reply_field(c, "Origin")))
        return MHD_HTTP_FORBIDDEN;
    *why = "GET, HEAD and POST only";
    if (!get && !post) return MHD_HTTP_METHOD_NOT_ALLOWED;
    *why = "at most 8 MB";
    if (length && strtoull(length, NULL, 10) > BODY_CEILING) return MHD_HTTP_CONTENT_TOO_LARGE;
    *why = "not UTF-8";
    if (dg_utf8_check(path, strlen(path)) < strlen(path)) return MHD_HTTP_BAD_REQUEST;
    dg_right right = dg_gate_right(&s->gate, dg_reply_field(c, "Authorization"));
    *why = "a bearer token is wanted";
    if (right == DG_MAY_NOTHING && (!open || !strcmp(path, "/metrics")))
        return MHD_HTTP_UNAUTHORIZED;
    *why = "this token may not write";
    if (post && !strcmp(path, API "articles") && right < DG_MAY_WRITE) return MHD_HTTP_FORBIDDEN;
    return 0;
}

static enum MHD_Result answer(server *s, dg_connection *c, const char *path, const visit *v) {
    if (!strncmp(path, API, sizeof API - 1) && strcmp(path, API "openapi.json") != 0)
        return answer_api(s, c, path, v);
    if (v->post)
        return dg_reply_complain(s->keep, c, MHD_HTTP_NOT_FOUND, "nothing is posted there");
    if (!strcmp(path, "/healthz")) {
        dg_response *r =
            MHD_create_response_from_buffer(3, (void *)(uintptr_t) "ok\n", MHD_RESPMEM_PERSISTENT);
        return dg_reply(s->keep, c, MHD_HTTP_OK, "text/plain; charset=utf-8", r);
    }
    if (!strcmp(path, "/metrics")) return metrics(s, c);
    return page(s, c, strcmp(path, "/") ? path : "/index.html");
}

static enum MHD_Result on_request(void *self, dg_connection *c, const char *path,
                                  const char *method, const char *version, const char *body,
                                  size_t *body_n, void **state) {
    server *s = self;
    visit *v = *state;
    const char *why = NULL;
    (void)version;
    if (!v) {
        v = calloc(1, sizeof *v);
        if (!v) return MHD_NO;
        *state = v;
        v->began_us = dg_clock_us();
        v->post = !strcmp(method, "POST");
        dg_buf_init(&v->body, BODY_CEILING);
        dg_keep_count(s->keep, DG_COUNT_REQUESTS, 1);
        unsigned status = refused(s, c, path, method, &why);
        if (!status && v->post) {
            v->counted = true;
            if (dg_keep_count(s->keep, DG_COUNT_POSTS, 1) > MOST_POSTS)
                status = MHD_HTTP_SERVICE_UNAVAILABLE, why = "too many are posting already";
        }
        return status ? dg_reply_complain(s->keep, c, status, why) : MHD_YES;
    }
    if (*body_n) {
        if (!v->too_large && !dg_buf_add(&v->body, body, *body_n)) {
            v->too_large = true;
            dg_buf_free(&v->body);
        }
        *body_n = 0;
        return MHD_YES;
    }
    return answer(s, c, path, v);
}

static void on_end(void *self, dg_connection *c, void **state,
                   enum MHD_RequestTerminationCode why) {
    server *s = self;
    visit *v = *state;
    (void)c, (void)why;
    if (!v) return;
    dg_keep_count(s->keep, DG_COUNT_MICROSECONDS, dg_clock_us() - v->began_us);
    if (v->counted) dg_keep_count(s->keep, DG_COUNT_POSTS, -1);
    dg_buf_free(&v->body);
    free(v);
    *state = NULL;
}

/* ---- the server itself ---- */

static void pause_ms(long ms) {
    const struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

/* No new connections; what is begun is finished, listeners are told that it is over. */
static void drain(server *s, struct MHD_Daemon *d) {
    MHD_socket fd = MHD_quiesce_daemon(d);
    if (fd != MHD_INVALID_SOCKET) close(fd);
    dg_live_stop(s->live);
    for (int waited = 0; waited < DRAIN_MS; waited += 20) {
        const union MHD_DaemonInfo *i = MHD_get_daemon_info(d, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
        if (!i || !i->num_connections) break;
        if (dg_keep_count(s->keep, DG_COUNT_CHILDREN, 0) == 0 && waited > 500)
            break; /* idle ones */
        pause_ms(20);
    }
    MHD_stop_daemon(d);
}

static int run(server *s, int fd, const char *told, dg_err *err) {
    struct MHD_Daemon *d = MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
            MHD_USE_ITC,
        0, NULL, NULL, on_request, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_COMPLETED,
        on_end, s, MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)MOST_A_HOST, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK, MHD_OPTION_END);
    if (!d) {
        close(fd);
        return dg_err_set(err, DG_E_IO, 0, "the server did not start");
    }
    if (s->o->ready) s->o->ready(s->o->self, told);
    while (!s->o->stop || !*s->o->stop) pause_ms(100);
    drain(s, d);
    return 0;
}

int dg_serve(const dg_serve_options *o, dg_err *err) {
    server s = {.o = o};
    dg_listen_at a;
    char told[96];
    int fd = -1;
    uint16_t port = 0;
    int rc = dg_listen_address(o->listen, &a, err);
    if (!rc && !a.loopback && !o->tokens)
        rc = dg_err_set(err, DG_E_ARG, 0,
                        "others can reach %s: name a file of tokens (--tokens FILE)", o->listen);
    s.arena = dg_arena_new((size_t)512 << 20);
    if (!rc && !s.arena) rc = dg_err_set(err, DG_E_NOMEM, 0, "server");
    if (!rc) rc = dg_api_load(o->lexicon, s.arena, &s.api, err);
    if (!rc) rc = dg_keep_new(o->archive, &s.keep, err);
    if (!rc) rc = dg_live_start(o->archive, &s.api, &s.live, err);
    if (!rc) rc = dg_listen(&a, &fd, &port, err);
    if (!rc) rc = dg_gate_open(&s.gate, o, dg_str_of(a.host), port, err);
    if (!rc) {
        snprintf(told, sizeof told, "http://%s:%u/", a.host, port);
        rc = run(&s, fd, told, err);
    } else if (fd >= 0) {
        close(fd);
    }
    dg_live_free(s.live);
    dg_keep_free(s.keep);
    dg_gate_close(&s.gate);
    dg_arena_free(s.arena);
    return rc;
}
