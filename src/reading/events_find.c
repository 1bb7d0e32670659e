/* events_find.c: which words of an article evoke which frame.
 *
 * For every token the keys are: the lemma, the form, the form as written ("=talks"), particle +
 * verb in one word (German "nimmt … teil"), and the right parts of a compound ("Waffen|lieferung").
 * Of all alternatives that fit (part of speech, words below the head) the longest wins; a second
 * row of the same length and another type comes along when it has the flag `also`. Verbs with more
 * words go first, so that "hold talks" as one row takes "talks" with it. cost: O(tokens × length of
 * the longest word) look-ups, and for alternatives with words one walk of the sentence each. */
#include "base/utf8.h"
#include "reading/event_tree.h"

enum { MAX_DEPTH = 3, MIN_TAIL = 4, MIN_LEFT = 2, LONGEST = 96, NEAR = 5 };

typedef struct match {
    uint32_t alt; /* index, or DG_NONE */
    uint32_t words[DG_MAX_FRAME_WORDS];
} match;

/* An auxiliary evokes nothing but duties ("must"), whose actor is the speaker, as of reproaches. */
static bool is_duty(const dg_frame_alt *alt) {
    return alt->actor.n && alt->actor.at[0].kind == DG_PLACE_SPEAKER;
}

/* A verb's irregular form that was taken for a noun or adjective in a clause without any verb:
 * "Sudan angreb Tchad". */
static bool is_hidden_verb(const dg_evctx *x, uint32_t t) {
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, t)->sentence];
    if (dg_ev_after_passive(x, t)) return true;
    bool perfect = dg_ev_after_perfect(x, t); /* or "Oman mæglede mellem": it has a subject */
    bool predicate = dg_frames_inverts(x->f, x->lang) &&
                     dg_doc_child_rel(x->doc, t, DG_REL_NSUBJ) != DG_NONE &&
                     dg_doc_child_rel(x->doc, t, DG_REL_COP) == DG_NONE;
    if (!perfect && !predicate && !x->verbs[t].irregular.n) return false;
    uint32_t from = t, to = t; /* from comma to comma */
    while (!perfect && from > s->from && !dg_str_is(dg_ev_tok(x, from - 1)->form, ",")) from--;
    while (to < s->to && !dg_str_is(dg_ev_tok(x, to)->form, ",")) to++;
    for (uint32_t k = from; k < to; k++)
        if (dg_ev_tok(x, k)->upos == DG_UPOS_VERB) return false;
    for (uint32_t at = dg_ev_first(x, t), c; (c = dg_doc_child(x->doc, t, &at)) != DG_NONE;) {
        uint8_t rel = dg_ev_tok(x, c)->rel;
        if (rel == DG_REL_AMOD && dg_ev_tok(x, c)->upos == DG_UPOS_ADV) continue;
        if (rel == DG_REL_DET || rel == DG_REL_CASE || rel == DG_REL_AMOD || rel == DG_REL_COP)
            return false;
    }
    return true;
}

/* "an arrest warrant", "Pussy Riot": a noun that only says of what kind another is, or part of the
 * name of a person or body. */
static bool is_only_kind(const dg_evctx *x, uint32_t t) {
    const dg_token *k = dg_ev_tok(x, t);
    uint8_t ner = dg_ner_type(k->ner);
    if (k->upos == DG_UPOS_PROPN && (ner == 1 || ner == 2) && !dg_ner_begins(k->ner)) return true;
    uint32_t h = dg_ev_head(x, t);
    return k->rel == DG_REL_COMPOUND && k->upos == DG_UPOS_NOUN && h == t + 1 &&
           dg_ev_tok(x, h)->upos == DG_UPOS_NOUN && !dg_frames_inverts(x->f, x->lang);
}

