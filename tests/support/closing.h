/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When deals close, worked out for the statistical tests without the library: shares by quadrature over the
 * time of arrival along a clock whose speed is constant within a period, and odds.
 */
#ifndef BIREME_TESTS_CLOSING_H
#define BIREME_TESTS_CLOSING_H

#include <stddef.h>

#define MONTH_DAYS (365.25 / 12)

/* Distribution functions of a delay in days, by its mean (Erlang: the mean of each of its
 * two exponential parts). */
double exponential_cdf(double x, double mean);
double erlang_cdf(double x, double mean);

typedef struct closing_delay {
    double (*cdf)(double x, double mean);
    double mean;
    const double *speed; /* of the clock in each period: pace / cycle multiplier; NULL: 1 throughout */
    double days;         /* of a period; 0: a month */
} closing_delay;

/* Days on the clock from the start to a time in periods. */
double clock_at(const closing_delay *delay, double time);
/* The share of the leads that arrive evenly in period `arrival` and are decided in period `decision`. */
double share_decided(const closing_delay *delay, size_t arrival, size_t decision);
/* Mean number decided in a period, of rate[a] arrivals in period a. */
double decided_in(const closing_delay *delay, const double *rate, size_t decision);
/* The share of what starts at time 0 that is decided in the period. */
double share_decided_from_start(const closing_delay *delay, size_t decision);

/* The probability whose odds are those of p times `odds`. */
double with_odds(double p, double odds);

#endif
