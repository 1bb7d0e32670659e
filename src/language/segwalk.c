/* segwalk.c: candidates and features of the segmenter.
 *
 *   text ─► chunks (between white space) ─► token cuts inside a chunk ─► words ─► sentence ends
 * between words
 *
 * A token cut is possible wherever two neighbouring characters are not both letters or both digits;
 * a sentence end behind every word that punctuation or white space follows, unless a small letter
 * goes on. Each place is described by hashes of characters, words and shapes around it, once for
 * all languages and once with the language, so that an unknown language is cut by what all share.
 *
 * Line ends: a blank line always ends a sentence. A single line end does so too, unless the text is
 * one whose lines were broken to a width (many lines go on with a small letter), or this very line
 * goes on so.
 *
 * Cost: O(bytes); about 60 table look-ups a word. Limits: a chunk is looked at in pieces of CHUNK
 * characters, and a token never crosses a piece. Text without spaces between words (Chinese, Thai)
 * stays one token from one punctuation mark to the next. */
#include "language/segwalk.h"

#include "base/utf8.h"

#define CHUNK 256u
#define FLAT                                                                                       \
    3000u /* bytes of a paragraph, on average, beyond which nobody took care of paragraphs */
#define NEAR                                                                                       \
    32u /* characters to either side that a token cut looks at: keeps the cost of a piece linear   \
         */

/* ---- characters ---- */

static uint8_t kind_of_punctuation(uint32_t c) {
    switch (c) {
    case '.': return DG_CK_STOP;
    case ',': return DG_CK_COMMA;
    case ':': return DG_CK_COLON;
    case ';': return DG_CK_SEMICOLON;
    case '!':
    case '?':
    case 0xA1:
    case 0xBF:
    case 0x3002: return DG_CK_END;
    case 0x2026: return DG_CK_ELLIPSIS;
    case '"':
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033: return DG_CK_QUOTE;
    case '\'':
    case '`':
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2039:
    case 0x203A:
    case 0x2032: return DG_CK_APOSTROPHE;
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212: return DG_CK_DASH;
    case '-':
    case 0x2010:
    case 0x2011: return DG_CK_HYPHEN;
    case '/':
    case '\\': return DG_CK_SLASH;
    case '(':
    case '[':
    case '{':
    case '<': return DG_CK_OPEN;
    case ')':
    case ']':
    case '}':
    case '>': return DG_CK_CLOSE;
    case '|':
    case 0x2022: return DG_CK_BAR;
    default: return DG_CK_SYMBOL;
    }
}

/* Zero-width characters are no white space here: nobody sees a gap there, and no byte may be lost.
 */
