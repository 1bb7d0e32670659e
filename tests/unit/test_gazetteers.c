/* gazetteers: the lists of names keep to their format (docs/LEXICON.md): one name a line in NFC,
 * sorted by bytes, none twice, no mark but "common". */
#include "unit.h"

#include "base/file.h"
#include "base/utf8.h"

typedef struct listing {
    const char *path;
    uint32_t least; /* names; a list that lost its end is noticed */
} listing;

static const listing listings[] = {
    {"lexicon/gazetteers/given.tsv", 2500},  {"lexicon/gazetteers/surnames.tsv", 3000},
    {"lexicon/gazetteers/places.tsv", 3500}, {"lexicon/gazetteers/organisations.tsv", 2000},
    {"lexicon/gazetteers/titles.tsv", 150},
};

static int compare(dg_str a, dg_str b) {
    int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

/* NULL, or what is wrong with the line. */
static const char *fault_of(dg_arena *arena, dg_str line, dg_str before, dg_str *ret_name) {
    const char *tab = memchr(line.p, '\t', line.n);
    dg_str name = {line.p, tab ? (uint32_t)(tab - line.p) : line.n};
    dg_str rest = tab ? (dg_str){tab + 1, line.n - name.n - 1} : (dg_str){0};
    *ret_name = name;
    if (!name.n) return "empty";
    if (tab && !dg_str_is(rest, "common")) return "a mark that is none";
    if (name.p[0] == ' ' || name.p[name.n - 1] == ' ' || memchr(name.p, '\r', name.n))
        return "white space at the border";
    if (dg_utf8_check(name.p, name.n) < name.n) return "not UTF-8";
    dg_str nfc = dg_utf8_nfc(arena, name);
    if (compare(nfc, name) != 0) return "not NFC";
    if (before.n && compare(before, name) >= 0) return "not sorted, or twice";
    return NULL;
}

static void check(dg_arena *arena, const listing *l) {
    dg_file f;
    dg_str before = {0};
    uint32_t n = 0;
    assert_int_equal(dg_file_open(l->path, 1 << 24, &f, NULL), 0);
    assert_true(f.n > 0 && f.p[f.n - 1] == '\n');
    for (size_t at = 0; at < f.n;) {
        const char *end = memchr(f.p + at, '\n', f.n - at);
        dg_str line = {f.p + at, (uint32_t)(end - (f.p + at))}, name;
        at += line.n + 1;
        if (line.n && line.p[0] == '#') {
            assert_int_equal(n, 0); /* comments stand at the head */
            continue;
        }
        const char *fault = fault_of(arena, line, before, &name);
        if (fault) fail_msg("%s: \"%.*s\": %s", l->path, (int)line.n, line.p, fault);
        before = name;
        n++;
    }
    assert_true(n >= l->least);
    dg_file_close(&f);
}

static void lists_keep_to_their_format(void **state) {
    for (size_t i = 0; i < sizeof listings / sizeof *listings; i++) check(*state, &listings[i]);
}

static void faults_are_found(void **state) {
    dg_str name, none = {0};
    dg_arena *a = *state;
    assert_null(fault_of(a, DG_STR("Essen\tcommon"), DG_STR("Emden"), &name));
    assert_str(name, "Essen");
    assert_non_null(fault_of(a, DG_STR(""), none, &name));
    assert_non_null(fault_of(a, DG_STR("Essen\trare"), none, &name));
    assert_non_null(fault_of(a, DG_STR("Essen"), DG_STR("Essen"), &name));
    assert_non_null(fault_of(a, DG_STR("Essen"), DG_STR("Kiel"), &name));
    assert_non_null(fault_of(a, DG_STR("A\xcc\x8arhus"), none, &name));
    assert_non_null(fault_of(a, DG_STR(" Essen"), none, &name));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        unit_with_arena(lists_keep_to_their_format),
        unit_with_arena(faults_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
