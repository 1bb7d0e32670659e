/* quote_direct.c: from marks and cues to direct and partial quotations.
 *
 *   “A,” said X            after     also: “A,” X said; “A” according to X; the “A” chanted
 *   X said: “A”            colon     also: X: “A”
 *   X said that B “is a”   before
 *   “A” B, said X          later
 *   “A”                    passage   alone in its paragraph
 *   – A, siger X.          dash
 *
 * A marked span is told apart by how it hangs in its sentence. Direct: words that make a clause of
 * their own (it stands alone, behind a colon, or beside a cue with nothing before it). Partial: a
 * piece of a sentence in which somebody is reported. Neither: scare quotes, titles and names, which
 * have no reporting word around them, or a naming word before them, or are a name themselves. A
 * quotation alone in its paragraph has the speaker of the passage: whom the next sentence points at
 * ("Det siger X"), or who spoke in the paragraph before.
 *
 * Cost: O(tokens of its sentence) a quotation. */
#include "reading/quote_work.h"

#include "base/utf8.h"

enum { DASH_SENTENCES = 12, NAME_LABEL = 8, GLOSS_WORDS = 4 };

typedef enum { HOW_NONE, HOW_AFTER, HOW_COLON, HOW_BEFORE, HOW_LATER, HOW_PASSAGE } how;

/* One marked span while it is judged. */
typedef struct span_view {
    const dg_marked *m;
    uint32_t from, to; /* tokens inside the marks */
    uint32_t open,
        behind; /* token of the opening mark (or `from`); first token behind the closing one */
    uint32_t host,
        host_end; /* tokens of the sentence around it: [host, open) and [behind, host_end) */
    uint32_t n_words;
    uint32_t cue;
    how how;
    bool upper, clause, comma_cue;
} span_view;

static const dg_token *tok(const dg_quote_work *w, uint32_t t) {
    return &w->doc->tokens[t];
}

static bool is_comma(const dg_quote_work *w, uint32_t t) {
    return dg_quote_char(w, t, ",");
}

/* First token that begins at or behind byte `at`. */
static uint32_t token_from(const dg_quote_work *w, uint32_t at) {
    uint32_t t = dg_doc_token_at(w->doc, at);
    while (t < w->doc->n_tokens && tok(w, t)->span.from < at) t++;
    return t;
}

static bool starts_upper(const dg_quote_work *w, dg_range r) {
    for (uint32_t at = r.from; at < r.to;) {
        uint32_t c = dg_utf8_next(w->doc->text, &at);
        if (dg_is_upper(c)) return true;
        if (dg_is_letter(c) || dg_is_digit(c)) return false;
    }
    return false;
}

/* Does the text of r end a sentence? */
static bool ends_full(const dg_quote_work *w, dg_range r) {
    for (uint32_t at = r.to; at > r.from;) {
        uint32_t c = dg_utf8_prev(w->doc->text, &at);
        if (c == '.' || c == '!' || c == '?' || c == 0x2026) return true;
        if (dg_is_letter(c) || dg_is_digit(c)) return false;
    }
    return false;
}

/* ---- the sentence around ---- */

static uint32_t para_token(const dg_quote_work *w, uint32_t para) {
    return token_from(w, w->marks.paras[para].from);
}

/* Where the sentence that opens before the span begins, inside its paragraph. */
static uint32_t find_host(const dg_quote_work *w, const span_view *v) {
    uint32_t s = tok(w, v->from)->sentence, para = para_token(w, v->m->para);
    uint32_t from = w->doc->sentences[s].from;
    if (from >= v->open && v->open > para &&
        s > 0) { /* cut right at the mark: does the text before it go on? */
        uint32_t last = v->open - 1;
        bool full = dg_quote_char(w, last, ".") || dg_quote_char(w, last, "!") ||
                    dg_quote_char(w, last, "?") || w->inside[last];
        if (!full && !dg_quote_sign(w, last)) from = w->doc->sentences[tok(w, last)->sentence].from;
        if (dg_quote_char(w, last, ":") || is_comma(w, last))
            from = w->doc->sentences[tok(w, last)->sentence].from;
    }
    if (from > v->open) from = v->open;
    return from > para ? from : para;
}

/* Where the sentence that goes on behind the span ends: `behind` itself when a new one begins
 * there. */
