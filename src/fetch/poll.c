/* poll.c: see poll.h. The loop takes what is due out of the archive, gives it to its host's queue,
 * starts what may be asked, and waits for an answer or for the next moment at which something is
 * due. Each answer is worked off before the next is looked at, so the archive's rows of one feed or
 * item change in one place (feed_answered, page_answered, later). */
#include "fetch/poll.h"

#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "fetch/hosts.h"
#include "intake/httpmsg.h"
#include "intake/intake.h"

enum {
    FIRST_RETRY_MS = 5 * 60 * 1000,    /* of an item; doubled each time */
    LONGEST_MS = 24 * 3600 * 1000,     /* pause of what fails again and again */
    LONGEST_RETRY_MS = 7 * LONGEST_MS, /* that a server may ask for */
    SEEN_DAYS = 60,                    /* that an item which no feed shows is remembered */
    LONGEST_WAIT_MS = 1000,            /* so that a signal is seen */
    ARENA_CEILING = 1 << 30
};
static const int64_t DAY_MS = 24 * 3600 * 1000;

typedef struct poll {
    dg_store *store;
    const dg_poll_options *o;
    const dg_poll_sink *sink;
    dg_client *client;
    dg_hosts *hosts;
    dg_arena *arena; /* of one answer, or of what is loaded */
    dg_poll_counts n;
    int64_t started, clock, pruned; /* ms: real time at the start, its monotonic clock */
} poll;

/* ---- clocks ---- */

static int64_t wall_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t now_ms(const poll *p) {
    return p->started + (int64_t)((double)(dg_clock_ms() - p->clock) * p->o->rate);
}

static void format_now(const poll *p, char out[32]) {
    time_t seconds = (time_t)(now_ms(p) / 1000);
    struct tm t;
    gmtime_r(&seconds, &t);
    strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &t);
}

/* base doubled for every failure after the first, at most LONGEST_MS, and a tenth more or less by
 * the address, so that what failed together does not come back together. */
static int64_t back_off(int64_t base, uint32_t failures, const char *url) {
    int64_t ms = base;
    uint32_t spread = 2166136261u;
    for (uint32_t i = 1; i < failures && ms < LONGEST_MS; i++) ms *= 2;
    if (ms > LONGEST_MS) ms = LONGEST_MS;
    for (; *url; url++) spread = (spread ^ (unsigned char)*url) * 16777619u;
    return ms + ms * (int64_t)(spread % 201) / 1000 - ms / 10;
}

/* ---- what becomes of feeds and items ---- */

static int report(poll *p, const char *url, int code, const char *why, int status) {
    dg_err told = {.code = 0};
    if (status)
        dg_err_set(&told, code, 0, "HTTP status %d%s%s", status, why[0] ? ": " : "", why);
    else
        dg_err_set(&told, code, 0, "%s", why);
    p->n.failures++;
    p->sink->fail(p->sink->self, dg_str_of(url), &told);
    return 0;
}

/* A feed that could not be had: asked again later, never again when it says that it is gone. */
static int feed_failed(poll *p, dg_job *job, const dg_response *r, const char *why, dg_err *err) {
    int64_t now = now_ms(p),
            wait = back_off((int64_t)p->o->interval_s * 1000, job->failures + 2, job->origin);
    if (r->retry_after_s * 1000 > wait) wait = r->retry_after_s * 1000;
    if (wait > LONGEST_RETRY_MS) wait = LONGEST_RETRY_MS;
    const dg_subscription f = {.url = dg_str_of(job->origin),
                               .next_ms = r->status == 410 ? DG_NEVER_MS : now + wait,
                               .polled_ms = now,
                               .failures = job->failures + 1,
                               .status = r->status,
                               .error = dg_str_of(why)};
    p->n.failed_polls++;
    report(p, job->origin, DG_E_IO, why, r->status);
    return dg_subscription_note(p->store, &f, err);
}

