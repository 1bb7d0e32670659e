/* listen.c: see listen.h. */
#include "base/listen.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "127.0.0.1:8377", "[::1]:8377", "localhost:8377" */
int dg_listen_address(const char *text, dg_listen_at *ret, dg_err *err) {
    char host[64];
    const char *colon = strrchr(text, ':');
    size_t n = colon ? (size_t)(colon - text) : 0;
    char *end;
    unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;
    struct sockaddr_in *v4 = (struct sockaddr_in *)&ret->at;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&ret->at;
    memset(ret, 0, sizeof *ret);
    ret->port = (uint16_t)port;
    if (!colon || n >= sizeof host || colon[1] < '0' || colon[1] > '9' || *end || port > 65535)
        return dg_err_set(err, DG_E_ARG, 0, "listen on ADDRESS:PORT, not %s", text);
    memcpy(host, text, n), host[n] = 0;
    memcpy(ret->host, text, n);
    if (!strcmp(host, "localhost")) memcpy(host, "127.0.0.1", 10), memcpy(ret->host, host, 10);
    if (host[0] == '[' && n > 2 && host[n - 1] == ']') {
        host[n - 1] = 0;
        v6->sin6_family = AF_INET6, v6->sin6_port = htons((uint16_t)port);
        ret->n = sizeof *v6;
        if (inet_pton(AF_INET6, host + 1, &v6->sin6_addr) != 1)
            return dg_err_set(err, DG_E_ARG, 0, "not an address: %s", text);
        ret->loopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
        return 0;
    }
    v4->sin_family = AF_INET, v4->sin_port = htons((uint16_t)port);
    ret->n = sizeof *v4;
    if (inet_pton(AF_INET, host, &v4->sin_addr) != 1)
        return dg_err_set(err, DG_E_ARG, 0, "not an address: %s", text);
    ret->loopback = ntohl(v4->sin_addr.s_addr) >> 24 == 127;
    return 0;
}

/* A listening socket, and the port that it got. */
int dg_listen(const dg_listen_at *a, int *ret, uint16_t *ret_port, dg_err *err) {
    int on = 1, fd = socket(a->at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct sockaddr_storage got;
    socklen_t n = sizeof got;
    if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (const struct sockaddr *)&a->at, a->n) || listen(fd, 256) ||
        getsockname(fd, (struct sockaddr *)&got, &n)) {
        if (fd >= 0) close(fd);
        return dg_err_set(err, DG_E_IO, 0, "cannot listen there");
    }
    *ret_port = ntohs(got.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&got)->sin6_port
                                                : ((struct sockaddr_in *)&got)->sin_port);
    *ret = fd;
    return 0;
}
