/* read_memory.c: one article from memory: its events in words, then its record as JSON.
 *
 *   cc read_memory.c $(pkg-config --cflags --libs libdragoman) -o read_memory
 *   ./read_memory < article.txt */
#include <dragoman.h>
#include <stdio.h>

static void print_names(const dragoman_record *rec, const char *what, const uint32_t *ids,
                        uint32_t n) {
    printf("  %s:", what);
    for (uint32_t i = 0; i < n; i++) {
        const dragoman_entity *e = dragoman_record_entity(rec, ids[i]);
        printf("%s %s (%s)", i ? "," : "", e->name, e->country ? e->country : "-");
    }
    printf("\n");
}

static void print_event(const dragoman_record *rec, const dragoman_event *e) {
    const dragoman_head *head = dragoman_record_head(rec);
    printf("%s%s, %s, %s\n", e->negated ? "no " : "", e->type, e->status,
           e->when.from ? e->when.from : "no day");
    print_names(rec, "actors", e->actors, e->n_actors);
    print_names(rec, "recipients", e->recipients, e->n_recipients);
    printf("  %.*s\n", (int)(e->span.to - e->span.from), head->text + e->span.from);
}

int main(void) {
    static char bytes[1 << 20];
    size_t n = fread(bytes, 1, sizeof bytes, stdin);
    dragoman *d = NULL;
    dragoman_reader *reader = NULL;
    dragoman_record *rec = NULL;
    dragoman_error e;
    int rc = dragoman_open(NULL, NULL, &d, &e);
    if (!rc) rc = dragoman_reader_new(d, &reader, &e);
    if (!rc) rc = dragoman_read(reader, bytes, n, "stdin", &rec, &e);
    if (!rc) {
        for (uint32_t i = 0; i < dragoman_record_head(rec)->n_events; i++)
            print_event(rec, dragoman_record_event(rec, i));
        puts(dragoman_record_json(rec, NULL));
    } else {
        fprintf(stderr, "%s: %s, at byte %llu\n", dragoman_error_text(e.code), e.text,
                (unsigned long long)e.at);
    }
    dragoman_record_free(rec);
    dragoman_reader_free(reader);
    dragoman_close(d);
    return rc ? 1 : 0;
}
