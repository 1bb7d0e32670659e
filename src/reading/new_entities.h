/* new_entities.h: entities found after the mentions were read: unnamed sources, statements that
 * speak. reads: mentions, entities, tokens     writes: entities, mentions, mention_at (all
 * together, once) cost: O(mentions + new) in dg_new_entities_land
 *
 * Errors: DG_E_NOMEM. */
#ifndef DG_NEW_ENTITIES_H
#define DG_NEW_ENTITIES_H

#include "base/err.h"
#include "base/map.h"
#include "doc/doc.h"

typedef struct dg_new_entities {
    dg_map by_key;        /* key of a new entity -> its place in entities */
    dg_entity *entities;  /* [n] they become doc->n_entities + i */
    dg_mention *mentions; /* [n_mentions] */
    uint32_t n, cap, n_mentions, cap_mentions;
} dg_new_entities;

/* None yet. */
void dg_new_entities_init(dg_new_entities *a, dg_doc *doc);
/* The entity named by tokens [from, to) with this head: an earlier new one of the same key, or a
 * further one, which also gets a mention there. *ret is its index in doc->entities as it will be
 * after landing; DG_NONE over DG_MAX_ENTITIES. */
int dg_new_entity(dg_new_entities *a, const dg_doc *doc, uint8_t kind, uint32_t from, uint32_t to,
                  uint32_t head, const char *country, const char *sector, const char *why,
                  uint32_t *ret, dg_err *err);
/* Puts all of them into the document: bigger arrays in doc->arena, mentions sorted again,
 * mention_at renewed. */
int dg_new_entities_land(dg_new_entities *a, dg_doc *doc, dg_err *err);

#endif
