/* spelling.c: see spelling.h. Rules hang in arrays by their first (or last) letter, the longer
 * first; whole words in one map from "kind/word". */
#include "lexicon/spelling.h"

#include "base/map.h"
#include "base/utf8.h"
#include "lexicon/table.h"

typedef struct rule {
    dg_str from, to, with; /* with: letters (a cell), one of which the name must have */
} rule;

typedef struct list { /* longer `from` first */
    uint32_t n, cap;
    rule *rules;
} list;

struct dg_spelling {
    dg_arena *arena;
    list sounds[26], ends[26], meets, patronymics, letters_with;
    dg_map words; /* "kind/word" or "letter/x" -> place in texts + 1; the text may be empty */
    dg_map any;         /* every word of those kinds, so that most words cost one look-up */
    uint32_t servants;  /* bit i: a servant begins with the letter 'a' + i */
    uint32_t n_texts, cap_texts;
    dg_str *texts;
};

/* ---- loading ---- */

static int no_memory(dg_err *err) {
    return dg_err_set(err, DG_E_NOMEM, 0, "spelling");
}

static bool add_rule(dg_spelling *s, list *l, rule one) {
    if (!DG_PUSH(s->arena, l->rules, l->n, l->cap, one)) return false;
    for (uint32_t i = l->n - 1; i && l->rules[i - 1].from.n < one.from.n; i--) {
        l->rules[i] = l->rules[i - 1];
        l->rules[i - 1] = one;
    }
    return true;
}

static dg_str pair_key(char out[64], const char *kind, dg_str word) {
    uint32_t n = (uint32_t)strlen(kind);
    if (n + 1 + word.n > 64) return DG_STR("");
    memcpy(out, kind, n);
    out[n] = '/';
    memcpy(out + n + 1, word.p, word.n);
    return (dg_str){out, n + 1 + word.n};
}

/* What the table puts in the place of the word; p NULL when it does not list the word. */
static dg_str listed(const dg_spelling *s, const char *kind, dg_str word) {
    char key[64];
    uint32_t at = dg_map_get(&s->words, pair_key(key, kind, word));
    return at == DG_NONE || !at ? DG_STR_NULL : s->texts[at - 1];
}

static bool add_word(dg_spelling *s, const char *kind, rule one) {
    char key[64];
    uint32_t *slot;
    if (!dg_map_put_ref(&s->any, one.from, &slot, NULL) ||
        !dg_map_put(&s->words, pair_key(key, kind, one.from), &slot, NULL))
        return false;
    if (!strcmp(kind, "servant") && one.from.p[0] >= 'a' && one.from.p[0] <= 'z')
        s->servants |= 1u << (one.from.p[0] - 'a');
    if (*slot) return true;
    if (!one.to.p) one.to = DG_STR("");
    if (!DG_PUSH(s->arena, s->texts, s->n_texts, s->cap_texts, one.to)) return false;
    *slot = s->n_texts;
    return true;
}

static list *by_letter(list lists[26], char c) {
    return c >= 'a' && c <= 'z' ? &lists[c - 'a'] : NULL;
}

static const char *const word_kinds[] = {"letter",           "word",           "title",
                                         "article",          "servant",        "family-syllables",
                                         "family-parts",     "family-turned",  "given-turned",
                                         "syllable-initial", "syllable-final", "transliterated"};

/* false: no memory, or no such kind (*ret_known). */
static bool add_one(dg_spelling *s, dg_str kind, rule one, bool *ret_known) {
    list *l = NULL;
    *ret_known = true;
    if (dg_str_is(kind, "sound")) l = by_letter(s->sounds, one.from.p[0]);
    if (dg_str_is(kind, "end")) l = by_letter(s->ends, one.from.p[one.from.n - 1]);
    if (dg_str_is(kind, "meet")) l = &s->meets;
    if (dg_str_is(kind, "patronymic")) l = &s->patronymics;
    if (dg_str_is(kind, "letter-with")) l = &s->letters_with;
    if (l) return add_rule(s, l, one);
    for (size_t i = 0; i < DG_LEN(word_kinds); i++)
        if (dg_str_is(kind, word_kinds[i])) return add_word(s, word_kinds[i], one);
    *ret_known = false;
    return false;
}

