/* event_mend_joined.c: trees of languages in which verbs stand last, and case and number are seen
 * (German: `joined` in frames/defaults.tsv), put right where they break a rule of agreement.
 *
 *   attribute    "der von X angegriffene Staat", "von X unterstützte Truppen …": the participle
 *                stands at its noun, and what is before it hangs below it
 *   last word    "die Männer hatten … entführt": the participle at the end is the clause's verb
 *   bare object  "als X Japan besetzte": the name before the verb is its object, no apposition
 *   accusative   "Staaten wie X, Y den Rat": an accusative in a list of nominatives is the object
 *   two phrases  "nachdem X Zugang verlangte": a name and a noun are no compound
 *   particle     "wies das als falsch zurück": it is the verb's
 *   infinitive   "warf X am Freitag vor, sie gebrochen zu haben": it is the verb's
 *   owners       "die Präsidenten Xs, Ys und Zs": a list of genitives is one
 *   bare subject "der angegriffene Nachbar X bat": the name right before a verb without subject
 *   two subjects "Das wies X zurück": the pronoun in front is the object
 *   headline     "X erwägt Y": an adjective without ending between name and noun is the verb
 *   agreement    "Reformen forderte der Minister": the verb's subject has the verb's number
 */
#include "reading/mend_work.h"

/* The form of an attribute without its ending, when that is a participle of the past: "gegriffene",
 * "unterstützten". */
static dg_str participle(const dg_mend *m, dg_str form) {
    uint32_t ending = dg_ev_ending(m->x, DG_MODAL_ATTRIBUTE, form);
    dg_str stem = dg_str_cut(form, 0, form.n - ending);
    return ending && stem.n > 4 &&
                   (dg_ev_ending(m->x, DG_MODAL_PAST_WEAK, stem) ||
                    dg_ev_ending(m->x, DG_MODAL_PAST_STRONG, stem))
               ? stem
               : DG_STR("");
}

/* The noun whose attribute stands at t: behind it, with adjectives between. */
static uint32_t noun_behind(const dg_mend *m, uint32_t t) {
    for (uint32_t k = t + 1; k < m->s.to && k < t + 4; k++) {
        if (dg_mend_is_noun(&m->at[k])) return k;
        if (m->at[k].upos != DG_UPOS_ADJ) break;
    }
    return DG_NONE;
}

/* Makes a participle of the past of t. */
static void make_participle(const dg_mend *m, uint32_t t, dg_str form) {
    m->at[t].upos = DG_UPOS_VERB, m->at[t].form = form;
    m->at[t].feats = (dg_feats){.verbform = DG_VERBFORM_PART, .tense = DG_TENSE_PAST};
    if (!*m->rc) *m->rc = dg_ev_words(m->x, t, m->err);
}

/* t is a participle of the noun n, and the phrases in [from, t) say by whom and where. */
static void make_attribute(const dg_mend *m, uint32_t t, uint32_t n, uint32_t from) {
    dg_token *k = &m->at[t];
    if (dg_doc_above(m->doc, t, n)) { /* the noun takes the verb's place */
        m->at[n].head = k->head, m->at[n].rel = k->rel, m->at[n].sub = k->sub;
    }
    if (!dg_mend_hang(m, t, n, DG_REL_AMOD)) return;
    make_participle(m, t, participle(m, k->form));
    for (uint32_t i = m->s.from; i < m->s.to; i++) /* the clause's own words */
        if (m->at[i].head == t && (i < from || i > t)) m->at[i].head = n;
    for (uint32_t i = from; i < t; i++)
        if (m->at[i].head < from || m->at[i].head > t || m->at[i].head == n)
            dg_mend_hang(m, i, t, dg_mend_is_noun(&m->at[i]) ? DG_REL_OBL : m->at[i].rel);
}

/* "der vom Rat verurteilte Angriff": an article right before a preposition has its noun behind a
 * participle. */
