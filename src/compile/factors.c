/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Growth: (1 + g)^τ, with τ the years from the scenario's start to the middle of the period. Lifts:
 * ((1 + x / x0) / 2)^η, with x the lifter's spend after adstock. Drift: exp(σ B(τ) − σ² τ / 2), whose mean
 * is 1.
 *
 * The bridge. Given B at τ_a and τ_b, B at τ between them is normal, with the mean on the straight line and
 * the variance (τ − τ_a)(τ_b − τ) / (τ_b − τ_a) (Caflisch, Morokoff, Owen 1997). So the first increment
 * determines where the walk ends, on which the result depends most.
 */
#include "compile/factors.h"

#include <math.h>
#include "base/memory.h"
#include "compile/compiled.h"
#include "compile/spend.h"
#include "numeric/special/portable.h"

/* ------------------------ the bridge */

/* Period −1 is the start: half a period before the middle of the first. */
static double time_of(int period)
{
    return period < 0 ? 0 : period + 0.5;
}

void bireme_walk_steps(size_t periods, double years, bireme_walk_step *out)
{
    size_t n = 0;
    out[n++] = (bireme_walk_step){
        .period = periods - 1, .left = -1, .right = -1, .sd = sqrt(time_of((int)periods - 1) * years)};
    /* Gaps are halved in the order in which they arise: first the one from the start to the end, then, for
     * every later step, the one to its left (odd k) and the one to its right. */
    for (size_t k = 0; n < periods; k++) {
        const bireme_walk_step *from = &out[(k + 1) / 2];
        int left = k == 0 ? -1 : k % 2 == 1 ? from->left : (int)from->period;
        int right = k == 0 ? (int)periods - 1 : k % 2 == 1 ? (int)from->period : from->right;
        if (right - left < 2) continue;
        int middle = left + (right - left) / 2;
        double gap = time_of(right) - time_of(left), before = time_of(middle) - time_of(left);
        out[n++] = (bireme_walk_step){.period = (size_t)middle,
                                      .left = left,
                                      .right = right,
                                      .from_left = 1 - before / gap,
                                      .from_right = before / gap,
                                      .sd = sqrt(before * (gap - before) / gap * years)};
    }
}

/* ------------------------ what there is */

static bireme_factor *factor_of(const bireme_compiled *compiled, bireme_factors *factors, size_t c, size_t e)
{
    return &factors->factor[c * compiled->n_effects + e];
}

static bool is_fixed(const bireme_compiled *compiled, int quantity)
{
    return bireme_dist_is_fixed(compiled->model->quantities[quantity].dist);
}

static bireme_status add_growth(const bireme_compiled *compiled, bireme_factors *factors, int quantity,
                                bireme_factor *factor, bireme_error *error)
{
    size_t periods = compiled->model->periods;
    if (quantity < 0) return BIREME_OK;
    double rate = compiled->quantities[quantity].fixed;
    if (!is_fixed(compiled, quantity)) {
        factor->growth = quantity;
    } else if (rate != 0) {
        factor->fixed = bireme_calloc(periods, sizeof *factor->fixed);
        if (factor->fixed == NULL) return bireme_fail_memory(error);
        for (size_t t = 0; t < periods; t++) factor->fixed[t] = bireme_pow(1 + rate, factors->years[t]);
    }
    return BIREME_OK;
}

/* Lifts of channel c that act on the effect: by name, and of all others. */
static size_t list_lifts(const bireme_compiled *compiled, const bireme_factors *factors, size_t c, size_t e,
                         bireme_compiled_lift *out)
{
    const bireme_model *model = compiled->model;
    size_t n = 0;
    for (size_t k = 0; k < model->n_channels; k++)
        for (size_t i = 0; k != c && i < model->channels[k].n_lifts; i++) {
            const bireme_lift *lift = &model->channels[k].lifts[i];
            int q = e == BIREME_EFFECT_LEADS ? lift->leads
                    : e > BIREME_EFFECT_ODDS ? lift->conversion_odds[e - BIREME_EFFECT_ODDS]
                                             : -1;
            if (q < 0 || (lift->channel >= 0 && (size_t)lift->channel != c)) continue;
            if (out != NULL) out[n] = (bireme_compiled_lift){k, q, factors->base + k * model->periods};
            n++;
        }
    return n;
}

