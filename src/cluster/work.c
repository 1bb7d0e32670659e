/* work.c: see work.h. One thread: it never waits for one of the three (queue, readers, store)
 * without holding the messages of the others, so that none is handed out twice while it is being
 * read.
 *
 * Poison: a reader's error, or its death, is given back with the number of the try in the queue's
 * own count; a kill of the worker counts there too, so a message on its third delivery is not
 * buried but read, and buried only if that fails. */
#include "cluster/work.h"

#include <stdlib.h>

#include "base/clock.h"

enum {
    AHEAD = 4,
    BATCH_BYTES = 16 << 20,
    IDLE_MS = 500,
    STOP_MS = 20000,
    PAUSE_MS = 250,
    PAUSE_MOST_MS = 8000,
    TIDY_MS = 2000 /* idle, it looks for what the queue has passed over */
};

typedef struct work {
    const dg_work *w;
    dg_delivery *waiting, *reading, *read; /* taken; with a reader, by its place; in rows */
    uint32_t n_waiting, cap, n_read;
    dg_buf rows;
    uint32_t n_rows; /* articles in rows: other messages are acked along with them */
    int64_t first_row_ms, held_ms, asked_ms, stopped_ms;
    uint32_t pause_ms; /* after a failure of the queue */
    int64_t queue_next_ms, store_next_ms, tidied_ms;
    uint32_t store_pause_ms;
    bool empty; /* the queue had nothing when it was asked last */
} work;

void dg_work_metrics(dg_metric ret[DG_WORK_N_METRICS]) {
    static const char *const words[][2] = {
#define X(name, metric, help) {metric, help},
        DG_WORK_METRICS(X)
#undef X
    };
    dg_metrics_begin(words, DG_WORK_N_METRICS, ret);
}

static void count(const work *k, int metric, uint64_t n) {
    dg_metric_add(&k->w->metrics[metric], n);
}

static bool stopping(work *k) {
    if (!k->w->stop || !*k->w->stop) return false;
    if (!k->stopped_ms) k->stopped_ms = dg_clock_ms();
    return true;
}

/* ---- holding ---- */

static void hold_all(work *k) {
    int64_t now = dg_clock_ms();
    if (now - k->held_ms < (int64_t)k->w->ack_wait_s * 1000 / 3) return;
    k->held_ms = now;
    for (uint32_t i = 0; i < k->n_waiting; i++) dg_queue_hold(k->w->queue, &k->waiting[i]);
    for (uint32_t i = 0; i < k->w->readers; i++)
        if (k->reading[i].message) dg_queue_hold(k->w->queue, &k->reading[i]);
    for (uint32_t i = 0; i < k->n_read; i++) dg_queue_hold(k->w->queue, &k->read[i]);
}

/* While the store is waited for. Stopped for long: it is waited for no longer. */
static int on_tick(void *self) {
    work *k = self;
    hold_all(k);
    return stopping(k) && dg_clock_ms() - k->stopped_ms > STOP_MS;
}

/* ---- the queue ---- */

static void take(work *k) {
    uint32_t n = 0, room = k->cap - k->n_waiting;
    uint32_t busy = dg_crew_busy(k->w->crew);
    int64_t now = dg_clock_ms();
    bool idle = !k->n_waiting && !busy && !k->n_rows;
    if (stopping(k) || now < k->queue_next_ms || k->n_waiting >= k->w->readers * 2) return;
    if (k->n_read + room > 2 * k->w->batch + k->cap) return; /* the store is behind */
    if (k->empty && !idle && now - k->asked_ms < 100) return;
    dg_err err = {0};
    int rc =
        dg_queue_take(k->w->queue, room, idle ? IDLE_MS : 20, &k->waiting[k->n_waiting], &n, &err);
    k->asked_ms = dg_clock_ms();
    k->empty = !n;
    if (rc) {
        count(k, DG_WORK_QUEUE_FAILURES, 1);
        dg_log_error(k->w->log, "queue failed", &err);
        k->pause_ms = k->pause_ms ? k->pause_ms * 2 : PAUSE_MS;
        if (k->pause_ms > PAUSE_MOST_MS) k->pause_ms = PAUSE_MOST_MS;
        k->queue_next_ms = k->asked_ms + k->pause_ms;
        return;
    }
    k->pause_ms = 0;
    if (!n && idle && k->asked_ms - k->tidied_ms > TIDY_MS) {
        dg_queue_take_passed_over(k->w->queue, room, k->waiting, &n);
        if (!n) k->tidied_ms = k->asked_ms; /* some: there may be more */
        k->empty = !n;
        if (n) dg_log_event(k->w->log, "taken though passed over", "=messages", (int64_t)n, NULL);
    }
    count(k, DG_WORK_TAKEN, n);
    for (uint32_t i = 0; i < n; i++)
        count(k, DG_WORK_AGAIN, k->waiting[k->n_waiting + i].tries > 1);
    k->n_waiting += n;
}

