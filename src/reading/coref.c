/* coref.c: from hits to entities: names of countries and organisations, towns that stand for
 * governments, offices and bodies of a country, pronouns, "the pair", "both countries", "the
 * country".
 *
 * How: first all that has a name of its own, in the whole article; then, in the order of the text,
 * what refers to it. A reference looks back over the last hits and takes the one that weighs most:
 *   near        fewer sentences back
 *   prominent   a subject before an object before an adjective
 *   outside a quotation, when it stands outside itself
 * among those that fit in kind, number, gender and country. Nothing fits: no entity is better than
 * a wrong one. Sources: the weights follow Lappin & Leass 1994 (recency and grammatical role), made
 * smaller for short news texts. Cost: O(hits × BACK). Limits: no reference forward, but for an
 * office whose holder is named later. */
#include <stdio.h>

#include "base/utf8.h"
#include "reading/who.h"

enum { BACK = 64, SENTENCES_BACK = 4 };

/* ---- entities by key ---- */

uint32_t dg_who_being(dg_who *w, uint8_t kind, dg_str key, dg_str name, const char *why) {
    dg_str full = dg_arena_printf(w->arena, "%u/%.*s", kind, (int)key.n, key.p);
    uint32_t *slot;
    if (!full.p || !dg_map_put_ref(&w->by_key, full, &slot, NULL)) {
        w->no_memory = true;
        return DG_NONE;
    }
    if (*slot) return *slot - 1;
    if (w->n_beings >= DG_MAX_ENTITIES) {
        w->full = true;
        return DG_NONE;
    }
    dg_being b = {.e = {.kind = kind, .name = name, .key = key, .why = why}};
    if (!DG_PUSH(w->arena, w->beings, w->n_beings, w->cap_beings, b)) {
        w->no_memory = true;
        return DG_NONE;
    }
    *slot = w->n_beings;
    return w->n_beings - 1;
}

static dg_str lower_key(dg_who *w, const char *country, dg_str rest) {
    char c[4] = {0};
    for (uint32_t i = 0; i < 3 && country[i]; i++)
        c[i] = (char)(country[i] >= 'A' && country[i] <= 'Z' ? country[i] + 32 : country[i]);
    dg_str s = rest.n
                   ? dg_arena_printf(w->arena, "%s%s%.*s", c, c[0] ? " " : "", (int)rest.n, rest.p)
                   : dg_arena_printf(w->arena, "%s", c);
    if (!s.p) w->no_memory = true;
    return s.p ? s : DG_STR("");
}

/* The country's entity; its name is what the language calls it until the text gives a name of its
 * own. */
static uint32_t country(dg_who *w, const char *code, const char *why) {
    dg_str label = dg_names_label(w->names, dg_str_of(code), w->langs);
    uint32_t id = dg_who_being(w, DG_ENTITY_COUNTRY, lower_key(w, code, DG_STR("")),
                               label.p ? label : dg_str_of(code), why);
    if (id != DG_NONE) memcpy(w->beings[id].e.country, code, 4);
    return id;
}

static uint32_t group(dg_who *w, const uint32_t *members, uint32_t n, dg_str name,
                      const char *why) {
    if (n == 1) return members[0];
    if (n < 2) return DG_NONE;
    if (n > DG_BEING_MEMBERS) n = DG_BEING_MEMBERS;
    uint32_t sorted[DG_BEING_MEMBERS]; /* "A and B" and "B and A" are one group */
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = i;
        for (; k && sorted[k - 1] > members[i]; k--) sorted[k] = sorted[k - 1];
        sorted[k] = members[i];
    }
    char key[DG_BEING_MEMBERS * 12];
    int at = 0;
    for (uint32_t i = 0; i < n; i++)
        at += snprintf(key + at, sizeof key - (size_t)at, "%s%u", i ? "+" : "", sorted[i]);
    dg_str kept = dg_arena_str(w->arena, dg_str_of(key));
    if (!kept.p) {
        w->no_memory = true;
        return DG_NONE;
    }
    uint32_t id = dg_who_being(w, DG_ENTITY_GROUP, kept, name, why);
    if (id == DG_NONE || w->beings[id].n_members) return id;
    dg_being *b = &w->beings[id];
    b->plural = true;
    for (uint32_t i = 0; i < n; i++) b->members[b->n_members++] = sorted[i];
    return id;
}

/* ---- names of their own ---- */

static bool in_class(const dg_who *w, uint32_t t, uint32_t bits) {
    return w->classes[t] & bits;
}

static dg_str bare_text(const dg_who *w, const dg_hit *h) {
    dg_str s = dg_who_text(w, h->from, h->to);
    if (!h->genitive) return s;
    static const char *const endings[] = {"'s", "’s", "'", "’", "s"};
    for (size_t i = 0; i < DG_LEN(endings); i++)
        if (dg_str_ends(s, dg_str_of(endings[i])))
            return dg_str_cut(s, 0, s.n - (uint32_t)strlen(endings[i]));
    return s;
}

/* Behind a preposition of place, over an article: then a town is a place and nobody who acts. */
static bool is_located(const dg_who *w, const dg_hit *h) {
    uint32_t from = w->doc->sentences[w->doc->tokens[h->from].sentence].from, t = h->from;
    bool genitive = h->genitive || (h->to < w->doc->n_tokens &&
                                    dg_str_ends(dg_who_text(w, h->to, h->to + 1), DG_STR("'s")));
    for (uint32_t steps = 0; t > from && steps < 2; steps++) {
        t--;
        t -= w->doc->tokens[t].mwt_at; /* "am" is asked as one word */
        if (in_class(w, t, DG_WORD_LOCATIVE)) return !genitive;
        if (!in_class(w, t, DG_WORD_DEFINITE)) return false;
    }
    return false;
}

/* "left Riga", "forlot Riga": who leaves a town leaves a place. */
static bool is_left(const dg_who *w, const dg_hit *h) {
    const dg_token *t = &w->doc->tokens[h->head];
    return w->tagged && t->rel == DG_REL_OBJ && t->head != DG_NONE &&
           in_class(w, t->head, DG_WORD_LEAVE);
}

/* "MEXICO" in a headline is no name to keep. */
static bool shouts(dg_str s) {
    uint32_t upper = 0, lower = 0;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = dg_utf8_next(s, &at);
        upper += dg_is_upper(c);
        lower += dg_is_lower(c);
    }
    return upper > 3 && !lower;
}

/* "OSLO (Nordpress) – …", "BERLIN. Die …": where the article was written. */
static bool is_dateline(const dg_who *w, const dg_hit *h) {
    const dg_sentence *s = &w->doc->sentences[w->doc->tokens[h->from].sentence];
    if (h->from != s->from || !shouts(dg_who_text(w, h->from, h->to))) return false;
    return h->to >= s->to || !shouts(dg_who_text(w, h->to, h->to + 1));
}

