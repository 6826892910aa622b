/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who arrives when: from leads by period to entries by period, through a delay (funnel.c has the formulas).
 */
#include "engine/trial/passage.h"

/* If the clock runs evenly, the shares depend only on b − a: share[lag] of those who arrive in a have entered
 * by the end of period a + lag. */
static void lag_shares(bireme_block *block, const bireme_delay *delay, double *share)
{
    const double *step = bireme_lane_array(block->clock, 1);
    bireme_lanes elapsed, value, before;
    bireme_lanes_set(0, before);
    for (size_t lag = 0; lag < block->compiled->model->periods; lag++) {
        bireme_lanes_scale(step, (double)(lag + 1), elapsed);
        bireme_delay_eval(delay, block->quantity, BIREME_BLOCK, elapsed, value);
        double *here = bireme_lane_array(share, lag);
        bireme_lanes_subtract_positive(value, before, here);
        bireme_lanes_ratio(here, step, here);
        bireme_lanes_copy(value, before);
    }
}

/* The share of those who arrive in a that have entered by the end of b; called for a from b down to 0, with
 * one value of G each: `later` is the one of the a before. */
static void pair_share(bireme_block *block, const bireme_delay *delay, size_t a, size_t b, double *later,
                       double *share)
{
    bireme_lanes elapsed, value, width;
    const double *from = bireme_lane_array(block->clock, a);
    bireme_lanes_subtract_positive(bireme_lane_array(block->clock, b + 1), from, elapsed);
    bireme_delay_eval(delay, block->quantity, BIREME_BLOCK, elapsed, value);
    bireme_lanes_subtract_positive(bireme_lane_array(block->clock, a + 1), from, width);
    bireme_lanes_subtract_positive(value, later, share);
    bireme_lanes_ratio(share, width, share);
    bireme_lanes_copy(value, later);
}

/* The index of the pair a ≤ b. */
static size_t pair(size_t a, size_t b)
{
    return b * (b + 1) / 2 + a;
}

/* The shares of a delay that several channels have, computed once per block; NULL if they are not kept. */
static const double *kept_shares(bireme_block *block, const bireme_shared_delay *delay)
{
    double *share = block->shares[delay->number];
    bireme_lanes later;
    if (share == NULL || block->shares_made[delay->number]) return share;
    block->shares_made[delay->number] = true;
    if (block->compiled->clock_uniform) {
        lag_shares(block, delay->delay, share);
        return share;
    }
    size_t periods = block->compiled->model->periods;
    for (size_t b = block->horizon_only ? periods - 1 : 0; b < periods; b++) {
        bireme_lanes_set(0, later);
        for (size_t a = b + 1; a-- > 0;)
            pair_share(block, delay->delay, a, b, later, bireme_lane_array(share, pair(a, b)));
    }
    return share;
}

/* F of the last period alone is the sum of all: if only that is wanted, it goes to the first place. */
static size_t first_end(const bireme_passage *p)
{
    return p->model->periods - p->periods;
}

/* Cumulative means F[b] of the leads X_from, into row `to`. */
static void flow_drawn(const bireme_passage *p, const bireme_shared_delay *delay, size_t from, size_t to)
{
    bireme_block *block = p->block;
    const double *kept = kept_shares(block, delay);
    bool uniform = block->compiled->clock_uniform;
    bireme_lanes later, share;
    if (uniform && kept == NULL) {
        lag_shares(block, delay->delay, block->weights);
        kept = block->weights;
    }
    for (size_t b = first_end(p); b < p->model->periods; b++) {
        double *sum = bireme_passage_mean(p, to, b - first_end(p));
        bireme_lanes_set(0, sum);
        bireme_lanes_set(0, later);
        for (size_t a = b + 1; a-- > 0;) {
            const double *weight = kept != NULL ? kept + (uniform ? b - a : pair(a, b)) * BIREME_BLOCK
                                                : share;
            if (kept == NULL) pair_share(block, delay->delay, a, b, later, share);
            bireme_lanes_add_product(bireme_passage_arriving(p, from, a), weight, sum);
        }
    }
}