int dg_spelling_load(const char *dir, dg_arena *arena, dg_spelling **ret, dg_err *err) {
    dg_spelling *s = dg_arena_zalloc(arena, 1, sizeof *s);
    if (!s) return no_memory(err);
    s->arena = arena;
    dg_map_init(&s->words, arena);
    dg_map_init(&s->any, arena);
    dg_table t = {0};
    int rc = dg_table_load(dir, "spelling.tsv", arena, &t, err);
    if (rc && rc != DG_E_NOT_FOUND) return rc;
    uint32_t kind = dg_table_column(&t, "kind"), from = dg_table_column(&t, "from"),
             to = dg_table_column(&t, "into"), with = dg_table_column(&t, "with");
    for (uint32_t r = 0; r < t.n_rows; r++) {
        rule one = {.to = dg_table_cell(&t, r, to), .with = dg_table_cell(&t, r, with)};
        bool known;
        for (uint32_t at = 0; dg_table_alt(dg_table_cell(&t, r, from), &at, &one.from);)
            if (!add_one(s, dg_table_cell(&t, r, kind), one, &known))
                return known ? no_memory(err)
                             : dg_err_set(err, DG_E_LEXICON, 0, "%s:%u: unknown kind", t.path,
                                          t.lines[r]);
    }
    *ret = s;
    return 0;
}

/* ---- letters ---- */

static bool is_plain(dg_str name) {
    for (uint32_t i = 0; i < name.n; i++)
        if ((uint8_t)name.p[i] >= 0x80) return false;
    return true;
}

static bool has_one_of(dg_str name, dg_str letters) {
    dg_str one, at_name;
    for (uint32_t at = 0; dg_table_alt(letters, &at, &one);)
        for (uint32_t i = 0; i + one.n <= name.n; i++) {
            at_name = dg_str_cut(name, i, i + one.n);
            if (dg_str_eq(at_name, one)) return true;
        }
    return false;
}

static dg_str letter_of(const dg_spelling *s, dg_str name, dg_str letter) {
    for (uint32_t i = 0; i < s->letters_with.n; i++) {
        const rule *r = &s->letters_with.rules[i];
        if (dg_str_eq(r->from, letter) && has_one_of(name, r->with)) return r->to;
    }
    return listed(s, "letter", letter);
}

/* The name with the table's letters in the place of other scripts'; p NULL without memory. */
static dg_str to_latin(const dg_spelling *s, dg_arena *scratch, dg_str name) {
    if (is_plain(name)) return name;
    char *out = dg_arena_alloc(scratch, (size_t)name.n * 3 + 8);
    uint32_t n = 0;
    if (!out) return DG_STR_NULL;
    for (uint32_t at = 0; at < name.n;) {
        uint32_t from = at;
        dg_utf8_next(name, &at);
        dg_str c = dg_str_cut(name, from, at);
        if ((uint8_t)c.p[0] >= 0x80) {
            dg_str to = DG_STR_NULL;
            uint32_t behind = at;
            if (at < name.n && (uint8_t)name.p[at] >= 0x80) { /* two that are one sound */
                dg_utf8_next(name, &behind);
                to = listed(s, "letter", dg_str_cut(name, from, behind));
            }
            if (to.p)
                at = behind;
            else
                to = letter_of(s, name, c);
            if (to.p) c = dg_str_cut(to, 0, 6); /* never more than three bytes for one */
        }
        memcpy(out + n, c.p, c.n);
        n += c.n;
    }
    return (dg_str){out, n};
}

/* ---- words ---- */

typedef struct piece {
    dg_str text;
    bool hyphen;   /* one stands right behind */
    bool initials; /* a single letter, or several that were joined */
    bool known;    /* stands in some list */
} piece;

typedef struct pieces {
    uint32_t n;
    piece at[DG_SPELLED_WORDS];
} pieces;