static void mend_attribute(const dg_mend *m, uint32_t det) {
    if (m->at[det].upos != DG_UPOS_DET || det + 2 >= m->s.to ||
        m->at[det + 1].upos != DG_UPOS_ADP || (det > m->s.from && dg_mend_is_stop(&m->at[det - 1])))
        return;
    for (uint32_t t = det + 2;
         t < m->s.to && !dg_mend_is_stop(&m->at[t]) && !dg_mend_is_finite(&m->at[t]); t++) {
        uint32_t n = noun_behind(m, t);
        bool word = m->at[t].upos == DG_UPOS_ADJ || m->at[t].upos == DG_UPOS_VERB;
        if (!word || n == DG_NONE || !participle(m, m->at[t].form).n) continue;
        make_attribute(m, t, n, det + 1);
        if (m->at[det].rel == DG_REL_NSUBJ && m->at[det].head == m->at[n].head)
            m->at[n].rel = DG_REL_NSUBJ, m->at[n].sub = m->at[det].sub;
        dg_mend_hang(m, det, n, DG_REL_DET);
        return;
    }
}

/* "Von X unterstützte Truppen haben …": a past that is no verb of its clause, whose noun comes
 * without article and is followed by the clause's own verb. */
static void mend_bare_attribute(const dg_mend *m, uint32_t t) {
    const dg_token *k = &m->at[t];
    uint32_t n = noun_behind(m, t), h = k->head, from = t;
    bool past =
        dg_mend_is_finite(k) || (k->upos == DG_UPOS_ADJ && k->feats.verbform == DG_VERBFORM_FIN);
    if (!past || n == DG_NONE || h == DG_NONE || h <= n || !participle(m, k->form).n) return;
    if (dg_mend_child(m, t, DG_REL_MARK) != DG_NONE || dg_mend_child(m, n, DG_REL_DET) != DG_NONE)
        return;
    uint32_t s = dg_mend_child(m, t, DG_REL_NSUBJ);
    if (s != DG_NONE && s != n) return;
    if (n + 1 >= m->s.to || !dg_mend_is_finite(&m->at[n + 1])) return;
    while (from > m->s.from && !dg_mend_is_stop(&m->at[from - 1])) from--;
    if (from == t || m->at[from].upos != DG_UPOS_ADP) return;
    make_attribute(m, t, n, from);
    if (m->at[n].head == DG_NONE || m->at[n].head == t || m->at[n].rel != DG_REL_NSUBJ)
        dg_mend_hang(m, n, h, DG_REL_NSUBJ);
}

/* Does the word end like a participle and belong to a verb of the tables? */
static bool is_participle_form(const dg_mend *m, uint32_t t) {
    const dg_lemmas *may_be = &m->x->verbs[t];
    dg_str lower = m->x->lower[t];
    bool strong = dg_ev_ending(m->x, DG_MODAL_PAST_STRONG, lower);
    if (!strong && !dg_ev_ending(m->x, DG_MODAL_PAST_WEAK, lower)) return false;
    if (may_be->irregular.n) return strong;
    for (uint32_t i = 0; !strong && i < may_be->n; i++)
        if (dg_frames_find(m->x->f, m->x->lang, DG_FORM_LEMMA, may_be->at[i]) != DG_NONE)
            return true;
    return false;
}

static bool is_bare_participle(const dg_mend *m, uint32_t t) {
    return !dg_mend_is_finite(&m->at[t]) && m->at[t].upos != DG_UPOS_ADP &&
           dg_mend_child(m, t, DG_REL_DET) == DG_NONE &&
           dg_mend_child(m, t, DG_REL_CASE) == DG_NONE &&
           dg_mend_child(m, t, DG_REL_AMOD) == DG_NONE && is_participle_form(m, t);
}

/* "hatten die Gruppe im Süden entführt": the last word of the clause is its verb, "hatten" its
 * auxiliary. */
