/* corpus.c: reads the treebanks and name corpora that the engine learns from.
 *
 * A file is unpacked whole into the arena and cut into views, so reading costs about as much as
 * unpacking it. Name labels are joined through a map from "word<US>word<US>…" to the treebank
 * sentence; a sentence that stands twice in a treebank is filled in order. Words of name corpora
 * that are written together in the treebanks' language ("im" = in + dem) are split the way the
 * treebanks read before them split them, because the parser sees only split words; so are compounds
 * with a hyphen where the treebanks never have one inside a word. */
#include "train/corpus.h"

#include <lzma.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"

#define MAX_FILE ((size_t)1 << 30)

typedef struct corpus_file {
    const char *lang, *path;
    dg_split split;
    uint16_t mask; /* labels that the file has but that are not believed */
} corpus_file;

/* Left out: ud/de/extra-hdt and text/ beyond FLORES (licence), ud/da/train-tags (same sentences as
 * ud/da/train), ner/de/pud (kept as an out-of-domain check). extra-cdt and extra-unitb have
 * automatic or coarse tags: trees only. */
#define TREE_ONLY (DG_HAS_UPOS | DG_HAS_FEATS | DG_HAS_LEMMA)
static const corpus_file files[] = {
    {"en", "ud/en/train.conllu.xz", DG_SPLIT_TRAIN, 0},
    {"en", "ud/en/pud.conllu.xz", DG_SPLIT_TRAIN, 0},
    {"da", "ud/da/train.conllu.xz", DG_SPLIT_TRAIN, 0},
    {"nb", "ud/nb/train.conllu.xz", DG_SPLIT_TRAIN, 0},
    {"nn", "ud/nn/train.conllu.xz", DG_SPLIT_TRAIN, 0},
    {"de", "ud/de/train.conllu.xz", DG_SPLIT_TRAIN, 0},
    {"de", "ud/de/train-tags.conllu.xz", DG_SPLIT_TRAIN, 0},
    {"de", "ud/de/extra-cdt.conllu.xz", DG_SPLIT_TRAIN, TREE_ONLY},
    {"de", "ud/de/extra-unitb.conllu.xz", DG_SPLIT_TRAIN, TREE_ONLY},
    {"sv", "ud/sv/train.conllu.xz", DG_SPLIT_TRAIN, 0},
    {"sv", "ud/sv/pud.conllu.xz", DG_SPLIT_TRAIN, 0},
    {"en", "ner/en/train.iob2.xz", DG_SPLIT_TRAIN, 0},
    {"da", "ner/da/train.iob2.xz", DG_SPLIT_TRAIN, 0},
    {"nb", "ner/nb/train.iob2.xz", DG_SPLIT_TRAIN, 0},
    {"nn", "ner/nn/train.iob2.xz", DG_SPLIT_TRAIN, 0},
    {"de", "ner/de/train.iob2.xz", DG_SPLIT_TRAIN, 0},
    {"de", "ner/de/extra-mobie.iob2.xz", DG_SPLIT_TRAIN, 0},
    {"en", "ud/en/dev.conllu.xz", DG_SPLIT_DEV, 0},
    {"da", "ud/da/dev.conllu.xz", DG_SPLIT_DEV, 0},
    {"nb", "ud/nb/dev.conllu.xz", DG_SPLIT_DEV, 0},
    {"nn", "ud/nn/dev.conllu.xz", DG_SPLIT_DEV, 0},
    {"de", "ud/de/dev.conllu.xz", DG_SPLIT_DEV, 0},
    {"sv", "ud/sv/dev.conllu.xz", DG_SPLIT_DEV, 0},
    {"en", "ner/en/dev.iob2.xz", DG_SPLIT_DEV, 0},
    {"da", "ner/da/dev.iob2.xz", DG_SPLIT_DEV, 0},
    {"nb", "ner/nb/dev.iob2.xz", DG_SPLIT_DEV, 0},
    {"nn", "ner/nn/dev.iob2.xz", DG_SPLIT_DEV, 0},
    {"de", "ner/de/dev.iob2.xz", DG_SPLIT_DEV, 0},
};

void dg_corpus_init(dg_corpus *c, dg_arena *arena) {
    memset(c, 0, sizeof *c);
    c->arena = arena;
}

/* ---- bytes ---- */

