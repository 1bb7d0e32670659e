/* events.c: from trees and actors to coded events.
 *
 *   trees put right (event_mend.c) ─► the words (events_find.c) ─► both sides (event_args.c) ─►
 * what stands in another's clause is absorbed (event_absorb.c) ─► negation, status
 * (event_status.c) ─► rules of PLOVER (event_type.c) ─► what is too thin or no politics is dropped
 * (event_kept.c) ─► doubles are merged (event_write.c) ─► doc->events
 *
 * reads: tokens, trees, mentions, entities, times, quotes     writes: events
 * source: PLOVER codebook, Open Event Data Alliance; docs/FRAMES.md
 * cost: O(tokens) look-ups plus a few walks of the sentence for each candidate.
 * limits: DG_MAX_EVENTS; an event stands in one sentence. */
#include "reading/event_tree.h"

#include "base/utf8.h"
#include "reading/reading.h"

int dg_ev_words(dg_evctx *x, uint32_t t, dg_err *err) {
    const dg_token *k = &x->doc->tokens[t];
    x->lower[t] = dg_utf8_lower(x->arena, k->form);
    x->lemma[t] =
        k->lemma.n && !dg_str_is(k->lemma, "_") ? dg_utf8_lower(x->arena, k->lemma) : x->lower[t];
    if (!x->lower[t].p || !x->lemma[t].p) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    int rc = dg_frames_lemmas(x->f, x->lang, true, x->lower[t], x->arena, &x->verbs[t]);
    if (!rc) rc = dg_frames_lemmas(x->f, x->lang, false, x->lower[t], x->arena, &x->nouns[t]);
    if (rc) return dg_err_set(err, rc, 0, "events");
    return 0;
}

static int prepare(dg_evctx *x, dg_err *err) {
    uint32_t n = x->doc->n_tokens;
    x->lemma = dg_arena_zalloc(x->arena, n, sizeof *x->lemma);
    x->lower = dg_arena_zalloc(x->arena, n, sizeof *x->lower);
    x->verbs = dg_arena_zalloc(x->arena, n, sizeof *x->verbs);
    x->nouns = dg_arena_zalloc(x->arena, n, sizeof *x->nouns);
    x->particle = dg_arena_alloc(x->arena, n * sizeof *x->particle);
    x->cand_at = dg_arena_alloc(x->arena, n * sizeof *x->cand_at);
    x->used = dg_arena_zalloc(x->arena, n, sizeof *x->used);
    if (!x->lemma || !x->lower || !x->verbs || !x->nouns || !x->particle || !x->cand_at || !x->used)
        return dg_err_set(err, DG_E_NOMEM, 0, "events");
    int rc = 0;
    for (uint32_t t = 0; t < n && !rc; t++) {
        x->particle[t] = x->cand_at[t] = DG_NONE;
        rc = dg_ev_words(x, t, err);
    }
    return rc;
}

static void note_particles(dg_evctx *x) {
    for (uint32_t t = 0; t < x->doc->n_tokens; t++) {
        const dg_token *k = &x->doc->tokens[t];
        if (k->rel == DG_REL_COMPOUND && k->sub == DG_SUB_PRT && k->head != DG_NONE)
            x->particle[k->head] = t;
    }
}

/* A happening that is known by name has an actor, too: named where the article names that country
 * ("the invasion of X", of which the table knows whose it was). */
static void give_known_actor(const dg_evctx *x, dg_cand *c) {
    const char *code = dg_ev_known_actor(x, c);
    if (c->alt->pos != 'n' || c->type != DG_PLOVER_ASSAULT || c->actor.n || !code[0]) return;
    for (uint32_t i = 0; i < x->doc->n_entities; i++)
        if (x->doc->entities[i].kind == DG_ENTITY_COUNTRY &&
            strcmp(x->doc->entities[i].country, code) == 0) {
            c->actor = (dg_side){.e = {i}, .n = 1};
            return;
        }
}

/* The frames of all candidates, for those who compare texts by what they speak of. */
static int write_evoked(const dg_evctx *x, dg_doc *doc, dg_err *err) {
    dg_evoked *all = dg_arena_alloc(x->arena, (x->n_cands + 1) * sizeof *all);
    if (!all) return dg_err_set(err, DG_E_NOMEM, 0, "events");
    uint32_t n = 0;
    for (uint32_t t = 0; t < doc->n_tokens; t++)
        for (uint32_t i = x->cand_at[t]; i < x->n_cands && x->cands[i].token == t; i++)
            all[n++] = (dg_evoked){t, x->cands[i].row->id};
    doc->evoked = all, doc->n_evoked = n;
    return 0;
}

int dg_read_events(const dg_lexicon *lex, dg_doc *doc, dg_err *err) {
    doc->events = NULL, doc->n_events = 0;
    doc->evoked = NULL, doc->n_evoked = 0;
    dg_evctx x = {.f = lex->frames, .doc = doc, .arena = doc->arena};
    x.lang = x.f ? dg_frames_language(x.f, doc->lang) : DG_NONE;
    if (x.lang == DG_NONE || !doc->n_tokens || !doc->n_sentences) return 0;
    dg_doc mended;
    int rc = prepare(&x, err);
    if (!rc) rc = dg_ev_mend(&x, &mended, err);
    if (!rc) note_particles(&x);
    if (!rc) rc = dg_ev_find(&x, err);
    if (rc) return rc;
    x.home = dg_ev_home(&x);
    for (uint32_t i = 0; i < x.n_cands; i++)
        if (x.cands[i].alt->pos == 'n') dg_ev_sides(&x, &x.cands[i]);
    for (uint32_t i = x.n_cands; i-- > 0;) /* what stands further down is read before */
        if (x.cands[i].alt->pos != 'n') dg_ev_sides(&x, &x.cands[i]);
    for (uint32_t i = 0; i < x.n_cands; i++) give_known_actor(&x, &x.cands[i]);
    for (uint32_t i = 0; i < x.n_cands; i++) dg_ev_absorb_into(&x, i);
    for (uint32_t i = 0; i < x.n_cands; i++)
        if (!x.cands[i].dead) dg_ev_take_as_words(&x, &x.cands[i]), dg_ev_polarity(&x, &x.cands[i]);
    if (x.n_cands >= DG_MAX_EVENTS) doc->cut = true;
    rc = write_evoked(&x, doc, err);
    return rc ? rc : dg_ev_write_layer(&x, doc, err);
}
