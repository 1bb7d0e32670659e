/* phrases.c: which hits belong together.
 *
 *   owners   "der [russische] [Präsident]"  "[Kinas] [viceudenrigsminister]"  "[US] [Secretary of
 * State]" "the [president] of [Chile]"   "[Sprecher] des [chinesischen] [Außenministeriums]" person
 * "[Präsident] [Alassane Ouattara]"   "[Ban Ki-moon], FNs [generalsekretær]" "the [ambassador] to
 * Kenya, [Kyle McCarter],"   "[Quispe] is a [spokeswoman]"
 *
 * How: from the noun to the left over articles, adjectives and genitives, to the right over one
 * preposition, both by the words that stand there; the tree is asked where the words leave it open
 * (a name in apposition further away, a copula, a modifier that the scan cannot judge). So a wrong
 * tree costs little. Cost: O(hits × length of a phrase). */
#include "base/utf8.h"
#include "reading/who.h"

enum { REACH = 9 }; /* tokens that a phrase may stretch to one side */

static bool is(const dg_who *w, uint32_t t, uint32_t bits) {
    return w->classes[t] & bits;
}

static dg_str word(const dg_who *w, uint32_t t) {
    return dg_doc_text(w->doc, w->doc->tokens[t].span);
}

static bool is_mark(const dg_who *w, uint32_t t, const char *marks) {
    dg_str s = word(w, t);
    return s.n == 1 && strchr(marks, s.p[0]);
}

static bool is_dash(const dg_who *w, uint32_t t) {
    dg_str s = word(w, t);
    return dg_str_is(s, "-") || dg_str_is(s, "–") || dg_str_is(s, "—");
}

static bool is_possessive_end(const dg_who *w, uint32_t t) {
    dg_str s = word(w, t);
    return dg_str_is(s, "'s") || dg_str_is(s, "’s") || dg_str_is(s, "'") || dg_str_is(s, "’");
}

static uint32_t sentence_from(const dg_who *w, uint32_t t) {
    return w->doc->sentences[w->doc->tokens[t].sentence].from;
}

static uint32_t sentence_to(const dg_who *w, uint32_t t) {
    return w->doc->sentences[w->doc->tokens[t].sentence].to;
}

static bool takes_owner(const dg_hit *h) {
    return h->kind == DG_NAME_ROLE || h->kind == DG_NAME_INSTITUTION ||
           (h->kind == DG_NAME_PRONOUN && dg_str_is(h->row->key, "counterpart"));
}

/* What can own an office: all but adjectives of the noun itself are names in the genitive or in
 * front of it. */
static bool is_owner(const dg_hit *h) {
    return dg_who_is_state(h) || h->kind == DG_NAME_CITY || h->kind == DG_NAME_REGION ||
           h->kind == DG_NAME_ORGANISATION || h->kind == DG_NAME_INSTITUTION ||
           h->kind == DG_HIT_ORG || h->kind == DG_HIT_LOC || h->kind == DG_NAME_OUTLET;
}

static void add_owner(dg_hit *h, uint32_t owner) {
    for (uint32_t i = 0; i < h->n_owners; i++)
        if (h->owners[i] == owner) return;
    if (h->n_owners < DG_HIT_OWNERS) h->owners[h->n_owners++] = owner;
}

/* May the scan to the left pass this word, which is in no hit? */
static bool passes_left(const dg_who *w, const dg_hit *h, uint32_t t) {
    const dg_token *tok = &w->doc->tokens[t];
    if (is_dash(w, t) || is_possessive_end(w, t)) return true;
    switch (tok->upos) {
    case DG_UPOS_ADJ:
    case DG_UPOS_NUM:
    case DG_UPOS_PART: return true;
    case DG_UPOS_ADV:
        return t + 1 < h->from; /* "the newly elected president", not "now president" */
    case DG_UPOS_NOUN:
    case DG_UPOS_PROPN: return tok->rel == DG_REL_COMPOUND && dg_doc_above(w->doc, h->head, t);
    case DG_UPOS_VERB: return tok->rel == DG_REL_AMOD && dg_doc_above(w->doc, h->head, t);
    default: return false;
    }
}

