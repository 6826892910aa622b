/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compares amounts with others of their kind: an amount in thousands, or for a year, is off by a factor of a
 * thousand or of twelve. Spend with its reference and with other channels' spend, the cost of reps and
 * initiatives with sales, open deals with those that are won, limits of a decision with what they limit; and
 * finds amounts too small to have any effect.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "scenario/build/effective.h"
#include "scenario/plausible/internal.h"

/* ------------------------ spend */

static double largest_spend(const bireme_plausible *p, const bireme_channel *channel)
{
    double most = 0;
    for (size_t t = 0; t < p->model->periods; t++) most = fmax(most, channel->spend[t]);
    return most;
}

/* The smallest spend of a period (other than 0) is next to nothing compared with the largest. */
static bool check_one_spend(bireme_plausible *p, const bireme_node *node, const bireme_channel *channel)
{
    const double little = 1.0 / 300;
    char found[BIREME_NUMBER_SIZE], other[BIREME_NUMBER_SIZE], said[BIREME_SAID_SIZE];
    size_t most = 0, fewest = p->model->periods;
    for (size_t t = 0; t < p->model->periods; t++) {
        if (channel->spend[t] > channel->spend[most]) most = t;
        if (channel->spend[t] > 0 &&
            (fewest == p->model->periods || channel->spend[t] < channel->spend[fewest]))
            fewest = t;
    }
    if (fewest == p->model->periods || !(channel->spend[fewest] < little * channel->spend[most]))
        return false;
    bireme_node_warn(&p->reading->report, node,
                     "`spend` is %s in %s and up to %s in other %ss: is one of these in thousands?",
                     bireme_number_format(found, channel->spend[fewest]),
                     bireme_calendar_say(&p->model->calendar, fewest, said),
                     bireme_number_format(other, channel->spend[most]), p->period);
    return true;
}

/* Whether a lead costs more than it is worth: then either the cost or the deal value is in another unit,
 * which is reported elsewhere. */
static bool is_dear(const bireme_plausible *p, const bireme_channel *channel, double cost)
{
    double days, value = bireme_plausible_item(p->model, &channel->deal_value);
    double share = bireme_plausible_convert(p->model, channel, 0, p->model->stages - 1, &days);
    return value > 0 && cost > share * value * bireme_plausible_times_earned(p);
}

static void check_spend(bireme_plausible *p, size_t c, double others)
{
    const double far = 100, little = 1.0 / 500, half_a_lead = 0.5;
    const bireme_channel *channel = &p->model->channels[c];
    const bireme_node *node = bireme_effective_field(p->reading, bireme_plausible_channel(p, c), "spend");
    char name[BIREME_QUOTE_SIZE], found[BIREME_NUMBER_SIZE], other[BIREME_NUMBER_SIZE];
    double most = largest_spend(p, channel), cost = bireme_plausible_mean(p->model, channel->cost_per_lead);
    if (node == NULL || !(most > 0) || !bireme_plausible_first(p, node)) return;
    bireme_quote(name, channel->name);
    bireme_plausible_figure(found, most);
    if (channel->response.curve != BIREME_CURVE_LINEAR && most * far < channel->response.reference_spend)
        bireme_node_warn(&p->reading->report, node,
                         "the channel `%s` spends no more than %s in a %s, and its reference spend is %s: is "
                         "one of these in thousands?",
                         name, found, p->period,
                         bireme_plausible_figure(other, channel->response.reference_spend));
    else if (most < half_a_lead * cost && !is_dear(p, channel, cost))
        bireme_node_warn(&p->reading->report, node,
                         "the channel `%s` spends no more than %s in a %s, and one lead costs %s: is one of "
                         "these in thousands?",
                         name, found, p->period, bireme_plausible_figure(other, cost));
    else if (most < little * others)
        bireme_node_warn(&p->reading->report, node,
                         "the channel `%s` spends no more than %s in a %s, and another spends %s: is one of "
                         "these in thousands?",
                         name, found, p->period, bireme_plausible_figure(other, others));
    else
        check_one_spend(p, node, channel);
}

