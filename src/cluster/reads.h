/* reads.h: questions asked of the store itself, without the joiner's archive: an archive in memory
 * (archive/partial.h) into which each named read (archive/reads.h) brings the rows that it looks
 * at.
 *
 *   read ─► which happenings, articles (SQL of ClickHouse) ─► their lines ─► the read's own SQL
 *
 * Answers are those of the joiner's archive, but for the order of a search by words (bm25 counts
 * over the articles that are here) and for what a person corrected there, which the store does not
 * know. cost: an answer costs the articles that it rests on; at most DG_READS_MOST. */
#ifndef DG_CLUSTER_READS_H
#define DG_CLUSTER_READS_H

#include "archive/store.h"

enum { DG_READS_MOST = 20000 };

/* *ret is asked like any archive, and closed like one. DG_E_ARG (an address), DG_E_NOMEM,
 * DG_E_STORE. Reads of it also give DG_E_IO (no server) and DG_E_LIMIT (too many articles). */
int dg_reads_open(const char *urls, dg_store **ret, dg_err *err);

#endif
