/* blocks.c: which paragraphs are the article's own.
 *
 * One block at a time, by words (page.tsv): navigation, share bars, advertisements, teasers, boxes,
 * credits, the lines of metadata below a headline. Then by shape and place: a heading like "Topics"
 * ends the article; runs of short lines before the first or behind the last sentence are menus and
 * tags; a line that stands twice is a caption or a teaser; a short line in capitals above the
 * headline is a kicker. A credit ("Photo: Agency") goes, and with it the sentence before it, which
 * is the caption. Never by a site's name.
 *
 * Cost: O(bytes * phrases of the first bytes). Limits: a caption without a credit that stands once
 * cannot be told from body text. */
#include "page/blocks.h"

#include "base/utf8.h"

/* ---- shapes ---- */

dg_str dg_page_trim(dg_str s) {
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\n')) s.p++, s.n--;
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\n')) s.n--;
    return s;
}

/* Scripts without blanks between words. */
static bool is_dense(uint32_t c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0xE00 && c <= 0xE7F);
}

uint32_t dg_block_words(dg_str text) {
    uint32_t n = 0, dense = 0;
    bool inside = false;
    for (uint32_t at = 0; at < text.n;) {
        unsigned char b = (unsigned char)text.p[at];
        if (b < 0x80) { /* the same for ASCII, in a few instructions */
            unsigned char low = b | 0x20;
            bool part = (low >= 'a' && low <= 'z') || (b >= '0' && b <= '9') || (inside && b > ' ');
            n += part && !inside;
            inside = part;
            at++;
            continue;
        }
        uint32_t c = dg_utf8_next(text, &at);
        if (is_dense(c)) {
            n += dense++ & 1; /* two characters to a word */
            inside = false;
            continue;
        }
        bool word = dg_is_letter(c) || dg_is_digit(c) || (inside && !dg_is_space(c));
        n += word && !inside;
        inside = word;
    }
    return n;
}

static bool is_closer(uint32_t c) {
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x201C ||
           c == 0x2019 || c == 0x2018 || c == 0xBB || c == 0xAB || c == 0x203A;
}

/* The last character that is no closing quote or bracket; *ret_closed: there was one behind it. */
static uint32_t last_char(dg_str s, bool *ret_closed) {
    uint32_t at = s.n, c = 0;
    *ret_closed = false;
    while (at) {
        c = dg_utf8_prev(s, &at);
        if (!is_closer(c) && !dg_is_space(c)) return c;
        *ret_closed |= is_closer(c);
    }
    return 0;
}

static bool ends_sentence(dg_str s) {
    bool closed;
    uint32_t c = last_char(s, &closed);
    return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x2026 || c == 0x3002 ||
           c == 0xFF01 || c == 0xFF1F;
}

static bool ends_with_stop(dg_str s) {
    bool closed;
    uint32_t c = last_char(s, &closed);
    return c == '.' || c == 0x2026 || c == ':' || c == ';' || c == ',';
}

bool dg_block_is_prose(dg_str text) {
    uint32_t words = dg_block_words(text);
    return words >= 28 || (words >= 5 && ends_sentence(text));
}

static void drop(dg_block *b, const char *why) {
    b->fate = DG_BLOCK_DROP;
    b->why = why;
}

/* ---- lines of metadata ---- */

typedef struct meta_line {
    uint32_t unknown, labels, ads, numbers, words, share, agencies;
    bool dated, updated; /* a date; the last label was "updated" */
    dg_days published;   /* the first date that does not say when it was updated */
} meta_line;

static bool is_letter_at(dg_str s, uint32_t at) {
    uint32_t c = at < s.n ? dg_utf8_next(s, &at) : 0;
    return dg_is_letter(c) || dg_is_digit(c);
}

static uint32_t skip_word(dg_str s, uint32_t at) {
    while (at < s.n) {
        uint32_t next = at, c = dg_utf8_next(s, &next);
        if (!dg_is_letter(c) && !dg_is_digit(c) && c != '@') break;
        at = next;
    }
    return at;
}