static int unpack(const dg_file *f, dg_buf *out, const char *path, dg_err *err) {
    lzma_stream s = LZMA_STREAM_INIT;
    if (lzma_stream_decoder(&s, UINT64_MAX, LZMA_CONCATENATED) != LZMA_OK)
        return dg_err_set(err, DG_E_NOMEM, 0, "%s: no decoder", path);
    s.next_in = (const uint8_t *)f->p;
    s.avail_in = f->n;
    lzma_ret r = LZMA_OK;
    while (r == LZMA_OK) {
        if (!dg_buf_reserve(out, 1 << 20)) {
            r = LZMA_MEM_ERROR;
            break;
        }
        s.next_out = (uint8_t *)out->p + out->n;
        s.avail_out = 1 << 20;
        r = lzma_code(&s, LZMA_FINISH);
        out->n += (1 << 20) - s.avail_out;
    }
    lzma_end(&s);
    if (r == LZMA_STREAM_END) return 0;
    return dg_err_set(err, r == LZMA_MEM_ERROR ? DG_E_NOMEM : DG_E_SYNTAX, f->n,
                      "%s: damaged xz data", path);
}

int dg_corpus_slurp(dg_arena *arena, const char *path, dg_str *ret, dg_err *err) {
    dg_file f = {0};
    int r = dg_file_open(path, MAX_FILE, &f, err);
    if (r) return r;
    dg_buf b;
    dg_buf_init(&b, MAX_FILE);
    dg_str all = {f.p, (uint32_t)f.n};
    if (dg_str_ends(dg_str_of(path), DG_STR(".xz"))) {
        r = unpack(&f, &b, path, err);
        all = dg_buf_str(&b);
    }
    if (!r) {
        dg_str copy = dg_arena_str(arena, all);
        if (copy.p)
            *ret = copy;
        else
            r = dg_err_set(err, DG_E_NOMEM, 0, "%s", path);
    }
    dg_buf_free(&b);
    dg_file_close(&f);
    return r;
}

static bool next_line(dg_str all, uint32_t *at, dg_str *ret) {
    if (*at >= all.n) return false;
    const char *nl = memchr(all.p + *at, '\n', all.n - *at);
    uint32_t end = nl ? (uint32_t)(nl - all.p) : all.n;
    *ret = dg_str_cut(all, *at, end);
    *at = end + 1;
    if (ret->n && ret->p[ret->n - 1] == '\r') ret->n--;
    return true;
}

static uint32_t split_tabs(dg_str line, dg_str *cols, uint32_t max) {
    uint32_t n = 0, from = 0;
    for (uint32_t i = 0; i <= line.n && n < max; i++) {
        if (i < line.n && line.p[i] != '\t') continue;
        cols[n++] = dg_str_cut(line, from, i);
        from = i + 1;
    }
    return n;
}

static uint32_t number(dg_str s) {
    uint32_t v = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || v > 100000) return DG_NONE;
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    }
    return s.n ? v : DG_NONE;
}

/* Is key (without "=") the value-less or valued key of a MISC or comment field "a=b|c=d"? */
static bool misc_is(dg_str misc, const char *pair) {
    uint32_t n = (uint32_t)strlen(pair);
    for (uint32_t at = 0; at + n <= misc.n; at++)
        if ((at == 0 || misc.p[at - 1] == '|') && memcmp(misc.p + at, pair, n) == 0 &&
            (at + n == misc.n || misc.p[at + n] == '|'))
            return true;
    return false;
}

/* ---- CoNLL-U ---- */

typedef struct reader {
    dg_corpus *c;
    dg_corpus_sentence s;
    const char *path;
    uint16_t mask, seen; /* seen: labels met in this sentence */
    uint64_t line;
} reader;

static void begin(reader *r, const char *lang) {
    memset(&r->s, 0, sizeof r->s);
    r->s.from = r->c->n_words;
    r->s.mwt_from = r->c->n_mwts;
    r->s.file = r->c->n_files;
    r->s.source = dg_str_of(r->path);
    strncpy(r->s.lang, lang, sizeof r->s.lang - 1);
    r->seen = 0;
}

