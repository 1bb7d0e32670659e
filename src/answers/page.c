/* page.c: text has indents and rules of characters, Markdown has lists and quotations; all else is
 * the same. */
#include "answers/page.h"

#include <stdio.h>

enum { WRAP_AT = 96 };

/* ---- lines ---- */

static void put_word(dg_page *p, const char *id) {
    dg_buf_adds(p->out, dg_phrase_word(p->phrases, id));
}

/* Words of s, white space folded, broken at WRAP_AT characters with `indent` before each line. */
static void put_wrapped(dg_buf *out, dg_str s, const char *indent, const char *open,
                        const char *close) {
    uint32_t column = (uint32_t)strlen(indent), at = 0;
    dg_buf_addz(out, indent);
    dg_buf_addz(out, open);
    bool first = true;
    while (at < s.n) {
        while (at < s.n && (unsigned char)s.p[at] <= ' ') at++;
        uint32_t from = at, width = 0;
        for (; at < s.n && (unsigned char)s.p[at] > ' '; at++) width += (s.p[at] & 0xc0) != 0x80;
        if (from == at) break;
        if (!first && column + 1 + width > WRAP_AT) {
            dg_buf_addc(out, '\n');
            dg_buf_addz(out, indent);
            column = (uint32_t)strlen(indent);
        } else if (!first) {
            dg_buf_addc(out, ' ');
            column++;
        }
        dg_buf_add(out, s.p + from, at - from);
        column += width;
        first = false;
    }
    dg_buf_addz(out, close);
    dg_buf_addc(out, '\n');
}

static void put_source(dg_page *p, const dg_source *s, dg_range span) {
    dg_buf *out = p->out;
    dg_buf_adds(out, s->lang.p ? s->lang : DG_STR("??"));
    if (s->outlet.p) {
        dg_buf_addz(out, ", ");
        dg_buf_adds(out, s->outlet);
    }
    dg_buf_addz(out, ", ");
    dg_buf_adds(out, s->uri);
    if (span.to) dg_buf_printf(out, " %u-%u", span.from, span.to);
}

static void put_days(dg_page *p, dg_days when, bool by_report) {
    if (by_report && dg_days_known(when)) {
        put_word(p, "reported");
        dg_buf_addc(p->out, ' ');
    }
    dg_phrase_days(p->phrases, when, p->out);
}

static void underline(dg_page *p, size_t from, char with) {
    uint32_t width = 0;
    for (size_t i = from; i < p->out->n; i++) width += (p->out->p[i] & 0xc0) != 0x80;
    dg_buf_addc(p->out, '\n');
    for (uint32_t i = 0; i < width && !p->md; i++) dg_buf_addc(p->out, with);
    if (!p->md) dg_buf_addc(p->out, '\n');
}

void dg_page_title(dg_page *p, dg_str title) {
    if (p->md) dg_buf_addz(p->out, "# ");
    size_t from = p->out->n;
    dg_buf_adds(p->out, title);
    underline(p, from, '=');
    if (p->md) dg_buf_addc(p->out, '\n');
}

/* A state or an organisation by its name in the answer's language, anybody else as printed most. */
static void put_party(const dg_ask *ask, dg_str key, dg_buf *out) {
    dg_str label = dg_names_label(ask->phrases->names, key, ask->phrases->langs);
    dg_arena *arena = label.p ? NULL : dg_arena_new(1 << 20);
    dg_known_as known = {0};
    dg_err ignored;
    if (arena) dg_query_known_as(ask->store, key, arena, &known, &ignored);
    dg_buf_adds(out, label.p ? label : known.n_names ? known.names[0] : key);
    dg_arena_free(arena);
}

void dg_page_parties(const dg_ask *ask, const char *else_word, dg_buf *out) {
    const dg_query *q = &ask->query;
    if (q->a.p)
        put_party(ask, q->a, out);
    else
        dg_buf_adds(out, dg_phrase_word(ask->phrases, else_word));
    if (!q->b.p) return;
    dg_buf_addc(out, ' ');
    dg_buf_adds(out, dg_phrase_word(ask->phrases, "and"));
    dg_buf_addc(out, ' ');
    put_party(ask, q->b, out);
}

void dg_page_title_parties(dg_page *p, const dg_ask *ask, const char *else_word) {
    dg_buf title;
    dg_buf_init(&title, 1 << 16);
    dg_page_parties(ask, else_word, &title);
    dg_page_title(p, dg_buf_str(&title));
    p->out->bad |= title.bad;
    dg_buf_free(&title);
}

