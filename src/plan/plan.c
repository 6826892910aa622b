/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compiling a model. Largest part of the time: the quantile tables (one a quantity, several a deal value).
 */
#include "plan/plan.h"

#include <math.h>
#include "base/memory.h"
#include "numeric/matrix.h"

/* ------------------------ quantities */

static bireme_status plan_quantities(bireme_plan *plan, bireme_error *error)
{
    const bireme_model *model = plan->model;
    plan->quantities = bireme_calloc(model->n_quantities, sizeof *plan->quantities);
    if (plan->quantities == NULL) return bireme_fail_memory(error);
    for (size_t q = 0; q < model->n_quantities; q++) {
        bireme_plan_quantity *quantity = &plan->quantities[q];
        const bireme_dist *dist = model->quantities[q].dist;
        quantity->correlated = -1;
        if (bireme_dist_is_fixed(dist)) {
            quantity->fixed = bireme_dist_mean(dist);
            continue;
        }
        bireme_status status = bireme_qtable_create(dist, &quantity->table, error);
        if (status != BIREME_OK) return status;
    }
    return BIREME_OK;
}

static bireme_status plan_correlated(bireme_plan *plan, bireme_error *error)
{
    const bireme_model *model = plan->model;
    if (model->n_correlated == 0) return BIREME_OK;
    bireme_status status = bireme_qtable_create_normal(&plan->normal, error);
    if (status != BIREME_OK) return status;
    plan->correlated = bireme_calloc(model->n_correlated, sizeof *plan->correlated);
    if (plan->correlated == NULL) return bireme_fail_memory(error);
    plan->n_correlated = model->n_correlated;
    for (size_t c = 0; c < model->n_correlated; c++) {
        const bireme_correlated *from = &model->correlated[c];
        bireme_plan_correlated *to = &plan->correlated[c];
        *to = (bireme_plan_correlated){.n = from->n, .quantity = from->quantity};
        to->cholesky = bireme_calloc(from->n * from->n, sizeof *to->cholesky);
        if (to->cholesky == NULL) return bireme_fail_memory(error);
        if (!bireme_matrix_cholesky(from->n, from->pearson, to->cholesky,
                                    NULL)) /* the reader has made sure */
            return bireme_fail(error, BIREME_INTERNAL, "a correlation matrix is not positive definite");
        for (size_t i = 0; i < from->n; i++) {
            plan->quantities[from->quantity[i]].correlated = (int)c;
            plan->quantities[from->quantity[i]].row = (int)i;
        }
    }
    return BIREME_OK;
}

/* ------------------------ economy */

static bireme_plan_effect make_effect(const bireme_plan *plan, const int *quantity)
{
    const bireme_economy *economy = &plan->model->economy;
    bireme_plan_effect effect = {.constant = true, .quantity = quantity};
    for (size_t r = 0; r < economy->n_regimes; r++) {
        effect.present |= quantity[r] >= 0;
        effect.constant &= quantity[r] == quantity[0];
    }
    if (economy->path != NULL) { /* only the regimes of the path count */
        effect.constant = true;
        effect.present = false;
        for (size_t t = 0; t < plan->model->periods; t++) {
            effect.present |= quantity[economy->path[t]] >= 0;
            effect.constant &= quantity[economy->path[t]] == quantity[economy->path[0]];
        }
    }
    return effect;
}

static bireme_status plan_effects(bireme_plan *plan, bireme_error *error)
{
    const bireme_model *model = plan->model;
    const bireme_economy *economy = &model->economy;
    size_t n = economy->n_regimes;
    plan->odds = bireme_calloc(model->stages, sizeof *plan->odds);
    plan->effect_quantity = bireme_calloc((4 + model->stages) * n, sizeof *plan->effect_quantity);
    if (plan->odds == NULL || plan->effect_quantity == NULL) return bireme_fail_memory(error);
    int *list = plan->effect_quantity;
    for (size_t r = 0; r < n; r++) {
        const bireme_regime *regime = &economy->regimes[r];
        list[r] = regime->leads;
        list[n + r] = regime->cost_per_lead;
        list[2 * n + r] = regime->deal_value;
        list[3 * n + r] = regime->cycle_time;
        for (size_t s = 0; s < model->stages; s++)
            list[(4 + s) * n + r] = s == 0 ? -1 : regime->conversion_odds[s];
    }
    if (n == 0) return BIREME_OK;
    plan->leads = make_effect(plan, list);
    plan->cost_per_lead = make_effect(plan, list + n);
    plan->deal_value = make_effect(plan, list + 2 * n);
    plan->cycle_time = make_effect(plan, list + 3 * n);
    for (size_t s = 0; s < model->stages; s++) plan->odds[s] = make_effect(plan, list + (4 + s) * n);
    return BIREME_OK;
}

