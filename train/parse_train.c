/* parse_train.c: learns the network of parse/net.h from the treebanks and name corpora.
 *
 * Each pass draws every sentence about as often as its weight says (the small Danish and German
 * treebanks more often), in an order that depends on seed and pass only, and fills batches of
 * DG_SHARDS shards of whole sentences. To be ready for headlines and other people's habits, a few
 * sentences in a hundred are changed first: all lower case, all capitals, Title Case, other
 * quotation marks and dashes, no full stop; in three sentences of ten names give way to others of
 * their type and length. Rare forms and words of names are hidden now and then, so that the network
 * learns to read unknown words from their pieces. cost: about 7,000 words/s and thread; memory
 * about 1 GB. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"
#include "train/net.h"
#include "parse/script.h"
#include "train/lists.h"
#include "train/train.h"

#define ROWS_PREFIX (1u << 13)
#define ROWS_SUFFIX (1u << 15)
#define ROWS_NGRAM (1u << 16)
#define SHARD_FILL 250u /* a shard is closed when it holds as many words */
#define MAX_WORDS 200u  /* longer sentences do not train */
#define HIDE 0.5f       /* a form seen c times is hidden with probability HIDE / (HIDE + c) */
#define MIN_SCRIPT 3u   /* classes seen less often are not learned */
#define MIN_FEATS 3u
#define MIN_KNOWN 3u /* rarer forms have no row of their own, and train row 0 */
#define WARMUP 300u
#define SAVE_EVERY 2u /* passes */
#define DROPOUT 0.2f
#define HIDE_NAMES 0.3f /* words of names are hidden at least so often: most names are new */
#define NO_MANNER                                                                                  \
    0.25f /* share of a manner's sentences that do without its vector, and without names */
#define AUXILIARY 0.1f /* a form is an auxiliary's when a larger share of its tags says so */
#define DRAWS 8u
#define NO_LISTS 0.15f /* share of sentences that do without the lists of names */
#define SWAP 0.3f      /* share of sentences whose names are changed for others */
#define LISTED 0.5f    /* of these names: share that comes from the lists, where they have such */

static const char *const table_names[DG_GROUP_N] = {"parse.lower", "parse.prefix", "parse.suffix",
                                                    "parse.ngram"};
static const char *const langs[] = {"en", "de", "da", "nb", "nn", "sv"};
/* Corpora with conventions of their own, by the beginning of "# source" or the end of the file's
 * name. Each has a vector that is added to its language's in training; the reader, without them,
 * keeps to the conventions of the others: EWT, GSD and GermEval, DDT, NDT. */
static const char *const manners[] = {
    "UD_English-GUM", "UD_English-PUD", "UD_German-PUD",       "CDT German",
    "Google",         "UD_Swedish-PUD", "extra-mobie.iob2.xz",
};

typedef struct classes { /* strings to numbers, in order of first appearance */
    dg_map map;
    uint32_t n;
    uint32_t *count;
    uint8_t *has; /* [languages + 1][n] */
} classes;

/* Names of the training sentences by group of languages, type and length in words: first words in
 * the corpus. */
#define NAME_GROUPS 3u
#define NAME_WORDS 3u
typedef struct name_pool {
    uint32_t n, cap;
    uint32_t *at;
} name_pool;

enum { PERSON = 1, BODY, PLACE }; /* dg_ner_type */

typedef struct trainer {
    const dg_train_options *o;
    const dg_corpus *c;
    dg_arena *arena;
    dg_map types;              /* form → index into rows */
    const dg_word_rows **rows; /* [n_types] */
    float *hide;               /* [n_types] */
    uint32_t n_types, cap_types, cap_hide;
    dg_map lower; /* lower-case form → times seen */
    dg_tables tables;
    uint32_t *type;  /* [n words] of the corpus */
    uint32_t *lemma; /* [n words] class or DG_NO_CLASS */
    uint32_t *feats, *rel;
    classes feats_classes, lemma_classes, rel_classes;
    dg_sizes sizes;
    uint64_t rng;
    uint32_t *order, n_order, at;
    dg_net_shard *batch;
    dg_gazetteer lists;
    dg_phrases phrases[DG_GAZ_CLASSES];
    uint8_t *known_lemmas; /* [DG_LEMMA_BITS / 8] */
    name_pool names[NAME_GROUPS][4][NAME_WORDS];
    dg_str *auxiliaries; /* [n_auxiliaries] lower case; one of two languages stands twice */
    uint32_t n_auxiliaries;
} trainer;