/* A name that the parser took for a place or a house here, and for a person's elsewhere: nobody
 * introduces a town as a minister. */
static uint32_t person_of_name(dg_who *w, const dg_hit *h) {
    if (h->row || h->to <= h->from + 1) return DG_NONE;
    dg_str key = dg_who_person_key(w, bare_text(w, h));
    for (uint32_t i = 0; i < w->n_beings && key.p; i++)
        if (w->beings[i].e.kind == DG_ENTITY_PERSON && dg_str_eq(w->beings[i].e.key, key)) {
            w->note.rule = "a person's name elsewhere in the article";
            return i;
        }
    return DG_NONE;
}

static uint32_t place(dg_who *w, const dg_hit *h, dg_str key) {
    dg_str folded = dg_utf8_fold(w->arena, key);
    if (!folded.p) {
        w->no_memory = true;
        return DG_NONE;
    }
    uint32_t person = person_of_name(w, h);
    if (person != DG_NONE) return person;
    uint32_t id = dg_who_being(w, DG_ENTITY_PLACE, folded, bare_text(w, h),
                               h->row ? h->row->why : "a place's name");
    if (id == DG_NONE) return id;
    if (h->row) memcpy(w->beings[id].e.country, h->row->country, 4);
    uint32_t of = h->to + 1 < w->doc->n_tokens && !w->beings[id].e.country[0] &&
                          dg_str_is(dg_who_text(w, h->to, h->to + 1), ",")
                      ? w->hit_at[h->to + 1]
                      : DG_NONE;
    if (of != DG_NONE && w->hits[of].kind == DG_NAME_COUNTRY) /* "Granada, Spain" */
        memcpy(w->beings[id].e.country, w->hits[of].row->country, 4);
    if (shouts(w->beings[id].e.name)) w->beings[id].e.name = bare_text(w, h);
    return id;
}

static void name_country(dg_who *w, const dg_hit *h, uint32_t id) {
    if (id == DG_NONE || h->kind != DG_NAME_COUNTRY) return;
    dg_being *b = &w->beings[id];
    dg_str s = bare_text(w, h);
    if (shouts(s)) return;
    if (!b->n_words || s.n > b->e.name.n) b->e.name = s; /* n_words: the text has named it */
    b->n_words = 1;
}

/* Brussels that acts is the European Union's. */
static uint32_t union_of(dg_who *w, const dg_hit *h) {
    uint32_t id = dg_who_being(w, DG_ENTITY_ORGANISATION, DG_STR("eu"), DG_STR("EU"), h->row->why);
    if (id != DG_NONE) dg_who_code(w->beings[id].e.country, "IGO");
    return id;
}

static uint32_t state(dg_who *w, const dg_hit *h) {
    bool town = h->kind == DG_NAME_CAPITAL || h->kind == DG_NAME_SEAT;
    if (town && (is_located(w, h) || is_left(w, h) || is_dateline(w, h))) {
        w->note.rule = is_located(w, h) ? "a town behind a word of place: the place"
                       : is_left(w, h)  ? "a town that somebody leaves or reaches: the place"
                                        : "a town in the dateline: the place";
        return place(w, h, h->kind == DG_NAME_CAPITAL ? h->row->form : bare_text(w, h));
    }
    if (h->kind == DG_NAME_CAPITAL &&
        dg_names_listed(w->names, "seat-of-eu", dg_str_of(h->row->country))) {
        w->note.rule = "a town that acts: the union that sits there";
        return union_of(w, h);
    }
    w->note.rule = town                           ? "a town or palace that acts: its government"
                   : h->kind == DG_NAME_ADJECTIVE ? "a country's adjective"
                   : h->kind == DG_NAME_PEOPLE    ? "a country's inhabitants"
                                                  : "a country's name";
    uint32_t id = country(w, h->row->country, h->row->why);
    name_country(w, h, id);
    if (id == DG_NONE || !h->modifier || h->kind != DG_NAME_ADJECTIVE || !h->modifier->country[0])
        return id;
    uint32_t pair[2] = {country(w, h->modifier->country, h->modifier->why), id};
    return pair[0] == DG_NONE || pair[0] == id
               ? id
               : group(w, pair, 2, bare_text(w, h), "compound of two countries");
}

static uint32_t organisation(dg_who *w, const dg_hit *h, uint8_t kind) {
    dg_str name = bare_text(w, h), key = h->row ? h->row->key : dg_utf8_fold(w->arena, name);
    if (!key.p) {
        w->no_memory = true;
        return DG_NONE;
    }
    uint32_t person = person_of_name(w, h);
    if (person != DG_NONE) return person;
    uint32_t known = h->row ? DG_NONE : dg_map_get(&w->acronyms, dg_who_text(w, h->from, h->to));
    if (known != DG_NONE && known < h->from && w->hit_at[known] != DG_NONE &&
        w->hits[w->hit_at[known]].entity != DG_NONE) {
        dg_who_note(w, "the acronym of a name", dg_who_span(w, &w->hits[w->hit_at[known]]));
        return w->hits[w->hit_at[known]].entity;
    }
    w->note.rule = h->row ? "a name of the tables" : "a name of a body, in no table";
    uint32_t id = dg_who_being(w, kind, key, name, h->row ? h->row->why : "an organisation's name");
    if (id == DG_NONE) return id;
    dg_being *b = &w->beings[id];
    if (name.n > b->e.name.n) b->e.name = name;
    if (!b->e.country[0]) memcpy(b->e.country, h->row ? h->row->country : h->country, 4);
    if (!b->e.sector[0] && h->row) memcpy(b->e.sector, h->row->sector, 4);
    return id;
}

static uint32_t region(dg_who *w, const dg_hit *h) {
    uint32_t id = dg_who_being(w, DG_ENTITY_GROUP, h->row->key, bare_text(w, h), h->row->why);
    if (id != DG_NONE) w->beings[id].plural = true;
    return id;
}

static uint32_t own_name(dg_who *w, const dg_hit *h) {
    switch (h->kind) {
    case DG_NAME_COUNTRY:
    case DG_NAME_ADJECTIVE:
    case DG_NAME_PEOPLE:
    case DG_NAME_CAPITAL:
    case DG_NAME_SEAT: return state(w, h);
    case DG_NAME_CITY:
    case DG_HIT_LOC: return place(w, h, bare_text(w, h));
    case DG_NAME_REGION: return region(w, h);
    case DG_NAME_ORGANISATION:
    case DG_HIT_ORG: return organisation(w, h, DG_ENTITY_ORGANISATION);
    case DG_NAME_OUTLET: return organisation(w, h, DG_ENTITY_OUTLET);
    default: return DG_NONE;
    }
}

/* ---- weighing what stands before ---- */

