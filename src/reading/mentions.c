/* mentions.c: finds the stretches of an article that name somebody.
 *
 * How: every word is asked in the tables (the longest phrase first); what the tables do not know is
 * taken from the parser's names. Where both speak, the tables say what a name is and the parser how
 * far it reaches:
 *
 *   tables    [Washington]            [Foreign Minister] [Wang Yi]     [Jordan]
 *   parser    [Washington Post  ORG]  -                  [Wang Yi PER] [Michael Jordan PER]
 *   taken     [Washington Post  ORG]  [Foreign Minister] [Wang Yi]     [Michael Jordan PER]
 *
 * Cost: O(tokens × look-ups); a word that begins no phrase costs one look-up.
 * Limits: names that neither the tables nor the parser know are not found, but for the name behind
 * a title. */
#include "base/utf8.h"
#include "reading/who.h"

enum { LONGEST_TOKENS = 12 };

dg_str dg_who_text(const dg_who *w, uint32_t from, uint32_t to) {
    if (from >= to) return DG_STR("");
    return dg_doc_text(w->doc,
                       (dg_range){w->doc->tokens[from].span.from, w->doc->tokens[to - 1].span.to});
}

bool dg_who_capital(const dg_who *w, uint32_t t) {
    dg_str s = dg_doc_text(w->doc, w->doc->tokens[t].span);
    uint32_t at = 0;
    return s.n && dg_is_upper(dg_utf8_next(s, &at));
}

bool dg_who_is_state(const dg_hit *h) {
    return h->kind == DG_NAME_COUNTRY || h->kind == DG_NAME_ADJECTIVE ||
           h->kind == DG_NAME_PEOPLE || h->kind == DG_NAME_CAPITAL || h->kind == DG_NAME_SEAT;
}

bool dg_who_is_name(const dg_hit *h) {
    return h->kind == DG_HIT_PER || h->kind == DG_NAME_PERSON;
}

uint32_t dg_who_head(const dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++) {
        uint32_t h = w->doc->tokens[t].head;
        if (w->tagged && (h == DG_NONE || h < from || h >= to)) return t;
    }
    return to - 1;
}

/* ---- the tables ---- */

static const struct {
    const char *kind;
    uint32_t bit;
} word_classes[] = {
    {"of", DG_WORD_OF},
    {"at", DG_WORD_AT},
    {"to", DG_WORD_TO},
    {"mr", DG_WORD_MR},
    {"ms", DG_WORD_MS},
    {"locative", DG_WORD_LOCATIVE},
    {"and", DG_WORD_AND},
    {"ex", DG_WORD_EX},
    {"indefinite", DG_WORD_INDEFINITE},
    {"definite", DG_WORD_DEFINITE},
    {"not-name", DG_WORD_NOT_NAME},
    {"given-he", DG_WORD_GIVEN_HE},
    {"given-she", DG_WORD_GIVEN_SHE},
    {"also-name", DG_WORD_ALSO_NAME},
    {"singular-article", DG_WORD_SINGULAR},
    {"house", DG_WORD_HOUSE},
    {"setting", DG_WORD_SETTING},
    {"impersonal", DG_WORD_IMPERSONAL},
    {"leave", DG_WORD_LEAVE},
    {"given-place", DG_WORD_GIVEN_PLACE},
    {"not-family", DG_WORD_NOT_FAMILY},
};

static uint32_t class_of(const dg_name *row) {
    if (row->kind != DG_NAME_PRONOUN) return 0;
    for (size_t i = 0; i < DG_LEN(word_classes); i++)
        if (dg_str_is(row->key, word_classes[i].kind)) return word_classes[i].bit;
    return 0;
}

/* Takes the small words out of the rows and gives their classes. */
static uint32_t split_classes(dg_name_hits *h) {
    uint32_t bits = 0;
    uint32_t k = 0;
    for (uint32_t i = 0; i < h->n; i++) {
        uint32_t bit = class_of(h->rows[i]);
        bits |= bit;
        if (!bit) h->rows[k++] = h->rows[i];
    }
    h->n = k;
    return bits;
}

uint32_t dg_who_class(const dg_who *w, uint32_t t) {
    dg_name_hits rows;
    dg_names_find(w->names, dg_doc_text(w->doc, w->doc->tokens[t].span), w->langs, &rows);
    return split_classes(&rows);
}

bool dg_who_is_rooted(const dg_who *w, dg_str word) {
    enum { SHORTEST = 3, LONGEST = 9 };
    for (uint32_t n = SHORTEST; n <= LONGEST && n <= word.n; n++)
        if (dg_names_listed(w->names, "rooted", dg_str_cut(word, 0, n))) return true;
    return false;
}

static bool is_nominal(uint8_t upos) {
    return upos == DG_UPOS_NOUN || upos == DG_UPOS_PROPN || upos == DG_UPOS_X;
}

static bool is_first(const dg_who *w, uint32_t t) {
    return t == w->doc->sentences[w->doc->tokens[t].sentence].from;
}

static bool is_pronoun_kind(const dg_name *row, const char *kind) {
    return row->kind == DG_NAME_PRONOUN && dg_str_is(row->key, kind);
}

/* "the two" must not be the beginning of "the two Koreas"; "both" not of "both China and Russia".
 */
static bool pair_ends(const dg_who *w, uint32_t to) {
    const dg_token *last = &w->doc->tokens[to - 1], *next = &w->doc->tokens[to];
    if (!w->tagged || last->upos == DG_UPOS_NOUN) return true;
    if (last->upos == DG_UPOS_CCONJ || last->rel == DG_REL_DET) return false;
    if (to >= w->doc->n_tokens || next->sentence != last->sentence) return true;
    return !is_nominal(next->upos) && next->upos != DG_UPOS_ADJ && next->upos != DG_UPOS_NUM;
}

static bool pronoun_fits(const dg_who *w, const dg_name *row, uint32_t from, uint32_t to) {
    const dg_token *t = &w->doc->tokens[from];
    if (is_pronoun_kind(row, "pair") || is_pronoun_kind(row, "latter") ||
        is_pronoun_kind(row, "former"))
        return pair_ends(w, to);
    if (to - from > 1 || !w->tagged) return true;
    static const char *const personal[] = {"he",   "she", "hen", "it", "it-weak",
                                           "they", "we",  "i",   "own"};
    bool is_personal = false;
    for (size_t i = 0; i < DG_LEN(personal); i++) is_personal |= dg_str_is(row->key, personal[i]);
    if (!is_personal) return true;
    if (t->rel == DG_REL_EXPL) return false;
    bool owner = t->rel == DG_REL_NMOD || t->feats.poss ||
                 (t->upos == DG_UPOS_DET && t->rel == DG_REL_DET && t->feats.poss);
    return t->upos == DG_UPOS_PRON || t->upos == DG_UPOS_PROPN || owner;
}

