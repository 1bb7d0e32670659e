/* segment_train.c: makes raw text out of treebank sentences and lets dg_seg_walk go through it; at
 * each candidate the treebank says whether there is a cut, and two hashed logistic regressions
 * learn (AdaGrad, log loss).
 *
 *   corpus ─► documents of about 30 sentences of one file ─► walk ─► (features, cut?) ─► weights ─►
 * int8
 *
 * Sentences of a document are joined by a space, by a blank line where the treebank begins a
 * paragraph, and now and then by a line end, so that paragraphs of every length are seen. One
 * document in seven is read without its language, so that what all languages share can stand alone.
 * The first pass counts: words seen in lower case, multiword tokens. */
#include "train/segment_train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "language/segwalk.h"
#include "lexicon/table.h"
#include "train/random.h"

#define TOKEN_WEIGHTS (1u << 18)
#define SENTENCE_WEIGHTS (1u << 19)
#define EPOCHS 6
#define RATE 0.25f
#define DECAY 1e-7f
#define DOCUMENT_SENTENCES 30u
#define WEIGHT_LIMIT 3.0f /* what int8 127 stands for */
#define LOST_SPACES 20u   /* in a thousand */
#define SCRATCH ((size_t)512 << 20)

typedef struct learner {
    float *w, *g; /* [size] weights and sums of squared gradients */
    uint32_t size;
    uint64_t n, wrong;
} learner;

typedef struct trainer {
    const dg_corpus *corpus;
    dg_arena *arena;
    dg_segtables tables;
    uint8_t *known;
    learner learners[2];
    uint64_t random;
    /* the document at hand */
    char *text;
    uint8_t *gold; /* [n + 1] bit 1 << dg_cutkind at each byte */
    uint32_t n, cap;
    bool guessed; /* spacing is guessed: token cuts are learned at stops only */
    float rate;
} trainer;

/* ---- learning ---- */

static void learn(learner *l, const uint32_t *f, uint32_t n, bool cut, float rate) {
    float sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += l->w[f[i] & (l->size - 1)];
    float p = 1.0f / (1.0f + expf(-sum)), error = (cut ? 1.0f : 0.0f) - p;
    l->n++;
    l->wrong += (sum > 0) != cut;
    if (fabsf(error) < 0.005f) return;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = f[i] & (l->size - 1);
        l->g[k] += error * error;
        l->w[k] += rate * error / sqrtf(l->g[k] + 0.5f) - DECAY * l->w[k];
        if (l->w[k] > WEIGHT_LIMIT) l->w[k] = WEIGHT_LIMIT;
        if (l->w[k] < -WEIGHT_LIMIT) l->w[k] = -WEIGHT_LIMIT;
    }
}

static bool decide(void *self, dg_cutkind kind, const uint32_t *features, uint32_t n, uint32_t at) {
    trainer *t = self;
    if (kind == DG_CUT_BARE) kind = DG_CUT_SENTENCE;
    bool cut = t->gold[at] >> kind & 1;
    if (t->guessed && kind == DG_CUT_TOKEN && t->text[at] != '.' && t->text[at - 1] != '.')
        return cut;
    learn(&t->learners[kind], features, n, cut, t->rate);
    return cut;
}

/* ---- documents ---- */

static bool put(trainer *t, dg_str s) {
    if (t->n + s.n + 1 > t->cap) return false;
    memcpy(t->text + t->n, s.p, s.n);
    memset(t->gold + t->n, 0, s.n);
    t->n += s.n;
    t->gold[t->n] = 0;
    return true;
}

/* Pages lose spaces behind punctuation ("the ministry,says AFP", "yesterday.The"); so does one in
 * fifty here. */
static bool loses_space(trainer *t, dg_str form) {
    return form.n == 1 && strchr(".,:;!?)", form.p[0]) &&
           dg_random_next(&t->random) % 1000 < LOST_SPACES;
}

/* One surface token; false when the document is full. */
static bool put_token(trainer *t, dg_str form, bool space_after) {
    uint32_t from = t->n;
    if (!put(t, form)) return false;
    t->gold[from] |= 1u << DG_CUT_TOKEN;
    return !space_after || loses_space(t, form) || put(t, DG_STR(" "));
}

