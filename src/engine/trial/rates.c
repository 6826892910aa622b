/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is drawn once per trial: quantities (by inversion, correlated ones through a Gaussian copula), the
 * path of the economy, and from them the effects of each period and the operational clock.
 */
#include "engine/trial/block.h"

#include "numeric/special/normal_block.h"

static double *values_of(bireme_block *block, int quantity)
{
    return bireme_lane_array(block->quantity_values, (size_t)quantity);
}

static const double ABOVE = 0.8413447460685429; /* Φ(1) */

/* The uniforms of a quantity; slot: the period, if it is drawn anew in each. */
static void fill(bireme_block *block, int quantity, uint32_t slot, double *u)
{
    if (block->probed == NULL) {
        bireme_block_uniforms(block, &block->sources->quantity[quantity], 0, slot, u);
        return;
    }
    bireme_lanes_set(0.5, u);
    for (size_t k = 0; k < block->n_probed; k++)
        if (block->probed[k] == quantity) u[1 + 2 * k] = ABOVE, u[2 + 2 * k] = 1 - ABOVE;
}

static void draw_independent(bireme_block *block)
{
    const bireme_compiled *compiled = block->compiled;
    bireme_lanes u;
    for (size_t q = 0; q < compiled->model->n_quantities; q++) {
        const bireme_compiled_quantity *quantity = &compiled->quantities[q];
        if (quantity->table == NULL || quantity->correlated >= 0) continue;
        for (size_t t = 0; t < (quantity->redraws ? compiled->model->periods : 1); t++) {
            double *values = quantity->redraws
                                 ? bireme_lane_array(block->redrawn,
                                                     quantity->place * compiled->model->periods + t)
                                 : values_of(block, (int)q);
            fill(block, (int)q, (uint32_t)t, u);
            bireme_qtable_eval(quantity->table, BIREME_BLOCK, u, values);
            if (quantity->least > 0) bireme_lanes_at_least(quantity->least, values);
        }
    }
}

/* z = L ε, row by row from the last, so that each row still finds the ε of the rows above it. time: of a set
 * of walks the period. */
static void draw_correlated(bireme_block *block, const bireme_compiled_correlated *set, int time)
{
    const bireme_compiled *compiled = block->compiled;
    bireme_lanes u;
    for (size_t i = 0; i < set->n; i++) {
        fill(block, set->quantity[i] + time, 0, u);
        bireme_qtable_eval(compiled->normal, BIREME_BLOCK, u, values_of(block, set->quantity[i] + time));
    }
    for (size_t i = set->n; i-- > 0;) {
        const bireme_compiled_quantity *quantity = &compiled->quantities[set->quantity[i] + time];
        double *z = values_of(block, set->quantity[i] + time);
        bireme_lanes_scale(z, set->cholesky[i * set->n + i], z);
        for (size_t j = 0; j < i; j++)
            bireme_lanes_add_scaled(values_of(block, set->quantity[j] + time), set->cholesky[i * set->n + j],
                                    z);
        if (quantity->table == NULL) { /* pinned by a variant */
            bireme_lanes_set(quantity->fixed, z);
            continue;
        }
        bireme_normal_cdf_block(BIREME_BLOCK, z, z);
        bireme_qtable_eval(quantity->table, BIREME_BLOCK, z, z);
        if (quantity->least > 0) bireme_lanes_at_least(quantity->least, z);
    }
}

static void draw_path(bireme_block *block)
{
    const bireme_compiled *compiled = block->compiled;
    size_t n = compiled->model->economy.n_regimes;
    bireme_lanes u;
    for (size_t t = 0; t < compiled->model->periods; t++) {
        uint8_t *regime = block->regime + t * BIREME_BLOCK;
        if (block->probed != NULL)
            bireme_lanes_set(0.5, u);
        else
            bireme_block_uniforms(block, &block->sources->path, 0, (uint32_t)t, u);
        if (t == 0)
            bireme_lanes_step(u, n, compiled->chain_start, NULL, regime);
        else
            bireme_lanes_step(u, n, compiled->chain_step, regime - BIREME_BLOCK, regime);
    }
}