static void mend_last_word(const dg_mend *m, uint32_t aux) {
    dg_token *a = &m->at[aux];
    if (!dg_mend_is_finite(a) || a->upos != DG_UPOS_VERB ||
        !(dg_frames_light(m->x->f, m->x->lang, a->lemma) & DG_LIGHT_HAVE))
        return;
    uint32_t p = DG_NONE;
    for (uint32_t t = aux + 2; t < m->s.to && p == DG_NONE; t++)
        if (m->at[t].head == aux && (t + 1 == m->s.to || dg_mend_is_stop(&m->at[t + 1])) &&
            is_bare_participle(m, t))
            p = t;
    if (p == DG_NONE) return;
    m->at[p].head = a->head, m->at[p].rel = a->rel, m->at[p].sub = a->sub;
    make_participle(m, p, m->at[p].form);
    for (uint32_t t = m->s.from; t < m->s.to; t++)
        if (m->at[t].head == aux && t != p) m->at[t].head = p;
    a->head = p, a->rel = DG_REL_AUX, a->sub = 0, a->upos = DG_UPOS_AUX;
}

/* The verb that ends a clause: its last word, or with auxiliaries behind it. */
static bool is_last_verb(const dg_mend *m, uint32_t v) {
    if (m->at[v].upos != DG_UPOS_VERB) return false;
    uint32_t t = v + 1;
    while (t < m->s.to && m->at[t].upos == DG_UPOS_AUX) t++;
    return t >= m->s.to || dg_mend_is_stop(&m->at[t]);
}

/* "als X nach dem Krieg Japan besetzte": a name that is somebody else than the noun before it. */
static void mend_bare_object(const dg_mend *m, uint32_t v) {
    if (!is_last_verb(m, v) || v == m->s.from || dg_mend_child(m, v, DG_REL_OBJ) != DG_NONE ||
        dg_ev_passive(m->x, v))
        return;
    const dg_mention *o = NULL;
    for (uint32_t t = v; t-- > m->s.from && t + 4 > v && !o;) {
        o = dg_doc_mention(m->doc, t);
        if (o && o->to != v) return;
    }
    if (!o || o->kind != DG_MENTION_NAME || o->from == m->s.from) return;
    dg_token *k = &m->at[o->head];
    bool wrong = k->rel == DG_REL_APPOS || k->rel == DG_REL_FLAT || k->rel == DG_REL_NMOD;
    if (!wrong || k->head == v || k->head >= o->from || k->feats.gcase == DG_CASE_GEN ||
        dg_mend_child(m, o->head, DG_REL_CASE) != DG_NONE || dg_mend_is_stop(&m->at[o->from - 1]))
        return;
    const dg_mention *before = dg_doc_mention(m->doc, o->from - 1);
    if (before && before->kind == DG_MENTION_ROLE) return; /* "Minister X" */
    if (before && before->entity == o->entity) return;
    uint32_t e = o->entity;
    if (m->doc->entities[e].kind != DG_ENTITY_COUNTRY && !before) return;
    dg_mend_hang(m, o->head, v, DG_REL_OBJ);
}

static bool has_case(const dg_mend *m, uint32_t t, uint8_t gcase) {
    uint32_t d = dg_mend_child(m, t, DG_REL_DET);
    const dg_token *k = d == DG_NONE ? NULL : &m->at[d];
    if (!k || dg_mend_child(m, t, DG_REL_CASE) != DG_NONE) return false;
    return k->feats.gcase == gcase && k->feats.number == DG_NUMBER_SING &&
           k->feats.gender == DG_GENDER_MASC; /* other genders do not tell */
}

/* The verb of which t is, through lists and appositions, the subject. */
static uint32_t verb_of_subject(const dg_mend *m, uint32_t t) {
    for (uint32_t up = 0; t != DG_NONE && up < 6; up++, t = m->at[t].head) {
        if (m->at[t].rel == DG_REL_NSUBJ) return m->at[t].head;
        if (m->at[t].rel != DG_REL_CONJ && m->at[t].rel != DG_REL_APPOS &&
            m->at[t].rel != DG_REL_NMOD)
            return DG_NONE;
    }
    return DG_NONE;
}