/* Treebanks whose tags are not believed have inferred spacing and tokens of their own making: left
 * out. */
static bool has_text(const dg_corpus_sentence *s) {
    return (s->has & DG_HAS_TEXT) && (s->has & DG_HAS_UPOS) && s->n > 0;
}

/* Edited prose of a name corpus that is in no treebank (GermEval): no spacing, and hyphens are
 * treated in a way of its own, but what its stops mean is told. */
static bool has_stops(const dg_corpus_sentence *s) {
    return !(s->has & DG_HAS_TEXT) && s->n > 1 && dg_str_ends(s->source, DG_STR("/train.iob2.xz"));
}

/* Is there a space between two tokens whose spacing is not told? quoted: a straight quote is open.
 */
static bool guess_space(dg_str a, dg_str b, bool quoted) {
    static const char *const before[] = {",", ".", ";", ":", "!",   "?", ")",
                                         "]", "»", "”", "“", "...", "%"};
    static const char *const behind[] = {"(", "[", "«", "„"};
    for (uint32_t i = 0; i < DG_LEN(before); i++)
        if (dg_str_is(b, before[i])) return false;
    for (uint32_t i = 0; i < DG_LEN(behind); i++)
        if (dg_str_is(a, behind[i])) return false;
    if (dg_str_is(a, "\"")) return !quoted;
    return !(dg_str_is(b, "\"") && quoted);
}

static bool put_guessed(trainer *t, const dg_corpus_sentence *s) {
    const dg_corpus_word *words = t->corpus->words + s->from;
    const dg_corpus_mwt *m = t->corpus->mwts + s->mwt_from, *m_end = m + s->n_mwt;
    dg_str last = DG_STR_NULL;
    bool quoted = false;
    for (uint32_t i = 0; i < s->n; i++) {
        dg_str form = words[i].form;
        if (m < m_end && m->from == i) {
            form = m->form;
            i = m++->to - 1;
        }
        if (last.p && guess_space(last, form, quoted) && !put(t, DG_STR(" "))) return false;
        if (!put_token(t, form, false)) return false;
        quoted ^= dg_str_is(form, "\"");
        last = form;
    }
    return put(t, DG_STR(" "));
}

static bool put_sentence(trainer *t, const dg_corpus_sentence *s) {
    const dg_corpus_word *words = t->corpus->words + s->from;
    const dg_corpus_mwt *m = t->corpus->mwts + s->mwt_from, *m_end = m + s->n_mwt;
    for (uint32_t i = 0; i < s->n; i++) {
        if (m < m_end && m->from == i) {
            if (!put_token(t, m->form, words[m->to - 1].space_after)) return false;
            i = m->to - 1;
            m++;
        } else if (!put_token(t, words[i].form, words[i].space_after))
            return false;
    }
    return true;
}

/* Marks the end of the sentence behind its last visible byte. */
static void mark_end(trainer *t) {
    uint32_t end = t->n;
    while (end > 0 && t->text[end - 1] == ' ') end--;
    t->gold[end] |= 1u << DG_CUT_SENTENCE;
}

static bool put_gap(trainer *t, const dg_corpus_sentence *next) {
    uint32_t r = dg_random_next(&t->random) % 100;
    if (next->newpar || next->newdoc) return put(t, DG_STR("\n\n"));
    return r < 6 ? put(t, DG_STR("\n\n")) : r < 10 ? put(t, DG_STR("\n")) : true;
}

/* Fills the document with sentences from `from` on; returns the first one that is not in it. */
static uint32_t build_document(trainer *t, uint32_t from) {
    const dg_corpus_sentence *s = t->corpus->sentences;
    uint32_t i = from;
    t->n = 0;
    t->gold[0] = 0;
    for (; i < t->corpus->n_sentences && i < from + DOCUMENT_SENTENCES && s[i].file == s[from].file;
         i++) {
        uint32_t before = t->n;
        t->guessed = has_stops(&s[i]);
        if (!has_text(&s[i]) && !t->guessed) continue;
        if ((before && !put_gap(t, &s[i])) ||
            !(t->guessed ? put_guessed(t, &s[i]) : put_sentence(t, &s[i]))) {
            t->n = before; /* full: half a sentence would teach nonsense */
            break;
        }
        mark_end(t);
    }
    return i > from ? i : from + 1;
}