/* The offices that the sources give, in the answer's words, each once; as many as fit a line. */
static void put_offices(dg_page *p, const dg_known_as *known) {
    enum { MOST = 3 };
    dg_buf told[MOST];
    uint32_t n = 0;
    for (uint32_t i = 0; i < known->n_roles && n < MOST; i++) {
        bool is_new = true;
        dg_buf_init(&told[n], 1 << 12);
        dg_phrase_role(p->phrases, known->roles[i], &told[n]);
        for (uint32_t k = 0; k < n; k++)
            is_new &= !dg_str_eq(dg_buf_str(&told[k]), dg_buf_str(&told[n]));
        if (is_new) {
            dg_buf_addz(p->out, n ? ", " : "");
            dg_buf_adds(p->out, dg_buf_str(&told[n++]));
        } else
            dg_buf_free(&told[n]);
    }
    for (uint32_t k = 0; k < n; k++) dg_buf_free(&told[k]);
}

static void put_more_names(dg_page *p, const dg_known_as *known) {
    enum { MOST = 5 };
    for (uint32_t i = 1; i < known->n_names && i < MOST; i++) {
        dg_buf_addz(p->out, i > 1 ? ", " : "; ");
        if (i == 1) put_word(p, "also"), dg_buf_addc(p->out, ' ');
        dg_buf_adds(p->out, known->names[i]);
    }
}

int dg_page_who(dg_page *p, const dg_ask *ask, dg_err *err) {
    dg_known_as known = {0};
    if (!ask->query.a.p || ask->query.b.p ||
        dg_names_label(p->phrases->names, ask->query.a, p->phrases->langs).p)
        return 0;
    dg_arena *arena = dg_arena_new(1 << 20);
    int rc = arena ? dg_query_known_as(ask->store, ask->query.a, arena, &known, err)
                   : dg_err_set(err, DG_E_NOMEM, 0, "dossier");
    if (!rc && (known.n_roles || known.country.n || known.n_names > 1)) {
        dg_buf_addz(p->out, p->md ? "" : "  ");
        put_offices(p, &known);
        if (known.n_roles && known.country.n) dg_buf_addz(p->out, ", ");
        if (known.country.n) dg_phrase_country(p->phrases, known.country, p->out);
        put_more_names(p, &known);
        dg_buf_addz(p->out, p->md ? "\n\n" : "\n");
    }
    dg_arena_free(arena);
    return rc;
}

void dg_page_heading(dg_page *p, const char *word) {
    dg_buf_addz(p->out, p->md ? "\n## " : "\n");
    size_t from = p->out->n;
    put_word(p, word);
    underline(p, from, '-');
}

void dg_page_nothing(dg_page *p) {
    put_word(p, "nothing");
    dg_buf_addc(p->out, '\n');
}

/* ---- the lead ---- */

static uint32_t count_languages(const dg_gathered *g) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->n_sources; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i && !seen; k++)
            seen = dg_str_eq(g->sources[k]->lang, g->sources[i]->lang);
        n += !seen;
    }
    return n;
}

/* Fills {entry} … of a sentence of dossier.tsv with numbers. */
static void put_counts(dg_page *p, const char *sentence, const char *const *ids, const uint32_t *n,
                       uint32_t n_ids) {
    dg_str s = dg_phrase_word(p->phrases, sentence);
    for (uint32_t i = 0; i < s.n; i++) {
        const char *close = s.p[i] == '{' ? memchr(s.p + i, '}', s.n - i) : NULL;
        dg_str id = close ? dg_str_cut(s, i + 1, (uint32_t)(close - s.p)) : DG_STR_NULL;
        uint32_t k = 0;
        while (k < n_ids && !dg_str_is(id, ids[k])) k++;
        if (k == n_ids) {
            dg_buf_addc(p->out, s.p[i]);
            continue;
        }
        dg_phrase_count(p->phrases, ids[k], n[k], p->out);
        i += id.n + 1;
    }
}

static uint32_t count_statements(const dg_gathered *g) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->n_quotes; i++) n += !g->repeated[i];
    return n;
}

/* Did it happen, or is it said to have happened? */
static bool is_told(const dg_entry *e) {
    return !e->told.negated && !dg_str_is(e->told.status, "future") &&
           !dg_str_is(e->told.status, "hypothetical") && !dg_str_is(e->told.status, "denied");
}