static bool pos_fits(const dg_evctx *x, char pos, uint32_t t) {
    switch (dg_ev_tok(x, t)->upos) {
    case DG_UPOS_VERB:
    case DG_UPOS_AUX: return pos == 'v';
    case DG_UPOS_NOUN:
    case DG_UPOS_PROPN: return pos == 'n' || (pos == 'v' && is_hidden_verb(x, t));
    case DG_UPOS_ADJ:
        if (pos == 'v' && dg_ev_tok(x, t)->rel == DG_REL_ADVMOD)
            return false; /* "ausgesprochen gut" */
        return pos == 'a' || (pos == 'v' && is_hidden_verb(x, t)) ||
               (pos == 'v' && dg_ev_tok(x, t)->feats.verbform == DG_VERBFORM_PART);
    case DG_UPOS_ADV: return pos == 'a';
    case DG_UPOS_X: return pos == 'n';
    default: return false;
    }
}

/* "find" is no form of "fine": an infinitive or present that is its own lemma. */
static bool is_base(const dg_evctx *x, uint32_t t) {
    const dg_token *k = dg_ev_tok(x, t);
    return k->upos == DG_UPOS_VERB && dg_str_eq(x->lemma[t], x->lower[t]) &&
           (k->feats.verbform == DG_VERBFORM_INF || /* German "leugneten" is taken for a present */
            (!dg_frames_joins(x->f, x->lang) && k->feats.verbform != DG_VERBFORM_PART &&
             k->feats.tense == DG_TENSE_PRES));
}

static bool lemma_fits(const dg_frame_word *w, dg_str lemma, bool verb) {
    for (uint32_t i = 0; i < w->n_forms; i++)
        if (w->forms[i].kind != DG_FORM_EXACT && !(verb && w->forms[i].kind == DG_FORM_TAIL) &&
            dg_frame_form_fits(&w->forms[i], lemma, lemma, lemma))
            return true;
    return false;
}

static bool word_fits(const dg_evctx *x, const dg_frame_word *w, uint32_t t) {
    bool verb = dg_ev_tok(x, t)->upos == DG_UPOS_VERB; /* "styrket" is no "*styrke" */
    for (uint32_t i = 0; i < w->n_forms; i++)
        if (!(verb && w->forms[i].kind == DG_FORM_TAIL) &&
            dg_frame_form_fits(&w->forms[i], x->lemma[t], x->lower[t], dg_ev_tok(x, t)->form))
            return true;
    if (!dg_ev_has_forms(x, t)) return false;
    const dg_lemmas *may_be = dg_ev_lemmas(x, t);
    if (may_be->irregular.n && lemma_fits(w, may_be->irregular, verb)) return true;
    if (is_base(x, t)) return false;
    if (dg_ev_tok(x, t)->upos == DG_UPOS_VERB && dg_ev_tok(x, t)->rel == DG_REL_AMOD)
        return false; /* "a reformed contract" is no reform */
    for (uint32_t i = 0; i < may_be->n; i++)
        if (lemma_fits(w, may_be->at[i], verb)) return true;
    return false;
}

/* Steps from t up to head; DG_NONE when it is further than MAX_DEPTH or another clause lies
 * between. */
static uint32_t depth_below(const dg_evctx *x, uint32_t head, uint32_t t) {
    for (uint32_t d = 0; d <= MAX_DEPTH && t != DG_NONE; d++, t = dg_ev_head(x, t)) {
        if (t == head) return d;
        const dg_token *k = dg_ev_tok(x, t);
        if (k->rel == DG_REL_PARATAXIS || (k->rel == DG_REL_ACL && k->sub == DG_SUB_RELCL))
            return DG_NONE;
        if (k->rel == DG_REL_CONJ && k->upos == DG_UPOS_VERB) return DG_NONE;
        if (k->sub == DG_SUB_POSS) return DG_NONE; /* "before the court's judges" */
        bool clause =
            k->rel == DG_REL_ADVCL || (d && (k->rel == DG_REL_CCOMP || k->rel == DG_REL_CSUBJ));
        if (clause && dg_ev_own_subject(x, t) != DG_NONE)
            return DG_NONE; /* what somebody else does there is another verb's */
    }
    return DG_NONE;
}

/* Stands t next to head, whatever the tree says: at most NEAR words to its right with no verb or
 * stop between? */
