/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Access to a target's results.
 */
#include "decide/target/result.h"

#include "base/getter.h"

BIREME_GETTER(const char *, bireme_target_scenario, bireme_target, scenario);
BIREME_GETTER(const char *, bireme_target_metric, bireme_target, metric);
BIREME_GETTER(const char *, bireme_target_until, bireme_target, until);
BIREME_GETTER(bool, bireme_target_whole_horizon, bireme_target, whole_horizon);
BIREME_GETTER(bireme_unit, bireme_target_unit, bireme_target, unit);
BIREME_GETTER(bireme_target_by, bireme_target_decided_by, bireme_target, by);
BIREME_GETTER(double, bireme_target_at_least, bireme_target, at_least);
BIREME_GETTER(double, bireme_target_confidence, bireme_target, confidence);
BIREME_GETTER(bool, bireme_target_at_most, bireme_target, at_most);
BIREME_GETTER(uint64_t, bireme_target_trials, bireme_target, trials);
BIREME_GETTER(uint64_t, bireme_target_seed, bireme_target, seed);
BIREME_GETTER(uint64_t, bireme_target_verified_seed, bireme_target, verified_seed);
BIREME_GETTER(bireme_sampler, bireme_target_sampler, bireme_target, sampler);
BIREME_GETTER(double, bireme_target_runs, bireme_target, runs);
BIREME_GETTER(bool, bireme_target_reached, bireme_target, reached);
BIREME_GETTER(double, bireme_target_scale, bireme_target, scale);
BIREME_GETTER(double, bireme_target_scale_se, bireme_target, scale_se);
BIREME_GETTER(double, bireme_target_achieved, bireme_target, achieved);
BIREME_GETTER(double, bireme_target_achieved_se, bireme_target, achieved_se);
BIREME_GETTER(double, bireme_target_verified, bireme_target, verified);
BIREME_GETTER(double, bireme_target_verified_se, bireme_target, verified_se);
BIREME_GETTER(double, bireme_target_today, bireme_target, today);
BIREME_GETTER(double, bireme_target_today_se, bireme_target, today_se);
BIREME_GETTER(double, bireme_target_within_reach, bireme_target, within_reach);
BIREME_GETTER(double, bireme_target_unbought, bireme_target, unbought);
BIREME_PART_GETTER(bireme_summary, bireme_target_leads, bireme_target, leads);
BIREME_PART_GETTER(bireme_summary, bireme_target_budget, bireme_target, budget);
BIREME_GETTER(double, bireme_target_leads_p80, bireme_target, leads_p80);
BIREME_GETTER(double, bireme_target_budget_p80, bireme_target, budget_p80);
BIREME_GETTER(bool, bireme_target_scales_reps, bireme_target, scales_reps);
BIREME_GETTER(double, bireme_target_reps, bireme_target, reps);
BIREME_GETTER(double, bireme_target_reps_today, bireme_target, reps_today);
BIREME_GETTER(const char *, bireme_target_reps_bound, bireme_target, reps_bound);
BIREME_GETTER(bool, bireme_target_has_capacity, bireme_target, has_capacity);
BIREME_GETTER(const char *, bireme_target_stage, bireme_target, stage);
BIREME_GETTER(double, bireme_target_all_limits, bireme_target, all_limits);
BIREME_GETTER(double, bireme_target_all_limits_se, bireme_target, all_limits_se);
BIREME_GETTER(bool, bireme_target_converged, bireme_target, converged);
BIREME_GETTER(bool, bireme_target_agrees, bireme_target, agrees);
BIREME_GETTER(bool, bireme_target_confirmed, bireme_target, confirmed);
BIREME_GETTER(const char *, bireme_target_doubt, bireme_target, doubt);
BIREME_GETTER(bool, bireme_target_budget_is_median, bireme_target, budget_is_median);
BIREME_GETTER(const bireme_forecast *, bireme_target_forecast, bireme_target, forecast);
BIREME_GETTER(size_t, bireme_target_channel_count, bireme_target, n_channels);
BIREME_ROW_GETTER(bireme_target_channel, bireme_target_channel_at, bireme_target, channels, n_channels);
BIREME_GETTER(size_t, bireme_target_period_count, bireme_target, n_periods);
BIREME_ROW_GETTER(bireme_target_period, bireme_target_period_at, bireme_target, periods, n_periods);
BIREME_GETTER(size_t, bireme_target_curve_count, bireme_target, n_curve);
BIREME_ROW_GETTER(bireme_target_point, bireme_target_curve_at, bireme_target, curve, n_curve);
BIREME_GETTER(size_t, bireme_target_limit_count, bireme_target, n_limits);
BIREME_ROW_GETTER(bireme_target_limit, bireme_target_limit_at, bireme_target, limits, n_limits);
