/* mentions_missed.c: names that tables and parser missed: behind a title, with a known given name,
 * beside an office, said again by a part of the name, and acronyms that the article explains. See
 * mentions_work.h. */
#include "base/utf8.h"
#include "reading/mentions_work.h"

/* ---- names behind a title or with a known given name, which the parser missed ---- */

static bool is_title(const dg_who *w, uint32_t t, uint32_t n_hits) {
    if (dg_who_in_class(w, t, DG_WORD_MR | DG_WORD_MS)) return true;
    uint32_t id = w->hit_at[t];
    if (id == DG_NONE || id >= n_hits || w->hits[id].rows.plural || w->hits[id].genitive)
        return false;
    const dg_hit *h = &w->hits[id];
    return h->kind == DG_NAME_ROLE ||
           (h->kind == DG_NAME_PRONOUN && dg_str_is(h->row->key, "counterpart"));
}

/* "Vernon [Jordan]", "forfatteren Kaare [Norge]": right behind a given name, or behind a title and
 * one unknown word, a country's name or a town's is a family name. */
static bool is_surname_behind(const dg_who *w, uint32_t t, bool given) {
    uint32_t id = t + 1 < w->doc->n_tokens ? w->hit_at[t + 1] : DG_NONE;
    if (!dg_who_capital(w, t) || (!given && !dg_find_may_be_name(w, t))) return false;
    if (id == DG_NONE || w->doc->tokens[t + 1].sentence != w->doc->tokens[t].sentence) return false;
    const dg_hit *h = &w->hits[id];
    bool place =
        h->kind == DG_NAME_COUNTRY || h->kind == DG_NAME_CAPITAL || h->kind == DG_NAME_CITY;
    return place && !h->gone && h->to == t + 2 && !h->genitive && dg_who_capital(w, t + 1) &&
           (given || dg_who_in_class(w, t + 1, DG_WORD_ALSO_NAME));
}

/* "Außenminister [Jewhen Sydortschuk] besuchte": behind a title two words with capitals that are in
 * no table, and then a word without, are a name whatever the parser takes them for. Returns the
 * token behind it, or t. */
static uint32_t unknown_name(const dg_who *w, uint32_t t) {
    const dg_token *tok = w->doc->tokens;
    uint32_t e = t;
    for (; e < w->doc->n_tokens && e < t + 3 && tok[e].sentence == tok[t].sentence; e++) {
        bool known = w->hit_at[e] != DG_NONE && w->hits[w->hit_at[e]].kind < DG_NAME_N;
        if (known || !dg_find_is_word(w, e) || !dg_who_capital(w, e) || tok[e].mwt_n ||
            dg_who_in_class(w, e, DG_WORD_NOT_NAME))
            break;
    }
    bool ends = e < w->doc->n_tokens && tok[e].sentence == tok[t].sentence &&
                !dg_who_capital(w, e) && w->hit_at[e] == DG_NONE;
    return e == t + 2 && ends ? e : t;
}

void dg_find_merge_titled(dg_who *w) {
    uint32_t n = w->n_hits;
    for (uint32_t t = 0; t < w->doc->n_tokens && !w->no_memory; t++) {
        if (w->hit_at[t] != DG_NONE) continue;
        bool titled = t && w->doc->tokens[t].sentence == w->doc->tokens[t - 1].sentence &&
                      is_title(w, t - 1, n);
        bool given =
            dg_who_in_class(w, t, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE) && dg_who_capital(w, t);
        if (!titled && !given) continue;
        uint32_t e = dg_find_name_run(w, t);
        /* behind a given name stands a name, whatever the parser takes it for */
        if (given && e <= t + 1 && t + 1 < w->doc->n_tokens && w->hit_at[t + 1] == DG_NONE &&
            w->doc->tokens[t + 1].sentence == w->doc->tokens[t].sentence &&
            dg_who_capital(w, t + 1) && !dg_who_in_class(w, t + 1, DG_WORD_NOT_NAME) &&
            dg_find_is_word(w, t + 1))
            e = t + 2;
        if (e <= t + 1 && is_surname_behind(w, t, given)) e = w->hits[w->hit_at[t + 1]].to;
        if (titled && e <= t + 1) {
            uint32_t unknown = unknown_name(w, t);
            if (unknown > t) e = unknown;
        }
        if (e > t + !titled && dg_find_plausible(w, t, e))
            dg_find_take_name(w, t, e, DG_HIT_PER, NULL,
                              titled ? "a name behind a title" : "a name behind a given name");
    }
}