/* Right behind a country's adjective stands a noun, whatever the parser thinks: "israelske
 * [styrker]". */
static bool after_state(const dg_who *w, uint32_t t) {
    const dg_hit *last = w->n_hits ? &w->hits[w->n_hits - 1] : NULL;
    return last && last->to == t && !is_first(w, t) &&
           (last->kind == DG_NAME_ADJECTIVE || last->kind == DG_NAME_PEOPLE);
}

/* Can this row be meant by these tokens, as far as part of speech tells? */
static bool row_fits(const dg_who *w, const dg_name *row, uint32_t from, uint32_t to) {
    const dg_token *t = &w->doc->tokens[to - 1];
    if (row->kind == DG_NAME_PRONOUN) return pronoun_fits(w, row, from, to);
    if (!w->tagged) return true;
    if (row->kind == DG_NAME_ROLE || row->kind == DG_NAME_INSTITUTION) {
        for (uint32_t i = from; i < to; i++)
            if (is_nominal(w->doc->tokens[i].upos)) return true;
        if (after_state(w, from)) return true;
        return t->upos == DG_UPOS_ADJ && t->rel != DG_REL_AMOD && t->rel != DG_REL_ADVMOD;
    }
    if (to - from > 1) return true;
    bool closed = t->upos == DG_UPOS_AUX || t->upos == DG_UPOS_ADP || t->upos == DG_UPOS_DET ||
                  t->upos == DG_UPOS_PRON || t->upos == DG_UPOS_CCONJ || t->upos == DG_UPOS_SCONJ ||
                  t->upos == DG_UPOS_ADV;
    bool verb = t->upos == DG_UPOS_VERB && is_first(w, from);
    uint32_t n = t->span.to - t->span.from;
    return !((closed && n <= 4) || verb);
}

static bool keep_fitting(const dg_who *w, dg_name_hits *h, uint32_t from, uint32_t to) {
    uint32_t k = 0;
    for (uint32_t i = 0; i < h->n; i++)
        if (row_fits(w, h->rows[i], from, to)) h->rows[k++] = h->rows[i];
    h->n = k;
    return k > 0;
}

static bool push(dg_who *w, dg_hit h) {
    h.head = dg_who_head(w, h.from, h.to);
    h.start = h.from, h.end = h.to;
    h.person = h.entity = DG_NONE;
    h.in_quote = w->quoted[h.from];
    if (DG_PUSH(w->arena, w->hits, w->n_hits, w->cap_hits, h)) return true;
    w->no_memory = true;
    return false;
}

bool dg_who_is_many(const dg_who *w, const dg_name *row) {
    return row->kind == DG_NAME_ROLE && (dg_names_listed(w->names, "collective", row->key) ||
                                         dg_names_listed(w->names, "relational", row->key));
}

/* The tables know their endings better than the parser; some rows are many by their meaning
 * ("troops"). */
static bool is_plural(const dg_who *w, const dg_name_hits *rows, uint32_t from, uint32_t to) {
    if (rows->n && dg_who_is_many(w, rows->rows[0])) return true;
    if (rows->plural != rows->singular) return rows->plural;
    return w->doc->tokens[dg_who_head(w, from, to)].feats.number == DG_NUMBER_PLUR;
}

/* The longest phrase of the tables that starts at token t; returns the token behind it, or t. */
static uint32_t match_phrase(dg_who *w, uint32_t t, dg_name_hits *ret) {
    const dg_token *tok = w->doc->tokens;
    const dg_sentence *s = &w->doc->sentences[tok[t].sentence];
    uint32_t start = tok[t].span.from;
    dg_str rest = dg_doc_text(w->doc, (dg_range){start, s->span.to});
    uint32_t most = dg_names_longest(w->names, rest);
    if (!most) return t;
    uint32_t e = t;
    while (e < s->to && e < t + LONGEST_TOKENS && tok[e].span.from < start + most + 8) e++;
    for (; e > t; e--) {
        if (e < s->to && tok[e].span.to == tok[e - 1].span.to)
            continue; /* inside a multiword token */
        if (!dg_names_find(w->names, dg_who_text(w, t, e), w->langs, ret)) continue;
        uint32_t bits = split_classes(ret);
        for (uint32_t i = t; i < e; i++) w->classes[i] |= bits;
        if (ret->n && keep_fitting(w, ret, t, e)) return e;
    }
    return t;
}

/* Untagged single words of the closed kind are too many to be hits; the tables' phrases are few. */
/* "nordsyrisch", "Ostukraine", "vestafghansk": a part of the country, told by the direction before
 * its name. */
static bool scan_direction(dg_who *w, uint32_t t) {
    enum { SHORTEST = 3, LONGEST = 8, REST = 4 };
    dg_str form = dg_utf8_lower(w->arena, dg_doc_text(w->doc, w->doc->tokens[t].span));
    dg_name_hits rows;
    for (uint32_t n = SHORTEST; form.p && n <= LONGEST && n + REST <= form.n; n++) {
        if (!dg_names_listed(w->names, "direction", dg_str_cut(form, 0, n))) continue;
        dg_str rest = dg_str_cut(form, n, form.n), name = dg_arena_str(w->arena, rest);
        if (!name.p) break;
        bool found = dg_names_find(w->names, name, w->langs, &rows);
        if (!found && dg_who_capital(w, t) && name.p[0] >= 'a' && name.p[0] <= 'z') {
            /* "Ost|ukraine", not "sydpolen" */
            char *first = dg_arena_alloc(w->arena, name.n);
            if (!first) break;
            memcpy(first, name.p, name.n);
            first[0] = (char)(first[0] - 32);
            found = dg_names_find(w->names, (dg_str){first, name.n}, w->langs, &rows);
        }
        if (!found || !rows.n) continue;
        uint8_t kind = rows.rows[0]->kind;
        if (kind != DG_NAME_ADJECTIVE && kind != DG_NAME_COUNTRY) continue;
        dg_str first = dg_str_cut(form, 0, n);
        push(w, (dg_hit){.from = t,
                         .to = t + 1,
                         .row = rows.rows[0],
                         .rows = rows,
                         .kind = DG_NAME_ADJECTIVE,
                         .genitive = rows.genitive,
                         .leaning = dg_names_listed(w->names, "side", first),
                         .found = "a direction and a country"});
        return true;
    }
    return false;
}

/* "pro-russisch", "russiskvenlig", "iranskstøttet": on the side of the country and not of it;
 * "norskeid" is of it (row `rooted`). split: where the word's last part begins. */