static uint64_t next_random(trainer *t) {
    uint64_t z = (t->rng += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static float chance(trainer *t) {
    return (float)(next_random(t) >> 40) / 16777216.0f;
}

static uint32_t lang_of(const char *lang) {
    for (uint32_t i = 0; i < DG_LEN(langs); i++)
        if (strcmp(langs[i], lang) == 0) return i + 1;
    return 0;
}

/* The row of LANG with the vector of the sentence's corpus; 0: it has none. */
static uint32_t manner_of(const dg_corpus_sentence *s) {
    for (uint32_t i = 0; i < DG_LEN(manners); i++) {
        dg_str m = dg_str_of(manners[i]);
        if (dg_str_starts(s->source, m) || dg_str_ends(s->source, m)) return DG_LEN(langs) + 1 + i;
    }
    return 0;
}

/* How often a pass shows the sentence. Trees count most; the neighbours less than the four
 * languages that are read. */
static float weight_of(const dg_corpus_sentence *s) {
    bool tree = (s->has & DG_HAS_TREE) && !(s->has & DG_HAS_TAUGHT), tags = s->has & DG_HAS_UPOS;
    if (strcmp(s->lang, "da") == 0) return 2.0f;
    if (strcmp(s->lang, "de") == 0) {
        if (tree) return tags ? 3.0f : 2.0f;
        if (tags) return 1.5f;
        return dg_str_ends(s->source, DG_STR("extra-mobie.iob2.xz")) ? 0.5f : 2.0f;
    }
    if (strcmp(s->lang, "nb") == 0) return 2.0f;
    return strcmp(s->lang, "sv") == 0 ? 0.5f : 1.0f;
}

/* ---- vocabulary ---- */

static uint32_t class_of(classes *k, dg_str s) {
    uint32_t *v;
    bool is_new;
    if (!dg_map_put(&k->map, s, &v, &is_new)) return DG_NO_CLASS;
    if (is_new) *v = k->n++;
    return *v;
}

static bool count_lower(trainer *t) {
    dg_map_init(&t->lower, t->arena);
    for (uint32_t i = 0; i < t->c->n_words; i++) {
        uint32_t *v;
        dg_str low = dg_utf8_lower(t->arena, t->c->words[i].form);
        if (!low.p || !dg_map_put(&t->lower, low, &v, NULL)) return false;
        ++*v;
    }
    return true;
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static bool make_tables(trainer *t) {
    uint32_t *known = dg_arena_alloc(t->arena, (t->lower.n + 1u) * sizeof *known);
    uint32_t n = 0, k = 0;
    if (!known) return false;
    for (uint32_t i = 0; i < t->lower.n; i++)
        if (t->lower.entries[i].value >= MIN_KNOWN)
            known[n++] = dg_word_print(t->lower.entries[i].key);
    qsort(known, n, sizeof *known, by_value);
    for (uint32_t i = 0; i < n; i++)
        if (!k || known[k - 1] != known[i]) known[k++] = known[i];
    t->tables = (dg_tables){.rows = {k + 1, ROWS_PREFIX, ROWS_SUFFIX, ROWS_NGRAM}, .known = known};
    return true;
}

/* The type of a form, made when it is new. DG_NONE without memory. */
static uint32_t type_of(trainer *t, dg_str form) {
    uint32_t *v;
    bool is_new;
    if (!dg_map_put(&t->types, form, &v, &is_new)) return DG_NONE;
    if (!is_new) return *v;
    *v = t->n_types;
    dg_word_rows *r = dg_arena_alloc(t->arena, sizeof *r);
    dg_str low = dg_utf8_lower(t->arena, form);
    if (!r || !low.p) return DG_NONE;
    dg_word_features(&t->tables, form, r);
    uint32_t seen = dg_map_get(&t->lower, low), n = t->n_types;
    if (!DG_PUSH(t->arena, t->hide, n, t->cap_hide,
                 seen == DG_NONE ? 0.0f : HIDE / (HIDE + (float)seen)))
        return DG_NONE;
    if (!DG_PUSH(t->arena, t->rows, t->n_types, t->cap_types, r)) return DG_NONE;
    return t->n_types - 1;
}

static bool make_types(trainer *t) {
    dg_map_init(&t->types, t->arena);
    t->type = dg_arena_alloc(t->arena, (t->c->n_words + 1u) * sizeof *t->type);
    for (uint32_t i = 0; t->type && i < t->c->n_words; i++)
        if ((t->type[i] = type_of(t, t->c->words[i].form)) == DG_NONE) return false;
    return t->type;
}

/* Classes of one kind for all words: pick gives a word's string or p NULL. Classes seen fewer than
 * min times go. */
typedef dg_str pick_fn(trainer *t, const dg_corpus_sentence *s, const dg_corpus_word *w);

static dg_str pick_feats(trainer *t, const dg_corpus_sentence *s, const dg_corpus_word *w) {
    (void)t;
    return s->has & DG_HAS_FEATS ? w->feats : DG_STR_NULL;
}
static dg_str pick_rel(trainer *t, const dg_corpus_sentence *s, const dg_corpus_word *w) {
    (void)t;
    return s->has & DG_HAS_TREE ? w->rel : DG_STR_NULL;
}
static dg_str pick_lemma(trainer *t, const dg_corpus_sentence *s, const dg_corpus_word *w) {
    bool known = (s->has & DG_HAS_LEMMA) && (!dg_str_is(w->lemma, "_") || dg_str_is(w->form, "_"));
    return known ? dg_script_make(t->arena, w->form, w->lemma) : DG_STR_NULL;
}

static bool count_classes(trainer *t, classes *all, uint32_t *of_word, pick_fn *pick) {
    uint32_t cap = 0, n = 0;
    dg_map_init(&all->map, t->arena);
    for (uint32_t s = 0; s < t->c->n_sentences; s++) {
        const dg_corpus_sentence *sent = &t->c->sentences[s];
        for (uint32_t i = sent->from; i < sent->from + sent->n; i++) {
            dg_str text = pick(t, sent, &t->c->words[i]);
            of_word[i] = text.p ? class_of(all, text) : DG_NO_CLASS;
            if (of_word[i] == DG_NO_CLASS) continue;
            while (n < all->n)
                if (!DG_PUSH(t->arena, all->count, n, cap, 0)) return false;
            all->count[of_word[i]]++;
        }
    }
    return true;
}

/* Leaves the classes seen at least min times and notes which language has which. */
static bool settle_classes(trainer *t, classes *all, uint32_t *of_word, uint32_t min) {
    classes kept = {.n = 0};
    dg_map_init(&kept.map, t->arena);
    uint32_t *to = dg_arena_alloc(t->arena, (all->n + 1u) * sizeof *to);
    for (uint32_t i = 0; to && i < all->n; i++)
        to[i] = all->count[i] >= min ? class_of(&kept, all->map.entries[i].key) : DG_NO_CLASS;
    kept.has = dg_arena_zalloc(t->arena, (DG_LEN(langs) + 1) * (size_t)(kept.n + 1), 1);
    if (!to || !kept.has) return false;
    for (uint32_t s = 0; s < t->c->n_sentences; s++) {
        const dg_corpus_sentence *sent = &t->c->sentences[s];
        for (uint32_t i = sent->from; i < sent->from + sent->n; i++) {
            if (of_word[i] != DG_NO_CLASS) of_word[i] = to[of_word[i]];
            if (of_word[i] != DG_NO_CLASS) kept.has[lang_of(sent->lang) * kept.n + of_word[i]] = 1;
        }
    }
    for (uint32_t l = 0; l <= DG_LEN(langs);
         l++) /* "no such language", and one without any, may have all */
        if (!memchr(kept.has + (size_t)l * kept.n, 1, kept.n))
            memset(kept.has + (size_t)l * kept.n, 1, kept.n);
    *all = kept;
    return true;
}

static bool make_classes(trainer *t, classes *all, uint32_t **of_word, pick_fn *pick,
                         uint32_t min) {
    *of_word = dg_arena_alloc(t->arena, (t->c->n_words + 1u) * sizeof **of_word);
    return *of_word && count_classes(t, all, *of_word, pick) &&
           settle_classes(t, all, *of_word, min);
}

static uint32_t name_group(const char *lang) {
    return strcmp(lang, "en") == 0 ? 0 : strcmp(lang, "de") == 0 ? 1 : 2;
}

/* Words of the name that begins at word i of the sentence; 0 when none does. */
static uint32_t name_length(const trainer *t, const dg_corpus_sentence *s, uint32_t i) {
    const dg_corpus_word *w = t->c->words;
    uint32_t end = i + 1;
    if (!(s->has & DG_HAS_NER) || !dg_ner_begins(w[i].ner)) return 0;
    while (end < s->from + s->n && w[end].ner == w[i].ner + 1) end++;
    return end - i;
}

static name_pool *names_like(trainer *t, const dg_corpus_sentence *s, uint32_t i, uint32_t length) {
    return &t->names[name_group(s->lang)][dg_ner_type(t->c->words[i].ner) - 1][length - 1];
}

static bool make_names(trainer *t) {
    for (uint32_t k = 0; k < t->c->n_sentences; k++) {
        const dg_corpus_sentence *s = &t->c->sentences[k];
        for (uint32_t i = s->from; i < s->from + s->n; i++) {
            uint32_t length = name_length(t, s, i);
            if (!length || length > NAME_WORDS) continue;
            name_pool *pool = names_like(t, s, i, length);
            if (!DG_PUSH(t->arena, pool->at, pool->n, pool->cap, i)) return false;
        }
    }
    return true;
}

/* Which lemmas there are, by language and part of speech. */
static bool make_known_lemmas(trainer *t) {
    t->known_lemmas = dg_arena_zalloc(t->arena, DG_LEMMA_BITS / 8, 1);
    for (uint32_t i = 0; t->known_lemmas && i < t->c->n_sentences; i++) {
        const dg_corpus_sentence *s = &t->c->sentences[i];
        for (uint32_t k = s->from; (s->has & DG_HAS_LEMMA) && k < s->from + s->n; k++) {
            const dg_corpus_word *w = &t->c->words[k];
            if (dg_str_is(w->lemma, "_")) continue;
            uint32_t at[DG_LEMMA_HASHES];
            dg_lemma_bits(lang_of(s->lang), w->upos, w->lemma, at);
            for (uint32_t b = 0; b < DG_LEMMA_HASHES; b++)
                t->known_lemmas[at[b] / 8] |= (uint8_t)(1u << at[b] % 8);
        }
    }
    return t->known_lemmas;
}

/* ---- auxiliaries ---- */

typedef struct form_count {
    uint32_t lang, total, as_auxiliary;
    dg_str form;
} form_count;

/* How often each form of a language stands in its tagged sentences, and how often as AUX. */
static bool count_forms(trainer *t, dg_map *at, form_count **ret, uint32_t *ret_n) {
    uint32_t cap = 0;
    for (uint32_t i = 0; i < t->c->n_sentences; i++) {
        const dg_corpus_sentence *s = &t->c->sentences[i];
        for (uint32_t k = s->from; (s->has & DG_HAS_UPOS) && k < s->from + s->n; k++) {
            dg_str low = dg_utf8_lower(t->arena, t->c->words[k].form),
                   key = dg_arena_printf(t->arena, "%s %.*s", s->lang, (int)low.n, low.p);
            uint32_t *v;
            bool is_new;
            if (!key.p || !dg_map_put(at, key, &v, &is_new)) return false;
            if (is_new) *v = *ret_n;
            if (is_new && !DG_PUSH(t->arena, *ret, *ret_n, cap,
                                   ((form_count){.lang = lang_of(s->lang), .form = low})))
                return false;
            (*ret)[*v].total++;
            (*ret)[*v].as_auxiliary += t->c->words[k].upos == DG_UPOS_AUX;
        }
    }
    return true;
}

/* Forms that are AUX often enough go to the lists, and to the forms without pieces. */
static int find_auxiliaries(trainer *t, dg_err *err) {
    dg_map at;
    form_count *all = NULL;
    uint32_t n = 0, k = 0;
    dg_map_init(&at, t->arena);
    if (!count_forms(t, &at, &all, &n)) return dg_err_set(err, DG_E_NOMEM, 0, "training");
    uint32_t *print = dg_arena_alloc(t->arena, (n + 1u) * sizeof *print);
    t->auxiliaries = dg_arena_alloc(t->arena, (n + 1u) * sizeof *t->auxiliaries);
    if (!print || !t->auxiliaries) return dg_err_set(err, DG_E_NOMEM, 0, "training");
    for (uint32_t i = 0; i < n; i++)
        if ((float)all[i].as_auxiliary > AUXILIARY * (float)all[i].total) {
            print[k] = dg_gaz_auxiliary_print(all[i].lang, all[i].form);
            t->auxiliaries[k++] = all[i].form;
        }
    t->n_auxiliaries = k;
    return dg_lists_add(&t->lists, print, k, DG_GAZ_AUXILIARY, t->arena, err);
}

static bool mark_closed(trainer *t) {
    uint32_t n = t->tables.rows[DG_GROUP_LOWER] - 1;
    uint8_t *closed = dg_arena_zalloc(t->arena, n + 1u, 1);
    for (uint32_t i = 0; closed && i < t->n_auxiliaries; i++) {
        dg_word_rows r;
        dg_word_features(&t->tables, t->auxiliaries[i], &r);
        if (r.row[0]) closed[r.row[0] - 1] = 1;
    }
    t->tables.closed = closed;
    return closed;
}

static bool prepare(trainer *t) {
    t->batch = dg_arena_alloc(t->arena, DG_SHARDS * sizeof *t->batch);
    bool ok = t->batch && make_known_lemmas(t) && make_names(t) && count_lower(t) &&
              make_tables(t) && mark_closed(t) && make_types(t) &&
              make_classes(t, &t->feats_classes, &t->feats, pick_feats, MIN_FEATS) &&
              make_classes(t, &t->lemma_classes, &t->lemma, pick_lemma, MIN_SCRIPT) &&
              make_classes(t, &t->rel_classes, &t->rel, pick_rel, 1);
    t->sizes = (dg_sizes){.lang = DG_LEN(langs) + 1 + DG_LEN(manners),
                          .upos = DG_UPOS_N,
                          .feats = t->feats_classes.n,
                          .lemma = t->lemma_classes.n,
                          .rel = t->rel_classes.n};
    return ok;
}

/* ---- batches ---- */

static bool new_pass(trainer *t) {
    t->n_order = t->at = 0;
    if (!t->order)
        t->order = dg_arena_alloc(t->arena, (size_t)t->c->n_sentences * 4 * sizeof *t->order);
    if (!t->order) return false;
    for (uint32_t i = 0; i < t->c->n_sentences; i++) {
        const dg_corpus_sentence *s = &t->c->sentences[i];
        float w = weight_of(s);
        uint32_t times = (uint32_t)(w + chance(t));
        for (uint32_t k = 0; s->n <= MAX_WORDS && k < times && k < 4; k++)
            t->order[t->n_order++] = i;
    }
    for (uint32_t i = t->n_order; i > 1; i--) {
        uint32_t j = (uint32_t)(next_random(t) % i), keep = t->order[j];
        t->order[j] = t->order[i - 1];
        t->order[i - 1] = keep;
    }
    return true;
}

typedef enum { PLAIN, LOWER, UPPER, TITLE, MARKS } change;

static uint32_t other_mark(uint32_t c, uint32_t style) {
    static const uint32_t open[4] = {'"', 0x201C, 0x00AB, 0x201E},
                          close[4] = {'"', 0x201D, 0x00BB, 0x201C};
    static const uint32_t dash[4] = {'-', 0x2013, 0x2013, 0x2014};
    if (c == 0x201C || c == 0x00AB || c == 0x201E) return open[style];
    if (c == 0x201D || c == 0x00BB) return close[style];
    if (c == '"') return style == 1 ? 0x201D : style == 0 ? '"' : close[style];
    if (c == 0x2013 || c == 0x2014) return dash[style];
    return c;
}

/* The form as the change has it; the marks only when they stand alone. */
static dg_str changed(dg_str form, change how, uint32_t style, char out[256]) {
    uint32_t n = 0, at = 0;
    for (uint32_t k = 0; at < form.n && n < 250; k++) {
        uint32_t c = dg_utf8_next(form, &at);
        if (how == LOWER)
            c = dg_lower(c);
        else if (how == UPPER || (how == TITLE && k == 0))
            c = dg_upper(c);
        else if (how == MARKS && form.n <= 3)
            c = form.n == 1 && c == '-' ? c : other_mark(c, style);
        n += dg_utf8_put(c, out + n);
    }
    return (dg_str){out, n};
}

static change draw_change(trainer *t) {
    float r = chance(t);
    return r < 0.02f ? LOWER : r < 0.035f ? UPPER : r < 0.06f ? TITLE : r < 0.16f ? MARKS : PLAIN;
}

static bool fill_word(trainer *t, const dg_corpus_sentence *s, uint32_t i, change how,
                      uint32_t style, uint32_t lang, dg_net_word *w, uint32_t *ret_type) {
    const dg_corpus_word *from = &t->c->words[i];
    uint32_t type = t->type[i];
    char out[256];
    if (how != PLAIN) {
        dg_str form = changed(from->form, how, style, out);
        if (!dg_str_eq(form, from->form)) type = type_of(t, form);
        if (type == DG_NONE) return false;
    }
    *ret_type = type;
    w->rows = t->rows[type];
    bool name = (s->has & DG_HAS_NER) && from->ner != DG_NER_O;
    w->hidden = chance(t) < (name ? fmaxf(t->hide[type], HIDE_NAMES) : t->hide[type]);
    w->lang = lang;
    w->upos = s->has & DG_HAS_UPOS ? from->upos : DG_NO_CLASS;
    w->feats = t->feats[i];
    w->lemma = how == PLAIN || how == MARKS ? t->lemma[i] : DG_NO_CLASS;
    w->ner = s->has & DG_HAS_NER ? from->ner : DG_NO_CLASS;
    w->rel = t->rel[i];
    w->head = from->head;
    return true;
}

/* Words of the sentence without its last one, when that is punctuation that nothing hangs on. */
static uint32_t without_stop(const trainer *t, const dg_corpus_sentence *s) {
    if (s->n < 3 || t->c->words[s->from + s->n - 1].upos != DG_UPOS_PUNCT ||
        !(s->has & DG_HAS_UPOS))
        return s->n;
    for (uint32_t i = s->from; i < s->from + s->n; i++)
        if (t->c->words[i].head == s->n - 1) return s->n;
    return t->c->words[s->from + s->n - 1].head == DG_NONE ? s->n : s->n - 1;
}

/* Cuts a phrase at its blanks into ret[length]; false when it has another number of words, or other
 * signs than letters. */
static bool cut_phrase(dg_str s, uint32_t length, dg_str *ret) {
    uint32_t n = 0, from = 0;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t before = at, c = dg_utf8_next(s, &at);
        bool blank = c == ' ';
        if (!blank && !dg_is_letter(c)) return false;
        if (!blank && at < s.n) continue;
        if (n == length) return false;
        ret[n++] = dg_str_cut(s, from, blank ? before : at);
        from = at;
    }
    return n == length;
}

/* A listed phrase of length words; false when DRAWS draws find none. */
static bool draw_phrase(trainer *t, dg_gaz_class class, uint32_t length, dg_str *ret) {
    const dg_phrases *p = &t->phrases[class];
    for (uint32_t tries = 0; p->n && tries < DRAWS; tries++)
        if (cut_phrase(p->at[next_random(t) % p->n], length, ret)) return true;
    return false;
}

/* Words of a name of the type from the lists. */
static bool draw_listed(trainer *t, uint32_t type, uint32_t length, dg_str *ret) {
    if (type == PERSON) {
        for (uint32_t k = 0; k + 1 < length; k++)
            if (!draw_phrase(t, DG_GAZ_GIVEN, 1, ret + k)) return false;
        return draw_phrase(t, DG_GAZ_SURNAME, 1, ret + length - 1);
    }
    if (type != PLACE && type != BODY) return false;
    dg_gaz_class class = type == BODY       ? DG_GAZ_ORGANISATION
                         : chance(t) < 0.3f ? DG_GAZ_COUNTRY
                                            : DG_GAZ_PLACE;
    return draw_phrase(t, class, length, ret);
}

/* Puts another name of the same type and length into the sentence, as words of the batch. What
 * depends on the name's own form (lemma, features) is not asked for. */
static bool swap_names(trainer *t, const dg_corpus_sentence *s, uint32_t n, dg_net_word *words,
                       uint32_t *types) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t length = name_length(t, s, s->from + i);
        if (!length || length > NAME_WORDS || i + length > n || chance(t) < 0.3f) continue;
        const name_pool *pool = names_like(t, s, s->from + i, length);
        uint32_t other = pool->at[next_random(t) % pool->n];
        dg_str listed[NAME_WORDS];
        bool from_lists = chance(t) < LISTED &&
                          draw_listed(t, dg_ner_type(t->c->words[s->from + i].ner), length, listed);
        for (uint32_t k = 0; k < length; k++) {
            uint32_t type = from_lists ? type_of(t, listed[k]) : t->type[other + k];
            if (type == DG_NONE) return false;
            types[i + k] = type;
            words[i + k].rows = t->rows[type];
            words[i + k].hidden = chance(t) < fmaxf(t->hide[type], HIDE_NAMES);
            words[i + k].feats = words[i + k].lemma = DG_NO_CLASS;
        }
    }
    return true;
}