static uint32_t sentence_of(const dg_who *w, const dg_hit *h) {
    return w->doc->tokens[h->from].sentence;
}

/* The relation of the phrase: through a title's name or a flat name up to the word that carries it.
 */
static uint8_t relation(const dg_who *w, const dg_hit *h) {
    uint32_t t = h->head;
    for (uint32_t steps = 0; steps < 4; steps++) {
        const dg_token *tok = &w->doc->tokens[t];
        bool up = tok->rel == DG_REL_APPOS || tok->rel == DG_REL_FLAT || tok->rel == DG_REL_CONJ ||
                  tok->rel == DG_REL_COMPOUND;
        if (!up || tok->head == DG_NONE) return tok->rel;
        t = tok->head;
    }
    return w->doc->tokens[t].rel;
}

/* Is the name part of the phrase that the pronoun, a subject, heads with its verb? "Under et møde
 * med A sagde han": not A. */
static bool inside_clause(const dg_who *w, const dg_hit *a, const dg_hit *pronoun) {
    const dg_token *p = &w->doc->tokens[pronoun->head];
    if (!w->tagged || p->rel != DG_REL_NSUBJ || p->head == DG_NONE) return false;
    uint32_t t = a->head;
    for (uint32_t steps = 0; steps < 12; steps++) {
        const dg_token *tok = &w->doc->tokens[t];
        if (tok->head == p->head)
            return tok->rel == DG_REL_OBL || tok->rel == DG_REL_OBJ || tok->rel == DG_REL_NMOD ||
                   tok->rel == DG_REL_IOBJ;
        bool up = tok->rel == DG_REL_NMOD || tok->rel == DG_REL_APPOS || tok->rel == DG_REL_FLAT ||
                  tok->rel == DG_REL_COMPOUND || tok->rel == DG_REL_CONJ ||
                  tok->rel == DG_REL_AMOD || tok->rel == DG_REL_OBL;
        if (!up || tok->head == DG_NONE) return false;
        t = tok->head;
    }
    return false;
}

/* Is it the subject of a clause that only describes or sets the scene ("the fact that [A] …",
 * "when [A] …")? */
static bool is_subordinate(const dg_who *w, const dg_hit *at) {
    uint32_t verb = w->doc->tokens[at->head].head;
    if (verb == DG_NONE || w->doc->tokens[at->head].rel != DG_REL_NSUBJ) return false;
    uint8_t rel = w->doc->tokens[verb].rel;
    return rel == DG_REL_ACL || rel == DG_REL_ADVCL;
}

/* How strongly hit `at` offers itself to a reference at hit `from`. */
static int weight(const dg_who *w, const dg_hit *at, const dg_hit *from) {
    uint32_t back = sentence_of(w, from) - sentence_of(w, at);
    int n = 24 - 6 * (int)back;
    uint8_t rel = w->tagged ? relation(w, at) : DG_REL_DEP;
    if (rel == DG_REL_NSUBJ)
        n += is_subordinate(w, at) ? 5 : 8;
    else if (rel == DG_REL_ROOT)
        n += 5;
    else if (rel == DG_REL_OBJ || rel == DG_REL_IOBJ)
        n += 3;
    else if (rel == DG_REL_AMOD || at->kind == DG_NAME_ADJECTIVE)
        n -= 4;
    else if (rel == DG_REL_NMOD)
        n -= 2;
    if (!back && from->kind == DG_NAME_PRONOUN && inside_clause(w, at, from)) n -= 14;
    if (at->in_quote && !from->in_quote) n -= 8;
    if (at->from == w->doc->sentences[sentence_of(w, at)].from) n += 2;
    return n;
}

/* Are both arguments of one verb? Then a plain pronoun cannot mean the other. */
static bool same_clause(const dg_who *w, const dg_hit *a, const dg_hit *pronoun) {
    const dg_token *x = &w->doc->tokens[a->head], *p = &w->doc->tokens[pronoun->head];
    bool owner = p->rel == DG_REL_NMOD || p->rel == DG_REL_DET || p->feats.poss;
    return w->tagged && !owner && x->head != DG_NONE && x->head == p->head && x->rel != DG_REL_CONJ;
}

typedef struct scale {
    uint32_t n, ids[BACK];
    int sums[BACK];
    dg_range words[BACK]; /* the mention that weighs most; for --explain */
} scale;

enum { EXCLUDED = -1000 };

static void put_weight(scale *s, uint32_t id, int n, dg_range words) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->ids[i] == id) {
            if (s->sums[i] == EXCLUDED) return;
            if (n > s->sums[i]) s->words[i] = words;
            s->sums[i] = (s->sums[i] > n ? s->sums[i] : n) + 1; /* named again: a little more */
            return;
        }
    if (s->n == BACK) return;
    s->ids[s->n] = id;
    s->words[s->n] = words;
    s->sums[s->n++] = n;
}

/* The heaviest; the earlier in the list (the nearer) on a tie. Takes it out, so that it can be
 * asked again. */
static uint32_t heaviest(dg_who *w, scale *s) {
    uint32_t best = DG_NONE;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->ids[i] != DG_NONE && (best == DG_NONE || s->sums[i] > s->sums[best])) best = i;
    if (best == DG_NONE || s->sums[best] <= 0) return DG_NONE;
    uint32_t id = s->ids[best];
    s->ids[best] = DG_NONE;
    w->note.words = s->words[best];
    return id;
}

typedef enum {
    WANT_HE,
    WANT_SHE,
    WANT_PERSON,
    WANT_THING,
    WANT_MANY,
    WANT_COUNTRY,
    WANT_PERSONS
} want;

static int fit_person(const dg_being *b, want what) {
    if (b->e.kind != DG_ENTITY_PERSON || b->plural) return -100;
    if (what == WANT_PERSON || what == WANT_PERSONS || !b->gender) return 0;
    bool match = b->gender == (what == WANT_SHE ? DG_GENDER_FEM : DG_GENDER_MASC);
    return match ? 3 : b->sure_gender ? -100 : -12;
}

/* Where nouns have genders, "sie" may be a bank and "er" a firm: a body called by a noun of that
 * gender. */
static int fit_body(const dg_who *w, const dg_hit *at, want what) {
    const dg_being *b = &w->beings[at->entity];
    bool body = b->e.kind == DG_ENTITY_ORGANISATION || b->e.kind == DG_ENTITY_OUTLET;
    uint8_t gender = w->doc->tokens[at->head].feats.gender;
    if (!body || (what != WANT_HE && what != WANT_SHE)) return -100;
    if (w->doc->tokens[at->head].feats.number == DG_NUMBER_PLUR) return -100;
    return gender == (what == WANT_HE ? DG_GENDER_MASC : DG_GENDER_FEM) ? -2 : -100;
}

