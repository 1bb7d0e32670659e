/* features.c: counts features of one article in a small map, then keeps the DG_MAX_FEATURES that
 * count most. Words of the lead and the title count twice: news says first what it is about. */
#include "archive/features.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/utf8.h"

enum { LEAD_SENTENCES = 3, MAX_SKELETON = 24, MIN_WORD = 4, MIN_SKELETON = 3, CEILING = 64 << 20 };

typedef struct bag {
    dg_arena *arena;
    dg_map map;        /* kind byte and text of the feature → index */
    dg_feature *items; /* in order of the map's entries */
    uint32_t n, cap;
    bool failed;
} bag;

/* FNV-1a: stable across machines and versions, because it is stored. */
static uint32_t hash_of(dg_str s) {
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < s.n; i++) h = (h ^ (uint8_t)s.p[i]) * 16777619u;
    return h;
}

static void count(bag *b, dg_feature_kind kind, dg_str text, uint32_t weight) {
    char key[256];
    if (!text.n || text.n > sizeof key - 1 || b->failed) return;
    key[0] = (char)kind;
    memcpy(key + 1, text.p, text.n);
    uint32_t *at;
    bool is_new;
    if (!dg_map_put(&b->map, (dg_str){key, text.n + 1}, &at, &is_new)) {
        b->failed = true;
        return;
    }
    if (is_new) {
        *at = b->n;
        b->failed = !DG_PUSH(b->arena, b->items, b->n, b->cap,
                             ((dg_feature){hash_of(text), (uint8_t)kind, 0}));
        if (b->failed) return;
    }
    uint32_t sum = b->items[*at].weight + weight;
    b->items[*at].weight = (uint8_t)(sum > 255 ? 255 : sum);
}

/* ---- the skeleton of a word ---- */

/* Latin letters as one of a-z; 0 for what is no Latin letter. */
static char base_letter(uint32_t c) {
    if (c >= 'a' && c <= 'z') return (char)c;
    if (c < 0xdf || c > 0x17f) return 0;
    static const struct {
        uint16_t from, to;
        char letter;
    } ranges[] = {
        {0xdf, 0xdf, 's'},   {0xe0, 0xe6, 'a'},   {0xe7, 0xe7, 'c'},   {0xe8, 0xeb, 'e'},
        {0xec, 0xef, 'i'},   {0xf0, 0xf0, 'd'},   {0xf1, 0xf1, 'n'},   {0xf2, 0xf6, 'o'},
        {0xf8, 0xf8, 'o'},   {0xf9, 0xfc, 'u'},   {0xfd, 0xfd, 'y'},   {0xff, 0xff, 'y'},
        {0x101, 0x105, 'a'}, {0x107, 0x10d, 'c'}, {0x10f, 0x111, 'd'}, {0x113, 0x11b, 'e'},
        {0x11d, 0x123, 'g'}, {0x129, 0x131, 'i'}, {0x13a, 0x142, 'l'}, {0x144, 0x148, 'n'},
        {0x14d, 0x153, 'o'}, {0x155, 0x159, 'r'}, {0x15b, 0x161, 's'}, {0x163, 0x167, 't'},
        {0x169, 0x173, 'u'}, {0x175, 0x175, 'w'}, {0x177, 0x177, 'y'}, {0x17a, 0x17e, 'z'}};
    for (size_t i = 0; i < DG_LEN(ranges); i++)
        if (c >= ranges[i].from && c <= ranges[i].to) return ranges[i].letter;
    return 0;
}

/* Longest first: what stands for one sound in one spelling or another. '1': the ending of nation.
 */
