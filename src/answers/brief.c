/* brief.c: groups what the archive answers into entries and lays it out. A dossier is read top to
 * bottom by a person: lead, chronology, statements, sources; every line names its article and the
 * bytes of the proving sentence. Cost: O(events²) comparisons at worst for the grouping, within one
 * dossier. */
#include "answers/brief.h"

#include "base/json.h"

enum { BRIEF_CEILING = 512 << 20, WRAP_AT = 96 };

typedef struct entry { /* one happening and those who tell it */
    uint32_t n_witnesses, cap;
    const dg_found_event **witnesses;
    dg_days when;   /* what all of them allow */
    bool by_report; /* no time is told: when is the day of publication */
} entry;

typedef struct dossier {
    const dg_query *q;
    const dg_phrases *phrases;
    const dg_names *names;
    dg_arena *arena;
    uint32_t n_events, n_quotes, n_entries, n_sources;
    dg_found_event *events;
    dg_found_quote *quotes;
    entry *entries;
    const dg_source **sources;
    dg_buf *out;
} dossier;

/* ---- tellings of one happening are one entry ---- */

static bool join(dossier *d, const dg_found_event *e) {
    entry *g = NULL;
    for (uint32_t i = 0; i < d->n_entries && !g && e->happening.p; i++)
        if (dg_str_eq(d->entries[i].witnesses[0]->happening, e->happening)) g = &d->entries[i];
    if (!g) {
        g = &d->entries[d->n_entries++];
        *g = (entry){.when = e->happening.p ? e->happened : e->when,
                     .by_report = e->happening.p && e->by_report};
    }
    return DG_PUSH(d->arena, g->witnesses, g->n_witnesses, g->cap, e);
}

static bool note_source(dossier *d, const dg_source *s) {
    for (uint32_t i = 0; i < d->n_sources; i++)
        if (d->sources[i]->article == s->article) return true;
    d->sources[d->n_sources++] = s;
    return true;
}

static int collect(dossier *d, const dg_store *s, dg_err *err) {
    int rc = dg_query_events(s, d->q, d->arena, &d->n_events, &d->events, err);
    if (!rc) rc = dg_query_quotes(s, d->q, d->arena, &d->n_quotes, &d->quotes, err);
    if (rc) return rc;
    d->entries = dg_arena_zalloc(d->arena, (size_t)d->n_events + 1, sizeof *d->entries);
    d->sources =
        dg_arena_zalloc(d->arena, (size_t)d->n_events + d->n_quotes + 1, sizeof *d->sources);
    bool ok = d->entries && d->sources;
    for (uint32_t i = 0; i < d->n_events && ok; i++)
        ok = join(d, &d->events[i]) && note_source(d, &d->events[i].source);
    for (uint32_t i = 0; i < d->n_quotes && ok; i++) ok = note_source(d, &d->quotes[i].source);
    return ok ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "brief");
}

/* ---- laying it out ---- */