/* For a clock and a delay that are not uncertain: uses the shares made when the scenario was compiled. */
static void flow_fixed(const bireme_passage *p, const double *share, size_t from, size_t to)
{
    size_t periods = p->model->periods;
    for (size_t b = first_end(p); b < periods; b++) {
        double *sum = bireme_passage_mean(p, to, b - first_end(p));
        bireme_lanes_set(0, sum);
        for (size_t a = 0; a <= b; a++)
            bireme_lanes_add_scaled(bireme_passage_arriving(p, from, a), share[b * periods + a], sum);
    }
}

/* Of the leads of whole spans, those that have entered by the horizon. The clock runs evenly, so leads are
 * spread evenly on it as well, and a span is like one long period. */
static void flow_spans(const bireme_passage *p, const bireme_shared_delay *delay, size_t from, size_t to)
{
    const bireme_block *block = p->block;
    size_t periods = p->model->periods;
    double *sum = bireme_passage_mean(p, to, 0);
    bireme_lanes left, share, later, width;
    const double *end = bireme_lane_array(block->clock, periods);
    bireme_lanes_set(0, sum);
    bireme_lanes_set(0, later);
    for (size_t k = p->spans; k-- > 0;) {
        size_t begins = bireme_passage_begin(p, k), ends = bireme_passage_begin(p, k + 1);
        if (delay->share != NULL) {
            double mean = 0;
            for (size_t a = begins; a < ends; a++)
                mean += delay->share[(periods - 1) * periods + a] / (double)(ends - begins);
            bireme_lanes_add_scaled(bireme_passage_arriving(p, from, k), mean, sum);
            continue;
        }
        bireme_lanes_subtract_positive(end, bireme_lane_array(block->clock, begins), left);
        bireme_delay_eval(delay->delay, block->quantity, BIREME_BLOCK, left, width);
        bireme_lanes_subtract_positive(width, later, share);
        bireme_lanes_copy(width, later);
        bireme_lanes_subtract_positive(bireme_lane_array(block->clock, ends),
                                       bireme_lane_array(block->clock, begins), width);
        bireme_lanes_ratio(share, width, share);
        bireme_lanes_add_product(bireme_passage_arriving(p, from, k), share, sum);
    }
}

void bireme_passage_flow(const bireme_passage *p, const bireme_compiled_group *group, size_t from, size_t to)
{
    size_t periods = p->periods;
    if (group == NULL || group->delay == NULL) {
        for (size_t t = 0; t < periods; t++)
            bireme_lanes_copy(bireme_passage_arriving(p, from, t), bireme_passage_mean(p, to, t));
        for (size_t k = periods; k < p->spans; k++)
            bireme_lanes_add(bireme_passage_arriving(p, from, k), bireme_passage_mean(p, to, 0));
        return;
    }
    if (p->span != NULL)
        flow_spans(p, group->delay, from, to);
    else if (group->delay->share != NULL)
        flow_fixed(p, group->delay->share, from, to);
    else
        flow_drawn(p, group->delay, from, to);
    for (size_t t = periods; t-- > 1;)
        bireme_lanes_subtract_positive(bireme_passage_mean(p, to, t), bireme_passage_mean(p, to, t - 1),
                                       bireme_passage_mean(p, to, t));
}

/* Of the leads X_{S−1}, which sooner or later reach the last step: the mean number that has entered the group
 * by the horizon. */
static void locate(const bireme_passage *p, const bireme_compiled_group *group, double *out)
{
    bireme_channel_block here = *p->here;
    bireme_passage whole = *p;
    here.means = out;
    whole.here = &here;
    whole.periods = 1;
    if (group->delay == NULL)
        bireme_passage_sum_arriving(p, p->model->stages - 2, out);
    else
        bireme_passage_flow(&whole, group, p->model->stages - 2, 0);
}

void bireme_passage_pending(const bireme_passage *p, size_t first, size_t end, double *before,
                            const double *beyond)
{
    bireme_lanes next;
    /* Where only wins or means are drawn, it does not matter where they come from: all are treated as coming
     * from the first group. */
    bool told_apart = p->block->depth == BIREME_DEPTH_ALL;
    for (size_t g = first; g < end; g++) bireme_lanes_set(0, bireme_lane_array(p->here->after, g));
    for (size_t g = first; g < end;) {
        size_t to = told_apart ? g + 1 : end;
        if (to < end)
            locate(p, &p->ready->groups[to], next);
        else
            bireme_lanes_copy(beyond, next);
        bireme_lanes_subtract_positive(before, next, bireme_lane_array(p->here->after, g));
        bireme_lanes_copy(next, before);
        g = to;
    }
}
