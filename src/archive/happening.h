/* happening.h: the same event told by several articles is one happening.
 *
 *   tellings of one matter, by time ─► happenings, each with its tellings and the days all allow
 *
 * A matter is a type of event and its sides ("CONSULT CHN+RUS", "SANCTION EUU>BLR"); tellings of
 * different matters are never compared. Two tellings of one matter are the same happening when they
 * agree in polarity and, as far as both say it, in mode and in the people who act, when neither or
 * both are plans, and when their times allow it: told times overlap ("in 2022", "for three
 * years" only within one story: much happens in a year); a report that tells no time
 * means its own day or the DG_NEWS_DAYS before; and where no day is known at all, both stand in the
 * same story. Two tellings within one article are one only where both name the same single day, or
 * where one of them, a headline say, names no time.
 *
 * cost: O(tellings × happenings open at that time) */
#ifndef DG_HAPPENING_H
#define DG_HAPPENING_H

#include "archive/query.h"
#include "base/buf.h"

enum { DG_NEWS_DAYS = 3 };

typedef struct dg_happening {
    dg_days when;   /* what all tellings allow; DG_DAYS_NONE: unknown */
    bool by_report; /* no telling names a time: when is the day of the first report */
    uint32_t n, cap;
    uint32_t *tellings; /* [n] indices of the events, in their order */
    uint32_t witnesses; /* independent ones: articles, those with the same wire or version once */
} dg_happening;

/* Groups events[n], all of one matter, in the order of dg_telling_cmp. DG_E_NOMEM. */
int dg_happenings_group(const dg_found_event *events, uint32_t n, dg_arena *arena, uint32_t *ret_n,
                        dg_happening **ret, dg_err *err);

/* Do both name people of one country, and nobody stands in both? Then they are two events. */
bool dg_happening_people_differ(const dg_found_event *a, const dg_found_event *b);

/* Who took part, as specifically as the tellings together say it: "China" here and "Wang Yi" there
 * is Wang Yi; a person told twice is one, by the longer name. */
typedef struct dg_sides {
    uint32_t n_actors, n_recipients, cap_actors, cap_recipients;
    dg_party *actors, *recipients;
} dg_sides;

/* tellings[n] are of one matter. At most DG_MAX_SIDE a side. DG_E_NOMEM. */
int dg_sides_merge(const dg_found_event *const *tellings, uint32_t n, dg_arena *arena,
                   dg_sides *ret);
enum { DG_MAX_SIDE = 64 };

/* Of the tellings' words the strongest: what happened goes before what is alleged, that before
 * background. */
dg_str dg_tellings_status(const dg_found_event *const *tellings, uint32_t n);
/* The first mode that any of them has; p NULL: none. */
dg_str dg_tellings_mode(const dg_found_event *const *tellings, uint32_t n);

/* By time told or reported, then by article and place: an order that does not know when an article
 * arrived. For qsort over dg_found_event. */
int dg_telling_cmp(const void *a, const void *b);

/* Writes the matter of an event: type, then the countries (or, where there is none, the keys) of
 * each side, sorted, each once; the sides of a mutual type are one. Without sides: the type alone
 * and ">". */
void dg_matter_write(dg_str type, const dg_party *actors, uint32_t n_actors,
                     const dg_party *recipients, uint32_t n_recipients, dg_buf *out);

#endif
