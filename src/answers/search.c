/* search.c: articles by words, stories by time. Words of the question are quoted for FTS5, so that
 * nothing a person types is taken for its syntax; "…" stays a phrase; a word with * at its end is a
 * beginning. */
#include "answers/data.h"
#include "answers/page.h"

enum { CEILING = 512 << 20, MOST_READ = 200 }; /* a list is read; programs get all */

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

/* "only the best 200 articles of 8,012" below a list that has been cut. */
static int put_rest(dg_page *p, const dg_ask *ask, dg_str words, uint32_t n, dg_err *err) {
    uint32_t all = n;
    int rc = dg_query_count(ask->store, words, &all, err);
    if (rc || all <= n) return rc;
    dg_page_best(p, n, all);
    return 0;
}

static int write_articles(const dg_ask *ask, dg_str words, const dg_found_article *found,
                          uint32_t n, uint32_t limit, dg_buf *out, dg_err *err) {
    dg_page p = {ask->phrases, out, ask->as == DG_AS_MD};
    dg_json_out json;
    if (ask->as == DG_AS_CSV) {
        dg_csv_articles_head(out);
        for (uint32_t i = 0; i < n; i++) dg_csv_article(out, &found[i]);
        return 0;
    }
    if (ask->as == DG_AS_JSON) {
        dg_json_begin(&json, out);
        dg_json_arr(&json);
        for (uint32_t i = 0; i < n; i++) dg_data_article(&json, &found[i]);
        dg_json_arr_end(&json);
        dg_buf_addc(out, '\n');
        return 0;
    }
    dg_page_title(&p, ask->words.n ? ask->words : dg_phrase_word(ask->phrases, "articles"));
    if (!n) dg_page_nothing(&p);
    for (uint32_t i = 0; i < n; i++) dg_page_article(&p, &found[i]);
    return words.p && n == limit ? put_rest(&p, ask, words, n, err) : 0;
}

static int search_articles(const dg_ask *ask, dg_str words, dg_arena *arena, dg_buf *out,
                           dg_err *err) {
    uint32_t n = 0;
    dg_found_article *found = NULL;
    dg_query q = ask->query;
    if (!q.limit && (ask->as == DG_AS_TEXT || ask->as == DG_AS_MD)) q.limit = MOST_READ;
    int rc = dg_store_look(ask->store, err);
    if (rc) return rc;
    rc = dg_query_articles(ask->store, &q, words, arena, &n, &found, err);
    if (!rc) rc = write_articles(ask, words, found, n, q.limit, out, err);
    dg_store_look_away(ask->store);
    return rc;
}

int dg_answer_search(const dg_ask *ask, dg_buf *out, dg_err *err) {
    dg_arena *arena = dg_arena_new(CEILING);
    dg_buf typed;
    dg_buf_init(&typed, 1 << 20);
    dg_search_words(ask->words, &typed);
    dg_str words = typed.n ? dg_buf_str(&typed) : DG_STR_NULL;
    int rc = arena && !typed.bad ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "search");
    bool events = asks_for_events(&ask->query);
    if (!rc && !events && ask->words.n && !words.n)
        rc = dg_err_set(err, DG_E_ARG, 0, "no words to look for");
    if (!rc && events) rc = search_events(ask, words, out, err);
    if (!rc && !events) rc = search_articles(ask, words, arena, out, err);
    if (!rc && out->bad) rc = dg_err_set(err, DG_E_NOMEM, 0, "search");
    dg_buf_free(&typed);
    dg_arena_free(arena);
    return rc;
}

int dg_answer_stories(const dg_ask *ask, dg_buf *out, dg_err *err) {
    dg_arena *arena = dg_arena_new(CEILING);
    if (!arena) return dg_err_set(err, DG_E_NOMEM, 0, "stories");
    uint32_t n = 0;
    dg_found_story *found = NULL;
    dg_query q = ask->query;
    if (!q.limit && (ask->as == DG_AS_TEXT || ask->as == DG_AS_MD)) q.limit = MOST_READ;
    int rc = dg_query_stories(ask->store, &q, 2, arena, &n, &found, err);
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