static void comment(reader *r, dg_str line) {
    if (dg_str_starts(line, DG_STR("# text = ")))
        r->s.text = dg_str_cut(line, 9, line.n);
    else if (dg_str_starts(line, DG_STR("# source = ")))
        r->s.source = dg_str_cut(line, 11, line.n);
    else if (dg_str_starts(line, DG_STR("# newpar")))
        r->s.newpar = true;
    else if (dg_str_starts(line, DG_STR("# newdoc")))
        r->s.newdoc = true;
}

static int syntax(const reader *r, dg_err *err, const char *what) {
    return dg_err_set(err, DG_E_SYNTAX, r->line, "%s: line %llu: %s", r->path,
                      (unsigned long long)r->line, what);
}

static int add_mwt(reader *r, const dg_str *cols, dg_err *err) {
    uint32_t dash = 0;
    while (dash < cols[0].n && cols[0].p[dash] != '-') dash++;
    uint32_t from = number(dg_str_cut(cols[0], 0, dash)),
             to = number(dg_str_cut(cols[0], dash + 1, cols[0].n));
    if (from == DG_NONE || to == DG_NONE || from == 0 || to < from)
        return syntax(r, err, "bad range of words");
    dg_corpus *c = r->c;
    if (!DG_PUSH(c->arena, c->mwts, c->n_mwts, c->cap_mwts,
                 ((dg_corpus_mwt){cols[1], from - 1, to})))
        return dg_err_set(err, DG_E_NOMEM, 0, "%s", r->path);
    r->s.n_mwt++;
    /* SpaceAfter of the whole is remembered on its last word when that word comes. */
    if (misc_is(cols[9], "SpaceAfter=No")) c->mwts[c->n_mwts - 1].to |= 1u << 31;
    return 0;
}

static int add_word(reader *r, const dg_str *cols, dg_err *err) {
    dg_corpus *c = r->c;
    if (number(cols[0]) != c->n_words - r->s.from + 1) return syntax(r, err, "words out of order");
    dg_corpus_word w = {.form = cols[1], .lemma = cols[2], .feats = cols[5], .head = DG_NONE};
    w.space_after = !misc_is(cols[9], "SpaceAfter=No");
    w.upos = (uint8_t)dg_upos_find(cols[3]);
    if (!dg_str_is(cols[3], "_")) r->seen |= DG_HAS_UPOS;
    if (!dg_str_is(cols[5], "_")) r->seen |= DG_HAS_FEATS;
    if (!dg_str_is(cols[2], "_") || dg_str_is(cols[1], "_")) r->seen |= DG_HAS_LEMMA;
    if (!dg_str_is(cols[6], "_")) {
        uint32_t head = number(cols[6]);
        if (head == DG_NONE) return syntax(r, err, "bad head");
        w.head = head ? head - 1 : DG_NONE;
        w.rel = cols[7];
        r->seen |= DG_HAS_TREE;
    }
    if (!DG_PUSH(c->arena, c->words, c->n_words, c->cap_words, w))
        return dg_err_set(err, DG_E_NOMEM, 0, "%s", r->path);
    return 0;
}

/* Words of a multiword token have no space after them but (perhaps) the last. */
static void settle_mwts(reader *r) {
    dg_corpus *c = r->c;
    for (uint32_t m = r->s.mwt_from; m < c->n_mwts; m++) {
        bool no_space = c->mwts[m].to >> 31;
        c->mwts[m].to &= ~(1u << 31);
        if (c->mwts[m].to > r->s.n) c->mwts[m].to = r->s.n;
        for (uint32_t i = c->mwts[m].from; i < c->mwts[m].to; i++)
            c->words[r->s.from + i].space_after = i + 1 == c->mwts[m].to && !no_space;
    }
}

static int end_sentence(reader *r, const char *lang, dg_err *err) {
    dg_corpus *c = r->c;
    r->s.n = c->n_words - r->s.from;
    if (r->s.n) {
        settle_mwts(r);
        for (uint32_t i = 0; i < r->s.n; i++) {
            uint32_t head = c->words[r->s.from + i].head;
            if (head != DG_NONE && head >= r->s.n)
                return syntax(r, err, "head outside the sentence");
        }
        /* A treebank sentence without any feature still says that there are none; only a file
         * without tags has none. */
        if (r->seen & DG_HAS_UPOS) r->seen |= DG_HAS_FEATS;
        r->s.has = (uint16_t)((r->seen & ~r->mask) | (r->s.text.p ? DG_HAS_TEXT : 0));
        if (!DG_PUSH(c->arena, c->sentences, c->n_sentences, c->cap_sentences, r->s))
            return dg_err_set(err, DG_E_NOMEM, 0, "%s", r->path);
    }
    begin(r, lang);
    return 0;
}