static void check_spend_before(bireme_plausible *p, size_t c)
{
    const double in_year = 10, little = 1.0 / 300;
    const bireme_channel *channel = &p->model->channels[c];
    const bireme_node *node = bireme_effective_field(p->reading, bireme_plausible_channel(p, c),
                                                     "spend_before");
    char found[BIREME_NUMBER_SIZE], other[BIREME_NUMBER_SIZE];
    double now = largest_spend(p, channel), before = channel->spend_before_steady;
    for (size_t i = 0; i < channel->n_spend_before; i++) before = fmax(before, channel->spend_before[i]);
    if (node == NULL || !(now > 0 && before > 0) || (before < in_year * now && before > little * now)) return;
    if (!bireme_plausible_first(p, node)) return;
    bireme_node_warn(&p->reading->report, node,
                     "`spend_before` is %s a %s, and `spend` is no more than %s: is that %s?",
                     bireme_plausible_figure(found, before), p->period, bireme_plausible_figure(other, now),
                     before > now ? "the spend of a year" : "in thousands");
}

/* Compares the curve's parameters with those reported for advertising: elasticities of 0.05 to 1. */
static void check_response(bireme_plausible *p, size_t c)
{
    const double most_elastic = 2, least_elastic = 0.01, steepest = 10, flattest = 0.1, far = 100;
    const bireme_response *r = &p->model->channels[c].response;
    const bireme_node *node = bireme_effective_field(p->reading, bireme_plausible_channel(p, c), "response");
    const bireme_node *elasticity = bireme_node_find(node, "elasticity"),
                      *shape = bireme_node_find(node, "shape"),
                      *half = bireme_node_find(node, "half_saturation");
    char found[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE];
    if (r->curve == BIREME_CURVE_LINEAR || node == NULL || !bireme_plausible_first(p, node)) return;
    if (elasticity != NULL && (r->elasticity > most_elastic || r->elasticity < least_elastic))
        bireme_node_warn(
            &p->reading->report, elasticity,
            "`elasticity` of %s: 1 %% more spend brings %s %% more leads; was %s meant?",
            bireme_plausible_figure(found, r->elasticity), found,
            bireme_plausible_figure(meant, r->elasticity * (r->elasticity > most_elastic ? 0.1 : 100)));
    if (shape != NULL && (r->shape > steepest || r->shape < flattest))
        bireme_node_warn(
            &p->reading->report, shape,
            "`shape` of %s: a curve rises like the spend to that power at first; was %s meant?",
            bireme_plausible_figure(found, r->shape),
            bireme_plausible_figure(meant, r->shape > steepest ? r->shape / 100 : 10 * r->shape));
    double ratio = r->half_saturation / r->reference_spend;
    if (half != NULL && (ratio > far || ratio * far < 1))
        bireme_node_warn(
            &p->reading->report, half,
            "`half_saturation` is %s and the reference spend %s: is one of these in thousands, or of a year?",
            bireme_plausible_figure(found, r->half_saturation),
            bireme_plausible_figure(meant, r->reference_spend));
}

/* Nobody plans with a channel that brings less than a few leads a year. */
static void check_few(bireme_plausible *p, size_t c)
{
    const double fewest = 3;
    const bireme_channel *channel = &p->model->channels[c];
    const bireme_node *node = bireme_plausible_channel(p, c);
    const int quantity[] = {channel->organic_leads, channel->leads_per_rep};
    static const char *const name[] = {"organic_leads", "leads_per_rep"};
    char found[BIREME_NUMBER_SIZE], year[BIREME_NUMBER_SIZE];
    for (size_t i = 0; i < 2; i++) {
        const bireme_node *field = bireme_effective_field(p->reading, node, name[i]);
        double leads = bireme_plausible_mean(p->model, quantity[i]), in_year = leads * 365.25 / p->days;
        if (field == NULL || !(in_year > 0 && in_year < fewest) || !bireme_plausible_first(p, field))
            continue;
        bireme_node_warn(&p->reading->report, field,
                         "`%s` of %s a %s is %s a year: is it in thousands, or of a day?", name[i],
                         bireme_plausible_figure(found, leads), p->period,
                         bireme_plausible_figure(year, in_year));
    }
}