static bool is_gap(uint32_t c) {
    if (c <= 0x20) return c == 0x20 || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
    if ((c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF || c == 0x180E) return false;
    return c >= 0x80 && dg_is_space(c);
}

static uint8_t kind_slow(uint32_t c) {
    if (is_gap(c))
        return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029 ? DG_CK_LINE
                                                                                   : DG_CK_SPACE;
    if (dg_is_letter(c))
        return dg_is_upper(c) ? DG_CK_UPPER : dg_is_lower(c) ? DG_CK_LOWER : DG_CK_LETTER;
    if (dg_is_mark(c)) return DG_CK_LETTER;
    return dg_is_digit(c) ? DG_CK_DIGIT : kind_of_punctuation(c);
}

void dg_chartab_fill(dg_chartab *t) {
    for (uint32_t c = 0; c < DG_CHARTAB; c++) {
        t->kind[c] = kind_slow(c);
        t->lower[c] = (uint16_t)dg_lower(c);
    }
}

uint8_t dg_charkind_of(const dg_chartab *t, uint32_t c) {
    return c < DG_CHARTAB ? t->kind[c] : kind_slow(c);
}

static uint32_t lower_of(const dg_chartab *t, uint32_t c) {
    return c < DG_CHARTAB ? t->lower[c] : dg_lower(c);
}

static bool is_word_kind(uint8_t k) {
    return k >= DG_CK_UPPER && k <= DG_CK_DIGIT;
}
static bool is_letter_kind(uint8_t k) {
    return k >= DG_CK_UPPER && k <= DG_CK_LETTER;
}
static bool is_gap_kind(uint8_t k) {
    return k <= DG_CK_LINE;
}

/* ---- hashes: part of the model format, like dg_hash64 ---- */

static inline uint32_t mix(uint64_t x) {
    x *= UINT64_C(0x9E3779B97F4A7C15);
    x ^= x >> 29;
    x *= UINT64_C(0xBF58476D1CE4E5B9);
    return (uint32_t)(x >> 32);
}
static inline uint32_t mix2(uint32_t a, uint32_t b) {
    return mix(((uint64_t)a << 32 | b) + UINT64_C(0x632BE59BD9B4E019));
}
static inline uint32_t step(uint32_t h, uint32_t c) {
    return (h ^ c) * 0x01000193u;
}
#define HASH_START 0x811C9DC5u

uint32_t dg_seg_lang_hash(const char *lang) {
    uint32_t h = HASH_START;
    if (!lang || !lang[0]) return 0;
    for (; *lang; lang++) h = step(h, (uint8_t)*lang);
    return h;
}

uint32_t dg_seg_known_bit(uint32_t lang_hash, uint32_t word_hash, bool second) {
    return second ? mix2(word_hash, lang_hash) : mix2(lang_hash, word_hash);
}

uint32_t dg_seg_word_hash(const dg_chartab *t, dg_str word) {
    uint32_t h = HASH_START, at = 0;
    while (at < word.n) h = step(h, lower_of(t, dg_utf8_next(word, &at)));
    return h;
}

/* ---- the state of one walk ---- */

typedef struct chunk {
    uint32_t n;
    uint32_t at[CHUNK + 1]; /* byte where each character begins; [n] the end */
    uint32_t ch[CHUNK];     /* lower case */
    uint8_t kind[CHUNK];
    uint32_t shape, hash; /* of the whole piece */
    bool address;         /* looks like a URL or a mail address */
    /* what comes after it */
    uint8_t
        next; /* kind of the next chunk's first character; DG_CK_LINE at the end of a paragraph */
    uint32_t next_word; /* hash of the next chunk's first run of letters or digits */
    bool ordinal; /* this piece ends in digits and a stop, and that word follows ordinals: no cut */
    bool next_initial; /* that word is one letter and a stop: the "B." of "z. B." */
} chunk;

typedef struct walk {
    const dg_segtables *t;
    dg_str text;
    uint32_t lang; /* hash, 0 unknown */
    char lang_name[4];
    bool wrapped;
    bool careless, nouns; /* DG_TRAIT_LOWER, DG_TRAIT_NOUNS */
    bool flat;            /* has no paragraphs: headlines, if any, stand in line with the rest */
    dg_seg_decide *decide;
    void *self;
    dg_arena *arena;
    dg_segword *words;
    uint32_t n, cap;
    bool cut;
    uint32_t single; /* words since a single quote was opened and not closed, 0: none is open */
    chunk c;
    uint32_t n_f;
    uint32_t f[DG_SEG_FEATURES];
} walk;

static inline void feature(walk *w, uint32_t id, uint32_t a, uint32_t b) {
    uint32_t h = mix2(a + id * 0x85EBCA6Bu, b ^ (id << 24));
    w->f[w->n_f++] = h;
    if (w->lang) w->f[w->n_f++] = mix2(h, w->lang);
}

/* Words: how a language writes "al-Assad" or "e-mail" is its own affair, and stays out of the
 * others' weights. */
static inline void own_feature(walk *w, uint32_t id, uint32_t a, uint32_t b) {
    uint32_t h = mix2(a + id * 0x85EBCA6Bu, b ^ (id << 24));
    w->f[w->n_f++] = w->lang ? mix2(h, w->lang) : h;
}

static bool ask(walk *w, dg_cutkind kind, uint32_t at) {
    return w->decide(w->self, kind, w->f, w->n_f, at);
}

/* ---- line ends ---- */

/* One line end, however it is written, at `at`; moves behind it. */
static bool line_end(const walk *w, uint32_t *at) {
    uint32_t i = *at, c = dg_utf8_next(w->text, &i);
    if (dg_charkind_of(&w->t->chars, c) != DG_CK_LINE) return false;
    if (c == '\r' && i < w->text.n && w->text.p[i] == '\n') i++;
    *at = i;
    return true;
}

/* Skips white space from `from`; *ret_lines counts line ends. Returns the first byte of what is
 * none. */
static uint32_t skip_gap(const walk *w, uint32_t from, uint32_t *ret_lines) {
    uint32_t at = from, lines = 0;
    while (at < w->text.n) {
        if (line_end(w, &at)) {
            lines++;
            continue;
        }
        uint32_t i = at, c = dg_utf8_next(w->text, &i);
        if (!is_gap_kind(dg_charkind_of(&w->t->chars, c))) break;
        at = i;
    }
    *ret_lines = lines;
    return at;
}

static uint8_t kind_at(const walk *w, uint32_t at) {
    return at < w->text.n ? dg_charkind_of(&w->t->chars, dg_utf8_next(w->text, &at)) : DG_CK_LINE;
}

static uint8_t kind_before(const walk *w, uint32_t at) {
    return at > 0 ? dg_charkind_of(&w->t->chars, dg_utf8_prev(w->text, &at)) : DG_CK_LINE;
}

static bool can_end(uint8_t k) {
    return k == DG_CK_STOP || k == DG_CK_END || k == DG_CK_ELLIPSIS || k == DG_CK_COLON ||
           k == DG_CK_QUOTE || k == DG_CK_CLOSE;
}

/* Does the line that ends before white space [from, to) go on behind it? */
static bool goes_on(const walk *w, uint32_t from, uint32_t to) {
    return kind_at(w, to) == DG_CK_LOWER && !can_end(kind_before(w, from));
}

/* Was the text broken to a width? Then at least a fifth of its single line ends stand before a
 * small letter. */
static bool is_wrapped(const walk *w) {
    uint32_t single = 0, on = 0, lines;
    const char *p = w->text.p, *end = p + w->text.n;
    while ((p = memchr(p, '\n', (size_t)(end - p)))) {
        uint32_t from = (uint32_t)(p - w->text.p), to;
        while (from > 0 && is_gap_kind(kind_before(w, from))) dg_utf8_prev(w->text, &from);
        to = skip_gap(w, from, &lines);
        if (lines == 1 && from > 0 && to < w->text.n) {
            single++;
            on += goes_on(w, from, to);
        }
        p = w->text.p + (to > (uint32_t)(p - w->text.p) ? to : (uint32_t)(p - w->text.p) + 1);
    }
    return single >= 3 && on * 5 >= single;
}

/* Does white space [from, to) with that many line ends end a paragraph? */
static bool ends_paragraph(const walk *w, uint32_t from, uint32_t to, uint32_t lines) {
    if (to >= w->text.n || lines > 1) return true;
    if (lines == 0) return false;
    return !w->wrapped && !goes_on(w, from, to);
}

/* ---- words ---- */

static uint32_t shape_add(uint32_t shape, uint8_t kind, uint32_t run) {
    return run <= 2 ? step(step(shape, kind), run) : shape;
}

static uint32_t shape_of(const chunk *c, uint32_t from, uint32_t to) {
    uint32_t h = HASH_START, run = 0;
    for (uint32_t i = from; i < to; i++) {
        run = i > from && c->kind[i] == c->kind[i - 1] ? run + 1 : 1;
        h = shape_add(h, c->kind[i], run);
    }
    return h;
}

static uint32_t hash_of(const chunk *c, uint32_t from, uint32_t to) {
    uint32_t h = HASH_START;
    for (uint32_t i = from; i < to; i++) h = step(h, c->ch[i]);
    return h;
}

static uint8_t listed(const walk *w, const char *lang, dg_str lower) {
    char key[48];
    uint32_t n = (uint32_t)strlen(lang), kind;
    if (lower.n + n + 1 > sizeof key) return DG_LISTED_NOT;
    memcpy(key, lang, n);
    key[n] = ':';
    memcpy(key + n + 1, lower.p, lower.n);
    kind = dg_map_get(&w->t->abbreviations, (dg_str){key, n + 1 + lower.n});
    return kind < DG_LISTED_N ? (uint8_t)kind : DG_LISTED_NOT;
}

/* Characters [from, to) of the chunk and a stop: what they are listed as for this language, or for
 * all. */
static uint8_t abbreviation(const walk *w, uint32_t from, uint32_t to, bool add_stop) {
    const chunk *c = &w->c;
    char z[40];
    uint32_t n = 0;
    if (to - from > 8 || to == from) return DG_LISTED_NOT;
    for (uint32_t i = from; i < to; i++) n += dg_utf8_put(c->ch[i], z + n);
    if (add_stop) z[n++] = '.';
    uint8_t own = listed(w, w->lang_name, (dg_str){z, n});
    return own ? own : listed(w, "", (dg_str){z, n});
}

static bool is_known(const walk *w, uint32_t hash) {
    if (!w->t->known) return false;
    for (int second = 0; second < 2; second++) {
        uint32_t bit = dg_seg_known_bit(w->lang, hash, second) & w->t->known_mask;
        if (!(w->t->known[bit >> 3] >> (bit & 7) & 1)) return false;
        if (w->t->known_mask < DG_KNOWN_BITS - 1) break; /* a model of before: one bit a word */
    }
    return true;
}

/* ' and ’ end a quote, or a genitive: it helps to know whether a quote is open. Forgotten after 60
 * words. */
static void note_single(walk *w, uint32_t from, uint32_t to, bool hard, bool space) {
    const chunk *c = &w->c;
    if (hard || w->single > 60) w->single = 0;
    if (w->single) w->single++;
    if (to - from != 1 || c->kind[from] != DG_CK_APOSTROPHE) return;
    if (w->single)
        w->single = 0;
    else if (space && to < c->n)
        w->single = 1;
}

enum { DG_QUOTE_EITHER = 1, DG_QUOTE_OPENS, DG_QUOTE_CLOSES, DG_QUOTE_INSIDE };

/* Quotes are known by what they do, not by their look: „…“, “…”, »…«, "…" and ''…'' then teach one
 * another. Returns a stand-in for the hash of the quotation mark [from, to), or 0 when it is none.
 */
static uint32_t quote_role(const chunk *c, uint32_t from, uint32_t to, bool space) {
    bool after = to == c->n;
    if (to - from > 2 || (c->kind[from] != DG_CK_QUOTE && c->kind[from] != DG_CK_APOSTROPHE))
        return 0;
    if (to - from == 2 && c->kind[to - 1] != c->kind[from]) return 0;
    if (space == after) { /* in the middle of a chunk its neighbours decide; between two spaces
                             nothing does */
        if (space) return DG_QUOTE_EITHER;
        uint8_t left = c->kind[from - (from > 0)], right = c->kind[to - after];
        if (left == DG_CK_OPEN || left == DG_CK_DASH) return DG_QUOTE_OPENS;
        return right >= DG_CK_STOP ? DG_QUOTE_CLOSES : DG_QUOTE_INSIDE;
    }
    return space ? DG_QUOTE_OPENS : DG_QUOTE_CLOSES;
}

static bool add_word(walk *w, uint32_t from, uint32_t to, bool hard, bool space) {
    const chunk *c = &w->c;
    note_single(w, from, to, hard, space);
    uint32_t n = to - from, role = quote_role(c, from, to, space),
             hash = role ? role : hash_of(c, from, to);
    dg_segword word = {.from = c->at[from],
                       .to = c->at[to],
                       .hash = hash,
                       .shape = shape_of(c, from, to),
                       .first = c->kind[from],
                       .last = c->kind[to - 1],
                       .n_chars = (uint8_t)(n > 255 ? 255 : n),
                       .space = space,
                       .hard = hard,
                       .known = is_known(w, hash)};
    word.ordinal = c->ordinal && to == c->n;
    if (word.last == DG_CK_STOP && n > 1) word.abbreviation = abbreviation(w, from, to, false);
    return DG_PUSH(w->arena, w->words, w->n, w->cap, word);
}

/* ---- token cuts ---- */

static bool is_candidate(uint8_t a, uint8_t b) {
    return !(is_letter_kind(a) && is_letter_kind(b)) && !(a == DG_CK_DIGIT && b == DG_CK_DIGIT);
}

static uint32_t char_at(const chunk *c, uint32_t i, int32_t d) {
    int64_t k = (int64_t)i + d;
    return k >= 0 && k < (int64_t)c->n ? c->ch[k] : 0;
}
static uint32_t kind_near(const chunk *c, uint32_t i, int32_t d) {
    int64_t k = (int64_t)i + d;
    return k >= 0 && k < (int64_t)c->n ? c->kind[k] : 31u;
}

/* The run of letters or digits that ends before i, one punctuation mark left out. */
static uint32_t run_before(const chunk *c, uint32_t i, uint32_t start) {
    uint32_t to = i;
    if (i - start > NEAR) start = i - NEAR;
    if (to > start && !is_word_kind(c->kind[to - 1])) to--;
    uint32_t from = to;
    while (from > start && is_word_kind(c->kind[from - 1])) from--;
    return hash_of(c, from, to);
}

static uint32_t run_after(const chunk *c, uint32_t i, uint32_t *ret_end) {
    uint32_t from = i;
    if (from < c->n && !is_word_kind(c->kind[from])) from++;
    uint32_t to = from;
    while (to < c->n && to < i + NEAR && is_word_kind(c->kind[to])) to++;
    *ret_end = to;
    return hash_of(c, from, to);
}

static void token_features(walk *w, uint32_t start, uint32_t i) {
    const chunk *c = &w->c;
    uint32_t l1 = char_at(c, i, -1), l2 = char_at(c, i, -2), r1 = char_at(c, i, 0),
             r2 = char_at(c, i, 1), end;
    uint32_t k = 0;
    for (int32_t d = -4; d < 4; d++) k = k << 4 ^ k >> 27 ^ kind_near(c, i, d) * 0x9E37u;
    uint32_t near = kind_near(c, i, -2) << 15 | kind_near(c, i, -1) << 10 |
                    kind_near(c, i, 0) << 5 | kind_near(c, i, 1);
    uint32_t from = i - start > NEAR ? i - NEAR : start, to = c->n - i > NEAR ? i + NEAR : c->n;
    uint32_t cur = hash_of(c, from, i), cur_shape = shape_of(c, from, i),
             rest_shape = shape_of(c, i, to);
    uint32_t before = run_before(c, i, start), after = run_after(c, i, &end);
    uint32_t ends = end == c->n, two = l1 << 16 ^ r1;
    const dg_segword *prev = w->n ? &w->words[w->n - 1] : NULL;
    uint32_t prev_hash = prev ? prev->hash : 0, prev_shape = prev ? prev->shape : 0;
    w->n_f = 0;
    feature(w, 1, c->address, 0);
    feature(w, 2, two, c->address);
    feature(w, 3, two, l2 << 16 ^ r2);
    feature(w, 4, k, 0);
    feature(w, 5, near, c->next);
    feature(w, 6, near, ends);
    own_feature(w, 7, cur, r1);
    own_feature(w, 8, cur, r1 << 8 ^ c->next ^ (i + 1 == c->n) << 7);
    feature(w, 9, cur_shape, rest_shape);
    feature(w, 10, cur_shape, r1 << 8 ^ c->next);
    own_feature(w, 11, after, two);
    own_feature(w, 12, before, two);
    own_feature(w, 13, before, after);
    feature(w, 14, c->shape, i);
    own_feature(w, 15, c->hash, i);
    feature(w, 16, c->next << 4 ^ kind_near(c, i, 0), rest_shape);
    own_feature(w, 17, c->next_word, cur_shape << 8 ^ r1);
    own_feature(w, 18, prev_hash, cur_shape ^ r1);
    feature(w, 19, prev_shape, cur_shape ^ rest_shape);
    if (kind_near(c, i, 0) == DG_CK_APOSTROPHE || kind_near(c, i, -1) == DG_CK_APOSTROPHE) {
        feature(w, 27, w->single != 0, near);
        feature(w, 28, w->single != 0, rest_shape << 8 ^ l1 << 4 ^ c->next);
    }
    feature(w, 20, is_known(w, cur) | is_known(w, after) << 1, near);
    if (kind_near(c, i, 0) == DG_CK_STOP) {
        uint32_t kind = abbreviation(w, start, i, true);
        feature(w, 21, kind, c->next << 5 ^ (i + 1 == c->n));
        feature(w, 22, kind, cur_shape);
        feature(w, 23, i - start, c->next << 8 ^ (uint32_t)is_known(w, c->next_word));
    }
    if (kind_near(c, i, -1) == DG_CK_STOP) feature(w, 24, abbreviation(w, start, i, false), near);
}

/* What follows goes on with the sentence: it is no capital, or one on a noun (where nouns have
 * them) that is never written small. */
static bool goes_on_behind(const walk *w) {
    uint8_t next = w->c.next;
    return next == DG_CK_LOWER || next == DG_CK_DIGIT ||
           (next == DG_CK_UPPER && w->nouns && !is_known(w, w->c.next_word));
}

/* Is the character at i the last stop of the chunk and surely not that of a sentence? */
static bool own_stop(const walk *w, uint32_t start, uint32_t i) {
    const chunk *c = &w->c;
    if (c->kind[i] != DG_CK_STOP || i + 1 != c->n || c->next == DG_CK_LINE) return false;
    bool letter = i == 1 && (c->kind[0] == DG_CK_LOWER || c->kind[0] == DG_CK_UPPER);
    bool small = letter && (c->next_initial || /* "z." of "z. B.", "V." of "V. P. Singh" */
                            (c->kind[0] == DG_CK_LOWER && !is_known(w, hash_of(c, 0, 1))));
    bool half = i == 1 && w->n && w->words[w->n - 1].n_chars == 2 &&
                w->words[w->n - 1].last == DG_CK_STOP && w->words[w->n - 1].first == DG_CK_LOWER;
    uint8_t kind = abbreviation(w, start, i, true);
    return c->ordinal || small || half || kind == DG_LISTED_NEVER ||
           (kind > DG_LISTED_ORDINAL && !c->address && goes_on_behind(w));
}

/* An address does not end in a stop: that is the sentence's. */
static bool stop_behind_address(const chunk *c, uint32_t i) {
    return c->address && i + 1 == c->n && c->kind[i] == DG_CK_STOP && is_word_kind(c->kind[i - 1]);
}

static bool add_chunk_words(walk *w, bool hard, bool space) {
    chunk *c = &w->c;
    uint32_t start = 0;
    for (uint32_t i = 1; i <= c->n; i++) {
        if (i < c->n) {
            if (!is_candidate(c->kind[i - 1], c->kind[i]) || own_stop(w, start, i)) continue;
            token_features(w, start, i);
            if (!ask(w, DG_CUT_TOKEN, c->at[i]) && !stop_behind_address(c, i)) continue;
        }
        if (!add_word(w, start, i, hard && start == 0, space && start == 0)) return false;
        start = i;
    }
    return true;
}

/* ---- chunks ---- */

static bool looks_like_address(const chunk *c) {
    for (uint32_t i = 1; i + 2 < c->n; i++) {
        if (c->ch[i] == ':' && c->ch[i + 1] == '/' && c->ch[i + 2] == '/') return true;
        if (c->ch[i] == '@' && is_word_kind(c->kind[i - 1]) && is_word_kind(c->kind[i + 1]))
            return true;
        if (i == 1 && c->n > 5 && c->ch[0] == 'w' && c->ch[1] == 'w' && c->ch[2] == 'w' &&
            c->ch[3] == '.')
            return true;
    }
    return false;
}

/* Reads characters from byte `at` up to white space, at most CHUNK; returns the byte behind them.
 */
static uint32_t read_chunk(walk *w, uint32_t at) {
    chunk *c = &w->c;
    for (c->n = 0; at < w->text.n && c->n < CHUNK;) {
        uint32_t i = at, ch = dg_utf8_next(w->text, &i);
        uint8_t kind = dg_charkind_of(&w->t->chars, ch);
        if (is_gap_kind(kind)) break;
        c->at[c->n] = at;
        c->ch[c->n] = lower_of(&w->t->chars, ch);
        c->kind[c->n++] = kind;
        at = i;
    }
    c->at[c->n] = at;
    c->shape = shape_of(c, 0, c->n);
    c->hash = hash_of(c, 0, c->n);
    c->address = looks_like_address(c);
    return at;
}

static bool is_roman(const chunk *c, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++)
        if (c->kind[i] != DG_CK_UPPER || !(c->ch[i] == 'i' || c->ch[i] == 'v' || c->ch[i] == 'x'))
            return false;
    return to > from + 1;
}

