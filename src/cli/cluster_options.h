/* cluster_options.h: the options that the commands of the cluster share, and how they are taken out
 * of a call before the rest of it is read. */
#ifndef DG_CLUSTER_OPTIONS_H
#define DG_CLUSTER_OPTIONS_H

#include "cli/cli.h"
#include "cluster/log.h"
#include "cluster/queue.h"

/* Takes --NAME VALUE, or --NAME=VALUE, out of argv; *ret is the value. false: it is not there. */
bool dg_cli_take(int *argc, char **argv, const char *name, const char **ret);
/* The same for an option without a value. */
bool dg_cli_take_flag(int *argc, char **argv, const char *name);
/* The same for a whole number from least to most; *ret stays where it is not there. DG_EXIT_USAGE
 * with the complaint where it is none. */
int dg_cli_take_number(int *argc, char **argv, const char *name, uint64_t least, uint64_t most,
                       uint64_t *ret);
/* --nats, --stream, --credentials and what a stream is made with. */
int dg_cli_take_queue(int *argc, char **argv, dg_queue_options *ret);

#endif
