/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compiling a model. Most of the time goes to the quantile tables (one per quantity, several per deal value).
 */
#include "compile/compiled.h"

#include <math.h>
#include "base/memory.h"
#include "numeric/special/portable.h"
#include "compile/effects.h"
#include "compile/teams.h"
#include "compile/spend.h"

/* ------------------------ quantities */

static bireme_status compile_quantities(bireme_compiled *compiled, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    compiled->quantities = bireme_calloc(model->n_quantities, sizeof *compiled->quantities);
    if (compiled->quantities == NULL) return bireme_fail_memory(error);
    for (size_t q = 0; q < model->n_quantities; q++) {
        bireme_compiled_quantity *quantity = &compiled->quantities[q];
        const bireme_dist *dist = model->quantities[q].dist;
        quantity->correlated = -1;
        if (bireme_dist_is_fixed(dist)) {
            quantity->fixed = bireme_dist_mean(dist);
            continue;
        }
        quantity->redraws = model->quantities[q].redraws;
        if (quantity->redraws) quantity->place = compiled->n_redrawn++;
        bireme_shared_place place = {model->quantities[q].origin, model->quantities[q].pointer};
        bireme_status status = bireme_shared_table(&compiled->shared, dist, place, &quantity->table, error);
        if (status != BIREME_OK) return status;
    }
    return BIREME_OK;
}

static void mark_divisor(bireme_compiled *compiled, int quantity)
{
    if (quantity >= 0) compiled->quantities[quantity].least = BIREME_COMPILE_DIVISOR_LEAST;
}

static void mark_effects(bireme_compiled *compiled, const bireme_effects *effects)
{
    mark_divisor(compiled, effects->cost_per_lead);
    mark_divisor(compiled, effects->cycle_time);
}

static void mark_divisors(bireme_compiled *compiled)
{
    const bireme_model *model = compiled->model;
    for (size_t c = 0; c < model->n_channels; c++) {
        mark_divisor(compiled, model->channels[c].cost_per_lead);
        for (size_t s = 1; s < model->stages; s++) {
            mark_divisor(compiled, model->channels[c].cycle[s].scale);
            if (model->channels[c].lost != NULL) mark_divisor(compiled, model->channels[c].lost[s].scale);
        }
    }
    for (size_t g = 0; g < model->n_open; g++) {
        if (model->open[g].lost.shape != NULL) mark_divisor(compiled, model->open[g].lost.scale);
        for (size_t s = model->open[g].stage + 1; s < model->stages; s++)
            mark_divisor(compiled, model->open[g].cycle[s].scale);
    }
    for (size_t r = 0; r < model->economy.n_regimes; r++)
        mark_effects(compiled, &model->economy.regimes[r].effects);
    for (size_t i = 0; i < model->n_initiatives; i++) mark_effects(compiled, &model->initiatives[i].effects);
}

/* ------------------------ channels */

static double high_quantile(const bireme_model *model, int quantity)
{
    return bireme_dist_quantile_pq(model->quantities[quantity].dist, 0.999, 0.001);
}

static double low_quantile(const bireme_model *model, int quantity)
{
    return bireme_dist_quantile_pq(model->quantities[quantity].dist, 0.001, 0.999);
}

/* The most mean leads in a period, guessed high. More than this is a typing error, or a rate that comes so
 * near to 0 or so far up that its mean is meaningless. */
#define LEADS_MOST 1e12

static bireme_status check_leads(const bireme_compiled *compiled, const bireme_channel *channel, int quantity,
                                 double leads, bireme_error *error)
{
    if (leads <= LEADS_MOST) return BIREME_OK;
    const bireme_quantity *from = &compiled->model->quantities[quantity];
    bool fixed = bireme_dist_is_fixed(from->dist);
    bireme_status status = bireme_fail(
        error, BIREME_DOMAIN,
        "the channel `%.64s` gets %.2g leads in a period%s, at most 1e12 are possible; %s", channel->name,
        leads, fixed ? "" : " in one trial of a thousand",
        fixed ? "is the unit right?" : "cut off what is too near to 0, or too large, with `min` or `max`");
    bireme_model_locate(error, from->origin, from->pointer);
    return status;
}

/* How many times as many leads as planned the spend may buy, guessed high: the curves rise at most as a power
 * of spend. */
static double most_bought(const bireme_model *model, const bireme_channel *channel)
{
    if (channel->spend_factor < 0) return 1;
    return bireme_pow(fmax(1, high_quantile(model, channel->spend_factor)),
                      fmax(1, fmax(channel->response.elasticity, channel->response.shape)));
}