/* What is added to the weight when a being answers such a reference; -100 when it cannot. */
static int fit(const dg_being *b, want what) {
    uint8_t k = b->e.kind;
    switch (what) {
    case WANT_HE:
    case WANT_SHE:
    case WANT_PERSON:
    case WANT_PERSONS: return fit_person(b, what);
    case WANT_THING:
        return k == DG_ENTITY_COUNTRY ? 2 : k == DG_ENTITY_ORGANISATION && !b->plural ? 0 : -100;
    case WANT_MANY:
        return b->plural                     ? 4
               : k == DG_ENTITY_COUNTRY      ? -2
               : k == DG_ENTITY_ORGANISATION ? -4
                                             : -100;
    default: return k == DG_ENTITY_COUNTRY ? 0 : -100;
    }
}

static void weigh(const dg_who *w, uint32_t id, want what, uint32_t back, scale *s) {
    const dg_hit *h = &w->hits[id];
    s->n = 0;
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < BACK; steps++) {
        const dg_hit *at = &w->hits[i];
        if (sentence_of(w, at) + back < sentence_of(w, h)) return;
        if (at->entity == DG_NONE) continue;
        int f = fit(&w->beings[at->entity], what);
        if (f <= -100 && sentence_of(w, at) + 1 >= sentence_of(w, h)) f = fit_body(w, at, what);
        /* the other side of the same verb is out, wherever else it is named */
        if (same_clause(w, at, h))
            put_weight(s, at->entity, EXCLUDED, (dg_range){0});
        else if (f > -100)
            put_weight(s, at->entity, weight(w, at, h) + f, dg_who_span(w, at));
    }
}

/* The alpha-3 country of a being as an entity, or DG_NONE. */
static uint32_t country_of(dg_who *w, uint32_t being) {
    const dg_being *b = &w->beings[being];
    if (b->e.kind == DG_ENTITY_COUNTRY) return being;
    if (b->e.kind == DG_ENTITY_PLACE || b->e.kind == DG_ENTITY_OUTLET ||
        !dg_names_country(w->names, dg_str_of(b->e.country)))
        return DG_NONE;
    char code[4];
    memcpy(code, b->e.country, 4);
    return country(w, code, "the country of one that was named");
}

/* What the whole article is about weighs more than what stands near. */
enum { THEME_OF_ONE = 12, THEME_OF_TWO = 24 };
static int theme(const dg_who *w, uint32_t being, uint32_t most) {
    return w->most_uses ? (int)(most * w->beings[being].uses / w->most_uses) : 0;
}

static void count_uses(dg_who *w) {
    const dg_being *most = NULL;
    for (uint32_t i = 0; i < w->n_hits; i++) {
        if (w->hits[i].entity == DG_NONE) continue;
        dg_being *b = &w->beings[w->hits[i].entity];
        b->uses++;
        if (b->e.kind != DG_ENTITY_COUNTRY) continue;
        w->all_uses++;
        if (b->uses > w->most_uses) w->most_uses = b->uses, most = b;
    }
    if (most && w->most_uses == w->all_uses) memcpy(w->only, most->e.country, 4);
    /* clearly: three mentions, and three of five */
    if (most && w->most_uses >= 3 && w->most_uses * 5 >= w->all_uses * 3)
        memcpy(w->theme, most->e.country, 4);
}

/* The countries that were spoken of before, persons and bodies counting for theirs. */
static void weigh_countries(dg_who *w, uint32_t id, uint32_t most, scale *s) {
    s->n = 0;
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < BACK; steps++) {
        if (w->hits[i].entity == DG_NONE) continue;
        uint32_t c = country_of(w, w->hits[i].entity);
        if (c == DG_NONE) continue;
        int n = weight(w, &w->hits[i], &w->hits[id]) + theme(w, c, most);
        put_weight(s, c, n > 1 ? n : 1, dg_who_span(w, &w->hits[i]));
    }
}

/* ---- references ---- */

/* "A and B", "A und die B". */
static bool stands_joined(const dg_who *w, const dg_hit *a, const dg_hit *b) {
    if (a->to >= b->start || !in_class(w, a->to, DG_WORD_AND)) return false;
    return b->start == a->to + 1 ||
           (b->start == a->to + 2 && in_class(w, a->to + 1, DG_WORD_DEFINITE));
}

/* Two names joined by "and" just before the reference: "Kenya and Uganda … they". The hits in the
 * order of the text; of a title and its name the title. */
static bool joined_hits(const dg_who *w, uint32_t id, bool persons, uint32_t ret[2]) {
    uint32_t s = sentence_of(w, &w->hits[id]);
    for (uint32_t i = id, steps = 0; i-- > 1 && steps < 16; steps++) {
        const dg_hit *b = &w->hits[i], *a = &w->hits[i - 1];
        if (sentence_of(w, a) + 1 < s) return false;
        if (a->entity == DG_NONE || b->entity == DG_NONE || a->entity == b->entity ||
            !stands_joined(w, a, b))
            continue;
        uint8_t ka = w->beings[a->entity].e.kind, kb = w->beings[b->entity].e.kind;
        bool both = persons ? ka == DG_ENTITY_PERSON && kb == DG_ENTITY_PERSON
                            : (ka == kb || ka == DG_ENTITY_COUNTRY) && ka != DG_ENTITY_PLACE &&
                                  kb != DG_ENTITY_PLACE;
        if (!both) continue;
        ret[0] = i - 1, ret[1] = i;
        return true;
    }
    return false;
}

static uint32_t joined_pair(dg_who *w, uint32_t id, bool persons) {
    uint32_t two[2];
    if (!joined_hits(w, id, persons, two)) return DG_NONE;
    const dg_hit *a = &w->hits[two[0]], *b = &w->hits[two[1]];
    if (b->person != DG_NONE && w->hits[b->person].from > b->from) b = &w->hits[b->person];
    dg_who_note(w, "the two names joined before",
                (dg_range){dg_who_span(w, a).from, dg_who_span(w, b).to});
    return group(w, (uint32_t[]){a->entity, b->entity}, 2, dg_who_text(w, a->from, b->to),
                 "two names joined");
}

static dg_str names_of(dg_who *w, uint32_t a, uint32_t b) {
    dg_str x = w->beings[a].e.name, y = w->beings[b].e.name;
    dg_str s = dg_arena_printf(w->arena, "%.*s, %.*s", (int)x.n, x.p, (int)y.n, y.p);
    if (!s.p) w->no_memory = true;
    return s.p ? s : DG_STR("");
}

static uint32_t two_heaviest(dg_who *w, scale *s, const char *why) {
    uint32_t two[2] = {heaviest(w, s), heaviest(w, s)};
    if (two[0] == DG_NONE || two[1] == DG_NONE) return DG_NONE;
    w->note.rule = why;
    return group(w, two, 2, names_of(w, two[0], two[1]), why);
}

