/* mentions_parser.c: the parser's names, merged with what the tables found: the tables say what a
 * name is, the parser how far it reaches. See mentions_work.h. */
#include "base/utf8.h"
#include "reading/mentions_work.h"

static bool is_possessive_end(const dg_who *w, uint32_t t) {
    dg_str s = dg_doc_text(w->doc, w->doc->tokens[t].span);
    return s.n <= 4 && s.n &&
           (dg_str_is(s, "'s") || dg_str_is(s, "’s") || dg_str_is(s, "'") || dg_str_is(s, "’"));
}

bool dg_find_is_comma(const dg_who *w, uint32_t t) {
    return dg_str_is(dg_doc_text(w->doc, w->doc->tokens[t].span), ",");
}

uint32_t dg_find_inner_hits(const dg_who *w, uint32_t from, uint32_t to, uint32_t *ret_first,
                            uint32_t *ret_last) {
    uint32_t n = 0;
    for (uint32_t t = from; t < to; t++) {
        uint32_t h = w->hit_at[t];
        if (h == DG_NONE || (n && *ret_last == h)) continue;
        if (!n++) *ret_first = h;
        *ret_last = h;
    }
    return n;
}

static bool holds_word(const dg_who *w, uint32_t from, uint32_t to,
                       bool (*is)(const dg_who *, uint32_t)) {
    for (uint32_t t = from; t < to; t++)
        if (is(w, t)) return true;
    return false;
}

static bool is_join(const dg_who *w, uint32_t t) {
    return dg_who_in_class(w, t, DG_WORD_AND) || dg_find_is_comma(w, t);
}

/* Cuts titles, articles and genitive marks off a person's name: "President Putin's" ─► "Putin". */
static void trim_name(const dg_who *w, uint32_t *from, uint32_t *to) {
    while (*to > *from && (is_possessive_end(w, *to - 1) || !dg_find_is_word(w, *to - 1))) --*to;
    while (*from < *to) {
        uint32_t h = w->hit_at[*from];
        bool title = h != DG_NONE &&
                     (w->hits[h].kind == DG_NAME_ROLE || w->hits[h].kind == DG_NAME_ADJECTIVE) &&
                     w->hits[h].to < *to;
        if (title)
            *from = w->hits[h].to;
        else if (!dg_find_is_word(w, *from) ||
                 dg_who_in_class(w, *from, DG_WORD_MR | DG_WORD_MS | DG_WORD_DEFINITE))
            ++*from;
        else
            return;
    }
}

bool dg_find_plausible(const dg_who *w, uint32_t from, uint32_t to) {
    if (from >= to || to - from > 8) return false;
    bool capital = false, letters = false;
    for (uint32_t t = from; t < to; t++) {
        capital |= dg_who_capital(w, t);
        letters |= dg_find_is_word(w, t);
        if (dg_who_in_class(w, t, DG_WORD_NOT_NAME) && to - from == 1) return false;
    }
    dg_str s = dg_who_text(w, from, to);
    for (uint32_t i = 0; i < s.n && !capital; i++)
        capital |= s.p[i] == '-' && i + 1 < s.n && s.p[i + 1] >= 'A' && s.p[i + 1] <= 'Z';
    return capital && letters && s.n >= 2;
}

static bool covers(const dg_hit *h, uint32_t from, uint32_t to) {
    return h->from <= from && to <= h->to;
}

static void drop_inside(dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (w->hit_at[t] != DG_NONE) w->hits[w->hit_at[t]].gone = true;
}

/* Names whose parts a hyphen joins are one, however the words were cut ("Park Geun-hye");
 * "Putin-led" is not. */
static uint32_t over_hyphens(const dg_who *w, uint32_t to) {
    const dg_token *tok = w->doc->tokens;
    while (to + 1 < w->doc->n_tokens && tok[to + 1].sentence == tok[to - 1].sentence) {
        dg_str mark = dg_doc_text(w->doc, tok[to].span),
               word = dg_doc_text(w->doc, tok[to + 1].span);
        bool close =
            tok[to - 1].span.to == tok[to].span.from && tok[to].span.to == tok[to + 1].span.from;
        if (!close || !(dg_str_is(mark, "-") || dg_str_is(mark, "‑")) ||
            w->hit_at[to + 1] != DG_NONE || !dg_find_is_word(w, to + 1))
            break;
        if (!dg_who_capital(w, to + 1) ? word.n > 4 : tok[to + 1].upos == DG_UPOS_NOUN) break;
        to += 2;
    }
    return to;
}