static int learn_document(trainer *t, uint32_t from, dg_err *err) {
    dg_arena_mark mark = dg_arena_mark_get(t->arena);
    const char *lang = dg_random_next(&t->random) % 7 ? t->corpus->sentences[from].lang : "";
    dg_segword *words;
    uint32_t n;
    bool cut;
    build_document(t, from);
    int rc = dg_seg_walk(&t->tables, lang, (dg_str){t->text, t->n}, decide, t, t->arena, &words, &n,
                         &cut, err);
    dg_arena_release(t->arena, mark);
    return rc;
}

/* ---- tables ---- */

/* Small and capital forms of words, by "de:mann". */
typedef struct sightings {
    dg_map small, capital;
} sightings;

static bool see_word(sightings *seen, const dg_corpus_sentence *s, dg_str form, bool first) {
    char key[128];
    uint32_t at = 0, *value, n = (uint32_t)strlen(s->lang);
    if (form.n == 0 || form.n + n + 4 > sizeof key) return true;
    uint32_t c = dg_utf8_next(form, &at);
    bool small = dg_is_lower(c);
    if (!small && (first || !dg_is_upper(c))) return true; /* a capital that says nothing */
    memcpy(key, s->lang, n);
    key[n++] = ':';
    n += dg_utf8_put(dg_lower(c), key + n);
    memcpy(key + n, form.p + at, form.n - at);
    if (!dg_map_put(small ? &seen->small : &seen->capital, (dg_str){key, n + form.n - at}, &value,
                    NULL))
        return false;
    ++*value;
    return true;
}

/* Known is what is written small at least twice, and not by chance: the German noun "Mann" is, now
 * and then, too. */
static void set_known(trainer *t, const sightings *seen) {
    for (uint32_t i = 0; i < seen->small.n; i++) {
        const dg_map_entry *e = &seen->small.entries[i];
        uint32_t capital = dg_map_get(&seen->capital, e->key);
        if (e->value < 2 || (capital != DG_NONE && e->value * 4 < capital)) continue;
        const char *colon = memchr(e->key.p, ':', e->key.n);
        uint32_t n = (uint32_t)(colon - e->key.p);
        char lang[4] = {0};
        memcpy(lang, e->key.p, n < 3 ? n : 3);
        dg_str word = dg_str_cut(e->key, n + 1, e->key.n);
        for (int second = 0; second < 2; second++) {
            uint32_t bit = dg_seg_known_bit(dg_seg_lang_hash(lang),
                                            dg_seg_word_hash(&t->tables.chars, word), second) &
                           (DG_KNOWN_BITS - 1);
            t->known[bit >> 3] |= (uint8_t)(1u << (bit & 7));
        }
    }
}

static int count_known(trainer *t, dg_err *err) {
    dg_arena_mark mark = dg_arena_mark_get(t->arena);
    sightings seen;
    dg_map_init(&seen.small, t->arena);
    dg_map_init(&seen.capital, t->arena);
    for (uint32_t i = 0; i < t->corpus->n_sentences; i++) {
        const dg_corpus_sentence *s = &t->corpus->sentences[i];
        for (uint32_t k = 0; k < s->n; k++)
            if (!see_word(&seen, s, t->corpus->words[s->from + k].form, k == 0))
                return dg_err_set(err, DG_E_NOMEM, 0, "counting words");
    }
    set_known(t, &seen);
    dg_arena_release(t->arena, mark);
    t->tables.known = t->known;
    t->tables.known_mask = DG_KNOWN_BITS - 1;
    return 0;
}

/* A list of NUL-ended strings for a BYTES tensor. */
typedef dg_buf strings;

static bool add_string(strings *b, dg_str s) {
    return dg_buf_adds(b, s) && dg_buf_addc(b, '\0');
}

