/* test_cluster.c: messages of the queue, whole, cut and damaged; rows and literals of the store. */
#include <stdlib.h>

#include "unit.h"

#include "cluster/clickhouse.h"
#include "cluster/message.h"

static const uint64_t blocks[] = {3, 5, UINT64_MAX};

static dg_article article(void) {
    return (dg_article){.format = (dg_format)1,
                        .html = true,
                        .teaser = true,
                        .uri = DG_STR("https://a.example/1"),
                        .url = DG_STR("https://a.example/1"),
                        .bytes = {"<p>\0\xFF caf\xE9</p>", 14},
                        .title = DG_STR(""),
                        .date = DG_STR("2024-05-01"),
                        .charset = DG_STR("latin1"),
                        .file = DG_STR("a.warc.gz"),
                        .place = {.at = 1234567890123, .within = 7, .packed = true}};
}

static dg_options options(void) {
    return (dg_options){.published = {19000, 19001}, .lang = "da", .template = {blocks, 3}};
}

static void write_one(dg_buf *out, char id[DG_MESSAGE_ID]) {
    dg_article a = article();
    dg_options o = options();
    dg_err err;
    dg_buf_init(out, 1 << 20);
    assert_int_equal(dg_message_write(&a, &o, out, id, &err), 0);
}

static void there_and_back(void **state) {
    (void)state;
    dg_buf m;
    char id[DG_MESSAGE_ID], again[DG_MESSAGE_ID];
    dg_article a = article(), b;
    dg_options o = options(), p;
    dg_err err;
    dg_arena *arena = dg_arena_new(1 << 20);
    write_one(&m, id);
    dg_message_set_order(m.p, 0x0102030405060708);
    assert_true(dg_message_order(dg_buf_str(&m)) == 0x0102030405060708);
    assert_int_equal(dg_message_read(dg_buf_str(&m), arena, &b, &p, &err), 0);
    assert_true(dg_str_eq(a.bytes, b.bytes) && dg_str_eq(a.uri, b.uri));
    assert_true(b.title.p && !b.title.n && !b.byline.p && dg_str_eq(a.file, b.file));
    assert_true(b.html && b.teaser && !b.cut && b.place.packed && b.format == a.format);
    assert_true(b.place.at == a.place.at && b.place.within == a.place.within);
    assert_true(p.published.from == 19000 && p.published.to == 19001 && p.template.n == 3);
    assert_memory_equal(p.template.blocks, blocks, sizeof blocks);
    assert_string_equal(p.lang, "da");
    dg_buf_free(&m);
    write_one(&m, again); /* the order is no part of the id; all else is */
    assert_string_equal(id, again);
    dg_buf_clear(&m);
    o.published.to++;
    assert_int_equal(dg_message_write(&a, &o, &m, again, &err), 0);
    assert_string_not_equal(id, again);
    dg_buf_free(&m);
    dg_arena_free(arena);
}

/* Every beginning of a message, and every message with one byte another, is read or refused. */
static void damaged(void **state) {
    (void)state;
    dg_buf m;
    char id[DG_MESSAGE_ID];
    dg_article a;
    dg_options o;
    dg_err err;
    dg_arena *arena = dg_arena_new(1 << 26);
    write_one(&m, id);
    for (uint32_t n = 0; n < m.n; n++) {
        char *cut = malloc(n ? n : 1); /* so that a sanitizer sees what is read behind it */
        memcpy(cut, m.p, n);
        assert_true(dg_message_read((dg_str){cut, n}, arena, &a, &o, &err) < 0);
        free(cut);
        dg_arena_reset(arena);
    }
    for (uint32_t i = 0; i < m.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            m.p[i] = (char)(m.p[i] ^ 1 << bit);
            if (!dg_message_read(dg_buf_str(&m), arena, &a, &o, &err))
                assert_true(a.uri.p && a.bytes.p && a.format < DG_FORMAT_N);
            m.p[i] = (char)(m.p[i] ^ 1 << bit);
            dg_arena_reset(arena);
        }
    dg_buf_free(&m);
    dg_arena_free(arena);
}

static void rows(void **state) {
    (void)state;
    dg_buf b;
    char large[300];
    memset(large, 'x', sizeof large);
    dg_buf_init(&b, 1 << 16);
    dg_row_str(&b, DG_STR("kort"));
    dg_row_str(&b, (dg_str){large, sizeof large});
    dg_row_str(&b, DG_STR_NULL);
    dg_row_count(&b, 200);
    dg_row_number(&b, UINT64_MAX - 1, 8);
    dg_rows r = {b.p, b.n, false};
    assert_true(dg_str_is(dg_rows_str(&r), "kort"));
    assert_int_equal(dg_rows_str(&r).n, sizeof large);
    assert_int_equal(dg_rows_str(&r).n, 0);
    assert_int_equal(dg_rows_count(&r), 200);
    assert_true(dg_rows_number(&r, 8) == UINT64_MAX - 1 && !r.left && !r.bad);
    assert_true(!dg_rows_str(&r).n && r.bad);
    for (size_t n = 0; n < b.n; n++) { /* shorter than its rows */
        r = (dg_rows){b.p, n, false};
        dg_rows_str(&r), dg_rows_str(&r), dg_rows_str(&r), dg_rows_count(&r), dg_rows_number(&r, 8);
        assert_true(r.bad && !r.left);
    }
    dg_buf_free(&b);
}

static void literals(void **state) {
    (void)state;
    static const struct {
        dg_str text;
        const char *sql;
    } table[] = {
        {DG_STR("un"), "'un'"},
        {DG_STR("o'neill\\"), "'o\\'neill\\\\'"},
        {{"a\0b\n", 4}, "'a\\x00b\\x0A'"},
        {DG_STR("\xC3\xA6'); DROP TABLE article; --"), "'\xC3\xA6\\'); DROP TABLE article; --'"},
        {DG_STR(""), "''"},
    };
    for (size_t i = 0; i < DG_LEN(table); i++) {
        dg_buf b;
        dg_buf_init(&b, 1 << 10);
        dg_clickhouse_quote(&b, table[i].text);
        assert_string_equal(b.p, table[i].sql);
        dg_buf_free(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(there_and_back), cmocka_unit_test(damaged),
                                       cmocka_unit_test(rows), cmocka_unit_test(literals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