/* Running sums of each row; the last is made exactly 1, so that no uniform falls behind it. */
static void accumulate(size_t n, const double *probability, double *cumulative)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) cumulative[i] = sum += probability[i];
    cumulative[n - 1] = 1;
}

static bireme_status plan_economy(bireme_plan *plan, bireme_error *error)
{
    const bireme_economy *economy = &plan->model->economy;
    size_t n = economy->n_regimes;
    bireme_status status = plan_effects(plan, error);
    if (status != BIREME_OK) return status;
    plan->chain = n > 0 && economy->path == NULL;
    if (plan->chain) {
        plan->chain_start = bireme_calloc(n, sizeof(double));
        plan->chain_step = bireme_calloc(n * n, sizeof(double));
        if (plan->chain_start == NULL || plan->chain_step == NULL) return bireme_fail_memory(error);
        accumulate(n, economy->start, plan->chain_start);
        for (size_t r = 0; r < n; r++) accumulate(n, economy->transition + r * n, plan->chain_step + r * n);
    }
    bool pace_uniform = true, multiplier_fixed = true;
    for (size_t t = 1; t < plan->model->periods; t++)
        pace_uniform &= plan->model->pace[t] == plan->model->pace[0];
    for (size_t r = 0; r < n && plan->cycle_time.present; r++) {
        int q = plan->cycle_time.quantity[r];
        multiplier_fixed &= q < 0 || plan->quantities[q].table == NULL;
    }
    bool clock_moves = plan->cycle_time.present && !plan->cycle_time.constant;
    plan->clock_uniform = pace_uniform && !clock_moves;
    plan->clock_fixed = multiplier_fixed && !(plan->chain && clock_moves);
    return BIREME_OK;
}

/* ------------------------ channels */

/* Does the step to stage s take time? */
static bool takes_time(const bireme_channel *channel, size_t s)
{
    const bireme_dist *shape = channel->cycle[s].shape;
    return shape != NULL && bireme_dist_mean(shape) > 0;
}

/* Deals that one channel may win in a period: a high guess, which decides how many tables of sums are made;
 * more deals than that are summed correctly all the same. */
static double most_deals(const bireme_model *model, const bireme_channel *channel)
{
    double most = 0;
    for (size_t t = 0; t < model->periods; t++) {
        double leads = channel->organic_leads >= 0
                           ? bireme_dist_quantile_pq(model->quantities[channel->organic_leads].dist, 0.999,
                                                     0.001)
                           : 0;
        if (channel->cost_per_lead >= 0 && channel->spend[t] > 0)
            leads += channel->spend[t] /
                     bireme_dist_quantile_pq(model->quantities[channel->cost_per_lead].dist, 0.001, 0.999);
        most = fmax(most, leads * channel->season[t]);
    }
    for (size_t s = 1; s < model->stages; s++)
        most *= bireme_dist_quantile_pq(model->quantities[channel->conversion[s]].dist, 0.999, 0.001);
    if (!(most < 1e12)) most = 1e12;
    return 4 * most + 64;
}

/* The operational clock at the period boundaries, where it is the same in every trial. clock [periods + 1].
 */
static void fixed_clock(const bireme_plan *plan, double *clock)
{
    const bireme_economy *economy = &plan->model->economy;
    clock[0] = 0;
    for (size_t t = 0; t < plan->model->periods; t++) {
        double multiplier = 1;
        if (plan->cycle_time.present) {
            int q = plan->cycle_time.quantity[economy->path != NULL ? economy->path[t] : 0];
            if (q >= 0) multiplier = plan->quantities[q].fixed;
        }
        clock[t + 1] = clock[t] + plan->days * plan->model->pace[t] / multiplier;
    }
}