static dg_str listed_piece(const dg_spelling *s, const char *kind, const piece *p) {
    return p->known ? listed(s, kind, p->text) : DG_STR_NULL;
}

static void drop(pieces *p, uint32_t i) {
    memmove(&p->at[i], &p->at[i + 1], (p->n - i - 1) * sizeof p->at[0]);
    p->n--;
}

/* The words between spaces and hyphens, folded. Letters that ICU spells as several words (Han) are
 * several pieces. */
static bool cut(const dg_spelling *s, dg_arena *scratch, dg_str name, pieces *ret) {
    ret->n = 0;
    for (uint32_t from = 0, to; from < name.n; from = to + 1) {
        for (to = from; to < name.n && name.p[to] != ' ' && name.p[to] != '-';) to++;
        dg_str f = dg_utf8_fold(scratch, dg_str_cut(name, from, to));
        if (!f.p) return false;
        bool hyphen = to < name.n && name.p[to] == '-';
        for (uint32_t a = 0, e; a < f.n; a = e + 1) {
            for (e = a; e < f.n && f.p[e] != ' ';) e++;
            if (e == a) continue;
            if (ret->n == DG_SPELLED_WORDS) return true;
            dg_str word = dg_str_cut(f, a, e);
            ret->at[ret->n++] =
                (piece){word, hyphen && e == f.n, e == a + 1, dg_map_has(&s->any, word)};
        }
    }
    return true;
}

static bool is_patronymic(const dg_spelling *s, dg_str word) {
    for (uint32_t i = 0; i < s->patronymics.n; i++)
        if (dg_str_ends(word, s->patronymics.rules[i].from)) return true;
    return false;
}

/* "abd" + "fattah", "abdul" + "aziz"; and in one word "abdelaziz". */
static bool join_servants(const dg_spelling *s, dg_arena *scratch, pieces *p) {
    for (uint32_t i = 0; i + 1 < p->n; i++) {
        if (!listed_piece(s, "servant", &p->at[i]).p) continue;
        dg_str joined = dg_arena_join(scratch, DG_STR("abd"), p->at[i + 1].text, DG_STR(""));
        if (!joined.p) return false;
        p->at[i].text = joined;
        p->at[i].known = dg_map_has(&s->any, joined);
        p->at[i].hyphen = p->at[i + 1].hyphen;
        drop(p, i + 1);
    }
    for (uint32_t i = 0; i < p->n; i++) {
        dg_str *word = &p->at[i].text;
        if (word->p[0] < 'a' || !(s->servants >> (word->p[0] - 'a') & 1)) continue;
        for (uint32_t k = word->n > 8 ? 6 : word->n > 7 ? 5 : 0; k >= 4; k--) {
            if (!listed(s, "servant", dg_str_cut(*word, 0, k)).p || word->n < k + 3) continue;
            *word =
                dg_arena_join(scratch, DG_STR("abd"), dg_str_cut(*word, k, word->n), DG_STR(""));
            if (!word->p) return false;
            p->at[i].known = dg_map_has(&s->any, *word);
            break;
        }
    }
    return true;
}

/* Titles and articles off, servants joined, given names as the table spells them. */
static bool normalise(const dg_spelling *s, dg_arena *scratch, pieces *p) {
    while (p->n > 1 && listed_piece(s, "title", &p->at[0]).p) drop(p, 0);
    for (uint32_t i = p->n; i-- > 0 && p->n > 1;) {
        bool hyphened = p->at[i].hyphen && i + 1 < p->n;
        bool alone = i && i + 1 < p->n && !p->at[i - 1].hyphen && p->at[i].text.n == 2 &&
                     p->at[i].text.p[1] == 'l';
        if ((hyphened || alone) && listed_piece(s, "article", &p->at[i]).p) drop(p, i);
    }
    if (!join_servants(s, scratch, p)) return false;
    while (p->n > 2 && p->at[1].text.n == 1 && p->at[0].initials) { /* "J. D. Vance", "JD" */
        p->at[0].text = dg_arena_join(scratch, p->at[0].text, p->at[1].text, DG_STR(""));
        if (!p->at[0].text.p) return false;
        drop(p, 1);
    }
    for (uint32_t i = 0; i < p->n; i++) {
        dg_str other = listed_piece(s, "word", &p->at[i]);
        if (!other.n) continue;
        p->at[i].text = other;
        p->at[i].known = dg_map_has(&s->any, other);
    }
    return true;
}

