/* stream.c: see stream.h.
 *
 * A layer reads the one below it through a buffer of IN bytes. A read never crosses the end of a
 * member, so that the window knows where in the file each member began: `marks`, of which only
 * those at or behind the reader's place are kept. When MARKS of them are in one window the later
 * ones are not noted: places stay right, only further from their mark.
 *
 * A file of less than a gzip head, or whose members are followed by zeros or anything else that is
 * no member, is taken as it is; what follows the last member is left out, as gzip(1) does. */
#include "intake/stream.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "doc/limits.h"
#include "intake/unpack.h"

enum { IN = 64 << 10, STEP = 64 << 10, HEAD = 8, MARKS = 4096 };
static const size_t window_ceiling = (size_t)1 << 30;

typedef enum { FILE_LAYER, PACKED, WIDE, PLAIN } layer_kind;

typedef struct layer {
    layer_kind kind;
    struct layer *below; /* NULL of the file */
    dg_unpacker *u;      /* PACKED */
    dg_codec codec;
    bool big_endian; /* WIDE */
    char *in;        /* [IN] bytes of what is below; not of the file */
    uint32_t in_from, in_to;
    uint64_t in_pos; /* of in[in_from], in the bytes of the layer below; of the file the next one */
    uint64_t out_pos;
    uint64_t member; /* PACKED: in_pos where the member now open began */
    bool open;       /* inside a member */
    bool ended;
} layer;

typedef struct mark {
    uint64_t pos, at; /* byte of the stream, byte of the file */
} mark;

struct dg_stream {
    dg_arena *own;
    const char *name;
    int fd; /* -1: bytes */
    dg_str bytes;
    layer file, layers[DG_MAX_NESTING + 1];
    layer *top;
    uint32_t depth; /* packed layers */
    dg_buf window;  /* what is read and not yet skipped is [from, window.n) */
    size_t from;
    uint64_t pos; /* of window.p[from] in the stream */
    mark *marks;  /* [MARKS] ascending; NULL of a file that is not packed once */
    uint32_t n_marks;
    bool ended;
    int broken;
    dg_err damage;
};

/* ---- layers: each returns a code, and in *ret_n what came before it ---- */

static int read_layer(dg_stream *s, layer *l, char *out, size_t cap, size_t *ret_n, dg_err *err);

static int read_file(dg_stream *s, layer *l, char *out, size_t cap, size_t *ret_n, dg_err *err) {
    size_t n = 0;
    int rc = 0;
    if (s->fd >= 0) {
        rc = dg_file_read_some(s->fd, s->name, out, cap, &n, err);
        if (rc && err) err->at = l->in_pos;
    } else {
        n = s->bytes.n - l->in_pos < cap ? (size_t)(s->bytes.n - l->in_pos) : cap;
        if (n) memcpy(out, s->bytes.p + l->in_pos, n);
    }
    l->ended = !n;
    l->in_pos += n;
    *ret_n = n;
    return rc;
}

/* At least `want` bytes in l->in, fewer only at the end of the layer below. */
static int fill(dg_stream *s, layer *l, uint32_t want, dg_err *err) {
    if (l->in_to - l->in_from >= want) return 0;
    memmove(l->in, l->in + l->in_from, l->in_to - l->in_from);
    l->in_to -= l->in_from;
    l->in_from = 0;
    while (l->in_to < want && !l->below->ended) {
        size_t n = 0;
        int rc = read_layer(s, l->below, l->in + l->in_to, IN - l->in_to, &n, err);
        l->in_to += (uint32_t)n;
        if (rc) return rc;
    }
    return 0;
}

static dg_str in_view(const layer *l) {
    return (dg_str){l->in + l->in_from, l->in_to - l->in_from};
}

static void take(layer *l, uint32_t n) {
    l->in_from += n;
    l->in_pos += n;
}

/* Nothing comes behind damage, until dg_stream_recover. */
static int damaged(layer *l, int code, const char *what, dg_err *err) {
    l->ended = true;
    return dg_err_set(err, code, l->in_pos, "%s", what);
}

/* Opens the next member; l->ended when there is none: at the end, or where zeros fill up a block.
 */
