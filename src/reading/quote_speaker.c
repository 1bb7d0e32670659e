/* quote_speaker.c: from the phrase of who speaks to an entity.
 *
 *   its head has a mention, or one covers it     ─► that entity
 *   a name in apposition, before or behind       ─► that person
 *   "Quispe's office" (`office` in the table) ─► the person it speaks for
 *   a name no mention was made of                ─► a new person
 *   a noun that can speak ("two officials")      ─► a new group
 *   anything else                                ─► nobody: rather none than an invented one
 *
 * A new group takes the country of the adjective, genitive or "of X" in its phrase; of a compound
 * the last part decides. “A”, he said: whoever has just spoken goes on, see speaker_before. Cost:
 * O(tokens of the sentence). */
#include "reading/quote_work.h"

#include "base/utf8.h"

enum { MIN_TAIL = 5, MIN_HEAD = 3, BACK_SENTENCES = 3 };

static const dg_token *tok(const dg_quote_work *w, uint32_t t) {
    return &w->doc->tokens[t];
}

uint8_t dg_quote_entity_kind(const dg_quote_work *w, uint32_t entity) {
    if (entity < w->doc->n_entities) return w->doc->entities[entity].kind;
    entity -= w->doc->n_entities;
    return entity < w->added.n ? w->added.entities[entity].kind : DG_ENTITY_GROUP;
}

/* The mention inside [from, to) that covers token t, longest first; adjectives stand for countries,
 * not for phrases. */
static const dg_mention *covering(const dg_doc *d, uint32_t from, uint32_t to, uint32_t t) {
    const dg_mention *best = NULL;
    for (uint32_t i = dg_doc_mention_from(d, d->tokens[from].span.from);
         i < d->n_mentions && d->mentions[i].from < to; i++) {
        const dg_mention *m = &d->mentions[i];
        if (m->kind == DG_MENTION_ADJECTIVE || m->from > t || m->to <= t || m->to > to) continue;
        if (!best || m->to - m->from > best->to - best->from) best = m;
    }
    return best;
}

/* A name beside the head: flat, apposition, or simply right behind it ("premier Elena Quispe"). */
static const dg_mention *name_beside(const dg_doc *d, uint32_t from, uint32_t to, uint32_t head) {
    for (uint32_t i = dg_doc_mention_from(d, d->tokens[from].span.from);
         i < d->n_mentions && d->mentions[i].from < to; i++) {
        const dg_mention *m = &d->mentions[i];
        uint8_t kind = d->entities[m->entity].kind;
        bool title = m->from == head + 1 && d->tokens[head].upos == DG_UPOS_NOUN &&
                     (kind == DG_ENTITY_OUTLET || kind == DG_ENTITY_ORGANISATION);
        if (m->kind != DG_MENTION_NAME || (kind != DG_ENTITY_PERSON && !title)) continue;
        const dg_token *t = &d->tokens[m->head];
        bool beside = m->from == head + 1 || m->to == head;
        bool below = t->head == head && (t->rel == DG_REL_APPOS || t->rel == DG_REL_FLAT);
        if (beside || below) return m;
    }
    return NULL;
}

/* Whose it is: the first person or country in the phrase that is not its head. */
static uint32_t owner_in(const dg_doc *d, uint32_t from, uint32_t to, uint32_t head) {
    for (uint32_t i = dg_doc_mention_from(d, d->tokens[from].span.from);
         i < d->n_mentions && d->mentions[i].from < to; i++)
        if (d->mentions[i].head != head && d->mentions[i].to <= to) return d->mentions[i].entity;
    return DG_NONE;
}

/* Kinds of the noun at t; of a compound the kinds of its last part ("Geheimdienst|berichte"). */
static uint32_t noun_kinds(const dg_quote_work *w, uint32_t t) {
    uint32_t want = DG_KIND(HUMAN) | DG_KIND(NOUN) | DG_KIND(OFFICE) | DG_KIND(ANON),
             kinds = w->kinds[t] & want;
    const dg_str low = w->low[t], lemma = tok(w, t)->lemma;
    if (!kinds && lemma.n) kinds = dg_report_kinds(w->words, w->lang, lemma) & want;
    for (uint32_t at = MIN_HEAD; !kinds && at + MIN_TAIL <= low.n; at++)
        if ((low.p[at] & 0xC0) != 0x80)
            kinds = dg_report_kinds(w->words, w->lang, dg_str_cut(low, at, low.n)) & want;
    return kinds;
}

