/* fuzz_intake.h: any bytes as a file of one kind, read to its end: what the targets of containers
 * share. */
#ifndef DG_FUZZ_INTAKE_H
#define DG_FUZZ_INTAKE_H

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "intake/intake.h"

static inline void check_hint(dg_str s) {
    fuzz_must(!s.p || dg_utf8_check(s.p, s.n) == s.n);
}

static inline void check_article(const dg_article *a, dg_format format, size_t n) {
    fuzz_must(a->format == format && a->uri.n && a->bytes.p && a->bytes.n <= DG_MAX_WHOLE);
    const dg_str hints[] = {a->uri,    a->url,  a->title,   a->byline,
                            a->outlet, a->lang, a->charset, a->crawled};
    for (size_t i = 0; i < DG_LEN(hints); i++) check_hint(hints[i]);
    if (a->date.p) check_hint(a->date);
    fuzz_must(a->place.at <= n || !a->place.packed);
}

/* Every call moves on or ends: no file has more articles and errors than bytes. format AUTO takes
 * what it is sniffed as. */
static inline int fuzz_intake(const uint8_t *bytes, size_t n, dg_format format) {
    static dg_arena *arena;
    dg_intake *in = NULL;
    dg_article a;
    dg_err err = {0};
    if (n > 1 << 20) return 0;
    if (!arena) arena = dg_arena_new((size_t)1 << 30);
    if (!arena ||
        dg_intake_open((dg_str){(const char *)bytes, (uint32_t)n}, "f", format, &in, &err))
        return 0;
    if (format == DG_FORMAT_AUTO) format = dg_intake_format(in);
    for (int rc = 1, calls = 0; rc; calls++) {
        dg_arena_reset(arena);
        rc = dg_intake_next(in, arena, &a, &err);
        if (rc > 0) check_article(&a, format, n);
        fuzz_must(rc >= 0 || (err.code == rc && rc != DG_E_NOMEM));
        fuzz_must(calls < 1 << 22);
    }
    fuzz_must(dg_intake_next(in, arena, &a, &err) == 0);
    dg_intake_close(in);
    return 0;
}

#endif
