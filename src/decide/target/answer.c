/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan at its scale: mean leads from the rates of the search's own numbers; everything else from a
 * forecast on other random numbers, which also verifies the result.
 */
#include "decide/target/internal.h"

#include <math.h>
#include "base/error.h"
#include "base/memory.h"
#include "engine/run/metric_of.h"
#include "decide/judgement.h"
#include "decide/target/watched.h"
#include "engine/run/forecasts.h"
#include "model/calendar.h"
#include "model/past.h"
#include "compile/variant.h"
#include "stats/quantile.h"
#include "stats/sample.h"

/* ------------------------ the forecast */

static bireme_status verify(bireme_target_search *search, const bireme_compiled *compiled,
                            bireme_error *error)
{
    bireme_target *target = search->target;
    bireme_target_watched watching = {search->study, &search->run};
    bireme_run_options options = bireme_target_watch(&watching);
    options.seed = target->verified_seed = search->run.seed + 1;
    options.keep_samples = true;
    options.totals_only = false;
    bireme_status status = bireme_forecast_of_compiled(compiled, &options, &target->forecast, error);
    if (status != BIREME_OK) return status;
    target->runs += 1;
    bireme_goal_result goal = *bireme_forecast_goal(target->forecast);
    target->verified = goal.probability;
    target->verified_se = goal.probability_se;
    return BIREME_OK;
}

/* Two shares are not the same if they differ by more than four standard errors (1 in 800 for Student's t with
 * 15 degrees of freedom, the distribution for sixteen randomisations) and by more than one trial. */
void bireme_target_judge(bireme_target *target)
{
    double apart = fabs(target->achieved - target->verified),
           se = hypot(target->achieved_se, target->verified_se);
    target->agrees = apart <= 4 * se + 1.0 / (double)target->trials;
    target->doubt = NULL;
    bool contradicted = fmax(target->verified, target->today) >= target->confidence;
    if (!target->converged && target->bounded)
        target->doubt =
            "the target still comes nearer at a million times today's plan, where the search ends";
    else if (!target->converged)
        target->doubt = "the search has not come to its end within the work that it may take";
    else if (!target->agrees)
        target->doubt = "on other random numbers the target is not reached in the same share of futures";
    else if (!target->reached && (target->unsettled || contradicted))
        target->doubt =
            "the most that can be reached is so near to the confidence asked for that these trials "
            "cannot tell which is more";
    target->confirmed = target->doubt == NULL;
}

/* ------------------------ leads and budget */

static bireme_status quantile_of(const double *value, uint64_t n, double p, double *out, bireme_error *error)
{
    bireme_order *order;
    double se;
    bireme_status status = bireme_order_create((size_t)n, &order, error);
    if (status != BIREME_OK) return status;
    const bireme_order_query query = {.n = (size_t)n, .value = value, .replicates = 1};
    bireme_order_quantiles(order, &query, 1, &p, out, &se);
    bireme_order_free(order);
    return BIREME_OK;
}

static bireme_status summarise(bireme_target_search *search, const bireme_compiled *compiled,
                               bireme_error *error)
{
    bireme_target *target = search->target;
    const bireme_forecast *forecast = target->forecast;
    uint64_t n = bireme_forecast_trials(forecast);
    size_t leads = bireme_forecast_metric_at(forecast, bireme_metric_all(BIREME_METRIC_LEADS)),
           cost = bireme_forecast_metric_at(forecast, bireme_metric_all(BIREME_METRIC_COST_MARKETING));
    const double *lead_samples = bireme_forecast_values(forecast, leads),
                 *cost_samples = bireme_forecast_values(forecast, cost);
    const bireme_model *model = search->model; /* what is over takes nothing any more */
    double leads_before = bireme_past_part(model, bireme_metric_all(BIREME_METRIC_LEADS)),
           other = bireme_past_part(model, bireme_metric_all(BIREME_METRIC_COST_MARKETING)),
           *budget = search->room[1];
    for (size_t t = 0; t < compiled->model->periods; t++) other += compiled->initiative_cost[t];
    for (uint64_t i = 0; i < n; i++) budget[i] = cost_samples[i] - other;
    target->leads = *bireme_forecast_rest(forecast, leads);
    bireme_status status = bireme_sample_summarise(budget, n, search->study->replicates, &target->budget,
                                                   error);
    if (status == BIREME_OK) status = quantile_of(budget, n, 0.8, &target->budget_p80, error);
    if (status == BIREME_OK) status = quantile_of(lead_samples, n, 0.8, &target->leads_p80, error);
    target->leads_p80 -= leads_before;
    target->budget.left_out = 1 - (double)target->budget.n / (double)n;
    return status;
}

