/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What multiplies something of a channel alone, and walks, which may be the economy's too
 * (compile/factors.h).
 */
#include "engine/trial/block.h"

#include "base/kernel.h"
#include "numeric/special/exp_block.h"
#include "numeric/special/portable.h"

/* ------------------------ walks */

static double *walk_of(const bireme_block *block, size_t walk, size_t t)
{
    return bireme_lane_array(block->walk, walk * block->compiled->model->periods + t);
}

/* exp(σ B − σ² τ / 2), in place. An exponent beyond what a double holds is cut off there. */
BIREME_KERNEL static void exponent(double sigma, double shift, double *b)
{
    const double most = 700;
    for (int i = 0; i < BIREME_BLOCK; i++) {
        double x = sigma * b[i] - shift;
        x = x > -most ? x : -most;
        b[i] = x < most ? x : most;
    }
}

void bireme_block_walks(bireme_block *block)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_model *model = compiled->model;
    for (size_t w = 0; w < model->n_walks; w++) {
        const bireme_walk *walk = &model->walks[w];
        for (size_t k = 0; k < model->periods; k++) {
            const bireme_walk_step *step = &compiled->walk_steps[k];
            double *b = walk_of(block, w, step->period);
            bireme_lanes_scale(block->quantity[walk->first + (int)step->period], step->sd, b);
            if (step->left >= 0)
                bireme_lanes_add_scaled(walk_of(block, w, (size_t)step->left), step->from_left, b);
            if (step->right >= 0)
                bireme_lanes_add_scaled(walk_of(block, w, (size_t)step->right), step->from_right, b);
        }
        for (size_t t = 0; t < model->periods; t++) {
            double years = ((double)t + 0.5) * compiled->days / 365.25;
            exponent(walk->sigma, walk->sigma * walk->sigma * years / 2, walk_of(block, w, t));
            bireme_exp_block(BIREME_BLOCK, walk_of(block, w, t), walk_of(block, w, t));
        }
    }
}

const double *bireme_block_walk(const bireme_block *block, int walk, size_t t)
{
    return walk < 0 ? NULL : walk_of(block, (size_t)walk, t);
}

/* ------------------------ factors */

/* 1 + g. A growth of −100 % or less has a chance of less than 1e-9 (scenario/fields): it leaves a
 * trillionth. */
BIREME_KERNEL static void one_and(const double *growth, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] = 1 + growth[i] > 1e-12 ? 1 + growth[i] : 1e-12;
}

static bool is_fixed(const bireme_block *block, int quantity)
{
    return block->compiled->quantities[quantity].table == NULL;
}

/* The base of a lifter whose spend is not what is planned (spend.c). */
static void base_of(const bireme_block *block, size_t lifter, size_t t, double *out)
{
    const double reference = block->compiled->model->channels[lifter].response.reference_spend,
                 before = block->compiled->channels[lifter].before[t];
    bireme_lanes spent;
    bireme_lanes_set(0, out);
    for (size_t u = 0; u <= t; u++) bireme_block_spend(block, lifter, u, out, spent);
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] = (1 + (before + out[i]) / reference) / 2;
}

/* out · base^η of a lift; bases: of each trial. */
static void lift_each(const bireme_block *block, int elasticity, size_t t, const double *bases, double *out)
{
    const double *power = bireme_block_quantity(block, elasticity, t);
    for (int i = 0; i < BIREME_BLOCK; i++) out[i] *= bireme_pow(bases[i], power[i]);
}

/* Whether what the lifter spends differs between trials. */
static bool is_each(const bireme_block *block, size_t lifter)
{
    const bireme_compiled_channel *ready = &block->compiled->channels[lifter];
    return ready->before != NULL && ready->volume == NULL;
}

/* out · base^η of a lift. */
static void lift(const bireme_block *block, int elasticity, size_t t, double base, double *out)
{
    bireme_lanes power;
    if (is_fixed(block, elasticity)) {
        bireme_lanes_scale(out, bireme_pow(base, block->compiled->quantities[elasticity].fixed), out);
        return;
    }
    bireme_lanes_scale(bireme_block_quantity(block, elasticity, t), bireme_log(base), power);
    exponent(1, 0, power);
    bireme_exp_block(BIREME_BLOCK, power, power);
    bireme_lanes_multiply(power, out);
}

