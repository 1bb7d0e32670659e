/* quote_cues.c: finds the words that report, and the noun phrase of who speaks.
 *
 * A verb counts when its form (or its lemma) is in lexicon/reporting.tsv and, for "fügte … hinzu", its particle stands at
 * the end of a clause behind it. Its subject is looked for where it is surest first: right behind an inverted verb that a
 * comma or a mark precedes ("…“, sagte er"), then in the tree (own subject; the head's for "sagte und betonte"; the noun
 * for "a statement saying"; the agent of a passive), then on the surface before and behind the verb. Parsers are at their
 * weakest around quotation marks, so the tree alone is not enough; without tags and trees the surface alone works.
 *
 * Cost: O(tokens of the sentence) a cue, at most DG_MAX_CUES_SENTENCE cues a sentence. */
#include "reading/quote_work.h"

#include "base/utf8.h"

enum { PARTICLE_REACH = 60, CHUNK_REACH = 14 };

static const dg_token *tok(const dg_quote_work *w, uint32_t t) {
    return &w->doc->tokens[t];
}

static const dg_sentence *sentence_of(const dg_quote_work *w, uint32_t t) {
    return &w->doc->sentences[tok(w, t)->sentence];
}

bool dg_quote_sign(const dg_quote_work *w, uint32_t t) {
    dg_str f = tok(w, t)->form;
    for (uint32_t at = 0; at < f.n;) {
        uint32_t c = dg_utf8_next(f, &at);
        if (dg_is_letter(c) || dg_is_digit(c)) return false;
    }
    return true;
}