/* Where compounds are written solid, only a state or an organisation stands loose in front, right
 * before the noun. */
static bool stands_in_front(const dg_who *w, const dg_hit *h, const dg_hit *o) {
    if (!dg_names_solid(w->names, w->langs)) return true;
    bool close = o->to == h->from || (o->to + 1 == h->from && is_dash(w, o->to));
    return close &&
           (o->kind == DG_NAME_COUNTRY || o->kind == DG_NAME_ORGANISATION || o->kind == DG_HIT_ORG);
}

static bool is_acronym(const dg_who *w, const dg_hit *h) {
    dg_str s = dg_who_text(w, h->from, h->to);
    for (uint32_t at = 0; at < s.n;)
        if (dg_is_lower(dg_utf8_next(s, &at))) return false;
    return s.n <= 6;
}

/* "A, B and C officials": a comma between two that own. */
static bool in_list(const dg_who *w, const dg_hit *h, uint32_t t, uint32_t stop) {
    if (!is_mark(w, t, ",") || !h->n_owners || t <= stop) return false;
    const dg_hit *last = &w->hits[h->owners[h->n_owners - 1]];
    uint32_t id = w->hit_at[t - 1];
    return h->n_owners > 1 && last->from == t + 1 && last->kind == DG_NAME_ADJECTIVE &&
           id != DG_NONE && dg_who_is_state(&w->hits[id]);
}

/* "the Thatcher government": a name right in front of a body, where names are not written together
 * with nouns. */
static bool is_named_after(const dg_who *w, const dg_hit *h, const dg_hit *o) {
    return dg_who_is_name(o) && h->kind == DG_NAME_INSTITUTION && o->to == h->from &&
           !dg_names_solid(w->names, w->langs);
}

/* "the [Iran]-backed militia": Iran's friend, not Iran's. */
static bool is_leaned_on(const dg_who *w, const dg_hit *h, const dg_hit *o) {
    uint32_t t = o->to + 1;
    if (!dg_who_is_state(o) || t >= h->from || !is_dash(w, o->to)) return false;
    uint8_t upos = w->doc->tokens[t].upos;
    return (upos == DG_UPOS_VERB || upos == DG_UPOS_ADJ) && w->hit_at[t] == DG_NONE &&
           w->doc->tokens[t].span.from == w->doc->tokens[o->to].span.to &&
           !dg_who_is_rooted(w, word(w, t));
}

/* One hit met on the way to the left: takes it as owner or not; false ends the way. */
static bool left_hit(dg_who *w, dg_hit *h, uint32_t id, bool joined) {
    dg_hit *o = &w->hits[id];
    bool genitive = o->genitive || (o->to < w->doc->n_tokens && is_possessive_end(w, o->to));
    if (o->leaning || is_leaned_on(w, h, o)) {
        h->start = o->from;
        return true;
    }
    if (o->kind == DG_NAME_ADJECTIVE ||
        (o->kind == DG_NAME_PEOPLE && (o->to == h->from || (joined && !o->genitive)))) {
        add_owner(h, id);
        h->start = o->from;
        return true;
    }
    if (joined && o->kind == DG_NAME_COUNTRY && is_acronym(w, o)) { /* "US and British officials" */
        add_owner(h, id);
        h->start = o->from;
        return true;
    }
    if (joined) return false; /* "and Russia president" is no list of adjectives */
    if (o->kind == DG_NAME_PRONOUN) {
        const dg_token *tok = &w->doc->tokens[o->from];
        bool owns = o->to - o->from == 1 && (tok->rel == DG_REL_NMOD || tok->rel == DG_REL_DET ||
                                             tok->feats.poss || genitive);
        if (owns || o->genitive) add_owner(h, id), h->start = o->from;
        return false;
    }
    if (genitive && (is_owner(o) || dg_who_is_name(o) || o->kind == DG_NAME_ROLE)) {
        add_owner(h, id);
        h->start = o->from;
        return false;
    }
    /* in front without a mark: "US ambassador", "Foreign Ministry spokesman", "UN peacekeepers" */
    if (is_named_after(w, h, o) ||
        (is_owner(o) && h->start - o->to <= 1 && stands_in_front(w, h, o))) {
        add_owner(h, id);
        h->start = o->from;
        return true;
    }
    return false;
}