/* ---- the readers ---- */

static void give(work *k) {
    uint32_t place;
    while (k->n_waiting && (place = dg_crew_idle(k->w->crew)) != DG_NONE) {
        k->reading[place] = k->waiting[0];
        memmove(k->waiting, k->waiting + 1, --k->n_waiting * sizeof k->waiting[0]);
        dg_crew_give(k->w->crew, place, k->reading[place].bytes);
    }
}

static void fail(work *k, dg_delivery *d, const dg_crew_reading *r) {
    char uri[200], why[600];
    bool last = d->tries >= DG_WORK_TRIES;
    uint32_t tries = d->passed_over ? DG_WORK_TRIES : d->tries;
    dg_err err = {0};
    snprintf(uri, sizeof uri, "%.*s", (int)r->uri.n, r->uri.p ? r->uri.p : "");
    count(k, DG_WORK_ERRORS, 1);
    count(k, DG_WORK_DIED, r->kind == DG_CREW_DIED);
    dg_log_event(k->w->log, "not read", "'source", uri, "'error", r->why, "=at", (int64_t)r->at,
                 "=try", (int64_t)tries, "=message", (int64_t)d->number, NULL);
    snprintf(why, sizeof why, "%s (byte %llu, try %u)", r->why, (unsigned long long)r->at, tries);
    for (char *c = why; *c; c++)
        if ((unsigned char)*c < 0x20) *c = ' ';
    if (!last) {
        dg_queue_give_back(k->w->queue, d, 0);
    } else if (dg_queue_bury(k->w->queue, d, why, &err)) {
        count(k, DG_WORK_QUEUE_FAILURES, 1);
        dg_log_error(k->w->log, "queue failed", &err);
        dg_queue_give_back(k->w->queue, d, PAUSE_MOST_MS);
    } else {
        count(k, DG_WORK_BURIED, 1);
        dg_log_event(k->w->log, "buried", "'source", uri, "'error", r->why, NULL);
    }
}

/* What a reader has found becomes a row; its message waits for the store to have it. */
static int take_reading(work *k, const dg_crew_reading *r, dg_err *err) {
    dg_delivery *d = &k->reading[r->place];
    count(k, DG_WORK_READ_US, r->took_us);
    count(k, DG_WORK_WORDS, r->words);
    if (r->kind == DG_CREW_ERROR || r->kind == DG_CREW_DIED) {
        fail(k, d, r);
        *d = (dg_delivery){.message = NULL};
        return 0;
    }
    if (r->kind == DG_CREW_OTHER) {
        count(k, DG_WORK_OTHER, 1);
        dg_queue_ack(k->w->queue, d);
        return 0;
    }
    if (!k->n_rows) k->first_row_ms = dg_clock_ms();
    if (!dg_buf_adds(&k->rows, r->row)) return dg_err_set(err, DG_E_NOMEM, 0, "rows");
    k->n_rows++;
    k->read[k->n_read++] = *d;
    *d = (dg_delivery){.message = NULL};
    return 0;
}

static int hear(work *k, dg_err *err) {
    dg_crew_reading r;
    uint32_t wait = dg_crew_busy(k->w->crew) ? 20 : 0;
    int got, rc = 0;
    while (!rc && k->n_rows < k->w->batch && (got = dg_crew_wait(k->w->crew, wait, &r, err))) {
        rc = got < 0 ? got : take_reading(k, &r, err);
        if (!rc) give(k);
        wait = 0;
    }
    return rc;
}

/* ---- the store ---- */

static bool batch_is_due(work *k) {
    int64_t now = dg_clock_ms();
    if (!k->n_rows || now < k->store_next_ms) return false;
    return k->n_rows >= k->w->batch || k->rows.n >= BATCH_BYTES ||
           now - k->first_row_ms >= k->w->linger_ms || stopping(k);
}

