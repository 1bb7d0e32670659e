/* map.h: byte strings to uint32_t, open addressing, keys kept in (or pointing into) an arena.
 * Insertion order can be iterated, so that whatever is printed from a map comes out the same every
 * time. */
#ifndef DG_MAP_H
#define DG_MAP_H

#include "base/arena.h"

typedef struct dg_map_entry {
    dg_str key;
    uint64_t hash;
    uint32_t value;
} dg_map_entry;

typedef struct dg_map_slot {
    uint32_t entry; /* index + 1 into entries, 0 empty */
    uint32_t tag;   /* upper half of the hash: a word that is not there touches no entry */
} dg_map_slot;

typedef struct dg_map {
    dg_arena *arena;
    dg_map_entry *entries; /* [n] in order of insertion */
    dg_map_slot *slots;    /* [n_slots], a power of two */
    uint32_t n, cap, n_slots;
} dg_map;

void dg_map_init(dg_map *m, dg_arena *arena); /* nothing to free but the arena */
/* Makes room for n entries at once: a guess saves the copies of growing, nothing hangs on it.
 * false: no memory. */
bool dg_map_reserve(dg_map *m, uint32_t n) DG_MUST_USE;
/* Copies the key. Returns true when the key is in the map afterwards; *ret points at its value
 * (valid until the next put); *ret_new (may be NULL) says whether it was added now, with value 0.
 * false: no memory. */
bool dg_map_put(dg_map *m, dg_str key, uint32_t **ret, bool *ret_new);
/* As dg_map_put, but the key's bytes must live as long as the map: nothing is copied. */
bool dg_map_put_ref(dg_map *m, dg_str key, uint32_t **ret, bool *ret_new);
/* DG_NONE when absent. Thread-safe as long as nobody writes. */
uint32_t dg_map_get(const dg_map *m, dg_str key);
bool dg_map_has(const dg_map *m, dg_str key);

#endif