static uint32_t find_host_end(const dg_quote_work *w, const span_view *v) {
    const dg_doc *d = w->doc;
    uint32_t t = v->behind;
    if (t >= d->n_tokens ||
        dg_quote_para(w, tok(w, t)->span.from) != dg_quote_para(w, v->m->outer.to - 1))
        return t;
    for (; t < d->n_tokens && dg_quote_sign(w, t) && !is_comma(w, t) &&
           tok(w, t)->sentence == tok(w, v->behind)->sentence;
         t++)
        if (dg_quote_char(w, t, ".")) return v->behind; /* “A”. The next sentence. */
    if (t >= d->n_tokens) return t;
    bool same = v->to > v->from && tok(w, t)->sentence == tok(w, v->to - 1)->sentence;
    bool goes_on = is_comma(w, t) || !starts_upper(w, tok(w, t)->span);
    if (!same && !goes_on) { /* a new sentence, unless who speaks comes first: “A.” Wang said. */
        if (w->v2) return v->behind;
        if (!ends_full(w, v->m->inner)) return d->sentences[tok(w, t)->sentence].to;
        for (uint32_t i = w->first_cue[tok(w, t)->sentence];
             i < w->first_cue[tok(w, t)->sentence + 1]; i++) {
            const dg_cue *c = &w->cues[i];
            if (c->np_head != DG_NONE && !c->inverted && c->np_from == t &&
                (DG_KINDS_SAY & (1u << c->word->kind)) &&
                (c->to >= d->sentences[c->sentence].to - 1 ||
                 !dg_quote_is(w, c->to, DG_KIND(THAT))))
                return d->sentences[c->sentence].to;
        }
        return v->behind;
    }
    return d->sentences[tok(w, t)->sentence].to;
}

static bool view_span(const dg_quote_work *w, const dg_marked *m, span_view *v) {
    *v = (span_view){.m = m, .cue = DG_NONE};
    v->from = token_from(w, m->inner.from);
    v->to = v->from;
    while (v->to < w->doc->n_tokens && tok(w, v->to)->span.to <= m->inner.to) {
        v->n_words += !dg_quote_sign(w, v->to);
        v->to++;
    }
    if (!v->n_words) return false;
    v->open = dg_doc_token_at(w->doc, m->outer.from);
    if (v->open > v->from) v->open = v->from;
    v->behind = m->outer.to >= w->doc->text.n ? w->doc->n_tokens : token_from(w, m->outer.to);
    v->host = find_host(w, v);
    v->host_end = find_host_end(w, v);
    v->upper = starts_upper(w, m->inner);
    v->clause = dg_quote_clause(w, v->from, v->to);
    return true;
}

/* Is there a word between the host's start and the mark that is not part of another quotation or
 * its cue? */
static bool has_words(const dg_quote_work *w, uint32_t from, uint32_t to) {
    for (uint32_t t = from; t < to; t++)
        if (!dg_quote_sign(w, t)) return true;
    return false;
}

/* ---- cues beside the span ---- */

static bool can_attach(const dg_cue *c) {
    return !c->dead && !c->personal && !c->infinitive &&
           (1u << c->word->kind) &
               (DG_KINDS_SAY | DG_KIND(ACT) | DG_KINDS_PREP | DG_KIND(IMPERSONAL));
}

/* “A”, said X / “A,” X said / “A” according to X / ... „A“ riefen: the cue right behind the closing
 * mark. */
static bool cue_after(const dg_quote_work *w, span_view *v) {
    uint32_t t = v->behind;
    v->comma_cue = v->to > v->from && is_comma(w, v->to - 1);
    while (t < v->host_end && dg_quote_sign(w, t) && !w->inside[t])
        v->comma_cue |= is_comma(w, t++);
    if (t >= v->host_end || w->inside[t]) return false;
    uint32_t s = tok(w, t)->sentence;
    for (uint32_t i = w->first_cue[s]; i < w->first_cue[s + 1]; i++) {
        const dg_cue *c = &w->cues[i];
        if (!can_attach(c)) continue;
        uint32_t kind = 1u << c->word->kind, k = t;
        bool said = kind & (DG_KINDS_SAY | DG_KIND(ACT));
        if (c->np_head != DG_NONE && !c->inverted && c->np_from == t && c->token > t && said &&
            !(kind & DG_KIND(ACT)))
            return v->cue = i, true;
        while (k < c->token && k < t + 3 && dg_quote_is(w, k, DG_KIND(AUX))) k++;
        if (k > t && said && c->inverted && c->np_head != DG_NONE && c->np_from == k &&
            c->token > c->np_head)
            return v->cue = i, true;
        if (k != c->token && c->from != t) continue;
        if (!said && c->np_head == DG_NONE) continue;
        if (!said) return v->cue = i, true;
        if (c->inverted) return v->cue = i, !(kind & DG_KIND(ACT)) || v->comma_cue;
        if (!v->comma_cue && c->np_head != DG_NONE && c->np_head < v->open && k == c->token)
            return v->cue = i, true;
        if (c->np_head == DG_NONE && v->comma_cue) return v->cue = i, true;
    }
    return false;
}

