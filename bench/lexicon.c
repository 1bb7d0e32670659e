/* lexicon.c: how long the lexicon takes to open.
 *
 *     build/bench/lexicon [DIR [TIMES]]        lexicon, 50 times
 *
 * Prints the least of TIMES, in milliseconds: of the wall, and of the processor over all three
 * threads. Where other work runs on the machine only the second says something. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "lexicon/lexicon.h"

static double now_ms(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
    const char *dir = argc > 1 ? argv[1] : "lexicon";
    int times = argc > 2 ? atoi(argv[2]) : 50;
    double wall = 1e9, cpu = 1e9;
    for (int i = 0; i < times; i++) {
        dg_lexicon *l;
        dg_err err = {0};
        double w = now_ms(CLOCK_MONOTONIC), c = now_ms(CLOCK_PROCESS_CPUTIME_ID);
        if (dg_lexicon_open(dir, &l, &err)) {
            fprintf(stderr, "lexicon: %s\n", err.text);
            return 1;
        }
        w = now_ms(CLOCK_MONOTONIC) - w, c = now_ms(CLOCK_PROCESS_CPUTIME_ID) - c;
        if (w < wall) wall = w;
        if (c < cpu) cpu = c;
        dg_lexicon_close(l);
    }
    printf("lexicon: wall %.1f ms, processor %.1f ms (least of %d)\n", wall, cpu, times);
    return 0;
}
