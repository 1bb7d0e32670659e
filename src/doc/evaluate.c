/* evaluate.c: two walks over two files. Spans are byte positions in the text without white space,
 * so that both sides can be laid beside one another whatever their tokens are. Cost: O(words), and
 * the product of the two sides' words inside stretches of multiword tokens. */
#include "doc/evaluate.h"

#include "base/utf8.h"
#include "doc/conllu.h"

typedef struct span {
    uint32_t from, to;
} span;

typedef struct word {
    span at;        /* of its token */
    bool multiword; /* of a token of several words */
    bool content;   /* its relation counts for CLAS */
    dg_str lower, upos, feats, lemma, rel;
    uint32_t parent; /* word of the file; DG_NONE: the root, or none */
} word;

typedef struct side {
    const char *name; /* "gold", "system" */
    dg_buf *text;     /* without white space */
    span *tokens, *sentences;
    word *words;
    uint32_t n_tokens, n_sentences, n_words, cap_tokens, cap_sentences, cap_words;
} side;

/* ---- reading ---- */

static const char *const content_relations[] = {
    "nsubj",  "obj",        "iobj",  "csubj",      "ccomp", "xcomp",     "obl",   "vocative",
    "expl",   "dislocated", "advcl", "advmod",     "nmod",  "discourse", "appos", "nummod",
    "acl",    "amod",       "conj",  "fixed",      "flat",  "compound",  "list",  "parataxis",
    "orphan", "goeswith",   "root",  "reparandum", "dep"};
static const char *const universal_features[] = {
    "PronType", "NumType", "Poss",  "Reflex", "Foreign",  "Abbr",    "Gender",
    "Animacy",  "Number",  "Case",  "Degree", "VerbForm", "Mood",    "Definite",
    "Tense",    "Aspect",  "Voice", "Person", "Polarity", "Evident", "Polite"};

static bool is_one_of(dg_str s, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (dg_str_is(s, names[i])) return true;
    return false;
}

static dg_str before(dg_str s, char c) {
    const char *p = s.n ? memchr(s.p, c, s.n) : NULL;
    return p ? dg_str_cut(s, 0, (uint32_t)(p - s.p)) : s;
}

/* The universal features in the order of bytes, "a=1|b=2". p NULL: no memory. */
static dg_str universal(dg_arena *arena, dg_str feats) {
    dg_str one[64];
    char *out = dg_arena_alloc(arena, feats.n + 1);
    uint32_t n = 0, len = 0;
    if (!out) return DG_STR_NULL;
    for (uint32_t from = 0; from < feats.n && n < DG_LEN(one);) {
        dg_str f = before(dg_str_cut(feats, from, feats.n), '|');
        from += f.n + 1;
        if (!is_one_of(before(f, '='), universal_features, DG_LEN(universal_features))) continue;
        uint32_t k = n++;
        for (; k > 0 && dg_str_cmp(one[k - 1], f) > 0; k--) one[k] = one[k - 1];
        one[k] = f;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i) out[len++] = '|';
        memcpy(out + len, one[i].p, one[i].n);
        len += one[i].n;
    }
    return (dg_str){out, len};
}

static span add_text(side *s, dg_str form) {
    span at = {(uint32_t)s->text->n, 0};
    for (uint32_t i = 0; i < form.n;) {
        uint32_t from = i, c = dg_utf8_next(form, &i);
        if (c > 0x20 && !dg_is_space(c)) dg_buf_add(s->text, form.p + from, i - from);
    }
    at.to = (uint32_t)s->text->n;
    return at;
}

static bool add_words(side *s, const dg_conllu_sentence *c, bool fold, dg_arena *arena) {
    uint32_t first = s->n_words, token = s->n_tokens;
    bool ok = true;
    for (uint32_t i = 0; ok && i < c->n_tokens; i++)
        ok = DG_PUSH(arena, s->tokens, s->n_tokens, s->cap_tokens, add_text(s, c->tokens[i].form));
    for (uint32_t i = 0; ok && i < c->n_words; i++) {
        const dg_conllu_word *w = &c->words[i];
        bool parent = w->head != DG_NONE && w->head > 0;
        word v = {.at = s->tokens[token + w->token],
                  .multiword = c->tokens[w->token].multiword,
                  .lower = dg_utf8_lower(arena, w->form),
                  .upos = w->upos,
                  .feats = universal(arena, w->feats),
                  .lemma = fold ? dg_utf8_lower(arena, w->lemma) : w->lemma,
                  .rel = before(w->rel, ':'),
                  .parent = parent ? first + w->head - 1 : DG_NONE};
        v.content = is_one_of(v.rel, content_relations, DG_LEN(content_relations));
        ok = v.lower.p && v.feats.p && v.lemma.p &&
             DG_PUSH(arena, s->words, s->n_words, s->cap_words, v);
    }
    span all = {ok ? s->tokens[token].from : 0, (uint32_t)s->text->n};
    return ok && !s->text->bad &&
           DG_PUSH(arena, s->sentences, s->n_sentences, s->cap_sentences, all);
}