/* The phrase's own words around the head, without what hangs on behind a comma or a relative
 * clause. */
static void narrow(const dg_quote_work *w, uint32_t *from, uint32_t *to, uint32_t head) {
    uint32_t end = head + 1;
    while (end < *to && (!dg_quote_sign(w, end) || dg_quote_in_chunk(w, end)) && !w->inside[end] &&
           !dg_quote_finite(w, end) && !dg_quote_is(w, end, DG_KIND(RELATIVE) | DG_KIND(THAT)) &&
           end - head < 8)
        end++;
    uint32_t start = head;
    while (start > *from && (!dg_quote_sign(w, start - 1) || dg_quote_in_chunk(w, start - 1)) &&
           !w->inside[start - 1] && head - start < 8)
        start--;
    *from = start, *to = end;
}

static int make_group(dg_quote_work *w, uint32_t from, uint32_t to, uint32_t head, uint32_t *ret,
                      dg_err *err) {
    const dg_doc *d = w->doc;
    narrow(w, &from, &to, head);
    uint32_t owner = owner_in(d, from, to, head);
    const char *country = owner == DG_NONE ? "" : d->entities[owner].country;
    return dg_new_entity(&w->added, d, DG_ENTITY_GROUP, from, to, head, country, "",
                         "quotes: a speaker without a name", ret, err);
}

/* Entities that cannot speak are places that no government stands for. */
static uint32_t can_speak(const dg_quote_work *w, uint32_t e) {
    return e < w->doc->n_entities && w->doc->entities[e].kind != DG_ENTITY_PLACE ? e : DG_NONE;
}

/* Does `name` end with `tail`, as whole words or behind a hyphen, ASCII case aside ("Omar
 * al-Hakim", "Al-Hakim")? */
static bool ends_with_name(dg_str name, dg_str tail) {
    if (!tail.n || name.n < tail.n) return false;
    uint32_t at = name.n - tail.n;
    for (uint32_t i = 0; i < tail.n; i++) {
        char x = name.p[at + i], y = tail.p[i];
        if (x != y && ((x | 0x20) != (y | 0x20) || (x | 0x20) < 'a' || (x | 0x20) > 'z'))
            return false;
    }
    return at == 0 || name.p[at - 1] == ' ' || name.p[at - 1] == '-';
}

/* A family name that no mention was made of: whose last word it is. */
static uint32_t person_named(const dg_quote_work *w, uint32_t t) {
    for (uint32_t e = 0; e < w->doc->n_entities; e++) {
        const dg_entity *x = &w->doc->entities[e];
        if (x->kind == DG_ENTITY_PERSON && ends_with_name(x->name, tok(w, t)->form)) return e;
    }
    return DG_NONE;
}

/* A name of one word that the recogniser took for a house, and that is a person's elsewhere. */
static uint32_t person_instead(const dg_quote_work *w, const dg_mention *m) {
    const dg_entity *e = &w->doc->entities[m->entity];
    if (e->kind != DG_ENTITY_ORGANISATION || m->kind != DG_MENTION_NAME || m->to != m->from + 1)
        return m->entity;
    uint32_t person = e->country[0] || e->sector[0] ? DG_NONE : person_named(w, m->from);
    return person == DG_NONE ? m->entity : person;
}

/* A name by its tags though no mention was made of it: its head is one, or is glued to one ("Luis
 * Mora" with the second word taken for a noun). */
static bool looks_named(const dg_quote_work *w, uint32_t from, uint32_t head) {
    if (tok(w, head)->upos == DG_UPOS_PROPN) return true;
    return tok(w, head)->upos == DG_UPOS_NOUN && tok(w, head)->ner && head > from &&
           tok(w, head - 1)->upos == DG_UPOS_PROPN;
}

