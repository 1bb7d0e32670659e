/* people.c: which names of persons mean the same one, and who that is.
 *
 *   "Alassane Ouattara" … "Ouattara" … "President Ouattaras" ─► one
 *   "Sergej Lawrow", "Sergei Lavrov"                         ─► one key: that of people.tsv
 *   "Kim Jong-un" … "Kim"; "Nguyễn Phú Trọng" … "Trọng"      ─► one
 *
 * How: a name is its words, each as its sounds (lexicon/spelling.h). A shorter name means the
 * longer one in whose words it is contained, in order. A full name is looked up in people.tsv by
 * spelling, then by sound; a family name alone only when exactly one person fits its office, its
 * country and the year. A person of the tables whose country differs from the one that the article
 * gives him is a namesake and is dropped. Cost: O(1) a name. Limits: relatives with the same family
 * name are told apart only where given names stand. */
#include "base/utf8.h"
#include "reading/who.h"

typedef struct name_words {
    uint32_t n;
    dg_str words[DG_NAME_WORDS];
} name_words;

static void split(dg_who *w, dg_str name, name_words *ret) {
    dg_spelled spelled;
    dg_spelling_words(dg_names_spelling(w->names), w->arena, name, &spelled);
    ret->n = 0;
    for (uint32_t i = 0; i < spelled.n && ret->n < DG_NAME_WORDS; i++) {
        if (!spelled.words[i].n) continue;
        dg_str kept = dg_arena_str(w->arena, (dg_str){spelled.words[i].p, spelled.words[i].n});
        if (!kept.p)
            w->no_memory = true;
        else
            ret->words[ret->n++] = kept;
    }
}

/* Are all of `few` among `many`, in the same order? */
static bool contained(const dg_str *few, uint32_t n_few, const dg_str *many, uint32_t n_many) {
    uint32_t k = 0;
    for (uint32_t i = 0; i < n_many && k < n_few; i++) k += dg_str_eq(many[i], few[k]);
    return k == n_few;
}

static bool same_name(const name_words *a, const dg_being *b) {
    if (!a->n || !b->n_words) return false;
    return a->n <= b->n_words ? contained(a->words, a->n, b->words, b->n_words)
                              : contained(b->words, b->n_words, a->words, a->n);
}

/* The being that a name means by its words alone, or DG_NONE. */
static uint32_t known(const dg_who *w, const name_words *name) {
    for (uint32_t i = name->n; i-- > 0;) {
        uint32_t b = dg_map_get(&w->by_word, name->words[i]);
        if (b != DG_NONE && b && same_name(name, &w->beings[b - 1])) return b - 1;
    }
    return DG_NONE;
}

static void learn(dg_who *w, uint32_t being, const name_words *name) {
    dg_being *b = &w->beings[being];
    if (name->n > b->n_words) {
        b->n_words = name->n;
        memcpy(b->words, name->words, sizeof b->words);
    }
    for (uint32_t i = 0; i < name->n; i++) {
        uint32_t *slot;
        if (name->words[i].n < 2) continue;
        if (dg_map_put_ref(&w->by_word, name->words[i], &slot, NULL))
            *slot = being + 1;
        else
            w->no_memory = true;
    }
}

/* ---- the lexicon's people ---- */

static const dg_hit *role_of(const dg_who *w, const dg_hit *h) {
    return h->person == DG_NONE ? NULL : &w->hits[h->person];
}

static bool same_country(const char *a, const char *b) {
    return !a[0] || !b[0] || strncmp(a, b, 3) == 0;
}

/* "[Jordan's] King Abdullah", "[Kinas] Xi": the country that owns a person; "" when none does. */
static const char *country_before(const dg_who *w, const dg_hit *h) {
    uint32_t t = h->from, first = w->doc->sentences[w->doc->tokens[t].sentence].from;
    if (t > first && dg_str_is(dg_who_text(w, t - 1, t), "'s")) t--;
    uint32_t id = t > first ? w->hit_at[t - 1] : DG_NONE;
    if (id == DG_NONE || !dg_who_is_state(&w->hits[id])) return "";
    const dg_hit *o = &w->hits[id];
    return o->genitive || t < h->from ? o->row->country : "";
}

/* Does nothing in the article speak against this being the person of the table? */
static bool fits(const dg_who *w, const dg_hit *h, const dg_name *person) {
    const dg_hit *role = role_of(w, h);
    const char *said = role ? dg_who_owner_country(w, role) : country_before(w, h);
    if (strlen(said) == 3 && (said[0] == 'I' || said[0] == 'N' || said[0] == 'M') &&
        (said[1] == 'G' || said[1] == 'N'))
        return true;
    return same_country(said, person->country);
}

/* Does the person hold one of the offices whose holders need no given name: in the article's year,
 * or (ever) in any year up to then? When the year is unknown it is always any. */