static bireme_status fixed_shares(const bireme_plan *plan, bireme_plan_group *group, bireme_error *error)
{
    size_t periods = plan->model->periods;
    if (!plan->clock_fixed || !bireme_delay_is_fixed(group->delay)) return BIREME_OK;
    double *clock = bireme_calloc(periods + 1, sizeof *clock);
    group->share = bireme_calloc(periods * periods, sizeof *group->share);
    if (clock == NULL || group->share == NULL) {
        bireme_free(clock);
        return bireme_fail_memory(error);
    }
    fixed_clock(plan, clock);
    for (size_t b = 0; b < periods; b++) {
        double later = 0;
        for (size_t a = b + 1; a-- > 0;) {
            double elapsed = clock[b + 1] - clock[a], value;
            bireme_delay_eval(group->delay, NULL, 1, &elapsed, &value);
            double share = (value - later) / (clock[a + 1] - clock[a]);
            group->share[b * periods + a] = share > 0 ? share : 0;
            later = value;
        }
    }
    bireme_free(clock);
    return BIREME_OK;
}

static bireme_status plan_channel(const bireme_plan *plan, const bireme_channel *channel,
                                  bireme_plan_channel *to, bireme_error *error)
{
    const bireme_model *model = plan->model;
    bireme_status status = BIREME_OK;
    to->groups = bireme_calloc(model->stages, sizeof *to->groups);
    if (to->groups == NULL) return bireme_fail_memory(error);
    to->n_groups = 1;
    for (size_t s = 1; s < model->stages; s++) {
        if (takes_time(channel, s)) {
            bireme_plan_group *group = &to->groups[to->n_groups++];
            group->first = s;
            status = bireme_delay_create(model, channel, s, &group->delay, error);
            if (status == BIREME_OK) status = fixed_shares(plan, group, error);
            if (status != BIREME_OK) return status;
        }
        to->groups[to->n_groups - 1].last = s;
    }
    to->value_scale = channel->deal_value.scale;
    if (channel->deal_value.shape == NULL) return BIREME_OK;
    return bireme_sums_create(channel->deal_value.shape, most_deals(model, channel), &to->value, error);
}

bireme_status bireme_plan_create(const bireme_model *model, bireme_plan **out, bireme_error *error)
{
    bireme_plan *plan = bireme_calloc(1, sizeof *plan);
    if (plan == NULL) return bireme_fail_memory(error);
    plan->model = model;
    plan->days = bireme_calendar_days(&model->calendar);
    bireme_status status = bireme_metrics_create(model, &plan->metrics, error);
    if (status == BIREME_OK) status = bireme_poisson_create(&plan->poisson, error);
    if (status == BIREME_OK) status = plan_quantities(plan, error);
    if (status == BIREME_OK) status = plan_correlated(plan, error);
    if (status == BIREME_OK) status = plan_economy(plan, error);
    if (status == BIREME_OK) {
        plan->channels = bireme_calloc(model->n_channels, sizeof *plan->channels);
        if (plan->channels == NULL) status = bireme_fail_memory(error);
    }
    for (size_t c = 0; c < model->n_channels && status == BIREME_OK; c++)
        status = plan_channel(plan, &model->channels[c], &plan->channels[c], error);
    if (status != BIREME_OK) {
        bireme_plan_free(plan);
        return status;
    }
    *out = plan;
    return BIREME_OK;
}

void bireme_plan_free(bireme_plan *plan)
{
    if (plan == NULL) return;
    const bireme_model *model = plan->model;
    for (size_t q = 0; plan->quantities != NULL && q < model->n_quantities; q++)
        bireme_qtable_free(plan->quantities[q].table);
    for (size_t c = 0; c < plan->n_correlated; c++) bireme_free(plan->correlated[c].cholesky);
    for (size_t c = 0; plan->channels != NULL && c < model->n_channels; c++) {
        bireme_plan_channel *channel = &plan->channels[c];
        for (size_t g = 0; channel->groups != NULL && g < model->stages; g++) {
            bireme_delay_free(channel->groups[g].delay);
            bireme_free(channel->groups[g].share);
        }
        bireme_free(channel->groups);
        bireme_sums_free(channel->value);
    }
    bireme_free(plan->channels);
    bireme_free(plan->correlated);
    bireme_free(plan->quantities);
    bireme_qtable_free(plan->normal);
    bireme_poisson_free(plan->poisson);
    bireme_metrics_free(plan->metrics);
    bireme_free(plan->odds);
    bireme_free(plan->effect_quantity);
    bireme_free(plan->chain_start);
    bireme_free(plan->chain_step);
    bireme_free(plan);
}
