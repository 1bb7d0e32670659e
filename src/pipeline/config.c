/* config.c: looks for the two things the program needs beside itself. No state; a few stat calls.
 */
#include "pipeline/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "install_paths.h"

enum { N_HOMES = 5, PATH = 4096 };

typedef struct homes {
    const char *of[N_HOMES]; /* "" or NULL: none */
    char own[PATH], share[2][PATH];
} homes;

static bool there(const char *path) {
    return access(path, R_OK) == 0;
}

/* Takes the last part of a path off. */
static void go_up(char *path) {
    char *slash = strrchr(path, '/');
    if (slash) *slash = 0;
}

/* $DRAGOMAN_HOME; the folder above the one that holds the binary (build/ in a source tree);
 * share/dragoman there (PREFIX/bin, PREFIX/lib) and one above (PREFIX/lib/x86_64-linux-gnu); and of
 * the prefix it was configured for: a program elsewhere may have the library in itself. */
static void find_homes(const char *binary, homes *h) {
    char at[PATH - 32] = "";
    ssize_t n = 0;
    if (!binary)
        n = readlink("/proc/self/exe", at, sizeof at - 1);
    else if (strlen(binary) < sizeof at)
        n = (ssize_t)strlen(strcpy(at, binary));
    at[n > 0 ? n : 0] = 0;
    go_up(at);
    if (binary && !strchr(at, '/')) strcpy(at, "."); /* a bare name: of the current folder */
    char folder[PATH];
    if (binary && realpath(at, folder) && strlen(folder) < sizeof at) strcpy(at, folder);
    *h = (homes){.of = {getenv("DRAGOMAN_HOME"), h->own, h->share[0], h->share[1], DG_SHARE}};
    if (!at[0]) return;
    go_up(at);
    snprintf(h->own, PATH, "%s", at);
    for (int i = 0; i < 2; i++, go_up(at)) snprintf(h->share[i], PATH, "%s/share/dragoman", at);
}

/* Writes the first home/leaf that exists to out[PATH]. */
static int look(const homes *h, const char *leaf, char *out, dg_err *err) {
    for (int i = 0; i < N_HOMES; i++) {
        if (!h->of[i] || !h->of[i][0]) continue;
        if (snprintf(out, PATH, "%s/%s", h->of[i], leaf) < PATH && there(out)) return 0;
    }
    return dg_err_set(err, DG_E_NOT_FOUND, 0, "no %s in $DRAGOMAN_HOME, %s, %s, %s or %s", leaf,
                      h->of[1], h->of[2], h->of[3], h->of[4]);
}

static int find_model(const homes *h, const char *given, char *out, dg_err *err) {
    if (!given) given = getenv("DRAGOMAN_MODEL");
    if (!given || !given[0]) return look(h, "models/dragoman.model", out, err);
    if (snprintf(out, PATH, "%s", given) >= PATH)
        return dg_err_set(err, DG_E_ARG, 0, "path too long");
    return there(out) ? 0 : dg_err_set(err, DG_E_NOT_FOUND, 0, "%s", given);
}

/* Each folder of the list to out[PATH], the own where one is empty. */
static int find_lexicon(const homes *h, const char *given, char *out, dg_err *err) {
    size_t n = 0;
    if (!given) given = getenv("DRAGOMAN_LEXICON");
    if (!given || !given[0]) return look(h, "lexicon", out, err);
    for (const char *at = given, *end; at; at = *end ? end + 1 : NULL) {
        char folder[PATH];
        end = at + strcspn(at, ":");
        int rc = 0, length = snprintf(folder, PATH, "%.*s", (int)(end - at), at);
        if (!length) rc = look(h, "lexicon", folder, err);
        if (rc) return rc;
        if (!there(folder)) return dg_err_set(err, DG_E_NOT_FOUND, 0, "%s", folder);
        length = snprintf(out + n, PATH - n, "%s%s", n ? ":" : "", folder);
        if (length >= (int)(PATH - n)) return dg_err_set(err, DG_E_ARG, 0, "path too long");
        n += (size_t)length;
    }
    return 0;
}

int dg_config_find_from(const char *binary, const char *model, const char *lexicon, bool with_model,
                        dg_config *ret, dg_err *err) {
    homes h;
    dg_config c = {.model = ""};
    int rc;
    find_homes(binary, &h);
    rc = with_model ? find_model(&h, model, c.model, err) : 0;
    if (!rc) rc = find_lexicon(&h, lexicon, c.lexicon, err);
    if (!rc) *ret = c;
    return rc;
}

int dg_config_find(const char *model, const char *lexicon, bool with_model, dg_config *ret,
                   dg_err *err) {
    return dg_config_find_from(NULL, model, lexicon, with_model, ret, err);
}