static uint32_t pair_of_countries(dg_who *w, uint32_t id) {
    scale s;
    uint32_t two[2];
    bool joined = joined_hits(w, id, false, two) &&
                  w->beings[w->hits[two[0]].entity].e.kind == DG_ENTITY_COUNTRY &&
                  w->beings[w->hits[two[1]].entity].e.kind == DG_ENTITY_COUNTRY;
    if (joined) return joined_pair(w, id, false);
    weigh_countries(w, id, THEME_OF_TWO, &s);
    return two_heaviest(w, &s, "the two countries named before");
}

static uint32_t pair_of_persons(dg_who *w, uint32_t id, uint32_t back) {
    scale s;
    uint32_t g = joined_pair(w, id, true);
    if (g != DG_NONE) return g;
    weigh(w, id, WANT_PERSONS, back, &s);
    return two_heaviest(w, &s, "the two persons named before");
}

/* "the two ministers [Ana Rojas] and [Luis Mora]": the two stand behind. */
static uint32_t pair_behind(dg_who *w, uint32_t id) {
    const dg_hit *h = &w->hits[id];
    if (id + 2 >= w->n_hits) return DG_NONE;
    const dg_hit *a = &w->hits[id + 1], *b = &w->hits[id + 2];
    if (a->from > h->to + 1 || b->start != a->to + 1 || !in_class(w, a->to, DG_WORD_AND))
        return DG_NONE;
    if (a->entity == DG_NONE || b->entity == DG_NONE || a->entity == b->entity) return DG_NONE;
    dg_who_note(w, "the two names behind it",
                (dg_range){dg_who_span(w, a).from, dg_who_span(w, b).to});
    return group(w, (uint32_t[]){a->entity, b->entity}, 2, dg_who_text(w, a->from, b->to),
                 "two names behind it");
}

static uint32_t pair(dg_who *w, uint32_t id, dg_str kind) {
    uint32_t g = pair_behind(w, id);
    if (g != DG_NONE) return g;
    if (dg_str_is(kind, "pair-country")) return pair_of_countries(w, id);
    if (dg_str_is(kind, "pair-person")) return pair_of_persons(w, id, SENTENCES_BACK);
    if ((g = joined_pair(w, id, false)) != DG_NONE) return g;
    if ((g = pair_of_persons(w, id, 1)) != DG_NONE) return g;
    return pair_of_countries(w, id);
}

/* The group that is the subject of this sentence so far, or of the one before. */
static uint32_t plural_subject(dg_who *w, uint32_t id) {
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < 24; steps++) {
        const dg_hit *h = &w->hits[i];
        if (sentence_of(w, h) + 1 < sentence_of(w, &w->hits[id])) return DG_NONE;
        if (h->entity != DG_NONE && w->beings[h->entity].plural && relation(w, h) == DG_REL_NSUBJ &&
            !same_clause(w, h, &w->hits[id])) {
            dg_who_note(w, "the plural subject before", dg_who_span(w, h));
            return h->entity;
        }
    }
    return DG_NONE;
}

static uint32_t they(dg_who *w, uint32_t id) {
    scale s;
    uint32_t g = w->tagged ? plural_subject(w, id) : DG_NONE;
    if (g == DG_NONE) g = joined_pair(w, id, false);
    if (g != DG_NONE) return g;
    weigh(w, id, WANT_MANY, 1, &s);
    uint32_t best = heaviest(w, &s);
    if (best != DG_NONE && w->beings[best].plural) return best;
    g = pair_of_persons(w, id, 1);
    if (g != DG_NONE) return g;
    return best;
}

/* "the latter": of two joined names the second; "the former" the first. */
static uint32_t one_of_two(dg_who *w, uint32_t id, bool first) {
    uint32_t two[2];
    if (!joined_hits(w, id, false, two)) return DG_NONE;
    const dg_hit *h = &w->hits[two[first ? 0 : 1]];
    dg_who_note(w, first ? "the first of two joined" : "the second of two joined",
                dg_who_span(w, h));
    return h->entity;
}

static uint32_t best_of(dg_who *w, uint32_t id, want what, uint32_t back) {
    scale s;
    weigh(w, id, what, back, &s);
    return heaviest(w, &s);
}

/* "[Beijing] sa at det …": the subject of the clause that the pronoun's clause is said or thought
 * in. */
static uint32_t subject_above(dg_who *w, uint32_t id) {
    uint32_t verb = w->doc->tokens[w->hits[id].head].head;
    for (uint32_t steps = 0; verb != DG_NONE && steps < 3; steps++) {
        const dg_token *v = &w->doc->tokens[verb];
        if (v->rel != DG_REL_CCOMP && v->rel != DG_REL_XCOMP && v->rel != DG_REL_ADVCL)
            return DG_NONE;
        verb = v->head;
        uint32_t subject = verb == DG_NONE ? DG_NONE : dg_doc_child_rel(w->doc, verb, DG_REL_NSUBJ);
        uint32_t hit = subject == DG_NONE ? DG_NONE : w->hit_at[subject];
        if (hit == DG_NONE || hit >= id || w->hits[hit].entity == DG_NONE) continue;
        if (fit(&w->beings[w->hits[hit].entity], WANT_THING) <= -100) continue;
        dg_who_note(w, "the subject of the clause above", dg_who_span(w, &w->hits[hit]));
        return w->hits[hit].entity;
    }
    return DG_NONE;
}

/* "it rained", "it is unclear who …". */
static bool is_formal(const dg_who *w, const dg_token *t) {
    if (t->head == DG_NONE) return false;
    if (in_class(w, t->head, DG_WORD_IMPERSONAL)) return true;
    uint8_t upos = w->doc->tokens[t->head].upos;
    return (upos == DG_UPOS_ADJ || upos == DG_UPOS_ADV) &&
           (dg_doc_child_rel(w->doc, t->head, DG_REL_CSUBJ) != DG_NONE ||
            dg_doc_child_rel(w->doc, t->head, DG_REL_CCOMP) != DG_NONE);
}

/* "it", "es", "det" are mostly nobody: only where the same sentence, or the one before as subject,
 * has a state or body, and not where the word is a formal subject. beyond: may it stand in the
 * sentence before? */