#define BEFORE_KINDS                                                                               \
    ((DG_KINDS_VERB & ~DG_KIND(RESUME)) | DG_KIND(PREP) | DG_KIND(POSTP) | DG_KIND(IMPERSONAL))

/* The last living cue of these kinds whose words end before token `to`, not before `from`; DG_NONE
 * when there is none. */
static uint32_t last_cue(const dg_quote_work *w, uint32_t from, uint32_t to, uint32_t kinds) {
    if (from >= to) return DG_NONE;
    uint32_t lo = 0, hi = w->n_cues;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (w->cues[mid].token < to)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo > 0 && w->cues[lo - 1].token >= from; lo--) {
        const dg_cue *c = &w->cues[lo - 1];
        if (!c->dead && !c->personal && (1u << c->word->kind) & kinds) return lo - 1;
    }
    return DG_NONE;
}

/* The colon that leads the span in, in the same paragraph or at the end of the one before; DG_NONE
 * when there is none. */
static uint32_t colon_before(const dg_quote_work *w, const span_view *v) {
    uint32_t t = v->open;
    while (t > 0 && dg_quote_sign(w, t - 1) && !w->inside[t - 1]) {
        t--;
        if (dg_quote_char(w, t, ":")) return t;
        if (!dg_quote_char(w, t, "|")) break;
    }
    return DG_NONE;
}

/* X said: “A”. The cue of the sentence before the colon; without one, "Wang: “A”" names the speaker
 * alone. */
static bool cue_colon(const dg_quote_work *w, span_view *v) {
    uint32_t colon = colon_before(w, v);
    if (colon == DG_NONE) return false;
    uint32_t from = w->doc->sentences[tok(w, colon)->sentence].from;
    if (colon == from && from > 0) from = w->doc->sentences[tok(w, colon - 1)->sentence].from;
    v->cue = last_cue(w, from, colon, DG_KINDS_SAY | DG_KIND(IMPERSONAL));
    if (v->cue == DG_NONE) v->cue = last_cue(w, from, colon, BEFORE_KINDS);
    uint32_t so = last_cue(w, from, colon, DG_KIND(SO));
    if (so != DG_NONE && w->cues[so].np_head != DG_NONE && w->cues[so].np_to == colon) v->cue = so;
    return true;
}

/* Does the sentence end between the cue and the span? */
static bool cut_between(const dg_quote_work *w, uint32_t cue_token, uint32_t open) {
    for (uint32_t t = cue_token; t < open; t++)
        if (!w->inside[t] && dg_quote_char(w, t, ";")) return true;
    return false;
}

static bool cue_before(const dg_quote_work *w, span_view *v) {
    uint32_t i = last_cue(w, v->host, v->open, BEFORE_KINDS);
    if (i != DG_NONE && w->cues[i].word->kind == DG_REPORT_UTTER && v->open > w->cues[i].to + 6)
        i = last_cue(w, v->host, v->open, BEFORE_KINDS & ~DG_KIND(UTTER));
    if (i == DG_NONE || cut_between(w, w->cues[i].token, v->open)) return false;
    v->cue = i;
    return true;
}

/* “A” between the two, said X: a cue that closes the sentence, its speaker behind it. */
static bool cue_later(const dg_quote_work *w, span_view *v) {
    for (uint32_t t = v->behind; t < v->host_end; t++) {
        if (w->inside[t] || !dg_quote_is(w, t, DG_KINDS_SAY)) continue;
        uint32_t s = tok(w, t)->sentence;
        for (uint32_t i = w->first_cue[s]; i < w->first_cue[s + 1]; i++) {
            const dg_cue *c = &w->cues[i];
            if (c->token != t || !can_attach(c) || !c->inverted || !is_comma(w, t - 1)) continue;
            return v->cue = i, true;
        }
    }
    return false;
}

/* ---- what is no quotation ---- */

/* One mention, or one word tagged as a name, fills the marks: a ship, a paper, a nickname. */
static bool is_name(const dg_quote_work *w, const span_view *v) {
    const dg_doc *d = w->doc;
    if (v->n_words > 6 || v->clause) return false;
    uint32_t names = 0;
    for (uint32_t t = v->from; t < v->to; t++)
        names += tok(w, t)->upos == DG_UPOS_PROPN || dg_ner_type(tok(w, t)->ner) != 0;
    if (names >= v->n_words) return true;
    const dg_mention *m = dg_doc_mention(d, v->from);
    return m && m->kind == DG_MENTION_NAME && m->from <= v->from && m->to >= v->to;
}