/* One or two digits, or a Roman number of two letters or more, and a stop: "9.", "XV.", but not the
 * year "2009.". */
static bool ends_like_ordinal(const chunk *c) {
    uint32_t digits = 0;
    if (c->n < 2 || c->kind[c->n - 1] != DG_CK_STOP) return false;
    if (is_roman(c, 0, c->n - 1)) return true;
    while (digits + 1 < c->n && c->kind[c->n - 2 - digits] == DG_CK_DIGIT) digits++;
    return digits == 1 || digits == 2;
}

/* A listed word; or, where nouns have capitals, a capital on what is never written small: a noun,
 * not a sentence. */
static bool goes_with_ordinal(const walk *w, uint32_t hash, dg_str lower) {
    if (w->nouns && w->c.next == DG_CK_UPPER && !is_known(w, hash)) return true;
    return listed(w, w->lang_name, lower) == DG_LISTED_ORDINAL;
}

static void look_ahead(walk *w, uint32_t at, bool paragraph_ends) {
    chunk *c = &w->c;
    char z[40];
    uint32_t h = HASH_START, n = 0, chars = 0, behind = 0;
    c->next = paragraph_ends ? DG_CK_LINE : kind_at(w, at);
    for (; !paragraph_ends && chars < CHUNK && at < w->text.n;
         chars++) { /* a word of megabytes: not to its end */
        uint32_t ch = behind = dg_utf8_next(w->text, &at);
        if (!is_word_kind(dg_charkind_of(&w->t->chars, ch))) break;
        ch = lower_of(&w->t->chars, ch);
        h = step(h, ch);
        if (n < sizeof z - 4) n += dg_utf8_put(ch, z + n);
    }
    c->next_word = h;
    c->next_initial = !paragraph_ends && chars == 1 && behind == '.' && c->next != DG_CK_DIGIT;
    bool date = c->next == DG_CK_DIGIT && chars <= 2 && behind == '.'; /* the "12." of "24. 12." */
    c->ordinal = n && ends_like_ordinal(c) && (date || goes_with_ordinal(w, h, (dg_str){z, n}));
}