/* Digits, also "2k". */
static bool is_number(dg_str word) {
    if (word.n > 1 && (word.p[word.n - 1] == 'k' || word.p[word.n - 1] == 'm')) word.n--;
    for (uint32_t i = 0; i < word.n; i++)
        if (word.p[i] < '0' || word.p[i] > '9') return false;
    return word.n > 0;
}

/* Bytes of the phrase of metadata at the beginning of rest; counts it. */
static uint32_t meta_phrase(const dg_page_tables *t, dg_str rest, meta_line *m) {
    uint32_t n;
    if ((n = dg_phrase_at(t, DG_PHRASE_UPDATED, rest))) {
        m->updated = true;
        m->labels++;
    } else if ((n = dg_phrase_at(t, DG_PHRASE_PUBLISHED, rest))) {
        m->updated = false;
        m->labels++;
    } else if ((n = dg_phrase_at(t, DG_PHRASE_AD, rest))) {
        m->ads++;
    } else if ((n = dg_phrase_at(t, DG_PHRASE_SHARE, rest))) {
        m->share++;
    } else if ((n = dg_phrase_at(t, DG_PHRASE_META, rest)) == 0) {
        n = dg_phrase_at(t, DG_PHRASE_BYLINE, rest);
    }
    return n;
}

/* Takes a line in lower case apart. */
static meta_line read_meta(const dg_page_tables *t, dg_str low) {
    meta_line m = {.published = DG_DAYS_NONE};
    for (uint32_t at = 0; at < low.n;) {
        if (!is_letter_at(low, at)) {
            dg_utf8_next(low, &at);
            continue;
        }
        dg_page_date date;
        uint32_t n;
        dg_str rest = dg_str_cut(low, at, low.n);
        m.words++;
        if (dg_page_date_at(t, low, at, &date)) {
            if (!m.updated && !dg_days_known(m.published)) m.published = date.days;
            m.dated = true;
            at = date.span.to;
            continue;
        }
        if ((n = meta_phrase(t, rest, &m))) {
            at += n;
            continue;
        }
        uint32_t end = skip_word(low, at);
        dg_str word = dg_str_cut(low, at, end);
        if (is_number(word))
            m.numbers++;
        else if (dg_phrase_is(t, DG_PHRASE_AGENCY, word))
            m.agencies++;
        else if (!dg_map_has(&t->weekdays, word))
            m.unknown++;
        at = end > at ? end : at + 1;
    }
    return m;
}

/* A line under a headline that only says when, by whom, where to share; tells the day. */
static const char *metadata(const dg_page_tables *t, dg_str low, dg_block_facts *facts) {
    if (low.n > 240) return NULL;
    meta_line m = read_meta(t, low);
    bool by = dg_phrase_at(t, DG_PHRASE_BYLINE, low) > 0;
    bool led =
        by || dg_phrase_at(t, DG_PHRASE_PUBLISHED, low) || dg_phrase_at(t, DG_PHRASE_UPDATED, low);
    bool only = m.unknown == 0 &&
                (m.dated || m.ads || m.labels || m.numbers || m.share + m.agencies == m.words);
    bool labelled = (m.labels || by) && m.dated && m.unknown <= 5 && m.words <= 16 &&
                    (led || !ends_sentence(low));
    if (!only && !labelled) return NULL;
    if (!m.words) return NULL;
    if (!dg_days_known(facts->published) && m.dated) facts->published = m.published;
    return m.dated ? "metadata" : m.ads ? "advertisement" : m.share ? "share bar" : "numbers";
}

dg_days dg_block_published(const dg_page_tables *t, dg_str text, dg_arena *arena) {
    dg_block_facts facts = {.published = DG_DAYS_NONE};
    dg_str low = dg_utf8_lower(arena, text);
    if (low.p) metadata(t, low, &facts);
    return facts.published;
}

/* "By Jane Doe", "Von Max Muster": a few words with capitals behind the word; returns where the
 * name begins, or 0. */
