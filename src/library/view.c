/* view.c: the structs of a record, made from its JSON: whatever is read, stored and exported is
 * that JSON, so that structs and JSON cannot differ, and a record of an archive has the same
 * structs as one that was just read.
 *
 * The JSON tree and the structs lie in one arena; strings are those of the tree. O(bytes of the
 * record); every number is checked against the text and the entities before it is believed. */
#include "library/library.h"

#include <stdlib.h>

#include "base/json.h"

enum { MOST = 1 << 30 };

struct dragoman_record {
    dg_arena *arena;
    dg_str json;
    dragoman_head head;
    const dragoman_span *sentences;
    dragoman_entity *entities;
    dragoman_time *times;
    dragoman_quote *quotes;
    dragoman_event *events;
};

/* While a record is made. The first thing that is wrong stays in `wrong`. */
typedef struct view {
    dg_arena *arena;
    dragoman_record *r;
    const char *wrong;
    bool nomem;
} view;

static void wrong(view *v, const char *what) {
    if (!v->wrong) v->wrong = what;
}

static void *room(view *v, size_t n, size_t size) {
    void *p = dg_arena_zalloc(v->arena, n ? n : 1, size);
    v->nomem |= !p;
    return p;
}

/* NULL where the key is absent or null. */
static const char *text(view *v, const dg_json *o, const char *key) {
    const dg_json *x = dg_json_get(o, key);
    if (!x || x->kind == DG_JSON_NULL) return NULL;
    if (x->kind != DG_JSON_STR) return wrong(v, key), NULL;
    return x->str.p;
}

static const char *needed(view *v, const dg_json *o, const char *key) {
    const char *s = text(v, o, key);
    if (!s) wrong(v, key);
    return s ? s : "";
}

static double number(view *v, const dg_json *o, const char *key) {
    const dg_json *x = dg_json_get(o, key);
    if (!x || x->kind == DG_JSON_NULL) return 0;
    if (x->kind != DG_JSON_NUM) return wrong(v, key), 0;
    return x->num;
}

static int truth(view *v, const dg_json *o, const char *key) {
    const dg_json *x = dg_json_get(o, key);
    if (!x || x->kind == DG_JSON_NULL) return 0;
    if (x->kind != DG_JSON_BOOL) return wrong(v, key), 0;
    return x->boolean;
}

/* The array of this key; an empty one where it is absent. */
static const dg_json *list(view *v, const dg_json *o, const char *key) {
    static const dg_json none = {.kind = DG_JSON_ARR};
    const dg_json *x = dg_json_get(o, key);
    if (!x) return &none;
    if (x->kind != DG_JSON_ARR) return wrong(v, key), &none;
    return x;
}

/* A whole number below `below`. */
static uint32_t whole(view *v, const dg_json *x, double below, const char *key) {
    if (x->kind == DG_JSON_NUM && x->num >= 0 && x->num < below && x->num == (uint32_t)x->num)
        return (uint32_t)x->num;
    return wrong(v, key), 0;
}

static uint32_t id(view *v, const dg_json *o, const char *key, uint32_t n) {
    const dg_json *x = dg_json_get(o, key);
    return !x || x->kind == DG_JSON_NULL ? DRAGOMAN_NONE : whole(v, x, n, key);
}

static const uint32_t *ids(view *v, const dg_json *o, const char *key, uint32_t *ret_n) {
    const dg_json *x = list(v, o, key);
    uint32_t *to = room(v, x->n, sizeof *to);
    for (uint32_t i = 0; to && i < x->n; i++)
        to[i] = whole(v, &x->items[i], v->r->head.n_entities, key);
    *ret_n = x->n;
    return to;
}

static dragoman_span span_of(view *v, const dg_json *x, const char *key) {
    dragoman_span s = {0, 0};
    if (!x || x->kind == DG_JSON_NULL) return s;
    if (x->kind != DG_JSON_ARR || x->n != 2) return wrong(v, key), s;
    double below = (double)v->r->head.n_text + 1;
    s.from = whole(v, &x->items[0], below, key), s.to = whole(v, &x->items[1], below, key);
    if (s.from > s.to) wrong(v, key), s.from = s.to;
    return s;
}

static dragoman_span span(view *v, const dg_json *o, const char *key) {
    return span_of(v, dg_json_get(o, key), key);
}

static const dragoman_span *spans(view *v, const dg_json *o, const char *key, uint32_t *ret_n) {
    const dg_json *x = list(v, o, key);
    dragoman_span *to = room(v, x->n, sizeof *to);
    for (uint32_t i = 0; to && i < x->n; i++) to[i] = span_of(v, &x->items[i], key);
    *ret_n = x->n;
    return to;
}

