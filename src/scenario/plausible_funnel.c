/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures that do not go together. The funnel is run through once at the mean of every rate, with no time lost on the
 * way: what it gives is about what a year of such periods brings, and enough to tell a month from a year, or thousands
 * from units. Where the economy or an initiative may bring more, the highest of their means is granted.
 */
#include "scenario/plausible_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "scenario/effective.h"

#define WARN(p, node, ...)                                                                                   \
    bireme_node_report(&(p)->reading->report, BIREME_SEVERITY_WARNING, BIREME_SCENARIO, (node),              \
                       BIREME_NODE_VALUE, __VA_ARGS__)

/* The means of the plan over the horizon. */
typedef struct outline {
    double leads, wins, bookings;
    double entries, early; /* to the worked stage: all, and those that come within the horizon */
    double capacity;       /* what reps can take up; NAN: no limit */
    double worth_of_one;   /* what an item that is taken up brings, in the best channel */
    double most, least;    /* by what economy and initiatives multiply leads, at the most and at the least */
    double value;          /* of a deal, in the channel with the smallest; INFINITY without values */
    double years;
} outline;

/* ------------------------ parts of it */

/* Spend that buys leads at the cost of a lead. */
static double respond(const bireme_response *r, double x)
{
    if (!(x > 0) || r->curve == BIREME_CURVE_LINEAR) return x;
    if (r->curve == BIREME_CURVE_POWER)
        return r->reference_spend * pow(x / r->reference_spend, r->elasticity);
    double at_reference = 1 + pow(r->half_saturation / r->reference_spend, r->shape);
    return r->reference_spend * at_reference / (1 + pow(r->half_saturation / x, r->shape));
}

