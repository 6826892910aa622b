/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forecast as a SIPmath 3.0 library: for each metric a metalog in a few numbers, a stream of the HDR
 * generator, and a Gaussian copula over the streams, so that any program of that standard draws from the
 * joint forecast.
 */
#ifndef BIREME_OUTPUT_FORECAST_SIPMATH_H
#define BIREME_OUTPUT_FORECAST_SIPMATH_H

#include "output/forecast/forecast.h"

/* What is told of a metric that is not in the library, or not well. */
typedef void bireme_sipmath_tell(void *context, const char *metric, const char *what);

/* Appends the library. The run must have kept its samples. Metrics: revenue, bookings, wins, leads, costs,
 * contribution, CAC, and of each channel wins and revenue; those that do not vary, or have no value in some
 * trials, are left out, which is told, as is a fit that is more than 0.02 off. Errors: MEMORY, DOMAIN (fewer
 * than 200 trials; nothing varies). */
BIREME_MUST_USE bireme_status bireme_forecast_write_sipmath(const bireme_forecast_view *view,
                                                            bireme_text *out, bireme_sipmath_tell *tell,
                                                            void *context, bireme_error *error);

#endif
