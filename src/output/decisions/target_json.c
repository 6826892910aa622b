/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stable JSON of a plan: fields may be added, but those here remain.
 */
#include "output/decisions/target.h"

#include <math.h>
#include <stdint.h>
#include "engine/run/metric_of.h"
#include "model/past.h"
#include "output/forecast/forecast.h"

static void write_summary(bireme_json *json, const char *key, const bireme_summary *summary, double p80)
{
    bireme_json_open(json, key, '{', true);
    bireme_summary_json_members(json, summary);
    bireme_json_number(json, "p80", p80);
    bireme_json_close(json, '}');
}

static void write_channels(bireme_json *json, const bireme_target *t)
{
    bireme_json_open(json, "channels", '{', false);
    for (size_t c = 0; c < t->n_channels; c++) {
        const bireme_target_channel *channel = &t->channels[c];
        bireme_json_open(json, channel->name, '{', false);
        bireme_json_number(json, "leads", channel->leads);
        bireme_json_number(json, "budget", channel->budget);
        bireme_json_number(json, "paid_leads", channel->paid);
        bireme_json_boolean(json, "scales", channel->scales);
        if (channel->bound != NULL) bireme_json_string(json, "held_at", channel->bound);
        bireme_json_numbers(json, "leads_by_period", channel->period_leads, t->n_periods);
        bireme_json_numbers(json, "budget_by_period", channel->period_budget, t->n_periods);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
}

static void write_periods(bireme_json *json, const bireme_target *t)
{
    bireme_json_open(json, "periods", '[', false);
    for (size_t i = 0; i < t->n_periods; i++) {
        const bireme_target_period *p = &t->periods[i];
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "start", p->label);
        bireme_json_number(json, "leads", p->leads);
        bireme_json_number(json, "budget", p->budget);
        bireme_summary_json(json, "opportunities", p->opportunities);
        if (t->has_capacity) {
            bireme_json_number(json, "reps_needed", p->reps_needed);
            bireme_json_number(json, "reps_needed_p90", p->reps_needed_p90);
            bireme_json_number(json, "effective_reps", p->reps);
        }
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
}

static void write_curve(bireme_json *json, const bireme_target *t)
{
    bireme_json_open(json, "curve", '[', false);
    for (size_t i = 0; i < t->n_curve; i++) {
        const bireme_target_point *p = &t->curve[i];
        bireme_json_open(json, NULL, '{', true);
        bireme_json_number(json, "confidence", p->confidence);
        bireme_json_boolean(json, "reachable", p->reached || p->unlimited);
        if (p->unlimited) bireme_json_boolean(json, "unlimited", true);
        if (p->reached) {
            bireme_json_estimate(json, "scale", p->scale, p->scale_se);
            bireme_json_number(json, "leads", p->leads);
            bireme_json_number(json, "budget", p->budget);
        }
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
}

static void write_limits(bireme_json *json, const bireme_target *t)
{
    if (t->reached) return;
    bireme_json_open(json, "limits", '[', false);
    for (size_t i = 0; i < t->n_limits; i++) {
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "without", t->limits[i].name);
        bireme_json_estimate(json, "probability", t->limits[i].probability, t->limits[i].probability_se);
        bireme_json_number(json, "scale", t->limits[i].scale);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
    bireme_json_number(json, "probability_without_limits", t->all_limits);
}

static void write_reps(bireme_json *json, const bireme_target *t)
{
    if (isnan(t->reps)) return;
    bireme_json_open(json, "reps", '{', true);
    bireme_json_number(json, "at_start", t->reps);
    bireme_json_number(json, "today", t->reps_today);
    bireme_json_boolean(json, "scales", t->scales_reps);
    if (t->reps_bound != NULL) bireme_json_string(json, "held_at", t->reps_bound);
    bireme_json_close(json, '}');
}

static void write_answer(bireme_json *json, const bireme_target *t)
{
    bireme_json_string(json, "metric", t->metric);
    bireme_json_number(json, "target", t->at_least);
    if (t->at_most) bireme_json_boolean(json, "at_most", true);
    bireme_json_string(json, "until", t->until);
    bireme_json_number(json, "confidence", t->confidence);
    bireme_json_string(json, "by", t->by == BIREME_TARGET_BY_LEADS ? "leads" : "budget");
    bireme_json_boolean(json, "reachable", t->reached);
    bireme_json_estimate(json, "scale", t->scale, t->scale_se);
    bireme_json_estimate(json, "achieved", t->achieved, t->achieved_se);
    bireme_json_open(json, "verified", '{', true);
    bireme_json_estimate(json, "probability", t->verified, t->verified_se);
    bireme_json_whole(json, "seed", t->verified_seed);
    bireme_json_close(json, '}');
    bireme_json_boolean(json, "converged", t->converged);
    bireme_json_boolean(json, "confirmed", t->confirmed);
    if (t->doubt != NULL) bireme_json_string(json, "doubt", t->doubt);
    bireme_json_number(json, "today", t->today);
    bireme_json_number(json, "within_reach", t->within_reach);
    bireme_json_number(json, "unbought", t->unbought);
    bireme_json_number(json, "forward_runs", t->runs);
}

/* What has happened already; leads, budget and periods are of what is to come. */
static void write_past(bireme_json *json, const bireme_target_view *view)
{
    const bireme_model *model = view->model;
    const size_t metric = bireme_forecast_metric_of(view->target->forecast, view->target->metric);
    char label[BIREME_LABEL_SIZE];
    if (model->past.periods == 0 || metric == SIZE_MAX) return;
    const bireme_metric_id id = bireme_forecast_metric_id(view->target->forecast, metric);
    bireme_json_open(json, "actuals", '{', true);
    bireme_json_string(json, "through",
                       bireme_calendar_label(&model->past.calendar, model->past.periods - 1, label));
    bireme_json_whole(json, "periods", model->past.periods);
    if (bireme_metric_row_of(id.kind)->total == BIREME_TOTAL_SUM)
        bireme_json_number(json, "value", bireme_past_sum(model, id));
    bireme_json_close(json, '}');
}

static void write_three(bireme_json *json, const char *key, double past, double rest)
{
    bireme_json_open(json, key, '{', true);
    bireme_json_number(json, "actual", past);
    bireme_json_number(json, "to_come", rest);
    bireme_json_number(json, "total", past + rest);
    bireme_json_close(json, '}');
}

/* Facts, the plan, and both. */
static void write_whole(const bireme_target_view *view, bireme_json *json)
{
    const bireme_model *model = view->model;
    const bireme_target *t = view->target;
    char label[BIREME_LABEL_SIZE];
    if (model->past.periods == 0) return;
    bireme_json_open(json, "whole_horizon", '{', false);
    write_three(json, "leads", bireme_target_all_so_far(view, false), bireme_target_all_to_come(t, false));
    write_three(json, "budget", bireme_target_all_so_far(view, true), bireme_target_all_to_come(t, true));
    bireme_json_open(json, "channels", '{', false);
    for (size_t c = 0; c < t->n_channels; c++) {
        bireme_json_open(json, t->channels[c].name, '{', false);
        write_three(json, "leads", bireme_target_so_far(view, c, false), bireme_target_to_come(t, c, false));
        write_three(json, "budget", bireme_target_so_far(view, c, true), bireme_target_to_come(t, c, true));
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, '}');
    bireme_json_open(json, "periods", '[', false);
    for (size_t i = 0; i < model->past.periods + t->n_periods; i++) {
        const bool fact = i < model->past.periods;
        const bireme_target_period *p = fact ? NULL : &t->periods[i - model->past.periods];
        bireme_json_open(json, NULL, '{', true);
        bireme_json_string(json, "start",
                           fact ? bireme_calendar_label(&model->past.calendar, i, label) : p->label);
        if (fact) bireme_json_boolean(json, "actual", true);
        bireme_json_number(json, "leads", fact ? bireme_target_past_in(view, i, false) : p->leads);
        bireme_json_number(json, "budget", fact ? bireme_target_past_in(view, i, true) : p->budget);
        bireme_json_close(json, '}');
    }
    bireme_json_close(json, ']');
    bireme_json_close(json, '}');
}

void bireme_target_json(const void *of, bireme_json *json)
{
    const bireme_target_view *view = of;
    const bireme_target *t = view->target;
    bireme_json_string(json, "scenario", t->scenario);
    bireme_json_string(json, "currency", view->model->currency);
    bireme_json_whole(json, "trials", t->trials);
    bireme_json_whole(json, "seed", t->seed);
    bireme_json_string(json, "sampler", bireme_forecast_sampler(t->forecast));
    bireme_json_number(json, "elapsed_s", view->elapsed_s);
    write_answer(json, t);
    write_past(json, view);
    write_whole(view, json);
    write_summary(json, "leads", &t->leads, t->leads_p80);
    write_summary(json, "budget", &t->budget, t->budget_p80);
    write_reps(json, t);
    write_limits(json, t);
    write_channels(json, t);
    bireme_json_string(json, "budgets_are", t->budget_is_median ? "median" : "mean");
    bireme_json_string(json, "stage", t->stage);
    write_periods(json, t);
    write_curve(json, t);
}
