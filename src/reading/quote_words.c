/* quote_words.c: what each token is to the reporting of speech, before any structure is looked for.
 *
 * The form decides by the table, the tag corrects it ("report" as a noun), the lemma helps with
 * forms that are not listed, and the place overrules a wrong tag ("Iran denies that"). Cost: one or
 * two look-ups a token. */
#include "reading/quote_work.h"

#include "base/utf8.h"

static const dg_token *tok(const dg_quote_work *w, uint32_t t) {
    return &w->doc->tokens[t];
}

/* Signs that stand for a word. */
static bool is_unit_sign(uint32_t c) {
    return c == '%' || c == '$' || c == 0xA3 || c == 0x20AC || c == 0xB0 || c == 0x2030;
}

bool dg_quote_sign(const dg_quote_work *w, uint32_t t) {
    dg_str f = tok(w, t)->form;
    for (uint32_t at = 0; at < f.n;) {
        uint32_t c = dg_utf8_next(f, &at);
        if (dg_is_letter(c) || dg_is_digit(c) || is_unit_sign(c)) return false;
    }
    return true;
}

uint32_t dg_quote_para(const dg_quote_work *w, uint32_t byte) {
    uint32_t lo = 0, hi = w->marks.n_paras;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (w->marks.paras[mid].to <= byte)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

bool dg_quote_finite(const dg_quote_work *w, uint32_t t) {
    const dg_token *k = tok(w, t);
    if (k->upos != DG_UPOS_VERB && k->upos != DG_UPOS_AUX) return false;
    return k->feats.verbform == DG_VERBFORM_FIN ||
           (!k->feats.verbform && (k->feats.tense || k->feats.mood));
}

bool dg_quote_clause(const dg_quote_work *w, uint32_t from, uint32_t to) {
    if (!w->tagged) return to - from >= 5;
    for (uint32_t t = from; t < to; t++)
        if (dg_quote_finite(w, t)) return true;
    return false;
}

/* Tag and form together: a form that is a verb of the table and also a noun ("report") follows the
 * tag. */
static uint32_t fit_tag(uint32_t kinds, const dg_token *t) {
    if (!(kinds & DG_KINDS_VERB) || t->upos == DG_UPOS_X || dg_quote_verb_tag(t->upos))
        return kinds;
    bool nominal = t->upos == DG_UPOS_NOUN || t->upos == DG_UPOS_PROPN || t->upos == DG_UPOS_ADJ ||
                   t->upos == DG_UPOS_ADP;
    uint32_t kept = t->upos == DG_UPOS_ADJ
                        ? DG_KIND(UTTER)
                        : 0; /* "skandierten": no participle of these stands before a noun */
    return nominal ? kinds & ~(DG_KINDS_VERB & ~kept) : kinds;
}

/* Forms are listed; the lemma helps with those that are not. A wrong lemma ("wurden", "meiner")
 * must not make a verb: it has to begin like its form, and small words have none. */
bool dg_quote_trusts_lemma(uint32_t kinds, dg_str low, const dg_token *t) {
    if (kinds || t->upos != DG_UPOS_VERB || low.n < 4 || t->lemma.n < 4) return false;
    return memcmp(low.p, t->lemma.p, 3) == 0;
}

/* Right before a complementiser a form of the table is the verb whatever the tag says, unless an
 * article or the like leads it in ("Iran denies that", not "the claims that"). */
static bool governs_that(const dg_quote_work *w, uint32_t t) {
    if (!(w->kinds[t] & DG_KIND(VERB)) || t == 0) return false;
    uint32_t k = t + 1 + dg_quote_char(w, t + 1, ",");
    if (!dg_quote_is(w, k, DG_KIND(THAT)) || tok(w, k)->sentence != tok(w, t)->sentence)
        return false;
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
        w->tree |=
            k->head != DG_NONE && k->head != t && k->rel != DG_REL_ROOT && k->rel != DG_REL_DEP;
        uint32_t kinds = dg_report_kinds(w->words, w->lang, w->low[t]);
        if (dg_quote_trusts_lemma(kinds, w->low[t], k))
            kinds |= dg_report_kinds(w->words, w->lang, k->lemma) & DG_KINDS_VERB;
        w->kinds[t] = kinds;
    }
    for (uint32_t t = 0; t < d->n_tokens; t++)
        if (!governs_that(w, t)) w->kinds[t] = fit_tag(w->kinds[t], tok(w, t));
    return 0;
}
