/* segment.c: sentences and tokens by trained weights, multiword tokens by tables.
 *
 *   dg_seg_walk (candidates, features) ─► sum of int8 weights > 0 ─► words ─► multiword tokens
 * taken apart ─► layers
 *
 * A multiword token is one surface token that is two syntactic words ("zum" = zu + dem, "don't" =
 * do + n't). Two tables, both counted by the trainer: whole forms, and endings with an apostrophe.
 *
 * The weights are hashed linear models trained with logistic loss (train/segment_train.c); sums are
 * integers, so the cuts are the same on every machine. Cost: see segwalk.c. Limits: DG_MAX_TOKENS,
 * DG_MAX_SENTENCE. */
#include "base/utf8.h"
#include "language/segwalk.h"

/* A sentence end without punctuation must be this sure (logit 2 in the units of the weights): in
 * treebanks headlines stand in one line with what follows, in articles they do not, and a sentence
 * torn apart costs the reading more than two left together. */
#define BARE 84

/* No bias is larger: a hundred features at 127 stay far below it, and sums stay in an int32_t. */
#define LARGEST_BIAS (1 << 24)

struct dg_segmenter {
    dg_segtables tables;
    const int8_t *weights[DG_CUT_N]; /* by dg_cutkind */
    uint32_t mask[DG_CUT_N];
    int32_t bias[DG_CUT_N];
    dg_map multiwords; /* "de:zum" → index into words; endings "en:*n't" → index, nothing behind the
                          '=' */
    const dg_str *words; /* "de:zum=zu dem" */
};

/* ---- opening ---- */

static int open_weights(const dg_modelfile *m, const char *name, dg_cutkind kind, dg_segmenter *s,
                        dg_err *err) {
    dg_tensor t;
    uint64_t dims[1] = {0};
    int rc = dg_modelfile_get(m, name, DG_DTYPE_I8, 1, dims, &t, err);
    if (rc) return rc;
    if (t.dims[0] == 0 || t.dims[0] > UINT32_MAX || (t.dims[0] & (t.dims[0] - 1)))
        return dg_err_set(err, DG_E_MODEL, 0, "%s: size is no power of two", name);
    s->weights[kind] = t.data;
    s->mask[kind] = (uint32_t)t.dims[0] - 1;
    return 0;
}

static int open_known(const dg_modelfile *m, dg_segmenter *s, dg_err *err) {
    dg_tensor t;
    uint64_t dims[1] = {0}, biases[1] = {2};
    int rc = dg_modelfile_get(m, "segment.known", DG_DTYPE_U8, 1, dims, &t, err);
    if (rc) return rc;
    if (t.dims[0] == 0 || t.dims[0] > 1u << 28 || (t.dims[0] & (t.dims[0] - 1)))
        return dg_err_set(err, DG_E_MODEL, 0, "segment.known: size is no power of two");
    s->tables.known = t.data;
    s->tables.known_mask = (uint32_t)t.dims[0] * 8 - 1;
    rc = dg_modelfile_get(m, "segment.bias", DG_DTYPE_I32, 1, biases, &t, err);
    if (rc) return rc;
    memcpy(s->bias, t.data, 2 * sizeof *s->bias);
    for (int i = 0; i < 2; i++)
        if (s->bias[i] > LARGEST_BIAS || s->bias[i] < -LARGEST_BIAS)
            return dg_err_set(err, DG_E_MODEL, 0, "segment.bias: too large");
    s->bias[DG_CUT_BARE] = s->bias[DG_CUT_SENTENCE] - BARE;
    return 0;
}

static int open_strings(const dg_modelfile *m, const char *name, dg_arena *arena, uint32_t *ret_n,
                        const dg_str **ret, dg_err *err) {
    dg_tensor t;
    uint64_t dims[1] = {0};
    int rc = dg_modelfile_get(m, name, DG_DTYPE_BYTES, 1, dims, &t, err);
    return rc ? rc : dg_modelfile_strings(&t, arena, ret_n, ret, err);
}

