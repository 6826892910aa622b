/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is drawn once per trial: quantities (by inversion, correlated ones through a Gaussian copula), the
 * path of the economy, and from them the effects of each period and the operational clock.
 */
#include "engine/block.h"

#include "numeric/normal_block.h"
#include "random/stream.h"

static double *values_of(bireme_block *block, int quantity)
{
    return bireme_lane_array(block->quantity_values, (size_t)quantity);
}

static void draw_independent(bireme_block *block)
{
    const bireme_plan *plan = block->plan;
    double *u = block->scratch;
    for (size_t q = 0; q < plan->model->n_quantities; q++) {
        const bireme_plan_quantity *quantity = &plan->quantities[q];
        if (quantity->table == NULL || quantity->correlated >= 0) continue;
        bireme_stream_fill(&block->streams->quantity[q], block->first, 0, 0, BIREME_BLOCK, u);
        bireme_qtable_eval(quantity->table, BIREME_BLOCK, u, values_of(block, (int)q));
    }
}

/* z = L ε row by row from the last, so that each row still finds the ε of the rows before it. */
static void draw_correlated(bireme_block *block, const bireme_plan_correlated *set)
{
    const bireme_plan *plan = block->plan;
    double *u = block->scratch;
    for (size_t i = 0; i < set->n; i++) {
        bireme_stream_fill(&block->streams->quantity[set->quantity[i]], block->first, 0, 0, BIREME_BLOCK, u);
        bireme_qtable_eval(plan->normal, BIREME_BLOCK, u, values_of(block, set->quantity[i]));
    }
    for (size_t i = set->n; i-- > 0;) {
        double *z = values_of(block, set->quantity[i]);
        bireme_lanes_scale(z, set->cholesky[i * set->n + i], z);
        for (size_t j = 0; j < i; j++)
            bireme_lanes_add_scaled(values_of(block, set->quantity[j]), set->cholesky[i * set->n + j], z);
        bireme_normal_cdf_block(BIREME_BLOCK, z, z);
        bireme_qtable_eval(plan->quantities[set->quantity[i]].table, BIREME_BLOCK, z, z);
    }
}

static void draw_path(bireme_block *block)
{
    const bireme_plan *plan = block->plan;
    size_t n = plan->model->economy.n_regimes;
    double *u = block->scratch;
    for (size_t t = 0; t < plan->model->periods; t++) {
        uint8_t *regime = block->regime + t * BIREME_BLOCK;
        bireme_stream_fill(&block->streams->path, block->first, 0, (uint32_t)t, BIREME_BLOCK, u);
        if (t == 0)
            bireme_lanes_step(u, n, plan->chain_start, NULL, regime);
        else
            bireme_lanes_step(u, n, plan->chain_step, regime - BIREME_BLOCK, regime);
    }
}

/* Points out[t] to the multiplier of each period; NULL: 1. storage: [periods] lane arrays for a drawn path.
 */
static void effect_of_periods(bireme_block *block, const bireme_plan_effect *effect, double *storage,
                              const double **out)
{
    const bireme_model *model = block->plan->model;
    for (size_t t = 0; t < model->periods; t++) {
        out[t] = NULL;
        if (!effect->present) continue;
        if (!block->plan->chain || effect->constant) {
            int q = effect->quantity[block->plan->chain ? 0 : model->economy.path[t]];
            out[t] = q < 0 ? NULL : block->quantity[q];
            continue;
        }
        double *values = bireme_lane_array(storage, t);
        bireme_lanes_set(1, values);
        for (size_t r = 0; r < model->economy.n_regimes; r++)
            if (effect->quantity[r] >= 0)
                bireme_lanes_select(block->regime + t * BIREME_BLOCK, (uint8_t)r,
                                    block->quantity[effect->quantity[r]], values);
        out[t] = values;
    }
}

/* A(t + 1) = A(t) + days · pace / multiplier. */
static void run_clock(bireme_block *block, const double *const *cycle_time)
{
    const bireme_plan *plan = block->plan;
    double *one = block->scratch, *speed = block->scratch + BIREME_BLOCK;
    bireme_lanes_set(1, one);
    bireme_lanes_set(0, block->clock);
    for (size_t t = 0; t < plan->model->periods; t++) {
        double *next = bireme_lane_array(block->clock, t + 1);
        double days = plan->days * plan->model->pace[t];
        bireme_lanes_copy(bireme_lane_array(block->clock, t), next);
        if (cycle_time[t] == NULL) {
            bireme_lanes_add_scaled(one, days, next);
        } else {
            bireme_lanes_ratio(one, cycle_time[t], speed);
            bireme_lanes_add_scaled(speed, days, next);
        }
    }
}

void bireme_block_rates(bireme_block *block, uint64_t first)
{
    const bireme_plan *plan = block->plan;
    size_t periods = plan->model->periods;
    block->first = first;
    draw_independent(block);
    for (size_t c = 0; c < plan->n_correlated; c++) draw_correlated(block, &plan->correlated[c]);
    if (plan->chain) draw_path(block);
    double *storage = block->effect_values;
    size_t arrays = periods * BIREME_BLOCK;
    const double **cycle_time = block->leads + 3 * periods;
    effect_of_periods(block, &plan->leads, storage, block->leads);
    effect_of_periods(block, &plan->cost_per_lead, storage + arrays, block->cost_per_lead);
    effect_of_periods(block, &plan->deal_value, storage + 2 * arrays, block->deal_value);
    effect_of_periods(block, &plan->cycle_time, storage + 3 * arrays, cycle_time);
    for (size_t s = 1; s < plan->model->stages; s++)
        effect_of_periods(block, &plan->odds[s], storage + (4 + s) * arrays, block->odds + s * periods);
    run_clock(block, cycle_time);
}
