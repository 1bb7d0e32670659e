/* cmd_train.c: the language engine from treebanks (train/train.h). */
#include <errno.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "train/train.h"

static int usage(const char *what) {
    fprintf(stderr, "dragoman train: %s\n", what);
    return DG_EXIT_USAGE;
}

static bool number(const char *s, uint64_t *ret) {
    char *end;
    errno = 0;
    *ret = strtoull(s, &end, 10);
    return !errno && end != s && !*end && s[0] != '-';
}

static bool part(const char *s, uint32_t *ret) {
    static const char *const names[] = {"parse", "segment", "langid", "lists"};
    for (uint32_t i = 0; i < DG_LEN(names); i++)
        if (strcmp(s, names[i]) == 0) return *ret = 1u << i, true;
    return false;
}

/* One option and its value; false when it is none or the value is bad. */
static bool option(const char *name, const char *value, dg_train_options *o) {
    uint64_t n = 0;
    if (strcmp(name, "--data") == 0) return o->data = value, true;
    if (strcmp(name, "--out") == 0) return o->out = value, true;
    if (strcmp(name, "--from") == 0) return o->from = value, true;
    if (strcmp(name, "--warm") == 0) return o->warm = value, true;
    if (strcmp(name, "--teacher") == 0) return o->teacher = value, true;
    if (strcmp(name, "--lexicon") == 0) return o->lexicon = value, true;
    if (strcmp(name, "--only") == 0) return part(value, &o->parts);
    if (!number(value, &n)) return false;
    if (strcmp(name, "--seed") == 0) return o->seed = n, true;
    if (n > 100000) return false;
    if (strcmp(name, "--threads") == 0) return o->threads = (uint32_t)n, n > 0;
    if (strcmp(name, "--epochs") == 0) return o->epochs = (uint32_t)n, n > 0;
    if (strcmp(name, "--minutes") == 0) return o->minutes = (uint32_t)n, true;
    if (strcmp(name, "--rate") == 0) return o->rate = (uint32_t)n, n > 0;
    if (strcmp(name, "--exact") == 0) return o->exact = n, true;
    if (strcmp(name, "--hold-out") == 0) return o->hold_out = n, true;
    if (strcmp(name, "--limit") == 0) return o->limit = (uint32_t)n, true;
    if (strcmp(name, "--share") == 0) return o->share = (uint32_t)n, n > 0 && n <= 100;
    return false;
}

int cmd_train(int argc, char **argv) {
    dg_train_options o = {.lexicon = "lexicon",
                          .seed = 1,
                          .threads = 1,
                          .epochs = 20,
                          .rate = 2000,
                          .parts = DG_TRAIN_ALL};
    for (int i = 1; i < argc; i += 2)
        if (i + 1 == argc || !option(argv[i], argv[i + 1], &o)) return usage(argv[i]);
    if (!o.out || (!o.data && o.parts != DG_TRAIN_LISTS))
        return usage("--data DIR and --out FILE are needed");
    if (o.parts != DG_TRAIN_ALL && !o.from)
        return usage("--only needs --from MODEL, where the other parts come from");
    dg_err err = {0};
    int r = dg_train(&o, &err);
    return r ? dg_cli_failed(&err) : DG_EXIT_OK;
}
