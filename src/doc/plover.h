/* plover.h: the ontology as one table (PLOVER codebook, Open Event Data Alliance, 2024 manual):
 * types with quad class, score and CAMEO root; the modes of each type; contexts. Which mode and
 * contexts an event has stands in lexicon/frames beside its frame, and in lexicon/contexts.tsv.
 * Scores are on the Goldstein-like scale -10 conflict … +10 cooperation; ACCUSE is -3 (the manual's
 * +3 is a misprint). */
#ifndef DG_PLOVER_H
#define DG_PLOVER_H

#include "base/base.h"

/* name, quad class (1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material
 * conflict), score, CAMEO root, mutual (both sides do it: the record lists all as actors where
 * there is no clear host or initiator) */
#define DG_PLOVER_MAP(X)                                                                           \
    X(AGREE, 1, 4.0, "05", true)                                                                   \
    X(CONSULT, 1, 3.0, "04", true)                                                                 \
    X(SUPPORT, 1, 5.0, "05", false)                                                                \
    X(CONCEDE, 1, 4.0, "08", false)                                                                \
    X(COOPERATE, 2, 6.0, "06", true)                                                               \
    X(AID, 2, 7.0, "07", false)                                                                    \
    X(RETREAT, 2, 6.0, "08", false)                                                                \
    X(REQUEST, 3, -1.0, "10", false)                                                               \
    X(ACCUSE, 3, -3.0, "11", false)                                                                \
    X(REJECT, 3, -4.0, "12", false)                                                                \
    X(THREATEN, 3, -5.0, "13", false)                                                              \
    X(PROTEST, 4, -6.0, "14", false)                                                               \
    X(SANCTION, 4, -6.0, "16", false)                                                              \
    X(MOBILIZE, 4, -6.5, "15", false)                                                              \
    X(COERCE, 4, -7.5, "17", false)                                                                \
    X(ASSAULT, 4, -9.5, "18", false)

/* type, mode */
#define DG_PLOVER_MODE_MAP(X)                                                                      \
    X(CONSULT, "visit")                                                                            \
    X(CONSULT, "third-party") X(CONSULT, "multilateral") X(CONSULT, "phone")                       \
        X(RETREAT, "withdraw") X(RETREAT, "release") X(RETREAT, "return") X(RETREAT, "disarm") X(  \
            RETREAT, "ceasefire") X(RETREAT, "access") X(RETREAT, "resign") X(REQUEST, "assist")   \
            X(REQUEST, "change") X(REQUEST, "yield") X(REQUEST, "meet") X(ACCUSE, "disapprove") X( \
                ACCUSE, "investigate") X(ACCUSE, "allege") X(REJECT, "assist") X(REJECT, "change") \
                X(REJECT, "yield") X(REJECT, "meet") X(THREATEN, "restrict") X(THREATEN, "ban") X( \
                    THREATEN, "arrest") X(THREATEN, "relations") X(THREATEN, "expel")              \
                    X(THREATEN, "territory") X(THREATEN, "violence") X(PROTEST, "demo") X(         \
                        PROTEST, "riot") X(PROTEST, "strike") X(PROTEST, "hunger")                 \
                        X(PROTEST, "boycott") X(PROTEST, "obstruct") X(SANCTION, "convict") X(     \
                            SANCTION,                                                              \
                            "expel") X(SANCTION,                                                   \
                                       "withdraw") X(SANCTION, "discontinue")                      \
                            X(MOBILIZE, "troops") X(MOBILIZE, "weapons") X(MOBILIZE, "police")     \
                                X(MOBILIZE, "militia") X(COERCE, "seize") X(COERCE, "restrict")    \
                                    X(COERCE, "ban") X(COERCE, "censor") X(COERCE, "curfew") X(    \
                                        COERCE, "martial-law") X(COERCE,                           \
                                                                 "arrest") X(COERCE, "deport")     \
                                        X(COERCE, "withhold") X(COERCE, "misinformation") X(       \
                                            COERCE, "cyber") X(ASSAULT,                            \
                                                               "abduct") X(ASSAULT, "beat")        \
                                            X(ASSAULT, "torture") X(ASSAULT, "execute")            \
                                                X(ASSAULT, "sexual") X(ASSAULT, "assassinate") X(  \
                                                    ASSAULT, "primitive") X(ASSAULT, "firearms")   \
                                                    X(ASSAULT, "explosives") X(ASSAULT,            \
                                                                               "suicide-attack")   \
                                                        X(ASSAULT, "heavy-weapons")                \
                                                            X(ASSAULT, "crowd-control")            \
                                                                X(ASSAULT, "unconventional")       \
                                                                    X(ASSAULT, "aerial")           \
                                                                        X(ASSAULT, "cleansing")    \
                                                                            X(ASSAULT, "destroy")

