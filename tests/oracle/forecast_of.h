/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests of the engine through the public interface: a forecast of a scenario file or text, and z-tests of
 * what it reports against exact values. Whatever goes wrong fails the cmocka test.
 */
#ifndef BIREME_TESTS_FORECAST_OF_H
#define BIREME_TESTS_FORECAST_OF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "bireme/bireme.h"

enum { FORECAST_TRIALS = 65536 };

/* That many trials, with samples and periods; one value of the scenario replaced if path is not NULL. */
bireme_forecast *forecast_of_file(const char *file, const char *path, const char *json, uint64_t trials,
                                  uint64_t seed);
/* FORECAST_TRIALS trials of a scenario's text, in which ' stands for ". Arguments as for printf. */
bireme_forecast *forecast_of(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Half-width of every check below in reported standard errors: 5.3 is missed by chance with
 * probability 1.2e-7, so a program with up to 800 checks fails by chance less than once in 10⁴ choices of the
 * seed. */
#define CHECK_Z 5.3

#define OVER_HORIZON SIZE_MAX
/* The summary of a metric in a period, or OVER_HORIZON; never NULL. */
const bireme_summary *summary_of(const bireme_forecast *forecast, const char *metric, size_t period);
bool has_metric(const bireme_forecast *forecast, const char *metric);
const double *samples_of(const bireme_forecast *forecast, const char *metric);

/* |estimate − exact| ≤ CHECK_Z · se */
void check_z(const char *what, double estimate, double se, double exact);
void check_mean(const bireme_forecast *forecast, const char *metric, size_t period, double mean);
/* Mean and variance. */
void check_moments(const bireme_forecast *forecast, const char *metric, size_t period, double mean,
                   double variance);
/* What is the same in every trial: min, max and mean, to 1e-9 of it (sums of many rounded terms). */
void check_exact(const bireme_forecast *forecast, const char *metric, size_t period, double exact);
/* The share of the trials in which an event with this probability happened. */
void check_share(const char *what, double share, double exact);

#endif
