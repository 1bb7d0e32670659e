/* doc.c: look-ups in an article's layers. Nothing here writes. */
#include "doc/doc.h"

const char *const dg_entity_kind_names[DG_ENTITY_N] = {"person", "country", "organisation",
                                                       "place",  "group",   "outlet"};
const char *const dg_status_names[DG_STATUS_N] = {"actual",     "future",  "hypothetical",
                                                  "historical", "alleged", "denied"};
const char *const dg_ner_names[DG_NER_N] = {"O",     "B-PER", "I-PER",  "B-ORG", "I-ORG",
                                            "B-LOC", "I-LOC", "B-MISC", "I-MISC"};
const char *const dg_format_names[DG_FORMAT_N] = {"auto", "text", "html", "jsonl",
                                                  "warc", "feed", "csv",  "opml"};
const char *const dg_basis_names[5] = {"none", "metadata", "header", "given", "text"};
const char *const dg_page_kind_names[DG_KIND_N] = {"article", "paywall", "teaser",  "live", "video",
                                                   "gallery", "index",   "cookies", "error"};
const char *const dg_quote_form_names[3] = {"direct", "partial", "indirect"};
const char *const dg_quantity_kind_names[DG_QUANTITY_N] = {
    "count", "killed",  "wounded",  "arrested", "displaced", "troops", "weapons", "people",
    "money", "percent", "distance", "weight",   "volume",    "power",  "area",    "time"};
const char *const dg_direction_names[3] = {NULL, "up", "down"};
const char *const dg_extent_names[3] = {NULL, "by", "to"};
const char *const dg_bound_names[4] = {NULL, "min", "max", "about"};
const char *const dg_stance_names[7] = {"assert", "deny", "doubt", "hope",
                                        "demand", "warn", "allege"};

uint32_t dg_doc_sentence_at(const dg_doc *d, uint32_t at) {
    uint32_t lo = 0, hi = d->n_sentences;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->sentences[mid].span.to <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < d->n_sentences && d->sentences[lo].span.from <= at ? lo : DG_NONE;
}

uint32_t dg_doc_token_at(const dg_doc *d, uint32_t at) {
    uint32_t lo = 0, hi = d->n_tokens;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->tokens[mid].span.to <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

uint32_t dg_doc_mention_from(const dg_doc *d, uint32_t at) {
    uint32_t lo = 0, hi = d->n_mentions;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (d->mentions[mid].span.from < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const dg_mention *dg_doc_mention(const dg_doc *d, uint32_t t) {
    if (t >= d->n_tokens || !d->mention_at || d->mention_at[t] == DG_NONE) return NULL;
    return &d->mentions[d->mention_at[t]];
}

uint32_t dg_doc_entity(const dg_doc *d, uint32_t t) {
    const dg_mention *m = dg_doc_mention(d, t);
    return m ? m->entity : DG_NONE;
}

uint32_t dg_doc_child(const dg_doc *d, uint32_t h, uint32_t *at) {
    const dg_sentence *s = &d->sentences[d->tokens[h].sentence];
    for (; *at < s->to; (*at)++)
        if (d->tokens[*at].head == h) return (*at)++;
    return DG_NONE;
}

uint32_t dg_doc_child_rel(const dg_doc *d, uint32_t h, uint8_t rel) {
    uint32_t at = d->sentences[d->tokens[h].sentence].from, c;
    while ((c = dg_doc_child(d, h, &at)) != DG_NONE)
        if (d->tokens[c].rel == rel) return c;
    return DG_NONE;
}

bool dg_doc_above(const dg_doc *d, uint32_t a, uint32_t t) {
    /* a tree has no cycles, but a sentence is bounded anyway */
    for (uint32_t steps = 0; t != DG_NONE && steps <= DG_MAX_SENTENCE;
         steps++, t = d->tokens[t].head)
        if (t == a) return true;
    return false;
}

dg_range dg_doc_subtree(const dg_doc *d, uint32_t h) {
    const dg_sentence *s = &d->sentences[d->tokens[h].sentence];
    dg_range r = {h, h + 1};
    for (uint32_t t = s->from; t < h; t++)
        if (dg_doc_above(d, h, t)) {
            r.from = t;
            break;
        }
    for (uint32_t t = s->to; t > h + 1; t--)
        if (dg_doc_above(d, h, t - 1)) {
            r.to = t;
            break;
        }
    return r;
}
