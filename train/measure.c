/* measure.c: the parser against gold trees and names, on the corpus' own words (so segmentation is
 * out of the picture). Relations count without their subtypes, as in the CoNLL shared tasks; names
 * as whole spans with their type. */
#include <stdio.h>

#include "parse/parse.h"
#include "train/train.h"

#define MAX_LANGS 16u

typedef struct tally {
    char lang[4];
    uint32_t words, upos, feats, lemmas, n_lemmas, n_trees, uas, las;
    uint32_t names_gold, names_found, names_right;
} tally;

static dg_str base_of(dg_str rel) {
    const char *colon = memchr(rel.p, ':', rel.n);
    return colon ? dg_str_cut(rel, 0, (uint32_t)(colon - rel.p)) : rel;
}

static void count_word(tally *t, const dg_corpus_sentence *s, uint32_t first,
                       const dg_corpus_word *g, const dg_token *w) {
    if (s->has & DG_HAS_UPOS) {
        t->words++;
        t->upos += g->upos == w->upos;
        t->feats += dg_str_eq(g->feats, w->feats_str);
    }
    if (s->has & DG_HAS_LEMMA) {
        t->n_lemmas++;
        t->lemmas += dg_str_eq(g->lemma, w->lemma);
    }
    if (!(s->has & DG_HAS_TREE)) return;
    uint32_t head = w->head == DG_NONE ? DG_NONE : w->head - first;
    t->n_trees++;
    t->uas += head == g->head;
    t->las += head == g->head && dg_str_eq(base_of(g->rel), base_of(w->rel_str));
}

/* The end of the span that begins at i in labels, or i when none does. */
static uint32_t span_end(const uint8_t *label, uint32_t i, uint32_t n) {
    if (label[i] == DG_NER_O ||
        (!dg_ner_begins(label[i]) && i && dg_ner_type(label[i - 1]) == dg_ner_type(label[i])))
        return i;
    uint32_t end = i + 1;
    while (end < n && label[end] != DG_NER_O && !dg_ner_begins(label[end]) &&
           dg_ner_type(label[end]) == dg_ner_type(label[i]))
        end++;
    return end;
}

/* MISC is not marked in every corpus: types that a language's gold never has are not held against
 * the parser. */
static void count_names(tally *t, const dg_corpus_word *g, const dg_token *w, uint32_t n,
                        bool misc) {
    uint8_t gold[DG_MAX_SENTENCE], found[DG_MAX_SENTENCE];
    for (uint32_t i = 0; i < n; i++) gold[i] = g[i].ner, found[i] = w[i].ner;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t a = span_end(gold, i, n), b = span_end(found, i, n);
        t->names_gold += a > i;
        if (b == i || (!misc && dg_ner_type(found[i]) == 4)) continue;
        t->names_found++;
        t->names_right += a == b && dg_ner_type(gold[i]) == dg_ner_type(found[i]);
    }
}

static bool has_misc(const dg_corpus *c, const char *lang) {
    for (uint32_t i = 0; i < c->n_sentences; i++) {
        const dg_corpus_sentence *s = &c->sentences[i];
        if (strcmp(s->lang, lang) != 0 || !(s->has & DG_HAS_NER)) continue;
        for (uint32_t k = 0; k < s->n; k++)
            if (dg_ner_type(c->words[s->from + k].ner) == 4) return true;
    }
    return false;
}

static tally *tally_of(tally *all, const char *lang) {
    uint32_t i = 0;
    while (i + 1 < MAX_LANGS && all[i].lang[0] && strcmp(all[i].lang, lang) != 0) i++;
    memcpy(all[i].lang, lang, sizeof all[i].lang);
    return &all[i];
}

static int measure_sentence(const dg_parser *p, dg_parse_work *w, const dg_corpus *dev,
                            const dg_corpus_sentence *s, bool misc, dg_arena *a, tally *t,
                            dg_err *err) {
    dg_token tokens[DG_MAX_SENTENCE];
    dg_sentence one = {.from = 0, .to = s->n};
    if (s->n > DG_MAX_SENTENCE) return 0;
    memset(tokens, 0, s->n * sizeof *tokens);
    for (uint32_t i = 0; i < s->n; i++) tokens[i].form = dev->words[s->from + i].form;
    int r = dg_parse(p, w, s->lang, &one, 1, tokens, a, err);
    if (r) return r;
    for (uint32_t i = 0; i < s->n; i++) count_word(t, s, 0, &dev->words[s->from + i], &tokens[i]);
    if (s->has & DG_HAS_NER) count_names(t, &dev->words[s->from], tokens, s->n, misc);
    return 0;
}

static void print_tally(const tally *t) {
    double w = t->words ? t->words : 1, l = t->n_lemmas ? t->n_lemmas : 1,
           n = t->n_trees ? t->n_trees : 1;
    double p = t->names_found ? (double)t->names_right / t->names_found : 0.0;
    double r = t->names_gold ? (double)t->names_right / t->names_gold : 0.0;
    fprintf(stderr,
            "  %s  upos %5.2f  feats %5.2f  lemma %5.2f  uas %5.2f  las %5.2f  names %5.2f (P %.1f "
            "R %.1f of %u)\n",
            t->lang, 100 * t->upos / w, 100 * t->feats / w, 100 * t->lemmas / l, 100 * t->uas / n,
            100 * t->las / n, p + r > 0.0 ? 200 * p * r / (p + r) : 0.0, 100 * p, 100 * r,
            t->names_gold);
}

int dg_measure_parse(const dg_modelfile *m, const dg_corpus *dev, dg_err *err) {
    tally all[MAX_LANGS] = {{{0}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
    dg_parser *p = NULL;
    dg_parse_work *w = NULL;
    dg_arena *a = dg_arena_new((size_t)256 << 20), *out = dg_arena_new((size_t)64 << 20);
    int r = a && out ? dg_parser_open(m, a, &p, err) : dg_err_set(err, DG_E_NOMEM, 0, "measuring");
    if (!r) r = dg_parse_work_new(p, &w, err);
    bool misc = false;
    for (uint32_t i = 0; !r && i < dev->n_sentences; i++) {
        const dg_corpus_sentence *s = &dev->sentences[i];
        if (!i || strcmp(s->lang, s[-1].lang) != 0) misc = has_misc(dev, s->lang);
        dg_arena_reset(out);
        r = measure_sentence(p, w, dev, s, misc, out, tally_of(all, s->lang), err);
    }
    for (uint32_t i = 0; !r && i < MAX_LANGS && all[i].lang[0]; i++) print_tally(&all[i]);
    dg_parse_work_free(w);
    dg_arena_free(out);
    dg_arena_free(a);
    return r;
}