static bool leans(const dg_who *w, uint32_t t, uint32_t split, bool has_head) {
    dg_str form = dg_doc_text(w->doc, w->doc->tokens[t].span);
    if (dg_names_unprefix(w->names, form, w->langs).n != form.n) return true;
    uint8_t upos = w->doc->tokens[t].upos;
    if (has_head || (upos != DG_UPOS_ADJ && upos != DG_UPOS_VERB)) return false;
    return !dg_who_is_rooted(w, dg_str_cut(form, split, form.n));
}

static void scan_compound(dg_who *w, uint32_t t) {
    const dg_token *tok = &w->doc->tokens[t];
    dg_compound c;
    if (tok->span.to - tok->span.from >= 7 && scan_direction(w, t)) return;
    if (tok->span.to - tok->span.from < 5 ||
        (w->tagged && !is_nominal(tok->upos) && tok->upos != DG_UPOS_ADJ))
        return;
    if (!dg_names_compound(w->names, dg_doc_text(w->doc, tok->span), w->langs, &c)) return;
    const dg_name *head = c.head.n ? c.head.rows[0] : NULL,
                  *mod = c.modifier.n ? c.modifier.rows[0] : NULL;
    dg_hit h = {.from = t,
                .to = t + 1,
                .row = head ? head : mod,
                .modifier = head ? mod : NULL,
                .rows = c.head,
                .found = "a compound"};
    if (!head) h.rows = c.modifier;
    if (!head && w->tagged && tok->upos == DG_UPOS_PROPN &&
        !memchr(w->doc->text.p + tok->span.from, '-', tok->span.to - tok->span.from))
        return; /* "Malinowski" has nothing to do with Mali */
    /* "Ukrainekonflikt", "US-Sanktionen": the word belongs to the country and does not name it */
    h.kind = head ? head->kind : mod->kind;
    if (!head && mod->kind != DG_NAME_COUNTRY && mod->kind != DG_NAME_ADJECTIVE &&
        mod->kind != DG_NAME_SEAT && mod->kind != DG_NAME_ORGANISATION)
        return;
    if (!head && mod->kind != DG_NAME_ORGANISATION) h.kind = DG_NAME_ADJECTIVE;
    h.leaning = leans(w, t, c.split, head != NULL);
    h.genitive = c.head.genitive;
    h.plural = is_plural(w, &c.head, t, t + 1);
    push(w, h);
}

static bool is_word(const dg_who *w, uint32_t t) {
    dg_str s = dg_doc_text(w->doc, w->doc->tokens[t].span);
    uint32_t at = 0;
    if (!s.n) return false;
    uint32_t c = dg_utf8_next(s, &at);
    return dg_is_letter(c) || dg_is_digit(c) || (c == '-' && s.n > 2);
}

static void scan_tables(dg_who *w) {
    for (uint32_t t = 0; t < w->doc->n_tokens && !w->no_memory;) {
        dg_name_hits rows;
        if (w->doc->tokens[t].mwt_at || !is_word(w, t)) {
            t++;
            continue;
        }
        uint32_t e = match_phrase(w, t, &rows);
        if (e == t) {
            if (!w->classes[t]) scan_compound(w, t);
            t++;
            continue;
        }
        dg_hit h = {.from = t,
                    .to = e,
                    .row = rows.rows[0],
                    .rows = rows,
                    .kind = rows.rows[0]->kind,
                    .genitive = rows.genitive,
                    .found = "a phrase of the tables"};
        h.plural = is_plural(w, &rows, t, e);
        push(w, h);
        t = e;
    }
}

static void fill_hit_at(dg_who *w) {
    for (uint32_t t = 0; t < w->doc->n_tokens; t++) w->hit_at[t] = DG_NONE;
    for (uint32_t i = 0; i < w->n_hits; i++)
        for (uint32_t t = w->hits[i].from; !w->hits[i].gone && t < w->hits[i].to; t++)
            w->hit_at[t] = i;
}

/* ---- quotation marks ---- */

/* Marks open and close; a paragraph ends all. The dash of Scandinavian dialogue is left to
 * quotes.c. */
static void fill_quoted(dg_who *w) {
    bool in = false;
    for (uint32_t t = 0; t < w->doc->n_tokens; t++) {
        const dg_token *tok = &w->doc->tokens[t];
        if (t && memchr(w->doc->text.p + tok[-1].span.to, '\n',
                        tok->span.from > tok[-1].span.to ? tok->span.from - tok[-1].span.to : 0))
            in = false;
        dg_str s = dg_doc_text(w->doc, tok->span);
        uint32_t at = 0, c = s.n ? dg_utf8_next(s, &at) : 0;
        bool mark = c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0xAB || c == 0xBB;
        if (mark && c != 0x201D)
            in = c == 0x201E ? true : !in;
        else if (mark)
            in = false;
        w->quoted[t] = in && !mark;
    }
}

/* ---- the parser's names ---- */

static bool has_class(const dg_who *w, uint32_t t, uint32_t bits) {
    return w->classes[t] & bits;
}

static bool is_possessive_end(const dg_who *w, uint32_t t) {
    dg_str s = dg_doc_text(w->doc, w->doc->tokens[t].span);
    return s.n <= 4 && s.n &&
           (dg_str_is(s, "'s") || dg_str_is(s, "’s") || dg_str_is(s, "'") || dg_str_is(s, "’"));
}

static bool is_comma(const dg_who *w, uint32_t t) {
    return dg_str_is(dg_doc_text(w->doc, w->doc->tokens[t].span), ",");
}

/* The hits inside [from, to): their number, the first and the last. */
static uint32_t inner_hits(const dg_who *w, uint32_t from, uint32_t to, uint32_t *ret_first,
                           uint32_t *ret_last) {
    uint32_t n = 0;
    for (uint32_t t = from; t < to; t++) {
        uint32_t h = w->hit_at[t];
        if (h == DG_NONE || (n && *ret_last == h)) continue;
        if (!n++) *ret_first = h;
        *ret_last = h;
    }
    return n;
}

static bool holds_word(const dg_who *w, uint32_t from, uint32_t to,
                       bool (*is)(const dg_who *, uint32_t)) {
    for (uint32_t t = from; t < to; t++)
        if (is(w, t)) return true;
    return false;
}

static bool is_join(const dg_who *w, uint32_t t) {
    return has_class(w, t, DG_WORD_AND) || is_comma(w, t);
}

