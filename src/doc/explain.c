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
    if (e->office.p)
        dg_buf_printf(out, "\n      office that year: %.*s", (int)e->office.n, e->office.p);
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

/* ---- what happened ---- */

enum { MAX_STEPS = 64 };

/* The highest token of a stretch: the one whose head lies outside it. */
static uint32_t top_of(const dg_doc *d, dg_range span) {
    for (uint32_t t = dg_doc_token_at(d, span.from); t < d->n_tokens; t++) {
        const dg_token *k = &d->tokens[t];
        if (k->span.from >= span.to) break;
        if (k->head == DG_NONE || d->tokens[k->head].span.from < span.from ||
            d->tokens[k->head].span.from >= span.to)
            return t;
    }
    return DG_NONE;
}

/* Steps from a token up to another that governs it, or MAX_STEPS. */
static uint32_t steps_up(const dg_doc *d, uint32_t from, uint32_t to) {
    uint32_t n = 0;
    while (n < MAX_STEPS && from != to && from != DG_NONE) from = d->tokens[from].head, n++;
    return from == to ? n : MAX_STEPS;
}

/* The lowest token above both, and how many steps the way over it has; MAX_STEPS: none. */
static uint32_t way_between(const dg_doc *d, uint32_t a, uint32_t b, uint32_t *ret_over) {
    uint32_t up = 0;
    for (uint32_t over = a; over != DG_NONE && up < MAX_STEPS; over = d->tokens[over].head, up++) {
        uint32_t down = steps_up(d, b, over);
        *ret_over = over;
        if (down < MAX_STEPS) return up + down;
    }
    return MAX_STEPS;
}

static void put_token(const dg_doc *d, uint32_t t, dg_buf *out) {
    dg_buf_addc(out, ' ');
    put_quoted(d->tokens[t].form, out);
}

static void put_relation(const dg_doc *d, uint32_t t, const char *arrow, dg_buf *out) {
    dg_buf_addc(out, ' ');
    dg_buf_addz(out, arrow);
    put_line(d->tokens[t].rel_str, out);
}

/* "said" <ccomp "condemned" >nsubj "Kenya": up over its own relation, down over the other's. */
static void put_way(const dg_doc *d, uint32_t from, uint32_t to, uint32_t over, dg_buf *out) {
    put_token(d, from, out);
    for (uint32_t t = from; t != over; t = d->tokens[t].head) {
        put_relation(d, t, "<", out);
        put_token(d, d->tokens[t].head, out);
    }
    for (uint32_t n = steps_up(d, to, over); n-- > 0;) {
        uint32_t t = to;
        for (uint32_t i = 0; i < n; i++) t = d->tokens[t].head;
        put_relation(d, t, ">", out);
        put_token(d, t, out);
    }
}

/* The shortest way in the tree from the event's word to a mention of the entity. */
static void explain_side(const dg_doc *d, const dg_event *e, const char *side, uint32_t entity,
                         dg_buf *out) {
    const dg_entity *who = &d->entities[entity];
    uint32_t best = MAX_STEPS, to = DG_NONE, over = DG_NONE;
    for (uint32_t i = 0; i < who->n_mentions; i++) {
        dg_range span = d->mentions[who->mentions[i]].span;
        uint32_t top, o = DG_NONE;
        if (span.from < e->span.from || span.to > e->span.to) continue;
        if ((top = top_of(d, span)) == DG_NONE) continue;
        uint32_t n = way_between(d, e->trigger_token, top, &o);
        if (n < best) best = n, to = top, over = o;
    }
    dg_buf_printf(out, "      %s ", side);
    put_quoted(who->name, out);
    dg_buf_addc(out, ':');
    if (to == DG_NONE)
        dg_buf_addz(out, " not by a word of this sentence");
    else
        put_way(d, e->trigger_token, to, over, out);
    dg_buf_addc(out, '\n');
}

static void explain_reason(const dg_doc *d, const char *what, const dg_why *why, dg_buf *out) {
    if (!why->rule) return;
    dg_buf_printf(out, "      %s: ", what);
    dg_explain_why(d, why, out);
    dg_buf_addc(out, '\n');
}

static void explain_row(const dg_doc *d, const dg_event *e, dg_buf *out) {
    const char *slash = e->frame.n ? memchr(e->frame.p, '/', e->frame.n) : NULL;
    dg_buf_addz(out, "      row: ");
    put_line(e->frame, out);
    if (slash)
        dg_buf_printf(out, " (frames/%.*s.tsv:%u)", (int)(slash - e->frame.p), e->frame.p,
                      e->frame_line);
    for (uint32_t i = 0; i < e->n_frame_words; i++) {
        dg_buf_addz(out, i ? " " : " with ");
        dg_explain_words(d, e->frame_words[i], out);
    }
    dg_buf_addc(out, '\n');
}

static void explain_contexts(const dg_doc *d, const dg_event *e, dg_buf *out) {
    for (uint32_t i = 0; i < e->n_contexts; i++) {
        dg_buf_addz(out, "      context ");
        put_line(e->contexts[i], out);
        dg_buf_addz(out, ": ");
        if (e->context_words[i].to)
            dg_explain_words(d, e->context_words[i], out);
        else
            dg_buf_addz(out, "the row");
        dg_buf_addc(out, '\n');
    }
}

static void explain_event(const dg_doc *d, const dg_event *e, dg_buf *out) {
    dg_buf_printf(out, "  event %s", dg_plover_table[e->type].name);
    if (e->mode.p) {
        dg_buf_addc(out, ' ');
        put_line(e->mode, out);
    }
    dg_buf_printf(out, " %s%s  ", dg_status_names[e->status], e->negated ? " negated" : "");
    dg_explain_words(d, e->trigger, out);
    dg_buf_addc(out, '\n');
    explain_row(d, e, out);
    if (e->why_type) dg_buf_printf(out, "      type: %s\n", e->why_type);
    for (uint32_t i = 0; i < e->n_actors; i++) explain_side(d, e, "actor", e->actors[i], out);
    for (uint32_t i = 0; i < e->n_recipients; i++)
        explain_side(d, e, "recipient", e->recipients[i], out);
    if (e->near) dg_buf_addz(out, "      a side by nearness: the tree gave none\n");
    explain_reason(d, "negation", &e->why_negated, out);
    explain_reason(d, "status", &e->why_status, out);
    explain_contexts(d, e, out);
}

static void explain_events(const dg_doc *d, dg_buf *out) {
    for (uint32_t i = 0; i < d->n_events; i++) explain_event(d, &d->events[i], out);
}

/* ---- the layers, in the order of the reading ---- */

static const struct {
    const char *title;
    void (*explain)(const dg_doc *doc, dg_buf *out);
} layers[] = {
    {"who", explain_entities},
    {"what happened", explain_events},
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
