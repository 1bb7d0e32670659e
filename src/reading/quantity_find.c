/* quantity_find.c: amounts in one sentence.
 *
 *   [at least] [$] 61 [to 65] [billion] [dollars | percent | other soldiers]
 *    bound     currency  high   scale    what is measured or counted
 *
 * Read on the text, so that it does not matter how "$61bn" or "200 000" was cut into tokens; tags
 * and heads tell what is counted and whether people died, were hurt or taken. Numbers that are part
 * of a time, a name ("F-16") or an ordinal are none. A number that counts nothing known is kept
 * only with a plural noun behind it. Cost: O(bytes of the sentence). */
#include "base/utf8.h"
#include "reading/quantity_work.h"

enum { ADJECTIVES = 3, BOUND_WORDS = 3, MIN_TAIL = 5, VERB_STEPS = 3, CHANGE_STEPS = 4 };

static const dg_token *tok(const dg_amount_work *w, uint32_t t) {
    return &w->doc->tokens[t];
}

/* ---- items ---- */

static bool is_digit_at(dg_str s, uint32_t at) {
    return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

static bool is_word_char(uint32_t c) {
    return dg_is_letter(c) || c == '$' || c == 0xA3 || c == 0x20AC || c == 0xA5 || c == '%';
}

static uint32_t digits_end(dg_str s, uint32_t at) {
    while (is_digit_at(s, at)) at++;
    return at;
}

/* Length of the blank at `at` that may stand between groups of digits; 0 for none. */
static uint32_t group_blank(dg_str s, uint32_t at) {
    uint32_t next = at, c = at < s.n ? dg_utf8_next(s, &next) : 0;
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009 ? next - at : 0;
}

/* The number in digits at `at`: "200,000", "1.2", "1 200 000". Returns its end. */
static uint32_t read_digits(const dg_amount_work *w, dg_str s, uint32_t at, double *ret) {
    char decimal = dg_quantities_decimal(w->words, w->lang);
    uint32_t end = digits_end(s, at), first = end - at;
    double value = 0, place = 1;
    for (uint32_t i = at; i < end; i++) value = value * 10 + (s.p[i] - '0');
    while (first <= 3 && end < s.n) {
        uint32_t sep = s.p[end] == ',' || s.p[end] == '.' ? 1 : 0;
        if (!sep && decimal == ',') sep = group_blank(s, end);
        uint32_t to = digits_end(s, end + sep);
        if (!sep || to != end + sep + 3 || s.p[end] == decimal) break;
        for (uint32_t i = end + sep; i < to; i++) value = value * 10 + (s.p[i] - '0');
        end = to;
    }
    bool mark = end < s.n && (s.p[end] == '.' || s.p[end] == ',') && is_digit_at(s, end + 1);
    uint32_t to = mark ? digits_end(s, end + 1) : end;
    bool own = mark && s.p[end] == decimal,
         foreign = mark && !own && to - end <= 3 && s.p[end] == '.';
    if ((own || foreign) && to - end <= 4 &&
        !(to < s.n && s.p[to] == '.' && is_digit_at(s, to + 1))) {
        for (uint32_t i = end + 1; i < to; i++) value = value * 10 + (s.p[i] - '0'), place *= 10;
        end = to;
    }
    *ret = value / place;
    return end;
}

static uint32_t word_end(dg_str s, uint32_t at) {
    while (at < s.n) {
        uint32_t next = at, c = dg_utf8_next(s, &next);
        if (!is_word_char(c) && !dg_is_mark(c)) break;
        at = next;
    }
    return at;
}

static bool is_known(const dg_amount_work *w, dg_str form) {
    for (uint32_t sort = 0; sort < DG_AMOUNT_N; sort++)
        if (dg_amount_find(w->words, w->lang, form, (dg_amount_sort)sort)) return true;
    return false;
}

/* A word; with what a hyphen joins to it when the table has the whole ("US-Dollar"). */
static bool read_word(const dg_amount_work *w, dg_str s, uint32_t at, dg_amount_item *it) {
    uint32_t end = word_end(s, at), joined = end;
    if (end + 1 < s.n && s.p[end] == '-') joined = word_end(s, end + 1);
    it->word = true;
    it->low = dg_utf8_lower(w->doc->arena, dg_str_cut(s, at, end));
    it->span.to = end;
    if (joined <= end + 1 || !it->low.p) return it->low.p != NULL;
    dg_str whole = dg_utf8_lower(w->doc->arena, dg_str_cut(s, at, joined));
    if (whole.p && is_known(w, whole)) it->low = whole, it->span.to = joined;
    return whole.p != NULL;
}

static bool cut_items(dg_amount_work *w, dg_range r) {
    dg_str s = dg_str_cut(w->doc->text, 0, r.to);
    bool glued = false;
    w->n = 0;
    for (uint32_t at = r.from; at < r.to;) {
        uint32_t next = at, c = dg_utf8_next(s, &next);
        dg_amount_item it = {.span = {at, next}, .low = dg_str_cut(s, at, next), .glued = glued};
        glued = !dg_is_space(c);
        if (!glued) {
            at = next;
            continue;
        }
        if (c >= '0' && c <= '9') {
            it.digits = true;
            it.span.to = read_digits(w, s, at, &it.number);
        } else if (is_word_char(c) && !read_word(w, s, at, &it)) {
            return false;
        }
        it.token = dg_doc_token_at(w->doc, at);
        if (!DG_PUSH(w->doc->arena, w->items, w->n, w->cap, it)) return false;
        at = it.span.to;
    }
    return true;
}

/* ---- small steps: each takes an item and returns the one behind what it read, or 0 ---- */

/* The longest form of the sort that begins at item i (end: that ends before it, and then the
 * answer is its first item + 1). */
static uint32_t match(const dg_amount_work *w, uint32_t i, dg_amount_sort sort,
                      const dg_amount **ret) {
    char form[128];
    uint32_t n = 0, best = 0;
    for (uint32_t k = i; k < w->n && k < i + DG_AMOUNT_WORDS && w->items[k].word; k++) {
        dg_str low = w->items[k].low;
        if (n + 1 + low.n > sizeof form) break;
        if (k > i) form[n++] = ' ';
        if (low.n) memcpy(form + n, low.p, low.n);
        n += low.n;
        const dg_amount *e = dg_amount_find(w->words, w->lang, (dg_str){form, n}, sort);
        if (e) best = k + 1, *ret = e;
    }
    return best;
}

static bool ends_before(const dg_amount_work *w, uint32_t i, dg_amount_sort sort) {
    const dg_amount *e;
    for (uint32_t k = 1; k <= BOUND_WORDS && k <= i; k++)
        if (match(w, i - k, sort, &e) == i) return true;
    return false;
}

static bool is_mark(const dg_amount_work *w, uint32_t i, const char *c) {
    return i < w->n && !w->items[i].word && dg_str_is(w->items[i].low, c);
}

/* Over the stop of an abbreviation ("Mio."), and a hyphen that glues ("5-billion"). */
static uint32_t skip_glue(const dg_amount_work *w, uint32_t i) {
    bool more = i + 1 < w->n && w->items[i].glued;
    if (more && is_mark(w, i, ".") && !w->items[i + 1].glued) return i + 1;
    return more && is_mark(w, i, "-") && w->items[i + 1].glued && w->items[i + 1].word ? i + 1 : i;
}

static uint32_t read_scales(const dg_amount_work *w, uint32_t i, double *value) {
    const dg_amount *e;
    for (uint32_t n = 0; n < 2; n++) {
        uint32_t k = skip_glue(w, i), end = match(w, k, DG_AMOUNT_SCALE, &e);
        if (!end) break;
        *value *= e->number;
        i = end;
    }
    return i;
}

typedef struct number {
    double value;
    uint32_t end;
    bool digits, scaled;
} number;

static bool read_number(const dg_amount_work *w, uint32_t i, number *ret) {
    const dg_amount *e;
    *ret = (number){0};
    if (i < w->n && w->items[i].digits) {
        ret->value = w->items[i].number, ret->end = i + 1, ret->digits = true;
    } else {
        ret->end = match(w, i, DG_AMOUNT_NUMBER, &e);
        if (!ret->end) return false;
        ret->value = e->number;
    }
    uint32_t end = read_scales(w, ret->end, &ret->value);
    ret->scaled = end != ret->end;
    ret->end = end;
    return ret->scaled || ret->digits || ret->value >= 1;
}

/* "20 to 30", "5–6 billion": the second number of a range. A scale behind it holds for both. */
static void read_range(const dg_amount_work *w, number *n, double *high) {
    const dg_amount *e;
    uint32_t i = n->end;
    bool dash = is_mark(w, i, "-") || is_mark(w, i, "–");
    uint32_t behind = dash ? i + 1 : match(w, i, DG_AMOUNT_RANGE, &e);
    number m;
    *high = n->value;
    if (!behind || !read_number(w, behind, &m) || !n->digits || !m.digits) return;
    double mantissa = w->items[behind].number;
    if (mantissa <= n->value && !(n->scaled && m.value > n->value)) return;
    if (m.scaled && !n->scaled) n->value *= m.value / mantissa;
    *high = m.value;
    n->end = m.end;
    n->scaled |= m.scaled;
}

/* ---- what is counted ---- */

const dg_amount *dg_amount_of_token(const dg_amount_work *w, uint32_t t, dg_amount_sort sort) {
    dg_str low = dg_utf8_lower(w->doc->arena, tok(w, t)->form), lemma = tok(w, t)->lemma;
    const dg_amount *e = low.p ? dg_amount_find(w->words, w->lang, low, sort) : NULL;
    if (!e && lemma.n && !dg_str_is(lemma, "_")) e = dg_amount_find(w->words, w->lang, lemma, sort);
    return e;
}

/* The noun at item i, of a compound its last part ("Regierungs|soldaten"). */
static uint32_t counted_noun(const dg_amount_work *w, uint32_t i, const dg_amount **ret) {
    uint32_t end = match(w, i, DG_AMOUNT_NOUN, ret);
    if (end || i >= w->n || !w->items[i].word) return end;
    dg_str low = w->items[i].low;
    for (uint32_t at = 3; at + MIN_TAIL <= low.n; at++) {
        if ((low.p[at] & 0xC0) == 0x80) continue;
        const dg_amount *e =
            dg_amount_find(w->words, w->lang, dg_str_cut(low, at, low.n), DG_AMOUNT_NOUN);
        if (e) return *ret = e, i + 1;
    }
    return 0;
}

static bool may_stand_before_noun(const dg_amount_work *w, uint32_t i) {
    if (i >= w->n || !w->items[i].word || w->items[i].token >= w->doc->n_tokens) return false;
    const dg_token *t = tok(w, w->items[i].token);
    return t->upos == DG_UPOS_ADJ || t->upos == DG_UPOS_DET ||
           (t->upos == DG_UPOS_VERB && t->feats.verbform == DG_VERBFORM_PART) ||
           t->rel == DG_REL_COMPOUND || t->rel == DG_REL_AMOD;
}

/* "35 Ugandans": a people's name that no noun follows. */
static bool names_people(const dg_amount_work *w, uint32_t i) {
    const dg_doc *d = w->doc;
    if (i >= w->n || !w->items[i].word || w->items[i].token >= d->n_tokens) return false;
    uint32_t t = w->items[i].token;
    const dg_mention *m = dg_doc_mention(d, t);
    uint8_t pos = d->tokens[t].upos;
    if (!m || (pos != DG_UPOS_NOUN && pos != DG_UPOS_PROPN) || m->kind == DG_MENTION_PRONOUN ||
        m->kind == DG_MENTION_ROLE)
        return false;
    uint8_t kind = d->entities[m->entity].kind;
    bool alone = t + 1 >= d->n_tokens || d->tokens[t + 1].upos != DG_UPOS_NOUN;
    return alone && d->tokens[t].feats.number == DG_NUMBER_PLUR &&
           (kind == DG_ENTITY_COUNTRY || kind == DG_ENTITY_GROUP);
}

/* What stands behind the number: the noun of the table, over adjectives; else any plural noun. */
static bool read_counted(const dg_amount_work *w, const number *n, dg_quantity *q, uint32_t *end) {
    const dg_amount *e;
    uint32_t i = n->end;
    for (uint32_t skipped = 0; skipped <= ADJECTIVES; skipped++, i++) {
        uint32_t to = counted_noun(w, i, &e);
        if (to) {
            q->kind = e->kind;
            q->unit = w->items[to - 1].low;
            *end = to;
            return true;
        }
        uint32_t t = i < w->n ? w->items[i].token : w->doc->n_tokens;
        if (names_people(w, i)) {
            q->kind = DG_QUANTITY_PEOPLE;
            q->unit = w->items[i].low;
            *end = i + 1;
            return true;
        }
        bool noun = t < w->doc->n_tokens && w->items[i].word && tok(w, t)->upos == DG_UPOS_NOUN &&
                    tok(w, t)->rel != DG_REL_COMPOUND;
        if (noun && tok(w, t)->feats.number == DG_NUMBER_PLUR &&
            (n->scaled || (n->digits && n->value >= 10))) {
            q->kind = DG_QUANTITY_COUNT;
            q->unit = dg_utf8_lower(w->doc->arena,
                                    tok(w, t)->lemma.n ? tok(w, t)->lemma : tok(w, t)->form);
            *end = i + 1;
            return q->unit.p != NULL;
        }
        if (noun || !may_stand_before_noun(w, i)) return false;
    }
    return false;
}

/* A unit or a currency behind the number. */
static bool read_unit(const dg_amount_work *w, const number *n, dg_quantity *q, uint32_t *end) {
    const dg_amount *e;
    uint32_t i = skip_glue(w, n->end), to = match(w, i, DG_AMOUNT_CURRENCY, &e);
    if (to) {
        q->kind = DG_QUANTITY_MONEY;
        dg_str name = e->name;
        memcpy(q->currency, name.p, name.n < 4 ? name.n : 3);
        *end = to;
        return true;
    }
    to = match(w, i, DG_AMOUNT_UNIT, &e);
    if (!to) return false;
    q->kind = e->kind;
    q->unit = e->name;
    *end = to;
    return true;
}

static bool read_prefix(const dg_amount_work *w, uint32_t i, dg_quantity *q, uint32_t *from) {
    const dg_amount *e;
    for (uint32_t k = 1; k <= 2 && k <= i; k++) {
        if (match(w, i - k, DG_AMOUNT_CURRENCY, &e) != i) continue;
        dg_str name = e->name;
        q->kind = DG_QUANTITY_MONEY;
        memcpy(q->currency, name.p, name.n < 4 ? name.n : 3);
        *from = i - k;
        return true;
    }
    return false;
}

/* ---- numbers that are none ---- */

/* Times stand in the order of the text and do not overlap. O(log times). */
static bool in_time(const dg_doc *d, dg_range r) {
    uint32_t lo = 0, hi = d->n_times;
    while (lo < hi) { /* the first that ends behind r.from */
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->times[mid].span.to <= r.from)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < d->n_times && d->times[lo].span.from < r.to;
}

static bool is_part_of_word(const dg_amount_work *w, uint32_t i) {
    const dg_amount *e;
    if (!i || !w->items[i].glued) return false;
    const dg_amount_item *b = &w->items[i - 1];
    if (b->word) return match(w, i - 1, DG_AMOUNT_CURRENCY, &e) != i;
    return is_mark(w, i - 1, "-") || is_mark(w, i - 1, "/") || is_mark(w, i - 1, ":") ||
           is_mark(w, i - 1, ".") || is_mark(w, i - 1, ",") || b->digits;
}

static bool is_ordinal(const dg_amount_work *w, uint32_t i, const number *n) {
    uint32_t t = w->items[i].token;
    if (!n->digits || n->scaled) return false;
    if (n->end < w->n && w->items[n->end].glued && w->items[n->end].word) { /* "3rd", not "5km" */
        dg_quantity q = {0};
        uint32_t end;
        return !read_unit(w, n, &q, &end);
    }
    return t < w->doc->n_tokens && tok(w, t)->upos == DG_UPOS_ADJ;
}

/* ---- tags and heads ---- */

/* The token of [from, to) whose head lies outside; the last of several. */
static uint32_t top_of(const dg_doc *d, uint32_t from, uint32_t to) {
    uint32_t top = from;
    for (uint32_t t = from; t < to; t++) {
        uint32_t h = d->tokens[t].head;
        if (h == DG_NONE || h < from || h >= to) top = t;
    }
    return top;
}

/* The verb that the amount is a side of, at most three steps up; DG_NONE when there is none. */
static uint32_t verb_above(const dg_amount_work *w, uint32_t t, uint32_t *ret_side) {
    for (uint32_t n = 0; n < VERB_STEPS; n++) {
        uint32_t h = tok(w, t)->head;
        if (h == DG_NONE || tok(w, h)->sentence != tok(w, t)->sentence) return DG_NONE;
        *ret_side = t;
        t = h;
        if (tok(w, t)->upos == DG_UPOS_VERB) return t;
    }
    return DG_NONE;
}

/* "killed 20 people", "20 people were killed", "20 people died", "20 people killed by …". Item i is
 * the first of the amount and its bound; the tree's obl without a preposition is a lost subject. */
static void kind_by_verb(const dg_amount_work *w, const dg_amount_found *a, uint32_t i,
                         dg_quantity *q) {
    uint32_t side = a->top, verb = verb_above(w, a->top, &side), at;
    const dg_amount *e = verb == DG_NONE ? NULL : dg_amount_of_token(w, verb, DG_AMOUNT_VERB);
    if (!e) { /* "20 people killed": the participle hangs on the noun */
        at = w->doc->sentences[tok(w, a->top)->sentence].from;
        for (uint32_t c; (c = dg_doc_child(w->doc, a->top, &at)) != DG_NONE;)
            if (tok(w, c)->rel == DG_REL_ACL && c >= a->to && c <= a->to + 2 &&
                (e = dg_amount_of_token(w, c, DG_AMOUNT_VERB)))
                q->kind = e->kind;
        return;
    }
    uint8_t rel = tok(w, side)->rel;
    bool subject = rel == DG_REL_NSUBJ && tok(w, side)->sub != DG_SUB_PASS;
    uint32_t before = i ? w->items[i - 1].token : w->doc->n_tokens;
    bool led = before < a->from && tok(w, before)->upos == DG_UPOS_ADP;
    if (rel != DG_REL_NSUBJ && rel != DG_REL_OBJ && (rel != DG_REL_OBL || led)) return;
    if (subject && dg_doc_child_rel(w->doc, verb, DG_REL_OBJ) != DG_NONE) return;
    q->kind = e->kind;
}

static uint8_t change_at(const dg_amount_work *w, uint32_t t) {
    if (dg_amount_of_token(w, t, DG_AMOUNT_UP)) return DG_DIRECTION_UP;
    return dg_amount_of_token(w, t, DG_AMOUNT_DOWN) ? DG_DIRECTION_DOWN : DG_DIRECTION_NONE;
}

/* Up or down: by a word above the amount or right behind it; how far or where to by the word before
 * it, which item i - 1 is. */
static void read_change(const dg_amount_work *w, const dg_amount_found *a, uint32_t i,
                        dg_quantity *q) {
    const dg_doc *d = w->doc;
    uint32_t t = a->top, stop = d->sentences[a->sentence].to;
    for (uint32_t n = 0; n < CHANGE_STEPS && !q->direction; n++) {
        t = tok(w, t)->head;
        if (t == DG_NONE || tok(w, t)->sentence != a->sentence) break;
        q->direction = change_at(w, t);
        if (tok(w, t)->upos == DG_UPOS_VERB && dg_quantity_counts_people(q->kind)) break;
    }
    if (!q->direction && a->to < stop) q->direction = change_at(w, a->to);
    if (!q->direction) return;
    if (ends_before(w, i, DG_AMOUNT_TO)) q->extent = DG_EXTENT_TO;
    if (ends_before(w, i, DG_AMOUNT_BY)) q->extent = DG_EXTENT_BY;
    if (!q->extent && q->kind == DG_QUANTITY_MONEY && tok(w, a->top)->rel == DG_REL_OBJ)
        q->direction = DG_DIRECTION_NONE; /* "raise $11 million", "lost a million" */
}

/* Steps back over the word of bound before item i. */
static uint32_t read_bound(const dg_amount_work *w, uint32_t i, dg_quantity *q) {
    static const struct {
        dg_amount_sort sort;
        uint8_t bound;
    } sorts[] = {{DG_AMOUNT_MIN, DG_BOUND_MIN},
                 {DG_AMOUNT_MAX, DG_BOUND_MAX},
                 {DG_AMOUNT_ABOUT, DG_BOUND_ABOUT}};
    const dg_amount *e;
    for (uint32_t k = BOUND_WORDS; k >= 1; k--)
        for (uint32_t s = 0; k <= i && s < DG_LEN(sorts); s++)
            if (match(w, i - k, sorts[s].sort, &e) == i) {
                q->bound = sorts[s].bound;
                return i - k;
            }
    return i;
}

/* ---- the whole ---- */

static bool add(dg_amount_work *w, uint32_t sentence, uint32_t from, uint32_t end, dg_quantity *q) {
    const dg_doc *d = w->doc;
    q->span = (dg_range){w->items[from].span.from, w->items[end - 1].span.to};
    if (in_time(d, q->span)) return true;
    dg_amount_found a = {.sentence = sentence};
    a.from = w->items[from].token, a.to = a.from;
    while (a.to < d->sentences[sentence].to && d->tokens[a.to].span.from < q->span.to) a.to++;
    if (a.to <= a.from) return true;
    a.top = top_of(d, a.from, a.to);
    uint32_t before = read_bound(w, from, q);
    if (q->kind == DG_QUANTITY_PEOPLE || q->kind == DG_QUANTITY_TROOPS || !q->unit.p)
        if (q->kind != DG_QUANTITY_MONEY) kind_by_verb(w, &a, before, q);
    if (!q->unit.p && !q->currency[0] && q->kind == DG_QUANTITY_COUNT) return true;
    if (!dg_quantity_counts_people(q->kind) || q->kind == DG_QUANTITY_TROOPS)
        read_change(w, &a, before, q);
    a.q = *q;
    if (w->n_found >= DG_MAX_QUANTITIES) return w->cut = true;
    return DG_PUSH(d->arena, w->found, w->n_found, w->cap_found, a);
}

/* No measure of an event: an age ("26 years old"), a distance in time ("two days before the vote"),
 * a speed ("150 km/h"). */
static bool is_measure(const dg_amount_work *w, const dg_quantity *q, uint32_t end) {
    const dg_amount *e;
    if (is_mark(w, end, "/") && w->items[end].glued) return false;
    if (end < w->n && w->items[end].digits && w->items[end].glued) return false; /* "km2" */
    if (q->kind != DG_QUANTITY_TIME) return true;
    uint32_t i = end + is_mark(w, end, "-"), t = i < w->n ? w->items[i].token : w->doc->n_tokens;
    if (match(w, i, DG_AMOUNT_AGE, &e)) return false;
    return t >= w->doc->n_tokens || !w->items[i].word || match(w, i, DG_AMOUNT_FOR, &e) ||
           (tok(w, t)->upos != DG_UPOS_ADP && tok(w, t)->upos != DG_UPOS_SCONJ);
}

/* "half of the troops": fifty percent. */
static uint32_t read_fraction(const dg_amount_work *w, uint32_t i, dg_quantity *q) {
    const dg_amount *e;
    uint32_t end = match(w, i, DG_AMOUNT_FRACTION, &e);
    if (!end) return 0;
    *q = (dg_quantity){.kind = DG_QUANTITY_PERCENT,
                       .value = e->number * 100,
                       .high = e->number * 100,
                       .unit = DG_STR("percent")};
    return end;
}

/* The amount whose number begins at item i; returns the item behind it, 0 for none. */
static uint32_t read_amount(const dg_amount_work *w, uint32_t i, uint32_t *ret_from,
                            dg_quantity *q) {
    number n;
    uint32_t end;
    *q = (dg_quantity){0};
    *ret_from = i;
    if (is_part_of_word(w, i) || !read_number(w, i, &n) || is_ordinal(w, i, &n)) return 0;
    read_range(w, &n, &q->high);
    q->value = n.value;
    bool one = !n.digits && !n.scaled && n.value <= 1;
    end = n.end;
    if (n.digits && read_prefix(w, i, q, ret_from)) return end;
    if (read_unit(w, &n, q, &end)) return one || !is_measure(w, q, end) ? 0 : end;
    if (one || (!n.digits && !n.scaled && n.value < 1)) return 0;
    if (read_counted(w, &n, q, &end)) return end;
    bool year = n.digits && !n.scaled && n.value >= 1900 && n.value < 2100 &&
                w->items[i].span.to - w->items[i].span.from == 4;
    if (is_mark(w, n.end, "-") && w->items[n.end].glued) return 0; /* "a 20-year-old" */
    return year ? 0 : n.end; /* kept when the verb says what is counted */
}

bool dg_amounts_of_sentence(dg_amount_work *w, uint32_t sentence) {
    if (!cut_items(w, w->doc->sentences[sentence].span)) return false;
    for (uint32_t i = 0; i < w->n;) {
        dg_quantity q;
        uint32_t from = i, end = read_fraction(w, i, &q);
        if (!end) end = read_amount(w, i, &from, &q);
        if (end && !add(w, sentence, from, end, &q)) return false;
        i = end ? end : i + 1;
    }
    return true;
}