static void mark_lists(trainer *t, const dg_corpus_sentence *s, const uint32_t *types, uint32_t n,
                       dg_net_word *words) {
    dg_str forms[MAX_WORDS];
    uint32_t bits[MAX_WORDS];
    bool without = chance(t) < NO_LISTS;
    for (uint32_t i = 0; i < n; i++) forms[i] = t->types.entries[types[i]].key;
    dg_gaz_mark(&t->lists, lang_of(s->lang), forms, sizeof *forms, n, bits);
    uint32_t kept = without ? 1u << 3 * DG_GAZ_AUXILIARY : ~0u;
    for (uint32_t i = 0; i < n; i++) words[i].lists = bits[i] & kept;
}

/* Without its corpus' vector a sentence has no names, for these follow other rules. */
static void mark_manner(trainer *t, const dg_corpus_sentence *s, uint32_t n, dg_net_word *words) {
    uint32_t manner = manner_of(s);
    bool without = manner && chance(t) < NO_MANNER;
    for (uint32_t i = 0; i < n; i++) {
        words[i].manner = without ? 0 : manner;
        if (without) words[i].ner = DG_NO_CLASS;
    }
}

static bool fill_sentence(trainer *t, const dg_corpus_sentence *s, dg_net_shard *b) {
    uint32_t types[MAX_WORDS];
    change how = draw_change(t);
    uint32_t style = (uint32_t)(next_random(t) % 4),
             lang = chance(t) < 0.02f ? 0 : lang_of(s->lang);
    uint32_t n = how == TITLE || chance(t) < 0.05f ? without_stop(t, s) : s->n;
    for (uint32_t i = 0; i < n; i++)
        if (!fill_word(t, s, s->from + i, how, style, lang, &b->words[b->n_words + i], &types[i]))
            return false;
    if (how == PLAIN && (s->has & DG_HAS_NER) && chance(t) < SWAP &&
        !swap_names(t, s, n, b->words + b->n_words, types))
        return false;
    mark_lists(t, s, types, n, b->words + b->n_words);
    mark_manner(t, s, n, b->words + b->n_words);
    b->n_words += n;
    b->from[++b->n_sentences] = b->n_words;
    return true;
}

