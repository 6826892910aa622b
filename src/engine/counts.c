/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts of a channel, given the means: for every stage and period a Poisson count, so that all stages of a
 * trial are about the same leads.
 *
 * What is exact. Write μ_s[b] for the mean entries to stage s in period b and M_s for its sum over the
 * horizon. The leads whose last stage within the horizon is j are a Poisson count with mean M_j − M_{j+1},
 * independent of those with another last stage (thinning). Every stage's total is a sum of these, so the
 * totals of all stages and the wins have their joint law exactly: they are nested, and leads and wins are
 * correlated as they should be. The entries to one stage in different periods are independent Poisson counts
 * with means μ_s[b], exactly. Stages that are entered at the same moment are nested in every period.
 *
 * What is chosen. When a lead entered the stages before a step that takes time, given when it entered the
 * ones after it, cannot be had at a cost that does not grow with the horizon squared. The order is taken to
 * be first in, first out: those who entered a stage first are the first to pass to the next. This decides how
 * the counts of different stages in different periods move together, and nothing else.
 *
 * How. Lay all leads of the horizon on a line of length M_0, those who got furthest first: y in [0, M_S) are the
 * wins, then come those who end at stage S − 1, and so on. Along the line, for each group of stages (see plan.h):
 * those who end in it fill the periods by their own means, in order; those who pass beyond it fill the
 * periods by κ[a], the means of those in period a who pass sooner or later, in order. Cut the line wherever
 * any period changes. Each piece is a Poisson count with the piece's length as mean, and counts for the
 * periods that lie above it. Sums of independent Poisson counts are Poisson: that gives the marginals; that
 * all stages share the pieces gives the joint law.
 *
 * With capacity, what is taken up is a row of its own between the worked stage and the next one; "stage" above
 * and below is then a row.
 */
#include "engine/block.h"

#include <math.h>

/* The walk along the line, for all lanes at once: per group that is passed, the period it is in and what is
 * left of it. */
typedef struct walk {
    bireme_block *block;
    const bireme_channel *channel;
    const bireme_plan_channel *planned;
    size_t stride;  /* periods of the model */
    size_t periods; /* that are drawn: all, or one for all */
    double *means;  /* [rows × periods] */
    double
        *ending; /* [rows × periods] means of those who end at the row: the channel's `arriving`, which is not
                        needed any more */
    double *entries; /* [rows × periods] those who end at the row, then all entries */
} walk;

static double *lanes(const walk *w, double *base, size_t row, size_t t)
{
    return bireme_lane_array(base, row * w->stride + t);
}

static void sum_periods(const walk *w, double *base, size_t row, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < w->periods; t++) bireme_lanes_add(lanes(w, base, row, t), out);
}

static size_t stage_of(const bireme_plan *plan, size_t row)
{
    return plan->capacity != NULL && row > plan->model->sales.stage ? row - 1 : row;
}

/* κ of group g, and the means of those who end at its last stage: μ − pass, pass being the first of κ up to
 * the mean entries to the next group. κ = r μ with r the step's conversion, or more if more pass. */
static void part_last_row(const walk *w, size_t g)
{
    bireme_block *block = w->block;
    size_t last = w->planned->groups[g].last, next = w->planned->groups[g + 1].first;
    double *total = block->scratch, *passing = block->scratch + BIREME_BLOCK,
           *r = block->scratch + 2 * BIREME_BLOCK;
    const bireme_plan *plan = block->plan;
    bool waited = plan->capacity != NULL && next == bireme_plan_worked_row(plan);
    const double *conversion = waited ? NULL : block->quantity[w->channel->conversion[stage_of(plan, next)]];
    sum_periods(w, w->means, last, total);
    sum_periods(w, w->means, next, passing);
    for (int i = 0; i < BIREME_BLOCK; i++) {
        double least = total[i] > 0 ? passing[i] / total[i] : 0;
        double most = conversion != NULL ? conversion[i] : 1, share = most > least ? most : least;
        r[i] = share < 1 ? share : 1;
    }
    for (size_t t = 0; t < w->periods; t++) {
        const double *mean = lanes(w, w->means, last, t);
        double *kappa = lanes(w, block->passing, g, t), *own = lanes(w, w->ending, last, t);
        for (int i = 0; i < BIREME_BLOCK; i++) {
            double k = r[i] * mean[i], pass = k < passing[i] ? k : passing[i];
            kappa[i] = k;
            passing[i] -= pass;
            own[i] = mean[i] - pass;
        }
    }
}

/* The means of those who end at each row. */
static void part_means(const walk *w)
{
    size_t n = w->planned->n_groups;
    for (size_t g = 0; g < n; g++) {
        const bireme_plan_group *group = &w->planned->groups[g];
        for (size_t s = group->first; s < group->last; s++)
            for (size_t t = 0; t < w->periods; t++)
                bireme_lanes_subtract_positive(lanes(w, w->means, s, t), lanes(w, w->means, s + 1, t),
                                               lanes(w, w->ending, s, t));
        if (g + 1 < n)
            part_last_row(w, g);
        else
            for (size_t t = 0; t < w->periods; t++)
                bireme_lanes_copy(lanes(w, w->means, group->last, t), lanes(w, w->ending, group->last, t));
    }
}

/* To the next period of group g that is not empty; after the last one rounding may leave a little, which
 * stays there. */