void dg_find_merge_apposed(dg_who *w) {
    enum { WORDS = 3 };
    uint32_t n = w->n_hits;
    for (uint32_t i = 0; i < n && !w->no_memory; i++) {
        const dg_hit *h = &w->hits[i];
        if (h->gone || h->kind != DG_NAME_ROLE || h->rows.plural || h->plural) continue;
        uint32_t first = w->doc->sentences[w->doc->tokens[h->from].sentence].from, t = h->from;
        if (t > first && dg_who_in_class(w, t - 1, DG_WORD_DEFINITE | DG_WORD_INDEFINITE)) t--;
        if (t < first + 3 || !dg_find_is_comma(w, t - 1)) continue;
        uint32_t to = t - 1, from = to;
        while (from > first && to - from < WORDS + 1 && dg_find_may_be_name(w, from - 1) &&
               w->doc->tokens[from - 1].upos == DG_UPOS_PROPN)
            from--;
        bool open = from == first || dg_find_is_comma(w, from - 1);
        if (open && to - from >= 2 && to - from <= WORDS && dg_find_plausible(w, from, to))
            dg_find_take_name(w, from, to, DG_HIT_PER, NULL, "a name before an office");
    }
}

/* ---- the same name again ---- */

/* Words of longer names that can stand alone for the person: all but given names and particles. */
static void note_name_words(dg_who *w, dg_map *words) {
    for (uint32_t i = 0; i < w->n_hits; i++) {
        const dg_hit *h = &w->hits[i];
        if (h->gone || !dg_who_is_name(h) || h->to - h->from < 2) continue;
        for (uint32_t t = h->from; t < h->to; t++) {
            dg_str s = dg_doc_text(w->doc, w->doc->tokens[t].span);
            uint32_t *slot;
            if (s.n < 2 || dg_find_is_particle(w, t) || !dg_who_capital(w, t) ||
                !dg_find_is_word(w, t))
                continue;
            if (dg_who_in_class(w, t, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE) && t + 1 < h->to)
                continue;
            if (!dg_map_put_ref(words, s, &slot, NULL)) w->no_memory = true;
        }
    }
}

static bool is_known_word(const dg_map *words, dg_str s) {
    if (dg_map_has(words, s)) return true;
    return s.n > 3 && s.p[s.n - 1] == 's' &&
           dg_map_has(words, dg_str_cut(s, 0, s.n - 1)); /* genitive */
}

static bool all_small(const dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (dg_who_capital(w, t)) return false;
    return true;
}

/* "Jordan" behind "Michael Jordan", in an article that says nothing else of that country and does
 * not speak of a place. */
static bool is_country_again(const dg_who *w, uint32_t id, uint32_t t, const dg_map *words) {
    if (id == DG_NONE) return false;
    const dg_hit *h = &w->hits[id];
    bool place =
        h->kind == DG_NAME_COUNTRY || h->kind == DG_NAME_CAPITAL || h->kind == DG_NAME_CITY;
    dg_str name = dg_doc_text(w->doc, w->doc->tokens[t].span);
    if (!place || h->to != t + 1 || !dg_map_has(words, name)) return false;
    if (t && dg_who_in_class(w, t - 1, DG_WORD_LOCATIVE | DG_WORD_OF)) return false;
    for (uint32_t i = 0; i < w->n_hits; i++) {
        const dg_hit *o = &w->hits[i];
        bool other = o->row && (dg_who_is_state(o) || o->kind == DG_NAME_CITY) &&
                     memcmp(o->row->country, h->row->country, 4) == 0 &&
                     !dg_str_eq(dg_who_text(w, o->from, o->to), name);
        if (other) return false;
    }
    return true;
}