static dg_seg_listed listed_kind(dg_str name) {
    static const struct {
        const char *name;
        dg_seg_listed kind;
    } kinds[] = {{"ordinal", DG_LISTED_ORDINAL}, {"never", DG_LISTED_NEVER},
                 {"last", DG_LISTED_LAST},       {"unit", DG_LISTED_UNIT},
                 {"place", DG_LISTED_PLACE},     {"firm", DG_LISTED_FIRM},
                 {"month", DG_LISTED_DATE},      {"day", DG_LISTED_DATE}};
    for (uint32_t i = 0; i < DG_LEN(kinds); i++)
        if (dg_str_is(name, kinds[i].name)) return kinds[i].kind;
    return DG_LISTED_TEXT;
}

static int put_listed(trainer *t, const char *lang, dg_str form, dg_seg_listed kind, strings *out) {
    dg_str lower = dg_utf8_lower(t->arena, form), key;
    uint32_t *value;
    bool is_new;
    if (!lower.p) return DG_E_NOMEM;
    key = dg_arena_printf(t->arena, "%s:%.*s", lang, (int)lower.n, lower.p);
    if (!key.p || !dg_map_put(&t->tables.abbreviations, key, &value, &is_new)) return DG_E_NOMEM;
    if (!is_new) return 0;
    *value = kind;
    key = dg_arena_printf(t->arena, "%.*s=%d", (int)key.n, key.p, (int)kind);
    return key.p && add_string(out, key) ? 0 : DG_E_NOMEM;
}

/* Column "all" is for every language: its key has an empty language. */
static int read_abbreviations(trainer *t, const char *dir, strings *out, dg_err *err) {
    dg_table table;
    int rc = dg_table_load(dir, "abbreviations.tsv", t->arena, &table, err);
    for (uint32_t r = 0; !rc && r < table.n_rows; r++)
        for (uint32_t c = 0; !rc && c < table.n_columns; c++) {
            uint32_t at = 0;
            dg_str form;
            char lang[4] = "";
            if (table.names[c].n <= 3 && !dg_str_is(table.names[c], "all"))
                memcpy(lang, table.names[c].p, table.names[c].n);
            while (!rc && dg_table_alt(dg_table_cell(&table, r, c), &at, &form))
                rc = put_listed(t, lang, form, listed_kind(dg_table_cell(&table, r, 0)), out);
            if (rc) dg_err_set(err, rc, 0, "reading abbreviations");
        }
    return rc;
}

/* Traits of a language: more than one sentence in fifty begins with a small letter (web English);
 * most nouns have a capital (German). */
static int put_traits(trainer *t, const char *lang, const uint32_t count[4], strings *out) {
    int rc = 0;
    if (count[1] > 100 && count[0] * 50 > count[1])
        rc = put_listed(t, lang, DG_STR(DG_TRAIT_LOWER), DG_LISTED_TRAIT, out);
    if (!rc && count[3] > 100 && count[2] * 2 > count[3])
        rc = put_listed(t, lang, DG_STR(DG_TRAIT_NOUNS), DG_LISTED_TRAIT, out);
    return rc;
}

/* count: sentences that begin small, sentences, nouns with a capital, nouns. */
static void count_traits(const dg_corpus *c, const dg_corpus_sentence *s, uint32_t count[4]) {
    uint32_t at = 0;
    if (!has_text(s) || !s->text.n) return;
    count[1]++;
    count[0] += dg_is_lower(dg_utf8_next(s->text, &at));
    for (uint32_t i = 0; i < s->n; i++) {
        const dg_corpus_word *w = &c->words[s->from + i];
        if (w->upos != DG_UPOS_NOUN || !w->form.n) continue;
        at = 0;
        count[3]++;
        count[2] += dg_is_upper(dg_utf8_next(w->form, &at));
    }
}

/* Languages follow one another in the corpus. */
static int list_traits(trainer *t, strings *out, dg_err *err) {
    const dg_corpus *c = t->corpus;
    for (uint32_t i = 0; i < c->n_sentences;) {
        uint32_t count[4] = {0}, first = i;
        for (; i < c->n_sentences && strcmp(c->sentences[i].lang, c->sentences[first].lang) == 0;
             i++)
            count_traits(c, &c->sentences[i], count);
        if (put_traits(t, c->sentences[first].lang, count, out))
            return dg_err_set(err, DG_E_NOMEM, 0, "listing languages");
    }
    return 0;
}

