/* listen.h: an address to listen on, as it is written, and the socket that listens there. */
#ifndef DG_LISTEN_H
#define DG_LISTEN_H

#include <sys/socket.h>

#include "base/err.h"

typedef struct dg_listen_at {
    struct sockaddr_storage at;
    socklen_t n;
    uint16_t port; /* as it is written; 0: any */
    bool loopback; /* nobody else's machine reaches it */
    char host[64]; /* as it stands in a Host field */
} dg_listen_at;

/* "127.0.0.1:8377", "[::1]:8377", "localhost:8377"; port 0: any. DG_E_ARG: none of these. */
int dg_listen_address(const char *text, dg_listen_at *ret, dg_err *err);

/* A listening socket, which the caller closes, and the port that it got. DG_E_IO: none to be had.
 */
int dg_listen(const dg_listen_at *a, int *ret_fd, uint16_t *ret_port, dg_err *err);

#endif