static uint32_t byline_at(const dg_page_tables *t, dg_str text, dg_str low) {
    uint32_t n = dg_phrase_at(t, DG_PHRASE_BYLINE, low);
    if (!n || n >= text.n || low.n != text.n || dg_block_words(text) > 7 || ends_sentence(text))
        return 0;
    uint32_t at = n;
    while (at < text.n && (text.p[at] == ' ' || text.p[at] == ':')) at++;
    bool fresh = true;
    for (uint32_t i = at; i < text.n;) {
        uint32_t c = dg_utf8_next(text, &i);
        if (fresh && dg_is_lower(c)) return 0;
        if (dg_is_digit(c)) return 0;
        fresh = c == ' ';
    }
    return at < text.n ? at : 0;
}

dg_str dg_block_byline(const dg_page_tables *t, dg_str text, dg_arena *arena) {
    dg_str low = text.n <= 120 ? dg_utf8_lower(arena, text) : DG_STR_NULL;
    uint32_t name = low.p ? byline_at(t, text, low) : 0;
    return name ? dg_str_cut(text, name, text.n) : DG_STR_NULL;
}

/* ---- credits and captions ---- */

/* A word of credits that begins at `at` (capital) and has a colon behind it; returns the byte
 * behind the colon or 0. */
static uint32_t credit_word(const dg_page_tables *t, dg_str text, dg_str low, uint32_t at,
                            bool *ret_source) {
    dg_str rest = dg_str_cut(low, at, low.n);
    uint32_t n = dg_phrase_at(t, DG_PHRASE_CREDIT, rest);
    *ret_source = false;
    if (!n) {
        n = dg_phrase_at(t, DG_PHRASE_SOURCE, rest);
        *ret_source = n > 0;
    }
    if (!n) return 0;
    uint32_t end = at + n;
    while (end < text.n && text.p[end] == ' ') end++;
    return end < text.n && text.p[end] == ':' ? end + 1 : 0;
}

typedef struct credit {
    dg_range span;
    bool source;
} credit;

/* Where the name behind a credit ends: behind the agency, else behind two words with capitals; a
 * short rest is all of it. */
static uint32_t credit_end(const dg_page_tables *t, dg_str text, dg_str low, uint32_t at) {
    dg_str rest = dg_page_trim(dg_str_cut(text, at, text.n));
    bool closed;
    if (rest.n <= 90 && last_char(rest, &closed) != '.' && last_char(rest, &closed) != '?')
        return text.n;
    uint32_t words = 0, end = at, agency_end = 0;
    while (at < text.n && words < 7) {
        while (at < text.n && !is_letter_at(text, at) && text.p[at] != '.') dg_utf8_next(text, &at);
        uint32_t first = at, c = at < text.n ? dg_utf8_next(text, &first) : 0;
        uint32_t n = dg_phrase_at(t, DG_PHRASE_AGENCY, dg_str_cut(low, at, low.n));
        if (n) {
            at += n;
            agency_end = at;
            if (!(at < text.n && (text.p[at] == '/' ||
                                  dg_str_starts(dg_str_cut(text, at, text.n), DG_STR(" / ")))))
                break;
            continue;
        }
        if (!dg_is_upper(c)) break;
        at = skip_word(text, at);
        if (++words <= 2) end = at;
    }
    end = agency_end ? agency_end : end;
    while (end < text.n && (text.p[end] == '.' || text.p[end] == ')' || text.p[end] == ']')) end++;
    return end;
}

/* Names only: words with capitals, agencies, strokes. */
static bool is_names(const dg_page_tables *t, dg_str s, dg_arena *arena) {
    dg_str low = dg_utf8_lower(arena, s);
    if (s.n > 80 || !low.p || low.n != s.n) return false;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t next = at, c = dg_utf8_next(s, &next);
        uint32_t agency = dg_phrase_at(t, DG_PHRASE_AGENCY, dg_str_cut(low, at, low.n));
        if (c == '"' || c == 0x201C || c == 0x201E || c == 0xAB || c == 0xBB) return false;
        if (dg_is_lower(c) && !agency) return false;
        uint32_t end = agency ? at + agency : skip_word(s, at);
        at = end > at ? end : next;
    }
    return true;
}

