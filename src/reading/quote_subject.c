/* quote_subject.c: the noun phrase of who speaks, for one cue.
 *
 * Looked for where it is surest first: right behind an inverted verb next to a quotation (“…”, said
 * X), before the comma of an apposition (X, a lawyer, said), behind the verb where the language
 * puts it there (Am Montag sagte X), right before the verb, in the tree (own subject; the head's
 * for "said and stressed"; the noun for "a statement saying"), at an earlier cue, and last in the
 * statement's author. A phrase that cannot speak is passed over. Passives have only their agent.
 * Cost: O(tokens of the sentence). */
#include "reading/quote_work.h"

enum { CHUNK_REACH = 14 };

static const dg_token *tok(const dg_quote_work *w, uint32_t t) {
    return &w->doc->tokens[t];
}

static const dg_sentence *sentence_of(const dg_quote_work *w, uint32_t t) {
    return &w->doc->sentences[tok(w, t)->sentence];
}

static uint32_t own_subject(const dg_quote_work *w, uint32_t v, bool *ret_passive) {
    uint32_t at = sentence_of(w, v)->from, c;
    while ((c = dg_doc_child(w->doc, v, &at)) != DG_NONE) {
        if (tok(w, c)->rel != DG_REL_NSUBJ) continue;
        if (tok(w, c)->sub == DG_SUB_PASS)
            *ret_passive = true;
        else if (!w->inside[c])
            return c;
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

/* The noun that a relative clause or a participle belongs to, and the subject of the clause above.
 */
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
        if (rel != DG_REL_CONJ && rel != DG_REL_ADVCL && rel != DG_REL_XCOMP &&
            rel != DG_REL_PARATAXIS)
            return DG_NONE;
        if (rel != DG_REL_CONJ && dg_quote_finite(w, at)) return DG_NONE;
        *ret_shared = true;
        at = h;
    }
    return DG_NONE;
}

static bool is_filler(const dg_quote_work *w, uint32_t t) {
    return dg_quote_is(w, t, DG_KIND(AUX) | DG_KIND(NEG)) || tok(w, t)->upos == DG_UPOS_ADV ||
           tok(w, t)->upos == DG_UPOS_PART;
}

bool dg_quote_phrase_behind(const dg_quote_work *w, dg_cue *c) {
    uint32_t t = c->to, stop = sentence_of(w, c->token)->to, to, head;
    for (uint32_t skipped = 0;
         t < stop && skipped < 3 && is_filler(w, t) && !w->inside[t] && !dg_quote_in_chunk(w, t);
         skipped++)
        t++;
    if (t >= stop || w->inside[t] || !dg_quote_phrase(w, t, &to, &head)) return false;
    return dg_quote_take(c, t, to, head, true);
}

/* "heißt es in [einer Erklärung] [des Ministeriums]": whose words they are stands behind, the last
 * phrase in the chain. */
static bool phrase_of_source(const dg_quote_work *w, dg_cue *c) {
    uint32_t t = c->to, stop = sentence_of(w, c->token)->to, to, head;
    bool found = false;
    for (uint32_t steps = 0; t < stop && steps < 3; steps++) {
        uint32_t k = t;
        while (k < stop && k < t + 3 &&
               (tok(w, k)->upos == DG_UPOS_ADV || dg_quote_is(w, k, DG_KIND(FROM))))
            k++;
        if (k >= stop || w->inside[k] || !dg_quote_phrase(w, k, &to, &head)) {
            if (k == t || t >= stop || w->inside[t] || !dg_quote_phrase(w, t, &to, &head))
                return found;
            k = t;
        }
        found = dg_quote_take(c, k, to, head, true);
        if (!dg_quote_is(w, head, DG_KIND(NOUN))) return true;
        t = to;
    }
    return found;
}

/* First token of the sentence, or behind the last quotation in it, up to token t; at_sign: also
 * behind any other sign. */
