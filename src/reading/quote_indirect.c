/* quote_indirect.c: the clauses that a cue reports, and which cue stands inside whose clause.
 *
 *   X said [that] A            behind the complementiser, to the end of the clause
 *   X sagte, A                 behind the comma, when a clause follows
 *   X said A                   the tree's ccomp
 *   A, sagte X                 before the comma, when the cue closes the sentence
 *   Wie X meldete, A           behind the comma
 *   According to X, A / A, according to X / A is, according to X, B
 *   A. Det siger X             the sentence before
 *
 * A clause inside marks is a direct quotation and not said twice. A cue without a speaker reports
 * nothing. Cost: O(tokens of the sentence) a cue. */
#include "reading/quote_work.h"

enum { THAT_REACH = 30, COMMA_REACH = 10, ATTRIBUTE_REACH = 12 };

static const dg_token *tok(const dg_quote_work *w, uint32_t t) {
    return &w->doc->tokens[t];
}

static bool is_comma(const dg_quote_work *w, uint32_t t) {
    return dg_quote_char(w, t, ",");
}

/* [from, to) without signs at its ends. */
static dg_range trim(const dg_quote_work *w, uint32_t from, uint32_t to) {
    while (from < to && dg_quote_sign(w, from)) from++;
    while (to > from && dg_quote_sign(w, to - 1)) to--;
    return (dg_range){from, to < from ? from : to};
}

/* Behind the verb, its speaker (when he follows it) and its particle. */
static uint32_t behind_cue(const dg_quote_work *w, const dg_cue *c) {
    uint32_t t = c->to;
    if (c->np_head != DG_NONE && c->inverted && c->np_to > t) {
        t = c->np_head +
            1; /* the phrase may have swallowed the clause: only its near part counts */
        while (t < c->np_to && !dg_quote_sign(w, t) && !dg_quote_is(w, t, DG_KIND(THAT)) &&
               !dg_quote_finite(w, t))
            t++;
    }
    return t;
}

static bool is_noun(const dg_quote_work *w, uint32_t t) {
    uint8_t pos = tok(w, t)->upos;
    return pos == DG_UPOS_NOUN || pos == DG_UPOS_PROPN || pos == DG_UPOS_NUM;
}

/* A verb that shares its speaker with c and is joined to it ends the clause of c: "said A and added
 * B". */
static uint32_t next_joined(const dg_quote_work *w, const dg_cue *c, uint32_t from, uint32_t to) {
    for (uint32_t i = w->first_cue[c->sentence]; i < w->first_cue[c->sentence + 1]; i++) {
        const dg_cue *n = &w->cues[i];
        if (n->token <= from || n->token >= to || n->dead || n == c) continue;
        if (n->inverted && n->token > from && is_comma(w, n->from - 1) && n->to + 1 < to) {
            if (n->np_to + 1 >= to) return n->from - 1; /* ", skriver AFP" closes the sentence */
            continue;
        }
        if (n->np_head != DG_NONE && !n->inverted && n->np_from > from + 2 && n->np_from < to &&
            dg_quote_is(w, n->np_from - 1, DG_KIND(AND)) && is_comma(w, n->np_from - 2))
            return n->np_from - 1; /* ", and he blamed" */
        if (n->np_head == DG_NONE || (n->np_head >= from && !n->shared)) continue;
        for (uint32_t t = n->token; t > from && t + 4 > n->token && !is_noun(w, t - 1); t--)
            if (dg_quote_is(w, t - 1, DG_KIND(AND))) return t - 1;
    }
    return to;
}

/* Does the clause around resume at token t: a comma outside marks, and a verb or a link behind it?
 */
static bool goes_back(const dg_quote_work *w, uint32_t t) {
    if (!is_comma(w, t) || w->inside[t] || t + 1 >= w->doc->n_tokens) return false;
    return dg_quote_finite(w, t + 1) || dg_quote_is(w, t + 1, DG_KIND(AND));
}

