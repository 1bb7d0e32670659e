/* limits.h: every ceiling on what grows from outside, in one table. Beyond one of them the article
 * is cut (dg_doc.cut, "cut": true in the record) or, where nothing sensible is left, refused with
 * DG_E_LIMIT and its place; what follows it is read. Sizes are bytes. */
#ifndef DG_LIMITS_H
#define DG_LIMITS_H

/* ---- containers (intake/) ---- */
/* One page, record, line or item as it is fetched. The largest pages of news are live tickers of
 * 3 to 8 MB; what is larger is no article. Memory a job takes grows with it. Over it: cut. */
#define DG_MAX_ARTICLE (32u << 20)
/* A whole feed, or a JSON document that is no list: read at once, the tree takes about ten times
 * as much. Feeds of 1,000 items with full text have about 10 MB. Over it: cut, refused. */
#define DG_MAX_WHOLE (64u << 20)
/* Head of a WARC record or of an HTTP message. Servers refuse more than 8 to 64 KiB themselves;
 * with cookies and security policies 20 KiB occur. Over it: the fields behind it are not seen. */
#define DG_MAX_HEAD (256u << 10)
/* One field of such a head, an address, one tag of a feed. Browsers stop at 8 KiB to 2 MB. Over it:
 * left out. */
#define DG_MAX_FIELD (16u << 10)
/* Packings around one another: a .warc.gz has 1, an HTTP body of a proxy 2. Over it: refused. */
#define DG_MAX_NESTING 3u
/* Unpacked by packed, judged once DG_RATIO_FROM bytes came out. Pages have 3 to 20;
 * what repeats one word for megabytes has 1000, which deflate cannot exceed (RFC 1951), zstd and
 * brotli reach 10,000. */
#define DG_MAX_RATIO 500u
#define DG_RATIO_FROM (8u << 20)
/* Memory of the zstd window as a power of two: the default of the zstd tool; frames made with more
 * (--ultra --long) are refused. Brotli's largest window without its extension is 16 MiB. */
#define DG_MAX_ZSTD_WINDOW_LOG 27
/* Items of one feed, feeds of one list, columns of one table: the largest seen have some 10,000
 * items and 1,000 columns. Over it: the rest is left out. */
#define DG_MAX_ITEMS 100000u
#define DG_MAX_COLUMNS 4096u
/* Objects inside objects in which an article's fields are looked for. */
#define DG_MAX_WRAPPERS 16u

/* ---- fetching (fetch/) ---- */
/* Of a robots.txt: RFC 9309, 2.5 asks for at least 500 KiB. What is behind it does not hold. */
#define DG_MAX_ROBOTS (512u << 10)
/* An address that is asked for; servers refuse more than 8 KiB, sites of news have 300 bytes. Over
 * it: the item is refused. */
#define DG_MAX_URL 4096u
#define DG_MAX_ETAG 1024u   /* ETag, Last-Modified: longer ones are not kept */
#define DG_MAX_REDIRECTS 5u /* browsers follow 20; more than 3 is a loop nearly always */
#define DG_MAX_TRIES 6u     /* of one article, over some ten hours */
#define DG_MAX_REFETCHES 5u /* of one whose feed says that it has changed */

/* ---- pages (page/) ---- */
#define DG_MAX_HTML (32u << 20) /* one page decoded to UTF-8; as DG_MAX_ARTICLE */
#define DG_MAX_HTML_NODES                                                                          \
    (2u << 20) /* elements looked at; long tickers have 50,000. Over it: cut */

/* ---- the article and its layers (doc.h) ---- */
#define DG_MAX_TEXT (4u << 20)   /* one article's text: a long novel has 2 MB */
#define DG_MAX_TOKENS (1u << 20) /* of one article */
#define DG_MAX_SENTENCE 512u     /* tokens; a longer one is broken here: trees cost its square */
#define DG_MAX_ENTITIES 4096u
#define DG_MAX_MENTIONS 65536u
#define DG_MAX_TIMES 16384u
#define DG_MAX_QUOTES 8192u
#define DG_MAX_EVENTS 16384u

#endif
