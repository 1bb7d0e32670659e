/* event_status.c: is an event negated, only planned, alleged …; when and where was it?
 *
 * One walk from the trigger up to the clause's end. At every step the words below (adverbs,
 * auxiliaries, determiners, prepositions) and the governing word above are looked up in
 * modality.tsv. Effects are kept by strength (future < hypothetical < alleged < denied); negations
 * are counted, so that "did not refuse" is positive. A noun is reached by the modality of its verb
 * only when that verb carries it ("did not hold talks"), never when the verb merely mentions it
 * ("did not mention the invasion"). limits: no scope within a phrase but the tree's own; time is
 * the nearest time expression of the sentence. */
#include "reading/event_tree.h"

enum { MAX_UP = 12, MAX_TIME_DISTANCE = 5, YEAR = 365 };

/* rule, token: what says so, for --explain. */
static void apply_as(dg_cand *c, dg_effect e, const char *rule, uint32_t token) {
    static const uint8_t strength[DG_EFFECT_N] = {0, 0, 2, 3, 4, 5, 1, 0};
    if (e >= DG_EFFECT_N) return;
    if (e == DG_EFFECT_NEGATE) {
        c->negated = !c->negated;
        c->why_negated = (dg_cand_why){rule, token};
    } else if (strength[e] > strength[c->effect]) {
        c->effect = (uint8_t)e;
        c->why_status = (dg_cand_why){rule, token};
    }
}

/* What modality.tsv says of a word in that kind. */
static void apply(const dg_evctx *x, dg_cand *c, dg_modal_kind kind, uint32_t token) {
    static const char *const rules[DG_MODAL_N] = {[DG_MODAL_ADV] = "adverb or determiner",
                                                  [DG_MODAL_AUX] = "auxiliary",
                                                  [DG_MODAL_AUX_SAID] = "auxiliary in speech",
                                                  [DG_MODAL_AUX_PERFECT] = "auxiliary of a perfect",
                                                  [DG_MODAL_VERB] = "governing verb",
                                                  [DG_MODAL_VCLAUSE] = "governing verb of a clause",
                                                  [DG_MODAL_VFINITE] = "wish about others",
                                                  [DG_MODAL_VPASSIVE] = "governing verb, passive",
                                                  [DG_MODAL_NOUN] = "governing noun",
                                                  [DG_MODAL_ADJ] = "adjective",
                                                  [DG_MODAL_PREP] = "preposition or conjunction"};
    apply_as(c, dg_ev_modality(x, kind, token), rules[kind], token);
}

/* An auxiliary "have" beside the modal: "soll getroffen haben", "skal have mødt". */
static bool has_perfect(const dg_evctx *x, uint32_t verb) {
    if (dg_ev_modality(x, DG_MODAL_PERFECT_AUX, verb) == DG_EFFECT_IS)
        return true; /* "have angrebet", the participle taken for a noun */
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, c);
        if (t->rel == DG_REL_AUX && t->sub != DG_SUB_PASS && t->feats.verbform == DG_VERBFORM_INF)
            return true;
    }
    const dg_token *v = dg_ev_tok(x, verb); /* "soll getroffen …", wherever "haben" went */
    return v->feats.verbform == DG_VERBFORM_PART && v->feats.tense != DG_TENSE_PRES &&
           !dg_ev_passive(x, verb);
}

/* "ville indføre sanktioner, hvis …": the future of a past tense beside a condition. */
static bool is_conditional(const dg_evctx *x, uint32_t verb, uint32_t aux) {
    if (dg_ev_tok(x, aux)->feats.tense != DG_TENSE_PAST) return false;
    for (uint32_t at = dg_ev_first(x, verb), c; (c = dg_doc_child(x->doc, verb, &at)) != DG_NONE;)
        if (dg_ev_tok(x, c)->rel == DG_REL_ADVCL &&
            dg_ev_case_effect(x, DG_MODAL_PREP, c) == DG_EFFECT_HYPOTHETICAL)
            return true;
    return false;
}