/* Where the clause that begins at `from` ends. */
static uint32_t clause_end(const dg_quote_work *w, const dg_cue *c, uint32_t from) {
    uint32_t end = next_joined(w, c, from, w->doc->sentences[c->sentence].to);
    if (!w->tree || from >= end) return end;
    uint32_t at = w->doc->sentences[c->sentence].from, k;
    while ((k = dg_doc_child(w->doc, c->token, &at)) != DG_NONE) {
        uint8_t rel = tok(w, k)->rel;
        if (k < from || (rel != DG_REL_CCOMP && rel != DG_REL_PARATAXIS && rel != DG_REL_XCOMP &&
                         rel != DG_REL_OBJ))
            continue;
        dg_range r = dg_doc_subtree(w->doc, k);
        if (r.to > from + 2 && r.to < end && r.from <= from + 1 && goes_back(w, r.to))
            return r.to; /* trees err: where the sentence goes on only */
        break;
    }
    return end;
}

/* A complementiser; "that" as a pronoun and "at" before an infinitive are none. */
static bool is_that(const dg_quote_work *w, uint32_t t) {
    uint8_t pos = tok(w, t)->upos;
    if (!dg_quote_is(w, t, DG_KIND(THAT) | DG_KIND(WHETHER)) || w->inside[t] || t == 0 ||
        t + 1 >= w->doc->n_tokens)
        return false;
    bool led = tok(w, t - 1)->upos == DG_UPOS_ADP && !dg_quote_is(w, t - 1, DG_KIND(WHETHER));
    if (led && t >= 2 && tok(w, t - 2)->upos != DG_UPOS_VERB)
        return false;                     /* "for at"; but "påstanden om at" */
    uint8_t before = tok(w, t - 1)->upos; /* "information | that was published" */
    if (!w->v2 && (before == DG_UPOS_NOUN || before == DG_UPOS_PROPN) && dg_quote_finite(w, t + 1))
        return false;
    if (pos == DG_UPOS_SCONJ || pos == DG_UPOS_X) return true;
    const dg_token *next = tok(w, t + 1);
    bool infinitive = next->upos == DG_UPOS_VERB && !dg_quote_finite(w, t + 1);
    bool doubtful = pos == DG_UPOS_PRON || pos == DG_UPOS_DET || pos == DG_UPOS_ADP;
    return !infinitive && (!doubtful || is_comma(w, t - 1));
}

/* A verb that reports, other than c's own. */
static bool is_other_cue(const dg_quote_work *w, const dg_cue *c, uint32_t t) {
    return t != c->token && dg_quote_is(w, t, DG_KINDS_SAY) && tok(w, t)->upos == DG_UPOS_VERB;
}

/* "Kenya doubts | that Uganda attacked": right behind the verb "that" opens a clause whatever its
 * tag, when a phrase and its verb follow. */
static bool opens_clause(const dg_quote_work *w, const dg_cue *c, uint32_t t) {
    uint32_t stop = w->doc->sentences[c->sentence].to, to, head;
    if (t != c->to || !dg_quote_is(w, t, DG_KIND(THAT)) || w->inside[t] || t + 2 >= stop)
        return false;
    return dg_quote_phrase(w, t + 1, &to, &head) && to < stop && dg_quote_finite(w, to);
}

/* The complementiser behind the cue, or DG_NONE. Over a verb (of an apposition, a relative clause)
 * it must follow a comma. */