/* Cuts titles, articles and genitive marks off a person's name: "President Putin's" ─► "Putin". */
static void trim_name(const dg_who *w, uint32_t *from, uint32_t *to) {
    while (*to > *from && (is_possessive_end(w, *to - 1) || !is_word(w, *to - 1))) --*to;
    while (*from < *to) {
        uint32_t h = w->hit_at[*from];
        bool title = h != DG_NONE &&
                     (w->hits[h].kind == DG_NAME_ROLE || w->hits[h].kind == DG_NAME_ADJECTIVE) &&
                     w->hits[h].to < *to;
        if (title)
            *from = w->hits[h].to;
        else if (!is_word(w, *from) ||
                 has_class(w, *from, DG_WORD_MR | DG_WORD_MS | DG_WORD_DEFINITE))
            ++*from;
        else
            return;
    }
}

/* A name must have a capital letter (articles of Arabic names apart) and be no day or month. */
static bool plausible(const dg_who *w, uint32_t from, uint32_t to) {
    if (from >= to || to - from > 8) return false;
    bool capital = false, letters = false;
    for (uint32_t t = from; t < to; t++) {
        capital |= dg_who_capital(w, t);
        letters |= is_word(w, t);
        if (has_class(w, t, DG_WORD_NOT_NAME) && to - from == 1) return false;
    }
    dg_str s = dg_who_text(w, from, to);
    for (uint32_t i = 0; i < s.n && !capital; i++)
        capital |= s.p[i] == '-' && i + 1 < s.n && s.p[i + 1] >= 'A' && s.p[i + 1] <= 'Z';
    return capital && letters && s.n >= 2;
}

static bool covers(const dg_hit *h, uint32_t from, uint32_t to) {
    return h->from <= from && to <= h->to;
}

static void drop_inside(dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (w->hit_at[t] != DG_NONE) w->hits[w->hit_at[t]].gone = true;
}

/* Names whose parts a hyphen joins are one, however the words were cut ("Park Geun-hye");
 * "Putin-led" is not. */
static uint32_t over_hyphens(const dg_who *w, uint32_t to) {
    const dg_token *tok = w->doc->tokens;
    while (to + 1 < w->doc->n_tokens && tok[to + 1].sentence == tok[to - 1].sentence) {
        dg_str mark = dg_doc_text(w->doc, tok[to].span),
               word = dg_doc_text(w->doc, tok[to + 1].span);
        bool close =
            tok[to - 1].span.to == tok[to].span.from && tok[to].span.to == tok[to + 1].span.from;
        if (!close || !(dg_str_is(mark, "-") || dg_str_is(mark, "‑")) ||
            w->hit_at[to + 1] != DG_NONE || !is_word(w, to + 1))
            break;
        if (!dg_who_capital(w, to + 1) ? word.n > 4 : tok[to + 1].upos == DG_UPOS_NOUN) break;
        to += 2;
    }
    return to;
}

static void take_name(dg_who *w, uint32_t from, uint32_t to, uint8_t kind, const char *country,
                      const char *found) {
    to = over_hyphens(w, to);
    dg_hit h = {.from = from, .to = to, .kind = kind, .found = found};
    if (country) memcpy(h.country, country, 4);
    dg_str text = dg_who_text(w, from, to);
    h.genitive = dg_str_ends(text, DG_STR("'s")) || dg_str_ends(text, DG_STR("’s")) ||
                 (to < w->doc->n_tokens && is_possessive_end(w, to));
    drop_inside(w, from, to);
    uint32_t id = w->n_hits;
    if (push(w, h))
        for (uint32_t t = from; t < to; t++) w->hit_at[t] = id;
}

/* A verb or pronoun inside: the parser took half a sentence for a name. */
static bool is_no_name_word(const dg_who *w, uint32_t t) {
    uint8_t upos = w->doc->tokens[t].upos;
    bool closed = upos == DG_UPOS_VERB || upos == DG_UPOS_AUX || upos == DG_UPOS_PRON ||
                  upos == DG_UPOS_ADV || upos == DG_UPOS_SCONJ;
    return closed && !dg_who_capital(w, t);
}

/* Does a longer person's name of the article end with this word? Then "Jordan" is he. */
static bool is_family_here(const dg_who *w, uint32_t t) {
    return dg_map_has(&w->families, dg_doc_text(w->doc, w->doc->tokens[t].span));
}

static void note_families(dg_who *w) {
    uint32_t *slot;
    for (uint32_t t = 1; t < w->doc->n_tokens; t++)
        if (w->doc->tokens[t].ner == DG_NER_I_PER &&
            !dg_map_put_ref(&w->families, dg_doc_text(w->doc, w->doc->tokens[t].span), &slot, NULL))
            w->no_memory = true;
}

static bool after_article(const dg_who *w, uint32_t t) {
    return t && (has_class(w, t - 1, DG_WORD_DEFINITE | DG_WORD_INDEFINITE) ||
                 w->doc->tokens[t - 1].upos == DG_UPOS_ADJ);
}

static bool is_state_hit(const dg_who *w, uint32_t t) {
    uint32_t h = w->hit_at[t];
    return h != DG_NONE && (dg_who_is_state(&w->hits[h]) || w->hits[h].kind == DG_NAME_REGION) &&
           !has_class(w, t, DG_WORD_ALSO_NAME);
}

/* "of [Zambia]", "i [Kenya]": a country, though people are called so too. */
static bool is_state_behind_word(const dg_who *w, uint32_t t) {
    uint32_t h = w->hit_at[t];
    return t && h != DG_NONE && dg_who_is_state(&w->hits[h]) && w->hits[h].to == t + 1 &&
           w->doc->tokens[t - 1].sentence == w->doc->tokens[t].sentence &&
           has_class(w, t - 1, DG_WORD_LOCATIVE | DG_WORD_OF | DG_WORD_AT);
}

/* "of Zambia [Esau Chulu] said", which the parser took for one place or house: a country, and an
 * unknown name of two words or more that does something. */
static bool is_person_behind_state(const dg_who *w, uint32_t from, uint32_t to) {
    if (to - from < 3 || to - from > 5 || to >= w->doc->n_tokens || !is_state_behind_word(w, from))
        return false;
    for (uint32_t t = from + 1; t < to; t++)
        if (w->hit_at[t] != DG_NONE || !dg_who_capital(w, t) || !is_word(w, t) ||
            has_class(w, t, DG_WORD_HOUSE | DG_WORD_NOT_FAMILY | DG_WORD_NOT_NAME))
            return false;
    uint8_t upos = w->doc->tokens[to].upos;
    return w->doc->tokens[to].sentence == w->doc->tokens[from].sentence &&
           (upos == DG_UPOS_VERB || upos == DG_UPOS_AUX);
}

