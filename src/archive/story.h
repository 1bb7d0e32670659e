/* story.h: which articles are about the same thing, in whatever language they are written.
 *
 *   articles in order of (day, id) ─► each joins the story it is nearest to, or founds one
 *
 * Nearness of two articles is the cosine of their features (features.h), rare ones counting more,
 * once over what every language shares (who, what, figures, names) and once over words; between two
 * languages only cognates can agree, so there less is asked of the words. A story takes an article
 * that is near enough to its members of the last DG_STORY_DAYS days; what is older is forgotten.
 *
 * Because articles are taken in the order of their days and never in that of arrival, and because
 * nothing older than the window has a say, the result is a function of the set of articles: a late
 * one only needs its own day and those after it to be joined again. Articles without a day are
 * compared among themselves, and more is asked of them; two that are known to be of different
 * months, say, are never put together.
 *
 * cost: per article O(postings of its features), at most MAX_POSTING each (story.c) */
#ifndef DG_STORY_H
#define DG_STORY_H

#include "archive/features.h"
#include "base/arena.h"
#include "base/date.h"

enum { DG_STORY_DAYS = 7 };

typedef struct dg_story_article {
    dg_str id;         /* of the article */
    dg_str story;      /* id of the article that founded its story; p NULL: to be found */
    int32_t day;       /* DG_DAY_NONE: unknown */
    dg_days published; /* a month or a year, where the day is unknown; may be DG_DAYS_NONE */
    char lang[4];
    uint32_t n_features;
    const dg_feature *features;
} dg_story_article;

/* Fills `story` of the articles that have none. articles[n] stand in order of (day, id), either all
 * with a day or all without; those of the DG_STORY_DAYS days before the first open one are given
 * along with their stories. On DG_E_NOMEM nothing is promised about `story`. */
int dg_stories_join(dg_story_article *articles, uint32_t n, dg_err *err);

#endif
