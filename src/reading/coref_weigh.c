/* coref_weigh.c: which of the entities before a reference weighs most. Source: the weights follow
 * Lappin & Leass 1994 (recency and grammatical role), made smaller for short news texts. */
#include "reading/coref_work.h"

uint32_t dg_ref_sentence_of(const dg_who *w, const dg_hit *h) {
    return w->doc->tokens[h->from].sentence;
}

uint8_t dg_ref_relation(const dg_who *w, const dg_hit *h) {
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
    uint32_t back = dg_ref_sentence_of(w, from) - dg_ref_sentence_of(w, at);
    int n = 24 - 6 * (int)back;
    uint8_t rel = w->tagged ? dg_ref_relation(w, at) : DG_REL_DEP;
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
    if (at->from == w->doc->sentences[dg_ref_sentence_of(w, at)].from) n += 2;
    return n;
}

bool dg_ref_same_clause(const dg_who *w, const dg_hit *a, const dg_hit *pronoun) {
    const dg_token *x = &w->doc->tokens[a->head], *p = &w->doc->tokens[pronoun->head];
    bool owner = p->rel == DG_REL_NMOD || p->rel == DG_REL_DET || p->feats.poss;
    return w->tagged && !owner && x->head != DG_NONE && x->head == p->head && x->rel != DG_REL_CONJ;
}

enum { EXCLUDED = -1000 };

static void put_weight(dg_ref_scale *s, uint32_t id, int n, dg_range words) {
    for (uint32_t i = 0; i < s->n; i++)
        if (s->ids[i] == id) {
            if (s->sums[i] == EXCLUDED) return;
            if (n > s->sums[i]) s->words[i] = words;
            s->sums[i] = (s->sums[i] > n ? s->sums[i] : n) + 1; /* named again: a little more */
            return;
        }
    if (s->n == DG_REF_BACK) return;
    s->ids[s->n] = id;
    s->words[s->n] = words;
    s->sums[s->n++] = n;
}

uint32_t dg_ref_heaviest(dg_who *w, dg_ref_scale *s) {
    uint32_t best = DG_NONE;
    for (uint32_t i = 0; i < s->n; i++)
        if (s->ids[i] != DG_NONE && (best == DG_NONE || s->sums[i] > s->sums[best])) best = i;
    if (best == DG_NONE || s->sums[best] <= 0) return DG_NONE;
    uint32_t id = s->ids[best];
    s->ids[best] = DG_NONE;
    w->note.words = s->words[best];
    return id;
}

static int fit_person(const dg_being *b, dg_ref_want what) {
    if (b->e.kind != DG_ENTITY_PERSON || b->plural) return -100;
    if (what == DG_WANT_PERSON || what == DG_WANT_PERSONS || !b->gender) return 0;
    bool match = b->gender == (what == DG_WANT_SHE ? DG_GENDER_FEM : DG_GENDER_MASC);
    return match ? 3 : b->sure_gender ? -100 : -12;
}

/* Where nouns have genders, "sie" may be a bank and "er" a firm: a body called by a noun of that
 * gender. */
static int fit_body(const dg_who *w, const dg_hit *at, dg_ref_want what) {
    const dg_being *b = &w->beings[at->entity];
    bool body = b->e.kind == DG_ENTITY_ORGANISATION || b->e.kind == DG_ENTITY_OUTLET;
    uint8_t gender = w->doc->tokens[at->head].feats.gender;
    if (!body || (what != DG_WANT_HE && what != DG_WANT_SHE)) return -100;
    if (w->doc->tokens[at->head].feats.number == DG_NUMBER_PLUR) return -100;
    return gender == (what == DG_WANT_HE ? DG_GENDER_MASC : DG_GENDER_FEM) ? -2 : -100;
}

int dg_ref_fit(const dg_being *b, dg_ref_want what) {
    uint8_t k = b->e.kind;
    switch (what) {
    case DG_WANT_HE:
    case DG_WANT_SHE:
    case DG_WANT_PERSON:
    case DG_WANT_PERSONS: return fit_person(b, what);
    case DG_WANT_THING:
        return k == DG_ENTITY_COUNTRY ? 2 : k == DG_ENTITY_ORGANISATION && !b->plural ? 0 : -100;
    case DG_WANT_MANY:
        return b->plural                     ? 4
               : k == DG_ENTITY_COUNTRY      ? -2
               : k == DG_ENTITY_ORGANISATION ? -4
                                             : -100;
    default: return k == DG_ENTITY_COUNTRY ? 0 : -100;
    }
}

void dg_ref_weigh(const dg_who *w, uint32_t id, dg_ref_want what, uint32_t back, dg_ref_scale *s) {
    const dg_hit *h = &w->hits[id];
    s->n = 0;
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < DG_REF_BACK; steps++) {
        const dg_hit *at = &w->hits[i];
        if (dg_ref_sentence_of(w, at) + back < dg_ref_sentence_of(w, h)) return;
        if (at->entity == DG_NONE) continue;
        int f = dg_ref_fit(&w->beings[at->entity], what);
        if (f <= -100 && dg_ref_sentence_of(w, at) + 1 >= dg_ref_sentence_of(w, h))
            f = fit_body(w, at, what);
        /* the other side of the same verb is out, wherever else it is named */
        if (dg_ref_same_clause(w, at, h))
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
    return dg_ref_country(w, code, "the country of one that was named");
}

static int theme(const dg_who *w, uint32_t being, uint32_t most) {
    return w->most_uses ? (int)(most * w->beings[being].uses / w->most_uses) : 0;
}

void dg_ref_count_uses(dg_who *w) {
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

/* "[X and Y] called on both countries", "X asked the government": the subject itself is not the one
 * to whom it does something. */
bool dg_ref_does_it(const dg_who *w, const dg_hit *a, const dg_hit *h) {
    const dg_token *at = w->doc->tokens, *x = &at[a->head], *p = &at[h->head];
    if (!w->tagged || w->beings[a->entity].e.kind != DG_ENTITY_COUNTRY) return false;
    if (x->rel == DG_REL_CONJ && x->head != DG_NONE) x = &at[x->head];
    bool object = p->rel == DG_REL_OBJ || p->rel == DG_REL_IOBJ || p->rel == DG_REL_OBL;
    return object && x->rel == DG_REL_NSUBJ && x->head != DG_NONE && x->head == p->head;
}

void dg_ref_weigh_countries(dg_who *w, uint32_t id, uint32_t most, dg_ref_scale *s) {
    s->n = 0;
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < DG_REF_BACK; steps++) {
        if (w->hits[i].entity == DG_NONE) continue;
        uint32_t c = country_of(w, w->hits[i].entity);
        if (c == DG_NONE) continue;
        int n = weight(w, &w->hits[i], &w->hits[id]) + theme(w, c, most);
        if (dg_ref_does_it(w, &w->hits[i], &w->hits[id]))
            put_weight(s, c, EXCLUDED, (dg_range){0});
        else
            put_weight(s, c, n > 1 ? n : 1, dg_who_span(w, &w->hits[i]));
    }
}

uint32_t dg_ref_best_of(dg_who *w, uint32_t id, dg_ref_want what, uint32_t back) {
    dg_ref_scale s;
    dg_ref_weigh(w, id, what, back, &s);
    return dg_ref_heaviest(w, &s);
}