static uint32_t clause_start(const dg_quote_work *w, uint32_t t, bool at_sign) {
    uint32_t from = sentence_of(w, t)->from;
    while (t > from && !w->inside[t - 1] &&
           !(at_sign && dg_quote_sign(w, t - 1) && !dg_quote_char(w, t - 1, "-")))
        t--;
    while (!w->inside[t] && dg_quote_sign(w, t) && t + 1 < sentence_of(w, t)->to) t++;
    return t;
}

/* Is there a preposition before the phrase that begins at t? "as" and "wie" are tagged as one and
 * are none here. */
static bool is_led_at(const dg_quote_work *w, uint32_t t) {
    if (t == sentence_of(w, t)->from) return false;
    if (dg_quote_is(w, t - 1, DG_KINDS_PREP)) return true;
    return tok(w, t - 1)->upos == DG_UPOS_ADP &&
           !dg_quote_is(w, t - 1, DG_KIND(HOW) | DG_KIND(THAT));
}

/* The token behind the phrases with a preposition that follow `to`: "the President | of Kenya". */
static uint32_t behind_led(const dg_quote_work *w, uint32_t to, uint32_t stop) {
    uint32_t end, head;
    while (to + 1 < stop && tok(w, to)->upos == DG_UPOS_ADP &&
           dg_quote_phrase(w, to + 1, &end, &head))
        to = end;
    return to;
}

/* Behind an apposition or a relative clause the comma leads back to the phrase that opens the
 * sentence: "Puig, ein Mechaniker, sagte"; "On Monday Puig, who …, said"; "The head of X, Puig,".
 */
static bool phrase_before_comma(const dg_quote_work *w, dg_cue *c, uint32_t comma) {
    uint32_t from = clause_start(w, comma, false), to, head;
    for (uint32_t t = from; t + 1 < comma; t = to) {
        to = t + 1;
        if (w->inside[t] || dg_quote_finite(w, t)) return false;
        if (!dg_quote_phrase(w, t, &to, &head)) continue;
        if (is_led_at(w, t) || !dg_quote_can_speak(w, t, to, head)) continue;
        uint32_t end = behind_led(w, to, comma);
        return end < comma && dg_quote_char(w, end, ",") && dg_quote_take(c, t, to, head, false);
    }
    return false;
}

/* "[The Netherlands] and the African Union": where the first of the joined phrases begins. */
static uint32_t first_conjunct(const dg_quote_work *w, uint32_t start, uint32_t from) {
    if (start < from + 2 || !dg_quote_is(w, start - 1, DG_KIND(AND))) return start;
    const dg_mention *m = dg_quote_mention_beside(w, start - 2, true);
    return m && m->kind != DG_MENTION_PRONOUN && !is_led_at(w, m->from) ? m->from : start;
}

/* "Während Trump behauptete, …": a conjunction that the tagger takes for a preposition, and the
 * verb at the end. */
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
    const dg_mention *m = dg_quote_mention_beside(w, t - 1, true);
    bool relative = dg_quote_is(w, t - 1, DG_KIND(RELATIVE));
    if (relative || (!m && dg_quote_pronoun(w, t - 1)))
        return dg_quote_take(c, t - 1, t, t - 1, false);
    uint32_t start = m ? m->from : dg_quote_phrase_start(w, t, from);
    if (m && m->kind != DG_MENTION_PRONOUN) {
        uint32_t wide = dg_quote_phrase_start(w, t, from);
        if (wide != DG_NONE && wide < start) start = wide;
    }
    if (start == DG_NONE || (is_led_at(w, start) && !ends_subordinate(w, c, start))) return false;
    start = first_conjunct(w, start, from);
    if (!dg_quote_phrase(w, start, &to, &head)) return false;
    if (to > t && m && m->from == start)
        to = t, head = m->head; /* "Kenya | doubts", tagged a noun */
    return to <= t && dg_quote_take(c, start, to, head, false);
}

/* A relative pronoun speaks for the nearest phrase before it, if that can ("… stood loyalists, who
 * chanted"). */