static uint32_t find_that(const dg_quote_work *w, const dg_cue *c, uint32_t from) {
    uint32_t stop = w->doc->sentences[c->sentence].to;
    bool over_verb = false;
    if (stop > from + THAT_REACH) stop = from + THAT_REACH;
    for (uint32_t t = from; t < stop; t++) {
        if (w->inside[t] || dg_quote_char(w, t, ":") || dg_quote_char(w, t, ";")) return DG_NONE;
        if (is_that(w, t) || opens_clause(w, c, t)) {
            bool comma = dg_quote_char(w, t - 1, ",");
            if (dg_quote_is(w, t, DG_KIND(WHETHER)) && !comma && t > from + 1) return DG_NONE;
            if (!over_verb || (comma && tok(w, t - 2)->upos != DG_UPOS_ADP)) return t;
            return DG_NONE;
        }
        if (is_other_cue(w, c, t) || (dg_quote_is(w, t, DG_KIND(AND)) && dg_quote_finite(w, t + 1)))
            return DG_NONE;
        if (c->word->kind == DG_REPORT_WEAK && dg_quote_verb_tag(tok(w, t)->upos))
            return DG_NONE; /* "feel the need to show that" */
        over_verb |= dg_quote_finite(w, t) && !(tok(w, t)->upos == DG_UPOS_AUX && t < c->to + 2);
    }
    return DG_NONE;
}

static dg_range behind_that(const dg_quote_work *w, const dg_cue *c) {
    uint32_t that = find_that(w, c, behind_cue(w, c));
    if (that == DG_NONE || that + 1 >= w->doc->n_tokens) return (dg_range){0, 0};
    return trim(w, that + 1, clause_end(w, c, that + 1));
}

/* A verb in the mood of reported speech: by tag, or by form where the tag is not to be trusted. */
static bool is_reported(const dg_quote_work *w, uint32_t t) {
    bool verb = tok(w, t)->upos == DG_UPOS_VERB || tok(w, t)->upos == DG_UPOS_AUX;
    return verb && (tok(w, t)->feats.mood == DG_MOOD_SUB || dg_quote_is(w, t, DG_KIND(MOOD)));
}

/* "sagte am Montag, er sehe …": a comma after no more than a few words without a verb, and a main
 * clause behind it. */
static dg_range behind_comma(const dg_quote_work *w, const dg_cue *c) {
    uint32_t t = behind_cue(w, c), stop = w->doc->sentences[c->sentence].to,
             reach = t + COMMA_REACH;
    while (t < stop && t < reach && !is_comma(w, t) && !dg_quote_sign(w, t) && !w->inside[t] &&
           !dg_quote_finite(w, t) && !is_other_cue(w, c, t))
        t++;
    if (!w->tagged || t + 2 >= stop || !is_comma(w, t) || w->inside[t]) return (dg_range){0, 0};
    uint32_t first = t + 1;
    uint8_t pos = tok(w, first)->upos;
    bool linked = pos == DG_UPOS_SCONJ || pos == DG_UPOS_CCONJ || pos == DG_UPOS_ADP ||
                  pos == DG_UPOS_VERB || dg_quote_is(w, first, DG_KIND(THAT)) ||
                  (pos == DG_UPOS_PRON && dg_quote_is(w, first, DG_KIND(RELATIVE))) ||
                  (pos == DG_UPOS_ADV && tok(w, first + 1)->upos == DG_UPOS_SCONJ);
    uint32_t verb = first;
    while (verb < stop && verb < first + COMMA_REACH && !is_reported(w, verb)) verb++;
    if (linked || w->inside[first] || verb >= stop || !is_reported(w, verb))
        return (dg_range){0, 0};
    return trim(w, first, clause_end(w, c, first));
}

/* Does a clause begin at `from`: a phrase, and a finite verb before the next sign or link? */
static bool clause_begins(const dg_quote_work *w, uint32_t from, uint32_t stop) {
    uint32_t to, head;
    if (!dg_quote_phrase(w, from, &to, &head)) return false;
    for (uint32_t t = to; t < stop && t < from + THAT_REACH; t++) {
        bool verb = tok(w, t)->upos == DG_UPOS_VERB || tok(w, t)->upos == DG_UPOS_AUX;
        if (dg_quote_sign(w, t) || w->inside[t] || tok(w, t)->upos == DG_UPOS_SCONJ) return false;
        if (dg_quote_is(w, t, DG_KIND(RELATIVE)) || (verb && dg_quote_is(w, t - 1, DG_KIND(AND))))
            return false;
        if (dg_quote_finite(w, t)) return true;
    }
    return false;
}