/* A noun of a language that writes all nouns with a capital: so does its lemma. */
static bool is_written_large(const dg_quote_work *w, uint32_t t) {
    uint32_t at = 0;
    dg_str lemma = tok(w, t)->lemma;
    return tok(w, t)->upos == DG_UPOS_NOUN && lemma.n && dg_is_upper(dg_utf8_next(lemma, &at));
}

/* "Bright Morning Star": every longer word has a capital. */
static bool is_title(const dg_quote_work *w, const span_view *v) {
    uint32_t n = 0;
    for (uint32_t t = v->from; t < v->to; t++) {
        if (dg_utf8_length(tok(w, t)->form) < 4) continue;
        if (!starts_upper(w, tok(w, t)->span)) return false;
        n += !is_written_large(w, t);
    }
    return n >= 2 && v->n_words <= 8;
}

static bool led_by_naming(const dg_quote_work *w, const span_view *v) {
    for (uint32_t t = v->open; t > v->host && t + 2 > v->open; t--)
        if (!w->inside[t - 1] && dg_quote_is(w, t - 1, DG_KIND(NAME) | DG_KIND(SCARE))) return true;
    return false;
}

/* "kaldes “foton”", "som betyder “vejen”", "meaning “infidels”": what a word means or how a thing
 * is called, and nobody's speech. Behind a clause that somebody says it may be speech all the same.
 */
static bool is_gloss(const dg_quote_work *w, const span_view *v) {
    const dg_cue *c = &w->cues[v->cue];
    if (v->how != HOW_BEFORE || c->word->kind == DG_REPORT_VERB || v->n_words > GLOSS_WORDS)
        return false;
    for (uint32_t t = v->open; t > c->token && t + 2 > v->open; t--) {
        const dg_report *e =
            w->inside[t - 1] ? NULL : dg_report_first(w->words, w->lang, w->low[t - 1]);
        for (; e; e = dg_report_next(w->words, e))
            if (e->kind == DG_REPORT_NAME && dg_str_is(e->id, "gloss")) return true;
    }
    return false;
}

/* "known as “A”", "omtalt som “A”", "kaldes “A”": a name by which everybody calls it. */
static bool is_byname(const dg_quote_work *w, const span_view *v) {
    const dg_cue *c = &w->cues[v->cue];
    if (v->how != HOW_BEFORE || c->word->kind != DG_REPORT_ACT) return false;
    const dg_token *t = tok(w, c->token);
    if (t->feats.voice == DG_VOICE_PASS) return true;
    bool bare =
        t->feats.verbform == DG_VERBFORM_PART && t->feats.tense != DG_TENSE_PRES && c->token > 0;
    for (uint32_t k = c->token; bare && k > v->host && k + 4 > c->token; k--)
        if (tok(w, k - 1)->upos == DG_UPOS_AUX) return false;
    for (uint32_t k = c->to; bare && k < v->open; k++)
        if (tok(w, k)->upos == DG_UPOS_AUX) return false;
    return bare && v->n_words <= GLOSS_WORDS;
}

/* "the union (“Force Ouvrière”)": a name set in brackets behind what it names. */
static bool is_bracketed(const dg_quote_work *w, const span_view *v) {
    return v->open > 0 && dg_quote_char(w, v->open - 1, "(") && !v->clause &&
           v->n_words <= GLOSS_WORDS;
}

/* "found entries that called her “Project”": a weak verb reports only what its own clause or a
 * comma, colon leads in. */
static bool is_weakly_led(const dg_quote_work *w, const span_view *v) {
    const dg_cue *c = &w->cues[v->cue];
    if (v->how != HOW_BEFORE || c->word->kind != DG_REPORT_WEAK) return false;
    if (is_comma(w, v->open - 1) || v->open <= c->to + 2) return false;
    return !dg_quote_is(w, c->to, DG_KIND(THAT)) &&
           !(is_comma(w, c->to) && dg_quote_is(w, c->to + 1, DG_KIND(THAT)));
}

static bool is_scare(const dg_quote_work *w, const span_view *v) {
    if (is_bracketed(w, v) || (v->cue != DG_NONE && is_weakly_led(w, v))) return true;
    if (v->how == HOW_AFTER && v->comma_cue) return false;
    if (v->how == HOW_COLON && v->cue != DG_NONE) return false;
    if (is_title(w, v) && v->how == HOW_BEFORE) return true;
    if (v->cue != DG_NONE && (is_gloss(w, v) || is_byname(w, v))) return true;
    return is_name(w, v) || (led_by_naming(w, v) && !(v->clause && v->upper && v->n_words > 5));
}

