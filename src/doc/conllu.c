/* conllu.c: writes trees and reads them. One pass over the tokens; cost O(text). Writing loses
 * nothing but the white space of a text that has no token at all; what stands between sentences is
 * told by the last token of the sentence before. */
#include "doc/conllu.h"

#include "base/json.h"

/* ---- white space ---- */

static void put_space(dg_buf *out, char c) {
    switch (c) {
    case ' ': dg_buf_addz(out, "\\s"); break;
    case '\t': dg_buf_addz(out, "\\t"); break;
    case '\n': dg_buf_addz(out, "\\n"); break;
    case '\r': dg_buf_addz(out, "\\r"); break;
    case '|': dg_buf_addz(out, "\\p"); break;
    case '\\': dg_buf_addz(out, "\\\\"); break;
    default:
        if ((uint8_t)c < 0x20)
            dg_buf_printf(out, "\\x%02X", (unsigned)c);
        else
            dg_buf_addc(out, c);
    }
}

static void put_spaces(dg_buf *out, dg_str gap) {
    for (uint32_t i = 0; i < gap.n; i++) put_space(out, gap.p[i]);
}

/* From the end of token t to the start of the next surface token, or to the end of the text. */
static dg_str gap_after(const dg_doc *d, uint32_t t) {
    uint32_t next = t + 1;
    while (next < d->n_tokens && d->tokens[next].mwt_n && d->tokens[next].mwt_at > 0) next++;
    uint32_t to = next < d->n_tokens ? d->tokens[next].span.from : d->text.n;
    return dg_doc_text(d, (dg_range){d->tokens[t].span.to, to});
}

/* Two line ends with nothing but white space between them. */
static bool blank_line(dg_str gap) {
    uint32_t lines = 0;
    for (uint32_t i = 0; i < gap.n; i++) lines += gap.p[i] == '\n';
    return lines > 1;
}

static bool begins_paragraph(const dg_doc *d, uint32_t sentence, const dg_conllu_style *style) {
    if (sentence == 0)
        return style->newdoc ||
               (d->n_tokens && blank_line(dg_str_cut(d->text, 0, d->tokens[0].span.from)));
    return blank_line(gap_after(d, d->sentences[sentence - 1].to - 1));
}

/* The MISC column; ner DG_NER_O writes no name, surface false leaves the white space to the
 * multiword line. */
static void put_misc(const dg_doc *d, uint32_t t, uint8_t ner, bool surface,
                     const dg_conllu_style *style, dg_buf *out) {
    dg_str gap = gap_after(d, t), before = dg_str_cut(d->text, 0, d->tokens[0].span.from);
    const char *bar = "";
    if (ner != DG_NER_O) {
        dg_buf_printf(out, "NER=%s", dg_ner_names[ner]);
        bar = "|";
    }
    if (surface && t == 0 && before.n + style->before.n > 0) {
        dg_buf_printf(out, "%sSpacesBefore=", bar);
        put_spaces(out, style->before);
        put_spaces(out, before);
        bar = "|";
    }
    if (surface && !dg_str_is(gap, " ")) {
        dg_buf_addz(out, bar);
        dg_buf_addz(out, gap.n ? "SpacesAfter=" : "SpaceAfter=No");
        put_spaces(out, gap);
        bar = "|";
    }
    dg_buf_addz(out, *bar ? "\n" : "_\n");
}

/* ---- lines ---- */

/* A column: never empty, never with a tab or a line end in it. */
static void put_column(dg_buf *out, dg_str s) {
    if (s.n == 0) dg_buf_addc(out, '_');
    for (uint32_t i = 0; i < s.n; i++)
        dg_buf_addc(out, s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i]);
    dg_buf_addc(out, '\t');
}

static void put_multiword(const dg_doc *d, uint32_t t, uint32_t id, const dg_conllu_style *style,
                          dg_buf *out) {
    const dg_token *w = &d->tokens[t];
    dg_buf_printf(out, "%u-%u\t", id, id + w->mwt_n - 1u);
    put_column(out, dg_doc_text(d, w->span));
    dg_buf_addz(out, "_\t_\t_\t_\t_\t_\t_\t");
    put_misc(d, t, DG_NER_O, true, style, out);
}