static bool is_known_by_family(const dg_who *w, const dg_name *person, bool ever) {
    for (uint32_t i = 0; i < person->n_offices; i++) {
        const dg_office *o = &person->offices[i];
        bool then = !w->year || (o->from <= w->year && (ever || w->year <= o->to));
        if (then && dg_names_listed(w->names, "by-family", o->role)) return true;
    }
    return false;
}

/* A family name alone: the one holder of the office, else the one who leads that year, else the one
 * who ever led; where a title of state stands before it, anybody. "Mr Reid" may be anybody and is
 * not looked up so far. */
static const dg_name *by_family(dg_who *w, const dg_hit *h, dg_str family) {
    const dg_name *all[32], *best = NULL;
    uint32_t n = dg_names_family(w->names, w->arena, family, false, all, DG_LEN(all)), n_best = 0;
    const dg_hit *role = role_of(w, h);
    static const char *const rules[] = {"a family name: the holder of the office",
                                        "a family name: the one who leads in that year",
                                        "a family name: the one who ever led",
                                        "a family name behind a title: the only one of the tables"};
    dg_str low = dg_utf8_lower(w->arena, family);
    bool common = low.p && dg_names_listed(w->names, "common-family", low);
    for (uint32_t round = 0; round < DG_LEN(rules) && n_best != 1; round++) {
        n_best = 0;
        if (common && (round == 2 || (round == 1 && !w->year))) continue;
        dg_who_note(w, rules[round], (dg_range){0});
        for (uint32_t i = 0; i < n; i++) {
            bool answers = round == 0
                               ? role && role->row && dg_name_held(all[i], role->row->key, w->year)
                           : round <= 2 ? is_known_by_family(w, all[i], round == 2)
                                        : role && role->row && dg_who_of_state(role->row->sector);
            if (!answers || !fits(w, h, all[i])) continue;
            best = all[i];
            n_best++;
        }
    }
    return n_best == 1 ? best : NULL;
}

/* Several persons of one country have the family name: then at least the country is known. */
static const char *family_country(dg_who *w, dg_str family, bool titled) {
    const dg_name *all[32];
    uint32_t n = dg_names_family(w->names, w->arena, family, true, all, DG_LEN(all));
    const char *country = "";
    for (uint32_t i = 0; i < n; i++) {
        if (!titled && !is_known_by_family(w, all[i], true)) continue;
        if (country[0] && strcmp(all[i]->country, country) != 0) return "";
        country = all[i]->country;
    }
    return country;
}

static const dg_name *look_up(dg_who *w, const dg_hit *h, dg_str name, const name_words *words) {
    const dg_name *row = NULL;
    if (h->kind == DG_NAME_PERSON) {
        uint32_t n = 0;
        dg_who_note(w, "a name as the table spells it", (dg_range){0});
        for (uint32_t i = 0; i < h->rows.n; i++)
            if (h->rows.rows[i]->kind == DG_NAME_PERSON && fits(w, h, h->rows.rows[i]) && !n++)
                row = h->rows.rows[i];
        for (uint32_t i = 0; n > 1 && w->year && i < h->rows.n;
             i++) /* namesakes: the one in office */
            if (h->rows.rows[i]->kind == DG_NAME_PERSON &&
                dg_name_held(h->rows.rows[i], DG_STR_NULL, w->year)) {
                row = h->rows.rows[i];
                dg_who_note(w, "of namesakes the one in office that year", (dg_range){0});
                break;
            }
        return row;
    }
    row = dg_names_person(w->names, w->arena, name);
    dg_who_note(w, "a full name that sounds as in the table", (dg_range){0});
    if (!row && words->n == 1) row = by_family(w, h, name);
    return row && fits(w, h, row) ? row : NULL;
}

/* ---- one name ---- */

/* The name without a genitive ending, when it is one ("Ouattaras": elsewhere he is "Ouattara"). */
static dg_str bare(const dg_who *w, dg_str text) {
    static const char *const endings[] = {"'s", "’s", "'", "’"};
    for (size_t i = 0; i < DG_LEN(endings); i++)
        if (dg_str_ends(text, dg_str_of(endings[i])))
            return dg_str_cut(text, 0, text.n - (uint32_t)strlen(endings[i]));
    (void)w;
    return text;
}

static dg_str without_s(dg_str text) {
    return text.n > 3 && text.p[text.n - 1] == 's' ? dg_str_cut(text, 0, text.n - 1) : DG_STR_NULL;
}

static bool seen_elsewhere(const dg_who *w, dg_str word) {
    return dg_map_has(&w->families, word);
}

static dg_str last_word(dg_str s) {
    uint32_t i = s.n;
    while (i && s.p[i - 1] != ' ') i--;
    return dg_str_cut(s, i, s.n);
}

