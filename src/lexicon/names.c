/* names.c: see names.h.
 *
 * How: a phrase is folded (small letters, one kind of apostrophe and space) and looked up in one
 * map; what hangs there is a chain of postings, one a row that has the phrase, with the languages
 * in which it is so written and the places of its capitals. Stems hang in a map of their own; a
 * phrase that is not listed whole is tried without each ending that its language has for the stem's
 * kind. Two more maps say whether any phrase begins with a word (and with the two letters behind
 * it), so that the running text costs few look-ups.
 *
 * Cost: load about 200 ns a form; find one hash of the phrase when it is listed whole, at most ten
 * more when not. (Writing all forms of a stem out at load took 16 ms for countries.tsv alone,
 * 2026-11-21.) Limits: phrases of 190 bytes, 32 languages, capitals of the first 64 characters. */
#include "base/map.h"
#include "base/utf8.h"
#include "lexicon/names_work.h"

uint32_t dg_names_lang(const dg_names *n, dg_str lang) {
    if (dg_str_is(lang, "no") || dg_str_is(lang, "nn"))
        lang = DG_STR("nb"); /* one table for both written Norwegians */
    for (uint32_t i = 0; i < n->n_langs; i++)
        if (dg_str_eq(n->langs[i], lang)) return 1u << i;
    return UINT32_MAX;
}

/* Most bytes of a phrase that begins with the folded word; 0: none. Its genitive and its stem
 * count too. */
static uint32_t longest_from(const dg_names *n, dg_str word) {
    if (!dg_names_may_begin(n, word)) return 0;
    uint32_t most = dg_map_get(&n->firsts, word);
    for (uint32_t cut = 1; most == DG_NONE && cut <= n->longest_ending + 2 && word.n > cut + 1;
         cut++) /* "Kinas" */
        most = dg_map_get(&n->firsts, dg_str_cut(word, 0, word.n - cut));
    return most == DG_NONE ? 0 : most;
}

uint32_t dg_names_longest(const dg_names *n, dg_str s) {
    dg_folded f;
    dg_str word = dg_fold_first(s);
    if (!word.n || word.n > DG_NAMES_PHRASE / 2 || !dg_fold(word, &f)) return 0;
    uint32_t first = f.n, most = longest_from(n, dg_folded_str(&f));
    if (most <= first) return most;
    /* is there a phrase that goes on like this? */
    if (!dg_fold(dg_str_cut(s, 0, word.n + 12), &f)) return first;
    for (uint32_t more = DG_NAMES_SECOND; more; more--)
        if (dg_map_has(&n->seconds, dg_names_second_key(dg_folded_str(&f), first, more)))
            return most;
    return first;
}

static bool case_fits(const dg_name_posting *p, uint64_t upper, bool any_case) {
    return any_case || !(p->upper & ~upper) || (p->acronym && (upper & 1));
}

static const dg_name_ending *find_ending(const dg_names *n, const dg_name_posting *p, dg_str tail,
                                         uint32_t langs) {
    for (uint32_t i = 0; i < n->n_endings[p->stem]; i++) {
        const dg_name_ending *e = &n->endings[p->stem][i];
        if ((e->langs & langs & p->langs) && dg_str_eq(e->text, tail)) return e;
    }
    return NULL;
}

static void take_row(const dg_names *n, uint32_t row, dg_name_hits *ret) {
    for (uint32_t k = 0; k < ret->n; k++)
        if (ret->rows[k] == &n->rows[row]) return;
    if (ret->n < DG_NAME_HITS) ret->rows[ret->n++] = &n->rows[row];
}

static void gather_stems(const dg_names *n, dg_str key, uint64_t upper, uint32_t langs,
                         bool any_case, dg_name_hits *ret) {
    for (uint32_t cut = 0; cut <= n->longest_ending && key.n > cut + 1 && !ret->n;
         cut++) { /* the shortest ending */
        uint32_t head = dg_map_get(&n->stems, dg_str_cut(key, 0, key.n - cut));
        if (head == DG_NONE) continue;
        dg_str tail = dg_str_cut(key, key.n - cut, key.n);
        for (uint32_t i = head; i; i = n->postings[i - 1].next) {
            const dg_name_posting *p = &n->postings[i - 1];
            const dg_name_ending *e = (p->langs & langs) && case_fits(p, upper, any_case)
                                          ? find_ending(n, p, tail, langs)
                                          : NULL;
            if (!e) continue;
            take_row(n, p->row, ret);
            ret->plural |= e->plural;
            ret->singular |= e->singular;
        }
    }
}