void dg_find_take_name(dg_who *w, uint32_t from, uint32_t to, uint8_t kind, const char *country,
                       const char *found) {
    to = over_hyphens(w, to);
    dg_hit h = {.from = from, .to = to, .kind = kind, .found = found};
    if (country) memcpy(h.country, country, 4);
    dg_str text = dg_who_text(w, from, to);
    h.genitive = dg_str_ends(text, DG_STR("'s")) || dg_str_ends(text, DG_STR("’s")) ||
                 (to < w->doc->n_tokens && is_possessive_end(w, to));
    drop_inside(w, from, to);
    uint32_t id = w->n_hits;
    if (dg_find_push(w, h))
        for (uint32_t t = from; t < to; t++) w->hit_at[t] = id;
}

/* A verb or pronoun inside: the parser took half a sentence for a name. */
static bool is_no_name_word(const dg_who *w, uint32_t t) {
    uint8_t upos = w->doc->tokens[t].upos;
    bool closed = upos == DG_UPOS_VERB || upos == DG_UPOS_AUX || upos == DG_UPOS_PRON ||
                  upos == DG_UPOS_ADV || upos == DG_UPOS_SCONJ;
    return closed && !dg_who_capital(w, t);
}

/* Does a longer person's name of the article end with this word? Then "Jordan" is he. */
static bool is_family_here(const dg_who *w, uint32_t t) {
    return dg_map_has(&w->families, dg_doc_text(w->doc, w->doc->tokens[t].span));
}

void dg_find_note_families(dg_who *w) {
    uint32_t *slot;
    for (uint32_t t = 1; t < w->doc->n_tokens; t++)
        if (w->doc->tokens[t].ner == DG_NER_I_PER &&
            !dg_map_put_ref(&w->families, dg_doc_text(w->doc, w->doc->tokens[t].span), &slot, NULL))
            w->no_memory = true;
}

bool dg_find_after_article(const dg_who *w, uint32_t t) {
    return t && (dg_who_in_class(w, t - 1, DG_WORD_DEFINITE | DG_WORD_INDEFINITE) ||
                 w->doc->tokens[t - 1].upos == DG_UPOS_ADJ);
}

static bool is_state_hit(const dg_who *w, uint32_t t) {
    uint32_t h = w->hit_at[t];
    return h != DG_NONE && (dg_who_is_state(&w->hits[h]) || w->hits[h].kind == DG_NAME_REGION) &&
           !dg_who_in_class(w, t, DG_WORD_ALSO_NAME);
}

/* "of [Zambia]", "i [Kenya]": a country, though people are called so too. */
static bool is_state_behind_word(const dg_who *w, uint32_t t) {
    uint32_t h = w->hit_at[t];
    return t && h != DG_NONE && dg_who_is_state(&w->hits[h]) && w->hits[h].to == t + 1 &&
           w->doc->tokens[t - 1].sentence == w->doc->tokens[t].sentence &&
           dg_who_in_class(w, t - 1, DG_WORD_LOCATIVE | DG_WORD_OF | DG_WORD_AT);
}

/* "of Zambia [Esau Chulu] said", which the parser took for one place or house: a country, and an
 * unknown name of two words or more that does something. */
static bool is_person_behind_state(const dg_who *w, uint32_t from, uint32_t to) {
    if (to - from < 3 || to - from > 5 || to >= w->doc->n_tokens || !is_state_behind_word(w, from))
        return false;
    for (uint32_t t = from + 1; t < to; t++)
        if (w->hit_at[t] != DG_NONE || !dg_who_capital(w, t) || !dg_find_is_word(w, t) ||
            dg_who_in_class(w, t, DG_WORD_HOUSE | DG_WORD_NOT_FAMILY | DG_WORD_NOT_NAME))
            return false;
    uint8_t upos = w->doc->tokens[to].upos;
    return w->doc->tokens[to].sentence == w->doc->tokens[from].sentence &&
           (upos == DG_UPOS_VERB || upos == DG_UPOS_AUX);
}

