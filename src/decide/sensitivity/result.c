/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Access to a sensitivity's results.
 */
#include "decide/sensitivity/result.h"

#include "base/getter.h"

BIREME_GETTER(const char *, bireme_sensitivity_scenario, bireme_sensitivity, scenario);
BIREME_GETTER(const char *, bireme_sensitivity_metric, bireme_sensitivity, metric);
BIREME_GETTER(const char *, bireme_sensitivity_until, bireme_sensitivity, until);
BIREME_GETTER(bool, bireme_sensitivity_whole_horizon, bireme_sensitivity, whole_horizon);
BIREME_GETTER(bireme_unit, bireme_sensitivity_unit, bireme_sensitivity, unit);
BIREME_GETTER(uint64_t, bireme_sensitivity_trials, bireme_sensitivity, trials);
BIREME_GETTER(uint64_t, bireme_sensitivity_seed, bireme_sensitivity, seed);
BIREME_GETTER(bireme_sampler, bireme_sensitivity_sampler, bireme_sensitivity, sampler);
BIREME_GETTER(double, bireme_sensitivity_runs, bireme_sensitivity, runs);
BIREME_PART_GETTER(bireme_summary, bireme_sensitivity_summary, bireme_sensitivity, summary);
BIREME_PART_GETTER(bireme_input, bireme_sensitivity_chance, bireme_sensitivity, chance);
BIREME_GETTER(double, bireme_sensitivity_sum_first, bireme_sensitivity, sum_first);
BIREME_GETTER(const char *, bireme_sensitivity_worth_metric, bireme_sensitivity, worth_metric);
BIREME_GETTER(bireme_unit, bireme_sensitivity_worth_unit, bireme_sensitivity, worth_unit);
BIREME_GETTER(size_t, bireme_sensitivity_best, bireme_sensitivity, best);
BIREME_GETTER(size_t, bireme_sensitivity_input_count, bireme_sensitivity, n_inputs);
BIREME_ROW_GETTER(bireme_input, bireme_sensitivity_input, bireme_sensitivity, inputs, n_inputs);
BIREME_GETTER(size_t, bireme_sensitivity_alternative_count, bireme_sensitivity, n_alternatives);
BIREME_ROW_GETTER(bireme_alternative, bireme_sensitivity_alternative, bireme_sensitivity, alternatives,
                  n_alternatives);
BIREME_GETTER(size_t, bireme_sensitivity_one_more_count, bireme_sensitivity, n_one_more);
BIREME_ROW_GETTER(bireme_one_more, bireme_sensitivity_one_more, bireme_sensitivity, one_more, n_one_more);

BIREME_GETTER(const char *, bireme_input_path, bireme_input, path);
BIREME_GETTER(bireme_input_kind, bireme_input_kind_of, bireme_input, kind);
BIREME_PART_GETTER(bireme_index, bireme_input_index, bireme_input, index);
BIREME_GETTER(double, bireme_input_rank_correlation, bireme_input, rank_correlation);
BIREME_GETTER(double, bireme_input_low, bireme_input, low);
BIREME_GETTER(double, bireme_input_low_se, bireme_input, low_se);
BIREME_GETTER(double, bireme_input_high, bireme_input, high);
BIREME_GETTER(double, bireme_input_high_se, bireme_input, high_se);
BIREME_GETTER(double, bireme_input_low_at, bireme_input, low_at);
BIREME_GETTER(double, bireme_input_high_at, bireme_input, high_at);
BIREME_GETTER(const char *, bireme_input_low_regime, bireme_input, low_regime);
BIREME_GETTER(const char *, bireme_input_high_regime, bireme_input, high_regime);
BIREME_GETTER(double, bireme_input_worth, bireme_input, worth);
BIREME_GETTER(double, bireme_input_worth_se, bireme_input, worth_se);
BIREME_GETTER(size_t, bireme_input_member_count, bireme_input, n_members);
BIREME_ROW_GETTER(bireme_input, bireme_input_member, bireme_input, members, n_members);