/* Kinds of names in the order of the tables, whatever form they were found by. */
static void sort_rows(dg_name_hits *h) {
    for (uint32_t i = 1; i < h->n; i++)
        for (uint32_t k = i; k && h->rows[k - 1] > h->rows[k]; k--) {
            const dg_name *t = h->rows[k];
            h->rows[k] = h->rows[k - 1], h->rows[k - 1] = t;
        }
}

static bool gather(const dg_names *n, dg_str key, uint64_t upper, uint32_t langs, bool any_case,
                   dg_name_hits *ret) {
    uint32_t head = dg_map_get(&n->phrases, key);
    ret->n = 0;
    for (uint32_t i = head == DG_NONE ? 0 : head; i; i = n->postings[i - 1].next) {
        const dg_name_posting *p = &n->postings[i - 1];
        if ((p->langs & langs) && case_fits(p, upper, any_case)) take_row(n, p->row, ret);
    }
    if (!ret->n) gather_stems(n, key, upper, langs, any_case, ret);
    sort_rows(ret);
    return ret->n > 0;
}

static bool find(const dg_names *n, dg_str phrase, uint32_t langs, bool any_case,
                 dg_name_hits *ret) {
    dg_folded f;
    ret->n = 0, ret->genitive = ret->plural = ret->singular = false;
    if (!dg_fold(phrase, &f)) return false;
    if (gather(n, dg_folded_str(&f), f.upper, langs, any_case, ret)) return true;
    for (uint32_t i = 0; i < n->n_endings[DG_STEM_GENITIVE]; i++) {
        const dg_name_ending *e = &n->endings[DG_STEM_GENITIVE][i];
        if (!(e->langs & langs) || f.n < e->text.n + 2 || !dg_str_ends(dg_folded_str(&f), e->text))
            continue;
        if (!gather(n, (dg_str){f.p, f.n - e->text.n}, f.upper, langs, any_case, ret)) continue;
        if (ret->rows[0]->kind == DG_NAME_PRONOUN && f.n < 6)
            continue; /* "des" is not the genitive of "de" */
        ret->genitive = true;
        return true;
    }
    ret->n = 0;
    return false;
}

bool dg_names_find(const dg_names *n, dg_str phrase, uint32_t langs, dg_name_hits *ret) {
    return find(n, phrase, langs, false, ret);
}

/* Keeps the rows whose kind is in the set of bits. */
static bool keep_kinds(dg_name_hits *h, uint32_t kinds) {
    uint32_t k = 0;
    for (uint32_t i = 0; i < h->n; i++)
        if (kinds >> h->rows[i]->kind & 1) h->rows[k++] = h->rows[i];
    h->n = k;
    return k > 0;
}

enum {
    OF_STATE = 1u << DG_NAME_COUNTRY | 1u << DG_NAME_CAPITAL | 1u << DG_NAME_SEAT |
               1u << DG_NAME_ADJECTIVE,
    HEADS = 1u << DG_NAME_ROLE | 1u << DG_NAME_INSTITUTION,
    MODIFIERS = OF_STATE | 1u << DG_NAME_REGION | 1u << DG_NAME_ORGANISATION |
                1u << DG_NAME_INSTITUTION | 1u << DG_NAME_CITY | 1u << DG_NAME_PERSON |
                1u << DG_NAME_OUTLET | 1u << DG_NAME_PEOPLE,
    LEADS = 1u << DG_NAME_COUNTRY | 1u << DG_NAME_SEAT | 1u << DG_NAME_ADJECTIVE,
};

/* The left part of a compound, with its joint ("Sicherheitsrat-s-sekretär"). */
static bool find_modifier(const dg_names *n, dg_str left, uint32_t langs, dg_name_hits *ret) {
    dg_folded f;
    ret->n = 0;
    if (!dg_fold(dg_str_cut(left, 0, left.n < 8 ? left.n : 8), &f) ||
        !dg_names_may_begin(n, dg_fold_first(dg_folded_str(&f))))
        return false;
    if (find(n, left, langs, false, ret) && keep_kinds(ret, MODIFIERS)) return true;
    for (uint32_t i = 0; i < n->n_endings[DG_STEM_JOINT]; i++) {
        const dg_name_ending *e = &n->endings[DG_STEM_JOINT][i];
        if (!(e->langs & langs) || !e->text.n || left.n < e->text.n + 3 ||
            !dg_str_ends(left, e->text))
            continue;
        if (find(n, dg_str_cut(left, 0, left.n - e->text.n), langs, false, ret) &&
            keep_kinds(ret, MODIFIERS))
            return true;
    }
    ret->n = 0;
    return false;
}

