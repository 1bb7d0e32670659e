/* archive.c: archives behind include/dragoman.h: adding, questions, exports, walks. Names are those
 * of the engine's lexicon; the two small tables of an answer's words are read for each question. */
#include <stdlib.h>

#include "answers/question.h"
#include "archive/export.h"
#include "archive/join.h"
#include "library/library.h"

enum { MOST_WORDS = 1000 };
static const size_t answer_ceiling = (size_t)1 << 30, arena_ceiling = (size_t)256 << 20;

struct dragoman_archive {
    const dragoman *d;
    dg_store *store;
    bool write;
};

struct dragoman_cursor {
    dg_records *records;
};

int dragoman_archive_open(const dragoman *d, const char *path, int write, dragoman_archive **ret,
                          dragoman_error *err) {
    dg_err e = {0};
    dragoman_archive *a = calloc(1, sizeof *a);
    int rc = a ? dg_store_open(path, write != 0, &a->store, &e)
               : dg_err_set(&e, DG_E_NOMEM, 0, "archive");
    if (rc) {
        free(a);
        return dg_library_error(&e, err);
    }
    a->d = d, a->write = write != 0;
    *ret = a;
    return 0;
}

void dragoman_archive_close(dragoman_archive *a) {
    if (!a) return;
    dg_store_close(a->store);
    free(a);
}

/* ---- adding ---- */

static int add_one(dragoman_archive *a, dragoman_reader *r, const dg_doc *doc, dragoman_counts *c,
                   dg_err *err) {
    dg_str json = dg_buf_str(&r->json);
    bool is_new = false;
    c->read++;
    if (!dg_kind_is_report(doc->kind)) return c->left_out++, 0;
    if (json.n && json.p[json.n - 1] == '\n') json.n--;
    int rc = dg_store_add(a->store, doc, json, &is_new, err);
    c->added += !rc && is_new;
    return rc;
}

static int add_all(dragoman_archive *a, dragoman_reader *r, dragoman_input *in,
                   dragoman_on_error *on_error, void *self, dragoman_counts *c, dg_err *err) {
    for (;;) {
        dg_doc doc;
        dg_err bad = {0};
        int rc = dg_library_next(in, r, &doc, &bad);
        if (!rc) break;
        if (rc > 0 && (rc = add_one(a, r, &doc, c, err))) return rc;
        if (!bad.code) continue;
        dragoman_error told;
        dg_library_error(&bad, &told);
        c->errors++;
        if (on_error) on_error(self, in->name, &told);
    }
    int rc = dg_store_commit(a->store, err);
    return rc ? rc : dg_join(a->store, err);
}

int dragoman_archive_add(dragoman_archive *a, dragoman_reader *r, dragoman_input *in,
                         dragoman_on_error *on_error, void *self, dragoman_counts *ret,
                         dragoman_error *err) {
    dg_err e = {0};
    dragoman_counts counts = {0};
    int rc = a->write ? add_all(a, r, in, on_error, self, &counts, &e)
                      : dg_err_set(&e, DG_E_ARG, 0, "the archive was not opened to write");
    if (rc && a->write) dg_store_commit(a->store, NULL); /* what is whole is kept where it can be */
    if (ret) *ret = counts;
    return rc ? dg_library_error(&e, err) : 0;
}

/* ---- questions ---- */

/* One key and its value; words[MOST_WORDS] takes what is no filter. */
static int set_filter(dg_asked *q, const char **words, const char *key, const char *value,
                      dg_err *err) {
    static const char *const keys[] = {"party", "words", "id"}; /* by dg_takes */
    if (!value) return dg_err_set(err, DG_E_ARG, 0, "%s has no value", key);
    if (strcmp(key, keys[q->question->takes]) != 0) {
        int rc = dg_asked_set(q, key, value, err);
        return rc == DG_E_NOT_FOUND
                   ? dg_err_set(err, DG_E_ARG, 0, "no filter %s of %s", key, q->question->name)
                   : rc;
    }
    if (q->n_words == MOST_WORDS) return dg_err_set(err, DG_E_LIMIT, 0, "too many words");
    words[q->n_words++] = value;
    return 0;
}

static int load_and_answer(dragoman_archive *a, const dg_asked *q, dg_arena *arena, dg_buf *out,
                           dg_err *err) {
    dg_phrases phrases;
    int rc = dg_phrases_load(a->d->config.lexicon, q->in ? q->in : "en",
                             a->d->house->lexicon->names, arena, &phrases, err);
    return rc ? rc : dg_asked_answer(q, a->store, &phrases, arena, out, err);
}

