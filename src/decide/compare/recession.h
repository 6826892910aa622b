/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a recession does to a plan, as one number that can be quoted: the same plan played through twice on
 * the same random numbers, with the economy in a recession from a stated date on, and without one.
 *
 * A forecast weighs all paths that the economy may take by their probabilities; and the mean of the trials in
 * which a recession happens to come mixes early ones with late ones. Neither says what a recession would
 * cost.
 */
#ifndef BIREME_DECIDE_COMPARE_RECESSION_H
#define BIREME_DECIDE_COMPARE_RECESSION_H

#include "bireme/forecast.h"
#include "compile/compiled.h"

enum { BIREME_RECESSION_FIGURES = 4 };

/* A metric over the horizon. */
typedef struct bireme_recession_figure {
    bireme_metric_id id;
    bireme_summary without, with, difference;       /* with − without, trial by trial */
    double probability_below, probability_below_se; /* that the difference is less than 0 */
    double probability_above, probability_above_se;
} bireme_recession_figure;

typedef struct bireme_recession {
    size_t regime;    /* of the model: the recession */
    size_t otherwise; /* the regime of every period without it, and of those before it */
    size_t from;      /* its first period, of the trials'; it lasts to the end of the horizon */
    uint64_t trials;
    size_t n; /* 0: there is nothing to say */
    /* [n] first that of the forecast's goal, or its subject; each only once, and none of which the facts are
     * not known */
    bireme_recession_figure figure[BIREME_RECESSION_FIGURES];
} bireme_recession;

/* Which regime is the recession, and which one is there without it. The recession is the regime of that name;
 * else the only one with "recession" in its name, in capital letters or not; else the one that in the mean of
 * each multiplier is worse than 1 and than all others (or as bad, but not in all), the cost per lead aside.
 * Without it: the likeliest other regime of the first period, or if there is none the likeliest after the
 * recession. False: the path of the economy is given, or nobody can tell; recession and otherwise are
 * unchanged. */
bool bireme_recession_find(const bireme_model *model, size_t *recession, size_t *otherwise);

/* Checks what is asked for: asked.regime, from the period of asked.by on (NULL: the first). Errors: DOMAIN
 * (no economy with a drawn path, no such regime or period, no other regime). */
BIREME_MUST_USE bireme_status bireme_recession_check(const bireme_model *model, const bireme_given *asked,
                                                     bireme_error *error);

/* Runs a forecast, as bireme_forecast_run() does, and then, unless it has conditions, was interrupted or is
 * too short, the recession, with fewer trials. asked: NULL: the recession that is found, from the first
 * period on. *out: NULL where nothing was finished; recession: always set, n is 0 where there is nothing to
 * say. Errors: as of bireme_forecast_run() and bireme_recession_check(). */
BIREME_MUST_USE bireme_status bireme_recession_forecast(const bireme_scenario *scenario,
                                                        const bireme_run_options *options,
                                                        const bireme_given *asked, bireme_forecast **out,
                                                        bireme_recession *recession, bireme_error *error);

/* The recession beside a forecast that has been made with these options. Errors: MEMORY, DOMAIN; an
 * interruption is none: recession->n is then 0. */
BIREME_MUST_USE bireme_status bireme_recession_beside(const bireme_scenario *scenario,
                                                      const bireme_run_options *options,
                                                      const bireme_forecast *forecast,
                                                      bireme_recession *recession, bireme_error *error);

#endif