/* ---- form ---- */

static bool stands_alone(const dg_quote_work *w, const span_view *v) {
    return !has_words(w, v->host, v->open) && !has_words(w, v->behind, v->host_end);
}

/* Is all before the span the cue that leads it in, an earlier piece of the same quotation, or
 * nothing? */
static bool opens_host(const dg_quote_work *w, const span_view *v) {
    for (uint32_t t = v->host; t < v->open; t++)
        if (!dg_quote_sign(w, t) && !w->inside[t]) return false;
    return true;
}

/* “A,” said X, “b”: the second piece of one quotation. */
static bool goes_on(const dg_quote_work *w, const span_view *v) {
    if (!w->n_quotes || w->quote_cue[w->n_quotes - 1] != v->cue) return false;
    return w->quotes[w->n_quotes - 1].span.to <= tok(w, w->cues[v->cue].from)->span.from;
}

static uint8_t form_of(const dg_quote_work *w, const span_view *v) {
    bool sentence = v->clause || (v->upper && v->n_words >= 4) ||
                    (v->n_words >= 2 && ends_full(w, v->m->inner));
    bool last_comma = v->open > v->host && is_comma(w, v->open - 1);
    bool that = v->open > v->host && dg_quote_is(w, v->open - 1, DG_KIND(THAT));
    bool ends = !has_words(w, v->behind, v->host_end);
    switch (v->how) {
    case HOW_COLON: return v->upper || sentence ? DG_QUOTE_DIRECT : DG_QUOTE_PARTIAL;
    case HOW_AFTER:
    case HOW_LATER:
        if (opens_host(w, v))
            return v->how == HOW_AFTER || sentence ? DG_QUOTE_DIRECT : DG_QUOTE_PARTIAL;
        if (w->cues[v->cue].word->kind == DG_REPORT_UTTER && v->upper && v->n_words >= 2)
            return DG_QUOTE_DIRECT;
        return (v->upper && v->clause) || (last_comma && v->clause) ? DG_QUOTE_DIRECT
                                                                    : DG_QUOTE_PARTIAL;
    case HOW_BEFORE:
        if (that) return v->clause && ends && v->n_words >= 6 ? DG_QUOTE_DIRECT : DG_QUOTE_PARTIAL;
        if (w->cues[v->cue].word->kind == DG_REPORT_UTTER && v->upper && v->n_words >= 2)
            return DG_QUOTE_DIRECT;
        if (last_comma && v->n_words >= 3 && (v->clause || goes_on(w, v))) return DG_QUOTE_DIRECT;
        return v->upper && v->clause && v->n_words >= 3 ? DG_QUOTE_DIRECT : DG_QUOTE_PARTIAL;
    default: return DG_QUOTE_DIRECT;
    }
}

/* ---- the speaker of the passage ---- */

/* "Det siger X", "Das sagte X" as the sentence that begins at token t. */
static uint32_t pointing_cue(const dg_quote_work *w, uint32_t t) {
    if (t + 1 >= w->doc->n_tokens || !dg_quote_is(w, t, DG_KIND(DEMO))) return DG_NONE;
    uint32_t s = tok(w, t)->sentence;
    for (uint32_t i = w->first_cue[s]; i < w->first_cue[s + 1]; i++) {
        const dg_cue *c = &w->cues[i];
        bool verb = (1u << c->word->kind) & (DG_KINDS_SAY);
        if (verb && !c->dead && c->inverted && c->np_head != DG_NONE && c->token >= t + 1 &&
            c->token <= t + 2)
            return i;
    }
    return DG_NONE;
}

/* The next paragraph's (or sentence's) first token behind the span. */
static uint32_t passage_cue(const dg_quote_work *w, const span_view *v) {
    uint32_t next = pointing_cue(w, v->behind);
    if (next != DG_NONE) return next;
    uint32_t para = v->m->para, first = para_token(w, para);
    uint32_t i = last_cue(w, para ? para_token(w, para - 1) : first, v->open, DG_KINDS_SAY);
    return i;
}

/* Does the text of r end with a question? */
static bool ends_question(const dg_quote_work *w, dg_range r) {
    dg_str t = dg_doc_text(w->doc, r);
    while (t.n && (t.p[t.n - 1] == ' ' || t.p[t.n - 1] == '\n')) t.n--;
    return t.n && t.p[t.n - 1] == '?';
}

