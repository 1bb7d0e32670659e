/* hosts.c: see hosts.h. Hosts are found by their authority ("example.org:8080"); all of them are
 * looked at for the next job, which for some hundreds costs nothing beside one request. When all
 * places of hosts are taken, those without a job give way. */
#include "fetch/hosts.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    MAX_NAME = 256,
    PATIENCE_MS = 90 * 1000, /* longer than any Crawl-delay that is obeyed */
    ROBOTS_MS = 24 * 3600 * 1000,
    ROBOTS_AGAIN_MS = 30 * 60 * 1000
};

struct dg_host {
    char name[MAX_NAME]; /* scheme and authority: "https://example.org" */
    dg_robots robots;
    int64_t robots_until; /* 0: not known yet */
    int64_t free_at;
    bool used, busy;
    dg_job *first, *last;
};

struct dg_hosts {
    uint32_t pause_ms, n_jobs, turn;
    dg_str token;
    dg_host *hosts; /* [DG_MAX_HOSTS] */
    dg_job *jobs;   /* [DG_MAX_JOBS] */
};

int dg_hosts_new(uint32_t pause_ms, dg_str token, dg_hosts **ret, dg_err *err) {
    dg_hosts *h = calloc(1, sizeof *h);
    if (h) {
        h->hosts = calloc(DG_MAX_HOSTS, sizeof *h->hosts);
        h->jobs = calloc(DG_MAX_JOBS, sizeof *h->jobs);
    }
    if (!h || !h->hosts || !h->jobs) {
        dg_hosts_free(h);
        return dg_err_set(err, DG_E_NOMEM, 0, "hosts");
    }
    h->pause_ms = pause_ms, h->token = token;
    *ret = h;
    return 0;
}

void dg_hosts_free(dg_hosts *h) {
    if (!h) return;
    for (uint32_t i = 0; i < DG_MAX_HOSTS && h->hosts; i++) dg_robots_free(&h->hosts[i].robots);
    free(h->hosts);
    free(h->jobs);
    free(h);
}

/* ---- addresses ---- */

/* The part of the address up to its path; 0: no http or https address with a host. */
static uint32_t origin_end(dg_str url) {
    uint32_t at = dg_str_starts(url, DG_STR("https://"))  ? 8
                  : dg_str_starts(url, DG_STR("http://")) ? 7
                                                          : 0;
    uint32_t end = at;
    while (end < url.n && !strchr("/?#", url.p[end])) end++;
    return at && end > at ? end : 0;
}

static bool copy(char *out, uint32_t cap, dg_str s) {
    if (s.n >= cap) return false;
    if (s.n) memcpy(out, s.p, s.n);
    out[s.n] = 0;
    return true;
}

/* What robots.txt speaks of: path and query. */
static dg_str path_of(dg_str url) {
    uint32_t from = origin_end(url), to = from;
    while (to < url.n && url.p[to] != '#') to++;
    return dg_str_cut(url, from, to);
}

/* ---- hosts ---- */

static dg_host *unused_host(dg_hosts *h) {
    for (uint32_t i = 0; i < DG_MAX_HOSTS; i++)
        if (!h->hosts[i].used) return &h->hosts[i];
    for (uint32_t i = 0; i < DG_MAX_HOSTS; i++) {
        dg_host *old = &h->hosts[i];
        if (old->busy || old->first) continue;
        dg_robots_free(&old->robots);
        *old = (dg_host){.used = false};
        return old;
    }
    return NULL;
}

static dg_host *host_of(dg_hosts *h, dg_str url) {
    dg_str name = dg_str_cut(url, 0, origin_end(url));
    if (!name.n || name.n >= MAX_NAME) return NULL;
    for (uint32_t i = 0; i < DG_MAX_HOSTS && h->hosts[i].used; i++)
        if (dg_str_is(name, h->hosts[i].name)) return &h->hosts[i];
    dg_host *host = unused_host(h);
    if (!host) return NULL;
    copy(host->name, sizeof host->name, name);
    host->used = true;
    return host;
}

static void queue(dg_host *host, dg_job *job, bool in_front) {
    job->host = host, job->next = NULL;
    if (!host->first) {
        host->first = host->last = job;
    } else if (in_front) {
        job->next = host->first, host->first = job;
    } else {
        host->last->next = job, host->last = job;
    }
}

static dg_job *take_first(dg_host *host) {
    dg_job *job = host->first;
    host->first = job->next;
    if (!host->first) host->last = NULL;
    job->next = NULL;
    return job;
}

/* ---- jobs ---- */

uint32_t dg_hosts_places(const dg_hosts *h) {
    return DG_MAX_JOBS - h->n_jobs;
}