/* Strings up to the first '=' (or whole) as keys, their number as value. */
static int fill_map(dg_map *map, dg_arena *arena, const dg_str *strings, uint32_t n, dg_err *err) {
    dg_map_init(map, arena);
    for (uint32_t i = 0; i < n; i++) {
        const char *equals = strings[i].n ? memchr(strings[i].p, '=', strings[i].n) : NULL;
        uint32_t *value, len = equals ? (uint32_t)(equals - strings[i].p) : strings[i].n;
        if (!dg_map_put_ref(map, dg_str_cut(strings[i], 0, len), &value, NULL))
            return dg_err_set(err, DG_E_NOMEM, 0, "opening the segmenter");
        *value = i;
    }
    return 0;
}

static int open_tables(const dg_modelfile *m, dg_arena *arena, dg_segmenter *s, dg_err *err) {
    const dg_str *strings;
    uint32_t n;
    int rc = open_strings(m, "segment.abbreviations", arena, &n, &strings, err);
    if (!rc) rc = fill_map(&s->tables.abbreviations, arena, strings, n, err);
    for (uint32_t i = 0; !rc && i < s->tables.abbreviations.n;
         i++) { /* the number of the string → the kind behind its '=' */
        dg_map_entry *e = &s->tables.abbreviations.entries[i];
        e->value = strings[e->value].n > e->key.n + 1
                       ? (uint32_t)(strings[e->value].p[e->key.n + 1] - '0')
                       : DG_LISTED_NOT;
    }
    if (!rc) rc = open_strings(m, "segment.multiwords", arena, &n, &s->words, err);
    if (!rc) rc = fill_map(&s->multiwords, arena, s->words, n, err);
    return rc;
}

int dg_segmenter_open(const dg_modelfile *m, dg_arena *arena, dg_segmenter **ret, dg_err *err) {
    dg_segmenter *s = dg_arena_zalloc(arena, 1, sizeof *s);
    if (!s) return dg_err_set(err, DG_E_NOMEM, 0, "opening the segmenter");
    dg_chartab_fill(&s->tables.chars);
    int rc = open_weights(m, "segment.token", DG_CUT_TOKEN, s, err);
    if (!rc) rc = open_weights(m, "segment.sentence", DG_CUT_SENTENCE, s, err);
    if (!rc) rc = open_weights(m, "segment.sentence", DG_CUT_BARE, s, err);
    if (!rc) rc = open_known(m, s, err);
    if (!rc) rc = open_tables(m, arena, s, err);
    if (!rc) *ret = s;
    return rc;
}

static bool decide(void *self, dg_cutkind kind, const uint32_t *features, uint32_t n, uint32_t at) {
    const dg_segmenter *s = self;
    const int8_t *weights = s->weights[kind];
    int32_t sum = s->bias[kind];
    (void)at;
    for (uint32_t i = 0; i < n; i++) sum += weights[features[i] & s->mask[kind]];
    return sum > 0;
}

/* ---- multiword tokens ---- */

#define MAX_PARTS 3u
typedef struct parts {
    uint32_t n;      /* 0: no multiword token */
    bool contiguous; /* the words are the pieces of the surface, cut at length[] */
    bool upper, capital;
    uint32_t length[MAX_PARTS]; /* bytes of each piece */
    dg_str word[MAX_PARTS];
} parts;

static bool look_up(const dg_segmenter *s, const char *lang, const char *star, dg_str lower,
                    uint32_t *ret) {
    char key[80];
    uint32_t a = (uint32_t)strlen(lang), b = (uint32_t)strlen(star);
    if (a + 1 + b + lower.n > sizeof key) return false;
    memcpy(key, lang, a);
    key[a] = ':';
    memcpy(key + a + 1, star, b);
    memcpy(key + a + 1 + b, lower.p, lower.n);
    *ret = dg_map_get(&s->multiwords, (dg_str){key, a + 1 + b + lower.n});
    return *ret != DG_NONE;
}

