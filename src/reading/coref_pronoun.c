/* coref_pronoun.c: pronouns, "the pair", "both countries", "the latter": see coref_work.h. */
#include "reading/coref_work.h"

/* "A and B", "A und die B". */
static bool stands_joined(const dg_who *w, const dg_hit *a, const dg_hit *b) {
    if (a->to >= b->start || !dg_who_in_class(w, a->to, DG_WORD_AND)) return false;
    return b->start == a->to + 1 ||
           (b->start == a->to + 2 && dg_who_in_class(w, a->to + 1, DG_WORD_DEFINITE));
}

/* Two names joined by "and" just before the reference: "Kenya and Uganda … they". The hits in the
 * order of the text; of a title and its name the title. */
static bool joined_hits(const dg_who *w, uint32_t id, bool persons, uint32_t ret[2]) {
    uint32_t s = dg_ref_sentence_of(w, &w->hits[id]);
    for (uint32_t i = id, steps = 0; i-- > 1 && steps < 16; steps++) {
        const dg_hit *b = &w->hits[i], *a = &w->hits[i - 1];
        if (dg_ref_sentence_of(w, a) + 1 < s) return false;
        if (a->entity == DG_NONE || b->entity == DG_NONE || a->entity == b->entity ||
            !stands_joined(w, a, b))
            continue;
        uint8_t ka = w->beings[a->entity].e.kind, kb = w->beings[b->entity].e.kind;
        bool both = persons ? ka == DG_ENTITY_PERSON && kb == DG_ENTITY_PERSON
                            : (ka == kb || ka == DG_ENTITY_COUNTRY) && ka != DG_ENTITY_PLACE &&
                                  kb != DG_ENTITY_PLACE;
        if (!both || dg_ref_does_it(w, a, &w->hits[id])) continue;
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
    return dg_ref_group(w, (uint32_t[]){a->entity, b->entity}, 2, dg_who_text(w, a->from, b->to),
                        "two names joined");
}

static dg_str names_of(dg_who *w, uint32_t a, uint32_t b) {
    dg_str x = w->beings[a].e.name, y = w->beings[b].e.name;
    dg_str s = dg_arena_printf(w->arena, "%.*s, %.*s", (int)x.n, x.p, (int)y.n, y.p);
    if (!s.p) w->no_memory = true;
    return s.p ? s : DG_STR("");
}

static uint32_t two_heaviest(dg_who *w, dg_ref_scale *s, const char *why) {
    uint32_t two[2] = {dg_ref_heaviest(w, s), dg_ref_heaviest(w, s)};
    if (two[0] == DG_NONE || two[1] == DG_NONE) return DG_NONE;
    w->note.rule = why;
    return dg_ref_group(w, two, 2, names_of(w, two[0], two[1]), why);
}

static uint32_t pair_of_countries(dg_who *w, uint32_t id) {
    dg_ref_scale s;
    uint32_t two[2];
    bool joined = joined_hits(w, id, false, two) &&
                  w->beings[w->hits[two[0]].entity].e.kind == DG_ENTITY_COUNTRY &&
                  w->beings[w->hits[two[1]].entity].e.kind == DG_ENTITY_COUNTRY;
    if (joined) return joined_pair(w, id, false);
    dg_ref_weigh_countries(w, id, DG_THEME_OF_TWO, &s);
    return two_heaviest(w, &s, "the two countries named before");
}

static uint32_t pair_of_persons(dg_who *w, uint32_t id, uint32_t back) {
    dg_ref_scale s;
    uint32_t g = joined_pair(w, id, true);
    if (g != DG_NONE) return g;
    dg_ref_weigh(w, id, DG_WANT_PERSONS, back, &s);
    return two_heaviest(w, &s, "the two persons named before");
}

/* "the two ministers [Ana Rojas] and [Luis Mora]": the two stand behind. */
static uint32_t pair_behind(dg_who *w, uint32_t id) {
    const dg_hit *h = &w->hits[id];
    if (id + 2 >= w->n_hits) return DG_NONE;
    const dg_hit *a = &w->hits[id + 1], *b = &w->hits[id + 2];
    if (a->from > h->to + 1 || b->start != a->to + 1 || !dg_who_in_class(w, a->to, DG_WORD_AND))
        return DG_NONE;
    if (a->entity == DG_NONE || b->entity == DG_NONE || a->entity == b->entity) return DG_NONE;
    dg_who_note(w, "the two names behind it",
                (dg_range){dg_who_span(w, a).from, dg_who_span(w, b).to});
    return dg_ref_group(w, (uint32_t[]){a->entity, b->entity}, 2, dg_who_text(w, a->from, b->to),
                        "two names behind it");
}

static uint32_t pair(dg_who *w, uint32_t id, dg_str kind) {
    uint32_t g = pair_behind(w, id);
    if (g != DG_NONE) return g;
    if (dg_str_is(kind, "pair-country")) return pair_of_countries(w, id);
    if (dg_str_is(kind, "pair-person")) return pair_of_persons(w, id, DG_REF_SENTENCES_BACK);
    if ((g = joined_pair(w, id, false)) != DG_NONE) return g;
    if ((g = pair_of_persons(w, id, 1)) != DG_NONE) return g;
    return pair_of_countries(w, id);
}

/* The group that is the subject of this sentence so far, or of the one before. */
static uint32_t plural_subject(dg_who *w, uint32_t id) {
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < 24; steps++) {
        const dg_hit *h = &w->hits[i];
        if (dg_ref_sentence_of(w, h) + 1 < dg_ref_sentence_of(w, &w->hits[id])) return DG_NONE;
        if (h->entity != DG_NONE && w->beings[h->entity].plural &&
            dg_ref_relation(w, h) == DG_REL_NSUBJ && !dg_ref_same_clause(w, h, &w->hits[id])) {
            dg_who_note(w, "the plural subject before", dg_who_span(w, h));
            return h->entity;
        }
    }
    return DG_NONE;
}

