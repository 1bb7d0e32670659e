/* case_rooms.c: runs a case through a room and prints the layers of the article, a line a thing.
 * Lines are made of words: a form that can be typed by hand, absent values are "-", text stands in
 * "…". */
#include "tests/case_rooms.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answers/answer.h"
#include "archive/versions.h"
#include "doc/explain.h"
#include "archive/join.h"
#include "doc/record.h"
#include "page/sites.h"

enum { TEXT_CEILING = 64 << 20 };

/* ---- running ---- */

static void fail(dg_case_result *ret, int code, const char *why) {
    ret->rc = dg_err_set(&ret->err, code, 0, "%s", why);
}

static dg_days date_of(const dg_testcase *c, const dg_case_input *in) {
    dg_days d = DG_DAYS_NONE;
    dg_str given = dg_case_get_for(c, in, "date");
    if (given.p && dg_days_parse(given, &d) != 0) d = DG_DAYS_NONE;
    return d;
}

static dg_article article_of(const dg_testcase *c, const dg_case_input *in) {
    dg_str uri = dg_case_get_for(c, in, "uri");
    return (dg_article){
        .format = dg_str_is(in->kind, "html") ? DG_FORMAT_HTML : DG_FORMAT_TEXT,
        .uri = uri.p ? uri : DG_STR("case"),
        .html = dg_str_is(in->kind, "html"),
        .bytes = in->bytes,
        .url = dg_case_get_for(c, in, "hint-url"),
        .charset = dg_case_get_for(c, in, "hint-charset"),
        .crawled = dg_case_get_for(c, in, "hint-crawled"),
        .teaser = dg_case_get_for(c, in, "hint-teaser").p != NULL,
        .title = dg_case_get_for(c, in, "hint-title"),
        .byline = dg_case_get_for(c, in, "hint-byline"),
        .outlet = dg_case_get_for(c, in, "hint-outlet"),
        .lang = dg_case_get_for(c, in, "hint-lang"),
        .date = dg_case_get_for(c, in, "hint-date"),
    };
}

static dg_page_hints hints_of(const dg_testcase *c, const dg_case_input *in) {
    dg_article a = article_of(c, in);
    return (dg_page_hints){.title = a.title,
                           .byline = a.byline,
                           .outlet = a.outlet,
                           .lang = a.lang,
                           .date = a.date,
                           .url = a.url,
                           .charset = a.charset,
                           .crawled = a.crawled,
                           .teaser = a.teaser,
                           .given = date_of(c, in)};
}

/* What the pages of a case tell of their site; the last one is the one that is read. */
static int learn_site(const dg_case_world *w, const dg_testcase *c, dg_arena *arena,
                      dg_page_template *ret) {
    dg_page_sites *sites = dg_page_sites_new();
    dg_page_scan scan = {.n = 0};
    int rc = sites ? 0 : DG_E_NOMEM;
    for (uint32_t i = 0; i < c->n_inputs && !rc; i++) {
        dg_page_hints hints = hints_of(c, &c->inputs[i]);
        dg_page_view *view;
        scan = (dg_page_scan){.n = 0};
        if (dg_page_view_html(w->page, c->inputs[i].bytes, &hints, arena, &view, NULL)) continue;
        rc = dg_page_scan_view(view, hints.url, &scan);
        if (!rc) dg_page_sites_learn(sites, &scan);
    }
    if (!rc) rc = dg_page_sites_know(sites, &scan, arena, ret);
    dg_page_sites_free(sites);
    return rc;
}

/* Only page/: needs no model. Several pages are a batch: the last one is printed. */
static void run_page(const dg_case_world *w, const dg_testcase *c, dg_arena *arena,
                     dg_case_result *ret) {
    const dg_case_input *in = &c->inputs[c->n_inputs - 1];
    dg_article a = article_of(c, in);
    dg_page_hints hints = hints_of(c, in);
    ret->doc = (dg_doc){
        .arena = arena, .uri = a.uri, .published = DG_DAYS_NONE, .format = (uint8_t)a.format};
    if (c->n_inputs > 1) ret->rc = learn_site(w, c, arena, &hints.template);
    if (ret->rc) return;
    ret->rc = a.format == DG_FORMAT_HTML
                  ? dg_page_html(w->page, a.bytes, &hints, &ret->doc, &ret->err)
                  : dg_page_text(w->page, a.bytes, &hints, &ret->doc, &ret->err);
}