static const struct {
    const char *letters, *sound;
} sounds[] = {{"ssion", "1"}, {"tion", "1"}, {"sjon", "1"},  {"sion", "1"}, {"zion", "1"},
              {"isch", "k"},  {"sch", "s"},  {"sky", "ski"}, {"isk", "k"},  {"ch", "k"},
              {"ck", "k"},    {"ph", "f"},   {"th", "t"},    {"qu", "k"},   {"ce", "s"},
              {"ci", "s"},    {"cy", "s"},   {"c", "k"},     {"q", "k"},    {"x", "ks"},
              {"w", "f"},     {"v", "f"},    {"z", "s"},     {"b", "p"},    {"d", "t"},
              {"g", "k"},     {"j", ""}};

static uint32_t spell(const char *word, uint32_t n, char *out, uint32_t cap) {
    uint32_t n_out = 0;
    for (uint32_t at = 0; at < n;) {
        const char *sound = NULL;
        uint32_t used = 1;
        for (size_t i = 0; i < DG_LEN(sounds) && !sound; i++) {
            uint32_t length = (uint32_t)strlen(sounds[i].letters);
            if (at + length > n || memcmp(word + at, sounds[i].letters, length) != 0) continue;
            /* -isch, -isk and -ic are an ending; elsewhere the letters are themselves */
            if (sounds[i].letters[0] == 'i' && at + length != n) continue;
            sound = sounds[i].sound, used = length;
        }
        char own[2] = {word[at], 0};
        if (!sound) sound = strchr("aeiouy", word[at]) && at ? "" : own;
        for (; *sound && n_out < cap; sound++)
            if (!n_out || out[n_out - 1] != *sound) out[n_out++] = *sound;
        at += used;
    }
    return n_out;
}

uint32_t dg_word_skeleton(dg_str word, char *out, uint32_t cap) {
    char letters[64];
    uint32_t n = 0;
    for (uint32_t at = 0; at < word.n;) {
        uint32_t c = dg_utf8_next(word, &at);
        char letter = base_letter(dg_lower(c));
        if (letter && n < sizeof letters) letters[n++] = letter;
        if (!letter && dg_is_letter(c)) return 0;
    }
    return spell(letters, n, out, cap);
}

static void count_word(bag *b, dg_feature_kind kind, dg_str word, uint32_t weight) {
    char skeleton[MAX_SKELETON];
    if (dg_utf8_length(word) < MIN_WORD) return;
    uint32_t n = dg_word_skeleton(word, skeleton, sizeof skeleton);
    if (n >= MIN_SKELETON) count(b, kind, (dg_str){skeleton, n}, weight);
}

/* ---- the layers ---- */

/* "1.100" and "1,100" are 1100; "3.5" and "3,5" are 3.5; a year says little and is left out. */
static void count_number(bag *b, dg_str form, uint32_t weight) {
    char digits[32];
    uint32_t n = 0;
    for (uint32_t i = 0; i < form.n; i++) {
        char c = form.p[i];
        if (n + 1 >= sizeof digits) return;
        if (c >= '0' && c <= '9') {
            digits[n++] = c;
            continue;
        }
        if (c != '.' && c != ',') return;
        uint32_t behind = 0;
        while (i + 1 + behind < form.n && form.p[i + 1 + behind] >= '0' &&
               form.p[i + 1 + behind] <= '9')
            behind++;
        if (!behind) continue; /* a full stop or an ordinal's */
        if (behind != 3) digits[n++] = '.';
    }
    bool year = n == 4 && (memcmp(digits, "19", 2) == 0 || memcmp(digits, "20", 2) == 0);
    if (n >= 2 && !year) count(b, DG_FEATURE_FIGURE, (dg_str){digits, n}, weight);
}

/* Does it stand in a table of the lexicon ("people.tsv:193")? */
static bool is_known(const dg_entity *e) {
    return e->why && strstr(e->why, ".tsv:");
}

static void count_token(bag *b, const dg_token *t, bool counted, uint32_t weight) {
    switch (t->upos) {
    case DG_UPOS_PROPN:
        if (!counted) count_word(b, DG_FEATURE_NAME, t->lemma, weight);
        break;
    case DG_UPOS_NOUN:
    case DG_UPOS_ADJ:
    case DG_UPOS_VERB: count_word(b, DG_FEATURE_WORD, t->lemma, weight); break;
    default: break;
    }
    if (t->form.n && t->form.p[0] >= '0' && t->form.p[0] <= '9') count_number(b, t->form, weight);
}

