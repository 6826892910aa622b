/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The target as a result: queried.
 */
#include "decide/target/result.h"

const char *bireme_target_scenario(const bireme_target *target)
{
    return target->scenario;
}

const char *bireme_target_metric(const bireme_target *target)
{
    return target->metric;
}

const char *bireme_target_until(const bireme_target *target)
{
    return target->until;
}

bool bireme_target_whole_horizon(const bireme_target *target)
{
    return target->whole_horizon;
}

bireme_unit bireme_target_unit(const bireme_target *target)
{
    return target->unit;
}

bireme_target_by bireme_target_decided_by(const bireme_target *target)
{
    return target->by;
}

double bireme_target_at_least(const bireme_target *target)
{
    return target->at_least;
}

double bireme_target_confidence(const bireme_target *target)
{
    return target->confidence;
}

bool bireme_target_at_most(const bireme_target *target)
{
    return target->at_most;
}

uint64_t bireme_target_trials(const bireme_target *target)
{
    return target->trials;
}

uint64_t bireme_target_seed(const bireme_target *target)
{
    return target->seed;
}

uint64_t bireme_target_verified_seed(const bireme_target *target)
{
    return target->verified_seed;
}

bireme_sampler bireme_target_sampler(const bireme_target *target)
{
    return target->sampler;
}

double bireme_target_runs(const bireme_target *target)
{
    return target->runs;
}

bool bireme_target_reached(const bireme_target *target)
{
    return target->reached;
}

double bireme_target_scale(const bireme_target *target)
{
    return target->scale;
}

double bireme_target_scale_se(const bireme_target *target)
{
    return target->scale_se;
}

double bireme_target_achieved(const bireme_target *target)
{
    return target->achieved;
}

double bireme_target_achieved_se(const bireme_target *target)
{
    return target->achieved_se;
}

double bireme_target_verified(const bireme_target *target)
{
    return target->verified;
}

double bireme_target_verified_se(const bireme_target *target)
{
    return target->verified_se;
}

double bireme_target_today(const bireme_target *target)
{
    return target->today;
}

double bireme_target_today_se(const bireme_target *target)
{
    return target->today_se;
}

double bireme_target_within_reach(const bireme_target *target)
{
    return target->within_reach;
}

double bireme_target_unbought(const bireme_target *target)
{
    return target->unbought;
}

const bireme_summary *bireme_target_leads(const bireme_target *target)
{
    return &target->leads;
}

const bireme_summary *bireme_target_budget(const bireme_target *target)
{
    return &target->budget;
}

double bireme_target_leads_p80(const bireme_target *target)
{
    return target->leads_p80;
}

double bireme_target_budget_p80(const bireme_target *target)
{
    return target->budget_p80;
}

bool bireme_target_scales_reps(const bireme_target *target)
{
    return target->scales_reps;
}

double bireme_target_reps(const bireme_target *target)
{
    return target->reps;
}

double bireme_target_reps_today(const bireme_target *target)
{
    return target->reps_today;
}

const char *bireme_target_reps_bound(const bireme_target *target)
{
    return target->reps_bound;
}

bool bireme_target_has_capacity(const bireme_target *target)
{
    return target->has_capacity;
}

const char *bireme_target_stage(const bireme_target *target)
{
    return target->stage;
}

double bireme_target_all_limits(const bireme_target *target)
{
    return target->all_limits;
}

double bireme_target_all_limits_se(const bireme_target *target)
{
    return target->all_limits_se;
}

bool bireme_target_converged(const bireme_target *target)
{
    return target->converged;
}

bool bireme_target_agrees(const bireme_target *target)
{
    return target->agrees;
}

bool bireme_target_confirmed(const bireme_target *target)
{
    return target->confirmed;
}

const char *bireme_target_doubt(const bireme_target *target)
{
    return target->doubt;
}

const bireme_forecast *bireme_target_forecast(const bireme_target *target)
{
    return target->forecast;
}

size_t bireme_target_channel_count(const bireme_target *target)
{
    return target->n_channels;
}

const bireme_target_channel *bireme_target_channel_at(const bireme_target *target, size_t channel)
{
    return channel < target->n_channels ? &target->channels[channel] : NULL;
}

size_t bireme_target_period_count(const bireme_target *target)
{
    return target->n_periods;
}

const bireme_target_period *bireme_target_period_at(const bireme_target *target, size_t period)
{
    return period < target->n_periods ? &target->periods[period] : NULL;
}

size_t bireme_target_curve_count(const bireme_target *target)
{
    return target->n_curve;
}

const bireme_target_point *bireme_target_curve_at(const bireme_target *target, size_t point)
{
    return point < target->n_curve ? &target->curve[point] : NULL;
}

size_t bireme_target_limit_count(const bireme_target *target)
{
    return target->n_limits;
}

const bireme_target_limit *bireme_target_limit_at(const bireme_target *target, size_t limit)
{
    return limit < target->n_limits ? &target->limits[limit] : NULL;
}