/* "told Reuters the plan was": who is told comes first; an outlet, or a phrase that another one
 * follows at once. */
static uint32_t behind_addressee(const dg_quote_work *w, uint32_t from, uint32_t stop) {
    uint32_t to, head, next_to, next_head;
    if (from >= stop || !dg_quote_phrase(w, from, &to, &head) || to >= stop) return from;
    if (dg_quote_is(w, from, DG_KIND(HE))) return from; /* "said he last saw her" */
    uint32_t e = dg_doc_entity(w->doc, head);
    if (e != DG_NONE && w->doc->entities[e].kind == DG_ENTITY_OUTLET) return to;
    if (dg_quote_is(w, to, DG_KIND(RELATIVE) | DG_KIND(THAT))) return from;
    return !dg_quote_sign(w, to) && dg_quote_phrase(w, to, &next_to, &next_head) ? to : from;
}

/* "said Beijing had hurt …": no complementiser, the clause follows at once. The tree's ccomp alone
 * is not enough: it also hangs on verbs with a plain object. */
static dg_range bare_clause(const dg_quote_work *w, const dg_cue *c) {
    uint32_t from = behind_cue(w, c), stop = w->doc->sentences[c->sentence].to;
    from = behind_addressee(w, from, stop);
    bool verb_next =
        from < stop && dg_quote_finite(w, from) && from > c->to; /* "what X told Reuters was A" */
    if (c->inverted || from >= stop || !(verb_next || clause_begins(w, from, stop)))
        return (dg_range){0, 0};
    return trim(w, from, clause_end(w, c, from));
}

/* Nothing but the speaker, names and adverbs between `from` and the end of the sentence. */
static bool closes_sentence(const dg_quote_work *w, const dg_cue *c, uint32_t from) {
    uint32_t stop = w->doc->sentences[c->sentence].to;
    for (uint32_t t = from; t < stop; t++) {
        if (w->inside[t] || is_that(w, t)) return false;
        if (dg_quote_finite(w, t) && !dg_quote_is(w, t - 1, DG_KIND(RELATIVE)) &&
            !dg_quote_is(w, t - 2, DG_KIND(RELATIVE)) && tok(w, t)->upos != DG_UPOS_AUX)
            return false;
    }
    return true;
}

/* Does a mark, a colon or the like stand in [from, to)? Then something is said there, not before.
 */
static bool has_mark(const dg_quote_work *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (dg_quote_sign(w, t) && !is_comma(w, t) && !dg_quote_char(w, t, ".") &&
            !dg_quote_char(w, t, "-"))
            return true;
    return false;
}

static bool has_comma(const dg_quote_work *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (is_comma(w, t) || dg_quote_char(w, t, ":")) return true;
    return false;
}

/* "A, the BBC reported, | citing officials." */
static bool cites_behind(const dg_quote_work *w, const dg_cue *c) {
    for (uint32_t k = w->first_cue[c->sentence]; k < w->first_cue[c->sentence + 1]; k++)
        if (dg_quote_cites(&w->cues[k]) && w->cues[k].token > c->to &&
            is_comma(w, w->cues[k].token - 1))
            return true;
    return false;
}

