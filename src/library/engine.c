/* engine.c: model and lexicon, readers, inputs: the pipeline behind include/dragoman.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dladdr */
#endif
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "doc/record.h"
#include "library/library.h"

#define X(name, code, text)                                                                        \
    static_assert((int)DRAGOMAN_E_##name == (code), "dragoman.h and err.h differ");
DG_ERR_MAP(X)
#undef X
static_assert(sizeof((dragoman_error *)0)->text == sizeof((dg_err *)0)->text, "one length");

static const size_t article_ceiling = (size_t)1 << 30, big_arena = (size_t)64 << 20;

/* ---- errors, version ---- */

int dg_library_error(const dg_err *err, dragoman_error *ret) {
    if (ret) {
        ret->code = err->code, ret->at = err->at;
        memcpy(ret->text, err->text, sizeof ret->text);
    }
    return err->code;
}

const char *dragoman_error_name(int code) {
    return dg_err_name(code);
}

const char *dragoman_error_text(int code) {
    return dg_err_text(code);
}

const char *dragoman_version(void) {
    return DRAGOMAN_VERSION;
}

int dragoman_version_number(void) {
    return DRAGOMAN_VERSION_NUMBER;
}

void dragoman_free(void *bytes) {
    free(bytes);
}

/* ---- the engine ---- */

/* The file that holds this code: the shared library, or the program it is linked into. */
static const char *own_file(void) {
    Dl_info info;
    return dladdr((const void *)own_file, &info) ? info.dli_fname : NULL;
}

int dragoman_open(const char *model, const char *lexicon, dragoman **ret, dragoman_error *err) {
    dg_err e = {0};
    dragoman *d = calloc(1, sizeof *d);
    int rc = d ? dg_config_find_from(own_file(), model, lexicon, true, &d->config, &e)
               : dg_err_set(&e, DG_E_NOMEM, 0, "dragoman");
    if (!rc) rc = dg_house_open(&d->config, true, &d->house, &e);
    if (rc) {
        free(d);
        return dg_library_error(&e, err);
    }
    *ret = d;
    return 0;
}

void dragoman_close(dragoman *d) {
    if (!d) return;
    dg_house_close(d->house);
    free(d);
}

const char *dragoman_model_path(const dragoman *d) {
    return d->config.model;
}

const char *dragoman_lexicon_path(const dragoman *d) {
    return d->config.lexicon;
}

/* ---- readers ---- */

int dragoman_reader_new(const dragoman *d, dragoman_reader **ret, dragoman_error *err) {
    dg_err e = {0};
    dragoman_reader *r = calloc(1, sizeof *r);
    if (r) {
        r->arena = dg_arena_new(article_ceiling);
        dg_buf_init(&r->json, article_ceiling);
        r->options.published = DG_DAYS_NONE;
    }
    int rc = r && r->arena ? dg_reader_new(d->house, &r->reader, &e)
                           : dg_err_set(&e, DG_E_NOMEM, 0, "reader");
    if (rc) {
        dragoman_reader_free(r);
        return dg_library_error(&e, err);
    }
    *ret = r;
    return 0;
}

void dragoman_reader_free(dragoman_reader *r) {
    if (!r) return;
    dg_reader_free(r->reader);
    dg_arena_free(r->arena);
    dg_buf_free(&r->json);
    free(r);
}

static int set_lang(dg_options *o, const char *value, dg_err *err) {
    size_t n = strlen(value);
    if (n && n != 2) return dg_err_set(err, DG_E_ARG, 0, "not an ISO 639-1 code: %s", value);
    memcpy(o->lang, value, n + 1);
    return 0;
}

static int set_date(dg_options *o, const char *value, dg_err *err) {
    dg_days days = DG_DAYS_NONE;
    if (value[0] && dg_days_parse(dg_str_of(value), &days))
        return dg_err_set(err, DG_E_ARG, 0, "not a day, month or year: %s", value);
    o->published = days;
    return 0;
}

static int find_format(const char *value, dg_format *ret, dg_err *err) {
    if (!value || !value[0]) return *ret = DG_FORMAT_AUTO, 0;
    for (int i = 0; i < DG_FORMAT_N; i++)
        if (strcmp(value, dg_format_names[i]) == 0) return *ret = (dg_format)i, 0;
    return dg_err_set(err, DG_E_ARG, 0, "no format %s", value);
}

int dragoman_reader_set(dragoman_reader *r, dragoman_option option, const char *value,
                        dragoman_error *err) {
    dg_err e = {0};
    int rc;
    if (!value) value = "";
    switch (option) {
    case DRAGOMAN_LANG: rc = set_lang(&r->options, value, &e); break;
    case DRAGOMAN_DATE: rc = set_date(&r->options, value, &e); break;
    case DRAGOMAN_FORMAT: rc = find_format(value, &r->format, &e); break;
    default: rc = dg_err_set(&e, DG_E_ARG, 0, "no option %d", (int)option);
    }
    return rc ? dg_library_error(&e, err) : 0;
}

/* ---- inputs ---- */

static dragoman_input *new_input(const char *name) {
    dragoman_input *in = calloc(1, sizeof *in + strlen(name) + 1);
    if (!in) return NULL;
    in->fd = -1;
    strcpy(in->name, name);
    return in;
}

static int open_file(const char *path, dg_format format, dragoman_input *in, dg_err *err) {
    int rc = dg_file_open_fd(path, &in->fd, err);
    if (rc) in->fd = -1;
    return rc ? rc : dg_intake_open_fd(in->fd, in->name, format, &in->intake, err);
}

static int open_memory(const void *bytes, size_t n, const char *name, dg_format format,
                       dragoman_input **ret, dg_err *err) {
    if (n > UINT32_MAX - 1) return dg_err_set(err, DG_E_LIMIT, 0, "more than 4 GiB");
    dragoman_input *in = new_input(name ? name : "memory");
    dg_str s = {n ? bytes : "", (uint32_t)n};
    int rc = in ? dg_intake_open(s, in->name, format, &in->intake, err)
                : dg_err_set(err, DG_E_NOMEM, 0, "input");
    if (rc)
        dragoman_input_close(in);
    else
        *ret = in;
    return rc;
}

int dragoman_input_file(const char *path, const char *format, dragoman_input **ret,
                        dragoman_error *err) {
    dg_err e = {0};
    dg_format f = DG_FORMAT_AUTO;
    dragoman_input *in = NULL;
    int rc = find_format(format, &f, &e);
    if (!rc && !(in = new_input(path))) rc = dg_err_set(&e, DG_E_NOMEM, 0, "input");
    if (!rc) rc = open_file(path, f, in, &e);
    if (rc) {
        dragoman_input_close(in);
        return dg_library_error(&e, err);
    }
    *ret = in;
    return 0;
}

int dragoman_input_memory(const void *bytes, size_t n, const char *name, const char *format,
                          dragoman_input **ret, dragoman_error *err) {
    dg_err e = {0};
    dg_format f = DG_FORMAT_AUTO;
    int rc = find_format(format, &f, &e);
    if (!rc) rc = open_memory(bytes, n, name, f, ret, &e);
    return rc ? dg_library_error(&e, err) : 0;
}

void dragoman_input_close(dragoman_input *in) {
    if (!in) return;
    dg_intake_close(in->intake);
    if (in->fd >= 0) close(in->fd);
    free(in);
}

/* ---- reading ---- */

/* Gives the last article's memory back, all of it where it was large. */
static int clear(dragoman_reader *r, dg_err *err) {
    if (r->json.cap > big_arena) dg_buf_free(&r->json);
    dg_buf_clear(&r->json);
    if (dg_arena_used(r->arena) <= big_arena) return dg_arena_reset(r->arena), 0;
    dg_arena *fresh = dg_arena_new(article_ceiling);
    if (!fresh) return dg_err_set(err, DG_E_NOMEM, 0, "reader");
    dg_arena_free(r->arena);
    r->arena = fresh;
    return 0;
}

int dg_library_next(dragoman_input *in, dragoman_reader *r, dg_doc *doc, dg_err *err) {
    dg_article article = {0};
    int rc = clear(r, err), found = 0;
    if (!rc) rc = found = dg_intake_next(in->intake, r->arena, &article, err);
    if (rc <= 0) return rc;
    if (!article.uri.p) article.uri = dg_str_of(in->name);
    rc = dg_pipeline_read(r->reader, &article, &r->options, r->arena, doc, err);
    if (rc && article.place.at) err->at = article.place.at; /* a place in the file */
    if (!rc) rc = dg_record_write(doc, &r->json, err);
    return rc ? rc : found;
}

static int next_record(dragoman_input *in, dragoman_reader *r, dragoman_record **ret, dg_err *err) {
    dg_doc doc;
    int rc = dg_library_next(in, r, &doc, err);
    if (rc <= 0) return rc;
    rc = dg_library_record(dg_buf_str(&r->json), ret, err);
    return rc ? rc : 1;
}

int dragoman_input_next(dragoman_input *in, dragoman_reader *r, dragoman_record **ret,
                        dragoman_error *err) {
    dg_err e = {0};
    int rc = next_record(in, r, ret, &e);
    return rc < 0 ? dg_library_error(&e, err) : rc;
}

int dragoman_read(dragoman_reader *r, const void *bytes, size_t n, const char *name,
                  dragoman_record **ret, dragoman_error *err) {
    dg_err e = {0};
    dragoman_input *in = NULL;
    int rc = open_memory(bytes, n, name, r->format, &in, &e);
    if (!rc) rc = next_record(in, r, ret, &e);
    dragoman_input_close(in);
    if (!rc) rc = dg_err_set(&e, DG_E_EMPTY, 0, "no article");
    return rc < 0 ? dg_library_error(&e, err) : 0;
}