bool dg_names_solid(const dg_names *n, uint32_t langs) {
    for (uint32_t i = 0; i < n->n_endings[DG_STEM_JOINT]; i++)
        if (n->endings[DG_STEM_JOINT][i].langs & langs) return true;
    return false;
}

static bool starts_char(dg_str s, uint32_t at) {
    return ((uint8_t)s.p[at] & 0xC0) != 0x80;
}

/* Does the listed head want a capital that the whole word has not? German nouns are written large.
 */
static bool head_in_place(const dg_names *n, dg_str word, dg_str right, uint32_t langs,
                          dg_name_hits *ret) {
    char raised[DG_NAMES_PHRASE];
    uint32_t at = 0, first = 0;
    if (right.n + 4 > sizeof raised || !dg_names_may_begin(n, right)) return false;
    uint32_t c = dg_utf8_next(right, &at), w = dg_utf8_next(word, &first);
    if (dg_is_upper(w)) c = dg_upper(c);
    uint32_t k = dg_utf8_put(c, raised);
    memcpy(raised + k, right.p + at, right.n - at);
    return find(n, (dg_str){raised, k + right.n - at}, langs, false, ret) && keep_kinds(ret, HEADS);
}

/* Words that only look like compounds: "billeder" has no leader, "Flugzeuge" no witness. */
static bool is_whole(const dg_names *n, dg_str word, uint32_t langs) {
    dg_folded f;
    if (!n->n_endings[DG_STEM_WHOLE] || !dg_fold(word, &f)) return false;
    for (uint32_t i = 0; i < n->n_endings[DG_STEM_WHOLE]; i++) {
        const dg_name_ending *e = &n->endings[DG_STEM_WHOLE][i];
        if ((e->langs & langs) && dg_str_ends(dg_folded_str(&f), e->text)) return true;
    }
    return false;
}

static bool split_solid(const dg_names *n, dg_str word, uint32_t langs, dg_compound *ret) {
    if (is_whole(n, word, langs)) return false;
    for (uint32_t at = 3; at + 5 <= word.n; at++) {
        if (!starts_char(word, at)) continue;
        if (!head_in_place(n, word, dg_str_cut(word, at, word.n), langs, &ret->head)) continue;
        find_modifier(n, dg_str_cut(word, 0, at), langs, &ret->modifier);
        ret->split = at;
        return true;
    }
    ret->head.n = 0;
    for (uint32_t at = word.n > 4 ? word.n - 4 : 0; at >= 4; at--) {
        if (!starts_char(word, at)) continue;
        if (!find_modifier(n, dg_str_cut(word, 0, at), langs, &ret->modifier)) continue;
        if (!keep_kinds(&ret->modifier, LEADS)) continue;
        ret->split = at;
        return true;
    }
    return false;
}

bool dg_names_compound(const dg_names *n, dg_str word, uint32_t langs, dg_compound *ret) {
    memset(ret, 0, sizeof *ret);
    if (word.n > DG_NAMES_PHRASE / 2) return false;
    uint32_t hyphen = word.n;
    while (hyphen && word.p[hyphen - 1] != '-') hyphen--;
    if (!hyphen) return word.n >= 8 && dg_names_solid(n, langs) && split_solid(n, word, langs, ret);
    dg_str left = dg_str_cut(word, 0, hyphen - 1), right = dg_str_cut(word, hyphen, word.n);
    ret->split = hyphen;
    if (right.n > 1 && find(n, right, langs, false, &ret->head))
        keep_kinds(&ret->head, HEADS | OF_STATE);
    if (!ret->head.n && right.n >= 8 && dg_names_solid(n, langs)) {
        dg_compound inner;
        memset(&inner, 0, sizeof inner);
        if (split_solid(n, right, langs, &inner)) ret->head = inner.head;
    }
    if (left.n > 1) find_modifier(n, left, langs, &ret->modifier);
    return ret->head.n || ret->modifier.n;
}

dg_str dg_names_unprefix(const dg_names *n, dg_str name, uint32_t langs) {
    dg_folded f;
    if (name.n < 5 || !dg_fold(dg_str_cut(name, 0, name.n < 8 ? name.n : 8), &f)) return name;
    for (uint32_t i = 0; i < n->n_endings[DG_STEM_PREFIX]; i++) {
        const dg_name_ending *e = &n->endings[DG_STEM_PREFIX][i];
        if (!(e->langs & langs) || name.n < e->text.n + 3 || name.p[e->text.n] != '-') continue;
        if (dg_str_starts(dg_folded_str(&f), e->text))
            return dg_str_cut(name, e->text.n + 1, name.n);
    }
    return name;
}