/* May a credit begin at `at`? Behind a sentence or glued to one; amid words ("sagte der Bild: …")
 * only when nothing but names follows. */
static bool credit_may_begin(const dg_page_tables *t, dg_str text, uint32_t at, uint32_t colon,
                             dg_arena *arena) {
    dg_str before = dg_page_trim(dg_str_cut(text, 0, at));
    if (!before.n || before.n == at) return true;
    uint32_t end = before.n, c = dg_utf8_prev(before, &end);
    if (!dg_is_letter(c) && c != ',') return true;
    return is_names(t, dg_page_trim(dg_str_cut(text, colon, text.n)), arena);
}

static bool find_credit(const dg_page_tables *t, dg_str text, dg_str low, dg_arena *arena,
                        credit *ret) {
    uint32_t before = ' ';
    for (uint32_t at = 0; at < text.n;) {
        uint32_t next = at, c = dg_utf8_next(text, &next), colon;
        bool source;
        if (dg_is_upper(c) && !dg_is_upper(before) &&
            (colon = credit_word(t, text, low, at, &source))) {
            uint32_t end = credit_end(t, text, low, colon);
            if (end > colon && credit_may_begin(t, text, at, colon, arena)) {
                *ret = (credit){.span = {at, end}, .source = source};
                return true;
            }
        }
        before = c;
        at = next;
    }
    return false;
}

/* Brackets inside a paragraph that hold a teaser or a credit: "(Read also: …)". */
static int strip_brackets(const dg_page_tables *t, dg_block *b, dg_str *low, dg_arena *arena) {
    for (uint32_t at = 0; at < b->text.n && low->n == b->text.n; at++) {
        if (b->text.p[at] != '(' && b->text.p[at] != '[') continue;
        dg_str rest = dg_str_cut(*low, at + 1, low->n);
        uint32_t n = dg_phrase_at(t, DG_PHRASE_START, rest), end = at;
        bool source, is_credit = credit_word(t, b->text, *low, at + 1, &source) > 0;
        bool teaser = n && (rest.p[n - 1] == ':' || (n < rest.n && rest.p[n] == ':'));
        if (!teaser && !is_credit) continue;
        while (end < b->text.n && b->text.p[end] != (b->text.p[at] == '(' ? ')' : ']')) end++;
        if (end == b->text.n || end - at > 200 || (at == 0 && end + 2 > b->text.n)) continue;
        if (is_credit && end + 2 >= b->text.n)
            continue; /* a caption's credit: strip_credits takes the caption, too */
        dg_str tail = dg_page_trim(dg_str_cut(b->text, end + 1, b->text.n));
        bool tight = tail.n && strchr(".,;:!?", tail.p[0]);
        dg_str head = dg_page_trim(dg_str_cut(b->text, 0, at));
        b->text = dg_arena_printf(arena, "%.*s%s%.*s", (int)head.n, head.p, tight ? "" : " ",
                                  (int)tail.n, tail.p);
        b->text = dg_page_trim(b->text);
        *low = b->text.p ? dg_utf8_lower(arena, b->text) : b->text;
        if (!low->p) return DG_E_NOMEM;
    }
    return 0;
}

/* The sentences of s: how many, and where the last one begins. */
static uint32_t count_sentences(dg_str s, uint32_t *ret_last) {
    uint32_t n = 0, start = 0;
    *ret_last = 0;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = dg_utf8_next(s, &at);
        if (c != '.' && c != '!' && c != '?' && c != 0x2026) continue;
        uint32_t end = at;
        while (end < s.n) {
            uint32_t next = end;
            if (!is_closer(dg_utf8_next(s, &next))) break;
            end = next;
        }
        uint32_t next = end;
        while (next < s.n && s.p[next] == ' ') next++;
        uint32_t first = next;
        uint32_t begin = next < s.n ? dg_utf8_next(s, &first) : 0;
        if (next < s.n && (next == end || dg_is_lower(begin))) continue;
        if (c == '.' && at - start < 5) continue; /* an initial or an abbreviation */
        n++;
        *ret_last = start;
        start = next;
        at = next > at ? next : at;
    }
    if (start < s.n) {
        n++;
        *ret_last = start;
    }
    return n;
}