/* The most, or with `low` the least, that growth makes of something in period t. */
static double grown(const bireme_model *model, int growth, bool low, double years)
{
    if (growth < 0) return 1;
    double rate = low ? low_quantile(model, growth) : high_quantile(model, growth);
    return bireme_pow(1 + rate, years);
}

/* The leads of channel in period t from each of its sources, with season 1, guessed high: every rate at its
 * 0.1 % extreme. */
typedef struct most_leads {
    double organic, paid, outbound;
} most_leads;

static most_leads guess_leads(const bireme_compiled *compiled, const bireme_channel *channel,
                              const bireme_compiled_channel *ready, size_t t)
{
    const bireme_model *model = compiled->model;
    double years = ((double)(model->past.periods + t) + 0.5) * compiled->days / 365.25;
    most_leads most = {0, 0, 0};
    if (channel->organic_leads >= 0)
        most.organic = high_quantile(model, channel->organic_leads) *
                       grown(model, channel->growth.organic_leads, false, years);
    if (channel->cost_per_lead >= 0 && ready->spend[t] > 0)
        most.paid = most_bought(model, channel) * ready->spend[t] /
                    (low_quantile(model, channel->cost_per_lead) *
                     grown(model, channel->growth.cost_per_lead, true, years));
    if (channel->leads_per_rep >= 0)
        most.outbound = high_quantile(model, channel->leads_per_rep) *
                        bireme_compiled_reps(compiled, channel, t) *
                        grown(model, channel->growth.leads_per_rep, false, years);
    return most;
}

/* Checks the volume with the rates at their 0.1 % extremes. */
static bireme_status check_volume(const bireme_compiled *compiled, const bireme_channel *channel,
                                  const bireme_compiled_channel *ready, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    bireme_status status = BIREME_OK;
    for (size_t t = 0; t < model->periods && status == BIREME_OK; t++) {
        const most_leads most = guess_leads(compiled, channel, ready, t);
        double season = channel->season[t];
        if (channel->organic_leads >= 0)
            status = check_leads(compiled, channel, channel->organic_leads, season * most.organic, error);
        if (status == BIREME_OK && channel->cost_per_lead >= 0 && ready->spend[t] > 0)
            status = check_leads(compiled, channel, channel->cost_per_lead, season * most.paid, error);
        if (status == BIREME_OK && channel->leads_per_rep >= 0)
            status = check_leads(compiled, channel, channel->leads_per_rep, season * most.outbound, error);
    }
    return status;
}

/* A high guess of the deals that one channel wins in a period (every rate at its 99.9 % point), which decides
 * how many tables of sums are made; more deals are still summed correctly, with more draws. */
static double most_deals(const bireme_compiled *compiled, const bireme_channel *channel,
                         const bireme_compiled_channel *ready)
{
    const bireme_model *model = compiled->model;
    double most = 0;
    for (size_t t = 0; t < model->periods; t++) {
        const most_leads leads = guess_leads(compiled, channel, ready, t);
        most = fmax(most, (leads.organic + leads.paid + leads.outbound) * channel->season[t]);
    }
    for (size_t s = 1; s < model->stages; s++) most *= high_quantile(model, channel->conversion[s]);
    if (!(most < 1e12)) most = 1e12;
    return most;
}

static bireme_status compile_leads(bireme_compiled *compiled, const bireme_channel *channel,
                                   bireme_compiled_channel *to, bireme_error *error)
{
    to->spend = bireme_calloc(compiled->model->periods, sizeof *to->spend);
    to->marginal = bireme_calloc(compiled->model->periods, sizeof *to->marginal);
    if (to->spend == NULL || to->marginal == NULL) return bireme_fail_memory(error);
    bireme_spend(compiled->model, channel, to->spend, to->marginal);
    if (channel->spend_factor >= 0) {
        to->before = bireme_calloc(compiled->model->periods, sizeof *to->before);
        if (to->before == NULL) return bireme_fail_memory(error);
        (void)bireme_spend_carried_in(compiled->model, channel, to->before);
    }
    if (!(channel->dispersion >= BIREME_DISPERSION_LEAST)) return BIREME_OK;
    const bireme_dist_argument arguments[] = {{.name = "shape", .value = 1 / channel->dispersion},
                                              {.name = "scale", .value = channel->dispersion}};
    const bireme_dist_spec spec = {
        .family = bireme_family_find("gamma"), .arguments = arguments, .n_arguments = 2};
    bireme_status status = bireme_dist_create(&spec, &to->g_dist, error);
    if (status != BIREME_OK) return status;
    return bireme_shared_table(&compiled->shared, to->g_dist, (bireme_shared_place){0}, &to->dispersion,
                               error);
}

