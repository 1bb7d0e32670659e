/* frames.c: loads the tables of events into flat arrays and one hash map a language.
 *
 * Keys of the maps: "lemma", "=Form", "*tail" for heads; "KIND:word" for modality; "light:verb";
 * "lemma", "*tail" for contexts.
 * The value is the index of the first alternative of a chain (heads), an effect, or bits. A row
 * costs one pass over its cells; nothing is freed but the arena. The alternatives' own syntax is
 * parsed by frames_alt.c. */
#include "lexicon/frames.h"

#include <stdio.h>

#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "doc/plover.h"
#include "lexicon/frames_alt.h"
#include "lexicon/table.h"

enum { POS_N = 3, FIXED_COLUMNS = 5 };

static const char pos_names[POS_N] = {'v', 'n', 'a'};

typedef struct ending { /* "ied>y" */
    dg_str from, to;
} ending;

/* Rules of wordforms.tsv; the first two in the order of `verb`. */
enum { OF_NOUN, OF_VERB, INFIX, PREFIX, VOWEL, N_ENDINGS };

typedef struct language {
    char code[4];
    dg_map heads, modals, lights;
    dg_map contexts;  /* "lemma", "*tail" -> index into sets */
    dg_map irregular; /* form -> index into lemmas */
    dg_str *lemmas;
    uint64_t *sets; /* [n_sets] bits of contexts */
    /* [0] of nouns, [1] of verbs, [2] verbs' infixes ("ge" in "zugestimmt"), [3] their prefixes
     * ("an" in "angriff") */
    ending *endings[N_ENDINGS];
    uint32_t n_sets, cap_sets, n_lemmas, cap_lemmas, n_endings[N_ENDINGS], cap_endings[N_ENDINGS];
    dg_places actor[POS_N], recipient[POS_N], agent, inverted, joined;
} language;

struct dg_frames {
    dg_arena *arena;
    dg_frame *rows;
    dg_frame_alt *alts;
    uint32_t n_rows, cap_rows, n_alts, cap_alts;
    language langs[DG_MAX_FRAME_LANGS];
    uint32_t n_langs;
};

static const char *const flag_names[] = {"mutual", "visit",  "both",    "actor", "recip",
                                         "absorb", "future", "adv",     "neg",   "hyp",
                                         "also",   "event",  "carried", "begin"};
static const char *const effect_names[DG_EFFECT_N] = {
    "none", "negate", "future", "hypothetical", "alleged", "denied", "historical", "is"};
static const char *const modal_names[DG_MODAL_N] = {
    "adv",         "aux",       "aux-said",  "aux-perfect", "verb",       "vclause",
    "vpassive",    "vfinite",   "noun",      "adj",         "prep",       "prep-noun",
    "comp-prep",   "loc-prep",  "purpose",   "own-prep",    "reciprocal", "passive-aux",
    "perfect-aux", "long-time", "role-word", "ongoing",     "past-weak",  "past-strong",
    "attribute",   "truth",     "state-aux", "to-prep",     "sport"};

static int fail(const dg_table *t, uint32_t row, dg_err *err, const char *what, dg_str s) {
    return dg_err_set(err, DG_E_LEXICON, 0, "%s:%u: %s: %.*s", t->path, t->lines[row], what,
                      (int)(s.n < 80 ? s.n : 80), s.p ? s.p : "");
}

/* The language of that code, made when it is new; NULL over the ceiling. */
static language *language_of(dg_frames *f, dg_str code) {
    for (uint32_t i = 0; i < f->n_langs; i++)
        if (dg_str_is(code, f->langs[i].code)) return &f->langs[i];
    if (f->n_langs == DG_MAX_FRAME_LANGS) return NULL;
    language *l = &f->langs[f->n_langs++];
    memcpy(l->code, code.p, code.n);
    dg_map_init(&l->heads, f->arena);
    dg_map_init(&l->modals, f->arena);
    dg_map_init(&l->lights, f->arena);
    dg_map_init(&l->contexts, f->arena);
    dg_map_init(&l->irregular, f->arena);
    return l;
}