static bool is_next(const dg_evctx *x, uint32_t head, uint32_t t) {
    if (t <= head || t - head > NEAR) return false;
    for (uint32_t k = head + 1; k < t; k++) {
        uint8_t upos = dg_ev_tok(x, k)->upos;
        if (upos == DG_UPOS_VERB || upos == DG_UPOS_SCONJ ||
            (upos == DG_UPOS_PUNCT && dg_str_is(dg_ev_tok(x, k)->form, ",")))
            return false;
    }
    return true;
}

/* The noun that the head is a participle or relative clause of, and whatever that noun is
 * coordinated with. */
static bool is_modified(const dg_evctx *x, uint32_t head, uint32_t t) {
    const dg_token *k = dg_ev_tok(x, head);
    return (k->rel == DG_REL_ACL || k->rel == DG_REL_AMOD) && dg_ev_head(x, head) == t;
}

static bool names_prep(dg_places p, dg_str lemma) {
    for (uint32_t i = 0; i < p.n; i++)
        if (p.at[i].kind == DG_PLACE_PREP && dg_str_eq(p.at[i].prep, lemma)) return true;
    return false;
}

/* A particle ("gå av") stands right below its verb; a preposition that the row names as a place
 * ("call on") below the noun that it marks, behind the verb. Other small words say something of the
 * verb only where they hang right below it: "no" of "there was no panic, he says" does not. */
static uint32_t particle_depth(const dg_evctx *x, const dg_frame_alt *alt, uint32_t head,
                               uint32_t t, uint32_t d) {
    uint8_t upos = dg_ev_tok(x, t)->upos;
    if (d == DG_NONE) return d;
    if (upos == DG_UPOS_DET || upos == DG_UPOS_PRON || upos == DG_UPOS_INTJ)
        return d <= 1 || t == head + 1 ? d : DG_NONE;
    if (upos != DG_UPOS_ADP) return d;
    if (t < head && dg_ev_tok(x, t)->rel == DG_REL_MARK) return DG_NONE;
    if (d <= 1 || t == head + 1) return d;
    return d == 2 &&
                   (names_prep(alt->recipient, x->lemma[t]) || names_prep(alt->actor, x->lemma[t]))
               ? d
               : DG_NONE;
}

/* "took note at Fourth Street": a word within a name is not the row's. A name of one word may be a
 * word that the parser took for a name. */
static bool is_in_name(const dg_evctx *x, uint32_t t) {
    if (dg_ev_tok(x, t)->upos != DG_UPOS_PROPN) return false;
    if (t == dg_ev_first(x, t) || dg_ev_head(x, t - 1) != t) return false;
    const dg_token *before = dg_ev_tok(x, t - 1);
    return before->upos == DG_UPOS_PROPN &&
           (before->rel == DG_REL_COMPOUND || before->rel == DG_REL_FLAT) &&
           dg_doc_entity(x->doc, t - 1) == DG_NONE;
}

/* "The leader called for help": where the row's object takes part, its words are not the subject.
 * Not where subjects may follow their verbs: parsers mistake them for objects there. */
static bool is_in_subject(const dg_evctx *x, uint32_t head, const dg_frame_alt *alt, uint32_t t) {
    bool object = false;
    for (uint32_t i = 0; i < alt->recipient.n; i++)
        object |= alt->recipient.at[i].kind == DG_PLACE_OBJ;
    if (!object || alt->pos != 'v' || t > head || dg_frames_inverts(x->f, x->lang)) return false;
    for (uint32_t up = 0; up < MAX_DEPTH && t != DG_NONE; up++, t = dg_ev_head(x, t))
        if (dg_ev_head(x, t) == head)
            return dg_ev_tok(x, t)->rel == DG_REL_NSUBJ && !dg_ev_passive(x, head) &&
                   dg_ev_has_country(x, dg_doc_entity(x->doc, t)); /* not "a drone killed" */
    return false;
}

/* "found illegal immigrants": an adjective of a noun that is none of the row's words says nothing
 * of the trigger. */
