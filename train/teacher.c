/* teacher.c: parses the sentences of the corpora that have no tree or no names, on their own words.
 *
 * German has 58,000 words with trees and 222,000 with tags or names alone, and its treebanks'
 * sentences have no names. What a trained model says of them is worth more to the next one than
 * nothing (docs/ENGINE.md, "Self-training"). cost: as parsing, some seconds. */
#include "train/teacher.h"

#include <stdio.h>

#include "parse/parse.h"

#define MAX_LANGS 16u

typedef struct teacher {
    const dg_parser *p;
    dg_parse_work *w;
    dg_corpus *c;
    dg_arena *out; /* of one sentence */
    char langs[MAX_LANGS][4];
    uint16_t has[MAX_LANGS]; /* what any of the language's sentences has by hand */
    uint32_t trees, names;
} teacher;

static uint16_t *has_of(teacher *t, const char *lang) {
    uint32_t i = 0;
    while (i + 1 < MAX_LANGS && t->langs[i][0] && strcmp(t->langs[i], lang) != 0) i++;
    memcpy(t->langs[i], lang, sizeof t->langs[i]);
    return &t->has[i];
}

static int teach(teacher *t, dg_corpus_sentence *s, dg_err *err) {
    dg_token tokens[DG_MAX_SENTENCE];
    dg_sentence one = {.from = 0, .to = s->n};
    uint16_t wants = *has_of(t, s->lang) & ~s->has & (DG_HAS_TREE | DG_HAS_NER);
    if (!wants || s->n > DG_MAX_SENTENCE) return 0;
    memset(tokens, 0, s->n * sizeof *tokens);
    for (uint32_t i = 0; i < s->n; i++) tokens[i].form = t->c->words[s->from + i].form;
    dg_arena_reset(t->out);
    int r = dg_parse(t->p, t->w, s->lang, &one, 1, tokens, t->out, err);
    for (uint32_t i = 0; !r && i < s->n; i++) {
        dg_corpus_word *w = &t->c->words[s->from + i];
        if (wants & DG_HAS_TREE) {
            w->head = tokens[i].head;
            w->rel = tokens[i].rel_str;
        }
        if (wants & DG_HAS_NER) w->ner = tokens[i].ner;
    }
    if (r) return r;
    t->trees += wants & DG_HAS_TREE ? 1 : 0;
    t->names += wants & DG_HAS_NER ? 1 : 0;
    s->has |= wants | (wants & DG_HAS_TREE ? DG_HAS_TAUGHT : 0);
    return 0;
}

int dg_teach(const dg_modelfile *m, dg_corpus *c, dg_err *err) {
    teacher t = {.c = c, .out = dg_arena_new((size_t)64 << 20)};
    dg_arena *memory = dg_arena_new((size_t)256 << 20);
    dg_parser *p = NULL;
    int r = t.out && memory ? dg_parser_open(m, memory, &p, err)
                            : dg_err_set(err, DG_E_NOMEM, 0, "teacher");
    if (!r) r = dg_parse_work_new(p, &t.w, err);
    t.p = p;
    for (uint32_t i = 0; !r && i < c->n_sentences; i++)
        *has_of(&t, c->sentences[i].lang) |= c->sentences[i].has;
    for (uint32_t i = 0; !r && i < c->n_sentences; i++) r = teach(&t, &c->sentences[i], err);
    if (!r) fprintf(stderr, "teacher: %u trees and the names of %u sentences\n", t.trees, t.names);
    dg_parse_work_free(t.w);
    dg_arena_free(memory);
    dg_arena_free(t.out);
    return r;
}