/* 1: a batch is there; 0: the pass is over; negative: no memory. */
static int next_batch(trainer *t) {
    for (uint32_t k = 0; k < DG_SHARDS; k++)
        t->batch[k].n_words = t->batch[k].n_sentences = t->batch[k].from[0] = 0;
    if (t->at >= t->n_order) return 0;
    for (uint32_t k = 0; k < DG_SHARDS; k++)
        while (t->at < t->n_order && t->batch[k].n_words < SHARD_FILL)
            if (!fill_sentence(t, &t->c->sentences[t->order[t->at++]], &t->batch[k]))
                return DG_E_NOMEM;
    return 1;
}

/* ---- writing ---- */

static int add_table(dg_modelwriter *w, const char *name, const float *x, uint64_t rows,
                     uint32_t cols, dg_arena *a, dg_err *err) {
    int8_t *q = dg_arena_alloc(a, rows * cols);
    float *scale = dg_arena_alloc(a, rows * sizeof *scale);
    char scales[64];
    if (!q || !scale) return dg_err_set(err, DG_E_NOMEM, 0, "%s", name);
    for (uint64_t i = 0; i < rows; i++) {
        float top = 1e-8f;
        for (uint32_t j = 0; j < cols; j++) top = fmaxf(top, fabsf(x[i * cols + j]));
        scale[i] = top / 127.0f;
        for (uint32_t j = 0; j < cols; j++)
            q[i * cols + j] = (int8_t)lrintf(x[i * cols + j] / scale[i]);
    }
    snprintf(scales, sizeof scales, "%s.scale", name);
    int r = dg_modelwriter_add(w, name, DG_DTYPE_I8, 2, (const uint64_t[]){rows, cols}, q, err);
    return r ? r
             : dg_modelwriter_add(w, scales, DG_DTYPE_F32, 1, (const uint64_t[]){rows}, scale, err);
}