/* Reps in the middle of period t, as productive as they are by then. */
static double reps_in(const bireme_plausible *p, size_t t)
{
    const bireme_sales *sales = &p->model->sales;
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

static double leads_of(const bireme_plausible *p, const bireme_channel *channel)
{
    const bireme_model *model = p->model;
    double cost = bireme_plausible_mean(model, channel->cost_per_lead), sum = 0;
    double organic = bireme_plausible_mean(model, channel->organic_leads);
    double per_rep = bireme_plausible_mean(model, channel->leads_per_rep);
    for (size_t t = 0; t < model->periods; t++) {
        double leads = organic + (cost > 0 ? respond(&channel->response, channel->spend[t]) / cost : 0);
        if (per_rep > 0) leads += per_rep * reps_in(p, t);
        sum += leads * channel->season[t];
    }
    return sum;
}

/* Product of the steps from stage `from` to stage `to`, and the days that they take. */
static double convert(const bireme_model *model, const bireme_channel *channel, size_t from, size_t to,
                      double *days)
{
    double share = 1;
    *days = 0;
    for (size_t s = from + 1; s <= to; s++) {
        share *= bireme_plausible_mean(model, channel->conversion[s]);
        *days += bireme_plausible_item(model, &channel->cycle[s]);
    }
    return share;
}

/* How often a deal's value is earned: once, or for as many years as a customer stays. */
static double times_earned(const bireme_plausible *p)
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

/* Of leads, and of the odds of every step. */
static double whole_effect(const bireme_model *model, const bireme_effects *effects)
{
    double product = multiplier(model, effects->leads);
    for (size_t s = 1; s < model->stages; s++) product *= multiplier(model, effects->conversion_odds[s]);
    return product;
}

static void find_multipliers(const bireme_model *model, outline *o)
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

static void add_channel(const bireme_plausible *p, size_t c, outline *o)
{
    const bireme_model *model = p->model;
    const bireme_channel *channel = &model->channels[c];
    size_t worked = model->sales.has_capacity ? model->sales.stage : 0, won = model->stages - 1;
    double before, after, horizon = p->days * (double)model->periods;
    double leads = leads_of(p, channel), value = bireme_plausible_item(model, &channel->deal_value);
    double to = convert(model, channel, 0, worked, &before),
           from = convert(model, channel, worked, won, &after);
    o->leads += leads;
    o->wins += leads * to * from;
    o->bookings += leads * to * from * value;
    o->entries += leads * to;
    o->early += leads * to * fmax(0, 1 - before / horizon);
    o->worth_of_one = fmax(o->worth_of_one, from * value * times_earned(p));
    if (value > 0) o->value = fmin(o->value, value);
}

/* Open deals: all of them may be won. */
static void add_open(const bireme_plausible *p, outline *o)
{
    const bireme_model *model = p->model;
    for (size_t g = 0; g < model->n_open; g++) {
        const bireme_open_group *group = &model->open[g];
        double count = (double)group->count;
        o->wins += count;
        o->bookings += count * bireme_plausible_item(model, &group->value);
        if (!model->sales.has_capacity || group->stage >= model->sales.stage) continue;
        double share = 1;
        for (size_t s = group->stage + 1; s <= model->sales.stage; s++)
            share *= bireme_plausible_mean(model, group->conversion[s]);
        o->entries += count * share;
        o->early += count * share;
    }
}

static outline outline_of(const bireme_plausible *p)
{
    const bireme_model *model = p->model;
    outline o = {.capacity = NAN, .value = INFINITY, .years = p->days * (double)model->periods / 365.25};
    find_multipliers(model, &o);
    for (size_t c = 0; c < model->n_channels; c++) add_channel(p, c, &o);
    if (!model->sales.has_capacity) return o;
    o.capacity = 0;
    for (size_t t = 0; t < model->periods; t++)
        o.capacity += reps_in(p, t) * model->sales.opportunities_per_rep;
    return o;
}

/* ------------------------ what does not go together */

/* The low or the high end of what is said of a quantity, a fixed one's value; 1 for −1. */
static double end_of(const bireme_model *model, int quantity, double probability)
{
    if (quantity < 0) return 1;
    const bireme_dist *dist = model->quantities[quantity].dist;
    return bireme_dist_is_fixed(dist) ? bireme_dist_mean(dist) : bireme_dist_quantile(dist, probability);
}

/* A lead that costs more than it brings, even where it is cheap and every rate is at its high end: what is said leaves
 * no room for it to pay. */
static void check_lead(bireme_plausible *p, size_t c)
{
    const bireme_model *model = p->model;
    const bireme_channel *channel = &model->channels[c];
    double days, value = bireme_plausible_item(model, &channel->deal_value);
    if (channel->cost_per_lead < 0 || !(value > 0)) return;
    double share = convert(model, channel, 0, model->stages - 1, &days),
           worth = share * value * times_earned(p);
    double best = times_earned(p) * bireme_dist_mean(channel->deal_value.shape) *
                  end_of(model, channel->deal_value.scale, 0.9);
    for (size_t s = 1; s < model->stages; s++) best *= end_of(model, channel->conversion[s], 0.9);
    const bireme_node *node = bireme_effective_field(p->reading, bireme_plausible_channel(p, c),
                                                     "cost_per_lead");
    if (!(end_of(model, channel->cost_per_lead, 0.1) > best) || !(leads_of(p, channel) > 0)) return;
    if (!bireme_plausible_first(p, node)) return;
    char name[BIREME_QUOTE_SIZE], paid[BIREME_NUMBER_SIZE], brought[BIREME_NUMBER_SIZE],
        won[BIREME_NUMBER_SIZE], each[BIREME_NUMBER_SIZE];
    WARN(
        p, node,
        "a lead of the channel `%s` costs %s and is worth %s: %s %% of them are won, at %s%s each; is one of "
        "these in another unit?",
        bireme_quote(name, channel->name),
        bireme_plausible_figure(paid, bireme_plausible_mean(model, channel->cost_per_lead)),
        bireme_plausible_figure(brought, worth), bireme_plausible_figure(won, 100 * share),
        bireme_plausible_figure(each, value), model->revenue.recurring ? " a year" : "");
}

static void check_capacity(bireme_plausible *p, const outline *o)
{
    const double idle = 0.4, over = 1.3;
    const bireme_node *sales = bireme_node_find(p->root, "sales");
    const bireme_node *per_rep = bireme_node_find(sales, "opportunities_per_rep"),
                      *cost = bireme_node_find(sales, "cost_per_rep");
    char can[BIREME_NUMBER_SIZE], come[BIREME_NUMBER_SIZE], share[BIREME_NUMBER_SIZE];
    if (per_rep == NULL || !(o->capacity > 0)) return;
    if (o->most * o->entries < idle * o->capacity)
        WARN(p, per_rep,
             "reps can take up %s over the horizon and %s come to be: %s %% of it; is "
             "`opportunities_per_rep` per %s?",
             bireme_plausible_figure(can, o->capacity), bireme_plausible_figure(come, o->entries),
             bireme_plausible_figure(share, 100 * o->entries / o->capacity), p->period);
    else if (o->least * o->early > over * o->capacity)
        WARN(p, per_rep,
             "reps can take up %s over the horizon and %s come to be: %s %% of it; are leads and "
             "`opportunities_per_rep` per %s?",
             bireme_plausible_figure(can, o->capacity), bireme_plausible_figure(come, o->early),
             bireme_plausible_figure(share, 100 * o->early / o->capacity), p->period);
    double brings = p->model->sales.opportunities_per_rep * o->worth_of_one;
    if (cost != NULL && brings > 0 && p->model->sales.cost_per_rep > brings)
        WARN(p, cost, "a rep costs %s a %s, and can win no more than %s in it: is that the cost of a year?",
             bireme_number_format(can, p->model->sales.cost_per_rep), p->period,
             bireme_plausible_figure(come, brings));
}

/* The yearly value of the customers at the start, beside what the plan wins in a year. A company that wins in four
 * months what it took all the years before to win is rare; one that wrote what it earns in a month is not. */
static void check_opening(bireme_plausible *p, const outline *o)
{
    const double share = 0.3;
    const bireme_node *node = bireme_node_find(bireme_node_find(p->root, "revenue"), "opening");
    double opening = p->model->revenue.opening, in_year = o->bookings / o->years;
    if (node == NULL || !(opening > 0) || !(opening < share * in_year || opening < o->value)) return;
    if (isinf(o->value)) return;
    char found[BIREME_NUMBER_SIZE], won[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE];
    WARN(p, node,
         "`opening` is what all customers at the start pay in a year: %s, and the plan wins about %s a year "
         "anew; if "
         "that is what they pay in a month, write %s",
         bireme_number_format(found, opening), bireme_plausible_figure(won, in_year),
         bireme_number_format(meant, 12 * opening));
}

/* The most that the plan brings on average of a metric that is a sum; NAN of another. */
static double bound_of(const bireme_plausible *p, const outline *o, const char *metric)
{
    const bireme_revenue *revenue = &p->model->revenue;
    double grown = pow(1 + fmax(0, bireme_plausible_mean(p->model, revenue->expansion)), o->years);
    bool customers = revenue->recurring;
    if (strcmp(metric, "leads") == 0) return o->most * o->leads;
    if (strcmp(metric, "wins") == 0) return o->most * o->wins;
    if (strcmp(metric, "bookings") == 0) return o->most * o->bookings;
    if (strcmp(metric, "revenue") != 0 && strcmp(metric, "contribution") != 0) return NAN;
    return o->most * o->bookings * (customers ? fmax(1, o->years) * grown : 1) +
           (customers ? revenue->opening * o->years * grown : 0);
}

static void check_goal(bireme_plausible *p, const outline *o)
{
    const double far = 4, near = 1.0 / 300;
    const bireme_node *goal = bireme_node_find(p->root, "goal"), *node = bireme_node_find(goal, "at_least");
    const bireme_node *metric = bireme_node_find(goal, "metric");
    if (node == NULL || node->type != BIREME_NODE_NUMBER || metric == NULL) return;
    double bound = bound_of(p, o, metric->text);
    char found[BIREME_NUMBER_SIZE], brings[BIREME_NUMBER_SIZE], times[BIREME_NUMBER_SIZE];
    if (!(bound > 0)) return;
    bool money = strcmp(metric->text, "revenue") == 0 || strcmp(metric->text, "bookings") == 0;
    if (node->number > far * bound)
        WARN(p, node,
             "a goal of %s is %s times the %s %s that the plan brings on average at the most: out of reach",
             bireme_number_format(found, node->number), bireme_plausible_figure(times, node->number / bound),
             bireme_plausible_figure(brings, bound), metric->text);
    else if (money && node->number > 0 && node->number < near * bound)
        WARN(p, node,
             "a goal of %s is next to nothing of the %s %s that the plan brings on average: is it in "
             "thousands?",
             bireme_number_format(found, node->number), bireme_plausible_figure(brings, bound), metric->text);
}

void bireme_plausible_funnel(bireme_plausible *p)
{
    outline o = outline_of(p);
    p->n_warned = 0;
    for (size_t c = 0; c < p->model->n_channels; c++) check_lead(p, c);
    check_opening(p, &o);
    add_open(p, &o);
    check_capacity(p, &o);
    check_goal(p, &o);
}
