/* asked.c: see asked.h. One table of parameters; each row says where its value goes and what it
 * must look like. */
#include "server/asked.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "doc/plover.h"

const char *const dg_api_langs[DG_API_LANGS] = {"en", "de", "da", "nb"};

typedef enum {
    PLAIN,
    PARTY,
    TYPE,
    STATUS,
    SINCE,
    UNTIL,
    LANG,
    WORDS,
    QUAD,
    NEGATED,
    WITNESSES,
    IN,
    LIMIT,
    CURSOR,
    STEP,
    FORM
} sort_of_value;

#define AT(member) offsetof(dg_api_asked, member)
static const struct {
    const char *key;
    sort_of_value sort;
    size_t at; /* a dg_str of dg_api_asked; others do not use it */
} parameters[] = {
    {"a", PARTY, AT(filter.a)},
    {"b", PARTY, AT(filter.b)},
    {"actor", PARTY, AT(filter.actor)},
    {"recipient", PARTY, AT(filter.recipient)},
    {"speaker", PARTY, AT(filter.speaker)},
    {"about", PARTY, AT(filter.about)},
    {"type", TYPE, AT(filter.type)},
    {"status", STATUS, AT(filter.status)},
    {"since", SINCE, AT(filter.since)},
    {"until", UNTIL, AT(filter.until)},
    {"lang", LANG, AT(filter.lang)},
    {"outlet", PLAIN, AT(filter.outlet)},
    {"story", PLAIN, AT(filter.story)},
    {"place", PLAIN, AT(filter.place)},
    {"text", WORDS, AT(filter.text)},
    {"form", FORM, AT(filter.form)},
    {"stance", PLAIN, AT(filter.stance)},
    {"prefix", PLAIN, AT(prefix)},
    {"step", STEP, AT(step)},
    {"quad", QUAD, 0},
    {"negated", NEGATED, 0},
    {"witnesses", WITNESSES, 0},
    {"in", IN, 0},
    {"limit", LIMIT, 0},
    {"cursor", CURSOR, 0},
};

void dg_api_begin(dg_api_asked *a) {
    *a = (dg_api_asked){.filter = {.negated = -1}, .slice = {.limit = DG_API_USUAL}};
}

static int refuse(dg_err *err, const char *key, const char *what) {
    return dg_err_set(err, DG_E_ARG, 0, "%s: %s", key, what);
}

static bool is_one_of(const char *value, const char *const names[], uint32_t n, uint32_t *ret) {
    *ret = dg_table_name(names, n, dg_str_of(value));
    return *ret != DG_NONE;
}

static int set_days(dg_str *slot, bool until, const char *key, const char *value, dg_arena *arena,
                    dg_err *err) {
    dg_days days;
    char iso[11];
    if (dg_days_parse(dg_str_of(value), &days)) return refuse(err, key, "a day, month or year");
    dg_day_format(until ? days.to : days.from, iso);
    *slot = dg_arena_str(arena, dg_str_of(iso));
    return slot->p ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "%s", key);
}

static int set_number(uint32_t *slot, const char *key, const char *value, uint32_t least,
                      uint32_t most, dg_err *err) {
    char *end;
    unsigned long n = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end || n < least || n > most)
        return dg_err_set(err, DG_E_ARG, 0, "%s: a number from %u to %u", key, least, most);
    *slot = (uint32_t)n;
    return 0;
}

/* "2024-03-12~9f…": a day, or nothing, and an id. */
static int set_cursor(dg_slice *s, const char *value, dg_arena *arena, dg_err *err) {
    dg_str all = dg_arena_str(arena, dg_str_of(value));
    const char *tilde = all.p ? memchr(all.p, '~', all.n) : NULL;
    uint32_t at = tilde ? (uint32_t)(tilde - all.p) : 0;
    if (!all.p) return dg_err_set(err, DG_E_NOMEM, 0, "cursor");
    if (!tilde || (at != 0 && at != 10) || at + 1 >= all.n || all.n > 100)
        return refuse(err, "cursor", "not one that an answer gave");
    s->day = dg_str_cut(all, 0, at);
    s->id = dg_str_cut(all, at + 1, all.n);
    return 0;
}