/* The last quotation; a question without a speaker is the interviewer's, and who answered before
 * answers again. */
static uint32_t last_quote(const dg_quote_work *w) {
    uint32_t n = w->n_quotes;
    if (n > 1) {
        const dg_quote *q = &w->quotes[n - 1];
        if (q->speaker == DG_NONE && q->cue_token == DG_NONE && ends_question(w, q->span)) n--;
    }
    return n ? n - 1 : DG_NONE;
}

/* The quotation before this one still speaks when no more than a heading stands between. */
static uint32_t quote_before(const dg_quote_work *w, const span_view *v) {
    uint32_t at = last_quote(w);
    if (at == DG_NONE) return DG_NONE;
    const dg_quote *q = &w->quotes[at];
    uint32_t para = dg_quote_para(w, q->span.from), gap = v->m->para - para;
    if (q->speaker == DG_NONE || gap > 2) return DG_NONE;
    if (gap == 2 && at + 1 == w->n_quotes) {
        const dg_range *mid = &w->marks.paras[para + 1];
        if (mid->to - mid->from > 60 || ends_full(w, *mid)) return DG_NONE;
    }
    uint32_t later = last_cue(w, token_from(w, q->span.to), v->open,
                              DG_KINDS_SAY); /* somebody else spoke in between? */
    bool theirs =
        later == DG_NONE || later == w->quote_cue[at] || w->cues[later].speaker == q->speaker;
    return theirs ? at : DG_NONE;
}

/* "Wang: “A”": a short label that names somebody. */
static int label_speaker(dg_quote_work *w, const span_view *v, uint32_t *ret, dg_err *err) {
    uint32_t colon = colon_before(w, v), to, head;
    if (colon == DG_NONE) return 0;
    uint32_t from = w->doc->sentences[tok(w, colon)->sentence].from;
    if (colon - from > NAME_LABEL || colon == from || !dg_quote_phrase(w, from, &to, &head))
        return 0;
    if (to != colon &&
        (!is_comma(w, to) || dg_quote_clause(w, from, colon) || !dg_doc_mention(w->doc, head)))
        return 0; /* "Elena Quispe, correspondent: “A”" */
    return dg_quote_speaker_of(w, from, to, head, DG_SPEAKER_HUMAN, ret, err);
}

static int find_speaker(dg_quote_work *w, span_view *v, uint32_t *ret, dg_err *err) {
    *ret = DG_NONE;
    if (v->how == HOW_PASSAGE) {
        if (v->m->style == DG_MARK_DASH && ends_question(w, v->m->inner))
            return 0; /* the interviewer's */
        uint32_t before = quote_before(w, v);
        uint32_t pointing = pointing_cue(w, v->behind);
        if (pointing == DG_NONE && before != DG_NONE) {
            *ret = w->quotes[before].speaker;
            return 0;
        }
        v->cue = pointing != DG_NONE ? pointing : passage_cue(w, v);
    }
    if (v->cue == DG_NONE) return v->how == HOW_COLON ? label_speaker(w, v, ret, err) : 0;
    const dg_cue *c = &w->cues[v->cue];
    bool sure = (v->how == HOW_AFTER || v->how == HOW_COLON) &&
                (1u << c->word->kind) & (DG_KINDS_SAY | DG_KIND(ACT));
    sure |= v->how == HOW_AFTER && c->word->kind == DG_REPORT_SO && c->np_head != DG_NONE &&
            (c->np_to >= w->doc->n_tokens || dg_quote_sign(w, c->np_to)) &&
            tok(w, c->np_from)->upos == DG_UPOS_DET;
    int rc = dg_quote_know(w, v->cue, sure ? DG_SPEAKER_ANY : DG_SPEAKER_NOUN, err);
    *ret = w->cues[v->cue].speaker;
    return rc;
}

static int add_quote(dg_quote_work *w, span_view *v, uint8_t form, dg_err *err) {
    dg_quote q = {
        .span = v->m->inner, .cue_token = DG_NONE, .form = form, .stance = DG_STANCE_ASSERT};
    int rc = find_speaker(w, v, &q.speaker, err);
    if (rc) return rc;
    if (v->cue != DG_NONE && v->how != HOW_PASSAGE) {
        const dg_cue *c = &w->cues[v->cue];
        q.cue_token = c->token, q.stance = c->word->stance;
        q.cue = (dg_range){tok(w, c->from)->span.from, tok(w, c->to - 1)->span.to};
    }
    if (form == DG_QUOTE_PARTIAL && q.speaker == DG_NONE) return 0;
    return dg_quote_push(w, q, v->cue) ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "quotes");
}