uint32_t dg_quote_para(const dg_quote_work *w, uint32_t byte) {
    uint32_t lo = 0, hi = w->marks.n_paras;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (w->marks.paras[mid].to <= byte) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

bool dg_quote_finite(const dg_quote_work *w, uint32_t t) {
    const dg_token *k = tok(w, t);
    if (k->upos != DG_UPOS_VERB && k->upos != DG_UPOS_AUX) return false;
    return k->feats.verbform == DG_VERBFORM_FIN || (!k->feats.verbform && (k->feats.tense || k->feats.mood));
}

bool dg_quote_clause(const dg_quote_work *w, uint32_t from, uint32_t to) {
    if (!w->tagged) return to - from >= 5;
    for (uint32_t t = from; t < to; t++)
        if (dg_quote_finite(w, t)) return true;
    return false;
}

/* ---- words ---- */

static bool is_verb_tag(uint8_t upos) {
    return upos == DG_UPOS_VERB || upos == DG_UPOS_AUX;
}

/* Tag and form together: a form that is a verb of the table and also a noun ("report") follows the tag. */
static uint32_t fit_tag(uint32_t kinds, const dg_token *t) {
    if (!(kinds & DG_KINDS_VERB) || t->upos == DG_UPOS_X || is_verb_tag(t->upos)) return kinds;
    bool nominal = t->upos == DG_UPOS_NOUN || t->upos == DG_UPOS_PROPN || t->upos == DG_UPOS_ADJ || t->upos == DG_UPOS_ADP;
    uint32_t kept = t->upos == DG_UPOS_ADJ ? DG_KIND(UTTER) : 0; /* "skandierten": no participle of these stands before a noun */
    return nominal ? kinds & ~(DG_KINDS_VERB & ~kept) : kinds;
}

/* Forms are listed; the lemma helps with those that are not. A wrong lemma ("wurden", "meiner") must not make a verb:
 * it has to begin like its form, and small words have none. */
static bool trusts_lemma(uint32_t kinds, dg_str low, const dg_token *t) {
    if (kinds || t->upos != DG_UPOS_VERB || low.n < 4 || t->lemma.n < 4) return false;
    return memcmp(low.p, t->lemma.p, 3) == 0;
}

/* Right before a complementiser a form of the table is the verb whatever the tag says, unless an article or the like leads
 * it in ("Iran denies that", not "the claims that"). */
static bool governs_that(const dg_quote_work *w, uint32_t t) {
    if (!(w->kinds[t] & DG_KIND(VERB)) || t == 0) return false;
    uint32_t k = t + 1 + dg_quote_char(w, t + 1, ",");
    if (!dg_quote_is(w, k, DG_KIND(THAT)) || tok(w, k)->sentence != tok(w, t)->sentence) return false;
    uint8_t before = tok(w, t - 1)->upos;
    return before == DG_UPOS_PROPN || before == DG_UPOS_PRON;
}

int dg_quote_words(dg_quote_work *w, dg_err *err) {
    const dg_doc *d = w->doc;
    w->low = dg_arena_alloc(d->arena, (d->n_tokens + 1) * sizeof *w->low);
    w->kinds = dg_arena_zalloc(d->arena, d->n_tokens + 1, sizeof *w->kinds);
    if (!w->low || !w->kinds) return dg_err_set(err, DG_E_NOMEM, 0, "quotes");
    for (uint32_t t = 0; t < d->n_tokens; t++) {
        const dg_token *k = tok(w, t);
        w->low[t] = dg_utf8_lower(d->arena, k->form);
        if (!w->low[t].p) return dg_err_set(err, DG_E_NOMEM, 0, "quotes");
        w->tagged |= k->upos != DG_UPOS_X;
        w->tree |= k->head != DG_NONE && k->head != t && k->rel != DG_REL_ROOT && k->rel != DG_REL_DEP;
        uint32_t kinds = dg_report_kinds(w->words, w->lang, w->low[t]);
        if (trusts_lemma(kinds, w->low[t], k))
            kinds |= dg_report_kinds(w->words, w->lang, k->lemma) & DG_KINDS_VERB;
        w->kinds[t] = kinds;
    }
    for (uint32_t t = 0; t < d->n_tokens; t++)
        if (!governs_that(w, t)) w->kinds[t] = fit_tag(w->kinds[t], tok(w, t));
    return 0;
}

/* ---- noun phrases ---- */

static bool is_nominal(const dg_quote_work *w, uint32_t t) {
    switch (tok(w, t)->upos) {
    case DG_UPOS_DET: case DG_UPOS_ADJ: case DG_UPOS_NUM: case DG_UPOS_NOUN: case DG_UPOS_PROPN: return true;
    case DG_UPOS_PRON: return tok(w, t)->feats.poss; /* "her supervisor" */
    default: return false;
    }
}

static bool is_adjective(const dg_quote_work *w, uint32_t t) {
    const dg_mention *m = dg_doc_mention(w->doc, t);
    return tok(w, t)->upos == DG_UPOS_ADJ || (m && m->kind == DG_MENTION_ADJECTIVE);
}

/* Part of a phrase: a nominal word, a word glued to a hyphen ("Pro-Kopf-…"), "og" between two adjectives. */
static bool in_chunk(const dg_quote_work *w, uint32_t t) {
    if (is_nominal(w, t)) return true;
    const dg_sentence *s = sentence_of(w, t);
    if (t + 1 >= s->to) return false;
    bool glued = tok(w, t)->span.to == tok(w, t + 1)->span.from, before = t > s->from;
    if (dg_quote_char(w, t, "-")) return before && glued && tok(w, t - 1)->span.to == tok(w, t)->span.from;
    if (glued && dg_quote_char(w, t + 1, "-") && t + 2 < s->to && tok(w, t + 1)->span.to == tok(w, t + 2)->span.from) return true;
    return before && dg_quote_is(w, t, DG_KIND(AND)) && is_adjective(w, t - 1) && is_nominal(w, t + 1) && t + 2 < s->to &&
           is_nominal(w, t + 2);
}

/* The longest mention that begins (or, end: ends) at token t and can be a speaker; NULL when none. */
static const dg_mention *mention_beside(const dg_quote_work *w, uint32_t t, bool end) {
    const dg_doc *d = w->doc;
    uint32_t lo = 0, hi = d->n_mentions, from = sentence_of(w, t)->span.from;
    while (lo < hi) { /* first mention of the sentence */
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->mentions[mid].span.from < from) lo = mid + 1;
        else hi = mid;
    }
    const dg_mention *best = NULL;
    for (; lo < d->n_mentions && d->mentions[lo].from <= t; lo++) {
        const dg_mention *m = &d->mentions[lo];
        if (m->kind == DG_MENTION_ADJECTIVE || (end ? m->to != t + 1 : m->from != t)) continue;
        if (!best || m->to - m->from > best->to - best->from) best = m;
    }
    return best;
}

/* The head of a chunk: the last noun whose own head lies outside (genitives come first), else the last noun. */
static uint32_t chunk_head(const dg_quote_work *w, uint32_t from, uint32_t to) {
    uint32_t last = DG_NONE, out = DG_NONE;
    for (uint32_t t = from; t < to; t++) {
        uint8_t pos = tok(w, t)->upos;
        bool noun = pos == DG_UPOS_NOUN || pos == DG_UPOS_PROPN || pos == DG_UPOS_PRON;
        uint32_t h = tok(w, t)->head;
        if (w->tree && noun && (h == DG_NONE || h < from || h >= to)) out = t;
        if (noun) last = t;
    }
    return out != DG_NONE ? out : last != DG_NONE ? last : to - 1;
}

static bool is_pronoun(const dg_quote_work *w, uint32_t t) {
    return dg_quote_is(w, t, DG_KIND(HE) | DG_KIND(FIRST)) || tok(w, t)->upos == DG_UPOS_PRON;
}

