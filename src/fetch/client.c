/* client.c: see client.h. A transfer is one easy handle with its buffer; its memory is that of a
 * wall round a foreign library: malloc, freed with the transfer. */
#include "fetch/client.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "doc/limits.h"

enum { CONNECT_S = 15, MAX_CONNECTIONS = 64 };

typedef struct transfer {
    dg_client *client;
    CURL *easy;
    struct curl_slist *fields;
    dg_buf body;
    size_t head;  /* bytes so far */
    bool over;    /* a ceiling was reached */
    bool private; /* the address was refused */
    void *tag;
    char error[CURL_ERROR_SIZE];
} transfer;

struct dg_client {
    CURLM *multi;
    dg_client_options options;
    transfer *done; /* whose response was handed out last */
    transfer **under_way;
    uint32_t n_under_way, cap;
};

/* ---- which addresses ---- */

typedef struct block4 {
    uint32_t net, bits;
} block4;

/* Not of the public network (IANA, IPv4 Special-Purpose Address Registry). */
static const block4 special4[] = {
    {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16},
    {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24}, {0xC0A80000, 16}, {0xC6120000, 15},
    {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 4},  {0xF0000000, 4},
};

static bool is_special4(uint32_t address) {
    for (size_t i = 0; i < DG_LEN(special4); i++)
        if (address >> (32 - special4[i].bits) == special4[i].net >> (32 - special4[i].bits))
            return true;
    return false;
}

static uint32_t big_endian(const uint8_t *b) {
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* Global unicast is 2000::/3; of it 2001:db8::/32 is for books, 2002::/16 and what maps IPv4 is
 * judged by the IPv4 address inside (RFC 4291, 3056, 6052). */
static bool is_special6(const uint8_t *b) {
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF},
                         nat64[12] = {0, 0x64, 0xFF, 0x9B};
    if (!memcmp(b, mapped, 12) || !memcmp(b, nat64, 12)) return is_special4(big_endian(b + 12));
    if (b[0] == 0x20 && b[1] == 0x02) return is_special4(big_endian(b + 2));
    if (big_endian(b) == 0x20010DB8 || big_endian(b) == 0x20010000) return true;
    return b[0] >> 5 != 1;
}

static bool is_special(const struct sockaddr *a) {
    if (a->sa_family == AF_INET)
        return is_special4(ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr));
    if (a->sa_family == AF_INET6)
        return is_special6(((const struct sockaddr_in6 *)(const void *)a)->sin6_addr.s6_addr);
    return true;
}

static curl_socket_t open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *address) {
    transfer *t = self;
    const dg_client_options *o = &t->client->options;
    if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
    if (!o->private_too && !o->proxy && is_special(&address->addr)) {
        t->private = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- one transfer ---- */

static size_t take_body(char *bytes, size_t size, size_t n, void *self) {
    transfer *t = self;
    if (t->body.n + size * n > t->body.ceiling) t->over = true;
    return !t->over && dg_buf_add(&t->body, bytes, size * n) ? size * n : 0;
}

static size_t take_head(char *bytes, size_t size, size_t n, void *self) {
    transfer *t = self;
    (void)bytes;
    t->head += size * n;
    if (t->head > DG_MAX_HEAD) t->over = true;
    return t->over ? 0 : size * n;
}

static void free_transfer(transfer *t) {
    if (!t) return;
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->fields);
    dg_buf_free(&t->body);
    free(t);
}

static bool add_field(transfer *t, const char *name, const char *value) {
    char line[DG_MAX_ETAG + 64];
    if (!value || !value[0]) return true;
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *longer = curl_slist_append(t->fields, line);
    if (longer) t->fields = longer;
    return longer != NULL;
}

/* True when all could be set. */
static bool set_up(transfer *t, const dg_request *r) {
    const dg_client_options *o = &t->client->options;
    CURL *e = t->easy;
    bool ok = curl_easy_setopt(e, CURLOPT_URL, r->url) == CURLE_OK;
    ok = ok && curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK;
    ok = ok && curl_easy_setopt(e, CURLOPT_USERAGENT, o->agent) == CURLE_OK;
    ok = ok && curl_easy_setopt(e, CURLOPT_PROXY, o->proxy ? o->proxy : "") == CURLE_OK;
    ok = ok && curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK;
    ok = ok && add_field(t, "If-None-Match", r->etag) &&
         add_field(t, "If-Modified-Since", r->modified);
    ok = ok && curl_easy_setopt(e, CURLOPT_HTTPHEADER, t->fields) == CURLE_OK;
    curl_easy_setopt(e, CURLOPT_PRIVATE, t);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT,
                     (long)(o->timeout_s < CONNECT_S ? o->timeout_s : CONNECT_S));
    curl_easy_setopt(e, CURLOPT_TIMEOUT, (long)o->timeout_s);
    curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->error);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, take_head);
    curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
    return ok;
}

static bool is_web(const char *url) {
    return !strncmp(url, "http://", 7) || !strncmp(url, "https://", 8);
}