/* The multiplier of the period's regime; NULL: 1. storage: a lane array, used if the path is drawn. */
static const double *regime_multiplier(bireme_block *block, const bireme_compiled_effect *effect, size_t t,
                                       double *storage)
{
    const bireme_model *model = block->compiled->model;
    if (!effect->by_regime) return NULL;
    if (!block->compiled->chain || effect->constant) {
        int q = effect->quantity[block->compiled->chain ? 0 : model->economy.path[t]];
        return q < 0 ? NULL : bireme_block_quantity(block, q, t);
    }
    bireme_lanes_set(1, storage);
    for (size_t r = 0; r < model->economy.n_regimes; r++)
        if (effect->quantity[r] >= 0)
            bireme_lanes_select(block->regime + t * BIREME_BLOCK, (uint8_t)r,
                                bireme_block_quantity(block, effect->quantity[r], t), storage);
    return storage;
}

/* The same, times the initiatives' multipliers and the drift. */
static const double *multiplier(bireme_block *block, const bireme_compiled_effect *effect, size_t t,
                                double *storage)
{
    const double *base = regime_multiplier(block, effect, t, storage);
    double fixed = effect->fixed != NULL ? effect->fixed[t] : 1;
    const double *walk = bireme_block_walk(block, effect->walk, t);
    bool changes = fixed != 1 || walk != NULL;
    for (size_t k = 0; k < effect->n_changes; k++) changes |= effect->changes[k].ramp[t] > 0;
    if (!changes) return base;
    if (base == NULL && fixed == 1 && effect->n_changes == 0) return walk;
    if (base == NULL)
        bireme_lanes_set(fixed, storage);
    else
        bireme_lanes_scale(base, fixed, storage);
    for (size_t k = 0; k < effect->n_changes; k++) {
        const bireme_compiled_change *change = &effect->changes[k];
        if (change->ramp[t] == 1)
            bireme_lanes_multiply(bireme_block_quantity(block, change->quantity, t), storage);
        else if (change->ramp[t] > 0)
            bireme_lanes_power(bireme_block_quantity(block, change->quantity, t), change->ramp[t], storage);
    }
    if (walk != NULL) bireme_lanes_multiply(walk, storage);
    return storage;
}

static void find_effects(bireme_block *block)
{
    const bireme_compiled *compiled = block->compiled;
    size_t periods = compiled->model->periods;
    for (size_t e = 0; e < compiled->n_effects; e++)
        for (size_t t = 0; t < periods; t++)
            block->effect[e * periods + t] =
                compiled->effects[e].present
                    ? multiplier(block, &compiled->effects[e], t,
                                 bireme_lane_array(block->effect_values, e * periods + t))
                    : NULL;
}

/* A(t + 1) = A(t) + days · pace / multiplier. */
static void run_clock(bireme_block *block)
{
    const bireme_compiled *compiled = block->compiled;
    bireme_lanes one, speed;
    bireme_lanes_set(1, one);
    bireme_lanes_set(0, block->clock);
    for (size_t t = 0; t < compiled->model->periods; t++) {
        const double *cycle_time = bireme_block_economy(block, BIREME_EFFECT_CYCLE_TIME, t);
        double *next = bireme_lane_array(block->clock, t + 1);
        double days = compiled->days * compiled->model->pace[t];
        bireme_lanes_copy(bireme_lane_array(block->clock, t), next);
        if (cycle_time == NULL) {
            bireme_lanes_add_scaled(one, days, next);
        } else {
            bireme_lanes_ratio(one, cycle_time, speed);
            bireme_lanes_add_scaled(speed, days, next);
        }
    }
}

void bireme_block_rates(bireme_block *block, uint64_t first)
{
    const bireme_compiled *compiled = block->compiled;
    block->first = first;
    if (block->turned != NULL && block->probed == NULL) bireme_block_turn(block);
    draw_independent(block);
    for (size_t c = 0; c < compiled->n_correlated; c++)
        for (size_t k = 0; k < compiled->correlated[c].times; k++)
            draw_correlated(block, &compiled->correlated[c], (int)k);
    if (compiled->chain) draw_path(block);
    if (compiled->walk_steps != NULL) bireme_block_walks(block);
    find_effects(block);
    bireme_block_factors(block);
    run_clock(block);
    if (compiled->model->revenue.recurring) bireme_block_renewals(block);
}