static dg_str party_name(const dossier *d, dg_str party) {
    const dg_name *country = dg_names_country(d->names, party);
    return country ? country->form : party;
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

static void put_source(dg_buf *out, const dg_source *s, dg_range span) {
    dg_buf_adds(out, s->lang.p ? s->lang : DG_STR("??"));
    if (s->outlet.p) {
        dg_buf_addz(out, ", ");
        dg_buf_adds(out, s->outlet);
    }
    dg_buf_addz(out, ", ");
    dg_buf_adds(out, s->uri);
    if (span.to) dg_buf_printf(out, " %u-%u", span.from, span.to);
}

static const char *status_note(dg_str status) {
    if (dg_str_is(status, "future")) return " (announced)";
    if (dg_str_is(status, "hypothetical")) return " (possible)";
    if (dg_str_is(status, "historical")) return " (background)";
    if (dg_str_is(status, "alleged")) return " (alleged)";
    if (dg_str_is(status, "denied")) return " (denied)";
    return "";
}

static void put_days_of(dg_buf *out, dg_days when, bool by_report) {
    if (by_report && dg_days_known(when)) dg_buf_addz(out, "reported ");
    dg_phrase_days(when, out);
}

static void put_title(dossier *d, bool md) {
    dg_buf *out = d->out;
    if (md) dg_buf_addz(out, "# ");
    size_t from = out->n;
    dg_buf_adds(out, party_name(d, d->q->a));
    if (d->q->b.p) {
        dg_buf_addz(out, " and ");
        dg_buf_adds(out, party_name(d, d->q->b));
    }
    size_t width = out->n - from;
    dg_buf_addc(out, '\n');
    for (size_t i = 0; i < width && !md; i++) dg_buf_addc(out, '=');
    dg_buf_addz(out, "\n");
}

/* ---- versions of one article: the newest is shown, the others are listed below it ---- */

static bool is_newer(const dg_source *a, const dg_source *b) {
    int32_t x = a->published.from, y = b->published.from; /* an unknown day is the least */
    return x != y ? x > y : dg_str_cmp(a->id, b->id) < 0;
}

static bool is_older_version(const dg_source *a, const dg_source *b) {
    return a->article != b->article && dg_source_is_same(a, b) && is_newer(b, a);
}

static bool is_superseded(const entry *g, uint32_t i) {
    for (uint32_t k = 0; k < g->n_witnesses; k++)
        if (is_older_version(&g->witnesses[i]->source, &g->witnesses[k]->source)) return true;
    return false;
}

static void put_also(dg_buf *out, const dg_source *s, dg_range span, bool md) {
    dg_buf_addz(out, md ? "\n  > also " : "\n           also ");
    put_source(out, s, span);
}

static void put_versions(dg_buf *out, const entry *g, uint32_t shown, bool md) {
    const dg_source *s = &g->witnesses[shown]->source;
    for (uint32_t k = 0; k < shown; k++) /* below the first telling of the article only */
        if (g->witnesses[k]->source.article == s->article) return;
    for (uint32_t k = 0; k < g->n_witnesses; k++)
        if (is_older_version(&g->witnesses[k]->source, s))
            put_also(out, &g->witnesses[k]->source, g->witnesses[k]->span, md);
}

static bool same_words(const dg_found_quote *a, const dg_found_quote *b) {
    return dg_str_eq(a->words, b->words) && dg_str_eq(a->speaker, b->speaker);
}

/* The same words stand in a newer version. */
static bool is_repeated(const dossier *d, uint32_t i) {
    const dg_found_quote *q = &d->quotes[i];
    for (uint32_t k = 0; k < d->n_quotes; k++)
        if (same_words(q, &d->quotes[k]) && is_older_version(&q->source, &d->quotes[k].source))
            return true;
    return false;
}

static uint32_t count_statements(const dossier *d) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->n_quotes; i++) n += !is_repeated(d, i);
    return n;
}

/* ---- counts ---- */

/* Two tellings in one article, or in versions of one, are one witness. */
static uint32_t count_witnesses(const entry *g) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->n_witnesses; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i; k++)
            seen |= dg_source_is_same(&g->witnesses[k]->source, &g->witnesses[i]->source);
        n += !seen;
    }
    return n;
}

static uint32_t count_languages(const dossier *d) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < d->n_sources; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i; k++)
            seen |= dg_str_eq(d->sources[k]->lang, d->sources[i]->lang);
        n += !seen;
    }
    return n;
}

static void put_count(dg_buf *out, uint32_t n, const char *one, const char *many) {
    dg_buf_printf(out, "%u %s", n, n == 1 ? one : many);
}

static void put_lead(dossier *d) {
    dg_buf *out = d->out;
    if (!d->n_sources) {
        dg_buf_addz(out, "The archive holds nothing on this.\n");
        return;
    }
    uint32_t shared = 0;
    for (uint32_t i = 0; i < d->n_entries; i++) shared += count_witnesses(&d->entries[i]) > 1;
    put_count(out, d->n_entries, "entry", "entries");
    dg_buf_addz(out, " and ");
    put_count(out, count_statements(d), "statement", "statements");
    dg_buf_addz(out, " from ");
    put_count(out, d->n_sources, "article", "articles");
    dg_buf_addz(out, " in ");
    put_count(out, count_languages(d), "language", "languages");
    if (shared) {
        dg_buf_addz(out, "; ");
        put_count(out, shared, "entry is", "entries are");
        dg_buf_addz(out, " told by more than one of them");
    }
    dg_buf_addz(out, ".\n");
}

static void put_heading(dossier *d, bool md, const char *text) {
    dg_buf_printf(d->out, md ? "\n## %s\n" : "\n%s\n", text);
    for (size_t i = 0; i < strlen(text) && !md; i++) dg_buf_addc(d->out, '-');
    dg_buf_addz(d->out, md ? "" : "\n");
}