/* Calls each(self, table, row, language, cell) for every filled language cell. */
typedef int each_cell(dg_frames *f, const dg_table *t, uint32_t row, language *l, dg_str cell,
                      void *self, dg_err *err);

static int for_cells(dg_frames *f, const dg_table *t, uint32_t row, each_cell *each, void *self,
                     dg_err *err) {
    for (uint32_t c = 0; c < t->n_columns; c++) {
        dg_str cell = dg_table_cell(t, row, c);
        if (!dg_table_is_language(t->names[c]) || !cell.n) continue;
        language *l = language_of(f, t->names[c]);
        if (!l) return fail(t, row, err, "too many languages", t->names[c]);
        int rc = each(f, t, row, l, cell, self, err);
        if (rc) return rc;
    }
    return 0;
}

/* ---- defaults.tsv ---- */

static int one_default(dg_frames *f, const dg_table *t, uint32_t row, language *l, dg_str cell,
                       void *self, dg_err *err) {
    (void)self;
    dg_str pos = dg_table_cell(t, row, dg_table_column(t, "pos")),
           side = dg_table_cell(t, row, dg_table_column(t, "side"));
    dg_places places;
    int rc = dg_frame_places_parse(f->arena, cell, &places, err);
    if (rc == DG_E_LEXICON) return fail(t, row, err, "places", cell);
    if (rc) return rc;
    for (uint32_t i = 0; i < POS_N; i++) {
        if (pos.n != 1 || pos.p[0] != pos_names[i]) continue;
        if (dg_str_is(side, "actor"))
            l->actor[i] = places;
        else if (dg_str_is(side, "recipient"))
            l->recipient[i] = places;
        else if (dg_str_is(side, "agent"))
            l->agent = places;
        else if (dg_str_is(side, "inverted"))
            l->inverted = places;
        else if (dg_str_is(side, "joined"))
            l->joined = places;
        else
            return fail(t, row, err, "side", side);
    }
    return 0;
}

static int load_each(dg_frames *f, const char *dir, const char *name, each_cell *each,
                     dg_err *err) {
    dg_table t;
    int rc = dg_table_load(dir, name, f->arena, &t, err);
    for (uint32_t r = 0; !rc && r < t.n_rows; r++) rc = for_cells(f, &t, r, each, NULL, err);
    return rc;
}

/* ---- modality.tsv, lightverbs.tsv ---- */

/* Puts prefix + word in lower case. */
static int put(dg_frames *f, dg_map *map, const char *prefix, dg_str word, uint32_t value,
               bool bits, dg_err *err) {
    dg_str lower = dg_utf8_lower(f->arena, word);
    dg_str key =
        lower.p ? dg_arena_join(f->arena, dg_str_of(prefix), DG_STR(":"), lower) : DG_STR_NULL;
    uint32_t *slot;
    bool fresh;
    if (!key.p || !dg_map_put_ref(map, key, &slot, &fresh))
        return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    if (bits)
        *slot |= value;
    else if (fresh)
        *slot = value;
    return 0;
}

static int one_modal(dg_frames *f, const dg_table *t, uint32_t row, language *l, dg_str cell,
                     void *self, dg_err *err) {
    (void)self;
    dg_str effect = dg_table_cell(t, row, dg_table_column(t, "effect")),
           kind = dg_table_cell(t, row, dg_table_column(t, "kind"));
    uint32_t e = dg_table_name(effect_names, DG_EFFECT_N, effect),
             k = dg_table_name(modal_names, DG_MODAL_N, kind), at = 0;
    if (e == DG_NONE) return fail(t, row, err, "effect", effect);
    if (k == DG_NONE) return fail(t, row, err, "kind", kind);
    int rc = 0;
    for (dg_str word; !rc && dg_table_alt(cell, &at, &word);)
        rc = put(f, &l->modals, modal_names[k], word, e, false, err);
    return rc;
}