static bireme_status add_lifts(const bireme_compiled *compiled, bireme_factors *factors, size_t c, size_t e,
                               bireme_factor *factor, bireme_error *error)
{
    factor->n_lifts = list_lifts(compiled, factors, c, e, NULL);
    if (factor->n_lifts == 0) return BIREME_OK;
    factor->lifts = bireme_calloc(factor->n_lifts, sizeof *factor->lifts);
    if (factor->lifts == NULL) return bireme_fail_memory(error);
    (void)list_lifts(compiled, factors, c, e, factor->lifts);
    factors->lifted = true;
    return BIREME_OK;
}

static int growth_of(const bireme_growth *growth, size_t e)
{
    switch (e) {
    case BIREME_EFFECT_ORGANIC_LEADS:
        return growth->organic_leads;
    case BIREME_EFFECT_LEADS_PER_REP:
        return growth->leads_per_rep;
    case BIREME_EFFECT_COST_PER_LEAD:
        return growth->cost_per_lead;
    case BIREME_EFFECT_DEAL_VALUE:
        return growth->deal_value;
    case BIREME_EFFECT_FIXED_COST:
        return growth->fixed_cost;
    default:
        return -1;
    }
}

static int walk_of(const bireme_drift *drift, size_t e)
{
    if (e == BIREME_EFFECT_LEADS) return drift->leads;
    if (e == BIREME_EFFECT_DEAL_VALUE) return drift->deal_value;
    return e > BIREME_EFFECT_ODDS ? drift->conversion_odds : -1;
}

static bireme_status make_factor(const bireme_compiled *compiled, bireme_factors *factors, size_t c, size_t e,
                                 bireme_error *error)
{
    const bireme_channel *channel = &compiled->model->channels[c];
    bireme_factor *factor = factor_of(compiled, factors, c, e);
    *factor = (bireme_factor){.growth = -1, .walk = walk_of(&channel->drift, e)};
    bireme_status status = add_growth(compiled, factors, growth_of(&channel->growth, e), factor, error);
    if (status == BIREME_OK) status = add_lifts(compiled, factors, c, e, factor, error);
    factor->present = factor->fixed != NULL || factor->growth >= 0 || factor->walk >= 0 ||
                      factor->n_lifts > 0;
    factors->n_present += factor->present;
    return status;
}

/* ------------------------ all */

void bireme_factors_free(bireme_factors *factors)
{
    if (factors == NULL) return;
    for (size_t i = 0; factors->factor != NULL && i < factors->n; i++) {
        bireme_free(factors->factor[i].fixed);
        bireme_free(factors->factor[i].lifts);
    }
    bireme_free(factors->factor);
    bireme_free(factors->years);
    bireme_free(factors->base);
    bireme_free(factors);
}

static void find_bases(const bireme_compiled *compiled, const double *stock, double *base)
{
    const bireme_model *model = compiled->model;
    for (size_t c = 0; c < model->n_channels; c++) {
        const bireme_channel *channel = &model->channels[c];
        double *here = base + c * model->periods;
        if (channel->n_lifts == 0) continue;
        bireme_spend_stock(model, channel, here);
        for (size_t t = 0; t < model->periods; t++) {
            if (stock != NULL && !isnan(stock[c * model->periods + t]))
                here[t] = stock[c * model->periods + t];
            here[t] = (1 + here[t] / channel->response.reference_spend) / 2;
        }
    }
}

bireme_status bireme_factors_create(const bireme_compiled *compiled, const double *stock,
                                    bireme_factors **out, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    size_t n = bireme_times(model->n_channels, compiled->n_effects);
    bireme_factors *factors = bireme_calloc(1, sizeof *factors);
    if (factors == NULL) return bireme_fail_memory(error);
    factors->n = n;
    factors->factor = bireme_calloc(n, sizeof *factors->factor);
    factors->years = bireme_calloc(model->periods, sizeof *factors->years);
    factors->base = bireme_calloc(bireme_times(model->n_channels, model->periods), sizeof *factors->base);
    bireme_status status = BIREME_OK;
    if (factors->factor == NULL || factors->years == NULL || factors->base == NULL)
        status = bireme_fail_memory(error);
    for (size_t t = 0; status == BIREME_OK && t < model->periods; t++)
        factors->years[t] = bireme_compiled_years(compiled, t);
    if (status == BIREME_OK) find_bases(compiled, stock, factors->base);
    for (size_t c = 0; c < model->n_channels; c++)
        for (size_t e = 0; e < compiled->n_effects && status == BIREME_OK; e++)
            status = make_factor(compiled, factors, c, e, error);
    if (status != BIREME_OK || factors->n_present == 0) {
        bireme_factors_free(factors);
        factors = NULL;
    }
    if (status == BIREME_OK) *out = factors;
    return status;
}