static int conllu_line(reader *r, const char *lang, dg_str line, dg_err *err) {
    if (!line.n) return end_sentence(r, lang, err);
    if (line.p[0] == '#') {
        comment(r, line);
        return 0;
    }
    dg_str cols[10];
    if (split_tabs(line, cols, 10) != 10) return syntax(r, err, "not ten columns");
    if (memchr(cols[0].p, '.', cols[0].n)) return 0; /* an empty node */
    if (memchr(cols[0].p, '-', cols[0].n)) return add_mwt(r, cols, err);
    return add_word(r, cols, err);
}

int dg_corpus_read_conllu(dg_corpus *c, const char *path, const char *lang, uint16_t mask,
                          dg_err *err) {
    dg_str all, line;
    int e = dg_corpus_slurp(c->arena, path, &all, err);
    if (e) return e;
    reader r = {.c = c, .path = path, .mask = mask};
    begin(&r, lang);
    for (uint32_t at = 0; !e && next_line(all, &at, &line);) {
        r.line++;
        e = conllu_line(&r, lang, line, err);
    }
    if (!e) e = end_sentence(&r, lang, err);
    if (!e) c->n_files++;
    return e;
}

/* ---- IOB2 ---- */

static uint8_t ner_find(dg_str label) {
    for (uint32_t i = 0; i < DG_NER_N; i++)
        if (dg_str_is(label, dg_ner_names[i])) return (uint8_t)i;
    return DG_NER_O;
}

/* Joins the treebank sentences of a language (not yet named) by their words, and knows how words
 * are split. */
typedef struct joiner {
    dg_map by_words;   /* words → index + 1 of the first sentence without names */
    uint32_t *next;    /* [n_sentences] the next sentence with the same words, index + 1 */
    dg_map splits;     /* multiword token → index + 1 of an mwt */
    uint32_t *mwt_at;  /* [n_mwts] absolute word index of its first word */
    bool cuts_hyphens; /* the treebanks write "US", "-", "Präsident" */
} joiner;

/* Length of the first part of a compound that is cut at a hyphen (or the hyphen itself), or all. */
static uint32_t first_part(dg_str form) {
    if (form.n > 1 && form.p[0] == '-') return 1;
    for (uint32_t i = 1; i + 1 < form.n; i++) {
        bool digits = dg_is_digit((uint8_t)form.p[i - 1]) && dg_is_digit((uint8_t)form.p[i + 1]);
        if (form.p[i] == '-' && form.p[i + 1] != '-' && !digits) return i;
    }
    return form.n;
}

static bool cuts_hyphens(const dg_corpus *c, const char *lang) {
    uint32_t inside = 0, alone = 0;
    for (uint32_t i = 0; i < c->n_sentences; i++) {
        const dg_corpus_sentence *s = &c->sentences[i];
        if (strcmp(s->lang, lang) != 0 || !(s->has & DG_HAS_UPOS)) continue;
        for (uint32_t k = s->from + 1; k + 1 < s->from + s->n; k++) {
            dg_str form = c->words[k].form;
            alone +=
                dg_str_is(form, "-") && !c->words[k].space_after && !c->words[k - 1].space_after;
            inside += form.p[0] != '-' && first_part(form) < form.n;
        }
    }
    return alone > 10 * inside;
}

static bool key_of(dg_buf *b, const dg_corpus_word *w, uint32_t n) {
    dg_buf_clear(b);
    for (uint32_t i = 0; i < n; i++) {
        dg_buf_adds(b, w[i].form);
        dg_buf_addc(b, '\x1f');
    }
    return !b->bad;
}