static bool is_later(const dg_entry *a, const dg_entry *b) {
    if (a->when.from != b->when.from) return a->when.from > b->when.from;
    return a->witnesses > b->witnesses;
}

/* The entry that most witnesses tell, of these the latest; DG_NONE: none has two. */
static uint32_t most_told(const dg_gathered *g) {
    uint32_t best = DG_NONE, most = 1;
    for (uint32_t i = 0; i < g->n_entries; i++) {
        const dg_entry *e = &g->entries[i];
        if (e->witnesses < 2 || e->witnesses < most) continue;
        if (e->witnesses == most && best != DG_NONE && is_later(&g->entries[best], e)) continue;
        best = i, most = e->witnesses;
    }
    return best;
}

/* Known so well that it may stand for a day: "in 2022" may not. */
static bool is_dated(const dg_entry *e) {
    return dg_days_known(e->when) && e->when.to - e->when.from <= 31;
}

static uint32_t latest(const dg_gathered *g) {
    uint32_t best = DG_NONE;
    for (uint32_t i = 0; i < g->n_entries; i++) {
        const dg_entry *e = &g->entries[i];
        if (!is_told(e) || !is_dated(e)) continue;
        if (best == DG_NONE || is_later(e, &g->entries[best])) best = i;
    }
    return best;
}

static void put_lead_entry(dg_page *p, const dg_gathered *g, const char *word, uint32_t entry) {
    const dg_entry *e = &g->entries[entry];
    dg_buf_addz(p->out, p->md ? "- **" : "  ");
    put_word(p, word);
    dg_buf_addz(p->out, p->md ? ":** " : ": ");
    put_days(p, e->when, e->by_report);
    dg_buf_addz(p->out, ", ");
    dg_phrase_event(p->phrases, &e->told, p->out);
    if (e->witnesses > 1) {
        dg_buf_addz(p->out, " (");
        dg_phrase_count(p->phrases, "witness", e->witnesses, p->out);
        dg_buf_addc(p->out, ')');
    }
    dg_buf_addc(p->out, '\n');
}

/* "cooperation: 12 entries, conflict: 3 entries", of what happened. */
static void put_balance(dg_page *p, const dg_gathered *g) {
    static const char *const words[] = {"cooperation", "conflict"};
    uint32_t n[2] = {0, 0}, put = 0;
    for (uint32_t i = 0; i < g->n_entries; i++)
        if (is_told(&g->entries[i])) n[g->entries[i].told.score < 0]++;
    for (int k = 0; k < 2; k++) {
        if (!n[k]) continue;
        dg_buf_addz(p->out, put++ ? "; " : p->md ? "- " : "  ");
        dg_buf_addz(p->out, p->md ? "**" : "");
        put_word(p, words[k]);
        dg_buf_addz(p->out, p->md ? ":** " : ": ");
        dg_phrase_count(p->phrases, "entry", n[k], p->out);
    }
    if (put) dg_buf_addc(p->out, '\n');
}

static void put_span(dg_page *p, const dg_gathered *g) {
    dg_days all = DG_DAYS_NONE;
    for (uint32_t i = 0; i < g->n_entries; i++) {
        dg_days when = g->entries[i].when;
        if (!is_told(&g->entries[i]) || !is_dated(&g->entries[i])) continue;
        if (!dg_days_known(all)) all = when;
        if (when.from < all.from) all.from = when.from;
        if (when.to > all.to) all.to = when.to;
    }
    if (!dg_days_known(all) || all.from == all.to) return;
    dg_buf_addz(p->out, p->md ? "- **" : "  ");
    put_word(p, "time");
    dg_buf_addz(p->out, p->md ? ":** " : ": ");
    put_days(p, all, false);
    dg_buf_addc(p->out, '\n');
}

