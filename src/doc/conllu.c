/* conllu.c: writes trees. One pass over the tokens; cost O(text). Nothing is lost but white space
 * before the first token; what stands between sentences is told by the last token of the sentence
 * before. */
#include "doc/conllu.h"

#include "base/err.h"

/* ---- white space ---- */

static void put_space(dg_buf *out, char c) {
    switch (c) {
    case ' ': dg_buf_addz(out, "\\s"); break;
    case '\t': dg_buf_addz(out, "\\t"); break;
    case '\n': dg_buf_addz(out, "\\n"); break;
    case '\r': dg_buf_addz(out, "\\r"); break;
    case '|': dg_buf_addz(out, "\\p"); break;
    case '\\': dg_buf_addz(out, "\\\\"); break;
    default: dg_buf_addc(out, (uint8_t)c < 0x20 ? ' ' : c);
    }
}

static void put_gap(dg_buf *out, dg_str gap) {
    dg_buf_addz(out, "SpacesAfter=");
    for (uint32_t i = 0; i < gap.n; i++) put_space(out, gap.p[i]);
}

/* From the end of token t to the start of the next surface token, or to the end of the text. */
static dg_str gap_after(const dg_doc *d, uint32_t t) {
    uint32_t next = t + 1;
    while (next < d->n_tokens && d->tokens[next].mwt_n && d->tokens[next].mwt_at > 0) next++;
    uint32_t to = next < d->n_tokens ? d->tokens[next].span.from : d->text.n;
    return dg_doc_text(d, (dg_range){d->tokens[t].span.to, to});
}

/* The MISC column; ner DG_NER_O writes no name, surface false leaves the white space to the
 * multiword line. */
static void put_misc(const dg_doc *d, uint32_t t, uint8_t ner, bool surface, dg_buf *out) {
    dg_str gap = gap_after(d, t);
    bool wrote = ner != DG_NER_O;
    if (wrote) dg_buf_printf(out, "NER=%s", dg_ner_names[ner]);
    if (surface && !dg_str_is(gap, " ")) {
        if (wrote) dg_buf_addc(out, '|');
        if (gap.n)
            put_gap(out, gap);
        else
            dg_buf_addz(out, "SpaceAfter=No");
        wrote = true;
    }
    if (!wrote) dg_buf_addc(out, '_');
    dg_buf_addc(out, '\n');
}

/* ---- lines ---- */

/* A column: never empty, never with a tab or a line end in it. */
static void put_column(dg_buf *out, dg_str s) {
    if (s.n == 0) dg_buf_addc(out, '_');
    for (uint32_t i = 0; i < s.n; i++)
        dg_buf_addc(out, s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i]);
    dg_buf_addc(out, '\t');
}

static void put_multiword(const dg_doc *d, uint32_t t, uint32_t id, dg_buf *out) {
    const dg_token *w = &d->tokens[t];
    dg_buf_printf(out, "%u-%u\t", id, id + w->mwt_n - 1u);
    put_column(out, dg_doc_text(d, w->span));
    dg_buf_addz(out, "_\t_\t_\t_\t_\t_\t_\t");
    put_misc(d, t, DG_NER_O, true, out);
}

static void put_head(const dg_token *w, uint32_t from, dg_buf *out) {
    bool tree = w->head != DG_NONE || w->rel == DG_REL_ROOT;
    if (!tree)
        dg_buf_addz(out, "_\t_\t");
    else {
        dg_buf_printf(out, "%u\t", w->head == DG_NONE ? 0u : w->head - from + 1);
        put_column(out, w->rel_str.n ? w->rel_str
                                     : dg_str_of(w->rel < DG_REL_N ? dg_rel_names[w->rel] : "dep"));
    }
    dg_buf_addz(out, "_\t");
}

static void put_word(const dg_doc *d, uint32_t t, uint32_t from, bool names, dg_buf *out) {
    const dg_token *w = &d->tokens[t];
    uint32_t id = t - from + 1;
    if (w->mwt_n && w->mwt_at == 0) put_multiword(d, t, id, out);
    dg_buf_printf(out, "%u\t", id);
    put_column(out, w->form);
    put_column(out, w->lemma);
    dg_buf_addz(out, w->upos < DG_UPOS_N ? dg_upos_names[w->upos] : "X");
    dg_buf_addz(out, "\t_\t");
    put_column(out, w->feats_str);
    put_head(w, from, out);
    put_misc(d, t, names && w->ner < DG_NER_N ? w->ner : DG_NER_O, w->mwt_n == 0, out);
}

/* "# text = " with every stretch of white space as one space. */
static void put_text(dg_str s, dg_buf *out) {
    bool gap = false;
    dg_buf_addz(out, "# text = ");
    for (uint32_t i = 0; i < s.n; i++) {
        uint8_t c = (uint8_t)s.p[i];
        gap = gap || c <= 0x20;
        if (c <= 0x20) continue;
        if (gap) dg_buf_addc(out, ' ');
        gap = false;
        dg_buf_addc(out, s.p[i]);
    }
    dg_buf_addc(out, '\n');
}

int dg_conllu_write(const dg_doc *doc, bool names, uint32_t *first, dg_buf *out, dg_err *err) {
    for (uint32_t i = 0; i < doc->n_sentences && !out->bad; i++) {
        const dg_sentence *s = &doc->sentences[i];
        dg_buf_printf(out, "# sent_id = %u\n", *first + i);
        put_text(dg_doc_text(doc, s->span), out);
        for (uint32_t t = s->from; t < s->to; t++) put_word(doc, t, s->from, names, out);
        dg_buf_addc(out, '\n');
    }
    if (out->bad) return dg_err_set(err, DG_E_NOMEM, 0, "writing CoNLL-U");
    *first += doc->n_sentences;
    return 0;
}