/* Whether the leads of channel c in period t equal those of the period before, in every trial. */
static bool goes_on(const bireme_compiled *compiled, size_t c, const bireme_compiled_channel *to, size_t t)
{
    const bireme_channel *channel = &compiled->model->channels[c];
    bool steady = bireme_compiled_is_steady(compiled, c, BIREME_EFFECT_LEADS) &&
                  bireme_compiled_is_steady(compiled, c, BIREME_EFFECT_COST_PER_LEAD) &&
                  bireme_compiled_is_steady(compiled, c, BIREME_EFFECT_ORGANIC_LEADS) &&
                  bireme_compiled_is_steady(compiled, c, BIREME_EFFECT_LEADS_PER_REP) && to->g_dist == NULL;
    for (size_t s = 1; s + 1 < compiled->model->stages; s++)
        steady &= bireme_compiled_is_steady(compiled, c, BIREME_EFFECT_ODDS + s);
    bool same_reps = channel->leads_per_rep < 0 || bireme_compiled_reps(compiled, channel, t) ==
                                                       bireme_compiled_reps(compiled, channel, t - 1);
    bool same_volume = to->volume == NULL || to->volume[t] == to->volume[t - 1];
    bool same_rates = true;
    const int rates[] = {channel->organic_leads, channel->cost_per_lead, channel->leads_per_rep,
                         channel->spend_factor};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
        same_rates &= !bireme_compiled_redraws(compiled, rates[i]);
    for (size_t s = 1; s + 1 < compiled->model->stages; s++)
        same_rates &= !bireme_compiled_redraws(compiled, channel->conversion[s]);
    bool same_factor = channel->spend_factor < 0 ||
                       channel->adstock == 0; /* carry-over takes no part in it */
    return steady && same_rates && same_reps && same_volume && same_factor &&
           channel->season[t] == channel->season[t - 1] && to->spend[t] == to->spend[t - 1] &&
           to->marginal[t] == to->marginal[t - 1];
}

void bireme_compile_spans(const bireme_compiled *compiled, size_t c, bireme_compiled_channel *to)
{
    size_t periods = compiled->model->periods;
    to->n_spans = 0;
    for (size_t t = 0; t < periods; t++)
        if (t == 0 || !goes_on(compiled, c, to, t)) to->span[to->n_spans++] = (uint16_t)t;
    to->span[to->n_spans] = (uint16_t)periods;
}

static bireme_status compile_spans(const bireme_compiled *compiled, size_t c, bireme_compiled_channel *to,
                                   bireme_error *error)
{
    to->span = bireme_calloc(compiled->model->periods + 1, sizeof *to->span);
    if (to->span == NULL) return bireme_fail_memory(error);
    bireme_compile_spans(compiled, c, to);
    return BIREME_OK;
}

static bireme_status compile_channel(bireme_compiled *compiled, size_t index, bireme_compiled_channel *to,
                                     bireme_error *error)
{
    const bireme_channel *channel = &compiled->model->channels[index];
    bireme_status status = compile_leads(compiled, channel, to, error);
    if (status == BIREME_OK) status = check_volume(compiled, channel, to, error);
    if (status == BIREME_OK) status = compile_spans(compiled, index, to, error);
    if (status == BIREME_OK) status = bireme_compile_groups(compiled, index, to, error);
    if (status == BIREME_OK) status = bireme_compile_lost(compiled, index, to, error);
    if (status == BIREME_OK) status = bireme_touches_create(compiled->model, index, &to->touches, error);
    to->value_scale = channel->deal_value.scale;
    if (status != BIREME_OK || channel->deal_value.shape == NULL) return status;
    to->value_mean = bireme_dist_mean(channel->deal_value.shape);
    const bireme_shared_place place = {channel->deal_value.origin, channel->deal_value.pointer};
    return bireme_shared_sums_of(&compiled->shared, channel->deal_value.shape, place,
                                 most_deals(compiled, channel, to), &to->value, error);
}

/* What channels have of their own, and what drifts. */
static bireme_status compile_own(bireme_compiled *compiled, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    bireme_factors *factors = NULL;
    bireme_status status = bireme_factors_create(compiled, NULL, &factors, error);
    compiled->factors = factors;
    if (status != BIREME_OK || model->n_walks == 0) return status;
    compiled->walk_steps = bireme_calloc(model->periods, sizeof *compiled->walk_steps);
    if (compiled->walk_steps == NULL) return bireme_fail_memory(error);
    bireme_walk_steps(model->periods, compiled->days / 365.25, compiled->walk_steps);
    return BIREME_OK;
}

