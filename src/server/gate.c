/* gate.c: see gate.h. */
#include "server/gate.h"

#include "base/file.h"
#include "base/utf8.h"

enum { CEILING = 1 << 20 };

static int add_host(dg_gate *g, dg_str name, uint16_t port, dg_err *err) {
    bool has_port = name.n && name.p[name.n - 1] != ']' && memchr(name.p, ':', name.n) != NULL;
    dg_str low = dg_utf8_lower(g->arena, name);
    dg_str with =
        has_port ? low : dg_arena_printf(g->arena, "%.*s:%u", (int)low.n, low.p ? low.p : "", port);
    if (!low.p || !with.p) return dg_err_set(err, DG_E_NOMEM, 0, "hosts");
    g->hosts[g->n_hosts++] = with;
    return 0;
}

/* "read abc…" a line; blank lines and # are passed over. */
static int add_token(dg_gate *g, dg_str line, uint64_t number, dg_err *err) {
    while (line.n && (unsigned char)line.p[line.n - 1] <= ' ') line.n--;
    if (!line.n || line.p[0] == '#') return 0;
    bool read = dg_str_starts(line, DG_STR("read ")), write = dg_str_starts(line, DG_STR("write "));
    dg_str token = dg_str_cut(line, read ? 5 : 6, line.n);
    if ((!read && !write) || token.n < 16 || g->n_tokens == DG_SERVE_TOKENS)
        return dg_err_set(err, DG_E_ARG, number,
                          "tokens, line %llu: \"read TOKEN\" or \"write TOKEN\", of 16 characters "
                          "or more, at most %d",
                          (unsigned long long)number, DG_SERVE_TOKENS);
    g->rights[g->n_tokens] = write ? DG_MAY_WRITE : DG_MAY_READ;
    g->tokens[g->n_tokens] = dg_arena_str(g->arena, token);
    return g->tokens[g->n_tokens++].p ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "tokens");
}

static int read_tokens(dg_gate *g, const char *path, dg_err *err) {
    dg_file file;
    int rc = dg_file_open(path, CEILING, &file, err);
    uint64_t number = 1;
    if (rc) return rc;
    for (size_t at = 0; at < file.n && !rc; number++) {
        const char *end = memchr(file.p + at, '\n', file.n - at);
        size_t to = end ? (size_t)(end - file.p) : file.n;
        rc = add_token(g, (dg_str){file.p + at, (uint32_t)(to - at)}, number, err);
        at = to + 1;
    }
    dg_file_close(&file);
    if (!rc && !g->n_tokens) rc = dg_err_set(err, DG_E_ARG, 0, "%s: no token in it", path);
    return rc;
}

int dg_gate_open(dg_gate *g, const dg_serve_options *o, dg_str host, uint16_t port, dg_err *err) {
    *g = (dg_gate){.arena = dg_arena_new(4 * CEILING)};
    int rc = g->arena ? add_host(g, host, port, err) : dg_err_set(err, DG_E_NOMEM, 0, "hosts");
    if (!rc) rc = add_host(g, DG_STR("localhost"), port, err);
    for (uint32_t i = 0; i < o->n_hosts && !rc; i++)
        rc = add_host(g, dg_str_of(o->hosts[i]), port, err);
    if (!rc && o->tokens) rc = read_tokens(g, o->tokens, err);
    if (rc) dg_gate_close(g);
    return rc;
}

void dg_gate_close(dg_gate *g) {
    dg_arena_free(g->arena);
    *g = (dg_gate){.n_hosts = 0};
}

static bool same_host(dg_str known, dg_str asked) {
    if (known.n != asked.n) return false;
    for (uint32_t i = 0; i < known.n; i++) {
        char c = asked.p[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c | 0x20);
        if (c != known.p[i]) return false;
    }
    return true;
}

static bool is_ours(const dg_gate *g, dg_str host) {
    for (uint32_t i = 0; i < g->n_hosts; i++) {
        dg_str known = g->hosts[i];
        if (same_host(known, host)) return true;
        /* a name that was given for a proxy in front may come without a port, or with its own */
        uint32_t colon = known.n;
        while (colon && known.p[colon - 1] != ':') colon--;
        if (i >= 2 && colon && same_host(dg_str_cut(known, 0, colon - 1), host)) return true;
    }
    return false;
}

bool dg_gate_host(const dg_gate *g, const char *host, const char *origin) {
    if (!host || !is_ours(g, dg_str_of(host))) return false;
    if (!origin) return true;
    dg_str from = dg_str_of(origin);
    uint32_t scheme = dg_str_starts(from, DG_STR("http://"))    ? 7
                      : dg_str_starts(from, DG_STR("https://")) ? 8
                                                                : 0;
    return scheme && is_ours(g, dg_str_cut(from, scheme, from.n));
}

static bool same_token(dg_str known, dg_str given) {
    unsigned char differs = known.n != given.n;
    for (uint32_t i = 0; i < known.n; i++)
        differs |= (unsigned char)(known.p[i] ^ (i < given.n ? given.p[i] : 0));
    return !differs;
}

dg_right dg_gate_right(const dg_gate *g, const char *authorization) {
    dg_str given = dg_str_of(authorization);
    dg_right right = g->n_tokens ? DG_MAY_NOTHING : DG_MAY_WRITE;
    if (!given.p || !dg_str_starts(given, DG_STR("Bearer "))) return right;
    given = dg_str_cut(given, 7, given.n);
    for (uint32_t i = 0; i < g->n_tokens; i++)
        if (same_token(g->tokens[i], given) && g->rights[i] > right) right = g->rights[i];
    return right;
}