static bool antecedent(const dg_quote_work *w, dg_cue *c) {
    uint32_t from = sentence_of(w, c->token)->from, t = c->np_head, to, head;
    c->np_head = DG_NONE;
    for (uint32_t steps = 0; t > from && steps < 5; steps++, t--) {
        const dg_mention *m = dg_quote_mention_beside(w, t - 1, true);
        uint32_t start = m ? m->from : dg_quote_phrase_start(w, t, from);
        if (start == DG_NONE || !dg_quote_phrase(w, start, &to, &head)) continue;
        return dg_quote_can_speak(w, start, to, head) && dg_quote_take(c, start, to, head, false);
    }
    return false;
}

/* Does a quotation end right before the cue (a comma may stand between)? */
bool dg_quote_behind_quotation(const dg_quote_work *w, uint32_t t) {
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
    while (t > from && (w->inside[t - 1] || dg_quote_sign(w, t - 1)) &&
           !dg_quote_char(w, t - 1, ","))
        t--;
    if (t == from || t == c->from || !dg_quote_is(w, t - 1, DG_KIND(RELATIVE))) return false;
    return dg_quote_take(c, t - 1, t, t - 1, false);
}

/* “A”, hatte X … versprochen: the auxiliary opens the clause, its subject follows, the verb closes
 * it. */
static bool phrase_in_bracket(const dg_quote_work *w, dg_cue *c) {
    uint32_t t = clause_start(w, c->token, true), to, head;
    if (!w->v2 || t >= c->token || !dg_quote_behind_quotation(w, t) ||
        tok(w, t)->upos != DG_UPOS_AUX)
        return false;
    if (!dg_quote_phrase(w, t + 1, &to, &head) || to > c->token) return false;
    return dg_quote_take(c, t + 1, to, head, true);
}

/* Where the subject follows the verb: the clause begins with the verb, with "det", or with
 * something that can be no subject. */
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
    for (uint32_t t = c->token > 3 ? c->token - 3 : 0; t < c->token; t++)
        joined |= dg_quote_is(w, t, DG_KIND(AND));
    if (!joined && dg_quote_finite(w, c->token)) return false;
    c->shared = true;
    return dg_quote_take(c, last->np_from, last->np_to, last->np_head, false);
}

/* Is the phrase around `head` led by a preposition? Then a parser's "subject" is none. */
static bool is_led(const dg_quote_work *w, uint32_t head) {
    uint32_t from = sentence_of(w, head)->from, t = head;
    while (t > from && dg_quote_in_chunk(w, t - 1)) t--;
    return is_led_at(w, t);
}

static bool subject_in_tree(const dg_quote_work *w, dg_cue *c) {
    bool shared = false;
    uint32_t s = w->tree ? tree_subject(w, c->token, &shared) : DG_NONE;
    if (s == DG_NONE || w->inside[s] || (is_led(w, s) && s < c->token)) return false;
    if (s > c->token && !w->v2) return false;
    dg_range r = dg_doc_subtree(w->doc, s);
    c->shared = shared;
    return dg_quote_take(c, r.from, r.to, s, s > c->token);
}

/* A participle ("calling it …") belongs to the phrase before the sentence's first verb. */
static bool main_subject(const dg_quote_work *w, dg_cue *c) {
    uint32_t from = sentence_of(w, c->token)->from, to, head;
    for (uint32_t t = from; t < c->token; t = to) {
        to = t + 1;
        if (w->inside[t] || !dg_quote_phrase(w, t, &to, &head)) continue;
        if (is_led_at(w, t)) continue;
        uint32_t v = to;
        while (v < c->token && is_filler(w, v) && !dg_quote_verb_tag(tok(w, v)->upos)) v++;
        if (v >= c->token || !dg_quote_verb_tag(tok(w, v)->upos) ||
            !dg_quote_can_speak(w, t, to, head))
            continue;
        c->shared = true;
        return dg_quote_take(c, t, to, head, false);
    }
    return false;
}