/* Lower-cased copy of form in z; false when it does not fit or changes its length. */
static bool lower_copy(const dg_segmenter *s, dg_str form, char *z, uint32_t cap) {
    uint32_t n = 0, at = 0;
    if (form.n + 4 > cap) return false;
    while (at < form.n) {
        uint32_t c = dg_utf8_next(form, &at);
        n += dg_utf8_put(c < DG_CHARTAB ? s->tables.chars.lower[c] : dg_lower(c), z + n);
        if (n + 4 > cap) return false;
    }
    return n == form.n;
}

static void whole_form(const dg_segmenter *s, uint32_t index, dg_str form, dg_str lower,
                       parts *ret) {
    dg_str row = s->words[index], words = dg_str_cut(row, row.n, row.n);
    const char *equals = memchr(row.p, '=', row.n);
    uint32_t total = 0, from = 0, at = 0;
    if (!equals) return;
    words = dg_str_cut(row, (uint32_t)(equals - row.p) + 1, row.n);
    ret->contiguous = true;
    for (uint32_t i = 0; i <= words.n && ret->n < MAX_PARTS; i++) {
        if (i < words.n && words.p[i] != ' ') continue;
        dg_str word = dg_str_cut(words, from, i);
        if (!dg_str_eq(word, dg_str_cut(lower, total, total + word.n))) ret->contiguous = false;
        total += word.n;
        ret->length[ret->n] = word.n;
        ret->word[ret->n++] = word;
        from = i + 1;
    }
    if (total != form.n) ret->contiguous = false;
    ret->capital = dg_is_upper(dg_utf8_next(form, &at));
    ret->upper = ret->capital && at < form.n && dg_is_upper(dg_utf8_next(form, &at));
}

static bool has_apostrophe(dg_str form) {
    for (uint32_t i = 0; i < form.n; i++)
        if (form.p[i] == '\'' || form.p[i] == '`' ||
            (form.p[i] == '\xE2' && i + 1 < form.n && form.p[i + 1] == '\x80'))
            return true;
    return false;
}

/* The longest listed ending of at most 8 bytes. */
static void ending(const dg_segmenter *s, const char *lang, dg_str lower, parts *ret) {
    uint32_t index, most = lower.n > 8 ? 8 : lower.n - 1;
    for (uint32_t n = most; n > 0; n--) {
        if (((uint8_t)lower.p[lower.n - n] & 0xC0) == 0x80) continue;
        if (!look_up(s, lang, "*", dg_str_cut(lower, lower.n - n, lower.n), &index)) continue;
        *ret = (parts){.n = 2, .contiguous = true, .length = {lower.n - n, n}};
        return;
    }
}

static void find_parts(const dg_segmenter *s, const char *lang, dg_str form, parts *ret) {
    char z[64];
    uint32_t index;
    ret->n = 0;
    if (form.n < 2 || form.n > 56 || !lower_copy(s, form, z, sizeof z)) return;
    dg_str lower = {z, form.n};
    if (look_up(s, lang, "", lower, &index))
        whole_form(s, index, form, lower, ret);
    else if (form.n > 2 && has_apostrophe(form))
        ending(s, lang, lower, ret);
    if (ret->n < 2) ret->n = 0;
}

/* Word i of a multiword token, in the capitals of its surface. */
static dg_str part_form(const parts *p, uint32_t i, dg_str form, dg_arena *arena) {
    uint32_t from = 0, at = 0, n = 0;
    if (p->contiguous) {
        for (uint32_t k = 0; k < i; k++) from += p->length[k];
        return dg_str_cut(form, from, from + p->length[i]);
    }
    if (!p->upper && !(p->capital && i == 0)) return p->word[i];
    char *z = dg_arena_alloc(arena, 2 * (size_t)p->word[i].n + 4);
    if (!z) return DG_STR_NULL;
    while (at < p->word[i].n) {
        uint32_t c = dg_utf8_next(p->word[i], &at);
        n += dg_utf8_put(p->upper || n == 0 ? dg_upper(c) : c, z + n);
    }
    return (dg_str){z, n};
}

