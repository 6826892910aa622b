/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An effect in period t is the multiplier of the period's regime times, for every initiative, its multiplier
 * to the power of how far it has come. Powers of multipliers that are not uncertain are taken here.
 */
#include "plan/effects.h"

#include <math.h>
#include "base/memory.h"
#include "numeric/portable.h"

/* ∫ of the ramp from the initiative's date on, τ periods after it. */
static double ramp_area(double tau, double ramp)
{
    if (tau <= 0) return 0;
    if (tau < ramp) return tau * tau / (2 * ramp);
    return tau - ramp / 2;
}

void bireme_initiative_ramp(const bireme_model *model, const bireme_initiative *initiative, double *ramp)
{
    double months = bireme_calendar_days(&model->calendar) / (365.25 / 12);
    double length = initiative->ramp_months / months;
    for (size_t t = 0; t < model->periods; t++) {
        double start = (double)t - initiative->from;
        double mean = ramp_area(start + 1, length) - ramp_area(start, length);
        ramp[t] = start >= length ? 1 : mean;
    }
}

/* Of all initiatives, per period: from the period of its date on, and once in that period. */
static void initiative_costs(bireme_plan *plan)
{
    const bireme_model *model = plan->model;
    for (size_t i = 0; i < model->n_initiatives; i++) {
        const bireme_initiative *initiative = &model->initiatives[i];
        for (size_t t = 0; t < model->periods; t++) {
            if ((double)(t + 1) <= initiative->from) continue;
            plan->initiative_cost[t] += initiative->cost;
            if ((double)t <= initiative->from) /* never, if it began before the horizon */
                plan->initiative_cost[t] += initiative->one_time_cost;
        }
    }
}

/* ------------------------ effects */

static int quantity_of(const bireme_effects *effects, size_t effect)
{
    switch (effect) {
    case BIREME_EFFECT_LEADS:
        return effects->leads;
    case BIREME_EFFECT_COST_PER_LEAD:
        return effects->cost_per_lead;
    case BIREME_EFFECT_DEAL_VALUE:
        return effects->deal_value;
    case BIREME_EFFECT_CYCLE_TIME:
        return effects->cycle_time;
    case BIREME_EFFECT_CHURN:
        return effects->churn;
    default:
        return effect == BIREME_EFFECT_ODDS ? -1 : effects->conversion_odds[effect - BIREME_EFFECT_ODDS];
    }
}

static bool is_uncertain(const bireme_plan *plan, int quantity)
{
    return quantity >= 0 && !bireme_dist_is_fixed(plan->model->quantities[quantity].dist);
}

static void add_regimes(const bireme_plan *plan, bireme_plan_effect *effect)
{
    const bireme_economy *economy = &plan->model->economy;
    const int *q = effect->quantity;
    effect->constant = true;
    if (economy->path != NULL) { /* only the regimes of the path count */
        for (size_t t = 0; t < plan->model->periods; t++) {
            effect->by_regime |= q[economy->path[t]] >= 0;
            effect->constant &= q[economy->path[t]] == q[economy->path[0]];
            effect->uncertain |= is_uncertain(plan, q[economy->path[t]]);
        }
    } else {
        for (size_t r = 0; r < economy->n_regimes; r++) {
            effect->by_regime |= q[r] >= 0;
            effect->constant &= q[r] == q[0];
            effect->uncertain |= is_uncertain(plan, q[r]);
        }
    }
    effect->uncertain |= plan->chain && !effect->constant;
    effect->present = effect->by_regime;
}

static bireme_status add_initiatives(const bireme_plan *plan, size_t kind, bireme_plan_effect *effect,
                                     bireme_error *error)
{
    const bireme_model *model = plan->model;
    effect->changes = bireme_calloc(model->n_initiatives, sizeof *effect->changes);
    if (effect->changes == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < model->n_initiatives; i++) {
        int q = quantity_of(&model->initiatives[i].effects, kind);
        const double *ramp = plan->ramp + i * model->periods;
        if (q < 0 || ramp[model->periods - 1] == 0) continue;
        effect->present = true;
        effect->constant = false;
        if (is_uncertain(plan, q)) {
            effect->changes[effect->n_changes++] = (bireme_plan_change){q, ramp};
            effect->uncertain = true;
            continue;
        }
        if (effect->fixed == NULL) {
            effect->fixed = bireme_calloc(model->periods, sizeof *effect->fixed);
            if (effect->fixed == NULL) return bireme_fail_memory(error);
            for (size_t t = 0; t < model->periods; t++) effect->fixed[t] = 1;
        }
        for (size_t t = 0; t < model->periods; t++)
            if (ramp[t] > 0) effect->fixed[t] *= bireme_pow(plan->quantities[q].fixed, ramp[t]);
    }
    return BIREME_OK;
}

