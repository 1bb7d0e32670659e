/* actors.c: see actors.h. Looks only downward in the tree and never trusts it: every walk is
 * bounded by the sentence, and without a tree (all heads DG_NONE) the mentions alone answer. */
#include "reading/actors.h"

typedef struct actor_list {
    const dg_doc *doc;
    uint32_t *out, cap, n;
} actor_list;

static void add(actor_list *l, uint32_t e) {
    for (uint32_t i = 0; i < l->n; i++)
        if (l->out[i] == e) return;
    if (l->n < l->cap) l->out[l->n++] = e;
}

/* Opens a group with members; depth guards against a group inside itself. */
static void add_open(actor_list *l, uint32_t e, uint32_t depth) {
    if (e >= l->doc->n_entities) return;
    const dg_entity *x = &l->doc->entities[e];
    if (!x->n_members || depth > 3) {
        add(l, e);
        return;
    }
    for (uint32_t i = 0; i < x->n_members; i++) add_open(l, x->members[i], depth + 1);
}

/* The longest mention whose tokens cover t, unless t is a mere modifier in it ("Russian" in
 * "Russian officials" has its own mention and was found before). */
static uint32_t covering(const dg_doc *d, uint32_t t) {
    uint32_t best = DG_NONE, best_n = 0;
    uint32_t lo = 0, hi = d->n_mentions;
    while (lo < hi) { /* first mention that starts behind t */
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->mentions[mid].span.from <= d->tokens[t].span.from)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (uint32_t i = lo;
         i-- > 0 && d->tokens[d->mentions[i].from].sentence == d->tokens[t].sentence;) {
        const dg_mention *m = &d->mentions[i];
        if (m->from <= t && t < m->to && m->to - m->from > best_n && m->kind != DG_MENTION_ROLE)
            best = m->entity, best_n = m->to - m->from;
    }
    return best;
}

static bool is_owner(const dg_token *t) {
    return t->rel == DG_REL_AMOD || t->rel == DG_REL_COMPOUND || t->rel == DG_REL_NMOD ||
           t->rel == DG_REL_DET;
}

/* Prepositions inside a phrase that do not say whose it is are about place, aim or company: only
 * the bare genitive, adjectives, compounds and the first nmod with a case that is not of place
 * count; the tables of mentions.c decide on role nouns, here a plain noun ("the invasion of
 * Ukraine") must not hand its object back as actor. */
static bool owns(const dg_doc *d, uint32_t c) {
    const dg_token *t = &d->tokens[c];
    if (!is_owner(t)) return false;
    if (t->rel != DG_REL_NMOD) return true;
    return t->sub == DG_SUB_POSS || dg_doc_child_rel(d, c, DG_REL_CASE) == DG_NONE ||
           t->feats.gcase == DG_CASE_GEN;
}

static void collect(actor_list *l, uint32_t t, uint32_t depth);

/* Country adjectives and genitives below t, with those coordinated to them. */
static void collect_owners(actor_list *l, uint32_t t) {
    uint32_t at = l->doc->sentences[l->doc->tokens[t].sentence].from, c;
    while ((c = dg_doc_child(l->doc, t, &at)) != DG_NONE) {
        if (!owns(l->doc, c)) continue;
        uint32_t e = dg_doc_entity(l->doc, c);
        if (e != DG_NONE) add_open(l, e, 0);
        uint32_t in = l->doc->sentences[l->doc->tokens[c].sentence].from, k;
        while (e != DG_NONE && (k = dg_doc_child(l->doc, c, &in)) != DG_NONE)
            if (l->doc->tokens[k].rel == DG_REL_CONJ && (e = dg_doc_entity(l->doc, k)) != DG_NONE)
                add_open(l, e, 0);
    }
}

/* The phrase's own name beside its head: apposition, flat, or a title's name. */
static bool collect_named(actor_list *l, uint32_t t) {
    uint32_t at = l->doc->sentences[l->doc->tokens[t].sentence].from, c;
    while ((c = dg_doc_child(l->doc, t, &at)) != DG_NONE) {
        uint8_t rel = l->doc->tokens[c].rel;
        if (rel != DG_REL_APPOS && rel != DG_REL_FLAT) continue;
        uint32_t e = dg_doc_entity(l->doc, c);
        if (e == DG_NONE) continue;
        add_open(l, e, 0);
        return true;
    }
    return false;
}

static void collect_one(actor_list *l, uint32_t t) {
    uint32_t e = dg_doc_entity(l->doc, t);
    if (e == DG_NONE) e = covering(l->doc, t);
    if (e != DG_NONE)
        add_open(l, e, 0);
    else if (!collect_named(l, t))
        collect_owners(l, t);
}

static void collect(actor_list *l, uint32_t t, uint32_t depth) {
    collect_one(l, t);
    if (depth > 8) return;
    uint32_t at = l->doc->sentences[l->doc->tokens[t].sentence].from, c;
    while ((c = dg_doc_child(l->doc, t, &at)) != DG_NONE)
        if (l->doc->tokens[c].rel == DG_REL_CONJ && l->doc->tokens[c].upos != DG_UPOS_VERB)
            collect(l, c, depth + 1);
}

uint32_t dg_actor_of(const dg_doc *doc, uint32_t token) {
    if (token >= doc->n_tokens || !doc->n_sentences) return DG_NONE;
    uint32_t e = dg_doc_entity(doc, token), first;
    if (e != DG_NONE) return e;
    if ((e = covering(doc, token)) != DG_NONE) return e;
    actor_list l = {doc, &first, 1, 0};
    if (!collect_named(&l, token)) collect_owners(&l, token);
    return l.n ? first : DG_NONE;
}

uint32_t dg_actors_of(const dg_doc *doc, uint32_t token, uint32_t out[], uint32_t cap) {
    if (token >= doc->n_tokens || !doc->n_sentences) return 0;
    actor_list l = {doc, out, cap, 0};
    collect(&l, token, 0);
    return l.n;
}