static bool has_tree(const dg_token *w) {
    return w->head != DG_NONE || w->rel == DG_REL_ROOT;
}

static dg_str relation(const dg_token *w) {
    if (w->rel_str.n) return w->rel_str;
    return dg_str_of(w->rel < DG_REL_N ? dg_rel_names[w->rel] : "dep");
}

static void put_head(const dg_token *w, uint32_t from, dg_buf *out) {
    if (!has_tree(w))
        dg_buf_addz(out, "_\t_\t");
    else {
        dg_buf_printf(out, "%u\t", w->head == DG_NONE ? 0u : w->head - from + 1);
        put_column(out, relation(w));
    }
    dg_buf_addz(out, "_\t");
}

/* What stands in the text; the words of a multiword token have forms of their own. */
static dg_str form_of(const dg_doc *d, const dg_token *w) {
    return w->mwt_n ? w->form : dg_doc_text(d, w->span);
}

static uint8_t name_of(const dg_token *w, const dg_conllu_style *style) {
    return style->names && w->ner < DG_NER_N ? w->ner : DG_NER_O;
}

static void put_word(const dg_doc *d, uint32_t t, uint32_t from, const dg_conllu_style *style,
                     dg_buf *out) {
    const dg_token *w = &d->tokens[t];
    uint32_t id = t - from + 1;
    if (w->mwt_n && w->mwt_at == 0) put_multiword(d, t, id, style, out);
    dg_buf_printf(out, "%u\t", id);
    put_column(out, form_of(d, w));
    put_column(out, w->lemma);
    dg_buf_addz(out, w->upos < DG_UPOS_N ? dg_upos_names[w->upos] : "X");
    dg_buf_addz(out, "\t_\t");
    put_column(out, w->feats_str);
    put_head(w, from, out);
    put_misc(d, t, name_of(w, style), w->mwt_n == 0, style, out);
}

/* Every stretch of white space as one space. */
static void put_text(dg_str s, dg_buf *out) {
    bool gap = false;
    for (uint32_t i = 0; i < s.n; i++) {
        uint8_t c = (uint8_t)s.p[i];
        gap = gap || c <= 0x20;
        if (c <= 0x20) continue;
        if (gap) dg_buf_addc(out, ' ');
        gap = false;
        dg_buf_addc(out, s.p[i]);
    }
}

int dg_conllu_write(const dg_doc *doc, const dg_conllu_style *style, dg_buf *out, size_t *ret_at,
                    dg_err *err) {
    for (uint32_t i = 0; i < doc->n_sentences && !out->bad; i++) {
        const dg_sentence *s = &doc->sentences[i];
        if (i == 0 && style->newdoc) {
            dg_buf_addz(out, style->doc_id.p ? "# newdoc id = " : "# newdoc");
            put_text(style->doc_id, out);
            dg_buf_addc(out, '\n');
        }
        if (begins_paragraph(doc, i, style)) dg_buf_addz(out, "# newpar\n");
        ret_at[i] = out->n;
        dg_buf_addz(out, "# text = ");
        put_text(dg_doc_text(doc, s->span), out);
        dg_buf_addc(out, '\n');
        for (uint32_t t = s->from; t < s->to; t++) put_word(doc, t, s->from, style, out);
        dg_buf_addc(out, '\n');
    }
    return out->bad ? dg_err_set(err, DG_E_NOMEM, 0, "writing CoNLL-U") : 0;
}

/* ---- JSON ---- */

