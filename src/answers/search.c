/* search.c: articles by words, stories by time. Words of the question are quoted for FTS5, so that
 * nothing a person types is taken for its syntax; "…" stays a phrase; a word with * at its end is a
 * beginning. */
#include "answers/data.h"
#include "answers/page.h"

enum { CEILING = 512 << 20 };

/* kyiv "black sea" grain* → "kyiv" "black sea" "grain"* */
void dg_search_words(dg_str words, dg_buf *out) {
    uint32_t at = 0;
    while (at < words.n) {
        while (at < words.n && (unsigned char)words.p[at] <= ' ') at++;
        bool phrase = at < words.n && words.p[at] == '"';
        uint32_t from = at + phrase;
        for (at = from;
             at < words.n && (phrase ? words.p[at] != '"' : (unsigned char)words.p[at] > ' ');)
            at++;
        uint32_t to = at;
        if (phrase && at < words.n) at++;
        bool beginning = !phrase && to > from && words.p[to - 1] == '*';
        if (beginning) to--;
        if (to == from) continue;
        dg_buf_addc(out, '"');
        for (uint32_t i = from; i < to; i++)
            if (words.p[i] != '"') dg_buf_addc(out, words.p[i]);
        dg_buf_addz(out, beginning ? "\"* " : "\" ");
    }
}

static bool asks_for_events(const dg_query *q) {
    return q->type.p || q->actor.p || q->recipient.p || q->status.p;
}

static int search_events(const dg_ask *ask, dg_str words, dg_buf *out, dg_err *err) {
    dg_ask inner = *ask;
    inner.query.words = words;
    return dg_answer_entries(&inner, out, err);
}

int dg_answer_search(const dg_ask *ask, dg_buf *out, dg_err *err) {
    dg_arena *arena = dg_arena_new(CEILING);
    dg_buf words;
    dg_buf_init(&words, 1 << 20);
    dg_search_words(ask->words, &words);
    uint32_t n = 0;
    dg_found_article *found = NULL;
    int rc = arena && !words.bad ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "search");
    if (!rc && asks_for_events(&ask->query)) {
        rc = search_events(ask, words.n ? dg_buf_str(&words) : DG_STR_NULL, out, err);
        dg_buf_free(&words);
        dg_arena_free(arena);
        return rc;
    }
    if (!rc && ask->words.n && !words.n) rc = dg_err_set(err, DG_E_ARG, 0, "no words to look for");
    if (!rc)
        rc = dg_query_articles(ask->store, &ask->query, words.n ? dg_buf_str(&words) : DG_STR_NULL,
                               arena, &n, &found, err);
    dg_page p = {ask->phrases, out, ask->as == DG_AS_MD};
    dg_json_out json;
    if (!rc && ask->as == DG_AS_CSV) {
        dg_csv_articles_head(out);
        for (uint32_t i = 0; i < n; i++) dg_csv_article(out, &found[i]);
    } else if (!rc && ask->as == DG_AS_JSON) {
        dg_json_begin(&json, out);
        dg_json_arr(&json);
        for (uint32_t i = 0; i < n; i++) dg_data_article(&json, &found[i]);
        dg_json_arr_end(&json);
        dg_buf_addc(out, '\n');
    } else if (!rc) {
        dg_page_title(&p, ask->words.n ? ask->words : dg_phrase_word(ask->phrases, "articles"));
        if (!n) dg_page_nothing(&p);
        for (uint32_t i = 0; i < n; i++) dg_page_article(&p, &found[i]);
    }
    if (!rc && out->bad) rc = dg_err_set(err, DG_E_NOMEM, 0, "search");
    dg_buf_free(&words);
    dg_arena_free(arena);
    return rc;
}

int dg_answer_stories(const dg_ask *ask, dg_buf *out, dg_err *err) {
    dg_arena *arena = dg_arena_new(CEILING);
    if (!arena) return dg_err_set(err, DG_E_NOMEM, 0, "stories");
    uint32_t n = 0;
    dg_found_story *found = NULL;
    int rc = dg_query_stories(ask->store, &ask->query, 2, arena, &n, &found, err);
    dg_page p = {ask->phrases, out, ask->as == DG_AS_MD};
    dg_json_out json;
    if (!rc && ask->as == DG_AS_CSV) {
        dg_csv_stories_head(out);
        for (uint32_t i = 0; i < n; i++) dg_csv_story(out, &found[i]);
    } else if (!rc && ask->as == DG_AS_JSON) {
        dg_json_begin(&json, out);
        dg_json_arr(&json);
        for (uint32_t i = 0; i < n; i++) dg_data_story(&json, &found[i]);
        dg_json_arr_end(&json);
        dg_buf_addc(out, '\n');
    } else if (!rc) {
        dg_page_title_parties(&p, ask, "stories");
        if (!n) dg_page_nothing(&p);
        for (uint32_t i = 0; i < n; i++) dg_page_story(&p, &found[i]);
    }
    if (!rc && out->bad) rc = dg_err_set(err, DG_E_NOMEM, 0, "stories");
    dg_arena_free(arena);
    return rc;
}
