/* blocks.h: the paragraphs of a page, and which of them are the article.
 * Both plain text and HTML come here as a list of blocks; what is kept is the text. */
#ifndef DG_PAGE_BLOCKS_H
#define DG_PAGE_BLOCKS_H

#include "page/tables.h"

typedef enum { DG_BLOCK_KEEP, DG_BLOCK_DROP } dg_block_fate;

typedef struct dg_block {
    dg_str text;     /* one paragraph, no line feed, trimmed */
    bool heading;    /* markup said so */
    uint8_t fate;    /* dg_block_fate */
    const char *why; /* the rule that dropped it, for tests and --explain */
} dg_block;

typedef struct dg_blocks {
    dg_block *items;
    uint32_t n, cap;
} dg_blocks;

/* What the leftovers said of the article. */
typedef struct dg_block_facts {
    dg_days published; /* DG_DAYS_NONE: nothing */
    dg_str byline;     /* p NULL: nothing */
} dg_block_facts;

/* Judges every block: sets fate and why, cuts credits out of texts, fills facts. 0 or DG_E_NOMEM.
 */
int dg_blocks_judge(const dg_page_tables *t, dg_blocks *b, dg_arena *arena, dg_block_facts *facts,
                    dg_err *err);

/* The day of publication when text is a line of metadata that tells it ("Published 12 March 2021,
 * 10:30"), else none. */
dg_days dg_block_published(const dg_page_tables *t, dg_str text, dg_arena *arena);

/* The name in a line like "By Jane Doe", or {NULL, 0}. */
dg_str dg_block_byline(const dg_page_tables *t, dg_str text, dg_arena *arena);

/* The headline among the first kept blocks, or DG_NONE when the text begins with its body. */
uint32_t dg_blocks_title(const dg_blocks *b);

/* A block that reads like running text: a sentence that ends, or very many words. */
bool dg_block_is_prose(dg_str text);
uint32_t dg_block_words(dg_str text);
/* White space at both ends off. */
dg_str dg_page_trim(dg_str s);

#endif
