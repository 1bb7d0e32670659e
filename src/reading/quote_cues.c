/* quote_cues.c: finds the words that report.
 *
 * A verb counts when its form (or its lemma) is in lexicon/reporting.tsv and, for "fügte … hinzu",
 * its particle stands at the end of a clause behind it; any verb counts beside the comma that
 * closes a quotation. Who speaks is quote_subject.c's part. Cost: O(tokens of the sentence) a cue,
 * at most DG_MAX_CUES_SENTENCE cues a sentence. */
#include "reading/quote_work.h"

enum { PARTICLE_REACH = 60, CHUNK_REACH = 14 };

static const dg_token *tok(const dg_quote_work *w, uint32_t t) {
    return &w->doc->tokens[t];
}

static const dg_sentence *sentence_of(const dg_quote_work *w, uint32_t t) {
    return &w->doc->sentences[tok(w, t)->sentence];
}

static bool ends_clause(const dg_quote_work *w, uint32_t t, uint32_t stop) {
    return t >= stop || dg_quote_sign(w, t) || w->inside[t] ||
           dg_quote_is(w, t, DG_KIND(THAT) | DG_KIND(AND));
}

/* The particle `rest` of the verb at t, or DG_NONE. */
static uint32_t find_particle(const dg_quote_work *w, uint32_t t, dg_str rest) {
    uint32_t stop = sentence_of(w, t)->to,
             reach = t + PARTICLE_REACH < stop ? t + PARTICLE_REACH : stop;
    for (uint32_t k = t + 1; k < reach; k++) {
        if (w->inside[k]) continue;
        if (dg_quote_char(w, k, ";") || dg_quote_is(w, k, DG_KIND(THAT))) {
            if (!dg_str_eq(w->low[k], rest)) return DG_NONE;
        }
        if (!dg_str_eq(w->low[k], rest)) continue;
        if (w->tree && tok(w, k)->head == t && tok(w, k)->sub == DG_SUB_PRT) return k;
        if (ends_clause(w, k + 1, stop)) return k;
    }
    return DG_NONE;
}

/* Do the words of `rest` stand behind token t? Returns the token behind them, or DG_NONE. */
static uint32_t match_rest(const dg_quote_work *w, uint32_t t, dg_str rest) {
    uint32_t stop = sentence_of(w, t)->to, k = t + 1;
    for (uint32_t at = 0; at < rest.n; k++) {
        uint32_t end = at;
        while (end < rest.n && rest.p[end] != ' ') end++;
        if (k >= stop || !dg_str_eq(w->low[k], dg_str_cut(rest, at, end))) return DG_NONE;
        at = end + 1;
    }
    return k;
}

/* Which reports may begin a cue of their own. */
#define CUE_KINDS (DG_KINDS_VERB | DG_KINDS_PREP | DG_KIND(IMPERSONAL))

/* Picks the entry for token t: the longest phrase wins, a filled gap beats a bare verb. */
static bool pick_entry(const dg_quote_work *w, uint32_t t, dg_cue *c) {
    const dg_token *k = tok(w, t);
    const dg_report *e = dg_report_first(w->words, w->lang, w->low[t]);
    uint32_t best = 0;
    if (!e && dg_quote_trusts_lemma(0, w->low[t], k))
        e = dg_report_first(w->words, w->lang, k->lemma);
    for (; e; e = dg_report_next(w->words, e)) {
        uint32_t bit = 1u << e->kind, particle = DG_NONE, to = t + 1, score = 1;
        if (!(bit & CUE_KINDS)) continue;
        if (!e->rest.n && !(bit & w->kinds[t])) continue;
        if ((bit & DG_KINDS_VERB) && e->rest.n && w->tagged && !dg_quote_verb_tag(k->upos))
            continue;
        if (e->gap && (particle = find_particle(w, t, e->rest)) == DG_NONE) continue;
        if (!e->gap && e->rest.n && (to = match_rest(w, t, e->rest)) == DG_NONE) continue;
        score = e->gap ? 3 : 1 + to - t;
        if (score <= best) continue;
        best = score;
        c->word = e, c->particle = particle, c->to = to;
    }
    return best > 0;
}

