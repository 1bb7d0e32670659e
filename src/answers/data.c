/* data.c: one function a thing, once as JSON and once as a line of CSV. */
#include "answers/data.h"

#include "doc/plover.h"

/* ---- JSON ---- */

void dg_data_str(dg_json_out *o, const char *key, dg_str s) {
    dg_json_key(o, key);
    dg_json_str(o, s);
}

static void put_int(dg_json_out *o, const char *key, int64_t n) {
    dg_json_key(o, key);
    dg_json_int(o, n);
}

static void put_bool(dg_json_out *o, const char *key, bool b) {
    dg_json_key(o, key);
    dg_json_bool(o, b);
}

static void put_days(dg_json_out *o, const char *key, dg_days days) {
    char from[11], to[11];
    dg_json_key(o, key);
    if (!dg_days_known(days)) {
        dg_json_null(o);
        return;
    }
    dg_day_format(days.from, from);
    dg_day_format(days.to, to);
    dg_json_obj(o);
    dg_data_str(o, "from", dg_str_of(from));
    dg_data_str(o, "to", dg_str_of(to));
    dg_json_obj_end(o);
}

static void put_source(dg_json_out *o, const dg_source *s) {
    dg_data_str(o, "article", s->id);
    dg_data_str(o, "family", s->family);
    dg_data_str(o, "uri", s->uri);
    dg_data_str(o, "outlet", s->outlet);
    dg_data_str(o, "lang", s->lang);
    dg_data_str(o, "title", s->title);
    dg_data_str(o, "story", s->story);
    put_days(o, "published", s->published);
}

static void put_words(dg_json_out *o, dg_range span, dg_str words) {
    dg_json_key(o, "span");
    dg_json_arr(o);
    dg_json_int(o, span.from);
    dg_json_int(o, span.to);
    dg_json_arr_end(o);
    dg_data_str(o, "words", words);
}

static void put_parties(dg_json_out *o, const char *key, const dg_party *parties, uint32_t n) {
    dg_json_key(o, key);
    dg_json_arr(o);
    for (uint32_t i = 0; i < n; i++) {
        dg_json_obj(o);
        dg_data_str(o, "name", parties[i].name);
        dg_data_str(o, "key", parties[i].key);
        dg_data_str(o, "country", parties[i].country);
        dg_json_obj_end(o);
    }
    dg_json_arr_end(o);
}

static dg_str id_of(const dg_gathered *g, uint32_t entry) {
    return entry == DG_NONE ? DG_STR_NULL : g->entries[entry].tellings[0]->happening;
}

static void put_phrase(dg_json_out *o, const dg_phrases *phrases, const dg_found_event *e) {
    dg_plover type = dg_plover_find(e->type);
    dg_buf words;
    dg_buf_init(&words, 1 << 16);
    dg_phrase_event(phrases, e, &words);
    put_int(o, "quad", type == DG_PLOVER_N ? 0 : dg_plover_table[type].quad);
    dg_data_str(o, "phrase", dg_buf_str(&words));
    o->buf->bad |= words.bad;
    dg_buf_free(&words);
}

