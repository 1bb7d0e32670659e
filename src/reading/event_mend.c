/* event_mend.c: what the parser gets wrong and the forms of the words show.
 *
 * The events are read on a copy of the tokens in which these errors are put right; every other
 * layer keeps the parser's tree. In every language:
 *
 *   noun         "there were clashes between X and Y": a verb that is a subject or object and has
 *                none itself is a noun
 *   perfect      "X har angrebet Y": what follows the auxiliary of a perfect is the verb
 *   conjunct     "neither X nor Y": a name behind "nor" is joined with the name before it
 *
 * Where the verb stands second (German, Danish, Norwegian):
 *
 *   verb         "landets hær angreb byen": a past that is also a noun is the clause's verb
 *
 * German has more, in event_mend_joined.c. cost: a few walks of each sentence. limits: one rule
 * never undoes another; a sentence whose tree would get a cycle is left as it was. */
#include "reading/mend_work.h"

/* A form that may be the past of a listed verb, and no noun with an article or an owner in the
 * genitive. */
static bool is_past_like(const dg_mend *m, uint32_t t) {
    const dg_token *k = &m->at[t];
    return k->upos == DG_UPOS_NOUN && m->x->verbs[t].irregular.n &&
           !dg_str_eq(m->x->verbs[t].irregular, m->x->lower[t]) &&
           dg_mend_child(m, t, DG_REL_DET) == DG_NONE &&
           dg_mend_child(m, t, DG_REL_AMOD) == DG_NONE &&
           dg_mend_child(m, t, DG_REL_COP) == DG_NONE;
}

/* Has the clause that t heads a verb of its own? */
static bool has_verb(const dg_mend *m, uint32_t t) {
    for (uint32_t at = m->s.from, c; (c = dg_doc_child(m->doc, t, &at)) != DG_NONE;)
        if (m->at[c].upos == DG_UPOS_AUX ||
            (dg_mend_is_finite(&m->at[c]) && m->at[c].rel != DG_REL_ACL &&
             m->at[c].rel != DG_REL_ADVCL && m->at[c].rel != DG_REL_CONJ))
            return true;
    return false;
}

static bool is_time(const dg_mend *m, uint32_t t) {
    for (uint32_t i = 0; i < m->doc->n_times; i++)
        if (m->doc->times[i].span.from < m->at[t].span.to &&
            m->at[t].span.from < m->doc->times[i].span.to)
            return true;
    return false;
}

/* What stood below the noun stands below the verb t: the first phrase without preposition that is
 * no time is its object, also where the parser hung it below the time ("tirsdag byen"). */
static void give_objects(const dg_mend *m, uint32_t t) {
    for (uint32_t c = t + 1; c < m->s.to; c++) {
        dg_token *k = &m->at[c];
        if (k->rel != DG_REL_NMOD && k->rel != DG_REL_APPOS) continue;
        bool bare = dg_mend_child(m, c, DG_REL_CASE) == DG_NONE && !is_time(m, c);
        bool misplaced = bare && k->head != DG_NONE && k->head > t && is_time(m, k->head);
        if (k->head != t && !misplaced) continue;
        bool first = bare && dg_mend_child(m, t, DG_REL_OBJ) == DG_NONE;
        dg_mend_hang(m, c, t, first ? DG_REL_OBJ : DG_REL_OBL);
    }
}

/* "landets hær angreb byen": what heads the sentence, or a relative clause, without a verb, right
 * behind who would do it and without a mark of the genitive there, is the verb itself. */
static void mend_verb(const dg_mend *m, uint32_t t) {
    dg_token *k = &m->at[t];
    if (!is_past_like(m, t) || t == m->s.from || has_verb(m, t)) return;
    if (k->head != DG_NONE && k->rel != DG_REL_ACL) return;
    uint32_t doer = DG_NONE;
    for (uint32_t at = m->s.from, c; (c = dg_doc_child(m->doc, t, &at)) != DG_NONE && c < t;)
        if ((dg_mend_is_noun(&m->at[c]) || m->at[c].upos == DG_UPOS_PRON) &&
            dg_mend_child(m, c, DG_REL_CASE) == DG_NONE)
            doer = c;
    if (doer == DG_NONE || m->at[doer].feats.gcase == DG_CASE_GEN || m->at[doer].feats.poss ||
        dg_doc_subtree(m->doc, doer).to != t)
        return;
    uint32_t inner = dg_mend_child(m, doer, DG_REL_NMOD);
    if (inner != DG_NONE && dg_mend_child(m, inner, DG_REL_CASE) != DG_NONE)
        return; /* whose it is was read over the noun: "soldaterne fra X angreb en by i Y" */
    m->at[doer].rel = DG_REL_NSUBJ, m->at[doer].sub = 0;
    k->upos = DG_UPOS_VERB;
    k->feats = (dg_feats){.verbform = DG_VERBFORM_FIN, .tense = DG_TENSE_PAST};
    give_objects(m, t);
    if (!*m->rc) *m->rc = dg_ev_words(m->x, t, m->err);
}