/* a + b with one blank between, in the arena. */
static dg_str joined(dg_str a, dg_str b, dg_arena *arena) {
    a = dg_page_trim(a), b = dg_page_trim(b);
    if (!a.n || !b.n) return a.n ? a : b;
    return dg_arena_printf(arena, "%.*s %.*s", (int)a.n, a.p, (int)b.n, b.p);
}

/* Takes credits and their captions out of one block. */
static int strip_credits(const dg_page_tables *t, dg_block *b, dg_str *low, dg_arena *arena) {
    credit c;
    for (uint32_t rounds = 0;
         rounds < 16 && low->n == b->text.n && find_credit(t, b->text, *low, arena, &c); rounds++) {
        dg_str before = dg_page_trim(dg_str_cut(b->text, 0, c.span.from));
        dg_str after = dg_page_trim(dg_str_cut(b->text, c.span.to, b->text.n));
        while (before.n && strchr("([|/-", before.p[before.n - 1]))
            before = dg_page_trim((dg_str){before.p, before.n - 1});
        uint32_t last, n = count_sentences(before, &last);
        if (!c.source && before.n) before.n = n <= 2 && before.n < 400 ? 0 : last;
        b->text = joined(before, after, arena);
        if (!b->text.p && (before.n || after.n)) return DG_E_NOMEM;
        *low = dg_utf8_lower(arena, b->text.n ? b->text : DG_STR(""));
        if (!low->p) return DG_E_NOMEM;
        if (!b->text.n) {
            drop(b, "credit");
            return 0;
        }
    }
    return 0;
}

/* ---- one block ---- */

/* Without the arrows, bullets and colons around it. */
static dg_str bare(dg_str s) {
    for (;;) {
        uint32_t at = 0, end = s.n;
        uint32_t c = s.n ? dg_utf8_next(s, &at) : 'a';
        if (!dg_is_letter(c) && !dg_is_digit(c) && c != 0xA9) {
            s.p += at, s.n -= at;
            continue;
        }
        c = s.n ? dg_utf8_prev(s, &end) : 'a';
        if (dg_is_letter(c) || dg_is_digit(c)) return s;
        s.n = end;
    }
}

/* Reasons that reach the lines behind. */
static const char WHY_NEXT[] = "caption follows", WHY_TEASERS[] = "teasers follow";

/* A teaser: begins as page.tsv says and is no sentence of the article. */
static bool is_teaser(const dg_page_tables *t, dg_str text, dg_str low) {
    dg_str core = bare(low);
    uint32_t n = dg_phrase_at(t, DG_PHRASE_START, core), words = dg_block_words(text);
    if (words > 40) return false;
    uint32_t tail = dg_phrase_at(t, DG_PHRASE_TAIL, core); /* "Topics: one, two" */
    if (tail && tail < core.n && (core.p[tail] == ':' || core.p[tail - 1] == ':')) return true;
    if (!n) return false;
    if (n > core.n) n = core.n;
    dg_str rest = dg_page_trim(dg_str_cut(core, n, core.n));
    if (!rest.n || core.p[n - 1] == ':') return true;
    uint32_t at = 0, c = dg_utf8_next(rest, &at);
    if (c == ':' || c == 0x2013 || c == 0x2014 || c == '-' || c == '|' || c == 0x2026 || c == '>')
        return true;
    return words <= 16 && !ends_with_stop(text);
}

