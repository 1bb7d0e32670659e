/* names_sound.c: names of persons by what they sound like (spelling.h), whole and by family name.
 */
#include "lexicon/names_work.h"

uint32_t dg_names_count_words(dg_str s) {
    uint32_t n = s.n > 0;
    for (uint32_t i = 0; i + 1 < s.n; i++) n += s.p[i] == ' ' && s.p[i + 1] != ' ';
    return n;
}

dg_str dg_names_family_of(dg_str name, bool first) {
    uint32_t i = first ? 0 : name.n;
    if (first) {
        while (i < name.n && name.p[i] != ' ') i++;
        return dg_str_cut(name, 0, i);
    }
    while (i && name.p[i - 1] != ' ') i--;
    dg_str f = dg_str_cut(name, i, name.n);
    if (f.n > 4 && f.p[2] == '-' && (f.p[1] == 'l' || f.p[0] == 'a' || f.p[0] == 'e'))
        f = dg_str_cut(f, 3, f.n);
    return f;
}

static bool chain_family(dg_names *n, dg_str key, uint32_t row) {
    uint32_t *head;
    if (!dg_map_put(&n->families, key, &head, NULL)) return false;
    for (uint32_t i = *head; i; i = n->chain[i - 1].next)
        if (n->chain[i - 1].row == row) return true;
    if (!DG_PUSH(n->sounds, n->chain, n->n_chain, n->cap_chain, ((struct chain){row, *head})))
        return false;
    *head = n->n_chain;
    return true;
}

dg_str dg_names_spelling_key(const dg_names *n, dg_arena *scratch, dg_str family,
                             char out[DG_NAMES_PHRASE]) {
    out[0] = '=';
    uint32_t len =
        dg_spelling_letters(n->spelling, scratch, family, true, out + 1, DG_NAMES_PHRASE - 1);
    return (dg_str){out, len ? len + 1 : 0};
}

/* Does the family name stand first? Not in "Carrie Lam". */
static bool is_family_first(dg_names *n, dg_str name, const char *country) {
    dg_spelled words;
    if (!dg_names_listed(n, "family-first", dg_str_of(country))) return false;
    dg_spelling_words(n->spelling, n->sounds, name, &words);
    return words.family_first;
}

bool dg_names_add_family(dg_names *n, dg_str name, const char *country, uint32_t row) {
    char out[DG_NAMES_PHRASE];
    dg_str family = dg_names_family_of(name, is_family_first(n, name, country));
    if (n->last_row == row + 1 && dg_str_eq(family, n->last_family)) return true;
    n->last_row = row + 1, n->last_family = family;
    dg_str exact = dg_names_spelling_key(n, n->sounds, family, out);
    if (exact.n && !chain_family(n, exact, row)) return false;
    if (!dg_spelling_transliterated(n->spelling, dg_str_of(country))) return true;
    uint32_t len = dg_spelling_key(n->spelling, n->sounds, family, out, sizeof out);
    return !len || chain_family(n, (dg_str){out, len}, row);
}

bool dg_names_add_skeleton(dg_names *n, dg_str name, const char *country, uint32_t row) {
    char out[DG_NAMES_PHRASE];
    uint32_t len = dg_spelling_transliterated(n->spelling, dg_str_of(country))
                       ? dg_spelling_key(n->spelling, n->sounds, name, out, sizeof out)
                       : dg_spelling_letters(n->spelling, n->sounds, name, true, out + 1,
                                             sizeof out - 1),
             *slot;
    if (!len) return true;
    if (!dg_spelling_transliterated(n->spelling, dg_str_of(country))) out[0] = '=', len++;
    if (!dg_map_put(&n->skeletons, (dg_str){out, len}, &slot, NULL)) return false;
    *slot = *slot && *slot != row + 1 ? DG_NAMES_AMBIGUOUS : row + 1;
    return true;
}
