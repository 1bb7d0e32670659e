/* config.c: looks for the two things the program needs beside itself. No state; a few stat calls.
 */
#include "pipeline/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { N_HOMES = 3 };

/* The folder above the one that holds the running program, or "" (Linux: /proc). */
static void home_of_program(char out[3072]) {
    ssize_t n = readlink("/proc/self/exe", out, 3071);
    out[n > 0 ? n : 0] = 0;
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(out, '/');
        if (slash) *slash = 0;
    }
}

static bool there(const char *path) {
    return access(path, R_OK) == 0;
}

/* Writes the first home/leaf that exists to out (4096 bytes). */
static bool look(const char *const homes[N_HOMES], const char *leaf, char *out) {
    for (int i = 0; i < N_HOMES; i++) {
        if (!homes[i] || !homes[i][0]) continue;
        if (snprintf(out, 4096, "%s/%s", homes[i], leaf) < 4096 && there(out)) return true;
    }
    return false;
}

static int choose(const char *given, const char *const homes[N_HOMES], const char *leaf, char *out,
                  dg_err *err) {
    if (given) {
        if (snprintf(out, 4096, "%s", given) >= 4096)
            return dg_err_set(err, DG_E_ARG, 0, "path too long");
        return there(out) ? 0 : dg_err_set(err, DG_E_NOT_FOUND, 0, "%s", given);
    }
    if (look(homes, leaf, out)) return 0;
    return dg_err_set(err, DG_E_NOT_FOUND, 0, "no %s in $DRAGOMAN_HOME, %s or %s", leaf, homes[1],
                      homes[2]);
}

int dg_config_find(const char *model, const char *lexicon, bool with_model, dg_config *ret,
                   dg_err *err) {
    char own[3072], share[3100] = "";
    home_of_program(own);
    if (own[0])
        snprintf(share, sizeof share, "%s/share/dragoman",
                 own); /* PREFIX/bin beside PREFIX/share */
    const char *const homes[N_HOMES] = {getenv("DRAGOMAN_HOME"), own, share};
    dg_config c = {0};
    int rc = 0;
    if (with_model)
        rc = choose(model ? model : getenv("DRAGOMAN_MODEL"), homes, "models/dragoman.model",
                    c.model, err);
    if (!rc) rc = choose(lexicon, homes, "lexicon", c.lexicon, err);
    if (!rc) *ret = c;
    return rc;
}
