/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An effect in period t is the multiplier of the period's regime times, for every initiative, its multiplier
 * raised to the power of how far it has ramped up. Powers of fixed multipliers are computed here.
 */
#include "compile/effects.h"

#include <math.h>
#include "base/memory.h"
#include "numeric/special/portable.h"

/* ∫ of the ramp from the initiative's date to τ periods after it. */
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

static void add_cost(bireme_compiled *compiled, int quantity, size_t from, size_t end)
{
    if (quantity < 0 || from >= end) return;
    if (!bireme_model_is_fixed(compiled->model, quantity)) {
        compiled->initiative_costs[compiled->n_initiative_costs++] = (bireme_compiled_cost){quantity, from,
                                                                                            end};
        return;
    }
    for (size_t t = from; t < end; t++)
        compiled->initiative_cost[t] += bireme_model_mean(compiled->model, quantity, 0);
}

/* The cost of all initiatives, per period: from the period of its date on, and its one-time cost in that
 * period, unless it began before the horizon. */
static void initiative_costs(bireme_compiled *compiled)
{
    const bireme_model *model = compiled->model;
    for (size_t i = 0; i < model->n_initiatives; i++) {
        const bireme_initiative *initiative = &model->initiatives[i];
        size_t first = 0;
        while (first < model->periods && (double)(first + 1) <= initiative->from) first++;
        add_cost(compiled, initiative->cost, first, model->periods);
        if (first < model->periods && (double)first <= initiative->from)
            add_cost(compiled, initiative->one_time_cost, first, first + 1);
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
    case BIREME_EFFECT_ORGANIC_LEADS:
    case BIREME_EFFECT_LEADS_PER_REP:
    case BIREME_EFFECT_FIXED_COST:
        return -1;
    default:
        return effect == BIREME_EFFECT_ODDS ? -1 : effects->conversion_odds[effect - BIREME_EFFECT_ODDS];
    }
}

static bool is_uncertain(const bireme_compiled *compiled, int quantity)
{
    return quantity >= 0 && !bireme_dist_is_fixed(compiled->model->quantities[quantity].dist);
}

static void add_regimes(const bireme_compiled *compiled, bireme_compiled_effect *effect)
{
    const bireme_economy *economy = &compiled->model->economy;
    const int *q = effect->quantity;
    effect->constant = true;
    if (economy->path != NULL) { /* only the regimes of the path count */
        for (size_t t = 0; t < compiled->model->periods; t++) {
            effect->by_regime |= q[economy->path[t]] >= 0;
            effect->constant &= q[economy->path[t]] == q[economy->path[0]] &&
                                !bireme_compiled_redraws(compiled, q[economy->path[t]]);
            effect->uncertain |= is_uncertain(compiled, q[economy->path[t]]);
        }
    } else {
        for (size_t r = 0; r < economy->n_regimes; r++) {
            effect->by_regime |= q[r] >= 0;
            effect->constant &= q[r] == q[0] && !bireme_compiled_redraws(compiled, q[r]);
            effect->uncertain |= is_uncertain(compiled, q[r]);
        }
    }
    effect->uncertain |= compiled->chain && !effect->constant;
    effect->present = effect->by_regime;
}

static bireme_status add_initiatives(const bireme_compiled *compiled, size_t kind,
                                     bireme_compiled_effect *effect, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    effect->changes = bireme_calloc(model->n_initiatives, sizeof *effect->changes);
    if (effect->changes == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < model->n_initiatives; i++) {
        int q = quantity_of(&model->initiatives[i].effects, kind);
        const double *ramp = compiled->ramp + i * model->periods;
        if (q < 0 || ramp[model->periods - 1] == 0) continue;
        effect->present = true;
        effect->constant = false;
        if (is_uncertain(compiled, q)) {
            effect->changes[effect->n_changes++] = (bireme_compiled_change){q, ramp};
            effect->uncertain = true;
            continue;
        }
        if (effect->fixed == NULL) {
            effect->fixed = bireme_calloc(model->periods, sizeof *effect->fixed);
            if (effect->fixed == NULL) return bireme_fail_memory(error);
            for (size_t t = 0; t < model->periods; t++) effect->fixed[t] = 1;
        }
        for (size_t t = 0; t < model->periods; t++)
            if (ramp[t] > 0) effect->fixed[t] *= bireme_pow(compiled->quantities[q].fixed, ramp[t]);
    }
    return BIREME_OK;
}

static void add_drift(const bireme_compiled *compiled, size_t kind, bireme_compiled_effect *effect)
{
    const bireme_drift *drift = &compiled->model->economy.drift;
    effect->walk = kind == BIREME_EFFECT_LEADS        ? drift->leads
                   : kind == BIREME_EFFECT_DEAL_VALUE ? drift->deal_value
                   : kind > BIREME_EFFECT_ODDS        ? drift->conversion_odds
                                                      : -1;
    if (effect->walk < 0) return;
    effect->present = effect->uncertain = true;
    effect->constant = false;
}