static const char *judge_one(const dg_page_tables *t, const dg_block *b, dg_str low,
                             dg_block_facts *facts) {
    dg_str core = bare(low);
    if (!core.n) return "no words";
    if (dg_phrase_is(t, DG_PHRASE_LINE, core)) return "line";
    if (dg_phrase_is(t, DG_PHRASE_AD, core)) return "advertisement";
    if (is_teaser(t, b->text, low)) {
        /* "Read more on Peru": a heading over teasers; with a colon the teaser itself */
        bool heading = dg_block_words(b->text) <= 8 && !memchr(low.p, ':', low.n) &&
                       !dg_phrase_is(t, DG_PHRASE_LINE, core);
        return heading ? WHY_TEASERS : "teaser";
    }
    const char *why = metadata(t, low, facts);
    if (why) return why;
    uint32_t name = byline_at(t, b->text, low);
    if (name) {
        if (!facts->byline.p) facts->byline = dg_str_cut(b->text, name, b->text.n);
        return "byline";
    }
    if (dg_block_words(b->text) <= 32 && dg_phrase_in(t, DG_PHRASE_CONTAINS, low)) return "box";
    if (dg_block_words(b->text) <= 60 && dg_phrase_in(t, DG_PHRASE_CAPTION, low)) return "caption";
    if (dg_phrase_is(t, DG_PHRASE_NEXT, core)) return WHY_NEXT;
    if (dg_block_words(b->text) <= 12 && !ends_sentence(b->text) &&
        dg_phrase_in(t, DG_PHRASE_SHORT, low))
        return "share bar";
    return NULL;
}

static int judge_alone(const dg_page_tables *t, dg_block *b, dg_arena *arena,
                       dg_block_facts *facts) {
    dg_str low = dg_utf8_lower(arena, b->text);
    if (!low.p) return DG_E_NOMEM;
    int rc = strip_brackets(t, b, &low, arena);
    if (!rc) rc = strip_credits(t, b, &low, arena);
    if (rc || b->fate) return rc;
    const char *why = judge_one(t, b, low, facts);
    if (why) drop(b, why);
    return 0;
}

/* ---- place ---- */

/* Lines that one before them announces: a caption, or the headlines behind a lone "Read also". */
static void drop_announced(dg_blocks *b) {
    for (uint32_t i = 0; i + 1 < b->n; i++) {
        const char *why = b->items[i].why;
        if (why == WHY_NEXT && !b->items[i + 1].fate && dg_block_words(b->items[i + 1].text) <= 50)
            drop(&b->items[i + 1], "caption");
        if (why != WHY_TEASERS) continue;
        for (uint32_t k = i + 1; k < b->n && k < i + 5 && !b->items[k].fate; k++) {
            if (ends_sentence(b->items[k].text) || dg_block_words(b->items[k].text) > 20 ||
                b->items[k].heading)
                break;
            drop(&b->items[k], "teaser");
        }
    }
}

static uint32_t first_prose(const dg_blocks *b) {
    uint32_t i = 0;
    while (i < b->n && (b->items[i].fate || !dg_block_is_prose(b->items[i].text))) i++;
    return i;
}

static uint32_t behind_last_prose(const dg_blocks *b) {
    uint32_t i = b->n;
    while (i && (b->items[i - 1].fate || !dg_block_is_prose(b->items[i - 1].text))) i--;
    return i;
}

/* A heading of a tail ("Topics") ends the article when less stands behind it than before. */
static int cut_tail(const dg_page_tables *t, dg_blocks *b, dg_arena *arena) {
    uint32_t before = 0, total = 0;
    for (uint32_t i = 0; i < b->n; i++)
        if (!b->items[i].fate && dg_block_is_prose(b->items[i].text)) total += b->items[i].text.n;
    for (uint32_t i = 0; i < b->n; i++) {
        dg_block *one = &b->items[i];
        if (!one->fate && dg_block_is_prose(one->text)) before += one->text.n;
        if (one->text.n > 60 || before * 2 < total || !before) continue;
        dg_str low = dg_utf8_lower(arena, one->text);
        if (!low.p) return DG_E_NOMEM;
        if (!dg_phrase_is(t, DG_PHRASE_TAIL, bare(low))) continue;
        uint32_t prose = 0;
        for (uint32_t k = i + 1; k < b->n; k++)
            prose += !b->items[k].fate && dg_block_is_prose(b->items[k].text) &&
                     b->items[k].text.n > 140;
        if (!one->fate) drop(one, "tail");
        for (uint32_t k = i + 1; prose <= 1 && k < b->n; k++) drop(&b->items[k], "tail");
        if (prose <= 1) return 0;
    }
    return 0;
}