/* ------------------------ channels and periods */

/* Whether the mean cost of some channel in some period is that of a few futures in which it saturates: in
 * some the leads cannot be bought at all, or it is more than nine of ten futures cost. */
static bool is_pulled(const bireme_target_search *search)
{
    const bireme_forecast *forecast = search->target->forecast;
    size_t past = bireme_forecast_past_count(forecast);
    if (search->target->unbought > 0) return true;
    for (size_t c = 0; c < search->model->n_channels; c++) {
        size_t spend = bireme_forecast_metric_at(forecast,
                                                 bireme_metric_one(BIREME_METRIC_CHANNEL_SPEND, (int)c));
        for (size_t t = 0; t < search->model->periods && search->high[c] >= 0; t++) {
            const bireme_summary *spent = bireme_forecast_period(forecast, spend, past + t);
            if (spent->mean > spent->quantile[BIREME_P90] * (1 + 1e-9)) return true;
        }
    }
    return false;
}

static bireme_status add_channel(bireme_target_search *search, size_t c, const double *paid,
                                 const double *other, bireme_error *error)
{
    bireme_target *target = search->target;
    size_t periods = search->model->periods, past = bireme_forecast_past_count(target->forecast);
    double *leads = bireme_arena_alloc(&target->arena, 3 * periods, sizeof *leads), *bought = leads + periods,
           *budget = bought + periods;
    bireme_target_channel *channel = &target->channels[c];
    if (leads == NULL) return bireme_fail_memory(error);
    size_t spend = bireme_forecast_metric_at(target->forecast,
                                             bireme_metric_one(BIREME_METRIC_CHANNEL_SPEND, (int)c));
    *channel =
        (bireme_target_channel){.name = bireme_arena_text(&target->arena, search->model->channels[c].name),
                                .scales = search->high[c] >= 0,
                                .period_leads = leads,
                                .period_paid = bought,
                                .period_budget = budget};
    bireme_target_factor(search, c, target->scale, &channel->bound);
    for (size_t t = 0; t < periods; t++) {
        const bireme_summary *spent = bireme_forecast_period(target->forecast, spend, past + t);
        bought[t] = paid[c * periods + t];
        leads[t] = bought[t] + other[c * periods + t];
        budget[t] = target->budget_is_median ? spent->quantile[BIREME_P50] : spent->mean;
        channel->leads += leads[t];
        channel->paid += bought[t];
        channel->budget += budget[t];
        target->periods[t].leads += leads[t];
        target->periods[t].budget += budget[t];
    }
    return channel->name != NULL ? BIREME_OK : bireme_fail_memory(error);
}

static bireme_status add_period(bireme_target_search *search, const bireme_compiled *compiled, size_t metric,
                                size_t t, bireme_error *error)
{
    bireme_target_period *period = &search->target->periods[t];
    const bireme_model *model = search->model;
    char label[BIREME_LABEL_SIZE];
    period->label = bireme_arena_text(&search->target->arena,
                                      bireme_calendar_label(&model->calendar, t, label));
    period->opportunities = bireme_forecast_period(search->target->forecast, metric, model->past.periods + t);
    const bireme_team *team = bireme_model_only_team(model);
    period->reps = team != NULL ? compiled->teams[0].effective_reps[t] : NAN;
    bool counted = search->target->has_capacity && team->items_per_rep > 0;
    double per_rep = counted ? team->items_per_rep : NAN;
    period->reps_needed = period->opportunities->mean / per_rep;
    period->reps_needed_p90 = period->opportunities->quantile[BIREME_P90] / per_rep;
    return period->label != NULL ? BIREME_OK : bireme_fail_memory(error);
}