/* The text of a name as it would stand in a list of names. */
static dg_str plain_name(dg_who *w, const dg_hit *h) {
    dg_str text = dg_names_unprefix(w->names, bare(w, dg_who_text(w, h->from, h->to)), w->langs),
           cut = without_s(text);
    if (!cut.p) return text;
    if (h->kind == DG_NAME_PERSON) return h->genitive ? cut : text;
    name_words raw, less;
    split(w, text, &raw);
    split(w, cut, &less);
    if (known(w, &raw) != DG_NONE) return text;
    if (known(w, &less) != DG_NONE || seen_elsewhere(w, last_word(cut))) return cut;
    const dg_name *row = look_up(w, h, text, &raw);
    return !row && look_up(w, h, cut, &less) ? cut : text;
}

static void set_country(dg_being *b, const char *country, const char *why) {
    if (b->e.country[0] || !country[0]) return;
    dg_who_code(b->e.country, country);
    b->e.why_country = why;
}

static void take_role(dg_who *w, dg_being *b, const dg_hit *role) {
    set_country(b, dg_who_owner_country(w, role), "of the office beside the name");
    if (!b->e.sector[0]) dg_who_code(b->e.sector, dg_who_owner_sector(w, role));
    if (!b->e.role.p && role->kind == DG_NAME_ROLE) {
        b->e.role = dg_who_text(w, role->from, role->to);
        b->role_id = role->row->key;
    }
    const dg_token *t = &w->doc->tokens[role->head];
    if (!b->gender && (t->feats.gender == DG_GENDER_MASC || t->feats.gender == DG_GENDER_FEM))
        b->gender = t->feats.gender;
}

/* "Mr", "Frau" in front: sure; nothing else in the text tells a person's gender as well. */
static void take_title(const dg_who *w, dg_being *b, const dg_hit *h) {
    uint32_t t = h->from;
    if (!t || w->doc->tokens[t - 1].sentence != w->doc->tokens[t].sentence) return;
    uint32_t c = w->classes[t - 1];
    if (c & (DG_WORD_MR | DG_WORD_MS))
        b->gender = c & DG_WORD_MS ? DG_GENDER_FEM : DG_GENDER_MASC, b->sure_gender = true;
}

/* By the row of the tables, or by the given name, when they tell. Words inside a phrase of the
 * tables have no class of their own (mentions.c asks the longest phrase first), so they are asked
 * here. */
static void take_given(const dg_who *w, dg_being *b, const dg_hit *h) {
    if (b->row && b->row->gender && !b->sure_gender) {
        b->gender = b->row->gender == 'f' ? DG_GENDER_FEM : DG_GENDER_MASC;
        b->sure_gender = true;
    }
    for (uint32_t t = h->from; t + 1 < h->to && !b->sure_gender; t++) {
        uint32_t c = h->kind == DG_NAME_PERSON ? dg_who_class(w, t) : w->classes[t];
        c &= DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE;
        if (c != DG_WORD_GIVEN_HE && c != DG_WORD_GIVEN_SHE) continue;
        b->gender = c == DG_WORD_GIVEN_SHE ? DG_GENDER_FEM : DG_GENDER_MASC;
        b->sure_gender = true;
    }
}

dg_str dg_who_person_key(dg_who *w, dg_str name) {
    char key[128];
    uint32_t n = dg_spelling_key(dg_names_spelling(w->names), w->arena, name, key, sizeof key);
    return n ? dg_arena_str(w->arena, (dg_str){key, n}) : dg_utf8_fold(w->arena, name);
}

static void take_key(dg_who *w, dg_being *b, dg_str name) {
    dg_str key = dg_who_person_key(w, name);
    if (key.p)
        b->e.key = key;
    else
        w->no_memory = true;
}

static uint32_t new_person(dg_who *w, dg_str name, const dg_name *row) {
    dg_str key = row ? row->key : dg_who_person_key(w, name);
    if (!key.p) {
        w->no_memory = true;
        return DG_NONE;
    }
    uint32_t id = dg_who_being(w, DG_ENTITY_PERSON, key, name, row ? row->why : "a person's name");
    if (id == DG_NONE || !row) return id;
    dg_being *b = &w->beings[id];
    b->row = row;
    return id;
}

/* "Mitchell" was taken for the one who leads somewhere, and now he is "John Mitchell". */
static bool is_namesake(dg_who *w, const dg_being *b, const name_words *fuller) {
    name_words row;
    if (!b->row || b->n_words != 1 || fuller->n < 2) return false;
    split(w, b->row->form, &row);
    uint32_t shared = 0;
    for (uint32_t i = 0; i < fuller->n; i++)
        for (uint32_t k = 0; k < row.n; k++) shared += dg_str_eq(fuller->words[i], row.words[k]);
    return shared < 2 && row.n > 1;
}

