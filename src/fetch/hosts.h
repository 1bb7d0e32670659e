/* hosts.h: whom to ask what next, politely.
 *
 *   host ─► robots.txt (kept a day) ─► its jobs in the order of arrival, one at a time, with a
 * pause
 *
 * The pause is the longest of ours, the site's Crawl-delay, and Retry-After while that lasts. Times
 * are milliseconds. A fixed number of jobs and hosts, so that a flood of addresses takes no memory:
 * what finds no place stays in the archive, where it is due again. */
#ifndef DG_HOSTS_H
#define DG_HOSTS_H

#include "base/arena.h"
#include "base/err.h"
#include "doc/limits.h"
#include "fetch/robots.h"

typedef enum { DG_JOB_ROBOTS, DG_JOB_FEED, DG_JOB_PAGE } dg_job_kind;

enum { DG_MAX_JOBS = 512, DG_MAX_HOSTS = 4096 };

typedef struct dg_host dg_host;
typedef struct dg_job {
    struct dg_job *next;
    dg_host *host;
    dg_job_kind kind;
    bool used;
    uint32_t redirects, failures; /* failures: of the feed or item, before this job */
    char url[DG_MAX_URL];         /* to be asked now */
    char origin[DG_MAX_URL];      /* as feed or item are known; a job of it is one at a time */
    char etag[DG_MAX_ETAG], modified[DG_MAX_ETAG];
} dg_job;

typedef struct dg_hosts dg_hosts;

/* pause_ms: between two requests of one host. token: ours in robots.txt. NOMEM. */
int dg_hosts_new(uint32_t pause_ms, dg_str token, dg_hosts **ret, dg_err *err);
void dg_hosts_free(dg_hosts *h); /* NULL is fine */

uint32_t dg_hosts_places(const dg_hosts *h); /* for further jobs */
bool dg_hosts_has(const dg_hosts *h, dg_job_kind kind, dg_str origin);
/* A job for url, queued at its host. NULL: no place now, or the address is no http or https one or
 * too long (*ret_bad). */
dg_job *dg_hosts_put(dg_hosts *h, dg_job_kind kind, dg_str url, bool *ret_bad);
/* The same job goes on at another address (a redirect): queued there, before others. False as for
 * put; the job is still the caller's then. */
bool dg_hosts_move(dg_hosts *h, dg_job *job, dg_str url);
/* Ends a job: its place is free. */
void dg_hosts_done(dg_hosts *h, dg_job *job);

typedef enum { DG_JOB_ASK, DG_JOB_DENIED, DG_JOB_LATER } dg_verdict;

/* The next job that something can be done about, perhaps a robots.txt that stands before it. ASK:
 * its host is busy until dg_hosts_answered; DENIED: robots.txt forbids it; LATER: the host wants to
 * be left alone until *ret_until_ms, so long that the job should not wait here. NULL: none now;
 * *ret_wait_ms is how long (UINT32_MAX: until something is put or answered). */
dg_job *dg_hosts_next(dg_hosts *h, int64_t now_ms, dg_verdict *ret, int64_t *ret_until_ms,
                      uint32_t *ret_wait_ms);
/* The denied job's site could not say what it allows: worth another try. */
bool dg_hosts_closed(const dg_job *job);
/* The host may be asked again after its pause, or after retry_ms if that is longer. */
void dg_hosts_answered(dg_hosts *h, dg_job *job, int64_t now_ms, int64_t retry_ms);
/* What robots.txt said (status 0: could not be had); ends the job. */
void dg_hosts_robots(dg_hosts *h, dg_job *job, int status, dg_str body, int64_t now_ms);

#endif