static bool walk_tokens(walk *w) {
    uint32_t lines, at = skip_gap(w, 0, &lines);
    bool hard = true, space = true;
    while (at < w->text.n) {
        uint32_t end = read_chunk(w, at), next = skip_gap(w, end, &lines);
        bool gap = next > end || next >= w->text.n,
             last = gap && ends_paragraph(w, end, next, lines);
        look_ahead(w, next, last);
        if (w->n + w->c.n > DG_MAX_TOKENS) {
            w->cut = true;
            return true;
        }
        if (!add_chunk_words(w, hard, space)) return false;
        at = next;
        hard = last;
        space = gap;
    }
    return true;
}

/* ---- sentence ends ---- */

typedef struct sentence_state {
    uint32_t from;        /* first word of the sentence */
    uint32_t quotes_here; /* double quotes since the sentence began, and since the paragraph did */
    uint32_t quotes_all;
    uint32_t brackets; /* opened and not closed in this sentence */
} sentence_state;

static bool is_initial(const dg_segword *a) {
    return a->n_chars == 2 && a->first == DG_CK_UPPER && a->last == DG_CK_STOP;
}

/* "z. B.", "d. h.": single small letters, each with its stop and apart. */
static bool is_spaced_abbreviation(const dg_segword *p, const dg_segword *a) {
    return a->n_chars == 2 && a->last == DG_CK_STOP && p->n_chars == 2 && p->last == DG_CK_STOP &&
           p->first == DG_CK_LOWER && a->space;
}

