/* library.h: what is behind the opaque types of include/dragoman.h. */
#ifndef DG_LIBRARY_H
#define DG_LIBRARY_H

#include <dragoman.h>

#include "archive/records.h"
#include "base/buf.h"
#include "pipeline/pipeline.h"

struct dragoman {
    dg_house *house;
    dg_config config;
};

struct dragoman_reader {
    dg_reader *reader;
    dg_arena *arena; /* of the article being read */
    dg_buf json;
    dg_options options;
    dg_format format;
};

struct dragoman_input {
    dg_intake *intake;
    int fd; /* -1: memory */
    char name[];
};

/* Hands an inner error out; returns its code, whichever it is. ret may be NULL. Never fails; a code
 * of DG_E_… comes back. */
int dg_library_error(const dg_err *err, dragoman_error *ret);
/* A record of the JSON, which is copied. DG_E_SYNTAX, DG_E_NOMEM. */
int dg_library_record(dg_str json, dragoman_record **ret, dg_err *err);
/* Reads the next article of the input: 1, with r->json its record and *doc its layers (in r->arena
 * until the next call), 0, or a code. */
int dg_library_next(dragoman_input *in, dragoman_reader *r, dg_doc *doc, dg_err *err);

#endif