const dg_name *dg_names_country(const dg_names *n, dg_str code) {
    uint32_t row = dg_map_get(&n->countries, code);
    return row == DG_NONE || !row ? NULL : &n->rows[row - 1];
}

static const dg_name *person_of_key(const dg_names *n, dg_str key) {
    uint32_t row = key.n ? dg_map_get(&n->skeletons, key) : DG_NONE;
    return row == DG_NONE || row == DG_NAMES_AMBIGUOUS || !row ? NULL : &n->rows[row - 1];
}

/* One word, but for names in scripts that set no spaces. */
static bool is_full_name(dg_str name) {
    return dg_names_count_words(name) > 1 || (name.n && (uint8_t)name.p[0] >= 0xE3);
}

const dg_name *dg_names_person(const dg_names *n, dg_arena *scratch, dg_str name) {
    char out[DG_NAMES_PHRASE];
    if (!is_full_name(name)) return NULL;
    uint32_t len = dg_spelling_key(n->spelling, scratch, name, out, sizeof out);
    const dg_name *row = person_of_key(n, (dg_str){out, len});
    out[0] = '=';
    for (int middle = 1; !row && middle >= 0; middle--) {
        len = dg_spelling_letters(n->spelling, scratch, name, middle, out + 1, sizeof out - 1);
        if (len) row = person_of_key(n, (dg_str){out, len + 1});
    }
    return row;
}

uint32_t dg_names_family(const dg_names *n, dg_arena *scratch, dg_str family, bool exact,
                         const dg_name *out[], uint32_t cap) {
    char key[DG_NAMES_PHRASE];
    family = dg_names_family_of(family, false);
    uint32_t k = 0, head = dg_map_get(&n->families, dg_names_spelling_key(n, scratch, family, key));
    if (head == DG_NONE && !exact) {
        uint32_t len = dg_spelling_key(n->spelling, scratch, family, key, sizeof key);
        head = len ? dg_map_get(&n->families, (dg_str){key, len}) : DG_NONE;
    }
    for (uint32_t i = head == DG_NONE ? 0 : head; i && k < cap; i = n->chain[i - 1].next)
        out[k++] = &n->rows[n->chain[i - 1].row];
    return k;
}

const dg_spelling *dg_names_spelling(const dg_names *n) {
    return n->spelling;
}

bool dg_names_listed(const dg_names *n, const char *kind, dg_str what) {
    char key[64];
    return dg_map_has(&n->listed, dg_names_pair_key(key, dg_str_of(kind), what));
}

dg_str dg_names_label(const dg_names *n, dg_str code, uint32_t langs) {
    return dg_names_label_of(n, DG_NAME_COUNTRY, code, langs);
}

static dg_str label_in(const dg_names *n, dg_str code, dg_str column) {
    char key[64];
    uint32_t at = dg_map_get(&n->labels, dg_names_pair_key(key, code, column));
    return at == DG_NONE || !at ? DG_STR_NULL : n->label[at - 1];
}

/* What a language only describes ("forsvarsalliancen") goes by the name of all ("NATO"). */
dg_str dg_names_label_of(const dg_names *n, dg_name_kind kind, dg_str row_key, uint32_t langs) {
    char text[64];
    dg_str code = dg_names_label_key(text, (uint8_t)kind, row_key), found = DG_STR_NULL;
    for (uint32_t i = 0; i < n->n_langs && !found.p; i++)
        if (langs >> i & 1) found = label_in(n, code, n->langs[i]);
    uint32_t at = 0;
    if (found.n && dg_is_upper(dg_utf8_next(found, &at))) return found;
    dg_str all = label_in(n, code, DG_STR("all"));
    return all.p ? all : found;
}

const char *dg_names_sector(const dg_names *n, dg_str role) {
    uint32_t row = dg_map_get(&n->roles, role);
    return row == DG_NONE || !row ? "" : n->rows[row - 1].sector;
}

bool dg_name_held(const dg_name *person, dg_str role, int year) {
    for (uint32_t i = 0; i < person->n_offices; i++) {
        const dg_office *o = &person->offices[i];
        if (role.p && !dg_str_eq(o->role, role)) continue;
        if (!year || (o->from <= year && year <= o->to)) return true;
    }
    return false;
}