static void read_one(const dg_case_world *w, const dg_testcase *c, const dg_case_input *in,
                     const dg_article *a, dg_arena *arena, dg_case_result *ret) {
    dg_options o = {.published = date_of(c, in)};
    dg_str lang = dg_case_get_for(c, in, "lang");
    if (lang.n && lang.n < sizeof o.lang) memcpy(o.lang, lang.p, lang.n);
    ret->rc = dg_pipeline_read(w->reader, a, &o, arena, &ret->doc, &ret->err);
}

/* The files of a case as the intake sees them; every article that comes out is kept. */
static void run_intake(const dg_case_world *w, const dg_testcase *c, dg_arena *arena,
                       dg_case_result *ret) {
    (void)w;
    dg_intake *in = NULL;
    dg_str uri = dg_case_get(c, "uri");
    dg_str name = dg_arena_str(arena, uri.p ? uri : DG_STR("case"));
    if (!name.p) {
        fail(ret, DG_E_NOMEM, "case");
        return;
    }
    dg_format format = DG_FORMAT_AUTO;
    dg_str given = dg_case_get(c, "format");
    for (int i = 0; i < DG_FORMAT_N; i++)
        if (dg_str_is(given, dg_format_names[i])) format = (dg_format)i;
    int rc = dg_intake_open(c->inputs[0].bytes, name.p, format, &in, &ret->err);
    for (;;) {
        dg_article a;
        if (rc < 0) ret->rc = rc; /* the last failure is what %error sees */
        if (!in || (rc = dg_intake_next(in, arena, &a, &ret->err)) == 0) break;
        if (rc > 0 && !DG_PUSH(arena, ret->articles, ret->n_articles, ret->cap_articles, (a))) {
            fail(ret, DG_E_NOMEM, "case");
            break;
        }
    }
    if (in) memcpy(ret->skipped, dg_intake_skipped(in), sizeof ret->skipped);
    dg_intake_close(in);
}

/* The whole way of an article. */
static void run_all(const dg_case_world *w, const dg_testcase *c, dg_arena *arena,
                    dg_case_result *ret) {
    if (!dg_str_is(c->inputs[0].kind, "jsonl")) {
        dg_article a = article_of(c, &c->inputs[0]);
        read_one(w, c, &c->inputs[0], &a, arena, ret);
        return;
    }
    run_intake(w, c, arena, ret);
    if (!ret->rc && ret->n_articles) read_one(w, c, &c->inputs[0], &ret->articles[0], arena, ret);
}

/* Plain text as it is: no page cleaning, and no reading behind the tree. */
static void run_parse(const dg_case_world *w, const dg_testcase *c, dg_arena *arena,
                      dg_case_result *ret) {
    dg_options o = {.published = DG_DAYS_NONE};
    dg_str lang = dg_case_get(c, "lang");
    if (lang.n && lang.n < sizeof o.lang) memcpy(o.lang, lang.p, lang.n);
    ret->rc = dg_pipeline_parse(w->reader, c->inputs[0].bytes, &o, arena, &ret->doc, &ret->err);
}

/* All articles of the case, in order, into the archive; ret->n_new says how many were new. */
static int add_all(const dg_case_world *w, const dg_testcase *c, dg_store *store, dg_arena *arena,
                   dg_case_result *ret) {
    dg_buf record;
    dg_buf_init(&record, TEXT_CEILING);
    for (uint32_t i = 0; i < c->n_inputs && !ret->rc; i++) {
        bool is_new = false;
        dg_article a = article_of(c, &c->inputs[i]);
        read_one(w, c, &c->inputs[i], &a, arena, ret);
        dg_buf_clear(&record);
        if (!ret->rc) ret->rc = dg_record_write(&ret->doc, &record, &ret->err);
        if (!ret->rc)
            ret->rc = dg_store_add(store, &ret->doc, dg_buf_str(&record), &is_new, &ret->err);
        ret->n_new += is_new;
    }
    dg_buf_free(&record);
    if (!ret->rc) ret->rc = dg_store_commit(store, &ret->err);
    if (!ret->rc) ret->rc = dg_join(store, &ret->err);
    return ret->rc;
}

