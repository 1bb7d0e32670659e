/* case_file.c: reads cases line by line. A line that begins with % opens something, everything else
 * belongs to what is open. All strings point into the file's bytes, but for inputs that had
 * escapes. */
#include "tests/case_file.h"

static const char *const settings[] = {"lang",         "date",        "uri",        "parties",
                                       "party",        "ask",         "in",         "search",
                                       "pending",      "hint-date",   "hint-title", "hint-lang",
                                       "hint-outlet",  "hint-byline", "hint-url",   "hint-charset",
                                       "hint-crawled", "hint-teaser", "format"};
static const char *const inputs[] = {"text", "html", "jsonl", "file"};

void dg_case_open(dg_case_file *f, dg_str bytes, dg_arena *arena) {
    *f = (dg_case_file){.bytes = bytes, .arena = arena};
}

bool dg_case_line_of(dg_str *rest, dg_str *ret) {
    if (!rest->n) return false;
    const char *end = memchr(rest->p, '\n', rest->n);
    uint32_t n = end ? (uint32_t)(end - rest->p) : rest->n;
    *ret = dg_str_cut(*rest, 0, n);
    *rest = dg_str_cut(*rest, n + (end != NULL), rest->n);
    return true;
}

static bool next_line(dg_case_file *f, dg_str *ret) {
    dg_str rest = dg_str_cut(f->bytes, f->at, f->bytes.n);
    if (!dg_case_line_of(&rest, ret)) return false;
    f->at = f->bytes.n - rest.n;
    f->line++;
    return true;
}

static dg_str trim(dg_str s) {
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) s = dg_str_cut(s, 1, s.n);
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t' || s.p[s.n - 1] == '\r')) s.n--;
    return s;
}

static bool one_of(dg_str s, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (dg_str_is(s, list[i])) return true;
    }
    return false;
}

/* ---- inputs ---- */

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* \xNN, \n, \r, \t, \0, \\ and, at the end of a line, "no line feed here". Anything else stays as
 * it is. */
static dg_str unescape(dg_arena *a, dg_str s) {
    char *out = dg_arena_alloc(a, (size_t)s.n + 1);
    uint32_t n = 0;
    if (!out) return DG_STR_NULL;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : 0;
        static const char from[] = "nrt0\\", to[] = "\n\r\t\0\\";
        const char *at = next ? memchr(from, next, sizeof from - 1) : NULL;
        if (c == '\\' && at) {
            out[n++] = to[at - from];
            i++;
        } else if (c == '\\' && next == '\n') {
            i++;
        } else if (c == '\\' && next == 'x' && i + 3 < s.n && hex(s.p[i + 2]) >= 0 &&
                   hex(s.p[i + 3]) >= 0) {
            out[n++] = (char)(hex(s.p[i + 2]) * 16 + hex(s.p[i + 3]));
            i += 3;
        } else {
            out[n++] = c;
        }
    }
    out[n] = 0;
    return (dg_str){out, n};
}

/* The lines up to the next one that begins with %, as one stretch of the file. */
static int read_input(dg_case_file *f, dg_testcase *c, dg_str kind, dg_str option) {
    uint32_t from = f->at, to = f->at;
    dg_str line;
    while (f->at < f->bytes.n && f->bytes.p[f->at] != '%' && next_line(f, &line)) to = f->at;
    dg_str bytes = dg_str_cut(f->bytes, from, to);
    if (dg_str_is(option, "escaped")) bytes = unescape(f->arena, bytes);
    if (!bytes.p) return DG_E_NOMEM;
    return DG_PUSH(f->arena, c->inputs, c->n_inputs, c->cap_inputs,
                   ((dg_case_input){kind, bytes, c->n_settings}))
               ? 0
               : DG_E_NOMEM;
}

/* ---- expectations ---- */