static void check_channels(bireme_plausible *p)
{
    const bireme_model *model = p->model;
    size_t first = 0;
    double most = 0, second = 0; /* the largest spend, and the largest of the other channels */
    for (size_t c = 0; c < model->n_channels; c++) {
        double spend = largest_spend(p, &model->channels[c]);
        second = spend > most ? most : fmax(second, spend);
        if (spend > most) first = c, most = spend;
    }
    for (size_t c = 0; c < model->n_channels; c++) {
        check_spend(p, c, c == first ? second : most);
        check_spend_before(p, c);
        check_response(p, c);
        check_few(p, c);
    }
}

/* ------------------------ costs */

/* A rep at full capacity sells several times the cost of a rep; half of all reps do not reach that, and few
 * sell less than a third of it. Without a capacity the plan's wins are used, which may be few at first. */
static void check_rep_cost(bireme_plausible *p, size_t team)
{
    const bireme_team *sales = &p->model->teams[team];
    const bireme_outline outline = bireme_plausible_outline_of(p, sales, p->model->periods), *o = &outline;
    const bireme_node *node = bireme_node_find(bireme_plausible_team(p, team), "cost_per_rep");
    const double most = sales->has_capacity ? 1.3 : 4, least = 1.0 / 300;
    const double rep = bireme_plausible_mean(p->model, sales->cost_per_rep);
    double sells = sales->has_capacity  ? sales->items_per_rep * o->sale_of_one
                   : o->rep_periods > 0 ? o->bookings / o->rep_periods
                                        : 0;
    char costs[BIREME_NUMBER_SIZE], sold[BIREME_NUMBER_SIZE];
    if (node == NULL || !(rep > 0) || !(sells > 0)) return;
    if (sales->stage < bireme_model_worked_stage(p->model)) return; /* it hands over, and does not win */
    bireme_number_format(costs, rep);
    bireme_plausible_figure(sold, sells);
    if (rep > most * o->most * sells)
        bireme_node_warn(&p->reading->report, node,
                         "a rep costs %s a %s, and %swins %s%s in it: is that the cost of a year, or is the "
                         "deal value in another unit?",
                         costs, p->period, sales->has_capacity ? "at full capacity " : "", sold,
                         p->model->revenue.recurring ? " of yearly value" : "");
    else if (rep < least * o->least * sells)
        bireme_node_warn(&p->reading->report, node,
                         "a rep costs %s a %s, and wins %s%s in it: is `cost_per_rep` in thousands?", costs,
                         p->period, sold, p->model->revenue.recurring ? " of yearly value" : "");
}

static void check_hires(bireme_plausible *p, size_t team)
{
    const bireme_team *sales = &p->model->teams[team];
    const double far = 10, small_team = 5;
    const bireme_node *hires = bireme_node_find(bireme_plausible_team(p, team), "hires");
    char found[BIREME_NUMBER_SIZE], reps[BIREME_NUMBER_SIZE];
    for (const bireme_node *hire = hires != NULL ? hires->first : NULL; hire != NULL; hire = hire->next) {
        if (hire->type != BIREME_NODE_NUMBER || !(hire->number > far * fmax(small_team, sales->reps)))
            continue;
        bireme_node_warn(&p->reading->report, hire,
                         "%s reps are hired in %s, and there are %s at the start: are these people?",
                         bireme_number_format(found, hire->number), hire->key,
                         bireme_number_format(reps, sales->reps));
        return;
    }
}