static uint32_t they(dg_who *w, uint32_t id) {
    dg_ref_scale s;
    uint32_t g = w->tagged ? plural_subject(w, id) : DG_NONE;
    if (g == DG_NONE) g = joined_pair(w, id, false);
    if (g != DG_NONE) return g;
    dg_ref_weigh(w, id, DG_WANT_MANY, 1, &s);
    uint32_t best = dg_ref_heaviest(w, &s);
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
        if (dg_ref_fit(&w->beings[w->hits[hit].entity], DG_WANT_THING) <= -100) continue;
        dg_who_note(w, "the subject of the clause above", dg_who_span(w, &w->hits[hit]));
        return w->hits[hit].entity;
    }
    return DG_NONE;
}

/* "it rained", "it is unclear who …". */
static bool is_formal(const dg_who *w, const dg_token *t) {
    if (t->head == DG_NONE) return false;
    if (dg_who_in_class(w, t->head, DG_WORD_IMPERSONAL)) return true;
    uint8_t upos = w->doc->tokens[t->head].upos;
    return (upos == DG_UPOS_ADJ || upos == DG_UPOS_ADV) &&
           (dg_doc_child_rel(w->doc, t->head, DG_REL_CSUBJ) != DG_NONE ||
            dg_doc_child_rel(w->doc, t->head, DG_REL_CCOMP) != DG_NONE);
}

/* "it", "es", "det" are mostly nobody: only where the same sentence, or the one before as subject,
 * has a state or body, and not where the word is a formal subject. beyond: may it stand in the
 * sentence before? */
static uint32_t it_of(dg_who *w, uint32_t id, bool beyond) {
    const dg_token *t = &w->doc->tokens[w->hits[id].head];
    bool owner = t->feats.poss || t->rel == DG_REL_NMOD || t->rel == DG_REL_DET;
    if (!w->tagged) return DG_NONE;
    if (!owner && (t->rel != DG_REL_NSUBJ || is_formal(w, t))) return DG_NONE;
    if (!owner && !beyond) return subject_above(w, id);
    uint32_t found = dg_ref_best_of(w, id, DG_WANT_THING, owner ? 1 : 0);
    if (found != DG_NONE || owner || !beyond) return found;
    /* from the sentence before only its subject may be meant */
    for (uint32_t i = id, steps = 0; i-- > 0 && steps < DG_REF_BACK; steps++) {
        const dg_hit *h = &w->hits[i];
        if (dg_ref_sentence_of(w, h) + 1 < dg_ref_sentence_of(w, &w->hits[id])) return DG_NONE;
        if (h->entity == DG_NONE || dg_ref_relation(w, h) != DG_REL_NSUBJ) continue;
        if (dg_ref_fit(&w->beings[h->entity], DG_WANT_THING) <= -100) continue;
        dg_who_note(w, "the subject of the sentence before", dg_who_span(w, h));
        return h->entity;
    }
    return DG_NONE;
}