/* "X sendte ut et brev der det ble slått fast at": nobody but the statement's author, the
 * sentence's first speaker. */
static bool stated_by(const dg_quote_work *w, dg_cue *c) {
    uint32_t from = sentence_of(w, c->token)->from, noun = c->token, to, head;
    while (noun > from && noun + 8 > c->token && !dg_quote_is(w, noun, DG_KIND(NOUN))) noun--;
    if (!dg_quote_is(w, noun, DG_KIND(NOUN)) || w->inside[noun]) return false;
    for (uint32_t t = from; t < noun; t = to) {
        to = t + 1;
        if (w->inside[t] || !dg_quote_phrase(w, t, &to, &head) || is_led_at(w, t)) continue;
        if (dg_quote_can_speak(w, t, to, head)) return dg_quote_take(c, t, to, head, false);
    }
    return false;
}

/* "hat [einen Bericht] geschrieben, ob …", "als ich [ihnen] erzählte, dass …": an article or a
 * pronoun that only an object has (but "filmed [him] saying"). */
static bool is_object(const dg_quote_work *w, const dg_cue *c) {
    const dg_token *t = tok(w, c->np_from), *h = tok(w, c->np_head);
    uint32_t s = w->tree ? dg_doc_child_rel(w->doc, c->token, DG_REL_NSUBJ) : DG_NONE;
    if (s != DG_NONE && s != c->np_head && h->rel == DG_REL_OBJ && h->head == c->token &&
        h->upos == DG_UPOS_NOUN && !dg_doc_mention(w->doc, c->np_head))
        return true; /* "man habe ihm „klar“ [die Haltung] erklärt" */
    const dg_feats *f = &t->feats;
    uint8_t form = tok(w, c->token)->feats.verbform;
    if (t->upos == DG_UPOS_PRON && c->np_from == c->np_head && t->rel != DG_REL_NSUBJ &&
        form != DG_VERBFORM_GER && form != DG_VERBFORM_INF)
        return f->gcase == DG_CASE_DAT || f->gcase == DG_CASE_ACC;
    if (t->upos != DG_UPOS_DET || f->number == DG_NUMBER_PLUR) return false;
    return (f->gcase == DG_CASE_ACC && f->gender == DG_GENDER_MASC) ||
           (f->gcase == DG_CASE_DAT && f->gender != DG_GENDER_FEM && f->gender);
}

/* Keeps a found phrase when it can speak, otherwise remembers it as a last resort. */
static bool keep(const dg_quote_work *w, dg_cue *c, bool found, dg_cue *last) {
    if (!found) return false;
    if (is_object(w, c)) {
        c->np_head = DG_NONE, c->inverted = c->shared = false;
        return false;
    }
    if (dg_quote_can_speak(w, c->np_from, c->np_to, c->np_head)) return true;
    if (last->np_head == DG_NONE) *last = *c;
    c->np_head = DG_NONE, c->inverted = c->shared = false;
    return false;
}

/* "den kan signalisere": a pronoun right before the verb that is no person is the subject, and
 * nobody speaks. A relative pronoun hands over to its noun. */
static bool is_neuter(const dg_quote_work *w, const dg_cue *c) {
    uint32_t h = c->np_head;
    if (dg_quote_is(w, h, DG_KIND(RELATIVE))) return true;
    return tok(w, h)->upos == DG_UPOS_PRON && !dg_doc_mention(w->doc, h) &&
           !dg_quote_is(w, h, DG_KIND(HE) | DG_KIND(FIRST));
}

/* "were told", "ble fastslått": the subject is who hears it or what is said; who says it stands in
 * the agent, if at all. */
