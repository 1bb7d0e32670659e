/* cluster_options.c: see cluster_options.h. */
#include "cli/cluster_options.h"

#include <stdlib.h>

static void drop(int *argc, char **argv, int at, int n) {
    for (int i = at; i + n <= *argc; i++) argv[i] = argv[i + n]; /* the NULL behind them too */
    *argc -= n;
}

bool dg_cli_take(int *argc, char **argv, const char *name, const char **ret) {
    size_t n = strlen(name);
    for (int i = 1; i < *argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0 || strncmp(argv[i] + 2, name, n) != 0) continue;
        if (argv[i][2 + n] == '=') {
            *ret = argv[i] + 3 + n;
            drop(argc, argv, i, 1);
            return true;
        }
        if (argv[i][2 + n] || i + 1 >= *argc) continue;
        *ret = argv[i + 1];
        drop(argc, argv, i, 2);
        return true;
    }
    return false;
}

bool dg_cli_take_flag(int *argc, char **argv, const char *name) {
    for (int i = 1; i < *argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0 || strcmp(argv[i] + 2, name) != 0) continue;
        drop(argc, argv, i, 1);
        return true;
    }
    return false;
}

int dg_cli_take_number(int *argc, char **argv, const char *name, uint64_t least, uint64_t most,
                       uint64_t *ret) {
    const char *text;
    char *end;
    if (!dg_cli_take(argc, argv, name, &text)) return 0;
    unsigned long long n = strtoull(text, &end, 10);
    if (*end || end == text || text[0] == '-' || n < least || n > most) {
        fprintf(stderr, "dragoman %s: --%s is a number from %llu to %llu, not: %s\n", argv[0], name,
                (unsigned long long)least, (unsigned long long)most, text);
        return DG_EXIT_USAGE;
    }
    *ret = n;
    return 0;
}

int dg_cli_take_queue(int *argc, char **argv, dg_queue_options *ret) {
    dg_queue_options o = {.stream = "dragoman", .patience_s = 600};
    uint64_t replicas = 0, window = 3600, ack_wait = 30, patience = 600;
    if (!dg_cli_take(argc, argv, "nats", &o.servers)) {
        fprintf(stderr, "dragoman %s: name the queue: --nats nats://HOST:4222\n", argv[0]);
        return DG_EXIT_USAGE;
    }
    dg_cli_take(argc, argv, "stream", &o.stream);
    dg_cli_take(argc, argv, "credentials", &o.credentials);
    int rc = dg_cli_take_number(argc, argv, "replicas", 1, 5, &replicas);
    if (!rc) rc = dg_cli_take_number(argc, argv, "max-bytes", 1 << 20, INT64_MAX, &o.most_bytes);
    if (!rc) rc = dg_cli_take_number(argc, argv, "max-messages", 1, INT64_MAX, &o.most_messages);
    if (!rc) rc = dg_cli_take_number(argc, argv, "window", 1, 7 * 86400, &window);
    if (!rc) rc = dg_cli_take_number(argc, argv, "ack-wait", 1, 86400, &ack_wait);
    if (!rc) rc = dg_cli_take_number(argc, argv, "patience", 1, 30 * 86400, &patience);
    o.replicas = (uint32_t)replicas, o.window_s = (uint32_t)window;
    o.ack_wait_s = (uint32_t)ack_wait, o.patience_s = (uint32_t)patience;
    if (!rc) *ret = o;
    return rc;
}