static int add_matrix(dg_modelwriter *w, const char *name, const float *x, uint32_t rows,
                      uint32_t cols, dg_arena *a, dg_err *err) {
    int8_t *q = dg_arena_alloc(a, (size_t)rows * cols);
    float *scale = dg_arena_alloc(a, cols * sizeof *scale);
    char scales[64];
    if (!q || !scale) return dg_err_set(err, DG_E_NOMEM, 0, "%s", name);
    for (uint32_t j = 0; j < cols; j++) {
        float top = 1e-8f;
        for (uint32_t i = 0; i < rows; i++) top = fmaxf(top, fabsf(x[(size_t)i * cols + j]));
        scale[j] = top / 127.0f;
        for (uint32_t i = 0; i < rows; i++)
            q[(size_t)i * cols + j] = (int8_t)lrintf(x[(size_t)i * cols + j] / scale[j]);
    }
    snprintf(scales, sizeof scales, "%s.scale", name);
    int r = dg_modelwriter_add(w, name, DG_DTYPE_I8, 2, (const uint64_t[]){rows, cols}, q, err);
    return r ? r
             : dg_modelwriter_add(w, scales, DG_DTYPE_F32, 1, (const uint64_t[]){cols}, scale, err);
}

static int add_strings(dg_modelwriter *w, const char *name, const dg_str *s, size_t stride,
                       uint32_t n, dg_err *err) {
    dg_buf b;
    dg_buf_init(&b, 1 << 24);
    for (uint32_t i = 0; i < n; i++) {
        const dg_str *at = (const dg_str *)(const void *)((const char *)s + i * stride);
        dg_buf_adds(&b, *at);
        dg_buf_addc(&b, 0);
    }
    int r = b.bad
                ? dg_err_set(err, DG_E_NOMEM, 0, "%s", name)
                : dg_modelwriter_add(w, name, DG_DTYPE_BYTES, 1, (const uint64_t[]){b.n}, b.p, err);
    dg_buf_free(&b);
    return r;
}