static int next_member(dg_stream *s, layer *l, dg_err *err) {
    int rc = fill(s, l, HEAD, err);
    if (rc) return rc;
    dg_str view = in_view(l);
    l->ended = !view.n || !view.p[0];
    if (l->ended) return 0;
    if (dg_codec_sniff(view) != l->codec)
        return damaged(l, DG_E_SYNTAX, "packed bytes are followed by something else", err);
    l->member = l->in_pos;
    l->open = true;
    return dg_unpacker_begin(l->u, view, err);
}

static bool is_bomb(const layer *l) {
    return l->out_pos > 8ull * DG_RATIO_FROM && l->out_pos / DG_MAX_RATIO > l->in_pos;
}

static int read_packed(dg_stream *s, layer *l, char *out, size_t cap, size_t *ret_n, dg_err *err) {
    *ret_n = 0;
    while (!*ret_n && !l->ended) {
        int rc = l->open ? 0 : next_member(s, l, err);
        if (!rc && !l->ended) rc = fill(s, l, 1, err);
        if (rc || l->ended) return rc;
        dg_str in = in_view(l);
        uint32_t before = in.n;
        rc = dg_unpacker_step(l->u, &in, out, cap, ret_n, err);
        take(l, before - in.n);
        l->out_pos += *ret_n;
        l->open = rc != 1;
        if (rc < 0) {
            l->ended = true;
            if (err) err->at = l->in_pos;
            return rc;
        }
        if (!rc && !*ret_n && in.n == before)
            return damaged(l, DG_E_SYNTAX, "packed bytes end in the middle", err);
        if (is_bomb(l)) return damaged(l, DG_E_LIMIT, "unpacks to far more than its size", err);
    }
    return 0;
}

static uint32_t unit_at(const layer *l, uint32_t i) {
    const unsigned char *p = (const unsigned char *)l->in + l->in_from + i;
    return l->big_endian ? (uint32_t)(p[0] << 8 | p[1]) : (uint32_t)(p[1] << 8 | p[0]);
}

/* UTF-16 (RFC 2781) to UTF-8; halves of pairs that stand alone become U+FFFD. */
static int read_wide(dg_stream *s, layer *l, char *out, size_t cap, size_t *ret_n, dg_err *err) {
    size_t n = 0;
    int rc = fill(s, l, 4, err);
    while (cap - n >= 4 && in_view(l).n >= 2) {
        bool more = in_view(l).n >= 4;
        uint32_t c = unit_at(l, 0), low = more ? unit_at(l, 2) : 0, used = 2;
        bool high = c >= 0xD800 && c < 0xDC00;
        if (high && !more && n) break; /* its other half is asked for by the next call */
        if (high && low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            used = 4;
        } else if (c >= 0xD800 && c < 0xE000) {
            c = 0xFFFD;
        }
        take(l, used);
        n += dg_utf8_put(c, out + n);
    }
    l->ended = !n;
    *ret_n = n;
    return rc;
}

/* What was looked at to tell the packing, then the layer below itself. */
static int read_plain(dg_stream *s, layer *l, char *out, size_t cap, size_t *ret_n, dg_err *err) {
    dg_str view = in_view(l);
    int rc = 0;
    if (view.n) {
        *ret_n = view.n < cap ? view.n : cap;
        memcpy(out, view.p, *ret_n);
        take(l, (uint32_t)*ret_n);
        return 0;
    }
    rc = read_layer(s, l->below, out, cap, ret_n, err);
    l->ended = l->below->ended;
    return rc;
}

static int read_layer(dg_stream *s, layer *l, char *out, size_t cap, size_t *ret_n, dg_err *err) {
    *ret_n = 0;
    switch (l->kind) {
    case FILE_LAYER: return read_file(s, l, out, cap, ret_n, err);
    case PACKED: return read_packed(s, l, out, cap, ret_n, err);
    case WIDE: return read_wide(s, l, out, cap, ret_n, err);
    default: return read_plain(s, l, out, cap, ret_n, err);
    }
}

/* ---- opening ---- */

/* Damage ends a stream; anything else that failed is the caller's. */
static int judge(dg_stream *s, int rc, const dg_err *why, dg_err *err) {
    if (rc == DG_E_SYNTAX || rc == DG_E_LIMIT) {
        s->broken = rc;
        s->damage = *why;
        return 0;
    }
    if (rc && err) *err = *why;
    return rc;
}