/* %parties CHN RUS, or %party ana rojas: codes or keys, as the query takes them. */
static dg_query query_of(const dg_testcase *c) {
    dg_str one = dg_case_get(c, "party");
    if (one.n) return (dg_query){.a = one, .between = DG_DAYS_NONE};
    dg_str both = dg_case_get(c, "parties");
    const char *space = both.n ? memchr(both.p, ' ', both.n) : NULL;
    uint32_t n = space ? (uint32_t)(space - both.p) : both.n;
    dg_query q = {.a = dg_str_cut(both, 0, n), .between = DG_DAYS_NONE};
    if (space) q.b = dg_str_cut(both, n + 1, both.n);
    return q;
}

/* `%ask timeline` asks another question than brief, `%in da` in another language. */
static int write_dossier(const dg_case_world *w, const dg_testcase *c, dg_store *store,
                         dg_arena *arena, dg_case_result *ret) {
    static const struct {
        const char *name;
        int (*answer)(const dg_ask *ask, dg_buf *out, dg_err *err);
    } questions[] = {{"brief", dg_answer_brief},     {"timeline", dg_answer_timeline},
                     {"quotes", dg_answer_quotes},   {"positions", dg_answer_positions},
                     {"stories", dg_answer_stories}, {"disagreements", dg_answer_disagreements},
                     {"search", dg_answer_search}};
    dg_str name = dg_case_get(c, "ask"), in = dg_case_get(c, "in");
    dg_str lang = dg_arena_str(arena, in.p ? in : DG_STR("en"));
    dg_phrases phrases;
    dg_buf out;
    dg_ask ask = {.store = store, .phrases = &phrases, .query = query_of(c)};
    ask.words = dg_case_get(c, "search");
    if (!ask.query.a.n) ask.query.a = DG_STR_NULL;
    if (!ask.query.a.n && !name.p) return 0;
    dg_buf_init(&out, TEXT_CEILING);
    int rc = lang.p ? dg_phrases_load("lexicon", lang.p, w->reader->house->lexicon->names, arena,
                                      &phrases, &ret->err)
                    : dg_err_set(&ret->err, DG_E_NOMEM, 0, "case");
    int (*answer)(const dg_ask *, dg_buf *, dg_err *) = name.p ? NULL : dg_answer_brief;
    for (size_t i = 0; i < DG_LEN(questions); i++)
        if (name.p && dg_str_is(name, questions[i].name)) answer = questions[i].answer;
    if (!rc && !answer) rc = dg_err_set(&ret->err, DG_E_ARG, 0, "no such question");
    if (!rc) rc = answer(&ask, &out, &ret->err);
    if (!rc) ret->dossier = dg_arena_str(arena, dg_buf_str(&out));
    dg_buf_free(&out);
    return rc;
}

/* "family uri uri …", the newest version first. */
static int list_versions(dg_store *store, dg_arena *arena, dg_case_result *ret) {
    dg_source *all = NULL;
    uint32_t n = 0;
    dg_buf out;
    dg_buf_init(&out, TEXT_CEILING);
    int rc = dg_versions_list(store, arena, &n, &all, &ret->err);
    for (uint32_t i = 0; i < n && !rc; i++) {
        bool first = !i || !dg_str_eq(all[i].family, all[i - 1].family);
        if (first) dg_buf_addz(&out, i ? "\nfamily" : "family");
        dg_buf_addc(&out, ' ');
        dg_buf_adds(&out, all[i].uri);
    }
    if (n) dg_buf_addc(&out, '\n');
    ret->versions = dg_arena_str(arena, dg_buf_str(&out));
    dg_buf_free(&out);
    return rc;
}

/* Several articles into an archive of their own, and a dossier out of it. */
static void run_archive(const dg_case_world *w, const dg_testcase *c, dg_arena *arena,
                        dg_case_result *ret) {
    char path[] = "/tmp/dragoman-case-XXXXXX";
    dg_store *store = NULL;
    int fd = mkstemp(path);
    if (fd < 0) {
        fail(ret, DG_E_IO, "no temporary file");
        return;
    }
    close(fd);
    ret->rc = dg_store_open(path, true, &store, &ret->err);
    if (!ret->rc && !add_all(w, c, store, arena, ret)) {
        ret->rc = write_dossier(w, c, store, arena, ret);
        if (!ret->rc) ret->rc = list_versions(store, arena, ret);
    }
    dg_store_close(store);
    unlink(path);
}

