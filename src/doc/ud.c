/* ud.c: names to numbers and back for ud.h. The lists are short, so a look-up walks them; models do
 * it once at load. */
#include "doc/ud.h"

const char *const dg_upos_names[DG_UPOS_N] = {
#define X(name) #name,
    DG_UPOS_MAP(X)
#undef X
};

const char *const dg_rel_names[DG_REL_N] = {
#define X(name, text) text,
    DG_REL_MAP(X)
#undef X
};

static const char *const sub_names[DG_SUB_N] = {
#define X(name, text) text,
    DG_SUB_MAP(X)
#undef X
};

dg_upos dg_upos_find(dg_str name) {
    for (uint32_t i = 0; i < DG_UPOS_N; i++)
        if (dg_str_is(name, dg_upos_names[i])) return (dg_upos)i;
    return DG_UPOS_X;
}

void dg_rel_find(dg_str rel, uint8_t *ret_rel, uint8_t *ret_sub) {
    uint32_t colon = 0;
    while (colon < rel.n && rel.p[colon] != ':') colon++;
    dg_str base = dg_str_cut(rel, 0, colon), sub = dg_str_cut(rel, colon + 1, rel.n);
    *ret_rel = DG_REL_DEP;
    *ret_sub = sub.n ? DG_SUB_OTHER : DG_SUB_NONE;
    for (uint32_t i = 0; i < DG_REL_N; i++)
        if (dg_str_is(base, dg_rel_names[i])) *ret_rel = (uint8_t)i;
    for (uint32_t i = DG_SUB_PASS; i < DG_SUB_N; i++)
        if (dg_str_is(sub, sub_names[i])) *ret_sub = (uint8_t)i;
}

static uint32_t pick(dg_str value, const char *const *names, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (dg_str_is(value, names[i])) return i + 1;
    return 0;
}

#define PICK(value, ...)                                                                           \
    pick(value, (const char *const[]){__VA_ARGS__}, DG_LEN(((const char *const[]){__VA_ARGS__})))

static void set_feature(dg_feats *f, dg_str key, dg_str value) {
    if (dg_str_is(key, "Number"))
        f->number = PICK(value, "Sing", "Plur") & 3u;
    else if (dg_str_is(key, "Gender"))
        f->gender = PICK(value, "Masc", "Fem", "Neut", "Com") & 7u;
    else if (dg_str_is(key, "Case"))
        f->gcase = PICK(value, "Nom", "Gen", "Dat", "Acc") & 7u;
    else if (dg_str_is(key, "Tense"))
        f->tense = PICK(value, "Past", "Pres") & 3u;
    else if (dg_str_is(key, "Mood"))
        f->mood = PICK(value, "Ind", "Imp", "Sub") & 3u;
    else if (dg_str_is(key, "VerbForm"))
        f->verbform = PICK(value, "Fin", "Inf", "Part", "Ger", "Sup") & 7u;
    else if (dg_str_is(key, "Poss"))
        f->poss = 1;
    else if (dg_str_is(key, "Voice"))
        f->voice = PICK(value, "Act", "Pass") & 3u;
    else if (dg_str_is(key, "Person"))
        f->person = PICK(value, "1", "2", "3") & 3u;
    else if (dg_str_is(key, "PronType"))
        f->prontype =
            dg_str_ends(value, DG_STR(",Rel")) /* "Dem,Rel", "Int,Rel" (German) */
                ? DG_PRON_REL
                : PICK(value, "Prs", "Art", "Dem", "Rel", "Int", "Neg", "Ind", "Tot", "Rcp") & 15u;
    else if (dg_str_is(key, "Definite"))
        f->definite = PICK(value, "Def", "Ind") & 3u;
    else if (dg_str_is(key, "Polarity"))
        f->polarity_neg = dg_str_is(value, "Neg");
    else if (dg_str_is(key, "Reflex"))
        f->reflex = 1;
    else if (dg_str_is(key, "Degree"))
        f->degree = PICK(value, "Pos", "Cmp", "Sup") & 3u;
}

dg_feats dg_feats_parse(dg_str feats) {
    dg_feats f = {0};
    for (uint32_t at = 0; at < feats.n;) {
        uint32_t end = at, eq = DG_NONE;
        for (; end < feats.n && feats.p[end] != '|'; end++)
            if (feats.p[end] == '=' && eq == DG_NONE) eq = end;
        if (eq != DG_NONE)
            set_feature(&f, dg_str_cut(feats, at, eq), dg_str_cut(feats, eq + 1, end));
        at = end + 1;
    }
    return f;
}