static int one_light(dg_frames *f, const dg_table *t, uint32_t row, language *l, dg_str cell,
                     void *self, dg_err *err) {
    (void)self;
    dg_str kind = dg_table_cell(t, row, dg_table_column(t, "kind"));
    uint32_t bits = dg_str_is(kind, "do")        ? DG_LIGHT_DO
                    : dg_str_is(kind, "undergo") ? DG_LIGHT_UNDERGO
                    : dg_str_is(kind, "get")     ? DG_LIGHT_GET
                    : dg_str_is(kind, "occur")   ? DG_LIGHT_OCCUR
                    : dg_str_is(kind, "have")    ? DG_LIGHT_HAVE
                                                 : 0;
    if (!bits) return fail(t, row, err, "kind", kind);
    uint32_t at = 0;
    int rc = 0;
    for (dg_str word; !rc && dg_table_alt(cell, &at, &word);)
        rc = put(f, &l->lights, "light", word, bits, true, err);
    return rc;
}

/* ---- contexts.tsv ---- */

static int put_context(dg_frames *f, language *l, dg_str key, uint64_t bit, dg_err *err) {
    uint32_t *slot;
    bool fresh;
    if (!key.p || !dg_map_put_ref(&l->contexts, key, &slot, &fresh))
        return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    if (fresh) {
        *slot = l->n_sets;
        if (!DG_PUSH(f->arena, l->sets, l->n_sets, l->cap_sets, 0))
            return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    }
    l->sets[*slot] |= bit;
    return 0;
}

static int one_context(dg_frames *f, const dg_table *t, uint32_t row, language *l, dg_str cell,
                       void *self, dg_err *err) {
    (void)self;
    dg_str name = dg_table_cell(t, row, dg_table_column(t, "context"));
    uint32_t context = dg_plover_find_context(name), at = 0;
    if (context == DG_NONE) return fail(t, row, err, "context", name);
    int rc = 0;
    for (dg_str word; !rc && dg_table_alt(cell, &at, &word);) {
        dg_str key = dg_utf8_lower(f->arena, word);
        rc = put_context(f, l, key, 1ull << context, err);
        if (!rc && key.n > 1 && key.p[0] == '*') /* "*tail" itself is a word, too */
            rc = put_context(f, l, dg_str_cut(key, 1, key.n), 1ull << context, err);
    }
    return rc;
}

/* ---- wordforms.tsv ---- */

static int one_irregular(dg_frames *f, language *l, ending e, dg_err *err) {
    uint32_t *slot;
    bool fresh;
    if (!dg_map_put_ref(&l->irregular, e.from, &slot, &fresh))
        return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    if (!fresh) return 0;
    *slot = l->n_lemmas;
    return DG_PUSH(f->arena, l->lemmas, l->n_lemmas, l->cap_lemmas, e.to)
               ? 0
               : dg_err_set(err, DG_E_NOMEM, 0, "frames");
}

static int one_wordform(dg_frames *f, const dg_table *t, uint32_t row, language *l, dg_str cell,
                        void *self, dg_err *err) {
    (void)self;
    dg_str kind = dg_table_cell(t, row, dg_table_column(t, "kind"));
    bool vowel = dg_str_is(kind, "noun-vowel"), infix = dg_str_is(kind, "verb-infix");
    bool regular = vowel || dg_str_ends(kind, DG_STR("-ending"));
    bool prefix = dg_str_is(kind, "verb-prefix");
    uint32_t at = 0, list = prefix                                ? PREFIX
                            : infix                               ? INFIX
                            : vowel                               ? VOWEL
                            : dg_str_starts(kind, DG_STR("verb")) ? OF_VERB
                                                                  : OF_NOUN;
    if (!regular && !infix && !prefix && !dg_str_is(kind, "verb"))
        return fail(t, row, err, "kind", kind);
    for (dg_str word; dg_table_alt(cell, &at, &word);) {
        if (infix || prefix) {
            if (!DG_PUSH(f->arena, l->endings[list], l->n_endings[list], l->cap_endings[list],
                         ((ending){word, DG_STR("")})))
                return dg_err_set(err, DG_E_NOMEM, 0, "frames");
            continue;
        }
        const char *mark = memchr(word.p, '>', word.n);
        if (!mark) return fail(t, row, err, "no > in", word);
        uint32_t cut = (uint32_t)(mark - word.p);
        ending e = {dg_str_cut(word, 0, cut), dg_str_cut(word, cut + 1, word.n)};
        if (!regular) {
            int rc = one_irregular(f, l, e, err);
            if (rc) return rc;
        } else if (!DG_PUSH(f->arena, l->endings[list], l->n_endings[list], l->cap_endings[list],
                            e)) {
            return dg_err_set(err, DG_E_NOMEM, 0, "frames");
        }
    }
    return 0;
}