bool dg_quote_phrase(const dg_quote_work *w, uint32_t t, uint32_t *ret_to, uint32_t *ret_head) {
    const dg_sentence *s = sentence_of(w, t);
    if (t >= s->to || dg_quote_sign(w, t)) return false;
    const dg_mention *m = mention_beside(w, t, false);
    uint32_t to = t;
    if (m && m->kind == DG_MENTION_PRONOUN) to = m->to;
    else if (!m && dg_quote_is(w, t, DG_KIND(HE) | DG_KIND(FIRST))) to = t + 1;
    else {
        bool noun = false;
        while (to < s->to && to - t < CHUNK_REACH && !w->inside[to] && in_chunk(w, to)) {
            if (noun && tok(w, to)->upos == DG_UPOS_DET) break; /* the next phrase: "der Minister | dem Blatt" */
            noun |= tok(w, to)->upos == DG_UPOS_NOUN || tok(w, to)->upos == DG_UPOS_PROPN;
            to++;
        }
        if (m && m->to > to) to = m->to;
    }
    if (to == t && is_pronoun(w, t)) to = t + 1;
    if (to == t) return false;
    *ret_to = to;
    *ret_head = m && m->to == to ? m->head : chunk_head(w, t, to);
    if (m && w->doc->entities[m->entity].kind == DG_ENTITY_PERSON && m->kind == DG_MENTION_NAME) *ret_head = m->head;
    return in_chunk(w, *ret_head) || is_pronoun(w, *ret_head) || m;
}

/* ---- cues ---- */

static bool ends_clause(const dg_quote_work *w, uint32_t t, uint32_t stop) {
    return t >= stop || dg_quote_sign(w, t) || w->inside[t] || dg_quote_is(w, t, DG_KIND(THAT) | DG_KIND(AND));
}