/* Compares the cost of an initiative with all other spend and with all sales. */
static void check_cost(bireme_plausible *p, const bireme_node *node, double cost, double spent, double sold,
                       const char *every)
{
    const double times_spent = 10, times_sold = 2, little = 1.0 / 5000;
    char found[BIREME_NUMBER_SIZE], other[BIREME_NUMBER_SIZE];
    if (node == NULL || !(cost > 0)) return;
    bireme_number_format(found, cost);
    if (spent > 0 && cost > times_spent * spent)
        bireme_node_warn(&p->reading->report, node,
                         "`%s` is %s, and spend and reps together cost %s%s: is that in another unit?",
                         node->key, found, bireme_plausible_figure(other, spent), every);
    else if (sold > 0 && cost > times_sold * sold)
        bireme_node_warn(&p->reading->report, node,
                         "`%s` is %s, and the plan sells %s%s: is that in another unit?", node->key, found,
                         bireme_plausible_figure(other, sold), every);
    else if (cost < little * spent)
        bireme_node_warn(&p->reading->report, node,
                         "`%s` is %s, and spend and reps together cost %s%s: is it in thousands?", node->key,
                         found, bireme_plausible_figure(other, spent), every);
}

static void check_initiatives(bireme_plausible *p, const bireme_outline *o)
{
    const bireme_node *map = bireme_node_find(p->root, "initiatives");
    const double periods = (double)p->model->periods, in_year = 365.25 / p->days;
    double spent = o->cost / periods,
           sold = (o->most * o->bookings + p->model->revenue.opening * o->years) / periods;
    char every[48];
    snprintf(every, sizeof every, " a %s", p->period);
    for (size_t i = 0; i < p->model->n_initiatives; i++) {
        const bireme_initiative *initiative = &p->model->initiatives[i];
        const bireme_node *node = bireme_node_find(map, initiative->name);
        check_cost(p, bireme_node_find(node, "cost"), bireme_plausible_mean(p->model, initiative->cost),
                   spent, sold, every);
        check_cost(p, bireme_node_find(node, "one_time_cost"),
                   bireme_plausible_mean(p->model, initiative->one_time_cost), in_year * spent,
                   in_year * sold, " a year");
    }
}

/* ------------------------ open deals */

/* What deals like those of the group are worth: in its channel, else the mean of the channels that say. */
static double value_beside(const bireme_plausible *p, const bireme_open_group *group)
{
    const bireme_model *model = p->model;
    double sum = 0, n = 0;
    for (size_t c = 0; c < model->n_channels; c++) {
        double value = bireme_plausible_item(model, &model->channels[c].deal_value);
        if ((group->channel >= 0 && (size_t)group->channel != c) || !(value > 0)) continue;
        sum += value;
        n++;
    }
    return n > 0 ? sum / n : 0;
}

static void check_open_values(bireme_plausible *p, const bireme_node *list)
{
    const double far = 100;
    const bireme_node *first = NULL, *entry = list->first;
    size_t n = 0;
    double value = 0, beside = 0;
    for (size_t g = 0; g < p->model->n_open && entry != NULL; g++, entry = entry->next) {
        const bireme_open_group *group = &p->model->open[g];
        double own = group->value_is_own ? bireme_plausible_item(p->model, &group->value) : 0,
               other = value_beside(p, group);
        if (!(own > 0 && other > 0) || (own < far * other && own * far > other)) continue;
        if (n++ > 0) continue;
        first = bireme_node_find(entry, "value");
        value = own;
        beside = other;
    }
    if (n == 0 || first == NULL) return;
    char found[BIREME_NUMBER_SIZE], others[BIREME_NUMBER_SIZE], more[48] = "";
    if (n > 1) snprintf(more, sizeof more, " (and %zu more like it)", n - 1);
    bireme_node_warn(
        &p->reading->report, first,
        "an open deal is worth %s%s, and deals are worth %s on average: is one of these in thousands?",
        bireme_plausible_figure(found, value), more, bireme_plausible_figure(others, beside));
}

