/* actors.h: who a token of the text stands for. Asked by quotes (speakers) and events (actors,
 * recipients). reads: tokens, trees, mentions, mention_at, entities     writes: nothing cost:
 * O(length of the sentence) a question */
#ifndef DG_ACTORS_H
#define DG_ACTORS_H

#include "doc/doc.h"

/* The one entity that the noun phrase headed by `token` means, or DG_NONE. In this order:
 *   1  the mention whose head is the token ("Lavrov", "Moscow", "he", "the Russian foreign
 * ministry") 2  a mention that covers the token ("Sergey" inside "Sergey Lavrov") 3  the phrase's
 * own name: apposition or flat name of the token ("the envoy, Staffan de Mistura") 4  whom the
 * phrase belongs to: country adjective, genitive, compound part, "of X" ("Russia's proposal",
 *      "kinesiske repræsentanter", "the government of Sudan")
 * Never looks upward: give it the head of the phrase. */
uint32_t dg_actor_of(const dg_doc *doc, uint32_t token);

/* All entities that the phrase means, in the order of the text, each once, at most cap of them in
 * out; returns how many are there. Follows coordination ("Russia and China"; "kinesiske og russiske
 * repræsentanter" gives both countries) and opens groups that have members ("the pair", "both
 * countries", "they"). A group without members is itself. */
uint32_t dg_actors_of(const dg_doc *doc, uint32_t token, uint32_t out[], uint32_t cap);

#endif