static void put_entry(dossier *d, const entry *g, bool md) {
    const dg_found_event *first = g->witnesses[0];
    dg_buf *out = d->out;
    dg_buf_addz(out, md ? "\n- **" : "\n");
    put_days_of(out, g->when, g->by_report);
    dg_buf_addz(out, md ? "** " : "  ");
    dg_phrase_event(d->phrases, d->names, first, out);
    dg_buf_addz(out, status_note(first->status));
    if (first->place.p) {
        dg_buf_addz(out, ", ");
        dg_buf_adds(out, first->place);
    }
    dg_buf_addz(out, "  [");
    dg_buf_adds(out, first->type);
    if (first->mode.p) {
        dg_buf_addc(out, ' ');
        dg_buf_adds(out, first->mode);
    }
    uint32_t n_articles = count_witnesses(g);
    if (n_articles > 1) dg_buf_printf(out, ", %u witnesses", n_articles);
    dg_buf_addz(out, "]\n");
    for (uint32_t i = 0; i < g->n_witnesses; i++) {
        const dg_found_event *w = g->witnesses[i];
        if (is_superseded(g, i)) continue;
        if (md && out->p[out->n - 2] != ']') dg_buf_addz(out, "  >\n");
        put_wrapped(out, w->sentence, md ? "  > " : "      ", "", "");
        dg_buf_addz(out, md ? "  > — " : "        -- ");
        put_source(out, &w->source, w->span);
        put_versions(out, g, i, md);
        dg_buf_addc(out, '\n');
    }
}

static void put_speaker(dossier *d, const dg_found_quote *q) {
    dg_buf *out = d->out;
    dg_buf_adds(out, q->speaker);
    const char *sep = " (";
    if (q->speaker_role.p) {
        dg_buf_addz(out, sep);
        dg_buf_adds(out, q->speaker_role);
        sep = ", ";
    }
    if (q->speaker_country.p && !dg_str_eq(party_name(d, q->speaker_country), q->speaker)) {
        dg_buf_addz(out, sep);
        dg_buf_adds(out, party_name(d, q->speaker_country));
        sep = ", ";
    }
    if (sep[0] == ',') dg_buf_addc(out, ')');
}

static void put_quote(dossier *d, const dg_found_quote *q, bool md) {
    dg_buf *out = d->out;
    bool indirect = dg_str_is(q->form, "indirect");
    dg_buf_addz(out, md ? "\n- **" : "\n");
    put_speaker(d, q);
    dg_buf_addz(out, md ? "**" : "");
    if (!dg_str_is(q->stance, "assert")) {
        dg_buf_addz(out, ", ");
        dg_buf_adds(out, q->stance);
    }
    for (uint32_t i = 0; i < q->n_via; i++) {
        dg_buf_addz(out, i ? ", " : ", according to ");
        dg_buf_adds(out, q->via[i]);
    }
    dg_buf_addz(out, indirect ? " (in the paper's words):\n" : ":\n");
    put_wrapped(out, q->words, md ? "  > " : "      ", indirect ? "" : "\xc2\xbb",
                indirect ? "" : "\xc2\xab");
    dg_buf_addz(out, md ? "  > — " : "        -- ");
    put_days_of(out, q->source.published, false);
    dg_buf_addz(out, ", ");
    put_source(out, &q->source, q->span);
    for (uint32_t k = 0; k < d->n_quotes; k++)
        if (same_words(q, &d->quotes[k]) && is_older_version(&d->quotes[k].source, &q->source))
            put_also(out, &d->quotes[k].source, d->quotes[k].span, md);
    dg_buf_addc(out, '\n');
}

static void put_sources(dossier *d, bool md) {
    for (uint32_t i = 0; i < d->n_sources; i++) {
        const dg_source *s = d->sources[i];
        dg_buf_addz(d->out, md ? "\n- " : "\n  ");
        put_days_of(d->out, s->published, false);
        dg_buf_addz(d->out, "  ");
        put_source(d->out, s, (dg_range){0, 0});
        if (!s->title.p) continue;
        dg_buf_addz(d->out, md ? "  \n  " : "\n      ");
        dg_buf_adds(d->out, s->title);
    }
    dg_buf_addc(d->out, '\n');
}

static void write_pages(dossier *d, bool md) {
    put_title(d, md);
    put_lead(d);
    if (d->n_entries) put_heading(d, md, "What happened");
    for (uint32_t i = 0; i < d->n_entries; i++) put_entry(d, &d->entries[i], md);
    if (d->n_quotes) put_heading(d, md, "Who said what");
    for (uint32_t i = 0; i < d->n_quotes; i++)
        if (!is_repeated(d, i)) put_quote(d, &d->quotes[i], md);
    if (d->n_sources) put_heading(d, md, "Sources");
    if (d->n_sources) put_sources(d, md);
}

/* ---- JSON ---- */

static void json_key_str(dg_json_out *o, const char *key, dg_str s) {
    dg_json_key(o, key);
    dg_json_str(o, s);
}

static void json_days(dg_json_out *o, const char *key, dg_days days) {
    char from[11], to[11];
    dg_json_key(o, key);
    if (!dg_days_known(days)) {
        dg_json_null(o);
        return;
    }
    dg_day_format(days.from, from);
    dg_day_format(days.to, to);
    dg_json_obj(o);
    json_key_str(o, "from", dg_str_of(from));
    json_key_str(o, "to", dg_str_of(to));
    dg_json_obj_end(o);
}