/* The particle `rest` of the verb at t, or DG_NONE. */
static uint32_t find_particle(const dg_quote_work *w, uint32_t t, dg_str rest) {
    uint32_t stop = sentence_of(w, t)->to, reach = t + PARTICLE_REACH < stop ? t + PARTICLE_REACH : stop;
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
    if (!e && trusts_lemma(0, w->low[t], k)) e = dg_report_first(w->words, w->lang, k->lemma);
    for (; e; e = dg_report_next(w->words, e)) {
        uint32_t bit = 1u << e->kind, particle = DG_NONE, to = t + 1, score = 1;
        if (!(bit & CUE_KINDS)) continue;
        if (!e->rest.n && !(bit & w->kinds[t])) continue;
        if ((bit & DG_KINDS_VERB) && e->rest.n && w->tagged && !is_verb_tag(k->upos)) continue;
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
    uint32_t from = c->token > s->from + 2 ? c->token - 2 : s->from, to = c->to + 2 < s->to ? c->to + 2 : s->to;
    for (uint32_t t = from; t < to; t++) {
        if (!dg_quote_is(w, t, DG_KIND(NEG)) || w->inside[t]) continue;
        if (t > c->token && dg_quote_char(w, t - 1, ",")) continue;
        return true;
    }
    return false;
}

/* ---- who: the tree ---- */

static uint32_t own_subject(const dg_quote_work *w, uint32_t v, bool *ret_passive) {
    uint32_t at = sentence_of(w, v)->from, c;
    while ((c = dg_doc_child(w->doc, v, &at)) != DG_NONE) {
        if (tok(w, c)->rel != DG_REL_NSUBJ) continue;
        if (tok(w, c)->sub == DG_SUB_PASS) *ret_passive = true;
        else if (!w->inside[c]) return c;
    }
    return DG_NONE;
}

/* "by the ministry", "vom Ministerium", "af ministeriet" */
static uint32_t agent_of(const dg_quote_work *w, uint32_t v) {
    uint32_t at = sentence_of(w, v)->from, c;
    while ((c = dg_doc_child(w->doc, v, &at)) != DG_NONE) {
        if (tok(w, c)->rel != DG_REL_OBL && tok(w, c)->rel != DG_REL_NMOD) continue;
        if (tok(w, c)->sub == DG_SUB_AGENT) return c;
        uint32_t mark = dg_doc_child_rel(w->doc, c, DG_REL_CASE);
        if (mark != DG_NONE && dg_quote_is(w, mark, DG_KIND(AGENT))) return c;
    }
    return DG_NONE;
}

/* The noun that a relative clause or a participle belongs to, and the subject of the clause above. */
static uint32_t tree_subject(const dg_quote_work *w, uint32_t v, bool *ret_shared) {
    uint32_t at = v;
    for (uint32_t steps = 0; steps < 4; steps++) {
        bool passive = false;
        uint32_t s = own_subject(w, at, &passive), h = tok(w, at)->head;
        uint8_t rel = tok(w, at)->rel;
        bool relative = s != DG_NONE && dg_quote_is(w, s, DG_KIND(RELATIVE)) && rel == DG_REL_ACL;
        if (s != DG_NONE && !relative) return s;
        if (passive) return agent_of(w, at);
        if (h == DG_NONE || tok(w, h)->sentence != tok(w, v)->sentence) return DG_NONE;
        if (rel == DG_REL_ACL) return h;
        if (rel == DG_REL_CCOMP || rel == DG_REL_ROOT) return DG_NONE;
        if (rel != DG_REL_CONJ && rel != DG_REL_ADVCL && rel != DG_REL_XCOMP && rel != DG_REL_PARATAXIS) return DG_NONE;
        if (rel != DG_REL_CONJ && dg_quote_finite(w, at)) return DG_NONE;
        *ret_shared = true;
        at = h;
    }
    return DG_NONE;
}

/* ---- who: the surface ---- */

static bool is_filler(const dg_quote_work *w, uint32_t t) {
    return dg_quote_is(w, t, DG_KIND(AUX) | DG_KIND(NEG)) || tok(w, t)->upos == DG_UPOS_ADV ||
           tok(w, t)->upos == DG_UPOS_PART;
}

/* Sets the phrase of c to [from, to). */
static bool take(dg_cue *c, uint32_t from, uint32_t to, uint32_t head, bool inverted) {
    c->np_from = from, c->np_to = to, c->np_head = head, c->inverted = inverted;
    return true;
}

static bool phrase_behind(const dg_quote_work *w, dg_cue *c) {
    uint32_t t = c->to, stop = sentence_of(w, c->token)->to, to, head;
    for (uint32_t skipped = 0; t < stop && skipped < 3 && is_filler(w, t) && !w->inside[t] && !in_chunk(w, t); skipped++) t++;
    if (t >= stop || w->inside[t] || !dg_quote_phrase(w, t, &to, &head)) return false;
    return take(c, t, to, head, true);
}

/* "heißt es in [einer Erklärung] [des Ministeriums]": whose words they are stands behind, the last phrase in the chain. */
static bool phrase_of_source(const dg_quote_work *w, dg_cue *c) {
    uint32_t t = c->to, stop = sentence_of(w, c->token)->to, to, head;
    bool found = false;
    for (uint32_t steps = 0; t < stop && steps < 3; steps++) {
        uint32_t k = t;
        while (k < stop && k < t + 3 && (tok(w, k)->upos == DG_UPOS_ADV || dg_quote_is(w, k, DG_KIND(FROM)))) k++;
        if (k >= stop || w->inside[k] || !dg_quote_phrase(w, k, &to, &head)) {
            if (k == t || t >= stop || w->inside[t] || !dg_quote_phrase(w, t, &to, &head)) return found;
            k = t;
        }
        found = take(c, k, to, head, true);
        if (!dg_quote_is(w, head, DG_KIND(NOUN))) return true;
        t = to;
    }
    return found;
}

/* Walks left over "[the minister] of X": the start of the phrase whose last chunk ends before `to`. */
static uint32_t phrase_start(const dg_quote_work *w, uint32_t to, uint32_t from) {
    uint32_t t = to, start = DG_NONE;
    while (t > from && to - t < 2 * CHUNK_REACH && !w->inside[t - 1]) {
        uint32_t k = t - 1;
        if (in_chunk(w, k)) start = k;
        else if (tok(w, k)->upos == DG_UPOS_ADP && start == t && k > from && in_chunk(w, k - 1)) start = DG_NONE;
        else if (tok(w, k)->upos == DG_UPOS_PART && start == t) start = k; /* 's */
        else break;
        t--;
    }
    return start;
}

/* First token of the sentence, or behind the last quotation in it, up to token t; at_sign: also behind any other sign. */
static uint32_t clause_start(const dg_quote_work *w, uint32_t t, bool at_sign) {
    uint32_t from = sentence_of(w, t)->from;
    while (t > from && !w->inside[t - 1] && !(at_sign && dg_quote_sign(w, t - 1) && !dg_quote_char(w, t - 1, "-"))) t--;
    while (!w->inside[t] && dg_quote_sign(w, t) && t + 1 < sentence_of(w, t)->to) t++;
    return t;
}

/* Is there a preposition before the phrase that begins at t? "as" and "wie" are tagged as one and are none here. */
static bool is_led_at(const dg_quote_work *w, uint32_t t) {
    if (t == sentence_of(w, t)->from) return false;
    if (dg_quote_is(w, t - 1, DG_KINDS_PREP)) return true;
    return tok(w, t - 1)->upos == DG_UPOS_ADP && !dg_quote_is(w, t - 1, DG_KIND(HOW) | DG_KIND(THAT));
}

/* Behind an apposition or a relative clause the comma leads back to the phrase that opens the sentence:
 * "Puig, ein Mechaniker, sagte"; "On Monday Puig, who …, said". */
static bool phrase_before_comma(const dg_quote_work *w, dg_cue *c, uint32_t comma) {
    uint32_t from = clause_start(w, comma, false), to, head;
    for (uint32_t t = from; t + 1 < comma; t = to) {
        to = t + 1;
        if (w->inside[t] || dg_quote_finite(w, t)) return false;
        if (!dg_quote_phrase(w, t, &to, &head)) continue;
        if (is_led_at(w, t) || !dg_quote_can_speak(w, t, to, head)) continue;
        return to < comma && dg_quote_char(w, to, ",") && take(c, t, to, head, false);
    }
    return false;
}

/* "[The United States] and the European Union": where the first of the joined phrases begins. */
static uint32_t first_conjunct(const dg_quote_work *w, uint32_t start, uint32_t from) {
    if (start < from + 2 || !dg_quote_is(w, start - 1, DG_KIND(AND))) return start;
    const dg_mention *m = mention_beside(w, start - 2, true);
    return m && m->kind != DG_MENTION_PRONOUN && !is_led_at(w, m->from) ? m->from : start;
}

/* "Während Trump behauptete, …": a conjunction that the tagger takes for a preposition, and the verb at the end. */
static bool ends_subordinate(const dg_quote_work *w, const dg_cue *c, uint32_t start) {
    uint32_t from = sentence_of(w, start)->from;
    bool opens = start == from + 1 || (start > from + 1 && dg_quote_sign(w, start - 2));
    return w->v2 && opens && c->to < sentence_of(w, start)->to && dg_quote_char(w, c->to, ",");
}

static bool phrase_before(const dg_quote_work *w, dg_cue *c) {
    uint32_t from = sentence_of(w, c->token)->from, t = c->token, to, head;
    while (t > from && is_filler(w, t - 1) && !w->inside[t - 1]) t--;
    if (t == from || w->inside[t - 1]) return false;
    if (dg_quote_char(w, t - 1, ",")) return false;
    const dg_mention *m = mention_beside(w, t - 1, true);
    bool relative = dg_quote_is(w, t - 1, DG_KIND(RELATIVE));
    if (relative || (!m && is_pronoun(w, t - 1))) return take(c, t - 1, t, t - 1, false);
    uint32_t start = m ? m->from : phrase_start(w, t, from);
    if (m && m->kind != DG_MENTION_PRONOUN) {
        uint32_t wide = phrase_start(w, t, from);
        if (wide != DG_NONE && wide < start) start = wide;
    }
    if (start == DG_NONE || (is_led_at(w, start) && !ends_subordinate(w, c, start))) return false;
    start = first_conjunct(w, start, from);
    if (!dg_quote_phrase(w, start, &to, &head) || to > t) return false;
    return take(c, start, to, head, false);
}

/* A relative pronoun speaks for the nearest phrase before it, if that can ("… stood Unionists, who chanted"). */
static bool antecedent(const dg_quote_work *w, dg_cue *c) {
    uint32_t from = sentence_of(w, c->token)->from, t = c->np_head, to, head;
    c->np_head = DG_NONE;
    for (uint32_t steps = 0; t > from && steps < 5; steps++, t--) {
        const dg_mention *m = mention_beside(w, t - 1, true);
        uint32_t start = m ? m->from : phrase_start(w, t, from);
        if (start == DG_NONE || !dg_quote_phrase(w, start, &to, &head)) continue;
        return dg_quote_can_speak(w, start, to, head) && take(c, start, to, head, false);
    }
    return false;
}

/* Does a quotation end right before the cue (a comma may stand between)? */
static bool behind_quotation(const dg_quote_work *w, uint32_t t) {
    uint32_t from = sentence_of(w, t)->from;
    if (t == from) return t > 0 && w->inside[t - 1];
    for (uint32_t k = t; k > from && k + 4 > t; k--) {
        if (w->inside[k - 1]) return true;
        if (!dg_quote_sign(w, k - 1)) return false;
    }
    return false;
}

/* "…, who “A” chanted": the relative pronoun before the quotation. */
static bool relative_before_quotation(const dg_quote_work *w, dg_cue *c) {
    uint32_t from = sentence_of(w, c->token)->from, t = c->from;
    while (t > from && (w->inside[t - 1] || dg_quote_sign(w, t - 1)) && !dg_quote_char(w, t - 1, ",")) t--;
    if (t == from || t == c->from || !dg_quote_is(w, t - 1, DG_KIND(RELATIVE))) return false;
    return take(c, t - 1, t, t - 1, false);
}

/* “A”, hatte X … versprochen: the auxiliary opens the clause, its subject follows, the verb closes it. */
static bool phrase_in_bracket(const dg_quote_work *w, dg_cue *c) {
    uint32_t t = clause_start(w, c->token, true), to, head;
    if (!w->v2 || t >= c->token || !behind_quotation(w, t) || tok(w, t)->upos != DG_UPOS_AUX) return false;
    if (!dg_quote_phrase(w, t + 1, &to, &head) || to > c->token) return false;
    return take(c, t + 1, to, head, true);
}

/* Where the subject follows the verb: the clause begins with the verb, with "det", or with something that can be no subject. */
static bool is_fronted(const dg_quote_work *w, const dg_cue *c) {
    uint32_t from = sentence_of(w, c->token)->from, t = c->from;
    if (!w->v2) return false;
    while (t > from && !dg_quote_sign(w, t - 1) && !w->inside[t - 1]) t--;
    if (t == c->from) return true;
    if (t + 1 == c->from && dg_quote_is(w, t, DG_KIND(DEMO))) return true;
    uint8_t pos = tok(w, t)->upos;
    return pos == DG_UPOS_ADP || (pos == DG_UPOS_ADV && !dg_quote_is(w, t, DG_KIND(HOW)));
}

/* "A, sagte X und fügte hinzu": the phrase of the cue before it in the sentence. */
static bool share_phrase(const dg_quote_work *w, dg_cue *c) {
    const dg_cue *last = w->n_cues ? &w->cues[w->n_cues - 1] : NULL;
    if (!last || last->sentence != c->sentence || last->np_head == DG_NONE) return false;
    bool joined = false;
    for (uint32_t t = c->token > 3 ? c->token - 3 : 0; t < c->token; t++) joined |= dg_quote_is(w, t, DG_KIND(AND));
    if (!joined && dg_quote_finite(w, c->token)) return false;
    c->shared = true;
    return take(c, last->np_from, last->np_to, last->np_head, false);
}

/* Is the phrase around `head` led by a preposition? Then a parser's "subject" is none. */
static bool is_led(const dg_quote_work *w, uint32_t head) {
    uint32_t from = sentence_of(w, head)->from, t = head;
    while (t > from && in_chunk(w, t - 1)) t--;
    return is_led_at(w, t);
}

static bool subject_in_tree(const dg_quote_work *w, dg_cue *c) {
    bool shared = false;
    uint32_t s = w->tree ? tree_subject(w, c->token, &shared) : DG_NONE;
    if (s == DG_NONE || w->inside[s] || (is_led(w, s) && s < c->token)) return false;
    if (s > c->token && !w->v2) return false;
    dg_range r = dg_doc_subtree(w->doc, s);
    c->shared = shared;
    return take(c, r.from, r.to, s, s > c->token);
}

/* A participle ("calling it …") belongs to the phrase before the sentence's first verb. */
static bool main_subject(const dg_quote_work *w, dg_cue *c) {
    uint32_t from = sentence_of(w, c->token)->from, to, head;
    for (uint32_t t = from; t < c->token; t = to) {
        to = t + 1;
        if (w->inside[t] || !dg_quote_phrase(w, t, &to, &head)) continue;
        if (is_led_at(w, t)) continue;
        uint32_t v = to;
        while (v < c->token && is_filler(w, v) && !is_verb_tag(tok(w, v)->upos)) v++;
        if (v >= c->token || !is_verb_tag(tok(w, v)->upos) || !dg_quote_can_speak(w, t, to, head)) continue;
        c->shared = true;
        return take(c, t, to, head, false);
    }
    return false;
}

/* "X kom med en uttalelse hvor det ble fastslått at": nobody but the statement's author, the sentence's first speaker. */
static bool stated_by(const dg_quote_work *w, dg_cue *c) {
    uint32_t from = sentence_of(w, c->token)->from, noun = c->token, to, head;
    while (noun > from && noun + 8 > c->token && !dg_quote_is(w, noun, DG_KIND(NOUN))) noun--;
    if (!dg_quote_is(w, noun, DG_KIND(NOUN)) || w->inside[noun]) return false;
    for (uint32_t t = from; t < noun; t = to) {
        to = t + 1;
        if (w->inside[t] || !dg_quote_phrase(w, t, &to, &head) || is_led_at(w, t)) continue;
        if (dg_quote_can_speak(w, t, to, head)) return take(c, t, to, head, false);
    }
    return false;
}

/* Keeps a found phrase when it can speak, otherwise remembers it as a last resort. */
static bool keep(const dg_quote_work *w, dg_cue *c, bool found, dg_cue *last) {
    if (!found) return false;
    if (dg_quote_can_speak(w, c->np_from, c->np_to, c->np_head)) return true;
    if (last->np_head == DG_NONE) *last = *c;
    c->np_head = DG_NONE, c->inverted = c->shared = false;
    return false;
}

/* "den kan signalisere": a pronoun right before the verb that is no person is the subject, and nobody speaks. A relative
 * pronoun hands over to its noun. */
static bool is_neuter(const dg_quote_work *w, const dg_cue *c) {
    uint32_t h = c->np_head;
    if (dg_quote_is(w, h, DG_KIND(RELATIVE))) return true;
    return tok(w, h)->upos == DG_UPOS_PRON && !dg_doc_mention(w->doc, h) && !dg_quote_is(w, h, DG_KIND(HE) | DG_KIND(FIRST));
}

/* "were told", "ble fastslått": the subject is who hears it or what is said; who says it stands in the agent, if at all. */
static bool is_passive(const dg_quote_work *w, const dg_cue *c) {
    uint32_t from = sentence_of(w, c->token)->from, t = c->token;
    if (dg_quote_finite(w, t) || tok(w, t)->feats.verbform == DG_VERBFORM_GER) return false;
    for (uint32_t steps = 0; t > from && steps < 3; steps++, t--) {
        if (dg_quote_is(w, t - 1, DG_KIND(PASSIVE))) return true;
        if (!is_filler(w, t - 1)) return false;
    }
    return false;
}

/* "… was announced by the ministry" */
static bool agent_phrase(const dg_quote_work *w, dg_cue *c) {
    uint32_t stop = sentence_of(w, c->token)->to, to, head;
    for (uint32_t t = c->to; t + 1 < stop && t < c->to + 6 && !w->inside[t]; t++) {
        if (dg_quote_sign(w, t) || dg_quote_is(w, t, DG_KIND(THAT))) break;
        if (dg_quote_is(w, t, DG_KIND(AGENT)) && dg_quote_phrase(w, t + 1, &to, &head) && dg_quote_can_speak(w, t + 1, to, head))
            return take(c, t + 1, to, head, true);
    }
    uint32_t agent = w->tree ? agent_of(w, c->token) : DG_NONE;
    if (agent == DG_NONE || w->inside[agent]) return false;
    dg_range r = dg_doc_subtree(w->doc, agent);
    return dg_quote_can_speak(w, r.from, r.to, agent) && take(c, r.from, r.to, agent, agent > c->token);
}

static bool search_phrase(const dg_quote_work *w, dg_cue *c, dg_cue *last) {
    bool comma = c->from > sentence_of(w, c->from)->from && dg_quote_char(w, c->from - 1, ",");
    bool participle = comma && tok(w, c->token)->upos == DG_UPOS_VERB && !dg_quote_finite(w, c->token) && !w->v2;
    if (behind_quotation(w, c->from) && !participle && keep(w, c, phrase_behind(w, c), last)) return true;
    if (keep(w, c, phrase_in_bracket(w, c), last)) return true;
    if (behind_quotation(w, c->from) && relative_before_quotation(w, c)) return true;
    if (comma && !participle && keep(w, c, phrase_before_comma(w, c, c->from - 1), last)) return true;
    if ((is_fronted(w, c) || comma) && !participle && keep(w, c, phrase_behind(w, c), last)) return true;
    bool before = phrase_before(w, c);
    if (before && is_neuter(w, c)) return dg_quote_is(w, c->np_head, DG_KIND(RELATIVE)) || stated_by(w, c) || true;
    if (keep(w, c, before, last)) return true;
    if (participle && keep(w, c, main_subject(w, c), last)) return true;
    if (keep(w, c, subject_in_tree(w, c), last)) return true;
    if (keep(w, c, share_phrase(w, c), last)) return true;
    if (w->v2 && keep(w, c, phrase_behind(w, c), last)) return true;
    return keep(w, c, stated_by(w, c), last);
}

static void find_phrase(const dg_quote_work *w, dg_cue *c) {
    uint32_t kind = 1u << c->word->kind;
    if (kind & (DG_KIND(PREP) | DG_KIND(SO))) {
        phrase_behind(w, c);
        return;
    }
    if (kind & DG_KIND(IMPERSONAL)) {
        phrase_of_source(w, c);
        return;
    }
    if (kind & DG_KIND(POSTP)) {
        phrase_before(w, c);
        return;
    }
    dg_cue last = *c;
    if (c->infinitive) return;
    if (is_passive(w, c)) {
        if (!agent_phrase(w, c)) stated_by(w, c);
        return;
    }
    if (!search_phrase(w, c, &last)) *c = last;
    if (c->np_head != DG_NONE && dg_quote_is(w, c->np_head, DG_KIND(RELATIVE)) && c->np_head < c->token) antecedent(w, c);
}

/* "to say", "at sige", "zu sagen"; "can say", "bør si" */
static bool is_infinitive(const dg_quote_work *w, uint32_t t) {
    uint32_t from = sentence_of(w, t)->from;
    if (t == from) return false;
    for (uint32_t k = t; tok(w, t)->feats.verbform == DG_VERBFORM_INF && k > from && k + 4 > t; k--)
        if (dg_quote_is(w, k - 1, DG_KIND(MODAL)) && !w->inside[k - 1]) return true;
    if (tok(w, t)->feats.verbform == DG_VERBFORM_INF && dg_quote_is(w, t + 1, DG_KIND(MODAL))) return true;
    return tok(w, t - 1)->upos == DG_UPOS_PART && !dg_quote_is(w, t - 1, DG_KIND(NEG)) && !dg_quote_finite(w, t);
}

/* Does an earlier cue of the sentence own this word? */
static bool is_particle(const dg_quote_work *w, uint32_t t) {
    for (uint32_t i = w->first_cue[tok(w, t)->sentence]; i < w->n_cues; i++)
        if (w->cues[i].particle == t) return true;
    return false;
}

/* Any verb reports where it stands like one: “A,” mutters an insider; “A”, raunt ein Kenner; “A,” he enthuses. The comma that
 * closes the quotation, and somebody who can speak beside the verb, leave no other reading. */
static bool is_free_cue(const dg_quote_work *w, uint32_t t, dg_cue *c) {
    static const dg_report any = {.id = {"any", 3}, .kind = DG_REPORT_UTTER, .next = DG_NONE};
    uint32_t from = sentence_of(w, t)->from, to, head, k = t;
    if (tok(w, t)->upos != DG_UPOS_VERB || !dg_quote_finite(w, t) || w->kinds[t] & (DG_KIND(AUX) | DG_KIND(PASSIVE))) return false;
    while (k > from && k + CHUNK_REACH > t && !dg_quote_sign(w, k - 1) && !w->inside[k - 1]) k--;
    bool comma = k > 0 && (dg_quote_char(w, k - 1, ",") || (k > 1 && dg_quote_sign(w, k - 1) && dg_quote_char(w, k - 2, ",")));
    if (!comma || !behind_quotation(w, k)) return false;
    c->word = &any;
    if (k == t) return phrase_behind(w, c) && dg_quote_can_speak(w, c->np_from, c->np_to, c->np_head);
    return dg_quote_phrase(w, k, &to, &head) && to == t && dg_quote_can_speak(w, k, to, head) && take(c, k, to, head, false);
}

/* "Soberly judged, …": a participle with no auxiliary in its sentence reports nothing where the verb is inflected fully. */
static bool is_adverbial(const dg_quote_work *w, const dg_cue *c) {
    if (!w->v2 || !((1u << c->word->kind) & DG_KINDS_VERB) || tok(w, c->token)->feats.verbform != DG_VERBFORM_PART) return false;
    const dg_sentence *s = sentence_of(w, c->token);
    for (uint32_t t = s->from; t < s->to; t++)
        if (t != c->token && (tok(w, t)->upos == DG_UPOS_AUX || dg_quote_is(w, t, DG_KIND(AUX) | DG_KIND(PASSIVE)))) return false;
    return true;
}

static int add_cue(dg_quote_work *w, uint32_t t, dg_err *err) {
    dg_cue c = {.token = t, .from = t, .to = t + 1, .particle = DG_NONE, .np_head = DG_NONE, .speaker = DG_NONE,
                .sentence = tok(w, t)->sentence, .outer = DG_NONE};
    if (is_particle(w, t)) return 0;
    bool listed = pick_entry(w, t, &c);
    if (listed ? is_adverbial(w, &c) : !is_free_cue(w, t, &c)) return 0;
    c.negated = has_negation(w, &c);
    c.infinitive = ((1u << c.word->kind) & DG_KINDS_VERB) && is_infinitive(w, t);
    if (listed) find_phrase(w, &c);
    c.personal = c.np_head != DG_NONE && dg_quote_is(w, c.np_head, DG_KIND(FIRST));
    if (!DG_PUSH(w->doc->arena, w->cues, w->n_cues, w->cap_cues, c)) return dg_err_set(err, DG_E_NOMEM, 0, "cues");
    return 0;
}

int dg_quote_cues(dg_quote_work *w, dg_err *err) {
    const dg_doc *d = w->doc;
    w->first_cue = dg_arena_alloc(d->arena, (d->n_sentences + 1) * sizeof *w->first_cue);
    if (!w->first_cue) return dg_err_set(err, DG_E_NOMEM, 0, "cues");
    for (uint32_t s = 0; s < d->n_sentences; s++) {
        uint32_t first = w->first_cue[s] = w->n_cues;
        for (uint32_t t = d->sentences[s].from; t < d->sentences[s].to; t++) {
            if (w->inside[t] || w->n_cues - first >= DG_MAX_CUES_SENTENCE || w->n_cues >= DG_MAX_CUES) continue;
            int rc = add_cue(w, t, err);
            if (rc) return rc;
            if (w->n_cues > first && w->cues[w->n_cues - 1].token == t) t = w->cues[w->n_cues - 1].to - 1;
        }
    }
    w->first_cue[d->n_sentences] = w->n_cues;
    return 0;
}