/* A line that stood a little before (captions stand twice, bare and with their credit), and a
 * paragraph that stood anywhere before. Questions and labels of a series ("The verdict:") may come
 * again further down. */
static int drop_repeated(dg_blocks *b, dg_arena *arena) {
    dg_map seen;
    dg_map_init(&seen, arena);
    for (uint32_t i = 0; i < b->n; i++) {
        dg_block *one = &b->items[i];
        bool added = true;
        uint32_t *value;
        if (one->text.n < 15) continue;
        if (!dg_map_put(&seen, one->text, &value, &added)) return DG_E_NOMEM;
        bool near = !added && i - *value <= 4;
        bool long_one = !added && ends_with_stop(one->text) && dg_block_words(one->text) >= 8;
        if ((near || long_one) && !one->fate) drop(one, "repeated");
        *value = i;
    }
    return 0;
}

/* Two to four words with capitals and nothing else: a name. */
static bool is_name_line(dg_str s) {
    uint32_t words = dg_block_words(s);
    if (words < 2 || words > 4 || s.n > 60 || ends_sentence(s)) return false;
    bool fresh = true;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t c = dg_utf8_next(s, &at);
        if (dg_is_digit(c) || (fresh && !dg_is_upper(c)) || c == ':' || c == '"') return false;
        fresh = c == ' ';
    }
    return true;
}

/* Names between the headline and the line that says when: who wrote it. */
static void drop_names(dg_blocks *b, dg_block_facts *facts) {
    uint32_t title = dg_blocks_title(b), end;
    for (uint32_t i = title == DG_NONE ? b->n : title + 1; i < b->n; i = end) {
        end = i;
        while (end < b->n && !b->items[end].fate && is_name_line(b->items[end].text)) end++;
        bool told =
            end > i && end < b->n && b->items[end].fate && !strcmp(b->items[end].why, "metadata");
        if (told && !facts->byline.p) facts->byline = b->items[i].text;
        for (uint32_t k = i; told && k < end; k++) drop(&b->items[k], "byline");
        if (end == i && !b->items[i].fate) return;
        end += end == i;
    }
}

static bool is_menu_item(const dg_block *b) {
    return b->fate || (!b->heading && dg_block_words(b->text) <= 4 && !ends_sentence(b->text));
}

/* Runs of at least `least` short lines in [from, to). */
static void drop_runs(dg_blocks *b, uint32_t from, uint32_t to, uint32_t least, const char *why) {
    for (uint32_t i = from; i < to;) {
        uint32_t end = i, kept = 0;
        while (end < to && is_menu_item(&b->items[end])) kept += !b->items[end++].fate;
        for (; i < end; i++)
            if (kept >= least && !b->items[i].fate) drop(&b->items[i], why);
        i = end + 1;
    }
}

/* What stands above the headline: kickers, sections, menus. */
static void drop_kickers(dg_blocks *b) {
    uint32_t title = dg_blocks_title(b);
    for (uint32_t i = 0; title != DG_NONE && i < title; i++) {
        dg_block *one = &b->items[i];
        if (!one->fate && !dg_block_is_prose(one->text) && !one->heading) drop(one, "kicker");
    }
}