/* ---- frames ---- */

/* Chains alternative i under key; an alternative stands in a map at most once per key. */
static int chain(dg_frames *f, language *l, const char *mark, uint32_t i, dg_err *err) {
    dg_str key = f->alts[i].head.text;
    if (*mark) key = dg_arena_join(f->arena, dg_str_of(mark), key, DG_STR(""));
    uint32_t *slot;
    bool fresh;
    if (!key.p || !dg_map_put_ref(&l->heads, key, &slot, &fresh))
        return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    f->alts[i].next = fresh ? DG_NONE : *slot;
    *slot = i;
    return 0;
}

/* Adds one alternative to the arrays; a tail stands under two keys and so is added twice. */
static int add_alt(dg_frames *f, language *l, dg_frame_alt alt, const char *mark, dg_err *err) {
    if (!DG_PUSH(f->arena, f->alts, f->n_alts, f->cap_alts, alt))
        return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    return chain(f, l, mark, f->n_alts - 1, err);
}

/* What the row does not say comes from defaults.tsv, without the places that the other side names.
 */
static int fill_places(dg_frames *f, const language *l, dg_frame_alt *alt, const dg_frame_parsed *p,
                       dg_err *err) {
    uint32_t k = alt->pos == 'v' ? 0 : alt->pos == 'n' ? 1 : 2;
    int rc = 0;
    if (!p->has_recipient)
        rc = dg_frame_places_without(f->arena, l->recipient[k], alt->actor, &alt->recipient, err);
    if (!rc && !p->has_actor)
        rc = dg_frame_places_without(f->arena, l->actor[k], alt->recipient, &alt->actor, err);
    return rc;
}

static int one_alt(dg_frames *f, language *l, dg_str text, uint32_t row, dg_err *err) {
    dg_frame_parsed p;
    int rc = dg_frame_alt_parse(f->arena, text, &p, err);
    for (uint32_t h = 0; !rc && h < p.n_heads; h++) {
        dg_frame_alt alt = {.frame = row,
                            .next = DG_NONE,
                            .head = p.heads[h],
                            .words = p.words,
                            .n_words = p.n_words,
                            .actor = p.actor,
                            .recipient = p.recipient,
                            .text = text,
                            .pos = p.pos,
                            .lang = (uint8_t)(l - f->langs)};
        rc = fill_places(f, l, &alt, &p, err);
        if (!rc && alt.head.kind == DG_FORM_EXACT)
            rc = add_alt(f, l, alt, "=", err);
        else if (!rc)
            rc = add_alt(f, l, alt, "", err);
        if (!rc && alt.head.kind == DG_FORM_TAIL) rc = add_alt(f, l, alt, "*", err);
    }
    return rc;
}

static int one_cell(dg_frames *f, const dg_table *t, uint32_t row, language *l, dg_str cell,
                    void *self, dg_err *err) {
    const uint32_t *frame = self;
    uint32_t at = 0;
    for (dg_str alt; dg_table_alt(cell, &at, &alt);) {
        int rc = one_alt(f, l, alt, *frame, err);
        if (rc == DG_E_LEXICON) return fail(t, row, err, "alternative", alt);
        if (rc) return rc;
    }
    return 0;
}