/* "A, sagte X." and "A, experts have said.": what stands before the comma. */
static dg_range before_comma(const dg_quote_work *w, const dg_cue *c) {
    uint32_t s = w->doc->sentences[c->sentence].from, t = c->inverted ? c->from : c->np_from;
    if (c->np_head == DG_NONE || c->shared) return (dg_range){0, 0};
    while (t > s && dg_quote_is(w, t - 1, DG_KIND(AUX)) && !dg_quote_sign(w, t - 1)) t--;
    if (t > s && dg_quote_is(w, t - 1, DG_KIND(HOW))) t--;
    if (t < s + 3 || !is_comma(w, t - 1) || w->inside[t - 1]) return (dg_range){0, 0};
    uint32_t behind = c->inverted && c->np_to > c->to ? behind_cue(w, c) : c->to;
    if (has_mark(w, behind, w->doc->sentences[c->sentence].to)) return (dg_range){0, 0};
    if (!c->inverted && has_comma(w, behind, w->doc->sentences[c->sentence].to) &&
        !cites_behind(w, c))
        return (dg_range){0, 0};
    if (!closes_sentence(w, c, behind) || !dg_quote_clause(w, s, t - 1)) return (dg_range){0, 0};
    return trim(w, s, t - 1);
}

/* "Wie X meldete, A" */
static dg_range behind_how(const dg_quote_work *w, const dg_cue *c) {
    const dg_sentence *s = &w->doc->sentences[c->sentence];
    if (!dg_quote_is(w, s->from, DG_KIND(HOW))) return (dg_range){0, 0};
    uint32_t t = c->to;
    while (t < s->to && t < c->to + COMMA_REACH && !is_comma(w, t)) t++;
    if (t >= s->to || !is_comma(w, t) || w->inside[t]) return (dg_range){0, 0};
    return trim(w, t + 1, s->to);
}

/* "A. Det siger X." The sentence before, when it stands in the same paragraph or the one before. */
static dg_range sentence_before(const dg_quote_work *w, const dg_cue *c) {
    const dg_sentence *s = &w->doc->sentences[c->sentence];
    if (!c->sentence || !dg_quote_is(w, s->from, DG_KIND(DEMO)) || c->from > s->from + 2 ||
        !c->inverted)
        return (dg_range){0, 0};
    const dg_sentence *b = s - 1;
    if (dg_quote_para(w, s->span.from) - dg_quote_para(w, b->span.from) > 1)
        return (dg_range){0, 0};
    if (!dg_quote_clause(w, b->from, b->to)) return (dg_range){0, 0};
    return trim(w, b->from, b->to);
}

/* ---- "according to" ---- */

/* "Ifølge rådgiverne i Odense | har …", "According to advisers from Odense |, A": what hangs on the
 * phrase by a preposition belongs to it, up to the verb that follows or the comma. */
static uint32_t over_attribute(const dg_quote_work *w, uint32_t t, uint32_t stop) {
    if (t >= stop || tok(w, t)->upos != DG_UPOS_ADP || w->inside[t]) return t;
    uint32_t k = t + 1;
    while (k < stop && k < t + ATTRIBUTE_REACH && !w->inside[k] && !dg_quote_sign(w, k) &&
           !dg_quote_finite(w, k) && tok(w, k)->upos != DG_UPOS_SCONJ)
        k++;
    if (k >= stop || w->inside[k]) return t;
    return is_comma(w, k) || (w->v2 && dg_quote_finite(w, k)) ? k : t;
}

/* Where the phrase behind the preposition ends: the tree and the tagger run on, a verb or a comma
 * does not. */
static uint32_t phrase_end(const dg_quote_work *w, const dg_cue *c) {
    uint32_t t = c->np_head + 1, stop = w->doc->sentences[c->sentence].to;
    const dg_mention *m = dg_doc_mention(w->doc, c->np_head);
    if (m && m->to > t) t = m->to;
    while (t < stop && !dg_quote_sign(w, t) && !w->inside[t] && !dg_quote_finite(w, t) &&
           t < c->np_to)
        t++;
    m = t < stop ? dg_quote_mention_beside(w, t, false)
                 : NULL; /* "Secretary of State | Rubén Paz" */
    if (m && m->kind == DG_MENTION_NAME && !w->inside[t] &&
        w->doc->entities[m->entity].kind == DG_ENTITY_PERSON && tok(w, t - 1)->upos != DG_UPOS_ADP)
        t = m->to;
    return over_attribute(w, t, stop);
}

