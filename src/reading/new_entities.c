/* new_entities.c: collects entities and their mentions beside the document, and merges both in one
 * go.
 *
 * Nothing in the document changes before dg_new_entities_land; there the mentions are merged by
 * (from, longest first), so every index into them changes and the entities' lists are written anew.
 */
#include "reading/new_entities.h"

#include "base/utf8.h"

void dg_new_entities_init(dg_new_entities *a, dg_doc *doc) {
    *a = (dg_new_entities){0};
    dg_map_init(&a->by_key, doc->arena);
}

/* The text of tokens [from, to) with single spaces. */
static dg_str name_of(const dg_doc *doc, uint32_t from, uint32_t to) {
    dg_str raw =
        dg_doc_text(doc, (dg_range){doc->tokens[from].span.from, doc->tokens[to - 1].span.to});
    dg_str name = dg_arena_str(doc->arena, raw);
    if (!name.p) return name;
    char *p = (char *)name.p;
    for (uint32_t i = 0; i < name.n; i++)
        if (p[i] == '\n' || p[i] == '\r' || p[i] == '\t') p[i] = ' ';
    return name;
}

static int add_mention(dg_new_entities *a, const dg_doc *doc, uint32_t from, uint32_t to,
                       uint32_t head, uint32_t entity, const char *why, dg_err *err) {
    for (uint32_t i = a->n_mentions; i-- > 0 && a->mentions[i].from >= from;)
        if (a->mentions[i].from == from && a->mentions[i].to == to) return 0;
    dg_mention m = {.span = {doc->tokens[from].span.from, doc->tokens[to - 1].span.to},
                    .from = from,
                    .to = to,
                    .head = head,
                    .entity = entity,
                    .kind = DG_MENTION_ROLE,
                    .found = "a speaker without a name",
                    .why = {.rule = why}};
    if (doc->n_mentions + a->n_mentions >= DG_MAX_MENTIONS) return 0;
    if (!DG_PUSH(doc->arena, a->mentions, a->n_mentions, a->cap_mentions, m))
        return dg_err_set(err, DG_E_NOMEM, 0, "new mentions");
    return 0;
}

static void copy_code(char out[4], const char *code) {
    memset(out, 0, 4);
    for (uint32_t i = 0; code && i < 3 && code[i]; i++) out[i] = code[i];
}

int dg_new_entity(dg_new_entities *a, const dg_doc *doc, uint8_t kind, uint32_t from, uint32_t to,
                  uint32_t head, const char *country, const char *sector, const char *why,
                  uint32_t *ret, dg_err *err) {
    dg_str name = name_of(doc, from, to);
    dg_str key = name.p ? dg_utf8_fold(doc->arena, name) : name;
    if (!key.p) return dg_err_set(err, DG_E_NOMEM, 0, "new entity");
    uint32_t *slot;
    bool fresh;
    if (doc->n_entities + a->n >= DG_MAX_ENTITIES) {
        *ret = DG_NONE;
        return 0;
    }
    if (!dg_map_put(&a->by_key, key, &slot, &fresh))
        return dg_err_set(err, DG_E_NOMEM, 0, "new entity");
    if (fresh) {
        dg_entity e = {.kind = kind, .name = name, .key = key, .why = why};
        copy_code(e.country, country);
        copy_code(e.sector, sector);
        *slot = a->n;
        if (!DG_PUSH(doc->arena, a->entities, a->n, a->cap, e))
            return dg_err_set(err, DG_E_NOMEM, 0, "new entity");
    }
    *ret = doc->n_entities + *slot;
    return add_mention(a, doc, from, to, head, *ret, why, err);
}

static bool comes_before(const dg_mention *x, const dg_mention *y) {
    if (x->span.from != y->span.from) return x->span.from < y->span.from;
    return x->span.to > y->span.to;
}

static void sort_mentions(dg_mention *m, uint32_t n) {
    for (uint32_t i = 1; i < n; i++) { /* found nearly in order: insertion is linear in practice */
        dg_mention x = m[i];
        uint32_t k = i;
        for (; k > 0 && comes_before(&x, &m[k - 1]); k--) m[k] = m[k - 1];
        m[k] = x;
    }
}

static void merge_mentions(dg_mention *out, const dg_mention *x, uint32_t nx, const dg_mention *y,
                           uint32_t ny) {
    uint32_t i = 0, k = 0, n = 0;
    while (i < nx || k < ny) {
        bool first = k >= ny || (i < nx && !comes_before(&y[k], &x[i]));
        out[n++] = first ? x[i++] : y[k++];
    }
}

/* Writes each entity's list of mentions into one array. */
static void list_mentions(dg_entity *entities, uint32_t n_entities, const dg_mention *mentions,
                          uint32_t n, uint32_t *lists) {
    for (uint32_t i = 0; i < n_entities; i++) entities[i].n_mentions = 0;
    for (uint32_t i = 0; i < n; i++)
        if (mentions[i].entity < n_entities) entities[mentions[i].entity].n_mentions++;
    for (uint32_t i = 0; i < n_entities; i++) {
        entities[i].mentions = lists;
        lists += entities[i].n_mentions;
        entities[i].n_mentions = 0;
    }
    for (uint32_t i = 0; i < n; i++)
        if (mentions[i].entity < n_entities) {
            dg_entity *e = &entities[mentions[i].entity];
            ((uint32_t *)e->mentions)[e->n_mentions++] = i;
        }
}

/* The innermost mention at each head: the shortest one, the later on a tie never happens (spans
 * differ). */
static void find_heads(uint32_t *at, uint32_t n_tokens, const dg_mention *m, uint32_t n) {
    for (uint32_t t = 0; t < n_tokens; t++) at[t] = DG_NONE;
    for (uint32_t i = 0; i < n; i++) {
        if (m[i].head >= n_tokens) continue;
        uint32_t *slot = &at[m[i].head];
        if (*slot == DG_NONE || m[i].to - m[i].from < m[*slot].to - m[*slot].from) *slot = i;
    }
}

int dg_new_entities_land(dg_new_entities *a, dg_doc *doc, dg_err *err) {
    if (!a->n) return 0;
    uint32_t n_entities = doc->n_entities + a->n, n = doc->n_mentions + a->n_mentions;
    dg_entity *entities = dg_arena_alloc(doc->arena, n_entities * sizeof *entities);
    dg_mention *mentions = dg_arena_alloc(doc->arena, n * sizeof *mentions);
    uint32_t *lists = dg_arena_alloc(doc->arena, n * sizeof *lists);
    uint32_t *at = dg_arena_alloc(doc->arena, doc->n_tokens * sizeof *at);
    if (!entities || !mentions || !lists || !at)
        return dg_err_set(err, DG_E_NOMEM, 0, "new entities");
    if (doc->n_entities) memcpy(entities, doc->entities, doc->n_entities * sizeof *entities);
    memcpy(entities + doc->n_entities, a->entities, a->n * sizeof *entities);
    sort_mentions(a->mentions, a->n_mentions);
    merge_mentions(mentions, doc->mentions, doc->n_mentions, a->mentions, a->n_mentions);
    list_mentions(entities, n_entities, mentions, n, lists);
    find_heads(at, doc->n_tokens, mentions, n);
    doc->entities = entities, doc->n_entities = n_entities;
    doc->mentions = mentions, doc->n_mentions = n;
    doc->mention_at = at;
    return 0;
}
