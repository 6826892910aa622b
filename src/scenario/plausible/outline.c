/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan at its means: the funnel is computed once with the mean of every rate, ignoring the time that
 * steps take. The result is roughly what a year of such periods brings, which is enough to tell a month from
 * a year, or thousands from units.
 */
#include <math.h>
#include "scenario/plausible/internal.h"

/* ------------------------ parts of it */

/* Effective spend: what would buy the same leads at the plain cost per lead. */
static double respond(const bireme_response *r, double x)
{
    if (!(x > 0) || r->curve == BIREME_CURVE_LINEAR) return x;
    if (r->curve == BIREME_CURVE_POWER)
        return r->reference_spend * pow(x / r->reference_spend, r->elasticity);
    double at_reference = 1 + pow(r->half_saturation / r->reference_spend, r->shape);
    return r->reference_spend * at_reference / (1 + pow(r->half_saturation / x, r->shape));
}

/* Reps in the middle of period t, as far as they are productive by then. */
static double reps_in(const bireme_plausible *p, const bireme_team *sales, size_t t)
{
    const double months = p->days / (365.25 / 12), now = (double)t + 0.5;
    double stay = sales->backfill ? 1 : 1 - sales->attrition, reps = sales->reps * pow(stay, now * months);
    for (size_t i = 0; i < sales->n_hires; i++) {
        double since = (now - sales->hires[i].at) * months;
        if (!(since > 0)) continue;
        double ramp = sales->ramp_months > 0 && sales->hires[i].count > 0
                          ? fmin(1, since / sales->ramp_months)
                          : 1;
        reps += ramp * sales->hires[i].count * pow(stay, since);
    }
    return fmax(0, reps);
}

double bireme_plausible_leads(const bireme_plausible *p, const bireme_channel *channel, size_t periods)
{
    const bireme_model *model = p->model;
    double cost = bireme_plausible_mean(model, channel->cost_per_lead), sum = 0;
    double organic = bireme_plausible_mean(model, channel->organic_leads);
    double per_rep = bireme_plausible_mean(model, channel->leads_per_rep);
    for (size_t t = 0; t < periods; t++) {
        double leads = organic + (cost > 0 ? respond(&channel->response, channel->spend[t]) / cost : 0);
        if (per_rep > 0) leads += per_rep * reps_in(p, &model->teams[channel->team], t);
        sum += leads * channel->season[t];
    }
    return sum;
}

double bireme_plausible_convert(const bireme_model *model, const bireme_channel *channel, size_t from,
                                size_t to, double *days)
{
    double share = 1;
    *days = 0;
    for (size_t s = from + 1; s <= to; s++) {
        share *= bireme_plausible_mean(model, channel->conversion[s]);
        *days += bireme_plausible_item(model, &channel->cycle[s]);
    }
    return share;
}

double bireme_plausible_times_earned(const bireme_plausible *p)
{
    const bireme_revenue *revenue = &p->model->revenue;
    if (!revenue->recurring) return 1;
    double keep = pow(1 - bireme_plausible_mean(p->model, revenue->churn), 365.25 / p->days) *
                  (1 + bireme_plausible_mean(p->model, revenue->expansion));
    double sum = 0, left = 1;
    for (double year = 0; year < revenue->lifetime_years; year++, left *= keep)
        sum += left * fmin(1, revenue->lifetime_years - year);
    return sum;
}

/* ------------------------ multipliers */

static double multiplier(const bireme_model *model, int quantity)
{
    return quantity >= 0 ? bireme_plausible_mean(model, quantity) : 1;
}

/* The effect on leads and on the odds of every step together. */
static double whole_effect(const bireme_model *model, const bireme_effects *effects)
{
    double product = multiplier(model, effects->leads);
    for (size_t s = 1; s < model->stages; s++) product *= multiplier(model, effects->conversion_odds[s]);
    return product;
}

static void find_multipliers(const bireme_model *model, bireme_outline *o)
{
    o->most = o->least = 1;
    for (size_t r = 0; r < model->economy.n_regimes; r++) {
        double effect = whole_effect(model, &model->economy.regimes[r].effects);
        o->most = fmax(o->most, effect);
        o->least = fmin(o->least, effect);
    }
    for (size_t i = 0; i < model->n_initiatives; i++) {
        double effect = whole_effect(model, &model->initiatives[i].effects);
        o->most *= fmax(1, effect);
        o->least *= fmin(1, effect);
    }
}

/* ------------------------ all of it */