static bool has_negation(const dg_quote_work *w, const dg_cue *c) {
    const dg_sentence *s = sentence_of(w, c->token);
    uint32_t from = c->token > s->from + 2 ? c->token - 2 : s->from,
             to = c->to + 2 < s->to ? c->to + 2 : s->to;
    for (uint32_t t = from; t < to; t++) {
        if (!dg_quote_is(w, t, DG_KIND(NEG)) || w->inside[t]) continue;
        if (t > c->token && dg_quote_char(w, t - 1, ",")) continue;
        return true;
    }
    return false;
}

/* "to say", "at sige", "zu sagen"; "can say", "bør si" */
static bool is_infinitive(const dg_quote_work *w, uint32_t t) {
    uint32_t from = sentence_of(w, t)->from;
    if (t == from) return false;
    for (uint32_t k = t; tok(w, t)->feats.verbform == DG_VERBFORM_INF && k > from && k + 4 > t; k--)
        if (dg_quote_is(w, k - 1, DG_KIND(MODAL)) && !w->inside[k - 1]) return true;
    if (tok(w, t)->feats.verbform == DG_VERBFORM_INF && dg_quote_is(w, t + 1, DG_KIND(MODAL)))
        return true;
    return tok(w, t - 1)->upos == DG_UPOS_PART && !dg_quote_is(w, t - 1, DG_KIND(NEG)) &&
           !dg_quote_finite(w, t);
}

/* Does an earlier cue of the sentence own this word? */
static bool is_particle(const dg_quote_work *w, uint32_t t) {
    for (uint32_t i = w->first_cue[tok(w, t)->sentence]; i < w->n_cues; i++)
        if (w->cues[i].particle == t) return true;
    return false;
}

/* Does the paragraph of token t open with a dash? */
static bool in_dash_para(const dg_quote_work *w, uint32_t t) {
    uint32_t para = dg_quote_para(w, tok(w, t)->span.from);
    if (para >= w->marks.n_paras || !dg_reporting_habit(w->words, w->lang, DG_REPORT_DASH))
        return false;
    uint32_t first = dg_doc_token_at(w->doc, w->marks.paras[para].from);
    return first < t && dg_quote_sign(w, first);
}

/* "– A, sukker hun." closes speech behind a dash: a verb behind the comma, who speaks, and the end
 * of the sentence. */
static bool is_dash_cue(const dg_quote_work *w, uint32_t t, dg_cue *c) {
    const dg_sentence *s = sentence_of(w, t);
    if (t == s->from || !dg_quote_char(w, t - 1, ",") || !in_dash_para(w, t)) return false;
    if (!dg_quote_finite(w, t) || !dg_quote_phrase_behind(w, c) || c->np_to + 1 < s->to)
        return false;
    const dg_mention *m = dg_doc_mention(w->doc, c->np_head);
    bool person = m && w->doc->entities[m->entity].kind == DG_ENTITY_PERSON;
    return person || dg_quote_is(w, c->np_head, DG_KIND(HE));
}

/* "mutters | an insider", "mutters | Quispe", but not "business | news agency". */
static bool begins_phrase(const dg_quote_work *w, const dg_cue *c) {
    uint8_t pos = tok(w, c->np_from)->upos;
    return pos == DG_UPOS_DET || pos == DG_UPOS_PROPN || dg_quote_pronoun(w, c->np_from);
}

/* Does nothing but the quotation stand before token k in its sentence? */
static bool opens_sentence(const dg_quote_work *w, uint32_t k) {
    for (uint32_t t = sentence_of(w, k)->from; t < k; t++)
        if (!w->inside[t] && !dg_quote_sign(w, t)) return false;
    return true;
}

/* Any verb reports where it stands like one: “A,” mutters an insider; “A”, raunt ein Kenner; “A,”
 * he enthuses. The comma that closes the quotation, and somebody who can speak beside the verb,
 * leave no other reading. */