static int set_words(dg_str *slot, const char *value, dg_arena *arena, dg_err *err) {
    *slot = dg_api_words(dg_str_of(value), arena);
    if (!slot->p) return dg_err_set(err, DG_E_NOMEM, 0, "text");
    return slot->n ? 0 : refuse(err, "text", "no words to look for");
}

static int set_checked(dg_api_asked *a, sort_of_value sort, dg_str *slot, const char *key,
                       const char *value, dg_arena *arena, dg_err *err) {
    static const char *const statuses[] = {"actual",     "future",  "hypothetical",
                                           "historical", "alleged", "denied"};
    static const char *const steps[] = {"day", "week", "month"};
    static const char *const forms[] = {"direct", "partial", "indirect"};
    uint32_t at = 0, n = 0;
    int rc = 0;
    switch (sort) {
    case TYPE:
        if (dg_plover_find(dg_str_of(value)) == DG_PLOVER_N)
            return refuse(err, key, "a PLOVER type");
        break;
    case STATUS:
        if (!is_one_of(value, statuses, DG_LEN(statuses), &at)) return refuse(err, key, "a status");
        break;
    case STEP:
        if (!is_one_of(value, steps, DG_LEN(steps), &at))
            return refuse(err, key, "day, week or month");
        break;
    case FORM:
        if (!is_one_of(value, forms, DG_LEN(forms), &at))
            return refuse(err, key, "direct, partial or indirect");
        break;
    case LANG:
        if (strlen(value) != 2) return refuse(err, key, "two letters (ISO 639-1)");
        break;
    case SINCE:
    case UNTIL: return set_days(slot, sort == UNTIL, key, value, arena, err);
    case WORDS: return set_words(slot, value, arena, err);
    case QUAD: return set_number(&a->filter.quad, key, value, 1, 4, err);
    case WITNESSES: return set_number(&a->filter.witnesses, key, value, 1, 1000000, err);
    case LIMIT: return set_number(&a->slice.limit, key, value, 1, DG_API_MOST, err);
    case NEGATED:
        if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
            rc = set_number(&n, key, value, 0, 1, err);
        a->filter.negated = n || !strcmp(value, "true");
        return rc;
    case IN:
        return is_one_of(value, dg_api_langs, DG_API_LANGS, &a->lang)
                   ? 0
                   : refuse(err, key, "en, de, da or nb");
    case CURSOR: return set_cursor(&a->slice, value, arena, err);
    case PLAIN:
    case PARTY: break;
    }
    *slot = dg_arena_str(arena, dg_str_of(value));
    return slot->p ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "%s", key);
}

int dg_api_set(dg_api_asked *a, const dg_store *store, const dg_names *names, const char *key,
               const char *value, dg_arena *arena, dg_err *err) {
    for (size_t i = 0; i < DG_LEN(parameters); i++) {
        if (strcmp(key, parameters[i].key) != 0) continue;
        dg_str *slot = (dg_str *)(void *)((char *)a + parameters[i].at);
        if (!value || !value[0]) return refuse(err, key, "nothing behind it");
        if (dg_utf8_check(value, strlen(value)) < strlen(value))
            return refuse(err, key, "not UTF-8");
        return parameters[i].sort == PARTY
                   ? dg_party_resolve(store, names, value, arena, slot, err)
                   : set_checked(a, parameters[i].sort, slot, key, value, arena, err);
    }
    return dg_err_set(err, DG_E_ARG, 0, "no filter is called %.60s", key);
}

dg_str dg_api_words(dg_str typed, dg_arena *arena) {
    dg_buf out;
    dg_buf_init(&out, 1 << 16);
    dg_search_words(typed, &out);
    dg_str words = out.bad ? DG_STR_NULL : dg_arena_str(arena, dg_buf_str(&out));
    dg_buf_free(&out);
    return words;
}