/* An item that could not be had: again later while that may help, else gone. */
static int page_failed(poll *p, dg_job *job, const dg_response *r, const char *why, bool again,
                       dg_err *err) {
    uint32_t tries = job->failures + 1;
    int64_t wait = back_off(FIRST_RETRY_MS, tries, job->origin);
    if (r->retry_after_s * 1000 > wait) wait = r->retry_after_s * 1000;
    if (wait > LONGEST_RETRY_MS) wait = LONGEST_RETRY_MS;
    again = again && tries < DG_MAX_TRIES;
    if (!again) report(p, job->origin, DG_E_IO, why, r->status);
    return dg_feed_item_note(p->store, dg_str_of(job->origin),
                             again ? DG_ITEM_WAITING : DG_ITEM_GONE, now_ms(p) + wait, tries,
                             dg_str_of(why), err);
}

static int failed(poll *p, dg_job *job, const dg_response *r, const char *why, bool again,
                  dg_err *err) {
    return job->kind == DG_JOB_FEED ? feed_failed(p, job, r, why, err)
                                    : page_failed(p, job, r, why, again, err);
}

/* Errors of the archive end the run. */
static bool ends_the_run(int rc) {
    return rc == DG_E_STORE || rc == DG_E_FULL || rc == DG_E_DENIED || rc == DG_E_NOMEM;
}

/* Hands an article on; *ret_read: it was read. */
static int hand_on(poll *p, const dg_article *a, dg_str url, bool *ret_read, dg_err *err) {
    dg_err own = {.code = 0};
    int rc = p->sink->article(p->sink->self, a, &own);
    *ret_read = !rc;
    if (!rc) p->n.articles++;
    if (ends_the_run(rc)) {
        *err = own;
        return rc;
    }
    if (rc) {
        p->n.failures++;
        p->sink->fail(p->sink->self, url, &own);
    }
    return 0;
}

/* ---- feeds ---- */

static bool is_feed(dg_format format) {
    return format == DG_FORMAT_FEED || format == DG_FORMAT_JSONL;
}

/* One item: its full text is taken at once, else its page is to be fetched. */
static int take_item(poll *p, const dg_job *job, dg_article *a, const char *crawled, dg_err *err) {
    const dg_feed_item item = {.url = a->url,
                               .feed = dg_str_of(job->origin),
                               .title = a->title,
                               .byline = a->byline,
                               .outlet = a->outlet,
                               .lang = a->lang,
                               .date = a->date};
    bool fresh = true, read, full = a->bytes.n && !a->teaser;
    int rc = a->url.n ? dg_feed_item_see(p->store, &item, now_ms(p), &fresh, err) : 0;
    p->n.items += fresh;
    if (rc || !fresh || !full) return rc;
    a->crawled = dg_str_of(crawled);
    rc = hand_on(p, a, a->uri, &read, err);
    if (rc || !a->url.n) return rc;
    return dg_feed_item_note(p->store, a->url, read ? DG_ITEM_DONE : DG_ITEM_WAITING, now_ms(p), 0,
                             DG_STR_NULL, err);
}

/* The items of a feed's body. *ret_is_feed: false when it is something else. */
static int read_items(poll *p, const dg_job *job, const dg_response *r, bool *ret_is_feed,
                      dg_err *err) {
    dg_intake *in = NULL;
    char crawled[32];
    int rc = dg_intake_open(r->body, job->origin, DG_FORMAT_AUTO, &in, err), got;
    format_now(p, crawled);
    *ret_is_feed = !rc && is_feed(dg_intake_format(in));
    while (!rc && *ret_is_feed) {
        dg_article a = {.url = DG_STR_NULL};
        dg_err own = {.code = 0};
        dg_arena_mark mark = dg_arena_mark_get(p->arena);
        got = dg_intake_next(in, p->arena, &a, &own);
        if (!got) break;
        if (got < 0 && got != DG_E_EMPTY) { /* one broken item, or the rest of a broken feed */
            p->sink->fail(p->sink->self, dg_str_of(job->origin), &own);
            p->n.failures++;
        } else {
            rc = take_item(p, job, &a, crawled, err);
        }
        dg_arena_release(p->arena, mark);
    }
    dg_intake_close(in);
    return rc;
}