static bool is_free_cue(const dg_quote_work *w, uint32_t t, dg_cue *c) {
    static const dg_report any = {.id = {"any", 3}, .kind = DG_REPORT_UTTER, .next = DG_NONE};
    uint32_t from = sentence_of(w, t)->from, to, head, k = t;
    uint8_t form = tok(w, t)->feats.verbform;
    bool verb = tok(w, t)->upos == DG_UPOS_VERB && (!form || form == DG_VERBFORM_FIN);
    bool taken = tok(w, t)->upos == DG_UPOS_NOUN && /* "mutters" taken for a noun */
                 !dg_quote_mention_beside(w, t, false);
    if ((!verb && !taken) || dg_quote_is(w, t, DG_KIND(AUX) | DG_KIND(PASSIVE))) return false;
    c->word = &any;
    if (verb && is_dash_cue(w, t, c)) return true;
    while (k > from && k + CHUNK_REACH > t && !dg_quote_sign(w, k - 1) && !w->inside[k - 1]) k--;
    bool comma = k > 0 && (dg_quote_char(w, k - 1, ",") ||
                           (k > 1 && dg_quote_sign(w, k - 1) && dg_quote_char(w, k - 2, ",")));
    if (!comma || !dg_quote_behind_quotation(w, k)) return false;
    if (k == t)
        return dg_quote_phrase_behind(w, c) && (verb || begins_phrase(w, c)) &&
               dg_quote_can_speak(w, c->np_from, c->np_to, c->np_head);
    return verb && opens_sentence(w, k) && dg_quote_phrase(w, k, &to, &head) && to == t &&
           dg_quote_can_speak(w, k, to, head) && dg_quote_take(c, k, to, head, false);
}

/* "Soberly judged, …": a participle with no auxiliary in its sentence reports nothing where the
 * verb is inflected fully. */
static bool is_adverbial(const dg_quote_work *w, const dg_cue *c) {
    if (!w->v2 || !((1u << c->word->kind) & DG_KINDS_VERB) ||
        tok(w, c->token)->feats.verbform != DG_VERBFORM_PART)
        return false;
    const dg_sentence *s = sentence_of(w, c->token);
    for (uint32_t t = s->from; t < s->to; t++)
        if (t != c->token &&
            (tok(w, t)->upos == DG_UPOS_AUX || dg_quote_is(w, t, DG_KIND(AUX) | DG_KIND(PASSIVE))))
            return false;
    return true;
}

/* "gentagne | gange": a participle that stands before its noun. */
static bool is_attribute(const dg_quote_work *w, uint32_t t) {
    const dg_sentence *s = sentence_of(w, t);
    if (!w->v2 || tok(w, t)->feats.verbform != DG_VERBFORM_PART || t + 1 >= s->to ||
        tok(w, t + 1)->upos != DG_UPOS_NOUN || tok(w, t + 1)->span.from == tok(w, t)->span.to)
        return false;
    return tok(w, t)->rel == DG_REL_AMOD && tok(w, t)->head == t + 1;
}

static int add_cue(dg_quote_work *w, uint32_t t, dg_err *err) {
    dg_cue c = {.token = t,
                .from = t,
                .to = t + 1,
                .particle = DG_NONE,
                .np_head = DG_NONE,
                .speaker = DG_NONE,
                .sentence = tok(w, t)->sentence,
                .outer = DG_NONE};
    if (is_particle(w, t)) return 0;
    if (is_attribute(w, t)) return 0;
    bool listed = pick_entry(w, t, &c);
    if (listed ? is_adverbial(w, &c) : !is_free_cue(w, t, &c)) return 0;
    c.negated = has_negation(w, &c);
    c.infinitive = ((1u << c.word->kind) & DG_KINDS_VERB) && is_infinitive(w, t);
    if (listed) dg_quote_find_phrase(w, &c);
    c.personal = c.np_head != DG_NONE && dg_quote_is(w, c.np_head, DG_KIND(FIRST));
    if (!DG_PUSH(w->doc->arena, w->cues, w->n_cues, w->cap_cues, c))
        return dg_err_set(err, DG_E_NOMEM, 0, "cues");
    return 0;
}

int dg_quote_cues(dg_quote_work *w, dg_err *err) {
    const dg_doc *d = w->doc;
    w->first_cue = dg_arena_alloc(d->arena, (d->n_sentences + 1) * sizeof *w->first_cue);
    if (!w->first_cue) return dg_err_set(err, DG_E_NOMEM, 0, "cues");
    for (uint32_t s = 0; s < d->n_sentences; s++) {
        uint32_t first = w->first_cue[s] = w->n_cues;
        for (uint32_t t = d->sentences[s].from; t < d->sentences[s].to; t++) {
            if (w->inside[t] || w->n_cues - first >= DG_MAX_CUES_SENTENCE ||
                w->n_cues >= DG_MAX_CUES)
                continue;
            int rc = add_cue(w, t, err);
            if (rc) return rc;
            if (w->n_cues > first && w->cues[w->n_cues - 1].token == t)
                t = w->cues[w->n_cues - 1].to - 1;
        }
    }
    w->first_cue[d->n_sentences] = w->n_cues;
    return 0;
}
