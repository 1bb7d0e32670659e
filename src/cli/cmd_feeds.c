/* cmd_feeds.c: the feeds that OPML lists name, one JSON object a line: what a fetcher asks for.
 * Nothing is fetched here. */
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "intake/feed.h"

static void print_entry(const dg_feed_entry *e) {
    dg_buf line;
    dg_json_out json;
    const struct {
        const char *key;
        dg_str value;
    } parts[] = {{"feed", e->feed}, {"title", e->title}, {"site", e->site}, {"folder", e->folder}};
    dg_buf_init(&line, 64 << 20);
    dg_json_begin(&json, &line);
    dg_json_obj(&json);
    for (size_t i = 0; i < DG_LEN(parts); i++) {
        dg_json_key(&json, parts[i].key);
        dg_json_str(&json, parts[i].value);
    }
    dg_json_obj_end(&json);
    dg_buf_addc(&line, '\n');
    if (!line.bad) fwrite(line.p, 1, line.n, stdout);
    dg_buf_free(&line);
}

static int list_file(const char *path, dg_arena *arena, dg_err *err) {
    bool from_stdin = strcmp(path, "-") == 0;
    int fd = STDIN_FILENO, rc = from_stdin ? 0 : dg_file_open_fd(path, &fd, err);
    dg_feed_entry *list = NULL;
    uint32_t n = 0;
    if (rc) return rc;
    rc = dg_opml_read_fd(fd, path, arena, &list, &n, err);
    for (uint32_t i = 0; i < n; i++) print_entry(&list[i]);
    if (!from_stdin) close(fd);
    return rc;
}

int cmd_feeds(int argc, char **argv) {
    dg_arena *arena = dg_arena_new((size_t)1 << 30);
    dg_err err = {0};
    int status = DG_EXIT_OK;
    if (argc < 2) {
        fprintf(stderr, "dragoman feeds: name OPML files, or - for standard input\n");
        status = DG_EXIT_USAGE;
    }
    if (!arena) status = dg_cli_failed(&(dg_err){.code = DG_E_NOMEM});
    for (int i = 1; i < argc && arena; i++) {
        dg_arena_reset(arena);
        if (!list_file(argv[i], arena, &err)) continue;
        dg_cli_report(stderr, dg_str_of(argv[i]), &err);
        status = DG_EXIT_SOME;
    }
    dg_arena_free(arena);
    if (fflush(stdout)) return dg_cli_failed(&(dg_err){DG_E_IO, 0, "standard output"});
    return status;
}