bool dg_hosts_has(const dg_hosts *h, dg_job_kind kind, dg_str origin) {
    for (uint32_t i = 0; i < DG_MAX_JOBS; i++)
        if (h->jobs[i].used && h->jobs[i].kind == kind && dg_str_is(origin, h->jobs[i].origin))
            return true;
    return false;
}

static dg_job *new_job(dg_hosts *h, dg_job_kind kind) {
    for (uint32_t i = 0; i < DG_MAX_JOBS; i++) {
        dg_job *job = &h->jobs[i];
        if (job->used) continue;
        *job = (dg_job){.kind = kind, .used = true};
        h->n_jobs++;
        return job;
    }
    return NULL;
}

dg_job *dg_hosts_put(dg_hosts *h, dg_job_kind kind, dg_str url, bool *ret_bad) {
    *ret_bad = url.n >= DG_MAX_URL || !origin_end(url) || origin_end(url) >= MAX_NAME;
    dg_job *job = *ret_bad ? NULL : new_job(h, kind);
    dg_host *host = job ? host_of(h, url) : NULL;
    if (!host) {
        if (job) dg_hosts_done(h, job);
        return NULL;
    }
    copy(job->url, sizeof job->url, url);
    copy(job->origin, sizeof job->origin, url);
    queue(host, job, false);
    return job;
}

bool dg_hosts_move(dg_hosts *h, dg_job *job, dg_str url) {
    dg_host *host = url.n < DG_MAX_URL ? host_of(h, url) : NULL;
    if (!host || !copy(job->url, sizeof job->url, url)) return false;
    queue(host, job, true);
    return true;
}

void dg_hosts_done(dg_hosts *h, dg_job *job) {
    job->used = false;
    h->n_jobs--;
}

/* ---- whose turn it is ---- */

/* The robots.txt that must be read before this host's jobs; NULL without a place for it. */
static dg_job *ask_robots(dg_hosts *h, dg_host *host) {
    dg_job *job = new_job(h, DG_JOB_ROBOTS);
    if (!job) return NULL;
    snprintf(job->url, sizeof job->url, "%s/robots.txt", host->name);
    job->host = host;
    host->busy = true;
    return job;
}

static dg_job *from_host(dg_hosts *h, dg_host *host, int64_t now_ms, dg_verdict *ret) {
    *ret = DG_JOB_ASK;
    if (host->robots_until <= now_ms) return ask_robots(h, host);
    dg_job *job = take_first(host);
    if (dg_robots_allow(&host->robots, path_of(dg_str_of(job->url))))
        host->busy = true;
    else
        *ret = DG_JOB_DENIED;
    return job;
}

/* Hosts take turns, so that none starves behind a long queue. */
dg_job *dg_hosts_next(dg_hosts *h, int64_t now_ms, dg_verdict *ret, int64_t *ret_until_ms,
                      uint32_t *ret_wait_ms) {
    int64_t wait = UINT32_MAX;
    for (uint32_t k = 0; k < DG_MAX_HOSTS; k++) {
        uint32_t at = (h->turn + k) % DG_MAX_HOSTS;
        dg_host *host = &h->hosts[at];
        int64_t pause = host->free_at - now_ms;
        if (!host->used || host->busy || !host->first) continue;
        if (pause > PATIENCE_MS) {
            *ret = DG_JOB_LATER, *ret_until_ms = host->free_at;
            return take_first(host);
        }
        if (pause > 0) {
            if (pause < wait) wait = pause;
            continue;
        }
        dg_job *job = from_host(h, host, now_ms, ret);
        if (!job) continue;
        h->turn = at + 1;
        return job;
    }
    *ret_wait_ms = (uint32_t)wait;
    return NULL;
}

bool dg_hosts_closed(const dg_job *job) {
    return job->host->robots.closed;
}

void dg_hosts_answered(dg_hosts *h, dg_job *job, int64_t now_ms, int64_t retry_ms) {
    dg_host *host = job->host;
    int64_t pause = h->pause_ms > host->robots.delay_ms ? h->pause_ms : host->robots.delay_ms;
    host->busy = false;
    host->free_at = now_ms + (retry_ms > pause ? retry_ms : pause);
}

/* RFC 9309, 2.3.1: what is not there (4xx) forbids nothing; a site that fails forbids all, and is
 * asked again soon. */
void dg_hosts_robots(dg_hosts *h, dg_job *job, int status, dg_str body, int64_t now_ms) {
    dg_host *host = job->host;
    bool known = status >= 200 && status < 300, absent = status >= 400 && status < 500;
    if (status == 429) absent = false;
    dg_robots_read(&host->robots, known ? body : DG_STR_NULL, h->token);
    host->robots.closed |= !known && !absent;
    host->robots_until = now_ms + (known || absent ? ROBOTS_MS : ROBOTS_AGAIN_MS);
    dg_hosts_done(h, job);
}