/* "that" and "den" are other words too. */
static bool is_article(const dg_who *w, uint32_t t) {
    uint8_t upos = w->doc->tokens[t].upos;
    return upos != DG_UPOS_SCONJ && upos != DG_UPOS_ADP && upos != DG_UPOS_ADV &&
           upos != DG_UPOS_CCONJ;
}

static void look_left(dg_who *w, dg_hit *h) {
    uint32_t stop = sentence_from(w, h->from);
    if (h->from > stop + REACH) stop = h->from - REACH;
    bool joined = false;
    for (uint32_t t = h->from; t > stop;) {
        t--;
        uint32_t id = w->hit_at[t];
        if (id != DG_NONE) {
            if (!left_hit(w, h, id, joined)) return;
            t = w->hits[id].from;
            joined = false;
        } else if (is(w, t, DG_WORD_SINGULAR) && h->rows.plural && !h->rows.singular) {
            return; /* "[that] researchers": no article */
        } else if (is(w, t, DG_WORD_INDEFINITE | DG_WORD_DEFINITE) && is_article(w, t)) {
            h->indefinite = is(w, t, DG_WORD_INDEFINITE);
            h->definite = !h->indefinite;
            h->start = t;
            if (!h->rows.plural && is(w, t, DG_WORD_SINGULAR))
                h->plural = dg_who_is_many(w, h->row);
            return;
        } else if (is(w, t, DG_WORD_AND)) {
            /* only between two adjectives: "kinesiske og russiske repræsentanter" */
            if (joined || !h->n_owners ||
                w->hits[h->owners[h->n_owners - 1]].kind != DG_NAME_ADJECTIVE)
                return;
            joined = true;
        } else if (!joined && in_list(w, h, t, stop)) {
            joined = true;
        } else if (joined || !passes_left(w, h, t))
            return;
        else {
            h->past |= is(w, t, DG_WORD_EX);
            if (!is_possessive_end(w, t) && !is_dash(w, t) && !h->n_owners) h->start = t;
        }
    }
}

static bool is_sent(const dg_who *w, const dg_hit *h) {
    return h->kind == DG_NAME_ROLE && dg_names_listed(w->names, "sent-role", h->row->key);
}

/* Is the word at t one that leads to the owner of h? German articles in the genitive count as such.
 */
static bool leads_to_owner(const dg_who *w, const dg_hit *h, uint32_t t) {
    if (is_sent(w, h) && is(w, t, DG_WORD_TO)) return false;
    return is(w, t, DG_WORD_OF | DG_WORD_AT);
}

/* Over article and adjectives to the first hit; DG_NONE when something else comes. */
static uint32_t next_hit(const dg_who *w, uint32_t t, uint32_t stop) {
    for (uint32_t steps = 0; t < stop && steps < 4; t++, steps++) {
        if (w->hit_at[t] != DG_NONE) return w->hit_at[t];
        uint8_t upos = w->doc->tokens[t].upos;
        if (!is(w, t, DG_WORD_DEFINITE | DG_WORD_INDEFINITE) && upos != DG_UPOS_ADJ &&
            upos != DG_UPOS_DET)
            return DG_NONE;
    }
    return DG_NONE;
}

/* "director of the Asia programme at the [Stockholm institute]": over a phrase that names nobody to
 * the next "at". */