/* Middle initials and patronymics; not the second initial of "J. D. Vance". */
static void drop_middle(const dg_spelling *s, pieces *p) {
    for (uint32_t i = p->n > 2 ? p->n - 2 : 0; i > 0 && p->n > 2; i--) {
        bool initial = p->at[i].text.n == 1 && p->at[i - 1].text.n > 1;
        if (initial || is_patronymic(s, p->at[i].text)) drop(p, i);
    }
}

/* ---- which word is the family's ---- */

static bool is_syllables(const dg_spelling *s, dg_str word, uint32_t depth) {
    if (!word.n) return depth > 0;
    for (uint32_t initial = 0; depth < 3 && initial <= 2 && initial < word.n; initial++) {
        if (initial && !listed(s, "syllable-initial", dg_str_cut(word, 0, initial)).p) continue;
        for (uint32_t n = word.n - initial < 4 ? word.n - initial : 4; n; n--)
            if (listed(s, "syllable-final", dg_str_cut(word, initial, initial + n)).p &&
                is_syllables(s, dg_str_cut(word, initial + n, word.n), depth + 1))
                return true;
    }
    return false;
}

/* Are the words other than `family` such as stand beside a family name of that kind? */
static bool rest_fits(const dg_spelling *s, const pieces *p, uint32_t family, bool syllables) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        if (i == family) continue;
        n++;
        if (syllables ? !is_syllables(s, p->at[i].text, 0) : p->at[i].text.n > 5) return false;
    }
    return syllables ? n >= 1 && n <= 2 : n == 2;
}

/* "Ban Kimoon": the two parts written together. */
static bool is_joined_rest(const pieces *p) {
    return p->n == 2 && p->at[1].text.n >= 5 && p->at[1].text.n <= 9;
}

static bool is_family_first(const dg_spelling *s, const pieces *p, uint32_t family) {
    const piece *word = &p->at[family];
    return (listed_piece(s, "family-syllables", word).p && rest_fits(s, p, family, true)) ||
           (listed_piece(s, "family-parts", word).p &&
            (rest_fits(s, p, family, false) || (!family && is_joined_rest(p))));
}

static void turn(pieces *p) { /* last to first */
    piece last = p->at[p->n - 1];
    memmove(&p->at[1], &p->at[0], (p->n - 1) * sizeof p->at[0]);
    p->at[0] = last;
}

/* Family first where it belongs, else last; true: letter by letter. */
static bool order(const dg_spelling *s, pieces *p) {
    if (p->n < 2) return false;
    if (is_family_first(s, p, 0)) return true;
    if (is_family_first(s, p, p->n - 1)) return turn(p), true;
    bool turned = p->n == 2 && listed_piece(s, "family-turned", &p->at[0]).p &&
                  listed_piece(s, "given-turned", &p->at[1]).p &&
                  !listed_piece(s, "given-turned", &p->at[0]).p;
    if (turned) turn(p);
    return false;
}

/* ---- sounds ---- */

static const rule *rule_at(const dg_spelling *s, dg_str rest) {
    if (rest.p[0] < 'a' || rest.p[0] > 'z') return NULL;
    const list *l = &s->sounds[rest.p[0] - 'a'];
    for (uint32_t i = 0; i < l->n; i++)
        if (dg_str_starts(rest, l->rules[i].from)) return &l->rules[i];
    return NULL;
}

static void put(dg_spelled_word *w, dg_str letters) {
    for (uint32_t i = 0; i < letters.n; i++)
        if (w->n < DG_SPELLED_BYTES && !(w->n && w->p[w->n - 1] == letters.p[i]))
            w->p[w->n++] = letters.p[i];
}

