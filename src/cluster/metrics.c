/* metrics.c: see metrics.h. libmicrohttpd with one thread of its own; a few requests a minute. */
#include "cluster/metrics.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/listen.h"

struct dg_metrics {
    struct MHD_Daemon *daemon;
    dg_metric *metrics;
    uint32_t n;
};

void dg_metrics_begin(const char *const words[][2], uint32_t n, dg_metric *ret) {
    for (uint32_t i = 0; i < n; i++) {
        ret[i].name = words[i][0], ret[i].help = words[i][1];
        atomic_init(&ret[i].value, 0);
    }
}

static void write_all(const dg_metrics *m, dg_buf *out) {
    for (uint32_t i = 0; i < m->n; i++) {
        const dg_metric *x = &m->metrics[i];
        dg_str name = dg_str_of(x->name);
        dg_buf_printf(out, "# HELP dragoman_%s %s\n# TYPE dragoman_%s %s\ndragoman_%s %llu\n",
                      x->name, x->help, x->name,
                      dg_str_ends(name, DG_STR("_total")) ? "counter" : "gauge", x->name,
                      (unsigned long long)dg_metric_get(x));
    }
}

static enum MHD_Result on_request(void *self, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *body,
                                  size_t *n_body, void **of_request) {
    (void)version, (void)body, (void)n_body, (void)of_request;
    unsigned status = MHD_HTTP_NOT_FOUND;
    dg_buf out;
    dg_buf_init(&out, 1 << 20);
    if (strcmp(method, "GET") == 0 && strcmp(url, "/metrics") == 0)
        write_all(self, &out), status = MHD_HTTP_OK;
    else if (strcmp(method, "GET") == 0 && strcmp(url, "/healthz") == 0)
        dg_buf_addz(&out, "ok\n"), status = MHD_HTTP_OK;
    else
        dg_buf_addz(&out, "not found\n");
    struct MHD_Response *r =
        MHD_create_response_from_buffer(out.n, out.p ? out.p : "", MHD_RESPMEM_MUST_COPY);
    enum MHD_Result result = MHD_NO;
    if (r) {
        MHD_add_response_header(r, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        result = MHD_queue_response(connection, status, r);
        MHD_destroy_response(r);
    }
    dg_buf_free(&out);
    return result;
}

int dg_metrics_open(const char *listen, dg_metric *metrics, uint32_t n, dg_metrics **ret,
                    dg_err *err) {
    dg_listen_at at;
    int fd = -1;
    uint16_t port = 0;
    int rc = dg_listen_address(listen, &at, err);
    if (!rc && !at.port) rc = dg_err_set(err, DG_E_ARG, 0, "name the port to listen on");
    if (!rc) rc = dg_listen(&at, &fd, &port, err);
    if (rc) return rc;
    dg_metrics *m = calloc(1, sizeof *m);
    if (!m) {
        close(fd);
        return dg_err_set(err, DG_E_NOMEM, 0, "metrics");
    }
    m->metrics = metrics, m->n = n;
    m->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC, 0,
                                 NULL, NULL, on_request, m, MHD_OPTION_LISTEN_SOCKET, fd,
                                 MHD_OPTION_CONNECTION_LIMIT, 32u, MHD_OPTION_CONNECTION_TIMEOUT,
                                 10u, MHD_OPTION_END);
    if (!m->daemon) {
        close(fd);
        free(m);
        return dg_err_set(err, DG_E_IO, 0, "cannot listen on %s", listen);
    }
    *ret = m;
    return 0;
}

void dg_metrics_close(dg_metrics *m) {
    if (!m) return;
    MHD_stop_daemon(m->daemon);
    free(m);
}
