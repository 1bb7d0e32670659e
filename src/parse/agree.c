/* agree.c: votes by the form of the word, then the change. */
#include "parse/agree.h"

#include "base/map.h"

enum { PERSON = 1 }; /* dg_ner_type */

typedef struct votes {
    uint32_t person, other;
    bool full; /* it ends a longer name of a person */
} votes;

typedef struct ballot {
    dg_arena *arena;
    dg_map by_form; /* form → index into votes */
    votes *votes;
    uint32_t n, cap;
} ballot;

static dg_str without_genitive(dg_str form) {
    bool cut = form.n > 3 && (form.p[form.n - 1] == 's' || form.p[form.n - 1] == '\'');
    return cut ? dg_str_cut(form, 0, form.n - 1) : form;
}

/* Words of the name that begins at word i; 0 when none does. */
static uint32_t name_at(const dg_token *t, uint32_t i, uint32_t end) {
    if (!dg_ner_begins(t[i].ner)) return 0;
    uint32_t n = 1;
    while (i + n < end && t[i + n].ner == t[i].ner + 1) n++;
    return n;
}

static votes *votes_of(ballot *b, dg_str form) {
    uint32_t *at;
    bool is_new;
    if (!dg_map_put_ref(&b->by_form, without_genitive(form), &at, &is_new)) return NULL;
    if (is_new) {
        *at = b->n;
        if (!DG_PUSH(b->arena, b->votes, b->n, b->cap, (votes){0, 0, false})) return NULL;
    }
    return &b->votes[*at];
}

/* "Kenya" a place and "Moore" a person, but one name to the tree: a person. */
static void join(dg_token *t, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i + 1 < to; i++)
        if (t[i].ner == DG_NER_B_LOC && t[i + 1].ner == DG_NER_B_PER && t[i + 1].head == i &&
            t[i + 1].rel == DG_REL_FLAT) {
            t[i].ner = DG_NER_B_PER;
            t[i + 1].ner = DG_NER_I_PER;
        }
}

static bool count(ballot *b, const dg_token *t, uint32_t from, uint32_t to) {
    for (uint32_t i = from, n; i < to; i += n ? n : 1) {
        n = name_at(t, i, to);
        bool person = n && dg_ner_type(t[i].ner) == PERSON;
        if (!n || (n > 1 && !person)) continue;
        votes *v = votes_of(b, t[i + n - 1].form);
        if (!v) return false;
        v->full |= n > 1;
        v->person += person ? n > 1 ? 2 : 1 : 0;
        v->other += !person;
    }
    return true;
}

static void settle(const ballot *b, const dg_gazetteer *lists, dg_token *t, uint32_t from,
                   uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        if (name_at(t, i, to) != 1 || dg_ner_type(t[i].ner) == PERSON) continue;
        uint32_t at = dg_map_get(&b->by_form, without_genitive(t[i].form));
        if (at == DG_NONE || !b->votes[at].full) continue;
        bool country =
            t[i].ner == DG_NER_B_LOC && (dg_gaz_classes(lists, t[i].form) >> DG_GAZ_COUNTRY & 1);
        if (!country && b->votes[at].person >= b->votes[at].other) t[i].ner = DG_NER_B_PER;
    }
}

int dg_names_agree(const dg_sentence *sentences, uint32_t n_sentences, dg_token *tokens,
                   const dg_gazetteer *lists, dg_arena *scratch, dg_err *err) {
    for (uint32_t i = 0, end; i < n_sentences; i = end) {
        dg_arena_mark mark = dg_arena_mark_get(scratch);
        ballot b = {.arena = scratch};
        uint32_t words = 0;
        bool ok = true;
        dg_map_init(&b.by_form, scratch);
        for (end = i; ok && end < n_sentences && words < DG_AGREE_WORDS; end++) {
            join(tokens, sentences[end].from, sentences[end].to);
            words += sentences[end].to - sentences[end].from;
            ok = count(&b, tokens, sentences[end].from, sentences[end].to);
        }
        for (uint32_t k = i; ok && k < end; k++)
            settle(&b, lists, tokens, sentences[k].from, sentences[k].to);
        dg_arena_release(scratch, mark);
        if (!ok) return dg_err_set(err, DG_E_NOMEM, 0, "names");
    }
    return 0;
}
