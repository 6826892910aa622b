/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forecast as a SIPmath 3.0 library: for each metric a metalog in a few numbers, a stream of the HDR
 * generator, and a Gaussian copula over the streams, so that any program that follows the standard can draw
 * from the joint forecast.
 */
#ifndef BIREME_OUTPUT_FORECAST_SIPMATH_H
#define BIREME_OUTPUT_FORECAST_SIPMATH_H

#include "output/forecast/forecast.h"

/* Reports a metric that is missing from the library, or fitted badly. */
typedef void bireme_sipmath_tell(void *context, const char *metric, const char *what);

/* Appends the library. The run must have kept its samples. Metrics: revenue, bookings, wins, leads, costs,
 * contribution, CAC, and wins and revenue of each channel; those that do not vary, or have no value in some
 * trials, are left out and reported, as is a fit that is off by more than 0.02. Errors: MEMORY, DOMAIN (fewer
 * than 200 trials; nothing varies). */
BIREME_MUST_USE bireme_status bireme_forecast_write_sipmath(const bireme_forecast_view *view,
                                                            bireme_text *out, bireme_sipmath_tell *tell,
                                                            void *context, bireme_error *error);

#endif