static int name_side(const char *name, int rc, uint64_t at, dg_err *err) {
    dg_err e = *err;
    return dg_err_set(err, rc, at + e.at, "%s: %s", name, e.text);
}

static int read_side(side *s, dg_str bytes, bool fold, dg_arena *arena, dg_err *err) {
    dg_str rest = bytes;
    dg_conllu_sentence c;
    for (;;) {
        uint64_t at = bytes.n - rest.n;
        int rc = dg_conllu_next(&rest, arena, &c, err);
        if (rc < 0) return name_side(s->name, rc, at, err);
        if (!rc) return 0;
        if (!add_words(s, &c, fold, arena)) return dg_err_set(err, DG_E_NOMEM, at, "evaluating");
    }
}

static int same_text(const side *g, const side *s, dg_err *err) {
    size_t n = g->text->n < s->text->n ? g->text->n : s->text->n, i = 0;
    while (i < n && g->text->p[i] == s->text->p[i]) i++;
    if (i == g->text->n && i == s->text->n) return 0;
    while (i > 0 && ((uint8_t)g->text->p[i] & 0xC0) == 0x80) i--;
    dg_str a = dg_str_cut(dg_buf_str(g->text), (uint32_t)i, (uint32_t)i + 20),
           b = dg_str_cut(dg_buf_str(s->text), (uint32_t)i, (uint32_t)i + 20);
    return dg_err_set(err, DG_E_ARG, i, "the texts differ: gold has \"%.*s\", system \"%.*s\"",
                      (int)a.n, a.p, (int)b.n, b.p);
}

/* ---- alignment ---- */

static uint64_t same_spans(const span *a, uint32_t n, const span *b, uint32_t m) {
    uint64_t hits = 0;
    for (uint32_t i = 0, k = 0; i < n && k < m;) {
        hits += a[i].from == b[k].from && a[i].to == b[k].to;
        if (a[i].to < b[k].to)
            i++;
        else if (b[k].to < a[i].to)
            k++;
        else
            i++, k++;
    }
    return hits;
}

typedef struct alignment {
    const side *g, *s;
    uint32_t *gold_of; /* [s->n_words] gold word or DG_NONE */
    uint32_t n;
    dg_arena *arena;
} alignment;

static void align(alignment *a, uint32_t g, uint32_t s) {
    a->gold_of[s] = g;
    a->n++;
}

/* Words behind the stretch that ends at `end`: a word of a multiword token lies behind it when it
 * begins there, any other when it ends behind it. */
static bool beyond(const side *s, uint32_t i, uint32_t end) {
    if (i >= s->n_words) return true;
    return s->words[i].multiword ? s->words[i].at.from >= end : s->words[i].at.to > end;
}

static void widen(const word *w, uint32_t *end) {
    if (w->multiword && w->at.to > *end) *end = w->at.to;
}

/* Gold words [gf, *g) and system words [sf, *s): the stretch of multiword tokens from there on. */
static void stretch(const alignment *a, uint32_t *gf, uint32_t *sf, uint32_t *g, uint32_t *s) {
    const word *gw = &a->g->words[*g], *sw = &a->s->words[*s];
    uint32_t end = gw->multiword ? gw->at.to : sw->at.to;
    if (gw->multiword && !sw->multiword && sw->at.from < gw->at.from) ++*s;
    if (!gw->multiword && gw->at.from < sw->at.from) ++*g;
    *gf = *g, *sf = *s;
    while (!beyond(a->g, *g, end) || !beyond(a->s, *s, end)) {
        bool gold = *g < a->g->n_words &&
                    (*s >= a->s->n_words || a->g->words[*g].at.from <= a->s->words[*s].at.from);
        if (gold)
            widen(&a->g->words[(*g)++], &end);
        else
            widen(&a->s->words[(*s)++], &end);
    }
}