bool dg_quote_can_speak(const dg_quote_work *w, uint32_t from, uint32_t to, uint32_t head) {
    const dg_mention *m = dg_doc_mention(w->doc, head);
    if (m && m->kind == DG_MENTION_ADJECTIVE) m = NULL;
    if (!m) m = name_beside(w->doc, from, to, head);
    if (!m) m = covering(w->doc, from, to, head);
    if (m) return can_speak(w, m->entity) != DG_NONE || person_named(w, head) != DG_NONE;
    if (dg_quote_is(w, head, DG_KIND(HE) | DG_KIND(FIRST)) || tok(w, head)->upos == DG_UPOS_PROPN)
        return true;
    if (looks_named(w, from, head)) return true;
    return tok(w, head)->upos != DG_UPOS_PRON && noun_kinds(w, head);
}

/* A name without a mention: the words of the table of names and of the recogniser missed it, its
 * place did not. */
static int name_alone(dg_quote_work *w, uint32_t from, uint32_t to, uint32_t head, uint32_t *ret,
                      dg_err *err) {
    uint32_t a = head, b = head + 1;
    while (a > from && tok(w, a - 1)->upos == DG_UPOS_PROPN) a--;
    while (b < to && tok(w, b)->upos == DG_UPOS_PROPN) b++;
    *ret = b - a > 1 ? DG_NONE : person_named(w, b - 1); /* "Rina Berg" is not any Berg */
    for (uint32_t e = 0; b - a > 1 && e < w->doc->n_entities && *ret == DG_NONE; e++) {
        dg_str name = dg_doc_text(w->doc, (dg_range){tok(w, a)->span.from, tok(w, b - 1)->span.to});
        if (w->doc->entities[e].kind == DG_ENTITY_PERSON &&
            ends_with_name(w->doc->entities[e].name, name))
            *ret = e;
    }
    if (*ret != DG_NONE) return 0;
    return dg_new_entity(&w->added, w->doc, DG_ENTITY_PERSON, a, b, head, "", "",
                         "quotes: a name that speaks", ret, err);
}

/* "der Sprecher des Ministeriums, Elena Quispe, …": the name in apposition behind the phrase's
 * comma.
 */
static const dg_mention *name_behind(const dg_quote_work *w, uint32_t head) {
    const dg_doc *d = w->doc;
    uint32_t t = head + 1, stop = d->sentences[tok(w, head)->sentence].to;
    while (t < stop && t < head + 8 && !dg_quote_sign(w, t) && !w->inside[t] &&
           !dg_quote_finite(w, t))
        t++;
    if (t + 1 >= stop || !dg_quote_char(w, t, ",")) return NULL;
    for (uint32_t i = dg_doc_mention_from(d, tok(w, t + 1)->span.from);
         i < d->n_mentions && d->mentions[i].from == t + 1; i++) {
        const dg_mention *m = &d->mentions[i];
        if (m->kind == DG_MENTION_NAME && d->entities[m->entity].kind == DG_ENTITY_PERSON &&
            (m->to >= stop || dg_quote_sign(w, m->to) || dg_quote_is(w, m->to, DG_KIND(THAT))))
            return m;
    }
    return NULL;
}

static bool is_named(const dg_doc *d, uint32_t e) {
    if (e >= d->n_entities || d->entities[e].kind != DG_ENTITY_PERSON) return false;
    for (uint32_t i = 0; i < d->entities[e].n_mentions; i++)
        if (d->mentions[d->entities[e].mentions[i]].kind == DG_MENTION_NAME) return true;
    return false;
}

/* "Chinese and American experts" are no "China and America": the noun says who speaks. */
static bool is_sum_of_countries(const dg_doc *d, const dg_mention *m, uint32_t head,
                                uint32_t kinds) {
    const dg_entity *e = &d->entities[m->entity];
    if (dg_str_ends(e->name, d->tokens[head].form)) return false;
    if (!(kinds & DG_KIND(HUMAN)) || m->kind == DG_MENTION_PRONOUN || !e->n_members) return false;
    for (uint32_t i = 0; i < e->n_members; i++)
        if (d->entities[e->members[i]].kind != DG_ENTITY_COUNTRY) return false;
    return true;
}

