/* pipeline.c: the stages in order. Each is a function of the article so far; nothing else happens
 * here. */
#include "pipeline/pipeline.h"

#include <stdlib.h>

#include "base/pool.h"
#include "base/utf8.h"
#include "parse/agree.h"
#include "reading/reading.h"

enum { HOUSE_CEILING = 256 << 20 };
static const float SURE = 0.95f; /* of the language, from the text alone */

/* The model and the lexicon know nothing of each other and are opened side by side: half of the
 * wait for one article. */
typedef struct opening {
    dg_house *h;
    const dg_config *c;
    bool with_lexicon;
    int rc[2];
    dg_err err[2];
} opening;

static void open_models(void *self) {
    opening *o = self;
    dg_house *h = o->h;
    dg_err *err = &o->err[0];
    int rc = dg_modelfile_open(o->c->model, &h->model, err);
    if (!rc) rc = dg_langid_open(h->model, h->arena, &h->langid, err);
    if (!rc) rc = dg_segmenter_open(h->model, h->arena, &h->segmenter, err);
    if (!rc) rc = dg_parser_open(h->model, h->arena, &h->parser, err);
    if (!rc && o->with_lexicon) rc = dg_page_tables_load(o->c->lexicon, h->arena, &h->page, err);
    o->rc[0] = rc;
}

static void open_lexicon(void *self) {
    opening *o = self;
    o->rc[1] = dg_lexicon_open(o->c->lexicon, &o->h->lexicon, &o->err[1]);
}

static int open_rooms(dg_house *h, const dg_config *c, bool with_lexicon, dg_err *err) {
    opening o = {.h = h, .c = c, .with_lexicon = with_lexicon};
    if (with_lexicon)
        dg_pool_both(open_models, open_lexicon, &o);
    else
        open_models(&o);
    int failed = o.rc[0] ? 0 : 1;
    if (o.rc[failed] && err) *err = o.err[failed];
    return o.rc[failed];
}

int dg_house_open(const dg_config *config, bool with_lexicon, dg_house **ret, dg_err *err) {
    dg_house *h = calloc(1, sizeof *h);
    if (h) h->arena = dg_arena_new(HOUSE_CEILING);
    int rc = h && h->arena ? open_rooms(h, config, with_lexicon, err)
                           : dg_err_set(err, DG_E_NOMEM, 0, "house");
    if (rc)
        dg_house_close(h);
    else
        *ret = h;
    return rc;
}

void dg_house_close(dg_house *h) {
    if (!h) return;
    dg_lexicon_close(h->lexicon);
    dg_modelfile_close(h->model);
    dg_arena_free(h->arena);
    free(h);
}

int dg_reader_new(const dg_house *house, dg_reader **ret, dg_err *err) {
    dg_reader *r = calloc(1, sizeof *r);
    if (!r) return dg_err_set(err, DG_E_NOMEM, 0, "reader");
    r->house = house;
    int rc = dg_parse_work_new(house->parser, &r->work, err);
    if (rc)
        dg_reader_free(r);
    else
        *ret = r;
    return rc;
}

void dg_reader_free(dg_reader *r) {
    if (!r) return;
    dg_parse_work_free(r->work);
    free(r);
}

static void set_source(const dg_article *a, dg_arena *arena, dg_doc *doc) {
    *doc = (dg_doc){.arena = arena, .uri = a->uri, .published = DG_DAYS_NONE};
    doc->format = (uint8_t)a->format;
    doc->file = a->file;
    doc->at = a->place.at;
    doc->within = a->place.within;
    doc->packed = a->place.packed;
    doc->cut = a->cut;
}

static int read_page(const dg_house *h, const dg_article *a, const dg_options *o, dg_doc *doc,
                     dg_err *err) {
    dg_page_hints hints = {.title = a->title,
                           .byline = a->byline,
                           .outlet = a->outlet,
                           .lang = a->lang,
                           .date = a->date,
                           .url = a->url,
                           .charset = a->charset,
                           .crawled = a->crawled,
                           .teaser = a->teaser,
                           .given = o->published,
                           .template = o->template};
    if (o->view) return dg_page_view_read(o->view, &hints, doc, err);
    return a->html ? dg_page_html(h->page, a->bytes, &hints, doc, err)
                   : dg_page_text(h->page, a->bytes, &hints, doc, err);
}

/* A language named from outside, "" when it names none that we know the form of. "no" is taken for
 * Bokmål. */
static void named_language(dg_str name, char out[4]) {
    out[0] = 0;
    if (name.n < 2 || (name.n > 2 && name.p[2] != '-' && name.p[2] != '_')) return;
    for (int i = 0; i < 2; i++) {
        char c = (char)(name.p[i] | 0x20);
        if (c < 'a' || c > 'z') return;
        out[i] = c;
    }
    out[2] = 0;
    if (strcmp(out, "no") == 0) memcpy(out, "nb", 3);
}

/* --lang decides; otherwise the text does, and where the text leaves it open, the word of its
 * container. */
static void find_language(const dg_house *h, dg_str hint, const dg_options *o, dg_doc *doc) {
    doc->lang_p = 1;
    named_language(dg_str_of(o->lang), doc->lang);
    if (doc->lang[0]) return;
    dg_langid_find(h->langid, doc->text, doc->lang, &doc->lang_p);
    char hinted[4];
    named_language(hint, hinted);
    if (hinted[0] && doc->lang_p < SURE) memcpy(doc->lang, hinted, sizeof hinted);
}