/* "a,b" or "a;b" cut into flags. */
static int read_flags(const dg_table *t, uint32_t row, dg_str cell, uint16_t *ret, dg_err *err) {
    *ret = 0;
    for (uint32_t from = 0, to = 0; from < cell.n; from = to + 1) {
        for (to = from; to < cell.n && cell.p[to] != ',' && cell.p[to] != ';'; to++) {
        }
        dg_str name = dg_str_cut(cell, from, to);
        while (name.n && name.p[0] == ' ') name = dg_str_cut(name, 1, name.n);
        if (!name.n) continue;
        uint32_t i = dg_table_name(flag_names, DG_LEN(flag_names), name);
        if (i == DG_NONE) return fail(t, row, err, "flag", name);
        *ret = (uint16_t)(*ret | 1u << i);
    }
    return 0;
}

static int read_contexts(dg_frames *f, dg_str cell, dg_frame *frame, dg_err *err) {
    dg_str *items = NULL;
    uint32_t n = 0, cap = 0, at = 0;
    for (dg_str c; dg_table_alt(cell, &at, &c);)
        if (!DG_PUSH(f->arena, items, n, cap, c)) return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    frame->contexts = items, frame->n_contexts = n;
    return 0;
}

static int one_row(dg_frames *f, const dg_table *t, uint32_t row,
                   const uint32_t cols[FIXED_COLUMNS], dg_str type, dg_err *err) {
    dg_str id = dg_table_cell(t, row, cols[0]);
    if (!id.n) return fail(t, row, err, "no id", id);
    dg_frame frame = {.mode = dg_table_cell(t, row, cols[1]),
                      .cameo = dg_table_cell(t, row, cols[2]),
                      .type = type,
                      .line = t->lines[row]};
    frame.id = dg_arena_join(f->arena, type, DG_STR("/"), id);
    int rc = frame.id.p ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "frames");
    if (!rc) rc = read_contexts(f, dg_table_cell(t, row, cols[3]), &frame, err);
    if (!rc) rc = read_flags(t, row, dg_table_cell(t, row, cols[4]), &frame.flags, err);
    if (!rc && !DG_PUSH(f->arena, f->rows, f->n_rows, f->cap_rows, frame))
        rc = dg_err_set(err, DG_E_NOMEM, 0, "frames");
    uint32_t index = f->n_rows - 1;
    return rc ? rc : for_cells(f, t, row, one_cell, &index, err);
}

static int load_type(dg_frames *f, const char *dir, dg_str type, dg_err *err) {
    static const char *const fixed[FIXED_COLUMNS] = {"id", "mode", "cameo", "contexts", "flags"};
    dg_str name = dg_arena_printf(f->arena, "frames/%.*s.tsv", (int)type.n, type.p);
    if (!name.p) return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    dg_table t;
    int rc = dg_table_load(dir, name.p, f->arena, &t, err);
    if (rc) return rc;
    uint32_t cols[FIXED_COLUMNS];
    for (uint32_t i = 0; i < FIXED_COLUMNS; i++)
        if ((cols[i] = dg_table_column(&t, fixed[i])) == DG_NONE)
            return dg_err_set(err, DG_E_LEXICON, 0, "%s: no column %s", t.path, fixed[i]);
    for (uint32_t r = 0; !rc && r < t.n_rows; r++) rc = one_row(f, &t, r, cols, type, err);
    return rc;
}

/* What dg_file_walk calls for a file below frames/: TYPE.tsv is loaded, everything else passed
 * over, and so is a type that an earlier folder has: all folders' rows were loaded with it. */
typedef struct walk {
    dg_frames *f;
    const char *dir;
    dg_err *err;
    int rc, missing; /* missing: a folder has no frames/, which adds names only */
} walk;