/* The parser often takes a country into the name beside it ("Mattarella Italy"): off with it, at
 * both ends. */
static void trim_states(const dg_who *w, uint32_t *from, uint32_t *to) {
    while (*from < *to && is_state_hit(w, *from)) ++*from;
    if (*to - *from > 2 && is_state_behind_word(w, *from)) ++*from;
    uint32_t town = *from < *to ? w->hit_at[*from] : DG_NONE; /* "minister for Wales Ron Davies" */
    if (town != DG_NONE && w->hits[town].kind == DG_NAME_CITY &&
        !dg_who_in_class(w, *from, DG_WORD_ALSO_NAME) && w->hits[town].to + 2 <= *to)
        *from = w->hits[town].to;
    bool family = *to == *from + 2 &&
                  dg_who_in_class(w, *from, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE) &&
                  w->hit_at[*from] == DG_NONE; /* "Harold [Brazil]" */
    while (*from < *to && !family && is_state_hit(w, *to - 1)) --*to;
    while (*from + 1 < *to && dg_who_in_class(w, *to - 1, DG_WORD_OF | DG_WORD_AT)) --*to;
}

/* The person's row among what a phrase can mean, if there is one: then the tables and the parser
 * agree. */
static bool take_person_row(dg_hit *h) {
    for (uint32_t i = 0; i < h->rows.n; i++)
        if (h->rows.rows[i]->kind == DG_NAME_PERSON) {
            h->row = h->rows.rows[i], h->kind = DG_NAME_PERSON;
            return true;
        }
    return false;
}

/* A single word that the tables know as something else is a person only when he has a longer name
 * elsewhere. */
static bool beats_tables(const dg_who *w, const dg_hit *h, uint32_t from, uint32_t to) {
    if (to - from > 1)
        return h->kind != DG_NAME_INSTITUTION && h->kind != DG_NAME_ORGANISATION &&
               h->kind != DG_NAME_OUTLET;
    if (h->kind == DG_NAME_ROLE) /* Herr Fischer */
        return w->doc->tokens[from].upos == DG_UPOS_PROPN && !dg_find_after_article(w, from) &&
               !dg_find_is_first(w, from);
    return is_family_here(w, from);
}

/* "Dolmetscherkosten": one noun in the plural, and nobody's name, whatever the parser thinks. */
static bool is_plural_noun(const dg_who *w, uint32_t from, uint32_t to) {
    const dg_token *t = &w->doc->tokens[from];
    const dg_name *any[1];
    return to - from == 1 && t->upos == DG_UPOS_NOUN && t->feats.number == DG_NUMBER_PLUR &&
           !is_family_here(w, from) &&
           !dg_names_family(w->names, w->arena, dg_doc_text(w->doc, t->span), true, any, 1);
}

/* Is there no preposition before t ("in Kenya Moore signed …")? */
static bool opens_name(const dg_who *w, uint32_t t) {
    const dg_token *tok = w->doc->tokens;
    return t == w->doc->sentences[tok[t].sentence].from || tok[t - 1].upos != DG_UPOS_ADP;
}

/* "[Kenya Moore] signed": a country's name that people are given, an unknown name behind it, and
 * both do something. */
static bool is_named_after_place(const dg_who *w, uint32_t from, uint32_t to) {
    if (to != from + 2 || to >= w->doc->n_tokens || !dg_who_in_class(w, from, DG_WORD_GIVEN_PLACE))
        return false;
    const dg_token *next = &w->doc->tokens[to];
    return w->hit_at[from + 1] == DG_NONE && dg_who_capital(w, from + 1) &&
           !dg_who_in_class(w, from + 1, DG_WORD_HOUSE | DG_WORD_NOT_FAMILY | DG_WORD_NOT_NAME) &&
           next->sentence == w->doc->tokens[from].sentence &&
           (next->upos == DG_UPOS_VERB || next->upos == DG_UPOS_AUX);
}

