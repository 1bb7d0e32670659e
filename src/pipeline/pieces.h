/* pieces.h: where a long text is cut so that its parts can be parsed apart, and in parallel.
 *
 * A cut hangs on the bytes before it and a few behind it, never on how many have come in yet. Text:
 * behind the first blank line, and the blanks after it, that follows DG_PIECE_LEAST bytes; where
 * none comes before DG_PIECE_MOST, behind the last line end, else blank, else character before
 * that. Words a line: behind a line. CoNLL-U: behind a sentence. */
#ifndef DG_PIECES_H
#define DG_PIECES_H

#include "base/base.h"

#define DG_PIECE_LEAST ((size_t)16 << 10)
#define DG_PIECE_MOST ((size_t)256 << 10)
/* A line of words, a sentence of CoNLL-U, a stretch of blanks: a longer one is cut anywhere. */
#define DG_PIECE_LONGEST ((size_t)16 << 20)

typedef enum {
    DG_PIECE_AUTO,
    DG_PIECE_TEXT,
    DG_PIECE_TOKENIZED, /* one sentence a line, blanks between tokens */
    DG_PIECE_CONLLU
} dg_piece_kind;

/* The length of the piece at the start of p; 0 when more than n bytes must be seen to know. all:
 * nothing comes behind them. */
size_t dg_piece_length(dg_piece_kind kind, const char *p, size_t n, bool all);
/* TEXT or CONLLU, by the first line that is no comment. */
dg_piece_kind dg_piece_sniff(const char *p, size_t n);

#endif
