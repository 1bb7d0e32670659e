/* lexicon.h: everything that lexicon/ says, loaded once, then const and shared by all threads. */
#ifndef DG_LEXICON_H
#define DG_LEXICON_H

#include "lexicon/frames.h"
#include "lexicon/names.h"
#include "lexicon/quantities.h"
#include "lexicon/reporting.h"
#include "lexicon/timewords.h"

typedef struct dg_lexicon {
    dg_arena *arena, *names_arena, *sounds_arena;
    dg_names *names; /* countries, organisations, institutions, roles, people, outlets, pronouns */
    dg_reporting *reporting; /* words that report what somebody said */
    dg_timewords *times;     /* months, weekdays, relative words */
    dg_quantities *quantities; /* numerals, units, counted things */
    dg_frames *frames;       /* events and the words that evoke them; polarity and status */
} dg_lexicon;

/* Loads every table below dir. DG_E_LEXICON names file and line. */
int dg_lexicon_open(const char *dir, dg_lexicon **ret, dg_err *err);
void dg_lexicon_close(dg_lexicon *l);

#endif
