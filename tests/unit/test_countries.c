/* lexicon/countries.tsv: every ISO 3166-1 country has its rows in all four languages, CLDR's name
 * of each country (through ICU) is among the names, and no name belongs to two countries. */
#include "unit.h"

#include <stdio.h>

#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "lexicon/table.h"

enum { N_LANGS = 4 };
static const char *const LANGS[N_LANGS] = {"en", "de", "da", "nb"};

/* Territories where nobody lives, or whose people have no settled name in four languages. */
static const char SMALL[] =
    "AIA ALA ASM ATA ATF BES BLM BMU BVT CCK COG COK CUW CXR CYM DMA GGY GLP GUF HMD IMN IOT JEY "
    "KNA "
    "LCA MAF MNP MSR MTQ MYT NFK PCN PRI REU SGS SHN SJM SPM STP SXM TCA UMI VAT VCT VGB VIR WLF";

typedef struct countries {
    dg_table t;
    uint32_t code, kind, lang[N_LANGS];
} countries;

static bool same(dg_str s, const char *z) {
    return s.n == strlen(z) && memcmp(s.p, z, s.n) == 0;
}

static countries load(dg_arena *a) {
    countries c;
    dg_err err = {0};
    if (dg_table_load("lexicon", "countries.tsv", a, &c.t, &err) != 0) fail_msg("%s", err.text);
    c.code = dg_table_column(&c.t, "code");
    c.kind = dg_table_column(&c.t, "kind");
    for (int l = 0; l < N_LANGS; l++) c.lang[l] = dg_table_column(&c.t, LANGS[l]);
    return c;
}

static uint32_t row_of(const countries *c, const char *code, const char *kind) {
    for (uint32_t r = 0; r < c->t.n_rows; r++)
        if (same(dg_table_cell(&c->t, r, c->code), code) &&
            same(dg_table_cell(&c->t, r, c->kind), kind))
            return r;
    return DG_NONE;
}

static bool has(dg_str cell, const char *form) {
    uint32_t at = 0;
    dg_str alt;
    while (dg_table_alt(cell, &at, &alt))
        if (same(alt, form)) return true;
    return false;
}

static bool filled(const countries *c, uint32_t row, int lang) {
    uint32_t at = 0;
    dg_str alt;
    return row != DG_NONE && dg_table_alt(dg_table_cell(&c->t, row, c->lang[lang]), &at, &alt);
}

/* CLDR counts four places that ISO 3166-1 does not; Kosovo's code there is XKK. */
static const char *alpha3(const char *iso2, char locale[16]) {
    snprintf(locale, 16, "und_%s", iso2);
    if (strcmp(iso2, "XK") == 0) return "XKX";
    return strstr("DG EA IC AC TA CP CQ", iso2) ? NULL : uloc_getISO3Country(locale);
}

static void every_country_has_its_rows(void **state) {
    static const char *const kinds[] = {"name", "adj", "people", "capital"};
    countries c = load(*state);
    char locale[16];
    for (const char *const *iso = uloc_getISOCountries(); *iso; iso++) {
        const char *code = alpha3(*iso, locale);
        if (!code) continue;
        for (size_t k = 0; k < 4; k++)
            for (int l = 0; l < N_LANGS; l++)
                if (!filled(&c, row_of(&c, code, kinds[k]), l) && (k == 0 || !strstr(SMALL, code)))
                    fail_msg("%s has no %s in %s", code, kinds[k], LANGS[l]);
    }
}

/* What PLOVER lists beside the states of the United Nations, and states that are gone. */
static void entities_beside_states(void **state) {
    static const char *const codes[] = {"XKX", "PSE", "HKG", "MAC", "TWN", "ESH",
                                        "GRL", "SUN", "YUG", "CSK", "DDR"};
    countries c = load(*state);
    for (size_t i = 0; i < DG_LEN(codes); i++)
        for (int l = 0; l < N_LANGS; l++)
            if (!filled(&c, row_of(&c, codes[i], "name"), l) ||
                !filled(&c, row_of(&c, codes[i], "adj"), l))
                fail_msg("%s has no name or adjective in %s", codes[i], LANGS[l]);
}

static void the_names_of_cldr_are_among_them(void **state) {
    countries c = load(*state);
    char locale[16], name[200];
    UChar wide[200];
    for (const char *const *iso = uloc_getISOCountries(); *iso; iso++) {
        const char *code = alpha3(*iso, locale);
        for (int l = 0; code && l < N_LANGS; l++) {
            UErrorCode status = U_ZERO_ERROR;
            uloc_getDisplayCountry(locale, LANGS[l], wide, 200, &status);
            u_strToUTF8(name, sizeof name, NULL, wide, -1, &status);
            if (U_FAILURE(status)) fail_msg("ICU: %s", u_errorName(status));
            if (strcmp(name, "Man") == 0)
                continue; /* "one" in three of the languages: left out on purpose */
            if (!has(dg_table_cell(&c.t, row_of(&c, code, "name"), c.lang[l]), name))
                fail_msg("%s in %s: CLDR's \"%s\" is not listed", code, LANGS[l], name);
        }
    }
}

static void a_name_belongs_to_one_country(void **state) {
    countries c = load(*state);
    for (uint32_t r = 0; r < c.t.n_rows; r++) {
        if (!same(dg_table_cell(&c.t, r, c.kind), "name")) continue;
        for (int l = 0; l < N_LANGS; l++) {
            uint32_t at = 0;
            dg_str alt;
            while (dg_table_alt(dg_table_cell(&c.t, r, c.lang[l]), &at, &alt)) {
                char form[100];
                snprintf(form, sizeof form, "%.*s", (int)alt.n, alt.p);
                for (uint32_t q = r + 1; q < c.t.n_rows; q++)
                    if (same(dg_table_cell(&c.t, q, c.kind), "name") &&
                        has(dg_table_cell(&c.t, q, c.lang[l]), form))
                        fail_msg("%s names two countries in %s", form, LANGS[l]);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        unit_with_arena(every_country_has_its_rows),
        unit_with_arena(entities_beside_states),
        unit_with_arena(the_names_of_cldr_are_among_them),
        unit_with_arena(a_name_belongs_to_one_country),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