static int add_classes(dg_modelwriter *w, const char *name, const char *has_name, const classes *k,
                       dg_err *err) {
    int r = add_strings(w, name, &k->map.entries[0].key, sizeof k->map.entries[0], k->n, err);
    if (r || !has_name) return r;
    return dg_modelwriter_add(w, has_name, DG_DTYPE_U8, 2,
                              (const uint64_t[]){DG_LEN(langs) + 1, k->n}, k->has, err);
}

static bool is_plain(dg_param p) { /* kept as floats: everything but the matrices */
    uint32_t n = (uint32_t)strlen(dg_param_name(p));
    char last = dg_param_name(p)[n - 1];
    return !(dg_param_name(p)[n - 2] == '.' && (last == 'w' || last == 'u' || last == 'd'));
}

static int export_net(trainer *t, dg_net *net, dg_modelwriter *w, dg_err *err) {
    dg_str lang_names[DG_LEN(langs)];
    for (uint32_t i = 0; i < DG_LEN(langs); i++) lang_names[i] = dg_str_of(langs[i]);
    dg_arena *a = dg_arena_new((size_t)256 << 20);
    int r = a ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "model");
    if (!r) r = add_strings(w, "parse.langs", lang_names, sizeof(dg_str), DG_LEN(langs), err);
    if (!r) r = add_classes(w, "parse.feats", "parse.feats.has", &t->feats_classes, err);
    if (!r) r = add_classes(w, "parse.lemmas", "parse.lemmas.has", &t->lemma_classes, err);
    if (!r) r = add_classes(w, "parse.rels", NULL, &t->rel_classes, err);
    if (!r)
        r = dg_modelwriter_add(w, "parse.known", DG_DTYPE_I32, 1,
                               (const uint64_t[]){t->tables.rows[0] - 1}, t->tables.known, err);
    if (!r)
        r = dg_modelwriter_add(w, "parse.closed", DG_DTYPE_U8, 1,
                               (const uint64_t[]){t->tables.rows[0] - 1}, t->tables.closed, err);
    if (!r) r = dg_lists_write(&t->lists, w, err);
    if (!r)
        r = dg_modelwriter_add(w, "parse.lemmas.known", DG_DTYPE_U8, 1,
                               (const uint64_t[]){DG_LEMMA_BITS / 8}, t->known_lemmas, err);
    for (uint32_t g = 0; !r && g < DG_GROUP_N; g++)
        r = add_table(w, table_names[g], dg_net_table(net, g), t->tables.rows[g], dg_group_width[g],
                      a, err);
    for (int p = 0; !r && p < DG_PARAM_N; p++) {
        uint32_t rows, cols;
        dg_param_shape((dg_param)p, &t->sizes, &rows, &cols);
        const char *name = dg_param_name((dg_param)p);
        if (p == DG_PARAM_LANG) rows = DG_LEN(langs) + 1; /* manners are for training only */
        if (is_plain((dg_param)p))
            r = dg_modelwriter_add(w, name, DG_DTYPE_F32, 2, (const uint64_t[]){rows, cols},
                                   dg_net_param(net, (dg_param)p), err);
        else
            r = add_matrix(w, name, dg_net_param(net, (dg_param)p), rows, cols, a, err);
    }
    dg_arena_free(a);
    return r;
}