static const dg_case_room rooms[] = {
    {"intake", false, false, run_intake},  {"page", false, true, run_page},
    {"language", true, false, run_parse},  {"parse", true, false, run_parse},
    {"reading", true, false, run_all},     {"pipeline", true, false, run_all},
    {"archive", true, false, run_archive}, {"answers", true, false, run_archive},
};

const dg_case_room *dg_case_room_of(dg_str name) {
    for (size_t i = 0; i < DG_LEN(rooms); i++) {
        if (dg_str_is(name, rooms[i].name)) return &rooms[i];
    }
    return NULL;
}

/* ---- printing ---- */

/* "…" with ASCII quotation marks inside turned into ' and line ends into blanks: a line stays a
 * line, a word a word. */
static void put_quoted(dg_buf *b, dg_str s) {
    if (!s.p) {
        dg_buf_addc(b, '-');
        return;
    }
    dg_buf_addc(b, '"');
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        dg_buf_addc(b, c == '"' ? '\'' : c == '\n' || c == '\r' ? ' ' : c);
    }
    dg_buf_addc(b, '"');
}

static void put_text(dg_buf *b, const dg_doc *d, dg_range r) {
    put_quoted(b, r.from == r.to ? DG_STR_NULL : dg_doc_text(d, r));
}

static void put_or_dash(dg_buf *b, const char *z) {
    dg_buf_addz(b, z[0] ? z : "-");
}

static void put_days(dg_buf *b, dg_days d) {
    char z[11];
    if (!dg_days_known(d)) {
        dg_buf_addc(b, '-');
        return;
    }
    dg_day_format(d.from, z);
    dg_buf_addz(b, z);
    if (d.to == d.from) return;
    dg_day_format(d.to, z);
    dg_buf_printf(b, "..%s", z);
}

static void put_name(dg_buf *b, const dg_doc *d, uint32_t entity) {
    put_quoted(b, entity < d->n_entities ? d->entities[entity].name : DG_STR_NULL);
}

/* key="A|B", key=- for none */
static void put_names(dg_buf *b, const char *key, const dg_doc *d, const uint32_t *entities,
                      uint32_t n) {
    dg_buf_printf(b, " %s=", key);
    dg_buf_addz(b, n ? "\"" : "-");
    for (uint32_t i = 0; i < n; i++) {
        if (i) dg_buf_addc(b, '|');
        dg_buf_adds(b, d->entities[entities[i]].name);
    }
    if (n) dg_buf_addc(b, '"');
}

/* CHN+RUS; an entity without a country by its name; - for none */
static void put_side(dg_buf *b, const dg_doc *d, const uint32_t *entities, uint32_t n) {
    if (!n) dg_buf_addc(b, '-');
    for (uint32_t i = 0; i < n; i++) {
        const dg_entity *e = &d->entities[entities[i]];
        if (i) dg_buf_addc(b, '+');
        if (e->country[0])
            dg_buf_addz(b, e->country);
        else
            put_quoted(b, e->name);
    }
}

/* quantity killed 200..300 "200 to 300 people" ASSAULT "attacked" unit="people" … */
static void print_quantity(const dg_doc *d, const dg_event *e, const dg_quantity *q, dg_buf *b) {
    const char *names[] = {q->currency, dg_direction_names[q->direction],
                           dg_extent_names[q->extent], dg_bound_names[q->bound]};
    static const char *const keys[] = {"currency", "direction", "extent", "bound"};
    dg_buf_printf(b, "quantity %s %.15g", dg_quantity_kind_names[q->kind], q->value);
    if (q->high > q->value) dg_buf_printf(b, "..%.15g", q->high);
    dg_buf_addc(b, ' ');
    put_text(b, d, q->span);
    dg_buf_printf(b, " %s ", dg_plover_table[e->type].name);
    put_text(b, d, e->trigger);
    dg_buf_addz(b, " unit=");
    put_quoted(b, q->unit);
    for (uint32_t i = 0; i < DG_LEN(keys); i++) {
        dg_buf_printf(b, " %s=", keys[i]);
        put_or_dash(b, names[i] ? names[i] : "");
    }
    dg_buf_addc(b, '\n');
}

static void print_quantities(const dg_case_result *r, dg_buf *b) {
    for (uint32_t i = 0; i < r->doc.n_events; i++)
        for (uint32_t k = 0; k < r->doc.events[i].n_quantities; k++)
            print_quantity(&r->doc, &r->doc.events[i], &r->doc.events[i].quantities[k], b);
}