static bool has_type(const dg_frames *f, dg_str type) {
    for (uint32_t i = 0; i < f->n_rows; i++)
        if (dg_str_eq(f->rows[i].type, type)) return true;
    return false;
}

static int visit(void *self, const char *path) {
    walk *w = self;
    const char *name = strrchr(path, '/');
    dg_str file = dg_str_of(name ? name + 1 : path);
    if (!dg_str_ends(file, DG_STR(".tsv")) || file.p[0] < 'A' || file.p[0] > 'Z') return 0;
    dg_str type = dg_arena_str(w->f->arena, dg_str_cut(file, 0, file.n - 4));
    if (type.p && has_type(w->f, type)) return 0;
    w->rc = type.p ? load_type(w->f, w->dir, type, w->err)
                   : dg_err_set(w->err, DG_E_NOMEM, 0, "frames");
    return w->rc;
}

static void visit_error(void *self, const char *path, const dg_err *e) {
    walk *w = self;
    int code = dg_err_set(w->err, e->code, 0, "%s: %s", path, e->text);
    if (code == DG_E_NOT_FOUND)
        w->missing = code;
    else
        w->rc = code;
}

static int load_types(dg_frames *f, const char *dir, dg_err *err) {
    walk w = {.f = f, .dir = dir, .err = err};
    int rc = 0;
    for (const char *at = dir, *end; at && !rc && !w.rc; at = *end ? end + 1 : NULL) {
        end = at + strcspn(at, ":");
        dg_str path = dg_arena_printf(f->arena, "%.*s/frames", (int)(end - at), at);
        if (!path.p) return dg_err_set(err, DG_E_NOMEM, 0, "frames");
        rc = dg_file_walk(path.p, visit, visit_error, &w);
    }
    if (!rc && !w.rc && !f->n_rows && w.missing) return w.missing;
    return w.rc ? w.rc : rc;
}

int dg_frames_load(const char *dir, dg_arena *arena, dg_frames **ret, dg_err *err) {
    dg_frames *f = dg_arena_zalloc(arena, 1, sizeof *f);
    if (!f) return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    f->arena = arena;
    int rc = load_each(f, dir, "frames/defaults.tsv", one_default, err);
    if (!rc) rc = load_each(f, dir, "modality.tsv", one_modal, err);
    if (!rc) rc = load_each(f, dir, "lightverbs.tsv", one_light, err);
    if (!rc) rc = load_each(f, dir, "wordforms.tsv", one_wordform, err);
    if (!rc) rc = load_each(f, dir, "contexts.tsv", one_context, err);
    if (!rc) rc = load_types(f, dir, err);
    if (!rc) *ret = f;
    return rc;
}

/* ---- questions ---- */

uint32_t dg_frames_language(const dg_frames *f, const char *lang) {
    if (strcmp(lang, "nn") == 0 || strcmp(lang, "no") == 0) lang = "nb";
    for (uint32_t i = 0; i < f->n_langs; i++)
        if (strcmp(f->langs[i].code, lang) == 0) return i;
    return DG_NONE;
}

const dg_frame *dg_frames_row(const dg_frames *f, uint32_t row) {
    return &f->rows[row];
}

uint32_t dg_frames_count(const dg_frames *f) {
    return f->n_rows;
}

uint32_t dg_frames_count_alts(const dg_frames *f) {
    return f->n_alts;
}

uint32_t dg_frames_count_languages(const dg_frames *f) {
    return f->n_langs;
}

const char *dg_frames_language_code(const dg_frames *f, uint32_t lang) {
    return f->langs[lang].code;
}

dg_str dg_frames_flag_names(uint16_t flags, dg_arena *arena) {
    dg_str all = DG_STR("");
    for (uint32_t i = 0; all.p && i < DG_LEN(flag_names); i++)
        if (flags >> i & 1u)
            all = dg_arena_join(arena, all, dg_str_of(all.n ? "," : ""), dg_str_of(flag_names[i]));
    return all;
}