static bireme_status add_all(bireme_target_search *search, const bireme_compiled *compiled,
                             bireme_error *error)
{
    bireme_target *target = search->target;
    const bireme_model *model = search->model;
    size_t cells = model->n_channels * model->periods;
    double *paid = bireme_calloc(cells, sizeof *paid), *other = bireme_calloc(cells, sizeof *other);
    bireme_status status = paid != NULL && other != NULL ? BIREME_OK : bireme_fail_memory(error);
    const bireme_team *team = bireme_model_only_team(model);
    target->budget_is_median = is_pulled(search);
    for (size_t i = 0; i < target->n_curve && target->budget_is_median; i++)
        if (target->curve[i].reached) target->curve[i].budget = search->middle_budget[i];
    target->has_capacity = team != NULL && team->has_capacity;
    size_t worked = target->has_capacity ? team->stage : model->stages - 2;
    size_t stage = bireme_forecast_metric_at(target->forecast,
                                             bireme_metric_one(BIREME_METRIC_STAGE, (int)worked));
    if (status == BIREME_OK)
        status = bireme_study_arrivals(search->study, compiled, search->run.trials, paid, other, error);
    for (size_t t = 0; status == BIREME_OK && t < model->periods; t++)
        status = add_period(search, compiled, stage, t, error);
    for (size_t c = 0; status == BIREME_OK && c < model->n_channels; c++)
        status = add_channel(search, c, paid, other, error);
    target->stage = bireme_arena_text(&target->arena, model->stage[worked]);
    bireme_free(paid);
    bireme_free(other);
    if (status == BIREME_OK && target->stage == NULL) status = bireme_fail_memory(error);
    return status;
}

/* ------------------------ all of it */

/* The largest value that the metric reaches with the confidence, from the run at the answer's scale or the
 * nearest to it. */
static void find_reach(bireme_target_search *search)
{
    bireme_target_nodes *full = &search->full;
    size_t k = 0;
    while (k + 1 < full->n && full->node[k].scale < search->target->scale) k++;
    search->target->within_reach = bireme_target_reach(search, full, k);
    if (search->goal.at_most) search->target->within_reach *= -1;
}

bireme_status bireme_target_answer(bireme_target_search *search, bireme_error *error)
{
    bireme_target *target = search->target;
    const bireme_model *model = search->model;
    bireme_compiled *compiled = NULL;
    char label[BIREME_LABEL_SIZE];
    find_reach(search);
    target->trials = search->run.trials;
    target->seed = search->run.seed;
    target->sampler = search->run.sampler;
    target->n_channels = model->n_channels;
    target->n_periods = model->periods;
    target->channels = bireme_arena_alloc(&target->arena, model->n_channels, sizeof *target->channels);
    target->periods = bireme_arena_alloc(&target->arena, model->periods, sizeof *target->periods);
    target->scenario = bireme_arena_text(&target->arena, model->name);
    target->until = bireme_arena_text(
        &target->arena, bireme_calendar_label(&model->calendar, (size_t)search->goal.by, label));
    if (!target->channels || !target->periods || !target->scenario || !target->until)
        return bireme_fail_memory(error);
    target->scales_reps = search->reps != NULL;
    target->reps_today = model->n_teams == 1 ? model->teams[0].reps : NAN;
    target->reps = target->scales_reps ? bireme_target_reps_at(search, target->scale, &target->reps_bound)
                                       : target->reps_today;
    bireme_status status = bireme_target_variant(search, target->scale, &compiled, error);
    if (status == BIREME_OK) status = verify(search, compiled, error);
    if (status == BIREME_OK) bireme_target_judge(target);
    if (status == BIREME_OK) status = summarise(search, compiled, error);
    if (status == BIREME_OK) status = add_all(search, compiled, error);
    bireme_variant_free(compiled);
    return status;
}