static int parse(dg_reader *r, dg_doc *doc, dg_err *err) {
    const dg_house *h = r->house;
    dg_segments s = {0};
    int rc = dg_segment(h->segmenter, doc->lang, doc->text, doc->arena, &s, err);
    if (!rc)
        rc = dg_parse(h->parser, r->work, doc->lang, s.sentences, s.n_sentences, s.tokens,
                      doc->arena, err);
    if (!rc)
        rc = dg_names_agree(s.sentences, s.n_sentences, s.tokens, dg_parser_lists(h->parser),
                            doc->arena, err);
    if (rc) return rc;
    doc->sentences = s.sentences, doc->n_sentences = s.n_sentences;
    doc->tokens = s.tokens, doc->n_tokens = s.n_tokens;
    doc->cut |= s.cut;
    return 0;
}

int dg_pipeline_read(dg_reader *r, const dg_article *article, const dg_options *options,
                     dg_arena *arena, dg_doc *doc, dg_err *err) {
    set_source(article, arena, doc);
    int rc = read_page(r->house, article, options, doc, err);
    if (rc) return rc;
    find_language(r->house, doc->lang_hint, options, doc);
    if (!dg_kind_is_report(doc->kind)) return 0; /* its text is nobody's report */
    rc = parse(r, doc, err);
    if (!rc) rc = dg_read(r->house->lexicon, doc, err);
    return rc;
}

/* ---- text as it is ---- */

/* The network learnt from NFC; the text's own bytes stay what they are. */
static int normal_forms(dg_doc *doc, dg_err *err) {
    for (uint32_t i = 0; i < doc->n_tokens; i++) {
        dg_str form = dg_utf8_nfc(doc->arena, doc->tokens[i].form);
        if (!form.p) return dg_err_set(err, DG_E_NOMEM, 0, "parsing");
        doc->tokens[i].form = form;
    }
    return 0;
}

int dg_pipeline_parse(dg_reader *r, dg_str text, const dg_options *options, dg_arena *arena,
                      dg_doc *doc, dg_err *err) {
    *doc = (dg_doc){.arena = arena, .published = DG_DAYS_NONE, .text = text};
    size_t bad = dg_utf8_check(text.p, text.n);
    if (bad < text.n) return dg_err_set(err, DG_E_ENCODING, bad, "not UTF-8");
    find_language(r->house, DG_STR_NULL, options, doc);
    dg_segments s = {0};
    int rc = dg_segment(r->house->segmenter, doc->lang, text, arena, &s, err);
    if (rc) return rc;
    doc->sentences = s.sentences, doc->n_sentences = s.n_sentences;
    doc->tokens = s.tokens, doc->n_tokens = s.n_tokens;
    doc->cut = s.cut;
    return dg_pipeline_parse_words(r, doc, err);
}

/* Sentences in parts that the parser takes. */
static int in_parts(const dg_doc *doc, dg_sentence **ret, uint32_t *ret_n, dg_err *err) {
    dg_sentence *parts = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 0; i < doc->n_sentences; i++) {
        dg_sentence s = doc->sentences[i];
        while (s.from < s.to) {
            dg_sentence part = s;
            if (part.to - part.from > DG_MAX_SENTENCE) part.to = part.from + DG_MAX_SENTENCE;
            if (!DG_PUSH(doc->arena, parts, n, cap, part))
                return dg_err_set(err, DG_E_NOMEM, 0, "parsing");
            s.from = part.to;
        }
    }
    *ret = parts, *ret_n = n;
    return 0;
}

static uint32_t root_of(const dg_doc *doc, uint32_t from, uint32_t to) {
    while (from < to && doc->tokens[from].head != DG_NONE) from++;
    return from;
}

static void join_parts(dg_doc *doc, const dg_sentence *s) {
    uint32_t first = root_of(doc, s->from, s->to);
    for (uint32_t t = first + 1; t < s->to; t++) {
        dg_token *w = &doc->tokens[t];
        if (w->head != DG_NONE) continue;
        w->head = first;
        w->rel = DG_REL_PARATAXIS, w->sub = DG_SUB_NONE;
        w->rel_str = dg_str_of(dg_rel_names[DG_REL_PARATAXIS]);
    }
}

int dg_pipeline_parse_words(dg_reader *r, dg_doc *doc, dg_err *err) {
    const dg_options none = {.published = DG_DAYS_NONE};
    dg_sentence *parts = NULL;
    uint32_t n = 0;
    if (!doc->lang[0]) find_language(r->house, DG_STR_NULL, &none, doc);
    int rc = normal_forms(doc, err);
    if (!rc) rc = in_parts(doc, &parts, &n, err);
    if (!rc)
        rc = dg_parse(r->house->parser, r->work, doc->lang, parts, n, doc->tokens, doc->arena, err);
    if (!rc)
        rc = dg_names_agree(doc->sentences, doc->n_sentences, doc->tokens,
                            dg_parser_lists(r->house->parser), doc->arena, err);
    if (rc) return rc;
    for (uint32_t i = 0; i < doc->n_sentences; i++)
        if (doc->sentences[i].to - doc->sentences[i].from > DG_MAX_SENTENCE)
            join_parts(doc, &doc->sentences[i]);
    return 0;
}