static int feed_answered(poll *p, dg_job *job, const dg_response *r, dg_err *err) {
    bool is_a_feed = true;
    if (r->status != 304 && (r->status < 200 || r->status > 299))
        return feed_failed(p, job, r, "", err);
    if (r->status == 304)
        p->n.unchanged++;
    else {
        dg_err own = {.code = 0};
        int rc = read_items(p, job, r, &is_a_feed, &own);
        if (ends_the_run(rc)) return *err = own, rc;
        if (rc || !is_a_feed) return feed_failed(p, job, r, rc ? own.text : "not a feed", err);
    }
    const dg_subscription f = {.url = dg_str_of(job->origin),
                               .etag = r->status == 304 ? dg_str_of(job->etag) : r->etag,
                               .modified =
                                   r->status == 304 ? dg_str_of(job->modified) : r->modified,
                               .next_ms = now_ms(p) + (int64_t)p->o->interval_s * 1000,
                               .polled_ms = now_ms(p),
                               .status = r->status};
    return dg_subscription_note(p->store, &f, err);
}

/* ---- pages ---- */

static bool is_readable(dg_str type) {
    static const char *const types[] = {"text/html", "application/xhtml+xml", "text/plain"};
    for (uint32_t i = 0; i < DG_LEN(types); i++)
        if (dg_str_is(type, types[i])) return true;
    return !type.n;
}

static int page_answered(poll *p, dg_job *job, const dg_response *r, dg_err *err) {
    dg_feed_item item = {.tries = 0};
    dg_media media = dg_media_read(r->type, p->arena);
    char crawled[32];
    bool read, soon = r->status >= 500 || r->status == 429 || r->status == 408 || r->status == 425;
    if (r->status < 200 || r->status > 299) return page_failed(p, job, r, "", soon, err);
    if (!is_readable(media.type))
        return page_failed(p, job, r, "neither HTML nor text", false, err);
    int rc = dg_feed_item_get(p->store, dg_str_of(job->origin), p->arena, &item, err);
    if (rc) return rc == DG_E_NOT_FOUND ? 0 : rc; /* its feed was dropped meanwhile */
    format_now(p, crawled);
    dg_str url = dg_str_of(r->url);
    const dg_article a = {.format = DG_FORMAT_FEED,
                          .html = !dg_str_is(media.type, "text/plain"),
                          .uri = url,
                          .url = url,
                          .bytes = r->body,
                          .title = item.title,
                          .byline = item.byline,
                          .outlet = item.outlet,
                          .lang = item.lang,
                          .date = item.date,
                          .charset = media.charset,
                          .crawled = dg_str_of(crawled),
                          .file = item.feed};
    p->n.pages++;
    rc = hand_on(p, &a, item.url, &read, err);
    if (rc) return rc;
    return dg_feed_item_note(p->store, dg_str_of(job->origin), read ? DG_ITEM_DONE : DG_ITEM_GONE,
                             now_ms(p), 0, read ? DG_STR_NULL : DG_STR("no article"), err);
}

/* ---- answers ---- */

static int ask(poll *p, dg_job *job, dg_err *err) {
    const dg_request r = {.url = job->url,
                          .etag = job->etag,
                          .modified = job->modified,
                          .limit = job->kind == DG_JOB_PAGE   ? DG_MAX_ARTICLE
                                   : job->kind == DG_JOB_FEED ? DG_MAX_WHOLE
                                                              : 2 * DG_MAX_ROBOTS,
                          .tag = job};
    return dg_client_start(p->client, &r, err);
}

static bool is_redirect(const dg_response *r) {
    return r->location && (r->status == 301 || r->status == 302 || r->status == 303 ||
                           r->status == 307 || r->status == 308);
}

/* robots.txt: redirects are followed here, since it belongs to the host that was asked first. */
static int robots_answered(poll *p, dg_job *job, const dg_response *r, dg_err *err) {
    if (is_redirect(r) && job->redirects++ < DG_MAX_REDIRECTS && strlen(r->location) < DG_MAX_URL) {
        memcpy(job->url, r->location, strlen(r->location) + 1);
        if (!ask(p, job, err)) return 0;
    }
    bool lost = is_redirect(r); /* RFC 9309, 2.3.1.2: as if there were none */
    dg_hosts_answered(p->hosts, job, now_ms(p), 0);
    dg_hosts_robots(p->hosts, job, lost ? 404 : r->status, r->body, now_ms(p));
    return 0;
}