static inline void next_period(const walk *w, size_t g, size_t i)
{
    bireme_block *block = w->block;
    uint16_t *at = &block->walk_at[g * BIREME_BLOCK + i];
    double *left = &block->walk_left[g * BIREME_BLOCK + i];
    size_t t = *at;
    do t++;
    while (t < w->periods && lanes(w, block->passing, g, t)[i] <= 0);
    *left = t < w->periods ? lanes(w, block->passing, g, t)[i] : INFINITY;
    *at = (uint16_t)(t < w->periods ? t : w->periods - 1);
}

static void start_walk(const walk *w)
{
    bireme_block *block = w->block;
    for (size_t g = 0; g + 1 < w->planned->n_groups; g++) {
        for (size_t i = 0; i < BIREME_BLOCK; i++) {
            block->walk_at[g * BIREME_BLOCK + i] = 0;
            block->walk_left[g * BIREME_BLOCK + i] = lanes(w, block->passing, g, 0)[i];
            if (!(block->walk_left[g * BIREME_BLOCK + i] > 0)) next_period(w, g, i);
        }
        for (size_t t = 0; t < w->periods; t++) bireme_lanes_set(0, lanes(w, block->passed, g, t));
    }
}

/* Lengths of the next pieces of the lanes: to the end of their own period or of that of a group before. */
static void next_lengths(const walk *w, size_t groups, size_t n, const uint16_t *lane, const double *own,
                         double *length)
{
    for (size_t k = 0; k < n; k++) length[k] = own[lane[k]];
    for (size_t g = 0; g < groups; g++) {
        const double *left = w->block->walk_left + g * BIREME_BLOCK;
        for (size_t k = 0; k < n; k++) length[k] = left[lane[k]] < length[k] ? left[lane[k]] : length[k];
    }
}

/* Counts the pieces for the periods of the groups before, and moves on. */
static void move_on(const walk *w, size_t groups, size_t n, const uint16_t *lane, const double *length,
                    const double *count)
{
    bireme_block *block = w->block;
    for (size_t g = 0; g < groups; g++)
        for (size_t k = 0; k < n; k++) {
            size_t at = g * BIREME_BLOCK + lane[k];
            lanes(w, block->passed, g, block->walk_at[at])[lane[k]] += count[k];
            block->walk_left[at] -= length[k];
            if (!(block->walk_left[at] > 0)) next_period(w, g, lane[k]);
        }
}

/* Those who end at stage s in period t, of group h: piece by piece. */
static void draw_pieces(const walk *w, const bireme_stream *stream, size_t s, size_t t, size_t h)
{
    bireme_block *block = w->block;
    double *own = lanes(w, w->ending, s, t), *count = lanes(w, w->entries, s, t), *u = block->scratch;
    double packed_u[BIREME_BLOCK] = {0}, length[BIREME_BLOCK] = {0}, drawn[BIREME_BLOCK];
    uint16_t lane[BIREME_BLOCK];
    bireme_lanes_set(0, count);
    for (uint32_t piece = 0;; piece++) {
        size_t n = 0;
        for (size_t i = 0; i < BIREME_BLOCK; i++) {
            lane[n] = (uint16_t)i;
            n += own[i] > 0;
        }
        if (n == 0) return;
        bireme_stream_some(stream, block->first, piece, (uint32_t)t, n, lane, u, packed_u);
        next_lengths(w, h, n, lane, own, length);
        bireme_block_poisson(block, n, packed_u, length, drawn);
        for (size_t k = 0; k < n; k++) count[lane[k]] += drawn[k], own[lane[k]] -= length[k];
        move_on(w, h, n, lane, length, drawn);
    }
}

/* From those who end at each stage, and those who passed each group, to all who entered. */
static void add_up(const walk *w)
{
    for (size_t g = 0; g < w->planned->n_groups; g++)
        for (size_t t = 0; t < w->periods; t++) {
            const bireme_plan_group *group = &w->planned->groups[g];
            if (g + 1 < w->planned->n_groups)
                bireme_lanes_add(lanes(w, w->block->passed, g, t), lanes(w, w->entries, group->last, t));
            for (size_t s = group->last; s-- > group->first;)
                bireme_lanes_add(lanes(w, w->entries, s + 1, t), lanes(w, w->entries, s, t));
        }
}

/* The means of all periods, into the first. */
static void superpose(const walk *w)
{
    for (size_t row = 0; row < w->block->plan->rows; row++)
        for (size_t t = 1; t < w->stride; t++)
            bireme_lanes_add(lanes(w, w->means, row, t), lanes(w, w->means, row, 0));
}

void bireme_block_count(bireme_block *block, size_t index)
{
    const bireme_plan *plan = block->plan;
    const bireme_channel_streams *streams = &block->streams->channel[index];
    walk w = {.block = block,
              .channel = &plan->model->channels[index],
              .planned = &plan->channels[index],
              .stride = plan->model->periods,
              .periods = block->superposed ? 1 : plan->model->periods,
              .means = block->channel[index].means,
              .ending = block->channel[index].arriving,
              .entries = block->channel[index].entries};
    if (block->superposed && !block->horizon_only) superpose(&w);
    part_means(&w);
    start_walk(&w);
    for (size_t h = w.planned->n_groups; h-- > 0;)
        for (size_t s = w.planned->groups[h].last + 1; s-- > w.planned->groups[h].first;)
            for (size_t t = 0; t < w.periods; t++) {
                if (h > 0) {
                    draw_pieces(&w, &streams->entries[s], s, t, h);
                    continue;
                }
                bireme_stream_fill(&streams->entries[s], block->first, 0, (uint32_t)t, BIREME_BLOCK,
                                   block->scratch);
                bireme_block_poisson(block, BIREME_BLOCK, block->scratch, lanes(&w, w.ending, s, t),
                                     lanes(&w, w.entries, s, t));
            }
    add_up(&w);
}
