/* record.c: writes RECORD.md's object, key by key in the order of the contract. O(size of the
 * record). */
#include "doc/record.h"

#include "base/json.h"

#include <stdio.h>

enum { RECORD_VERSION = 1 };

static void put_code(dg_json_out *o, const char *code) {
    dg_json_str(o, code[0] ? dg_str_of(code) : DG_STR_NULL);
}

static void put_key_code(dg_json_out *o, const char *key, const char *code) {
    dg_json_key(o, key);
    put_code(o, code);
}

static void put_key_str(dg_json_out *o, const char *key, dg_str s) {
    dg_json_key(o, key);
    dg_json_str(o, s);
}

static void put_span(dg_json_out *o, dg_range r) {
    dg_json_arr(o);
    dg_json_int(o, r.from);
    dg_json_int(o, r.to);
    dg_json_arr_end(o);
}

static void put_key_span(dg_json_out *o, const char *key, dg_range r) {
    dg_json_key(o, key);
    put_span(o, r);
}

static void put_key_id(dg_json_out *o, const char *key, uint32_t id) {
    dg_json_key(o, key);
    if (id == DG_NONE)
        dg_json_null(o);
    else
        dg_json_int(o, id);
}

static void put_ids(dg_json_out *o, const char *key, const uint32_t *ids, uint32_t n) {
    dg_json_key(o, key);
    dg_json_arr(o);
    for (uint32_t i = 0; i < n; i++) dg_json_int(o, ids[i]);
    dg_json_arr_end(o);
}

static void put_day(dg_json_out *o, const char *key, int32_t day) {
    char iso[11];
    dg_json_key(o, key);
    if (day == DG_DAY_NONE) {
        dg_json_null(o);
        return;
    }
    dg_day_format(day, iso);
    dg_json_str(o, dg_str_of(iso));
}

static void put_days(dg_json_out *o, dg_days d) {
    put_day(o, "from", d.from);
    put_day(o, "to", d.to);
}

static void put_source(dg_json_out *o, const dg_doc *d) {
    dg_json_key(o, "source");
    dg_json_obj(o);
    put_key_str(o, "uri", d->uri);
    put_key_str(o, "outlet", d->outlet);
    put_key_str(o, "url", d->url);
    put_key_str(o, "format", dg_str_of(dg_format_names[d->format]));
    put_key_str(o, "kind", dg_str_of(dg_page_kind_names[d->kind]));
    put_key_str(o, "file", d->file);
    dg_json_key(o, "at");
    dg_json_int(o, (int64_t)d->at);
    dg_json_key(o, "within");
    if (d->packed)
        dg_json_int(o, (int64_t)d->within);
    else
        dg_json_null(o);
    dg_json_obj_end(o);
}

static void put_head(dg_json_out *o, const dg_doc *d) {
    dg_json_key(o, "v");
    dg_json_int(o, RECORD_VERSION);
    put_key_str(o, "id", dg_str_of(d->id));
    put_source(o, d);
    put_key_code(o, "lang", d->lang);
    dg_json_key(o, "lang_p");
    dg_json_num(o, (double)d->lang_p, 3);
    put_key_str(o, "title", d->title);
    put_key_str(o, "byline", d->byline);
    dg_json_key(o, "published");
    dg_json_obj(o);
    put_days(o, d->published);
    put_key_str(o, "basis", dg_str_of(dg_basis_names[d->published_basis]));
    dg_json_key(o, "words");
    dg_json_arr(o);
    for (uint32_t i = 0; i < d->n_published_words; i++) put_span(o, d->published_words[i]);
    dg_json_arr_end(o);
    dg_json_obj_end(o);
    put_key_str(o, "text", d->text);
}

static void put_sentences(dg_json_out *o, const dg_doc *d) {
    dg_json_key(o, "sentences");
    dg_json_arr(o);
    for (uint32_t i = 0; i < d->n_sentences; i++) put_span(o, d->sentences[i].span);
    dg_json_arr_end(o);
}

static void put_entity(dg_json_out *o, const dg_doc *d, uint32_t id) {
    const dg_entity *e = &d->entities[id];
    dg_json_obj(o);
    dg_json_key(o, "id");
    dg_json_int(o, id);
    put_key_str(o, "kind", dg_str_of(dg_entity_kind_names[e->kind]));
    put_key_str(o, "name", e->name);
    put_key_str(o, "key", e->key);
    put_key_code(o, "country", e->country);
    put_key_code(o, "sector", e->sector);
    put_key_str(o, "role", e->role);
    if (e->n_members) put_ids(o, "members", e->members, e->n_members);
    dg_json_key(o, "mentions");
    dg_json_arr(o);
    for (uint32_t i = 0; i < e->n_mentions; i++) put_span(o, d->mentions[e->mentions[i]].span);
    dg_json_arr_end(o);
    dg_json_obj_end(o);
}

/* "--02", "--02-24": a month, a day of it, in a year that is not known (gMonth, gMonthDay of XML
 * Schema). */
static void put_any_year(dg_json_out *o, uint16_t any_year) {
    char text[16];
    int month = any_year / 100, day = any_year % 100;
    if (!any_year) return;
    snprintf(text, sizeof text, day ? "--%02d-%02d" : "--%02d", month, day);
    put_key_str(o, "any_year", dg_str_of(text));
}

static void put_time(dg_json_out *o, const dg_time *t) {
    dg_json_obj(o);
    put_key_span(o, "span", t->span);
    put_days(o, t->value);
    put_any_year(o, t->any_year);
    dg_json_obj_end(o);
}