/* Longest common subsequence of forms; from the left, a gold word is left out before a system word
 * where both would do. */
static int align_stretch(alignment *a, uint32_t gf, uint32_t g, uint32_t sf, uint32_t s,
                         dg_err *err) {
    uint32_t n = g - gf, m = s - sf;
    if (!n || !m) return 0;
    dg_arena_mark mark = dg_arena_mark_get(a->arena);
    uint32_t *lcs = dg_arena_zalloc(a->arena, (size_t)(n + 1) * (m + 1), sizeof *lcs);
    if (!lcs) return dg_err_set(err, DG_E_NOMEM, 0, "evaluating");
#define LCS(i, k) lcs[(size_t)(i) * (m + 1) + (k)]
    const word *gw = a->g->words + gf, *sw = a->s->words + sf;
    for (uint32_t i = n; i-- > 0;)
        for (uint32_t k = m; k-- > 0;) {
            uint32_t best = LCS(i + 1, k) > LCS(i, k + 1) ? LCS(i + 1, k) : LCS(i, k + 1);
            if (dg_str_eq(gw[i].lower, sw[k].lower) && LCS(i + 1, k + 1) + 1 > best)
                best = LCS(i + 1, k + 1) + 1;
            LCS(i, k) = best;
        }
    for (uint32_t i = 0, k = 0; i < n && k < m;) {
        if (dg_str_eq(gw[i].lower, sw[k].lower))
            align(a, gf + i++, sf + k++);
        else if (LCS(i, k) == LCS(i + 1, k))
            i++;
        else
            k++;
    }
#undef LCS
    dg_arena_release(a->arena, mark);
    return 0;
}

static int align_words(alignment *a, dg_err *err) {
    uint32_t g = 0, s = 0;
    int rc = 0;
    while (!rc && g < a->g->n_words && s < a->s->n_words) {
        const word *gw = &a->g->words[g], *sw = &a->s->words[s];
        if (gw->multiword || sw->multiword) {
            uint32_t gf, sf;
            stretch(a, &gf, &sf, &g, &s);
            rc = align_stretch(a, gf, g, sf, s, err);
        } else if (gw->at.from == sw->at.from && gw->at.to == sw->at.to) {
            align(a, g++, s++);
        } else if (gw->at.from <= sw->at.from) {
            g++;
        } else {
            s++;
        }
    }
    return rc;
}

/* ---- measures ---- */

static bool same_parent(const alignment *a, const word *g, const word *s) {
    if (s->parent == DG_NONE) return g->parent == DG_NONE;
    uint32_t parent = a->gold_of[s->parent];
    return parent != DG_NONE && parent == g->parent;
}

static void count(const alignment *a, dg_score ret[DG_MEASURE_N]) {
    for (uint32_t i = 0; i < a->s->n_words; i++) {
        const word *s = &a->s->words[i];
        if (a->gold_of[i] == DG_NONE) continue;
        const word *g = &a->g->words[a->gold_of[i]];
        bool parent = same_parent(a, g, s), both = parent && dg_str_eq(g->rel, s->rel);
        ret[DG_MEASURE_UPOS].correct += dg_str_eq(g->upos, s->upos);
        ret[DG_MEASURE_UFeats].correct += dg_str_eq(g->feats, s->feats);
        ret[DG_MEASURE_Lemmas].correct += dg_str_is(g->lemma, "_") || dg_str_eq(g->lemma, s->lemma);
        ret[DG_MEASURE_UAS].correct += parent;
        ret[DG_MEASURE_LAS].correct += both;
        ret[DG_MEASURE_CLAS].correct += both && g->content;
        ret[DG_MEASURE_CLAS].aligned += g->content;
    }
}

static uint64_t contents(const side *s) {
    uint64_t n = 0;
    for (uint32_t i = 0; i < s->n_words; i++) n += s->words[i].content;
    return n;
}