static bool join_begin(joiner *j, dg_corpus *c, const char *lang, dg_buf *key) {
    dg_map_init(&j->by_words, c->arena);
    dg_map_init(&j->splits, c->arena);
    j->cuts_hyphens = cuts_hyphens(c, lang);
    j->next = dg_arena_zalloc(c->arena, c->n_sentences + 1u, sizeof *j->next);
    j->mwt_at = dg_arena_zalloc(c->arena, c->n_mwts + 1u, sizeof *j->mwt_at);
    if (!j->next || !j->mwt_at) return false;
    for (uint32_t i = c->n_sentences;
         i-- > 0;) { /* backwards, so that the first of equals comes first */
        const dg_corpus_sentence *s = &c->sentences[i];
        if (strcmp(s->lang, lang) != 0) continue;
        uint32_t *v;
        if (!key_of(key, c->words + s->from, s->n) ||
            !dg_map_put(&j->by_words, dg_buf_str(key), &v, NULL))
            return false;
        j->next[i] = *v;
        *v = i + 1;
        for (uint32_t m = s->mwt_from; m < s->mwt_from + s->n_mwt; m++) {
            if (!dg_map_put(&j->splits, c->mwts[m].form, &v, NULL)) return false;
            *v = m + 1;
            j->mwt_at[m] = s->from + c->mwts[m].from;
        }
    }
    return true;
}

static int push_word(dg_corpus *c, dg_str form, uint8_t ner, dg_err *err) {
    dg_corpus_word w = {.form = form,
                        .lemma = DG_STR("_"),
                        .feats = DG_STR("_"),
                        .head = DG_NONE,
                        .ner = ner,
                        .space_after = true};
    if (!DG_PUSH(c->arena, c->words, c->n_words, c->cap_words, w))
        return dg_err_set(err, DG_E_NOMEM, 0, "corpus");
    return 0;
}

/* A compound with its label on the first part and the label's continuation on the others. */
static int push_compound(dg_corpus *c, dg_str form, uint8_t ner, bool cut, dg_err *err) {
    int e = 0;
    bool hyphen = cut && form.n > 1 && form.p[0] == '-'; /* a cut-off part: "-stadt" stays */
    while (!e && form.n) {
        uint32_t n = cut && !hyphen ? first_part(form) : form.n;
        e = push_word(c, dg_str_cut(form, 0, n), ner, err);
        form = dg_str_cut(form, n, form.n);
        if (!e && form.n) c->words[c->n_words - 1].space_after = false;
        if (dg_ner_begins(ner)) ner++;
    }
    return e;
}

/* One line of the name corpus becomes one word, or the words that the treebank makes of it. */
static int iob2_word(reader *r, const joiner *j, dg_str form, uint8_t ner, bool split,
                     dg_err *err) {
    dg_corpus *c = r->c;
    uint32_t m = split ? dg_map_get(&j->splits, form) : DG_NONE;
    if (m == DG_NONE || ner != DG_NER_O)
        return push_compound(c, form, ner, split && j->cuts_hyphens, err);
    dg_corpus_mwt mwt = c->mwts[m - 1];
    uint32_t at = j->mwt_at[m - 1], from = c->n_words - r->s.from;
    for (uint32_t i = 0; i < mwt.to - mwt.from; i++) {
        int e = push_word(c, c->words[at + i].form, ner, err);
        if (e) return e;
        c->words[c->n_words - 1].space_after = i + 1 == mwt.to - mwt.from;
    }
    mwt = (dg_corpus_mwt){form, from, c->n_words - r->s.from};
    if (!DG_PUSH(c->arena, c->mwts, c->n_mwts, c->cap_mwts, mwt))
        return dg_err_set(err, DG_E_NOMEM, 0, "corpus");
    r->s.n_mwt++;
    return 0;
}

/* The sentence just read: onto its treebank sentence when there is one, else a sentence of its own.
 */
static int iob2_end(reader *r, joiner *j, const char *lang, dg_buf *key, dg_err *err) {
    dg_corpus *c = r->c;
    uint32_t n = c->n_words - r->s.from;
    if (!n) return 0;
    const dg_corpus_word *w = c->words + r->s.from;
    if (!key_of(key, w, n)) return dg_err_set(err, DG_E_NOMEM, 0, "corpus");
    uint32_t at = dg_map_get(&j->by_words, dg_buf_str(key));
    while (at != DG_NONE && at && (c->sentences[at - 1].has & DG_HAS_NER)) at = j->next[at - 1];
    if (at != DG_NONE && at) {
        dg_corpus_sentence *s = &c->sentences[at - 1];
        for (uint32_t i = 0; i < n; i++) c->words[s->from + i].ner = w[i].ner;
        s->has |= DG_HAS_NER;
        c->n_words = r->s.from;
        c->n_mwts = r->s.mwt_from;
        begin(r, lang);
        return 0;
    }
    r->seen |= DG_HAS_NER;
    return end_sentence(r, lang, err);
}