static bireme_status make_effects(bireme_compiled *compiled, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    size_t n = model->economy.n_regimes;
    compiled->n_effects = BIREME_EFFECT_ODDS + model->stages;
    compiled->effects = bireme_calloc(compiled->n_effects, sizeof *compiled->effects);
    compiled->effect_quantity = bireme_calloc(bireme_times(compiled->n_effects, n),
                                              sizeof *compiled->effect_quantity);
    if (compiled->effects == NULL || compiled->effect_quantity == NULL) return bireme_fail_memory(error);
    for (size_t e = 0; e < compiled->n_effects; e++) {
        int *list = compiled->effect_quantity + e * n;
        for (size_t r = 0; r < n; r++) list[r] = quantity_of(&model->economy.regimes[r].effects, e);
        compiled->effects[e].quantity = list;
        add_regimes(compiled, &compiled->effects[e]);
        add_drift(compiled, e, &compiled->effects[e]);
        bireme_status status = add_initiatives(compiled, e, &compiled->effects[e], error);
        if (status != BIREME_OK) return status;
    }
    return BIREME_OK;
}

bool bireme_compiled_is_steady(const bireme_compiled *compiled, size_t channel, size_t effect)
{
    const bireme_factors *factors = channel < compiled->model->n_channels ? compiled->factors : NULL;
    return (!compiled->effects[effect].present || compiled->effects[effect].constant) &&
           (factors == NULL || !factors->factor[channel * compiled->n_effects + effect].present);
}

bool bireme_compiled_all_steady(const bireme_compiled *compiled, size_t effect)
{
    for (size_t c = 0; c <= compiled->model->n_channels; c++)
        if (!bireme_compiled_is_steady(compiled, c, effect)) return false;
    return true;
}

/* ------------------------ the chain */

/* Running sums of each row; the last is set to exactly 1, so that every uniform falls within the row. */
static void accumulate(size_t n, const double *probability, double *cumulative)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) cumulative[i] = sum += probability[i];
    cumulative[n - 1] = 1;
}

static bireme_status make_chain(bireme_compiled *compiled, bireme_error *error)
{
    const bireme_economy *economy = &compiled->model->economy;
    size_t n = economy->n_regimes;
    compiled->chain = n > 0 && economy->path == NULL;
    if (!compiled->chain) return BIREME_OK;
    compiled->chain_start = bireme_calloc(n, sizeof(double));
    compiled->chain_step = bireme_calloc(n, bireme_times(n, sizeof(double)));
    if (compiled->chain_start == NULL || compiled->chain_step == NULL) return bireme_fail_memory(error);
    accumulate(n, economy->start, compiled->chain_start);
    for (size_t r = 0; r < n; r++) accumulate(n, economy->transition + r * n, compiled->chain_step + r * n);
    return BIREME_OK;
}

/* ------------------------ the clock */

static void judge_clock(bireme_compiled *compiled)
{
    const bireme_compiled_effect *cycle = &compiled->effects[BIREME_EFFECT_CYCLE_TIME];
    bool pace_uniform = true;
    for (size_t t = 1; t < compiled->model->periods; t++)
        pace_uniform &= compiled->model->pace[t] == compiled->model->pace[0];
    compiled->clock_uniform = pace_uniform && (!cycle->present || cycle->constant);
    compiled->clock_fixed = !cycle->uncertain;
}

void bireme_compiled_fixed_clock(const bireme_compiled *compiled, double *clock)
{
    const bireme_compiled_effect *cycle = &compiled->effects[BIREME_EFFECT_CYCLE_TIME];
    const bireme_economy *economy = &compiled->model->economy;
    clock[0] = 0;
    for (size_t t = 0; t < compiled->model->periods; t++) {
        double multiplier = cycle->fixed != NULL ? cycle->fixed[t] : 1;
        if (cycle->by_regime) {
            int q = cycle->quantity[economy->path != NULL ? economy->path[t] : 0];
            if (q >= 0) multiplier *= compiled->quantities[q].fixed;
        }
        clock[t + 1] = clock[t] + compiled->days * compiled->model->pace[t] / multiplier;
    }
}

/* ------------------------ all */

bireme_status bireme_compile_effects(bireme_compiled *compiled, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    compiled->ramp = bireme_calloc(bireme_times(model->n_initiatives, model->periods),
                                   sizeof *compiled->ramp);
    compiled->initiative_cost = bireme_calloc(model->periods, sizeof *compiled->initiative_cost);
    compiled->initiative_costs = bireme_calloc(2 * model->n_initiatives, sizeof *compiled->initiative_costs);
    if (compiled->ramp == NULL || compiled->initiative_cost == NULL || compiled->initiative_costs == NULL)
        return bireme_fail_memory(error);
    for (size_t i = 0; i < model->n_initiatives; i++)
        bireme_initiative_ramp(model, &model->initiatives[i], compiled->ramp + i * model->periods);
    initiative_costs(compiled);
    bireme_status status = make_chain(compiled, error);
    if (status == BIREME_OK) status = make_effects(compiled, error);
    if (status == BIREME_OK) judge_clock(compiled);
    return status;
}

void bireme_compiled_effects_free(bireme_compiled *compiled)
{
    for (size_t e = 0; compiled->effects != NULL && e < compiled->n_effects; e++) {
        bireme_free(compiled->effects[e].fixed);
        bireme_free(compiled->effects[e].changes);
    }
    bireme_free(compiled->effects);
    bireme_free(compiled->effect_quantity);
    bireme_free(compiled->ramp);
    bireme_free(compiled->initiative_cost);
    bireme_free(compiled->initiative_costs);
    bireme_free(compiled->chain_start);
    bireme_free(compiled->chain_step);
}