static bool may_end(const walk *w, uint32_t i, uint32_t from) {
    const dg_segword *a = &w->words[i], *b = a + 1;
    if (a->ordinal || a->abbreviation == DG_LISTED_NEVER) return false;
    if (b->first == DG_CK_LOWER && !w->careless) return false;
    if (is_initial(a) && is_initial(b)) return false;
    if (a->abbreviation == DG_LISTED_UNIT && w->nouns && b->first == DG_CK_UPPER && !b->known)
        return false;
    if (i > from && is_spaced_abbreviation(a - 1, a)) return false;
    if (is_word_kind(a->last)) return b->space && b->first != DG_CK_LOWER;
    return b->space || a->last != DG_CK_HYPHEN;
}

static bool is_stop(const dg_segword *a) {
    return a->first == DG_CK_STOP && a->n_chars == 1;
}

/* Ends that treebanks hardly show: behind what closes a list; a stop inside a closing quote and a
 * capital behind it (where the sentence goes on, the comma stands inside or behind the quote), and
 * a stop whose space was lost ("yesterday.The"). */
static bool must_end(const walk *w, uint32_t i, uint32_t from) {
    const dg_segword *a = &w->words[i], *b = a + 1, *p = a - 1;
    if (i <= from || b->first != DG_CK_UPPER) return false;
    if (a->abbreviation == DG_LISTED_LAST) return b->space && b->known && b->n_chars > 1;
    if (a->hash == DG_QUOTE_CLOSES || a->hash == DG_QUOTE_INSIDE)
        return !a->space && is_stop(p) && i > from + 1;
    return is_stop(a) && !a->space && !b->space && b->n_chars > 1 && p->last == DG_CK_LOWER &&
           p->n_chars > 2;
}