static void print_language(const dg_case_result *r, dg_buf *b) {
    put_or_dash(b, r->doc.lang);
    dg_buf_addc(b, '\n');
}

static void print_content(const dg_case_result *r, dg_buf *b) {
    dg_buf_adds(b, r->doc.text);
    dg_buf_addc(b, '\n');
}

static void print_title(const dg_case_result *r, dg_buf *b) {
    dg_buf_adds(b, r->doc.title.p ? r->doc.title : DG_STR("-"));
    dg_buf_addc(b, '\n');
}

static void print_byline(const dg_case_result *r, dg_buf *b) {
    dg_buf_adds(b, r->doc.byline.p ? r->doc.byline : DG_STR("-"));
    dg_buf_addc(b, '\n');
}

static void print_outlet(const dg_case_result *r, dg_buf *b) {
    dg_buf_adds(b, r->doc.outlet.p ? r->doc.outlet : DG_STR("-"));
    dg_buf_addc(b, '\n');
}

static void print_page(const dg_case_result *r, dg_buf *b) {
    dg_buf_printf(b, "page %s lang=", dg_page_kind_names[r->doc.kind]);
    dg_buf_adds(b, r->doc.lang_hint.p ? r->doc.lang_hint : DG_STR("-"));
    dg_buf_addz(b, " url=");
    put_quoted(b, r->doc.url);
    dg_buf_addc(b, '\n');
}

static void print_published(const dg_case_result *r, dg_buf *b) {
    put_days(b, r->doc.published);
    dg_buf_printf(b, " %s\n", dg_basis_names[r->doc.published_basis]);
}

static void print_error(const dg_case_result *r, dg_buf *b) {
    dg_buf_printf(b, "%s at=%llu", dg_err_name(r->rc), (unsigned long long)(r->rc ? r->err.at : 0));
    if (r->rc) dg_buf_printf(b, " %s", r->err.text);
    dg_buf_addc(b, '\n');
}

static void print_sentences(const dg_case_result *r, dg_buf *b) {
    for (uint32_t i = 0; i < r->doc.n_sentences; i++) {
        dg_str s = dg_doc_text(&r->doc, r->doc.sentences[i].span);
        for (uint32_t k = 0; k < s.n; k++) dg_buf_addc(b, s.p[k] == '\n' ? ' ' : s.p[k]);
        dg_buf_addc(b, '\n');
    }
}

static void print_words(const dg_case_result *r, dg_buf *b) {
    for (uint32_t i = 0; i < r->doc.n_sentences; i++) {
        const dg_sentence *s = &r->doc.sentences[i];
        for (uint32_t t = s->from; t < s->to; t++) {
            if (t > s->from) dg_buf_addc(b, ' ');
            dg_buf_adds(b, r->doc.tokens[t].form);
        }
        dg_buf_addc(b, '\n');
    }
}

static void print_tokens(const dg_case_result *r, dg_buf *b) {
    for (uint32_t i = 0; i < r->doc.n_tokens; i++) {
        const dg_token *t = &r->doc.tokens[i];
        dg_buf_addz(b, "token ");
        put_quoted(b, t->form);
        dg_buf_printf(b, " %s lemma=", dg_upos_names[t->upos]);
        put_quoted(b, t->lemma);
        dg_buf_printf(b, " %.*s <- ", (int)t->rel_str.n, t->rel_str.p ? t->rel_str.p : "");
        put_quoted(b, t->head < r->doc.n_tokens ? r->doc.tokens[t->head].form : DG_STR_NULL);
        dg_buf_printf(b, " ner=%s feats=%.*s\n", dg_ner_names[t->ner], (int)t->feats_str.n,
                      t->feats_str.p ? t->feats_str.p : "");
    }
}

