/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is drawn once a trial: rates, the economy's path, overdispersion; and what follows from it at once:
 * effects, the clock's speed, expected leads, how customers stay.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

double oracle_rate_in(const oracle_trial *now, int rate, double otherwise, size_t period)
{
    size_t h = now->model->periods;
    return rate < 0 ? otherwise : now->rate[(size_t)rate * h + (period < h ? period : h - 1)];
}

double oracle_effect_in(const oracle_trial *now, size_t effect, size_t period)
{
    size_t periods = now->model->periods;
    return now->effect[effect * periods + (period < periods ? period : periods - 1)];
}

double oracle_effect_on(const oracle_trial *now, size_t c, size_t effect, size_t period)
{
    size_t periods = now->model->periods, effects = ORACLE_ODDS + now->model->stages;
    return now->own[(c * effects + effect) * periods + (period < periods ? period : periods - 1)];
}

double oracle_chance(const oracle_trial *now, size_t c, double p, size_t s, size_t period)
{
    double odds = oracle_effect_on(now, c, ORACLE_ODDS + s, period);
    return odds * p / (1 - p + odds * p);
}

static void draw_rates(oracle_trial *now)
{
    const oracle *model = now->model;
    size_t n = model->n_correlated, h = model->periods;
    for (size_t q = 0; q < model->n_rates; q++)
        for (size_t t = 0; t < h; t++)
            now->rate[q * h + t] = t > 0 && !model->rates[q].anew
                                       ? now->rate[q * h]
                                       : oracle_dist_sample(model->rates[q].dist, now->rng);
    for (size_t i = 0; i < model->n_walks * h; i++) now->increment[i] = gsl_ran_ugaussian(now->rng);
    if (n == 0) return;
    double *normal = oracle_need(n, sizeof *normal);
    for (size_t i = 0; i < n; i++) normal[i] = gsl_ran_ugaussian(now->rng);
    for (size_t i = 0; i < n; i++) {
        double z = 0;
        for (size_t j = 0; j <= i; j++) z += gsl_matrix_get(model->cholesky, i, j) * normal[j];
        const oracle_correlated *one = &model->correlated[i];
        int q = one->rate;
        if (q < 0) now->increment[(size_t)one->walk * h + one->period] = z;
        if (q < 0) continue;
        double value = oracle_dist_quantile(model->rates[q].dist, gsl_cdf_ugaussian_P(z));
        if (model->rates[q].anew) oracle_stop("what is drawn anew in every period is not correlated");
        for (size_t t = 0; t < h; t++) now->rate[(size_t)q * h + t] = value;
    }
    free(normal);
}

static int draw_regime(const double *probability, size_t n, const gsl_rng *rng)
{
    double u = gsl_rng_uniform(rng);
    size_t r = 0;
    for (double sum = probability[0]; u >= sum && r + 1 < n; sum += probability[r]) r++;
    return (int)r;
}

static void draw_path(oracle_trial *now)
{
    const oracle *model = now->model;
    size_t n = model->n_regimes;
    for (size_t t = 0; t < model->periods && n > 0; t++) {
        if (model->path != NULL)
            now->regime[t] = model->path[t];
        else
            now->regime[t] = draw_regime(
                t == 0 ? model->start : model->transition + n * (size_t)now->regime[t - 1], n, now->rng);
    }
}

static void find_effects(oracle_trial *now)
{
    const oracle *model = now->model;
    for (size_t e = 0; e < ORACLE_ODDS + model->stages; e++)
        for (size_t t = 0; t < model->periods; t++) {
            double effect = 1;
            if (model->n_regimes > 0)
                effect = oracle_rate_in(now, model->regimes[now->regime[t]].rate[e], 1, t);
            for (size_t i = 0; i < model->n_initiatives; i++) {
                const oracle_influence *initiative = &model->initiatives[i];
                if (initiative->rate[e] >= 0)
                    effect *= pow(oracle_rate_in(now, initiative->rate[e], 1, t), initiative->ramp[t]);
            }
            effect *= oracle_drift_in(now, model->drift, e, t);
            now->effect[e * model->periods + t] = effect;
            now->own[(model->n_channels * (ORACLE_ODDS + model->stages) + e) * model->periods + t] = effect;
        }
    for (size_t t = 0; t < model->periods; t++)
        now->speed[t] = model->pace[t] / oracle_effect_in(now, ORACLE_CYCLE_TIME, t);
}

