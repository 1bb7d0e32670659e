/* pending.c: weak stand-ins for stages that are being built; deleted when the last one is there. */
#include "pipeline/pipeline.h"
#include "reading/reading.h"

#define WEAK __attribute__((weak))

WEAK int dg_parser_open(const dg_modelfile *m, dg_arena *a, dg_parser **r, dg_err *e) {
    (void)m, (void)a, (void)e;
    *r = NULL;
    return 0;
}
WEAK int dg_parse_work_new(const dg_parser *p, dg_parse_work **r, dg_err *e) {
    (void)p, (void)e;
    *r = NULL;
    return 0;
}
WEAK void dg_parse_work_free(dg_parse_work *w) {
    (void)w;
}
WEAK int dg_parse(const dg_parser *p, dg_parse_work *w, const char *l, const dg_sentence *s, uint32_t n, dg_token *t, dg_arena *a,
                  dg_err *e) {
    (void)p, (void)w, (void)l, (void)s, (void)n, (void)t, (void)a, (void)e;
    return 0;
}
WEAK int dg_read_times(const dg_lexicon *l, dg_doc *d, dg_err *e) {
    (void)l, (void)d, (void)e;
    return 0;
}
WEAK int dg_read_quotes(const dg_lexicon *l, dg_doc *d, dg_err *e) {
    (void)l, (void)d, (void)e;
    return 0;
}
WEAK int dg_read_events(const dg_lexicon *l, dg_doc *d, dg_err *e) {
    (void)l, (void)d, (void)e;
    return 0;
}
WEAK int dg_reporting_load(const char *d, dg_arena *a, dg_reporting **r, dg_err *e) {
    (void)d, (void)a, (void)r, (void)e;
    return 0;
}
WEAK int dg_timewords_load(const char *d, dg_arena *a, dg_timewords **r, dg_err *e) {
    (void)d, (void)a, (void)r, (void)e;
    return 0;
}
WEAK int dg_frames_load(const char *d, dg_arena *a, dg_frames **r, dg_err *e) {
    (void)d, (void)a, (void)r, (void)e;
    return 0;
}
WEAK int dg_modelfile_open(const char *p, dg_modelfile **r, dg_err *e) {
    (void)p, (void)e;
    *r = NULL;
    return 0;
}
WEAK void dg_modelfile_close(dg_modelfile *m) {
    (void)m;
}
WEAK int dg_page_tables_load(const char *d, dg_arena *a, dg_page_tables **r, dg_err *e) {
    (void)d, (void)a, (void)e;
    *r = NULL;
    return 0;
}
WEAK int dg_page_text(const dg_page_tables *t, dg_str b, const dg_page_hints *h, dg_doc *d, dg_err *e) {
    (void)t, (void)h, (void)e;
    d->text = b;
    return 0;
}
WEAK int dg_page_html(const dg_page_tables *t, dg_str b, const dg_page_hints *h, dg_doc *d, dg_err *e) {
    return dg_page_text(t, b, h, d, e);
}
WEAK int dg_intake_open(dg_str b, const char *n, dg_format f, dg_intake **r, dg_err *e) {
    (void)b, (void)n, (void)f, (void)r;
    return dg_err_set(e, DG_E_IO, 0, "intake is not there yet");
}
WEAK int dg_intake_next(dg_intake *in, dg_arena *a, dg_article *r, dg_err *e) {
    (void)in, (void)a, (void)r, (void)e;
    return 0;
}
WEAK void dg_intake_close(dg_intake *in) {
    (void)in;
}
