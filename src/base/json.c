/* json.c: a JSON writer that streams into a buffer, and a reader that copies jansson's tree into an
 * arena.
 *
 * The writer needs no tree: one bit a level says whether a comma is due. jansson allocates with
 * malloc; its tree is freed before dg_json_parse returns, so nothing of it leaves this file. Cost
 * of reading: two passes, O(bytes). */
#include "base/json.h"

#include "base/utf8.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

enum { DEPTH_OUT = 62, DEPTH_IN = 64 };

/* ---- out ---- */

void dg_json_begin(dg_json_out *o, dg_buf *buf) {
    *o = (dg_json_out){.buf = buf};
}

/* The comma before a value or key, unless it is the first of its container or follows its key. */
static void separate(dg_json_out *o) {
    if (o->after_key) {
        o->after_key = false;
        return;
    }
    uint64_t bit = (uint64_t)1 << o->depth;
    if (o->depth && (o->comma_bits & bit)) dg_buf_addc(o->buf, ',');
    o->comma_bits |= bit;
}

static void open_container(dg_json_out *o, char c) {
    separate(o);
    dg_buf_addc(o->buf, c);
    assert(o->depth < DEPTH_OUT);
    o->depth++;
    o->comma_bits &= ~((uint64_t)1 << o->depth);
}

static void close_container(dg_json_out *o, char c) {
    assert(o->depth > 0 && !o->after_key);
    o->depth--;
    dg_buf_addc(o->buf, c);
}

void dg_json_obj(dg_json_out *o) {
    open_container(o, '{');
}

void dg_json_obj_end(dg_json_out *o) {
    close_container(o, '}');
}

void dg_json_arr(dg_json_out *o) {
    open_container(o, '[');
}

void dg_json_arr_end(dg_json_out *o) {
    close_container(o, ']');
}

void dg_json_key(dg_json_out *o, const char *key) {
    separate(o);
    dg_buf_addc(o->buf, '"');
    dg_buf_addz(o->buf, key);
    dg_buf_addz(o->buf, "\":");
    o->after_key = true;
}

static void put_escaped(dg_buf *b, unsigned char c) {
    switch (c) {
    case '"': dg_buf_addz(b, "\\\""); break;
    case '\\': dg_buf_addz(b, "\\\\"); break;
    case '\b': dg_buf_addz(b, "\\b"); break;
    case '\f': dg_buf_addz(b, "\\f"); break;
    case '\n': dg_buf_addz(b, "\\n"); break;
    case '\r': dg_buf_addz(b, "\\r"); break;
    case '\t': dg_buf_addz(b, "\\t"); break;
    default: dg_buf_printf(b, "\\u%04x", c);
    }
}

/* Valid UTF-8 without NULL, in runs of what needs no escape. */
static void put_valid(dg_buf *b, const char *p, size_t n) {
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        dg_buf_add(b, p + from, i - from);
        put_escaped(b, c);
        from = i + 1;
    }
    dg_buf_add(b, p + from, n - from);
}

void dg_json_str(dg_json_out *o, dg_str s) {
    if (!s.p) {
        dg_json_null(o);
        return;
    }
    separate(o);
    dg_buf_addc(o->buf, '"');
    for (size_t at = 0; at < s.n;) {
        size_t good = dg_utf8_check(s.p + at, s.n - at);
        put_valid(o->buf, s.p + at, good);
        at += good;
        if (at < s.n) dg_buf_addz(o->buf, "\xEF\xBF\xBD");
        at++;
    }
    dg_buf_addc(o->buf, '"');
}

void dg_json_int(dg_json_out *o, int64_t v) {
    char text[24], *p = text + sizeof text;
    uint64_t left =
        v < 0 ? 0 - (uint64_t)v : (uint64_t)v; /* a record is mostly numbers: no printf */
    separate(o);
    do *--p = (char)('0' + left % 10);
    while (left /= 10);
    if (v < 0) *--p = '-';
    dg_buf_add(o->buf, p, (size_t)(text + sizeof text - p));
}

void dg_json_num(dg_json_out *o, double v, int decimals) {
    char text[400];
    if (!isfinite(v)) {
        dg_json_null(o);
        return;
    }
    separate(o);
    if (decimals < 0) decimals = 0;
    if (decimals > 17) decimals = 17;
    int n = snprintf(text, sizeof text, "%.*f", decimals, v);
    while (decimals && n > 0 && text[n - 1] == '0') n--;
    if (decimals && n > 0 && text[n - 1] == '.') n--;
    if (n == 2 && memcmp(text, "-0", 2) == 0)
        dg_buf_addc(o->buf, '0');
    else
        dg_buf_add(o->buf, text, (size_t)n);
}