int dg_blocks_judge(const dg_page_tables *t, dg_blocks *b, dg_arena *arena, dg_block_facts *facts,
                    dg_err *err) {
    int rc = 0;
    *facts = (dg_block_facts){.published = DG_DAYS_NONE};
    if (b->n == 1) { /* nothing to compare with: only what a long paragraph holds of brackets and
                        credits goes */
        dg_str low = dg_utf8_lower(arena, b->items[0].text);
        if (low.p && dg_block_words(low) < 60) return 0;
        if (!low.p || strip_brackets(t, &b->items[0], &low, arena) ||
            strip_credits(t, &b->items[0], &low, arena))
            return dg_err_set(err, DG_E_NOMEM, 0, "blocks");
        return 0;
    }
    for (uint32_t i = 0; i < b->n && !rc; i++)
        if (!b->items[i].fate) rc = judge_alone(t, &b->items[i], arena, facts);
    drop_announced(b);
    if (!rc) rc = cut_tail(t, b, arena);
    if (!rc) rc = drop_repeated(b, arena);
    if (rc) return dg_err_set(err, rc, 0, "blocks");
    uint32_t head = first_prose(b), tail = behind_last_prose(b);
    if (head == b->n) return 0; /* no prose at all: lists, poems, headlines; nothing to go by */
    drop_runs(b, 0, head, 4, "menu");
    drop_runs(b, tail, b->n, 2, "tags");
    drop_kickers(b);
    drop_names(b, facts);
    return 0;
}

/* Equal but for the case of ASCII letters. */
static bool same_letters(dg_str a, dg_str b) {
    for (uint32_t i = 0; i < a.n; i++)
        if ((a.p[i] | 32) != (b.p[i] | 32)) return false;
    return a.n == b.n;
}

/* Is the word (of letters, at least four) in the text, whatever its case? */
static bool holds_word(dg_str text, dg_str word) {
    for (uint32_t at = 0; at < text.n;) {
        uint32_t end = skip_word(text, at);
        if (end == at) {
            dg_utf8_next(text, &at);
            continue;
        }
        if (end - at >= word.n && same_letters(dg_str_cut(text, at, at + word.n), word))
            return true;
        at = end;
    }
    return false;
}

/* How many words of the line the first paragraphs share. */
static uint32_t shared_words(const dg_blocks *b, uint32_t prose, dg_str line) {
    uint32_t n = 0;
    for (uint32_t at = 0; at < line.n;) {
        uint32_t end = skip_word(line, at);
        dg_str word = dg_str_cut(line, at, end);
        uint32_t looked = 0;
        for (uint32_t i = prose; end - at >= 4 && i < b->n && looked < 4; i++) {
            if (b->items[i].fate || b->items[i].text.p == line.p) continue;
            looked++;
            if (!holds_word(dg_str_cut(b->items[i].text, 0, 600), word)) continue;
            n++;
            break;
        }
        at = end > at ? end : at + 1;
    }
    return n;
}

/* May the block at i be the headline? `prose` is the first block of running text. */
static bool is_headline(const dg_blocks *b, uint32_t i, uint32_t prose) {
    dg_str s = b->items[i].text;
    uint32_t words = dg_block_words(s), at = 0;
    if (b->items[i].fate || words > 26 || s.n > 240 || ends_with_stop(s)) return false;
    if (i == prose) { /* "Will it rain?" is a sentence, but a headline when more follows */
        uint32_t k = i + 1;
        while (k < b->n && (b->items[k].fate || !dg_block_is_prose(b->items[k].text))) k++;
        if (k == b->n || words > 14) return false;
    }
    uint32_t c = dg_utf8_next(s, &at);
    return !dg_is_lower(c) && c != '-' && c != 0x2013 && c != 0x2014;
}

/* Of several lines the first one of four words that shares most words with the text. */
uint32_t dg_blocks_title(const dg_blocks *b) {
    uint32_t prose = first_prose(b), best = DG_NONE, best_score = 0;
    for (uint32_t i = 0; prose < b->n && i <= prose && i < 40; i++) {
        if (!is_headline(b, i, prose)) continue;
        uint32_t score = 1 + (dg_block_words(b->items[i].text) >= 4
                                  ? 1 + shared_words(b, prose, b->items[i].text)
                                  : 0);
        if (score <= best_score) continue;
        best = i, best_score = score;
    }
    return best;
}