/* "Ifølge premierministeren, NN, er …", "According to NN, curator of …, A": the clause begins
 * behind what is set in commas. */
static uint32_t behind_name(const dg_quote_work *w, uint32_t t, uint32_t stop) {
    if (t + 2 >= stop || !is_comma(w, t) || tok(w, t + 1)->upos == DG_UPOS_ADP) return t;
    uint32_t k = t + 1;
    while (k < stop && k < t + 20 && !is_comma(w, k) && !dg_quote_finite(w, k) &&
           tok(w, k)->upos != DG_UPOS_PRON)
        k++;
    return k > t + 1 && k < stop && is_comma(w, k) && dg_quote_clause(w, k, stop) ? k : t;
}

static dg_range around_preposition(const dg_quote_work *w, const dg_cue *c) {
    const dg_sentence *s = &w->doc->sentences[c->sentence];
    if (c->np_head == DG_NONE) return (dg_range){0, 0};
    bool post = c->word->kind == DG_REPORT_POSTP;
    uint32_t from = post ? c->np_from : c->from, to = post ? c->to : phrase_end(w, c), b = from;
    while (!post && to + 1 < s->to && dg_quote_is(w, to, DG_KIND(AND)) &&
           dg_quote_in_chunk(w, to + 1)) {
        to += 2; /* "Ifølge X og Y" */
        while (to < s->to && dg_quote_in_chunk(w, to)) to++;
    }
    while (b > s->from && (dg_quote_sign(w, b - 1) || dg_quote_is(w, b - 1, DG_KIND(AND)))) b--;
    bool opens = b == s->from || (from > b && dg_quote_is(w, from - 1, DG_KIND(AND)));
    bool closes = to + 1 >= s->to || dg_quote_char(w, to, ".");
    if (dg_quote_char(w, to, ":")) return (dg_range){0, 0};
    if (c->word->kind == DG_REPORT_SO && !(from > s->from && is_comma(w, from - 1)))
        return (dg_range){0, 0};
    if (opens) return trim(w, behind_name(w, to, s->to), next_joined(w, c, to, s->to));
    if (closes) return trim(w, s->from, from);
    return trim(w, s->from, s->to);
}

static dg_range content_of(const dg_quote_work *w, const dg_cue *c) {
    uint32_t kind = 1u << c->word->kind;
    if (kind & DG_KINDS_PREP) return around_preposition(w, c);
    if (!(kind & (DG_KIND(VERB) | DG_KIND(WEAK) | DG_KIND(SHOW) | DG_KIND(IMPERSONAL))))
        return (dg_range){0, 0};
    dg_range r = sentence_before(w, c);
    if (r.from == r.to) r = behind_that(w, c);
    if (c->infinitive || r.from != r.to) return r;
    r = behind_how(w, c);
    if (r.from == r.to) r = before_comma(w, c);
    if (r.from == r.to && w->v2 && !(kind & (DG_KIND(WEAK) | DG_KIND(SHOW))))
        r = behind_comma(w, c);
    if (r.from == r.to && kind & (DG_KIND(VERB) | DG_KIND(WEAK))) r = bare_clause(w, c);
    return r;
}

static bool holds(const dg_cue *a, const dg_cue *b) {
    return a->content.from <= b->token && b->token < a->content.to;
}

/* The innermost cue whose clause holds cue i. Two that hold one another ("A says, B reports") are
 * left alone. */
static void find_outer(dg_quote_work *w, uint32_t i) {
    dg_cue *c = &w->cues[i];
    uint32_t best = UINT32_MAX;
    for (uint32_t k = w->first_cue[c->sentence]; k < w->first_cue[c->sentence + 1]; k++) {
        const dg_cue *o = &w->cues[k];
        uint32_t size = o->content.to - o->content.from;
        if (k == i || o->dead || !holds(o, c) || holds(c, o) || size >= best) continue;
        best = size;
        c->outer = k;
    }
}