static void mend_accusative(const dg_mend *m, uint32_t t) {
    if (!dg_mend_is_noun(&m->at[t]) || !has_case(m, t, DG_CASE_ACC)) return;
    if (m->at[t].rel != DG_REL_CONJ && m->at[t].rel != DG_REL_APPOS) return;
    uint32_t v = verb_of_subject(m, t);
    if (v != DG_NONE && m->at[v].upos == DG_UPOS_VERB && dg_mend_child(m, v, DG_REL_OBJ) == DG_NONE)
        dg_mend_hang(m, t, v, DG_REL_OBJ);
}

/* "Größere Bemühungen forderte der Minister": the subject in front is plural, the verb is not, and
 * behind it stands a nominative. */
static void mend_agreement(const dg_mend *m, uint32_t v) {
    if (!dg_mend_is_finite(&m->at[v])) return;
    uint32_t s = dg_mend_child(m, v, DG_REL_NSUBJ);
    if (s != DG_NONE && m->at[v].feats.number == DG_NUMBER_PLUR && m->at[s].upos == DG_UPOS_NOUN &&
        dg_mend_child(m, s, DG_REL_CONJ) == DG_NONE)
        m->at[s].feats.number = DG_NUMBER_PLUR; /* "die Minister trafen sich" */
    if (m->at[v].feats.number != DG_NUMBER_SING) return;
    if (s == DG_NONE || s > v || !dg_mend_is_noun(&m->at[s]) ||
        m->at[s].feats.number != DG_NUMBER_PLUR)
        return;
    for (uint32_t at = m->s.from, c; (c = dg_doc_child(m->doc, v, &at)) != DG_NONE;) {
        uint8_t rel = m->at[c].rel;
        if (c < v || (rel != DG_REL_OBL && rel != DG_REL_OBJ && rel != DG_REL_IOBJ) ||
            !has_case(m, c, DG_CASE_NOM))
            continue;
        m->at[c].rel = DG_REL_NSUBJ, m->at[c].sub = 0;
        m->at[s].rel = DG_REL_OBJ, m->at[s].sub = 0;
        return;
    }
}

/* "nachdem die IAEA Zugang verlangte": a name and a noun without article, which the parser took for
 * one compound, are the verb's subject and its object. */
static void mend_compound(const dg_mend *m, uint32_t t) {
    uint32_t n = m->at[t].head, v = n == DG_NONE || n != t + 1 ? DG_NONE : m->at[n].head;
    if (v == DG_NONE || m->at[t].rel != DG_REL_COMPOUND || m->at[n].upos != DG_UPOS_NOUN ||
        !is_last_verb(m, v))
        return;
    uint32_t s = dg_mend_child(m, v, DG_REL_NSUBJ), o = dg_mend_child(m, v, DG_REL_OBJ);
    if (!(o == n && s == DG_NONE) && !(s == n && o == DG_NONE)) return;
    const dg_mention *name = dg_doc_mention(m->doc, t);
    if (!name || name->from > t || name->to < n || dg_str_ends(m->at[t].form, DG_STR("-"))) return;
    uint32_t d = dg_mend_child(m, n, DG_REL_DET);
    dg_mend_hang(m, t, v, DG_REL_NSUBJ);
    m->at[n].rel = DG_REL_OBJ, m->at[n].sub = 0;
    if (d != DG_NONE && d < t) dg_mend_hang(m, d, t, DG_REL_DET);
}

/* Is the name at t the genitive of what it names: "Fidschis"? */
static bool is_genitive_form(const dg_mend *m, uint32_t t) {
    const dg_mention *name = dg_doc_mention(m->doc, t);
    dg_str form = m->at[t].form;
    if (m->at[t].feats.gcase == DG_CASE_GEN) return true;
    return name && form.n > 1 && form.p[form.n - 1] == 's' &&
           dg_str_eq(m->doc->entities[name->entity].name, dg_str_cut(form, 0, form.n - 1));
}

/* "die Präsidenten Xs, Ys und Zs": a name in the genitive right behind a noun is whose it is, and
 * one that the parser put beside the noun stands in the list of its owners. */