static uint32_t far_owner(const dg_who *w, uint32_t t, uint32_t stop) {
    for (uint32_t steps = 0; t + 1 < stop && steps < REACH; t++, steps++) {
        uint8_t upos = w->doc->tokens[t].upos;
        bool inside = upos == DG_UPOS_NOUN || upos == DG_UPOS_PROPN || upos == DG_UPOS_ADJ ||
                      upos == DG_UPOS_DET || upos == DG_UPOS_ADP || upos == DG_UPOS_CCONJ ||
                      is(w, t, DG_WORD_OF);
        if (!inside) return DG_NONE;
        if (!is(w, t, DG_WORD_AT)) continue;
        uint32_t id = next_hit(w, t + 1, stop);
        if (id != DG_NONE && is_owner(&w->hits[id])) return id;
    }
    return DG_NONE;
}

/* "the east [Asia] programme": the hit only describes a noun. */
static bool goes_on_with_noun(const dg_who *w, const dg_hit *o) {
    if (o->to >= sentence_to(w, o->from) || w->hit_at[o->to] != DG_NONE || o->genitive)
        return false;
    return w->doc->tokens[o->to].upos == DG_UPOS_NOUN;
}

/* "at the Atlantic House in Washington": the place tells the country of the house. */
static void place_house(dg_who *w, dg_hit *h, dg_hit *house) {
    if ((house->kind != DG_HIT_ORG && house->kind != DG_HIT_LOC) || house->country[0]) return;
    if (h->end + 1 >= sentence_to(w, h->from) || !is(w, h->end, DG_WORD_LOCATIVE)) return;
    uint32_t id = w->hit_at[h->end + 1];
    if (id == DG_NONE || !w->hits[id].row || w->hits[id].kind > DG_NAME_CITY) return;
    memcpy(house->country, w->hits[id].row->country, 4);
    h->end = w->hits[id].to;
}

static void look_right(dg_who *w, dg_hit *h) {
    uint32_t stop = sentence_to(w, h->from), t = h->to;
    if (t + REACH < stop) stop = t + REACH;
    if (t >= stop || w->hit_at[t] != DG_NONE) return;
    bool sent = is_sent(w, h) && is(w, t, DG_WORD_TO);
    if (!sent && !leads_to_owner(w, h, t)) return;
    uint32_t id = next_hit(w, t + 1, stop);
    bool far = id == DG_NONE || goes_on_with_noun(w, &w->hits[id]);
    if (far && !sent && h->kind == DG_NAME_ROLE && !h->n_owners) {
        uint32_t other =
            far_owner(w, id == DG_NONE ? t + 1 : w->hits[id].to, sentence_to(w, h->from));
        if (other != DG_NONE) id = other;
    }
    if (id == DG_NONE) return;
    dg_hit *o = &w->hits[id];
    uint32_t next = o->to;
    while (next < stop && is_possessive_end(w, next)) next++;
    if ((o->kind == DG_NAME_ADJECTIVE || (dg_who_is_state(o) && (o->genitive || next > o->to))) &&
        next < stop && w->hit_at[next] != DG_NONE && takes_owner(&w->hits[w->hit_at[next]]))
        id = w->hit_at[next], o = &w->hits[id]; /* "des chinesischen [Außenministeriums]" */
    bool place = is_owner(o) || o->kind == DG_NAME_ROLE || dg_who_is_name(o);
    if (!place) return;
    h->end = o->end > o->to ? o->end : o->to;
    if (!sent && !h->n_owners) add_owner(h, id);
    place_house(w, h, o);
}

