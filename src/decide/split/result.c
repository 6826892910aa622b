/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Access to a split's results.
 */
#include "decide/split/result.h"

#include <math.h>
#include "base/getter.h"

BIREME_GETTER(const char *, bireme_split_scenario, bireme_split, scenario);
BIREME_GETTER(const char *, bireme_split_metric, bireme_split, metric);
BIREME_GETTER(const char *, bireme_split_until, bireme_split, until);
BIREME_GETTER(bireme_unit, bireme_split_unit, bireme_split, unit);
BIREME_GETTER(bireme_objective, bireme_split_objective, bireme_split, objective);
BIREME_GETTER(double, bireme_split_at_least, bireme_split, at_least);
BIREME_GETTER(double, bireme_split_worst, bireme_split, worst);
BIREME_GETTER(bool, bireme_split_at_most, bireme_split, at_most);
BIREME_GETTER(uint64_t, bireme_split_trials, bireme_split, trials);
BIREME_GETTER(uint64_t, bireme_split_seed, bireme_split, seed);
BIREME_GETTER(uint64_t, bireme_split_fresh_seed, bireme_split, fresh_seed);
BIREME_GETTER(bireme_sampler, bireme_split_sampler, bireme_split, sampler);
BIREME_GETTER(double, bireme_split_runs, bireme_split, runs);
BIREME_GETTER(double, bireme_split_total, bireme_split, total);
BIREME_GETTER(size_t, bireme_split_line_count, bireme_split, n_lines);
BIREME_GETTER(const char *, bireme_split_left_out, bireme_split, left_out);
BIREME_PART_GETTER(bireme_division, bireme_split_today, bireme_split, today);
BIREME_PART_GETTER(bireme_division, bireme_split_scaled, bireme_split, scaled);
BIREME_PART_GETTER(bireme_division, bireme_split_best, bireme_split, best);
BIREME_GETTER(bool, bireme_split_today_allowed, bireme_split, today_allowed);
BIREME_GETTER(double, bireme_split_gain, bireme_split, gain);
BIREME_GETTER(double, bireme_split_gain_se, bireme_split, gain_se);
BIREME_GETTER(double, bireme_split_gain_scaled, bireme_split, gain_scaled);
BIREME_GETTER(double, bireme_split_gain_scaled_se, bireme_split, gain_scaled_se);
BIREME_GETTER(bool, bireme_split_told_from_zero, bireme_split, told_from_zero);
BIREME_GETTER(double, bireme_split_as_good_from, bireme_split, as_good_from);
BIREME_GETTER(double, bireme_split_as_good_to, bireme_split, as_good_to);
BIREME_GETTER(double, bireme_split_as_good_within, bireme_split, as_good_within);
BIREME_GETTER(double, bireme_split_searched, bireme_split, searched);
BIREME_GETTER(double, bireme_split_retested, bireme_split, retested);
BIREME_GETTER(double, bireme_split_last_amount, bireme_split, last_amount);
BIREME_GETTER(double, bireme_split_next_amount, bireme_split, next_amount);
BIREME_GETTER(double, bireme_split_margin_spread, bireme_split, margin_spread);
BIREME_GETTER(double, bireme_split_kkt_residual, bireme_split, kkt_residual);
BIREME_GETTER(size_t, bireme_split_next_best, bireme_split, next_best);
BIREME_GETTER(bool, bireme_split_converged, bireme_split, converged);
BIREME_GETTER(bool, bireme_split_confirmed, bireme_split, confirmed);
BIREME_GETTER(const char *, bireme_split_doubt, bireme_split, doubt);
BIREME_GETTER(bool, bireme_split_searched_again, bireme_split, searched_again);
BIREME_GETTER(size_t, bireme_split_looked_at, bireme_split, looked_at);
BIREME_GETTER(double, bireme_split_beaten_by, bireme_split, beaten_by);
BIREME_GETTER(double, bireme_split_beaten_by_se, bireme_split, beaten_by_se);
BIREME_GETTER(size_t, bireme_split_frontier_count, bireme_split, n_frontier);
BIREME_ROW_GETTER(bireme_division, bireme_split_frontier, bireme_split, frontier, n_frontier);
BIREME_ROW_GETTER(bireme_margin, bireme_split_margin, bireme_split, margins, n_lines);
BIREME_GETTER(size_t, bireme_split_measure_count, bireme_split, n_measures);
BIREME_ROW_GETTER(bireme_split_measure, bireme_split_measure_at, bireme_split, measures, n_measures);
BIREME_GETTER(size_t, bireme_split_more_count, bireme_split, n_more);
BIREME_ROW_GETTER(bireme_split_more, bireme_split_more_at, bireme_split, more, n_more);
BIREME_GETTER(size_t, bireme_split_start_count, bireme_split, n_starts);
BIREME_VALUE_GETTER(double, bireme_split_start_value, bireme_split, start_value, n_starts, NAN);

BIREME_GETTER(double, bireme_division_total, bireme_division, total);
BIREME_GETTER(double, bireme_division_marketing, bireme_division, marketing);
BIREME_GETTER(double, bireme_division_sales, bireme_division, sales);
BIREME_GETTER(double, bireme_division_partner, bireme_division, partner);
BIREME_GETTER(double, bireme_division_value, bireme_division, value);
BIREME_GETTER(double, bireme_division_value_se, bireme_division, value_se);
BIREME_GETTER(double, bireme_division_mean, bireme_division, mean);
BIREME_GETTER(double, bireme_division_mean_se, bireme_division, mean_se);
BIREME_ROW_GETTER(bireme_split_part, bireme_division_part, bireme_division, parts, n_lines);