/* context, what it is about */
#define DG_PLOVER_CONTEXT_MAP(X)                                                                   \
    X("military", "armed forces, weapons, defence, military assistance")                           \
    X("intelligence", "secret services, espionage, information")                                   \
    X("executive", "governments and their offices, agencies, leaders")                             \
    X("legislative", "parliaments, bills, votes, coalitions")                                      \
    X("election", "elections, referendums, campaigns")                                             \
    X("political_institutions", "constitutions, parties, norms, institutions")                     \
    X("pro-democracy", "for democracy, against autocracy")                                         \
    X("pro-autocracy", "coups, one-party rule, the end of free elections")                         \
    X("economic", "trade, finance, business, development")                                         \
    X("legal", "courts, law, national and international")                                          \
    X("reparations", "compensation, restitution, apology for the past")                            \
    X("human_rights", "human rights by name, their violation")                                     \
    X("rights_freedoms", "press, speech, assembly, movement, civil rights")                        \
    X("repression", "crackdowns, political prisoners, persecution")                                \
    X("human_security", "food, water, housing, energy, shelter, relief")                           \
    X("gender", "women, gender equality, abortion")                                                \
    X("lgbt", "sexual minorities")                                                                 \
    X("religion_ethnicity", "religions, ethnic groups, minorities")                                \
    X("inequality", "poverty, classes, discrimination of the poor")                                \
    X("diplomatic", "diplomacy, treaties, relations of states")                                    \
    X("territory", "borders, sovereignty, annexation, settlements")                                \
    X("peacekeeping", "peacekeepers, monitors, truces")                                            \
    X("health", "disease, medicine, vaccines, hospitals")                                          \
    X("asylum", "asylum, refuge")                                                                  \
    X("migration", "migrants, refugees, displaced people")                                         \
    X("disasters", "earthquakes, floods, storms, accidents")                                       \
    X("natural_resources", "oil, gas, minerals, water, fish, timber")                              \
    X("environment", "climate, emissions, pollution, wildlife")                                    \
    X("technology", "computers, telecommunications, space, research")                              \
    X("terrorism", "terrorists, attacks on civilians")                                             \
    X("cbrn", "chemical, biological, radiological, nuclear weapons")                               \
    X("cyber", "computer attacks")                                                                 \
    X("misinformation", "propaganda, false news, meddling")                                        \
    X("crime", "crimes and criminals")                                                             \
    X("corruption", "bribes, graft, embezzlement")                                                 \
    X("illegal_drugs", "drugs, their making and sale")                                             \
    X("trafficking", "smuggling of people and of arms, slavery")

typedef enum {
#define X(name, quad, score, cameo, mutual) DG_PLOVER_##name,
    DG_PLOVER_MAP(X)
#undef X
        DG_PLOVER_N
} dg_plover;

typedef struct dg_plover_row {
    const char *name, *cameo;
    uint8_t quad;
    float score;
    bool mutual;
} dg_plover_row;

extern const dg_plover_row dg_plover_table[DG_PLOVER_N];
/* DG_PLOVER_N when there is no such type. */
dg_plover dg_plover_find(dg_str name);

typedef struct dg_plover_mode {
    dg_plover type;
    const char *name;
} dg_plover_mode;
typedef struct dg_plover_context {
    const char *name, *about;
} dg_plover_context;

enum { DG_PLOVER_N_MODES = 70, DG_PLOVER_N_CONTEXTS = 37 };
extern const dg_plover_mode dg_plover_modes[DG_PLOVER_N_MODES];
extern const dg_plover_context dg_plover_contexts[DG_PLOVER_N_CONTEXTS];
/* Is it one of the type's modes? */
bool dg_plover_has_mode(dg_plover type, dg_str mode);
/* The context's number, or DG_NONE. */
uint32_t dg_plover_find_context(dg_str name);

#endif