/* pass: the share of what comes to it that each team can take up. */
static void add_channel(const bireme_plausible *p, size_t c, const double *pass, bireme_outline *o)
{
    const bireme_model *model = p->model;
    const bireme_channel *channel = &model->channels[c];
    size_t worked = o->team != NULL && o->team->has_capacity ? o->team->stage : 0, won = model->stages - 1;
    double before, after, horizon = p->days * (double)o->periods;
    double leads = bireme_plausible_leads(p, channel, o->periods),
           value = bireme_plausible_item(model, &channel->deal_value);
    double to = bireme_plausible_convert(model, channel, 0, worked, &before),
           from = bireme_plausible_convert(model, channel, worked, won, &after);
    o->leads += leads;
    o->wins += leads * to * from;
    o->bookings += leads * to * from * value;
    bool works = o->team == NULL || o->team->works[c];
    double passes = 1; /* the teams before */
    for (size_t s = 0; s < worked; s++) {
        int team = bireme_model_team_at(model, c, s);
        if (team >= 0) passes *= pass[team];
    }
    if (works) o->entries += leads * to * passes;
    if (works) o->early += leads * to * passes * fmax(0, 1 - before / horizon);
    double arrive = leads * to * from * fmax(0, 1 - (before + after) / horizon);
    o->closed += arrive;
    o->sold += arrive * value;
    if (works) o->sale_of_one = fmax(o->sale_of_one, from * value);
    if (value > 0) o->value = fmin(o->value, value);
}

void bireme_plausible_add_open(const bireme_plausible *p, bireme_outline *o)
{
    const bireme_model *model = p->model;
    for (size_t g = 0; g < model->n_open; g++) {
        const bireme_open_group *group = &model->open[g];
        double count = (double)group->count;
        o->wins += count;
        o->bookings += count * bireme_plausible_item(model, &group->value);
        if (o->team == NULL || !o->team->has_capacity || group->stage >= o->team->stage) continue;
        if (!o->team->works[group->channel >= 0 ? (size_t)group->channel : model->n_channels]) continue;
        double share = 1;
        for (size_t s = group->stage + 1; s <= o->team->stage; s++)
            share *= bireme_plausible_mean(model, group->conversion[s]);
        o->entries += count * share;
        o->early += count * share;
    }
}

static bireme_outline outline_of(const bireme_plausible *p, const bireme_team *team, size_t periods,
                                 const double *pass)
{
    const bireme_model *model = p->model;
    bireme_outline o = {
        .team = team, .periods = periods, .value = INFINITY, .years = p->days * (double)periods / 365.25};
    find_multipliers(model, &o);
    for (size_t c = 0; c < model->n_channels; c++) add_channel(p, c, pass, &o);
    for (size_t t = 0; t < periods; t++) {
        double reps = team != NULL ? reps_in(p, team, t) : 0;
        o.rep_periods += reps;
        o.capacity += reps * (team != NULL ? team->items_per_rep : 0);
        for (size_t c = 0; c < model->n_channels; c++) o.cost += model->channels[c].spend[t];
        for (size_t k = 0; k < model->n_teams; k++)
            o.cost += reps_in(p, &model->teams[k], t) *
                      bireme_plausible_mean(model, model->teams[k].cost_per_rep);
    }
    if (team == NULL || !team->has_capacity) o.capacity = NAN;
    return o;
}

/* pass [n_teams], of the teams of the stages before `stage`, in the order of the funnel. */
static void find_passes(const bireme_plausible *p, size_t stage, size_t periods, double *pass)
{
    const bireme_model *model = p->model;
    for (size_t k = 0; k < model->n_teams; k++) pass[k] = 1;
    for (size_t i = 0; i < model->n_teams; i++) {
        const size_t k = bireme_model_team_in_order(model, i);
        if (model->teams[k].stage >= stage) return;
        const bireme_outline o = outline_of(p, &model->teams[k], periods, pass);
        if (o.capacity < o.entries) pass[k] = o.capacity / o.entries;
    }
}

bireme_outline bireme_plausible_outline_of(const bireme_plausible *p, const bireme_team *team, size_t periods)
{
    double *pass = bireme_arena_alloc(&p->reading->arena, p->model->n_teams + 1, sizeof *pass);
    const bireme_outline nothing = {.periods = periods, .capacity = NAN, .value = INFINITY};
    if (pass == NULL) {
        bireme_report_memory(&p->reading->report);
        return nothing;
    }
    if (team != NULL) find_passes(p, team->stage, periods, pass);
    return outline_of(p, team, periods, pass);
}

bireme_outline bireme_plausible_outline(const bireme_plausible *p, size_t periods)
{
    const bireme_model *model = p->model;
    bireme_outline tightest = bireme_plausible_outline_of(p, model->n_teams > 0 ? &model->teams[0] : NULL,
                                                          periods);
    for (size_t k = 1; k < model->n_teams; k++) {
        const bireme_outline o = bireme_plausible_outline_of(p, &model->teams[k], periods);
        const bool limited = !isnan(o.capacity);
        if (limited &&
            (isnan(tightest.capacity) || o.capacity * tightest.entries < tightest.capacity * o.entries))
            tightest = o;
    }
    return tightest;
}

const bireme_node *bireme_plausible_team(const bireme_plausible *p, size_t team)
{
    const bireme_node *sales = bireme_node_find(p->root, "sales");
    if (!p->model->has_named_teams) return sales;
    return bireme_node_find(bireme_node_find(sales, "teams"), p->model->teams[team].name);
}

const char *bireme_plausible_items(const bireme_plausible *p)
{
    return p->model->has_named_teams ? "items_per_rep" : "opportunities_per_rep";
}