int dg_quote_speaker_of(dg_quote_work *w, uint32_t from, uint32_t to, uint32_t head,
                        dg_speaker_want want, uint32_t *ret, dg_err *err) {
    const dg_doc *d = w->doc;
    *ret = DG_NONE;
    const dg_mention *m = dg_doc_mention(d, head), *name = name_beside(d, from, to, head);
    uint32_t kinds = noun_kinds(w, head);
    if (m && m->kind == DG_MENTION_ADJECTIVE) m = NULL;
    if (!m)
        m = name ? name : covering(d, from, to, head);
    else if (name &&
             (m->kind == DG_MENTION_ROLE || d->entities[m->entity].kind != DG_ENTITY_PERSON))
        m = name;
    if (m && is_sum_of_countries(d, m, head, kinds)) m = NULL;
    if (m && (kinds & DG_KIND(ANON)) && m->kind == DG_MENTION_ROLE && is_named(d, m->entity))
        m = NULL; /* "a source" is nobody named */
    if (m && m->kind == DG_MENTION_ROLE && m->to == head + 1 && head + 1 < to && !name &&
        tok(w, head + 1)->upos == DG_UPOS_PROPN && tok(w, head)->upos == DG_UPOS_NOUN &&
        !dg_doc_mention(d, head + 1) && want == DG_SPEAKER_ANY)
        return name_alone(w, head + 1, to, head + 1, ret, err); /* "der Psychologe Kasten" */
    const dg_mention *behind =
        (m ? m->kind == DG_MENTION_ROLE : kinds != 0) ? name_behind(w, head) : NULL;
    if (behind) m = behind;
    if (m) {
        *ret = can_speak(w, person_instead(w, m));
        if (*ret == DG_NONE)
            *ret = person_named(w, head); /* taken for a place here, for a person elsewhere */
        bool unknown = d->entities[m->entity].kind == DG_ENTITY_PLACE &&
                       !d->entities[m->entity].country[0] && m->to == m->from + 1;
        if (*ret != DG_NONE || tok(w, head)->upos != DG_UPOS_PROPN ||
            (want != DG_SPEAKER_ANY && !unknown))
            return 0; /* a place that no table knows may be a name that the recogniser missed */
        return name_alone(w, from, to, head, ret, err);
    }
    if (tok(w, head)->upos == DG_UPOS_PRON && !kinds) return 0;
    if (!kinds && (*ret = person_named(w, head)) != DG_NONE) return 0;
    if (looks_named(w, from, head) && !kinds) return name_alone(w, from, to, head, ret, err);
    uint32_t owner = kinds & DG_KIND(OFFICE) ? owner_in(d, from, to, head) : DG_NONE;
    if (owner != DG_NONE && d->entities[owner].kind == DG_ENTITY_PERSON) {
        *ret = owner;
        return 0;
    }
    bool human = kinds & (DG_KIND(HUMAN) | DG_KIND(ANON));
    uint8_t pos = tok(w, head)->upos; /* "one of the businessmen", "der 84-Jährige" too */
    bool any = want == DG_SPEAKER_ANY &&
               (pos == DG_UPOS_NOUN || pos == DG_UPOS_NUM || (pos == DG_UPOS_ADJ && head > from));
    if (!any && (!kinds || (want == DG_SPEAKER_HUMAN && !human))) return 0;
    return make_group(w, from, to, head, ret, err);
}

/* The entity of an earlier cue, when a name alone stands there: a person, or what the recogniser
 * took for a house though no article leads it ("Mei Tan"). */
static uint32_t named_speaker(const dg_quote_work *w, const dg_cue *b) {
    bool made = b->known && b->speaker != DG_NONE && b->speaker >= w->doc->n_entities;
    if (made) return dg_quote_entity_kind(w, b->speaker) == DG_ENTITY_PERSON ? b->speaker : DG_NONE;
    const dg_mention *m = name_beside(w->doc, b->np_from, b->np_to, b->np_head);
    if (!m) m = covering(w->doc, b->np_from, b->np_to, b->np_head);
    uint32_t e = b->known ? b->speaker : m ? person_instead(w, m) : DG_NONE;
    if (is_named(w->doc, e)) return e;
    bool bare = m && m->entity == e && m->kind == DG_MENTION_NAME && m->from == b->np_from &&
                m->to >= m->from + 2;
    return bare && w->doc->entities[e].kind == DG_ENTITY_ORGANISATION ? e : DG_NONE;
}