/* The word at i or, when that is a mark that may open a sentence, the one behind it. */
static uint32_t skip_opening(const walk *w, uint32_t i) {
    for (uint32_t k = 0; k < 2 && i + 1 < w->n && !is_word_kind(w->words[i].first); k++) i++;
    return i;
}
static uint32_t skip_closing(const walk *w, uint32_t i, uint32_t from) {
    for (uint32_t k = 0; k < 2 && i > from && !is_word_kind(w->words[i].last); k++) i--;
    return i;
}

static void sentence_features(walk *w, const sentence_state *s, uint32_t i) {
    static const dg_segword none = {.first = DG_CK_LINE, .last = DG_CK_LINE};
    const dg_segword *a = &w->words[i], *b = &w->words[i + 1];
    const dg_segword *p = i > s->from ? a - 1 : &none, *pp = i > s->from + 1 ? a - 2 : &none;
    const dg_segword *n = i + 2 < w->n ? b + 1 : &none;
    const dg_segword *first = &w->words[s->from], *head = &w->words[skip_opening(w, i + 1)];
    const dg_segword *tail = &w->words[skip_closing(w, i, s->from)];
    uint32_t len = i + 1 - s->from, bucket = len < 4    ? len
                                             : len < 8  ? 4
                                             : len < 16 ? 5
                                             : len < 40 ? 6
                                                        : 7;
    uint32_t quotes = (s->quotes_here & 1) | (s->quotes_all & 1) << 1 | (s->brackets ? 4u : 0);
    uint32_t caps =
        (uint32_t)b->first << 8 | (uint32_t)b->known << 6 | (uint32_t)head->known << 5 | b->space;
    uint32_t glue = (uint32_t)a->space << 2 | (uint32_t)b->space << 1 | n->space;
    w->n_f = 0;
    feature(w, 40, b->space, a->last);
    feature(w, 41, a->hash, b->space);
    feature(w, 42, a->hash, b->hash);
    feature(w, 43, p->hash, a->hash);
    feature(w, 44, b->hash, a->last);
    feature(w, 45, a->shape ^ b->space, b->shape);
    feature(w, 46, mix2(p->shape, a->shape), b->shape);
    feature(w, 47, mix2(a->hash, b->shape), n->shape ^ n->space);
    feature(w, 48, mix2(p->hash, a->hash), b->shape);
    feature(w, 49, a->last, mix2(b->hash, n->hash));
    feature(w, 50, mix2(a->hash, quotes), caps);
    feature(w, 51, mix2(a->hash, bucket), b->shape);
    feature(w, 52, (uint32_t)a->abbreviation << 8 | a->last, caps);
    feature(w, 53, mix2(a->hash, glue), caps);
    feature(w, 54, mix2(mix2(pp->shape, p->shape), a->shape), mix2(b->shape, n->shape));
    feature(w, 55, first->hash, mix2(a->last, b->shape));
    feature(w, 56, head->hash, mix2(a->hash, quotes));
    feature(w, 57, tail->hash, mix2(a->last, caps));
    feature(w, 58, mix2(tail->shape, a->hash), mix2(head->shape, head->known));
    feature(w, 59, mix2(a->n_chars, a->shape), caps);
    feature(w, 60, mix2(quotes, a->hash), mix2(b->hash, glue));
    feature(w, 61, tail->known, mix2(a->shape, caps));
    feature(w, 62, mix2(bucket, a->last), caps);
    feature(w, 63, mix2(p->hash, a->last), b->hash);
    feature(w, 64, mix2(mix2(p->last, a->last), quotes), mix2(b->first, n->first) ^ glue);
}