static void apply_aux(const dg_evctx *x, dg_cand *c, uint32_t verb, uint32_t aux, bool said) {
    if (dg_ev_tok(x, aux)->sub == DG_SUB_PASS) return;
    if (has_perfect(x, verb) && dg_ev_modality(x, DG_MODAL_AUX_PERFECT, aux) != DG_EFFECT_N) {
        apply(x, c, DG_MODAL_AUX_PERFECT, aux);
        return;
    }
    if (!said && is_conditional(x, verb, aux) &&
        dg_ev_modality(x, DG_MODAL_AUX, aux) == DG_EFFECT_FUTURE) {
        apply_as(c, DG_EFFECT_HYPOTHETICAL, "auxiliary beside a condition", aux);
        return;
    }
    dg_effect e = said ? dg_ev_modality(x, DG_MODAL_AUX_SAID, aux) : DG_EFFECT_N;
    apply(x, c, e != DG_EFFECT_N ? DG_MODAL_AUX_SAID : DG_MODAL_AUX, aux);
}

/* "no sanctions", "keine Gespräche": a negating determiner below token. */
static bool has_negative(const dg_evctx *x, uint32_t token) {
    for (uint32_t at = dg_ev_first(x, token), c;
         (c = dg_doc_child(x->doc, token, &at)) != DG_NONE;) {
        uint8_t rel = dg_ev_tok(x, c)->rel;
        bool both = rel == DG_REL_CC && c < token; /* "neither X nor Y" */
        if ((rel == DG_REL_DET || rel == DG_REL_ADVMOD || both) &&
            dg_ev_modality(x, DG_MODAL_ADV, c) == DG_EFFECT_NEGATE)
            return true;
    }
    return false;
}

static bool is_infinitive_mark(const dg_evctx *x, uint32_t t) {
    return t < x->doc->n_tokens && dg_ev_tok(x, t)->upos == DG_UPOS_PART &&
           dg_ev_tok(x, t)->rel == DG_REL_MARK;
}