static void print_entity(const dg_doc *d, const dg_entity *e, dg_buf *b) {
    dg_buf_printf(b, "entity %s ", dg_entity_kind_names[e->kind]);
    put_quoted(b, e->name);
    dg_buf_addc(b, ' ');
    put_or_dash(b, e->country);
    dg_buf_addc(b, ' ');
    put_or_dash(b, e->sector);
    dg_buf_addz(b, " role=");
    put_quoted(b, e->role);
    dg_buf_addz(b, " key=");
    put_quoted(b, e->key);
    put_names(b, "members", d, e->members, e->n_members);
    dg_buf_addz(b, " mentions=\"");
    for (uint32_t i = 0; i < e->n_mentions; i++) {
        if (i) dg_buf_addc(b, '|');
        dg_buf_adds(b, dg_doc_text(d, d->mentions[e->mentions[i]].span));
    }
    dg_buf_addz(b, "\"\n");
}

static void print_entities(const dg_case_result *r, dg_buf *b) {
    for (uint32_t i = 0; i < r->doc.n_entities; i++) print_entity(&r->doc, &r->doc.entities[i], b);
}

static void print_mentions(const dg_case_result *r, dg_buf *b) {
    static const char *const kinds[] = {"name", "adjective", "role", "pronoun"};
    for (uint32_t i = 0; i < r->doc.n_mentions; i++) {
        const dg_mention *m = &r->doc.mentions[i];
        dg_buf_addz(b, "mention ");
        put_text(b, &r->doc, m->span);
        dg_buf_printf(b, " %s -> ", kinds[m->kind]);
        put_name(b, &r->doc, m->entity);
        dg_buf_addc(b, '\n');
    }
}

static void print_times(const dg_case_result *r, dg_buf *b) {
    for (uint32_t i = 0; i < r->doc.n_times; i++) {
        dg_buf_addz(b, "time ");
        put_text(b, &r->doc, r->doc.times[i].span);
        dg_buf_addc(b, ' ');
        put_days(b, r->doc.times[i].value);
        dg_buf_addc(b, '\n');
    }
}

static void print_quotes(const dg_case_result *r, dg_buf *b) {
    static const char *const stances[] = {"assert", "deny", "doubt", "hope",
                                          "demand", "warn", "allege"};
    for (uint32_t i = 0; i < r->doc.n_quotes; i++) {
        const dg_quote *q = &r->doc.quotes[i];
        dg_buf_printf(b, "quote %s ", dg_quote_form_names[q->form]);
        put_text(b, &r->doc, q->span);
        dg_buf_addz(b, " speaker=");
        put_name(b, &r->doc, q->speaker);
        dg_buf_addz(b, " cue=");
        put_text(b, &r->doc, q->cue);
        dg_buf_printf(b, " stance=%s", stances[q->stance]);
        put_names(b, "to", &r->doc, q->addressees, q->n_addressees);
        put_names(b, "via", &r->doc, q->via, q->n_via);
        dg_buf_addc(b, '\n');
    }
}

static void print_event(const dg_doc *d, const dg_event *e, dg_buf *b) {
    dg_buf_printf(b, "event %s %.*s ", e->type < DG_PLOVER_N ? dg_plover_table[e->type].name : "?",
                  e->mode.p ? (int)e->mode.n : 1, e->mode.p ? e->mode.p : "-");
    put_side(b, d, e->actors, e->n_actors);
    dg_buf_addz(b, " -> ");
    put_side(b, d, e->recipients, e->n_recipients);
    dg_buf_printf(b, " %s %s when=", dg_status_names[e->status],
                  e->negated ? "negated" : "affirmed");
    put_days(b, e->when);
    dg_buf_addz(b, " where=");
    put_or_dash(b, e->where_country);
    dg_buf_addz(b, " place=");
    put_quoted(b, e->where_place);
    dg_buf_addz(b, " trigger=");
    put_text(b, d, e->trigger);
    put_names(b, "actors", d, e->actors, e->n_actors);
    put_names(b, "recipients", d, e->recipients, e->n_recipients);
    put_names(b, "via", d, e->via, e->n_via);
    for (uint32_t i = 0; i < e->n_contexts; i++) {
        dg_buf_addz(b, " context=");
        dg_buf_adds(b, e->contexts[i]);
    }
    dg_buf_addz(b, " quote=");
    put_text(b, d, e->quote < d->n_quotes ? d->quotes[e->quote].span : (dg_range){0, 0});
    dg_buf_printf(b, " cameo=%.*s frame=%.*s", (int)e->cameo.n, e->cameo.p ? e->cameo.p : "",
                  (int)e->frame.n, e->frame.p ? e->frame.p : "");
    if (e->began) dg_buf_addz(b, " began");
    for (uint32_t i = 0; i < e->n_again; i++) {
        dg_buf_addz(b, " again=");
        put_text(b, d, e->again[i]);
    }
    if (e->same_as != DG_NONE) {
        dg_buf_addz(b, " same=");
        put_text(b, d, d->events[e->same_as].trigger);
    }
    dg_buf_addc(b, '\n');
}