/* The parser often takes a country into the name beside it ("Mattarella Italy"): off with it, at
 * both ends. */
static void trim_states(const dg_who *w, uint32_t *from, uint32_t *to) {
    while (*from < *to && is_state_hit(w, *from)) ++*from;
    if (*to - *from > 2 && is_state_behind_word(w, *from)) ++*from;
    uint32_t town = *from < *to ? w->hit_at[*from] : DG_NONE; /* "minister for Wales Ron Davies" */
    if (town != DG_NONE && w->hits[town].kind == DG_NAME_CITY &&
        !has_class(w, *from, DG_WORD_ALSO_NAME) && w->hits[town].to + 2 <= *to)
        *from = w->hits[town].to;
    bool family = *to == *from + 2 && has_class(w, *from, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE) &&
                  w->hit_at[*from] == DG_NONE; /* "Harold [Brazil]" */
    while (*from < *to && !family && is_state_hit(w, *to - 1)) --*to;
    while (*from + 1 < *to && has_class(w, *to - 1, DG_WORD_OF | DG_WORD_AT)) --*to;
}

/* The person's row among what a phrase can mean, if there is one: then the tables and the parser
 * agree. */
static bool take_person_row(dg_hit *h) {
    for (uint32_t i = 0; i < h->rows.n; i++)
        if (h->rows.rows[i]->kind == DG_NAME_PERSON) {
            h->row = h->rows.rows[i], h->kind = DG_NAME_PERSON;
            return true;
        }
    return false;
}

/* A single word that the tables know as something else is a person only when he has a longer name
 * elsewhere. */
static bool beats_tables(const dg_who *w, const dg_hit *h, uint32_t from, uint32_t to) {
    if (to - from > 1)
        return h->kind != DG_NAME_INSTITUTION && h->kind != DG_NAME_ORGANISATION &&
               h->kind != DG_NAME_OUTLET;
    if (h->kind == DG_NAME_ROLE) /* Herr Fischer */
        return w->doc->tokens[from].upos == DG_UPOS_PROPN && !after_article(w, from) &&
               !is_first(w, from);
    return is_family_here(w, from);
}

/* "Dolmetscherkosten": one noun in the plural, and nobody's name, whatever the parser thinks. */
static bool is_plural_noun(const dg_who *w, uint32_t from, uint32_t to) {
    const dg_token *t = &w->doc->tokens[from];
    const dg_name *any[1];
    return to - from == 1 && t->upos == DG_UPOS_NOUN && t->feats.number == DG_NUMBER_PLUR &&
           !is_family_here(w, from) &&
           !dg_names_family(w->names, w->arena, dg_doc_text(w->doc, t->span), true, any, 1);
}

static void merge_person(dg_who *w, uint32_t from, uint32_t to) {
    uint32_t first = DG_NONE, last = DG_NONE;
    trim_name(w, &from, &to);
    if (to - from > 1) trim_states(w, &from, &to);
    if (!plausible(w, from, to) || is_plural_noun(w, from, to)) return;
    uint32_t n = inner_hits(w, from, to, &first, &last);
    bool family = to == from + 2 && has_class(w, from, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE) &&
                  w->hit_at[from] == DG_NONE;
    if (n && !family && (holds_word(w, from, to, is_join) || holds_word(w, from, to, is_state_hit)))
        return;
    if (n == 1 && covers(&w->hits[first], from, to)) {
        dg_hit *h = &w->hits[first];
        if (h->to - h->from > to - from || take_person_row(h) || !beats_tables(w, h, from, to))
            return;
    }
    if (n && (w->hits[last].to > to || w->hits[first].from < from))
        return; /* crosses a longer phrase of the tables */
    bool house = to - from > 1 && has_class(w, to - 1, DG_WORD_HOUSE);
    take_name(w, from, to, house ? DG_HIT_ORG : DG_HIT_PER, NULL, "a name of the parser's");
}

static const char *country_inside(const dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++) {
        uint32_t h = w->hit_at[t];
        if (h == DG_NONE || !w->hits[h].row) continue;
        if (dg_who_is_state(&w->hits[h]) || w->hits[h].kind == DG_NAME_CITY)
            return w->hits[h].row->country;
    }
    return NULL;
}

/* Are all words of [from, to) that are in no hit written small? Then the parser's name is a country
 * and a noun. */
static bool rest_is_small(const dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (w->hit_at[t] == DG_NONE && is_word(w, t) && dg_who_capital(w, t)) return false;
    return true;
}

/* Does somebody of this family name hold an office in the article's year? */
static bool is_in_office(dg_who *w, uint32_t t) {
    const dg_name *all[16];
    uint32_t n = dg_names_family(w->names, w->arena, dg_doc_text(w->doc, w->doc->tokens[t].span),
                                 true, all, DG_LEN(all));
    for (uint32_t i = 0; i < n; i++)
        if (dg_name_held(all[i], DG_STR_NULL, w->year ? w->year : 9999)) return true;
    return false;
}

/* "Foreign Minister [Farida Osei] of Ghana", which the parser took for one place: the token behind
 * the name of whoever has the title before it; `to` when it is none of these. */
static uint32_t end_of_titled(const dg_who *w, uint32_t from, uint32_t to) {
    uint32_t title = from ? w->hit_at[from - 1] : DG_NONE, e = to;
    if (title == DG_NONE || w->hits[title].kind != DG_NAME_ROLE) return to;
    while (e > from && is_state_hit(w, e - 1)) e--;
    if (e == to || e < from + 2 || !has_class(w, e - 1, DG_WORD_OF)) return to;
    return e - 1;
}

/* "[Kenya Moore] signed": a country's name that people are given, an unknown name behind it, and
 * both do something. */
static bool is_named_after_place(const dg_who *w, uint32_t from, uint32_t to) {
    if (to != from + 2 || to >= w->doc->n_tokens || !has_class(w, from, DG_WORD_GIVEN_PLACE))
        return false;
    const dg_token *next = &w->doc->tokens[to];
    return w->hit_at[from + 1] == DG_NONE && dg_who_capital(w, from + 1) &&
           !has_class(w, from + 1, DG_WORD_HOUSE | DG_WORD_NOT_FAMILY | DG_WORD_NOT_NAME) &&
           next->sentence == w->doc->tokens[from].sentence &&
           (next->upos == DG_UPOS_VERB || next->upos == DG_UPOS_AUX);
}

/* A hyphen with a word close on both sides. */
static bool is_hyphen(const dg_who *w, uint32_t t) {
    const dg_token *tok = w->doc->tokens;
    dg_str s = dg_doc_text(w->doc, tok[t].span);
    if (!dg_str_is(s, "-") && !dg_str_is(s, "‑")) return false;
    return t && t + 1 < w->doc->n_tokens && tok[t - 1].span.to == tok[t].span.from &&
           tok[t].span.to == tok[t + 1].span.from;
}