static how find_how(const dg_quote_work *w, span_view *v) {
    if (cue_after(w, v)) return HOW_AFTER;
    if (cue_colon(w, v)) return HOW_COLON;
    if (stands_alone(w, v)) return HOW_PASSAGE;
    if (cue_before(w, v)) return HOW_BEFORE;
    if (cue_later(w, v)) return HOW_LATER;
    return HOW_NONE;
}

/* Behind "“A,” said X" a short piece in marks is a name or a sneer of the writer's, unless the
 * comma leads it in. */
static bool behind_closed_cue(const dg_quote_work *w, const span_view *v) {
    if (v->how != HOW_BEFORE || !w->n_quotes || w->quote_cue[w->n_quotes - 1] != v->cue)
        return false;
    const dg_quote *q = &w->quotes[w->n_quotes - 1];
    const dg_cue *c = &w->cues[v->cue];
    return q->span.to <= tok(w, c->token)->span.from && q->form == DG_QUOTE_DIRECT &&
           !is_comma(w, v->open - 1);
}

static int read_mark(dg_quote_work *w, const dg_marked *m, dg_err *err) {
    span_view v;
    if (!view_span(w, m, &v)) return 0;
    v.how = find_how(w, &v);
    if (v.how == HOW_NONE || is_scare(w, &v) || behind_closed_cue(w, &v)) return 0;
    if (v.how == HOW_PASSAGE && (v.n_words < 3 || (!v.clause && !ends_full(w, m->inner)))) return 0;
    if (v.how == HOW_COLON && v.cue == DG_NONE && (v.n_words < 4 || !v.clause)) return 0;
    if (!m->closed && v.how == HOW_BEFORE) return 0;
    if (v.how == HOW_BEFORE && w->cues[v.cue].negated &&
        w->cues[v.cue].word->stance == DG_STANCE_ASSERT)
        return 0;
    return add_quote(w, &v, form_of(w, &v), err);
}

/* ---- dashes, and marks that never close: the cue ends them ---- */

/* Does the sentence end at token t? */
static bool ends_text(const dg_quote_work *w, uint32_t t) {
    return t >= w->doc->n_tokens || dg_quote_char(w, t, ".") ||
           tok(w, t)->sentence != tok(w, t - 1)->sentence;
}

/* The first cue inside [from, to) that a comma or a stop precedes and whose speaker follows: ",
 * siger X". */
static uint32_t closing_cue(const dg_quote_work *w, uint32_t from, uint32_t to) {
    if (from >= to) return DG_NONE;
    uint32_t last = tok(w, to - 1)->sentence, s = tok(w, from)->sentence;
    if (last > s + DASH_SENTENCES) last = s + DASH_SENTENCES;
    for (; s <= last; s++)
        for (uint32_t i = w->first_cue[s]; i < w->first_cue[s + 1]; i++) {
            const dg_cue *c = &w->cues[i];
            if (c->token <= from || c->token >= to || c->dead ||
                (c->personal && !ends_text(w, c->np_to)))
                continue;
            bool said = (1u << c->word->kind) & (DG_KINDS_SAY | DG_KIND(IMPERSONAL));
            uint32_t t = c->from;
            while (t > from && dg_quote_is(w, t - 1, DG_KIND(AUX)) &&
                   tok(w, t - 1)->upos == DG_UPOS_AUX)
                t--;
            if (said && c->inverted && dg_quote_sign(w, t - 1) && !dg_quote_char(w, t - 1, "-"))
                return i;
        }
    return DG_NONE;
}

/* The pointing sentence inside [from, to): "– A. Det siger X." */
static uint32_t pointing_inside(const dg_quote_work *w, uint32_t from, uint32_t to,
                                uint32_t *ret_start) {
    for (uint32_t t = from; t < to; t = w->doc->sentences[tok(w, t)->sentence].to) {
        uint32_t i = t > from ? pointing_cue(w, t) : DG_NONE;
        if (i != DG_NONE && w->cues[i].token < to) return *ret_start = t, i;
    }
    return DG_NONE;
}

static void mark_inside(dg_quote_work *w, dg_range bytes) {
    for (uint32_t t = token_from(w, bytes.from);
         t < w->doc->n_tokens && tok(w, t)->span.to <= bytes.to; t++) {
        w->inside[t] = 1;
        uint32_t s = tok(w, t)->sentence;
        for (uint32_t i = w->first_cue[s]; i < w->first_cue[s + 1]; i++)
            if (w->cues[i].token == t) w->cues[i].dead = true;
    }
}