static int answered(poll *p, const dg_response *r, dg_err *err) {
    dg_job *job = r->tag;
    int rc;
    if (job->kind == DG_JOB_ROBOTS) return robots_answered(p, job, r, err);
    bool busy = r->status == 429 || r->status == 503; /* the host, not the page */
    int64_t retry_ms = busy ? r->retry_after_s * 1000 : 0;
    dg_hosts_answered(p->hosts, job, now_ms(p), retry_ms < LONGEST_MS ? retry_ms : LONGEST_MS);
    if (is_redirect(r)) {
        bool on = job->redirects++ < DG_MAX_REDIRECTS &&
                  dg_hosts_move(p->hosts, job, dg_str_of(r->location));
        if (on) return 0;
        rc = failed(p, job, r, "redirected in a circle, or to where we do not go", false, err);
    } else if (!r->status) {
        rc = failed(p, job, r, r->why, !r->refused, err);
    } else {
        rc = job->kind == DG_JOB_FEED ? feed_answered(p, job, r, err)
                                      : page_answered(p, job, r, err);
    }
    dg_hosts_done(p->hosts, job);
    return rc;
}

static int denied(poll *p, dg_job *job, dg_err *err) {
    const dg_response none = {.status = 0};
    bool closed = dg_hosts_closed(job);
    int rc = failed(p, job, &none, closed ? "robots.txt could not be had" : "robots.txt forbids it",
                    closed, err);
    dg_hosts_done(p->hosts, job);
    return rc;
}

/* Its host wants to be left alone: not a failure of its own. */
static int postpone(poll *p, dg_job *job, int64_t until_ms, dg_err *err) {
    int rc = job->kind == DG_JOB_FEED
                 ? dg_subscription_postpone(p->store, dg_str_of(job->origin), until_ms, err)
                 : dg_feed_item_note(p->store, dg_str_of(job->origin), DG_ITEM_WAITING, until_ms,
                                     job->failures, DG_STR_NULL, err);
    dg_hosts_done(p->hosts, job);
    return rc;
}

/* ---- the loop ---- */

static void copy_mark(char out[DG_MAX_ETAG], dg_str s) {
    if (s.n >= DG_MAX_ETAG) s.n = 0;
    if (s.n) memcpy(out, s.p, s.n);
    out[s.n] = 0;
}

static int load_feeds(poll *p, dg_err *err) {
    dg_subscription *due = NULL;
    uint32_t n = 0;
    int rc = dg_subscription_due(p->store, now_ms(p), DG_MAX_JOBS, p->arena, &due, &n, err);
    for (uint32_t i = 0; i < n && !rc && dg_hosts_places(p->hosts); i++) {
        bool bad = false;
        if (dg_hosts_has(p->hosts, DG_JOB_FEED, due[i].url)) continue;
        dg_job *job = dg_hosts_put(p->hosts, DG_JOB_FEED, due[i].url, &bad);
        if (bad) {
            due[i].next_ms = DG_NEVER_MS, due[i].polled_ms = now_ms(p);
            due[i].error = DG_STR("not an address to fetch");
            rc = dg_subscription_note(p->store, &due[i], err);
        }
        if (!job) continue;
        p->n.polls++;
        job->failures = due[i].failures;
        copy_mark(job->etag, due[i].etag);
        copy_mark(job->modified, due[i].modified);
    }
    return rc;
}

static int load_items(poll *p, dg_err *err) {
    dg_feed_item *due = NULL;
    uint32_t n = 0;
    int rc = dg_feed_item_due(p->store, now_ms(p), 2 * DG_MAX_JOBS, p->arena, &due, &n, err);
    for (uint32_t i = 0; i < n && !rc && dg_hosts_places(p->hosts); i++) {
        bool bad = false;
        if (dg_hosts_has(p->hosts, DG_JOB_PAGE, due[i].url)) continue;
        dg_job *job = dg_hosts_put(p->hosts, DG_JOB_PAGE, due[i].url, &bad);
        if (bad)
            rc = dg_feed_item_note(p->store, due[i].url, DG_ITEM_GONE, 0, due[i].tries,
                                   DG_STR("not an address to fetch"), err);
        if (job) job->failures = due[i].tries;
    }
    return rc;
}