/* ---- starting from an older model ---- */

/* int8 values times their scales: one scale a row, or one a column. */
static int load_scaled(const dg_modelfile *m, const char *name, uint64_t rows, uint64_t cols,
                       bool by_row, float *ret, dg_err *err) {
    char scales[64];
    dg_tensor q, s;
    snprintf(scales, sizeof scales, "%s.scale", name);
    int r = dg_modelfile_get(m, name, DG_DTYPE_I8, 2, (const uint64_t[]){rows, cols}, &q, err);
    if (!r)
        r = dg_modelfile_get(m, scales, DG_DTYPE_F32, 1, (const uint64_t[]){by_row ? rows : cols},
                             &s, err);
    if (r) return r;
    for (uint64_t i = 0; i < rows * cols; i++)
        ret[i] = (float)((const int8_t *)q.data)[i] *
                 ((const float *)s.data)[by_row ? i / cols : i % cols];
    return 0;
}

/* Rows that the older model lacks (languages' manners, classes of lists) begin at nothing. */
static int load_plain(const dg_modelfile *m, const char *name, uint64_t rows, uint64_t cols,
                      float *ret, dg_err *err) {
    dg_tensor t;
    int r = dg_modelfile_get(m, name, DG_DTYPE_F32, 2, (const uint64_t[]){0, cols}, &t, err);
    if (!r && t.dims[0] > rows) r = dg_err_set(err, DG_E_MODEL, 0, "%s: too many rows", name);
    if (r) return r;
    memset(ret, 0, rows * cols * sizeof *ret);
    memcpy(ret, t.data, t.dims[0] * cols * sizeof *ret);
    return 0;
}

/* The older model read auxiliaries by their pieces too: what these have learned of them is
 * forgotten (pieces of one or two letters belong to too many other words). */
static void forget_pieces(trainer *t, dg_net *net) {
    dg_tables open = t->tables;
    open.closed = NULL;
    for (uint32_t i = 0; i < t->n_auxiliaries; i++) {
        dg_word_rows r;
        dg_word_features(&open, t->auxiliaries[i], &r);
        for (uint32_t g = 1, at = r.n[0]; g < DG_GROUP_N; at += r.n[g++])
            for (uint32_t k = g == DG_GROUP_NGRAM ? 0 : 2; k < r.n[g]; k++) {
                bool shape = g == DG_GROUP_PREFIX && k + 2 >= r.n[g];
                float *row = dg_net_table(net, g) + (size_t)r.row[at + k] * dg_group_width[g];
                if (!shape) memset(row, 0, dg_group_width[g] * sizeof *row);
            }
    }
}