void dg_find_merge_again(dg_who *w) {
    dg_map words;
    dg_map_init(&words, w->arena);
    note_name_words(w, &words);
    for (uint32_t t = 0; t < w->doc->n_tokens && words.n && !w->no_memory; t++) {
        uint32_t id = w->hit_at[t];
        bool open =
            id == DG_NONE ||
            ((w->hits[id].kind == DG_HIT_LOC || w->hits[id].kind == DG_HIT_ORG) &&
             w->hits[id].from == t && all_small(w, t + 1, w->hits[id].to)); /* "[Mursis] kontor" */
        if (!open) open = is_country_again(w, id, t, &words);
        if (!open || !dg_who_capital(w, t) || w->doc->tokens[t].mwt_n) continue;
        if (w->doc->tokens[t].upos == DG_UPOS_NOUN && dg_find_after_article(w, t)) continue;
        if (is_known_word(&words, dg_doc_text(w->doc, w->doc->tokens[t].span)))
            dg_find_take_name(w, t, t + 1, DG_HIT_PER, NULL,
                              "a word of a longer name of the article");
    }
}

void dg_find_split_names(dg_who *w) {
    dg_map lasts;
    uint32_t *slot, n = w->n_hits;
    dg_map_init(&lasts, w->arena);
    for (uint32_t i = 0; i < n; i++) {
        const dg_hit *h = &w->hits[i];
        if (h->gone || !dg_who_is_name(h) || h->to - h->from < 2) continue;
        if (!dg_map_put_ref(&lasts, dg_doc_text(w->doc, w->doc->tokens[h->to - 1].span), &slot,
                            NULL))
            w->no_memory = true;
    }
    for (uint32_t i = 0; i < n && !w->no_memory; i++) {
        dg_hit h = w->hits[i];
        if (h.gone || h.kind != DG_HIT_PER || h.to - h.from != 2) continue;
        if (!dg_map_has(&lasts, dg_doc_text(w->doc, w->doc->tokens[h.from].span))) continue;
        dg_find_take_name(w, h.from, h.from + 1, DG_HIT_PER, NULL, "two names side by side");
        dg_find_take_name(w, h.from + 1, h.to, DG_HIT_PER, NULL, "two names side by side");
    }
}

/* ---- acronyms that the article explains ---- */

static bool is_acronym(dg_str s) {
    uint32_t upper = 0, n = 0;
    for (uint32_t at = 0; at < s.n; n++) upper += dg_is_upper(dg_utf8_next(s, &at));
    return n >= 2 && n <= 8 && upper >= 2 && upper * 2 >= n;
}

static uint32_t char_lower(dg_str s, uint32_t at) {
    return dg_lower(dg_utf8_next(s, &at));
}

/* Where the long form before token `to` begins, when the letters of the acronym stand in it in
 * order, the first at the beginning of a word (Schwartz & Hearst 2003); `to` when they do not. */
static uint32_t long_form(const dg_who *w, dg_str acronym, uint32_t to) {
    uint32_t from = w->doc->sentences[w->doc->tokens[to - 1].sentence].from, t = to;
    uint32_t a = acronym.n, least = to > 2 * acronym.n + from ? to - 2 * acronym.n : from;
    while (t > least) {
        dg_str s = dg_doc_text(w->doc, w->doc->tokens[--t].span);
        if (!dg_find_is_word(w, t)) return to;
        for (uint32_t i = s.n; i-- > 0 && a;) {
            if (((uint8_t)s.p[i] & 0xC0) == 0x80) continue;
            uint32_t k = a;
            do k--;
            while (k && ((uint8_t)acronym.p[k] & 0xC0) == 0x80);
            if (char_lower(s, i) != char_lower(acronym, k)) continue;
            if (!k && i) continue; /* the first letter begins a word */
            a = k;
        }
        if (!a) return dg_who_capital(w, t) && to - t >= 2 ? t : to;
    }
    return to;
}