static void json_feats(dg_json_out *o, dg_str feats) {
    dg_json_key(o, "feats");
    dg_json_obj(o);
    for (uint32_t from = 0, at = 0; !dg_str_is(feats, "_") && at < feats.n; at++) {
        bool last = at + 1 == feats.n;
        if (feats.p[at] != '|' && !last) continue;
        dg_str one = dg_str_cut(feats, from, last ? feats.n : at);
        const char *equals = memchr(one.p, '=', one.n);
        char key[64];
        uint32_t n = equals ? (uint32_t)(equals - one.p) : 0;
        from = at + 1;
        if (!n || n >= sizeof key) continue;
        memcpy(key, one.p, n);
        key[n] = 0;
        dg_json_key(o, key);
        dg_json_str(o, dg_str_cut(one, n + 1, one.n));
    }
    dg_json_obj_end(o);
}

static void json_str(dg_json_out *o, const char *key, dg_str s) {
    dg_json_key(o, key);
    dg_json_str(o, s);
}

static void json_int(dg_json_out *o, const char *key, uint64_t v) {
    dg_json_key(o, key);
    dg_json_int(o, (int64_t)v);
}

static void json_word(dg_json_out *o, const dg_doc *d, uint32_t t, uint32_t from,
                      const dg_conllu_style *style) {
    const dg_token *w = &d->tokens[t];
    uint8_t ner = name_of(w, style);
    dg_json_obj(o);
    json_int(o, "id", t - from + 1);
    if (w->mwt_n && w->mwt_at == 0) json_str(o, "token", dg_doc_text(d, w->span));
    json_str(o, "form", form_of(d, w));
    json_str(o, "lemma", w->lemma);
    json_str(o, "upos", dg_str_of(w->upos < DG_UPOS_N ? dg_upos_names[w->upos] : "X"));
    json_feats(o, w->feats_str);
    dg_json_key(o, "head");
    if (has_tree(w))
        dg_json_int(o, w->head == DG_NONE ? 0 : (int64_t)(w->head - from + 1));
    else
        dg_json_null(o);
    json_str(o, "deprel", has_tree(w) ? relation(w) : DG_STR_NULL);
    if (ner != DG_NER_O) json_str(o, "ner", dg_str_of(dg_ner_names[ner]));
    json_int(o, "from", style->base + w->span.from);
    json_int(o, "to", style->base + w->span.to);
    dg_json_obj_end(o);
}

static void json_flag(dg_json_out *o, const char *key, bool flag) {
    if (!flag) return;
    dg_json_key(o, key);
    dg_json_bool(o, true);
}

int dg_conllu_json(const dg_doc *doc, const dg_conllu_style *style, dg_buf *out, size_t *ret_at,
                   dg_err *err) {
    for (uint32_t i = 0; i < doc->n_sentences && !out->bad; i++) {
        const dg_sentence *s = &doc->sentences[i];
        dg_json_out o;
        dg_json_begin(&o, out);
        dg_json_obj(&o);
        ret_at[i] = out->n;
        if (i == 0 && style->newdoc && style->doc_id.p) json_str(&o, "newdoc", style->doc_id);
        json_flag(&o, "newdoc", i == 0 && style->newdoc && !style->doc_id.p);
        json_flag(&o, "newpar", begins_paragraph(doc, i, style));
        json_str(&o, "text", dg_doc_text(doc, s->span));
        dg_json_key(&o, "tokens");
        dg_json_arr(&o);
        for (uint32_t t = s->from; t < s->to; t++) json_word(&o, doc, t, s->from, style);
        dg_json_arr_end(&o);
        dg_json_obj_end(&o);
        dg_buf_addc(out, '\n');
    }
    return out->bad ? dg_err_set(err, DG_E_NOMEM, 0, "writing JSON") : 0;
}

/* ---- reading ---- */

enum { N_COLUMNS = 10, ID = 0, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, REL, DEPS, MISC };

typedef struct reader {
    dg_arena *arena;
    dg_conllu_sentence s;
    uint32_t cap_words, cap_tokens;
    uint32_t open; /* words that the last range still waits for */
    dg_err *err;
    uint32_t at; /* of the line */
} reader;

static int wrong(const reader *r, const char *what) {
    return dg_err_set(r->err, DG_E_SYNTAX, r->at, "%s", what);
}

static int no_memory(const reader *r) {
    return dg_err_set(r->err, DG_E_NOMEM, r->at, "reading CoNLL-U");
}