static void json_source(dg_json_out *o, const dg_source *s, dg_range span, dg_str words) {
    json_key_str(o, "article", s->id);
    json_key_str(o, "family", s->family);
    json_key_str(o, "uri", s->uri);
    json_key_str(o, "outlet", s->outlet);
    json_key_str(o, "lang", s->lang);
    json_days(o, "published", s->published);
    dg_json_key(o, "span");
    dg_json_arr(o);
    dg_json_int(o, span.from);
    dg_json_int(o, span.to);
    dg_json_arr_end(o);
    json_key_str(o, "words", words);
}

static void json_parties(dg_json_out *o, const char *key, const dg_party *parties, uint32_t n) {
    dg_json_key(o, key);
    dg_json_arr(o);
    for (uint32_t i = 0; i < n; i++) {
        dg_json_obj(o);
        json_key_str(o, "name", parties[i].name);
        json_key_str(o, "key", parties[i].key);
        json_key_str(o, "country", parties[i].country);
        dg_json_obj_end(o);
    }
    dg_json_arr_end(o);
}

static void json_entry(dg_json_out *o, const entry *g) {
    const dg_found_event *e = g->witnesses[0];
    dg_json_obj(o);
    json_key_str(o, "type", e->type);
    json_key_str(o, "mode", e->mode);
    json_key_str(o, "status", e->status);
    dg_json_key(o, "negated");
    dg_json_bool(o, e->negated);
    dg_json_key(o, "score");
    dg_json_num(o, e->score, 1);
    json_days(o, "when", g->by_report ? DG_DAYS_NONE : g->when);
    json_key_str(o, "place", e->place);
    json_parties(o, "actors", e->actors, e->n_actors);
    json_parties(o, "recipients", e->recipients, e->n_recipients);
    dg_json_key(o, "witnesses");
    dg_json_arr(o);
    for (uint32_t i = 0; i < g->n_witnesses; i++) {
        dg_json_obj(o);
        json_source(o, &g->witnesses[i]->source, g->witnesses[i]->span, g->witnesses[i]->sentence);
        dg_json_key(o, "confidence");
        dg_json_num(o, g->witnesses[i]->confidence, 2);
        dg_json_obj_end(o);
    }
    dg_json_arr_end(o);
    dg_json_obj_end(o);
}

static void json_quote(dg_json_out *o, const dg_found_quote *q) {
    dg_json_obj(o);
    json_key_str(o, "form", q->form);
    json_key_str(o, "stance", q->stance);
    json_key_str(o, "speaker", q->speaker);
    json_key_str(o, "country", q->speaker_country);
    json_key_str(o, "role", q->speaker_role);
    dg_json_key(o, "via");
    dg_json_arr(o);
    for (uint32_t i = 0; i < q->n_via; i++) dg_json_str(o, q->via[i]);
    dg_json_arr_end(o);
    json_source(o, &q->source, q->span, q->words);
    dg_json_obj_end(o);
}

static void write_json(dossier *d) {
    dg_json_out json, *o = &json;
    dg_json_begin(o, d->out);
    dg_json_obj(o);
    json_key_str(o, "a", d->q->a);
    json_key_str(o, "b", d->q->b);
    dg_json_key(o, "events");
    dg_json_arr(o);
    for (uint32_t i = 0; i < d->n_entries; i++) json_entry(o, &d->entries[i]);
    dg_json_arr_end(o);
    dg_json_key(o, "quotes");
    dg_json_arr(o);
    for (uint32_t i = 0; i < d->n_quotes; i++) json_quote(o, &d->quotes[i]);
    dg_json_arr_end(o);
    dg_json_obj_end(o);
    dg_buf_addc(d->out, '\n');
}

int dg_brief(const dg_store *s, const dg_query *q, const dg_phrases *phrases, const dg_names *names,
             dg_brief_format format, dg_buf *out, dg_err *err) {
    dossier d = {.q = q, .phrases = phrases, .names = names, .out = out};
    d.arena = dg_arena_new(BRIEF_CEILING);
    int rc = d.arena ? collect(&d, s, err) : dg_err_set(err, DG_E_NOMEM, 0, "brief");
    if (!rc && format == DG_BRIEF_JSON)
        write_json(&d);
    else if (!rc)
        write_pages(&d, format == DG_BRIEF_MD);
    if (!rc && out->bad) rc = dg_err_set(err, DG_E_NOMEM, 0, "brief");
    dg_arena_free(d.arena);
    return rc;
}