static bool keep_under_way(dg_client *c, transfer *t) {
    if (c->n_under_way == c->cap) {
        uint32_t cap = c->cap ? 2 * c->cap : 64;
        transfer **more = realloc(c->under_way, cap * sizeof *more);
        if (!more) return false;
        c->under_way = more, c->cap = cap;
    }
    c->under_way[c->n_under_way++] = t;
    return true;
}

static void drop_under_way(dg_client *c, const transfer *t) {
    for (uint32_t i = 0; i < c->n_under_way; i++)
        if (c->under_way[i] == t) c->under_way[i--] = c->under_way[--c->n_under_way];
}

int dg_client_start(dg_client *c, const dg_request *r, dg_err *err) {
    if (!is_web(r->url)) return dg_err_set(err, DG_E_ARG, 0, "neither http nor https: %s", r->url);
    transfer *t = calloc(1, sizeof *t);
    if (t) {
        t->client = c, t->tag = r->tag;
        dg_buf_init(&t->body, r->limit);
        t->easy = curl_easy_init();
    }
    if (t && t->easy && set_up(t, r) && keep_under_way(c, t)) {
        if (curl_multi_add_handle(c->multi, t->easy) == CURLM_OK) return 0;
        drop_under_way(c, t);
    }
    free_transfer(t);
    return dg_err_set(err, DG_E_NOMEM, 0, "request");
}

uint32_t dg_client_under_way(const dg_client *c) {
    return c->n_under_way;
}

/* ---- the client ---- */

int dg_client_new(const dg_client_options *options, dg_client **ret, dg_err *err) {
    dg_client *c = calloc(1, sizeof *c);
    if (c && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) c->multi = curl_multi_init();
    if (!c || !c->multi) {
        free(c);
        return dg_err_set(err, DG_E_NOMEM, 0, "HTTP client");
    }
    c->options = *options;
    curl_multi_setopt(c->multi, CURLMOPT_MAXCONNECTS, (long)MAX_CONNECTIONS);
    *ret = c;
    return 0;
}

static void end(dg_client *c, transfer *t) {
    if (!t) return;
    curl_multi_remove_handle(c->multi, t->easy);
    free_transfer(t);
}

void dg_client_free(dg_client *c) {
    if (!c) return;
    end(c, c->done);
    for (uint32_t i = 0; i < c->n_under_way; i++) end(c, c->under_way[i]);
    curl_multi_cleanup(c->multi);
    free(c->under_way);
    free(c);
}

static dg_str field(CURL *easy, const char *name) {
    struct curl_header *h = NULL;
    if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &h) != CURLHE_OK) return DG_STR_NULL;
    dg_str value = dg_str_of(h->value);
    return value.n < DG_MAX_ETAG ? value : DG_STR_NULL;
}

static void fill(transfer *t, CURLcode code, dg_response *ret) {
    long status = 0;
    curl_off_t retry = 0;
    char *url = NULL, *location = NULL;
    *ret = (dg_response){.tag = t->tag};
    curl_easy_getinfo(t->easy, CURLINFO_EFFECTIVE_URL, &url);
    ret->url = url ? url : "";
    if (code != CURLE_OK) {
        const char *why = t->private    ? "not an address of the public network"
                          : t->over     ? "over a ceiling"
                          : t->error[0] ? t->error
                                        : curl_easy_strerror(code);
        ret->refused = t->private || t->over || code == CURLE_UNSUPPORTED_PROTOCOL ||
                       code == CURLE_URL_MALFORMAT;
        snprintf(ret->why, sizeof ret->why, "%s", why);
        return;
    }
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &retry);
    curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &location);
    ret->status = (int)status;
    ret->retry_after_s = retry > 0 ? (int64_t)retry : 0;
    ret->location = location;
    ret->body = dg_buf_str(&t->body);
    ret->type = field(t->easy, "Content-Type");
    ret->etag = field(t->easy, "ETag");
    ret->modified = field(t->easy, "Last-Modified");
}

/* A transfer that has ended, or none. */
static bool take_ended(dg_client *c, dg_response *ret) {
    int left;
    for (CURLMsg *m; (m = curl_multi_info_read(c->multi, &left)) != NULL;) {
        if (m->msg != CURLMSG_DONE) continue;
        char *self = NULL;
        CURLcode code = m->data.result;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &self);
        c->done = (transfer *)(void *)self;
        drop_under_way(c, c->done);
        fill(c->done, code, ret);
        return true;
    }
    return false;
}

int dg_client_wait(dg_client *c, uint32_t wait_ms, dg_response *ret) {
    int running = 0;
    end(c, c->done);
    c->done = NULL;
    if (take_ended(c, ret)) return 1;
    curl_multi_perform(c->multi, &running);
    if (take_ended(c, ret)) return 1;
    curl_multi_poll(c->multi, NULL, 0, (int)wait_ms, NULL);
    curl_multi_perform(c->multi, &running);
    return take_ended(c, ret);
}