static uint32_t it(dg_who *w, uint32_t id, bool beyond) {
    const dg_token *t = &w->doc->tokens[w->hits[id].head];
    bool owner = t->feats.poss || t->rel == DG_REL_NMOD || t->rel == DG_REL_DET;
    if (!w->tagged) return DG_NONE;
    if (!owner && (t->rel != DG_REL_NSUBJ || is_formal(w, t))) return DG_NONE;
    if (!owner && !beyond) return subject_above(w, id);
    uint32_t found = best_of(w, id, WANT_THING, owner ? 1 : 0);
    if (found != DG_NONE || owner || !beyond) return found;
    /* from the sentence before only its subject may be meant */
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < BACK; steps++) {
        const dg_hit *h = &w->hits[i];
        if (sentence_of(w, h) + 1 < sentence_of(w, &w->hits[id])) return DG_NONE;
        if (h->entity == DG_NONE || relation(w, h) != DG_REL_NSUBJ) continue;
        if (fit(&w->beings[h->entity], WANT_THING) <= -100) continue;
        dg_who_note(w, "the subject of the sentence before", dg_who_span(w, h));
        return h->entity;
    }
    return DG_NONE;
}

static bool has_row(const dg_hit *h, const char *kind) {
    for (uint32_t i = 0; i < h->rows.n; i++)
        if (h->rows.rows[i]->kind == DG_NAME_PRONOUN && dg_str_is(h->rows.rows[i]->key, kind))
            return true;
    return false;
}

/* "sie": she or they, as its verb has it. */
static bool is_plural_here(const dg_who *w, const dg_hit *h) {
    const dg_token *t = &w->doc->tokens[h->head];
    if (t->rel == DG_REL_NSUBJ && t->head != DG_NONE) {
        uint32_t aux = dg_doc_child_rel(w->doc, t->head, DG_REL_AUX);
        if (aux == DG_NONE) aux = dg_doc_child_rel(w->doc, t->head, DG_REL_COP);
        const dg_token *v = &w->doc->tokens[aux != DG_NONE ? aux : t->head];
        if (v->feats.verbform == DG_VERBFORM_FIN && v->feats.number)
            return v->feats.number == DG_NUMBER_PLUR;
    }
    return t->feats.number == DG_NUMBER_PLUR;
}

/* Its verb says that "sie" is one. */
static bool is_singular_here(const dg_who *w, const dg_hit *h) {
    const dg_token *t = &w->doc->tokens[h->head];
    if (t->rel != DG_REL_NSUBJ || t->head == DG_NONE) return false;
    uint32_t aux = dg_doc_child_rel(w->doc, t->head, DG_REL_AUX);
    const dg_token *v = &w->doc->tokens[aux != DG_NONE ? aux : t->head];
    return v->feats.verbform == DG_VERBFORM_FIN && v->feats.number == DG_NUMBER_SING;
}

/* "sin", "sit": of the subject of its own clause. */
static uint32_t own(dg_who *w, uint32_t id) {
    const dg_hit *h = &w->hits[id];
    uint32_t t = h->head;
    for (uint32_t steps = 0; w->tagged && steps < 8 && (t = w->doc->tokens[t].head) != DG_NONE;
         steps++) {
        uint32_t subject = dg_doc_child_rel(w->doc, t, DG_REL_NSUBJ);
        if (subject == DG_NONE || dg_doc_above(w->doc, subject, h->head)) continue;
        uint32_t at = w->hit_at[subject];
        if (at == DG_NONE || at >= id || w->hits[at].entity == DG_NONE) return DG_NONE;
        dg_who_note(w, "the subject of its clause", dg_who_span(w, &w->hits[at]));
        return w->hits[at].entity;
    }
    return DG_NONE;
}

/* He or she, where nothing but the pronoun tells: from here on the other one is somebody else. */
static uint32_t gendered(dg_who *w, uint32_t being, uint8_t gender) {
    if (being == DG_NONE || w->beings[being].gender || w->beings[being].e.kind != DG_ENTITY_PERSON)
        return being;
    w->beings[being].gender = gender;
    w->beings[being].sure_gender = true;
    return being;
}

/* "sie" when the parser took it for one woman, though no woman was named: they, if it can be. */
static uint32_t she_or_they(dg_who *w, uint32_t id) {
    scale s;
    weigh(w, id, WANT_SHE, SENTENCES_BACK, &s);
    uint32_t best = heaviest(w, &s);
    if (is_singular_here(w, &w->hits[id]) && best != DG_NONE)
        return gendered(w, best, DG_GENDER_FEM);
    if (best != DG_NONE && w->beings[best].gender != DG_GENDER_MASC)
        return gendered(w, best, DG_GENDER_FEM);
    uint32_t many = they(w, id);
    return many != DG_NONE ? many : best;
}

static uint32_t pronoun(dg_who *w, uint32_t id) {
    const dg_hit *h = &w->hits[id];
    dg_str kind = h->row->key;
    if (dg_str_starts(kind, DG_STR("pair"))) return pair(w, id, kind);
    if (dg_str_is(kind, "latter") || dg_str_is(kind, "former"))
        return one_of_two(w, id, dg_str_is(kind, "former"));
    if (dg_str_is(kind, "country-def")) {
        scale s;
        w->note.rule = "the country that is spoken of";
        weigh_countries(w, id, THEME_OF_ONE, &s);
        return heaviest(w, &s);
    }
    if (has_row(h, "they") && (!has_row(h, "she") || is_plural_here(w, h))) return they(w, id);
    w->note.rule = "the one before it that weighs most (near, subject, gender)";
    if (has_row(h, "own")) return own(w, id);
    if (has_row(h, "she") && has_row(h, "they")) return she_or_they(w, id);
    if (has_row(h, "she"))
        return gendered(w, best_of(w, id, WANT_SHE, SENTENCES_BACK), DG_GENDER_FEM);
    if (has_row(h, "he"))
        return gendered(w, best_of(w, id, WANT_HE, SENTENCES_BACK), DG_GENDER_MASC);
    if (has_row(h, "hen")) return best_of(w, id, WANT_PERSON, SENTENCES_BACK);
    if (has_row(h, "it")) return it(w, id, true);
    if (has_row(h, "it-weak")) return it(w, id, false);
    return DG_NONE; /* I and we belong to who speaks: quotes.c */
}

/* ---- offices and bodies ---- */

/* Does the id begin with a word that makes it the office of somebody else ("vice-president")? */
static bool is_lesser(const dg_who *w, dg_str id) {
    uint32_t n = 0;
    while (n < id.n && id.p[n] != '-') n++;
    return dg_names_listed(w->names, "lesser", dg_str_cut(id, 0, n));
}

/* Is the office of the person the one that is meant? The same, or the shorter name of it
 * ("minister"), but never "the president" for a vice-president. */
static bool same_office(const dg_who *w, dg_str had, dg_str meant) {
    if (!had.p) return false;
    if (dg_str_eq(had, meant)) return true;
    return had.n > meant.n && dg_str_ends(had, meant) && had.p[had.n - meant.n - 1] == '-' &&
           !is_lesser(w, had);
}

