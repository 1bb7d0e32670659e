/* phrase.c: fills the patterns of phrases.tsv. */
#include "answers/phrase.h"

int dg_phrases_load(const char *dir, const char *lang, dg_arena *arena, dg_phrases *ret,
                    dg_err *err) {
    dg_phrases p = {0};
    int rc = dg_table_load(dir, "phrases.tsv", arena, &p.table, err);
    if (rc) return rc;
    p.type = dg_table_column(&p.table, "type");
    p.form = dg_table_column(&p.table, "form");
    p.words = dg_table_column(&p.table, lang);
    if (p.type == DG_NONE || p.form == DG_NONE || p.words == DG_NONE)
        return dg_err_set(err, DG_E_LEXICON, 0, "%s: no column type, form or %s", p.table.path,
                          lang);
    *ret = p;
    return 0;
}

static dg_str pattern(const dg_phrases *p, const dg_found_event *e) {
    const char *form =
        e->n_recipients ? (e->negated ? "pair-not" : "pair") : (e->negated ? "alone-not" : "alone");
    for (uint32_t row = 0; row < p->table.n_rows; row++)
        if (dg_str_eq(dg_table_cell(&p->table, row, p->type), e->type) &&
            dg_str_is(dg_table_cell(&p->table, row, p->form), form))
            return dg_table_cell(&p->table, row, p->words);
    return DG_STR("{A}: {R}");
}

static void put_country(const dg_names *names, dg_str code, dg_buf *out) {
    const dg_name *country = names ? dg_names_country(names, code) : NULL;
    dg_buf_adds(out, country ? country->form : code);
}

/* PLOVER's IGO, NGO and MNC say what kind of thing it is, not which one. */
static bool is_state(dg_str country) {
    return country.n == 3 && !dg_str_is(country, "IGO") && !dg_str_is(country, "NGO") &&
           !dg_str_is(country, "MNC");
}

/* The party's state, with those of its people, bodies and groups that the text names in brackets.
 */
static void put_state(const dg_names *names, const dg_party *parties, uint32_t n, uint32_t at,
                      dg_buf *out) {
    uint32_t named = 0;
    put_country(names, parties[at].country, out);
    for (uint32_t i = at; i < n; i++) {
        if (!dg_party_compatriots(&parties[at], &parties[i]) ||
            dg_str_is(parties[i].kind, "country"))
            continue;
        dg_buf_addz(out, named++ ? ", " : " (");
        dg_buf_adds(out, parties[i].name);
    }
    if (named) dg_buf_addc(out, ')');
}

static bool told_before(const dg_party *parties, uint32_t at) {
    for (uint32_t i = 0; i < at; i++)
        if (is_state(parties[at].country) && dg_party_compatriots(&parties[i], &parties[at]))
            return true;
    return false;
}

void dg_phrase_parties(const dg_names *names, const dg_party *parties, uint32_t n, dg_buf *out) {
    uint32_t told = 0, to_tell = 0;
    for (uint32_t i = 0; i < n; i++) to_tell += !told_before(parties, i);
    for (uint32_t i = 0; i < n; i++) {
        if (told_before(parties, i)) continue;
        if (told)
            dg_buf_addz(out, ++told == to_tell ? " and " : ", ");
        else
            told = 1;
        if (is_state(parties[i].country))
            put_state(names, parties, n, i, out);
        else
            dg_buf_adds(out, parties[i].name);
    }
}

void dg_phrase_event(const dg_phrases *p, const dg_names *names, const dg_found_event *e,
                     dg_buf *out) {
    dg_str words = pattern(p, e);
    for (uint32_t i = 0; i < words.n; i++) {
        bool actors = dg_str_starts(dg_str_cut(words, i, words.n), DG_STR("{A}"));
        bool recipients = dg_str_starts(dg_str_cut(words, i, words.n), DG_STR("{R}"));
        if (actors && !e->n_actors)
            dg_buf_addz(out, "Somebody");
        else if (actors)
            dg_phrase_parties(names, e->actors, e->n_actors, out);
        else if (recipients)
            dg_phrase_parties(names, e->recipients, e->n_recipients, out);
        else
            dg_buf_addc(out, words.p[i]);
        if (actors || recipients) i += 2;
    }
}

void dg_phrase_days(dg_days d, dg_buf *out) {
    char from[11], to[11];
    if (!dg_days_known(d)) {
        dg_buf_addz(out, "undated");
        return;
    }
    int year, month, day;
    dg_day_split(d.from, &year, &month, &day);
    dg_days whole_month = dg_days_of_month(year, month), whole_year = dg_days_of_year(year);
    dg_day_format(d.from, from);
    dg_day_format(d.to, to);
    if (d.from == whole_month.from && d.to == whole_month.to)
        dg_buf_printf(out, "%.7s", from);
    else if (d.from == whole_year.from && d.to == whole_year.to)
        dg_buf_printf(out, "%.4s", from);
    else if (d.from == d.to)
        dg_buf_addz(out, from);
    else
        dg_buf_printf(out, "%s to %s", from, to);
}
