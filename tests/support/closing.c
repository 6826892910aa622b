/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quadrature over the time of arrival.
 */
#include "support/closing.h"

#include <math.h>
#include <gsl/gsl_integration.h>
#include "support/check.h"

double exponential_cdf(double x, double mean)
{
    return x <= 0 ? 0 : -expm1(-x / mean);
}

double erlang_cdf(double x, double mean)
{
    return x <= 0 ? 0 : 1 - exp(-x / mean) * (1 + x / mean);
}

double clock_at(const closing_delay *delay, double time)
{
    double sum = 0, days = delay->days > 0 ? delay->days : MONTH_DAYS;
    if (delay->speed == NULL) return days * time;
    for (size_t t = 0; (double)t < time; t++) sum += delay->speed[t] * days * fmin(1, time - (double)t);
    return sum;
}

typedef struct arrival_of {
    const closing_delay *delay;
    size_t decision;
} arrival_of;

static double decided_given_arrival(double time, void *parameters)
{
    const arrival_of *a = parameters;
    const closing_delay *d = a->delay;
    double now = clock_at(d, time), decision = (double)a->decision;
    return d->cdf(clock_at(d, decision + 1) - now, d->mean) - d->cdf(clock_at(d, decision) - now, d->mean);
}

double share_decided(const closing_delay *delay, size_t arrival, size_t decision)
{
    if (decision < arrival) return 0;
    arrival_of a = {delay, decision};
    gsl_function f = {decided_given_arrival, &a};
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(200);
    double result, error;
    /* Smooth within a period: the shares come out right nearly to rounding. */
    int status = gsl_integration_qag(&f, (double)arrival, (double)arrival + 1, 1e-10, 1e-10, 200,
                                     GSL_INTEG_GAUSS21, workspace, &result, &error);
    gsl_integration_workspace_free(workspace);
    assert_int_equal(status, 0);
    return result;
}

double decided_in(const closing_delay *delay, const double *rate, size_t decision)
{
    double sum = 0;
    for (size_t a = 0; a <= decision; a++) sum += rate[a] * share_decided(delay, a, decision);
    return sum;
}

double share_decided_from_start(const closing_delay *delay, size_t decision)
{
    return delay->cdf(clock_at(delay, (double)decision + 1), delay->mean) -
           delay->cdf(clock_at(delay, (double)decision), delay->mean);
}

double with_odds(double p, double odds)
{
    return odds * p / (1 - p + odds * p);
}