/* Is it the same state, or the one that followed it? "SUN=RUS" in the row `same-state`. */
static bool same_state(const dg_who *w, const char *a, const char *b) {
    if (!a[0] || !b[0] || !strncmp(a, b, 3)) return true;
    char pair[8];
    for (int i = 0; i < 3; i++) pair[i] = a[i], pair[4 + i] = b[i];
    pair[3] = '=';
    return dg_names_listed(w->names, "same-state", (dg_str){pair, 7});
}

/* Does the table have the person in that office in the article's year, or leading, when the text
 * only says "leader"? */
static bool holds_by_table(const dg_who *w, const dg_being *b, dg_str office) {
    if (!b->row) return false;
    if (dg_name_held(b->row, office, w->year)) return true;
    if (!dg_names_listed(w->names, "any-leader", office)) return false;
    for (uint32_t i = 0; i < b->row->n_offices; i++) {
        const dg_office *o = &b->row->offices[i];
        if ((!w->year || (o->from <= w->year && w->year <= o->to)) &&
            dg_names_listed(w->names, "by-family", o->role))
            return true;
    }
    return false;
}

static bool answers_office(const dg_who *w, const dg_being *b, const dg_hit *role, const char *of) {
    if (b->e.kind != DG_ENTITY_PERSON || b->plural) return false;
    if (of[0] && !same_state(w, of, b->e.country)) return false;
    if (same_office(w, b->role_id, role->row->key)) return true;
    return of[0] && holds_by_table(w, b, role->row->key);
}

/* The only person named so far who has the office by the tables: "the president", after his name
 * alone. Where the year is unknown: who ever had it, and of whom the text says nothing else. */
static uint32_t only_holder(dg_who *w, uint32_t id) {
    uint32_t found = DG_NONE;
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < 4 * BACK; steps++) {
        uint32_t e = w->hits[i].entity;
        if (e == DG_NONE || e == found || w->beings[e].e.kind != DG_ENTITY_PERSON ||
            (!w->year && w->beings[e].e.role.p) ||
            !holds_by_table(w, &w->beings[e], w->hits[id].row->key))
            continue;
        if (found != DG_NONE) return DG_NONE;
        found = e;
        dg_who_note(w, "the only one named who has the office that year",
                    dg_who_span(w, &w->hits[i]));
    }
    return found;
}

/* Is the office called by the same word? Of a premier and a prime minister, "the prime minister" is
 * the second. The endings may differ. */
static bool same_word(dg_who *w, dg_str role, const dg_hit *h) {
    dg_str a = dg_utf8_fold(w->arena, role),
           b = dg_utf8_fold(w->arena, dg_who_text(w, h->from, h->to));
    uint32_t n = a.n < b.n ? a.n : b.n, same = 0;
    if (!a.p || !b.p) {
        w->no_memory = true;
        return false;
    }
    while (same < n && a.p[same] == b.p[same]) same++;
    return same + 3 >= n && same + 6 >= a.n && same + 6 >= b.n;
}

/* The person who has the office: named before (the nearest, called by the same word), else, when
 * the country is told, named later. */
static uint32_t holder(dg_who *w, uint32_t id, const char *of) {
    const dg_hit *h = &w->hits[id];
    uint32_t best = DG_NONE;
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < 4 * BACK; steps++) {
        uint32_t e = w->hits[i].entity;
        if (e == DG_NONE || !answers_office(w, &w->beings[e], h, of)) continue;
        bool named_so = !w->beings[e].e.role.p || same_word(w, w->beings[e].e.role, h);
        if (best != DG_NONE && !named_so) continue;
        if (best == DG_NONE || named_so) best = i;
        if (named_so) break;
    }
    if (best != DG_NONE) {
        dg_who_note(w, "the holder of the office, named before", dg_who_span(w, &w->hits[best]));
        return w->hits[best].entity;
    }
    for (uint32_t i = id + 1, steps = 0; i < w->n_hits && steps < 4 * BACK; i++, steps++) {
        uint32_t e = w->hits[i].entity;
        if (e == DG_NONE || !answers_office(w, &w->beings[e], h, of)) continue;
        if (of[0] ? !w->beings[e].e.country[0] : !dg_str_eq(w->beings[e].role_id, h->row->key))
            continue;
        dg_who_note(w, "the holder of the office, named later", dg_who_span(w, &w->hits[i]));
        return e;
    }
    return DG_NONE;
}

static dg_str phrase_text(const dg_who *w, const dg_hit *h) {
    dg_hit whole = *h;
    whole.from = h->start;
    return bare_text(w, &whole);
}

/* Owners that are entities by now: the countries of "kinesiske og russiske". */
static uint32_t owner_entities(const dg_who *w, const dg_hit *h, uint32_t out[DG_HIT_OWNERS]) {
    uint32_t n = 0;
    for (uint32_t i = h->n_owners; i-- > 0;) { /* they were met from right to left */
        uint32_t e = w->hits[h->owners[i]].entity;
        bool seen = false;
        for (uint32_t k = 0; k < n; k++) seen |= out[k] == e;
        if (e != DG_NONE && !seen) out[n++] = e;
    }
    return n;
}

/* The country that the owners tell, pronouns and persons included. */
static const char *told_country(const dg_who *w, const dg_hit *h) {
    if (dg_names_listed(w->names, "relational", h->row->key)) return "";
    const char *c = dg_who_owner_country(w, h);
    for (uint32_t i = 0; i < h->n_owners && !c[0]; i++) {
        uint32_t e = w->hits[h->owners[i]].entity;
        if (e != DG_NONE) c = w->beings[e].e.country;
    }
    return c;
}

static const char *spoken_country(dg_who *w, uint32_t id) {
    scale s;
    weigh_countries(w, id, THEME_OF_ONE, &s);
    uint32_t c = heaviest(w, &s);
    return c != DG_NONE ? w->beings[c].e.country : w->theme[0] ? w->theme : w->only;
}

static bool bare_or_definite(const dg_hit *h) {
    return !h->indefinite;
}

static uint32_t body_or_office(dg_who *w, uint32_t id, uint8_t kind, const char *of,
                               const char *why) {
    dg_hit *h = &w->hits[id];
    char code[4];
    dg_who_code(code, of);
    dg_str key = lower_key(w, code, h->row->key);
    if (h->plural && kind == DG_ENTITY_PERSON) kind = DG_ENTITY_GROUP;
    if (h->indefinite && kind == DG_ENTITY_PERSON)
        key = dg_arena_printf(w->arena, "%.*s %u", (int)key.n, key.p, id);
    if (!key.p) {
        w->no_memory = true;
        return DG_NONE;
    }
    uint32_t e = dg_who_being(w, kind, key, phrase_text(w, h), why);
    if (e == DG_NONE) return e;
    dg_being *b = &w->beings[e];
    if (!b->e.country[0]) memcpy(b->e.country, code, 4);
    if (h->n_owners && !w->note.words.to) w->note.words = dg_who_span(w, &w->hits[h->owners[0]]);
    if (!w->note.rule)
        w->note.rule = kind == DG_ENTITY_ORGANISATION ? "a body and whose it is"
                                                      : "an office without a name and whose it is";
    if (!b->e.sector[0]) dg_who_code(b->e.sector, dg_who_owner_sector(w, h));
    b->plural |= kind == DG_ENTITY_GROUP;
    b->role_id = h->row->key;
    if (kind == DG_ENTITY_PERSON && !b->e.role.p) b->e.role = bare_text(w, h);
    return e;
}

