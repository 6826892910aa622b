/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From spend to the money that buys leads: carry-over, then the response curve. What more spend would bring
 * at the margin is taken from the definition: the same percentage more in every period of the horizon, the
 * quotient of differences by the five-point rule (error of the order of the step's fourth power).
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static oracle_curve read_curve(const cJSON *node)
{
    oracle_curve c = {.name = "linear"};
    if (node == NULL) return c;
    oracle_know(node, "response", "curve reference_spend elasticity half_saturation shape");
    snprintf(c.name, sizeof c.name, "%s", oracle_text_or(node, "curve", "linear"));
    c.reference = oracle_number_or(node, "reference_spend", 0);
    if (strcmp(c.name, "linear") == 0) return c;
    if (!(c.reference > 0)) oracle_stop("no reference_spend");
    if (strcmp(c.name, "power") == 0) {
        c.elasticity = oracle_number(node, "elasticity");
    } else {
        c.half = oracle_number(node, "half_saturation");
        c.shape = oracle_number(node, "shape");
    }
    return c;
}

static double hill(const oracle_curve *c, double x)
{
    return 1 / (1 + pow(c->half / x, c->shape));
}

static double respond(const oracle_curve *c, double x)
{
    if (x <= 0) return 0;
    if (strcmp(c->name, "linear") == 0) return x;
    if (strcmp(c->name, "power") == 0) return c->reference * pow(x / c->reference, c->elasticity);
    return c->reference * hill(c, x) / hill(c, c->reference);
}

/* What is left in period t of everything spent before the horizon. */
static double carried_in(const cJSON *before, double retention, size_t t)
{
    if (before == NULL) return 0;
    if (cJSON_IsNumber(before)) return before->valuedouble * pow(retention, (double)t + 1);
    int n = cJSON_GetArraySize(before);
    double sum = 0;
    for (int k = 1; k <= n; k++) /* k periods before the first */
        sum += (1 - retention) * pow(retention, (double)t + k) *
               cJSON_GetArrayItem(before, n - k)->valuedouble;
    return sum;
}

/* The same of what was spent in the periods that are over, in order of time. */
static double carried_from_past(const cJSON *spent, double retention, size_t t)
{
    int n = cJSON_GetArraySize(spent);
    double sum = 0;
    for (int k = 0; k < n; k++)
        sum += (1 - retention) * pow(retention, (double)t + n - k) *
               cJSON_GetArrayItem(spent, k)->valuedouble;
    return sum;
}

void oracle_spend_in(const oracle_channel *channel, const double *factor, size_t t, double *effective,
                     double *marginal)
{
    const double step = 1e-3, r = channel->retention;
    double own = 0, f[5];
    for (size_t k = 0; k <= t; k++)
        own += (1 - r) * pow(r, (double)k) * channel->spend[t - k] * (factor == NULL ? 1 : factor[t - k]);
    *effective = respond(&channel->curve, channel->before[t] + own);
    *marginal = 0;
    if (own <= 0) return;
    for (int i = 0; i < 5; i++)
        f[i] = respond(&channel->curve, channel->before[t] + own * (1 + (i - 2) * step));
    *marginal = (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / (12 * step);
}

void oracle_read_spend(oracle *model, oracle_channel *channel, const cJSON *root, const cJSON *node,
                       const cJSON *defaults)
{
    const char *member[] = {"spend", "spend_before", "response"};
    const cJSON *given[3];
    for (int i = 0; i < 3; i++) {
        given[i] = oracle_get(node, member[i]);
        if (given[i] == NULL) given[i] = oracle_get(defaults, member[i]);
    }
    channel->retention = oracle_number_or(node, "adstock", oracle_number_or(defaults, "adstock", 0));
    channel->curve = read_curve(given[2]);
    const cJSON *actuals = oracle_get(oracle_get(root, "actuals"), "channels"),
                *spent = oracle_get(oracle_get(actuals, channel->name), "spend");
    channel->spend = oracle_per_period(model, root, given[0], 0);
    channel->before = oracle_alloc(model, model->periods, sizeof *channel->before);
    channel->effective = oracle_alloc(model, model->periods, sizeof *channel->effective);
    channel->reference = channel->curve.reference;
    channel->marginal = oracle_alloc(model, model->periods, sizeof *channel->marginal);
    for (size_t t = 0; t < model->periods; t++) {
        channel->before[t] = carried_in(given[1], channel->retention, model->past + t) +
                             carried_from_past(spent, channel->retention, t);
        oracle_spend_in(channel, NULL, t, &channel->effective[t], &channel->marginal[t]);
    }
}