/* "There were clashes between X and Y": what is the subject or object of a verb, and has neither
 * itself, is a noun; what hangs below it is said of a noun. */
static void mend_noun(const dg_mend *m, uint32_t t) {
    dg_token *k = &m->at[t];
    if (k->upos != DG_UPOS_VERB || (k->rel != DG_REL_NSUBJ && k->rel != DG_REL_OBJ) ||
        k->feats.verbform == DG_VERBFORM_INF || !m->x->nouns[t].n)
        return;
    static const uint8_t of_verbs[] = {DG_REL_NSUBJ, DG_REL_OBJ,   DG_REL_AUX,  DG_REL_MARK,
                                       DG_REL_CCOMP, DG_REL_XCOMP, DG_REL_EXPL, DG_REL_IOBJ};
    for (size_t i = 0; i < DG_LEN(of_verbs); i++)
        if (dg_mend_child(m, t, of_verbs[i]) != DG_NONE) return;
    k->upos = DG_UPOS_NOUN, k->feats.verbform = 0, k->feats.tense = 0, k->feats.mood = 0;
    for (uint32_t at = t, c; (c = dg_doc_child(m->doc, t, &at)) != DG_NONE;)
        if (m->at[c].rel == DG_REL_OBL) m->at[c].rel = DG_REL_NMOD, m->at[c].sub = 0;
}

/* "X har angrebet Y", with the verb taken for a noun and Y for its name. */
static void mend_perfect(const dg_mend *m, uint32_t t) {
    uint32_t a = t ? t - 1 : DG_NONE;
    if (a == DG_NONE || a < m->s.from || m->at[t].upos != DG_UPOS_NOUN || m->at[t].head != a ||
        !dg_mend_is_finite(&m->at[a]) || !dg_ev_after_perfect(m->x, t) || !m->x->verbs[t].n)
        return;
    m->at[t].head = m->at[a].head, m->at[t].rel = m->at[a].rel, m->at[t].sub = m->at[a].sub;
    m->at[t].upos = DG_UPOS_VERB;
    m->at[t].feats = (dg_feats){.verbform = DG_VERBFORM_PART, .tense = DG_TENSE_PAST};
    for (uint32_t c = m->s.from; c < m->s.to; c++) {
        if (m->at[c].head == a) m->at[c].head = t;
        if (m->at[c].head == t && c == t + 1 && m->at[c].rel == DG_REL_APPOS)
            m->at[c].rel = DG_REL_OBJ;
    }
    m->at[a].upos = DG_UPOS_AUX, m->at[a].head = t, m->at[a].rel = DG_REL_AUX, m->at[a].sub = 0;
    if (!*m->rc) *m->rc = dg_ev_words(m->x, t, m->err);
}

/* "Hverken X eller Y": a name behind a conjunction that the parser joined with no name is joined
 * with the one right before the conjunction. */
static void mend_conjunct(const dg_mend *m, uint32_t t) {
    uint32_t h = m->at[t].head, cc = t ? t - 1 : DG_NONE;
    if (m->at[t].rel != DG_REL_CONJ || m->at[t].upos != DG_UPOS_PROPN || h == DG_NONE ||
        m->at[h].upos != DG_UPOS_ADV || cc == DG_NONE || cc <= m->s.from ||
        m->at[cc].rel != DG_REL_CC || m->at[cc - 1].upos != DG_UPOS_PROPN)
        return;
    dg_mend_hang(m, t, cc - 1, DG_REL_CONJ);
}

int dg_ev_mend(dg_evctx *x, dg_doc *copy, dg_err *err) {
    dg_token *at = dg_arena_alloc(x->arena, x->doc->n_tokens * sizeof *at);
    if (!at) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    memcpy(at, x->doc->tokens, x->doc->n_tokens * sizeof *at);
    *copy = *x->doc;
    copy->tokens = at;
    x->doc = copy;
    int rc = 0;
    for (uint32_t i = 0; i < copy->n_sentences; i++) {
        dg_mend m = {.x = x, .doc = copy, .at = at, .s = copy->sentences[i], .err = err, .rc = &rc};
        if (dg_frames_inverts(x->f, x->lang))
            for (uint32_t t = m.s.from; t < m.s.to; t++) mend_verb(&m, t);
        for (uint32_t t = m.s.from; t < m.s.to; t++)
            mend_noun(&m, t), mend_perfect(&m, t), mend_conjunct(&m, t);
        if (dg_frames_joins(x->f, x->lang)) dg_mend_joined(&m);
    }
    return rc;
}