static int read_section(dg_case_file *f, dg_testcase *c, dg_str name, dg_str option) {
    dg_case_section s = {.name = name, .exact = dg_str_is(option, "exact"), .line = f->line};
    dg_str line;
    while (f->at < f->bytes.n && f->bytes.p[f->at] != '%' && next_line(f, &line)) {
        line = trim(line);
        if (!line.n || line.p[0] == '#') continue;
        bool forbidden = line.p[0] == '!';
        if (forbidden || line.p[0] == '\\') line = trim(dg_str_cut(line, 1, line.n));
        if (!DG_PUSH(f->arena, s.lines, s.n, s.cap, ((dg_case_line){line, f->line, forbidden})))
            return DG_E_NOMEM;
    }
    return DG_PUSH(f->arena, c->sections, c->n_sections, c->cap_sections, (s)) ? 0 : DG_E_NOMEM;
}

static int read_directive(dg_case_file *f, dg_testcase *c, dg_str line, dg_err *err) {
    dg_str head = dg_str_cut(line, 1, line.n);
    const char *space = memchr(head.p, ' ', head.n);
    uint32_t n = space ? (uint32_t)(space - head.p) : head.n;
    dg_str key = trim(dg_str_cut(head, 0, n)), value = trim(dg_str_cut(head, n, head.n));
    if (!c->line) c->line = f->line;
    int rc;
    if (one_of(key, settings, DG_LEN(settings))) {
        dg_case_setting s = {key, value};
        rc = DG_PUSH(f->arena, c->settings, c->n_settings, c->cap_settings, (s)) ? 0 : DG_E_NOMEM;
    } else if (value.n && !dg_str_is(value, "exact") && !dg_str_is(value, "escaped")) {
        return dg_err_set(err, DG_E_SYNTAX, f->line, "%%%.*s: unknown setting or option",
                          (int)key.n, key.p);
    } else if (one_of(key, inputs, DG_LEN(inputs))) {
        rc = read_input(f, c, key, value);
    } else {
        rc = read_section(f, c, key, value);
    }
    return rc ? dg_err_set(err, rc, f->line, "case") : 0;
}

int dg_case_next(dg_case_file *f, dg_testcase *ret, dg_err *err) {
    dg_testcase c = {0};
    dg_str line;
    while (next_line(f, &line)) {
        line = trim(line);
        if (dg_str_is(line, "%end")) {
            if (!c.n_inputs)
                return dg_err_set(err, DG_E_SYNTAX, f->line,
                                  "a case without %%text, %%html, %%jsonl or %%file");
            *ret = c;
            return 1;
        }
        if (line.n && line.p[0] == '%') {
            int rc = read_directive(f, &c, line, err);
            if (rc) return rc;
        } else if (line.n && line.p[0] == '#') {
            c.title = trim(dg_str_cut(line, 1, line.n));
        } else if (line.n) {
            return dg_err_set(err, DG_E_SYNTAX, f->line, "a line that belongs to nothing");
        }
    }
    return c.line ? dg_err_set(err, DG_E_SYNTAX, f->line, "the last case has no %%end") : 0;
}

static dg_str last_setting(const dg_testcase *c, uint32_t n, const char *key) {
    for (uint32_t i = n; i > 0; i--) {
        if (dg_str_is(c->settings[i - 1].key, key)) return c->settings[i - 1].value;
    }
    return DG_STR_NULL;
}

dg_str dg_case_get(const dg_testcase *c, const char *key) {
    return last_setting(c, c->n_settings, key);
}

dg_str dg_case_get_for(const dg_testcase *c, const dg_case_input *in, const char *key) {
    return last_setting(c, in->n_settings, key);
}

/* ---- matching ---- */

/* Takes the first word off *rest; blanks between ASCII quotation marks are part of it. */
static bool next_word(dg_str *rest, dg_str *ret) {
    *rest = trim(*rest);
    if (!rest->n) return false;
    uint32_t i = 0;
    bool quoted = false;
    for (; i < rest->n && (quoted || rest->p[i] != ' '); i++) {
        if (rest->p[i] == '"') quoted = !quoted;
    }
    *ret = dg_str_cut(*rest, 0, i);
    *rest = dg_str_cut(*rest, i, rest->n);
    return true;
}

bool dg_case_words_match(dg_str want, dg_str got) {
    dg_str w, g;
    while (next_word(&want, &w)) {
        bool found = false;
        while (!found && next_word(&got, &g)) found = dg_str_is(w, "*") || dg_str_eq(w, g);
        if (!found) return false;
    }
    return true;
}
