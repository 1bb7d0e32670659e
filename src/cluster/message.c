/* message.c: little-endian on every machine. "DGM1", order (8 bytes), bytes unpacked (4), zstd.
 * cost: O(bytes); zstd's level 3 makes pages of news a sixth, at some 300 MB/s. */
#include "cluster/message.h"

#include <zstd.h>

#include "base/hash.h"
#include "cluster/rows.h"
#include "doc/limits.h"

enum { HEAD = 16, LEVEL = 3, MAX_BLOCKS = 1 << 20 };
static const size_t unpacked_most = (size_t)DG_MAX_ARTICLE + (16u << 20);
static const char magic[4] = {'D', 'G', 'M', '1'};

/* ---- out ---- */

static void put_str(dg_buf *out, dg_str s) {
    dg_row_number(out, s.p ? s.n : DG_NONE, 4);
    if (s.p) dg_buf_adds(out, s);
}

static void write_fields(const dg_article *a, const dg_options *o, dg_buf *out) {
    const dg_str words[] = {a->uri,  a->url,  a->title,   a->byline,  a->outlet,
                            a->lang, a->date, a->charset, a->crawled, a->file};
    dg_row_number(out, (uint64_t)a->format, 1);
    dg_row_number(out, (uint64_t)(a->html | a->cut << 1 | a->teaser << 2 | a->place.packed << 3),
                  1);
    dg_row_number(out, a->place.at, 8);
    dg_row_number(out, a->place.within, 8);
    for (size_t i = 0; i < DG_LEN(words); i++) put_str(out, words[i]);
    dg_row_number(out, (uint32_t)o->published.from, 4);
    dg_row_number(out, (uint32_t)o->published.to, 4);
    dg_buf_add(out, o->lang, sizeof o->lang);
    dg_row_number(out, o->template.n, 4);
    for (uint32_t i = 0; i < o->template.n; i++) dg_row_number(out, o->template.blocks[i], 8);
    put_str(out, a->bytes);
}

static void name_it(dg_str bytes, char id[DG_MESSAGE_ID]) {
    static const char digits[] = "0123456789abcdef";
    uint8_t hash[32];
    dg_sha256(bytes.p, bytes.n, hash);
    for (int i = 0; i < DG_MESSAGE_ID / 2; i++)
        id[2 * i] = digits[hash[i] >> 4], id[2 * i + 1] = digits[hash[i] & 15];
    id[DG_MESSAGE_ID - 1] = 0;
}

int dg_message_write(const dg_article *a, const dg_options *o, dg_buf *out,
                     char ret_id[DG_MESSAGE_ID], dg_err *err) {
    dg_buf plain;
    dg_buf_init(&plain, unpacked_most);
    write_fields(a, o, &plain);
    size_t bound = ZSTD_compressBound(plain.n), n = 0;
    bool ok = !plain.bad && dg_buf_add(out, magic, sizeof magic);
    if (ok) dg_row_number(out, 0, 8), dg_row_number(out, plain.n, 4);
    ok = ok && dg_buf_reserve(out, bound);
    if (ok) n = ZSTD_compress(out->p + out->n, bound, plain.p, plain.n, LEVEL);
    if (ok) name_it(dg_buf_str(&plain), ret_id);
    bool bad = plain.bad;
    dg_buf_free(&plain);
    if (bad) return dg_err_set(err, DG_E_LIMIT, 0, "too large for a message");
    if (!ok || out->bad || ZSTD_isError(n)) return dg_err_set(err, DG_E_NOMEM, 0, "message");
    out->n += n;
    return 0;
}

void dg_message_set_order(char *p, uint64_t order) {
    for (int i = 0; i < 8; i++) p[4 + i] = (char)(order >> 8 * i);
}

/* ---- in ---- */

uint64_t dg_message_order(dg_str m) {
    if (m.n < HEAD || memcmp(m.p, magic, sizeof magic) != 0) return UINT64_MAX;
    return dg_rows_number(&(dg_rows){m.p + 4, 8, false}, 8);
}

static dg_str next_str(dg_rows *r) {
    uint32_t n = (uint32_t)dg_rows_number(r, 4);
    const char *p = n == DG_NONE ? NULL : dg_rows_bytes(r, n);
    return p ? (dg_str){p, n} : DG_STR_NULL;
}

static dg_page_template next_template(dg_rows *r, dg_arena *arena) {
    uint32_t n = (uint32_t)dg_rows_number(r, 4);
    if (!n || n > MAX_BLOCKS || n > r->left / 8) {
        r->bad |= n != 0;
        return (dg_page_template){NULL, 0};
    }
    uint64_t *blocks = dg_arena_alloc(arena, n * sizeof *blocks);
    for (uint32_t i = 0; i < n && blocks; i++) blocks[i] = dg_rows_number(r, 8);
    r->bad |= !blocks;
    return (dg_page_template){blocks, n};
}

static void read_fields(dg_rows *r, dg_arena *arena, dg_article *a, dg_options *o) {
    *a = (dg_article){.format = (dg_format)dg_rows_number(r, 1)};
    r->bad |= a->format >= DG_FORMAT_N;
    uint64_t flags = dg_rows_number(r, 1);
    a->html = flags & 1, a->cut = flags & 2, a->teaser = flags & 4, a->place.packed = flags & 8;
    a->place.at = dg_rows_number(r, 8), a->place.within = dg_rows_number(r, 8);
    dg_str *const words[] = {&a->uri,  &a->url,  &a->title,   &a->byline,  &a->outlet,
                             &a->lang, &a->date, &a->charset, &a->crawled, &a->file};
    for (size_t i = 0; i < DG_LEN(words); i++) *words[i] = next_str(r);
    o->published.from = (int32_t)dg_rows_number(r, 4),
    o->published.to = (int32_t)dg_rows_number(r, 4);
    const char *lang = dg_rows_bytes(r, sizeof o->lang);
    if (lang) memcpy(o->lang, lang, sizeof o->lang);
    o->lang[sizeof o->lang - 1] = 0;
    o->template = next_template(r, arena);
    a->bytes = next_str(r);
    r->bad |= !a->uri.p || !a->bytes.p || r->left != 0;
}

int dg_message_read(dg_str m, dg_arena *arena, dg_article *ret, dg_options *ret_options,
                    dg_err *err) {
    if (dg_message_order(m) == UINT64_MAX)
        return dg_err_set(err, DG_E_SYNTAX, 0, "no message of an article");
    size_t n = dg_rows_number(&(dg_rows){m.p + 12, 4, false}, 4);
    if (n > unpacked_most) return dg_err_set(err, DG_E_LIMIT, 0, "message");
    char *plain = dg_arena_alloc(arena, n + 1);
    if (!plain) return dg_err_set(err, DG_E_NOMEM, 0, "message");
    size_t came = ZSTD_decompress(plain, n, m.p + HEAD, m.n - HEAD);
    dg_rows r = {plain, n, ZSTD_isError(came) || came != n};
    dg_article a;
    dg_options o = {.published = DG_DAYS_NONE};
    read_fields(&r, arena, &a, &o);
    if (r.bad) return dg_err_set(err, DG_E_SYNTAX, 0, "a damaged message");
    *ret = a, *ret_options = o;
    return 0;
}