/* "[EU]-Staaten", "[UN]-Mission", cut into three words that the parser took for one name: a body or
 * country of the tables, and a noun. */
static bool is_hyphened_noun(const dg_who *w, uint32_t from, uint32_t to) {
    if (to != from + 3 || !dg_names_solid(w->names, w->langs)) return false;
    uint32_t h = w->hit_at[from];
    bool known = h != DG_NONE && w->hits[h].to == from + 1 &&
                 (dg_who_is_state(&w->hits[h]) || w->hits[h].kind == DG_NAME_ORGANISATION);
    return known && is_hyphen(w, from + 1) && w->doc->tokens[from + 2].upos == DG_UPOS_NOUN;
}

static void merge_thing(dg_who *w, uint32_t from, uint32_t to, uint8_t kind) {
    uint32_t first = DG_NONE, last = DG_NONE;
    while (to > from && (is_possessive_end(w, to - 1) || !is_word(w, to - 1))) to--;
    while (from < to && (!is_word(w, from) || has_class(w, from, DG_WORD_DEFINITE))) from++;
    uint32_t titled = end_of_titled(w, from, to);
    if (titled < to) to = titled, kind = DG_HIT_PER;
    if (!plausible(w, from, to) || has_class(w, from, DG_WORD_INDEFINITE)) return;
    if (to - from == 1 && w->hit_at[from] == DG_NONE && is_in_office(w, from)) kind = DG_HIT_PER;
    if (to - from > 1 && dg_names_person(w->names, w->arena, dg_who_text(w, from, to)))
        kind = DG_HIT_PER;
    if (is_named_after_place(w, from, to)) {
        take_name(w, from, to, DG_HIT_PER, NULL, "a given name that is a place's too");
        return;
    }
    if (is_person_behind_state(w, from, to)) {
        take_name(w, from + 1, to, DG_HIT_PER, NULL, "a name behind a country's");
        return;
    }
    if (holds_word(w, from, to, is_no_name_word) || is_hyphened_noun(w, from, to)) return;
    uint32_t lead = w->hit_at[from];
    if (lead != DG_NONE && w->hits[lead].genitive && dg_who_is_state(&w->hits[lead]) &&
        w->hits[lead].to < to)
        from = w->hits[lead].to; /* "[Frankrigs] [Front National]" */
    uint32_t n = inner_hits(w, from, to, &first, &last);
    if (n && (w->hits[first].from < from || w->hits[last].to > to)) return;
    if (n && (rest_is_small(w, from, to) || holds_word(w, from, to, is_join))) return;
    if (n && w->hits[last].to == to && w->hits[last].kind != DG_NAME_CITY &&
        (!dg_who_is_state(&w->hits[last]) ||
         (kind == DG_HIT_LOC && w->doc->tokens[from].upos == DG_UPOS_ADJ)))
        return; /* "Russian [Foreign Ministry]", "Northern [Syria]" */
    const char *country = n ? country_inside(w, from, to) : NULL;
    if (country && w->hits[last].kind == DG_NAME_ROLE) return;
    if (to - from > 1 && has_class(w, to - 1, DG_WORD_HOUSE)) kind = DG_HIT_ORG;
    take_name(w, from, to, kind, kind == DG_HIT_LOC && n && w->hits[last].to != to ? NULL : country,
              "a name of the parser's");
}

static bool is_particle(const dg_who *w, uint32_t t) {
    static const char *const particles[] = {"al",  "el",  "de",  "da",  "di",  "du",  "af",
                                            "van", "von", "der", "den", "bin", "ben", "ibn",
                                            "la",  "le",  "dos", "ter", "ul"};
    dg_str s = dg_doc_text(w->doc, w->doc->tokens[t].span);
    for (size_t i = 0; i < DG_LEN(particles); i++)
        if (dg_str_is(s, particles[i])) return true;
    return s.n > 3 && s.p[2] == '-' && (s.p[0] == 'a' || s.p[0] == 'e');
}

static bool may_be_name(const dg_who *w, uint32_t t) {
    const dg_token *tok = &w->doc->tokens[t];
    if (w->hit_at[t] != DG_NONE || !is_word(w, t) || has_class(w, t, DG_WORD_NOT_NAME))
        return false;
    return dg_who_capital(w, t) && (tok->upos == DG_UPOS_PROPN || dg_ner_type(tok->ner));
}

/* The end of the run of name words that starts at t. */
static uint32_t name_run(const dg_who *w, uint32_t t) {
    uint32_t e = t;
    const dg_token *tok = w->doc->tokens;
    while (e < w->doc->n_tokens && e < t + 7 && tok[e].sentence == tok[t].sentence) {
        bool inner = is_particle(w, e) && e + 1 < w->doc->n_tokens && may_be_name(w, e + 1);
        bool hyphen = e > t && is_hyphen(w, e) && e + 1 < w->doc->n_tokens && may_be_name(w, e + 1);
        if (!may_be_name(w, e) && !inner && !hyphen) break;
        e++;
    }
    return e;
}

static uint32_t ner_end(const dg_who *w, uint32_t t) {
    const dg_token *tok = w->doc->tokens;
    uint8_t type = dg_ner_type(tok[t].ner);
    uint32_t e = t + 1;
    while (e < w->doc->n_tokens && tok[e].sentence == tok[t].sentence &&
           dg_ner_type(tok[e].ner) == type && !dg_ner_begins(tok[e].ner))
        e++;
    return e;
}

/* The kind that most words of a run have from the parser, persons first; 0 when it is silent. */
static uint8_t kind_of_run(const dg_who *w, uint32_t from, uint32_t to) {
    uint32_t n[5] = {0};
    for (uint32_t t = from; t < to; t++) n[dg_ner_type(w->doc->tokens[t].ner)]++;
    if (has_class(w, from, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE) && n[1] + 1 >= n[2]) return 1;
    if (n[1] && n[1] >= n[2] && n[1] >= n[3]) return 1;
    return n[2] >= n[3] ? (n[2] ? 2 : 0) : 3;
}

/* Where the parser cuts a run of name words into several names ("[Donald] [Tusk]"), the run is one.
 */
static uint32_t torn_run(const dg_who *w, uint32_t t, uint32_t ner_to) {
    uint32_t e = name_run(w, t);
    if (e <= ner_to || e - t > 6 || !dg_ner_type(w->doc->tokens[t].ner)) return t;
    /* "[Islands Universitet] [Gudrun Berg]": a house and a person are two */
    if (dg_ner_type(w->doc->tokens[t].ner) == 2 && ner_to > t + 1 &&
        w->doc->tokens[ner_to].ner == DG_NER_B_PER &&
        has_class(w, ner_to, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE))
        return t;
    return e;
}