static bool is_passive(const dg_quote_work *w, const dg_cue *c) {
    const dg_feats *f = &tok(w, c->token)->feats;
    if (f->voice == DG_VOICE_PASS && f->verbform == DG_VERBFORM_FIN) return true; /* "ventes" */
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
        if (dg_quote_is(w, t, DG_KIND(AGENT)) && dg_quote_phrase(w, t + 1, &to, &head) &&
            dg_quote_can_speak(w, t + 1, to, head))
            return dg_quote_take(c, t + 1, to, head, true);
    }
    uint32_t agent = w->tree ? agent_of(w, c->token) : DG_NONE;
    if (agent == DG_NONE || w->inside[agent]) return false;
    dg_range r = dg_doc_subtree(w->doc, agent);
    return dg_quote_can_speak(w, r.from, r.to, agent) &&
           dg_quote_take(c, r.from, r.to, agent, agent > c->token);
}

static bool search_phrase(const dg_quote_work *w, dg_cue *c, dg_cue *last) {
    bool comma = c->from > sentence_of(w, c->from)->from && dg_quote_char(w, c->from - 1, ",");
    bool participle =
        comma && tok(w, c->token)->upos == DG_UPOS_VERB && !dg_quote_finite(w, c->token) && !w->v2;
    if (dg_quote_behind_quotation(w, c->from) && !participle &&
        keep(w, c, dg_quote_phrase_behind(w, c), last))
        return true;
    if (w->v2 && c->to < sentence_of(w, c->token)->to && dg_quote_is(w, c->to, DG_KIND(FIRST)) &&
        tok(w, c->to)->upos == DG_UPOS_PRON)
        return dg_quote_take(c, c->to, c->to + 1, c->to, true); /* "Som leder synes | jeg" */
    if (keep(w, c, phrase_in_bracket(w, c), last)) return true;
    if (dg_quote_behind_quotation(w, c->from) && relative_before_quotation(w, c)) return true;
    if (comma && !participle && keep(w, c, phrase_before_comma(w, c, c->from - 1), last))
        return true;
    if ((is_fronted(w, c) || comma) && !participle &&
        keep(w, c, dg_quote_phrase_behind(w, c), last))
        return true;
    bool before = phrase_before(w, c);
    if (before && is_neuter(w, c))
        return dg_quote_is(w, c->np_head, DG_KIND(RELATIVE)) || stated_by(w, c) || true;
    if (keep(w, c, before, last)) return true;
    bool said = w->n_cues && w->cues[w->n_cues - 1].inverted; /* ", said X, adding" */
    if (participle && said && keep(w, c, share_phrase(w, c), last)) return true;
    bool joined =
        c->from > 0 && dg_quote_is(w, c->from - 1, DG_KIND(AND)); /* "sagte X | und fordert" */
    if (joined && said && w->v2 && keep(w, c, share_phrase(w, c), last)) return true;
    if (participle && keep(w, c, main_subject(w, c), last)) return true;
    if (keep(w, c, subject_in_tree(w, c), last)) return true;
    if (keep(w, c, share_phrase(w, c), last)) return true;
    if (w->v2 && keep(w, c, dg_quote_phrase_behind(w, c), last)) return true;
    return keep(w, c, stated_by(w, c), last);
}

void dg_quote_find_phrase(const dg_quote_work *w, dg_cue *c) {
    uint32_t kind = 1u << c->word->kind;
    if (kind & (DG_KIND(PREP) | DG_KIND(SO))) {
        if (!dg_quote_phrase_behind(w, c)) return;
        if (kind & DG_KIND(SO) && c->np_from != c->to) c->np_head = DG_NONE; /* "so ist sie …" */
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
        if (!agent_phrase(w, c) && stated_by(w, c) && dg_quote_is(w, c->np_head, DG_KIND(NOUN)))
            c->np_head = DG_NONE; /* "a figure that is expected to rise" */
        return;
    }
    if (!search_phrase(w, c, &last)) *c = last;
    if (c->np_head != DG_NONE && dg_quote_is(w, c->np_head, DG_KIND(RELATIVE)) &&
        c->np_head < c->token)
        antecedent(w, c);
}