static bool is_of_other_noun(const dg_evctx *x, uint32_t head, const dg_frame_alt *alt,
                             uint32_t t) {
    uint32_t n = dg_ev_head(x, t);
    if (dg_ev_tok(x, t)->upos != DG_UPOS_ADJ || dg_ev_tok(x, t)->rel != DG_REL_AMOD || n == head ||
        n == DG_NONE || dg_doc_entity(x->doc, n) == DG_NONE)
        return false;
    for (uint32_t i = 0; i < alt->n_words; i++)
        if (!alt->words[i].not &&word_fits(x, &alt->words[i], n)) return false;
    return true;
}

/* "start a trade war": does a word that must not be there hang below a word of the row? */
static bool is_below_word(const dg_evctx *x, const match *m, uint32_t n_found, uint32_t t) {
    for (uint32_t i = 0; i < n_found; i++)
        if (dg_ev_head(x, t) == m->words[i]) return true;
    return false;
}

static uint32_t find_word(const dg_evctx *x, uint32_t head, const dg_frame_alt *alt,
                          uint32_t i_word, const match *m, uint32_t n_found, uint32_t depth) {
    const dg_frame_word *w = &alt->words[i_word];
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, head)->sentence];
    uint32_t best = DG_NONE, best_depth = depth + 1;
    for (uint32_t t = s->from; t < s->to; t++) {
        if (t == head || is_in_name(x, t) || !word_fits(x, w, t) ||
            is_in_subject(x, head, alt, t) || is_of_other_noun(x, head, alt, t))
            continue;
        bool taken = false;
        for (uint32_t i = 0; i < n_found; i++) taken |= m->words[i] == t;
        uint32_t d = taken ? DG_NONE : is_modified(x, head, t) ? 1 : depth_below(x, head, t);
        if (w->not &&is_below_word(x, m, n_found, t)) d = 1;
        if (d == DG_NONE && !taken && is_next(x, head, t)) d = MAX_DEPTH;
        d = particle_depth(x, alt, head, t, d);
        if (d < best_depth) best = t, best_depth = d;
    }
    return best;
}

static bool words_fit(const dg_evctx *x, uint32_t head, const dg_frame_alt *alt, match *m) {
    uint32_t n = 0;
    if (alt->n_words > DG_MAX_FRAME_WORDS) return false;
    for (uint32_t i = 0; i < DG_MAX_FRAME_WORDS; i++) m->words[i] = DG_NONE;
    for (uint32_t i = 0; i < alt->n_words; i++) {
        uint32_t t = find_word(x, head, alt, i, m, n, alt->words[i].not ? 1 : MAX_DEPTH);
        if (alt->words[i].not ? t != DG_NONE : t == DG_NONE) return false;
        if (!alt->words[i].not ) m->words[n++] = t;
    }
    return true;
}

static uint32_t required(const dg_frame_alt *alt) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < alt->n_words; i++) n += !alt->words[i].not ;
    return n;
}

/* Is a better than b: more words, then longer head, then earlier in the tables. */
static bool better(const dg_frame_alt *a, uint32_t ia, const dg_frame_alt *b, uint32_t ib) {
    if (required(a) != required(b)) return required(a) > required(b);
    if (a->head.text.n != b->head.text.n) return a->head.text.n > b->head.text.n;
    return a->frame != b->frame ? a->frame < b->frame : ia < ib;
}

/* Tries all alternatives under one key; what fits best stays in best[0], a second type with `also`
 * in best[1]. */
static void try_key(const dg_evctx *x, uint32_t t, dg_form_kind kind, dg_str key, match best[2]) {
    for (uint32_t i = dg_frames_find(x->f, x->lang, kind, key); i != DG_NONE;
         i = dg_frames_alt(x->f, i)->next) {
        const dg_frame_alt *alt = dg_frames_alt(x->f, i);
        match m = {.alt = i};
        uint8_t rel = dg_ev_tok(x, t)->rel;
        if (!pos_fits(x, alt->pos, t) ||
            ((rel == DG_REL_AUX || rel == DG_REL_COP) && !is_duty(alt)))
            continue;
        if (alt->pos == 'a' && rel == DG_REL_AMOD && is_duty(alt))
            continue; /* "illegal immigrants" blames nobody, "it is illegal" does */
        if (!words_fit(x, t, alt, &m)) continue;
        const dg_frame *row = dg_frames_row(x->f, alt->frame);
        if (alt->pos == 'n' && is_only_kind(x, t) &&
            (dg_str_is(row->type, "COERCE") || dg_str_is(row->type, "ASSAULT") ||
             dg_str_is(row->type, "PROTEST")))
            continue;
        if (row->flags & DG_FRAME_ALSO) {
            if (best[1].alt == DG_NONE ||
                better(alt, i, dg_frames_alt(x->f, best[1].alt), best[1].alt))
                best[1] = m;
        } else if (best[0].alt == DG_NONE ||
                   better(alt, i, dg_frames_alt(x->f, best[0].alt), best[0].alt)) {
            best[0] = m;
        }
    }
}