/* Is the entity called by another pronoun elsewhere ("he" here, "she" there)? */
static bool other_pronoun(const dg_quote_work *w, uint32_t e, uint32_t t) {
    if (e >= w->doc->n_entities) return false;
    for (uint32_t i = 0; i < w->doc->entities[e].n_mentions; i++) {
        const dg_mention *m = &w->doc->mentions[w->doc->entities[e].mentions[i]];
        if (m->kind == DG_MENTION_PRONOUN && dg_quote_is(w, m->head, DG_KIND(HE)) &&
            !dg_str_eq(w->low[m->head], w->low[t]))
            return true;
    }
    return false;
}

/* The sentence in which the quotation begins that stands right before the cue; the cue's own
 * without one. */
static uint32_t first_of_quotation(const dg_quote_work *w, const dg_cue *c) {
    uint32_t t = c->token < c->np_head ? c->token : c->np_head;
    while (t > 0 && !w->inside[t - 1] && dg_quote_sign(w, t - 1)) t--;
    while (t > 0 && (w->inside[t - 1] || dg_quote_sign(w, t - 1)) &&
           w->doc->tokens[t - 1].sentence + 12 > c->sentence) {
        if (!w->inside[t - 1] && !w->inside[t]) break;
        t--;
    }
    return w->doc->tokens[t].sentence;
}

/* An earlier cue whose speaker is a bare name that no mention was made of: its person is made now.
 */
static int know_name(dg_quote_work *w, dg_cue *b, dg_err *err) {
    if (b->known || b->personal || !looks_named(w, b->np_from, b->np_head)) return 0;
    b->known = true;
    return dg_quote_speaker_of(w, b->np_from, b->np_to, b->np_head, DG_SPEAKER_NOUN, &b->speaker,
                               err);
}

/* Is it the entity that coreference found who speaks at the earlier cue, with a name or without
 * ("A spokesman denied it. “A”, he said")? */
static bool speaks_there(const dg_quote_work *w, const dg_cue *b, uint32_t entity) {
    const dg_mention *m = covering(w->doc, b->np_from, b->np_to, b->np_head);
    return entity != DG_NONE && m && m->entity == entity;
}

/* “A”, he said: who has just spoken speaks on, in the sentence before whatever coreference found,
 * further back when it found nobody with a name. Speakers are the topic of such passages;
 * coreference looks for the nearest name. */
static int speaker_before(dg_quote_work *w, uint32_t cue, dg_err *err) {
    dg_cue *c = &w->cues[cue];
    if (!dg_quote_is(w, c->np_head, DG_KIND(HE))) return 0;
    bool named = is_named(w->doc, c->speaker);
    for (uint32_t i = cue; i-- > 0 && w->cues[i].sentence + BACK_SENTENCES >= c->sentence;) {
        dg_cue *b = &w->cues[i];
        if (b->dead || b->np_head == DG_NONE || b->sentence == c->sentence) continue;
        if (!((1u << b->word->kind) & DG_KINDS_VERB)) continue;
        int rc = know_name(w, b, err);
        if (rc) return rc;
        if (speaks_there(w, b, c->speaker)) return 0;
        uint32_t e = named_speaker(w, b);
        if (named && b->sentence + 1 < first_of_quotation(w, c)) return 0;
        if (e != DG_NONE && !other_pronoun(w, e, c->np_head)) c->speaker = e;
        if (e != DG_NONE || b->speaker != DG_NONE || named) return 0;
    }
    return 0;
}

int dg_quote_know(dg_quote_work *w, uint32_t cue, dg_speaker_want want, dg_err *err) {
    dg_cue *c = cue == DG_NONE ? NULL : &w->cues[cue];
    if (!c || (c->known && (c->speaker != DG_NONE || want != DG_SPEAKER_ANY))) return 0;
    c->known = true;
    if (c->np_head == DG_NONE || c->personal || c->dead) return 0;
    int rc = dg_quote_speaker_of(w, c->np_from, c->np_to, c->np_head, want, &c->speaker, err);
    return rc ? rc : speaker_before(w, cue, err);
}
