/* intake.c: see intake.h.
 *
 * Text and HTML are one article a file. Damage in a packed file ends the article that it lies in;
 * it is told once, and containers that can find their next article (WARC, JSON Lines) go on behind
 * it. Cost: O(bytes). Limits: doc/limits.h. */
#include "intake/intake.h"

#include "doc/limits.h"
#include "intake/csv.h"
#include "intake/feed.h"
#include "intake/jsonread.h"
#include "intake/sniff.h"
#include "intake/warc.h"

struct dg_intake {
    dg_container c;
    dg_format format;
    bool done;
    union {
        dg_jsonread *json;
        dg_feed *feed;
        dg_csv *csv;
    } reader;
};

static int open_reader(dg_intake *in, dg_err *err) {
    switch (in->format) {
    case DG_FORMAT_JSONL: return dg_jsonread_open(&in->c, &in->reader.json, err);
    case DG_FORMAT_CSV: return dg_csv_open(&in->c, &in->reader.csv, err);
    case DG_FORMAT_FEED: return dg_feed_open(&in->c, &in->reader.feed, err);
    default: return 0;
    }
}

static void close_reader(dg_intake *in) {
    if (in->format == DG_FORMAT_JSONL) dg_jsonread_close(in->reader.json);
    if (in->format == DG_FORMAT_FEED) dg_feed_close(in->reader.feed);
}

static int open_kind(dg_intake *in, dg_format format, dg_err *err) {
    dg_str head;
    int rc = dg_stream_peek(in->c.stream, DG_SNIFF, &head, err);
    if (rc) return rc;
    in->format = format == DG_FORMAT_AUTO ? dg_sniff(head) : format;
    return open_reader(in, err);
}

static int open_any(int fd, dg_str bytes, const char *name, dg_format format, dg_intake **ret,
                    dg_err *err) {
    dg_arena *own = dg_arena_new((size_t)1 << 30);
    dg_intake *in = own ? dg_arena_zalloc(own, 1, sizeof *in) : NULL;
    if (!in) {
        dg_arena_free(own);
        return dg_err_set(err, DG_E_NOMEM, 0, "%s", name);
    }
    in->c.own = own;
    in->c.name = name;
    int rc = fd >= 0 ? dg_stream_open_fd(fd, name, &in->c.stream, err)
                     : dg_stream_open_bytes(bytes.p ? bytes : DG_STR(""), name, &in->c.stream, err);
    if (!rc) rc = open_kind(in, format, err);
    if (rc)
        dg_intake_close(in);
    else
        *ret = in;
    return rc;
}

int dg_intake_open(dg_str bytes, const char *name, dg_format format, dg_intake **ret, dg_err *err) {
    return open_any(-1, bytes, name, format, ret, err);
}

int dg_intake_open_fd(int fd, const char *name, dg_format format, dg_intake **ret, dg_err *err) {
    return open_any(fd, DG_STR_NULL, name, format, ret, err);
}

void dg_intake_close(dg_intake *in) {
    if (!in) return;
    close_reader(in);
    dg_stream_close(in->c.stream);
    dg_arena_free(in->c.own);
}

dg_format dg_intake_format(const dg_intake *in) {
    return in->format;
}

const uint64_t *dg_intake_skipped(const dg_intake *in) {
    return in->c.skipped;
}

/* Text or HTML: the whole stream. */
static int next_whole(dg_intake *in, dg_arena *arena, dg_article *ret, dg_err *err) {
    dg_article a = {.format = in->format,
                    .html = in->format == DG_FORMAT_HTML,
                    .uri = dg_str_of(in->c.name),
                    .file = dg_str_of(in->c.name),
                    .place = dg_stream_place(in->c.stream)};
    in->done = true;
    int rc = dg_stream_rest(in->c.stream, DG_MAX_ARTICLE, arena, &a.bytes, &a.cut, err);
    if (rc) return rc;
    if (!a.bytes.n && dg_stream_broken(in->c.stream, err)) return err ? err->code : DG_E_SYNTAX;
    *ret = a;
    return 1;
}

/* A list of feeds has no articles; `dragoman feeds` prints it. */
static int count_feeds(dg_intake *in, dg_arena *arena, dg_err *err) {
    dg_str bytes;
    bool cut = false;
    dg_feed_entry *list;
    uint32_t n = 0;
    int rc = dg_stream_rest(in->c.stream, DG_MAX_WHOLE, arena, &bytes, &cut, err);
    if (!rc) rc = dg_opml_read(bytes, arena, &list, &n, err);
    in->c.skipped[DG_SKIP_FEED] += n;
    in->done = rc != 0;
    return rc;
}

static int next_article(dg_intake *in, dg_arena *arena, dg_article *ret, dg_err *err) {
    switch (in->format) {
    case DG_FORMAT_JSONL: return dg_jsonread_next(in->reader.json, arena, ret, err);
    case DG_FORMAT_CSV: return dg_csv_next(in->reader.csv, arena, ret, err);
    case DG_FORMAT_FEED: return dg_feed_next(in->reader.feed, arena, ret, err);
    case DG_FORMAT_OPML: return count_feeds(in, arena, err);
    case DG_FORMAT_WARC: return dg_warc_next(&in->c, arena, ret, err);
    default: return next_whole(in, arena, ret, err);
    }
}

/* The container has no more: was that its end, or damage? Then what is behind it is next. */
static int end_of_stream(dg_intake *in, dg_err *err) {
    dg_err why;
    int broken = dg_stream_broken(in->c.stream, &why);
    in->done = !broken || !dg_stream_recover(in->c.stream);
    return broken ? dg_err_set(err, broken, why.at, "%s", why.text) : 0;
}

int dg_intake_next(dg_intake *in, dg_arena *arena, dg_article *ret, dg_err *err) {
    if (in->done) return 0;
    int rc = next_article(in, arena, ret, err);
    if (rc == DG_E_IO) in->done = true; /* the file will not be read any further */
    bool whole = in->format == DG_FORMAT_TEXT || in->format == DG_FORMAT_HTML;
    return rc || whole ? rc : end_of_stream(in, err);
}
