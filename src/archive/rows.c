/* rows.c: see rows.h. */
#include "archive/rows.h"

#include <sqlite3.h>

static bool next_column(dg_str columns, uint32_t *at, char *ret_kind, dg_str *ret) {
    if (*at >= columns.n) return false;
    uint32_t from = *at, to = from;
    while (to < columns.n && columns.p[to] != ',') to++;
    *at = to + 1;
    *ret_kind = columns.p[from];
    bool marked = *ret_kind == '=' || *ret_kind == '%';
    *ret = dg_str_cut(columns, from + marked, to);
    return true;
}

/* json_object('n',n,'packed',hex(packed),…) */
void dg_rows_object(dg_buf *sql, const dg_rows_part *p) {
    dg_str columns = dg_str_of(p->columns), name;
    char kind;
    dg_buf_addz(sql, "json_object(");
    for (uint32_t at = 0, n = 0; next_column(columns, &at, &kind, &name); n++) {
        const char *form = kind == '='   ? "%s'%.*s',hex(%.*s)"
                           : kind == '%' ? "%s'%.*s',json(printf('%%!.17g',%.*s))"
                                         : "%s'%.*s',%.*s";
        dg_buf_printf(sql, form, n ? "," : "", (int)name.n, name.p, (int)name.n, name.p);
    }
    dg_buf_addc(sql, ')');
}

/* 'entity',json((SELECT json_group_array(…) FROM (SELECT * FROM entity WHERE … ORDER BY …))) */
void dg_rows_list(dg_buf *sql, const dg_rows_part *p, const char *where) {
    dg_buf_printf(sql, ",'%s',json((SELECT json_group_array(", p->table);
    dg_rows_object(sql, p);
    dg_buf_printf(sql, ") FROM (SELECT * FROM %s%s ORDER BY %s)))", p->table, where, p->order);
}

void dg_rows_names(dg_buf *sql, const dg_rows_part *p) {
    dg_str name;
    char kind;
    for (uint32_t at = 0, n = 0; next_column(dg_str_of(p->columns), &at, &kind, &name); n++)
        dg_buf_printf(sql, "%s%.*s", n ? "," : "", (int)name.n, name.p);
}

/* json_extract(value,'$.n'),dg_unhex(json_extract(value,'$.packed')),… */
void dg_rows_values(dg_buf *sql, const dg_rows_part *p, const char *from, const char *path) {
    dg_str name;
    char kind;
    for (uint32_t at = 0, n = 0; next_column(dg_str_of(p->columns), &at, &kind, &name); n++)
        dg_buf_printf(sql, "%s%sjson_extract(%s,'%s%.*s')%s", n ? "," : "",
                      kind == '=' ? "dg_unhex(" : "", from, path, (int)name.n, name.p,
                      kind == '=' ? ")" : "");
}

static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* SQLite has unhex() only since 3.41. NULL where there is anything but pairs of digits. */
static void unhex(sqlite3_context *context, int n_values, sqlite3_value **values) {
    (void)n_values;
    const char *text = (const char *)sqlite3_value_text(values[0]);
    int n = sqlite3_value_bytes(values[0]);
    char *bytes = text && n % 2 == 0 ? sqlite3_malloc(n / 2 + 1) : NULL;
    for (int i = 0; bytes && i < n / 2; i++) {
        int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            sqlite3_free(bytes);
            return;
        }
        bytes[i] = (char)(high * 16 + low);
    }
    if (bytes) sqlite3_result_blob(context, bytes, n / 2, sqlite3_free);
}

int dg_rows_functions(dg_store *s, dg_err *err) {
    return sqlite3_create_function(dg_store_db(s), "dg_unhex", 1,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, unhex, NULL,
                                   NULL) == SQLITE_OK
               ? 0
               : dg_store_error(s, "rows", err);
}

const dg_rows_part dg_rows_happening = {
    "happening",
    "id,matter,type,mode,negated,status,%score,when_from,when_to,by_report,tellings,articles,"
    "witnesses,planned,quad",
    NULL};
const dg_rows_part dg_rows_of_happening[] = {
    {"party", "party,day", "party"},
    {"actor", "side,place,name,key,country,kind,role", "side,place"},
    {"acting", "id,name,country", "id"},
    {"dyad", "source,target,day,quad,%score", "source,target"},
};