/* Names of what the lexicon knows are counted by their keys; others also word by word, because two
 * languages may spell them so that their keys differ. */
static void count_tokens(bag *b, const dg_doc *d) {
    bool *counted = dg_arena_zalloc(b->arena, d->n_tokens, sizeof counted[0]);
    b->failed |= !counted;
    for (uint32_t m = 0; m < d->n_mentions && counted; m++)
        for (uint32_t t = d->mentions[m].from; t < d->mentions[m].to && t < d->n_tokens; t++)
            counted[t] |= is_known(&d->entities[d->mentions[m].entity]);
    for (uint32_t i = 0; i < d->n_tokens && counted; i++)
        count_token(b, &d->tokens[i], counted[i], d->tokens[i].sentence < LEAD_SENTENCES ? 2 : 1);
}

static void count_title(bag *b, dg_str title) {
    for (uint32_t from = 0, at = 0; from < title.n; from = at) {
        uint32_t to = from;
        while (at < title.n && dg_is_letter(dg_utf8_next(title, &at))) to = at;
        if (to > from) count_word(b, DG_FEATURE_WORD, dg_str_cut(title, from, to), 2);
    }
}

static void count_times(bag *b, const dg_doc *d) {
    for (uint32_t i = 0; i < d->n_times; i++) {
        dg_days day = d->times[i].value;
        char iso[11];
        if (!dg_days_known(day) || day.from != day.to) continue;
        dg_day_format(day.from, iso);
        count(b, DG_FEATURE_FIGURE, dg_str_of(iso), 1);
    }
}

static uint32_t mentions_in_lead(const dg_doc *d, const dg_entity *e) {
    uint32_t n = 0, end = d->n_sentences ? d->sentences[0].span.to : 0;
    if (d->n_sentences >= LEAD_SENTENCES) end = d->sentences[LEAD_SENTENCES - 1].span.to;
    for (uint32_t i = 0; i < e->n_mentions; i++) n += d->mentions[e->mentions[i]].span.from < end;
    return n;
}

/* "the police", "an official" are in every article; only a name says which. */
static bool is_named(const dg_doc *d, const dg_entity *e) {
    for (uint32_t i = 0; i < e->n_mentions; i++)
        if (d->mentions[e->mentions[i]].kind == DG_MENTION_NAME) return true;
    return false;
}

static dg_feature_kind actor_kind(const dg_doc *d, const dg_entity *e) {
    return !is_named(d, e) ? DG_FEATURE_TOPIC : is_known(e) ? DG_FEATURE_KNOWN : DG_FEATURE_ACTOR;
}

