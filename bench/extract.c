/* extract.c: how fast articles come out of a container, and pages become text: intake/ and page/
 * alone, on one core, no model. bench/warc calls it.
 *
 *   extract FILE      prints: pages, bytes of pages, CPU seconds of intake and of page, peak KiB */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "intake/intake.h"
#include "page/page.h"

static double cpu_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct sums {
    uint64_t articles, bytes, failed;
    double intake, page;
} sums;

static void one(const dg_page_tables *tables, const dg_article *a, dg_arena *arena, sums *s) {
    dg_doc doc = {.arena = arena, .uri = a->uri, .published = DG_DAYS_NONE};
    dg_page_hints hints = {.title = a->title,
                           .lang = a->lang,
                           .date = a->date,
                           .url = a->url,
                           .charset = a->charset,
                           .crawled = a->crawled,
                           .given = DG_DAYS_NONE};
    dg_err err;
    int rc = a->html ? dg_page_html(tables, a->bytes, &hints, &doc, &err)
                     : dg_page_text(tables, a->bytes, &hints, &doc, &err);
    s->articles++;
    s->bytes += a->bytes.n;
    s->failed += rc != 0;
}

int main(int argc, char **argv) {
    dg_arena *process = dg_arena_new((size_t)64 << 20), *arena = dg_arena_new((size_t)1 << 30);
    dg_page_tables *tables = NULL;
    dg_intake *in = NULL;
    dg_err err = {0};
    sums s = {0};
    int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
    if (fd < 0 || dg_page_tables_load("lexicon", process, &tables, &err) ||
        dg_intake_open_fd(fd, argv[1], DG_FORMAT_AUTO, &in, &err)) {
        fprintf(stderr, "extract: %s\n", fd < 0 ? "name a file" : err.text);
        return 1;
    }
    for (int rc = 1; rc;) {
        dg_article a;
        dg_arena_reset(arena);
        double from = cpu_seconds();
        rc = dg_intake_next(in, arena, &a, &err);
        double then = cpu_seconds();
        if (rc > 0) one(tables, &a, arena, &s);
        s.intake += then - from;
        s.page += cpu_seconds() - then;
        if (rc < 0) s.failed++;
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%" PRIu64 " %" PRIu64 " %" PRIu64 " %.3f %.3f %ld\n", s.articles, s.bytes, s.failed,
           s.intake, s.page, usage.ru_maxrss);
    dg_intake_close(in);
    dg_arena_free(arena);
    dg_arena_free(process);
    close(fd);
    return 0;
}
