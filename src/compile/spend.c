/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adstock (Broadbent 1979), normalised so that steady spend maps to itself: x[t] = r x[t−1] + (1 − r)
 * spend[t]. Response curves pass through the reference spend: there, a lead costs what `cost_per_lead` says.
 */
#include "compile/spend.h"

#include <math.h>
#include "numeric/special/portable.h"

/* f(x), and x f'(x), which stays finite at 0. */
double bireme_spend_respond(const bireme_response *r, double x, double *slope)
{
    if (!(x > 0)) {
        *slope = 0;
        return 0;
    }
    double f = x;
    *slope = x;
    if (r->curve == BIREME_CURVE_POWER) {
        f = r->reference_spend * bireme_pow(x / r->reference_spend, r->elasticity);
        *slope = r->elasticity * f;
    } else if (r->curve == BIREME_CURVE_HILL) { /* H(x) = 1 / (1 + (k/x)^h), x H'/H = h (1 − H) */
        double h = 1 / (1 + bireme_pow(r->half_saturation / x, r->shape));
        double at_reference = 1 / (1 + bireme_pow(r->half_saturation / r->reference_spend, r->shape));
        f = r->reference_spend * h / at_reference;
        *slope = f * r->shape * (1 - h);
    }
    return f;
}

/* What carries over into the first period from the spend before it: r · x[−1]. */
static double carried_in(const bireme_channel *channel)
{
    double x = channel->spend_before_steady;
    for (size_t i = 0; i < channel->n_spend_before; i++)
        x = channel->adstock * x + (1 - channel->adstock) * channel->spend_before[i];
    return channel->adstock * x;
}

void bireme_spend(const bireme_model *model, const bireme_channel *channel, double *effective,
                  double *marginal)
{
    double before = carried_in(channel), own = 0, r = channel->adstock;
    for (size_t t = 0; t < model->periods; t++) {
        double slope;
        own = r * own + (1 - r) * channel->spend[t];
        effective[t] = bireme_spend_respond(&channel->response, before + own, &slope);
        marginal[t] = own > 0 ? slope * (own / (before + own)) : 0;
        before *= r;
    }
}

void bireme_spend_stock(const bireme_model *model, const bireme_channel *channel, double *stock)
{
    double x = carried_in(channel), r = channel->adstock;
    for (size_t t = 0; t < model->periods; t++) {
        stock[t] = x + (1 - r) * channel->spend[t];
        x = r * stock[t];
    }
}

double bireme_spend_carried_in(const bireme_model *model, const bireme_channel *channel, double *before)
{
    double left = carried_in(channel), own = 0, spend = 0, effective = 0, r = channel->adstock;
    for (size_t t = 0; t < model->periods; t++) {
        own = r * own + (1 - r) * channel->spend[t];
        spend += channel->spend[t];
        effective += own;
        before[t] = left;
        left *= r;
    }
    return effective > 0 ? spend / effective : 1;
}

double bireme_spend_for(const bireme_response *r, double bought)
{
    if (!(bought > 0)) return 0;
    if (r->curve == BIREME_CURVE_POWER)
        return r->reference_spend * bireme_pow(bought / r->reference_spend, 1 / r->elasticity);
    if (r->curve == BIREME_CURVE_LINEAR || isinf(bought)) return bought;
    double at_reference = 1 / (1 + bireme_pow(r->half_saturation / r->reference_spend, r->shape));
    double h = bought / r->reference_spend * at_reference; /* H(x), and 1 / H = 1 + (k/x)^h */
    return h < 1 ? r->half_saturation * bireme_pow(h / (1 - h), 1 / r->shape) : INFINITY;
}