void dg_page_lead(dg_page *p, const dg_gathered *g, uint32_t limit) {
    if (!g->n_sources) {
        dg_page_nothing(p);
        return;
    }
    static const char *const ids[] = {"entry", "statement", "from-article", "language"};
    const uint32_t n[] = {g->n_entries, count_statements(g), g->n_sources, count_languages(g)};
    put_counts(p, g->n_quotes ? "lead" : "lead-entries", ids, n, 4);
    uint32_t shared = 0;
    for (uint32_t i = 0; i < g->n_entries; i++) shared += g->entries[i].witnesses > 1;
    if (shared) {
        dg_buf_addz(p->out, "; ");
        put_counts(p, "shared", ids, &shared, 1);
    }
    dg_buf_addz(p->out, ".\n");
    if (!g->n_entries) return;
    if (p->md) dg_buf_addc(p->out, '\n');
    put_span(p, g);
    put_balance(p, g);
    uint32_t most = most_told(g), last = latest(g);
    if (most != DG_NONE) put_lead_entry(p, g, "most-told", most);
    if (last != DG_NONE && last != most) put_lead_entry(p, g, "latest", last);
    if (limit && g->n_entries >= limit) {
        dg_buf_addz(p->out, p->md ? "- " : "  ");
        put_counts(p, "newest", ids, &limit, 1);
        dg_buf_addz(p->out, " (--limit)\n");
    }
    if (!g->n_disputes) return;
    dg_buf_addz(p->out, p->md ? "- **" : "  ");
    put_word(p, "disputes");
    dg_buf_addz(p->out, p->md ? ":** " : ": ");
    for (uint32_t i = 0; i < g->n_disputes && i < 3; i++) {
        if (i) dg_buf_addz(p->out, "; ");
        dg_phrase_event(p->phrases, &g->entries[g->disputes[i].asserted[0]].told, p->out);
    }
    dg_buf_addz(p->out, g->n_disputes > 3 ? "; …\n" : "\n");
}

/* ---- entries ---- */

static void put_note(dg_page *p, const char *id) {
    dg_buf_addz(p->out, " (");
    put_word(p, id);
    dg_buf_addc(p->out, ')');
}

static void put_entry_words(dg_page *p, const dg_entry *e) {
    const dg_found_event *first = &e->told;
    static const char *const told[] = {"future", "hypothetical", "historical", "alleged", "denied"};
    dg_phrase_event(p->phrases, first, p->out);
    for (size_t i = 0; i < DG_LEN(told); i++)
        if (dg_str_is(first->status, told[i])) put_note(p, told[i]);
    if (first->place.p) {
        dg_buf_addz(p->out, ", ");
        dg_phrase_place(p->phrases, first->place, p->out);
    }
    dg_buf_addz(p->out, "  [");
    dg_buf_adds(p->out, first->type);
    if (first->mode.p) {
        dg_buf_addc(p->out, ' ');
        dg_buf_adds(p->out, first->mode);
    }
    if (e->witnesses > 1) {
        dg_buf_addz(p->out, ", ");
        dg_phrase_count(p->phrases, "witness", e->witnesses, p->out);
    }
    dg_buf_addc(p->out, ']');
}

void dg_page_entry_line(dg_page *p, const dg_entry *e) {
    dg_buf_addz(p->out, p->md ? "- " : "");
    if (dg_days_known(e->when)) { /* the others stand under a heading that says so */
        dg_buf_addz(p->out, p->md ? "**" : "");
        put_days(p, e->when, e->by_report);
        dg_buf_addz(p->out, p->md ? "** " : "  ");
    }
    put_entry_words(p, e);
    dg_buf_addc(p->out, '\n');
}

/* The plan that this fulfils, or what became of it. */
static void put_link(dg_page *p, const dg_gathered *g, const dg_entry *e) {
    uint32_t other = e->plan != DG_NONE ? e->plan : e->fulfilled_by;
    if (other == DG_NONE) return;
    const dg_entry *o = &g->entries[other];
    dg_buf_addz(p->out, p->md ? "  *" : "      ");
    put_word(p, e->plan != DG_NONE ? "planned" : "fulfilled");
    dg_buf_addz(p->out, ": ");
    put_days(p, o->when, o->by_report);
    dg_buf_addz(p->out, ", ");
    dg_phrase_event(p->phrases, &o->told, p->out);
    dg_buf_addz(p->out, "  [");
    dg_buf_adds(p->out, o->tellings[0]->happening);
    dg_buf_addz(p->out, p->md ? "]*\n" : "]\n");
}

/* ---- versions of one article: the newest is shown, the others are listed below it ---- */

static bool is_superseded(const dg_entry *e, uint32_t i) {
    for (uint32_t k = 0; k < e->n; k++)
        if (dg_source_is_older_version(&e->tellings[i]->source, &e->tellings[k]->source))
            return true;
    return false;
}

