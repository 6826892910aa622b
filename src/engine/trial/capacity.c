/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The capacity of a team (docs/model, Capacity). What enters its stage in period t, E[t], joins what is
 * waiting, B[t]: O[t] = E[t] + B[t]. The reps take up the share σ[t] = min(1, K[t] / O[t]); the rest is
 * lost, or waits and is still there in the next period with probability `patience`. E and B are expectations
 * given the trial's rates, so σ is one number per trial and period, every opportunity is taken up with the
 * same probability, and counts stay Poisson (thinning).
 *
 * After the horizon, capacity stays as tight as in its last period: what enters then is eventually
 * taken up with probability ω = σ + (1 − σ) p σ + … = σ / (1 − (1 − σ) p), p the patience, 0 if
 * overflow is lost.
 */
#include "engine/trial/block.h"

#include "base/kernel.h"

BIREME_KERNEL static void take_up_later(const double *share, double patience, double *out)
{
    for (int i = 0; i < BIREME_BLOCK; i++) {
        double stays = 1 - (1 - share[i]) * patience, chance = share[i] / stays;
        out[i] = stays > 0 ? chance : 0;
    }
}

void bireme_block_capacity(bireme_block *block, size_t number)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_team *team = &compiled->model->teams[number];
    const bireme_team_block *work = &block->team[number];
    double patience = team->waits ? team->patience : 0;
    bireme_lanes left, there;
    bireme_lanes_set(0, left);
    for (size_t t = 0; t < compiled->model->periods; t++) {
        double *share = bireme_lane_array(work->share, t);
        double *worked = bireme_lane_array(work->worked, t);
        double *waiting = bireme_lane_array(work->backlog, t);
        double *lost = bireme_lane_array(work->turned_away, t);
        bireme_lanes_copy(left, there);
        bireme_lanes_add(bireme_lane_array(work->demand, t), there);
        bireme_lanes_taken_up(compiled->teams[number].capacity[t], there, share);
        bireme_lanes_set(0, lost);
        bireme_lanes_take_up(share, patience, bireme_lane_array(work->demand, t), left, worked, lost);
        bireme_lanes_set(0, waiting);
        if (team->waits) bireme_lanes_subtract_positive(there, worked, waiting);
    }
    take_up_later(bireme_lane_array(work->share, compiled->model->periods - 1), patience, work->later);
    for (size_t t = 0; t < compiled->model->periods; t++)
        bireme_lanes_set(0, bireme_lane_array(work->turned_value, t));
}
