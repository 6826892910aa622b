/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The split as a result: queried.
 */
#include "decide/split/result.h"

#include <math.h>

const char *bireme_split_scenario(const bireme_split *split)
{
    return split->scenario;
}

const char *bireme_split_metric(const bireme_split *split)
{
    return split->metric;
}

const char *bireme_split_until(const bireme_split *split)
{
    return split->until;
}

bireme_unit bireme_split_unit(const bireme_split *split)
{
    return split->unit;
}

bireme_objective bireme_split_objective(const bireme_split *split)
{
    return split->objective;
}

double bireme_split_at_least(const bireme_split *split)
{
    return split->at_least;
}

double bireme_split_worst(const bireme_split *split)
{
    return split->worst;
}

bool bireme_split_at_most(const bireme_split *split)
{
    return split->at_most;
}

uint64_t bireme_split_trials(const bireme_split *split)
{
    return split->trials;
}

uint64_t bireme_split_seed(const bireme_split *split)
{
    return split->seed;
}

uint64_t bireme_split_fresh_seed(const bireme_split *split)
{
    return split->fresh_seed;
}

bireme_sampler bireme_split_sampler(const bireme_split *split)
{
    return split->sampler;
}

double bireme_split_runs(const bireme_split *split)
{
    return split->runs;
}

double bireme_split_total(const bireme_split *split)
{
    return split->total;
}

size_t bireme_split_line_count(const bireme_split *split)
{
    return split->n_lines;
}

const char *bireme_split_left_out(const bireme_split *split)
{
    return split->left_out;
}

const bireme_division *bireme_split_today(const bireme_split *split)
{
    return &split->today;
}

const bireme_division *bireme_split_scaled(const bireme_split *split)
{
    return &split->scaled;
}

const bireme_division *bireme_split_best(const bireme_split *split)
{
    return &split->best;
}

bool bireme_split_today_allowed(const bireme_split *split)
{
    return split->today_allowed;
}

double bireme_split_gain(const bireme_split *split)
{
    return split->gain;
}

double bireme_split_gain_se(const bireme_split *split)
{
    return split->gain_se;
}

double bireme_split_gain_scaled(const bireme_split *split)
{
    return split->gain_scaled;
}

double bireme_split_gain_scaled_se(const bireme_split *split)
{
    return split->gain_scaled_se;
}

bool bireme_split_told_from_zero(const bireme_split *split)
{
    return split->told_from_zero;
}

double bireme_split_as_good_from(const bireme_split *split)
{
    return split->as_good_from;
}

double bireme_split_as_good_to(const bireme_split *split)
{
    return split->as_good_to;
}

double bireme_split_as_good_within(const bireme_split *split)
{
    return split->as_good_within;
}

double bireme_split_searched(const bireme_split *split)
{
    return split->searched;
}

double bireme_split_retested(const bireme_split *split)
{
    return split->retested;
}

double bireme_split_last_amount(const bireme_split *split)
{
    return split->last_amount;
}

double bireme_split_next_amount(const bireme_split *split)
{
    return split->next_amount;
}

double bireme_split_margin_spread(const bireme_split *split)
{
    return split->margin_spread;
}

size_t bireme_split_next_best(const bireme_split *split)
{
    return split->next_best;
}

bool bireme_split_converged(const bireme_split *split)
{
    return split->converged;
}

bool bireme_split_confirmed(const bireme_split *split)
{
    return split->confirmed;
}

const char *bireme_split_doubt(const bireme_split *split)
{
    return split->doubt;
}

bool bireme_split_searched_again(const bireme_split *split)
{
    return split->searched_again;
}

size_t bireme_split_looked_at(const bireme_split *split)
{
    return split->looked_at;
}

double bireme_split_beaten_by(const bireme_split *split)
{
    return split->beaten_by;
}

double bireme_split_beaten_by_se(const bireme_split *split)
{
    return split->beaten_by_se;
}

size_t bireme_split_frontier_count(const bireme_split *split)
{
    return split->n_frontier;
}

const bireme_division *bireme_split_frontier(const bireme_split *split, size_t step)
{
    return step < split->n_frontier ? &split->frontier[step] : NULL;
}

const bireme_margin *bireme_split_margin(const bireme_split *split, size_t line)
{
    return line < split->n_lines ? &split->margins[line] : NULL;
}

size_t bireme_split_start_count(const bireme_split *split)
{
    return split->n_starts;
}

double bireme_split_start_value(const bireme_split *split, size_t start)
{
    return start < split->n_starts ? split->start_value[start] : NAN;
}

double bireme_division_total(const bireme_division *division)
{
    return division->total;
}

double bireme_division_marketing(const bireme_division *division)
{
    return division->marketing;
}

double bireme_division_sales(const bireme_division *division)
{
    return division->sales;
}

double bireme_division_partner(const bireme_division *division)
{
    return division->partner;
}

double bireme_division_value(const bireme_division *division)
{
    return division->value;
}

double bireme_division_value_se(const bireme_division *division)
{
    return division->value_se;
}

double bireme_division_mean(const bireme_division *division)
{
    return division->mean;
}

double bireme_division_mean_se(const bireme_division *division)
{
    return division->mean_se;
}

const bireme_split_part *bireme_division_part(const bireme_division *division, size_t line)
{
    return line < division->n_lines ? &division->parts[line] : NULL;
}