static void put_also(dg_page *p, const dg_source *s, dg_range span) {
    dg_buf_addz(p->out, p->md ? "\n  > " : "\n           ");
    put_word(p, "also");
    dg_buf_addc(p->out, ' ');
    put_source(p, s, span);
}

static void put_versions(dg_page *p, const dg_entry *e, uint32_t shown) {
    const dg_source *s = &e->tellings[shown]->source;
    for (uint32_t k = 0; k < shown; k++) /* below the first telling of the article only */
        if (e->tellings[k]->source.article == s->article) return;
    for (uint32_t k = 0; k < e->n; k++)
        if (dg_source_is_older_version(&e->tellings[k]->source, s))
            put_also(p, &e->tellings[k]->source, e->tellings[k]->span);
}

static void put_telling(dg_page *p, const dg_entry *e, uint32_t i) {
    put_wrapped(p->out, e->tellings[i]->sentence, p->md ? "  > " : "      ", "", "");
    dg_buf_addz(p->out, p->md ? "  > — " : "        -- ");
    put_source(p, &e->tellings[i]->source, e->tellings[i]->span);
    put_versions(p, e, i);
    dg_buf_addc(p->out, '\n');
}

void dg_page_entry(dg_page *p, const dg_gathered *g, const dg_entry *e) {
    dg_buf_addc(p->out, '\n');
    dg_page_entry_line(p, e);
    put_link(p, g, e);
    bool first = true;
    for (uint32_t i = 0; i < e->n; i++) {
        if (is_superseded(e, i)) continue;
        if (!first && p->md) dg_buf_addz(p->out, "  >\n");
        put_telling(p, e, i);
        first = false;
    }
}

/* ---- statements ---- */

static bool is_name_of(dg_page *p, dg_str country, dg_str speaker) {
    dg_str label = dg_names_label(p->phrases->names, country, p->phrases->langs);
    return dg_str_eq(label, speaker);
}

/* "China (foreign ministry)", "China (spokesman)", "China": in the answer's words. false: somebody
 * with a name. */
static bool put_body(dg_page *p, const dg_found_quote *q) {
    dg_str body = dg_phrase_body(p->phrases, q->speaker_key, q->speaker_country);
    dg_str state = dg_phrase_state(p->phrases, q->speaker_key);
    if (!body.p)
        body = dg_phrase_nameless(p->phrases, q->speaker_key, q->speaker_role, q->speaker_country);
    if (!body.p && !state.p) return false;
    if (state.p) {
        dg_buf_adds(p->out, state);
        return true;
    }
    dg_phrase_country(p->phrases, q->speaker_country, p->out);
    dg_buf_addz(p->out, " (");
    dg_buf_adds(p->out, body);
    dg_buf_addc(p->out, ')');
    return true;
}

static void put_speaker(dg_page *p, const dg_found_quote *q) {
    const char *sep = " (";
    if (put_body(p, q)) return;
    dg_buf_adds(p->out, q->speaker);
    if (q->speaker_role.p) {
        dg_buf_addz(p->out, sep);
        dg_phrase_role(p->phrases, q->speaker_role, p->out);
        sep = ", ";
    }
    if (q->speaker_country.p && !is_name_of(p, q->speaker_country, q->speaker)) {
        dg_buf_addz(p->out, sep);
        dg_phrase_country(p->phrases, q->speaker_country, p->out);
        sep = ", ";
    }
    if (sep[0] == ',') dg_buf_addc(p->out, ')');
}

static void put_stance(dg_page *p, dg_str stance) {
    static const char *const known[] = {"deny", "doubt", "hope", "demand", "warn", "allege"};
    for (size_t i = 0; i < DG_LEN(known); i++) {
        if (!dg_str_is(stance, known[i])) continue;
        dg_buf_addz(p->out, ", ");
        put_word(p, known[i]);
    }
}

static bool same_words(const dg_found_quote *a, const dg_found_quote *b) {
    return dg_str_eq(a->words, b->words) && dg_str_eq(a->speaker, b->speaker);
}

/* In the marks of the answer's language. */
static void put_quoted(dg_page *p, dg_str words, bool marks) {
    char open[16] = "", close[16] = "";
    dg_str m = dg_phrase_word(p->phrases, "marks"), one;
    uint32_t at = 0;
    if (marks && dg_table_alt(m, &at, &one)) snprintf(open, sizeof open, "%.*s", (int)one.n, one.p);
    if (marks && dg_table_alt(m, &at, &one))
        snprintf(close, sizeof close, "%.*s", (int)one.n, one.p);
    put_wrapped(p->out, words, p->md ? "  > " : "      ", open, close);
}

