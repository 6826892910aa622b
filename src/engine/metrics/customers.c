/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for the yearly value of recurring revenue, from period to period. With Y the value of all customers
 * at the end of a period, s the share of them that stays and q = s (1 + expansion)^d (trial/revenue.c):
 *
 *   churned[t]  = Y[t−1] (1 − s[t])      what was lost,
 *   expanded[t] = Y[t−1] (q[t] − s[t])   what those who stay pay more (or less, if negative),
 *   Y[t]        = Y[t−1] q[t] + bookings[t],
 *
 * so that Y[t−1] + bookings[t] + expanded[t] − churned[t] = Y[t]. Y[−1] is the value at the start.
 */
#include "engine/metrics/rules.h"

static void make_customers(bireme_block *block)
{
    const bireme_model *model = block->compiled->model;
    bireme_lanes value, sold;
    if (block->has_customers) return;
    bireme_lanes_set(model->revenue.opening, value);
    for (size_t t = 0; t < model->periods; t++) {
        bireme_lanes_multiply(bireme_lane_array(block->growth, t), value);
        bireme_rule_bookings(block, NULL, t, sold);
        bireme_lanes_add(sold, value);
        bireme_lanes_copy(value, bireme_lane_array(block->customers, t));
    }
    block->has_customers = true;
}

void bireme_rule_arr_end(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    make_customers(block);
    bireme_lanes_copy(bireme_lane_array(block->customers, t), out);
}

void bireme_rule_arr_at_start(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_lanes_set(block->compiled->model->revenue.opening, out);
}

void bireme_rule_arr_opening(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    if (t > 0)
        bireme_rule_arr_end(block, metric, t - 1, out);
    else
        bireme_rule_arr_at_start(block, metric, t, out);
}

void bireme_rule_arr_expanded(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes more;
    bireme_lanes_copy(bireme_lane_array(block->growth, t), more);
    bireme_lanes_add_scaled(bireme_lane_array(block->survival, t), -1, more);
    bireme_rule_arr_opening(block, metric, t, out);
    bireme_lanes_multiply(more, out);
}

void bireme_rule_arr_churned(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes lost;
    bireme_lanes_copy(bireme_lane_array(block->survival, t), lost);
    bireme_lanes_affine(-1, 1, lost);
    bireme_rule_arr_opening(block, metric, t, out);
    bireme_lanes_multiply(lost, out);
}
