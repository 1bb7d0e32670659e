/* ud.h: the closed vocabularies of Universal Dependencies v2 as enums: parts of speech, relations,
 * features. Source: universaldependencies.org/guidelines. A relation's subtype that the reading
 * asks for has a number of its own; every other subtype is DG_SUB_OTHER and stays in the token's
 * rel_str. */
#ifndef DG_UD_H
#define DG_UD_H

#include "base/base.h"

#define DG_UPOS_MAP(X)                                                                             \
    X(X)                                                                                           \
    X(ADJ) X(ADP) X(ADV) X(AUX) X(CCONJ) X(DET) X(INTJ) X(NOUN) X(NUM) X(PART) X(PRON) X(PROPN)    \
        X(PUNCT) X(SCONJ) X(SYM) X(VERB)
typedef enum {
#define X(name) DG_UPOS_##name,
    DG_UPOS_MAP(X)
#undef X
        DG_UPOS_N
} dg_upos;

/* C name, text */
#define DG_REL_MAP(X)                                                                              \
    X(DEP, "dep")                                                                                  \
    X(ROOT, "root") X(ACL, "acl") X(ADVCL, "advcl") X(ADVMOD, "advmod") X(AMOD, "amod")            \
        X(APPOS, "appos") X(AUX, "aux") X(CASE, "case") X(CC, "cc") X(CCOMP, "ccomp")              \
            X(CLF, "clf") X(COMPOUND, "compound") X(CONJ, "conj") X(COP, "cop") X(CSUBJ, "csubj")  \
                X(DET, "det") X(DISCOURSE, "discourse") X(DISLOCATED, "dislocated")                \
                    X(EXPL, "expl") X(FIXED, "fixed") X(FLAT, "flat") X(GOESWITH, "goeswith")      \
                        X(IOBJ, "iobj") X(LIST, "list") X(MARK, "mark") X(NMOD, "nmod")            \
                            X(NSUBJ, "nsubj") X(NUMMOD, "nummod") X(OBJ, "obj") X(OBL, "obl")      \
                                X(ORPHAN, "orphan") X(PARATAXIS, "parataxis") X(PUNCT, "punct")    \
                                    X(REPARANDUM, "reparandum") X(VOCATIVE, "vocative")            \
                                        X(XCOMP, "xcomp")
typedef enum {
#define X(name, text) DG_REL_##name,
    DG_REL_MAP(X)
#undef X
        DG_REL_N
} dg_rel;

#define DG_SUB_MAP(X)                                                                              \
    X(NONE, "")                                                                                    \
    X(OTHER, "*") X(PASS, "pass") X(RELCL, "relcl") X(POSS, "poss") X(PRT, "prt")                  \
        X(AGENT, "agent") X(TMOD, "tmod") X(PV, "pv") X(OUTER, "outer") X(NAME, "name")            \
            X(CLEFT, "cleft") X(LVC, "lvc")
typedef enum {
#define X(name, text) DG_SUB_##name,
    DG_SUB_MAP(X)
#undef X
        DG_SUB_N
} dg_sub;

/* Features that the reading asks for, packed; 0 always means "not said". */
typedef enum { DG_NUMBER_SING = 1, DG_NUMBER_PLUR } dg_number;
typedef enum { DG_GENDER_MASC = 1, DG_GENDER_FEM, DG_GENDER_NEUT, DG_GENDER_COM } dg_gender;
typedef enum { DG_CASE_NOM = 1, DG_CASE_GEN, DG_CASE_DAT, DG_CASE_ACC } dg_case;
typedef enum { DG_TENSE_PAST = 1, DG_TENSE_PRES } dg_tense;
typedef enum { DG_MOOD_IND = 1, DG_MOOD_IMP, DG_MOOD_SUB } dg_mood;
typedef enum {
    DG_VERBFORM_FIN = 1,
    DG_VERBFORM_INF,
    DG_VERBFORM_PART,
    DG_VERBFORM_GER,
    DG_VERBFORM_SUP
} dg_verbform;
typedef enum { DG_VOICE_ACT = 1, DG_VOICE_PASS } dg_voice;
typedef enum {
    DG_PRON_PRS = 1,
    DG_PRON_ART,
    DG_PRON_DEM,
    DG_PRON_REL,
    DG_PRON_INT,
    DG_PRON_NEG,
    DG_PRON_IND,
    DG_PRON_TOT,
    DG_PRON_RCP
} dg_prontype;
typedef enum { DG_DEF_DEF = 1, DG_DEF_IND } dg_definite;

typedef struct dg_feats {
    uint32_t number : 2, gender : 3, gcase : 3;
    uint32_t tense : 2, mood : 2, verbform : 3, poss : 1;
    uint32_t voice : 2, person : 2, prontype : 4;
    uint32_t definite : 2, polarity_neg : 1, reflex : 1,
        degree : 2 /* 1 positive 2 comparative 3 superlative */;
} dg_feats;

extern const char *const dg_upos_names[DG_UPOS_N];
extern const char *const dg_rel_names[DG_REL_N];

dg_upos dg_upos_find(dg_str name); /* DG_UPOS_X when unknown */
void dg_rel_find(dg_str rel, uint8_t *ret_rel,
                 uint8_t *ret_sub);    /* "nsubj:pass"; DEP when unknown */
dg_feats dg_feats_parse(dg_str feats); /* "Case=Nom|Number=Sing", "_" */

#endif
