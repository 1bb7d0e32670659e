/* coref_named.c: what has a name of its own: countries, unions, organisations, towns, regions, and
 * the groups that two of them make. See coref_work.h. */
#include <stdio.h>

#include "base/utf8.h"
#include "reading/coref_work.h"

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

dg_str dg_ref_lower_key(dg_who *w, const char *country, dg_str rest) {
    char c[4] = {0};
    for (uint32_t i = 0; i < 3 && country[i]; i++)
        c[i] = (char)(country[i] >= 'A' && country[i] <= 'Z' ? country[i] + 32 : country[i]);
    dg_str s = rest.n
                   ? dg_arena_printf(w->arena, "%s%s%.*s", c, c[0] ? " " : "", (int)rest.n, rest.p)
                   : dg_arena_printf(w->arena, "%s", c);
    if (!s.p) w->no_memory = true;
    return s.p ? s : DG_STR("");
}

uint32_t dg_ref_country(dg_who *w, const char *code, const char *why) {
    dg_str label = dg_names_label(w->names, dg_str_of(code), w->langs);
    uint32_t id = dg_who_being(w, DG_ENTITY_COUNTRY, dg_ref_lower_key(w, code, DG_STR("")),
                               label.p ? label : dg_str_of(code), why);
    if (id != DG_NONE) memcpy(w->beings[id].e.country, code, 4);
    return id;
}

uint32_t dg_ref_group(dg_who *w, const uint32_t *members, uint32_t n, dg_str name,
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

dg_str dg_ref_bare_text(const dg_who *w, const dg_hit *h) {
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
        if (dg_who_in_class(w, t, DG_WORD_LOCATIVE)) return !genitive;
        if (!dg_who_in_class(w, t, DG_WORD_DEFINITE)) return false;
    }
    return false;
}

/* "left Riga", "forlot Riga": who leaves a town leaves a place. */
static bool is_left(const dg_who *w, const dg_hit *h) {
    const dg_token *t = &w->doc->tokens[h->head];
    return w->tagged && t->rel == DG_REL_OBJ && t->head != DG_NONE &&
           dg_who_in_class(w, t->head, DG_WORD_LEAVE);
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
    dg_str key = dg_who_person_key(w, dg_ref_bare_text(w, h));
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
    uint32_t id = dg_who_being(w, DG_ENTITY_PLACE, folded, dg_ref_bare_text(w, h),
                               h->row ? h->row->why : "a place's name");
    if (id == DG_NONE) return id;
    if (h->row) memcpy(w->beings[id].e.country, h->row->country, 4);
    uint32_t of = h->to + 1 < w->doc->n_tokens && !w->beings[id].e.country[0] &&
                          dg_str_is(dg_who_text(w, h->to, h->to + 1), ",")
                      ? w->hit_at[h->to + 1]
                      : DG_NONE;
    if (of != DG_NONE && w->hits[of].kind == DG_NAME_COUNTRY) /* "Granada, Spain" */
        memcpy(w->beings[id].e.country, w->hits[of].row->country, 4);
    if (shouts(w->beings[id].e.name)) w->beings[id].e.name = dg_ref_bare_text(w, h);
    return id;
}

static void name_country(dg_who *w, const dg_hit *h, uint32_t id) {
    if (id == DG_NONE || h->kind != DG_NAME_COUNTRY) return;
    dg_being *b = &w->beings[id];
    dg_str s = dg_ref_bare_text(w, h);
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
        return place(w, h, h->kind == DG_NAME_CAPITAL ? h->row->form : dg_ref_bare_text(w, h));
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
    uint32_t id = dg_ref_country(w, h->row->country, h->row->why);
    name_country(w, h, id);
    if (id == DG_NONE || !h->modifier || h->kind != DG_NAME_ADJECTIVE || !h->modifier->country[0])
        return id;
    uint32_t pair[2] = {dg_ref_country(w, h->modifier->country, h->modifier->why), id};
    return pair[0] == DG_NONE || pair[0] == id
               ? id
               : dg_ref_group(w, pair, 2, dg_ref_bare_text(w, h), "compound of two countries");
}

static uint32_t organisation(dg_who *w, const dg_hit *h, uint8_t kind) {
    dg_str name = dg_ref_bare_text(w, h), key = h->row ? h->row->key : dg_utf8_fold(w->arena, name);
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
    uint32_t id =
        dg_who_being(w, DG_ENTITY_GROUP, h->row->key, dg_ref_bare_text(w, h), h->row->why);
    if (id != DG_NONE) w->beings[id].plural = true;
    return id;
}

uint32_t dg_ref_own_name(dg_who *w, const dg_hit *h) {
    switch (h->kind) {
    case DG_NAME_COUNTRY:
    case DG_NAME_ADJECTIVE:
    case DG_NAME_PEOPLE:
    case DG_NAME_CAPITAL:
    case DG_NAME_SEAT: return state(w, h);
    case DG_NAME_CITY:
    case DG_HIT_LOC: return place(w, h, dg_ref_bare_text(w, h));
    case DG_NAME_REGION: return region(w, h);
    case DG_NAME_ORGANISATION:
    case DG_HIT_ORG: return organisation(w, h, DG_ENTITY_ORGANISATION);
    case DG_NAME_OUTLET: return organisation(w, h, DG_ENTITY_OUTLET);
    default: return DG_NONE;
    }
}