/* How often a surface form was a multiword token, how often not, and its words as first seen. */
typedef struct mwt_count {
    dg_str key; /* "de:im" or "en:*n't" */
    dg_str words;
    uint32_t yes, no;
} mwt_count;

typedef struct mwt_counts {
    dg_map index;
    mwt_count *items;
    uint32_t n, cap;
} mwt_counts;

static mwt_count *mwt_get(trainer *t, mwt_counts *m, dg_str key) {
    uint32_t *value;
    bool is_new;
    if (!dg_map_put(&m->index, key, &value, &is_new)) return NULL;
    if (is_new) {
        *value = m->n;
        dg_str copy = dg_arena_str(t->arena, key);
        if (!copy.p || !DG_PUSH(t->arena, m->items, m->n, m->cap, (mwt_count){.key = copy}))
            return NULL;
    }
    return &m->items[*value];
}

static dg_str form_key(trainer *t, const char *lang, const char *star, dg_str form) {
    dg_str lower = dg_utf8_lower(t->arena, form);
    return lower.p ? dg_arena_printf(t->arena, "%s:%s%.*s", lang, star, (int)lower.n, lower.p)
                   : DG_STR_NULL;
}

static bool has_apostrophe(dg_str s) {
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = dg_utf8_next(s, &at);
        if (c == '\'' || c == 0x2019 || c == '`' || c == 0x2018) return true;
    }
    return false;
}

/* The words joined by a space, lower case. */
static dg_str joined(trainer *t, const dg_corpus_word *words, const dg_corpus_mwt *m) {
    dg_str all = dg_arena_str(t->arena, words[m->from].form);
    for (uint32_t i = m->from + 1; all.p && i < m->to; i++)
        all = dg_arena_printf(t->arena, "%.*s %.*s", (int)all.n, all.p, (int)words[i].form.n,
                              words[i].form.p);
    return all.p ? dg_utf8_lower(t->arena, all) : all;
}

static bool count_mwt(trainer *t, mwt_counts *counts, const dg_corpus_sentence *s,
                      const dg_corpus_mwt *m) {
    const dg_corpus_word *words = t->corpus->words + s->from;
    mwt_count *c = mwt_get(t, counts, form_key(t, s->lang, "", m->form));
    if (!c) return false;
    c->yes++;
    if (!c->words.p) c->words = joined(t, words, m);
    dg_str last = words[m->to - 1].form;
    if (m->to - m->from != 2 || !has_apostrophe(last) || !dg_str_ends(m->form, last)) return true;
    c = mwt_get(t, counts, form_key(t, s->lang, "*", last));
    if (c) c->yes++;
    return c != NULL;
}

/* A plain token counts against its own form and against every ending that it has. */
static bool count_plain(trainer *t, mwt_counts *counts, const dg_corpus_sentence *s, dg_str form) {
    dg_str key = form_key(t, s->lang, "", form);
    uint32_t index = key.p ? dg_map_get(&counts->index, key) : DG_NONE;
    if (index != DG_NONE) counts->items[index].no++;
    if (!has_apostrophe(form)) return true;
    for (uint32_t at = 0; at < form.n;) {
        dg_utf8_next(form, &at);
        if (at >= form.n) break;
        key = form_key(t, s->lang, "*", dg_str_cut(form, at, form.n));
        index = key.p ? dg_map_get(&counts->index, key) : DG_NONE;
        if (index != DG_NONE) counts->items[index].no++;
    }
    return true;
}

static bool count_sentence(trainer *t, mwt_counts *counts, const dg_corpus_sentence *s,
                           bool plain) {
    const dg_corpus_mwt *m = t->corpus->mwts + s->mwt_from, *m_end = m + s->n_mwt;
    for (uint32_t i = 0; i < s->n; i++) {
        if (m < m_end && m->from == i) {
            if (!plain && !count_mwt(t, counts, s, m)) return false;
            i = m->to - 1;
            m++;
        } else if (plain && !count_plain(t, counts, s, t->corpus->words[s->from + i].form))
            return false;
    }
    return true;
}

