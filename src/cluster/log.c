/* log.c: see log.h. One write a line, so that lines of several processes stay whole. */
#include "cluster/log.h"

#include <stdarg.h>
#include <time.h>

#include "base/json.h"

static void put_time(dg_json_out *json) {
    struct timespec now;
    struct tm t;
    char day[32], text[48];
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &t);
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &t);
    snprintf(text, sizeof text, "%s.%03ldZ", day, now.tv_nsec / 1000000);
    dg_json_key(json, "time");
    dg_json_str(json, dg_str_of(text));
}

static void put_fields(dg_json_out *json, va_list fields) {
    for (const char *key; (key = va_arg(fields, const char *));) {
        dg_json_key(json, key + 1);
        if (key[0] == '=')
            dg_json_int(json, va_arg(fields, int64_t));
        else if (key[0] == '.')
            dg_json_num(json, va_arg(fields, double), 3);
        else
            dg_json_str(json, dg_str_of(va_arg(fields, const char *)));
    }
}

void dg_log_event(const dg_log *log, const char *event, ...) {
    if (!log->to) return;
    dg_buf line;
    dg_json_out json;
    va_list fields;
    dg_buf_init(&line, 1 << 20);
    dg_json_begin(&json, &line);
    dg_json_obj(&json);
    put_time(&json);
    dg_json_key(&json, "process"), dg_json_str(&json, dg_str_of(log->process));
    dg_json_key(&json, "event"), dg_json_str(&json, dg_str_of(event));
    va_start(fields, event);
    put_fields(&json, fields);
    va_end(fields);
    dg_json_obj_end(&json);
    dg_buf_addc(&line, '\n');
    if (!line.bad) fwrite(line.p, 1, line.n, log->to);
    fflush(log->to);
    dg_buf_free(&line);
}

void dg_log_error(const dg_log *log, const char *event, const dg_err *err) {
    dg_log_event(log, event, "'error", dg_err_text(err->code), "'detail", err->text, NULL);
}