void dg_page_quote(dg_page *p, const dg_gathered *g, uint32_t quote) {
    const dg_found_quote *q = &g->quotes[quote];
    dg_buf *out = p->out;
    bool indirect = dg_str_is(q->form, "indirect");
    dg_buf_addz(out, p->md ? "\n- **" : "\n");
    put_speaker(p, q);
    dg_buf_addz(out, p->md ? "**" : "");
    put_stance(p, q->stance);
    for (uint32_t i = 0; i < q->n_via; i++) {
        dg_buf_addz(out, ", ");
        if (!i) put_word(p, "according");
        dg_buf_addz(out, i ? "" : " ");
        dg_buf_adds(out, q->via[i]);
    }
    if (indirect) put_note(p, "indirect");
    dg_buf_addz(out, ":\n");
    put_quoted(p, q->words, !indirect);
    dg_buf_addz(out, p->md ? "  > — " : "        -- ");
    put_days(p, q->source.published, false);
    dg_buf_addz(out, ", ");
    put_source(p, &q->source, q->span);
    for (uint32_t k = 0; k < g->n_quotes; k++)
        if (same_words(q, &g->quotes[k]) &&
            dg_source_is_older_version(&g->quotes[k].source, &q->source))
            put_also(p, &g->quotes[k].source, g->quotes[k].span);
    dg_buf_addc(out, '\n');
}

/* ---- positions and disputes ---- */

static void put_occasion(dg_page *p, dg_days when, dg_str words, const dg_source *s,
                         dg_range span) {
    put_wrapped(p->out, words, p->md ? "  > " : "      ", "", "");
    dg_buf_addz(p->out, p->md ? "  > — " : "        -- ");
    put_days(p, when, false);
    dg_buf_addz(p->out, ", ");
    put_source(p, s, span);
    dg_buf_addz(p->out, p->md ? "\n  >\n" : "\n");
}

/* Where a stance is the opposite of the one before it, that stands out. */
static void put_turn(dg_page *p, const dg_position *position, uint32_t place, const dg_entry *e) {
    for (uint32_t i = 0; i < position->n_turns; i++) {
        if (position->turns[i] != place) continue;
        dg_buf_addz(p->out, p->md ? "\n  **" : "    ");
        put_word(p, "changed");
        dg_buf_addz(p->out, ": ");
        put_days(p, e->when, e->by_report);
        dg_buf_addz(p->out, ", ");
        dg_phrase_event(p->phrases, &e->told, p->out);
        dg_buf_addz(p->out, p->md ? "**\n\n" : "\n");
    }
}

/* Has one and the same said it each time? Others of his country may have. */
static bool is_one_speaker(const dg_gathered *g, const dg_position *position) {
    const dg_found_quote *first = position->n_quotes ? &g->quotes[position->quotes[0]] : NULL;
    for (uint32_t i = 1; i < position->n_quotes; i++)
        if (!dg_str_eq(g->quotes[position->quotes[i]].speaker_key, first->speaker_key))
            return false;
    return true;
}

static void put_name(dg_page *p, const dg_found_quote *q) {
    dg_buf_addz(p->out, p->md ? "\n  *" : "    ");
    put_speaker(p, q);
    dg_buf_addz(p->out, p->md ? ":*\n\n" : ":\n");
}

void dg_page_position(dg_page *p, const dg_gathered *g, const dg_position *position) {
    dg_buf_addz(p->out, p->md ? "\n- **" : "\n");
    bool one = is_one_speaker(g, position);
    if (position->n_quotes && one)
        put_speaker(p, &g->quotes[position->quotes[0]]);
    else if (position->n_quotes)
        dg_phrase_country(p->phrases, g->quotes[position->quotes[0]].speaker_country, p->out);
    else
        dg_phrase_event(p->phrases, &g->entries[position->entries[0]].told, p->out);
    dg_buf_addz(p->out, p->md ? "**, " : ", ");
    dg_phrase_count(p->phrases, "occasion", position->n_quotes + position->n_entries, p->out);
    dg_buf_addz(p->out, ":\n");
    for (uint32_t i = 0; i < position->n_quotes; i++) {
        const dg_found_quote *q = &g->quotes[position->quotes[i]];
        if (!one) put_name(p, q);
        put_occasion(p, q->source.published, q->words, &q->source, q->span);
    }
    for (uint32_t i = 0; i < position->n_entries; i++) {
        const dg_entry *e = &g->entries[position->entries[i]];
        put_turn(p, position, i, e);
        put_occasion(p, e->when, e->tellings[0]->sentence, &e->tellings[0]->source,
                     e->tellings[0]->span);
    }
}