static dragoman_days days(view *v, const dg_json *o) {
    return o ? (dragoman_days){text(v, o, "from"), text(v, o, "to")} : (dragoman_days){NULL, NULL};
}

/* ---- the layers ---- */

static void view_head(view *v, const dg_json *o) {
    dragoman_head *h = &v->r->head;
    const dg_json *source = dg_json_get(o, "source"), *published = dg_json_get(o, "published");
    const dg_json *within = dg_json_get(source, "within");
    h->id = needed(v, o, "id");
    h->uri = needed(v, source, "uri"), h->format = needed(v, source, "format");
    h->kind = text(v, source, "kind");
    if (!h->kind) h->kind = "article";
    h->outlet = text(v, source, "outlet"), h->url = text(v, source, "url");
    h->file = text(v, source, "file");
    h->at = (uint64_t)number(v, source, "at"), h->within = (uint64_t)number(v, source, "within");
    h->packed = within && within->kind == DG_JSON_NUM;
    h->lang = text(v, o, "lang"), h->lang_p = number(v, o, "lang_p");
    h->title = text(v, o, "title"), h->byline = text(v, o, "byline");
    h->published = days(v, published);
    h->published_basis = published ? text(v, published, "basis") : NULL;
    if (!h->published_basis) h->published_basis = "none";
    h->text = needed(v, o, "text"), h->n_text = dg_json_get_str(o, "text").n;
    h->cut = truth(v, o, "cut");
    h->n_entities = list(v, o, "entities")->n, h->n_times = list(v, o, "times")->n;
    h->n_quotes = list(v, o, "quotes")->n, h->n_events = list(v, o, "events")->n;
}

static void view_entity(view *v, const dg_json *o, uint32_t i) {
    dragoman_entity *e = &v->r->entities[i];
    e->id = i;
    e->kind = needed(v, o, "kind"), e->name = needed(v, o, "name"), e->key = needed(v, o, "key");
    e->country = text(v, o, "country"), e->sector = text(v, o, "sector");
    e->role = text(v, o, "role");
    e->mentions = spans(v, o, "mentions", &e->n_mentions);
    e->members = ids(v, o, "members", &e->n_members);
}

static void view_time(view *v, const dg_json *o, uint32_t i) {
    v->r->times[i] = (dragoman_time){span(v, o, "span"), days(v, o)};
}

static void view_quote(view *v, const dg_json *o, uint32_t i) {
    dragoman_quote *q = &v->r->quotes[i];
    q->id = i;
    q->span = span(v, o, "span"), q->cue = span(v, o, "cue");
    q->form = needed(v, o, "form"), q->stance = text(v, o, "stance");
    if (!q->stance) q->stance = "assert";
    q->speaker = id(v, o, "speaker", v->r->head.n_entities);
    q->addressees = ids(v, o, "addressees", &q->n_addressees);
    q->via = ids(v, o, "via", &q->n_via);
}

static void view_quantities(view *v, const dg_json *o, dragoman_event *e) {
    const dg_json *x = list(v, o, "quantities");
    const dragoman_quantity **to = room(v, x->n, sizeof *to);
    dragoman_quantity *all = room(v, x->n, sizeof *all);
    for (uint32_t i = 0; to && all && i < x->n; i++) {
        const dg_json *q = &x->items[i];
        all[i] = (dragoman_quantity){.kind = needed(v, q, "kind"),
                                     .value = number(v, q, "value"),
                                     .high = number(v, q, "high"),
                                     .unit = text(v, q, "unit"),
                                     .currency = text(v, q, "currency"),
                                     .direction = text(v, q, "direction"),
                                     .extent = text(v, q, "extent"),
                                     .bound = text(v, q, "bound"),
                                     .span = span(v, q, "span")};
        to[i] = &all[i];
    }
    e->quantities = to, e->n_quantities = x->n;
}

static void view_contexts(view *v, const dg_json *o, dragoman_event *e) {
    const dg_json *x = list(v, o, "contexts");
    const char **to = room(v, x->n, sizeof *to);
    for (uint32_t i = 0; to && i < x->n; i++) {
        if (x->items[i].kind != DG_JSON_STR) wrong(v, "contexts");
        to[i] = x->items[i].kind == DG_JSON_STR ? x->items[i].str.p : "";
    }
    e->contexts = to, e->n_contexts = x->n;
}