/* The parser often has only the family name; given names in front of it are name words too, and a
 * country's name behind a given name is a family name ("Vernon [Jordan]"). */
static void widen_person(const dg_who *w, uint32_t *from, uint32_t *to) {
    const dg_token *tok = w->doc->tokens;
    uint32_t first = w->doc->sentences[tok[*from].sentence].from;
    while (*from > first && *to - *from < 4 && may_be_name(w, *from - 1)) --*from;
    bool alone =
        *to - *from == 1 && *to < w->doc->n_tokens && tok[*to].sentence == tok[*from].sentence;
    if (alone && has_class(w, *to, DG_WORD_ALSO_NAME) && w->hit_at[*to] != DG_NONE &&
        !w->hits[w->hit_at[*to]].genitive)
        ++*to;
}

/* "Clint Eastwood von [Morgan Freeman]": a full name on both sides of an "of" is two persons; where
 * the second begins, or `to`. */
static uint32_t second_name(const dg_who *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from + 2; t + 2 < to; t++)
        if (has_class(w, t, DG_WORD_OF) && !dg_who_capital(w, t) && dg_who_capital(w, t + 1))
            return t + 1;
    return to;
}

static void merge_parser(dg_who *w) {
    for (uint32_t t = 0, e; t < w->doc->n_tokens && !w->no_memory; t = e) {
        uint8_t type = dg_ner_type(w->doc->tokens[t].ner);
        e = t + 1;
        if (!type) continue;
        e = ner_end(w, t);
        uint32_t run = torn_run(w, t, e);
        if (run > e) e = run, type = kind_of_run(w, t, e);
        uint32_t from = t, to = e;
        if (type == 1) widen_person(w, &from, &to);
        uint32_t second = type == 1 ? second_name(w, from, to) : to;
        if (second < to) merge_person(w, second, to), to = second - 1;
        if (type == 1)
            merge_person(w, from, to);
        else if (type == 2)
            merge_thing(w, t, e, DG_HIT_ORG);
        else if (type == 3)
            merge_thing(w, t, e, DG_HIT_LOC);
    }
}

/* ---- names behind a title or with a known given name, which the parser missed ---- */

static bool is_title(const dg_who *w, uint32_t t, uint32_t n_hits) {
    if (has_class(w, t, DG_WORD_MR | DG_WORD_MS)) return true;
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
    if (!dg_who_capital(w, t) || (!given && !may_be_name(w, t))) return false;
    if (id == DG_NONE || w->doc->tokens[t + 1].sentence != w->doc->tokens[t].sentence) return false;
    const dg_hit *h = &w->hits[id];
    bool place =
        h->kind == DG_NAME_COUNTRY || h->kind == DG_NAME_CAPITAL || h->kind == DG_NAME_CITY;
    return place && !h->gone && h->to == t + 2 && !h->genitive && dg_who_capital(w, t + 1) &&
           (given || has_class(w, t + 1, DG_WORD_ALSO_NAME));
}

/* "Außenminister [Jewhen Sydortschuk] besuchte": behind a title two words with capitals that are in
 * no table, and then a word without, are a name whatever the parser takes them for. Returns the
 * token behind it, or t. */
static uint32_t unknown_name(const dg_who *w, uint32_t t) {
    const dg_token *tok = w->doc->tokens;
    uint32_t e = t;
    for (; e < w->doc->n_tokens && e < t + 3 && tok[e].sentence == tok[t].sentence; e++) {
        bool known = w->hit_at[e] != DG_NONE && w->hits[w->hit_at[e]].kind < DG_NAME_N;
        if (known || !is_word(w, e) || !dg_who_capital(w, e) || tok[e].mwt_n ||
            has_class(w, e, DG_WORD_NOT_NAME))
            break;
    }
    bool ends = e < w->doc->n_tokens && tok[e].sentence == tok[t].sentence &&
                !dg_who_capital(w, e) && w->hit_at[e] == DG_NONE;
    return e == t + 2 && ends ? e : t;
}

static void merge_titled(dg_who *w) {
    uint32_t n = w->n_hits;
    for (uint32_t t = 0; t < w->doc->n_tokens && !w->no_memory; t++) {
        if (w->hit_at[t] != DG_NONE) continue;
        bool titled = t && w->doc->tokens[t].sentence == w->doc->tokens[t - 1].sentence &&
                      is_title(w, t - 1, n);
        bool given = has_class(w, t, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE) && dg_who_capital(w, t);
        if (!titled && !given) continue;
        uint32_t e = name_run(w, t);
        /* behind a given name stands a name, whatever the parser takes it for */
        if (given && e <= t + 1 && t + 1 < w->doc->n_tokens && w->hit_at[t + 1] == DG_NONE &&
            w->doc->tokens[t + 1].sentence == w->doc->tokens[t].sentence &&
            dg_who_capital(w, t + 1) && !has_class(w, t + 1, DG_WORD_NOT_NAME) && is_word(w, t + 1))
            e = t + 2;
        if (e <= t + 1 && is_surname_behind(w, t, given)) e = w->hits[w->hit_at[t + 1]].to;
        if (titled && e <= t + 1) {
            uint32_t unknown = unknown_name(w, t);
            if (unknown > t) e = unknown;
        }
        if (e > t + !titled && plausible(w, t, e))
            take_name(w, t, e, DG_HIT_PER, NULL,
                      titled ? "a name behind a title" : "a name behind a given name");
    }
}

/* "Na Yanwei, the secretary of …": two or three unknown words with capitals, between marks or at
 * the sentence's start, before a comma and somebody's office. */
