/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules for teams: their reps, how much they can work, and what is left undone; of one team, or of all
 * together (the metric's index is −1). A ratio whose denominator is 0 is NAN.
 */
#include "engine/metrics/rules.h"

/* out / below, with the same `below` in all trials. */
static void divide(double below, double *out)
{
    bireme_lanes divisor;
    bireme_lanes_set(below, divisor);
    bireme_lanes_ratio(out, divisor, out);
}

/* ------------------------ reps */

void bireme_rule_reps(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    const double *heads = metric->index < 0 ? compiled->heads : compiled->teams[metric->index].heads;
    bireme_lanes_set(heads[t], out);
}

void bireme_rule_mean_reps(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    (void)t;
    bireme_lanes_set(metric->index < 0 ? compiled->mean_heads : compiled->teams[metric->index].mean_heads,
                     out);
}

void bireme_rule_revenue_per_rep(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_rule_revenue(block, metric, t, out);
    divide(block->compiled->heads[t], out);
}

void bireme_rule_revenue_per_mean_rep(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)metric;
    (void)t;
    bireme_rule_sum(block, bireme_rule_revenue, -1, bireme_count_periods(block), out);
    divide(block->compiled->mean_heads, out);
}

void bireme_rule_bookings_per_rep(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_rule_bookings(block, metric, t, out);
    divide(block->compiled->heads[t], out);
}

void bireme_rule_bookings_per_mean_rep(bireme_block *block, const bireme_metric *metric, size_t t,
                                       double *out)
{
    (void)metric;
    (void)t;
    bireme_rule_sum(block, bireme_rule_bookings, -1, bireme_count_periods(block), out);
    divide(block->compiled->mean_heads, out);
}

/* ------------------------ what they can work */

/* Calls for a team, or for all that have a capacity (−1), one after another: start with *k = 0. */
static bool next_team(const bireme_block *block, int of, size_t *k)
{
    const bireme_compiled *compiled = block->compiled;
    for (; *k < compiled->model->n_teams; (*k)++)
        if (compiled->teams[*k].capacity != NULL && (of < 0 || of == (int)*k)) return true;
    return false;
}

typedef enum figure { DEMAND, WORKED, BACKLOG, TURNED_AWAY, TURNED_VALUE } figure;

static const double *figure_of(const bireme_team_block *team, figure what)
{
    const double *const of[] = {[DEMAND] = team->demand,
                                [WORKED] = team->worked,
                                [BACKLOG] = team->backlog,
                                [TURNED_AWAY] = team->turned_away,
                                [TURNED_VALUE] = team->turned_value};
    return of[what];
}

/* out: the figure of a team (−1: of all) in period t. */
static void sum_teams(const bireme_block *block, int of, figure what, size_t t, double *out)
{
    bireme_lanes_set(0, out);
    for (size_t k = 0; next_team(block, of, &k); k++)
        bireme_lanes_add(figure_of(&block->team[k], what) + t * BIREME_BLOCK, out);
}

/* The same over the horizon. */
static void sum_all(const bireme_block *block, int of, figure what, double *out)
{
    bireme_lanes value;
    bireme_lanes_set(0, out);
    for (size_t t = 0; t < block->compiled->model->periods; t++) {
        sum_teams(block, of, what, t, value);
        bireme_lanes_add(value, out);
    }
}

static double capacity_of(const bireme_block *block, int of, size_t t)
{
    double sum = 0;
    for (size_t k = 0; next_team(block, of, &k); k++) sum += block->compiled->teams[k].capacity[t];
    return sum;
}

void bireme_rule_team_capacity(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    bireme_lanes_set(capacity_of(block, metric->index, t), out);
}

void bireme_rule_team_expected(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    sum_teams(block, metric->index, WORKED, t, out);
}

void bireme_rule_team_utilisation(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    sum_teams(block, metric->index, WORKED, t, out);
    divide(capacity_of(block, metric->index, t), out);
}

void bireme_rule_team_utilisation_of_all(bireme_block *block, const bireme_metric *metric, size_t t,
                                         double *out)
{
    (void)t;
    bireme_lanes capacity;
    sum_all(block, metric->index, WORKED, out);
    bireme_rule_sum(block, bireme_rule_team_capacity, metric->index, block->compiled->model->periods,
                    capacity);
    bireme_lanes_ratio(out, capacity, out);
}

/* Of those taken up at the worked stage, those of its channels. */
void bireme_rule_team_worked(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_model *model = compiled->model;
    const size_t channels = model->n_channels + (compiled->pipeline != NULL);
    bireme_lanes_set(0, out);
    for (size_t k = 0; next_team(block, metric->index, &k); k++) {
        const size_t row = bireme_compiled_row(compiled, model->teams[k].stage) + 1;
        for (size_t c = 0; c < channels; c++)
            if (model->teams[k].works[c])
                bireme_lanes_add(bireme_lane_array(block->channel[c].entries, row * model->periods + t), out);
    }
}

/* ------------------------ what they cannot work */

void bireme_rule_team_backlog(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    sum_teams(block, metric->index, BACKLOG, t, out);
}

void bireme_rule_team_turned_away(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    sum_teams(block, metric->index, TURNED_AWAY, t, out);
}

void bireme_rule_team_turned_away_value(bireme_block *block, const bireme_metric *metric, size_t t,
                                        double *out)
{
    sum_teams(block, metric->index, TURNED_VALUE, t, out);
}

void bireme_rule_turned_away_share(bireme_block *block, const bireme_metric *metric, size_t t, double *out)
{
    (void)t;
    bireme_lanes away;
    sum_all(block, metric->index, TURNED_AWAY, away);
    sum_all(block, metric->index, DEMAND, out);
    bireme_lanes_ratio(away, out, out);
}
