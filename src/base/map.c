/* map.c: open addressing with linear probing over slots that point into an array of entries.
 * At most half of the slots are taken. Growing leaves the old arrays in the arena: all in all three
 * times the final size. Nothing can be taken out. */
#include "base/map.h"

#include "base/hash.h"

enum { MAP_SEED = 0x6d61, SLOTS_MIN = 16 };

void dg_map_init(dg_map *m, dg_arena *arena) {
    *m = (dg_map){.arena = arena};
}

static uint32_t tag_of(uint64_t hash) {
    return (uint32_t)(hash >> 32);
}

/* The slot that holds key, or the empty one where it belongs. */
static uint32_t slot_of(const dg_map *m, dg_str key, uint64_t hash) {
    uint32_t mask = m->n_slots - 1, at = (uint32_t)hash & mask;
    while (m->slots[at].entry) {
        const dg_map_slot *s = &m->slots[at];
        if (s->tag == tag_of(hash) && dg_str_eq(m->entries[s->entry - 1].key, key)) break;
        at = (at + 1) & mask;
    }
    return at;
}

static bool grow_slots(dg_map *m, uint32_t n_slots) {
    uint32_t mask = n_slots - 1;
    dg_map_slot *slots = dg_arena_zalloc(m->arena, n_slots, sizeof *slots);
    if (!slots) return false;
    for (uint32_t i = 0; i < m->n; i++) {
        uint32_t at = (uint32_t)m->entries[i].hash & mask;
        while (slots[at].entry) at = (at + 1) & mask;
        slots[at] = (dg_map_slot){i + 1, tag_of(m->entries[i].hash)};
    }
    m->slots = slots;
    m->n_slots = n_slots;
    return true;
}

/* Slots for n entries, half of them empty. */
static bool need_slots(dg_map *m, uint32_t n) {
    uint32_t n_slots = m->n_slots ? m->n_slots : SLOTS_MIN;
    if (n > UINT32_MAX / 8) return false;
    while (n_slots < n * 2) n_slots *= 2;
    return n_slots == m->n_slots || grow_slots(m, n_slots);
}

bool dg_map_reserve(dg_map *m, uint32_t n) {
    if (!need_slots(m, n)) return false;
    if (n <= m->cap) return true;
    size_t size = sizeof *m->entries;
    dg_map_entry *entries = dg_arena_grow(m->arena, m->entries, m->cap * size, n * size);
    if (!entries) return false;
    m->entries = entries;
    m->cap = n;
    return true;
}

static bool put(dg_map *m, dg_str key, bool copy, uint32_t **ret, bool *ret_new) {
    uint64_t hash = dg_hash_str(key, MAP_SEED);
    if ((m->n + 1) * 2 > m->n_slots && !need_slots(m, m->n + 1)) return false;
    uint32_t at = slot_of(m, key, hash);
    if (ret_new) *ret_new = !m->slots[at].entry;
    if (!m->slots[at].entry) {
        dg_str kept = copy ? dg_arena_str(m->arena, key) : key;
        if (copy && !kept.p) return false;
        if (!DG_PUSH(m->arena, m->entries, m->n, m->cap, ((dg_map_entry){kept, hash, 0})))
            return false;
        m->slots[at] = (dg_map_slot){m->n, tag_of(hash)};
    }
    *ret = &m->entries[m->slots[at].entry - 1].value;
    return true;
}

bool dg_map_put(dg_map *m, dg_str key, uint32_t **ret, bool *ret_new) {
    return put(m, key, true, ret, ret_new);
}

bool dg_map_put_ref(dg_map *m, dg_str key, uint32_t **ret, bool *ret_new) {
    return put(m, key, false, ret, ret_new);
}

uint32_t dg_map_get(const dg_map *m, dg_str key) {
    if (!m->n) return DG_NONE;
    uint32_t at = slot_of(m, key, dg_hash_str(key, MAP_SEED));
    return m->slots[at].entry ? m->entries[m->slots[at].entry - 1].value : DG_NONE;
}

bool dg_map_has(const dg_map *m, dg_str key) {
    if (!m->n) return false;
    return m->slots[slot_of(m, key, dg_hash_str(key, MAP_SEED))].entry != 0;
}
