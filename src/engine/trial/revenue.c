/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recurring revenue (docs/model, Money). A deal of yearly value V that closes in period b brings, with d =
 * days / 365.25 the length of a period in years,
 *
 *   ½ V d in b,   V d Π_{b < j ≤ t} q[j] in t > b,   q[j] = (1 − min(1, churn[j])) (1 + expansion)^d.
 *
 * So the yearly value Y of the deals sold before t follows Y[t] = (Y[t−1] + bookings[t−1]) q[t], and
 * revenue[t] = (Y[t] + ½ bookings[t]) d.
 */
#include "engine/trial/block.h"

#include "base/kernel.h"
#include "numeric/special/portable.h"

static double years(const bireme_block *block)
{
    return block->compiled->days / 365.25;
}

BIREME_KERNEL static void survive(const double *churn, const double *multiplier, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) {
        double lost = churn ? churn[i] : 0;
        if (multiplier) lost *= multiplier[i];
        out[i] = lost < 1 ? 1 - lost : 0;
    }
}

/* (1 + expansion)^(length of a period), of period t. */
static void growth_per_period(const bireme_block *block, size_t t, double *out)
{
    int q = block->compiled->model->revenue.expansion;
    if (q >= 0 && block->compiled->quantities[q].table != NULL) {
        const double *expansion = bireme_block_quantity(block, q, t);
        for (int i = 0; i < BIREME_BLOCK; i++) out[i] = bireme_pow(1 + expansion[i], years(block));
        return;
    }
    double expansion = q >= 0 ? block->compiled->quantities[q].fixed : 0;
    bireme_lanes_set(bireme_pow(1 + expansion, years(block)), out);
}

/* earned = (½ + later) d, then later = (1 + later) q: `later` is what a deal sold one period earlier still
 * brings. */
BIREME_KERNEL static void look_back(double d, const double *q, double *later, double *earned)
{
    for (int i = 0; i < BIREME_BLOCK; i++) {
        earned[i] = (0.5 + later[i]) * d;
        later[i] = (1 + later[i]) * q[i];
    }
}

void bireme_block_renewals(bireme_block *block)
{
    const bireme_model *model = block->compiled->model;
    bireme_lanes growth, later;
    for (size_t t = 0; t < model->periods; t++) {
        if (t == 0 || bireme_block_redraws(block, model->revenue.expansion))
            growth_per_period(block, t, growth);
        double *survival = bireme_lane_array(block->survival, t);
        const double *churn = model->revenue.churn >= 0
                                  ? bireme_block_quantity(block, model->revenue.churn, t)
                                  : NULL;
        survive(churn, bireme_block_economy(block, BIREME_EFFECT_CHURN, t), survival);
        bireme_lanes_product(survival, growth, bireme_lane_array(block->growth, t));
    }
    bireme_lanes_set(0, later);
    for (size_t t = model->periods; t-- > 0;)
        look_back(years(block), bireme_lane_array(block->growth, t), later,
                  bireme_lane_array(block->earned, t));
}

/* base = (base + sold) q[t]; out = (base + ½ now) d. */
BIREME_KERNEL static void renew(double d, const double *q, const double *sold, const double *now,
                                double *base, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) {
        base[i] = (base[i] + (sold ? sold[i] : 0)) * q[i];
        out[i] = (base[i] + 0.5 * now[i]) * d;
    }
}

void bireme_block_earn(bireme_block *block)
{
    const bireme_model *model = block->compiled->model;
    bireme_lanes base;
    if (!model->revenue.recurring) return;
    for (size_t c = 0; c <= model->n_channels; c++) {
        const bireme_channel_block *channel = &block->channel[c];
        bireme_lanes_set(0, base);
        for (size_t t = 0; t < model->periods; t++)
            renew(years(block), bireme_lane_array(block->growth, t),
                  t > 0 ? bireme_lane_array(channel->bookings, t - 1) : NULL,
                  bireme_lane_array(channel->bookings, t), base, bireme_lane_array(channel->revenue, t));
    }
    bireme_lanes_set(model->revenue.opening, base);
    for (size_t t = 0; t < model->periods; t++) {
        bireme_lanes_multiply(bireme_lane_array(block->growth, t), base);
        bireme_lanes_scale(base, years(block), bireme_lane_array(block->opening, t));
    }
}

/* Yearly value after 12 months relative to the start: the product of q over the periods until then, the last
 * one in part. */
void bireme_block_nrr(bireme_block *block, double *out)
{
    const bireme_model *model = block->compiled->model;
    double periods = 1 / years(block);
    size_t whole = (size_t)(periods + 1e-9);
    bireme_lanes_set(1, out);
    for (size_t t = 0; t < whole; t++)
        bireme_lanes_multiply(bireme_lane_array(block->growth, t < model->periods ? t : model->periods - 1),
                              out);
    double rest = periods - (double)whole;
    if (rest > 1e-9)
        bireme_lanes_power(
            bireme_lane_array(block->growth, whole < model->periods ? whole : model->periods - 1), rest, out);
}

/* The mean of (1 + expansion)^d over the horizon's periods. */
static void mean_growth(const bireme_block *block, double *out)
{
    const bireme_model *model = block->compiled->model;
    bireme_lanes growth;
    if (!bireme_block_redraws(block, model->revenue.expansion)) {
        growth_per_period(block, 0, out);
        return;
    }
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < model->periods; t++) {
        growth_per_period(block, t, growth);
        bireme_lanes_add_scaled(growth, 1 / (double)model->periods, out);
    }
}

/* d Σ_{k < K} r^k, r = s̄ (1 + expansion)^d (1 + discount)^−d with s̄ the mean survival of the horizon, and
 * the mean growth: for whole K, and the part of a period that is left. */
static void make_lifetime(bireme_block *block, double *out)
{
    const bireme_model *model = block->compiled->model;
    const bireme_revenue *revenue = &model->revenue;
    double d = years(block), periods = revenue->lifetime_years / d;
    uint64_t whole = (uint64_t)(periods + 1e-9);
    double rest = periods - (double)whole > 1e-9 ? periods - (double)whole : 0;
    bireme_lanes rate, growth, sum, power;
    mean_growth(block, growth);
    bireme_lanes_set(0, rate);
    for (size_t t = 0; t < model->periods; t++)
        bireme_lanes_add_scaled(bireme_lane_array(block->survival, t), 1 / (double)model->periods, rate);
    bireme_lanes_multiply(growth, rate);
    bireme_lanes_scale(rate, bireme_pow(1 + revenue->discount_rate, -d), rate);
    bireme_lanes_geometric(rate, whole, sum, power);
    bireme_lanes_add_scaled(power, rest, sum);
    bireme_lanes_scale(sum, d, out);
}

void bireme_block_lifetime(bireme_block *block, double *out)
{
    if (!block->has_lifetime) make_lifetime(block, block->lifetime);
    block->has_lifetime = true;
    bireme_lanes_copy(block->lifetime, out);
}