/* "de græske advokater A og B", "Greek lawyers A, B and C": the noun for all of them in front of
 * the first name; NULL without one. */
static const dg_hit *people_before(const dg_who *w, uint32_t id) {
    enum { MAX_NAMES = 6 };
    for (uint32_t n = 0; n < MAX_NAMES && id > 0; n++, id--) {
        const dg_hit *h = &w->hits[id], *before = &w->hits[id - 1];
        if (before->to == h->from && before->kind == DG_NAME_ROLE && before->rows.plural)
            return before;
        if (!dg_who_is_name(before) || before->to + 1 != h->from ||
            w->doc->tokens[before->to].sentence != w->doc->tokens[h->from].sentence)
            return NULL;
        dg_str between = w->doc->tokens[before->to].form;
        if (!dg_str_is(between, ",") && !(w->classes[before->to] & DG_WORD_AND)) return NULL;
    }
    return NULL;
}

static void resolve(dg_who *w, uint32_t id) {
    dg_hit *h = &w->hits[id];
    dg_str name = plain_name(w, h);
    name_words words;
    split(w, name, &words);
    uint32_t being = known(w, &words);
    const dg_name *row = NULL;
    if (being != DG_NONE && is_namesake(w, &w->beings[being], &words)) {
        row = look_up(w, h, name, &words);
        if (row != w->beings[being].row) {
            w->beings[being].row = NULL;
            w->beings[being].e.why = "a person's name";
        }
    }
    if (!row && (being == DG_NONE || !w->beings[being].row)) row = look_up(w, h, name, &words);
    if (!row && being != DG_NONE)
        dg_who_note(w, "the words of a name of the article", w->beings[being].fullest);
    else if (!row)
        dg_who_note(w, "a new name, in no table", (dg_range){0});
    h->why = w->note;
    if (row) h->why.row = row->why;
    /* a full name that the tables know is that person, whoever else has the family name here */
    if (being != DG_NONE && row && !w->beings[being].row && words.n >= w->beings[being].n_words) {
        w->beings[being].row = row;
        w->beings[being].e.key = row->key;
        w->beings[being].e.why = row->why;
    }
    if (being == DG_NONE) being = new_person(w, name, row);
    if (being == DG_NONE) return;
    dg_being *b = &w->beings[being];
    if (words.n > b->n_words || name.n > b->e.name.n)
        b->e.name = words.n >= b->n_words ? name : b->e.name;
    if (words.n > b->n_words) {
        /* a headline has "Freeman", the text "Morgan Freeman": the key is the full name's */
        if (b->n_words && !b->row) take_key(w, b, name);
        b->fullest = dg_who_span(w, h);
    }
    learn(w, being, &words);
    h->entity = being;
    take_title(w, b, h);
    take_given(w, b, h);
    if (h->person != DG_NONE) {
        w->hits[h->person].entity = being;
        w->hits[h->person].why =
            (dg_why){.rule = "the office of the name beside it", .words = dg_who_span(w, h)};
        take_role(w, b, &w->hits[h->person]);
    }
    const dg_hit *people = people_before(w, id);
    if (people && h->person == DG_NONE) {
        set_country(b, dg_who_owner_country(w, people), "of what they are, in front of the names");
        if (!b->e.sector[0]) dg_who_code(b->e.sector, dg_who_owner_sector(w, people));
    }
    if (words.n == 1 && b->n_words == 1 && !b->row)
        set_country(b, family_country(w, name, h->person != DG_NONE),
                    "of all of that family name in the tables"); /* "Bush" */
}

/* The office of the article's year; the last listed one of several, and its sector. */
static void take_office(const dg_who *w, dg_being *b) {
    for (uint32_t i = b->row->n_offices; w->year && i-- > 0;) {
        const dg_office *o = &b->row->offices[i];
        if (!o->from || o->from > w->year || w->year > o->to) continue;
        b->e.office = o->role;
        if (!b->e.sector[0]) dg_who_code(b->e.sector, dg_names_sector(w->names, o->role));
        return;
    }
}

/* After all names: what the tables know fills what the article leaves open. */
static void fill_from_tables(dg_who *w) {
    for (uint32_t i = 0; i < w->n_beings; i++) {
        dg_being *b = &w->beings[i];
        if (b->e.kind != DG_ENTITY_PERSON || !b->row) continue;
        set_country(b, b->row->country, b->row->why);
        take_office(w, b);
        if (!b->e.sector[0]) memcpy(b->e.sector, b->row->sector, 3);
    }
}

void dg_who_people(dg_who *w) {
    dg_map_init(&w->by_word, w->arena);
    for (uint32_t i = 0; i < w->n_hits && !w->no_memory; i++)
        if (dg_who_is_name(&w->hits[i])) resolve(w, i);
    fill_from_tables(w);
}