/* Countries among the dependants of h, when the words around it told none. */
static void look_down(dg_who *w, dg_hit *h) {
    if (!w->tagged || h->n_owners) return;
    uint32_t at = sentence_from(w, h->head), c;
    while ((c = dg_doc_child(w->doc, h->head, &at)) != DG_NONE) {
        const dg_token *tok = &w->doc->tokens[c];
        uint32_t id = w->hit_at[c];
        if (id == DG_NONE || (c >= h->from && c < h->to)) continue;
        const dg_hit *o = &w->hits[id];
        bool plain = tok->rel == DG_REL_AMOD || tok->rel == DG_REL_COMPOUND ||
                     (tok->rel == DG_REL_NMOD &&
                      (tok->sub == DG_SUB_POSS || tok->feats.gcase == DG_CASE_GEN || o->genitive));
        if (plain && (is_owner(o) || dg_who_is_name(o))) add_owner(h, id);
    }
}

/* ---- the person of a role ---- */

static uint32_t name_at(const dg_who *w, uint32_t t) {
    if (t >= w->doc->n_tokens) return DG_NONE;
    uint32_t id = w->hit_at[t];
    return id != DG_NONE && dg_who_is_name(&w->hits[id]) ? id : DG_NONE;
}

/* A name that the parser took for a place or a house, where only a person can stand: one who has
 * the office. */
static uint32_t person_at(dg_who *w, uint32_t t, uint32_t least_words) {
    uint32_t id = name_at(w, t);
    if (id != DG_NONE || t >= w->doc->n_tokens || (id = w->hit_at[t]) == DG_NONE) return id;
    dg_hit *h = &w->hits[id];
    bool loose = (h->kind == DG_HIT_LOC || h->kind == DG_HIT_ORG) &&
                 h->to - h->from >= least_words && h->to - h->from <= 4;
    if (!loose || is(w, h->to - 1, DG_WORD_HOUSE)) return DG_NONE;
    h->kind = DG_HIT_PER;
    return id;
}

static void bind(dg_who *w, uint32_t role, uint32_t name) {
    w->hits[role].person = name;
    w->hits[role].plural = false;
    w->hits[name].person = role;
}

/* "… and [Name]", "… and President [Name]": then the commas before belong to a list. */
static bool goes_on_with_name(const dg_who *w, uint32_t t, uint32_t stop) {
    if (t + 1 >= stop || !is(w, t, DG_WORD_AND)) return false;
    uint32_t id = w->hit_at[t + 1];
    if (id == DG_NONE) return false;
    if (w->hits[id].kind == DG_NAME_ROLE) return name_at(w, w->hits[id].to) != DG_NONE;
    return dg_who_is_name(&w->hits[id]);
}

/* "[Präsident] [Ouattara]", "udenrigsminister for Peru [X]" has no comma either. */
static bool bind_title(dg_who *w, uint32_t role) {
    dg_hit *h = &w->hits[role];
    uint32_t name = h->kind == DG_NAME_ROLE && !h->plural && !h->genitive ? person_at(w, h->to, 1)
                                                                          : name_at(w, h->to);
    if (name == DG_NONE && h->to + 1 < w->doc->n_tokens && is(w, h->to, DG_WORD_MR | DG_WORD_MS))
        name = name_at(w, h->to + 1);
    if (name == DG_NONE && h->end > h->to) name = person_at(w, h->end, 2);
    if (name == DG_NONE || h->genitive || w->hits[name].person != DG_NONE) return false;
    if (w->doc->tokens[h->from].sentence != w->doc->tokens[w->hits[name].from].sentence)
        return false;
    if (h->rows.plural && goes_on_with_name(w, w->hits[name].to, sentence_to(w, h->from)))
        return false; /* "presidents A and B" */
    bind(w, role, name);
    return true;
}

/* May the word at t stand inside an office's own words, between it and its holder's name? */
static bool passes_office(const dg_who *w, uint32_t t) {
    switch (w->doc->tokens[t].upos) {
    case DG_UPOS_NOUN:
    case DG_UPOS_PROPN:
    case DG_UPOS_ADJ:
    case DG_UPOS_DET:
    case DG_UPOS_NUM:
    case DG_UPOS_ADP:
    case DG_UPOS_CCONJ:
    case DG_UPOS_X: return true;
    default: return is(w, t, DG_WORD_OF | DG_WORD_AT | DG_WORD_AND) || is_mark(w, t, "()");
    }
}