/* Cuts an open span at its cue; *ret_cue is DG_NONE when it has none and runs on. */
static void cut_span(const dg_quote_work *w, dg_marked *m, uint32_t *ret_cue) {
    uint32_t from = token_from(w, m->inner.from), to = dg_doc_token_at(w->doc, m->inner.to),
             start = 0;
    *ret_cue = closing_cue(w, from, to);
    if (*ret_cue != DG_NONE) {
        uint32_t t = w->cues[*ret_cue].from;
        while (t > from + 1 && dg_quote_is(w, t - 1, DG_KIND(AUX)) &&
               tok(w, t - 1)->upos == DG_UPOS_AUX)
            t--;
        while (t > from + 1 && is_comma(w, t - 1)) t--;
        m->inner.to = m->outer.to = tok(w, t - 1)->span.to;
        return;
    }
    *ret_cue = pointing_inside(w, from, to, &start);
    if (*ret_cue != DG_NONE) m->inner.to = m->outer.to = tok(w, start - 1)->span.to;
}

/* A dash in the middle of a paragraph without a cue ends with its sentence. */
static void end_with_sentence(const dg_quote_work *w, dg_marked *m) {
    if (m->outer.from == w->marks.paras[m->para].from) return;
    uint32_t t = token_from(w, m->inner.from);
    if (t >= w->doc->n_tokens) return;
    uint32_t end = w->doc->sentences[tok(w, t)->sentence].span.to;
    if (end < m->inner.to) m->inner.to = m->outer.to = end;
}

/* Items of a list begin with a dash too: without a cue a dash wants a clause, and a speaker in the
 * passage. */
static int read_dash(dg_quote_work *w, dg_marked *m, uint32_t cue, dg_err *err) {
    span_view v;
    if (!view_span(w, m, &v)) return 0;
    v.cue = cue;
    v.how = cue == DG_NONE ? HOW_PASSAGE : HOW_AFTER;
    if (cue == DG_NONE && (v.n_words < 4 || !v.clause)) return 0;
    uint32_t speaker;
    if (cue == DG_NONE && cue_colon(w, &v) && v.cue != DG_NONE) v.how = HOW_COLON;
    int rc = find_speaker(w, &v, &speaker, err);
    if (rc || (speaker == DG_NONE && cue == DG_NONE && !ends_full(w, m->inner))) return rc;
    return add_quote(w, &v, DG_QUOTE_DIRECT, err);
}

static bool is_open(const dg_marked *m) {
    return m->style == DG_MARK_DASH || !m->closed;
}

/* An opening mark without a closing one counts only where it leads speech in: behind a colon, or
 * first in the paragraph. */
static bool dropped_unclosed(const dg_quote_work *w, const dg_marked *m, uint32_t cue) {
    if (m->closed || m->goes_on || cue != DG_NONE) return false;
    span_view v;
    return !view_span(w, m, &v) ||
           (colon_before(w, &v) == DG_NONE && m->outer.from != w->marks.paras[m->para].from);
}

/* Closes dashes and unclosed marks at their cues; cues[i] is the cue of item i. */
static int cut_open_spans(dg_quote_work *w, uint32_t **ret, dg_err *err) {
    uint32_t n = w->marks.n, *cue = dg_arena_alloc(w->doc->arena, (n + 1) * sizeof *cue);
    if (!cue) return dg_err_set(err, DG_E_NOMEM, 0, "quotes");
    for (uint32_t i = 0; i < n; i++) {
        dg_marked *m = &w->marks.items[i];
        cue[i] = DG_NONE;
        if (!is_open(m)) continue;
        cut_span(w, m, &cue[i]);
        if (m->style == DG_MARK_DASH && cue[i] == DG_NONE) end_with_sentence(w, m);
        if (m->style == DG_MARK_DASH || !dropped_unclosed(w, m, cue[i])) mark_inside(w, m->inner);
    }
    *ret = cue;
    return 0;
}

int dg_quote_direct(dg_quote_work *w, dg_err *err) {
    uint32_t *cue = NULL, dash_end = 0;
    int rc = cut_open_spans(w, &cue, err);
    for (uint32_t i = 0; !rc && i < w->marks.n; i++) {
        dg_marked *m = &w->marks.items[i];
        if (m->outer.from < dash_end) continue; /* inside a dash quotation */
        if (m->style == DG_MARK_DASH) {
            dash_end = m->outer.to;
            rc = read_dash(w, m, cue[i], err);
        } else if (cue[i] != DG_NONE)
            rc = read_dash(w, m, cue[i], err);
        else if (!dropped_unclosed(w, m, cue[i]))
            rc = read_mark(w, m, err);
    }
    return rc;
}
