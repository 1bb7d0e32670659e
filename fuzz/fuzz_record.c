/* fuzz_record.c: bytes as the JSON of a record, through the library; every number that comes out
 * must be one of the record's own. */
#include <dragoman.h>

#include "fuzz/fuzz.h"

static void check_ids(const uint32_t *ids, uint32_t n, uint32_t below) {
    for (uint32_t i = 0; i < n; i++) fuzz_must(ids[i] < below);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
    dragoman_record *r = NULL;
    if (dragoman_record_parse((const char *)bytes, n, &r, NULL)) return 0;
    const dragoman_head *h = dragoman_record_head(r);
    fuzz_must(h->text[h->n_text] == 0 && h->id && h->uri && h->kind);
    for (uint32_t i = 0; i < h->n_sentences; i++)
        fuzz_must(dragoman_record_sentence(r, i)->to <= h->n_text);
    for (uint32_t i = 0; i < h->n_quotes; i++) {
        const dragoman_quote *q = dragoman_record_quote(r, i);
        fuzz_must(q->span.from <= q->span.to && q->span.to <= h->n_text);
        fuzz_must(q->speaker == DRAGOMAN_NONE || q->speaker < h->n_entities);
        check_ids(q->via, q->n_via, h->n_entities);
    }
    for (uint32_t i = 0; i < h->n_events; i++) {
        const dragoman_event *e = dragoman_record_event(r, i);
        check_ids(e->actors, e->n_actors, h->n_entities);
        check_ids(e->recipients, e->n_recipients, h->n_entities);
        fuzz_must(e->span.to <= h->n_text && e->type && e->status);
        for (uint32_t k = 0; k < e->n_quantities; k++) fuzz_must(e->quantities[k]->kind != NULL);
    }
    dragoman_record_free(r);
    return 0;
}