static void note_word(sentence_state *s, const dg_segword *a) {
    if (a->n_chars > 2) return;
    if (a->first == DG_CK_QUOTE) s->quotes_here++, s->quotes_all++;
    if (a->first == DG_CK_OPEN) s->brackets++;
    if (a->first == DG_CK_CLOSE && s->brackets) s->brackets--;
}

/* A bar or bullet that stands alone parts headings; a sentence never runs over it. */
static bool is_divider(const dg_segword *a, const dg_segword *b) {
    return a->first == DG_CK_BAR && a->n_chars == 1 && a->space && b->space;
}

static bool ends_here(walk *w, const sentence_state *s, uint32_t i) {
    if (i + 1 == w->n || w->words[i + 1].hard) return true;
    if (is_divider(&w->words[i], &w->words[i + 1])) return true;
    if (!may_end(w, i, s->from)) return false;
    if (must_end(w, i, s->from)) return true;
    sentence_features(w, s, i);
    return ask(w, is_word_kind(w->words[i].last) && !w->flat ? DG_CUT_BARE : DG_CUT_SENTENCE,
               w->words[i].to);
}

static bool is_flat(const walk *w) {
    uint32_t paragraphs = 0;
    for (uint32_t i = 0; i < w->n; i++) paragraphs += w->words[i].hard;
    return w->text.n / (paragraphs + 1) > FLAT;
}

