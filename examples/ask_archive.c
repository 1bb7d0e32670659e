/* ask_archive.c: a named question to an archive, answered as JSON.
 *
 *   cc ask_archive.c $(pkg-config --cflags --libs libdragoman) -o ask_archive
 *   ./ask_archive NAME.db brief party China party Russia since 2024 */
#include <dragoman.h>
#include <stdio.h>

int main(int argc, char **argv) {
    dragoman *d = NULL;
    dragoman_archive *a = NULL;
    dragoman_error e = {0};
    char *answer = NULL;
    if (argc < 3) {
        fprintf(stderr, "ask_archive NAME.db QUESTION [KEY VALUE]…; questions:");
        for (size_t i = 0; dragoman_query_name(i); i++)
            fprintf(stderr, " %s", dragoman_query_name(i));
        fprintf(stderr, "\n");
        return 2;
    }
    int rc = dragoman_open(NULL, NULL, &d, &e);
    if (!rc) rc = dragoman_archive_open(d, argv[1], 0, &a, &e);
    /* argv ends with a NULL, as the list of filters must */
    if (!rc)
        rc = dragoman_archive_query(a, argv[2], (const char *const *)argv + 3, &answer, NULL, &e);
    if (rc)
        fprintf(stderr, "%s: %s\n", dragoman_error_text(rc), e.text);
    else
        puts(answer);
    dragoman_free(answer);
    dragoman_archive_close(a);
    dragoman_close(d);
    return rc ? 1 : 0;
}
