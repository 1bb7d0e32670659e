/* metrics.h: counts of a process of the cluster, for Prometheus: GET /metrics; GET /healthz says
 * "ok" while the process does its work. Counts are written by one thread and read by the server's.
 */
#ifndef DG_METRICS_H
#define DG_METRICS_H

#include <stdatomic.h>

#include "base/err.h"

typedef struct dg_metric {
    const char *name, *help; /* name without "dragoman_"; ends in _total where it only grows */
    _Atomic uint64_t value;
} dg_metric;

/* Fills in names and helps (words[n]: the one and the other, static), with counts of 0. */
void dg_metrics_begin(const char *const words[][2], uint32_t n, dg_metric *ret);

typedef struct dg_metrics dg_metrics;

/* Serves metrics[n] on "127.0.0.1:9100" until it is closed; they outlive it. Addresses and errors
 * are those of base/listen.h, and DG_E_NOMEM. */
int dg_metrics_open(const char *listen, dg_metric *metrics, uint32_t n, dg_metrics **ret,
                    dg_err *err);
void dg_metrics_close(dg_metrics *m); /* NULL is fine */

/* Each from any thread. */
static inline void dg_metric_add(dg_metric *m, uint64_t n) {
    atomic_fetch_add_explicit(&m->value, n, memory_order_relaxed);
}
static inline void dg_metric_set(dg_metric *m, uint64_t n) {
    atomic_store_explicit(&m->value, n, memory_order_relaxed);
}
static inline uint64_t dg_metric_get(const dg_metric *m) {
    return atomic_load_explicit(&m->value, memory_order_relaxed);
}

#endif