static void mend_owner(const dg_mend *m, uint32_t t) {
    uint32_t h = m->at[t].head, owner = DG_NONE;
    if (h == DG_NONE || h > t || m->at[t].upos != DG_UPOS_PROPN || m->at[h].upos != DG_UPOS_NOUN ||
        !is_genitive_form(m, t))
        return;
    if (m->at[t].rel == DG_REL_APPOS && t == h + 1) m->at[t].rel = DG_REL_NMOD;
    if (m->at[t].rel != DG_REL_CONJ) return;
    for (uint32_t at = h, c; (c = dg_doc_child(m->doc, h, &at)) != DG_NONE && c < t;)
        if (m->at[c].upos == DG_UPOS_PROPN && m->at[c].rel == DG_REL_NMOD) owner = c;
    if (owner != DG_NONE && owner + 2 == t && dg_mend_is_stop(&m->at[owner + 1]))
        dg_mend_hang(m, t, owner, DG_REL_CONJ);
}

static bool has_subject(const dg_mend *m, uint32_t v) {
    return dg_mend_child(m, v, DG_REL_NSUBJ) != DG_NONE ||
           dg_mend_child(m, v, DG_REL_EXPL) != DG_NONE ||
           dg_mend_child(m, v, DG_REL_CSUBJ) != DG_NONE;
}

/* "Der von X angegriffene Nachbar Y bat um Hilfe": a name without preposition right before the
 * clause's verb, which has no subject. */
static void mend_bare_subject(const dg_mend *m, uint32_t t) {
    uint32_t v = t + 1;
    if (v >= m->s.to || !dg_mend_is_finite(&m->at[v]) || m->at[v].upos != DG_UPOS_VERB ||
        (m->at[v].rel != DG_REL_ROOT && m->at[v].rel != DG_REL_CONJ) || m->at[t].head != v ||
        m->at[t].rel != DG_REL_OBL || m->at[t].upos != DG_UPOS_PROPN)
        return;
    if (dg_mend_child(m, t, DG_REL_CASE) != DG_NONE || has_subject(m, v) ||
        !dg_doc_mention(m->doc, t))
        return;
    m->at[t].rel = DG_REL_NSUBJ, m->at[t].sub = 0;
}

/* "Das wies X zurück": of two subjects the pronoun before the verb is the object. */
static void mend_two_subjects(const dg_mend *m, uint32_t t) {
    uint32_t v = m->at[t].head;
    bool pronoun = m->at[t].upos == DG_UPOS_PRON || m->at[t].upos == DG_UPOS_DET;
    if (v != t + 1 || !pronoun || m->at[t].rel != DG_REL_NSUBJ || !dg_mend_is_finite(&m->at[v]) ||
        dg_mend_child(m, v, DG_REL_OBJ) != DG_NONE)
        return;
    for (uint32_t at = v, c; (c = dg_doc_child(m->doc, v, &at)) != DG_NONE;)
        if (m->at[c].rel == DG_REL_NSUBJ && dg_doc_mention(m->doc, c)) {
            m->at[t].rel = DG_REL_OBJ, m->at[t].sub = 0;
            return;
        }
}

/* "X erwägt Y gegen Z": what the parser took for an adjective has no ending, but is a verb's form,
 * and a name opens the sentence before it. */
static void mend_headline(const dg_mend *m, uint32_t t) {
    dg_token *v = &m->at[t];
    uint32_t n = v->head;
    if (t != m->s.from + 1 || n == DG_NONE || n <= t || v->upos != DG_UPOS_ADJ ||
        v->rel != DG_REL_AMOD || dg_ev_ending(m->x, DG_MODAL_ATTRIBUTE, v->form) ||
        !m->x->verbs[t].n)
        return;
    dg_token *name = &m->at[t - 1], *noun = &m->at[n];
    if (noun->upos != DG_UPOS_NOUN || name->upos != DG_UPOS_PROPN || name->head != n) return;
    v->head = noun->head, v->rel = noun->rel, v->sub = noun->sub;
    v->upos = DG_UPOS_VERB, v->feats = (dg_feats){.verbform = DG_VERBFORM_FIN};
    noun->head = name->head = t, noun->rel = DG_REL_OBJ, name->rel = DG_REL_NSUBJ;
    noun->sub = name->sub = 0;
    if (!*m->rc) *m->rc = dg_ev_words(m->x, t, m->err);
}