void dg_quote_contents(dg_quote_work *w) {
    for (uint32_t i = 0; i < w->n_cues; i++)
        if (!w->cues[i].dead) w->cues[i].content = content_of(w, &w->cues[i]);
    for (uint32_t i = 0; i < w->n_cues; i++)
        if (!w->cues[i].dead) find_outer(w, i);
}

/* ---- quotes ---- */

/* Most of the clause is inside marks: it was taken as a direct quotation, or as none on purpose. */
static bool mostly_quoted(const dg_quote_work *w, dg_range r) {
    uint32_t n = 0;
    for (uint32_t t = r.from; t < r.to; t++) n += w->inside[t];
    return 5 * n > 3 * (r.to - r.from);
}

/* "Ifølge AFP siger ministeren at …": the outer cue adds its link to the chain, not a second
 * quotation of the same. */
static bool only_passes_on(const dg_quote_work *w, uint32_t i) {
    const dg_cue *c = &w->cues[i];
    for (uint32_t k = w->first_cue[c->sentence]; k < w->first_cue[c->sentence + 1]; k++) {
        const dg_cue *in = &w->cues[k];
        if (in->outer != i || in->dead || in->content.from == in->content.to ||
            in->np_head == DG_NONE)
            continue;
        if (!dg_quote_can_speak(w, in->np_from, in->np_to, in->np_head)) continue;
        if (5 * (in->content.to - in->content.from) >= 2 * (c->content.to - c->content.from))
            return true;
        if (in->content.to <= c->content.from || in->content.from >= c->content.to)
            return true; /* "Det siger X, skriver AFP" */
    }
    return false;
}

/* "…, reported the BBC, citing officials": the verb's clause is the one that is told. */
static bool is_cited_beside(const dg_quote_work *w, const dg_cue *c) {
    if (!dg_quote_cites(c)) return false;
    for (uint32_t k = w->first_cue[c->sentence]; k < w->first_cue[c->sentence + 1]; k++) {
        const dg_cue *v = &w->cues[k];
        if (!v->dead && v->np_head != DG_NONE && v->content.from < v->content.to &&
            (1u << v->word->kind) & DG_KINDS_SAY)
            return true;
    }
    return false;
}

static bool reports(const dg_quote_work *w, uint32_t i) {
    const dg_cue *c = &w->cues[i];
    if (is_cited_beside(w, c)) return false;
    if (c->dead || c->personal || c->np_head == DG_NONE || c->content.to < c->content.from + 2)
        return false;
    if (c->negated && c->word->stance != DG_STANCE_DENY) return false;
    bool text = dg_quote_is(w, c->np_head, DG_KIND(NOUN));
    if (c->word->kind == DG_REPORT_SHOW && !text) return false;
    return !mostly_quoted(w, c->content) && !only_passes_on(w, i);
}

int dg_quote_indirect(dg_quote_work *w, dg_err *err) {
    for (uint32_t i = 0; i < w->n_cues; i++) {
        if (!reports(w, i)) continue;
        int rc = dg_quote_know(w, i, DG_SPEAKER_NOUN, err);
        if (rc) return rc;
        const dg_cue *c = &w->cues[i];
        if (c->speaker == DG_NONE) continue;
        dg_quote q = {.speaker = c->speaker,
                      .cue_token = c->token,
                      .form = DG_QUOTE_INDIRECT,
                      .stance = c->word->stance};
        q.span = (dg_range){tok(w, c->content.from)->span.from, tok(w, c->content.to - 1)->span.to};
        q.cue = (dg_range){tok(w, c->from)->span.from, tok(w, c->to - 1)->span.to};
        if (!dg_quote_push(w, q, i)) return dg_err_set(err, DG_E_NOMEM, 0, "quotes");
    }
    return 0;
}