static void count_entities(bag *b, const dg_doc *d) {
    for (uint32_t i = 0; i < d->n_entities; i++) {
        const dg_entity *e = &d->entities[i];
        uint32_t weight = e->n_mentions + mentions_in_lead(d, e);
        if (e->country[0]) count(b, DG_FEATURE_COUNTRY, dg_str_of(e->country), weight);
        if (e->kind == DG_ENTITY_PLACE) count(b, DG_FEATURE_PLACE, e->key, weight);
        if (e->kind == DG_ENTITY_PERSON || e->kind == DG_ENTITY_ORGANISATION ||
            e->kind == DG_ENTITY_GROUP)
            count(b, actor_kind(d, e), e->key, is_named(d, e) ? weight : 1);
    }
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum { MAX_CODES = 32 };

static uint32_t take_codes(const dg_doc *d, const uint32_t *ids, uint32_t n, const char **codes,
                           uint32_t n_codes) {
    for (uint32_t i = 0; i < n && n_codes < MAX_CODES; i++)
        if (d->entities[ids[i]].country[0]) codes[n_codes++] = d->entities[ids[i]].country;
    return n_codes;
}

/* The countries of a side, each once, sorted: "CHN+RUS+". */
static void add_codes(dg_buf *out, const char **codes, uint32_t n) {
    qsort(codes, n, sizeof codes[0], by_text);
    for (uint32_t i = 0; i < n; i++)
        if (!i || strcmp(codes[i], codes[i - 1]) != 0) dg_buf_printf(out, "%s+", codes[i]);
}

/* "ACCUSE DNK+>SWE+"; the sides of a mutual event are one: "CONSULT CHN+RUS+>". */
static void write_event(dg_buf *out, const dg_doc *d, const dg_event *e) {
    const dg_plover_row *type = &dg_plover_table[e->type];
    const char *codes[MAX_CODES];
    dg_buf_printf(out, "%s ", type->name);
    uint32_t n = take_codes(d, e->actors, e->n_actors, codes, 0);
    if (type->mutual) n = take_codes(d, e->recipients, e->n_recipients, codes, n);
    add_codes(out, codes, n);
    dg_buf_addc(out, '>');
    if (!type->mutual)
        add_codes(out, codes, take_codes(d, e->recipients, e->n_recipients, codes, 0));
}

static void count_events(bag *b, const dg_doc *d) {
    dg_buf text;
    dg_buf_init(&text, 4096);
    for (uint32_t i = 0; i < d->n_events; i++) {
        const dg_event *e = &d->events[i];
        uint32_t weight = i < LEAD_SENTENCES ? 2 : 1;
        count(b, DG_FEATURE_TOPIC, e->frame, weight);
        for (uint32_t k = 0; k < e->n_contexts; k++) count(b, DG_FEATURE_TOPIC, e->contexts[k], 1);
        if (!e->n_actors && !e->n_recipients) continue;
        dg_buf_clear(&text);
        write_event(&text, d, e);
        count(b, DG_FEATURE_EVENT, dg_buf_str(&text), weight);
    }
    b->failed |= text.bad && text.n < 4000;
    dg_buf_free(&text);
}

/* ---- packing ---- */

/* Who and what before words; the more often the sooner; then by hash, so that the choice is the
 * same whatever the order of the text. */
static int by_worth(const void *a, const void *b) {
    const dg_feature *x = a, *y = b;
    bool word_x = x->kind == DG_FEATURE_WORD, word_y = y->kind == DG_FEATURE_WORD;
    if (word_x != word_y) return word_x ? 1 : -1;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

static int by_kind(const void *a, const void *b) {
    const dg_feature *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

static int pack(bag *b, dg_buf *out, dg_err *err) {
    if (b->n) qsort(b->items, b->n, sizeof b->items[0], by_worth);
    uint32_t n = b->n < DG_MAX_FEATURES ? b->n : DG_MAX_FEATURES;
    if (n) qsort(b->items, n, sizeof b->items[0], by_kind);
    for (uint32_t i = 0; i < n; i++) {
        const dg_feature *f = &b->items[i];
        const uint8_t packed[DG_FEATURE_BYTES] = {(uint8_t)f->hash,
                                                  (uint8_t)(f->hash >> 8),
                                                  (uint8_t)(f->hash >> 16),
                                                  (uint8_t)(f->hash >> 24),
                                                  f->kind,
                                                  f->weight};
        dg_buf_add(out, packed, sizeof packed);
    }
    bool failed = b->failed || out->bad;
    dg_arena_free(b->arena);
    return failed ? dg_err_set(err, DG_E_NOMEM, 0, "features") : 0;
}

int dg_features_write(const dg_doc *doc, dg_buf *out, dg_err *err) {
    bag b = {.arena = dg_arena_new(CEILING)};
    if (!b.arena) return dg_err_set(err, DG_E_NOMEM, 0, "features");
    dg_map_init(&b.map, b.arena);
    count_entities(&b, doc);
    count_events(&b, doc);
    count_times(&b, doc);
    count_tokens(&b, doc);
    if (doc->title.p) count_title(&b, doc->title);
    return pack(&b, out, err);
}

/* One that the lexicon knows by its key, which is that of every language; others are counted word
 * by word. */
static void count_mention(bag *b, const dg_entity *e) {
    if (e->country[0]) count(b, DG_FEATURE_COUNTRY, dg_str_of(e->country), 1);
    if (e->kind != DG_ENTITY_COUNTRY && is_known(e)) count(b, DG_FEATURE_KNOWN, e->key, 1);
}

static bool stands_for_known(const dg_doc *d, uint32_t token) {
    const dg_mention *m = dg_doc_mention(d, token);
    return m && is_known(&d->entities[m->entity]);
}

/* The frames that words within evoke, and the contexts of events: those of every language. */
static void count_events_within(bag *b, const dg_doc *d, dg_range span) {
    for (uint32_t i = 0; i < d->n_evoked; i++) {
        dg_range word = d->tokens[d->evoked[i].token].span;
        if (word.from >= span.from && word.to <= span.to)
            count(b, DG_FEATURE_TOPIC, d->evoked[i].frame, 1);
    }
    for (uint32_t i = 0; i < d->n_events; i++) {
        const dg_event *e = &d->events[i];
        if (e->trigger.from < span.from || e->trigger.to > span.to) continue;
        for (uint32_t k = 0; k < e->n_contexts; k++) count(b, DG_FEATURE_TOPIC, e->contexts[k], 1);
    }
}

/* "Tacna-Pipeline", "Natuna-øerne": each part by itself, what begins with a capital as a name. */
static void count_parts(bag *b, dg_str word) {
    for (uint32_t from = 0, at = 0; at <= word.n; at++) {
        if (at < word.n && word.p[at] != '-') continue;
        dg_str part = dg_str_cut(word, from, at);
        uint32_t first = 0;
        bool capital = part.n && dg_is_upper(dg_utf8_next(part, &first));
        count_word(b, capital ? DG_FEATURE_NAME : DG_FEATURE_WORD, part, 1);
        from = at + 1;
    }
}

static void count_said(bag *b, const dg_doc *d, uint32_t token) {
    const dg_token *t = &d->tokens[token];
    bool noun = t->upos == DG_UPOS_NOUN || t->upos == DG_UPOS_PROPN;
    if (noun && memchr(t->form.p, '-', t->form.n))
        count_parts(b, t->form);
    else
        count_token(b, t, stands_for_known(d, token), 1);
}

int dg_features_write_span(const dg_doc *doc, dg_range span, dg_buf *out, dg_err *err) {
    bag b = {.arena = dg_arena_new(CEILING)};
    if (!b.arena) return dg_err_set(err, DG_E_NOMEM, 0, "features");
    dg_map_init(&b.map, b.arena);
    for (uint32_t t = dg_doc_token_at(doc, span.from);
         t < doc->n_tokens && doc->tokens[t].span.from < span.to; t++)
        count_said(&b, doc, t);
    count_events_within(&b, doc, span);
    for (uint32_t m = dg_doc_mention_from(doc, span.from);
         m < doc->n_mentions && doc->mentions[m].span.from < span.to; m++)
        count_mention(&b, &doc->entities[doc->mentions[m].entity]);
    return pack(&b, out, err);
}

uint32_t dg_features_read(dg_str packed, dg_feature *ret) {
    uint32_t n = 0;
    for (uint32_t at = 0; at + DG_FEATURE_BYTES <= packed.n && n < DG_MAX_FEATURES;
         at += DG_FEATURE_BYTES) {
        const uint8_t *p = (const uint8_t *)packed.p + at;
        dg_feature f = {(uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
                            (uint32_t)p[3] << 24,
                        p[4], p[5]};
        if (f.kind < DG_FEATURE_N) ret[n++] = f;
    }
    return n;
}