/* Half of the places are left for what redirects and robots.txt need. */
static int load(poll *p, dg_err *err) {
    dg_arena_reset(p->arena);
    if (dg_hosts_places(p->hosts) < DG_MAX_JOBS / 2) return 0;
    int rc = load_feeds(p, err);
    if (!rc) rc = load_items(p, err);
    if (!rc && now_ms(p) - p->pruned > DAY_MS) {
        p->pruned = now_ms(p);
        rc = dg_feed_item_prune(p->store, now_ms(p) - SEEN_DAYS * DAY_MS, err);
    }
    return rc;
}

/* Starts a request; what cannot even be asked has failed. */
static int start(poll *p, dg_job *job, dg_err *err) {
    dg_err own = {.code = 0};
    dg_response refused = {.tag = job, .refused = true};
    if (!ask(p, job, &own)) return 0;
    snprintf(refused.why, sizeof refused.why, "%s", own.text);
    return answered(p, &refused, err);
}

/* Starts what may be asked now; *ret_wait_ms: virtual, until more may be. */
static int start_all(poll *p, uint32_t *ret_wait_ms, dg_err *err) {
    int rc = 0;
    *ret_wait_ms = LONGEST_WAIT_MS;
    while (!rc && dg_client_under_way(p->client) < p->o->most) {
        dg_verdict verdict;
        int64_t until = 0;
        dg_job *job = dg_hosts_next(p->hosts, now_ms(p), &verdict, &until, ret_wait_ms);
        if (!job) break;
        rc = verdict == DG_JOB_ASK      ? start(p, job, err)
             : verdict == DG_JOB_DENIED ? denied(p, job, err)
                                        : postpone(p, job, until, err);
    }
    return rc;
}

/* Real milliseconds until something can happen. */
static int how_long(const poll *p, uint32_t wait_ms, uint32_t *ret, bool *ret_idle, dg_err *err) {
    int64_t next = 0;
    int rc = dg_subscription_next(p->store, &next, err);
    if (rc) return rc;
    int64_t until = next == DG_NEVER_MS ? DAY_MS : next - now_ms(p);
    bool queued = dg_hosts_places(p->hosts) < DG_MAX_JOBS;
    *ret_idle = !queued && until > 0;
    if (queued) until = wait_ms;
    double real = (double)(until > 0 ? until : 0) / p->o->rate;
    *ret = real < 1 ? 1 : real > LONGEST_WAIT_MS ? LONGEST_WAIT_MS : (uint32_t)real;
    return 0;
}

static int run(poll *p, dg_err *err) {
    for (;;) {
        uint32_t wait = 0;
        bool idle = false;
        if (p->o->stop && *p->o->stop) return dg_err_set(err, DG_E_STOPPED, 0, "asked to stop");
        int rc = load(p, err);
        if (!rc) rc = start_all(p, &wait, err);
        if (!rc) rc = how_long(p, wait, &wait, &idle, err);
        if (!rc) rc = p->sink->between(p->sink->self, idle, &p->n, err);
        if (rc) return rc;
        if (idle && p->o->once) return 0;
        dg_response r;
        while (!rc && dg_client_wait(p->client, wait, &r)) {
            rc = answered(p, &r, err);
            dg_arena_reset(p->arena);
            wait = 0;
        }
        if (rc) return rc;
    }
}

int dg_poll_run(dg_store *store, const dg_poll_options *options, const dg_poll_sink *sink,
                dg_poll_counts *ret, dg_err *err) {
    poll p = {.store = store, .o = options, .sink = sink};
    p.started = wall_ms(), p.clock = dg_clock_ms();
    p.arena = dg_arena_new(ARENA_CEILING);
    int rc = p.arena ? dg_hosts_new(options->pause_ms, dg_str_of(options->token), &p.hosts, err)
                     : dg_err_set(err, DG_E_NOMEM, 0, "feeds");
    if (!rc) rc = dg_client_new(&options->client, &p.client, err);
    if (!rc) rc = run(&p, err);
    *ret = p.n;
    dg_client_free(p.client);
    dg_hosts_free(p.hosts);
    dg_arena_free(p.arena);
    return rc;
}