void dg_json_bool(dg_json_out *o, bool v) {
    separate(o);
    dg_buf_addz(o->buf, v ? "true" : "false");
}

void dg_json_null(dg_json_out *o) {
    separate(o);
    dg_buf_addz(o->buf, "null");
}

/* ---- in ---- */

static int copy(json_t *from, dg_arena *a, uint32_t depth, dg_json *to);

static int copy_str(const char *p, size_t n, dg_arena *a, dg_str *ret) {
    if (n > UINT32_MAX - 1) return DG_E_LIMIT;
    *ret = dg_arena_str(a, (dg_str){p, (uint32_t)n});
    return ret->p ? 0 : DG_E_NOMEM;
}

static int copy_array(json_t *from, dg_arena *a, uint32_t depth, dg_json *to) {
    size_t n = json_array_size(from);
    dg_json *items = dg_arena_zalloc(a, n, sizeof *items);
    if (!items) return DG_E_NOMEM;
    to->items = items;
    to->n = (uint32_t)n;
    int rc = 0;
    for (size_t i = 0; i < n && !rc; i++)
        rc = copy(json_array_get(from, i), a, depth + 1, &items[i]);
    return rc;
}

static int copy_object(json_t *from, dg_arena *a, uint32_t depth, dg_json *to) {
    size_t n = json_object_size(from), i = 0;
    dg_json *items = dg_arena_zalloc(a, n, sizeof *items);
    dg_str *keys = dg_arena_zalloc(a, n, sizeof *keys);
    if (!items || !keys) return DG_E_NOMEM;
    to->items = items;
    to->keys = keys;
    to->n = (uint32_t)n;
    for (void *it = json_object_iter(from); it && i < n;
         it = json_object_iter_next(from, it), i++) {
        const char *key = json_object_iter_key(it);
        int rc = copy_str(key, strlen(key), a, &keys[i]);
        if (!rc) rc = copy(json_object_iter_value(it), a, depth + 1, &items[i]);
        if (rc) return rc;
    }
    return 0;
}

static int copy(json_t *from, dg_arena *a, uint32_t depth, dg_json *to) {
    if (depth > DEPTH_IN) return DG_E_LIMIT;
    switch (json_typeof(from)) {
    case JSON_OBJECT: to->kind = DG_JSON_OBJ; return copy_object(from, a, depth, to);
    case JSON_ARRAY: to->kind = DG_JSON_ARR; return copy_array(from, a, depth, to);
    case JSON_STRING:
        to->kind = DG_JSON_STR;
        return copy_str(json_string_value(from), json_string_length(from), a, &to->str);
    case JSON_INTEGER:
    case JSON_REAL:
        to->kind = DG_JSON_NUM;
        to->num = json_number_value(from);
        return 0;
    case JSON_TRUE:
    case JSON_FALSE:
        to->kind = DG_JSON_BOOL;
        to->boolean = json_is_true(from);
        return 0;
    default: to->kind = DG_JSON_NULL; return 0;
    }
}

static int parse_error(const json_error_t *e, dg_err *err) {
    int code = DG_E_SYNTAX;
    if (json_error_code(e) == json_error_out_of_memory) code = DG_E_NOMEM;
    if (json_error_code(e) == json_error_stack_overflow) code = DG_E_LIMIT;
    return dg_err_set(err, code, e->position > 0 ? (uint64_t)e->position : 0, "JSON: %s", e->text);
}

int dg_json_parse(dg_str bytes, dg_arena *arena, const dg_json **ret, dg_err *err) {
    json_error_t e;
    json_t *tree = json_loadb(bytes.p ? bytes.p : "", bytes.n,
                              JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &e);
    if (!tree) return parse_error(&e, err);
    dg_json *root = dg_arena_zalloc(arena, 1, sizeof *root);
    int rc = root ? copy(tree, arena, 0, root) : DG_E_NOMEM;
    json_decref(tree);
    if (rc) return dg_err_set(err, rc, 0, rc == DG_E_LIMIT ? "JSON nested too deep" : "JSON");
    *ret = root;
    return 0;
}

const dg_json *dg_json_get(const dg_json *obj, const char *key) {
    if (!obj || obj->kind != DG_JSON_OBJ) return NULL;
    for (uint32_t i = 0; i < obj->n; i++) {
        if (dg_str_is(obj->keys[i], key)) return &obj->items[i];
    }
    return NULL;
}

dg_str dg_json_get_str(const dg_json *obj, const char *key) {
    const dg_json *v = dg_json_get(obj, key);
    return v && v->kind == DG_JSON_STR ? v->str : DG_STR_NULL;
}
