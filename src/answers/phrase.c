/* phrase.c: fills the patterns of phrases.tsv; looks words up in dossier.tsv. */
#include "answers/phrase.h"

#include <stdio.h>

static int load(const char *dir, const char *file, const char *lang, dg_arena *arena,
                dg_table *table, uint32_t *ret_column, dg_err *err) {
    int rc = dg_table_load(dir, file, arena, table, err);
    if (rc) return rc;
    *ret_column = dg_table_column(table, lang);
    return *ret_column == DG_NONE
               ? dg_err_set(err, DG_E_LEXICON, 0, "%s: no column %s", table->path, lang)
               : 0;
}

int dg_phrases_load(const char *dir, const char *lang, const dg_names *names, dg_arena *arena,
                    dg_phrases *ret, dg_err *err) {
    dg_phrases p = {.names = names, .langs = dg_names_lang(names, dg_str_of(lang))};
    int rc = load(dir, "phrases.tsv", lang, arena, &p.events, &p.pattern, err);
    if (!rc) rc = load(dir, "dossier.tsv", lang, arena, &p.words, &p.word, err);
    if (rc) return rc;
    p.type = dg_table_column(&p.events, "type");
    p.form = dg_table_column(&p.events, "form");
    p.id = dg_table_column(&p.words, "id");
    if (p.type == DG_NONE || p.form == DG_NONE || p.id == DG_NONE)
        return dg_err_set(err, DG_E_LEXICON, 0, "%s: no column type, form or id", p.events.path);
    *ret = p;
    return 0;
}

dg_str dg_phrase_word(const dg_phrases *p, const char *id) {
    for (uint32_t row = 0; row < p->words.n_rows; row++)
        if (dg_str_is(dg_table_cell(&p->words, row, p->id), id))
            return dg_table_cell(&p->words, row, p->word);
    return dg_str_of(id);
}

void dg_phrase_count(const dg_phrases *p, const char *id, uint32_t n, dg_buf *out) {
    dg_str cell = dg_phrase_word(p, id), one, word;
    uint32_t at = 0;
    if (!dg_table_alt(cell, &at, &word)) word = dg_str_of(id);
    if (n != 1 && dg_table_alt(cell, &at, &one)) word = one;
    dg_buf_printf(out, "%u ", n);
    dg_buf_adds(out, word);
}

void dg_phrase_country(const dg_phrases *p, dg_str code, dg_buf *out) {
    dg_str label = dg_names_label(p->names, code, p->langs);
    dg_buf_adds(out, label.p ? label : code);
}

static bool told_before(const dg_party *parties, uint32_t at) {
    for (uint32_t i = 0; i < at; i++)
        if (dg_is_state(parties[at].country) && dg_party_compatriots(&parties[i], &parties[at]))
            return true;
    return false;
}

/* How many states and others are named. */
static uint32_t count_told(const dg_party *parties, uint32_t n) {
    uint32_t told = 0;
    for (uint32_t i = 0; i < n; i++) told += !told_before(parties, i);
    return told;
}

/* The pattern in the row of that form whose type is "TYPE", or "TYPE" and `more`; p NULL: none. */
static dg_str row_of(const dg_phrases *p, dg_str type, const char *between, dg_str more,
                     const char *form) {
    char key[64];
    int n = snprintf(key, sizeof key, "%.*s%s%.*s", (int)type.n, type.p, between, (int)more.n,
                     more.n ? more.p : "");
    if (n < 0 || n >= (int)sizeof key) return DG_STR_NULL;
    for (uint32_t row = 0; row < p->events.n_rows; row++)
        if (dg_str_is(dg_table_cell(&p->events, row, p->type), key) &&
            dg_str_is(dg_table_cell(&p->events, row, p->form), form))
            return dg_table_cell(&p->events, row, p->pattern);
    return DG_STR_NULL;
}

/* By mode, by what is promised, by type. */
static dg_str pattern_of(const dg_phrases *p, const dg_found_event *e) {
    const char *form =
        e->n_recipients ? (e->negated ? "pair-not" : "pair") : (e->negated ? "alone-not" : "alone");
    dg_str found = DG_STR_NULL;
    if (e->mode.n) found = row_of(p, e->type, " ", e->mode, form);
    if (!found.n && e->planned.n) found = row_of(p, e->type, " of ", e->planned, form);
    if (!found.n && !e->negated && !e->n_recipients && count_told(e->actors, e->n_actors) > 1)
        found = row_of(p, e->type, "", DG_STR_NULL, "among");
    if (!found.n) found = row_of(p, e->type, "", DG_STR_NULL, form);
    return found.n ? found : DG_STR("{A}: {R}");
}

/* The row of a kind that a phrase of any language means; NULL: none. */
static const dg_name *row_meant(const dg_phrases *p, dg_str phrase, dg_name_kind kind) {
    dg_name_hits hits;
    if (!phrase.n || !dg_names_find(p->names, phrase, UINT32_MAX, &hits)) return NULL;
    for (uint32_t i = 0; i < hits.n; i++)
        if (hits.rows[i]->kind == kind) return hits.rows[i];
    return NULL;
}

void dg_phrase_role(const dg_phrases *p, dg_str role, dg_buf *out) {
    const dg_name *row = row_meant(p, role, DG_NAME_ROLE);
    dg_str label =
        row ? dg_names_label_of(p->names, DG_NAME_ROLE, row->key, p->langs) : DG_STR_NULL;
    dg_buf_adds(out, label.p ? label : role);
}