static void view_event(view *v, const dg_json *o, uint32_t i) {
    dragoman_event *e = &v->r->events[i];
    const dg_json *where = dg_json_get(o, "where");
    e->type = needed(v, o, "type"), e->status = needed(v, o, "status");
    e->mode = text(v, o, "mode"), e->planned = text(v, o, "planned");
    e->cameo = text(v, o, "cameo");
    e->score = number(v, o, "score"), e->confidence = number(v, o, "confidence");
    e->actors = ids(v, o, "actors", &e->n_actors);
    e->recipients = ids(v, o, "recipients", &e->n_recipients);
    e->negated = truth(v, o, "negated");
    view_contexts(v, o, e);
    e->when = days(v, dg_json_get(o, "when"));
    e->where_country = where ? text(v, where, "country") : NULL;
    e->where_place = where ? text(v, where, "place") : NULL;
    e->quote = id(v, o, "quote", v->r->head.n_quotes);
    e->via = ids(v, o, "via", &e->n_via);
    view_quantities(v, o, e);
    e->span = span(v, o, "span"), e->trigger = span(v, o, "trigger");
    e->again = spans(v, o, "again", &e->n_again);
}

static void view_all(view *v, const dg_json *o) {
    dragoman_record *r = v->r;
    if (o->kind != DG_JSON_OBJ) {
        wrong(v, "no object");
        return;
    }
    view_head(v, o);
    r->sentences = spans(v, o, "sentences", &r->head.n_sentences);
    r->entities = room(v, r->head.n_entities, sizeof *r->entities);
    r->times = room(v, r->head.n_times, sizeof *r->times);
    r->quotes = room(v, r->head.n_quotes, sizeof *r->quotes);
    r->events = room(v, r->head.n_events, sizeof *r->events);
    const struct {
        const char *key;
        void (*make)(view *, const dg_json *, uint32_t);
    } layers[] = {{"entities", view_entity},
                  {"times", view_time},
                  {"quotes", view_quote},
                  {"events", view_event}};
    for (size_t k = 0; k < DG_LEN(layers); k++) {
        const dg_json *all = list(v, o, layers[k].key);
        for (uint32_t i = 0; i < all->n && !v->nomem; i++) layers[k].make(v, &all->items[i], i);
    }
}

int dg_library_record(dg_str json, dragoman_record **ret, dg_err *err) {
    while (json.n && (uint8_t)json.p[json.n - 1] <= ' ') json.n--;
    dg_arena *arena = dg_arena_new(MOST);
    dragoman_record *r = arena ? dg_arena_zalloc(arena, 1, sizeof *r) : NULL;
    const dg_json *tree = NULL;
    int rc = r ? dg_json_parse(json, arena, &tree, err) : dg_err_set(err, DG_E_NOMEM, 0, "record");
    if (!rc) {
        view v = {.arena = arena, .r = r};
        r->arena = arena;
        r->json = dg_arena_str(arena, json);
        view_all(&v, tree);
        if (v.nomem || !r->json.p)
            rc = dg_err_set(err, DG_E_NOMEM, 0, "record");
        else if (v.wrong)
            rc = dg_err_set(err, DG_E_SYNTAX, 0, "no record: %s", v.wrong);
    }
    if (rc)
        dg_arena_free(arena);
    else
        *ret = r;
    return rc;
}

/* ---- what the header declares ---- */

int dragoman_record_parse(const char *json, size_t n, dragoman_record **ret, dragoman_error *err) {
    dg_err e = {0};
    int rc = n > UINT32_MAX / 2 ? dg_err_set(&e, DG_E_LIMIT, 0, "record")
                                : dg_library_record((dg_str){json, (uint32_t)n}, ret, &e);
    return rc ? dg_library_error(&e, err) : 0;
}

void dragoman_record_free(dragoman_record *r) {
    if (r) dg_arena_free(r->arena);
}

const char *dragoman_record_json(const dragoman_record *r, size_t *ret_n) {
    if (ret_n) *ret_n = r->json.n;
    return r->json.p;
}

const dragoman_head *dragoman_record_head(const dragoman_record *r) {
    return &r->head;
}

const dragoman_span *dragoman_record_sentence(const dragoman_record *r, size_t i) {
    return i < r->head.n_sentences ? &r->sentences[i] : NULL;
}

const dragoman_entity *dragoman_record_entity(const dragoman_record *r, size_t i) {
    return i < r->head.n_entities ? &r->entities[i] : NULL;
}

const dragoman_time *dragoman_record_time(const dragoman_record *r, size_t i) {
    return i < r->head.n_times ? &r->times[i] : NULL;
}

const dragoman_quote *dragoman_record_quote(const dragoman_record *r, size_t i) {
    return i < r->head.n_quotes ? &r->quotes[i] : NULL;
}

const dragoman_event *dragoman_record_event(const dragoman_record *r, size_t i) {
    return i < r->head.n_events ? &r->events[i] : NULL;
}