void dg_data_entry(dg_json_out *o, const dg_gathered *g, const dg_entry *e) {
    const dg_found_event *first = &e->told;
    dg_json_obj(o);
    dg_data_str(o, "id", first->happening);
    dg_data_str(o, "type", first->type);
    dg_data_str(o, "mode", first->mode);
    dg_data_str(o, "planned", first->planned);
    dg_data_str(o, "status", first->status);
    put_bool(o, "negated", first->negated);
    put_bool(o, "began", first->began);
    dg_json_key(o, "score");
    dg_json_num(o, first->score, 1);
    put_days(o, "when", e->by_report ? DG_DAYS_NONE : e->when);
    put_days(o, "reported", e->by_report ? e->when : DG_DAYS_NONE);
    dg_data_str(o, "place", first->place);
    put_parties(o, "actors", first->actors, first->n_actors);
    put_parties(o, "recipients", first->recipients, first->n_recipients);
    dg_data_str(o, "fulfils", id_of(g, e->plan));
    dg_data_str(o, "fulfilled_by", id_of(g, e->fulfilled_by));
    put_int(o, "n_witnesses", e->witnesses);
    dg_json_key(o, "witnesses");
    dg_json_arr(o);
    for (uint32_t i = 0; i < e->n; i++) {
        dg_json_obj(o);
        put_source(o, &e->tellings[i]->source);
        put_words(o, e->tellings[i]->span, e->tellings[i]->sentence);
        dg_data_str(o, "status", e->tellings[i]->status);
        dg_json_key(o, "confidence");
        dg_json_num(o, e->tellings[i]->confidence, 2);
        dg_json_obj_end(o);
    }
    dg_json_arr_end(o);
    if (g->phrases) put_phrase(o, g->phrases, first);
    dg_json_obj_end(o);
}

void dg_data_quote(dg_json_out *o, const dg_found_quote *q) {
    dg_json_obj(o);
    dg_data_str(o, "form", q->form);
    dg_data_str(o, "stance", q->stance);
    dg_data_str(o, "speaker", q->speaker);
    dg_data_str(o, "country", q->speaker_country);
    dg_data_str(o, "role", q->speaker_role);
    dg_json_key(o, "via");
    dg_json_arr(o);
    for (uint32_t i = 0; i < q->n_via; i++) dg_json_str(o, q->via[i]);
    dg_json_arr_end(o);
    put_source(o, &q->source);
    put_words(o, q->span, q->words);
    dg_json_obj_end(o);
}

void dg_data_position(dg_json_out *o, const dg_gathered *g, const dg_position *p) {
    dg_json_obj(o);
    dg_json_key(o, "statements");
    dg_json_arr(o);
    for (uint32_t i = 0; i < p->n_quotes; i++) dg_data_quote(o, &g->quotes[p->quotes[i]]);
    dg_json_arr_end(o);
    dg_json_key(o, "events");
    dg_json_arr(o);
    for (uint32_t i = 0; i < p->n_entries; i++) dg_data_entry(o, g, &g->entries[p->entries[i]]);
    dg_json_arr_end(o);
    dg_json_key(o, "changed"); /* the entries at which the stance turned into its opposite */
    dg_json_arr(o);
    for (uint32_t i = 0; i < p->n_turns; i++) dg_json_str(o, id_of(g, p->entries[p->turns[i]]));
    dg_json_arr_end(o);
    dg_json_obj_end(o);
}

void dg_data_dispute(dg_json_out *o, const dg_gathered *g, const dg_dispute *d) {
    dg_json_obj(o);
    static const char *const kinds[] = {"denied", "answered", "figures", "begun"};
    dg_data_str(o, "kind", dg_str_of(kinds[d->kind]));
    dg_data_str(o, "figure", d->figure);
    dg_json_key(o, "asserted");
    dg_json_arr(o);
    for (uint32_t i = 0; i < d->n_asserted; i++) dg_data_entry(o, g, &g->entries[d->asserted[i]]);
    dg_json_arr_end(o);
    dg_json_key(o, "against");
    dg_json_arr(o);
    for (uint32_t i = 0; i < d->n_against; i++) dg_data_entry(o, g, &g->entries[d->against[i]]);
    dg_json_arr_end(o);
    dg_json_obj_end(o);
}

void dg_data_story(dg_json_out *o, const dg_found_story *s) {
    dg_json_obj(o);
    dg_data_str(o, "id", s->id);
    dg_data_str(o, "title", s->title);
    put_days(o, "days", s->days);
    put_int(o, "articles", s->n_articles);
    put_int(o, "languages", s->n_langs);
    put_int(o, "outlets", s->n_outlets);
    dg_json_obj_end(o);
}