/* Countries are neuter: Scandinavian "den" is none. */
static uint32_t it(dg_who *w, uint32_t id, bool beyond) {
    uint32_t found = it_of(w, id, beyond);
    uint8_t gender = w->doc->tokens[w->hits[id].head].feats.gender;
    bool country = found != DG_NONE && w->beings[found].e.kind == DG_ENTITY_COUNTRY;
    return country && gender && gender != DG_GENDER_NEUT ? DG_NONE : found;
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
    dg_ref_scale s;
    dg_ref_weigh(w, id, DG_WANT_SHE, DG_REF_SENTENCES_BACK, &s);
    uint32_t best = dg_ref_heaviest(w, &s);
    if (is_singular_here(w, &w->hits[id]) && best != DG_NONE)
        return gendered(w, best, DG_GENDER_FEM);
    if (best != DG_NONE && w->beings[best].gender != DG_GENDER_MASC)
        return gendered(w, best, DG_GENDER_FEM);
    uint32_t many = they(w, id);
    return many != DG_NONE ? many : best;
}

/* "Haben Sie …", "vil De …": the capital within a sentence says that somebody is spoken to. */
static bool is_polite(const dg_who *w, const dg_hit *h) {
    uint32_t t = h->from;
    if (!dg_who_in_class(w, t, DG_WORD_POLITE) || !dg_who_capital(w, t)) return false;
    if (t == w->doc->sentences[w->doc->tokens[t].sentence].from) return false;
    const dg_token *before = &w->doc->tokens[t - 1];
    return before->upos != DG_UPOS_PUNCT || dg_str_is(before->form, ",");
}

uint32_t dg_ref_pronoun(dg_who *w, uint32_t id) {
    const dg_hit *h = &w->hits[id];
    dg_str kind = h->row->key;
    if (is_polite(w, h)) return DG_NONE;
    if (dg_str_starts(kind, DG_STR("pair"))) return pair(w, id, kind);
    if (dg_str_is(kind, "latter") || dg_str_is(kind, "former"))
        return one_of_two(w, id, dg_str_is(kind, "former"));
    if (dg_str_is(kind, "country-def")) {
        dg_ref_scale s;
        w->note.rule = "the country that is spoken of";
        dg_ref_weigh_countries(w, id, DG_THEME_OF_ONE, &s);
        return dg_ref_heaviest(w, &s);
    }
    if (has_row(h, "they") && (!has_row(h, "she") || is_plural_here(w, h))) return they(w, id);
    w->note.rule = "the one before it that weighs most (near, subject, gender)";
    if (has_row(h, "own")) return own(w, id);
    if (has_row(h, "she") && has_row(h, "they")) return she_or_they(w, id);
    if (has_row(h, "she"))
        return gendered(w, dg_ref_best_of(w, id, DG_WANT_SHE, DG_REF_SENTENCES_BACK),
                        DG_GENDER_FEM);
    if (has_row(h, "he"))
        return gendered(w, dg_ref_best_of(w, id, DG_WANT_HE, DG_REF_SENTENCES_BACK),
                        DG_GENDER_MASC);
    if (has_row(h, "hen")) return dg_ref_best_of(w, id, DG_WANT_PERSON, DG_REF_SENTENCES_BACK);
    if (has_row(h, "it")) return it(w, id, true);
    if (has_row(h, "it-weak")) return it(w, id, false);
    return DG_NONE; /* I and we belong to who speaks: quotes.c */
}