static uint32_t office(dg_who *w, uint32_t id) {
    dg_hit *h = &w->hits[id];
    uint32_t owners[DG_HIT_OWNERS], n = owner_entities(w, h, owners);
    const char *of = told_country(w, h);
    if (!n && !of[0] && dg_names_listed(w->names, "owned-only", h->row->key)) return DG_NONE;
    if (h->plural && n > 1) {
        w->note.rule = "an office of several countries";
        return group(w, owners, n, phrase_text(w, h), w->note.rule);
    }
    if (!h->plural && bare_or_definite(h)) {
        uint32_t e = holder(w, id, of);
        if (e == DG_NONE && !of[0]) e = only_holder(w, id);
        if (e != DG_NONE && !w->beings[e].role_id.p) w->beings[e].role_id = h->row->key;
        if (e != DG_NONE) return e;
    }
    return body_or_office(w, id, DG_ENTITY_PERSON, of, h->row->why);
}

/* "avisen [Politiken]", "the aid group [Oxfam]": the noun says what the name behind it is. */
static uint32_t named_behind(const dg_who *w, uint32_t id) {
    const dg_hit *h = &w->hits[id];
    if (h->genitive || h->to >= w->doc->n_tokens || w->hit_at[h->to] == DG_NONE) return DG_NONE;
    const dg_hit *o = &w->hits[w->hit_at[h->to]];
    bool body =
        o->kind == DG_NAME_ORGANISATION || o->kind == DG_NAME_OUTLET || o->kind == DG_HIT_ORG;
    return body && sentence_of(w, o) == sentence_of(w, h) && !o->genitive ? o->entity : DG_NONE;
}

static uint32_t institution(dg_who *w, uint32_t id) {
    dg_hit *h = &w->hits[id];
    uint32_t named = named_behind(w, id);
    if (named != DG_NONE) {
        w->note.rule = "the noun in front of a body's name";
        return named;
    }
    uint32_t owners[DG_HIT_OWNERS], n = owner_entities(w, h, owners);
    if (h->plural && n > 1)
        return group(w, owners, n, phrase_text(w, h), "a body of several countries");
    const char *of = told_country(w, h);
    if (!of[0] && !strcmp(h->row->sector, "NGO")) of = "NGO"; /* as PLOVER has it: no country's */
    /* "foreign governments" are nobody's in particular */
    bool loose =
        h->rows.plural && !h->definite && w->doc->tokens[h->head].feats.definite != DG_DEF_DEF;
    if (!of[0] && !loose && bare_or_definite(h)) {
        /* the same body as before, else that of the country that is spoken of */
        for (uint32_t i = id, steps = 0; i-- > 0 && steps < 2 * BACK; steps++) {
            const dg_hit *at = &w->hits[i];
            if (at->kind == DG_NAME_INSTITUTION && at->entity != DG_NONE &&
                same_office(w, at->row->key, h->row->key)) {
                dg_who_note(w, "the same body as before", dg_who_span(w, at));
                return at->entity;
            }
        }
        w->note.rule = "a body of the country that is spoken of";
        of = spoken_country(w, id);
    }
    return body_or_office(w, id, DG_ENTITY_ORGANISATION, of, h->row->why);
}

/* "his Ukrainian counterpart": somebody of that country, whoever else he is. */
static uint32_t counterpart(dg_who *w, uint32_t id) {
    const char *of = told_country(w, &w->hits[id]);
    if (!of[0]) return DG_NONE;
    w->note.rule = "a counterpart of that country";
    return body_or_office(w, id, DG_ENTITY_PERSON, of, "counterpart of a country");
}

/* ---- persons whose country nobody told ---- */

/* The owner of the office is an entity by now: "departementets talsperson" is of the ministry's
 * country. "udenrigsminister X" without an owner: of the country that is spoken of; only for
 * offices of a state. */
static void guess_country(dg_who *w, uint32_t id, bool spoken) {
    const dg_hit *h = &w->hits[id];
    if (h->entity == DG_NONE || h->person == DG_NONE || !dg_who_is_name(h)) return;
    const dg_being *b = &w->beings[h->entity];
    if (b->e.country[0] || b->row) return;
    const char *c = told_country(w, &w->hits[h->person]);
    const char *why = "of the office beside the name";
    if (!c[0] && spoken && dg_who_of_state(b->e.sector))
        c = spoken_country(w, id), why = "an office of the country that is spoken of";
    if (!c[0]) return;
    dg_who_code(w->beings[h->entity].e.country, c);
    w->beings[h->entity].e.why_country = why;
}

/* Nobody said where he is from, and the article is about one country: most likely from there. */
static void guess_from_theme(dg_who *w) {
    for (uint32_t i = 0; i < w->n_beings && w->theme[0]; i++) {
        dg_being *b = &w->beings[i];
        if (b->e.kind == DG_ENTITY_PERSON && !b->e.country[0] && b->n_words > 1) {
            memcpy(b->e.country, w->theme, 4);
            b->e.why_country = "the country that most of the article is about";
        }
    }
}

void dg_who_refer(dg_who *w) {
    for (uint32_t i = 0; i < w->n_hits && !w->no_memory; i++)
        if (w->hits[i].entity == DG_NONE) {
            w->note = (dg_why){0};
            w->hits[i].entity = own_name(w, &w->hits[i]);
            w->hits[i].why = w->note;
        }
    count_uses(w);
    for (uint32_t i = 0; i < w->n_hits && !w->no_memory; i++) {
        dg_hit *h = &w->hits[i];
        guess_country(w, i, false);
        if (h->entity != DG_NONE) continue;
        uint32_t e = DG_NONE;
        w->note = (dg_why){0};
        if (h->kind == DG_NAME_ROLE)
            e = office(w, i);
        else if (h->kind == DG_NAME_INSTITUTION)
            e = institution(w, i);
        else if (h->kind == DG_NAME_PRONOUN)
            e = dg_str_is(h->row->key, "counterpart") ? counterpart(w, i) : pronoun(w, i);
        w->hits[i].entity = e;
        w->hits[i].why = w->note;
    }
    for (uint32_t i = 0; i < w->n_hits; i++) guess_country(w, i, true);
    guess_from_theme(w);
    dg_who_locate(w);
}
