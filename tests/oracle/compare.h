/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Is a forecast of the engine the forecast that the oracle's trials show? Two-sample tests of every metric:
 * - horizon totals: chi-square on bins at pooled quantiles (ties stay together; "no value" is a bin), mean,
 * variance;
 * - each period: mean, variance, and the seven quantiles by the share of the oracle's trials below them;
 * - pairs of totals: the covariance of the bins that they fall into, of any two among leads, wins and
 * revenue of all channels (correlated rates, a common economy, the same leads), of any two stages, of any two
 * among revenue, wins, what is worked, waits or is turned away (of each team as well), and what was touched,
 * and of wins carried out and their value with all of these.
 * Where periods are over: every fact, and the totals with them as without them.
 *
 * Every check is two-sided at one level.
 */
#ifndef BIREME_TESTS_ORACLE_COMPARE_H
#define BIREME_TESTS_ORACLE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include "bireme/forecast.h"
#include "oracle/oracle.h"

typedef struct comparison {
    const char *title; /* said in messages */
    double level;      /* of one check */
    bool quiet;        /* count failures, do not print them */
    size_t checks, failures;
    double worst; /* largest deviation seen, as the |z| of a normal variable with the same probability */
} comparison;

/* forecast: with samples and periods kept. */
void compare_forecast(comparison *result, const bireme_forecast *forecast, const oracle_samples *walked);

#endif
