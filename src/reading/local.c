/* local.c: whose the police are: the country of people and bodies that the text names only by what
 * they are.
 *
 * "The police", "rebels", "a court", "demonstrators" belong to the place where the sentence has
 * them, else to the country that the article is clearly about. In this order:
 *   1. the sentence names one country, and names it as a place ("soldiers fired … in Sudan");
 *   2. of several countries one is a place, named in the same clause, or the only place; never for
 *      soldiers, who may be abroad;
 *   3. the sentence names one country, the one that the article is clearly about, or names alone;
 *      only for courts, police, parties, opposition and rebels;
 *   4. the sentence names no country: that of the only place that the sentence before is set in
 *      ("in Lima … police fired"), else that of the article again.
 * Nothing fits: the country stays unknown. Only kinds of people who are at home where they act:
 * no refugees, reporters, companies, international bodies, and nobody with a name.
 * source: PLOVER codebook (actors without a name take the country of the place); cost: O(hits)
 * a sentence. */
#include "reading/who.h"

enum { PHRASE_BACK = 4 };

static bool is_local_sector(const char *sector) {
    return dg_sector_in(sector,
                        "GOV MIL LEG JUD COP SPY PTY OPP REB UAF SEP CVL LAB EDU AGR REL HLH CRM");
}

/* A person counts only in an office of the state: "a judge", not "a student". */
static bool is_state_sector(const char *sector) {
    return dg_sector_in(sector, "GOV MIL LEG JUD COP");
}

/* Courts, police, opposition, rebels stand against or below one state; citizens, prisoners and
 * soldiers may be anybody's. */
static bool is_of_one_state(const dg_entity *e) {
    return dg_sector_in(e->sector, "GOV LEG JUD COP PTY OPP REB SEP") &&
           e->kind != DG_ENTITY_PERSON;
}

/* "Many governments": of no country in particular. */
static bool is_loose(const dg_who *w, const dg_hit *h) {
    return h->kind == DG_NAME_INSTITUTION && h->plural && !h->definite && !h->n_owners &&
           w->doc->tokens[h->head].feats.definite != DG_DEF_DEF;
}

static bool wants_country(const dg_being *b) {
    if (b->e.country[0] || b->n_members || b->row || b->n_words || !b->role_id.p) return false;
    if (b->e.kind == DG_ENTITY_PERSON) return is_state_sector(b->e.sector);
    if (b->e.kind == DG_ENTITY_GROUP && !strcmp(b->e.sector, "GOV"))
        return false; /* "heads of government" meet abroad */
    return (b->e.kind == DG_ENTITY_GROUP || b->e.kind == DG_ENTITY_ORGANISATION) &&
           is_local_sector(b->e.sector);
}

/* Behind a preposition of place, over the words of its own phrase: "in the Turkish capital",
 * "in northern Mali". */
static bool is_place_phrase(const dg_who *w, const dg_hit *h) {
    uint32_t first = w->doc->sentences[w->doc->tokens[h->from].sentence].from;
    for (uint32_t t = h->from, n = 0; t > first && n < PHRASE_BACK; n++) {
        if (w->classes[--t] & DG_WORD_SETTING) return true;
        const dg_token *k = &w->doc->tokens[t];
        if (k->upos != DG_UPOS_DET && k->upos != DG_UPOS_ADJ && k->upos != DG_UPOS_NOUN &&
            k->upos != DG_UPOS_PROPN && !(w->classes[t] & (DG_WORD_DEFINITE | DG_WORD_OF)))
            return false;
    }
    return false;
}

static bool is_state_or_place(const dg_who *w, const dg_hit *h) {
    uint8_t kind = w->beings[h->entity].e.kind;
    return kind == DG_ENTITY_COUNTRY || kind == DG_ENTITY_PLACE;
}

/* The verb of the clause that token stands in, or DG_NONE. */
static uint32_t clause_of(const dg_who *w, uint32_t token) {
    uint32_t sentence = w->doc->tokens[token].sentence;
    for (uint32_t t = w->doc->tokens[token].head, up = 0; t != DG_NONE && up < 24; up++) {
        const dg_token *k = &w->doc->tokens[t];
        if (k->sentence != sentence) return DG_NONE;
        if (k->upos == DG_UPOS_VERB) return t;
        t = k->head;
    }
    return DG_NONE;
}

