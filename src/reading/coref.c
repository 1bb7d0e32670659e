/* coref.c: from hits to entities: names of countries and organisations, towns that stand for
 * governments, offices and bodies of a country, pronouns, "the pair", "both countries", "the
 * country".
 *
 * How: first all that has a name of its own, in the whole article; then, in the order of the text,
 * what refers to it. A reference looks back over the last hits and takes the one that weighs most:
 *   near        fewer sentences back
 *   prominent   a subject before an object before an adjective
 *   outside a quotation, when it stands outside itself
 * among those that fit in kind, number, gender and country. Nothing fits: no entity is better than
 * a wrong one. Sources: the weights follow Lappin & Leass 1994 (recency and grammatical role), made
 * smaller for short news texts. Cost: O(hits × DG_REF_BACK). Limits: no reference forward, but for
 * an office whose holder is named later. */
#include "reading/coref_work.h"

/* ---- persons whose country nobody told ---- */

/* The owner of the office is an entity by now: "departementets talsperson" is of the ministry's
 * country. "udenrigsminister X" without an owner: of the country that is spoken of; only for
 * offices of a state. */
static void guess_country(dg_who *w, uint32_t id, bool spoken) {
    const dg_hit *h = &w->hits[id];
    if (h->entity == DG_NONE || h->person == DG_NONE || !dg_who_is_name(h)) return;
    const dg_being *b = &w->beings[h->entity];
    if (b->e.country[0] || b->row) return;
    const char *c = dg_ref_told_country(w, &w->hits[h->person]);
    const char *why = "of the office beside the name";
    if (!c[0] && spoken && dg_who_of_state(b->e.sector))
        c = dg_ref_spoken_country(w, id), why = "an office of the country that is spoken of";
    if (!c[0]) return;
    dg_who_code(w->beings[h->entity].e.country, c);
    w->beings[h->entity].e.why_country = why;
}

/* Nobody said where he is from, and the article is about one country: most likely from there. */
static void guess_from_theme(dg_who *w) {
    for (uint32_t i = 0; i < w->n_beings && w->theme[0]; i++) {
        dg_being *b = &w->beings[i];
        if (b->e.kind == DG_ENTITY_PERSON && !b->e.country[0] && b->n_words > 1) {
            memcpy(b->e.country, w->theme, 4);
            b->e.why_country = "the country that most of the article is about";
        }
    }
}

void dg_who_refer(dg_who *w) {
    for (uint32_t i = 0; i < w->n_hits && !w->no_memory; i++)
        if (w->hits[i].entity == DG_NONE) {
            w->note = (dg_why){0};
            w->hits[i].entity = dg_ref_own_name(w, &w->hits[i]);
            w->hits[i].why = w->note;
        }
    dg_ref_count_uses(w);
    for (uint32_t i = 0; i < w->n_hits && !w->no_memory; i++) {
        dg_hit *h = &w->hits[i];
        guess_country(w, i, false);
        if (h->entity != DG_NONE) continue;
        uint32_t e = DG_NONE;
        w->note = (dg_why){0};
        if (h->kind == DG_NAME_ROLE)
            e = dg_ref_office(w, i);
        else if (h->kind == DG_NAME_INSTITUTION)
            e = dg_ref_institution(w, i);
        else if (h->kind == DG_NAME_PRONOUN)
            e = dg_str_is(h->row->key, "counterpart") ? dg_ref_counterpart(w, i)
                                                      : dg_ref_pronoun(w, i);
        w->hits[i].entity = e;
        w->hits[i].why = w->note;
    }
    for (uint32_t i = 0; i < w->n_hits; i++) guess_country(w, i, true);
    guess_from_theme(w);
    dg_who_locate(w);
}