/* Puts one layer more on top: a packing when the bytes there are packed (1), else the last one. */
static int add_layer(dg_stream *s, dg_err *err) {
    layer *l = &s->layers[s->depth];
    l->below = s->top;
    l->in = dg_arena_alloc(s->own, IN);
    if (!l->in) return dg_err_set(err, DG_E_NOMEM, 0, "%s", s->name);
    dg_err why = {0};
    int rc = judge(s, fill(s, l, HEAD, &why), &why, err);
    if (rc) return rc;
    dg_str view = in_view(l);
    l->codec = dg_codec_sniff(view);
    s->top = l;
    if (l->codec != DG_CODEC_NONE && s->depth == DG_MAX_NESTING)
        return dg_err_set(err, DG_E_LIMIT, 0, "packed more than %u times", DG_MAX_NESTING);
    if (l->codec != DG_CODEC_NONE) {
        l->kind = PACKED;
        s->depth++;
        rc = dg_unpacker_new(l->codec, &l->u, err);
        return rc ? rc : 1;
    }
    bool wide = view.n >= 4 && (!memcmp(view.p, "\xFF\xFE", 2) || !memcmp(view.p, "\xFE\xFF", 2));
    l->kind = wide && memcmp(view.p, "\xFF\xFE\0", 4) != 0 ? WIDE : PLAIN; /* that is UTF-32 */
    l->big_endian = l->kind == WIDE && view.p[0] == '\xFE';
    if (l->kind == WIDE) take(l, 2);
    return 0;
}

static int open_layers(dg_stream *s, dg_err *err) {
    int rc = 1;
    s->top = &s->file;
    while (rc == 1) rc = add_layer(s, err);
    if (!rc && s->depth == 1 && s->top->kind == PLAIN) {
        s->marks = dg_arena_alloc(s->own, MARKS * sizeof *s->marks);
        if (!s->marks) return dg_err_set(err, DG_E_NOMEM, 0, "%s", s->name);
        s->marks[s->n_marks++] = (mark){0, 0};
    }
    return rc;
}

static int open_stream(int fd, dg_str bytes, const char *name, dg_stream **ret, dg_err *err) {
    dg_arena *own = dg_arena_new((size_t)16 << 20);
    dg_stream *s = own ? dg_arena_zalloc(own, 1, sizeof *s) : NULL;
    if (!s) {
        dg_arena_free(own);
        return dg_err_set(err, DG_E_NOMEM, 0, "%s", name);
    }
    s->own = own;
    s->name = name;
    s->fd = fd;
    s->bytes = bytes;
    dg_buf_init(&s->window, window_ceiling);
    int rc = open_layers(s, err);
    if (rc)
        dg_stream_close(s);
    else
        *ret = s;
    return rc;
}

int dg_stream_open_bytes(dg_str bytes, const char *name, dg_stream **ret, dg_err *err) {
    return open_stream(-1, bytes, name, ret, err);
}

int dg_stream_open_fd(int fd, const char *name, dg_stream **ret, dg_err *err) {
    return open_stream(fd, DG_STR_NULL, name, ret, err);
}

void dg_stream_close(dg_stream *s) {
    if (!s) return;
    for (uint32_t i = 0; i < DG_LEN(s->layers); i++) dg_unpacker_free(s->layers[i].u);
    dg_buf_free(&s->window);
    dg_arena_free(s->own);
}

/* ---- the window ---- */

/* The bytes at pos are of the member that is open in the lowest packing. */
static void note_member(dg_stream *s, uint64_t pos) {
    uint64_t at = s->layers[0].member;
    uint32_t done = 0;
    if (s->marks[s->n_marks - 1].at == at) return;
    while (done + 1 < s->n_marks && s->marks[done + 1].pos <= s->pos) done++;
    s->n_marks -= done;
    memmove(s->marks, s->marks + done, s->n_marks * sizeof *s->marks);
    if (s->n_marks < MARKS) s->marks[s->n_marks++] = (mark){pos, at};
}

/* STEP bytes more into the window, if there are so many. */
static int fetch(dg_stream *s, dg_err *err) {
    dg_buf *w = &s->window;
    if (s->from && w->cap - w->n <= STEP) {
        memmove(w->p, w->p + s->from, w->n - s->from);
        w->n -= s->from;
        s->from = 0;
    }
    if (!dg_buf_reserve(w, STEP)) {
        w->bad = false;
        return dg_err_set(err, DG_E_NOMEM, s->pos, "%s", s->name);
    }
    size_t n = 0;
    dg_err why = {0};
    bool looked_at = in_view(s->top).n > 0;
    int rc = read_layer(s, s->top, w->p + w->n, STEP, &n, &why);
    if (n && s->marks && !looked_at) note_member(s, s->pos + (w->n - s->from));
    w->n += n;
    s->ended = rc || (!n && s->top->ended);
    return judge(s, rc, &why, err);
}

