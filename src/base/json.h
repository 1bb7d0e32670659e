/* json.h: JSON (RFC 8259) out, in one fixed form, and in, through jansson.
 *
 * Writing: commas and colons are the writer's business; keys come out in the order in which they
 * were written; numbers in the shortest form that the caller's precision allows; no white space.
 * Strings may hold any bytes. */
#ifndef DG_JSON_H
#define DG_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

typedef struct dg_json_out {
    dg_buf *buf;
    uint32_t depth;      /* at most 62 */
    uint64_t comma_bits; /* bit d: the container at depth d has something in it */
    bool after_key;
} dg_json_out;

/* Begins one value; buf stays the caller's and is `bad` in the end when anything failed. */
void dg_json_begin(dg_json_out *o, dg_buf *buf);
/* Objects and arrays begin and end; between them a key before each value of an object. */
void dg_json_obj(dg_json_out *o);
void dg_json_obj_end(dg_json_out *o);
void dg_json_arr(dg_json_out *o);
void dg_json_arr_end(dg_json_out *o);
void dg_json_key(dg_json_out *o, const char *key); /* key needs no escaping */
/* p == NULL writes null; each byte that is not UTF-8 becomes U+FFFD. */
void dg_json_str(dg_json_out *o, dg_str s);
void dg_json_int(dg_json_out *o, int64_t v);
void dg_json_num(dg_json_out *o, double v, int decimals); /* trailing zeros cut: 0.5, 4, 0.833 */
void dg_json_bool(dg_json_out *o, bool v);
void dg_json_null(dg_json_out *o);

/* Reading: a tree in an arena. Depth at most 64, duplicate keys: the last one wins. */
typedef enum {
    DG_JSON_NULL,
    DG_JSON_BOOL,
    DG_JSON_NUM,
    DG_JSON_STR,
    DG_JSON_ARR,
    DG_JSON_OBJ
} dg_json_kind;
typedef struct dg_json dg_json;
struct dg_json {
    dg_json_kind kind;
    bool boolean;
    double num;
    dg_str str;           /* DG_JSON_STR: UTF-8, may hold NULs */
    uint32_t n;           /* members of an array or object */
    const dg_json *items; /* [n] values */
    const dg_str *keys;   /* [n] for an object */
};
/* The tree of the bytes, in the arena, as long as it. DG_E_SYNTAX (err->at: the byte where it
 * breaks), DG_E_LIMIT, DG_E_NOMEM. */
int dg_json_parse(dg_str bytes, dg_arena *arena, const dg_json **ret, dg_err *err);
/* NULL when absent or not an object. */
const dg_json *dg_json_get(const dg_json *obj, const char *key);
/* DG_STR_NULL when absent or no string. */
dg_str dg_json_get_str(const dg_json *obj, const char *key);

#endif
