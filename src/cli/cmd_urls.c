/* cmd_urls.c: addresses of articles out of GDELT's tables and of plain lists, one a line, each
 * once: for a fetcher (wget --warc-file makes of them what `dragoman add` reads). Which table a
 * line is of, its number of columns says: events of 1.0 (58) and 2.0 (61), mentions (16), GKG 2.1
 * (27). Memory: the addresses. */
#include <unistd.h>

#include "base/file.h"
#include "base/map.h"
#include "cli/cli.h"

enum { READ = 256 << 10, LONGEST = 16 << 20 };

typedef struct urls {
    dg_arena *arena;
    dg_map seen;
    uint64_t n_other; /* lines without an address */
} urls;

/* Column i of a line of tab-separated cells. */
static dg_str cell(dg_str line, uint32_t i) {
    uint32_t from = 0, to = 0;
    for (;; i--) {
        const char *tab = from < line.n ? memchr(line.p + from, '\t', line.n - from) : NULL;
        to = tab ? (uint32_t)(tab - line.p) : line.n;
        if (!i || !tab) break;
        from = to + 1;
    }
    return i ? DG_STR_NULL : dg_str_cut(line, from, to);
}

static dg_str address_of(dg_str line) {
    uint32_t n = 1;
    for (uint32_t i = 0; i < line.n; i++) n += line.p[i] == '\t';
    switch (n) {
    case 1: return line;
    case 58: return cell(line, 57);
    case 61: return cell(line, 60);
    case 16: return dg_str_is(cell(line, 3), "1") ? cell(line, 5) : DG_STR_NULL; /* 1: the web */
    case 27: return dg_str_is(cell(line, 2), "1") ? cell(line, 4) : DG_STR_NULL;
    default: return DG_STR_NULL;
    }
}

static int take_line(urls *u, dg_str line, dg_err *err) {
    while (line.n && strchr("\r ", line.p[line.n - 1])) line.n--; /* a tab ends an empty cell */
    if (!line.n) return 0;
    dg_str url = address_of(line);
    bool web = dg_str_starts(url, DG_STR("http://")) || dg_str_starts(url, DG_STR("https://"));
    for (uint32_t i = 0; i < url.n; i++) web &= (uint8_t)url.p[i] > ' ';
    if (!url.p || !web) return u->n_other++, 0;
    uint32_t *value;
    bool is_new;
    dg_str kept = dg_arena_str(u->arena, url);
    if (!kept.p || !dg_map_put(&u->seen, kept, &value, &is_new))
        return dg_err_set(err, DG_E_NOMEM, 0, "addresses");
    if (is_new) printf("%.*s\n", (int)kept.n, kept.p);
    return 0;
}

/* Whole lines of the buffer; what is behind the last stays in it. */
static int take_lines(urls *u, dg_buf *in, bool all, dg_err *err) {
    size_t from = 0;
    int rc = 0;
    while (!rc && from < in->n) {
        const char *end = memchr(in->p + from, '\n', in->n - from);
        if (!end && !all) break;
        size_t to = end ? (size_t)(end - in->p) : in->n;
        rc = take_line(u, (dg_str){in->p + from, (uint32_t)(to - from)}, err);
        from = end ? to + 1 : in->n;
    }
    memmove(in->p, in->p + from, in->n - from);
    in->n -= from;
    return rc;
}

static int list_file(urls *u, const char *path, dg_err *err) {
    bool from_stdin = strcmp(path, "-") == 0;
    int fd = STDIN_FILENO, rc = from_stdin ? 0 : dg_file_open_fd(path, &fd, err);
    size_t n = 1;
    dg_buf in;
    if (rc) return rc;
    dg_buf_init(&in, LONGEST);
    while (!rc && n) {
        if (!dg_buf_reserve(&in, READ)) {
            rc = dg_err_set(err, DG_E_LIMIT, 0, "%s: a line is too long", path);
            break;
        }
        rc = dg_file_read_some(fd, path, in.p + in.n, READ, &n, err);
        if (!rc) in.n += n, rc = take_lines(u, &in, !n, err);
    }
    dg_buf_free(&in);
    if (!from_stdin) close(fd);
    return rc;
}

int cmd_urls(int argc, char **argv) {
    urls u = {.arena = dg_arena_new((size_t)8 << 30)};
    int status = DG_EXIT_OK;
    dg_err err = {0};
    for (int i = 1; i < argc && !status; i++)
        if (argv[i][0] == '-' && argv[i][1]) status = DG_EXIT_USAGE;
    if (status || argc < 2) {
        fputs("dragoman urls: name files, or - for standard input; there are no options\n", stderr);
        dg_arena_free(u.arena);
        return DG_EXIT_USAGE;
    }
    if (!u.arena) return dg_cli_failed(&(dg_err){.code = DG_E_NOMEM});
    dg_map_init(&u.seen, u.arena);
    for (int i = 1; i < argc; i++) {
        if (!list_file(&u, argv[i], &err)) continue;
        dg_cli_report(stderr, dg_str_of(argv[i]), &err);
        status = DG_EXIT_SOME;
    }
    if (u.n_other)
        fprintf(stderr, "dragoman urls: %llu lines without an address of the web\n",
                (unsigned long long)u.n_other);
    dg_arena_free(u.arena);
    if (fflush(stdout)) return dg_cli_failed(&(dg_err){DG_E_IO, 0, "standard output"});
    return status;
}