bireme_status bireme_compile_begin(const bireme_model *model, bool outline, bireme_compiled **out,
                                   bireme_error *error)
{
    bireme_compiled *compiled = bireme_calloc(1, sizeof *compiled);
    if (compiled == NULL) return bireme_fail_memory(error);
    compiled->model = model;
    compiled->shared.outline = outline;
    compiled->days = bireme_calendar_days(&model->calendar);
    bireme_status status = bireme_metrics_create(model, &compiled->metrics, error);
    if (status == BIREME_OK) status = bireme_poisson_create(&compiled->poisson, error);
    if (status == BIREME_OK) status = bireme_qtable_create_normal(&compiled->normal, error);
    if (status == BIREME_OK) {
        compiled->normal_cdf = bireme_normal_table_create();
        if (compiled->normal_cdf == NULL) status = bireme_fail_memory(error);
    }
    if (status == BIREME_OK) status = compile_quantities(compiled, error);
    if (status == BIREME_OK) mark_divisors(compiled);
    if (status == BIREME_OK) status = bireme_compile_effects(compiled, error);
    if (status == BIREME_OK) status = compile_own(compiled, error);
    if (status == BIREME_OK) status = bireme_compile_correlated(compiled, error);
    if (status == BIREME_OK) status = bireme_compile_teams(compiled, error);
    if (status == BIREME_OK) status = bireme_compile_money(compiled, error);
    if (status == BIREME_OK) {
        compiled->channels = bireme_calloc(model->n_channels, sizeof *compiled->channels);
        if (compiled->channels == NULL) status = bireme_fail_memory(error);
    }
    for (size_t c = 0; c < model->n_channels && status == BIREME_OK; c++)
        status = compile_channel(compiled, c, &compiled->channels[c], error);
    if (status == BIREME_OK && model->n_open > 0)
        status = bireme_pipeline_create(model, &compiled->shared, &compiled->pipeline, error);
    if (status == BIREME_OK) status = bireme_compile_handovers(compiled, error);
    if (status != BIREME_OK) {
        bireme_compiled_free(compiled);
        return status;
    }
    *out = compiled;
    return BIREME_OK;
}

double bireme_plan_bytes(const bireme_compiled *compiled)
{
    /* A quantile table has some thousand records of a cache line each, packed in two ways; a table of sums
     * has a dozen grids; a delay has a table and its rules. */
    const double table = 3e5, sums = 1e6, delay = 1e5;
    double periods = (double)compiled->model->periods, shares = 0;
    for (size_t d = 0; d < compiled->shared.n_delays; d++)
        if (compiled->shared.delays[d]->has_share) shares += periods * periods * sizeof(double);
    return BIREME_PROGRAM_BYTES + (double)compiled->shared.n_tables * table +
           (double)compiled->shared.n_sums * sums + (double)compiled->shared.n_delays * delay + shares;
}

void bireme_compile_end(bireme_compiled *compiled)
{
    bireme_shared_hand_out(&compiled->shared);
}

static void free_channel(bireme_compiled_channel *channel)
{
    bireme_compile_groups_free(channel);
    bireme_free(channel->spend);
    bireme_free(channel->marginal);
    bireme_free(channel->before);
    bireme_free(channel->span);
    bireme_dist_free(channel->g_dist);
    bireme_touches_free(channel->touches);
}

void bireme_compiled_free(bireme_compiled *compiled)
{
    if (compiled == NULL) return;
    bireme_compiled_correlated_free(compiled);
    for (size_t c = 0; compiled->channels != NULL && c < compiled->model->n_channels; c++)
        free_channel(&compiled->channels[c]);
    bireme_free(compiled->channels);
    bireme_shared_free(&compiled->shared);
    bireme_pipeline_free(compiled->pipeline);
    bireme_free(compiled->quantities);
    bireme_qtable_free(compiled->normal);
    bireme_normal_table_free(compiled->normal_cdf);
    bireme_poisson_free(compiled->poisson);
    bireme_metrics_free(compiled->metrics);
    bireme_compiled_effects_free(compiled);
    bireme_factors_free((bireme_factors *)compiled->factors);
    bireme_free(compiled->walk_steps);
    bireme_compiled_teams_free(compiled);
    bireme_compiled_money_free(compiled);
    bireme_free(compiled);
}