/* "die [Internationale Handelskammer] (ICC)": where a name begins whose adjective has a capital
 * within the sentence, with its acronym in another language behind it; `to` when there is none. */
static uint32_t capital_phrase(const dg_who *w, uint32_t to) {
    const dg_token *tok = w->doc->tokens;
    uint32_t t = to - 1, from = w->doc->sentences[tok[t].sentence].from;
    if (tok[t].upos != DG_UPOS_NOUN && tok[t].upos != DG_UPOS_PROPN) return to;
    while (t > from && dg_who_capital(w, t - 1) && tok[t - 1].rel == DG_REL_AMOD) t--;
    return t > from && t + 1 < to && dg_who_capital(w, to - 1) && tok[to - 1].ner != DG_NER_B_PER &&
                   tok[to - 1].ner != DG_NER_I_PER
               ? t
               : to;
}

/* Does the parser take the token for a name of a body, and nothing but it? */
static bool is_body_alone(const dg_who *w, uint32_t t) {
    uint32_t id = w->hit_at[t];
    return id != DG_NONE && w->hits[id].kind == DG_HIT_ORG && w->hits[id].to == t + 1;
}

void dg_find_merge_acronyms(dg_who *w) {
    for (uint32_t t = 2; t + 1 < w->doc->n_tokens && !w->no_memory; t++) {
        dg_str s = dg_doc_text(w->doc, w->doc->tokens[t].span);
        bool bracketed = dg_str_is(dg_doc_text(w->doc, w->doc->tokens[t - 1].span), "(") &&
                         dg_str_is(dg_doc_text(w->doc, w->doc->tokens[t + 1].span), ")");
        uint32_t id = w->hit_at[t], before = w->hit_at[t - 2], *slot;
        if (!bracketed || !is_acronym(s) || (id != DG_NONE && w->hits[id].row)) continue;
        uint32_t from = long_form(w, s, t - 1);
        bool named =
            before != DG_NONE && w->hits[before].to == t - 1 &&
            (w->hits[before].kind == DG_HIT_ORG || w->hits[before].kind == DG_NAME_ORGANISATION);
        if (named && from == t - 1) from = w->hits[before].from; /* another language's acronym */
        if (from == t - 1 && before == DG_NONE && is_body_alone(w, t))
            from = capital_phrase(w, t - 1);
        if (from == t - 1) continue;
        if (!named) {
            uint32_t first = DG_NONE, last;
            if (dg_find_inner_hits(w, from, t - 1, &first, &last) && w->hits[first].from < from)
                continue;
            dg_find_take_name(w, from, t - 1, DG_HIT_ORG, dg_find_country_inside(w, from, t - 1),
                              "a name that its acronym follows");
        } else
            from = w->hits[before].from;
        if (!dg_map_put_ref(&w->acronyms, s, &slot, NULL))
            w->no_memory = true;
        else
            *slot = from;
    }
    for (uint32_t t = 0; t < w->doc->n_tokens && w->acronyms.n && !w->no_memory; t++) {
        if (w->doc->tokens[t].mwt_n ||
            !dg_map_has(&w->acronyms, dg_doc_text(w->doc, w->doc->tokens[t].span)))
            continue;
        uint32_t id = w->hit_at[t];
        if (id == DG_NONE)
            dg_find_take_name(w, t, t + 1, DG_HIT_ORG, NULL,
                              "an acronym that the article explains");
        else if (w->hits[id].kind == DG_HIT_LOC && w->hits[id].to == t + 1)
            w->hits[id].kind = DG_HIT_ORG; /* the parser took it for a place */
    }
}
