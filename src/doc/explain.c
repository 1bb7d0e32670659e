/* explain.c: see explain.h. O(size of what is written). */
#include "doc/explain.h"

static void put_line(dg_str s, dg_buf *out) {
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        dg_buf_addc(out, c < ' ' || c == 0x7F ? ' ' : s.p[i]);
    }
}

static void put_quoted(dg_str s, dg_buf *out) {
    dg_buf_addc(out, '"');
    put_line(s, out);
    dg_buf_addc(out, '"');
}

void dg_explain_words(const dg_doc *doc, dg_range span, dg_buf *out) {
    put_quoted(dg_doc_text(doc, span), out);
}

void dg_explain_why(const dg_doc *doc, const dg_why *why, dg_buf *out) {
    if (why->rule) dg_buf_addz(out, why->rule);
    if (why->row)
        dg_buf_printf(out, "%s(%s%s%s)", why->rule ? " " : "", why->row, why->also ? " + " : "",
                      why->also ? why->also : "");
    if (!why->words.to) return;
    dg_buf_addz(out, why->rule || why->row ? ": " : "");
    dg_explain_words(doc, why->words, out);
}

static void put_day(int32_t day, dg_buf *out) {
    char iso[11];
    if (day == DG_DAY_NONE) return;
    dg_day_format(day, iso);
    dg_buf_printf(out, "  %s", iso);
}

static void explain_article(const dg_doc *d, dg_buf *out) {
    dg_buf_printf(out, "article %s  %s  ", d->id, d->lang[0] ? d->lang : "-");
    put_line(d->uri, out);
    put_day(d->published.from, out);
    if (d->published.to != d->published.from) put_day(d->published.to, out);
    dg_buf_addc(out, '\n');
    if (!d->title.p) return;
    dg_buf_addz(out, "  ");
    put_quoted(d->title, out);
    dg_buf_addc(out, '\n');
}

/* ---- who ---- */

static void explain_mention(const dg_doc *d, const dg_mention *m, dg_buf *out) {
    static const char *const kinds[] = {"name", "adjective", "role", "pronoun"};
    dg_buf_addz(out, "      ");
    dg_explain_words(d, m->span, out);
    dg_buf_printf(out, "  %s", kinds[m->kind]);
    if (m->found) dg_buf_printf(out, ": %s", m->found);
    if (m->why.rule || m->why.row) dg_buf_addz(out, "; ");
    dg_explain_why(d, &m->why, out);
    dg_buf_addc(out, '\n');
}

static void explain_entity(const dg_doc *d, const dg_entity *e, dg_buf *out) {
    dg_buf_printf(out, "  %s ", dg_entity_kind_names[e->kind]);
    put_quoted(e->name, out);
    dg_buf_printf(out, "  %s %s", e->country[0] ? e->country : "-", e->sector[0] ? e->sector : "-");
    if (e->role.p) {
        dg_buf_addz(out, "  ");
        put_line(e->role, out);
    }
    dg_buf_addz(out, "  key ");
    put_line(e->key, out);
    if (e->why) dg_buf_printf(out, "\n      from: %s", e->why);
    if (e->why_country) dg_buf_printf(out, "\n      country: %s", e->why_country);
    dg_buf_addc(out, '\n');
    for (uint32_t i = 0; i < e->n_members; i++) {
        dg_buf_addz(out, "      member ");
        put_quoted(d->entities[e->members[i]].name, out);
        dg_buf_addc(out, '\n');
    }
    for (uint32_t i = 0; i < e->n_mentions; i++)
        explain_mention(d, &d->mentions[e->mentions[i]], out);
}

static void explain_entities(const dg_doc *d, dg_buf *out) {
    for (uint32_t i = 0; i < d->n_entities; i++) explain_entity(d, &d->entities[i], out);
}

/* ---- the layers, in the order of the reading ---- */

static const struct {
    const char *title;
    void (*explain)(const dg_doc *doc, dg_buf *out);
} layers[] = {
    {"who", explain_entities},
};

int dg_explain_write(const dg_doc *doc, dg_buf *out, dg_err *err) {
    explain_article(doc, out);
    for (size_t i = 0; i < DG_LEN(layers); i++) {
        dg_buf_printf(out, "%s\n", layers[i].title);
        layers[i].explain(doc, out);
    }
    dg_buf_addc(out, '\n');
    return out->bad ? dg_err_set(err, DG_E_NOMEM, 0, "explanation") : 0;
}
