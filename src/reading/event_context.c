/* event_context.c: what is an event about? The contexts of its frame, those that a word of its
 * sentence names, and those that two different words of its paragraph name (PLOVER: contexts are
 * often told outside the sentence). Words stand in lexicon/contexts.tsv.
 * cost: a few look-ups for each word of a paragraph that tells of an event.
 * limits: a word counts as it is written; "no military help" is about the military as well. */
#include "reading/event_tree.h"

enum { MIN_TAIL = 3, MIN_LEFT = 2, PAIR = 96 };

static bool may_tell(const dg_evctx *x, uint32_t t) {
    switch (dg_ev_tok(x, t)->upos) {
    case DG_UPOS_NOUN:
    case DG_UPOS_PROPN:
    case DG_UPOS_ADJ:
    case DG_UPOS_VERB:
    case DG_UPOS_X: return true;
    default: return false;
    }
}

/* "human rights": this word and the next, both as lemmas and as written. */
static uint64_t of_pair(const dg_evctx *x, uint32_t t) {
    const dg_sentence *s = &x->doc->sentences[dg_ev_tok(x, t)->sentence];
    char pair[PAIR];
    uint64_t bits = 0;
    if (t + 1 >= s->to) return 0;
    for (int written = 0; written < 2; written++) {
        dg_str a = written ? x->lower[t] : x->lemma[t],
               b = written ? x->lower[t + 1] : x->lemma[t + 1];
        if (a.n + b.n + 1 > sizeof pair) continue;
        memcpy(pair, a.p, a.n), pair[a.n] = ' ', memcpy(pair + a.n + 1, b.p, b.n);
        bits |= dg_frames_contexts(x->f, x->lang, (dg_str){pair, a.n + b.n + 1}, false);
    }
    return bits;
}

static uint64_t of_tails(const dg_evctx *x, dg_str word) {
    for (uint32_t from = MIN_LEFT; from + MIN_TAIL <= word.n; from++) {
        if (((unsigned char)word.p[from] & 0xC0) == 0x80) continue;
        uint64_t bits = dg_frames_contexts(x->f, x->lang, dg_str_cut(word, from, word.n), true);
        if (bits) return bits;
    }
    return 0;
}

/* Where the parser's lemma is not the dictionary's: "kuppet" as "kuppet". */
static uint64_t of_wordforms(const dg_evctx *x, uint32_t t) {
    const dg_lemmas *may_be = &x->nouns[t];
    uint64_t bits = 0;
    for (uint32_t i = 0; !bits && i < may_be->n; i++) {
        bits = dg_frames_contexts(x->f, x->lang, may_be->at[i], false);
        if (!bits) bits = of_tails(x, may_be->at[i]);
    }
    return bits;
}

static uint64_t of_token(const dg_evctx *x, uint32_t t) {
    if (!may_tell(x, t)) return 0;
    uint64_t bits = of_pair(x, t) | dg_frames_contexts(x->f, x->lang, x->lemma[t], false) |
                    dg_frames_contexts(x->f, x->lang, x->lower[t], false);
    uint8_t upos = dg_ev_tok(x, t)->upos;
    if (bits || (upos != DG_UPOS_NOUN && upos != DG_UPOS_PROPN)) return bits;
    bits = of_tails(x, x->lemma[t]);
    if (!bits) bits = of_tails(x, x->lower[t]);
    return bits ? bits : of_wordforms(x, t);
}

static void note(dg_ev_evidence *e, uint64_t bits, uint32_t t) {
    for (uint32_t i = 0; i < DG_PLOVER_N_CONTEXTS; i++)
        if (bits >> i & 1u && !(e->all >> i & 1u)) e->at[i] = t;
    e->all |= bits;
}

/* Does a line end between two sentences? Paragraphs are lines of the text. */
static bool is_break(const dg_doc *d, uint32_t before, uint32_t after) {
    uint32_t from = d->sentences[before].span.to, to = d->sentences[after].span.from;
    return to > from && memchr(d->text.p + from, '\n', to - from) != NULL;
}

/* Sentences [*ret_from, *ret_to) of the paragraph that sentence s belongs to. */
static void paragraph_of(const dg_doc *d, uint32_t s, uint32_t *ret_from, uint32_t *ret_to) {
    uint32_t from = s, to = s + 1;
    while (from > 0 && !is_break(d, from - 1, from)) from--;
    while (to < d->n_sentences && !is_break(d, to - 1, to)) to++;
    *ret_from = from, *ret_to = to;
}

/* What two different words of the paragraph tell. */
static void read_paragraph(const dg_evctx *x, uint32_t sentence, dg_ev_about *about) {
    dg_ev_evidence once = {0}, twice = {0};
    paragraph_of(x->doc, sentence, &about->from, &about->to);
    for (uint32_t s = about->from; s < about->to; s++)
        for (uint32_t t = x->doc->sentences[s].from; t < x->doc->sentences[s].to; t++) {
            uint64_t bits = of_token(x, t);
            for (uint32_t i = 0; bits && i < DG_PLOVER_N_CONTEXTS; i++)
                if (bits >> i & 1u && once.all >> i & 1u &&
                    !dg_str_eq(x->lemma[once.at[i]], x->lemma[t]))
                    note(&twice, 1ull << i, once.at[i]);
            note(&once, bits, t);
        }
    about->paragraph = twice;
}

/* Sentence and paragraph of an event; most events follow another one of the same. */
static const dg_ev_about *look_at(dg_evctx *x, uint32_t sentence) {
    dg_ev_about *about = &x->about;
    const dg_sentence *s = &x->doc->sentences[sentence];
    if (sentence < about->from || sentence >= about->to) read_paragraph(x, sentence, about);
    if (about->has_sentence && about->sentence == sentence) return about;
    about->has_sentence = true, about->sentence = sentence;
    about->told = (dg_ev_evidence){0};
    for (uint32_t t = s->from; t < s->to; t++) note(&about->told, of_token(x, t), t);
    return about;
}

int dg_ev_contexts(dg_evctx *x, const dg_cand *c, dg_event *e, dg_err *err) {
    const dg_ev_about *about = look_at(x, dg_ev_tok(x, c->token)->sentence);
    dg_ev_evidence found = about->told;
    uint32_t n = 0;
    for (uint32_t i = 0; i < DG_PLOVER_N_CONTEXTS; i++)
        if (about->paragraph.all >> i & 1u) note(&found, 1ull << i, about->paragraph.at[i]);
    uint32_t most = c->row->n_contexts + DG_PLOVER_N_CONTEXTS;
    dg_str *names = dg_arena_alloc(x->arena, most * sizeof *names);
    dg_range *words = dg_arena_zalloc(x->arena, most, sizeof *words);
    if (!names || !words) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    for (uint32_t i = 0; i < c->row->n_contexts; i++) {
        uint32_t known = dg_plover_find_context(c->row->contexts[i]);
        if (known != DG_NONE) found.all &= ~(1ull << known);
        names[n++] = c->row->contexts[i];
    }
    for (uint32_t i = 0; i < DG_PLOVER_N_CONTEXTS; i++) {
        if (!(found.all >> i & 1u)) continue;
        words[n] = dg_ev_tok(x, found.at[i])->span;
        names[n++] = dg_str_of(dg_plover_contexts[i].name);
    }
    e->contexts = names, e->context_words = words, e->n_contexts = n;
    return 0;
}