static bool write_multiwords(trainer *t, const mwt_counts *counts, strings *out) {
    for (uint32_t i = 0; i < counts->n; i++) {
        const mwt_count *c = &counts->items[i];
        bool ending = memchr(c->key.p, '*', c->key.n) != NULL;
        if (c->yes <= c->no || (ending && c->yes < 3) || (!ending && has_apostrophe(c->key)))
            continue;
        if (!ending && (c->yes < 2 || memchr(c->key.p, '=', c->key.n))) continue;
        dg_str row = dg_arena_printf(t->arena, "%.*s=%.*s", (int)c->key.n, c->key.p,
                                     ending ? 0 : (int)c->words.n, ending ? "" : c->words.p);
        if (!row.p || !add_string(out, row)) return false;
    }
    return true;
}

/* lexicon/contractions.tsv: rare ones that no treebank needs to have shown. */
static int read_contractions(trainer *t, const char *dir, mwt_counts *counts, dg_err *err) {
    dg_table table;
    int rc = dg_table_load(dir, "contractions.tsv", t->arena, &table, err);
    if (rc) return rc;
    uint32_t lang = dg_table_column(&table, "lang"), form = dg_table_column(&table, "form");
    uint32_t words = dg_table_column(&table, "words");
    for (uint32_t r = 0; r < table.n_rows; r++) {
        dg_str l = dg_table_cell(&table, r, lang), f = dg_table_cell(&table, r, form);
        mwt_count *c = mwt_get(
            t, counts, dg_arena_printf(t->arena, "%.*s:%.*s", (int)l.n, l.p, (int)f.n, f.p));
        if (!c) return dg_err_set(err, DG_E_NOMEM, 0, "reading contractions");
        if (!c->words.p) c->words = dg_table_cell(&table, r, words);
        c->yes += 2;
    }
    return 0;
}

static int count_multiwords(trainer *t, const char *dir, strings *out, dg_err *err) {
    mwt_counts counts = {0};
    bool ok = true;
    dg_map_init(&counts.index, t->arena);
    int rc = read_contractions(t, dir, &counts, err);
    if (rc) return rc;
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; ok && i < t->corpus->n_sentences; i++) {
            dg_arena_mark mark = dg_arena_mark_get(t->arena);
            if (!has_text(&t->corpus->sentences[i])) continue;
            ok = count_sentence(t, &counts, &t->corpus->sentences[i], pass == 1);
            if (pass == 1) dg_arena_release(t->arena, mark); /* this pass adds no entry */
        }
    ok = ok && write_multiwords(t, &counts, out);
    return ok ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "counting multiword tokens");
}

/* ---- the way of the training ---- */

static void shuffle(trainer *t, uint32_t *order, uint32_t n) {
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = dg_random_next(&t->random) % i, x = order[i - 1];
        order[i - 1] = order[k];
        order[k] = x;
    }
}

static int learn_all(trainer *t, dg_err *err) {
    uint32_t *order = NULL, n = 0, cap = 0;
    for (uint32_t i = 0; i < t->corpus->n_sentences;) {
        uint32_t next = build_document(t, i);
        if (t->n && !DG_PUSH(t->arena, order, n, cap, i))
            return dg_err_set(err, DG_E_NOMEM, 0, "listing documents");
        i = next;
    }
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        t->rate = RATE * (1.0f - (float)epoch / EPOCHS);
        for (uint32_t k = 0; k < 2; k++) t->learners[k].n = t->learners[k].wrong = 0;
        shuffle(t, order, n);
        for (uint32_t i = 0; i < n; i++) {
            int rc = learn_document(t, order[i], err);
            if (rc) return rc;
        }
        fprintf(stderr, "segment: epoch %d, wrong cuts: tokens %.3f %%, sentences %.3f %%\n",
                epoch + 1, 100.0 * (double)t->learners[0].wrong / (double)(t->learners[0].n + 1),
                100.0 * (double)t->learners[1].wrong / (double)(t->learners[1].n + 1));
    }
    return 0;
}