/* How many deals a year enter the stage. */
static double flow(const bireme_plausible *p, size_t stage)
{
    double sum = 0, days, years = p->days * (double)p->model->periods / 365.25;
    for (size_t c = 0; c < p->model->n_channels; c++) {
        const bireme_channel *channel = &p->model->channels[c];
        sum += bireme_plausible_leads(p, channel, p->model->periods) *
               bireme_plausible_convert(p->model, channel, 0, stage, &days);
    }
    return sum / years;
}

/* More deals are open than arrive in many years. */
static void check_open_counts(bireme_plausible *p, const bireme_outline *o, const bireme_node *list)
{
    const double years = 8, few = 100;
    char found[BIREME_NUMBER_SIZE], come[BIREME_NUMBER_SIZE], stage[BIREME_QUOTE_SIZE];
    for (size_t s = 1; s + 1 < p->model->stages; s++) {
        const bireme_node *entry = list->first, *largest = NULL;
        double open = 0, most = 0, in_year = flow(p, s);
        for (size_t g = 0; g < p->model->n_open && entry != NULL; g++, entry = entry->next) {
            double count = p->model->open[g].stage == s ? (double)p->model->open[g].count : 0;
            open += count;
            if (count > most) most = count, largest = entry;
        }
        if (!(in_year > 0) || !(open > few && open > years * o->most * in_year)) continue;
        const bireme_node *count = bireme_node_find(largest, "count");
        bireme_node_warn(
            &p->reading->report, count != NULL ? count : largest,
            "%s deals are open at `%s`, and about %s come there in a year: is that how many there are?",
            bireme_number_format(found, open), bireme_quote(stage, p->model->stage[s]),
            bireme_plausible_figure(come, in_year));
    }
}

static void check_open(bireme_plausible *p, const bireme_outline *o)
{
    const bireme_node *list = bireme_effective_deals(p->reading);
    if (list == NULL || list->type != BIREME_NODE_LIST || list->count != p->model->n_open) return;
    check_open_values(p, list);
    check_open_counts(p, o, list);
}

/* ------------------------ limits of a decision */

static void check_lines(bireme_plausible *p)
{
    const double far = 100;
    const bireme_node *lines = bireme_node_find(bireme_node_find(p->root, "decision"), "lines");
    char path[BIREME_NAME_MOST + 32], found[BIREME_NUMBER_SIZE], other[BIREME_NUMBER_SIZE];
    for (size_t i = 0; lines != NULL && i < p->model->decision.n_lines; i++) {
        const bireme_line *line = &p->model->decision.lines[i];
        if (line->channel < 0) continue;
        const bireme_channel *channel = &p->model->channels[line->channel];
        snprintf(path, sizeof path, "channels.%s.spend", channel->name);
        const bireme_node *node = bireme_node_find(lines, path);
        const bireme_node *least = bireme_node_find(node, "min"), *most = bireme_node_find(node, "max");
        double spend = largest_spend(p, channel);
        bool low = most != NULL && line->max > 0 && line->max * far < spend;
        bool high = least != NULL && spend > 0 && line->min > far * spend;
        if (!low && !high) continue;
        bireme_node_warn(&p->reading->report, low ? most : least,
                         "`%s` is %s, and the spend is up to %s: is one of these in thousands?",
                         low ? "max" : "min", bireme_plausible_figure(found, low ? line->max : line->min),
                         bireme_plausible_figure(other, spend));
    }
}

void bireme_plausible_money(bireme_plausible *p)
{
    bireme_outline o = bireme_plausible_outline(p, p->model->periods);
    p->n_warned = 0;
    check_channels(p);
    for (size_t k = 0; k < p->model->n_teams; k++) {
        check_rep_cost(p, k);
        check_hires(p, k);
    }
    check_initiatives(p, &o);
    check_open(p, &o);
    check_lines(p);
}