int dg_stream_peek(dg_stream *s, size_t want, dg_str *ret, dg_err *err) {
    while (s->window.n - s->from < want && !s->ended) {
        int rc = fetch(s, err);
        if (rc) return rc;
    }
    *ret = (dg_str){s->window.p ? s->window.p + s->from : "", (uint32_t)(s->window.n - s->from)};
    return 0;
}

void dg_stream_skip(dg_stream *s, size_t n) {
    assert(n <= s->window.n - s->from);
    s->from += n;
    s->pos += n;
    if (s->from == s->window.n) s->from = s->window.n = 0;
}

int dg_stream_skip_far(dg_stream *s, uint64_t n, uint64_t *ret_n, dg_err *err) {
    uint64_t left = n;
    while (left) {
        dg_str view;
        int rc = dg_stream_peek(s, 1, &view, err);
        if (rc) return rc;
        if (!view.n) break;
        size_t now = view.n < left ? view.n : (size_t)left;
        dg_stream_skip(s, now);
        left -= now;
    }
    *ret_n = n - left;
    return 0;
}

int dg_stream_rest(dg_stream *s, uint32_t limit, dg_arena *arena, dg_str *ret, bool *ret_cut,
                   dg_err *err) {
    dg_str view;
    int rc = dg_stream_peek(s, (size_t)limit + 1, &view, err);
    if (rc) return rc;
    dg_str copy = dg_arena_str(arena, dg_str_cut(view, 0, limit));
    if (!copy.p) return dg_err_set(err, DG_E_NOMEM, s->pos, "%s", s->name);
    *ret_cut |= view.n > limit || s->broken;
    *ret = copy;
    dg_stream_skip(s, view.n);
    return 0;
}

dg_spot dg_stream_place(const dg_stream *s) {
    if (!s->depth) return (dg_spot){s->pos, 0, false};
    if (!s->marks) return (dg_spot){0, s->pos, true};
    uint32_t lo = 0, hi = s->n_marks; /* the last one at or before pos; the first always is */
    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (s->marks[mid].pos <= s->pos)
            lo = mid;
        else
            hi = mid;
    }
    return (dg_spot){s->marks[lo].at, s->pos - s->marks[lo].pos, true};
}

/* ---- damage ---- */

int dg_stream_broken(const dg_stream *s, dg_err *err) {
    if (s->broken && err) *err = s->damage;
    return s->broken;
}

/* To the first byte behind the begin of the member that broke, as far as the buffer still has it:
 * the next one may have been taken for its inside. */
static void rewind_layer(layer *l) {
    uint64_t begin = l->in_pos - l->in_from;
    uint64_t to = l->member + 1 > begin ? l->member + 1 : begin;
    uint32_t at = (uint32_t)(to - begin);
    l->in_from = at < l->in_to ? at : l->in_to;
    l->in_pos = begin + l->in_from;
}

static bool find_member(dg_stream *s, layer *l) {
    for (;;) {
        if (fill(s, l, HEAD, NULL) || in_view(l).n < HEAD) return false;
        dg_str view = in_view(l);
        for (uint32_t i = 0; i + HEAD <= view.n; i++) {
            dg_str head = dg_str_cut(view, i, view.n);
            if (dg_codec_sniff(head) != l->codec) continue;
            take(l, i);
            return true;
        }
        take(l, view.n - (HEAD - 1));
    }
}

bool dg_stream_recover(dg_stream *s) {
    layer *l = &s->layers[0];
    if (!s->broken || !s->marks) return false;
    l->ended = false;
    rewind_layer(l);
    if (!find_member(s, l)) {
        l->ended = true;
        return false;
    }
    l->open = false;
    s->pos += s->window.n - s->from;
    s->window.n = s->from = 0;
    take(s->top, in_view(s->top).n);
    s->top->ended = s->ended = false;
    s->broken = 0;
    s->marks[0] = (mark){s->pos, l->in_pos};
    s->n_marks = 1;
    l->member = l->in_pos;
    return true;
}