static void print_events(const dg_case_result *r, dg_buf *b) {
    for (uint32_t i = 0; i < r->doc.n_events; i++) print_event(&r->doc, &r->doc.events[i], b);
}

static void print_articles(const dg_case_result *r, dg_buf *b) {
    for (uint32_t i = 0; i < r->n_articles; i++) {
        const dg_article *a = &r->articles[i];
        const struct {
            const char *key;
            dg_str value;
        } fields[] = {{"uri", a->uri},       {"title", a->title}, {"byline", a->byline},
                      {"outlet", a->outlet}, {"lang", a->lang},   {"date", a->date},
                      {"text", a->bytes}};
        dg_buf_printf(b, "article %s", dg_format_names[a->format]);
        for (size_t k = 0; k < DG_LEN(fields); k++) {
            dg_buf_printf(b, " %s=", fields[k].key);
            put_quoted(b, fields[k].value);
        }
        dg_buf_printf(b, " markup=%s teaser=%s cut=%s", a->html ? "yes" : "no",
                      a->teaser ? "yes" : "no", a->cut ? "yes" : "no");
        dg_buf_addz(b, " charset=");
        put_quoted(b, a->charset);
        dg_buf_addz(b, " crawled=");
        put_quoted(b, a->crawled);
        dg_buf_printf(b, " at=%llu within=", (unsigned long long)a->place.at);
        if (a->place.packed)
            dg_buf_printf(b, "%llu\n", (unsigned long long)a->place.within);
        else
            dg_buf_addz(b, "-\n");
    }
}

static void print_skipped(const dg_case_result *r, dg_buf *b) {
    for (int i = 0; i < DG_SKIP_N; i++)
        if (r->skipped[i])
            dg_buf_printf(b, "%s %llu\n", dg_skip_names[i], (unsigned long long)r->skipped[i]);
}

static void print_dossier(const dg_case_result *r, dg_buf *b) {
    dg_buf_adds(b, r->dossier);
}

static void print_versions(const dg_case_result *r, dg_buf *b) {
    dg_buf_adds(b, r->versions);
}

static void print_explanation(const dg_case_result *r, dg_buf *b) {
    dg_err err;
    dg_explain_write(&r->doc, b, &err);
}

static void print_new(const dg_case_result *r, dg_buf *b) {
    dg_buf_printf(b, "%u new\n", r->n_new);
}

static const struct {
    const char *name;
    bool verbatim; /* lines are compared whole, not word by word */
    void (*print)(const dg_case_result *r, dg_buf *b);
} sections[] = {
    {"error", false, print_error},
    {"articles", false, print_articles},
    {"title", true, print_title},
    {"byline", true, print_byline},
    {"outlet", true, print_outlet},
    {"published", false, print_published},
    {"content", true, print_content},
    {"language", true, print_language},
    {"sentences", true, print_sentences},
    {"words", true, print_words},
    {"tokens", false, print_tokens},
    {"entities", false, print_entities},
    {"mentions", false, print_mentions},
    {"times", false, print_times},
    {"quotes", false, print_quotes},
    {"events", false, print_events},
    {"quantities", false, print_quantities},
    {"archive", false, print_new},
    {"dossier", false, print_dossier},
    {"explain", false, print_explanation},
    {"skipped", false, print_skipped},
    {"page", false, print_page},
    {"versions", false, print_versions},
};

bool dg_case_print(const dg_case_result *r, dg_str section, dg_buf *out, bool *ret_verbatim) {
    for (size_t i = 0; i < DG_LEN(sections); i++) {
        if (!dg_str_is(section, sections[i].name)) continue;
        *ret_verbatim = sections[i].verbatim;
        bool always = sections[i].print == print_error || sections[i].print == print_articles ||
                      sections[i].print == print_skipped;
        if (!r->rc || always)
            sections[i].print(r, out); /* of what failed, the layers mean nothing */
        return true;
    }
    return false;
}

const char *dg_case_section_name(uint32_t i) {
    return i < DG_LEN(sections) ? sections[i].name : NULL;
}
