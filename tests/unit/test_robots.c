/* test_robots.c: robots.txt as RFC 9309 reads it, and as sites write it. */
#include "unit.h"

#include "fetch/robots.h"

typedef struct expected {
    const char *robots, *path;
    bool allowed;
} expected;

static const expected table[] = {
    {"", "/a", true},
    {"User-agent: *\nDisallow:\n", "/a", true},
    {"User-agent: *\nDisallow: /\n", "/a", false},
    {"User-agent: *\nDisallow: /\n", "/robots.txt", true},
    {"user-AGENT: *\r\nDISALLOW : /a # why\r\n", "/abc", false},
    {"User-agent: *\nDisallow: /a/", "/a", true},
    {"User-agent: other\nDisallow: /\n", "/a", true},
    /* the group that names us counts alone, also when it stands first or in two parts */
    {"User-agent: *\nDisallow: /\n\nUser-agent: dragoman\nAllow: /\n", "/a", true},
    {"User-agent: Dragoman/2.0\nDisallow: /b\n\nUser-agent: *\nDisallow: /a\n", "/a", true},
    {"User-agent: dragoman\nDisallow: /a\nUser-agent: *\nAllow: /\nUser-agent: dragoman\nDisallow: "
     "/b\n",
     "/b", false},
    {"User-agent: dragomanic\nDisallow: /\n", "/a", true},
    {"User-agent: x\nUser-agent: dragoman\nUser-agent: y\nDisallow: /a\n", "/a", false},
    /* the longest pattern, and Allow of two of one length */
    {"User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", true},
    {"User-agent: *\nAllow: /a/b\nDisallow: /a\n", "/a/c", false},
    {"User-agent: *\nDisallow: /page\nAllow: /page\n", "/page", true},
    /* stars and ends */
    {"User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf", false},
    {"User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf?z", true},
    {"User-agent: *\nDisallow: /*/private*/x\n", "/a/private1/b/x", false},
    {"User-agent: *\nDisallow: *session=\n", "/a?session=1", false},
    {"User-agent: *\nDisallow: /a$\n", "/ab", true},
    {"User-agent: *\nDisallow: /a*$\n", "/ab", false},
    {"User-agent: *\nDisallow: /****b\n", "/aaaaaaaaaaaaaaaaaaaaaaaaaaa", true},
    /* escapes */
    {"User-agent: *\nDisallow: /%7ejoe/\n", "/~joe/a", false},
    {"User-agent: *\nDisallow: /~joe/\n", "/%7Ejoe/a", false},
    {"User-agent: *\nDisallow: /\xC3\xA6\n", "/%c3%a6rlig", false},
    {"User-agent: *\nDisallow: /a%2Fb\n", "/a/b", true},
    /* what is no robots.txt forbids nothing */
    {"<!doctype html><title>Not found</title>", "/a", true},
    {"Sitemap: https://example.org/s.xml\nDisallow: /\n", "/a", true},
    {"\xEF\xBB\xBFUser-agent: *\nDisallow: /a\n", "/a", false},
};

static void rules(void **state) {
    (void)state;
    dg_robots r = {.closed = false};
    for (size_t i = 0; i < DG_LEN(table); i++) {
        dg_robots_read(&r, dg_str_of(table[i].robots), DG_STR("dragoman"));
        if (dg_robots_allow(&r, dg_str_of(table[i].path)) != table[i].allowed)
            fail_msg("%s: %s", table[i].path, table[i].robots);
    }
    dg_robots_free(&r);
    assert_true(dg_robots_allow(&r, DG_STR("/a")));
    r.closed = true;
    assert_false(dg_robots_allow(&r, DG_STR("/a")));
}

static void delays(void **state) {
    static const struct {
        const char *text;
        uint32_t ms;
    } delay[] = {{"User-agent: *\nCrawl-delay: 2.5\n", 2500},
                 {"User-agent: *\nCrawl-delay: 99999999999999\n", 60000},
                 {"User-agent: *\nCrawl-delay: soon\n", 0},
                 {"User-agent: *\nCrawl-delay: 9\nUser-agent: dragoman\nCrawl-delay: 1\n", 1000}};
    (void)state;
    dg_robots r = {.closed = false};
    for (size_t i = 0; i < DG_LEN(delay); i++) {
        dg_robots_read(&r, dg_str_of(delay[i].text), DG_STR("dragoman"));
        assert_int_equal(r.delay_ms, delay[i].ms);
    }
    dg_robots_free(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(rules), cmocka_unit_test(delays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