const dg_frame_alt *dg_frames_alt(const dg_frames *f, uint32_t alt) {
    return &f->alts[alt];
}

/* Looks prefix + text up; words longer than the buffer are in no table. */
/* The value of prefix, mark and text as one key. */
static uint32_t get(const dg_map *map, const char *prefix, const char *mark, dg_str text) {
    char key[160];
    size_t n = strlen(prefix), m = strlen(mark);
    if (n + m + text.n > sizeof key) return DG_NONE;
    memcpy(key, prefix, n), memcpy(key + n, mark, m);
    n += m;
    if (text.n) memcpy(key + n, text.p, text.n);
    return dg_map_get(map, (dg_str){key, (uint32_t)n + text.n});
}

uint32_t dg_frames_find(const dg_frames *f, uint32_t lang, dg_form_kind kind, dg_str text) {
    if (lang >= f->n_langs) return DG_NONE;
    return get(&f->langs[lang].heads,
               kind == DG_FORM_EXACT  ? "="
               : kind == DG_FORM_TAIL ? "*"
                                      : "",
               "", text);
}

dg_effect dg_frames_modality(const dg_frames *f, uint32_t lang, dg_modal_kind kind, dg_str word) {
    if (lang >= f->n_langs) return DG_EFFECT_N;
    uint32_t v = get(&f->langs[lang].modals, modal_names[kind], ":", word);
    return v == DG_NONE ? DG_EFFECT_N : (dg_effect)v;
}

uint32_t dg_frames_light(const dg_frames *f, uint32_t lang, dg_str verb) {
    uint32_t v = lang < f->n_langs ? get(&f->langs[lang].lights, "light", ":", verb) : DG_NONE;
    return v == DG_NONE ? 0 : v;
}

/* ---- lemmas ---- */

enum { LONGEST_FORM = 96, MOST_LEMMAS = 64 };

typedef struct lemmas { /* being gathered */
    dg_arena *arena;
    dg_str at[MOST_LEMMAS];
    uint32_t n;
    bool bad; /* no memory */
} lemmas;

static void gather(lemmas *to, dg_str a, dg_str b) {
    if (to->n == MOST_LEMMAS || a.n + b.n > LONGEST_FORM) return;
    char *p = dg_arena_alloc(to->arena, a.n + b.n);
    if (!p) {
        to->bad = true;
        return;
    }
    memcpy(p, a.p, a.n);
    if (b.n) memcpy(p + a.n, b.p, b.n);
    to->at[to->n++] = (dg_str){p, a.n + b.n};
}

/* form with its ending replaced, by every rule that fits. */
static void gather_endings(lemmas *to, const ending *rules, uint32_t n, dg_str form) {
    enum { SHORTEST = 2 };
    char last = form.p[form.n - 1];
    for (uint32_t i = 0; i < n; i++) {
        const ending *e = &rules[i];
        if (e->from.n && e->from.p[e->from.n - 1] != last) continue; /* most rules end here */
        if (form.n >= e->from.n + SHORTEST && dg_str_ends(form, e->from))
            gather(to, dg_str_cut(form, 0, form.n - e->from.n), e->to);
    }
}

/* The form without its infix, at most once, as far right as it stands: "einzumarschieren",
 * "zugestimmt". */
static void gather_bare(lemmas *to, const language *l, dg_str lower, dg_str infix) {
    enum { LEAST_LEFT = 2, LEAST_RIGHT = 4 };
    if (lower.n > LONGEST_FORM || lower.n < infix.n + LEAST_RIGHT) return;
    for (uint32_t at = lower.n - infix.n - LEAST_RIGHT + 1; at-- > 0;) {
        if (at > 0 && at < LEAST_LEFT) continue;
        if (memcmp(lower.p + at, infix.p, infix.n) != 0) continue;
        uint32_t bare = to->n;
        gather(to, dg_str_cut(lower, 0, at), dg_str_cut(lower, at + infix.n, lower.n));
        if (to->n > bare)
            gather_endings(to, l->endings[OF_VERB], l->n_endings[OF_VERB], to->at[bare]);
        return;
    }
}