/* Digits of s from *at on; DG_NONE when there are none or too many. */
static uint32_t number(dg_str s, uint32_t *at) {
    uint32_t v = 0, from = *at;
    while (*at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9' && *at - from < 8)
        v = v * 10 + (uint32_t)(s.p[(*at)++] - '0');
    return *at == from ? DG_NONE : v;
}

static bool split(dg_str line, dg_str columns[N_COLUMNS]) {
    uint32_t n = 0, from = 0;
    for (uint32_t i = 0; i <= line.n; i++) {
        if (i < line.n && line.p[i] != '\t') continue;
        if (n == N_COLUMNS || i == from) return false;
        columns[n++] = dg_str_cut(line, from, i);
        from = i + 1;
    }
    return n == N_COLUMNS;
}

static int read_range(reader *r, const dg_str c[N_COLUMNS], uint32_t first, uint32_t last) {
    if (first != r->s.n_words + 1 || last <= first || r->open)
        return wrong(r, "the range does not begin at the next word, or is empty");
    dg_conllu_token t = {c[FORM], c[MISC], first - 1, last, true};
    r->open = last - first + 1;
    return DG_PUSH(r->arena, r->s.tokens, r->s.n_tokens, r->cap_tokens, t) ? 0 : no_memory(r);
}

static int read_word(reader *r, const dg_str c[N_COLUMNS], uint32_t id) {
    uint32_t at = 0, head = number(c[HEAD], &at);
    if (id != r->s.n_words + 1) return wrong(r, "words are numbered 1, 2, 3 …");
    if (dg_str_is(c[HEAD], "_") ? head != DG_NONE : head == DG_NONE || at < c[HEAD].n)
        return wrong(r, "HEAD is a number or _");
    dg_conllu_token t = {c[FORM], c[MISC], id - 1, id, false};
    if (r->open)
        r->open--;
    else if (!DG_PUSH(r->arena, r->s.tokens, r->s.n_tokens, r->cap_tokens, t))
        return no_memory(r);
    dg_conllu_word w = {.form = c[FORM],
                        .lemma = c[LEMMA],
                        .upos = c[UPOS],
                        .xpos = c[XPOS],
                        .feats = c[FEATS],
                        .rel = c[REL],
                        .deps = c[DEPS],
                        .misc = c[MISC],
                        .head = head,
                        .token = r->s.n_tokens - 1};
    return DG_PUSH(r->arena, r->s.words, r->s.n_words, r->cap_words, w) ? 0 : no_memory(r);
}

static int read_line(reader *r, dg_str line) {
    dg_str c[N_COLUMNS];
    uint32_t at = 0;
    if (!split(line, c))
        return wrong(r, "a line has ten columns, parted by tabs, none of them empty");
    uint32_t id = number(c[ID], &at);
    if (id == DG_NONE) return wrong(r, "ID is no number");
    if (at == c[ID].n) return read_word(r, c, id);
    char sign = c[ID].p[at++];
    uint32_t last = number(c[ID], &at);
    if (last == DG_NONE || at < c[ID].n || (sign != '-' && sign != '.'))
        return wrong(r, "ID is 3, 3-4 or 3.1");
    return sign == '.' ? 0 : read_range(r, c, id, last);
}

static int end_sentence(reader *r) {
    if (r->open) return wrong(r, "words of a multiword token are missing");
    for (uint32_t i = 0; i < r->s.n_words; i++)
        if (r->s.words[i].head != DG_NONE && r->s.words[i].head > r->s.n_words)
            return wrong(r, "HEAD is no word of the sentence");
    return 1;
}

int dg_conllu_next(dg_str *rest, dg_arena *arena, dg_conllu_sentence *ret, dg_err *err) {
    dg_str all = *rest;
    reader r = {.arena = arena, .err = err};
    uint32_t at = 0, comments = 0;
    int rc = 0;
    bool end = false;
    while (at < all.n && !end) {
        const char *nl = memchr(all.p + at, '\n', all.n - at);
        uint32_t next = nl ? (uint32_t)(nl - all.p) + 1 : all.n, to = nl ? next - 1 : next;
        while (to > at && all.p[to - 1] == '\r') to--;
        dg_str line = dg_str_cut(all, at, to);
        r.at = at;
        if (!line.n) {
            end = r.s.n_words > 0 || rc;
            comments = next; /* comments without words are nobody's */
            if (!end) r.s.comments = (dg_str){0};
        } else if (line.p[0] == '#') {
            if (r.s.n_tokens && !rc) rc = wrong(&r, "a comment inside a sentence");
            if (!r.s.n_tokens) r.s.comments = dg_str_cut(all, comments, next);
        } else if (!rc) {
            rc = read_line(&r, line);
        }
        at = next;
    }
    *rest = dg_str_cut(all, at, all.n);
    if (!rc && (r.s.n_words || r.open)) rc = end_sentence(&r);
    if (rc == 1) *ret = r.s;
    return rc;
}

void dg_conllu_put(const dg_conllu_sentence *s, dg_buf *out) {
    dg_buf_adds(out, s->comments);
    if (s->comments.n && s->comments.p[s->comments.n - 1] != '\n') dg_buf_addc(out, '\n');
    for (uint32_t i = 0; i < s->n_words; i++) {
        const dg_conllu_word *w = &s->words[i];
        const dg_conllu_token *t = &s->tokens[w->token];
        if (t->multiword && t->from == i) {
            dg_buf_printf(out, "%u-%u\t", i + 1, t->to);
            put_column(out, t->form);
            dg_buf_addz(out, "_\t_\t_\t_\t_\t_\t_\t");
            dg_buf_adds(out, t->misc);
            dg_buf_addc(out, '\n');
        }
        dg_buf_printf(out, "%u\t", i + 1);
        put_column(out, w->form);
        put_column(out, w->lemma);
        put_column(out, w->upos);
        put_column(out, w->xpos);
        put_column(out, w->feats);
        if (w->head == DG_NONE)
            dg_buf_addz(out, "_\t");
        else
            dg_buf_printf(out, "%u\t", w->head);
        put_column(out, w->rel);
        put_column(out, w->deps);
        dg_buf_adds(out, w->misc);
        dg_buf_addc(out, '\n');
    }
    dg_buf_addc(out, '\n');
}

dg_str dg_conllu_value(dg_str column, const char *key) {
    uint32_t n = (uint32_t)strlen(key), from = 0;
    while (from < column.n) {
        const char *bar = memchr(column.p + from, '|', column.n - from);
        uint32_t to = bar ? (uint32_t)(bar - column.p) : column.n;
        dg_str one = dg_str_cut(column, from, to);
        if (one.n > n && one.p[n] == '=' && memcmp(one.p, key, n) == 0)
            return dg_str_cut(one, n + 1, one.n);
        from = to + 1;
    }
    return DG_STR_NULL;
}

static int hex(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void put_unescaped(dg_str s, dg_buf *out) {
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\\' || i + 1 == s.n) {
            dg_buf_addc(out, s.p[i]);
            continue;
        }
        char c = s.p[++i];
        if (c == 'x' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
            dg_buf_addc(out, (char)(hex(s.p[i + 1]) << 4 | hex(s.p[i + 2])));
            i += 2;
        } else {
            dg_buf_addc(out, c == 's'   ? ' '
                             : c == 't' ? '\t'
                             : c == 'n' ? '\n'
                             : c == 'r' ? '\r'
                             : c == 'p' ? '|'
                                        : c);
        }
    }
}

void dg_conllu_space_before(dg_str misc, dg_buf *out) {
    put_unescaped(dg_conllu_value(misc, "SpacesBefore"), out);
}

void dg_conllu_space_after(dg_str misc, dg_buf *out) {
    dg_str after = dg_conllu_value(misc, "SpacesAfter");
    if (after.p)
        put_unescaped(after, out);
    else if (!dg_str_is(dg_conllu_value(misc, "SpaceAfter"), "No"))
        dg_buf_addc(out, ' ');
}
