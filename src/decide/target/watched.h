/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forecasts in the course of a search: their progress is the search's, and what cancels it cancels them.
 */
#ifndef BIREME_DECIDE_TARGET_WATCHED_H
#define BIREME_DECIDE_TARGET_WATCHED_H

#include "decide/target/internal.h"

typedef struct bireme_target_watched {
    const bireme_study *study; /* whose trials were done before */
    const bireme_run_options *run;
} bireme_target_watched;

/* The options of the search, for a forecast that reports to `watched`, which must outlive it. */
bireme_run_options bireme_target_watch(bireme_target_watched *watched);

#endif