typedef struct countries {
    const char *first; /* "" none */
    bool several;
} countries;

static void put(countries *c, const char *code) {
    if (!c->first[0])
        c->first = code;
    else if (strcmp(c->first, code) != 0)
        c->several = true;
}

const char *dg_who_set_in(const dg_who *w, uint32_t i, uint32_t sentence) {
    countries places = {.first = ""};
    uint32_t k = i;
    while (k > 0 && w->doc->tokens[w->hits[k - 1].from].sentence >= sentence) k--;
    for (; k < w->n_hits && w->doc->tokens[w->hits[k].from].sentence <= sentence; k++) {
        const dg_hit *o = &w->hits[k];
        if (k == i || o->entity == DG_NONE || w->doc->tokens[o->from].sentence != sentence)
            continue;
        const dg_being *b = &w->beings[o->entity];
        bool named = w->doc->tokens[o->head].upos != DG_UPOS_ADJ; /* "at the Greek embassy in X" */
        if (named && dg_names_country(w->names, dg_str_of(b->e.country)) &&
            is_state_or_place(w, o) && is_place_phrase(w, o))
            put(&places, b->e.country);
    }
    return places.several ? "" : places.first;
}

/* The country that hit i is at home in; "" when nothing tells. */
static const char *setting(const dg_who *w, uint32_t i) {
    const dg_hit *h = &w->hits[i];
    uint32_t sentence = w->doc->tokens[h->from].sentence, clause = clause_of(w, h->head);
    countries all = {.first = ""}, places = {.first = ""}, here = {.first = ""};
    uint32_t from = i;
    while (from > 0 && w->doc->tokens[w->hits[from - 1].from].sentence == sentence) from--;
    for (uint32_t k = from; k < w->n_hits && w->doc->tokens[w->hits[k].from].sentence == sentence;
         k++) {
        const dg_hit *o = &w->hits[k];
        if (k == i || o->entity == DG_NONE) continue;
        const dg_being *b = &w->beings[o->entity];
        if (!dg_names_country(w->names, dg_str_of(b->e.country))) continue;
        if (b->e.kind == DG_ENTITY_OUTLET) continue;
        put(&all, b->e.country);
        if (!is_state_or_place(w, o) || !is_place_phrase(w, o)) continue;
        put(&places, b->e.country);
        if (clause != DG_NONE && clause_of(w, o->head) == clause) put(&here, b->e.country);
    }
    const dg_entity *who = &w->beings[h->entity].e;
    bool may_be_abroad = strcmp(who->sector, "MIL") == 0;
    if (all.first[0] && !all.several && places.first[0]) return all.first;
    if (here.first[0] && !here.several && !may_be_abroad) return here.first;
    if (!here.first[0] && places.first[0] && !places.several && !may_be_abroad) return places.first;
    bool about = all.first[0] && !all.several &&
                 (!strcmp(all.first, w->theme) || !strcmp(all.first, w->only));
    if (about && is_of_one_state(who)) return all.first;
    if (all.first[0]) return "";
    const char *before = may_be_abroad || !sentence ? "" : dg_who_set_in(w, i, sentence - 1);
    if (before[0]) return before;
    return w->theme[0] ? w->theme : w->only;
}

/* The key says the country, as it does where the text tells it: "tur police". */
static void give_key(dg_who *w, dg_being *b) {
    char code[4] = {0};
    for (uint32_t i = 0; i < 3; i++) code[i] = (char)(b->e.country[i] | 32);
    dg_str key = dg_arena_printf(w->arena, "%s %.*s", code, (int)b->e.key.n, b->e.key.p);
    if (key.p)
        b->e.key = key;
    else
        w->no_memory = true;
}

void dg_who_locate(dg_who *w) {
    for (uint32_t i = 0; i < w->n_hits; i++) {
        const dg_hit *h = &w->hits[i];
        if (h->entity == DG_NONE || !wants_country(&w->beings[h->entity])) continue;
        if (h->kind != DG_NAME_ROLE && h->kind != DG_NAME_INSTITUTION) continue;
        if (is_loose(w, h)) continue;
        dg_being *b = &w->beings[h->entity];
        dg_who_code(b->e.country, setting(w, i));
        if (b->e.country[0]) give_key(w, b);
    }
}