void dg_data_article(dg_json_out *o, const dg_found_article *a) {
    dg_json_obj(o);
    put_source(o, &a->source);
    dg_data_str(o, "excerpt", a->excerpt);
    dg_json_obj_end(o);
}

/* ---- Atom ---- */

static void put_stamp(dg_buf *out, int32_t day) {
    char iso[11] = "1970-01-01"; /* the element must be there */
    if (day != DG_DAY_NONE) dg_day_format(day, iso);
    dg_buf_printf(out, "<updated>%sT00:00:00Z</updated>", iso);
}

/* The day of an entry's newest report: when a reader could first know all of it. */
static int32_t reported(const dg_entry *e) {
    int32_t day = DG_DAY_NONE;
    for (uint32_t i = 0; i < e->n; i++)
        if (e->tellings[i]->source.published.from > day)
            day = e->tellings[i]->source.published.from;
    return day;
}

static void put_atom_entry(dg_buf *out, const dg_phrases *phrases, const dg_entry *e) {
    dg_buf words;
    dg_buf_init(&words, 1 << 24);
    dg_phrase_days(phrases, e->when, &words);
    dg_buf_addz(&words, "  ");
    dg_phrase_event(phrases, &e->told, &words);
    dg_buf_addz(out, "<entry><id>tag:dragoman,2026:");
    dg_buf_add_xml(out, e->tellings[0]->happening);
    dg_buf_addz(out, "</id><title>");
    dg_buf_add_xml(out, dg_buf_str(&words));
    dg_buf_addz(out, "</title>");
    put_stamp(out, reported(e));
    dg_buf_addz(out, "<category term=\"");
    dg_buf_add_xml(out, e->tellings[0]->type);
    dg_buf_addz(out, "\"/><content type=\"text\">");
    for (uint32_t i = 0; i < e->n; i++) {
        dg_buf_add_xml(out, e->tellings[i]->sentence);
        dg_buf_addz(out, " (");
        dg_buf_add_xml(out, e->tellings[i]->source.outlet.p ? e->tellings[i]->source.outlet
                                                            : e->tellings[i]->source.uri);
        dg_buf_addz(out, ") ");
    }
    dg_buf_addz(out, "</content></entry>\n");
    out->bad |= words.bad;
    dg_buf_free(&words);
}

void dg_data_atom(dg_buf *out, const dg_ask *ask, const dg_gathered *g) {
    int32_t newest = DG_DAY_NONE;
    for (uint32_t i = 0; i < g->n_entries; i++)
        if (reported(&g->entries[i]) > newest) newest = reported(&g->entries[i]);
    dg_buf_addz(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "
                     "xmlns=\"http://www.w3.org/2005/Atom\"><id>tag:dragoman,2026:");
    dg_buf_add_xml(out, ask->query.a.p ? ask->query.a : DG_STR("all"));
    if (ask->query.b.p) {
        dg_buf_addc(out, '+');
        dg_buf_add_xml(out, ask->query.b);
    }
    dg_buf_addz(out, "</id><title>Dragoman</title><author><name>Dragoman</name></author>");
    put_stamp(out, newest);
    dg_buf_addc(out, '\n');
    for (uint32_t i = g->n_entries; i-- > 0;) put_atom_entry(out, ask->phrases, &g->entries[i]);
    dg_buf_addz(out, "</feed>\n");
}

/* ---- CSV ---- */

void dg_csv_cell(dg_buf *out, dg_str s, bool last) {
    dg_buf_add_csv(out, s);
    dg_buf_addz(out, last ? "\r\n" : ",");
}

static void csv_day(dg_buf *out, int32_t day) {
    char iso[11] = "";
    if (day != DG_DAY_NONE) dg_day_format(day, iso);
    dg_csv_cell(out, dg_str_of(iso), false);
}

