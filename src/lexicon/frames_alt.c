/* frames_alt.c: parses "v:impose sanction|tariff >on,against <subj" into heads, words and places.
 * One pass, one piece (between spaces) at a time; strings are lower-cased copies in the arena. */
#include "lexicon/frames_alt.h"

#include "base/utf8.h"

static const char *const place_names[] = {"subj",  "obj",  "iobj", "gen",   "post",   "comp",
                                          "xsubj", "xobj", "noun", "csubj", "speaker"};

/* Cuts the next piece up to one of two bytes off *rest. */
static bool next_piece(dg_str *rest, char sep, char other, dg_str *ret) {
    const char *p = rest->p, *end = p + rest->n;
    while (p < end && (*p == sep || *p == other)) p++;
    const char *from = p;
    while (p < end && *p != sep && *p != other) p++;
    *ret = (dg_str){from, (uint32_t)(p - from)};
    *rest = (dg_str){p, (uint32_t)(end - p)};
    return ret->n > 0;
}

/* The most pieces that next_piece can cut: lists get their room at once, thousands of them in the
 * process' arena. */
static uint32_t most_pieces(dg_str s, char sep, char other) {
    uint32_t n = 1;
    for (uint32_t i = 0; i < s.n; i++) n += s.p[i] == sep || s.p[i] == other;
    return n;
}

static int read_place(dg_arena *arena, dg_str name, bool join, dg_place *ret, dg_err *err) {
    *ret = (dg_place){.kind = DG_PLACE_PREP, .join = join};
    for (uint32_t i = 0; i < DG_LEN(place_names); i++)
        if (dg_str_is(name, place_names[i])) {
            ret->kind = (uint8_t)i;
            return 0;
        }
    ret->prep = dg_utf8_lower(arena, name);
    return ret->prep.p ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "frames");
}

int dg_frame_places_parse(dg_arena *arena, dg_str text, dg_places *ret, dg_err *err) {
    uint32_t n = 0, cap = most_pieces(text, ',', '+');
    dg_place *items = dg_arena_alloc(arena, cap * sizeof *items);
    const char *start = text.p;
    if (!items) return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    for (dg_str rest = text, name; next_piece(&rest, ',', '+', &name);) {
        if (dg_str_is(name, "-")) continue;
        dg_place place;
        int rc = read_place(arena, name, name.p > start && name.p[-1] == '+', &place, err);
        if (rc) return rc;
        if (!DG_PUSH(arena, items, n, cap, place)) return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    }
    *ret = (dg_places){items, n};
    return 0;
}

static bool same_place(const dg_place *a, const dg_place *b) {
    return a->kind == b->kind && (a->kind != DG_PLACE_PREP || dg_str_eq(a->prep, b->prep));
}

int dg_frame_places_without(dg_arena *arena, dg_places all, dg_places taken, dg_places *ret,
                            dg_err *err) {
    uint32_t n = 0;
    dg_place *items = dg_arena_alloc(arena, all.n * sizeof *items);
    if (!items) return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    for (uint32_t i = 0; i < all.n; i++) {
        bool is_taken = false;
        for (uint32_t k = 0; k < taken.n; k++) is_taken |= same_place(&all.at[i], &taken.at[k]);
        if (!is_taken) items[n++] = all.at[i];
    }
    *ret = (dg_places){items, n};
    return 0;
}

/* "a|b|=C|*d" */
static int read_forms(dg_arena *arena, dg_str text, const dg_frame_form **ret, uint32_t *ret_n,
                      dg_err *err) {
    uint32_t n = 0, cap = most_pieces(text, '|', '|');
    dg_frame_form *items = dg_arena_alloc(arena, cap * sizeof *items);
    if (!items) return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    for (dg_str rest = text, one; next_piece(&rest, '|', '|', &one);) {
        dg_frame_form form = {.kind = DG_FORM_LEMMA};
        if (one.p[0] == '=')
            form.kind = DG_FORM_EXACT;
        else if (one.p[0] == '*')
            form.kind = DG_FORM_TAIL;
        if (form.kind != DG_FORM_LEMMA) one = dg_str_cut(one, 1, one.n);
        if (!one.n) return dg_err_set(err, DG_E_LEXICON, 0, "empty word");
        form.text =
            form.kind == DG_FORM_EXACT ? dg_arena_str(arena, one) : dg_utf8_lower(arena, one);
        if (!form.text.p || !DG_PUSH(arena, items, n, cap, form))
            return dg_err_set(err, DG_E_NOMEM, 0, "frames");
    }
    if (!n) return dg_err_set(err, DG_E_LEXICON, 0, "no word");
    *ret = items, *ret_n = n;
    return 0;
}

static char take_pos(dg_str *text) {
    if (text->n < 2 || text->p[1] != ':' || !strchr("vna", text->p[0])) return 'v';
    char pos = text->p[0];
    *text = dg_str_cut(*text, 2, text->n);
    return pos;
}

/* A piece behind the head: ">places", "<places" or a word. */
static int read_piece(dg_arena *arena, dg_str piece, dg_frame_parsed *p, dg_frame_word **words,
                      uint32_t *cap, dg_err *err) {
    dg_str tail = dg_str_cut(piece, 1, piece.n);
    if (piece.p[0] == '>') {
        p->has_recipient = true;
        return dg_frame_places_parse(arena, tail, &p->recipient, err);
    }
    if (piece.p[0] == '<') {
        p->has_actor = true;
        return dg_frame_places_parse(arena, tail, &p->actor, err);
    }
    dg_frame_word word = {.not = piece.p[0] == '!'};
    int rc = read_forms(arena, word.not ? tail : piece, &word.forms, &word.n_forms, err);
    if (rc) return rc;
    return DG_PUSH(arena, *words, p->n_words, *cap, word)
               ? 0
               : dg_err_set(err, DG_E_NOMEM, 0, "frames");
}

int dg_frame_alt_parse(dg_arena *arena, dg_str text, dg_frame_parsed *ret, dg_err *err) {
    dg_frame_parsed p = {.pos = take_pos(&text)};
    dg_frame_word *words = NULL;
    uint32_t cap = 0;
    dg_str rest = text, piece;
    if (!next_piece(&rest, ' ', ' ', &piece) || strchr("<>!", piece.p[0]))
        return dg_err_set(err, DG_E_LEXICON, 0, "no head");
    int rc = read_forms(arena, piece, &p.heads, &p.n_heads, err);
    while (!rc && next_piece(&rest, ' ', ' ', &piece))
        rc = read_piece(arena, piece, &p, &words, &cap, err);
    p.words = words;
    if (!rc) *ret = p;
    return rc;
}

bool dg_frame_form_fits(const dg_frame_form *form, dg_str lemma, dg_str lower, dg_str written) {
    if (form->kind == DG_FORM_EXACT) return dg_str_eq(form->text, written);
    if (dg_str_eq(form->text, lemma) || dg_str_eq(form->text, lower)) return true;
    return form->kind == DG_FORM_TAIL && lemma.n > form->text.n + 1 &&
           dg_str_ends(lemma, form->text);
}