static bireme_status make_effects(bireme_plan *plan, bireme_error *error)
{
    const bireme_model *model = plan->model;
    size_t n = model->economy.n_regimes;
    plan->n_effects = BIREME_EFFECT_ODDS + model->stages;
    plan->effects = bireme_calloc(plan->n_effects, sizeof *plan->effects);
    plan->effect_quantity = bireme_calloc(bireme_times(plan->n_effects, n), sizeof *plan->effect_quantity);
    if (plan->effects == NULL || plan->effect_quantity == NULL) return bireme_fail_memory(error);
    for (size_t e = 0; e < plan->n_effects; e++) {
        int *list = plan->effect_quantity + e * n;
        for (size_t r = 0; r < n; r++) list[r] = quantity_of(&model->economy.regimes[r].effects, e);
        plan->effects[e].quantity = list;
        add_regimes(plan, &plan->effects[e]);
        bireme_status status = add_initiatives(plan, e, &plan->effects[e], error);
        if (status != BIREME_OK) return status;
    }
    return BIREME_OK;
}

/* ------------------------ the chain */

/* Running sums of each row; the last is made exactly 1, so that no uniform falls behind it. */
static void accumulate(size_t n, const double *probability, double *cumulative)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) cumulative[i] = sum += probability[i];
    cumulative[n - 1] = 1;
}

static bireme_status make_chain(bireme_plan *plan, bireme_error *error)
{
    const bireme_economy *economy = &plan->model->economy;
    size_t n = economy->n_regimes;
    plan->chain = n > 0 && economy->path == NULL;
    if (!plan->chain) return BIREME_OK;
    plan->chain_start = bireme_calloc(n, sizeof(double));
    plan->chain_step = bireme_calloc(n, bireme_times(n, sizeof(double)));
    if (plan->chain_start == NULL || plan->chain_step == NULL) return bireme_fail_memory(error);
    accumulate(n, economy->start, plan->chain_start);
    for (size_t r = 0; r < n; r++) accumulate(n, economy->transition + r * n, plan->chain_step + r * n);
    return BIREME_OK;
}

/* ------------------------ the clock */

static void judge_clock(bireme_plan *plan)
{
    const bireme_plan_effect *cycle = &plan->effects[BIREME_EFFECT_CYCLE_TIME];
    bool pace_uniform = true;
    for (size_t t = 1; t < plan->model->periods; t++)
        pace_uniform &= plan->model->pace[t] == plan->model->pace[0];
    plan->clock_uniform = pace_uniform && (!cycle->present || cycle->constant);
    plan->clock_fixed = !cycle->uncertain;
}

void bireme_plan_fixed_clock(const bireme_plan *plan, double *clock)
{
    const bireme_plan_effect *cycle = &plan->effects[BIREME_EFFECT_CYCLE_TIME];
    const bireme_economy *economy = &plan->model->economy;
    clock[0] = 0;
    for (size_t t = 0; t < plan->model->periods; t++) {
        double multiplier = cycle->fixed != NULL ? cycle->fixed[t] : 1;
        if (cycle->by_regime) {
            int q = cycle->quantity[economy->path != NULL ? economy->path[t] : 0];
            if (q >= 0) multiplier *= plan->quantities[q].fixed;
        }
        clock[t + 1] = clock[t] + plan->days * plan->model->pace[t] / multiplier;
    }
}

/* ------------------------ all */

bireme_status bireme_plan_effects(bireme_plan *plan, bireme_error *error)
{
    const bireme_model *model = plan->model;
    plan->ramp = bireme_calloc(bireme_times(model->n_initiatives, model->periods), sizeof *plan->ramp);
    plan->initiative_cost = bireme_calloc(model->periods, sizeof *plan->initiative_cost);
    if (plan->ramp == NULL || plan->initiative_cost == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < model->n_initiatives; i++)
        bireme_initiative_ramp(model, &model->initiatives[i], plan->ramp + i * model->periods);
    initiative_costs(plan);
    bireme_status status = make_chain(plan, error);
    if (status == BIREME_OK) status = make_effects(plan, error);
    if (status == BIREME_OK) judge_clock(plan);
    return status;
}

void bireme_plan_effects_free(bireme_plan *plan)
{
    for (size_t e = 0; plan->effects != NULL && e < plan->n_effects; e++) {
        bireme_free(plan->effects[e].fixed);
        bireme_free(plan->effects[e].changes);
    }
    bireme_free(plan->effects);
    bireme_free(plan->effect_quantity);
    bireme_free(plan->ramp);
    bireme_free(plan->initiative_cost);
    bireme_free(plan->chain_start);
    bireme_free(plan->chain_step);
}