/* Words directly below one node of the way up. from: the node before it, or DG_NONE. */
static void apply_children(const dg_evctx *x, dg_cand *c, uint32_t node, uint32_t from, bool said,
                           bool verbal) {
    for (uint32_t at = dg_ev_first(x, node), k; (k = dg_doc_child(x->doc, node, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, k);
        switch (t->rel) {
        case DG_REL_AUX: apply_aux(x, c, node, k, said); break;
        case DG_REL_ADVMOD:
            if (k > node && is_infinitive_mark(x, k + 1) && dg_ev_head(x, k + 1) != from)
                break; /* "promised never to …": the infinitive's */
            apply(x, c, DG_MODAL_ADV, k);
            if (verbal && has_negative(x, k)) /* "not directly", "nicht direkt" */
                apply_as(c, DG_EFFECT_NEGATE, "negated adverb", k);
            break;
        case DG_REL_DET:
        case DG_REL_CC:
        case DG_REL_DISCOURSE: apply(x, c, DG_MODAL_ADV, k); break;
        case DG_REL_AMOD:
            apply(x, c, t->upos == DG_UPOS_ADV ? DG_MODAL_ADV : DG_MODAL_ADJ, k);
            break;
        case DG_REL_MARK:
        case DG_REL_CASE:
            if (verbal || t->rel == DG_REL_CASE) apply(x, c, DG_MODAL_PREP, k);
            break;
        case DG_REL_NSUBJ:
        case DG_REL_OBJ:
        case DG_REL_IOBJ:
            if (verbal &&
                !(node == c->token && dg_ev_is_own_word(c, k)) && /* its negation was counted */
                (has_negative(x, k) || dg_ev_modality(x, DG_MODAL_ADV, k) == DG_EFFECT_NEGATE))
                apply_as(c, DG_EFFECT_NEGATE, "negated subject or object", k);
            break;
        default: break;
        }
    }
}

/* Auxiliaries that a coordinated verb shares with the first: "will meet and discuss". */
static void apply_shared_aux(const dg_evctx *x, dg_cand *c, uint32_t verb, uint32_t first,
                             bool said) {
    if (dg_doc_child_rel(x->doc, verb, DG_REL_AUX) != DG_NONE ||
        dg_ev_own_subject(x, verb) != DG_NONE)
        return;
    if (dg_ev_tok(x, verb)->feats.verbform == DG_VERBFORM_FIN) return;
    bool shared = false; /* with the auxiliary its negation: "har ikke gått ut og innrømmet" */
    for (uint32_t at = dg_ev_first(x, first), k;
         (k = dg_doc_child(x->doc, first, &at)) != DG_NONE && k < first;) {
        if (dg_ev_tok(x, k)->rel == DG_REL_AUX) apply_aux(x, c, first, k, said), shared = true;
        if (shared && dg_ev_tok(x, k)->rel == DG_REL_ADVMOD &&
            dg_ev_modality(x, DG_MODAL_ADV, k) == DG_EFFECT_NEGATE)
            apply(x, c, DG_MODAL_ADV, k);
    }
}

/* Wished, hoped or proposed of somebody else: "hopes that China will release them". */
static bool is_wish(const dg_evctx *x, uint32_t h, uint32_t v) {
    if (dg_ev_modality(x, DG_MODAL_VFINITE, h) == DG_EFFECT_N) return false;
    uint8_t rel = dg_ev_tok(x, v)->rel;
    uint32_t o = rel == DG_REL_XCOMP ? dg_doc_child_rel(x->doc, h, DG_REL_OBJ) : DG_NONE;
    if (o != DG_NONE && o > h && o < v) return true; /* "wants them to leave" */
    return (rel == DG_REL_CCOMP || rel == DG_REL_OBJ) && dg_ev_own_subject(x, v) != DG_NONE;
}

/* "It is not true that …", "is false": what is said not to be so. */
static bool is_untrue(const dg_evctx *x, uint32_t h) {
    dg_effect e = dg_ev_modality(x, DG_MODAL_TRUTH, h);
    return (e == DG_EFFECT_IS && has_negative(x, h)) ||
           (e == DG_EFFECT_NEGATE && !has_negative(x, h));
}

/* The word that governs a clause or an event noun. clause: what it governs is the clause of v. */
static void apply_governor(const dg_evctx *x, dg_cand *c, uint32_t h, uint32_t v, bool clause) {
    uint8_t upos = dg_ev_tok(x, h)->upos;
    if (clause && is_untrue(x, h)) {
        apply_as(c, DG_EFFECT_DENIED, "said not to be true", h);
        return;
    }
    if (clause && dg_ev_modality(x, DG_MODAL_VFINITE, h) == DG_EFFECT_NONE &&
        dg_ev_own_subject(x, v) != DG_NONE)
        return; /* "det er klart at": not "klar til at" */
    if (dg_ev_is_verbal(x, h)) {
        bool none = dg_ev_modality(x, DG_MODAL_VERB, h) == DG_EFFECT_N;
        if (clause && is_wish(x, h, v)) {
            apply(x, c, DG_MODAL_VFINITE, h);
            return;
        }
        if (clause && dg_ev_modality(x, DG_MODAL_VERB, h) == DG_EFFECT_NEGATE &&
            has_perfect(x, v)) { /* "afviste at have angrebet": nobody refuses what is past */
            apply_as(c, DG_EFFECT_DENIED, "perfect below a verb of refusal", h);
            return;
        }
        dg_modal_kind kind = none && clause ? DG_MODAL_VCLAUSE : DG_MODAL_VERB;
        if (none && clause && dg_ev_passive(x, h) &&
            dg_ev_modality(x, DG_MODAL_VPASSIVE, h) != DG_EFFECT_N)
            kind = DG_MODAL_VPASSIVE; /* "is said to have attacked" */
        apply(x, c, kind, h);
    } else if (upos == DG_UPOS_ADJ || upos == DG_UPOS_ADV) {
        bool adj = dg_ev_modality(x, DG_MODAL_ADJ, h) != DG_EFFECT_N; /* "unnlot", taken for one */
        apply(x, c, adj || !clause ? DG_MODAL_ADJ : DG_MODAL_VERB, h);
    } else {
        apply(x, c, DG_MODAL_NOUN, h);
    }
}

/* Is h a word whose complement is not fact, so that an infinitive below it is no purpose? */
static bool governs(const dg_evctx *x, uint32_t h) {
    if (!dg_ev_is_verbal(x, h)) return true;
    return dg_ev_modality(x, DG_MODAL_VERB, h) != DG_EFFECT_N ||
           dg_ev_modality(x, DG_MODAL_VCLAUSE, h) != DG_EFFECT_N;
}

/* Is the clause of verb inside another one (so that "would" is a future told in the past)? */
static bool is_said(const dg_evctx *x, uint32_t token) {
    for (uint32_t up = 0; token != DG_NONE && up < MAX_UP; up++, token = dg_ev_head(x, token)) {
        uint8_t rel = dg_ev_tok(x, token)->rel;
        if (rel == DG_REL_CCOMP || rel == DG_REL_PARATAXIS) return true;
    }
    return false;
}

/* "gjør det vanskelig å samarbeide": an adjective beside the clause says that it may not be. */
static void apply_beside(const dg_evctx *x, dg_cand *c, uint32_t h, uint32_t v) {
    for (uint32_t at = dg_ev_first(x, h), k; (k = dg_doc_child(x->doc, h, &at)) != DG_NONE;)
        if (k != v && dg_ev_tok(x, k)->upos == DG_UPOS_ADJ && k > h && k < v &&
            dg_ev_modality(x, DG_MODAL_ADJ, k) == DG_EFFECT_HYPOTHETICAL)
            apply(x, c, DG_MODAL_ADJ, k);
}

/* One step up from a verb. Returns the next node, or DG_NONE at the end of what reaches the event.
 */
static uint32_t step_verb(const dg_evctx *x, dg_cand *c, uint32_t v, bool said, bool *check) {
    const dg_token *t = dg_ev_tok(x, v);
    uint32_t h = dg_ev_head(x, v);
    bool finite = t->feats.verbform == DG_VERBFORM_FIN || dg_ev_own_subject(x, v) != DG_NONE;
    *check = true;
    if (h == DG_NONE) return DG_NONE;
    switch (t->rel) {
    case DG_REL_CONJ:
        if (t->feats.verbform == DG_VERBFORM_FIN &&
            dg_ev_tok(x, h)->feats.verbform == DG_VERBFORM_INF)
            return DG_NONE; /* "refused to … and criticises": beside the governing verb */
        apply_shared_aux(x, c, v, h, said);
        if (dg_doc_child_rel(x->doc, v, DG_REL_MARK) == DG_NONE)
            apply_as(c, dg_ev_case_effect(x, DG_MODAL_PREP, h), "preposition or conjunction",
                     h); /* "without X or Y" */
        *check = false;
        return h;
    case DG_REL_XCOMP:
        apply_beside(x, c, h, v);
        if (dg_ev_case_effect(x, DG_MODAL_PURPOSE, v) == DG_EFFECT_IS) c->purpose = true;
        apply_governor(x, c, h, v, true);
        return h;
    case DG_REL_CCOMP:
    case DG_REL_CSUBJ: apply_governor(x, c, h, v, true); return finite ? DG_NONE : h;
    case DG_REL_ADVCL:
        if (dg_ev_case_effect(x, DG_MODAL_PURPOSE, v) == DG_EFFECT_IS && !finite) c->purpose = true;
        if (finite) return DG_NONE;
        if (t->feats.verbform == DG_VERBFORM_PART || t->feats.verbform == DG_VERBFORM_GER) {
            if (v != h + 1) return DG_NONE;
            apply_governor(x, c, h, v, true); /* "deny using" */
            return h;
        }
        if (!governs(x, h) && v > h && dg_ev_case_effect(x, DG_MODAL_PREP, v) == DG_EFFECT_N &&
            dg_doc_child_rel(x->doc, h, DG_REL_OBJ) != DG_NONE)
            c->purpose = true; /* "sent troops to support" */
        apply_governor(x, c, h, v, true);
        return t->feats.verbform == DG_VERBFORM_INF && v > h && !c->purpose ? h : DG_NONE;
    case DG_REL_ACL:
        if (t->sub == DG_SUB_RELCL || t->feats.verbform != DG_VERBFORM_INF) return DG_NONE;
        apply_governor(x, c, h, v, true);
        if (c->effect == DG_EFFECT_NONE && !dg_ev_is_verbal(x, h))
            apply_as(c, DG_EFFECT_HYPOTHETICAL, "infinitive of a noun", h); /* "the right to …" */
        return h;
    case DG_REL_OBJ:
    case DG_REL_OBL: apply_governor(x, c, h, v, true); return h;
    default: return DG_NONE;
    }
}

/* A noun that its clause merely mentions is as real as that clause, unless it is definite or
 * somebody's: "could play a role in talks" tells of no talks, "could end Russia's invasion" does
 * tell of the invasion. */
static void apply_clause(const dg_evctx *x, dg_cand *c, uint32_t n) {
    if (dg_ev_tok(x, n)->feats.definite == DG_DEF_DEF) return;
    for (uint32_t at = dg_ev_first(x, n), k; (k = dg_doc_child(x->doc, n, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, k);
        if (t->feats.definite == DG_DEF_DEF || t->sub == DG_SUB_POSS || t->feats.poss ||
            t->feats.gcase == DG_CASE_GEN)
            return;
    }
    uint32_t v = dg_ev_clause(x, n);
    for (uint32_t at = v == DG_NONE ? 0 : dg_ev_first(x, v), k;
         v != DG_NONE && (k = dg_doc_child(x->doc, v, &at)) != DG_NONE;)
        if (dg_ev_tok(x, k)->rel == DG_REL_AUX &&
            dg_ev_modality(x, DG_MODAL_AUX, k) == DG_EFFECT_HYPOTHETICAL)
            c->dead = true;
}

/* One step up from a noun: only what carries it, prevents it or plans it reaches the event. */
static uint32_t step_noun(const dg_evctx *x, dg_cand *c, uint32_t n, bool *check) {
    const dg_token *t = dg_ev_tok(x, n);
    uint32_t h = dg_ev_head(x, n), bits;
    *check = true;
    if (h == DG_NONE) return DG_NONE;
    if (dg_ev_carrier(x, n, &bits) == h) return h;
    if (n == c->token) apply_clause(x, c, n);
    bool object = t->rel == DG_REL_OBJ || (t->rel == DG_REL_NSUBJ && t->sub == DG_SUB_PASS);
    if (object || t->rel == DG_REL_NMOD || t->rel == DG_REL_OBL) {
        bool told =
            t->rel == DG_REL_OBL && dg_ev_case_effect(x, DG_MODAL_COMP_PREP, n) != DG_EFFECT_IS;
        if (!told) apply_governor(x, c, h, n, false);
    }
    if (t->rel == DG_REL_CONJ) {
        *check = false;
        return h;
    }
    if (t->rel == DG_REL_NMOD || t->rel == DG_REL_OBL)
        apply_as(c,
                 dg_ev_case_effect(x, DG_MODAL_PREP_NOUN, n) == DG_EFFECT_HISTORICAL &&
                         dg_plover_table[c->type].quad == 4
                     ? DG_EFFECT_HISTORICAL
                     : DG_EFFECT_N,
                 "preposition of the noun", n);
    if (t->rel == DG_REL_NSUBJ && t->sub != DG_SUB_PASS) return DG_NONE;
    bool modal = dg_ev_is_verbal(x, h) && dg_ev_modality(x, DG_MODAL_VERB, h) != DG_EFFECT_N;
    return object && modal ? h : DG_NONE;
}

static bool is_finite(const dg_evctx *x, uint32_t t) {
    return dg_ev_is_verbal(x, t) && dg_ev_tok(x, t)->feats.verbform == DG_VERBFORM_FIN;
}

/* "Greift X an, …", "Skulle X angribe, …": where the verb stands second, a sentence that begins
 * with one and goes on with another behind a comma sets a condition. Returns the end of that
 * clause, or DG_NONE. */
static uint32_t condition_end(const dg_evctx *x, const dg_sentence *s) {
    enum { MAX_LINK = 2 }; /* "…, so wird", "…, vil" */
    uint32_t t = s->from;
    while (t < s->to && dg_ev_tok(x, t)->upos == DG_UPOS_PUNCT) t++;
    if (!dg_frames_inverts(x->f, x->lang) || t >= s->to || !is_finite(x, t) ||
        dg_ev_tok(x, t)->feats.mood == DG_MOOD_IMP)
        return DG_NONE;
    for (uint32_t k = t + 2; k + 1 < s->to; k++) {
        if (!dg_str_is(dg_ev_tok(x, k)->form, ",")) continue;
        for (uint32_t i = k + 1; i < s->to && i <= k + MAX_LINK; i++) {
            if (is_finite(x, i)) return k;
            if (dg_ev_tok(x, i)->upos != DG_UPOS_ADV) break;
        }
    }
    return DG_NONE;
}

/* "Twenty years after the invasion", "ti år etter at X angrep Y": long past. */
static bool is_years_ago(const dg_evctx *x, uint32_t node) {
    for (uint32_t at = dg_ev_first(x, node), k; (k = dg_doc_child(x->doc, node, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, k);
        if (t->rel != DG_REL_MARK && t->rel != DG_REL_CASE) continue;
        uint32_t first = dg_ev_first(x, k), before = k;
        while (before > first && dg_ev_tok(x, before - 1)->rel != DG_REL_PUNCT && before + 2 > k) {
            before--;
            if (dg_ev_modality(x, DG_MODAL_LONG_TIME, before) == DG_EFFECT_IS)
                return dg_ev_modality(x, DG_MODAL_PREP, k) == DG_EFFECT_N;
        }
    }
    return false;
}

/* A token of the time's span that hangs outside it: its head in the tree. */
static uint32_t time_head(const dg_evctx *x, const dg_time *t) {
    for (uint32_t i = t->from; i < t->to && i < x->doc->n_tokens; i++) {
        uint32_t h = dg_ev_head(x, i);
        if (h == DG_NONE || h < t->from || h >= t->to) return i;
    }
    return t->from;
}

/* The time that is told nearest to the event in its sentence's tree, or NULL. */
static const dg_time *nearest_time(const dg_evctx *x, const dg_cand *c) {
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    uint32_t best = DG_NONE, best_d = MAX_TIME_DISTANCE + 1, lo = 0, hi = x->doc->n_times;
    while (lo < hi) { /* first time of the sentence */
        uint32_t mid = lo + (hi - lo) / 2;
        if (x->doc->times[mid].span.from < s->span.from)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (uint32_t i = lo; i < x->doc->n_times && x->doc->times[i].span.from < s->span.to; i++) {
        const dg_time *t = &x->doc->times[i];
        if (t->from >= x->doc->n_tokens) continue;
        uint32_t d = dg_ev_distance(x, c->token, time_head(x, t));
        if (d < best_d) best = i, best_d = d;
    }
    return best == DG_NONE ? NULL : &x->doc->times[best];
}

/* "They meet on Friday": a meeting told in the present, of a day behind the article's, or that only
 * the article's day would tell. */
static bool is_ahead(const dg_evctx *x, const dg_cand *c) {
    const dg_token *v = dg_ev_tok(x, c->token);
    if (c->type != DG_PLOVER_CONSULT || c->alt->pos != 'v' || c->negated ||
        c->effect != DG_EFFECT_NONE || v->feats.verbform != DG_VERBFORM_FIN ||
        v->feats.tense != DG_TENSE_PRES ||
        dg_doc_child_rel(x->doc, c->token, DG_REL_AUX) != DG_NONE)
        return false;
    const dg_time *t = nearest_time(x, c);
    if (!t) return false;
    if (dg_days_known(t->value) && dg_days_known(x->doc->published))
        return t->value.from > x->doc->published.to;
    return !dg_days_known(t->value) && !dg_days_known(x->doc->published);
}

void dg_ev_polarity(const dg_evctx *x, dg_cand *c) {
    bool said = is_said(x, c->token), check = true;
    uint32_t node = c->token, from = DG_NONE;
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, c->token)->sentence];
    for (uint32_t t = c->token; t + 1 < s->to && t < c->token + 2;
         t++) /* "angrep angivelig X", wherever the parser hangs it */
        if (dg_ev_modality(x, DG_MODAL_ADV, t + 1) == DG_EFFECT_ALLEGED)
            apply_as(c, DG_EFFECT_ALLEGED, "adverb behind it", t + 1);
    for (uint32_t i = 0; i < c->n_words; i++)
        if (dg_ev_head(x, c->words[i]) == c->token && has_negative(x, c->words[i]))
            apply_as(c, DG_EFFECT_NEGATE, "negated word of the row", c->words[i]);
    uint32_t end = condition_end(x, s);
    if (end != DG_NONE && c->token < end)
        apply_as(c, DG_EFFECT_HYPOTHETICAL, "condition by word order", end);
    if (is_years_ago(x, c->token)) apply_as(c, DG_EFFECT_HISTORICAL, "years ago", c->token);
    for (uint32_t up = 0; up < MAX_UP && node != DG_NONE; up++) {
        bool verbal = dg_ev_is_verbal(x, node) || dg_ev_own_subject(x, node) != DG_NONE ||
                      (node == c->token && c->alt->pos == 'v'); /* taken for a noun */
        if (check) apply_children(x, c, node, from, said, verbal);
        from = node;
        node = verbal ? step_verb(x, c, node, said, &check) : step_noun(x, c, node, &check);
    }
    if (is_ahead(x, c)) apply_as(c, DG_EFFECT_FUTURE, "present tense of a day to come", c->token);
    static const char row[] = "flag of the row";
    if (c->row->flags & DG_FRAME_NEG) apply_as(c, DG_EFFECT_NEGATE, row, c->token);
    if (c->row->flags & DG_FRAME_FUTURE) apply_as(c, DG_EFFECT_FUTURE, row, c->token);
    if (c->row->flags & DG_FRAME_HYP) apply_as(c, DG_EFFECT_HYPOTHETICAL, row, c->token);
}

/* ---- when and where ---- */

/* The happening that is named there ("the invasion of X"), where times.tsv has it and no time is
 * told that speaks of another; else NULL. */
static const dg_known_day *known(const dg_evctx *x, const dg_cand *c) {
    dg_range noun = dg_ev_tok(x, c->token)->span;
    for (uint32_t i = 0; i < x->doc->n_known_days; i++) {
        const dg_known_day *k = &x->doc->known_days[i];
        if (k->span.from >= noun.to || noun.from >= k->span.to) continue;
        const dg_time *t = nearest_time(x, c);
        bool other =
            t && dg_days_known(t->value) && (k->day < t->value.from || k->day > t->value.to);
        return other ? NULL : k;
    }
    return NULL;
}

const char *dg_ev_known_actor(const dg_evctx *x, const dg_cand *c) {
    const dg_known_day *k = known(x, c);
    return k ? k->actor : "";
}

dg_days dg_ev_when(const dg_evctx *x, const dg_cand *c, uint16_t *ret_any_year) {
    const dg_known_day *k = known(x, c);
    bool ahead = c->effect == DG_EFFECT_FUTURE || c->effect == DG_EFFECT_HYPOTHETICAL;
    const dg_time *t = nearest_time(x, c);
    *ret_any_year = 0;
    if (k && !ahead) return (dg_days){k->day, k->day};
    if (!t) return DG_DAYS_NONE;
    *ret_any_year = t->any_year;
    return t->value;
}

static bool is_place(const dg_evctx *x, uint32_t entity) {
    return entity != DG_NONE && (x->doc->entities[entity].kind == DG_ENTITY_PLACE ||
                                 x->doc->entities[entity].kind == DG_ENTITY_COUNTRY);
}

/* The place that the phrase at t names, itself or by whose part it is: "in the south of X". */
static uint32_t named_place(const dg_evctx *x, uint32_t t) {
    if (is_place(x, dg_doc_entity(x->doc, t))) return dg_doc_entity(x->doc, t);
    for (uint32_t at = dg_ev_first(x, t), k; (k = dg_doc_child(x->doc, t, &at)) != DG_NONE;)
        if (dg_ev_tok(x, k)->rel == DG_REL_NMOD && dg_doc_entity(x->doc, t) == DG_NONE &&
            is_place(x, dg_doc_entity(x->doc, k)))
            return dg_doc_entity(x->doc, k);
    return DG_NONE;
}

static uint32_t place_at(const dg_evctx *x, uint32_t h) {
    for (uint32_t at = dg_ev_first(x, h), k; (k = dg_doc_child(x->doc, h, &at)) != DG_NONE;) {
        const dg_token *t = dg_ev_tok(x, k);
        if (t->rel != DG_REL_OBL && t->rel != DG_REL_NMOD) continue;
        if (dg_ev_case_effect(x, DG_MODAL_LOC_PREP, k) != DG_EFFECT_IS) continue;
        if (x->used[k] && dg_doc_entity(x->doc, k) != DG_NONE) continue; /* "beim US-Angriff" */
        uint32_t id = named_place(x, k);
        if (id != DG_NONE) return id;
    }
    return DG_NONE;
}

uint32_t dg_ev_place(const dg_evctx *x, const dg_cand *c) {
    uint32_t bits, carrier = c->alt->pos == 'n' ? dg_ev_carrier(x, c->token, &bits) : DG_NONE;
    uint32_t id = place_at(x, c->token),
             o = c->alt->pos == 'v' ? dg_ev_object(x, c->token) : DG_NONE;
    for (uint32_t i = 0; id == DG_NONE && i < c->n_words; i++) id = place_at(x, c->words[i]);
    if (id == DG_NONE && o != DG_NONE && o != c->token) id = place_at(x, o);
    return id == DG_NONE && carrier != DG_NONE ? place_at(x, carrier) : id;
}

void dg_ev_where(const dg_evctx *x, const dg_cand *c, dg_event *e) {
    uint32_t id = dg_ev_place(x, c);
    if (id == DG_NONE) return;
    const dg_entity *p = &x->doc->entities[id];
    memcpy(e->where_country, p->country, sizeof e->where_country);
    if (p->kind == DG_ENTITY_PLACE) e->where_place = p->name;
}