/* "der Vorsitzende des Ausschusses für Landwirtschaft [Iwan Petkow]": the name at the far end of an
 * office's words, with no mark before it. What stands right before the name must not be somebody it
 * could belong to ("the wife of lawyer [John Smith]"): a body, a place, or what a preposition other
 * than "of" leads to; behind an office "of" will do, for what is nobody's office is nobody. */
static uint32_t far_name(const dg_who *w, const dg_hit *h) {
    enum { FAR = 12 };
    uint32_t stop = sentence_to(w, h->from);
    bool safe = false;
    if (h->kind != DG_NAME_ROLE || h->plural || h->genitive || h->to >= stop) return DG_NONE;
    for (uint32_t t = h->to; t < stop && t < h->to + FAR; t++) {
        uint32_t id = w->hit_at[t];
        if (id != DG_NONE && dg_who_is_name(&w->hits[id])) {
            const dg_hit *o = &w->hits[id];
            bool close = is(w, t - 1, DG_WORD_OF | DG_WORD_AT | DG_WORD_AND | DG_WORD_DEFINITE) ||
                         w->doc->tokens[t - 1].upos == DG_UPOS_ADP ||
                         w->doc->tokens[t - 1].upos == DG_UPOS_ADJ;
            return safe && !close && t > h->to && o->to - o->from > 1 && !o->genitive ? id
                                                                                      : DG_NONE;
        }
        if (!passes_office(w, t)) return DG_NONE;
        if (id != DG_NONE && w->hits[id].kind == DG_NAME_ROLE)
            safe = false;
        else if (id != DG_NONE)
            safe = is_owner(&w->hits[id]);
        else if (is(w, t, DG_WORD_OF))
            safe = strcmp(h->row->sector, "CVL") != 0 || is(w, t, DG_WORD_AT);
        else if (is(w, t, DG_WORD_AT) || w->doc->tokens[t].upos == DG_UPOS_ADP)
            safe = true;
    }
    return DG_NONE;
}

static bool bind_far(dg_who *w, uint32_t role) {
    uint32_t name = far_name(w, &w->hits[role]);
    if (name == DG_NONE || w->hits[name].person != DG_NONE) return false;
    bind(w, role, name);
    return true;
}

/* The end of an office's own words: "kommissær for fred og sikkerhed". */
static uint32_t office_end(const dg_who *w, const dg_hit *h) {
    enum { WORDS = 6 };
    uint32_t stop = sentence_to(w, h->from), t = h->end;
    if (h->kind != DG_NAME_ROLE || t >= stop || w->doc->tokens[t].upos != DG_UPOS_ADP) return t;
    while (t < stop && t < h->end + WORDS && w->hit_at[t] == DG_NONE && passes_office(w, t) &&
           !is_mark(w, t, "("))
        t++;
    return t < stop && is_mark(w, t, ",") ? t : h->end;
}

/* A person's name, or two words and more that the parser took for a house's: between the commas
 * behind one person's office they are his name. */
static uint32_t house_or_name_at(const dg_who *w, uint32_t t) {
    uint32_t id = name_at(w, t);
    if (id != DG_NONE || w->hit_at[t] == DG_NONE) return id;
    const dg_hit *h = &w->hits[w->hit_at[t]];
    bool loose = h->kind == DG_HIT_ORG && h->from == t && h->to - h->from > 1 &&
                 h->to - h->from < 4 && !h->country[0] && !is(w, h->to - 1, DG_WORD_HOUSE);
    return loose ? w->hit_at[t] : DG_NONE;
}