/* "wies das als falsch zurück": a particle of no verb is the clause's. */
static void mend_particle(const dg_mend *m, uint32_t t) {
    uint32_t h = m->at[t].head;
    if (m->at[t].rel != DG_REL_COMPOUND || m->at[t].sub != DG_SUB_PRT || h == DG_NONE ||
        m->at[h].upos == DG_UPOS_VERB || (t + 1 < m->s.to && !dg_mend_is_stop(&m->at[t + 1])))
        return;
    uint32_t v = m->at[h].head;
    if (v == DG_NONE || v > t || !dg_mend_is_finite(&m->at[v]) || m->at[v].upos != DG_UPOS_VERB)
        return;
    dg_mend_hang(m, t, v, DG_REL_COMPOUND);
    m->at[t].sub = DG_SUB_PRT;
}

/* Is t the verb of an infinitive with "zu", alone or within it? */
static bool is_infinitive(const dg_mend *m, uint32_t t) {
    uint32_t mark = dg_mend_child(m, t, DG_REL_MARK), aux = dg_mend_child(m, t, DG_REL_AUX);
    if (m->at[t].upos != DG_UPOS_VERB || dg_mend_is_finite(&m->at[t])) return false;
    if (mark != DG_NONE) return m->at[mark].upos == DG_UPOS_PART;
    return m->at[t].feats.verbform == DG_VERBFORM_INF && aux == DG_NONE;
}

/* The verb whose particle stands right before the comma that opens the clause at t. */
static uint32_t verb_of_particle_before(const dg_mend *m, uint32_t t) {
    uint32_t from = dg_doc_subtree(m->doc, t).from;
    while (from > m->s.from && dg_mend_is_stop(&m->at[from])) from++;
    if (from < m->s.from + 2 || !dg_str_is(m->at[from - 1].form, ",")) return DG_NONE;
    const dg_token *p = &m->at[from - 2];
    return p->rel == DG_REL_COMPOUND && p->sub == DG_SUB_PRT ? p->head : DG_NONE;
}

/* "warf ihm am Freitag vor, sie gebrochen zu haben": the infinitive is the verb's, not the day's,
 * and what the parser took for its subject its object. */
static void mend_infinitive(const dg_mend *m, uint32_t t) {
    uint8_t rel = m->at[t].rel;
    if (!is_infinitive(m, t)) return;
    uint32_t v = rel == DG_REL_PARATAXIS                    ? m->at[t].head
                 : rel == DG_REL_ACL || rel == DG_REL_ADVCL ? verb_of_particle_before(m, t)
                                                            : DG_NONE;
    if (v == DG_NONE || v > t || m->at[v].upos != DG_UPOS_VERB ||
        !dg_mend_hang(m, t, v, DG_REL_XCOMP))
        return;
    uint32_t s = dg_mend_child(m, t, DG_REL_NSUBJ);
    if (s != DG_NONE && s < t) m->at[s].rel = DG_REL_OBJ, m->at[s].sub = 0;
}

void dg_mend_joined(const dg_mend *m) {
    static void (*const rules[])(const dg_mend *m, uint32_t t) = {
        mend_last_word,  mend_attribute,    mend_bare_attribute, mend_compound, mend_owner,
        mend_headline,   mend_bare_subject, mend_two_subjects,   mend_particle, mend_infinitive,
        mend_accusative, mend_agreement,    mend_bare_object};
    for (size_t i = 0; i < DG_LEN(rules); i++)
        for (uint32_t t = m->s.from; t < m->s.to; t++) rules[i](m, t);
}