static void expect_leads(oracle_trial *now, size_t c)
{
    const oracle *model = now->model;
    const oracle_channel *channel = &model->channels[c];
    const size_t h = model->periods;
    double *factor = oracle_need(h, sizeof *factor);
    now->paid[c] = now->margin[c] = 0;
    for (size_t t = 0; t < model->periods; t++) {
        double organic = oracle_rate_in(now, channel->organic_leads, 0, t) *
                         oracle_grown(now, c, ORACLE_GROWTH_ORGANIC, t);
        double per_rep = oracle_rate_in(now, channel->leads_per_rep, 0, t) *
                         oracle_grown(now, c, ORACLE_GROWTH_PER_REP, t);
        double reps = channel->team < 0 ? 0 : model->teams[channel->team].effective[t];
        double effective = channel->effective[t], marginal = channel->marginal[t];
        factor[t] = oracle_rate_in(now, channel->spend_factor, 1, t);
        if (channel->spend_factor >= 0) oracle_spend_in(channel, factor, t, &effective, &marginal);
        now->spent[c * h + t] = factor[t] * channel->spend[t];
        double cost = oracle_rate_in(now, channel->cost_per_lead, 1, t) *
                      oracle_effect_on(now, c, ORACLE_COST_PER_LEAD, t);
        double many = channel->season[t] * oracle_effect_on(now, c, ORACLE_LEADS, t);
        if (channel->dispersion > 0)
            many *= gsl_ran_gamma(now->rng, 1 / channel->dispersion, channel->dispersion);
        double paid = effective > 0 ? effective / cost : 0;
        double margin = marginal > 0 ? marginal / cost : 0;
        now->own_cost[c * h + t] = oracle_rate_in(now, channel->fixed_cost, 0, t) *
                                       oracle_grown(now, c, ORACLE_GROWTH_FIXED_COST, t) +
                                   oracle_rate_in(now, channel->cost_per_organic_lead, 0, t) * many * organic;
        now->arrivals[c * model->periods + t] = many * (organic + paid + per_rep * reps);
        oracle_owe(now, c, t, now->arrivals[c * model->periods + t]);
        now->paid[c] += many * paid;
        now->margin[c] += many * margin;
    }
    free(factor);
}

static void find_renewals(oracle_trial *now)
{
    const oracle *model = now->model;
    double years = model->days / 365.25;
    for (size_t t = 0; t < model->periods; t++) {
        double churn = oracle_rate_in(now, model->revenue.churn, 0, t);
        now->survival[t] = 1 - fmin(1, churn * oracle_effect_in(now, ORACLE_CHURN, t));
        now->keeps[t] = now->survival[t] *
                        pow(1 + oracle_rate_in(now, model->revenue.expansion, 0, t), years);
    }
    for (size_t b = 0; b < model->periods; b++) {
        double value = 1, sum = 0.5;
        for (size_t t = b + 1; t < model->periods; t++) {
            value *= now->keeps[t];
            sum += value;
        }
        now->earns[b] = model->revenue.recurring ? sum * years : 1;
    }
}

void oracle_draw_world(oracle_trial *now)
{
    draw_rates(now);
    draw_path(now);
    oracle_draw_walks(now);
    find_effects(now);
    for (size_t c = 0; c < now->model->n_channels; c++) oracle_find_stock(now, c);
    for (size_t c = 0; c < now->model->n_channels; c++) {
        now->lifted[c] = now->lifts[c] = 0;
        oracle_find_own(now, c);
    }
    for (size_t c = 0; c < now->model->n_channels; c++) expect_leads(now, c);
    find_renewals(now);
}