/* ---- layers ---- */

typedef struct output {
    const dg_segmenter *s;
    const char *lang;
    dg_str text;
    dg_arena *arena;
    dg_segments out;
    uint32_t cap_tokens, cap_sentences;
} output;

static bool add_tokens(output *o, const dg_segword *w) {
    dg_range span = {w->from, w->to};
    dg_str form = dg_str_cut(o->text, w->from, w->to);
    dg_token token = {.span = span, .form = form, .head = DG_NONE, .sentence = o->out.n_sentences};
    parts p;
    find_parts(o->s, o->lang, form, &p);
    if (p.n == 0) return DG_PUSH(o->arena, o->out.tokens, o->out.n_tokens, o->cap_tokens, token);
    token.mwt_n = (uint8_t)p.n;
    for (uint32_t i = 0; i < p.n; i++) {
        token.mwt_at = (uint8_t)i;
        token.form = part_form(&p, i, form, o->arena);
        if (!token.form.p ||
            !DG_PUSH(o->arena, o->out.tokens, o->out.n_tokens, o->cap_tokens, token))
            return false;
    }
    return true;
}

static bool end_sentence(output *o) {
    uint32_t from = o->out.n_sentences ? o->out.sentences[o->out.n_sentences - 1].to : 0,
             to = o->out.n_tokens;
    if (from == to) return true;
    dg_sentence s = {{o->out.tokens[from].span.from, o->out.tokens[to - 1].span.to}, from, to};
    return DG_PUSH(o->arena, o->out.sentences, o->out.n_sentences, o->cap_sentences, s);
}

/* Where a sentence that would grow too long is broken: behind its last comma, dash or the like not
 * too far back. words [from, to) are the sentence so far; returns the first word of the next. */
static uint32_t break_at(const dg_segword *words, uint32_t from, uint32_t to) {
    for (uint32_t i = to; i > from + 1 && i + DG_MAX_SENTENCE / 4 > to; i--)
        if (words[i - 1].first >= DG_CK_STOP && words[i - 1].n_chars == 1 &&
            words[i - 1].space == 0)
            return i;
    return to;
}

/* Sentences that need this are tables and lists, not prose. The room left is for multiword tokens.
 */
static void bound_sentences(dg_segword *words, uint32_t n) {
    for (uint32_t i = 0, from = 0; i < n; i++) {
        if (words[i].ends)
            from = i + 1;
        else if (i + 1 - from >= DG_MAX_SENTENCE * 3 / 4) {
            uint32_t next = break_at(words, from, i + 1);
            words[next - 1].ends = 1;
            from = next;
        }
    }
}

/* The words one by one; a ceiling that a word would break ends the sentence, or the article, before
 * it. */
static bool add_all(output *o, const dg_segword *words, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t from = o->out.n_sentences ? o->out.sentences[o->out.n_sentences - 1].to : 0;
        if (o->out.n_tokens + MAX_PARTS > DG_MAX_TOKENS) {
            o->out.cut = true;
            return end_sentence(o);
        }
        if (o->out.n_tokens + MAX_PARTS > from + DG_MAX_SENTENCE && !end_sentence(o)) return false;
        if (!add_tokens(o, &words[i])) return false;
        if (words[i].ends && !end_sentence(o)) return false;
    }
    return true;
}

int dg_segment(const dg_segmenter *s, const char *lang, dg_str text, dg_arena *arena,
               dg_segments *ret, dg_err *err) {
    output o = {.s = s, .lang = lang ? lang : "", .text = text, .arena = arena};
    dg_segword *words;
    uint32_t n;
    int rc = dg_seg_walk(&s->tables, o.lang, text, decide, (void *)(uintptr_t)s, arena, &words, &n,
                         &o.out.cut, err);
    if (rc) return rc;
    bound_sentences(words, n);
    if (!add_all(&o, words, n)) return dg_err_set(err, DG_E_NOMEM, 0, "segmenting");
    *ret = o.out;
    return 0;
}