/* A plural's stem with the vowel of its singular, the last that a rule names: "zöll" as "zoll". */
static void gather_vowels(lemmas *to, const language *l, dg_str stem) {
    for (uint32_t i = 0; i < l->n_endings[VOWEL]; i++) {
        const ending *e = &l->endings[VOWEL][i];
        for (uint32_t at = stem.n > e->from.n ? stem.n - e->from.n : 0; at-- > 0;) {
            if (memcmp(stem.p + at, e->from.p, e->from.n) != 0) continue;
            uint32_t whole = to->n, behind = at + e->from.n;
            gather(to, dg_str_cut(stem, 0, at), e->to);
            if (to->n == whole) break;
            dg_str head = to->at[--to->n];
            gather(to, head, dg_str_cut(stem, behind, stem.n));
            break;
        }
    }
}

/* An irregular form, or one behind a prefix: "empfängt" as "fängt", "angegriffen" as "gegriffen".
 */
static dg_str irregular(const language *l, dg_str lower, lemmas *to) {
    uint32_t at = dg_map_get(&l->irregular, lower);
    if (at != DG_NONE) return l->lemmas[at];
    for (uint32_t i = 0; i < l->n_endings[PREFIX]; i++) {
        dg_str prefix = l->endings[PREFIX][i].from;
        if (!dg_str_starts(lower, prefix)) continue;
        at = dg_map_get(&l->irregular, dg_str_cut(lower, prefix.n, lower.n));
        if (at == DG_NONE || prefix.n + l->lemmas[at].n > LONGEST_FORM) continue;
        gather(to, prefix, l->lemmas[at]);
        return to->n ? to->at[--to->n] : DG_STR("");
    }
    return DG_STR("");
}

int dg_frames_lemmas(const dg_frames *f, uint32_t lang, bool verb, dg_str lower, dg_arena *arena,
                     dg_lemmas *ret) {
    lemmas found = {.arena = arena};
    *ret = (dg_lemmas){.irregular = DG_STR("")};
    if (lang >= f->n_langs || !lower.n) return 0;
    const language *l = &f->langs[lang];
    if (verb) ret->irregular = irregular(l, lower, &found);
    gather_endings(&found, l->endings[verb], l->n_endings[verb], lower);
    for (uint32_t i = 0; verb && i < l->n_endings[INFIX]; i++)
        gather_bare(&found, l, lower, l->endings[INFIX][i].from);
    for (uint32_t i = 0, n = found.n; !verb && i < n; i++) gather_vowels(&found, l, found.at[i]);
    dg_str *at = dg_arena_alloc(arena, found.n * sizeof *at);
    if (found.bad || !at) return DG_E_NOMEM;
    if (found.n) memcpy(at, found.at, found.n * sizeof *at);
    ret->at = at, ret->n = found.n;
    return 0;
}

dg_places dg_frames_agent(const dg_frames *f, uint32_t lang) {
    return lang < f->n_langs ? f->langs[lang].agent : (dg_places){NULL, 0};
}

bool dg_frames_joins(const dg_frames *f, uint32_t lang) {
    return lang < f->n_langs && f->langs[lang].joined.n > 0;
}

bool dg_frames_inverts(const dg_frames *f, uint32_t lang) {
    return lang < f->n_langs && f->langs[lang].inverted.n > 0;
}

uint64_t dg_frames_contexts(const dg_frames *f, uint32_t lang, dg_str lower, bool tail) {
    char key[128];
    if (lang >= f->n_langs || lower.n + 1 > sizeof key) return 0;
    const language *l = &f->langs[lang];
    key[0] = '*';
    memcpy(key + 1, lower.p, lower.n);
    uint32_t at = dg_map_get(&l->contexts, tail ? (dg_str){key, lower.n + 1} : lower);
    return at == DG_NONE ? 0 : l->sets[at];
}