static void merge_person(dg_who *w, uint32_t from, uint32_t to) {
    uint32_t first = DG_NONE, last = DG_NONE;
    trim_name(w, &from, &to);
    if (to == from + 1 && from && opens_name(w, from - 1) &&
        is_named_after_place(w, from - 1, to)) {
        dg_find_take_name(w, from - 1, to, DG_HIT_PER, NULL, "a given name that is a place's too");
        return;
    }
    if (to - from > 1) trim_states(w, &from, &to);
    if (!dg_find_plausible(w, from, to) || is_plural_noun(w, from, to)) return;
    uint32_t n = dg_find_inner_hits(w, from, to, &first, &last);
    bool family = to == from + 2 &&
                  dg_who_in_class(w, from, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE) &&
                  w->hit_at[from] == DG_NONE;
    if (n && !family && (holds_word(w, from, to, is_join) || holds_word(w, from, to, is_state_hit)))
        return;
    if (n == 1 && covers(&w->hits[first], from, to)) {
        dg_hit *h = &w->hits[first];
        if (h->to - h->from > to - from || take_person_row(h) || !beats_tables(w, h, from, to))
            return;
    }
    if (n && (w->hits[last].to > to || w->hits[first].from < from))
        return; /* crosses a longer phrase of the tables */
    bool house = to - from > 1 && dg_who_in_class(w, to - 1, DG_WORD_HOUSE);
    dg_find_take_name(w, from, to, house ? DG_HIT_ORG : DG_HIT_PER, NULL, "a name of the parser's");
}

const char *dg_find_country_inside(const dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++) {
        uint32_t h = w->hit_at[t];
        if (h == DG_NONE || !w->hits[h].row) continue;
        if (dg_who_is_state(&w->hits[h]) || w->hits[h].kind == DG_NAME_CITY)
            return w->hits[h].row->country;
    }
    return NULL;
}

/* Are all words of [from, to) that are in no hit written small? Then the parser's name is a country
 * and a noun. */
static bool rest_is_small(const dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (w->hit_at[t] == DG_NONE && dg_find_is_word(w, t) && dg_who_capital(w, t)) return false;
    return true;
}

/* Does somebody of this family name hold an office in the article's year? */
static bool is_in_office(dg_who *w, uint32_t t) {
    const dg_name *all[16];
    uint32_t n = dg_names_family(w->names, w->arena, dg_doc_text(w->doc, w->doc->tokens[t].span),
                                 true, all, DG_LEN(all));
    for (uint32_t i = 0; i < n; i++)
        if (dg_name_held(all[i], DG_STR_NULL, w->year ? w->year : 9999)) return true;
    return false;
}

/* "Foreign Minister [Farida Osei] of Ghana", which the parser took for one place: the token behind
 * the name of whoever has the title before it; `to` when it is none of these. */
static uint32_t end_of_titled(const dg_who *w, uint32_t from, uint32_t to) {
    uint32_t title = from ? w->hit_at[from - 1] : DG_NONE, e = to;
    if (title == DG_NONE || w->hits[title].kind != DG_NAME_ROLE) return to;
    while (e > from && is_state_hit(w, e - 1)) e--;
    if (e == to || e < from + 2 || !dg_who_in_class(w, e - 1, DG_WORD_OF)) return to;
    return e - 1;
}

/* A hyphen with a word close on both sides. */
static bool is_hyphen(const dg_who *w, uint32_t t) {
    const dg_token *tok = w->doc->tokens;
    dg_str s = dg_doc_text(w->doc, tok[t].span);
    if (!dg_str_is(s, "-") && !dg_str_is(s, "‑")) return false;
    return t && t + 1 < w->doc->n_tokens && tok[t - 1].span.to == tok[t].span.from &&
           tok[t].span.to == tok[t + 1].span.from;
}

/* "[IAEA] Auskunft": where such words are written as one, a body of the tables and a noun behind it
 * are two things. */
static bool is_body_before_noun(const dg_who *w, uint32_t from, uint32_t to) {
    uint32_t h = w->hit_at[from];
    return to == from + 2 && h != DG_NONE && w->hits[h].to == from + 1 &&
           w->hits[h].kind == DG_NAME_ORGANISATION && dg_names_solid(w->names, w->langs) &&
           w->doc->tokens[from + 1].upos == DG_UPOS_NOUN;
}

/* "[EU]-Staaten", "[UN]-Mission", cut into three words that the parser took for one name: a body or
 * country of the tables, and a noun. */