static int iob2_lines(reader *r, joiner *j, const char *lang, dg_str all, dg_buf *key,
                      dg_err *err) {
    dg_str line, cols[2];
    bool split = strcmp(lang, "en") !=
                 0; /* the English name corpora are split already, and "its" is two words */
    int e = 0;
    for (uint32_t at = 0; !e && next_line(all, &at, &line);) {
        r->line++;
        if (!line.n)
            e = iob2_end(r, j, lang, key, err);
        else if (split_tabs(line, cols, 2) == 2)
            e = iob2_word(r, j, cols[0], ner_find(cols[1]), split, err);
    }
    return e ? e : iob2_end(r, j, lang, key, err);
}

int dg_corpus_read_iob2(dg_corpus *c, const char *path, const char *lang, dg_err *err) {
    dg_str all;
    int e = dg_corpus_slurp(c->arena, path, &all, err);
    if (e) return e;
    dg_buf key;
    dg_buf_init(&key, 1 << 20);
    joiner j;
    reader r = {.c = c, .path = path};
    begin(&r, lang);
    if (!join_begin(&j, c, lang, &key))
        e = dg_err_set(err, DG_E_NOMEM, 0, "%s", path);
    else
        e = iob2_lines(&r, &j, lang, all, &key, err);
    dg_buf_free(&key);
    if (!e) c->n_files++;
    return e;
}

/* ---- one convention of lemmas ---- */

/* The German sources differ in the lemmas of small words ("alle": all, alle; "sich": er|es|sie).
 * What GSD's own sentences say goes for the others too; articles and pronouns that it does not have
 * are left open. */
static bool unify_lemmas(dg_corpus *c, const char *lang, const char *trusted) {
    dg_map lemmas; /* form, part of speech → index + 1 of a word that has the lemma */
    dg_map_init(&lemmas, c->arena);
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < c->n_sentences; i++) {
            const dg_corpus_sentence *s = &c->sentences[i];
            bool trust = dg_str_is(s->source, trusted);
            if (strcmp(s->lang, lang) != 0 || trust != (pass == 0) || !(s->has & DG_HAS_LEMMA))
                continue;
            for (uint32_t k = s->from; k < s->from + s->n; k++) {
                dg_corpus_word *w = &c->words[k];
                bool small = w->upos == DG_UPOS_DET || w->upos == DG_UPOS_PRON;
                if (!small && w->upos != DG_UPOS_AUX && w->upos != DG_UPOS_ADJ) continue;
                dg_arena_mark mark = dg_arena_mark_get(c->arena);
                dg_str low = dg_utf8_lower(c->arena, w->form);
                dg_str key = dg_arena_printf(c->arena, "%u %.*s", w->upos, (int)low.n, low.p);
                uint32_t at = key.p ? dg_map_get(&lemmas, key) : DG_NONE, *v;
                if (!key.p) return false;
                if (pass == 0 && at == DG_NONE) {
                    if (!dg_map_put(&lemmas, key, &v, NULL)) return false;
                    *v = k;
                    continue;
                }
                dg_arena_release(c->arena, mark);
                if (pass == 1 && at != DG_NONE)
                    w->lemma = c->words[at].lemma;
                else if (pass == 1 && small)
                    w->lemma = DG_STR("_");
            }
        }
    return true;
}

int dg_corpus_read(dg_corpus *c, const char *dir, dg_split split, dg_err *err) {
    for (uint32_t i = 0; i < DG_LEN(files); i++) {
        if (files[i].split != split) continue;
        dg_str path = dg_arena_printf(c->arena, "%s/%s", dir, files[i].path);
        if (!path.p) return dg_err_set(err, DG_E_NOMEM, 0, "corpus");
        bool ner = strncmp(files[i].path, "ner/", 4) == 0;
        int e = ner ? dg_corpus_read_iob2(c, path.p, files[i].lang, err)
                    : dg_corpus_read_conllu(c, path.p, files[i].lang, files[i].mask, err);
        if (e) return e;
    }
    if (split == DG_SPLIT_TRAIN && !unify_lemmas(c, "de", "UD_German-GSD dev"))
        return dg_err_set(err, DG_E_NOMEM, 0, "corpus");
    return 0;
}