static void set_totals(const side *g, const side *s, uint32_t aligned, dg_score ret[DG_MEASURE_N]) {
    static const char *const names[] = {
#define X(name) #name,
        DG_MEASURE_MAP(X)
#undef X
    };
    for (uint32_t i = 0; i < DG_MEASURE_N; i++)
        ret[i] = (dg_score){names[i], g->n_words, s->n_words, 0,
                            i <= DG_MEASURE_Words ? DG_UNALIGNED : aligned};
    ret[DG_MEASURE_Tokens] =
        (dg_score){names[DG_MEASURE_Tokens], g->n_tokens, s->n_tokens,
                   same_spans(g->tokens, g->n_tokens, s->tokens, s->n_tokens), DG_UNALIGNED};
    ret[DG_MEASURE_Sentences] = (dg_score){
        names[DG_MEASURE_Sentences], g->n_sentences, s->n_sentences,
        same_spans(g->sentences, g->n_sentences, s->sentences, s->n_sentences), DG_UNALIGNED};
    ret[DG_MEASURE_Words].correct = aligned;
    ret[DG_MEASURE_CLAS].gold = contents(g);
    ret[DG_MEASURE_CLAS].system = contents(s);
    ret[DG_MEASURE_CLAS].aligned = 0;
}

static int evaluate(side *g, side *s, dg_str gold, dg_str system, bool fold, dg_arena *arena,
                    dg_score ret[DG_MEASURE_N], dg_err *err) {
    alignment a = {.g = g, .s = s, .arena = arena};
    int rc = read_side(g, gold, fold, arena, err);
    if (!rc) rc = read_side(s, system, fold, arena, err);
    if (!rc) rc = same_text(g, s, err);
    if (rc) return rc;
    a.gold_of = dg_arena_alloc(arena, (s->n_words + 1) * sizeof *a.gold_of);
    if (!a.gold_of) return dg_err_set(err, DG_E_NOMEM, 0, "evaluating");
    for (uint32_t i = 0; i < s->n_words; i++) a.gold_of[i] = DG_NONE;
    rc = align_words(&a, err);
    if (rc) return rc;
    set_totals(g, s, a.n, ret);
    count(&a, ret);
    return 0;
}

int dg_evaluate(dg_str gold, dg_str system, bool fold, dg_arena *arena, dg_score ret[DG_MEASURE_N],
                dg_err *err) {
    dg_buf a, b;
    side g = {.name = "gold", .text = &a}, s = {.name = "system", .text = &b};
    dg_err own = {0};
    dg_buf_init(&a, UINT32_MAX);
    dg_buf_init(&b, UINT32_MAX);
    int rc = evaluate(&g, &s, gold, system, fold, arena, ret, err ? err : &own);
    dg_buf_free(&a);
    dg_buf_free(&b);
    return rc;
}

/* ---- names ---- */

typedef struct name {
    span at;
    uint8_t kind; /* 0 PER … 3 MISC */
} name;

typedef struct names {
    side side; /* text */
    name *all;
    uint32_t n, cap;
    bool open; /* the last one may go on */
    dg_arena *arena;
} names;

static const char *const kinds[DG_NAME_SCORES] = {"PER", "ORG", "LOC", "MISC", "all"};

/* 0..3, or 4: no kind of ours. */
static uint8_t kind_of(dg_str label) {
    uint8_t k = 0;
    while (k < 4 && !(label.n > 2 && dg_str_is(dg_str_cut(label, 2, label.n), kinds[k]))) k++;
    return k;
}

/* A token with its label; an I- without its beginning begins. */
static bool add_label(names *n, dg_str form, dg_str label) {
    span at = add_text(&n->side, form);
    uint8_t kind = label.n > 2 && (label.p[0] == 'B' || label.p[0] == 'I') ? kind_of(label) : 4;
    if (n->open && label.n && label.p[0] == 'I' && n->all[n->n - 1].kind == kind) {
        n->all[n->n - 1].at.to = at.to;
        return true;
    }
    n->open = kind < 4;
    return kind == 4 || DG_PUSH(n->arena, n->all, n->n, n->cap, (name){at, kind});
}