static void store(work *k) {
    dg_err err = {0};
    dg_buf sql;
    dg_buf_init(&sql, 1 << 12);
    dg_buf_printf(&sql, "INSERT INTO article(%s) FORMAT RowBinary", dg_crew_columns);
    int64_t from = dg_clock_us();
    int rc = dg_clickhouse_run(k->w->store, dg_buf_str(&sql), dg_buf_str(&k->rows), &err);
    int64_t took = dg_clock_us() - from;
    dg_buf_free(&sql);
    if (rc) {
        count(k, DG_WORK_STORE_FAILURES, 1);
        dg_log_error(k->w->log, "store failed", &err);
        k->store_pause_ms = k->store_pause_ms ? k->store_pause_ms * 2 : PAUSE_MS;
        if (k->store_pause_ms > PAUSE_MOST_MS) k->store_pause_ms = PAUSE_MOST_MS;
        k->store_next_ms = dg_clock_ms() + k->store_pause_ms;
        return;
    }
    k->store_pause_ms = 0;
    count(k, DG_WORK_STORED, k->n_rows);
    count(k, DG_WORK_BATCHES, 1);
    count(k, DG_WORK_STORE_US, (uint64_t)took);
    dg_log_event(k->w->log, "stored", "=articles", (int64_t)k->n_rows, "=bytes", (int64_t)k->rows.n,
                 ".seconds", (double)took / 1e6, NULL);
    for (uint32_t i = 0; i < k->n_read; i++) dg_queue_ack(k->w->queue, &k->read[i]);
    k->n_read = k->n_rows = 0;
    dg_buf_clear(&k->rows);
}

/* ---- the run ---- */

static bool finished(work *k) {
    bool none = !dg_crew_busy(k->w->crew) && !k->n_rows;
    if (stopping(k)) return none || dg_clock_ms() - k->stopped_ms > STOP_MS;
    if (!k->w->until_empty || !k->empty || k->n_waiting || !none) return false;
    uint64_t waiting = 0, taken = 0;
    dg_err err = {0};
    return !dg_queue_pending(k->w->queue, &waiting, &taken, &err) && !waiting && !taken;
}

static void give_back_all(work *k) {
    for (uint32_t i = 0; i < k->n_waiting; i++) dg_queue_give_back(k->w->queue, &k->waiting[i], 0);
    for (uint32_t i = 0; i < k->w->readers; i++)
        if (k->reading[i].message) dg_queue_give_back(k->w->queue, &k->reading[i], 0);
    for (uint32_t i = 0; i < k->n_read; i++) dg_queue_give_back(k->w->queue, &k->read[i], 0);
}

static int run(work *k, dg_err *err) {
    int rc = 0;
    while (!rc && !finished(k)) {
        take(k);
        if (stopping(k)) {
            for (uint32_t i = 0; i < k->n_waiting; i++)
                dg_queue_give_back(k->w->queue, &k->waiting[i], 0);
            k->n_waiting = 0;
        }
        give(k);
        rc = hear(k, err);
        hold_all(k);
        if (!rc && batch_is_due(k)) store(k);
        if (k->n_rows && (!dg_crew_busy(k->w->crew) || k->n_rows >= k->w->batch)) {
            struct timespec pause = {0, 5000000}; /* there is nothing to wait for but the store */
            nanosleep(&pause, NULL);
        }
        dg_metric_set(&k->w->metrics[DG_WORK_HELD],
                      k->n_waiting + k->n_read + dg_crew_busy(k->w->crew));
        dg_metric_set(&k->w->metrics[DG_WORK_BUSY], dg_crew_busy(k->w->crew));
    }
    return rc;
}

int dg_work_run(const dg_work *w, dg_err *err) {
    work k = {.w = w, .cap = w->readers * AHEAD, .held_ms = dg_clock_ms()};
    dg_buf_init(&k.rows, (size_t)1 << 30);
    k.waiting = calloc(k.cap, sizeof *k.waiting);
    k.reading = calloc(w->readers, sizeof *k.reading);
    k.read = calloc(w->batch + w->readers + 1, sizeof *k.read);
    int rc = k.waiting && k.reading && k.read ? 0 : dg_err_set(err, DG_E_NOMEM, 0, "worker");
    dg_clickhouse_tick(w->store, on_tick, &k);
    if (!rc) rc = run(&k, err);
    uint32_t left = k.n_read;
    if (k.waiting && k.reading && k.read) give_back_all(&k);
    dg_clickhouse_tick(w->store, NULL, NULL);
    if (!rc && left) rc = dg_err_set(err, DG_E_STOPPED, 0, "%u articles are not stored", left);
    dg_buf_free(&k.rows);
    free(k.waiting);
    free(k.reading);
    free(k.read);
    return rc;
}