static void walk_sentences(walk *w) {
    sentence_state s = {0};
    w->flat = is_flat(w);
    for (uint32_t i = 0; i < w->n; i++) {
        if (w->words[i].hard) s.quotes_all = 0;
        note_word(&s, &w->words[i]);
        w->words[i].ends = ends_here(w, &s, i);
        if (w->words[i].ends) s = (sentence_state){.from = i + 1, .quotes_all = s.quotes_all};
    }
}

int dg_seg_walk(const dg_segtables *t, const char *lang, dg_str text, dg_seg_decide *decide,
                void *self, dg_arena *arena, dg_segword **ret_words, uint32_t *ret_n, bool *ret_cut,
                dg_err *err) {
    walk w = {.t = t,
              .text = text,
              .lang = dg_seg_lang_hash(lang),
              .decide = decide,
              .self = self,
              .arena = arena};
    for (uint32_t i = 0; i < 3 && lang && lang[i]; i++) w.lang_name[i] = lang[i];
    w.wrapped = is_wrapped(&w);
    w.careless = listed(&w, w.lang_name, DG_STR(DG_TRAIT_LOWER)) != DG_LISTED_NOT;
    w.nouns = listed(&w, w.lang_name, DG_STR(DG_TRAIT_NOUNS)) != DG_LISTED_NOT;
    if (!walk_tokens(&w)) return dg_err_set(err, DG_E_NOMEM, 0, "segmenting");
    walk_sentences(&w);
    *ret_words = w.words;
    *ret_n = w.n;
    *ret_cut = w.cut;
    return 0;
}
