/* mentions_tables.c: which words of an article stand in the tables, the longest phrase first, and
 * which stand inside quotation marks. See mentions_work.h. */
#include "base/utf8.h"
#include "reading/mentions_work.h"

enum { LONGEST_TOKENS = 12 };

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
    {"polite", DG_WORD_POLITE},
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

bool dg_find_is_first(const dg_who *w, uint32_t t) {
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
    return last && last->to == t && !dg_find_is_first(w, t) &&
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
    bool verb = t->upos == DG_UPOS_VERB && dg_find_is_first(w, from);
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

bool dg_find_push(dg_who *w, dg_hit h) {
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

/* The subject, alone, of a verb that says how many there are: "Pilger reisten". */
static bool has_plural_verb(const dg_who *w, uint32_t t) {
    const dg_token *k = &w->doc->tokens[t];
    if (k->rel != DG_REL_NSUBJ || k->head == DG_NONE ||
        dg_doc_child_rel(w->doc, t, DG_REL_CONJ) != DG_NONE)
        return false;
    uint32_t aux = dg_doc_child_rel(w->doc, k->head, DG_REL_AUX);
    const dg_token *v = &w->doc->tokens[aux != DG_NONE ? aux : k->head];
    return v->feats.verbform == DG_VERBFORM_FIN && v->feats.number == DG_NUMBER_PLUR;
}

/* The tables know their endings better than the parser; some rows are many by their meaning
 * ("troops"). */
static bool is_plural(const dg_who *w, const dg_name_hits *rows, uint32_t from, uint32_t to) {
    if (rows->n && dg_who_is_many(w, rows->rows[0])) return true;
    if (rows->plural != rows->singular) return rows->plural;
    uint32_t head = dg_who_head(w, from, to);
    return w->doc->tokens[head].feats.number == DG_NUMBER_PLUR || has_plural_verb(w, head);
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
        dg_find_push(w, (dg_hit){.from = t,
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
    dg_find_push(w, h);
}

bool dg_find_is_word(const dg_who *w, uint32_t t) {
    dg_str s = dg_doc_text(w->doc, w->doc->tokens[t].span);
    uint32_t at = 0;
    if (!s.n) return false;
    uint32_t c = dg_utf8_next(s, &at);
    return dg_is_letter(c) || dg_is_digit(c) || (c == '-' && s.n > 2);
}

void dg_find_scan_tables(dg_who *w) {
    for (uint32_t t = 0; t < w->doc->n_tokens && !w->no_memory;) {
        dg_name_hits rows;
        if (w->doc->tokens[t].mwt_at || !dg_find_is_word(w, t)) {
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
        dg_find_push(w, h);
        t = e;
    }
}

void dg_find_hit_at(dg_who *w) {
    for (uint32_t t = 0; t < w->doc->n_tokens; t++) w->hit_at[t] = DG_NONE;
    for (uint32_t i = 0; i < w->n_hits; i++)
        for (uint32_t t = w->hits[i].from; !w->hits[i].gone && t < w->hits[i].to; t++)
            w->hit_at[t] = i;
}

/* ---- quotation marks ---- */

void dg_find_fill_quoted(dg_who *w) {
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
