/* The tables of names in lexicon/: they load, keys are unique, no row of offices or bodies lacks a
 * language, every office of a person is a row of roles.tsv and its years are in order, every
 * country is a row of countries.tsv. */
#include "unit.h"

#include <stdio.h>

#include "lexicon/table.h"

static dg_table load(dg_arena *a, const char *name) {
    dg_table t;
    dg_err err = {0};
    if (dg_table_load("lexicon", name, a, &t, &err) != 0) fail_msg("%s: %s", name, err.text);
    return t;
}

static bool same(dg_str a, dg_str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static bool column_has(const dg_table *t, const char *column, dg_str what) {
    uint32_t c = dg_table_column(t, column);
    for (uint32_t r = 0; r < t->n_rows; r++)
        if (same(dg_table_cell(t, r, c), what)) return true;
    return false;
}

static void keys_are_unique(void **state) {
    static const struct {
        const char *file, *column;
    } tables[] = {{"organisations.tsv", "key"}, {"institutions.tsv", "id"}, {"roles.tsv", "id"},
                  {"people.tsv", "key"},        {"outlets.tsv", "key"},     {"regions.tsv", "key"}};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        dg_table t = load(*state, tables[i].file);
        uint32_t c = dg_table_column(&t, tables[i].column);
        for (uint32_t r = 0; r < t.n_rows; r++)
            for (uint32_t q = r + 1; q < t.n_rows; q++)
                if (same(dg_table_cell(&t, r, c), dg_table_cell(&t, q, c)))
                    fail_msg("%s:%u and %u: the same key", tables[i].file, t.lines[r], t.lines[q]);
    }
}

static void every_language_is_filled(void **state) {
    static const char *const files[] = {"roles.tsv", "institutions.tsv", "regions.tsv"};
    static const char *const langs[] = {"en", "de", "da", "nb"};
    for (size_t i = 0; i < 3; i++) {
        dg_table t = load(*state, files[i]);
        for (uint32_t r = 0; r < t.n_rows; r++)
            for (int l = 0; l < 4; l++) {
                uint32_t at = 0;
                dg_str alt;
                if (!dg_table_alt(dg_table_cell(&t, r, dg_table_column(&t, langs[l])), &at, &alt) &&
                    !same(dg_table_cell(&t, r, 0), DG_STR("chancellor-exchequer")))
                    fail_msg("%s:%u: nothing in %s", files[i], t.lines[r], langs[l]);
            }
    }
}

static bool is_country(const dg_table *countries, dg_str code) {
    return code.n == 0 || same(code, DG_STR("-")) || same(code, DG_STR("IMG")) ||
           same(code, DG_STR("IGO")) || same(code, DG_STR("NGO")) || same(code, DG_STR("MNC")) ||
           column_has(countries, "code", code);
}

static void countries_are_known(void **state) {
    static const char *const files[] = {"people.tsv", "organisations.tsv", "outlets.tsv"};
    dg_table countries = load(*state, "countries.tsv");
    for (size_t i = 0; i < 3; i++) {
        dg_table t = load(*state, files[i]);
        uint32_t c = dg_table_column(&t, "country");
        for (uint32_t r = 0; r < t.n_rows; r++)
            if (!is_country(&countries, dg_table_cell(&t, r, c)))
                fail_msg("%s:%u: unknown country", files[i], t.lines[r]);
    }
}

/* "role", "role 1999-" or "role 1999-2003" */
static void check_office(const dg_table *roles, dg_str office, uint32_t line) {
    unsigned from = 0, to = 9999;
    char id[64] = "", text[128];
    snprintf(text, sizeof text, "%.*s", (int)office.n, office.p);
    if (sscanf(text, "%63s %u-%u", id, &from, &to) < 1 || from > to)
        fail_msg("people.tsv:%u: %s", line, text);
    if (!column_has(roles, "id", (dg_str){id, (uint32_t)strlen(id)}))
        fail_msg("people.tsv:%u: no role %s", line, id);
}

static void offices_are_roles(void **state) {
    dg_table people = load(*state, "people.tsv"), roles = load(*state, "roles.tsv");
    uint32_t c = dg_table_column(&people, "offices");
    for (uint32_t r = 0; r < people.n_rows; r++) {
        uint32_t at = 0;
        dg_str office;
        while (dg_table_alt(dg_table_cell(&people, r, c), &at, &office))
            check_office(&roles, office, people.lines[r]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        unit_with_arena(keys_are_unique),
        unit_with_arena(every_language_is_filled),
        unit_with_arena(countries_are_known),
        unit_with_arena(offices_are_roles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
