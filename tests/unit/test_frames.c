/* Frames: the syntax of alternatives, word forms, and that a half-loaded table leaves nothing
 * behind. */
#include "unit.h"

#include "lexicon/frames.h"

static void an_alternative_is_cut_into_its_parts(void **state) {
    dg_arena *a = *state;
    dg_frame_parsed p;
    dg_err err;
    assert_int_equal(
        dg_frame_alt_parse(
            a, DG_STR("v:impose|slap sanction|*tariff !relief >on,against+obj <subj"), &p, &err),
        0);
    assert_int_equal(p.pos, 'v');
    assert_int_equal(p.n_heads, 2);
    assert_int_equal(p.n_words, 2);
    assert_int_equal(p.words[0].n_forms, 2);
    assert_int_equal(p.words[0].forms[1].kind, DG_FORM_TAIL);
    assert_true(p.words[1].not );
    assert_int_equal(p.recipient.n, 3);
    assert_true(p.recipient.at[2].join);
    assert_int_equal(p.recipient.at[2].kind, DG_PLACE_OBJ);
    assert_true(dg_str_is(p.recipient.at[0].prep, "on"));
    assert_int_equal(p.actor.at[0].kind, DG_PLACE_SUBJ);
}

static void nothing_and_never_are_told_apart(void **state) {
    dg_arena *a = *state;
    dg_frame_parsed p;
    dg_err err;
    assert_int_equal(dg_frame_alt_parse(a, DG_STR("n:=talks >-"), &p, &err), 0);
    assert_true(p.has_recipient && !p.has_actor && p.recipient.n == 0);
    assert_int_equal(p.heads[0].kind, DG_FORM_EXACT);
    assert_int_equal(dg_frame_alt_parse(a, DG_STR(">obj"), &p, &err), DG_E_LEXICON);
    assert_int_equal(dg_frame_alt_parse(a, DG_STR("v:meet *"), &p, &err), DG_E_LEXICON);
}

static void words_fit_by_lemma_form_and_tail(void **state) {
    (void)state;
    const dg_frame_form tail = {DG_STR("sanktion"), DG_FORM_TAIL},
                        exact = {DG_STR("talks"), DG_FORM_EXACT};
    assert_true(dg_frame_form_fits(&tail, DG_STR("us-sanktion"), DG_STR("us-sanktionen"),
                                   DG_STR("US-Sanktionen")));
    assert_true(
        dg_frame_form_fits(&tail, DG_STR("sanktion"), DG_STR("sanktionen"), DG_STR("Sanktionen")));
    assert_false(dg_frame_form_fits(&exact, DG_STR("talk"), DG_STR("talk"), DG_STR("talk")));
    assert_true(dg_frame_form_fits(&exact, DG_STR("talk"), DG_STR("talks"), DG_STR("talks")));
}

static void the_tables_load_and_answer(void **state) {
    dg_arena *a = *state;
    dg_frames *f;
    dg_err err;
    assert_int_equal(dg_frames_load("lexicon", a, &f, &err), 0);
    assert_true(dg_frames_count(f) >= 150);
    uint32_t en = dg_frames_language(f, "en"), de = dg_frames_language(f, "de");
    assert_int_equal(dg_frames_language(f, "nn"), dg_frames_language(f, "nb"));
    assert_int_equal(dg_frames_language(f, "xx"), DG_NONE);
    assert_int_not_equal(dg_frames_find(f, en, DG_FORM_LEMMA, DG_STR("condemn")), DG_NONE);
    assert_int_equal(dg_frames_find(f, DG_NONE, DG_FORM_LEMMA, DG_STR("condemn")), DG_NONE);
    assert_int_equal(dg_frames_modality(f, en, DG_MODAL_ADV, DG_STR("never")), DG_EFFECT_NEGATE);
    assert_true(dg_frames_light(f, en, DG_STR("hold")) & DG_LIGHT_DO);
    dg_lemmas l;
    assert_int_equal(dg_frames_lemmas(f, en, true, DG_STR("met"), a, &l), 0);
    assert_true(dg_str_is(l.irregular, "meet"));
    assert_int_equal(dg_frames_lemmas(f, en, false, DG_STR("met"), a, &l), 0);
    assert_int_equal(l.irregular.n, 0);
    assert_int_equal(dg_frames_lemmas(f, de, true, DG_STR("anzugreifen"), a, &l), 0);
    bool found = false;
    for (uint32_t i = 0; i < l.n; i++) found |= dg_str_is(l.at[i], "angreifen");
    assert_true(found);
}

static void every_failed_allocation_is_told(void **state) {
    dg_arena *a = *state;
    for (uint64_t k = 1; k < 4000; k += 97) {
        dg_arena_reset(a);
        dg_arena_fail_at(a, k);
        dg_frames *f = NULL;
        dg_err err;
        assert_int_equal(dg_frames_load("lexicon", a, &f, &err), DG_E_NOMEM);
        assert_null(f);
    }
    dg_arena_fail_at(a, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        unit_with_arena(an_alternative_is_cut_into_its_parts),
        unit_with_arena(nothing_and_never_are_told_apart),
        unit_with_arena(words_fit_by_lemma_form_and_tail),
        unit_with_arena(the_tables_load_and_answer),
        unit_with_arena(every_failed_allocation_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