static void end_word(const dg_spelling *s, dg_spelled_word *w) {
    if (!w->n || w->p[w->n - 1] < 'a' || w->p[w->n - 1] > 'z') return;
    const list *l = &s->ends[w->p[w->n - 1] - 'a'];
    for (uint32_t i = 0; i < l->n; i++) {
        const rule *r = &l->rules[i];
        if (w->n < r->from.n + 3 || !dg_str_ends((dg_str){w->p, w->n}, r->from)) continue;
        w->n -= r->from.n;
        put(w, r->to);
        return;
    }
}

/* "ie" ─► "e", wherever the two came together. */
static void join_sounds(const dg_spelling *s, dg_spelled_word *w) {
    dg_spelled_word out = {.n = 0};
    for (uint32_t at = 0; at < w->n;) {
        const rule *r = NULL;
        for (uint32_t i = 0; i < s->meets.n && !r; i++)
            if (dg_str_starts((dg_str){w->p + at, w->n - at}, s->meets.rules[i].from))
                r = &s->meets.rules[i];
        put(&out, r ? r->to : (dg_str){w->p + at, 1});
        at += r ? r->from.n : 1;
    }
    *w = out;
}

static void sound_out(const dg_spelling *s, dg_str word, dg_spelled_word *ret) {
    ret->n = 0;
    for (uint32_t at = 0; at < word.n;) {
        const rule *r = rule_at(s, dg_str_cut(word, at, word.n));
        put(ret, r ? r->to : dg_str_cut(word, at, at + 1));
        at += r ? r->from.n : 1;
    }
    join_sounds(s, ret);
    end_word(s, ret);
}

/* The words in order, before their sounds; middle: with middle initials. The caller gives scratch
 * back. */
static bool prepare(const dg_spelling *s, dg_arena *scratch, dg_str name, bool middle, pieces *ret,
                    bool *ret_family_first) {
    dg_str latin = to_latin(s, scratch, name);
    ret->n = 0;
    if (!latin.p || !cut(s, scratch, latin, ret) || !normalise(s, scratch, ret)) return false;
    if (!middle) drop_middle(s, ret);
    *ret_family_first = order(s, ret);
    return true;
}

void dg_spelling_words(const dg_spelling *s, dg_arena *scratch, dg_str name, dg_spelled *ret) {
    dg_arena_mark mark = dg_arena_mark_get(scratch);
    pieces p;
    ret->n = 0;
    if (prepare(s, scratch, name, false, &p, &ret->family_first))
        for (uint32_t i = 0; i < p.n; i++) sound_out(s, p.at[i].text, &ret->words[ret->n++]);
    dg_arena_release(scratch, mark);
}

static uint32_t write_key(const dg_spelling *s, dg_arena *scratch, dg_str name, bool middle,
                          bool letters, char *out, uint32_t cap) {
    dg_arena_mark mark = dg_arena_mark_get(scratch);
    pieces p;
    uint32_t n = 0;
    bool family_first, fits = prepare(s, scratch, name, middle, &p, &family_first);
    letters |= fits && family_first;
    for (uint32_t i = 0; fits && i < p.n; i++) {
        dg_spelled_word word;
        dg_str text = p.at[i].text;
        if (!letters) sound_out(s, text, &word), text = (dg_str){word.p, word.n};
        bool gap = n && text.n && (!family_first || i == 1); /* "kim jongun", "ana lind" */
        fits = n + text.n + gap <= cap;
        if (fits && gap) out[n++] = ' ';
        if (fits) memcpy(out + n, text.p, text.n), n += text.n;
    }
    dg_arena_release(scratch, mark);
    return fits ? n : 0;
}

uint32_t dg_spelling_key(const dg_spelling *s, dg_arena *scratch, dg_str name, char *out,
                         uint32_t cap) {
    return write_key(s, scratch, name, false, false, out, cap);
}

uint32_t dg_spelling_letters(const dg_spelling *s, dg_arena *scratch, dg_str name, bool middle,
                             char *out, uint32_t cap) {
    return write_key(s, scratch, name, middle, true, out, cap);
}

bool dg_spelling_transliterated(const dg_spelling *s, dg_str country) {
    return listed(s, "transliterated", country).p != NULL;
}