static void try_joined_key(const dg_evctx *x, uint32_t t, dg_str particle, dg_str lemma,
                           match best[2]) {
    char word[2 * LONGEST];
    if (!lemma.n || particle.n + lemma.n > sizeof word) return;
    memcpy(word, particle.p, particle.n), memcpy(word + particle.n, lemma.p, lemma.n);
    try_key(x, t, DG_FORM_LEMMA, (dg_str){word, particle.n + lemma.n}, best);
}

/* particle + verb as one word, for the verb's lemma and the other lemmas that its form may have. */
static void try_pair(const dg_evctx *x, uint32_t t, dg_str particle, match best[2]) {
    const dg_lemmas *may_be = &x->verbs[t];
    try_joined_key(x, t, particle, x->lemma[t], best);
    try_joined_key(x, t, particle, may_be->irregular, best);
    for (uint32_t i = 0; i < may_be->n; i++) try_joined_key(x, t, particle, may_be->at[i], best);
}

/* "nimmt … teil": true when a particle below the verb made a word of the tables with it. */
static bool try_joined(const dg_evctx *x, uint32_t t, match best[2]) {
    bool particle = false;
    for (uint32_t at = dg_ev_first(x, t), c; (c = dg_doc_child(x->doc, t, &at)) != DG_NONE;) {
        const dg_token *k = dg_ev_tok(x, c);
        bool is_particle = k->rel == DG_REL_COMPOUND && k->sub == DG_SUB_PRT;
        if (!is_particle && k->rel != DG_REL_ADVMOD && k->rel != DG_REL_CASE &&
            k->rel != DG_REL_OBL && k->rel != DG_REL_DEP &&
            (k->rel != DG_REL_XCOMP || k->upos == DG_UPOS_VERB))
            continue;
        if (!is_particle &&
            (c < t || dg_doc_subtree(x->doc, c).to - dg_doc_subtree(x->doc, c).from > 1))
            continue;
        try_pair(x, t, x->lower[c], best);
        particle |= is_particle && best[0].alt != DG_NONE;
    }
    return particle;
}

/* "Frankrig" is no war. */
static bool is_plain_name(const dg_evctx *x, uint32_t t) {
    uint32_t e = dg_doc_entity(x->doc, t);
    if (e == DG_NONE || dg_ev_tok(x, t)->upos != DG_UPOS_PROPN) return false;
    uint8_t kind = x->doc->entities[e].kind;
    return (kind == DG_ENTITY_COUNTRY || kind == DG_ENTITY_PLACE || kind == DG_ENTITY_PERSON) &&
           !memchr(dg_ev_tok(x, t)->form.p, '-', dg_ev_tok(x, t)->form.n);
}

static void try_tails(const dg_evctx *x, uint32_t t, dg_str word, match best[2]) {
    if (is_plain_name(x, t)) return;
    for (uint32_t from = MIN_LEFT; from + MIN_TAIL <= word.n && best[0].alt == DG_NONE; from++) {
        if (((unsigned char)word.p[from] & 0xC0) == 0x80) continue;
        try_key(x, t, DG_FORM_TAIL, dg_str_cut(word, from, word.n), best);
    }
}