static bool is_hyphened_noun(const dg_who *w, uint32_t from, uint32_t to) {
    if (to != from + 3 || !dg_names_solid(w->names, w->langs)) return false;
    uint32_t h = w->hit_at[from];
    bool known = h != DG_NONE && w->hits[h].to == from + 1 &&
                 (dg_who_is_state(&w->hits[h]) || w->hits[h].kind == DG_NAME_ORGANISATION);
    return known && is_hyphen(w, from + 1) && w->doc->tokens[from + 2].upos == DG_UPOS_NOUN;
}

static void merge_thing(dg_who *w, uint32_t from, uint32_t to, uint8_t kind) {
    uint32_t first = DG_NONE, last = DG_NONE;
    while (to > from && (is_possessive_end(w, to - 1) || !dg_find_is_word(w, to - 1))) to--;
    while (from < to && (!dg_find_is_word(w, from) || dg_who_in_class(w, from, DG_WORD_DEFINITE)))
        from++;
    uint32_t titled = end_of_titled(w, from, to);
    if (titled < to) to = titled, kind = DG_HIT_PER;
    if (!dg_find_plausible(w, from, to) || dg_who_in_class(w, from, DG_WORD_INDEFINITE)) return;
    if (to - from == 1 && w->hit_at[from] == DG_NONE && is_in_office(w, from)) kind = DG_HIT_PER;
    if (to - from > 1 && dg_names_person(w->names, w->arena, dg_who_text(w, from, to)))
        kind = DG_HIT_PER;
    if (is_named_after_place(w, from, to)) {
        dg_find_take_name(w, from, to, DG_HIT_PER, NULL, "a given name that is a place's too");
        return;
    }
    if (is_person_behind_state(w, from, to)) {
        dg_find_take_name(w, from + 1, to, DG_HIT_PER, NULL, "a name behind a country's");
        return;
    }
    if (holds_word(w, from, to, is_no_name_word) || is_hyphened_noun(w, from, to) ||
        is_body_before_noun(w, from, to))
        return;
    uint32_t lead = w->hit_at[from];
    if (lead != DG_NONE && w->hits[lead].genitive && dg_who_is_state(&w->hits[lead]) &&
        w->hits[lead].to < to)
        from = w->hits[lead].to; /* "[Frankrigs] [Front National]" */
    uint32_t n = dg_find_inner_hits(w, from, to, &first, &last);
    if (n && (w->hits[first].from < from || w->hits[last].to > to)) return;
    if (n && (rest_is_small(w, from, to) || holds_word(w, from, to, is_join))) return;
    if (n && w->hits[last].to == to && w->hits[last].kind != DG_NAME_CITY &&
        (!dg_who_is_state(&w->hits[last]) ||
         (kind == DG_HIT_LOC && w->doc->tokens[from].upos == DG_UPOS_ADJ)))
        return; /* "Russian [Foreign Ministry]", "Northern [Syria]" */
    const char *country = n ? dg_find_country_inside(w, from, to) : NULL;
    if (country && w->hits[last].kind == DG_NAME_ROLE) return;
    if (to - from > 1 && dg_who_in_class(w, to - 1, DG_WORD_HOUSE)) kind = DG_HIT_ORG;
    dg_find_take_name(w, from, to, kind,
                      kind == DG_HIT_LOC && n && w->hits[last].to != to ? NULL : country,
                      "a name of the parser's");
}

bool dg_find_is_particle(const dg_who *w, uint32_t t) {
    dg_str s = dg_doc_text(w->doc, w->doc->tokens[t].span);
    if (dg_names_listed(w->names, "particle", s)) return true;
    return s.n > 3 && s.p[2] == '-' && (s.p[0] == 'a' || s.p[0] == 'e');
}

bool dg_find_may_be_name(const dg_who *w, uint32_t t) {
    const dg_token *tok = &w->doc->tokens[t];
    if (w->hit_at[t] != DG_NONE || !dg_find_is_word(w, t) ||
        dg_who_in_class(w, t, DG_WORD_NOT_NAME))
        return false;
    return dg_who_capital(w, t) && (tok->upos == DG_UPOS_PROPN || dg_ner_type(tok->ner));
}

