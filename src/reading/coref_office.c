/* coref_office.c: offices and bodies that stand without their holder's name ("the minister", "the
 * ministry"): who holds them, or of which country they are. See coref_work.h. */
#include "base/utf8.h"
#include "reading/coref_work.h"

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
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < 4 * DG_REF_BACK; steps++) {
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

/* Has the text spoken of that country up to the sentence of hit i? Else the one named there, whose
 * country nobody tells, holds no office of it: "Prime Minister X … Y's prime minister". */
static bool is_spoken_of(const dg_who *w, uint32_t i, const char *of) {
    uint32_t sentence = dg_ref_sentence_of(w, &w->hits[i]);
    for (uint32_t k = 0; k < w->n_hits && dg_ref_sentence_of(w, &w->hits[k]) <= sentence; k++)
        if (w->hits[k].entity != DG_NONE &&
            same_state(w, w->beings[w->hits[k].entity].e.country, of) &&
            w->beings[w->hits[k].entity].e.country[0])
            return true;
    return false;
}

/* The person who has the office: named before (the nearest, called by the same word), else, when
 * the country is told, named later. */
static uint32_t holder(dg_who *w, uint32_t id, const char *of) {
    const dg_hit *h = &w->hits[id];
    uint32_t best = DG_NONE;
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < 4 * DG_REF_BACK; steps++) {
        uint32_t e = w->hits[i].entity;
        if (e == DG_NONE || !answers_office(w, &w->beings[e], h, of)) continue;
        if (of[0] && !w->beings[e].e.country[0] && h->n_owners && !is_spoken_of(w, i, of)) continue;
        bool named_so = !w->beings[e].e.role.p || same_word(w, w->beings[e].e.role, h);
        if (best != DG_NONE && !named_so) continue;
        if (best == DG_NONE || named_so) best = i;
        if (named_so) break;
    }
    if (best != DG_NONE) {
        dg_who_note(w, "the holder of the office, named before", dg_who_span(w, &w->hits[best]));
        return w->hits[best].entity;
    }
    for (uint32_t i = id + 1, steps = 0; i < w->n_hits && steps < 4 * DG_REF_BACK; i++, steps++) {
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
    return dg_ref_bare_text(w, &whole);
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

const char *dg_ref_told_country(const dg_who *w, const dg_hit *h) {
    if (dg_names_listed(w->names, "relational", h->row->key)) return "";
    const char *c = dg_who_owner_country(w, h);
    for (uint32_t i = 0; i < h->n_owners && !c[0]; i++) {
        uint32_t e = w->hits[h->owners[i]].entity;
        if (e != DG_NONE) c = w->beings[e].e.country;
    }
    return c;
}

const char *dg_ref_spoken_country(dg_who *w, uint32_t id) {
    dg_ref_scale s;
    dg_ref_weigh_countries(w, id, DG_THEME_OF_ONE, &s);
    uint32_t c = dg_ref_heaviest(w, &s);
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
    dg_str key = dg_ref_lower_key(w, code, h->row->key);
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
    if (kind == DG_ENTITY_PERSON && !b->e.role.p) b->e.role = dg_ref_bare_text(w, h);
    return e;
}

/* "X accuses its neighbour", "X beskylder nabolandet": the only other country that this sentence
 * and the two before it name; whose neighbour it is, its owner tells, else the nearest country. */
static uint32_t other_country(const dg_who *w, uint32_t id) {
    enum { SENTENCES_BACK = 2 };
    const dg_hit *h = &w->hits[id];
    bool one = w->doc->tokens[h->head].feats.number != DG_NUMBER_PLUR;
    if (!one || h->indefinite || !dg_names_listed(w->names, "other-country", h->row->key))
        return DG_NONE;
    uint32_t sentence = dg_ref_sentence_of(w, h), self = DG_NONE, other = DG_NONE;
    for (uint32_t i = 0; i < h->n_owners && self == DG_NONE; i++)
        self = w->hits[h->owners[i]].entity;
    for (uint32_t i = id;
         i-- > 0 && dg_ref_sentence_of(w, &w->hits[i]) + SENTENCES_BACK >= sentence;) {
        uint32_t e = w->hits[i].entity;
        if (e == DG_NONE || w->beings[e].e.kind != DG_ENTITY_COUNTRY) continue;
        if (self == DG_NONE && dg_ref_sentence_of(w, &w->hits[i]) == sentence) self = e;
        if (self == DG_NONE) return DG_NONE;
        if (!strcmp(w->beings[e].e.country, w->beings[self].e.country) || e == other) continue;
        if (other != DG_NONE) return DG_NONE;
        other = e;
    }
    return other;
}

uint32_t dg_ref_office(dg_who *w, uint32_t id) {
    dg_hit *h = &w->hits[id];
    uint32_t other = other_country(w, id);
    if (other != DG_NONE) {
        w->note.rule = "the other country that is spoken of";
        return other;
    }
    uint32_t owners[DG_HIT_OWNERS], n = owner_entities(w, h, owners);
    const char *of = dg_ref_told_country(w, h);
    if (!n && !of[0] && dg_names_listed(w->names, "owned-only", h->row->key)) return DG_NONE;
    if (h->plural && n > 1) {
        w->note.rule = "an office of several countries";
        return dg_ref_group(w, owners, n, phrase_text(w, h), w->note.rule);
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
    return body && dg_ref_sentence_of(w, o) == dg_ref_sentence_of(w, h) && !o->genitive ? o->entity
                                                                                        : DG_NONE;
}

/* Police act where the sentence, or the one before, is set; the government that somebody is against
 * is that of the place ("in Lima thousands marched against the government"). */
static const char *place_of_body(const dg_who *w, uint32_t id) {
    const dg_hit *h = &w->hits[id];
    uint32_t sentence = dg_ref_sentence_of(w, h);
    bool police = !strcmp(h->row->sector, "COP"), government = !strcmp(h->row->sector, "GOV");
    if (!police && (!government || !w->tagged || dg_ref_relation(w, h) == DG_REL_NSUBJ)) return "";
    const char *here = dg_who_set_in(w, id, sentence);
    return here[0] || !sentence || !police ? here : dg_who_set_in(w, id, sentence - 1);
}

uint32_t dg_ref_institution(dg_who *w, uint32_t id) {
    dg_hit *h = &w->hits[id];
    uint32_t named = named_behind(w, id);
    if (named != DG_NONE) {
        w->note.rule = "the noun in front of a body's name";
        return named;
    }
    uint32_t owners[DG_HIT_OWNERS], n = owner_entities(w, h, owners);
    if (h->plural && n > 1)
        return dg_ref_group(w, owners, n, phrase_text(w, h), "a body of several countries");
    const char *of = dg_ref_told_country(w, h);
    if (!of[0] && !strcmp(h->row->sector, "NGO")) of = "NGO"; /* as PLOVER has it: no country's */
    /* "foreign governments" are nobody's in particular */
    bool loose =
        h->rows.plural && !h->definite && w->doc->tokens[h->head].feats.definite != DG_DEF_DEF;
    if (!of[0] && !loose && bare_or_definite(h)) {
        of = place_of_body(w, id);
        if (of[0]) w->note.rule = "a body of the place";
    }
    if (!of[0] && !loose && bare_or_definite(h)) {
        /* the same body as before, else that of the country that is spoken of */
        for (uint32_t i = id, steps = 0; i-- > 0 && steps < 2 * DG_REF_BACK; steps++) {
            const dg_hit *at = &w->hits[i];
            if (at->kind == DG_NAME_INSTITUTION && at->entity != DG_NONE &&
                same_office(w, at->row->key, h->row->key)) {
                dg_who_note(w, "the same body as before", dg_who_span(w, at));
                return at->entity;
            }
        }
        w->note.rule = "a body of the country that is spoken of";
        of = dg_ref_spoken_country(w, id);
    }
    return body_or_office(w, id, DG_ENTITY_ORGANISATION, of, h->row->why);
}

uint32_t dg_ref_counterpart(dg_who *w, uint32_t id) {
    const char *of = dg_ref_told_country(w, &w->hits[id]);
    if (!of[0]) return DG_NONE;
    w->note.rule = "a counterpart of that country";
    return body_or_office(w, id, DG_ENTITY_PERSON, of, "counterpart of a country");
}