static void put_side(dg_page *p, const dg_gathered *g, const uint32_t *entries, uint32_t n,
                     const char *word, bool begun) {
    dg_buf_addz(p->out, p->md ? "\n  *" : "    ");
    put_word(p, word);
    dg_buf_addz(p->out, p->md ? ":*\n\n" : ":\n");
    for (uint32_t i = 0; i < n; i++) {
        const dg_entry *e = &g->entries[entries[i]];
        for (uint32_t k = 0; k < e->n; k++) {
            if (begun && !e->tellings[k]->began) continue;
            put_wrapped(p->out, e->tellings[k]->sentence, p->md ? "  > " : "      ", "", "");
            dg_buf_addz(p->out, p->md ? "  > — " : "        -- ");
            put_days(p, e->when, e->by_report);
            dg_buf_addz(p->out, ", ");
            put_source(p, &e->tellings[k]->source, e->tellings[k]->span);
            dg_buf_addz(p->out, p->md ? "\n  >\n" : "\n");
        }
    }
}

void dg_page_dispute(dg_page *p, const dg_gathered *g, const dg_dispute *d) {
    static const char *const sides[][2] = {[DG_DISPUTE_DENIED] = {"asserted", "contradicted"},
                                           [DG_DISPUTE_ANSWERED] = {"accused", "answered"},
                                           [DG_DISPUTE_FIGURES] = {"figures", "figures"},
                                           [DG_DISPUTE_BEGUN] = {"begun", "begun-other"}};
    bool begun = d->kind == DG_DISPUTE_BEGUN;
    dg_buf_addz(p->out, p->md ? "\n- **" : "\n");
    dg_phrase_event(p->phrases, &g->entries[d->asserted[0]].told, p->out);
    dg_buf_addz(p->out, p->md ? "**\n" : "\n");
    put_side(p, g, d->asserted, d->n_asserted, sides[d->kind][0], begun);
    if (d->n_against) put_side(p, g, d->against, d->n_against, sides[d->kind][1], begun);
}

/* ---- articles and stories ---- */

void dg_page_source(dg_page *p, const dg_source *s) {
    dg_buf_addz(p->out, p->md ? "\n- " : "\n  ");
    put_days(p, s->published, false);
    dg_buf_addz(p->out, "  ");
    put_source(p, s, (dg_range){0, 0});
    if (s->title.p) {
        dg_buf_addz(p->out, p->md ? "  \n  " : "\n      ");
        dg_buf_adds(p->out, s->title);
    }
    dg_buf_addc(p->out, '\n');
}

void dg_page_story(dg_page *p, const dg_found_story *s) {
    dg_buf_addz(p->out, p->md ? "- **" : "");
    put_days(p, s->days, false);
    dg_buf_addz(p->out, p->md ? "** " : "  ");
    if (s->title.p)
        dg_buf_adds(p->out, s->title);
    else
        dg_buf_adds(p->out, s->id);
    dg_buf_addz(p->out, "  [");
    dg_buf_adds(p->out, s->id);
    dg_buf_addz(p->out, ": ");
    dg_phrase_count(p->phrases, "article", s->n_articles, p->out);
    dg_buf_addz(p->out, ", ");
    dg_phrase_count(p->phrases, "language", s->n_langs, p->out);
    if (s->n_outlets) {
        dg_buf_addz(p->out, ", ");
        dg_phrase_count(p->phrases, "outlet", s->n_outlets, p->out);
    }
    dg_buf_addz(p->out, "]\n");
}

void dg_page_best(dg_page *p, uint32_t n, uint32_t all) {
    static const char *const ids[] = {"article", "all"};
    const uint32_t counts[] = {n, all};
    dg_buf_addc(p->out, '\n');
    put_counts(p, "best", ids, counts, 2);
    dg_buf_addz(p->out, ".\n");
}

void dg_page_article(dg_page *p, const dg_found_article *a) {
    dg_page_source(p, &a->source);
    if (a->excerpt.p) put_wrapped(p->out, a->excerpt, p->md ? "  > " : "      ", "", "");
}