static const double *multiplier(const bireme_block *block, const bireme_factor *factor, const double *base,
                                size_t t, double *storage)
{
    const bireme_factors *factors = block->compiled->factors;
    const double *walk = bireme_block_walk(block, factor->walk, t);
    bireme_lanes grown;
    if (factor->fixed == NULL && factor->growth < 0 && factor->n_lifts == 0 && base == NULL) return walk;
    if (base != NULL)
        bireme_lanes_copy(base, storage);
    else
        bireme_lanes_set(1, storage);
    if (factor->fixed != NULL) bireme_lanes_scale(storage, factor->fixed[t], storage);
    if (factor->growth >= 0) {
        one_and(bireme_block_quantity(block, factor->growth, t), grown);
        bireme_lanes_power(grown, factors->years[t], storage);
    }
    if (walk != NULL) bireme_lanes_multiply(walk, storage);
    for (size_t i = 0; i < factor->n_lifts; i++) {
        const bireme_compiled_lift *by = &factor->lifts[i];
        if (is_each(block, by->lifter)) {
            base_of(block, by->lifter, t, grown);
            lift_each(block, by->quantity, t, grown, storage);
        } else {
            lift(block, by->quantity, t, by->base[t], storage);
        }
    }
    return storage;
}

void bireme_block_factors(bireme_block *block)
{
    const bireme_compiled *compiled = block->compiled;
    size_t periods = compiled->model->periods, n = 0;
    if (compiled->factors == NULL) return;
    for (size_t c = 0; c < compiled->model->n_channels; c++)
        for (size_t e = 0; e < compiled->n_effects; e++) {
            const bireme_factor *factor = &compiled->factors->factor[c * compiled->n_effects + e];
            if (!factor->present) continue;
            for (size_t t = 0; t < periods; t++, n++)
                block->factor[n] = multiplier(block, factor, bireme_block_economy(block, e, t), t,
                                              bireme_lane_array(block->factor_values, n));
        }
}

void bireme_block_grow(const bireme_block *block, int growth, size_t t, double *out)
{
    bireme_lanes grown;
    one_and(bireme_block_quantity(block, growth, t), grown);
    bireme_lanes_power(grown, bireme_compiled_years(block->compiled, t), out);
}

const double *bireme_block_grown(const bireme_block *block, size_t channel, int quantity, size_t effect,
                                 size_t t, double *room)
{
    const double *growth = bireme_block_effect(block, channel, effect, t);
    const double *values = quantity >= 0 ? bireme_block_quantity(block, quantity, t) : NULL;
    if (values == NULL || growth == NULL) return values;
    bireme_lanes_product(values, growth, room);
    return room;
}

/* ------------------------ what leads owe to lifts */

/* The share of the leads that is there without the spend of the lifter of `by`: (½ / base)^η, of all its
 * lifts, which follow each other. Returns their number. */
static size_t share_without(const bireme_block *block, const bireme_compiled_lift *by, size_t n, size_t t,
                            double *share)
{
    size_t i = 0;
    bireme_lanes_set(1, share);
    bireme_lanes base;
    const bool each = is_each(block, by->lifter);
    if (each) base_of(block, by->lifter, t, base);
    for (int k = 0; k < BIREME_BLOCK && each; k++) base[k] = 0.5 / base[k];
    for (; i < n && by[i].lifter == by->lifter; i++) {
        if (each)
            lift_each(block, by[i].quantity, t, base, share);
        else
            lift(block, by[i].quantity, t, 0.5 / by[i].base[t], share);
    }
    return i;
}

void bireme_block_owe(bireme_block *block, size_t channel, size_t t, const double *leads)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_factor *factor =
        &compiled->factors->factor[channel * compiled->n_effects + BIREME_EFFECT_LEADS];
    double *lifted = block->channel[channel].lifted;
    bireme_lanes left, share;
    bireme_lanes_copy(leads, left);
    for (size_t i = 0; i < factor->n_lifts;) {
        double *lifts = block->channel[factor->lifts[i].lifter].lifts;
        i += share_without(block, factor->lifts + i, factor->n_lifts - i, t, share);
        bireme_lanes_multiply(share, left);
        for (int k = 0; k < BIREME_BLOCK; k++) lifts[k] += leads[k] * (1 - share[k]);
    }
    for (int k = 0; k < BIREME_BLOCK; k++) lifted[k] += leads[k] - left[k];
}