/* "Perus viceudenrigsminister, [Elena Quispe], havde": a name between marks behind the phrase. */
static bool bind_behind(dg_who *w, uint32_t role) {
    dg_hit *h = &w->hits[role];
    uint32_t stop = sentence_to(w, h->from), t = office_end(w, h);
    if (t + 1 >= stop || !(is_mark(w, t, ",(") || is_dash(w, t)) || h->rows.plural) return false;
    uint32_t name = house_or_name_at(w, t + 1);
    if (name == DG_NONE || w->hits[name].person != DG_NONE) return false;
    uint32_t after = w->hits[name].to;
    bool closed =
        after >= stop || is_mark(w, after, ",.;:)") || is_dash(w, after) || is_mark(w, after, "\"");
    if (!closed || (is_mark(w, after, ",") && after + 1 < stop && is(w, after + 1, DG_WORD_AND)))
        return false;
    if (!h->n_owners && !h->definite && !h->indefinite && h->start > sentence_from(w, h->from))
        return false;
    w->hits[name].kind = w->hits[name].row ? DG_NAME_PERSON : DG_HIT_PER;
    bind(w, role, name);
    return true;
}

/* "[Elena Quispe], departementets talsperson": the phrase stands behind the name and a mark. */
static bool bind_before(dg_who *w, uint32_t role) {
    dg_hit *h = &w->hits[role];
    uint32_t from = sentence_from(w, h->from), t = h->start;
    if (h->rows.plural || t < from + 2) return false;
    t--;
    if (!is_mark(w, t, ",(") && !is_dash(w, t)) return false;
    if (t >= from + 3 && is_mark(w, t, ",") && is_mark(w, t - 2, ",") &&
        w->doc->tokens[t - 1].upos == DG_UPOS_NUM)
        t -= 2; /* "Ana Rojas, 60, a teacher" */
    uint32_t name = person_at(w, t - 1, 2);
    if (name == DG_NONE || w->hits[name].person != DG_NONE) return false;
    if (name_at(w, h->to) != DG_NONE) return false; /* a title of the next name in a list */
    if (is_mark(w, t, ",") && goes_on_with_name(w, h->end, sentence_to(w, h->from))) return false;
    bind(w, role, name);
    return true;
}

/* What the tree says: apposition in both directions, and "X is the president". */
static bool bind_tree(dg_who *w, uint32_t role) {
    dg_hit *h = &w->hits[role];
    if (!w->tagged || h->rows.plural) return false;
    const dg_token *tok = &w->doc->tokens[h->head];
    if (tok->rel == DG_REL_APPOS && tok->head != DG_NONE) {
        uint32_t name = name_at(w, tok->head);
        if (name != DG_NONE && w->hits[name].person == DG_NONE) return bind(w, role, name), true;
    }
    uint32_t at = sentence_from(w, h->head), c;
    bool cop = dg_doc_child_rel(w->doc, h->head, DG_REL_COP) != DG_NONE;
    while ((c = dg_doc_child(w->doc, h->head, &at)) != DG_NONE) {
        uint8_t rel = w->doc->tokens[c].rel;
        if (rel != DG_REL_APPOS && rel != DG_REL_FLAT && !(cop && rel == DG_REL_NSUBJ)) continue;
        uint32_t name = name_at(w, c);
        if (name == DG_NONE || w->hits[name].person != DG_NONE) continue;
        if (rel == DG_REL_NSUBJ && dg_doc_child_rel(w->doc, h->head, DG_REL_ADVMOD) != DG_NONE)
            continue; /* "not", "no longer" */
        return bind(w, role, name), true;
    }
    return false;
}