/* Weights of an older model of the same shape and corpora instead of random ones. */
static int import_net(trainer *t, dg_net *net, const char *path, dg_err *err) {
    dg_modelfile *m;
    int r = dg_modelfile_open(path, &m, err);
    if (r) return r;
    for (uint32_t g = 0; !r && g < DG_GROUP_N; g++)
        r = load_scaled(m, table_names[g], t->tables.rows[g], dg_group_width[g], true,
                        dg_net_table(net, g), err);
    for (int p = 0; !r && p < DG_PARAM_N; p++) {
        uint32_t rows, cols;
        dg_param_shape((dg_param)p, &t->sizes, &rows, &cols);
        float *to = dg_net_param(net, (dg_param)p);
        const char *name = dg_param_name((dg_param)p);
        r = is_plain((dg_param)p) ? load_plain(m, name, rows, cols, to, err)
                                  : load_scaled(m, name, rows, cols, false, to, err);
    }
    dg_tensor closed;
    if (!r &&
        dg_modelfile_get(m, "parse.closed", DG_DTYPE_U8, 1, (const uint64_t[]){0}, &closed, NULL))
        forget_pieces(t, net);
    dg_modelfile_close(m);
    return r;
}

/* ---- the loop ---- */

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double words_of_pass(const trainer *t) {
    double n = 0.0;
    for (uint32_t i = 0; i < t->c->n_sentences; i++)
        if (t->c->sentences[i].n <= MAX_WORDS)
            n += (double)t->c->sentences[i].n * (double)weight_of(&t->c->sentences[i]);
    return n;
}

static void report(const dg_net_loss *l, uint32_t pass, double done, double words, double elapsed,
                   float rate) {
    double arcs = l->n_arc ? l->n_arc : 1, tags = l->n_upos ? l->n_upos : 1,
           ner = l->n_ner ? l->n_ner : 1;
    fprintf(stderr,
            "pass %u  %5.1f %%  %.0f words/s  rate %.2e  loss upos %.3f feats %.3f lemma %.3f ner "
            "%.4f arc %.3f rel %.3f"
            "  right upos %.1f arc %.1f\n",
            pass, done * 100.0, words / elapsed, (double)rate, l->upos / tags, l->feats / tags,
            l->lemma / tags, l->ner / ner, l->arc / arcs, l->rel / arcs, 100.0 * l->ok_upos / tags,
            100.0 * l->ok_arc / arcs);
}

/* All passes. The learning rate rises over WARMUP steps and falls in a straight line to nothing. */
static int passes(trainer *t, dg_net *net, dg_modelwriter *w, dg_train_save *save, void *self,
                  dg_err *err) {
    double total = words_of_pass(t) * t->o->epochs, seen = 0.0, start = seconds();
    uint32_t steps = 0;
    double done = 0.0;
    for (uint32_t pass = 1; pass <= t->o->epochs && done < 1.0; pass++) {
        dg_net_loss loss = {0};
        int more = new_pass(t) ? 1 : DG_E_NOMEM;
        float rate = 0.0f;
        while (more > 0 && (more = next_batch(t)) > 0) {
            done = seen / total;
            if (t->o->minutes) done = fmax(done, (seconds() - start) / (t->o->minutes * 60.0));
            if (done >= 1.0) break;
            rate = (float)t->o->rate * 1e-6f * (float)(1.0 - done) *
                   fminf(1.0f, (float)(steps + 1) / (float)WARMUP);
            dg_net_step(net, t->batch, rate, DROPOUT, &loss);
            for (uint32_t k = 0; k < DG_SHARDS; k++) seen += t->batch[k].n_words;
            if (++steps % 100 == 0) report(&loss, pass, done, seen, seconds() - start, rate);
        }
        if (more < 0) return dg_err_set(err, DG_E_NOMEM, 0, "training");
        report(&loss, pass, done, seen, seconds() - start, rate);
        if (pass % SAVE_EVERY && pass < t->o->epochs && done < 1.0) continue;
        int r = export_net(t, net, w, err);
        if (!r) r = save(self, err);
        if (r) return r;
    }
    return 0;
}

int dg_train_parse(const dg_train_options *o, const dg_corpus *train, const dg_corpus *dev,
                   dg_modelwriter *w, dg_train_save *save, void *self, dg_err *err) {
    (void)dev;
    trainer t = {.o = o, .c = train, .rng = o->seed};
    dg_net *net = NULL;
    t.arena = dg_arena_new((size_t)4 << 30);
    int r = t.arena ? dg_lists_read(o->lexicon, t.arena, &t.lists, t.phrases, err)
                    : dg_err_set(err, DG_E_NOMEM, 0, "training");
    if (!r) r = find_auxiliaries(&t, err);
    if (!r && !prepare(&t)) r = dg_err_set(err, DG_E_NOMEM, 0, "training");
    if (!r)
        fprintf(stderr,
                "parse: %u sentences, %u words, %.0f a pass; %u forms, %u features, %u lemma "
                "scripts, %u relations, %u listed names\n",
                train->n_sentences, train->n_words, words_of_pass(&t), t.tables.rows[0] - 1,
                t.sizes.feats, t.sizes.lemma, t.sizes.rel, t.lists.n);
    if (!r) r = dg_net_new(&t.sizes, t.tables.rows, o->seed, o->threads, o->exact, &net, err);
    if (!r && o->warm) r = import_net(&t, net, o->warm, err);
    if (!r) r = passes(&t, net, w, save, self, err);
    dg_net_free(net);
    dg_arena_free(t.arena);
    return r;
}