void dg_phrase_place(const dg_phrases *p, dg_str place, dg_buf *out) {
    const dg_name *row = row_meant(p, place, DG_NAME_CAPITAL);
    dg_str label =
        row ? dg_names_label_of(p->names, DG_NAME_CAPITAL, row->key, p->langs) : DG_STR_NULL;
    dg_buf_adds(out, label.p ? label : place);
}

dg_str dg_phrase_state(const dg_phrases *p, dg_str key) {
    char code[4] = "";
    for (uint32_t i = 0; i < key.n && i < 3; i++)
        code[i] = (char)(key.p[i] >= 'a' && key.p[i] <= 'z' ? key.p[i] - 32 : key.p[i]);
    return key.n == 3 ? dg_names_label(p->names, dg_str_of(code), p->langs) : DG_STR_NULL;
}

/* Behind "chn ": the id of a body or office; p NULL: it is no such key. */
static dg_str id_in(dg_str key, dg_str country) {
    uint32_t n = country.n;
    if (!n || key.n < n + 2 || key.p[n] != ' ') return DG_STR_NULL;
    for (uint32_t i = 0; i < n; i++)
        if ((key.p[i] | 0x20) != (country.p[i] | 0x20)) return DG_STR_NULL;
    return dg_str_cut(key, n + 1, key.n);
}

dg_str dg_phrase_body(const dg_phrases *p, dg_str key, dg_str country) {
    dg_str id = id_in(key, country);
    if (!id.n) return DG_STR_NULL;
    dg_str label = dg_names_label_of(p->names, DG_NAME_INSTITUTION, id, p->langs);
    return label.p ? label : dg_names_label_of(p->names, DG_NAME_ROLE, id, p->langs);
}

dg_str dg_phrase_nameless(const dg_phrases *p, dg_str key, dg_str role, dg_str country) {
    dg_name_hits hits;
    uint32_t end = key.n;
    while (end && key.p[end - 1] >= '0' && key.p[end - 1] <= '9') end--;
    if (end == key.n || !end || key.p[end - 1] != ' ') return DG_STR_NULL;
    if (!role.n || !dg_names_find(p->names, role, UINT32_MAX, &hits) || hits.plural)
        return DG_STR_NULL;
    return dg_phrase_body(p, dg_str_cut(key, 0, end - 1), country);
}

/* A body, an organisation, as this language calls them; anybody else ("342 officials") as the text
 * does. */
static void put_member(const dg_phrases *p, const dg_party *party, dg_buf *out) {
    dg_str label = DG_STR_NULL;
    if (dg_str_is(party->kind, "organisation")) {
        label = dg_phrase_body(p, party->key, party->country);
        if (!label.p) label = dg_names_label(p->names, party->key, p->langs);
    } else if (dg_str_is(party->kind, "person"))
        label = dg_phrase_nameless(p, party->key, party->role, party->country);
    else
        label = dg_names_label(p->names, party->key, p->langs);
    dg_buf_adds(out, label.p ? label : party->name);
}

/* A capital stands for its government, which the country's name says. */
static bool is_government(const dg_phrases *p, const dg_party *party) {
    return dg_str_is(party->kind, "country") ||
           (dg_str_is(party->kind, "place") && row_meant(p, party->name, DG_NAME_CAPITAL));
}

/* The party's state, with those of its people, bodies and groups that the text names in brackets.
 */
static void put_state(const dg_phrases *p, const dg_party *parties, uint32_t n, uint32_t at,
                      dg_buf *out) {
    uint32_t named = 0;
    dg_phrase_country(p, parties[at].country, out);
    for (uint32_t i = at; i < n; i++) {
        if (!dg_party_compatriots(&parties[at], &parties[i]) || is_government(p, &parties[i]))
            continue;
        dg_buf_addz(out, named++ ? ", " : " (");
        put_member(p, &parties[i], out);
    }
    if (named) dg_buf_addc(out, ')');
}

void dg_phrase_parties(const dg_phrases *p, const dg_party *parties, uint32_t n, dg_buf *out) {
    uint32_t told = 0, to_tell = count_told(parties, n);
    for (uint32_t i = 0; i < n; i++) {
        if (told_before(parties, i)) continue;
        told++;
        if (told > 1 && told < to_tell) dg_buf_addz(out, ", ");
        if (told > 1 && told == to_tell) {
            dg_buf_addc(out, ' ');
            dg_buf_adds(out, dg_phrase_word(p, "and"));
            dg_buf_addc(out, ' ');
        }
        if (dg_is_state(parties[i].country))
            put_state(p, parties, n, i, out);
        else
            put_member(p, &parties[i], out);
    }
}

void dg_phrase_event(const dg_phrases *p, const dg_found_event *e, dg_buf *out) {
    dg_str words = pattern_of(p, e);
    for (uint32_t i = 0; i < words.n; i++) {
        bool actors = dg_str_starts(dg_str_cut(words, i, words.n), DG_STR("{A}"));
        bool recipients = dg_str_starts(dg_str_cut(words, i, words.n), DG_STR("{R}"));
        if (actors && !e->n_actors)
            dg_buf_adds(out, dg_phrase_word(p, "somebody"));
        else if (actors)
            dg_phrase_parties(p, e->actors, e->n_actors, out);
        else if (recipients)
            dg_phrase_parties(p, e->recipients, e->n_recipients, out);
        else
            dg_buf_addc(out, words.p[i]);
        if (actors || recipients) i += 2;
    }
}

void dg_phrase_days(const dg_phrases *p, dg_days d, dg_buf *out) {
    char from[11], to[11];
    if (!dg_days_known(d)) {
        dg_buf_adds(out, dg_phrase_word(p, "undated"));
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
    else {
        dg_str until = dg_phrase_word(p, "until");
        dg_buf_printf(out, "%s %.*s %s", from, (int)until.n, until.p, to);
    }
}