static void csv_parties(dg_buf *out, const dg_party *parties, uint32_t n) {
    dg_buf cell;
    dg_buf_init(&cell, 1 << 20);
    for (uint32_t i = 0; i < n; i++) {
        if (i) dg_buf_addc(&cell, ';');
        dg_buf_adds(&cell, parties[i].country.n == 3 ? parties[i].country : parties[i].key);
        if (parties[i].country.n == 3 && !dg_str_is(parties[i].kind, "country")) {
            dg_buf_addc(&cell, ':');
            dg_buf_adds(&cell, parties[i].key);
        }
    }
    dg_csv_cell(out, dg_buf_str(&cell), false);
    out->bad |= cell.bad;
    dg_buf_free(&cell);
}

static void csv_source(dg_buf *out, const dg_source *s) {
    dg_csv_cell(out, s->id, false);
    dg_csv_cell(out, s->lang, false);
    dg_csv_cell(out, s->outlet, false);
    dg_csv_cell(out, s->uri, false);
}

void dg_csv_entries_head(dg_buf *out) {
    dg_buf_addz(
        out, "id,from,to,reported,type,mode,planned,status,negated,score,actors,recipients,place,"
             "witnesses,article,lang,outlet,uri,words\r\n");
}

void dg_csv_entry(dg_buf *out, const dg_entry *e) {
    const dg_found_event *first = &e->told;
    dg_csv_cell(out, first->happening, false);
    csv_day(out, e->when.from);
    csv_day(out, e->when.to);
    dg_buf_printf(out, "%d,", e->by_report);
    dg_csv_cell(out, first->type, false);
    dg_csv_cell(out, first->mode, false);
    dg_csv_cell(out, first->planned, false);
    dg_csv_cell(out, first->status, false);
    dg_buf_printf(out, "%d,%.1f,", first->negated, first->score);
    csv_parties(out, first->actors, first->n_actors);
    csv_parties(out, first->recipients, first->n_recipients);
    dg_csv_cell(out, first->place, false);
    dg_buf_printf(out, "%u,", e->witnesses);
    csv_source(out, &first->source);
    dg_csv_cell(out, first->sentence, true);
}

void dg_csv_quotes_head(dg_buf *out) {
    dg_buf_addz(out,
                "published,speaker,role,country,form,stance,via,article,lang,outlet,uri,words\r\n");
}

void dg_csv_quote(dg_buf *out, const dg_found_quote *q) {
    csv_day(out, q->source.published.from);
    dg_csv_cell(out, q->speaker, false);
    dg_csv_cell(out, q->speaker_role, false);
    dg_csv_cell(out, q->speaker_country, false);
    dg_csv_cell(out, q->form, false);
    dg_csv_cell(out, q->stance, false);
    dg_buf via;
    dg_buf_init(&via, 1 << 20);
    for (uint32_t i = 0; i < q->n_via; i++) {
        if (i) dg_buf_addc(&via, ';');
        dg_buf_adds(&via, q->via[i]);
    }
    dg_csv_cell(out, dg_buf_str(&via), false);
    out->bad |= via.bad;
    dg_buf_free(&via);
    csv_source(out, &q->source);
    dg_csv_cell(out, q->words, true);
}

void dg_csv_stories_head(dg_buf *out) {
    dg_buf_addz(out, "id,from,to,articles,languages,outlets,title\r\n");
}

void dg_csv_story(dg_buf *out, const dg_found_story *s) {
    dg_csv_cell(out, s->id, false);
    csv_day(out, s->days.from);
    csv_day(out, s->days.to);
    dg_buf_printf(out, "%u,%u,%u,", s->n_articles, s->n_langs, s->n_outlets);
    dg_csv_cell(out, s->title, true);
}

void dg_csv_articles_head(dg_buf *out) {
    dg_buf_addz(out, "published,article,lang,outlet,uri,story,title,excerpt\r\n");
}

void dg_csv_article(dg_buf *out, const dg_found_article *a) {
    csv_day(out, a->source.published.from);
    csv_source(out, &a->source);
    dg_csv_cell(out, a->source.story, false);
    dg_csv_cell(out, a->source.title, false);
    dg_csv_cell(out, a->excerpt, true);
}