static int ask(dragoman_archive *a, const char *name, const char *const *filters, dg_buf *out,
               dg_err *err) {
    dg_asked q;
    const char *words[MOST_WORDS];
    const dg_question *question = dg_question_find(name);
    if (!question) return dg_err_set(err, DG_E_NOT_FOUND, 0, "no question %s", name);
    dg_asked_begin(&q, question);
    q.as = DG_AS_JSON, q.words = words;
    if (question->answer == dg_answer_network) q.as = DG_AS_SVG;
    if (question->writes && !a->write)
        return dg_err_set(err, DG_E_ARG, 0, "%s needs an archive opened to write", name);
    int rc = 0;
    for (; !rc && filters && filters[0]; filters += 2)
        rc = set_filter(&q, words, filters[0], filters[1], err);
    dg_arena *arena = dg_arena_new(arena_ceiling);
    if (!rc && !arena) rc = dg_err_set(err, DG_E_NOMEM, 0, "%s", name);
    if (!rc) rc = load_and_answer(a, &q, arena, out, err);
    dg_arena_free(arena);
    return rc;
}

int dragoman_archive_query(dragoman_archive *a, const char *name, const char *const *filters,
                           char **ret, size_t *ret_n, dragoman_error *err) {
    dg_err e = {0};
    dg_buf out;
    dg_buf_init(&out, answer_ceiling);
    int rc = ask(a, name, filters, &out, &e);
    if (!rc && (!dg_buf_add(&out, "", 0) || !dg_buf_reserve(&out, 1)))
        rc = dg_err_set(&e, DG_E_NOMEM, 0, "%s", name);
    if (rc) {
        dg_buf_free(&out);
        return dg_library_error(&e, err);
    }
    out.p[out.n] = 0;
    *ret = out.p;
    if (ret_n) *ret_n = out.n;
    return 0;
}

const char *dragoman_query_name(size_t i) {
    return i < DG_N_QUESTIONS ? dg_questions[i].name : NULL;
}

/* ---- exports ---- */

typedef struct putting {
    dragoman_put *put;
    void *self;
} putting;

static int put_out(void *self, dg_str bytes, dg_err *err) {
    const putting *p = self;
    return p->put(p->self, bytes.p, bytes.n) ? dg_err_set(err, DG_E_STOPPED, 0, "export") : 0;
}

const char *dragoman_export_name(size_t i) {
    return i < DG_EXPORT_N ? dg_export_names[i] : NULL;
}

int dragoman_archive_export(dragoman_archive *a, const char *format, dragoman_put *put, void *self,
                            dragoman_error *err) {
    dg_err e = {0};
    putting p = {put, self};
    int kind = 0, rc;
    while (kind < DG_EXPORT_N && strcmp(format, dg_export_names[kind]) != 0) kind++;
    rc = kind == DG_EXPORT_N ? dg_err_set(&e, DG_E_NOT_FOUND, 0, "no export %s", format)
                             : dg_export(a->store, (dg_export_kind)kind, put_out, &p, &e);
    return rc ? dg_library_error(&e, err) : 0;
}

/* ---- records ---- */

int dragoman_archive_record(dragoman_archive *a, const char *id, dragoman_record **ret,
                            dragoman_error *err) {
    dg_err e = {0};
    dg_str json;
    dg_arena *arena = dg_arena_new(answer_ceiling);
    int rc = arena ? dg_record_of(a->store, dg_str_of(id), arena, &json, &e)
                   : dg_err_set(&e, DG_E_NOMEM, 0, "record");
    if (!rc) rc = dg_library_record(json, ret, &e);
    dg_arena_free(arena);
    return rc ? dg_library_error(&e, err) : 0;
}

static int days_between(const char *since, const char *until, dg_days *ret, dg_err *err) {
    dg_days from = DG_DAYS_NONE, to = DG_DAYS_NONE;
    if (since && dg_days_parse(dg_str_of(since), &from))
        return dg_err_set(err, DG_E_ARG, 0, "not a day, month or year: %s", since);
    if (until && dg_days_parse(dg_str_of(until), &to))
        return dg_err_set(err, DG_E_ARG, 0, "not a day, month or year: %s", until);
    *ret = DG_DAYS_NONE;
    if (since || until)
        *ret = (dg_days){since ? from.from : dg_day_of(1, 1, 1),
                         until ? to.to : dg_day_of(9999, 12, 31)};
    return 0;
}

int dragoman_archive_records(dragoman_archive *a, const char *since, const char *until,
                             dragoman_cursor **ret, dragoman_error *err) {
    dg_err e = {0};
    dg_days days;
    dragoman_cursor *c = calloc(1, sizeof *c);
    int rc = c ? days_between(since, until, &days, &e) : dg_err_set(&e, DG_E_NOMEM, 0, "records");
    if (!rc) rc = dg_records_open(a->store, days, &c->records, &e);
    if (rc) {
        free(c);
        return dg_library_error(&e, err);
    }
    *ret = c;
    return 0;
}

int dragoman_cursor_next(dragoman_cursor *c, dragoman_record **ret, dragoman_error *err) {
    dg_err e = {0};
    dg_str json;
    int rc = dg_records_next(c->records, &json, &e);
    if (rc > 0 && dg_library_record(json, ret, &e)) rc = e.code;
    return rc < 0 ? dg_library_error(&e, err) : rc;
}

void dragoman_cursor_close(dragoman_cursor *c) {
    if (!c) return;
    dg_records_close(c->records);
    free(c);
}