static void merge_apposed(dg_who *w) {
    enum { WORDS = 3 };
    uint32_t n = w->n_hits;
    for (uint32_t i = 0; i < n && !w->no_memory; i++) {
        const dg_hit *h = &w->hits[i];
        if (h->gone || h->kind != DG_NAME_ROLE || h->rows.plural || h->plural) continue;
        uint32_t first = w->doc->sentences[w->doc->tokens[h->from].sentence].from, t = h->from;
        if (t > first && has_class(w, t - 1, DG_WORD_DEFINITE | DG_WORD_INDEFINITE)) t--;
        if (t < first + 3 || !is_comma(w, t - 1)) continue;
        uint32_t to = t - 1, from = to;
        while (from > first && to - from < WORDS + 1 && may_be_name(w, from - 1) &&
               w->doc->tokens[from - 1].upos == DG_UPOS_PROPN)
            from--;
        bool open = from == first || is_comma(w, from - 1);
        if (open && to - from >= 2 && to - from <= WORDS && plausible(w, from, to))
            take_name(w, from, to, DG_HIT_PER, NULL, "a name before an office");
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
            if (s.n < 2 || is_particle(w, t) || !dg_who_capital(w, t) || !is_word(w, t)) continue;
            if (has_class(w, t, DG_WORD_GIVEN_HE | DG_WORD_GIVEN_SHE) && t + 1 < h->to) continue;
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
    if (t && has_class(w, t - 1, DG_WORD_LOCATIVE | DG_WORD_OF)) return false;
    for (uint32_t i = 0; i < w->n_hits; i++) {
        const dg_hit *o = &w->hits[i];
        bool other = o->row && (dg_who_is_state(o) || o->kind == DG_NAME_CITY) &&
                     memcmp(o->row->country, h->row->country, 4) == 0 &&
                     !dg_str_eq(dg_who_text(w, o->from, o->to), name);
        if (other) return false;
    }
    return true;
}

/* "Lindh" in an article that has named "Anna Lindh", though the parser sees nothing in it, or a
 * place. */
static void merge_again(dg_who *w) {
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
        if (w->doc->tokens[t].upos == DG_UPOS_NOUN && after_article(w, t)) continue;
        if (is_known_word(&words, dg_doc_text(w->doc, w->doc->tokens[t].span)))
            take_name(w, t, t + 1, DG_HIT_PER, NULL, "a word of a longer name of the article");
    }
}

/* "[Putin] [Selenskyjs] Glaubwürdigkeit": a name that begins with the last word of another full
 * name is two. */
static void split_names(dg_who *w) {
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
        take_name(w, h.from, h.from + 1, DG_HIT_PER, NULL, "two names side by side");
        take_name(w, h.from + 1, h.to, DG_HIT_PER, NULL, "two names side by side");
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
        if (!is_word(w, t)) return to;
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

/* "Zambezi River Authority (ZRA)": from here on the acronym is that body, also where nothing else
 * knows it. */
static void merge_acronyms(dg_who *w) {
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
        if (from == t - 1) continue;
        if (!named) {
            uint32_t first = DG_NONE, last;
            if (inner_hits(w, from, t - 1, &first, &last) && w->hits[first].from < from) continue;
            take_name(w, from, t - 1, DG_HIT_ORG, country_inside(w, from, t - 1),
                      "a name that its acronym follows");
        } else
            from = w->hits[before].from;
        if (!dg_map_put_ref(&w->acronyms, s, &slot, NULL))
            w->no_memory = true;
        else
            *slot = from;
    }
    for (uint32_t t = 0; t < w->doc->n_tokens && w->acronyms.n && !w->no_memory; t++)
        if (w->hit_at[t] == DG_NONE && !w->doc->tokens[t].mwt_n &&
            dg_map_has(&w->acronyms, dg_doc_text(w->doc, w->doc->tokens[t].span)))
            take_name(w, t, t + 1, DG_HIT_ORG, NULL, "an acronym that the article explains");
}

/* ---- which country an ambiguous name means ---- */

/* How often the article names each country by words that mean nothing else. */
static void note_evidence(dg_who *w, dg_map *counts) {
    for (uint32_t i = 0; i < w->n_hits; i++) {
        const dg_hit *h = &w->hits[i];
        uint32_t *n;
        if (h->gone || h->rows.n != 1) continue;
        if (dg_map_put_ref(counts, dg_str_of(h->row->country), &n, NULL))
            ++*n;
        else
            w->no_memory = true;
    }
}

static uint32_t evidence(const dg_map *counts, const char *country) {
    uint32_t n = dg_map_get(counts, dg_str_of(country));
    return n == DG_NONE ? 0 : n;
}

static bool is_geographic(uint8_t kind) {
    return kind <= DG_NAME_CITY;
}

static void choose_countries(dg_who *w) {
    dg_map counts;
    dg_map_init(&counts, w->arena);
    note_evidence(w, &counts);
    for (uint32_t i = 0; i < w->n_hits; i++) {
        dg_hit *h = &w->hits[i];
        if (h->gone || h->rows.n < 2 || !is_geographic(h->kind)) continue;
        uint32_t best = evidence(&counts, h->row->country);
        for (uint32_t k = 1; k < h->rows.n; k++) {
            const dg_name *row = h->rows.rows[k];
            if (!is_geographic(row->kind) || memcmp(row->country, h->row->country, 4) == 0)
                continue;
            uint32_t n = evidence(&counts, row->country);
            if (n <= best) continue;
            best = n, h->row = row, h->kind = row->kind;
            h->found = "a phrase of several rows: the country that the article names most";
        }
    }
}

/* Sorted by place, the taken-out ones gone: hit_at knows where each begins. */
static void order(dg_who *w) {
    dg_hit *sorted = dg_arena_alloc(w->arena, (w->n_hits + 1) * sizeof *sorted);
    uint32_t k = 0;
    if (!sorted) {
        w->no_memory = true;
        return;
    }
    for (uint32_t t = 0; t < w->doc->n_tokens; t++) {
        uint32_t h = w->hit_at[t];
        if (h != DG_NONE && w->hits[h].from == t && !w->hits[h].gone) sorted[k++] = w->hits[h];
    }
    w->hits = sorted;
    w->cap_hits = w->n_hits + 1;
    w->n_hits = k;
    fill_hit_at(w);
}

int dg_who_find(dg_who *w) {
    uint32_t n = w->doc->n_tokens;
    w->classes = dg_arena_zalloc(w->arena, n + 1, sizeof *w->classes);
    w->hit_at = dg_arena_zalloc(w->arena, n + 1, sizeof *w->hit_at);
    w->quoted = dg_arena_zalloc(w->arena, n + 1, sizeof *w->quoted);
    if (!w->classes || !w->hit_at || !w->quoted) return DG_E_NOMEM;
    for (uint32_t t = 0; t < n && !w->tagged; t++) w->tagged = w->doc->tokens[t].upos != DG_UPOS_X;
    fill_quoted(w);
    dg_map_init(&w->families, w->arena);
    dg_map_init(&w->acronyms, w->arena);
    note_families(w);
    scan_tables(w);
    fill_hit_at(w);
    merge_parser(w);
    order(w);
    merge_titled(w);
    merge_apposed(w);
    split_names(w);
    order(w);
    merge_again(w);
    order(w);
    merge_acronyms(w);
    order(w);
    choose_countries(w);
    return w->no_memory ? DG_E_NOMEM : 0;
}