static void put_quote(dg_json_out *o, const dg_quote *q, uint32_t id) {
    dg_json_obj(o);
    dg_json_key(o, "id");
    dg_json_int(o, id);
    put_key_span(o, "span", q->span);
    put_key_str(o, "form", dg_str_of(dg_quote_form_names[q->form]));
    put_key_id(o, "speaker", q->speaker);
    dg_json_key(o, "cue");
    if (q->cue.to > q->cue.from)
        put_span(o, q->cue);
    else
        dg_json_null(o);
    put_key_str(o, "stance", dg_str_of(dg_stance_names[q->stance]));
    put_ids(o, "addressees", q->addressees, q->n_addressees);
    put_ids(o, "via", q->via, q->n_via);
    dg_json_obj_end(o);
}

static void put_where(dg_json_out *o, const dg_event *e) {
    dg_json_key(o, "where");
    if (!e->where_country[0] && !e->where_place.p) {
        dg_json_null(o);
        return;
    }
    dg_json_obj(o);
    put_key_code(o, "country", e->where_country);
    put_key_str(o, "place", e->where_place);
    dg_json_obj_end(o);
}

static void put_contexts(dg_json_out *o, const dg_event *e) {
    dg_json_key(o, "contexts");
    dg_json_arr(o);
    for (uint32_t i = 0; i < e->n_contexts; i++) dg_json_str(o, e->contexts[i]);
    dg_json_arr_end(o);
}

static void put_when(dg_json_out *o, const dg_event *e) {
    dg_json_key(o, "when");
    if (!dg_days_known(e->when)) {
        dg_json_null(o);
        return;
    }
    dg_json_obj(o);
    put_days(o, e->when);
    dg_json_obj_end(o);
}

static void put_name(dg_json_out *o, const char *key, const char *name) {
    put_key_str(o, key, name ? dg_str_of(name) : DG_STR_NULL);
}

static void put_quantities(dg_json_out *o, const dg_event *e) {
    dg_json_key(o, "quantities");
    dg_json_arr(o);
    for (uint32_t i = 0; i < e->n_quantities; i++) {
        const dg_quantity *q = &e->quantities[i];
        dg_json_obj(o);
        put_name(o, "kind", dg_quantity_kind_names[q->kind]);
        dg_json_key(o, "value");
        dg_json_num(o, q->value, 3);
        dg_json_key(o, "high");
        dg_json_num(o, q->high, 3);
        put_key_str(o, "unit", q->unit);
        put_key_code(o, "currency", q->currency);
        put_name(o, "direction", dg_direction_names[q->direction]);
        put_name(o, "extent", dg_extent_names[q->extent]);
        put_name(o, "bound", dg_bound_names[q->bound]);
        put_key_span(o, "span", q->span);
        dg_json_obj_end(o);
    }
    dg_json_arr_end(o);
}

static void put_event(dg_json_out *o, const dg_event *e) {
    dg_json_obj(o);
    put_key_str(o, "type", dg_str_of(dg_plover_table[e->type].name));
    put_key_str(o, "mode", e->mode);
    put_key_str(o, "planned",
                e->planned < DG_PLOVER_N ? dg_str_of(dg_plover_table[e->planned].name)
                                         : DG_STR_NULL);
    put_key_str(o, "cameo", e->cameo);
    dg_json_key(o, "score");
    dg_json_num(o, (double)e->score, 1);
    put_ids(o, "actors", e->actors, e->n_actors);
    put_ids(o, "recipients", e->recipients, e->n_recipients);
    dg_json_key(o, "negated");
    dg_json_bool(o, e->negated);
    put_key_str(o, "status", dg_str_of(dg_status_names[e->status]));
    dg_json_key(o, "began");
    dg_json_bool(o, e->began);
    put_contexts(o, e);
    put_when(o, e);
    put_any_year(o, e->any_year);
    put_where(o, e);
    put_key_id(o, "quote", e->quote);
    put_ids(o, "via", e->via, e->n_via);
    put_quantities(o, e);
    put_key_span(o, "span", e->span);
    put_key_span(o, "trigger", e->trigger);
    if (e->n_again) {
        dg_json_key(o, "again");
        dg_json_arr(o);
        for (uint32_t i = 0; i < e->n_again; i++) put_span(o, e->again[i]);
        dg_json_arr_end(o);
    }
    if (e->same_as != DG_NONE) put_key_id(o, "same_as", e->same_as);
    dg_json_key(o, "confidence");
    dg_json_num(o, (double)e->confidence, 2);
    dg_json_obj_end(o);
}

int dg_record_write(const dg_doc *d, dg_buf *out, dg_err *err) {
    dg_json_out json, *o = &json;
    dg_json_begin(o, out);
    dg_json_obj(o);
    put_head(o, d);
    put_sentences(o, d);
    dg_json_key(o, "entities");
    dg_json_arr(o);
    for (uint32_t i = 0; i < d->n_entities; i++) put_entity(o, d, i);
    dg_json_arr_end(o);
    dg_json_key(o, "times");
    dg_json_arr(o);
    for (uint32_t i = 0; i < d->n_times; i++) put_time(o, &d->times[i]);
    dg_json_arr_end(o);
    dg_json_key(o, "quotes");
    dg_json_arr(o);
    for (uint32_t i = 0; i < d->n_quotes; i++) put_quote(o, &d->quotes[i], i);
    dg_json_arr_end(o);
    dg_json_key(o, "events");
    dg_json_arr(o);
    for (uint32_t i = 0; i < d->n_events; i++) put_event(o, &d->events[i]);
    dg_json_arr_end(o);
    if (d->cut) {
        dg_json_key(o, "cut");
        dg_json_bool(o, true);
    }
    dg_json_obj_end(o);
    dg_buf_addc(out, '\n');
    return out->bad ? dg_err_set(err, DG_E_NOMEM, 0, "record too large for memory") : 0;
}