/* Lemmas that the form may have when the parser's own is in no table. */
static void try_wordforms(const dg_evctx *x, uint32_t t, match best[2]) {
    bool verb = dg_ev_is_verbal(x, t) || is_hidden_verb(x, t);
    const dg_lemmas *may_be = verb ? &x->verbs[t] : &x->nouns[t];
    if (may_be->irregular.n) try_key(x, t, DG_FORM_LEMMA, may_be->irregular, best);
    for (uint32_t i = 0; i < may_be->n && !is_base(x, t); i++) {
        try_key(x, t, DG_FORM_LEMMA, may_be->at[i], best);
        if (best[0].alt == DG_NONE && !verb) try_tails(x, t, may_be->at[i], best);
    }
}

/* "drängte … zurück" is not "drängte": where the tables join particle and verb, a particle that
 * made no word with it makes another verb of it. */
static bool has_other_particle(const dg_evctx *x, uint32_t t) {
    for (uint32_t at = dg_ev_first(x, t), c; (c = dg_doc_child(x->doc, t, &at)) != DG_NONE;) {
        const dg_token *k = dg_ev_tok(x, c);
        if (k->rel == DG_REL_COMPOUND && k->sub == DG_SUB_PRT)
            return dg_frames_joins(x->f, x->lang);
    }
    return false;
}

static void match_token(const dg_evctx *x, uint32_t t, match best[2]) {
    best[0].alt = best[1].alt = DG_NONE;
    if (!dg_ev_is_verbal(x, t) && is_hidden_verb(x, t)) try_wordforms(x, t, best);
    if (best[0].alt != DG_NONE) return;
    if (dg_ev_is_verbal(x, t) && try_joined(x, t, best)) return;
    if (has_other_particle(x, t)) return;
    try_key(x, t, DG_FORM_LEMMA, x->lemma[t], best);
    if (!dg_str_eq(x->lemma[t], x->lower[t])) try_key(x, t, DG_FORM_LEMMA, x->lower[t], best);
    try_key(x, t, DG_FORM_EXACT, dg_ev_tok(x, t)->form, best);
    if (best[0].alt == DG_NONE && dg_ev_has_forms(x, t)) try_wordforms(x, t, best);
    if (best[0].alt == DG_NONE) try_tails(x, t, x->lemma[t], best);
    if (best[0].alt == DG_NONE) try_tails(x, t, x->lower[t], best);
}

static bool add(dg_evctx *x, uint32_t t, const match *m) {
    const dg_frame_alt *alt = dg_frames_alt(x->f, m->alt);
    dg_cand c = {.token = t,
                 .alt = alt,
                 .row = dg_frames_row(x->f, alt->frame),
                 .n_words = required(alt),
                 .absorbed = DG_NONE,
                 .event = DG_NONE};
    memcpy(c.words, m->words, sizeof c.words);
    c.type = dg_plover_find(c.row->type);
    if (c.type == DG_PLOVER_N || x->n_cands >= DG_MAX_EVENTS) return true;
    if (!DG_PUSH(x->arena, x->cands, x->n_cands, x->cap_cands, c)) return false;
    if (x->cand_at[t] == DG_NONE) x->cand_at[t] = x->n_cands - 1;
    x->used[t] = true;
    for (uint32_t i = 0; i < c.n_words; i++) x->used[m->words[i]] = true;
    return true;
}

static bool visit(dg_evctx *x, uint32_t t, bool with_words) {
    if (x->used[t]) return true;
    match best[2];
    match_token(x, t, best);
    if (best[0].alt == DG_NONE) best[0] = best[1], best[1].alt = DG_NONE;
    if (best[0].alt == DG_NONE) return true;
    if (with_words != (required(dg_frames_alt(x->f, best[0].alt)) > 0)) return true;
    if (!add(x, t, &best[0])) return false;
    if (best[1].alt == DG_NONE ||
        required(dg_frames_alt(x->f, best[1].alt)) < required(dg_frames_alt(x->f, best[0].alt)))
        return true;
    return add(x, t, &best[1]);
}

int dg_ev_find(dg_evctx *x, dg_err *err) {
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t t = 0; t < x->doc->n_tokens; t++)
            if (!visit(x, t, pass == 0)) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    return 0;
}