uint32_t dg_find_name_run(const dg_who *w, uint32_t t) {
    uint32_t e = t;
    const dg_token *tok = w->doc->tokens;
    while (e < w->doc->n_tokens && e < t + 7 && tok[e].sentence == tok[t].sentence) {
        bool inner =
            dg_find_is_particle(w, e) && e + 1 < w->doc->n_tokens && dg_find_may_be_name(w, e + 1);
        bool hyphen =
            e > t && is_hyphen(w, e) && e + 1 < w->doc->n_tokens && dg_find_may_be_name(w, e + 1);
        if (!dg_find_may_be_name(w, e) && !inner && !hyphen) break;
        e++;
    }
    return e;
}

static uint32_t ner_end(const dg_who *w, uint32_t t) {
    const dg_token *tok = w->doc->tokens;
    uint8_t type = dg_ner_type(tok[t].ner);
    uint32_t e = t + 1;
    while (e < w->doc->n_tokens && tok[e].sentence == tok[t].sentence &&
           dg_ner_type(tok[e].ner) == type && !dg_ner_begins(tok[e].ner))
        e++;
    return e;
}

/* The kind that most words of a run have from the parser, persons first; 0 when it is silent. */
static uint8_t kind_of_run(const dg_who *w, uint32_t from, uint32_t to) {
    uint32_t n[5] = {0};
    for (uint32_t t = from; t < to; t++) n[dg_ner_type(w->doc->tokens[t].ner)]++;
    if (dg_who_in_class(w, from, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE) && n[1] + 1 >= n[2])
        return 1;
    if (n[1] && n[1] >= n[2] && n[1] >= n[3]) return 1;
    return n[2] >= n[3] ? (n[2] ? 2 : 0) : 3;
}

/* Where the parser cuts a run of name words into several names ("[Donald] [Tusk]"), the run is one.
 */
static uint32_t torn_run(const dg_who *w, uint32_t t, uint32_t ner_to) {
    uint32_t e = dg_find_name_run(w, t);
    if (e <= ner_to || e - t > 6 || !dg_ner_type(w->doc->tokens[t].ner)) return t;
    /* "[Islands Universitet] [Gudrun Berg]": a house and a person are two */
    if (dg_ner_type(w->doc->tokens[t].ner) == 2 && ner_to > t + 1 &&
        w->doc->tokens[ner_to].ner == DG_NER_B_PER &&
        dg_who_in_class(w, ner_to, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE))
        return t;
    return e;
}

/* The parser often has only the family name; given names in front of it are name words too, and a
 * country's name behind a given name is a family name ("Vernon [Jordan]"). */
static void widen_person(const dg_who *w, uint32_t *from, uint32_t *to) {
    const dg_token *tok = w->doc->tokens;
    uint32_t first = w->doc->sentences[tok[*from].sentence].from;
    while (*from > first && *to - *from < 4 && dg_find_may_be_name(w, *from - 1)) --*from;
    bool alone =
        *to - *from == 1 && *to < w->doc->n_tokens && tok[*to].sentence == tok[*from].sentence;
    if (alone && dg_who_in_class(w, *to, DG_WORD_ALSO_NAME) && w->hit_at[*to] != DG_NONE &&
        !w->hits[w->hit_at[*to]].genitive)
        ++*to;
}

/* "Clint Eastwood von [Morgan Freeman]": a full name on both sides of an "of" is two persons; where
 * the second begins, or `to`. */
static uint32_t second_name(const dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from + 2; t + 2 < to; t++)
        if (dg_who_in_class(w, t, DG_WORD_OF) && !dg_who_capital(w, t) && dg_who_capital(w, t + 1))
            return t + 1;
    return to;
}

void dg_find_merge_parser(dg_who *w) {
    for (uint32_t t = 0, e; t < w->doc->n_tokens && !w->no_memory; t = e) {
        uint8_t type = dg_ner_type(w->doc->tokens[t].ner);
        e = t + 1;
        if (!type) continue;
        e = ner_end(w, t);
        uint32_t run = torn_run(w, t, e);
        if (run > e) e = run, type = kind_of_run(w, t, e);
        uint32_t from = t, to = e;
        if (type == 1) widen_person(w, &from, &to);
        uint32_t second = type == 1 ? second_name(w, from, to) : to;
        if (second < to) merge_person(w, second, to), to = second - 1;
        if (type == 1)
            merge_person(w, from, to);
        else if (type == 2)
            merge_thing(w, t, e, DG_HIT_ORG);
        else if (type == 3)
            merge_thing(w, t, e, DG_HIT_LOC);
    }
}