static int write_weights(trainer *t, dg_modelwriter *w, dg_cutkind kind, const char *name,
                         dg_err *err) {
    const learner *l = &t->learners[kind];
    uint64_t dims[1] = {l->size};
    int8_t *q = dg_arena_alloc(t->arena, l->size);
    if (!q) return dg_err_set(err, DG_E_NOMEM, 0, "writing weights");
    for (uint32_t i = 0; i < l->size; i++) q[i] = (int8_t)lrintf(l->w[i] * 127.0f / WEIGHT_LIMIT);
    return dg_modelwriter_add(w, name, DG_DTYPE_I8, 1, dims, q, err);
}

static int write_strings(dg_modelwriter *w, const char *name, const strings *s, dg_err *err) {
    uint64_t dims[1] = {s->n};
    if (s->bad) return dg_err_set(err, DG_E_NOMEM, 0, "%s", name);
    return dg_modelwriter_add(w, name, DG_DTYPE_BYTES, 1, dims, s->n ? s->p : "", err);
}

static int write_model(trainer *t, const strings *abbreviations, const strings *multiwords,
                       dg_modelwriter *w, dg_err *err) {
    uint64_t known_dims[1] = {DG_KNOWN_BITS / 8}, bias_dims[1] = {2};
    const int32_t bias[2] = {0, 0};
    int rc = write_weights(t, w, DG_CUT_TOKEN, "segment.token", err);
    if (!rc) rc = write_weights(t, w, DG_CUT_SENTENCE, "segment.sentence", err);
    if (!rc) rc = dg_modelwriter_add(w, "segment.known", DG_DTYPE_U8, 1, known_dims, t->known, err);
    if (!rc) rc = dg_modelwriter_add(w, "segment.bias", DG_DTYPE_I32, 1, bias_dims, bias, err);
    if (!rc) rc = write_strings(w, "segment.abbreviations", abbreviations, err);
    if (!rc) rc = write_strings(w, "segment.multiwords", multiwords, err);
    return rc;
}

static bool set_up(trainer *t) {
    dg_chartab_fill(&t->tables.chars);
    dg_map_init(&t->tables.abbreviations, t->arena);
    t->cap = DOCUMENT_SENTENCES * 4096u;
    t->text = dg_arena_alloc(t->arena, t->cap);
    t->gold = dg_arena_alloc(t->arena, t->cap + 1);
    t->known = dg_arena_zalloc(t->arena, DG_KNOWN_BITS / 8, 1);
    for (uint32_t k = 0; k < 2; k++) {
        learner *l = &t->learners[k];
        l->size = k == DG_CUT_TOKEN ? TOKEN_WEIGHTS : SENTENCE_WEIGHTS;
        l->w = dg_arena_zalloc(t->arena, l->size, sizeof *l->w);
        l->g = dg_arena_zalloc(t->arena, l->size, sizeof *l->g);
        if (!l->w || !l->g) return false;
    }
    return t->text && t->gold && t->known;
}

static int train(trainer *t, const char *lexicon_dir, dg_modelwriter *w, dg_err *err) {
    strings abbreviations, multiwords;
    dg_buf_init(&abbreviations, 1 << 20);
    dg_buf_init(&multiwords, 1 << 20);
    int rc = set_up(t) ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "training the segmenter");
    if (!rc) rc = count_known(t, err);
    if (!rc) rc = read_abbreviations(t, lexicon_dir, &abbreviations, err);
    if (!rc) rc = list_traits(t, &abbreviations, err);
    if (!rc) rc = count_multiwords(t, lexicon_dir, &multiwords, err);
    if (!rc) rc = learn_all(t, err);
    if (!rc) rc = write_model(t, &abbreviations, &multiwords, w, err);
    dg_buf_free(&abbreviations);
    dg_buf_free(&multiwords);
    return rc;
}

int dg_train_segment(const dg_corpus *corpus, const char *lexicon_dir, dg_modelwriter *w,
                     dg_err *err) {
    trainer t = {.corpus = corpus, .random = UINT64_C(0x2545F4914F6CDD1D)};
    t.arena = dg_arena_new(SCRATCH);
    if (!t.arena) return dg_err_set(err, DG_E_NOMEM, 0, "training the segmenter");
    int rc = train(&t, lexicon_dir, w, err);
    dg_arena_free(t.arena);
    return rc;
}
