/* walk_archive.c: files into an archive, then every article of it: day, language, title, counts.
 *
 *   cc walk_archive.c $(pkg-config --cflags --libs libdragoman) -o walk_archive
 *   ./walk_archive NAME.db FILE… */
#include <dragoman.h>
#include <stdio.h>

static void tell(void *self, const char *source, const dragoman_error *e) {
    (void)self;
    fprintf(stderr, "%s: %s, at byte %llu\n", source, dragoman_error_text(e->code),
            (unsigned long long)e->at);
}

static int add_file(dragoman_archive *a, dragoman_reader *r, const char *path, dragoman_error *e) {
    dragoman_input *in = NULL;
    dragoman_counts counts;
    int rc = dragoman_input_file(path, NULL, &in, e);
    if (!rc) rc = dragoman_archive_add(a, r, in, tell, NULL, &counts, e);
    if (!rc)
        fprintf(stderr, "%s: %llu read, %llu new\n", path, (unsigned long long)counts.read,
                (unsigned long long)counts.added);
    dragoman_input_close(in);
    return rc;
}

static int print_all(dragoman_archive *a, dragoman_error *e) {
    dragoman_cursor *c = NULL;
    dragoman_record *rec;
    int rc = dragoman_archive_records(a, NULL, NULL, &c, e);
    while (!rc && (rc = dragoman_cursor_next(c, &rec, e)) > 0) {
        const dragoman_head *h = dragoman_record_head(rec);
        printf("%s %s %u quotes %u events  %s\n", h->published.from ? h->published.from : "-",
               h->lang ? h->lang : "-", h->n_quotes, h->n_events, h->title ? h->title : "-");
        dragoman_record_free(rec);
        rc = 0;
    }
    dragoman_cursor_close(c);
    return rc;
}

int main(int argc, char **argv) {
    dragoman *d = NULL;
    dragoman_reader *reader = NULL;
    dragoman_archive *a = NULL;
    dragoman_error e = {0};
    int rc = argc < 2 ? DRAGOMAN_E_ARG : dragoman_open(NULL, NULL, &d, &e);
    if (!rc) rc = dragoman_reader_new(d, &reader, &e);
    if (!rc) rc = dragoman_archive_open(d, argv[1], 1, &a, &e);
    for (int i = 2; i < argc && !rc; i++) rc = add_file(a, reader, argv[i], &e);
    if (!rc) rc = print_all(a, &e);
    if (rc) fprintf(stderr, "%s: %s\n", dragoman_error_text(rc), e.text);
    dragoman_archive_close(a);
    dragoman_reader_free(reader);
    dragoman_close(d);
    return rc ? 1 : 0;
}
