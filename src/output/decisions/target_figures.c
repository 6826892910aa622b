/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of a plan; those of periods are rows of the tidy table only.
 */
#include "output/decisions/target.h"

#include <math.h>

static void put_answer(bireme_figures *f, const bireme_target *t)
{
    bireme_figures_of(f, "plan");
    bireme_figures_put(f, "reachable", t->reached);
    bireme_figures_put(f, "target", t->at_least);
    bireme_figures_put(f, "confidence", t->confidence);
    bireme_figures_estimate(f, "scale", t->scale, t->scale_se);
    bireme_figures_estimate(f, "achieved", t->achieved, t->achieved_se);
    bireme_figures_estimate(f, "verified", t->verified, t->verified_se);
    bireme_figures_put(f, "converged", t->converged);
    bireme_figures_put(f, "confirmed", t->confirmed);
    bireme_figures_put(f, "today", t->today);
    bireme_figures_put(f, "within_reach", t->within_reach);
    bireme_figures_of(f, "leads");
    bireme_figures_statistics(f, &t->leads);
    bireme_figures_put(f, "p80", t->leads_p80);
    bireme_figures_of(f, "budget");
    bireme_figures_statistics(f, &t->budget);
    bireme_figures_put(f, "p80", t->budget_p80);
    bireme_figures_of(f, "reps");
    if (!isnan(t->reps)) bireme_figures_put(f, "at_start", t->reps);
}

static void put_channel(bireme_figures *f, const bireme_target *t, const bireme_target_channel *channel)
{
    static const char *const what[] = {"leads", "paid_leads", "budget"};
    const double whole[] = {channel->leads, channel->paid, channel->budget};
    const double *const period[] = {channel->period_leads, channel->period_paid, channel->period_budget};
    for (size_t k = 0; k < sizeof what / sizeof *what; k++) {
        bireme_figures_of(f, "channel.%s.%s", channel->name, what[k]);
        bireme_figures_put(f, "mean", whole[k]);
        for (size_t i = 0; i < t->n_periods && bireme_figures_are_tidy(f); i++) {
            bireme_figures_in(f, t->periods[i].label);
            bireme_figures_put(f, "mean", period[k][i]);
        }
    }
}

static void put_period(bireme_figures *f, const bireme_target *t, const bireme_target_period *p)
{
    bireme_figures_of(f, "leads");
    bireme_figures_in(f, p->label);
    bireme_figures_put(f, "mean", p->leads);
    bireme_figures_of(f, "budget");
    bireme_figures_in(f, p->label);
    bireme_figures_put(f, "mean", p->budget);
    bireme_figures_of(f, "opportunities");
    bireme_figures_in(f, p->label);
    bireme_figures_statistics(f, p->opportunities);
    if (!t->has_capacity) return;
    bireme_figures_of(f, "reps");
    bireme_figures_in(f, p->label);
    bireme_figures_put(f, "needed", p->reps_needed);
    bireme_figures_put(f, "needed_p90", p->reps_needed_p90);
    bireme_figures_put(f, "effective", p->reps);
}

static void put_point(bireme_figures *f, const bireme_target *t, const bireme_target_point *p)
{
    bireme_figures_of(f, "curve.%d", (int)(100 * p->confidence + 0.5));
    bireme_figures_estimate(f, "scale", p->scale, p->scale_se);
    bireme_figures_put(f, "leads", p->leads);
    bireme_figures_put(f, "budget", p->budget);
    if (t->at_most) bireme_figures_put(f, "unlimited", p->unlimited);
}

/* Facts, the plan, and both. */
static void put_three(bireme_figures *f, double past, double rest)
{
    bireme_figures_put(f, "actual", past);
    bireme_figures_put(f, "to_come", rest);
    bireme_figures_put(f, "total", past + rest);
}

static void put_whole(bireme_figures *f, const bireme_target_view *view)
{
    const bireme_target *t = view->target;
    if (view->model->past.periods == 0) return;
    for (int budget = 0; budget < 2; budget++) {
        const char *what = budget ? "budget" : "leads";
        bireme_figures_of(f, "whole_horizon.%s", what);
        put_three(f, bireme_target_all_so_far(view, budget), bireme_target_all_to_come(t, budget));
        for (size_t c = 0; c < t->n_channels; c++) {
            bireme_figures_of(f, "whole_horizon.channel.%s.%s", t->channels[c].name, what);
            put_three(f, bireme_target_so_far(view, c, budget), bireme_target_to_come(t, c, budget));
        }
    }
}

void bireme_target_figures(const void *view, size_t row, bireme_figures *f)
{
    const bireme_target *t = ((const bireme_target_view *)view)->target;
    (void)row;
    bireme_figures_key(f, t->scenario);
    bireme_figures_text(f, "metric", t->metric);
    bireme_figures_text(f, "until", t->until);
    bireme_figures_text(f, "by", t->by == BIREME_TARGET_BY_LEADS ? "leads" : "budget");
    bireme_figures_whole(f, "trials", t->trials);
    bireme_figures_whole(f, "seed", t->seed);
    bireme_figures_text(f, "sampler", bireme_forecast_sampler(t->forecast));
    put_answer(f, t);
    put_whole(f, view);
    for (size_t c = 0; c < t->n_channels; c++) put_channel(f, t, &t->channels[c]);
    for (size_t i = 0; i < t->n_periods && bireme_figures_are_tidy(f); i++) put_period(f, t, &t->periods[i]);
    for (size_t i = 0; i < t->n_curve; i++) put_point(f, t, &t->curve[i]);
}

/* ------------------------ the row */

const bireme_answer_kind bireme_target_kind = {
    .name = "plan",
    .document = bireme_target_document,
    .json = bireme_target_json,
    .figures = bireme_target_figures,
    .book = bireme_target_book,
};