static bool is_digits(dg_str s) {
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

static int read_iob2(names *n, dg_str bytes, dg_err *err) {
    for (uint32_t at = 0; at < bytes.n;) {
        dg_str line = before(dg_str_cut(bytes, at, bytes.n), '\n');
        uint32_t here = at;
        at += line.n + 1;
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        if (!line.n) n->open = false;
        if (!line.n || (line.p[0] == '#' && !memchr(line.p, '\t', line.n))) continue;
        dg_str form = before(line, '\t'), label = dg_str_cut(line, form.n + 1, line.n);
        if (is_digits(form) && memchr(label.p, '\t', label.n)) {
            form = before(label, '\t');
            label = dg_str_cut(label, form.n + 1, label.n);
        }
        label = before(label, '\t');
        if (!label.n) return dg_err_set(err, DG_E_SYNTAX, here, "%s: no label", n->side.name);
        if (!add_label(n, form, label)) return dg_err_set(err, DG_E_NOMEM, here, "evaluating");
    }
    return 0;
}

static int read_conllu_names(names *n, dg_str bytes, dg_err *err) {
    dg_str rest = bytes;
    dg_conllu_sentence c;
    for (;;) {
        uint64_t at = bytes.n - rest.n;
        int rc = dg_conllu_next(&rest, n->arena, &c, err);
        if (rc < 0) return name_side(n->side.name, rc, at, err);
        if (!rc) return 0;
        n->open = false;
        for (uint32_t i = 0; i < c.n_tokens; i++) {
            dg_str label = dg_conllu_value(c.words[c.tokens[i].from].misc, "NER");
            if (!add_label(n, c.tokens[i].form, label))
                return dg_err_set(err, DG_E_NOMEM, at, "evaluating");
        }
    }
}

/* Ten columns in the first line that is no comment. */
static bool is_conllu(dg_str bytes) {
    dg_str line;
    for (uint32_t at = 0; at < bytes.n; at += line.n + 1) {
        uint32_t tabs = 0;
        line = before(dg_str_cut(bytes, at, bytes.n), '\n');
        if (!line.n || line.p[0] == '#') continue;
        for (uint32_t i = 0; i < line.n; i++) tabs += line.p[i] == '\t';
        return tabs == 9;
    }
    return false;
}

static void count_names(const names *g, const names *s, dg_score ret[DG_NAME_SCORES]) {
    for (uint32_t k = 0; k < DG_NAME_SCORES; k++)
        ret[k] = (dg_score){kinds[k], 0, 0, 0, DG_UNALIGNED};
    for (uint32_t i = 0; i < g->n; i++) ret[g->all[i].kind].gold++;
    for (uint32_t i = 0; i < s->n; i++) ret[s->all[i].kind].system += ret[s->all[i].kind].gold > 0;
    for (uint32_t i = 0, k = 0; i < g->n && k < s->n;) {
        const name *a = &g->all[i], *b = &s->all[k];
        ret[a->kind].correct +=
            a->at.from == b->at.from && a->at.to == b->at.to && a->kind == b->kind;
        bool step_a = a->at.to <= b->at.to, step_b = b->at.to <= a->at.to;
        i += step_a, k += step_b;
    }
    for (uint32_t k = 0; k + 1 < DG_NAME_SCORES; k++) {
        ret[DG_NAME_SCORES - 1].gold += ret[k].gold;
        ret[DG_NAME_SCORES - 1].system += ret[k].system;
        ret[DG_NAME_SCORES - 1].correct += ret[k].correct;
    }
}

int dg_evaluate_names(dg_str gold, dg_str system, dg_arena *arena, dg_score ret[DG_NAME_SCORES],
                      dg_err *err) {
    dg_buf a, b;
    dg_err own = {0};
    if (!err) err = &own;
    names g = {.side = {.name = "gold", .text = &a}, .arena = arena},
          s = {.side = {.name = "system", .text = &b}, .arena = arena};
    dg_buf_init(&a, UINT32_MAX);
    dg_buf_init(&b, UINT32_MAX);
    int rc = is_conllu(gold) ? read_conllu_names(&g, gold, err) : read_iob2(&g, gold, err);
    if (!rc) rc = read_conllu_names(&s, system, err);
    if (!rc && (a.bad || b.bad)) rc = dg_err_set(err, DG_E_NOMEM, 0, "evaluating");
    if (!rc) rc = same_text(&g.side, &s.side, err);
    if (!rc) count_names(&g, &s, ret);
    dg_buf_free(&a);
    dg_buf_free(&b);
    return rc;
}

/* ---- figures ---- */

static double share(uint64_t part, uint64_t whole) {
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

double dg_score_precision(const dg_score *s) {
    return share(s->correct, s->system);
}

double dg_score_recall(const dg_score *s) {
    return share(s->correct, s->gold);
}

double dg_score_f1(const dg_score *s) {
    return share(2 * s->correct, s->gold + s->system);
}