static const char *owner_country(const dg_who *w, const dg_hit *h, uint32_t depth) {
    if (h->row && dg_names_listed(w->names, "relational", h->row->key))
        return ""; /* "Russia's allies" are not Russia */
    bool accredited =
        h->kind == DG_NAME_ROLE && dg_names_listed(w->names, "accredited", h->row->key);
    for (uint32_t i = 0; i < h->n_owners && depth < 4; i++) {
        const dg_hit *o = &w->hits[h->owners[i]];
        const char *c = "";
        if (o->n_owners) c = owner_country(w, o, depth + 1);
        if (!c[0] && o->modifier) c = o->modifier->country;
        if (!c[0] && o->country[0]) c = o->country;
        if (!c[0] && o->row) c = o->row->country;
        if (accredited && !dg_names_country(w->names, dg_str_of(c)))
            continue; /* the UN is where "the UN ambassador" is sent */
        if (c[0]) return c;
    }
    return h->modifier && h->kind != DG_NAME_ADJECTIVE ? h->modifier->country : "";
}

const char *dg_who_owner_country(const dg_who *w, const dg_hit *h) {
    return owner_country(w, h, 0);
}

const char *dg_who_owner_sector(const dg_who *w, const dg_hit *h) {
    if (h->row && h->row->sector[0]) return h->row->sector;
    for (uint32_t i = 0; i < h->n_owners; i++) {
        const dg_hit *o = &w->hits[h->owners[i]];
        if (dg_who_is_state(o)) return "GOV";
        if (o->row && o->row->sector[0]) return o->row->sector;
    }
    return h->modifier && h->modifier->sector[0] ? h->modifier->sector : "";
}

/* "Narcisa Gil, 68, …", "Ola Lund (41)": whoever has an age is a person. */
static void find_ages(dg_who *w) {
    for (uint32_t i = 0; i < w->n_hits; i++) {
        dg_hit *h = &w->hits[i];
        uint32_t t = h->to;
        if ((h->kind != DG_HIT_LOC && h->kind != DG_HIT_ORG) || h->to - h->from < 2 ||
            t + 2 >= sentence_to(w, h->from))
            continue;
        dg_str n = word(w, t + 1);
        bool age = is_mark(w, t, ",(") && is_mark(w, t + 2, ",)") && n.n == 2 && n.p[0] >= '1' &&
                   n.p[0] <= '9' && n.p[1] >= '0' && n.p[1] <= '9';
        if (age && !is(w, h->to - 1, DG_WORD_HOUSE)) h->kind = DG_HIT_PER;
    }
}

/* "president [Quispe] in [Peru]": with nothing else said, he is at home there. */
static void place_holder(dg_who *w, dg_hit *role) {
    if (role->n_owners || role->person == DG_NONE || role->modifier) return;
    uint32_t t = w->hits[role->person].to, stop = sentence_to(w, role->from);
    if (w->hits[role->person].from < role->from || t + 1 >= stop ||
        !is(w, t, DG_WORD_AT | DG_WORD_OF))
        return;
    uint32_t id = next_hit(w, t + 1, t + 3 < stop ? t + 3 : stop);
    if (id != DG_NONE &&
        (w->hits[id].kind == DG_NAME_COUNTRY || w->hits[id].kind == DG_NAME_CAPITAL))
        add_owner(role, id);
}

void dg_who_join(dg_who *w) {
    find_ages(w);
    for (uint32_t i = 0; i < w->n_hits; i++)
        if (takes_owner(&w->hits[i])) look_left(w, &w->hits[i]);
    /* from the right, so that an institution has its own end before a role asks for it */
    for (uint32_t i = w->n_hits; i-- > 0;) {
        if (!takes_owner(&w->hits[i])) continue;
        look_right(w, &w->hits[i]);
        look_down(w, &w->hits[i]);
    }
    for (uint32_t i = 0; i < w->n_hits; i++) {
        const dg_hit *h = &w->hits[i];
        bool role = h->kind == DG_NAME_ROLE ||
                    (h->kind == DG_NAME_PRONOUN && dg_str_is(h->row->key, "counterpart"));
        if (role && !bind_title(w, i) && !bind_behind(w, i) && !bind_before(w, i) &&
            !bind_tree(w, i))
            bind_far(w, i);
        if (h->kind == DG_NAME_ROLE) place_holder(w, &w->hits[i]);
    }
}
